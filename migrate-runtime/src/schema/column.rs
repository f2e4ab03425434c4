//! A table's column: type, nullability, default, identity, generation.

use super::{ColumnType, Value};

/// One column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The column's name.
    pub name: String,
    /// The column's type.
    pub column_type: ColumnType,
    /// Whether the column takes `NULL`, which it does unless it says otherwise, as in SQL.
    pub nullable: bool,
    /// What a row gets when an `INSERT` does not name the column.
    pub default: Option<ColumnDefault>,
    /// Numbers given by the database.
    pub identity: Option<Identity>,
    /// The expression a generated column is computed from.
    pub generated: Option<Generated>,
    /// The collation of text.
    pub collation: Option<String>,
    /// The comment, where the database keeps one.
    pub comment: Option<String>,
}

impl Column {
    /// A nullable column of a type, with nothing else.
    pub fn new(name: impl Into<String>, column_type: ColumnType) -> Self {
        Self {
            name: name.into(),
            column_type,
            nullable: true,
            default: None,
            identity: None,
            generated: None,
            collation: None,
            comment: None,
        }
    }
}

/// The default of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnDefault {
    /// A constant.
    Value(Value),
    /// The time of the statement: `now()`.
    Now,
    /// The day of the statement: `today()`.
    Today,
    /// SQL as it is written: `sql("..")`.
    Sql(String),
}

/// A column whose numbers the database gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Whether an `INSERT` that names the column is refused (`GENERATED ALWAYS`).
    pub always: bool,
    /// The first number; 1 when none is given.
    pub start: Option<i64>,
}

/// A column computed from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The SQL expression.
    pub expression: String,
    /// Whether the value is kept in the row, or computed at each read.
    pub stored: bool,
}
