//! The lock on PostgreSQL: advisory locks of sessions, asked for again and again.

use std::time::Duration;

use migrate_core::dialect::postgres::string;
use migrate_core::op::fnv_1a;

use super::row::{self, Table};
use crate::executor::driver::first_value;
use crate::executor::{DatabaseError, Driver, LockSession, Settings};

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

/// What a try fails with while another runner holds the lock.
const HELD: &str = "another runner of the migrations holds the lock";

/// What a try fails with where sessions mean nothing.
const POOLED: &str = "each transaction has another session of the server";

/// What became of the first try to take a lock, which is a message of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    /// It is taken.
    Taken,
    /// Another runner has it.
    Held,
    /// A pooler gives each transaction another session, so that a lock of one holds nobody off.
    Pooled,
}

/// Runs a message that takes a lock. A lock that is held is an error here, which the server writes into its log:
/// this is for the first try alone.
fn first(session: &mut dyn Driver, statements: &[&str]) -> Result<First, DatabaseError> {
    match session.execute(&row::message(statements)) {
        Ok(()) => Ok(First::Taken),
        Err(error) if error.message() == HELD => Ok(First::Held),
        Err(error) if error.message() == POOLED => Ok(First::Pooled),
        Err(error) => Err(error),
    }
}

fn block(text: &str) -> String {
    format!("DO {}", string(text))
}

/// Fails where the session is not the one that it was.
pub(super) fn same_session(id: Option<&str>) -> String {
    let id = id.map_or_else(|| "NULL".to_owned(), string);
    block(&format!(
        "BEGIN IF pg_backend_pid()::text <> {id} THEN RAISE EXCEPTION '{POOLED}'; END IF; END"
    ))
}

fn take(key: i64) -> String {
    block(&format!(
        "BEGIN IF NOT pg_try_advisory_lock({key}) THEN RAISE EXCEPTION '{HELD}'; END IF; END"
    ))
}

/// Takes the lock of a run for a transaction of the lock's connection, which was opened so long ago, and leaves the
/// transaction open, also where the lock is held: until [`let_go`] a pooler cannot give the session to another
/// connection, such as the one that works. Nothing of this outlasts the transaction.
///
/// A session that is older than the connection is a pooler's.
pub(super) fn pin(
    own: &mut dyn Driver,
    keys: Keys,
    table: &Table,
    opened: Duration,
) -> Result<First, DatabaseError> {
    const SLACK: Duration = Duration::from_secs(2);
    let age = (opened + SLACK).as_millis();
    let is_new = block(&format!(
        "BEGIN IF (SELECT backend_start FROM pg_stat_get_activity(pg_backend_pid())) < \
         clock_timestamp() - interval '{age} milliseconds' THEN RAISE EXCEPTION '{POOLED}'; END IF; END"
    ));
    let take = block(&format!(
        "BEGIN IF NOT pg_try_advisory_xact_lock({}) THEN RAISE EXCEPTION '{HELD}'; END IF; END",
        keys.run
    ));
    first(own, &["BEGIN", &is_new, &not_pooled_before(table), &take])
}

/// The same while the lock is waited for, of which the server's log says nothing.
pub(super) fn pin_again(own: &mut dyn Driver, keys: Keys) -> Result<First, DatabaseError> {
    own.execute("BEGIN")?;
    let rows = own.query(&format!("SELECT pg_try_advisory_xact_lock({})::text", keys.run))?;
    let is_free = first_value(rows).as_deref() == Some("true");
    Ok(if is_free { First::Taken } else { First::Held })
}

/// Ends the transaction that [`pin`] began.
pub(super) fn let_go(own: &mut dyn Driver) -> Result<(), DatabaseError> {
    own.execute("ROLLBACK")
}

/// Whether the session that works still is the one it was, while the lock's connection has one in an open transaction,
/// and is another one than that: the same would get the lock once more.
pub(super) fn is_beside(
    session: &mut dyn Driver,
    keys: Keys,
    id: Option<&str>,
) -> Result<bool, DatabaseError> {
    let other = block(&format!(
        "BEGIN IF pg_try_advisory_xact_lock({}) THEN RAISE EXCEPTION '{POOLED}'; END IF; END",
        keys.run
    ));
    Ok(first(session, &[&same_session(id), &other])? == First::Taken)
}

/// Whether the session that works still is the one it was: right after the lock's connection has let go of its own a
/// pooler would hand that out.
pub(super) fn is_the_same(
    session: &mut dyn Driver,
    table: &Table,
    id: Option<&str>,
) -> Result<bool, DatabaseError> {
    Ok(first(session, &[&same_session(id), &not_pooled_before(table)])? == First::Taken)
}

/// Takes the lock of a run with the lock's connection, for good.
pub(super) fn take_run(own: &mut dyn Driver, keys: Keys) -> Result<bool, DatabaseError> {
    Ok(first(own, &[KEEP_ALIVE, &take(keys.run)])? == First::Taken)
}

/// Fails where a runner has found out before that sessions mean nothing: what one found out by chance holds for all.
fn not_pooled_before(table: &Table) -> String {
    block(&format!("BEGIN IF {} THEN RAISE EXCEPTION '{POOLED}'; END IF; END", table.is_there()))
}

/// Takes the lock of a run for good, unless another runner has it or holds the lock's row.
pub(super) fn try_free(
    session: &mut dyn Driver,
    key: i64,
    table: &Table,
) -> Result<bool, DatabaseError> {
    if !try_lock(session, key)? {
        return Ok(false);
    }
    Ok(first(session, &[&block(&table.refusal(key, HELD))])? == First::Taken)
}

/// Takes the second lock with the session that works, if it still is the one it was, and not the one that holds the
/// first: that would get it once more.
pub(super) fn take_beside(
    session: &mut dyn Driver,
    keys: Keys,
    id: Option<&str>,
) -> Result<First, DatabaseError> {
    let Keys { run, work } = keys;
    let other = block(&format!(
        "BEGIN IF pg_try_advisory_lock({run}) THEN PERFORM pg_advisory_unlock({run}); \
         RAISE EXCEPTION '{POOLED}'; END IF; END"
    ));
    let taken = first(session, &[&same_session(id), &other, KEEP_ALIVE, &take(work)])?;
    if taken == First::Held {
        // The error has undone the settings.
        session.execute(KEEP_ALIVE)?;
    }
    Ok(taken)
}

/// Gives back the lock that a session of a pooler holds, whichever that is, if it comes by: a few transactions that are
/// open at once have one each, and more could take all that the pooler has.
pub(super) fn find_and_give_back(connect: &LockSession, keys: Keys) -> Result<(), DatabaseError> {
    const AT_ONCE: usize = 3;
    const TRIES: usize = 60;
    let run = keys.run;
    let own = format!(
        "SELECT pg_advisory_unlock({run})::text {} AND l.pid = pg_backend_pid()",
        holding(run)
    );
    let mut open: [Option<Box<dyn Driver>>; AT_ONCE] = Default::default();
    for number in 0..TRIES {
        let place = &mut open[number % AT_ONCE];
        if let Some(earlier) = place {
            // What it had is free for others, and comes again.
            earlier.execute("COMMIT")?;
        }
        let session = match place {
            Some(session) => session,
            None => place.insert(connect.open()?),
        };
        session.execute("BEGIN")?;
        if first_value(session.query(&own)?).is_some() {
            session.execute(GIVE_BACK)?;
            break;
        }
    }
    open.iter_mut().flatten().try_for_each(|session| session.execute("COMMIT"))
}

/// Takes the lock of a run with the session that works.
pub(super) fn take_alone(
    session: &mut dyn Driver,
    keys: Keys,
    table: &Table,
    id: Option<&str>,
) -> Result<First, DatabaseError> {
    let refusal = block(&table.refusal(keys.run, HELD));
    let taken = first(session, &[&same_session(id), KEEP_ALIVE, &take(keys.run), &refusal])?;
    if taken == First::Held {
        session.execute(KEEP_ALIVE)?;
    }
    Ok(taken)
}

/// Whether an error is that of a transaction which has another session than the run.
pub(super) fn is_another_session(error: &DatabaseError) -> bool {
    error.message() == POOLED
}

/// The error of a connection that is pooled, where there is none for the lock.
pub(super) fn pooled_alone() -> DatabaseError {
    DatabaseError::new(POOLED).with_hint(
        "a pooler gives each transaction another session, so that no lock lasts: connect to the server itself, or give \
         `LockOptions::with_session`, with which the lock is a row of a table",
    )
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
