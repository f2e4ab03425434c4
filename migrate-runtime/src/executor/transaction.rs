//! Which revisions share a transaction.

use std::ops::Range;

use crate::error::{CANNOT_RUN_IN_TRANSACTION, Error};
use crate::prepare::PreparedRevision;
use migrate_core::dialect::Dialect;

/// Steps that run together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Transaction {
    /// The revisions' places in the plan.
    pub(super) revisions: Range<usize>,
    /// Whether there is a transaction at all, or each statement commits alone.
    pub(super) transactional: bool,
    /// Whether a table is rebuilt, so that foreign keys must be off.
    pub(super) rebuilds: bool,
}

/// One transaction for each revision; with `merge`, as few as can be.
///
/// Foreign keys can only be switched between transactions, and where they were off the rows are
/// checked before the commit, so a revision that wants them off has a transaction of its own, and one
/// that must commit is the last of its transaction; `single` holds all in one, with foreign keys off if
/// any revision wants them off.
pub(super) fn transactions(
    revisions: &[PreparedRevision<'_>],
    merge: bool,
    single: bool,
) -> Vec<Transaction> {
    let mut transactions: Vec<Transaction> = Vec::new();
    for (index, prepared) in revisions.iter().enumerate() {
        let (transactional, rebuilds) = (prepared.transactional, prepared.rebuilds());
        if let Some(last) = transactions.last_mut() {
            let open = !revisions[last.revisions.end - 1].commits;
            let alike = last.transactional && transactional && !last.rebuilds && !rebuilds && open;
            if (merge && alike) || single {
                last.revisions.end = index + 1;
                last.rebuilds |= rebuilds;
                continue;
            }
        }
        transactions.push(Transaction { revisions: index..index + 1, transactional, rebuilds });
    }
    transactions
}

/// Whether all revisions can run in one transaction, for a run and for a script.
///
/// One that is not transactional cannot, and after one that adds a value to an enum type of
/// PostgreSQL there must be a commit: no later revision of the transaction could use the value. On SQLite
/// foreign keys are on or off for a whole transaction.
pub(super) fn require_single(
    dialect: Dialect,
    revisions: &[PreparedRevision<'_>],
) -> Result<(), Error> {
    let last = revisions.len().saturating_sub(1);
    let keys_are_off = revisions.iter().any(PreparedRevision::rebuilds);
    for (at, prepared) in revisions.iter().enumerate() {
        let reason = match (prepared.transactional, prepared.commits && at < last) {
            (true, false) if keys_are_off && prepared.relies_on_keys => {
                "changes rows that others follow, while another revision rebuilds a table with foreign \
                 keys off"
            }
            (true, false) => continue,
            (true, true) => "must be committed before the revisions after it",
            (false, _) => CANNOT_RUN_IN_TRANSACTION,
        };
        return Err(Error::NotTransactional {
            revision: prepared.revision.id.clone(),
            site: format!("{}:{}", prepared.revision.file, prepared.revision.line),
            database: dialect.name(),
            reason,
        });
    }
    Ok(())
}
