//! Operations on a table as clauses of `ALTER TABLE`, each with what it costs.

use crate::dialect::{Action, Refusal};
use crate::op::apply::concerns_only;
use crate::schema::{
    Column, ColumnPosition, Constraint, ConstraintBody, ConstraintKind, Index, IndexTarget, Table,
};
use crate::sql_text::{SqlSyntax, mentions};

use super::algorithm::{self, Cost, metadata_only};
use super::alter::{Alteration, DROP_PRIMARY_KEY, Subject};
use super::literal::{plain_string, string};
use super::name::{list, named, quote};
use super::references::{has_own_index, keys_without_index, next_owner_of_index, superseded};
use super::sizes::{has_hash_key, is_hash_key};
use super::{Version, column, constraint, index};

/// `COMMENT`. Beside anything else MariaDB does not take it at once (tried on 10.11).
pub(super) fn set_comment(version: Version, table: &Table, comment: Option<&str>) -> Alteration {
    let mut alteration = Alteration::of(table);
    alteration.alone = true;
    let comment = comment.unwrap_or_default();
    alteration.escapes = comment.contains(['\\', '\0']);
    alteration
        .add_clause(format!("COMMENT={}", plain_string(comment)), Some(metadata_only(version)));
    alteration
}

/// `ADD COLUMN`, with the constraints of the column: one statement, so that it is there whole or
/// not at all. A virtual column stands alone: beside anything else the table would be copied.
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
            constraint::require_kept_key(version, &with, columns)?;
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
    alteration.alone = is_virtual;
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
    for rule in constraints {
        let cost = match rule.kind() {
            ConstraintKind::Unique if is_hash_key(version, &with, rule) => Some(Cost::Copy),
            ConstraintKind::PrimaryKey | ConstraintKind::Unique => {
                algorithm::rebuild(version, table)
            }
            ConstraintKind::ForeignKey | ConstraintKind::Check | ConstraintKind::Exclude => {
                Some(Cost::Copy)
            }
        };
        let sql = format!("ADD {}", constraint::constraint(version, &with, rule)?);
        alteration.add_clause(sql, cost);
        own_constraint(&mut alteration, table, rule);
    }
    if let Some(start) = column.identity.and_then(|identity| identity.start) {
        alteration.add_clause(format!("AUTO_INCREMENT={start}"), Some(metadata_only(version)));
    }
    Ok(vec![alteration])
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
        alteration.alone = true;
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
    alteration.alone = algorithm::drops_alone(table);
    restore_constant_checks(version, &mut alteration, table)?;
    Ok(vec![alteration])
}

/// Creates again the checks that name no column, which MariaDB drops with any column (tried on 10.11).
fn restore_constant_checks(
    version: Version,
    alteration: &mut Alteration,
    table: &Table,
) -> Result<(), Refusal> {
    let names_none = |rule: &&Constraint| match &rule.body {
        ConstraintBody::Check { expression, .. } => {
            let mut columns = table.columns.iter();
            !columns.any(|column| mentions(expression, &column.name, SqlSyntax::MYSQL))
        }
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Exclude { .. } => false,
    };
    for rule in table.constraints.iter().filter(names_none).filter(|_| version.is_mariadb()) {
        own_constraint(alteration, table, rule);
        let sql = format!("ADD {}", constraint::constraint(version, table, rule)?);
        alteration.add_clause(sql, Some(Cost::Copy));
    }
    Ok(())
}

/// MySQL knows `DROP CONSTRAINT` for checks since 8.0.19 only.
fn drop_check(version: Version, name: &str) -> String {
    let word = if version.is_mariadb() { "CONSTRAINT" } else { "CHECK" };
    format!("DROP {word} {name}")
}

fn read_mentioned(alteration: &mut Alteration, table: &Table, sql: &str) {
    for column in
        table.columns.iter().filter(|column| mentions(sql, &column.name, SqlSyntax::MYSQL))
    {
        alteration.reads(&column.name);
    }
}

/// Says which names a constraint takes or gives back, and which columns it reads.
fn own_constraint(alteration: &mut Alteration, table: &Table, constraint: &Constraint) {
    let name = constraint.name.as_deref().unwrap_or_default();
    for column in constraint.columns() {
        alteration.reads(column);
    }
    match &constraint.body {
        ConstraintBody::PrimaryKey { .. } => alteration.writes(Subject::PrimaryKey),
        ConstraintBody::Unique { .. } => alteration.writes(Subject::Index(name)),
        ConstraintBody::ForeignKey(key) => {
            alteration.writes(Subject::Constraint(name));
            alteration.writes(Subject::Index(name));
            let own = key.table == table.name;
            for column in key.referenced.iter().filter(|_| own) {
                alteration.reads(column);
            }
        }
        ConstraintBody::Check { expression, .. } => {
            alteration.writes(Subject::Constraint(name));
            read_mentioned(alteration, table, expression);
        }
        ConstraintBody::Exclude { .. } => alteration.writes(Subject::Constraint(name)),
    }
}

/// `ADD INDEX`. The index is built while the table is in use, so `concurrently` asks for nothing
/// more, unless the server cannot do that.
pub(super) fn create_index(
    version: Version,
    table: &Table,
    index: &Index,
    concurrently: bool,
) -> Result<Alteration, Refusal> {
    let mut alteration = Alteration::of(table);
    let mut by_expression = false;
    for part in &index.columns {
        match &part.target {
            IndexTarget::Column(name) => alteration.reads(name),
            IndexTarget::Expression(text) => {
                by_expression = true;
                read_mentioned(&mut alteration, table, text);
            }
        }
    }
    let mut with = table.clone();
    with.constraints.clear();
    with.indexes = vec![index.clone()];
    let cost = if has_hash_key(version, &with) {
        Some(Cost::Copy)
    } else {
        algorithm::add_index(index, by_expression)
    };
    alteration.writes(Subject::Index(&index.name));
    alteration.alone = cost != Some(Cost::Index);
    alteration.add_clause(format!("ADD {}", index::index(version, table, index)?), cost);
    let mut after = table.clone();
    after.indexes.push(index.clone());
    drop_superseded_indexes(version, &mut alteration, table, &after);
    if concurrently && (alteration.alone || !algorithm::is_innodb(table)) {
        return Err(Refusal::unsupported(
            format!("{} blocks writes while it builds such an index", version.server_name()),
            "leave `.concurrently()` out",
        ));
    }
    Ok(alteration)
}

/// `DROP INDEX`.
pub(super) fn drop_index(version: Version, table: &Table, name: &str) -> Alteration {
    let mut alteration = Alteration::of(table);
    alteration.writes(Subject::Index(name));
    let by_expression = |index: &Index| index.columns.iter().any(|part| part.column().is_none());
    let computed = !version.is_mariadb() && table.index(name).is_some_and(by_expression);
    alteration
        .add_clause(format!("DROP INDEX {}", quote(name)), (!computed).then_some(Cost::Index));
    let mut after = table.clone();
    after.indexes.retain(|index| index.name != name);
    restore_foreign_key_indexes(version, &mut alteration, table, &after);
    alteration
}

/// Drops the indexes of foreign keys in whose place a better one comes: `InnoDB` does so with those that
/// it made itself, and not with one that a way back made again. Which of the two it is only the server
/// knows; MySQL has no `IF EXISTS` here, see [`drop_superseded_on_mysql`].
fn drop_superseded_indexes(
    version: Version,
    alteration: &mut Alteration,
    before: &Table,
    after: &Table,
) {
    for name in superseded(before, after).filter(|_| version.is_mariadb()) {
        alteration.writes(Subject::Index(name));
        let sql = format!("DROP INDEX IF EXISTS {}", quote(name));
        alteration.add_clause(sql, Some(Cost::Index));
    }
}

/// The statements that drop such indexes on MySQL, after the better one is there.
pub(super) fn drop_superseded_on_mysql(
    version: Version,
    before: &Table,
    after: &Table,
) -> Vec<Action> {
    let table = &after.name;
    let database = table.schema.as_deref().map_or_else(|| "DATABASE()".to_owned(), string);
    let of_index = |name: &str| {
        let drop = format!("ALTER TABLE {} DROP INDEX {}", named(table), quote(name));
        [
            format!(
                "SET @migrate_drop = (SELECT IF(COUNT(*) = 0, 'DO 0', {}) \
                 FROM information_schema.statistics WHERE table_schema = {database} \
                 AND table_name = {} AND index_name = {})",
                string(&drop),
                string(&table.name),
                string(name)
            ),
            "PREPARE migrate_drop FROM @migrate_drop".to_owned(),
            "EXECUTE migrate_drop".to_owned(),
            "DEALLOCATE PREPARE migrate_drop".to_owned(),
        ]
    };
    let names = superseded(before, after).filter(|_| !version.is_mariadb());
    names.flat_map(of_index).map(Action::Sql).collect()
}

/// Makes the indexes that foreign keys had before a better one took their place: `InnoDB` drops its
/// own then, and does not make it again.
fn restore_foreign_key_indexes(
    version: Version,
    alteration: &mut Alteration,
    before: &Table,
    after: &Table,
) {
    let if_not_exists = if version.is_mariadb() { "IF NOT EXISTS " } else { "" };
    for (name, key) in keys_without_index(before, after) {
        alteration.writes(Subject::Index(name));
        key.columns.iter().for_each(|column| alteration.reads(column));
        let sql = format!("ADD INDEX {if_not_exists}{} ({})", quote(name), list(&key.columns));
        alteration.add_clause(sql, Some(Cost::Index));
    }
}

/// `FORCE`: the table is rebuilt with all its indexes
/// (<https://dev.mysql.com/doc/refman/8.4/en/rebuilding-tables.html>).
pub(super) fn force(version: Version, table: &Table) -> Alteration {
    let mut alteration = Alteration::of(table);
    alteration.alone = true;
    alteration.add_clause("FORCE".to_owned(), algorithm::rebuild(version, table));
    alteration
}

/// `RENAME INDEX`.
pub(super) fn rename_index(version: Version, table: &Table, name: &str, to: &str) -> Alteration {
    let mut alteration = Alteration::of(table);
    alteration.writes(Subject::Index(name));
    alteration.writes(Subject::Index(to));
    let sql = format!("RENAME INDEX {} TO {}", quote(name), quote(to));
    alteration.add_clause(sql, Some(metadata_only(version)));
    alteration
}

/// `ADD CONSTRAINT`.
pub(super) fn add_constraint(
    version: Version,
    table: &Table,
    rule: &Constraint,
) -> Result<Alteration, Refusal> {
    let mut alteration = Alteration::of(table);
    let cost = match &rule.body {
        ConstraintBody::PrimaryKey { columns } => {
            // Its columns become NOT NULL.
            let made = |column: &&Column| column.nullable && columns.contains(&column.name);
            for column in table.columns.iter().filter(made) {
                alteration.writes(Subject::Column(&column.name));
            }
            if table.columns.iter().any(|column| made(&column)) {
                algorithm::set_nullable(version, table, false)
            } else {
                algorithm::rebuild(version, table)
            }
        }
        ConstraintBody::Unique { .. } if is_hash_key(version, table, rule) => Some(Cost::Copy),
        ConstraintBody::Unique { .. } => Some(Cost::Index),
        ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => Some(Cost::Copy),
    };
    own_constraint(&mut alteration, table, rule);
    alteration.add_clause(format!("ADD {}", constraint::constraint(version, table, rule)?), cost);
    let mut after = table.clone();
    after.constraints.push(rule.clone());
    drop_superseded_indexes(version, &mut alteration, table, &after);
    Ok(alteration)
}

/// The `DROP` of a constraint, which has another form for each kind.
pub(super) fn drop_constraint(version: Version, table: &Table, rule: &Constraint) -> Alteration {
    let mut alteration = Alteration::of(table);
    let name = rule.name.as_deref().unwrap_or_default();
    let constraint = quote(name);
    match &rule.body {
        ConstraintBody::PrimaryKey { .. } => {
            alteration.writes(Subject::PrimaryKey);
            alteration.add_clause(DROP_PRIMARY_KEY.to_owned(), Some(Cost::Copy));
        }
        ConstraintBody::Unique { .. } => {
            alteration.writes(Subject::Index(name));
            alteration.add_clause(format!("DROP INDEX {constraint}"), Some(Cost::Index));
        }
        ConstraintBody::ForeignKey(key) => {
            alteration.writes(Subject::Constraint(name));
            alteration.writes(Subject::Index(name));
            alteration
                .add_clause(format!("DROP FOREIGN KEY {constraint}"), Some(metadata_only(version)));
            let if_exists = if version.is_mariadb() { "IF EXISTS " } else { "" };
            if let Some(owner) = next_owner_of_index(table, name, key) {
                alteration.writes(Subject::Index(owner));
                let sql = format!("RENAME INDEX {if_exists}{constraint} TO {}", quote(owner));
                alteration.add_clause(sql, Some(metadata_only(version)));
            } else if has_own_index(table, name, key) {
                let sql = format!("DROP INDEX {if_exists}{constraint}");
                alteration.add_clause(sql, Some(Cost::Index));
            }
        }
        ConstraintBody::Check { .. } => {
            alteration.writes(Subject::Constraint(name));
            alteration.add_clause(drop_check(version, &constraint), Some(Cost::Instant));
        }
        ConstraintBody::Exclude { .. } => {}
    }
    let mut after = table.clone();
    after.constraints.retain(|other| other != rule);
    restore_foreign_key_indexes(version, &mut alteration, table, &after);
    alteration
}

/// Another name for a constraint: only an index can be renamed, the others are made again, and with
/// a foreign key the index that `InnoDB` made for it. A primary key has no name.
pub(super) fn rename_constraint(
    version: Version,
    table: &Table,
    rule: &Constraint,
    to: &str,
) -> Result<Vec<Alteration>, Refusal> {
    let name = rule.name.as_deref().unwrap_or_default();
    let drop = match &rule.body {
        ConstraintBody::PrimaryKey { .. } => return Ok(Vec::new()),
        ConstraintBody::Unique { .. } => return Ok(vec![rename_index(version, table, name, to)]),
        ConstraintBody::ForeignKey(_) => format!("DROP FOREIGN KEY {}", quote(name)),
        ConstraintBody::Check { .. } | ConstraintBody::Exclude { .. } => {
            drop_check(version, &quote(name))
        }
    };
    let renamed = Constraint::named(to, rule.body.clone());
    let mut alteration = Alteration::of(table);
    own_constraint(&mut alteration, table, rule);
    own_constraint(&mut alteration, table, &renamed);
    alteration.add_clause(drop, Some(Cost::Instant));
    let sql = format!("ADD {}", constraint::constraint(version, table, &renamed)?);
    alteration.add_clause(sql, Some(Cost::Copy));
    Ok(vec![alteration])
}
