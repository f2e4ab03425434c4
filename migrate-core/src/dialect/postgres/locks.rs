//! The table locks that PostgreSQL takes for an operation, and its work on rows
//! (<https://www.postgresql.org/docs/current/sql-altertable.html>; read from `pg_locks` of 15 by
//! `tests/locks.rs`).

use crate::dialect::{Facts, Lock, LockMode, RowWork, TableLock};
use crate::op::Operation;
use crate::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, ForeignKey, Generation, Object,
    ObjectRef, QualifiedName, Schema, Table,
};

use super::alter::Pass;

/// What is known of an operation, from the schema before it.
#[derive(Clone, Debug)]
pub(super) struct OperationFacts {
    /// The locks on tables that its foreign keys reference.
    referenced: Vec<TableLock>,
    /// The work of its clauses, as far as their passes do not say it.
    rows: RowWork,
    /// What is known of its statements of their own.
    pub(super) statement: Option<Facts>,
}

impl OperationFacts {
    /// Reads them from the schema before the operation.
    pub(super) fn of(operation: &Operation, before: &Schema) -> Self {
        let referenced = referenced(operation, before);
        let statement = statement(operation, &referenced);
        Self { referenced, rows: rows(operation, before), statement }
    }

    /// Adds those of a clause to the facts of its `ALTER TABLE`.
    pub(super) fn add_clause(
        &self,
        facts: &mut Facts,
        table: &QualifiedName,
        lock: LockMode,
        pass: Pass,
    ) {
        let own = TableLock { table: table.clone(), lock: Lock::Postgres(lock) };
        std::iter::once(&own).chain(&self.referenced).for_each(|lock| add_lock(facts, lock));
        let rows = match pass {
            Pass::Drop => RowWork::None,
            // `SET NOT NULL` reads the rows, unless a valid check says it already.
            Pass::NotNull | Pass::Key => RowWork::Scan,
            Pass::Expression => RowWork::Rewrite,
            Pass::Type | Pass::AddColumn | Pass::Other | Pass::Last => self.rows,
        };
        facts.rows = facts.rows.max(rows);
    }
}

/// Adds a lock; of two on one table a statement takes the stronger.
fn add_lock(facts: &mut Facts, added: &TableLock) {
    match facts.locks.iter_mut().find(|known| known.table == added.table) {
        Some(known) => {
            if let (Lock::Postgres(old), Lock::Postgres(new)) = (known.lock, added.lock) {
                known.lock = Lock::Postgres(old.max(new));
            }
        }
        None => facts.locks.push(added.clone()),
    }
}

/// The locks on referenced tables: their triggers are added, dropped, or their rows looked at.
fn referenced(operation: &Operation, before: &Schema) -> Vec<TableLock> {
    let keys = |constraints: &[Constraint], mode| -> Vec<TableLock> {
        let keys = constraints.iter().filter_map(|constraint| match &constraint.body {
            ConstraintBody::ForeignKey(key) => Some(key),
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => None,
        });
        let lock =
            |key: &ForeignKey| TableLock { table: key.table.clone(), lock: Lock::Postgres(mode) };
        keys.map(lock).collect()
    };
    let known = |table: &QualifiedName, which: &dyn Fn(&Constraint) -> bool| -> Vec<Constraint> {
        let table: Option<&Table> = before.tables.get(table);
        let constraints = table.map(|table| table.constraints.as_slice()).unwrap_or_default();
        constraints.iter().filter(|constraint| which(constraint)).cloned().collect()
    };
    let is_named = |constraint: &Constraint, name: &String| constraint.name.as_ref() == Some(name);
    match operation {
        Operation::CreateTable { table, .. } => {
            keys(&table.constraints, LockMode::ShareRowExclusive)
        }
        Operation::AddColumn { constraints, .. } => keys(constraints, LockMode::ShareRowExclusive),
        Operation::AddConstraint { constraint, .. } => {
            keys(std::slice::from_ref(constraint), LockMode::ShareRowExclusive)
        }
        Operation::ValidateConstraint { table, name } => {
            keys(&known(table, &|it| is_named(it, name)), LockMode::RowShare)
        }
        Operation::DropConstraint { table, name, .. } => {
            keys(&known(table, &|it| is_named(it, name)), LockMode::AccessExclusive)
        }
        Operation::DropColumn { table, column } => {
            keys(&known(table, &|it| it.columns().contains(column)), LockMode::AccessExclusive)
        }
        Operation::DropTable { table } => keys(&known(table, &|_| true), LockMode::AccessExclusive),
        // No other operation makes, checks or drops a foreign key.
        _ => Vec::new(),
    }
}

/// What is known of the statements that an operation is, beside clauses of `ALTER TABLE`.
fn statement(operation: &Operation, referenced: &[TableLock]) -> Option<Facts> {
    // Whether there is anything to do only the server knows.
    let operation = operation.unconditional();
    let on = |table: &QualifiedName, mode, rows| {
        let mut facts = Facts::of(table, Lock::Postgres(mode), rows);
        for lock in referenced {
            add_lock(&mut facts, lock);
        }
        Some(facts)
    };
    let one_of = |concurrently: bool, without| {
        if concurrently { LockMode::ShareUpdateExclusive } else { without }
    };
    match operation {
        Operation::CreateTable { .. } => {
            Some(Facts { locks: referenced.to_vec(), rows: RowWork::None })
        }
        Operation::DropTable { table }
        | Operation::RenameTable { table, .. }
        | Operation::AlterTable { table, .. }
        | Operation::AlterColumn { table, .. }
        | Operation::RenameConstraint { table, .. }
        | Operation::DropObject(ObjectRef::Trigger { table, .. })
        | Operation::CreatePartition { table, .. }
        | Operation::DropPartition { table, .. } => {
            on(table, LockMode::AccessExclusive, RowWork::None)
        }
        Operation::LockTable { table } => on(table, LockMode::AccessExclusive, RowWork::None),
        Operation::SetTableComment { table, .. } => {
            on(table, LockMode::ShareUpdateExclusive, RowWork::None)
        }
        // An index that is built again is itself locked for everyone
        // (<https://www.postgresql.org/docs/current/sql-reindex.html>).
        Operation::CreateIndex { table, concurrently, .. }
        | Operation::Reindex { table, concurrently, .. } => {
            on(table, one_of(*concurrently, LockMode::Share), RowWork::Scan)
        }
        Operation::DropIndex { table, concurrently, .. }
        | Operation::DetachPartition { table, concurrently, .. } => {
            on(table, one_of(*concurrently, LockMode::AccessExclusive), RowWork::None)
        }
        // Since 12 only the index itself is locked.
        Operation::RenameIndex { .. } => Some(Facts::default()),
        Operation::Insert { table, .. } => on(table, LockMode::RowExclusive, RowWork::None),
        Operation::Update { table, .. } | Operation::Delete { table, .. } => {
            on(table, LockMode::RowExclusive, RowWork::Unknown)
        }
        Operation::CreateObject(Object::Trigger(trigger)) => {
            on(&trigger.table, LockMode::ShareRowExclusive, RowWork::None)
        }
        Operation::AttachPartition { table, partition } => {
            let mut facts = on(table, LockMode::ShareUpdateExclusive, RowWork::Scan)?;
            let lock = Lock::Postgres(LockMode::AccessExclusive);
            add_lock(&mut facts, &TableLock { table: partition.name.clone(), lock });
            Some(facts)
        }
        // Which tables another object or raw SQL reads or writes is not known here; the rest are
        // clauses of `ALTER TABLE`.
        _ => None,
    }
}

/// The work of an operation's clauses on rows.
fn rows(operation: &Operation, before: &Schema) -> RowWork {
    match operation {
        Operation::AddColumn { column, constraints, .. } => {
            let checked = constraints.iter().any(Constraint::is_validated);
            added(column).max(if checked { RowWork::Scan } else { RowWork::None })
        }
        Operation::AlterColumn { table, column, change } => match &change.column_type {
            None => RowWork::None,
            Some(to) => {
                let known = before.tables.get(table).and_then(|table| table.column(column));
                let kept = known.is_some_and(|known| is_wider(&known.column_type, to))
                    && change.using.is_none()
                    && change.collation.is_none();
                if kept { RowWork::None } else { RowWork::Rewrite }
            }
        },
        Operation::AlterTable { change, .. } => {
            let moves = change.unlogged.is_some() || change.tablespace.is_some();
            if moves { RowWork::Rewrite } else { RowWork::None }
        }
        Operation::AddConstraint { constraint, .. } if constraint.is_validated() => RowWork::Scan,
        Operation::ValidateConstraint { .. } => RowWork::Scan,
        // No other operation is a clause that looks at rows.
        _ => RowWork::None,
    }
}

/// A default that is the same for all rows is kept once, in the catalogue; one that is not, and a
/// number or a value of its own for each row, is written to each
/// (<https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES>).
fn added(column: &Column) -> RowWork {
    if column.generated.as_ref().is_some_and(|generated| generated.stored) {
        return RowWork::Rewrite;
    }
    match column.identity.map(|identity| identity.generation) {
        Some(Generation::ByDefault | Generation::Always | Generation::Serial) => {
            return RowWork::Rewrite;
        }
        None => {}
    }
    match &column.default {
        None | Some(ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today) => {
            RowWork::None
        }
        // Whether a function is volatile only the server knows.
        Some(ColumnDefault::Sql(_)) => RowWork::Unknown,
    }
}

/// Whether values of a type are values of the other as they are stored.
fn is_wider(from: &ColumnType, to: &ColumnType) -> bool {
    match (from, to) {
        (ColumnType::Varchar(old), ColumnType::Varchar(new)) => new >= old,
        (
            ColumnType::Varchar(_) | ColumnType::UnboundedVarchar,
            ColumnType::UnboundedVarchar | ColumnType::Text,
        )
        | (ColumnType::Text, ColumnType::UnboundedVarchar) => true,
        _ => from == to,
    }
}
