//! What a verb gives back when there is more to say: `op.create_index(..).unique().filter(..)`.
//!
//! A handle that records something by itself may be dropped; one that does nothing until more is
//! said is `#[must_use]`, and `#[migration]` denies leaving it unused.
#![expect(clippy::return_self_not_must_use, reason = "what a handle says is recorded already")]

use std::marker::PhantomData;

use crate::schema::{
    Action, ColumnDefault, Constraint, Deferrable, Expr, ForeignKey, Generated, Identity, Index,
    Rule, SequenceOptions, SqlText,
};

use super::column::TypeOnly;
use super::operation::{ColumnChange, EnumPosition, OnConflict};
use super::spec::owned;
use super::{Mode, Op, Operand, Operation, OutsideTransaction, Sql, Tx};

/// An index being made.
#[derive(Debug)]
pub struct CreateIndex<'a, M> {
    pub(super) operation: &'a mut Operation,
    pub(super) mode: PhantomData<M>,
}

impl<M: Mode> CreateIndex<'_, M> {
    fn edit(self, change: impl FnOnce(&mut Index, &mut bool)) -> Self {
        if let Operation::CreateIndex { index, concurrently, .. } = self.operation {
            change(index, concurrently);
        }
        self
    }

    /// No two rows are alike in it.
    pub fn unique(self) -> Self {
        self.edit(|index, _| index.unique = true)
    }

    /// Holds only the rows for which the expression is true.
    pub fn filter(self, expression: impl Into<String>) -> Self {
        let expression = expression.into();
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
    pub(super) operation: &'a mut Operation,
    pub(super) mode: PhantomData<M>,
}

impl<M: Mode> DropIndex<'_, M> {
    /// Drops the index while reads and writes go on; only in a revision that takes `Op<NoTx>`.
    pub fn concurrently(self) -> Self
    where
        M: OutsideTransaction,
    {
        if let Operation::DropIndex { concurrently, .. } = self.operation {
            *concurrently = true;
        }
        self
    }
}

fn edit_rule(operation: &mut Operation, change: impl FnOnce(&mut Rule)) {
    if let Operation::AddConstraint { constraint: Constraint { rule, .. }, .. } = operation {
        change(rule);
    }
}

/// A foreign key being added.
#[derive(Debug)]
pub struct AddForeignKey<'a> {
    pub(super) operation: &'a mut Operation,
}

impl AddForeignKey<'_> {
    fn edit(self, change: impl FnOnce(&mut ForeignKey)) -> Self {
        edit_rule(self.operation, |rule| {
            if let Rule::ForeignKey(key) = rule {
                change(key);
            }
        });
        self
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

    /// Existing rows are not checked until `validate_constraint` (PostgreSQL).
    pub fn not_valid(self) -> Self {
        self.edit(|key| key.validated = false)
    }
}

/// A unique constraint being added.
#[derive(Debug)]
pub struct AddUnique<'a> {
    pub(super) operation: &'a mut Operation,
}

impl AddUnique<'_> {
    /// Counts two `NULL`s as alike (PostgreSQL 15).
    pub fn nulls_not_distinct(self) -> Self {
        edit_rule(self.operation, |rule| {
            if let Rule::Unique { nulls_not_distinct, .. } = rule {
                *nulls_not_distinct = true;
            }
        });
        self
    }

    /// The constraint is checked at commit (PostgreSQL).
    pub fn deferrable_initially_deferred(self) -> Self {
        edit_rule(self.operation, |rule| {
            if let Rule::Unique { deferrable, .. } = rule {
                *deferrable = Deferrable::InitiallyDeferred;
            }
        });
        self
    }
}

/// An exclusion constraint being added.
#[derive(Debug)]
pub struct AddExclude<'a> {
    pub(super) operation: &'a mut Operation,
}

impl AddExclude<'_> {
    /// Holds only for the rows for which the expression is true.
    pub fn filter(self, expression: impl Into<String>) -> Self {
        let expression = expression.into();
        edit_rule(self.operation, |rule| {
            if let Rule::Exclude { filter, .. } = rule {
                *filter = Some(expression);
            }
        });
        self
    }

    /// The constraint is checked at commit.
    pub fn deferrable_initially_deferred(self) -> Self {
        edit_rule(self.operation, |rule| {
            if let Rule::Exclude { deferrable, .. } = rule {
                *deferrable = Deferrable::InitiallyDeferred;
            }
        });
        self
    }
}

/// A check constraint being added.
#[derive(Debug)]
pub struct AddCheck<'a> {
    pub(super) operation: &'a mut Operation,
}

impl AddCheck<'_> {
    /// Existing rows are not checked until `validate_constraint` (PostgreSQL).
    pub fn not_valid(self) -> Self {
        edit_rule(self.operation, |rule| {
            if let Rule::Check { validated, .. } = rule {
                *validated = false;
            }
        });
        self
    }
}

/// A partition being made a table of its own.
#[derive(Debug)]
pub struct DetachPartition<'a, M> {
    pub(super) operation: &'a mut Operation,
    pub(super) mode: PhantomData<M>,
}

impl<M: Mode> DetachPartition<'_, M> {
    /// The table stays usable meanwhile (PostgreSQL 14); only in a revision that takes `Op<NoTx>`.
    pub fn concurrently(self) -> Self
    where
        M: OutsideTransaction,
    {
        if let Operation::DetachPartition { concurrently, .. } = self.operation {
            *concurrently = true;
        }
        self
    }
}

/// A materialized view being made.
#[derive(Debug)]
pub struct CreateMaterializedView<'a> {
    pub(super) operation: &'a mut Operation,
}

impl CreateMaterializedView<'_> {
    /// The view stays empty, and cannot be read, until it is refreshed.
    pub fn with_no_data(self) -> Self {
        if let Operation::CreateMaterializedView { view } = self.operation {
            view.with_data = false;
        }
        self
    }
}

/// A materialized view being refreshed.
#[derive(Debug)]
pub struct RefreshMaterializedView<'a> {
    pub(super) operation: &'a mut Operation,
}

impl RefreshMaterializedView<'_> {
    /// The view is read meanwhile; it needs a unique index for that.
    pub fn concurrently(self) -> Self {
        if let Operation::RefreshMaterializedView { concurrently, .. } = self.operation {
            *concurrently = true;
        }
        self
    }
}

/// A function being made.
#[derive(Debug)]
pub struct CreateFunction<'a> {
    pub(super) operation: &'a mut Operation,
}

impl CreateFunction<'_> {
    /// It takes the place of the function with the same name and arguments.
    pub fn or_replace(self) -> Self {
        if let Operation::CreateFunction { replace, .. } = self.operation {
            *replace = true;
        }
        self
    }
}

/// A sequence being made or changed.
#[derive(Debug)]
pub struct SequenceSettings<'a> {
    pub(super) operation: &'a mut Operation,
}

impl SequenceSettings<'_> {
    fn edit(self, change: impl FnOnce(&mut SequenceOptions)) -> Self {
        match self.operation {
            Operation::CreateSequence { sequence } => change(&mut sequence.options),
            Operation::AlterSequence { options, .. } => change(options),
            _ => {}
        }
        self
    }

    /// The first number.
    pub fn start_with(self, number: i64) -> Self {
        self.edit(|options| options.start = Some(number))
    }

    /// The distance between two numbers.
    pub fn increment_by(self, distance: i64) -> Self {
        self.edit(|options| options.increment = Some(distance))
    }

    /// The lowest number.
    pub fn min_value(self, number: i64) -> Self {
        self.edit(|options| options.minimum = Some(number))
    }

    /// The highest number.
    pub fn max_value(self, number: i64) -> Self {
        self.edit(|options| options.maximum = Some(number))
    }

    /// How many numbers each session takes at once.
    pub fn cache(self, count: i64) -> Self {
        self.edit(|options| options.cache = Some(count))
    }

    /// After the last number it begins again.
    pub fn cycle(self) -> Self {
        self.edit(|options| options.cycle = Some(true))
    }

    /// After the last number it gives no more.
    pub fn no_cycle(self) -> Self {
        self.edit(|options| options.cycle = Some(false))
    }
}

/// A word being added to an enum type.
#[derive(Debug)]
pub struct AddEnumValue<'a> {
    pub(super) operation: &'a mut Operation,
}

impl AddEnumValue<'_> {
    fn place(self, place: EnumPosition) -> Self {
        if let Operation::AddEnumValue { position, .. } = self.operation {
            *position = place;
        }
        self
    }

    /// The word stands right before another.
    pub fn before(self, value: &str) -> Self {
        self.place(EnumPosition::Before(value.to_owned()))
    }

    /// The word stands right after another.
    pub fn after(self, value: &str) -> Self {
        self.place(EnumPosition::After(value.to_owned()))
    }
}

/// A column about to be changed; nothing happens until a change is named.
#[must_use = "nothing is altered until a change is named: `.not_null()`, `.set_type(..)`, `.default(..)`, `.rename_to(..)`, .."]
#[derive(Debug)]
pub struct AlterColumn<'a>(pub(super) AlteredColumn<'a>);

/// A column with at least one change.
#[derive(Debug)]
pub struct AlteredColumn<'a> {
    pub(super) operation: &'a mut Operation,
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
    /// The column no longer takes `NULL`; rows that hold one make the revision fail.
    not_null() = |change| change.nullable = Some(false);
    /// The column takes `NULL`.
    nullable() = |change| change.nullable = Some(true);
    /// Drops the default.
    drop_default() = |change| change.default = Some(None);
    /// Gives the column another name.
    rename_to(name: &str) = |change| change.rename = Some(name.to_owned());
    /// Sets the collation.
    collate(collation: &str) = |change| change.collation = Some(Some(collation.to_owned()));
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
}

impl<'a> AlterColumn<'a> {
    /// Changes the type; the database converts the values unless `using` says how.
    pub fn set_type(self, column_type: impl TypeOnly) -> AlteredColumn<'a> {
        self.0.set_type(column_type)
    }

    /// Sets the default; it is held against the column's type when the revision is planned.
    pub fn default(self, value: impl AnyDefault) -> AlteredColumn<'a> {
        self.0.default(value)
    }

    /// Computes the column from another expression, and keeps the values in the rows (PostgreSQL 17,
    /// MariaDB, MySQL).
    pub fn generated(self, expression: impl Into<String>) -> AlteredColumn<'a> {
        self.0.generated(expression)
    }

    /// Computes the column from another expression at each read (PostgreSQL 18, MariaDB, MySQL).
    pub fn generated_virtual(self, expression: impl Into<String>) -> AlteredColumn<'a> {
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
    pub fn set_type(self, column_type: impl TypeOnly) -> Self {
        let column_type = column_type.into_type();
        self.edit(|change| change.column_type = Some(column_type))
    }

    /// Sets the default; it is held against the column's type when the revision is planned.
    pub fn default(self, value: impl AnyDefault) -> Self {
        let value = value.into_default();
        self.edit(|change| change.default = Some(Some(value)))
    }

    /// Computes the column from another expression, and keeps the values in the rows (PostgreSQL 17,
    /// MariaDB, MySQL).
    pub fn generated(self, expression: impl Into<String>) -> Self {
        let generated = Generated { expression: expression.into(), stored: true };
        self.edit(|change| change.generated = Some(Some(generated)))
    }

    /// Computes the column from another expression at each read (PostgreSQL 18, MariaDB, MySQL).
    pub fn generated_virtual(self, expression: impl Into<String>) -> Self {
        let generated = Generated { expression: expression.into(), stored: false };
        self.edit(|change| change.generated = Some(Some(generated)))
    }

    /// The SQL expression that turns old values into the new type.
    pub fn using(self, expression: impl Into<String>) -> Self {
        let expression = expression.into();
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
impl<V: Into<crate::schema::Value>> AnyDefault for V {
    fn into_default(self) -> ColumnDefault {
        ColumnDefault::Value(self.into())
    }
}

/// An insert that has no value yet.
#[must_use = "nothing is inserted until a value is set: `.set(\"column\", value)`"]
#[derive(Debug)]
pub struct Insert<'a>(pub(super) InsertRow<'a>);

/// An insert with at least one value, or with many rows.
#[derive(Debug)]
pub struct InsertRow<'a> {
    pub(super) operation: &'a mut Operation,
}

impl<'a> Insert<'a> {
    /// Sets a column of the row.
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
pub struct Update<'a>(pub(super) UpdateRows<'a>);

/// An update with at least one value.
#[derive(Debug)]
pub struct UpdateRows<'a> {
    pub(super) operation: &'a mut Operation,
}

impl<'a> Update<'a> {
    /// Sets a column to a value or an expression.
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

    /// Only the rows for which the expression is true; a second filter narrows further.
    pub fn filter(self, condition: impl Operand) -> Self {
        if let Operation::Update { filter, .. } = &mut *self.operation {
            narrow(filter, condition.into_expr());
        }
        self
    }
}

/// A delete that does not say which rows.
#[must_use = "say which rows go: `.filter(..)`, or `.all_rows()`"]
#[derive(Debug)]
pub struct Delete<'a>(pub(super) DeleteRows<'a>);

/// A delete that says which rows.
#[derive(Debug)]
pub struct DeleteRows<'a> {
    pub(super) operation: &'a mut Operation,
}

impl<'a> Delete<'a> {
    /// Only the rows for which the expression is true.
    pub fn filter(self, condition: impl Operand) -> DeleteRows<'a> {
        self.0.filter(condition)
    }

    /// Every row of the table.
    pub fn all_rows(self) -> DeleteRows<'a> {
        self.0
    }
}

impl DeleteRows<'_> {
    /// Narrows the rows further.
    pub fn filter(self, condition: impl Operand) -> Self {
        if let Operation::Delete { filter, .. } = &mut *self.operation {
            narrow(filter, condition.into_expr());
        }
        self
    }
}

fn narrow(filter: &mut Option<Expr>, condition: Expr) {
    *filter = Some(match filter.take() {
        Some(earlier) => earlier.and(condition),
        None => condition,
    });
}

/// Raw SQL being recorded.
#[derive(Debug)]
pub struct Execute<'a> {
    pub(super) operation: &'a mut Operation,
}

impl Execute<'_> {
    /// Says what the SQL does to the schema, in the builder's own words; an empty closure says
    /// that it does nothing to it. Nothing in it runs.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.execute("CREATE TABLE tags AS SELECT DISTINCT tag AS name FROM posts").effect(|op| {
    ///     op.create_table(table("tags").column("name", text()));
    /// });
    /// # }
    /// ```
    pub fn effect(self, describe: impl FnOnce(&mut Op<Tx>)) -> Self {
        if let Operation::Execute { effect, .. } = &mut *self.operation {
            let mut op = Op::new();
            describe(&mut op);
            let recorded = op.into_operations().into_iter().map(|recorded| recorded.operation);
            *effect = Some(recorded.collect());
        }
        self
    }
}

/// A function being recorded.
#[derive(Debug)]
pub struct Run<'a> {
    operation: &'a mut Operation,
}

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
impl<'a> Run<'a> {
    pub(crate) const fn new(operation: &'a mut Operation) -> Self {
        Self { operation }
    }
}

impl Run<'_> {
    /// What `--sql` writes in the function's stead; without it a script of the revision is refused.
    pub fn offline(self, sql: impl Into<SqlText>) -> Self {
        if let Operation::Run(step) = &mut *self.operation {
            step.offline = Some(sql.into());
        }
        self
    }
}
