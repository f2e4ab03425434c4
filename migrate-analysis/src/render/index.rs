//! Indexes, and the parts of their keys.

use migrate_core::schema::{Index, IndexColumn, IndexTarget, NullsOrder, QualifiedName};
use proc_macro2::TokenStream;
use quote::quote;

use super::error::Unwritable;
use super::literal::{float, name, names, number, sql_text, text, whole};

/// Whether it can be said in a new table; otherwise it is created on it.
pub(super) fn fits_table(index: &Index) -> bool {
    let plain =
        Index { name: index.name.clone(), columns: index.columns.clone(), ..Index::default() };
    *index == plain
}

/// What is said of an index in a new table.
pub(super) fn in_table(index: &Index) -> Result<TokenStream, Unwritable> {
    if !fits_table(index) {
        return Err(Unwritable::word(format!("such an index as `{}` in a new table", index.name)));
    }
    let (known, columns) = (text(&index.name), columns(&index.columns)?);
    Ok(quote!(.index(#known, #columns)))
}

/// The verb that creates an index, and what it says of it.
pub(super) fn created(
    table: &QualifiedName,
    index: &Index,
    concurrently: bool,
) -> Result<TokenStream, Unwritable> {
    let Index {
        name: known,
        columns: parts,
        unique,
        filter,
        include,
        method,
        nulls_not_distinct,
        storage,
        tablespace,
    } = index;
    let (known, table, parts) = (text(known), name(table), columns(parts)?);
    let mut call = quote!(create_index(#known, #table, #parts));
    if *unique {
        call.extend(quote!(.unique()));
    }
    if let Some(method) = method.as_deref().map(text) {
        call.extend(quote!(.using(#method)));
    }
    if !include.is_empty() {
        let include = names(include);
        call.extend(quote!(.include(#include)));
    }
    if *nulls_not_distinct {
        call.extend(quote!(.nulls_not_distinct()));
    }
    if let Some(filter) = filter {
        let filter = sql_text(filter.sql());
        call.extend(quote!(.filter(#filter)));
    }
    for (parameter, value) in storage {
        let (parameter, value) = (text(parameter), setting(value));
        call.extend(quote!(.with(#parameter, #value)));
    }
    if let Some(tablespace) = tablespace.as_deref().map(text) {
        call.extend(quote!(.tablespace(#tablespace)));
    }
    if concurrently {
        call.extend(quote!(.concurrently()));
    }
    Ok(call)
}

/// The value of a storage parameter: a number or a truth value where its text is that of one.
pub(super) fn setting(value: &str) -> TokenStream {
    if let Ok(switch) = value.parse::<bool>() {
        return quote!(#switch);
    }
    let count = value.parse::<u16>().ok().filter(|count| count.to_string() == value);
    let share = value.parse::<f64>().ok().filter(|share| share.to_string() == value);
    match (count, share) {
        (Some(count), _) => number(count.into()),
        (None, Some(share)) if value.contains('.') => float(share),
        (None, _) => {
            let value = text(value);
            quote!(#value)
        }
    }
}

/// The parts of a key: names alone, or `asc(..)`, `desc(..)` and `expression(..)`.
fn columns(parts: &[IndexColumn]) -> Result<TokenStream, Unwritable> {
    if parts.is_empty() {
        return Err(Unwritable::word("an index of no columns"));
    }
    let plain = |part: &IndexColumn| match &part.target {
        IndexTarget::Column(name) if *part == IndexColumn::from(name.as_str()) => {
            Some(name.clone())
        }
        IndexTarget::Column(_) | IndexTarget::Expression(_) => None,
    };
    if let Some(plain) = parts.iter().map(plain).collect::<Option<Vec<_>>>() {
        return Ok(names(&plain));
    }
    let parts = parts.iter().map(part);
    Ok(quote!([#(#parts),*]))
}

fn part(part: &IndexColumn) -> TokenStream {
    let IndexColumn { target, descending, nulls, collation, operator_class, prefix } = part;
    let mut spec = match target {
        IndexTarget::Column(column) => {
            let column = text(column);
            if *descending { quote!(desc(#column)) } else { quote!(asc(#column)) }
        }
        IndexTarget::Expression(sql) => {
            let sql = sql_text(sql.sql());
            let order = descending.then(|| quote!(.descending()));
            quote!(expression(#sql) #order)
        }
    };
    match nulls {
        None => {}
        Some(NullsOrder::First) => spec.extend(quote!(.nulls_first())),
        Some(NullsOrder::Last) => spec.extend(quote!(.nulls_last())),
    }
    if let Some(prefix) = prefix.map(|length| whole(length.into(), "")) {
        spec.extend(quote!(.prefix(#prefix)));
    }
    if let Some(collation) = collation.as_deref().map(text) {
        spec.extend(quote!(.collate(#collation)));
    }
    if let Some(class) = operator_class.as_deref().map(text) {
        spec.extend(quote!(.operator_class(#class)));
    }
    spec
}
