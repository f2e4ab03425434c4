//! What can be said of a revision after it ran, and the words for it.

use std::fmt;

use migrate_core::revision::Revision;
use migrate_core::schema::Origin;

/// Why a step failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepError {
    /// What was said.
    pub message: String,
    /// The operation, if that is known.
    pub origin: Option<Origin>,
}

/// What was found of a revision on a live database.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LiveFound {
    /// The revision.
    pub revision: Revision,
    /// What it is.
    pub verdict: LiveVerdict,
    /// Tables that no row could be put into, and why.
    pub without_rows: Vec<String>,
}

/// What can be said of a revision after it ran.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum LiveVerdict {
    /// Up, down and up again: each time the database had what it should.
    Repeatable,
    /// It leads where the revision says, and there is no way back to try.
    OneWay,
    /// As one of both, but what the revisions say was compared with nothing, because of this.
    Uncompared(String),
    /// The upgrade failed.
    Upgrade(Failure),
    /// After the upgrade the database has something else than the revisions say.
    Differs(Vec<String>),
    /// The way back failed.
    Downgrade(Failure),
    /// After the way back the database has something else than before.
    NotBack(Vec<String>),
    /// After the way back the upgrade failed.
    UpgradeAgain(StepError),
    /// After the way back and the second upgrade the database has something else than after the first.
    NotAgain(Vec<String>),
    /// Not tried, because a revision that it needs failed.
    Unreached {
        /// That revision.
        because: String,
    },
}

/// Why a step failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What was said.
    pub error: StepError,
    /// Whether it fails on rows alone, and not on empty tables.
    pub on_rows: bool,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { error, on_rows } = self;
        let on_rows = if *on_rows { ", on tables with rows" } else { "" };
        write!(f, "failed{on_rows}: {}", error.message)
    }
}

impl LiveVerdict {
    /// Whether the revision must be mended.
    pub const fn is_failure(&self) -> bool {
        match self {
            Self::Repeatable | Self::OneWay | Self::Uncompared(_) | Self::Unreached { .. } => false,
            Self::Upgrade(_)
            | Self::Differs(_)
            | Self::Downgrade(_)
            | Self::NotBack(_)
            | Self::UpgradeAgain(_)
            | Self::NotAgain(_) => true,
        }
    }

    /// The verdict in one word, for other programs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Repeatable => "repeatable",
            Self::OneWay => "one_way",
            Self::Uncompared(_) => "uncompared",
            Self::Upgrade(_) => "upgrade",
            Self::Differs(_) => "differs",
            Self::Downgrade(_) => "downgrade",
            Self::NotBack(_) => "not_back",
            Self::UpgradeAgain(_) => "upgrade_again",
            Self::NotAgain(_) => "not_again",
            Self::Unreached { .. } => "unreached",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Upgrade(Failure { on_rows: true, .. }) => Some(
                "change the rows first, with `op.update` or `op.delete`; a column that is NOT NULL needs a default or \
                 a value for the rows that are there",
            ),
            Self::Downgrade(Failure { on_rows: true, .. }) => Some(
                "change the rows first in `fn downgrade`, or refuse with `downgrade = irreversible(\"why\")`",
            ),
            Self::Downgrade(_) | Self::NotBack(_) => Some(
                "mend `fn downgrade`, write `downgrade = auto` instead, or refuse with `downgrade = irreversible(\"why\")`",
            ),
            Self::UpgradeAgain(_) | Self::NotAgain(_) => {
                Some("the way back left something behind, or took away what was there before")
            }
            Self::Differs(_) => Some(
                "raw SQL says what it does to the schema with `.effect(..)`; what no raw SQL did is an error of cargo \
                 migrate, which a report would help to mend",
            ),
            Self::Repeatable
            | Self::OneWay
            | Self::Uncompared(_)
            | Self::Upgrade(_)
            | Self::Unreached { .. } => None,
        }
    }
}

impl fmt::Display for LiveVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeatable => f.write_str("up, down and up again"),
            Self::OneWay => f.write_str("up, and there is no way back"),
            Self::Uncompared(why) => write!(
                f,
                "the database was held against itself alone, as nobody knows what the revisions make: {why}"
            ),
            Self::Upgrade(failure) => write!(f, "the upgrade {failure}"),
            Self::Differs(findings) => write!(
                f,
                "after the upgrade the database is not as the revisions say: {}",
                findings.join(", ")
            ),
            Self::Downgrade(failure) => write!(f, "the way back {failure}"),
            Self::NotBack(findings) => {
                write!(
                    f,
                    "the way back does not lead to the database before: {}",
                    findings.join(", ")
                )
            }
            Self::UpgradeAgain(error) => {
                write!(f, "after the way back the upgrade failed: {}", error.message)
            }
            Self::NotAgain(findings) => write!(
                f,
                "the upgrade after the way back leads elsewhere than the first: {}",
                findings.join(", ")
            ),
            Self::Unreached { because } => write!(f, "not tried, as it comes after `{because}`"),
        }
    }
}

impl LiveFound {
    /// The place to look at: the operation at fault, or where the revision begins.
    pub fn origin(&self) -> Origin {
        let error = match &self.verdict {
            LiveVerdict::Upgrade(Failure { error, .. })
            | LiveVerdict::Downgrade(Failure { error, .. })
            | LiveVerdict::UpgradeAgain(error) => error.origin,
            LiveVerdict::Repeatable
            | LiveVerdict::OneWay
            | LiveVerdict::Uncompared(_)
            | LiveVerdict::Differs(_)
            | LiveVerdict::NotBack(_)
            | LiveVerdict::NotAgain(_)
            | LiveVerdict::Unreached { .. } => None,
        };
        error.unwrap_or_else(|| Origin::new(&self.revision.file, self.revision.line, 1))
    }
}
