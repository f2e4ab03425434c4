//! What can be said of a revision, and the words for it.

use std::fmt;

use migrate_core::dialect::LowerError;
use migrate_core::op::ReverseError;
use migrate_core::schema::Origin;

use super::{Loss, Unknown};

/// What can be said of a revision.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// The way back leads to the schema before the upgrade.
    Identity,
    /// It does, but for what has no meaning for most: the order of columns, rows that stay checked.
    Alike(Vec<String>),
    /// It does, and what these held is gone.
    Loses(Vec<Loss>),
    /// Nobody knows whether it does.
    Unknown {
        /// Why not.
        reasons: Vec<Unknown>,
        /// What differs, unless one of the reasons makes it.
        differences: Vec<Differing>,
    },
    /// The revision says that there is none, for this reason.
    Irreversible(String),
    /// The way back leads elsewhere.
    Differs(Vec<Differing>),
    /// The upgrade does not fit the schema before it, or the database cannot do it.
    Upgrade(LowerError),
    /// The way back does not fit the schema after the upgrade, or the database cannot do it.
    Downgrade(LowerError),
    /// `downgrade = auto`, and an operation has no opposite.
    Underivable {
        /// Why not.
        cause: ReverseError,
        /// The operation's place.
        origin: Origin,
    },
    /// The branches that meet in it do not fit together.
    Conflicts(Box<Conflict>),
    /// Not verified, because something is wrong with a revision that it needs.
    Unreached {
        /// That revision.
        because: String,
    },
}

/// A part of a schema that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Differing {
    /// The part, and what is the matter with it.
    pub what: String,
    /// The operation that made it what it is; of a conflict, the last one in each order.
    pub origins: Vec<Origin>,
}

/// Two branches of which one cannot be applied before or after the other, or makes another schema then.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Conflict {
    /// After one branch, a revision of the other does not fit.
    Refused {
        /// The last revision of the branch that is applied first.
        first: String,
        /// The revision that does not fit.
        revision: String,
        /// Why not.
        error: LowerError,
    },
    /// Both orders work, and the schemas are not the same.
    Differs {
        /// The last revision of each branch.
        branches: [String; 2],
        /// What differs.
        differences: Vec<Differing>,
    },
}

impl Verdict {
    /// Whether the revision must be mended.
    pub const fn is_failure(&self) -> bool {
        match self {
            Self::Differs(_)
            | Self::Upgrade(_)
            | Self::Downgrade(_)
            | Self::Underivable { .. }
            | Self::Conflicts(_) => true,
            Self::Identity
            | Self::Alike(_)
            | Self::Loses(_)
            | Self::Unknown { .. }
            | Self::Irreversible(_)
            // What it needs is the failure.
            | Self::Unreached { .. } => false,
        }
    }

    /// The verdict in one word, for other programs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Alike(_) => "alike",
            Self::Loses(_) => "loses",
            Self::Unknown { .. } => "unknown",
            Self::Irreversible(_) => "irreversible",
            Self::Differs(_) => "differs",
            Self::Upgrade(_) => "upgrade",
            Self::Downgrade(_) => "downgrade",
            Self::Underivable { .. } => "underivable",
            Self::Conflicts(_) => "conflicts",
            Self::Unreached { .. } => "unreached",
        }
    }

    /// The places to look at, the one at fault first.
    pub fn origins(&self) -> Vec<Origin> {
        match self {
            Self::Identity | Self::Alike(_) | Self::Irreversible(_) | Self::Unreached { .. } => {
                Vec::new()
            }
            Self::Loses(losses) => losses.iter().map(|loss| loss.origin).collect(),
            Self::Unknown { reasons, differences: _ } => {
                reasons.iter().map(|reason| reason.origin).collect()
            }
            Self::Differs(differences) => {
                differences.iter().flat_map(|it| it.origins.clone()).collect()
            }
            Self::Upgrade(error) | Self::Downgrade(error) => vec![error.origin],
            Self::Underivable { cause: _, origin } => vec![*origin],
            Self::Conflicts(conflict) => match &**conflict {
                Conflict::Refused { error, .. } => vec![error.origin],
                Conflict::Differs { differences, .. } => {
                    differences.iter().flat_map(|it| it.origins.clone()).collect()
                }
            },
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Upgrade(error) | Self::Downgrade(error) => error.cause.hint(),
            Self::Underivable { cause, origin: _ } => cause.hint(),
            Self::Differs(_) => Some(
                "mend `fn downgrade`, write `downgrade = auto` instead, or refuse with \
                 `downgrade = irreversible(\"why\")`"
                    .to_owned(),
            ),
            Self::Conflicts(_) => Some(
                "put one branch after the other with `cargo migrate rebase`, or let its revision say what it \
                 needs with `depends_on`"
                    .to_owned(),
            ),
            Self::Identity
            | Self::Alike(_)
            | Self::Loses(_)
            | Self::Unknown { .. }
            | Self::Irreversible(_)
            | Self::Unreached { .. } => None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identity => f.write_str("the way back leads to the schema before"),
            Self::Alike(but) => {
                write!(f, "the way back leads to the schema before, but for {}", but.join(", "))
            }
            Self::Loses(losses) => write!(f, "the way back does not give back {}", listed(losses)),
            Self::Unknown { reasons, differences } => {
                write!(f, "the way back is not known: {}", listed(reasons))?;
                if !differences.is_empty() {
                    write!(f, "; as far as it is, {}", listed(differences))?;
                }
                Ok(())
            }
            Self::Irreversible(reason) => write!(f, "irreversible: {reason}"),
            Self::Differs(differences) => write!(
                f,
                "the way back does not lead to the schema before: {}",
                listed(differences)
            ),
            Self::Upgrade(error) => write!(f, "the upgrade cannot be applied: {error}"),
            Self::Downgrade(error) => write!(f, "the upgrade cannot be taken back: {error}"),
            Self::Underivable { cause, origin: _ } => write!(f, "`downgrade = auto`: {cause}"),
            Self::Conflicts(conflict) => conflict.fmt(f),
            Self::Unreached { because } => {
                write!(f, "not verified, as it comes after `{because}`")
            }
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { first, revision, error } => {
                write!(
                    f,
                    "after `{first}` of one branch, `{revision}` of the other cannot be applied: {error}"
                )
            }
            Self::Differs { branches: [one, other], differences } => write!(
                f,
                "the branches of `{one}` and `{other}` make different schemas in different orders: {}",
                listed(differences)
            ),
        }
    }
}

impl fmt::Display for Differing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// The first of several things, and how many more there are.
fn listed<T: fmt::Display>(all: &[T]) -> String {
    const NAMED: usize = 5;
    let mut words: Vec<_> = all.iter().take(NAMED).map(ToString::to_string).collect();
    if let Some(more) = all.len().checked_sub(NAMED).filter(|more| *more > 0) {
        words.push(format!("and {more} more"));
    }
    words.join(", ")
}
