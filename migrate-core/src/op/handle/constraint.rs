//! Handles of the constraint verbs.

use crate::op::spec::owned;
use crate::op::{Operation, SqlExpression};
use crate::schema::{Action, Constraint, ConstraintBody, Deferrable, ForeignKey};

fn edit_body(operation: &mut Operation, change: impl FnOnce(&mut ConstraintBody)) {
    if let Operation::AddConstraint { constraint: Constraint { body, .. }, .. } = operation {
        change(body);
    }
}

/// A foreign key being added.
#[derive(Debug)]
pub struct AddForeignKey<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl AddForeignKey<'_> {
    fn edit(self, change: impl FnOnce(&mut ForeignKey)) -> Self {
        edit_body(self.operation, |body| {
            if let ConstraintBody::ForeignKey(key) = body {
                change(key);
            }
        });
        self
    }

    /// A row with some of the columns `NULL` is refused (`MATCH FULL`, PostgreSQL); without it, such a row
    /// references nothing.
    pub fn match_full(self) -> Self {
        self.edit(|key| key.match_full = true)
    }

    /// What happens to the rows when the referenced one is deleted.
    pub fn on_delete(self, action: Action) -> Self {
        self.edit(|key| key.on_delete = action)
    }

    /// What happens to the rows when the referenced key changes.
    pub fn on_update(self, action: Action) -> Self {
        self.edit(|key| key.on_update = action)
    }

    /// The reference is checked at commit.
    pub fn deferrable_initially_deferred(self) -> Self {
        self.edit(|key| key.deferrable = Deferrable::InitiallyDeferred)
    }

    /// The reference is checked with each statement, unless a transaction asks for later
    /// (`SET CONSTRAINTS`).
    pub fn deferrable_initially_immediate(self) -> Self {
        self.edit(|key| key.deferrable = Deferrable::InitiallyImmediate)
    }

    /// Existing rows are not checked until `validate_constraint` (PostgreSQL).
    pub fn not_valid(self) -> Self {
        self.edit(|key| key.validated = false)
    }
}

/// A unique constraint being added.
#[derive(Debug)]
pub struct AddUnique<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl AddUnique<'_> {
    /// Holds further columns in its index, so that reads of them need no row (PostgreSQL).
    pub fn include<const N: usize>(self, columns: [&str; N]) -> Self {
        edit_body(self.operation, |body| {
            if let ConstraintBody::Unique { include, .. } = body {
                *include = owned(columns);
            }
        });
        self
    }

    /// Counts two `NULL`s as alike (PostgreSQL 15).
    pub fn nulls_not_distinct(self) -> Self {
        edit_body(self.operation, |body| {
            if let ConstraintBody::Unique { nulls_not_distinct, .. } = body {
                *nulls_not_distinct = true;
            }
        });
        self
    }

    /// The constraint is checked at commit (PostgreSQL).
    pub fn deferrable_initially_deferred(self) -> Self {
        self.deferrable(Deferrable::InitiallyDeferred)
    }

    /// The constraint is checked with each statement, unless a transaction asks for later (PostgreSQL).
    pub fn deferrable_initially_immediate(self) -> Self {
        self.deferrable(Deferrable::InitiallyImmediate)
    }

    fn deferrable(self, when: Deferrable) -> Self {
        edit_body(self.operation, |body| {
            if let ConstraintBody::Unique { deferrable, .. } = body {
                *deferrable = when;
            }
        });
        self
    }
}

/// An exclusion constraint being added.
#[derive(Debug)]
pub struct AddExclude<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl AddExclude<'_> {
    /// Holds only for the rows for which the expression is true.
    pub fn filter(self, expression: impl SqlExpression) -> Self {
        let expression = expression.into_sql();
        edit_body(self.operation, |body| {
            if let ConstraintBody::Exclude { filter, .. } = body {
                *filter = Some(expression);
            }
        });
        self
    }

    /// The constraint is checked at commit.
    pub fn deferrable_initially_deferred(self) -> Self {
        self.deferrable(Deferrable::InitiallyDeferred)
    }

    /// The constraint is checked with each statement, unless a transaction asks for later.
    pub fn deferrable_initially_immediate(self) -> Self {
        self.deferrable(Deferrable::InitiallyImmediate)
    }

    fn deferrable(self, when: Deferrable) -> Self {
        edit_body(self.operation, |body| {
            if let ConstraintBody::Exclude { deferrable, .. } = body {
                *deferrable = when;
            }
        });
        self
    }
}

/// A check constraint being added.
#[derive(Debug)]
pub struct AddCheck<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl AddCheck<'_> {
    /// Existing rows are not checked until `validate_constraint` (PostgreSQL).
    pub fn not_valid(self) -> Self {
        edit_body(self.operation, |body| {
            if let ConstraintBody::Check { validated, .. } = body {
                *validated = false;
            }
        });
        self
    }
}
