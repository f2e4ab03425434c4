//! What operations on indexes do to a schema.

use crate::schema::{Index, IndexColumn, QualifiedName, Schema};

use super::constraint::require_no_orphan;
use super::error::{ApplyError, exists};
use super::lookup::{find_index, index_position, require_columns, table_mut, table_ref};

/// Adds an index; names of indexes are unique in the whole schema.
pub(super) fn create_index(
    schema: &mut Schema,
    table: &QualifiedName,
    index: &Index,
) -> Result<(), ApplyError> {
    let name_taken = find_index(schema, &index.name).is_some();
    let table = table_mut(schema, table)?;
    if name_taken {
        return Err(exists("index", &index.name, None));
    }
    if index.columns.is_empty() {
        let what = format!("index `{}` has no columns", index.name);
        return Err(ApplyError::Nothing { what });
    }
    let columns = index.columns.iter().filter_map(IndexColumn::column);
    require_columns(table, columns.chain(index.include.iter().map(String::as_str)))?;
    table.indexes.push(index.clone());
    Ok(())
}

/// Takes an index away.
pub(super) fn drop_index(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &str,
) -> Result<(), ApplyError> {
    let before = table_ref(schema, table)?;
    let mut without = before.clone();
    without.indexes.remove(index_position(before, name)?);
    require_no_orphan(schema, before, &without, "index", name)?;
    *table_mut(schema, table)? = without;
    Ok(())
}

/// Gives an index another name.
pub(super) fn rename_index(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &str,
    to: &str,
) -> Result<(), ApplyError> {
    if find_index(schema, to).is_some() {
        return Err(exists("index", to, None));
    }
    let table = table_mut(schema, table)?;
    let at = index_position(table, name)?;
    to.clone_into(&mut table.indexes[at].name);
    Ok(())
}
