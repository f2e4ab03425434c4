//! Changes of a table's options: persistence, storage parameters, tablespace, replica identity.

use crate::dialect::{LockMode, Refusal};
use crate::op::{Operation, TableChange};
use crate::schema::{Schema, SqlText, Table};

use super::alter::Lowered;
use super::literal;
use super::name::{qualified, quote};
use super::render;

/// The change of a table's options as clauses of `ALTER TABLE`.
pub(super) fn alter_table(table: &Table, change: &TableChange) -> Result<Vec<Lowered>, Refusal> {
    let TableChange {
        partition_by,
        unlogged,
        storage,
        reset_storage,
        tablespace,
        replica_identity,
        // Options of the other databases.
        strict: _,
        without_rowid: _,
        engine: _,
        charset: _,
        collation: _,
        row_format: _,
    } = change;
    if let Some(rows) = partition_by {
        require_same_partitions(table, rows.as_ref())?;
    }
    let mut lowered = Vec::new();
    let exclusive = |sql: &str| Lowered::table(LockMode::AccessExclusive, sql.to_owned());
    lowered.extend(unlogged.map(|on| exclusive(if on { "SET UNLOGGED" } else { "SET LOGGED" })));
    if !storage.is_empty() {
        let lock = storage_lock(storage.iter().map(|(name, _)| name));
        let parameters = storage.iter().map(|(name, value)| format!("{name} = {value}"));
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        lowered.push(Lowered::table(lock, format!("SET ({parameters})")));
    }
    if !reset_storage.is_empty() {
        let lock = storage_lock(reset_storage.iter());
        lowered.push(Lowered::table(lock, format!("RESET ({})", reset_storage.join(", "))));
    }
    match tablespace {
        Some(Some(name)) => lowered.push(exclusive(&format!("SET TABLESPACE {}", quote(name)))),
        Some(None) => lowered.push(Lowered::sql(default_tablespace(table)?)),
        None => {}
    }
    lowered.extend(replica_identity.as_ref().map(|identity| exclusive(&identity.sql(quote))));
    Ok(lowered)
}

/// Parameters that only the next writes, or vacuum, look at let reads and writes go on
/// (<https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-STORAGE-PARAMETER>;
/// read from `pg_locks` of 15).
fn storage_lock<'a>(mut names: impl Iterator<Item = &'a String>) -> LockMode {
    let is_light = |name: &String| {
        let name = name.to_ascii_lowercase();
        ["fillfactor", "parallel_workers"].contains(&name.as_str())
            || name.starts_with("autovacuum_")
            || name.starts_with("vacuum_")
            || name.starts_with("toast")
    };
    if names.all(is_light) { LockMode::ShareUpdateExclusive } else { LockMode::AccessExclusive }
}

/// A table is in partitions from `CREATE TABLE` on
/// (<https://www.postgresql.org/docs/current/ddl-partitioning.html>).
fn require_same_partitions(table: &Table, rows: Option<&SqlText>) -> Result<(), Refusal> {
    let text = |rows: Option<&SqlText>| {
        let text = rows.map(render::text).transpose()?.unwrap_or_default();
        Ok::<_, Refusal>(text.trim().to_owned())
    };
    if text(table.options.partition_by.as_ref())? == text(rows)? {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!("PostgreSQL partitions a table when it is created, and `{}` exists", table.name),
        "create another table with `.partition_by(..)`, move the rows, and rename both; where only MariaDB \
         and MySQL change, write `per_dialect().mysql(\"..\").postgres(\"\")`",
    ))
}

/// The tablespace of the database, which only the server knows
/// (<https://www.postgresql.org/docs/current/catalog-pg-database.html>).
fn default_tablespace(table: &Table) -> Result<String, Refusal> {
    let alter =
        literal::text(&format!("ALTER TABLE {} SET TABLESPACE %I", qualified(&table.name)))?;
    Ok(format!(
        "DO $migrate$ BEGIN EXECUTE format({alter}, (SELECT spcname FROM pg_tablespace t JOIN pg_database d \
         ON d.dattablespace = t.oid WHERE d.datname = current_database())); END $migrate$"
    ))
}

/// A table whose rows are kept in a crash references no table whose rows are forgotten, and partitions
/// decide for themselves (<https://www.postgresql.org/docs/current/sql-createtable.html>; tried on 15).
pub(super) fn check_persistence(operation: &Operation, after: &Schema) -> Result<(), Refusal> {
    let Some(table) = operation.table().and_then(|name| after.tables.get(name)) else {
        return Ok(());
    };
    if let Operation::AlterTable { change, .. } = operation
        && change.unlogged.is_some()
        && super::limits::is_partitioned(table)
    {
        return Err(Refusal::unsupported(
            format!("table `{}` has no rows of its own, and PostgreSQL changes none", table.name),
            "change each partition with `op.execute(\"ALTER TABLE .. SET UNLOGGED\")`",
        ));
    }
    let makes_references = match operation {
        Operation::CreateTable { .. }
        | Operation::AddColumn { .. }
        | Operation::AddConstraint { .. } => true,
        Operation::AlterTable { change, .. } => change.unlogged.is_some(),
        // No other operation makes a reference, or changes whether rows are kept.
        _ => false,
    };
    if !makes_references {
        return Ok(());
    }
    let own = table.foreign_keys().map(|(rule, key)| (table, rule, key));
    let forgets = |name| after.tables.get(name).is_some_and(|table| table.options.unlogged);
    let found = own
        .chain(after.references_to(&table.name))
        .find(|(holder, _, key)| !holder.options.unlogged && forgets(&key.table));
    let Some((holder, rule, key)) = found else { return Ok(()) };
    Err(Refusal::unsupported(
        format!(
            "foreign key `{}` of table `{}`, which is logged, references `{}`, which is not",
            rule.name.as_deref().unwrap_or("without a name"),
            holder.name,
            key.table
        ),
        "make both tables logged, or both `.postgres_unlogged()`: first the one that references the other",
    ))
}
