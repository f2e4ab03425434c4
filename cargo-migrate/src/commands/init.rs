//! `init`: makes a migrations package, a member of the project around it; with `--from-database` one whose first
//! revisions create what a database has, and whose models say it.

use std::path::{Path, PathBuf};

use migrate_runtime::cli::database_feature;
use migrate_runtime::cli::printer::Printer;
use serde_json::json;

use crate::adopted::{self, Later, Revision};
use crate::cli::{Arguments, InitArguments, InitModels};
use crate::error::Error;
use crate::scaffold::{
    self, InitError, ManifestChange, NewModels, NewPackage, NewStructs, Project, Runtime,
    StructsCrate,
};
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
    let (models, later) = models(init, &name, &directory, &project)?;
    let named = database_feature(&arguments.database, &directory);
    let is_named = named.is_ok();
    let database = if init.from_database {
        match named? {
            (_, Some(file)) => return Err(InitError::NoDatabase(file).into()),
            (feature, None) => feature,
        }
    } else {
        named.map_or("sqlite", |(feature, _)| feature)
    };
    let package = NewPackage { name, directory, runtime, database, databases: None, models };
    let mut written = scaffold::write(&package, &project.root, change.as_ref())?;
    let is_found = package.models.is_some();
    let (package, adopted) = if init.from_database {
        match adopted::adopt(
            package,
            &later,
            &init.schema,
            &project,
            &mut written,
            arguments,
            printer,
        ) {
            Ok(adopted) => (adopted.package, Some((adopted.revisions, adopted.models))),
            Err(error) => {
                written.take_back();
                return Err(error);
            }
        }
    } else {
        (package, None)
    };
    report(&package, is_found, change.as_ref(), adopted.as_ref(), printer);
    let revisions = adopted.as_ref().map(|(revisions, _)| &revisions[..]);
    report_next(&package, &project, revisions, is_named, printer);
    Ok(())
}

/// The models that are there, and those that are written when the database was read.
fn models(
    init: &InitArguments,
    name: &str,
    directory: &Path,
    project: &Project,
) -> Result<(Option<NewModels>, Later), Error> {
    let diesel = || scaffold::models_of_diesel(directory, &project.root);
    let missing = || scaffold::missing_schema(directory, &project.root);
    let structs = || NewStructs::beside(name, directory, project).map(Later::Structs);
    Ok(match init.models {
        None if !init.from_database => (diesel()?.map(NewModels::Diesel), Later::Nothing),
        None => match (diesel()?, missing()?) {
            (Some(found), _) => (Some(NewModels::Diesel(found)), Later::Nothing),
            (None, Some(named)) => (None, Later::Schema(named)),
            (None, None) => (None, structs()?),
        },
        Some(InitModels::Structs) => (None, structs()?),
        Some(InitModels::Diesel) => {
            if let Some(found) = diesel()? {
                (Some(NewModels::Diesel(found)), Later::Nothing)
            } else {
                let usual = || scaffold::usual_schema(directory);
                (None, Later::Schema(missing()?.unwrap_or_else(usual)))
            }
        }
        Some(InitModels::Database) => (Some(NewModels::Database), Later::Nothing),
        Some(InitModels::None) => (None, Later::Nothing),
    })
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
    is_found: bool,
    change: Option<&ManifestChange>,
    adopted: Option<&(Vec<Revision>, Vec<PathBuf>)>,
    printer: &mut Printer,
) {
    let NewPackage { name, directory, runtime, database: _, databases: _, models } = package;
    let revisions = adopted.map(|(revisions, _)| &revisions[..]);
    let files = adopted.map(|(_, files)| &files[..]).unwrap_or_default();
    let shown = paths::from_here(directory);
    if printer.is_json() {
        let ids = revisions.unwrap_or_default().iter().map(|revision| &*revision.id);
        let document = json!({
            "package": name,
            "directory": shown.to_string_lossy(),
            "models": models.as_ref().map(NewModels::setting),
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
    let files: Vec<_> = files.iter().map(|file| paths::from_here(file)).collect();
    match models {
        Some(NewModels::Diesel(path)) if is_found => {
            printer.status("Found", format_args!("diesel's tables: `models = {path:?}`"));
        }
        Some(NewModels::Structs(StructsCrate { name, path: _ })) => {
            printer
                .status("Created", format_args!("package `{name}` with a struct for each table"));
        }
        Some(NewModels::Diesel(_) | NewModels::Database) | None => {}
    }
    for file in files {
        if printer.is_json() {
            printer.status("Wrote", file.display());
        } else {
            printer.result(file.display());
        }
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
        Some([]) if models.is_none() => printer
            .status("Compared", "the database is empty: no revision and no models are written"),
        Some([]) => printer.status("Compared", "the database is empty: no revision is written"),
        None => {}
    }
}

/// Says what to do next.
fn report_next(
    package: &NewPackage,
    project: &Project,
    revisions: Option<&[Revision]>,
    is_database_named: bool,
    printer: &mut Printer,
) {
    let NewPackage { name, models, .. } = package;
    // With several packages each command has to say which is meant.
    let choice = if project.has_migrations() { format!(" -p {name}") } else { String::new() };
    let next = |words: &str| format!("cargo migrate{choice} {words}");
    let upgrade =
        if is_database_named { "upgrade" } else { "upgrade --database-url sqlite://app.db" };
    let (first, second) = match (revisions, models) {
        (Some([_, ..]), Some(_)) => ("drift", "check"),
        (Some([_, ..]), None) => ("drift", "revision -m \"add a column\""),
        (_, Some(_)) => ("revision --autogenerate -m \"create the schema\"", upgrade),
        (_, None) => ("revision -m \"create users\"", upgrade),
    };
    printer.status("Next", next(first));
    printer.status("Then", next(second));
}
