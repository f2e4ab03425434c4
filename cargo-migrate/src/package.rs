//! Finds the migrations package: the one whose `Cargo.toml` has `[package.metadata.migrate]`.
//! See [`find`].

use std::env;
use std::path::{Path, PathBuf};

use cargo_metadata::Metadata;

use crate::cli::CargoOptions;
use crate::error::Error;
use crate::manifest::Package;
use crate::{cargo, manifest};

/// Why there is no migrations package to work on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackageError {
    /// There is no project around.
    #[error("there is no `Cargo.toml` in {} or above it", .0.display())]
    NoManifest(PathBuf),
    /// `--manifest-path` names no file.
    #[error("there is no file {}", .0.display())]
    NoSuchManifest(PathBuf),
    /// The workspace has none.
    #[error("there is no migrations package in this workspace")]
    None,
    /// The workspace has several, and none is around the current directory.
    #[error("there are several migrations packages in this workspace: {}", quoted(.0))]
    Several(Vec<String>),
    /// `-p` names no package of the workspace.
    #[error("there is no package `{name}` in this workspace")]
    Unknown {
        /// The name.
        name: String,
        /// The migrations packages there are.
        known: Vec<String>,
    },
    /// `-p` names another kind of package.
    #[error("`{name}` is not a migrations package: {} has no `[package.metadata.migrate]`", manifest.display())]
    NotMigrations {
        /// The package.
        name: String,
        /// Its `Cargo.toml`.
        manifest: PathBuf,
    },
    /// `--no-package`, for a command that needs the revisions themselves.
    #[error("this command needs the revisions of a package")]
    Needed,
    /// `--no-package`, and no database that would keep anything.
    #[error("there is no database {}", .0.display())]
    NoDatabase(PathBuf),
    /// `--no-package`, and nowhere to put a program without revisions.
    #[error("neither `MIGRATE_HOME` nor `CARGO_HOME` nor a home directory is known")]
    NoHome,
    /// `[package.metadata.migrate]` holds something else than it should.
    #[error("in `[package.metadata.migrate]` of {}: {fault}", manifest.display())]
    BadSettings {
        /// The `Cargo.toml`.
        manifest: PathBuf,
        /// What is wrong.
        fault: String,
    },
}

impl PackageError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NoManifest(_) => Some(
                "go to a cargo project, or make one: `cargo init`, then `cargo migrate init`; \
                 `--no-package` goes by what a database keeps of its revisions"
                    .into(),
            ),
            Self::None => Some("`cargo migrate init` makes one".into()),
            Self::Several(names) => names.first().map(|name| {
                format!(
                    "name one: `-p {name}`, or for always `package = \"{name}\"` in \
                         `[workspace.metadata.migrate]` of the workspace's Cargo.toml"
                )
            }),
            Self::Unknown { known, .. } if known.is_empty() => Self::None.hint(),
            Self::Unknown { known, .. } => Some(format!("there is {}", quoted(known))),
            Self::NotMigrations { .. } => Some(
                "add the table, it may be empty; or `cargo migrate init` makes a package".into(),
            ),
            Self::BadSettings { .. } => Some(
                "the keys are `versions = \"src/versions\"`, `databases = [\"postgres:15\"]`, and \
                 `models = \"../src/schema.rs\"`, `models = \"database\"` or, for a crate with \
                 `#[derive(Model)]`, `models = \"my_models\"`"
                    .into(),
            ),
            Self::Needed => Some(
                "leave `--no-package` out: what a database keeps of its revisions is enough for `downgrade`, \
                 `plan --downgrade`, `apply`, `current` and `history --applied`"
                    .into(),
            ),
            Self::NoDatabase(_) => Some(
                "name the one that revisions were applied to: `--database-url sqlite://PATH`".into(),
            ),
            Self::NoHome => Some("set `MIGRATE_HOME` to a directory of yours".into()),
            Self::NoSuchManifest(_) => None,
        }
    }
}

/// Finds the package that the options name; else the one around the current directory, or around
/// `--manifest-path`; else the only one in the `members` of the workspace, or in all of it.
pub(crate) fn find(options: &CargoOptions) -> Result<Package, Error> {
    if options.no_package {
        return Err(PackageError::Needed.into());
    }
    let nearest = options.manifest_path.as_deref().map_or_else(manifest_here, manifest_at)?;
    let wanted = options.package.as_deref();
    if let Some(package) = find_nearby(&nearest, wanted)? {
        return Ok(package);
    }
    let metadata = cargo::metadata(&nearest, None)?;
    let members = members(&metadata);
    let start = nearest.parent().unwrap_or(&nearest);
    let default = default_package(&metadata);
    let chosen = match choose(&members, wanted, start) {
        Err(PackageError::Several(_)) if default.is_some() => choose(&members, default, start),
        chosen => chosen,
    };
    let manifest = chosen?.directory.join("Cargo.toml");
    manifest::read(&manifest)?.ok_or_else(|| PackageError::None.into())
}

/// Finds the package where it can be found for certain without cargo, which takes longer to answer
/// than all else takes that there is to do.
fn find_nearby(nearest: &Path, wanted: Option<&str>) -> Result<Option<Package>, Error> {
    let is_wanted = |package: &Package| wanted.is_none_or(|name| name == package.name);
    if let Some(package) = manifest::read(nearest)?.filter(is_wanted) {
        return Ok(Some(package));
    }
    let mut listed: Vec<_> =
        manifest::listed(nearest).into_iter().flatten().filter(is_wanted).collect();
    let only = listed.pop();
    Ok(only.filter(|_| listed.is_empty()))
}

fn manifest_here() -> Result<PathBuf, Error> {
    let here = env::current_dir().map_err(Error::io("find", Path::new(".")))?;
    manifest::nearest(&here).ok_or_else(|| PackageError::NoManifest(here).into())
}

/// The absolute path of `--manifest-path`.
fn manifest_at(path: &Path) -> Result<PathBuf, Error> {
    match path.canonicalize() {
        Ok(manifest) if manifest.is_file() => Ok(manifest),
        _ => Err(PackageError::NoSuchManifest(path.to_owned()).into()),
    }
}

/// The package that is meant where several could be: `package` in `[workspace.metadata.migrate]`.
fn default_package(metadata: &Metadata) -> Option<&str> {
    metadata.workspace_metadata.get("migrate")?.get("package")?.as_str()
}

/// A package of the workspace.
#[derive(Debug)]
struct Member {
    name: String,
    directory: PathBuf,
    migrates: bool,
}

fn members(metadata: &Metadata) -> Vec<Member> {
    let packages = metadata.workspace_packages().into_iter().filter_map(|package| {
        Some(Member {
            name: package.name.to_string(),
            directory: package.manifest_path.parent()?.to_owned().into(),
            migrates: package.metadata.get("migrate").is_some(),
        })
    });
    packages.collect()
}

fn choose<'a>(
    members: &'a [Member],
    wanted: Option<&str>,
    start: &Path,
) -> Result<&'a Member, PackageError> {
    let candidates: Vec<_> = members.iter().filter(|member| member.migrates).collect();
    let names = || candidates.iter().map(|member| member.name.clone()).collect();
    if let Some(wanted) = wanted {
        return match members.iter().find(|member| member.name == wanted) {
            Some(member) if member.migrates => Ok(member),
            Some(member) => Err(PackageError::NotMigrations {
                name: member.name.clone(),
                manifest: member.directory.join("Cargo.toml"),
            }),
            None => Err(PackageError::Unknown { name: wanted.to_owned(), known: names() }),
        };
    }
    let around = candidates
        .iter()
        .filter(|member| start.starts_with(&member.directory))
        .max_by_key(|member| member.directory.components().count());
    match (around, &candidates[..]) {
        (Some(member), _) | (None, [member]) => Ok(member),
        (None, []) => Err(PackageError::None),
        (None, _) => Err(PackageError::Several(names())),
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packages as `name@directory`, a migrations package with a `+` before it.
    fn workspace(text: &str) -> Vec<Member> {
        let member = |word: &str| {
            let (name, directory) = word.split_once('@').unwrap();
            Member {
                name: name.trim_start_matches('+').to_owned(),
                directory: directory.into(),
                migrates: name.starts_with('+'),
            }
        };
        text.split_whitespace().map(member).collect()
    }

    #[test]
    fn the_package_that_is_meant() {
        let two = "app@/w +m@/w/m +n@/w/n";
        for (packages, wanted, start, expected) in [
            ("app@/w +m@/w/m", None, "/w", Ok("m")),
            ("app@/w +m@/w/m", None, "/w/m/src", Ok("m")),
            ("app@/w +m@/w/m", Some("m"), "/w", Ok("m")),
            (two, None, "/w/n", Ok("n")),
            (two, None, "/w/m/src", Ok("m")),
            (two, Some("m"), "/w/n", Ok("m")),
            ("+m@/w +n@/w/n", None, "/w/n/src", Ok("n")),
            ("+m@/w +n@/w/n", None, "/w/src", Ok("m")),
            (
                two,
                None,
                "/w",
                Err("there are several migrations packages in this workspace: `m`, `n`"),
            ),
            (
                two,
                None,
                "/w/nn",
                Err("there are several migrations packages in this workspace: `m`, `n`"),
            ),
            ("app@/w", None, "/w", Err("there is no migrations package in this workspace")),
            (two, Some("o"), "/w/n", Err("there is no package `o` in this workspace")),
            (
                two,
                Some("app"),
                "/w/n",
                Err(
                    "`app` is not a migrations package: /w/Cargo.toml has no `[package.metadata.migrate]`",
                ),
            ),
        ] {
            let packages = workspace(packages);
            let chosen = choose(&packages, wanted, Path::new(start));
            let name = chosen.map(|member| member.name.as_str()).map_err(|error| error.to_string());
            assert_eq!(name, expected.map_err(str::to_owned), "{wanted:?} in {start}");
        }
    }

    #[test]
    fn hints_say_what_to_type() {
        let several = choose(&workspace("+m@/w/m +n@/w/n"), None, Path::new("/w")).unwrap_err();
        assert_eq!(
            several.hint().unwrap(),
            "name one: `-p m`, or for always `package = \"m\"` in `[workspace.metadata.migrate]` of the \
             workspace's Cargo.toml"
        );
        let unknown = choose(&workspace("+m@/w/m a@/w"), Some("x"), Path::new("/w")).unwrap_err();
        assert_eq!(unknown.hint().unwrap(), "there is `m`");
    }
}
