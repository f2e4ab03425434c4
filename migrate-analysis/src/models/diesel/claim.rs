//! Whether a column at the head is of the type that `schema.rs` says, and the type it should be of.

use migrate_core::dialect::Dialect;
use migrate_core::schema::{Column, ColumnType, EnumType, QualifiedName, Schema, Table};

use super::spelled::{Spelled, is_of_diesel, of_postgres, spelled};
use super::write::holds_row_number;
use super::{DeclaredColumn, SchemaRs, SqlType};

/// Whether a claim holds at the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It does.
    Holds,
    /// It does not.
    Differs,
    /// `schema.rs` and the head call a type by names that only the program or the database can connect.
    Unknown,
}

/// Where a claim is held against the head.
pub(super) struct Context<'a> {
    pub(super) declared: &'a SchemaRs,
    pub(super) head: &'a Schema,
    pub(super) dialect: Dialect,
}

impl Context<'_> {
    /// Whether a column is of the declared type: one that diesel reads and writes it with.
    ///
    /// Types of the builder are portable, and so may a `schema.rs` be that several databases share: the name
    /// that PostgreSQL has for a type holds on the others too.
    pub(super) fn holds(&self, table: &Table, column: &Column, declared: &SqlType) -> Verdict {
        let wanted = declared.bare().canonical();
        let found = spelled(self.dialect, table, column);
        let kind = column.type_on.on(self.dialect.family()).unwrap_or(&column.column_type);
        let on_postgres = match kind {
            // It is spelled as this database alone does.
            ColumnType::Custom(_) => None,
            kind => of_postgres(kind),
        };
        let names = found.iter().chain(&on_postgres);
        if names.map(|name| name.sql_type(false).canonical()).any(|name| name == wanted) {
            return Verdict::Holds;
        }
        let is_number = || holds_row_number(self.head, table, column, self.dialect);
        if matches!(wanted.name.as_str(), "Integer" | "BigInt") && is_number() {
            return Verdict::Holds;
        }
        let element = wanted.inner("Array").unwrap_or(&wanted);
        if !is_known(&element.name) {
            return self.holds_by_name(found.as_ref(), element);
        }
        match (found, self.dialect, kind) {
            // PostgreSQL's domains are read as the type below them.
            (Some(found), Dialect::Postgres(_), ColumnType::Custom(_))
                if found.schema.as_deref() != Some("pg_catalog")
                    && !is_of_diesel(self.dialect, &found.rust_name) =>
            {
                Verdict::Unknown
            }
            (Some(_), ..) => Verdict::Differs,
            (None, ..) => Verdict::Unknown,
        }
    }

    /// The same of a type that is not diesel's.
    fn holds_by_name(&self, found: Option<&Spelled>, element: &SqlType) -> Verdict {
        let Some(found) = found else { return Verdict::Unknown };
        match (self.declared.type_definition(&element.name), self.dialect) {
            (Some(definition), Dialect::Postgres(_)) => match &definition.postgres {
                Some(name) if is_same(name, found) => Verdict::Holds,
                Some(_) => Verdict::Differs,
                None => Verdict::Unknown,
            },
            (Some(definition), Dialect::Mysql(_)) => match &definition.mysql {
                Some(kind) if kind.eq_ignore_ascii_case(&found.sql_name) => Verdict::Holds,
                Some(_) => Verdict::Differs,
                None => Verdict::Unknown,
            },
            // Each column has a struct of its own.
            (None, Dialect::Mysql(_)) if element.name.ends_with(&found.rust_name) => Verdict::Holds,
            (None, _) if element.name == found.rust_name => Verdict::Holds,
            (None, _) | (Some(_), Dialect::Sqlite(_)) => Verdict::Unknown,
        }
    }

    /// The longest text that a column takes, where the database and the type have such a thing.
    pub(super) fn max_length(&self, table: &Table, column: &Column) -> Option<u64> {
        match self.dialect {
            Dialect::Sqlite(_) => None,
            Dialect::Postgres(_) | Dialect::Mysql(_) => {
                spelled(self.dialect, table, column)?.max_length
            }
        }
    }

    /// The type of the builder for a declared column; an error where `schema.rs` does not say enough.
    pub(super) fn column_type(&self, declared: &DeclaredColumn) -> Result<ColumnType, String> {
        let length = declared.max_length.and_then(|length| u32::try_from(length).ok());
        self.type_of(declared.sql_type.bare(), length)
    }

    fn type_of(&self, declared: &SqlType, length: Option<u32>) -> Result<ColumnType, String> {
        use ColumnType as T;
        if let Some(element) = declared.inner("Array") {
            return Ok(T::Array(Box::new(self.type_of(element.bare(), length)?)));
        }
        if let Some(whole) = declared.inner("Unsigned") {
            return Ok(match self.type_of(whole, length)? {
                T::Custom(name) => T::Custom(format!("{name} unsigned")),
                whole => T::Unsigned(Box::new(whole)),
            });
        }
        let custom = |name: &str| T::Custom(name.to_owned());
        let is_mysql = matches!(self.dialect, Dialect::Mysql(_));
        let canonical = declared.canonical();
        Ok(match (declared.name.as_str(), length) {
            ("Char" | "Bpchar", Some(length)) => T::Char(length),
            ("Varbinary", Some(length)) if is_mysql => T::Custom(format!("varbinary({length})")),
            ("Bit", _) if is_mysql => custom("bit(1)"),
            ("Bit", Some(length)) => T::Custom(format!("bit({length})")),
            ("Tinytext" | "Mediumtext" | "Tinyblob" | "Mediumblob", _) if is_mysql => {
                custom(&declared.name.to_lowercase())
            }
            ("Bpchar", None) => custom("bpchar"),
            ("Varchar" | "VarChar", None) if !is_mysql => T::UnboundedVarchar,
            ("TinyInt" | "Tinyint", _) if is_mysql => custom("tinyint"),
            _ => match canonical.name.as_str() {
                "SmallInt" | "TinyInt" => T::SmallInt,
                "Integer" => T::Integer,
                "BigInt" => T::BigInt,
                "Bool" => T::Boolean,
                "Text" => length.map_or(T::Text, T::Varchar),
                "Numeric" if is_mysql => T::Numeric { precision: 10, scale: 0 },
                "Numeric" => custom("numeric"),
                "Float" => T::Real,
                "Double" => T::Double,
                "Date" => T::Date,
                "Time" => T::Time,
                "Timestamp" | "Datetime" => T::Timestamp,
                "Timestamptz" => T::TimestampTz,
                "Interval" => T::Interval,
                "Binary" => T::Binary,
                "Uuid" => T::Uuid,
                "Json" => T::Json,
                "Jsonb" => T::Jsonb,
                "CChar" => custom("\"char\""),
                "PgLsn" => custom("pg_lsn"),
                "Citext" | "Cidr" | "Inet" | "MacAddr" | "MacAddr8" | "Money" | "Oid" => {
                    custom(&canonical.name.to_lowercase())
                }
                "Range" | "Multirange" => custom(&range(&canonical)?),
                "Record" => return Err("a column cannot be of a record".to_owned()),
                _ => self.named(&declared.name)?,
            },
        })
    }

    /// A type that is not diesel's: an enum type of the head, or whatever the database has under its name.
    fn named(&self, rust_name: &str) -> Result<ColumnType, String> {
        use heck::{ToSnakeCase as _, ToUpperCamelCase as _};
        let defined = self.declared.type_definition(rust_name);
        let on_postgres = defined.and_then(|definition| definition.postgres.clone());
        let is_meant = |kind: &EnumType| match &on_postgres {
            Some(name) => kind.name == *name,
            None => kind.name.name.to_upper_camel_case() == rust_name,
        };
        if let Some(kind) = self.head.enums.values().find(|kind| is_meant(kind)) {
            return Ok(ColumnType::Enumeration(kind.clone()));
        }
        match (on_postgres, self.dialect) {
            (Some(name), Dialect::Postgres(_)) => Ok(ColumnType::Custom(quoted(&name))),
            (None, Dialect::Postgres(_)) => Ok(ColumnType::Custom(rust_name.to_snake_case())),
            (_, Dialect::Sqlite(_) | Dialect::Mysql(_)) => {
                Err(format!("`{rust_name}` does not say which type of the database it is"))
            }
        }
    }
}

fn quoted(name: &QualifiedName) -> String {
    let parts = name.schema.iter().filter(|it| *it != "pg_catalog").chain([&name.name]);
    let parts: Vec<_> = parts
        .map(|part| {
            let is_plain =
                part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if is_plain { part.clone() } else { migrate_core::dialect::postgres::quote(part) }
        })
        .collect();
    parts.join(".")
}

fn is_same(name: &QualifiedName, found: &Spelled) -> bool {
    let schema = |schema: Option<&str>| schema.filter(|it| *it != "public").map(str::to_owned);
    name.name == found.sql_name
        && (name.schema.is_none()
            || schema(name.schema.as_deref()) == schema(found.schema.as_deref()))
}

/// The name of a range type (<https://www.postgresql.org/docs/current/rangetypes.html>).
fn range(canonical: &SqlType) -> Result<String, String> {
    let of = canonical.arguments.first().map(|of| of.name.as_str());
    let word = match of {
        Some("Integer") => "int4",
        Some("BigInt") => "int8",
        Some("Numeric") => "num",
        Some("Date") => "date",
        Some("Timestamp") => "ts",
        Some("Timestamptz") => "tstz",
        _ => return Err(format!("PostgreSQL has no type for `{canonical}`")),
    };
    Ok(format!("{word}{}", canonical.name.to_lowercase()))
}

/// Whether a canonical type is diesel's own, on any database.
fn is_known(name: &str) -> bool {
    const OTHERS: [&str; 9] = [
        "Array",
        "CChar",
        "Datetime",
        "Multirange",
        "Range",
        "Record",
        "Timestamptz",
        "TinyInt",
        "Unsigned",
    ];
    let postgres = Dialect::Postgres(migrate_core::dialect::postgres::Version(15));
    is_of_diesel(postgres, name) || OTHERS.contains(&name)
}
