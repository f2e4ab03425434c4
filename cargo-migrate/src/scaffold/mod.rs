//! A new migrations package, and its place in the workspace around it: [`NewPackage`],
//! [`write()`].

mod diesel;
mod members;
mod models;
mod project;
mod runtime;
mod text;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::{cargo, files};

// The interface is:
pub(crate) use diesel::{as_named, missing_schema, models_of_diesel, usual_schema};
pub(crate) use models::{NewModels, NewStructs, StructsCrate, add_structs, rewrite};
pub(crate) use project::Project;
pub(crate) use runtime::Runtime;

/// Why a new package cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InitError {
    /// There is no project around.
    #[error("there is no `Cargo.toml` above {}", .0.display())]
    NoProject(PathBuf),
    /// The directory holds something already.
    #[error("{} exists and is not an empty directory", .0.display())]
    NotEmpty(PathBuf),
    /// The name is not one that cargo takes.
    #[error("`{0}` cannot be the name of a package")]
    BadName(String),
    /// The workspace has a package of this name.
    #[error("there is a package `{0}` in this workspace already")]
    NameTaken(String),
    /// The directory is not below the root of the workspace.
    #[error("{} is outside of the workspace {}", directory.display(), root.display())]
    Outside {
        /// The directory of the new package.
        directory: PathBuf,
        /// The root of the workspace.
        root: PathBuf,
    },
    /// The workspace excludes the directory.
    #[error("the workspace excludes `{member}`: its `exclude` has `{excluded}`")]
    Excluded {
        /// The directory of the new package, from the root of the workspace.
        member: String,
        /// What excludes it.
        excluded: String,
    },
    /// `members` or `exclude` is not a list of strings.
    #[error("`{0}` of the workspace is not a list of strings")]
    NotAList(&'static str),
    /// A `Cargo.toml` is not TOML.
    #[error("cannot read {}: {source}", manifest.display())]
    Toml {
        /// The `Cargo.toml`.
        manifest: PathBuf,
        /// Why not.
        source: Box<toml_edit::TomlError>,
    },
    /// `--runtime-path` is of something else.
    #[error("there is no package `migrate-runtime` in {}", .0.display())]
    NoRuntime(PathBuf),
    /// A path has a sign that means something in a list of members.
    #[error("cargo would read `{member}` as a pattern: its name has `{sign}`")]
    Pattern {
        /// The directory, from the root of the workspace.
        member: String,
        /// The sign.
        sign: char,
    },
    /// A path cannot be written into a manifest.
    #[error("the path {} is not Unicode", .0.display())]
    NotUnicode(PathBuf),
    /// The file of the database is missing.
    #[error("there is no database {}", .0.display())]
    NoDatabase(PathBuf),
    /// The database has revisions of a package that is there already.
    #[error("the database is at {} already", .0.join(", "))]
    AtRevisions(Vec<String>),
    /// A schema (namespace) that was named is not in the database.
    #[error("the database has no schema `{0}`")]
    NoSchema(String),
    /// The first revisions do not lead to what the database has.
    #[error("the revisions would not lead to what the database has: {}", .0.join("; "))]
    NotAdopted(Vec<String>),
    /// The models do not say what the revisions lead to.
    #[error("the models would say otherwise than the revisions: {}", .0.join("; "))]
    NotModelled(Vec<String>),
    /// The directory of the crate of the structs holds something already.
    #[error("the structs belong into {}, which is there already", .0.display())]
    ModelsInTheWay(PathBuf),
}

impl InitError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NoProject(_) => Some("make a project first: `cargo init`".into()),
            Self::Pattern { .. } | Self::NotEmpty(_) => {
                Some("name another directory: `cargo migrate init db/migrations`".into())
            }
            Self::BadName(_) => {
                Some("begin with a letter; then letters, digits, `-` and `_` may follow".into())
            }
            Self::NameTaken(_) => Some("give another one: `--name NAME`".into()),
            Self::Excluded { .. } => Some("name another directory, or change `exclude`".into()),
            Self::Outside { .. } => Some("name a directory below it".into()),
            Self::NoDatabase(_) => Some(
                "name one that has tables: `--database-url sqlite://PATH`; or leave `--from-database` out".into(),
            ),
            Self::AtRevisions(_) => Some(
                "its revisions are those of another package: take that one, or leave `--from-database` out".into(),
            ),
            Self::NotAdopted(_) => Some(
                "leave `--from-database` out, write the first revision by hand, and `cargo migrate stamp head`".into(),
            ),
            Self::NotModelled(_) => Some("leave them out: `--models none`".into()),
            Self::ModelsInTheWay(_) => Some(
                "name another directory, beside which there is room: `cargo migrate init db/migrations --from-database`; \
                 or leave them out: `--models none`"
                    .into(),
            ),
            Self::NotAList(_)
            | Self::Toml { .. }
            | Self::NoRuntime(_)
            | Self::NotUnicode(_)
            | Self::NoSchema(_) => None,
        }
    }
}

/// A package that is not written yet.
#[derive(Clone, Debug)]
pub(crate) struct NewPackage {
    pub(crate) name: String,
    /// Absolute, without links.
    pub(crate) directory: PathBuf,
    pub(crate) runtime: Runtime,
    /// The feature of `migrate-runtime` for its database.
    pub(crate) database: &'static str,
    /// The one database that its revisions are for, in its version; none where they are for all of the feature.
    pub(crate) databases: Option<String>,
    /// What says how its database should be; none where nothing does.
    pub(crate) models: Option<NewModels>,
}

/// A `Cargo.toml` that is to change.
#[derive(Clone, Debug)]
pub(crate) struct ManifestChange {
    pub(crate) manifest: PathBuf,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// Checks that cargo takes the directory for one member, and not for a pattern of several.
fn check_member(member: &str) -> Result<(), InitError> {
    let sign = member.chars().find(|c| matches!(c, '*' | '?' | '[' | ']') || c.is_control());
    sign.map_or(Ok(()), |sign| Err(InitError::Pattern { member: member.to_owned(), sign }))
}

/// Checks that nothing is in the way of a new package.
pub(crate) fn check_empty(directory: &Path) -> Result<(), Error> {
    let mut entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(InitError::NotEmpty(directory.to_owned()).into());
        }
        Err(error) => return Err(Error::io("read", directory)(error)),
    };
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(InitError::NotEmpty(directory.to_owned()).into()),
    }
}

/// Checks that cargo takes a name, and that the compiler takes it as a crate's.
pub(crate) fn check_name(name: &str) -> Result<(), InitError> {
    let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on_well = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if begins_well && goes_on_well { Ok(()) } else { Err(InitError::BadName(name.to_owned())) }
}

/// A package that is written, as long as it may be taken back.
#[derive(Debug)]
pub(crate) struct Written {
    /// The topmost directories that were made, and files.
    made: Vec<PathBuf>,
    /// The directories of packages that were there before.
    existed: Vec<PathBuf>,
    /// The first change of the workspace's manifest, which has what was before.
    change: Option<ManifestChange>,
    /// The `Cargo.lock` of the workspace, and what it had.
    lock: (PathBuf, Option<String>),
}

impl Written {
    fn of(package: &NewPackage, root: &Path, change: Option<&ManifestChange>) -> Self {
        let lock = root.join("Cargo.lock");
        let locked = fs::read_to_string(&lock).ok();
        let mut written =
            Self { made: Vec::new(), existed: Vec::new(), change: None, lock: (lock, locked) };
        written.adds(first_missing(&package.directory), &package.directory, change);
        written
    }

    /// Notes what is about to be written: the topmost of it that is missing, its directory, and the change that makes it
    /// a member.
    fn adds(&mut self, missing: &Path, directory: &Path, change: Option<&ManifestChange>) {
        self.made.push(missing.to_owned());
        if directory.exists() {
            self.existed.push(directory.to_owned());
        }
        if self.change.is_none() {
            self.change = change.cloned();
        }
    }

    /// Notes a file that is about to be written.
    pub(crate) fn adds_file(&mut self, file: &Path) {
        self.made.push(first_missing(file).to_owned());
    }

    /// Leaves everything as it was. The error that is reported is the one before this.
    pub(crate) fn take_back(self) {
        let Self { made, existed, change, lock: (lock, locked) } = self;
        for path in made {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
        for directory in existed {
            let _ = fs::create_dir(directory);
        }
        if let Some(ManifestChange { manifest, before, after: _ }) = change {
            let _ = files::replace(&manifest, &before);
        }
        match locked {
            None => drop(fs::remove_file(lock)),
            Some(text) if fs::read_to_string(&lock).is_ok_and(|now| now == text) => {}
            Some(text) => drop(files::replace(&lock, &text)),
        }
    }
}

/// Writes a package and the change to the workspace with this root. After an error everything is as it was.
pub(crate) fn write(
    package: &NewPackage,
    root: &Path,
    change: Option<&ManifestChange>,
) -> Result<Written, Error> {
    let written = Written::of(package, root, change);
    match write_files(package).and_then(|()| join(package, change)) {
        Ok(()) => Ok(written),
        Err(error) => {
            written.take_back();
            Err(error)
        }
    }
}

fn write_files(package: &NewPackage) -> Result<(), Error> {
    for (name, text) in text::files(package) {
        files::create_below(&package.directory, name, &text)?;
    }
    Ok(())
}

/// Changes the workspace, and lets cargo judge the outcome.
fn join(package: &NewPackage, change: Option<&ManifestChange>) -> Result<(), Error> {
    if let Some(change) = change {
        files::replace(&change.manifest, &change.after)?;
    }
    cargo::metadata(&package.directory.join("Cargo.toml"), None).map(drop)
}

/// A package's name as Rust code has it.
pub(crate) fn crate_name(package: &str) -> String {
    package.replace('-', "_")
}

/// The topmost directory that has to be made for a directory to exist, or that directory.
fn first_missing(directory: &Path) -> &Path {
    let missing = directory.ancestors().take_while(|directory| !directory.exists());
    missing.last().unwrap_or(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in ["a", "shop-migrations", "shop_2"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in ["", "2shop", "-a", "a b", "a\"", "größe", "a/b"] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_path_is_no_pattern() {
        assert!(check_member("db/migrations").is_ok());
        for (member, sign) in [("*", '*'), ("db/m?", '?'), ("[a]", '[')] {
            let error = check_member(member).unwrap_err().to_string();
            let expected =
                format!("cargo would read `{member}` as a pattern: its name has `{sign}`");
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn only_an_empty_or_missing_directory_is_free() {
        let dir = tempfile::tempdir().unwrap();
        assert!(check_empty(dir.path()).is_ok());
        assert!(check_empty(&dir.path().join("missing")).is_ok());
        fs::write(dir.path().join("file"), "").unwrap();
        for path in [dir.path().to_owned(), dir.path().join("file")] {
            let error = check_empty(&path).unwrap_err().to_string();
            assert_eq!(error, format!("{} exists and is not an empty directory", path.display()));
        }
    }

    #[test]
    fn after_an_error_everything_is_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let manifest = root.join("Cargo.toml");
        let before = "[workspace]\nmembers = []\n";
        fs::write(&manifest, before).unwrap();
        let package = |directory: &str| NewPackage {
            name: "m".to_owned(),
            directory: root.join(directory),
            runtime: Runtime::Published,
            database: "sqlite",
            databases: None,
            models: None,
        };
        let broken = ManifestChange {
            manifest: manifest.clone(),
            before: before.to_owned(),
            after: "[workspace]\nmembers = [\"gone\"]\n".to_owned(),
        };
        fs::create_dir(root.join("empty")).unwrap();
        for directory in ["a/b/c", "empty"] {
            write(&package(directory), &root, Some(&broken)).unwrap_err();
            assert_eq!(fs::read_to_string(&manifest).unwrap(), before);
            let mut left: Vec<_> =
                fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            left.sort();
            assert_eq!(left, ["Cargo.toml", "empty"]);
            assert!(check_empty(&root.join("empty")).is_ok());
        }
    }
}
