//! The way back of operations by the schemas on both sides, where an operation alone has no opposite.

use std::collections::BTreeMap;

use migrate_core::op::{ObjectChange, Operation, apply};
use migrate_core::schema::{Family, Origin, QualifiedName, Schema};

use super::{Answer, Answers, Comparison, Diff, DiffError, Subject, diff};

/// The operations that make `before` again of the schema that `operations` make of it.
///
/// What was renamed gets its name back, and what was new is dropped. Values do not come back: of a type that holds
/// fewer than the one before, of a column or a table that was dropped.
///
/// # Errors
///
/// As of [`diff`], or the operations do not fit `before`.
///
/// ```
/// use migrate_analysis::diff::inverse;
/// use migrate_core::op::{ColumnChange, Operation};
/// use migrate_core::schema::{Column, ColumnType, Family, Schema, Table};
///
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("name", ColumnType::Varchar(80)));
/// let mut before = Schema::new();
/// before.tables.insert("users".into(), users);
///
/// let change = ColumnChange { column_type: Some(ColumnType::Varchar(40)), ..ColumnChange::default() };
/// let narrow = Operation::AlterColumn { table: "users".into(), column: "name".to_owned(), change };
/// let back = inverse(&[narrow], &before, &[Family::Postgres]).unwrap();
/// assert_eq!(back.len(), 1);
/// ```
pub fn inverse(
    operations: &[Operation],
    before: &Schema,
    families: &[Family],
) -> Result<Vec<Operation>, DiffError> {
    let mut after = before.clone();
    for operation in operations {
        apply(operation, Origin::new("model", 0, 0), &mut after).map_err(|source| {
            DiffError::Apply { operation: operation.to_string(), source: Box::new(source) }
        })?;
    }
    let mut answers = names_before(operations);
    answers.order_labels();
    loop {
        let found = diff(&after, before, Comparison::Declared, families, &answers)?;
        let Diff { operations, questions, .. } = found;
        if questions.is_empty() {
            return Ok(operations);
        }
        for question in questions {
            answers.insert(question.subject, Answer::Dropped);
        }
    }
}

/// The names that operations took away, as answers for the way back.
fn names_before(operations: &[Operation]) -> Answers {
    let mut answers = Answers::default();
    // The name before of each table and type, by the name it has now.
    let mut names: BTreeMap<QualifiedName, QualifiedName> = BTreeMap::new();
    for operation in operations {
        match operation {
            Operation::RenameTable { table, to } => {
                let old = names.remove(table).unwrap_or_else(|| table.clone());
                let now = table.sibling(to);
                answers.insert(Subject::Table(now.clone()), Answer::Renamed(old.name.clone()));
                names.insert(now, old);
            }
            Operation::AlterObject(ObjectChange::RenameEnum { name, to }) => {
                let old = names.remove(name).unwrap_or_else(|| name.clone());
                let now = name.sibling(to);
                answers.insert(Subject::EnumType(now.clone()), Answer::Renamed(old.name.clone()));
                names.insert(now, old);
            }
            Operation::AlterColumn { table, column, change } => {
                if let Some(now) = &change.rename {
                    let table = names.get(table).unwrap_or(table).clone();
                    answers.insert(
                        Subject::Column(table, now.clone()),
                        Answer::Renamed(column.clone()),
                    );
                }
            }
            Operation::AlterObject(ObjectChange::RenameEnumValue { name, from, to }) => {
                let kind = names.get(name).unwrap_or(name).clone();
                answers.insert(Subject::EnumValue(kind, to.clone()), Answer::Renamed(from.clone()));
            }
            // Nothing else gives a table, a column, a type or a label another name.
            _ => {}
        }
    }
    answers
}
