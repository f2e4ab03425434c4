//! Alembic's flags, which are words of their own here: `nullable(false)`, `unique(false)`.
//!
//! The methods take no argument, and the compiler would propose to remove one: what is left means the
//! opposite. So the flags are found in the body of a revision before the compiler sees them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What is written in the place of `.name(flag)`.
fn instead(name: &str, flag: &str) -> Option<&'static str> {
    match (name, flag) {
        ("nullable", "false") => Some("write `.not_null()`"),
        ("nullable", "true") => Some(
            "write `.nullable()` to change a column; a new column takes NULL unless it is `.not_null()`",
        ),
        ("unique", "false") => Some("leave it out"),
        ("unique", "true") => Some("write `.unique()`"),
        _ => None,
    }
}

/// The flags in the body of a revision, each as an error; none when there are none.
pub(crate) fn errors(body: TokenStream) -> Option<syn::Error> {
    let mut found = None;
    collect(body, &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut Option<syn::Error>) {
    let mut name: Option<String> = None;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            if let Some(name) = name.take()
                && group.delimiter() == Delimiter::Parenthesis
            {
                let flag = group.stream().to_string();
                if let Some(help) = instead(&name, &flag) {
                    let message = format!("`{name}` takes no `{flag}`\nhelp: {help}");
                    let error = syn::Error::new_spanned(group.stream(), message);
                    match found {
                        Some(errors) => errors.combine(error),
                        None => *found = Some(error),
                    }
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
