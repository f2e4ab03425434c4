//! Functions, put together from the parts in which the catalogue keeps them, and what else is a program.

use std::collections::BTreeMap;

use crate::introspect::{
    Catalogue, IntrospectError, NotHeld, QueryError, RawKind, RawObject, Reference,
};
use crate::normalize::mysql::text;
use migrate_core::dialect::mysql::quote;
use migrate_core::schema::{Function, Schema, SqlText};

use super::{Database, hidden, select};

/// Reads the functions.
pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    for Routine { name, arguments, definition } in routines(catalogue, database, FUNCTION)? {
        let definition = SqlText::Common(definition);
        let function = Function { name: database.object(name), arguments, definition };
        let key = (function.name.clone(), function.arguments.clone());
        schema.functions.insert(key, function);
    }
    Ok(())
}

/// The statements of procedures. Nothing needs one before it is called.
pub(super) fn raw_objects(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
) -> Result<Vec<RawObject>, IntrospectError> {
    let routines = routines(catalogue, database, PROCEDURE)?.into_iter();
    let objects = routines.map(|Routine { name, arguments, definition }| {
        let name = database.object(name);
        let written = match &name.schema {
            Some(schema) => format!("{}.{}", quote(schema), quote(&name.name)),
            None => quote(&name.name),
        };
        RawObject {
            kind: RawKind::Procedure,
            create: format!("CREATE PROCEDURE {written}({arguments}) {definition}"),
            drop: format!("DROP PROCEDURE {written}"),
            needs: name.schema.clone().map(Reference::Namespace).into_iter().collect(),
            needed_by: Vec::new(),
            name,
        }
    });
    Ok(objects.collect())
}

const FUNCTION: &str = "FUNCTION";
const PROCEDURE: &str = "PROCEDURE";

/// A function or a procedure.
struct Routine {
    name: String,
    arguments: String,
    /// All that comes after the arguments.
    definition: String,
}

/// The routines of a kind.
fn routines(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    kind: &str,
) -> Result<Vec<Routine>, IntrospectError> {
    let mut arguments = read_arguments(catalogue, database, kind)?;
    let columns = [
        "ROUTINE_NAME",
        "DTD_IDENTIFIER",
        "IS_DETERMINISTIC",
        "SQL_DATA_ACCESS",
        "SECURITY_TYPE",
        "ROUTINE_COMMENT",
        "ROUTINE_DEFINITION",
    ];
    let from = format!("{} AND ROUTINE_TYPE = '{kind}'", database.of("ROUTINES", "ROUTINE_SCHEMA"));
    let mut routines = Vec::new();
    for row in select(catalogue, columns, &from)? {
        let [name, returns, deterministic, data, security, comment, body] = row;
        let Some(body) = body else {
            // (tried on MariaDB 10.11)
            let name = name.unwrap_or_default();
            return Err(hidden(name, "SELECT on mysql.proc on MariaDB, SHOW_ROUTINE on MySQL"));
        };
        let returns = returns.filter(|_| kind == FUNCTION);
        let returns = returns.map(|returns| format!("RETURNS {returns} ")).unwrap_or_default();
        let [name, deterministic, data, security, comment] =
            [name, deterministic, data, security, comment].map(Option::unwrap_or_default);
        let not = if deterministic == "YES" { "" } else { "NOT " };
        let definition = format!(
            "{returns}{not}DETERMINISTIC {data} SQL SECURITY {security} COMMENT {} {body}",
            text(&comment)
        );
        let arguments = arguments.remove(&name).unwrap_or_default().join(", ");
        routines.push(Routine { name, arguments, definition });
    }
    Ok(routines)
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

/// The arguments of every routine of a kind, in order. Those of a function have no mode.
fn read_arguments(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    kind: &str,
) -> Result<BTreeMap<String, Vec<String>>, QueryError> {
    // The row at position 0 is what the function returns.
    let from = format!(
        "{} AND ROUTINE_TYPE = '{kind}' AND ORDINAL_POSITION > 0 \
         ORDER BY SPECIFIC_NAME, ORDINAL_POSITION",
        database.of("PARAMETERS", "SPECIFIC_SCHEMA")
    );
    let columns = ["SPECIFIC_NAME", "PARAMETER_MODE", "PARAMETER_NAME", "DTD_IDENTIFIER"];
    let mut arguments: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in select(catalogue, columns, &from)? {
        let [routine, mode, name, spelling] = row.map(Option::unwrap_or_default);
        let mode = if kind == FUNCTION { String::new() } else { format!("{mode} ") };
        arguments.entry(routine).or_default().push(format!("{mode}{} {spelling}", quote(&name)));
    }
    Ok(arguments)
}
