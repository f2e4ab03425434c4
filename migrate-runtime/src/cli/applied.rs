//! `history --applied`: what the log says, newest first, and what was edited since.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::Migrations;
use crate::migrations::{LoggedRevision, State};
use crate::prepare::Kept;
use crate::registry::Registry;
use migrate_core::op::{apply, describe, digest};
use migrate_core::schema::Schema;

use super::args::DatabaseOptions;
use super::commands::{open, read_state};
use super::connect::{Access, ConnectError};
use super::current::say_interrupted;
use super::error::CliError;
use super::exit::Exit;
use super::json::Json;
use super::printer::Printer;
use super::progress::seconds;

/// Prints the log.
pub(super) fn applied(
    migrations: &Migrations,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let registry = migrations.registry()?;
    let log = match open(database, Access::Existing) {
        Ok(mut connection) => migrations.log(&mut *connection)?,
        Err(CliError::Connect(ConnectError::Missing(_))) => Vec::new(),
        Err(error) => return Err(error),
    };
    let State { rows, interrupted, .. } = read_state(migrations, database)?;
    let edits = edits(&registry, &rows, &log);
    let mut shown = BTreeSet::new();
    let mut documents = Vec::new();
    for entry in log.iter().rev() {
        let id = entry.line.revision.as_str();
        // What was edited is said of the last time that the revision was applied.
        let is_last = entry.line.direction == "upgrade" && shown.insert(id);
        let edits = edits.get(id).filter(|_| is_last).map(Vec::as_slice).unwrap_or_default();
        let message = message(&registry, entry);
        if printer.is_json() {
            documents.push(json(entry, message, edits));
            continue;
        }
        printer.result(line(entry, message));
        for edit in edits {
            printer.result(format_args!("    {edit}"));
        }
    }
    if printer.is_json() {
        printer.result(Json::list(documents));
    }
    if let Some(interrupted) = &interrupted {
        say_interrupted(interrupted, printer);
    }
    Ok(Exit::Success)
}

fn message<'a>(registry: &'a Registry, entry: &'a LoggedRevision) -> &'a str {
    let known = registry.graph.get(&entry.line.revision).map(|revision| revision.message.as_str());
    let kept = || entry.kept.as_ref().map(|kept| kept.revision.message.as_str());
    known.or_else(kept).unwrap_or_default()
}

fn line(entry: &LoggedRevision, message: &str) -> String {
    let LoggedRevision { line, kept } = entry;
    let took = line.milliseconds.map(|count| seconds(Duration::from_millis(count)));
    let who = line.applied_by.as_ref().map(|who| format!("by {who}"));
    let version = kept.as_ref().and_then(|kept| kept.version.as_ref());
    let version = version.map(|version| format!("version {version}"));
    let facts: Vec<_> = [took, who, version].into_iter().flatten().collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
    let message = if message.is_empty() { String::new() } else { format!(", {message}") };
    format!("{} {:<9} {}{message}{facts}", line.applied_at, line.direction, line.revision)
}

fn json(entry: &LoggedRevision, message: &str, edits: &[String]) -> Json {
    let LoggedRevision { line, kept } = entry;
    let version = kept.as_ref().and_then(|kept| kept.version.as_ref());
    Json::object([
        ("revision", Json::from(&line.revision)),
        ("message", message.into()),
        ("direction", Json::from(&line.direction)),
        ("applied_at", Json::from(&line.applied_at)),
        ("duration_ms", line.milliseconds.map_or(Json::Null, Json::Number)),
        ("applied_by", line.applied_by.as_ref().into()),
        ("version", version.into()),
        ("edits", Json::list(edits.iter().map(String::as_str))),
    ])
}

/// What was edited of each applied revision since: the operations that it had, and those that it has now.
fn edits<'a>(
    registry: &Registry,
    rows: &[String],
    log: &'a [LoggedRevision],
) -> BTreeMap<&'a str, Vec<String>> {
    let last = log.iter().filter(|entry| entry.line.direction == "upgrade");
    let last: BTreeMap<_, _> = last
        .filter_map(|entry| Some((entry.line.revision.as_str(), entry.kept.as_ref()?)))
        .collect();
    let mut found = BTreeMap::new();
    let Ok(applied) = registry.graph.applied(rows) else { return found };
    let mut schema = Schema::new();
    for revision in applied {
        let Some(functions) = registry.functions(&revision.id) else { continue };
        let Ok(script) = crate::prepare::caught(functions.upgrade) else { return found };
        let now = script.operations.iter().map(|recorded| {
            let description = describe(&recorded.operation, &schema);
            // What does not fit is an error when it is planned.
            let _ = apply(&recorded.operation, recorded.origin, &mut schema);
            (description, digest(std::slice::from_ref(recorded)))
        });
        let now: Vec<_> = now.collect();
        if let Some((&id, kept)) = last.get_key_value(revision.id.as_str()) {
            let edits = difference(kept, &now);
            if !edits.is_empty() {
                found.insert(id, edits);
            }
        }
    }
    found
}

/// The operations that were applied and are no more, then those that were not, each with its sign.
fn difference(kept: &Kept, now: &[(String, String)]) -> Vec<String> {
    let form = |digest: &str| digest.split_once(':').map(|(form, _)| form.to_owned());
    let mut all = kept.operations.iter().chain(now).map(|(_, digest)| form(digest));
    let first = all.next();
    // Digests of two releases that write operations otherwise cannot be compared.
    if all.any(|form| Some(form) != first) {
        return Vec::new();
    }
    let without = |one: &[(String, String)], other: &[(String, String)], sign| {
        let mut left: Vec<_> = other.iter().map(|(_, digest)| digest).collect();
        let mut lines = Vec::new();
        for (description, digest) in one {
            match left.iter().position(|other| *other == digest) {
                Some(at) => drop(left.swap_remove(at)),
                None => lines.push(format!("{sign} {description}")),
            }
        }
        lines
    };
    [without(&kept.operations, now, '-'), without(now, &kept.operations, '+')].concat()
}
