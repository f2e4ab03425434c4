//! Columns that are changed and renamed; for their types see `conversions`.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{
    Case, case, invalid, mariadb, mysql, of_postgres, postgres, refused, since, sqlite,
};
use crate::support::NATIVE;
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    [changed(), renamed()].concat()
}

fn changed() -> Vec<Case> {
    vec![
        case(
            "a type",
            users,
            |op| {
                op.alter_column("users", "name").set_type(varchar(80));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(80),
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(80);

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN name VARCHAR(80), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        )
        .one_way_on(&["PostgreSQL", "MariaDB", "MySQL"]),
        case(
            "a type with an expression for the values",
            users,
            |op| {
                op.alter_column("users", "age").set_type(varchar(20)).using("concat(age, '0')");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age VARCHAR(20),
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, concat(age, '0') FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN age TYPE VARCHAR(20) USING concat(age, '0');

"#]]),
                mariadb(refused(str![[r#"
cannot alter column users.age: MariaDB has no USING for a new type
  hint: add a column of the new type, fill it with `op.update(..)`, drop the old one, and rename the new one
"#]])),
            ],
        )
        .one_way_on(&["SQLite", "PostgreSQL"]),
        case(
            "NOT NULL",
            users,
            |op| {
                op.alter_column("users", "name").not_null();
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100) NOT NULL,
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                since(
                    NATIVE,
                    str![[r#"
ALTER TABLE users ALTER COLUMN name SET NOT NULL;

"#]],
                ),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN name SET NOT NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN name VARCHAR(100) NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "NULL",
            users,
            |op| {
                op.alter_column("users", "email").nullable();
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255),
    name VARCHAR(100),
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                since(
                    NATIVE,
                    str![[r#"
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;

"#]],
                ),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN email VARCHAR(255) NULL, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "NOT NULL where it is so already",
            users,
            |op| {
                op.alter_column("users", "email").not_null();
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                since(
                    NATIVE,
                    str![[r#"
ALTER TABLE users ALTER COLUMN email SET NOT NULL;

"#]],
                ),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN email SET NOT NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN email VARCHAR(255) NOT NULL, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "defaults",
            users,
            |op| {
                op.alter_column("users", "age").default(18);
                op.alter_column("users", "email").default(sql("lower('NOBODY')"));
                op.alter_column("users", "name").default("nobody");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) DEFAULT (lower('NOBODY')) NOT NULL,
    name VARCHAR(100) DEFAULT 'nobody',
    age INTEGER DEFAULT 18,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users
    ALTER COLUMN age SET DEFAULT 18,
    ALTER COLUMN email SET DEFAULT lower('NOBODY'),
    ALTER COLUMN name SET DEFAULT 'nobody';

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    ALTER COLUMN age SET DEFAULT 18,
    ALTER COLUMN email SET DEFAULT (lower('NOBODY')),
    ALTER COLUMN name SET DEFAULT 'nobody',
    ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a dropped default",
            |op| {
                users(op);
                op.add_column("users", "role", text().not_null().default("member"));
            },
            |op| {
                op.alter_column("users", "role").drop_default();
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    role TEXT NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age, role) SELECT id, email, name, age, role FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN role DROP DEFAULT;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users ALTER COLUMN role DROP DEFAULT, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a dropped default of texts that may be NULL",
            |op| {
                op.create_table(
                    table("notes")
                        .column("body", text().default("none").comment("kept"))
                        .column("data", json().default("{}")),
                );
            },
            |op| {
                op.alter_column("notes", "body").drop_default();
                op.alter_column("notes", "data").drop_default();
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_notes" (
    body TEXT,
    data TEXT
);
INSERT INTO _migrate_new_notes (rowid, body, data) SELECT rowid, body, data FROM notes;
DROP TABLE notes;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_notes RENAME TO notes;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE notes
    ALTER COLUMN body DROP DEFAULT,
    ALTER COLUMN data DROP DEFAULT;

"#]]),
                mariadb(str![[r#"
ALTER TABLE notes
    ALTER COLUMN body SET DEFAULT NULL,
    ALTER COLUMN data SET DEFAULT NULL,
    ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE notes
    MODIFY COLUMN body LONGTEXT COMMENT 'kept',
    MODIFY COLUMN data JSON,
    ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a collation",
            users,
            |op| {
                op.alter_column("users", "name").collate("NOCASE");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100) COLLATE "NOCASE",
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(100) COLLATE "NOCASE";

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN name VARCHAR(100) COLLATE NOCASE;

"#]]),
            ],
        )
        .live_on(&["SQLite"]),
        case(
            "a collation of PostgreSQL",
            users,
            |op| {
                op.alter_column("users", "name").collate("C");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100) COLLATE "C",
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(100) COLLATE "C";

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN name VARCHAR(100) COLLATE C;

"#]]),
            ],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "a collation of MariaDB and MySQL",
            users,
            |op| {
                op.alter_column("users", "name").collate("utf8mb4_bin");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100) COLLATE "utf8mb4_bin",
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(100) COLLATE utf8mb4_bin;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN name VARCHAR(100) COLLATE utf8mb4_bin;

"#]]),
            ],
        )
        .live_on(&["MariaDB", "MySQL"]),
        case(
            "a comment of a column",
            users,
            |op| {
                op.alter_column("users", "name").comment("as on the passport");
                op.alter_column("users", "name").drop_comment();
            },
            [
                sqlite(str![[r#"
-- SQLite keeps no comments: the one of column `users.name` is left out

"#]]),
                postgres(str![[r#"
COMMENT ON COLUMN users.name IS 'as on the passport';
COMMENT ON COLUMN users.name IS NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN name VARCHAR(100) COMMENT 'as on the passport', ALGORITHM=INSTANT;
ALTER TABLE users MODIFY COLUMN name VARCHAR(100), ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a column renamed by its case alone",
            |op| {
                users(op);
                op.create_index("ix_users_name", "users", ["name"]);
            },
            |op| {
                op.alter_column("users", "name").rename_to("Name");
            },
            [
                sqlite(str![[r#"
ALTER TABLE users RENAME COLUMN name TO "Name";

"#]]),
                postgres(str![[r#"
ALTER TABLE users RENAME COLUMN name TO "Name";

"#]]),
                mariadb(str![[r#"
ALTER TABLE users RENAME COLUMN name TO `Name`, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a column whose name is another's but for its case",
            users,
            |op| op.add_column("users", "Name", text()),
            [
                sqlite(refused(str![[r#"
cannot add column users.Name text: SQLite compares names of columns without their case, and has `name` already
  hint: give it a name that differs in more than its case
"#]])),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN "Name" TEXT;

"#]]),
                mariadb(refused(str![[r#"
cannot add column users.Name text: MariaDB compares names of columns without their case, and has `name` already
  hint: give it a name that differs in more than its case
"#]])),
            ],
        ),
        case(
            "everything at once",
            users,
            |op| {
                op.alter_column("users", "name")
                    .set_type(varchar(200))
                    .not_null()
                    .default("nobody")
                    .comment("as on the passport")
                    .rename_to("full_name");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(200) DEFAULT 'nobody' NOT NULL,
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);
-- SQLite keeps no comments: the one of column `users.name` is left out
ALTER TABLE users RENAME COLUMN name TO full_name;

"#]]),
                postgres(str![[r#"
ALTER TABLE users
    ALTER COLUMN name TYPE VARCHAR(200),
    ALTER COLUMN name SET NOT NULL,
    ALTER COLUMN name SET DEFAULT 'nobody';
COMMENT ON COLUMN users.name IS 'as on the passport';
ALTER TABLE users RENAME COLUMN name TO full_name;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN name VARCHAR(200) NOT NULL DEFAULT 'nobody' COMMENT 'as on the passport', ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE users RENAME COLUMN name TO full_name, ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE users MODIFY COLUMN name VARCHAR(200) NOT NULL DEFAULT 'nobody' COMMENT 'as on the passport';
ALTER TABLE users RENAME COLUMN name TO full_name, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "an enumeration for text",
            |op| {
                users(op);
                op.add_column("users", "mood", varchar(9).default("sad"));
            },
            |op| {
                op.alter_column("users", "mood").set_type(enumeration("mood", ["sad", "happy"]));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    mood TEXT DEFAULT 'sad',
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('sad', 'happy'))
);
INSERT INTO _migrate_new_users (id, email, name, age, mood) SELECT id, email, name, age, mood FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
CREATE TYPE mood AS ENUM ('sad', 'happy');
ALTER TABLE users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE mood USING mood::mood,
    ALTER COLUMN mood SET DEFAULT 'sad';

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN mood ENUM('sad', 'happy') DEFAULT 'sad', ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        )
        .one_way_on(&["MariaDB", "MySQL"]),
        case(
            "neighbours share one new table",
            users,
            |op| {
                op.alter_column("users", "name").set_type(varchar(80));
                op.add_column("users", "role", varchar(40).unique());
                op.drop_column("users", "age");
                op.create_index("ix_users_role", "users", ["role"]);
                op.drop_index("ix_users_email", "users");
                op.create_check_constraint("ck_users_role", "users", "role <> ''");
                op.rename_constraint("ck_users_role", "users", "ck_users_role_text");
                op.drop_check_constraint("ck_users_role_text", "users");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(80),
    role VARCHAR(40) CONSTRAINT uq_users_role UNIQUE,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name) SELECT id, email, name FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_role ON users (role);

"#]]),
                postgres(str![[r#"
ALTER TABLE users
    ALTER COLUMN name TYPE VARCHAR(80),
    ADD COLUMN role VARCHAR(40) CONSTRAINT uq_users_role UNIQUE;
ALTER TABLE users DROP COLUMN age;
CREATE INDEX ix_users_role ON users (role);
DROP INDEX ix_users_email;
ALTER TABLE users ADD CONSTRAINT ck_users_role CHECK (role <> '');
ALTER TABLE users RENAME CONSTRAINT ck_users_role TO ck_users_role_text;
ALTER TABLE users DROP CONSTRAINT ck_users_role_text;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    MODIFY COLUMN name VARCHAR(80),
    ADD COLUMN role VARCHAR(40),
    ADD CONSTRAINT uq_users_role UNIQUE (role),
    DROP COLUMN age,
    ADD INDEX ix_users_role (role),
    DROP INDEX ix_users_email,
    ADD CONSTRAINT ck_users_role CHECK (role <> ''),
    ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE users
    DROP CONSTRAINT ck_users_role,
    ADD CONSTRAINT ck_users_role_text CHECK (role <> ''),
    ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE users DROP CONSTRAINT ck_users_role_text, ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE users
    MODIFY COLUMN name VARCHAR(80),
    ADD COLUMN role VARCHAR(40),
    ADD CONSTRAINT uq_users_role UNIQUE (role),
    DROP COLUMN age,
    ADD INDEX ix_users_role (role),
    DROP INDEX ix_users_email,
    ADD CONSTRAINT ck_users_role CHECK (role <> ''),
    ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE users
    DROP CHECK ck_users_role,
    ADD CONSTRAINT ck_users_role_text CHECK (role <> ''),
    ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE users DROP CHECK ck_users_role_text, ALGORITHM=INSTANT;

"#]]),
            ],
        )
        .one_way_on(&["PostgreSQL", "MariaDB", "MySQL"]),
        invalid(
            "no change",
            users,
            |op| {
                let _ = op.alter_column("users", "name");
            },
            str![
                "cannot alter column users.name: the change of column `name` of table `users` changes nothing"
            ],
        ),
        invalid(
            "a column that is misspelt",
            users,
            |op| {
                op.alter_column("users", "emial").not_null();
            },
            str![[r#"
cannot alter column users.emial: there is no column `emial` in table `users`
  hint: did you mean `email`?
"#]],
        ),
        invalid(
            "a default of another type",
            users,
            |op| {
                op.alter_column("users", "age").default("old");
            },
            str![[r#"
cannot alter column users.age: the default `"old"` does not fit column `age`, which is integer
  hint: write a value of the column's type, or `sql("..")` for an expression
"#]],
        ),
        invalid(
            "a type that the default does not fit",
            |op| {
                users(op);
                op.add_column("users", "role", text().default("member"));
            },
            |op| {
                op.alter_column("users", "role").set_type(integer());
            },
            str![[r#"
cannot alter column users.role: the default `"member"` does not fit column `role`, which is integer
  hint: write a value of the column's type, or `sql("..")` for an expression
"#]],
        ),
        invalid(
            "NULL in a key",
            users,
            |op| {
                op.alter_column("users", "id").nullable();
            },
            str![[r#"
cannot alter column users.id: column `id` is used by the primary key of table `users`
  hint: drop the primary key of table `users` first
"#]],
        ),
    ]
}

fn renamed() -> Vec<Case> {
    vec![
        case(
            "a column that everything mentions",
            |op| {
                op.create_table(
                    table("items")
                        .column("id", integer().primary_key())
                        .column("price", integer().not_null().check("price > 0"))
                        .column("twice", integer().generated_virtual("price * 2"))
                        .column("kind", enumeration("kind", ["new", "used"]))
                        .unique("uq_items_price", ["price", "kind"])
                        .index("ix_items_price", [desc("price")]),
                );
                op.create_index("ix_items_cheap", "items", [expression("price % 10")])
                    .filter("price < 100 AND kind <> 'price'");
                op.create_table(
                    table("offers")
                        .column("price", integer())
                        .column("kind", enumeration("kind", ["new", "used"]))
                        .foreign_key(foreign_key(
                            "fk_offers_items",
                            ["price", "kind"],
                            "items",
                            ["price", "kind"],
                        )),
                );
                op.create_view("cheap", "SELECT id, price FROM items WHERE price < 10");
                op.create_trigger(
                    "items_price",
                    "items",
                    "AFTER UPDATE OF price",
                    "WHEN NEW.price > OLD.price BEGIN UPDATE items SET price = OLD.price \
                     WHERE id = NEW.id; END",
                );
            },
            |op| {
                op.alter_column("items", "price").rename_to("Cost");
                op.alter_column("items", "kind").rename_to("order");
            },
            [
                sqlite(str![[r#"
DROP VIEW cheap;
ALTER TABLE items RENAME COLUMN price TO "Cost";
CREATE VIEW cheap AS SELECT id, "Cost" AS price FROM items WHERE "Cost" < 10;
ALTER TABLE items RENAME COLUMN kind TO "order";

"#]]),
                postgres(refused(str![[r#"
cannot alter column items.price: PostgreSQL 13 has no virtual generated columns
  hint: write `.generated(..)`, which keeps the values in the rows; version 18 has both
"#]])),
                since(
                    of_postgres(18),
                    str![[r#"
ALTER TABLE items RENAME COLUMN price TO "Cost";
ALTER TABLE items RENAME COLUMN kind TO "order";

"#]],
                ),
                mariadb(refused(str![[r#"
cannot alter column items.price: MariaDB has no triggers for single columns
  hint: write `UPDATE`, and compare `OLD` with `NEW` in the body
"#]])),
                mysql(refused(str![[r#"
cannot alter column items.price: MySQL does not rename `price` in check `ck_items_price`
  hint: drop that first, and make it again with the new name
"#]])),
            ],
        )
        .live_on(&["SQLite"]),
        case(
            "a column that keys, checks and views mention",
            |op| {
                op.create_table(
                    table("items")
                        .column("id", integer().primary_key())
                        .column("price", integer().not_null().check("price > 0"))
                        .column("kind", varchar(10))
                        .unique("uq_items_price", ["price", "kind"])
                        .index("ix_items_price", [desc("price")]),
                );
                op.create_table(
                    table("offers")
                        .column("price", integer())
                        .column("kind", varchar(10))
                        .foreign_key(foreign_key(
                            "fk_offers_items",
                            ["price", "kind"],
                            "items",
                            ["price", "kind"],
                        )),
                );
                op.create_view("cheap", "SELECT id, price FROM items WHERE price < 10");
            },
            |op| {
                op.alter_column("items", "price").rename_to("Cost");
                op.alter_column("items", "kind").rename_to("order");
            },
            [
                sqlite(str![[r#"
DROP VIEW cheap;
ALTER TABLE items RENAME COLUMN price TO "Cost";
CREATE VIEW cheap AS SELECT id, "Cost" AS price FROM items WHERE "Cost" < 10;
ALTER TABLE items RENAME COLUMN kind TO "order";

"#]]),
                postgres(str![[r#"
ALTER TABLE items RENAME COLUMN price TO "Cost";
ALTER TABLE items RENAME COLUMN kind TO "order";

"#]]),
                mariadb(str![[r#"
ALTER TABLE items RENAME COLUMN price TO `Cost`, ALGORITHM=INSTANT;
CREATE OR REPLACE VIEW cheap AS SELECT id, `Cost` AS price FROM items WHERE `Cost` < 10;
ALTER TABLE items RENAME COLUMN kind TO `order`, ALGORITHM=INSTANT;

"#]]),
                mysql(refused(str![[r#"
cannot alter column items.price: MySQL does not rename `price` in check `ck_items_price`
  hint: drop that first, and make it again with the new name
"#]])),
            ],
        ),
        case(
            "two columns that change places",
            users,
            |op| {
                op.alter_column("users", "name").rename_to("temporary");
                op.alter_column("users", "email").rename_to("name");
                op.alter_column("users", "temporary").rename_to("email");
            },
            [
                sqlite(str![[r#"
ALTER TABLE users RENAME COLUMN name TO "temporary";
ALTER TABLE users RENAME COLUMN email TO name;
ALTER TABLE users RENAME COLUMN "temporary" TO email;

"#]]),
                postgres(str![[r#"
ALTER TABLE users RENAME COLUMN name TO temporary;
ALTER TABLE users RENAME COLUMN email TO name;
ALTER TABLE users RENAME COLUMN temporary TO email;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users RENAME COLUMN name TO temporary, ALGORITHM=INSTANT;
ALTER TABLE users RENAME COLUMN email TO name, ALGORITHM=INSTANT;
ALTER TABLE users RENAME COLUMN temporary TO email, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        invalid(
            "a column renamed to another",
            users,
            |op| {
                op.alter_column("users", "name").rename_to("email");
            },
            str!["cannot alter column users.name: column `email` already exists in table `users`"],
        ),
    ]
}
