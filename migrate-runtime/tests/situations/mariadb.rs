//! What MariaDB keeps, numbers and shows in a way of its own, beside what the others do.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, Pass, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("a row with the number 0 stays when its table is changed")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("levels")
                        .column("id", integer().primary_key().identity())
                        .column("name", varchar(9).unique()),
                );
                op.bulk_insert("levels", ["id", "name"], [(0, "none"), (-1, "lost"), (3, "some")]);
            })
            .downgrade(|op: &mut Op| op.drop_table("levels"))
            .revision("b", |op: &mut Op| {
                op.alter_column("levels", "name").set_type(varchar(300)).not_null();
                op.add_column("levels", "rank", integer().not_null().default(7).check("rank > 0"));
            })
            .query(
                "SELECT id, name, rank FROM levels ORDER BY id",
                str![[r#"
-1|lost|7
0|none|7
3|some|7

"#]],
            ),
        situation("a row without a time gets none when its column becomes NOT NULL")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("calls")
                        .column("id", integer().primary_key())
                        .column("at", timestamptz()),
                );
            })
            .rows("INSERT INTO calls VALUES (1, NULL)")
            .revision("b", |op: &mut Op| {
                op.alter_column("calls", "at").not_null();
            })
            .fails(SQLITE, str![[r#"
revision `b` failed to apply
  operation: alter column calls.at: NOT NULL
  sql: ALTER TABLE calls ALTER COLUMN at SET NOT NULL
  cause: NOT NULL constraint failed: calls.at
  hint: some rows hold NULL there: fill them first, with `op.update(..)`

"#]])
            .fails(POSTGRES, str![[r#"
revision `b` failed to apply
  operation: alter column calls.at: NOT NULL
  sql: ALTER TABLE calls ALTER COLUMN at SET NOT NULL
  cause: column "at" of relation "calls" contains null values
  hint: some rows hold NULL there: fill them first, with `op.update(..)`

"#]])
            .fails(MARIADB, str![[r#"
revision `b` failed to apply
  operation: alter column calls.at: NOT NULL
  sql: DO extractvalue(1, IF(EXISTS (SELECT 1 FROM calls WHERE at IS NULL), '~some rows hold NULL', '/a'))
  cause: XPATH syntax error: '~some rows hold NULL'
  hint: some rows hold NULL there: fill them first, with `op.update(..)`

"#]])
            .query("SELECT * FROM calls", str![[r#"
1|NULL

"#]]),
        situation("rows get a time before their column becomes NOT NULL")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("calls")
                        .column("id", integer().primary_key())
                        .column("at", timestamptz()),
                );
            })
            .rows("INSERT INTO calls VALUES (1, NULL)")
            .revision("b", |op: &mut Op| {
                op.update("calls").set("at", "2024-02-29 12:00:00Z").filter(col("at").is_null());
                op.alter_column("calls", "at").not_null();
            })
            .irreversible("the rows are not known")
            .query("SELECT id FROM calls WHERE at IS NOT NULL", str![[r#"
1

"#]]),
        situation("a table with a row 0 begins to number")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("kinds").column("id", integer().primary_key()).column("n", varchar(9)),
                );
                op.create_table(
                    table("uses")
                        .column("id", integer().primary_key())
                        .column("kind_id", integer().references("kinds", "id")),
                );
            })
            .rows(
                "INSERT INTO kinds VALUES (0, 'none'), (5, 'five'); INSERT INTO uses VALUES (1, 0)",
            )
            .revision("b", |op: &mut Op| {
                op.drop_foreign_key("fk_uses_kind_id_kinds", "uses");
                op.alter_column("kinds", "id").identity(Identity::by_default());
                op.create_foreign_key("fk_uses", "uses", ["kind_id"], "kinds", ["id"]);
            })
            .rows("INSERT INTO kinds (n) VALUES ('next')")
            .query(
                "SELECT id, n FROM kinds ORDER BY id",
                str![[r#"
0|none
5|five
6|next

"#]],
            )
            .query(
                "SELECT kind_id FROM uses",
                str![[r#"
0

"#]],
            ),
        situation("characters of four bytes are in every text of a table")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("says")
                        .column("id", integer().primary_key())
                        .column("face", varchar(20).not_null().default("🦀?é").comment("a 🦀?"))
                        .column("mood", enumeration("mood", ["🙂", "no"]).not_null().default("🙂"))
                        .column("tale", text().default("it's 🦀"))
                        .column("n", integer())
                        .check("ck_says_face", "face <> '🦀🦀'")
                        .comment("what 🦀 says?"),
                );
            })
            .rows("INSERT INTO says (id) VALUES (1)")
            .revision("b", |op: &mut Op| {
                op.alter_column("says", "face").rename_to("sign");
                op.alter_column("says", "sign").set_type(varchar(40));
                op.alter_column("says", "mood").nullable();
                op.alter_column("says", "tale").not_null();
            })
            .rows("INSERT INTO says (id) VALUES (2)")
            .revision("c", |op: &mut Op| {
                op.alter_column("says", "sign").comment("another 🦀");
                op.alter_column("says", "n").set_type(big_int());
            })
            .rows("INSERT INTO says (id) VALUES (3)")
            .query(
                "SELECT id, sign, mood, tale FROM says ORDER BY id",
                str![[r#"
1|🦀?é|🙂|it's 🦀
2|🦀?é|🙂|it's 🦀
3|🦀?é|🙂|it's 🦀

"#]],
            ),
        situation("the index of a foreign key gives way to a better one and comes back")
            .revision("a", |op: &mut Op| {
                op.create_table(table("authors").column("id", integer().primary_key()));
                op.create_table(
                    table("posts")
                        .column("id", integer().primary_key())
                        .column("author_id", integer().references("authors", "id"))
                        .column("title", varchar(20)),
                );
            })
            .revision("b", |op: &mut Op| {
                op.create_index("ix_posts", "posts", ["author_id", "title"]);
            })
            .revision("c", |op: &mut Op| {
                op.create_unique_constraint("uq_posts", "posts", ["author_id"]);
                op.drop_index("ix_posts", "posts");
            })
            .query_on(
                [MARIADB],
                "SELECT index_name, GROUP_CONCAT(column_name ORDER BY seq_in_index) \
                 FROM information_schema.statistics WHERE table_schema = DATABASE() \
                 AND table_name = 'posts' GROUP BY index_name ORDER BY 1",
                str![[r#"
PRIMARY|id
uq_posts|author_id

"#]],
            ),
        situation("a unique key that is too long for a tree, and changes beside it")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("links")
                        .column("id", integer().primary_key())
                        .column("url", varchar(1000).unique())
                        .column("n", integer()),
                );
            })
            .rows("INSERT INTO links VALUES (1, 'x', 1)")
            .revision("b", |op: &mut Op| {
                op.alter_column("links", "n").set_type(big_int()).not_null().default(2);
                op.add_column("links", "m", integer().default(3));
                op.create_index("ix_links_n", "links", ["n"]);
            })
            .revision("c", |op: &mut Op| {
                op.alter_column("links", "url").rename_to("target");
                op.alter_column("links", "m").comment("three");
                op.drop_column("links", "n");
            })
            .query(
                "SELECT * FROM links",
                str![[r#"
1|x|3

"#]],
            ),
        situation("times of other zones are one time")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("events")
                        .column("id", integer().primary_key())
                        .column("at", timestamptz().not_null().default("2024-03-10T02:30:00Z"))
                        .column("day", date().default("2024-03-10T23:30:00-05:00")),
                );
                op.insert("events").set("id", 1);
                op.insert("events").set("id", 2).set("at", "2024-03-10 03:30:00+01:00");
                op.insert("events").set("id", 3).set("at", "2024-03-09T21:30:00.5-05:00");
            })
            .downgrade(|op: &mut Op| op.drop_table("events"))
            .revision("b", |op: &mut Op| {
                op.update("events")
                    .set("day", "2024-01-01")
                    .filter(col("at").eq("2024-03-10T04:30:00+02:00"));
                op.alter_column("events", "at").default("2024-06-01T00:00:00+02:00");
                op.insert("events").set("id", 4);
            })
            .downgrade(|op: &mut Op| {
                op.alter_column("events", "at").default("2024-03-10T02:30:00Z");
                op.delete("events").filter(col("id").eq(4));
                op.update("events").set("day", "2024-03-10");
            })
            .query_on(
                [SQLITE],
                "SELECT id, at, day FROM events ORDER BY id",
                str![[r#"
1|2024-03-10 02:30:00|2024-01-01
2|2024-03-10 02:30:00|2024-01-01
3|2024-03-10 02:30:00.5|2024-03-10
4|2024-05-31 22:00:00|2024-03-10

"#]],
            )
            .query_on(
                [MARIADB],
                "SET time_zone = '+00:00'; SELECT id, at, day FROM events ORDER BY id",
                str![[r#"
1|2024-03-10 02:30:00.000000|2024-01-01
2|2024-03-10 02:30:00.000000|2024-01-01
3|2024-03-10 02:30:00.500000|2024-03-10
4|2024-05-31 22:00:00.000000|2024-03-10

"#]],
            )
            .query_on(
                [POSTGRES],
                "SELECT id, at AT TIME ZONE 'UTC', day FROM events ORDER BY id",
                str![[r#"
1|2024-03-10 02:30:00|2024-01-01
2|2024-03-10 02:30:00|2024-01-01
3|2024-03-10 02:30:00.5|2024-03-10
4|2024-05-31 22:00:00|2024-03-10

"#]],
            ),
        situation("a text column becomes JSON under another name")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("docs")
                        .column("id", integer().primary_key())
                        .column("doc", json().not_null().default("{}").comment("the text"))
                        .column("note", text()),
                );
            })
            .rows_on([MARIADB], "INSERT INTO docs (id, note) VALUES (1, '{\"a\": 1}')")
            .revision("b", |op: &mut Op| {
                op.alter_column("docs", "doc").rename_to("body");
                op.alter_column("docs", "body").nullable();
                op.alter_column("docs", "note").rename_to("extra");
            })
            .revision("c", |op: &mut Op| {
                op.alter_column("docs", "body").drop_default();
            })
            .query_on(
                [MARIADB],
                "SELECT constraint_name, check_clause FROM information_schema.check_constraints \
                 WHERE constraint_schema = DATABASE() AND table_name = 'docs'",
                str![[r#"
body|json_valid(`body`)

"#]],
            ),
        situation("a check that names no column outlives one")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t")
                        .column("a", integer())
                        .column("b", integer())
                        .column("c", integer())
                        .check("ck_t", "1 = 1"),
                );
            })
            .revision("b", |op: &mut Op| {
                op.drop_column("t", "b");
                op.drop_column("t", "c");
            })
            .query_on(
                [MARIADB],
                "SELECT constraint_name, check_clause FROM information_schema.check_constraints \
                 WHERE constraint_schema = DATABASE() AND table_name = 't'",
                str![[r#"
ck_t|1 = 1

"#]],
            ),
        situation("texts without a statement")
            .revision("a", |op: &mut Op| {
                op.execute(";").effect(|_| {});
                op.execute("-- nothing; at all").effect(|_| {});
                op.execute(
                    "/* one */ CREATE TABLE one (id integer);; \n ; INSERT INTO one VALUES (1);;",
                )
                .effect(|op| op.create_table(table("one").column("id", integer())));
            })
            .downgrade(|op: &mut Op| op.drop_table("one"))
            .query(
                "SELECT id FROM one",
                str![[r#"
1

"#]],
            ),
        situation("a trigger inserts a row with the next number")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("log")
                        .column("id", integer().primary_key().identity())
                        .column("n", integer()),
                );
                op.create_table(table("t").column("n", integer()));
                op.create_trigger(
                    "t_log",
                    "t",
                    "AFTER INSERT",
                    "FOR EACH ROW INSERT INTO log VALUES (0, NEW.n)",
                );
            })
            .rows("INSERT INTO t VALUES (1), (2)")
            .without(Pass::Again, "the trigger's rows are numbered further")
            .query(
                "SELECT id, n FROM log ORDER BY id",
                str![[r#"
1|1
2|2

"#]],
            ),
        situation("a view reads rows out of JSON")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("carts").column("id", integer().primary_key()).column("doc", text()),
                );
                op.create_view(
                    "items",
                    "SELECT id, name, n FROM carts, JSON_TABLE(doc, '$.items[*]' COLUMNS (n FOR ORDINALITY, \
                     name VARCHAR(9) PATH '$.name' DEFAULT '?' ON EMPTY NULL ON ERROR, few BOOLEAN PATH '$.few')) \
                     AS i WHERE id > 0",
                );
            })
            .rows("INSERT INTO carts VALUES (1, '{\"items\": [{\"name\": \"ink\"}, {}]}')")
            .query("SELECT * FROM items ORDER BY n", str![[r#"
1|ink|1
1|?|2

"#]]),
        situation("a row keeps the time of its last UPDATE when a new column is filled")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                let changed = timestamp().not_null().default(now()).mysql_on_update_now();
                op.create_table(
                    table("notes").column("id", integer().primary_key()).column("changed", changed),
                );
            })
            .rows("INSERT INTO notes VALUES (1, '2020-01-02 03:04:05')")
            .revision("b", |op: &mut Op| {
                op.add_column("notes", "stars", integer());
                op.update("notes").set("stars", 3).set("changed", col("changed"));
                op.alter_column("notes", "stars").not_null();
            })
            .query("SELECT * FROM notes", str![[r#"
1|2020-01-02 03:04:05.000000|3

"#]]),
        situation("a new column is filled, and the row gets the time of the UPDATE")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                let changed = timestamp().not_null().default(now()).mysql_on_update_now();
                op.create_table(
                    table("notes").column("id", integer().primary_key()).column("changed", changed),
                );
            })
            .rows("INSERT INTO notes VALUES (1, '2020-01-02 03:04:05')")
            .revision("b", |op: &mut Op| {
                op.add_column("notes", "stars", integer());
                op.update("notes").set("stars", 3);
                op.alter_column("notes", "stars").not_null();
            })
            .irreversible("the times before are not known")
            .query("SELECT id, changed > '2020-01-02 03:04:05', stars FROM notes", str![[r#"
1|1|3

"#]]),
        situation("a column that was text with a collation becomes a number and goes")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("rooms")
                        .column("id", integer().primary_key())
                        .column("number", varchar(9).collate("utf8mb4_bin")),
                );
            })
            .rows("INSERT INTO rooms VALUES (1, '17')")
            .revision("b", |op: &mut Op| {
                op.alter_column("rooms", "number").set_type(big_int());
            })
            .downgrade(|op: &mut Op| {
                op.alter_column("rooms", "number").set_type(varchar(9)).collate("utf8mb4_bin");
            })
            .query("SELECT * FROM rooms", str![[r#"
1|17

"#]])
            .revision("c", |op: &mut Op| op.drop_column("rooms", "number"))
            .without(Pass::Again, "the values are gone with the column"),
        situation("a column that was text with a collation becomes a number and goes, on PostgreSQL")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("rooms")
                        .column("id", integer().primary_key())
                        .column("number", varchar(9).collate("C")),
                );
            })
            .revision("b", |op: &mut Op| {
                op.alter_column("rooms", "number").set_type(big_int()).using("number::bigint");
            })
            .downgrade(|op: &mut Op| {
                op.alter_column("rooms", "number").set_type(varchar(9)).collate("C");
            })
            .revision("c", |op: &mut Op| op.drop_column("rooms", "number")),
    ]
}
