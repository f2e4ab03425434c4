//! The inside of `#[migration(..)]`: [`Attribute::parse`] gives its parts, or all of its errors.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, parenthesized, token};

use crate::fields::{
    Errors, Key, closest, error_with_help, next_span, read_fields, read_string, read_strings,
};
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
const KEYS: [Key; 5] = [REV, DOWN_REV, DEPENDS_ON, LABELS, DOWNGRADE];

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
    let fields = read_fields(input, &KEYS, &mut errors, |key, input, errors| {
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
    Ok(Attribute { rev: rev.ok_or_else(missing)?, down_revs, depends_on, labels, downgrade })
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

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    const DOWN_REVS: &str = "write `down_rev = \"ae10\"` or `down_rev = [\"ae10\", \"27c6\"]`";

    /// The errors of an attribute: the source under each, and its message on one line.
    fn errors(source: &str) -> Vec<(String, String)> {
        let tokens = TokenStream::from_str(source).unwrap();
        let Err(errors) = Attribute::parse(tokens) else { return Vec::new() };
        let spot = |error: &syn::Error| error.span().source_text().unwrap_or_default();
        errors.into_iter().map(|e| (spot(&e), e.to_string().replace("\nhelp: ", " / "))).collect()
    }

    fn parsed(source: &str) -> Attribute {
        match Attribute::parse(TokenStream::from_str(source).unwrap()) {
            Ok(attribute) => attribute,
            Err(error) => panic!("{source}: {error}"),
        }
    }

    fn texts(literals: &[LitStr]) -> Vec<String> {
        literals.iter().map(LitStr::value).collect()
    }

    #[test]
    fn every_part() {
        let attribute = parsed(
            r##"rev = "c", down_rev = ["a", r#"b"#], depends_on = "d", labels = ["x", "y",],
                downgrade = irreversible("data is gone"),"##,
        );
        assert_eq!(attribute.rev.value(), "c");
        assert_eq!(texts(&attribute.down_revs), ["a", "b"]);
        assert_eq!(texts(&attribute.depends_on), ["d"]);
        assert_eq!(texts(&attribute.labels), ["x", "y"]);
        assert!(
            matches!(attribute.downgrade, Downgrade::Irreversible(why) if why.value() == "data is gone")
        );
    }

    #[test]
    fn defaults() {
        let attribute = parsed(r#"rev = "a", down_rev = []"#);
        assert!(attribute.down_revs.is_empty() && attribute.depends_on.is_empty());
        assert!(attribute.labels.is_empty());
        assert!(matches!(attribute.downgrade, Downgrade::Function));
        assert!(matches!(parsed(r#"rev = "a", downgrade = auto"#).downgrade, Downgrade::Auto));
    }

    /// One mistake gives one error: source, what is underlined, message, help.
    fn check(cases: &[(&str, &str, &str, &str)]) {
        for (source, spot, message, help) in cases {
            let separator = if help.is_empty() { "" } else { " / " };
            let expected = ((*spot).to_owned(), format!("{message}{separator}{help}"));
            assert_eq!(errors(source), [expected], "{source}");
        }
    }

    #[test]
    fn wrong_keys() {
        let keys = "the keys are `rev`, `down_rev`, `depends_on`, `labels` and `downgrade`";
        let rev = "write `rev = \"27c6\"`";
        check(&[
            ("", "", "`rev` is missing", rev),
            (r#"down_rev = "a""#, "", "`rev` is missing", rev),
            (r#""ae10""#, r#""ae10""#, "expected `key = value`", keys),
            (r#"rev = "a",, down_rev = "c""#, ",", "expected `key = value`", keys),
            (r#"revision = "a""#, "revision", "unknown key `revision`", rev),
            (r#"revv = "a""#, "revv", "unknown key `revv`", rev),
            (
                r#"rev = "a", down_revision = ["b"]"#,
                "down_revision",
                "unknown key `down_revision`",
                DOWN_REVS,
            ),
            (r#"rev = "a", type = "b""#, "type", "unknown key `type`", keys),
            (r#"rev = "a", rev = "b""#, "rev", "`rev` is given twice", ""),
            ("rev", "rev", "`rev` has no value", rev),
            ("rev =", "=", "`rev` has no value", rev),
            (r#"rev = , down_rev = "b""#, "=", "`rev` has no value", rev),
            (r#"rev("a")"#, "rev", "`rev` has no value", rev),
        ]);
    }

    #[test]
    fn wrong_values() {
        let rev = "write `rev = \"27c6\"`";
        let string = "the value of `rev` is a string";
        let strings = "the value of `down_rev` is a string or a list of strings";
        check(&[
            ("rev = a", "a", string, rev),
            ("rev = 27, labels = \"x\"", "27", string, rev),
            (r#"rev = b"a""#, r#"b"a""#, string, rev),
            (r#"rev = "a"x"#, r#""a"x"#, string, rev),
            (r#"rev = ["a"]"#, r#"["a"]"#, string, rev),
            (r#"rev = "a", down_rev = b"#, "b", strings, DOWN_REVS),
            (r#"rev = "a", down_rev = ("b", "c")"#, r#"("b", "c")"#, strings, DOWN_REVS),
            (r#"rev = "a", down_rev = ["b", 3, "c"]"#, "3", strings, DOWN_REVS),
            (r#"rev = "a", down_rev = ["b" "c"]"#, r#""c""#, "expected `,`", ""),
            (r#"rev = "a", down_rev = ["b" + "c"]"#, "+", "expected `,`", ""),
            (r#"rev = "a" down_rev = "b""#, "down_rev", "expected `,`", ""),
            (r#"down_rev = "b" rev = "a""#, "rev", "expected `,`", ""),
            (r#"rev = "a" "b", down_rev = "c""#, r#""b""#, "expected `,`", ""),
        ]);
    }

    #[test]
    fn wrong_names() {
        let letters = "use the letters A-Z and a-z, digits, `_` and `.`";
        let id = "write an id such as `ae1027a6acf5`";
        check(&[
            (r#"rev = """#, r#""""#, "a revision id cannot be empty", id),
            (r#"rev = "", down_rev = "b""#, r#""""#, "a revision id cannot be empty", id),
            (r#"rev = "a b""#, r#""a b""#, "revision id `a b` contains ` `", letters),
            (
                r#"rev = "a", labels = ["x", "y z"]"#,
                r#""y z""#,
                "label `y z` contains ` `",
                letters,
            ),
            (
                r#"rev = "a", down_rev = "a""#,
                r#""a""#,
                "revision `a` cannot be its own parent",
                OWN_PARENT,
            ),
            (
                r#"rev = "a", depends_on = ["b", "a"]"#,
                r#""a""#,
                "revision `a` cannot be its own dependency",
                OWN_DEPENDENCY,
            ),
            (
                r#"rev = "a", labels = "a""#,
                r#""a""#,
                "revision `a` cannot be its own label",
                OWN_LABEL,
            ),
            (r#"rev = "a", down_rev = ["b", r"b"]"#, r#"r"b""#, "`b` is listed twice", ""),
        ]);
    }

    #[test]
    fn wrong_downgrades() {
        let both = "write `downgrade = auto` or `downgrade = irreversible(\"why\")`";
        let auto = "write `downgrade = auto`";
        let irreversible = "write `downgrade = irreversible(\"why\")`";
        let word = "the value of `downgrade` is `auto` or `irreversible(\"why\")`";
        let reason = "`irreversible` needs a reason";
        check(&[
            (r#"rev = "a", downgrade = "auto""#, r#""auto""#, word, both),
            (r#"rev = "a", downgrade = atuo"#, "atuo", "unknown downgrade `atuo`", auto),
            (
                r#"rev = "a", downgrade = reversible("x")"#,
                "reversible",
                "unknown downgrade `reversible`",
                irreversible,
            ),
            (r#"rev = "a", downgrade = auto()"#, "()", "expected `,`", ""),
            (r#"rev = "a", downgrade = irreversible"#, "irreversible", reason, irreversible),
            (r#"rev = "a", downgrade = irreversible()"#, "()", reason, irreversible),
            (r#"rev = "a", downgrade = irreversible(" ")"#, r#"" ""#, reason, irreversible),
            (r#"rev = "a", downgrade = irreversible(x, y)"#, "x", reason, irreversible),
        ]);
    }

    #[test]
    fn no_word_comes_close() {
        let found = errors(r#"rev = "a", downgrade = never"#);
        assert_eq!(
            found[0].1,
            "unknown downgrade `never` / write `downgrade = auto` or `downgrade = irreversible(\"why\")`, \
             or leave it out and write `fn downgrade(op: &mut Op) { .. }`"
        );
    }

    #[test]
    fn all_mistakes_at_once() {
        let found = errors(
            r#"rev = head, down_revision = "b", label = ["x"], depends_on = [1, ""], downgrade = no"#,
        );
        let spots: Vec<&str> = found.iter().map(|(spot, _)| spot.as_str()).collect();
        assert_eq!(spots, ["head", "down_revision", "label", "1", "no", "\"\""]);
    }

    #[test]
    fn mutated_attributes_never_panic() {
        const PARTS: [&str; 24] = [
            "rev",
            "down_rev",
            "labels",
            "downgrade",
            "=",
            ",",
            "\"a\"",
            "\"\"",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "auto",
            "irreversible",
            "depends_on",
            "1",
            "'a'",
            "::",
            "#",
            "b\"x\"",
            "r#\"y\"#",
            "-",
        ];
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..20_000 {
            let mut source = String::new();
            for _ in 0..12 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let part = usize::try_from(state % 24).unwrap();
                source.push_str(PARTS[part]);
                source.push(' ');
            }
            if let Ok(tokens) = TokenStream::from_str(&source) {
                drop(Attribute::parse(tokens));
            }
        }
    }
}
