//! **Slow** (some seconds, and minutes on an empty target directory): the examples, built from two checkouts into
//! two target directories, export the same bytes in every process.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The packages of the examples, with databases that each has texts for.
const EXAMPLES: [(&str, &[&str]); 3] = [
    ("getting-started-migrations", &["sqlite"]),
    ("portable-migrations", &["sqlite", "postgres:15", "mariadb:10.11", "mysql:8.4"]),
    ("postgres-migrations", &["postgres:13", "postgres:15"]),
];

#[test]
fn two_checkouts_of_the_examples_export_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let elsewhere = scratch.join("checkouts/of/another/workspace");
    copy(root, &elsewhere);
    let (target, other) = (scratch.parent().unwrap(), scratch.join("checkouts/target"));
    build(root, target);
    build(&elsewhere, &other);
    for (package, dialects) in EXAMPLES {
        let none: &[&str] = &[];
        let plans = dialects.iter().map(|dialect| ["--dialect", *dialect]);
        for plan in std::iter::once(none.to_vec()).chain(plans.map(|plan| plan.to_vec())) {
            let here = export(target, package, &plan);
            // Each process has hash seeds of its own.
            for text in [export(target, package, &plan), export(&other, package, &plan)] {
                assert!(text == here, "{package} {plan:?}: {}", difference(&text, &here));
            }
        }
    }
}

/// Makes `to` the same tree as `from`, but for what cargo and git keep in it. What is the same already is left as it
/// is, so that cargo does not build it again.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let names = |directory: &Path| -> Vec<_> {
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    };
    let is_source = |path: &Path| {
        !path.ends_with(".git") && !path.ends_with("target") && !path.join("CACHEDIR.TAG").exists()
    };
    for name in names(from).into_iter().filter(|name| is_source(&from.join(name))) {
        let (source, copied) = (from.join(&name), to.join(&name));
        if source.is_dir() {
            copy(&source, &copied);
        } else if fs::read(&source).unwrap() != fs::read(&copied).unwrap_or_default() {
            fs::copy(&source, &copied).unwrap();
        }
    }
    for name in names(to).into_iter().filter(|name| !from.join(name).exists()) {
        let gone = to.join(&name);
        if gone.is_dir() { fs::remove_dir_all(gone) } else { fs::remove_file(gone) }.unwrap();
    }
}

fn build(workspace: &Path, target: &Path) {
    let packages = EXAMPLES.iter().flat_map(|(package, _)| ["--package", package]);
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline"])
        .args(packages)
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn export(target: &Path, package: &str, plan: &[&str]) -> String {
    let output = Command::new(target.join("debug").join(package))
        .args(["export", "--format-version", "1"])
        .args(plan)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The first line that differs.
fn difference(one: &str, other: &str) -> String {
    let lines = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    lines.map_or_else(String::new, |(one, other)| format!("{one}\n{other}"))
}
