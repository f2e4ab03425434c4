//! SQL that a revision writes itself: several statements, results, transactions, comments.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, Pass, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("a text begins and ends a transaction")
            .revision("a", |op: &mut Op| {
                op.create_table(table("first").column("id", integer().primary_key()));
            })
            .revision("b", |op: &mut Op| {
                op.execute("BEGIN; CREATE TABLE second (id integer); COMMIT;").effect(|op| {
                    op.create_table(table("second").column("id", integer()));
                });
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("second");
            })
            .refused(SQLITE, str![[r#"
cannot execute `BEGIN; CREATE TABLE second (id integer); COMMIT;`: the revision runs in a transaction, which only the executor begins and ends
  hint: take `op: &mut Op<NoTx>` in a revision of its own

"#]])
            .refused(POSTGRES, str![[r#"
cannot execute `BEGIN; CREATE TABLE second (id integer); COMMIT;`: the revision runs in a transaction, which only the executor begins and ends
  hint: take `op: &mut Op<NoTx>` in a revision of its own

"#]])
            .query_on([MARIADB], "SELECT count(*) FROM second", str![[r#"
0

"#]]),
        situation("comments and quotes that MariaDB alone reads")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.execute(
                    "CREATE TABLE `one;x` (id integer, t varchar(90)); # it's a; comment\n\
                     INSERT INTO `one;x` VALUES (1, 'a\\';b'), (2, \"d;'q\"), (3, 'x\\\\'); \
                     /*!50000 INSERT INTO `one;x` VALUES (4, 'v;') */; \
                     /*M! INSERT INTO `one;x` VALUES (5, 'm;') */;\n\
                     UPDATE `one;x` SET t = 'z--1' WHERE id = 1--1;",
                )
                .effect(|op| {
                    op.create_table(
                        table("one;x").column("id", integer()).column("t", varchar(90)),
                    );
                });
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("one;x");
            })
            .query("SELECT * FROM `one;x` ORDER BY id", str![[r#"
1|a';b
2|z--1
3|x\
4|v;
5|m;

"#]]),
        situation("procedures that give result sets, functions with variables")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(table("one").column("id", integer().primary_key()));
                op.execute(
                    "CREATE PROCEDURE fill(n INT) BEGIN DECLARE i INT DEFAULT 0; \
                     WHILE i < n DO INSERT INTO one VALUES (i + 1); SET i = i + 1; END WHILE; \
                     SELECT count(*) FROM one; SELECT 'done;'; END",
                )
                .effect(|_| {});
                op.execute("CALL fill(3)").effect(|_| {});
                op.execute("SELECT 1; SELECT 2").effect(|_| {});
                op.create_function(
                    "twice",
                    "a INT",
                    "RETURNS INT DETERMINISTIC BEGIN DECLARE r INT; SET r = a * 2; \
                     IF r > 5 THEN SET r = 5; END IF; RETURN r; END",
                );
                op.insert("one").set("id", sql("twice(50) + 100"));
            })
            .downgrade(|op: &mut Op| {
                op.drop_function("twice", "a INT");
                op.execute("DROP PROCEDURE fill").effect(|_| {});
                op.drop_table("one");
            })
            .query("SELECT * FROM one", str![[r#"
1
2
3
105

"#]]),
        situation("statements that return rows")
            .revision("a", |op: &mut Op| {
                op.create_table(table("one").column("id", integer().primary_key()));
                op.execute("SELECT 1").effect(|_| {});
                op.execute("INSERT INTO one VALUES (1) RETURNING id").effect(|_| {});
                op.execute(
                    per_dialect()
                        .sqlite("PRAGMA user_version; PRAGMA user_version = 7")
                        .postgres("SHOW search_path")
                        .mysql("SHOW TABLES"),
                )
                .effect(|_| {});
                op.execute(
                    per_dialect()
                        .sqlite("ANALYZE")
                        .postgres("ANALYZE one")
                        .mysql("ANALYZE TABLE one"),
                )
                .effect(|_| {});
                op.insert("one").set("id", 2);
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("one");
            })
            .query("SELECT count(*) FROM one", str![[r#"
2

"#]]),
        situation("a text without `.effect` drops the table of a later operation")
            .revision("a", |op: &mut Op| {
                op.create_table(table("t").column("id", integer().primary_key()));
            })
            .revision("b", |op: &mut Op| {
                op.execute("DROP TABLE t");
            })
            .irreversible("the table is gone")
            .revision("c", |op: &mut Op| {
                op.add_column("t", "n", integer());
            })
            .fails(SQLITE, str![[r#"
revision `c` failed to apply
  operation: add column t.n integer
  sql: ALTER TABLE t ADD COLUMN n INTEGER
  cause: no such table: t

"#]])
            .fails(POSTGRES, str![[r#"
revision `c` failed to apply
  operation: add column t.n integer
  sql: ALTER TABLE t ADD COLUMN n INTEGER
  cause: relation "t" does not exist

"#]])
            .fails(MARIADB, str![[r#"
revision `c` failed to apply
  operation: add column t.n integer
  sql: ALTER TABLE t ADD COLUMN n INT, ALGORITHM=INSTANT
  cause: Table 'db.t' doesn't exist

"#]])
            .without(Pass::Compare, "the simulated schema does not know what the text did"),
        situation("a table that no revision created is altered")
            .revision("a", |op: &mut Op| {
                op.execute("CREATE TABLE legacy (id integer primary key)");
                op.add_column("legacy", "n", integer());
            })
            .refused(SQLITE, str![[r#"
cannot add column legacy.n integer: there is no table `legacy`
  hint: no earlier revision makes `legacy`; if raw SQL or another tool does, say so with `op.execute(..).effect(|op| op.create_table(table("legacy")..))`

"#]])
            .refused(POSTGRES, str![[r#"
cannot add column legacy.n integer: there is no table `legacy`
  hint: no earlier revision makes `legacy`; if raw SQL or another tool does, say so with `op.execute(..).effect(|op| op.create_table(table("legacy")..))`

"#]])
            .refused(MARIADB, str![[r#"
cannot add column legacy.n integer: there is no table `legacy`
  hint: no earlier revision makes `legacy`; if raw SQL or another tool does, say so with `op.execute(..).effect(|op| op.create_table(table("legacy")..))`

"#]]),
        situation("several statements outside a transaction in one text")
            .on([SQLITE, POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("n", integer()),
                );
            })
            .revision("b", |op: &mut Op<NoTx>| {
                op.execute("VACUUM; VACUUM").effect(|_| {});
                op.execute(
                    per_dialect()
                        .postgres(
                            "CREATE INDEX CONCURRENTLY i1 ON t (n); \
                             CREATE INDEX CONCURRENTLY i2 ON t (n)",
                        )
                        .sqlite("CREATE INDEX i1 ON t (n); CREATE INDEX i2 ON t (n)"),
                )
                .effect(|op| {
                    op.create_index("i1", "t", ["n"]);
                    op.create_index("i2", "t", ["n"]);
                });
            })
            .irreversible("a vacuum has no opposite"),
        situation("rows of a copy are to come from the client")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("one").column("id", integer().primary_key()));
                op.execute("COPY one FROM stdin").effect(|_| {});
                op.insert("one").set("id", 2);
            })
            .refused(POSTGRES, str![[r#"
cannot execute `COPY one FROM stdin`: `COPY .. FROM STDIN` takes its rows from the client, and raw SQL has none to send
  hint: write the rows as `INSERT`, as `pg_dump --inserts` does, or send them in `op.run(..)` with `diesel::copy_from`

"#]]),
        situation("a dump has its rows after a copy")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("one").column("id", integer().primary_key()).column("t", text()),
                );
            })
            .revision("b", |op: &mut Op| {
                op.execute("COPY public.one (id, t) FROM STDIN;\n1\tit's\n2\tb;c\n\\.\n")
                    .effect(|_| {});
                op.add_column("one", "n", integer());
            })
            .refused(POSTGRES, str![[r#"
cannot execute `COPY public.one (id, t) FROM STDIN; 1 it's 2 b;…`: `COPY .. FROM STDIN` takes its rows from the client, and raw SQL has none to send
  hint: write the rows as `INSERT`, as `pg_dump --inserts` does, or send them in `op.run(..)` with `diesel::copy_from`

"#]]),
        situation("a copy gives its rows to the client")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("one").column("id", integer().primary_key()));
                op.execute("COPY (SELECT id FROM one WHERE id IN (1, 2)) TO STDOUT")
                    .effect(|_| {});
            })
            .refused(POSTGRES, str![[r#"
cannot execute `COPY (SELECT id FROM one WHERE id IN (1, 2)) TO…`: `COPY .. TO STDOUT` gives its rows to the client, and raw SQL takes none
  hint: read the rows in `op.run(..)`, or copy them to a file of the server's

"#]]),
        situation("a copy between a table and a file of the server's")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("one").column("id", integer()).column("stdin", integer()),
                );
                op.execute(
                    "COPY (SELECT 1, 2 FROM one AS stdin) TO PROGRAM 'cat > /dev/null'; \
                     COPY one (id, stdin) FROM PROGRAM 'echo 3,4' WITH (FORMAT csv)",
                )
                .effect(|_| {});
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("one");
            })
            .query("SELECT * FROM one", str![[r#"
3|4

"#]]),
        situation("a text has a command of psql's")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.execute("\\connect postgres\nCREATE TABLE one (id integer)").effect(|_| {});
            })
            .refused(POSTGRES, str![[r#"
cannot execute `\connect postgres CREATE TABLE one (id integer)`: `\connect` is a command of `psql`, not SQL
  hint: leave it out; a dump that `pg_dump --inserts` writes needs no such command for its rows

"#]]),
        situation("the beginning of a dump empties the search path")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.execute("SELECT pg_catalog.set_config('search_path', '', false)")
                    .effect(|_| {});
                op.execute(
                    "CREATE TABLE public.notes (id integer, CONSTRAINT pk_notes PRIMARY KEY (id))",
                )
                .effect(|op| {
                    op.create_table(table("notes").column("id", integer().primary_key()));
                });
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("notes");
            })
            .revision("b", |op: &mut Op| {
                op.add_column("notes", "title", text());
            }),
        situation("a text sets several settings")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.execute(
                    "SET search_path = pg_catalog; SET check_function_bodies = false; \
                     SET statement_timeout = '1ms'; SET client_min_messages = error; \
                     RESET statement_timeout; SET session_replication_role = replica;",
                )
                .effect(|_| {});
            })
            .downgrade(|_: &mut Op| {})
            .revision("b", |op: &mut Op| {
                op.create_table(
                    table("settings").column("name", text()).column("value", text()),
                );
                for name in ["check_function_bodies", "session_replication_role"] {
                    let value = sql(format!("current_setting('{name}')"));
                    op.insert("settings").set("name", name).set("value", value);
                }
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("settings");
            })
            .query("SELECT * FROM settings ORDER BY name", str![[r#"
check_function_bodies|on
session_replication_role|origin

"#]]),
        situation("a revision creates tables where it sets the search path, the next does not")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_schema("audit");
                op.create_table(table("first").column("id", integer().primary_key()));
                op.execute("SET search_path TO audit, public").effect(|_| {});
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("first");
                op.drop_schema("audit");
            })
            .revision("b", |op: &mut Op| {
                op.create_table(table("second").column("id", integer().primary_key()));
            })
            .query(
                "SELECT schemaname, tablename FROM pg_tables \
                 WHERE tablename IN ('first', 'second') ORDER BY 2",
                str![[r#"
public|first
public|second

"#]],
            ),
        situation("a text works as another role")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.execute("GRANT ALL ON SCHEMA public TO pg_monitor; SET ROLE pg_monitor")
                    .effect(|_| {});
                op.create_table(table("theirs").column("id", integer()));
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("theirs");
            })
            .revision("b", |op: &mut Op| {
                op.create_table(table("ours").column("id", integer()));
            })
            .query(
                "SELECT tablename, tableowner = 'pg_monitor' FROM pg_tables \
                 WHERE tablename IN ('ours', 'theirs') ORDER BY 1",
                str![[r#"
ours|f
theirs|t

"#]],
            ),
    ]
}
