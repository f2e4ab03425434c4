//! The lock on MariaDB and MySQL: a named lock of the server, asked for again and again.

use crate::executor::driver::first_value;
use crate::executor::{DatabaseError, Driver, Settings};
use migrate_core::op::fnv_1a;

/// The lock's name: names are the whole server's and have 64 characters at most
/// (<https://dev.mysql.com/doc/refman/8.4/en/locking-functions.html>), so the version table and its
/// database are in it as a hash.
pub(super) fn name(database: &str, settings: &Settings) -> String {
    let place = fnv_1a(format!("{database}.{}", settings.version_table()).as_bytes());
    format!("'cargo migrate {place:016x}'")
}

pub(super) fn try_lock(session: &mut dyn Driver, name: &str) -> Result<bool, DatabaseError> {
    let rows = session.query(&format!("SELECT CAST(GET_LOCK({name}, 0) AS CHAR)"))?;
    match first_value(rows).as_deref() {
        Some("1") => Ok(true),
        Some(_) => Ok(false),
        None => Err(DatabaseError::new("the server cannot give the lock of the migrations")),
    }
}

pub(super) fn release(name: &str) -> String {
    format!("DO RELEASE_LOCK({name})")
}

/// Who holds the lock; none when it was given back meanwhile.
pub(super) fn holder(
    session: &mut dyn Driver,
    name: &str,
) -> Result<Option<String>, DatabaseError> {
    let id = format!("SELECT CAST(IS_USED_LOCK({name}) AS CHAR)");
    let Some(id) = first_value(session.query(&id)?) else { return Ok(None) };
    // Another user's connections are seen only with the PROCESS privilege.
    let query = format!(
        "SELECT CONCAT('user ', USER, ', host ', HOST, ', connection {id}') \
         FROM information_schema.PROCESSLIST WHERE ID = {id}"
    );
    let known = first_value(session.query(&query)?);
    Ok(Some(known.unwrap_or_else(|| format!("connection {id}"))))
}
