//! What each operation is in PostgreSQL: clauses of an `ALTER TABLE`, or statements of its own.

use crate::dialect::{Action, Refusal};
use crate::op::{Operation, TimeoutKind};
use crate::schema::{
    Column, Constraint, ConstraintBody, ConstraintKind, Deferrable, Generation, QualifiedName,
    ReplicaIdentity, Schema, Table,
};

use super::alter::Lowered;
use super::change::alter_column;
use super::limits::is_partitioned;
use super::name::{qualified, quote};
use super::table_change::alter_table;
use super::{Version, data, literal, numbers, objects, render};

/// An operation as clauses and statements, written from the schema before it; none when it does not fit the
/// schema, which applying it says.
pub(super) fn lowered(
    version: Version,
    operation: &Operation,
    before: &Schema,
) -> Result<Vec<Lowered>, Refusal> {
    let sql = |sql| Ok(vec![Lowered::sql(sql)]);
    let statements = |all: Vec<String>| Ok(all.into_iter().map(Lowered::sql).collect());
    match operation {
        // The table there is taken for this one, so its indexes are not this one's to make.
        Operation::CreateTable { table, if_not_exists: true }
            if before.tables.contains_key(&table.name) =>
        {
            Ok(Vec::new())
        }
        Operation::CreateTable { table, if_not_exists } => create_table(table, *if_not_exists),
        Operation::DropTable { table } => sql(format!("DROP TABLE {}", qualified(table))),
        Operation::RenameTable { table, to } => {
            sql(format!("ALTER TABLE {} RENAME TO {}", qualified(table), quote(to)))
        }
        Operation::SetTableComment { table, comment } => {
            let comment =
                comment.as_deref().map_or_else(|| Ok("NULL".to_owned()), literal::text)?;
            let sql = format!("COMMENT ON TABLE {} IS {comment}", qualified(table));
            Ok(vec![Lowered::Comment(sql)])
        }
        Operation::AlterTable { table, change } => {
            let known = before.tables.get(table);
            known.map_or(Ok(Vec::new()), |known| alter_table(known, change))
        }
        Operation::AddColumn { table, column, constraints } => {
            add_column(table, column, constraints)
        }
        Operation::DropColumn { column, .. } => Ok(vec![Lowered::drop_column(column)]),
        Operation::AlterColumn { table, column, change } => {
            let known = before.tables.get(table).and_then(|table| table.column(column));
            known.map_or(Ok(Vec::new()), |known| alter_column(version, table, known, change))
        }
        Operation::CreateIndex { table, index, concurrently } => {
            let made = objects::index_work(table, index, *concurrently);
            Ok(objects::left_out(index).into_iter().chain([made]).map(Lowered::Statement).collect())
        }
        Operation::DropIndex { table, name, concurrently } => {
            Ok(vec![Lowered::Statement(objects::drop_index(table, name, *concurrently))])
        }
        Operation::RenameIndex { table, name, to } => {
            let index = qualified(&table.sibling(name));
            // Under `SHARE UPDATE EXCLUSIVE`, and none on the table (`pg_locks` of PostgreSQL 15).
            sql(format!("ALTER INDEX {index} RENAME TO {}", quote(to)))
        }
        Operation::Reindex { table, index, concurrently } => {
            let (what, name) = match index {
                Some(index) => ("INDEX", table.sibling(index)),
                // Materialized views are tables to it (tried on 15).
                None => ("TABLE", table.clone()),
            };
            let concurrently = if *concurrently { " CONCURRENTLY" } else { "" };
            sql(format!("REINDEX {what}{concurrently} {}", qualified(&name)))
        }
        Operation::AddConstraint { constraint, .. } => {
            Ok(vec![Lowered::add_constraint(constraint)])
        }
        Operation::DropConstraint { name, .. } => Ok(vec![Lowered::drop_constraint(name)]),
        Operation::RenameConstraint { table, name, to } => {
            let (table, name, to) = (qualified(table), quote(name), quote(to));
            sql(format!("ALTER TABLE {table} RENAME CONSTRAINT {name} TO {to}"))
        }
        Operation::ValidateConstraint { name, .. } => Ok(vec![Lowered::validate(name)]),
        Operation::CreateObject(object) => statements(objects::create(object)?),
        Operation::DropObject(object) => sql(objects::drop(object)),
        Operation::AlterObject(change) => statements(objects::alter(change, before)?),
        Operation::CreatePartition { table, partition } => {
            sql(objects::create_partition(table, partition))
        }
        Operation::DropPartition { name, .. } => sql(format!("DROP TABLE {}", qualified(name))),
        Operation::AttachPartition { table, partition } => {
            let (table, name) = (qualified(table), qualified(&partition.name));
            let bounds = partition.bounds.trim();
            sql(format!("ALTER TABLE {table} ATTACH PARTITION {name} {bounds}"))
        }
        Operation::DetachPartition { table, name, concurrently } => {
            let concurrently = if *concurrently { " CONCURRENTLY" } else { "" };
            let (table, name) = (qualified(table), qualified(name));
            sql(format!("ALTER TABLE {table} DETACH PARTITION {name}{concurrently}"))
        }
        Operation::Insert { table, columns, rows, on_conflict } => {
            let numbered = before.tables.get(table).is_some_and(|table| overrides(table, columns));
            let head = data::insert_into(table, columns, numbered);
            let actions = data::insert(&head, columns, rows, on_conflict.as_ref())?;
            let values = |at: usize| rows.iter().filter_map(|row| row.get(at)).collect();
            let followed =
                before.tables.get(table).map(|it| numbers::follow(it, columns.iter(), values));
            let followed = followed.into_iter().flatten().map(Action::Sql);
            Ok(actions.into_iter().chain(followed).map(Lowered::Statement).collect())
        }
        Operation::Update { table, set, filter } => {
            let updated = data::update(table, set, filter.as_ref())?;
            let columns = set.iter().map(|(column, _)| column);
            let values = |at: usize| set.get(at).map(|(_, value)| value).into_iter().collect();
            let known = before.tables.get(table);
            let followed = known.map(|it| numbers::follow(it, columns, values));
            statements(std::iter::once(updated).chain(followed.into_iter().flatten()).collect())
        }
        Operation::Delete { table, filter } => sql(data::delete(table, filter.as_ref())?),
        Operation::Execute { sql, .. } => {
            let text = render::text(sql)?.trim();
            let raw = (!text.is_empty()).then(|| Lowered::Statement(Action::Raw(text.to_owned())));
            Ok(raw.into_iter().collect())
        }
        Operation::Run(step) => Ok(vec![Lowered::Statement(Action::Run(step.clone()))]),
        Operation::IfNeeded(operation) => if_needed(operation),
        // Until the transaction ends (<https://www.postgresql.org/docs/current/sql-set.html>).
        Operation::SetTimeout { kind, milliseconds } => {
            sql(format!("SET LOCAL {} = {milliseconds}", timeout(*kind)))
        }
        Operation::LockTable { table } => sql(format!("LOCK TABLE {}", qualified(table))),
    }
}

/// The parameter of a timeout.
pub(super) const fn timeout(kind: TimeoutKind) -> &'static str {
    match kind {
        TimeoutKind::Lock => "lock_timeout",
        TimeoutKind::Statement => "statement_timeout",
    }
}

/// An operation with `IF EXISTS` or `IF NOT EXISTS`: a statement of its own
/// (<https://www.postgresql.org/docs/current/sql-altertable.html>).
fn if_needed(operation: &Operation) -> Result<Vec<Lowered>, Refusal> {
    let alter = |table: &QualifiedName, clause: String| -> Result<Vec<Lowered>, Refusal> {
        Ok(vec![Lowered::sql(format!("ALTER TABLE {} {clause}", qualified(table)))])
    };
    match operation {
        Operation::CreateIndex { table, index, concurrently } => {
            let made = objects::index_work_if_needed(table, index, *concurrently);
            Ok(objects::left_out(index).into_iter().chain([made]).map(Lowered::Statement).collect())
        }
        Operation::DropIndex { table, name, concurrently } => {
            let dropped = objects::drop_index_if_needed(table, name, *concurrently);
            Ok(vec![Lowered::Statement(dropped)])
        }
        Operation::DropTable { table } => {
            Ok(vec![Lowered::sql(format!("DROP TABLE IF EXISTS {}", qualified(table)))])
        }
        Operation::DropColumn { table, column } => {
            alter(table, format!("DROP COLUMN IF EXISTS {}", quote(column)))
        }
        Operation::DropConstraint { table, name, .. } => {
            alter(table, format!("DROP CONSTRAINT IF EXISTS {}", quote(name)))
        }
        Operation::AddColumn { table, column, constraints } => {
            let mut definition = render::column_definition(column)?;
            for inline in constraints.iter().filter_map(render::column_constraint) {
                definition.push(' ');
                definition.push_str(&inline);
            }
            let mut lowered = alter(table, format!("ADD COLUMN IF NOT EXISTS {definition}"))?;
            if let Some(comment) = &column.comment {
                let comment =
                    render::column_comment(&qualified(table), &column.name, Some(comment))?;
                lowered.push(Lowered::Comment(comment));
            }
            Ok(lowered)
        }
        // The builder puts no condition before the others.
        _ => Ok(Vec::new()),
    }
}

/// A table, its partitions, its indexes and its comments.
fn create_table(table: &Table, if_not_exists: bool) -> Result<Vec<Lowered>, Refusal> {
    let words = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let partitions = table.partitions.iter();
    let partitions = partitions.map(|partition| objects::create_partition(&table.name, partition));
    let indexes = table.indexes.iter().flat_map(|index| {
        let made = Action::Sql(objects::create_index(&table.name, index, words));
        objects::left_out(index).into_iter().chain([made])
    });
    let (repeated, mut whole) = without_repeated_keys(table);
    if let (Some(key), true) = (repeated.first(), if_not_exists) {
        let name = key.name.as_deref().unwrap_or("without a name");
        return Err(Refusal::unsupported(
            format!("PostgreSQL leaves out `{name}`: there is a key over the same columns"),
            "leave the constraint or `.if_not_exists()` out",
        ));
    }
    // `CREATE TABLE` takes every constraint for valid, as the table has no rows (tried on 15).
    let is_apart = |constraint: &mut Constraint| {
        !if_not_exists && !is_partitioned(table) && !constraint.is_validated()
    };
    let unchecked: Vec<_> = whole.constraints.extract_if(.., is_apart).collect();
    let made = Lowered::sql(render::create_table(&whole, if_not_exists)?);
    let keys = repeated.iter().chain(&unchecked).map(Lowered::add_constraint);
    let comments = render::comments(table)?.into_iter().map(Action::Sql);
    let identity = match &table.options.replica_identity {
        ReplicaIdentity::Default => None,
        other => Some(format!("ALTER TABLE {} {}", qualified(&table.name), other.sql(quote))),
    };
    let identity = identity.into_iter().map(Action::Sql);
    let rest = partitions.map(Action::Sql).chain(indexes).chain(comments);
    let rest = rest.chain(identity).map(Lowered::Statement);
    Ok(std::iter::once(made).chain(keys).chain(rest).collect())
}

/// The keys over the columns of an earlier key, which `CREATE TABLE` leaves out without an error
/// (`transformIndexConstraints` in its `parse_utilcmd.c`; tried on PostgreSQL 15), and the table without them.
fn without_repeated_keys(table: &Table) -> (Vec<Constraint>, Table) {
    let alike = |a: &ConstraintBody, b: &ConstraintBody| match (a, b) {
        (
            ConstraintBody::PrimaryKey { columns: a },
            ConstraintBody::Unique { columns: b, include, nulls_not_distinct, deferrable },
        ) => a == b && include.is_empty() && !nulls_not_distinct && *deferrable == Deferrable::No,
        (ConstraintBody::Unique { .. }, ConstraintBody::Unique { .. }) => a == b,
        // The server leaves out no other kinds.
        (
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. },
            _,
        ) => false,
    };
    // A primary key stays, whatever key comes before it (tried on PostgreSQL 15).
    let mut whole = Table { constraints: Vec::new(), ..table.clone() };
    let mut repeated = Vec::new();
    let is_primary = |key: &&Constraint| key.kind() == ConstraintKind::PrimaryKey;
    for (at, constraint) in table.constraints.iter().enumerate() {
        let primary = table.constraints.iter().filter(is_primary);
        let mut earlier = table.constraints[..at].iter().chain(primary);
        if earlier.any(|known| alike(&known.body, &constraint.body)) {
            repeated.push(constraint.clone());
        } else {
            whole.constraints.push(constraint.clone());
        }
    }
    (repeated, whole)
}

/// A column with its constraints, and its comment.
fn add_column(
    table: &QualifiedName,
    column: &Column,
    constraints: &[Constraint],
) -> Result<Vec<Lowered>, Refusal> {
    let mut definition = render::column_definition(column)?;
    let mut later = Vec::new();
    let mut has_key = false;
    for constraint in constraints {
        // Of two keys in one definition the server leaves one out without a notice, as `CREATE TABLE`
        // does (tried on PostgreSQL 15).
        let key = matches!(
            constraint.body,
            ConstraintBody::PrimaryKey { .. } | ConstraintBody::Unique { .. }
        );
        let repeated = key && has_key;
        has_key |= key;
        match render::column_constraint(constraint).filter(|_| !repeated) {
            Some(inline) => {
                definition.push(' ');
                definition.push_str(&inline);
            }
            None => later.push(Lowered::add_constraint(constraint)),
        }
    }
    let comment = column.comment.as_deref().map(|comment| {
        render::column_comment(&qualified(table), &column.name, Some(comment)).map(Lowered::Comment)
    });
    let added = Lowered::add_column(&column.name, &definition);
    Ok(std::iter::once(added).chain(later).chain(comment.transpose()?).collect())
}

/// Whether rows have a number of their own for a `GENERATED ALWAYS` column, which takes one with
/// `OVERRIDING SYSTEM VALUE` only (<https://www.postgresql.org/docs/current/sql-insert.html>).
fn overrides(table: &Table, columns: &[String]) -> bool {
    let identity = |name: &String| table.column(name).and_then(|column| column.identity);
    let mut identities = columns.iter().filter_map(identity);
    identities.any(|identity| identity.generation == Generation::Always)
}
