//! What can go wrong while revisions run.

use migrate_core::dialect::DefinitionError;
use migrate_core::graph::Direction;
use migrate_core::op::RunError;
use migrate_core::schema::Origin;

/// An error of the database, with what it says beside the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct DatabaseError {
    /// The database's message.
    pub message: String,
    /// More of it, where the database has more to say.
    pub details: Option<String>,
    /// The database's own advice.
    pub hint: Option<String>,
    /// The place in the statement, in characters from 1.
    pub position: Option<usize>,
}

impl DatabaseError {
    /// An error that is only a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), details: None, hint: None, position: None }
    }

    /// The connection is not free for transactions of the executor's own.
    pub(super) fn in_transaction() -> Self {
        let hint = "hand in the connection before a transaction is begun on it".to_owned();
        Self { hint: Some(hint), ..Self::new("the connection is in a transaction already") }
    }

    /// What to do about it: the database's own advice, or ours.
    pub fn advice(&self) -> Option<String> {
        self.hint.clone().or_else(|| advice(&self.message))
    }
}

/// A revision failed while it ran; what it did is undone, as far as the database undoes DDL.
#[derive(Debug, thiserror::Error)]
#[error("revision `{revision}` failed to {}", match .direction { Direction::Up => "apply", Direction::Down => "be taken back" })]
pub struct ExecuteError {
    /// The revision.
    pub revision: String,
    /// Its file and line.
    pub site: String,
    /// Which way it went.
    pub direction: Direction,
    /// The operation that failed, in a few words.
    pub operation: Option<String>,
    /// The source line of that operation.
    pub origin: Option<Origin>,
    /// The statement that failed.
    pub sql: Option<String>,
    /// What of the revision ran before and is not undone.
    pub partial_progress: Option<PartialProgress>,
    /// The index that was left half-built.
    pub invalid_index: Option<String>,
    /// Whether all of the revision ran and could not be written down.
    pub unrecorded: bool,
    /// The reason.
    #[source]
    pub cause: ExecuteCause,
}

/// What stays of a revision that does not run in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartialProgress {
    /// How many statements ran before the one that failed.
    pub statements: usize,
    /// Whether a part of what failed may have run as well.
    pub partly: bool,
}

impl ExecuteError {
    /// The error of a revision of which some stays.
    pub(super) const fn with_partial_progress(mut self, progress: Option<PartialProgress>) -> Self {
        self.partial_progress = progress;
        self
    }

    /// The error of a revision that ran and is not written down.
    pub(super) const fn unrecorded(mut self) -> Self {
        self.unrecorded = true;
        self
    }

    /// The error of an index that stays half-built.
    pub(super) fn left_invalid(mut self, index: String) -> Self {
        self.invalid_index = Some(index);
        self
    }

    /// What is not as it was before, when there is something.
    pub fn state(&self) -> Option<String> {
        let index = self.invalid_index.as_ref().map(|index| {
            format!(
                "index {index} is left half-built and is not used; running again drops it and \
                 builds it again"
            )
        });
        let progress = self.partial_progress.map(|PartialProgress { statements, partly }| {
            let ran = match (statements, partly) {
                (0, _) => "a part of what failed may have run".to_owned(),
                (1, false) => "one statement ran".to_owned(),
                (1, true) => "one statement ran, and maybe a part of what failed".to_owned(),
                (count, false) => format!("{count} statements ran"),
                (count, true) => format!("{count} statements ran, and maybe a part of what failed"),
            };
            format!(
                "{ran}, and stays: the revision does not run in a transaction here. undo it by hand \
                 before running again, or finish it by hand and stamp the revision"
            )
        });
        let unrecorded = self.unrecorded.then(|| {
            "all of the revision ran, and only that could not be written down: stamp it when the \
             version table can be written"
                .to_owned()
        });
        let parts: Vec<_> = index.into_iter().chain(progress).chain(unrecorded).collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    }
}

/// The reason a revision failed.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteCause {
    /// The database refused a statement.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The table's live definition could not be edited.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// A function given to `run` failed.
    #[error("{0}")]
    Run(RunError),
    /// A function given to `run` wants another database.
    #[error("`run` takes a `{wanted}`, and this is {dialect}")]
    WrongConnection {
        /// The type it wants.
        wanted: String,
        /// The database there is.
        dialect: String,
    },
    /// Rows reference rows that are not there.
    #[error("{count} {} of table `{table}` reference{} no row of `{parent}`", if *.count == 1 { "row" } else { "rows" }, if *.count == 1 { "s" } else { "" })]
    ForeignKeys {
        /// How many more than before.
        count: usize,
        /// The table with the rows.
        table: String,
        /// The table they reference.
        parent: String,
    },
    /// A view or trigger no longer fits the table that was rebuilt.
    #[error("{kind} `{name}` no longer works: {message}")]
    Dependent {
        /// `view` or `trigger`.
        kind: String,
        /// Its name.
        name: String,
        /// What the database says of it.
        message: String,
    },
}

impl ExecuteCause {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Database(error) => error.advice(),
            Self::Definition(DefinitionError::Missing { .. }) => Some(
                "the database is not what the revisions say it is; was it changed by hand?".into(),
            ),
            Self::Definition(DefinitionError::Unreadable { .. }) | Self::Run(_) => None,
            Self::WrongConnection { .. } => Some(
                "record a `run` for each database's connection type in a revision of its own"
                    .into(),
            ),
            Self::ForeignKeys { parent, .. } => Some(format!(
                "delete or repair those rows first, or add the missing ones to `{parent}`"
            )),
            Self::Dependent { kind, name, .. } => Some(format!(
                "drop {kind} `{name}` before the change, with `op.drop_{kind}(..)`, and make it \
                 again after it"
            )),
        }
    }
}

/// Parts of messages, of any database, and what to do about them; the first that fits is given.
const ADVICE: &[(&[&str], &str)] = &[
    (
        &["NOT NULL constraint failed", "contains null values"],
        "some rows hold NULL there: fill them first, with `op.update(..)`",
    ),
    (
        &["Data truncated for column"],
        "some rows hold NULL there, or what the new type does not take: repair them first, with \
         `op.update(..)`",
    ),
    (
        &["UNIQUE constraint failed", "could not create unique index", "Duplicate entry"],
        "some rows are alike there: make them differ first",
    ),
    (
        &["CHECK constraint failed", "is violated by some row", "violates check constraint"],
        "some rows break the check: repair them first",
    ),
    (
        &[
            "FOREIGN KEY constraint failed",
            "violates foreign key constraint",
            "a foreign key constraint fails",
        ],
        "some rows reference what would be gone, or what is not there",
    ),
    (
        &["foreign key mismatch", "no unique constraint matching given keys"],
        "the referenced columns are no longer a primary key or unique",
    ),
    (
        &["Cannot add a NOT NULL column"],
        "the rows that are there would hold NULL: add it nullable, fill it with `op.update(..)`, \
         then `op.alter_column(..).not_null()`",
    ),
    (
        &["cannot be cast automatically"],
        "say how the values are turned: `.set_type(..).using(\"column::integer\")`",
    ),
    (
        &["ALGORITHM=", "LOCK=NONE is not supported"],
        "the server would have to copy or lock the table; if that is what you want, write the \
         statement with `op.execute(..)` and say what it does with `.effect(..)`",
    ),
    (
        &["error in view", "because other objects depend on it", "used by a view or rule"],
        "drop that view before the change, with `op.drop_view(..)`, and make it again after it",
    ),
    (
        &["error in trigger"],
        "drop that trigger before the change, with `op.drop_trigger(..)`, and make it again after it",
    ),
    (
        &["database is locked", "due to lock timeout", "Lock wait timeout exceeded"],
        "another program is using the table; run again when it has finished",
    ),
    (&["readonly database"], "the file, or the directory it is in, may not be written to"),
    (
        &["permission denied", "must be owner of", "command denied to user"],
        "the database's user may not do that: grant it the right, or use its owner",
    ),
];

fn advice(message: &str) -> Option<String> {
    let known = ADVICE.iter().find(|(parts, _)| parts.iter().any(|part| message.contains(part)));
    known.map(|(_, advice)| (*advice).to_owned())
}
