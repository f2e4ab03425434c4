//! The revisions of a situation, prepared for a database and run on it.

use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::{self, Driver, Event, Options};
use migrate_runtime::graph::{Direction, PlannedRevision, RowChange};
use migrate_runtime::op::{Script, reverse_all};
use migrate_runtime::prepare::{PreparedRevision, prepare_one};
use migrate_runtime::revision::Revision;
use migrate_runtime::schema::Schema;
use migrate_runtime::{Settings, executor::DatabaseState};

use crate::situation::{Change, Down, Outcome, Server, Situation};
use crate::support::Failure;

/// The revisions of a situation on one database.
pub(crate) struct Chain<'s> {
    /// Those that run, and after them the one that does not.
    changes: Vec<&'s Change>,
    revisions: Vec<Revision>,
    /// How many run.
    pub(crate) count: usize,
    /// What comes of the one after them.
    pub(crate) end: Option<&'s Outcome>,
}

impl<'s> Chain<'s> {
    pub(crate) fn of(situation: &'s Situation, server: Server) -> Self {
        let (mut changes, end) = situation.changes(server);
        let count = changes.len();
        changes.extend(end.map(|(change, _)| change));
        let mut revisions: Vec<Revision> = Vec::new();
        for change in &changes {
            let parent = revisions.last().map(|parent| parent.id.clone());
            let revision = Revision::new(change.id).message(situation.name);
            revisions.push(match parent {
                Some(parent) => revision.down_rev(parent),
                None => revision,
            });
        }
        Self { changes, revisions, count, end: end.map(|(_, outcome)| outcome) }
    }

    /// The rows of the version table when so many revisions are applied.
    pub(crate) fn rows(&self, applied: usize) -> Vec<String> {
        let last = applied.checked_sub(1).map(|last| self.revisions[last].id.clone());
        last.into_iter().collect()
    }

    /// How many revisions cannot be taken back, and those below them.
    pub(crate) fn lowest(&self) -> usize {
        let never = |change: &&&Change| matches!(change.down, Down::Never);
        self.count - self.changes[..self.count].iter().rev().take_while(|it| !never(it)).count()
    }

    /// Whether the way back of a revision is derived.
    pub(crate) fn is_derived(&self, at: usize) -> bool {
        matches!(self.changes[at].down, Down::Auto)
    }

    /// A revision on its way up; the schema becomes the one after it.
    pub(crate) fn up(
        &self,
        dialect: Dialect,
        at: usize,
        schema: &mut Schema,
    ) -> Result<PreparedRevision<'_>, Failure> {
        let change = RowChange { delete: self.id_before(at), insert: vec![&self.revisions[at].id] };
        self.prepared(dialect, at, Direction::Up, change, &self.changes[at].up, schema)
    }

    /// All revisions on their way up.
    pub(crate) fn all_up(&self, dialect: Dialect) -> Result<Vec<PreparedRevision<'_>>, Failure> {
        let mut schema = Schema::new();
        (0..self.changes.len()).map(|at| self.up(dialect, at, &mut schema)).collect()
    }

    /// A revision on its way down; the schema becomes the one before it.
    pub(crate) fn down(
        &self,
        dialect: Dialect,
        at: usize,
        before: &Schema,
        schema: &mut Schema,
    ) -> Result<PreparedRevision<'_>, Failure> {
        let Change { id, up, down, .. } = self.changes[at];
        let script = match down {
            Down::Written(script) => script.clone(),
            Down::Auto => {
                let operations = reverse_all(&up.operations, &mut before.clone());
                let operations =
                    operations.unwrap_or_else(|(error, _)| panic!("no way back of {id}: {error}"));
                Script { operations, transactional: up.transactional }
            }
            Down::Never => panic!("no way back of {id}"),
        };
        let change = RowChange { delete: vec![&self.revisions[at].id], insert: self.id_before(at) };
        self.prepared(dialect, at, Direction::Down, change, &script, schema)
    }

    fn id_before(&self, at: usize) -> Vec<&str> {
        at.checked_sub(1).map(|before| self.revisions[before].id.as_str()).into_iter().collect()
    }

    fn prepared<'c>(
        &'c self,
        dialect: Dialect,
        at: usize,
        direction: Direction,
        change: RowChange<'c>,
        script: &Script,
        schema: &mut Schema,
    ) -> Result<PreparedRevision<'c>, Failure> {
        let planned = PlannedRevision { revision: &self.revisions[at], direction, change };
        prepare_one(dialect, planned, script, schema).map_err(Failure::Refused)
    }
}

/// Runs revisions on a database whose version table has these rows; gives what was said.
pub(crate) fn run(
    connection: &mut dyn Driver,
    rows: &[String],
    revisions: &[PreparedRevision<'_>],
) -> Result<String, Failure> {
    let mut notes = String::new();
    let mut listen = |event: Event<'_>| {
        if let Event::Note { text, .. } = event {
            notes = format!("{notes}{text}\n");
        }
    };
    let (settings, options) = (Settings::DEFAULT, Options::default());
    let none = RowChange::default();
    let report =
        executor::run(connection, &settings, rows, &none, revisions, &options, &mut listen);
    // What is refused in one message is refused statement by statement as well.
    assert_eq!(report.map_err(Failure::Failed)?.resent, [""; 0]);
    Ok(notes)
}

/// What a run of these revisions would do, for the database's own shell; `applied` come before them.
pub(crate) fn script(
    dialect: Dialect,
    revisions: &[PreparedRevision<'_>],
    applied: usize,
) -> String {
    let first = revisions.first().into_iter();
    let rows: Vec<_> =
        first.flat_map(|first| &first.change.delete).map(ToString::to_string).collect();
    let state = DatabaseState { rows: &rows, has_version_table: applied > 0 };
    let none = RowChange::default();
    let script = executor::script(dialect, &Settings::DEFAULT, revisions, &none, state, false);
    script.map_err(Failure::Failed).unwrap_or_else(|failure| panic!("{}", failure.story()))
}
