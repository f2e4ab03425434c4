//! What operations on views, functions, sequences, triggers, extensions and schemas do to a schema.

use crate::op::ObjectChange;
use crate::op::dependents::{self, Place, Renamed, Target};
use crate::schema::{
    MaterializedView, Object, ObjectRef, QualifiedName, Schema, Sequence, SequenceOptions,
    SequenceOwner, SqlText, Trigger, View,
};
use crate::sql_text::SqlSyntax;

use super::enums;
use super::error::{ApplyError, exists, unknown};
use super::lookup::{require_columns, table_ref};

/// Adds an object whose name is free.
pub(super) fn create(schema: &mut Schema, object: &Object) -> Result<(), ApplyError> {
    match object {
        Object::Namespace(_) | Object::Extension(_) | Object::EnumType(_) | Object::Function(_) => {
            require_new(schema, &object.reference())?;
        }
        Object::Sequence(Sequence { name, options: _, owner }) => {
            require_free(schema, name)?;
            owner.as_ref().map_or(Ok(()), |owner| require_owner(schema, owner))?;
        }
        Object::View(View { name, .. })
        | Object::MaterializedView(MaterializedView { name, .. }) => require_free(schema, name)?,
        Object::Trigger(trigger) => {
            if !schema.views.contains_key(&trigger.table) {
                table_ref(schema, &trigger.table)?;
            }
            require_new(schema, &object.reference())?;
        }
    }
    schema.insert(match object {
        Object::Sequence(sequence) => {
            Object::Sequence(Sequence { options: sequence.options.canonical(), ..sequence.clone() })
        }
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::EnumType(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Trigger(_) => object.clone(),
    });
    Ok(())
}

fn require_new(schema: &Schema, object: &ObjectRef) -> Result<(), ApplyError> {
    if schema.object(object).is_none() {
        return Ok(());
    }
    Err(exists(object.kind(), &object.name(), object.table()))
}

/// Takes away an object that nothing else needs.
pub(super) fn drop(schema: &mut Schema, object: &ObjectRef) -> Result<(), ApplyError> {
    require_known(schema, object)?;
    require_unused(schema, object)?;
    if let ObjectRef::View(name) | ObjectRef::MaterializedView(name) = object {
        outgrow_views(schema, name);
    }
    schema.remove(object);
    Ok(())
}

/// Whether the schema has the object; the error names one of the same kind whose name is near.
fn require_known(schema: &Schema, object: &ObjectRef) -> Result<(), ApplyError> {
    if schema.object(object).is_some() {
        return Ok(());
    }
    let alike =
        |other: &ObjectRef| other.kind() == object.kind() && other.table() == object.table();
    let known: Vec<_> =
        schema.objects().into_iter().filter(alike).map(|other| other.name()).collect();
    let known = known.iter().map(String::as_str);
    Err(unknown(object.kind(), &object.name(), object.table(), known))
}

/// Whether nothing else of the schema needs the object.
fn require_unused(schema: &Schema, object: &ObjectRef) -> Result<(), ApplyError> {
    let user = match object {
        ObjectRef::Namespace(name) => object_in(schema, name),
        ObjectRef::EnumType(name) => enums::user(schema, name),
        ObjectRef::Extension(_)
        | ObjectRef::Sequence(_)
        | ObjectRef::Function { .. }
        | ObjectRef::View(_)
        | ObjectRef::MaterializedView(_)
        | ObjectRef::Trigger { .. } => None,
    };
    user.map_or(Ok(()), |user| {
        Err(ApplyError::InUse { kind: object.kind(), name: object.name(), user })
    })
}

/// A table or an object that is in a schema (namespace).
fn object_in(schema: &Schema, namespace: &str) -> Option<String> {
    let table = schema.tables.keys().find(|name| name.schema.as_deref() == Some(namespace));
    let object =
        || schema.objects().into_iter().find(|object| object.namespace() == Some(namespace));
    table
        .map(|table| format!("table `{table}`"))
        .or_else(|| object().map(|object| format!("{} `{}`", object.kind(), object.name())))
}

/// Changes an object.
pub(super) fn alter(schema: &mut Schema, change: &ObjectChange) -> Result<(), ApplyError> {
    match change {
        ObjectChange::AddEnumValue { name, value, position } => {
            enums::add_value(schema, name, value, position)
        }
        ObjectChange::RenameEnumValue { name, from, to } => {
            enums::rename_value(schema, name, from, to)
        }
        ObjectChange::RenameEnum { name, to } => enums::rename(schema, name, to),
        ObjectChange::SetEnumValues { name, values, replaced } => {
            enums::set_values(schema, name, values, replaced)
        }
        ObjectChange::EnsureExtension(name) => {
            schema.extensions.insert(name.clone());
            Ok(())
        }
        ObjectChange::AlterSequence { name, options, owner } => {
            alter_sequence(schema, name, *options, owner.as_ref())
        }
        ObjectChange::RefreshMaterializedView { name, .. } => {
            require_known(schema, &ObjectRef::MaterializedView(name.clone()))
        }
        ObjectChange::ReplaceFunction(function) => {
            schema.insert(Object::Function(function.clone()));
            Ok(())
        }
    }
}

/// Whether no relation has the name.
pub(super) fn require_free(schema: &Schema, name: &QualifiedName) -> Result<(), ApplyError> {
    let holder = schema.relation(name);
    holder.map_or(Ok(()), |kind| Err(exists(kind, &name.to_string(), None)))
}

fn alter_sequence(
    schema: &mut Schema,
    name: &QualifiedName,
    options: SequenceOptions,
    owner: Option<&Option<SequenceOwner>>,
) -> Result<(), ApplyError> {
    if options == SequenceOptions::default() && owner.is_none() {
        let what = format!("the change of sequence `{name}` changes nothing");
        return Err(ApplyError::Nothing { what });
    }
    require_known(schema, &ObjectRef::Sequence(name.clone()))?;
    if let Some(Some(owner)) = owner {
        require_owner(schema, owner)?;
    }
    if let Some(sequence) = schema.sequences.get_mut(name) {
        sequence.options = options.over(sequence.options);
        if let Some(owner) = owner {
            sequence.owner.clone_from(owner);
        }
    }
    Ok(())
}

/// Whether the column that a sequence is dropped with is there.
fn require_owner(schema: &Schema, owner: &SequenceOwner) -> Result<(), ApplyError> {
    let SequenceOwner { table, column } = owner;
    require_columns(table_ref(schema, table)?, [column.as_str()])
}

/// Marks the views with a `*` for the columns of a table or a view, which is about to have others: a view
/// has the columns of its creation (PostgreSQL 15, MariaDB 10.11; SQLite reads its text each time). So has a
/// function of PostgreSQL with a body that is read beforehand.
pub(super) fn outgrow_views(schema: &mut Schema, relation: &QualifiedName) {
    let views = dependents::views_of_all_columns(relation, schema);
    let functions = dependents::functions_of_all_columns(relation, schema);
    let grown = views.into_iter().chain(functions).map(|object| (object, relation.clone()));
    schema.outgrown.extend(grown);
}

/// Changes the SQL of views and triggers as databases do when a table, or something of it, gets another name;
/// `rename` is given each text, where it stands, and the rules that it is read by.
pub(super) fn rename_in_texts(
    schema: &mut Schema,
    table: &QualifiedName,
    rename: impl Fn(&str, (Place<'_>, SqlSyntax)) -> Renamed,
) {
    let syntax = schema.syntax;
    let change = |sql: &mut SqlText, place: Place<'_>| {
        let mut is_sure = true;
        for (text, of) in sql.texts_mut(syntax) {
            let renamed = rename(text, (place, of));
            // A text for another database is not the one that the object has.
            is_sure &= renamed.doubt.is_none()
                || std::mem::discriminant(&of) != std::mem::discriminant(&syntax);
            *text = renamed.sql;
        }
        is_sure
    };
    let mut stale = Vec::new();
    let names = [table.name.as_str()];
    let views: Vec<_> = schema.views.with_text_of(&names).into_iter().cloned().collect();
    for mut view in views {
        if !change(&mut view.query, Place::Query(&view.name)) {
            stale.push(ObjectRef::View(view.name.clone()));
        }
        schema.views.insert(view.name.clone(), view);
    }
    let views = schema.materialized_views.with_text_of(&names).into_iter().cloned();
    for mut view in views.collect::<Vec<_>>() {
        if !change(&mut view.query, Place::Query(&view.name)) {
            stale.push(ObjectRef::MaterializedView(view.name.clone()));
        }
        schema.materialized_views.insert(view.name.clone(), view);
    }
    // The rows of its table are `NEW` and `OLD` in a trigger, which need not name it.
    let own = schema.triggers_of(table).into_iter().cloned();
    let others = schema.triggers.with_text_of(&names).into_iter();
    let others = others.filter(|trigger| trigger.table != *table).cloned();
    for mut trigger in own.chain(others).collect::<Vec<_>>() {
        let place = Place::Trigger(&trigger.table);
        let is_sure = [&mut trigger.body, trigger.event.sql_mut()].map(|sql| change(sql, place));
        if is_sure.contains(&false) {
            let Trigger { table, name, .. } = &trigger;
            stale.push(ObjectRef::Trigger { table: table.clone(), name: name.clone() });
        }
        schema.triggers.insert((trigger.table.clone(), trigger.name.clone()), trigger);
    }
    schema.stale.extend(stale);
}

/// Marks the functions that follow a rename on the server, while their texts here keep the old name.
pub(super) fn mark_functions(schema: &mut Schema, renamed: &Target, before: &Schema) {
    let functions = dependents::tracked_functions(renamed, before);
    schema.stale.extend(functions);
}
