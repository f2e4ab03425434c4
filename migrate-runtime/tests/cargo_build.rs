//! **Slow** (about 20 s, and a minute on an empty target directory): what cargo makes of a
//! directory of revisions that changes, with real builds of a real package.
//!
//! Its own test and one function, because each build follows from the one before it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

#[test]
fn a_revision_is_never_lost() {
    let package = Package::new();

    // Added, renamed and removed files are noticed.
    package.write("a.rs", &revision("a", &[]));
    assert_eq!(package.heads(), [head("a", "a.rs")]);
    package.write("b.rs", &revision("b", &["a"]));
    assert_eq!(package.heads(), [head("b", "b.rs")]);
    package.rename("b.rs", "b_posts.rs");
    assert_eq!(package.heads(), [head("b", "b_posts.rs")]);
    package.write("2026/c.rs", &revision("c", &["b"]));
    assert_eq!(package.heads(), [head("c", "2026/c.rs")], "in a new directory below");
    package.write("2026/d.rs", &revision("d", &["c"]));
    assert_eq!(package.heads(), [head("d", "2026/d.rs")], "in a directory that was there");
    package.remove("2026");
    assert_eq!(package.heads(), [head("b", "b_posts.rs")]);

    // A directory that is no graph stops the build.
    for (what, files, expected) in BROKEN {
        for (file, source) in *files {
            package.write(file, source);
        }
        let errors = package.refused();
        assert_eq!(errors, *expected, "{what}");
        for (file, _) in *files {
            package.remove(file);
        }
    }

    // What is wrong inside a file is the compiler's to show.
    package.write("c.rs", "use migrate_runtime::prelude::*;\n#[migration(rev = \"c\", parent = \"b\")]\nfn up(_: &mut Op) {}\n");
    let errors = package.errors();
    assert!(errors.contains("error: unknown key `parent`"), "{errors}");
    assert!(errors.contains("src/versions/c.rs:2:24"), "{errors}");
    package.write("c.rs", "fn up() {\n");
    let errors = package.errors();
    assert!(errors.contains("unclosed delimiter"), "{errors}");
    assert!(errors.contains("src/versions/c.rs:1:"), "{errors}");
    package.remove("c.rs");

    // Two heads stop it where the project wants one.
    package.write("e.rs", &revision("e", &["a"]));
    assert_eq!(package.heads(), [head("b", "b_posts.rs"), head("e", "e.rs")]);
    package
        .build_script("migrate_runtime::build::Verify::new(\"src/versions\").single_head().run();");
    assert_eq!(
        package.refused(),
        ["the revisions have 2 heads, and this project wants one: `b` \
          (src/versions/b_posts.rs:3), `e` (src/versions/e.rs:3); \
          hint: join them with `cargo migrate merge heads`"]
    );
    package.remove("e.rs");
    assert_eq!(package.heads(), [head("b", "b_posts.rs")]);

    // What is linked otherwise than the directory says stops the program.
    package.library("#[path = \"versions/a.rs\"]\nmod again;");
    let message = package.stopped();
    let expected = "revision `a` is linked twice, both times from src/versions/a.rs";
    assert!(message.contains(expected), "{message}");
    package.library("mod astray;");
    fs::write(package.root.join("src/astray.rs"), revision("astray", &["b"])).unwrap();
    let message = package.stopped();
    let expected = "revision `astray` of src/astray.rs is linked, but `versions!` did not see it";
    assert!(message.contains(expected), "{message}");
    package.library("");
    package.write("f.rs", &format!("#![cfg_attr(all(), cfg(any()))]\n{}", revision("f", &["b"])));
    let message = package.stopped();
    let expected = "revision `f` of src/versions/f.rs is not linked into this program";
    assert!(message.contains(expected), "{message}");
    for (attribute, condition) in [
        ("#![cfg(windows)]", "windows"),
        ("#![cfg(unix)]\n#![cfg(not(unix))]", "all(unix, not(unix))"),
    ] {
        package.write("f.rs", &format!("{attribute}\n{}", revision("f", &["b"])));
        package.write("g.rs", &revision("g", &["f"]));
        let message = package.stopped();
        let expected = format!(
            "revision `f` of src/versions/f.rs is switched off by cfg: `{condition}` does not hold in this build"
        );
        assert!(message.contains(&expected), "{message}");
    }
    package.write("f.rs", &format!("#![cfg(unix)]\n{}", revision("f", &["b"])));
    assert_eq!(package.heads(), [head("g", "g.rs")]);
    package.remove("g.rs");
    package.remove("f.rs");

    // What looks like a revision and is none stops the build.
    package.write("c.RS", &revision("c", &["b"]));
    assert!(package.refused()[0].contains("would not be compiled"), "{:?}", package.refused());
    package.remove("c.RS");

    // Editors are shown the files, and the compiler takes them from the macro all the same.
    assert_eq!(package.heads(), [head("b", "b_posts.rs")]);
    let listed = Package::listed();
    assert!(listed.contains("mod rev_b_posts;"), "{listed}");
    assert!(listed.contains("src/versions/b_posts.rs\"]"), "{listed}");
    package.analyze();
}

type Broken = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// Files that break the chain of `a` and `b`, and the errors cargo prints.
const BROKEN: &[Broken] = &[
    (
        "unknown parent",
        &[("c.rs", "\n#[migration(rev = \"c\", down_rev = \"bb\")] fn up(op: &mut Op) {}")],
        &["`c` (src/versions/c.rs:2) names the parent `bb`, which does not exist; \
           hint: did you mean `b`?"],
    ),
    (
        "duplicate id",
        &[("c.rs", "#[migration(rev = \"b\", down_rev = \"a\")] fn up(op: &mut Op) {}")],
        &["two revisions have the same id: `b` (src/versions/b_posts.rs:3), \
           `b` (src/versions/c.rs:1)"],
    ),
    (
        "cycle",
        &[
            ("c.rs", "#[migration(rev = \"c\", down_rev = \"d\")] fn up(op: &mut Op) {}"),
            ("d.rs", "#[migration(rev = \"d\", down_rev = \"c\")] fn up(op: &mut Op) {}"),
        ],
        &["revisions need each other in a circle: `c` (src/versions/c.rs:1) needs \
           `d` (src/versions/d.rs:1) needs `c` (src/versions/c.rs:1)"],
    ),
    (
        "a parent that is like no other",
        &[("c.rs", "#[migration(rev = \"c\", down_rev = \"7f31\")] fn up(op: &mut Op) {}")],
        &[
            "`c` (src/versions/c.rs:1) names the parent `7f31`, which does not exist; hint: bring the file \
           of `7f31` back, which may be on another git branch, or name a revision that is here",
        ],
    ),
    (
        "no import",
        &[("c.rs", "\n#[migration(rev = \"c\", down_rev = \"b\")] fn up(op: &mut Op) {}")],
        &["src/versions/c.rs:2:1: nothing brings `#[migration]` into scope; hint: write \
           `use migrate_runtime::prelude::*;` above it"],
    ),
    (
        "no attribute",
        &[("c.rs", "use migrate_runtime::prelude::*;\nfn upgrade(op: &mut Op) {}")],
        &["src/versions/c.rs:2:4: the function `upgrade` has no `#[migration(..)]`, so it is no \
           revision; hint: write `#[migration(rev = \"27c6\", down_rev = \"ae10\")]` before it, or give \
           the function another name"],
    ),
];

fn revision(rev: &str, down_revs: &[&str]) -> String {
    let down_rev =
        if down_revs.is_empty() { String::new() } else { format!(", down_rev = {down_revs:?}") };
    format!(
        "//! Revision {rev}.\nuse migrate_runtime::prelude::*;\n\
         #[migration(rev = {rev:?}{down_rev}, downgrade = auto)]\nfn upgrade(_: &mut Op) {{}}\n"
    )
}

fn head(rev: &str, file: &str) -> (String, String) {
    (rev.to_owned(), format!("src/versions/{file}"))
}

/// A migration package outside the workspace, always in the same place: its dependencies are
/// built once, into the target directory of this build.
struct Package {
    root: PathBuf,
}

impl Package {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cargo-build");
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        fs::create_dir_all(root.join("src/versions")).unwrap();
        let runtime = env!("CARGO_MANIFEST_DIR");
        let manifest = format!(
            "[package]\n\
             name = \"never-lost\"\n\
             version = \"0.0.0\"\n\
             edition = \"2024\"\n\
             [workspace]\n\
             [dependencies]\n\
             migrate-runtime = {{ path = {runtime:?} }}\n\
             [build-dependencies]\n\
             migrate-runtime = {{ path = {runtime:?}, default-features = false, features = [\"build\"] }}\n\
             [profile.dev]\n\
             debug = \"line-tables-only\"\n"
        );
        fs::write(root.join("Cargo.toml"), manifest).unwrap();
        // The versions that are downloaded already.
        fs::copy(Path::new(runtime).join("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
        let main = "fn main() -> std::process::ExitCode {\n    \
             migrate_runtime::cli::main(&never_lost::MIGRATIONS)\n}\n";
        fs::write(root.join("src/main.rs"), main).unwrap();
        let package = Self { root };
        package.build_script("migrate_runtime::build::verify(\"src/versions\");");
        package.library("");
        package
    }

    fn build_script(&self, body: &str) {
        fs::write(self.root.join("build.rs"), format!("fn main() {{\n    {body}\n}}\n")).unwrap();
    }

    fn library(&self, items: &str) {
        let source = format!("migrate_runtime::versions!(\"src/versions\");\n{items}\n");
        fs::write(self.root.join("src/lib.rs"), source).unwrap();
    }

    fn path(&self, file: &str) -> PathBuf {
        self.root.join("src/versions").join(file)
    }

    fn write(&self, file: &str, source: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, source).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    fn remove(&self, name: &str) {
        let path = self.path(name);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }

    /// `cargo run` with a command of the migration binary.
    fn run(&self, command: &str) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline", "--", "--format", "json"])
            .arg(command)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap()
    }

    /// The heads that the program knows, and their files.
    fn heads(&self) -> Vec<(String, String)> {
        let output = self.run("heads");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = |head: &Value, key: &str| head[key].as_str().unwrap().to_owned();
        let heads = document.as_array().unwrap().iter();
        heads.map(|head| (text(head, "revision"), text(head, "file"))).collect()
    }

    /// What the build script wrote for editors, last.
    fn listed() -> String {
        let builds = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("debug/build");
        let written = fs::read_dir(builds).unwrap().filter_map(|entry| {
            let entry = entry.unwrap();
            let of_package = entry.file_name().to_string_lossy().starts_with("never-lost-");
            let path = entry.path().join("out/migrate-modules-src-versions.rs");
            let time = fs::metadata(&path).and_then(|file| file.modified()).ok()?;
            of_package.then_some((time, path))
        });
        fs::read_to_string(written.max().unwrap().1).unwrap()
    }

    /// Compiles the library as rust-analyzer sees it: with the modules of the list, and no others.
    fn analyze(&self) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let listing = self.root.join("listing.d");
        let output = Command::new(env!("CARGO"))
            .args(["rustc", "--quiet", "--offline", "--lib", "--", "--cfg", "rust_analyzer"])
            .arg(format!("--emit=dep-info={}", listing.display()))
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", target)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let read = fs::read_to_string(listing).unwrap();
        assert!(read.contains("migrate-modules-src-versions.rs"), "{read}");
        let revision = self.root.join("src/versions/b_posts.rs");
        assert!(read.contains(revision.to_str().unwrap()), "{read}");
    }

    /// What cargo prints of a build that stops.
    fn errors(&self) -> String {
        let output = self.run("heads");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(101), "cargo's own exit code: {errors}");
        errors
    }

    /// The errors of the build script, each without the name of the package.
    fn refused(&self) -> Vec<String> {
        let errors = self.errors();
        let errors =
            errors.lines().filter_map(|line| line.strip_prefix("error: never-lost@0.0.0: "));
        errors.map(str::to_owned).collect()
    }

    /// The error of a program that is built, and does not run.
    fn stopped(&self) -> String {
        let output = self.run("heads");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{errors}");
        errors
    }
}
