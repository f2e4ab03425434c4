//! `key = value, ..` lists, read so that one mistake gives one error: [`read_fields`].
//!
//! After a mistake, reading goes on at the next comma. What was written beside the mistake is
//! remembered in [`Fields`], so that a misspelt key is not reported a second time as a missing one.

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitStr, Token, bracketed, token};

/// A key that a list knows.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key as it is written.
    pub name: &'static str,
    /// The right form, in backticks, for the help of an error.
    pub form: &'static str,
    /// What people write when they mean this key.
    pub aliases: &'static [&'static str],
}

/// What a list held: the keys that were written, rightly or not.
#[derive(Debug, Default)]
pub struct Fields {
    written: Vec<&'static str>,
    garbled: bool,
}

/// Collects errors into the one [`syn::Error`] that a macro reports.
#[derive(Debug, Default)]
pub struct Errors(Option<syn::Error>);

impl Fields {
    /// Whether a key is certainly absent, not merely misspelt or hidden in something unreadable.
    pub fn lacks(&self, key: &str) -> bool {
        !self.garbled && !self.written.contains(&key)
    }
}

impl Errors {
    /// Adds an error, after those already there.
    pub fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// All errors, if there were any.
    pub fn finish(self) -> syn::Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}

/// An error that shows the right form on a line of its own.
pub fn error_with_help(span: Span, message: impl Display, help: impl Display) -> syn::Error {
    syn::Error::new(span, format!("{message}\nhelp: {help}"))
}

/// Reads `key = value, ..` to the end of the input; `read` reads the value of a known key.
pub fn read_fields(
    input: ParseStream<'_>,
    keys: &[Key],
    errors: &mut Errors,
    mut read: impl FnMut(&'static str, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) -> Fields {
    let mut fields = Fields::default();
    while !input.is_empty() {
        let field =
            read_key(input, keys, &mut fields).and_then(|key| read(key.name, input, errors));
        if let Err(error) = field {
            errors.push(error);
            skip_to_comma(input);
        }
        end_field(input, errors);
    }
    fields
}

/// Reads the string of a key.
pub fn read_string(input: ParseStream<'_>, key: Key) -> syn::Result<LitStr> {
    string_or(input, || {
        error_with_help(
            next_span(input),
            format_args!("the value of `{}` is a string", key.name),
            format_args!("write {}", key.form),
        )
    })
}

/// Reads the string, or the list of strings, of a key; a bad element is reported and left out.
pub fn read_strings(
    input: ParseStream<'_>,
    key: Key,
    errors: &mut Errors,
) -> syn::Result<Vec<LitStr>> {
    let string = |input: ParseStream<'_>| {
        string_or(input, || {
            error_with_help(
                next_span(input),
                format_args!("the value of `{}` is a string or a list of strings", key.name),
                format_args!("write {}", key.form),
            )
        })
    };
    if !input.peek(token::Bracket) {
        return string(input).map(|value| vec![value]);
    }
    let content;
    bracketed!(content in input);
    let mut values = Vec::new();
    while !content.is_empty() {
        match string(&content) {
            Ok(value) => values.push(value),
            Err(error) => {
                errors.push(error);
                skip_to_comma(&content);
            }
        }
        end_element(&content, errors);
    }
    Ok(values)
}

/// The span of the next token, of a group from its opening to its closing delimiter.
pub fn next_span(input: ParseStream<'_>) -> Span {
    input.fork().parse::<TokenTree>().map_or_else(|_| input.span(), |token| token.span())
}

/// The candidate that a misspelt word comes close to.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| distance * 3 <= candidate.len().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn read_key(input: ParseStream<'_>, keys: &[Key], fields: &mut Fields) -> syn::Result<Key> {
    let Ok(word) = input.call(Ident::parse_any) else {
        fields.garbled = true;
        return Err(error_with_help(next_span(input), "expected `key = value`", known_keys(keys)));
    };
    let name = word.to_string();
    let Some(key) = keys.iter().find(|key| key.name == name) else {
        let meant = meant_key(&name, keys);
        fields.written.extend(meant.map(|key| key.name));
        let help = match meant {
            Some(key) => format!("write {}", key.form),
            None => known_keys(keys),
        };
        return Err(error_with_help(word.span(), format_args!("unknown key `{name}`"), help));
    };
    if fields.written.contains(&key.name) {
        return Err(syn::Error::new(word.span(), format_args!("`{name}` is given twice")));
    }
    fields.written.push(key.name);
    let no_value = |span| {
        error_with_help(
            span,
            format_args!("`{name}` has no value"),
            format_args!("write {}", key.form),
        )
    };
    let Some(equals) = input.parse::<Option<Token![=]>>()? else {
        return Err(no_value(word.span()));
    };
    if input.is_empty() || input.peek(Token![,]) {
        return Err(no_value(equals.span));
    }
    Ok(*key)
}

fn meant_key<'a>(word: &str, keys: &'a [Key]) -> Option<&'a Key> {
    let by_alias = keys.iter().find(|key| key.aliases.contains(&word));
    by_alias.or_else(|| {
        let name = closest(word, keys.iter().map(|key| key.name))?;
        keys.iter().find(|key| key.name == name)
    })
}

fn known_keys(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
    match names.as_slice() {
        [] => "there are no keys".to_owned(),
        [only] => format!("the only key is {only}"),
        [others @ .., last] => format!("the keys are {} and {last}", others.join(", ")),
    }
}

fn string_or(input: ParseStream<'_>, error: impl Fn() -> syn::Error) -> syn::Result<LitStr> {
    let Ok(value) = input.fork().parse::<LitStr>() else {
        return Err(error());
    };
    if value.suffix().is_empty() { input.parse() } else { Err(error()) }
}

/// Eats the comma after a field. Where it is missing, the next `key =` is read all the same.
fn end_field(input: ParseStream<'_>, errors: &mut Errors) {
    if missing_comma(input, errors) && !(input.peek(syn::Ident::peek_any) && input.peek2(Token![=]))
    {
        skip_past_comma(input);
    }
}

/// Eats the comma after an element. Where it is missing, the next string is read all the same.
fn end_element(input: ParseStream<'_>, errors: &mut Errors) {
    if missing_comma(input, errors) && !input.peek(LitStr) {
        skip_past_comma(input);
    }
}

/// Eats a comma or the end of the input; anything else is reported.
fn missing_comma(input: ParseStream<'_>, errors: &mut Errors) -> bool {
    let missing = !input.is_empty() && !eat_comma(input);
    if missing {
        errors.push(syn::Error::new(next_span(input), "expected `,`"));
    }
    missing
}

fn eat_comma(input: ParseStream<'_>) -> bool {
    matches!(input.parse::<Option<Token![,]>>(), Ok(Some(_)))
}

fn skip_past_comma(input: ParseStream<'_>) {
    skip_to_comma(input);
    eat_comma(input);
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) && input.parse::<TokenTree>().is_ok() {}
}
