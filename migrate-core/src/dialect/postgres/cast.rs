//! Which values PostgreSQL converts by itself when a column gets another type, and which must be told how.
//!
//! `ALTER COLUMN .. TYPE` converts by an assignment cast; every other conversion needs `USING`
//! (<https://www.postgresql.org/docs/current/sql-altertable.html>). Each pair was tried on PostgreSQL 15.

use crate::dialect::Refusal;
use crate::schema::ColumnType;

use super::name::quote;
use super::spelled::known;
use super::types::type_name;

/// The expression after `USING`, when the conversion needs one.
pub(super) fn using(
    column: &str,
    from: &ColumnType,
    to: &ColumnType,
) -> Result<Option<String>, Refusal> {
    let Some(mut casts) = casts(&known(from), &known(to)) else {
        return Err(Refusal::unsupported(
            format!("PostgreSQL has no cast from {from} to {to}"),
            "say how the values change with `.using(\"..\")`",
        ));
    };
    // The last is to the type itself, which is written as it is spelled.
    if let Some(last) = casts.last_mut() {
        to.clone_into(last);
    }
    let casts = casts.iter().map(|cast| Ok(format!("::{}", type_name(cast)?)));
    let casts = casts.collect::<Result<String, Refusal>>()?;
    Ok((!casts.is_empty()).then(|| format!("{}{casts}", quote(column))))
}

/// The casts one after another, of types as they are known; empty when an assignment does it, none when there is no way.
fn casts(from: &ColumnType, to: &ColumnType) -> Option<Vec<ColumnType>> {
    use ColumnType as T;
    let assigned = || Some(Vec::new());
    let through = |steps: &[T]| Some([steps, std::slice::from_ref(to)].concat());
    match (from, to) {
        // What the database alone knows it alone can judge.
        (T::Custom(_), _) | (_, T::Custom(_)) => assigned(),
        // Every type has an assignment cast to text, by its output function
        // (<https://www.postgresql.org/docs/current/sql-createcast.html>).
        _ if from == to || is_text(to) => assigned(),
        // From text there are explicit casts only, by the input function (same page).
        _ if is_text(from) => through(&[]),
        (T::Array(from), T::Array(to)) => {
            let casts = casts(from, to)?;
            Some(casts.into_iter().map(|cast| T::Array(Box::new(cast))).collect())
        }
        // No enum type has a cast to another; through text, labels that both have are kept.
        (T::Enumeration(_), T::Enumeration(_)) => through(&[T::Text]),
        (T::Boolean, T::Integer) | (T::Integer, T::Boolean) => through(&[]),
        // `boolean` has a cast to and from `integer` alone.
        (T::Boolean, T::SmallInt | T::BigInt) | (T::SmallInt | T::BigInt, T::Boolean) => {
            through(&[T::Integer])
        }
        (T::Jsonb, to) if is_number(to) || *to == T::Boolean => through(&[]),
        (from, to) if is_number(from) && is_number(to) => assigned(),
        (T::Date, T::Timestamp | T::TimestampTz)
        | (T::Timestamp, T::Date | T::Time | T::TimestampTz)
        | (T::TimestampTz, T::Date | T::Time | T::Timestamp)
        | (T::Time, T::Interval)
        | (T::Interval, T::Time)
        | (T::Json, T::Jsonb)
        | (T::Jsonb, T::Json) => assigned(),
        // A pair that was not tried is refused, and `.using(..)` says how.
        _ => None,
    }
}

/// Whether PostgreSQL has one cast from a type to another, as an expression may have it.
pub(super) fn is_direct(from: &ColumnType, to: &ColumnType) -> bool {
    casts(&known(from), &known(to)).is_some_and(|casts| casts.len() <= 1)
}

/// Whether it is a type of text, which takes every value.
fn is_text(column_type: &ColumnType) -> bool {
    matches!(family(column_type), Family::Text)
}

fn is_number(column_type: &ColumnType) -> bool {
    matches!(family(column_type), Family::Number)
}

/// What a conversion asks of a type.
enum Family {
    Text,
    Number,
    Other,
}

const fn family(column_type: &ColumnType) -> Family {
    use ColumnType as T;
    match column_type {
        T::Text | T::UnboundedVarchar | T::Varchar(_) | T::Char(_) => Family::Text,
        T::SmallInt | T::Integer | T::BigInt | T::Numeric { .. } | T::Real | T::Double => {
            Family::Number
        }
        T::Unsigned(_)
        | T::Boolean
        | T::Date
        | T::Time
        | T::Timestamp
        | T::TimestampTz
        | T::Interval
        | T::Binary
        | T::Uuid
        | T::Json
        | T::Jsonb
        | T::Array(_)
        | T::Enumeration(_)
        | T::Custom(_) => Family::Other,
    }
}
