//! What PostgreSQL, or this version of it, cannot have, found before anything runs.

use crate::dialect::run::require_connection;
use crate::dialect::{Family, Refusal};
use crate::op::Operation;
use crate::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Generation, Index, Object,
    QualifiedName, Schema, Table,
};
use crate::sql_text::{SqlSyntax, Tokens};

use super::comparable::{check_comparisons, may_be_integer};
use super::generated::check_generated;
use super::partition_keys::check_partition_columns;
use super::table_change::check_persistence;
use super::{Version, render, types};

/// Whether PostgreSQL can have what the operation made or changed.
pub(super) fn check_supported(
    version: Version,
    operation: &Operation,
    after: &Schema,
) -> Result<(), Refusal> {
    let table = operation.table().and_then(|name| after.tables.get(name));
    let partitioned = table.is_some_and(is_partitioned);
    table.map_or(Ok(()), |table| check_generated(version, operation, table))?;
    table.map_or(Ok(()), |table| check_comparisons(operation, table, after))?;
    check_persistence(operation, after)?;
    match operation {
        Operation::CreateTable { table, .. } => {
            all(&table.columns, check_column)?;
            all(&table.columns, check_collation)?;
            // Nothing has rows to be checked yet, but an exclusion needs an index of all partitions.
            let is_exclusion =
                |rule: &Constraint| matches!(rule.body, ConstraintBody::Exclude { .. });
            let partitioned = is_partitioned(table);
            all(&table.constraints, |rule| {
                check_constraint(version, rule, partitioned && is_exclusion(rule))
            })?;
            all(&table.indexes, |index| check_index(version, index))?;
            check_partition_columns(table)
        }
        Operation::AddColumn { column, constraints, .. } => {
            check_column(column)?;
            check_collation(column)?;
            table.map_or(Ok(()), check_partition_columns)?;
            all(constraints, |rule| check_constraint(version, rule, partitioned))
        }
        Operation::AlterColumn { column, change, .. } => {
            let name = change.rename.as_ref().unwrap_or(column);
            let altered = table.and_then(|table| table.column(name));
            // Another type alone leaves the collation behind.
            if matches!(change.collation, Some(Some(_))) {
                altered.map_or(Ok(()), check_collation)?;
            }
            let is_computed = altered.is_some_and(|column| column.generated.is_some());
            let using = change.using.as_ref().and_then(|using| using.on(Family::Postgres));
            if is_computed && using.is_some_and(|sql| !sql.trim().is_empty()) {
                return Err(Refusal::unsupported(
                    format!(
                        "column `{name}` is generated: its values are computed again, and never converted"
                    ),
                    "leave `.using(..)` out",
                ));
            }
            // The default of a serial column is the next number of its sequence.
            let identity = altered.and_then(|column| column.identity);
            let is_serial = identity.is_some_and(|it| it.generation == Generation::Serial);
            if is_serial && change.default.is_some() && change.identity.is_none() {
                return Err(Refusal::unsupported(
                    format!("column `{name}` is serial: its sequence is its default"),
                    "drop the identity first with `op.alter_column(..).drop_identity()`",
                ));
            }
            altered.map_or(Ok(()), check_column)
        }
        Operation::AddConstraint { constraint, .. } => {
            table.map_or(Ok(()), check_partition_columns)?;
            check_constraint(version, constraint, partitioned)
        }
        Operation::CreateIndex { index, concurrently, .. } => {
            check_index(version, index)?;
            table.map_or(Ok(()), check_partition_columns)?;
            check_not_partitioned(*concurrently && partitioned)
        }
        Operation::DropIndex { concurrently, .. } => {
            check_not_partitioned(*concurrently && partitioned)
        }
        // <https://www.postgresql.org/docs/current/sql-reindex.html>, on partitioned tables.
        Operation::Reindex { table, .. } if partitioned => Err(Refusal::unsupported(
            format!("table `{table}` is partitioned, and has no indexes with rows of its own"),
            "reindex each partition with `op.execute(\"REINDEX TABLE ..\")`",
        )),
        Operation::CreateObject(object) => check_object(version, object),
        Operation::DetachPartition { concurrently: true, .. }
            if !version.detaches_concurrently() =>
        {
            Err(Refusal::unsupported(
                format!("PostgreSQL {version} detaches a partition only while nothing else runs"),
                "leave `.concurrently()` out; version 14 has it",
            ))
        }
        Operation::DetachPartition { concurrently: true, table, .. }
            if has_default_partition(after, table) =>
        {
            Err(Refusal::unsupported(
                format!("table `{table}` has a partition for the rows that no other holds"),
                "leave `.concurrently()` out: with a default partition PostgreSQL detaches only \
                 while nothing else runs",
            ))
        }
        Operation::Run(step) => require_connection(step, Family::Postgres, "PostgreSQL"),
        Operation::IfNeeded(operation) => check_supported(version, operation, after),
        Operation::SetTimeout { kind, milliseconds } if i32::try_from(*milliseconds).is_err() => {
            Err(Refusal::unsupported(
                format!("a {} of PostgreSQL ends at 24 days", kind.noun()),
                "write a shorter one, or `Duration::ZERO` for none",
            ))
        }
        Operation::DropTable { .. }
        | Operation::RenameTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::AlterTable { .. }
        | Operation::DropColumn { .. }
        | Operation::RenameIndex { .. }
        | Operation::Reindex { .. }
        | Operation::DropConstraint { .. }
        | Operation::RenameConstraint { .. }
        | Operation::ValidateConstraint { .. }
        | Operation::DropObject(_)
        | Operation::AlterObject(_)
        | Operation::CreatePartition { .. }
        | Operation::DropPartition { .. }
        | Operation::AttachPartition { .. }
        | Operation::DetachPartition { .. }
        | Operation::Insert { .. }
        | Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::SetTimeout { .. }
        | Operation::LockTable { .. }
        | Operation::Execute { .. } => Ok(()),
    }
}

fn check_object(version: Version, object: &Object) -> Result<(), Refusal> {
    match object {
        Object::MaterializedView(view) => all(&view.indexes, |index| check_index(version, index)),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::EnumType(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::Trigger(_) => Ok(()),
    }
}

fn all<T>(items: &[T], require: impl Fn(&T) -> Result<(), Refusal>) -> Result<(), Refusal> {
    items.iter().try_for_each(require)
}

pub(super) fn is_partitioned(table: &Table) -> bool {
    let rows = table.options.partition_by.as_ref();
    rows.is_some_and(|rows| render::text(rows).is_ok_and(|rows| !rows.trim().is_empty()))
}

/// The default partition's own rows would have to be scanned
/// (<https://www.postgresql.org/docs/current/sql-altertable.html>; tried on PostgreSQL 15).
fn has_default_partition(schema: &Schema, table: &QualifiedName) -> bool {
    let partitions = schema.tables.get(table).into_iter().flat_map(|table| &table.partitions);
    partitions.into_iter().any(|known| known.bounds.trim().eq_ignore_ascii_case("DEFAULT"))
}

/// Whether the column can have the collation that it is given
/// (<https://www.postgresql.org/docs/current/collation.html>).
fn check_collation(column: &Column) -> Result<(), Refusal> {
    if column.collation.is_none() || types::has_collation(&column.column_type) != Some(false) {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!("column `{}` is {}, which has no collation", column.name, column.column_type),
        "leave `.collate(..)` out",
    ))
}

fn check_column(column: &Column) -> Result<(), Refusal> {
    let name = &column.name;
    check_clock_word(column)?;
    if let ColumnType::Unsigned(whole) = &column.column_type {
        return Err(types::unsigned(name, whole));
    }
    let Some(identity) = column.identity else { return Ok(()) };
    if !may_be_integer(&column.column_type) {
        return Err(Refusal::unsupported(
            format!(
                "column `{name}` is an identity, and {} is no integer type",
                column.column_type
            ),
            "drop the identity first with `op.alter_column(..).drop_identity()`",
        ));
    }
    let is_usual = [identity.start, identity.increment].iter().all(|it| it.unwrap_or(1) == 1);
    if identity.generation == Generation::Serial && !is_usual {
        return Err(Refusal::unsupported(
            format!("column `{name}` is serial, which always counts from 1 in steps of 1"),
            "use `Identity::by_default()`",
        ));
    }
    Ok(())
}

/// Whether the default is no word that stands for a time: PostgreSQL reads it once, when the default is made, and gives
/// every row the time of that (<https://www.postgresql.org/docs/current/datatype-datetime.html>, the tip on `now`).
fn check_clock_word(column: &Column) -> Result<(), Refusal> {
    let Some(ColumnDefault::Sql(sql)) = &column.default else { return Ok(()) };
    let is_time = match &column.column_type {
        ColumnType::Date | ColumnType::Time | ColumnType::Timestamp | ColumnType::TimestampTz => {
            true
        }
        ColumnType::Custom(spelled) => {
            let spelled = spelled.trim().to_ascii_lowercase();
            spelled.starts_with("timestamp") || spelled.starts_with("time")
        }
        _ => false,
    };
    let tokens: Vec<_> = Tokens::code(sql, SqlSyntax::Postgres).collect();
    let tokens: Vec<_> = tokens.iter().skip_while(|token| token.is_symbol("(")).collect();
    let [first, rest @ ..] = &tokens[..] else { return Ok(()) };
    let Some(word) = first.string().map(|word| word.trim().to_ascii_lowercase()) else {
        return Ok(());
    };
    // A text that is cast when a row comes is read then.
    let is_text = rest.windows(2).any(|pair| {
        let names = ["text", "varchar", "char", "character", "bpchar", "name"];
        pair[0].is_symbol("::") && names.iter().any(|name| pair[1].is_keyword(name))
    });
    let instead = match word.as_str() {
        "now" => "now()",
        "today" => "today()",
        "tomorrow" => "sql(\"CURRENT_DATE + 1\")",
        "yesterday" => "sql(\"CURRENT_DATE - 1\")",
        _ => return Ok(()),
    };
    if !is_time || is_text {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!(
            "the default `'{word}'` of column `{}` is the time at which PostgreSQL reads it, once",
            column.name
        ),
        &format!("write `.default({instead})`"),
    ))
}

fn check_constraint(
    version: Version,
    constraint: &Constraint,
    partitioned: bool,
) -> Result<(), Refusal> {
    match &constraint.body {
        ConstraintBody::Unique { nulls_not_distinct, .. } => {
            check_nulls_not_distinct(version, *nulls_not_distinct)
        }
        ConstraintBody::ForeignKey(key)
            if partitioned && !key.validated && !version.has_unchecked_keys_of_partitions() =>
        {
            Err(Refusal::unsupported(
                format!(
                    "PostgreSQL {version} checks the existing rows of a partitioned table at once"
                ),
                "leave `.not_valid()` out; version 18 takes it",
            ))
        }
        ConstraintBody::Exclude { .. } if partitioned && !version.excludes_over_partitions() => {
            Err(Refusal::unsupported(
                format!("PostgreSQL {version} has no exclusion constraint on a partitioned table"),
                "add it to each partition with `op.execute(..)`; version 17 takes it with the partition key in it",
            ))
        }
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => Ok(()),
    }
}

/// <https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-UNIQUE>,
/// since version 15.
fn check_nulls_not_distinct(version: Version, wanted: bool) -> Result<(), Refusal> {
    if !wanted || version.has_nulls_not_distinct() {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!("PostgreSQL {version} counts NULLs as distinct in a unique key"),
        "make the columns NOT NULL, or index `coalesce(..)` with `expression(\"..\")`; version 15 \
         has `NULLS NOT DISTINCT`",
    ))
}

fn check_index(version: Version, index: &Index) -> Result<(), Refusal> {
    check_nulls_not_distinct(version, index.nulls_not_distinct)?;
    let method = index.method.as_deref().map(str::to_ascii_lowercase);
    match method.as_deref() {
        Some("fulltext") => {
            return Err(Refusal::unsupported(
                "PostgreSQL has no index of method `fulltext`",
                "index `expression(\"to_tsvector('english', body)\")` with `.using(\"gin\")`",
            ));
        }
        Some("spatial") => {
            return Err(Refusal::unsupported(
                "PostgreSQL has no index of method `spatial`",
                "index the column with `.using(\"gist\")`",
            ));
        }
        // Only B-tree indexes can be unique
        // (<https://www.postgresql.org/docs/current/indexes-unique.html>).
        Some("hash") if index.unique => {
            return Err(Refusal::unsupported(
                "PostgreSQL has no unique index of method `hash`",
                "leave `.using(\"hash\")` out: an index of method `btree` finds equal values too",
            ));
        }
        _ => {}
    }
    // A prefix saves space, and may be left out; in a unique index it decides.
    if index.unique && index.columns.iter().any(|part| part.prefix.is_some()) {
        return Err(Refusal::unsupported(
            "PostgreSQL indexes whole values, so a unique index over a prefix would be another one",
            "index `left(..)` with `expression(\"..\")`",
        ));
    }
    Ok(())
}

/// <https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY>, on
/// partitioned tables.
fn check_not_partitioned(refused: bool) -> Result<(), Refusal> {
    if !refused {
        return Ok(());
    }
    Err(Refusal::unsupported(
        "PostgreSQL builds and drops an index of a partitioned table only while nothing writes",
        "leave `.concurrently()` out, or build the index of each partition with `op.execute(..)`",
    ))
}
