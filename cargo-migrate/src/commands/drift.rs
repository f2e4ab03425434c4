//! `drift`: what a live database has otherwise than the revisions it is at; with `--fix` a revision of that.

use migrate_analysis::drift::{Drift, Finding, State, drift};
use migrate_analysis::introspect::NotHeld;
use migrate_analysis::spelling;
use migrate_runtime::cli::exit::Exit;
use migrate_runtime::cli::json::Json;
use migrate_runtime::cli::printer::Printer;

use super::revision;
use crate::autogenerate::count;
use crate::catalogue::Catalogue;
use crate::cli::{Arguments, CompareArguments, DriftArguments};
use crate::draft::{self, Draft};
use crate::error::Error;
use crate::manifest::Package;
use crate::session::Scratch;
use crate::{binary, exported, source};

/// Compares, and prints what differs or writes a revision of it. The database is only read.
pub(super) fn run(
    drift_arguments: &DriftArguments,
    arguments: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<Exit, Error> {
    if drift_arguments.fix {
        fix(drift_arguments, arguments, package, printer)?;
        return Ok(Exit::Success);
    }
    let binary = binary::build_or_find(package, &arguments.cargo, &arguments.output)?;
    let (history, ()) = exported::schema_history(&binary, package, || Ok(()))?;
    let mut catalogue = Catalogue::open(&binary, &arguments.database, package)?;
    let (dialect, rows) = (catalogue.dialect, catalogue.rows.clone());
    let declared = history.schema_at(&rows, dialect.empty_schema())?;
    let live = catalogue.read(&history.settings, &declared)?;
    let mut scratch = Scratch::new(&binary, &arguments.database, package);
    let schema = &live.reading.schema;
    let spellings =
        spelling::ask(dialect, schema, (&declared, schema), &mut |group| scratch.run(group));
    let found = drift(dialect, &declared, live.reading, &spellings);
    if printer.is_json() {
        printer.result(document(&rows, &found));
    } else {
        print(&rows, &found, printer);
    }
    Ok(if found.is_known() { Exit::Different } else { Exit::Success })
}

/// What a revision is called that takes over what a database has.
const MESSAGE: &str = "take over what the database has";

/// Writes a revision that makes the revisions say what the database has.
fn fix(
    drift_arguments: &DriftArguments,
    arguments: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<(), Error> {
    let DriftArguments { fix: _, message, rename, drop } = drift_arguments;
    let graph = source::read(package)?;
    let down_revs = revision::only_head(&graph)?;
    let compare = CompareArguments {
        against_database: false,
        from_database: true,
        at_heads: true,
        rename: rename.clone(),
        drop: drop.clone(),
    };
    let equal = "the database is as its revisions say: no revision is written";
    let content =
        revision::generated(&graph, &down_revs, &compare, equal, arguments, package, printer)?;
    let Some(mut content) = content else { return Ok(()) };
    let id = draft::new_id(&graph);
    let stamp = format!("cargo migrate stamp {id}");
    content.cautions.insert(
        0,
        format!(
            "the database that it was taken from has all of it already: there `{stamp}`, no upgrade"
        ),
    );
    let draft = Draft {
        id,
        message: message.clone().unwrap_or_else(|| MESSAGE.to_owned()),
        down_revs,
        depends_on: Vec::new(),
        labels: Vec::new(),
        content,
    };
    revision::write(&draft, &graph, package, printer)?;
    printer.status("Next", format_args!("{stamp}"));
    Ok(())
}

fn print(rows: &[String], found: &Drift, printer: &mut Printer) {
    let Drift { findings, not_held, .. } = found;
    for finding in findings {
        printer.result(finding);
    }
    for note in not_held {
        printer.warning(note);
    }
    let place = match rows {
        [] => "at no revision".to_owned(),
        rows => format!("at {}", rows.join(", ")),
    };
    let known = findings.iter().filter(|finding| !is_unknown(finding)).count();
    let unknown = findings.len() - known;
    let verdict = match (known, unknown) {
        (0, 0) if not_held.is_empty() => "the database is as its revisions say".to_owned(),
        (0, 0) => format!("no known difference, {} not compared", not_held.len()),
        (0, unknown) => format!("no known difference, {unknown} unknown"),
        (known, 0) => count(known, "difference"),
        (known, unknown) => format!("{}, {unknown} unknown", count(known, "difference")),
    };
    printer.status("Compared", format_args!("{place}: {verdict}"));
}

fn is_unknown(finding: &Finding) -> bool {
    matches!(finding.state, State::Unknown(_))
}

fn document(rows: &[String], found: &Drift) -> Json {
    let Drift { findings, not_held, .. } = found;
    let finding = |finding: &Finding| {
        let object = Json::from(&*finding.object.to_string());
        match &finding.state {
            State::Missing => Json::object([("object", object), ("state", "missing".into())]),
            State::Unexpected => Json::object([("object", object), ("state", "unexpected".into())]),
            State::Different(changes) => Json::object([
                ("object", object),
                ("state", "different".into()),
                ("changes", Json::list(changes.iter().map(|change| Json::from(&**change)))),
            ]),
            State::Unknown(why) => Json::object([
                ("object", object),
                ("state", "unknown".into()),
                ("reason", Json::from(&**why)),
            ]),
        }
    };
    let note = |note: &NotHeld| {
        Json::object([
            ("object", Json::from(&*note.object())),
            ("attribute", note.attribute().map_or(Json::Null, Json::from)),
        ])
    };
    Json::object([
        ("revisions", Json::list(rows.iter().map(|row| Json::from(&**row)))),
        ("findings", Json::list(findings.iter().map(finding))),
        ("not_held", Json::list(not_held.iter().map(note))),
    ])
}
