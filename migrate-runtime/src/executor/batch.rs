//! All statements of a revision in one message, for PostgreSQL: over a network, round trips are the run
//! time.

use crate::prepare::PreparedRevision;
use migrate_core::dialect::{Action, Dialect};

use super::{DatabaseError, Driver};

/// What a message begins and ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bounds {
    /// A transaction of its own.
    Transaction,
    /// A part of a transaction that is undone alone.
    Savepoint,
}

impl Bounds {
    const fn begin(self) -> &'static str {
        match self {
            Self::Transaction => "BEGIN",
            Self::Savepoint => "SAVEPOINT migrate_revision",
        }
    }

    const fn end(self) -> &'static str {
        match self {
            Self::Transaction => "COMMIT",
            Self::Savepoint => "RELEASE SAVEPOINT migrate_revision",
        }
    }

    const fn undo(self) -> &'static str {
        match self {
            Self::Transaction => "ROLLBACK",
            Self::Savepoint => {
                "ROLLBACK TO SAVEPOINT migrate_revision; RELEASE SAVEPOINT migrate_revision"
            }
        }
    }
}

/// The statements of a revision, when the database takes them at once and they are all there is to it.
pub(super) fn statements<'s>(
    dialect: Dialect,
    prepared: &'s PreparedRevision<'_>,
) -> Option<Vec<&'s str>> {
    match dialect {
        Dialect::Postgres(_) => {}
        Dialect::Sqlite(_) | Dialect::Mysql(_) => return None,
    }
    prepared
        .statements
        .iter()
        .filter_map(|statement| match &statement.action {
            Action::Sql(sql) | Action::Raw(sql) => Some(Some(sql.as_str())),
            Action::Rebuild(_)
            | Action::Restate(_)
            | Action::Concurrent(_)
            | Action::Run(_)
            | Action::Note(_) => Some(None),
            Action::Nothing { .. } => None,
        })
        .collect()
}

/// About so many bytes go in one message: rows by the hundred thousand come in several.
const LARGE: usize = 4 << 20;

/// Sends the statements; on error nothing of them is kept.
pub(super) fn send<'s>(
    driver: &mut dyn Driver,
    statements: impl IntoIterator<Item = &'s str>,
    bounds: Bounds,
) -> Result<(), DatabaseError> {
    let deliver = |driver: &mut dyn Driver| {
        let mut message = bounds.begin().to_owned();
        for sql in statements {
            if message.len() + sql.len() > LARGE && !message.is_empty() {
                driver.execute(&std::mem::take(&mut message))?;
            }
            // On a line of its own the semicolon is in no comment.
            message.push_str("\n;\n");
            message.push_str(sql);
        }
        message.push_str("\n;\n");
        message.push_str(bounds.end());
        driver.execute(&message)
    };
    let sent = deliver(driver);
    if sent.is_err() {
        // When the connection is gone, so is the transaction.
        drop(driver.execute(bounds.undo()));
    }
    sent
}
