//! The lock on MariaDB and MySQL: named locks of the server, asked for again and again.

use crate::executor::driver::first_value;
use crate::executor::{DatabaseError, Driver, Settings};
use migrate_core::op::fnv_1a;

/// The names of a version table's locks, as SQL. A session may hold several since MariaDB 10.0.2
/// and MySQL 5.7.5 (<https://mariadb.com/kb/en/get_lock/>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::executor) struct Names {
    /// The lock of a run.
    pub(super) run: String,
    /// The lock of the session that a run works with.
    pub(super) work: String,
}

/// Names are the whole server's and have 64 characters at most
/// (<https://dev.mysql.com/doc/refman/8.4/en/locking-functions.html>), so the version table and its
/// database are in them as a hash.
pub(super) fn names(database: &str, settings: &Settings) -> Names {
    let place = fnv_1a(format!("{database}.{}", settings.version_table()).as_bytes());
    Names {
        run: format!("'cargo migrate {place:016x}'"),
        work: format!("'cargo migrate {place:016x} at work'"),
    }
}

/// No time limit of the server ends a session that holds the lock and is asked nothing else; the
/// server cuts what is more than it takes. A session that takes both locks says it twice.
pub(super) const KEEP_ALIVE: &str = "SET @migrate_wait_timeout = \
    IF(@@SESSION.wait_timeout = 31536000, @migrate_wait_timeout, @@SESSION.wait_timeout), \
    SESSION wait_timeout = 31536000";

pub(super) fn try_lock(session: &mut dyn Driver, name: &str) -> Result<bool, DatabaseError> {
    let rows = session.query(&format!("SELECT CAST(GET_LOCK({name}, 0) AS CHAR)"))?;
    match first_value(rows).as_deref() {
        Some("1") => Ok(true),
        Some(_) => Ok(false),
        None => Err(DatabaseError::new("the server cannot give the lock of the migrations")),
    }
}

/// Gives locks back, and the session what [`KEEP_ALIVE`] changed.
pub(super) fn release(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("RELEASE_LOCK({name})")).collect();
    let names = names.join(", ");
    let before = "COALESCE(CAST(@migrate_wait_timeout AS UNSIGNED), @@SESSION.wait_timeout)";
    format!("DO {names}; SET SESSION wait_timeout = {before}")
}

/// Cancels the statement of a session, if it is still the one that works.
pub(super) fn cancel(driver: &mut dyn Driver, name: &str, id: &str) -> Result<(), DatabaseError> {
    if used_by(driver, name)?.as_deref() == Some(id) {
        driver.execute(&format!("KILL QUERY {id}"))?;
    }
    Ok(())
}

fn used_by(session: &mut dyn Driver, name: &str) -> Result<Option<String>, DatabaseError> {
    Ok(first_value(session.query(&format!("SELECT CAST(IS_USED_LOCK({name}) AS CHAR)"))?))
}

/// Who holds the lock; none when it was given back meanwhile.
pub(super) fn holder(
    session: &mut dyn Driver,
    name: &str,
) -> Result<Option<String>, DatabaseError> {
    let Some(id) = used_by(session, name)? else { return Ok(None) };
    // Another user's connections are seen only with the PROCESS privilege.
    let query = format!(
        "SELECT CONCAT('user ', USER, ', host ', HOST, ', connection {id}') \
         FROM information_schema.PROCESSLIST WHERE ID = {id}"
    );
    let known = first_value(session.query(&query)?);
    Ok(Some(known.unwrap_or_else(|| format!("connection {id}"))))
}
