//! What a table keeps when it is rebuilt: tables full of rows, made by other tools with everything
//! SQLite has, and changed by a revision of ours.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use migrate_analysis::introspect;
use migrate_runtime::executor::{Driver, with_catalogue};
use migrate_runtime::op::{Recorded, reverse_all};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

use support::{Database, Failure, NATIVE, OLDEST, record};

/// A database of another tool.
fn made(sql: &str) -> (Database, Schema) {
    let mut database = Database::new();
    let setup = format!("PRAGMA foreign_keys = ON; {sql}");
    database.connection.execute(&setup).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let schema = with_catalogue(&mut database.connection, |query, dialect| {
        introspect::read(query, dialect, &[])
    })
    .expect("a transaction")
    .expect("a readable catalogue")
    .schema;
    database.run(NATIVE, &[], true, &mut Schema::new()).expect("the version table");
    (database, schema)
}

/// The rows of a query, or what became of another statement.
fn outcome(database: &mut Database, sql: &str) -> String {
    let is_query = ["SELECT", "PRAGMA", "WITH"].iter().any(|word| sql.starts_with(word));
    let rows = if is_query {
        database.connection.query(sql)
    } else {
        database.connection.execute(sql).map(|()| Vec::new())
    };
    match rows {
        Err(error) => error.message().to_owned(),
        Ok(rows) => {
            let cell = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "NULL".to_owned());
            let row = |row: &Vec<_>| row.iter().map(cell).collect::<Vec<_>>().join("|");
            rows.iter().map(row).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Everything there is: definitions and rows, the version table's included.
fn everything(database: &mut Database) -> Vec<String> {
    let definitions = "SELECT type, name, tbl_name, sql FROM sqlite_schema \
                       WHERE tbl_name <> 'migrate_journal' ORDER BY type, name";
    let tables = "SELECT group_concat(name, ' ') FROM \
                  (SELECT quote(name) AS name FROM sqlite_schema WHERE type = 'table' \
                  AND name <> 'migrate_journal' ORDER BY name)";
    let tables = outcome(database, tables);
    let mut all = vec![outcome(database, definitions)];
    for table in tables.split(' ').filter(|name| *name != "NULL") {
        let name = table.trim_matches('\'').replace('"', "\"\"");
        all.push(outcome(database, &format!("SELECT '{name}', * FROM \"{name}\"")));
    }
    all
}

/// The connection's settings, which a run gives back.
fn settings(database: &mut Database) -> [String; 3] {
    ["foreign_keys", "legacy_alter_table", "busy_timeout"]
        .map(|pragma| outcome(database, &format!("PRAGMA {pragma}")))
}

fn rebuilds(statements: &[String]) -> usize {
    statements.iter().filter(|sql| sql.starts_with("CREATE TABLE \"_migrate_new_")).count()
}

/// Changes the database, with and without native forms, and looks at what is left.
///
/// Each of `after` is a statement and its rows or its error. Rows, definitions of everything else,
/// references and settings are always looked at.
#[track_caller]
fn keeps(sql: &str, change: fn(&mut Op), after: &[(&str, &str)]) {
    for dialect in [OLDEST, NATIVE] {
        let (mut database, mut schema) = made(sql);
        let (before, orphans) = (settings(&mut database), "PRAGMA foreign_key_check");
        let known_orphans = outcome(&mut database, orphans);
        let statements = database
            .run(dialect, &record(change), true, &mut schema)
            .unwrap_or_else(|failure| panic!("{}", failure.story()));
        assert_eq!(rebuilds(&statements), 1, "{statements:#?}");
        assert_eq!(settings(&mut database), before);
        assert_eq!(outcome(&mut database, orphans), known_orphans);
        assert_eq!(outcome(&mut database, "PRAGMA integrity_check"), "ok");
        assert_no_interim(&mut database);
        for (statement, expected) in after {
            assert_eq!(outcome(&mut database, statement), *expected, "{statement}");
        }
    }
}

fn assert_no_interim(database: &mut Database) {
    let query = "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%_migrate_new_%'";
    assert_eq!(outcome(database, query), "0", "an interim table is left");
}

/// A change that is refused or fails, and leaves everything as it was.
#[track_caller]
fn fails(sql: &str, change: fn(&mut Op), expected: &[&str]) {
    fails_with(sql, &record(change), true, expected);
}

/// The same where another tool has created the views and triggers, so that no revision knows them.
#[track_caller]
fn fails_unseen(sql: &str, change: fn(&mut Op), expected: &[&str]) {
    fails_for(sql, &record(change), true, expected, |schema| {
        schema.views.clear();
        schema.triggers.clear();
    });
}

#[track_caller]
fn fails_with(sql: &str, script: &[Recorded], transactional: bool, expected: &[&str]) {
    fails_for(sql, script, transactional, expected, |_| {});
}

#[track_caller]
fn fails_for(
    sql: &str,
    script: &[Recorded],
    transactional: bool,
    expected: &[&str],
    forget: fn(&mut Schema),
) {
    for dialect in [OLDEST, NATIVE] {
        let (mut database, mut schema) = made(sql);
        forget(&mut schema);
        let before = (everything(&mut database), settings(&mut database));
        let failure = database
            .run(dialect, script, transactional, &mut schema)
            .expect_err("the change must not succeed");
        assert!(matches!(failure, Failure::Failed(_)), "{}", failure.story());
        for part in expected {
            assert!(failure.story().contains(part), "no `{part}` in: {}", failure.story());
        }
        assert!(!failure.story().contains("cause: constraint failed"), "{}", failure.story());
        assert_eq!((everything(&mut database), settings(&mut database)), before);
    }
}

/// The change that every loss is tried with, unless another is the point.
fn retype(op: &mut Op) {
    op.alter_column("t", "a").set_type(varchar(50));
}

#[test]
fn rows_that_reference_the_table() {
    keeps(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
         CREATE TABLE child (id INTEGER PRIMARY KEY,
             t_id INTEGER NOT NULL REFERENCES t (id) ON DELETE CASCADE);
         CREATE TABLE other (t_id INTEGER REFERENCES t ON DELETE SET NULL);
         INSERT INTO t VALUES (1, 'one'), (2, 'two');
         INSERT INTO child VALUES (10, 1), (11, 2);
         INSERT INTO other VALUES (1), (NULL);",
        retype,
        &[
            ("SELECT * FROM t", "1|one 2|two"),
            ("SELECT * FROM child", "10|1 11|2"),
            ("SELECT * FROM other", "1 NULL"),
            ("INSERT INTO child VALUES (12, 99)", "FOREIGN KEY constraint failed"),
            ("DELETE FROM t WHERE id = 1", ""),
            ("SELECT * FROM child", "11|2"),
            ("SELECT * FROM other", "NULL NULL"),
        ],
    );
}

#[test]
fn references_to_the_table_itself() {
    keeps(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, parent INTEGER REFERENCES t ON DELETE CASCADE);
         INSERT INTO t VALUES (1, 'root', NULL), (2, 'leaf', 1), (3, 'leaf', 2);",
        retype,
        &[
            ("SELECT * FROM t", "1|root|NULL 2|leaf|1 3|leaf|2"),
            ("SELECT \"table\" FROM pragma_foreign_key_list('t')", "t"),
            ("DELETE FROM t WHERE id = 2", ""),
            ("SELECT id FROM t", "1"),
        ],
    );
}

#[test]
fn triggers_of_the_table_of_others_and_of_views() {
    keeps(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
         CREATE TABLE log (line TEXT);
         CREATE VIEW v AS SELECT a FROM t;
         CREATE TRIGGER own AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('own ' || NEW.a); END;
         CREATE TRIGGER own_when BEFORE UPDATE OF a ON t FOR EACH ROW WHEN NEW.a = 'bad;'
             BEGIN SELECT raise(ABORT, 'no; END'); END;
         CREATE TRIGGER other AFTER DELETE ON log BEGIN DELETE FROM t WHERE a = OLD.line; END;
         CREATE TRIGGER instead INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END;
         INSERT INTO t VALUES (1, 'x');
         INSERT INTO log VALUES ('x');",
        retype,
        &[
            ("SELECT * FROM log", "own x x"),
            ("INSERT INTO v VALUES ('y')", ""),
            ("SELECT a FROM t", "x y"),
            ("SELECT count(*) FROM log", "3"),
            ("UPDATE t SET a = 'bad;'", "no; END"),
            ("DELETE FROM log WHERE line = 'x'", ""),
            ("SELECT a FROM t", "y"),
        ],
    );
}

#[test]
fn views_and_views_on_views() {
    keeps(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
         CREATE VIEW upper_a AS SELECT id, upper(a) AS big FROM t;
         CREATE VIEW second AS SELECT big FROM upper_a WHERE id > 1;
         CREATE VIEW broken AS SELECT nowhere FROM t;
         INSERT INTO t VALUES (1, 'x'), (2, 'y');",
        retype,
        &[
            ("SELECT * FROM second", "Y"),
            ("SELECT * FROM broken", "no such column: nowhere"),
            ("SELECT count(*) FROM sqlite_schema WHERE type = 'view'", "3"),
        ],
    );
}

#[test]
fn indexes_of_every_sort() {
    keeps(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
         CREATE INDEX down ON t (a DESC, b);
         CREATE INDEX some ON t (a) WHERE b IS NOT NULL;
         CREATE INDEX low ON t (lower(a), length(b) + 1 DESC);
         CREATE UNIQUE INDEX uni ON t (b COLLATE NOCASE) -- why not
         ;
         CREATE INDEX [odd name] ON \"t\" (\"a\");
         INSERT INTO t VALUES (1, 'x', 'y');",
        retype,
        &[
            (
                "SELECT replace(sql, char(10), ' ') FROM sqlite_schema \
                 WHERE type = 'index' AND tbl_name = 't'",
                "CREATE INDEX down ON t (a DESC, b) \
                 CREATE INDEX some ON t (a) WHERE b IS NOT NULL \
                 CREATE INDEX low ON t (lower(a), length(b) + 1 DESC) \
                 CREATE UNIQUE INDEX uni ON t (b COLLATE NOCASE) -- why not           \
                 CREATE INDEX [odd name] ON \"t\" (\"a\")",
            ),
            ("INSERT INTO t VALUES (2, 'x', 'Y')", "UNIQUE constraint failed: t.b"),
        ],
    );
}

#[test]
fn collations() {
    keeps(
        "CREATE TABLE t (a TEXT, b TEXT COLLATE NOCASE UNIQUE, c COLLATE \"rtrim\");
         INSERT INTO t VALUES ('1', 'x', 'y ');",
        retype,
        &[
            ("SELECT count(*) FROM t WHERE b = 'X' AND c = 'y'", "1"),
            ("INSERT INTO t VALUES ('2', 'X', 'z')", "UNIQUE constraint failed: t.b"),
        ],
    );
}

#[test]
fn the_counter_beyond_the_last_row() {
    let counted = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
         INSERT INTO t VALUES (1, 'x'), (41, 'gone');
         DELETE FROM t WHERE id = 41;";
    keeps(
        counted,
        retype,
        &[
            ("SELECT name, seq FROM sqlite_sequence WHERE name = 't'", "t|41"),
            ("INSERT INTO t (a) VALUES ('new')", ""),
            ("SELECT max(id) FROM t", "42"),
        ],
    );
    let empty = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
         INSERT INTO t VALUES (7, 'gone');
         DELETE FROM t;";
    keeps(empty, retype, &[("SELECT name, seq FROM sqlite_sequence WHERE name = 't'", "t|7")]);
}

#[test]
fn inline_references_with_actions() {
    keeps(
        "CREATE TABLE p (id INTEGER PRIMARY KEY);
         CREATE TABLE t (
             a TEXT,
             b INTEGER CONSTRAINT named REFERENCES p ON DELETE SET NULL ON UPDATE CASCADE,
             c INTEGER REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED,
             FOREIGN KEY (b) REFERENCES p (id) ON UPDATE CASCADE
         );
         INSERT INTO p VALUES (1);
         INSERT INTO t VALUES ('x', 1, NULL);",
        retype,
        &[
            (
                "SELECT \"from\", \"table\", on_update, on_delete FROM pragma_foreign_key_list('t')",
                "b|p|CASCADE|NO ACTION c|p|NO ACTION|NO ACTION b|p|CASCADE|SET NULL",
            ),
            ("BEGIN; INSERT INTO t VALUES ('y', NULL, 2); INSERT INTO p VALUES (2); COMMIT", ""),
            ("UPDATE p SET id = 3 WHERE id = 1", ""),
            ("SELECT b FROM t", "3 NULL"),
        ],
    );
}

#[test]
fn checks_with_and_without_names() {
    keeps(
        "CREATE TABLE t (
             a TEXT CHECK (a <> ''),
             b INTEGER CONSTRAINT positive CHECK (t.b > 0),
             CONSTRAINT \"both ways\" CHECK (a <> 'x' OR \"t\".b = 1),
             CHECK (length(a) < 5)
         );
         INSERT INTO t VALUES ('x', 1), (NULL, NULL);",
        retype,
        &[
            ("SELECT * FROM t", "x|1 NULL|NULL"),
            ("INSERT INTO t VALUES ('', 1)", "CHECK constraint failed: a <> ''"),
            ("INSERT INTO t VALUES ('y', 0)", "CHECK constraint failed: positive"),
            ("INSERT INTO t VALUES ('yyyyy', 1)", "CHECK constraint failed: length(a) < 5"),
            ("INSERT INTO t VALUES ('x', 2)", "CHECK constraint failed: both ways"),
        ],
    );
}

#[test]
fn a_new_check_takes_null_as_any_check_does() {
    keeps(
        "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (NULL);",
        |op| {
            op.create_check_constraint("positive", "t", "a > 0");
        },
        &[
            ("SELECT a FROM t", "1 NULL"),
            ("INSERT INTO t VALUES (NULL)", ""),
            ("INSERT INTO t VALUES (0)", "CHECK constraint failed: positive"),
        ],
    );
}

#[test]
fn generated_columns() {
    keeps(
        "CREATE TABLE t (
             a TEXT,
             seen TEXT AS (upper(a)),
             kept TEXT GENERATED ALWAYS AS (a || '!') STORED NOT NULL UNIQUE
         );
         CREATE INDEX by_seen ON t (seen);
         INSERT INTO t VALUES ('x'), ('y');",
        retype,
        &[
            ("SELECT * FROM t", "x|X|x! y|Y|y!"),
            ("UPDATE t SET a = 'z' WHERE a = 'x'", ""),
            ("SELECT seen, kept FROM t", "Z|z! Y|y!"),
            ("SELECT group_concat(hidden) FROM pragma_table_xinfo('t')", "0,2,3"),
        ],
    );
}

#[test]
fn strict_tables() {
    keeps(
        "CREATE TABLE t (a TEXT, n INTEGER, x ANY) STRICT; INSERT INTO t VALUES ('x', 1, x'00');",
        |op| {
            op.alter_column("t", "a").set_type(text()).not_null();
        },
        &[
            ("SELECT a, n, hex(x) FROM t", "x|1|00"),
            ("INSERT INTO t VALUES ('y', 'z', 1)", "cannot store TEXT value in INTEGER column t.n"),
            ("INSERT INTO t VALUES (NULL, 1, 1)", "NOT NULL constraint failed: t.a"),
        ],
    );
}

#[test]
fn tables_without_rowid() {
    keeps(
        "CREATE TABLE t (k TEXT, n INTEGER, a TEXT, PRIMARY KEY (k, n DESC)) WITHOUT ROWID, STRICT;
         INSERT INTO t VALUES ('k', 1, 'x'), ('k', 2, 'y');",
        |op| {
            op.alter_column("t", "a").set_type(text()).default("new");
        },
        &[
            ("SELECT * FROM t", "k|2|y k|1|x"),
            ("SELECT rowid FROM t", "no such column: rowid"),
            ("INSERT INTO t (k, n) VALUES ('k', 3)", ""),
            ("SELECT a FROM t WHERE n = 3", "new"),
        ],
    );
}

#[test]
fn row_numbers_that_no_column_shows() {
    let indexed = "CREATE TABLE t (a TEXT, b TEXT);
         CREATE VIRTUAL TABLE words USING fts5 (a, content = 't', content_rowid = 'rowid');
         INSERT INTO t (rowid, a) VALUES (7, 'seven'), (9, 'nine');
         INSERT INTO words (rowid, a) SELECT rowid, a FROM t;";
    keeps(
        indexed,
        retype,
        &[
            ("SELECT rowid, a FROM t", "7|seven 9|nine"),
            ("SELECT rowid, a FROM words WHERE words MATCH 'nine'", "9|nine"),
        ],
    );
    keeps(
        indexed,
        |op| op.add_column("t", "id", integer().primary_key().identity()),
        &[
            ("SELECT id, rowid, a FROM t", "7|7|seven 9|9|nine"),
            ("SELECT rowid, a FROM words WHERE words MATCH 'nine'", "9|nine"),
        ],
    );
    keeps(
        "CREATE TABLE t (rowid TEXT, oid TEXT, a TEXT);
         INSERT INTO t (_rowid_, rowid, a) VALUES (5, 'r', 'five');",
        retype,
        &[("SELECT _rowid_, rowid, oid, a FROM t", "5|r|NULL|five")],
    );
    keeps(
        "CREATE TABLE t (rowid TEXT, oid TEXT, _rowid_ TEXT, a TEXT);
         INSERT INTO t VALUES ('r', 'o', '_', 'x');",
        retype,
        &[("SELECT * FROM t", "r|o|_|x")],
    );
}

#[test]
fn conflict_clauses() {
    keeps(
        "CREATE TABLE t (
             id INTEGER PRIMARY KEY ON CONFLICT REPLACE,
             a TEXT NOT NULL ON CONFLICT IGNORE,
             b TEXT UNIQUE ON CONFLICT IGNORE,
             CONSTRAINT both UNIQUE (a, b) ON CONFLICT FAIL
         );
         INSERT INTO t VALUES (1, 'x', 'y');",
        retype,
        &[
            ("INSERT INTO t VALUES (2, NULL, 'z'), (3, 'w', 'y')", ""),
            ("SELECT * FROM t", "1|x|y"),
            ("INSERT INTO t VALUES (1, 'new', 'z')", ""),
            ("SELECT * FROM t", "1|new|z"),
        ],
    );
}

#[test]
fn comments_in_the_definition() {
    keeps(
        "CREATE TABLE t ( -- the things
             a TEXT, -- what they are called
             /* numbers */
             b INTEGER /* of them */ NOT NULL
         );
         INSERT INTO t VALUES ('x', 1);",
        retype,
        &[(
            "SELECT sql FROM sqlite_schema WHERE name = 't'",
            "CREATE TABLE \"t\" (\n    -- the things\n    a VARCHAR(50), -- what they are called\n    \
             /* numbers */\n    b INTEGER /* of them */ NOT NULL\n)",
        )],
    );
}

#[test]
fn names_of_every_sort() {
    let sql = "CREATE TABLE \"Order\" (
             \"select\" TEXT, [Group By] INTEGER, `tick` TEXT, 'single' TEXT, \"say \"\"hi\"\"\" TEXT,
             Ünïcödé TEXT, CONSTRAINT \"Check\" CHECK (\"say \"\"hi\"\"\" <> [select])
         );
         CREATE UNIQUE INDEX \"in\"\"dex\" ON \"order\" (\"say \"\"hi\"\"\", Ünïcödé);
         CREATE VIEW \"View\" AS SELECT ORDER_.\"select\" FROM \"Order\" AS ORDER_;
         INSERT INTO \"Order\" VALUES ('a', 1, 'b', 'c', 'd', 'é');";
    keeps(
        sql,
        |op| {
            op.alter_column("Order", "Ünïcödé").set_type(varchar(9)).not_null();
            op.alter_column("Order", "say \"hi\"").default("\"'");
        },
        &[
            ("SELECT * FROM \"Order\"", "a|1|b|c|d|é"),
            ("SELECT * FROM \"View\"", "a"),
            ("INSERT INTO \"Order\" (Ünïcödé) VALUES ('x')", ""),
            ("SELECT \"say \"\"hi\"\"\" FROM \"Order\" ORDER BY rowid", "d \"'"),
            (
                "INSERT INTO \"Order\" (\"select\", Ünïcödé) VALUES ('\"''', 'y')",
                "CHECK constraint failed: Check",
            ),
        ],
    );
    keeps(
        "CREATE TABLE MixedCase (Id INTEGER PRIMARY KEY, Value TEXT);
         CREATE TABLE kid (m INTEGER REFERENCES mixedcase (ID));
         INSERT INTO MixedCase VALUES (1, 'x'); INSERT INTO kid VALUES (1);",
        |op| {
            op.alter_column("MixedCase", "Value").set_type(varchar(5));
        },
        &[
            ("SELECT * FROM MixedCase", "1|x"),
            ("INSERT INTO kid VALUES (2)", "FOREIGN KEY constraint failed"),
        ],
    );
}

#[test]
fn a_dropped_column_of_a_table_with_triggers_and_views() {
    keeps(
        "CREATE TABLE t (a TEXT, b INTEGER CHECK (b > 0), c TEXT);
         CREATE VIEW v AS SELECT a, c FROM t;
         CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO t (a, c) VALUES ('log', NEW.c); END;
         CREATE TRIGGER instead INSTEAD OF UPDATE ON v
             BEGIN UPDATE t SET a = NEW.a WHERE c = OLD.c; END;
         INSERT INTO t VALUES ('x', 1, 'y');",
        |op| op.drop_column("t", "b"),
        &[("UPDATE v SET a = 'z'", ""), ("SELECT * FROM t", "z|y log|y")],
    );
}

#[test]
fn references_of_others_when_a_table_gets_another_name_in_the_same_revision() {
    keeps(
        "CREATE TABLE p (id INTEGER PRIMARY KEY);
         CREATE TABLE kid (p_id INTEGER REFERENCES p (id) ON DELETE CASCADE);
         CREATE VIEW v AS SELECT id FROM p;
         CREATE TABLE t (a TEXT, p_id INTEGER REFERENCES p);
         INSERT INTO p VALUES (1); INSERT INTO kid VALUES (1); INSERT INTO t VALUES ('x', 1);",
        |op| {
            op.alter_column("t", "a").set_type(varchar(9));
            op.rename_table("p", "parents");
        },
        &[
            ("SELECT \"table\" FROM pragma_foreign_key_list('kid')", "parents"),
            ("SELECT \"table\" FROM pragma_foreign_key_list('t')", "parents"),
            ("SELECT * FROM v", "1"),
            ("DELETE FROM t", ""),
            ("DELETE FROM parents", ""),
            ("SELECT count(*) FROM kid", "0"),
        ],
    );
}

#[test]
fn orphans_that_were_there_are_left_alone() {
    keeps(
        "CREATE TABLE p (id INTEGER PRIMARY KEY);
         CREATE TABLE t (a TEXT, p_id INTEGER REFERENCES p (id));
         PRAGMA foreign_keys = OFF;
         INSERT INTO t VALUES ('orphan', 99);
         PRAGMA foreign_keys = ON;",
        retype,
        &[("SELECT * FROM t", "orphan|99")],
    );
}

#[test]
fn references_that_cannot_be_checked_are_left_alone() {
    keeps(
        "CREATE TABLE p (id INTEGER PRIMARY KEY, n INTEGER);
         CREATE TABLE odd (n INTEGER REFERENCES p (n));
         CREATE TABLE t (a TEXT, p_id INTEGER REFERENCES p (id));
         INSERT INTO p VALUES (1, 1); INSERT INTO t VALUES ('x', 1);",
        retype,
        &[("SELECT * FROM t", "x|1")],
    );
    fails(
        "CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER, n INTEGER);
         CREATE UNIQUE INDEX ux ON p (n);
         CREATE TABLE odd (n INTEGER REFERENCES p (n));",
        |op| {
            op.alter_column("p", "a").set_type(text());
            op.execute("DROP INDEX ux");
        },
        &["foreign key mismatch", "hint: the referenced columns are no longer"],
    );
}

#[test]
fn native_forms_name_what_stands_in_the_way() {
    let viewed = "CREATE TABLE t (a TEXT, b TEXT); CREATE VIEW v AS SELECT b FROM t;
         INSERT INTO t VALUES ('x', NULL);";
    let drop_b = |op: &mut Op| op.drop_column("t", "b");
    fails_unseen(viewed, drop_b, &["error in view v", "hint: drop that view before the change"]);
    let triggered = "CREATE TABLE t (a TEXT, b TEXT);
         CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT NEW.b; END;";
    fails_unseen(
        triggered,
        drop_b,
        &["error in trigger tr", "hint: drop that trigger before the change"],
    );
    let added_again = undone("CREATE TABLE t (a TEXT, b TEXT NOT NULL)", &record(drop_b));
    fails_with(
        "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x')",
        &added_again,
        true,
        &["Cannot add a NOT NULL column", "hint: the rows that are there would hold NULL"],
    );
}

/// The way back of a script on a database of another tool.
fn undone(sql: &str, script: &[Recorded]) -> Vec<Recorded> {
    let (_, mut schema) = made(sql);
    reverse_all(script, &mut schema).expect("a way back")
}

#[test]
fn new_orphans_are_refused() {
    fails(
        "CREATE TABLE p (id INTEGER PRIMARY KEY);
         CREATE TABLE t (a TEXT, p_id INTEGER);
         INSERT INTO p VALUES (1);
         INSERT INTO t VALUES ('x', 1), ('y', 2), ('z', 3);",
        |op| {
            op.create_foreign_key("fk", "t", ["p_id"], "p", ["id"]);
        },
        &["2 rows of table `t` reference no row of `p`", "hint: delete or repair those rows first"],
    );
    fails(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
         CREATE TABLE kid (t_id INTEGER REFERENCES t (id));
         INSERT INTO t VALUES (1, 'x'); INSERT INTO kid VALUES (1);",
        |op| {
            op.execute("DELETE FROM t");
            retype(op);
        },
        &["1 row of table `kid` references no row of `t`"],
    );
}

#[test]
fn a_view_that_would_break() {
    let viewed = "CREATE TABLE t (a TEXT, b INTEGER CHECK (b > 0));
         CREATE VIEW fine AS SELECT a FROM t;
         CREATE VIEW whole AS SELECT * FROM t;
         CREATE VIEW second AS SELECT b FROM whole;
         INSERT INTO t VALUES ('x', 1);";
    fails(
        viewed,
        |op| op.drop_column("t", "b"),
        &[
            "view `second` no longer works: no such column: b",
            "hint: drop view `second` before the change, with `op.drop_view(..)`",
        ],
    );
}

#[test]
fn a_trigger_that_would_break() {
    fails_unseen(
        "CREATE TABLE t (a TEXT, b INTEGER CHECK (b > 0));
         CREATE TRIGGER fine AFTER UPDATE ON t BEGIN SELECT NEW.a; END;
         CREATE TRIGGER broken AFTER UPDATE ON t BEGIN SELECT NEW.b; END;
         CREATE TRIGGER last AFTER UPDATE ON t BEGIN SELECT NEW.a; END;
         INSERT INTO t VALUES ('x', 1);",
        |op| op.drop_column("t", "b"),
        &["trigger `broken` no longer works: no such column: NEW.b", "op.drop_trigger(..)"],
    );
    fails_unseen(
        "CREATE TABLE t (a TEXT, b INTEGER CHECK (b > 0));
         CREATE TABLE other (x TEXT);
         CREATE VIEW v AS SELECT a FROM t;
         CREATE TRIGGER writes INSTEAD OF UPDATE ON v BEGIN UPDATE t SET b = NEW.a; END;
         INSERT INTO t VALUES ('x', 1);",
        |op| op.drop_column("t", "b"),
        &["trigger `writes` no longer works: no such column: b"],
    );
}

#[test]
fn rows_that_do_not_fit() {
    let rows = "CREATE TABLE p (id INTEGER PRIMARY KEY);
         CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER REFERENCES p ON DELETE CASCADE);
         CREATE INDEX ix ON t (a);
         CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END;
         INSERT INTO p VALUES (1), (2);
         INSERT INTO t VALUES (1, 'x', 1), (2, 'x', 2), (3, NULL, NULL);";
    fails(
        rows,
        |op| {
            op.alter_column("t", "a").not_null();
        },
        &["NOT NULL constraint failed: t.a", "hint: some rows hold NULL there: fill them first"],
    );
    fails(
        rows,
        |op| {
            op.add_column("t", "c", text());
            op.create_unique_constraint("uq", "t", ["a"]);
        },
        &["UNIQUE constraint failed: t.a", "hint: some rows are alike there"],
    );
    fails(
        rows,
        |op| {
            op.rename_table("p", "parents");
            op.create_check_constraint("ck", "t", "id < 3");
        },
        &["CHECK constraint failed: ck", "hint: some rows break the check"],
    );
    fails(
        rows,
        |op| {
            op.alter_column("t", "a").set_type(integer()).using("no_such_function(a)");
        },
        &["no such function: no_such_function"],
    );
    fails(
        rows,
        |op| {
            retype(op);
            op.execute("INSERT INTO nowhere VALUES (1)");
        },
        &["no such table: nowhere", "operation: execute `INSERT INTO nowhere VALUES (1)`"],
    );
}

#[test]
fn a_database_that_is_not_what_the_revisions_say() {
    let (mut database, mut schema) = made("CREATE TABLE t (a TEXT, b TEXT);");
    database.connection.execute("ALTER TABLE t DROP COLUMN b").expect("the column");
    let before = everything(&mut database);
    let script = record(|op: &mut Op| {
        op.alter_column("t", "b").set_type(integer());
    });
    let failure = database.run(NATIVE, &script, true, &mut schema).expect_err("no such column");
    assert!(failure.story().contains("table `t` of the database has no column `b`"));
    assert!(failure.story().contains("was it changed by hand?"), "{}", failure.story());
    assert_eq!(everything(&mut database), before);
}

#[test]
fn outside_a_transaction_a_table_is_rebuilt_whole_or_not_at_all() {
    let rows = "CREATE TABLE p (id INTEGER PRIMARY KEY);
         CREATE TABLE t (a TEXT, p_id INTEGER);
         INSERT INTO p VALUES (1);
         INSERT INTO t VALUES ('x', 1), ('x', 2);";
    let unique = record(|op: &mut Op<NoTx>| {
        op.create_unique_constraint("uq", "t", ["a"]);
    });
    fails_with(rows, &unique, false, &["UNIQUE constraint failed: t.a"]);
    let orphans = record(|op: &mut Op<NoTx>| {
        op.create_foreign_key("fk", "t", ["p_id"], "p", ["id"]);
    });
    fails_with(rows, &orphans, false, &["1 row of table `t` references no row of `p`"]);
    let fine = record(|op: &mut Op<NoTx>| {
        op.alter_column("t", "a").set_type(varchar(9));
    });
    let (mut database, mut schema) = made(rows);
    database.run(NATIVE, &fine, false, &mut schema).expect("the change");
    assert_no_interim(&mut database);
    assert_eq!(outcome(&mut database, "SELECT * FROM t"), "x|1 x|2");
    assert_eq!(outcome(&mut database, "SELECT version_num FROM migrate_version"), "r1");
}

#[test]
fn a_leftover_of_another_tool_is_not_overwritten() {
    fails(
        "CREATE TABLE t (a TEXT); CREATE TABLE _migrate_new_t (precious TEXT);
         INSERT INTO _migrate_new_t VALUES ('x');",
        retype,
        &["already exists"],
    );
}

#[test]
fn one_new_table_for_neighbours_and_two_for_what_is_apart() {
    let (mut database, mut schema) =
        made("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('x', 'y');");
    let neighbours = record(|op: &mut Op| {
        op.alter_column("t", "a").set_type(varchar(9)).default("a");
        op.alter_column("t", "b").set_type(varchar(9));
        op.create_unique_constraint("uq", "t", ["a", "b"]);
        op.create_index("ix", "t", ["b"]);
    });
    let statements = database.run(OLDEST, &neighbours, true, &mut schema).expect("the change");
    assert_eq!(rebuilds(&statements), 1, "{statements:#?}");
    let apart = record(|op: &mut Op| {
        op.alter_column("t", "a").set_type(text());
        op.update("t").set("a", "z");
        op.alter_column("t", "a").not_null();
    });
    let statements = database.run(OLDEST, &apart, true, &mut schema).expect("the change");
    assert_eq!(rebuilds(&statements), 2, "{statements:#?}");
    assert_eq!(outcome(&mut database, "SELECT * FROM t"), "z|y");
}
