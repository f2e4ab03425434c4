//! What waited for a lock in vain, tried again: a transaction as a whole, and outside of one the statement.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use migrate_core::dialect::{Action, Dialect, Statement};
use migrate_core::graph::RowChange;
use migrate_core::sql_text::{is_all_or_nothing, split_statements};

use crate::error::{Error, ExecuteCause, Outcome};
use crate::prepare::PreparedRevision;

use super::blockers::Watching;
use super::execute_error::revision_error;
use super::run::Run;
use super::timeouts::said;
use super::transaction::Transaction;
use super::{DatabaseError, DatabaseErrorKind, Event, blockers};

/// How often what waited in vain is tried again, where nobody said it.
const RETRIES: u32 = 5;

/// Between two looks at whether the run is to stop.
const LOOK: Duration = Duration::from_millis(50);

/// The tries of one transaction, or of one statement outside of one.
#[derive(Debug, Default)]
pub(super) struct Tries {
    /// How often it was tried again.
    retried: u32,
}

/// Whether the same may succeed a little later, as another session blocked it.
const fn is_blocked(kind: DatabaseErrorKind) -> bool {
    matches!(
        kind,
        DatabaseErrorKind::LockTimeout
            | DatabaseErrorKind::Deadlock
            | DatabaseErrorKind::SerializationFailure
    )
}

impl Run<'_, '_> {
    /// Runs a transaction, again and again where other sessions block it; what of it is kept is not run again.
    pub(super) fn retried(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        transaction: &Transaction,
        mut redundant_rows: Option<&RowChange<'_>>,
    ) -> Result<(), Error> {
        let mut left = transaction.clone();
        let mut tries = Tries::default();
        loop {
            let rows = self.rows.clone();
            let Err(error) = self.try_transaction(revisions, &left, redundant_rows) else {
                self.watching = None;
                return Ok(());
            };
            // Outside a transaction its statement was tried again.
            let known = error.database().filter(|_| left.transactional && !self.gave_up).cloned();
            let Some(known) = known else { return Err(error) };
            let failing = self.started.unwrap_or(left.revisions.start).max(left.revisions.start);
            let prepared = &revisions[failing];
            // Revisions in savepoints that came before the one that failed are committed.
            let keeps = self.keeps_earlier(&left) && matches!(error, Error::Execute(_));
            if keeps && failing > left.revisions.start {
                tries = Tries::default();
            }
            let again = self
                .may_retry(prepared, &known, &mut tries)
                .map_err(|cause| revision_error(prepared, cause).with_outcome(Outcome::NotBegun))?;
            if !again {
                return Err(error.map_database(|error| self.given_up(prepared, error, &tries)));
            }
            if keeps {
                left.revisions.start = failing;
                redundant_rows = None;
            } else {
                self.rows = rows;
            }
        }
    }

    /// Waits where a statement outside a transaction has done nothing because other sessions blocked it.
    pub(super) fn may_retry_statement(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
        sql: &str,
        error: &DatabaseError,
        tries: &mut Tries,
    ) -> Result<bool, ExecuteCause> {
        let alone = !prepared.transactional && !self.session.driver.in_transaction();
        let syntax = self.session.dialect().syntax();
        let undone = match &statement.action {
            Action::Sql(_) | Action::Restate(_) => true,
            Action::Raw(_) => {
                split_statements(sql, syntax).len() == 1 && is_all_or_nothing(sql, syntax)
            }
            // A build that failed leaves a half-built index; a rebuild is in a transaction, which is gone.
            Action::Concurrent(_)
            | Action::Rebuild(_)
            | Action::Run(_)
            | Action::Note(_)
            | Action::Nothing { .. } => false,
        };
        Ok(alone && undone && self.may_retry(prepared, error, tries)?)
    }

    /// Waits a while and says so, where another try may succeed.
    fn may_retry(
        &mut self,
        prepared: &PreparedRevision<'_>,
        error: &DatabaseError,
        tries: &mut Tries,
    ) -> Result<bool, ExecuteCause> {
        // SQLite has waited in one go, as nobody queues behind it.
        let waits_again = match self.session.dialect() {
            Dialect::Sqlite(_) => false,
            Dialect::Postgres(_) | Dialect::Mysql(_) => is_blocked(error.kind()),
        };
        let retries = said(prepared, self.options, self.session.settings).retries;
        let retries = retries.unwrap_or(RETRIES);
        if !waits_again || tries.retried >= retries || self.session.cancel.is_canceled() {
            return Ok(false);
        }
        tries.retried += 1;
        let pause = pause(self.options.first_pause, tries.retried);
        let blocked_by = self.blocked_by(prepared, error);
        (self.listen)(Event::Retrying {
            revision: prepared.revision,
            error,
            blocked_by: blocked_by.as_deref(),
            retry: tries.retried,
            retries,
            pause,
        });
        self.sleep(pause)?;
        self.watching = self.watch();
        Ok(true)
    }

    fn sleep(&mut self, pause: Duration) -> Result<(), ExecuteCause> {
        let start = Instant::now();
        loop {
            self.session.may_go_on()?;
            let left = pause.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Ok(());
            }
            std::thread::sleep(left.min(LOOK));
        }
    }

    /// Who held the lock that was waited for in vain, as far as the server says it.
    fn blocked_by(
        &mut self,
        prepared: &PreparedRevision<'_>,
        error: &DatabaseError,
    ) -> Option<String> {
        if error.kind() != DatabaseErrorKind::LockTimeout {
            return None;
        }
        let seen = self.watching.take().and_then(|watching| watching.blocked_by());
        let dialect = self.session.dialect();
        seen.or_else(|| blockers::look(self.session.driver, dialect, prepared))
    }

    /// Has another session look, where the server can tell it and there is a connection for that.
    fn watch(&self) -> Option<Watching> {
        let dialect = self.session.dialect();
        match dialect {
            Dialect::Postgres(_) => {
                let session = self.options.lock.session.clone()?;
                Some(Watching::begin(session, self.session.id()?, dialect))
            }
            Dialect::Sqlite(_) | Dialect::Mysql(_) => None,
        }
    }

    /// The error of the last try, with the blocker and how often it was tried.
    pub(super) fn given_up(
        &mut self,
        prepared: &PreparedRevision<'_>,
        error: DatabaseError,
        tries: &Tries,
    ) -> DatabaseError {
        let server = match self.session.dialect() {
            Dialect::Sqlite(_) => false,
            Dialect::Postgres(_) | Dialect::Mysql(_) => true,
        };
        if !server || !is_blocked(error.kind()) {
            return error;
        }
        self.gave_up = true;
        let blocked_by = self.blocked_by(prepared, &error).map(|who| format!("blocked by {who}"));
        let count = match tries.retried {
            0 => None,
            1 => Some("tried twice".to_owned()),
            retried => Some(format!("tried {} times", retried + 1)),
        };
        let own = error.details().map(str::to_owned);
        let details: Vec<_> = [own, blocked_by, count].into_iter().flatten().collect();
        if details.is_empty() { error } else { error.with_more_details(details.join("; ")) }
    }
}

/// How long to wait before a retry: each time twice as long, and a quarter of that more or less, so that two runs
/// that were in each other's way are not again.
fn pause(first: Option<Duration>, retry: u32) -> Duration {
    const FIRST: Duration = Duration::from_secs(1);
    let whole = first.unwrap_or(FIRST).saturating_mul(1 << (retry.saturating_sub(1)).min(10));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_nanos();
    let seed = now.wrapping_mul(0x9E37_79B9) ^ std::process::id().wrapping_mul(0x85EB_CA6B);
    // From 75 to 125 hundredths.
    whole.saturating_mul(75 + (seed >> 8) % 51) / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_within_a_quarter() {
        for (retry, seconds) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16)] {
            let whole = Duration::from_secs(seconds);
            for _ in 0..100 {
                let pause = pause(None, retry);
                assert!(pause >= whole * 3 / 4 && pause <= whole * 5 / 4, "{retry}: {pause:?}");
            }
        }
        assert!(pause(Some(Duration::from_millis(10)), u32::MAX) < Duration::from_secs(20));
        assert_eq!(pause(Some(Duration::ZERO), 1), Duration::ZERO);
    }
}
