//! A column's type as each database's catalogue names it, and the type of diesel that follows.

mod mysql;
mod postgres;

use heck::ToUpperCamelCase as _;
use migrate_core::dialect::Dialect;
use migrate_core::dialect::sqlite::type_name;
use migrate_core::schema::{Column, Table};

use super::SqlType;
pub(super) use postgres::of_postgres;

/// A type as a catalogue names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelled {
    /// Its name in the catalogue: `int4`, `mood`.
    pub(super) sql_name: String,
    /// Its schema (namespace), where that is another than the connection's own (PostgreSQL).
    pub(super) schema: Option<String>,
    /// Its name in Rust.
    pub(super) rust_name: String,
    /// Whether the column is a list of it.
    pub(super) is_array: bool,
    /// Whether it is `Unsigned<..>`.
    pub(super) is_unsigned: bool,
    /// The longest text that it takes, in characters, where the catalogue says one.
    pub(super) max_length: Option<u64>,
}

impl Spelled {
    /// A type that is called in Rust as in SQL, but for the capitals.
    fn of(sql_name: impl Into<String>) -> Self {
        let sql_name = sql_name.into();
        Self {
            rust_name: sql_name.to_upper_camel_case(),
            sql_name,
            schema: None,
            is_array: false,
            is_unsigned: false,
            max_length: None,
        }
    }

    /// The number of a row on SQLite.
    pub(super) fn integer() -> Self {
        Self::of("Integer")
    }

    fn up_to(self, length: impl Into<u64>) -> Self {
        Self { max_length: Some(length.into()), ..self }
    }

    /// The type as `table!` has it.
    pub(super) fn sql_type(&self, nullable: bool) -> SqlType {
        let mut read = SqlType::named(&self.rust_name);
        if self.is_unsigned {
            read = SqlType::named("Unsigned").of(read);
        }
        if self.is_array {
            read = SqlType::named("Array").of(read.nullable());
        }
        if nullable { read.nullable() } else { read }
    }
}

/// The type of a column; none where the database or diesel has no type for it.
pub(super) fn spelled(dialect: Dialect, table: &Table, column: &Column) -> Option<Spelled> {
    let kind = column.type_on.on(dialect.family()).unwrap_or(&column.column_type);
    match dialect {
        Dialect::Sqlite(_) if column.identity.is_some() => Some(Spelled::of("Integer")),
        Dialect::Sqlite(_) => sqlite(&type_name(kind, table.options.strict).ok()?),
        Dialect::Postgres(_) => of_postgres(kind),
        Dialect::Mysql(version) => mysql::of_mysql(version, kind),
    }
}

/// diesel takes SQLite's types by the words in them, in this order.
fn sqlite(declared: &str) -> Option<Spelled> {
    let name = declared.to_lowercase();
    let has = |word: &str| name.contains(word);
    let read = if matches!(name.as_str(), "boolean" | "bool") || has("tiny") && has("int") {
        "Bool"
    } else if name == "int2" || has("small") && has("int") {
        "SmallInt"
    } else if name == "int8" || has("big") && has("int") {
        "BigInt"
    } else if has("int") {
        "Integer"
    } else if has("char") || has("clob") || has("text") {
        "Text"
    } else if has("blob") || has("binary") || name.is_empty() {
        "Binary"
    } else if has("float") || has("real") {
        "Float"
    } else if has("double") || has("num") || has("dec") {
        "Double"
    } else {
        match name.as_str() {
            "datetime" | "timestamp" => "Timestamp",
            "date" => "Date",
            "time" => "Time",
            // diesel has these types for SQLite, and `diesel print-schema` 2.3 refuses tables with them.
            "timestamptz" => "TimestamptzSqlite",
            "json" => "Json",
            "jsonb" => "Jsonb",
            _ => return None,
        }
    };
    Some(Spelled::of(read))
}

/// Whether diesel has a type of this name for the database.
pub(super) fn is_of_diesel(dialect: Dialect, rust_name: &str) -> bool {
    let own: &[&str] = match dialect {
        Dialect::Sqlite(_) => &[],
        Dialect::Postgres(_) => &POSTGRES_TYPES,
        Dialect::Mysql(_) => &["TinyInt", "Tinyint", "Datetime", "Json"],
    };
    COMMON_TYPES.contains(&rust_name) || own.contains(&rust_name)
}

/// The types that `diesel print-schema` 2.3 writes no struct for, on any database.
const COMMON_TYPES: [&str; 32] = [
    "BigInt",
    "Bigint",
    "Binary",
    "Bit",
    "Blob",
    "Bool",
    "Char",
    "Date",
    "Decimal",
    "Double",
    "Float",
    "Float4",
    "Float8",
    "Int2",
    "Int4",
    "Int8",
    "Integer",
    "Longblob",
    "Longtext",
    "Mediumblob",
    "Mediumtext",
    "Numeric",
    "SmallInt",
    "Smallint",
    "Text",
    "Time",
    "Timestamp",
    "Tinyblob",
    "Tinytext",
    "VarChar",
    "Varbinary",
    "Varchar",
];

/// Those on PostgreSQL alone.
const POSTGRES_TYPES: [&str; 34] = [
    "BigSerial",
    "Bpchar",
    "Bytea",
    "Cidr",
    "Citext",
    "Datemultirange",
    "Daterange",
    "Inet",
    "Int4multirange",
    "Int4range",
    "Int8multirange",
    "Int8range",
    "Interval",
    "Json",
    "Jsonb",
    "MacAddr",
    "MacAddr8",
    "Macaddr",
    "Macaddr8",
    "Money",
    "Nummultirange",
    "Numrange",
    "Oid",
    "PgLsn",
    "Range",
    "Record",
    "Serial",
    "SmallSerial",
    "Timestamptz",
    "Tsmultirange",
    "Tsrange",
    "Tstzmultirange",
    "Tstzrange",
    "Uuid",
];
