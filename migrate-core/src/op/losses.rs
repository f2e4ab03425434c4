//! What a script takes of rows for good, so that whoever runs it is asked first.

use std::fmt;

use crate::schema::{Object, ObjectRef, Origin, QualifiedName, Schema};

use super::{Operation, Recorded};

/// Rows or values that are gone after a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Rows of a table or partition.
    Rows(QualifiedName),
    /// The values of a column.
    Values(QualifiedName, String),
    /// Whatever raw SQL or a function at this place takes.
    Unknown(Origin),
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(table) => write!(f, "the rows of table `{table}`"),
            Self::Values(table, column) => {
                write!(f, "the values of column `{column}` of table `{table}`")
            }
            Self::Unknown(origin) => write!(f, "what the SQL at {origin} takes"),
        }
    }
}

/// What a script takes of rows that it did not write itself, each once.
///
/// The deletion of constants that an upgrade inserted, which `derived` says, takes what the upgrade brings again.
/// `before` is the schema before it.
pub fn losses(script: &[Recorded], before: &Schema, derived: bool) -> Vec<Loss> {
    let mut found = Found { before, created: Vec::new(), losses: Vec::new() };
    for Recorded { operation, origin } in script {
        found.take(operation, *origin, derived);
    }
    found.losses
}

struct Found<'s> {
    before: &'s Schema,
    /// The tables and partitions that the script has created itself.
    created: Vec<QualifiedName>,
    losses: Vec<Loss>,
}

impl Found<'_> {
    fn lose(&mut self, loss: Loss) {
        let is_own = match &loss {
            Loss::Rows(table) | Loss::Values(table, _) => self.created.contains(table),
            Loss::Unknown(_) => false,
        };
        if !is_own && !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }

    fn take(&mut self, operation: &Operation, origin: Origin, derived: bool) {
        match operation.unconditional() {
            Operation::CreateTable { table, .. } => self.created.push(table.name.clone()),
            Operation::CreatePartition { partition, .. } => {
                self.created.push(partition.name.clone());
            }
            Operation::DropTable { table } => self.lose(Loss::Rows(table.clone())),
            Operation::DropPartition { table: _, name } => self.lose(Loss::Rows(name.clone())),
            Operation::DropColumn { table, column } => {
                let known = self.before.tables.get(table).and_then(|table| table.column(column));
                // The values of a generated column are computed again.
                if known.is_none_or(|known| known.generated.is_none()) {
                    self.lose(Loss::Values(table.clone(), column.clone()));
                }
            }
            Operation::Delete { table, filter: _ } if !derived => {
                self.lose(Loss::Rows(table.clone()));
            }
            Operation::Update { table, set, filter: _ } if !derived => {
                for (column, _) in set {
                    self.lose(Loss::Values(table.clone(), column.clone()));
                }
            }
            // A type that a text is made of at each value may leave out what the other kept.
            Operation::AlterColumn { table, column, change } if change.using.is_some() => {
                self.lose(Loss::Values(table.clone(), column.clone()));
            }
            Operation::Execute { effect: Some(effect), .. } => {
                for operation in effect {
                    self.take(operation, origin, derived);
                }
            }
            Operation::Execute { effect: None, .. } | Operation::Run(_) => {
                self.lose(Loss::Unknown(origin));
            }
            // A name changes hands: what was created is known by the new one.
            Operation::RenameTable { table, to } => {
                for created in self.created.iter_mut().filter(|created| *created == table) {
                    *created = table.sibling(to);
                }
            }
            Operation::DropObject(
                ObjectRef::Namespace(_)
                | ObjectRef::Extension(_)
                | ObjectRef::EnumType(_)
                | ObjectRef::Sequence(_)
                | ObjectRef::Function { .. }
                | ObjectRef::View(_)
                | ObjectRef::MaterializedView(_)
                | ObjectRef::Trigger { .. },
            )
            | Operation::CreateObject(
                Object::Namespace(_)
                | Object::Extension(_)
                | Object::EnumType(_)
                | Object::Sequence(_)
                | Object::Function(_)
                | Object::View(_)
                | Object::MaterializedView(_)
                | Object::Trigger(_),
            )
            | Operation::AlterObject(_)
            | Operation::SetTableComment { .. }
            | Operation::AlterTable { .. }
            | Operation::AddColumn { .. }
            | Operation::AlterColumn { .. }
            | Operation::CreateIndex { .. }
            | Operation::DropIndex { .. }
            | Operation::RenameIndex { .. }
            | Operation::Reindex { .. }
            | Operation::AddConstraint { .. }
            | Operation::DropConstraint { .. }
            | Operation::RenameConstraint { .. }
            | Operation::ValidateConstraint { .. }
            | Operation::AttachPartition { .. }
            | Operation::DetachPartition { .. }
            | Operation::Insert { .. }
            | Operation::Update { .. }
            | Operation::Delete { .. }
            | Operation::SetTimeout { .. }
            | Operation::LockTable { .. }
            | Operation::IfNeeded(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{Op, integer, table};

    fn lost(derived: bool, record: impl FnOnce(&mut Op)) -> Vec<String> {
        let mut op: Op = Op::new();
        record(&mut op);
        losses(&op.into_operations(), &Schema::new(), derived)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn what_is_dropped_is_lost_once_and_what_the_script_made_is_not() {
        let found = lost(true, |op| {
            op.drop_table("users");
            op.drop_column("posts", "title");
            op.create_table(table("scratch").column("id", integer().primary_key()));
            op.rename_table("scratch", "rest");
            op.drop_table("rest");
        });
        let expected =
            ["the rows of table `users`", "the values of column `title` of table `posts`"];
        assert_eq!(found, expected);
    }

    #[test]
    fn constants_that_an_upgrade_inserted_come_again() {
        let delete = |op: &mut Op| {
            op.delete("kinds").all_rows();
        };
        assert_eq!(lost(true, delete), [""; 0]);
        assert_eq!(lost(false, delete), ["the rows of table `kinds`"]);
    }

    #[test]
    fn raw_sql_is_what_its_effect_says() {
        let unknown = lost(false, |op| {
            op.execute("DROP TABLE users");
        });
        assert_eq!(unknown.len(), 1);
        assert!(unknown[0].starts_with("what the SQL at "), "{unknown:?}");
        let known = lost(false, |op| {
            op.execute("DROP TABLE users").effect(|op| {
                op.drop_table("users");
            });
        });
        assert_eq!(known, ["the rows of table `users`"]);
    }
}
