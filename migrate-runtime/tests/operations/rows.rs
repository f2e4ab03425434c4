//! Rows: inserted, updated, deleted, with every value and every operator.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, refused};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    [inserts(), updates(), deletes()].concat()
}

fn things(op: &mut Op) {
    op.create_table(
        table("things")
            .column("id", integer().primary_key())
            .column("name", text().unique())
            .column("order", integer())
            .column("data", binary()),
    );
}

fn inserts() -> Vec<Case> {
    vec![
        case(
            "a row",
            things,
            |op| {
                op.insert("things").set("name", "it's; -- %s :x ?").set("order", 3);
            },
            str![[r#"
INSERT INTO things (name, "order") VALUES ('it''s; -- %s :x ?', 3);

"#]],
        )
        .one_way(),
        case(
            "a row of every sort of value",
            things,
            |op| {
                op.insert("things")
                    .set("id", i64::MAX)
                    .set("name", null())
                    .set("order", sql("1 + 2"))
                    .set("data", b"\x00'\xff");
                op.insert("things").set("order", -1.5e-7).set("name", true);
                op.insert("things").set("order", u64::MAX).set("name", Some("x"));
                op.insert("things").set("order", decimal("19.90")).set("name", now());
            },
            str![[r#"
INSERT INTO things (id, name, "order", data) VALUES (9223372036854775807, NULL, 1 + 2, X'0027FF');
INSERT INTO things ("order", name) VALUES (-1.5e-7, TRUE);
INSERT INTO things ("order", name) VALUES (18446744073709551615, 'x');
INSERT INTO things ("order", name) VALUES (19.90, CURRENT_TIMESTAMP);

"#]],
        )
        .one_way(),
        case(
            "many rows",
            things,
            |op| {
                op.bulk_insert("things", ["name", "order"], [("a", 1), ("b", 2)])
                    .set("data", b"")
                    .on_conflict_do_update(["name"]);
            },
            str![[r#"
INSERT INTO things (name, "order", data) VALUES
    ('a', 1, X''),
    ('b', 2, X'') ON CONFLICT (name) DO UPDATE SET "order" = excluded."order", data = excluded.data;

"#]],
        )
        .one_way(),
        case(
            "rows that are there",
            things,
            |op| {
                op.insert("things").set("name", "a").on_conflict_do_nothing(["name"]);
                op.insert("things").set("name", "a").on_conflict_do_nothing([]);
                op.insert("things").set("name", "a").on_conflict_do_update(["name"]);
                op.insert("things")
                    .set("name", "a")
                    .set("order", 7)
                    .on_conflict_do_update(["name"]);
            },
            str![[r#"
INSERT INTO things (name) VALUES ('a') ON CONFLICT (name) DO NOTHING;
INSERT INTO things (name) VALUES ('a') ON CONFLICT DO NOTHING;
INSERT INTO things (name) VALUES ('a') ON CONFLICT (name) DO NOTHING;
INSERT INTO things (name, "order") VALUES ('a', 7) ON CONFLICT (name) DO UPDATE SET "order" = excluded."order";

"#]],
        )
        .one_way(),
        case(
            "no rows at all",
            things,
            |op| {
                op.bulk_insert("things", ["name"], [[""; 1]; 0]);
            },
            str![],
        )
        .one_way(),
        case(
            "rows of a table of the same revision",
            |_| {},
            |op| {
                things(op);
                op.insert("things").set("name", "a");
                op.add_column("things", "extra", text());
                op.update("things").set("extra", "x");
                op.delete("things").all_rows();
            },
            str![[r#"
CREATE TABLE things (
    id INTEGER NOT NULL,
    name TEXT,
    "order" INTEGER,
    data BLOB,
    CONSTRAINT pk_things PRIMARY KEY (id),
    CONSTRAINT uq_things_name UNIQUE (name)
);
INSERT INTO things (name) VALUES ('a');
ALTER TABLE things ADD COLUMN extra TEXT;
UPDATE things SET extra = 'x';
DELETE FROM things;

"#]],
        ),
        refused(
            "a row of no values",
            things,
            |op: &mut Op| {
                let _ = op.insert("things");
            },
            str!["cannot insert a row into things: the insert into `things` names no column"],
        ),
        refused(
            "a row with a column that is misspelt",
            things,
            |op: &mut Op| {
                op.insert("things").set("nmae", "a");
            },
            str![[r#"
cannot insert a row into things: there is no column `nmae` in table `things`
  hint: did you mean `name`?
"#]],
        ),
        refused(
            "a row with a column twice",
            things,
            |op: &mut Op| {
                op.insert("things").set("name", "a").set("name", "b");
            },
            str!["cannot insert a row into things: column `name` of table `things` is set twice"],
        ),
        refused(
            "rows of a table that is misspelt",
            things,
            |op: &mut Op| {
                op.bulk_insert("thing", ["name"], [["a"]]);
            },
            str![[r#"
cannot insert a row into thing: there is no table `thing`
  hint: did you mean `things`?
"#]],
        ),
    ]
}

fn updates() -> Vec<Case> {
    vec![
        case(
            "every row",
            users,
            |op| {
                op.update("users").set("age", 1).set("name", sql("upper(name)"));
            },
            str![[r#"
UPDATE users SET age = 1, name = upper(name);

"#]],
        )
        .one_way(),
        case(
            "every operator",
            users,
            |op| {
                let age = || col("age");
                op.update("users").set("age", col("id")).filter(age().eq(1).or(age().ne(2)));
                op.update("users").set("age", 1).filter(age().lt(1).and(age().le(2)));
                op.update("users").set("age", 1).filter(age().gt(-1)).filter(age().ge(col("id")));
                op.update("users").set("age", 1).filter(col("name").like("A%"));
                op.update("users").set("age", 1).filter(age().is_null());
                op.update("users").set("age", 1).filter(!age().is_not_null());
                op.update("users").set("age", 1).filter(age().is_in([1, 2]));
                op.update("users").set("age", 1).filter(age().is_in([0; 0]));
                op.update("users").set("age", 1).filter(sql("age IN (1) OR 1"));
                op.update("users").set("age", 1).filter(sql("1 OR 1")).filter(age().eq(null()));
            },
            str![[r#"
UPDATE users SET age = id WHERE (age = 1) OR (age <> 2);
UPDATE users SET age = 1 WHERE (age < 1) AND (age <= 2);
UPDATE users SET age = 1 WHERE (age > -1) AND (age >= id);
UPDATE users SET age = 1 WHERE name LIKE 'A%';
UPDATE users SET age = 1 WHERE age IS NULL;
UPDATE users SET age = 1 WHERE NOT (age IS NOT NULL);
UPDATE users SET age = 1 WHERE age IN (1, 2);
UPDATE users SET age = 1 WHERE FALSE;
UPDATE users SET age = 1 WHERE age IN (1) OR 1;
UPDATE users SET age = 1 WHERE (1 OR 1) AND (age IS NULL);

"#]],
        )
        .one_way(),
        refused(
            "an update of nothing",
            users,
            |op: &mut Op| {
                let _ = op.update("users");
            },
            str!["cannot update every row of users: the update of `users` sets no column"],
        ),
        refused(
            "an update with a filter that is misspelt",
            users,
            |op: &mut Op| {
                op.update("users").set("age", 1).filter(col("emial").is_null());
            },
            str![[r#"
cannot update users: there is no column `emial` in table `users`
  hint: did you mean `email`?
"#]],
        ),
        refused(
            "an update of a column twice",
            users,
            |op: &mut Op| {
                op.update("users").set("age", 1).set("age", 2);
            },
            str!["cannot update every row of users: column `age` of table `users` is set twice"],
        ),
    ]
}

fn deletes() -> Vec<Case> {
    vec![
        case(
            "some rows",
            users,
            |op| {
                op.delete("users").filter(col("age").lt(18)).filter(col("name").is_null());
            },
            str![[r#"
DELETE FROM users WHERE (age < 18) AND (name IS NULL);

"#]],
        )
        .one_way(),
        case(
            "all rows",
            users,
            |op| {
                op.delete("users").all_rows();
            },
            str![[r#"
DELETE FROM users;

"#]],
        )
        .one_way(),
        refused(
            "rows by a column that is misspelt",
            users,
            |op: &mut Op| {
                op.delete("users").filter(col("agge").eq(1));
            },
            str![[r#"
cannot delete rows of users: there is no column `agge` in table `users`
  hint: did you mean `age`?
"#]],
        ),
    ]
}
