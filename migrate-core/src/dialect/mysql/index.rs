//! Indexes as clauses of `CREATE TABLE` and `ALTER TABLE`.

use std::fmt::Write as _;

use crate::dialect::{Action, Refusal};
use crate::op::Operation;
use crate::schema::{Index, IndexColumn, IndexTarget, NullsOrder, Table};

use super::Version;
use super::algorithm::is_innodb;
use super::limits::check_key_column;
use super::name::quote;

/// An index as written in `CREATE TABLE`, and after `ADD`.
pub(super) fn index(version: Version, table: &Table, index: &Index) -> Result<String, Refusal> {
    require_plain_index(version, index)?;
    let method = index.method.as_deref().map(str::to_ascii_uppercase);
    let (kind, using) = match method.as_deref() {
        None => ("", String::new()),
        Some(kind @ ("FULLTEXT" | "SPATIAL")) if !index.unique => (kind, String::new()),
        // InnoDB keeps it as a B-tree, though `SHOW CREATE TABLE` says `USING HASH` (tried on MariaDB
        // 10.11; <https://dev.mysql.com/doc/refman/8.4/en/create-index.html#create-index-storage-engine-index-types>).
        Some("HASH") if is_innodb(table) => {
            return Err(Refusal::unsupported(
                "InnoDB keeps trees only, and would take `hash` for one",
                "leave `.using(\"hash\")` out",
            ));
        }
        Some(method @ ("BTREE" | "HASH")) => ("", format!(" USING {method}")),
        Some(method) => {
            return Err(Refusal::unsupported(
                format!("{} has no such index of method `{method}`", version.server_name()),
                "write `btree`, `hash`, or of an index that is not unique `fulltext` or `spatial`",
            ));
        }
    };
    let mut columns = Vec::new();
    for part in &index.columns {
        columns.push(index_column(version, table, part, !kind.is_empty())?);
    }
    let kind = match (index.unique, kind) {
        (true, _) => "UNIQUE INDEX".to_owned(),
        (false, "") => "INDEX".to_owned(),
        (false, kind) => format!("{kind} INDEX"),
    };
    Ok(format!("{kind} {} ({}){using}", quote(&index.name), columns.join(", ")))
}

fn require_plain_index(version: Version, index: &Index) -> Result<(), Refusal> {
    let Index {
        filter,
        include,
        nulls_not_distinct,
        storage,
        tablespace,
        // In the clause, see `index`.
        name: _,
        columns: _,
        unique: _,
        method: _,
    } = index;
    let server = version.server_name();
    let lacks = |what: &str, hint| Err(Refusal::unsupported(format!("{server} {what}"), hint));
    if filter.is_some() {
        return lacks(
            "has no indexes over some rows only",
            "index a generated column that is NULL for the other rows",
        );
    }
    if !include.is_empty() {
        return lacks("has no INCLUDE", "put the columns at the end of the index");
    }
    if *nulls_not_distinct {
        return lacks("counts NULLs as distinct", "make the columns NOT NULL");
    }
    if !storage.is_empty() || tablespace.is_some() {
        return lacks(
            "has no storage parameters and no tablespaces of indexes",
            "leave `.with(..)` and `.tablespace(..)` out",
        );
    }
    Ok(())
}

fn index_column(
    version: Version,
    table: &Table,
    part: &IndexColumn,
    whole: bool,
) -> Result<String, Refusal> {
    let IndexColumn { target, descending, nulls, collation, operator_class, prefix } = part;
    let server = version.server_name();
    let lacks = |what: &str, hint| Err(Refusal::unsupported(format!("{server} {what}"), hint));
    match (*nulls, *descending) {
        // `NULL` sorts before every value, and no clause changes that
        // (<https://dev.mysql.com/doc/refman/8.4/en/working-with-null.html>).
        (None, _) | (Some(NullsOrder::First), false) | (Some(NullsOrder::Last), true) => {}
        (Some(NullsOrder::Last), false) => {
            return lacks(
                "takes NULLs for the least, so they come first in ascending order",
                "leave `.nulls_last()` out",
            );
        }
        (Some(NullsOrder::First), true) => {
            return lacks(
                "takes NULLs for the least, so they come last in descending order",
                "leave `.nulls_first()` out",
            );
        }
    }
    if operator_class.is_some() || collation.is_some() {
        return lacks(
            "has no operator classes and no collations of index columns",
            "leave it out; a collation is one of the column: `.collate(..)`",
        );
    }
    let mut sql = match target {
        IndexTarget::Column(name) => {
            if prefix.is_none() && !whole {
                let hint = format!("index the first characters: `asc(\"{name}\").prefix(191)`");
                check_key_column(version, table, name, &hint)?;
            }
            quote(name)
        }
        // MySQL has them since 8.0.13, each in parentheses of its own
        // (<https://dev.mysql.com/doc/refman/8.4/en/create-index.html#create-index-functional-key-parts>).
        IndexTarget::Expression(text) if !version.is_mariadb() => {
            format!("({text})")
        }
        IndexTarget::Expression(_) => {
            return Err(Refusal::unsupported(
                format!("{version} has no indexes over expressions"),
                "add a column with `.generated_virtual(\"..\")`, and index that",
            ));
        }
    };
    if let Some(length) = prefix {
        let _ = write!(sql, "({length})");
    }
    if *descending {
        sql.push_str(" DESC");
    }
    Ok(sql)
}

/// What means nothing of the indexes that an operation makes.
pub(super) fn left_out(version: Version, operation: &Operation) -> Option<Action> {
    let indexes = match operation {
        Operation::CreateTable { table, .. } => &table.indexes[..],
        Operation::CreateIndex { index, .. } => std::slice::from_ref(index),
        // No other operation creates indexes on these servers.
        _ => &[],
    };
    let descends = |index: &&Index| index.columns.iter().any(|part| part.descending);
    let index = indexes.iter().find(descends).filter(|_| !version.keeps_descending_indexes())?;
    Some(Action::Note(format!(
        "MariaDB before 10.8 keeps every index in ascending order: DESC of `{}` means nothing there",
        index.name
    )))
}
