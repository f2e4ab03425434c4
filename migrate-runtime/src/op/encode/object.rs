//! Views, functions, sequences, triggers, and a schema with all its objects.

use crate::schema::{Function, MaterializedView, Schema, Sequence, SequenceOptions, Trigger, View};

use super::{Encode, Encoder, Object};

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
        let Self { name, options } = self;
        out.object(|object| {
            object.value("name", name);
            object.unless_default("options", options);
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
    values: impl ExactSizeIterator<Item = &'v T>,
) {
    if values.len() > 0 {
        object.key(key).list(values);
    }
}
