//! `init`: makes a migrations package, a member of the project around it.

use std::path::{Path, PathBuf};

use migrate_runtime::cli::printer::Printer;
use serde_json::json;

use crate::cli::InitArguments;
use crate::error::Error;
use crate::scaffold::{self, ManifestChange, NewPackage, Project, Runtime};
use crate::{manifest, paths};

pub(super) fn run(arguments: &InitArguments, printer: &mut Printer) -> Result<(), Error> {
    let path = arguments.path.clone().unwrap_or_else(beside_manifest);
    let directory = paths::resolve(&path).map_err(Error::io("find", &path))?;
    scaffold::check_empty(&directory)?;
    let project = Project::around(&directory)?;
    let name = arguments.name.clone().unwrap_or_else(|| project.migrations_name(&directory));
    scaffold::check_name(&name)?;
    let change = project.with_member(&name, &directory)?;
    let runtime = Runtime::choose(arguments.runtime_path.as_deref(), &directory, &project.root)?;
    let package = NewPackage { name, directory, runtime };
    scaffold::write(&package, change.as_ref())?;
    report(&package, &project, change.as_ref(), printer);
    Ok(())
}

/// `migrations` beside the nearest `Cargo.toml`, so that it is a package's also from its `src`.
fn beside_manifest() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let manifest = manifest::nearest(&here);
    manifest.as_deref().and_then(Path::parent).unwrap_or(&here).join("migrations")
}

/// Says what was made, and what to do next.
fn report(
    package: &NewPackage,
    project: &Project,
    change: Option<&ManifestChange>,
    printer: &mut Printer,
) {
    let NewPackage { name, directory, runtime } = package;
    let directory = paths::from_here(directory);
    if printer.is_json() {
        let document = json!({ "package": name, "directory": directory.to_string_lossy() });
        printer.result(format_args!("{document:#}"));
    }
    printer.status("Created", format_args!("package `{name}` in {}", directory.display()));
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
    // With several packages each command has to say which is meant.
    let choice = if project.has_migrations() { format!(" -p {name}") } else { String::new() };
    printer.status("Next", format_args!("cargo migrate{choice} revision -m \"create users\""));
    printer.status(
        "Then",
        format_args!("cargo migrate{choice} upgrade --database-url sqlite://app.db"),
    );
}
