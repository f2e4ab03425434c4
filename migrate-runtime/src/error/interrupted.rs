//! [`Interrupted`]: a revision that was begun outside a transaction and is not finished.

use std::fmt;

/// A revision that an earlier run began outside a transaction, and that this run does not go on with by itself.
///
/// Nothing was changed. [`Migrations::interrupted`](crate::Migrations::interrupted) tells of one before anything is
/// tried.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Interrupted {
    /// The revision.
    pub revision: String,
    /// `upgrade` or `downgrade`.
    pub direction: String,
    /// How many of its statements are known to be done.
    pub done: usize,
    /// How many it had when it was begun.
    pub total: usize,
    /// The statement that was in hand, where it was kept.
    pub statement: Option<String>,
    /// When it was begun, in UTC.
    pub started_at: String,
    /// Who began it.
    pub applied_by: Option<String>,
    /// Why it does not go on.
    pub cause: Interruption,
}

/// Why a revision that was begun does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interruption {
    /// It can: nothing was tried yet.
    None,
    /// Whether its next statement ran cannot be told.
    Unknown {
        /// What the catalogue has now of each object that the statement is about.
        found: Vec<String>,
    },
    /// It was edited, and one of the statements that ran is another now.
    Edited {
        /// The first of them, from 1.
        statement: usize,
    },
    /// The run leads elsewhere: it does not begin with this revision in this direction.
    Elsewhere,
    /// A statement that ran has set something of its session, which ended with it.
    SessionLost {
        /// Which, from 1.
        statement: usize,
        /// Its SQL.
        sql: Option<String>,
    },
}

impl Interrupted {
    /// Where it is, in one line.
    pub fn progress(&self) -> String {
        let Self { revision, direction, done, total, started_at, applied_by, .. } = self;
        let by = applied_by.as_ref().map_or_else(String::new, |name| format!(" by {name}"));
        let statements = if *total == 1 { "statement" } else { "statements" };
        format!(
            "the {direction} of revision `{revision}` was begun at {started_at}{by}, and {done} of its \
             {total} {statements} are done"
        )
    }

    /// What the catalogue has now of what the statement in hand is about, in lines.
    #[cfg(feature = "cli")]
    pub(crate) fn found(&self) -> impl Iterator<Item = &str> {
        let found = match &self.cause {
            Interruption::Unknown { found } => found.as_slice(),
            Interruption::None
            | Interruption::Edited { .. }
            | Interruption::Elsewhere
            | Interruption::SessionLost { .. } => &[],
        };
        found.iter().flat_map(|text| text.lines())
    }

    /// The statement that it is about, where it is known.
    pub(crate) fn sql(&self) -> Option<&str> {
        match &self.cause {
            Interruption::SessionLost { sql, .. } => sql.as_deref(),
            Interruption::Unknown { .. } => self.statement.as_deref(),
            Interruption::None | Interruption::Edited { .. } | Interruption::Elsewhere => None,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        let Self { revision, direction, done, .. } = self;
        let next = done + 1;
        let target = if direction == "downgrade" { "-1" } else { revision };
        match &self.cause {
            Interruption::None | Interruption::Elsewhere => {
                let back = if direction == "downgrade" { "upgrade" } else { "downgrade" };
                format!(
                    "finish it with `cargo migrate {direction} {target}`, then go where you like; to \
                     take it back, finish it and `{back}` it"
                )
            }
            Interruption::Unknown { .. } => format!(
                "look at the database: if statement {next} is done, run again with `--resume skip`; if \
                 nothing of it is, with `--resume retry`; if a part of it is, finish or undo that part by \
                 hand first"
            ),
            Interruption::Edited { statement } => format!(
                "give the revision statement {statement} back as it was when it ran; or finish the \
                 revision by hand and `cargo migrate stamp` it"
            ),
            Interruption::SessionLost { statement, .. } => format!(
                "run again with `--resume retry` if statement {statement} may run once more in a new \
                 session and gives what it gave; or finish the revision by hand and `cargo migrate stamp` it"
            ),
        }
    }
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, direction, done, total, .. } = self;
        match &self.cause {
            Interruption::None | Interruption::Elsewhere => write!(
                f,
                "revision `{revision}` is half done: its {direction} was interrupted after {done} of \
                 {total} statements"
            ),
            Interruption::Unknown { .. } => write!(
                f,
                "whether statement {} of {total} of revision `{revision}` ran cannot be told: its \
                 {direction} was interrupted there",
                done + 1
            ),
            Interruption::Edited { statement } => write!(
                f,
                "revision `{revision}` was edited after its {direction} was interrupted: statement \
                 {statement}, which ran, is another now"
            ),
            Interruption::SessionLost { statement, .. } => write!(
                f,
                "the {direction} of revision `{revision}` was interrupted after {done} of {total} \
                 statements, and what statement {statement} set ended with its session"
            ),
        }
    }
}
