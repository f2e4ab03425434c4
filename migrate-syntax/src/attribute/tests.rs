//! Attributes read, and what is said of wrong ones.

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
fn limits_of_time() {
    assert_eq!(parsed(r#"rev = "a""#).limits, Limits::default());
    let said = r#"rev = "a", lock_timeout = "10s", statement_timeout = "0", lock_retries = 2"#;
    let limits = Limits { lock: Some(10_000), statement: Some(0), retries: Some(2) };
    assert_eq!(parsed(said).limits, limits);
    let lock = "write `lock_timeout = \"10s\"`, or `\"0\"` for no limit";
    let retries = "write `lock_retries = 3`";
    check(&[
        (r#"rev = "a", lock_timeout = 10"#, "10", "the value of `lock_timeout` is a string", lock),
        (r#"rev = "a", lock_timeout = "10""#, r#""10""#, "`10` has no unit of time", lock),
        (r#"rev = "a", lock_timeot = "1s""#, "lock_timeot", "unknown key `lock_timeot`", lock),
        (
            r#"rev = "a", lock_retries = "3""#,
            r#""3""#,
            "the value of `lock_retries` is a number",
            retries,
        ),
        (
            r#"rev = "a", lock_retries = -1"#,
            "-1",
            "the value of `lock_retries` is a number",
            retries,
        ),
    ]);
}

#[test]
fn wrong_keys() {
    let keys = "the keys are `rev`, `down_rev`, `depends_on`, `labels`, `downgrade`, `lock_timeout`, \
                `statement_timeout` and `lock_retries`";
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
        (r#"rev = "a", labels = ["x", "y z"]"#, r#""y z""#, "label `y z` contains ` `", letters),
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
        (r#"rev = "a", labels = "a""#, r#""a""#, "revision `a` cannot be its own label", OWN_LABEL),
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
