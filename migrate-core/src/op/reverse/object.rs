//! Objects beside tables as they were before a drop or a change of them.

use crate::op::{ObjectChange, Operation};
use crate::schema::{
    EnumType, MaterializedView, Object, QualifiedName, Schema, Sequence, SequenceOptions,
};

use super::error::{ReverseError, may_have_existed, no_opposite};

/// The objects, such as triggers, that were dropped with a table or a view.
pub(super) fn restore_objects_on(
    before: &Schema,
    holder: &QualifiedName,
) -> impl Iterator<Item = Operation> + use<> {
    before.objects_on(holder).into_iter().map(Operation::CreateObject)
}

/// What is created again, with the sequences that went with it: before it, as a default may take numbers
/// from one, and owned again after it.
pub(super) fn with_sequences(
    owned: &[Sequence],
    restored: impl IntoIterator<Item = Operation>,
) -> Vec<Operation> {
    let created = owned.iter().map(|sequence| {
        let alone = Sequence { owner: None, ..sequence.clone() };
        Operation::CreateObject(Object::Sequence(alone))
    });
    let given_back = owned.iter().map(|sequence| {
        Operation::AlterObject(ObjectChange::AlterSequence {
            name: sequence.name.clone(),
            options: SequenceOptions::default(),
            owner: Some(sequence.owner.clone()),
        })
    });
    created.chain(restored).chain(given_back).collect()
}

/// An object that was dropped, with what went with it: a view's triggers, the indexes of a
/// materialized view.
pub(super) fn restore_object(before: &Schema, object: Object) -> Vec<Operation> {
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
pub(super) fn undo_object_change(
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
        ObjectChange::AlterSequence { name, options, owner } => {
            let known = before.sequences.get(name).ok_or_else(|| no_opposite(operation))?;
            let options = undo_options(*options, known.options);
            let options = options.ok_or_else(|| no_opposite(operation))?;
            let owner = owner.as_ref().map(|_| known.owner.clone());
            ObjectChange::AlterSequence { name: name.clone(), options, owner }
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
pub(super) fn undo_values(
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

/// The options a sequence had; none when a bound was the database's own, which has no name.
pub(super) fn undo_options(
    changed: SequenceOptions,
    known: SequenceOptions,
) -> Option<SequenceOptions> {
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
