//! Casts, which PostgreSQL adds by itself wherever types differ.

use super::primary::number;
use super::tree::Expr;
use migrate_core::dialect::Family;

/// The types that PostgreSQL turns other texts into by itself.
pub(super) const TEXTS: [&str; 6] = ["text", "varchar", "bpchar", "name", "text[]", "varchar[]"];

/// The types that PostgreSQL turns other numbers, dates and times into by itself.
pub(super) const WIDER: [&str; 6] =
    ["bigint", "numeric", "real", "double precision", "timestamp", "timestamptz"];

/// The types whose literals are numbers.
const NUMBERS: [&str; 6] = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];

/// A cast, unless a server may have added it by itself.
pub(super) fn cast(operand: Expr, name: String, family: Family) -> Expr {
    if family != Family::Postgres {
        return Expr::Cast(Box::new(operand), name);
    }
    match operand {
        Expr::Text(text) => literal(text, &name),
        Expr::Number(_) => operand,
        Expr::Word(word) if word == "null" => Expr::Word(word),
        Expr::Array(_) if name.ends_with("[]") => operand,
        operand if TEXTS.contains(&name.as_str()) => operand,
        operand if WIDER.contains(&name.as_str()) && !is_text(&operand) => operand,
        operand => Expr::Cast(Box::new(operand), name),
    }
}

/// A literal of a type: PostgreSQL gives a negative number back as `'-1'::integer`.
fn literal(text: String, name: &str) -> Expr {
    if NUMBERS.contains(&name) {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", text.as_str()),
        };
        if let Some(number) = number(digits, Family::Postgres) {
            return Expr::Number(format!("{sign}{number}"));
        }
    }
    match (name, text.as_str()) {
        ("boolean", "t" | "true") => Expr::Word("true".to_owned()),
        ("boolean", "f" | "false") => Expr::Word("false".to_owned()),
        _ => Expr::Text(text),
    }
}

/// Whether a cast is but another spelling of a number or a truth value.
pub(super) fn is_plain(operand: &Expr, name: &str) -> bool {
    match operand {
        Expr::Text(text) => !matches!(literal(text.clone(), name), Expr::Text(_)),
        _ => false,
    }
}

/// Whether it computes a text, which PostgreSQL turns into nothing else by itself.
fn is_text(expr: &Expr) -> bool {
    matches!(expr, Expr::Binary(_, operator, _)
        if matches!(operator.as_str(), "->" | "->>" | "#>" | "#>>" | "||"))
}

/// What PostgreSQL widens so that values of several types become one.
pub(super) fn unwidened(expr: Expr) -> Expr {
    match expr {
        Expr::Cast(operand, name) if name == "integer" && matches!(*operand, Expr::Name(_)) => {
            *operand
        }
        expr => expr,
    }
}
