//! A table as a struct with `#[derive(Model)]`: its columns as fields, and what is said of both in words.

use migrate_core::op::conventional;
use migrate_core::schema::{
    Column, Constraint, ConstraintBody, Index, IndexColumn, IndexTarget, Table,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;

use super::names::{Names, of_fields, singular, usual_table};
use super::rust_type::{self, Enums};
use super::words::{Word, words};
use crate::render::error::Unwritable;
use crate::render::literal::{name, text};
use crate::render::table::{positions, said_of, spread};
use crate::render::{column, constraint, index};

/// The struct of a table of which a new table can say all.
pub(super) fn of_table(
    table: &Table,
    enums: &Enums<'_>,
    names: &mut Names,
) -> Result<TokenStream, Unwritable> {
    let Table {
        name: known,
        columns,
        mysql_order: _,
        constraints: _,
        indexes,
        comment,
        options,
        partitions: _,
        touched_by: _,
    } = table;
    let own = names.of_item(known.schema.as_deref(), &singular(&known.name));
    let mut said = Vec::new();
    if known.schema.is_some() || usual_table(&own) != known.name {
        let known = name(known);
        said.push(quote!(table = #known));
    }
    let (at_columns, others) = spread(table);
    let fields = of_fields(columns.iter().map(|column| column.name.as_str()));
    let key = Key::of(table, &fields);
    if matches!(key, Key::None) {
        said.push(quote!(no_primary_key));
    }
    for other in others {
        if !(matches!(key, Key::AtColumns(_)) && is_key(other)) {
            said.extend(said_in(constraint::in_table(known, other)?));
        }
    }
    let (at_field, at_table): (Vec<&Index>, Vec<&Index>) =
        indexes.iter().partition(|index| indexed_column(table, index).is_some());
    for index in at_table {
        said.extend(said_in(index::in_table(index)?));
    }
    if let Some(comment) = comment.as_deref().map(text) {
        said.push(quote!(comment = #comment));
    }
    said.extend(said_in(said_of(options)));
    let mut written = Vec::new();
    let columns = columns.iter().zip(&at_columns).zip(positions(table)).zip(&fields);
    for (((column, constraints), position), field) in columns {
        let chain = column::column(known, column, constraints, position.as_ref())?;
        let takes_null = column.nullable && !constraints.iter().any(|it| is_key(it));
        let (rust, is_implied) = rust_type::of_column(column, enums);
        let mut said = at_field_of(column, field, &words(chain), is_implied);
        if matches!(key, Key::Usual) {
            said.retain(|word| word.to_string() != "primary_key");
        }
        if key.has(&column.name) {
            said.insert(0, quote!(primary_key));
        }
        if at_field.iter().any(|index| indexed_column(table, index) == Some(&column.name)) {
            said.push(quote!(index));
        }
        let rust = if takes_null { quote!(Option<#rust>) } else { rust };
        let said = attribute(&said);
        written.push(quote!(#said pub #field: #rust));
    }
    let said = attribute(&said);
    Ok(quote! {
        #[derive(Clone, Debug, Model)]
        #said
        pub struct #own { #(#written),* }
    })
}

/// Where the primary key is said.
enum Key {
    /// There is none.
    None,
    /// Nowhere: it is the column `id`, under its usual name.
    Usual,
    /// At its columns, in their order.
    AtColumns(Vec<String>),
    /// In the words of the builder.
    Told,
}

impl Key {
    fn of(table: &Table, fields: &[Ident]) -> Self {
        let Some(key) = table.constraints.iter().find(|it| is_key(it)) else { return Self::None };
        let columns = key.columns();
        let order = |column: &String| table.columns.iter().position(|it| it.name == *column);
        let places: Vec<_> = columns.iter().map(order).collect();
        match &places[..] {
            _ if !constraint::is_conventional(&table.name, "", key) => Self::Told,
            [Some(only)] if fields.get(*only).is_some_and(|field| field.unraw() == "id") => {
                Self::Usual
            }
            // A single key is a word of the column already.
            [_] => Self::Told,
            several if several.is_sorted() => Self::AtColumns(columns.to_vec()),
            _ => Self::Told,
        }
    }

    fn has(&self, column: &str) -> bool {
        match self {
            Self::AtColumns(columns) => columns.iter().any(|of_key| of_key == column),
            Self::None | Self::Usual | Self::Told => false,
        }
    }
}

fn is_key(constraint: &Constraint) -> bool {
    matches!(constraint.body, ConstraintBody::PrimaryKey { .. })
}

/// The words of a field.
fn at_field_of(
    column: &Column,
    field: &Ident,
    words: &[Word],
    is_implied: bool,
) -> Vec<TokenStream> {
    let mut said = Vec::new();
    if field.unraw() != column.name {
        let name = text(&column.name);
        said.push(quote!(column = #name));
    }
    for (place, word) in words.iter().enumerate() {
        let is_type = place == 0 || (place == 1 && word.is("unsigned"));
        match (is_type, is_implied) {
            (true, true) => {}
            (true, false) => said.push(word.call()),
            // The type of the field says it.
            (false, _) if word.is("not_null") => {}
            (false, _) => said.push(word.said()),
        }
    }
    said
}

/// The words of a part of a new table.
fn said_in(chain: TokenStream) -> Vec<TokenStream> {
    words(chain).iter().map(Word::said).collect()
}

/// `#[model(..)]`, where anything is said.
fn attribute(said: &[TokenStream]) -> Option<TokenStream> {
    (!said.is_empty()).then(|| quote!(#[model(#(#said),*)]))
}

/// The column of an index that has the name which the word `index` at a field gives.
fn indexed_column<'i>(table: &Table, index: &'i Index) -> Option<&'i String> {
    let [IndexColumn { target: IndexTarget::Column(column), .. }] = &index.columns[..] else {
        return None;
    };
    let plain = Index {
        name: conventional(&["ix", &table.name.name, column]),
        columns: vec![IndexColumn::from(column.as_str())],
        ..Index::default()
    };
    (*index == plain).then_some(column)
}
