//! The lock as a row of a table, for PostgreSQL behind a pooler that gives each transaction another session of the
//! server: what a session holds is held by nobody in particular there.
//!
//! The row says who holds it, with a token that no other run has, and when that run was last heard of, by the server's
//! clock. A thread renews that every [`RENEWED`]; a row that was not for [`DEAD`] is of a program that ended, and is
//! taken over. Each transaction of the run holds the row's key ([`guard`]): it cannot be taken over meanwhile, and a
//! run whose row was taken over commits nothing.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use migrate_core::dialect::postgres::{quote, string};
use migrate_core::op::fnv_1a;

use crate::executor::batch::SEPARATOR;
use crate::executor::{DatabaseError, DatabaseErrorKind, Driver, LockSession, Settings};

/// Between two signs of life of a run.
const RENEWED: Duration = Duration::from_secs(5);

/// A run that was not heard of for so long is dead, in seconds.
const DEAD: u64 = 30;

/// A run that could not renew its row for so long stops: soon another takes it over.
const UNSURE: Duration = Duration::from_secs(DEAD - 8);

/// What a transaction fails with whose run has lost its row.
const LOST: &str = "the lock of the migrations was taken over by another runner";

/// The table of the lock's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::executor) struct Table {
    /// Its name, as SQL.
    name: String,
}

impl Table {
    /// The one beside the version table, which is in this schema.
    pub(in crate::executor) fn of(schema: Option<&str>, settings: &Settings) -> Self {
        let table = settings.lock_table();
        let parts = schema.into_iter().chain([&*table]).map(quote);
        Self { name: parts.collect::<Vec<_>>().join(".") }
    }

    /// The condition that the row is of a run which was heard of lately.
    fn is_alive(&self) -> String {
        format!("{}.heartbeat > clock_timestamp() - interval '{DEAD} seconds'", self.name)
    }

    /// The condition that the table is there.
    pub(super) fn is_there(&self) -> String {
        format!("to_regclass({}) IS NOT NULL", string(&self.name))
    }

    /// The block of PL/pgSQL that fails with `held` while a run holds the row, and gives an advisory lock back then.
    pub(super) fn refusal(&self, key: i64, held: &str) -> String {
        let Self { name } = self;
        let query = string(&format!("SELECT 1 FROM {name} WHERE {}", self.is_alive()));
        format!(
            "DECLARE is_held integer; BEGIN IF to_regclass({}) IS NOT NULL THEN \
             EXECUTE {query} INTO is_held; IF is_held IS NOT NULL THEN \
             PERFORM pg_advisory_unlock({key}); RAISE EXCEPTION {}; END IF; END IF; END",
            string(name),
            string(held)
        )
    }

    /// Who holds the row; none when nobody does.
    pub(super) fn holder(&self, driver: &mut dyn Driver) -> Result<Option<String>, DatabaseError> {
        let Self { name } = self;
        if !self.exists(driver)? {
            return Ok(None);
        }
        let query = format!(
            "SELECT owner || ', since ' || to_char(taken_at, 'YYYY-MM-DD HH24:MI:SS TZ') FROM {name} \
             WHERE {}",
            self.is_alive()
        );
        Ok(driver.query(&query)?.into_iter().flatten().flatten().next())
    }

    fn exists(&self, driver: &mut dyn Driver) -> Result<bool, DatabaseError> {
        let query = format!("SELECT to_regclass({})::text", string(&self.name));
        Ok(driver.query(&query)?.into_iter().flatten().flatten().next().is_some())
    }

    /// Makes the table where it is not there. The token is a key, so that a row whose key a transaction holds is
    /// renewed and not taken over.
    pub(super) fn ensure(&self, driver: &mut dyn Driver) -> Result<(), DatabaseError> {
        let Self { name } = self;
        let create = format!(
            "CREATE TABLE {name} (id SMALLINT NOT NULL PRIMARY KEY, token VARCHAR(64) NOT NULL UNIQUE, \
             owner VARCHAR(255) NOT NULL, taken_at TIMESTAMPTZ NOT NULL, heartbeat TIMESTAMPTZ NOT NULL)"
        );
        let block = format!(
            "BEGIN IF to_regclass({}) IS NULL THEN EXECUTE {}; END IF; END",
            string(name),
            string(&create)
        );
        match driver.execute(&format!("DO {}", string(&block))) {
            // Another runner made it at the same time. diesel hands no SQLSTATE over, and a second try would not fail.
            Err(_) if self.exists(driver)? => Ok(()),
            made => made,
        }
    }

    /// Takes the row, unless another run has it, or the session's lock of this key.
    pub(super) fn try_take(
        &self,
        driver: &mut dyn Driver,
        key: i64,
        owner: &str,
    ) -> Result<Option<String>, DatabaseError> {
        let Self { name } = self;
        let alive = self.is_alive();
        let token = token();
        let owner: String = owner.chars().take(255).collect();
        let query = format!(
            "WITH free AS (SELECT pg_try_advisory_xact_lock({key}) AS yes), \
             taken AS (INSERT INTO {name} (id, token, owner, taken_at, heartbeat) \
             SELECT 1, {}, {}, clock_timestamp(), clock_timestamp() FROM free \
             WHERE yes AND NOT EXISTS (SELECT FROM {name} WHERE {alive}) \
             ON CONFLICT (id) DO UPDATE SET token = excluded.token, owner = excluded.owner, \
             taken_at = excluded.taken_at, heartbeat = excluded.heartbeat WHERE NOT ({alive}) \
             RETURNING 1) SELECT count(*)::text FROM taken",
            string(&token),
            string(&owner)
        );
        driver.begin()?;
        // The server may still be at work for a program that ended: its transaction holds the key.
        let answer = driver
            .execute("SET LOCAL lock_timeout = '300ms'")
            .and_then(|()| driver.query(&query))
            .and_then(|rows| driver.commit().map(|()| rows));
        match answer {
            Ok(rows) => {
                let is_taken = rows.first().is_some_and(|row| row[..] == [Some("1".to_owned())]);
                Ok(is_taken.then_some(token))
            }
            Err(error) => {
                // The first error is the one that explains.
                drop(driver.rollback());
                if error.kind() == DatabaseErrorKind::LockTimeout { Ok(None) } else { Err(error) }
            }
        }
    }
}

/// What no other run has: the process and the time, to the nanosecond.
fn token() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let here = format!("{} {now} {:?}", std::process::id(), std::thread::current().id());
    format!("{:016x}{now:x}", fnv_1a(here.as_bytes()))
}

/// Whether an error is that of a run which has lost its row.
pub(super) fn is_taken_over(error: &DatabaseError) -> bool {
    error.message() == LOST
}

/// The row, while a run holds it.
pub(in crate::executor) struct RowLock {
    table: Table,
    token: String,
    shared: Arc<Shared>,
    renewing: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The run is over.
    ended: bool,
    /// Why the row is no longer this run's.
    lost: Option<DatabaseError>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits so long, or until the run is over; whether it is.
    fn has_ended_after(&self, pause: Duration) -> bool {
        let wait = self.changed.wait_timeout_while(self.state(), pause, |state| !state.ended);
        wait.unwrap_or_else(PoisonError::into_inner).0.ended
    }
}

impl RowLock {
    /// Holds a row that was taken, with a thread that renews it.
    pub(super) fn hold(
        table: Table,
        token: String,
        session: LockSession,
    ) -> Result<Self, DatabaseError> {
        let shared = Arc::new(Shared::default());
        let renewal = format!(
            "UPDATE {} SET heartbeat = clock_timestamp() WHERE token = {} RETURNING '1'::text",
            table.name,
            string(&token)
        );
        let seen = Arc::clone(&shared);
        let renewing = std::thread::Builder::new()
            .name("migrate lock".to_owned())
            .spawn(move || renew(&session, &renewal, &seen))
            .map_err(|error| DatabaseError::new(format!("no thread for the lock: {error}")))?;
        Ok(Self { table, token, shared, renewing: Some(renewing) })
    }

    /// Fails if the row is known to be another's.
    pub(super) fn check(&self) -> Result<(), DatabaseError> {
        self.shared.state().lost.clone().map_or(Ok(()), Err)
    }

    /// The statement with which a transaction holds the row's key to its end, or fails.
    pub(super) fn guard(&self) -> String {
        let (name, token) = (&self.table.name, string(&self.token));
        let block = format!(
            "BEGIN PERFORM 1 FROM {name} WHERE token = {token} FOR KEY SHARE; \
             IF NOT FOUND THEN RAISE EXCEPTION {}; END IF; END",
            string(LOST)
        );
        format!("DO {}", string(&block))
    }

    /// Gives the row back.
    pub(super) fn release(&mut self, driver: &mut dyn Driver) {
        self.end();
        let delete =
            format!("DELETE FROM {} WHERE token = {}", self.table.name, string(&self.token));
        // A row that stays is taken over when it is old enough.
        drop(driver.execute(&delete));
    }

    fn end(&mut self) {
        self.shared.state().ended = true;
        self.shared.changed.notify_all();
        if let Some(renewing) = self.renewing.take() {
            drop(renewing.join());
        }
    }
}

impl Drop for RowLock {
    fn drop(&mut self) {
        self.end();
    }
}

/// Renews the row until the run is over; a connection that fails is made again.
fn renew(session: &LockSession, renewal: &str, shared: &Shared) {
    let mut connection: Option<Box<dyn Driver>> = None;
    let mut renewed = Instant::now();
    while !shared.has_ended_after(RENEWED) {
        let rows = match &mut connection {
            Some(connection) => connection.query(renewal),
            None => (session.0)().and_then(|new| connection.insert(new).query(renewal)),
        };
        let lost = match rows {
            Ok(rows) if rows.is_empty() => Some(DatabaseError::new(LOST)),
            Ok(_) => {
                renewed = Instant::now();
                None
            }
            Err(error) => {
                connection = None;
                (renewed.elapsed() > UNSURE).then_some(error)
            }
        };
        if let Some(lost) = lost {
            shared.state().lost = Some(lost);
            return;
        }
    }
}

/// Statements of one message.
pub(super) fn message(statements: &[&str]) -> String {
    statements.join(SEPARATOR)
}
