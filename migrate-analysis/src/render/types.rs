//! Types of columns, and the values that a column of each takes as its default.

use migrate_core::schema::{Column, ColumnDefault, ColumnType, EnumType, Value};
use proc_macro2::TokenStream;
use quote::quote;

use super::error::Unwritable;
use super::literal::{name, names, text, whole};

/// A type alone: `varchar(100)`.
pub(super) fn column_type(column_type: &ColumnType) -> Result<TokenStream, Unwritable> {
    Ok(match column_type {
        ColumnType::SmallInt => quote!(small_int()),
        ColumnType::Integer => quote!(integer()),
        ColumnType::BigInt => quote!(big_int()),
        ColumnType::Unsigned(whole) => unsigned(whole)?,
        ColumnType::Boolean => quote!(boolean()),
        ColumnType::Varchar(length) => call(&quote!(varchar), *length),
        ColumnType::UnboundedVarchar => quote!(string()),
        ColumnType::Text => quote!(text()),
        ColumnType::Char(length) => call(&quote!(char), *length),
        ColumnType::Numeric { precision, scale } => {
            let [precision, scale] = [*precision, *scale].map(|count| whole(count.into(), ""));
            quote!(numeric(#precision, #scale))
        }
        ColumnType::Real => quote!(real()),
        ColumnType::Double => quote!(double()),
        ColumnType::Date => quote!(date()),
        ColumnType::Time => quote!(time()),
        ColumnType::Timestamp => quote!(timestamp()),
        ColumnType::TimestampTz => quote!(timestamptz()),
        ColumnType::Interval => quote!(interval()),
        ColumnType::Binary => quote!(binary()),
        ColumnType::Uuid => quote!(uuid()),
        ColumnType::Json => quote!(json()),
        ColumnType::Jsonb => quote!(jsonb()),
        ColumnType::Array(element) => {
            let element = self::column_type(element)?;
            quote!(array(#element))
        }
        ColumnType::Enumeration(EnumType { name: kind, values }) => {
            let (kind, values) = (name(kind), names(values));
            quote!(enumeration(#kind, #values))
        }
        ColumnType::Custom(spelling) => {
            let spelling = text(spelling);
            quote!(custom(#spelling))
        }
    })
}

fn call(function: &TokenStream, length: u32) -> TokenStream {
    let length = whole(length.into(), "");
    quote!(#function(#length))
}

fn unsigned(whole: &ColumnType) -> Result<TokenStream, Unwritable> {
    let signed = column_type(whole)?;
    match kind(whole) {
        Kind::Custom => Ok(quote!(#signed.like(big_int()).unsigned())),
        Kind::Integer if !matches!(whole, ColumnType::Unsigned(_)) => {
            Ok(quote!(#signed.unsigned()))
        }
        _ => Err(Unwritable::word(format!("`{whole}` without a sign"))),
    }
}

/// The type of a column, with what else its spelling leaves open: of a type that only the database knows, the
/// builder is told which values it takes.
pub(super) fn of_column(column: &Column) -> Result<TokenStream, Unwritable> {
    let spelled = column_type(&column.column_type)?;
    if kind(&column.column_type) != Kind::Custom {
        return Ok(spelled);
    }
    let like = match &column.default {
        _ if column.identity.is_some() => quote!(big_int()),
        Some(ColumnDefault::Now) => quote!(timestamp()),
        Some(ColumnDefault::Today) => quote!(date()),
        Some(ColumnDefault::Value(Value::Decimal(_))) => quote!(numeric(10, 2)),
        Some(ColumnDefault::Value(Value::Bytes(_))) => quote!(binary()),
        Some(ColumnDefault::Value(_) | ColumnDefault::Sql(_)) | None => return Ok(spelled),
    };
    Ok(quote!(#spelled.like(#like)))
}

/// What the builder knows of the values of a type: `migrate_core::op::kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Integer,
    Boolean,
    Float,
    Numeric,
    Binary,
    Time,
    /// Text and what is written as text.
    Text,
    Custom,
}

const fn kind(column_type: &ColumnType) -> Kind {
    match column_type {
        ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Unsigned(_) => Kind::Integer,
        ColumnType::Boolean => Kind::Boolean,
        ColumnType::Real | ColumnType::Double => Kind::Float,
        ColumnType::Numeric { .. } => Kind::Numeric,
        ColumnType::Binary => Kind::Binary,
        ColumnType::Date | ColumnType::Time | ColumnType::Timestamp | ColumnType::TimestampTz => {
            Kind::Time
        }
        ColumnType::Varchar(_)
        | ColumnType::UnboundedVarchar
        | ColumnType::Text
        | ColumnType::Char(_)
        | ColumnType::Interval
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Array(_)
        | ColumnType::Enumeration(_) => Kind::Text,
        ColumnType::Custom(_) => Kind::Custom,
    }
}

/// Whether the builder takes the column's default with the column, as `DefaultFor` says; an
/// `op.alter_column(..)` takes every one.
pub(crate) fn takes_default(column: &Column) -> bool {
    let kind = kind(&column.column_type);
    let kind = if column.identity.is_some() { Kind::Integer } else { kind };
    match &column.default {
        None | Some(ColumnDefault::Sql(_)) => true,
        Some(ColumnDefault::Now | ColumnDefault::Today) => {
            matches!(kind, Kind::Time | Kind::Custom)
        }
        Some(ColumnDefault::Value(value)) => match value {
            Value::Null => kind == Kind::Numeric,
            Value::Boolean(_) => matches!(kind, Kind::Boolean | Kind::Custom),
            Value::Integer(value) => match kind {
                Kind::Float => i32::try_from(*value).is_ok(),
                Kind::Integer | Kind::Numeric | Kind::Custom => true,
                Kind::Boolean | Kind::Binary | Kind::Time | Kind::Text => false,
            },
            Value::Float(_) => matches!(kind, Kind::Float | Kind::Numeric | Kind::Custom),
            Value::Decimal(_) => matches!(kind, Kind::Numeric | Kind::Custom),
            Value::Text(_) => matches!(kind, Kind::Text | Kind::Time | Kind::Custom),
            Value::Bytes(_) => matches!(kind, Kind::Binary | Kind::Custom),
            Value::Array(_) => false,
        },
    }
}
