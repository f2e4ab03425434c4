//! Whether two expressions of one form are the same: what the form leaves out, held against the types
//! of the columns.
//!
//! [`canonical`](super::canonical) drops casts that a server adds by itself and writes every string
//! that looks like a timestamp as one. Two texts of one form are therefore equal only if what was
//! dropped of them is equal too, or is what the server makes of the other.

use migrate_core::schema::ColumnType;

use super::casts::{self, TEXTS, WIDER};
use super::tree::{Argument, Expr};
use migrate_core::dialect::Family;

use super::{lex, literals, normal, parse, print, rewrite};

/// What is known of two expressions of one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// They are the same.
    Same,
    /// They are not.
    Different,
    /// They differ in something of which only the server knows whether it matters.
    Unknown,
}

/// How a server reads a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    /// As it is.
    Text,
    /// As a date, a time, a timestamp or an interval, whose spellings are many.
    Time,
    /// As something that is not known here.
    Unknown,
}

/// Who has added a cast.
enum CastBy {
    /// A server adds it by itself, or the form keeps it.
    Server,
    /// Whoever wrote the expression.
    Someone,
    /// One of both.
    Unknown,
}

/// What the form of an expression leaves out.
#[derive(Default)]
struct LeftOut {
    /// Each string, and how it is read.
    strings: Vec<(String, Reading)>,
    /// The casts that no rule explains, each as its operand and its type.
    casts: Vec<String>,
    /// The casts that no server adds by itself, in the same form.
    own_casts: Vec<String>,
}

/// Holds two expressions of one form against each other; `types` knows the columns.
pub(crate) fn agreement(
    one: &str,
    other: &str,
    family: Family,
    types: &dyn Fn(&str) -> Option<ColumnType>,
) -> Agreement {
    if one.trim() == other.trim() {
        return Agreement::Same;
    }
    let (Some(one), Some(other)) = (left_out(one, family, types), left_out(other, family, types))
    else {
        // The form of what is not understood is its tokens, of which nothing is left out.
        return Agreement::Same;
    };
    if one.own_casts != other.own_casts {
        return Agreement::Different;
    }
    let strings = strings(one.strings, other.strings, family);
    if strings == Agreement::Same && one.casts != other.casts {
        return Agreement::Unknown;
    }
    strings
}

fn left_out(
    sql: &str,
    family: Family,
    types: &dyn Fn(&str) -> Option<ColumnType>,
) -> Option<LeftOut> {
    let tokens = lex::tokens(sql, family)?;
    let expr = parse::parse(normal::unwrapped(&tokens), family)?;
    let mut found = LeftOut::default();
    Collector { family, types, found: &mut found }.visit(&expr, Reading::Unknown);
    found.casts.sort();
    found.own_casts.sort();
    Some(found)
}

/// Strings of the same forms: those that are written alike are the same, and one that is known to be
/// text is nothing but what is written.
fn strings(
    mut one: Vec<(String, Reading)>,
    mut other: Vec<(String, Reading)>,
    family: Family,
) -> Agreement {
    one.retain(|(text, _)| {
        let same = other.iter().position(|(found, _)| found == text);
        same.map(|at| other.swap_remove(at)).is_none()
    });
    let form = |text: &str| {
        let interval = || if family == Family::Postgres { literals::interval(text) } else { None };
        literals::timestamp(text).or_else(interval).unwrap_or_else(|| text.to_owned())
    };
    let mut agreement = Agreement::Same;
    for (text, reading) in one {
        let same = other.iter().position(|(found, _)| form(found) == form(&text));
        let Some((_, found)) = same.map(|at| other.swap_remove(at)) else {
            // A string of one side is a number or a word of the other.
            agreement = Agreement::Unknown;
            continue;
        };
        match (reading, found) {
            (Reading::Time, Reading::Time) => {}
            (Reading::Text, Reading::Text | Reading::Unknown)
            | (Reading::Unknown, Reading::Text) => return Agreement::Different,
            (Reading::Unknown, Reading::Unknown | Reading::Time)
            | (Reading::Time, Reading::Unknown | Reading::Text)
            | (Reading::Text, Reading::Time) => agreement = Agreement::Unknown,
        }
    }
    if !other.is_empty() {
        agreement = Agreement::Unknown;
    }
    agreement
}

struct Collector<'a> {
    family: Family,
    types: &'a dyn Fn(&str) -> Option<ColumnType>,
    found: &'a mut LeftOut,
}

impl Collector<'_> {
    /// Collects what the form of an expression leaves out; `reading` is how its strings are read.
    fn visit(&mut self, expr: &Expr, reading: Reading) {
        match expr {
            Expr::Text(text) => self.found.strings.push((text.clone(), reading)),
            // `'-1'::integer` is a number.
            Expr::Cast(operand, name) if casts::is_plain(operand, name) => {}
            Expr::Cast(operand, name) => {
                // Casts within the operand are found on their own.
                let form = rewrite::rewrite((**operand).clone(), self.family);
                let form = print::print(&form, self.family);
                let casts = match self.origin(operand, name) {
                    CastBy::Server => None,
                    CastBy::Someone => Some(&mut self.found.own_casts),
                    CastBy::Unknown => Some(&mut self.found.casts),
                };
                if let Some(casts) = casts {
                    casts.push(format!("{form} as {name}"));
                }
                self.visit(operand, reading_of_type(name));
            }
            Expr::Array(_) => self.visit_all(expr, reading),
            Expr::Binary(..) | Expr::Match(_) | Expr::In { .. } | Expr::Between { .. } => {
                let operands = expr.children().into_iter().map(|operand| self.reading(operand));
                // The operands of a comparison are of one type.
                let known = operands.min().unwrap_or(Reading::Unknown);
                self.visit_all(expr, known);
            }
            // `date_part('year', d)` is `extract(year from d)`, where the field is a word.
            Expr::Call(name, arguments) if name == &["date_part"] => {
                for argument in arguments.iter().skip(1) {
                    self.visit(&argument.value, Reading::Unknown);
                }
            }
            Expr::Call(name, _) if name == &["any"] || name == &["all"] => {
                self.visit_all(expr, reading);
            }
            _ => self.visit_all(expr, Reading::Unknown),
        }
    }

    fn visit_all(&mut self, expr: &Expr, reading: Reading) {
        for child in expr.children() {
            self.visit(child, reading);
        }
    }

    /// How strings beside this operand are read.
    fn reading(&self, expr: &Expr) -> Reading {
        match expr {
            Expr::Name(path) => match path.last().and_then(|name| (self.types)(name)) {
                Some(
                    ColumnType::Varchar(_)
                    | ColumnType::UnboundedVarchar
                    | ColumnType::Text
                    | ColumnType::Char(_)
                    | ColumnType::Enumeration(_),
                ) => Reading::Text,
                Some(
                    ColumnType::Date
                    | ColumnType::Time
                    | ColumnType::Timestamp
                    | ColumnType::TimestampTz
                    | ColumnType::Interval,
                ) => Reading::Time,
                _ => Reading::Unknown,
            },
            Expr::Cast(_, name) => reading_of_type(name),
            Expr::Binary(_, operator, _) if operator == "at time zone" => Reading::Time,
            Expr::Binary(left, operator, right) if operator == "+" || operator == "-" => {
                let is_time = |operand: &Expr| self.reading(operand) == Reading::Time;
                if is_time(left) || is_time(right) { Reading::Time } else { Reading::Unknown }
            }
            Expr::Word(word) if word.starts_with("current_") && word != "current_user" => {
                Reading::Time
            }
            Expr::Call(name, arguments) if name == &["now"] && arguments.is_empty() => {
                Reading::Time
            }
            _ => Reading::Unknown,
        }
    }

    /// Whether a server adds such a cast by itself, so that leaving it out loses nothing.
    fn origin(&self, operand: &Expr, name: &str) -> CastBy {
        let column = |path: &[String]| path.last().and_then(|name| (self.types)(name));
        match operand {
            // A literal is of the type that its place has.
            Expr::Text(_) | Expr::Number(_) | Expr::Word(_) | Expr::Array(_) => CastBy::Server,
            // Printed again, a list of words has both casts: `('a'::character varying)::text`.
            Expr::Cast(literal, inner)
                if TEXTS.contains(&name)
                    && inner == "varchar"
                    && matches!(**literal, Expr::Text(_)) =>
            {
                CastBy::Server
            }
            Expr::Name(path) if TEXTS.contains(&name) => match column(path) {
                Some(
                    ColumnType::Varchar(_)
                    | ColumnType::UnboundedVarchar
                    | ColumnType::Enumeration(_),
                ) => CastBy::Server,
                _ => CastBy::Unknown,
            },
            // Nothing else is cast to `integer` without being asked
            // (<https://www.postgresql.org/docs/current/catalog-pg-cast.html>).
            Expr::Name(path) if name == "integer" => match column(path) {
                Some(ColumnType::SmallInt) => CastBy::Server,
                Some(ColumnType::Custom(_)) | None => CastBy::Unknown,
                Some(_) => CastBy::Someone,
            },
            _ if TEXTS.contains(&name) || WIDER.contains(&name) || name == "integer" => {
                CastBy::Unknown
            }
            // What the form keeps is compared there.
            _ => CastBy::Server,
        }
    }
}

/// How a string is read that is cast to a type.
fn reading_of_type(name: &str) -> Reading {
    let is_time =
        ["date", "time", "timestamp", "interval"].iter().any(|time| name.starts_with(time));
    if TEXTS.contains(&name) {
        Reading::Text
    } else if is_time {
        Reading::Time
    } else {
        Reading::Unknown
    }
}

impl Expr {
    /// The expressions that it is made of.
    fn children(&self) -> Vec<&Self> {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Word(_) | Self::Name(_) | Self::Select(_) => {
                Vec::new()
            }
            Self::Unary(_, operand)
            | Self::Postfix(operand, _)
            | Self::Cast(operand, _)
            | Self::Field(operand, _)
            | Self::Interval(operand, _) => vec![&**operand],
            Self::Binary(left, _, right) => vec![&**left, &**right],
            Self::Chain(_, list) | Self::Row(list) | Self::Array(list) => list.iter().collect(),
            Self::Match(matched) => {
                let operands = [&matched.operand, &matched.pattern].into_iter();
                operands.chain(&matched.escape).collect()
            }
            Self::In { operand, list, .. } => std::iter::once(&**operand).chain(list).collect(),
            Self::Between { operand, low, high, .. } => vec![&**operand, &**low, &**high],
            Self::Case(case) => {
                let branches = case.branches.iter().flat_map(|(when, then)| [when, then]);
                case.operand.iter().chain(branches).chain(&case.otherwise).collect()
            }
            Self::Subscript(operand, bounds) => {
                std::iter::once(&**operand).chain(bounds.iter().flatten()).collect()
            }
            Self::Call(_, arguments) => {
                arguments.iter().map(|Argument { before: _, value }| value).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::canonical;
    use super::*;

    fn types(name: &str) -> Option<ColumnType> {
        match name {
            "name" => Some(ColumnType::Varchar(20)),
            "body" => Some(ColumnType::Text),
            "at" => Some(ColumnType::Timestamp),
            "day" => Some(ColumnType::Date),
            "a" => Some(ColumnType::Integer),
            "small" => Some(ColumnType::SmallInt),
            _ => None,
        }
    }

    fn check(family: Family, cases: &[(&str, &str, Agreement)]) {
        for (one, other, expected) in cases {
            assert_eq!(
                canonical(one, family),
                canonical(other, family),
                "{one}: no longer one form"
            );
            assert_eq!(agreement(one, other, family, &types), *expected, "{one} and {other}");
            assert_eq!(agreement(other, one, family, &types), *expected, "{other} and {one}");
        }
    }

    #[test]
    fn what_postgres_adds_is_the_same_and_what_is_lost_is_not() {
        use Agreement::{Different, Same, Unknown};
        check(
            Family::Postgres,
            &[
                ("a > 0", "(a > 0)", Same),
                ("name = 'x'", "((name)::text = 'x'::text)", Same),
                (
                    "name IN ('x', 'y')",
                    "((name)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))",
                    Same,
                ),
                (
                    "at > '2024-01-01'",
                    "(at > '2024-01-01 00:00:00'::timestamp without time zone)",
                    Same,
                ),
                ("at > '2024-01-01'", "at > '2024-01-01 00:00:00'", Same),
                (
                    "at BETWEEN '2024-01-01' AND '2024-02-01 00:00:00'",
                    "at BETWEEN '2024-01-01 00:00:00' AND '2024-02-01'",
                    Same,
                ),
                ("body <> '2024-01-01'", "body <> '2024-01-01 00:00:00'", Different),
                ("body <> '2024-01-01'", "(body <> '2024-01-01 00:00:00'::text)", Different),
                ("f(x) = '2024-01-01'", "(f(x) = '2024-01-01 00:00:00'::text)", Different),
                (
                    "f(x) = '2024-01-01'",
                    "(f(x) = '2024-01-01 00:00:00'::timestamp without time zone)",
                    Unknown,
                ),
                ("f(x) = '2024-01-01'", "f(x) = '2024-01-01 00:00:00'", Unknown),
                (
                    "name IN ('x', 'y')",
                    "((name)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]))",
                    Same,
                ),
                (
                    "extract(year FROM day) > 2000",
                    "(date_part('year'::text, day) > (2000)::double precision)",
                    Same,
                ),
                ("a > -5", "(a > '-5'::integer)", Same),
                (
                    "a > 0 OR a < -5 AND a = 1",
                    "((a > 0) OR ((a < '-5'::integer) AND (a = 1)))",
                    Same,
                ),
                (
                    "at - '1 year'::interval > '2024-01-01'",
                    "((at - '1 year'::interval) > '2024-01-01 00:00:00'::timestamp without time zone)",
                    Same,
                ),
                (
                    "x AT TIME ZONE 'utc' > '2024-01-01'",
                    "((x AT TIME ZONE 'utc'::text) > '2024-01-01 00:00:00'::timestamp without time zone)",
                    Same,
                ),
                ("a = '9'", "((a)::text = '9'::text)", Unknown),
                ("f(small, 1) > 0", "(f((small)::integer, 1) > 0)", Same),
                ("int4range(small, small + 1)", "int4range((small)::integer, (small + 1))", Same),
                ("f(small)", "f((small)::integer)", Same),
                ("f(x) > 0", "(f((x)::integer) > 0)", Unknown),
                ("f(body) > 0", "(f((body)::integer) > 0)", Different),
                ("f('x')::integer > 1", "((f('x'::text))::integer > 1)", Same),
                ("a / 2 > 1", "(((a)::numeric / (2)::numeric) > (1)::numeric)", Unknown),
            ],
        );
    }

    #[test]
    fn a_text_is_what_is_written_on_mysql() {
        use Agreement::{Different, Same, Unknown};
        check(
            Family::Mysql,
            &[
                ("a > 0", "`a` > 0", Same),
                ("body <> '2024-01-01'", "`body` <> '2024-01-01 00:00:00'", Different),
                ("at > '2024-01-01'", "`at` > '2024-01-01 00:00:00'", Same),
                ("f(x) > '2024-01-01'", "`f`(`x`) > '2024-01-01 00:00:00'", Unknown),
            ],
        );
    }
}
