//! Operators between or after operands, and how tight it binds them.
//!
//! The levels are those of <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE>,
//! <https://dev.mysql.com/doc/refman/8.4/en/operator-precedence.html> and
//! <https://www.sqlite.org/lang_expr.html>. In MySQL's grammar a pattern, `IN` and `BETWEEN` bind
//! tighter than a comparison, whatever its table says.

use super::lex::Kind;
use super::parse::Parser;
use super::tree::Connective;
use migrate_core::dialect::Family;

/// Tighter is higher.
pub(super) mod level {
    pub(crate) const ANY: u8 = 0;
    pub(crate) const OR: u8 = 1;
    pub(crate) const XOR: u8 = 2;
    pub(crate) const AND: u8 = 3;
    pub(crate) const NOT: u8 = 4;
    pub(crate) const IS: u8 = 5;
    pub(crate) const COMPARE: u8 = 6;
    pub(crate) const MATCH: u8 = 7;
    pub(crate) const OTHER: u8 = 8;
    pub(crate) const BIT_AND: u8 = 9;
    pub(crate) const SHIFT: u8 = 10;
    pub(crate) const ADD: u8 = 11;
    pub(crate) const MULTIPLY: u8 = 12;
    pub(crate) const POWER: u8 = 13;
    pub(crate) const AT: u8 = 14;
    pub(crate) const COLLATE: u8 = 15;
    pub(crate) const SIGN: u8 = 16;
    pub(crate) const TIGHT: u8 = 17;
}

/// Operators between or after operands.
pub(super) enum Infix {
    Chain(Connective),
    Operator,
    Is,
    Null { negated: bool },
    Match { operator: &'static str, negated: bool, words: usize },
    In { negated: bool },
    Between { negated: bool },
    Cast,
    AtTimeZone,
    Subscript,
    Field,
}

impl Parser<'_> {
    /// What the next tokens do to the operand before them.
    pub(super) fn infix(&self) -> Option<(Infix, u8)> {
        let token = self.peek(0)?;
        if !matches!(token.kind, Kind::Word | Kind::Symbol) {
            return None;
        }
        let text = token.text.as_str();
        let is = match self.family {
            Family::Postgres => level::IS,
            Family::Mysql | Family::Sqlite => level::COMPARE,
        };
        Some(match text {
            "and" => (Infix::Chain(Connective::And), level::AND),
            "or" => (Infix::Chain(Connective::Or), level::OR),
            "&&" if self.family == Family::Mysql => (Infix::Chain(Connective::And), level::AND),
            "||" if self.family == Family::Mysql => (Infix::Chain(Connective::Or), level::OR),
            "is" => (Infix::Is, is),
            "isnull" => (Infix::Null { negated: false }, is),
            "notnull" => (Infix::Null { negated: true }, is),
            "not" if self.is(1, "null") && self.family == Family::Sqlite => {
                (Infix::Null { negated: true }, is)
            }
            "not" => return self.predicate(1, true),
            "at" if self.is(1, "time") && self.is(2, "zone") => (Infix::AtTimeZone, level::AT),
            "::" => (Infix::Cast, level::TIGHT),
            "[" => (Infix::Subscript, level::TIGHT),
            "." if self.at.checked_sub(1).is_some_and(|at| self.tokens[at].is(")")) => {
                (Infix::Field, level::TIGHT)
            }
            _ => match self.operator(text) {
                Some(level) => (Infix::Operator, level),
                None => return self.predicate(0, false),
            },
        })
    }

    fn predicate(&self, at: usize, negated: bool) -> Option<(Infix, u8)> {
        let token = self.peek(at).filter(|token| token.kind == Kind::Word)?;
        let operator = match token.text.as_str() {
            "in" => return Some((Infix::In { negated }, level::MATCH)),
            "between" => return Some((Infix::Between { negated }, level::MATCH)),
            "similar" if self.is(at + 1, "to") => "similar to",
            "like" => "like",
            "ilike" => "ilike",
            "regexp" | "rlike" => "regexp",
            "glob" => "glob",
            "match" if self.family == Family::Sqlite => "match",
            _ => return None,
        };
        let words = at + operator.split(' ').count();
        Some((Infix::Match { operator, negated, words }, level::MATCH))
    }

    /// How tight an operator binds its two operands.
    fn operator(&self, text: &str) -> Option<u8> {
        let by_flavor = |postgres: Option<u8>, mysql, sqlite| match self.family {
            Family::Postgres => postgres,
            Family::Mysql => mysql,
            Family::Sqlite => sqlite,
        };
        let other = Some(level::OTHER);
        match text {
            "==" => by_flavor(other, None, Some(level::COMPARE)),
            // SQLite has two levels of comparisons.
            "<" | "<=" | ">" | ">=" if self.family == Family::Sqlite => other,
            "=" | "<>" | "!=" | "<" | "<=" | ">" | ">=" => Some(level::COMPARE),
            "<=>" => by_flavor(other, Some(level::COMPARE), None),
            "xor" => by_flavor(None, Some(level::XOR), None),
            "+" | "-" => Some(level::ADD),
            "*" | "/" | "%" => Some(level::MULTIPLY),
            "div" | "mod" => by_flavor(None, Some(level::MULTIPLY), None),
            "^" => by_flavor(Some(level::POWER), Some(level::POWER), None),
            "|" => by_flavor(other, other, Some(level::SHIFT)),
            "&" => by_flavor(other, Some(level::BIT_AND), Some(level::SHIFT)),
            "<<" | ">>" => by_flavor(other, Some(level::SHIFT), Some(level::SHIFT)),
            "||" => by_flavor(other, None, Some(level::POWER)),
            "->" | "->>" => by_flavor(other, Some(level::TIGHT), Some(level::POWER)),
            "collate" if self.family == Family::Mysql => Some(level::TIGHT),
            "collate" => Some(level::COLLATE),
            _ => by_flavor(is_operator(text).then_some(level::OTHER), None, None),
        }
    }
}

/// Whether PostgreSQL takes this symbol for an operator.
pub(super) fn is_operator(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| "+-*/<>=~!@#%^&|`?".contains(c))
}
