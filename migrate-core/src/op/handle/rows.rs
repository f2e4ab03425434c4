//! Handles of the verbs of rows.

use crate::op::operation::OnConflict;
use crate::op::spec::owned;
use crate::op::{Condition, IntoCondition, Operand, Operation};
use crate::schema::Expr;

/// An insert that has no value yet.
#[must_use = "nothing is inserted until a value is set: `.set(\"column\", value)`"]
#[derive(Debug)]
pub struct Insert<'a>(pub(in crate::op) InsertRow<'a>);

/// An insert with at least one value, or with many rows.
#[derive(Debug)]
pub struct InsertRow<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl<'a> Insert<'a> {
    /// Sets a column of the row.
    #[doc(alias = "values")]
    pub fn set(self, column: &str, value: impl Operand) -> InsertRow<'a> {
        self.0.set(column, value)
    }
}

impl InsertRow<'_> {
    fn conflict(self, action: OnConflict) -> Self {
        if let Operation::Insert { on_conflict, .. } = &mut *self.operation {
            *on_conflict = Some(action);
        }
        self
    }

    /// Sets another column of the row.
    pub fn set(self, column: &str, value: impl Operand) -> Self {
        if let Operation::Insert { columns, rows, .. } = &mut *self.operation {
            columns.push(column.to_owned());
            let value = value.into_expr();
            for row in rows {
                row.push(value.clone());
            }
        }
        self
    }

    /// A row whose unique key is there already is left as it is.
    pub fn on_conflict_do_nothing<const N: usize>(self, columns: [&str; N]) -> Self {
        self.conflict(OnConflict::DoNothing { columns: owned(columns) })
    }

    /// A row whose unique key is there already takes the other values of this insert.
    pub fn on_conflict_do_update<const N: usize>(self, columns: [&str; N]) -> Self {
        self.conflict(OnConflict::DoUpdate { columns: owned(columns) })
    }
}

/// An update that changes nothing yet.
#[must_use = "nothing is updated until a value is set: `.set(\"column\", value)`"]
#[derive(Debug)]
pub struct Update<'a>(pub(in crate::op) UpdateRows<'a>);

/// An update with at least one value.
#[derive(Debug)]
pub struct UpdateRows<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl<'a> Update<'a> {
    /// Only the rows for which the condition is true, said before the values.
    #[doc(alias = "where")]
    pub fn filter(self, condition: impl IntoCondition) -> Self {
        Self(self.0.filter(condition))
    }

    /// Sets a column to a value or an expression.
    #[doc(alias = "values")]
    pub fn set(self, column: &str, value: impl Operand) -> UpdateRows<'a> {
        self.0.set(column, value)
    }
}

impl UpdateRows<'_> {
    /// Sets another column.
    pub fn set(self, column: &str, value: impl Operand) -> Self {
        if let Operation::Update { set, .. } = &mut *self.operation {
            set.push((column.to_owned(), value.into_expr()));
        }
        self
    }

    /// Only the rows for which the condition is true; a second filter narrows further.
    #[doc(alias = "where")]
    pub fn filter(self, condition: impl IntoCondition) -> Self {
        if let Operation::Update { filter, .. } = &mut *self.operation {
            narrow(filter, condition.into_condition());
        }
        self
    }
}

/// A delete that does not say which rows.
#[must_use = "say which rows go: `.filter(..)`, or `.all_rows()`"]
#[derive(Debug)]
pub struct Delete<'a>(pub(in crate::op) DeleteRows<'a>);

/// A delete that says which rows.
#[derive(Debug)]
pub struct DeleteRows<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl<'a> Delete<'a> {
    /// Only the rows for which the condition is true.
    #[doc(alias = "where")]
    pub fn filter(self, condition: impl IntoCondition) -> DeleteRows<'a> {
        self.0.filter(condition)
    }

    /// Every row of the table.
    pub fn all_rows(self) -> DeleteRows<'a> {
        self.0
    }
}

impl DeleteRows<'_> {
    /// Narrows the rows further.
    pub fn filter(self, condition: impl IntoCondition) -> Self {
        if let Operation::Delete { filter, .. } = &mut *self.operation {
            narrow(filter, condition.into_condition());
        }
        self
    }
}

fn narrow(filter: &mut Option<Expr>, condition: Condition) {
    *filter = Some(match filter.take() {
        Some(earlier) => condition.after(earlier),
        None => condition.into(),
    });
}
