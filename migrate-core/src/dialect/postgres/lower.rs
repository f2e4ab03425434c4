//! Operations to PostgreSQL's statements.

use crate::dialect::{Action, DescribedOperation, LowerError, Lowering, Refusal, Statement};
use crate::op::{self, Operation, Recorded, TimeoutKind};
use crate::schema::Schema;

use super::Version;
use super::alter::{Grouping, Lowered};
use super::deferred::Changed;
use super::enums::{check_type_is_new, drop_unused_types, types_maybe_unused, types_to_create};
use super::identifier_length::check_identifiers;
use super::limits::check_supported;
use super::locks::OperationFacts;
use super::operation::{lowered, timeout};
use super::relation_names::check_names_free;
use super::retyped::check_retyped;
use super::type_names::check_type_names;

pub(crate) fn lower(
    version: Version,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    let mut operations = Vec::with_capacity(script.len());
    let mut statements = Grouping::default();
    let mut changed = Changed::default();
    let mut timeouts: Vec<(TimeoutKind, usize)> = Vec::new();
    for (at, recorded) in script.iter().enumerate() {
        operations.push(DescribedOperation::of(recorded, schema));
        let known = OperationFacts::of(&recorded.operation, schema);
        let refuse = |cause| LowerError::of(recorded, cause);
        for sql in changed.before(&recorded.operation, schema) {
            statements.push_beside(at, sql);
        }
        let written = lower_operation(version, recorded, schema).map_err(refuse)?;
        if let Operation::SetTimeout { kind, .. } = recorded.operation
            && timeouts.iter().all(|(known, _)| *known != kind)
        {
            timeouts.push((kind, at));
            statements.push(at, &recorded.operation, &known, Lowered::sql(kept_timeout(kind)));
        }
        for lowered in written {
            statements.push(at, &recorded.operation, &known, lowered);
        }
        changed.note(at, &recorded.operation);
    }
    if let Some((at, checks)) = changed.at_end(schema) {
        for sql in checks {
            statements.push_beside(at, sql);
        }
    }
    let mut statements = statements.finish();
    statements.extend(
        timeouts
            .into_iter()
            .map(|(kind, at)| Statement::new(Action::Sql(given_back_timeout(kind)), vec![at])),
    );
    Ok(Lowering { operations, statements, ..Lowering::default() })
}

/// Keeps a timeout of the session for the rest of the transaction, which later revisions may share: a
/// parameter with a point in its name may be anything
/// (<https://www.postgresql.org/docs/current/runtime-config-custom.html>).
fn kept_timeout(kind: TimeoutKind) -> String {
    let name = timeout(kind);
    set_config(&format!("migrate.{name}"), name)
}

/// Gives the session its timeout back at the end of the revision.
fn given_back_timeout(kind: TimeoutKind) -> String {
    let name = timeout(kind);
    set_config(name, &format!("migrate.{name}"))
}

/// Sets a parameter to the value of another for the rest of the transaction, without a row as a result.
fn set_config(name: &str, from: &str) -> String {
    format!("DO $$ BEGIN PERFORM set_config('{name}', current_setting('{from}'), true); END $$")
}

/// One operation as clauses and statements, written from the schema before it.
fn lower_operation(
    version: Version,
    recorded: &Recorded,
    schema: &mut Schema,
) -> Result<Vec<Lowered>, Refusal> {
    let operation = &recorded.operation;
    let types = types_to_create(operation, schema);
    let written = lowered(version, operation, schema);
    let introduced = operation.introduces(schema);
    let checks = [
        check_type_is_new(operation, schema),
        check_names_free(&introduced, schema),
        check_type_names(operation, &introduced, schema),
        check_retyped(operation, schema),
        check_identifiers(&introduced),
    ];
    let maybe_unused = types_maybe_unused(operation, schema);
    // What does not fit the schema is told first: it is nearer to what was meant.
    op::apply(operation, recorded.origin, schema)?;
    checks.into_iter().collect::<Result<(), _>>()?;
    check_supported(version, operation, schema)?;
    let made = types?.into_iter().map(Lowered::Prerequisite);
    let dropped = drop_unused_types(&maybe_unused, schema).map(Lowered::Cleanup);
    Ok(made.chain(written?).chain(dropped).collect())
}
