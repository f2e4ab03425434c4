//! The lock on PostgreSQL: an advisory lock of a session, asked for again and again.

use crate::executor::driver::first_value;
use crate::executor::{DatabaseError, Driver, Settings};
use migrate_core::op::fnv_1a;

/// The lock's key: advisory locks are a database's own
/// (<https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS>), so only the
/// version table's schema and name tell two packages or two tenants apart.
pub(super) fn key(schema: &str, settings: &Settings) -> i64 {
    let name = format!("cargo migrate {schema}.{}", settings.version_table());
    i64::from_ne_bytes(fnv_1a(name.as_bytes()).to_ne_bytes())
}

pub(super) fn try_lock(session: &mut dyn Driver, key: i64) -> Result<bool, DatabaseError> {
    let rows = session.query(&format!("SELECT pg_try_advisory_lock({key})::text"))?;
    Ok(first_value(rows).as_deref() == Some("true"))
}

pub(super) fn release(key: i64) -> String {
    format!("SELECT pg_advisory_unlock({key})")
}

/// Who holds the lock; none when it was given back meanwhile, or cannot be seen.
pub(super) fn holder(session: &mut dyn Driver, key: i64) -> Result<Option<String>, DatabaseError> {
    // The two halves of the key are kept apart (`pg_locks.classid`, `objid`).
    let query = format!(
        "SELECT concat_ws(', ', nullif(a.application_name, ''), 'user ' || a.usename, \
         'host ' || host(a.client_addr), 'server process ' || a.pid, \
         'connected ' || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')) \
         FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid \
         WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 \
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
         AND (l.classid::bigint << 32) | l.objid::bigint = {key}"
    );
    Ok(first_value(session.query(&query)?))
}
