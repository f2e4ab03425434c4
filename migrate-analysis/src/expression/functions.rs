//! Functions that have several names, or a syntax of their own beside the usual one.

use super::arguments::is_side;
use super::casts::unwidened;
use super::rewrite::binary;
use super::tree::{Argument, Expr, Match};
use migrate_core::dialect::Family;

/// A call in the one spelling.
pub(super) fn call(name: Vec<String>, arguments: Vec<Argument>, family: Family) -> Expr {
    // A function for `integer` is called with a `smallint` all the same, which PostgreSQL casts.
    let arguments = arguments.into_iter().map(|argument| match family {
        Family::Postgres => Argument { value: unwidened(argument.value), ..argument },
        Family::Sqlite | Family::Mysql => argument,
    });
    let arguments: Vec<_> = arguments.collect();
    let [function] = name.as_slice() else { return Expr::Call(name, arguments) };
    let function = synonym(function, family);
    let usual =
        |(at, argument): (usize, &Argument)| argument.before == if at == 0 { "" } else { "," };
    if !arguments.iter().enumerate().all(usual) {
        return unusual(function, arguments, family);
    }
    let values: Vec<_> = arguments.into_iter().map(|argument| argument.value).collect();
    let values = match <[Expr; 1]>::try_from(values) {
        Ok([value]) => return unary(function, value, family),
        Err(values) => values,
    };
    let values = match <[Expr; 2]>::try_from(values) {
        Ok([first, second]) => return pair(function, first, second, family),
        Err(values) => values,
    };
    match (function, values.is_empty()) {
        ("current_timestamp" | "current_date" | "current_time" | "current_user", true) => {
            Expr::Word(function.to_owned())
        }
        _ => Expr::call(function, values),
    }
}

/// One name of those that a function has.
fn synonym(function: &str, family: Family) -> &str {
    match (function, family) {
        ("character_length", _) => "char_length",
        ("pow", _) => "power",
        ("ceil", _) => "ceiling",
        ("now" | "transaction_timestamp", Family::Postgres)
        | ("now" | "localtime" | "localtimestamp", Family::Mysql) => "current_timestamp",
        ("substr", _) | ("mid", Family::Mysql) => "substring",
        ("lcase", Family::Mysql) => "lower",
        ("ucase", Family::Mysql) => "upper",
        ("octet_length", Family::Mysql) => "length",
        ("curdate", Family::Mysql) => "current_date",
        ("curtime", Family::Mysql) => "current_time",
        ("schema", Family::Mysql) => "database",
        ("dayofmonth", Family::Mysql) => "day",
        ("adddate", Family::Mysql) => "date_add",
        ("subdate", Family::Mysql) => "date_sub",
        _ => function,
    }
}

fn unary(function: &str, value: Expr, family: Family) -> Expr {
    match (function, family) {
        ("btrim", Family::Postgres) => Expr::call("trim", [value]),
        ("isnull", Family::Mysql) => Expr::Postfix(Box::new(value), "is null".to_owned()),
        ("date", Family::Mysql) => Expr::Cast(Box::new(value), "date".to_owned()),
        _ => Expr::call(function, [value]),
    }
}

fn pair(function: &str, first: Expr, second: Expr, family: Family) -> Expr {
    let syntax = |first, before, second| {
        let arguments = [("", first), (before, second)];
        let argument = |(before, value)| Argument { before, value };
        Expr::Call(vec![function.to_owned()], arguments.map(argument).into())
    };
    match (function, family) {
        ("mod", _) => binary(first, "%", second, family),
        ("trim", Family::Postgres) => Expr::call("btrim", [first, second]),
        ("timezone", Family::Postgres) => Expr::binary(second, "at time zone", first),
        // What PostgreSQL gave EXTRACT and POSITION back as before version 14.
        ("position", Family::Postgres) => syntax(second, "in", first),
        ("date_part", Family::Postgres) => match first {
            Expr::Text(field) => extract(Expr::Text(field), second),
            first => Expr::call(function, [first, second]),
        },
        ("date_add", Family::Mysql) if matches!(second, Expr::Interval(..)) => {
            Expr::binary(first, "+", second)
        }
        ("date_sub", Family::Mysql) if matches!(second, Expr::Interval(..)) => {
            Expr::binary(first, "-", second)
        }
        ("datediff", Family::Mysql) => {
            let days = |date| Expr::call("to_days", [date]);
            Expr::binary(days(first), "-", days(second))
        }
        // What MySQL gives REGEXP back as.
        ("regexp_like", Family::Mysql) => Expr::Match(Box::new(Match {
            operand: first,
            negated: false,
            operator: "regexp",
            pattern: second,
            escape: None,
        })),
        _ => Expr::call(function, [first, second]),
    }
}

fn extract(field: Expr, source: Expr) -> Expr {
    let field = match field {
        Expr::Text(field) => Expr::Name(vec![field.to_ascii_lowercase()]),
        field => field,
    };
    let arguments = [("", field), ("from", source)];
    let argument = |(before, value)| Argument { before, value };
    Expr::Call(vec!["extract".to_owned()], arguments.map(argument).into())
}

/// A call with keywords between its arguments, without them where commas do.
fn unusual(function: &str, arguments: Vec<Argument>, family: Family) -> Expr {
    let syntax: Vec<_> = arguments.iter().map(|argument| argument.before).collect();
    let call = |arguments| Expr::Call(vec![function.to_owned()], arguments);
    match (function, syntax.as_slice(), family) {
        ("substring", ["", "from"] | ["", "from", "for"], _)
        | ("overlay", ["", "placing", "from"] | ["", "placing", "from", "for"], _) => {
            Expr::call(function, arguments.into_iter().map(|argument| argument.value))
        }
        ("substring", ["", "for"], _) => {
            let mut values: Vec<_> = arguments.into_iter().map(|argument| argument.value).collect();
            values.insert(1, Expr::Number("1".to_owned()));
            Expr::call(function, values)
        }
        ("position", ["", "in"], Family::Mysql) => {
            Expr::call("locate", arguments.into_iter().map(|argument| argument.value))
        }
        ("extract", ["", "from"], _) => {
            let values: Vec<_> = arguments.into_iter().map(|argument| argument.value).collect();
            match <[Expr; 2]>::try_from(values) {
                Ok([field, source]) => extract(field, source),
                Err(values) => Expr::call(function, values),
            }
        }
        ("trim", _, _) => trim(arguments, family),
        _ => call(arguments),
    }
}

/// `trim([side] [characters] from x)`; `trim(x)` and its siblings say the same where they can.
fn trim(arguments: Vec<Argument>, family: Family) -> Expr {
    let mut side = "both".to_owned();
    let mut values = Vec::new();
    for argument in &arguments {
        match &argument.value {
            Expr::Word(word) if is_side(word) && values.is_empty() => side.clone_from(word),
            value => values.push(value.clone()),
        }
    }
    let (function, postgres) = match side.as_str() {
        "leading" => ("ltrim", "ltrim"),
        "trailing" => ("rtrim", "rtrim"),
        _ => ("trim", "btrim"),
    };
    let last = arguments.last().map(|argument| argument.before);
    match (values.pop(), values.pop(), family) {
        (Some(text), None, _) if values.is_empty() => Expr::call(function, [text]),
        (Some(text), Some(characters), Family::Postgres) if last == Some("from") => {
            Expr::call(postgres, [text, characters])
        }
        (Some(text), Some(characters), Family::Mysql) if last == Some("from") => {
            let arguments = [("", Expr::Word(side)), ("", characters), ("from", text)];
            let argument = |(before, value)| Argument { before, value };
            Expr::Call(vec!["trim".to_owned()], arguments.map(argument).into())
        }
        _ => Expr::Call(vec!["trim".to_owned()], arguments),
    }
}
