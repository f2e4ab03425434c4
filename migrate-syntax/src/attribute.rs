//! The inside of `#[migration(..)]`: [`Attribute::parse`] gives its parts, or all of its errors.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, parenthesized, token};

use crate::fields::{
    Errors, Key, closest, error_with_help, next_span, read_fields, read_string, read_strings,
};
use crate::limits::{LOCK_RETRIES, LOCK_TIMEOUT, Limits, STATEMENT_TIMEOUT};
use crate::names::{NameError, check_label, check_revision_id};

/// What a revision says of itself in `#[migration(..)]`.
pub struct Attribute {
    /// The id of the revision.
    pub rev: LitStr,
    /// The parents: none for a base, several for a merge.
    pub down_revs: Vec<LitStr>,
    /// Revisions or labels that must be applied before, without being parents.
    pub depends_on: Vec<LitStr>,
    /// Branch labels.
    pub labels: Vec<LitStr>,
    /// How the revision is undone.
    pub downgrade: Downgrade,
    /// How long its statements may wait and run.
    pub limits: Limits,
}

/// How a revision is undone.
pub enum Downgrade {
    /// By the function `downgrade` beside it: the default.
    Function,
    /// `downgrade = auto`: by its own operations, reversed.
    Auto,
    /// `downgrade = irreversible("why")`: not at all.
    Irreversible(LitStr),
}

const REV: Key =
    Key { name: "rev", form: "`rev = \"27c6\"`", aliases: &["revision", "revision_id", "id"] };
const DOWN_REV: Key = Key {
    name: "down_rev",
    form: "`down_rev = \"ae10\"` or `down_rev = [\"ae10\", \"27c6\"]`",
    aliases: &["down_revision", "down_revisions", "revises", "parent", "parents"],
};
const DEPENDS_ON: Key = Key {
    name: "depends_on",
    form: "`depends_on = \"ae10\"` or `depends_on = [\"ae10\", \"27c6\"]`",
    aliases: &["depends", "dependencies", "requires"],
};
const LABELS: Key = Key {
    name: "labels",
    form: "`labels = \"billing\"` or `labels = [\"billing\", \"eu\"]`",
    aliases: &["branch_label", "branch_labels"],
};
const DOWNGRADE: Key = Key {
    name: "downgrade",
    form: "`downgrade = auto` or `downgrade = irreversible(\"why\")`",
    aliases: &["down", "reverse"],
};
const KEYS: [Key; 8] =
    [REV, DOWN_REV, DEPENDS_ON, LABELS, DOWNGRADE, LOCK_TIMEOUT, STATEMENT_TIMEOUT, LOCK_RETRIES];

const OWN_PARENT: &str =
    "name the revision that comes before it; the first one of all has no `down_rev`";
const OWN_DEPENDENCY: &str = "name another revision that must be applied before it";
const OWN_LABEL: &str = "a label is a second name, such as `labels = \"billing\"`";

impl Attribute {
    /// Parses the arguments in the parentheses of `#[migration(..)]`.
    ///
    /// The error holds every mistake, each with its own span and, on a second line, the right form.
    pub fn parse(tokens: TokenStream) -> syn::Result<Self> {
        Self::parse_at(tokens, Span::call_site())
    }

    /// Like [`Attribute::parse`], with the span of the whole attribute for what is missing from it.
    pub fn parse_at(tokens: TokenStream, whole: Span) -> syn::Result<Self> {
        (|input: ParseStream<'_>| parse(input, whole)).parse2(tokens)
    }
}

fn parse(input: ParseStream<'_>, whole: Span) -> syn::Result<Attribute> {
    let mut errors = Errors::default();
    let mut rev = None;
    let mut down_revs = Vec::new();
    let mut depends_on = Vec::new();
    let mut labels = Vec::new();
    let mut downgrade = Downgrade::Function;
    let mut limits = Limits::default();
    let fields = read_fields(input, &KEYS, &mut errors, |key, input, errors| {
        if limits.read(key, input)? {
            return Ok(());
        }
        match key {
            "rev" => rev = Some(read_string(input, REV)?),
            "down_rev" => down_revs = read_strings(input, DOWN_REV, errors)?,
            "depends_on" => depends_on = read_strings(input, DEPENDS_ON, errors)?,
            "labels" => labels = read_strings(input, LABELS, errors)?,
            _ => downgrade = read_downgrade(input)?,
        }
        Ok(())
    });
    let missing = || error_with_help(whole, "`rev` is missing", format_args!("write {}", REV.form));
    if fields.lacks(REV.name) {
        errors.push(missing());
    }
    if let Some(rev) = &rev
        && check_name(rev, check_revision_id, &mut errors)
    {
        refuse_self(rev, &down_revs, "its own parent", OWN_PARENT, &mut errors);
        refuse_self(rev, &depends_on, "its own dependency", OWN_DEPENDENCY, &mut errors);
        refuse_self(rev, &labels, "its own label", OWN_LABEL, &mut errors);
    }
    check_names(&down_revs, check_revision_id, &mut errors);
    check_names(&depends_on, check_revision_id, &mut errors);
    check_names(&labels, check_label, &mut errors);
    errors.finish()?;
    let rev = rev.ok_or_else(missing)?;
    Ok(Attribute { rev, down_revs, depends_on, labels, downgrade, limits })
}

fn read_downgrade(input: ParseStream<'_>) -> syn::Result<Downgrade> {
    let help = format!("write {}", DOWNGRADE.form);
    let Ok(word) = input.call(Ident::parse_any) else {
        return Err(error_with_help(
            next_span(input),
            "the value of `downgrade` is `auto` or `irreversible(\"why\")`",
            help,
        ));
    };
    match word.to_string().as_str() {
        "auto" => Ok(Downgrade::Auto),
        "irreversible" => read_reason(input, &word).map(Downgrade::Irreversible),
        other => {
            let help = match closest(other, ["auto", "irreversible"]) {
                Some("auto") => "write `downgrade = auto`".to_owned(),
                Some(_) => "write `downgrade = irreversible(\"why\")`".to_owned(),
                None => format!(
                    "{help}, or leave it out and write `fn downgrade(op: &mut Op) {{ .. }}`"
                ),
            };
            Err(error_with_help(word.span(), format_args!("unknown downgrade `{other}`"), help))
        }
    }
}

fn read_reason(input: ParseStream<'_>, word: &Ident) -> syn::Result<LitStr> {
    let no_reason = |span| {
        error_with_help(
            span,
            "`irreversible` needs a reason",
            "write `downgrade = irreversible(\"why\")`",
        )
    };
    if !input.peek(token::Paren) {
        return Err(no_reason(word.span()));
    }
    let content;
    let parentheses = parenthesized!(content in input);
    if content.is_empty() {
        return Err(no_reason(parentheses.span.join()));
    }
    let Ok(reason) = content.parse::<LitStr>() else {
        return Err(no_reason(next_span(&content)));
    };
    if !content.is_empty() {
        return Err(no_reason(next_span(&content)));
    }
    if reason.value().trim().is_empty() {
        return Err(no_reason(reason.span()));
    }
    Ok(reason)
}

fn refuse_self(rev: &LitStr, names: &[LitStr], role: &str, help: &str, errors: &mut Errors) {
    for name in names.iter().filter(|name| name.value() == rev.value()) {
        errors.push(error_with_help(
            name.span(),
            format_args!("revision `{}` cannot be {role}", rev.value()),
            help,
        ));
    }
}

fn check_names(names: &[LitStr], check: fn(&str) -> Result<(), NameError>, errors: &mut Errors) {
    let mut earlier = HashSet::new();
    for name in names {
        let is_new = earlier.insert(name.value());
        if check_name(name, check, errors) && !is_new {
            errors.push(syn::Error::new(
                name.span(),
                format_args!("`{}` is listed twice", name.value()),
            ));
        }
    }
}

fn check_name(
    name: &LitStr,
    check: fn(&str) -> Result<(), NameError>,
    errors: &mut Errors,
) -> bool {
    match check(&name.value()) {
        Ok(()) => true,
        Err(error) => {
            errors.push(error_with_help(name.span(), &error, error.hint()));
            false
        }
    }
}
