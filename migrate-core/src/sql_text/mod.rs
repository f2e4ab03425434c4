//! Questions about raw SQL that need only its words: what it mentions, where statements end, whether
//! two expressions are one.

mod script;
mod tokens;

use script::is_reserved;
pub use script::{mentions, split_statements};
pub use tokens::{Token, TokenKind, Tokens, Unterminated};

/// Whether every statement of a text reads or writes rows and leaves the schema alone.
pub fn is_data_statement(sql: &str) -> bool {
    const DATA: [&str; 10] = [
        "select", "insert", "update", "delete", "replace", "with", "values", "analyze", "pragma",
        "vacuum",
    ];
    split_statements(sql).iter().all(|statement| {
        Tokens::new(statement)
            .filter_map(Result::ok)
            .find(|token| token.kind != TokenKind::Comment)
            .is_none_or(|token| DATA.iter().any(|word| token.is_keyword(word)))
    })
}

/// The text with every mention of an identifier under another name; strings stay as they are.
pub fn rename_identifier(sql: &str, from: &str, to: &str) -> String {
    let name =
        if is_plain(to) { to.to_owned() } else { format!("\"{}\"", to.replace('"', "\"\"")) };
    let mut renamed = String::with_capacity(sql.len());
    let mut copied = 0;
    let mut after_as = false;
    for token in Tokens::new(sql).map_while(Result::ok) {
        // What follows AS is a name made there: a result column's, or a type's.
        let is_alias = std::mem::replace(&mut after_as, token.is_keyword("AS"));
        let named =
            !is_alias && token.identifier().is_some_and(|name| name.eq_ignore_ascii_case(from));
        if named {
            renamed.push_str(&sql[copied..token.start]);
            renamed.push_str(&name);
            copied = token.end();
        }
    }
    renamed.push_str(&sql[copied..]);
    renamed
}

/// Whether a name can stand in an expression without quotes.
fn is_plain(name: &str) -> bool {
    let mut tokens = Tokens::new(name).filter_map(Result::ok);
    let first = tokens.next();
    let bare = first.is_some_and(|token| token.kind == TokenKind::Word && !is_reserved(&token));
    bare && tokens.next().is_none() && !name.contains(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::script::identifiers;
    use super::*;

    #[test]
    fn only_statements_about_rows_are_data_statements() {
        for sql in ["UPDATE t SET a = 1", "-- why\nselect 1; DELETE FROM t", "", "VACUUM"] {
            assert!(is_data_statement(sql), "{sql}");
        }
        for sql in ["CREATE TABLE t (a)", "select 1; DROP TABLE t", "ALTER TABLE t ADD a"] {
            assert!(!is_data_statement(sql), "{sql}");
        }
    }

    #[test]
    fn an_identifier_is_renamed_and_a_string_is_not() {
        let renamed = rename_identifier("a AS a, a > 0 AND \"A\" <> 'a' AND b.a < aa", "a", "new");
        assert_eq!(renamed, "new AS a, new > 0 AND new <> 'a' AND b.new < aa");
        assert_eq!(rename_identifier("a", "a", "order"), "\"order\"");
    }

    #[test]
    fn finds_identifiers() {
        let found = |sql| identifiers(sql).collect::<Vec<_>>().join(" ");
        assert_eq!(found("length(\"a b\") > 0 AND lower([c]) <> 'd' -- e"), "a b c");
        assert_eq!(found("x IN (1, y) OR `z` IS NOT NULL AND CAST(w AS TEXT)"), "x y z w TEXT");
        assert_eq!(found("INSERT INTO t(a) SELECT max(b) FROM u WHERE 'x"), "t a b u");
        assert_eq!(found("CREATE INDEX i ON main.t(a)"), "i main t a");
        assert!(mentions("a REFERENCES Users(id)", "users"));
        assert!(!mentions("users(1) || 'users'", "users"));
    }

    #[test]
    fn splits_scripts() {
        let trigger = "CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 1; END";
        let script = format!(
            "-- one;\nSELECT ';' /* ; */, \"a;\" ; ;; {trigger};\nBEGIN; END; select [;]\n-- last;"
        );
        let expected = ["SELECT ';' /* ; */, \"a;\"", trigger, "BEGIN", "END", "select [;]"];
        assert_eq!(split_statements(&script), expected);
        assert_eq!(split_statements("a; b 'c; d\n"), ["a", "b 'c; d"]);
        assert_eq!(split_statements("a; /* b"), ["a"]);
        assert_eq!(split_statements(" -- nothing\n;"), [""; 0]);
    }

    #[test]
    fn splits_scripts_of_postgresql() {
        let function =
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END";
        let script = format!(
            "SELECT $$;$$, $a$;$$;$a$, E'\\';', 'it''s;', '\\'; SELECT $1 /* /* ; */ ; */; \
             CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f(); {function}; \
             SELECT ARRAY[';]'], a[1], x::text[] /* /* */"
        );
        let expected = [
            "SELECT $$;$$, $a$;$$;$a$, E'\\';', 'it''s;', '\\'",
            "SELECT $1",
            "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
            function,
            "SELECT ARRAY[';]'], a[1], x::text[]",
        ];
        assert_eq!(split_statements(&script), expected);
        assert_eq!(rename_identifier("a[i] > 0 AND [i] > 0", "i", "j"), "a[j] > 0 AND j > 0");
    }

    #[test]
    fn reads_every_token() {
        let sql = "a\"b\"\"\"[c]`d`'e''f'X'0a' 1.5e-3 0x1F .5 1e+5 ?1 :n @n $n ?||->>-> <>-- x\r\n/* y */é";
        let expected = "a \"b\"\"\" [c] `d` 'e''f' X'0a' 1.5e-3 0x1F .5 1e+5 ?1 :n @n $n ? || ->> -> <> -- x /* y */ é";
        let tokens: Vec<_> = Tokens::new(sql).map(|token| token.expect("a token")).collect();
        assert_eq!(tokens.iter().map(|t| t.text).collect::<Vec<_>>().join(" "), expected);
        assert!(tokens.iter().all(|t| sql[t.start..t.end()] == *t.text));
    }
}
