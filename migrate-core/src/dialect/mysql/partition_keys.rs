//! The columns by which a table is partitioned, and the keys that hold them.

use crate::dialect::Refusal;
use crate::schema::{Column, ColumnType, ConstraintBody, Table};
use crate::sql_text::{SqlSyntax, Tokens, mentions};

use super::Version;
use super::table;
use super::types::type_name;

/// Whether each unique key has every column that `PARTITION BY` reads (error 1503), and a column that
/// the rows are spread by is a whole number where the method wants one (error 1659); tried on MariaDB
/// 10.11, <https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations-partitioning-keys-unique-keys.html>.
pub(super) fn check_partition_columns(version: Version, table: &Table) -> Result<(), Refusal> {
    let Some(rows) = &table.options.partition_by else { return Ok(()) };
    let rows = table::text(rows)?;
    let read = |column: &&Column| mentions(rows, &column.name, SqlSyntax::MYSQL);
    for column in table.columns.iter().filter(read) {
        let name = &column.name;
        for (key, columns) in unique_keys(table) {
            if !columns.iter().any(|part| part.eq_ignore_ascii_case(name)) {
                return Err(Refusal::unsupported(
                    format!(
                        "{key} of table `{}` has no column `{name}`, which `PARTITION BY` reads",
                        table.name
                    ),
                    "add the column to the key",
                ));
            }
        }
        if wants_number(rows, name) && !is_whole(&column.column_type) {
            return Err(Refusal::unsupported(
                format!(
                    "column `{name}` is {}, and `PARTITION BY` spreads the rows by whole numbers",
                    type_name(version, &column.column_type)?
                ),
                "keep a whole number, or make the table with `RANGE COLUMNS`, `LIST COLUMNS` or `KEY`",
            ));
        }
    }
    Ok(())
}

/// What each unique key is called, and its columns.
fn unique_keys(table: &Table) -> impl Iterator<Item = (String, Vec<&str>)> {
    let of_constraints = table.constraints.iter().filter_map(|rule| {
        let columns = match &rule.body {
            ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
                columns.iter().map(String::as_str).collect()
            }
            ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => return None,
        };
        let name = rule.name.as_deref().unwrap_or("without a name");
        Some((format!("{} `{name}`", rule.kind()), columns))
    });
    let unique = table.indexes.iter().filter(|index| index.unique);
    of_constraints.chain(unique.map(|index| {
        let columns = index.columns.iter().filter_map(|part| part.column()).collect();
        (format!("unique index `{}`", index.name), columns)
    }))
}

/// Whether the text spreads the rows by the bare column with `RANGE`, `LIST` or `HASH`.
fn wants_number(rows: &str, column: &str) -> bool {
    let tokens = Tokens::code(rows, SqlSyntax::MYSQL).filter(|token| !token.is_keyword("LINEAR"));
    let tokens: Vec<_> = tokens.take(4).collect();
    let [method, open, name, close] = &tokens[..] else { return false };
    method.is_any_keyword(&["RANGE", "LIST", "HASH"])
        && open.is_symbol("(")
        && close.is_symbol(")")
        && name.identifier().is_some_and(|name| name.eq_ignore_ascii_case(column))
}

const fn is_whole(column_type: &ColumnType) -> bool {
    match column_type {
        ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Unsigned(_)
        | ColumnType::Boolean
        | ColumnType::Custom(_) => true,
        ColumnType::Varchar(_)
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
    }
}
