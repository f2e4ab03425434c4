//! Views, triggers and indexes that name what a revision renames or changes.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, Pass, SQLITE, Situation, situation};

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
        situation("the new name of a column is another's in a query around it")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("offers").column("id", integer().primary_key()).column("cost", integer()),
                );
                op.create_table(table("items").column("price", integer()));
                op.create_view(
                    "cheaper",
                    "SELECT id, (SELECT count(*) FROM items WHERE price < cost) AS n FROM offers",
                );
            })
            .rows("INSERT INTO offers VALUES (1, 5), (2, 50); INSERT INTO items VALUES (10), (40)")
            .revision("b", |op: &mut Op| {
                op.alter_column("offers", "cost").rename_to("price");
            })
            .irreversible("the view names the column with its table from then on")
            .unsettled("view cheaper", "PostgreSQL's view keeps the column that was meant")
            .query("SELECT id, n FROM cheaper ORDER BY id", str![[r#"
1|0
2|2

"#]]),
        situation("the new name of a column is that of a result")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", integer())
                        .column("c", integer()),
                );
                op.create_view("v", "SELECT a AS b, c FROM t ORDER BY c, b");
            })
            .rows("INSERT INTO t VALUES (1, 1, 6), (2, 2, 5), (3, 3, 4)")
            .revision("b", |op: &mut Op| {
                op.alter_column("t", "c").rename_to("b");
            })
            .irreversible("the view names the column with its table from then on")
            .unsettled("view v", "PostgreSQL's view keeps the column that was meant")
            .query("SELECT b, c FROM v", str![[r#"
3|4
2|5
1|6

"#]]),
        situation("a group of the new name of a column is one of results")
            .on([SQLITE, MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", integer())
                        .column("c", integer()),
                );
                op.create_view("v", "SELECT a % 2 AS b, count(c) AS n FROM t GROUP BY b");
            })
            .without(Pass::Compare, "MariaDB writes the expression in the place of its name")
            .revision("b", |op: &mut Op| {
                op.alter_column("t", "c").rename_to("b");
            })
            .refused(SQLITE, str![[r#"
cannot alter column t.c: with the new name the text of view `v` would mean something else
  hint: drop view `v` before, and create it again after

"#]])
            .refused(MARIADB, str![[r#"
cannot alter column t.c: the text of view `v` does not tell all that it uses of what is renamed, and MariaDB leaves the text as it is
  hint: drop view `v` before, and create it again after

"#]]),
        situation("tables are joined by the names of their columns, and one is renamed")
            .on([SQLITE])
            .revision("a", |op: &mut Op| {
                op.create_table(table("l").column("id", integer().primary_key()));
                op.create_table(table("r").column("id", integer().primary_key()));
                op.create_view("v", "SELECT id FROM l NATURAL JOIN r");
            })
            .revision("b", |op: &mut Op| {
                op.alter_column("r", "id").rename_to("key_id");
            })
            .refused(SQLITE, str![[r#"
cannot alter column r.id: with the new name the text of view `v` would mean something else
  hint: drop view `v` before, and create it again after

"#]]),
        situation("a table gets the name of a common table expression")
            .on([SQLITE])
            .revision("a", |op: &mut Op| {
                op.create_table(table("t").column("id", integer().primary_key()));
                op.create_view(
                    "v",
                    "WITH fresh AS (SELECT id FROM t WHERE id > 1) SELECT fresh.id FROM fresh, t",
                );
            })
            .revision("b", |op: &mut Op| {
                op.rename_table("t", "fresh");
            })
            .refused(SQLITE, str![[r#"
cannot rename table t to fresh: with the new name the text of view `v` would mean something else
  hint: drop view `v` before, and create it again after

"#]]),
        situation("a new column has the name of another in a query")
            .on([SQLITE, MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("l").column("id", integer().primary_key()).column("x", integer()),
                );
                op.create_table(table("r").column("id", integer().primary_key()));
                op.create_view("v", "SELECT l.id, x FROM l JOIN r ON l.id = r.id");
            })
            .without_on([MARIADB], Pass::Compare, "MariaDB writes the table before the name")
            .revision("b", |op: &mut Op| {
                op.drop_view("v");
                op.add_column("r", "x", integer());
                op.create_view("v", "SELECT l.id, l.x FROM l JOIN r ON l.id = r.id");
            })
            .revision("c", |op: &mut Op| {
                op.drop_view("v");
                op.drop_column("r", "x");
                op.create_view("v", "SELECT l.id, x FROM l JOIN r ON l.id = r.id");
            })
            .revision("d", |op: &mut Op| {
                op.add_column("r", "x", integer());
            })
            .refused(SQLITE, str![[r#"
cannot add column r.x integer: with a new column `x` the text of view `v` means something else
  hint: drop view `v` before, and create it again after with qualified names

"#]])
            .irreversible("MariaDB's view holds the column that it does not name"),
        situation("a view is replaced by one without a column that another reads")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("n", integer()),
                );
                op.create_view("inner_view", "SELECT id, n FROM t");
                op.create_view("outer_view", "SELECT n FROM inner_view");
            })
            .revision("b", |op: &mut Op| {
                op.drop_view("inner_view");
                op.create_view("inner_view", "SELECT id FROM t");
            })
            .refused(SQLITE, str![[r#"
cannot drop view inner_view: column `inner_view.n` is used by view `outer_view`
  hint: drop view `outer_view` first

"#]])
            .refused(POSTGRES, str![[r#"
cannot drop view inner_view: view `inner_view` is used by view `outer_view`
  hint: drop view `outer_view` first

"#]])
            .refused(MARIADB, str![[r#"
cannot drop view inner_view: column `inner_view.n` is used by view `outer_view`
  hint: drop view `outer_view` first

"#]]),
        situation("a column is renamed that has the name of a result of a condition on groups")
            .on([SQLITE])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("n", integer()),
                );
                op.create_view("v", "SELECT count(n) AS n FROM t HAVING count(n) > 1");
            })
            .rows("INSERT INTO t VALUES (1, 6), (2, 5)")
            .revision("b", |op: &mut Op| {
                op.alter_column("t", "n").rename_to("m");
            })
            .unsettled("view v", "whether the name is the result's is SQLite's to say")
            .query("SELECT * FROM v", str![[r#"
2

"#]]),
        situation("a table is renamed whose rows a view and a function have")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("name", varchar(9)),
                );
                op.create_view(
                    "v",
                    "SELECT row_to_json(t) AS doc, t, t.id FROM t WHERE t IS NOT NULL",
                );
                op.create_function(
                    "all_of_t",
                    "",
                    "RETURNS SETOF t LANGUAGE sql STABLE AS 'SELECT 1, ''b''::varchar'",
                );
            })
            .rows("INSERT INTO t VALUES (1, 'a')")
            .revision("b", |op: &mut Op| op.rename_table("t", "s"))
            .unsettled("function all_of_t()", "its text names the table as it was called")
            .query("SELECT doc, t, id FROM v; SELECT * FROM all_of_t()", str![[r#"
{"id":1,"name":"a"}|(1,a)|1
1|b

"#]]),
        situation("a table is renamed for whose rows a function has a variable")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("t").column("id", integer().primary_key()));
                op.create_function(
                    "f",
                    "",
                    "RETURNS integer LANGUAGE plpgsql AS $$ DECLARE r t%ROWTYPE; BEGIN RETURN 1; END $$",
                );
            })
            .revision("b", |op: &mut Op| op.rename_table("t", "s"))
            .refused(POSTGRES, str![[r#"
cannot rename table t to s: table `t` is named in the body of function `f()`, which a rename leaves as it is
  hint: replace the function in this revision with `op.create_function(..).or_replace()`

"#]]),
        situation("a table goes whose rows a function takes")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("t").column("id", integer().primary_key()));
                op.create_function(
                    "f",
                    "r t",
                    "RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                );
            })
            .revision("b", |op: &mut Op| op.drop_table("t"))
            .refused(POSTGRES, str![[r#"
cannot drop table t: table `t` is used by function `f(r t)`
  hint: drop function `f(r t)` first

"#]]),
    ]
}
