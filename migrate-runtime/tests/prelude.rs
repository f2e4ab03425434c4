//! What must compile: revisions that use everything the prelude offers.
//!
//! What must not compile is in `migrate-macros/tests/compile_fail.rs`.
#![cfg(feature = "sqlite")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "prelude/every_type.rs"]
mod every_type;
#[path = "prelude/every_verb.rs"]
mod every_verb;
#[path = "prelude/functions.rs"]
mod functions;
#[path = "prelude/outside_a_transaction.rs"]
mod outside_a_transaction;
#[path = "prelude/schemas.rs"]
mod schemas;
#[path = "prelude/ways_back.rs"]
mod ways_back;

use migrate_runtime::__private_0_1::{ExpectedRevision, RegisteredDowngrade, Registry};

/// Each revision, how many operations its ways have, and whether they run in a transaction.
const REVISIONS: [(&str, usize, Option<usize>, bool); 8] = [
    ("every_type", 4, None, true),
    ("every_verb", 41, Some(9), true),
    ("automatic", 1, None, true),
    ("irreversible", 1, None, true),
    ("merge", 0, Some(0), true),
    ("outside", 1, Some(1), false),
    ("functions", 3, Some(1), true),
    ("schemas", 7, Some(4), true),
];

fn registry() -> Registry {
    let expected =
        REVISIONS.map(|(rev, ..)| ExpectedRevision { rev, file: "", doc: "", switched_off: None });
    Registry::collect(env!("CARGO_PKG_NAME"), &expected).unwrap()
}

#[test]
fn every_call_is_recorded_with_its_place() {
    let registry = registry();
    for (rev, up, down, transactional) in REVISIONS {
        let functions = registry.functions(rev).unwrap();
        let downgrade = match functions.downgrade {
            RegisteredDowngrade::Function(downgrade) => Some(downgrade()),
            RegisteredDowngrade::Auto | RegisteredDowngrade::Irreversible(_) => None,
        };
        let upgrade = (functions.upgrade)();
        assert_eq!(upgrade.operations.len(), up, "{rev}");
        assert_eq!(downgrade.as_ref().map(|script| script.operations.len()), down, "{rev}");
        for script in [Some(upgrade), downgrade].into_iter().flatten() {
            assert_eq!(script.transactional, transactional, "{rev}");
            for recorded in script.operations {
                assert_eq!(recorded.origin.file.as_str(), functions.file, "{rev}");
                assert!(recorded.origin.line > functions.line, "{rev}");
            }
        }
    }
}

#[test]
fn attributes_are_registered() {
    let registry = registry();
    let revision = |rev: &str| registry.graph.get(rev).unwrap();
    assert_eq!(revision("merge").down_revs, ["automatic", "irreversible"]);
    assert_eq!(revision("irreversible").depends_on, ["tidy"]);
    assert_eq!(revision("automatic").labels, ["tidy"]);
    let reason = registry.functions("irreversible").unwrap().downgrade;
    assert!(
        matches!(reason, RegisteredDowngrade::Irreversible("what was deleted is gone")),
        "{reason:?}"
    );
    let automatic = registry.functions("automatic").unwrap();
    assert!(matches!(automatic.downgrade, RegisteredDowngrade::Auto));
    assert_eq!(
        automatic.doc,
        "The function's documentation is the message, and wins over the file's."
    );
    assert!(automatic.file.ends_with("ways_back.rs"), "{}", automatic.file);
}
