//! What the compiler knows of a column beside its values: whether a row may leave it out, and whether it
//! has a reference.

use super::kind;

/// Only the type is specified.
#[derive(Clone, Copy, Debug)]
pub enum Unset {}

/// Takes `NULL`.
#[derive(Clone, Copy, Debug)]
pub enum Nullable {}

/// Does not take `NULL` and has no default: an `INSERT` must name the column.
#[derive(Clone, Copy, Debug)]
pub enum NotNull {}

/// Has a default, an identity or a generation expression, so an `INSERT` may leave the column out.
#[derive(Clone, Copy, Debug)]
pub enum HasDefault {}

/// The type is specified, and those of single databases.
#[derive(Clone, Copy, Debug)]
pub enum Varied {}

/// What is specified of `NULL` and of a default.
pub trait Nullability {
    /// The state after the type of a single database.
    type Varied;
    /// The state after any attribute.
    type Specified;
    /// The state after `.not_null()`.
    type NotNull;
}

impl Nullability for Unset {
    type Varied = Varied;
    type Specified = Nullable;
    type NotNull = NotNull;
}

impl Nullability for Varied {
    type Varied = Self;
    type Specified = Nullable;
    type NotNull = NotNull;
}

impl Nullability for Nullable {
    type Varied = Self;
    type Specified = Self;
    type NotNull = NotNull;
}

impl Nullability for NotNull {
    type Varied = Self;
    type Specified = Self;
    type NotNull = Self;
}

impl Nullability for HasDefault {
    type Varied = Self;
    type Specified = Self;
    type NotNull = Self;
}

/// The column has a reference, so `.on_delete(..)` and its like apply.
#[derive(Clone, Copy, Debug)]
pub enum WithReference {}

/// Attributes of a reference need this of the column.
#[diagnostic::on_unimplemented(
    message = "the column refers to nothing yet",
    label = "there is no reference that this could speak of",
    note = "write `.references(\"table\", \"column\")` before it"
)]
pub trait HasReference {}

#[diagnostic::do_not_recommend]
impl HasReference for WithReference {}

/// An identity needs this of the column's values.
#[diagnostic::on_unimplemented(
    message = "only a column of whole numbers can be an identity",
    label = "the column's values are no whole numbers",
    note = "write `big_int().identity()`, `integer().identity()` or `small_int().identity()`, or give the column a `.default(sql(\"..\"))` of its own"
)]
pub trait IntegerLike {}

#[diagnostic::do_not_recommend]
impl IntegerLike for kind::Integer {}

/// A column that can be added to a table: existing rows get a default or `NULL`.
#[diagnostic::on_unimplemented(
    message = "a NOT NULL column without a default cannot be added: the rows that exist would have no value",
    label = "this column is NOT NULL and nothing fills it",
    note = "give it a value for the existing rows: `.not_null().default(..)`",
    note = "or take three steps: `op.add_column(..)` nullable, fill it with `op.update(..)`, then `op.alter_column(..).not_null()`"
)]
pub trait CanBeAdded: Nullability {}

#[diagnostic::do_not_recommend]
impl CanBeAdded for Unset {}

#[diagnostic::do_not_recommend]
impl CanBeAdded for Varied {}

#[diagnostic::do_not_recommend]
impl CanBeAdded for Nullable {}

#[diagnostic::do_not_recommend]
impl CanBeAdded for HasDefault {}
