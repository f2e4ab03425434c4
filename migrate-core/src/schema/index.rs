//! Indexes, with everything that makes one different from a list of columns.

use super::SqlPart;

/// An index of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The name.
    pub name: String,
    /// What is indexed, in order.
    pub columns: Vec<IndexColumn>,
    /// Whether two rows may not be alike in it.
    pub unique: bool,
    /// The rows it holds (`WHERE`); all when there is none.
    pub filter: Option<SqlPart>,
    /// Columns kept beside the key (`INCLUDE`).
    pub include: Vec<String>,
    /// The access method, such as `gin`; the database's default when there is none.
    pub method: Option<String>,
    /// Whether two `NULL`s count as alike.
    pub nulls_not_distinct: bool,
    /// Storage parameters (`WITH`), such as `fillfactor` (PostgreSQL).
    pub storage: Vec<(String, String)>,
    /// Where it is kept, when it is not the database's default (PostgreSQL).
    pub tablespace: Option<String>,
}

/// One part of an index's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexColumn {
    /// A column or an expression.
    pub target: IndexTarget,
    /// Whether the order is turned round.
    pub descending: bool,
    /// The place of `NULL`s, when it is not the database's default.
    pub nulls: Option<NullsOrder>,
    /// The collation, when it is not the column's.
    pub collation: Option<String>,
    /// The operator class, such as `gin_trgm_ops`.
    pub operator_class: Option<String>,
    /// How many characters or bytes of the value are indexed, when not all are (MariaDB and MySQL).
    pub prefix: Option<u32>,
}

/// What a part of an index is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexTarget {
    /// A column.
    Column(String),
    /// An SQL expression, without outer parentheses.
    Expression(SqlPart),
}

/// The place of `NULL`s in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullsOrder {
    /// Before all values.
    First,
    /// After all values.
    Last,
}

impl Index {
    /// Whether the column is a part of the key; a dropped column takes such an index along.
    pub fn is_on(&self, column: &str) -> bool {
        self.columns.iter().any(|part| part.column() == Some(column))
    }
}

impl IndexColumn {
    /// A column or expression in ascending order.
    pub const fn new(target: IndexTarget) -> Self {
        Self {
            target,
            descending: false,
            nulls: None,
            collation: None,
            operator_class: None,
            prefix: None,
        }
    }

    /// The column's name, when the part is a plain column.
    pub fn column(&self) -> Option<&str> {
        match &self.target {
            IndexTarget::Column(name) => Some(name),
            IndexTarget::Expression(_) => None,
        }
    }
}

impl From<&str> for IndexColumn {
    fn from(name: &str) -> Self {
        Self::new(IndexTarget::Column(name.to_owned()))
    }
}

impl From<String> for IndexColumn {
    fn from(name: String) -> Self {
        Self::new(IndexTarget::Column(name))
    }
}
