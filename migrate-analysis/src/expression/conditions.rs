//! Conditions joined by `AND` and `OR`, and what of them is one condition in other words.

use super::rewrite::binary;
use super::tree::{Connective, Expr};
use migrate_core::dialect::Family;

/// Conditions joined by one word, without parentheses among them.
pub(super) fn chain(connective: Connective, operands: Vec<Expr>, family: Family) -> Expr {
    let mut flat = Vec::with_capacity(operands.len());
    for operand in operands {
        match operand {
            Expr::Chain(same, inner) if same == connective => flat.extend(inner),
            operand if family == Family::Mysql && !is_condition(&operand) => {
                flat.push(Expr::binary(operand, "<>", Expr::Number("0".to_owned())));
            }
            operand => flat.push(operand),
        }
    }
    let contracted = lists(connective, ranges(connective, flat), family);
    match <[Expr; 1]>::try_from(contracted) {
        Ok([only]) => only,
        Err(contracted) => Expr::Chain(connective, contracted),
    }
}

/// The conditions, with two neighbours that are a `BETWEEN` as one: PostgreSQL gives it back as two
/// comparisons.
fn ranges(connective: Connective, conditions: Vec<Expr>) -> Vec<Expr> {
    let (negated, from, to) = match connective {
        Connective::And => (false, ">=", "<="),
        Connective::Or => (true, "<", ">"),
    };
    let mut ranges: Vec<Expr> = Vec::with_capacity(conditions.len());
    for condition in conditions {
        let before = ranges.pop();
        match (before, condition) {
            (Some(Expr::Binary(operand, first, low)), Expr::Binary(same, second, high))
                if first == from
                    && second == to
                    && operand == same
                    && !is_quantified(&low)
                    && !is_quantified(&high) =>
            {
                ranges.push(Expr::Between { operand, negated, low, high });
            }
            (before, condition) => {
                ranges.extend(before);
                ranges.push(condition);
            }
        }
    }
    ranges
}

/// The conditions, with neighbours that compare the same operand as one `IN`: PostgreSQL takes one
/// with columns in its list apart.
fn lists(connective: Connective, conditions: Vec<Expr>, family: Family) -> Vec<Expr> {
    let negated = connective == Connective::And;
    let mut lists = Vec::with_capacity(conditions.len());
    let mut run: Option<(Expr, Vec<Expr>)> = None;
    let ended = |(operand, list)| in_list(operand, negated, list, family);
    for condition in conditions {
        match (run.take(), listed(condition, negated)) {
            (Some((operand, mut list)), Ok((same, more))) if operand == same => {
                list.extend(more);
                run = Some((operand, list));
            }
            (before, Ok(next)) => {
                lists.extend(before.map(ended));
                run = Some(next);
            }
            (before, Err(condition)) => {
                lists.extend(before.map(ended));
                lists.push(condition);
            }
        }
    }
    lists.extend(run.map(ended));
    lists
}

/// The operand and the list of an `IN`, or of an equality, which is one with a single value.
fn listed(expr: Expr, wanted: bool) -> Result<(Expr, Vec<Expr>), Expr> {
    let operator = if wanted { "<>" } else { "=" };
    match expr {
        Expr::In { operand, negated, list } if negated == wanted => Ok((*operand, list)),
        Expr::Binary(left, found, right)
            if found == operator
                && !is_quantified(&right)
                && !matches!(*right, Expr::Select(_)) =>
        {
            Ok((*left, vec![*right]))
        }
        expr => Err(expr),
    }
}

/// `x [NOT] IN (..)`; every server gives a list of one back as a comparison.
pub(super) fn in_list(operand: Expr, negated: bool, list: Vec<Expr>, family: Family) -> Expr {
    let operator = if negated { "<>" } else { "=" };
    if family == Family::Postgres && is_plain_row(&operand) && !list.is_empty() {
        let connective = if negated { Connective::And } else { Connective::Or };
        let rows = list.into_iter().map(|row| binary(operand.clone(), operator, row, family));
        return chain(connective, rows.collect(), family);
    }
    if family != Family::Sqlite && list.len() == 1 && !matches!(list[0], Expr::Select(_)) {
        if let Ok([only]) = <[Expr; 1]>::try_from(list) {
            return binary(operand, operator, only, family);
        }
        return operand;
    }
    let (mut list, computed): (Vec<_>, Vec<_>) = list.into_iter().partition(Expr::is_literal);
    list.extend(computed);
    Expr::In { operand: Box::new(operand), negated, list }
}

/// Whether it is a row of columns, which may be written down several times.
fn is_plain_row(expr: &Expr) -> bool {
    matches!(expr, Expr::Row(list) if list.iter().all(|part| matches!(part, Expr::Name(_))))
}

pub(super) fn is_quantified(expr: &Expr) -> bool {
    matches!(expr, Expr::Call(name, _) if name == &["any"] || name == &["all"])
}

/// Whether it is true or false by itself, and no number.
pub(super) fn is_condition(expr: &Expr) -> bool {
    match expr {
        Expr::Chain(..) | Expr::Match(_) | Expr::In { .. } | Expr::Between { .. } => true,
        Expr::Postfix(_, words) => words.starts_with("is "),
        Expr::Unary(operator, _) => matches!(operator.as_str(), "not" | "exists"),
        Expr::Binary(_, operator, _) => {
            matches!(operator.as_str(), "=" | "<>" | "<" | "<=" | ">" | ">=" | "<=>" | "xor")
        }
        _ => false,
    }
}
