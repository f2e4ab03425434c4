//! The types of columns, each as a function: `varchar(100)`, `timestamptz()`.

use std::marker::PhantomData;

use crate::schema::{Column, ColumnType, EnumType, QualifiedName, TypeVariants};

use super::states::{Unset, Varied};
use super::{ColumnSpec, Draft, kind};

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
