//! Triggers: made, dropped.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, postgres, refused, sqlite};
use crate::tables::{trigger_body, users};

pub(crate) fn cases() -> Vec<Case> {
    let touch = |op: &mut Op| {
        users(op);
        op.create_trigger("users_touch", "users", "BEFORE UPDATE", trigger_body());
    };
    vec![
        case(
            "a trigger",
            users,
            |op| op.create_trigger("users_touch", "users", "BEFORE UPDATE", trigger_body()),
            [
                sqlite(str![[r#"
CREATE TRIGGER users_touch BEFORE UPDATE ON users BEGIN SELECT 1; END;

"#]]),
                postgres(str![[r#"
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

"#]]),
                mariadb(str![[r#"
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW SET NEW.age = OLD.age;

"#]]),
            ],
        ),
        case(
            "a trigger of several statements",
            users,
            |op| {
                op.create_trigger(
            "users_age",
            "users",
            "BEFORE INSERT",
            per_dialect()
                .sqlite(
                    "BEGIN SELECT CASE WHEN NEW.age < 0 THEN raise(ABORT, 'age; END') END; END;",
                )
                .mysql(
                    "FOR EACH ROW BEGIN IF NEW.age < 0 THEN SET NEW.age = 0; \
                     SET NEW.name = 'age; END'; END IF; END",
                )
                .postgres(
                    "FOR EACH ROW WHEN (NEW.age < 0 AND NEW.name <> 'age; END') \
                     EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                ),
        );
            },
            [
                sqlite(str![[r#"
CREATE TRIGGER users_age BEFORE INSERT ON users BEGIN SELECT CASE WHEN NEW.age < 0 THEN raise(ABORT, 'age; END') END; END;

"#]]),
                postgres(str![[r#"
CREATE TRIGGER users_age BEFORE INSERT ON users FOR EACH ROW WHEN (NEW.age < 0 AND NEW.name <> 'age; END') EXECUTE FUNCTION suppress_redundant_updates_trigger();

"#]]),
                mariadb(str![[r#"
CREATE TRIGGER users_age BEFORE INSERT ON users FOR EACH ROW BEGIN IF NEW.age < 0 THEN SET NEW.age = 0; SET NEW.name = 'age; END'; END IF; END;

"#]]),
            ],
        ),
        case(
            "a trigger of some columns",
            users,
            |op| {
                op.create_trigger(
                    "users_touch",
                    "users",
                    "AFTER UPDATE OF name, email",
                    per_dialect()
                        .sqlite(
                            "FOR EACH ROW WHEN NEW.age > 1 \
                     BEGIN UPDATE users SET age = age + 1; SELECT 1; END;",
                        )
                        .postgres(
                            "FOR EACH ROW WHEN (NEW.age > 1) \
                     EXECUTE FUNCTION suppress_redundant_updates_trigger();",
                        ),
                );
            },
            [
                sqlite(str![[r#"
CREATE TRIGGER users_touch AFTER UPDATE OF name, email ON users FOR EACH ROW WHEN NEW.age > 1 BEGIN UPDATE users SET age = age + 1; SELECT 1; END;

"#]]),
                postgres(str![[r#"
CREATE TRIGGER users_touch AFTER UPDATE OF name, email ON users FOR EACH ROW WHEN (NEW.age > 1) EXECUTE FUNCTION suppress_redundant_updates_trigger();

"#]]),
                mariadb(refused(str![[r#"
cannot create trigger users_touch on users: MariaDB has no triggers for single columns
  hint: write `UPDATE`, and compare `OLD` with `NEW` in the body
"#]])),
            ],
        ),
        case(
            "a dropped trigger",
            touch,
            |op| op.drop_trigger("users_touch", "users"),
            [
                sqlite(str![[r#"
DROP TRIGGER users_touch;

"#]]),
                postgres(str![[r#"
DROP TRIGGER users_touch ON users;

"#]]),
                mariadb(str![[r#"
DROP TRIGGER users_touch;

"#]]),
            ],
        ),
        case(
            "a trigger of several events",
            users,
            |op| {
                op.create_trigger(
                    "users_touch",
                    "users",
                    "BEFORE INSERT OR UPDATE",
                    per_dialect().mysql("FOR EACH ROW SET NEW.age = 1").postgres(
                        "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                    ),
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create trigger users_touch on users: there is no SQL text for SQLite
  hint: add one: `per_dialect().sqlite("..")`; an empty text does nothing
"#]])),
                postgres(str![[r#"
CREATE TRIGGER users_touch BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

"#]]),
                mariadb(refused(str![[r#"
cannot create trigger users_touch on users: MariaDB has no trigger of several events
  hint: write one trigger for each event
"#]])),
            ],
        ),
        case(
            "a trigger of a view",
            |op| {
                users(op);
                op.create_view("names", "SELECT id, name FROM users");
            },
            |op| {
                op.create_trigger(
                    "names_write",
                    "names",
                    "INSTEAD OF UPDATE",
                    per_dialect()
                        .sqlite("BEGIN UPDATE users SET name = NEW.name WHERE id = OLD.id; END")
                        .postgres(
                            "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                        ),
                );
            },
            [
                sqlite(str![[r#"
CREATE TRIGGER names_write INSTEAD OF UPDATE ON names BEGIN UPDATE users SET name = NEW.name WHERE id = OLD.id; END;

"#]]),
                postgres(str![[r#"
CREATE TRIGGER names_write INSTEAD OF UPDATE ON names FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

"#]]),
                mariadb(refused(str![[r#"
cannot create trigger names_write on names: MariaDB has no triggers on views
  hint: watch the tables that the view reads
"#]])),
            ],
        ),
        case(
            "a trigger of a table that is rebuilt",
            touch,
            |op| {
                op.alter_column("users", "age").set_type(big_int());
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age BIGINT,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);
CREATE TRIGGER users_touch BEFORE UPDATE ON users BEGIN SELECT 1; END;

"#]]),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN age TYPE BIGINT;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN age BIGINT, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        invalid(
            "a trigger twice",
            touch,
            |op| op.create_trigger("users_touch", "users", "AFTER INSERT", "BEGIN END"),
            str![
                "cannot create trigger users_touch on users: trigger `users_touch` already exists in table `users`"
            ],
        ),
        invalid(
            "a trigger that is not there",
            touch,
            |op| op.drop_trigger("user_touch", "users"),
            str![[r#"
cannot drop trigger user_touch of users: there is no trigger `user_touch` in table `users`
  hint: did you mean `users_touch`?
"#]],
        ),
    ]
}
