//! A column's type as each database's catalogue names it, and the type of diesel that follows.

use heck::ToUpperCamelCase as _;
use migrate_core::dialect::Dialect;
use migrate_core::dialect::mysql;
use migrate_core::dialect::sqlite::type_name;
use migrate_core::schema::{Column, ColumnType, Table};

use crate::normalize::postgres::column_type;

use super::SqlType;

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
        Dialect::Postgres(_) => postgres(kind),
        Dialect::Mysql(version) => of_mysql(version, kind),
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

pub(super) fn postgres(kind: &ColumnType) -> Option<Spelled> {
    use ColumnType as T;
    Some(match kind {
        T::SmallInt => Spelled::of("int2"),
        T::Integer => Spelled::of("int4"),
        T::BigInt => Spelled::of("int8"),
        T::Unsigned(_) => return None,
        T::Boolean => Spelled::of("bool"),
        T::Varchar(length) => Spelled::of("varchar").up_to(*length),
        T::UnboundedVarchar => Spelled::of("varchar"),
        T::Text => Spelled::of("text"),
        T::Char(length) => Spelled::of("bpchar").up_to(*length),
        T::Numeric { .. } => Spelled::of("numeric"),
        T::Real => Spelled::of("float4"),
        T::Double => Spelled::of("float8"),
        T::Date => Spelled::of("date"),
        T::Time => Spelled::of("time"),
        T::Timestamp => Spelled::of("timestamp"),
        T::TimestampTz => Spelled::of("timestamptz"),
        T::Interval => Spelled::of("interval"),
        T::Binary => Spelled::of("bytea"),
        T::Uuid => Spelled::of("uuid"),
        T::Json => Spelled::of("json"),
        T::Jsonb => Spelled::of("jsonb"),
        T::Array(element) => Spelled { is_array: true, max_length: None, ..postgres(element)? },
        T::Enumeration(of) => {
            Spelled { schema: of.name.schema.clone(), ..Spelled::of(&of.name.name) }
        }
        T::Custom(text) => match column_type(text) {
            T::Custom(text) => custom_of_postgres(&text)?,
            other => postgres(&other)?,
        },
    })
}

/// A type in the spelling of `format_type`: `timestamp(3) with time zone`, `app.citext`, `"Mood"`.
fn custom_of_postgres(text: &str) -> Option<Spelled> {
    let (before, arguments, after) = match text.split_once('(') {
        Some((before, rest)) if !text.starts_with('"') => {
            let (arguments, after) = rest.split_once(')')?;
            (before.trim(), arguments, after.trim())
        }
        _ => (text, "", ""),
    };
    let length = arguments.parse::<u64>().ok();
    let spelled = match (before, after) {
        ("timestamp", "with time zone") | ("timestamp with time zone", "") => "timestamptz",
        ("timestamp", "without time zone") | ("timestamp without time zone", "") => "timestamp",
        ("time", "with time zone") | ("time with time zone", "") => "timetz",
        ("time", "without time zone") | ("time without time zone", "") => "time",
        ("bit", "") => return Some(Spelled { max_length: length, ..built_in("bit") }),
        ("bit varying", "") => return Some(Spelled { max_length: length, ..built_in("varbit") }),
        ("numeric", "") => "numeric",
        ("character", "") => "bpchar",
        ("\"char\"", "") => "char",
        (word, "") if word.starts_with("interval") => "interval",
        (word, "") => {
            let mut names = identifiers(word)?;
            let name = names.pop()?;
            let schema = names.pop();
            if schema.is_none() && CATALOGUE_TYPES.contains(&name.as_str()) {
                return Some(built_in(&name));
            }
            return Some(Spelled { schema, ..Spelled::of(name) });
        }
        _ => return None,
    };
    Some(Spelled::of(spelled))
}

/// A type of PostgreSQL itself, for which diesel has none.
fn built_in(name: &str) -> Spelled {
    Spelled { schema: Some("pg_catalog".to_owned()), ..Spelled::of(name) }
}

/// The types of PostgreSQL itself that `diesel print-schema` writes a struct for, by their names in `pg_type`
/// (<https://www.postgresql.org/docs/current/datatype.html>). Those of extensions are none of them.
const CATALOGUE_TYPES: [&str; 36] = [
    "aclitem",
    "box",
    "cid",
    "circle",
    "int2vector",
    "jsonpath",
    "line",
    "lseg",
    "name",
    "oidvector",
    "path",
    "pg_ndistinct",
    "pg_node_tree",
    "pg_snapshot",
    "point",
    "polygon",
    "refcursor",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "tid",
    "timetz",
    "tsquery",
    "tsvector",
    "txid_snapshot",
    "xid",
    "xid8",
    "xml",
];

/// The names of a qualified name, without their quotes.
fn identifiers(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let end;
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut name = String::new();
            let mut letters = quoted.char_indices().peekable();
            loop {
                match letters.next()? {
                    (_, '"') if letters.peek().is_some_and(|(_, next)| *next == '"') => {
                        letters.next();
                        name.push('"');
                    }
                    (at, '"') => {
                        end = at + 2;
                        break;
                    }
                    (_, other) => name.push(other),
                }
            }
            names.push(name);
        } else {
            end = rest.find('.').unwrap_or(rest.len());
            names.push(rest[..end].to_owned());
        }
        match rest[end..].strip_prefix('.') {
            Some(next) => rest = next,
            None if end == rest.len() => return Some(names),
            None => return None,
        }
    }
}

fn of_mysql(version: mysql::Version, kind: &ColumnType) -> Option<Spelled> {
    use ColumnType as T;
    Some(match kind {
        T::SmallInt => Spelled::of("smallint"),
        T::Integer => Spelled::of("integer"),
        T::BigInt => Spelled::of("bigint"),
        T::Unsigned(whole) => Spelled { is_unsigned: true, ..of_mysql(version, whole)? },
        T::Boolean => Spelled::of("bool"),
        T::Varchar(length) => Spelled::of("varchar").up_to(*length),
        T::Text => Spelled::of("longtext"),
        T::Char(length) => Spelled::of("char").up_to(*length),
        T::Numeric { .. } => Spelled::of("decimal"),
        T::Real => Spelled::of("float"),
        T::Double => Spelled::of("double"),
        T::Date => Spelled::of("date"),
        T::Time => Spelled::of("time"),
        T::Timestamp => Spelled::of("datetime"),
        T::TimestampTz => Spelled::of("timestamp"),
        T::Binary => Spelled::of("longblob"),
        T::Uuid if version.at_least(mysql::Version::mariadb(10, 7, 0)) => Spelled::of("uuid"),
        T::Uuid => Spelled::of("char").up_to(36_u64),
        // On MariaDB the type is an alias (<https://mariadb.com/kb/en/json-data-type/>).
        T::Json | T::Jsonb if version.is_mariadb() => Spelled::of("longtext"),
        T::Json | T::Jsonb => Spelled::of("json"),
        T::Enumeration(of) => {
            let longest = of.values.iter().map(|value| value.chars().count()).max()?;
            Spelled::of("enum").up_to(u64::try_from(longest).ok()?)
        }
        T::Custom(text) => custom_of_mysql(text)?,
        T::UnboundedVarchar | T::Interval | T::Array(_) => return None,
    })
}

/// A type in the spelling of `COLUMN_TYPE`: `mediumint unsigned`, `set('a','b')`.
fn custom_of_mysql(text: &str) -> Option<Spelled> {
    let name = text.trim().to_lowercase();
    let is_unsigned = name.contains("unsigned");
    let (word, arguments) = match name.split_once('(') {
        Some((word, arguments)) => (word.trim(), Some(arguments)),
        None => (name.as_str(), None),
    };
    let word = match word.strip_suffix("unsigned") {
        Some(word) => word.trim(),
        None => word,
    };
    let word = match word {
        "tinyint" if arguments == Some("1)") && !is_unsigned => "bool",
        word if word.starts_with("int") && !word.starts_with("inet") => "integer",
        word if word.contains(' ') => return None,
        word => word,
    };
    let number = || arguments?.split(')').next()?.trim().parse().ok();
    let max_length = match word {
        "char" | "varchar" | "binary" | "varbinary" => number(),
        "set" => text.split_once('(').and_then(|(_, labels)| length_of_set(labels)),
        _ => None,
    };
    Some(Spelled { is_unsigned, max_length, ..Spelled::of(word) })
}

/// The length of all labels of a set with the commas between them
/// (<https://dev.mysql.com/doc/refman/8.4/en/set.html>).
fn length_of_set(labels: &str) -> Option<u64> {
    let labels = labels.trim().strip_suffix(')')?.trim();
    let mut length = 0;
    let mut letters = labels.chars().peekable();
    let mut is_inside = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\'' if is_inside && letters.peek() == Some(&'\'') => {
                letters.next();
                length += 1;
            }
            '\'' => is_inside = !is_inside,
            ' ' if !is_inside => {}
            _ => length += 1,
        }
    }
    Some(length)
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
