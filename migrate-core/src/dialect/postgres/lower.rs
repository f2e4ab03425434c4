//! Operations to PostgreSQL's statements.

use crate::dialect::{DescribedOperation, LowerError, Lowering, Refusal};
use crate::op::{self, Recorded};
use crate::schema::Schema;

use super::Version;
use super::alter::{Grouping, Lowered};
use super::deferred::Changed;
use super::dependents::require_no_view;
use super::enums::{
    check_no_comparison, check_type_is_new, drop_unused_types, types_maybe_unused, types_to_create,
};
use super::identifier_length::check_identifiers;
use super::limits::check_supported;
use super::locks::OperationFacts;
use super::pieces::lowered;
use super::relation_names::check_names_free;
use super::type_names::check_type_names;

pub(crate) fn lower(
    version: Version,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    let mut operations = Vec::with_capacity(script.len());
    let mut statements = Grouping::default();
    let mut changed = Changed::default();
    for (at, recorded) in script.iter().enumerate() {
        operations.push(DescribedOperation::of(recorded, schema));
        let known = OperationFacts::of(&recorded.operation, schema);
        let refuse = |cause| LowerError::of(recorded, cause);
        for sql in changed.before(&recorded.operation, schema) {
            statements.push_beside(at, sql);
        }
        for lowered in lower_operation(version, recorded, schema).map_err(refuse)? {
            statements.push(at, &recorded.operation, &known, lowered);
        }
        changed.note(at, &recorded.operation);
    }
    if let Some((at, checks)) = changed.at_end(schema) {
        for sql in checks {
            statements.push_beside(at, sql);
        }
    }
    Ok(Lowering { operations, statements: statements.finish(), ..Lowering::default() })
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
        require_no_view(operation, schema),
        check_no_comparison(operation, schema),
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
