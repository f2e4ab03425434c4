//! Expressions as declared, and as servers give them back.

use proptest::prelude::*;

use migrate_core::dialect::Family;

use super::{canonical, lex, normal, understood};

mod mysql;
mod postgres;

const FAMILIES: [Family; 3] = [Family::Sqlite, Family::Postgres, Family::Mysql];

/// Pieces of expressions, also of broken ones.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "a", "b", "\"C\"", "`d`", "date", "1", "-", "2.50", "'x'", "'it''s'", "E'\\n'", "_utf8mb4'x'",
    "(", ")", "(", ")", ",", "and", "or", "not", "in", "(1, 2)", "like", "between", "is null",
    "is", "=", "<>", "<", ">=", "<=", "+", "*", "||", "::text", "::", "integer", "case when",
    "then", "else", "end", "any", "array[", "]", "[", "f(", "trim(", "leading", "from", "cast(",
    "as", "->>", "~", "!", "interval", "'1 day'", "day", "collate", "at time zone", "select",
    "exists (select", "null", "true", "current_timestamp", "now()", ".", "xor", "mod", "&&",
    "escape", "similar to", "row(", "desc", "order by", "distinct", "x'0a'", "0x41", "binary",
    "regexp", "coalesce(", "position(", "\\", "--", "/*", "$$", "@", "?", ":", "#", "<=>",
    "isnull", "convert(", "using", "a >= 1 and a <= 2", "a = 1 or a = 2", "(a, b) = (1, 2)",
    "(a, b) in ((1, 2), (3, 4))", "timestamp with time zone", "'2020-01-01 00:00:00+00'",
    "'-1'::integer", "all", "values", "'10:00'",
];

#[track_caller]
fn assert_same(family: Family, pairs: &[(&str, &str)]) {
    for (declared, printed) in pairs {
        let form = canonical(declared, family);
        assert_eq!(form, canonical(printed, family), "{declared}: {printed}");
        let tokens = lex::tokens(&form, family).unwrap();
        assert_eq!(understood(&tokens, family), Some(form), "{declared}");
    }
}

#[test]
fn postgres_prints_what_was_declared() {
    assert_same(Family::Postgres, postgres::PRINTED);
}

#[test]
fn mariadb_prints_what_was_declared() {
    assert_same(Family::Mysql, mysql::MARIADB);
}

#[test]
fn mysql_prints_what_was_declared() {
    assert_same(Family::Mysql, mysql::MYSQL);
}

#[test]
fn the_form_reads_well() {
    use Family::{Mysql, Postgres, Sqlite};
    let forms = [
        (Postgres, "((total >= (0)::numeric))", "total >= 0"),
        (Postgres, "NOT \"User\".\"Order\" != -(-1)", "\"User\".\"Order\" = 1"),
        (Postgres, "(((a OR b) AND (c)) OR d)", "(a or b) and c or d"),
        (Postgres, "a - (b - (c * d))", "a - (b - c * d)"),
        (Postgres, "(a || b) || c = (d -> 'e') ->> 'f'", "a || b || c = (d -> 'e') ->> 'f'"),
        (Postgres, "((doc ->> 'n'::text))::int4", "cast(doc ->> 'n' as integer)"),
        (Postgres, "count(DISTINCT a ORDER BY b DESC)", "count(distinct a order by b desc)"),
        (Postgres, "EXISTS (SELECT 1 FROM  t)", "exists (select 1 from t)"),
        (Mysql, "!`A` && (b || c)", "a = 0 and (b <> 0 or c <> 0)"),
        (Mysql, "`select` <> \"it's\"", "`select` <> 'it''s'"),
        (Sqlite, "[A] == `B` COLLATE NOCASE", "a = b collate nocase"),
        (Sqlite, "a IS NOT b AND a GLOB 'x*'", "a is not b and a glob 'x*'"),
    ];
    for (family, sql, form) in forms {
        assert_eq!(canonical(sql, family), form, "{family:?}: {sql}");
    }
}

#[test]
fn what_differs_stays_different() {
    #[rustfmt::skip]
    let pairs = [
        ("a > 1", "a > 2"), ("a > 1", "a >= 1"), ("a", "\"A\""), ("a AND b OR c", "a AND (b OR c)"),
        ("a - (b - c)", "a - b - c"), ("a::integer", "a"), ("a IN (1, 2)", "a IN (1, 3)"),
        ("a = ANY (b)", "a <> ANY (b)"), ("NOT (a = ANY (b))", "a <> ANY (b)"), ("'x'", "x"),
        ("a / 2", "a / 2.0"), ("a LIKE 'x'", "a ILIKE 'x'"), ("a IS NULL", "a IS NOT NULL"),
        ("a >= 1 AND b <= 5", "a BETWEEN 1 AND 5"), ("a <> 1 OR a <> 2", "a NOT IN (1, 2)"),
    ];
    for (one, other) in pairs {
        let (one, other) = (canonical(one, Family::Postgres), canonical(other, Family::Postgres));
        assert_ne!(one, other);
    }
}

#[test]
fn what_is_not_understood_keeps_its_tokens() {
    let form = |sql| canonical(sql, Family::Postgres);
    assert_eq!(form("((A  B) -- why\n)"), "a b");
    assert_eq!(form("SELECT \"a\", \"B\" FROM t"), "select a , \"B\" from t");
    assert_eq!(form(" 'x "), "'x");
    assert_eq!(form(""), "");
}

#[test]
fn no_text_is_too_deep_or_too_long() {
    let nested = [("(", ")"), ("f(", ")"), ("not ", ""), ("- ", ""), ("(", " + 1 + 1 + 1 + 1)")];
    let nested = nested.map(|(open, close)| {
        [30, 63, 64, 500].map(|depth| format!("{}a{}", open.repeat(depth), close.repeat(depth)))
    });
    let long =
        ["+", "and", "||", "is null or"].map(|word| vec!["a"; 2000].join(&format!(" {word} ")));
    for sql in nested.as_flattened().iter().chain(&long) {
        for family in FAMILIES {
            let form = canonical(sql, family);
            assert!(canonical(&form, family) == form);
        }
    }
}

proptest! {
    #[test]
    fn the_form_of_a_form_is_the_form(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..14),
        spaced in any::<bool>(),
    ) {
        let sql = parts.join(if spaced { " " } else { "" });
        for family in FAMILIES {
            let form = canonical(&sql, family);
            prop_assert_eq!(canonical(&form, family), form);
            let again = |sql: &str| {
                let tokens = lex::tokens(sql, family)?;
                understood(normal::unwrapped(&tokens), family)
            };
            // Without the second look of `canonical`.
            if let Some(form) = again(&sql) {
                prop_assert_eq!(again(&form), Some(form));
            }
        }
    }

    #[test]
    fn every_text_has_a_form(sql in "[a-cEX0-9 .,'\"`()\\[\\]+*/<>=|!~&%^$@?:;\\\\_#é-]{0,24}") {
        for family in FAMILIES {
            let form = canonical(&sql, family);
            prop_assert_eq!(canonical(&form, family), form);
        }
    }
}
