//! Names that have changed places: that of an index, a constraint, a trigger or a column, and that of its table.

use crate::op::Operation;
use crate::schema::{Object, ObjectRef, QualifiedName, Schema};

use super::ApplyError;

/// The error, with the order of the names where what was taken for something of a table is itself a table.
pub(super) fn explained(error: ApplyError, operation: &Operation, schema: &Schema) -> ApplyError {
    let ApplyError::Unknown { kind: "table" | "trigger", .. } = error else { return error };
    let Some(Named { kind, name, table, is_first }) = named(operation) else { return error };
    let is_table = |name: &str| schema.tables.keys().any(|known| known.to_string() == name);
    if schema.tables.contains_key(table) || !is_table(name) {
        return error;
    }
    let hint = if is_first {
        format!("the name of the {kind} comes first, then its table: `\"{table}\", \"{name}\"`")
    } else {
        format!("the table comes first, then its {kind}: `\"{name}\", \"{table}\"`")
    };
    ApplyError::Swapped { table: table.clone(), hint }
}

/// Something of a table, as a verb names it.
struct Named<'a> {
    kind: &'static str,
    name: &'a str,
    table: &'a QualifiedName,
    /// Whether the verb takes the name before the table.
    is_first: bool,
}

fn named(operation: &Operation) -> Option<Named<'_>> {
    let first = |kind, name, table| Some(Named { kind, name, table, is_first: true });
    let second = |name, table| Some(Named { kind: "column", name, table, is_first: false });
    match operation {
        Operation::CreateIndex { table, index, concurrently: _ } => {
            first("index", &index.name, table)
        }
        Operation::DropIndex { table, name, concurrently: _ }
        | Operation::RenameIndex { table, name, to: _ } => first("index", name, table),
        Operation::AddConstraint { table, constraint } => {
            first("constraint", constraint.name.as_deref()?, table)
        }
        Operation::DropConstraint { table, name, kind: _ }
        | Operation::RenameConstraint { table, name, to: _ }
        | Operation::ValidateConstraint { table, name } => first("constraint", name, table),
        Operation::CreateObject(Object::Trigger(trigger)) => {
            first("trigger", &trigger.name, &trigger.table)
        }
        Operation::DropObject(ObjectRef::Trigger { table, name }) => first("trigger", name, table),
        Operation::AddColumn { table, column, constraints: _ } => second(&column.name, table),
        Operation::DropColumn { table, column }
        | Operation::AlterColumn { table, column, change: _ } => second(column, table),
        // They name a table alone, or nothing of one; rows have a verb for the table.
        Operation::CreateTable { .. }
        | Operation::DropTable { .. }
        | Operation::RenameTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::AlterTable { .. }
        | Operation::Reindex { .. }
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
        | Operation::IfNeeded(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::op::{ApplyError, Op, Recorded, apply, integer, table, text};
    use crate::schema::Schema;

    /// The error of the last operation beside a table `users`, and its hint.
    fn refused(record: impl FnOnce(&mut Op)) -> (String, String) {
        let mut op: Op = Op::new();
        op.create_table(table("users").column("id", integer()).column("name", text()));
        record(&mut op);
        let mut schema = Schema::new();
        let applied: Result<(), ApplyError> = op
            .into_operations()
            .into_iter()
            .try_for_each(|Recorded { operation, origin }| apply(&operation, origin, &mut schema));
        let error = applied.unwrap_err();
        (error.to_string(), error.hint().unwrap())
    }

    #[test]
    fn names_in_the_wrong_order_are_told() {
        let first = |kind: &str, name: &str| {
            (
                format!("there is no table `{name}`"),
                format!(
                    "the name of the {kind} comes first, then its table: `\"{name}\", \"users\"`"
                ),
            )
        };
        let index = refused(|op| {
            op.create_index("users", "ix_users_name", ["name"]);
        });
        assert_eq!(index, first("index", "ix_users_name"));
        let dropped = refused(|op| {
            op.drop_index("users", "ix_users_name");
        });
        assert_eq!(dropped, first("index", "ix_users_name"));
        let unique = refused(|op| {
            op.create_unique_constraint("users", "uq_users_name", ["name"]);
        });
        assert_eq!(unique, first("constraint", "uq_users_name"));
        let key = refused(|op| {
            op.create_foreign_key("users", "fk_users_id", ["id"], "users", ["id"]);
        });
        assert_eq!(key, first("constraint", "fk_users_id"));
        assert_eq!(
            refused(|op| op.drop_check_constraint("users", "ck_users_name")),
            first("constraint", "ck_users_name")
        );
        assert_eq!(
            refused(|op| op.create_trigger("users", "tr", "AFTER INSERT", "SELECT 1")),
            first("trigger", "tr")
        );
        let (_, hint) = refused(|op| op.drop_trigger("users", "tr"));
        assert_eq!(hint, first("trigger", "tr").1);
        let (message, hint) = refused(|op| op.add_column("role", "users", text()));
        assert_eq!(message, "there is no table `role`");
        assert_eq!(hint, "the table comes first, then its column: `\"users\", \"role\"`");
        let (_, hint) = refused(|op| op.drop_column("name", "users"));
        assert_eq!(hint, "the table comes first, then its column: `\"users\", \"name\"`");
    }

    #[test]
    fn an_unknown_table_is_no_swap() {
        let (_, hint) = refused(|op| {
            op.create_index("ix_users_name", "user", ["name"]);
        });
        assert_eq!(hint, "did you mean `users`?");
        let (_, hint) = refused(|op| {
            op.create_foreign_key("users", "users", ["id"], "roles", ["id"]);
        });
        assert!(hint.starts_with("no earlier revision makes `roles`"), "{hint}");
    }
}
