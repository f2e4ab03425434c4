//! What an operation does to a schema, or why it cannot be done to it.

mod column;
mod constraint;
mod data;
mod enums;
mod error;
mod index;
mod literal;
mod lookup;
mod object;
mod partition;
mod replica_identity;
mod swapped;
mod table;

use crate::schema::{Origin, Schema};

use super::{Operation, needed};

pub(crate) use column::{changed_column, concerns_only};
pub use error::ApplyError;

/// Applies an operation to a schema; on error the schema is as it was.
///
/// ```
/// use migrate_runtime::op::{self, Op};
/// use migrate_runtime::prelude::*;
/// use migrate_runtime::schema::Schema;
///
/// let mut op: Op = Op::new();
/// op.add_column("users", "role", text());
/// let [recorded] = &op.into_operations()[..] else { unreachable!() };
///
/// let error = op::apply(&recorded.operation, recorded.origin, &mut Schema::new()).unwrap_err();
/// assert_eq!(error.to_string(), "there is no table `users`");
/// ```
pub fn apply(operation: &Operation, origin: Origin, schema: &mut Schema) -> Result<(), ApplyError> {
    carry_out(operation, origin, schema)
        .map_err(|error| swapped::explained(error, operation, schema))
}

fn carry_out(operation: &Operation, origin: Origin, schema: &mut Schema) -> Result<(), ApplyError> {
    match operation {
        Operation::CreateTable { table, if_not_exists } => {
            table::create_table(schema, table, *if_not_exists)
        }
        Operation::DropTable { table } => table::drop_table(schema, table),
        Operation::RenameTable { table, to } => table::rename_table(schema, table, to),
        Operation::SetTableComment { table, comment } => {
            lookup::table_mut(schema, table)?.comment.clone_from(comment);
            Ok(())
        }
        Operation::AlterTable { table, change } => table::alter_table(schema, table, change),
        Operation::AddColumn { table, column, constraints } => {
            column::add_column(schema, table, column, constraints)
        }
        Operation::DropColumn { table, column } => column::drop_column(schema, table, column),
        Operation::AlterColumn { table, column, change } => {
            column::alter_column(schema, table, column, change)
        }
        Operation::CreateIndex { table, index, .. } => index::create_index(schema, table, index),
        Operation::DropIndex { table, name, .. } => index::drop_index(schema, table, name),
        Operation::RenameIndex { table, name, to } => index::rename_index(schema, table, name, to),
        Operation::Reindex { table, index, .. } => {
            index::require_index(schema, table, index.as_deref())
        }
        Operation::AddConstraint { table, constraint } => {
            let mut changed = lookup::table_ref(schema, table)?.clone();
            constraint::add_constraint(schema, &mut changed, constraint)?;
            schema.tables.insert(table.clone(), changed);
            Ok(())
        }
        Operation::DropConstraint { table, name, kind } => {
            constraint::drop_constraint(schema, table, name, *kind)
        }
        Operation::RenameConstraint { table, name, to } => {
            constraint::rename_constraint(schema, table, name, to)
        }
        Operation::ValidateConstraint { table, name } => {
            constraint::validate_constraint(schema, table, name)
        }
        Operation::CreateObject(object) => object::create(schema, object),
        Operation::DropObject(object) => object::drop(schema, object),
        Operation::AlterObject(change) => object::alter(schema, change),
        Operation::CreatePartition { table, partition } => {
            partition::create_partition(schema, table, partition)
        }
        Operation::DropPartition { table, name } => partition::drop_partition(schema, table, name),
        Operation::AttachPartition { table, partition } => {
            partition::attach_partition(schema, table, partition)
        }
        Operation::DetachPartition { table, name, .. } => {
            partition::detach_partition(schema, table, name)
        }
        Operation::Insert { table, columns, rows, .. } => {
            data::insert(schema, table, columns, rows)
        }
        Operation::Update { table, set, filter } => {
            data::update(schema, table, set, filter.as_ref())
        }
        Operation::Delete { table, filter } => data::delete(schema, table, filter.as_ref()),
        Operation::Execute { sql, effect, undo: _ } => {
            data::execute(schema, sql, effect.as_deref(), origin)
        }
        Operation::Run(_) | Operation::SetTimeout { .. } => Ok(()),
        Operation::LockTable { table } => lookup::table_ref(schema, table).map(|_| ()),
        Operation::IfNeeded(operation) if !needed::is_needed(operation, schema) => Ok(()),
        Operation::IfNeeded(operation) => apply(operation, origin, schema),
    }
}
