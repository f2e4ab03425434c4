//! Columns that number their rows, and the numbers that come next.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("numbered columns get a larger type")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("logs")
                        .column("id", integer().primary_key().identity_with(Identity::serial()))
                        .column("m", text()),
                );
                op.create_table(
                    table("notes")
                        .column("id", integer().primary_key().identity())
                        .column("m", text()),
                );
            })
            .rows("INSERT INTO logs (m) VALUES ('a'); INSERT INTO notes (m) VALUES ('a')")
            .revision("b", |op: &mut Op| {
                op.alter_column("logs", "id").set_type(big_int());
                op.alter_column("notes", "id").set_type(big_int());
            })
            .query_on(
                [POSTGRES],
                "SELECT sequencename, data_type, max_value FROM pg_sequences \
                 WHERE sequencename NOT LIKE 'migrate%' ORDER BY 1",
                str![[r#"
logs_id_seq|bigint|9223372036854775807
notes_id_seq|bigint|9223372036854775807

"#]],
            )
            .query_on([SQLITE], "SELECT name, seq FROM sqlite_sequence WHERE name IN ('logs', 'notes') ORDER BY 1", str![[r#"
logs|1
notes|1

"#]])
            .query_on([MARIADB], "SHOW COLUMNS FROM logs", str![[r#"
id|bigint(20)|NO|PRI|NULL|auto_increment
m|longtext|YES||NULL|

"#]]),
        situation("a rebuild remembers the numbers that were given")
            .on([SQLITE])
            .revision("a", |op: &mut Op| {
                for name in ["a", "b", "c"] {
                    op.create_table(
                        table(name)
                            .column("id", integer().primary_key().identity())
                            .column("v", integer()),
                    );
                }
            })
            .rows("INSERT INTO a (v) VALUES (1), (2), (3), (4); DELETE FROM a WHERE id > 2")
            .rows("INSERT INTO b (v) VALUES (1), (2), (3), (4); DELETE FROM b")
            .revision("b", |op: &mut Op| {
                for name in ["a", "b", "c"] {
                    op.alter_column(name, "v").set_type(text());
                }
            })
            .revision("c", |op: &mut Op| {
                op.alter_column("b", "id").rename_to("key");
                op.rename_table("a", "aa");
                op.alter_column("aa", "v").set_type(integer());
            })
            .downgrade(|op: &mut Op| {
                op.alter_column("aa", "v").set_type(text());
                op.rename_table("aa", "a");
                op.alter_column("b", "key").rename_to("id");
            })
            .query(
                "SELECT name, seq FROM sqlite_sequence WHERE name NOT LIKE 'migrate%' ORDER BY 1",
                str![[r#"
aa|4
b|4

"#]],
            ),
        situation("a column that always numbers its rows gets rows with numbers")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("coders")
                        .column(
                            "id",
                            integer()
                                .primary_key()
                                .identity_with(Identity::always().start_with(10)),
                        )
                        .column("n", varchar(9)),
                );
                op.bulk_insert("coders", ["id", "n"], [(1, "admin"), (2, "guest")]);
            })
            .refused(MARIADB, str![[r#"
cannot create table coders: MariaDB cannot refuse a number that an `INSERT` gives for `id`
  hint: write `Identity::by_default()`

"#]])
            .query_on([SQLITE, POSTGRES], "SELECT * FROM coders ORDER BY id", str![[r#"
1|admin
2|guest

"#]]),
        situation("numbering begins on a column with rows")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("old")
                        .column("id", integer().primary_key())
                        .column("n", varchar(9)),
                );
            })
            .rows("INSERT INTO old VALUES (1, 'a'), (5, 'b')")
            .revision("b", |op: &mut Op| {
                op.alter_column("old", "id").identity(Identity::by_default());
            })
            .refused(SQLITE, str![[r#"
cannot alter column old.id: SQLite has AUTOINCREMENT only from `CREATE TABLE` on, and `id` exists
  hint: make a new table with the identity, and move the rows with `op.execute(..)`

"#]])
            .rows_on([POSTGRES, MARIADB], "INSERT INTO old (n) VALUES ('next')")
            .query_on([POSTGRES, MARIADB], "SELECT * FROM old ORDER BY id", str![[r#"
1|a
5|b
6|next

"#]]),
        situation("a serial column becomes an identity column")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("old")
                        .column("id", integer().primary_key().identity_with(Identity::serial()))
                        .column("n", varchar(9)),
                );
            })
            .rows("INSERT INTO old (n) VALUES ('a'), ('b'), ('gone'); DELETE FROM old WHERE n = 'gone'")
            .revision("b", |op: &mut Op| {
                op.alter_column("old", "id").identity(Identity::always());
            })
            .rows("INSERT INTO old (n) VALUES ('next')")
            .query("SELECT * FROM old ORDER BY id", str![[r#"
1|a
2|b
4|next

"#]]),
        situation("numbering changes its steps and ends")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("old")
                        .column("id", integer().primary_key().identity_with(Identity::always()))
                        .column("n", varchar(9)),
                );
            })
            .rows("INSERT INTO old (n) VALUES ('a'), ('b')")
            .revision("b", |op: &mut Op| {
                op.alter_column("old", "id").identity(Identity::by_default().increment_by(10));
            })
            .rows("INSERT INTO old (n) VALUES ('c'), ('d')")
            .revision("c", |op: &mut Op| {
                op.alter_column("old", "id").drop_identity();
            })
            .query("SELECT * FROM old ORDER BY id", str![[r#"
1|a
2|b
12|c
22|d

"#]]),
        situation("a part of a key of two columns is numbered")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("p")
                        .column("id", big_int().identity())
                        .column("tenant", integer().not_null())
                        .primary_key(["tenant", "id"]),
                );
            })
            .refused(SQLITE, str![[r#"
cannot create table p: SQLite numbers rows only in a primary key of one column, and `id` is none
  hint: make the column `.primary_key().identity()`, in a table with rowids

"#]])
            .refused(MARIADB, str![[r#"
cannot create table p: MariaDB numbers only a column that a key begins with, and none does with `id`
  hint: make it `.primary_key()` or `.unique()`

"#]]),
        situation("numbering goes and comes back")
            .on([POSTGRES, MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("e")
                        .column("id", integer().primary_key().identity().comment("it's"))
                        .column("a", integer()),
                );
            })
            .rows("INSERT INTO e (a) VALUES (1), (2)")
            .revision("b", |op: &mut Op| {
                op.alter_column("e", "id").drop_identity();
            })
            .revision("c", |op: &mut Op| {
                op.alter_column("e", "id").identity(Identity::by_default().start_with(100));
            })
            .rows("INSERT INTO e (a) VALUES (3)")
            .query("SELECT * FROM e ORDER BY id", str![[r#"
1|1
2|2
100|3

"#]]),
        situation("a numbered table with a row 0 is copied")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("h")
                        .column("id", integer().primary_key().identity())
                        .column("n", integer()),
                );
            })
            .rows_on(
                [MARIADB],
                "SET sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO'); \
                 INSERT INTO h VALUES (0, 1), (5, 2); SET sql_mode = DEFAULT",
            )
            .rows_on([SQLITE, POSTGRES], "INSERT INTO h VALUES (0, 1), (5, 2)")
            .revision("b", |op: &mut Op| {
                op.alter_column("h", "n").set_type(big_int());
            })
            .revision("c", |op: &mut Op| {
                op.alter_column("h", "id").set_type(big_int());
            })
            .query("SELECT * FROM h ORDER BY n", str![[r#"
0|1
5|2

"#]]),
        situation("rows bring numbers of their own, and the application goes on")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("coders")
                        .column("id", integer().primary_key().identity())
                        .column("n", varchar(9)),
                );
                op.bulk_insert("coders", ["id", "n"], [(1, "admin"), (2, "guest")]);
            })
            .rows("INSERT INTO coders (n) VALUES ('new')")
            .query("SELECT * FROM coders ORDER BY id", str![[r#"
1|admin
2|guest
3|new

"#]]),
        situation("rows bring numbers of their own, and the next revision goes on")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("r")
                        .column("id", integer().primary_key().identity())
                        .column("n", varchar(9)),
                );
                op.bulk_insert("r", ["id", "n"], [(1, "a"), (2, "b")])
                    .on_conflict_do_nothing(["id"]);
            })
            .revision("b", |op: &mut Op| {
                op.insert("r").set("n", "c");
                // A number below those that were given.
                op.insert("r").set("id", -5).set("n", "d");
                op.insert("r").set("n", "e");
            })
            .irreversible("rows are told by no key")
            .query("SELECT * FROM r ORDER BY id", str![[r#"
-5|d
1|a
2|b
3|c
4|e

"#]]),
        situation("the numbers of rows are computed, in columns of each sort")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_schema("My Own");
                op.create_table(
                    table("s")
                        .column("id", big_int().primary_key().identity_with(Identity::serial()))
                        .column("n", integer()),
                );
                op.create_table(
                    table(("My Own", "T"))
                        .column(
                            "Id",
                            integer()
                                .primary_key()
                                .identity_with(Identity::always().start_with(50).increment_by(10)),
                        )
                        .column("n", integer()),
                );
                op.insert("s").set("id", sql("20 + 20")).set("n", 1);
                op.insert("s").set("n", 2);
                op.update("s").set("id", sql("id + 100")).filter(col("n").eq(1));
                op.insert("s").set("n", 3);
                // Below the first number the sequence stays where it is.
                op.insert(("My Own", "T")).set("Id", 7).set("n", 1);
                op.insert(("My Own", "T")).set("n", 2);
                op.insert(("My Own", "T")).set("Id", 75).set("n", 3);
                op.insert(("My Own", "T")).set("n", 4);
                // The last number of its type leaves none to go on with.
                op.insert(("My Own", "T")).set("Id", i32::MAX).set("n", 5);
                op.insert(("My Own", "T")).set("n", 6);
            })
            .irreversible("rows are told by no key")
            .query(
                "SELECT id, n FROM s ORDER BY n; SELECT \"Id\", n FROM \"My Own\".\"T\" ORDER BY n",
                str![[r#"
140|1
41|2
141|3
7|1
50|2
75|3
85|4
2147483647|5
95|6

"#]],
            ),
    ]
}
