//! Whether revisions do what they say, found without a database: [`verify`].
//!
//! For each database and each revision: does the upgrade fit the schema before it, which is that of all it
//! needs and of nothing else; can the database do it; does the way back lead to that schema again, and is
//! there nothing that it cannot give back. Where branches meet, both orders must give the same schema.
//!
//! * [`Verdict`] is what can be said of a revision, `verdict` has its words;
//! * `states` has the schema before each revision, `branches` what branches make of it in both orders;
//! * `way_back` judges one revision, with `comparison` of two schemas, `losses` of what rows held and
//!   `unknown` for what nobody knows;
//! * `parts` and `replay` trace a difference to the operation that made it;
//! * [`live`] runs revisions on a live database of their own;
//! * [`tests!`] are tests for a migrations package.

mod branches;
mod comparison;
pub mod live;
mod losses;
mod parts;
mod replay;
mod states;
mod tests_macro;
mod unknown;
mod verdict;
mod way_back;

use std::collections::BTreeSet;
use std::fmt;

use migrate_core::dialect::Dialect;
use migrate_core::graph::Site;
use migrate_core::revision::Revision;

use crate::history::History;
use states::{Blocked, States};

pub use losses::{Loss, Lost};
pub use tests_macro::{Aspect, Failures, require};
pub use unknown::Unknown;
pub use verdict::{Conflict, Differing, Verdict};

#[doc(inline)]
pub use crate::verify_tests as tests;

/// What was found of the revisions of a package.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Verification {
    /// The databases that they were verified for.
    pub databases: Vec<Dialect>,
    /// What was found of each revision, each after all that it needs; a revision of which something else is
    /// found on another database is here more than once.
    pub found: Vec<Found>,
    /// The heads, where there are several.
    pub heads: Vec<Site>,
}

/// What was found of a revision.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Found {
    /// The revision.
    pub revision: Revision,
    /// The databases that it was found for.
    pub databases: Vec<Dialect>,
    /// What it is.
    pub verdict: Verdict,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, databases, verdict } = self;
        let databases: Vec<_> = databases.iter().map(ToString::to_string).collect();
        write!(f, "{} on {}: {verdict}", Site::of(revision), databases.join(", "))?;
        verdict.origins().iter().try_for_each(|origin| write!(f, "\n  --> {origin}"))
    }
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.heads.is_empty() && !self.found.iter().any(|found| found.verdict.is_failure())
    }

    /// How many revisions there are.
    pub fn revisions(&self) -> usize {
        let ids: BTreeSet<_> = self.found.iter().map(|found| &found.revision.id).collect();
        ids.len()
    }
}

/// Verifies the revisions for each of the databases; `only` these, where some are named, and then several
/// heads are passed over.
///
/// ```
/// use migrate_analysis::history::{Downgrade, History, Recording};
/// use migrate_analysis::verify::{Verdict, verify};
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::op::{Op, Script, integer, table};
/// use migrate_core::revision::Revision;
///
/// let script = |write: fn(&mut Op)| {
///     let mut op: Op = Op::new();
///     write(&mut op);
///     Script { operations: op.into_operations(), transactional: true }
/// };
/// let upgrade = script(|op| {
///     op.create_table(table("users").column("id", integer()));
/// });
/// let forgotten = Recording { upgrade, downgrade: Downgrade::Function(script(|_| {})) };
/// let history = History::new("app-migrations", [(Revision::new("a"), forgotten)])?;
///
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// let found = verify(&history, &[sqlite], None);
/// let Verdict::Differs(differences) = &found.found[0].verdict else { panic!() };
/// assert_eq!(differences[0].what, "table `users` is still there");
/// assert!(!found.is_clean());
/// # Ok::<(), migrate_analysis::history::HistoryError>(())
/// ```
pub fn verify(
    history: &History,
    databases: &[Dialect],
    only: Option<&BTreeSet<String>>,
) -> Verification {
    let is_wanted = |revision: &Revision| only.is_none_or(|only| only.contains(&revision.id));
    let mut found: Vec<Vec<Found>> = vec![Vec::new(); history.graph().len()];
    for database in databases {
        let mut states = States::new(history, *database);
        for (at, ((revision, recording), found)) in history.revisions().zip(&mut found).enumerate()
        {
            let mut add = |verdict| add(found, revision, *database, verdict);
            let before = match states.before(at) {
                Ok(before) => before,
                Err(blocked) => {
                    if is_wanted(revision) {
                        add(match blocked {
                            Blocked::Unreached(because) => Verdict::Unreached { because },
                            Blocked::Conflict(conflict) => Verdict::Conflicts(conflict),
                        });
                    }
                    continue;
                }
            };
            let (after, is_refused) = if is_wanted(revision) {
                let (verdict, after) = way_back::verify(*database, recording, &before);
                let is_refused = matches!(verdict, Verdict::Upgrade(_));
                add(verdict);
                (after, is_refused)
            } else {
                way_back::upgraded(*database, &recording.upgrade, &before)
            };
            states.reach(at, after, is_refused);
        }
    }
    let heads: Vec<_> = history.graph().heads().map(Site::of).collect();
    let are_asked = only.is_none() && heads.len() > 1;
    Verification {
        databases: databases.to_vec(),
        found: found.into_iter().flatten().collect(),
        heads: if are_asked { heads } else { Vec::new() },
    }
}

/// Adds a verdict to those of the same revision, or a database to that of an equal one.
fn add(found: &mut Vec<Found>, revision: &Revision, database: Dialect, verdict: Verdict) {
    match found.iter_mut().find(|known| known.verdict == verdict) {
        Some(known) => known.databases.push(database),
        None => {
            found.push(Found { revision: revision.clone(), databases: vec![database], verdict });
        }
    }
}
