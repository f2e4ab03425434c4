//! What the derive reads of `#[diesel(..)]`: names and the primary key; all else is for diesel's own derives.

use migrate_syntax::fields::Errors;
use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{LitStr, Meta, Path, Token, parenthesized};

/// What `#[diesel(..)]` says of a struct or a field.
#[derive(Default)]
pub(super) struct Diesel {
    /// The last name of `table_name`, as diesel's schema has it.
    pub(super) table_name: Option<String>,
    /// `column_name`, as diesel's schema has it.
    pub(super) column_name: Option<String>,
    /// The columns of `primary_key(..)`.
    pub(super) primary_key: Option<Vec<Ident>>,
    /// Where `embed` is.
    pub(super) embed: Option<Span>,
}

/// Reads all `#[diesel(..)]` on one item.
pub(super) fn diesel(attributes: &[syn::Attribute], errors: &mut Errors) -> Diesel {
    let mut diesel = Diesel::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("diesel")) {
        // Another form is refused by diesel, in its own words.
        let Meta::List(list) = &attribute.meta else { continue };
        let read = list.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                read_key(input, &mut diesel)?;
                skip_past_comma(input);
            }
            Ok(())
        });
        if let Err(error) = read {
            errors.push(error);
        }
    }
    diesel
}

fn read_key(input: ParseStream<'_>, diesel: &mut Diesel) -> syn::Result<()> {
    let Ok(key) = input.call(Ident::parse_any) else { return Ok(()) };
    let key_span = key.span();
    match key.to_string().as_str() {
        "table_name" => diesel.table_name = Some(read_name(input)?),
        "column_name" => diesel.column_name = Some(read_name(input)?),
        "primary_key" => {
            let content;
            parenthesized!(content in input);
            let columns = content.call(Punctuated::<Ident, Token![,]>::parse_terminated)?;
            diesel.primary_key = Some(columns.into_iter().collect());
        }
        "embed" => diesel.embed = Some(key_span),
        _ => {}
    }
    Ok(())
}

/// `= users`, `= crate::schema::users` or `= "users"`.
fn read_name(input: ParseStream<'_>) -> syn::Result<String> {
    input.parse::<Token![=]>()?;
    if input.peek(LitStr) {
        return input.parse::<LitStr>().map(|name| name.value());
    }
    let path: Path = input.parse()?;
    Ok(path.segments.last().map(|last| last.ident.unraw().to_string()).unwrap_or_default())
}

/// Commas inside of generic arguments are no trouble: what follows them is no key that is read.
fn skip_past_comma(input: ParseStream<'_>) {
    while !input.is_empty() {
        if let Ok(Some(_)) = input.parse::<Option<Token![,]>>() {
            return;
        }
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
