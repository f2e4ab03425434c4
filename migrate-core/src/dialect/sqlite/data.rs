//! `INSERT`, `UPDATE` and `DELETE`.

use crate::dialect::timestamp::{assigned, compared};
use crate::dialect::{Action, Refusal};
use crate::op::OnConflict;
use crate::schema::{Expr, QualifiedName, Table};

use super::literal;
use super::name::{list, named, quote};
use super::types::{now, written};

/// Rows of one `INSERT`: enough that the statement's own cost does not show. A `VALUES` has no
/// limit of rows (<https://www.sqlite.org/lang_select.html>).
const ROWS_PER_INSERT: usize = 500;

/// `DELETE`.
pub(super) fn delete(
    table: &QualifiedName,
    known: Option<&Table>,
    filter: Option<&Expr>,
) -> Result<String, Refusal> {
    Ok(format!("DELETE FROM {}{}", named(table)?, condition(known, filter)?))
}

fn condition(known: Option<&Table>, filter: Option<&Expr>) -> Result<String, Refusal> {
    let Some(filter) = filter else { return Ok(String::new()) };
    Ok(format!(" WHERE {}", literal::expr(&compared(known, filter, &written)?)?))
}

/// What is set to a column: the time of the statement in a column of days is the day.
fn assigned_value(known: Option<&Table>, column: &str, value: &Expr) -> Result<String, Refusal> {
    let is_now = matches!(value, Expr::Sql(sql) if *sql == *"CURRENT_TIMESTAMP");
    match known.and_then(|table| table.column(column)).filter(|_| is_now) {
        Some(column) => Ok(now(&column.column_type).to_owned()),
        None => literal::expr(&assigned(known, column, value, &written)?),
    }
}

/// `UPDATE`.
pub(super) fn update(
    table: &QualifiedName,
    known: Option<&Table>,
    set: &[(String, Expr)],
    filter: Option<&Expr>,
) -> Result<String, Refusal> {
    let assignments = set
        .iter()
        .map(|(column, value)| {
            Ok(format!("{} = {}", quote(column), assigned_value(known, column, value)?))
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    let condition = condition(known, filter)?;
    Ok(format!("UPDATE {} SET {}{condition}", named(table)?, assignments.join(", ")))
}

/// `INSERT`, in batches.
pub(super) fn insert(
    table: &QualifiedName,
    known: Option<&Table>,
    columns: &[String],
    rows: &[Vec<Expr>],
    on_conflict: Option<&OnConflict>,
) -> Result<Vec<Action>, Refusal> {
    let head = format!("INSERT INTO {} ({}) VALUES", named(table)?, list(columns));
    let tail = on_conflict.map_or_else(String::new, |action| conflict(action, columns));
    rows.chunks(ROWS_PER_INSERT)
        .map(|batch| {
            let rows = batch
                .iter()
                .map(|row| {
                    let values = columns.iter().zip(row);
                    let values = values
                        .map(|(column, value)| assigned_value(known, column, value))
                        .collect::<Result<Vec<_>, _>>()?;
                    Ok(format!("({})", values.join(", ")))
                })
                .collect::<Result<Vec<_>, Refusal>>()?;
            let space = if rows.len() == 1 { " " } else { "\n    " };
            Ok(Action::Sql(format!("{head}{space}{}{tail}", rows.join(",\n    "))))
        })
        .collect()
}

/// The upsert clause (<https://www.sqlite.org/lang_upsert.html>).
fn conflict(action: &OnConflict, inserted: &[String]) -> String {
    let target = |columns: &[String]| {
        if columns.is_empty() { String::new() } else { format!(" ({})", list(columns)) }
    };
    match action {
        OnConflict::DoNothing { columns } => {
            format!(" ON CONFLICT{} DO NOTHING", target(columns))
        }
        OnConflict::DoUpdate { columns } => {
            let others: Vec<_> = inserted
                .iter()
                .filter(|column| !columns.contains(column))
                .map(|column| format!("{0} = excluded.{0}", quote(column)))
                .collect();
            // `DO UPDATE` must set something.
            if others.is_empty() {
                return format!(" ON CONFLICT{} DO NOTHING", target(columns));
            }
            format!(" ON CONFLICT{} DO UPDATE SET {}", target(columns), others.join(", "))
        }
    }
}
