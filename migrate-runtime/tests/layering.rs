//! Holds every file to an opening sentence.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_file_says_what_lives_in_it() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folders = [
        "migrate-analysis",
        "migrate-core",
        "migrate-macros",
        "migrate-syntax",
        "migrate-runtime",
        "cargo-migrate",
        "examples",
        "tests",
    ];
    for file in folders
        .iter()
        .map(|name| workspace.join(name))
        .filter(|path| path.is_dir())
        .flat_map(|path| sources(&path))
    {
        let text = fs::read_to_string(&file).unwrap();
        let opens = text.starts_with("//!") || text.starts_with("/*!");
        // What trybuild compiles is read as a user's source.
        let is_case = file.components().any(|part| part.as_os_str() == "ui");
        assert!(opens || is_case, "{} does not open with `//!`", file.display());
    }
}
