//! What the forms of queries and functions leave out, for a comparison that must not lose it.

use super::tokens::{Token, joined, parenthesized, source, split_commas, tokens};

/// Whether two texts differ in nothing but space, comments and the case of bare words.
pub(crate) fn same_tokens(one: &str, other: &str) -> bool {
    let form = |sql: &str| joined(&tokens(sql.trim().trim_end_matches(';')));
    form(one) == form(other)
}

/// Whether two texts differ in nothing but schemas before names, which one of them leaves to the path that the server
/// looks in.
pub(crate) fn differ_in_schemas(one: &str, other: &str) -> bool {
    let (one, other) = (tokens(one), tokens(other));
    let same = |a: &Token, b: &Token| a.kind == b.kind && a.text == b.text || a.sql() == b.sql();
    // The name behind a schema and a point.
    let behind = |tokens: &[Token]| match tokens {
        [schema, dot, name, ..] if schema.is_name() && dot.is_symbol(".") => Some(name.clone()),
        _ => None,
    };
    let (mut at, mut beside, mut skipped) = (0, 0, false);
    loop {
        match (one.get(at), other.get(beside)) {
            (None, None) => return skipped,
            (Some(a), Some(b)) if same(a, b) => (at, beside) = (at + 1, beside + 1),
            (Some(a), Some(b)) => {
                skipped = true;
                if behind(&one[at..]).is_some_and(|name| same(&name, b)) {
                    at += 2;
                } else if behind(&other[beside..]).is_some_and(|name| same(&name, a)) {
                    beside += 2;
                } else {
                    return false;
                }
            }
            (Some(_), None) | (None, Some(_)) => return false,
        }
    }
}

/// Whether a function's definition has a body in SQL (`BEGIN ATOMIC`, `RETURN`), which its form has
/// not; a body that is a string is one token.
pub(crate) fn has_sql_body(definition: &str) -> bool {
    tokens(definition).iter().any(|token| token.is_word("return") || token.is_word("atomic"))
}

/// The defaults of a function's arguments, in order.
pub(crate) fn defaults(arguments: &str) -> Vec<String> {
    let tokens = tokens(arguments);
    let is_default =
        |token: &Token| token.is_word("default") || token.is_symbol("=") || token.is_symbol(":=");
    let default = |argument: &[Token]| {
        let at = argument.iter().position(is_default)?;
        Some(source(arguments, &argument[at + 1..]).to_owned())
    };
    split_commas(&tokens).into_iter().filter_map(default).collect()
}

/// The condition of a trigger (`WHEN (..)`).
pub(crate) fn condition(body: &str) -> Option<String> {
    let tokens = tokens(body);
    let at = tokens.iter().position(|token| token.is_word("when"))?;
    let (inner, _) = parenthesized(&tokens[at + 1..])?;
    Some(source(body, inner).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_that_one_side_leaves_out_is_all_that_differs() {
        for (one, other, expected) in [
            ("public.citext", "citext", true),
            ("citext", "public.citext", true),
            ("public.f('x')", "f('x')", true),
            ("f(public.g(a))", "f(g(a))", true),
            ("a.citext", "b.citext", false),
            ("public.citext", "text", false),
            ("public.f('x')", "f('y')", false),
            ("citext", "citext", false),
            ("a.b", "b.a", false),
        ] {
            assert_eq!(differ_in_schemas(one, other), expected, "{one} and {other}");
        }
    }
}
