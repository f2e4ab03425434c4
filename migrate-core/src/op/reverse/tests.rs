//! Scripts whose way back is derived, or refused because not all of it could be taken back.

use crate::op::column::AnyType;
use crate::op::{
    ColumnChange, Op, Operation, Recorded, apply, big_int, col, date, integer, now, per_dialect,
    reverse, reverse_all, sql, table, text, timestamp, varchar,
};
use crate::schema::Action::Cascade;
use crate::schema::{
    Column, ColumnDefault, ColumnPosition, ColumnType, Constraint, ConstraintBody, Expr, Identity,
    QualifiedName, Schema, Table, Value,
};
use crate::sql_text::SqlSyntax;

use super::column::undo_change;

fn record(script: impl FnOnce(&mut Op)) -> Vec<Recorded> {
    let mut op = Op::new();
    script(&mut op);
    op.into_operations()
}

/// Tables that were there before the script: a team, and people who belong to it.
fn teams(op: &mut Op) {
    op.create_table(table("teams").column("id", integer().primary_key()));
    op.create_table(
        table("people")
            .column("id", integer().primary_key())
            .column("age", integer())
            .column("team", integer()),
    );
}

/// What undoes a script on these tables, in a few words; or why nothing does.
fn undo(script: impl FnOnce(&mut Op)) -> Result<Vec<String>, String> {
    let mut schema = Schema::new();
    for Recorded { operation, origin } in record(teams) {
        apply(&operation, origin, &mut schema).map_err(|error| error.to_string())?;
    }
    match reverse_all(&record(script), &mut schema) {
        Ok(undo) => Ok(undo.iter().map(|recorded| recorded.operation.to_string()).collect()),
        Err((error, _)) => Err(error.to_string()),
    }
}

fn lost(what: &str) -> String {
    format!("{what} cannot be undone: the rows as they were are not known")
}

fn done<const N: usize>(undo: [&str; N]) -> Vec<String> {
    undo.map(str::to_owned).to_vec()
}

#[test]
fn a_constraint_waits_again_for_a_check_of_its_rows() {
    let later = |op: &mut Op| {
        op.create_check_constraint("ck_age", "people", "age > 0").not_valid();
        op.create_foreign_key("fk_team", "people", ["team"], "teams", ["id"]).not_valid();
        op.create_check_constraint("ck_id", "people", "id > 0");
    };
    let validate = |op: &mut Op| {
        for name in ["ck_age", "fk_team", "ck_id"] {
            op.validate_constraint(name, "people");
        }
    };
    let mut schema = Schema::new();
    for Recorded { operation, origin } in record(teams).into_iter().chain(record(later)) {
        apply(&operation, origin, &mut schema).expect("it fits");
    }
    let before = schema.clone();
    let undo = reverse_all(&record(validate), &mut schema).expect("an opposite");
    assert_ne!(schema, before);
    for Recorded { operation, origin } in &undo {
        apply(operation, *origin, &mut schema).expect("it fits");
    }
    assert_eq!(schema.sorted(), before.sorted());
    assert_eq!(undo.len(), 4, "one that is valid stays as it is");

    let both = |op: &mut Op| {
        op.create_check_constraint("ck", "people", "age > 0").not_valid();
        op.rename_constraint("ck", "people", "ck_age");
        op.rename_table("people", "members");
        op.validate_constraint("ck_age", "members");
    };
    let undone = [
        "rename table members to people",
        "rename constraint ck_age of people to ck",
        "drop check constraint ck of people",
    ];
    assert_eq!(self::undo(both), Ok(done(undone)));
}

#[test]
fn a_table_that_may_have_been_there_is_not_dropped() {
    let made = |op: &mut Op| {
        op.create_table(table("logs").column("id", integer()).if_not_exists());
    };
    let unknown = "create table logs cannot be undone: what it creates may have existed before";
    assert_eq!(undo(made), Err(unknown.to_owned()));
    let known = |op: &mut Op| {
        op.create_table(table("teams").column("id", integer()).if_not_exists());
    };
    assert_eq!(undo(known), Ok(done([])));
}

#[test]
fn rows_of_a_table_that_was_there_are_not_undone() {
    let script = |op: &mut Op| {
        op.create_table(table("teams").column("id", integer()).if_not_exists());
        op.insert("teams").set("id", 1).on_conflict_do_nothing(["id"]);
    };
    assert_eq!(undo(script), Err(lost("insert a row into teams")));
    let script = |op: &mut Op| {
        op.create_table(table("teams").column("id", integer()).if_not_exists());
        op.delete("teams").all_rows();
    };
    assert_eq!(undo(script), Err(lost("delete every row of teams")));
}

#[test]
fn rows_of_a_new_table_go_with_it() {
    let script = |op: &mut Op| {
        op.create_table(table("logs").column("id", integer().primary_key()));
        op.insert("logs").set("id", 1).on_conflict_do_nothing(["id"]);
        op.rename_table("logs", "entries");
        op.update("entries").set("id", 2);
        op.delete("entries").all_rows();
    };
    assert_eq!(undo(script), Ok(done(["rename table entries to logs", "drop table logs"])));
}

#[test]
fn a_name_may_be_another_table_by_now() {
    let script = |op: &mut Op| {
        op.create_table(table("logs").column("id", integer()));
        op.drop_table("logs");
        op.rename_table("people", "logs");
        op.delete("logs").all_rows();
    };
    assert_eq!(undo(script), Err(lost("delete every row of logs")));
    let script = |op: &mut Op| {
        op.create_table(table("logs").column("id", integer()));
        op.rename_table("logs", "entries");
        op.rename_table("people", "logs");
        op.delete("logs").all_rows();
    };
    assert_eq!(undo(script), Err(lost("delete every row of logs")));
}

#[test]
fn an_update_is_undone_only_with_all_its_columns() {
    let script = |op: &mut Op| {
        op.add_column("people", "name", text());
        op.update("people").set("name", "x").filter(col("age").gt(17));
    };
    assert_eq!(undo(script), Ok(done(["drop column people.name"])));
    let script = |op: &mut Op| {
        op.add_column("people", "name", text());
        op.update("people").set("name", "x").set("age", 18);
    };
    assert_eq!(undo(script), Err(lost("update every row of people")));
    let script = |op: &mut Op| {
        op.add_column("people", "name", text());
        op.alter_column("people", "name").rename_to("nick");
        op.alter_column("people", "age").rename_to("name");
        op.update("people").set("name", 1);
    };
    assert_eq!(undo(script), Err(lost("update every row of people")));
    let script = |op: &mut Op| {
        op.add_column("people", "name", text());
        op.drop_column("people", "name");
        op.alter_column("people", "age").rename_to("name");
        op.update("people").set("name", 1);
    };
    assert_eq!(undo(script), Err(lost("update every row of people")));
}

#[test]
fn rows_that_follow_are_not_undone() {
    let script = |op: &mut Op| {
        op.create_table(table("clubs").column("id", integer().primary_key()));
        op.create_foreign_key("fk_club", "people", ["team"], "clubs", ["id"]).on_delete(Cascade);
        op.delete("clubs").all_rows();
    };
    let by = "delete every row of clubs cannot be undone: foreign key `fk_club` of table `people` may \
              have changed other rows";
    assert_eq!(undo(script), Err(by.to_owned()));
    let script = |op: &mut Op| {
        op.create_table(table("clubs").column("id", integer().primary_key()));
        op.create_foreign_key("fk_club", "people", ["team"], "clubs", ["id"]).on_update(Cascade);
        op.update("clubs").set("id", 2);
    };
    assert!(undo(script).is_err_and(|error| error.contains("foreign key `fk_club`")));
    let script = |op: &mut Op| {
        op.create_table(table("clubs").column("id", integer().primary_key()));
        op.create_foreign_key("fk_club", "people", ["team"], "clubs", ["id"]);
        op.delete("clubs").all_rows();
    };
    assert!(undo(script).is_ok());
    let script = |op: &mut Op| {
        op.add_column("people", "name", text());
        op.create_trigger("note", "people", "AFTER UPDATE", "BEGIN DELETE FROM teams; END");
        op.update("people").set("name", "x");
    };
    assert!(undo(script).is_err_and(|error| error.contains("trigger `note` of table `people`")));
}

#[test]
fn rows_of_an_attached_table_were_there() {
    let script = |op: &mut Op| {
        op.create_table(
            table("all_people")
                .column("id", integer().not_null())
                .column("age", integer())
                .column("team", integer())
                .partition_by("LIST (age)"),
        );
        op.attach_partition("people", "all_people", "DEFAULT");
        op.delete("all_people").all_rows();
    };
    assert_eq!(undo(script), Err(lost("delete every row of all_people")));
}

#[test]
fn a_function_that_may_have_been_there_is_not_dropped() {
    let body = "RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$";
    let replaced = |op: &mut Op| {
        op.create_function("one", "", body).or_replace();
    };
    let unknown = "create or replace function one() cannot be undone: what it creates may have existed before";
    assert_eq!(undo(replaced), Err(unknown.to_owned()));
    let twice = |op: &mut Op| {
        op.create_function("one", "", body);
        op.create_function("one", "", body).or_replace();
    };
    assert_eq!(undo(twice), Ok(done(["create or replace function one()", "drop function one()"])));
}

#[test]
fn null_comes_back() {
    let changes = |script: &dyn Fn(&mut Op)| {
        let mut schema = Schema::new();
        let script = record(|op| {
            op.create_table(table("t").column("id", big_int()).column("at", timestamp()));
            script(op);
        });
        let undo = reverse_all(&script, &mut schema).unwrap_or_default();
        let nullable = undo.into_iter().filter_map(|recorded| match recorded.operation {
            Operation::AlterColumn { change, .. } => Some(change.nullable),
            _ => None,
        });
        nullable.collect::<Vec<_>>()
    };
    let numbered = |op: &mut Op| {
        op.alter_column("t", "id").identity(Identity::by_default());
    };
    assert_eq!(changes(&numbered), [Some(true)]);
    let key = |op: &mut Op| op.create_primary_key("pk", "t", ["id"]);
    assert_eq!(changes(&key), [Some(true)]);
    let twice = |op: &mut Op| {
        op.alter_column("t", "id").not_null();
        op.alter_column("t", "id").identity(Identity::by_default());
    };
    assert_eq!(changes(&twice), [Some(false), Some(true)]);
    let current = |op: &mut Op| {
        op.alter_column("t", "at").mysql_on_update_now();
    };
    assert_eq!(changes(&current), [None]);
}

#[test]
fn inserted_rows_are_deleted_by_their_keys() {
    let script = |op: &mut Op| {
        op.insert("teams").set("id", 1);
        op.bulk_insert("people", ["age", "id"], [(30, 1), (40, 2)]);
    };
    let expected = ["delete rows of people", "delete rows of teams"];
    assert_eq!(undo(script), Ok(done(expected)));
    let without_key = |op: &mut Op| {
        op.insert("people").set("age", 30);
    };
    assert_eq!(undo(without_key), Err(lost("insert a row into people")));
    let computed = |op: &mut Op| {
        op.insert("teams").set("id", sql("1 + 1"));
    };
    assert_eq!(undo(computed), Err(lost("insert a row into teams")));
    let followed = |op: &mut Op| {
        op.create_foreign_key("fk_team", "people", ["team"], "teams", ["id"]).on_delete(Cascade);
        op.insert("teams").set("id", 1);
    };
    assert!(undo(followed).is_err_and(|error| error.contains("foreign key `fk_team`")));
    // Rows of a table that is new go with it.
    let followed_by_new = |op: &mut Op| {
        op.create_table(
            table("clubs").column("team", integer().references("teams", "id").on_delete(Cascade)),
        );
        op.insert("teams").set("id", 1);
    };
    assert_eq!(undo(followed_by_new), Ok(done(["delete rows of teams", "drop table clubs"])));
}

#[test]
fn a_row_is_deleted_by_a_key_that_its_column_keeps() {
    use ColumnType as T;
    let deleted = |column_type: ColumnType, value: Value| {
        let mut schema = Schema::new();
        let key = ConstraintBody::PrimaryKey { columns: vec!["k".to_owned()] };
        let known = Table {
            columns: vec![Column::new("k", column_type)],
            constraints: vec![Constraint::named("pk_t", key)],
            ..Table::new("t")
        };
        schema.tables.insert("t".into(), known);
        let rows = vec![vec![Expr::Value(value)]];
        let columns = vec!["k".to_owned()];
        let insert = Operation::Insert { table: "t".into(), columns, rows, on_conflict: None };
        reverse(&insert, &schema).is_ok()
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let number = |digits: &str| Value::Decimal(digits.to_owned());
    for (column_type, value, expected) in [
        (T::Integer, Value::Integer(1), true),
        (T::Integer, text("1"), true),
        (T::Integer, number("1.5"), false),
        (T::Integer, text("1.5"), false),
        (T::Numeric { precision: 5, scale: 2 }, number("1.50"), true),
        (T::Numeric { precision: 5, scale: 2 }, number("1.500"), true),
        (T::Numeric { precision: 5, scale: 2 }, number("1.005"), false),
        (T::Real, number("0.1"), false),
        (T::Double, Value::Integer(1), false),
        (T::Varchar(3), text("abc"), true),
        (T::Varchar(3), text("abc "), false),
        (T::Varchar(9), text("abc "), true),
        (T::Varchar(9), Value::Integer(5), false),
        (T::Char(3), text("a "), false),
        (T::Date, text("2024-02-29"), true),
        (T::Date, text("2024-02-29 12:00:00"), false),
        (T::Timestamp, text("2024-02-29 12:00:00.123456"), true),
        (T::Timestamp, text("2024-02-29 12:00:00.1234567"), false),
        (T::Time, text("12:00:00"), true),
        (T::Time, text("2024-02-29 12:00:00"), false),
        (T::Custom("citext".to_owned()), text("a.b@c"), true),
        (T::Custom("numeric(5,2)".to_owned()), text("1.005"), false),
        (T::Custom("tinyint".to_owned()), Value::Integer(5), true),
        (T::Uuid, text("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), true),
    ] {
        let named = format!("{column_type:?} {value:?}");
        assert_eq!(deleted(column_type, value), expected, "{named}");
    }
}

#[test]
fn raw_sql_on_what_is_new_goes_with_it() {
    let raw = |sql: &'static str| {
        undo(move |op: &mut Op| {
            op.add_column("people", "name", text());
            op.create_table(table("logs").column("id", integer()));
            op.execute(sql);
        })
    };
    for covered in [
        "UPDATE people SET name = 'x, y' WHERE age > 17 -- grown",
        "UPDATE People SET Name = (SELECT max(id) FROM teams);",
        "INSERT INTO logs SELECT id FROM people",
        "DELETE FROM logs; UPDATE people SET name = NULL",
    ] {
        assert_eq!(
            raw(covered),
            Ok(done(["drop table logs", "drop column people.name"])),
            "{covered}"
        );
    }
    for refused in [
        "UPDATE people SET name = 'x', age = 1",
        "UPDATE people p SET name = 'x'",
        "UPDATE people, teams SET name = 'x'",
        "UPDATE teams SET id = 1",
        "WITH gone AS (DELETE FROM teams RETURNING id) UPDATE people SET name = 'x'",
        "UPDATE people SET (name, age) = (1, 2)",
        "INSERT INTO people (id) VALUES (1)",
        "DELETE FROM logs, people USING logs JOIN people",
        "INSERT INTO logs VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2",
        "SELECT setval('s', 1)",
    ] {
        assert!(raw(refused).is_err(), "{refused}");
    }
}

/// The refusal of a script on a table whose column `c` is of a type, by the rules of a database.
fn refusal_of_type(
    syntax: SqlSyntax,
    old: impl AnyType,
    script: impl FnOnce(&mut Op),
) -> Option<String> {
    let (old, _) = old.into_types();
    let column = Column::new("c", old);
    let before = Table { columns: vec![column], ..Table::new("t") };
    let mut schema = Schema::read_by(syntax);
    schema.tables.insert("t".into(), before);
    reverse_all(&record(script), &mut schema).err().map(|(error, _)| error.to_string())
}

#[test]
fn a_type_that_loses_values_is_not_undone() {
    const POSTGRES: SqlSyntax = SqlSyntax::Postgres;
    let refusal = refusal_of_type(POSTGRES, timestamp(), |op| {
        op.alter_column("t", "c").set_type(date());
    });
    assert_eq!(
        refusal.as_deref(),
        Some(
            "alter column t.c cannot be undone: not every value of column `c` of table `t`, which is \
             timestamp, is the same again after it was date"
        )
    );
    let refusal = refusal_of_type(POSTGRES, text(), |op| {
        op.alter_column("t", "c").set_type(integer()).using("length(c)");
    });
    assert_eq!(
        refusal.as_deref(),
        Some(
            "alter column t.c cannot be undone: `.using(..)` computes new values of column `c` of table \
             `t`, and does not say how to compute the old ones"
        )
    );
    // What another database computes is nothing to this one.
    let refusal = refusal_of_type(SqlSyntax::Sqlite, text(), |op| {
        op.alter_column("t", "c")
            .set_type(varchar(9))
            .using(per_dialect().postgres("left(c, 9)").mysql("left(c, 9)"));
    });
    assert_eq!(refusal, None);
}

#[test]
fn each_database_loses_what_its_conversions_lose() {
    use ColumnType as T;
    let lost_by = |old: ColumnType, new: ColumnType| {
        SqlSyntax::ALL.map(|syntax| {
            let change = ColumnChange { column_type: Some(new.clone()), ..ColumnChange::default() };
            super::values::loss(&"t".into(), &Column::new("c", old.clone()), &change, syntax)
                .is_some()
        })
    };
    let numeric = |precision, scale| T::Numeric { precision, scale };
    // SQLite, PostgreSQL, MariaDB and MySQL.
    for (old, new, expected) in [
        (T::Varchar(10), T::Varchar(20), [false, false, false]),
        (T::Varchar(20), T::Varchar(10), [false, true, true]),
        (T::Text, T::Varchar(10), [false, true, true]),
        (T::Varchar(10), T::Char(10), [false, true, true]),
        (T::Text, T::Integer, [true, true, true]),
        (T::Integer, T::Text, [false, false, false]),
        (T::Integer, T::BigInt, [false, false, false]),
        (T::BigInt, T::SmallInt, [false, false, false]),
        (T::BigInt, T::Double, [true, true, true]),
        (T::Integer, T::Real, [true, true, true]),
        (T::Double, T::Real, [false, true, true]),
        (T::Double, T::Text, [true, true, true]),
        (numeric(8, 2), numeric(10, 4), [false, false, false]),
        (numeric(10, 4), numeric(10, 2), [true, true, true]),
        (numeric(10, 4), T::Integer, [true, true, true]),
        (numeric(15, 2), T::Double, [false, false, false]),
        (numeric(16, 2), T::Double, [true, true, true]),
        (T::Boolean, T::Integer, [false, false, false]),
        (T::Integer, T::Boolean, [true, true, true]),
        (T::Date, T::Timestamp, [false, false, false]),
        (T::Timestamp, T::Date, [false, true, true]),
        (T::Timestamp, T::TimestampTz, [false, true, false]),
        (T::Json, T::Jsonb, [false, true, false]),
        (T::Jsonb, T::Json, [false, false, false]),
        (T::Custom("inet".to_owned()), T::Text, [true, true, true]),
    ] {
        assert_eq!(lost_by(old.clone(), new.clone()), expected, "{old} to {new}");
    }
}

#[test]
fn a_type_of_a_new_column_goes_with_it() {
    let new_column = |op: &mut Op| {
        op.add_column("people", "at", timestamp());
        op.alter_column("people", "at").set_type(date());
    };
    let expected = ["alter column people.at", "drop column people.at"];
    assert_eq!(undo(new_column), Ok(done(expected)));
    let new_table = |op: &mut Op| {
        op.create_table(table("logs").column("at", timestamp()));
        op.alter_column("logs", "at").set_type(date());
    };
    assert_eq!(undo(new_table), Ok(done(["alter column logs.at", "drop table logs"])));
}

#[test]
fn a_view_of_all_columns_that_are_others_by_now_is_not_created_again() {
    let all = |op: &mut Op| op.create_view("v", "SELECT * FROM teams");
    let script = move |op: &mut Op| {
        all(op);
        op.add_column("teams", "name", text());
        op.drop_view("v");
    };
    let refused = "drop view v cannot be undone: view `v` has `*`, which stands for the columns of the time \
                   it was created, and table `teams` has had others since";
    assert_eq!(undo(script), Err(refused.to_owned()));
    let named = |op: &mut Op| {
        op.create_view("v", "SELECT id FROM teams WHERE EXISTS (SELECT * FROM people)");
        op.add_column("teams", "name", text());
        op.add_column("people", "name", text());
        op.drop_view("v");
    };
    assert!(undo(named).is_ok());
    let before = move |op: &mut Op| {
        all(op);
        op.drop_view("v");
        op.add_column("teams", "name", text());
        all(op);
    };
    assert!(undo(before).is_ok());
    // Views that are dropped together come back together.
    let together = move |op: &mut Op| {
        all(op);
        op.create_view("w", "SELECT * FROM v");
        op.drop_view("v");
        op.drop_view("w");
    };
    assert!(undo(together).is_ok());
}

/// PostgreSQL and SQLite refuse to add such a column to rows, and MariaDB invents values.
#[test]
fn no_server_invents_values_of_a_column() {
    let dropped = |syntax: SqlSyntax, column: Column| {
        let columns = vec![Column::new("id", ColumnType::Integer), column];
        let mut schema = Schema::read_by(syntax);
        schema.tables.insert("t".into(), Table { columns, ..Table::new("t") });
        let drop = record(|op| op.drop_column("t", "c"));
        reverse_all(&drop, &mut schema).err().map(|(error, _)| error.to_string())
    };
    let required = || Column { nullable: false, ..Column::new("c", ColumnType::Integer) };
    let default = || Some(ColumnDefault::Value(1.into()));
    assert_eq!(dropped(SqlSyntax::Postgres, required()), None);
    assert_eq!(dropped(SqlSyntax::Sqlite, required()), None);
    assert_eq!(dropped(SqlSyntax::MYSQL, Column::new("c", ColumnType::Integer)), None);
    assert_eq!(dropped(SqlSyntax::MYSQL, Column { default: default(), ..required() }), None);
    assert_eq!(
        dropped(SqlSyntax::MYSQL, required()).as_deref(),
        Some(
            "drop column t.c cannot be undone: the column is NOT NULL and has no default, so that the \
             server would fill it with 0 or an empty text"
        )
    );
}

/// MariaDB and MySQL set such a column in each `UPDATE` of the row that does not set it itself.
#[test]
fn rows_that_were_there_keep_the_time_of_their_last_change() {
    let undone = |syntax: SqlSyntax, script: fn(&mut Op)| {
        let mut schema = Schema::read_by(syntax);
        let before = record(|op| {
            op.create_table(
                table("t")
                    .column("id", integer())
                    .column("at", timestamp().default(now()).mysql_on_update_now()),
            );
        });
        for Recorded { operation, origin } in before {
            apply(&operation, origin, &mut schema).expect("a table");
        }
        reverse_all(&record(script), &mut schema).err().map(|(error, _)| error)
    };
    let filled = |op: &mut Op| {
        op.add_column("t", "n", integer());
        op.update("t").set("n", 1);
        op.alter_column("t", "n").not_null();
    };
    let error = undone(SqlSyntax::MYSQL, filled).expect("the time is another");
    assert_eq!(
        error.to_string(),
        "update every row of t cannot be undone: MariaDB and MySQL set column `at` of table `t` to the time of the UPDATE"
    );
    assert_eq!(
        error.hint().as_deref(),
        Some(
            "keep the time with `.set(\"at\", col(\"at\"))`, or write `fn downgrade(op: &mut Op) { .. }` instead \
             of `downgrade = auto`"
        )
    );
    assert_eq!(undone(SqlSyntax::Postgres, filled), None);
    assert_eq!(undone(SqlSyntax::Sqlite, filled), None);
    let kept = |op: &mut Op| {
        op.add_column("t", "n", integer());
        op.update("t").set("n", 1).set("at", col("at"));
    };
    assert_eq!(undone(SqlSyntax::MYSQL, kept), None);
    let of_new_rows = |op: &mut Op| {
        op.create_table(table("u").column("at", timestamp().default(now()).mysql_on_update_now()));
        op.update("u").set("at", now());
        op.add_column("t", "later", timestamp().default(now()).mysql_on_update_now());
        op.update("t").set("later", now()).set("at", col("at"));
    };
    assert_eq!(undone(SqlSyntax::MYSQL, of_new_rows), None);
    let raw = |op: &mut Op| {
        op.add_column("t", "n", integer());
        op.execute("UPDATE t SET n = 1").effect(|_| {});
    };
    assert!(undone(SqlSyntax::MYSQL, raw).is_some());
}

/// What ceases to be text has no collation, and gets it back with its type.
#[test]
fn a_collation_goes_and_comes_with_the_type_that_it_is_of() {
    let text = || Column {
        collation: Some("utf8mb4_bin".to_owned()),
        ..Column::new("c", ColumnType::Varchar(9))
    };
    for (syntax, is_kept) in
        [(SqlSyntax::MYSQL, false), (SqlSyntax::Postgres, false), (SqlSyntax::Sqlite, true)]
    {
        let mut schema = Schema::read_by(syntax);
        schema.tables.insert("t".into(), Table { columns: vec![text()], ..Table::new("t") });
        let before = schema.clone();
        let known = |schema: &Schema| {
            let table = schema.tables.values().next().expect("the table");
            table.columns[0].clone()
        };
        let [change] = &record(|op| {
            op.alter_column("t", "c").set_type(big_int());
        })[..] else {
            panic!("one operation")
        };
        apply(&change.operation, change.origin, &mut schema).expect("another type");
        assert_eq!(known(&schema).collation.is_some(), is_kept, "{syntax:?}");
        // Values of other types are not the same again; its form is.
        let changed = known(&schema);
        let to_text = ColumnChange {
            column_type: Some(ColumnType::Varchar(9)),
            collation: Some(text().collation),
            ..ColumnChange::default()
        };
        let back =
            Operation::AlterColumn { table: "t".into(), column: "c".to_owned(), change: to_text };
        apply(&back, change.origin, &mut schema).expect("its own type");
        assert_eq!(known(&schema), known(&before));
        let (name, place) = (QualifiedName::from("t"), ColumnPosition::First);
        let Operation::AlterColumn { change: to_number, .. } = &change.operation else {
            panic!("a change")
        };
        let undo = undo_change(&name, &text(), to_number, place, syntax);
        let mut number = before.clone();
        number.tables.insert("t".into(), Table { columns: vec![changed], ..Table::new("t") });
        apply(&undo, change.origin, &mut number).expect("a way back");
        assert_eq!(known(&number), text(), "{syntax:?}");
    }
}
