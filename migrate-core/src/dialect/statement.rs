//! What a script becomes for one database: statements, each with the operations it carries out.

use std::ops::Range;

use crate::op::{Names, Recorded, RunStep, advice, describe};
use crate::schema::{Origin, Schema};

use super::facts::Facts;
use super::{mysql, postgres, sqlite};

/// A script, written for one database.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lowering {
    /// The operations in the order they were recorded.
    pub operations: Vec<DescribedOperation>,
    /// The statements in the order they run.
    pub statements: Vec<Statement>,
    /// Whether rows may follow other rows by SQLite's foreign keys, which must be on for that.
    pub relies_on_keys: bool,
}

/// An operation of a script, as plans and errors speak of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedOperation {
    /// What it changes, in a few words.
    pub description: String,
    /// The source line that recorded it.
    pub origin: Origin,
    /// The columns, constraints and indexes it makes, changes or drops.
    pub names: Names,
    /// What to do where rows or objects that no revision knows of stop it.
    pub advice: Option<&'static str>,
}

impl DescribedOperation {
    /// Describes an operation, from the schema before it.
    pub(super) fn of(recorded: &Recorded, before: &Schema) -> Self {
        Self {
            description: describe(&recorded.operation, before),
            origin: recorded.origin,
            names: Names::of(&recorded.operation),
            advice: advice(&recorded.operation),
        }
    }
}

/// What the database is told to do as one unit, and which operations that carries out.
///
/// Neighbouring changes of one table share a statement, and one operation may take several: so each
/// operation of a script is in at least one statement, and a statement has at least one operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What to do.
    pub action: Action,
    /// The operations it carries out, as their places in the recorded script, in that order.
    pub operations: Vec<usize>,
    /// The range of each operation in the SQL; empty unless there are several, and where the SQL is
    /// only written when it runs.
    pub clauses: Vec<Clause>,
    /// The locks it takes and its work on rows; none where that is not known.
    pub facts: Option<Facts>,
}

/// The part of a statement's SQL that carries out one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The operation's place in the recorded script.
    pub operation: usize,
    /// The part, in bytes.
    pub span: Range<usize>,
}

impl Statement {
    /// A statement of one operation.
    pub(super) const fn new(action: Action, operations: Vec<usize>) -> Self {
        Self { action, operations, clauses: Vec::new(), facts: None }
    }

    /// The first of its operations in the script.
    pub(super) fn first_of<'s>(&self, script: &'s [Recorded]) -> Option<&'s Recorded> {
        self.operations.first().and_then(|at| script.get(*at))
    }
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// One statement.
    Sql(String),
    /// SQL as a revision wrote it: any number of statements.
    Raw(String),
    /// A table that is rebuilt, because SQLite cannot alter it so.
    Rebuild(Box<sqlite::Rebuild>),
    /// Columns written out whole, because MariaDB and MySQL change nothing less.
    Restate(Box<mysql::Restate>),
    /// An index built or dropped while the table is in use, which PostgreSQL may leave half-done.
    Concurrent(Box<postgres::ConcurrentIndex>),
    /// A function to call with the connection.
    Run(RunStep),
    /// Something the database has no place for, which is left out and said.
    Note(String),
    /// Nothing, because the database needs nothing done for the operation.
    Nothing {
        /// Why not.
        reason: &'static str,
    },
}

/// The places of operations, each once, in order.
pub(super) fn places(operations: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut places: Vec<_> = operations.into_iter().collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Joins clauses after a head, and gives the range of each; none for a single operation.
pub(super) fn joined<'c>(
    head: &str,
    clauses: impl IntoIterator<Item = (usize, &'c str)>,
    separator: &str,
) -> (String, Vec<Clause>) {
    let mut sql = head.to_owned();
    let mut spans: Vec<Clause> = Vec::new();
    for (operation, text) in clauses {
        if !spans.is_empty() {
            sql.push_str(separator);
        }
        let start = sql.len();
        sql.push_str(text);
        spans.push(Clause { operation, span: start..sql.len() });
    }
    if spans.iter().all(|clause| clause.operation == spans[0].operation) {
        spans.clear();
    }
    (sql, spans)
}
