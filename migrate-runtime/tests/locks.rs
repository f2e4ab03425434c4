//! What operations lock on PostgreSQL, and how MariaDB carries them out, against what was measured
//! of both.

#![cfg(all(feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]
#![expect(clippy::too_many_lines, reason = "a table is as long as its rows")]

mod live;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use live::Live;
use migrate_runtime::dialect::{Action, Dialect, Lock, Statement, TableLock, lower, mysql};
use migrate_runtime::executor::Driver;
use migrate_runtime::op::{Mode, Recorded};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

fn record<M: Mode>(revision: impl FnOnce(&mut Op<M>)) -> Vec<Recorded> {
    let mut op = Op::new();
    revision(&mut op);
    op.into_operations()
}

/// Two tables, one of which references the other.
fn setup(op: &mut Op) {
    op.create_table(table("r").column("id", integer().primary_key()).column("name", varchar(20)));
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column("a", integer())
            .column("b", varchar(20).not_null().default("b"))
            .column("r_id", integer().references("r", "id"))
            .check("ck_t", "a > 0")
            .unique("uq_t", ["b"])
            .index("ix_t", ["a"]),
    );
}

/// A database with the setup, and its schema.
fn prepared(live: &Live, more: &[Recorded]) -> (Box<dyn Driver>, Dialect, Schema) {
    let mut connection = live.connect();
    let dialect = connection.dialect().expect("a version");
    let mut schema = Schema::new();
    for script in [record(setup), more.to_vec()] {
        for statement in lower(dialect, &script, &mut schema).expect("a setup").statements {
            run(&mut *connection, &statement);
        }
    }
    (connection, dialect, schema)
}

fn statements(connection: &mut dyn Driver, statement: &Statement) -> Vec<String> {
    match &statement.action {
        Action::Sql(sql) | Action::Raw(sql) => vec![sql.clone()],
        Action::Concurrent(index) => vec![index.sql.clone()],
        Action::Restate(restate) => {
            let shown = connection.query(&format!("SHOW CREATE TABLE {}", restate.table));
            let shown = shown.expect("a table")[0][1].clone().expect("a definition");
            restate.statements(&shown).expect("a definition that can be read")
        }
        Action::Rebuild(_) | Action::Run(_) | Action::Note(_) | Action::Nothing { .. } => {
            Vec::new()
        }
    }
}

fn run(connection: &mut dyn Driver, statement: &Statement) {
    for sql in statements(connection, statement) {
        connection.execute(&sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
}

/// PostgreSQL's lock modes, from the weakest to the strongest.
const MODES: [&str; 8] = [
    "AccessShare",
    "RowShare",
    "RowExclusive",
    "ShareUpdateExclusive",
    "Share",
    "ShareRowExclusive",
    "Exclusive",
    "AccessExclusive",
];

/// The strongest lock on each of the two tables that a server process holds.
fn held(connection: &mut dyn Driver, process: &str) -> String {
    let query = format!(
        "SELECT c.relname::text, replace(l.mode, 'Lock', '') FROM pg_locks l \
         JOIN pg_class c ON c.oid = l.relation \
         WHERE l.pid = {process} AND l.granted AND c.relname IN ('r', 't')"
    );
    let rows = connection.query(&query).expect("the locks");
    let mut strongest = [("r", None), ("t", None)];
    for row in rows {
        let [Some(table), Some(mode)] = &row[..] else { continue };
        let rank = MODES.iter().position(|known| known == mode);
        for entry in strongest.iter_mut().filter(|entry| entry.0 == table) {
            entry.1 = entry.1.max(rank);
        }
    }
    let found = strongest.into_iter().filter_map(|(table, rank)| Some((table, MODES[rank?])));
    found.map(|(table, mode)| format!("{table} {mode}")).collect::<Vec<_>>().join(", ")
}

/// The strongest locks that the statements are known to take; none where one is not known.
fn known_locks(statements: &[Statement]) -> Option<String> {
    let mut strongest = BTreeMap::new();
    for statement in statements {
        for TableLock { table, lock } in &statement.facts.as_ref()?.locks {
            let Lock::Postgres(mode) = lock else { panic!("{statement:?}") };
            let known = strongest.entry(table.to_string()).or_insert(*mode);
            *known = (*known).max(*mode);
        }
    }
    let locks = strongest.iter().map(|(table, mode)| format!("{table} {}", mode.name()));
    Some(locks.collect::<Vec<_>>().join(", "))
}

#[test]
fn locks_on_postgres_are_no_stronger_than_measured() {
    type Script = fn(&mut Op);
    const ALONE: &str = "t AccessExclusive";
    const BOTH: &str = "r AccessExclusive, t AccessExclusive";
    let cases: [(&str, Script, Script, &str); 32] = [
        ("rename table", |_| {}, |op| op.rename_table("r", "t2"), ""),
        ("comment", |_| {}, |op| op.create_table_comment("t", "c"), "t ShareUpdateExclusive"),
        ("drop table", |_| {}, |op| op.drop_table("t"), "r AccessExclusive"),
        (
            "referencing table",
            |_| {},
            |op| {
                op.create_table(table("n").column("r_id", integer().references("r", "id")));
            },
            "r ShareRowExclusive",
        ),
        ("nullable column", |_| {}, |op| op.add_column("t", "c", text()), ALONE),
        ("default column", |_| {}, |op| op.add_column("t", "c", integer().default(1)), ALONE),
        (
            "referencing column",
            |_| {},
            |op| {
                op.add_column("t", "c", integer().references("r", "id"));
            },
            "r ShareRowExclusive, t AccessExclusive",
        ),
        ("drop column", |_| {}, |op| op.drop_column("t", "a"), ALONE),
        ("drop referencing column", |_| {}, |op| op.drop_column("t", "r_id"), BOTH),
        (
            "type",
            |_| {},
            |op| {
                op.alter_column("t", "b").set_type(text());
            },
            ALONE,
        ),
        (
            "not null",
            |_| {},
            |op| {
                op.alter_column("t", "a").not_null();
            },
            ALONE,
        ),
        (
            "nullable",
            |_| {},
            |op| {
                op.alter_column("t", "b").nullable();
            },
            ALONE,
        ),
        (
            "default",
            |_| {},
            |op| {
                op.alter_column("t", "a").default(1);
            },
            ALONE,
        ),
        (
            "drop default",
            |_| {},
            |op| {
                op.alter_column("t", "b").drop_default();
            },
            ALONE,
        ),
        (
            "rename column",
            |_| {},
            |op| {
                op.alter_column("t", "a").rename_to("z");
            },
            ALONE,
        ),
        (
            "column comment",
            |_| {},
            |op| {
                op.alter_column("t", "a").comment("c");
            },
            "t ShareUpdateExclusive",
        ),
        (
            "index",
            |_| {},
            |op| {
                op.create_index("ix", "t", ["a", "b"]);
            },
            "t Share",
        ),
        (
            "drop index",
            |_| {},
            |op| {
                op.drop_index("ix_t", "t");
            },
            ALONE,
        ),
        ("rename index", |_| {}, |op| op.rename_index("ix_t", "t", "ix"), ""),
        (
            "foreign key",
            |_| {},
            |op| {
                op.create_foreign_key("fk", "t", ["a"], "r", ["id"]);
            },
            "r ShareRowExclusive, t ShareRowExclusive",
        ),
        (
            "foreign key later",
            |_| {},
            |op| {
                op.create_foreign_key("fk", "t", ["a"], "r", ["id"]).not_valid();
            },
            "r ShareRowExclusive, t ShareRowExclusive",
        ),
        (
            "validate foreign key",
            |op| {
                op.create_foreign_key("fk", "t", ["a"], "r", ["id"]).not_valid();
            },
            |op| op.validate_constraint("fk", "t"),
            "r RowShare, t ShareUpdateExclusive",
        ),
        ("drop foreign key", |_| {}, |op| op.drop_foreign_key("fk_t_r_id_r", "t"), BOTH),
        (
            "check",
            |_| {},
            |op| {
                op.create_check_constraint("ck", "t", "a < 9");
            },
            ALONE,
        ),
        (
            "validate check",
            |op| {
                op.create_check_constraint("ck", "t", "a < 9").not_valid();
            },
            |op| op.validate_constraint("ck", "t"),
            "t ShareUpdateExclusive",
        ),
        ("drop check", |_| {}, |op| op.drop_check_constraint("ck_t", "t"), ALONE),
        (
            "unique",
            |_| {},
            |op| {
                op.create_unique_constraint("uq", "t", ["a"]);
            },
            ALONE,
        ),
        (
            "trigger",
            |op| {
                op.create_function(
                    "f",
                    "",
                    "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                );
            },
            |op| {
                op.create_trigger("tr", "t", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION f()");
            },
            "t ShareRowExclusive",
        ),
        ("view", |_| {}, |op| op.create_view("v", "SELECT id FROM t"), "t AccessShare"),
        (
            "insert",
            |_| {},
            |op| {
                op.insert("t").set("id", 1);
            },
            "t RowExclusive",
        ),
        (
            "update",
            |_| {},
            |op| {
                op.update("t").set("a", 1);
            },
            "t RowExclusive",
        ),
        (
            "foreign key beside a column",
            |_| {},
            |op| {
                op.create_foreign_key("fk", "t", ["a"], "r", ["id"]).not_valid();
                op.validate_constraint("fk", "t");
            },
            "r ShareRowExclusive, t ShareRowExclusive",
        ),
    ];
    for (name, before, script, expected) in cases {
        let live = Live::postgres("locks");
        let (mut connection, dialect, mut schema) = prepared(&live, &record(before));
        let lowered =
            lower(dialect, &record(script), &mut schema).expect("an operation").statements;
        connection.begin().expect("a transaction");
        for statement in &lowered {
            run(&mut *connection, statement);
        }
        assert_eq!(held(&mut *connection, "pg_backend_pid()"), expected, "{name}");
        match known_locks(&lowered) {
            // After these a table has another name, or none, and `pg_locks` does not show it.
            Some(known) if ["rename table", "drop table"].contains(&name) => {
                assert!(known.contains(expected), "{name}: {known}");
            }
            Some(known) => assert_eq!(known, expected, "{name}: the statements' facts"),
            None => assert_eq!(name, "view", "nothing is known of the statements"),
        }
        connection.rollback().expect("a rollback");
    }
}

/// A writer that has not committed holds a concurrent build up, so that its lock can be looked at.
#[test]
fn locks_of_concurrent_indexes_on_postgres_let_everybody_go_on() {
    type Script = fn(&mut Op<NoTx>);
    let scripts: [Script; 2] = [
        |op| {
            op.create_index("ix", "t", ["b"]).concurrently();
        },
        |op| {
            op.drop_index("ix_t", "t").concurrently();
        },
    ];
    for script in scripts {
        let live = Live::postgres("locks");
        let (mut connection, dialect, mut schema) = prepared(&live, &[]);
        let lowered =
            lower(dialect, &record(script), &mut schema).expect("an operation").statements;
        let statements: Vec<_> =
            lowered.iter().flat_map(|statement| statements(&mut *connection, statement)).collect();
        let mut writer = live.connect();
        writer.begin().expect("a transaction");
        writer.execute("INSERT INTO t (id) VALUES (1)").expect("a row");
        std::thread::scope(|scope| {
            let live = &live;
            let build = scope.spawn(move || {
                let mut builder = live.connect();
                statements.iter().map(|sql| builder.execute(sql)).collect::<Vec<_>>()
            });
            let deadline = Instant::now() + Duration::from_secs(20);
            let waiting = "SELECT pid::text FROM pg_stat_activity \
                           WHERE query LIKE '%CONCURRENTLY%' AND wait_event_type = 'Lock' \
                           AND datname = current_database()";
            let found = loop {
                let rows = live.rows(waiting);
                if let Some(process) = rows.into_iter().next() {
                    break process;
                }
                assert!(Instant::now() < deadline, "the build does not wait");
                std::thread::sleep(Duration::from_millis(20));
            };
            assert_eq!(held(&mut *live.connect(), &found), "t ShareUpdateExclusive");
            writer.commit().expect("a commit");
            let outcomes = build.join().expect("a build");
            assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        });
    }
}

/// The ways of MariaDB and MySQL to change a table, the strongest promise first.
const ALGORITHMS: [&str; 7] = [
    "ALGORITHM=INSTANT",
    "ALGORITHM=NOCOPY, LOCK=NONE",
    "ALGORITHM=NOCOPY, LOCK=SHARED",
    "ALGORITHM=INPLACE, LOCK=NONE",
    "ALGORITHM=INPLACE, LOCK=SHARED",
    "ALGORITHM=COPY, LOCK=NONE",
    "ALGORITHM=COPY, LOCK=SHARED",
];

/// The server takes the promise that is asked for, and none that is stronger. With a foreign key goes
/// the index that the server made for it.
#[test]
fn changes_on_mysql_ask_for_the_strongest_promise() {
    type Script = fn(&mut Op);
    let cases: [(&str, Script, &str); 20] = [
        ("nullable column", |op| op.add_column("t", "n", text()), "INSTANT"),
        (
            "default column",
            |op| op.add_column("t", "n", integer().not_null().default(1)),
            "INSTANT",
        ),
        ("drop column", |op| op.drop_column("t", "c"), "INSTANT"),
        ("drop indexed column", |op| op.drop_column("t", "a"), "NOCOPY, LOCK=NONE"),
        (
            "rename column",
            |op| {
                op.alter_column("t", "c").rename_to("z");
            },
            "INSTANT",
        ),
        (
            "default",
            |op| {
                op.alter_column("t", "c").default(1);
            },
            "INSTANT",
        ),
        (
            "drop default",
            |op| {
                op.alter_column("t", "b").drop_default();
            },
            "INSTANT",
        ),
        (
            "not null",
            |op| {
                op.alter_column("t", "c").not_null();
            },
            "INPLACE, LOCK=NONE",
        ),
        (
            "column comment",
            |op| {
                op.alter_column("t", "c").comment("c");
            },
            "INSTANT",
        ),
        (
            "longer text",
            |op| {
                op.alter_column("t", "b").set_type(varchar(30));
            },
            "INSTANT",
        ),
        (
            "other type",
            |op| {
                op.alter_column("t", "c").set_type(big_int());
            },
            "COPY, LOCK=SHARED",
        ),
        (
            "index",
            |op| {
                op.create_index("ix", "t", ["c"]);
            },
            "NOCOPY, LOCK=NONE",
        ),
        (
            "unique index",
            |op| {
                op.create_index("ix", "t", ["c"]).unique();
            },
            "NOCOPY, LOCK=NONE",
        ),
        (
            "drop index",
            |op| {
                op.drop_index("ix_t", "t");
            },
            "NOCOPY, LOCK=NONE",
        ),
        ("rename index", |op| op.rename_index("ix_t", "t", "ix"), "INSTANT"),
        (
            "foreign key",
            |op| {
                op.create_foreign_key("fk", "t", ["c"], "r", ["id"]);
            },
            "COPY, LOCK=SHARED",
        ),
        ("drop foreign key", |op| op.drop_foreign_key("fk_t_r_id_r", "t"), "NOCOPY, LOCK=NONE"),
        (
            "check",
            |op| {
                op.create_check_constraint("ck", "t", "c < 9");
            },
            "COPY, LOCK=SHARED",
        ),
        ("drop check", |op| op.drop_check_constraint("ck_t", "t"), "INSTANT"),
        ("table comment", |op| op.create_table_comment("t", "c"), "INSTANT"),
    ];
    let more = record(|op: &mut Op| op.add_column("t", "c", integer()));
    for (name, script, expected) in cases {
        let live = Live::mysql("locks");
        let (mut connection, dialect, mut schema) = prepared(&live, &more);
        let lowered =
            lower(dialect, &record(script), &mut schema).expect("an operation").statements;
        let sql: Vec<_> =
            lowered.iter().flat_map(|statement| statements(&mut *connection, statement)).collect();
        let expected = match dialect {
            Dialect::Mysql(version) if version.copies_online() => {
                expected.replace("COPY, LOCK=SHARED", "COPY, LOCK=NONE")
            }
            // MySQL knows no `NOCOPY`, and does fewer changes in an instant.
            Dialect::Mysql(version) if !version.is_mariadb() => match name {
                "longer text" | "rename index" | "table comment" => "INPLACE, LOCK=NONE".to_owned(),
                _ => expected.replace("NOCOPY", "INPLACE"),
            },
            _ => expected.to_owned(),
        };
        let expected = format!("ALGORITHM={expected}");
        let [sql] = &sql[..] else { panic!("{name}: {sql:?}") };
        let facts = lowered[0].facts.as_ref().expect("what the change costs");
        let [TableLock { lock: Lock::Mysql(algorithm), .. }] = facts.locks[..] else {
            panic!("{name}: {facts:?}")
        };
        let writes = ["INSTANT", "LOCK=NONE"].iter().any(|promise| expected.ends_with(promise));
        assert_eq!(algorithm.allows_writes(), writes, "{name}: {algorithm:?}");
        let (change, asked) = sql.split_at(sql.find("ALGORITHM=").unwrap_or(sql.len()));
        assert_eq!(asked, expected, "{name}: {sql}");
        let stronger = ALGORITHMS.iter().take_while(|algorithm| **algorithm != expected);
        for stronger in stronger {
            let taken = connection.execute(&format!("{change}{stronger}"));
            assert!(taken.is_err(), "{name}: the server takes {stronger}");
        }
        connection.execute(sql).unwrap_or_else(|error| panic!("{name}: {error}: {sql}"));
    }
}

/// The length of a text is kept in one byte up to 255 bytes, and in two beyond them: MySQL changes
/// no more than its dictionary on either side, and copies the table over the border
/// (<https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html>, "extending VARCHAR
/// column size").
#[test]
fn longer_texts_are_copied_where_their_length_takes_a_second_byte_on_mysql() {
    let algorithm = |charset: &str, from: u32, to: u32| {
        let mut schema = Schema::new();
        let dialect = Dialect::Mysql(mysql::Version::mysql(8, 4, 0));
        let made = record(|op: &mut Op| {
            op.create_table(table("t").column("a", varchar(from)).mysql_charset(charset));
        });
        lower(dialect, &made, &mut schema).expect("a table");
        let longer = record(|op: &mut Op| {
            op.alter_column("t", "a").set_type(varchar(to));
        });
        let lowered = lower(dialect, &longer, &mut schema).expect("a longer column");
        let [Statement { action: Action::Restate(restate), .. }] = &lowered.statements[..] else {
            panic!("{lowered:?}")
        };
        let sql = restate.statements(&restate.declared).expect("our own definition").concat();
        let (_, algorithm) = sql.split_once("ALGORITHM=").expect("an algorithm");
        algorithm.split([',', ';']).next().unwrap_or_default().to_owned()
    };
    for (charset, border) in [("latin1", 255), ("utf8mb3", 85), ("utf8mb4", 63)] {
        assert_eq!(algorithm(charset, border - 1, border), "INPLACE", "{charset}");
        assert_eq!(algorithm(charset, border, border + 1), "COPY", "{charset}");
        assert_eq!(algorithm(charset, 1, border + 1), "COPY", "{charset}");
        assert_eq!(algorithm(charset, border + 1, border + 2), "INPLACE", "{charset}");
    }
}
