//! The `diesel.toml` of a project, and the files that it names: [`Nearest`].

use std::fs;
use std::path::{Path, PathBuf};

use migrate_analysis::models::diesel::{DieselToml, PrintSchema};

use crate::error::Error;

/// The `diesel.toml` in the nearest folder.
#[derive(Debug)]
pub(crate) struct Nearest {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What it says.
    pub(crate) config: DieselToml,
}

impl Nearest {
    /// The `diesel.toml` in a folder or above it; none where there is none.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let mut files = folder.ancestors().map(|folder| folder.join("diesel.toml"));
        let Some(path) = files.find(|file| file.is_file()) else { return Ok(None) };
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let config = DieselToml::read(&path.to_string_lossy(), &text)?;
        Ok(Some(Self { path, config }))
    }

    /// A file that it names.
    pub(crate) fn beside(&self, file: &str) -> PathBuf {
        self.path.parent().unwrap_or(&self.path).join(file)
    }

    /// The patch file of a section, with its text.
    pub(crate) fn patch(&self, section: &PrintSchema) -> Result<Option<(PathBuf, String)>, Error> {
        let Some(file) = &section.patch_file else { return Ok(None) };
        let path = self.beside(file);
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        Ok(Some((path, text)))
    }
}
