//! Columns that get another type, with their values and defaults.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, mariadb, mysql, postgres, refused, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "wider types",
            |op| {
                op.create_table(
                    table("t")
                        .column("a", small_int().not_null().default(1))
                        .column("b", integer())
                        .column("c", varchar(10).default("x"))
                        .column("d", numeric(5, 2).default(decimal("1.50")))
                        .column("e", real())
                        .column("f", timestamp()),
                );
            },
            |op| {
                op.alter_column("t", "a").set_type(integer());
                op.alter_column("t", "b").set_type(big_int());
                op.alter_column("t", "c").set_type(varchar(20));
                op.alter_column("t", "d").set_type(numeric(12, 4));
                op.alter_column("t", "e").set_type(double());
                op.alter_column("t", "f").set_type(timestamptz());
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_t" (
    a INTEGER NOT NULL DEFAULT 1,
    b BIGINT,
    c VARCHAR(20) DEFAULT 'x',
    d NUMERIC(12, 4) DEFAULT 1.50,
    e DOUBLE,
    f TIMESTAMPTZ
);
INSERT INTO _migrate_new_t (rowid, a, b, c, d, e, f) SELECT rowid, a, b, c, d, e, f FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE t
    ALTER COLUMN a DROP DEFAULT,
    ALTER COLUMN a TYPE INTEGER,
    ALTER COLUMN a SET DEFAULT 1;
ALTER TABLE t ALTER COLUMN b TYPE BIGINT;
ALTER TABLE t
    ALTER COLUMN c DROP DEFAULT,
    ALTER COLUMN c TYPE VARCHAR(20),
    ALTER COLUMN c SET DEFAULT 'x';
ALTER TABLE t
    ALTER COLUMN d DROP DEFAULT,
    ALTER COLUMN d TYPE NUMERIC(12, 4),
    ALTER COLUMN d SET DEFAULT 1.50;
ALTER TABLE t
    ALTER COLUMN e TYPE DOUBLE PRECISION,
    ALTER COLUMN f TYPE TIMESTAMPTZ;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t
    MODIFY COLUMN a INT NOT NULL DEFAULT 1,
    MODIFY COLUMN b BIGINT,
    MODIFY COLUMN c VARCHAR(20) DEFAULT 'x',
    MODIFY COLUMN d DECIMAL(12, 4) DEFAULT 1.50,
    MODIFY COLUMN e DOUBLE,
    MODIFY COLUMN f TIMESTAMP(6) NULL,
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        )
        .one_way_on(&["PostgreSQL"]),
        case(
            "text with a default, cut",
            |op| {
                users(op);
                op.add_column("users", "role", varchar(40).not_null().default("it's"));
            },
            |op| {
                op.alter_column("users", "role").set_type(varchar(10));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    role VARCHAR(10) NOT NULL DEFAULT 'it''s',
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
ALTER TABLE users
    ALTER COLUMN role DROP DEFAULT,
    ALTER COLUMN role TYPE VARCHAR(10),
    ALTER COLUMN role SET DEFAULT 'it''s';

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN role VARCHAR(10) NOT NULL DEFAULT 'it''s', ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        )
        .one_way_on(&["PostgreSQL", "MariaDB", "MySQL"]),
        case(
            "text of any length with a default for text of some length",
            |op| {
                users(op);
                op.add_column("users", "role", varchar(40).not_null().default("x"));
            },
            |op| {
                op.alter_column("users", "role").set_type(text());
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    role TEXT NOT NULL DEFAULT 'x',
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
ALTER TABLE users
    ALTER COLUMN role DROP DEFAULT,
    ALTER COLUMN role TYPE TEXT,
    ALTER COLUMN role SET DEFAULT 'x';

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN role LONGTEXT NOT NULL DEFAULT 'x', ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE users MODIFY COLUMN role LONGTEXT NOT NULL DEFAULT ('x'), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "text of any length for text that is indexed",
            users,
            |op| {
                op.alter_column("users", "email").set_type(text());
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email TEXT NOT NULL,
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
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN email TYPE TEXT;

"#]]),
                mariadb(refused(str![[r#"
cannot alter column users.email: column `email` is LONGTEXT, and a key holds only a part of such values
  hint: drop the key first, or keep a type that it holds
"#]])),
            ],
        ),
        case(
            "text for numbers with a default",
            |op| {
                users(op);
                op.add_column("users", "level", integer().not_null().default(0));
            },
            |op| {
                op.alter_column("users", "level").set_type(varchar(20)).default("0");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    level VARCHAR(20) NOT NULL DEFAULT '0',
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age, level) SELECT id, email, name, age, level FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users
    ALTER COLUMN level DROP DEFAULT,
    ALTER COLUMN level TYPE VARCHAR(20),
    ALTER COLUMN level SET DEFAULT '0';

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN level VARCHAR(20) NOT NULL DEFAULT '0', ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "numbers for text with a default that is none",
            |op| {
                users(op);
                op.add_column("users", "level", varchar(20).default("none"));
            },
            |op| {
                op.alter_column("users", "level").set_type(integer()).using("id + 1").default(3);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    level INTEGER DEFAULT 3,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age, level) SELECT id, email, name, age, id + 1 FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users
    ALTER COLUMN level DROP DEFAULT,
    ALTER COLUMN level TYPE INTEGER USING id + 1,
    ALTER COLUMN level SET DEFAULT 3;

"#]]),
                mariadb(refused(str![[r#"
cannot alter column users.level: MariaDB has no USING for a new type
  hint: add a column of the new type, fill it with `op.update(..)`, drop the old one, and rename the new one
"#]])),
            ],
        )
        .one_way_on(&["SQLite", "PostgreSQL"]),
        case(
            "numbers for truth values with a default",
            |op| {
                users(op);
                op.add_column("users", "is_admin", boolean().not_null().default(false));
            },
            |op| {
                op.alter_column("users", "is_admin")
                    .set_type(integer())
                    .using("CASE WHEN is_admin THEN 1 ELSE 0 END")
                    .default(0);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    is_admin INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age, is_admin) SELECT id, email, name, age, CASE WHEN is_admin THEN 1 ELSE 0 END FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users
    ALTER COLUMN is_admin DROP DEFAULT,
    ALTER COLUMN is_admin TYPE INTEGER USING CASE WHEN is_admin THEN 1 ELSE 0 END,
    ALTER COLUMN is_admin SET DEFAULT 0;

"#]]),
                mariadb(refused(str![[r#"
cannot alter column users.is_admin: MariaDB has no USING for a new type
  hint: add a column of the new type, fill it with `op.update(..)`, drop the old one, and rename the new one
"#]])),
            ],
        )
        .one_way_on(&["SQLite", "PostgreSQL"]),
        case(
            "truth values for numbers",
            |op| {
                users(op);
                op.add_column("users", "is_admin", integer().not_null().default(0));
            },
            |op| {
                op.alter_column("users", "is_admin")
                    .set_type(boolean())
                    .using("is_admin <> 0")
                    .default(false);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    is_admin BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age, is_admin) SELECT id, email, name, age, is_admin <> 0 FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users
    ALTER COLUMN is_admin DROP DEFAULT,
    ALTER COLUMN is_admin TYPE BOOLEAN USING is_admin <> 0,
    ALTER COLUMN is_admin SET DEFAULT FALSE;

"#]]),
                mariadb(refused(str![[r#"
cannot alter column users.is_admin: MariaDB has no USING for a new type
  hint: add a column of the new type, fill it with `op.update(..)`, drop the old one, and rename the new one
"#]])),
            ],
        )
        .one_way_on(&["SQLite", "PostgreSQL"]),
        case(
            "a binary document for text",
            |op| op.create_table(table("t").column("document", json())),
            |op| {
                op.alter_column("t", "document").set_type(jsonb());
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_t" (
    document TEXT
);
INSERT INTO _migrate_new_t (rowid, document) SELECT rowid, document FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE t ALTER COLUMN document TYPE JSONB;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t MODIFY COLUMN document JSON, ALGORITHM=INSTANT;

"#]]),
            ],
        )
        .one_way_on(&["PostgreSQL"]),
        case(
            "a type for a key that is referenced",
            |op| {
                users(op);
                op.create_table(
                    table("posts").column("author_id", integer().references("users", "id")),
                );
            },
            |op| {
                op.drop_foreign_key("fk_posts_author_id_users", "posts");
                op.alter_column("users", "id").set_type(big_int());
                op.alter_column("posts", "author_id").set_type(big_int());
                op.create_foreign_key("fk", "posts", ["author_id"], "users", ["id"]);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    author_id INTEGER
);
INSERT INTO _migrate_new_posts (rowid, author_id) SELECT rowid, author_id FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE "_migrate_new_users" (
    id BIGINT NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (rowid, id, email, name, age) SELECT id, id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);
CREATE TABLE "_migrate_new_posts" (
    author_id BIGINT,
    CONSTRAINT fk FOREIGN KEY (author_id) REFERENCES users (id)
);
INSERT INTO _migrate_new_posts (rowid, author_id) SELECT rowid, author_id FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts DROP CONSTRAINT fk_posts_author_id_users;
ALTER TABLE users ALTER COLUMN id TYPE BIGINT;
ALTER TABLE posts ALTER COLUMN author_id TYPE BIGINT;
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (author_id) REFERENCES users (id);

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts
    DROP FOREIGN KEY fk_posts_author_id_users,
    DROP INDEX IF EXISTS fk_posts_author_id_users,
    ALGORITHM=NOCOPY, LOCK=NONE;
ALTER TABLE users MODIFY COLUMN id BIGINT NOT NULL, ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE posts MODIFY COLUMN author_id BIGINT, ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (author_id) REFERENCES users (id), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts
    DROP FOREIGN KEY fk_posts_author_id_users,
    DROP INDEX fk_posts_author_id_users,
    ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE users MODIFY COLUMN id BIGINT NOT NULL, ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE posts MODIFY COLUMN author_id BIGINT, ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (author_id) REFERENCES users (id), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a type that keeps the comment and the rest",
            |op| {
                op.create_table(
                    table("t")
                        .column("a", varchar(10).not_null().default("x").unique().comment("kept")),
                );
            },
            |op| {
                op.alter_column("t", "a").set_type(varchar(20));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_t" (
    a VARCHAR(20) NOT NULL DEFAULT 'x',
    CONSTRAINT uq_t_a UNIQUE (a)
);
INSERT INTO _migrate_new_t (rowid, a) SELECT rowid, a FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE t
    ALTER COLUMN a DROP DEFAULT,
    ALTER COLUMN a TYPE VARCHAR(20),
    ALTER COLUMN a SET DEFAULT 'x';

"#]]),
                mariadb(str![[r#"
ALTER TABLE t MODIFY COLUMN a VARCHAR(20) NOT NULL DEFAULT 'x' COMMENT 'kept', ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE t MODIFY COLUMN a VARCHAR(20) NOT NULL DEFAULT 'x' COMMENT 'kept', ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "no more NOT NULL and no more default",
            |op| {
                users(op);
                op.add_column("users", "role", varchar(10).not_null().default("x").comment("kept"));
            },
            |op| {
                op.alter_column("users", "role").nullable().drop_default();
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    role VARCHAR(10),
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
ALTER TABLE users
    ALTER COLUMN role DROP DEFAULT,
    ALTER COLUMN role DROP NOT NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN role VARCHAR(10) NULL COMMENT 'kept', ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "what MariaDB and MySQL say of a column is kept",
            |op| {
                op.create_table(
                    table("t")
                        .column("a", timestamp().default(now()).mysql_on_update_now())
                        .column("b", varchar(9).mysql_charset("latin1").comment("it's"))
                        .column("c", integer().unsigned().not_null().default(1)),
                );
            },
            |op| {
                op.alter_column("t", "a").comment("when");
                op.alter_column("t", "b").not_null().default("x");
                op.alter_column("t", "c").drop_default();
                op.alter_column("t", "c").rename_to("d");
            },
            [
                sqlite(refused(str![[r#"
cannot alter column t.b: SQLite has no unsigned numbers, and the column is integer unsigned
  hint: leave `.unsigned()` out, and add `.check("column >= 0")` if it matters
"#]])),
                postgres(refused(str![[r#"
cannot alter column t.c: PostgreSQL has no unsigned numbers, and the column is integer unsigned
  hint: use `big_int()` with `.check("c >= 0")`
"#]])),
                mariadb(str![[r#"
ALTER TABLE t
    MODIFY COLUMN a DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6) COMMENT 'when',
    MODIFY COLUMN b VARCHAR(9) CHARACTER SET latin1 NOT NULL DEFAULT 'x' COMMENT 'it''s',
    ALTER COLUMN c DROP DEFAULT,
    ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE t RENAME COLUMN c TO d, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "several changes of one table",
            users,
            |op| {
                op.alter_column("users", "email").set_type(varchar(300)).nullable();
                op.add_column("users", "role", varchar(40).not_null().default("x"));
                op.alter_column("users", "age").default(18);
                op.drop_column("users", "name");
                op.create_index("ix_users_role", "users", ["role"]);
                op.create_check_constraint("ck_users_role", "users", "role <> ''");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(300),
    age INTEGER DEFAULT 18,
    role VARCHAR(40) NOT NULL DEFAULT 'x',
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT ck_users_role CHECK (role <> '')
);
INSERT INTO _migrate_new_users (id, email, age) SELECT id, email, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);
CREATE INDEX ix_users_role ON users (role);

"#]]),
                postgres(str![[r#"
ALTER TABLE users
    ALTER COLUMN email DROP NOT NULL,
    ALTER COLUMN email TYPE VARCHAR(300),
    ADD COLUMN role VARCHAR(40) DEFAULT 'x' NOT NULL,
    ALTER COLUMN age SET DEFAULT 18;
ALTER TABLE users DROP COLUMN name;
CREATE INDEX ix_users_role ON users (role);
ALTER TABLE users ADD CONSTRAINT ck_users_role CHECK (role <> '');

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    MODIFY COLUMN email VARCHAR(300) NULL,
    ADD COLUMN role VARCHAR(40) NOT NULL DEFAULT 'x',
    ALTER COLUMN age SET DEFAULT 18,
    DROP COLUMN name,
    ADD INDEX ix_users_role (role),
    ADD CONSTRAINT ck_users_role CHECK (role <> ''),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE users MODIFY COLUMN email VARCHAR(300) NULL;
ALTER TABLE users
    ADD COLUMN role VARCHAR(40) NOT NULL DEFAULT 'x',
    ALTER COLUMN age SET DEFAULT 18,
    DROP COLUMN name,
    ALGORITHM=INSTANT;
ALTER TABLE users
    ADD INDEX ix_users_role (role),
    ADD CONSTRAINT ck_users_role CHECK (role <> ''),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
    ]
}
