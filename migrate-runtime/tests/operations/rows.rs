//! Rows: inserted, updated, deleted, with every value and every operator.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, postgres, refused, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    [inserts(), updates(), deletes(), conditions(), constants()].concat()
}

fn things(op: &mut Op) {
    op.create_table(
        table("things")
            .column("id", integer().primary_key().identity())
            .column("name", varchar(80).unique())
            .column("order", integer())
            .column("data", binary()),
    );
}

fn inserts() -> Vec<Case> {
    vec![
        case("a row", things, |op| {
                op.insert("things").set("name", "it's; -- %s :x ?").set("order", 3);
            }, [sqlite(str![[r#"
INSERT INTO things (name, "order") VALUES ('it''s; -- %s :x ?', 3);

"#]]), postgres(str![[r#"
INSERT INTO things (name, "order") VALUES ('it''s; -- %s :x ?', 3);

"#]]), mariadb(str![[r#"
INSERT INTO things (name, `order`) VALUES ('it''s; -- %s :x ?', 3);

"#]])]).one_way(),
        case(
    "a row of every sort of value",
    things,
    |op| {
        op.insert("things")
            .set("id", 1000)
            .set("name", null())
            .set("order", sql("1 + 2"))
            .set("data", b"\x00'\xff");
        op.insert("things").set("order", -7_i8).set("name", Some("x"));
        op.insert("things").set("order", None::<i32>).set("name", now());
        op.insert("things").set("order", decimal("19.90")).set("name", "\\ \" ä \n");
    },
    [sqlite(str![[r#"
INSERT INTO things (id, name, "order", data) VALUES (1000, NULL, 1 + 2, X'0027FF');
INSERT INTO things ("order", name) VALUES (-7, 'x');
INSERT INTO things ("order", name) VALUES (NULL, CURRENT_TIMESTAMP);
INSERT INTO things ("order", name) VALUES (19.90, '/ " ä 
');

"#]]), postgres(str![[r#"
INSERT INTO things (id, name, "order", data) VALUES (1000, NULL, 1 + 2, E'//x0027ff'::bytea);
DO $$ BEGIN PERFORM setval(pg_get_serial_sequence('things', 'id'), 1000) WHERE 1000 > coalesce(pg_sequence_last_value(pg_get_serial_sequence('things', 'id')), 0); END $$;
INSERT INTO things ("order", name) VALUES (-7, 'x');
INSERT INTO things ("order", name) VALUES (NULL, CURRENT_TIMESTAMP);
INSERT INTO things ("order", name) VALUES (19.90, E'// " ä 
');

"#]]), mariadb(str![[r#"
INSERT INTO things (id, name, `order`, data) VALUES (1000, NULL, 1 + 2, X'0027FF');
INSERT INTO things (`order`, name) VALUES (-7, 'x');
INSERT INTO things (`order`, name) VALUES (NULL, CURRENT_TIMESTAMP(6));
INSERT INTO things (`order`, name) VALUES (19.90, _utf8mb4 X'5C202220C3A4200A');

"#]])],
)
.one_way(),
case(
    "numbers of every sort",
    |op| {
        op.create_table(
            table("numbers").column("exact", numeric(20, 0)).column("rough", double()),
        );
    },
    |op| {
        op.insert("numbers").set("exact", i64::MIN).set("rough", -1.5e-7);
        op.insert("numbers").set("exact", u64::MAX).set("rough", f64::MAX);
        op.insert("numbers").set("exact", decimal("-12345678901234567890")).set("rough", 0.1_f32);
    },
    [sqlite(str![[r#"
INSERT INTO numbers (exact, rough) VALUES (-9223372036854775808, -1.5e-7);
INSERT INTO numbers (exact, rough) VALUES (18446744073709551615, 1.7976931348623157e308);
INSERT INTO numbers (exact, rough) VALUES (-12345678901234567890, 0.10000000149011612);

"#]]), postgres(str![[r#"
INSERT INTO numbers (exact, rough) VALUES (-9223372036854775808, -1.5e-7);
INSERT INTO numbers (exact, rough) VALUES (18446744073709551615, 1.7976931348623157e308);
INSERT INTO numbers (exact, rough) VALUES (-12345678901234567890, 0.10000000149011612);

"#]]), mariadb(str![[r#"
INSERT INTO numbers (exact, rough) VALUES (-9223372036854775808, -1.5e-7);
INSERT INTO numbers (exact, rough) VALUES (18446744073709551615, 1.7976931348623157e308);
INSERT INTO numbers (exact, rough) VALUES (-12345678901234567890, 0.10000000149011612);

"#]])],
)
.one_way(),
case(
    "an infinite number",
    |op| op.create_table(table("numbers").column("rough", double())),
    |op| {
        op.insert("numbers").set("rough", f64::NEG_INFINITY);
    },
    [sqlite(str![[r#"
INSERT INTO numbers (rough) VALUES (-9e999);

"#]]), postgres(str![[r#"
INSERT INTO numbers (rough) VALUES ('-Infinity'::double precision);

"#]]), mariadb(refused(str![[r#"
cannot insert a row into numbers: MariaDB and MySQL have no number -inf
  hint: write `null()`, or a number
"#]]))],
)
.one_way(),
case(
    "no number",
    |op| op.create_table(table("numbers").column("rough", double())),
    |op| {
        op.insert("numbers").set("rough", f64::NAN);
    },
    [sqlite(refused(str![[r#"
cannot insert a row into numbers: SQLite keeps NULL for NaN
  hint: write `null()`
"#]])), postgres(str![[r#"
INSERT INTO numbers (rough) VALUES ('NaN'::double precision);

"#]]), mariadb(refused(str![[r#"
cannot insert a row into numbers: MariaDB and MySQL have no number NaN
  hint: write `null()`, or a number
"#]]))],
)
.one_way(),
case(
    "text with a character that ends it",
    things,
    |op| {
        op.insert("things").set("name", "a\0b");
    },
    [sqlite(refused(str![[r#"
cannot insert a row into things: a text constant holds a NUL character, at which SQLite would cut it
  hint: write the value as bytes, or take the character out
"#]])), postgres(refused(str![[r#"
cannot insert a row into things: a text holds a NUL character, which PostgreSQL has no place for
  hint: take the character out, or write the value as bytes
"#]])), mariadb(str![[r#"
INSERT INTO things (name) VALUES (_utf8mb4 X'610062');

"#]])],
)
.one_way(),
case(
    "an exact number that is none",
    things,
    |op| {
        op.insert("things").set("order", decimal("12,50"));
    },
    [sqlite(refused(str![[r#"
cannot insert a row into things: `12,50` is not a number in decimal digits
  hint: write it as `decimal("-12.50")`
"#]])), postgres(refused(str![[r#"
cannot insert a row into things: `12,50` is not a number in decimal digits
  hint: write it as `decimal("-12.50")`
"#]])), mariadb(refused(str![[r#"
cannot insert a row into things: `12,50` is not a number in decimal digits
  hint: write it as `decimal("-12.50")`
"#]]))],
),
case(
    "a truth value, a day and a document",
    |op| {
        op.create_table(
            table("t").column("b", boolean()).column("d", date()).column("j", json()),
        );
    },
    |op| {
        op.bulk_insert(
            "t",
            ["b", "d", "j"],
            [(true, "2024-02-29", "{\"a\": \"\\n\"}"), (false, "1999-12-31", "[]")],
        );
        op.update("t").set("b", false).filter(col("d").lt(today()));
        op.update("t").set("d", today()).filter(col("b").eq(true));
    },
    [sqlite(str![[r#"
INSERT INTO t (b, d, j) VALUES
    (TRUE, '2024-02-29', '{"a": "/n"}'),
    (FALSE, '1999-12-31', '[]');
UPDATE t SET b = FALSE WHERE d < (CURRENT_DATE);
UPDATE t SET d = CURRENT_DATE WHERE b = TRUE;

"#]]), postgres(str![[r#"
INSERT INTO t (b, d, j) VALUES
    (TRUE, '2024-02-29', E'{"a": "//n"}'),
    (FALSE, '1999-12-31', '[]');
UPDATE t SET b = FALSE WHERE d < (CURRENT_DATE);
UPDATE t SET d = CURRENT_DATE WHERE b = TRUE;

"#]]), mariadb(str![[r#"
INSERT INTO t (b, d, j) VALUES
    (TRUE, '2024-02-29', _utf8mb4 X'7B2261223A20225C6E227D'),
    (FALSE, '1999-12-31', '[]');
UPDATE t SET b = FALSE WHERE d < (CURRENT_DATE);
UPDATE t SET d = CURRENT_DATE WHERE b = TRUE;

"#]])],
)
.one_way(),
        case("many rows", things, |op| {
                op.bulk_insert("things", ["name", "order"], [("a", 1), ("b", 2)])
                    .set("data", b"")
                    .on_conflict_do_update(["name"]);
            }, [sqlite(str![[r#"
INSERT INTO things (name, "order", data) VALUES
    ('a', 1, X''),
    ('b', 2, X'') ON CONFLICT (name) DO UPDATE SET "order" = excluded."order", data = excluded.data;

"#]]), postgres(str![[r#"
INSERT INTO things (name, "order", data) VALUES
    ('a', 1, E'//x'::bytea),
    ('b', 2, E'//x'::bytea) ON CONFLICT (name) DO UPDATE SET "order" = excluded."order", data = excluded.data;

"#]]), mariadb(str![[r#"
INSERT INTO things (name, `order`, data) VALUES
    ('a', 1, X''),
    ('b', 2, X'') ON DUPLICATE KEY UPDATE `order` = VALUES(`order`), data = VALUES(data);

"#]]), mysql(str![[r#"
INSERT INTO things (name, `order`, data) VALUES
    ('a', 1, X''),
    ('b', 2, X'') AS new ON DUPLICATE KEY UPDATE `order` = new.`order`, data = new.data;

"#]])]).one_way(),
        case("rows that are there", things, |op| {
                op.insert("things").set("name", "a").on_conflict_do_nothing(["name"]);
                op.insert("things").set("name", "a").on_conflict_do_nothing([]);
                op.insert("things").set("name", "a").on_conflict_do_update(["name"]);
                op.insert("things")
                    .set("name", "a")
                    .set("order", 7)
                    .on_conflict_do_update(["name"]);
            }, [sqlite(str![[r#"
INSERT INTO things (name) VALUES ('a') ON CONFLICT (name) DO NOTHING;
INSERT INTO things (name) VALUES ('a') ON CONFLICT DO NOTHING;
INSERT INTO things (name) VALUES ('a') ON CONFLICT (name) DO NOTHING;
INSERT INTO things (name, "order") VALUES ('a', 7) ON CONFLICT (name) DO UPDATE SET "order" = excluded."order";

"#]]), postgres(str![[r#"
INSERT INTO things (name) VALUES ('a') ON CONFLICT (name) DO NOTHING;
INSERT INTO things (name) VALUES ('a') ON CONFLICT DO NOTHING;
INSERT INTO things (name) VALUES ('a') ON CONFLICT (name) DO NOTHING;
INSERT INTO things (name, "order") VALUES ('a', 7) ON CONFLICT (name) DO UPDATE SET "order" = excluded."order";

"#]]), mariadb(str![[r#"
INSERT INTO things (name) VALUES ('a') ON DUPLICATE KEY UPDATE name = name;
INSERT INTO things (name) VALUES ('a') ON DUPLICATE KEY UPDATE name = name;
INSERT INTO things (name) VALUES ('a') ON DUPLICATE KEY UPDATE name = name;
INSERT INTO things (name, `order`) VALUES ('a', 7) ON DUPLICATE KEY UPDATE `order` = VALUES(`order`);

"#]]), mysql(str![[r#"
INSERT INTO things (name) VALUES ('a') ON DUPLICATE KEY UPDATE name = name;
INSERT INTO things (name) VALUES ('a') ON DUPLICATE KEY UPDATE name = name;
INSERT INTO things (name) VALUES ('a') ON DUPLICATE KEY UPDATE name = name;
INSERT INTO things (name, `order`) VALUES ('a', 7) AS new ON DUPLICATE KEY UPDATE `order` = new.`order`;

"#]])]).one_way(),
        case("no rows at all", things, |op| {
                op.bulk_insert("things", ["name"], [[""; 1]; 0]);
            }, [sqlite(str![]), postgres(str![]), mariadb(str![])]).one_way(),
        case("rows of a table of the same revision", |_| {}, |op| {
                things(op);
                op.insert("things").set("name", "a");
                op.add_column("things", "extra", varchar(9));
                op.update("things").set("extra", "x");
                op.delete("things").all_rows();
            }, [sqlite(str![[r#"
CREATE TABLE things (
    id INTEGER NOT NULL CONSTRAINT pk_things PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(80),
    "order" INTEGER,
    data BLOB,
    CONSTRAINT uq_things_name UNIQUE (name)
);
INSERT INTO things (name) VALUES ('a');
ALTER TABLE things ADD COLUMN extra VARCHAR(9);
UPDATE things SET extra = 'x';
DELETE FROM things;

"#]]), postgres(str![[r#"
CREATE TABLE things (
    id INTEGER GENERATED BY DEFAULT AS IDENTITY NOT NULL,
    name VARCHAR(80),
    "order" INTEGER,
    data BYTEA,
    CONSTRAINT pk_things PRIMARY KEY (id),
    CONSTRAINT uq_things_name UNIQUE (name)
);
INSERT INTO things (name) VALUES ('a');
ALTER TABLE things ADD COLUMN extra VARCHAR(9);
UPDATE things SET extra = 'x';
DELETE FROM things;

"#]]), mariadb(str![[r#"
CREATE TABLE things (
    id INT NOT NULL AUTO_INCREMENT,
    name VARCHAR(80),
    `order` INT,
    data LONGBLOB,
    PRIMARY KEY (id),
    CONSTRAINT uq_things_name UNIQUE (name)
);
INSERT INTO things (name) VALUES ('a');
ALTER TABLE things ADD COLUMN extra VARCHAR(9), ALGORITHM=INSTANT;
UPDATE things SET extra = 'x';
DELETE FROM things;

"#]])]),
        invalid("a row of no values", things, |op| {
                let _ = op.insert("things");
            }, str!["cannot insert a row into things: the insert into `things` names no column"]),
        invalid("a row with a column that is misspelt", things, |op| {
                op.insert("things").set("nmae", "a");
            }, str![[r#"
cannot insert a row into things: there is no column `nmae` in table `things`
  hint: did you mean `name`?
"#]]),
        invalid("a row with a column twice", things, |op| {
                op.insert("things").set("name", "a").set("name", "b");
            }, str!["cannot insert a row into things: column `name` of table `things` is set twice"]),
        invalid("rows of a table that is misspelt", things, |op| {
                op.bulk_insert("thing", ["name"], [["a"]]);
            }, str![[r#"
cannot insert a row into thing: there is no table `thing`
  hint: did you mean `things`?
"#]]),
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
            [
                sqlite(str![[r#"
UPDATE users SET age = 1, name = upper(name);

"#]]),
                postgres(str![[r#"
UPDATE users SET age = 1, name = upper(name);

"#]]),
                mariadb(str![[r#"
UPDATE users SET age = 1, name = upper(name);

"#]]),
            ],
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
                op.update("users").set("age", 1).filter(sql("age IN (1) OR 1 = 1"));
                op.update("users")
                    .set("age", 1)
                    .filter(sql("1 = 1 OR 1 = 1"))
                    .filter(age().eq(null()));
            },
            [
                sqlite(str![[r#"
UPDATE users SET age = id WHERE (age = 1) OR (age <> 2);
UPDATE users SET age = 1 WHERE (age < 1) AND (age <= 2);
UPDATE users SET age = 1 WHERE (age > -1) AND (age >= id);
UPDATE users SET age = 1 WHERE name LIKE 'A%';
UPDATE users SET age = 1 WHERE age IS NULL;
UPDATE users SET age = 1 WHERE NOT (age IS NOT NULL);
UPDATE users SET age = 1 WHERE age IN (1, 2);
UPDATE users SET age = 1 WHERE FALSE;
UPDATE users SET age = 1 WHERE age IN (1) OR 1 = 1;
UPDATE users SET age = 1 WHERE (1 = 1 OR 1 = 1) AND (age IS NULL);

"#]]),
                postgres(str![[r#"
UPDATE users SET age = id WHERE (age = 1) OR (age <> 2);
UPDATE users SET age = 1 WHERE (age < 1) AND (age <= 2);
UPDATE users SET age = 1 WHERE (age > -1) AND (age >= id);
UPDATE users SET age = 1 WHERE name LIKE 'A%';
UPDATE users SET age = 1 WHERE age IS NULL;
UPDATE users SET age = 1 WHERE NOT (age IS NOT NULL);
UPDATE users SET age = 1 WHERE age IN (1, 2);
UPDATE users SET age = 1 WHERE FALSE;
UPDATE users SET age = 1 WHERE age IN (1) OR 1 = 1;
UPDATE users SET age = 1 WHERE (1 = 1 OR 1 = 1) AND (age IS NULL);

"#]]),
                mariadb(str![[r#"
UPDATE users SET age = id WHERE (age = 1) OR (age <> 2);
UPDATE users SET age = 1 WHERE (age < 1) AND (age <= 2);
UPDATE users SET age = 1 WHERE (age > -1) AND (age >= id);
UPDATE users SET age = 1 WHERE name LIKE 'A%';
UPDATE users SET age = 1 WHERE age IS NULL;
UPDATE users SET age = 1 WHERE NOT (age IS NOT NULL);
UPDATE users SET age = 1 WHERE age IN (1, 2);
UPDATE users SET age = 1 WHERE FALSE;
UPDATE users SET age = 1 WHERE age IN (1) OR 1 = 1;
UPDATE users SET age = 1 WHERE (1 = 1 OR 1 = 1) AND (age IS NULL);

"#]]),
            ],
        )
        .one_way(),
        invalid(
            "an update of nothing",
            users,
            |op| {
                let _ = op.update("users");
            },
            str!["cannot update every row of users: the update of `users` sets no column"],
        ),
        invalid(
            "an update with a filter that is misspelt",
            users,
            |op| {
                op.update("users").set("age", 1).filter(col("emial").is_null());
            },
            str![[r#"
cannot update users: there is no column `emial` in table `users`
  hint: did you mean `email`?
"#]],
        ),
        invalid(
            "an update of a column twice",
            users,
            |op| {
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
            [
                sqlite(str![[r#"
DELETE FROM users WHERE (age < 18) AND (name IS NULL);

"#]]),
                postgres(str![[r#"
DELETE FROM users WHERE (age < 18) AND (name IS NULL);

"#]]),
                mariadb(str![[r#"
DELETE FROM users WHERE (age < 18) AND (name IS NULL);

"#]]),
            ],
        )
        .one_way(),
        case(
            "all rows",
            users,
            |op| {
                op.delete("users").all_rows();
            },
            [
                sqlite(str![[r#"
DELETE FROM users;

"#]]),
                postgres(str![[r#"
DELETE FROM users;

"#]]),
                mariadb(str![[r#"
DELETE FROM users;

"#]]),
            ],
        )
        .one_way(),
        invalid(
            "rows by a column that is misspelt",
            users,
            |op| {
                op.delete("users").filter(col("agge").eq(1));
            },
            str![[r#"
cannot delete rows of users: there is no column `agge` in table `users`
  hint: did you mean `age`?
"#]],
        ),
    ]
}

/// A table of members with a column of truth values.
fn members(op: &mut Op) {
    op.create_table(
        table("members")
            .column("id", integer().primary_key())
            .column("level", small_int())
            .column("active", boolean())
            .column("mood", enumeration("mood", ["sad", "happy"]))
            .column("code", varchar(4))
            .column("born", date())
            .column("wakes", time())
            .column("fee", numeric(5, 2))
            .column("key", uuid())
            .column("data", json()),
    );
}

fn conditions() -> Vec<Case> {
    let mut cases = vec![
        case(
            "a column of truth values as a condition, before the value",
            members,
            |op| {
                op.update("members")
                    .filter(!col("active"))
                    .filter(col("level").lt(2))
                    .set("level", 2);
                op.delete("members")
                    .filter(col("active") & col("level").eq(1) | col("level").is_null());
            },
            [
                sqlite(str![[r#"
UPDATE members SET level = 2 WHERE (NOT (active)) AND (level < 2);
DELETE FROM members WHERE (active AND (level = 1)) OR (level IS NULL);

"#]]),
                postgres(str![[r#"
UPDATE members SET level = 2 WHERE (NOT (active)) AND (level < 2);
DELETE FROM members WHERE (active AND (level = 1)) OR (level IS NULL);

"#]]),
                mariadb(str![[r#"
UPDATE members SET level = 2 WHERE (NOT (active)) AND (level < 2);
DELETE FROM members WHERE (active AND (level = 1)) OR (level IS NULL);

"#]]),
            ],
        )
        .one_way(),
        case(
            "SQL of each database, as a condition, a value and a default",
            members,
            |op| {
                let digits = || {
                    sql(per_dialect()
                        .sqlite("length(code)")
                        .postgres("length(code)")
                        .mysql("char_length(code)"))
                };
                op.update("members")
                    .set("level", digits())
                    .filter(digits().gt(3).or(sql("level < 0")));
                let lower =
                    per_dialect().sqlite("lower('A')").postgres("lower('B')").mysql("lower('C')");
                op.create_table(table("t").column("a", text().default(sql(lower))));
            },
            [
                sqlite(str![[r#"
UPDATE members SET level = length(code) WHERE ((length(code)) > 3) OR (level < 0);
CREATE TABLE t (
    a TEXT DEFAULT (lower('A'))
);

"#]]),
                postgres(str![[r#"
UPDATE members SET level = length(code) WHERE ((length(code)) > 3) OR (level < 0);
CREATE TABLE t (
    a TEXT DEFAULT lower('B')
);

"#]]),
                mariadb(str![[r#"
UPDATE members SET level = char_length(code) WHERE ((char_length(code)) > 3) OR (level < 0);
CREATE TABLE t (
    a LONGTEXT DEFAULT (lower('C'))
);

"#]]),
            ],
        )
        .one_way(),
        case(
            "the time of the statement in columns of days and times",
            |_| {},
            |op| {
                op.create_table(
                    table("visits")
                        .column("id", integer())
                        .column("day", date().default(now()))
                        .column("hour", time().default(now())),
                );
                op.insert("visits").set("id", 1).set("day", now()).set("hour", now());
                op.update("visits").set("day", now()).filter(col("id").eq(1));
            },
            [
                sqlite(str![[r#"
CREATE TABLE visits (
    id INTEGER,
    day DATE DEFAULT CURRENT_DATE,
    hour TIME DEFAULT CURRENT_TIME
);
INSERT INTO visits (id, day, hour) VALUES (1, CURRENT_DATE, CURRENT_TIME);
UPDATE visits SET day = CURRENT_DATE WHERE id = 1;

"#]]),
                postgres(str![[r#"
CREATE TABLE visits (
    id INTEGER,
    day DATE DEFAULT now(),
    hour TIME DEFAULT now()
);
INSERT INTO visits (id, day, hour) VALUES (1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP);
UPDATE visits SET day = CURRENT_TIMESTAMP WHERE id = 1;

"#]]),
                mariadb(str![[r#"
CREATE TABLE visits (
    id INT,
    day DATE DEFAULT (CURRENT_TIMESTAMP),
    hour TIME(6) DEFAULT (CURRENT_TIME(6))
);
INSERT INTO visits (id, day, hour) VALUES (1, CURRENT_TIMESTAMP(6), CURRENT_TIMESTAMP(6));
UPDATE visits SET day = CURRENT_TIMESTAMP(6) WHERE id = 1;

"#]]),
            ],
        ),
    ];
    cases.extend([
        invalid(
            "a column of numbers as a condition",
            members,
            |op| {
                op.delete("members").filter(col("level").and(col("active")));
            },
            str![[r#"
cannot delete rows of members: column `level`, which is small_int, of table `members` is no condition
  hint: compare it: `col("level").eq(..)`, `col("level").is_not_null()`
"#]],
        ),
        invalid(
            "a condition over a value that the enum type lacks",
            members,
            |op| {
                op.update("members").set("level", 1).filter(col("mood").eq("angry"));
            },
            str![[r#"
cannot update members: the value `"angry"` does not fit column `mood`, which is enumeration(mood): the values are `sad`, `happy`
  hint: write one of them, or add it with `op.add_enum_value(..)`
"#]],
        ),
    ]);
    cases
}

fn constants() -> Vec<Case> {
    vec![
        invalid(
            "a value that is not of the enum type",
            members,
            |op| {
                op.insert("members").set("id", 1).set("mood", "Happy");
            },
            str![[r#"
cannot insert a row into members: the value `"Happy"` does not fit column `mood`, which is enumeration(mood): the values are `sad`, `happy`
  hint: write one of them, or add it with `op.add_enum_value(..)`
"#]],
        ),
        invalid(
            "a text that is too long",
            members,
            |op| {
                op.bulk_insert("members", ["id", "code"], [(1, "äöüß"), (2, "abcde")]);
            },
            str![[r#"
cannot insert 2 rows into members: the value `"abcde"` does not fit column `code`, which is varchar(4): it has 5 characters
  hint: shorten it, or make the column longer
"#]],
        ),
        invalid(
            "a day that does not exist",
            members,
            |op| {
                op.update("members").set("born", "2023-02-29");
            },
            str![[r#"
cannot update every row of members: the value `"2023-02-29"` does not fit column `born`, which is date: there is no such day
  hint: write it as `2024-02-29`
"#]],
        ),
        invalid(
            "a call in quotes as a value",
            members,
            |op| {
                op.insert("members").set("id", 1).set("born", "CURRENT_DATE");
            },
            str![[r#"
cannot insert a row into members: the value `"CURRENT_DATE"` does not fit column `born`, which is date: it is no date
  hint: write `today()` without quotes
"#]],
        ),
        invalid(
            "a call in quotes as a default",
            members,
            |op| {
                op.add_column("members", "seen_at", timestamptz().default("now()"));
            },
            str![[r#"
cannot add column members.seen_at timestamptz: the default `"now()"` does not fit column `seen_at`, which is timestamptz: it is no date and time
  hint: write `now()` without quotes
"#]],
        ),
        invalid(
            "a call in quotes as another default",
            members,
            |op| {
                op.alter_column("members", "key").default("gen_random_uuid()");
            },
            str![[r#"
cannot alter column members.key: the default `"gen_random_uuid()"` does not fit column `key`, which is uuid: a UUID has 32 hexadecimal digits
  hint: write `sql("gen_random_uuid()")` for an expression
"#]],
        ),
        invalid(
            "a number beyond its type",
            members,
            |op| {
                op.alter_column("members", "level").default(70_000);
            },
            str![[r#"
cannot alter column members.level: the default `70000` does not fit column `level`, which is small_int: the numbers go from -32768 to 32767
  hint: write a number in that range, or use a larger type
"#]],
        ),
        invalid(
            "a number with too many digits",
            members,
            |op| {
                op.insert("members").set("id", 1).set("fee", decimal("999.995"));
            },
            str![[r#"
cannot insert a row into members: the value `999.995` does not fit column `fee`, which is numeric(5, 2): 3 digits fit before the point, and it has 4
  hint: write a smaller number, or give the column more digits
"#]],
        ),
        invalid(
            "broken JSON",
            members,
            |op| {
                op.insert("members").set("id", 1).set("data", "{\"a\": 1,}");
            },
            str![[r#"
cannot insert a row into members: the value `"{/"a/": 1,}"` does not fit column `data`, which is json: it is no JSON at byte 8
  hint: write a value of the column's type, or `sql("..")` for an expression
"#]],
        ),
        invalid(
            "a default that is too long",
            members,
            |op| {
                op.alter_column("members", "code").default("abcde");
            },
            str![[r#"
cannot alter column members.code: the default `"abcde"` does not fit column `code`, which is varchar(4): it has 5 characters
  hint: shorten it, or make the column longer
"#]],
        ),
        invalid(
            "a time of day that does not exist",
            members,
            |op| {
                op.alter_column("members", "wakes").default("25:00");
            },
            str![[r#"
cannot alter column members.wakes: the default `"25:00"` does not fit column `wakes`, which is time: there is no such time of day
  hint: write it as `23:59:59`
"#]],
        ),
        invalid(
            "two primary keys",
            |_| {},
            |op| {
                op.create_table(
                    table("t")
                        .column("a", integer().primary_key())
                        .column("b", integer().primary_key()),
                );
            },
            str![[r#"
cannot create table t: primary key `pk_t` already exists in table `t`
  hint: a key of several columns is said of the table: `.primary_key(["a", "b"])`, without `.primary_key()` on the columns; another key is dropped first, with `op.drop_primary_key(..)`
"#]],
        ),
    ]
}
