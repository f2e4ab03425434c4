//! The operations that undo an operation, taken from the schema it was applied to.

mod created;
mod order;
mod raw;
mod rows;
#[cfg(test)]
mod tests;
mod values;

use crate::schema::{
    Column, Constraint, ConstraintBody, EnumType, Index, MaterializedView, Object, ObjectRef,
    Origin, Partition, QualifiedName, Schema, SequenceOptions, SqlText, Table,
};
use crate::sql_text::SqlSyntax;

use super::apply::concerns_only;
use super::operation::{ColumnChange, MysqlColumnChange};
use super::{ApplyError, ObjectChange, Operation, RawUndo, Recorded, apply, needed};
use created::Created;

/// Why an operation cannot be turned round.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReverseError {
    /// The rows as they were are gone.
    #[error("{what} cannot be undone: the rows as they were are not known")]
    Data {
        /// The operation, in a few words.
        what: String,
    },
    /// A column was given another type, from which not all of its values come back.
    #[error("{what} cannot be undone: {reason}")]
    Values {
        /// The operation, in a few words.
        what: String,
        /// The column, its types, and what is not known of them.
        reason: String,
    },
    /// A column is dropped for which the rows would get a value that nobody chose.
    #[error(
        "{what} cannot be undone: the column is NOT NULL and has no default, so that the server would fill \
         it with 0 or an empty text"
    )]
    Filled {
        /// The operation, in a few words.
        what: String,
    },
    /// Rows of tables that were there before may have changed with those of new ones.
    #[error("{what} cannot be undone: {by} may have changed other rows")]
    SideEffect {
        /// The operation, in a few words.
        what: String,
        /// The trigger or the foreign key.
        by: String,
    },
    /// What the operation creates may have existed before, and would be dropped.
    #[error("{what} cannot be undone: what it creates may have existed before")]
    MayHaveExisted {
        /// The operation, in a few words.
        what: String,
    },
    /// The text of what is dropped is not known.
    #[error(
        "{what} cannot be undone: something was renamed that {object} may name, so that its text is not known"
    )]
    UnknownText {
        /// The operation, in a few words.
        what: String,
        /// The view or the trigger.
        object: String,
    },
    /// A view is dropped whose columns its text does not tell any longer.
    #[error(
        "{what} cannot be undone: {object} has `*`, which stands for the columns of the time it was \
         created, and {relation} has had others since"
    )]
    Outgrown {
        /// The operation, in a few words.
        what: String,
        /// The view.
        object: String,
        /// The table or the view that the `*` stands for.
        relation: String,
    },
    /// What the operation drops may not have existed before, and what it was is not known.
    #[error("{what} cannot be undone: the revisions do not know what it drops")]
    MayNotHaveExisted {
        /// The operation, in a few words.
        what: String,
    },
    /// The operation has no opposite.
    #[error("{what} has no opposite")]
    NoOpposite {
        /// The operation, in a few words.
        what: String,
    },
    /// Raw SQL, or a function, and the revision does not say what takes it back.
    #[error("{what} cannot be undone: the revision does not say how")]
    Raw {
        /// The operation, in a few words.
        what: String,
    },
    /// The operation does not fit the schema.
    #[error(transparent)]
    Apply(#[from] ApplyError),
}

impl ReverseError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Data { .. }
            | Self::Values { .. }
            | Self::Filled { .. }
            | Self::Outgrown { .. }
            | Self::SideEffect { .. }
            | Self::MayHaveExisted { .. }
            | Self::UnknownText { .. }
            | Self::MayNotHaveExisted { .. }
            | Self::NoOpposite { .. } => Some(
                "write `fn downgrade(op: &mut Op) { .. }` instead of `downgrade = auto`, or refuse \
                 with `downgrade = irreversible(\"why\")`"
                    .to_owned(),
            ),
            Self::Raw { .. } => Some(
                "say what takes it back with `.undo(\"..\")`, or that nothing has to with \
                 `.nothing_to_undo()`; or write `fn downgrade(op: &mut Op) { .. }`"
                    .to_owned(),
            ),
            Self::Apply(error) => error.hint(),
        }
    }
}

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
            let known = known_table(before, table, operation)?.clone();
            let partitions = known.partitions.clone().into_iter();
            let parts = partitions
                .map(|partition| Operation::CreatePartition { table: table.clone(), partition });
            let made = Operation::CreateTable {
                table: Table { partitions: Vec::new(), ..known },
                if_not_exists: false,
            };
            let again = std::iter::once(made).chain(parts);
            return Ok(again.chain(restore_objects_on(before, table)).collect());
        }
        Operation::RenameTable { table, to } => {
            Operation::RenameTable { table: table.sibling(to), to: table.name.clone() }
        }
        Operation::SetTableComment { table, .. } => Operation::SetTableComment {
            table: table.clone(),
            comment: known_table(before, table, operation)?.comment.clone(),
        },
        Operation::AddColumn { table, column, .. } => {
            Operation::DropColumn { table: table.clone(), column: column.name.clone() }
        }
        Operation::DropColumn { table, column } => {
            let known = known_table(before, table, operation)?;
            return restore_column(known, column, operation, before.syntax);
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
            undo_change(table, known, change)
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
                .chain(loosened_key_columns(known, constraint))
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
        // Rows that were checked stay checked; timeouts and locks end with the revision.
        Operation::ValidateConstraint { .. }
        | Operation::SetTimeout { .. }
        | Operation::LockTable { .. } => return Ok(Vec::new()),
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

/// The objects, such as triggers, that were dropped with a table or a view.
fn restore_objects_on(
    before: &Schema,
    holder: &QualifiedName,
) -> impl Iterator<Item = Operation> + use<> {
    before.objects_on(holder).into_iter().map(Operation::CreateObject)
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

fn unknown_text(operation: &Operation, object: &ObjectRef) -> ReverseError {
    let object = format!("{} `{}`", object.kind(), object.name());
    ReverseError::UnknownText { what: operation.to_string(), object }
}

fn may_have_existed(operation: &Operation) -> ReverseError {
    ReverseError::MayHaveExisted { what: operation.to_string() }
}

fn no_opposite(operation: &Operation) -> ReverseError {
    ReverseError::NoOpposite { what: operation.to_string() }
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

/// An object that was dropped, with what went with it: a view's triggers, the indexes of a
/// materialized view.
fn restore_object(before: &Schema, object: Object) -> Vec<Operation> {
    match object {
        Object::View(view) => {
            let objects = restore_objects_on(before, &view.name);
            let view = Operation::CreateObject(Object::View(view));
            std::iter::once(view).chain(objects).collect()
        }
        Object::MaterializedView(MaterializedView { name, indexes, query, with_data }) => {
            let table = name.clone();
            let indexes = indexes.into_iter().map(|index| Operation::CreateIndex {
                table: table.clone(),
                index,
                concurrently: false,
            });
            let view = MaterializedView { name, query, with_data, indexes: Vec::new() };
            let view = Operation::CreateObject(Object::MaterializedView(view));
            std::iter::once(view).chain(indexes).collect()
        }
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::EnumType(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::Trigger(_) => vec![Operation::CreateObject(object)],
    }
}

/// What undoes the change of an object.
fn undo_object_change(
    operation: &Operation,
    change: &ObjectChange,
    before: &Schema,
) -> Result<Vec<Operation>, ReverseError> {
    let undo = match change {
        // No database takes a value out of an enum type.
        ObjectChange::AddEnumValue { .. } => return Err(no_opposite(operation)),
        ObjectChange::RenameEnumValue { name, from, to } => {
            ObjectChange::RenameEnumValue { name: name.clone(), from: to.clone(), to: from.clone() }
        }
        ObjectChange::AlterSequence { name, options } => {
            let known = before.sequences.get(name).ok_or_else(|| no_opposite(operation))?;
            let options = undo_options(*options, known.options);
            let options = options.ok_or_else(|| no_opposite(operation))?;
            ObjectChange::AlterSequence { name: name.clone(), options }
        }
        ObjectChange::RenameEnum { name, to } => {
            ObjectChange::RenameEnum { name: name.sibling(to), to: name.name.clone() }
        }
        ObjectChange::SetEnumValues { name, values: _, replaced } => {
            let known = before.enum_type(name).ok_or_else(|| no_opposite(operation))?;
            undo_values(operation, known, replaced)?
        }
        // One that was there before is not this revision's to drop.
        ObjectChange::EnsureExtension(name) if before.extensions.contains(name) => {
            return Ok(Vec::new());
        }
        ObjectChange::EnsureExtension(_) => return Err(may_have_existed(operation)),
        // A view keeps the rows its query says.
        ObjectChange::RefreshMaterializedView { .. } => return Ok(Vec::new()),
        ObjectChange::ReplaceFunction(function) => {
            let key = (function.name.clone(), function.arguments.clone());
            // One that no revision creates may have been there, made by raw SQL.
            let earlier = before.functions.get(&key);
            let earlier = earlier.ok_or_else(|| may_have_existed(operation))?;
            ObjectChange::ReplaceFunction(earlier.clone())
        }
    };
    Ok(vec![Operation::AlterObject(undo)])
}

/// The values that an enum type had; rows whose values became one value cannot be told apart again.
fn undo_values(
    operation: &Operation,
    known: &EnumType,
    replaced: &[(String, String)],
) -> Result<ObjectChange, ReverseError> {
    let lost = replaced.iter().enumerate().any(|(at, (_, to))| {
        known.values.contains(to) || replaced[..at].iter().any(|(_, other)| other == to)
    });
    if lost {
        return Err(ReverseError::Data { what: operation.to_string() });
    }
    let back = replaced.iter().map(|(from, to)| (to.clone(), from.clone()));
    Ok(ObjectChange::SetEnumValues {
        name: known.name.clone(),
        values: known.values.clone(),
        replaced: back.collect(),
    })
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

/// The options a sequence had; none when a bound was the database's own, which has no name.
fn undo_options(changed: SequenceOptions, known: SequenceOptions) -> Option<SequenceOptions> {
    // A sequence that says no start begins with its lowest number, and one that counts down with its
    // highest (<https://www.postgresql.org/docs/current/sql-createsequence.html>).
    let first = if known.increment.is_some_and(|distance| distance < 0) {
        known.maximum.unwrap_or(-1)
    } else {
        known.minimum.unwrap_or(1)
    };
    let open = (changed.minimum.is_some() && known.minimum.is_none())
        || (changed.maximum.is_some() && known.maximum.is_none())
        || (changed.cache.is_some() && known.cache.is_none());
    (!open).then(|| SequenceOptions {
        start: changed.start.map(|_| known.start.unwrap_or(first)),
        increment: changed.increment.map(|_| known.increment.unwrap_or(1)),
        minimum: changed.minimum.and(known.minimum),
        maximum: changed.maximum.and(known.maximum),
        cache: changed.cache.and(known.cache),
        cycle: changed.cycle.map(|_| known.cycle.unwrap_or(false)),
    })
}

/// A dropped column takes along what concerns it alone; all of it comes back.
fn restore_column(
    table: &Table,
    column: &str,
    operation: &Operation,
    syntax: SqlSyntax,
) -> Result<Vec<Operation>, ReverseError> {
    let known = table.column(column).ok_or_else(|| no_opposite(operation))?;
    // PostgreSQL and SQLite refuse such a column where there are rows; MariaDB 10.11 fills it.
    let is_filled =
        known.default.is_some() || known.identity.is_some() || known.generated.is_some();
    if matches!(syntax, SqlSyntax::Mysql(_)) && !known.nullable && !is_filled {
        return Err(ReverseError::Filled { what: operation.to_string() });
    }
    let constraints = table
        .constraints
        .iter()
        .filter(|constraint| concerns_only(table, constraint, column, syntax));
    let indexes = table.indexes.iter().filter(|index| index.is_on(column));
    let added = Operation::AddColumn {
        table: table.name.clone(),
        column: known.clone(),
        constraints: constraints.cloned().collect(),
    };
    let restored = indexes.map(|index| Operation::CreateIndex {
        table: table.name.clone(),
        index: index.clone(),
        concurrently: false,
    });
    Ok(std::iter::once(added).chain(restored).collect())
}

fn undo_change(table: &QualifiedName, known: &Column, change: &ColumnChange) -> Operation {
    let ColumnChange {
        rename,
        column_type,
        type_on: _,
        // The other way it would turn the values round, which no expression says.
        using: _,
        nullable,
        default,
        identity,
        generated,
        collation,
        comment,
        mysql,
    } = change;
    let MysqlColumnChange { charset, on_update_now, invisible } = mysql;
    Operation::AlterColumn {
        table: table.clone(),
        column: rename.as_ref().unwrap_or(&known.name).clone(),
        change: ColumnChange {
            rename: rename.as_ref().map(|_| known.name.clone()),
            column_type: column_type.as_ref().map(|_| known.column_type.clone()),
            type_on: column_type.as_ref().map(|_| known.type_on.clone()).unwrap_or_default(),
            using: None,
            // An identity takes no NULL.
            nullable: nullable.or(identity.flatten().map(|_| false)).map(|_| known.nullable),
            identity: identity.map(|_| known.identity),
            generated: generated.as_ref().map(|_| known.generated.clone()),
            default: default.as_ref().map(|_| known.default.clone()),
            collation: collation.as_ref().map(|_| known.collation.clone()),
            comment: comment.as_ref().map(|_| known.comment.clone()),
            mysql: MysqlColumnChange {
                charset: charset.as_ref().map(|_| known.mysql.charset.clone()),
                on_update_now: on_update_now.map(|_| known.mysql.on_update_now),
                invisible: invisible.map(|_| known.mysql.invisible),
            },
        },
    }
}

/// A primary key makes its columns NOT NULL; those that took `NULL` before take it again.
fn loosened_key_columns(table: &Table, constraint: &Constraint) -> Vec<Operation> {
    let ConstraintBody::PrimaryKey { columns } = &constraint.body else { return Vec::new() };
    table
        .columns
        .iter()
        .filter(|column| column.nullable && columns.contains(&column.name))
        .map(|column| Operation::AlterColumn {
            table: table.name.clone(),
            column: column.name.clone(),
            change: ColumnChange { nullable: Some(true), ..ColumnChange::default() },
        })
        .collect()
}
