//! What an operation names, by which an error of the database is traced to the operation.

use crate::schema::{Constraint, ConstraintBody};

use super::Operation;

/// The names of a table's parts that an operation makes, changes or drops.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The columns.
    pub columns: Vec<String>,
    /// The constraints and indexes.
    pub constraints: Vec<String>,
    /// The columns of each key that is made: SQLite names a unique constraint by them.
    pub keys: Vec<Vec<String>>,
}

impl Names {
    /// The names of an operation on a part of a table; of any other there are none, because it is
    /// a statement of its own.
    pub fn of(operation: &Operation) -> Self {
        let mut names = Self::default();
        match operation.unconditional() {
            Operation::AddColumn { column, constraints, .. } => {
                names.columns.push(column.name.clone());
                for constraint in constraints {
                    names.constraint(constraint);
                }
            }
            Operation::DropColumn { column, .. } => names.columns.push(column.clone()),
            Operation::AlterColumn { column, change, .. } => {
                names.columns.push(column.clone());
                names.columns.extend(change.rename.clone());
            }
            Operation::CreateIndex { index, .. } => {
                names.constraints.push(index.name.clone());
                if index.unique {
                    let columns = index.columns.iter().filter_map(|part| part.column());
                    names.keys.push(columns.map(str::to_owned).collect());
                }
            }
            Operation::RenameIndex { name, to, .. }
            | Operation::RenameConstraint { name, to, .. } => {
                names.constraints.extend([name.clone(), to.clone()]);
            }
            Operation::Reindex { index, .. } => names.constraints.extend(index.clone()),
            Operation::AddConstraint { constraint, .. } => names.constraint(constraint),
            Operation::DropIndex { name, .. }
            | Operation::DropConstraint { name, .. }
            | Operation::ValidateConstraint { name, .. } => names.constraints.push(name.clone()),
            Operation::CreateTable { .. }
            | Operation::DropTable { .. }
            | Operation::RenameTable { .. }
            | Operation::SetTableComment { .. }
            | Operation::AlterTable { .. }
            | Operation::CreateObject(_)
            | Operation::DropObject(_)
            | Operation::AlterObject(_)
            | Operation::CreatePartition { .. }
            | Operation::DropPartition { .. }
            | Operation::AttachPartition { .. }
            | Operation::DetachPartition { .. }
            | Operation::Insert { .. }
            | Operation::Update { .. }
            | Operation::Delete { .. }
            | Operation::Execute { .. }
            | Operation::Run(_)
            | Operation::SetTimeout { .. }
            | Operation::LockTable { .. }
            | Operation::IfNeeded(_) => {}
        }
        names
    }

    fn constraint(&mut self, constraint: &Constraint) {
        self.constraints.extend(constraint.name.clone());
        match &constraint.body {
            ConstraintBody::PrimaryKey { columns } => {
                // Its columns become NOT NULL, and an error may name one of them.
                self.columns.extend(columns.iter().cloned());
                self.keys.push(columns.clone());
            }
            ConstraintBody::Unique { columns, .. } => self.keys.push(columns.clone()),
            ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => {}
        }
    }
}
