//! What MariaDB and MySQL show of the objects that a statement makes, changes or drops.

use migrate_core::dialect::{ABSENT, Probe, Probed, ProbedKind, THERE, Verdict, mysql};

use crate::executor::driver::first_value;
use crate::executor::{DatabaseError, DatabaseErrorKind, Driver};

/// The marks of a statement's objects before it, as one expression: whether an object is there the server finds out
/// when it writes the row, so that asking costs no round trip. `table` is the text of the first object, where it is
/// known.
pub(super) fn marks(
    driver: &mut dyn Driver,
    probe: &Probe,
    table: Option<&str>,
) -> Result<String, DatabaseError> {
    let mut marks = Vec::new();
    for (number, object) in probe.objects.iter().enumerate() {
        marks.push(if object.needs_text() {
            let known = table.filter(|_| number == 0).map(str::to_owned);
            let text = if known.is_some() { known } else { text(driver, object)? };
            mysql::string(&object.mark(text.as_deref()))
        } else if object.kind == ProbedKind::Trigger {
            mysql::string(&object.mark(trigger(driver, object)?.as_deref()))
        } else {
            format!("IF({}, '{THERE}', '{ABSENT}')", exists(object))
        });
    }
    Ok(format!("CONCAT_WS(' ', {})", marks.join(", ")))
}

/// What became of a statement before which its objects had these marks.
pub fn interrupted_verdict(
    driver: &mut dyn Driver,
    statement: &str,
    marks: &[String],
) -> Result<Verdict, DatabaseError> {
    let Some(probe) = mysql::probe(statement) else { return Ok(Verdict::Unknown) };
    let now = texts(driver, &probe)?;
    let marks: Vec<_> = marks.iter().map(String::as_str).collect();
    Ok(probe.verdict(&marks, &now))
}

/// The texts of a statement's objects as they are, none of one that is not there.
pub(super) fn texts(
    driver: &mut dyn Driver,
    probe: &Probe,
) -> Result<Vec<Option<String>>, DatabaseError> {
    let now = |object: &Probed| {
        if object.needs_text() {
            return text(driver, object);
        } else if object.kind == ProbedKind::Trigger {
            return trigger(driver, object);
        }
        let query = format!("SELECT IF({}, '{THERE}', NULL)", exists(object));
        Ok(first_value(driver.query(&query)?))
    };
    probe.objects.iter().map(now).collect()
}

/// The condition that an object is there.
fn exists(object: &Probed) -> String {
    let (view, schema, name, more) = place(object.kind);
    let named = match object.kind {
        ProbedKind::Namespace => format!("{name} = {}", mysql::string(&object.name.name)),
        _ => of_object(object, schema, name),
    };
    format!("EXISTS (SELECT 1 FROM information_schema.{view} WHERE {named}{more})")
}

fn of_object(object: &Probed, schema: &str, name: &str) -> String {
    let of = object.name.schema.as_deref().map_or_else(|| "DATABASE()".to_owned(), mysql::string);
    format!("{schema} = {of} AND {name} = {}", mysql::string(&object.name.name))
}

/// Where a kind of object is listed: the view, the columns of its schema and name, and what else must hold.
const fn place(kind: ProbedKind) -> (&'static str, &'static str, &'static str, &'static str) {
    match kind {
        ProbedKind::Table | ProbedKind::View | ProbedKind::Sequence => {
            ("tables", "table_schema", "table_name", "")
        }
        ProbedKind::Trigger => ("triggers", "trigger_schema", "trigger_name", ""),
        ProbedKind::Function => {
            ("routines", "routine_schema", "routine_name", " AND routine_type = 'FUNCTION'")
        }
        ProbedKind::Procedure => {
            ("routines", "routine_schema", "routine_name", " AND routine_type = 'PROCEDURE'")
        }
        ProbedKind::Event => ("events", "event_schema", "event_name", ""),
        ProbedKind::Namespace => ("schemata", "catalog_name", "schema_name", ""),
    }
}

/// Whether a trigger is there, as a text or none. `information_schema.triggers` opens every table of every database, and
/// says that some are being changed, which in a statement that writes is an error (1684; tried on MariaDB 10.11).
fn trigger(driver: &mut dyn Driver, object: &Probed) -> Result<Option<String>, DatabaseError> {
    match driver.execute(&format!("SHOW CREATE TRIGGER {}", quoted(object))) {
        Ok(()) => Ok(Some(String::new())),
        Err(error) if error.kind() == DatabaseErrorKind::UndefinedObject => Ok(None),
        Err(error) => Err(error),
    }
}

fn quoted(object: &Probed) -> String {
    let name = object.name.schema.iter().chain([&object.name.name]).map(|it| mysql::quote(it));
    name.collect::<Vec<_>>().join(".")
}

/// The text of an object; none where it is not there.
fn text(driver: &mut dyn Driver, object: &Probed) -> Result<Option<String>, DatabaseError> {
    let name = quoted(object);
    let (view, schema, column, more) = place(object.kind);
    let row_of = |columns: &str| {
        let named = of_object(object, schema, column);
        format!(
            "SELECT CONCAT_WS(' ', {columns}) FROM information_schema.{view} WHERE {named}{more}"
        )
    };
    let (query, column) = match object.kind {
        ProbedKind::Table => (format!("SHOW CREATE TABLE {name}"), 1),
        ProbedKind::View => (format!("SHOW CREATE VIEW {name}"), 1),
        ProbedKind::Sequence => (format!("SHOW CREATE SEQUENCE {name}"), 1),
        ProbedKind::Trigger => return trigger(driver, object),
        ProbedKind::Function | ProbedKind::Procedure => {
            (row_of("dtd_identifier, routine_definition, CAST(last_altered AS CHAR)"), 0)
        }
        ProbedKind::Event => (row_of("event_definition, CAST(last_altered AS CHAR)"), 0),
        ProbedKind::Namespace => (format!("SELECT IF({}, '', NULL)", exists(object)), 0),
    };
    match driver.query(&query) {
        Ok(rows) => {
            Ok(rows.into_iter().next().and_then(|row| row.into_iter().nth(column).flatten()))
        }
        Err(error) if error.kind() == DatabaseErrorKind::UndefinedObject => Ok(None),
        Err(error) => Err(error),
    }
}
