//! A program without revisions, for a database whose package is not at hand: it knows what the database keeps of them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use migrate_runtime::cli::args::{DatabaseCommand, GraphCommand};
use migrate_runtime::cli::database_feature;

use crate::cli::{Arguments, CargoOptions, Command};
use crate::error::Error;
use crate::files;
use crate::manifest::Package;
use crate::package::PackageError;
use crate::scaffold::Runtime;

/// Its name, as a package.
const NAME: &str = "without-revisions";

/// The package of a program without revisions, for the database of the URL.
///
/// It is in cargo's home, where nobody else can write, or where `MIGRATE_HOME` says, and built once for each release and
/// kind of database.
pub(crate) fn package(arguments: &Arguments) -> Result<Package, Error> {
    if !needs_no_revisions(&arguments.command) {
        return Err(PackageError::Needed.into());
    }
    let here = env::current_dir().map_err(Error::io("find", Path::new(".")))?;
    let (feature, missing) = database_feature(&arguments.database, &here)?;
    if let Some(file) = missing {
        return Err(PackageError::NoDatabase(file).into());
    }
    let home = home().ok_or(PackageError::NoHome)?;
    let release = env!("CARGO_PKG_VERSION");
    let directory = home.join(format!("{release}-{feature}"));
    let source = directory.join("src");
    fs::create_dir_all(&source).map_err(Error::io("create", &source))?;
    let runtime = Runtime::choose(None, &directory, &directory)?;
    write(&directory.join("Cargo.toml"), &manifest(&runtime, feature))?;
    write(&source.join("main.rs"), &program(&arguments.cargo))?;
    if let Runtime::Path(checkout) = &runtime {
        // The versions that the checkout is tested with.
        let lock = directory.join("Cargo.lock");
        let tested = directory.join(checkout).join("../Cargo.lock");
        if !lock.exists() && tested.is_file() {
            fs::copy(&tested, &lock).map_err(Error::io("write", &lock))?;
        }
    }
    let versions = source.join("versions");
    fs::create_dir_all(&versions).map_err(Error::io("create", &versions))?;
    Ok(Package { name: NAME.to_owned(), directory, versions, models: None })
}

/// Whether a command does with what the database keeps.
const fn needs_no_revisions(command: &Command) -> bool {
    match command {
        Command::Database(command) => match command {
            DatabaseCommand::Downgrade { .. }
            | DatabaseCommand::Plan { downgrade: true, .. }
            | DatabaseCommand::Apply { .. }
            | DatabaseCommand::Restore { .. }
            | DatabaseCommand::Roles { .. }
            | DatabaseCommand::Current { .. } => true,
            DatabaseCommand::Upgrade { .. }
            | DatabaseCommand::Plan { downgrade: false, .. }
            // Without revisions it would take all back that there are.
            | DatabaseCommand::Switch { .. }
            | DatabaseCommand::Stamp { .. }
            | DatabaseCommand::EnsureVersion { .. } => false,
        },
        Command::Graph(GraphCommand::History { applied, .. }) => *applied,
        Command::Graph(
            GraphCommand::Heads { .. } | GraphCommand::Branches { .. } | GraphCommand::Show { .. },
        )
        | Command::Source(_)
        | Command::Analysis(_)
        | Command::Tool(_) => false,
    }
}

/// `MIGRATE_HOME`, or a directory in cargo's home.
fn home() -> Option<PathBuf> {
    let named = |variable| env::var_os(variable).filter(|home| !home.is_empty()).map(PathBuf::from);
    let cargo = || named("CARGO_HOME").or_else(|| Some(env::home_dir()?.join(".cargo")));
    named("MIGRATE_HOME").or_else(|| Some(cargo()?.join("migrate")))
}

fn write(file: &Path, text: &str) -> Result<(), Error> {
    // A file that is written anew is built anew.
    match fs::read_to_string(file) {
        Ok(there) if there == text => Ok(()),
        Ok(_) => files::replace(file, text),
        Err(_) => fs::write(file, text).map_err(Error::io("write", file)),
    }
}

fn manifest(runtime: &Runtime, feature: &str) -> String {
    let source = runtime.source();
    format!(
        "[package]\n\
         name = \"{NAME}\"\n\
         version = \"0.0.0\"\n\
         edition = \"2024\"\n\
         publish = false\n\
         \n\
         [package.metadata.migrate]\n\
         \n\
         [dependencies]\n\
         migrate-runtime = {{ {source}, default-features = false, features = [\"cli\", \"{feature}\"] }}\n\
         \n\
         # It is a member of no other workspace.\n\
         [workspace]\n"
    )
}

fn program(options: &CargoOptions) -> String {
    let settings =
        [("version_table", &options.version_table), ("version_schema", &options.version_schema)];
    let settings = settings.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
    let settings = settings.map(|(key, value)| format!(", {key} = {value:?}"));
    let settings = settings.collect::<Vec<_>>().concat();
    format!(
        "//! A migration binary without a revision of its own.\n\
         \n\
         migrate_runtime::versions!(\"src/versions\"{settings});\n\
         \n\
         fn main() -> std::process::ExitCode {{\n    \
             migrate_runtime::cli::main(&MIGRATIONS)\n\
         }}\n"
    )
}
