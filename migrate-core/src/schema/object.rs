//! The kinds of objects beside tables: enum types, views, functions, sequences, triggers.

use super::{Index, QualifiedName, SqlPart, SqlText};

/// A type whose values are those of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumType {
    /// The type's name; databases without enum types put it into the check's name.
    pub name: QualifiedName,
    /// The values, in their order.
    pub values: Vec<String>,
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The name.
    pub name: QualifiedName,
    /// Its query.
    pub query: SqlText,
}

/// A view whose rows are kept, and computed again when it is refreshed (PostgreSQL).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterializedView {
    /// The name.
    pub name: QualifiedName,
    /// Its query.
    pub query: SqlText,
    /// Whether it is filled when it is made.
    pub with_data: bool,
    /// Its indexes.
    pub indexes: Vec<Index>,
}

/// A function, as text (PostgreSQL, MariaDB and MySQL).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// The name.
    pub name: QualifiedName,
    /// The arguments, without their parentheses: `amount numeric, rate numeric`.
    pub arguments: String,
    /// Everything after the arguments: `RETURNS trigger LANGUAGE plpgsql AS $$ .. $$`.
    pub definition: SqlText,
}

impl Function {
    /// The name and the arguments: `tax(amount numeric)`.
    pub fn signature(&self) -> String {
        format!("{}({})", self.name, self.arguments)
    }
}

/// Numbers given one after another (PostgreSQL and MariaDB).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// The name.
    pub name: QualifiedName,
    /// Which numbers it gives.
    pub options: SequenceOptions,
    /// The column that it is dropped with (PostgreSQL).
    pub owner: Option<SequenceOwner>,
}

/// The column that a sequence is dropped with
/// (<https://www.postgresql.org/docs/current/sql-createsequence.html>, `OWNED BY`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SequenceOwner {
    /// The table.
    pub table: QualifiedName,
    /// Its column.
    pub column: String,
}

/// Which numbers a sequence gives; what is `None` is the database's default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SequenceOptions {
    /// The first number.
    pub start: Option<i64>,
    /// The distance between two numbers.
    pub increment: Option<i64>,
    /// The lowest number.
    pub minimum: Option<i64>,
    /// The highest number.
    pub maximum: Option<i64>,
    /// How many numbers each session takes at once.
    pub cache: Option<i64>,
    /// Whether it begins again after the last number.
    pub cycle: Option<bool>,
}

impl SequenceOptions {
    /// These options, with what `self` leaves open taken from `earlier`; what every database does
    /// by default is left open.
    ///
    /// ```
    /// use migrate_runtime::schema::SequenceOptions;
    ///
    /// let earlier = SequenceOptions { minimum: Some(1), ..SequenceOptions::default() };
    /// let later = SequenceOptions { minimum: Some(0), ..SequenceOptions::default() };
    /// // The lowest number changes, and the first stays.
    /// assert_eq!(later.over(earlier).start, Some(1));
    /// ```
    #[must_use]
    pub fn over(self, earlier: Self) -> Self {
        let bounds = Self {
            start: None,
            increment: self.increment.or(earlier.increment).filter(|distance| *distance != 1),
            minimum: self.minimum.or(earlier.minimum),
            maximum: self.maximum.or(earlier.maximum),
            cache: self.cache.or(earlier.cache),
            cycle: self.cycle.or(earlier.cycle).filter(|cycle| *cycle),
        };
        let start = self.start.or(earlier.start).unwrap_or_else(|| earlier.first());
        Self { start: Some(start).filter(|start| *start != bounds.first()), ..bounds }
    }

    /// The options of a new sequence, with what every database does by default left open.
    #[must_use]
    pub fn canonical(self) -> Self {
        self.over(Self { start: None, ..self })
    }

    /// The first number of a sequence for which none is said.
    fn first(self) -> i64 {
        if self.increment.is_some_and(|distance| distance < 0) {
            self.maximum.unwrap_or(-1)
        } else {
            self.minimum.unwrap_or(1)
        }
    }
}

/// A trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The name.
    pub name: String,
    /// The table it watches.
    pub table: QualifiedName,
    /// When it fires: `AFTER UPDATE OF title`.
    pub event: SqlPart,
    /// What it does, from the keyword after the table's name to the end.
    pub body: SqlText,
}
