//! Names, constants and expressions.

use crate::schema::{BinaryOperator, Expr, QualifiedName, SqlText, Value};

use super::{Encode, Encoder};

/// `"users"`, or `["audit", "entries"]` with a schema.
impl Encode for QualifiedName {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { schema, name } = self;
        match schema {
            Some(schema) => out.list([schema, name]),
            None => out.text(name),
        }
    }
}

/// A text, or an object with a text for each database that has one.
impl Encode for SqlText {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Self::Common(text) => out.text(text),
            Self::PerDialect { sqlite, postgres, mysql } => out.object(|object| {
                object.optional("sqlite", sqlite.as_ref());
                object.optional("postgres", postgres.as_ref());
                object.optional("mysql", mysql.as_ref());
            }),
        }
    }
}

/// What JSON has is written as JSON; numbers that a reader might round are texts in an object.
impl Encode for Value {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Self::Null => out.word("null"),
            Self::Boolean(value) => value.encode(out),
            Self::Integer(value) => value.encode(out),
            // The shortest digits that are read back as the same number, without an exponent.
            Self::Float(value) => out.entry("float", &value.to_string()),
            Self::Decimal(digits) => out.entry("decimal", digits),
            Self::Text(text) => out.text(text),
            Self::Bytes(bytes) => out.entry("bytes", &hexadecimal(bytes)),
            Self::Array(values) => out.list(values),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// A constant as it is; all else is an object whose keys no constant has.
impl Encode for Expr {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Self::Value(value) => value.encode(out),
            Self::Column(name) => out.entry("column", name),
            Self::Sql(sql) => out.entry("sql", sql),
            Self::Binary(left, operator, right) => out.object(|object| {
                object.value("operator", operator);
                object.value("left", left);
                object.value("right", right);
            }),
            Self::Not(operand) => out.entry("not", operand),
            Self::IsNull { operand, negated: false } => out.entry("is_null", operand),
            Self::IsNull { operand, negated: true } => out.entry("is_not_null", operand),
            Self::In(operand, values) => out.object(|object| {
                object.value("operand", operand);
                object.value("in", values);
            }),
        }
    }
}

impl Encode for BinaryOperator {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.text(self.sql());
    }
}
