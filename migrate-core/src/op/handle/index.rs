//! Handles of the index verbs.

use std::marker::PhantomData;

use crate::op::spec::owned;
use crate::op::{Mode, Operation, OutsideTransaction, SqlExpression};
use crate::schema::Index;

/// An index being made.
#[derive(Debug)]
pub struct CreateIndex<'a, M> {
    pub(in crate::op) operation: &'a mut Operation,
    pub(in crate::op) mode: PhantomData<M>,
}

impl<M: Mode> CreateIndex<'_, M> {
    fn edit(self, change: impl FnOnce(&mut Index, &mut bool)) -> Self {
        let operation = self.operation.unconditional_mut();
        if let Operation::CreateIndex { index, concurrently, .. } = operation {
            change(index, concurrently);
        }
        self
    }

    /// No two rows are alike in it.
    pub fn unique(self) -> Self {
        self.edit(|index, _| index.unique = true)
    }

    /// Holds only the rows for which the expression is true.
    pub fn filter(self, expression: impl SqlExpression) -> Self {
        let expression = expression.into_sql();
        self.edit(|index, _| index.filter = Some(expression))
    }

    /// Keeps more columns beside the key, for reads that need no table (PostgreSQL).
    pub fn include<const N: usize>(self, columns: [&str; N]) -> Self {
        self.edit(|index, _| index.include = owned(columns))
    }

    /// Uses another access method: `gin`, `gist`, `brin`, `hash`, .. on PostgreSQL; `btree`, `hash`,
    /// `fulltext` and `spatial` on MariaDB and MySQL.
    pub fn using(self, method: impl Into<String>) -> Self {
        let method = method.into();
        self.edit(|index, _| index.method = Some(method))
    }

    /// Counts two `NULL`s as alike (PostgreSQL 15).
    pub fn nulls_not_distinct(self) -> Self {
        self.edit(|index, _| index.nulls_not_distinct = true)
    }

    /// Sets a storage parameter, such as `fillfactor` (PostgreSQL).
    #[expect(clippy::needless_pass_by_value, reason = "a number is written without a reference")]
    pub fn with(self, parameter: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        self.edit(|index, _| index.storage.push((parameter.to_owned(), value)))
    }

    /// Keeps the index in another tablespace (PostgreSQL).
    pub fn tablespace(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.edit(|index, _| index.tablespace = Some(name))
    }

    /// An index of that name is taken for this one, whatever its columns are (PostgreSQL, SQLite,
    /// MariaDB).
    pub fn if_not_exists(self) -> Self {
        self.operation.make_conditional();
        self
    }

    /// Builds the index while writes go on; only in a revision that takes `Op<NoTx>`.
    pub fn concurrently(self) -> Self
    where
        M: OutsideTransaction,
    {
        self.edit(|_, concurrently| *concurrently = true)
    }
}

/// An index being dropped.
#[derive(Debug)]
pub struct DropIndex<'a, M> {
    pub(in crate::op) operation: &'a mut Operation,
    pub(in crate::op) mode: PhantomData<M>,
}

impl<M: Mode> DropIndex<'_, M> {
    /// Drops the index while reads and writes go on; only in a revision that takes `Op<NoTx>`.
    pub fn concurrently(self) -> Self
    where
        M: OutsideTransaction,
    {
        let operation = self.operation.unconditional_mut();
        if let Operation::DropIndex { concurrently, .. } = operation {
            *concurrently = true;
        }
        self
    }

    /// An index that is not there is no error (PostgreSQL, SQLite, MariaDB).
    pub fn if_exists(self) -> Self {
        self.operation.make_conditional();
        self
    }
}

/// Indexes being built again.
#[derive(Debug)]
pub struct Reindex<'a, M> {
    pub(in crate::op) operation: &'a mut Operation,
    pub(in crate::op) mode: PhantomData<M>,
}

impl<M: Mode> Reindex<'_, M> {
    /// This index alone; MariaDB and MySQL rebuild a table with all its indexes.
    pub fn index(self, name: &str) -> Self {
        if let Operation::Reindex { index, .. } = &mut *self.operation {
            *index = Some(name.to_owned());
        }
        self
    }

    /// Builds the indexes while reads and writes go on (PostgreSQL); only in a revision that takes
    /// `Op<NoTx>`.
    pub fn concurrently(self) -> Self
    where
        M: OutsideTransaction,
    {
        if let Operation::Reindex { concurrently, .. } = &mut *self.operation {
            *concurrently = true;
        }
        self
    }
}
