//! Operations to statements, and columns written out whole, without a database.

mod algorithms;
mod characters;
mod groups;
mod limits;
mod probes;
mod restated;

use super::{Version, lower};
use crate::dialect::{Action, LowerError, Statement};
use crate::op::{
    NoTx, Op, apply, array, asc, big_int, binary, char, custom, date, desc, double, enumeration,
    expression, foreign_key, integer, interval, json, now, real, sql, table, text, timestamp,
    timestamptz, today, uuid, varchar,
};
use crate::schema::Action::{Cascade, SetDefault, SetNull};
use crate::schema::{Identity, Schema};
use crate::sql_text::SqlSyntax;

pub(super) const MARIADB: Version = Version::mariadb(10, 11, 6);
pub(super) const MYSQL: Version = Version::mysql(8, 4, 0);

/// Operations, as one of a list of cases.
pub(super) type Change = dyn Fn(&mut Op<NoTx>);

/// Tables with a bit of everything.
pub(super) fn users(op: &mut Op<NoTx>) {
    op.create_table(
        table("roles")
            .column("id", big_int().primary_key().identity())
            .column("code", varchar(20).unique()),
    );
    op.create_table(
        table("users")
            .column("id", big_int().primary_key().identity())
            .column("name", varchar(50).not_null().default("x"))
            .column("bio", text())
            .column("age", integer().check("age >= 0"))
            .column("changed", timestamp().default(now()).mysql_on_update_now())
            .column("role_id", big_int().references("roles", "id"))
            .column("mood", enumeration("mood", ["sad", "happy"]).default("sad"))
            .index("ix_users_name", ["name"]),
    );
}

/// The statements of operations on tables that are there.
pub(super) fn lowered(
    version: Version,
    setup: impl FnOnce(&mut Op<NoTx>),
    operations: impl FnOnce(&mut Op<NoTx>),
) -> Result<Vec<Statement>, LowerError> {
    let mut schema = Schema::read_by(SqlSyntax::MYSQL);
    let mut before = Op::new();
    setup(&mut before);
    for recorded in before.into_operations() {
        apply(&recorded.operation, recorded.origin, &mut schema).expect("the setup fits");
    }
    let mut op = Op::new();
    operations(&mut op);
    lower(version, &op.into_operations(), &mut schema).map(|lowering| lowering.statements)
}

/// The same as statements, of columns written out whole those of a script.
pub(super) fn written_after(
    version: Version,
    setup: impl FnOnce(&mut Op<NoTx>),
    operations: impl FnOnce(&mut Op<NoTx>),
) -> Vec<String> {
    let statements = lowered(version, setup, operations).unwrap_or_else(|error| panic!("{error}"));
    let written = statements.into_iter().map(|statement| match statement.action {
        Action::Sql(sql) | Action::Raw(sql) => vec![sql],
        Action::Restate(restate) => {
            restate.statements(&restate.declared).expect("our own definition")
        }
        other => panic!("{other:?}"),
    });
    written.flatten().collect()
}

pub(super) fn written(version: Version, operations: impl FnOnce(&mut Op<NoTx>)) -> Vec<String> {
    written_after(version, users, operations)
}

pub(super) fn refusal(
    version: Version,
    operations: impl FnOnce(&mut Op<NoTx>),
) -> (String, Option<String>) {
    let error = lowered(version, users, operations).expect_err("it is refused");
    (error.cause.to_string(), error.cause.hint())
}

#[test]
fn a_statement_names_each_of_its_operations() {
    let statements = lowered(MARIADB, users, |op| {
        op.drop_column("users", "bio");
        op.drop_column("users", "age");
        op.execute("SELECT 1");
        op.drop_table("users");
    });
    let statements = statements.expect("it is carried out");
    let operations: Vec<_> =
        statements.iter().map(|statement| statement.operations.as_slice()).collect();
    assert_eq!(operations, [&[0, 1][..], &[2], &[3]]);
    assert!(matches!(statements[1].action, Action::Raw(_)));
}
