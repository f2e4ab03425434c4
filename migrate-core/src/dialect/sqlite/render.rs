//! Schema objects as SQLite's `CREATE` statements and their parts.

use std::fmt::Write as _;

use crate::dialect::Refusal;
use crate::dialect::match_full::require_simple_match;
use crate::schema::{
    Column, ColumnType, Constraint, ConstraintBody, ForeignKey, Index, IndexColumn, IndexTarget,
    QualifiedName, Schema, SqlText, Table, TableOptions, Trigger, View,
};

use super::literal;
use super::name::{list, quote, unqualified};
use super::rebuild::StoredTable;
use super::types::{default_sql, type_name};

/// `CREATE TABLE` with every constraint, without the indexes.
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
        partitions: _,
        // SQLite keeps no comments.
        comment: _,
        touched_by: _,
    } = table;
    let TableOptions {
        strict,
        without_rowid,
        partition_by,
        // Options of the other databases.
        unlogged: _,
        storage: _,
        tablespace: _,
        replica_identity: _,
        engine: _,
        charset: _,
        collation: _,
        row_format: _,
    } = options;
    let numbered = numbered_column(table)?;
    let mut parts = Vec::new();
    for column in columns {
        parts.push(numbered_definition(table, column, numbered)?);
    }
    for constraint in constraints {
        if numbered.is_none_or(|(_, key)| key != constraint) {
            parts.push(table_constraint(constraint)?);
        }
    }
    require_no_partitions(name, partition_by.as_ref())?;
    let if_not_exists = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let name = quote(unqualified(name)?);
    let body = parts.join(",\n    ");
    let options = match (*strict, *without_rowid) {
        (false, false) => "",
        (true, false) => " STRICT",
        (false, true) => " WITHOUT ROWID",
        (true, true) => " STRICT, WITHOUT ROWID",
    };
    Ok(format!("CREATE TABLE {if_not_exists}{name} (\n    {body}\n){options}"))
}

/// Whether a table is whole on SQLite.
pub(super) fn require_no_partitions(
    name: &QualifiedName,
    partition_by: Option<&SqlText>,
) -> Result<(), Refusal> {
    if let Some(rows) = partition_by
        && !text(rows)?.trim().is_empty()
    {
        return Err(Refusal::unsupported(
            format!("SQLite has no partitions, and table `{name}` is to be spread over some"),
            "write `.partition_by(per_dialect().sqlite(\"\").postgres(\"..\"))` for a table that is whole here",
        ));
    }
    Ok(())
}

/// A column with all constraints of a table that has no other, as written after `ADD COLUMN`.
pub(super) fn lone_column(table: &Table, column: &Column) -> Result<String, Refusal> {
    let numbered = numbered_column(table)?;
    let mut definition = numbered_definition(table, column, numbered)?;
    for constraint in &table.constraints {
        if numbered.is_none_or(|(_, key)| key != constraint) {
            definition.push_str(&column_constraint(constraint)?);
        }
    }
    Ok(definition)
}

fn numbered_definition(
    table: &Table,
    column: &Column,
    numbered: Option<(&str, &Constraint)>,
) -> Result<String, Refusal> {
    // A column of a primary key is NOT NULL; SQLite alone would take NULL there
    // (<https://www.sqlite.org/quirks.html#primary_keys_can_sometimes_contain_nulls>).
    let nullable = column.nullable && !table.primary_key().contains(&column.name);
    let column = &Column { nullable, ..column.clone() };
    let mut definition = column_definition(column, table.options.strict)?;
    if let Some((_, key)) = numbered.filter(|(name, _)| *name == column.name) {
        definition.push_str(&constraint_name(key));
        definition.push_str("PRIMARY KEY AUTOINCREMENT");
    }
    Ok(definition)
}

/// The column the database numbers, with the primary key that makes SQLite do it
/// (<https://www.sqlite.org/autoinc.html>).
pub(super) fn numbered_column(table: &Table) -> Result<Option<(&str, &Constraint)>, Refusal> {
    let Some(column) = table.columns.iter().find(|column| column.identity.is_some()) else {
        return Ok(None);
    };
    let key = table.constraints.iter().find(|constraint| {
        matches!(&constraint.body, ConstraintBody::PrimaryKey { columns } if *columns == [column.name.clone()])
    });
    match key {
        Some(key) if !table.options.without_rowid => Ok(Some((&column.name, key))),
        _ => Err(Refusal::unsupported(
            format!(
                "SQLite numbers rows only in a primary key of one column, and `{}` is none",
                column.name
            ),
            "make the column `.primary_key().identity()`, in a table with rowids",
        )),
    }
}

/// A column: name, type, `COLLATE`, `NOT NULL`, `DEFAULT`, `GENERATED`.
fn column_definition(column: &Column, strict: bool) -> Result<String, Refusal> {
    let Column {
        name,
        column_type,
        // Chosen before, see `lower_on`.
        type_on: _,
        nullable,
        default,
        identity,
        generated,
        collation,
        // SQLite keeps no comments, and has no attributes of MariaDB and MySQL.
        comment: _,
        mysql: _,
    } = column;
    // Only a column declared as exactly INTEGER can be AUTOINCREMENT
    // (<https://www.sqlite.org/autoinc.html>).
    let type_name = match identity {
        Some(_) => "INTEGER".to_owned(),
        None => type_name(column_type, strict)?,
    };
    let mut sql = format!("{} {type_name}", quote(name));
    if let Some(collation) = collation {
        sql.push_str(" COLLATE ");
        sql.push_str(&quote_collation(collation));
    }
    if !nullable {
        sql.push_str(" NOT NULL");
    }
    if let Some(default) = default {
        sql.push_str(" DEFAULT ");
        sql.push_str(&default_sql(default, column_type)?);
    }
    if let Some(generated) = generated {
        let kept = if generated.stored { "STORED" } else { "VIRTUAL" };
        let _ = write!(sql, " GENERATED ALWAYS AS ({}) {kept}", generated.expression);
    }
    if let Some((name, expression)) = enum_check(column) {
        let _ = write!(sql, " CONSTRAINT {} CHECK ({expression})", quote(&name));
    }
    Ok(sql)
}

/// SQLite's own collations in capitals, as its manual writes them; others are names
/// (<https://www.sqlite.org/datatype3.html#collating_sequences>).
fn quote_collation(collation: &str) -> String {
    match collation.to_ascii_uppercase().as_str() {
        known @ ("NOCASE" | "RTRIM" | "BINARY") => known.to_owned(),
        _ => quote(collation),
    }
}

fn constraint_name(constraint: &Constraint) -> String {
    constraint
        .name
        .as_deref()
        .map_or_else(|| " ".to_owned(), |name| format!(" CONSTRAINT {} ", quote(name)))
}

/// The check that holds a column to the values of its enum type: its name and its expression.
///
/// The name is the type's alone, so that it outlives a rename of the table or the column.
pub fn enum_check(column: &Column) -> Option<(String, String)> {
    let ColumnType::Enumeration(kind) = &column.column_type else { return None };
    let values = kind.values.iter().map(|value| literal::string(value)).collect::<Vec<_>>();
    let expression = format!("{} IN ({})", quote(&column.name), values.join(", "));
    Some((format!("enum_{}", kind.name.name), expression))
}

/// A constraint as written in `CREATE TABLE` after the columns.
pub(super) fn table_constraint(constraint: &Constraint) -> Result<String, Refusal> {
    let body = match &constraint.body {
        ConstraintBody::PrimaryKey { columns } => format!("PRIMARY KEY ({})", list(columns)),
        ConstraintBody::Unique { columns, .. } => {
            require_plain_unique(&constraint.body)?;
            format!("UNIQUE ({})", list(columns))
        }
        ConstraintBody::ForeignKey(key) => {
            format!("FOREIGN KEY ({}) {}", list(&key.columns), references(key)?)
        }
        ConstraintBody::Check { expression, validated } => {
            require_validated(*validated)?;
            format!("CHECK ({expression})")
        }
        ConstraintBody::Exclude { .. } => {
            return Err(Refusal::unsupported(
                "SQLite has no exclusion constraints",
                "watch the rows with a trigger that raises an error",
            ));
        }
    };
    Ok(format!("{}{body}", constraint_name(constraint).trim_start()))
}

/// A constraint that a table gets; a primary key of a column that the database numbers goes on with the
/// numbers.
pub(super) fn added_constraint(constraint: &Constraint, table: &Table) -> Result<String, Refusal> {
    let numbered =
        |name: &String| table.column(name).is_some_and(|column| column.identity.is_some());
    match &constraint.body {
        ConstraintBody::PrimaryKey { columns }
            if columns.len() == 1 && columns.iter().all(numbered) =>
        {
            // SQLite takes the word within the parentheses as well (tried on SQLite 3.40 and 3.53).
            let key = format!("PRIMARY KEY ({} AUTOINCREMENT)", list(columns));
            Ok(format!("{}{key}", constraint_name(constraint).trim_start()))
        }
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => table_constraint(constraint),
    }
}

/// A constraint of one column as written in the column's definition.
fn column_constraint(constraint: &Constraint) -> Result<String, Refusal> {
    let body = match &constraint.body {
        ConstraintBody::ForeignKey(key) => references(key)?,
        ConstraintBody::Check { expression, .. } => format!("CHECK ({expression})"),
        ConstraintBody::Unique { .. } => "UNIQUE".to_owned(),
        ConstraintBody::PrimaryKey { .. } => "PRIMARY KEY".to_owned(),
        ConstraintBody::Exclude { .. } => return table_constraint(constraint),
    };
    Ok(format!("{}{body}", constraint_name(constraint)))
}

/// SQLite counts NULLs as distinct
/// (<https://www.sqlite.org/lang_createtable.html#unique_constraints>), and only a foreign key can
/// be deferred (<https://www.sqlite.org/foreignkeys.html#fk_deferred>).
fn require_plain_unique(body: &ConstraintBody) -> Result<(), Refusal> {
    let ConstraintBody::Unique { columns: _, include, nulls_not_distinct, deferrable } = body
    else {
        return Ok(());
    };
    if !include.is_empty() {
        return Err(Refusal::unsupported(
            "SQLite has no columns beside those of a key",
            "leave `.include(..)` out",
        ));
    }
    if *nulls_not_distinct {
        return Err(Refusal::unsupported(
            "SQLite counts NULLs as distinct in a unique constraint",
            "make the columns NOT NULL, or index `coalesce(..)` with `op.create_index(..).unique()`",
        ));
    }
    if deferrable.sql().is_empty() {
        return Ok(());
    }
    Err(Refusal::unsupported(
        "SQLite checks unique constraints at once, never at commit",
        "leave `.deferrable_initially_deferred()` or `.deferrable_initially_immediate()` out",
    ))
}

fn require_validated(validated: bool) -> Result<(), Refusal> {
    if validated {
        return Ok(());
    }
    Err(Refusal::unsupported(
        "SQLite has no constraints that skip the existing rows",
        "leave `.not_valid()` out: the rows are checked while the table is rebuilt",
    ))
}

fn references(key: &ForeignKey) -> Result<String, Refusal> {
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
    require_simple_match("SQLite", *match_full, columns)?;
    require_validated(*validated)?;
    let mut sql = format!("REFERENCES {} ({})", quote(unqualified(table)?), list(referenced));
    for (event, action) in [("DELETE", *on_delete), ("UPDATE", *on_update)] {
        if action != crate::schema::Action::NoAction {
            let _ = write!(sql, " ON {event} {}", action.sql());
        }
    }
    sql.push_str(deferrable.sql());
    Ok(sql)
}

/// `CREATE INDEX`.
pub(super) fn create_index(table: &QualifiedName, index: &Index) -> Result<String, Refusal> {
    let Index {
        name,
        columns,
        unique,
        filter,
        include,
        method,
        nulls_not_distinct,
        storage,
        tablespace,
    } = index;
    if !include.is_empty() {
        return Err(Refusal::unsupported(
            "SQLite indexes have no INCLUDE",
            "put the columns at the end of the index: SQLite reads them from there",
        ));
    }
    // Every index is a B-tree
    // (<https://www.sqlite.org/fileformat2.html#representation_of_sql_indices>).
    if let Some(method) = method {
        return Err(Refusal::unsupported(
            format!("SQLite has one kind of index, and none of method `{method}`"),
            "leave `.using(..)` out",
        ));
    }
    if !storage.is_empty() || tablespace.is_some() {
        return Err(Refusal::unsupported(
            "SQLite indexes have no storage parameters and no tablespaces",
            "leave `.with(..)` and `.tablespace(..)` out",
        ));
    }
    // A prefix saves space, which no other database needs; in a unique index it decides.
    if *unique && columns.iter().any(|part| part.prefix.is_some()) {
        return Err(Refusal::unsupported(
            "SQLite indexes whole values, so a unique index over a prefix would be another one",
            "index `substr(..)` with `expression(\"..\")`",
        ));
    }
    if *nulls_not_distinct {
        return Err(Refusal::unsupported(
            "SQLite counts NULLs as distinct in a unique index",
            "index `coalesce(..)` with `expression(\"..\")`",
        ));
    }
    let columns = columns.iter().map(index_column).collect::<Result<Vec<_>, _>>()?;
    let unique = if *unique { "UNIQUE " } else { "" };
    let mut sql = format!(
        "CREATE {unique}INDEX {} ON {} ({})",
        quote(name),
        quote(unqualified(table)?),
        columns.join(", ")
    );
    if let Some(filter) = filter {
        let _ = write!(sql, " WHERE {filter}");
    }
    Ok(sql)
}

fn index_column(part: &IndexColumn) -> Result<String, Refusal> {
    let IndexColumn { target, descending, nulls, collation, operator_class, prefix: _ } = part;
    // `CREATE INDEX` refuses `NULLS FIRST` and `NULLS LAST` (tried on SQLite 3.40).
    if nulls.is_some() || operator_class.is_some() {
        return Err(Refusal::unsupported(
            "SQLite indexes have no NULLS FIRST or LAST and no operator classes",
            "leave them out",
        ));
    }
    let mut sql = match target {
        IndexTarget::Column(name) => quote(name),
        IndexTarget::Expression(expression) => expression.to_string(),
    };
    if let Some(collation) = collation {
        sql.push_str(" COLLATE ");
        sql.push_str(&quote_collation(collation));
    }
    if *descending {
        sql.push_str(" DESC");
    }
    Ok(sql)
}

/// `CREATE TRIGGER`.
pub(super) fn create_trigger(trigger: &Trigger) -> Result<String, Refusal> {
    Ok(format!(
        "CREATE TRIGGER {} {} ON {} {}",
        quote(&trigger.name),
        trigger.event.trim(),
        quote(unqualified(&trigger.table)?),
        text(&trigger.body)?.trim().trim_end_matches(';')
    ))
}

/// `CREATE VIEW`.
pub(super) fn create_view(view: &View) -> Result<String, Refusal> {
    let query = text(&view.query)?.trim().trim_end_matches(';');
    Ok(format!("CREATE VIEW {} AS {query}", quote(unqualified(&view.name)?)))
}

/// The text for SQLite.
pub fn text(sql: &SqlText) -> Result<&str, Refusal> {
    match sql {
        SqlText::Common(text) | SqlText::PerDialect { sqlite: Some(text), .. } => Ok(text),
        SqlText::PerDialect { sqlite: None, .. } => Err(Refusal::unsupported(
            "there is no SQL text for SQLite",
            "add one: `per_dialect().sqlite(\"..\")`; an empty text does nothing",
        )),
    }
}

/// The table as SQL texts, from what the revisions before say of it.
pub(super) fn declared(table: &Table, schema: &Schema) -> Result<StoredTable, Refusal> {
    let indexes = table
        .indexes
        .iter()
        .map(|index| Ok((index.name.clone(), create_index(&table.name, index)?)));
    Ok(StoredTable {
        create: create_table(table, false)?,
        indexes: indexes.collect::<Result<_, Refusal>>()?,
        triggers: schema
            .triggers_of(&table.name)
            .into_iter()
            .map(create_trigger)
            .collect::<Result<_, _>>()?,
    })
}
