//! Functions and procedures: made, replaced, dropped.

use migrate_runtime::prelude::*;
use migrate_runtime::schema::SqlText;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, postgres, refused, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    let tax = |op: &mut Op| {
        op.create_function("tax", "amount integer", plus("1"));
    };
    vec![
        case(
            "a function",
            |_| {},
            tax,
            [
                sqlite(refused(str![[r#"
cannot create function tax(amount integer): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
CREATE FUNCTION tax(amount integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT amount + 1; $$;

"#]]),
                mariadb(str![[r#"
CREATE FUNCTION tax(amount integer) RETURNS INT DETERMINISTIC RETURN amount + 1;

"#]]),
            ],
        ),
        case(
            "a function over another one",
            tax,
            |op| {
                op.create_function("tax", "amount integer", plus("2")).or_replace();
            },
            [
                sqlite(refused(str![[r#"
cannot create or replace function tax(amount integer): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
CREATE OR REPLACE FUNCTION tax(amount integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT amount + 2; $$;

"#]]),
                mariadb(str![[r#"
CREATE OR REPLACE FUNCTION tax(amount integer) RETURNS INT DETERMINISTIC RETURN amount + 2;

"#]]),
                mysql(str![[r#"
DROP FUNCTION IF EXISTS tax;
CREATE FUNCTION tax(amount integer) RETURNS INT DETERMINISTIC RETURN amount + 2;

"#]]),
            ],
        ),
        case(
            "a function that may be there",
            |_| {},
            |op| {
                op.create_function("tax", "amount integer", plus("2")).or_replace();
            },
            [
                sqlite(refused(str![[r#"
cannot create or replace function tax(amount integer): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
CREATE OR REPLACE FUNCTION tax(amount integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT amount + 2; $$;

"#]]),
                mariadb(str![[r#"
CREATE OR REPLACE FUNCTION tax(amount integer) RETURNS INT DETERMINISTIC RETURN amount + 2;

"#]]),
                mysql(str![[r#"
DROP FUNCTION IF EXISTS tax;
CREATE FUNCTION tax(amount integer) RETURNS INT DETERMINISTIC RETURN amount + 2;

"#]]),
            ],
        )
        .one_way(),
        case(
            "a dropped function",
            tax,
            |op| op.drop_function("tax", "amount integer"),
            [
                sqlite(refused(str![[r#"
cannot drop function tax(amount integer): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
DROP FUNCTION tax(amount integer);

"#]]),
                mariadb(str![[r#"
DROP FUNCTION tax;

"#]]),
            ],
        ),
        case(
            "a function without arguments",
            |_| {},
            |op| {
                op.create_function(
                    "answer",
                    "",
                    per_dialect()
                        .postgres("RETURNS integer LANGUAGE sql AS $$ SELECT 42 $$")
                        .mysql("RETURNS INT DETERMINISTIC RETURN 42"),
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create function answer(): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
CREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS $$ SELECT 42 $$;

"#]]),
                mariadb(str![[r#"
CREATE FUNCTION answer() RETURNS INT DETERMINISTIC RETURN 42;

"#]]),
            ],
        ),
        case(
            "a trigger that calls a function",
            |op| {
                users(op);
                op.create_function(
                    "older",
                    "",
                    per_dialect().sqlite("").postgres(
                        "RETURNS trigger LANGUAGE plpgsql AS $$\n\
                         BEGIN\n  NEW.age := NEW.age + 1; -- it's; a year\n  RETURN NEW;\nEND;\n$$",
                    ),
                );
            },
            |op| {
                op.create_trigger(
                    "users_older",
                    "users",
                    "BEFORE UPDATE OF name OR INSERT",
                    "FOR EACH ROW WHEN (NEW.age > 10) EXECUTE FUNCTION older()",
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create function older(): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
CREATE TRIGGER users_older BEFORE UPDATE OF name OR INSERT ON users FOR EACH ROW WHEN (NEW.age > 10) EXECUTE FUNCTION older();

"#]]),
                mariadb(refused(str![[r#"
cannot create trigger users_older on users: MariaDB has no trigger of several events
  hint: write one trigger for each event
"#]])),
            ],
        ),
        case(
            "several functions of one name",
            |_| {},
            |op| {
                op.create_function(
                    "twice",
                    "a integer",
                    per_dialect().postgres("RETURNS integer LANGUAGE sql AS 'SELECT a * 2'"),
                );
                op.create_function(
                    "twice",
                    "a text",
                    per_dialect().postgres("RETURNS text LANGUAGE sql AS 'SELECT a || a'"),
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create function twice(a integer): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
CREATE FUNCTION twice(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a * 2';
CREATE FUNCTION twice(a text) RETURNS text LANGUAGE sql AS 'SELECT a || a';

"#]]),
                mariadb(refused(str![[r#"
cannot create function twice(a integer): there is no SQL text for MariaDB and MySQL
  hint: add one: `per_dialect().mysql("..")`; an empty text does nothing
"#]])),
            ],
        ),
        invalid(
            "a function twice",
            tax,
            tax,
            str![
                "cannot create function tax(amount integer): function `tax(amount integer)` already exists"
            ],
        ),
        invalid(
            "a function that is not there",
            tax,
            |op| op.drop_function("tax", "amount bigint"),
            str![[r#"
cannot drop function tax(amount bigint): there is no function `tax(amount bigint)`
  hint: did you mean `tax(amount integer)`?
"#]],
        ),
    ]
}

/// A function's definition, in each database's words.
fn plus(number: &str) -> SqlText {
    per_dialect()
        .postgres(format!(
            "RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT amount + {number}; $$"
        ))
        .mysql(format!("RETURNS INT DETERMINISTIC RETURN amount + {number}"))
}
