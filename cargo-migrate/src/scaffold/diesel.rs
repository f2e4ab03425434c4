//! The `schema.rs` of a diesel application around a new package: [`models_of_diesel`], or [`missing_schema`].

use std::fs;
use std::path::{Path, PathBuf};

use migrate_analysis::models::diesel::DieselToml;

use super::InitError;
use crate::error::Error;
use crate::paths;

/// diesel's file of settings.
const SETTINGS: &str = "diesel.toml";

/// Where `diesel setup` lets the schema be written.
const USUAL: &str = "src/schema.rs";

/// The `schema.rs` of the application that is nearest above a new package, as its `Cargo.toml` names it: the first
/// that a `diesel.toml` names and that is there, else `src/schema.rs`. None where the application has neither.
pub(crate) fn models_of_diesel(directory: &Path, root: &Path) -> Result<Option<String>, Error> {
    let above = directory.ancestors().skip(1).take_while(|above| above.starts_with(root));
    for folder in above {
        let mut files = named_in(folder)?.into_iter().chain([folder.join(USUAL)]);
        if let Some(schema) = files.find(|file| is_schema(file)) {
            return as_named(directory, schema).map(Some);
        }
    }
    Ok(None)
}

/// The `schema.rs` that the nearest `diesel.toml` above a new package names and that is not there yet.
pub(crate) fn missing_schema(directory: &Path, root: &Path) -> Result<Option<PathBuf>, Error> {
    let above = directory.ancestors().skip(1).take_while(|above| above.starts_with(root));
    for folder in above {
        if let Some(named) = named_in(folder)?.into_iter().next() {
            return Ok(Some(named).filter(|file| !file.exists()));
        }
    }
    Ok(None)
}

/// Where an application around a new package has its `schema.rs` by diesel's habit.
pub(crate) fn usual_schema(directory: &Path) -> PathBuf {
    directory.parent().unwrap_or(directory).join(USUAL)
}

/// A `schema.rs` as the `Cargo.toml` in the directory names it.
pub(crate) fn as_named(directory: &Path, schema: PathBuf) -> Result<String, Error> {
    let written = paths::relative(directory, &schema).unwrap_or(schema);
    Ok(paths::slashed(&written).ok_or(InitError::NotUnicode(written))?)
}

/// The files of schemas that the `diesel.toml` of a folder names.
fn named_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let settings = folder.join(SETTINGS);
    if !settings.is_file() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&settings).map_err(Error::io("read", &settings))?;
    let config = DieselToml::read(&settings.to_string_lossy(), &text)?;
    let files = config.sections.into_values().filter_map(|section| section.file);
    Ok(files.map(|file| folder.join(file)).collect())
}

/// Whether the file has diesel's tables: another `schema.rs` is none.
fn is_schema(file: &Path) -> bool {
    fs::read_to_string(file).is_ok_and(|text| text.contains("table!"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The models of a package in `crates/app/migrations`, with these files around it.
    fn found(files: &[(&str, &str)]) -> Option<String> {
        let dir = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let directory = dir.path().join("crates/app/migrations");
        models_of_diesel(&directory, dir.path()).unwrap()
    }

    #[test]
    fn the_nearest_schema_is_the_model() {
        let tables = "diesel::table! { a (id) { id -> Integer, } }";
        assert_eq!(found(&[]), None);
        assert_eq!(found(&[("src/schema.rs", "pub struct Schema;")]), None);
        assert_eq!(found(&[("src/schema.rs", tables)]).as_deref(), Some("../../../src/schema.rs"));
        let nearer = [("crates/app/src/schema.rs", tables), ("src/schema.rs", tables)];
        assert_eq!(found(&nearer).as_deref(), Some("../src/schema.rs"));
        let named = "[print_schema]\nfile = \"src/db/tables.rs\"\n";
        let elsewhere = [
            ("crates/app/diesel.toml", named),
            ("crates/app/src/schema.rs", tables),
            ("crates/app/src/db/tables.rs", tables),
        ];
        assert_eq!(found(&elsewhere).as_deref(), Some("../src/db/tables.rs"));
        assert_eq!(found(&elsewhere[..2]).as_deref(), Some("../src/schema.rs"));
    }

    #[test]
    fn a_schema_that_is_named_may_be_missing() {
        let dir = tempfile::tempdir().unwrap();
        let directory = dir.path().join("migrations");
        let missing = || missing_schema(&directory, dir.path()).unwrap();
        assert_eq!(missing(), None);
        fs::write(dir.path().join(SETTINGS), "[print_schema]\nfile = \"tables.rs\"\n").unwrap();
        assert_eq!(missing(), Some(dir.path().join("tables.rs")));
        fs::write(dir.path().join("tables.rs"), "").unwrap();
        assert_eq!(missing(), None);
    }

    #[test]
    fn settings_that_cannot_be_read_are_an_error() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(SETTINGS), "[print_schema").unwrap();
        let error = models_of_diesel(&dir.path().join("migrations"), dir.path()).unwrap_err();
        assert!(error.to_string().contains(SETTINGS), "{error}");
    }
}
