//! Constants, alone and as lists of one type.

use migrate_core::schema::{ColumnDefault, Value};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::error::Unwritable;
use super::literal::{float, integer, sql_text, text};

/// A constant.
pub(super) fn constant(value: &Value) -> Result<TokenStream, Unwritable> {
    Ok(match value {
        Value::Null => quote!(null()),
        Value::Boolean(value) => quote!(#value),
        Value::Integer(value) => integer(*value),
        Value::Float(value) => float(*value),
        Value::Decimal(digits) => {
            let digits = text(digits);
            quote!(decimal(#digits))
        }
        Value::Text(value) => {
            let value = text(value);
            quote!(#value)
        }
        Value::Bytes(bytes) => {
            let bytes = Literal::byte_string(bytes);
            quote!(#bytes)
        }
        Value::Array(_) => return Err(Unwritable::word("a list as a constant")),
    })
}

/// What a column gets where an `INSERT` does not name it.
pub(super) fn default(default: &ColumnDefault) -> Result<TokenStream, Unwritable> {
    Ok(match default {
        ColumnDefault::Value(value) => constant(value)?,
        ColumnDefault::Now => quote!(now()),
        ColumnDefault::Today => quote!(today()),
        ColumnDefault::Sql(sql) => {
            let sql = sql_text(sql.sql());
            quote!(sql(#sql))
        }
    })
}

/// Constants that have one type in Rust; none where they have several. Where some are `NULL`, the others are
/// `Some(..)`.
pub(super) fn of_one_type(values: &[&Value]) -> Option<Vec<TokenStream>> {
    let mut given = values.iter().filter(|value| ***value != Value::Null);
    let Some(first) = given.next() else {
        return Some(vec![quote!(null()); values.len()]);
    };
    let has_same_type =
        |value: &&Value| std::mem::discriminant(*value) == std::mem::discriminant(*first);
    if !given.all(has_same_type) {
        return None;
    }
    let is_optional = values.iter().any(|value| **value == Value::Null);
    let each = values.iter().map(|value| {
        let shown = match value {
            // A byte string has its length in its type.
            Value::Bytes(bytes) => {
                let bytes = Literal::byte_string(bytes);
                quote!(#bytes.as_slice())
            }
            other => constant(other).ok()?,
        };
        // `decimal(..)` and `null()` have one type.
        Some(match value {
            _ if !is_optional || matches!(first, Value::Decimal(_)) => shown,
            Value::Null => quote!(None),
            _ => quote!(Some(#shown)),
        })
    });
    each.collect()
}
