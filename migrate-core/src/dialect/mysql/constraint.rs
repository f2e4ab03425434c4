//! Constraints as clauses of `CREATE TABLE` and `ALTER TABLE`.

use std::fmt::Write as _;

use crate::dialect::Refusal;
use crate::dialect::match_full::require_simple_match;
use crate::schema::{Action, Constraint, ConstraintBody, Deferrable, ForeignKey, Table};

use super::Version;
use super::limits::check_key_column;
use super::name::{list, named, quote};

/// A constraint as written in `CREATE TABLE`, and after `ADD`.
pub(super) fn constraint(
    version: Version,
    table: &Table,
    constraint: &Constraint,
) -> Result<String, Refusal> {
    let head = constraint
        .name
        .as_deref()
        .map_or_else(String::new, |name| format!("CONSTRAINT {} ", quote(name)));
    match &constraint.body {
        // Whatever name it is given, both servers call it `PRIMARY`
        // (<https://dev.mysql.com/doc/refman/8.4/en/create-table.html>).
        ConstraintBody::PrimaryKey { columns } => {
            require_kept_key(version, table, columns)?;
            require_whole_columns(version, table, columns)?;
            Ok(format!("PRIMARY KEY ({})", list(columns)))
        }
        // A unique index takes several rows with NULL
        // (<https://dev.mysql.com/doc/refman/8.4/en/create-index.html>).
        ConstraintBody::Unique { columns, include, nulls_not_distinct, deferrable } => {
            if !include.is_empty() {
                return Err(Refusal::unsupported(
                    format!("{} has no columns beside those of a key", version.server_name()),
                    "leave `.include(..)` out",
                ));
            }
            if *nulls_not_distinct {
                return Err(Refusal::unsupported(
                    format!("{} counts NULLs as distinct", version.server_name()),
                    "make the columns NOT NULL",
                ));
            }
            require_immediate(version, *deferrable)?;
            require_whole_columns(version, table, columns)?;
            Ok(format!("{head}UNIQUE ({})", list(columns)))
        }
        ConstraintBody::ForeignKey(key) => {
            require_own_schema(version, table, key)?;
            Ok(format!("{head}{}", foreign_key(version, key)?))
        }
        ConstraintBody::Check { expression, validated } => {
            require_validated(version, *validated)?;
            Ok(format!("{head}CHECK ({expression})"))
        }
        ConstraintBody::Exclude { .. } => Err(Refusal::unsupported(
            format!("{} has no exclusion constraints", version.server_name()),
            "watch the rows with triggers that `SIGNAL` an error",
        )),
    }
}

/// Whether the columns can be a primary key: of generated ones MySQL takes those that are kept in
/// the row (error 3106), and MariaDB none (error 1903).
pub(super) fn require_kept_key(
    version: Version,
    table: &Table,
    columns: &[String],
) -> Result<(), Refusal> {
    let mut generated = columns.iter().filter(|name| {
        let generated = table.column(name).and_then(|column| column.generated.as_ref());
        generated.is_some_and(|generated| version.is_mariadb() || !generated.stored)
    });
    let Some(name) = generated.next() else { return Ok(()) };
    Err(Refusal::unsupported(
        format!(
            "column `{name}` is generated, and {} has no primary key over such a column",
            version.server_name()
        ),
        "make it `.unique()` in place of `.primary_key()`",
    ))
}

fn require_whole_columns(
    version: Version,
    table: &Table,
    columns: &[String],
) -> Result<(), Refusal> {
    columns.iter().try_for_each(|name| {
        let hint = format!(
            "make it `varchar(..)`, or index the first characters: \
             `op.create_index(..).unique()` with `asc(\"{name}\").prefix(191)`"
        );
        check_key_column(version, table, name, &hint)
    })
}

/// `InnoDB` checks foreign keys and unique keys row by row, also within a statement
/// (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>).
fn require_immediate(version: Version, deferrable: Deferrable) -> Result<(), Refusal> {
    let verb = match deferrable {
        Deferrable::No => return Ok(()),
        Deferrable::InitiallyImmediate => "deferrable_initially_immediate",
        Deferrable::InitiallyDeferred => "deferrable_initially_deferred",
    };
    let server = version.server_name();
    Err(Refusal::unsupported(
        format!("{server} checks constraints with each row, never at commit"),
        &format!("leave `.{verb}()` out"),
    ))
}

fn require_validated(version: Version, validated: bool) -> Result<(), Refusal> {
    if validated {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!("{} has no constraints that skip the existing rows", version.server_name()),
        "leave `.not_valid()` out",
    ))
}

/// A name without a database is looked for in that of the referencing table (tried on MariaDB 10.11).
fn require_own_schema(version: Version, table: &Table, key: &ForeignKey) -> Result<(), Refusal> {
    if key.table.schema.is_some() || table.name.schema.is_none() {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!(
            "{} looks for `{}` in the schema of `{}`, which references it",
            version.server_name(),
            key.table,
            table.name
        ),
        "keep both tables in one schema, or write the reference with `op.execute(..)`",
    ))
}

fn foreign_key(version: Version, key: &ForeignKey) -> Result<String, Refusal> {
    let ForeignKey {
        columns,
        table,
        referenced,
        match_full,
        on_delete,
        on_update,
        deferrable,
        validated,
    } = key;
    require_simple_match(version.server_name(), *match_full, columns)?;
    require_validated(version, *validated)?;
    require_immediate(version, *deferrable)?;
    let mut sql = format!(
        "FOREIGN KEY ({}) REFERENCES {} ({})",
        list(columns),
        named(table),
        list(referenced)
    );
    for (event, action) in [("DELETE", *on_delete), ("UPDATE", *on_update)] {
        match action {
            Action::NoAction => {}
            Action::Restrict | Action::Cascade | Action::SetNull => {
                let _ = write!(sql, " ON {event} {}", action.sql());
            }
            // The parser takes it, and the engine refuses it
            // (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>).
            Action::SetDefault => {
                return Err(Refusal::unsupported(
                    "InnoDB has no SET DEFAULT for foreign keys",
                    "write `SetNull`, or set the column with a trigger",
                ));
            }
        }
    }
    Ok(sql)
}
