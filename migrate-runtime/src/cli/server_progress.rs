//! What a server says of a statement that takes long: how far it is, or that it waits for a lock. It
//! is asked over a connection of its own, since the other one waits for the statement.

use crate::executor::Driver;
use migrate_core::dialect::Family;

use super::connect::{Access, Location, connect};

/// A session on a server that can be asked about.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    location: Location,
    application: String,
    /// What is asked, in turn until one is understood.
    queries: Vec<String>,
}

/// A connection that asks.
pub(super) struct Watcher {
    driver: Box<dyn Driver>,
    queries: Vec<String>,
}

impl Watched {
    /// The session of a connection; none on SQLite, which works in this program itself.
    pub(super) fn of(
        connection: &mut dyn Driver,
        location: &Location,
        application: &str,
    ) -> Option<Self> {
        let family = connection.family();
        let query = match family {
            Family::Sqlite => return None,
            Family::Postgres => "SELECT pg_backend_pid()::text",
            Family::Mysql => "SELECT CAST(CONNECTION_ID() AS CHAR)",
        };
        let session: u64 =
            connection.query(query).ok()?.into_iter().flatten().flatten().next()?.parse().ok()?;
        Some(Self {
            location: location.clone(),
            application: application.to_owned(),
            queries: queries(family, session),
        })
    }

    /// Connects; none where that is refused, as by a server without a connection to spare.
    pub(super) fn connect(&self) -> Option<Watcher> {
        let driver = connect(&self.location, Access::Existing, &self.application, None).ok()?;
        Some(Watcher { driver, queries: self.queries.clone() })
    }
}

impl Watcher {
    /// What the server says, where it says anything.
    pub(super) fn ask(&mut self) -> Option<String> {
        let query = self.queries.last()?;
        let Ok(rows) = self.driver.query(query) else {
            // A server that does not understand it will not do so later.
            self.queries.pop();
            return None;
        };
        rows.into_iter().flatten().flatten().next().filter(|text| !text.is_empty())
    }
}

/// The queries for a session, the best one last.
fn queries(family: Family, session: u64) -> Vec<String> {
    match family {
        Family::Sqlite => Vec::new(),
        // https://www.postgresql.org/docs/current/progress-reporting.html: of what a migration does,
        // the building of indexes tells how far it is.
        Family::Postgres => vec![format!(
            "SELECT coalesce(\
                (SELECT phase || coalesce(' ' || 100 * blocks_done / nullif(blocks_total, 0) || '%', \
                    ' ' || 100 * tuples_done / nullif(tuples_total, 0) || '%', '') \
                 FROM pg_stat_progress_create_index WHERE pid = {session}), \
                (SELECT 'waiting for a lock' FROM pg_stat_activity \
                 WHERE pid = {session} AND wait_event_type = 'Lock'))::text"
        )],
        // https://mariadb.com/kb/en/progress-reporting/; MySQL has the state alone.
        Family::Mysql => {
            let waiting = "IF(state LIKE 'Waiting for%', LOWER(state), NULL)";
            let from = format!("FROM information_schema.processlist WHERE id = {session}");
            vec![
                format!("SELECT {waiting} {from}"),
                format!(
                    "SELECT COALESCE(IF(max_stage > 0, CONCAT('stage ', stage, ' of ', max_stage, ' ', \
                     ROUND(progress), '%'), NULL), {waiting}) {from}"
                ),
            ]
        }
    }
}
