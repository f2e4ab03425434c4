//! The verbs of objects beside tables.

use migrate_core::op::{EnumPosition, ObjectChange};
use migrate_core::schema::{
    EnumType, Function, MaterializedView, Object, ObjectRef, Sequence, SequenceOptions,
    SequenceOwner, Trigger, View,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::error::Unwritable;
use super::literal::{name, names, number, sql_text, text};

/// The verb that creates an object.
pub(super) fn created(object: &Object) -> Result<TokenStream, Unwritable> {
    Ok(match object {
        Object::Namespace(known) => {
            let known = text(known);
            quote!(create_schema(#known))
        }
        Object::Extension(known) => {
            let known = text(known);
            quote!(create_extension(#known))
        }
        Object::EnumType(EnumType { name: known, values }) => {
            let (known, values) = (name(known), names(values));
            quote!(create_enum(#known, #values))
        }
        Object::Sequence(Sequence { name: known, options, owner }) => {
            let known = name(known);
            let (options, owner) = (numbers(options), owner.as_ref().map(owned_by));
            quote!(create_sequence(#known) #options #owner)
        }
        Object::Function(function) => new_function(function),
        Object::View(View { name: known, query }) => {
            let (known, query) = (name(known), sql_text(query));
            quote!(create_view(#known, #query))
        }
        Object::MaterializedView(MaterializedView { name: known, query, with_data, indexes }) => {
            if !indexes.is_empty() {
                return Err(Unwritable::word("the indexes of a new materialized view"));
            }
            let (known, query) = (name(known), sql_text(query));
            let data = (!with_data).then(|| quote!(.with_no_data()));
            quote!(create_materialized_view(#known, #query) #data)
        }
        Object::Trigger(Trigger { name: known, table, event, body }) => {
            let (known, table) = (text(known), name(table));
            let (event, body) = (sql_text(event.sql()), sql_text(body));
            quote!(create_trigger(#known, #table, #event, #body))
        }
    })
}

fn new_function(function: &Function) -> TokenStream {
    let Function { name: known, arguments, definition } = function;
    let (known, arguments, definition) = (name(known), text(arguments), sql_text(definition));
    quote!(create_function(#known, #arguments, #definition))
}

/// The verb that drops an object.
pub(super) fn dropped(object: &ObjectRef) -> TokenStream {
    let named = |verb: TokenStream, known| {
        let known = name(known);
        quote!(#verb(#known))
    };
    match object {
        ObjectRef::Namespace(known) => {
            let known = text(known);
            quote!(drop_schema(#known))
        }
        ObjectRef::Extension(known) => {
            let known = text(known);
            quote!(drop_extension(#known))
        }
        ObjectRef::EnumType(known) => named(quote!(drop_enum), known),
        ObjectRef::Sequence(known) => named(quote!(drop_sequence), known),
        ObjectRef::Function { name: known, arguments } => {
            let (known, arguments) = (name(known), text(arguments));
            quote!(drop_function(#known, #arguments))
        }
        ObjectRef::View(known) => named(quote!(drop_view), known),
        ObjectRef::MaterializedView(known) => named(quote!(drop_materialized_view), known),
        ObjectRef::Trigger { table, name: known } => {
            let (known, table) = (text(known), name(table));
            quote!(drop_trigger(#known, #table))
        }
    }
}

/// The verb that changes an object.
pub(super) fn changed(change: &ObjectChange) -> TokenStream {
    match change {
        ObjectChange::AddEnumValue { name: known, value, position } => {
            let (known, value) = (name(known), text(value));
            let position = match position {
                EnumPosition::Last => None,
                EnumPosition::Before(other) => {
                    let other = text(other);
                    Some(quote!(.before(#other)))
                }
                EnumPosition::After(other) => {
                    let other = text(other);
                    Some(quote!(.after(#other)))
                }
            };
            quote!(add_enum_value(#known, #value) #position)
        }
        ObjectChange::RenameEnumValue { name: known, from, to } => {
            let (known, from, to) = (name(known), text(from), text(to));
            quote!(rename_enum_value(#known, #from, #to))
        }
        ObjectChange::RenameEnum { name: known, to } => {
            let (known, to) = (name(known), text(to));
            quote!(rename_enum(#known, #to))
        }
        ObjectChange::SetEnumValues { name: known, values, replaced } => {
            let (known, values) = (name(known), names(values));
            let replaced = replaced.iter().map(|(value, by)| {
                let (value, by) = (text(value), text(by));
                quote!(.replace(#value, #by))
            });
            quote!(set_enum_values(#known, #values) #(#replaced)*)
        }
        ObjectChange::EnsureExtension(known) => {
            let known = text(known);
            quote!(create_extension(#known).if_not_exists())
        }
        ObjectChange::AlterSequence { name: known, options, owner } => {
            let (known, options) = (name(known), numbers(options));
            let owner = match owner {
                None => None,
                Some(None) => Some(quote!(.owned_by_none())),
                Some(Some(owner)) => Some(owned_by(owner)),
            };
            quote!(alter_sequence(#known) #options #owner)
        }
        ObjectChange::RefreshMaterializedView { name: known, concurrently } => {
            let known = name(known);
            let how = concurrently.then(|| quote!(.concurrently()));
            quote!(refresh_materialized_view(#known) #how)
        }
        ObjectChange::ReplaceFunction(function) => {
            let function = new_function(function);
            quote!(#function.or_replace())
        }
    }
}

/// Which numbers a sequence gives.
fn numbers(options: &SequenceOptions) -> TokenStream {
    let SequenceOptions { start, increment, minimum, maximum, cache, cycle } = options;
    let mut said = TokenStream::new();
    let each = [
        (start, quote!(start_with)),
        (increment, quote!(increment_by)),
        (minimum, quote!(min_value)),
        (maximum, quote!(max_value)),
        (cache, quote!(cache)),
    ];
    for (value, verb) in each {
        if let Some(value) = value.map(number) {
            said.extend(quote!(.#verb(#value)));
        }
    }
    match cycle {
        None => {}
        Some(true) => said.extend(quote!(.cycle())),
        Some(false) => said.extend(quote!(.no_cycle())),
    }
    said
}

fn owned_by(owner: &SequenceOwner) -> TokenStream {
    let SequenceOwner { table, column } = owner;
    let (table, column) = (name(table), text(column));
    quote!(.owned_by(#table, #column))
}
