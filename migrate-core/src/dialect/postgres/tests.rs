//! What decides the statements beyond a single operation: grouping, passes, enum types, casts,
//! literals and transactions. Each operation's own SQL is in `tests/operations`.
#![expect(clippy::needless_raw_string_hashes, reason = "snapbox writes its snapshots so")]

mod columns;
mod enums;
mod generated;
mod grouping;
mod literals;
mod names;
mod transactions;

use super::{Version, lower, require_transactional};
use crate::dialect::{Action, LowerError, Statement};
use crate::op::{Mode, NoTx, Op, Recorded};
use crate::schema::Schema;

fn record<M: Mode>(script: impl FnOnce(&mut Op<M>)) -> Vec<Recorded> {
    let mut op = Op::new();
    script(&mut op);
    op.into_operations()
}

fn schema(setup: impl FnOnce(&mut Op)) -> Schema {
    let mut schema = Schema::new();
    lower(Version(18), &record(setup), &mut schema).expect("a schema");
    schema
}

fn lowered(
    version: Version,
    setup: impl FnOnce(&mut Op),
    script: impl FnOnce(&mut Op<NoTx>),
) -> Result<Vec<Statement>, LowerError> {
    lower(version, &record(script), &mut schema(setup)).map(|lowering| lowering.statements)
}

/// The statements of a script on PostgreSQL 15.
fn written(setup: impl FnOnce(&mut Op), script: impl FnOnce(&mut Op<NoTx>)) -> String {
    let statements = lowered(Version(15), setup, script).expect("a script that is carried out");
    joined(&statements)
}

fn joined(statements: &[Statement]) -> String {
    let line = |statement: &Statement| match &statement.action {
        Action::Sql(sql) | Action::Raw(sql) => sql.clone(),
        Action::Concurrent(index) => index.sql.clone(),
        other => format!("{other:?}"),
    };
    statements.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn story(error: &LowerError) -> String {
    let hint = error.cause.hint().map(|hint| format!("\nhint: {hint}"));
    format!("{error}{}", hint.unwrap_or_default())
}

/// Why a script is refused on PostgreSQL 13, the oldest.
fn refusal(setup: impl FnOnce(&mut Op), script: impl FnOnce(&mut Op<NoTx>)) -> String {
    story(&lowered(Version::OLDEST, setup, script).expect_err("a refusal"))
}

/// Why a script cannot run in a transaction; empty when it can.
fn refusal_in_transaction(
    setup: impl FnOnce(&mut Op),
    script: impl FnOnce(&mut Op<NoTx>),
) -> String {
    let script = record(script);
    let lowering = lower(Version(15), &script, &mut schema(setup));
    let statements = lowering.expect("a script that is carried out").statements;
    require_transactional(&script, &statements).err().map(|error| story(&error)).unwrap_or_default()
}
