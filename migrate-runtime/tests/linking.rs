//! No revision is silently lost: what is linked is held against what the directory has.
//!
//! These tests register revisions by hand. `cargo_build.rs` does the same with real packages.
#![expect(clippy::panic, reason = "a test stops at the first surprise")]

use migrate_runtime::__private_0_1::{CollectError, ExpectedRevision, Registry, RegistryError};
use migrate_runtime::__private_0_1::{RegisteredDowngrade, RegisteredRevision, inventory, record};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};

mod first {
    use super::*;

    #[migration(rev = "a1", downgrade = auto)]
    fn upgrade(_: &mut Op) {}
}

mod second {
    use super::*;

    #[migration(rev = "a2", down_rev = "a1", downgrade = auto)]
    fn upgrade(_: &mut Op) {}
}

const fn by_hand(
    package: &'static str,
    rev: &'static str,
    down_revs: &'static [&'static str],
    file: &'static str,
) -> RegisteredRevision {
    RegisteredRevision {
        rev,
        down_revs,
        depends_on: &[],
        labels: &[],
        doc: "",
        file,
        line: 3,
        package,
        timeouts: migrate_runtime::executor::Timeouts::UNSAID,
        upgrade: || record(|_: &mut Op| {}),
        downgrade: RegisteredDowngrade::Auto,
    }
}

inventory::submit! { by_hand("twice", "b1", &[], "src/versions/b1_users.rs") }
inventory::submit! { by_hand("twice", "b1", &[], "src/copy_of_b1.rs") }
inventory::submit! { by_hand("broken", "c1", &["c0"], "src/versions/c1_users.rs") }

const A1: ExpectedRevision = expected("a1", "src/versions/a1_users.rs");
const A2: ExpectedRevision = expected("a2", "src/versions/a2_posts.rs");
const LOST: ExpectedRevision = expected("a3", "src/versions/a3_lost.rs");
const B1: ExpectedRevision = expected("b1", "src/versions/b1_users.rs");

const fn expected(rev: &'static str, file: &'static str) -> ExpectedRevision {
    ExpectedRevision { rev, file, doc: "What the file says.\n\nAnd more.", switched_off: None }
}

fn refused(package: &str, expected: &[ExpectedRevision]) -> RegistryError {
    match Registry::collect(package, expected) {
        Err(CollectError::Registry(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn linked_as_expected() {
    let registry = Registry::collect(env!("CARGO_PKG_NAME"), &[A2, A1]).unwrap();
    let heads: Vec<_> = registry.graph.heads().map(|head| head.id.as_str()).collect();
    assert_eq!(heads, ["a2"], "other packages' revisions are not this one's");
    assert_eq!(registry.graph.get("a1").unwrap().message, "What the file says.");
    assert!(registry.functions("a2").is_some());
    assert!(registry.functions("b1").is_none());
}

#[test]
fn in_the_directory_and_not_linked() {
    let error = refused(env!("CARGO_PKG_NAME"), &[A1, LOST, A2]);
    assert_eq!(
        error.to_string(),
        "revision `a3` of src/versions/a3_lost.rs is not linked into this program"
    );
    assert!(error.hint().contains("`versions!`"), "{}", error.hint());
}

/// Whatever else is linked: a child of the revision would only say that its parent is missing.
#[test]
fn switched_off_by_cfg() {
    let off = ExpectedRevision { switched_off: Some("windows"), ..LOST };
    let error = refused(env!("CARGO_PKG_NAME"), &[A1, off, A2]);
    assert_eq!(
        error.to_string(),
        "revision `a3` of src/versions/a3_lost.rs is switched off by cfg: `windows` does not hold in \
         this build"
    );
    assert!(error.hint().contains("every build must have every revision"), "{}", error.hint());
}

#[test]
fn a_library_that_is_not_linked_at_all() {
    let error = refused("nobody-names-this-crate", &[A1]);
    assert!(error.to_string().contains("src/versions/a1_users.rs"), "{error}");
    assert!(error.hint().contains("::MIGRATIONS"), "{}", error.hint());
}

#[test]
fn linked_and_not_in_the_directory() {
    let error = refused(env!("CARGO_PKG_NAME"), &[A1]);
    let file = file!();
    assert_eq!(
        error.to_string(),
        format!("revision `a2` of {file} is linked, but `versions!` did not see it")
    );
    assert!(error.hint().contains("move the file"), "{}", error.hint());
}

#[test]
fn linked_twice() {
    let error = refused("twice", &[B1]);
    assert_eq!(
        error.to_string(),
        "revision `b1` is linked twice, from src/copy_of_b1.rs and src/versions/b1_users.rs"
    );
    assert!(error.hint().contains("remove the `mod` line"), "{}", error.hint());
}

#[test]
fn renamed_in_the_directory_since_it_was_built() {
    let renamed = expected("a2_renamed", "src/versions/a2_posts.rs");
    let error = refused(env!("CARGO_PKG_NAME"), &[A1, renamed]);
    assert!(error.to_string().contains("`a2_renamed`"), "{error}");
}

#[test]
fn a_broken_chain_is_found_at_the_start_too() {
    let seen = expected("c1", "src/versions/c1_users.rs");
    let Err(CollectError::Graph(error)) = Registry::collect("broken", &[seen]) else {
        panic!("a chain without its first revision");
    };
    assert!(error.to_string().contains("src/versions/c1_users.rs:3"), "{error}");
}

#[test]
fn nothing_runs_with_a_revision_lost() {
    static LOSING: Migrations =
        Migrations::new(env!("CARGO_PKG_NAME"), &[A1, A2, LOST], Settings::DEFAULT);
    let error = LOSING.registry().unwrap_err();
    assert!(matches!(&error, Error::Registry(RegistryError::NotLinked { .. })), "{error}");
    assert!(error.hint().is_some());
}
