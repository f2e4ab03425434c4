//! Operations on a table as clauses of `ALTER TABLE`, each with what it costs.

mod constraint;
mod index;

use crate::dialect::Refusal;
use crate::op::apply::concerns_only;
use crate::schema::{Column, ColumnPosition, Constraint, ConstraintBody, ConstraintKind, Table};
use crate::sql_text::{SqlSyntax, mentions};

use super::algorithm::{self, Cost, metadata_only};
use super::alter::{Alteration, Sharing, Subject};
use super::literal::plain_string;
use super::name::quote;
use super::references::has_key_over;
use super::sizes::is_hash_key;
use super::{Version, column};
pub(super) use constraint::{add_constraint, drop_constraint, rename_constraint};
use constraint::{drop_check, own_constraint, restore_constant_checks};
pub(super) use index::{create_index, drop_index, drop_superseded_on_mysql, rename_index};

/// `COMMENT`. Beside a `MODIFY`, a new name or a dropped foreign key MariaDB does not take it with
/// `INSTANT` (error 1846; tried on MariaDB 10.11).
pub(super) fn set_comment(version: Version, table: &Table, comment: Option<&str>) -> Alteration {
    let mut alteration = Alteration::of(table);
    alteration.sharing = Sharing::None;
    let comment = comment.unwrap_or_default();
    alteration.escapes = comment.contains(['\\', '\0']);
    alteration
        .add_clause(format!("COMMENT={}", plain_string(comment)), Some(metadata_only(version)));
    alteration
}

/// `ADD COLUMN`, with the constraints of the column: one statement, so that it is there whole or
/// not at all. A virtual column needs a statement of its own: beside anything else the table would be
/// copied (error 1846, "cannot be combined with other ALTER TABLE actions"; tried on MariaDB 10.11).
pub(super) fn add_column(
    version: Version,
    table: &Table,
    column: &Column,
    constraints: &[Constraint],
) -> Result<Vec<Alteration>, Refusal> {
    let mut with = table.clone();
    with.columns.push(column.clone());
    let mut alteration = Alteration::of(table);
    alteration.creates(&column.name);
    alteration.escapes = column::has_escapes(column);
    column::require_text(version, column)?;
    for rule in constraints {
        if let ConstraintBody::PrimaryKey { columns } = &rule.body {
            super::constraint::require_kept_key(version, &with, columns)?;
        }
    }
    let mut sql =
        format!("ADD COLUMN {} {}", quote(&column.name), column::definition(version, column)?);
    let mut cost = algorithm::add_column(version, table, column);
    if let Some(position) = &column.mysql.position {
        sql = format!("{sql} {}", column::position(position));
        cost = cost.zip(algorithm::add_within(version, table)).map(|(a, b)| a.max(b));
        if let ColumnPosition::After(other) = position {
            alteration.reads(other);
        }
    }
    alteration.add_clause(sql, cost);
    let is_virtual = column.generated.as_ref().is_some_and(|generated| !generated.stored);
    alteration.sharing = Sharing::none_if(is_virtual);
    alteration.reshapes = !is_virtual;
    if let Some(generated) = &column.generated {
        read_mentioned(&mut alteration, table, &generated.expression);
    }
    if let Some(crate::schema::ColumnDefault::Sql(sql)) = &column.default {
        read_mentioned(&mut alteration, table, sql);
    }
    if is_virtual {
        let more = constraints.iter().map(|rule| add_constraint(version, &with, rule));
        return std::iter::once(Ok(alteration)).chain(more).collect();
    }
    let (mut alterations, mut apart) = (Vec::new(), Vec::new());
    for rule in constraints {
        if let ConstraintBody::ForeignKey(key) = &rule.body
            && key.table == table.name
            && !has_key_over(table, &key.referenced)
        {
            // What it references is only a key once the column is there, see `Alteration::can_join`.
            apart.push(rule);
            continue;
        }
        // An index that is built beside a new column rebuilds the table; a check or a foreign key
        // copies it (errors 1845 and 1846; tried on MariaDB 10.11).
        let cost = match rule.kind() {
            ConstraintKind::Unique if is_hash_key(version, &with, rule) => Some(Cost::Copy),
            ConstraintKind::PrimaryKey | ConstraintKind::Unique => {
                algorithm::rebuild(version, table)
            }
            ConstraintKind::ForeignKey | ConstraintKind::Check | ConstraintKind::Exclude => {
                Some(Cost::Copy)
            }
        };
        let sql = format!("ADD {}", super::constraint::constraint(version, &with, rule)?);
        alteration.add_clause(sql, cost);
        own_constraint(&mut alteration, table, rule);
        with.constraints.push(rule.clone());
    }
    if let Some(start) = column.identity.and_then(|identity| identity.start) {
        alteration.add_clause(format!("AUTO_INCREMENT={start}"), Some(metadata_only(version)));
    }
    alterations.push(alteration);
    for rule in apart {
        alterations.push(add_constraint(version, &with, rule)?);
        with.constraints.push(rule.clone());
    }
    Ok(alterations)
}

/// `DROP COLUMN`, after the constraints that the server would not let go with it. A virtual column
/// goes alone: with a unique index on it the table would be copied.
pub(super) fn drop_column(
    version: Version,
    table: &Table,
    column: &Column,
) -> Result<Vec<Alteration>, Refusal> {
    let mut alteration = Alteration::of(table);
    let name = &column.name;
    alteration.writes(Subject::Column(name));
    if column.generated.as_ref().is_some_and(|generated| !generated.stored) {
        let rules = table
            .constraints
            .iter()
            .filter(|rule| concerns_only(table, rule, name, SqlSyntax::MYSQL));
        let indexes = table.indexes.iter().filter(|index| index.is_on(name));
        let mut alterations: Vec<_> =
            rules.map(|rule| drop_constraint(version, table, rule)).collect();
        alterations.extend(indexes.map(|index| drop_index(version, table, &index.name)));
        alteration.sharing = Sharing::None;
        alteration.add_clause(format!("DROP COLUMN {}", quote(name)), Some(Cost::Instant));
        alterations.push(alteration);
        let mut checks = Alteration::of(table);
        restore_constant_checks(version, &mut checks, table)?;
        alterations.extend((!checks.clauses.is_empty()).then_some(checks));
        return Ok(alterations);
    }
    for rule in
        table.constraints.iter().filter(|rule| concerns_only(table, rule, name, SqlSyntax::MYSQL))
    {
        own_constraint(&mut alteration, table, rule);
        let constraint = quote(rule.name.as_deref().unwrap_or_default());
        match &rule.body {
            ConstraintBody::ForeignKey(_) => {
                alteration.add_clause(
                    format!("DROP FOREIGN KEY {constraint}"),
                    Some(metadata_only(version)),
                );
            }
            ConstraintBody::Check { .. } => {
                alteration.add_clause(drop_check(version, &constraint), Some(Cost::Instant));
            }
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::Exclude { .. } => {}
        }
    }
    for index in table.indexes.iter().filter(|index| index.is_on(name)) {
        alteration.writes(Subject::Index(&index.name));
    }
    let cost = algorithm::drop_column(version, table, column);
    alteration.add_clause(format!("DROP COLUMN {}", quote(name)), cost);
    alteration.reshapes = true;
    alteration.sharing = Sharing::none_if(algorithm::drops_alone(table));
    restore_constant_checks(version, &mut alteration, table)?;
    Ok(vec![alteration])
}

fn read_mentioned(alteration: &mut Alteration, table: &Table, sql: &str) {
    for column in
        table.columns.iter().filter(|column| mentions(sql, &column.name, SqlSyntax::MYSQL))
    {
        alteration.reads(&column.name);
    }
}

/// `FORCE`: the table is rebuilt with all its indexes
/// (<https://dev.mysql.com/doc/refman/8.4/en/rebuilding-tables.html>).
pub(super) fn force(version: Version, table: &Table) -> Alteration {
    let mut alteration = Alteration::of(table);
    alteration.sharing = Sharing::None;
    alteration.add_clause("FORCE".to_owned(), algorithm::rebuild(version, table));
    alteration
}
