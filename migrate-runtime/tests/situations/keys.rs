//! Foreign keys that change, refer to each other, or are switched off.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, Pass, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("both sides of a foreign key get another type")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("chapters")
                        .column("id", integer().primary_key().identity())
                        .column("title", varchar(9)),
                );
                op.create_table(
                    table("quizzes").column("id", integer().primary_key().identity()).column(
                        "chapter_id",
                        integer().not_null().references("chapters", "id").on_delete(Cascade),
                    ),
                );
            })
            .rows("INSERT INTO chapters (title) VALUES ('x')")
            .rows("INSERT INTO quizzes (chapter_id) VALUES (1)")
            .revision("b", |op: &mut Op| {
                op.drop_foreign_key("fk_quizzes_chapter_id_chapters", "quizzes");
                op.alter_column("chapters", "id").set_type(big_int());
                op.alter_column("quizzes", "chapter_id").set_type(big_int());
                op.create_foreign_key(
                    "fk_quizzes_chapter_id_chapters",
                    "quizzes",
                    ["chapter_id"],
                    "chapters",
                    ["id"],
                )
                .on_delete(Cascade);
            })
            .query("SELECT * FROM quizzes", str![[r#"
1|1

"#]]),
        situation("tables refer to each other and to themselves")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("depts")
                        .column("id", integer().primary_key())
                        .column("head_id", integer())
                        .column("parent_id", integer().references("depts", "id")),
                );
                op.create_table(
                    table("staff")
                        .column("id", integer().primary_key())
                        .column("dept_id", integer().not_null().references("depts", "id")),
                );
                op.create_foreign_key("fk_depts_head", "depts", ["head_id"], "staff", ["id"])
                    .on_delete(SetNull);
                op.insert("depts").set("id", 1);
                op.insert("staff").set("id", 1).set("dept_id", 1);
                op.update("depts").set("head_id", 1).set("parent_id", 1);
            })
            .downgrade(|op: &mut Op| {
                op.drop_foreign_key("fk_depts_head", "depts");
                op.drop_table("staff");
                op.drop_table("depts");
            })
            .revision("b", |op: &mut Op| {
                op.alter_column("depts", "id").rename_to("dept_no");
                op.rename_table("staff", "people");
                op.alter_column("depts", "head_id").comment("x");
            })
            .query("SELECT head_id, parent_id FROM depts", str![[r#"
1|1

"#]]),
        situation("a key refers to a table that is created later")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("staff")
                        .column("id", integer().primary_key())
                        .column("dept_id", integer().references("depts", "id")),
                );
                op.create_table(table("depts").column("id", integer().primary_key()));
            })
            .refused(SQLITE, str![[r#"
cannot create table staff: there is no table `depts`
  hint: no earlier revision makes `depts`; if raw SQL or another tool does, say so with `op.execute(..).effect(|op| op.create_table(table("depts")..))`

"#]])
            .refused(POSTGRES, str![[r#"
cannot create table staff: there is no table `depts`
  hint: no earlier revision makes `depts`; if raw SQL or another tool does, say so with `op.execute(..).effect(|op| op.create_table(table("depts")..))`

"#]])
            .refused(MARIADB, str![[r#"
cannot create table staff: there is no table `depts`
  hint: no earlier revision makes `depts`; if raw SQL or another tool does, say so with `op.execute(..).effect(|op| op.create_table(table("depts")..))`

"#]]),
        situation("a key refers to a column that is no key")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("codes")
                        .column("id", integer().primary_key())
                        .column("code", varchar(9)),
                );
                op.create_table(
                    table("uses")
                        .column("id", integer().primary_key())
                        .column("code", varchar(9).references("codes", "code")),
                );
            })
            .refused(SQLITE, str![[r#"
cannot create table uses: foreign key `fk_uses_code_codes` references `codes` (code), which no primary key or unique constraint covers
  hint: add one to `codes` first, with `op.create_unique_constraint(..)` over (code)

"#]])
            .refused(POSTGRES, str![[r#"
cannot create table uses: foreign key `fk_uses_code_codes` references `codes` (code), which no primary key or unique constraint covers
  hint: add one to `codes` first, with `op.create_unique_constraint(..)` over (code)

"#]])
            .refused(MARIADB, str![[r#"
cannot create table uses: foreign key `fk_uses_code_codes` references `codes` (code), which no primary key or unique constraint covers
  hint: add one to `codes` first, with `op.create_unique_constraint(..)` over (code)

"#]]),
        situation("a foreign key gets another action under its name")
            .revision("a", |op: &mut Op| {
                op.create_table(table("p").column("id", integer().primary_key()));
                op.create_table(
                    table("c")
                        .column("id", integer().primary_key())
                        .column("p_id", integer().references("p", "id")),
                );
            })
            .rows("INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)")
            .revision("b", |op: &mut Op| {
                op.drop_foreign_key("fk_c_p_id_p", "c");
                op.create_foreign_key("fk_c_p_id_p", "c", ["p_id"], "p", ["id"])
                    .on_delete(Cascade);
            }),
        situation("foreign keys are switched off within a transaction")
            .on([SQLITE])
            .revision("a", |op: &mut Op| {
                op.create_table(table("p").column("id", integer().primary_key()));
                op.create_table(
                    table("c")
                        .column("id", integer().primary_key())
                        .column("p_id", integer().references("p", "id").on_delete(Cascade)),
                );
            })
            .rows("INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)")
            .revision("b", |op: &mut Op| {
                op.execute("PRAGMA foreign_keys = OFF").effect(|_| {});
                op.delete("p").all_rows();
            })
            .refused(SQLITE, str![[r#"
cannot execute `PRAGMA foreign_keys = OFF`: SQLite ignores it inside a transaction
  hint: take `op: &mut Op<NoTx>` in a revision of its own

"#]])
            .irreversible("rows are gone")
            .query("SELECT count(*) FROM c", str![[r#"
1

"#]]),
        situation("foreign keys are switched off outside a transaction")
            .on([SQLITE])
            .revision("a", |op: &mut Op| {
                op.create_table(table("p").column("id", integer().primary_key()));
                op.create_table(
                    table("c")
                        .column("id", integer().primary_key())
                        .column("p_id", integer().references("p", "id").on_delete(Cascade)),
                );
            })
            .rows("INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)")
            .revision("b", |op: &mut Op<NoTx>| {
                op.execute("PRAGMA foreign_keys = OFF").effect(|_| {});
                op.delete("p").all_rows();
            })
            .irreversible("rows are gone")
            .query("SELECT count(*) FROM c", str![[r#"
1

"#]]),
        situation("rows wait for a deferred key when their table is altered")
            .on([SQLITE, POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("p").column("id", integer().primary_key()));
                op.create_table(
                    table("c").column("id", integer().primary_key()).column(
                        "p_id",
                        integer().references("p", "id").deferrable_initially_deferred(),
                    ),
                );
            })
            .revision("b", |op: &mut Op| {
                op.insert("c").set("id", 1).set("p_id", 9);
                op.insert("p").set("id", 9);
                op.alter_column("c", "p_id").not_null();
                op.add_column("c", "n", integer());
                op.insert("c").set("id", 2).set("p_id", 8);
                op.insert("p").set("id", 8);
            })
            .downgrade(|op: &mut Op| {
                op.drop_column("c", "n");
                op.delete("c").all_rows();
                op.delete("p").all_rows();
                op.alter_column("c", "p_id").nullable();
            })
            .query("SELECT * FROM c ORDER BY id", str![[r#"
1|9|NULL
2|8|NULL

"#]]),
        situation("rows wait for a deferred key when the next revision alters their table")
            .on([SQLITE, POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("p").column("id", integer().primary_key()));
                op.create_table(
                    table("c").column("id", integer().primary_key()).column(
                        "p_id",
                        integer().references("p", "id").deferrable_initially_deferred(),
                    ),
                );
            })
            .revision("b", |op: &mut Op| {
                op.insert("c").set("id", 1).set("p_id", 9);
                op.insert("p").set("id", 9);
            })
            .downgrade(|op: &mut Op| {
                op.delete("c").all_rows();
                op.delete("p").all_rows();
            })
            .revision("c", |op: &mut Op| {
                op.add_column("c", "n", integer());
            })
            .query("SELECT * FROM c", str![[r#"
1|9|NULL

"#]]),
        situation("rows of raw SQL wait for a deferred key")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("p").column("id", integer().primary_key()));
                op.create_table(table("c").column("p_id", integer()));
                op.create_foreign_key("fk c", "c", ["p_id"], "p", ["id"])
                    .deferrable_initially_deferred();
                op.execute("INSERT INTO c VALUES (9); INSERT INTO p VALUES (9)").effect(|_| {});
                op.create_index("ix_p_id", "p", ["id"]);
                op.drop_foreign_key("fk c", "c");
                op.create_foreign_key("fk c", "c", ["p_id"], "p", ["id"])
                    .deferrable_initially_deferred();
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("c");
                op.drop_table("p");
            })
            .revision("b", |op: &mut Op| {
                op.drop_table("c");
            })
            .query("SELECT * FROM p", str![[r#"
9

"#]]),
        situation("a revision leaves a row that a deferred key does not allow")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("p").column("id", integer().primary_key()));
                op.create_table(table("c").column(
                    "p_id",
                    integer().references("p", "id").deferrable_initially_deferred(),
                ));
            })
            .revision("b", |op: &mut Op| {
                op.insert("c").set("p_id", 7);
            })
            .fails(POSTGRES, str![[r#"
revision `b` failed to apply
  operation: insert a row into c
  sql: SET CONSTRAINTS ALL IMMEDIATE
  cause: insert or update on table "c" violates foreign key constraint "fk_c_p_id_p"
  hint: some rows reference what would be gone, or what is not there

"#]]),
        situation("raw SQL has dropped a deferred key unseen")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("p").column("id", integer().primary_key()));
                op.create_table(table("c").column("p_id", integer()));
                op.create_foreign_key("fk_c", "c", ["p_id"], "p", ["id"])
                    .deferrable_initially_deferred();
            })
            .revision("b", |op: &mut Op| {
                op.execute("ALTER TABLE c DROP CONSTRAINT fk_c");
                op.insert("c").set("p_id", 7);
                op.add_column("c", "n", integer());
            })
            .irreversible("the key is gone")
            .query("SELECT p_id, n FROM c", str![[r#"
7|NULL

"#]])
            .without(Pass::Compare, "the simulated schema does not know what the text did")
            .without(Pass::Back, "the first revision's key is gone"),
    ]
}
