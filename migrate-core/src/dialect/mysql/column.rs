//! A column's definition: its type and the attributes after it.

use std::fmt::Write as _;

use crate::dialect::Refusal;
use crate::schema::{Column, ColumnPosition, ColumnType, Generation, MysqlColumn, Table};

use super::Version;
use super::literal::plain_string;
use super::name::quote;
use super::types::{
    current_timestamp, default_sql, is_collation_of, is_text, is_timestamp, type_name,
};

/// A column's definition, in an order that both servers take.
pub(super) fn definition(version: Version, column: &Column) -> Result<String, Refusal> {
    let Column {
        // Written before the definition.
        name: _,
        column_type,
        // Chosen before, see `lower_on`.
        type_on: _,
        nullable,
        default,
        identity,
        generated,
        collation,
        comment,
        mysql,
    } = column;
    let MysqlColumn {
        charset,
        on_update_now: _,
        invisible,
        // After the definition, where the column is added.
        position: _,
    } = mysql;
    let mut sql = type_name(version, column_type)?;
    let type_name = sql.clone();
    // A column that ceased to be text may still say the collation it had.
    if is_text(&type_name) {
        if let Some(charset) = charset {
            let _ = write!(sql, " CHARACTER SET {charset}");
        }
        if let Some(collation) = collation {
            let _ = write!(sql, " COLLATE {collation}");
        }
    }
    if generated.is_some() {
        let _ = write!(sql, " {}", generated_clause(version, column)?);
    }
    if !nullable {
        sql.push_str(" NOT NULL");
    } else if is_timestamp(&type_name) && generated.is_none() {
        // Without `explicit_defaults_for_timestamp` a `TIMESTAMP` without `NULL` is NOT NULL
        // (<https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_explicit_defaults_for_timestamp>).
        sql.push_str(" NULL");
    }
    if let Some(default) = default {
        let _ = write!(sql, " DEFAULT {}", default_sql(version, &type_name, default)?);
    }
    if let Some(time) = on_update(version, column)? {
        let _ = write!(sql, " ON UPDATE {time}");
    }
    if identity.is_some() {
        require_plain_identity(version, column)?;
        sql.push_str(" AUTO_INCREMENT");
    }
    if *invisible {
        sql.push_str(" INVISIBLE");
    }
    if let Some(comment) = comment {
        let _ = write!(sql, " COMMENT {}", plain_string(comment));
    }
    Ok(sql)
}

/// Where a column is put, as written after its definition.
pub(super) fn position(position: &ColumnPosition) -> String {
    match position {
        ColumnPosition::First => "FIRST".to_owned(),
        ColumnPosition::After(other) => format!("AFTER {}", quote(other)),
    }
}

/// The time that an `UPDATE` of the row sets the column to, as written after `ON UPDATE`: only a
/// `DATETIME` and a `TIMESTAMP` can be set
/// (<https://dev.mysql.com/doc/refman/8.4/en/timestamp-initialization.html>).
pub(super) fn on_update(version: Version, column: &Column) -> Result<Option<String>, Refusal> {
    if !column.mysql.on_update_now {
        return Ok(None);
    }
    let type_name = type_name(version, &column.column_type)?;
    if let Some(time) = current_timestamp(&type_name) {
        return Ok(Some(time));
    }
    let name = &column.name;
    Err(Refusal::unsupported(
        format!("column `{name}` is {type_name}, which no `UPDATE` sets to its time"),
        "make it `timestamp()` or `timestamptz()`, or leave `.mysql_on_update_now()` out",
    ))
}

/// Whether the column can have the character set and the collation it says.
pub(super) fn require_text(version: Version, column: &Column) -> Result<(), Refusal> {
    let type_name = type_name(version, &column.column_type)?;
    let name = &column.name;
    let MysqlColumn { charset, on_update_now: _, invisible: _, position: _ } = &column.mysql;
    if (charset.is_some() || column.collation.is_some()) && !is_text(&type_name) {
        return Err(Refusal::unsupported(
            format!("column `{name}` is {type_name}, which has no character set and no collation"),
            "leave `.collate(..)` and `.mysql_charset(..)` out",
        ));
    }
    match (charset, &column.collation) {
        (Some(charset), Some(collation)) if !is_collation_of(collation, charset) => {
            Err(other_charset(&format!("column `{name}`"), charset, collation))
        }
        _ => Ok(()),
    }
}

/// A collation is one of a single character set (error 1253;
/// <https://dev.mysql.com/doc/refman/8.4/en/charset-collation-names.html>).
pub(super) fn other_charset(holder: &str, charset: &str, collation: &str) -> Refusal {
    Refusal::unsupported(
        format!(
            "{holder} would have character set {charset} and collation {collation}, which is of \
             another one"
        ),
        "name both, of one character set: `.mysql_charset(\"utf8mb4\").collate(\"utf8mb4_bin\")`",
    )
}

/// Whether a text of the column is right only while a backslash begins an escape.
pub(super) fn has_escapes(column: &Column) -> bool {
    let values = column.column_type.enumeration().into_iter().flat_map(|kind| &kind.values);
    let mut texts = column.comment.iter().chain(values);
    texts.any(|text| text.contains(['\\', '\0']))
}

/// `GENERATED ALWAYS AS`.
pub(super) fn generated_clause(version: Version, column: &Column) -> Result<String, Refusal> {
    let name = &column.name;
    // <https://mariadb.com/kb/en/generated-columns/#statement-support>; MySQL takes it.
    if version.is_mariadb() && !column.nullable {
        return Err(Refusal::unsupported(
            format!("column `{name}` is generated, and MariaDB has no NOT NULL for such columns"),
            &format!(
                "leave `.not_null()` out, and add `.check(\"{} IS NOT NULL\")` if it matters",
                quote(name)
            ),
        ));
    }
    let Some(generated) = &column.generated else { return Ok(String::new()) };
    let kept = if generated.stored { "STORED" } else { "VIRTUAL" };
    Ok(format!("GENERATED ALWAYS AS ({}) {kept}", generated.expression))
}

/// `AUTO_INCREMENT` counts by ones and takes a number that an `INSERT` gives
/// (<https://dev.mysql.com/doc/refman/8.4/en/example-auto-increment.html>).
pub(super) fn require_plain_identity(version: Version, column: &Column) -> Result<(), Refusal> {
    let Some(identity) = column.identity else { return Ok(()) };
    let (name, server) = (&column.name, version.server_name());
    // Floating point numbers are numbered too, which both servers advise against (error 1063;
    // <https://dev.mysql.com/doc/refman/8.4/en/numeric-type-attributes.html>).
    let is_whole = match &column.column_type {
        ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Unsigned(_)
        | ColumnType::Custom(_) => true,
        ColumnType::Boolean
        | ColumnType::Varchar(_)
        | ColumnType::UnboundedVarchar
        | ColumnType::Text
        | ColumnType::Char(_)
        | ColumnType::Numeric { .. }
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Interval
        | ColumnType::Binary
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Array(_)
        | ColumnType::Enumeration(_) => false,
    };
    if !is_whole {
        return Err(Refusal::unsupported(
            format!("{server} numbers whole numbers only, and `{name}` is {}", column.column_type),
            "make the column `integer()` or `big_int()`",
        ));
    }
    // `ALWAYS` is of the standard's identity columns, which neither server has.
    if identity.generation == Generation::Always {
        return Err(Refusal::unsupported(
            format!("{server} cannot refuse a number that an `INSERT` gives for `{name}`"),
            "write `Identity::by_default()`",
        ));
    }
    // `auto_increment_increment` is a variable of the server and the session, not of a column
    // (<https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html#sysvar_auto_increment_increment>).
    if identity.increment.is_some_and(|distance| distance != 1) {
        return Err(Refusal::unsupported(
            format!(
                "{server} counts all columns by `auto_increment_increment`, and has no increment for \
                 `{name}`"
            ),
            "leave `.increment_by(..)` out",
        ));
    }
    if identity.start.is_some_and(|start| start < 1) {
        return Err(Refusal::unsupported(
            format!("{server} numbers from 1 on, and `{name}` is to start below"),
            "leave `.start_with(..)` out",
        ));
    }
    Ok(())
}

/// Whether the table can have its invisible columns
/// (<https://mariadb.com/kb/en/invisible-columns/>): MySQL has them since 8.0.23, MariaDB none that
/// is NOT NULL and has no default (error 4108), and neither a table without a visible one (error
/// 1113); tried on MariaDB 10.11.
pub(super) fn check_visibility(version: Version, table: &Table) -> Result<(), Refusal> {
    let mut invisible = table.columns.iter().filter(|column| column.mysql.invisible);
    let Some(first) = invisible.clone().next() else { return Ok(()) };
    if !version.is_mariadb() && !version.at_least(Version::mysql(8, 0, 23)) {
        return Err(Refusal::unsupported(
            format!("{version} has no invisible columns, which MySQL has since 8.0.23"),
            "leave `.mysql_invisible()` out",
        ));
    }
    if table.columns.iter().all(|column| column.mysql.invisible) {
        let (table, server) = (&table.name, version.server_name());
        return Err(Refusal::unsupported(
            format!("table `{table}` would have no visible column, and {server} wants one"),
            &format!("leave `{}` visible, or another one", first.name),
        ));
    }
    let unfilled = invisible.find(|column| {
        let filled =
            column.default.is_some() || column.identity.is_some() || column.generated.is_some();
        version.is_mariadb() && !column.nullable && !filled
    });
    let Some(Column { name, .. }) = unfilled else { return Ok(()) };
    Err(Refusal::unsupported(
        format!("column `{name}` is invisible and NOT NULL, and an `INSERT` would not fill it"),
        "give it a default",
    ))
}
