//! Tokens, statements and mentions by the rules of each database.

use proptest::prelude::*;

use super::*;

mod statements;
mod tokens;

const ANSI: SqlSyntax =
    SqlSyntax::Mysql(SqlMode { ansi_quotes: true, no_backslash_escapes: false });
const PLAIN_BACKSLASHES: SqlSyntax =
    SqlSyntax::Mysql(SqlMode { ansi_quotes: false, no_backslash_escapes: true });
const EVERY: [SqlSyntax; 5] =
    [SqlSyntax::Sqlite, SqlSyntax::Postgres, SqlSyntax::MYSQL, ANSI, PLAIN_BACKSLASHES];

/// Pieces of which each means something to one of the databases.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "'", "''", "\"", "`", "``", "[", "]", "\\", "\\'", "--", "-- ", "#", "/*", "*/", "/*!", "/*!50001 ",
    "/*M!100100", "/*+", "$", "$$", "$a$", "$1", "e'", "E'\\'", "u&'", "U&\"", "uescape", "'!'", "x'", "b'",
    "n'", "_utf8mb4", "_a", "@", "@@", "?", ":", "::", ":=", "..", ".", "1", "1.5e-3", "0x1F", "2fa", "e",
    ";", ";", "(", ")", "BEGIN", "ATOMIC", "END", "CASE", "IF", "LOOP", "CREATE", "TRIGGER", "FUNCTION",
    "PROCEDURE", "DO", "THEN", "a", "é", "🦀", "\u{b}", "\n", "\r", " ", "\0", "+", "-", "<=>", "->>", "|",
];

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|parts| parts.concat()),
        "\\PC{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Nothing but blanks stands between tokens, and the end is reached or said not to be there.
    #[test]
    fn tokens_tile_the_text(sql in texts()) {
        for syntax in EVERY {
            let mut end = 0;
            let mut failed = None;
            for token in Tokens::new(&sql, syntax) {
                prop_assert!(failed.is_none(), "a token after {failed:?}");
                match token {
                    Ok(token) => {
                        prop_assert!(!token.text.is_empty());
                        prop_assert!(sql[end..token.start].trim_matches(is_blank).is_empty());
                        prop_assert_eq!(&sql[token.start..token.end()], token.text);
                        let _ = (token.name(), token.string());
                        end = token.end();
                    }
                    Err(error) => failed = Some(error),
                }
            }
            let rest = sql[end..].trim_matches(is_blank);
            match failed {
                None => prop_assert!(rest.is_empty(), "{syntax:?} leaves {rest:?}"),
                Some(error) => prop_assert!(error.offset <= sql.len() && error.position(&sql).0 > 0),
            }
        }
    }

    /// Statements come in order, and only `;` and comments stand outside of them.
    #[test]
    fn no_statement_is_lost(sql in texts()) {
        for syntax in EVERY {
            let mut end = 0;
            for statement in split_statements(&sql, syntax) {
                let start = statement.as_ptr() as usize - sql.as_ptr() as usize;
                prop_assert!(start >= end && !statement.is_empty());
                prop_assert!(between(&sql[end..start], syntax), "{syntax:?}: {:?}", &sql[end..start]);
                end = start + statement.len();
            }
            prop_assert!(between(&sql[end..], syntax), "{syntax:?}: {:?}", &sql[end..]);
            let _ = (mentions(&sql, "a", syntax), keeps_transaction(&sql, syntax));
            let _ = (may_change(&sql, "a", syntax), require_terminated(&sql, syntax));
        }
        let _ = adds_enum_value(&sql);
    }

    /// A text in statements, joined again, has the same statements.
    #[test]
    fn statements_that_are_joined_are_the_same(sql in texts()) {
        for syntax in EVERY {
            if require_terminated(&sql, syntax).is_err() {
                continue;
            }
            let statements = split_statements(&sql, syntax);
            // What these begin depends on what follows.
            if statements.iter().any(|it| it.ends_with("--") || it.ends_with("/*")) {
                continue;
            }
            let joined = statements.join("\n;\n");
            prop_assert_eq!(split_statements(&joined, syntax), statements, "{:?}", syntax);
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{b}'
}

fn between(gap: &str, syntax: SqlSyntax) -> bool {
    Tokens::code(gap, syntax).all(|token| token.is_symbol(";"))
}
