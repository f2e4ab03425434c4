//! What `Cargo.toml` files say, read without cargo: [`read`] one, [`listed`] in a workspace.

use std::fs;
use std::path::{Path, PathBuf};

use glob::Pattern;
use toml_edit::{DocumentMut, Item};

use crate::error::Error;
use crate::package::PackageError;
use crate::paths;

/// A migrations package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// Absolute.
    pub(crate) directory: PathBuf,
    /// Where its revisions are, below its directory.
    pub(crate) versions: PathBuf,
    /// What says how its database should be; none where nothing does.
    pub(crate) models: Option<Models>,
}

/// What says how the database of a package should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Models {
    /// diesel's `schema.rs`, which may not be written yet.
    Schema(PathBuf),
    /// A live database.
    Database,
    /// Structs with `#[derive(Model)]` in a crate, as Rust code names it.
    Crate(String),
}

/// The `Cargo.toml` in a directory, or in the nearest one above it.
pub(crate) fn nearest(directory: &Path) -> Option<PathBuf> {
    let mut manifests = directory.ancestors().map(|directory| directory.join("Cargo.toml"));
    manifests.find(|manifest| manifest.is_file())
}

/// Reads a `Cargo.toml`; none if it is of no migrations package.
///
/// One that is not TOML is none either: cargo says better what is wrong with it.
pub(crate) fn read(manifest: &Path) -> Result<Option<Package>, Error> {
    let text = fs::read_to_string(manifest).map_err(Error::io("read", manifest))?;
    if !text.contains("migrate") {
        return Ok(None);
    }
    let Ok(document) = text.parse::<DocumentMut>() else { return Ok(None) };
    let Some(package) = document.get("package") else { return Ok(None) };
    let settings = package.get("metadata").and_then(|metadata| metadata.get("migrate"));
    let (Some(settings), Some(name)) = (settings, package.get("name").and_then(Item::as_str))
    else {
        return Ok(None);
    };
    let directory = manifest.parent().unwrap_or(manifest).to_owned();
    let (versions, models) = self::settings(settings, &directory)
        .map_err(|fault| PackageError::BadSettings { manifest: manifest.to_owned(), fault })?;
    let versions = directory.join(versions);
    Ok(Some(Package { name: name.to_owned(), versions, directory, models }))
}

/// The migrations packages in the `members` of a workspace; none if it takes cargo to know them.
pub(crate) fn listed(manifest: &Path) -> Option<Vec<Package>> {
    let document = document(manifest)?;
    let workspace = document.get("workspace")?;
    let root = manifest.parent()?;
    let excluded: Vec<_> = strings(workspace.get("exclude"))?;
    let mut packages = Vec::from_iter(read(manifest).ok()?);
    for pattern in strings(workspace.get("members"))? {
        let pattern = format!("{}/{pattern}/Cargo.toml", Pattern::escape(root.to_str()?));
        for manifest in glob::glob(&pattern).ok()? {
            let manifest = manifest.ok()?;
            if excluded.iter().any(|excluded| manifest.starts_with(root.join(excluded))) {
                return None;
            }
            packages.extend(read(&manifest).ok()?);
        }
    }
    packages.sort_unstable_by(|a, b| a.directory.cmp(&b.directory));
    packages.dedup();
    Some(packages)
}

/// The name of the package of a `Cargo.toml`, if it is one.
pub(crate) fn name(manifest: &Path) -> Option<String> {
    Some(document(manifest)?.get("package")?.get("name")?.as_str()?.to_owned())
}

fn document(manifest: &Path) -> Option<DocumentMut> {
    fs::read_to_string(manifest).ok()?.parse().ok()
}

fn strings(list: Option<&Item>) -> Option<Vec<&str>> {
    let Some(list) = list else { return Some(Vec::new()) };
    list.as_array()?.iter().map(|value| value.as_str()).collect()
}

/// The databases that a migrations package says it is for, as `--dialect` takes them; none where it does not say.
pub(crate) fn databases(manifest: &Path) -> Result<Option<Vec<String>>, Error> {
    let document = document(manifest);
    let databases = document.as_ref().and_then(|document| {
        document.get("package")?.get("metadata")?.get("migrate")?.get("databases")
    });
    let Some(databases) = databases else { return Ok(None) };
    let names = strings(Some(databases)).filter(|names| !names.is_empty());
    let names = names.ok_or_else(|| PackageError::BadSettings {
        manifest: manifest.to_owned(),
        fault: "`databases` is not a list of databases".to_owned(),
    })?;
    Ok(Some(names.into_iter().map(str::to_owned).collect()))
}

/// The settings there are.
const SETTINGS: [&str; 3] = ["databases", "models", "versions"];

/// The directory of the revisions, and the models.
fn settings<'s>(settings: &'s Item, directory: &Path) -> Result<(&'s str, Option<Models>), String> {
    let settings = settings.as_table_like().ok_or("it is not a table")?;
    if let Some((key, _)) = settings.iter().find(|(key, _)| !SETTINGS.contains(key)) {
        return Err(format!("unknown key `{key}`"));
    }
    let text = |key: &str| match settings.get(key) {
        None => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or_else(|| format!("`{key}` is not a string")),
    };
    let models = text("models")?.map(|models| self::models(models, directory)).transpose()?;
    Ok((text("versions")?.unwrap_or("src/versions"), models))
}

/// A path that ends in `.rs`, the word `database`, or the name of a crate.
fn models(text: &str, directory: &Path) -> Result<Models, String> {
    let is_name = text.chars().all(|letter| letter.is_alphanumeric() || "-_".contains(letter));
    if Path::new(text).extension().is_some_and(|extension| extension == "rs") {
        // It may not be written yet, and most commands need no models: whoever reads the file says that it is missing.
        let path = directory.join(text);
        return Ok(Models::Schema(paths::resolve(&path).unwrap_or(path)));
    }
    match text {
        "database" => Ok(Models::Database),
        _ if is_name && !text.is_empty() => Ok(Models::Crate(text.replace('-', "_"))),
        _ => Err(format!(
            "`models` is `{text}`, which is no file that ends in `.rs`, no crate, and not `database`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIGRATE: &str = "[package.metadata.migrate]\n";

    #[test]
    fn manifests() {
        let dir = tempfile::tempdir().unwrap();
        let manifest = dir.path().join("Cargo.toml");
        let read = |text: &str| {
            fs::write(&manifest, text).unwrap();
            let read = read(&manifest).map_err(|error| error.to_string());
            read.map(|package| {
                package.map(|package| {
                    let versions = package.versions.strip_prefix(&package.directory).unwrap();
                    format!("{} {}", package.name, versions.display())
                })
            })
        };
        for none in ["", "[workspace]", "[package]\nname = \"a\"", "[package", "package = 1"] {
            assert_eq!(read(none), Ok(None), "{none}");
        }
        for (settings, expected) in
            [("", "a src/versions"), ("versions = \"migrations\"", "a migrations")]
        {
            let text = format!("[package]\nname = \"a\"\n[package.metadata.migrate]\n{settings}");
            assert_eq!(read(&text), Ok(Some(expected.to_owned())));
        }
        for (settings, fault) in [
            ("version = \"a\"", "unknown key `version`"),
            ("versions = 1", "`versions` is not a string"),
            ("models = true", "`models` is not a string"),
            (
                "models = \"../models\"",
                "`models` is `../models`, which is no file that ends in `.rs`, no crate, and not `database`",
            ),
        ] {
            let text = format!("[package]\nname = \"a\"\n[package.metadata.migrate]\n{settings}");
            let error = read(&text).unwrap_err();
            assert!(error.ends_with(fault), "{error}");
        }
    }

    #[test]
    fn databases_of_a_package() {
        let dir = tempfile::tempdir().unwrap();
        let manifest = dir.path().join("Cargo.toml");
        let databases = |setting: &str| {
            fs::write(&manifest, format!("[package]\nname = \"a\"\n{MIGRATE}{setting}")).unwrap();
            assert!(read(&manifest).unwrap().is_some());
            databases(&manifest).map_err(|error| error.to_string())
        };
        assert_eq!(databases(""), Ok(None));
        let two = Some(vec!["sqlite".to_owned(), "postgres:15".to_owned()]);
        assert_eq!(databases("databases = [\"sqlite\", \"postgres:15\"]"), Ok(two));
        for wrong in ["databases = []", "databases = \"sqlite\"", "databases = [1]"] {
            let error = databases(wrong).unwrap_err();
            assert!(error.ends_with("`databases` is not a list of databases"), "{error}");
        }
    }

    #[test]
    fn three_doors_to_the_models() {
        let dir = tempfile::tempdir().unwrap();
        let manifest = dir.path().join("Cargo.toml");
        for (settings, expected) in [
            ("", None),
            ("models = \"schema.rs\"", Some(Models::Schema(dir.path().join("schema.rs")))),
            ("models = \"database\"", Some(Models::Database)),
            ("models = \"shop-models\"", Some(Models::Crate("shop_models".to_owned()))),
        ] {
            let text = format!("[package]\nname = \"a\"\n{MIGRATE}{settings}");
            fs::write(&manifest, text).unwrap();
            assert_eq!(read(&manifest).unwrap().unwrap().models, expected, "{settings}");
        }
    }

    #[test]
    fn packages_in_the_members_of_a_workspace() {
        let dir = tempfile::tempdir().unwrap();
        // A root whose name is a pattern.
        let root = dir.path().join("[w]");
        for (directory, metadata) in [("a", ""), ("db/m", MIGRATE), ("db/n", MIGRATE)] {
            fs::create_dir_all(root.join(directory)).unwrap();
            let text = format!("[package]\nname = {directory:?}\n{metadata}");
            fs::write(root.join(directory).join("Cargo.toml"), text).unwrap();
        }
        for (workspace, expected) in [
            ("", None),
            ("[workspace]", Some(&[][..])),
            ("[workspace]\nmembers = [\"a\"]", Some(&[])),
            ("[workspace]\nmembers = [\"a\", \"db/m\", \"gone\"]", Some(&["db/m"])),
            ("[workspace]\nmembers = [\"db/*\", \"./db/m/\"]", Some(&["db/m", "db/n"])),
            ("[workspace]\nmembers = [\"db/*\"]\nexclude = [\"db/n\"]", None),
            ("[workspace]\nmembers = [\"db/m\"]\nexclude = [\"db/n\"]", Some(&["db/m"])),
            ("[workspace]\nmembers = [1]", None),
            ("[workspace]\nmembers = [\"db/[\"]", None),
        ] {
            let manifest = root.join("Cargo.toml");
            fs::write(&manifest, workspace).unwrap();
            let listed = listed(&manifest);
            let names = listed.map(|packages| packages.into_iter().map(|package| package.name));
            let expected =
                expected.map(|names| names.iter().map(|&name| name.to_owned()).collect());
            assert_eq!(names.map(Vec::from_iter), expected, "{workspace}");
        }
        let rooted = format!("[package]\nname = \"root\"\n{MIGRATE}\n[workspace]\n");
        fs::write(root.join("Cargo.toml"), rooted).unwrap();
        assert_eq!(listed(&root.join("Cargo.toml")).unwrap()[0].name, "root");
    }
}
