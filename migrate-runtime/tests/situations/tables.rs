//! Tables with rows whose options change, and columns that change their places.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, SQLITE, Situation, situation};

const ORDER: &str = "SELECT column_name FROM information_schema.columns \
                     WHERE table_name = 'users' AND table_schema = DATABASE() ORDER BY ordinal_position";

fn users(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", integer().primary_key())
            .column("name", varchar(20).not_null())
            .column("age", integer())
            .index("ix_users_name", ["name"]),
    );
}

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("columns change their places")
            .on([MARIADB])
            .revision("a", users)
            .rows("INSERT INTO users VALUES (1, 'ann', 30), (2, 'bob', NULL)")
            .revision("b", |op: &mut Op| {
                op.add_column("users", "code", integer().mysql_first());
                op.add_column("users", "mail", varchar(80).mysql_after("name"));
                op.add_column("users", "zone", varchar(20).mysql_first());
            })
            .query(ORDER, str![[r#"
zone
code
id
name
mail
age

"#]])
            .revision("c", |op: &mut Op| {
                op.alter_column("users", "age").mysql_first();
                op.alter_column("users", "id").mysql_after("mail");
                op.alter_column("users", "name").rename_to("title");
            })
            .query(ORDER, str![[r#"
age
zone
code
title
mail
id

"#]])
            .query("SELECT * FROM users ORDER BY id", str![[r#"
30|NULL|NULL|ann|NULL|1
NULL|NULL|NULL|bob|NULL|2

"#]]),
        situation("rows of a table that becomes strict")
            .revision("a", users)
            .rows("INSERT INTO users VALUES (1, 'ann', 30), (2, 'bob', NULL)")
            .revision("b", |op: &mut Op| {
                op.alter_table("users").strict().without_rowid();
            })
            .query("SELECT id, name, age FROM users ORDER BY id", str![[r#"
1|ann|30
2|bob|NULL

"#]]),
        situation("a row that a strict table does not take")
            .on([SQLITE])
            .revision("a", users)
            .rows("INSERT INTO users VALUES (1, 'ann', 'old')")
            .revision("b", |op: &mut Op| {
                op.alter_table("users").strict();
            })
            .fails(SQLITE, str![[r#"
revision `b` failed to apply
  operation: alter table users: STRICT
  sql: INSERT INTO _migrate_new_users (id, name, age) SELECT id, name, age FROM users
  cause: cannot store TEXT value in INTEGER column users.age
  hint: some value does not fit the column's type: repair the rows first, with `op.update(..)`

"#]]),
        situation("texts in another character set")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("notes")
                        .column("id", integer().primary_key())
                        .column("body", text())
                        .column("own", varchar(20).mysql_charset("latin1"))
                        .mysql_charset("latin1"),
                );
            })
            .rows("INSERT INTO notes VALUES (1, CONVERT(x'e9' USING latin1), CONVERT(x'fc' USING latin1))")
            .revision("b", |op: &mut Op| {
                op.alter_table("notes").mysql_charset("utf8mb4").mysql_row_format("DYNAMIC");
            })
            .query("SELECT id, HEX(body), HEX(own) FROM notes", str![[r#"
1|C3A9|FC

"#]])
            .revision("c", |op: &mut Op| {
                op.alter_table("notes").mysql_engine("Aria");
            })
            .query("SELECT id, HEX(body), HEX(own) FROM notes", str![[r#"
1|C3A9|FC

"#]]),
        situation("rows of a table that PostgreSQL does not log")
            .on([POSTGRES])
            .revision("a", users)
            .rows("INSERT INTO users VALUES (1, 'ann', 30)")
            .revision("b", |op: &mut Op| {
                op.alter_table("users").postgres_unlogged().postgres_with("fillfactor", 50);
                op.create_sequence("ages").owned_by("users", "age").start_with(7);
            })
            .query("SELECT start_value FROM pg_sequences WHERE sequencename = 'ages'", str![[r#"
7

"#]])
            .revision("c", |op: &mut Op| op.drop_column("users", "age"))
            .query("SELECT count(*) FROM pg_class WHERE relname = 'ages'", str![[r#"
0

"#]])
            .revision("d", |op: &mut Op| {
                op.alter_table("users").postgres_logged();
                op.reindex("users");
            })
            .query("SELECT id, name FROM users", str![[r#"
1|ann

"#]]),
    ]
}
