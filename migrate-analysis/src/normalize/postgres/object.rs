//! Views, functions, sequences and triggers in their normal form.

use migrate_core::schema::{
    Function, MaterializedView, Schema, Sequence, SequenceOptions, SqlText, Trigger, View,
};

use super::table::normalize_index;
use super::{routine, trigger, view};

pub(super) fn normalize_objects(schema: &mut Schema, text: &impl Fn(&SqlText) -> String) {
    // Every database is made with it.
    schema.extensions.remove("plpgsql");
    for view in schema.views.values_mut() {
        *view = View { name: view.name.clone(), query: skeleton(&view.query, text) };
    }
    for view in schema.materialized_views.values_mut() {
        let mut indexes = std::mem::take(&mut view.indexes);
        indexes.iter_mut().for_each(normalize_index);
        indexes.sort_by(|a, b| a.name.cmp(&b.name));
        *view = MaterializedView {
            name: view.name.clone(),
            query: skeleton(&view.query, text),
            // Whether it holds rows is known only until it is refreshed.
            with_data: true,
            indexes,
        };
    }
    let functions = std::mem::take(&mut schema.functions).into_values();
    schema.functions = functions
        .map(|function| {
            let arguments = routine::arguments(&function.arguments);
            let definition = routine::definition(&text(&function.definition), &arguments);
            let definition = SqlText::Common(definition);
            let key = (function.name.clone(), arguments.clone());
            (key, Function { arguments, definition, ..function })
        })
        .collect();
    for Sequence { options, .. } in schema.sequences.values_mut() {
        *options = sequence_options(*options);
    }
    for trigger in schema.triggers.values_mut() {
        *trigger = Trigger {
            event: trigger::event(&trigger.event).into(),
            body: SqlText::Common(trigger::body(&text(&trigger.body))),
            ..trigger.clone()
        };
    }
}

fn skeleton(query: &SqlText, text: &impl Fn(&SqlText) -> String) -> SqlText {
    SqlText::Common(view::skeleton(&text(query)))
}

/// A sequence without what it does by default
/// (<https://www.postgresql.org/docs/current/sql-createsequence.html>).
///
/// Where it starts is set when it is made: one whose lowest number was changed later still starts
/// where it did, so either number counts as the default.
pub(super) fn sequence_options(options: SequenceOptions) -> SequenceOptions {
    let increment = options.increment.filter(|distance| *distance != 1);
    let descending = increment.is_some_and(|distance| distance < 0);
    let (lowest, highest) = if descending { (i64::MIN, -1) } else { (1, i64::MAX) };
    let first = if descending {
        options.maximum.unwrap_or(highest)
    } else {
        options.minimum.unwrap_or(lowest)
    };
    let unbounded = if descending { -1 } else { 1 };
    SequenceOptions {
        start: options.start.filter(|start| *start != first && *start != unbounded),
        increment,
        minimum: options.minimum.filter(|minimum| *minimum != lowest),
        maximum: options.maximum.filter(|maximum| *maximum != highest),
        cache: options.cache.filter(|cache| *cache != 1),
        cycle: options.cycle.filter(|cycle| *cycle),
    }
}
