//! Names, constants and expressions.

use migrate_core::schema::{BinaryOperator, Expr, QualifiedName, SqlPart, SqlText, Value};
use serde_json::Value as Json;

use super::fields::{Fields, Word, one_of, word};
use super::{Decode, DecodeError};

impl Decode for QualifiedName {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        if let Json::String(name) = json {
            return Ok(Self { schema: None, name });
        }
        let parts: Result<[String; 2], _> = <Vec<String>>::decode(json)?.try_into();
        let [schema, name] = parts.map_err(|parts| {
            DecodeError::new(format!("a name has one part or two, not {}", parts.len()))
        })?;
        Ok(Self { schema: Some(schema), name })
    }
}

impl Decode for SqlText {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        if let Json::String(text) = json {
            return Ok(Self::Common(text));
        }
        let mut fields = Fields::of(json)?;
        let text = Self::PerDialect {
            sqlite: fields.optional("sqlite")?,
            postgres: fields.optional("postgres")?,
            mysql: fields.optional("mysql")?,
        };
        fields.end(text)
    }
}

impl Decode for SqlPart {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        SqlText::decode(json).map(Self::from)
    }
}

impl Decode for Value {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        match json {
            Json::Null => Ok(Self::Null),
            Json::Bool(value) => Ok(Self::Boolean(value)),
            Json::Number(_) => i64::decode(json).map(Self::Integer),
            Json::String(text) => Ok(Self::Text(text)),
            Json::Array(_) => Decode::decode(json).map(Self::Array),
            Json::Object(_) => match word(json)? {
                Word::With(key, digits) if key == "float" => {
                    let digits = String::decode(digits)?;
                    let number = digits.parse().map_err(|_| not_digits(&digits))?;
                    Ok(Self::Float(number))
                }
                Word::With(key, digits) if key == "decimal" => {
                    String::decode(digits).map(Self::Decimal)
                }
                Word::With(key, digits) if key == "bytes" => {
                    let digits = String::decode(digits)?;
                    bytes(&digits).map(Self::Bytes).ok_or_else(|| not_digits(&digits))
                }
                Word::With(key, _) | Word::Alone(key) => {
                    Err(DecodeError::new(format!("`{key}` is no constant")))
                }
            },
        }
    }
}

fn not_digits(digits: &str) -> DecodeError {
    DecodeError::new(format!("`{digits}` are not the digits of a constant"))
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let digit = |at: usize| char::from(*digits.as_bytes().get(at)?).to_digit(16);
    let byte = |at| u8::try_from(digit(at)? << 4 | digit(at + 1)?).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// The keys of the objects that are constants.
const CONSTANTS: [&str; 3] = ["float", "decimal", "bytes"];

impl Decode for Expr {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let is_constant = match &json {
            Json::Object(map) => CONSTANTS.iter().any(|key| map.contains_key(*key)),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_) => true,
        };
        if is_constant {
            return Value::decode(json).map(Self::Value);
        }
        let mut fields = Fields::of(json)?;
        let expression = if fields.has("column") {
            Self::Column(fields.required("column")?)
        } else if fields.has("sql") {
            Self::Sql(fields.required("sql")?)
        } else if fields.has("operator") {
            let operator = fields.required("operator")?;
            Self::Binary(fields.required("left")?, operator, fields.required("right")?)
        } else if fields.has("not") {
            Self::Not(fields.required("not")?)
        } else if fields.has("is_null") {
            Self::IsNull { operand: fields.required("is_null")?, negated: false }
        } else if fields.has("is_not_null") {
            Self::IsNull { operand: fields.required("is_not_null")?, negated: true }
        } else if fields.has("operand") {
            Self::In(fields.required("operand")?, fields.required("in")?)
        } else {
            return Err(DecodeError::new("an object is no expression"));
        };
        fields.end(expression)
    }
}

impl Decode for BinaryOperator {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        one_of(json, "operator", &Self::ALL.map(|operator| (operator.sql(), operator)))
    }
}
