//! The document from its first line to its last; `docs/export.md` lists its keys.

use crate::Migrations;
use crate::prepare::{RecordedDowngrade, RecordedRevision, recorded, recorded_schema};
use migrate_core::op::Script;
use migrate_core::op::encode::{Encoder, FORMAT, Object, Places};
use migrate_core::revision::Revision;
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
        schema_only: false,
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
    let mut revisions = Revisions { text: head(migrations, arguments), separator: "\n", out };
    if arguments.schema_only {
        for recorded in recorded_schema(&registry) {
            let (revision, upgrade) = recorded?;
            revisions.push(&schema_revision(revision, &upgrade, &files));
        }
    } else {
        let schema = match &arguments.dialect {
            Some(dialect) => named_dialect(dialect)?.empty_schema(),
            None => Schema::new(),
        };
        for recorded in recorded(&registry, schema) {
            revisions.push(&revision(&recorded?, &files));
        }
    }
    let Revisions { mut text, out, separator: _ } = revisions;
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

/// The list of revisions that is being written.
struct Revisions<'o> {
    /// What is not printed yet.
    text: String,
    /// What comes before the next revision.
    separator: &'static str,
    out: &'o mut dyn FnMut(&str),
}

impl Revisions<'_> {
    fn push(&mut self, revision: &str) {
        self.text.push_str(self.separator);
        self.text.push_str(revision);
        self.separator = ",\n";
        if self.text.len() >= CHUNK {
            (self.out)(&self.text);
            self.text.clear();
        }
    }
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
fn head(migrations: &Migrations, arguments: &ExportArguments) -> String {
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
            object.value("journal_table", &*settings.journal_table());
            object.value("lock_table", &*settings.lock_table());
        });
        object.unless_default("schema_only", &arguments.schema_only);
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
        identity(object, revision);
        object.value("doc", &revision.doc);
        place(object, revision, names);
        object.value("upgrade", upgrade);
        object.key("downgrade").object(|object| self::downgrade(object, downgrade));
    });
    out.into_text()
}

/// A revision with what its upgrade does to the schema.
fn schema_revision(revision: &Revision, upgrade: &Script, files: &Files) -> String {
    let names = Names::of(revision, files);
    let name = |file| names.other(file);
    let mut out = Encoder::new(Places::Named(&name));
    out.object(|object| {
        identity(object, revision);
        place(object, revision, names);
        object.value("upgrade", upgrade);
    });
    out.into_text()
}

/// Which revision it is, and what it needs.
fn identity(object: &mut Object<'_, '_>, revision: &Revision) {
    object.value("revision", &revision.id);
    object.value("down_revs", &revision.down_revs);
    object.unless_default("depends_on", &revision.depends_on);
    object.unless_default("labels", &revision.labels);
    object.value("message", &revision.message);
}

fn place(object: &mut Object<'_, '_>, revision: &Revision, names: Names<'_>) {
    object.value("file", &*names.own());
    object.value("line", &revision.line);
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
