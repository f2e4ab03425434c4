//! What only the revision understands: raw SQL and functions.

use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::Driver;
use migrate_runtime::graph::{Direction, PlannedRevision, RowChange};
use migrate_runtime::op::{Recorded, Script, apply};
use migrate_runtime::prelude::*;
use migrate_runtime::prepare::prepare_one;
use migrate_runtime::revision::Revision;
use migrate_runtime::schema::{Schema, SqlText};
use snapbox::str;

use crate::case::{
    Answer, Case, case, invalid, mariadb, of_mariadb, of_postgres, outside, postgres, refused,
    sqlite,
};
use crate::support::{OLDEST, record};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    [statements(), undone(), functions()].concat()
}

/// Raw SQL with a way back of its own, or with none to take.
fn undone() -> Vec<Case> {
    vec![
        case(
            "raw SQL that nothing has to take back",
            users,
            |op| {
                op.execute("UPDATE users SET name = trim(name)").effect(|_| {}).nothing_to_undo();
                op.add_column("users", "nick", text());
                op.execute("UPDATE users SET nick = name").effect(|_| {}).nothing_to_undo();
            },
            [
                sqlite(str![[r#"
UPDATE users SET name = trim(name);
ALTER TABLE users ADD COLUMN nick TEXT;
UPDATE users SET nick = name;

"#]]),
                postgres(str![[r#"
UPDATE users SET name = trim(name);
ALTER TABLE users ADD COLUMN nick TEXT;
UPDATE users SET nick = name;

"#]]),
                mariadb(str![[r#"
UPDATE users SET name = trim(name);
ALTER TABLE users ADD COLUMN nick LONGTEXT, ALGORITHM=INSTANT;
UPDATE users SET nick = name;

"#]]),
            ],
        ),
        case(
            "raw SQL that other SQL takes back",
            users,
            |op| {
                op.execute("UPDATE users SET age = age + 1")
                    .effect(|_| {})
                    .undo("UPDATE users SET age = age - 1");
                op.execute("ALTER TABLE users ADD COLUMN nick INTEGER")
                    .effect(|op| op.add_column("users", "nick", integer()))
                    .undo("ALTER TABLE users DROP COLUMN nick");
            },
            [
                sqlite(str![[r#"
UPDATE users SET age = age + 1;
ALTER TABLE users ADD COLUMN nick INTEGER;

"#]]),
                postgres(str![[r#"
UPDATE users SET age = age + 1;
ALTER TABLE users ADD COLUMN nick INTEGER;

"#]]),
                mariadb(str![[r#"
UPDATE users SET age = age + 1;
ALTER TABLE users ADD COLUMN nick INTEGER;

"#]]),
            ],
        ),
        case(
            "raw SQL that changes the schema, and is said to need no way back",
            users,
            |op| {
                op.execute("ALTER TABLE users ADD COLUMN nick INTEGER")
                    .effect(|op| op.add_column("users", "nick", integer()))
                    .nothing_to_undo();
            },
            [
                sqlite(str![[r#"
ALTER TABLE users ADD COLUMN nick INTEGER;

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN nick INTEGER;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users ADD COLUMN nick INTEGER;

"#]]),
            ],
        )
        .one_way(),
    ]
}

fn statements() -> Vec<Case> {
    vec![
        case(
            "raw SQL that stays raw",
            users,
            |op| {
                op.execute("UPDATE users SET name = ':x %s ?' -- 100 %\n WHERE id = 1;")
                    .effect(|_| {});
            },
            [
                sqlite(str![[r#"
UPDATE users SET name = ':x %s ?' -- 100 %
 WHERE id = 1;

"#]]),
                postgres(str![[r#"
UPDATE users SET name = ':x %s ?' -- 100 %
 WHERE id = 1;

"#]]),
                mariadb(str![[r#"
UPDATE users SET name = ':x %s ?' -- 100 %
 WHERE id = 1;

"#]]),
            ],
        )
        .one_way(),
        case(
            "raw SQL with empty statements",
            users,
            |op| {
                op.execute(";").effect(|_| {});
                op.execute("-- nothing; at all").effect(|_| {});
                op.execute("DELETE FROM users WHERE name = 'a;;b';;\n ; DELETE FROM users WHERE id = 7; -- x")
                    .effect(|_| {});
            },
            [
                sqlite(str![[r#"
;
-- nothing; at all;
DELETE FROM users WHERE name = 'a;;b';;
 ; DELETE FROM users WHERE id = 7; -- x;

"#]]),
                postgres(str![[r#"
;
-- nothing; at all;
DELETE FROM users WHERE name = 'a;;b';;
 ; DELETE FROM users WHERE id = 7; -- x;

"#]]),
                mariadb(str![[r#"
DELETE FROM users WHERE name = 'a;;b';
  DELETE FROM users WHERE id = 7; -- x;

"#]]),
            ],
        )
        .one_way(),
        case(
            "raw SQL that says what it does",
            users,
            |op| {
                op.execute("CREATE TABLE copies (id INTEGER); INSERT INTO copies SELECT id FROM users; DROP TABLE users").effect(
                    |op| {
                        op.create_table(table("copies").column("id", integer()));
                        op.drop_table("users");
                    },
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE copies (id INTEGER); INSERT INTO copies SELECT id FROM users; DROP TABLE users;

"#]]),
                postgres(str![[r#"
CREATE TABLE copies (id INTEGER); INSERT INTO copies SELECT id FROM users; DROP TABLE users;

"#]]),
                mariadb(str![[r#"
CREATE TABLE copies (id INTEGER); INSERT INTO copies SELECT id FROM users; DROP TABLE users;

"#]]),
            ],
        )
        .one_way(),
        case(
            "raw SQL for each database",
            users,
            |op| {
                op.execute(per_dialect().sqlite("ANALYZE users").postgres("ANALYZE users").mysql("DO 0"))
                    .effect(|_| {});
                op.execute(per_dialect().sqlite("").postgres("SELECT 1").mysql(""));
            },
            [
                sqlite(str![[r#"
ANALYZE users;

"#]]),
                postgres(str![[r#"
ANALYZE users;
SELECT 1;

"#]]),
                mariadb(str![[r#"
DO 0;

"#]]),
            ],
        )
        .one_way(),
        case(
    "raw SQL without a text for each database",
    users,
    |op| {
        op.execute(per_dialect().postgres("ANALYZE")).effect(|_| {});
    },
    [sqlite(refused(str![[r#"
cannot execute `ANALYZE`: there is no SQL text for SQLite
  hint: add one: `per_dialect().sqlite("..")`; an empty text does nothing
"#]])), postgres(str![[r#"
ANALYZE;

"#]]), mariadb(refused(str![[r#"
cannot execute `ANALYZE`: there is no SQL text for MariaDB and MySQL
  hint: add one: `per_dialect().mysql("..")`; an empty text does nothing
"#]]))],
)
.one_way(),
outside(
    "raw SQL outside a transaction",
    users,
    |op| {
        op.execute(per_dialect().sqlite("VACUUM").postgres("VACUUM").mysql("DO 0")).effect(|_| {});
    },
    [sqlite(str![[r#"
VACUUM;

"#]]), postgres(str![[r#"
VACUUM;

"#]]), mariadb(str![[r#"
DO 0;

"#]])],
)
.one_way(),
outside(
    "a rule with two commands outside a transaction",
    users,
    |op| {
        op.execute(
            per_dialect().sqlite("").mysql("").postgres(
                "CREATE RULE r AS ON DELETE TO users DO ALSO \
                 (DELETE FROM users WHERE id = 1; DELETE FROM users WHERE id = 2); \
                 SELECT 'a;b'",
            ),
        )
        .effect(|_| {});
    },
    [sqlite(str![]), postgres(str![[r#"
CREATE RULE r AS ON DELETE TO users DO ALSO (DELETE FROM users WHERE id = 1; DELETE FROM users WHERE id = 2); SELECT 'a;b';

"#]]), mariadb(str![])],
)
.one_way(),
case(
    "raw SQL in which a string has no end",
    users,
    |op| {
        op.execute("UPDATE users SET\n  name = 'it\\'s; fine'").effect(|_| {});
    },
    [sqlite(refused(str![[r#"
cannot execute `UPDATE users SET name = 'it/'s; fine'`: the string that begins at line 2, column 22 of the SQL has no end on SQLite
  hint: close it; where databases read a text differently, give each its own with `per_dialect()`
"#]])), postgres(refused(str![[r#"
cannot execute `UPDATE users SET name = 'it/'s; fine'`: the string that begins at line 2, column 22 of the SQL has no end on PostgreSQL
  hint: close it; where databases read a text differently, give each its own with `per_dialect()`
"#]])), mariadb(str![[r#"
UPDATE users SET
  name = 'it/'s; fine';

"#]])],
)
.one_way(),
case(
    "raw SQL that no transaction takes",
    users,
    |op| {
        op.execute(per_dialect().sqlite("").postgres("VACUUM").mysql("")).effect(|_| {});
    },
    [sqlite(str![]), postgres(refused(str![[r#"
cannot execute `VACUUM`: PostgreSQL refuses it inside a transaction
  hint: take `op: &mut Op<NoTx>` in a revision of its own
"#]])), mariadb(str![])],
)
.one_way(),
case(
    "raw SQL of several statements",
    users,
    |op| {
        op.execute(
            "UPDATE users SET name = 'a;b' WHERE id = 1; -- one; two\n\
             UPDATE users SET name = '\"' WHERE id = 2;",
        )
        .effect(|_| {});
    },
    [sqlite(str![[r#"
UPDATE users SET name = 'a;b' WHERE id = 1; -- one; two
UPDATE users SET name = '"' WHERE id = 2;

"#]]), postgres(str![[r#"
UPDATE users SET name = 'a;b' WHERE id = 1; -- one; two
UPDATE users SET name = '"' WHERE id = 2;

"#]]), mariadb(str![[r#"
UPDATE users SET name = 'a;b' WHERE id = 1; -- one; two
UPDATE users SET name = '"' WHERE id = 2;

"#]])],
)
.one_way(),
        invalid(
            "raw SQL whose effect does not fit",
            users,
            |op| {
                op.execute("DROP TABLE user").effect(|op| op.drop_table("user"));
            },
            str![[r#"
cannot execute `DROP TABLE user`: there is no table `user`
  hint: did you mean `users`?
"#]],
        ),
    ]
}

fn functions() -> Vec<Case> {
    vec![
        call::<SqliteConnection>(
            "a function for SQLite",
            &["SQLite"],
            [
                sqlite(str![[r#"
-- call fn(&mut diesel::sqlite::connection::SqliteConnection)

"#]]),
                postgres(refused(str![[r#"
cannot run a function: the function takes a `diesel::sqlite::connection::SqliteConnection`, and the database is PostgreSQL
  hint: add one for it: `op.run(..).or(|connection: &mut PgConnection| ..)`
"#]])),
                mariadb(refused(str![[r#"
cannot run a function: the function takes a `diesel::sqlite::connection::SqliteConnection`, and the database is MariaDB
  hint: add one for it: `op.run(..).or(|connection: &mut MysqlConnection| ..)`
"#]])),
            ],
        ),
        #[cfg(feature = "postgres")]
        call::<diesel::PgConnection>(
            "a function for PostgreSQL",
            &["PostgreSQL"],
            [
                sqlite(refused(str![[r#"
cannot run a function: the function takes a `diesel::pg::connection::PgConnection`, and the database is SQLite
  hint: add one for it: `op.run(..).or(|connection: &mut SqliteConnection| ..)`
"#]])),
                postgres(str![[r#"
-- call fn(&mut diesel::pg::connection::PgConnection)

"#]]),
                mariadb(refused(str![[r#"
cannot run a function: the function takes a `diesel::pg::connection::PgConnection`, and the database is MariaDB
  hint: add one for it: `op.run(..).or(|connection: &mut MysqlConnection| ..)`
"#]])),
            ],
        ),
        #[cfg(feature = "postgres")]
        called_by_two(),
        #[cfg(feature = "mysql")]
        call::<diesel::MysqlConnection>(
            "a function for MariaDB and MySQL",
            &["MariaDB", "MySQL"],
            [
                sqlite(refused(str![[r#"
cannot run a function: the function takes a `diesel::mysql::connection::MysqlConnection`, and the database is SQLite
  hint: add one for it: `op.run(..).or(|connection: &mut SqliteConnection| ..)`
"#]])),
                postgres(refused(str![[r#"
cannot run a function: the function takes a `diesel::mysql::connection::MysqlConnection`, and the database is PostgreSQL
  hint: add one for it: `op.run(..).or(|connection: &mut PgConnection| ..)`
"#]])),
                mariadb(str![[r#"
-- call fn(&mut diesel::mysql::connection::MysqlConnection)

"#]]),
            ],
        ),
    ]
}

/// A function for each of two databases.
#[cfg(feature = "postgres")]
fn called_by_two() -> Case {
    use diesel::RunQueryDsl as _;

    let update = |op: &mut Op| {
        op.run(|connection: &mut SqliteConnection| {
            Ok(connection.batch_execute("UPDATE users SET age = 1")?)
        })
        .or(|connection: &mut diesel::PgConnection| {
            diesel::sql_query("UPDATE users SET age = 1").execute(connection)
        })
        .offline("UPDATE users SET age = 1");
    };
    case(
        "a function for each of two databases",
        users,
        update,
        [
            sqlite(str![[r#"
-- call fn(&mut diesel::sqlite::connection::SqliteConnection | diesel::pg::connection::PgConnection)

"#]]),
            postgres(str![[r#"
-- call fn(&mut diesel::sqlite::connection::SqliteConnection | diesel::pg::connection::PgConnection)

"#]]),
            mariadb(refused(str![[r#"
cannot run a function: the function takes a `diesel::sqlite::connection::SqliteConnection` or `diesel::pg::connection::PgConnection`, and the database is MariaDB
  hint: add one for it: `op.run(..).or(|connection: &mut MysqlConnection| ..)`
"#]])),
        ],
    )
    .one_way()
    .live_on(&["SQLite", "PostgreSQL"])
}

/// A function that takes the connection of one database; no other can call it.
fn call<C: SimpleConnection + Driver + 'static>(
    name: &'static str,
    servers: &'static [&'static str],
    answers: [Answer; 3],
) -> Case {
    let update = |op: &mut Op| {
        op.run(|connection: &mut C| Ok(connection.batch_execute("UPDATE users SET age = 1")?))
            .offline("UPDATE users SET age = 1");
    };
    case(name, users, update, answers).one_way().live_on(servers)
}

/// Whether raw SQL runs in a transaction, and whether the table may be another after it.
fn transactional_and_touching(dialect: Dialect, sql: impl Into<SqlText>) -> (bool, bool) {
    let mut schema = Schema::new();
    for Recorded { operation, origin } in record(users) {
        apply(&operation, origin, &mut schema).unwrap_or_else(|error| panic!("{error}"));
    }
    let operations = record(|op: &mut Op| {
        op.execute(sql);
    });
    let (revision, direction) = (Revision::new("raw"), Direction::Up);
    let planned = PlannedRevision { revision: &revision, direction, change: RowChange::default() };
    let script = Script { operations, transactional: true };
    let transactional = prepare_one(dialect, planned, &script, &mut schema)
        .unwrap_or_else(|error| panic!("{error}"))
        .transactional;
    let touched = schema.tables[&"users".into()].touched_by.unwrap_or_default();
    let touching = match dialect {
        Dialect::Sqlite(_) => touched.sqlite,
        Dialect::Postgres(_) => touched.postgres,
        Dialect::Mysql(_) => touched.mysql,
    };
    (transactional, touching.is_some())
}

#[test]
fn raw_sql_is_read_by_the_rules_of_the_database_at_hand() {
    let mysql = |sql: &str| transactional_and_touching(of_mariadb(10, 11), sql);
    for sql in [
        "UPDATE users SET name = 'x'",
        "UPDATE users SET name = 'please analyze this'",
        "UPDATE users SET name = 'it\\'s; fine'",
        "DELETE FROM users # ALTER TABLE users DROP COLUMN kind",
    ] {
        assert_eq!(mysql(sql), (true, false), "{sql}");
    }
    for sql in [
        "/*!50001 ALTER TABLE users DROP COLUMN kind */",
        "/*M!100100 ALTER TABLE users DROP COLUMN kind */",
        "# don't\nALTER TABLE users DROP COLUMN kind",
        "/* a */ ALTER TABLE users DROP COLUMN kind",
        "SET @a = 'ALTER TABLE users DROP COLUMN kind'; PREPARE s FROM @a; EXECUTE s",
    ] {
        assert_eq!(mysql(sql), (false, true), "{sql}");
    }
    assert_eq!(mysql("ANALYZE TABLE users"), (false, false));
    let versioned = "/*!50001 ALTER TABLE users DROP COLUMN kind */";
    assert_eq!(transactional_and_touching(of_postgres(15), versioned), (true, false));
    let block = "DO $$ BEGIN ALTER TABLE users DROP COLUMN kind; END $$";
    assert_eq!(transactional_and_touching(of_postgres(15), block), (true, true));
}

#[test]
fn raw_sql_for_another_database_touches_nothing_here() {
    let sql = || per_dialect().sqlite("DELETE FROM users").postgres("").mysql("DROP TABLE users");
    assert_eq!(transactional_and_touching(OLDEST, sql()), (true, false));
    assert_eq!(transactional_and_touching(of_postgres(15), sql()), (true, false));
    assert_eq!(transactional_and_touching(of_mariadb(10, 11), sql()), (false, true));
}
