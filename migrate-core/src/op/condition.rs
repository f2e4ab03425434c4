//! What `set` and `filter` take: columns, SQL, and conditions, which are all that says which rows.
//!
//! A condition has a type of its own: a text, a number or a truth value as a filter would mean every
//! row or none (SQLite and MariaDB take `WHERE '2 < level'` for true), and so does not compile.

use std::ops::{BitAnd, BitOr, Not};

use crate::schema::{BinaryOperator, ColumnDefault, Expr, Value};

use super::Sql;

/// A column of the row; see [`col`].
#[must_use = "a column does nothing until it is given to `.set(..)` or `.filter(..)`"]
#[derive(Clone, Debug)]
pub struct ColumnRef(String);

/// A column of the row, in `set` and `filter`: `col("is_admin").eq(false)`.
///
/// ```
/// # use migrate_runtime::prelude::*;
/// # fn upgrade(op: &mut Op) {
/// op.update("users").filter(col("level").lt(3).and(col("email").is_not_null())).set("level", 3);
/// op.delete("users").filter(col("is_deleted"));
/// # }
/// ```
/// ```sql
/// UPDATE users SET level = 3 WHERE (level < 3) AND (email IS NOT NULL)
/// DELETE FROM users WHERE is_deleted
/// ```
pub fn col(name: impl Into<String>) -> ColumnRef {
    ColumnRef(name.into())
}

/// What is true or not of a row: `col("level").gt(2)`.
///
/// Conditions are joined with [`and`](Self::and) and [`or`](Self::or), or with `&` and `|`; `!` turns
/// one round.
#[must_use = "a condition does nothing until it is given to `.filter(..)`"]
#[derive(Clone, Debug)]
pub struct Condition(Expr);

/// What says which rows: a condition, a column of truth values, or SQL.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` does not say which rows",
    label = "not a condition",
    note = "compare a column: `col(\"level\").lt(2)`, `col(\"name\").eq(\"ann\")`, `col(\"email\").is_null()`; Rust's own `==`, `!=` and `<` make no SQL",
    note = "or write the condition in SQL: `sql(\"2 < level\")`, `sql(per_dialect().sqlite(\"..\").postgres(\"..\"))`"
)]
pub trait IntoCondition {
    #[doc(hidden)]
    fn into_condition(self) -> Condition;
}

#[diagnostic::do_not_recommend]
impl IntoCondition for Condition {
    fn into_condition(self) -> Condition {
        self
    }
}

#[diagnostic::do_not_recommend]
impl IntoCondition for ColumnRef {
    fn into_condition(self) -> Condition {
        Condition(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl IntoCondition for Sql {
    fn into_condition(self) -> Condition {
        Condition(self.into())
    }
}

/// What a column is set to or compared with: a constant, a column, or an expression.
#[diagnostic::on_unimplemented(
    message = "SQL has no literal for a `{Self}`",
    label = "not a constant, a column, or an expression",
    note = "write text, a number, a truth value, bytes or `null()`; dates, times, UUIDs and JSON are text",
    note = "another column is `col(\"name\")`, an expression `sql(\"lower(name)\")`, or `sql(per_dialect().sqlite(\"..\").postgres(\"..\"))`"
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

impl From<ColumnRef> for Expr {
    fn from(column: ColumnRef) -> Self {
        Self::Column(column.0)
    }
}

impl From<Condition> for Expr {
    fn from(condition: Condition) -> Self {
        condition.0
    }
}

impl From<Sql> for Expr {
    fn from(sql: Sql) -> Self {
        Self::Sql(sql.0)
    }
}

impl From<ColumnDefault> for Expr {
    fn from(time: ColumnDefault) -> Self {
        match time {
            ColumnDefault::Value(value) => Self::Value(value),
            ColumnDefault::Now => Self::Sql("CURRENT_TIMESTAMP".into()),
            ColumnDefault::Today => Self::Sql("CURRENT_DATE".into()),
            ColumnDefault::Sql(sql) => Self::Sql(sql),
        }
    }
}

impl Condition {
    /// An earlier filter and this one.
    pub(super) fn after(self, earlier: Expr) -> Expr {
        binary(earlier, BinaryOperator::And, self.0).0
    }
}

fn binary(left: Expr, operator: BinaryOperator, right: Expr) -> Condition {
    Condition(Expr::Binary(Box::new(left), operator, Box::new(right)))
}

fn null_test(operand: Expr, negated: bool) -> Condition {
    Condition(Expr::IsNull { operand: Box::new(operand), negated })
}

macro_rules! comparable {
    ($($operand:ident),+) => {$(
        impl $operand {
            fn compared(self, operator: BinaryOperator, right: impl Operand) -> Condition {
                binary(self.into(), operator, right.into_expr())
            }

            /// `self = right`, or `self IS NULL`: nothing equals `NULL` in SQL.
            #[doc(alias = "==")]
            pub fn eq(self, right: impl Operand) -> Condition {
                match right.into_expr() {
                    Expr::Value(Value::Null) => self.is_null(),
                    right => self.compared(BinaryOperator::Equal, right),
                }
            }

            /// `self <> right`, or `self IS NOT NULL`.
            #[doc(alias = "!=")]
            pub fn ne(self, right: impl Operand) -> Condition {
                match right.into_expr() {
                    Expr::Value(Value::Null) => self.is_not_null(),
                    right => self.compared(BinaryOperator::NotEqual, right),
                }
            }

            /// `self < right`.
            #[doc(alias = "<")]
            pub fn lt(self, right: impl Operand) -> Condition {
                self.compared(BinaryOperator::Less, right)
            }

            /// `self <= right`.
            #[doc(alias = "<=")]
            pub fn le(self, right: impl Operand) -> Condition {
                self.compared(BinaryOperator::LessOrEqual, right)
            }

            /// `self > right`.
            #[doc(alias = ">")]
            pub fn gt(self, right: impl Operand) -> Condition {
                self.compared(BinaryOperator::Greater, right)
            }

            /// `self >= right`.
            #[doc(alias = ">=")]
            pub fn ge(self, right: impl Operand) -> Condition {
                self.compared(BinaryOperator::GreaterOrEqual, right)
            }

            /// `self LIKE pattern`. A backslash makes `%`, `_` and a backslash after it plain characters, on every
            /// database. Whether upper and lower case are alike is the database's: they are in ASCII on SQLite,
            /// by the collation on MariaDB and MySQL, and not on PostgreSQL.
            pub fn like(self, pattern: impl Operand) -> Condition {
                self.compared(BinaryOperator::Like, pattern)
            }

            /// `self IS NULL`.
            #[doc(alias = "is_")]
            pub fn is_null(self) -> Condition {
                null_test(self.into(), false)
            }

            /// `self IS NOT NULL`.
            #[doc(alias = "is_not")]
            #[doc(alias = "isnot")]
            pub fn is_not_null(self) -> Condition {
                null_test(self.into(), true)
            }

            /// `self IN (values)`; no values at all is false for every row. Nothing is `IN (NULL)` in SQL, so a
            /// `None` among the values is `OR self IS NULL`.
            #[doc(alias = "in_")]
            #[doc(alias = "eq_any")]
            pub fn is_in<V: Into<Value>>(self, values: impl IntoIterator<Item = V>) -> Condition {
                let values = values.into_iter().map(Into::into);
                let (nulls, values): (Vec<Value>, Vec<Value>) =
                    values.partition(|value| *value == Value::Null);
                let operand: Expr = self.into();
                let null = (!nulls.is_empty()).then(|| null_test(operand.clone(), false));
                let listed = Condition(Expr::In(Box::new(operand), values));
                match null {
                    Some(null) => binary(listed.0, BinaryOperator::Or, null.0),
                    None => listed,
                }
            }
        }

        /// Never compiles: the comparison would be made while the revision is recorded.
        impl<T: ComparedInRust> PartialEq<T> for $operand {
            fn eq(&self, _: &T) -> bool {
                false
            }
        }

        /// Never compiles: the comparison would be made while the revision is recorded.
        impl<T: ComparedInRust> PartialOrd<T> for $operand {
            fn partial_cmp(&self, _: &T) -> Option<std::cmp::Ordering> {
                None
            }
        }
    )+};
}

comparable!(ColumnRef, Sql);

/// What Rust's operators compare with a column: nothing.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`==`, `!=` and `<` compare in Rust, not in SQL",
    label = "this makes no SQL",
    note = "write `.eq(..)`, `.ne(..)`, `.lt(..)`, `.le(..)`, `.gt(..)` or `.ge(..)`: `col(\"level\").lt(2)`"
)]
pub trait ComparedInRust {}

macro_rules! joinable {
    ($($condition:ident),+) => {$(
        impl $condition {
            /// `self AND right`.
            pub fn and(self, right: impl IntoCondition) -> Condition {
                binary(self.into(), BinaryOperator::And, right.into_condition().0)
            }

            /// `self OR right`.
            pub fn or(self, right: impl IntoCondition) -> Condition {
                binary(self.into(), BinaryOperator::Or, right.into_condition().0)
            }
        }

        impl<C: IntoCondition> BitAnd<C> for $condition {
            type Output = Condition;

            fn bitand(self, right: C) -> Condition {
                self.and(right)
            }
        }

        impl<C: IntoCondition> BitOr<C> for $condition {
            type Output = Condition;

            fn bitor(self, right: C) -> Condition {
                self.or(right)
            }
        }

        impl Not for $condition {
            type Output = Condition;

            fn not(self) -> Condition {
                Condition(Expr::Not(Box::new(self.into())))
            }
        }
    )+};
}

joinable!(Condition, ColumnRef, Sql);
