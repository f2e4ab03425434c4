//! Tests for a migrations package: `tests!`, and what it calls.

use std::fmt;

use migrate_core::dialect::Dialect;

use super::{Found, Verdict, Verification, verify};
use crate::history::History;

/// What one test asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Every revision can be applied after all that it needs.
    Upgrades,
    /// Every way back leads to the schema before.
    WaysBack,
    /// Branches that meet make one schema in both orders.
    Branches,
    /// There is one head.
    OneHead,
}

/// What is wrong with the revisions of a package, as a test that fails shows it.
pub struct Failures(Vec<String>);

impl fmt::Debug for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// Verifies what a migration binary would export, for one of the tests that `tests!` writes.
///
/// # Errors
///
/// The document cannot be read, or something is wrong with a revision.
pub fn require(aspect: Aspect, exported: &str, databases: &[Dialect]) -> Result<(), Failures> {
    let history = History::read(exported).map_err(|error| Failures(vec![error.to_string()]))?;
    let failures = failures(aspect, &verify(&history, databases, None));
    if failures.is_empty() { Ok(()) } else { Err(Failures(failures)) }
}

fn failures(aspect: Aspect, verification: &Verification) -> Vec<String> {
    if aspect == Aspect::OneHead {
        let heads =
            verification.heads.iter().map(|head| format!("there are several heads: {head}"));
        return heads.collect();
    }
    let is_asked = |found: &&Found| aspect_of(&found.verdict) == Some(aspect);
    verification.found.iter().filter(is_asked).map(ToString::to_string).collect()
}

/// The test that a verdict lets fail; none where nothing is wrong.
const fn aspect_of(verdict: &Verdict) -> Option<Aspect> {
    match verdict {
        Verdict::Upgrade(_) => Some(Aspect::Upgrades),
        Verdict::Differs(_) | Verdict::Downgrade(_) | Verdict::Underivable { .. } => {
            Some(Aspect::WaysBack)
        }
        Verdict::Conflicts(_) => Some(Aspect::Branches),
        Verdict::Identity
        | Verdict::Alike(_)
        | Verdict::Loses(_)
        | Verdict::Unknown { .. }
        | Verdict::Irreversible(_)
        | Verdict::Unreached { .. } => None,
    }
}

/// Tests of a package's revisions: each can be applied, each way back leads back, branches that meet make one
/// schema, and there is one head.
///
/// A migrations package has `migrate-analysis` among its `dev-dependencies`, and one line in a test file:
///
/// ```ignore
/// migrate_analysis::verify::tests!(app_migrations::MIGRATIONS);
/// ```
///
/// The databases are those that the test compiles, in the oldest version that is written for: in a workspace
/// also those of other packages, if they are tested together. Fewer, or newer ones, are named as `--dialect`
/// takes them:
///
/// ```ignore
/// migrate_analysis::verify::tests!(app_migrations::MIGRATIONS, ["postgres:15", "sqlite"]);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! verify_tests {
    ($migrations:expr) => {
        $crate::verify_tests!($migrations, []);
    };
    ($migrations:expr, [$($database:literal),* $(,)?]) => {
        #[test]
        fn every_revision_can_be_applied() -> ::std::result::Result<(), $crate::verify::Failures> {
            verify_revisions($crate::verify::Aspect::Upgrades)
        }

        #[test]
        fn every_way_back_leads_back() -> ::std::result::Result<(), $crate::verify::Failures> {
            verify_revisions($crate::verify::Aspect::WaysBack)
        }

        #[test]
        fn branches_that_meet_make_one_schema() -> ::std::result::Result<(), $crate::verify::Failures> {
            verify_revisions($crate::verify::Aspect::Branches)
        }

        #[test]
        fn there_is_one_head() -> ::std::result::Result<(), $crate::verify::Failures> {
            verify_revisions($crate::verify::Aspect::OneHead)
        }

        fn verify_revisions(
            aspect: $crate::verify::Aspect,
        ) -> ::std::result::Result<(), $crate::verify::Failures> {
            let databases = ::migrate_runtime::cli::databases(&[$($database),*])?;
            let exported = ::migrate_runtime::cli::exported(&$migrations)?;
            $crate::verify::require(aspect, &exported, &databases)
        }
    };
}

impl<E: std::error::Error> From<E> for Failures {
    fn from(error: E) -> Self {
        let mut words = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            words.push_str("\n  caused by: ");
            words.push_str(&error.to_string());
            cause = error.source();
        }
        Self(vec![words])
    }
}
