//! Habits of Alembic that the compiler would answer with the opposite, or with nothing of use: `nullable(false)`,
//! `string(40)`, `None`, names beside `desc(..)` in one list.
//!
//! It would propose to remove the argument: what is left means the opposite, or loses a length. So they are found
//! in the body of a revision before the compiler sees them.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};

/// What is written in the place of `.name(argument)`.
fn instead(name: &str, argument: &str) -> Option<String> {
    let instead = match (name, argument) {
        ("nullable", "false") => "write `.not_null()`",
        ("nullable", "true") => {
            "write `.nullable()` to change a column; a new column takes NULL unless it is `.not_null()`"
        }
        ("unique", "false") => "leave it out",
        ("unique", "true") => "write `.unique()`",
        ("string", length) if length.parse::<u32>().is_ok() => {
            return Some(format!(
                "write `varchar({length})`; `string()` is text of any length, as `VARCHAR` without one is"
            ));
        }
        _ => return None,
    };
    Some(instead.to_owned())
}

/// What is found in the body of a revision, each as an error; none when there is nothing.
pub(crate) fn errors(body: TokenStream) -> Option<syn::Error> {
    let mut found = None;
    collect(body, &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut Option<syn::Error>) {
    let mut name: Option<String> = None;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let errors = match (group.delimiter(), &name) {
                (Delimiter::Parenthesis, Some(name)) => in_arguments(name, group.stream()),
                (Delimiter::Bracket, _) => in_list(group.stream()),
                (Delimiter::Parenthesis | Delimiter::Brace | Delimiter::None, _) => Vec::new(),
            };
            for error in errors {
                match found {
                    Some(errors) => errors.combine(error),
                    None => *found = Some(error),
                }
            }
            collect(group.stream(), found);
        }
        name = match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
        };
    }
}

fn in_arguments(name: &str, arguments: TokenStream) -> Vec<syn::Error> {
    let argument = arguments.to_string();
    let taken = instead(name, &argument).map(|help| {
        let message = format!("`{name}` takes no `{argument}`\nhelp: {help}");
        syn::Error::new_spanned(arguments.clone(), message)
    });
    let none = if name == "set" { set_to_none(arguments) } else { None };
    let none = none
        .map(|none| syn::Error::new(none.span(), "`None` has no type here\nhelp: write `null()`"));
    taken.into_iter().chain(none).collect()
}

fn in_list(list: TokenStream) -> Vec<syn::Error> {
    let names = names_beside_parts(list).into_iter();
    let error = |name: Literal| {
        let help = format!("write `asc({name})`");
        let message = format!("an index takes names, or parts such as `desc(..)`\nhelp: {help}");
        syn::Error::new(name.span(), message)
    };
    names.map(error).collect()
}

/// The `None` of `.set("name", None)`.
fn set_to_none(arguments: TokenStream) -> Option<TokenTree> {
    let arguments: Vec<_> = arguments.into_iter().collect();
    match arguments.as_slice() {
        [TokenTree::Literal(_), comma, none @ TokenTree::Ident(word)] => {
            (is_comma(comma) && word == "None").then(|| none.clone())
        }
        _ => None,
    }
}

/// The strings in a list in which there is also an `asc(..)`, `desc(..)` or `expression(..)`.
fn names_beside_parts(list: TokenStream) -> Vec<Literal> {
    let mut names = Vec::new();
    let mut has_parts = false;
    let mut begins = true;
    let mut tokens = list.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let follows = tokens.peek();
        let is_alone = follows.is_none_or(is_comma);
        let is_called = matches!(follows, Some(TokenTree::Group(arguments))
            if arguments.delimiter() == Delimiter::Parenthesis);
        match &token {
            TokenTree::Literal(name) if begins && is_alone && name.to_string().starts_with('"') => {
                names.push(name.clone());
            }
            TokenTree::Ident(part) if begins && is_called => {
                has_parts |= ["asc", "desc", "expression"].iter().any(|known| part == known);
            }
            TokenTree::Literal(_)
            | TokenTree::Ident(_)
            | TokenTree::Group(_)
            | TokenTree::Punct(_) => {}
        }
        begins = is_comma(&token);
    }
    if has_parts { names } else { Vec::new() }
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',')
}
