//! `#[derive(Model)]`: [`expand`] writes a struct as the builder's table, and registers it.
//!
//! The words of `#[model(..)]` become calls of the builder with the spans that they were written with: what does
//! not fit is the compiler's to say, at the word.

mod column;
mod diesel;
mod enums;
mod functions;
mod rust_type;
mod words;

use migrate_syntax::fields::{Errors, error_with_help};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Fields, ItemStruct, LitStr};

use crate::private::private;
use column::{Column, Key};
use words::words;

pub(crate) use enums::expand as expand_enum;
pub(crate) use functions::expand as expand_function;

/// What the words on the struct say.
struct Table {
    /// Its name, as the builder takes it.
    name: TokenStream,
    was: Option<LitStr>,
    no_primary_key: Option<Span>,
    /// Whether the builder is told the key.
    has_key: bool,
    /// The words that the builder reads, in order.
    calls: Vec<TokenStream>,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    parse(item).unwrap_or_else(syn::Error::into_compile_error)
}

fn parse(item: TokenStream) -> syn::Result<TokenStream> {
    let item: ItemStruct = syn::parse2(item).map_err(|error| {
        error_with_help(error.span(), "a model is a struct", "write one field for each column")
    })?;
    let Fields::Named(fields) = &item.fields else {
        return Err(error_with_help(
            item.ident.span(),
            "a model is a struct with named fields",
            "write one field for each column: `struct User { id: i64, email: String }`",
        ));
    };
    if !item.generics.params.is_empty() {
        return Err(error_with_help(
            item.ident.span(),
            "a model has no generic parameters",
            "write the types of its columns, `String` instead of `&'a str`; a struct of a query has no `Model`",
        ));
    }
    let mut errors = Errors::default();
    let said = diesel::diesel(&item.attrs, &mut errors);
    let columns: Vec<_> =
        fields.named.iter().filter_map(|field| column::column(field, &mut errors)).collect();
    let table = table(&item, said.table_name, &mut errors);
    // The key may be of a column that is at fault.
    errors.finish()?;
    let key = primary_key(&item.ident, &table, &columns, said.primary_key)?;
    Ok(register(&item.ident, &table, &columns, &key))
}

fn table(item: &ItemStruct, diesel_name: Option<String>, errors: &mut Errors) -> Table {
    let name =
        diesel_name.unwrap_or_else(|| enums::snake_case(&item.ident.unraw().to_string()) + "s");
    let mut table = Table {
        name: LitStr::new(&name, item.ident.span()).into_token_stream(),
        was: None,
        no_primary_key: None,
        has_key: false,
        calls: Vec::new(),
    };
    for word in words(&item.attrs, errors) {
        let read = match word.name.to_string().as_str() {
            // A name, or a tuple of a schema and a name.
            "table" => word.argument("table = \"users\"").map(|name| {
                table.name = name.to_token_stream();
            }),
            "was" => word.text("was = \"old_name\"").map(|was| table.was = Some(was.clone())),
            "no_primary_key" => {
                table.no_primary_key = Some(word.name.span());
                Ok(())
            }
            other => {
                table.has_key |= matches!(other, "primary_key" | "primary_key_named");
                table.calls.push(word.call());
                Ok(())
            }
        };
        if let Err(error) = read {
            errors.push(error);
        }
    }
    table
}

/// The places of the columns of the key that the derive writes; none where the builder is told it.
///
/// As diesel has it, a key that nobody names is the column `id`.
fn primary_key(
    model: &Ident,
    table: &Table,
    columns: &[Column],
    of_diesel: Option<Vec<Ident>>,
) -> syn::Result<Vec<usize>> {
    let parts: Vec<_> = positions(columns, |column| matches!(column.key, Key::Part(_)));
    let is_told = table.has_key || columns.iter().any(|column| matches!(column.key, Key::Named));
    if is_told || table.no_primary_key.is_some() {
        let twice = columns.iter().find_map(|column| match column.key {
            Key::Part(span) => Some(span),
            Key::No | Key::Named => None,
        });
        return match twice.or(table.no_primary_key.filter(|_| is_told)) {
            None => Ok(Vec::new()),
            Some(span) => Err(error_with_help(
                span,
                "the primary key is given twice",
                "say it at its columns, or at the table",
            )),
        };
    }
    if !parts.is_empty() {
        return Ok(parts);
    }
    if let Some(key) = of_diesel {
        return key.iter().map(|column| of_name(column, columns)).collect();
    }
    let id = positions(columns, |column| column.diesel_name == "id");
    if !id.is_empty() {
        return Ok(id);
    }
    Err(error_with_help(
        model.span(),
        format_args!("`{model}` has no primary key: no column is called `id`"),
        "write `#[model(primary_key)]` at the columns of the key, or `#[model(no_primary_key)]` on the struct",
    ))
}

fn positions(columns: &[Column], is_wanted: impl Fn(&Column) -> bool) -> Vec<usize> {
    let wanted = columns.iter().enumerate().filter(|(_, column)| is_wanted(column));
    wanted.map(|(at, _)| at).collect()
}

fn of_name(name: &Ident, columns: &[Column]) -> syn::Result<usize> {
    let wanted = name.unraw().to_string();
    columns.iter().position(|column| column.diesel_name == wanted).ok_or_else(|| {
        error_with_help(
            name.span(),
            format_args!("no field is of the column `{wanted}`"),
            "a model has a field for each column of its table",
        )
    })
}

fn register(model: &Ident, table: &Table, columns: &[Column], key: &[usize]) -> TokenStream {
    let private = private();
    let single = if let [only] = key { Some(*only) } else { None };
    let (asked, written): (Vec<_>, Vec<_>) = columns
        .iter()
        .enumerate()
        .map(|(at, column)| column.tokens(at, single == Some(at)))
        .unzip();
    let several = (key.len() > 1).then(|| {
        let names = key.iter().map(|at| &columns[*at].name);
        quote!(.primary_key([#(#names),*]))
    });
    let mut whole = {
        let Table { name, calls, .. } = table;
        quote!(#private::prelude::table(#name) #(#written)* #several #(.#calls)*)
    };
    for column in columns {
        if let Some(span) = column.index {
            let name = &column.name;
            whole = quote_spanned!(span=> #private::index_of_column(#whole, #name));
        }
    }
    let record = quote_spanned! {model.span()=>
        |op: &mut #private::Op| op.create_table(<#model as #private::Model>::table())
    };
    let submitted = submit(&record, table.was.as_ref(), columns);
    quote! {
        #[automatically_derived]
        impl #private::Model for #model {
            fn table() -> #private::TableSpec {
                #[allow(unused_imports)]
                use #private::ByName as _;
                #(#asked)*
                {
                    #[allow(unused_imports)]
                    use #private::prelude::*;
                    #whole
                }
            }
        }

        #submitted
    }
}

/// Registers what a function records.
fn submit(record: &TokenStream, was: Option<&LitStr>, columns: &[Column]) -> TokenStream {
    let private = private();
    let was = was.map_or_else(
        || quote!(::core::option::Option::None),
        |was| quote!(::core::option::Option::Some(#was)),
    );
    let columns_were = columns.iter().filter_map(|column| {
        let (name, was) = (&column.name, column.was.as_ref()?);
        Some(quote!((#name, #was)))
    });
    quote! {
        #private::inventory::submit! {
            #private::RegisteredModel {
                module: ::core::module_path!(),
                file: ::core::file!(),
                line: ::core::line!(),
                record: #record,
                was: #was,
                columns_were: &[#(#columns_were),*],
            }
        }
    }
}
