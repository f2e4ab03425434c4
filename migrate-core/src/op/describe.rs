//! An operation in a few words, for plans and messages.

use std::fmt;

use crate::schema::SqlText;

use super::{ObjectChange, Operation, needed};

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreateTable { table, .. } => write!(f, "create table {}", table.name),
            Self::DropTable { table } => write!(f, "drop table {table}"),
            Self::RenameTable { table, to } => write!(f, "rename table {table} to {to}"),
            Self::SetTableComment { table, comment: Some(_) } => {
                write!(f, "comment on table {table}")
            }
            Self::SetTableComment { table, comment: None } => {
                write!(f, "drop the comment of table {table}")
            }
            Self::AlterTable { table, .. } => write!(f, "alter table {table}"),
            Self::AddColumn { table, column, .. } => {
                write!(f, "add column {table}.{} {}", column.name, column.column_type)
            }
            Self::DropColumn { table, column } => write!(f, "drop column {table}.{column}"),
            Self::AlterColumn { table, column, .. } => write!(f, "alter column {table}.{column}"),
            Self::CreateIndex { table, index, concurrently } => {
                let unique = if index.unique { "unique " } else { "" };
                write!(f, "create {unique}index {} on {table}", index.name)?;
                f.write_str(if *concurrently { " concurrently" } else { "" })
            }
            Self::DropIndex { table, name, .. } => write!(f, "drop index {name} of {table}"),
            Self::RenameIndex { name, to, .. } => write!(f, "rename index {name} to {to}"),
            Self::Reindex { table, index, concurrently } => {
                match index {
                    Some(index) => write!(f, "reindex {index} of {table}")?,
                    None => write!(f, "reindex table {table}")?,
                }
                f.write_str(if *concurrently { " concurrently" } else { "" })
            }
            Self::AddConstraint { table, constraint } => {
                let name = constraint.name.as_deref().unwrap_or("without a name");
                write!(f, "add {} {name} to {table}", constraint.kind())
            }
            Self::DropConstraint { table, name, kind } => {
                write!(f, "drop {kind} {name} of {table}")
            }
            Self::RenameConstraint { table, name, to } => {
                write!(f, "rename constraint {name} of {table} to {to}")
            }
            Self::ValidateConstraint { table, name } => {
                write!(f, "validate constraint {name} of {table}")
            }
            Self::CreateObject(object) => write!(f, "create {object}"),
            Self::DropObject(object) => write!(f, "drop {object}"),
            Self::AlterObject(change) => change.fmt(f),
            Self::CreatePartition { table, partition } => {
                write!(f, "create partition {} of {table}", partition.name)
            }
            Self::DropPartition { table, name } => write!(f, "drop partition {name} of {table}"),
            Self::AttachPartition { table, partition } => {
                write!(f, "attach partition {} to {table}", partition.name)
            }
            Self::DetachPartition { table, name, concurrently } => {
                let how = if *concurrently { " concurrently" } else { "" };
                write!(f, "detach partition {name} from {table}{how}")
            }
            Self::Insert { table, rows, .. } => match rows.len() {
                1 => write!(f, "insert a row into {table}"),
                count => write!(f, "insert {count} rows into {table}"),
            },
            Self::Update { table, filter, .. } => {
                write!(f, "update {}{table}", if filter.is_some() { "" } else { "every row of " })
            }
            Self::Delete { table, filter } => {
                let which = if filter.is_some() { "rows" } else { "every row" };
                write!(f, "delete {which} of {table}")
            }
            Self::Execute { sql, .. } => write!(f, "execute `{}`", first_words(sql)),
            Self::Run(_) => f.write_str("run a function"),
            Self::SetTimeout { kind, milliseconds } => {
                write!(f, "set the {} to {milliseconds} ms", kind.noun())
            }
            Self::LockTable { table } => write!(f, "lock table {table}"),
            Self::IfNeeded(operation) if needed::creates(operation) => {
                write!(f, "{operation} if it is not there")
            }
            Self::IfNeeded(operation) => write!(f, "{operation} if it is there"),
        }
    }
}

impl fmt::Display for ObjectChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AddEnumValue { name, value, .. } => write!(f, "add `{value}` to enum {name}"),
            Self::RenameEnumValue { name, from, to } => {
                write!(f, "rename `{from}` of enum {name} to `{to}`")
            }
            Self::RenameEnum { name, to } => write!(f, "rename enum {name} to {to}"),
            Self::SetEnumValues { name, .. } => write!(f, "set the values of enum {name}"),
            Self::EnsureExtension(name) => write!(f, "create extension {name} if it is not there"),
            Self::AlterSequence { name, .. } => write!(f, "alter sequence {name}"),
            Self::RefreshMaterializedView { name, .. } => {
                write!(f, "refresh materialized view {name}")
            }
            Self::ReplaceFunction(function) => {
                write!(f, "create or replace function {}", function.signature())
            }
        }
    }
}

fn first_words(sql: &SqlText) -> String {
    const LONGEST: usize = 48;
    let text = sql.texts().find(|text| !text.trim().is_empty()).unwrap_or_default();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}
