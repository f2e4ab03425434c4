//! What operations on indexes do to a schema.

use crate::schema::{ConstraintKind, Index, IndexColumn, QualifiedName, Schema};

use super::constraint::require_no_orphan;
use super::error::{ApplyError, drop_verb, exists, unknown};
use super::lookup::{has_index, index_position, require_columns, table_mut, table_ref};
use super::replica_identity;

/// Adds an index.
pub(super) fn create_index(
    schema: &mut Schema,
    table: &QualifiedName,
    index: &Index,
) -> Result<(), ApplyError> {
    let name_taken = has_index(schema, table, &index.name);
    // What columns a view has only the database knows.
    if !schema.materialized_views.contains_key(table) {
        let columns = index.columns.iter().filter_map(IndexColumn::column);
        let columns = columns.chain(index.include.iter().map(String::as_str));
        require_columns(table_ref(schema, table)?, columns)?;
    }
    if name_taken {
        return Err(exists("index", &index.name, None));
    }
    if index.columns.is_empty() {
        let what = format!("index `{}` has no columns", index.name);
        return Err(ApplyError::Nothing { what });
    }
    indexes_mut(schema, table)?.push(index.clone());
    Ok(())
}

/// The indexes of a table or a materialized view.
fn indexes_mut<'a>(
    schema: &'a mut Schema,
    holder: &QualifiedName,
) -> Result<&'a mut Vec<Index>, ApplyError> {
    let is_view = schema.materialized_views.contains_key(holder);
    if !is_view || schema.tables.contains_key(holder) {
        return table_mut(schema, holder).map(|table| &mut table.indexes);
    }
    let view = schema.materialized_views.get_mut(holder).map(|view| &mut view.indexes);
    view.ok_or_else(|| unknown("materialized view", &holder.name, None, []))
}

/// Takes an index away.
pub(super) fn drop_index(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &str,
) -> Result<(), ApplyError> {
    let known = schema.tables.get(table).filter(|known| known.index(name).is_none());
    if let Some(constraint) = known.and_then(|known| known.constraint(name)) {
        return Err(ApplyError::OtherKind {
            name: name.to_owned(),
            table: table.clone(),
            is: format!("a {}", constraint.kind()),
            expected: "an index".to_owned(),
            verb: drop_verb(constraint.kind()),
        });
    }
    let at = index_position(indexes_mut(schema, table)?, table, name)?;
    if let Some(before) = schema.tables.get(table) {
        let mut without = before.clone();
        without.indexes.remove(at);
        require_no_orphan(schema, before, &without, "index", name)?;
        replica_identity::require_kept(before, &without, "index", name)?;
    }
    indexes_mut(schema, table)?.remove(at);
    Ok(())
}

/// Whether a table or a materialized view has the index, which may be that of a constraint; or is there at
/// all.
pub(super) fn require_index(
    schema: &mut Schema,
    holder: &QualifiedName,
    name: Option<&str>,
) -> Result<(), ApplyError> {
    let indexes = indexes_mut(schema, holder)?.clone();
    let Some(name) = name else { return Ok(()) };
    let known = schema.tables.get(holder);
    let has_constraint = known.is_some_and(|table| match table.constraint(name) {
        Some(rule) => matches!(
            rule.kind(),
            ConstraintKind::PrimaryKey | ConstraintKind::Unique | ConstraintKind::Exclude
        ),
        None => table.touched_by.is_some(),
    });
    if has_constraint { Ok(()) } else { index_position(&indexes, holder, name).map(|_| ()) }
}

/// Gives an index another name.
pub(super) fn rename_index(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &str,
    to: &str,
) -> Result<(), ApplyError> {
    if has_index(schema, table, to) {
        return Err(exists("index", to, None));
    }
    let indexes = indexes_mut(schema, table)?;
    let at = index_position(indexes, table, name)?;
    to.clone_into(&mut indexes[at].name);
    if let Some(table) = schema.tables.get_mut(table) {
        replica_identity::rename(table, name, to);
    }
    Ok(())
}
