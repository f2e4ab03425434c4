//! The statements SQLite has for an operation itself.

use crate::dialect::run::require_connection;
use crate::dialect::{Action, Family, Refusal};
use crate::op::{ColumnChange, Operation, TableChange};
use crate::schema::{Index, QualifiedName, Schema, Table};

use super::edits::{added_column, indexes_of_column};
use super::name::{named, quote};
use super::{data, objects, render};

/// An operation with `IF EXISTS` or `IF NOT EXISTS`, which SQLite has for tables and indexes
/// (<https://www.sqlite.org/lang_createindex.html>, <https://www.sqlite.org/lang_altertable.html>).
fn if_needed(operation: &Operation) -> Result<Vec<Action>, Refusal> {
    let sql = match operation {
        Operation::CreateIndex { table, index, .. } => {
            render::create_index(table, index)?.replacen("INDEX ", "INDEX IF NOT EXISTS ", 1)
        }
        Operation::DropIndex { name, .. } => format!("DROP INDEX IF EXISTS {}", quote(name)),
        Operation::DropTable { table } => format!("DROP TABLE IF EXISTS {}", named(table)?),
        // Columns and constraints; the builder puts no condition before the others.
        _ => {
            return Err(Refusal::unsupported(
                "SQLite has IF EXISTS and IF NOT EXISTS for tables and indexes alone",
                "leave the condition out: what the revisions make is known",
            ));
        }
    };
    Ok(vec![Action::Sql(sql)])
}

fn create_table(table: &Table, if_not_exists: bool) -> Result<Vec<Action>, Refusal> {
    let mut actions = vec![Action::Sql(render::create_table(table, if_not_exists)?)];
    for index in &table.indexes {
        let sql = render::create_index(&table.name, index)?;
        actions.push(Action::Sql(if if_not_exists {
            sql.replacen("INDEX ", "INDEX IF NOT EXISTS ", 1)
        } else {
            sql
        }));
    }
    Ok(actions)
}

/// The native statements of an operation, written from the schema before it.
pub(super) fn statements(operation: &Operation, before: &Schema) -> Result<Vec<Action>, Refusal> {
    let sql = |sql| Ok(vec![Action::Sql(sql)]);
    match operation {
        // The table there is taken for this one, so its indexes are not this one's to make.
        Operation::CreateTable { table, if_not_exists: true }
            if before.tables.contains_key(&table.name) =>
        {
            Ok(Vec::new())
        }
        Operation::CreateTable { table, if_not_exists } => create_table(table, *if_not_exists),
        Operation::DropTable { table } => sql(format!("DROP TABLE {}", named(table)?)),
        Operation::RenameTable { table, to } => {
            let rename = |from: String, to: &str| {
                Action::Sql(format!("ALTER TABLE {from} RENAME TO {}", quote(to)))
            };
            let from = named(table)?;
            // SQLite says of a name that differs in its case alone that there is such a table (tried on
            // SQLite 3.40 and 3.53).
            if to.eq_ignore_ascii_case(&table.name) {
                let interim = format!("_migrate_new_{}", table.name);
                return Ok(vec![rename(from, &interim), rename(quote(&interim), to)]);
            }
            Ok(vec![rename(from, to)])
        }
        Operation::AddColumn { table, column, constraints } => {
            let Some(known) = before.tables.get(table) else { return Ok(Vec::new()) };
            let definition = added_column(column, constraints, known)?;
            sql(format!("ALTER TABLE {} ADD COLUMN {definition}", named(table)?))
        }
        Operation::DropColumn { table, column } => {
            let Some(known) = before.tables.get(table) else { return Ok(Vec::new()) };
            // `DROP COLUMN` refuses a column that an index names
            // (<https://www.sqlite.org/lang_altertable.html#altertabdropcol>).
            let mut actions: Vec<_> = indexes_of_column(known, column)
                .map(|index| Action::Sql(format!("DROP INDEX {}", quote(index))))
                .collect();
            let column = quote(column);
            actions
                .push(Action::Sql(format!("ALTER TABLE {} DROP COLUMN {column}", named(table)?)));
            Ok(actions)
        }
        Operation::AlterColumn { table, column, change } => {
            let ColumnChange {
                rename,
                nullable,
                // A change of these is an edit of a rebuild, or nothing to SQLite.
                column_type: _,
                // Chosen before, see `lower_on`.
                type_on: _,
                using: _,
                default: _,
                identity: _,
                generated: _,
                collation: _,
                comment: _,
                mysql: _,
            } = change;
            let (table, column) = (named(table)?, quote(column));
            if let Some(to) = rename {
                let to = quote(to);
                return sql(format!("ALTER TABLE {table} RENAME COLUMN {column} TO {to}"));
            }
            match nullable {
                Some(true) => {
                    sql(format!("ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL"))
                }
                Some(false) => {
                    sql(format!("ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL"))
                }
                None => Ok(Vec::new()),
            }
        }
        Operation::CreateIndex { table, index, .. } => sql(render::create_index(table, index)?),
        Operation::DropIndex { name, .. } => sql(format!("DROP INDEX {}", quote(name))),
        Operation::RenameIndex { table, name, to } => {
            let known = before.tables.get(table).and_then(|table| table.index(name));
            let Some(known) = known else { return Ok(Vec::new()) };
            // SQLite has no `ALTER INDEX` (<https://www.sqlite.org/lang.html>), so it is built again.
            let renamed = Index { name: to.clone(), ..known.clone() };
            Ok(vec![
                Action::Sql(format!("DROP INDEX {}", quote(name))),
                Action::Sql(render::create_index(table, &renamed)?),
            ])
        }
        Operation::Reindex { table, index, .. } => sql(reindex(table, index.as_deref(), before)?),
        Operation::DropConstraint { table, name, .. } => {
            sql(format!("ALTER TABLE {} DROP CONSTRAINT {}", named(table)?, quote(name)))
        }
        Operation::CreateObject(object) => objects::create(object),
        Operation::DropObject(object) => objects::drop(object),
        Operation::AlterObject(change) => objects::alter(change),
        Operation::Insert { table, columns, rows, on_conflict } => {
            data::insert(table, before.tables.get(table), columns, rows, on_conflict.as_ref())
        }
        Operation::Update { table, set, filter } => {
            sql(data::update(table, before.tables.get(table), set, filter.as_ref())?)
        }
        Operation::Delete { table, filter } => {
            sql(data::delete(table, before.tables.get(table), filter.as_ref())?)
        }
        Operation::Execute { sql, .. } => {
            let text = render::text(sql)?.trim();
            Ok(if text.is_empty() { Vec::new() } else { vec![Action::Raw(text.to_owned())] })
        }
        Operation::Run(step) => {
            require_connection(step, Family::Sqlite, "SQLite")?;
            Ok(vec![Action::Run(step.clone())])
        }
        Operation::IfNeeded(operation) => if_needed(operation),
        // One writer has the whole file (<https://www.sqlite.org/lockingv3.html>); how long another waits
        // is a setting of its connection.
        Operation::SetTimeout { kind, .. } => Ok(vec![Action::Note(format!(
            "SQLite has no {} of a transaction: it is left out",
            kind.noun()
        ))]),
        Operation::LockTable { table } => Ok(vec![Action::Note(format!(
            "SQLite locks the whole file: the lock of table `{table}` is left out"
        ))]),
        // Kept in the schema only, as SQLite has no comments; or always an edit of a table that is
        // rebuilt.
        Operation::AlterTable { table, change } => alter_table(table, change),
        Operation::SetTableComment { .. }
        | Operation::AddConstraint { .. }
        | Operation::RenameConstraint { .. } => Ok(Vec::new()),
        Operation::ValidateConstraint { .. } => Err(Refusal::unsupported(
            "SQLite has no constraints that skip the existing rows, so there is none to validate",
            "leave `op.validate_constraint(..)` out",
        )),
        Operation::CreatePartition { .. }
        | Operation::DropPartition { .. }
        | Operation::AttachPartition { .. }
        | Operation::DetachPartition { .. } => Err(Refusal::unsupported(
            "SQLite has no partitions",
            "keep the revision for another database",
        )),
    }
}

/// Whether SQLite knows an index by this name: those of constraints have names of its own
/// (<https://www.sqlite.org/fileformat2.html#intschema>).
fn is_index(schema: &Schema, table: &QualifiedName, name: &str) -> bool {
    schema.tables.get(table).is_some_and(|table| table.index(name).is_some())
}

/// `REINDEX` of an index, or of all of a table; the index of a constraint has a name that only SQLite knows.
fn reindex(table: &QualifiedName, index: Option<&str>, before: &Schema) -> Result<String, Refusal> {
    let name = match index {
        Some(index) if is_index(before, table, index) => quote(index),
        Some(_) | None => named(table)?,
    };
    Ok(format!("REINDEX {name}"))
}

/// What needs no rebuild means nothing here, but for partitions, which are refused.
fn alter_table(table: &QualifiedName, change: &TableChange) -> Result<Vec<Action>, Refusal> {
    let rows = change.partition_by.as_ref().and_then(Option::as_ref);
    render::require_no_partitions(table, rows)?;
    Ok(Vec::new())
}
