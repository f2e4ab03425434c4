//! All statements of a revision in one message, for PostgreSQL: over a network, round trips are the run
//! time.

use crate::prepare::PreparedRevision;
use migrate_core::dialect::Action;

use super::{CancelToken, DatabaseError, DatabaseErrorKind, Driver, guard, lock};

/// What a message begins and ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bounds {
    /// A transaction of its own.
    Transaction,
    /// A part of a transaction that is undone alone, after [`SAVEPOINT`].
    Savepoint,
}

/// Sets the savepoint of the first revision of a transaction, before its message is sent: the server
/// reads a message to its end before it runs any of it, so one with a syntax error sets none.
pub(super) const SAVEPOINT: &str = "SAVEPOINT migrate_revision";

/// Ends a revision, and sets the savepoint of the next one.
pub(super) const NEXT_SAVEPOINT: &str =
    "RELEASE SAVEPOINT migrate_revision; SAVEPOINT migrate_revision";

/// Undoes a revision, and leaves its savepoint.
pub(super) const TO_SAVEPOINT: &str = "ROLLBACK TO SAVEPOINT migrate_revision";

impl Bounds {
    const fn begin(self) -> &'static str {
        match self {
            Self::Transaction => "BEGIN",
            Self::Savepoint => "",
        }
    }

    const fn end(self) -> &'static str {
        match self {
            Self::Transaction => "COMMIT",
            Self::Savepoint => NEXT_SAVEPOINT,
        }
    }

    const fn undo(self) -> &'static str {
        match self {
            Self::Transaction => "ROLLBACK",
            Self::Savepoint => TO_SAVEPOINT,
        }
    }
}

/// The statements of a revision, when they are all there is to it; else what there is beside them.
///
/// What is left out is said when the message went through.
pub(super) fn statements<'s>(
    prepared: &'s PreparedRevision<'_>,
) -> Result<Vec<&'s str>, &'static str> {
    prepared
        .statements
        .iter()
        .filter_map(|statement| match &statement.action {
            Action::Sql(sql) | Action::Raw(sql) => Some(Ok(sql.as_str())),
            Action::Rebuild(_) => Some(Err("a rebuild of a table")),
            Action::Restate(_) => Some(Err("columns that are written out whole")),
            Action::Concurrent(_) => Some(Err("an index that is built concurrently")),
            Action::Run(_) => Some(Err("a function")),
            Action::Note(_) | Action::Nothing { .. } => None,
        })
        .collect()
}

/// About so many bytes go in one message: rows by the hundred thousand come in several.
const LARGE: usize = 4 << 20;

/// The separator of statements: on a line of its own the semicolon is in no comment.
pub(super) const SEPARATOR: &str = "\n;\n";

/// Sends the statements; on error nothing of them is kept, and the error has its kind, whatever
/// language the server's messages are in. Within an outer transaction the server cannot be asked for
/// the kind, and it is what diesel and English messages say.
pub(super) fn send<'s>(
    driver: &mut dyn Driver,
    statements: impl Iterator<Item = &'s str> + Clone,
    bounds: Bounds,
    cancel: &CancelToken,
) -> Result<(), DatabaseError> {
    deliver(driver, statements.clone(), bounds).map_err(|error| {
        let stops = cancel.stops();
        // When the connection is gone, so is the transaction.
        drop(driver.execute(bounds.undo()));
        // Of these all is known that matters.
        if guard::is_violated(&error) || lock::is_lost(&error) || stops {
            return error;
        }
        // The server is asked for the kind within a transaction, which takes no `BEGIN`.
        let statements: Vec<_> = statements.collect();
        driver.diagnose(error.with_statement(&statements.join(SEPARATOR)))
    })
}

fn deliver<'s>(
    driver: &mut dyn Driver,
    statements: impl Iterator<Item = &'s str>,
    bounds: Bounds,
) -> Result<(), DatabaseError> {
    let mut message = bounds.begin().to_owned();
    for sql in statements.chain([bounds.end()]) {
        if message.len() + sql.len() > LARGE && !message.is_empty() {
            driver.execute(&std::mem::take(&mut message))?;
        }
        if !message.is_empty() {
            message.push_str(SEPARATOR);
        }
        message.push_str(sql);
    }
    driver.execute(&message)
}

/// Whether statement by statement more is found out than the message's error says: not where the
/// time a statement may wait, or the session, came to its end, as each try would wait again; nor where
/// other sessions blocked it, as the whole transaction is tried again.
pub(super) fn is_worth_replaying(error: &DatabaseError) -> bool {
    !matches!(
        error.kind(),
        DatabaseErrorKind::LockTimeout
            | DatabaseErrorKind::Canceled
            | DatabaseErrorKind::ConnectionLost
            | DatabaseErrorKind::Deadlock
            | DatabaseErrorKind::SerializationFailure
    )
}
