//! What would run on a database: the statements of a plan, each with its operations.

use crate::prepare::{PreparedRevision, prepare};
use crate::registry::Registry;
use migrate_core::graph::{Plan, Target, plan};
use migrate_core::op::encode::{Encoder, Places};

use super::super::args::ExportArguments;
use super::super::commands::direction_name;
use super::super::error::CliError;
use super::super::preview::{dialect_argument, named_dialect, offline_rows};
use super::files::{Files, Names};

/// The value of `plan`, when a database is named: the way from one revision to another, up or, to
/// one that is applied already, down.
pub(super) fn plan(
    registry: &Registry,
    files: &Files,
    arguments: &ExportArguments,
) -> Result<Option<String>, CliError> {
    let Some(dialect) = &arguments.dialect else { return Ok(None) };
    let dialect = named_dialect(dialect)?;
    let rows = offline_rows(registry, &arguments.from)?;
    let target = Target::parse(&arguments.to)?;
    let plan = way(registry, &rows, &target)?;
    let prepared = prepare(registry, dialect, &rows, plan)?;
    let mut text = String::from("{");
    let mut head = Encoder::new(Places::LeftOut);
    head.object(|object| {
        object.value("dialect", &dialect_argument(dialect));
        object.value("rows", &rows);
        object.key("revisions").word("[");
    });
    text.push_str(head.into_text().trim_matches(['{', '}']));
    for (number, prepared) in prepared.iter().enumerate() {
        text.push_str(if number == 0 { "\n" } else { ",\n" });
        text.push_str(&revision(prepared, files));
    }
    text.push_str("\n]}");
    Ok(Some(text))
}

fn way<'g>(registry: &'g Registry, rows: &[String], target: &Target) -> Result<Plan<'g>, CliError> {
    let up = plan::upgrade(&registry.graph, rows, target)?;
    if !up.revisions.is_empty() || rows.is_empty() {
        return Ok(up);
    }
    Ok(plan::downgrade(&registry.graph, rows, target)?)
}

/// A revision of the plan with its statements.
fn revision(prepared: &PreparedRevision<'_>, files: &Files) -> String {
    // The operations are those of the revision's script.
    let PreparedRevision {
        revision,
        operations: _,
        direction,
        statements,
        transactional,
        // Of consequence for functions alone, which are in the program.
        by_choice: _,
        commits,
        // Of consequence only where revisions share a transaction.
        relies_on_keys: _,
        digest,
        // For people; another program can hold both scripts against each other itself.
        warning: _,
        losses: _,
        // Made of the rest.
        record: _,
        change,
    } = prepared;
    let names = Names::of(revision, files);
    let name = |file| names.other(file);
    let mut out = Encoder::new(Places::Named(&name));
    out.object(|object| {
        object.value("revision", &revision.id);
        object.value("direction", direction_name(*direction));
        object.value("transactional", transactional);
        object.unless_default("commits", commits);
        object.value("digest", digest);
        object.key("rows").object(|object| {
            object.value("delete", &change.delete);
            object.value("insert", &change.insert);
        });
        object.value("statements", statements);
    });
    out.into_text()
}
