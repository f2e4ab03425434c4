//! `#[derive(ModelEnum)]`: [`expand`] writes a fieldless enum as an enum type of the database.

use migrate_syntax::fields::{Errors, Key, error_with_help, read_fields, read_string};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, Fields, ItemEnum, LitStr, Meta};

use crate::private::private;

const NAME: Key =
    Key { name: "name", form: "`name = \"mood\"`", aliases: &["type_name", "sql_type"] };
const RENAME_ALL: Key = Key {
    name: "rename_all",
    form: "`rename_all = \"kebab-case\"`",
    aliases: &["case", "value_style"],
};
const RENAME: Key =
    Key { name: "rename", form: "`rename = \"in_review\"`", aliases: &["label", "value"] };

/// How labels are made of the names of variants.
type Style = fn(&str) -> String;

/// The styles, named as serde names them.
const STYLES: &[(&str, Style)] = &[
    ("snake_case", snake_case),
    ("lowercase", |name| name.to_lowercase()),
    ("UPPERCASE", |name| name.to_uppercase()),
    ("PascalCase", str::to_owned),
    ("camelCase", camel_case),
    ("SCREAMING_SNAKE_CASE", |name| snake_case(name).to_uppercase()),
    ("kebab-case", |name| snake_case(name).replace('_', "-")),
    ("SCREAMING-KEBAB-CASE", |name| snake_case(name).to_uppercase().replace('_', "-")),
];

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    parse(item).unwrap_or_else(syn::Error::into_compile_error)
}

fn parse(item: TokenStream) -> syn::Result<TokenStream> {
    let item: ItemEnum = syn::parse2(item).map_err(|error| {
        error_with_help(
            error.span(),
            "an enum type is made of an enum",
            "write `enum Mood { Sad, Happy }`",
        )
    })?;
    if !item.generics.params.is_empty() || item.variants.is_empty() {
        return Err(error_with_help(
            item.ident.span(),
            "an enum type has labels, and no generic parameters",
            "write `enum Mood { Sad, Happy }`",
        ));
    }
    let mut errors = Errors::default();
    let mut name = LitStr::new(&snake_case(&item.ident.unraw().to_string()), item.ident.span())
        .into_token_stream();
    let mut style: Style = snake_case;
    read(&item.attrs, &[NAME, RENAME_ALL], &mut errors, |key, input| {
        match key {
            "name" => name = input.parse::<Expr>()?.into_token_stream(),
            _ => style = read_style(input)?,
        }
        Ok(())
    });
    let labels = labels(&item, style, &mut errors);
    errors.finish()?;
    let (private, item) = (private(), &item.ident);
    Ok(quote! {
        #[automatically_derived]
        impl #private::ModelType for #item {
            type Kind = #private::kind::Enumeration;

            fn column() -> #private::ColumnSpec<#private::kind::Enumeration> {
                #private::prelude::enumeration(#name, [#(#labels),*])
            }
        }
    })
}

/// The label of each variant.
fn labels(item: &ItemEnum, style: Style, errors: &mut Errors) -> Vec<LitStr> {
    let mut labels: Vec<LitStr> = Vec::new();
    for variant in &item.variants {
        if !matches!(variant.fields, Fields::Unit) {
            errors.push(error_with_help(
                variant.ident.span(),
                format_args!("a label holds nothing, and `{}` has fields", variant.ident),
                "keep what it holds in columns of its own",
            ));
        }
        let mut label =
            LitStr::new(&style(&variant.ident.unraw().to_string()), variant.ident.span());
        read(&variant.attrs, &[RENAME], errors, |_, input| {
            label = read_string(input, RENAME)?;
            Ok(())
        });
        if labels.iter().any(|earlier| earlier.value() == label.value()) {
            errors.push(error_with_help(
                label.span(),
                format_args!("two variants have the label `{}`", label.value()),
                "give one another: `#[model(rename = \"..\")]`",
            ));
        }
        labels.push(label);
    }
    labels
}

fn read_style(input: ParseStream<'_>) -> syn::Result<Style> {
    let name = read_string(input, RENAME_ALL)?;
    let found = STYLES.iter().find(|(known, _)| *known == name.value());
    found.map(|(_, style)| *style).ok_or_else(|| {
        let known: Vec<_> = STYLES.iter().map(|(name, _)| format!("`{name}`")).collect();
        error_with_help(
            name.span(),
            format_args!("`{}` is no style of labels", name.value()),
            format_args!("the styles are {}", known.join(", ")),
        )
    })
}

/// Reads the keys of all `#[model(..)]` on one item.
fn read(
    attributes: &[syn::Attribute],
    keys: &[Key],
    errors: &mut Errors,
    mut value: impl FnMut(&'static str, ParseStream<'_>) -> syn::Result<()>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("model")) {
        let Meta::List(list) = &attribute.meta else {
            errors.push(error_with_help(
                Span::call_site(),
                "`#[model(..)]` takes keys in parentheses",
                format_args!(
                    "write {}",
                    keys.first().map_or_else(String::new, |key| key.form.to_owned())
                ),
            ));
            continue;
        };
        let read = list.parse_args_with(|input: ParseStream<'_>| {
            read_fields(input, keys, errors, |key, input, _| value(key, input));
            Ok(())
        });
        if let Err(error) = read {
            errors.push(error);
        }
    }
}

/// `in_review` of `InReview`: each capital begins a word, as for diesel and serde.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_uppercase() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn camel_case(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_each_style() {
        let all = STYLES.iter().map(|(name, style)| (*name, style("InReview")));
        assert_eq!(
            all.collect::<Vec<_>>(),
            [
                ("snake_case", "in_review".to_owned()),
                ("lowercase", "inreview".to_owned()),
                ("UPPERCASE", "INREVIEW".to_owned()),
                ("PascalCase", "InReview".to_owned()),
                ("camelCase", "inReview".to_owned()),
                ("SCREAMING_SNAKE_CASE", "IN_REVIEW".to_owned()),
                ("kebab-case", "in-review".to_owned()),
                ("SCREAMING-KEBAB-CASE", "IN-REVIEW".to_owned()),
            ]
        );
        assert_eq!(snake_case("HTTPLog2"), "h_t_t_p_log2");
    }
}
