//! `drift`: what a live database has otherwise than the revisions it is at.

use migrate_analysis::drift::{Drift, Finding, State, drift};
use migrate_analysis::introspect::NotHeld;
use migrate_runtime::cli::exit::Exit;
use migrate_runtime::cli::json::Json;
use migrate_runtime::cli::printer::Printer;

use crate::autogenerate::count;
use crate::catalogue::Catalogue;
use crate::cli::Arguments;
use crate::error::Error;
use crate::manifest::Package;
use crate::{binary, exported};

/// Compares, and prints what differs. The database is only read.
pub(super) fn run(
    arguments: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<Exit, Error> {
    let binary = binary::build_or_find(package, &arguments.cargo, &arguments.output)?;
    let history = exported::history(&binary, package)?;
    let mut catalogue = Catalogue::open(&binary, &arguments.database, package)?;
    let (dialect, rows) = (catalogue.dialect, catalogue.rows.clone());
    let declared = history.schema_at(&rows, dialect.empty_schema())?;
    let live = catalogue.read(&history.settings, &declared)?;
    let found = drift(dialect, &declared, live.reading);
    if printer.is_json() {
        printer.result(document(&rows, &found));
    } else {
        print(&rows, &found, printer);
    }
    Ok(if found.is_known() { Exit::Different } else { Exit::Success })
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
        (0, 0) => "the database is as its revisions say".to_owned(),
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
