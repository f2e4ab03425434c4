//! Columns and their types.

use crate::schema::{
    Column, ColumnDefault, ColumnPosition, ColumnType, EnumType, Generated, Generation, Identity,
    MysqlColumn, SqlPart, TypeVariants,
};

use super::{Encode, Encoder};

impl Encode for Column {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self {
            name,
            column_type,
            type_on,
            nullable,
            default,
            identity,
            generated,
            collation,
            comment,
            mysql,
        } = self;
        out.object(|object| {
            object.value("name", name);
            object.value("type", column_type);
            object.unless_default("type_on", type_on);
            object.unless_default("not_null", &!nullable);
            object.optional("default", default.as_ref());
            object.optional("identity", identity.as_ref());
            object.optional("generated", generated.as_ref());
            object.optional("collation", collation.as_ref());
            object.optional("comment", comment.as_ref());
            object.unless_default("mysql", mysql);
        });
    }
}

impl Encode for TypeVariants {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { sqlite, postgres, mysql } = self;
        out.object(|object| {
            object.optional("sqlite", sqlite.as_ref());
            object.optional("postgres", postgres.as_ref());
            object.optional("mysql", mysql.as_ref());
        });
    }
}

impl Encode for SqlPart {
    fn encode(&self, out: &mut Encoder<'_>) {
        self.sql().encode(out);
    }
}

impl Encode for MysqlColumn {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { charset, on_update_now, invisible, position } = self;
        out.object(|object| {
            object.optional("charset", charset.as_ref());
            object.unless_default("on_update_now", on_update_now);
            object.unless_default("invisible", invisible);
            object.optional("position", position.as_ref());
        });
    }
}

impl Encode for ColumnPosition {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Self::First => out.text("first"),
            Self::After(column) => out.entry("after", column),
        }
    }
}

/// A word, or an object of the word and what belongs to it.
impl Encode for ColumnType {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Self::SmallInt => out.text("small_int"),
            Self::Integer => out.text("integer"),
            Self::BigInt => out.text("big_int"),
            Self::Unsigned(whole) => out.entry("unsigned", whole),
            Self::Boolean => out.text("boolean"),
            Self::Varchar(length) => out.entry("varchar", length),
            Self::UnboundedVarchar => out.text("string"),
            Self::Text => out.text("text"),
            Self::Char(length) => out.entry("char", length),
            Self::Numeric { precision, scale } => out.object(|object| {
                object.key("numeric").object(|object| {
                    object.value("precision", precision);
                    object.value("scale", scale);
                });
            }),
            Self::Real => out.text("real"),
            Self::Double => out.text("double"),
            Self::Date => out.text("date"),
            Self::Time => out.text("time"),
            Self::Timestamp => out.text("timestamp"),
            Self::TimestampTz => out.text("timestamptz"),
            Self::Interval => out.text("interval"),
            Self::Binary => out.text("binary"),
            Self::Uuid => out.text("uuid"),
            Self::Json => out.text("json"),
            Self::Jsonb => out.text("jsonb"),
            Self::Array(element) => out.entry("array", element),
            Self::Enumeration(kind) => out.entry("enumeration", kind),
            Self::Custom(name) => out.entry("custom", name),
        }
    }
}

impl Encode for EnumType {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { name, values } = self;
        out.object(|object| {
            object.value("name", name);
            object.value("values", values);
        });
    }
}

impl Encode for ColumnDefault {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Self::Value(value) => out.entry("value", value),
            Self::Now => out.text("now"),
            Self::Today => out.text("today"),
            Self::Sql(sql) => out.entry("sql", sql),
        }
    }
}

impl Encode for Identity {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { generation, start, increment } = self;
        out.object(|object| {
            object.unless_default("generation", generation);
            object.optional("start", start.as_ref());
            object.optional("increment", increment.as_ref());
        });
    }
}

impl Encode for Generation {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.text(match self {
            Self::ByDefault => "by_default",
            Self::Always => "always",
            Self::Serial => "serial",
        });
    }
}

impl Encode for Generated {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { expression, stored } = self;
        out.object(|object| {
            object.value("expression", expression);
            object.unless_default("stored", stored);
        });
    }
}
