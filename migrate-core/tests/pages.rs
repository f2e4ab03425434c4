//! The files that the pages for developers name are there.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};

#[test]
fn every_file_that_a_page_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    collect(&root, &mut files);
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = std::fs::read_to_string(root.join(page)).expect("a page");
        let named = text.split('`').skip(1).step_by(2).filter(|name| is_file(name));
        let mut paths: Vec<_> = named.flat_map(expanded).collect();
        assert!(!paths.is_empty(), "{page} names no file");
        let exists = |path: &str| files.iter().any(|file| file.ends_with(path));
        let is_room = |path: &str| exists(&path.replace(".rs", "/mod.rs"));
        paths.retain(|path| !exists(path) && !is_room(path));
        assert_eq!(paths, [""; 0], "{page} names files that are not there");
    }
}

fn is_file(name: &str) -> bool {
    let is_rust = Path::new(name).extension().is_some_and(|ending| ending == "rs");
    name.contains('/') && is_rust || name.contains("/{")
}

/// `a/{b,c}.rs` as `a/b.rs` and `a/c.rs`; `a/{b,c}`, without an ending, as files of Rust; `*/a.rs` as
/// `a.rs` anywhere.
fn expanded(name: &str) -> Vec<String> {
    let name = name.rsplit("*/").next().unwrap_or(name).trim_start_matches('/');
    let Some((head, rest)) = name.split_once('{') else {
        let ending = if Path::new(name).extension().is_some() { "" } else { ".rs" };
        return vec![format!("{name}{ending}")];
    };
    let (choices, tail) = rest.split_once('}').unwrap_or((rest, ""));
    choices.split(',').flat_map(|choice| expanded(&format!("{head}{choice}{tail}"))).collect()
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "target" && name != ".git" {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}
