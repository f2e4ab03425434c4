//! The tables, columns and constraints that a script itself creates: rows written to them go when they go.

use std::collections::BTreeSet;

use crate::op::{ColumnChange, Operation, needed};
use crate::schema::{Action, Column, Expr, QualifiedName, Schema};
use crate::sql_text::SqlSyntax;

use super::ReverseError;
use super::raw::row_changes;

/// The tables, columns and constraints that a script has created so far, under the names they have now.
#[derive(Default)]
pub(super) struct Created {
    tables: BTreeSet<QualifiedName>,
    columns: BTreeSet<(QualifiedName, String)>,
    constraints: BTreeSet<(QualifiedName, String)>,
}

impl Created {
    /// Records what an operation, which is about to be applied to `before`, creates, drops or renames.
    pub(super) fn record(&mut self, operation: &Operation, before: &Schema) {
        match operation {
            // What a condition creates may have been there.
            Operation::IfNeeded(operation) if !needed::creates(operation) => {
                self.record(operation, before);
            }
            // A table that may have been there before holds rows that do not go with the revision.
            Operation::CreateTable { table, if_not_exists: false } => {
                self.tables.insert(table.name.clone());
            }
            Operation::DropTable { table } => {
                self.tables.remove(table);
                self.columns.retain(|(holder, _)| holder != table);
                self.constraints.retain(|(holder, _)| holder != table);
            }
            Operation::RenameTable { table, to } => {
                let to = table.sibling(to);
                if self.tables.remove(table) {
                    self.tables.insert(to.clone());
                }
                for parts in [&mut self.columns, &mut self.constraints] {
                    let renamed = std::mem::take(parts).into_iter().map(|(holder, part)| {
                        (if holder == *table { to.clone() } else { holder }, part)
                    });
                    *parts = renamed.collect();
                }
            }
            Operation::AddColumn { table, column, .. } => {
                self.columns.insert((table.clone(), column.name.clone()));
            }
            Operation::AddConstraint { table, constraint } => {
                let name = constraint.name.clone();
                self.constraints.extend(name.map(|name| (table.clone(), name)));
            }
            Operation::DropConstraint { table, name, .. } => {
                self.constraints.remove(&(table.clone(), name.clone()));
            }
            Operation::RenameConstraint { table, name, to } => {
                let was_created = self.constraints.remove(&(table.clone(), name.clone()));
                self.constraints.extend(was_created.then(|| (table.clone(), to.clone())));
            }
            Operation::DropColumn { table, column } => {
                self.columns.remove(&(table.clone(), column.clone()));
            }
            Operation::AlterColumn {
                table,
                column,
                change: ColumnChange { rename: Some(to), .. },
            } => {
                let was_created = self.columns.remove(&(table.clone(), column.clone()));
                self.columns.extend(was_created.then(|| (table.clone(), to.clone())));
            }
            // The rows of a table that was there before belong to the partitioned table as well.
            Operation::AttachPartition { table, partition } => {
                let name = &partition.name;
                let is_older = before.tables.contains_key(name) && !self.tables.contains(name);
                self.tables.retain(|created| !is_older || created != table);
            }
            // No other operation creates, drops or renames a table, a column or a constraint; what raw SQL does
            // cannot be undone at all.
            _ => {}
        }
    }

    /// Whether the script created the column, alone or with its table.
    pub(super) fn has_column(&self, table: &QualifiedName, column: &str) -> bool {
        self.tables.contains(table) || self.columns.contains(&(table.clone(), column.to_owned()))
    }

    /// Whether the script created the constraint, alone or with its table.
    pub(super) fn has_constraint(&self, table: &QualifiedName, name: &str) -> bool {
        self.tables.contains(table) || self.constraints.contains(&(table.clone(), name.to_owned()))
    }

    /// Whether what an operation does to rows goes with the tables and columns that the script
    /// created; an error when something else of it stays.
    pub(super) fn makes_undo_needless(
        &self,
        operation: &Operation,
        before: &Schema,
    ) -> Result<bool, ReverseError> {
        // Raw SQL that surely writes rows and nothing else is judged like the verbs.
        if let Some(changes) = row_changes(operation, before) {
            for change in &changes {
                if !self.makes_undo_needless(change, before)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let needless = match operation {
            Operation::Insert { table, .. } | Operation::Delete { table, .. } => {
                self.tables.contains(table)
            }
            Operation::Update { table, set, .. } => {
                let is_kept = |(column, value): &(String, Expr)| {
                    let stays = matches!(value, Expr::Column(same) if same == column);
                    stays || self.has_column(table, column)
                };
                self.tables.contains(table) || set.iter().all(is_kept)
            }
            _ => return Ok(false),
        };
        if needless && let Some((table, column)) = self.updated_time(operation, before) {
            let what = operation.to_string();
            return Err(ReverseError::UpdatedTime { what, table: table.to_string(), column });
        }
        match self.side_effect(operation, before) {
            Some(by) if needless => {
                Err(ReverseError::SideEffect { what: operation.to_string(), by })
            }
            _ => Ok(needless),
        }
    }

    /// The column that was there before and gets the time of an `UPDATE` on MariaDB and MySQL, which another value is set by
    /// alone (<https://mariadb.com/kb/en/timestamp/#automatic-values>).
    fn updated_time(
        &self,
        operation: &Operation,
        before: &Schema,
    ) -> Option<(QualifiedName, String)> {
        let Operation::Update { table, set, .. } = operation else { return None };
        let known = before.tables.get(table)?;
        let is_earlier = |column: &&Column| {
            column.mysql.on_update_now
                && !self.has_column(table, &column.name)
                && !set.iter().any(|(name, _)| *name == column.name)
        };
        let timed = known.columns.iter().find(is_earlier);
        let timed = timed.filter(|_| matches!(before.syntax, SqlSyntax::Mysql(_)))?;
        Some((table.clone(), timed.name.clone()))
    }

    /// What may change rows of tables that were there before, when an operation changes rows.
    pub(super) fn side_effect(&self, operation: &Operation, before: &Schema) -> Option<String> {
        let table = operation.table()?;
        if let Some(trigger) = before.triggers_of(table).first() {
            return Some(format!("trigger `{}` of table `{table}`", trigger.name));
        }
        let acts = |action| match action {
            Action::Cascade | Action::SetNull | Action::SetDefault => true,
            Action::NoAction | Action::Restrict => false,
        };
        let followed = before.references_to(table).find(|(holder, _, key)| {
            let follows = match operation {
                Operation::Delete { .. } => acts(key.on_delete),
                Operation::Update { set, .. } => {
                    acts(key.on_update) && set.iter().any(|(name, _)| key.referenced.contains(name))
                }
                _ => false,
            };
            follows && !self.tables.contains(&holder.name)
        });
        followed.map(|(holder, constraint, _)| {
            let name = constraint.name.as_deref().unwrap_or("without a name");
            format!("foreign key `{name}` of table `{}`", holder.name)
        })
    }
}
