//! Laws of the words of a text: no name or string that a database reads in it is missed.

use proptest::prelude::*;

use super::{Mention, add_text};
use crate::sql_text::{SqlMode, SqlSyntax, Tokens};

/// Parts of SQL texts: quotes of every kind, escapes, comments, letters with more than two cases.
fn sql() -> impl Strategy<Value = String> {
    let parts = vec![
        "'",
        "''",
        "\"",
        "`",
        "[",
        "]",
        "\\",
        "\\'",
        "\n",
        " ",
        "--",
        "/*",
        "*/",
        "$$",
        "$t$",
        "E'",
        "U&\"",
        "U&'",
        "N'",
        "X'",
        "_utf8'",
        "#",
        "(",
        ")",
        ".",
        ",",
        "=",
        ":",
        "@",
        "?",
        "a",
        "b",
        "Ab",
        "a b",
        "1",
        "2",
        "1e5",
        "0x1F",
        "$",
        "_",
        "Σ",
        "σ",
        "ς",
        "K",
        "İ",
        "ß",
        "é",
        "::",
        "UESCAPE '!'",
        "!0061",
        "\\0061",
        "foo",
        "FOO",
        "\t",
        "\r\n",
    ];
    prop::collection::vec(prop::sample::select(parts), 0..14).prop_map(|parts| parts.concat())
}

fn syntaxes() -> Vec<SqlSyntax> {
    let modes = SqlMode { ansi_quotes: true, no_backslash_escapes: true };
    let mut all = SqlSyntax::ALL.to_vec();
    all.push(SqlSyntax::Mysql(modes));
    all
}

fn is_found(text: &[Mention], name: &str) -> bool {
    let wanted = Mention::in_text(name);
    text.contains(&Mention::ANY_WORD) || wanted.is_none_or(|wanted| text.contains(&wanted))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_name_and_string_of_a_text_is_found(sql in sql()) {
        let mut mentions = Vec::new();
        add_text(&mut mentions, &sql);
        for syntax in syntaxes() {
            for token in Tokens::code(&sql, syntax) {
                let said = [token.identifier(), token.folded(), token.string()];
                for said in said.into_iter().flatten() {
                    prop_assert!(is_found(&mentions, &said), "{said:?} of {sql:?} by {syntax:?}");
                    // A string may be SQL, or a name.
                    let inner = Tokens::code(&said, syntax).filter_map(|token| token.identifier());
                    for name in inner.collect::<Vec<_>>() {
                        prop_assert!(is_found(&mentions, &name), "{name:?} in {said:?} of {sql:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn names_that_a_database_takes_for_one_are_found_as_one(
        name in "[aAkKσςΣKİi ̇._$-]{0,6}",
        other in "[aAkKσςΣKİi ̇._$-]{0,6}",
    ) {
        for other in [other, name.to_lowercase(), name.to_uppercase()] {
            let is_same = SqlSyntax::ALL.iter().any(|syntax| syntax.is_same_name(&name, &other));
            if is_same || name.eq_ignore_ascii_case(&other) {
                prop_assert_eq!(Mention::named(&name), Mention::named(&other));
                prop_assert_eq!(Mention::in_text(&name), Mention::in_text(&other));
            }
        }
    }
}
