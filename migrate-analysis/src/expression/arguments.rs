//! Reading what a function is called with.

use super::lex::Kind;
use super::operators::level;
use super::parse::Parser;
use super::tree::{Argument, Expr};

impl Parser<'_> {
    /// The arguments of a function after its `(`. Some have keywords between them, as in
    /// `substring(x from 1 for 2)`.
    pub(super) fn arguments(&mut self, function: &str) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        if self.takes(")") {
            return Some(arguments);
        }
        let mut before = if self.takes("distinct") { "distinct" } else { "" };
        loop {
            let value = self.argument(function, arguments.is_empty())?;
            arguments.push(Argument { before, value });
            if self.takes(")") {
                return Some(arguments);
            }
            before = match arguments.last() {
                // `trim(leading 'x' from y)`
                Some(Argument { value: Expr::Word(side), .. })
                    if is_side(side) && !self.is(0, "from") =>
                {
                    ""
                }
                _ => self.separator()?,
            };
        }
    }

    fn separator(&mut self) -> Option<&'static str> {
        if self.is(0, "order") && self.is(1, "by") {
            self.at += 2;
            return Some("order by");
        }
        let separators = [",", "from", "for", "in", "placing", "using", "separator"];
        separators.into_iter().find(|separator| self.takes(separator))
    }

    fn argument(&mut self, function: &str, is_first: bool) -> Option<Expr> {
        let next = self.peek(0)?;
        if is_first && function == "trim" && next.kind == Kind::Word && is_side(&next.text) {
            return Some(Expr::Word(self.next()?.text));
        }
        if self.is(0, "*") && self.is(1, ")") {
            self.at += 1;
            return Some(Expr::Word("*".to_owned()));
        }
        // The IN of POSITION is no operator.
        let least = if function == "position" { level::MATCH + 1 } else { level::ANY };
        let value = self.expr(least)?;
        let mut order = Vec::new();
        if self.takes("desc") {
            order.push("desc");
        } else {
            self.takes("asc");
        }
        if self.takes("nulls") {
            order.push(if self.takes("first") { "nulls first" } else { "nulls last" });
            if order.last() == Some(&"nulls last") {
                self.expect("last")?;
            }
        }
        Some(if order.is_empty() { value } else { Expr::Postfix(Box::new(value), order.join(" ")) })
    }
}

/// Whether a word says where `trim` works.
pub(super) fn is_side(word: &str) -> bool {
    matches!(word, "leading" | "trailing" | "both")
}
