//! How long the statements of a revision wait for locks and run: what holds for it, and the SQL that sets it.
//!
//! A statement that waits for a lock which others conflict with holds up everybody who comes after it, also readers.
//! So it waits two seconds where nobody said otherwise, and is tried again (`retry.rs`).

use std::time::Duration;

use migrate_core::dialect::{Action, Dialect, Statement, mysql};
use migrate_core::revision::Timeouts;

use crate::prepare::PreparedRevision;

use super::batch::SEPARATOR;
use super::run::Run;
use super::session::{Session, wait_for_writers};
use super::settings::Settings;
use super::{DatabaseError, Driver, Options, catalogue};

/// How long what others queue behind waits for its lock, where nobody said it.
const LOCK: Duration = Duration::from_secs(2);

/// What MariaDB and MySQL take for no limit: a year (`lock_wait_timeout`), which rows wait as well.
const NO_LIMIT: u64 = 31_536_000;

/// What `lock_wait_timeout` is where nobody said it
/// (<https://mariadb.com/docs/server/server-management/variables-and-modes/server-system-variables#lock_wait_timeout>,
/// <https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_lock_wait_timeout>).
const fn unsaid_wait(server: mysql::Server) -> &'static str {
    match server {
        mysql::Server::Mariadb => "86400",
        mysql::Server::Mysql => "31536000",
    }
}

/// The limits of a session that are its own: of the server, the role, the URL, or the application.
#[derive(Clone, Debug)]
pub(super) struct Own {
    /// Whether somebody said how long it waits for a lock, be it without limit.
    says_lock: bool,
    /// Its limits.
    values: Vec<(&'static str, String)>,
    /// The statement that gives them back.
    give_back: String,
}

/// The limits of a revision, in milliseconds; those that are not said stay the session's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    lock: Option<u128>,
    statement: Option<u128>,
}

/// What is said of a revision, the narrower before the wider: by itself, for the run, for the package.
pub(super) fn said(
    prepared: &PreparedRevision<'_>,
    options: &Options,
    settings: &Settings,
) -> Timeouts {
    prepared.revision.timeouts.or(options.timeouts).or(settings.timeouts())
}

/// Whether others may queue behind a revision that waits for a lock. On a table that the revision itself made
/// nobody can.
pub(super) fn holds_others_up(prepared: &PreparedRevision<'_>, dialect: Dialect) -> bool {
    let is_known = |statement: &Statement| match (&statement.action, dialect) {
        // An index that is built concurrently waits without a limit, and lets others pass.
        (
            Action::Note(_) | Action::Nothing { .. } | Action::Rebuild(_) | Action::Concurrent(_),
            _,
        )
        | (_, Dialect::Sqlite(_)) => Some(false),
        // What changes rows alone is in a transaction there, and waits for rows.
        (Action::Sql(_), Dialect::Mysql(_)) if prepared.transactional => Some(false),
        (Action::Sql(_) | Action::Restate(_), Dialect::Postgres(_) | Dialect::Mysql(_)) => {
            statement.facts.as_ref().map(migrate_core::dialect::Facts::holds_others_up)
        }
        (Action::Raw(_) | Action::Run(_), Dialect::Postgres(_) | Dialect::Mysql(_)) => None,
    };
    prepared.statements.iter().any(|statement| is_known(statement).unwrap_or(true))
}

/// A limit as the server takes it; zero is none.
fn milliseconds(limit: Duration) -> u128 {
    limit.as_nanos().div_ceil(1_000_000)
}

/// The parameters of a dialect with the values of limits.
fn assignments(dialect: Dialect, limits: Limits) -> Vec<(&'static str, String)> {
    let Limits { lock, statement } = limits;
    let mut assignments = Vec::new();
    match dialect {
        Dialect::Sqlite(_) => {}
        Dialect::Postgres(_) => {
            let pair = |name, limit: Option<u128>| limit.map(|limit| (name, limit.to_string()));
            assignments.extend(pair("lock_timeout", lock));
            assignments.extend(pair("statement_timeout", statement));
        }
        Dialect::Mysql(version) => {
            if let Some(lock) = lock {
                // Whole seconds, and none of them would be no wait at all.
                let seconds = if lock == 0 { NO_LIMIT.into() } else { lock.div_ceil(1000) };
                assignments.push(("lock_wait_timeout", seconds.to_string()));
                assignments.push(("innodb_lock_wait_timeout", seconds.to_string()));
            }
            if let Some(statement) = statement {
                assignments.push(match version.server {
                    mysql::Server::Mariadb => {
                        let seconds = format!("{}.{:03}", statement / 1000, statement % 1000);
                        ("max_statement_time", seconds)
                    }
                    // Of `SELECT` alone.
                    mysql::Server::Mysql => ("max_execution_time", statement.to_string()),
                });
            }
        }
    }
    assignments
}

/// Parameters set for a session.
fn set_for_session(dialect: Dialect, values: &[(&'static str, String)]) -> String {
    let values = values.iter().map(|(name, value)| format!("{name} = {value}"));
    match dialect {
        Dialect::Sqlite(_) | Dialect::Postgres(_) => {
            values.map(|value| format!("SET {value}")).collect::<Vec<_>>().join(SEPARATOR)
        }
        Dialect::Mysql(_) => format!("SET SESSION {}", values.collect::<Vec<_>>().join(", ")),
    }
}

impl Session<'_> {
    /// The session's own limits, where a revision of these has others.
    pub(super) fn own_limits(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        options: &Options,
    ) -> Result<Option<Own>, DatabaseError> {
        let dialect = self.dialect();
        let all =
            revisions.iter().map(|prepared| (prepared, said(prepared, options, self.settings)));
        let mut all = all.filter(|(prepared, said)| {
            said.lock.is_some() || said.statement.is_some() || holds_others_up(prepared, dialect)
        });
        if all.next().is_none() {
            return Ok(None);
        }
        read_own(self.driver, dialect)
    }

    /// Has SQLite wait as long as it is said for another writer of the file; nobody queues behind it.
    pub(super) fn wait_for_writers(&mut self, said: Timeouts) -> Result<(), DatabaseError> {
        match (self.dialect(), said.lock) {
            (Dialect::Sqlite(_), Some(lock)) => {
                let wait = if lock.is_zero() { Duration::MAX } else { lock };
                wait_for_writers(self.driver, Some(wait))
            }
            (Dialect::Sqlite(_) | Dialect::Postgres(_) | Dialect::Mysql(_), _) => Ok(()),
        }
    }
}

/// An expression for the statements that give a session of PostgreSQL its own limits back, of the catalogue's rows `l` and
/// `s`: what it did not set itself comes from where it came before.
pub(super) const GIVE_BACK: &str = "\
    CASE l.source WHEN 'session' THEN format('SET lock_timeout = %L', l.setting) \
    ELSE 'RESET lock_timeout' END || '; ' || \
    CASE s.source WHEN 'session' THEN format('SET statement_timeout = %L', s.setting) \
    ELSE 'RESET statement_timeout' END";

fn read_own(driver: &mut dyn Driver, dialect: Dialect) -> Result<Option<Own>, DatabaseError> {
    let row = |driver: &mut dyn Driver, query: &str| -> Result<_, DatabaseError> {
        let row = driver.query(query)?.into_iter().next().unwrap_or_default();
        Ok(row.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>())
    };
    match dialect {
        Dialect::Sqlite(_) => Ok(None),
        Dialect::Postgres(_) => {
            // A limit of zero that somebody said is one as well.
            let query = format!(
                "SELECT l.setting, s.setting, l.source, {GIVE_BACK} FROM pg_settings l, pg_settings s \
                 WHERE l.name = 'lock_timeout' AND s.name = 'statement_timeout'"
            );
            let mut row = row(driver, &query)?.into_iter();
            let mut next = || row.next().unwrap_or_default();
            let values = vec![("lock_timeout", next()), ("statement_timeout", next())];
            Ok(Some(Own { says_lock: next() != "default", values, give_back: next() }))
        }
        Dialect::Mysql(version) => {
            let statement = match version.server {
                mysql::Server::Mariadb => "max_statement_time",
                mysql::Server::Mysql => "max_execution_time",
            };
            let names = ["lock_wait_timeout", "innodb_lock_wait_timeout", statement];
            let values = names.map(|name| format!("CAST(@@SESSION.{name} AS CHAR)"));
            let values = row(driver, &format!("SELECT {}", values.join(", ")))?;
            let says_lock = values.first().is_none_or(|wait| wait != unsaid_wait(version.server));
            let values: Vec<_> = names.into_iter().zip(values).collect();
            let give_back = set_for_session(dialect, &values);
            Ok(Some(Own { says_lock, values, give_back }))
        }
    }
}

impl Run<'_, '_> {
    /// The limits of a revision, where they are not the session's own.
    fn limits(&self, prepared: &PreparedRevision<'_>) -> Limits {
        let dialect = self.session.dialect();
        let said = said(prepared, self.options, self.session.settings);
        let says_lock = self.own.as_ref().is_none_or(|own| own.says_lock);
        let unsaid = (!says_lock && holds_others_up(prepared, dialect)).then_some(LOCK);
        Limits {
            lock: said.lock.or(unsaid).map(milliseconds),
            statement: said.statement.map(milliseconds),
        }
    }

    /// The statements with which a transaction of PostgreSQL begins a revision, which go with its message: its
    /// limits; where it shares the transaction, those of the one before it must not stay.
    pub(super) fn local_limits(
        &self,
        prepared: &PreparedRevision<'_>,
        is_shared: bool,
    ) -> Vec<String> {
        let dialect = self.session.dialect();
        let (Dialect::Postgres(_), Some(own)) = (dialect, &self.own) else { return Vec::new() };
        let wanted = assignments(dialect, self.limits(prepared));
        let set = |(name, value): &(&'static str, String)| format!("SET LOCAL {name} = {value}");
        let given_back = own
            .values
            .iter()
            .filter(|(name, _)| is_shared && !wanted.iter().any(|(wanted, _)| wanted == name));
        wanted.iter().chain(given_back).map(set).collect()
    }

    /// Sets them where the revision is carried out statement by statement.
    pub(super) fn set_local_limits(
        &mut self,
        prepared: &PreparedRevision<'_>,
        is_shared: bool,
    ) -> Result<(), DatabaseError> {
        let limits = self.local_limits(prepared, is_shared);
        if limits.is_empty() {
            Ok(())
        } else {
            self.session.driver.execute(&limits.join(SEPARATOR))
        }
    }

    /// Sets the limits of a revision for the session, where no transaction could: outside of one, and on MariaDB and
    /// MySQL.
    pub(super) fn set_session_limits(
        &mut self,
        prepared: &PreparedRevision<'_>,
    ) -> Result<(), DatabaseError> {
        let dialect = self.session.dialect();
        let wanted = match dialect {
            Dialect::Sqlite(_) => return Ok(()),
            // Behind a pooler they would be set for anybody.
            Dialect::Postgres(_) if prepared.transactional || self.session.is_pooled() => {
                Limits::default()
            }
            Dialect::Postgres(_) | Dialect::Mysql(_) => self.limits(prepared),
        };
        if wanted == self.session_limits {
            return Ok(());
        }
        self.give_back_limits(false)?;
        if wanted != Limits::default() {
            let sql = set_for_session(dialect, &assignments(dialect, wanted));
            self.session.driver.execute(&sql)?;
            self.session_limits = wanted;
        }
        Ok(())
    }

    /// Takes all limits off a session of PostgreSQL, and gives the statements that put them back; behind a pooler they
    /// stay, as they would be taken off anybody.
    pub(super) fn without_timeouts(&mut self) -> Result<Option<String>, DatabaseError> {
        if self.session.is_pooled() {
            return Ok(None);
        }
        let own = catalogue::timeouts(self.session.driver)?;
        self.session.driver.execute("SET lock_timeout = 0; SET statement_timeout = 0")?;
        Ok(Some(own))
    }

    /// Gives the session its own limits back. Where raw SQL has shared a transaction, PostgreSQL takes the value before
    /// a `SET LOCAL` for one that the session has set (`AtEOXact_GUC` of its `guc.c`; tried on 15).
    pub(super) fn give_back_limits(&mut self, shared: bool) -> Result<(), DatabaseError> {
        let is_taken_for_own = shared && self.give_back.is_some();
        let Some(own) = &self.own else { return Ok(()) };
        let pooled = self.session.is_pooled();
        if self.session_limits != Limits::default() || (is_taken_for_own && !pooled) {
            self.session.driver.execute(&own.give_back)?;
            self.session_limits = Limits::default();
        }
        Ok(())
    }
}
