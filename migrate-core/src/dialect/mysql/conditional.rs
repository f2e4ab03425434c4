//! Operations with `IF EXISTS` and `IF NOT EXISTS`.

use crate::dialect::{Action, Refusal};
use crate::op::Operation;
use crate::schema::{Column, ConstraintKind, QualifiedName, Schema};

use super::alter::{Alteration, Clause};
use super::dependents::{self, Change};
use super::name::{named, quote};
use super::{Version, alter, clauses, column, index};

/// A statement of its own: MariaDB has the clause for every part of a table but its primary key (a
/// syntax error on MariaDB 10.11;
/// <https://mariadb.com/kb/en/alter-table/>), MySQL for tables alone
/// (<https://dev.mysql.com/doc/refman/8.4/en/alter-table.html>).
pub(super) fn if_needed(
    version: Version,
    operation: &Operation,
    before: &Schema,
) -> Result<Vec<Action>, Refusal> {
    if let Operation::DropTable { table } = operation {
        return Ok(vec![Action::Sql(format!("DROP TABLE IF EXISTS {}", named(table)))]);
    }
    if !version.is_mariadb() {
        return Err(Refusal::unsupported(
            "MySQL has IF EXISTS and IF NOT EXISTS for tables alone",
            "leave the condition out: what the revisions make is known",
        ));
    }
    let alter = |table: &QualifiedName, clause: String| -> Result<Vec<Action>, Refusal> {
        Ok(vec![Action::Sql(format!("ALTER TABLE {} {clause}", named(table)))])
    };
    match operation {
        Operation::CreateIndex { table, index, .. } => {
            let Some(known) = before.tables.get(table) else { return Ok(Vec::new()) };
            let written = index::index(version, known, index)?;
            alter(table, format!("ADD {}", written.replacen("INDEX ", "INDEX IF NOT EXISTS ", 1)))
        }
        Operation::DropIndex { table, name, .. } => {
            if let Some(known) = before.tables.get(table).filter(|it| it.index(name).is_some()) {
                return Ok(known_parts([clauses::drop_index(version, known, name)]));
            }
            alter(table, format!("DROP INDEX IF EXISTS {}", quote(name)))
        }
        Operation::DropColumn { table, column } => {
            let known = before.tables.get(table);
            if let Some((table, known)) = known.and_then(|it| Some((it, it.column(column)?))) {
                dependents::require_unmentioned(version, table, column, Change::Drop)?;
                return Ok(known_parts(clauses::drop_column(version, table, known)?));
            }
            alter(table, format!("DROP COLUMN IF EXISTS {}", quote(column)))
        }
        Operation::AddColumn { table, column, constraints } => {
            if !constraints.is_empty() {
                return Err(Refusal::unsupported(
                    "MariaDB adds a column and its constraints, each if it is not there",
                    "add the constraints with operations of their own",
                ));
            }
            add_column(version, table, column, before)
        }
        Operation::DropConstraint { table, name, kind } => {
            let word = match kind {
                ConstraintKind::ForeignKey => "FOREIGN KEY",
                ConstraintKind::Unique => "INDEX",
                ConstraintKind::Check => "CONSTRAINT",
                ConstraintKind::PrimaryKey | ConstraintKind::Exclude => {
                    return Err(Refusal::unsupported(
                        format!("MariaDB has no IF EXISTS for a {kind}"),
                        "leave the condition out: what the revisions make is known",
                    ));
                }
            };
            let known = before.tables.get(table);
            if let Some((table, known)) = known.and_then(|it| Some((it, it.constraint(name)?))) {
                return Ok(known_parts([clauses::drop_constraint(version, table, known)]));
            }
            alter(table, format!("DROP {word} IF EXISTS {}", quote(name)))
        }
        // The builder puts no condition before the others.
        _ => Ok(Vec::new()),
    }
}

/// Drops of what the revisions know, which take along what the server leaves behind.
fn known_parts(alterations: impl IntoIterator<Item = Alteration>) -> Vec<Action> {
    let statement = |alteration: Alteration| {
        let clauses = alteration.clauses.iter().filter_map(|clause| match clause {
            Clause::Written(sql) => Some(if_exists(sql)),
            // No drop writes a column out.
            Clause::Modify { .. } => None,
        });
        let clauses = clauses.collect::<Vec<_>>().join(", ");
        Action::Sql(format!("ALTER TABLE {} {clauses}", named(&alteration.before.name)))
    };
    alterations.into_iter().map(statement).collect()
}

fn if_exists(clause: &str) -> String {
    let drop = ["DROP COLUMN ", "DROP INDEX ", "DROP FOREIGN KEY ", "DROP CONSTRAINT "];
    let found = drop.iter().find_map(|words| Some((words, clause.strip_prefix(words)?)));
    match found.filter(|(_, name)| !name.starts_with("IF EXISTS ")) {
        Some((words, name)) => format!("{words}IF EXISTS {name}"),
        None => clause.to_owned(),
    }
}

fn add_column(
    version: Version,
    table: &QualifiedName,
    column: &Column,
    before: &Schema,
) -> Result<Vec<Action>, Refusal> {
    if !before.tables.contains_key(table) {
        return Ok(Vec::new());
    }
    column::require_text(version, column)?;
    let definition = column::definition(version, column)?;
    let (table, name) = (named(table), quote(&column.name));
    let sql = format!("ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {name} {definition}");
    Ok(alter::in_session(sql, column::has_escapes(column)))
}
