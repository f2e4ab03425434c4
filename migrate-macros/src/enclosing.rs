//! Whether a call of `versions!` is inside of an inline module: [`module_around`].

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// The inline module that `versions!(..)` is in; none where it is at the top of the file as well.
pub(crate) fn module_around(tokens: TokenStream) -> Option<String> {
    let (mut previous, mut before) = (None::<Ident>, None::<Ident>);
    let mut is_call = false;
    let mut found = None;
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                before = previous.replace(word);
                is_call = false;
            }
            TokenTree::Punct(sign) if sign.as_char() == '!' => {
                is_call = previous.as_ref().is_some_and(|word| word == "versions");
            }
            TokenTree::Group(_) if is_call => return None,
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                let is_module = before.take().is_some_and(|word| word == "mod");
                let name = previous.take().filter(|_| is_module && calls_versions(body.stream()));
                found = found.or_else(|| name.map(|name| name.to_string()));
            }
            _ => {}
        }
    }
    found
}

fn calls_versions(tokens: TokenStream) -> bool {
    let mut is_name = false;
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => calls_versions(group.stream()),
        TokenTree::Punct(sign) => is_name && sign.as_char() == '!',
        other => {
            is_name = matches!(other, TokenTree::Ident(word) if word == "versions");
            false
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_around_the_call_is_found() {
        let around = |source: &str| module_around(source.parse().unwrap());
        for (source, module) in [
            ("migrate_runtime::versions!(\"src/versions\");", None),
            ("mod a {} use b::versions; versions! { \"v\" }", None),
            ("pub mod db { migrate_runtime::versions!(\"v\"); }", Some("db")),
            ("mod db { mod inner { use x::versions; versions!(\"v\"); } }", Some("db")),
            ("mod a { versions!(\"v\"); } versions!(\"w\");", None),
            ("fn versions() { if versions != 1 {} }", None),
        ] {
            assert_eq!(around(source).as_deref(), module, "{source}");
        }
    }
}
