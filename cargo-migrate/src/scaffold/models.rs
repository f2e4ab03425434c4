//! What says how the database of a new package should be: [`NewModels`], and the crate of the structs, [`add_structs`].

use std::path::{Path, PathBuf};

use super::{
    InitError, NewPackage, Project, Written, check_empty, check_name, first_missing, text,
};
use crate::error::Error;
use crate::{files, paths};

/// What says how the database of a new package should be.
#[derive(Clone, Debug)]
pub(crate) enum NewModels {
    /// diesel's `schema.rs`, as the manifest of the package names it.
    Diesel(String),
    /// Structs in a crate of their own.
    Structs(StructsCrate),
    /// The database itself.
    Database,
}

/// The crate of the structs.
#[derive(Clone, Debug)]
pub(crate) struct StructsCrate {
    pub(crate) name: String,
    /// Its directory, as the manifest of the package names it.
    pub(crate) path: String,
}

impl NewModels {
    /// The value of `models` in the package's `Cargo.toml`.
    pub(crate) fn setting(&self) -> &str {
        match self {
            Self::Diesel(path) => path,
            Self::Structs(StructsCrate { name, path: _ }) => name,
            Self::Database => "database",
        }
    }
}

/// A crate of structs that is not written yet.
#[derive(Clone, Debug)]
pub(crate) struct NewStructs {
    pub(crate) name: String,
    /// Absolute, beside that of the package.
    pub(crate) directory: PathBuf,
}

impl NewStructs {
    /// The crate beside a package: `app-models` in `models` for `app-migrations` in `migrations`.
    pub(crate) fn beside(name: &str, directory: &Path, project: &Project) -> Result<Self, Error> {
        let own = directory.file_name().unwrap_or_default().to_string_lossy();
        let structs =
            Self { name: sibling(name), directory: directory.with_file_name(sibling(&own)) };
        check_name(&structs.name)?;
        check_empty(&structs.directory)
            .map_err(|_| InitError::ModelsInTheWay(structs.directory.clone()))?;
        // What would fail later fails before anything is written.
        project.with_member(&structs.name, &structs.directory)?;
        Ok(structs)
    }
}

/// The name with `models` for its `migrations`, or after it.
fn sibling(name: &str) -> String {
    match name.strip_suffix("migrations") {
        Some(before) => format!("{before}models"),
        None => format!("{name}-models"),
    }
}

/// Writes the crate of the structs, makes it a member of the project, and the package depend on it.
pub(crate) fn add_structs(
    structs: &NewStructs,
    source: &str,
    package: NewPackage,
    project: &Project,
    written: &mut Written,
) -> Result<NewPackage, Error> {
    let NewStructs { name, directory } = structs;
    let path = paths::relative(&package.directory, directory).unwrap_or_else(|| directory.clone());
    let path = paths::slashed(&path).ok_or(InitError::NotUnicode(path))?;
    let change = project.with_member(name, directory)?;
    written.adds(first_missing(directory), directory, change.as_ref());
    files::create_below(directory, "Cargo.toml", &text::manifest_of_structs(&package, name))?;
    files::create_below(directory, "src/lib.rs", source)?;
    if let Some(change) = change {
        files::replace(&change.manifest, &change.after)?;
    }
    let models = NewModels::Structs(StructsCrate { name: name.clone(), path });
    rewrite(NewPackage { models: Some(models), ..package })
}

/// Writes what is known of a package since it was written.
pub(crate) fn rewrite(package: NewPackage) -> Result<NewPackage, Error> {
    for (name, text) in text::files(&package) {
        files::update(&package.directory.join(name), &text)?;
    }
    Ok(package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beside_those_of_migrations() {
        for (name, expected) in [
            ("app-migrations", "app-models"),
            ("migrations", "models"),
            ("api_migrations", "api_models"),
            ("db", "db-models"),
        ] {
            assert_eq!(sibling(name), expected);
        }
    }
}
