//! Columns that change, swap names or go while others need them.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("a column that references another table is dropped")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("crews")
                        .column("id", big_int().primary_key().identity())
                        .column("name", varchar(20)),
                );
                op.create_table(
                    table("sailors")
                        .column("id", big_int().primary_key().identity())
                        .column("name", varchar(30).not_null())
                        .column(
                            "crew_id",
                            big_int().references("crews", "id").on_delete(SetNull).on_update(Cascade),
                        )
                        .column("rank", integer().not_null().default(0)),
                );
                op.create_index("ix_sailors_crew", "sailors", ["crew_id"]);
                op.create_index("ix_sailors_crew_rank", "sailors", [asc("crew_id"), desc("rank")]);
            })
            .rows("INSERT INTO crews (name) VALUES ('red')")
            .rows("INSERT INTO sailors (name, crew_id) VALUES ('ann', 1)")
            .revision("b", |op: &mut Op| {
                op.drop_index("ix_sailors_crew_rank", "sailors");
                op.drop_column("sailors", "crew_id");
            })
            .query("SELECT id, name FROM sailors ORDER BY id", str![[r#"
1|ann

"#]]),
        situation("a column is dropped while an index of two columns names it")
            .revision("a", |op: &mut Op| {
                op.create_table(table("crews").column("id", big_int().primary_key().identity()));
                op.create_table(
                    table("sailors")
                        .column("id", big_int().primary_key().identity())
                        .column("crew_id", big_int().references("crews", "id").on_delete(SetNull))
                        .column("rank", integer().not_null().default(0)),
                );
                op.create_index("ix_sailors_crew_rank", "sailors", [asc("crew_id"), desc("rank")]);
            })
            .revision("b", |op: &mut Op| {
                op.drop_column("sailors", "crew_id");
            })
            .refused(SQLITE, str![[r#"
cannot drop column sailors.crew_id: column `crew_id` is used by index `ix_sailors_crew_rank`
  hint: drop index `ix_sailors_crew_rank` first

"#]])
            .refused(POSTGRES, str![[r#"
cannot drop column sailors.crew_id: column `crew_id` is used by index `ix_sailors_crew_rank`
  hint: drop index `ix_sailors_crew_rank` first

"#]])
            .refused(MARIADB, str![[r#"
cannot drop column sailors.crew_id: column `crew_id` is used by index `ix_sailors_crew_rank`
  hint: drop index `ix_sailors_crew_rank` first

"#]]),
        situation("a column is dropped that expressions and filters of indexes name")
            .on([SQLITE, POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("files")
                        .column("id", integer().primary_key())
                        .column("name", varchar(20).not_null())
                        .column("size", integer().not_null().default(0)),
                );
                op.create_index("ix_files_lower", "files", [expression("lower(name)")]).unique();
                op.create_index("ix_files_big", "files", ["id"])
                    .filter("size > 10 AND name <> 'size'");
            })
            .rows("INSERT INTO files (id, name, size) VALUES (1, 'b', 11)")
            .revision("b", |op: &mut Op| {
                op.alter_column("files", "size").rename_to("bytes");
                op.alter_column("files", "name").rename_to("base");
            })
            .revision("c", |op: &mut Op| {
                op.drop_column("files", "bytes");
            })
            .refused(SQLITE, str![[r#"
cannot drop column files.bytes: column `bytes` is used by index `ix_files_big`
  hint: drop index `ix_files_big` first

"#]])
            .refused(POSTGRES, str![[r#"
cannot drop column files.bytes: column `bytes` is used by index `ix_files_big`
  hint: drop index `ix_files_big` first

"#]]),
        situation("a column is dropped that a check of two columns names")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("spans")
                        .column("id", integer().primary_key())
                        .column("low", integer().not_null())
                        .column("high", integer().not_null())
                        .check("ck_spans_order", "low <= high"),
                );
            })
            .rows("INSERT INTO spans VALUES (1, 2, 3)")
            .revision("b", |op: &mut Op| {
                op.drop_column("spans", "high");
            })
            .refused(SQLITE, str![[r#"
cannot drop column spans.high: column `high` is used by check constraint `ck_spans_order`
  hint: drop check constraint `ck_spans_order` first

"#]])
            .refused(POSTGRES, str![[r#"
cannot drop column spans.high: column `high` is used by check constraint `ck_spans_order`
  hint: drop check constraint `ck_spans_order` first

"#]])
            .refused(MARIADB, str![[r#"
cannot drop column spans.high: column `high` is used by check constraint `ck_spans_order`
  hint: drop check constraint `ck_spans_order` first

"#]])
            .query("SELECT id, low FROM spans", str![[r#"
1|2

"#]]),
        situation("a column is dropped that a generated one is computed from")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("boxes")
                        .column("id", integer().primary_key())
                        .column("w", integer().not_null())
                        .column("area", integer().generated("w * w")),
                );
            })
            .revision("b", |op: &mut Op| {
                op.drop_column("boxes", "w");
            })
            .refused(SQLITE, str![[r#"
cannot drop column boxes.w: column `w` is used by generated column `area`
  hint: drop generated column `area` first

"#]])
            .refused(POSTGRES, str![[r#"
cannot drop column boxes.w: column `w` is used by generated column `area`
  hint: drop generated column `area` first

"#]])
            .refused(MARIADB, str![[r#"
cannot drop column boxes.w: column `w` is used by generated column `area`
  hint: drop generated column `area` first

"#]]),
        situation("texts become numbers and days, numbers truth values")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("mix")
                        .column("id", integer().primary_key())
                        .column("n", varchar(20))
                        .column("b", integer().not_null())
                        .column("d", varchar(20))
                        .column("x", boolean()),
                );
            })
            .rows("INSERT INTO mix VALUES (1, '12', 1, '2024-01-02', true), (2, '-7', 0, '2024-02-29', false)")
            .revision("b", |op: &mut Op| {
                op.alter_column("mix", "n").set_type(integer());
                op.alter_column("mix", "b").set_type(boolean());
                op.alter_column("mix", "d").set_type(date());
                op.alter_column("mix", "x").set_type(integer());
            })
            .downgrade(|op: &mut Op| {
                op.alter_column("mix", "x").set_type(boolean());
                op.alter_column("mix", "d").set_type(varchar(20));
                op.alter_column("mix", "b").set_type(integer());
                op.alter_column("mix", "n").set_type(varchar(20));
            })
            .query_on([SQLITE, MARIADB], "SELECT * FROM mix ORDER BY id", str![[r#"
1|12|1|2024-01-02|1
2|-7|0|2024-02-29|0

"#]])
            .query_on([POSTGRES], "SELECT * FROM mix ORDER BY id", str![[r#"
1|12|t|2024-01-02|1
2|-7|f|2024-02-29|0

"#]]),
        situation("a type becomes narrower than the values")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("mix")
                        .column("id", integer().primary_key())
                        .column("n", varchar(20))
                        .column("m", big_int()),
                );
            })
            .rows("INSERT INTO mix VALUES (1, 'abcdefghij', 5000000000)")
            .revision("b", |op: &mut Op| {
                op.alter_column("mix", "n").set_type(varchar(5));
            })
            .fails(POSTGRES, str![[r#"
revision `b` failed to apply
  operation: alter column mix.n: varchar(20) -> varchar(5)
  sql: ALTER TABLE mix ALTER COLUMN n TYPE VARCHAR(5)
  cause: value too long for type character varying(5)
  hint: some value does not fit the column's type: repair the rows first, with `op.update(..)`

"#]])
            .fails(MARIADB, str![[r#"
revision `b` failed to apply
  operation: alter column mix.n: varchar(20) -> varchar(5)
  sql: ALTER TABLE mix MODIFY COLUMN n VARCHAR(5) DEFAULT NULL, ALGORITHM=COPY, LOCK=SHARED
  cause: Data truncated for column 'n' at row 1
  hint: some rows hold NULL there, or what the new type does not take: repair them first, with `op.update(..)`

"#]])
            .query("SELECT * FROM mix ORDER BY id", str![[r#"
1|abcdefghij|5000000000

"#]]),
        situation("two columns swap their names")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("s")
                        .column("id", integer().primary_key())
                        .column("a", integer().not_null().default(1))
                        .column("b", varchar(9).default("x"))
                        .index("ix_s_a", ["a"]),
                );
            })
            .rows("INSERT INTO s VALUES (1, 10, 'ten')")
            .revision("b", |op: &mut Op| {
                op.alter_column("s", "a").rename_to("other");
                op.alter_column("s", "b").rename_to("a");
                op.alter_column("s", "other").rename_to("b");
            })
            .query("SELECT id, a, b FROM s", str![[r#"
1|ten|10

"#]]),
        situation("a column is added, filled, made unique, and another dropped")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("people")
                        .column("id", integer().primary_key())
                        .column("full_name", varchar(40).not_null()),
                );
            })
            .rows("INSERT INTO people VALUES (1, 'Ann B'), (2, 'Cy D')")
            .revision("b", |op: &mut Op| {
                op.add_column("people", "slug", varchar(40));
                op.update("people").set("slug", sql("lower(full_name)"));
                op.alter_column("people", "slug").not_null();
                op.create_unique_constraint("uq_people_slug", "people", ["slug"]);
                op.drop_column("people", "full_name");
            })
            .downgrade(|op: &mut Op| {
                op.add_column("people", "full_name", varchar(40));
                op.update("people").set("full_name", col("slug"));
                op.alter_column("people", "full_name").not_null();
                op.drop_unique_constraint("uq_people_slug", "people");
                op.drop_column("people", "slug");
            })
            .query("SELECT * FROM people ORDER BY id", str![[r#"
1|ann b
2|cy d

"#]]),
        situation("the type changes of a column that a generated one is computed from")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("e")
                        .column("id", integer().primary_key())
                        .column("n", integer().not_null())
                        .column("g", integer().generated("n + 1")),
                );
            })
            .rows("INSERT INTO e (id, n) VALUES (1, 1)")
            .revision("b", |op: &mut Op| {
                op.alter_column("e", "n").set_type(big_int());
            })
            .refused(POSTGRES, str![[r#"
cannot alter column e.n: column `n` of table `e` is read by generated column `g` of table `e`, for which PostgreSQL keeps its type
  hint: drop generated column `g` of table `e` before the change, and create it again after it

"#]])
            .query("SELECT id, n, g FROM e", str![[r#"
1|1|2

"#]]),
        situation("a list where there are none")
            .on([SQLITE, MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("users")
                        .column("id", integer().primary_key())
                        .column("roles", array(text()).not_null().default("{}")),
                );
            })
            .refused(SQLITE, str![[r#"
cannot create table users: SQLite has no arrays, and the column is array(text)
  hint: keep the list in a table of its own, or as `json()`

"#]])
            .refused(MARIADB, str![[r#"
cannot create table users: MariaDB has no arrays, and the column is array(text)
  hint: keep the list in a table of its own, or as `json()`

"#]]),
    ]
}
