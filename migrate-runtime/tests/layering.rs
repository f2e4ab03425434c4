//! Holds every room of the two crates to the rooms it may use, and every file to an opening sentence.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// The rooms of a crate, each with those it may use beside itself; `ARCHITECTURE.md` has the same
/// tables.
type Rooms = &'static [(&'static str, &'static [&'static str])];

const CORE: Rooms = &[
    ("json", &[]),
    ("sql_text", &[]),
    ("schema", &["sql_text"]),
    ("revision", &[]),
    ("graph", &["revision"]),
    ("op", &["json", "schema", "sql_text"]),
    ("dialect", &["json", "op", "schema", "sql_text"]),
];

const RUNTIME: Rooms = &[
    ("registry", &[]),
    ("models", &[]),
    ("prepare", &["registry"]),
    ("executor", &["prepare", "registry", "error"]),
    ("error", &["executor", "prepare", "registry"]),
    ("migrations", &["error", "executor", "prepare", "registry"]),
    ("build", &[]),
    ("prelude", &["executor"]),
    (
        "cli",
        &[
            "Error",
            "Migrations",
            "error",
            "executor",
            "migrations",
            "models",
            "prepare",
            "registry",
        ],
    ),
];

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

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

/// The rooms of its crate that a file names, in whatever form: `use crate::{a::B, c}`, `super::super::a`,
/// a path in an expression or a type, the crate by its own name.
struct Paths<'a> {
    crate_name: &'a str,
    /// The modules that the code read now is in, from the crate's root.
    modules: Vec<String>,
    named: BTreeSet<String>,
}

impl Paths<'_> {
    /// Notes the room of a path, given as its segments.
    fn path(&mut self, segments: &[String]) {
        let Some((first, mut rest)) = segments.split_first() else { return };
        let mut modules = match first.as_str() {
            "crate" => Vec::new(),
            name if name == self.crate_name => Vec::new(),
            "self" => self.modules.clone(),
            "super" => self.modules[..self.modules.len().saturating_sub(1)].to_vec(),
            _ => return,
        };
        while let Some(("super", above)) = rest.split_first().map(|(a, b)| (a.as_str(), b)) {
            modules.pop();
            rest = above;
        }
        if let Some(room) = modules.iter().chain(rest).next() {
            self.named.insert(room.clone());
        }
    }

    fn tree(&mut self, prefix: &mut Vec<String>, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.tree(prefix, &path.tree);
                prefix.pop();
            }
            syn::UseTree::Name(name) => self.leaf(prefix, &name.ident),
            syn::UseTree::Rename(rename) => self.leaf(prefix, &rename.ident),
            syn::UseTree::Glob(_) => self.path(prefix),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|item| self.tree(prefix, item));
            }
        }
    }

    fn leaf(&mut self, prefix: &[String], name: &syn::Ident) {
        let whole: Vec<_> = prefix.iter().cloned().chain([name.to_string()]).collect();
        self.path(&whole);
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&mut Vec::new(), &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<_> = path.segments.iter().map(|part| part.ident.to_string()).collect();
        self.path(&segments);
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            self.modules.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.modules.pop();
        }
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        // What a macro is given is tokens: paths in them are read where they begin with `crate`.
        let text = item.tokens.to_string().replace(' ', "");
        for (at, start) in text.match_indices("crate::") {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let room: String = text[at + start.len()..].chars().take_while(|c| word(*c)).collect();
            self.named.insert(room);
        }
        visit::visit_macro(self, item);
    }
}

/// The modules a file is in, from the crate's root: `op/apply/mod.rs` is `op`, `apply`.
fn modules(file: &Path, src: &Path) -> Vec<String> {
    let path = file.strip_prefix(src).unwrap().with_extension("");
    let parts = path.iter().map(|part| part.to_str().unwrap().to_owned());
    parts.filter(|part| part != "mod" && part != "lib").collect()
}

fn named(source: &str, crate_name: &str, modules: Vec<String>) -> BTreeSet<String> {
    let mut paths = Paths { crate_name, modules, named: BTreeSet::new() };
    paths.visit_file(&syn::parse_file(source).unwrap());
    paths.named
}

/// The uses of rooms that the table does not allow, and the rooms without a row.
fn strays(package: &str, rooms: Rooms) -> Vec<String> {
    let src = workspace().join(package).join("src");
    let crate_name = package.replace('-', "_");
    let mut strays = Vec::new();
    for file in sources(&src) {
        let modules = modules(&file, &src);
        let is_test = modules.iter().any(|module| module == "tests" || module == "live");
        let Some(room) = modules.first().filter(|_| !is_test) else { continue };
        let Some((_, allowed)) = rooms.iter().find(|(name, _)| name == room) else {
            strays.push(format!("room `{room}` has no row"));
            continue;
        };
        for other in named(&fs::read_to_string(&file).unwrap(), &crate_name, modules.clone()) {
            if other != *room && !allowed.contains(&other.as_str()) {
                strays.push(format!("{} uses {other}", modules.join("::")));
            }
        }
    }
    strays.dedup();
    strays
}

#[test]
fn rooms_of_the_core_use_only_what_they_may() {
    assert_eq!(strays("migrate-core", CORE), [""; 0]);
}

#[test]
fn rooms_of_the_runtime_use_only_what_they_may() {
    assert_eq!(strays("migrate-runtime", RUNTIME), [""; 0]);
}

#[test]
fn every_form_of_a_path_is_read() {
    let room = |source: &str| {
        let modules = vec!["op".to_owned(), "apply".to_owned()];
        named(source, "migrate_core", modules).into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(room("use crate::{cli::args::A, executor::{B, c::D}};"), "cli executor");
    assert_eq!(room("use crate::\n    cli;"), "cli");
    assert_eq!(room("use crate::cli as other;"), "cli");
    assert_eq!(room("use super::super::cli::A;"), "cli");
    assert_eq!(room("use super::A; use self::b::C;"), "op");
    assert_eq!(room("mod inner { use super::super::super::cli::A; }"), "cli");
    assert_eq!(room("use migrate_core::cli::A;"), "cli");
    assert_eq!(room("fn f(a: crate::cli::A) -> u8 { crate::executor::b() }"), "cli executor");
    assert_eq!(room("fn f() { println!(\"{}\", crate::cli::A) }"), "cli");
    assert_eq!(room("use std::fmt; fn f() -> cli::A { other::b() }"), "");
    assert_eq!(room("#[cfg(test)] mod tests { use crate::cli::A; }"), "");
}

#[test]
fn every_file_says_what_lives_in_it() {
    let folders = [
        "migrate-analysis",
        "migrate-core",
        "migrate-macros",
        "migrate-runtime",
        "migrate-syntax",
        "cargo-migrate",
        "examples",
        "tests",
    ];
    for file in folders
        .iter()
        .map(|name| workspace().join(name))
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
