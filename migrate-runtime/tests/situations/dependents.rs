//! Views, triggers and indexes that name what a revision renames or changes.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("a column changes under views with grants and comments")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("goods")
                        .column("id", integer().primary_key())
                        .column("name", varchar(20).not_null())
                        .column("price", integer().not_null()),
                );
                op.create_view("cheap", "SELECT id, name, price FROM goods WHERE price < 10");
                op.create_materialized_view("total", "SELECT sum(price) AS total FROM goods");
                op.create_index("ix_total", "total", ["total"]);
            })
            .rows("COMMENT ON VIEW cheap IS 'what is cheap'; GRANT SELECT ON cheap TO PUBLIC")
            .revision("b", |op: &mut Op| {
                op.alter_column("goods", "price").set_type(big_int());
            })
            .refused(POSTGRES, str![[r#"
cannot alter column goods.price: column `price` of table `goods` is read by view `cheap` and materialized view `total`, for which PostgreSQL keeps its type
  hint: drop view `cheap` and materialized view `total` before the change, and create them again after it

"#]]),
        situation("a column is renamed that checks, generated columns, indexes and views name")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("files")
                        .column("id", integer().primary_key())
                        .column("prefix", varchar(20).not_null())
                        .column("name", varchar(20).not_null())
                        .column("size", integer().not_null().default(0))
                        .column("double_size", integer().generated("size * 2"))
                        .check("ck_files_size", "size >= 0")
                        .check("ck_files_prefix", "prefix <> name")
                        .index("ix_files_size", ["size"]),
                );
                op.create_view("big_files", "SELECT id, size FROM files WHERE size > 10");
            })
            .rows("INSERT INTO files (id, prefix, name, size) VALUES (1, 'a', 'b', 11)")
            .revision("b", |op: &mut Op| {
                op.alter_column("files", "size").rename_to("bytes");
                op.alter_column("files", "name").rename_to("base");
            })
            .unsettled("view big_files", "PostgreSQL's view keeps the name of its own column")
            .query("SELECT id, double_size FROM files; SELECT * FROM big_files", str![[r#"
1|22
1|11

"#]]),
        situation("a trigger reads another table's column of the renamed one's name")
            .on([SQLITE, MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("v", integer()),
                );
                op.create_table(table("src").column("v", integer()));
                op.create_table(table("seen").column("v", integer()));
                op.create_trigger(
                    "t_ai",
                    "t",
                    "AFTER INSERT",
                    per_dialect()
                        .sqlite("BEGIN INSERT INTO seen SELECT v FROM src; END")
                        .mysql("FOR EACH ROW INSERT INTO seen SELECT v FROM src"),
                );
            })
            .revision("b", |op: &mut Op| {
                op.alter_column("t", "v").rename_to("w");
            })
            .rows("INSERT INTO src VALUES (5); INSERT INTO t VALUES (1, 2)")
            .query("SELECT * FROM seen", str![[r#"
5

"#]]),
        situation("a column is renamed that a trigger's event and condition name")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("n", integer()),
                );
                op.create_trigger(
                    "t_same",
                    "t",
                    "BEFORE UPDATE OF n",
                    "FOR EACH ROW WHEN (OLD.n IS DISTINCT FROM NEW.n) \
                     EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                );
            })
            .revision("b", |op: &mut Op| {
                op.alter_column("t", "n").rename_to("m");
            })
            .revision("c", |op: &mut Op| {
                op.drop_trigger("t_same", "t");
            })
            .revision("d", |op: &mut Op| {
                op.drop_table("t");
            }),
        situation("an extension goes when no column has its type any more")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_extension("uuid-ossp");
                op.create_extension("citext");
                op.create_table(
                    table("e")
                        .column("id", uuid().primary_key().default(sql("uuid_generate_v4()")))
                        .column("mail", custom("citext").not_null().unique()),
                );
            })
            .revision("b", |op: &mut Op| {
                op.alter_column("e", "mail").set_type(text());
                op.drop_extension("citext");
            })
            .downgrade(|op: &mut Op| {
                op.create_extension("citext");
                op.alter_column("e", "mail").set_type(custom("citext"));
            }),
    ]
}
