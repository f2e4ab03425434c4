//! One spelling for expressions that mean the same, and none for what servers add by themselves.

use super::casts::{cast, unwidened};
use super::conditions::{chain, in_list, is_condition, is_quantified};
use super::functions::call;
use super::literals::{hexadecimal, interval, timestamp};
use super::primary::{negative, not};
use super::tree::{Case, Connective, Expr, Match};
use migrate_core::dialect::Family;

/// The expression in the one spelling.
pub(super) fn rewrite(expr: Expr, family: Family) -> Expr {
    rule(expr.map(&|child| rewrite(child, family)), family)
}

/// The node in the one spelling; its children have it.
fn rule(expr: Expr, family: Family) -> Expr {
    match expr {
        Expr::Text(value) => text(value, family),
        Expr::Number(number) if family == Family::Mysql => {
            hexadecimal(&number).map_or(Expr::Number(number), |value| text(value, family))
        }
        Expr::Word(word) => value(word, family),
        Expr::Unary(operator, operand) => match operator.as_str() {
            "not" => negated(*operand, family),
            "-" => negative(*operand),
            _ => Expr::Unary(operator, operand),
        },
        Expr::Postfix(operand, words) => match (words.as_str(), family) {
            ("is unknown", Family::Mysql) => Expr::Postfix(operand, "is null".to_owned()),
            ("is not unknown", Family::Mysql) => Expr::Postfix(operand, "is not null".to_owned()),
            _ => Expr::Postfix(operand, words),
        },
        Expr::Binary(left, operator, right) => binary(*left, &operator, *right, family),
        Expr::Chain(connective, operands) => chain(connective, operands, family),
        Expr::Match(matched) => Expr::Match(Box::new(pattern(*matched))),
        Expr::In { operand, negated, list } => in_list(*operand, negated, list, family),
        Expr::Cast(operand, name) => cast(*operand, name, family),
        Expr::Call(name, arguments) => call(name, arguments, family),
        Expr::Array(list) => Expr::Array(list.into_iter().map(unwidened).collect()),
        Expr::Case(case) => {
            let branch = |(when, then)| (when, unwidened(then));
            Expr::Case(Box::new(Case {
                operand: case.operand,
                branches: case.branches.into_iter().map(branch).collect(),
                otherwise: case.otherwise.map(unwidened),
            }))
        }
        Expr::Number(_)
        | Expr::Name(_)
        | Expr::Select(_)
        | Expr::Between { .. }
        | Expr::Subscript(..)
        | Expr::Field(..)
        | Expr::Row(_)
        | Expr::Interval(..) => expr,
    }
}

/// A string, which may be a timestamp or an interval.
fn text(value: String, family: Family) -> Expr {
    Expr::Text(match family {
        Family::Postgres => timestamp(&value).or_else(|| interval(&value)).unwrap_or(value),
        Family::Mysql => timestamp(&value).unwrap_or(value),
        Family::Sqlite => value,
    })
}

/// A word for a value. MariaDB gives `TRUE` back as `1`, and bits that are a text as that text.
fn value(word: String, family: Family) -> Expr {
    let bits = match family {
        Family::Mysql => hexadecimal(&word),
        // PostgreSQL gives these back as `'101'::"bit"`.
        Family::Postgres => word.strip_prefix("b'").map(|bits| bits.replace('\'', "")),
        Family::Sqlite => None,
    };
    if let Some(bits) = bits {
        return text(bits, family);
    }
    match (word.as_str(), family) {
        ("true", Family::Mysql) => Expr::Number("1".to_owned()),
        ("false", Family::Mysql) => Expr::Number("0".to_owned()),
        ("localtime" | "localtimestamp", Family::Mysql) => {
            Expr::Word("current_timestamp".to_owned())
        }
        ("user", Family::Postgres) => Expr::Word("current_user".to_owned()),
        _ => Expr::Word(word),
    }
}

/// `NOT x`, with the `NOT` as far inside as it goes: that is how MariaDB gives it back.
fn negated(expr: Expr, family: Family) -> Expr {
    match expr {
        Expr::Chain(connective, operands) => {
            let operands = operands.into_iter().map(|operand| negated(operand, family));
            chain(connective.other(), operands.collect(), family)
        }
        Expr::Unary(operator, operand) if operator == "not" => *operand,
        Expr::Binary(left, operator, right) if operator == "xor" => {
            Expr::binary(negated(*left, family), "xor", *right)
        }
        Expr::Binary(left, operator, right) => match opposite(&operator) {
            Some(opposite) => binary(*left, opposite, swapped(*right), family),
            None => truth_negated(Expr::Binary(left, operator, right), family),
        },
        Expr::Postfix(operand, words) => match words.strip_prefix("is not ") {
            Some(what) => Expr::Postfix(operand, format!("is {what}")),
            None => Expr::Postfix(operand, words.replacen("is ", "is not ", 1)),
        },
        Expr::Match(matched) => {
            let (negated, pattern) = (!matched.negated, swapped(matched.pattern));
            Expr::Match(Box::new(Match { negated, pattern, ..*matched }))
        }
        Expr::In { operand, negated, list } => Expr::In { operand, negated: !negated, list },
        Expr::Between { operand, negated, low, high } => {
            Expr::Between { operand, negated: !negated, low, high }
        }
        expr => truth_negated(expr, family),
    }
}

/// `NOT x` of what has no opposite. MySQL's conditions are numbers.
fn truth_negated(expr: Expr, family: Family) -> Expr {
    if family == Family::Mysql && !is_condition(&expr) {
        Expr::binary(expr, "=", Expr::Number("0".to_owned()))
    } else {
        not(expr)
    }
}

fn opposite(operator: &str) -> Option<&'static str> {
    let opposites = [
        ("=", "<>"),
        ("<", ">="),
        (">", "<="),
        ("~", "!~"),
        ("~*", "!~*"),
        ("is", "is not"),
        ("is distinct from", "is not distinct from"),
    ];
    opposites.into_iter().find_map(|(one, other)| match operator {
        _ if operator == one => Some(other),
        _ if operator == other => Some(one),
        _ => None,
    })
}

/// `ALL` for `ANY`, as the opposite of a comparison wants it.
fn swapped(right: Expr) -> Expr {
    match right {
        Expr::Call(name, arguments) if name == ["any"] => {
            Expr::Call(vec!["all".to_owned()], arguments)
        }
        Expr::Call(name, arguments) if name == ["all"] => {
            Expr::Call(vec!["any".to_owned()], arguments)
        }
        right => right,
    }
}

/// An operator between operands.
pub(super) fn binary(left: Expr, operator: &str, right: Expr, family: Family) -> Expr {
    let operator = match operator {
        "!=" => "<>",
        "mod" => "%",
        "==" if family == Family::Sqlite => "=",
        _ => operator,
    };
    match family {
        Family::Sqlite => Expr::binary(left, operator, right),
        Family::Mysql => mysql_binary(left, operator, right),
        Family::Postgres => postgres_binary(left, operator, right),
    }
}

fn mysql_binary(left: Expr, operator: &str, right: Expr) -> Expr {
    match operator {
        "->" => Expr::call("json_extract", [left, right]),
        "->>" => Expr::call("json_unquote", [Expr::call("json_extract", [left, right])]),
        // MySQL gives `NOT x` back as `0 = x`.
        "=" | "<>" if left.is_literal() && !right.is_literal() && !is_quantified(&right) => {
            Expr::binary(right, operator, left)
        }
        _ => Expr::binary(left, operator, right),
    }
}

fn postgres_binary(left: Expr, operator: &str, right: Expr) -> Expr {
    let like = |negated, operator, left, right| {
        let matched = Match { operand: left, negated, operator, pattern: right, escape: None };
        Expr::Match(Box::new(pattern(matched)))
    };
    match operator {
        "~~" => like(false, "like", left, right),
        "!~~" => like(true, "like", left, right),
        "~~*" => like(false, "ilike", left, right),
        "!~~*" => like(true, "ilike", left, right),
        "~" | "!~" => match similar(right) {
            Ok((pattern, escape)) => {
                let negated = operator == "!~";
                let operator = "similar to";
                Expr::Match(Box::new(Match { operand: left, negated, operator, pattern, escape }))
            }
            Err(right) => Expr::binary(left, operator, right),
        },
        "=" | "<>" => postgres_equality(left, operator, right),
        _ => Expr::binary(left, operator, right),
    }
}

/// PostgreSQL gives `x IN (..)` back as `x = ANY (ARRAY[..])`, and a comparison of rows as one of
/// their columns.
fn postgres_equality(left: Expr, operator: &str, right: Expr) -> Expr {
    let quantifier = if operator == "=" { "any" } else { "all" };
    match (left, right) {
        (Expr::Row(lefts), Expr::Row(rights)) if lefts.len() == rights.len() => {
            let connective = if operator == "=" { Connective::And } else { Connective::Or };
            let pairs = lefts.into_iter().zip(rights);
            let pairs = pairs.map(|(left, right)| postgres_equality(left, operator, right));
            chain(connective, pairs.collect(), Family::Postgres)
        }
        (left, Expr::Call(name, mut arguments)) if name == [quantifier] => match arguments.pop() {
            Some(argument) => match argument.value {
                Expr::Array(list) => in_list(left, operator == "<>", list, Family::Postgres),
                value => Expr::binary(left, operator, Expr::call(quantifier, [value])),
            },
            None => Expr::binary(left, operator, Expr::Call(name, arguments)),
        },
        (left, right) => Expr::binary(left, operator, right),
    }
}

/// The pattern and the escape character of a `SIMILAR TO` as PostgreSQL gives it back.
fn similar(pattern: Expr) -> Result<(Expr, Option<Expr>), Expr> {
    match pattern {
        Expr::Call(name, mut arguments)
            if (name == ["similar_to_escape"] || name == ["similar_escape"])
                && matches!(arguments.len(), 1 | 2) =>
        {
            let escape = arguments.split_off(1).pop().map(|argument| argument.value);
            let escape = escape.filter(|escape| *escape != Expr::Word("null".to_owned()));
            match arguments.pop() {
                Some(pattern) => Ok((pattern.value, escape)),
                None => Err(Expr::Call(name, arguments)),
            }
        }
        pattern => Err(pattern),
    }
}

/// A pattern, with its escape character taken out of the function that PostgreSQL puts it in.
fn pattern(matched: Match) -> Match {
    match matched.pattern {
        Expr::Call(name, arguments) if name == ["like_escape"] && arguments.len() == 2 => {
            let mut values = arguments.into_iter().map(|argument| argument.value);
            let pattern = values.next().unwrap_or(Expr::Word("null".to_owned()));
            Match { pattern, escape: values.next(), ..matched }
        }
        pattern => Match { pattern, ..matched },
    }
}
