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
  cause: Table '[..].t' doesn't exist

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
    ]
}
