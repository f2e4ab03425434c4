//! Columns as they were before a drop or a change of them.

use crate::op::Operation;
use crate::op::apply::{changed_column, concerns_only};
use crate::op::operation::{ColumnChange, MysqlColumnChange};
use crate::schema::{Column, ColumnPosition, Constraint, ConstraintBody, QualifiedName, Table};
use crate::sql_text::SqlSyntax;

use super::error::{ReverseError, no_opposite};

/// A dropped column takes along what concerns it alone; all of it comes back.
pub(super) fn restore_column(
    table: &Table,
    column: &str,
    operation: &Operation,
    syntax: SqlSyntax,
) -> Result<Vec<Operation>, ReverseError> {
    let known = table.column(column).ok_or_else(|| no_opposite(operation))?;
    // PostgreSQL and SQLite refuse such a column where there are rows; MariaDB 10.11 fills it.
    let is_filled =
        known.default.is_some() || known.identity.is_some() || known.generated.is_some();
    if matches!(syntax, SqlSyntax::Mysql(_)) && !known.nullable && !is_filled {
        return Err(ReverseError::Filled { what: operation.to_string() });
    }
    let constraints = table
        .constraints
        .iter()
        .filter(|constraint| concerns_only(table, constraint, column, syntax));
    let indexes = table.indexes.iter().filter(|index| index.is_on(column));
    let added = Operation::AddColumn {
        table: table.name.clone(),
        column: known.clone(),
        constraints: constraints.cloned().collect(),
    };
    let restored = indexes.map(|index| Operation::CreateIndex {
        table: table.name.clone(),
        index: index.clone(),
        concurrently: false,
    });
    Ok(std::iter::once(added).chain(restored).collect())
}

pub(super) fn undo_change(
    table: &QualifiedName,
    known: &Column,
    change: &ColumnChange,
    before: ColumnPosition,
    syntax: SqlSyntax,
) -> Operation {
    // A collation goes with the type that it is of, and comes back with it.
    let changed = changed_column(known, change, syntax);
    let loses_collation = changed.collation != known.collation;
    let loses_charset = changed.mysql.charset != known.mysql.charset;
    let ColumnChange {
        rename,
        column_type,
        type_on: _,
        // The other way it would turn the values round, which no expression says.
        using: _,
        nullable,
        default,
        identity,
        generated,
        collation,
        comment,
        mysql,
    } = change;
    let MysqlColumnChange { charset, on_update_now, invisible, position } = mysql;
    Operation::AlterColumn {
        table: table.clone(),
        column: rename.as_ref().unwrap_or(&known.name).clone(),
        change: ColumnChange {
            rename: rename.as_ref().map(|_| known.name.clone()),
            column_type: column_type.as_ref().map(|_| known.column_type.clone()),
            type_on: column_type.as_ref().map(|_| known.type_on.clone()).unwrap_or_default(),
            using: None,
            // An identity takes no NULL.
            nullable: nullable.or(identity.flatten().map(|_| false)).map(|_| known.nullable),
            identity: identity.map(|_| known.identity),
            generated: generated.as_ref().map(|_| known.generated.clone()),
            default: default.as_ref().map(|_| known.default.clone()),
            collation: (collation.is_some() || loses_collation).then(|| known.collation.clone()),
            comment: comment.as_ref().map(|_| known.comment.clone()),
            mysql: MysqlColumnChange {
                charset: (charset.is_some() || loses_charset).then(|| known.mysql.charset.clone()),
                on_update_now: on_update_now.map(|_| known.mysql.on_update_now),
                invisible: invisible.map(|_| known.mysql.invisible),
                position: position.as_ref().map(|_| before),
            },
        },
    }
}

/// A primary key makes its columns NOT NULL; those that took `NULL` before take it again.
pub(super) fn nullable_key_columns(table: &Table, constraint: &Constraint) -> Vec<Operation> {
    let ConstraintBody::PrimaryKey { columns } = &constraint.body else { return Vec::new() };
    table
        .columns
        .iter()
        .filter(|column| column.nullable && columns.contains(&column.name))
        .map(|column| Operation::AlterColumn {
            table: table.name.clone(),
            column: column.name.clone(),
            change: ColumnChange { nullable: Some(true), ..ColumnChange::default() },
        })
        .collect()
}
