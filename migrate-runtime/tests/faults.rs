//! Which operation an error of the database is traced to, when several share a statement.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use diesel::{MysqlConnection, PgConnection};
use migrate_runtime::Error;
use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::Driver;
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

use support::servers::Scratch;
use support::{Database, Failure, OLDEST, record};

/// Operations on a table with rows, of which one cannot be carried out.
struct Case {
    name: &'static str,
    operations: fn(&mut Op),
    /// The operations it may be, on SQLite, PostgreSQL, MariaDB and MySQL; none where it succeeds.
    at_fault: [&'static [&'static str]; 4],
}

const CHECK: &str = "add check constraint ck to users: CHECK (age > 0)";
const UNIQUE: &str = "add unique constraint uq to users: (name)";
const NOT_NULL: &str = "alter column users.nick: NOT NULL";
const TO_NUMBER: &str = "alter column users.name: varchar(40) -> integer USING nonsense";

fn cases() -> Vec<Case> {
    vec![
        Case {
            name: "a check after a column",
            operations: |op| {
                op.add_column("users", "a", integer());
                op.create_check_constraint("ck", "users", "age > 0");
                op.alter_column("users", "name").not_null();
            },
            at_fault: [&[CHECK]; 4],
        },
        Case {
            name: "a unique constraint between checks",
            operations: |op| {
                op.create_check_constraint("ck_name", "users", "name <> ''");
                op.create_unique_constraint("uq", "users", ["name"]);
                op.create_check_constraint("ck_age", "users", "age < 1000");
            },
            at_fault: [&[UNIQUE]; 4],
        },
        Case {
            name: "NOT NULL after a column and a unique constraint over the same column",
            operations: |op| {
                op.add_column("users", "a", integer());
                op.alter_column("users", "nick").not_null();
                op.create_unique_constraint("uq_nick", "users", ["nick"]);
            },
            // MySQL does not name the column (error 1138; tried on MySQL 9.7).
            at_fault: [
                &[NOT_NULL],
                &[NOT_NULL],
                &[NOT_NULL],
                &["add column users.a integer", NOT_NULL],
            ],
        },
        Case {
            name: "a place in the SQL",
            operations: |op| {
                op.alter_column("users", "nick").set_type(varchar(50));
                op.alter_column("users", "name").set_type(integer()).using("nonsense");
            },
            // MariaDB and MySQL have no `USING`.
            at_fault: [
                &["alter column users.nick: varchar(40) -> varchar(50)", TO_NUMBER],
                &[TO_NUMBER],
                &[],
                &[],
            ],
        },
    ]
}

fn users(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", integer().primary_key())
            .column("name", varchar(40))
            .column("nick", varchar(40))
            .column("age", integer()),
    );
    op.bulk_insert(
        "users",
        ["id", "name", "nick", "age"],
        [(1, "anna", Some("a"), -1), (2, "anna", None, 2)],
    );
}

/// The operations that the error names, each with the line that recorded it.
fn at_fault<C: Driver>(case: &Case, dialect: Dialect, mut database: Database<C>) -> Vec<String> {
    let mut schema = Schema::new();
    database.run(dialect, &record(users), true, &mut schema).expect("a table with rows");
    let script = record(case.operations);
    let error = match database.run(dialect, &script, true, &mut schema) {
        Ok(_) | Err(Failure::Refused(_)) => return Vec::new(),
        Err(Failure::Failed(Error::Execute(error))) => error,
        Err(Failure::Failed(error)) => panic!("`{}`: {error}", case.name),
    };
    for operation in &error.one_of {
        assert!(script.iter().any(|recorded| recorded.origin == operation.origin));
    }
    assert_eq!(error.operation.is_some(), error.origin.is_some(), "`{}`", case.name);
    if let Some(origin) = error.origin {
        let recorded = script.iter().find(|recorded| recorded.origin == origin);
        let recorded = recorded.expect("the origin of an operation").operation.to_string();
        assert!(error.operation.as_ref().is_some_and(|it| it.starts_with(&recorded)));
    }
    let one_of = error.one_of.iter().map(|operation| operation.description.clone());
    error.operation.clone().into_iter().chain(one_of).collect()
}

#[test]
fn an_error_is_traced_to_its_operation_on_sqlite() {
    for case in cases() {
        assert_eq!(at_fault(&case, OLDEST, Database::new()), case.at_fault[0], "{}", case.name);
    }
}

#[test]
fn an_error_is_traced_to_its_operation_on_postgres() {
    let mut scratch = Scratch::<PgConnection>::new("faults");
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    for case in cases() {
        let database = Database::of(scratch.connect(Vec::new()));
        assert_eq!(at_fault(&case, dialect, database), case.at_fault[1], "{}", case.name);
    }
}

#[test]
fn an_error_is_traced_to_its_operation_on_mysql() {
    let mut scratch = Scratch::<MysqlConnection>::new("faults");
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    let server = if dialect.name() == "MySQL" { 3 } else { 2 };
    for case in cases() {
        let database = Database::of(scratch.connect(Vec::new()));
        assert_eq!(at_fault(&case, dialect, database), case.at_fault[server], "{}", case.name);
    }
}
