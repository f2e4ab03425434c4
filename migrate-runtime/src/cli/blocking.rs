//! Who keeps a reader of a catalogue waiting, once it has waited long enough.

use crate::executor::{DatabaseError, DatabaseErrorKind, Driver};
use migrate_core::dialect::Family;

/// For how long a reader waits for the locks of others: whoever comes after it waits behind it.
pub(super) const BOUND_SECONDS: u64 = 10;

/// The error of a query in a transaction, which is rolled back for that; of one that has waited for a lock with the
/// sessions that hold it.
pub(super) fn explained(connection: &mut dyn Driver, error: DatabaseError) -> DatabaseError {
    // When the connection is gone, so is the transaction.
    drop(connection.execute("ROLLBACK"));
    let error = connection.diagnose(error);
    let Some(query) = holders(connection.family()) else { return error };
    if error.kind() != DatabaseErrorKind::LockTimeout {
        return error;
    }
    let rows = connection.query(query).unwrap_or_default();
    let sessions: Vec<_> = rows.into_iter().flatten().flatten().collect();
    let said = if sessions.is_empty() {
        "no session shows a lock by now".to_owned()
    } else {
        sessions.join("; ")
    };
    let message = format!(
        "{}: the catalogue was not read within {BOUND_SECONDS} seconds: {said}",
        error.message()
    );
    error.with_message(message).with_hint(
        "another program is changing tables: run again when it has finished, or end its session",
    )
}

/// The query for sessions that hold locks for which a reader of the catalogue waits, a line each.
const fn holders(family: Family) -> Option<&'static str> {
    match family {
        Family::Sqlite => None,
        // <https://www.postgresql.org/docs/current/view-pg-locks.html>; names of the tables as they are for others.
        Family::Postgres => Some(
            "SELECT concat('session ', l.pid, ' of role ', COALESCE(a.usename::text, '?'), \
             CASE WHEN a.application_name <> '' THEN concat(' (', a.application_name, ')') END, \
             ' has an ACCESS EXCLUSIVE lock on ', string_agg(l.relation::regclass::text, ', ' ORDER BY l.relation), \
             ' and is ', COALESCE(a.state, 'unknown')) \
             FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid \
             WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.granted \
             AND l.relation >= 16384 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
             GROUP BY l.pid, a.usename, a.application_name, a.state ORDER BY l.pid LIMIT 5",
        ),
        // Without further plugins neither server tells whose lock it is, only who works in the database
        // (<https://mariadb.com/kb/en/metadata-lock-info-plugin/>).
        Family::Mysql => Some(
            "SELECT CONCAT('session ', id, ' of user ', user, ' runs ', LEFT(info, 80)) \
             FROM information_schema.processlist \
             WHERE id <> CONNECTION_ID() AND db = DATABASE() AND info IS NOT NULL ORDER BY id LIMIT 5",
        ),
    }
}
