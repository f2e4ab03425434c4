//! Functions that have several names, or a syntax of their own beside the usual one.

use super::Flavor;
use super::arguments::is_side;
use super::casts::unwidened;
use super::rewrite::binary;
use super::tree::{Argument, Expr, Match};

/// A call in the one spelling.
pub(super) fn call(name: Vec<String>, arguments: Vec<Argument>, flavor: Flavor) -> Expr {
    let [function] = name.as_slice() else { return Expr::Call(name, arguments) };
    let function = synonym(function, flavor);
    let usual =
        |(at, argument): (usize, &Argument)| argument.before == if at == 0 { "" } else { "," };
    if !arguments.iter().enumerate().all(usual) {
        return unusual(function, arguments, flavor);
    }
    let values: Vec<_> = arguments.into_iter().map(|argument| argument.value).collect();
    let values = match <[Expr; 1]>::try_from(values) {
        Ok([value]) => return unary(function, value, flavor),
        Err(values) => values,
    };
    let values = match <[Expr; 2]>::try_from(values) {
        Ok([first, second]) => return pair(function, first, second, flavor),
        Err(values) => values,
    };
    match (function, values.is_empty()) {
        ("current_timestamp" | "current_date" | "current_time" | "current_user", true) => {
            Expr::Word(function.to_owned())
        }
        ("coalesce" | "greatest" | "least", _) if flavor == Flavor::Postgres => {
            Expr::call(function, values.into_iter().map(unwidened))
        }
        _ => Expr::call(function, values),
    }
}

/// One name of those that a function has.
fn synonym(function: &str, flavor: Flavor) -> &str {
    match (function, flavor) {
        ("character_length", _) => "char_length",
        ("pow", _) => "power",
        ("ceil", _) => "ceiling",
        ("now" | "transaction_timestamp", Flavor::Postgres)
        | ("now" | "localtime" | "localtimestamp", Flavor::Mysql) => "current_timestamp",
        ("substr", _) | ("mid", Flavor::Mysql) => "substring",
        ("lcase", Flavor::Mysql) => "lower",
        ("ucase", Flavor::Mysql) => "upper",
        ("octet_length", Flavor::Mysql) => "length",
        ("curdate", Flavor::Mysql) => "current_date",
        ("curtime", Flavor::Mysql) => "current_time",
        ("schema", Flavor::Mysql) => "database",
        ("dayofmonth", Flavor::Mysql) => "day",
        ("adddate", Flavor::Mysql) => "date_add",
        ("subdate", Flavor::Mysql) => "date_sub",
        _ => function,
    }
}

fn unary(function: &str, value: Expr, flavor: Flavor) -> Expr {
    match (function, flavor) {
        ("btrim", Flavor::Postgres) => Expr::call("trim", [value]),
        ("isnull", Flavor::Mysql) => Expr::Postfix(Box::new(value), "is null".to_owned()),
        ("date", Flavor::Mysql) => Expr::Cast(Box::new(value), "date".to_owned()),
        ("coalesce" | "greatest" | "least", Flavor::Postgres) => {
            Expr::call(function, [unwidened(value)])
        }
        _ => Expr::call(function, [value]),
    }
}

fn pair(function: &str, first: Expr, second: Expr, flavor: Flavor) -> Expr {
    let syntax = |first, before, second| {
        let arguments = [("", first), (before, second)];
        let argument = |(before, value)| Argument { before, value };
        Expr::Call(vec![function.to_owned()], arguments.map(argument).into())
    };
    match (function, flavor) {
        ("mod", _) => binary(first, "%", second, flavor),
        ("trim", Flavor::Postgres) => Expr::call("btrim", [first, second]),
        ("timezone", Flavor::Postgres) => Expr::binary(second, "at time zone", first),
        // What PostgreSQL gave EXTRACT and POSITION back as before version 14.
        ("position", Flavor::Postgres) => syntax(second, "in", first),
        ("date_part", Flavor::Postgres) => match first {
            Expr::Text(field) => extract(Expr::Text(field), second),
            first => Expr::call(function, [first, second]),
        },
        ("coalesce" | "greatest" | "least" | "nullif", Flavor::Postgres) => {
            Expr::call(function, [unwidened(first), unwidened(second)])
        }
        ("date_add", Flavor::Mysql) if matches!(second, Expr::Interval(..)) => {
            Expr::binary(first, "+", second)
        }
        ("date_sub", Flavor::Mysql) if matches!(second, Expr::Interval(..)) => {
            Expr::binary(first, "-", second)
        }
        ("datediff", Flavor::Mysql) => {
            let days = |date| Expr::call("to_days", [date]);
            Expr::binary(days(first), "-", days(second))
        }
        // What MySQL gives REGEXP back as.
        ("regexp_like", Flavor::Mysql) => Expr::Match(Box::new(Match {
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
fn unusual(function: &str, arguments: Vec<Argument>, flavor: Flavor) -> Expr {
    let syntax: Vec<_> = arguments.iter().map(|argument| argument.before).collect();
    let call = |arguments| Expr::Call(vec![function.to_owned()], arguments);
    match (function, syntax.as_slice(), flavor) {
        ("substring", ["", "from"] | ["", "from", "for"], _)
        | ("overlay", ["", "placing", "from"] | ["", "placing", "from", "for"], _) => {
            Expr::call(function, arguments.into_iter().map(|argument| argument.value))
        }
        ("substring", ["", "for"], _) => {
            let mut values: Vec<_> = arguments.into_iter().map(|argument| argument.value).collect();
            values.insert(1, Expr::Number("1".to_owned()));
            Expr::call(function, values)
        }
        ("position", ["", "in"], Flavor::Mysql) => {
            Expr::call("locate", arguments.into_iter().map(|argument| argument.value))
        }
        ("extract", ["", "from"], _) => {
            let values: Vec<_> = arguments.into_iter().map(|argument| argument.value).collect();
            match <[Expr; 2]>::try_from(values) {
                Ok([field, source]) => extract(field, source),
                Err(values) => Expr::call(function, values),
            }
        }
        ("trim", _, _) => trim(arguments, flavor),
        _ => call(arguments),
    }
}

/// `trim([side] [characters] from x)`; `trim(x)` and its siblings say the same where they can.
fn trim(arguments: Vec<Argument>, flavor: Flavor) -> Expr {
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
    match (values.pop(), values.pop(), flavor) {
        (Some(text), None, _) if values.is_empty() => Expr::call(function, [text]),
        (Some(text), Some(characters), Flavor::Postgres) if last == Some("from") => {
            Expr::call(postgres, [text, characters])
        }
        (Some(text), Some(characters), Flavor::Mysql) if last == Some("from") => {
            let arguments = [("", Expr::Word(side)), ("", characters), ("from", text)];
            let argument = |(before, value)| Argument { before, value };
            Expr::Call(vec!["trim".to_owned()], arguments.map(argument).into())
        }
        _ => Expr::Call(vec!["trim".to_owned()], arguments),
    }
}
