//! The package's binary: [`build_or_find`] builds or finds it, [`run`] runs it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use cargo_metadata::Message;
use clap::ValueEnum as _;
use migrate_runtime::cli::args::{DatabaseOptions, Output};
use migrate_runtime::cli::environment::{DATABASE_URL, PACKAGE_DIR};

use crate::cargo;
use crate::cli::CargoOptions;
use crate::error::Error;
use crate::manifest::Package;

/// Why there is no binary to run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BinaryError {
    /// The package has no binary.
    #[error("the migrations package `{0}` has no binary")]
    None(String),
    /// The package has several, none of which has its name.
    #[error("the migrations package `{package}` has several binaries, and none of its own name")]
    Several {
        /// The package.
        package: String,
    },
    /// `--no-build`, and the binary was never built.
    #[error("there is no binary {}", .0.display())]
    NotBuilt(PathBuf),
}

impl BinaryError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::None(_) => {
                "write a `src/main.rs` that calls `migrate_runtime::cli::main(&MIGRATIONS)`".into()
            }
            Self::Several { package } => format!("name one `{package}`"),
            Self::NotBuilt(_) => "leave `--no-build` out".into(),
        }
    }
}

/// The binary to run: built now or, with `--no-build`, the one that is there.
pub(crate) fn build_or_find(
    package: &Package,
    options: &CargoOptions,
    output: &Output,
) -> Result<PathBuf, Error> {
    if options.no_build { built_before(package, options) } else { build(package, options, output) }
}

/// Builds the package and gives its binary. Cargo's messages appear as usual.
fn build(package: &Package, options: &CargoOptions, output: &Output) -> Result<PathBuf, Error> {
    let manifest = package.directory.join("Cargo.toml");
    let mut command = Command::new(cargo::program());
    command.arg("build").arg("--manifest-path").arg(&manifest);
    command.args(["--bins", "--message-format=json-render-diagnostics"]);
    command.args(build_options(options)).args(output_options(output));
    let messages = cargo::output(&mut command)?;
    let binaries = Message::parse_stream(&messages[..]).filter_map(|message| match message {
        Ok(Message::CompilerArtifact(artifact)) if artifact.manifest_path == manifest => {
            let path = artifact.executable?;
            Some((artifact.target.name, path.into()))
        }
        _ => None,
    });
    choose(package, binaries.collect())
}

/// The binary that was built last with the same options, for `--no-build`.
fn built_before(package: &Package, options: &CargoOptions) -> Result<PathBuf, Error> {
    let manifest = package.directory.join("Cargo.toml");
    let metadata = cargo::metadata(&manifest, options.target_dir.as_deref())?;
    let directory = metadata.target_directory.join(profile_directory(options));
    let targets = metadata
        .packages
        .iter()
        .filter(|member| member.manifest_path == manifest)
        .flat_map(|member| &member.targets)
        .filter(|target| target.is_bin())
        .map(|target| {
            let file = format!("{}{}", target.name, std::env::consts::EXE_SUFFIX);
            (target.name.clone(), directory.join(file).into())
        });
    let path = choose(package, targets.collect())?;
    if path.is_file() { Ok(path) } else { Err(BinaryError::NotBuilt(path).into()) }
}

/// Runs the binary in place of this program, or waits for it where that cannot be done.
pub(crate) fn run(
    binary: &Path,
    arguments: &[OsString],
    package: &Package,
) -> Result<ExitCode, Error> {
    let mut command = command(binary, package);
    become_or_wait(command.args(arguments)).map_err(Error::io("run", binary))
}

/// The binary as a command that knows where its package is.
pub(crate) fn command(binary: &Path, package: &Package) -> Command {
    let mut command = Command::new(binary);
    command.env(PACKAGE_DIR, &package.directory);
    command
}

/// The same, which knows where the database is: not by an argument, which every user of the machine can read.
pub(crate) fn command_at_database(
    binary: &Path,
    package: &Package,
    database: &DatabaseOptions,
) -> Command {
    let mut command = command(binary, package);
    let DatabaseOptions { database_url } = database;
    command.envs(database_url.iter().map(|url| (DATABASE_URL, url)));
    command
}

#[cfg(unix)]
fn become_or_wait(command: &mut Command) -> std::io::Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    // Returns only if it fails.
    Err(command.exec())
}

#[cfg(not(unix))]
fn become_or_wait(command: &mut Command) -> std::io::Result<ExitCode> {
    let code = command.status()?.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.unwrap_or(1).into())
}

/// The binary of the package's name, or the only one.
fn choose(package: &Package, binaries: Vec<(String, PathBuf)>) -> Result<PathBuf, Error> {
    let count = binaries.len();
    let chosen = binaries.into_iter().find(|(name, _)| count == 1 || *name == package.name);
    Ok(chosen.map(|(_, path)| path).ok_or_else(|| match count {
        0 => BinaryError::None(package.name.clone()),
        _ => BinaryError::Several { package: package.name.clone() },
    })?)
}

fn build_options(options: &CargoOptions) -> Vec<OsString> {
    let mut arguments = Vec::new();
    for (flag, set) in [
        ("--release", options.release),
        ("--all-features", options.all_features),
        ("--no-default-features", options.no_default_features),
        ("--locked", options.locked),
        ("--offline", options.offline),
        ("--frozen", options.frozen),
    ] {
        arguments.extend(set.then(|| flag.into()));
    }
    let mut option = |name: &str, value: OsString| arguments.extend([name.into(), value]);
    if let Some(profile) = &options.profile {
        option("--profile", profile.into());
    }
    if let Some(directory) = &options.target_dir {
        option("--target-dir", directory.into());
    }
    for features in &options.features {
        option("--features", features.into());
    }
    arguments
}

fn output_options(output: &Output) -> Vec<OsString> {
    let mut arguments = Vec::new();
    if output.quiet {
        arguments.push("--quiet".into());
    }
    if let Some(color) = output.color.and_then(|color| color.to_possible_value()) {
        arguments.extend(["--color".into(), color.get_name().into()]);
    }
    arguments
}

/// The directory of a profile below the target directory.
fn profile_directory(options: &CargoOptions) -> &str {
    match options.profile.as_deref() {
        None if options.release => "release",
        None | Some("dev" | "test") => "debug",
        Some("bench") => "release",
        Some(profile) => profile,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_given_to_cargo() {
        let options = CargoOptions {
            release: true,
            locked: true,
            features: vec!["a,b".into(), "c".into()],
            target_dir: Some("t".into()),
            ..CargoOptions::default()
        };
        assert_eq!(
            build_options(&options),
            ["--release", "--locked", "--target-dir", "t", "--features", "a,b", "--features", "c"]
        );
        assert!(build_options(&CargoOptions::default()).is_empty());
    }

    #[test]
    fn profiles_have_directories() {
        for (release, profile, directory) in [
            (false, None, "debug"),
            (true, None, "release"),
            (false, Some("dev"), "debug"),
            (false, Some("bench"), "release"),
            (false, Some("dist"), "dist"),
        ] {
            let profile = profile.map(str::to_owned);
            let options = CargoOptions { release, profile, ..CargoOptions::default() };
            assert_eq!(profile_directory(&options), directory);
        }
    }

    #[test]
    fn the_binary_that_is_meant() {
        let package = Package {
            name: "m".into(),
            directory: "/m".into(),
            versions: "/m/v".into(),
            models: None,
        };
        let chosen = |names: &[&str]| {
            let binaries = names.iter().map(|name| ((*name).to_owned(), PathBuf::from(name)));
            choose(&package, binaries.collect()).map_err(|error| error.to_string())
        };
        assert_eq!(chosen(&["m"]), Ok("m".into()));
        assert_eq!(chosen(&["other"]), Ok("other".into()));
        assert_eq!(chosen(&["other", "m"]), Ok("m".into()));
        assert!(chosen(&[]).unwrap_err().contains("no binary"));
        assert!(chosen(&["a", "b"]).unwrap_err().contains("several binaries"));
    }
}
