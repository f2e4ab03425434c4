//! The modules that `versions!` makes of source files: their names, and the file in which a build script
//! lists them for editors.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The name of the file below `OUT_DIR` that lists the modules of a versions directory, which is given
/// as it is to `versions!` and to the build script.
///
/// An editor keeps what a macro gave as long as its tokens are the same, and so would not see a new
/// file; an included file it reads again.
pub fn listing_name(directory: &str) -> String {
    let directory = directory.trim_start_matches("./").trim_end_matches('/');
    let name = directory.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    format!("migrate-modules-{name}.rs")
}

/// The text of that file, for absolute paths and their names below the directory.
pub fn listing(files: &[(PathBuf, String)]) -> String {
    let names = module_names(files.iter().map(|(_, name)| name.as_str()));
    let mut text = String::from(
        "// Written by the build script, for editors: the compiler takes the modules from `versions!`.\n",
    );
    for ((path, _), name) in files.iter().zip(names) {
        // Writing to a string cannot fail. A path that is not UTF-8 is an error of `versions!`.
        let _ = writeln!(text, "#[path = {:?}]\nmod {name};", path.to_string_lossy());
    }
    text
}

/// The path of a file below a directory, with `/`; none if it is not UTF-8.
pub fn name_below(directory: &Path, file: &Path) -> Option<String> {
    let below = file.strip_prefix(directory).ok()?;
    let parts: Option<Vec<_>> = below.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// A different identifier for every file, made of its name.
pub fn module_names<'n>(files: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut taken = HashSet::new();
    let names = files.map(|file| {
        let stem = module_name(file);
        let mut name = stem.clone();
        let mut suffix = 2;
        while !taken.insert(name.clone()) {
            name = format!("{stem}_{suffix}");
            suffix += 1;
        }
        name
    });
    names.collect()
}

fn module_name(file: &str) -> String {
    let stem = file.strip_suffix(".rs").unwrap_or(file).to_ascii_lowercase();
    let words = stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold("rev".to_owned(), |name, word| name + "_" + word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_modules() {
        let files = [
            ("1a-Add users.rs", "rev_1a_add_users"),
            ("1a_add_users.rs", "rev_1a_add_users_2"),
            ("2024/b.rs", "rev_2024_b"),
            ("é__x.rs", "rev_x"),
            ("é.rs", "rev"),
            ("ü.rs", "rev_2"),
            ("rev.rs", "rev_rev"),
        ];
        let names = module_names(files.iter().map(|(file, _)| *file));
        assert_eq!(names, files.map(|(_, name)| name));
    }

    #[test]
    fn a_listing_declares_every_file() {
        let file = |name: &str| (PathBuf::from("/p/src/versions").join(name), name.to_owned());
        let text = listing(&[file("a.rs"), file("odd \"name\\.rs")]);
        let mut lines = text.lines().skip(1);
        assert_eq!(lines.next(), Some("#[path = \"/p/src/versions/a.rs\"]"));
        assert_eq!(lines.next(), Some("mod rev_a;"));
        assert_eq!(lines.next(), Some(r#"#[path = "/p/src/versions/odd \"name\\.rs"]"#));
    }

    #[test]
    fn one_directory_has_one_listing() {
        let name = "migrate-modules-src-versions.rs";
        for directory in ["src/versions", "src/versions/", "./src/versions"] {
            assert_eq!(listing_name(directory), name);
        }
        assert_ne!(listing_name("src/other"), name);
    }
}
