//! What a script takes of rows for good, so that whoever runs it is asked first.

use std::fmt;

use crate::schema::{Object, ObjectRef, Origin, QualifiedName, Schema};
use crate::sql_text::may_take_rows;

use super::reverse::value_loss;
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
            // Another type may leave out what this one keeps: digits, times of day, spaces at the end.
            Operation::AlterColumn { table, column, change } if change.column_type.is_some() => {
                let known = self.before.tables.get(table).and_then(|table| table.column(column));
                let keeps = known.is_some_and(|known| {
                    value_loss(table, known, change, self.before.syntax).is_none()
                });
                if !keeps {
                    self.lose(Loss::Values(table.clone(), column.clone()));
                }
            }
            // What it does to the schema is no word on the rows.
            Operation::Execute { effect: Some(effect), sql, .. } => {
                let syntax = self.before.syntax;
                if sql.on(syntax).is_some_and(|sql| may_take_rows(sql, syntax)) {
                    self.lose(Loss::Unknown(origin));
                }
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
    fn another_type_keeps_values_or_loses_them() {
        use crate::op::{integer, numeric, text, varchar};
        use crate::schema::{Column, ColumnType, Table};

        let mut schema = Schema::new();
        let mut known = Table::new("t");
        known.columns.push(Column::new("price", ColumnType::Numeric { precision: 12, scale: 4 }));
        known.columns.push(Column::new("count", ColumnType::BigInt));
        known.columns.push(Column::new("name", ColumnType::Varchar(10)));
        schema.tables.insert("t".into(), known);
        let lost = |record: fn(&mut Op)| {
            let mut op: Op = Op::new();
            record(&mut op);
            losses(&op.into_operations(), &schema, true).len()
        };
        assert_eq!(lost(|op| _ = op.alter_column("t", "price").set_type(numeric(12, 2))), 1);
        assert_eq!(lost(|op| _ = op.alter_column("t", "price").set_type(numeric(14, 4))), 0);
        // What is too large the database refuses.
        assert_eq!(lost(|op| _ = op.alter_column("t", "count").set_type(integer())), 0);
        assert_eq!(lost(|op| _ = op.alter_column("t", "name").set_type(text())), 0);
        assert_eq!(lost(|op| _ = op.alter_column("t", "name").set_type(varchar(5))), 1);
        assert_eq!(lost(|op| _ = op.alter_column("t", "name").not_null()), 0);
    }

    #[test]
    fn an_effect_on_the_schema_is_no_word_on_rows() {
        for (sql, count) in [
            ("UPDATE users SET name = upper(name)", 1),
            ("/* all */ DELETE FROM users; CREATE VIEW v AS SELECT 1", 1),
            ("WITH old AS (DELETE FROM users RETURNING *) SELECT 1", 1),
            ("INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2", 1),
            ("ALTER TABLE users TRUNCATE PARTITION p", 1),
            ("SELECT purge()", 1),
            ("INSERT INTO users (id) VALUES (1)", 0),
            ("CREATE RULE r AS ON UPDATE TO users DO DELETE FROM posts", 0),
            ("GRANT SELECT ON users TO web", 0),
            ("", 0),
        ] {
            let lost = lost(true, |op| {
                op.execute(sql).effect(|_| {});
            });
            assert_eq!(lost.len(), count, "{sql}");
        }
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
