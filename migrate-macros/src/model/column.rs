//! A field as a column: [`column`] reads its type, its words and what diesel says of it.

use migrate_syntax::fields::{Errors, error_with_help};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Field, LitStr};

use super::diesel::diesel;
use super::rust_type::{column_of, optional};
use super::words::{Word, words};
use crate::private::private_at;

/// The types of columns, as the builder's functions are named; those of other tools are among them, because the
/// builder says what they are here.
const TYPES: &[&str] = &[
    "array",
    "big_int",
    "bigint",
    "bigserial",
    "binary",
    "blob",
    "boolean",
    "bytea",
    "char",
    "custom",
    "date",
    "datetime",
    "double",
    "enumeration",
    "float",
    "int",
    "integer",
    "interval",
    "json",
    "jsonb",
    "large_binary",
    "numeric",
    "real",
    "serial",
    "small_int",
    "smallint",
    "string",
    "text",
    "time",
    "timestamp",
    "timestamptz",
    "unicode",
    "uuid",
    "varchar",
];

/// A column of a model.
pub(super) struct Column {
    /// Its name as diesel's schema has it.
    pub(super) diesel_name: String,
    /// Its name in the database.
    pub(super) name: LitStr,
    /// The name it had before.
    pub(super) was: Option<LitStr>,
    /// What its words say of the primary key.
    pub(super) key: Key,
    /// Whether `index` is among its words.
    pub(super) index: Option<Span>,
    takes_null: bool,
    source: TypeSource,
    /// The words that the builder reads, in order.
    calls: Vec<TokenStream>,
}

/// What a column's words say of the primary key.
#[derive(Clone, Copy)]
pub(super) enum Key {
    No,
    /// `primary_key`, also of several columns.
    Part(Span),
    /// `primary_key_named`, which the builder reads.
    Named,
}

/// Where the type of a column comes from.
enum TypeSource {
    /// From the Rust type, in the names of the module around the struct.
    Inferred(TokenStream),
    /// From the words, in the names of the builder.
    Written(TokenStream),
}

/// Reads a field; none when nothing of it can be used.
pub(super) fn column(field: &Field, errors: &mut Errors) -> Option<Column> {
    let Some(ident) = &field.ident else { return None };
    let said = diesel(&field.attrs, errors);
    if let Some(embed) = said.embed {
        errors.push(error_with_help(
            embed,
            "the columns of an embedded struct are not seen here",
            "write all columns of the table into this struct, and embed in a struct of a query",
        ));
        return None;
    }
    let diesel_name = said.column_name.unwrap_or_else(|| ident.unraw().to_string());
    let mut column = Column {
        name: LitStr::new(&diesel_name, ident.span()),
        diesel_name,
        was: None,
        key: Key::No,
        index: None,
        takes_null: optional(&field.ty).is_some(),
        source: TypeSource::Inferred(TokenStream::new()),
        calls: Vec::new(),
    };
    let mut written = None;
    let mut like = None;
    for word in words(&field.attrs, errors) {
        if let Err(error) = read(&word, &mut column, &mut written, &mut like) {
            errors.push(error);
        }
    }
    column.source = match written {
        Some(written) => {
            TypeSource::Written(like.map_or_else(|| written.clone(), |like| quote!(#written.#like)))
        }
        None => match column_of(optional(&field.ty).unwrap_or(&field.ty)) {
            Ok(inferred) => TypeSource::Inferred(inferred),
            Err(error) => {
                errors.push(error);
                return None;
            }
        },
    };
    Some(column)
}

fn read(
    word: &Word,
    column: &mut Column,
    written: &mut Option<TokenStream>,
    like: &mut Option<TokenStream>,
) -> syn::Result<()> {
    let name = word.name.to_string();
    match name.as_str() {
        "column" => column.name = word.text("column = \"name\"")?.clone(),
        "was" => column.was = Some(word.text("was = \"old_name\"")?.clone()),
        "index" if word.is_alone() => column.index = Some(word.name.span()),
        "index" | "index_named" => {
            return Err(error_with_help(
                word.name.span(),
                "an index with a name of its own is said at the table",
                "write `#[model(index(\"ix_users_email\", [\"email\"]))]` on the struct",
            ));
        }
        "primary_key" if word.is_alone() => column.key = Key::Part(word.name.span()),
        "primary_key_named" => {
            column.key = Key::Named;
            column.calls.push(word.call());
        }
        "not_null" | "nullable" | "null" => {
            return Err(error_with_help(
                word.name.span(),
                "the field's type says whether the column takes `NULL`",
                "write `Option<..>` for a column that takes it, and the type alone for one that does not",
            ));
        }
        "like" => *like = Some(word.call()),
        "type" => set_type(word, written, {
            let own = word.argument("type = money()")?;
            quote!(#own)
        })?,
        name if TYPES.contains(&name) => {
            let (private, call) = (private_at(word.name.span()), word.call());
            set_type(word, written, quote!(#private::prelude::#call))?;
        }
        _ => column.calls.push(word.call()),
    }
    Ok(())
}

fn set_type(
    word: &Word,
    written: &mut Option<TokenStream>,
    column_type: TokenStream,
) -> syn::Result<()> {
    match written.replace(column_type) {
        None => Ok(()),
        Some(_) => Err(error_with_help(
            word.name.span(),
            "the type of the column is given twice",
            "leave one of them out; the type on one database alone is `on_postgres = custom(\"citext\")`",
        )),
    }
}

impl Column {
    /// The statement that asks the Rust type, in the names of the module, and the column in those of the builder.
    pub(super) fn tokens(&self, number: usize, is_key: bool) -> (TokenStream, TokenStream) {
        let span = self.name.span();
        // An error of a word is shown from here on, so its span is one of the source.
        let local = format_ident!("__column_{number}", span = span);
        let (statement, column_type) = match &self.source {
            TypeSource::Inferred(inferred) => (quote!(let #local = #inferred;), quote!(#local)),
            TypeSource::Written(written) => (TokenStream::new(), written.clone()),
        };
        let not_null = (!self.takes_null).then(|| quote_spanned!(span=> .not_null()));
        let key = is_key.then(|| quote_spanned!(span=> .primary_key()));
        let (name, calls) = (&self.name, &self.calls);
        (statement, quote!(.column(#name, #column_type #not_null #key #(.#calls)*)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The functions that `migrate-core` has for types are all words.
    #[test]
    fn every_type_is_a_word() {
        let source = include_str!("../../../migrate-core/src/op/column.rs");
        let exported = source.split("pub use types::{").nth(1).unwrap().split('}').next().unwrap();
        let functions = exported.split(',').map(str::trim);
        let functions =
            functions.filter(|name| name.starts_with(|first: char| first.is_lowercase()));
        let missing: Vec<_> = functions.filter(|name| !TYPES.contains(name)).collect();
        assert_eq!(missing, [""; 0]);
    }
}
