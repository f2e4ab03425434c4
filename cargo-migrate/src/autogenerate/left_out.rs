//! What a database has that no operation says, where a revision is written of the database: there it is left out.

use migrate_analysis::compare::Object;
use migrate_analysis::introspect::NotHeld;
use migrate_core::op::Operation;

use super::cautions::{holder, is_of};

/// A line for each attribute of what the operations create, and for each object that is named in `text`, the source of
/// the operations: other databases do not get it from the revision.
pub(crate) fn left_out(operations: &[Operation], text: &str, not_held: &[NotHeld]) -> Vec<String> {
    let lines = not_held.iter().filter_map(|note| match note {
        NotHeld::Attribute { object, attribute } => {
            let is_created = operations.iter().any(|operation| creates(operation, object));
            is_created.then(|| {
                format!("{object} is created without the `{attribute}` that it has in the database")
            })
        }
        NotHeld::Object { kind, name } => names(text, &name.name).then(|| {
            format!(
                "{kind} {name} is named here and created by no operation: create it before, with `op.execute`"
            )
        }),
        // Tables that the user does not see are created by no revision.
        NotHeld::Unseen { database: _ } => None,
    });
    lines.collect()
}

/// Whether a text has a name in it.
fn names(text: &str, name: &str) -> bool {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, found)| {
        !text[..at].ends_with(is_of_name) && !text[at + found.len()..].starts_with(is_of_name)
    })
}

/// Whether the operation creates the object, or what it is a part of.
fn creates(operation: &Operation, object: &Object) -> bool {
    match operation {
        Operation::CreateTable { table, .. } => holder(object) == Some(&table.name),
        Operation::AddColumn { table, column, .. } => {
            *object == Object::Column(table.clone(), column.name.clone())
        }
        Operation::CreateIndex { table, index, .. } => {
            *object == Object::Index(table.clone(), index.name.clone())
        }
        Operation::AddConstraint { table, constraint } => {
            let name = constraint.name.clone();
            name.is_some_and(|name| *object == Object::Constraint(table.clone(), name))
        }
        Operation::CreatePartition { table, partition, .. } => {
            *object == Object::Partition(table.clone(), partition.name.clone())
        }
        Operation::CreateObject(created) => is_of(object, &created.reference()),
        Operation::IfNeeded(operation) => creates(operation, object),
        // These create nothing that has an attribute.
        Operation::DropTable { .. }
        | Operation::RenameTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::AlterTable { .. }
        | Operation::DropColumn { .. }
        | Operation::AlterColumn { .. }
        | Operation::DropIndex { .. }
        | Operation::RenameIndex { .. }
        | Operation::Reindex { .. }
        | Operation::DropConstraint { .. }
        | Operation::RenameConstraint { .. }
        | Operation::ValidateConstraint { .. }
        | Operation::DropObject(_)
        | Operation::AlterObject(_)
        | Operation::DropPartition { .. }
        | Operation::AttachPartition { .. }
        | Operation::DetachPartition { .. }
        | Operation::Insert { .. }
        | Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::Execute { .. }
        | Operation::Run(_)
        | Operation::SetTimeout { .. }
        | Operation::LockTable { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use migrate_core::op::{Op, custom, integer, table};

    use super::*;

    #[test]
    fn what_a_revision_leaves_out_of_what_it_creates() {
        let mut op: Op = Op::new();
        op.create_view("v", "SELECT 1 AS one");
        op.create_table(table("t").column("id", integer()));
        op.add_column("u", "p", custom("positive"));
        let operations: Vec<_> = op.into_operations().into_iter().map(|it| it.operation).collect();
        let attribute = |object, attribute: &str| NotHeld::Attribute {
            object,
            attribute: attribute.to_owned(),
        };
        let domain = |name: &str| NotHeld::Object { kind: "domain".to_owned(), name: name.into() };
        let not_held = [
            attribute(Object::View("v".into()), "WITH (security_barrier)"),
            attribute(Object::Table("t".into()), "POLICY p"),
            attribute(Object::Table("u".into()), "POLICY p"),
            attribute(Object::Column("u".into(), "p".to_owned()), "STORAGE EXTERNAL"),
            attribute(Object::Column("u".into(), "q".to_owned()), "STORAGE EXTERNAL"),
            domain("positive"),
            domain("posit"),
            domain("negative"),
        ];
        let text = "op.add_column(\"u\", \"p\", custom(\"positive\"));";
        assert_eq!(
            left_out(&operations, text, &not_held),
            [
                "view v is created without the `WITH (security_barrier)` that it has in the database",
                "table t is created without the `POLICY p` that it has in the database",
                "column u.p is created without the `STORAGE EXTERNAL` that it has in the database",
                "domain positive is named here and created by no operation: create it before, with `op.execute`",
            ]
        );
    }
}
