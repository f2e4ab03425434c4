//! Holds every room of the crate to what it may use, and every file to an opening sentence.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, each with the rooms and crates it may use; `ARCHITECTURE.md` has the same table.
const ROOMS: &[(&str, &[&str])] = &[
    ("json", &[]),
    ("schema", &["strsim"]),
    ("sql_text", &["thiserror"]),
    ("revision", &[]),
    ("graph", &["revision", "strsim", "thiserror"]),
    ("op", &["json", "schema", "sql_text", "thiserror"]),
    ("dialect", &["op", "schema", "sql_text", "thiserror"]),
    ("registry", &["revision", "graph", "op", "thiserror"]),
    ("prepare", &["registry", "revision", "graph", "op", "dialect", "schema", "thiserror"]),
    (
        "executor",
        &[
            "prepare",
            "registry",
            "revision",
            "graph",
            "op",
            "dialect",
            "schema",
            "sql_text",
            "error",
            "diesel",
            "thiserror",
        ],
    ),
    ("introspect", &["executor", "dialect", "schema", "sql_text", "thiserror"]),
    ("build", &["graph", "revision", "migrate_syntax"]),
];

/// Crates whose use is a matter of rooms.
const WATCHED_CRATES: &[&str] = &[
    "anstream",
    "anstyle",
    "annotate_snippets",
    "clap",
    "diesel",
    "dotenvy",
    "indicatif",
    "migrate_syntax",
    "strsim",
    "thiserror",
];

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

/// The lines of a file that are code: no comments, no documentation, no unit tests.
fn code(path: &Path) -> Vec<String> {
    if path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs") {
        return Vec::new();
    }
    let text = fs::read_to_string(path).unwrap().replace("#[cfg(test)]\nmod tests;\n", "");
    text.lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(str::to_owned)
        .collect()
}

/// The rooms a line of code names (`crate::room`, also inside `use crate::{..}`) and the crates.
fn named(line: &str) -> BTreeSet<String> {
    let word = |text: &str| {
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    };
    let rooms = line.match_indices("crate::").map(|(at, path)| word(&line[at + path.len()..]));
    let crates = WATCHED_CRATES.iter().filter(|name| {
        line.match_indices(&format!("{name}::")).any(|(at, _)| {
            !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
        })
    });
    rooms.chain(crates.map(|name| (*name).to_owned())).collect()
}

#[test]
fn rooms_use_only_what_they_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut strays = Vec::new();
    for (room, allowed) in ROOMS {
        let (file, folder) = (src.join(format!("{room}.rs")), src.join(room));
        let files = if folder.is_dir() { sources(&folder) } else { vec![file] };
        for file in files {
            for name in code(&file).iter().flat_map(|line| named(line)) {
                let own = name == *room || name.is_empty() || name.starts_with(char::is_uppercase);
                if !own && !allowed.contains(&name.as_str()) {
                    strays.push(format!(
                        "{} uses {name}",
                        file.strip_prefix(&src).unwrap().display()
                    ));
                }
            }
        }
    }
    strays.dedup();
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn every_room_is_in_the_table() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let whole_crate = ["cli", "error", "lib", "migrations", "prelude"];
    for entry in fs::read_dir(src).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        let known = ROOMS.iter().any(|(room, _)| *room == name);
        assert!(known || whole_crate.contains(&name.as_str()), "room `{name}` has no row");
    }
}

#[test]
fn every_file_says_what_lives_in_it() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folders = [
        "migrate-syntax",
        "migrate-macros",
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
