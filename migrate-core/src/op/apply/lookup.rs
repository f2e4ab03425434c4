//! Finding what an operation names, or the error that names what is near.

use crate::schema::{Index, Mention, QualifiedName, Schema, Table};
use crate::sql_text::SqlSyntax;

use super::error::{ApplyError, unknown};

pub(super) fn table_ref<'a>(
    schema: &'a Schema,
    name: &QualifiedName,
) -> Result<&'a Table, ApplyError> {
    schema.tables.get(name).ok_or_else(|| unknown_table(schema, name))
}

pub(super) fn table_mut<'a>(
    schema: &'a mut Schema,
    name: &QualifiedName,
) -> Result<&'a mut Table, ApplyError> {
    if !schema.tables.contains_key(name) {
        return Err(unknown_table(schema, name));
    }
    schema.tables.get_mut(name).ok_or_else(|| unknown("table", &name.name, None, []))
}

pub(super) fn unknown_table(schema: &Schema, name: &QualifiedName) -> ApplyError {
    let known: Vec<_> = schema.tables.keys().map(ToString::to_string).collect();
    unknown("table", &name.to_string(), None, known.iter().map(String::as_str))
}

pub(super) fn require_columns<'a>(
    table: &Table,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), ApplyError> {
    names.into_iter().find(|name| table.column(name).is_none()).map_or(Ok(()), |name| {
        let known = table.columns.iter().map(|column| column.name.as_str());
        Err(unknown("column", name, Some(&table.name), known))
    })
}

pub(super) fn index_position(
    indexes: &[Index],
    holder: &QualifiedName,
    name: &str,
) -> Result<usize, ApplyError> {
    indexes.iter().position(|index| index.name == name).ok_or_else(|| {
        let known = indexes.iter().map(|index| index.name.as_str());
        unknown("index", name, Some(holder), known)
    })
}

pub(super) fn constraint_position(table: &Table, name: &str) -> Result<usize, ApplyError> {
    table.constraints.iter().position(|constraint| constraint.is_named(name)).ok_or_else(|| {
        let known = table.constraints.iter().filter_map(|constraint| constraint.name.as_deref());
        unknown("constraint", name, Some(&table.name), known)
    })
}

/// Whether the name of an index is taken for one of `relation`: by any index of its schema (namespace), or on MariaDB
/// and MySQL by one of the same table (<https://mariadb.com/kb/en/identifier-names/>; tried on MariaDB 10.11).
pub(super) fn has_index(schema: &Schema, relation: &QualifiedName, name: &str) -> bool {
    match schema.syntax {
        SqlSyntax::Mysql(_) => {
            let table = schema.tables.get(relation);
            return table.is_some_and(|table| table.index(name).is_some());
        }
        SqlSyntax::Sqlite | SqlSyntax::Postgres => {}
    }
    let wanted = [Mention::part(relation.schema.as_deref(), name)];
    let Schema { tables, materialized_views, .. } = schema;
    let tables = tables.mentioning(&wanted).into_iter().map(|it| (&it.name, &it.indexes));
    let views = materialized_views.mentioning(&wanted).into_iter();
    tables.chain(views.map(|it| (&it.name, &it.indexes))).any(|(holder, indexes)| {
        holder.schema == relation.schema && indexes.iter().any(|index| index.name == name)
    })
}
