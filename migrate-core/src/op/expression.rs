//! The small functions of a revision: columns, SQL fragments, times, rows.

use crate::schema::{
    ColumnDefault, Expr, IndexColumn, IndexTarget, NullsOrder, SqlPart, SqlText, Value,
    without_byte_order_mark,
};

/// An SQL fragment that is used as it is written: `sql("lower(email)")`.
#[must_use = "SQL does nothing until it is given to `.default(..)`, `.set(..)` or `.filter(..)`; to run it, write `op.execute(..)`"]
#[derive(Clone, Debug)]
pub struct Sql(pub(super) SqlPart);

/// SQL as it is written, as a default, a value of `set`, or a filter; one text, or one for each
/// database with [`per_dialect`].
///
/// ```
/// # use migrate_runtime::prelude::*;
/// # fn upgrade(op: &mut Op) {
/// text().default(sql("lower(hex(randomblob(16)))"));
/// op.delete("sessions").filter(sql("length(token) < 20"));
/// op.update("users").set(
///     "slug",
///     sql(per_dialect().sqlite("lower(name)").postgres("lower(unaccent(name))")),
/// );
/// # }
/// ```
pub fn sql(text: impl Into<SqlText>) -> Sql {
    Sql(text.into().into())
}

/// An expression of a table's definition, which is SQL text, or one for each database: the filter of an index, a
/// check, what a column is computed from.
#[diagnostic::on_unimplemented(
    message = "an expression is SQL text here, and not a `{Self}`",
    label = "not a text",
    note = "write it in SQL: `.filter(\"deleted_at IS NULL\")`, `.check(\"total >= 0\")`; `col(..)` and `sql(..)` are for `op.update`, `op.delete` and defaults"
)]
pub trait SqlExpression {
    #[doc(hidden)]
    fn into_sql(self) -> SqlPart;
}

#[diagnostic::do_not_recommend]
impl SqlExpression for &str {
    fn into_sql(self) -> SqlPart {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl SqlExpression for &String {
    fn into_sql(self) -> SqlPart {
        self.as_str().into()
    }
}

#[diagnostic::do_not_recommend]
impl SqlExpression for String {
    fn into_sql(self) -> SqlPart {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl SqlExpression for SqlText {
    fn into_sql(self) -> SqlPart {
        self.into()
    }
}

/// The time of the statement, as a default: `CURRENT_TIMESTAMP`.
pub const fn now() -> ColumnDefault {
    ColumnDefault::Now
}

/// The day of the statement, as a default: `CURRENT_DATE`.
pub const fn today() -> ColumnDefault {
    ColumnDefault::Today
}

/// `NULL`, as a value.
pub const fn null() -> Value {
    Value::Null
}

/// An exact number: `decimal("19.90")`.
///
/// Text that is not a number in decimal digits is refused when the revision is planned.
pub fn decimal(digits: impl DecimalDigits) -> Value {
    Value::Decimal(digits.into_digits())
}

/// The digits of [`decimal`].
///
/// A number is none: whoever writes one means the type `DECIMAL(10, 2)`, or a binary fraction that would
/// not be exact.
#[diagnostic::on_unimplemented(
    message = "`decimal(\"19.90\")` is an exact value, and its digits are a text",
    label = "this is no text",
    note = "the type `DECIMAL(10, 2)` of a column is `numeric(10, 2)`"
)]
pub trait DecimalDigits {
    /// The text.
    fn into_digits(self) -> String;
}

#[diagnostic::do_not_recommend]
impl<T: Into<String>> DecimalDigits for T {
    fn into_digits(self) -> String {
        self.into()
    }
}

/// A column of an index in ascending order, to stand beside [`desc`] and [`expression`].
pub fn asc(column: impl Into<String>) -> IndexColumn {
    IndexColumn::new(IndexTarget::Column(column.into()))
}

/// A column of an index in descending order.
pub fn desc(column: impl Into<String>) -> IndexColumn {
    IndexColumn { descending: true, ..asc(column) }
}

/// An expression in an index: `expression("lower(email)")`.
pub fn expression(sql: impl SqlExpression) -> IndexColumn {
    IndexColumn::new(IndexTarget::Expression(sql.into_sql()))
}

impl IndexColumn {
    /// Turns the order round.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Puts `NULL`s before all values (PostgreSQL).
    #[must_use]
    pub const fn nulls_first(mut self) -> Self {
        self.nulls = Some(NullsOrder::First);
        self
    }

    /// Puts `NULL`s after all values (PostgreSQL).
    #[must_use]
    pub const fn nulls_last(mut self) -> Self {
        self.nulls = Some(NullsOrder::Last);
        self
    }

    /// Compares by another operator class than the type's, such as `gin_trgm_ops` (PostgreSQL).
    #[must_use]
    pub fn operator_class(mut self, name: impl Into<String>) -> Self {
        self.operator_class = Some(name.into());
        self
    }

    /// Indexes the first so many characters, of bytes so many bytes (MariaDB and MySQL).
    #[must_use]
    pub const fn prefix(mut self, length: u32) -> Self {
        self.prefix = Some(length);
        self
    }

    /// Sorts by another collation than the column's.
    #[must_use]
    pub fn collate(mut self, collation: impl Into<String>) -> Self {
        self.collation = Some(collation.into());
        self
    }
}

/// A text of its own for each database: `per_dialect().sqlite("..").postgres("..")`.
///
/// A database without a text refuses the revision when it is planned.
pub const fn per_dialect() -> SqlText {
    SqlText::PerDialect { sqlite: None, postgres: None, mysql: None }
}

impl SqlText {
    fn with(self, set: impl FnOnce(&mut [Option<String>; 3])) -> Self {
        let mut texts = match self {
            Self::Common(text) => [Some(text.clone()), Some(text.clone()), Some(text)],
            Self::PerDialect { sqlite, postgres, mysql } => [sqlite, postgres, mysql],
        };
        set(&mut texts);
        let [sqlite, postgres, mysql] = texts;
        Self::PerDialect { sqlite, postgres, mysql }
    }

    /// The text for SQLite.
    #[must_use]
    pub fn sqlite(self, text: impl Into<String>) -> Self {
        self.with(|texts| texts[0] = Some(without_byte_order_mark(text.into())))
    }

    /// The text for PostgreSQL.
    #[must_use]
    pub fn postgres(self, text: impl Into<String>) -> Self {
        self.with(|texts| texts[1] = Some(without_byte_order_mark(text.into())))
    }

    /// The text for MariaDB and MySQL.
    #[must_use]
    pub fn mysql(self, text: impl Into<String>) -> Self {
        self.with(|texts| texts[2] = Some(without_byte_order_mark(text.into())))
    }
}

/// A row of `bulk_insert` with as many values as there are columns: a tuple or an array.
#[diagnostic::on_unimplemented(
    message = "each row has one value for each column, {N} in all",
    label = "these rows have another number of values, or a value that SQL has no literal for",
    note = "a row is a tuple such as `(\"admin\", 3, true)`, of one column `(\"admin\",)`, or an array of values of one type",
    note = "a value is text, a number, a truth value, bytes, `null()` or `sql(\"..\")`; dates, times, UUIDs and JSON are text"
)]
pub trait Row<const N: usize> {
    /// The values, in the order of the columns.
    fn values(self) -> Vec<Expr>;
}

#[diagnostic::do_not_recommend]
impl<V: Into<Expr>, const N: usize> Row<N> for [V; N] {
    fn values(self) -> Vec<Expr> {
        self.into_iter().map(Into::into).collect()
    }
}

macro_rules! tuple_rows {
    ($($count:literal: $($name:ident)+;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($name: Into<Expr>),+> Row<$count> for ($($name,)+) {
            fn values(self) -> Vec<Expr> {
                #[expect(non_snake_case, reason = "the type parameters name the values too")]
                let ($($name,)+) = self;
                vec![$($name.into()),+]
            }
        }
    )+};
}

tuple_rows! {
    1: A;
    2: A B;
    3: A B C;
    4: A B C D;
    5: A B C D E;
    6: A B C D E F;
    7: A B C D E F G;
    8: A B C D E F G H;
    9: A B C D E F G H I;
    10: A B C D E F G H I J;
    11: A B C D E F G H I J K;
    12: A B C D E F G H I J K L;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_without_its_byte_order_mark() {
        let file = "\u{feff}SELECT '\u{feff}'";
        let text = "SELECT '\u{feff}'";
        assert_eq!(SqlText::from(file), SqlText::from(text));
        assert_eq!(SqlText::from(file.to_owned()), SqlText::from(text));
        let each = per_dialect().sqlite(file).postgres(file).mysql(file);
        assert_eq!(each, per_dialect().sqlite(text).postgres(text).mysql(text));
    }
}
