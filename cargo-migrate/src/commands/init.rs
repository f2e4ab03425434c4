//! `init`: makes a migrations package, a member of the project around it.

use migrate_runtime::cli::printer::Printer;
use serde_json::json;

use crate::cli::InitArguments;
use crate::error::Error;
use crate::paths;
use crate::scaffold::{self, ManifestChange, NewPackage, Project, Runtime};

pub(super) fn run(arguments: &InitArguments, printer: &mut Printer) -> Result<(), Error> {
    let directory = paths::resolve(&arguments.path).map_err(Error::io("find", &arguments.path))?;
    scaffold::check_empty(&directory)?;
    let project = Project::around(&directory)?;
    let name = arguments.name.clone().unwrap_or_else(|| project.migrations_name());
    scaffold::check_name(&name)?;
    let change = project.with_member(&name, &directory)?;
    let runtime = Runtime::choose(arguments.runtime_path.as_deref(), &directory, &project.root)?;
    let package = NewPackage { name, directory, runtime };
    scaffold::write(&package, change.as_ref())?;
    report(&package, change.as_ref(), printer);
    Ok(())
}

/// Says what was made, and what to do next.
fn report(package: &NewPackage, change: Option<&ManifestChange>, printer: &mut Printer) {
    let NewPackage { name, directory, .. } = package;
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
    printer.status("Next", "cargo migrate revision -m \"create users\"");
    printer.status("Then", "cargo migrate upgrade --database-url sqlite://app.db");
}
