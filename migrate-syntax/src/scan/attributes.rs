//! The attributes of an item, read from its tokens.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree, token_stream};
use syn::Lit;

/// What the attributes of an item say, of which a module's hold for what is inside it too.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) docs: Vec<String>,
    pub(super) cfg: bool,
    pub(super) conditions: Vec<String>,
    pub(super) migrations: Vec<(Span, TokenStream)>,
    /// The `cfg_attr`s that hold a `migration`.
    pub(super) conditional: Vec<Span>,
    /// Whether a `#[migration]` is written as a path.
    pub(super) is_path: bool,
}

/// Whether brackets are nested in more than so many others; not a recursion, which the answer protects.
pub(super) fn is_nested_deeper(tokens: TokenStream, most: usize) -> bool {
    let mut around = vec![tokens.into_iter()];
    while let Some(innermost) = around.last_mut() {
        match innermost.next() {
            None => drop(around.pop()),
            Some(TokenTree::Group(_)) if around.len() > most => return true,
            Some(TokenTree::Group(group)) => around.push(group.stream().into_iter()),
            Some(_) => {}
        }
    }
    false
}

pub(super) fn next_is_exclamation(tokens: &mut Peekable<token_stream::IntoIter>) -> bool {
    tokens.next_if(|next| matches!(next, TokenTree::Punct(p) if p.as_char() == '!')).is_some()
}

pub(super) fn next_brackets(tokens: &mut Peekable<token_stream::IntoIter>) -> Option<Group> {
    let Some(TokenTree::Group(group)) = tokens.peek() else { return None };
    let brackets = (group.delimiter() == Delimiter::Bracket).then(|| group.clone());
    if brackets.is_some() {
        tokens.next();
    }
    brackets
}

/// Reads what is between the brackets of `#[..]`.
pub(super) fn read_attribute(pound: Span, tokens: TokenStream, owner: &mut Attributes) {
    let mut last_segment = None;
    let mut is_path = false;
    let mut argument = None;
    for token in tokens {
        match token {
            TokenTree::Ident(segment) => last_segment = Some(segment),
            TokenTree::Punct(_) => is_path = true,
            literal_or_group => {
                argument = Some(literal_or_group);
                break;
            }
        }
    }
    let Some(name) = last_segment else { return };
    owner.is_path |= is_path && name == "migration";
    match argument {
        Some(TokenTree::Literal(text)) if name == "doc" => {
            if let Lit::Str(text) = Lit::new(text) {
                owner.docs.push(text.value());
            }
        }
        Some(TokenTree::Group(group)) if name == "cfg" => {
            owner.cfg = true;
            owner.conditions.push(group.stream().to_string());
        }
        Some(TokenTree::Group(group)) if name == "cfg_attr" => {
            owner.cfg = true;
            owner.conditional.extend(holds_migration(group.stream()).then_some(pound));
        }
        Some(TokenTree::Group(group)) if name == "migration" => {
            owner.migrations.push((pound, group.stream()));
        }
        None if name == "migration" => owner.migrations.push((pound, TokenStream::new())),
        _ => {}
    }
}

/// Whether one of the attributes after the condition of a `cfg_attr` is `migration`.
fn holds_migration(tokens: TokenStream) -> bool {
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
    let mut last = None;
    for token in tokens.into_iter().skip_while(|token| !is_comma(token)) {
        match token {
            TokenTree::Ident(name) => last = Some(name),
            TokenTree::Group(group) if last.as_ref().is_some_and(|name| name == "cfg_attr") => {
                if holds_migration(group.stream()) {
                    return true;
                }
            }
            TokenTree::Group(_) if last.as_ref().is_some_and(|name| name == "migration") => {
                return true;
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => last = None,
            TokenTree::Punct(_) | TokenTree::Group(_) | TokenTree::Literal(_) => {}
        }
    }
    false
}
