//! What operations on partitions do to a schema.

use crate::schema::{
    Constraint, ConstraintBody, Index, Partition, QualifiedName, Schema, Table, TableOptions,
};

use super::error::{ApplyError, exists, unknown};
use super::lookup::{require_columns, table_mut, table_ref};
use super::object::require_free;

/// Adds a partition to a table that was made for it.
pub(super) fn create_partition(
    schema: &mut Schema,
    table: &QualifiedName,
    partition: &Partition,
) -> Result<(), ApplyError> {
    require_free(schema, &partition.name)?;
    require_partitioned(table_ref(schema, table)?)?;
    table_mut(schema, table)?.partitions.push(partition.clone());
    Ok(())
}

fn require_partitioned(table: &Table) -> Result<(), ApplyError> {
    if table.options.partition_by.is_some() {
        return Ok(());
    }
    let what = format!("table `{}` was not made with `.partition_by(..)`", table.name);
    Err(ApplyError::Nothing { what })
}

/// Takes a partition away.
pub(super) fn drop_partition(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &QualifiedName,
) -> Result<(), ApplyError> {
    let table = table_mut(schema, table)?;
    let at = table.partitions.iter().position(|part| part.name == *name).ok_or_else(|| {
        let known: Vec<_> = table.partitions.iter().map(|part| part.name.to_string()).collect();
        let known = known.iter().map(String::as_str);
        unknown("partition", &name.to_string(), Some(&table.name), known)
    })?;
    table.partitions.remove(at);
    Ok(())
}

/// Makes a table a partition; from then on it is changed with the table it belongs to.
pub(super) fn attach_partition(
    schema: &mut Schema,
    table: &QualifiedName,
    partition: &Partition,
) -> Result<(), ApplyError> {
    let whole = table_ref(schema, table)?;
    require_partitioned(whole)?;
    let part = table_ref(schema, &partition.name)?;
    require_columns(part, whole.columns.iter().map(|column| column.name.as_str()))?;
    require_columns(whole, part.columns.iter().map(|column| column.name.as_str()))?;
    schema.tables.remove(&partition.name);
    table_mut(schema, table)?.partitions.push(partition.clone());
    Ok(())
}

/// Makes a partition a table of its own, with the names that PostgreSQL gave its keys and indexes.
pub(super) fn detach_partition(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &QualifiedName,
) -> Result<(), ApplyError> {
    let whole = table_ref(schema, table)?.clone();
    if schema.tables.contains_key(name) {
        return Err(exists("table", &name.to_string(), None));
    }
    drop_partition(schema, table, name)?;
    let own = |columns: &[String], suffix: &str| {
        let first = std::iter::once(name.name.as_str());
        let parts = first.chain(columns.iter().map(String::as_str)).chain([suffix]);
        parts.collect::<Vec<_>>().join("_")
    };
    let constraints = whole.constraints.iter().map(|constraint| Constraint {
        name: match &constraint.body {
            ConstraintBody::PrimaryKey { .. } => Some(own(&[], "pkey")),
            ConstraintBody::Unique { columns, .. } => Some(own(columns, "key")),
            ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => constraint.name.clone(),
        },
        body: constraint.body.clone(),
    });
    let indexes = whole.indexes.iter().map(|index| {
        let columns = index.columns.iter().map(|part| part.column().unwrap_or("expr").to_owned());
        Index { name: own(&columns.collect::<Vec<_>>(), "idx"), ..index.clone() }
    });
    let part = Table {
        name: name.clone(),
        columns: whole.columns.clone(),
        constraints: constraints.collect(),
        indexes: indexes.collect(),
        comment: None,
        options: TableOptions::default(),
        partitions: Vec::new(),
        mysql_order: Vec::new(),
        touched_by: whole.touched_by,
    };
    schema.tables.insert(name.clone(), part);
    Ok(())
}
