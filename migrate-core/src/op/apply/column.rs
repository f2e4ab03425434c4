//! What operations on columns do to a schema.

use crate::op::{ColumnChange, MysqlColumnChange, Target, dependents};
use crate::schema::{
    Column, ColumnDefault, ColumnPosition, ColumnType, Constraint, ConstraintBody, IndexTarget,
    MysqlColumn, ObjectRef, QualifiedName, Schema, Sequence, SqlPart, Table,
};
use crate::sql_text::{self, SqlSyntax};

use super::constraint::add_constraint;
use super::data::require_default;
use super::error::{ApplyError, exists};
use super::lookup::{require_columns, table_ref};
use super::object::{mark_functions, outgrow_views, rename_in_texts};
use super::replica_identity;
use super::table::change_references;

pub(super) fn add_column(
    schema: &mut Schema,
    name: &QualifiedName,
    column: &Column,
    constraints: &[Constraint],
) -> Result<(), ApplyError> {
    let mut table = table_ref(schema, name)?.clone();
    if table.column(&column.name).is_some() {
        return Err(exists("column", &column.name, Some(name)));
    }
    require_default(column, schema.syntax)?;
    require_position(&table, &column.name, column.mysql.position.as_ref())?;
    table.columns.push(column.clone());
    if !table.mysql_order.is_empty() {
        table.mysql_order.push(column.name.clone());
    }
    table.set_order_on_mysql(None);
    for constraint in constraints {
        add_constraint(schema, &mut table, constraint)?;
    }
    schema.tables.insert(name.clone(), table);
    outgrow_views(schema, name);
    Ok(())
}

pub(super) fn drop_column(
    schema: &mut Schema,
    name: &QualifiedName,
    column: &str,
) -> Result<(), ApplyError> {
    let table = table_ref(schema, name)?;
    require_columns(table, [column])?;
    if table.columns.len() == 1 {
        return Err(ApplyError::LastColumn { table: name.clone(), column: column.to_owned() });
    }
    if let Some(user) = column_user(schema, table, column) {
        return Err(ApplyError::InUse { kind: "column", name: column.to_owned(), user });
    }
    let mut without = table.clone();
    without.columns.retain(|kept| kept.name != column);
    without.mysql_order.retain(|kept| kept != column);
    without.set_order_on_mysql(None);
    without
        .constraints
        .retain(|constraint| !concerns_only(table, constraint, column, schema.syntax));
    without.indexes.retain(|index| !index.is_on(column));
    replica_identity::require_kept(table, &without, "column", column)?;
    schema.tables.insert(name.clone(), without);
    for Sequence { name, .. } in schema.sequences_of(name, Some(column)) {
        schema.remove(&ObjectRef::Sequence(name));
    }
    outgrow_views(schema, name);
    Ok(())
}

/// Whether a constraint is about one column and no other, so that it goes with the column.
pub(crate) fn concerns_only(
    table: &Table,
    constraint: &Constraint,
    column: &str,
    syntax: SqlSyntax,
) -> bool {
    match &constraint.body {
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_) => {
            constraint.columns() == [column] && constraint.included().is_empty()
        }
        ConstraintBody::Check { expression, .. } => {
            let mentioned = |name: &str| expression.mentions(name, syntax);
            let mut others = table.columns.iter().filter(|other| other.name != column);
            mentioned(column) && !others.any(|other| mentioned(&other.name))
        }
        ConstraintBody::Exclude { .. } => false,
    }
}

/// What keeps a column from being dropped: anything that concerns another column too.
pub(super) fn column_user(schema: &Schema, table: &Table, column: &str) -> Option<String> {
    let mentioned = |sql: &SqlPart| sql.mentions(column, schema.syntax);
    let constraint = table.constraints.iter().find(|constraint| {
        let mut columns = constraint.columns().iter().chain(constraint.included());
        let listed = columns.any(|name| name == column);
        let is_mentioned = match &constraint.body {
            ConstraintBody::Check { expression, .. } => mentioned(expression),
            ConstraintBody::Exclude { method: _, elements, filter, deferrable: _ } => {
                let elements = elements.iter().map(|element| &element.expression);
                elements.chain(filter).any(mentioned)
            }
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::ForeignKey(_) => false,
        };
        (listed || is_mentioned) && !concerns_only(table, constraint, column, schema.syntax)
    });
    if let Some(constraint) = constraint {
        let name = constraint.name.as_deref().unwrap_or("without a name");
        return Some(format!("{} `{name}`", constraint.kind()));
    }
    let index = table.indexes.iter().find(|index| {
        let plain = index.columns.len() == 1
            && index.columns[0].column() == Some(column)
            && index.filter.is_none()
            && index.include.is_empty();
        let parts = index.columns.iter().any(|part| match &part.target {
            IndexTarget::Column(name) => name == column,
            IndexTarget::Expression(expression) => mentioned(expression),
        });
        let filtered = index.filter.as_ref().is_some_and(&mentioned);
        !plain && (parts || filtered || index.include.iter().any(|name| name == column))
    });
    if let Some(index) = index {
        return Some(format!("index `{}`", index.name));
    }
    let generated = table.columns.iter().find(|other| {
        let expression = other.generated.as_ref().map(|generated| &generated.expression);
        other.name != column && expression.is_some_and(&mentioned)
    });
    if let Some(other) = generated {
        return Some(format!("generated column `{}`", other.name));
    }
    let own = table.foreign_keys().filter(|(constraint, key)| {
        key.table == table.name && !concerns_only(table, constraint, column, schema.syntax)
    });
    schema
        .references_to(&table.name)
        .chain(own.map(|(constraint, key)| (table, constraint, key)))
        .find(|(_, _, key)| key.referenced.iter().any(|name| name == column))
        .map(|(holder, constraint, _)| {
            let name = constraint.name.as_deref().unwrap_or("without a name");
            format!("foreign key `{name}` of table `{}`", holder.name)
        })
}

pub(super) fn alter_column(
    schema: &mut Schema,
    name: &QualifiedName,
    column: &str,
    change: &ColumnChange,
) -> Result<(), ApplyError> {
    if *change == ColumnChange::default() {
        let what = format!("the change of column `{column}` of table `{name}` changes nothing");
        return Err(ApplyError::Nothing { what });
    }
    let table = table_ref(schema, name)?;
    require_columns(table, [column])?;
    if let Some(to) = &change.rename
        && to != column
        && table.column(to).is_some()
    {
        return Err(exists("column", to, Some(name)));
    }
    if change.nullable == Some(true) && table.primary_key().iter().any(|key| key == column) {
        let user = format!("the primary key of table `{name}`");
        return Err(ApplyError::InUse { kind: "column", name: column.to_owned(), user });
    }
    let mut changed = table.clone();
    for altered in changed.columns.iter_mut().filter(|altered| altered.name == column) {
        *altered = changed_column(altered, change, schema.syntax);
        require_default(altered, schema.syntax)?;
        // PostgreSQL refuses it, and MariaDB leaves the column NOT NULL without an error (tried on
        // 15.19 and 10.11.19).
        if change.nullable == Some(true) && altered.identity.is_some() {
            let user = "its identity".to_owned();
            return Err(ApplyError::InUse { kind: "column", name: column.to_owned(), user });
        }
    }
    if let Some(position) = &change.mysql.position {
        require_position(table, column, Some(position))?;
        changed.set_order_on_mysql(Some((column, position)));
    }
    schema.tables.insert(name.clone(), changed);
    if let Some(to) = &change.rename {
        rename_column(schema, name, column, to);
    }
    Ok(())
}

/// Whether the column is there that another is put after.
pub(super) fn require_position(
    table: &Table,
    column: &str,
    position: Option<&ColumnPosition>,
) -> Result<(), ApplyError> {
    match position {
        None | Some(ColumnPosition::First) => Ok(()),
        Some(ColumnPosition::After(other)) if other == column => {
            let what = format!("column `{column}` of table `{}` cannot follow itself", table.name);
            Err(ApplyError::Nothing { what })
        }
        Some(ColumnPosition::After(other)) => require_columns(table, [other.as_str()]),
    }
}

/// The column after a change, under its old name: renaming it concerns the rest of the schema too.
///
/// What ceases to be text has no collation and no character set any longer. SQLite keeps a collation with every type
/// (<https://www.sqlite.org/datatype3.html#collation>).
pub(crate) fn changed_column(known: &Column, change: &ColumnChange, syntax: SqlSyntax) -> Column {
    let mut changed = merged(known, change);
    let ceases = change.column_type.is_some() && known.types().any(ColumnType::may_collate);
    if ceases && !changed.types().any(ColumnType::may_collate) {
        if change.collation.is_none() && syntax != SqlSyntax::Sqlite {
            changed.collation = None;
        }
        if change.mysql.charset.is_none() {
            changed.mysql.charset = None;
        }
    }
    changed
}

fn merged(known: &Column, change: &ColumnChange) -> Column {
    let ColumnChange {
        rename: _,
        column_type,
        type_on,
        // Says how the rows change, which a schema does not hold.
        using: _,
        nullable,
        default,
        identity,
        generated,
        collation,
        comment,
        mysql,
    } = change;
    let MysqlColumnChange {
        charset,
        on_update_now,
        invisible,
        // The table's, see `alter_column`.
        position: _,
    } = mysql;
    Column {
        name: known.name.clone(),
        column_type: column_type.as_ref().unwrap_or(&known.column_type).clone(),
        type_on: if column_type.is_some() { type_on.clone() } else { known.type_on.clone() },
        // An identity takes no NULL.
        nullable: nullable.unwrap_or(known.nullable) && identity.flatten().is_none(),
        default: default.as_ref().unwrap_or(&known.default).clone(),
        identity: identity.unwrap_or(known.identity),
        generated: generated.as_ref().unwrap_or(&known.generated).clone(),
        collation: collation.as_ref().unwrap_or(&known.collation).clone(),
        comment: comment.as_ref().unwrap_or(&known.comment).clone(),
        mysql: MysqlColumn {
            charset: charset.as_ref().unwrap_or(&known.mysql.charset).clone(),
            on_update_now: on_update_now.unwrap_or(known.mysql.on_update_now),
            invisible: invisible.unwrap_or(known.mysql.invisible),
            position: None,
        },
    }
}

pub(super) fn rename_column(schema: &mut Schema, name: &QualifiedName, from: &str, to: &str) {
    let known = schema.clone();
    rename_in_texts(schema, name, |text, place| {
        dependents::rename_column_in_text(text, place, name, (from, to), &known)
    });
    mark_functions(schema, &Target::Column(name.clone(), from.to_owned()), &known);
    change_references(schema, name, |key| rename_in(&mut key.referenced, from, to));
    for owner in schema.sequences.values_mut().filter_map(|sequence| sequence.owner.as_mut()) {
        if owner.table == *name && owner.column == from {
            to.clone_into(&mut owner.column);
        }
    }
    let syntax = schema.syntax;
    if let Some(table) = schema.tables.get_mut(name) {
        rename_in_table(table, (from, to), syntax);
    }
}

/// Renames a column in the lists and the expressions of its own table.
fn rename_in_table(table: &mut Table, (from, to): (&str, &str), syntax: SqlSyntax) {
    let own = table.name.name.clone();
    let change =
        |sql: &mut String, syntax| *sql = sql_text::rename_column(sql, &own, (from, to), syntax);
    for (text, syntax) in table.expressions_mut().into_iter().flat_map(|sql| sql.texts_mut(syntax))
    {
        change(text, syntax);
    }
    for constraint in &mut table.constraints {
        match &mut constraint.body {
            ConstraintBody::PrimaryKey { columns } => rename_in(columns, from, to),
            ConstraintBody::Unique { columns, include, .. } => {
                rename_in(columns, from, to);
                rename_in(include, from, to);
            }
            ConstraintBody::ForeignKey(key) => rename_in(&mut key.columns, from, to),
            ConstraintBody::Check { .. } | ConstraintBody::Exclude { .. } => {}
        }
    }
    rename_in(&mut table.mysql_order, from, to);
    for column in &mut table.columns {
        if column.name == from {
            to.clone_into(&mut column.name);
        }
        if let Some(ColumnDefault::Sql(sql)) = &mut column.default {
            for (text, syntax) in sql.sql_mut().texts_mut(syntax) {
                change(text, syntax);
            }
        }
    }
    if let Some(key) = &mut table.options.partition_by {
        for (text, syntax) in key.texts_mut(syntax) {
            change(text, syntax);
        }
    }
    for index in &mut table.indexes {
        rename_in(&mut index.include, from, to);
        for part in &mut index.columns {
            if let IndexTarget::Column(name) = &mut part.target
                && name == from
            {
                to.clone_into(name);
            }
        }
    }
}

fn rename_in(names: &mut [String], from: &str, to: &str) {
    for name in names.iter_mut().filter(|name| *name == from) {
        to.clone_into(name);
    }
}

#[cfg(test)]
mod tests {
    use crate::op::{Op, Operation, Recorded, apply, integer, now, table, text};
    use crate::schema::{ColumnType, Schema};

    /// What applying the operations comes to.
    fn applied(script: impl FnOnce(&mut Op)) -> Result<Schema, String> {
        let mut op = Op::new();
        script(&mut op);
        let mut schema = Schema::new();
        for Recorded { operation, origin } in op.into_operations() {
            apply(&operation, origin, &mut schema).map_err(|error| error.to_string())?;
        }
        Ok(schema)
    }

    #[test]
    fn an_identity_takes_no_null() {
        let marks = |op: &mut Op| {
            op.create_table(table("marks").column("number", integer().identity()));
        };
        let nullable = applied(|op| {
            marks(op);
            op.alter_column("marks", "number").nullable();
        });
        assert_eq!(nullable, Err("column `number` is used by its identity".to_owned()));
        let dropped = applied(|op| {
            marks(op);
            op.alter_column("marks", "number").drop_identity().nullable();
        });
        assert!(dropped.is_ok(), "{dropped:?}");
    }

    #[test]
    fn what_an_insert_stores_is_said_once() {
        let two = Err("column `number` has more than one of a default, an identity and an \
                       expression"
            .to_owned());
        let marks = |op: &mut Op| {
            op.create_table(
                table("marks")
                    .column("number", integer().unique().identity())
                    .column("twice", integer().generated("number * 2")),
            );
        };
        let numbered = applied(|op| {
            marks(op);
            op.alter_column("marks", "number").default(7);
        });
        assert_eq!(numbered, two);
        let computed = applied(|op| {
            marks(op);
            op.alter_column("marks", "twice").default(7);
        });
        assert_eq!(computed, two.map_err(|error| error.replace("number", "twice")));
        let ordinary = applied(|op| {
            marks(op);
            op.alter_column("marks", "twice").drop_generated().default(7);
            op.alter_column("marks", "number").drop_identity().default(7);
        });
        assert!(ordinary.is_ok(), "{ordinary:?}");
    }

    #[test]
    fn the_time_is_a_default_of_times() {
        let default_of = |column_type: ColumnType| {
            let mut op: Op = Op::new();
            op.create_table(table("t").column("id", integer()).column("c", text()));
            op.alter_column("t", "c").default(now());
            let mut schema = Schema::new();
            let mut operations = op.into_operations();
            if let Operation::CreateTable { table, .. } = &mut operations[0].operation {
                table.columns[1].column_type = column_type;
            }
            operations.into_iter().try_for_each(|recorded| {
                apply(&recorded.operation, recorded.origin, &mut schema)
                    .map_err(|error| error.to_string())
            })
        };
        assert_eq!(default_of(ColumnType::Timestamp), Ok(()));
        assert_eq!(default_of(ColumnType::Date), Ok(()));
        assert_eq!(default_of(ColumnType::Text), Ok(()));
        assert_eq!(
            default_of(ColumnType::Integer),
            Err("the default `now()` does not fit column `c`, which is integer".to_owned())
        );
    }
}
