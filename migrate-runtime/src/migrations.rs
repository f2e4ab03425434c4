//! A package's revisions, for the application that embeds them and for the command line.

mod ahead;
#[cfg(feature = "sqlite")]
mod backup;
mod edited;
mod elsewhere;
mod execution;
mod unknown;

use std::collections::BTreeMap;

use crate::error::{Ahead, Error, Interrupted};
#[cfg(feature = "cli")]
use crate::executor::LogLine;
use crate::executor::{Driver, Event, Options, Report, Session, Settings};
#[cfg(feature = "cli")]
use crate::prepare::Kept;
use crate::prepare::Known;
use crate::registry::{ExpectedRevision, RegisteredRevision, Registry};
#[cfg(feature = "cli")]
use migrate_core::dialect::Dialect;
use migrate_core::graph::{Direction, Target, plan};

use execution::{Execution, Goal};
pub(crate) use unknown::Unknown;

/// The revisions of one package, as `versions!` declares them.
///
/// An application brings its database up to date at start with its own connection:
///
/// ```
/// use diesel::prelude::*;
/// use migrate_runtime::{Error, Migrations, Settings};
///
/// # // A package writes `migrate_runtime::versions!("src/versions");` instead.
/// static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
///
/// let mut connection = SqliteConnection::establish(":memory:").unwrap();
/// let pending = MIGRATIONS.pending(&mut connection)?;
/// assert!(pending.is_empty());
/// MIGRATIONS.upgrade(&mut connection, "head")?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Migrations {
    package: &'static str,
    version: Option<&'static str>,
    expected: &'static [ExpectedRevision],
    /// The revisions themselves, where they are not those that are linked.
    given: Option<&'static [RegisteredRevision]>,
    settings: Settings,
}

/// A line of the log, with what is kept of the revision.
#[cfg(feature = "cli")]
pub(crate) struct LoggedRevision {
    pub(crate) line: LogLine,
    pub(crate) kept: Option<Kept>,
}

#[cfg(feature = "cli")]
impl LoggedRevision {
    fn of(mut line: LogLine, dialect: Dialect) -> Self {
        let record = line.record.take();
        let kept = record.and_then(|record| Kept::read(&line.revision, &record, dialect));
        Self { line, kept }
    }
}

/// A revision that is not applied yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pending {
    /// Its id.
    pub revision: String,
    /// Its message.
    pub message: String,
}

/// What a database says of itself before anything runs.
#[cfg(feature = "cli")]
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// The rows of the version table.
    pub(crate) rows: Vec<String>,
    /// What it is; none when it is not there yet.
    pub(crate) dialect: Option<Dialect>,
    /// Whether the version table, the log and the table of what is kept of revisions are there.
    pub(crate) has_tables: bool,
    /// The applied revisions that the program does not have, or has elsewhere.
    pub(crate) unknown: Option<Unknown>,
    /// What is kept of applied revisions that were edited since; found for a way back alone.
    pub(crate) edited: BTreeMap<String, Kept>,
    /// The revision that was begun outside a transaction and is not finished.
    pub(crate) interrupted: Option<Interrupted>,
}

impl Migrations {
    /// The revisions that `package` links, of which these must be all; written by `versions!`.
    pub const fn new(
        package: &'static str,
        expected: &'static [ExpectedRevision],
        settings: Settings,
    ) -> Self {
        Self { package, version: None, expected, given: None, settings }
    }

    /// As [`new`](Self::new), with the package's version, which its program shows.
    #[doc(hidden)]
    pub const fn declare(
        package: &'static str,
        version: &'static str,
        expected: &'static [ExpectedRevision],
        settings: Settings,
    ) -> Self {
        Self { package, version: Some(version), expected, given: None, settings }
    }

    /// Revisions that a test makes while it runs, of which these must be all.
    #[doc(hidden)]
    pub const fn given(
        given: &'static [RegisteredRevision],
        expected: &'static [ExpectedRevision],
        settings: Settings,
    ) -> Self {
        Self { package: "", version: None, expected, given: Some(given), settings }
    }

    /// The same revisions as those of another package, for a test.
    #[doc(hidden)]
    #[must_use]
    pub fn of_package(self, package: &'static str) -> Self {
        Self { package, ..self }
    }

    /// The settings.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The same revisions, written down elsewhere: in the version table of a tenant.
    ///
    /// ```
    /// # use migrate_runtime::{Migrations, Settings};
    /// # static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
    /// let tenant = "acme";
    /// let migrations = MIGRATIONS.with_settings(Settings::default().in_schema(tenant));
    /// assert_eq!(migrations.settings().version_schema(), Some("acme"));
    /// ```
    #[must_use]
    pub fn with_settings(&self, settings: Settings) -> Self {
        Self { settings, ..*self }
    }

    /// The package.
    #[cfg(feature = "cli")]
    pub(crate) const fn package(&self) -> &'static str {
        self.package
    }

    /// The version of the package, which `versions!` knows; none of one that was made by hand.
    pub const fn version(&self) -> Option<&'static str> {
        self.version
    }

    /// The revisions that the source directory has.
    #[cfg(feature = "cli")]
    pub(crate) const fn expected(&self) -> &'static [ExpectedRevision] {
        self.expected
    }

    /// The linked revisions, checked against those of the source directory.
    #[doc(hidden)]
    pub fn registry(&self) -> Result<Registry, Error> {
        let mut registry = match self.given {
            Some(given) => Registry::of(given.iter(), self.expected)?,
            None => Registry::collect(self.package, self.expected)?,
        };
        registry.package = self.package;
        registry.version = self.version;
        Ok(registry)
    }

    /// The rows of the version table: the applied revisions that no applied revision needs.
    ///
    /// Never changes the database.
    pub fn current(&self, connection: &mut dyn Driver) -> Result<Vec<String>, Error> {
        Session::within(connection, &self.settings, |session| Ok(session.rows()))
    }

    /// Which database it is, in which version.
    #[cfg(feature = "cli")]
    pub(crate) fn dialect(&self, connection: &mut dyn Driver) -> Result<Dialect, Error> {
        Session::within(connection, &self.settings, |session| Ok(session.dialect()))
    }

    /// What the database says of itself.
    #[cfg(feature = "cli")]
    pub(crate) fn state(&self, connection: &mut dyn Driver) -> Result<State, Error> {
        let registry = self.registry()?;
        Session::within(connection, &self.settings, |session| {
            let (rows, unknown) = Unknown::read(&registry, session)?;
            let dialect = Some(session.dialect());
            let (has_tables, interrupted) = (session.has_tables(), session.interrupted()?);
            Ok(State { rows, dialect, has_tables, unknown, edited: BTreeMap::new(), interrupted })
        })
    }

    /// The same, with what a way back needs.
    #[cfg(feature = "cli")]
    pub(crate) fn state_to_take_back(&self, connection: &mut dyn Driver) -> Result<State, Error> {
        let state = self.state(connection)?;
        let registry = self.registry()?;
        Session::within(connection, &self.settings, |session| {
            let edited = edited::kept(&registry, state.unknown.as_ref(), &state.rows, session)?;
            Ok(State { edited, ..state })
        })
    }

    /// The lines of the log, in order.
    #[cfg(feature = "cli")]
    pub(crate) fn log(&self, connection: &mut dyn Driver) -> Result<Vec<LoggedRevision>, Error> {
        Session::within(connection, &self.settings, |session| {
            let dialect = session.dialect();
            let lines = session.log(&[])?.into_iter();
            Ok(lines.map(|line| LoggedRevision::of(line, dialect)).collect())
        })
    }

    /// What there is to say of the applied revisions that the program does not have; none where it has them all.
    ///
    /// Never changes the database.
    pub fn ahead(&self, connection: &mut dyn Driver) -> Result<Option<Ahead>, Error> {
        let registry = self.registry()?;
        Session::within(connection, &self.settings, |session| {
            let (_, unknown) = Unknown::read(&registry, session)?;
            Ok(unknown.map(|unknown| unknown.ahead))
        })
    }

    /// The revision that was begun outside a transaction and is not finished; an upgrade or downgrade that begins with
    /// it goes on where it was.
    ///
    /// Never changes the database.
    ///
    /// ```
    /// # use diesel::prelude::*;
    /// # use migrate_runtime::{Error, Migrations, Settings};
    /// # static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
    /// # let mut connection = SqliteConnection::establish(":memory:").unwrap();
    /// if let Some(interrupted) = MIGRATIONS.interrupted(&mut connection)? {
    ///     eprintln!("{}", interrupted.progress());
    /// }
    /// # Ok::<(), Error>(())
    /// ```
    pub fn interrupted(&self, connection: &mut dyn Driver) -> Result<Option<Interrupted>, Error> {
        Session::within(connection, &self.settings, |session| Ok(session.interrupted()?))
    }

    /// The applied revisions whose operations are not those that the log says were applied: their
    /// source was edited since.
    ///
    /// Never changes the database.
    pub fn edited(&self, connection: &mut dyn Driver) -> Result<Vec<String>, Error> {
        let registry = self.registry()?;
        Session::within(connection, &self.settings, |session| {
            let rows = session.rows();
            edited::find(&registry, &registry.graph, &rows, session)
        })
    }

    /// The revisions that `upgrade` to all heads would apply, in order.
    ///
    /// Never changes the database.
    pub fn pending(&self, connection: &mut dyn Driver) -> Result<Vec<Pending>, Error> {
        let registry = self.registry()?;
        let rows = Session::within(connection, &self.settings, |session| {
            match Unknown::read(&registry, session)? {
                (_, Some(unknown)) => Err(unknown.error()),
                (rows, None) => Ok(rows),
            }
        })?;
        let plan = plan::upgrade(&registry.graph, &rows, &Target::parse("heads")?)?;
        let pending = plan.revisions.into_iter().map(|planned| Pending {
            revision: planned.revision.id.clone(),
            message: planned.revision.message.clone(),
        });
        Ok(pending.collect())
    }

    /// Applies every revision that `target` needs; `head` is the usual one.
    pub fn upgrade(&self, connection: &mut dyn Driver, target: &str) -> Result<Report, Error> {
        self.upgrade_with(connection, target, &Options::default(), &mut |_| {})
    }

    /// Applies revisions, telling `listen` of each thing that happens.
    ///
    /// When several programs do so at once, one works and the others wait, then find the work done.
    pub fn upgrade_with(
        &self,
        connection: &mut dyn Driver,
        target: &str,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, Error> {
        self.migrate(connection, Direction::Up, target, options, listen)
    }

    /// Takes back every revision above `target`: `-1`, a revision, or `base`.
    pub fn downgrade(&self, connection: &mut dyn Driver, target: &str) -> Result<Report, Error> {
        self.downgrade_with(connection, target, &Options::default(), &mut |_| {})
    }

    /// Takes revisions back, telling `listen` of each thing that happens.
    pub fn downgrade_with(
        &self,
        connection: &mut dyn Driver,
        target: &str,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, Error> {
        self.migrate(connection, Direction::Down, target, options, listen)
    }

    fn migrate(
        &self,
        connection: &mut dyn Driver,
        direction: Direction,
        target: &str,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, Error> {
        let registry = self.registry()?;
        let target = Target::parse(target)?;
        Session::within(connection, &self.settings, |session| {
            let (rows, unknown) = Unknown::read(&registry, session)?;
            let known = match (direction, &unknown) {
                (_, None) => Known::of(&registry),
                (Direction::Up, Some(unknown)) => {
                    let from = (rows, &target);
                    return ahead::upgrade(&registry, unknown, session, from, options, listen);
                }
                (Direction::Down, Some(unknown)) => unknown.known(&registry)?,
            };
            let edited = match direction {
                Direction::Up => BTreeMap::new(),
                Direction::Down => edited::kept(&registry, unknown.as_ref(), &rows, session)?,
            };
            let known = known.with_edited(&edited);
            let goal = Goal::Target(direction, &target);
            let prepared = goal.prepare(known, session.dialect(), &rows)?;
            prepared.require_planned(options, session.dialect(), &rows)?;
            if prepared.is_empty() {
                session.require_whole()?;
                return Ok(Report::default());
            }
            session.locked(options, listen, |session, listen| {
                Execution { known, goal, options }.run(session, rows, prepared, listen)
            })
        })
    }

    /// Writes down that the database is at these revisions, without running any.
    pub fn stamp(&self, connection: &mut dyn Driver, targets: &[&str]) -> Result<(), Error> {
        self.stamp_with(connection, targets, false, &Options::default(), &mut |_| {})
    }

    /// As [`stamp`](Self::stamp); `purge` forgets all rows first, also unknown ones.
    pub fn stamp_with(
        &self,
        connection: &mut dyn Driver,
        targets: &[&str],
        purge: bool,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), Error> {
        let registry = self.registry()?;
        let targets =
            targets.iter().map(|text| Target::parse(text)).collect::<Result<Vec<_>, _>>()?;
        Session::within(connection, &self.settings, |session| {
            session.locked(options, listen, |session, listen| {
                let rows = if purge { Vec::new() } else { session.rows_again()? };
                let change = plan::stamp(&registry.graph, &rows, &targets)?;
                let begun = session.interrupted()?;
                session.stamp(&rows, &change, purge, options.applied_by.as_deref())?;
                if let Some(Interrupted { revision, done, total, .. }) = begun {
                    listen(Event::Forgotten { revision: &revision, done, total });
                }
                Ok(())
            })
        })
    }

    /// Does something with a database at these rows while no other runner does.
    #[cfg(feature = "cli")]
    pub(crate) fn exclusively<T>(
        &self,
        connection: &mut dyn Driver,
        rows: &[String],
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
        task: impl FnOnce(&mut dyn Driver) -> T,
    ) -> Result<T, Error> {
        Session::within(connection, &self.settings, |session| {
            session.locked(options, listen, |session, _| {
                let found = session.rows_again()?;
                if found != rows {
                    let expected = rows.to_vec();
                    return Err(Error::VersionTableChanged { expected, found });
                }
                Ok(task(session.driver()))
            })
        })
    }

    /// Makes the version table and the log where they are not there yet.
    pub fn ensure_version(&self, connection: &mut dyn Driver) -> Result<(), Error> {
        self.ensure_version_with(connection, &Options::default(), &mut |_| {})
    }

    /// As [`ensure_version`](Self::ensure_version), with options for the runner lock.
    pub fn ensure_version_with(
        &self,
        connection: &mut dyn Driver,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), Error> {
        Session::within(connection, &self.settings, |session| {
            session.locked(options, listen, |session, _| session.ensure_tables())
        })
    }
}
