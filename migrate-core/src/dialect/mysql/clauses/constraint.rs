//! Constraints as clauses of `ALTER TABLE`.

use crate::dialect::Refusal;
use crate::dialect::mysql::algorithm::{self, Cost, metadata_only};
use crate::dialect::mysql::alter::{Alteration, Clause, DROP_PRIMARY_KEY, Subject};
use crate::dialect::mysql::definition::Edit;
use crate::dialect::mysql::name::{folded, quote};
use crate::dialect::mysql::references::{has_own_index, next_owner_of_index, own_index};
use crate::dialect::mysql::sizes::is_hash_key;
use crate::dialect::mysql::{Version, constraint};
use crate::schema::{Column, Constraint, ConstraintBody, Table};
use crate::sql_text::{SqlSyntax, mentions};

use super::index::{drop_superseded_indexes, rename_index, restore_foreign_key_indexes};
use super::read_mentioned;

/// Creates again the checks that name no column, which both servers drop with any column (tried on
/// MariaDB 10.11 and MySQL 9.7). Before MariaDB adds one, it has dropped it; MySQL is told to drop it, so
/// that a version that keeps such a check does not find its name taken (error 3822).
pub(super) fn restore_constant_checks(
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
    for rule in table.constraints.iter().filter(names_none) {
        own_constraint(alteration, table, rule);
        if let Some(name) = rule.name.as_deref().filter(|_| !version.is_mariadb()) {
            alteration.add_clause(drop_check(version, &quote(name)), Some(Cost::Instant));
        }
        let sql = format!("ADD {}", constraint::constraint(version, table, rule)?);
        alteration.add_clause(sql, Some(Cost::Copy));
    }
    Ok(())
}

/// MySQL knows `DROP CONSTRAINT` for checks since 8.0.19 only.
pub(super) fn drop_check(version: Version, name: &str) -> String {
    let word = if version.is_mariadb() { "CONSTRAINT" } else { "CHECK" };
    format!("DROP {word} {name}")
}

/// Drops a check. On MariaDB one of a column is written in the column's definition and has its name, by which
/// `DROP CONSTRAINT` does not find it (error 1091; tried on 10.11); one of the table may have that name as well.
fn drop_own_check(version: Version, alteration: &mut Alteration, table: &Table, name: &str) {
    alteration.writes(Subject::Constraint(name));
    let column = table.columns.iter().find(|column| folded(&column.name) == folded(name));
    let Some(column) = column.filter(|_| version.is_mariadb()) else {
        alteration.add_clause(drop_check(version, &quote(name)), Some(Cost::Instant));
        return;
    };
    alteration.writes(Subject::Column(&column.name));
    let drop = format!("DROP CONSTRAINT IF EXISTS {}", quote(name));
    alteration.add_clause(drop, Some(Cost::Instant));
    let edits = vec![Edit::DropCheck];
    // Whether it is a check of the column, only the server knows, and so what it costs to drop it.
    alteration.push(Clause::Modify { column: column.name.clone(), edits }, None);
}

/// Says which names a constraint takes or gives back, and which columns it reads.
pub(super) fn own_constraint(alteration: &mut Alteration, table: &Table, constraint: &Constraint) {
    let name = constraint.name.as_deref().unwrap_or_default();
    for column in constraint.columns() {
        alteration.reads(column);
    }
    match &constraint.body {
        ConstraintBody::PrimaryKey { .. } => alteration.writes(Subject::PrimaryKey),
        ConstraintBody::Unique { .. } => alteration.writes(Subject::Index(name)),
        ConstraintBody::ForeignKey(key) => {
            alteration.references = true;
            alteration.writes(Subject::Constraint(name));
            alteration.writes(Subject::Index(name));
            if key.table == table.name {
                key.referenced.iter().for_each(|column| alteration.reads(column));
                alteration.references_itself.push(key.referenced.clone());
            }
        }
        ConstraintBody::Check { expression, .. } => {
            alteration.writes(Subject::Constraint(name));
            read_mentioned(alteration, table, expression);
        }
        ConstraintBody::Exclude { .. } => alteration.writes(Subject::Constraint(name)),
    }
}

/// `ADD CONSTRAINT`.
pub(in super::super) fn add_constraint(
    version: Version,
    table: &Table,
    rule: &Constraint,
) -> Result<Alteration, Refusal> {
    let mut alteration = Alteration::of(table);
    // A check copies the table, and so does a foreign key while `foreign_key_checks` is on: with it off
    // `INPLACE` is taken, and no row is checked (errors 1845 and 1846; tried on MariaDB 10.11).
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
pub(in super::super) fn drop_constraint(
    version: Version,
    table: &Table,
    rule: &Constraint,
) -> Alteration {
    let mut alteration = Alteration::of(table);
    let name = rule.name.as_deref().unwrap_or_default();
    let constraint = quote(name);
    match &rule.body {
        ConstraintBody::PrimaryKey { .. } => {
            alteration.writes(Subject::PrimaryKey);
            // Without a new key in the same statement the rows get another clustered index
            // (error 1846 for `INPLACE`; tried on MariaDB 10.11).
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
                // The index stays when its foreign key is dropped (tried on MariaDB 10.11).
                let index = own_index(table, name, key);
                alteration.writes(Subject::Index(index));
                let sql = format!("DROP INDEX {if_exists}{}", quote(index));
                alteration.add_clause(sql, Some(Cost::Index));
            }
        }
        ConstraintBody::Check { .. } => drop_own_check(version, &mut alteration, table, name),
        ConstraintBody::Exclude { .. } => {}
    }
    let mut after = table.clone();
    after.constraints.retain(|other| other != rule);
    restore_foreign_key_indexes(version, &mut alteration, table, &after);
    alteration
}

/// Another name for a constraint: only an index can be renamed; the others are dropped and added, as
/// neither server has `RENAME CONSTRAINT` (a syntax error on MariaDB 10.11), and with a foreign key the
/// index that `InnoDB` created for it. A primary key has no name.
pub(in super::super) fn rename_constraint(
    version: Version,
    table: &Table,
    rule: &Constraint,
    to: &str,
) -> Result<Vec<Alteration>, Refusal> {
    let name = rule.name.as_deref().unwrap_or_default();
    let renamed = Constraint::named(to, rule.body.clone());
    let mut alteration = Alteration::of(table);
    own_constraint(&mut alteration, table, rule);
    own_constraint(&mut alteration, table, &renamed);
    match &rule.body {
        ConstraintBody::PrimaryKey { .. } => return Ok(Vec::new()),
        ConstraintBody::Unique { .. } => return Ok(vec![rename_index(version, table, name, to)]),
        ConstraintBody::ForeignKey(_) => {
            let drop = format!("DROP FOREIGN KEY {}", quote(name));
            alteration.add_clause(drop, Some(Cost::Instant));
        }
        ConstraintBody::Check { .. } => drop_own_check(version, &mut alteration, table, name),
        ConstraintBody::Exclude { .. } => {}
    }
    let sql = format!("ADD {}", constraint::constraint(version, table, &renamed)?);
    alteration.add_clause(sql, Some(Cost::Copy));
    Ok(vec![alteration])
}
