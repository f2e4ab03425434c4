//! What operations on views, triggers, extensions and schemas do to a schema.

use std::collections::BTreeSet;

use crate::schema::{QualifiedName, Schema, SqlText, Trigger, View};

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
    let table = schema.tables.keys().find(|table| table.schema.as_deref() == Some(name));
    if let Some(table) = table {
        let user = format!("table `{table}`");
        return Err(ApplyError::InUse { kind: "schema", name: name.to_owned(), user });
    }
    schema.namespaces.remove(name);
    Ok(())
}

/// Tables and views share their names.
pub(super) fn require_free(schema: &Schema, name: &QualifiedName) -> Result<(), ApplyError> {
    let kind = match (schema.tables.contains_key(name), schema.views.contains_key(name)) {
        (true, _) => "table",
        (_, true) => "view",
        (false, false) => return Ok(()),
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
    for trigger in schema.triggers.values_mut() {
        change(&mut trigger.body, &trigger.table);
        if let Some(renamed) = rename(&trigger.event, &trigger.table) {
            trigger.event = renamed;
        }
    }
}
