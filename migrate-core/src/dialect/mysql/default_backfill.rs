//! Whether a new column can be added without touching a row, by its default.

use crate::schema::{Column, ColumnDefault, Table};
use crate::sql_text::{SqlSyntax, TokenKind, Tokens, mentions};

use super::Version;
use super::algorithm::Cost;
use super::types::{current_timestamp, needs_computed_default, type_name};

/// Whether rows can do without the new value of a column: it must be the same for all of them.
pub(super) fn default_backfill_cost(
    version: Version,
    table: &Table,
    column: &Column,
    default: &ColumnDefault,
) -> Option<Cost> {
    let computed = if version.is_mariadb() { Cost::Instant } else { Cost::Copy };
    let spelled = type_name(version, &column.column_type).unwrap_or_default();
    match default {
        ColumnDefault::Value(_) if needs_computed_default(version, &spelled) => Some(Cost::Copy),
        ColumnDefault::Value(_) => Some(Cost::Instant),
        ColumnDefault::Now if current_timestamp(&spelled).is_some() => Some(Cost::Instant),
        ColumnDefault::Now | ColumnDefault::Today => Some(computed),
        ColumnDefault::Sql(_) if !version.is_mariadb() => Some(Cost::Copy),
        ColumnDefault::Sql(sql) => expression(table, sql),
    }
}

/// Functions that MariaDB computes once for all rows of the table, so that `INSTANT` is taken, and those
/// that it computes for each row by a copy (error 1845; each tried on MariaDB 10.11).
const ONCE: [&str; 11] = [
    "now",
    "current_timestamp",
    "localtimestamp",
    "curdate",
    "curtime",
    "user",
    "database",
    "concat",
    "unix_timestamp",
    "json_object",
    "json_array",
];
const EACH_ROW: [&str; 7] =
    ["uuid", "uuid_short", "sys_guid", "utc_timestamp", "sysdate", "nextval", "random_bytes"];

fn expression(table: &Table, sql: &str) -> Option<Cost> {
    if table.columns.iter().any(|column| mentions(sql, &column.name, SqlSyntax::MYSQL)) {
        return Some(Cost::Copy);
    }
    let tokens: Vec<_> = Tokens::new(sql, SqlSyntax::MYSQL).map_while(Result::ok).collect();
    if tokens.first().is_some_and(|token| token.is_keyword("NEXT")) {
        return Some(Cost::Copy);
    }
    let calls = tokens.windows(2).filter(|pair| pair[1].is_symbol("("));
    let called: Vec<_> = calls
        .filter(|pair| pair[0].kind == TokenKind::Word)
        .map(|pair| pair[0].text.to_ascii_lowercase())
        .collect();
    if called.iter().any(|name| EACH_ROW.contains(&name.as_str())) {
        return Some(Cost::Copy);
    }
    called.iter().all(|name| ONCE.contains(&name.as_str())).then_some(Cost::Instant)
}
