//! Statements read back from their [written form](super::encode), by a program that does not have what they were
//! written from.
//!
//! Each function gives nothing for what it cannot read: a form of another release.

use crate::json::Value;
use crate::schema::{Origin, QualifiedName};

use super::{Action, Clause, Dialect, Statement, mysql, postgres, sqlite};

/// Reads a statement for a database.
///
/// A function of another program cannot be called, and what needs nothing done is left out of what is kept:
/// neither is a statement here.
pub fn read_statement(value: &Value, dialect: Dialect) -> Option<Statement> {
    let places = value.get("operations")?.list()?;
    let operations = places.iter().map(Value::number).collect::<Option<_>>()?;
    let clauses = value.get("clauses").map_or(Some(&[][..]), Value::list)?;
    let clauses = clauses.iter().map(clause).collect::<Option<_>>()?;
    Some(Statement { action: action(value, dialect)?, operations, clauses, facts: None })
}

fn clause(value: &Value) -> Option<Clause> {
    let number = |key| value.get(key)?.number();
    Some(Clause { operation: number("operation")?, span: number("start")?..number("end")? })
}

fn action(value: &Value, dialect: Dialect) -> Option<Action> {
    let action = value.get("action")?.text()?;
    Some(match (action, dialect) {
        ("sql", _) => Action::Sql(text(value, "sql")?),
        ("raw", _) => Action::Raw(text(value, "sql")?),
        ("note", _) => Action::Note(text(value, "text")?),
        ("rebuild", Dialect::Sqlite(_)) => Action::Rebuild(Box::new(sqlite::read_rebuild(value)?)),
        ("restate", Dialect::Mysql(version)) => {
            Action::Restate(Box::new(mysql::read_restate(value, version)?))
        }
        ("concurrent", Dialect::Postgres(_)) => {
            Action::Concurrent(Box::new(postgres::read_index(value)?))
        }
        _ => return None,
    })
}

/// The text of a key.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.text().map(str::to_owned)
}

/// The text of a key that may be left out; what is there and no text cannot be read.
#[expect(clippy::option_option, reason = "unreadable, absent and there")]
pub(super) fn optional_text(value: &Value, key: &str) -> Option<Option<String>> {
    match value.get(key) {
        None | Some(Value::Null) => Some(None),
        Some(text) => Some(Some(text.text()?.to_owned())),
    }
}

/// A name, with its schema (namespace) where it has one.
pub fn read_name(value: &Value) -> Option<QualifiedName> {
    match value {
        Value::Text(name) => Some(name.as_str().into()),
        Value::List(parts) => {
            let [schema, name] = parts.as_slice() else { return None };
            Some((schema.text()?, name.text()?).into())
        }
        _ => None,
    }
}

/// A place in a source file.
pub fn read_origin(value: &Value) -> Option<Origin> {
    let file = value.get("file").and_then(Value::text).unwrap_or_default();
    Some(Origin::new(file, value.get("line")?.number()?, value.get("column")?.number()?))
}

/// The raw SQL that may have changed a table, where there is some.
#[expect(clippy::option_option, reason = "unreadable, absent and there")]
pub(super) fn touched_by(value: &Value) -> Option<Option<Origin>> {
    match value.get("touched_by") {
        None => Some(None),
        Some(origin) => Some(Some(read_origin(origin)?)),
    }
}
