//! Tables as PostgreSQL's `CREATE TABLE`, and the columns and constraints they are made of.

use std::fmt::Write as _;

use crate::dialect::Refusal;
use crate::schema::{
    Action, Column, Constraint, ConstraintBody, ForeignKey, Generation, Identity, SqlText, Table,
    TableOptions,
};

use super::literal;
use super::name::{collation_name, list, qualified, quote};
use super::types::{default_sql, definition_type};

/// `CREATE TABLE` with every constraint, without the indexes and comments.
pub(super) fn create_table(table: &Table, if_not_exists: bool) -> Result<String, Refusal> {
    let Table {
        name,
        columns,
        constraints,
        options,
        // That of the columns is the one there is.
        mysql_order: _,
        // Statements of their own.
        indexes: _,
        comment: _,
        partitions: _,
        touched_by: _,
    } = table;
    let TableOptions {
        partition_by,
        unlogged,
        storage: parameters,
        tablespace,
        // A statement of its own.
        replica_identity: _,
        // Options of the other databases.
        strict: _,
        without_rowid: _,
        engine: _,
        charset: _,
        collation: _,
        row_format: _,
    } = options;
    let mut parts = Vec::new();
    for column in columns {
        parts.push(column_definition(column)?);
    }
    for constraint in constraints {
        parts.push(table_constraint(constraint));
    }
    let unlogged = if *unlogged { "UNLOGGED " } else { "" };
    let if_not_exists = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut sql = format!(
        "CREATE {unlogged}TABLE {if_not_exists}{} (\n    {}\n)",
        qualified(name),
        parts.join(",\n    ")
    );
    if let Some(rows) = partition_by {
        let rows = text(rows)?.trim();
        if !rows.is_empty() {
            let _ = write!(sql, " PARTITION BY {rows}");
        }
    }
    sql.push_str(&storage(parameters, tablespace.as_deref()));
    Ok(sql)
}

/// `WITH (..)` and `TABLESPACE`, of a table or an index.
pub(super) fn storage(parameters: &[(String, String)], tablespace: Option<&str>) -> String {
    let mut sql = String::new();
    if !parameters.is_empty() {
        let parameters =
            parameters.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>();
        let _ = write!(sql, " WITH ({})", parameters.join(", "));
    }
    if let Some(tablespace) = tablespace {
        let _ = write!(sql, " TABLESPACE {}", quote(tablespace));
    }
    sql
}

/// The comments of a table and its columns, each a statement.
pub(super) fn comments(table: &Table) -> Result<Vec<String>, Refusal> {
    let whole = table.comment.as_deref().map(|comment| {
        Ok(format!("COMMENT ON TABLE {} IS {}", qualified(&table.name), literal::text(comment)?))
    });
    let columns = table.columns.iter().filter_map(|column| {
        let comment = column.comment.as_deref()?;
        Some(column_comment(&qualified(&table.name), &column.name, Some(comment)))
    });
    whole.into_iter().chain(columns).collect()
}

/// `COMMENT ON COLUMN`; no comment removes the one there is.
pub(super) fn column_comment(
    table: &str,
    column: &str,
    comment: Option<&str>,
) -> Result<String, Refusal> {
    let comment = comment.map_or_else(|| Ok("NULL".to_owned()), literal::text)?;
    Ok(format!("COMMENT ON COLUMN {table}.{} IS {comment}", quote(column)))
}

/// A column: name, type, `COLLATE`, `GENERATED`, `DEFAULT`, `NOT NULL`.
pub(super) fn column_definition(column: &Column) -> Result<String, Refusal> {
    let Column {
        name,
        // With the identity, of which a serial column has a type of its own.
        column_type: _,
        // Chosen before, see `lower_on`.
        type_on: _,
        nullable,
        default,
        identity,
        generated,
        collation,
        // A statement of its own.
        comment: _,
        // PostgreSQL has no such attributes.
        mysql: _,
    } = column;
    let mut sql = format!("{} {}", quote(name), definition_type(column)?);
    if let Some(collation) = collation {
        let _ = write!(sql, " COLLATE {}", collation_name(collation));
    }
    if let Some(generated) = generated {
        let kept = if generated.stored { "STORED" } else { "VIRTUAL" };
        let _ = write!(sql, " GENERATED ALWAYS AS ({}) {kept}", generated.expression);
    }
    if let Some(identity) = identity
        && identity.generation != Generation::Serial
    {
        let _ = write!(sql, " {}", identity_clause(identity));
    }
    if let Some(default) = default {
        let _ = write!(sql, " DEFAULT {}", default_sql(default)?);
    }
    if !nullable {
        sql.push_str(" NOT NULL");
    }
    Ok(sql)
}

/// `GENERATED .. AS IDENTITY`, of a column that is not serial.
pub(super) fn identity_clause(identity: &Identity) -> String {
    let Identity { generation: _, start, increment } = identity;
    let generated = generation(identity);
    let start = start.map(|number| format!("START WITH {number}"));
    let increment = increment.map(|distance| format!("INCREMENT BY {distance}"));
    let options: Vec<_> = start.into_iter().chain(increment).collect();
    let options =
        if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("GENERATED {generated} AS IDENTITY{options}")
}

/// Whether an `INSERT` may bring its own number.
pub(super) const fn generation(identity: &Identity) -> &'static str {
    match identity.generation {
        Generation::ByDefault | Generation::Serial => "BY DEFAULT",
        Generation::Always => "ALWAYS",
    }
}

fn constraint_name(constraint: &Constraint) -> String {
    let name = constraint.name.as_deref();
    name.map_or_else(String::new, |name| format!("CONSTRAINT {} ", quote(name)))
}

/// A constraint as written in `CREATE TABLE` after the columns, and after `ADD`.
pub(super) fn table_constraint(constraint: &Constraint) -> String {
    let body = match &constraint.body {
        ConstraintBody::PrimaryKey { columns } => format!("PRIMARY KEY ({})", list(columns)),
        ConstraintBody::Unique { columns, include, nulls_not_distinct, deferrable } => {
            let nulls = nulls(*nulls_not_distinct);
            let include = match &include[..] {
                [] => String::new(),
                include => format!(" INCLUDE ({})", list(include)),
            };
            format!("UNIQUE{nulls} ({}){include}{}", list(columns), deferrable.sql())
        }
        ConstraintBody::ForeignKey(key) => {
            let not_valid = not_valid(key.validated);
            format!("FOREIGN KEY ({}) {}{not_valid}", list(&key.columns), references(key))
        }
        ConstraintBody::Check { expression, validated } => {
            format!("CHECK ({expression}){}", not_valid(*validated))
        }
        ConstraintBody::Exclude { method, elements, filter, deferrable } => {
            let elements = elements
                .iter()
                .map(|element| format!("{} WITH {}", element.expression, element.operator));
            let elements = elements.collect::<Vec<_>>().join(", ");
            let filter =
                filter.as_deref().map_or_else(String::new, |filter| format!(" WHERE ({filter})"));
            format!("EXCLUDE USING {} ({elements}){filter}{}", quote(method), deferrable.sql())
        }
    };
    format!("{}{body}", constraint_name(constraint))
}

/// A constraint as written in the definition of its one column; none when it cannot be written there.
pub(super) fn column_constraint(constraint: &Constraint) -> Option<String> {
    let body = match &constraint.body {
        ConstraintBody::PrimaryKey { .. } => "PRIMARY KEY".to_owned(),
        // `INCLUDE` is for constraints of the table only (tried on 15).
        ConstraintBody::Unique { include, .. } if !include.is_empty() => return None,
        ConstraintBody::Unique { nulls_not_distinct, deferrable, .. } => {
            format!("UNIQUE{}{}", nulls(*nulls_not_distinct), deferrable.sql())
        }
        ConstraintBody::ForeignKey(key) if key.validated && key.columns.len() == 1 => {
            references(key)
        }
        ConstraintBody::Check { expression, validated: true } => format!("CHECK ({expression})"),
        // `NOT VALID` is for `ADD CONSTRAINT` only
        // (<https://www.postgresql.org/docs/current/sql-altertable.html>).
        ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => return None,
    };
    Some(format!("{}{body}", constraint_name(constraint)))
}

const fn nulls(not_distinct: bool) -> &'static str {
    if not_distinct { " NULLS NOT DISTINCT" } else { "" }
}

const fn not_valid(validated: bool) -> &'static str {
    if validated { "" } else { " NOT VALID" }
}

fn references(key: &ForeignKey) -> String {
    let ForeignKey {
        table,
        referenced,
        match_full,
        on_delete,
        on_update,
        deferrable,
        // Before the clause and after it, where the constraint is one of the table.
        columns: _,
        validated: _,
    } = key;
    let mut sql = format!("REFERENCES {} ({})", qualified(table), list(referenced));
    if *match_full {
        sql.push_str(" MATCH FULL");
    }
    for (event, action) in [("DELETE", *on_delete), ("UPDATE", *on_update)] {
        if action != Action::NoAction {
            let _ = write!(sql, " ON {event} {}", action.sql());
        }
    }
    sql.push_str(deferrable.sql());
    sql
}

/// The text for PostgreSQL.
pub(super) fn text(sql: &SqlText) -> Result<&str, Refusal> {
    match sql {
        SqlText::Common(text) | SqlText::PerDialect { postgres: Some(text), .. } => Ok(text),
        SqlText::PerDialect { postgres: None, .. } => Err(Refusal::unsupported(
            "there is no SQL text for PostgreSQL",
            "add one: `per_dialect().postgres(\"..\")`; an empty text does nothing",
        )),
    }
}

/// The text for PostgreSQL as a part of a statement: without space around it and without a `;`.
pub(super) fn part(sql: &SqlText) -> Result<&str, Refusal> {
    Ok(text(sql)?.trim().trim_end_matches(';').trim_end())
}
