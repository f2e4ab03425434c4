//! What attributes say: names in SQL, SQL types, doc comments.

use migrate_core::schema::QualifiedName;
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, Meta, Token};

use crate::models::diesel::TypeDefinition;

/// What `#[diesel(postgres_type(..))]`, `#[diesel(mysql_type(..))]` or diesel 1's `#[postgres(..)]` says of a
/// struct; none when it is no SQL type with a name.
pub(super) fn type_definition(
    name: &Ident,
    attributes: &[Attribute],
) -> syn::Result<Option<TypeDefinition>> {
    let mut definition =
        TypeDefinition { rust_name: name.unraw().to_string(), postgres: None, mysql: None };
    for attribute in attributes {
        let path = attribute.path();
        if path.is_ident("diesel") {
            let Meta::List(list) = &attribute.meta else { continue };
            let all = Punctuated::<Meta, Token![,]>::parse_terminated;
            let Ok(all) = list.parse_args_with(all) else { continue };
            for meta in all {
                let Meta::List(inner) = &meta else { continue };
                if inner.path.is_ident("postgres_type") {
                    definition.postgres = postgres_name(inner)?;
                } else if inner.path.is_ident("mysql_type") {
                    definition.mysql = text_of(inner, &["name"])?;
                }
            }
        } else if let (true, Meta::List(list)) = (path.is_ident("postgres"), &attribute.meta) {
            definition.postgres = postgres_name(list)?;
        }
    }
    let is_named = definition.postgres.is_some() || definition.mysql.is_some();
    Ok(is_named.then_some(definition))
}

fn postgres_name(list: &syn::MetaList) -> syn::Result<Option<QualifiedName>> {
    let schema = text_of(list, &["schema", "type_schema"])?;
    let name = text_of(list, &["name", "type_name"])?;
    Ok(name.map(|name| QualifiedName { schema, name }))
}

/// The text of `key = ".."` in the parentheses of an attribute.
fn text_of(list: &syn::MetaList, keys: &[&str]) -> syn::Result<Option<String>> {
    let all = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?;
    Ok(all.iter().find_map(|meta| match meta {
        Meta::NameValue(pair) if keys.iter().any(|key| pair.path.is_ident(key)) => {
            match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            }
        }
        _ => None,
    }))
}

/// The name in SQL: that of `#[sql_name = ".."]`, or that in Rust.
pub(super) fn sql_name(attributes: &[Attribute], rust_name: &Ident) -> syn::Result<String> {
    let Some(attribute) = attributes.iter().find(|it| it.path().is_ident("sql_name")) else {
        return Ok(rust_name.unraw().to_string());
    };
    match literal(attribute) {
        Some(Lit::Str(text)) => {
            let text = text.value();
            // diesel takes a raw identifier for the word.
            Ok(text.strip_prefix("r#").map(str::to_owned).unwrap_or(text))
        }
        _ => Err(form(attribute, "#[sql_name = \"name\"]")),
    }
}

/// The literal of `#[key = literal]`.
pub(super) fn literal(attribute: &Attribute) -> Option<&Lit> {
    match &attribute.meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit, .. }) => Some(lit),
            _ => None,
        },
        Meta::Path(_) | Meta::List(_) => None,
    }
}

/// An attribute that says what it says in another form.
pub(super) fn form(attribute: &Attribute, example: &str) -> syn::Error {
    use syn::spanned::Spanned as _;
    syn::Error::new(attribute.span(), format!("this attribute has another form: write `{example}`"))
}

/// The lines of the doc comments.
pub(super) fn docs(attributes: &[Attribute]) -> Vec<String> {
    let docs = attributes.iter().filter(|it| it.path().is_ident("doc"));
    let texts = docs.filter_map(|it| match literal(it) {
        Some(Lit::Str(text)) => Some(text.value()),
        _ => None,
    });
    texts.map(|text| text.trim().to_owned()).collect()
}

/// Whether only tests compile it.
pub(super) fn is_of_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| match &it.meta {
        Meta::List(list) => it.path().is_ident("cfg") && list.tokens.to_string() == "test",
        Meta::Path(_) | Meta::NameValue(_) => false,
    })
}
