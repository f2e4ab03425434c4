//! What operations on columns do to a schema.

use crate::op::{ColumnChange, MysqlColumnChange, dependents};
use crate::schema::{
    Column, Constraint, ConstraintBody, IndexTarget, MysqlColumn, QualifiedName, Schema, Table,
};
use crate::sql_text::{SqlSyntax, mentions_anywhere, rename_identifier};

use super::constraint::add_constraint;
use super::default::require_fitting_default;
use super::error::{ApplyError, exists};
use super::lookup::{require_columns, table_ref};
use super::object::rename_in_texts;

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
    require_fitting_default(column)?;
    table.columns.push(column.clone());
    for constraint in constraints {
        add_constraint(schema, &mut table, constraint)?;
    }
    schema.tables.insert(name.clone(), table);
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
    without.constraints.retain(|constraint| !concerns_only(table, constraint, column));
    without.indexes.retain(|index| !index.is_on(column));
    schema.tables.insert(name.clone(), without);
    Ok(())
}

/// Whether a constraint is about one column and no other, so that it goes with the column.
pub(crate) fn concerns_only(table: &Table, constraint: &Constraint, column: &str) -> bool {
    match &constraint.body {
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_) => constraint.columns() == [column],
        ConstraintBody::Check { expression, .. } => {
            let mentions = |name: &str| expression.any(|text| mentions_anywhere(text, name));
            let mut others = table.columns.iter().filter(|other| other.name != column);
            mentions(column) && !others.any(|other| mentions(&other.name))
        }
        ConstraintBody::Exclude { .. } => false,
    }
}

/// What keeps a column from being dropped: anything that concerns another column too.
pub(super) fn column_user(schema: &Schema, table: &Table, column: &str) -> Option<String> {
    let constraint = table.constraints.iter().find(|constraint| {
        let listed = constraint.columns().iter().any(|name| name == column);
        let mentioned = match &constraint.body {
            ConstraintBody::Check { expression, .. } => {
                expression.any(|text| mentions_anywhere(text, column))
            }
            ConstraintBody::Exclude { elements, .. } => {
                let mut elements = elements.iter();
                elements.any(|it| it.expression.any(|text| mentions_anywhere(text, column)))
            }
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::ForeignKey(_) => false,
        };
        (listed || mentioned) && !concerns_only(table, constraint, column)
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
            IndexTarget::Expression(expression) => {
                expression.any(|text| mentions_anywhere(text, column))
            }
        });
        let filter = index.filter.as_ref();
        let filtered =
            filter.is_some_and(|filter| filter.any(|text| mentions_anywhere(text, column)));
        !plain && (parts || filtered || index.include.iter().any(|name| name == column))
    });
    if let Some(index) = index {
        return Some(format!("index `{}`", index.name));
    }
    let generated = table.columns.iter().find(|other| {
        let expression = other.generated.as_ref().map(|generated| &generated.expression);
        other.name != column
            && expression.is_some_and(|sql| sql.any(|text| mentions_anywhere(text, column)))
    });
    if let Some(other) = generated {
        return Some(format!("generated column `{}`", other.name));
    }
    let own = table.foreign_keys().filter(|(constraint, key)| {
        key.table == table.name && !concerns_only(table, constraint, column)
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
        *altered = changed_column(altered, change);
        require_fitting_default(altered)?;
        // PostgreSQL refuses it, and MariaDB leaves the column NOT NULL without a word (tried on
        // 15.19 and 10.11.19).
        if change.nullable == Some(true) && altered.identity.is_some() {
            let user = "its identity".to_owned();
            return Err(ApplyError::InUse { kind: "column", name: column.to_owned(), user });
        }
    }
    schema.tables.insert(name.clone(), changed);
    if let Some(to) = &change.rename {
        rename_column(schema, name, column, to);
    }
    Ok(())
}

/// The column after a change, under its old name: renaming it concerns the rest of the schema too.
pub(crate) fn changed_column(known: &Column, change: &ColumnChange) -> Column {
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
    let MysqlColumnChange { charset, on_update_now, invisible } = mysql;
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
        },
    }
}

pub(super) fn rename_column(schema: &mut Schema, name: &QualifiedName, from: &str, to: &str) {
    let known = schema.clone();
    rename_in_texts(schema, |text, owner| {
        dependents::rename_column_in_text(text, owner, name, (from, to), &known)
    });
    let rename = |names: &mut Vec<String>| {
        for name in names.iter_mut().filter(|name| *name == from) {
            to.clone_into(name);
        }
    };
    let rename_text = |text: &str| rename_identifier(text, from, to, SqlSyntax::Sqlite);
    for table in schema.tables.values_mut() {
        let renamed = table.name == *name;
        for constraint in &mut table.constraints {
            match &mut constraint.body {
                ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. }
                    if renamed =>
                {
                    rename(columns);
                }
                ConstraintBody::ForeignKey(key) => {
                    if renamed {
                        rename(&mut key.columns);
                    }
                    if key.table == *name {
                        rename(&mut key.referenced);
                    }
                }
                ConstraintBody::Check { expression, .. } if renamed => {
                    expression.change(rename_text);
                }
                ConstraintBody::Exclude { elements, filter, .. } if renamed => {
                    for element in elements {
                        element.expression.change(rename_text);
                    }
                    if let Some(filter) = filter {
                        filter.change(rename_text);
                    }
                }
                // Of another table, whose columns are not meant.
                ConstraintBody::PrimaryKey { .. }
                | ConstraintBody::Unique { .. }
                | ConstraintBody::Check { .. }
                | ConstraintBody::Exclude { .. } => {}
            }
        }
        if !renamed {
            continue;
        }
        for column in &mut table.columns {
            if column.name == from {
                to.clone_into(&mut column.name);
            }
            if let Some(generated) = &mut column.generated {
                generated.expression.change(rename_text);
            }
        }
        if let Some(key) = &mut table.options.partition_by {
            for text in key.texts_mut() {
                *text = rename_identifier(text, from, to, SqlSyntax::Sqlite);
            }
        }
        for index in &mut table.indexes {
            rename(&mut index.include);
            if let Some(filter) = &mut index.filter {
                filter.change(rename_text);
            }
            for part in &mut index.columns {
                match &mut part.target {
                    IndexTarget::Column(name) if name == from => to.clone_into(name),
                    IndexTarget::Column(_) => {}
                    IndexTarget::Expression(sql) => sql.change(rename_text),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::op::{Op, Recorded, apply, integer, table};
    use crate::schema::Schema;

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
}
