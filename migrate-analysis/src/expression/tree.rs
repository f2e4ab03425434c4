//! An expression as a tree: parentheses and spelling are gone, only what it computes is left.

/// One node.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// A number, with its sign.
    Number(String),
    /// A string.
    Text(String),
    /// A word that stands for a value (`null`, `current_date`), a parameter, or bits (`x'0a'`).
    Word(String),
    /// A column, with what qualifies it.
    Name(Vec<String>),
    /// A subselect, as its tokens.
    Select(String),
    /// An operator before its operand.
    Unary(String, Box<Expr>),
    /// An operand and the words after it: `is null`, `desc`.
    Postfix(Box<Expr>, String),
    /// An operator between two operands.
    Binary(Box<Expr>, String, Box<Expr>),
    /// Operands of `and` or of `or`.
    Chain(Connective, Vec<Expr>),
    /// `[not] like`, and what else matches a pattern.
    Match(Box<Match>),
    /// `x [not] in (..)`.
    In { operand: Box<Expr>, negated: bool, list: Vec<Expr> },
    /// `x [not] between low and high`.
    Between { operand: Box<Expr>, negated: bool, low: Box<Expr>, high: Box<Expr> },
    /// `case [operand] when .. then .. else .. end`.
    Case(Box<Case>),
    /// `cast(x as type)`.
    Cast(Box<Expr>, String),
    /// `x[1]`, `x[1:2]`.
    Subscript(Box<Expr>, Vec<Option<Expr>>),
    /// `(x).field`.
    Field(Box<Expr>, String),
    /// A function and what it is called with.
    Call(Vec<String>, Vec<Argument>),
    /// `(a, b)`.
    Row(Vec<Expr>),
    /// `array[a, b]`.
    Array(Vec<Expr>),
    /// `interval 1 day`.
    Interval(Box<Expr>, String),
}

/// What joins conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Connective {
    And,
    Or,
}

/// A comparison with a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) operand: Expr,
    pub(super) negated: bool,
    /// `like`, `ilike`, `similar to`, `regexp`, `glob` or `match`.
    pub(super) operator: &'static str,
    pub(super) pattern: Expr,
    pub(super) escape: Option<Expr>,
}

/// The parts of a `case`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Case {
    pub(super) operand: Option<Expr>,
    pub(super) branches: Vec<(Expr, Expr)>,
    pub(super) otherwise: Option<Expr>,
}

/// One argument, and the separator before it: a comma, a keyword such as `from`, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Argument {
    pub(super) before: &'static str,
    pub(super) value: Expr,
}

impl Expr {
    /// An operator between two operands.
    pub(super) fn binary(left: Self, operator: &str, right: Self) -> Self {
        Self::Binary(Box::new(left), operator.to_owned(), Box::new(right))
    }

    /// A call of a function with plain arguments.
    pub(super) fn call(name: &str, arguments: impl IntoIterator<Item = Self>) -> Self {
        let argument = |(at, value)| Argument { before: if at == 0 { "" } else { "," }, value };
        let arguments = arguments.into_iter().enumerate().map(argument).collect();
        Self::Call(vec![name.to_owned()], arguments)
    }

    /// Whether it is a number, a string or a word for a value.
    pub(super) fn is_literal(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Text(_) | Self::Word(_))
    }

    /// The same node with every child replaced.
    pub(super) fn map(self, change: &impl Fn(Self) -> Self) -> Self {
        let boxed = |child: Box<Self>| Box::new(change(*child));
        let all = |list: Vec<Self>| list.into_iter().map(change).collect::<Vec<_>>();
        match self {
            Self::Number(_) | Self::Text(_) | Self::Word(_) | Self::Name(_) | Self::Select(_) => {
                self
            }
            Self::Unary(operator, operand) => Self::Unary(operator, boxed(operand)),
            Self::Postfix(operand, words) => Self::Postfix(boxed(operand), words),
            Self::Binary(left, operator, right) => {
                Self::Binary(boxed(left), operator, boxed(right))
            }
            Self::Chain(connective, operands) => Self::Chain(connective, all(operands)),
            Self::Match(matched) => Self::Match(Box::new(Match {
                operand: change(matched.operand),
                pattern: change(matched.pattern),
                escape: matched.escape.map(change),
                ..*matched
            })),
            Self::In { operand, negated, list } => {
                Self::In { operand: boxed(operand), negated, list: all(list) }
            }
            Self::Between { operand, negated, low, high } => Self::Between {
                operand: boxed(operand),
                negated,
                low: boxed(low),
                high: boxed(high),
            },
            Self::Case(case) => {
                let branch = |(when, then)| (change(when), change(then));
                Self::Case(Box::new(Case {
                    operand: case.operand.map(change),
                    branches: case.branches.into_iter().map(branch).collect(),
                    otherwise: case.otherwise.map(change),
                }))
            }
            Self::Cast(operand, name) => Self::Cast(boxed(operand), name),
            Self::Subscript(operand, bounds) => {
                let bounds = bounds.into_iter().map(|bound| bound.map(change)).collect();
                Self::Subscript(boxed(operand), bounds)
            }
            Self::Field(operand, name) => Self::Field(boxed(operand), name),
            Self::Call(name, arguments) => {
                let argument = |argument: Argument| Argument {
                    value: change(argument.value),
                    before: argument.before,
                };
                Self::Call(name, arguments.into_iter().map(argument).collect())
            }
            Self::Row(list) => Self::Row(all(list)),
            Self::Array(list) => Self::Array(all(list)),
            Self::Interval(amount, unit) => Self::Interval(boxed(amount), unit),
        }
    }
}

impl Connective {
    /// The other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::And => Self::Or,
            Self::Or => Self::And,
        }
    }
}
