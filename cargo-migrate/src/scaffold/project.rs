//! What is around a new package: [`Project`].

use std::fs;
use std::path::{Path, PathBuf};

use super::members::with_member;
use super::{InitError, ManifestChange, check_member};
use crate::error::Error;
use crate::{cargo, manifest, paths};

/// The workspace, or the package, that a new package becomes a member of.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// Absolute, without links.
    pub(crate) root: PathBuf,
    /// The name of the nearest package around the directory, if there is one.
    package: Option<String>,
    packages: Vec<String>,
    /// Whether there is a migrations package already.
    has_migrations: bool,
}

impl Project {
    /// The project that a directory is in, whether the directory exists yet or not.
    pub(crate) fn around(directory: &Path) -> Result<Self, Error> {
        let manifest = manifest::nearest(directory)
            .ok_or_else(|| InitError::NoProject(directory.to_owned()))?;
        let metadata = cargo::metadata(&manifest, None)?;
        let root = metadata.workspace_root.as_std_path();
        Ok(Self {
            root: root.canonicalize().map_err(Error::io("find", root))?,
            package: manifest::name(&manifest),
            packages: metadata.packages.iter().map(|package| package.name.to_string()).collect(),
            has_migrations: metadata
                .workspace_packages()
                .iter()
                .any(|package| package.metadata.get("migrate").is_some()),
        })
    }

    /// Whether there is a migrations package already.
    pub(crate) fn has_migrations(&self) -> bool {
        self.has_migrations
    }

    /// The name of a migrations package in this directory: that of the directory where it says whose
    /// migrations they are, as `api-migrations` does; else after the package or workspace around it.
    pub(crate) fn migrations_name(&self, directory: &Path) -> String {
        let own = directory.file_name().unwrap_or_default().to_string_lossy();
        let says_whose = own.strip_suffix("migrations").is_some_and(|whose| whose.len() > 1);
        match &self.package {
            _ if says_whose => migrations_name(directory),
            Some(package) => suffixed(package),
            None => migrations_name(&self.root),
        }
    }

    /// The change to the project that makes a new package a member; none if it is one by a glob.
    pub(crate) fn with_member(
        &self,
        name: &str,
        directory: &Path,
    ) -> Result<Option<ManifestChange>, Error> {
        if self.packages.iter().any(|package| package == name) {
            return Err(InitError::NameTaken(name.to_owned()).into());
        }
        let outside =
            || InitError::Outside { directory: directory.to_owned(), root: self.root.clone() };
        let member = directory.strip_prefix(&self.root).map_err(|_| outside())?;
        let member =
            paths::slashed(member).ok_or_else(|| InitError::NotUnicode(directory.to_owned()))?;
        check_member(&member)?;
        let manifest = self.root.join("Cargo.toml");
        let before = fs::read_to_string(&manifest).map_err(Error::io("read", &manifest))?;
        let document = before.parse().map_err(|source| InitError::Toml {
            manifest: manifest.clone(),
            source: Box::new(source),
        })?;
        let after = with_member(document, &member)?;
        Ok(after.map(|after| ManifestChange { manifest, before, after }))
    }
}

/// The name of a migrations package that belongs to a directory.
fn migrations_name(directory: &Path) -> String {
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    let name = name.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', "-");
    suffixed(name.trim_end_matches('-'))
}

fn suffixed(name: &str) -> String {
    match name {
        "" => "migrations".to_owned(),
        name if name.ends_with("migrations") => name.to_owned(),
        name => format!("{name}-migrations"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_named_after_what_is_around_it() {
        for (package, directory, name) in [
            (Some("app"), "/ws/migrations", "app-migrations"),
            (Some("api"), "/ws/crates/api/db", "api-migrations"),
            (None, "/ws/migrations", "ws-migrations"),
            (None, "/ws/crates/api-migrations", "api-migrations"),
            (Some("app"), "/ws/crates/api_migrations", "api_migrations"),
        ] {
            let project = Project {
                root: "/ws".into(),
                package: package.map(str::to_owned),
                packages: Vec::new(),
                has_migrations: false,
            };
            assert_eq!(project.migrations_name(Path::new(directory)), name);
        }
    }

    #[test]
    fn names_of_directories_become_names_of_packages() {
        for (directory, name) in [
            ("/srv/shop", "shop-migrations"),
            ("/srv/my shop (old)", "my-shop--old-migrations"),
            ("/srv/2shop", "shop-migrations"),
            ("/srv/migrations", "migrations"),
            ("/srv/42", "migrations"),
            ("/", "migrations"),
        ] {
            assert_eq!(migrations_name(Path::new(directory)), name);
        }
    }
}
