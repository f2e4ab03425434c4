//! `CREATE TABLE` with its options, and the text that is for MariaDB and MySQL.

use std::fmt::Write as _;

use crate::dialect::Refusal;
use crate::schema::{SqlText, Table, TableOptions};

use super::limits::check_numbering;
use super::literal::plain_string;
use super::name::{named, quote};
use super::{Version, column, constraint, index};

/// `CREATE TABLE` with every constraint and index.
pub(super) fn create_table(
    version: Version,
    table: &Table,
    if_not_exists: bool,
) -> Result<String, Refusal> {
    check_numbering(version, table)?;
    constraint::require_kept_key(version, table, table.primary_key())?;
    let mut parts = Vec::new();
    for column in table.order_on_mysql().into_iter().filter_map(|name| table.column(name)) {
        parts.push(format!("{} {}", quote(&column.name), column::definition(version, column)?));
    }
    for rule in &table.constraints {
        parts.push(constraint::constraint(version, table, rule)?);
    }
    for key in &table.indexes {
        parts.push(index::index(version, table, key)?);
    }
    let if_not_exists = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let body = parts.join(",\n    ");
    let options = options(table)?;
    Ok(format!("CREATE TABLE {if_not_exists}{} (\n    {body}\n){options}", named(&table.name)))
}

/// Whether a text of the table is right only while a backslash begins an escape.
pub(super) fn has_escapes(table: &Table) -> bool {
    let comment = table.comment.as_deref().unwrap_or_default();
    comment.contains(['\\', '\0']) || table.columns.iter().any(column::has_escapes)
}

/// The options after the columns of a table.
fn options(table: &Table) -> Result<String, Refusal> {
    let Table {
        name: _,
        columns,
        mysql_order: _,
        constraints: _,
        indexes: _,
        comment,
        options,
        // In the text of `PARTITION BY`.
        partitions: _,
        touched_by: _,
    } = table;
    let TableOptions {
        partition_by,
        engine,
        charset,
        collation,
        row_format,
        // Options of the other databases.
        strict: _,
        without_rowid: _,
        unlogged: _,
        storage: _,
        tablespace: _,
        replica_identity: _,
    } = options;
    let mut sql = String::new();
    let start = columns.iter().find_map(|column| column.identity?.start);
    let start = start.map(|number| number.to_string());
    let comment = comment.as_deref().map(plain_string);
    for (option, value) in [
        ("ENGINE", engine.as_deref()),
        ("AUTO_INCREMENT", start.as_deref()),
        ("DEFAULT CHARSET", charset.as_deref()),
        ("COLLATE", collation.as_deref()),
        ("ROW_FORMAT", row_format.as_deref()),
        ("COMMENT", comment.as_deref()),
    ] {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(sql, " {option}={value}");
        }
    }
    if let Some(rows) = partition_by {
        let rows = text(rows)?.trim();
        if !rows.is_empty() {
            let _ = write!(sql, " PARTITION BY {rows}");
        }
    }
    Ok(sql)
}

/// The text for MariaDB and MySQL.
pub(super) fn text(sql: &SqlText) -> Result<&str, Refusal> {
    match sql {
        SqlText::Common(text) | SqlText::PerDialect { mysql: Some(text), .. } => Ok(text),
        SqlText::PerDialect { mysql: None, .. } => Err(Refusal::unsupported(
            "there is no SQL text for MariaDB and MySQL",
            "add one: `per_dialect().mysql(\"..\")`; an empty text does nothing",
        )),
    }
}
