//! Calls of the builder, `.not_null().default(0)`, as the words of `#[model(..)]`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::quote;

/// A call of the builder.
#[derive(Clone, Debug)]
pub(super) struct Word {
    name: Ident,
    arguments: TokenStream,
}

/// The calls of a chain, in order.
pub(super) fn words(chain: TokenStream) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for token in chain {
        match token {
            TokenTree::Ident(name) => words.push(Word { name, arguments: TokenStream::new() }),
            TokenTree::Group(group) => {
                if let Some(word) = words.last_mut() {
                    word.arguments = group.stream();
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    words
}

impl Word {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// The word with its arguments in parentheses, as the type of a column is written.
    pub(super) fn call(&self) -> TokenStream {
        let Self { name, arguments } = self;
        if arguments.is_empty() { quote!(#name) } else { quote!(#name(#arguments)) }
    }

    /// The word, with a single argument after `=`.
    pub(super) fn said(&self) -> TokenStream {
        let Self { name, arguments } = self;
        let is_single = arguments.clone().into_iter().all(|token| match token {
            TokenTree::Punct(sign) => sign.as_char() != ',',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
            TokenTree::Ident(_) | TokenTree::Literal(_) => true,
        });
        // What is made by a function of the same name reads better in parentheses.
        let is_single = is_single && !self.is("foreign_key") && !self.is("unique_constraint");
        if is_single && !arguments.is_empty() { quote!(#name = #arguments) } else { self.call() }
    }
}
