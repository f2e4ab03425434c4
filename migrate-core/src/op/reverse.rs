//! The operations that undo an operation, taken from the schema it was applied to.

mod column;
mod created;
mod error;
mod object;
mod order;
mod raw;
mod rows;
#[cfg(test)]
mod tests;
mod values;

pub(super) use values::loss as value_loss;

use crate::schema::{Index, ObjectRef, Origin, Partition, QualifiedName, Schema, SqlText, Table};

use super::{Operation, RawUndo, Recorded, TableChange, apply, needed};
use column::{nullable_key_columns, restore_column, undo_change};
use created::Created;
pub use error::ReverseError;
use error::{may_have_existed, no_opposite, unknown_text};
use object::{restore_object, restore_objects_on, undo_object_change, with_sequences};

/// The operations that undo `operation`, which is about to be applied to `before`.
///
/// What a drop takes away is restored from `before`: the schema comes back, the rows do not.
///
/// ```
/// use migrate_runtime::op::{self, Op, Operation};
/// use migrate_runtime::prelude::*;
/// use migrate_runtime::schema::Schema;
///
/// let mut op: Op = Op::new();
/// op.create_table(table("users").column("id", integer().primary_key()));
/// let [recorded] = &op.into_operations()[..] else { unreachable!() };
///
/// let undo = op::reverse(&recorded.operation, &Schema::new()).unwrap();
/// assert_eq!(undo, [Operation::DropTable { table: "users".into() }]);
/// ```
pub fn reverse(operation: &Operation, before: &Schema) -> Result<Vec<Operation>, ReverseError> {
    require_known_columns(operation, before)?;
    reverse_beside(operation, before, &Created::default())
}

/// The operations that undo `operation` in a script that has created these tables and columns before.
fn reverse_beside(
    operation: &Operation,
    before: &Schema,
    created: &Created,
) -> Result<Vec<Operation>, ReverseError> {
    let undo = match operation {
        // A table that the revisions know is left as it is, and one that they do not know may be
        // there all the same: dropping it would take rows that are not the revision's.
        Operation::CreateTable { table, if_not_exists: true } => {
            if before.tables.contains_key(&table.name) {
                return Ok(Vec::new());
            }
            return Err(may_have_existed(operation));
        }
        Operation::CreateTable { table, if_not_exists: false } => {
            Operation::DropTable { table: table.name.clone() }
        }
        Operation::DropTable { table } => {
            require_known_texts(operation, before, table, None)?;
            let known = known_table(before, table, operation)?;
            return Ok(restore_table(before, known));
        }
        Operation::RenameTable { table, to } => {
            Operation::RenameTable { table: table.sibling(to), to: table.name.clone() }
        }
        Operation::SetTableComment { table, .. } => Operation::SetTableComment {
            table: table.clone(),
            comment: known_table(before, table, operation)?.comment.clone(),
        },
        Operation::AlterTable { table, change } => {
            let known = known_table(before, table, operation)?;
            return Ok(undo_table_change(known, change).into_iter().collect());
        }
        Operation::AddColumn { table, column, .. } => {
            Operation::DropColumn { table: table.clone(), column: column.name.clone() }
        }
        Operation::DropColumn { table, column } => {
            let known = known_table(before, table, operation)?;
            let restored = restore_column(known, column, operation, before.syntax)?;
            return Ok(with_sequences(&before.sequences_of(table, Some(column)), restored));
        }
        Operation::AlterColumn { table, column, change } => {
            let known = known_table(before, table, operation)?;
            let known = known.column(column).ok_or_else(|| no_opposite(operation))?;
            // No database makes a computed column of an ordinary one.
            if matches!(change.generated, Some(None)) {
                return Err(no_opposite(operation));
            }
            let loss = values::loss(table, known, change, before.syntax);
            if let Some(reason) = loss.filter(|_| !created.has_column(table, column)) {
                return Err(ReverseError::Values { what: operation.to_string(), reason });
            }
            let position = known_table(before, table, operation)?.position_on_mysql(column);
            undo_change(table, known, change, position, before.syntax)
        }
        Operation::CreateIndex { table, index, concurrently } => Operation::DropIndex {
            table: table.clone(),
            name: index.name.clone(),
            concurrently: *concurrently,
        },
        Operation::DropIndex { table, name, concurrently } => {
            let index = known_index(before, table, name).ok_or_else(|| no_opposite(operation))?;
            let index = index.clone();
            Operation::CreateIndex { table: table.clone(), index, concurrently: *concurrently }
        }
        Operation::RenameIndex { table, name, to } => {
            Operation::RenameIndex { table: table.clone(), name: to.clone(), to: name.clone() }
        }
        Operation::AddConstraint { table, constraint } => {
            let name = constraint.name.clone().ok_or_else(|| no_opposite(operation))?;
            let undo =
                Operation::DropConstraint { table: table.clone(), name, kind: constraint.kind() };
            let known = known_table(before, table, operation)?;
            return Ok(std::iter::once(undo)
                .chain(nullable_key_columns(known, constraint))
                .collect());
        }
        Operation::DropConstraint { table, name, .. } => {
            let known = known_table(before, table, operation)?;
            let constraint = known.constraint(name).ok_or_else(|| no_opposite(operation))?;
            Operation::AddConstraint { table: table.clone(), constraint: constraint.clone() }
        }
        Operation::RenameConstraint { table, name, to } => {
            Operation::RenameConstraint { table: table.clone(), name: to.clone(), to: name.clone() }
        }
        Operation::ValidateConstraint { .. } => return unvalidate(operation, before, created),
        // Indexes hold what they held; timeouts and locks end with the revision.
        Operation::Reindex { .. } | Operation::SetTimeout { .. } | Operation::LockTable { .. } => {
            return Ok(Vec::new());
        }
        Operation::CreateObject(object) => Operation::DropObject(object.reference()),
        Operation::DropObject(object) => {
            let known = before.object(object).ok_or_else(|| no_opposite(operation))?;
            if let ObjectRef::View(holder) | ObjectRef::MaterializedView(holder) = object {
                require_known_texts(operation, before, holder, Some(object))?;
            } else if before.stale.contains(object) {
                return Err(unknown_text(operation, object));
            }
            return Ok(restore_object(before, known));
        }
        Operation::AlterObject(change) => return undo_object_change(operation, change, before),
        Operation::CreatePartition { table, partition } => {
            Operation::DropPartition { table: table.clone(), name: partition.name.clone() }
        }
        Operation::DropPartition { table, name } => {
            let partition = known_partition(before, table, name, operation)?;
            Operation::CreatePartition { table: table.clone(), partition }
        }
        Operation::AttachPartition { table, partition } => Operation::DetachPartition {
            table: table.clone(),
            name: partition.name.clone(),
            concurrently: false,
        },
        Operation::DetachPartition { table, name, .. } => {
            let partition = known_partition(before, table, name, operation)?;
            Operation::AttachPartition { table: table.clone(), partition }
        }
        Operation::Insert { .. } => return undo_insert(operation, before, created),
        Operation::Update { .. } | Operation::Delete { .. } => {
            return Err(ReverseError::Data { what: operation.to_string() });
        }
        Operation::Execute { sql, effect, undo } => {
            return undo_raw(operation, sql, effect.as_deref(), undo, before);
        }
        Operation::Run(step) if step.nothing_to_undo => return Ok(Vec::new()),
        Operation::Run(_) => return Err(ReverseError::Raw { what: operation.to_string() }),
        Operation::IfNeeded(inner) => {
            match (needed::creates(inner), needed::is_needed(inner, before)) {
                // What the revisions know is left as it is.
                (true, false) => return Ok(Vec::new()),
                (true, true) => return Err(may_have_existed(operation)),
                (false, true) => return reverse_beside(inner, before, created),
                (false, false) => {
                    return Err(ReverseError::MayNotHaveExisted { what: operation.to_string() });
                }
            }
        }
    };
    Ok(vec![undo])
}

/// The operations that undo a whole script, which is about to be applied to `schema`; the schema
/// becomes the one after the script, also when an operation has no opposite.
///
/// Rows written to tables and columns that the script itself creates go with them, so such writes
/// need no opposite, and rows of constants are deleted by their keys; unless a trigger or a foreign key may change rows of other tables with them. What
/// was dropped is created again in the opposite order, but for what others need, which is first.
pub fn reverse_all(
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Vec<Recorded>, (ReverseError, Origin)> {
    let mut created = Created::default();
    let mut groups = Vec::new();
    let mut refusal = None;
    for operations in script.chunk_by(order::are_drops) {
        let before = schema.clone();
        let start = groups.len();
        for Recorded { operation, origin } in operations {
            if refusal.is_none() {
                let undo = created.makes_undo_needless(operation, schema).and_then(|needless| {
                    // What successive drops take away comes back together.
                    require_known_columns(operation, &before)?;
                    let undo = || reverse_beside(operation, schema, &created);
                    (!needless).then(undo).transpose()
                });
                match undo {
                    Ok(undo) => groups.extend(undo.map(|undo| (undo, *origin))),
                    Err(error) => refusal = Some((error, *origin)),
                }
            }
            created.record(operation, schema);
            apply(operation, *origin, schema).map_err(|error| (error.into(), *origin))?;
        }
        if operations.len() > 1 {
            order::put_needed_last(&mut groups[start..], &before);
        }
    }
    if let Some(refusal) = refusal {
        return Err(refusal);
    }
    Ok(groups
        .into_iter()
        .rev()
        .flat_map(|(undo, origin)| {
            undo.into_iter().map(move |operation| Recorded { operation, origin })
        })
        .collect())
}

/// No statement forgets that rows were checked (<https://www.postgresql.org/docs/current/sql-altertable.html>),
/// so the constraint is created again without a look at the rows. One that the script itself added goes with it.
fn unvalidate(
    validation: &Operation,
    before: &Schema,
    created: &Created,
) -> Result<Vec<Operation>, ReverseError> {
    let Operation::ValidateConstraint { table, name } = validation else {
        return Err(no_opposite(validation));
    };
    let constraint = known_table(before, table, validation)?.constraint(name);
    let constraint = constraint.ok_or_else(|| no_opposite(validation))?;
    if constraint.is_validated() || created.has_constraint(table, name) {
        return Ok(Vec::new());
    }
    let (table, name, kind) = (table.clone(), name.clone(), constraint.kind());
    Ok(vec![
        Operation::DropConstraint { table: table.clone(), name, kind },
        Operation::AddConstraint { table, constraint: constraint.clone() },
    ])
}

/// Whether a derived way back, which is about to be applied to `before`, deletes no rows but those that its upgrade
/// has inserted: a revision of another branch may have added what follows them since.
pub fn require_rows_alone(
    undo: &[Recorded],
    before: &Schema,
) -> Result<(), (ReverseError, Origin)> {
    let deletes = |recorded: &Recorded| matches!(recorded.operation, Operation::Delete { .. });
    let Some(last) = undo.iter().rposition(deletes) else { return Ok(()) };
    let mut schema = before.clone();
    for recorded in &undo[..=last] {
        let Recorded { operation, origin } = recorded;
        if let Operation::Delete { table, .. } = operation
            && let Some(by) = Created::default().side_effect(operation, &schema)
        {
            return Err((ReverseError::FollowedRows { table: table.to_string(), by }, *origin));
        }
        apply(operation, *origin, &mut schema).map_err(|error| (error.into(), *origin))?;
    }
    Ok(())
}

/// Inserted rows are deleted by their keys; unless a trigger or a foreign key may change others with them.
fn undo_insert(
    insert: &Operation,
    before: &Schema,
    created: &Created,
) -> Result<Vec<Operation>, ReverseError> {
    let what = || insert.to_string();
    let deletes =
        rows::deletes(insert, before).ok_or_else(|| ReverseError::Data { what: what() })?;
    let by = deletes.iter().find_map(|delete| created.side_effect(delete, before));
    by.map_or(Ok(deletes), |by| Err(ReverseError::SideEffect { what: what(), by }))
}

/// Whether the texts of what is dropped with a table or a view, or is the view, are known.
fn require_known_texts(
    operation: &Operation,
    before: &Schema,
    holder: &QualifiedName,
    view: Option<&ObjectRef>,
) -> Result<(), ReverseError> {
    let mut stale = before.stale.iter();
    let dropped = stale.find(|it| Some(*it) == view || it.table() == Some(holder));
    dropped.map_or(Ok(()), |object| Err(unknown_text(operation, object)))
}

/// Whether the text of a view that is dropped tells its columns.
fn require_known_columns(operation: &Operation, before: &Schema) -> Result<(), ReverseError> {
    let Operation::DropObject(view) = operation.unconditional() else { return Ok(()) };
    let Some(relation) = before.outgrown.get(view) else { return Ok(()) };
    let named = |kind: &str, name: &str| format!("{kind} `{name}`");
    Err(ReverseError::Outgrown {
        what: operation.to_string(),
        object: named(view.kind(), &view.name()),
        relation: named(before.relation(relation).unwrap_or("table"), &relation.to_string()),
    })
}

/// The change that leads back to the options of a table; none where a parameter that had its default has it
/// still.
fn undo_table_change(known: &Table, change: &TableChange) -> Option<Operation> {
    let undo = change.undo(&known.options);
    let table = known.name.clone();
    (undo != TableChange::default()).then_some(Operation::AlterTable { table, change: undo })
}

/// A table that was dropped, with its partitions, its triggers and its sequences.
fn restore_table(before: &Schema, known: &Table) -> Vec<Operation> {
    let table = &known.name;
    let partitions = known.partitions.clone().into_iter();
    let parts =
        partitions.map(|partition| Operation::CreatePartition { table: table.clone(), partition });
    let created = Operation::CreateTable {
        table: Table { partitions: Vec::new(), ..known.clone() },
        if_not_exists: false,
    };
    let again = std::iter::once(created).chain(parts).chain(restore_objects_on(before, table));
    with_sequences(&before.sequences_of(table, None), again)
}

fn known_table<'a>(
    before: &'a Schema,
    table: &QualifiedName,
    operation: &Operation,
) -> Result<&'a Table, ReverseError> {
    before.tables.get(table).ok_or_else(|| no_opposite(operation))
}

fn known_index<'a>(before: &'a Schema, holder: &QualifiedName, name: &str) -> Option<&'a Index> {
    let of_table = || before.tables.get(holder).map(|table| &table.indexes);
    let of_view = || before.materialized_views.get(holder).map(|view| &view.indexes);
    of_table().or_else(of_view)?.iter().find(|index| index.name == name)
}

fn known_partition(
    before: &Schema,
    table: &QualifiedName,
    name: &QualifiedName,
    operation: &Operation,
) -> Result<Partition, ReverseError> {
    let mut known = known_table(before, table, operation)?.partitions.iter();
    known.find(|part| part.name == *name).cloned().ok_or_else(|| no_opposite(operation))
}

/// What takes raw SQL back, as the revision says. Raw SQL that says it leaves the schema alone may still
/// have changed rows, and so has no opposite by itself.
fn undo_raw(
    operation: &Operation,
    sql: &SqlText,
    effect: Option<&[Operation]>,
    undo: &RawUndo,
    before: &Schema,
) -> Result<Vec<Operation>, ReverseError> {
    let undo = match undo {
        RawUndo::Unknown => return Err(ReverseError::Raw { what: operation.to_string() }),
        // What it does to the schema would stay.
        RawUndo::Nothing if effect.is_some_and(|effect| !effect.is_empty()) => {
            return Err(no_opposite(operation));
        }
        RawUndo::Nothing => return Ok(Vec::new()),
        RawUndo::Sql(undo) => undo.clone(),
    };
    let undo_effect = |effect: &[Operation]| -> Result<Vec<Operation>, ReverseError> {
        let origin = Origin::caller();
        let recorded = |operation: &Operation| Recorded { operation: operation.clone(), origin };
        let effect: Vec<_> = effect.iter().map(recorded).collect();
        let undone = reverse_all(&effect, &mut before.clone()).map_err(|(error, _)| error)?;
        Ok(undone.into_iter().map(|recorded| recorded.operation).collect())
    };
    let effect = effect.map(undo_effect).transpose()?;
    Ok(vec![Operation::Execute { sql: undo, effect, undo: RawUndo::Sql(sql.clone()) }])
}
