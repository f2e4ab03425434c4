//! Edits one by one: what changes, and what stays as it was written.

use crate::schema::{ConstraintBody, Deferrable};

use super::super::{ConstraintRef, CreateTable, Found};
use super::{column, table};

/// The body of the statement in one line, without the parentheses.
fn body(table: &CreateTable) -> String {
    let sql = table.to_sql();
    let (_, body) = sql.split_once(" (\n    ").expect("a body");
    let (body, _) = body.rsplit_once("\n)").expect("an end");
    body.replace("\n    ", " ")
}

#[track_caller]
fn check_edit(sql: &str, edit: impl FnOnce(&mut CreateTable), expected: &str) {
    let mut edited = table(&format!("CREATE TABLE t({sql})"));
    edit(&mut edited);
    assert_eq!(body(&edited), expected);
    assert_eq!(table(&edited.to_sql()).to_sql(), edited.to_sql(), "the text is not stable");
}

#[test]
fn renames_a_table() {
    let mut parsed = table(
        "CREATE TABLE t(a REFERENCES t(a), b AS (\"T\".a), CHECK (main.t.a > t.b), \
         FOREIGN KEY (b) REFERENCES t)",
    );
    parsed.rename("_migrate_new_t");
    assert_eq!(parsed.name(), "_migrate_new_t");
    assert!(parsed.to_sql().starts_with("CREATE TABLE \"_migrate_new_t\" (\n"));
    let expected = "a REFERENCES t(a), b AS (a), CHECK (a > b), FOREIGN KEY (b) REFERENCES t";
    assert_eq!(body(&parsed), expected);
    assert_eq!(parsed.all_constraints().find_map(ConstraintRef::check), Some("a > b"));
}

#[test]
fn adds_and_drops_columns() {
    let add = |at, sql: &'static str| {
        move |table: &mut CreateTable| table.add_column(at, sql).expect("a column")
    };
    check_edit("a, b, CHECK (a)", add(None, "c INT"), "a, b, c INT, CHECK (a)");
    check_edit("a, b", add(Some(0), "c"), "c, a, b");
    check_edit("a, b", add(Some(9), "c"), "a, b, c");
    let drop_b = |table: &mut CreateTable| assert!(table.drop_column("B"));
    check_edit("a, -- of a\n /* of b */ b UNIQUE /* too */, c", drop_b, "a, -- of a c");
    check_edit("a", |table| assert!(!table.drop_column("x")), "a");
    for definition in ["", "a, b", "a) --", "a int CHECK (", "CHECK (a)"] {
        let refused = table("CREATE TABLE t(a)").add_column(None, definition);
        assert!(refused.is_err(), "{definition}");
    }
}

#[test]
fn changes_a_type() {
    let to = |name: &'static str| {
        move |table: &mut CreateTable| column(table, "a").set_type(name).expect("a type")
    };
    check_edit("a /* x */ INT NOT NULL", to("varchar(10)"), "a /* x */ varchar(10) NOT NULL");
    check_edit("a NOT NULL", to("TEXT"), "a TEXT NOT NULL");
    check_edit("[a]int", to("double precision"), "[a] double precision");
    for name in ["", "int not null", "int, b int", "int)", "int (", "1"] {
        assert!(column(&mut table("CREATE TABLE t(a)"), "a").set_type(name).is_err(), "{name}");
    }
}

#[test]
fn changes_not_null() {
    let to = |value| move |table: &mut CreateTable| column(table, "a").set_not_null(value);
    check_edit("a INT DEFAULT 1", to(true), "a INT NOT NULL DEFAULT 1");
    check_edit("a INT NULL DEFAULT 1", to(true), "a INT NOT NULL DEFAULT 1");
    check_edit("a NOT NULL ON CONFLICT IGNORE", to(true), "a NOT NULL ON CONFLICT IGNORE");
    check_edit("a CONSTRAINT n NOT NULL UNIQUE NULL NOT NULL", to(false), "a UNIQUE");
    check_edit("a INT -- why\n NOT NULL, b", to(false), "a INT, -- why b");
    check_edit("a int CONSTRAINT loose, b", to(true), "a int NOT NULL, b");
}

#[test]
fn changes_a_default() {
    let to = |value| {
        move |table: &mut CreateTable| column(table, "a").set_default(value).expect("a default")
    };
    check_edit("a INT /* x */ DEFAULT 1 UNIQUE", to(Some("-2")), "a INT /* x */ DEFAULT -2 UNIQUE");
    check_edit("a INT DEFAULT'x'NOT NULL", to(Some("1")), "a INT DEFAULT 1 NOT NULL");
    check_edit("a INT UNIQUE", to(Some("'it''s'")), "a INT DEFAULT 'it''s' UNIQUE");
    check_edit("a DEFAULT 1 DEFAULT 2", to(Some("(3)")), "a DEFAULT (3)");
    check_edit("a", to(Some("1 + 2 -- three")), "a DEFAULT (1 + 2)");
    check_edit("a", to(Some("lower('A')")), "a DEFAULT (lower('A'))");
    check_edit("a", to(Some("(1) + (2)")), "a DEFAULT ((1) + (2))");
    check_edit("a", to(Some("CURRENT_TIMESTAMP")), "a DEFAULT CURRENT_TIMESTAMP");
    check_edit("a DEFAULT (1) NOT NULL", to(None), "a NOT NULL");
    for value in ["", "--", "'x", "1)", "1) CHECK (2", "("] {
        let refused = column(&mut table("CREATE TABLE t(a)"), "a").set_default(Some(value));
        assert!(refused.is_err(), "{value}");
    }
}

#[test]
fn changes_a_collation() {
    let to = |name| move |table: &mut CreateTable| column(table, "a").set_collation(name);
    check_edit(
        "a TEXT COLLATE nocase UNIQUE",
        to(Some("my\"c")),
        "a TEXT COLLATE \"my\"\"c\" UNIQUE",
    );
    check_edit("a TEXT COLLATE nocase COLLATE rtrim", to(None), "a TEXT");
    check_edit("a TEXT", to(Some("NOCASE")), "a TEXT COLLATE \"NOCASE\"");
}

#[test]
fn adds_drops_and_renames_constraints() {
    let add = |table: &mut CreateTable| table.add_constraint("CHECK (a > 0)").expect("a check");
    check_edit("a, UNIQUE (a) -- u\n", add, "a, UNIQUE (a), -- u CHECK (a > 0)");
    for definition in ["", "a INT", "CHECK (1), CHECK (2)", "CHECK (1", "CONSTRAINT x"] {
        let refused = table("CREATE TABLE t(a)").add_constraint(definition);
        assert!(refused.is_err(), "{definition}");
    }
    let named = |table: &CreateTable, name| table.find_constraint(name, None, &[]);
    let drop_c = |table: &mut CreateTable| {
        let Found::One(place) = named(table, "c") else { panic!("no constraint") };
        table.drop_constraint(place);
    };
    check_edit("a CONSTRAINT C CHECK (1) NOT NULL", drop_c, "a NOT NULL");
    check_edit("a, CONSTRAINT [c] UNIQUE (a) CHECK (2)", drop_c, "a, CHECK (2)");
    let keep = |table: &mut CreateTable| assert_eq!(named(table, "c"), Found::None);
    check_edit("a CONSTRAINT c DEFAULT 1", keep, "a CONSTRAINT c DEFAULT 1");
    let rename = |table: &mut CreateTable| {
        let Found::One(place) = named(table, "C") else { panic!("no constraint") };
        table.rename_constraint(place, "new\"");
    };
    check_edit(
        "a CONSTRAINT /* n */ 'c' CHECK (1)",
        rename,
        "a CONSTRAINT /* n */ \"new\"\"\" CHECK (1)",
    );
    check_edit(
        "a, CONSTRAINT x CONSTRAINT c UNIQUE (a)",
        rename,
        "a, CONSTRAINT x CONSTRAINT \"new\"\"\" UNIQUE (a)",
    );
    check_edit(
        "a, CONSTRAINT c CHECK (1), CONSTRAINT c UNIQUE (a)",
        drop_c,
        "a, CONSTRAINT c UNIQUE (a)",
    );
}

#[test]
fn finds_constraints_without_a_name_by_what_they_say() {
    let unique = |columns: &[&str]| ConstraintBody::Unique {
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        include: Vec::new(),
        nulls_not_distinct: false,
        deferrable: Deferrable::No,
    };
    let check =
        |expression: &str| ConstraintBody::Check { expression: expression.into(), validated: true };
    let key = ConstraintBody::PrimaryKey { columns: vec!["id".to_owned()] };
    let place = |sql: &str, body: &ConstraintBody| {
        let table = table(&format!("CREATE TABLE t({sql})"));
        table.find_constraint("wanted", Some(body), &["other".to_owned()])
    };
    // Of all that restrict rows: NOT NULL counts, a default does not.
    let several =
        "a NOT NULL DEFAULT 1 UNIQUE, b REFERENCES p DEFERRABLE, UNIQUE (B, a), CHECK (a > 0)";
    assert_eq!(place(several, &unique(&["a"])), Found::One(1));
    assert_eq!(place(several, &unique(&["a", "b"])), Found::One(3));
    assert_eq!(place(several, &unique(&["b"])), Found::None);
    assert_eq!(place(several, &check("\"A\">0")), Found::One(4));
    assert_eq!(place(several, &check("a > 1")), Found::None);
    assert_eq!(place("id, CONSTRAINT k PRIMARY KEY (id)", &key), Found::One(0));
    // A name that belongs to another constraint is not for the taking, any other is.
    assert_eq!(place("a, CONSTRAINT other UNIQUE (a)", &unique(&["a"])), Found::None);
    assert_eq!(place("a, CONSTRAINT x UNIQUE (a)", &unique(&["a"])), Found::One(0));
    assert_eq!(
        place("a UNIQUE, CONSTRAINT x UNIQUE (a)", &unique(&["a"])),
        Found::Several(vec!["a UNIQUE".to_owned(), "CONSTRAINT x UNIQUE (a)".to_owned()])
    );
}

#[test]
fn names_a_constraint_that_had_no_name() {
    let first = |table: &mut CreateTable| {
        table.rename_constraint(0, "x");
        // A second time it is the name that is replaced.
        table.rename_constraint(0, "y");
    };
    check_edit("a UNIQUE /* u */ NOT NULL", first, "a CONSTRAINT \"y\" UNIQUE /* u */ NOT NULL");
    check_edit("a, UNIQUE (a)", first, "a, CONSTRAINT \"y\" UNIQUE (a)");
}

#[test]
fn drops_unnamed_constraints_by_what_they_say() {
    let by_columns = |table: &mut CreateTable| {
        let dropped = table.drop_where(|constraint| {
            constraint.foreign_key().is_some_and(|(columns, _)| columns == ["b"])
        });
        assert_eq!(dropped, 2);
    };
    check_edit(
        "a REFERENCES p, b REFERENCES p NOT NULL DEFERRABLE, FOREIGN KEY (b) REFERENCES q(x) CHECK (1)",
        by_columns,
        "a REFERENCES p, b NOT NULL, CHECK (1)",
    );
}
