//! Operations to PostgreSQL's statements.

use crate::dialect::{LowerError, Refusal, Statement};
use crate::op::{self, Recorded};
use crate::schema::Schema;

use super::Version;
use super::alter::{Grouping, Lowered};
use super::dependents::require_no_view;
use super::enum_names::require_type_names;
use super::enums::{dropped_after, made_before, released, require_new_type};
use super::limits::require_possible;
use super::pieces::lowered;
use super::relations::require_free;

pub(crate) fn lower(
    version: Version,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Vec<Statement>, LowerError> {
    let mut statements = Grouping::default();
    for (at, recorded) in script.iter().enumerate() {
        let refuse = |cause| LowerError {
            operation: recorded.operation.to_string(),
            origin: recorded.origin,
            cause,
        };
        for lowered in lower_operation(version, recorded, schema).map_err(refuse)? {
            statements.push(at, recorded, lowered);
        }
    }
    Ok(statements.finish())
}

/// One operation; its lowered are written from the schema before it.
fn lower_operation(
    version: Version,
    recorded: &Recorded,
    schema: &mut Schema,
) -> Result<Vec<Lowered>, Refusal> {
    let operation = &recorded.operation;
    let made = made_before(operation, schema);
    let written = lowered(version, operation, schema);
    let new = require_new_type(operation, schema);
    let free = require_free(operation, schema);
    let unheld = require_no_view(operation, schema);
    let named = require_type_names(operation, schema);
    let released = released(operation, schema);
    // What does not fit the schema is told first: it is nearer to what was meant.
    op::apply(operation, recorded.origin, schema)?;
    new?;
    free?;
    named?;
    unheld?;
    require_possible(version, operation, schema)?;
    let made = made?.into_iter().map(Lowered::Prerequisite);
    let dropped = dropped_after(&released, schema).map(Lowered::Cleanup);
    Ok(made.chain(written?).chain(dropped).collect())
}
