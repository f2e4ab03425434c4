//! The values that fit a column as its default.

use crate::op::Sql;
use crate::schema::{ColumnDefault, Value};

use super::kind;

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
