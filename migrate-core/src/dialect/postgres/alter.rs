//! The clauses of an `ALTER TABLE`, and which of them may share a statement.
//!
//! PostgreSQL carries out the clauses of a statement not as they are written but in passes, first all
//! that drops, then the types, and so on (`AlterTablePass` in its `tablecmds.c`). Clauses share a
//! statement as long as that order is the recorded one.

use crate::dialect::statement::{joined, places};
use crate::dialect::{Action, Facts, Lock, LockMode, RowWork, Statement};
use crate::op::Operation;
use crate::schema::{Constraint, ConstraintBody, QualifiedName};

use super::locks::OperationFacts;
use super::name::{qualified, quote};
use super::render::table_constraint;

/// The passes, in the order they are carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pass {
    /// Everything that drops, defaults and `NOT NULL` included, so that a column can be dropped and
    /// added under its name in one statement (tried on PostgreSQL 15).
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

/// What a clause is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A column.
    Column(String),
    /// A constraint.
    Constraint(String),
    /// The table as a whole.
    Table,
}

/// One clause of an `ALTER TABLE`.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// When it is carried out.
    pub(super) pass: Pass,
    /// The lock it takes.
    pub(super) lock: LockMode,
    /// What it is about.
    pub(super) subject: Subject,
    /// As written after the table's name.
    pub(super) sql: String,
}

/// What an operation becomes.
#[derive(Clone, Debug)]
pub(super) enum Lowered {
    /// A clause of an `ALTER TABLE` of the operation's table.
    Clause(Clause),
    /// A statement of its own.
    Statement(Action),
    /// A statement before the operation's other statements, which may also come earlier.
    Prerequisite(String),
    /// A statement after the operation's other statements, which may also come later.
    Cleanup(String),
    /// A comment on the operation's table or its column, which may come later as well: it takes `SHARE
    /// UPDATE EXCLUSIVE` alone (`pg_locks` of PostgreSQL 15).
    Comment(String),
}

impl Clause {
    /// A clause that locks the table for everyone.
    const fn new(pass: Pass, subject: Subject, sql: String) -> Self {
        Self { pass, lock: LockMode::AccessExclusive, subject, sql }
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
            | ConstraintBody::Exclude { .. } => (Pass::Key, LockMode::AccessExclusive),
            ConstraintBody::Check { .. } => (Pass::Other, LockMode::AccessExclusive),
            // Both tables take it: each gets triggers that check the other
            // (<https://www.postgresql.org/docs/current/sql-altertable.html>).
            ConstraintBody::ForeignKey(_) => (Pass::Other, LockMode::ShareRowExclusive),
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

    /// A clause about the table as a whole.
    pub(super) const fn table(lock: LockMode, sql: String) -> Self {
        Self::Clause(Clause { pass: Pass::Last, lock, subject: Subject::Table, sql })
    }

    /// `VALIDATE CONSTRAINT`, which lets rows be written meanwhile (`pg_locks` of PostgreSQL 15: `SHARE
    /// UPDATE EXCLUSIVE`).
    pub(super) fn validate(name: &str) -> Self {
        let subject = Subject::Constraint(name.to_owned());
        let sql = format!("VALIDATE CONSTRAINT {}", quote(name));
        Self::Clause(Clause {
            pass: Pass::Last,
            lock: LockMode::ShareUpdateExclusive,
            subject,
            sql,
        })
    }
}

/// The statements of a script, with the `ALTER TABLE` that may still grow.
#[derive(Debug, Default)]
pub(super) struct Grouping {
    done: Vec<Statement>,
    open: Option<Group>,
}

/// An `ALTER TABLE` that may still grow.
#[derive(Debug)]
struct Group {
    table: QualifiedName,
    /// The clauses, each with the place of its operation in the script.
    clauses: Vec<(usize, Clause)>,
    /// The statements that are deferred to the end of the group, each with the column it is about.
    deferred: Vec<(Option<String>, Statement)>,
    /// What is known of its clauses.
    facts: Facts,
}

impl Group {
    /// Whether a clause can join without being carried out at another time than recorded, and
    /// without a stronger lock than its own.
    fn can_join(&self, table: &QualifiedName, at: usize, clause: &Clause) -> bool {
        // Passes run in their own order, whatever the order of the clauses (`ATRewriteCatalogs` in
        // `tablecmds.c`): a later clause of an earlier pass would run too soon.
        let in_order = self.clauses.iter().all(|(_, earlier)| earlier.pass <= clause.pass);
        // A statement takes the strongest lock of its clauses (`AlterTableGetLockLevel`), so that a
        // foreign key, which lets reads go on, would shut them out beside a new column.
        let same_lock = self.clauses.iter().all(|(_, earlier)| earlier.lock == clause.lock);
        let alone = self.clauses.iter().all(|(operation, earlier)| {
            // What is dropped can be rebuilt: drops are over before anything else begins.
            let anew = earlier.pass == Pass::Drop && is_made_by(clause);
            *operation == at || earlier.subject != clause.subject || anew
        });
        // A deferred statement finds the column as it was recorded.
        let waiting = self.deferred.iter().any(|(column, _)| {
            column.as_ref().is_some_and(|name| clause.subject == Subject::Column(name.clone()))
        });
        self.table == *table && in_order && same_lock && alone && !waiting
    }

    fn into_statements(self) -> impl Iterator<Item = Statement> {
        let space = if self.clauses.len() == 1 { " " } else { "\n    " };
        let head = format!("ALTER TABLE {}{space}", qualified(&self.table));
        let clauses = self.clauses.iter().map(|(at, clause)| (*at, clause.sql.as_str()));
        let (sql, spans) = joined(&head, clauses, ",\n    ");
        let operations = places(self.clauses.iter().map(|(at, _)| *at));
        let altered = Statement::new(Action::Sql(sql), operations);
        let altered = Statement { clauses: spans, facts: Some(self.facts), ..altered };
        std::iter::once(altered).chain(self.deferred.into_iter().map(|(_, statement)| statement))
    }
}

/// The column an operation is about.
const fn column(operation: &Operation) -> Option<&String> {
    match operation {
        Operation::AddColumn { column, .. } => Some(&column.name),
        Operation::AlterColumn { column, .. } | Operation::DropColumn { column, .. } => {
            Some(column)
        }
        // Only these are parts of an `ALTER TABLE` that name a column.
        _ => None,
    }
}

/// Whether the clause makes what it is about.
fn is_made_by(clause: &Clause) -> bool {
    match clause.subject {
        Subject::Column(_) => clause.pass == Pass::AddColumn,
        Subject::Constraint(_) => matches!(clause.pass, Pass::Key | Pass::Other),
        Subject::Table => false,
    }
}

impl Grouping {
    /// Adds what an operation becomes, which is the one at `at` in the script.
    pub(super) fn push(
        &mut self,
        at: usize,
        operation: &Operation,
        known: &OperationFacts,
        lowered: Lowered,
    ) {
        match lowered {
            Lowered::Statement(action) => {
                self.close();
                let facts = known.statement.clone();
                self.done.push(Statement { facts, ..Statement::new(action, vec![at]) });
            }
            Lowered::Prerequisite(sql) => {
                // What is deferred to the end of the group may be what makes room for this.
                if self.open.as_ref().is_some_and(|group| !group.deferred.is_empty()) {
                    self.close();
                }
                self.done.push(Statement::new(Action::Sql(sql), vec![at]));
            }
            Lowered::Cleanup(sql) => self.defer(at, operation, None, sql),
            Lowered::Comment(sql) => {
                let lock = Lock::Postgres(LockMode::ShareUpdateExclusive);
                let facts = operation.table().map(|table| Facts::of(table, lock, RowWork::None));
                self.defer(at, operation, facts, sql);
            }
            Lowered::Clause(clause) => {
                let Some(table) = operation.table() else { return };
                match &mut self.open {
                    Some(group) if group.can_join(table, at, &clause) => {
                        known.add_clause(&mut group.facts, table, clause.lock, clause.pass);
                        group.clauses.push((at, clause));
                    }
                    _ => {
                        self.close();
                        let mut facts = Facts::default();
                        known.add_clause(&mut facts, table, clause.lock, clause.pass);
                        self.open = Some(Group {
                            table: table.clone(),
                            clauses: vec![(at, clause)],
                            deferred: Vec::new(),
                            facts,
                        });
                    }
                }
            }
        }
    }

    /// Puts a statement at the end of its table's group.
    fn defer(&mut self, at: usize, operation: &Operation, facts: Option<Facts>, sql: String) {
        let statement = Statement { facts, ..Statement::new(Action::Sql(sql), vec![at]) };
        match &mut self.open {
            Some(group) if Some(&group.table) == operation.table() => {
                group.deferred.push((column(operation).cloned(), statement));
            }
            _ => {
                self.close();
                self.done.push(statement);
            }
        }
    }

    fn close(&mut self) {
        self.done.extend(self.open.take().into_iter().flat_map(Group::into_statements));
    }

    /// Adds a statement beside what the operation at `at` becomes.
    pub(super) fn push_beside(&mut self, at: usize, sql: String) {
        self.close();
        self.done.push(Statement::new(Action::Sql(sql), vec![at]));
    }

    /// All statements.
    pub(super) fn finish(mut self) -> Vec<Statement> {
        self.close();
        self.done
    }
}
