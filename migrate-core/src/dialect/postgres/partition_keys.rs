//! Unique keys of partitioned tables: each holds the columns that the rows are partitioned by.
//!
//! A key is an index of each partition alone, so that it tells equal rows only where they are in one
//! partition (<https://www.postgresql.org/docs/current/ddl-partitioning.html>, *limitations*; tried
//! on 15).

use crate::dialect::Refusal;
use crate::schema::{ConstraintBody, IndexTarget, Table};
use crate::sql_text::{SqlSyntax, mentions};

use super::render;

/// Whether a table's keys hold the columns of its partition key.
pub(super) fn check_partition_columns(table: &Table) -> Result<(), Refusal> {
    let rows = table.options.partition_by.as_ref();
    let Some(rows) = rows.and_then(|rows| render::text(rows).ok()) else { return Ok(()) };
    // `RANGE (..)`: the method before the parenthesis is no column.
    let key = rows.split_once('(').map_or("", |(_, key)| key);
    let partitioned_by = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .filter(|name| mentions(key, name, SqlSyntax::Postgres));
    for by in partitioned_by {
        if let Some((kind, name)) = keys(table).find_map(|(kind, name, columns)| {
            (!columns.contains(&by)).then(|| (kind, name.to_owned()))
        }) {
            return Err(Refusal::unsupported(
                format!(
                    "{kind} `{name}` is without column `{by}`, by which the rows of `{}` are \
                     partitioned",
                    table.name
                ),
                &format!(
                    "add `{by}` to it; or give each partition a unique index of its own, which \
                     says nothing of the others"
                ),
            ));
        }
    }
    Ok(())
}

/// The unique keys of a table: what each is, its name and its columns.
fn keys(table: &Table) -> impl Iterator<Item = (&'static str, &str, Vec<&str>)> {
    let constraints = table.constraints.iter().filter_map(|constraint| {
        let (kind, columns) = match &constraint.body {
            ConstraintBody::PrimaryKey { columns } => ("primary key", columns),
            ConstraintBody::Unique { columns, .. } => ("unique constraint", columns),
            ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => return None,
        };
        let columns = columns.iter().map(String::as_str).collect();
        Some((kind, constraint.name.as_deref().unwrap_or_default(), columns))
    });
    let indexes = table.indexes.iter().filter(|index| index.unique).map(|index| {
        let columns = index.columns.iter().filter_map(|part| match &part.target {
            IndexTarget::Column(name) => Some(name.as_str()),
            IndexTarget::Expression(_) => None,
        });
        ("unique index", index.name.as_str(), columns.collect())
    });
    constraints.chain(indexes)
}
