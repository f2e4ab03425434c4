//! What of some operations loses rows or values, or fails where rows do not fit.

use migrate_analysis::compare::Object;
use migrate_analysis::introspect::NotHeld;
use migrate_core::op::{ColumnChange, ObjectChange, Operation};
use migrate_core::schema::{
    ColumnType, ConstraintBody, Family, Index, IndexTarget, ObjectRef, QualifiedName, Schema,
    SqlPart,
};

/// A line for each operation that a person should look at before it runs; `before` is the schema before all.
pub(crate) fn cautions(operations: &[Operation], before: &Schema) -> Vec<String> {
    operations.iter().filter_map(|operation| caution(operation, before)).collect()
}

fn caution(operation: &Operation, before: &Schema) -> Option<String> {
    match operation {
        Operation::DropTable { table } => Some(format!("table {table} is dropped with its rows")),
        Operation::DropColumn { table, column } => {
            let known = before.tables.get(table).and_then(|table| table.column(column));
            let is_generated = known.is_some_and(|column| column.generated.is_some());
            (!is_generated).then(|| format!("column {table}.{column} is dropped with its values"))
        }
        Operation::AlterColumn { table, column, change } => {
            let ColumnChange { column_type, nullable, .. } = change;
            let known = before.tables.get(table).and_then(|table| table.column(column));
            let Some(known) = known else {
                // It is new, and could not be added so.
                let is_needed = *nullable == Some(false) && before.tables.contains_key(table);
                return is_needed.then(|| {
                    format!("column {table}.{column} is new and NOT NULL, which fails while the table has rows")
                });
            };
            let mut reasons = Vec::new();
            if let Some(new) = column_type
                && !holds_all(&known.column_type, new)
            {
                reasons.push(format!(
                    "changes from {} to {new}, which not every value may fit",
                    known.column_type
                ));
            }
            if *nullable == Some(false) && known.nullable {
                reasons.push("becomes NOT NULL, which fails while a row holds NULL".to_owned());
            }
            if change.collation.is_some() || change.mysql.charset.is_some() {
                reasons.extend(unique_with(before, table, column).map(|unique| {
                    format!("has another collation, by which values that {unique} kept apart may be alike")
                }));
            }
            (!reasons.is_empty())
                .then(|| format!("column {table}.{column} {}", reasons.join(" and ")))
        }
        Operation::AlterObject(ObjectChange::SetEnumValues { name, values, replaced: _ }) => {
            let known = before.enum_type(name);
            let loses = known.is_none_or(|it| it.values.iter().any(|it| !values.contains(it)));
            Some(if loses {
                format!(
                    "enum type {name} loses labels, which fails while a row holds one that nothing replaces"
                )
            } else {
                format!("enum type {name} is created again, which rewrites the tables that use it")
            })
        }
        Operation::AddConstraint { table, constraint } if before.tables.contains_key(table) => {
            let name = constraint.name.as_deref().unwrap_or_default();
            Some(format!(
                "{} {name} of table {table} is new, which fails while rows do not obey it",
                constraint.kind()
            ))
        }
        Operation::CreateIndex { table, index, .. }
            if index.unique && before.tables.contains_key(table) =>
        {
            Some(format!(
                "unique index {} of table {table} is new, which fails while rows are alike",
                index.name
            ))
        }
        Operation::DropPartition { table, name } => {
            Some(format!("partition {name} of table {table} is dropped with its rows"))
        }
        // These lose nothing, and fail on no row.
        _ => None,
    }
}

/// A line for each attribute that goes with an object that is dropped, perhaps to be created again: no operation says
/// the attribute, so it does not come back.
pub(crate) fn lost(operations: &[Operation], not_held: &[NotHeld]) -> Vec<String> {
    let lines = not_held.iter().filter_map(|note| match note {
        NotHeld::Attribute { object, attribute } => {
            let is_lost = operations.iter().any(|operation| drops(operation, object));
            is_lost.then(|| format!("{object} loses `{attribute}`, which no operation says"))
        }
        // No operation drops what none makes.
        NotHeld::Object { kind: _, name: _ } | NotHeld::Unseen { database: _ } => None,
    });
    lines.collect()
}

/// Whether the operation drops the object, or what it is a part of.
fn drops(operation: &Operation, object: &Object) -> bool {
    match operation {
        Operation::DropTable { table } => holder(object) == Some(table),
        Operation::DropColumn { table, column } => {
            *object == Object::Column(table.clone(), column.clone())
        }
        Operation::DropIndex { table, name, .. } => {
            *object == Object::Index(table.clone(), name.clone())
        }
        Operation::DropConstraint { table, name, .. } => {
            *object == Object::Constraint(table.clone(), name.clone())
        }
        Operation::DropPartition { table, name } => {
            *object == Object::Partition(table.clone(), name.clone())
        }
        Operation::DropObject(dropped) => is_of(object, dropped),
        Operation::IfNeeded(operation) => drops(operation, object),
        // These keep what they change.
        Operation::CreateTable { .. }
        | Operation::RenameTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::AlterTable { .. }
        | Operation::AddColumn { .. }
        | Operation::AlterColumn { .. }
        | Operation::CreateIndex { .. }
        | Operation::RenameIndex { .. }
        | Operation::Reindex { .. }
        | Operation::AddConstraint { .. }
        | Operation::RenameConstraint { .. }
        | Operation::ValidateConstraint { .. }
        | Operation::CreateObject(_)
        | Operation::AlterObject(_)
        | Operation::CreatePartition { .. }
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

/// Whether an object is the one that is referred to, or a part of it.
pub(super) fn is_of(object: &Object, reference: &ObjectRef) -> bool {
    match reference {
        ObjectRef::View(name) | ObjectRef::MaterializedView(name) => holder(object) == Some(name),
        ObjectRef::EnumType(name) => *object == Object::Enum(name.clone()),
        ObjectRef::Sequence(name) => *object == Object::Sequence(name.clone()),
        ObjectRef::Function { name, arguments } => {
            *object == Object::Function(name.clone(), arguments.clone())
        }
        ObjectRef::Trigger { table, name } => {
            *object == Object::Trigger(table.clone(), name.clone())
        }
        ObjectRef::Namespace(name) => *object == Object::Namespace(name.clone()),
        ObjectRef::Extension(name) => *object == Object::Extension(name.clone()),
    }
}

/// The table or view that an object is, or is a part of.
pub(super) fn holder(object: &Object) -> Option<&QualifiedName> {
    match object {
        Object::View(name) | Object::MaterializedView(name) => Some(name),
        other => other.table(),
    }
}

/// What keeps the values of a column apart, such as `unique constraint uq`.
fn unique_with(before: &Schema, table: &QualifiedName, column: &str) -> Option<String> {
    let table = before.tables.get(table)?;
    let constraint = table.constraints.iter().find(|it| match &it.body {
        ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
            columns.iter().any(|name| name == column)
        }
        ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => false,
    });
    let named = constraint.map(|it| match &it.name {
        Some(name) => format!("{} {name}", it.kind()),
        None => format!("the {}", it.kind()),
    });
    let of_index = |index: &&Index| {
        let is_named = |sql: &SqlPart| sql.mentions(column, before.syntax);
        index.unique
            && index.columns.iter().any(|part| match &part.target {
                IndexTarget::Column(name) => name == column,
                IndexTarget::Expression(sql) => is_named(sql),
            })
    };
    let index = || table.indexes.iter().find(of_index);
    named.or_else(|| Some(format!("unique index {}", index()?.name)))
}

/// A line for each view and function that is dropped and created again where the database alone knows what else
/// belongs to it. MariaDB and MySQL keep the privileges of a dropped view by its name.
pub(crate) fn created_again(operations: &[Operation], families: &[Family]) -> Vec<String> {
    if !families.contains(&Family::Postgres) {
        return Vec::new();
    }
    let is_created = |dropped: &ObjectRef| {
        operations.iter().any(|operation| match operation {
            Operation::CreateObject(object) => object.reference() == *dropped,
            // Nothing else creates one.
            _ => false,
        })
    };
    let dropped = operations.iter().filter_map(|operation| match operation {
        Operation::DropObject(
            object @ (ObjectRef::View(_)
            | ObjectRef::MaterializedView(_)
            | ObjectRef::Function { .. }),
        ) if is_created(object) => Some(object),
        // Triggers have no owner and no privileges.
        _ => None,
    });
    dropped
        .map(|object| {
            format!(
                "{object} is dropped and created again: on PostgreSQL its privileges, its owner and its comment \
                 must be given again"
            )
        })
        .collect()
}

/// Whether every value of one type is one of the other on every database; what is not sure is not.
fn holds_all(old: &ColumnType, new: &ColumnType) -> bool {
    use ColumnType as T;
    let width = |it: &T| match it {
        T::SmallInt => Some(2),
        T::Integer => Some(4),
        T::BigInt => Some(8),
        _ => None,
    };
    match (old, new) {
        (T::Varchar(old) | T::Char(old), T::Varchar(new)) => old <= new,
        (T::Varchar(_) | T::Char(_) | T::UnboundedVarchar, T::Text | T::UnboundedVarchar)
        | (T::Real, T::Double)
        | (T::Date, T::Timestamp) => true,
        (
            T::Numeric { precision: old, scale: old_scale },
            T::Numeric { precision: new, scale: new_scale },
        ) => {
            old_scale <= new_scale
                && old.saturating_sub(*old_scale) <= new.saturating_sub(*new_scale)
        }
        (old, new) => old == new || width(old).zip(width(new)).is_some_and(|(old, new)| old <= new),
    }
}

#[cfg(test)]
mod tests {
    use migrate_core::op::{Op, apply, col, custom, expression, integer, text, varchar};
    use migrate_core::op::{big_int, table};

    use super::*;

    /// The schema of what was recorded.
    fn schema(op: Op) -> Schema {
        let mut schema = Schema::new();
        for recorded in op.into_operations() {
            apply(&recorded.operation, recorded.origin, &mut schema).unwrap();
        }
        schema
    }

    /// The cautions of what is recorded after a table.
    fn of(change: impl FnOnce(&mut Op)) -> Vec<String> {
        let mut op: Op = Op::new();
        op.create_table(table("users").column("name", varchar(50)).column("age", integer()));
        let before = schema(op);
        let mut op: Op = Op::new();
        change(&mut op);
        let operations: Vec<_> = op.into_operations().into_iter().map(|it| it.operation).collect();
        cautions(&operations, &before)
    }

    #[test]
    fn what_no_operation_says_goes_with_its_object() {
        let table = QualifiedName::from("users");
        let attribute = |object, attribute: &str| NotHeld::Attribute {
            object,
            attribute: attribute.to_owned(),
        };
        let not_held = [
            attribute(Object::Table(table.clone()), "ROW LEVEL SECURITY"),
            attribute(Object::Index(table.clone(), "ix".to_owned()), "COMMENT"),
            attribute(Object::View("adults".into()), "WITH (security_barrier=true)"),
            NotHeld::Object { kind: "domain".to_owned(), name: "positive".into() },
        ];
        let index = Operation::DropIndex {
            table: table.clone(),
            name: "ix".to_owned(),
            concurrently: false,
        };
        let view = Operation::DropObject(ObjectRef::View("adults".into()));
        let lost = |operations: &[Operation]| lost(operations, &not_held);
        assert_eq!(
            lost(&[index, view]),
            [
                "index ix of users loses `COMMENT`, which no operation says",
                "view adults loses `WITH (security_barrier=true)`, which no operation says"
            ]
        );
        assert_eq!(
            lost(&[Operation::DropTable { table: table.clone() }]),
            [
                "table users loses `ROW LEVEL SECURITY`, which no operation says",
                "index ix of users loses `COMMENT`, which no operation says"
            ]
        );
        let change = Operation::SetTableComment { table, comment: None };
        assert!(lost(&[change]).is_empty());
    }

    #[test]
    fn what_loses_rows_or_may_fail_on_them() {
        assert_eq!(of(|op| op.drop_table("users")), ["table users is dropped with its rows"]);
        assert_eq!(
            of(|op| op.drop_column("users", "age")),
            ["column users.age is dropped with its values"]
        );
        assert_eq!(
            of(|op| {
                op.alter_column("users", "name").set_type(varchar(20)).not_null();
            }),
            [
                "column users.name changes from varchar(50) to varchar(20), which not every value may fit and becomes \
              NOT NULL, which fails while a row holds NULL"
            ]
        );
        assert_eq!(
            of(|op| {
                op.create_unique_constraint("uq", "users", ["name"]);
            }),
            ["unique constraint uq of table users is new, which fails while rows do not obey it"]
        );
        assert_eq!(
            of(|op| {
                op.add_column("users", "born", integer());
                op.alter_column("users", "born").not_null();
            }),
            ["column users.born is new and NOT NULL, which fails while the table has rows"]
        );
    }

    #[test]
    fn a_collation_under_a_unique_key() {
        let change = |op: &mut Op| {
            op.alter_column("users", "name").collate("C");
        };
        assert_eq!(of(change), [""; 0]);
        let mut op: Op = Op::new();
        op.create_table(table("users").column("name", varchar(50)));
        op.create_index("ix", "users", [expression("lower(name)")]).unique();
        let before = schema(op);
        let mut op: Op = Op::new();
        change(&mut op);
        let operations: Vec<_> = op.into_operations().into_iter().map(|it| it.operation).collect();
        assert_eq!(
            cautions(&operations, &before),
            [
                "column users.name has another collation, by which values that unique index ix kept apart may be alike"
            ]
        );
    }

    #[test]
    fn labels_that_go_and_labels_that_move() {
        let mut op: Op = Op::new();
        op.create_enum("mood", ["sad", "ok"]);
        let mut before = Schema::new();
        for recorded in op.into_operations() {
            apply(&recorded.operation, recorded.origin, &mut before).unwrap();
        }
        let caution = |values: &[&str]| {
            let values = values.iter().map(|it| (*it).to_owned()).collect();
            let (name, replaced) = ("mood".into(), Vec::new());
            let change = ObjectChange::SetEnumValues { name, values, replaced };
            cautions(&[Operation::AlterObject(change)], &before)
        };
        assert_eq!(
            caution(&["ok", "sad", "glad"]),
            ["enum type mood is created again, which rewrites the tables that use it"]
        );
        let loses =
            "enum type mood loses labels, which fails while a row holds one that nothing replaces";
        assert_eq!(caution(&["ok"]), [loses]);
    }

    /// 255 characters of four bytes are more than `tinytext` holds.
    #[test]
    fn a_text_that_is_counted_in_bytes_may_be_shorter() {
        let found = of(|op| {
            op.alter_column("users", "name").set_type(custom("tinytext"));
        });
        assert_eq!(
            found,
            [
                "column users.name changes from varchar(50) to tinytext, which not every value may fit"
            ]
        );
    }

    #[test]
    fn what_is_created_again_on_postgresql() {
        let mut op: Op = Op::new();
        op.drop_view("v");
        op.drop_view("w");
        op.create_view("v", "SELECT 1");
        let operations: Vec<_> = op.into_operations().into_iter().map(|it| it.operation).collect();
        assert_eq!(
            created_again(&operations, &[Family::Postgres]),
            [
                "view v is dropped and created again: on PostgreSQL its privileges, its owner and its comment must be \
                 given again"
            ]
        );
        assert_eq!(created_again(&operations, &[Family::Sqlite, Family::Mysql]), [""; 0]);
    }

    #[test]
    fn digits_are_kept_before_and_after_the_point() {
        let numeric = |precision, scale| ColumnType::Numeric { precision, scale };
        for (new, holds) in [
            ((10, 2), true),
            ((12, 2), true),
            ((12, 4), true),
            ((11, 3), true),
            ((11, 4), false),
            ((12, 1), false),
            ((9, 2), false),
        ] {
            assert_eq!(holds_all(&numeric(10, 2), &numeric(new.0, new.1)), holds, "{new:?}");
        }
    }

    #[test]
    fn what_neither_loses_nor_fails() {
        let none: [&str; 0] = [];
        assert_eq!(
            of(|op| {
                op.alter_column("users", "name").set_type(text());
                op.alter_column("users", "age").set_type(big_int());
                op.add_column("users", "nick", varchar(9));
                op.create_table(table("posts").column("title", text().unique()));
                op.delete("users").filter(col("age").eq(1));
            }),
            none
        );
    }
}
