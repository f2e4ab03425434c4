//! A column in the form in which a declared one and one read back are equal.

use migrate_core::schema::{Column, ColumnType, EnumType, Identity, TableOptions};

use super::types::{Spelled, column_type, spelled};
use super::{collation, default};
use migrate_core::dialect::mysql::Version;

pub(super) fn normalize(version: Version, column: &mut Column, table: &TableOptions) {
    let declared = std::mem::replace(&mut column.column_type, ColumnType::Boolean);
    if let ColumnType::Custom(spelling) = &declared
        && column.mysql.charset.is_none()
        && column.collation.is_none()
    {
        let Spelled { column_type: _, charset, collation } = spelled(spelling, &column.name);
        column.mysql.charset = charset;
        column.collation = collation;
    }
    column.column_type = known_type(version, declared, &column.name);
    let taken = column.default.take();
    column.default =
        taken.and_then(|default| default::normalize(version, &column.column_type, default));
    column.identity = column.identity.map(|_| Identity::default());
    if let Some(generated) = &mut column.generated {
        generated.expression = super::expression(&generated.expression).into();
    }
    column.comment = column.comment.take().filter(|comment| !comment.is_empty());
    let charset = &mut column.mysql.charset;
    // A column that is no text any more has lost both.
    if !has_charset(&column.column_type) {
        *charset = None;
        column.collation = None;
    }
    collation::normalize(version, charset, &mut column.collation);
    let usual = collation::is_usual(charset.as_deref(), column.collation.as_deref());
    let unsaid = table.charset.is_none() && table.collation.is_none();
    if (usual && unsaid) || (&*charset, &column.collation) == (&table.charset, &table.collation) {
        *charset = None;
        column.collation = None;
    }
}

const fn has_charset(column_type: &ColumnType) -> bool {
    use ColumnType as T;
    match column_type {
        T::Varchar(_)
        | T::UnboundedVarchar
        | T::Text
        | T::Char(_)
        | T::Enumeration(_)
        | T::Custom(_) => true,
        T::SmallInt
        | T::Integer
        | T::BigInt
        | T::Unsigned(_)
        | T::Boolean
        | T::Numeric { .. }
        | T::Real
        | T::Double
        | T::Date
        | T::Time
        | T::Timestamp
        | T::TimestampTz
        | T::Interval
        | T::Binary
        | T::Uuid
        | T::Json
        | T::Jsonb
        | T::Array(_) => false,
    }
}

/// The type that the server gives back for one.
pub(super) fn known_type(version: Version, declared: ColumnType, column: &str) -> ColumnType {
    use ColumnType as T;
    match declared {
        T::Json | T::Jsonb => T::Json,
        T::Uuid if !has_uuid(version) => T::Char(36),
        T::Custom(spelling) => match column_type(&spelling, column) {
            known @ T::Custom(_) => known,
            known => known_type(version, known, column),
        },
        // The server knows the words and not the name.
        T::Enumeration(EnumType { values, .. }) => {
            T::Enumeration(EnumType { name: column.into(), values })
        }
        kept @ (T::SmallInt
        | T::Integer
        | T::BigInt
        | T::Unsigned(_)
        | T::Boolean
        | T::Varchar(_)
        | T::UnboundedVarchar
        | T::Text
        | T::Char(_)
        | T::Numeric { .. }
        | T::Real
        | T::Double
        | T::Date
        | T::Time
        | T::Timestamp
        | T::TimestampTz
        | T::Interval
        | T::Binary
        | T::Uuid
        | T::Array(_)) => kept,
    }
}

/// <https://mariadb.com/kb/en/uuid-data-type/>
fn has_uuid(version: Version) -> bool {
    version.at_least(Version::mariadb(10, 7, 0))
}
