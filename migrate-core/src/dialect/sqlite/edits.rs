//! Operations as edits of a table's definition, for a rebuild.

use crate::dialect::Refusal;
use crate::op::{ColumnChange, Operation, TableChange};
use crate::schema::{Column, ColumnDefault, Constraint, ConstraintBody, Table, TableOptions};

use super::name::quote;
use super::rebuild::Edit;
use super::{render, types};

/// An operation as edits of the table as it was before.
pub(super) fn edits(operation: &Operation, before: &Table) -> Result<Vec<Edit>, Refusal> {
    Ok(match operation {
        Operation::AddColumn { column, constraints, .. } => {
            vec![Edit::AddColumn { definition: added_column(column, constraints, before)? }]
        }
        Operation::DropColumn { column, .. } => indexes_of_column(before, column)
            .map(|name| Edit::DropIndex { name: name.to_owned() })
            .chain([Edit::DropColumn { column: column.clone() }])
            .collect(),
        Operation::AlterColumn { column, change, .. } => before
            .column(column)
            .map_or(Ok(Vec::new()), |known| column_edits(known, change, before))?,
        Operation::CreateIndex { index, .. } => {
            let sql = render::create_index(&before.name, index)?;
            vec![Edit::CreateIndex { name: index.name.clone(), sql }]
        }
        Operation::DropIndex { name, .. } => vec![Edit::DropIndex { name: name.clone() }],
        Operation::AddConstraint { constraint, .. } => {
            let mut edits = Vec::new();
            // SQLite alone takes NULL in a primary key
            // (<https://www.sqlite.org/quirks.html#primary_keys_can_sometimes_contain_nulls>).
            if let ConstraintBody::PrimaryKey { columns } = &constraint.body {
                edits.extend(
                    columns
                        .iter()
                        .map(|column| Edit::SetNotNull { column: column.clone(), not_null: true }),
                );
            }
            let definition = render::added_constraint(constraint, before)?;
            edits.push(Edit::AddConstraint { definition });
            edits
        }
        Operation::DropConstraint { name, .. } => {
            vec![Edit::DropConstraint { name: name.clone(), body: body(before, name) }]
        }
        Operation::AlterTable { change, .. } => table_edits(before, change)?,
        Operation::RenameConstraint { name, to, .. } => {
            let (name, body, to) = (name.clone(), body(before, name), to.clone());
            vec![Edit::RenameConstraint { name, body, to }]
        }
        // `is_edit_of` lets nothing else into a rebuild.
        _ => Vec::new(),
    })
}

/// Other options, and the types that columns of a table with these are written with.
fn table_edits(before: &Table, change: &TableChange) -> Result<Vec<Edit>, Refusal> {
    let rows = change.partition_by.as_ref().and_then(Option::as_ref);
    render::require_no_partitions(&before.name, rows)?;
    let TableOptions { strict, without_rowid, .. } = change.applied(&before.options);
    let mut edits = vec![Edit::SetOptions { strict, without_rowid }];
    // A numbered column is INTEGER in any table.
    for column in before.columns.iter().filter(|column| column.identity.is_none()) {
        let written = types::type_name(&column.column_type, before.options.strict)?;
        let type_name = types::type_name(&column.column_type, strict)?;
        if written != type_name {
            edits.push(Edit::SetType { column: column.name.clone(), type_name });
        }
    }
    Ok(edits)
}

/// What a constraint of the table says.
fn body(table: &Table, name: &str) -> Option<ConstraintBody> {
    table.constraint(name).map(|constraint| constraint.body.clone())
}

/// A column with its own constraints, as written in `CREATE TABLE` or after `ADD COLUMN`.
pub(super) fn added_column(
    column: &Column,
    constraints: &[Constraint],
    table: &Table,
) -> Result<String, Refusal> {
    let alone = Table {
        columns: vec![column.clone()],
        constraints: constraints.to_vec(),
        options: table.options.clone(),
        ..Table::new(table.name.clone())
    };
    render::lone_column(&alone, column)
}

/// The indexes that go with a dropped column.
pub(super) fn indexes_of_column<'a>(
    table: &'a Table,
    column: &'a str,
) -> impl Iterator<Item = &'a str> {
    table.indexes.iter().filter(move |index| index.is_on(column)).map(|index| index.name.as_str())
}

fn column_edits(
    known: &Column,
    change: &ColumnChange,
    table: &Table,
) -> Result<Vec<Edit>, Refusal> {
    let ColumnChange {
        // The new name and the comment are changes of their own, see `split_change`.
        rename: _,
        comment: _,
        column_type,
        // Chosen before, see `lower_on`.
        type_on: _,
        using,
        nullable,
        default,
        identity,
        generated,
        collation,
        // SQLite has no such attributes.
        mysql: _,
    } = change;
    let column = || known.name.clone();
    let mut edits = Vec::new();
    if let Some(column_type) = column_type {
        // Only a column declared as exactly INTEGER can be AUTOINCREMENT
        // (<https://www.sqlite.org/autoinc.html>).
        let type_name = match known.identity {
            Some(_) => "INTEGER".to_owned(),
            None => types::type_name(column_type, table.options.strict)?,
        };
        edits.push(Edit::SetType { column: column(), type_name });
        edits.extend(
            render::enum_check(known)
                .map(|(name, _)| Edit::DropEnumCheck { column: column(), name }),
        );
        let changed = Column { column_type: column_type.clone(), ..known.clone() };
        edits.extend(enum_constraint(&changed));
    }
    if let Some(expression) = using {
        edits.push(Edit::CopyAs { column: column(), expression: expression.to_string() });
    }
    if let Some(nullable) = *nullable {
        edits.push(Edit::SetNotNull { column: column(), not_null: !nullable });
    }
    // The time of the statement is written for the type.
    let same = column_type.as_ref().and(known.default.as_ref());
    let same = same.filter(|default| **default == ColumnDefault::Now).map(Some);
    if let Some(default) = default.as_ref().map(Option::as_ref).or(same) {
        let column_type = column_type.as_ref().unwrap_or(&known.column_type);
        let default =
            default.map(|default| types::default_sql(default, column_type)).transpose()?;
        edits.push(Edit::SetDefault { column: column(), default });
    }
    if identity.is_some_and(|identity| identity != known.identity) {
        return Err(Refusal::unsupported(
            format!(
                "SQLite has AUTOINCREMENT only from `CREATE TABLE` on, and `{}` exists",
                known.name
            ),
            "make a new table with the identity, and move the rows with `op.execute(..)`",
        ));
    }
    if generated.as_ref().is_some_and(|generated| *generated != known.generated) {
        return Err(Refusal::unsupported(
            format!("the expression of generated column `{}` cannot change on SQLite", known.name),
            "drop the column and add it again",
        ));
    }
    if let Some(collation) = collation {
        edits.push(Edit::SetCollation { column: column(), collation: collation.clone() });
    }
    Ok(edits)
}

pub(super) fn enum_constraint(column: &Column) -> Option<Edit> {
    let (name, expression) = render::enum_check(column)?;
    let definition = format!("CONSTRAINT {} CHECK ({expression})", quote(&name));
    Some(Edit::AddConstraint { definition })
}
