//! Operations to PostgreSQL's statements.

use crate::dialect::{LowerError, Refusal, Step};
use crate::op::{self, Recorded};
use crate::schema::Schema;

use super::Version;
use super::alter::{Piece, Steps};
use super::dependents::require_no_view;
use super::enum_names::require_type_names;
use super::enums::{dropped_after, made_before, released, require_new_type};
use super::limits::require_possible;
use super::pieces::pieces;
use super::relations::require_free;

pub(crate) fn lower(
    version: Version,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Vec<Step>, LowerError> {
    let mut steps = Steps::default();
    for (at, recorded) in script.iter().enumerate() {
        let refuse = |cause| LowerError {
            operation: recorded.operation.to_string(),
            origin: recorded.origin,
            cause,
        };
        for piece in operation_pieces(version, recorded, schema).map_err(refuse)? {
            steps.push(at, recorded, piece);
        }
    }
    Ok(steps.finish())
}

/// One operation; its pieces are written from the schema before it.
fn operation_pieces(
    version: Version,
    recorded: &Recorded,
    schema: &mut Schema,
) -> Result<Vec<Piece>, Refusal> {
    let operation = &recorded.operation;
    let made = made_before(operation, schema);
    let written = pieces(version, operation, schema);
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
    let made = made?.into_iter().map(Piece::Before);
    let dropped = dropped_after(&released, schema).map(Piece::After);
    Ok(made.chain(written?).chain(dropped).collect())
}
