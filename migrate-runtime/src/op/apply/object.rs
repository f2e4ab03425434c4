//! What operations on views, functions, sequences, triggers, extensions and schemas do to a schema.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{
    Function, MaterializedView, QualifiedName, Schema, Sequence, SequenceOptions, SqlText, Trigger,
    View,
};

use super::error::{ApplyError, exists, unknown};
use super::lookup::table_ref;

pub(super) fn insert_name(
    names: &mut BTreeSet<String>,
    name: &str,
    kind: &'static str,
) -> Result<(), ApplyError> {
    if names.insert(name.to_owned()) { Ok(()) } else { Err(exists(kind, name, None)) }
}

pub(super) fn drop_schema(schema: &mut Schema, name: &str) -> Result<(), ApplyError> {
    if !schema.namespaces.contains(name) {
        let known = schema.namespaces.iter().map(String::as_str);
        return Err(unknown("schema", name, None, known));
    }
    let within = |object: &&QualifiedName| object.schema.as_deref() == Some(name);
    let find = |kind: &str, object: Option<&QualifiedName>| {
        object.map(|object| format!("{kind} `{object}`"))
    };
    let user = find("table", schema.tables.keys().find(within))
        .or_else(|| find("view", schema.views.keys().find(within)))
        .or_else(|| find("materialized view", schema.materialized_views.keys().find(within)))
        .or_else(|| find("enum type", schema.enums.keys().find(within)))
        .or_else(|| find("sequence", schema.sequences.keys().find(within)))
        .or_else(|| find("function", schema.functions.keys().map(|key| &key.0).find(within)));
    if let Some(user) = user {
        return Err(ApplyError::InUse { kind: "schema", name: name.to_owned(), user });
    }
    schema.namespaces.remove(name);
    Ok(())
}

/// Tables, partitions, views and sequences share their names.
pub(super) fn require_free(schema: &Schema, name: &QualifiedName) -> Result<(), ApplyError> {
    let is_partition = || {
        schema.tables.values().any(|table| table.partitions.iter().any(|part| part.name == *name))
    };
    let kind = if schema.tables.contains_key(name) {
        "table"
    } else if schema.views.contains_key(name) {
        "view"
    } else if schema.materialized_views.contains_key(name) {
        "materialized view"
    } else if schema.sequences.contains_key(name) {
        "sequence"
    } else if is_partition() {
        "partition"
    } else {
        return Ok(());
    };
    Err(exists(kind, &name.to_string(), None))
}

pub(super) fn create_view(schema: &mut Schema, view: &View) -> Result<(), ApplyError> {
    require_free(schema, &view.name)?;
    schema.views.insert(view.name.clone(), view.clone());
    Ok(())
}

pub(super) fn drop_view(schema: &mut Schema, name: &QualifiedName) -> Result<(), ApplyError> {
    if schema.views.remove(name).is_some() {
        schema.triggers.retain(|(watched, _), _| watched != name);
        return Ok(());
    }
    let known = schema.views.keys().map(|view| view.name.as_str());
    Err(unknown("view", &name.to_string(), None, known))
}

pub(super) fn create_materialized_view(
    schema: &mut Schema,
    view: &MaterializedView,
) -> Result<(), ApplyError> {
    require_free(schema, &view.name)?;
    schema.materialized_views.insert(view.name.clone(), view.clone());
    Ok(())
}

pub(super) fn require_materialized_view(
    schema: &Schema,
    name: &QualifiedName,
) -> Result<(), ApplyError> {
    require_known("materialized view", name, &schema.materialized_views)
}

pub(super) fn drop_materialized_view(
    schema: &mut Schema,
    name: &QualifiedName,
) -> Result<(), ApplyError> {
    require_materialized_view(schema, name)?;
    schema.materialized_views.remove(name);
    Ok(())
}

fn require_known<T>(
    kind: &'static str,
    name: &QualifiedName,
    objects: &BTreeMap<QualifiedName, T>,
) -> Result<(), ApplyError> {
    if objects.contains_key(name) {
        return Ok(());
    }
    let known: Vec<_> = objects.keys().map(ToString::to_string).collect();
    Err(unknown(kind, &name.to_string(), None, known.iter().map(String::as_str)))
}

pub(super) fn create_function(
    schema: &mut Schema,
    function: &Function,
    replace: bool,
) -> Result<(), ApplyError> {
    let key = (function.name.clone(), function.arguments.clone());
    if schema.functions.contains_key(&key) && !replace {
        return Err(exists("function", &function.signature(), None));
    }
    schema.functions.insert(key, function.clone());
    Ok(())
}

pub(super) fn drop_function(
    schema: &mut Schema,
    name: &QualifiedName,
    arguments: &str,
) -> Result<(), ApplyError> {
    if schema.functions.remove(&(name.clone(), arguments.to_owned())).is_some() {
        return Ok(());
    }
    let known: Vec<_> = schema.functions.values().map(Function::signature).collect();
    let known = known.iter().map(String::as_str);
    Err(unknown("function", &format!("{name}({arguments})"), None, known))
}

pub(super) fn create_sequence(schema: &mut Schema, sequence: &Sequence) -> Result<(), ApplyError> {
    require_free(schema, &sequence.name)?;
    let made = Sequence { options: sequence.options.canonical(), ..sequence.clone() };
    schema.sequences.insert(sequence.name.clone(), made);
    Ok(())
}

pub(super) fn alter_sequence(
    schema: &mut Schema,
    name: &QualifiedName,
    options: SequenceOptions,
) -> Result<(), ApplyError> {
    if options == SequenceOptions::default() {
        let what = format!("the change of sequence `{name}` changes nothing");
        return Err(ApplyError::Nothing { what });
    }
    require_known("sequence", name, &schema.sequences)?;
    if let Some(sequence) = schema.sequences.get_mut(name) {
        sequence.options = options.over(sequence.options);
    }
    Ok(())
}

pub(super) fn drop_sequence(schema: &mut Schema, name: &QualifiedName) -> Result<(), ApplyError> {
    require_known("sequence", name, &schema.sequences)?;
    schema.sequences.remove(name);
    Ok(())
}

pub(super) fn drop_extension(schema: &mut Schema, name: &str) -> Result<(), ApplyError> {
    if schema.extensions.remove(name) {
        return Ok(());
    }
    Err(unknown("extension", name, None, schema.extensions.iter().map(String::as_str)))
}

pub(super) fn create_trigger(schema: &mut Schema, trigger: &Trigger) -> Result<(), ApplyError> {
    let watched = &trigger.table;
    if !schema.views.contains_key(watched) {
        table_ref(schema, watched)?;
    }
    let key = (watched.clone(), trigger.name.clone());
    if schema.triggers.contains_key(&key) {
        return Err(exists("trigger", &trigger.name, Some(watched)));
    }
    schema.triggers.insert(key, trigger.clone());
    Ok(())
}

pub(super) fn drop_trigger(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &str,
) -> Result<(), ApplyError> {
    if schema.triggers.remove(&(table.clone(), name.to_owned())).is_some() {
        return Ok(());
    }
    let known = schema.triggers_of(table).map(|trigger| trigger.name.as_str());
    Err(unknown("trigger", name, Some(table), known))
}

/// Changes the SQL of views and triggers as databases do when something in it gets another name;
/// `rename` is given each text, and the table or view it belongs to.
pub(super) fn rename_in_texts(
    schema: &mut Schema,
    rename: impl Fn(&str, &QualifiedName) -> Option<String>,
) {
    let change = |sql: &mut SqlText, owner: &QualifiedName| {
        for text in sql.texts_mut() {
            if let Some(renamed) = rename(text, owner) {
                *text = renamed;
            }
        }
    };
    for view in schema.views.values_mut() {
        change(&mut view.query, &view.name);
    }
    for view in schema.materialized_views.values_mut() {
        change(&mut view.query, &view.name);
    }
    for trigger in schema.triggers.values_mut() {
        change(&mut trigger.body, &trigger.table);
        if let Some(renamed) = rename(&trigger.event, &trigger.table) {
            trigger.event = renamed;
        }
    }
}
