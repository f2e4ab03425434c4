//! The revisions of a package, read from its source without building it: [`read`].

use std::fs;
use std::path::{Path, PathBuf};

use migrate_analysis::parallel;
use migrate_core::graph::{Graph, Target};
use migrate_core::revision::Revision;
use migrate_runtime::build::revision;
use migrate_syntax::{ScanError, Scanned, scan_directory, scan_text, source_files};

use crate::error::Error;
use crate::manifest::Package;
use crate::paths;

/// Reads all revisions of a package.
pub(crate) fn read(package: &Package) -> Result<Graph, Error> {
    let scanned = scan(&paths::from_here(&package.versions)).map_err(Error::Scan)?;
    Ok(Graph::build(scanned.into_iter().map(revision))?)
}

/// The revisions that a target names, sorted by id; none for the base.
pub(crate) fn select<'g>(graph: &'g Graph, target: &str) -> Result<Vec<&'g Revision>, Error> {
    let parsed = Target::parse(target)?;
    if parsed.needs_rows() {
        return Err(Error::NeedsDatabase(target.to_owned()));
    }
    Ok(graph.select(&parsed, &[])?)
}

/// Does what [`scan_directory`] does, on all processors.
fn scan(directory: &Path) -> Result<Vec<Scanned>, Vec<ScanError>> {
    let Ok(files) = source_files(directory) else { return scan_directory(directory) };
    let (mut revisions, mut errors) = (Vec::new(), Vec::new());
    for scan in parallel::map(&files, scan_file) {
        match scan {
            Ok(found) => revisions.extend(found),
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok(revisions) } else { Err(errors) }
}

fn scan_file(file: &PathBuf) -> Result<Vec<Scanned>, Vec<ScanError>> {
    let text = fs::read_to_string(file).map_err(|error| {
        let message = format!("cannot be read: {error}");
        let (line, column, help) = (0, 0, None);
        vec![ScanError { file: file.clone(), line, column, message, help, is_compilers: false }]
    })?;
    scan_text(file, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_files_are_scanned_as_one_would_be() {
        const MANY: usize = 3 * parallel::SMALLEST_SHARE;
        let dir = tempfile::tempdir().unwrap();
        for n in 0..MANY {
            let text = format!("#[migration(rev = \"r{n}\")] fn upgrade(op: &mut Op) {{}}");
            fs::write(dir.path().join(format!("{n}.rs")), text).unwrap();
        }
        assert_eq!(scan(dir.path()), scan_directory(dir.path()));
        fs::write(dir.path().join("1.rs"), "fn broken(").unwrap();
        fs::write(dir.path().join("700.rs"), b"\xff").unwrap();
        assert_eq!(scan(dir.path()), scan_directory(dir.path()));
        assert_eq!(scan(dir.path()).unwrap_err().len(), 2);
    }

    #[test]
    fn a_missing_directory_is_an_error() {
        let missing = Path::new("no/such/versions");
        assert_eq!(scan(missing), scan_directory(missing));
    }

    #[test]
    fn targets_that_need_a_database_are_refused() {
        let graph = Graph::build([Revision::new("aaaa")]).unwrap();
        assert_eq!(select(&graph, "head").unwrap()[0].id, "aaaa");
        for target in ["current", "-1", "aaaa@+1"] {
            let error = select(&graph, target).unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{target}` counts from the database")), "{error}");
        }
    }
}
