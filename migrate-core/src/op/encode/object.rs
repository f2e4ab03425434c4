//! Objects beside tables, what operations do to them, and a schema with all its objects.

use crate::op::{EnumPosition, ObjectChange};
use crate::schema::{
    self, Function, MaterializedView, ObjectRef, Schema, Sequence, SequenceOptions, SequenceOwner,
    Trigger, View,
};

use super::{Encode, Encoder, Object};

/// The kind of an operation that creates the object.
pub(super) const fn create_kind(created: &schema::Object) -> &'static str {
    match created {
        schema::Object::Namespace(_) => "create_schema",
        schema::Object::Extension(_) => "create_extension",
        schema::Object::EnumType(_) => "create_enum",
        schema::Object::Sequence(_) => "create_sequence",
        schema::Object::Function(_) => "create_function",
        schema::Object::View(_) => "create_view",
        schema::Object::MaterializedView(_) => "create_materialized_view",
        schema::Object::Trigger(_) => "create_trigger",
    }
}

/// The fields of an operation that creates the object.
pub(super) fn create_fields(created: &schema::Object, object: &mut Object<'_, '_>) {
    match created {
        schema::Object::Namespace(name) | schema::Object::Extension(name) => {
            object.value("name", name);
        }
        schema::Object::EnumType(kind) => object.value("enum", kind),
        schema::Object::Sequence(sequence) => object.value("sequence", sequence),
        schema::Object::Function(function) => object.value("function", function),
        schema::Object::View(view) => object.value("view", view),
        schema::Object::MaterializedView(view) => object.value("view", view),
        schema::Object::Trigger(trigger) => object.value("trigger", trigger),
    }
}

/// The kind of an operation that drops the object.
pub(super) const fn drop_kind(dropped: &ObjectRef) -> &'static str {
    match dropped {
        ObjectRef::Namespace(_) => "drop_schema",
        ObjectRef::Extension(_) => "drop_extension",
        ObjectRef::EnumType(_) => "drop_enum",
        ObjectRef::Sequence(_) => "drop_sequence",
        ObjectRef::Function { .. } => "drop_function",
        ObjectRef::View(_) => "drop_view",
        ObjectRef::MaterializedView(_) => "drop_materialized_view",
        ObjectRef::Trigger { .. } => "drop_trigger",
    }
}

/// The fields of an operation that drops the object.
pub(super) fn drop_fields(dropped: &ObjectRef, object: &mut Object<'_, '_>) {
    match dropped {
        ObjectRef::Namespace(name) | ObjectRef::Extension(name) => object.value("name", name),
        ObjectRef::EnumType(name)
        | ObjectRef::Sequence(name)
        | ObjectRef::View(name)
        | ObjectRef::MaterializedView(name) => object.value("name", name),
        ObjectRef::Function { name, arguments } => {
            object.value("name", name);
            object.value("arguments", arguments);
        }
        ObjectRef::Trigger { table, name } => {
            object.value("table", table);
            object.value("name", name);
        }
    }
}

/// The kind of an operation that changes an object.
pub(super) const fn change_kind(change: &ObjectChange) -> &'static str {
    match change {
        ObjectChange::AddEnumValue { .. } => "add_enum_value",
        ObjectChange::RenameEnumValue { .. } => "rename_enum_value",
        ObjectChange::RenameEnum { .. } => "rename_enum",
        ObjectChange::SetEnumValues { .. } => "set_enum_values",
        ObjectChange::EnsureExtension(_) => "create_extension",
        ObjectChange::AlterSequence { .. } => "alter_sequence",
        ObjectChange::RefreshMaterializedView { .. } => "refresh_materialized_view",
        ObjectChange::ReplaceFunction(_) => "create_function",
    }
}

/// The fields of an operation that changes an object.
pub(super) fn change_fields(change: &ObjectChange, object: &mut Object<'_, '_>) {
    match change {
        ObjectChange::AddEnumValue { name, value, position } => {
            object.value("name", name);
            object.value("value", value);
            match position {
                EnumPosition::Last => {}
                EnumPosition::Before(other) => object.value("before", other),
                EnumPosition::After(other) => object.value("after", other),
            }
        }
        ObjectChange::RenameEnumValue { name, from, to } => {
            object.value("name", name);
            object.value("from", from);
            object.value("to", to);
        }
        ObjectChange::RenameEnum { name, to } => {
            object.value("name", name);
            object.value("to", to);
        }
        ObjectChange::SetEnumValues { name, values, replaced } => {
            object.value("name", name);
            object.value("values", values);
            object.unless_default("replaced", replaced);
        }
        ObjectChange::EnsureExtension(name) => {
            object.value("name", name);
            object.value("if_not_exists", &true);
        }
        ObjectChange::AlterSequence { name, options, owner } => {
            object.value("name", name);
            object.value("options", options);
            object.optional("owner", owner.as_ref());
        }
        ObjectChange::RefreshMaterializedView { name, concurrently } => {
            object.value("name", name);
            object.unless_default("concurrently", concurrently);
        }
        ObjectChange::ReplaceFunction(function) => {
            object.value("function", function);
            object.value("replace", &true);
        }
    }
}

impl Encode for View {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { name, query } = self;
        out.object(|object| {
            object.value("name", name);
            object.value("query", query);
        });
    }
}

impl Encode for MaterializedView {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { name, query, with_data, indexes } = self;
        out.object(|object| {
            object.value("name", name);
            object.value("query", query);
            object.unless_default("no_data", &!with_data);
            object.unless_default("indexes", indexes);
        });
    }
}

impl Encode for Function {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { name, arguments, definition } = self;
        out.object(|object| {
            object.value("name", name);
            object.value("arguments", arguments);
            object.value("definition", definition);
        });
    }
}

impl Encode for Sequence {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { name, options, owner } = self;
        out.object(|object| {
            object.value("name", name);
            object.unless_default("options", options);
            object.optional("owner", owner.as_ref());
        });
    }
}

impl Encode for SequenceOwner {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { table, column } = self;
        out.object(|object| {
            object.value("table", table);
            object.value("column", column);
        });
    }
}

impl Encode for SequenceOptions {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { start, increment, minimum, maximum, cache, cycle } = self;
        out.object(|object| {
            object.optional("start", start.as_ref());
            object.optional("increment", increment.as_ref());
            object.optional("minimum", minimum.as_ref());
            object.optional("maximum", maximum.as_ref());
            object.optional("cache", cache.as_ref());
            object.optional("cycle", cycle.as_ref());
        });
    }
}

impl Encode for Trigger {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { name, table, event, body } = self;
        out.object(|object| {
            object.value("name", name);
            object.value("table", table);
            object.value("event", event);
            object.value("body", body);
        });
    }
}

impl Encode for Schema {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self {
            tables,
            enums,
            views,
            materialized_views,
            functions,
            sequences,
            triggers,
            extensions,
            namespaces,
            // What is known of the texts is none of the objects.
            syntax: _,
            stale: _,
            outgrown: _,
        } = self;
        out.object(|object| {
            objects(object, "tables", tables.values());
            objects(object, "enums", enums.values());
            objects(object, "views", views.values());
            objects(object, "materialized_views", materialized_views.values());
            objects(object, "functions", functions.values());
            objects(object, "sequences", sequences.values());
            objects(object, "triggers", triggers.values());
            objects(object, "extensions", extensions.iter());
            objects(object, "namespaces", namespaces.iter());
        });
    }
}

/// A list of objects, unless there are none.
fn objects<'v, T: Encode + 'v>(
    object: &mut Object<'_, '_>,
    key: &'static str,
    values: impl Iterator<Item = &'v T>,
) {
    let mut values = values.peekable();
    if values.peek().is_some() {
        object.key(key).list(values);
    }
}
