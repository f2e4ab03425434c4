//! Whether what reads or writes rows names columns that are there.

use std::collections::BTreeSet;

use crate::op::Operation;
use crate::schema::{Expr, Origin, QualifiedName, Schema, SqlText, Touched};
use crate::sql_text::{SqlSyntax, may_change, require_terminated};

use super::apply;
use super::error::ApplyError;
use super::lookup::{require_columns, table_ref};

pub(super) fn insert(
    schema: &Schema,
    table: &QualifiedName,
    columns: &[String],
) -> Result<(), ApplyError> {
    if columns.is_empty() {
        let what = format!("the insert into `{table}` names no column");
        return Err(ApplyError::Nothing { what });
    }
    require_columns(table_ref(schema, table)?, columns.iter().map(String::as_str))?;
    require_once(table, columns)
}

pub(super) fn update(
    schema: &Schema,
    table: &QualifiedName,
    set: &[(String, Expr)],
    filter: Option<&Expr>,
) -> Result<(), ApplyError> {
    if set.is_empty() {
        let what = format!("the update of `{table}` sets no column");
        return Err(ApplyError::Nothing { what });
    }
    require_columns(table_ref(schema, table)?, set.iter().map(|(name, _)| name.as_str()))?;
    let values = set.iter().map(|(_, value)| value);
    expressions(schema, table, values.chain(filter))?;
    require_once(table, set.iter().map(|(name, _)| name))
}

/// Databases take the first value, the last one, or neither.
fn require_once<'a>(
    table: &QualifiedName,
    columns: impl IntoIterator<Item = &'a String>,
) -> Result<(), ApplyError> {
    let mut seen = BTreeSet::new();
    match columns.into_iter().find(|column| !seen.insert(column.as_str())) {
        None => Ok(()),
        Some(column) => Err(ApplyError::SetTwice { table: table.clone(), column: column.clone() }),
    }
}

pub(super) fn expressions<'a>(
    schema: &Schema,
    table: &QualifiedName,
    expressions: impl IntoIterator<Item = &'a Expr>,
) -> Result<(), ApplyError> {
    let table = table_ref(schema, table)?;
    require_columns(table, expressions.into_iter().flat_map(Expr::columns))
}

pub(super) fn execute(
    schema: &mut Schema,
    sql: &SqlText,
    effect: Option<&[Operation]>,
    origin: Origin,
) -> Result<(), ApplyError> {
    match effect {
        Some([]) => {}
        Some(effects) => {
            let mut changed = schema.clone();
            for effect in effects {
                apply(effect, origin, &mut changed)?;
            }
            *schema = changed;
        }
        None => touch(schema, sql, origin),
    }
    Ok(())
}

/// Marks the tables that raw SQL may have changed, on each database by the text for it and by its own
/// rules. A text that a database cannot read to its end cannot run there.
fn touch(schema: &mut Schema, sql: &SqlText, origin: Origin) {
    let (sqlite, postgres, mysql) = match sql {
        SqlText::Common(text) => (Some(text), Some(text), Some(text)),
        SqlText::PerDialect { sqlite, postgres, mysql } => {
            (sqlite.as_ref(), postgres.as_ref(), mysql.as_ref())
        }
    };
    let changes = |text: Option<&String>, syntax, table: &str| {
        text.filter(|text| require_terminated(text, syntax).is_ok())
            .filter(|text| may_change(text, table, syntax))
            .map(|_| origin)
    };
    for table in schema.tables.values_mut() {
        let name = &table.name.name;
        let earlier = table.touched_by.unwrap_or_default();
        let touched = Touched {
            sqlite: changes(sqlite, SqlSyntax::Sqlite, name).or(earlier.sqlite),
            postgres: changes(postgres, SqlSyntax::Postgres, name).or(earlier.postgres),
            mysql: changes(mysql, SqlSyntax::MYSQL, name).or(earlier.mysql),
        };
        table.touched_by = Some(touched).filter(|touched| *touched != Touched::default());
    }
}
