//! The type of a column from the Rust type of its field: [`column_of`].
//!
//! Types of other crates are known by their last name, because the core cannot depend on all these crates. All
//! others are asked through `ModelType`, and so is a type of that name which is one.

use migrate_syntax::fields::error_with_help;
use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, PathSegment, Type};

use crate::private::private_at;

/// What a type of another crate is known by, and the builder's word for it.
const KNOWN: &[(&str, &str)] = &[
    ("NaiveDateTime", "timestamp"),
    ("PrimitiveDateTime", "timestamp"),
    ("OffsetDateTime", "timestamptz"),
    ("Timestamp", "timestamptz"),
    ("Zoned", "timestamptz"),
    ("NaiveDate", "date"),
    ("Date", "date"),
    ("NaiveTime", "time"),
    ("Time", "time"),
    ("PgInterval", "interval"),
    ("Uuid", "uuid"),
    ("Value", "jsonb"),
    ("JsonValue", "jsonb"),
];

/// The type inside of `Option<..>`, which says that the column takes `NULL`.
pub(super) fn optional(rust: &Type) -> Option<&Type> {
    argument_of(last_segment(rust)?, "Option")
}

/// The type of a column for values of a Rust type.
pub(super) fn column_of(rust: &Type) -> syn::Result<TokenStream> {
    let span = rust.span();
    let private = private_at(span);
    let from_trait = || quote_spanned!(span=> #private::column_of::<#rust>());
    let Some(segment) = last_segment(rust) else { return Ok(from_trait()) };
    if let Some(element) = argument_of(segment, "Vec") {
        return column_of_list(rust, element);
    }
    let name = segment.ident.to_string();
    let word = match name.as_str() {
        "Decimal" | "BigDecimal" => {
            return Err(error_with_help(
                rust.span(),
                format_args!("`{name}` does not say how many digits the column keeps"),
                "write them: `#[model(numeric(10, 2))]` for 10 digits, 2 of them after the point",
            ));
        }
        // chrono's has a time zone as its argument, and jiff's has none.
        "DateTime" if segment.arguments.is_empty() => "timestamp",
        "DateTime" => "timestamptz",
        name => match KNOWN.iter().find(|(known, _)| *known == name) {
            Some((_, word)) => word,
            None => return Ok(from_trait()),
        },
    };
    let word = Ident::new(word, span);
    Ok(quote_spanned!(span=> #private::Named::<#rust, _>::new(#private::prelude::#word()).column()))
}

/// `Vec<u8>` is bytes, and any other a list, of which diesel may say that its elements take `NULL`.
fn column_of_list(rust: &Type, element: &Type) -> syn::Result<TokenStream> {
    let span = rust.span();
    let private = private_at(span);
    let is_byte = last_segment(element).is_some_and(|segment| segment.ident == "u8");
    if is_byte {
        return Ok(quote_spanned!(span=> #private::prelude::binary()));
    }
    let element = column_of(optional(element).unwrap_or(element))?;
    Ok(quote_spanned!(span=> #private::prelude::array(#element)))
}

fn last_segment(rust: &Type) -> Option<&PathSegment> {
    match rust {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(parentheses) => last_segment(&parentheses.elem),
        // Any other is no path: `ModelType` says what it is.
        _ => None,
    }
}

/// The only type argument of a type of this name.
fn argument_of<'t>(segment: &'t PathSegment, name: &str) -> Option<&'t Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(argument)) if segment.ident == name => Some(argument),
        Some(_) | None => None,
    }
}
