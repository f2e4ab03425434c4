//! `INSERT`, `UPDATE` and `DELETE`.

use crate::dialect::timestamp::{assigned, compared};
use crate::dialect::{Action, Refusal};
use crate::op::OnConflict;
use crate::schema::{Column, ConstraintBody, Expr, QualifiedName, Table, Value};
use crate::sql_text::{SqlSyntax, mentions};

use super::literal::expr;
use super::name::{folded, list, named, quote};
use super::{Version, timestamp};

/// Rows of one `INSERT`: enough that the statement's own cost does not show.
const ROWS_PER_INSERT: usize = 1000;

/// Bytes of one `INSERT`, well below any server's `max_allowed_packet`: 16 MB by default on
/// MariaDB, 64 MB on MySQL (<https://dev.mysql.com/doc/refman/8.4/en/packet-too-large.html>).
const BYTES_PER_INSERT: usize = 1 << 20;

/// `DELETE`.
pub(super) fn delete(
    version: Version,
    table: &QualifiedName,
    known: Option<&Table>,
    filter: Option<&Expr>,
) -> Result<String, Refusal> {
    Ok(format!("DELETE FROM {}{}", named(table), condition(version, known, filter)?))
}

fn condition(
    version: Version,
    known: Option<&Table>,
    filter: Option<&Expr>,
) -> Result<String, Refusal> {
    let Some(filter) = filter else { return Ok(String::new()) };
    let written = |column: &Column, constant: &Value| timestamp::written(version, column, constant);
    Ok(format!(" WHERE {}", expr(&compared(known, filter, &written)?)?))
}

/// What is set to a column.
fn assigned_value(
    version: Version,
    known: Option<&Table>,
    column: &str,
    value: &Expr,
) -> Result<String, Refusal> {
    let written = |column: &Column, constant: &Value| timestamp::written(version, column, constant);
    expr(&assigned(known, column, value, &written)?)
}

/// `UPDATE`.
pub(super) fn update(
    version: Version,
    table: &QualifiedName,
    known: Option<&Table>,
    set: &[(String, Expr)],
    filter: Option<&Expr>,
) -> Result<String, Refusal> {
    let assignments = in_order(set)?
        .into_iter()
        .map(|(column, value)| {
            let value = assigned_value(version, known, column, value)?;
            Ok(format!("{} = {value}", quote(column)))
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    let condition = condition(version, known, filter)?;
    Ok(format!("UPDATE {} SET {}{condition}", named(table), assignments.join(", ")))
}

/// The assignments, each before those of the columns it reads: the servers set one after another,
/// and a later one sees what an earlier one set
/// (<https://dev.mysql.com/doc/refman/8.4/en/update.html>).
fn in_order(set: &[(String, Expr)]) -> Result<Vec<&(String, Expr)>, Refusal> {
    let mut ordered = Vec::new();
    let mut rest: Vec<_> = set.iter().collect();
    while !rest.is_empty() {
        let unread = rest.iter().position(|(column, _)| {
            rest.iter().all(|(other, value)| other == column || !reads(value, column))
        });
        let Some(at) = unread else {
            let columns: Vec<_> = rest.iter().map(|(column, _)| column.as_str()).collect();
            return Err(Refusal::unsupported(
                format!(
                    "MariaDB and MySQL set columns one after another, and each of `{}` is set from \
                     the old value of another",
                    columns.join("`, `")
                ),
                "keep one of the old values in a column of its own first",
            ));
        };
        ordered.push(rest.remove(at));
    }
    Ok(ordered)
}

fn reads(value: &Expr, column: &str) -> bool {
    match value {
        Expr::Sql(sql) => mentions(sql, column, SqlSyntax::MYSQL),
        Expr::Value(_) => false,
        Expr::Column(name) => name == column,
        Expr::Binary(left, _, right) => reads(left, column) || reads(right, column),
        Expr::Not(operand) | Expr::IsNull { operand, .. } | Expr::In(operand, _) => {
            reads(operand, column)
        }
    }
}

/// `INSERT`, in batches.
pub(super) fn insert(
    version: Version,
    table: &QualifiedName,
    known: Option<&Table>,
    columns: &[String],
    rows: &[Vec<Expr>],
    on_conflict: Option<&OnConflict>,
) -> Result<Vec<Action>, Refusal> {
    if let (Some(action), Some(known)) = (on_conflict, known) {
        require_one_key(version, action, known, columns)?;
    }
    let head = format!("INSERT INTO {} ({}) VALUES", named(table), list(columns));
    let tail = on_conflict.map_or_else(String::new, |action| {
        // A table's own name cannot be that of the row (error 1066).
        let row = if folded(&table.name) == "new" { "new_row" } else { "new" };
        conflict(version, action, columns, row)
    });
    let mut batches: Vec<Vec<String>> = Vec::new();
    let mut bytes = 0;
    for row in rows {
        let values = columns
            .iter()
            .zip(row)
            .map(|(column, value)| assigned_value(version, known, column, value))
            .collect::<Result<Vec<_>, _>>()?;
        let row = format!("({})", values.join(", "));
        bytes += row.len();
        match batches.last_mut() {
            Some(batch) if batch.len() < ROWS_PER_INSERT && bytes <= BYTES_PER_INSERT => {
                batch.push(row);
            }
            _ => {
                bytes = row.len();
                batches.push(vec![row]);
            }
        }
    }
    Ok(batches
        .into_iter()
        .map(|rows| {
            let space = if rows.len() == 1 { " " } else { "\n    " };
            Action::Sql(format!("{head}{space}{}{tail}", rows.join(",\n    ")))
        })
        .collect())
}

/// `ON DUPLICATE KEY UPDATE` is about every unique key of the table, so another key that the rows
/// bring values for would be taken for the one that was named
/// (<https://dev.mysql.com/doc/refman/8.4/en/insert-on-duplicate.html>).
fn require_one_key(
    version: Version,
    action: &OnConflict,
    table: &Table,
    inserted: &[String],
) -> Result<(), Refusal> {
    let (OnConflict::DoNothing { columns } | OnConflict::DoUpdate { columns }) = action;
    if columns.is_empty() {
        return Ok(());
    }
    let constraints = table.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
            Some(columns.iter().map(String::as_str).collect::<Vec<_>>())
        }
        ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => None,
    });
    let indexes = table.indexes.iter().filter(|index| index.unique);
    let indexes =
        indexes.map(|index| index.columns.iter().filter_map(|part| part.column()).collect());
    let other = constraints.chain(indexes).find(|key| {
        let named = key.len() == columns.len() && columns.iter().all(|it| key.contains(&&**it));
        !named && key.iter().any(|column| inserted.iter().any(|it| it == column))
    });
    match other {
        None => Ok(()),
        Some(key) => Err(Refusal::unsupported(
            format!(
                "{} finds the existing row by any unique key, and the rows have values for ({}) \
                 as well",
                version.server_name(),
                key.join(", ")
            ),
            "leave those columns out, or write the statement with `op.execute(..)`",
        )),
    }
}

/// What an `INSERT` does with a row whose key exists. `INSERT IGNORE` would also turn other errors,
/// such as values that do not fit, into warnings
/// (<https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#ignore-effect-on-execution>).
fn conflict(version: Version, action: &OnConflict, inserted: &[String], row: &str) -> String {
    let (OnConflict::DoNothing { columns } | OnConflict::DoUpdate { columns }) = action;
    let others: Vec<_> = match action {
        OnConflict::DoNothing { .. } => Vec::new(),
        OnConflict::DoUpdate { .. } => {
            inserted.iter().filter(|column| !columns.contains(column)).map(|it| quote(it)).collect()
        }
    };
    if others.is_empty() {
        let same = columns.first().or(inserted.first()).map(|column| quote(column));
        let same = same.unwrap_or_default();
        return format!(" ON DUPLICATE KEY UPDATE {same} = {same}");
    }
    // MySQL deprecates `VALUES()` since 8.0.20, and has the alias since 8.0.19
    // (<https://dev.mysql.com/doc/refman/8.4/en/insert-on-duplicate.html>); MariaDB has no alias.
    let alias = version.at_least(Version::mysql(8, 0, 19));
    let assignments: Vec<_> = others
        .iter()
        .map(|column| {
            let value = if alias { format!("{row}.{column}") } else { format!("VALUES({column})") };
            format!("{column} = {value}")
        })
        .collect();
    let alias = if alias { format!(" AS {row}") } else { String::new() };
    format!("{alias} ON DUPLICATE KEY UPDATE {}", assignments.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn col(name: &str) -> Expr {
        Expr::Column(name.to_owned())
    }

    #[test]
    fn what_is_read_is_set_last() {
        let set = [("a".to_owned(), Expr::from(1_i64)), ("b".to_owned(), col("a"))];
        let update = |set: &[(String, Expr)]| {
            update(Version::mariadb(10, 11, 0), &"t".into(), None, set, None)
        };
        let sql = update(&set);
        assert_eq!(sql.as_deref(), Ok("UPDATE t SET b = a, a = 1"));
        let swap = [("a".to_owned(), col("b")), ("b".to_owned(), Expr::Sql("a + 1".into()))];
        assert!(update(&swap).is_err());
        let own = [("a".to_owned(), Expr::Sql("a + 1".into())), ("b".to_owned(), Expr::from(2))];
        assert_eq!(update(&own).as_deref(), Ok("UPDATE t SET a = a + 1, b = 2"));
    }

    #[test]
    fn the_new_row_is_no_table() {
        let columns = ["a".to_owned(), "b".to_owned()];
        let rows = [vec![Expr::from(1), Expr::from(2)]];
        let action = OnConflict::DoUpdate { columns: vec!["a".to_owned()] };
        let insert = |table: &str| {
            let version = Version::mysql(8, 4, 0);
            let actions = insert(version, &table.into(), None, &columns, &rows, Some(&action));
            match actions.as_deref() {
                Ok([Action::Sql(sql)]) => {
                    sql.split_once("VALUES (1, 2) ").map(|(_, end)| end.to_owned())
                }
                _ => None,
            }
        };
        let same = |row: &str| Some(format!("AS {row} ON DUPLICATE KEY UPDATE b = {row}.b"));
        assert_eq!(insert("t"), same("new"));
        assert_eq!(insert("New"), same("new_row"));
    }

    #[test]
    fn batches_end_by_rows_and_by_bytes() {
        let insert = |rows: &[Vec<Expr>]| {
            let columns = ["a".to_owned()];
            let version = Version::mariadb(10, 11, 0);
            insert(version, &"t".into(), None, &columns, rows, None).expect("rows").len()
        };
        assert_eq!(insert(&[]), 0);
        assert_eq!(insert(&vec![vec![Expr::from(1)]; 2500]), 3);
        assert_eq!(insert(&vec![vec![Expr::from("x".repeat(1 << 19))]; 3]), 3);
        assert_eq!(insert(&vec![vec![Expr::from("x".repeat(1 << 18))]; 6]), 2);
    }
}
