//! The tables that are written, and `table!` of each.

use std::cmp::Ordering;

use migrate_core::dialect::Dialect;
use migrate_core::dialect::sqlite;
use migrate_core::schema::{Column, Schema, Table};

use crate::models::diesel::spelled::{Spelled, spelled};
use crate::models::diesel::{ColumnSorting, Docs, PrintSchema, SqlType, names};

use super::LeftOut;
use super::layout::{Lines, literal};
use super::types::overridden;

/// The names that the number of a row has on SQLite, unless a column has it
/// (<https://www.sqlite.org/lang_createtable.html#rowid>).
pub(in crate::models::diesel) const ROW_NUMBERS: [&str; 3] = ["rowid", "oid", "_rowid_"];

/// A table as it is written.
pub(super) struct Printed<'s> {
    pub(super) table: &'s Table,
    pub(super) rust_name: String,
    /// Under their names in SQL.
    pub(super) key: Vec<String>,
    pub(super) columns: Vec<PrintedColumn>,
}

/// A column as it is written.
pub(super) struct PrintedColumn {
    pub(super) name: String,
    pub(super) rust_name: String,
    pub(super) spelled: Spelled,
    /// Whether a struct is written for its type.
    pub(super) is_custom: bool,
    nullable: bool,
    comment: Option<String>,
}

impl PrintedColumn {
    pub(super) fn sql_type(&self) -> SqlType {
        self.spelled.sql_type(self.nullable)
    }
}

impl Printed<'_> {
    /// The name with the schema (namespace) before it.
    fn full_name(&self) -> String {
        self.table.name.to_string()
    }

    /// A column's name in Rust.
    pub(super) fn rust_name_of(&self, column: &str) -> Option<&str> {
        let named = self.columns.iter().find(|known| known.name == column)?;
        Some(&named.rust_name)
    }

    /// How the macro names it: the schema (namespace) and the name in Rust.
    fn path(&self) -> String {
        match &self.table.name.schema {
            Some(schema) => format!("{schema}.{}", self.rust_name),
            None => self.rust_name.clone(),
        }
    }
}

/// The tables that are written, in the order of their names, and those that cannot be.
pub(super) fn printed<'s>(
    schema: &'s Schema,
    dialect: Dialect,
    settings: &PrintSchema,
) -> (Vec<Printed<'s>>, Vec<LeftOut>) {
    let mut all = Vec::new();
    let mut left_out = Vec::new();
    for table in schema.tables.values().filter(|table| is_written(table, dialect, settings)) {
        match print(schema, table, dialect, settings) {
            Ok(mut printed) => {
                let others = all.iter().map(|other: &Printed<'_>| &other.rust_name);
                printed.rust_name = names::unique(printed.rust_name, &others);
                all.push(printed);
            }
            Err(why) => left_out.push(why),
        }
    }
    (all, left_out)
}

fn is_written(table: &Table, dialect: Dialect, settings: &PrintSchema) -> bool {
    let name = &table.name.name;
    let is_internal = name.starts_with("__")
        || matches!(dialect, Dialect::Sqlite(_)) && name.to_ascii_lowercase().starts_with("sqlite");
    let wanted = settings.schema.as_deref();
    let has_schema = match dialect {
        // diesel takes a table without one for PostgreSQL's.
        Dialect::Postgres(_) => table.name.schema.as_deref() == wanted.filter(|it| *it != "public"),
        Dialect::Sqlite(_) | Dialect::Mysql(_) => table.name.schema.as_deref() == wanted,
    };
    has_schema && !is_internal && settings.filter.takes(name)
}

fn print<'s>(
    schema: &Schema,
    table: &'s Table,
    dialect: Dialect,
    settings: &PrintSchema,
) -> Result<Printed<'s>, LeftOut> {
    let rust_name = names::of_table(&table.name.name);
    if let Some(name) = table.name.schema.as_ref().filter(|name| !names::is_free_identifier(name)) {
        return Err(LeftOut::SchemaName { table: table.name.clone(), schema: name.clone() });
    }
    let mut columns: Vec<PrintedColumn> = Vec::new();
    for column in in_order(table, dialect) {
        let no_type = || LeftOut::NoType {
            table: table.name.clone(),
            column: column.name.clone(),
            column_type: column.column_type.to_string(),
        };
        let mut spelled = spelled(dialect, table, column).ok_or_else(no_type)?;
        let is_number = settings.sqlite_integer_primary_key_is_bigint
            && spelled.rust_name == "Integer"
            && holds_row_number(schema, table, column, dialect);
        if is_number {
            "BigInt".clone_into(&mut spelled.rust_name);
        }
        let others = columns.iter().map(|other| &other.rust_name);
        let column_rust_name = names::unique(names::of_column(&column.name, &rust_name), &others);
        let is_custom = overridden(&mut spelled, dialect, settings, &rust_name, &column_rust_name);
        columns.push(PrintedColumn {
            name: column.name.clone(),
            rust_name: column_rust_name,
            spelled,
            is_custom,
            nullable: is_nullable(table, column, dialect),
            comment: column.comment.clone(),
        });
    }
    let key = key(table, dialect);
    match (&key[..], dialect) {
        ([], _) => return Err(LeftOut::NoKey(table.name.clone())),
        ([number], Dialect::Sqlite(_)) if table.column(number).is_none() => {
            let mut row_number = row_number(number);
            if settings.sqlite_integer_primary_key_is_bigint {
                "BigInt".clone_into(&mut row_number.spelled.rust_name);
            }
            columns.insert(0, row_number);
        }
        _ => {}
    }
    match settings.column_sorting {
        ColumnSorting::Position => {}
        ColumnSorting::Name => columns.sort_by(|a, b| by_name(dialect, &a.name, &b.name)),
    }
    Ok(Printed { table, rust_name, key, columns })
}

/// MariaDB and MySQL sort names without a look at capitals
/// (<https://dev.mysql.com/doc/refman/8.4/en/information-schema.html>).
fn by_name(dialect: Dialect, one: &str, other: &str) -> Ordering {
    match dialect {
        Dialect::Sqlite(_) | Dialect::Postgres(_) => one.cmp(other),
        Dialect::Mysql(_) => one.to_lowercase().cmp(&other.to_lowercase()),
    }
}

fn in_order(table: &Table, dialect: Dialect) -> Vec<&Column> {
    match dialect {
        Dialect::Sqlite(_) | Dialect::Postgres(_) => table.columns.iter().collect(),
        Dialect::Mysql(_) => {
            table.order_on_mysql().into_iter().filter_map(|name| table.column(name)).collect()
        }
    }
}

/// The key, or on SQLite the number of the row.
fn key(table: &Table, dialect: Dialect) -> Vec<String> {
    match (table.primary_key(), dialect) {
        ([], Dialect::Sqlite(_)) => {
            let free = |name: &&&str| table.column(name).is_none();
            ROW_NUMBERS.iter().find(free).map(|name| (*name).to_owned()).into_iter().collect()
        }
        (key, _) => key.to_vec(),
    }
}

fn row_number(name: &str) -> PrintedColumn {
    PrintedColumn {
        name: name.to_owned(),
        rust_name: name.to_owned(),
        spelled: Spelled::integer(),
        is_custom: false,
        nullable: false,
        comment: None,
    }
}

fn is_nullable(table: &Table, column: &Column, dialect: Dialect) -> bool {
    match dialect {
        // A key of other tables may have NULL
        // (<https://www.sqlite.org/withoutrowid.html>, section 2).
        Dialect::Sqlite(_) => {
            let is_key = || table.primary_key().contains(&column.name);
            column.nullable && !(table.options.without_rowid && is_key())
        }
        // A key's columns are NOT NULL, whatever is said of them.
        Dialect::Postgres(_) | Dialect::Mysql(_) => {
            column.nullable && !table.primary_key().contains(&column.name)
        }
    }
}

/// Whether a column is the number of the row on SQLite, or references one.
pub(in crate::models::diesel) fn holds_row_number(
    schema: &Schema,
    table: &Table,
    column: &Column,
    dialect: Dialect,
) -> bool {
    let is_number = |table: &Table, name: &str| {
        !table.options.without_rowid && matches!(table.primary_key(), [key] if key == name)
    };
    let is_integer = || {
        let name = sqlite::type_name(&column.column_type, table.options.strict);
        column.identity.is_some() || name.is_ok_and(|name| name.eq_ignore_ascii_case("integer"))
    };
    let mut keys = table.foreign_keys().filter(|(_, key)| key.columns == [column.name.clone()]);
    matches!(dialect, Dialect::Sqlite(_))
        && (is_integer() && is_number(table, &column.name)
            || keys.any(|(_, key)| {
                let parent = schema.tables.get(&key.table);
                parent.is_some_and(|parent| match parent.primary_key() {
                    [] => true,
                    [key] => is_number(parent, key),
                    _ => false,
                })
            }))
}

/// `table!` of each.
pub(super) fn write(lines: &mut Lines, settings: &PrintSchema, tables: &[Printed<'_>]) {
    for table in tables {
        lines.blank();
        write_table(lines, settings, table);
    }
}

fn write_table(lines: &mut Lines, settings: &PrintSchema, printed: &Printed<'_>) {
    lines.open("diesel::table! {");
    write_imports(lines, settings, printed);
    let full_name = printed.full_name();
    write_docs(lines, settings.with_docs, printed.table.comment.as_deref(), || {
        vec![format!("Representation of the `{full_name}` table.")]
    });
    if printed.rust_name != printed.table.name.name {
        lines.push(&format!("#[sql_name = {}]", literal(&full_name)));
    }
    let key: Vec<_> = printed.key.iter().filter_map(|name| printed.rust_name_of(name)).collect();
    lines.open(&format!("{} ({}) {{", printed.path(), key.join(", ")));
    for column in &printed.columns {
        let sql_type = column.sql_type();
        write_docs(lines, settings.with_docs, column.comment.as_deref(), || {
            vec![
                format!("The `{}` column of the `{full_name}` table.", column.name),
                String::new(),
                format!("Its SQL type is `{sql_type}`."),
            ]
        });
        if column.rust_name != column.name {
            lines.push(&format!("#[sql_name = {}]", literal(&column.name)));
        }
        if let Some(length) = column.spelled.max_length {
            lines.push(&format!("#[max_length = {length}]"));
        }
        lines.push(&format!("{} -> {sql_type},", column.rust_name));
    }
    lines.close();
    lines.close();
}

fn write_imports(lines: &mut Lines, settings: &PrintSchema, printed: &Printed<'_>) {
    let mut imports: Vec<String> =
        settings.import_types.iter().flatten().map(|path| format!("use {path};")).collect();
    for column in printed.columns.iter().filter(|column| column.is_custom) {
        if imports.is_empty() {
            imports.push("use diesel::sql_types::*;".to_owned());
        }
        let import = format!("use super::sql_types::{};", column.spelled.rust_name);
        if !imports.contains(&import) {
            imports.push(import);
        }
    }
    for import in &imports {
        lines.push(import);
    }
    if !imports.is_empty() {
        lines.blank();
    }
}

fn write_docs(
    lines: &mut Lines,
    docs: Docs,
    comment: Option<&str>,
    generated: impl FnOnce() -> Vec<String>,
) {
    match (docs, comment) {
        (Docs::None, _) | (Docs::Comments, None) => {}
        (Docs::Comments | Docs::CommentsOrGenerated, Some(comment)) => lines.docs(comment.lines()),
        (Docs::CommentsOrGenerated, None) => {
            let generated = generated();
            lines.docs(generated.iter().map(String::as_str));
            lines.docs(["", "(Automatically generated by Diesel.)"]);
        }
    }
}
