//! What only the revision understands: raw SQL and functions.

use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use migrate_runtime::executor::Driver;
use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Answer, Case, case, invalid, mariadb, outside, postgres, refused, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    [statements(), functions()].concat()
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
  hint: record a function that takes a `PgConnection` for this database
"#]])),
                mariadb(str![[r#"
-- call fn(&mut diesel::sqlite::connection::SqliteConnection)

"#]]),
            ],
        ),
        #[cfg(feature = "postgres")]
        call::<diesel::PgConnection>(
            "a function for PostgreSQL",
            &["PostgreSQL"],
            [
                sqlite(str![[r#"
-- call fn(&mut diesel::pg::connection::PgConnection)

"#]]),
                postgres(str![[r#"
-- call fn(&mut diesel::pg::connection::PgConnection)

"#]]),
                mariadb(str![[r#"
-- call fn(&mut diesel::pg::connection::PgConnection)

"#]]),
            ],
        ),
        #[cfg(feature = "mysql")]
        call::<diesel::MysqlConnection>(
            "a function for MariaDB and MySQL",
            &["MariaDB", "MySQL"],
            [
                sqlite(str![[r#"
-- call fn(&mut diesel::mysql::connection::MysqlConnection)

"#]]),
                postgres(refused(str![[r#"
cannot run a function: the function takes a `diesel::mysql::connection::MysqlConnection`, and the database is PostgreSQL
  hint: record a function that takes a `PgConnection` for this database
"#]])),
                mariadb(str![[r#"
-- call fn(&mut diesel::mysql::connection::MysqlConnection)

"#]]),
            ],
        ),
    ]
}

/// A function that takes the connection of one database; no other can call it.
fn call<C: SimpleConnection + Driver + 'static>(
    name: &'static str,
    servers: &'static [&'static str],
    answers: [Answer; 3],
) -> Case {
    let update = |op: &mut Op| {
        op.run(|connection: &mut C| connection.batch_execute("UPDATE users SET age = 1"))
            .offline("UPDATE users SET age = 1");
    };
    case(name, users, update, answers).one_way().live_on(servers)
}
