//! Columns: added, dropped, changed, renamed.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, refused};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    [added(), dropped(), changed(), renamed()].concat()
}

fn added() -> Vec<Case> {
    vec![
        case(
            "a nullable column",
            users,
            |op| op.add_column("users", "role", varchar(100)),
            str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(100);

"#]],
        ),
        case(
            "a column with a constant default",
            users,
            |op| op.add_column("users", "role", varchar(100).not_null().default("member")),
            str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(100) NOT NULL DEFAULT 'member';

"#]],
        ),
        case(
            "a column with a computed default",
            users,
            |op| op.add_column("users", "seen_at", timestamptz().not_null().default(now())),
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    seen_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "a column with a default of SQL",
            users,
            |op| op.add_column("users", "token", text().default(sql("lower(hex(zeroblob(4)))"))),
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    token TEXT DEFAULT (lower(hex(zeroblob(4)))),
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "a day",
            users,
            |op| op.add_column("users", "joined", date().default(today())),
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    joined DATE DEFAULT CURRENT_DATE,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "a unique column",
            users,
            |op| op.add_column("users", "login", text().unique()),
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    login TEXT CONSTRAINT uq_users_login UNIQUE,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "a reference",
            users,
            |op| {
                op.add_column(
                    "users",
                    "boss",
                    integer().references("users", "id").on_delete(SetNull),
                );
            },
            str![[r#"
ALTER TABLE users ADD COLUMN boss INTEGER CONSTRAINT fk_users_boss_users REFERENCES users (id) ON DELETE SET NULL;

"#]],
        ),
        case(
            "a reference with a default",
            users,
            |op| {
                op.add_column("users", "boss", integer().default(1).references("users", "id"));
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    boss INTEGER DEFAULT 1 CONSTRAINT fk_users_boss_users REFERENCES users (id),
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "a checked and collated column",
            users,
            |op| {
                op.add_column(
                    "users",
                    "code",
                    text().collate("RTRIM").check("code <> ''").comment("by post"),
                );
            },
            str![[r#"
ALTER TABLE users ADD COLUMN code TEXT COLLATE RTRIM CONSTRAINT ck_users_code CHECK (code <> '');
-- SQLite keeps no comments: the one of column `users.code` is left out

"#]],
        ),
        case(
            "computed columns",
            users,
            |op| {
                op.add_column("users", "initial", text().generated_virtual("substr(name, 1, 1)"));
                op.add_column("users", "shout", text().generated("upper(name)").not_null());
            },
            str![[r#"
ALTER TABLE users ADD COLUMN initial TEXT GENERATED ALWAYS AS (substr(name, 1, 1)) VIRTUAL;
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    initial TEXT GENERATED ALWAYS AS (substr(name, 1, 1)) VIRTUAL,
    shout TEXT NOT NULL GENERATED ALWAYS AS (upper(name)) STORED,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "a numbered key for a table without one",
            |op| {
                op.create_table(table("notes").column("body", text()));
                op.bulk_insert("notes", ["body"], [["a"], ["b"]]);
            },
            |op| op.add_column("notes", "id", big_int().primary_key().identity()),
            str![[r#"
CREATE TABLE "_migrate_new_notes" (
    body TEXT,
    id INTEGER NOT NULL CONSTRAINT pk_notes PRIMARY KEY AUTOINCREMENT
);
INSERT INTO _migrate_new_notes (body, id) SELECT body, rowid FROM notes;
DROP TABLE notes;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_notes RENAME TO notes;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        refused(
            "numbers that are no key",
            users,
            |op: &mut Op| op.add_column("users", "number", integer().identity()),
            str![[r#"
cannot add column users.number integer: SQLite numbers rows only in a primary key of one column, and `number` is none
  hint: make the column `.primary_key().identity()`, in a table with rowids
"#]],
        ),
        refused(
            "a column twice",
            users,
            |op: &mut Op| op.add_column("users", "name", text()),
            str![
                "cannot add column users.name text: column `name` already exists in table `users`"
            ],
        ),
        refused(
            "a column of a table that is not there",
            users,
            |op: &mut Op| op.add_column("usres", "role", text()),
            str![[r#"
cannot add column usres.role text: there is no table `usres`
  hint: did you mean `users`?
"#]],
        ),
        refused(
            "a default that is no word of the list",
            users,
            |op: &mut Op| {
                let mood = enumeration("mood", ["sad", "happy"]).default("angry");
                op.add_column("users", "mood", mood);
            },
            str![[r#"
cannot add column users.mood enumeration(mood): the default `"angry"` does not fit column `mood`, which is enumeration(mood)
  hint: write a value of the column's type, or `sql("..")` for an expression
"#]],
        ),
    ]
}

fn dropped() -> Vec<Case> {
    vec![
        case(
            "a plain column",
            users,
            |op| op.drop_column("users", "age"),
            str![[r#"
ALTER TABLE users DROP COLUMN age;

"#]],
        ),
        case(
            "a column with an index of its own",
            |op| {
                users(op);
                op.create_index("ix_users_name", "users", ["name"]).unique();
            },
            |op| op.drop_column("users", "name"),
            str![[r#"
DROP INDEX ix_users_name;
ALTER TABLE users DROP COLUMN name;

"#]],
        ),
        case(
            "a column with constraints of its own",
            |op| {
                users(op);
                op.add_column("users", "boss", integer().references("users", "id"));
                op.add_column("users", "login", text().unique().check("login <> ''"));
            },
            |op| {
                op.drop_column("users", "boss");
                op.drop_column("users", "login");
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "an enumeration",
            |op| {
                users(op);
                op.add_column("users", "mood", enumeration("mood", ["sad", "happy"]));
            },
            |op| op.drop_column("users", "mood"),
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "the numbered key",
            |op| {
                op.create_table(
                    table("notes")
                        .column("id", integer().primary_key().identity())
                        .column("body", text()),
                );
                op.bulk_insert("notes", ["body"], [["a"], ["b"]]);
            },
            |op| op.drop_column("notes", "id"),
            str![[r#"
CREATE TABLE "_migrate_new_notes" (
    body TEXT
);
INSERT INTO _migrate_new_notes (rowid, body) SELECT id, body FROM notes;
DROP TABLE notes;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_notes RENAME TO notes;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        case(
            "a column that comes back empty in the same revision",
            users,
            |op| {
                op.alter_column("users", "email").set_type(text());
                op.drop_column("users", "age");
                op.add_column("users", "age", text());
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email TEXT NOT NULL,
    name TEXT,
    age TEXT,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name) SELECT id, email, name FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        refused(
            "the only column",
            |op| {
                op.create_table(table("notes").column("body", text()));
            },
            |op: &mut Op| op.drop_column("notes", "body"),
            str![[r#"
cannot drop column notes.body: `body` is the only column of table `notes`
  hint: drop the table instead: `op.drop_table("notes")`
"#]],
        ),
        refused(
            "a column of a shared index",
            |op| {
                users(op);
                op.create_index("ix_users_both", "users", ["name", "age"]);
            },
            |op: &mut Op| op.drop_column("users", "age"),
            str![[r#"
cannot drop column users.age: column `age` is used by index `ix_users_both`
  hint: drop index `ix_users_both` first
"#]],
        ),
        refused(
            "a column of a shared check",
            |op| {
                users(op);
                op.create_check_constraint("ck_users_both", "users", "age > 0 OR name = ''");
            },
            |op: &mut Op| op.drop_column("users", "age"),
            str![[r#"
cannot drop column users.age: column `age` is used by check constraint `ck_users_both`
  hint: drop check constraint `ck_users_both` first
"#]],
        ),
        refused(
            "a column that another is computed from",
            |op| {
                users(op);
                op.add_column("users", "double", integer().generated_virtual("age * 2"));
            },
            |op: &mut Op| op.drop_column("users", "age"),
            str![[r#"
cannot drop column users.age: column `age` is used by generated column `double`
  hint: drop generated column `double` first
"#]],
        ),
        refused(
            "a column that is referenced",
            |op| {
                users(op);
                op.create_table(
                    table("posts").column("author_id", integer().references("users", "id")),
                );
            },
            |op: &mut Op| op.drop_column("users", "id"),
            str![[r#"
cannot drop column users.id: column `id` is used by foreign key `fk_posts_author_id_users` of table `posts`
  hint: drop foreign key `fk_posts_author_id_users` of table `posts` first
"#]],
        ),
    ]
}

fn changed() -> Vec<Case> {
    vec![
        case(
            "a type",
            users,
            |op| {
                op.alter_column("users", "name").set_type(varchar(80));
            },
            str![[r#"
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

"#]],
        ),
        case(
            "a type with an expression for the values",
            users,
            |op| {
                op.alter_column("users", "age").set_type(text()).using("age || ' years'");
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age TEXT,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age || ' years' FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "NOT NULL",
            users,
            |op| {
                op.alter_column("users", "name").not_null();
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT NOT NULL,
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        )
        .native(str![[r#"
ALTER TABLE users ALTER COLUMN name SET NOT NULL;

"#]]),
        case(
            "NULL",
            users,
            |op| {
                op.alter_column("users", "email").nullable();
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255),
    name TEXT,
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        )
        .native(str![[r#"
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;

"#]]),
        case(
            "NOT NULL where it is so already",
            users,
            |op| {
                op.alter_column("users", "email").not_null();
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        )
        .native(str![[r#"
ALTER TABLE users ALTER COLUMN email SET NOT NULL;

"#]]),
        case(
            "defaults",
            users,
            |op| {
                op.alter_column("users", "age").default(18);
                op.alter_column("users", "email").default(sql("lower('NOBODY')"));
                op.alter_column("users", "name").default("nobody");
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) DEFAULT (lower('NOBODY')) NOT NULL,
    name TEXT DEFAULT 'nobody',
    age INTEGER DEFAULT 18,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
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
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
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

"#]],
        ),
        case(
            "a collation",
            users,
            |op| {
                op.alter_column("users", "name").collate("NOCASE");
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT COLLATE "NOCASE",
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]],
        ),
        case(
            "a comment of a column",
            users,
            |op| {
                op.alter_column("users", "name").comment("as on the passport");
                op.alter_column("users", "name").drop_comment();
            },
            str![[r#"
-- SQLite keeps no comments: the one of column `users.name` is left out

"#]],
        ),
        case(
            "everything at once",
            users,
            |op| {
                op.alter_column("users", "name")
                    .set_type(varchar(200))
                    .not_null()
                    .default("nobody")
                    .collate("nocase")
                    .comment("as on the passport")
                    .rename_to("full_name");
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(200) COLLATE "nocase" DEFAULT 'nobody' NOT NULL,
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

"#]],
        ),
        case(
            "an enumeration for text",
            |op| {
                users(op);
                op.add_column("users", "mood", text().default("sad"));
            },
            |op| {
                op.alter_column("users", "mood").set_type(enumeration("mood", ["sad", "happy"]));
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
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

"#]],
        ),
        case(
            "neighbours share one new table",
            users,
            |op| {
                op.alter_column("users", "name").set_type(varchar(80));
                op.add_column("users", "role", text().unique());
                op.drop_column("users", "age");
                op.create_index("ix_users_role", "users", ["role"]);
                op.drop_index("ix_users_email", "users");
                op.create_check_constraint("ck_users_role", "users", "role <> ''");
                op.rename_constraint("ck_users_role", "users", "ck_users_role_text");
                op.drop_check_constraint("ck_users_role_text", "users");
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(80),
    role TEXT CONSTRAINT uq_users_role UNIQUE,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name) SELECT id, email, name FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_role ON users (role);

"#]],
        ),
        refused(
            "no change",
            users,
            |op: &mut Op| {
                let _ = op.alter_column("users", "name");
            },
            str![
                "cannot alter column users.name: the change of column `name` of table `users` changes nothing"
            ],
        ),
        refused(
            "a column that is misspelt",
            users,
            |op: &mut Op| {
                op.alter_column("users", "emial").not_null();
            },
            str![[r#"
cannot alter column users.emial: there is no column `emial` in table `users`
  hint: did you mean `email`?
"#]],
        ),
        refused(
            "a default of another type",
            users,
            |op: &mut Op| {
                op.alter_column("users", "age").default("old");
            },
            str![[r#"
cannot alter column users.age: the default `"old"` does not fit column `age`, which is integer
  hint: write a value of the column's type, or `sql("..")` for an expression
"#]],
        ),
        refused(
            "a type that the default does not fit",
            |op| {
                users(op);
                op.add_column("users", "role", text().default("member"));
            },
            |op: &mut Op| {
                op.alter_column("users", "role").set_type(integer());
            },
            str![[r#"
cannot alter column users.role: the default `"member"` does not fit column `role`, which is integer
  hint: write a value of the column's type, or `sql("..")` for an expression
"#]],
        ),
        refused(
            "NULL in a key",
            users,
            |op: &mut Op| {
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
                    table("offers").column("price", integer()).column("kind", text()).foreign_key(
                        foreign_key(
                            "fk_offers_items",
                            ["price", "kind"],
                            "items",
                            ["price", "kind"],
                        ),
                    ),
                );
                op.create_view("cheap", "SELECT id, price AS price FROM items WHERE price < 10");
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
            str![[r#"
ALTER TABLE items RENAME COLUMN price TO "Cost";
ALTER TABLE items RENAME COLUMN kind TO "order";

"#]],
        ),
        refused(
            "a column renamed to another",
            users,
            |op: &mut Op| {
                op.alter_column("users", "name").rename_to("email");
            },
            str!["cannot alter column users.name: column `email` already exists in table `users`"],
        ),
    ]
}
