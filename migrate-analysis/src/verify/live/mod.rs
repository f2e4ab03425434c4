//! Revisions on a live database of their own: up, down and up again, with rows in the tables.
//!
//! What is read after each step is held against what the revisions say and against what was read before, so that what
//! raw SQL and functions do is seen too. Where a step fails, the database is created again and the step tried without rows:
//! so it is known whether the rows are what stops it.
//!
//! * [`LiveVerdict`] is what can be said of a revision, `verdict` has its words;
//! * `elsewhere` finds the databases beside it that revisions of MariaDB and MySQL reach;
//! * `rows` puts rows into tables, the same in every run; `values` has their values.

mod elsewhere;
mod rows;
mod values;
mod verdict;

use std::collections::BTreeSet;

use migrate_core::dialect::Dialect;
use migrate_core::graph::{Graph, Target, plan};
use migrate_core::revision::Revision;
use migrate_core::schema::Schema;

use crate::compare::Object;
use crate::drift::{Finding, State, drift};
use crate::history::{Downgrade, History, HistoryError, Recording};
use crate::introspect::{Reading, Rows};
use crate::spelling::{self, Spellings};

use super::unknown;
use rows::RowMaker;

pub use elsewhere::other_databases;
pub use verdict::{Failure, LiveFound, LiveVerdict, StepError};

/// A database that is there for the verification alone.
pub trait LiveDatabase {
    /// Why the verification cannot go on.
    type Error: From<HistoryError>;

    /// Applies or takes back what leads to a target; the value says why that failed.
    ///
    /// # Errors
    ///
    /// It could not be tried.
    fn run(&mut self, step: Step, target: &str) -> Result<Result<(), StepError>, Self::Error>;

    /// Reads what the database has, without what belongs to migration tools.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    fn read(&mut self, declared: &Schema) -> Result<Reading, Self::Error>;

    /// Runs a statement; the value says why it failed.
    ///
    /// # Errors
    ///
    /// It could not be tried.
    fn execute(&mut self, sql: &str) -> Result<Result<(), String>, Self::Error>;

    /// Runs statements of which nothing remains.
    ///
    /// # Errors
    ///
    /// One of them failed.
    fn scratch(&mut self, statements: &[String]) -> Result<Vec<Rows>, String>;

    /// Puts an empty database in its place.
    ///
    /// # Errors
    ///
    /// There is none.
    fn renew(&mut self) -> Result<(), Self::Error>;
}

/// A step of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its upgrade.
    Upgrade,
    /// Its way back.
    Downgrade,
}

/// Runs each revision up, down and up again on an empty database; `only` these, where some are named: the others are
/// applied alone.
///
/// # Errors
///
/// The database cannot be used.
pub fn verify_live<D: LiveDatabase>(
    history: &History,
    dialect: Dialect,
    only: Option<&BTreeSet<String>>,
    database: &mut D,
) -> Result<Vec<LiveFound>, D::Error> {
    let mut run = Run {
        history,
        dialect,
        database,
        applied: Vec::new(),
        rows: Vec::new(),
        maker: RowMaker::default(),
    };
    let mut failed: BTreeSet<&str> = BTreeSet::new();
    let mut unknown = None;
    let mut found = Vec::new();
    for (revision, recording) in history.revisions() {
        let is_wanted = only.is_none_or(|only| only.contains(&revision.id));
        let mut needs = history.graph().ancestors(&revision.id);
        let verdict = if let Some(need) = needs.find(|need| failed.contains(need.id.as_str())) {
            failed.insert(&revision.id);
            LiveVerdict::Unreached { because: need.id.clone() }
        } else {
            unknown = unknown.or_else(|| reason(dialect, recording));
            let verdict = run.revision(revision, recording, unknown.as_deref(), is_wanted)?;
            if run.applied.last() != Some(&revision.id) {
                failed.insert(&revision.id);
            }
            verdict
        };
        let without_rows = run.maker.take_failures();
        if is_wanted || verdict.is_failure() {
            found.push(LiveFound { revision: revision.clone(), verdict, without_rows });
        }
    }
    Ok(found)
}

/// Why nobody knows what the revision makes.
fn reason(dialect: Dialect, recording: &Recording) -> Option<String> {
    unknown::of_script(dialect, &recording.upgrade).map(|reason| reason.to_string())
}

/// A verification that is under way.
struct Run<'a, D> {
    history: &'a History,
    dialect: Dialect,
    database: &'a mut D,
    /// The revisions that are applied, in order.
    applied: Vec<String>,
    /// The rows of the version table.
    rows: Vec<String>,
    maker: RowMaker,
}

/// What a step needs of the schema that is read.
struct Read {
    declared: Schema,
    reading: Reading,
}

impl<D: LiveDatabase> Run<'_, D> {
    fn revision(
        &mut self,
        revision: &Revision,
        recording: &Recording,
        unknown: Option<&str>,
        is_wanted: bool,
    ) -> Result<LiveVerdict, D::Error> {
        let before = self.read()?;
        if is_wanted {
            self.fill(&before)?;
        }
        if let Err(failure) = self.up(revision)? {
            if !is_wanted && failure.on_rows {
                return Ok(LiveVerdict::Repeatable);
            }
            return Ok(LiveVerdict::Upgrade(failure));
        }
        if !is_wanted {
            return Ok(LiveVerdict::Repeatable);
        }
        let after = self.read()?;
        if unknown.is_none() {
            let findings = self.findings(&after);
            if !findings.is_empty() {
                return Ok(LiveVerdict::Differs(findings));
            }
        }
        self.fill(&after)?;
        let target = match &recording.downgrade {
            Downgrade::Function(_) | Downgrade::Auto(_) => {
                way_back(self.history.graph(), &self.rows, revision)
            }
            Downgrade::Refused { .. } | Downgrade::Irreversible(_) => None,
        };
        let done = |verdict| match unknown {
            Some(why) => LiveVerdict::Uncompared(why.to_owned()),
            None => verdict,
        };
        let Some(target) = target else { return Ok(done(LiveVerdict::OneWay)) };
        if let Err(failure) = self.down(revision, &target)? {
            return Ok(LiveVerdict::Downgrade(failure));
        }
        let back = self.read()?;
        self.maker.forget_missing(&back.reading.schema);
        let left = changes(self.dialect, &before, back);
        let repeated = self.up(revision)?;
        if !left.is_empty() {
            return Ok(LiveVerdict::NotBack(left));
        }
        if let Err(Failure { error, .. }) = repeated {
            return Ok(LiveVerdict::UpgradeAgain(error));
        }
        let again = changes(self.dialect, &after, self.read()?);
        if !again.is_empty() {
            return Ok(LiveVerdict::NotAgain(again));
        }
        Ok(done(LiveVerdict::Repeatable))
    }

    fn read(&mut self) -> Result<Read, D::Error> {
        let declared = self.history.schema_at(&self.rows, self.dialect.empty_schema())?;
        let reading = self.database.read(&declared)?;
        Ok(Read { declared, reading })
    }

    /// What the database has otherwise than the revisions say.
    fn findings(&mut self, read: &Read) -> Vec<String> {
        let Read { declared, reading } = read;
        let live = &reading.schema;
        let spellings = spelling::ask(self.dialect, live, (declared, live), &mut |group| {
            self.database.scratch(group)
        });
        let found = drift(self.dialect, declared, reading.clone(), &spellings);
        let known = found.findings.iter().filter(|it| !matches!(it.state, State::Unknown(_)));
        known.map(ToString::to_string).collect()
    }

    /// Applies a revision; of one that fails nothing is left.
    fn up(&mut self, revision: &Revision) -> Result<Result<(), Failure>, D::Error> {
        let had_rows = self.maker.has_rows();
        let failure = match self.database.run(Step::Upgrade, &revision.id)? {
            Ok(()) => {
                self.reach(revision);
                return Ok(Ok(()));
            }
            Err(error) => Failure { error, on_rows: false },
        };
        self.renew()?;
        if !had_rows {
            return Ok(Err(failure));
        }
        if self.database.run(Step::Upgrade, &revision.id)?.is_ok() {
            self.reach(revision);
            return Ok(Err(Failure { on_rows: true, ..failure }));
        }
        self.renew()?;
        Ok(Err(failure))
    }

    /// Takes a revision back; after one that fails it is applied, on empty tables.
    fn down(&mut self, revision: &Revision, target: &str) -> Result<Result<(), Failure>, D::Error> {
        let error = match self.database.run(Step::Downgrade, target)? {
            Ok(()) => {
                self.leave(revision);
                return Ok(Ok(()));
            }
            Err(error) => error,
        };
        self.renew()?;
        let on_rows = self.database.run(Step::Downgrade, target)?.is_ok();
        self.renew()?;
        Ok(Err(Failure { error, on_rows }))
    }

    /// A new database at the same revisions, with empty tables.
    fn renew(&mut self) -> Result<(), D::Error> {
        self.database.renew()?;
        self.maker.forget();
        for revision in &self.applied {
            // It was applied before, and what it met then was no other database.
            drop(self.database.run(Step::Upgrade, revision)?);
        }
        Ok(())
    }

    fn reach(&mut self, revision: &Revision) {
        self.applied.push(revision.id.clone());
        self.rows = rows_of(self.history.graph(), &self.applied);
    }

    fn leave(&mut self, revision: &Revision) {
        self.applied.retain(|applied| *applied != revision.id);
        self.rows = rows_of(self.history.graph(), &self.applied);
    }

    /// Puts rows into the tables that changed since they got some.
    fn fill(&mut self, read: &Read) -> Result<(), D::Error> {
        let database = &mut *self.database;
        self.maker.fill(self.dialect, &read.reading.schema, &mut |sql| database.execute(sql))
    }
}

/// The rows of the version table where these revisions are applied: those that no other of them needs.
fn rows_of(graph: &Graph, applied: &[String]) -> Vec<String> {
    let needed: BTreeSet<_> =
        applied.iter().flat_map(|id| graph.ancestors(id)).map(|need| need.id.as_str()).collect();
    applied.iter().filter(|id| !needed.contains(id.as_str())).cloned().collect()
}

/// The target of a downgrade that takes back this revision and nothing else.
fn way_back(graph: &Graph, rows: &[String], revision: &Revision) -> Option<String> {
    let parents = revision.down_revs.iter().map(|parent| format!("{}@{parent}", revision.id));
    let targets = [format!("{}@-1", revision.id), "-1".to_owned()];
    let base = [format!("{}@base", revision.id)];
    targets.into_iter().chain(parents).chain(base).find(|target| {
        let Ok(target) = Target::parse(target) else { return false };
        plan::downgrade(graph, rows, &target).is_ok_and(
            |plan| matches!(&plan.revisions[..], [only] if only.revision.id == revision.id),
        )
    })
}

/// What a database has otherwise than it had before.
fn changes(dialect: Dialect, before: &Read, now: Read) -> Vec<String> {
    let found = drift(dialect, &before.reading.schema, now.reading, &Spellings::default());
    let words = |Finding { object, state }: &Finding| {
        let object: &Object = object;
        match state {
            State::Missing => Some(format!("{object} is gone")),
            State::Unexpected => Some(format!("{object} is there")),
            State::Different(changes) if changes.is_empty() => Some(format!("{object} differs")),
            State::Different(changes) => Some(format!("{object} differs: {}", changes.join(", "))),
            State::Unknown(_) => None,
        }
    };
    found.findings.iter().filter_map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_revision_is_taken_back_alone() {
        let graph = Graph::build([
            Revision::new("a"),
            Revision::new("b").down_rev("a"),
            Revision::new("c").down_rev("a"),
            Revision::new("d").down_rev("b").down_rev("c"),
            Revision::new("e").down_rev("d"),
            Revision::new("other"),
            Revision::new("needs").down_rev("other").depends_on("e"),
        ])
        .unwrap();
        let mut applied = Vec::new();
        for revision in graph.revisions() {
            applied.push(revision.id.clone());
            let rows = rows_of(&graph, &applied);
            let target = way_back(&graph, &rows, revision);
            let target = target.unwrap_or_else(|| panic!("no way back from {}", revision.id));
            let target = Target::parse(&target).unwrap();
            let plan = plan::downgrade(&graph, &rows, &target).unwrap();
            applied.pop();
            let mut after = rows_of(&graph, &applied);
            after.sort();
            assert_eq!(plan.rows_after(&rows), after, "{}", revision.id);
            applied.push(revision.id.clone());
        }
    }
}
