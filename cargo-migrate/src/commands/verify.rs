//! `verify`: whether each revision can be applied and its way back leads back, without a database; with `--live` also on
//! one.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use migrate_analysis::diff::Diff;
use migrate_analysis::history::History;
use migrate_analysis::verify::live::{LiveFound, LiveVerdict};
use migrate_analysis::verify::{Found, Verdict, Verification, verify};
use migrate_core::dialect::Dialect;
use migrate_core::graph::Site;
use migrate_core::schema::Origin;
use migrate_runtime::cli::exit::Exit;
use migrate_runtime::cli::json::Json;
use migrate_runtime::cli::printer::Printer;
use migrate_runtime::cli::{dialect_argument, report};

use crate::autogenerate::{self, count};
use crate::cli::{Arguments, CompareArguments, VerifyArguments};
use crate::error::Error;
use crate::live::{self, LiveVerification};
use crate::manifest::Package;
use crate::{binary, databases, exported, linked, paths, source};

pub(super) fn run(
    verify_arguments: &VerifyArguments,
    arguments: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<ExitCode, Error> {
    let VerifyArguments { revisions, dialect, live } = verify_arguments;
    let cargo = &arguments.cargo;
    let databases = databases::of_package(package, cargo, dialect)?;
    let binary = binary::build_or_find(package, cargo, &arguments.output)?;
    let (mut history, source) = exported::history(&binary, package, || source::read(package))?;
    linked::check_exported(&source, history.graph(), package, cargo)?;
    if !printer.is_json() {
        history = history.with_files(&|file| from_here(package, file))?;
    }
    let only = named(&history, revisions)?;
    let verification = verify(&history, &databases, only.as_ref());
    // The models say where all revisions lead, not where some do.
    let ahead = if only.is_none() { differences(package, &history, &databases)? } else { 0 };
    let live = match live {
        Some(url) => Some(live::verify(&history, only.as_ref(), url, &binary, package)?),
        None => None,
    };
    if printer.is_json() {
        printer.result(json(&verification, ahead, live.as_ref()));
    } else {
        print(&verification, &package.directory, printer);
        if let Some(live) = &live {
            print_live(live, &package.directory, printer);
        }
    }
    if ahead > 0 {
        let number = count(ahead, "difference");
        let message = format!("the revisions do not lead to the models: {number}");
        report::plain(printer, &message, Some(AHEAD_HINT));
    }
    let failures = failures(&verification, ahead, live.as_ref());
    conclude(&verification, failures, live.as_ref(), package, printer);
    let is_clean = failures == 0;
    Ok(if is_clean { Exit::Success } else { Exit::NotVerified }.into())
}

/// What to do where models are ahead.
const AHEAD_HINT: &str =
    "`cargo migrate check` says what differs, `cargo migrate revision --autogenerate` writes it";

/// In how much the revisions do not lead to the models of the package; in nothing where it has no models that can
/// be read without a database.
fn differences(
    package: &Package,
    history: &History,
    databases: &[Dialect],
) -> Result<usize, Error> {
    let options = CompareArguments::default();
    if options.needs_database(package) || (package.models.is_none() && history.models.is_none()) {
        return Ok(0);
    }
    let found = autogenerate::compare_offline(package, history, &options, databases)?;
    let Diff { operations, questions, unsupported, .. } = found;
    Ok(operations.len() + questions.len() + unsupported.len())
}

/// A source file of the package as it can be opened from here; none for a file from elsewhere.
fn from_here(package: &Package, file: &str) -> Option<String> {
    let path = package.directory.join(file);
    path.is_file().then(|| paths::from_here(&path).display().to_string())
}

/// The revisions that were named; none when all are meant.
fn named(history: &History, targets: &[String]) -> Result<Option<BTreeSet<String>>, Error> {
    if targets.is_empty() {
        return Ok(None);
    }
    let mut named = BTreeSet::new();
    for target in targets {
        let revisions = source::select(history.graph(), target)?;
        if revisions.is_empty() {
            return Err(Error::NoRevision(target.clone()));
        }
        named.extend(revisions.into_iter().map(|revision| revision.id.clone()));
    }
    Ok(Some(named))
}

/// Prints what there is to say: what is wrong with its source, everything else on a line.
fn print(verification: &Verification, package: &Path, printer: &mut Printer) {
    for found in &verification.found {
        let Found { revision, databases, verdict, .. } = found;
        let on = if *databases == verification.databases {
            String::new()
        } else {
            format!(" on {}", listed(databases))
        };
        if verdict.is_failure() {
            let message = format!("revision {}{on}: {verdict}", Site::of(revision));
            let hint = verdict.hint();
            report::in_source(printer, package, &message, &verdict.origins(), hint.as_deref());
        } else if *verdict != Verdict::Identity {
            printer.result(format_args!("{}{on}: {verdict}", revision.id));
        }
    }
    if !verification.heads.is_empty() {
        let heads: Vec<_> = verification.heads.iter().map(Site::to_string).collect();
        let message = format!("there are several heads: {}", heads.join(", "));
        let hint = "join them with `cargo migrate merge heads`, or put one branch after the other with \
                    `cargo migrate rebase`";
        report::plain(printer, &message, Some(hint));
    }
}

/// Prints what there is to say of a live database.
fn print_live(live: &LiveVerification, package: &Path, printer: &mut Printer) {
    let LiveVerification { dialect, found } = live;
    for found in found {
        let LiveFound { revision, verdict, without_rows, .. } = found;
        for table in without_rows {
            printer.warning(format_args!("{} on {dialect}: {table}", revision.id));
        }
        if verdict.is_failure() {
            let message = format!("revision {} on {dialect}: {verdict}", Site::of(revision));
            report::in_source(printer, package, &message, &[found.origin()], verdict.hint());
        } else if !matches!(verdict, LiveVerdict::Repeatable | LiveVerdict::OneWay) {
            printer.result(format_args!("{} on {dialect}: {verdict}", revision.id));
        }
    }
}

/// How much is wrong.
fn failures(verification: &Verification, ahead: usize, live: Option<&LiveVerification>) -> usize {
    let live = live.into_iter().flat_map(|live| &live.found);
    verification.found.iter().filter(|found| found.verdict.is_failure()).count()
        + live.filter(|found| found.verdict.is_failure()).count()
        + usize::from(!verification.heads.is_empty())
        + usize::from(ahead > 0)
}

/// Prints how it ended.
fn conclude(
    verification: &Verification,
    failures: usize,
    live: Option<&LiveVerification>,
    package: &Package,
    printer: &mut Printer,
) {
    if failures > 0 {
        printer.error(format_args!(
            "could not verify `{}` due to {}",
            package.name,
            count(failures, "error")
        ));
        return;
    }
    let revisions = count(verification.revisions(), "revision");
    let databases = listed(&verification.databases);
    printer.status("Verified", format_args!("{revisions} for {databases}"));
    if let Some(LiveVerification { dialect, found }) = live {
        let revisions = count(found.len(), "revision");
        printer.status("Verified", format_args!("{revisions} with rows on {dialect}"));
    }
}

fn listed(databases: &[Dialect]) -> String {
    databases.iter().map(Dialect::to_string).collect::<Vec<_>>().join(", ")
}

/// The document that `docs/json.md` describes.
fn json(verification: &Verification, ahead: usize, live: Option<&LiveVerification>) -> Json {
    let arguments = |databases: &[Dialect]| {
        Json::list(databases.iter().map(|dialect| Json::Text(dialect_argument(*dialect))))
    };
    let place = |origin: Origin| {
        Json::object([
            ("file", origin.file.as_str().into()),
            ("line", origin.line.into()),
            ("column", origin.column.into()),
        ])
    };
    let found = verification.found.iter().map(|found| {
        let Found { revision, databases, verdict, .. } = found;
        Json::object([
            ("revision", (&revision.id).into()),
            ("file", (&revision.file).into()),
            ("line", revision.line.into()),
            ("databases", arguments(databases)),
            ("verdict", verdict.word().into()),
            ("failure", verdict.is_failure().into()),
            ("message", Json::Text(verdict.to_string())),
            ("hint", verdict.hint().map_or(Json::Null, Json::Text)),
            ("places", Json::list(verdict.origins().into_iter().map(place))),
        ])
    });
    let mut document = vec![
        ("databases", arguments(&verification.databases)),
        ("revisions", Json::list(found)),
        ("heads", Json::list(verification.heads.iter().map(|head| &*head.id))),
        ("differences_from_models", Json::Number(ahead as u64)),
    ];
    document.extend(live.map(|live| ("live", live_json(live))));
    Json::Object(document)
}

fn live_json(live: &LiveVerification) -> Json {
    let LiveVerification { dialect, found } = live;
    let found = found.iter().map(|found| {
        let LiveFound { revision, verdict, without_rows, .. } = found;
        Json::object([
            ("revision", (&revision.id).into()),
            ("file", (&revision.file).into()),
            ("line", revision.line.into()),
            ("verdict", verdict.word().into()),
            ("failure", verdict.is_failure().into()),
            ("message", Json::Text(verdict.to_string())),
            ("hint", verdict.hint().map_or(Json::Null, Json::from)),
            ("without_rows", Json::list(without_rows.iter().map(|table| Json::from(&**table)))),
        ])
    });
    Json::object([
        ("database", Json::Text(dialect_argument(*dialect))),
        ("revisions", Json::list(found)),
    ])
}
