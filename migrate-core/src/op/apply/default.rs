//! Whether a default fits its column's type.

use crate::schema::{Column, ColumnDefault, ColumnType, Value};

use super::error::ApplyError;

pub(super) fn require_fitting_default(column: &Column) -> Result<(), ApplyError> {
    let Some(ColumnDefault::Value(value)) = &column.default else { return Ok(()) };
    if fits(value, &column.column_type) {
        return Ok(());
    }
    Err(ApplyError::DefaultDoesNotFit {
        column: column.name.clone(),
        column_type: column.column_type.to_string(),
        value: describe_value(value),
    })
}

/// Whether a constant can be a default of a type; text is how dates, UUIDs and JSON are written.
pub(super) fn fits(value: &Value, column_type: &ColumnType) -> bool {
    use ColumnType as T;
    if let T::Unsigned(whole) = column_type {
        // The upper half of 64 bits is larger than any `Value::Integer`.
        let is_whole =
            |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        return match value {
            Value::Decimal(digits) => is_whole(digits),
            value => fits(value, whole),
        };
    }
    match value {
        Value::Null => true,
        Value::Boolean(_) => matches!(column_type, T::Boolean | T::Custom(_)),
        Value::Integer(_) => matches!(
            column_type,
            T::SmallInt
                | T::Integer
                | T::BigInt
                | T::Numeric { .. }
                | T::Real
                | T::Double
                | T::Custom(_)
        ),
        Value::Float(_) | Value::Decimal(_) => {
            matches!(column_type, T::Numeric { .. } | T::Real | T::Double | T::Custom(_))
        }
        Value::Text(word) => match column_type {
            T::Enumeration(kind) => kind.values.contains(word),
            T::SmallInt
            | T::Integer
            | T::BigInt
            | T::Boolean
            | T::Numeric { .. }
            | T::Real
            | T::Double
            | T::Binary
            | T::Unsigned(_) => false,
            T::Varchar(_)
            | T::UnboundedVarchar
            | T::Text
            | T::Char(_)
            | T::Date
            | T::Time
            | T::Timestamp
            | T::TimestampTz
            | T::Interval
            | T::Uuid
            | T::Json
            | T::Jsonb
            | T::Array(_)
            | T::Custom(_) => true,
        },
        Value::Bytes(_) => matches!(column_type, T::Binary | T::Custom(_)),
        Value::Array(_) => matches!(column_type, T::Array(_) | T::Custom(_)),
    }
}

pub(super) fn describe_value(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(value) => format!("`{value}`"),
        Value::Integer(value) => format!("`{value}`"),
        Value::Float(value) => format!("`{value}`"),
        Value::Decimal(value) => format!("`{value}`"),
        Value::Text(value) => format!("`\"{value}\"`"),
        Value::Bytes(_) => "of bytes".to_owned(),
        Value::Array(_) => "of a list".to_owned(),
    }
}
