//! What is one token where, and what it spells.

use super::*;

fn texts(sql: &str, syntax: SqlSyntax) -> String {
    let tokens = Tokens::new(sql, syntax).map(|token| match token {
        Ok(token) => token.text.to_owned(),
        Err(error) => format!("<{error}>"),
    });
    tokens.collect::<Vec<_>>().join(" | ")
}

fn kinds(sql: &str, syntax: SqlSyntax) -> String {
    let tokens = Tokens::code(sql, syntax);
    tokens.map(|token| token.kind.to_string()).collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn spelled(sql: &str, syntax: SqlSyntax) -> String {
    let tokens = Tokens::new(sql, syntax).map(|token| token.unwrap().name().unwrap());
    tokens.collect::<Vec<_>>().join("|")
}

#[test]
fn sqlite_reads_its_tokens() {
    let sql =
        "a\"b\"\"\"[c]`d`'e''f'X'0a' 1.5e-3 0x1F .5 1e+5 ?1 :n @n $n ?||->>-> <>-- x\r\n/* y */é";
    assert_eq!(
        texts(sql, SqlSyntax::Sqlite),
        "a | \"b\"\"\" | [c] | `d` | 'e''f' | X'0a' | 1.5e-3 | 0x1F | .5 | 1e+5 | ?1 | :n | @n | $n | ? | || | \
         ->> | -> | <> | -- x | /* y */ | é"
    );
    // A backslash stands for itself, and a comment may end with the text.
    assert_eq!(texts("'\\' a[i] /* b", SqlSyntax::Sqlite), "'\\' | a | [i] | /* b");
    assert_eq!(
        spelled("'it''s' \"a\"\"b\" `c``d` [e f] g", SqlSyntax::Sqlite),
        "it's|a\"b|c`d|e f|g"
    );
    assert_eq!(texts("a [b", SqlSyntax::Sqlite), "a | <unterminated quoted name at byte 2>");
}

#[test]
fn postgres_reads_its_tokens() {
    let sql = "$$;'$$ $a$;$$;$a$ a$b$c $1 E'\\';' '\\' 1..10 x::int[1:n] a=-1 b@-1 c->>'d' /* /* ; */ ; */ --e\rf";
    assert_eq!(
        texts(sql, SqlSyntax::Postgres),
        "$$;'$$ | $a$;$$;$a$ | a$b$c | $1 | E'\\';' | '\\' | 1 | .. | 10 | x | :: | int | [ | 1 | : | n | ] | a | = | - | \
         1 | b | @- | 1 | c | ->> | 'd' | /* /* ; */ ; */ | --e | f"
    );
    assert_eq!(
        kinds("U&'x' U&\"x\" X'0' b'1' N'a' \"a\" $1 # ?|", SqlSyntax::Postgres),
        "string, quoted name, blob, blob, string, quoted name, parameter, symbol, symbol"
    );
    assert_eq!(
        spelled(
            "E'a\\n\\'\\x41\\101\\u00e9\\\\' U&'d\\0061t\\+000061' U&\"d!0061\" UESCAPE '!' $q$it's$q$ 'a''b' N'n'",
            SqlSyntax::Postgres
        ),
        "a\n'AAé\\|data|da|it's|a'b|n"
    );
    // A string goes on after a line break, and not after a blank.
    assert_eq!(texts("'a'\n  'b' 'c'", SqlSyntax::Postgres), "'a'\n  'b' | 'c'");
    assert_eq!(spelled("E'a'\n'\\'b'", SqlSyntax::Postgres), "a'b");
    for sql in ["/* /* */", "$a$ $b$", "E'\\'", "\"a"] {
        assert!(texts(sql, SqlSyntax::Postgres).starts_with("<unterminated"), "{sql}");
    }
}

#[test]
fn mysql_reads_its_tokens() {
    let sql = "'it\\'s' \"d'\\\"q\" `a``b` a--1 -- c;\nb #d'\n_utf8mb4'x' _name @@global.x @`u` x'0a' N'n' 2fa t.1e5 1e5 <=> ?";
    assert_eq!(
        texts(sql, SqlSyntax::MYSQL),
        "'it\\'s' | \"d'\\\"q\" | `a``b` | a | - | - | 1 | -- c; | b | #d' | _utf8mb4 | 'x' | _name | @@global.x | @`u` | \
         x'0a' | N'n' | 2fa | t | . | 1e5 | 1e5 | <=> | ?"
    );
    assert_eq!(
        kinds("_utf8mb4'x' _name 'x' 2fa 2 t.2 0b1 0x1g \"s\"", SqlSyntax::MYSQL),
        "character set, string, word, string, word, number, word, symbol, word, number, word, string"
    );
    assert_eq!(
        spelled("'it\\'s\\n\\%' \"a\"\"b'c\" `a``b`", SqlSyntax::MYSQL),
        "it's\n\\%|a\"b'c|a`b"
    );
    assert_eq!(texts("'a\\'", SqlSyntax::MYSQL), "<unterminated string at byte 0>");
}

#[test]
fn the_sql_mode_changes_quotes_and_backslashes() {
    assert_eq!(kinds("\"a\" 'b'", ANSI), "quoted name, string");
    assert_eq!(spelled("'C:\\' 'it''s'", PLAIN_BACKSLASHES), "C:\\|it's");
    // One mode that reads the text to its end is enough.
    assert_eq!(require_terminated("SELECT 'C:\\'", SqlSyntax::MYSQL), Ok(()));
    assert!(require_terminated("SELECT 'C:\\'';", SqlSyntax::Sqlite).is_err());
}

#[test]
fn a_versioned_comment_is_code() {
    let sql = "/*!50001 ALTER /* x */ TABLE a */ /*! b*/ /*M!100100 c */ /* d */ /*+ e */";
    let code: Vec<_> = Tokens::code(sql, SqlSyntax::MYSQL).map(|token| token.text).collect();
    assert_eq!(code, ["ALTER", "TABLE", "a", "b", "c"]);
    assert_eq!(Tokens::code("/*!50001 ALTER TABLE a */", SqlSyntax::Sqlite).count(), 0);
    assert_eq!(
        texts("/*!50001 a", SqlSyntax::MYSQL),
        "/*!50001 | a | <unterminated comment at byte 0>"
    );
}

#[test]
fn what_has_no_end_has_a_position() {
    let sql = "SELECT 1;\n  é 'x";
    let error = require_terminated(sql, SqlSyntax::Postgres).unwrap_err();
    assert_eq!(
        (error.to_string(), error.position(sql)),
        ("unterminated string at byte 15".to_owned(), (2, 5))
    );
}

#[test]
fn finds_identifiers() {
    use SqlSyntax::{Postgres, Sqlite};
    let found = |sql, syntax| {
        let found = identifiers::identifiers(sql, syntax);
        found
            .map(|it| format!("{}@{}..{}", it.name, it.span.start, it.span.end))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(found("length(\"a b\") > 0 AND [c] <> 'd' -- e", Sqlite), "a b@7..12 c@22..25");
    assert_eq!(found("x IN (1, y) OR `z` IS NOT NULL", Sqlite), "x@0..1 y@9..10 z@15..18");
    assert_eq!(found("a[i] <> U&\"d\\0061\"", Postgres), "a@0..1 i@2..3 da@8..18");
    assert_eq!(found("`a` <> \"a\" # b", SqlSyntax::MYSQL), "a@0..3");
    assert_eq!(found("t.order, index", Postgres), "t@0..1 order@2..7 index@9..14");
    assert!(mentions("a REFERENCES Users(id)", "users", Sqlite));
    assert!(!mentions("users(1) || 'users'", "users", Sqlite));
    assert!(mentions_anywhere("\"users\"", "users"));
}

#[test]
fn a_long_text_takes_no_long_time() {
    let pieces = ["'", "$", "$a$", "/*", "[", "_a ", "'' ", "-", "(", "1.", "@", "U&'' ", "/*! "];
    for piece in pieces {
        let sql = piece.repeat(200_000);
        let started = std::time::Instant::now();
        for syntax in EVERY {
            let _ = (split_statements(&sql, syntax).len(), mentions(&sql, "x", syntax));
        }
        assert!(started.elapsed().as_secs() < 20, "{piece}");
    }
}
