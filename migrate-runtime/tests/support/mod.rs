//! Scripts on a live database, carried out by the real executor without a package of revisions.

#![allow(dead_code, reason = "each test binary uses a part of it")]

#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) mod servers;

use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::{Connection as _, SqliteConnection};
use migrate_analysis::compare;
use migrate_analysis::introspect::{self, NotHeld, Reading};
use migrate_analysis::normalize::normalize;
use migrate_runtime::Error;
use migrate_runtime::Settings;
use migrate_runtime::dialect::{Dialect, LowerError, Statement, sqlite};
use migrate_runtime::executor::{self, Driver, Event, Options, with_catalogue};
use migrate_runtime::graph::{self, Direction, RowChange};
use migrate_runtime::op::{Mode, Op, Operation, Recorded, Script};
use migrate_runtime::prepare::prepare_one;
use migrate_runtime::revision::Revision;
use migrate_runtime::schema::{Object, Schema};

/// The SQLite that must do everything by a rebuild.
pub(crate) const OLDEST: Dialect = Dialect::Sqlite(sqlite::Version::OLDEST);

/// The SQLite that alters `NOT NULL` and `CHECK` in place.
pub(crate) const NATIVE: Dialect = Dialect::Sqlite(sqlite::Version { major: 3, minor: 53 });

/// What a revision function records.
pub(crate) fn record<M: Mode>(revision: impl FnOnce(&mut Op<M>)) -> Vec<Recorded> {
    let mut op = Op::new();
    revision(&mut op);
    op.into_operations()
}

/// The schema as it is read, without the executor's own tables; of several schemas (namespaces)
/// those that revisions made are read.
pub(crate) fn live(connection: &mut dyn Driver, declared: &Schema) -> Schema {
    let namespaces: Vec<_> = declared.namespaces.iter().cloned().collect();
    let Reading { mut schema, mut not_held, .. } =
        with_catalogue(connection, |query, dialect| introspect::read(query, dialect, &namespaces))
            .expect("a transaction")
            .expect("a catalogue");
    // Raw SQL makes objects of every kind, and says what it likes of tables and views.
    not_held.retain(|note| match note {
        NotHeld::Attribute { object, .. } => {
            matches!(object, compare::Object::Column(..) | compare::Object::Constraint(..))
        }
        NotHeld::Object { .. } | NotHeld::Unseen { .. } => false,
    });
    assert_eq!(not_held, [], "what a revision makes can be held");
    schema.tables.retain(|name, _| !name.name.starts_with("migrate_"));
    schema
}

/// The schemas (namespaces) that operations create.
pub(crate) fn created_namespaces<'o>(
    operations: impl IntoIterator<Item = &'o Recorded>,
) -> Vec<String> {
    let created = operations.into_iter().filter_map(|recorded| match &recorded.operation {
        Operation::CreateObject(Object::Namespace(name)) => Some(name.clone()),
        _ => None,
    });
    created.collect()
}

/// Checks everything before it fails for some of it.
pub(crate) fn check_all<T>(
    items: &[T],
    name: impl Fn(&T) -> &'static str,
    mut check: impl FnMut(&T),
) {
    let failed = items.iter().filter_map(|item| {
        let name = name(item);
        catch_unwind(AssertUnwindSafe(|| check(item))).is_err().then_some(name)
    });
    assert_eq!(failed.collect::<Vec<_>>(), [""; 0]);
}

/// The lines of two schemas, normalized, that are not in both.
pub(crate) fn differences(dialect: Dialect, live: &Schema, declared: &Schema) -> String {
    let form = |schema: &Schema| format!("{:#?}", normalize(dialect, schema.clone()).sorted());
    let lines = |sign: &str, from: &str, other: &str| {
        let mut other: Vec<_> = other.lines().collect();
        let alone = from.lines().filter(|line| {
            let at = other.iter().position(|same| same == line);
            at.map(|at| other.swap_remove(at)).is_none()
        });
        alone.map(|line| [sign, line.trim(), "\n"].concat()).collect::<Vec<_>>().concat()
    };
    let (live, declared) = (form(live), form(declared));
    lines("live:     ", &live, &declared) + &lines("declared: ", &declared, &live)
}

/// Why a script did not run.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was refused before anything ran.
    Refused(LowerError),
    /// It failed while it ran.
    Failed(Error),
}

impl Failure {
    /// The whole story: what, why, and what to do.
    pub(crate) fn story(&self) -> String {
        let (story, hint) = match self {
            Self::Refused(error) => (error.to_string(), error.cause.hint()),
            Self::Failed(error) => (error.to_string(), error.hint()),
        };
        let mut lines = vec![story];
        if let Self::Failed(Error::Execute(error)) = self {
            lines.extend(error.operation.iter().map(|operation| format!("operation: {operation}")));
            lines.extend(error.sql.iter().map(|sql| format!("sql: {sql}")));
            lines.push(format!("cause: {}", error.cause));
        }
        lines.extend(hint.map(|hint| format!("hint: {hint}")));
        lines.join("\n  ")
    }
}

/// A database, and the scripts that were carried out on it, each as a revision.
pub(crate) struct Database<C = SqliteConnection> {
    pub(crate) connection: C,
    revisions: Vec<Revision>,
}

impl Database {
    /// A new SQLite in memory.
    pub(crate) fn new() -> Self {
        Self::of(SqliteConnection::establish(":memory:").expect("a database in memory"))
    }
}

impl<C: Driver> Database<C> {
    /// A database without revisions.
    pub(crate) const fn of(connection: C) -> Self {
        Self { connection, revisions: Vec::new() }
    }

    /// The schema as it is, normalized.
    pub(crate) fn schema(&mut self, dialect: Dialect, declared: &Schema) -> Schema {
        normalize(dialect, self.live(declared))
    }

    /// The schema as it is read; see [`live`].
    pub(crate) fn live(&mut self, declared: &Schema) -> Schema {
        live(&mut self.connection, declared)
    }

    /// Carries out a script in the forms of a dialect, as the next revision; `schema` becomes the
    /// one after it. Gives the statements that ran.
    pub(crate) fn run(
        &mut self,
        dialect: Dialect,
        script: &[Recorded],
        transactional: bool,
        schema: &mut Schema,
    ) -> Result<Vec<String>, Failure> {
        let next = Revision::new(format!("r{}", self.revisions.len()));
        let before = self.revisions.last().map(|revision| revision.id.as_str());
        let rows: Vec<_> = before.iter().map(|row| (*row).to_owned()).collect();
        let change = RowChange { delete: before.into_iter().collect(), insert: vec![&next.id] };
        let step = graph::PlannedRevision { revision: &next, direction: Direction::Up, change };
        let script = Script { operations: script.to_vec(), transactional };
        let step = prepare_one(dialect, step, &script, schema).map_err(Failure::Refused)?;
        let mut statements = Vec::new();
        let mut listen = |event: Event<'_>| {
            if let Event::Statement { sql, .. } = event {
                statements.push(sql.to_owned());
            }
        };
        let (settings, options) = (Settings::DEFAULT, Options::default());
        let redundant_rows = RowChange::default();
        let connection: &mut dyn Driver = &mut self.connection;
        let report = executor::run(
            connection,
            &settings,
            &rows,
            &redundant_rows,
            &[step],
            &options,
            &mut listen,
        )
        .map_err(Failure::Failed)?;
        // What is refused in one message is refused statement by statement as well.
        assert!(report.resent.is_empty(), "sent twice: {statements:#?}");
        self.revisions.push(next);
        Ok(statements)
    }
}

/// The steps of a script, as a plan has them.
pub(crate) fn prepared(
    dialect: Dialect,
    script: &[Recorded],
    transactional: bool,
    schema: &mut Schema,
) -> Result<Vec<Statement>, Failure> {
    let revision = Revision::new("r0");
    let change = RowChange::default();
    let step = graph::PlannedRevision { revision: &revision, direction: Direction::Up, change };
    let script = Script { operations: script.to_vec(), transactional };
    let step = prepare_one(dialect, step, &script, schema).map_err(Failure::Refused)?;
    Ok(step.statements)
}
