//! `init`: makes a migrations package, a member of the project around it; with `--from-database` one whose first
//! revisions create what a database has.

use std::path::{Path, PathBuf};

use migrate_runtime::cli::database_feature;
use migrate_runtime::cli::printer::Printer;
use serde_json::json;

use crate::adopted::{self, Revision};
use crate::cli::{Arguments, InitArguments};
use crate::error::Error;
use crate::package::PackageError;
use crate::scaffold::{self, InitError, ManifestChange, NewPackage, Project, Runtime};
use crate::{manifest, paths};

pub(super) fn run(
    init: &InitArguments,
    arguments: &Arguments,
    printer: &mut Printer,
) -> Result<(), Error> {
    let path = init.path.clone().unwrap_or_else(beside_manifest);
    let directory = paths::resolve(&path).map_err(Error::io("find", &path))?;
    scaffold::check_empty(&directory)?;
    let project = Project::around(&directory)?;
    let name = init.name.clone().unwrap_or_else(|| project.migrations_name(&directory));
    scaffold::check_name(&name)?;
    let change = project.with_member(&name, &directory)?;
    let runtime = Runtime::choose(init.runtime_path.as_deref(), &directory, &project.root)?;
    let models = scaffold::models_of_diesel(&directory, &project.root)?;
    let database = if init.from_database {
        match database_feature(&arguments.database, &directory)? {
            (_, Some(file)) => return Err(InitError::NoDatabase(file).into()),
            (feature, None) => feature,
        }
    } else {
        "sqlite"
    };
    let package = NewPackage { name, directory, runtime, database, models };
    let written = scaffold::write(&package, &project.root, change.as_ref())?;
    let revisions = if init.from_database {
        match adopt(&package, arguments, printer) {
            Ok(revisions) => Some(revisions),
            Err(error) => {
                written.take_back();
                return Err(error);
            }
        }
    } else {
        None
    };
    report(&package, change.as_ref(), revisions.as_deref(), printer);
    report_next(&package, &project, revisions.as_deref(), printer);
    Ok(())
}

/// The first revisions of the new package.
fn adopt(
    package: &NewPackage,
    arguments: &Arguments,
    printer: &mut Printer,
) -> Result<Vec<Revision>, Error> {
    let package =
        manifest::read(&package.directory.join("Cargo.toml"))?.ok_or(PackageError::None)?;
    adopted::adopt(&package, arguments, printer)
}

/// `migrations` beside the nearest `Cargo.toml`, so that it is a package's also from its `src`.
fn beside_manifest() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let manifest = manifest::nearest(&here);
    manifest.as_deref().and_then(Path::parent).unwrap_or(&here).join("migrations")
}

/// Says what was made.
fn report(
    package: &NewPackage,
    change: Option<&ManifestChange>,
    revisions: Option<&[Revision]>,
    printer: &mut Printer,
) {
    let NewPackage { name, directory, runtime, database: _, models } = package;
    let shown = paths::from_here(directory);
    if printer.is_json() {
        let ids = revisions.unwrap_or_default().iter().map(|revision| &*revision.id);
        let document = json!({
            "package": name,
            "directory": shown.to_string_lossy(),
            "models": models,
            "revisions": ids.collect::<Vec<_>>(),
        });
        printer.result(format_args!("{document:#}"));
    }
    printer.status("Created", format_args!("package `{name}` in {}", shown.display()));
    if let Some(change) = change {
        let manifest = paths::from_here(&change.manifest);
        printer.status("Added", format_args!("it to the workspace of {}", manifest.display()));
    }
    if let Some(path) = runtime.outside() {
        printer.warning(format_args!(
            "its Cargo.toml takes `migrate-runtime` from {path}, which only this machine has: before \
             you share it, write a version or a git address there"
        ));
    }
    if let Some(models) = models {
        printer.status("Found", format_args!("diesel's tables: `models = {models:?}`"));
    }
    for Revision { id, file } in revisions.unwrap_or_default() {
        printer.status("Created", format_args!("revision {id}"));
        if !printer.is_json() {
            printer.result(paths::from_here(file).display());
        }
    }
    match revisions {
        Some([.., last]) => {
            printer.status("Stamped", format_args!("the database is at {}", last.id));
        }
        Some([]) => printer.status("Compared", "the database is empty: no revision is written"),
        None => {}
    }
}

/// Says what to do next.
fn report_next(
    package: &NewPackage,
    project: &Project,
    revisions: Option<&[Revision]>,
    printer: &mut Printer,
) {
    let NewPackage { name, models, .. } = package;
    // With several packages each command has to say which is meant.
    let choice = if project.has_migrations() { format!(" -p {name}") } else { String::new() };
    let next = |words: &str| format!("cargo migrate{choice} {words}");
    let (first, second) = match (revisions, models) {
        (Some([_, ..]), Some(_)) => ("drift", "check"),
        (Some([_, ..]), None) => ("drift", "revision -m \"add a column\""),
        (_, Some(_)) => (
            "revision --autogenerate -m \"create the schema\"",
            "upgrade --database-url sqlite://app.db",
        ),
        (_, None) => ("revision -m \"create users\"", "upgrade --database-url sqlite://app.db"),
    };
    printer.status("Next", next(first));
    printer.status("Then", next(second));
}
