//! Column types under SQL's names.

use std::fmt;

use super::EnumType;

/// A column's type, as the builder names it; each dialect spells it in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// 16 bits.
    SmallInt,
    /// 32 bits.
    Integer,
    /// 64 bits.
    BigInt,
    /// Whole numbers of the same size from 0 on (MariaDB and MySQL).
    Unsigned(Box<ColumnType>),
    /// True or false.
    Boolean,
    /// Text of at most so many characters.
    Varchar(u32),
    /// Text of any length, where the database has `VARCHAR` without one.
    UnboundedVarchar,
    /// Text of any length.
    Text,
    /// Text of exactly so many characters, padded with spaces where the database does that.
    Char(u32),
    /// Exact numbers with a precision and a scale, in decimal digits.
    Numeric {
        /// All digits.
        precision: u32,
        /// Digits after the point.
        scale: u32,
    },
    /// 32 bits of floating point.
    Real,
    /// 64 bits of floating point.
    Double,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A timestamp without a time zone: a day and a time.
    Timestamp,
    /// A timestamp with a time zone: a day and a time.
    TimestampTz,
    /// A span of time.
    Interval,
    /// Bytes.
    Binary,
    /// A UUID.
    Uuid,
    /// JSON kept as text.
    Json,
    /// JSON kept in a binary form.
    Jsonb,
    /// A list of another type.
    Array(Box<ColumnType>),
    /// One of the values of an enum type.
    Enumeration(EnumType),
    /// A type only the database knows, spelled as it is.
    Custom(String),
}

impl ColumnType {
    /// Whether values of the type may have a collation, as texts have everywhere, and all but numbers, times and documents
    /// somewhere.
    pub(crate) fn may_collate(&self) -> bool {
        match self {
            Self::Varchar(_)
            | Self::UnboundedVarchar
            | Self::Text
            | Self::Char(_)
            | Self::Enumeration(_)
            // A CHAR on MySQL.
            | Self::Uuid
            | Self::Custom(_) => true,
            Self::Array(element) => element.may_collate(),
            Self::SmallInt
            | Self::Integer
            | Self::BigInt
            | Self::Unsigned(_)
            | Self::Boolean
            | Self::Numeric { .. }
            | Self::Real
            | Self::Double
            | Self::Date
            | Self::Time
            | Self::Timestamp
            | Self::TimestampTz
            | Self::Interval
            | Self::Binary
            | Self::Json
            | Self::Jsonb => false,
        }
    }

    /// The enum type it is, or that the elements of the list are of.
    pub fn enumeration(&self) -> Option<&EnumType> {
        match self {
            Self::Enumeration(kind) => Some(kind),
            Self::Array(element) => element.enumeration(),
            Self::SmallInt
            | Self::Integer
            | Self::BigInt
            | Self::Unsigned(_)
            | Self::Boolean
            | Self::Varchar(_)
            | Self::UnboundedVarchar
            | Self::Text
            | Self::Char(_)
            | Self::Numeric { .. }
            | Self::Real
            | Self::Double
            | Self::Date
            | Self::Time
            | Self::Timestamp
            | Self::TimestampTz
            | Self::Interval
            | Self::Binary
            | Self::Uuid
            | Self::Json
            | Self::Jsonb
            | Self::Custom(_) => None,
        }
    }

    pub(crate) fn enumeration_mut(&mut self) -> Option<&mut EnumType> {
        match self {
            Self::Enumeration(kind) => Some(kind),
            Self::Array(element) => element.enumeration_mut(),
            Self::SmallInt
            | Self::Integer
            | Self::BigInt
            | Self::Unsigned(_)
            | Self::Boolean
            | Self::Varchar(_)
            | Self::UnboundedVarchar
            | Self::Text
            | Self::Char(_)
            | Self::Numeric { .. }
            | Self::Real
            | Self::Double
            | Self::Date
            | Self::Time
            | Self::Timestamp
            | Self::TimestampTz
            | Self::Interval
            | Self::Binary
            | Self::Uuid
            | Self::Json
            | Self::Jsonb
            | Self::Custom(_) => None,
        }
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SmallInt => f.write_str("small_int"),
            Self::Integer => f.write_str("integer"),
            Self::BigInt => f.write_str("big_int"),
            Self::Unsigned(whole) => write!(f, "{whole} unsigned"),
            Self::Boolean => f.write_str("boolean"),
            Self::Varchar(length) => write!(f, "varchar({length})"),
            Self::UnboundedVarchar => f.write_str("varchar"),
            Self::Text => f.write_str("text"),
            Self::Char(length) => write!(f, "char({length})"),
            Self::Numeric { precision, scale } => write!(f, "numeric({precision}, {scale})"),
            Self::Real => f.write_str("real"),
            Self::Double => f.write_str("double"),
            Self::Date => f.write_str("date"),
            Self::Time => f.write_str("time"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::TimestampTz => f.write_str("timestamptz"),
            Self::Interval => f.write_str("interval"),
            Self::Binary => f.write_str("binary"),
            Self::Uuid => f.write_str("uuid"),
            Self::Json => f.write_str("json"),
            Self::Jsonb => f.write_str("jsonb"),
            Self::Array(element) => write!(f, "array({element})"),
            Self::Enumeration(kind) => write!(f, "enumeration({})", kind.name),
            Self::Custom(name) => f.write_str(name),
        }
    }
}
