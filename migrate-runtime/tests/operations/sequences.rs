//! Sequences: made, changed, dropped.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, postgres, refused, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a sequence",
            |_| {},
            |op| {
                op.create_sequence("invoice_numbers");
            },
            [
                sqlite(refused(str![[r#"
cannot create sequence invoice_numbers: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
CREATE SEQUENCE invoice_numbers;

"#]]),
                mariadb(str![[r#"
CREATE SEQUENCE invoice_numbers;

"#]]),
                mysql(refused(str![[r#"
cannot create sequence invoice_numbers: MySQL has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
            ],
        ),
        case(
            "a sequence with everything",
            |_| {},
            |op| {
                op.create_sequence("invoice_numbers")
                    .start_with(1000)
                    .increment_by(10)
                    .min_value(10)
                    .max_value(100_000)
                    .cache(5)
                    .cycle();
            },
            [
                sqlite(refused(str![[r#"
cannot create sequence invoice_numbers: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
CREATE SEQUENCE invoice_numbers START WITH 1000 INCREMENT BY 10 MINVALUE 10 MAXVALUE 100000 CACHE 5 CYCLE;

"#]]),
                mariadb(str![[r#"
CREATE SEQUENCE invoice_numbers START WITH 1000 INCREMENT BY 10 MINVALUE 10 MAXVALUE 100000 CACHE 5 CYCLE;

"#]]),
                mysql(refused(str![[r#"
cannot create sequence invoice_numbers: MySQL has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
            ],
        ),
        case(
            "a sequence that counts down",
            |_| {},
            |op| {
                op.create_sequence("countdown")
                    .start_with(-1)
                    .increment_by(-1)
                    .min_value(-100)
                    .max_value(-1);
            },
            [
                sqlite(refused(str![[r#"
cannot create sequence countdown: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
CREATE SEQUENCE countdown START WITH -1 INCREMENT BY -1 MINVALUE -100 MAXVALUE -1;

"#]]),
                mariadb(str![[r#"
CREATE SEQUENCE countdown START WITH -1 INCREMENT BY -1 MINVALUE -100 MAXVALUE -1;

"#]]),
                mysql(refused(str![[r#"
cannot create sequence countdown: MySQL has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
            ],
        ),
        case(
            "a changed sequence",
            |op| {
                op.create_sequence("invoice_numbers").max_value(1000).min_value(1).cycle();
            },
            |op| {
                op.alter_sequence("invoice_numbers")
                    .increment_by(2)
                    .max_value(5000)
                    .min_value(0)
                    .no_cycle();
            },
            [
                sqlite(refused(str![[r#"
cannot alter sequence invoice_numbers: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
ALTER SEQUENCE invoice_numbers INCREMENT BY 2 MINVALUE 0 MAXVALUE 5000 NO CYCLE;

"#]]),
                mariadb(str![[r#"
ALTER SEQUENCE invoice_numbers INCREMENT BY 2 MINVALUE 0 MAXVALUE 5000 NOCYCLE;

"#]]),
                mysql(refused(str![[r#"
cannot alter sequence invoice_numbers: MySQL has no sequences
  hint: leave `op.alter_sequence(..)` out
"#]])),
            ],
        ),
        case(
            "a sequence with a bound that it did not have",
            |op| {
                op.create_sequence("invoice_numbers");
            },
            |op| {
                op.alter_sequence("invoice_numbers").max_value(5000);
            },
            [
                sqlite(refused(str![[r#"
cannot alter sequence invoice_numbers: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
ALTER SEQUENCE invoice_numbers MAXVALUE 5000;

"#]]),
                mariadb(str![[r#"
ALTER SEQUENCE invoice_numbers MAXVALUE 5000;

"#]]),
                mysql(refused(str![[r#"
cannot alter sequence invoice_numbers: MySQL has no sequences
  hint: leave `op.alter_sequence(..)` out
"#]])),
            ],
        )
        .one_way(),
        case(
            "a dropped sequence",
            |op| {
                op.create_sequence("invoice_numbers").start_with(7).cycle();
            },
            |op| op.drop_sequence("invoice_numbers"),
            [
                sqlite(refused(str![[r#"
cannot drop sequence invoice_numbers: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
DROP SEQUENCE invoice_numbers;

"#]]),
                mariadb(str![[r#"
DROP SEQUENCE invoice_numbers;

"#]]),
                mysql(refused(str![[r#"
cannot drop sequence invoice_numbers: MySQL has no sequences
  hint: leave `op.drop_sequence(..)` out
"#]])),
            ],
        ),
        case(
            "a default from a sequence",
            |op| {
                op.create_sequence("invoice_numbers");
            },
            |op| {
                op.create_table(table("invoices").column(
                    "number",
                    big_int().not_null().default(sql("nextval('invoice_numbers')")),
                ));
            },
            [
                sqlite(refused(str![[r#"
cannot create sequence invoice_numbers: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
CREATE TABLE invoices (
    number BIGINT DEFAULT nextval('invoice_numbers') NOT NULL
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE invoices (
    number BIGINT NOT NULL DEFAULT (nextval('invoice_numbers'))
);

"#]]),
                mysql(refused(str![[r#"
cannot create sequence invoice_numbers: MySQL has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
            ],
        )
        .live_on(&["PostgreSQL"]),
        invalid(
            "a sequence twice",
            |op| {
                op.create_sequence("numbers");
            },
            |op| {
                op.create_sequence("numbers");
            },
            str!["cannot create sequence numbers: sequence `numbers` already exists"],
        ),
        invalid(
            "a sequence of a table's name",
            users,
            |op| {
                op.create_sequence("users");
            },
            str!["cannot create sequence users: table `users` already exists"],
        ),
        invalid(
            "a sequence that is not there",
            |op| {
                op.create_sequence("numbers");
            },
            |op| op.drop_sequence("number"),
            str![[r#"
cannot drop sequence number: there is no sequence `number`
  hint: did you mean `numbers`?
"#]],
        ),
        invalid(
            "a change of a sequence that changes nothing",
            |op| {
                op.create_sequence("numbers");
            },
            |op| {
                op.alter_sequence("numbers");
            },
            str!["cannot alter sequence numbers: the change of sequence `numbers` changes nothing"],
        ),
    ]
}
