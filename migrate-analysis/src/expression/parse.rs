//! Reading an expression by the precedence of its operators.

use super::lex::{Kind, Token};
use super::operators::{Infix, level};
use super::tree::{Connective, Expr, Match};
use migrate_core::dialect::Family;

/// How deep parentheses may nest, and how many operators may follow one another beyond a few: both
/// bound the height of the tree, and so the stack.
const DEPTH: usize = 64;
const STEPS: usize = 6;
const SPARE_STEPS: usize = 100;

/// Where the reading is.
pub(super) struct Parser<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    pub(super) family: Family,
    depth: usize,
    spare_steps: usize,
}

/// The expression that the tokens are, if they are wholly understood.
pub(super) fn parse(tokens: &[Token], family: Family) -> Option<Expr> {
    let mut parser = Parser { tokens, at: 0, family, depth: 0, spare_steps: SPARE_STEPS };
    let expr = parser.expr(level::ANY)?;
    parser.peek(0).is_none().then_some(expr)
}

impl Parser<'_> {
    /// The token that many after the next one.
    pub(super) fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    /// Whether the token that many after the next one is this keyword or symbol.
    pub(super) fn is(&self, ahead: usize, text: &str) -> bool {
        self.peek(ahead).is_some_and(|token| token.is(text))
    }

    /// Takes the next token if it is this one.
    pub(super) fn takes(&mut self, text: &str) -> bool {
        let found = self.is(0, text);
        self.at += usize::from(found);
        found
    }

    /// Takes the next token, which must be this one.
    pub(super) fn expect(&mut self, text: &str) -> Option<()> {
        self.takes(text).then_some(())
    }

    /// Takes the next token and says what it spells.
    pub(super) fn next(&mut self) -> Option<Token> {
        let token = self.peek(0)?.clone();
        self.at += 1;
        Some(token)
    }

    /// Takes a bare or quoted word.
    pub(super) fn name(&mut self) -> Option<String> {
        let token = self.next()?;
        matches!(token.kind, Kind::Word | Kind::Quoted).then_some(token.text)
    }

    /// An expression whose operators bind at least that tight.
    pub(super) fn expr(&mut self, least: u8) -> Option<Expr> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        let mut left = self.prefix()?;
        let mut steps = 0;
        while let Some((infix, level)) = self.infix().filter(|(_, level)| *level >= least) {
            if !matches!(infix, Infix::Chain(_)) {
                steps += 1;
                if steps > STEPS {
                    self.spare_steps = self.spare_steps.checked_sub(1)?;
                }
            }
            left = self.apply(left, &infix, level)?;
        }
        self.depth -= 1;
        Some(left)
    }

    fn apply(&mut self, left: Expr, infix: &Infix, level: u8) -> Option<Expr> {
        Some(match infix {
            Infix::Chain(connective) => {
                self.at += 1;
                let right = self.expr(level + 1)?;
                match left {
                    Expr::Chain(same, mut operands) if same == *connective => {
                        operands.push(right);
                        Expr::Chain(same, operands)
                    }
                    left => Expr::Chain(*connective, vec![left, right]),
                }
            }
            Infix::Operator => {
                let operator = self.next()?.text;
                let right = self.right(level + 1)?;
                Expr::Binary(Box::new(left), operator, Box::new(right))
            }
            Infix::Is => self.is_something(left)?,
            Infix::Null { negated } => {
                self.at += if self.is(0, "not") { 2 } else { 1 };
                Expr::Postfix(Box::new(left), is_words(*negated, "null"))
            }
            Infix::Match { operator, negated, words } => {
                self.at += words;
                let pattern = self.right(level::MATCH + 1)?;
                let escape =
                    if self.takes("escape") { Some(self.expr(level::MATCH + 1)?) } else { None };
                let (operand, negated) = (left, *negated);
                Expr::Match(Box::new(Match { operand, negated, operator, pattern, escape }))
            }
            Infix::In { negated } => {
                self.at += 1 + usize::from(*negated);
                let list = self.parenthesized()?;
                Expr::In { operand: Box::new(left), negated: *negated, list }
            }
            Infix::Between { negated } => {
                self.at += 1 + usize::from(*negated);
                let is_symmetric = self.family == Family::Postgres && self.takes("symmetric");
                let low = Box::new(self.expr(level::MATCH + 1)?);
                self.expect("and")?;
                let high = Box::new(self.expr(level::MATCH + 1)?);
                let (operand, negated) = (Box::new(left), *negated);
                if !is_symmetric {
                    return Some(Expr::Between { operand, negated, low, high });
                }
                // PostgreSQL keeps it as both ranges.
                let (same, from, to) = (operand.clone(), high.clone(), low.clone());
                let connective = if negated { Connective::And } else { Connective::Or };
                Expr::Chain(
                    connective,
                    vec![
                        Expr::Between { operand, negated, low, high },
                        Expr::Between { operand: same, negated, low: from, high: to },
                    ],
                )
            }
            Infix::Cast => {
                self.at += 1;
                Expr::Cast(Box::new(left), self.type_name()?)
            }
            Infix::AtTimeZone => {
                self.at += 3;
                Expr::binary(left, "at time zone", self.expr(level + 1)?)
            }
            Infix::Subscript => Expr::Subscript(Box::new(left), self.subscripts()?),
            Infix::Field => {
                self.at += 1;
                Expr::Field(Box::new(left), self.name()?)
            }
        })
    }

    /// The right side of an operator: an operand, `ANY (..)`, `SOME (..)` or `ALL (..)`.
    fn right(&mut self, least: u8) -> Option<Expr> {
        let name = match self.peek(0)? {
            token if token.is("any") || token.is("some") => "any",
            token if token.is("all") => "all",
            _ => return self.expr(least),
        };
        self.at += 1;
        let value = <[Expr; 1]>::try_from(self.parenthesized()?).ok()?;
        Some(Expr::call(name, value))
    }

    /// A subselect, or expressions with commas between them.
    pub(super) fn parenthesized(&mut self) -> Option<Vec<Expr>> {
        self.expect("(")?;
        if let Some(select) = self.select() {
            return Some(vec![select]);
        }
        self.list(")")
    }

    /// Expressions with commas between them, up to a bracket.
    pub(super) fn list(&mut self, end: &str) -> Option<Vec<Expr>> {
        let mut list = Vec::new();
        if self.takes(end) {
            return Some(list);
        }
        loop {
            list.push(self.expr(level::ANY)?);
            if self.takes(end) {
                return Some(list);
            }
            self.expect(",")?;
        }
    }

    /// What follows `IS`.
    fn is_something(&mut self, left: Expr) -> Option<Expr> {
        self.at += 1;
        let negated = self.takes("not");
        if self.is(0, "distinct") && self.is(1, "from") {
            self.at += 2;
            let operator = if negated { "is not distinct from" } else { "is distinct from" };
            return Some(Expr::binary(left, operator, self.expr(level::COMPARE + 1)?));
        }
        for word in ["null", "true", "false", "unknown"] {
            if self.takes(word) {
                return Some(Expr::Postfix(Box::new(left), is_words(negated, word)));
            }
        }
        match self.family {
            Family::Sqlite => {
                let operator = if negated { "is not" } else { "is" };
                Some(Expr::binary(left, operator, self.expr(level::COMPARE + 1)?))
            }
            Family::Postgres | Family::Mysql => None,
        }
    }

    fn subscripts(&mut self) -> Option<Vec<Option<Expr>>> {
        self.expect("[")?;
        let mut bounds = Vec::new();
        loop {
            let bare = self.is(0, ":") || self.is(0, "]");
            bounds.push(if bare { None } else { Some(self.expr(level::ANY)?) });
            if self.takes("]") {
                return (bounds.len() <= 2).then_some(bounds);
            }
            self.expect(":")?;
        }
    }
}

fn is_words(negated: bool, word: &str) -> String {
    if negated { format!("is not {word}") } else { format!("is {word}") }
}
