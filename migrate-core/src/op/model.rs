//! What Rust types say of a database: structs of tables ([`Model`]), fields of columns ([`ModelType`]).

use std::marker::PhantomData;
use std::time::SystemTime;

use super::column::{
    ColumnSpec, array, big_int, binary, boolean, double, integer, kind, real, small_int, text,
    timestamp,
};
use super::convention::conventional;
use super::spec::TableSpec;

/// A struct of all columns of a table; `#[derive(Model)]` implements it.
///
/// ```
/// use migrate_runtime::Model;
///
/// #[derive(Model)]
/// #[diesel(table_name = users)]
/// struct User {
///     #[model(identity)]
///     id: i64,
///     #[model(varchar(190), unique)]
///     email: String,
///     nickname: Option<String>,
/// }
///
/// let users = User::table();
/// # drop(users);
/// # fn main() {}
/// ```
pub trait Model {
    /// The table, in the words of the builder.
    fn table() -> TableSpec;
}

/// A Rust type whose values are kept in a column of one type.
///
/// `#[derive(ModelEnum)]` implements it for an enum; for another type of one's own it is written by hand.
///
/// ```
/// use migrate_runtime::op::{ColumnSpec, ModelType, kind, uuid};
///
/// struct UserId([u8; 16]);
///
/// impl ModelType for UserId {
///     type Kind = kind::Uuid;
///
///     fn column() -> ColumnSpec<kind::Uuid> {
///         uuid()
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "no type of a column is known for `{Self}`",
    label = "in which type does the database keep it?",
    note = "write the type as in a revision: `#[model(varchar(80))]`, `#[model(timestamptz)]`",
    note = "for a type of your own write `#[derive(ModelEnum)]` on an enum, or `impl ModelType for ..`, once for all fields",
    note = "types of other crates are known by the names that these give them, not by an alias"
)]
pub trait ModelType {
    /// The values, which defaults must fit.
    type Kind;

    /// The type of the column, without attributes.
    fn column() -> ColumnSpec<Self::Kind>;
}

macro_rules! model_types {
    ($($rust:ty: $kind:ident = $column:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl ModelType for $rust {
            type Kind = kind::$kind;

            fn column() -> ColumnSpec<kind::$kind> {
                $column
            }
        }
    )+};
}

// `u16` and its like are columns of MariaDB and MySQL alone, as they are for diesel; the other databases
// refuse them with a hint.
model_types! {
    i16: Integer = small_int();
    i32: Integer = integer();
    i64: Integer = big_int();
    u16: Integer = small_int().unsigned();
    u32: Integer = integer().unsigned();
    u64: Integer = big_int().unsigned();
    bool: Boolean = boolean();
    f32: Float = real();
    f64: Float = double();
    String: Text = text();
    SystemTime: Timestamp = timestamp();
    Vec<u8>: Binary = binary();
}

#[diagnostic::do_not_recommend]
impl<T: ModelType> ModelType for Vec<T> {
    type Kind = kind::Array;

    fn column() -> ColumnSpec<kind::Array> {
        array(T::column())
    }
}

/// The column of a Rust type, for the derive: a function says what is missing once.
#[doc(hidden)]
pub fn column_of<T: ModelType>() -> ColumnSpec<T::Kind> {
    T::column()
}

/// A type that the derive knows by its name, with the column that the name stands for: where the type is a
/// [`ModelType`], as an enum of the crate itself may be that is called `Value`, that says the column.
#[doc(hidden)]
#[derive(Debug)]
pub struct Named<T, K> {
    by_name: ColumnSpec<K>,
    rust: PhantomData<T>,
}

impl<T, K> Named<T, K> {
    /// The column that the name stands for.
    pub const fn new(by_name: ColumnSpec<K>) -> Self {
        Self { by_name, rust: PhantomData }
    }
}

impl<T: ModelType, K> Named<T, K> {
    /// The column that the type says. The compiler takes a method of the type itself before that of a trait,
    /// where its bounds hold.
    pub fn column(self) -> ColumnSpec<T::Kind> {
        T::column()
    }
}

/// The column of a type that is known by its name alone.
#[doc(hidden)]
pub trait ByName<K> {
    /// The column that the name stands for.
    fn column(self) -> ColumnSpec<K>;
}

impl<T, K> ByName<K> for Named<T, K> {
    fn column(self) -> ColumnSpec<K> {
        self.by_name
    }
}

/// Adds an index over one column, named `ix_<table>_<column>`; for `#[model(index)]`.
#[doc(hidden)]
pub fn index_of_column(table: TableSpec, column: &str) -> TableSpec {
    let name = conventional(&["ix", &table.table.name.name, column]);
    table.index(&name, [column])
}
