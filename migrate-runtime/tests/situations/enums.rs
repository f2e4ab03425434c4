//! Enum types whose values change while columns use them.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("an enum type is replaced by one of other values")
            .revision("a", |op: &mut Op| {
                op.create_enum("breed", ["persian", "black", "gone"]);
                op.create_table(
                    table("cats").column("id", big_int().primary_key().identity()).column(
                        "breed",
                        enumeration("breed", ["persian", "black", "gone"])
                            .not_null()
                            .default("persian"),
                    ),
                );
                op.create_index("ix_cats_black", "cats", ["id"]).filter("breed = 'black'");
            })
            .refused(MARIADB, str![[r#"
cannot create index ix_cats_black on cats: MariaDB has no indexes over some rows only
  hint: index a generated column that is NULL for the other rows

"#]])
            .rows_on([SQLITE, POSTGRES], "INSERT INTO cats (breed) VALUES ('black'), ('gone')")
            .rows_on([SQLITE, POSTGRES], "INSERT INTO cats (id) VALUES (7)")
            .revision("b", |op: &mut Op| {
                op.update("cats").set("breed", "persian").filter(col("breed").eq("gone"));
                op.drop_index("ix_cats_black", "cats");
                op.create_enum("breed2", ["persian", "black", "nori"]);
                op.alter_column("cats", "breed")
                    .set_type(enumeration("breed2", ["persian", "black", "nori"]));
                op.drop_enum("breed");
            })
            .downgrade(|op: &mut Op| {
                op.create_enum("breed", ["persian", "black", "gone"]);
                op.alter_column("cats", "breed")
                    .set_type(enumeration("breed", ["persian", "black", "gone"]));
                op.drop_enum("breed2");
                op.create_index("ix_cats_black", "cats", ["id"]).filter("breed = 'black'");
            })
            .query_on([SQLITE, POSTGRES], "SELECT id, breed FROM cats ORDER BY id", str![[r#"
1|black
2|persian
7|persian

"#]]),
        situation("the type of a list of enum values is replaced")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_enum("role", ["student", "staff"]);
                op.create_table(
                    table("people").column("id", big_int().primary_key().identity()).column(
                        "roles",
                        array(enumeration("role", ["student", "staff"]))
                            .not_null()
                            .default("{student}"),
                    ),
                );
            })
            .rows("INSERT INTO people (roles) VALUES ('{staff,student}'), (DEFAULT)")
            .revision("b", |op: &mut Op| {
                op.create_enum("role2", ["student", "staff", "admin"]);
                op.alter_column("people", "roles")
                    .set_type(array(enumeration("role2", ["student", "staff", "admin"])));
                op.drop_enum("role");
            })
            .downgrade(|op: &mut Op| {
                op.create_enum("role", ["student", "staff"]);
                op.alter_column("people", "roles")
                    .set_type(array(enumeration("role", ["student", "staff"])));
                op.drop_enum("role2");
            })
            .rows("INSERT INTO people DEFAULT VALUES")
            .query("SELECT roles FROM people ORDER BY id", str![[r#"
{staff,student}
{student}
{student}

"#]]),
        situation("the next revision uses a word that was added")
            .revision("a", |op: &mut Op| {
                op.create_enum("mood", ["sad", "ok"]);
                op.create_table(
                    table("p")
                        .column("id", integer().primary_key())
                        .column("m", enumeration("mood", ["sad", "ok"]).not_null().default("ok")),
                );
            })
            .revision("b", |op: &mut Op| {
                op.add_enum_value("mood", "glad").before("ok");
            })
            .irreversible("rows may have the word")
            .revision("c", |op: &mut Op| {
                op.insert("p").set("id", 1).set("m", "glad");
                op.alter_column("p", "m").default("glad");
                op.create_check_constraint("ck_p_m", "p", "m <> 'sad'");
            })
            .downgrade(|op: &mut Op| {
                op.drop_check_constraint("ck_p_m", "p");
                op.alter_column("p", "m").default("ok");
                op.delete("p").all_rows();
            })
            .query("SELECT * FROM p", str![[r#"
1|glad

"#]]),
        situation("a word is added and used in one revision")
            .revision("a", |op: &mut Op| {
                op.create_enum("mood", ["sad", "ok"]);
                op.create_table(
                    table("p")
                        .column("id", integer().primary_key())
                        .column("m", enumeration("mood", ["sad", "ok"]).not_null().default("ok")),
                );
            })
            .revision("b", |op: &mut Op| {
                op.add_enum_value("mood", "glad").before("ok");
                op.insert("p").set("id", 1).set("m", "glad");
            })
            .refused(POSTGRES, str![[r#"
cannot insert a row into p: PostgreSQL cannot use the enum value 'glad' in the transaction that adds it
  hint: use it in a revision of its own after this one; of a type that this revision creates, name the value in `op.create_enum(..)`

"#]])
            .irreversible("rows have the word")
            .query_on([SQLITE, MARIADB], "SELECT * FROM p", str![[r#"
1|glad

"#]]),
        situation("an enum type loses a value that a row has")
            .revision("a", |op: &mut Op| {
                op.create_enum("kind", ["a", "b"]);
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("k", enumeration("kind", ["a", "b"])),
                );
            })
            .rows("INSERT INTO t VALUES (1, 'b')")
            .revision("b", |op: &mut Op| {
                op.set_enum_values("kind", ["a", "c"]);
            })
            .fails(MARIADB, str![[r#"
revision `b` failed to apply
  operation: set the values of enum kind
  sql: DO extractvalue(1, IF(EXISTS (SELECT 1 FROM t WHERE k IN ('b')), '~a row has a value that goes', '/a'))
  cause: XPATH syntax error: '~a row has a value that goes'
  hint: if rows hold a value that goes, say what becomes of it with `.replace("old", "new")`, or change them before, with `op.update(..)`

"#]])
            .fails(POSTGRES, str![[r#"
revision `b` failed to apply
  operation: set the values of enum kind
  sql: ALTER TABLE t
    ALTER COLUMN k TYPE _migrate_new_kind USING k::text::_migrate_new_kind
  cause: invalid input value for enum _migrate_new_kind: "b"
  hint: if rows hold a value that goes, say what becomes of it with `.replace("old", "new")`, or change them before, with `op.update(..)`

"#]])
            .fails(SQLITE, str![[r#"
revision `b` failed to apply
  operation: set the values of enum kind
  sql: INSERT INTO _migrate_new_t (id, k) SELECT id, k FROM t
  cause: CHECK constraint failed: enum_kind
  hint: if rows hold a value that goes, say what becomes of it with `.replace("old", "new")`, or change them before, with `op.update(..)`

"#]]),
    ]
}
