//! Writing an expression, with parentheses only where all three databases need them.

use super::tree::{Argument, Case, Connective, Expr, Match};
use super::words::is_value;
use migrate_core::dialect::Family;

use super::normal;

/// How tight an expression holds together. The databases disagree about most operators: those are
/// all `OTHER`, and want parentheses inside of one another and of arithmetic.
mod tight {
    pub(super) const ANY: u8 = 0;
    pub(super) const OR: u8 = 1;
    pub(super) const XOR: u8 = 2;
    pub(super) const AND: u8 = 3;
    pub(super) const NOT: u8 = 4;
    pub(super) const COMPARE: u8 = 5;
    pub(super) const OTHER: u8 = 6;
    pub(super) const ADD: u8 = 7;
    pub(super) const MULTIPLY: u8 = 8;
    pub(super) const SIGN: u8 = 9;
    pub(super) const OPERAND: u8 = 10;
}

/// The expression as text.
pub(super) fn print(expr: &Expr, family: Family) -> String {
    let mut printer = Printer { text: String::new(), family };
    printer.expr(expr);
    printer.text
}

struct Printer {
    text: String,
    family: Family,
}

fn tightness(expr: &Expr) -> u8 {
    match expr {
        Expr::Chain(Connective::Or, _) => tight::OR,
        Expr::Chain(Connective::And, _) => tight::AND,
        Expr::Binary(_, operator, _) => operator_tightness(operator),
        Expr::Unary(operator, _) => match operator.as_str() {
            "not" => tight::NOT,
            "-" => tight::SIGN,
            "exists" | "array" => tight::OPERAND,
            _ => tight::OTHER,
        },
        Expr::Number(number) if number.starts_with('-') => tight::SIGN,
        Expr::Postfix(_, words) if words.starts_with("is ") => tight::COMPARE,
        Expr::Postfix(..) => tight::ANY,
        Expr::Match(_) | Expr::In { .. } | Expr::Between { .. } => tight::COMPARE,
        Expr::Number(_)
        | Expr::Text(_)
        | Expr::Word(_)
        | Expr::Name(_)
        | Expr::Select(_)
        | Expr::Case(_)
        | Expr::Cast(..)
        | Expr::Subscript(..)
        | Expr::Field(..)
        | Expr::Call(..)
        | Expr::Row(_)
        | Expr::Array(_)
        | Expr::Interval(..) => tight::OPERAND,
    }
}

fn operator_tightness(operator: &str) -> u8 {
    match operator {
        "xor" => tight::XOR,
        "="
        | "<>"
        | "<"
        | "<="
        | ">"
        | ">="
        | "<=>"
        | "is"
        | "is not"
        | "is distinct from"
        | "is not distinct from" => tight::COMPARE,
        "+" | "-" => tight::ADD,
        "*" | "/" | "%" => tight::MULTIPLY,
        _ => tight::OTHER,
    }
}

impl Printer {
    /// An operand, in parentheses unless it holds together that tight.
    fn operand(&mut self, expr: &Expr, least: u8) {
        if tightness(expr) >= least {
            self.expr(expr);
        } else {
            self.text.push('(');
            self.expr(expr);
            self.text.push(')');
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Number(text) | Expr::Word(text) => self.text.push_str(text),
            Expr::Text(value) => self.text.push_str(&normal::string(value, self.family)),
            Expr::Name(parts) => self.name(parts),
            Expr::Select(text) => self.text.extend(["(", text, ")"]),
            Expr::Unary(operator, operand) => self.unary(operator, operand),
            Expr::Postfix(operand, words) => {
                let least = if words.starts_with("is ") { tight::OTHER } else { tight::ANY };
                self.operand(operand, least);
                self.text.extend([" ", words]);
            }
            Expr::Binary(left, operator, right) => self.binary(left, operator, right),
            Expr::Chain(connective, operands) => self.chain(*connective, operands),
            Expr::Match(matched) => self.matched(matched),
            Expr::In { operand, negated, list } => {
                self.operand(operand, tight::OTHER);
                self.text.push_str(if *negated { " not in (" } else { " in (" });
                self.list(list);
                self.text.push(')');
            }
            Expr::Between { operand, negated, low, high } => {
                self.operand(operand, tight::OTHER);
                self.text.push_str(if *negated { " not between " } else { " between " });
                self.operand(low, tight::OTHER);
                self.text.push_str(" and ");
                self.operand(high, tight::OTHER);
            }
            Expr::Case(case) => self.case(case),
            Expr::Cast(operand, name) => {
                self.text.push_str("cast(");
                self.expr(operand);
                self.text.extend([" as ", name, ")"]);
            }
            Expr::Subscript(operand, bounds) => self.subscript(operand, bounds),
            Expr::Field(operand, field) => {
                self.text.push('(');
                self.expr(operand);
                self.text.extend([").", &normal::name(field, self.family)]);
            }
            Expr::Call(name, arguments) => self.call(name, arguments),
            Expr::Row(list) => {
                self.text.push_str("row(");
                self.list(list);
                self.text.push(')');
            }
            Expr::Array(list) => {
                self.text.push_str("array[");
                self.list(list);
                self.text.push(']');
            }
            Expr::Interval(amount, unit) => {
                self.text.push_str("interval ");
                self.operand(amount, tight::OPERAND);
                self.text.extend([" ", unit]);
            }
        }
    }

    fn name(&mut self, parts: &[String]) {
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                self.text.push('.');
            }
            match part.as_str() {
                "*" if at > 0 => self.text.push('*'),
                part => self.text.push_str(&normal::name(part, self.family)),
            }
        }
    }

    fn list(&mut self, list: &[Expr]) {
        for (at, expr) in list.iter().enumerate() {
            if at > 0 {
                self.text.push_str(", ");
            }
            self.expr(expr);
        }
    }

    fn unary(&mut self, operator: &str, operand: &Expr) {
        self.text.push_str(operator);
        match operator {
            "not" => {
                self.text.push(' ');
                self.operand(operand, tight::COMPARE);
            }
            "-" => self.operand(operand, tight::OPERAND),
            _ => {
                self.text.push(' ');
                self.operand(operand, tight::OPERAND);
            }
        }
    }

    fn binary(&mut self, left: &Expr, operator: &str, right: &Expr) {
        let tightness = operator_tightness(operator);
        let (before, after) = match tightness {
            tight::XOR => (tight::XOR, tight::AND),
            tight::COMPARE => (tight::OTHER, tight::OTHER),
            tight::ADD => (tight::ADD, tight::MULTIPLY),
            tight::MULTIPLY => (tight::MULTIPLY, tight::SIGN),
            _ => {
                let same = matches!(left, Expr::Binary(_, other, _) if other == operator);
                (if same { tight::OTHER } else { tight::OPERAND }, tight::OPERAND)
            }
        };
        self.operand(left, before);
        self.text.extend([" ", operator, " "]);
        self.operand(right, after);
    }

    fn chain(&mut self, connective: Connective, operands: &[Expr]) {
        let (word, least) = match connective {
            Connective::And => (" and ", tight::NOT),
            Connective::Or => (" or ", tight::XOR),
        };
        for (at, operand) in operands.iter().enumerate() {
            if at > 0 {
                self.text.push_str(word);
            }
            self.operand(operand, least);
        }
    }

    fn matched(&mut self, matched: &Match) {
        self.operand(&matched.operand, tight::OTHER);
        self.text.push_str(if matched.negated { " not " } else { " " });
        self.text.extend([matched.operator, " "]);
        self.operand(&matched.pattern, tight::OTHER);
        if let Some(escape) = &matched.escape {
            self.text.push_str(" escape ");
            self.operand(escape, tight::OTHER);
        }
    }

    fn case(&mut self, case: &Case) {
        self.text.push_str("case");
        if let Some(operand) = &case.operand {
            self.text.push(' ');
            self.expr(operand);
        }
        for (when, then) in &case.branches {
            self.text.push_str(" when ");
            self.expr(when);
            self.text.push_str(" then ");
            self.expr(then);
        }
        if let Some(otherwise) = &case.otherwise {
            self.text.push_str(" else ");
            self.expr(otherwise);
        }
        self.text.push_str(" end");
    }

    fn subscript(&mut self, operand: &Expr, bounds: &[Option<Expr>]) {
        if matches!(operand, Expr::Name(_) | Expr::Subscript(..)) {
            self.expr(operand);
        } else {
            self.operand(operand, u8::MAX);
        }
        self.text.push('[');
        for (at, bound) in bounds.iter().enumerate() {
            if at > 0 {
                self.text.push_str(" : ");
            }
            if let Some(bound) = bound {
                self.expr(bound);
            }
        }
        self.text.push(']');
    }

    fn call(&mut self, name: &[String], arguments: &[Argument]) {
        match name {
            [word] if is_value(word) || matches!(word.as_str(), "any" | "all") => {
                self.text.push_str(word);
            }
            _ => self.name(name),
        }
        self.text.push('(');
        for (at, argument) in arguments.iter().enumerate() {
            match (argument.before, at) {
                ("", 0) => {}
                ("", _) => self.text.push(' '),
                (",", _) => self.text.push_str(", "),
                (word, 0) => self.text.extend([word, " "]),
                (word, _) => self.text.extend([" ", word, " "]),
            }
            let is_position = name == ["position"];
            let least = if is_position { tight::OTHER } else { tight::ANY };
            self.operand(&argument.value, least);
        }
        self.text.push(')');
    }
}
