//! Columns and their types.

use migrate_core::schema::{
    Column, ColumnDefault, ColumnPosition, ColumnType, EnumType, Generated, Generation, Identity,
    MysqlColumn, TypeVariants,
};
use serde_json::Value as Json;

use super::fields::{Fields, Word, one_of, word};
use super::{Decode, DecodeError};

impl Decode for Column {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let column = Self {
            name: fields.required("name")?,
            column_type: fields.required("type")?,
            type_on: fields.or_default("type_on")?,
            nullable: !fields.or_default::<bool>("not_null")?,
            default: fields.optional("default")?,
            identity: fields.optional("identity")?,
            generated: fields.optional("generated")?,
            collation: fields.optional("collation")?,
            comment: fields.optional("comment")?,
            mysql: fields.or_default("mysql")?,
        };
        fields.end(column)
    }
}

impl Decode for TypeVariants {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let variants = Self {
            sqlite: fields.optional("sqlite")?,
            postgres: fields.optional("postgres")?,
            mysql: fields.optional("mysql")?,
        };
        fields.end(variants)
    }
}

impl Decode for MysqlColumn {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let attributes = Self {
            charset: fields.optional("charset")?,
            on_update_now: fields.or_default("on_update_now")?,
            invisible: fields.or_default("invisible")?,
            position: fields.optional("position")?,
        };
        fields.end(attributes)
    }
}

impl Decode for ColumnPosition {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        match word(json)? {
            Word::Alone(name) if name == "first" => Ok(Self::First),
            Word::With(key, column) if key == "after" => Decode::decode(column).map(Self::After),
            Word::Alone(name) | Word::With(name, _) => {
                Err(DecodeError::new(format!("the position `{name}` of a column is not known")))
            }
        }
    }
}

impl Decode for ColumnType {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let (name, argument) = match word(json)? {
            Word::Alone(name) => return plain_type(&name),
            Word::With(name, argument) => (name, argument),
        };
        let read = match name.as_str() {
            "unsigned" => Decode::decode(argument).map(Self::Unsigned),
            "varchar" => Decode::decode(argument).map(Self::Varchar),
            "char" => Decode::decode(argument).map(Self::Char),
            "numeric" => numeric(argument),
            "array" => Decode::decode(argument).map(Self::Array),
            "enumeration" => Decode::decode(argument).map(Self::Enumeration),
            "custom" => Decode::decode(argument).map(Self::Custom),
            _ => return Err(unknown_type(&name)),
        };
        read.map_err(|error| error.within(name))
    }
}

fn plain_type(name: &str) -> Result<ColumnType, DecodeError> {
    Ok(match name {
        "small_int" => ColumnType::SmallInt,
        "integer" => ColumnType::Integer,
        "big_int" => ColumnType::BigInt,
        "boolean" => ColumnType::Boolean,
        "string" => ColumnType::UnboundedVarchar,
        "text" => ColumnType::Text,
        "real" => ColumnType::Real,
        "double" => ColumnType::Double,
        "date" => ColumnType::Date,
        "time" => ColumnType::Time,
        "timestamp" => ColumnType::Timestamp,
        "timestamptz" => ColumnType::TimestampTz,
        "interval" => ColumnType::Interval,
        "binary" => ColumnType::Binary,
        "uuid" => ColumnType::Uuid,
        "json" => ColumnType::Json,
        "jsonb" => ColumnType::Jsonb,
        _ => return Err(unknown_type(name)),
    })
}

fn unknown_type(name: &str) -> DecodeError {
    DecodeError::new(format!("the type `{name}` is not known"))
}

fn numeric(json: Json) -> Result<ColumnType, DecodeError> {
    let mut fields = Fields::of(json)?;
    let (precision, scale) = (fields.required("precision")?, fields.required("scale")?);
    fields.end(ColumnType::Numeric { precision, scale })
}

impl Decode for EnumType {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let kind = Self { name: fields.required("name")?, values: fields.required("values")? };
        fields.end(kind)
    }
}

impl Decode for ColumnDefault {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        match word(json)? {
            Word::Alone(name) if name == "now" => Ok(Self::Now),
            Word::Alone(name) if name == "today" => Ok(Self::Today),
            Word::With(key, value) if key == "value" => Decode::decode(value).map(Self::Value),
            Word::With(key, sql) if key == "sql" => Decode::decode(sql).map(Self::Sql),
            Word::Alone(name) | Word::With(name, _) => {
                Err(DecodeError::new(format!("the default `{name}` is not known")))
            }
        }
    }
}

impl Decode for Identity {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let identity = Self {
            generation: fields.or_default("generation")?,
            start: fields.optional("start")?,
            increment: fields.optional("increment")?,
        };
        fields.end(identity)
    }
}

impl Decode for Generation {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let words =
            [("by_default", Self::ByDefault), ("always", Self::Always), ("serial", Self::Serial)];
        one_of(json, "generation of an identity", &words)
    }
}

impl Decode for Generated {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let generated = Self {
            expression: fields.required("expression")?,
            stored: fields.or_default("stored")?,
        };
        fields.end(generated)
    }
}
