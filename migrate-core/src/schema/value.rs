//! Values and expressions of data statements, kept as data so that each dialect writes them safely.

use super::SqlPart;

/// A constant in SQL.
#[derive(Clone, Debug)]
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

/// NaN equals itself, as it does in a column of PostgreSQL: a schema equals its copy.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(one), Self::Boolean(other)) => one == other,
            (Self::Integer(one), Self::Integer(other)) => one == other,
            (Self::Float(one), Self::Float(other)) => {
                one == other || (one.is_nan() && other.is_nan())
            }
            (Self::Decimal(one), Self::Decimal(other)) | (Self::Text(one), Self::Text(other)) => {
                one == other
            }
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (Self::Array(one), Self::Array(other)) => one == other,
            (
                Self::Null
                | Self::Boolean(_)
                | Self::Integer(_)
                | Self::Float(_)
                | Self::Decimal(_)
                | Self::Text(_)
                | Self::Bytes(_)
                | Self::Array(_),
                _,
            ) => false,
        }
    }
}

/// An expression over a row: the right side of `set`, and a `filter`.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant.
    Value(Value),
    /// A column of the row.
    Column(String),
    /// SQL as it is written, one text or one for each database.
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

impl Expr {
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
