//! Inserted rows, which are undone by deleting their keys.

use crate::op::Operation;
use crate::schema::{BinaryOperator, ColumnType, Expr, Schema, Value};

/// How many rows one `DELETE` takes back.
const ROWS_PER_DELETE: usize = 500;

/// The operations that delete the rows of an insert, where that is sure to take back them alone: each
/// row has a whole primary key of constants, and one that was there is an error.
pub(super) fn deletes(insert: &Operation, before: &Schema) -> Option<Vec<Operation>> {
    let Operation::Insert { table, columns, rows, on_conflict: None } = insert else { return None };
    let known = before.tables.get(table)?;
    let key = known.primary_key();
    let place = |name: &String| {
        let at = columns.iter().position(|column| column == name)?;
        Some((at, known.column(name)?.type_by(before.syntax)))
    };
    let places: Option<Vec<(usize, &ColumnType)>> = key.iter().map(place).collect();
    let places = places.filter(|places| !places.is_empty())?;
    let key_of = |row: &Vec<Expr>| -> Option<Vec<Value>> {
        places.iter().map(|(at, column_type)| constant(row.get(*at)?, column_type)).collect()
    };
    let keys: Vec<Vec<Value>> = rows.iter().map(key_of).collect::<Option<_>>()?;
    let delete = |filter| Operation::Delete { table: table.clone(), filter: Some(filter) };
    if let [name] = key {
        let column = || Box::new(Expr::Column(name.clone()));
        let values = |keys: &[Vec<Value>]| keys.iter().flatten().cloned().collect::<Vec<_>>();
        let filter = |keys: &[Vec<Value>]| match &values(keys)[..] {
            [only] => {
                Expr::Binary(column(), BinaryOperator::Equal, Box::new(Expr::Value(only.clone())))
            }
            several => Expr::In(column(), several.to_vec()),
        };
        return Some(keys.chunks(ROWS_PER_DELETE).map(|keys| delete(filter(keys))).collect());
    }
    let deletes = keys.into_iter().filter_map(|values| {
        let equal = key.iter().zip(values).map(|(name, value)| {
            let (column, value) = (Expr::Column(name.clone()), Expr::Value(value));
            Expr::Binary(Box::new(column), BinaryOperator::Equal, Box::new(value))
        });
        let all = equal
            .reduce(|all, one| Expr::Binary(Box::new(all), BinaryOperator::And, Box::new(one)));
        all.map(delete)
    });
    Some(deletes.collect())
}

/// A constant that is found again by `=`: one that the column keeps as it is. Servers cut and round others to fit,
/// mostly without an error (tried on PostgreSQL 15, MariaDB 10.11).
fn constant(value: &Expr, column_type: &ColumnType) -> Option<Value> {
    match value {
        Expr::Value(value) => is_kept(value, column_type).then(|| value.clone()),
        Expr::Column(_)
        | Expr::Sql(_)
        | Expr::Binary(..)
        | Expr::Not(_)
        | Expr::IsNull { .. }
        | Expr::In(..) => None,
    }
}

fn is_kept(value: &Value, column_type: &ColumnType) -> bool {
    match value {
        Value::Boolean(_) | Value::Bytes(_) => true,
        Value::Integer(number) => is_number_kept(&number.to_string(), column_type),
        Value::Decimal(digits) => is_number_kept(digits, column_type),
        Value::Text(text) => is_text_kept(text, column_type),
        // A number with an exponent, NULL and a list may not be found at all.
        Value::Float(_) | Value::Null | Value::Array(_) => false,
    }
}

fn is_number_kept(digits: &str, column_type: &ColumnType) -> bool {
    use ColumnType as T;
    let (_, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
    let scale = match column_type {
        T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_) | T::Boolean | T::Custom(_) => 0,
        T::Numeric { scale, .. } => usize::try_from(*scale).unwrap_or(usize::MAX),
        // Real numbers are near to what was given; what is no number compares in its own way.
        T::Real
        | T::Double
        | T::Varchar(_)
        | T::UnboundedVarchar
        | T::Text
        | T::Char(_)
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
        | T::Enumeration(_) => return false,
    };
    is_plain && fraction.len() <= scale
}

fn is_text_kept(text: &str, column_type: &ColumnType) -> bool {
    use ColumnType as T;
    let is_padded = text.ends_with(' ');
    let has_time = text.contains([':', 'T']);
    match column_type {
        T::UnboundedVarchar | T::Text | T::Uuid | T::Interval | T::Enumeration(_) => true,
        // Spaces at the end go with the length, and of `char` always.
        T::Varchar(length) => u32::try_from(text.chars().count()).is_ok_and(|it| it <= *length),
        T::Char(_) => !is_padded,
        T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_) | T::Boolean | T::Numeric { .. } => {
            is_number_kept(text, column_type)
        }
        T::Date => !has_time,
        T::Time => !text.contains(['-', '/', 'T']) && has_microseconds(text),
        T::Timestamp | T::TimestampTz => has_microseconds(text),
        // A number or a time may have more digits than the type keeps.
        T::Custom(_) => {
            let is_number = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
            !(is_padded || is_number && text.contains(['.', ':']))
        }
        T::Real | T::Double | T::Binary | T::Json | T::Jsonb | T::Array(_) => false,
    }
}

/// Whether a time has no more digits of a second than every database keeps.
fn has_microseconds(text: &str) -> bool {
    let (_, fraction) = text.split_once('.').unwrap_or((text, ""));
    fraction.bytes().take_while(u8::is_ascii_digit).count() <= 6
}
