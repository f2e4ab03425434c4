//! What revisions need set in a session of MariaDB or MySQL, in which mode routines are made, and the
//! next weaker form of an `ALTER TABLE`.

use migrate_core::dialect::mysql::{SESSION_MODES, string};

use super::{DatabaseError, Driver};

/// A session's settings while it is worked with.
pub(super) struct Opened {
    /// The statements that give the settings back.
    pub(super) restore: Vec<String>,
    /// The `sql_mode` of its own, when another is on meanwhile.
    pub(super) sql_mode: Option<SqlMode>,
}

/// The statements that change between the session's own `sql_mode` and the one that is on.
#[derive(Clone, Debug)]
pub(super) struct SqlMode {
    /// Sets the session's own.
    pub(super) own: String,
    /// Sets the one that is on for revisions.
    pub(super) meanwhile: String,
}

/// A session's settings as they are found.
#[derive(Clone, Debug)]
pub(super) struct SessionSettings {
    autocommit: Option<String>,
    explicit_defaults: Option<String>,
    sql_mode: String,
    time_zone: Option<String>,
    client: Option<String>,
    results: Option<String>,
    connection: Option<String>,
    collation: Option<String>,
}

impl SessionSettings {
    /// What they are read from. Cast as it is, MariaDB writes a switch as `ON` and MySQL as `1`.
    pub(super) const EXPRESSIONS: &str = "CAST(@@SESSION.autocommit + 0 AS CHAR), \
        CAST(@@SESSION.explicit_defaults_for_timestamp + 0 AS CHAR), \
        @@SESSION.sql_mode, @@SESSION.time_zone, @@SESSION.character_set_client, \
        @@SESSION.character_set_results, @@SESSION.character_set_connection, \
        @@SESSION.collation_connection";

    /// The settings of the values of [`EXPRESSIONS`](Self::EXPRESSIONS).
    pub(super) fn of(mut next: impl FnMut() -> Option<String>) -> Self {
        Self {
            autocommit: next(),
            explicit_defaults: next(),
            sql_mode: next().unwrap_or_default(),
            time_zone: next(),
            client: next(),
            results: next(),
            connection: next(),
            collation: next(),
        }
    }

    /// Whether a query that was read under them can be relied on, and has left no transaction open.
    pub(super) fn are_fit_for_reading(&self) -> bool {
        self.autocommit.as_deref() == Some("1") && self.results.as_deref() == Some("utf8mb4")
    }
}

/// Sees to it that a session does what revisions say, whatever it was set to:
///
/// * `autocommit`: without it the first look at the version table begins a transaction, and a second
///   one after waiting for the lock would read the same snapshot
///   (<https://dev.mysql.com/doc/refman/8.4/en/innodb-consistent-read.html>);
/// * `explicit_defaults_for_timestamp`: MariaDB before 10.10 gives TIMESTAMP columns defaults of its
///   own (<https://mariadb.com/kb/en/server-system-variables/#explicit_defaults_for_timestamp>);
/// * the modes of [`SESSION_MODES`]; every other mode stays, for it says how raw SQL is read;
/// * UTC, in which constants of time zone are written, and text as UTF-8.
pub(super) fn open(
    driver: &mut dyn Driver,
    settings: SessionSettings,
) -> Result<Opened, DatabaseError> {
    let SessionSettings {
        autocommit,
        explicit_defaults,
        sql_mode: own_mode,
        time_zone,
        client,
        results,
        connection,
        collation,
    } = settings;
    let mut opened = Opened { restore: Vec::new(), sql_mode: None };
    if explicit_defaults.as_deref() != Some("1") {
        driver.execute("SET SESSION explicit_defaults_for_timestamp = ON").map_err(|error| {
            error.with_hint(
                "set `explicit_defaults_for_timestamp = ON` in the server's configuration",
            )
        })?;
        opened.restore.push("SET SESSION explicit_defaults_for_timestamp = OFF".to_owned());
    }
    let (mut set, mut back) = (Vec::new(), Vec::new());
    if autocommit.as_deref() != Some("1") {
        set.push("autocommit = ON".to_owned());
        back.push("autocommit = OFF".to_owned());
    }
    let mut own = |name: &str, wanted: &str, back_name: &str, own: Option<&str>| {
        set.push(format!("{name} = {}", string(wanted)));
        back.push(format!("{back_name} = {}", own.map_or_else(|| "NULL".to_owned(), string)));
    };
    if time_zone.as_deref() != Some("+00:00") {
        own("time_zone", "+00:00", "time_zone", time_zone.as_deref());
    }
    for (name, set_to) in [("character_set_client", &client), ("character_set_results", &results)] {
        if set_to.as_deref() != Some("utf8mb4") {
            own(name, "utf8mb4", name, set_to.as_deref());
        }
    }
    if connection.as_deref() != Some("utf8mb4") {
        own("character_set_connection", "utf8mb4", "collation_connection", collation.as_deref());
    }
    if let Some(wanted) = with_modes(&own_mode) {
        own("sql_mode", &wanted, "sql_mode", Some(&own_mode));
        opened.sql_mode = Some(SqlMode {
            own: format!("SET SESSION sql_mode = {}", string(&own_mode)),
            meanwhile: format!("SET SESSION sql_mode = {}", string(&wanted)),
        });
    }
    if !set.is_empty() {
        driver.execute(&format!("SET SESSION {}", set.join(", ")))?;
        opened.restore.push(format!("SET SESSION {}", back.join(", ")));
    }
    Ok(opened)
}

/// A `sql_mode` with the modes that revisions need; none where all are on.
fn with_modes(own: &str) -> Option<String> {
    let modes: Vec<_> = own.split(',').filter(|mode| !mode.is_empty()).collect();
    let missing = SESSION_MODES.into_iter().filter(|mode| !modes.contains(mode));
    let all: Vec<_> = modes.iter().copied().chain(missing).collect();
    (all.len() > modes.len()).then(|| all.join(","))
}

/// Whether the server refused the `ALGORITHM` or the `LOCK` of a statement, of which nothing ran
/// (errors 1845 and 1846;
/// <https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html#error_er_alter_operation_not_supported>).
pub(super) fn is_algorithm_refused(error: &DatabaseError) -> bool {
    matches!(error.code(), Some("1845" | "1846"))
}

/// The `ALGORITHM` and `LOCK` that a statement asks for, which are at its end.
pub(super) fn algorithm(sql: &str) -> &str {
    sql.rfind("ALGORITHM=").map_or(sql, |at| &sql[at..])
}

#[cfg(test)]
mod tests {
    use super::with_modes;

    #[test]
    fn modes_of_the_session_stay() {
        let all = "NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION";
        assert_eq!(with_modes("").as_deref(), Some(all));
        assert_eq!(with_modes(all), None);
        assert_eq!(
            with_modes("ANSI_QUOTES,STRICT_ALL_TABLES").as_deref(),
            Some("ANSI_QUOTES,STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION")
        );
    }
}
