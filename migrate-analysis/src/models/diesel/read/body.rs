//! The grammar of `table!`, `view!` and `joinable!`.

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Token};

use crate::models::diesel::{RelationKind, SqlType};

/// What is between the braces of `table!` and `view!`.
pub(super) struct Body {
    pub(super) attributes: Vec<Attribute>,
    pub(super) schema: Option<Ident>,
    pub(super) name: Ident,
    pub(super) key: Option<Punctuated<Ident, Token![,]>>,
    pub(super) columns: Punctuated<ColumnBody, Token![,]>,
}

/// A column of either.
pub(super) struct ColumnBody {
    pub(super) attributes: Vec<Attribute>,
    pub(super) name: Ident,
    pub(super) sql_type: syn::TypePath,
}

/// What is in the parentheses of `joinable!`.
pub(super) struct Join {
    pub(super) child: Ident,
    pub(super) parent: Ident,
    pub(super) column: Ident,
}

impl Body {
    pub(super) fn parse(input: ParseStream<'_>, kind: RelationKind) -> syn::Result<Self> {
        while input.peek(Token![use]) {
            input.parse::<syn::ItemUse>()?;
        }
        let attributes = input.call(Attribute::parse_outer)?;
        let first = input.call(Ident::parse_any)?;
        let (schema, name) = match input.parse::<Option<Token![.]>>()? {
            Some(_) => (Some(first), input.call(Ident::parse_any)?),
            None => (None, first),
        };
        let key = if kind == RelationKind::Table && input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            Some(content.parse_terminated(Ident::parse_any, Token![,])?)
        } else {
            None
        };
        let content;
        syn::braced!(content in input);
        let columns = content.parse_terminated(ColumnBody::parse, Token![,])?;
        Ok(Self { attributes, schema, name, key, columns })
    }
}

impl Parse for ColumnBody {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![->]>()?;
        Ok(Self { attributes, name, sql_type: input.parse()? })
    }
}

impl Parse for Join {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let child = input.call(Ident::parse_any)?;
        input.parse::<Token![->]>()?;
        let parent = input.call(Ident::parse_any)?;
        let content;
        syn::parenthesized!(content in input);
        let column = content.call(Ident::parse_any)?;
        Ok(Self { child, parent, column })
    }
}

/// The type of a column, by the last names of its paths.
pub(super) fn sql_type(path: &syn::TypePath) -> syn::Result<SqlType> {
    use syn::{GenericArgument, PathArguments, Type, spanned::Spanned as _};
    let unknown = |span: Span| {
        syn::Error::new(
            span,
            "this is no SQL type: write one of `diesel::sql_types`, such as `Text`",
        )
    };
    let segment = path.path.segments.last().ok_or_else(|| unknown(path.span()))?;
    let mut read = SqlType::named(segment.ident.unraw().to_string());
    let argument = |kind: &Type| match kind {
        Type::Path(path) => sql_type(path).map(|read| vec![read]),
        Type::Tuple(tuple) => {
            let element = |kind: &Type| match kind {
                Type::Path(path) => sql_type(path),
                other => Err(unknown(other.span())),
            };
            tuple.elems.iter().map(element).collect()
        }
        other => Err(unknown(other.span())),
    };
    match &segment.arguments {
        PathArguments::None => {}
        PathArguments::AngleBracketed(arguments) => {
            for one in &arguments.args {
                match one {
                    GenericArgument::Type(kind) => read.arguments.extend(argument(kind)?),
                    other => return Err(unknown(other.span())),
                }
            }
        }
        PathArguments::Parenthesized(arguments) => return Err(unknown(arguments.span())),
    }
    Ok(read)
}
