//! Column types and defaults: how SQLite spells them, and how they read back.
//!
//! SQLite gives a column an affinity by the words in its type
//! (<https://www.sqlite.org/datatype3.html#determination_of_column_affinity>). The names here keep
//! the values as they were given: `INTERVAL` would be read as an integer for its `INT`, `UUID` and
//! `JSON` as numbers, so those are text.

use crate::dialect::Refusal;
use crate::dialect::timestamp::{Timestamp, keeps_no_offset};
use crate::schema::{Column, ColumnDefault, ColumnType, Value};

use super::literal;

/// A column type as SQLite spells it; a `STRICT` table knows six types and no more
/// (<https://www.sqlite.org/stricttables.html>).
pub fn type_name(column_type: &ColumnType, strict: bool) -> Result<String, Refusal> {
    use ColumnType as T;
    if strict {
        return strict_type_name(column_type);
    }
    Ok(match column_type {
        T::SmallInt => "SMALLINT".to_owned(),
        T::Integer => "INTEGER".to_owned(),
        T::BigInt => "BIGINT".to_owned(),
        T::Unsigned(whole) => return Err(no_unsigned(whole)),
        // No type of SQLite has this name: its affinity is NUMERIC, which keeps 0 and 1 as
        // integers.
        T::Boolean => "BOOLEAN".to_owned(),
        T::Varchar(length) => format!("VARCHAR({length})"),
        T::UnboundedVarchar => "VARCHAR".to_owned(),
        T::Text | T::Interval | T::Json | T::Jsonb | T::Enumeration(_) => "TEXT".to_owned(),
        T::Char(length) => format!("CHAR({length})"),
        // The digits are not checked: SQLite ignores what is in the parentheses.
        T::Numeric { precision, scale } => format!("NUMERIC({precision}, {scale})"),
        T::Real => "REAL".to_owned(),
        T::Double => "DOUBLE".to_owned(),
        T::Date => "DATE".to_owned(),
        T::Time => "TIME".to_owned(),
        T::Timestamp => "TIMESTAMP".to_owned(),
        T::TimestampTz => "TIMESTAMPTZ".to_owned(),
        T::Binary => "BLOB".to_owned(),
        T::Uuid => "CHAR(36)".to_owned(),
        T::Array(element) => return Err(no_arrays(element)),
        T::Custom(name) => name.clone(),
    })
}

/// The types of a `STRICT` table.
const STRICT_TYPES: [&str; 6] = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"];

fn strict_type_name(column_type: &ColumnType) -> Result<String, Refusal> {
    use ColumnType as T;
    Ok(match column_type {
        T::SmallInt | T::Integer | T::BigInt | T::Boolean => "INTEGER",
        T::Unsigned(whole) => return Err(no_unsigned(whole)),
        T::Real | T::Double => "REAL",
        T::Binary => "BLOB",
        // The only type of a STRICT table that keeps both 1 and 1.5 as they are.
        T::Numeric { .. } => "ANY",
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
        | T::Enumeration(_) => "TEXT",
        T::Array(element) => return Err(no_arrays(element)),
        T::Custom(name) if STRICT_TYPES.contains(&name.to_ascii_uppercase().as_str()) => name,
        T::Custom(name) => {
            return Err(Refusal::unsupported(
                format!("a STRICT table has no type `{name}`"),
                "write one of INT, INTEGER, REAL, TEXT, BLOB and ANY, or leave `.strict()` out",
            ));
        }
    }
    .to_owned())
}

fn no_unsigned(whole: &ColumnType) -> Refusal {
    Refusal::unsupported(
        format!("SQLite has no unsigned numbers, and the column is {whole} unsigned"),
        "leave `.unsigned()` out, and add `.check(\"column >= 0\")` if it matters",
    )
}

fn no_arrays(element: &ColumnType) -> Refusal {
    Refusal::unsupported(
        format!("SQLite has no arrays, and the column is array({element})"),
        "keep the list in a table of its own, or as `json()`",
    )
}

/// A constant as it is kept for a column.
pub(super) fn written(column: &Column, constant: &Value) -> Result<Value, Refusal> {
    constant_of(&column.column_type, constant)
}

/// A constant as it is kept for a type. SQLite keeps a day with a time as text and compares it as such
/// (<https://www.sqlite.org/datatype3.html#date_and_time_datatype>): all are in the form and the zone of
/// its `CURRENT_TIMESTAMP`.
fn constant_of(column_type: &ColumnType, constant: &Value) -> Result<Value, Refusal> {
    use ColumnType as T;
    let Value::Text(text) = constant else { return Ok(constant.clone()) };
    if *column_type == T::Time && Timestamp::is_time_with_offset(text) {
        return Err(keeps_no_offset(text, "`time()`"));
    }
    Ok(match (Timestamp::read(text), column_type) {
        (Some(timestamp), T::Timestamp) if timestamp.has_offset() => {
            return Err(keeps_no_offset(text, "`timestamp()`"));
        }
        (Some(timestamp), T::Timestamp | T::TimestampTz) => Value::Text(timestamp.in_utc()),
        (Some(timestamp), T::Date) => Value::Text(timestamp.written_day()),
        (Some(_) | None, _) => constant.clone(),
    })
}

/// The default of a column of this type, as it is after `DEFAULT`.
pub fn default_sql(default: &ColumnDefault, column_type: &ColumnType) -> Result<String, Refusal> {
    match default {
        ColumnDefault::Value(value) => literal::value(&constant_of(column_type, value)?),
        // A column keeps whatever text it is given, so the day and the time of day are asked for
        // (<https://www.sqlite.org/lang_createtable.html#the_default_clause>).
        ColumnDefault::Now => Ok(now(column_type).to_owned()),
        ColumnDefault::Today => Ok("CURRENT_DATE".to_owned()),
        // An expression must be in parentheses
        // (<https://www.sqlite.org/lang_createtable.html#the_default_clause>).
        ColumnDefault::Sql(sql) => Ok(format!("({sql})")),
    }
}

/// The time of the statement, as a value of the type.
pub(super) const fn now(column_type: &ColumnType) -> &'static str {
    match column_type {
        ColumnType::Date => "CURRENT_DATE",
        ColumnType::Time => "CURRENT_TIME",
        _ => "CURRENT_TIMESTAMP",
    }
}
