//! Reading an operand: a literal, a name, a call, a `CASE`, an expression in parentheses.

use super::lex::{Kind, Token};
use super::operators::{is_operator, level};
use super::parse::Parser;
use super::tree::{Argument, Case, Expr};
use super::words::{is_reserved, is_value, unit};
use migrate_core::dialect::Family;

use super::normal;

impl Parser<'_> {
    /// An operand with the operators before it.
    pub(super) fn prefix(&mut self) -> Option<Expr> {
        let token = self.next()?;
        match token.kind {
            Kind::Number => number(&token.text, self.family).map(Expr::Number),
            Kind::Text => Some(Expr::Text(token.text)),
            Kind::Bits => Some(Expr::Word(token.text)),
            Kind::Quoted => self.named(token.text),
            Kind::Symbol => self.after_symbol(&token.text),
            Kind::Word => self.after_word(token),
        }
    }

    fn after_symbol(&mut self, symbol: &str) -> Option<Expr> {
        let least = match (symbol, self.family) {
            ("(", _) => return self.in_parentheses(),
            ("-" | "+", _) | ("!", Family::Mysql) | ("~", Family::Mysql | Family::Sqlite) => {
                level::SIGN
            }
            (_, Family::Postgres) if is_prefix(symbol) => level::OTHER + 1,
            _ => return None,
        };
        let operand = self.expr(least)?;
        Some(match symbol {
            "+" => operand,
            "-" => negative(operand),
            "!" if self.family == Family::Mysql => not(operand),
            _ => Expr::Unary(symbol.to_owned(), Box::new(operand)),
        })
    }

    fn in_parentheses(&mut self) -> Option<Expr> {
        if let Some(select) = self.select() {
            return Some(select);
        }
        let mut list = self.list(")")?;
        if list.len() == 1 { list.pop() } else { Some(Expr::Row(list)) }
    }

    /// The subselect after a parenthesis, to its end.
    pub(super) fn select(&mut self) -> Option<Expr> {
        if !["select", "with", "values"].iter().any(|word| self.is(0, word)) {
            return None;
        }
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            let token = self.next()?;
            if token.is("(") {
                depth += 1;
            } else if token.is(")") && depth == 0 {
                let text = normal::text(&self.tokens[start..self.at - 1], self.family);
                return Some(Expr::Select(text));
            } else if token.is(")") {
                depth -= 1;
            }
        }
    }

    fn after_word(&mut self, token: Token) -> Option<Expr> {
        let postgres = self.family == Family::Postgres;
        match token.text.as_str() {
            "not" => Some(not(self.expr(level::NOT)?)),
            "exists" => {
                self.expect("(")?;
                let select = self.select()?;
                Some(Expr::Unary("exists".to_owned(), Box::new(select)))
            }
            "case" => self.case(),
            "cast" => {
                self.expect("(")?;
                let operand = Box::new(self.expr(level::ANY)?);
                self.expect("as")?;
                let name = self.type_name()?;
                self.expect(")")?;
                Some(Expr::Cast(operand, name))
            }
            "convert" if self.family == Family::Mysql && self.is(0, "(") => self.convert(),
            "binary" if self.family == Family::Mysql => {
                Some(Expr::Cast(Box::new(self.expr(level::SIGN)?), "binary".to_owned()))
            }
            "interval" if self.family == Family::Mysql => {
                let amount = Box::new(self.expr(level::ANY)?);
                Some(Expr::Interval(amount, self.name()?))
            }
            "row" if self.takes("(") => self.list(")").map(Expr::Row),
            "array" if postgres && self.takes("[") => self.array(),
            "array" if postgres && self.takes("(") => {
                let select = self.select()?;
                Some(Expr::Unary("array".to_owned(), Box::new(select)))
            }
            word if is_value(word) && !self.is(0, "(") => Some(Expr::Word(token.text)),
            word if word.starts_with(['?', ':', '@', '$']) => Some(Expr::Word(token.text)),
            "isnull" if self.is(0, "(") => self.named(token.text),
            word if is_reserved(word) && !is_value(word) && word != "interval" => None,
            _ => match self.typed_literal() {
                Some(literal) => Some(literal),
                None if token.text == "interval" => None,
                None => self.named(token.text),
            },
        }
    }

    /// `DATE '..'`, `timestamp with time zone '..'`, `INTERVAL '1' DAY`: the word before the next
    /// token begins the name of a type.
    fn typed_literal(&mut self) -> Option<Expr> {
        let start = self.at;
        self.at -= 1;
        let is_date = ["date", "time", "timestamp"].iter().any(|name| self.is(0, name));
        let literal = match self.family {
            Family::Postgres => self.type_and_text(),
            Family::Mysql if is_date => self.type_and_text(),
            Family::Mysql | Family::Sqlite => None,
        };
        if literal.is_none() {
            self.at = start;
        }
        literal
    }

    fn type_and_text(&mut self) -> Option<Expr> {
        let name = self.type_name()?;
        let text = self.next().filter(|token| token.kind == Kind::Text)?.text;
        let text = match self.peek(0).and_then(|token| unit(&token.text)) {
            Some(unit) if name == "interval" => {
                self.at += 1;
                format!("{text} {unit}")
            }
            _ => text,
        };
        Some(Expr::Cast(Box::new(Expr::Text(text)), name))
    }

    /// A column or a function, from its first word on.
    fn named(&mut self, first: String) -> Option<Expr> {
        let mut parts = vec![first];
        while self.takes(".") {
            parts.push(if self.takes("*") { "*".to_owned() } else { self.name()? });
        }
        if !self.takes("(") {
            return Some(Expr::Name(parts));
        }
        let function = parts.last().map(String::as_str).unwrap_or_default().to_owned();
        if parts.first().is_some_and(|schema| schema == "pg_catalog") {
            parts.remove(0);
        }
        self.arguments(&function).map(|arguments| Expr::Call(parts, arguments))
    }

    /// An array after its `[`; inner brackets need no `ARRAY` of their own.
    fn array(&mut self) -> Option<Expr> {
        let mut list = Vec::new();
        if self.takes("]") {
            return Some(Expr::Array(list));
        }
        loop {
            let nested = self.takes("[");
            list.push(if nested { self.nested_array()? } else { self.expr(level::ANY)? });
            if self.takes("]") {
                return Some(Expr::Array(list));
            }
            self.expect(",")?;
        }
    }

    fn nested_array(&mut self) -> Option<Expr> {
        self.list("]").map(Expr::Array)
    }

    fn case(&mut self) -> Option<Expr> {
        let operand = if self.is(0, "when") { None } else { Some(self.expr(level::ANY)?) };
        let mut branches = Vec::new();
        while self.takes("when") {
            let when = self.expr(level::ANY)?;
            self.expect("then")?;
            branches.push((when, self.expr(level::ANY)?));
        }
        let otherwise = if self.takes("else") { Some(self.expr(level::ANY)?) } else { None };
        self.expect("end")?;
        let case = Case { operand, branches, otherwise };
        (!case.branches.is_empty()).then(|| Expr::Case(Box::new(case)))
    }

    /// MySQL's other spelling of a cast.
    fn convert(&mut self) -> Option<Expr> {
        self.expect("(")?;
        let operand = self.expr(level::ANY)?;
        let converted = if self.takes("using") {
            let charset = Expr::Name(vec![self.name()?]);
            let arguments = [("", operand), ("using", charset)];
            let argument = |(before, value)| Argument { before, value };
            Expr::Call(vec!["convert".to_owned()], arguments.map(argument).into())
        } else {
            self.expect(",")?;
            Expr::Cast(Box::new(operand), self.type_name()?)
        };
        self.expect(")")?;
        Some(converted)
    }
}

/// `NOT x`.
pub(super) fn not(operand: Expr) -> Expr {
    Expr::Unary("not".to_owned(), Box::new(operand))
}

/// `-x`; the sign of a number is part of it.
pub(super) fn negative(operand: Expr) -> Expr {
    match operand {
        Expr::Number(number) => Expr::Number(match number.strip_prefix('-') {
            Some(positive) => positive.to_owned(),
            None => format!("-{number}"),
        }),
        operand => Expr::Unary("-".to_owned(), Box::new(operand)),
    }
}

fn is_prefix(symbol: &str) -> bool {
    is_operator(symbol) && !matches!(symbol, "=" | "<" | ">" | "<=" | ">=" | "<>" | "*" | "/" | "%")
}

/// A number without what does not count: `0.5` for `.5`, `7` for `007`, `1.5` for `1.50`. Servers
/// give an exponent back as digits. Only where `/` divides whole numbers too is `2.0` still `2.0`.
pub(super) fn number(text: &str, family: Family) -> Option<String> {
    let text = text.to_ascii_lowercase().replace('_', "");
    if let Some(digits) = text.strip_prefix("0x") {
        let is_hexadecimal = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
        return is_hexadecimal.then_some(text);
    }
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.parse::<i32>().ok()?)),
        None => (text.as_str(), None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || mantissa.len() < 2 && whole.is_empty() {
        return None;
    }
    let expands = family != Family::Sqlite;
    let (whole, fraction, exponent) = match exponent {
        Some(exponent) if expands && exponent.unsigned_abs() <= 64 => {
            let (whole, fraction) = shifted(whole, fraction, exponent);
            (whole, fraction, None)
        }
        exponent => (whole.to_owned(), fraction.to_owned(), exponent),
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let mut number = whole.to_owned();
    let significant = fraction.trim_end_matches('0');
    if !significant.is_empty() {
        number.push('.');
        number.push_str(significant);
    } else if !fraction.is_empty() && family != Family::Mysql {
        number.push_str(".0");
    }
    if let Some(exponent) = exponent {
        number.push('e');
        number.push_str(&exponent.to_string());
    }
    Some(number)
}

/// The digits on both sides of the point, which moves right by the exponent.
fn shifted(whole: &str, fraction: &str, exponent: i32) -> (String, String) {
    let places = exponent.unsigned_abs() as usize;
    if exponent >= 0 {
        let moved = places.min(fraction.len());
        let zeros = "0".repeat(places - moved);
        (format!("{whole}{}{zeros}", &fraction[..moved]), fraction[moved..].to_owned())
    } else {
        let moved = places.min(whole.len());
        let zeros = "0".repeat(places - moved);
        let (left, right) = whole.split_at(whole.len() - moved);
        (left.to_owned(), format!("{zeros}{right}{fraction}"))
    }
}
