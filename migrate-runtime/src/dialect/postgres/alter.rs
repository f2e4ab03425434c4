//! The clauses of an `ALTER TABLE`, and which of them may stand in one statement.
//!
//! PostgreSQL carries out the clauses of a statement not as they are written but in passes, first all
//! that drops, then the types, and so on (`AlterTablePass` in its `tablecmds.c`). Parts share a
//! statement as long as that order is the recorded one.

use crate::dialect::{Action, Statement};
use crate::op::{Operation, Recorded};
use crate::schema::{Constraint, ConstraintBody, QualifiedName};

use super::name::{qualified, quote};
use super::render::table_constraint;

/// The passes, in the order they are carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pass {
    /// Everything that drops, defaults and `NOT NULL` included.
    Drop,
    /// `ALTER COLUMN .. TYPE`.
    Type,
    /// `ADD COLUMN`.
    AddColumn,
    /// `SET EXPRESSION`.
    Expression,
    /// `SET NOT NULL`.
    NotNull,
    /// Constraints with an index.
    Key,
    /// Other constraints, defaults, and identities that are added.
    Other,
    /// Everything else.
    Last,
}

/// The lock a clause takes on the table
/// (<https://www.postgresql.org/docs/current/sql-altertable.html>); a statement takes the strongest
/// of its clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "so PostgreSQL calls them")]
pub(super) enum Lock {
    /// Reads and writes go on.
    ShareUpdateExclusive,
    /// Reads go on.
    ShareRowExclusive,
    /// Nothing goes on.
    AccessExclusive,
}

/// What a clause is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A column.
    Column(String),
    /// A constraint.
    Constraint(String),
}

/// One clause of an `ALTER TABLE`.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// When it is carried out.
    pub(super) pass: Pass,
    /// The lock it takes.
    pub(super) lock: Lock,
    /// What it is about.
    pub(super) subject: Subject,
    /// As it stands after the table's name.
    pub(super) sql: String,
}

/// What an operation becomes.
#[derive(Clone, Debug)]
pub(super) enum Lowered {
    /// A clause of an `ALTER TABLE` of the operation's table.
    Clause(Clause),
    /// A statement of its own.
    Statement(Action),
    /// What must be there before the operation's other pieces, and may be there earlier.
    Prerequisite(String),
    /// What comes after the operation's other pieces, and may come later.
    Cleanup(String),
}

impl Clause {
    /// A clause that locks the table for everyone.
    const fn new(pass: Pass, subject: Subject, sql: String) -> Self {
        Self { pass, lock: Lock::AccessExclusive, subject, sql }
    }
}

impl Lowered {
    /// A whole statement.
    pub(super) const fn sql(sql: String) -> Self {
        Self::Statement(Action::Sql(sql))
    }

    /// `ADD COLUMN`.
    pub(super) fn add_column(column: &str, definition: &str) -> Self {
        let subject = Subject::Column(column.to_owned());
        Self::Clause(Clause::new(Pass::AddColumn, subject, format!("ADD COLUMN {definition}")))
    }

    /// `DROP COLUMN`.
    pub(super) fn drop_column(column: &str) -> Self {
        let subject = Subject::Column(column.to_owned());
        Self::Clause(Clause::new(Pass::Drop, subject, format!("DROP COLUMN {}", quote(column))))
    }

    /// A clause of `ALTER COLUMN`.
    pub(super) fn alter_column(pass: Pass, column: &str, sql: &str) -> Self {
        let subject = Subject::Column(column.to_owned());
        let sql = format!("ALTER COLUMN {} {sql}", quote(column));
        Self::Clause(Clause::new(pass, subject, sql))
    }

    /// `ADD CONSTRAINT`.
    pub(super) fn add_constraint(constraint: &Constraint) -> Self {
        let (pass, lock) = match constraint.body {
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::Exclude { .. } => (Pass::Key, Lock::AccessExclusive),
            ConstraintBody::Check { .. } => (Pass::Other, Lock::AccessExclusive),
            ConstraintBody::ForeignKey(_) => (Pass::Other, Lock::ShareRowExclusive),
        };
        let subject = Subject::Constraint(constraint.name.clone().unwrap_or_default());
        let sql = format!("ADD {}", table_constraint(constraint));
        Self::Clause(Clause { pass, lock, subject, sql })
    }

    /// `DROP CONSTRAINT`.
    pub(super) fn drop_constraint(name: &str) -> Self {
        let subject = Subject::Constraint(name.to_owned());
        Self::Clause(Clause::new(Pass::Drop, subject, format!("DROP CONSTRAINT {}", quote(name))))
    }

    /// `VALIDATE CONSTRAINT`.
    pub(super) fn validate(name: &str) -> Self {
        let subject = Subject::Constraint(name.to_owned());
        let sql = format!("VALIDATE CONSTRAINT {}", quote(name));
        Self::Clause(Clause { pass: Pass::Last, lock: Lock::ShareUpdateExclusive, subject, sql })
    }
}

/// The steps of a script, with the `ALTER TABLE` that may still grow.
#[derive(Debug, Default)]
pub(super) struct Grouping {
    done: Vec<Statement>,
    open: Option<Group>,
}

/// An `ALTER TABLE` that may still grow.
#[derive(Debug)]
struct Group {
    table: QualifiedName,
    first: Recorded,
    /// The clauses, each with the place of its operation in the script.
    clauses: Vec<(usize, Clause)>,
    /// What waits for the statement's end, each with the column it is about.
    after: Vec<(Option<String>, Statement)>,
}

fn step(recorded: &Recorded, work: Action) -> Statement {
    Statement { action: work, operation: recorded.operation.to_string(), origin: recorded.origin }
}

impl Group {
    /// Whether a clause can join without being carried out at another time than recorded, and
    /// without a stronger lock than its own.
    fn can_join(&self, table: &QualifiedName, at: usize, clause: &Clause) -> bool {
        let in_order = self.clauses.iter().all(|(_, earlier)| earlier.pass <= clause.pass);
        let same_lock = self.clauses.iter().all(|(_, earlier)| earlier.lock == clause.lock);
        let alone = self.clauses.iter().all(|(operation, earlier)| {
            // What is dropped can be rebuilt: drops are over before anything else begins.
            let anew = earlier.pass == Pass::Drop && is_made_by(clause);
            *operation == at || earlier.subject != clause.subject || anew
        });
        // What waits finds the column as it was recorded.
        let waiting = self.after.iter().any(|(column, _)| {
            column.as_ref().is_some_and(|name| clause.subject == Subject::Column(name.clone()))
        });
        self.table == *table && in_order && same_lock && alone && !waiting
    }

    fn into_statements(self) -> impl Iterator<Item = Statement> {
        let table = qualified(&self.table);
        let clauses = self.clauses.into_iter().map(|(_, clause)| clause.sql).collect::<Vec<_>>();
        let space = if clauses.len() == 1 { " " } else { "\n    " };
        let sql = format!("ALTER TABLE {table}{space}{}", clauses.join(",\n    "));
        std::iter::once(step(&self.first, Action::Sql(sql)))
            .chain(self.after.into_iter().map(|(_, step)| step))
    }
}

/// The column an operation is about.
const fn column(operation: &Operation) -> Option<&String> {
    match operation {
        Operation::AddColumn { column, .. } => Some(&column.name),
        Operation::AlterColumn { column, .. } | Operation::DropColumn { column, .. } => {
            Some(column)
        }
        _ => None,
    }
}

/// Whether the clause makes what it is about.
fn is_made_by(clause: &Clause) -> bool {
    match clause.subject {
        Subject::Column(_) => clause.pass == Pass::AddColumn,
        Subject::Constraint(_) => matches!(clause.pass, Pass::Key | Pass::Other),
    }
}

impl Grouping {
    /// Adds a piece of the operation that stands at `at` in the script.
    pub(super) fn push(&mut self, at: usize, recorded: &Recorded, piece: Lowered) {
        match piece {
            Lowered::Statement(work) => {
                self.close();
                self.done.push(step(recorded, work));
            }
            Lowered::Prerequisite(sql) => {
                // What waits for the statement's end may be what makes room for this.
                if self.open.as_ref().is_some_and(|group| !group.after.is_empty()) {
                    self.close();
                }
                self.done.push(step(recorded, Action::Sql(sql)));
            }
            Lowered::Cleanup(sql) => {
                let step = step(recorded, Action::Sql(sql));
                let table = recorded.operation.table();
                match &mut self.open {
                    Some(group) if Some(&group.table) == table => {
                        group.after.push((column(&recorded.operation).cloned(), step));
                    }
                    _ => {
                        self.close();
                        self.done.push(step);
                    }
                }
            }
            Lowered::Clause(clause) => {
                let Some(table) = recorded.operation.table() else { return };
                match &mut self.open {
                    Some(group) if group.can_join(table, at, &clause) => {
                        group.clauses.push((at, clause));
                    }
                    _ => {
                        self.close();
                        self.open = Some(Group {
                            table: table.clone(),
                            first: recorded.clone(),
                            clauses: vec![(at, clause)],
                            after: Vec::new(),
                        });
                    }
                }
            }
        }
    }

    fn close(&mut self) {
        self.done.extend(self.open.take().into_iter().flat_map(Group::into_statements));
    }

    /// All steps.
    pub(super) fn finish(mut self) -> Vec<Statement> {
        self.close();
        self.done
    }
}
