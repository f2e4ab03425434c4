//! What only the revision understands: raw SQL and functions.

use diesel::connection::SimpleConnection as _;
use diesel::sqlite::SqliteConnection;
use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, refused};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "raw SQL that stays raw",
            users,
            |op| {
                op.execute("UPDATE users SET name = ':x %s ?' -- 100 %\n WHERE id = 1;")
                    .effect(|_| {});
            },
            str![[r#"
UPDATE users SET name = ':x %s ?' -- 100 %
 WHERE id = 1;

"#]],
        )
        .one_way(),
        case(
            "raw SQL that says what it does",
            users,
            |op| {
                op.execute("CREATE TABLE copies AS SELECT id FROM users; DROP TABLE users").effect(
                    |op| {
                        op.create_table(table("copies").column("id", custom("INT")));
                        op.drop_table("users");
                    },
                );
            },
            str![[r#"
CREATE TABLE copies AS SELECT id FROM users; DROP TABLE users;

"#]],
        )
        .one_way(),
        case(
            "raw SQL for each database",
            users,
            |op| {
                op.execute(per_dialect().sqlite("ANALYZE users").mysql("ANALYZE TABLE users"))
                    .effect(|_| {});
                op.execute(per_dialect().sqlite("").postgres("ANALYZE"));
            },
            str![[r#"
ANALYZE users;

"#]],
        )
        .one_way(),
        refused(
            "raw SQL without a text for SQLite",
            users,
            |op: &mut Op| {
                op.execute(per_dialect().postgres("VACUUM"));
            },
            str![[r#"
cannot execute `VACUUM`: there is no SQL text for SQLite
  hint: add one: `per_dialect().sqlite("..")`; an empty text does nothing
"#]],
        ),
        refused(
            "raw SQL whose effect does not fit",
            users,
            |op: &mut Op| {
                op.execute("DROP TABLE user").effect(|op| op.drop_table("user"));
            },
            str![[r#"
cannot execute `DROP TABLE user`: there is no table `user`
  hint: did you mean `users`?
"#]],
        ),
        case(
            "a function",
            users,
            |op| {
                op.run(|connection: &mut SqliteConnection| {
                    connection.batch_execute("UPDATE users SET age = 1")
                })
                .offline("UPDATE users SET age = 1");
            },
            str![[r#"
-- call fn(&mut diesel::sqlite::connection::SqliteConnection)

"#]],
        )
        .one_way(),
    ]
}
