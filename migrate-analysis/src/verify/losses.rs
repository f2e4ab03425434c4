//! What rows held before an upgrade and do not hold after the way back from it.
//!
//! The way back creates a column again, and not what was in it. So each table and column is followed through
//! its renames: one that was there before the upgrade, and is dropped on the way, has lost its values even
//! when one of its name is there at the end. A way back that writes to it by itself has an answer.

use std::collections::BTreeMap;
use std::fmt;

use migrate_core::op::{
    ColumnChange, ObjectChange, OnConflict, Operation, ReverseError, apply, reverse,
};
use migrate_core::schema::{Expr, ObjectRef, Origin, QualifiedName, Schema, Table};
use migrate_core::sql_text::SqlSyntax;

use super::replay::Replay;

/// Something whose rows, values or numbers do not come back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// What it is.
    pub lost: Lost,
    /// The operation that takes them.
    pub origin: Origin,
}

/// What does not come back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lost {
    /// All rows of a table, which is dropped.
    Table(QualifiedName),
    /// Rows of a table, which are deleted or written over.
    Rows(QualifiedName),
    /// All values of a column, which is dropped.
    Column(QualifiedName, String),
    /// Values of a column, which are written over or converted.
    Values(QualifiedName, String),
    /// The rows of a partition, which is dropped.
    Partition(QualifiedName),
    /// The number at which a sequence was, which is dropped.
    Sequence(QualifiedName),
    /// Which of its rows had which of the values of an enum type that became one.
    Enum(QualifiedName),
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(name) => write!(f, "the rows of table `{name}`"),
            Self::Rows(name) => write!(f, "rows of table `{name}`"),
            Self::Column(table, name) => {
                write!(f, "the values of column `{name}` of table `{table}`")
            }
            Self::Values(table, name) => write!(f, "values of column `{name}` of table `{table}`"),
            Self::Partition(name) => write!(f, "the rows of partition `{name}`"),
            Self::Sequence(name) => write!(f, "the number of sequence `{name}`"),
            Self::Enum(name) => write!(f, "the values of enum type `{name}` that became one"),
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.lost, self.origin)
    }
}

/// What an upgrade and the way back from it take from rows and do not give back.
pub(super) fn losses(upgrade: &Replay<'_>, downgrade: &Replay<'_>) -> Vec<Loss> {
    let mut ledger = Ledger::default();
    for (recorded, before, _) in upgrade.steps() {
        ledger.take(&recorded.operation, recorded.origin, before, Way::Up);
    }
    for (recorded, before, _) in downgrade.steps() {
        ledger.take(&recorded.operation, recorded.origin, before, Way::Back);
        ledger.give_back(&recorded.operation);
    }
    ledger.losses
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Up,
    Back,
}

/// A table as it was before the upgrade, or one that is created on the way.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Before(QualifiedName),
    Created(usize),
}

#[derive(Default)]
struct Ledger {
    /// The tables whose names have changed hands, by the names they have now.
    tables: BTreeMap<QualifiedName, Identity>,
    /// The columns of which that is so; of one that is created on the way there is no earlier name.
    columns: BTreeMap<(Identity, String), Option<String>>,
    created: usize,
    losses: Vec<Loss>,
}

impl Ledger {
    fn table(&self, name: &QualifiedName) -> Identity {
        let known = self.tables.get(name).cloned();
        known.unwrap_or_else(|| Identity::Before(name.clone()))
    }

    /// The table's name before the upgrade; none of one that is created on the way.
    fn earlier_table(&self, name: &QualifiedName) -> Option<QualifiedName> {
        match self.table(name) {
            Identity::Before(name) => Some(name),
            Identity::Created(_) => None,
        }
    }

    /// The names of a column and its table before the upgrade; none of one that is created on the way.
    fn earlier_column(
        &self,
        table: &QualifiedName,
        column: &str,
    ) -> Option<(QualifiedName, String)> {
        let earlier = self.earlier_table(table)?;
        let known = self.columns.get(&(self.table(table), column.to_owned())).cloned();
        known.unwrap_or_else(|| Some(column.to_owned())).map(|column| (earlier, column))
    }

    fn new_table(&mut self, name: &QualifiedName) {
        self.created += 1;
        self.tables.insert(name.clone(), Identity::Created(self.created));
    }

    fn lose(&mut self, lost: Option<Lost>, origin: Origin) {
        let is_known = |lost: &Lost| self.losses.iter().any(|loss| loss.lost == *lost);
        if let Some(lost) = lost.filter(|lost| !is_known(lost)) {
            self.losses.push(Loss { lost, origin });
        }
    }

    /// Follows an operation, and writes down what it takes.
    fn take(&mut self, operation: &Operation, origin: Origin, before: &Schema, way: Way) {
        let column_is_there = |table: &QualifiedName, name: &str| {
            before.tables.get(table).is_some_and(|table| table.column(name).is_some())
        };
        match operation.unconditional() {
            Operation::CreateTable { table, .. } => {
                if !before.tables.contains_key(&table.name) {
                    self.new_table(&table.name);
                }
            }
            Operation::DropTable { table } => {
                let is_there = before.tables.contains_key(table);
                self.lose(self.earlier_table(table).filter(|_| is_there).map(Lost::Table), origin);
            }
            Operation::RenameTable { table, to } => {
                let identity = self.table(table);
                self.tables.insert(table.sibling(to), identity);
                self.new_table(table);
            }
            Operation::AddColumn { table, column, .. } => {
                if !column_is_there(table, &column.name) {
                    self.columns.insert((self.table(table), column.name.clone()), None);
                }
            }
            Operation::DropColumn { table, column } => {
                let known = before.tables.get(table).and_then(|table| table.column(column));
                // The values of a generated column are computed again.
                let is_kept = known.is_some_and(|known| known.generated.is_none());
                let earlier = self.earlier_column(table, column).filter(|_| is_kept);
                self.lose(earlier.map(|(table, column)| Lost::Column(table, column)), origin);
            }
            Operation::AlterColumn { table, column, change } => {
                self.alter(operation, (table, column, change), origin, before, way);
            }
            Operation::DropPartition { table, name } => {
                let is_earlier = self.earlier_table(table).is_some();
                let is_new = self.tables.contains_key(name);
                self.lose((is_earlier && !is_new).then(|| Lost::Partition(name.clone())), origin);
            }
            Operation::CreatePartition { partition, .. } => self.new_table(&partition.name),
            Operation::DropObject(ObjectRef::Sequence(name)) => {
                let is_new = self.tables.contains_key(name);
                self.lose((!is_new).then(|| Lost::Sequence(name.clone())), origin);
            }
            Operation::CreateObject(object) => {
                if let ObjectRef::Sequence(name) = object.reference() {
                    self.new_table(&name);
                }
            }
            Operation::Update { table, set, filter: _ } if way == Way::Up => {
                let keeps = |(column, value): &&(String, Expr)| {
                    !matches!(value, Expr::Column(same) if same == column)
                };
                let written = set.iter().filter(keeps).map(|(column, _)| column);
                let times = before.tables.get(table).into_iter().flat_map(set_by_update);
                let is_set = |name: &&String| set.iter().any(|(column, _)| column == *name);
                let times = times.filter(|_| matches!(before.syntax, SqlSyntax::Mysql(_)));
                for column in written.chain(times.filter(|name| !is_set(name))) {
                    let earlier = self.earlier_column(table, column);
                    self.lose(earlier.map(|(table, column)| Lost::Values(table, column)), origin);
                }
            }
            Operation::Delete { table, filter: _ }
            | Operation::Insert { table, on_conflict: Some(OnConflict::DoUpdate { .. }), .. }
                if way == Way::Up =>
            {
                self.lose(self.earlier_table(table).map(Lost::Rows), origin);
            }
            Operation::AlterObject(ObjectChange::SetEnumValues { name, .. }) if way == Way::Up => {
                let became_one = matches!(reverse(operation, before), Err(ReverseError::Data { .. }));
                self.lose(became_one.then(|| Lost::Enum(name.clone())), origin);
            }
            Operation::Execute { effect: Some(effect), .. } => {
                let mut schema = before.clone();
                for operation in effect {
                    self.take(operation, origin, &schema, way);
                    // The effect as a whole fits.
                    let _ = apply(operation, origin, &mut schema);
                }
            }
            Operation::SetTableComment { .. }
            | Operation::AlterTable { .. }
            | Operation::CreateIndex { .. }
            | Operation::DropIndex { .. }
            | Operation::RenameIndex { .. }
            | Operation::Reindex { .. }
            | Operation::AddConstraint { .. }
            | Operation::DropConstraint { .. }
            | Operation::RenameConstraint { .. }
            | Operation::ValidateConstraint { .. }
            | Operation::DropObject(_)
            | Operation::AlterObject(_)
            | Operation::AttachPartition { .. }
            | Operation::DetachPartition { .. }
            | Operation::Insert { .. }
            // A way back may delete or change the rows that the upgrade wrote.
            | Operation::Update { .. }
            | Operation::Delete { .. }
            // What these do to rows is not known.
            | Operation::Execute { effect: None, .. }
            | Operation::Run(_)
            | Operation::SetTimeout { .. }
            | Operation::LockTable { .. }
            | Operation::IfNeeded(_) => {}
        }
    }

    fn alter(
        &mut self,
        operation: &Operation,
        (table, column, change): (&QualifiedName, &str, &ColumnChange),
        origin: Origin,
        before: &Schema,
        way: Way,
    ) {
        let earlier = self.earlier_column(table, column);
        if way == Way::Up && change.column_type.is_some() {
            let is_lossy = matches!(reverse(operation, before), Err(ReverseError::Values { .. }));
            let lost = earlier.clone().filter(|_| is_lossy);
            self.lose(lost.map(|(table, column)| Lost::Values(table, column)), origin);
        }
        if let Some(to) = &change.rename {
            let identity = self.table(table);
            let name = earlier.map(|(_, column)| column);
            self.columns.insert((identity.clone(), to.clone()), name);
            self.columns.insert((identity, column.to_owned()), None);
        }
    }

    /// Strikes out what a way back writes by itself.
    fn give_back(&mut self, operation: &Operation) {
        let is_given: Box<dyn Fn(&Lost) -> bool + '_> = match operation.unconditional() {
            Operation::Insert { table, .. } => Box::new(move |lost| match lost {
                Lost::Table(lost) | Lost::Rows(lost) => lost == table,
                Lost::Column(..)
                | Lost::Values(..)
                | Lost::Partition(_)
                | Lost::Sequence(_)
                | Lost::Enum(_) => false,
            }),
            Operation::Update { table, set, .. } => Box::new(move |lost| match lost {
                Lost::Column(lost, column) | Lost::Values(lost, column) => {
                    lost == table && set.iter().any(|(name, _)| name == column)
                }
                Lost::Table(_)
                | Lost::Rows(_)
                | Lost::Partition(_)
                | Lost::Sequence(_)
                | Lost::Enum(_) => false,
            }),
            Operation::AlterColumn { table, column, change } if change.using.is_some() => {
                Box::new(move |lost| *lost == Lost::Values(table.clone(), column.clone()))
            }
            // Nothing else writes values.
            _ => return,
        };
        self.losses.retain(|loss| !is_given(&loss.lost));
    }
}

/// The columns that MariaDB and MySQL set to the time of each `UPDATE` of their row.
fn set_by_update(table: &Table) -> impl Iterator<Item = &String> {
    table.columns.iter().filter(|column| column.mysql.on_update_now).map(|column| &column.name)
}
