//! Functions, put together from the parts in which the catalogue keeps them, and what else is a program.

use crate::introspect::{Catalogue, IntrospectError, NotHeld, QueryError};
use std::collections::BTreeMap;

use crate::normalize::mysql::text;
use migrate_core::dialect::mysql::quote;
use migrate_core::schema::{Function, Schema, SqlText};

use super::{Database, select};

/// Reads the functions.
pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    let mut arguments = read_arguments(catalogue, database)?;
    let columns = [
        "ROUTINE_NAME",
        "DTD_IDENTIFIER",
        "IS_DETERMINISTIC",
        "SQL_DATA_ACCESS",
        "SECURITY_TYPE",
        "ROUTINE_COMMENT",
        "ROUTINE_DEFINITION",
    ];
    let from =
        format!("{} AND ROUTINE_TYPE = 'FUNCTION'", database.of("ROUTINES", "ROUTINE_SCHEMA"));
    for row in select(catalogue, columns, &from)? {
        let [name, returns, deterministic, data, security, comment, body] =
            row.map(Option::unwrap_or_default);
        let not = if deterministic == "YES" { "" } else { "NOT " };
        let definition = format!(
            "RETURNS {returns} {not}DETERMINISTIC {data} SQL SECURITY {security} COMMENT {} {body}",
            text(&comment)
        );
        let arguments = arguments.remove(&name).unwrap_or_default().join(", ");
        let function = Function {
            name: database.object(name),
            arguments,
            definition: SqlText::Common(definition),
        };
        let key = (function.name.clone(), function.arguments.clone());
        schema.functions.insert(key, function);
    }
    Ok(())
}

/// Procedures, packages (<https://mariadb.com/kb/en/create-package/>) and events, which no operation makes.
pub(super) fn read_not_held(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
) -> Result<Vec<NotHeld>, QueryError> {
    let routines =
        format!("{} AND ROUTINE_TYPE <> 'FUNCTION'", database.of("ROUTINES", "ROUTINE_SCHEMA"));
    let mut rows = select(catalogue, ["LOWER(ROUTINE_TYPE)", "ROUTINE_NAME"], &routines)?;
    let events = database.of("EVENTS", "EVENT_SCHEMA");
    rows.extend(select(catalogue, ["'event'", "EVENT_NAME"], &events)?);
    let objects = rows.into_iter().map(|row| {
        let [kind, name] = row.map(Option::unwrap_or_default);
        NotHeld::Object { kind, name: database.object(name) }
    });
    Ok(objects.collect())
}

/// The arguments of every function, in order.
fn read_arguments(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
) -> Result<BTreeMap<String, Vec<String>>, QueryError> {
    // The row at position 0 is what the function returns.
    let from = format!(
        "{} AND ROUTINE_TYPE = 'FUNCTION' AND ORDINAL_POSITION > 0 \
         ORDER BY SPECIFIC_NAME, ORDINAL_POSITION",
        database.of("PARAMETERS", "SPECIFIC_SCHEMA")
    );
    let columns = ["SPECIFIC_NAME", "PARAMETER_NAME", "DTD_IDENTIFIER"];
    let mut arguments: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in select(catalogue, columns, &from)? {
        let [function, name, spelling] = row.map(Option::unwrap_or_default);
        arguments.entry(function).or_default().push(format!("{} {spelling}", quote(&name)));
    }
    Ok(arguments)
}
