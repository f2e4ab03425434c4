//! Columns as the builder writes them: `varchar(100).not_null().default("member")`.
//!
//! The type carries what the compiler must know: which values the column takes ([`kind`]), whether
//! a row may leave the column out ([`Nullable`], [`NotNull`], [`HasDefault`]), and whether the column
//! has a reference ([`WithReference`]). Everything else is plain data.

use std::marker::PhantomData;

use crate::schema::{
    Action, Column, ColumnDefault, ColumnPosition, ColumnType, Constraint, ConstraintBody,
    Deferrable, EnumType, ForeignKey, Generated, Identity, QualifiedName, SqlPart, TypeVariants,
    Value,
};

use super::convention::ConstraintName;
use super::{Sql, SqlExpression};

/// What values a column takes: the marker that fits defaults to types.
pub mod kind {
    macro_rules! kinds {
        ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub enum $name {}
        )*};
    }

    kinds! {
        /// Whole numbers.
        Integer,
        /// Text.
        Text,
        /// Truth values.
        Boolean,
        /// Floating point numbers.
        Float,
        /// Exact numbers.
        Numeric,
        /// Bytes.
        Binary,
        /// Days.
        Date,
        /// Times of day.
        Time,
        /// Timestamps with and without a time zone.
        Timestamp,
        /// Spans of time.
        Interval,
        /// UUIDs.
        Uuid,
        /// JSON.
        Json,
        /// Lists.
        Array,
        /// Values of an enum type.
        Enumeration,
        /// Whatever the database's own type takes.
        Custom,
    }
}

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

/// A column without its name.
///
/// `K` is the [`kind`] of its values, `N` its nullability, `R` whether it has a reference.
#[must_use = "a column does nothing until it is given to a table"]
#[derive(Clone, Debug)]
pub struct ColumnSpec<K, N = Unset, R = ()> {
    draft: Draft,
    marks: PhantomData<(K, N, R)>,
}

#[derive(Clone, Debug)]
struct Draft {
    column: Column,
    primary_key: Option<ConstraintName>,
    unique: Option<ConstraintName>,
    references: Option<(ConstraintName, ForeignKey)>,
    checks: Vec<(ConstraintName, SqlPart)>,
}

impl Draft {
    fn into_parts(mut self, table: &QualifiedName, name: &str) -> (Column, Vec<Constraint>) {
        name.clone_into(&mut self.column.name);
        let columns = || vec![name.to_owned()];
        let table = &table.name;
        let mut constraints = Vec::new();
        if let Some(key) = self.primary_key {
            let body = ConstraintBody::PrimaryKey { columns: columns() };
            constraints.push(Constraint::named(key.or_conventional(&["pk", table]), body));
        }
        if let Some(key) = self.unique {
            let body = ConstraintBody::Unique {
                columns: columns(),
                include: Vec::new(),
                nulls_not_distinct: false,
                deferrable: Deferrable::No,
            };
            constraints.push(Constraint::named(key.or_conventional(&["uq", table, name]), body));
        }
        if let Some((key_name, mut key)) = self.references {
            key.columns = columns();
            let key_name = key_name.or_conventional(&["fk", table, name, &key.table.name]);
            constraints.push(Constraint::named(key_name, ConstraintBody::ForeignKey(key)));
        }
        for (check, expression) in self.checks {
            let body = ConstraintBody::Check { expression, validated: true };
            constraints.push(Constraint::named(check.or_conventional(&["ck", table, name]), body));
        }
        (self.column, constraints)
    }
}

fn of_type<K>(column_type: ColumnType) -> ColumnSpec<K> {
    ColumnSpec {
        draft: Draft {
            column: Column::new("", column_type),
            primary_key: None,
            unique: None,
            references: None,
            checks: Vec::new(),
        },
        marks: PhantomData,
    }
}

impl ColumnSpec<kind::Custom> {
    /// The values are those of another type, and so are the defaults that fit: the type is spelled
    /// as it is, such as MariaDB's `DATETIME` without a fraction of a second.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// custom("DATETIME").like(timestamp()).default(now());
    /// custom("MEDIUMTEXT").like(text()).default("none");
    /// custom("TINYINT").like(small_int()).not_null().default(0);
    /// ```
    ///
    /// ```compile_fail
    /// use migrate_runtime::prelude::*;
    ///
    /// custom("TINYINT").like(small_int()).default("none");
    /// ```
    pub fn like<K>(self, _values: ColumnSpec<K>) -> ColumnSpec<K> {
        ColumnSpec { draft: self.draft, marks: PhantomData }
    }
}

impl<K, N: Nullability, R> ColumnSpec<K, N, R> {
    fn edit<G, S>(mut self, change: impl FnOnce(&mut Draft)) -> ColumnSpec<K, G, S> {
        change(&mut self.draft);
        ColumnSpec { draft: self.draft, marks: PhantomData }
    }

    /// The type on SQLite, where it is another; the column takes the same values.
    pub fn on_sqlite(self, column_type: impl PlainType) -> ColumnSpec<K, N::Varied, R> {
        let own = column_type.into_type();
        self.edit(|draft| draft.column.type_on.sqlite = Some(own))
    }

    /// The type on PostgreSQL, where it is another; the column takes the same values.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// text().on_postgres(custom("citext")).not_null().default("nobody");
    /// ```
    #[doc(alias = "with_variant")]
    pub fn on_postgres(self, column_type: impl PlainType) -> ColumnSpec<K, N::Varied, R> {
        let own = column_type.into_type();
        self.edit(|draft| draft.column.type_on.postgres = Some(own))
    }

    /// The type on MariaDB and MySQL, where it is another; the column takes the same values.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// timestamp().on_mysql(custom("DATETIME")).default(now());
    /// ```
    #[doc(alias = "with_variant")]
    pub fn on_mysql(self, column_type: impl PlainType) -> ColumnSpec<K, N::Varied, R> {
        let own = column_type.into_type();
        self.edit(|draft| draft.column.type_on.mysql = Some(own))
    }

    /// The column does not take `NULL`.
    pub fn not_null(self) -> ColumnSpec<K, N::NotNull, R> {
        self.edit(|draft| draft.column.nullable = false)
    }

    /// The value of a row that brings none; it must fit the column's type.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// integer().not_null().default(0);
    /// timestamptz().not_null().default(now());
    /// uuid().default(sql("gen_random_uuid()"));
    /// ```
    ///
    /// ```compile_fail
    /// use migrate_runtime::prelude::*;
    ///
    /// integer().default("zero");
    /// ```
    pub fn default(self, value: impl DefaultFor<K>) -> ColumnSpec<K, HasDefault, R> {
        let value = value.into_default();
        self.edit(|draft| draft.column.default = Some(value))
    }

    /// The column is the table's primary key, named `pk_<table>`, and not null.
    ///
    /// For a key of several columns see `TableSpec::primary_key`.
    pub fn primary_key(self) -> ColumnSpec<K, N::NotNull, R> {
        self.key(ConstraintName::Conventional)
    }

    /// As [`primary_key`](Self::primary_key), with a name of its own, such as the one PostgreSQL gives
    /// a key without one: `users_pkey`. MariaDB and MySQL call every primary key `PRIMARY`.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// table("users").column("id", big_int().primary_key_named("users_pkey").identity());
    /// ```
    #[doc(alias = "named")]
    pub fn primary_key_named(self, name: impl Into<String>) -> ColumnSpec<K, N::NotNull, R> {
        self.key(ConstraintName::Given(name.into()))
    }

    fn key(self, name: ConstraintName) -> ColumnSpec<K, N::NotNull, R> {
        self.edit(|draft| {
            draft.column.nullable = false;
            draft.primary_key = Some(name);
        })
    }

    /// No two rows are alike in the column; the constraint is named `uq_<table>_<column>`.
    pub fn unique(self) -> ColumnSpec<K, N::Specified, R> {
        self.edit(|draft| draft.unique = Some(ConstraintName::Conventional))
    }

    /// As [`unique`](Self::unique), with a name of its own.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// table("users").column("email", varchar(255).unique_named("users_email_key"));
    /// ```
    #[doc(alias = "named")]
    pub fn unique_named(self, name: impl Into<String>) -> ColumnSpec<K, N::Specified, R> {
        let name = ConstraintName::Given(name.into());
        self.edit(|draft| draft.unique = Some(name))
    }

    /// The value exists in a column of another table; the foreign key is named
    /// `fk_<table>_<column>_<referenced table>`.
    pub fn references(
        self,
        table: impl Into<QualifiedName>,
        column: &str,
    ) -> ColumnSpec<K, N::Specified, WithReference> {
        let key = ForeignKey {
            columns: Vec::new(),
            table: table.into(),
            referenced: vec![column.to_owned()],
            match_full: false,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            deferrable: Deferrable::No,
            validated: true,
        };
        self.edit(|draft| draft.references = Some((ConstraintName::Conventional, key)))
    }

    /// The expression is not false for any row; the constraint is named `ck_<table>_<column>`.
    pub fn check(self, expression: impl SqlExpression) -> ColumnSpec<K, N::Specified, R> {
        let check = (ConstraintName::Conventional, expression.into_sql());
        self.edit(|draft| draft.checks.push(check))
    }

    /// As [`check`](Self::check), with a name of its own; a column may have several.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// table("orders").column("total", integer().check_named("orders_total_check", "total >= 0"));
    /// ```
    #[doc(alias = "named")]
    pub fn check_named(
        self,
        name: impl Into<String>,
        expression: impl SqlExpression,
    ) -> ColumnSpec<K, N::Specified, R> {
        let check = (ConstraintName::Given(name.into()), expression.into_sql());
        self.edit(|draft| draft.checks.push(check))
    }

    /// The column is computed from others and kept in the row.
    pub fn generated(self, expression: impl SqlExpression) -> ColumnSpec<K, HasDefault, R> {
        let generated = Generated { expression: expression.into_sql(), stored: true };
        self.edit(|draft| draft.column.generated = Some(generated))
    }

    /// The column is computed from others at each read.
    pub fn generated_virtual(self, expression: impl SqlExpression) -> ColumnSpec<K, HasDefault, R> {
        let generated = Generated { expression: expression.into_sql(), stored: false };
        self.edit(|draft| draft.column.generated = Some(generated))
    }

    /// Text is compared and sorted by this collation.
    pub fn collate(self, collation: impl Into<String>) -> ColumnSpec<K, N::Specified, R> {
        let collation = collation.into();
        self.edit(|draft| draft.column.collation = Some(collation))
    }

    /// What the column is for, kept by the database where it can.
    pub fn comment(self, comment: impl Into<String>) -> ColumnSpec<K, N::Specified, R> {
        let comment = comment.into();
        self.edit(|draft| draft.column.comment = Some(comment))
    }

    pub(super) fn into_parts(self, table: &QualifiedName, name: &str) -> (Column, Vec<Constraint>) {
        self.draft.into_parts(table, name)
    }
}

impl<K, N: Nullability, R> ColumnSpec<K, N, R> {
    /// The database numbers the rows (`GENERATED BY DEFAULT AS IDENTITY`, `AUTOINCREMENT`,
    /// `AUTO_INCREMENT`), and never gives a number twice.
    ///
    /// Only whole numbers can be numbered.
    pub fn identity(self) -> ColumnSpec<K, HasDefault, R>
    where
        K: IntegerLike,
    {
        self.edit(|draft| {
            draft.column.nullable = false;
            draft.column.identity = Some(Identity::default());
        })
    }

    /// As [`identity`](Self::identity), with more to say: `Identity::always().start_with(1000)`.
    pub fn identity_with(self, identity: Identity) -> ColumnSpec<K, HasDefault, R>
    where
        K: IntegerLike,
    {
        self.edit(|draft| {
            draft.column.nullable = false;
            draft.column.identity = Some(identity);
        })
    }

    /// The numbers begin at 0 and reach twice as far (MariaDB and MySQL).
    pub fn unsigned(self) -> Self
    where
        K: IntegerLike,
    {
        self.edit(|draft| {
            let column_type = &mut draft.column.column_type;
            if !matches!(column_type, ColumnType::Unsigned(_)) {
                let signed = std::mem::replace(column_type, ColumnType::Integer);
                *column_type = ColumnType::Unsigned(Box::new(signed));
            }
        })
    }

    /// The character set of the column on MariaDB and MySQL.
    pub fn mysql_charset(self, name: impl Into<String>) -> ColumnSpec<K, N::Specified, R> {
        let name = name.into();
        self.edit(|draft| draft.column.mysql.charset = Some(name))
    }

    /// An update of the row sets the column to its time, on MariaDB and MySQL.
    pub fn mysql_on_update_now(self) -> ColumnSpec<K, N::Specified, R> {
        self.edit(|draft| draft.column.mysql.on_update_now = true)
    }

    /// `SELECT *` leaves the column out, on MariaDB and MySQL 8.0.23.
    pub fn mysql_invisible(self) -> ColumnSpec<K, N::Specified, R> {
        self.edit(|draft| draft.column.mysql.invisible = true)
    }

    /// MariaDB and MySQL put the column before all others; databases without such a place add it as the
    /// last.
    pub fn mysql_first(self) -> ColumnSpec<K, N::Specified, R> {
        self.edit(|draft| draft.column.mysql.position = Some(ColumnPosition::First))
    }

    /// MariaDB and MySQL put the column right after another; databases without such a place add it as the
    /// last.
    pub fn mysql_after(self, column: &str) -> ColumnSpec<K, N::Specified, R> {
        let position = ColumnPosition::After(column.to_owned());
        self.edit(|draft| draft.column.mysql.position = Some(position))
    }

    fn edit_reference(self, change: impl FnOnce(&mut ForeignKey)) -> Self {
        self.edit(|draft| {
            if let Some((_, key)) = &mut draft.references {
                change(key);
            }
        })
    }

    /// The name of the reference's foreign key, when it is another than
    /// `fk_<table>_<column>_<referenced table>`; after `.references(..)`.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// table("posts").column(
    ///     "author_id",
    ///     big_int().references("users", "id").foreign_key_named("posts_author_id_fkey"),
    /// );
    /// ```
    ///
    /// ```compile_fail
    /// use migrate_runtime::prelude::*;
    ///
    /// big_int().foreign_key_named("posts_author_id_fkey");
    /// ```
    #[doc(alias = "named")]
    pub fn foreign_key_named(self, name: impl Into<String>) -> Self
    where
        R: HasReference,
    {
        let given = ConstraintName::Given(name.into());
        self.edit(|draft| {
            if let Some((name, _)) = &mut draft.references {
                *name = given;
            }
        })
    }

    /// What happens to the row when the referenced one is deleted; after `.references(..)`.
    pub fn on_delete(self, action: Action) -> Self
    where
        R: HasReference,
    {
        self.edit_reference(|key| key.on_delete = action)
    }

    /// What happens to the row when the referenced key changes; after `.references(..)`.
    pub fn on_update(self, action: Action) -> Self
    where
        R: HasReference,
    {
        self.edit_reference(|key| key.on_update = action)
    }

    /// The reference is checked at commit; after `.references(..)`.
    pub fn deferrable_initially_deferred(self) -> Self
    where
        R: HasReference,
    {
        self.edit_reference(|key| key.deferrable = Deferrable::InitiallyDeferred)
    }

    /// The reference is checked with each statement, unless a transaction asks for later
    /// (`SET CONSTRAINTS`); after `.references(..)`.
    pub fn deferrable_initially_immediate(self) -> Self
    where
        R: HasReference,
    {
        self.edit_reference(|key| key.deferrable = Deferrable::InitiallyImmediate)
    }
}

/// A type without attributes: `text()`, not `text().not_null()`.
#[diagnostic::on_unimplemented(
    message = "a type alone is needed here",
    label = "this is not a type, or says more than the type",
    note = "write the type as it is, such as `text()` or `varchar(100)`",
    note = "the rest of a column is changed on its own: `op.alter_column(..).set_type(text()).not_null()`"
)]
pub trait PlainType {
    #[doc(hidden)]
    fn into_type(self) -> ColumnType;
}

#[diagnostic::do_not_recommend]
impl<K> PlainType for ColumnSpec<K, Unset> {
    fn into_type(self) -> ColumnType {
        self.draft.column.column_type
    }
}

/// A type, with those of single databases: `text()`, `text().on_postgres(custom("citext"))`.
#[diagnostic::on_unimplemented(
    message = "a type alone is needed here",
    label = "this is not a type, or says more than the type",
    note = "write the type as it is, such as `text()` or `varchar(100)`, perhaps with `.on_postgres(..)`",
    note = "the rest of a column is changed on its own: `op.alter_column(..).set_type(text()).not_null()`"
)]
pub trait AnyType {
    #[doc(hidden)]
    fn into_types(self) -> (ColumnType, TypeVariants);
}

#[diagnostic::do_not_recommend]
impl<K> AnyType for ColumnSpec<K, Unset> {
    fn into_types(self) -> (ColumnType, TypeVariants) {
        (self.draft.column.column_type, TypeVariants::default())
    }
}

#[diagnostic::do_not_recommend]
impl<K> AnyType for ColumnSpec<K, Varied> {
    fn into_types(self) -> (ColumnType, TypeVariants) {
        (self.draft.column.column_type, self.draft.column.type_on)
    }
}

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

/// A value that fits a column whose values are of kind `K`.
#[diagnostic::on_unimplemented(
    message = "the default does not fit the column's type",
    label = "the column does not hold a `{Self}`",
    note = "write a number for columns of numbers, `decimal(\"19.90\")` for `numeric(..)`, `true` or `false` for `boolean()`, and text for all others",
    note = "dates and times also take `now()` and `today()`; every column takes an expression: `sql(\"..\")`"
)]
pub trait DefaultFor<K> {
    #[doc(hidden)]
    fn into_default(self) -> ColumnDefault;
}

macro_rules! defaults {
    ($($kind:ident: $($value:ty),+;)+) => {$($(
        #[diagnostic::do_not_recommend]
        impl DefaultFor<kind::$kind> for $value {
            fn into_default(self) -> ColumnDefault {
                ColumnDefault::Value(Value::from(self))
            }
        }
    )+)+};
}

defaults! {
    Integer: i8, i16, i32, i64, u8, u16, u32;
    Text: &str, String;
    Boolean: bool;
    Float: i32, f32, f64;
    Numeric: i32, i64, f64;
    Binary: &[u8], Vec<u8>;
    Date: &str;
    Time: &str;
    Timestamp: &str;
    Interval: &str;
    Uuid: &str;
    Json: &str;
    Array: &str;
    Enumeration: &str;
    Custom: &str, i32, i64, f64, bool;
}

#[diagnostic::do_not_recommend]
impl<const N: usize> DefaultFor<kind::Binary> for &[u8; N] {
    fn into_default(self) -> ColumnDefault {
        ColumnDefault::Value(Value::from(self))
    }
}

#[diagnostic::do_not_recommend]
impl<K> DefaultFor<K> for Sql {
    fn into_default(self) -> ColumnDefault {
        ColumnDefault::Sql(self.0)
    }
}

#[diagnostic::do_not_recommend]
impl DefaultFor<kind::Numeric> for Value {
    fn into_default(self) -> ColumnDefault {
        ColumnDefault::Value(self)
    }
}

macro_rules! current_times {
    ($($kind:ident),+) => {$(
        #[diagnostic::do_not_recommend]
        impl DefaultFor<kind::$kind> for ColumnDefault {
            fn into_default(self) -> ColumnDefault {
                self
            }
        }
    )+};
}

current_times!(Date, Time, Timestamp);

macro_rules! types {
    ($($(#[$doc:meta])* $name:ident: $kind:ident = $column_type:ident;)+) => {$(
        $(#[$doc])*
        pub fn $name() -> ColumnSpec<kind::$kind> {
            of_type(ColumnType::$column_type)
        }
    )+};
}

types! {
    /// Whole numbers of 16 bits: `SMALLINT`.
    small_int: Integer = SmallInt;
    /// Whole numbers of 32 bits: `INTEGER`.
    integer: Integer = Integer;
    /// Whole numbers of 64 bits: `BIGINT`.
    big_int: Integer = BigInt;
    /// Truth values: `BOOLEAN`.
    boolean: Boolean = Boolean;
    /// Text of any length as `VARCHAR` without one (PostgreSQL, SQLite).
    ///
    /// PostgreSQL keeps it as it keeps `text()`; MariaDB and MySQL want a length.
    string: Text = UnboundedVarchar;
    /// Text of any length: `TEXT`.
    text: Text = Text;
    /// Floating point numbers of 32 bits: `REAL`.
    real: Float = Real;
    /// Floating point numbers of 64 bits: `DOUBLE PRECISION`.
    double: Float = Double;
    /// Days: `DATE`.
    date: Date = Date;
    /// Times of day: `TIME`.
    time: Time = Time;
    /// Days and times without a zone: `TIMESTAMP`.
    timestamp: Timestamp = Timestamp;
    /// Timestamps with a time zone: `TIMESTAMPTZ`.
    timestamptz: Timestamp = TimestampTz;
    /// Spans of time: `INTERVAL`.
    interval: Interval = Interval;
    /// Bytes: `BYTEA`, `BLOB`.
    binary: Binary = Binary;
    /// UUIDs: `UUID`.
    uuid: Uuid = Uuid;
    /// JSON as text: `JSON`.
    json: Json = Json;
    /// JSON in a binary form: `JSONB`.
    jsonb: Json = Jsonb;
}

/// Text of at most `length` characters: `VARCHAR(length)`.
pub fn varchar(length: u32) -> ColumnSpec<kind::Text> {
    of_type(ColumnType::Varchar(length))
}

/// Text of exactly `length` characters: `CHAR(length)`.
pub fn char(length: u32) -> ColumnSpec<kind::Text> {
    of_type(ColumnType::Char(length))
}

/// Exact numbers of `precision` digits, `scale` of them after the point: `NUMERIC(p, s)`.
pub fn numeric(precision: u32, scale: u32) -> ColumnSpec<kind::Numeric> {
    of_type(ColumnType::Numeric { precision, scale })
}

/// Lists of another type: `array(text())`.
pub fn array(element: impl PlainType) -> ColumnSpec<kind::Array> {
    of_type(ColumnType::Array(Box::new(element.into_type())))
}

/// One of a list of values: `enumeration("mood", ["sad", "happy"])`.
///
/// PostgreSQL uses the enum type of that name (see `Op::create_enum`), MariaDB and MySQL an `ENUM`,
/// SQLite text with a check named `enum_<name>`.
pub fn enumeration<const N: usize>(
    name: impl Into<QualifiedName>,
    values: [&str; N],
) -> ColumnSpec<kind::Enumeration> {
    of_type(ColumnType::Enumeration(EnumType {
        name: name.into(),
        values: values.map(str::to_owned).to_vec(),
    }))
}

/// A type only the database knows, spelled as it is: `custom("tsvector")`.
///
/// [`like`](ColumnSpec::like) says which values it takes: `custom("citext").like(text())`.
pub fn custom(name: impl Into<String>) -> ColumnSpec<kind::Custom> {
    of_type(ColumnType::Custom(name.into()))
}
