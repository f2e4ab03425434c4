//! What the servers cannot have, found before anything runs: names, keys over large values, columns
//! numbered outside of a key.

use crate::dialect::Refusal;
use crate::op::Operation;
use crate::schema::{Column, Constraint, ConstraintKind, QualifiedName, Schema, Table};

use super::Version;
use super::name::{folded, require_name};
use super::references::{keys, require_steady_columns};
use super::types::{is_large, type_name};

/// Whether a key can hold the whole of a column's values
/// (<https://dev.mysql.com/doc/refman/8.4/en/column-indexes.html>).
pub(super) fn require_key_column(
    version: Version,
    table: &Table,
    name: &str,
    hint: &str,
) -> Result<(), Refusal> {
    let Some(column) = table.column(name) else { return Ok(()) };
    let spelled = type_name(version, &column.column_type)?;
    if !is_large(&spelled) {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!("column `{name}` is {spelled}, and a key holds only a part of such values"),
        hint,
    ))
}

/// Whether the server can number a column: there is one such, and a key begins with it.
pub(super) fn require_numbering(version: Version, table: &Table) -> Result<(), Refusal> {
    let mut numbered = table.columns.iter().filter(|column| column.identity.is_some());
    let Some(column) = numbered.next() else { return Ok(()) };
    let (name, server) = (&column.name, version.server_name());
    if let Some(other) = numbered.next() {
        return Err(Refusal::unsupported(
            format!(
                "{server} numbers one column of a table, not both `{name}` and `{}`",
                other.name
            ),
            "leave one identity out",
        ));
    }
    if keys(table).any(|key| key.first().is_some_and(|first| *first == name)) {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!(
            "{server} numbers only a column that a key begins with, and none does with `{name}`"
        ),
        "make it `.primary_key()` or `.unique()`",
    ))
}

/// Whether the server can have what the operation made of the table.
pub(super) fn require_possible(
    version: Version,
    operation: &Operation,
    after: &Schema,
) -> Result<(), Refusal> {
    made_names(operation).into_iter().try_for_each(require_name)?;
    let Some(table) = operation.table().and_then(|name| after.tables.get(name)) else {
        return Ok(());
    };
    require_numbering(version, table)?;
    require_keys(version, table)?;
    require_steady_columns(version, table)?;
    require_free_names(version, operation, after)
}

/// Whether each key still can hold its columns, whose types may have changed.
fn require_keys(version: Version, table: &Table) -> Result<(), Refusal> {
    let hint = "drop the key first, or keep a type that it holds";
    let keys = table
        .constraints
        .iter()
        .filter(|rule| matches!(rule.kind(), ConstraintKind::PrimaryKey | ConstraintKind::Unique));
    for name in keys.flat_map(Constraint::columns) {
        require_key_column(version, table, name, hint)?;
    }
    let whole = |method: &str| matches!(method.to_ascii_lowercase().as_str(), "btree" | "hash");
    let plain = table.indexes.iter().filter(|it| it.method.as_deref().is_none_or(whole));
    let parts = plain.flat_map(|index| &index.columns).filter(|part| part.prefix.is_none());
    parts
        .filter_map(|part| part.column())
        .try_for_each(|name| require_key_column(version, table, name, hint))
}

/// The constraints that the operation makes.
fn made_constraints(operation: &Operation) -> &[Constraint] {
    match operation {
        Operation::CreateTable { table, .. } => &table.constraints,
        Operation::AddColumn { constraints, .. } => constraints,
        Operation::AddConstraint { constraint, .. } => std::slice::from_ref(constraint),
        _ => &[],
    }
}

/// Foreign keys of a database have different names, and on MySQL checks as well.
fn require_free_names(
    version: Version,
    operation: &Operation,
    after: &Schema,
) -> Result<(), Refusal> {
    let Some(holder) = operation.table() else { return Ok(()) };
    for made in made_constraints(operation) {
        let shared = match made.kind() {
            ConstraintKind::ForeignKey => true,
            ConstraintKind::Check => !version.is_mariadb(),
            ConstraintKind::PrimaryKey | ConstraintKind::Unique | ConstraintKind::Exclude => false,
        };
        let Some(name) = made.name.as_deref().filter(|_| shared) else { continue };
        let alike = |other: &&Constraint| {
            let known = other.name.as_deref().map(folded);
            other.kind() == made.kind() && known == Some(folded(name))
        };
        let others = after
            .tables
            .values()
            .filter(|other| other.name != *holder && other.name.schema == holder.schema);
        let taken = others.map(|other| (other, other.constraints.iter().find(alike)));
        if let Some((other, _)) = taken.into_iter().find(|(_, found)| found.is_some()) {
            return Err(Refusal::unsupported(
                format!(
                    "table `{}` has a {} `{name}` already, and a database has one of a name",
                    other.name,
                    made.kind()
                ),
                "give it another name",
            ));
        }
    }
    Ok(())
}

/// The names that an operation makes; a primary key has none on either server.
fn made_names(operation: &Operation) -> Vec<&str> {
    let constraints = made_constraints(operation)
        .iter()
        .filter(|made| made.kind() != ConstraintKind::PrimaryKey)
        .filter_map(|made| made.name.as_deref());
    let mut names: Vec<_> = constraints.collect();
    match operation {
        Operation::CreateTable { table, .. } => {
            names.push(&table.name.name);
            names.extend(table.columns.iter().map(|column: &Column| column.name.as_str()));
            names.extend(table.indexes.iter().map(|index| index.name.as_str()));
        }
        Operation::AddColumn { column, .. } => names.push(&column.name),
        Operation::AlterColumn { change, .. } => names.extend(change.rename.as_deref()),
        Operation::CreateIndex { index, .. } => names.push(&index.name),
        Operation::RenameTable { to, .. }
        | Operation::RenameIndex { to, .. }
        | Operation::RenameConstraint { to, .. } => names.push(to),
        Operation::CreateSchema { name } => names.push(name),
        Operation::CreateView { view } => names.push(own(&view.name)),
        Operation::CreateFunction { function, .. } => names.push(own(&function.name)),
        Operation::CreateSequence { sequence } => names.push(own(&sequence.name)),
        Operation::CreateTrigger { trigger } => names.push(&trigger.name),
        Operation::DropTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::DropColumn { .. }
        | Operation::DropIndex { .. }
        | Operation::AddConstraint { .. }
        | Operation::DropConstraint { .. }
        | Operation::ValidateConstraint { .. }
        | Operation::DropSchema { .. }
        | Operation::CreateEnum { .. }
        | Operation::AddEnumValue { .. }
        | Operation::RenameEnumValue { .. }
        | Operation::DropEnum { .. }
        | Operation::DropView { .. }
        | Operation::CreateMaterializedView { .. }
        | Operation::DropMaterializedView { .. }
        | Operation::RefreshMaterializedView { .. }
        | Operation::DropFunction { .. }
        | Operation::AlterSequence { .. }
        | Operation::DropSequence { .. }
        | Operation::CreatePartition { .. }
        | Operation::DropPartition { .. }
        | Operation::AttachPartition { .. }
        | Operation::DetachPartition { .. }
        | Operation::CreateExtension { .. }
        | Operation::DropExtension { .. }
        | Operation::DropTrigger { .. }
        | Operation::Insert { .. }
        | Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::Execute { .. }
        | Operation::Run(_) => {}
    }
    names
}

fn own(name: &QualifiedName) -> &str {
    &name.name
}
