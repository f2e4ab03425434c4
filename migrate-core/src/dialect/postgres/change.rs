//! What changes of a column, as parts of `ALTER TABLE` in the order PostgreSQL carries them out.

use crate::dialect::Refusal;
use crate::op::ColumnChange;
use crate::schema::{Column, Generation, Identity, QualifiedName};

use super::Version;
use super::alter::{Lowered, Pass};
use super::cast::using;
use super::name::{collation_name, qualified, quote};
use super::numbers::{block, continue_after_rows, sequence_of};
use super::render::{column_comment, generation, identity_clause};
use super::serial;
use super::types::{default_sql, has_collation, type_name};

/// The clauses and statements of `alter_column`: one `ALTER TABLE`, then the comment, and the new name last.
pub(super) fn alter_column(
    version: Version,
    table: &QualifiedName,
    before: &Column,
    change: &ColumnChange,
) -> Result<Vec<Lowered>, Refusal> {
    let ColumnChange {
        rename,
        column_type,
        // Chosen before, see `lower_on`.
        type_on: _,
        using,
        nullable,
        default: new_default,
        identity,
        generated,
        // Changes with the type, see `new_type`.
        collation: _,
        comment,
        // PostgreSQL has no such attributes.
        mysql: _,
    } = change;
    if using.is_some() && column_type.is_none() {
        return Err(Refusal::unsupported(
            "`.using(..)` says how the values get another type, and the type stays",
            "name the new type with `.set_type(..)`, or change the values with `op.update(..)`",
        ));
    }
    require_expression(version, before, change)?;
    require_default(before, change)?;
    let name = before.name.as_str();
    let mut lowered = Vec::new();
    let mut part = |pass, sql: &str| lowered.push(Lowered::alter_column(pass, name, sql));
    let default = new_default.as_ref().map_or(before.default.as_ref(), Option::as_ref);
    // `TYPE` converts the default by an assignment cast, `USING` does not reach it, and without a
    // cast it fails (<https://www.postgresql.org/docs/current/sql-altertable.html>, the note on
    // `USING`).
    let moved = column_type.is_some() && before.default.is_some();
    if moved || *new_default == Some(None) {
        part(Pass::Drop, "DROP DEFAULT");
    }
    let identity = identity.filter(|identity| *identity != before.identity);
    let renumbered = identity.filter(|identity| is_serial(before.identity) || is_serial(*identity));
    if renumbered.is_some_and(|identity| is_serial(before.identity) && is_serial(identity)) {
        return Err(serial_for_good(before));
    }
    if identity == Some(None) && renumbered.is_none() {
        part(Pass::Drop, "DROP IDENTITY");
    }
    if *generated == Some(None) && before.generated.is_some() {
        part(Pass::Drop, "DROP EXPRESSION");
    }
    if *nullable == Some(true) {
        part(Pass::Drop, "DROP NOT NULL");
    }
    if let Some(sql) = new_type(before, change)? {
        part(Pass::Type, &sql);
    }
    if let Some(Some(generated)) = generated {
        part(Pass::Expression, &format!("SET EXPRESSION AS ({})", generated.expression));
    }
    // `ADD GENERATED` wants a column that is NOT NULL (tried on PostgreSQL 15).
    let numbered = matches!(identity, Some(Some(_))) && before.nullable;
    if *nullable == Some(false) || numbered {
        part(Pass::NotNull, "SET NOT NULL");
    }
    if let Some(default) = default.filter(|_| moved || new_default.is_some()) {
        part(Pass::Other, &format!("SET DEFAULT {}", default_sql(default)?));
    }
    match (before.identity, identity.filter(|_| renumbered.is_none())) {
        (None, Some(Some(identity))) => {
            part(Pass::Other, &format!("ADD {}", identity_clause(&identity)));
            if identity.start.is_none() {
                let go_on = block(&continue_after_rows(table, name, identity));
                lowered.push(Lowered::Cleanup(go_on));
            }
        }
        (Some(known), Some(Some(identity))) => {
            part(Pass::Last, &identity_settings(known, identity));
        }
        (_, None | Some(None)) => {}
    }
    let kind = type_name(column_type.as_ref().unwrap_or(&before.column_type))?;
    match renumbered {
        Some(to) => lowered.push(Lowered::sql(serial::renumbered(table, before, &kind, to))),
        None if is_serial(before.identity) && column_type.is_some() => {
            lowered.push(Lowered::Cleanup(serial_type(table, name, &kind)));
        }
        None => {}
    }
    let qualified = qualified(table);
    if let Some(comment) = comment {
        let sql = column_comment(&qualified, name, comment.as_deref())?;
        lowered.push(Lowered::Comment(sql));
    }
    if let Some(to) = rename.as_deref().filter(|to| *to != name) {
        let (from, to) = (quote(name), quote(to));
        lowered.push(Lowered::sql(format!("ALTER TABLE {qualified} RENAME COLUMN {from} TO {to}")));
    }
    Ok(lowered)
}

/// `TYPE .. [COLLATE ..] [USING ..]`, when the type or the collation changes.
fn new_type(before: &Column, change: &ColumnChange) -> Result<Option<String>, Refusal> {
    // `TYPE` is refused for a column of the partition key, also where it changes nothing (tried on 15).
    let collates = change.collation.as_ref().is_some_and(|to| *to != before.collation);
    if change.column_type.is_none() && !collates {
        return Ok(None);
    }
    let kind = change.column_type.as_ref().unwrap_or(&before.column_type);
    let mut sql = format!("TYPE {}", type_name(kind)?);
    let collation = match &change.collation {
        Some(collation) => collation.as_deref(),
        // `TYPE` without `COLLATE` gives the column the default collation of its type (tried on
        // PostgreSQL 15); only text has one.
        None => before.collation.as_deref().filter(|_| has_collation(kind) == Some(true)),
    };
    if let Some(collation) = collation {
        sql.push_str(" COLLATE ");
        sql.push_str(&collation_name(collation));
    }
    let using = match &change.using {
        Some(expression) => Some(expression.to_string()),
        // The values of a generated column are computed again; `USING` is refused for it (tried on
        // PostgreSQL 15).
        None if before.generated.is_some() => {
            if using(&before.name, &before.column_type, kind)?.is_some() {
                return Err(Refusal::unsupported(
                    format!(
                        "PostgreSQL assigns no {} to {kind}, the new type of generated column `{}`",
                        before.column_type, before.name
                    ),
                    "drop the column, and add it again with the new type",
                ));
            }
            None
        }
        None => using(&before.name, &before.column_type, kind)?,
    };
    if let Some(using) = using {
        sql.push_str(" USING ");
        sql.push_str(&using);
    }
    Ok(Some(sql))
}

/// Numbers of an identity and values of a generated column are no defaults, and PostgreSQL refuses to
/// drop them as one (tried on PostgreSQL 15).
fn require_default(before: &Column, change: &ColumnChange) -> Result<(), Refusal> {
    let is_identity = before.identity.is_some() && !is_serial(before.identity);
    let has_none = match (&change.default, &change.identity, &change.generated) {
        (Some(None), None, _) if is_identity => Some(("an identity", "drop_identity")),
        (Some(None), _, None) if before.generated.is_some() => {
            Some(("generated", "drop_generated"))
        }
        _ => None,
    };
    match has_none {
        None => Ok(()),
        Some((what, verb)) => Err(Refusal::unsupported(
            format!("column `{}` is {what}, and so has no default to drop", before.name),
            &format!("write `.{verb}()` to leave the column as it is without that"),
        )),
    }
}

fn is_serial(identity: Option<Identity>) -> bool {
    identity.is_some_and(|identity| identity.generation == Generation::Serial)
}

/// A serial column says nothing of its sequence but what made it.
fn serial_for_good(column: &Column) -> Refusal {
    Refusal::unsupported(
        format!("column `{}` is serial, and its sequence keeps its steps", column.name),
        "make it an identity first, with `.identity(Identity::by_default())`",
    )
}

/// Whether the expression of a computed column can change as it is to.
fn require_expression(
    version: Version,
    before: &Column,
    change: &ColumnChange,
) -> Result<(), Refusal> {
    let again = "drop the column, and add it again as it is to be";
    match (&before.generated, &change.generated) {
        (_, None) | (None, Some(None)) => Ok(()),
        (None, Some(Some(_))) => Err(Refusal::unsupported(
            // `SET EXPRESSION` takes a generated column only
            // (<https://www.postgresql.org/docs/current/sql-altertable.html>).
            "PostgreSQL cannot turn an ordinary column into a generated one",
            again,
        )),
        (Some(known), Some(None)) if known.stored => Ok(()),
        (Some(_), Some(None)) => Err(Refusal::unsupported(
            "the generated column is virtual, so no values are stored that could stay",
            again,
        )),
        (Some(known), Some(Some(generated))) if known.stored != generated.stored => {
            Err(Refusal::unsupported(
                "PostgreSQL cannot change a generated column between virtual and stored",
                again,
            ))
        }
        (Some(_), Some(Some(_))) if version.sets_expression() => Ok(()),
        (Some(_), Some(Some(_))) => Err(Refusal::unsupported(
            format!("PostgreSQL {version} cannot change the expression of a generated column"),
            "drop the column, and add it again as it is to be; version 17 has `SET EXPRESSION`",
        )),
    }
}

/// The settings of an identity that differ from those it had.
fn identity_settings(known: Identity, identity: Identity) -> String {
    let mut settings = Vec::new();
    if known.generation != identity.generation {
        settings.push(format!("SET GENERATED {}", generation(&identity)));
    }
    if known.start != identity.start {
        settings.push(format!("SET START WITH {}", identity.start.unwrap_or(1)));
    }
    if known.increment != identity.increment {
        settings.push(format!("SET INCREMENT BY {}", identity.increment.unwrap_or(1)));
    }
    settings.join(" ")
}

/// The sequence of a serial column keeps the type it was created with, and ends with that type's
/// last number, until `ALTER SEQUENCE .. AS`
/// (<https://www.postgresql.org/docs/current/sql-altersequence.html>).
fn serial_type(table: &QualifiedName, column: &str, kind: &str) -> String {
    let find = sequence_of(table, column);
    block(&format!("EXECUTE 'ALTER SEQUENCE ' || {find} || ' AS {kind}'"))
}
