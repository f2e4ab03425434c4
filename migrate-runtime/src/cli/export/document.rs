//! The document from its first line to its last; `docs/export.md` lists its keys.

use crate::Migrations;
use crate::prepare::{RecordedDowngrade, RecordedRevision, recorded};
use migrate_core::op::encode::{Encoder, FORMAT, Object, Places};
use migrate_core::schema::Schema;

use super::super::args::ExportArguments;
use super::super::error::CliError;
use super::super::exit::Exit;
use super::super::preview::named_dialect;
use super::super::printer::Printer;
use super::files::{Files, Names, files};
use super::models::models;
use super::plan;

/// So much is printed at once: a document may have tens of megabytes.
const CHUNK: usize = 1 << 16;

/// Prints the document, each revision on a line of its own.
///
/// Nothing of it is kept in memory, so an error may come after the first lines: a reader looks at
/// the exit code first.
pub(in crate::cli) fn export(
    migrations: &Migrations,
    arguments: &ExportArguments,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    require_format(arguments.format_version)?;
    write(migrations, arguments, &mut |text| printer.raw_result(text))?;
    Ok(Exit::Success)
}

/// The document without a plan, as a text: what a program that links the revisions need not run another for.
pub fn exported(migrations: &Migrations) -> Result<String, CliError> {
    let arguments = ExportArguments {
        format_version: FORMAT,
        dialect: None,
        from: "base".to_owned(),
        to: "heads".to_owned(),
    };
    let mut document = String::new();
    write(migrations, &arguments, &mut |text| document.push_str(text))?;
    Ok(document)
}

/// Writes the document piece by piece.
fn write(
    migrations: &Migrations,
    arguments: &ExportArguments,
    out: &mut dyn FnMut(&str),
) -> Result<(), CliError> {
    let registry = migrations.registry()?;
    let files = files(migrations);
    let plan = plan::plan(&registry, &files, arguments)?;
    let models = models()?;
    let mut text = head(migrations);
    let mut separator = "\n";
    let schema = match &arguments.dialect {
        Some(dialect) => named_dialect(dialect)?.empty_schema(),
        None => Schema::new(),
    };
    for recorded in recorded(&registry, schema) {
        let recorded = recorded?;
        text.push_str(separator);
        text.push_str(&revision(&recorded, &files));
        separator = ",\n";
        if text.len() >= CHUNK {
            out(&text);
            text.clear();
        }
    }
    text.push_str("\n]");
    if let Some(models) = models {
        text.push_str(",\"models\":");
        text.push_str(&models);
    }
    if let Some(plan) = plan {
        text.push_str(",\"plan\":");
        text.push_str(&plan);
    }
    text.push_str("}\n");
    out(&text);
    Ok(())
}

pub(in crate::cli) fn require_format(wanted: u32) -> Result<(), CliError> {
    if wanted == FORMAT {
        return Ok(());
    }
    let newer =
        if wanted > FORMAT { "migrate-runtime in the migrations package" } else { "cargo-migrate" };
    Err(CliError::Usage {
        message: format!(
            "format {wanted} is asked for, and migrate-runtime {} writes format {FORMAT}",
            env!("CARGO_PKG_VERSION")
        ),
        hint: Some(format!("update {newer}")),
    })
}

/// Everything before the first revision.
fn head(migrations: &Migrations) -> String {
    let mut out = Encoder::new(Places::LeftOut);
    out.object(|object| {
        object.value("format_version", &FORMAT);
        object.value("runtime_version", env!("CARGO_PKG_VERSION"));
        object.value("package", migrations.package());
        let settings = migrations.settings();
        object.key("settings").object(|object| {
            object.value("version_table", settings.version_table());
            object.optional("version_schema", settings.version_schema().as_ref());
            object.value("log_table", &*settings.log_table());
            object.value("revision_table", &*settings.revision_table());
        });
        object.key("revisions").word("[");
    });
    let mut text = out.into_text();
    // The list goes on, and what ends the object comes after it.
    text.pop();
    text
}

/// A revision with both its scripts.
fn revision(recorded: &RecordedRevision<'_>, files: &Files) -> String {
    let RecordedRevision { revision, upgrade, downgrade } = recorded;
    let names = Names::of(revision, files);
    let name = |file| names.other(file);
    let mut out = Encoder::new(Places::Named(&name));
    out.object(|object| {
        object.value("revision", &revision.id);
        object.value("down_revs", &revision.down_revs);
        object.unless_default("depends_on", &revision.depends_on);
        object.unless_default("labels", &revision.labels);
        object.value("message", &revision.message);
        object.value("doc", &revision.doc);
        object.value("file", &*names.own());
        object.value("line", &revision.line);
        object.value("upgrade", upgrade);
        object.key("downgrade").object(|object| self::downgrade(object, downgrade));
    });
    out.into_text()
}

fn downgrade(object: &mut Object<'_, '_>, downgrade: &RecordedDowngrade) {
    match downgrade {
        RecordedDowngrade::Function(script) => {
            object.value("kind", "function");
            object.value("script", script);
        }
        RecordedDowngrade::Auto(script) => {
            object.value("kind", "auto");
            object.value("script", script);
        }
        RecordedDowngrade::Refused { cause, origin } => {
            object.value("kind", "refused");
            object.value("reason", &cause.to_string());
            object.optional("hint", cause.hint().as_ref());
            object.value("origin", origin);
        }
        RecordedDowngrade::Irreversible(reason) => {
            object.value("kind", "irreversible");
            object.value("reason", reason);
        }
    }
}
