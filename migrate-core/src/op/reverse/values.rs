//! Whether the values of a column come back when its type is changed and changed back.

use crate::op::ColumnChange;
use crate::schema::{Column, ColumnType, Family, QualifiedName};
use crate::sql_text::SqlSyntax;

/// Why values of a column may not come back from a change of its type; nothing where all do, or where
/// the database refuses to convert those that would not.
pub(in crate::op) fn loss(
    table: &QualifiedName,
    known: &Column,
    change: &ColumnChange,
    syntax: SqlSyntax,
) -> Option<String> {
    let new = change.column_type.as_ref()?;
    // The values of a generated column are computed again.
    if known.generated.is_some() {
        return None;
    }
    let column = format!("column `{}` of table `{table}`", known.name);
    let using = change.using.as_ref().and_then(|using| using.on(syntax));
    if using.is_some_and(|sql| !sql.trim().is_empty()) {
        return Some(format!(
            "`.using(..)` computes new values of {column}, and does not say how to compute the old ones"
        ));
    }
    let old = known.type_by(syntax);
    let new = change.type_on.on(Family::from(syntax)).unwrap_or(new);
    (!comes_back(old, new, syntax)).then(|| {
        format!("not every value of {column}, which is {old}, is the same again after it was {new}")
    })
}

/// Whether each value of a type is the same again after it was converted to another type and back, or
/// the conversion fails.
fn comes_back(old: &ColumnType, new: &ColumnType, syntax: SqlSyntax) -> bool {
    old == new
        || match syntax {
            SqlSyntax::Sqlite => is_left_alone(old, new) || is_exact(old, new),
            SqlSyntax::Postgres => is_same_on_postgres(old, new) || is_exact(old, new),
            SqlSyntax::Mysql(_) => is_same_on_mysql(old, new) || is_exact(old, new),
        }
}

/// Pairs that every database converts exactly, or refuses to: numbers that are too large, labels that the
/// other enum type does not have (PostgreSQL 15, MariaDB 10.11 in strict mode). A server converts
/// everything else with a loss that it does not tell: digits are rounded away, times of day cut off, spaces
/// at the end of a text cut off with its length.
fn is_exact(old: &ColumnType, new: &ColumnType) -> bool {
    use ColumnType as T;
    match (old, new) {
        (T::Array(old), T::Array(new)) => old == new || is_exact(old, new),
        (T::Unsigned(old), new @ (T::Real | T::Double)) => is_exact(old, new),
        // SQLite keeps such a number in floating point.
        (
            T::Numeric { precision, .. },
            T::Text | T::UnboundedVarchar | T::Varchar(_) | T::Double,
        ) => *precision <= 15,
        (T::Varchar(old) | T::Char(old), T::Varchar(new))
        | (T::Char(old), T::Char(new))
        | (T::Numeric { scale: old, .. }, T::Numeric { scale: new, .. }) => old <= new,
        // Each value has a text of its own that is read as that value. Floating point numbers have not:
        // SQLite writes 15 digits, MariaDB six of a FLOAT.
        (
            T::SmallInt
            | T::Integer
            | T::BigInt
            | T::Unsigned(_)
            | T::Boolean
            | T::Date
            | T::Time
            | T::Timestamp
            | T::Uuid
            | T::Enumeration(_),
            T::Text | T::UnboundedVarchar | T::Varchar(_),
        )
        | (T::Json | T::Jsonb | T::Char(_) | T::Varchar(_), T::Text | T::UnboundedVarchar)
        | (T::Text, T::UnboundedVarchar)
        | (T::UnboundedVarchar, T::Text)
        | (
            T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_),
            T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_) | T::Numeric { .. },
        )
        | (T::Boolean, T::SmallInt | T::Integer | T::BigInt)
        | (T::Numeric { scale: 0, .. }, T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_))
        // Whole numbers of 24 bits have a REAL of their own, those of 53 bits a DOUBLE PRECISION.
        | (T::SmallInt, T::Real | T::Double)
        | (T::Integer | T::Real, T::Double)
        | (T::Date, T::Timestamp)
        | (T::Jsonb, T::Json)
        // A label is converted by its text.
        | (T::Enumeration(_), T::Enumeration(_)) => true,
        // A day or a time gets the zone of the session, and what the database alone knows is not known to
        // come back.
        _ => false,
    }
}

/// Pairs that PostgreSQL converts exactly, or refuses to: a text is a label of an enum type or none, and `json`
/// is kept as it was written. MariaDB 10.11 takes a label in other letters and a number for a label.
const fn is_same_on_postgres(old: &ColumnType, new: &ColumnType) -> bool {
    use ColumnType as T;
    matches!(
        (old, new),
        (T::Text | T::UnboundedVarchar | T::Varchar(_), T::Enumeration(_) | T::Json)
    )
}

/// Pairs that MariaDB and MySQL convert exactly, or refuse to: both JSON types are one, and revisions run in
/// UTC.
const fn is_same_on_mysql(old: &ColumnType, new: &ColumnType) -> bool {
    use ColumnType as T;
    matches!(
        (old, new),
        (T::Json, T::Jsonb) | (T::Timestamp, T::TimestampTz) | (T::TimestampTz, T::Timestamp)
    )
}

/// Whether SQLite keeps what is in a column of one type as it is in a column of the other, for both have the
/// same affinity (<https://www.sqlite.org/datatype3.html#determination_of_column_affinity>), in a `STRICT`
/// table as well.
fn is_left_alone(old: &ColumnType, new: &ColumnType) -> bool {
    match (kept_as(old), kept_as(new)) {
        (Some(old), Some(new)) => old == new,
        (None, _) | (_, None) => false,
    }
}

/// How SQLite keeps the values of a type.
#[derive(PartialEq, Eq)]
enum Kept {
    Integers,
    Reals,
    Text,
    Bytes,
    /// Text for which no affinity asks, as no number has its form.
    Times,
}

const fn kept_as(column_type: &ColumnType) -> Option<Kept> {
    use ColumnType as T;
    match column_type {
        T::SmallInt | T::Integer | T::BigInt => Some(Kept::Integers),
        T::Real | T::Double => Some(Kept::Reals),
        T::Varchar(_)
        | T::UnboundedVarchar
        | T::Text
        | T::Char(_)
        | T::Interval
        | T::Uuid
        | T::Json
        | T::Jsonb
        | T::Enumeration(_) => Some(Kept::Text),
        T::Date | T::Time | T::Timestamp | T::TimestampTz => Some(Kept::Times),
        T::Binary => Some(Kept::Bytes),
        T::Boolean | T::Numeric { .. } | T::Unsigned(_) | T::Array(_) | T::Custom(_) => None,
    }
}
