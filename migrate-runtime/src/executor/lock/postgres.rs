//! The lock on PostgreSQL: advisory locks of sessions, asked for again and again.

use crate::executor::driver::first_value;
use crate::executor::{DatabaseError, Driver, Settings};
use migrate_core::op::fnv_1a;

/// The keys of a version table's locks: advisory locks are a database's own
/// (<https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS>), so only the
/// version table's schema and name tell two packages or two tenants apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::executor) struct Keys {
    /// The lock of a run.
    pub(super) run: i64,
    /// The lock of the session that a run works with.
    pub(super) work: i64,
}

pub(super) fn keys(schema: &str, settings: &Settings) -> Keys {
    let key = |name: &str| i64::from_ne_bytes(fnv_1a(name.as_bytes()).to_ne_bytes());
    let name = format!("cargo migrate {schema}.{}", settings.version_table());
    Keys { run: key(&name), work: key(&format!("{name} at work")) }
}

pub(super) fn try_lock(session: &mut dyn Driver, key: i64) -> Result<bool, DatabaseError> {
    let rows = session.query(&format!("SELECT pg_try_advisory_lock({key})::text"))?;
    Ok(first_value(rows).as_deref() == Some("true"))
}

/// As [`try_lock`], in one round trip with the settings of [`KEEP_ALIVE`]. A lock that is held is an
/// error here, which the server writes into its log: this is for the first try alone.
pub(super) fn try_lock_kept_alive(
    session: &mut dyn Driver,
    key: i64,
) -> Result<bool, DatabaseError> {
    const HELD: &str = "another runner of the migrations holds the lock";
    let message = format!(
        "{KEEP_ALIVE};\nDO $migrate$ BEGIN IF NOT pg_try_advisory_lock({key}) THEN \
         RAISE EXCEPTION '{HELD}'; END IF; END $migrate$"
    );
    match session.execute(&message) {
        Ok(()) => Ok(true),
        Err(error) if error.message() == HELD => {
            // The error has undone the settings.
            session.execute(KEEP_ALIVE)?;
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Gives locks back, and the session its settings.
pub(super) fn release(keys: &[i64]) -> String {
    let unlock = keys.iter().map(|key| format!("SELECT pg_advisory_unlock({key});\n"));
    unlock.chain([GIVE_BACK.to_owned()]).collect()
}

/// No time limit of the server ends a session that waits for another runner, or for a function of a
/// revision; a connection whose other end is gone is given up within a minute, on the server as well
/// (<https://www.postgresql.org/docs/current/runtime-config-connection.html#RUNTIME-CONFIG-TCP-SETTINGS>):
/// the server stops the statement of a client that ended, and gives its locks back.
///
/// Not each setting is known to each server, nor taken on each system. The values before are kept
/// in settings of our own, so that giving them back needs no round trip more.
pub(super) const KEEP_ALIVE: &str = "DO $migrate$ \
    DECLARE wanted CONSTANT text[] := ARRAY[\
    ['idle_session_timeout', '0'], ['idle_in_transaction_session_timeout', '0'], \
    ['client_connection_check_interval', '1000'], ['tcp_keepalives_idle', '30'], \
    ['tcp_keepalives_interval', '10'], ['tcp_keepalives_count', '3'], \
    ['tcp_user_timeout', '60000']]; pair text[]; \
    BEGIN FOREACH pair SLICE 1 IN ARRAY wanted LOOP \
    CONTINUE WHEN current_setting(pair[1], true) IS NULL; \
    BEGIN IF coalesce(current_setting('cargo_migrate.' || pair[1], true), '') = '' THEN \
    PERFORM set_config('cargo_migrate.' || pair[1], current_setting(pair[1]), false); END IF; \
    PERFORM set_config(pair[1], pair[2], false); \
    EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END $migrate$";

/// Gives back what [`KEEP_ALIVE`] changed.
const GIVE_BACK: &str = "DO $migrate$ DECLARE name text; \
    BEGIN FOREACH name IN ARRAY ARRAY['idle_session_timeout', \
    'idle_in_transaction_session_timeout', 'client_connection_check_interval', \
    'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', \
    'tcp_user_timeout'] LOOP \
    CONTINUE WHEN coalesce(current_setting('cargo_migrate.' || name, true), '') = ''; \
    BEGIN PERFORM set_config(name, current_setting('cargo_migrate.' || name), false), \
    set_config('cargo_migrate.' || name, '', false); \
    EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END $migrate$";

/// Cancels the statement of a session, if it is still the one that works.
pub(super) fn cancel(driver: &mut dyn Driver, key: i64, id: &str) -> Result<(), DatabaseError> {
    let holder = holding(key);
    driver.execute(&format!("SELECT pg_cancel_backend(l.pid) {holder} AND l.pid::text = '{id}'"))
}

/// Who holds the lock; none when it was given back meanwhile, or cannot be seen.
pub(super) fn holder(session: &mut dyn Driver, key: i64) -> Result<Option<String>, DatabaseError> {
    let query = format!(
        "SELECT concat_ws(', ', nullif(a.application_name, ''), 'user ' || a.usename, \
         'host ' || host(a.client_addr), 'server process ' || a.pid, \
         'connected ' || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')) {}",
        holding(key)
    );
    Ok(first_value(session.query(&query)?))
}

/// The lock and the session that holds it; the two halves of a key are kept apart
/// (`pg_locks.classid`, `objid`).
fn holding(key: i64) -> String {
    format!(
        "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid \
         WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 \
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
         AND (l.classid::bigint << 32) | l.objid::bigint = {key}"
    )
}
