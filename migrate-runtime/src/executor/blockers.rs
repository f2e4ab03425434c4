//! Who holds the locks that a revision waits for: looked up once it has waited in vain, by the tables that it locks; when
//! it is tried again, another session asks the server meanwhile, which knows exactly.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use migrate_core::dialect::{Dialect, Lock, LockMode, mysql, postgres};
use migrate_core::schema::QualifiedName;
use migrate_core::sql_text::{SqlSyntax, without_values};

use crate::prepare::PreparedRevision;

use super::{DatabaseError, Driver, LockSession};

/// More of a query is not shown.
const LONGEST: usize = 200;

/// The sessions that hold locks which a revision conflicts with, in words: the one with the oldest transaction, and
/// how many more. None where nobody is seen.
pub(super) fn look(
    driver: &mut dyn Driver,
    dialect: Dialect,
    prepared: &PreparedRevision<'_>,
) -> Option<String> {
    let locked = prepared.statements.iter().filter_map(|it| it.facts.as_ref());
    let locked: Vec<_> = locked.flat_map(|facts| &facts.locks).collect();
    let tables: Vec<_> = locked.iter().map(|lock| &lock.table).collect();
    let found = match dialect {
        Dialect::Sqlite(_) => return None,
        Dialect::Postgres(_) => {
            let reads_too = tables.is_empty()
                || locked.iter().any(|it| it.lock == Lock::Postgres(LockMode::AccessExclusive));
            on_postgres(driver, &tables, reads_too)
        }
        Dialect::Mysql(version) => on_mysql(driver, version.server, &tables),
    };
    in_words(&found.ok()?, dialect)
}

fn in_words(found: &[Holder], dialect: Dialect) -> Option<String> {
    let (first, more) = found.split_first()?;
    let more = match more.len() {
        0 => String::new(),
        1 => ", and one more session".to_owned(),
        count => format!(", and {count} more sessions"),
    };
    Some(format!("{}{more}", described(first, dialect.syntax())))
}

/// A session that holds a lock.
#[derive(Debug, Default)]
struct Holder {
    /// What the server knows it by, its user, its program.
    who: String,
    /// What it does.
    state: String,
    /// Its last or present query.
    query: String,
}

fn described(holder: &Holder, syntax: SqlSyntax) -> String {
    let Holder { who, state, query } = holder;
    let query = without_values(query, syntax);
    let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = query.chars().take(LONGEST).collect();
    let dots = if shown.len() < query.len() { " .." } else { "" };
    let query = if shown.is_empty() { String::new() } else { format!(": {shown}{dots}") };
    let state = if state.is_empty() { String::new() } else { format!(", {state}") };
    format!("{who}{state}{query}")
}

fn holders(driver: &mut dyn Driver, query: &str) -> Result<Vec<Holder>, DatabaseError> {
    let rows = driver.query(query)?.into_iter().map(|row| {
        let mut values = row.into_iter().map(Option::unwrap_or_default);
        let mut next = || values.next().unwrap_or_default();
        Holder { who: next(), state: next(), query: next() }
    });
    Ok(rows.collect())
}

/// Other users' queries are hidden by the server, unless the role may see them
/// (<https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW>).
fn on_postgres(
    driver: &mut dyn Driver,
    tables: &[&QualifiedName],
    reads_too: bool,
) -> Result<Vec<Holder>, DatabaseError> {
    let names: Vec<_> = tables
        .iter()
        .map(|table| {
            let quoted = table.schema.iter().chain([&table.name]).map(|name| postgres::quote(name));
            let quoted = quoted.collect::<Vec<_>>().join(".");
            format!("to_regclass({})", postgres::string(&quoted))
        })
        .collect();
    // Of what raw SQL locks nothing is known but that it is no system table.
    let relations = if names.is_empty() {
        "l.relation >= 16384".to_owned()
    } else {
        format!("l.relation IN ({})", names.join(", "))
    };
    let modes = if reads_too { "" } else { " AND l.mode <> 'AccessShareLock'" };
    let of_locks = format!(
        "a.pid IN (SELECT l.pid FROM pg_locks l WHERE l.granted AND l.locktype = 'relation' \
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
         AND {relations}{modes})"
    );
    holders(driver, &sessions_of_postgres(&of_locks))
}

/// The query for sessions of PostgreSQL.
fn sessions_of_postgres(condition: &str) -> String {
    format!(
        "SELECT concat_ws(', ', 'server process ' || a.pid, 'user ' || a.usename, \
         nullif(a.application_name, ''), 'host ' || host(a.client_addr)), \
         concat_ws(', ', 'in a transaction since ' || \
         to_char(a.xact_start, 'YYYY-MM-DD HH24:MI:SS TZ'), \
         CASE WHEN a.state LIKE 'idle%' THEN 'idle for ' || \
         round(extract(epoch FROM clock_timestamp() - a.state_change)) || ' s, its last query' \
         ELSE a.state END), a.query \
         FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid() AND {condition} \
         ORDER BY a.xact_start"
    )
}

/// Looks from another session for what blocks a session of PostgreSQL, until it is dropped.
pub(super) struct Watching(Arc<Seen>);

#[derive(Default)]
struct Seen {
    ended: AtomicBool,
    blocked_by: Mutex<Option<String>>,
}

impl Watching {
    /// Begins to look at the session that the server knows by this number. Without a connection or a thread nobody
    /// is seen.
    pub(super) fn begin(session: LockSession, id: &str, dialect: Dialect) -> Self {
        const PAUSE: Duration = Duration::from_millis(100);
        let seen = Arc::new(Seen::default());
        let query = sessions_of_postgres(&format!("a.pid = ANY (pg_blocking_pids({id}))"));
        let shared = Arc::clone(&seen);
        drop(std::thread::Builder::new().spawn(move || {
            let Ok(mut connection) = session.open() else { return };
            while !shared.ended.load(Ordering::SeqCst) {
                let Ok(found) = holders(&mut *connection, &query) else { return };
                if let Some(who) = in_words(&found, dialect) {
                    *shared.blocked_by.lock().unwrap_or_else(PoisonError::into_inner) = Some(who);
                }
                std::thread::sleep(PAUSE);
            }
        }));
        Self(seen)
    }

    /// The blocker that was seen last.
    pub(super) fn blocked_by(&self) -> Option<String> {
        self.0.blocked_by.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::SeqCst);
    }
}

/// MariaDB tells who holds a lock of metadata where its plugin is installed
/// (<https://mariadb.com/docs/server/reference/plugins/other-plugins/metadata-lock-info-plugin>), MySQL in the
/// performance schema; both tell of transactions, which hold such locks on all tables that they have used.
fn on_mysql(
    driver: &mut dyn Driver,
    server: mysql::Server,
    tables: &[&QualifiedName],
) -> Result<Vec<Holder>, DatabaseError> {
    let names: Vec<_> = tables.iter().map(|table| mysql::string(&table.name)).collect();
    let names = names.join(", ");
    let session = |from: &str, condition: &str, order: &str| {
        format!(
            "SELECT CONCAT('connection ', p.ID, ', user ', p.USER, ', host ', p.HOST), \
             CONCAT(IF(p.COMMAND = 'Sleep', 'idle', LOWER(p.COMMAND)), ' for ', p.TIME, ' s'), \
             CAST(p.INFO AS CHAR) FROM {from} WHERE p.ID <> CONNECTION_ID() AND {condition} \
             GROUP BY p.ID ORDER BY {order}"
        )
    };
    let by_lock = (!names.is_empty()).then(|| match server {
        mysql::Server::Mariadb => session(
            "information_schema.METADATA_LOCK_INFO m \
             JOIN information_schema.PROCESSLIST p ON p.ID = m.THREAD_ID",
            &format!("m.TABLE_NAME IN ({names})"),
            "MAX(p.TIME) DESC",
        ),
        mysql::Server::Mysql => session(
            "performance_schema.metadata_locks m JOIN performance_schema.threads t \
             ON t.THREAD_ID = m.OWNER_THREAD_ID \
             JOIN information_schema.PROCESSLIST p ON p.ID = t.PROCESSLIST_ID",
            &format!("m.LOCK_STATUS = 'GRANTED' AND m.OBJECT_NAME IN ({names})"),
            "MAX(p.TIME) DESC",
        ),
    });
    let found = by_lock.map(|query| holders(driver, &query)).transpose();
    if let Ok(Some(found)) = found
        && !found.is_empty()
    {
        return Ok(found);
    }
    let transactions = session(
        "information_schema.INNODB_TRX x \
         JOIN information_schema.PROCESSLIST p ON p.ID = x.trx_mysql_thread_id",
        "TRUE",
        "MIN(x.trx_started)",
    );
    holders(driver, &transactions)
}
