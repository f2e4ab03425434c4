//! Values and expressions of data statements, kept as data so that each dialect writes them safely.

use super::SqlPart;

/// A constant in SQL.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `NULL`.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A floating point number; infinities and NaN are refused where the database has none.
    Float(f64),
    /// An exact number in decimal digits, checked when it is made.
    Decimal(String),
    /// Text, also of dates, times, UUIDs and JSON: the database reads it as the column's type.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A list, for array columns.
    Array(Vec<Value>),
}

/// An expression over a row: the right side of `set`, and a `filter`.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant.
    Value(Value),
    /// A column of the row.
    Column(String),
    /// SQL as it is written.
    Sql(SqlPart),
    /// Two operands, written `left operator right`.
    Binary(Box<Expr>, BinaryOperator, Box<Expr>),
    /// `NOT (..)`.
    Not(Box<Expr>),
    /// `.. IS NULL` or, negated, `.. IS NOT NULL`.
    IsNull {
        /// What is tested.
        operand: Box<Expr>,
        /// Whether the test is turned round.
        negated: bool,
    },
    /// `.. IN (..)`.
    In(Box<Expr>, Vec<Value>),
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `LIKE`
    Like,
    /// `AND`
    And,
    /// `OR`
    Or,
}

impl BinaryOperator {
    /// Every operator.
    pub const ALL: [Self; 9] = [
        Self::Equal,
        Self::NotEqual,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Like,
        Self::And,
        Self::Or,
    ];

    /// The operator in SQL, the same on every database.
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Like => "LIKE",
            Self::And => "AND",
            Self::Or => "OR",
        }
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Value {
            fn from(value: $integer) -> Self {
                Self::Integer(i64::from(value))
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, u8, u16, u32);

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(|_| Self::Decimal(value.to_string()), Self::Integer)
    }
}

impl From<f32> for Value {
    fn from(value: f32) -> Self {
        Self::Float(f64::from(value))
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<V: Into<Value>> From<Option<V>> for Value {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<V: Into<Value>> From<V> for Expr {
    fn from(value: V) -> Self {
        Self::Value(value.into())
    }
}

/// What a column is set to or compared with: a constant, a column, or an expression.
#[diagnostic::on_unimplemented(
    message = "SQL has no literal for a `{Self}`",
    label = "not a constant, a column, or an expression",
    note = "write text, a number, a truth value, bytes or `null()`; dates, times, UUIDs and JSON are text",
    note = "another column is `col(\"name\")`, an expression `sql(\"lower(name)\")`"
)]
pub trait Operand {
    #[doc(hidden)]
    fn into_expr(self) -> Expr;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Expr>> Operand for E {
    fn into_expr(self) -> Expr {
        self.into()
    }
}

impl Expr {
    fn binary(self, operator: BinaryOperator, right: impl Operand) -> Self {
        Self::Binary(Box::new(self), operator, Box::new(right.into_expr()))
    }

    /// `self = right`, or `self IS NULL`: nothing equals `NULL` in SQL.
    #[must_use]
    pub fn eq(self, right: impl Operand) -> Self {
        match right.into_expr() {
            Self::Value(Value::Null) => self.is_null(),
            right => self.binary(BinaryOperator::Equal, right),
        }
    }

    /// `self <> right`, or `self IS NOT NULL`.
    #[must_use]
    pub fn ne(self, right: impl Operand) -> Self {
        match right.into_expr() {
            Self::Value(Value::Null) => self.is_not_null(),
            right => self.binary(BinaryOperator::NotEqual, right),
        }
    }

    /// `self < right`.
    #[must_use]
    pub fn lt(self, right: impl Operand) -> Self {
        self.binary(BinaryOperator::Less, right)
    }

    /// `self <= right`.
    #[must_use]
    pub fn le(self, right: impl Operand) -> Self {
        self.binary(BinaryOperator::LessOrEqual, right)
    }

    /// `self > right`.
    #[must_use]
    pub fn gt(self, right: impl Operand) -> Self {
        self.binary(BinaryOperator::Greater, right)
    }

    /// `self >= right`.
    #[must_use]
    pub fn ge(self, right: impl Operand) -> Self {
        self.binary(BinaryOperator::GreaterOrEqual, right)
    }

    /// `self LIKE pattern`.
    #[must_use]
    pub fn like(self, pattern: impl Operand) -> Self {
        self.binary(BinaryOperator::Like, pattern)
    }

    /// `self AND right`.
    #[must_use]
    pub fn and(self, right: Self) -> Self {
        self.binary(BinaryOperator::And, right)
    }

    /// `self OR right`.
    #[must_use]
    pub fn or(self, right: Self) -> Self {
        self.binary(BinaryOperator::Or, right)
    }

    /// `self IS NULL`.
    #[must_use]
    pub fn is_null(self) -> Self {
        Self::IsNull { operand: Box::new(self), negated: false }
    }

    /// `self IS NOT NULL`.
    #[must_use]
    pub fn is_not_null(self) -> Self {
        Self::IsNull { operand: Box::new(self), negated: true }
    }

    /// `self IN (values)`; no values at all is false for every row.
    #[must_use]
    pub fn is_in<V: Into<Value>>(self, values: impl IntoIterator<Item = V>) -> Self {
        Self::In(Box::new(self), values.into_iter().map(Into::into).collect())
    }

    /// The columns the expression names outside raw SQL.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Self::Column(name) => vec![name],
            Self::Value(_) | Self::Sql(_) => Vec::new(),
            Self::Binary(left, _, right) => [left.columns(), right.columns()].concat(),
            Self::Not(operand) | Self::IsNull { operand, .. } | Self::In(operand, _) => {
                operand.columns()
            }
        }
    }
}

impl std::ops::Not for Expr {
    type Output = Self;

    fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}
