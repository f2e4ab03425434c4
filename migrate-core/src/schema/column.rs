//! A table's column: type, nullability, default, identity, generation.

use crate::sql_text::SqlSyntax;

use super::{ColumnType, Family, QualifiedName, SqlPart, Value};

/// One column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The column's name.
    pub name: String,
    /// The column's type.
    pub column_type: ColumnType,
    /// The types of databases that have another.
    pub type_on: TypeVariants,
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
    /// What only MariaDB and MySQL have.
    pub mysql: MysqlColumn,
}

/// What only MariaDB and MySQL say of a column; other databases take no notice of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MysqlColumn {
    /// The character set of text.
    pub charset: Option<String>,
    /// Whether an `UPDATE` of the row sets the column to its time (`ON UPDATE CURRENT_TIMESTAMP`).
    pub on_update_now: bool,
    /// Whether `SELECT *` leaves the column out.
    pub invisible: bool,
    /// Where a new column is put; a table that has it keeps that in [`Table::mysql_order`](super::Table).
    pub position: Option<ColumnPosition>,
}

/// Where MariaDB and MySQL put a column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnPosition {
    /// Before all others.
    First,
    /// Right after another.
    After(String),
}

/// The types that a column has on single databases, where they are others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeVariants {
    /// On SQLite.
    pub sqlite: Option<ColumnType>,
    /// On PostgreSQL.
    pub postgres: Option<ColumnType>,
    /// On MariaDB and MySQL.
    pub mysql: Option<ColumnType>,
}

impl TypeVariants {
    /// The type on one database, when it is another.
    pub const fn on(&self, family: Family) -> Option<&ColumnType> {
        match family {
            Family::Sqlite => self.sqlite.as_ref(),
            Family::Postgres => self.postgres.as_ref(),
            Family::Mysql => self.mysql.as_ref(),
        }
    }
}

impl Column {
    /// A nullable column of a type, with nothing else.
    pub fn new(name: impl Into<String>, column_type: ColumnType) -> Self {
        Self {
            name: name.into(),
            column_type,
            type_on: TypeVariants::default(),
            nullable: true,
            default: None,
            identity: None,
            generated: None,
            collation: None,
            comment: None,
            mysql: MysqlColumn::default(),
        }
    }
}

impl Column {
    /// Its type on the database with these rules.
    pub(crate) fn type_by(&self, syntax: SqlSyntax) -> &ColumnType {
        self.type_on.on(syntax.into()).unwrap_or(&self.column_type)
    }

    /// Its type, and those it has on single databases.
    pub fn types(&self) -> impl Iterator<Item = &ColumnType> {
        let TypeVariants { sqlite, postgres, mysql } = &self.type_on;
        std::iter::once(&self.column_type).chain(sqlite).chain(postgres).chain(mysql)
    }

    /// Its type, and those it has on single databases, to be changed.
    pub(crate) fn types_mut(&mut self) -> impl Iterator<Item = &mut ColumnType> {
        let TypeVariants { sqlite, postgres, mysql } = &mut self.type_on;
        std::iter::once(&mut self.column_type).chain(sqlite).chain(postgres).chain(mysql)
    }

    /// Whether it is of an enum type, or a list of its values, on any database.
    pub(crate) fn uses(&self, kind: &QualifiedName) -> bool {
        self.types().filter_map(ColumnType::enumeration).any(|used| used.name == *kind)
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
    /// SQL as it is written: `sql("..")`, one text or one for each database.
    Sql(SqlPart),
}

/// A column whose numbers the database gives.
///
/// ```
/// use migrate_runtime::prelude::*;
///
/// big_int().identity_with(Identity::always().start_with(1000).increment_by(10));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// How the numbers are given.
    pub generation: Generation,
    /// The first number; 1 when none is given.
    pub start: Option<i64>,
    /// The distance between two numbers; 1 when none is given.
    pub increment: Option<i64>,
}

/// How an identity column gets its numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Generation {
    /// An `INSERT` may bring its own number (`GENERATED BY DEFAULT AS IDENTITY`, `AUTO_INCREMENT`).
    #[default]
    ByDefault,
    /// An `INSERT` that brings a number is refused (`GENERATED ALWAYS AS IDENTITY`).
    Always,
    /// PostgreSQL's `serial`: a default from a sequence of the column's own.
    Serial,
}

impl Identity {
    const fn of(generation: Generation) -> Self {
        Self { generation, start: None, increment: None }
    }

    /// `GENERATED BY DEFAULT AS IDENTITY`.
    pub const fn by_default() -> Self {
        Self::of(Generation::ByDefault)
    }

    /// `GENERATED ALWAYS AS IDENTITY`.
    pub const fn always() -> Self {
        Self::of(Generation::Always)
    }

    /// PostgreSQL's `serial`; on other databases the same as [`by_default`](Self::by_default).
    pub const fn serial() -> Self {
        Self::of(Generation::Serial)
    }

    /// The first number.
    #[must_use]
    pub const fn start_with(mut self, start: i64) -> Self {
        self.start = Some(start);
        self
    }

    /// The distance between two numbers.
    #[must_use]
    pub const fn increment_by(mut self, increment: i64) -> Self {
        self.increment = Some(increment);
        self
    }
}

/// A column computed from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The SQL expression.
    pub expression: SqlPart,
    /// Whether the value is kept in the row, or computed at each read.
    pub stored: bool,
}
