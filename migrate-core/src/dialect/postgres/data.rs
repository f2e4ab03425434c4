//! `INSERT`, `UPDATE` and `DELETE`.

use crate::dialect::{Action, Refusal};
use crate::op::OnConflict;
use crate::schema::{Expr, QualifiedName};

use super::literal;
use super::name::{list, qualified, quote};

/// Rows of one `INSERT`: enough that the statement's own cost does not show.
const ROWS_PER_INSERT: usize = 1_000;

/// Bytes after which an `INSERT` takes no more rows, so that wide rows do not make it huge.
const BYTES_PER_INSERT: usize = 1_000_000;

/// `DELETE`.
pub(super) fn delete(table: &QualifiedName, filter: Option<&Expr>) -> Result<String, Refusal> {
    Ok(format!("DELETE FROM {}{}", qualified(table), condition(filter)?))
}

fn condition(filter: Option<&Expr>) -> Result<String, Refusal> {
    filter.map_or(Ok(String::new()), |filter| Ok(format!(" WHERE {}", literal::expr(filter)?)))
}

/// `UPDATE`.
pub(super) fn update(
    table: &QualifiedName,
    set: &[(String, Expr)],
    filter: Option<&Expr>,
) -> Result<String, Refusal> {
    let assignments = set
        .iter()
        .map(|(column, value)| Ok(format!("{} = {}", quote(column), literal::expr(value)?)))
        .collect::<Result<Vec<_>, Refusal>>()?;
    Ok(format!("UPDATE {} SET {}{}", qualified(table), assignments.join(", "), condition(filter)?))
}

/// `INSERT INTO` up to its rows, which may bring the numbers of an identity of their own
/// (<https://www.postgresql.org/docs/current/sql-insert.html>).
pub(super) fn insert_into(table: &QualifiedName, columns: &[String], numbered: bool) -> String {
    let overriding = if numbered { " OVERRIDING SYSTEM VALUE" } else { "" };
    format!("INSERT INTO {} ({}){overriding} VALUES", qualified(table), list(columns))
}

/// `INSERT` with its words before the rows, in batches.
pub(super) fn insert(
    head: &str,
    columns: &[String],
    rows: &[Vec<Expr>],
    on_conflict: Option<&OnConflict>,
) -> Result<Vec<Action>, Refusal> {
    let tail = on_conflict.map_or(Ok(String::new()), |action| conflict(action, columns))?;
    let mut actions = Vec::new();
    let mut batch = Vec::new();
    let mut bytes = 0;
    for row in rows {
        let values = row.iter().map(literal::expr).collect::<Result<Vec<_>, _>>()?;
        let row = format!("({})", values.join(", "));
        bytes += row.len();
        batch.push(row);
        if batch.len() == ROWS_PER_INSERT || bytes >= BYTES_PER_INSERT {
            actions.push(statement(head, &batch, &tail));
            batch.clear();
            bytes = 0;
        }
    }
    if !batch.is_empty() {
        actions.push(statement(head, &batch, &tail));
    }
    Ok(actions)
}

fn statement(head: &str, rows: &[String], tail: &str) -> Action {
    let space = if rows.len() == 1 { " " } else { "\n    " };
    Action::Sql(format!("{head}{space}{}{tail}", rows.join(",\n    ")))
}

/// The upsert clause (<https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT>).
fn conflict(action: &OnConflict, inserted: &[String]) -> Result<String, Refusal> {
    let (OnConflict::DoNothing { columns } | OnConflict::DoUpdate { columns }) = action;
    let target = if columns.is_empty() { String::new() } else { format!(" ({})", list(columns)) };
    if matches!(action, OnConflict::DoNothing { .. }) {
        return Ok(format!(" ON CONFLICT{target} DO NOTHING"));
    }
    // `DO UPDATE` needs a conflict target, `DO NOTHING` does not
    // (<https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT>).
    if columns.is_empty() {
        return Err(Refusal::unsupported(
            "PostgreSQL must know which key a row that is updated was found by",
            "name its columns: `.on_conflict_do_update([\"id\"])`",
        ));
    }
    let others: Vec<_> = inserted
        .iter()
        .filter(|column| !columns.contains(column))
        .map(|column| format!("{0} = excluded.{0}", quote(column)))
        .collect();
    if others.is_empty() {
        return Ok(format!(" ON CONFLICT{target} DO NOTHING"));
    }
    Ok(format!(" ON CONFLICT{target} DO UPDATE SET {}", others.join(", ")))
}
