//! Definitions read, printed and mutilated, without a database.

mod cases;
mod edits;

use super::foreign_key::Deferral;
use super::*;
use crate::sql_text::{SqlSyntax, Tokens, mentions, split_statements};
use cases::TABLES;

fn table(sql: &str) -> CreateTable {
    CreateTable::parse(sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
}

fn column<'a>(table: &'a mut CreateTable, name: &str) -> &'a mut ColumnDef {
    table.column_mut(name).expect("the column exists")
}

#[test]
fn printed_definitions_read_the_same() {
    for sql in TABLES {
        let first = table(sql);
        let second = table(&first.to_sql());
        assert_eq!(first.to_sql(), second.to_sql(), "{sql}");
        assert_eq!(first.columns().len(), second.columns().len(), "{sql}");
        let kinds = |table: &CreateTable| {
            table
                .all_constraints()
                .map(|c| format!("{:?}", (c.name(), view(c))))
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(&first), kinds(&second), "{sql}");
    }
}

fn view(constraint: ConstraintRef<'_>) -> String {
    match constraint {
        ConstraintRef::Column(column, constraint) => format!("{column} {:?}", constraint.kind()),
        ConstraintRef::Table(constraint) => format!("{:?}", constraint.kind()),
    }
}

#[test]
fn no_token_is_lost() {
    let words = |sql: &str| {
        let mut words: Vec<_> = Tokens::new(sql, SqlSyntax::Sqlite)
            .map(|token| token.expect("a token").text.to_lowercase())
            .filter(|text| !matches!(text.as_str(), "," | ";"))
            .collect();
        words.sort();
        words
    };
    for sql in TABLES.iter().filter(|sql| !sql.contains("constraint zz")) {
        let printed = table(sql).to_sql();
        for word in words(sql) {
            let bare = word.trim_matches(['"', '`', '\'', '[', ']']).to_owned();
            let found = words(&printed).iter().any(|other| *other == word || other.contains(&bare));
            assert!(found, "{word} is lost: {printed}");
        }
    }
}

#[test]
fn comments_stay_with_their_element() {
    let sql = "CREATE TABLE t( -- head\n a int -- a\n, -- also a\n -- b\n b int, /* b too */ c int -- c\n) -- tail\n";
    let expected = "CREATE TABLE \"t\" (\n    -- head\n    a int, -- a\n    -- also a\n    -- b\n    \
                    b int, /* b too */\n    c int -- c\n) -- tail";
    assert_eq!(table(sql).to_sql(), expected);
}

#[test]
fn structure_of_columns() {
    let mut parsed = table(
        "CREATE TABLE t(id INTEGER CONSTRAINT pk PRIMARY KEY DESC ON CONFLICT FAIL AUTOINCREMENT, \
         b varchar (10) NOT NULL DEFAULT (1 + 2) COLLATE [nocase] CHECK ( b <> ')' ), c AS (b) STORED)",
    );
    let kinds = |table: &mut CreateTable, name: &str| -> Vec<ColumnConstraintKind> {
        column(table, name).constraints().iter().map(|c| c.kind().clone()).collect()
    };
    assert_eq!(
        kinds(&mut parsed, "ID"),
        [ColumnConstraintKind::PrimaryKey { descending: true, autoincrement: true }]
    );
    assert_eq!(parsed.columns()[0].constraints()[0].name(), Some("pk"));
    assert_eq!(parsed.columns()[1].type_name(), Some("varchar (10)"));
    assert_eq!(
        kinds(&mut parsed, "b"),
        [
            ColumnConstraintKind::NotNull,
            ColumnConstraintKind::Default { expression: "(1 + 2)".into() },
            ColumnConstraintKind::Collate { name: "nocase".into() },
            ColumnConstraintKind::Check { expression: "b <> ')'".into() },
        ]
    );
    assert_eq!(
        kinds(&mut parsed, "c"),
        [ColumnConstraintKind::Generated { expression: "b".into(), stored: true }]
    );
    assert_eq!(parsed.columns()[2].type_name(), None);
}

#[test]
fn foreign_keys_read_alike_inline_and_in_the_table() {
    let clause = "REFERENCES p(x) ON UPDATE SET NULL ON DELETE NO ACTION MATCH simple DEFERRABLE INITIALLY DEFERRED";
    let expected = ForeignKeyClause {
        table: "p".into(),
        columns: vec!["x".into()],
        on_delete: Some(Action::NoAction),
        on_update: Some(Action::SetNull),
        match_name: Some("simple".into()),
        deferral: Some(Deferral { deferrable: true, initially_deferred: true }),
    };
    for sql in [
        format!("CREATE TABLE t(a {clause})"),
        format!("CREATE TABLE t(a, FOREIGN KEY (a) {clause})"),
        format!("CREATE TABLE t(a {})", clause.replacen(" DEF", " NOT NULL DEF", 1)),
    ] {
        let parsed = table(&sql);
        let found = parsed.all_constraints().find_map(ConstraintRef::foreign_key);
        assert_eq!(found, Some((vec!["a"], &expected)), "{sql}");
    }
}

#[test]
fn constraints_answer_alike_wherever_they_are() {
    for sql in [
        "CREATE TABLE t(a CONSTRAINT p PRIMARY KEY CONSTRAINT u UNIQUE CONSTRAINT c CHECK (a))",
        "CREATE TABLE t(a, CONSTRAINT p PRIMARY KEY (a), CONSTRAINT u UNIQUE (a) CONSTRAINT c CHECK (a))",
    ] {
        let parsed = table(sql);
        let all: Vec<_> = parsed.all_constraints().collect();
        assert_eq!(all.iter().filter_map(|c| c.name()).collect::<Vec<_>>(), ["p", "u", "c"]);
        assert_eq!(all[0].primary_key(), Some(vec!["a"]));
        assert_eq!(all[1].unique(), Some(vec!["a"]));
        assert_eq!(all[2].check(), Some("a"));
        assert!(all.iter().all(|c| c.is_restriction() && c.foreign_key().is_none()));
    }
}

#[test]
fn refused_definitions() {
    for (sql, expected) in [
        ("CREATE VIRTUAL TABLE v USING fts5(a)", "`v` is a virtual table"),
        ("CREATE TABLE t AS SELECT 1", "`t` is defined by a query"),
        ("CREATE VIEW v AS SELECT 1", "expected `TABLE` at byte 7, found `VIEW`"),
        (
            "CREATE TABLE t(a, PRIMARY KEY (a), b)",
            "expected a table constraint at byte 35, found `b`",
        ),
        ("CREATE TABLE t(a,)", "expected a column name at byte 17, found `)`"),
        ("CREATE TABLE t(a) foo", "expected a table option at byte 18, found `foo`"),
        ("CREATE TABLE t(a) STRICT,", "expected a table option at byte 25, found the end"),
        ("CREATE TABLE t(a DEFAULT 'x)", "unterminated string at byte 25"),
        ("CREATE TABLE t(a /* )", "expected `)` at byte 21, found the end of the text"),
        ("CREATE TABLE t(\"a)", "unterminated quoted name at byte 15"),
        ("CREATE TABLE t(a, UNIQUE (a + 1))", "expected column names"),
        ("CREATE TABLE t(a); SELECT 1", "expected the end of the text at byte 19, found `SELECT`"),
        ("CREATE TABLE t(a CHECK (a)", "expected `)` at byte 26, found the end of the text"),
    ] {
        let error = CreateTable::parse(sql).expect_err(sql).to_string();
        assert!(error.starts_with(expected), "{sql}: {error}");
    }
}

#[test]
fn reads_indexes() {
    let sql = "CREATE UNIQUE INDEX IF NOT EXISTS main.[i 1] ON \"t\" (a COLLATE nocase DESC, lower(b) COLLATE rtrim, \
               a||b COLLATE nocase ASC, (b COLLATE binary COLLATE rtrim) NULLS LAST, 'c', (a + b), cast(a AS text)) \
               WHERE b > ';' /* x */ -- end";
    let index = CreateIndex::parse(sql).expect("an index");
    assert_eq!((index.name.as_str(), index.table.as_str(), index.unique), ("i 1", "t", true));
    assert_eq!(index.filter.as_deref(), Some("b > ';'"));
    let parts: Vec<_> = index
        .columns
        .iter()
        .map(|p| (p.expression.as_str(), p.column.as_deref(), p.collation.as_deref(), p.descending))
        .collect();
    let expected = [
        ("a", Some("a"), Some("nocase"), true),
        ("lower(b)", None, Some("rtrim"), false),
        ("a||b COLLATE nocase", None, None, false),
        ("b", Some("b"), Some("rtrim"), false),
        ("'c'", Some("c"), None, false),
        ("(a + b)", None, None, false),
        ("cast(a AS text)", None, None, false),
    ];
    assert_eq!(parts, expected);
    for broken in
        ["CREATE INDEX i ON t()", "CREATE INDEX i ON t(a,)", "CREATE INDEX i ON t(a) WHERE"]
    {
        assert!(CreateIndex::parse(broken).is_err(), "{broken}");
    }
}

/// Deletes, doubles and swaps pieces of the cases, and reads and edits what is left.
#[test]
fn never_panics() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or(0) % below.max(1)
    };
    for round in 0..20_000 {
        let mut text: Vec<char> = TABLES[round % TABLES.len()].chars().collect();
        for _ in 0..=random(4) {
            let (from, length) = (random(text.len()), random(6));
            let to = (from + length).min(text.len());
            let piece: Vec<char> = text.drain(from..to).collect();
            let place = random(text.len() + 1);
            let copies = std::iter::repeat_n(piece, random(3)).flatten();
            text.splice(place..place, copies);
        }
        exercise(&text.into_iter().collect::<String>());
    }
}

fn exercise(sql: &str) {
    let _ = CreateIndex::parse(sql);
    let _ = (mentions(sql, "x", SqlSyntax::Sqlite), split_statements(sql, SqlSyntax::Sqlite).len());
    let Ok(mut table) = CreateTable::parse(sql) else { return };
    let printed = table.to_sql();
    let again = CreateTable::parse(&printed).unwrap_or_else(|e| panic!("{sql}\n{printed}: {e}"));
    assert_eq!(again.to_sql(), printed, "{sql}");
    let name = table.columns()[0].name().to_owned();
    let first = column(&mut table, &name);
    first.set_not_null(true);
    first.set_collation(Some("x"));
    let _ = (first.set_default(Some(sql)), first.set_type(sql));
    table.rename("other");
    table.drop_where(|constraint| constraint.unique().is_some());
    let printed = table.to_sql();
    CreateTable::parse(&printed).unwrap_or_else(|error| panic!("{sql}\n{printed}: {error}"));
}
