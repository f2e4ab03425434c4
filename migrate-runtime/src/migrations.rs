//! A package's revisions, for the application that embeds them and for the command line.

use std::time::Instant;

use crate::dialect::Dialect;
use crate::error::Error;
use crate::executor::{self, Driver, Event, Options, Report, Settings};
use crate::graph::{Direction, Plan, Target, plan};
use crate::op;
use crate::prepare::{PreparedStep, prepare};
use crate::registry::{ExpectedRevision, Registry};

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
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    package: &'static str,
    expected: &'static [ExpectedRevision],
    settings: Settings,
}

/// A revision that is not applied yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its id.
    pub revision: String,
    /// Its message.
    pub message: String,
}

/// A target that another runner reached meanwhile is planned for again, so often at most.
const ATTEMPTS: usize = 20;

impl Migrations {
    /// The revisions that `package` links, of which these must be all; written by `versions!`.
    pub const fn new(
        package: &'static str,
        expected: &'static [ExpectedRevision],
        settings: Settings,
    ) -> Self {
        Self { package, expected, settings }
    }

    /// The settings.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The linked revisions, checked against those of the source directory.
    pub fn registry(&self) -> Result<Registry, Error> {
        Ok(Registry::collect(self.package, self.expected)?)
    }

    /// The rows of the version table: the applied revisions that no applied revision needs.
    ///
    /// Never changes the database.
    pub fn current(&self, connection: &mut dyn Driver) -> Result<Vec<String>, Error> {
        Ok(executor::current_rows(connection, &self.settings)?)
    }

    /// The applied revisions whose operations are not those that the log says were applied: their
    /// source was edited since.
    ///
    /// Never changes the database.
    pub fn edited(&self, connection: &mut dyn Driver) -> Result<Vec<String>, Error> {
        let registry = self.registry()?;
        let rows = self.current(connection)?;
        let digests = executor::applied_digests(connection, &self.settings)?;
        let edited = registry.graph.applied(&rows)?.filter(|revision| {
            let known = digests.get(&revision.id);
            let now = registry.functions(&revision.id);
            known.zip(now).is_some_and(|(then, now)| {
                op::differ(then, &op::digest(&(now.upgrade)().operations))
            })
        });
        Ok(edited.map(|revision| revision.id.clone()).collect())
    }

    /// The revisions that `upgrade` to all heads would apply, in order.
    ///
    /// Never changes the database.
    pub fn pending(&self, connection: &mut dyn Driver) -> Result<Vec<Pending>, Error> {
        let registry = self.registry()?;
        let rows = self.current(connection)?;
        let plan = plan::upgrade(&registry.graph, &rows, &Target::parse("heads")?)?;
        let pending = plan.steps.into_iter().map(|step| Pending {
            revision: step.revision.id.clone(),
            message: step.revision.message.clone(),
        });
        Ok(pending.collect())
    }

    /// Applies every revision that `target` needs; `head` is the usual one.
    pub fn upgrade(&self, connection: &mut dyn Driver, target: &str) -> Result<Report, Error> {
        self.upgrade_with(connection, target, &Options::default(), &mut |_| {})
    }

    /// Applies revisions, telling `listen` of each thing that happens.
    ///
    /// When several programs do so at once, one works and the others find the work done.
    pub fn upgrade_with(
        &self,
        connection: &mut dyn Driver,
        target: &str,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, Error> {
        let registry = self.registry()?;
        let target = Target::parse(target)?;
        let start = Instant::now();
        let mut revisions: Vec<String> = Vec::new();
        let mut listen = |event: Event<'_>| {
            if let Event::Finished { revision, .. } = event
                && !revisions.contains(&revision.id)
            {
                revisions.push(revision.id.clone());
            }
            listen(event);
        };
        for attempt in 1.. {
            let rows = self.current(connection)?;
            let plan = plan::upgrade(&registry.graph, &rows, &target)?;
            match self.run(&registry, connection, &rows, plan, options, &mut listen) {
                // Counted steps would lead further than was asked for.
                Err(Error::Moved { .. }) if attempt < ATTEMPTS && !target.needs_rows() => {}
                result => {
                    result?;
                    break;
                }
            }
        }
        // Those of an attempt that another program overtook half-way ran too.
        Ok(Report { revisions, elapsed: start.elapsed() })
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
        let registry = self.registry()?;
        let rows = self.current(connection)?;
        let plan = plan::downgrade(&registry.graph, &rows, &Target::parse(target)?)?;
        self.run(&registry, connection, &rows, plan, options, listen)
    }

    /// Writes down that the database is at these revisions, without running any.
    pub fn stamp(&self, connection: &mut dyn Driver, targets: &[&str]) -> Result<(), Error> {
        self.stamp_with(connection, targets, false, &Options::default())
    }

    /// As [`stamp`](Self::stamp); `purge` forgets all rows first, also unknown ones.
    pub fn stamp_with(
        &self,
        connection: &mut dyn Driver,
        targets: &[&str],
        purge: bool,
        options: &Options,
    ) -> Result<(), Error> {
        let registry = self.registry()?;
        let rows = if purge { Vec::new() } else { self.current(connection)? };
        let targets =
            targets.iter().map(|text| Target::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let change = plan::stamp(&registry.graph, &rows, &targets)?;
        let by = options.applied_by.as_deref();
        executor::stamp(connection, &self.settings, &change, purge, by)
    }

    /// Makes the version table and the log where they are not there yet.
    pub fn ensure_version(&self, connection: &mut dyn Driver) -> Result<(), Error> {
        executor::ensure_tables(connection, &self.settings)
    }

    fn run(
        &self,
        registry: &Registry,
        connection: &mut dyn Driver,
        rows: &[String],
        plan: Plan<'_>,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, Error> {
        if plan.steps.is_empty() {
            if !plan.heal.is_empty() {
                executor::stamp(connection, &self.settings, &plan.heal, false, None)?;
            }
            return Ok(Report::default());
        }
        let dialect = connection.dialect()?;
        let heal = plan.heal.clone();
        let steps = prepare(registry, dialect, rows, plan)?;
        executor::run(connection, &self.settings, rows, &heal, &steps, options, listen)
    }

    /// The steps of a plan with the SQL they would run, and nothing run.
    pub fn prepare<'g>(
        &self,
        registry: &'g Registry,
        dialect: Dialect,
        rows: &[String],
        direction: Direction,
        target: &str,
    ) -> Result<(Vec<PreparedStep<'g>>, Plan<'g>), Error> {
        let target = Target::parse(target)?;
        let plan = match direction {
            Direction::Up => plan::upgrade(&registry.graph, rows, &target)?,
            Direction::Down => plan::downgrade(&registry.graph, rows, &target)?,
        };
        let healed = Plan { heal: plan.heal.clone(), steps: Vec::new() };
        Ok((prepare(registry, dialect, rows, plan)?, healed))
    }
}
