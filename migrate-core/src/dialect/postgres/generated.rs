//! What PostgreSQL refuses of generated columns, and of what else is said of them.
//!
//! The rules are those of <https://www.postgresql.org/docs/current/ddl-generated-columns.html>, tried on
//! 13, 15 and 18. A version that is newer than 18 may allow more, and decides for itself.

use crate::dialect::Refusal;
use crate::dialect::expressions::names::BEFORE_OTHER;
use crate::op::{ColumnChange, Operation};
use crate::schema::{Column, ColumnType, ConstraintBody, Generated, IndexTarget, SqlPart, Table};
use crate::sql_text::{SqlSyntax, Tokens, identifiers, mentions};

use super::{Version, render};

/// Whether PostgreSQL takes the generated columns of a table, as an operation has made them.
pub(super) fn check_generated(
    version: Version,
    operation: &Operation,
    table: &Table,
) -> Result<(), Refusal> {
    match operation.unconditional() {
        Operation::CreateTable { .. } | Operation::AddColumn { .. } => {
            check_columns(version, table)?;
        }
        Operation::AlterColumn { column, change, .. } => {
            check_columns(version, table)?;
            check_change(version, table, change.rename.as_ref().unwrap_or(column), change)?;
        }
        Operation::AddConstraint { .. } | Operation::CreateIndex { .. } => {}
        // Nothing else makes or changes a column, a key or an index.
        _ => return Ok(()),
    }
    if version.limits_virtual_columns() { check_virtual_columns(version, table) } else { Ok(()) }
}

/// The columns of a table that are generated, each with its expression.
fn generated(table: &Table) -> impl Iterator<Item = (&Column, &Generated)> {
    table.columns.iter().filter_map(|column| Some((column, column.generated.as_ref()?)))
}

/// Whether a text names a column for sure: what is not sure passes, as the server has the last word.
fn is_named(text: &str, column: &Column) -> bool {
    let mut found = identifiers(text, SqlSyntax::Postgres).filter(|identifier| {
        let name = &*identifier.name;
        if identifier.quoted { name == column.name } else { name.to_lowercase() == column.name }
    });
    found.any(|identifier| {
        let before = Tokens::code(&text[..identifier.span.start], SqlSyntax::Postgres).last();
        !before.is_some_and(|token| token.is_symbol("::") || token.is_any_keyword(&BEFORE_OTHER))
    })
}

fn check_columns(version: Version, table: &Table) -> Result<(), Refusal> {
    let rows = table.options.partition_by.as_ref().and_then(|rows| render::text(rows).ok());
    // `RANGE (..)`: what stands before the parenthesis is no column.
    let partition_key = rows.and_then(|rows| rows.split_once('(')).map_or("", |(_, key)| key);
    for (column, Generated { expression, stored }) in generated(table) {
        if !stored && !version.has_virtual_columns() {
            return Err(Refusal::unsupported(
                format!("PostgreSQL {version} has no virtual generated columns"),
                "write `.generated(..)`, which keeps the values in the rows; version 18 has both",
            ));
        }
        if let Some((other, _)) = generated(table).find(|(other, _)| is_named(expression, other)) {
            return Err(Refusal::unsupported(
                format!(
                    "column `{}` is generated from `{}`, which is a generated column too",
                    column.name, other.name
                ),
                &format!("write the expression of `{}` in place of its name", other.name),
            ));
        }
        if is_named(partition_key, column) {
            return Err(Refusal::unsupported(
                format!(
                    "PostgreSQL partitions no rows by a generated column, and `{}` is one",
                    column.name
                ),
                "partition by the columns it is computed from, or by its expression",
            ));
        }
    }
    Ok(())
}

/// Whether the column can change as it is to, for the generated columns of its table.
fn check_change(
    version: Version,
    table: &Table,
    name: &str,
    change: &ColumnChange,
) -> Result<(), Refusal> {
    let computed = |(other, known): &(&Column, &Generated)| {
        other.name != name && mentions(&known.expression, name, SqlSyntax::Postgres)
    };
    let is_typed = change.column_type.is_some() || change.collation.is_some();
    if let Some((other, _)) = generated(table).find(computed).filter(|_| is_typed) {
        return Err(Refusal::unsupported(
            format!(
                "generated column `{}` depends on `{name}`, whose type cannot change",
                other.name
            ),
            "drop the generated column before, and add it again after",
        ));
    }
    let is_computed_anew = change.generated.iter().flatten().any(|new| !new.stored);
    let mut checks = table.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::Check { .. } => Some(constraint.name.as_deref().unwrap_or_default()),
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Exclude { .. } => None,
    });
    match checks.next() {
        Some(check) if is_computed_anew && version.limits_virtual_columns() => {
            Err(Refusal::unsupported(
                format!(
                    "PostgreSQL {version} cannot change the expression of a virtual column while the \
                     table has a check constraint, and it has `{check}`"
                ),
                "drop the column, and add it again as it is to be",
            ))
        }
        _ => Ok(()),
    }
}

/// What needs the values of a column in the rows cannot be on a virtual one.
fn check_virtual_columns(version: Version, table: &Table) -> Result<(), Refusal> {
    for (column, _) in generated(table).filter(|(_, generated)| !generated.stored) {
        let name = column.name.as_str();
        if let ColumnType::Enumeration(_) = &column.column_type {
            return Err(Refusal::unsupported(
                format!(
                    "PostgreSQL {version} has no virtual generated column of an enum type, and `{name}` is one"
                ),
                KEPT,
            ));
        }
        if let Some(user) = user_of(table, column) {
            return Err(Refusal::unsupported(
                format!(
                    "PostgreSQL {version} has no keys and indexes on virtual generated columns, and \
                     {user} is on `{name}`"
                ),
                KEPT,
            ));
        }
    }
    Ok(())
}

const KEPT: &str = "write `.generated(..)` for the column, which keeps the values in the rows";

/// The key or index that needs the values of a column.
fn user_of(table: &Table, column: &Column) -> Option<String> {
    let holds = |part: &SqlPart| is_named(part, column);
    let constraints = table.constraints.iter().filter_map(|constraint| {
        let (kind, is_on) = match &constraint.body {
            ConstraintBody::PrimaryKey { columns } => {
                ("primary key", columns.contains(&column.name))
            }
            ConstraintBody::Unique { columns, .. } => {
                ("unique constraint", columns.contains(&column.name))
            }
            ConstraintBody::ForeignKey(key) => ("foreign key", key.columns.contains(&column.name)),
            ConstraintBody::Exclude { elements, filter, .. } => {
                let mut texts = elements.iter().map(|element| &element.expression).chain(filter);
                ("exclusion constraint", texts.any(holds))
            }
            ConstraintBody::Check { .. } => return None,
        };
        is_on.then(|| format!("{kind} `{}`", constraint.name.as_deref().unwrap_or_default()))
    });
    let indexes = table.indexes.iter().filter_map(|index| {
        let is_on = index.columns.iter().any(|part| match &part.target {
            IndexTarget::Column(name) => *name == column.name,
            IndexTarget::Expression(text) => holds(text),
        });
        let is_beside = index.include.contains(&column.name);
        let is_filtered = index.filter.as_ref().is_some_and(holds);
        (is_on || is_beside || is_filtered).then(|| format!("index `{}`", index.name))
    });
    constraints.chain(indexes).next()
}
