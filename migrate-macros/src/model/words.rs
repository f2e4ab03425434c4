//! The words of `#[model(..)]`: each is a method of the builder, `unique` or `default = 0` or
//! `references("users", "id")`, or one of the few that the derive reads itself.

use migrate_syntax::fields::{Errors, error_with_help, next_span};
use proc_macro2::{Group, Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Lit, LitStr, Meta, Token, token};

/// A word with its arguments, as they were written.
pub(super) struct Word {
    pub(super) name: Ident,
    arguments: Arguments,
}

enum Arguments {
    None,
    One(Box<Expr>),
    List(Group),
}

impl Parse for Word {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let Ok(name) = input.call(Ident::parse_any) else {
            return Err(error_with_help(
                next_span(input),
                "expected a word of the builder",
                "write words with commas between them: `#[model(varchar(80), unique, default = \"none\")]`",
            ));
        };
        let arguments = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Arguments::One(Box::new(input.parse()?))
        } else if input.peek(token::Paren) {
            Arguments::List(input.parse()?)
        } else {
            Arguments::None
        };
        Ok(Self { name, arguments })
    }
}

impl Word {
    /// The word as it is called, with the spans of what was written.
    pub(super) fn call(&self) -> TokenStream {
        let name = &self.name;
        match &self.arguments {
            Arguments::None => quote_spanned!(name.span()=> #name()),
            Arguments::One(argument) => quote_spanned!(name.span()=> #name(#argument)),
            Arguments::List(arguments) => quote!(#name #arguments),
        }
    }

    /// Whether it was written without arguments.
    pub(super) const fn is_alone(&self) -> bool {
        matches!(self.arguments, Arguments::None)
    }

    /// The one argument of `name = ..`.
    pub(super) fn argument(&self, form: &str) -> syn::Result<&Expr> {
        match &self.arguments {
            Arguments::One(argument) => Ok(argument),
            Arguments::None | Arguments::List(_) => Err(self.misshapen(form)),
        }
    }

    /// The text of `name = ".."`.
    pub(super) fn text(&self, form: &str) -> syn::Result<&LitStr> {
        match self.argument(form)? {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text),
            _ => Err(self.misshapen(form)),
        }
    }

    fn misshapen(&self, form: &str) -> syn::Error {
        error_with_help(
            self.name.span(),
            format_args!("`{}` takes other arguments", self.name),
            format_args!("write `{form}`"),
        )
    }
}

/// The words of all `#[model(..)]` on one item.
pub(super) fn words(attributes: &[syn::Attribute], errors: &mut Errors) -> Vec<Word> {
    let mut words = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("model")) {
        let read = match &attribute.meta {
            Meta::List(list) => {
                list.parse_args_with(Punctuated::<Word, Token![,]>::parse_terminated)
            }
            Meta::Path(_) | Meta::NameValue(_) => Err(error_with_help(
                attribute.pound_token.span,
                "`#[model(..)]` takes words in parentheses",
                "write `#[model(unique)]`",
            )),
        };
        match read {
            Ok(read) => words.extend(read),
            Err(error) => errors.push(error),
        }
    }
    words
}
