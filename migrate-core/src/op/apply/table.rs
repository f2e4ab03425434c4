//! What operations on whole tables do to a schema.

use crate::op::{TableChange, Target, dependents};
use crate::schema::{
    ConstraintBody, ConstraintKind, ForeignKey, IndexColumn, Mention, ObjectRef, QualifiedName,
    Schema, Sequence, Table,
};
use crate::sql_text::{self, SqlSyntax};

use super::column::require_position;
use super::constraint::add_constraint;
use super::data::require_default;
use super::error::{ApplyError, exists};
use super::lookup::{has_index, require_columns, table_ref};
use super::object::{mark_functions, outgrow_views, rename_in_texts, require_free};
use super::replica_identity;

pub(super) fn create_table(
    schema: &mut Schema,
    table: &Table,
    if_not_exists: bool,
) -> Result<(), ApplyError> {
    match require_free(schema, &table.name) {
        Err(_) if if_not_exists => return Ok(()),
        free => free?,
    }
    if table.columns.is_empty() {
        let what = format!("table `{}` has no columns", table.name);
        return Err(ApplyError::Nothing { what });
    }
    let mut made = Table { constraints: Vec::new(), indexes: Vec::new(), ..table.clone() };
    for (at, column) in table.columns.iter().enumerate() {
        if table.columns[..at].iter().any(|earlier| earlier.name == column.name) {
            return Err(exists("column", &column.name, Some(&table.name)));
        }
        require_default(column, schema.syntax)?;
        require_position(table, &column.name, column.mysql.position.as_ref())?;
    }
    made.set_order_on_mysql(None);
    for constraint in &table.constraints {
        add_constraint(schema, &mut made, constraint)?;
    }
    for index in &table.indexes {
        if has_index(schema, &table.name, &index.name) || made.index(&index.name).is_some() {
            return Err(exists("index", &index.name, None));
        }
        require_columns(&made, index.columns.iter().filter_map(IndexColumn::column))?;
        made.indexes.push(index.clone());
    }
    replica_identity::require_index(&made)?;
    schema.tables.insert(table.name.clone(), made);
    Ok(())
}

pub(super) fn alter_table(
    schema: &mut Schema,
    name: &QualifiedName,
    change: &TableChange,
) -> Result<(), ApplyError> {
    if *change == TableChange::default() {
        let what = format!("the change of table `{name}` changes nothing");
        return Err(ApplyError::Nothing { what });
    }
    let mut after = table_ref(schema, name)?.clone();
    after.options = change.applied(&after.options);
    replica_identity::require_index(&after)?;
    schema.tables.insert(name.clone(), after);
    Ok(())
}

pub(super) fn drop_table(schema: &mut Schema, name: &QualifiedName) -> Result<(), ApplyError> {
    table_ref(schema, name)?;
    if let Some((holder, constraint, _)) = schema.references_to(name).next() {
        let key = constraint.name.as_deref().unwrap_or("without a name");
        let user = format!("foreign key `{key}` of table `{}`", holder.name);
        return Err(ApplyError::InUse { kind: "table", name: name.to_string(), user });
    }
    outgrow_views(schema, name);
    schema.tables.remove(name);
    schema.remove_objects_on(name);
    for Sequence { name, .. } in schema.sequences_of(name, None) {
        schema.remove(&ObjectRef::Sequence(name));
    }
    Ok(())
}

pub(super) fn rename_table(
    schema: &mut Schema,
    name: &QualifiedName,
    to: &str,
) -> Result<(), ApplyError> {
    let to = name.sibling(to);
    require_free(schema, &to)?;
    let known = schema.clone();
    if let Some(mut whole) = whole_of(schema, name) {
        let parts = whole.partitions.iter_mut();
        parts.filter(|part| part.name == *name).for_each(|part| part.name = to.clone());
        schema.tables.insert(whole.name.clone(), whole);
    } else {
        let mut table = table_ref(schema, name)?.clone();
        schema.tables.remove(name);
        table.name = to.clone();
        rename_in_expressions(&mut table, name, schema.syntax);
        rename_numbered_keys(&mut table, name, schema.syntax);
        schema.tables.insert(to.clone(), table);
    }
    change_references(schema, name, |key| key.table = to.clone());
    for owner in schema.sequences.values_mut().filter_map(|sequence| sequence.owner.as_mut()) {
        if owner.table == *name {
            owner.table = to.clone();
        }
    }
    rename_in_texts(schema, name, |text, place| {
        dependents::rename_relation_in_text(text, place, name, &to.name, &known)
    });
    mark_functions(schema, &Target::Relation(name.clone()), &known);
    for object in schema.objects_on(name) {
        let is_stale = schema.stale.contains(&object.reference());
        schema.remove(&object.reference());
        let moved = object.moved_to(to.clone());
        let reference = moved.reference();
        schema.insert(moved);
        schema.stale.extend(is_stale.then_some(reference));
    }
    Ok(())
}

/// The table that has a partition of the name.
fn whole_of(schema: &Schema, name: &QualifiedName) -> Option<Table> {
    let holders = schema.tables.mentioning(&[Mention::partition(name)]);
    let has = |table: &&Table| table.partitions.iter().any(|part| part.name == *name);
    holders.into_iter().find(has).cloned()
}

/// Changes the foreign keys of all tables that reference `table`.
pub(super) fn change_references(
    schema: &mut Schema,
    table: &QualifiedName,
    change: impl Fn(&mut ForeignKey),
) {
    let holders = schema.tables.mentioning(&[Mention::references(table)]).into_iter().cloned();
    for mut holder in holders.collect::<Vec<_>>() {
        for constraint in &mut holder.constraints {
            match &mut constraint.body {
                ConstraintBody::ForeignKey(key) if key.table == *table => change(key),
                ConstraintBody::ForeignKey(_)
                | ConstraintBody::PrimaryKey { .. }
                | ConstraintBody::Unique { .. }
                | ConstraintBody::Check { .. }
                | ConstraintBody::Exclude { .. } => {}
            }
        }
        schema.tables.insert(holder.name.clone(), holder);
    }
}

/// Renames the foreign keys whose names begin as those that MariaDB and MySQL give, which go along with the table's
/// name, whoever gave them (<https://dev.mysql.com/doc/refman/8.4/en/rename-table.html>; tried on MariaDB 10.11).
fn rename_numbered_keys(table: &mut Table, from: &QualifiedName, syntax: SqlSyntax) {
    match syntax {
        SqlSyntax::Mysql(_) => {}
        SqlSyntax::Sqlite | SqlSyntax::Postgres => return,
    }
    let (before, after) = (format!("{}_ibfk_", from.name), format!("{}_ibfk_", table.name.name));
    let keys = table.constraints.iter_mut().filter(|it| it.kind() == ConstraintKind::ForeignKey);
    for name in keys.filter_map(|key| key.name.as_mut()) {
        if let Some(number) = name.strip_prefix(&before) {
            *name = format!("{after}{number}");
        }
    }
}

/// Renames the table in its own expressions, in which it may stand before its columns, or on PostgreSQL for its row.
fn rename_in_expressions(table: &mut Table, from: &QualifiedName, syntax: SqlSyntax) {
    let to = table.name.name.clone();
    let has_rows = table.column(&from.name).is_none();
    for (sql, syntax) in table.expressions_mut().into_iter().flat_map(|sql| sql.texts_mut(syntax)) {
        *sql = sql_text::rename_qualifier(sql, (&from.name, &to), syntax);
        if has_rows && matches!(syntax, SqlSyntax::Postgres) {
            *sql = sql_text::rename_column(sql, &to, (&from.name, &to), syntax);
        }
    }
}
