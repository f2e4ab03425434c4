//! Characters beyond U+FFFF where the servers have no place for them: in comments, and in columns of `utf8mb3`.

use crate::dialect::{Action, Refusal};
use crate::op::Operation;
use crate::schema::{Column, ColumnDefault, Table, Value};

use super::Version;
use super::definition::is_beyond_bmp;
use super::widths::said_charset;

/// What becomes of such a character in a comment: the servers keep comments in `utf8mb3`, and `?` in its place
/// (tried on MariaDB 10.11; warning 1300 of MySQL 9.7).
pub(super) fn left_out(version: Version, operation: &Operation) -> Option<Action> {
    let of_columns = |columns: &'_ [Column]| {
        columns.iter().filter_map(|column| column.comment.clone()).collect::<Vec<_>>()
    };
    let comments = match operation {
        Operation::CreateTable { table, .. } => {
            [of_columns(&table.columns), table.comment.iter().cloned().collect()].concat()
        }
        Operation::AddColumn { column, .. } => of_columns(std::slice::from_ref(column)),
        Operation::AlterColumn { change, .. } => change.comment.iter().flatten().cloned().collect(),
        Operation::SetTableComment { comment, .. } => comment.iter().cloned().collect(),
        // No other operation has comments.
        _ => Vec::new(),
    };
    let lost = comments.iter().find_map(|comment| comment.chars().find(|c| is_beyond_bmp(*c)))?;
    Some(Action::Note(format!(
        "{} has no characters beyond U+FFFF in comments: it keeps `?` for `{lost}`",
        version.server_name()
    )))
}

/// Whether each column has the characters of its default and of its enum values: MariaDB makes `?` of an enum
/// value without an error, in strict mode too, and refuses a default (error 1067; tried on MariaDB 10.11).
pub(super) fn check_characters(table: &Table) -> Result<(), Refusal> {
    for column in &table.columns {
        let Some(charset) = said_charset(table, column).filter(|charset| is_mb3(charset)) else {
            continue;
        };
        let default = match &column.default {
            Some(ColumnDefault::Value(Value::Text(text))) => Some(text),
            Some(
                ColumnDefault::Value(_)
                | ColumnDefault::Now
                | ColumnDefault::Today
                | ColumnDefault::Sql(_),
            )
            | None => None,
        };
        let values = column.column_type.enumeration().into_iter().flat_map(|kind| &kind.values);
        let mut texts = values.chain(default);
        if let Some(text) = texts.find(|text| text.chars().any(is_beyond_bmp)) {
            return Err(Refusal::unsupported(
                format!(
                    "column `{}` is in {charset}, which has no characters beyond U+FFFF such as those of \
                     '{text}'",
                    column.name
                ),
                "write `.mysql_charset(\"utf8mb4\")`",
            ));
        }
    }
    Ok(())
}

/// Whether a character set has at most three bytes for a character
/// (<https://dev.mysql.com/doc/refman/8.4/en/charset-unicode-utf8mb3.html>).
fn is_mb3(charset: &str) -> bool {
    ["utf8", "utf8mb3", "ucs2"].iter().any(|known| charset.eq_ignore_ascii_case(known))
}
