//! Handles of `alter_column`.

use crate::op::column::AnyType;
use crate::op::operation::ColumnChange;
use crate::op::{Operation, Sql, SqlExpression};
use crate::schema::{ColumnDefault, ColumnPosition, Generated, Identity, Value};

/// A column about to be changed; nothing happens until a change is named.
#[must_use = "nothing is altered until a change is named: `.not_null()`, `.set_type(..)`, `.default(..)`, `.rename_to(..)`, .."]
#[derive(Debug)]
pub struct AlterColumn<'a>(pub(in crate::op) AlteredColumn<'a>);

/// A column with at least one change.
#[derive(Debug)]
pub struct AlteredColumn<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

macro_rules! column_changes {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) = |$change:ident| $body:expr;)+) => {
        impl<'a> AlterColumn<'a> {
            $(
                $(#[$doc])*
                pub fn $name(self, $($argument: $kind),*) -> AlteredColumn<'a> {
                    self.0.$name($($argument),*)
                }
            )+
        }

        impl AlteredColumn<'_> {
            $(
                $(#[$doc])*
                pub fn $name(self, $($argument: $kind),*) -> Self {
                    if let Operation::AlterColumn { change: $change, .. } = &mut *self.operation {
                        $body;
                    }
                    self
                }
            )+
        }
    };
}

column_changes! {
    /// The column no longer takes `NULL`; rows that hold one make the revision fail. The opposite is
    /// `.nullable()`.
    not_null() = |change| change.nullable = Some(false);
    /// The column takes `NULL`; the opposite is [`not_null`](Self::not_null).
    nullable() = |change| change.nullable = Some(true);
    /// Drops the default.
    drop_default() = |change| change.default = Some(None);
    /// Gives the column another name.
    rename_to(name: &str) = |change| change.rename = Some(name.to_owned());
    /// Sets the collation, by which text is compared and sorted.
    collate(collation: &str) = |change| change.collation = Some(Some(collation.to_owned()));
    /// Drops the collation: the column takes the default of its table or database.
    drop_collation() = |change| change.collation = Some(None);
    /// Sets the comment.
    comment(comment: &str) = |change| change.comment = Some(Some(comment.to_owned()));
    /// Drops the comment.
    drop_comment() = |change| change.comment = Some(None);
    /// Numbers the rows: adds an identity, or changes the one there is (PostgreSQL, MariaDB, MySQL).
    identity(identity: Identity) = |change| change.identity = Some(Some(identity));
    /// The rows are numbered no longer (PostgreSQL, MariaDB, MySQL).
    drop_identity() = |change| change.identity = Some(None);
    /// A computed column becomes an ordinary one that keeps its values (PostgreSQL, MariaDB, MySQL).
    drop_generated() = |change| change.generated = Some(None);
    /// Sets the character set of the column on MariaDB and MySQL, which convert its values; other
    /// databases do nothing.
    ///
    /// ```sql
    /// ALTER TABLE users MODIFY COLUMN name VARCHAR(100) CHARACTER SET utf8mb4
    /// ```
    mysql_charset(name: &str) = |change| change.mysql.charset = Some(Some(name.to_owned()));
    /// Drops the character set of the column on MariaDB and MySQL: it takes that of the table.
    ///
    /// ```sql
    /// ALTER TABLE users MODIFY COLUMN name VARCHAR(100)
    /// ```
    drop_mysql_charset() = |change| change.mysql.charset = Some(None);
    /// An `UPDATE` of the row sets the column to the current time, on MariaDB and MySQL.
    ///
    /// ```sql
    /// ALTER TABLE users MODIFY COLUMN seen_at DATETIME(6) ON UPDATE CURRENT_TIMESTAMP(6)
    /// ```
    mysql_on_update_now() = |change| change.mysql.on_update_now = Some(true);
    /// An `UPDATE` of the row no longer sets the column, on MariaDB and MySQL.
    ///
    /// ```sql
    /// ALTER TABLE users MODIFY COLUMN seen_at DATETIME(6)
    /// ```
    drop_mysql_on_update_now() = |change| change.mysql.on_update_now = Some(false);
    /// `SELECT *` leaves the column out, on MariaDB and MySQL 8.0.23.
    ///
    /// ```sql
    /// ALTER TABLE users MODIFY COLUMN secret INT INVISIBLE
    /// ```
    mysql_invisible() = |change| change.mysql.invisible = Some(true);
    /// `SELECT *` shows the column again, on MariaDB and MySQL.
    ///
    /// ```sql
    /// ALTER TABLE users MODIFY COLUMN secret INT
    /// ```
    mysql_visible() = |change| change.mysql.invisible = Some(false);
    /// Puts the column before all others, on MariaDB and MySQL.
    ///
    /// ```sql
    /// ALTER TABLE users MODIFY COLUMN name VARCHAR(100) FIRST
    /// ```
    mysql_first() = |change| change.mysql.position = Some(ColumnPosition::First);
    /// Puts the column right after another, on MariaDB and MySQL.
    ///
    /// ```sql
    /// ALTER TABLE users MODIFY COLUMN name VARCHAR(100) AFTER id
    /// ```
    mysql_after(column: &str) = |change| {
        change.mysql.position = Some(ColumnPosition::After(column.to_owned()));
    };
}

impl<'a> AlterColumn<'a> {
    /// Changes the type; the database converts the values unless `using` says how.
    pub fn set_type(self, column_type: impl AnyType) -> AlteredColumn<'a> {
        self.0.set_type(column_type)
    }

    /// Sets the default; it is held against the column's type when the revision is planned.
    pub fn default(self, value: impl AnyDefault) -> AlteredColumn<'a> {
        self.0.default(value)
    }

    /// Computes the column from another expression, and keeps the values in the rows (PostgreSQL 17,
    /// MariaDB, MySQL).
    pub fn generated(self, expression: impl SqlExpression) -> AlteredColumn<'a> {
        self.0.generated(expression)
    }

    /// Computes the column from another expression at each read (PostgreSQL 18, MariaDB, MySQL).
    pub fn generated_virtual(self, expression: impl SqlExpression) -> AlteredColumn<'a> {
        self.0.generated_virtual(expression)
    }
}

impl AlteredColumn<'_> {
    fn edit(self, edit: impl FnOnce(&mut ColumnChange)) -> Self {
        if let Operation::AlterColumn { change, .. } = &mut *self.operation {
            edit(change);
        }
        self
    }

    /// Changes the type; the database converts the values unless [`using`](Self::using) says how.
    pub fn set_type(self, column_type: impl AnyType) -> Self {
        let (column_type, type_on) = column_type.into_types();
        self.edit(|change| {
            change.column_type = Some(column_type);
            change.type_on = type_on;
        })
    }

    /// Sets the default; it is held against the column's type when the revision is planned.
    pub fn default(self, value: impl AnyDefault) -> Self {
        let value = value.into_default();
        self.edit(|change| change.default = Some(Some(value)))
    }

    /// Computes the column from another expression, and keeps the values in the rows (PostgreSQL 17,
    /// MariaDB, MySQL).
    pub fn generated(self, expression: impl SqlExpression) -> Self {
        let generated = Generated { expression: expression.into_sql(), stored: true };
        self.edit(|change| change.generated = Some(Some(generated)))
    }

    /// Computes the column from another expression at each read (PostgreSQL 18, MariaDB, MySQL).
    pub fn generated_virtual(self, expression: impl SqlExpression) -> Self {
        let generated = Generated { expression: expression.into_sql(), stored: false };
        self.edit(|change| change.generated = Some(Some(generated)))
    }

    /// The SQL expression that turns old values into the new type.
    pub fn using(self, expression: impl SqlExpression) -> Self {
        let expression = expression.into_sql();
        self.edit(|change| change.using = Some(expression))
    }
}

/// A default for a column whose type only the plan knows.
#[diagnostic::on_unimplemented(
    message = "this is not a default",
    label = "no column has a `{Self}` as its default",
    note = "write text, a number or a truth value, `now()`, `today()`, or `sql(\"..\")` for an expression"
)]
pub trait AnyDefault {
    #[doc(hidden)]
    fn into_default(self) -> ColumnDefault;
}

#[diagnostic::do_not_recommend]
impl AnyDefault for ColumnDefault {
    fn into_default(self) -> ColumnDefault {
        self
    }
}

#[diagnostic::do_not_recommend]
impl AnyDefault for Sql {
    fn into_default(self) -> ColumnDefault {
        ColumnDefault::Sql(self.0)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Into<Value>> AnyDefault for V {
    fn into_default(self) -> ColumnDefault {
        ColumnDefault::Value(self.into())
    }
}
