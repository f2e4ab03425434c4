//! [`ExecuteError`]: a revision failed while it ran.

use std::fmt;

use migrate_core::dialect::{DefinitionError, DescribedOperation};
use migrate_core::graph::Direction;
use migrate_core::op::RunError;
use migrate_core::schema::Origin;

use super::{DatabaseError, DatabaseErrorKind};
use crate::prepare::Panic;

/// A revision failed while it ran; what it did is undone, as far as the database undoes DDL.
#[derive(Debug)]
#[non_exhaustive]
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
    /// The operations of which one failed, where the database does not tell which.
    pub one_of: Vec<DescribedOperation>,
    /// What to do where rows or other objects stop that operation.
    pub advice: Option<&'static str>,
    /// The statement that failed.
    pub sql: Option<String>,
    /// What of the revision ran before and is not undone.
    pub partial_progress: Option<Box<PartialProgress>>,
    /// The index that was left half-built.
    pub invalid_index: Option<String>,
    /// Whether all of the revision ran and could not be written down.
    pub unrecorded: bool,
    /// What became of the transaction, when the run was stopped or lost its connection.
    pub outcome: Option<Outcome>,
    /// The reason.
    pub cause: ExecuteCause,
}

impl fmt::Display for ExecuteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, direction, .. } = self;
        let wanted = match direction {
            Direction::Up => "apply",
            Direction::Down => "be taken back",
        };
        write!(f, "revision `{revision}` failed to {wanted}")
    }
}

impl std::error::Error for ExecuteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

/// What became of the transaction of a revision whose run was stopped or lost its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// There was none, or not yet, and nothing of the revision is kept.
    NotBegun,
    /// It is rolled back.
    RolledBack {
        /// How many revisions shared it which were said to have run before.
        before: usize,
    },
    /// The connection was lost while it was committed: it may be, or not.
    Unknown,
}

/// What stays of a revision that does not run in a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartialProgress {
    /// How many statements ran before the one that failed.
    pub statements: usize,
    /// The operation of the last of them.
    pub last: Option<DescribedOperation>,
    /// Whether a part of what failed may have run as well.
    pub partly: bool,
}

impl ExecuteError {
    /// The error of the operation, or of one of several.
    pub(crate) fn of_operations(mut self, operations: Vec<DescribedOperation>) -> Self {
        match operations.as_slice() {
            [only] => {
                self.operation = Some(only.description.clone());
                self.origin = Some(only.origin);
                self.advice = only.advice;
            }
            _ => self.one_of = operations,
        }
        self
    }

    /// What to do about it: what the operation tells where rows or objects stop it, else what the cause
    /// suggests.
    pub fn hint(&self) -> Option<String> {
        let advice = self.advice.filter(|_| match &self.cause {
            ExecuteCause::Database(error) => stops_an_operation(error),
            _ => false,
        });
        advice.map(str::to_owned).or_else(|| self.cause.hint())
    }

    /// The error of a revision of which some stays.
    pub(crate) fn with_partial_progress(mut self, progress: Option<PartialProgress>) -> Self {
        self.partial_progress = progress.map(Box::new);
        self
    }

    /// The error with what became of the transaction, if the run was stopped or lost its connection;
    /// a statement that the server canceled is never committed.
    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        let interrupted = match &self.cause {
            ExecuteCause::Canceled if outcome == Outcome::Unknown => {
                Some(Outcome::RolledBack { before: 0 })
            }
            ExecuteCause::Canceled | ExecuteCause::LockLost(_) => Some(outcome),
            _ => self.lost_connection().then_some(outcome),
        };
        self.outcome = self.outcome.or(interrupted);
        self
    }

    /// Whether the connection was lost meanwhile.
    pub(crate) fn lost_connection(&self) -> bool {
        match &self.cause {
            ExecuteCause::Database(error) => error.kind() == DatabaseErrorKind::ConnectionLost,
            _ => false,
        }
    }

    /// Whether the statement at fault reached the database.
    pub(crate) fn was_sent(&self) -> bool {
        self.sql.is_some()
            || !matches!(self.cause, ExecuteCause::Canceled | ExecuteCause::LockLost(_))
    }

    /// The error of a revision that ran and is not written down.
    pub(crate) const fn unrecorded(mut self) -> Self {
        self.unrecorded = true;
        self
    }

    /// The error of an index that stays half-built.
    pub(crate) fn left_invalid(mut self, index: String) -> Self {
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
        let progress = self.partial_progress.as_ref().map(|progress| {
            let PartialProgress { statements, last, partly } = &**progress;
            let ran = match (statements, partly) {
                (0, _) => "a part of what failed may have run".to_owned(),
                (1, false) => "one statement ran".to_owned(),
                (1, true) => "one statement ran, and maybe a part of what failed".to_owned(),
                (count, false) => format!("{count} statements ran"),
                (count, true) => format!("{count} statements ran, and maybe a part of what failed"),
            };
            let last = last.as_ref().map(|DescribedOperation { description, origin, names: _, advice: _ }| {
                format!("; the last operation done is `{description}` ({origin})")
            });
            let did = if *statements > 1 { "they" } else { "it" };
            let next = if *partly {
                "running again begins with a look at what failed"
            } else {
                "running again resumes with the statement that failed"
            };
            format!(
                "{ran}, and what {did} did stays: the revision does not run in a transaction here{}. {next}",
                last.unwrap_or_default()
            )
        });
        let unrecorded = self.unrecorded.then(|| {
            "all of the revision ran, and only that could not be written down: stamp it when the \
             version table can be written"
                .to_owned()
        });
        let ended = matches!(self.cause, ExecuteCause::TransactionEnded).then(|| {
            "what the function committed stays, with all that ran before it in the transaction. undo \
             it by hand before running again, or finish it by hand and stamp the revision"
                .to_owned()
        });
        let outcome = self.outcome.map(|outcome| match outcome {
            Outcome::NotBegun => "nothing of the revision is kept".to_owned(),
            Outcome::RolledBack { before: 0 } => {
                "the revision's transaction is rolled back, and nothing of it is kept".to_owned()
            }
            Outcome::RolledBack { before } => {
                let revisions = if before == 1 { "revision" } else { "revisions" };
                format!(
                    "the transaction is rolled back, and nothing is kept of the revision and the \
                     {before} {revisions} before it that shared it"
                )
            }
            Outcome::Unknown => "whether the revision was committed is not known: `cargo migrate \
                                 current` says it, and running again begins with a look"
                .to_owned(),
        });
        let parts: Vec<_> =
            [index, progress, unrecorded, ended, outcome].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    }
}

/// Whether an error may be of rows or of other objects: by its kind, or because its kind is not known.
fn stops_an_operation(error: &DatabaseError) -> bool {
    match error.kind() {
        DatabaseErrorKind::InvalidData
        | DatabaseErrorKind::CheckViolation
        | DatabaseErrorKind::DependentObjects => true,
        DatabaseErrorKind::Other => error.code().is_none(),
        DatabaseErrorKind::UniqueViolation
        | DatabaseErrorKind::ForeignKeyViolation
        | DatabaseErrorKind::NotNullViolation
        | DatabaseErrorKind::ExclusionViolation
        | DatabaseErrorKind::LockTimeout
        | DatabaseErrorKind::Deadlock
        | DatabaseErrorKind::SerializationFailure
        | DatabaseErrorKind::Canceled
        | DatabaseErrorKind::ConnectionLost
        | DatabaseErrorKind::ReadOnly
        | DatabaseErrorKind::PermissionDenied
        | DatabaseErrorKind::UndefinedObject
        | DatabaseErrorKind::DuplicateObject
        | DatabaseErrorKind::SyntaxError
        | DatabaseErrorKind::DatatypeMismatch
        | DatabaseErrorKind::InvalidForeignKey
        | DatabaseErrorKind::NotSupported
        | DatabaseErrorKind::StorageFull => false,
    }
}

/// The reason a revision failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExecuteCause {
    /// The database refused a statement.
    Database(DatabaseError),
    /// The table's live definition could not be edited.
    Definition(DefinitionError),
    /// A function given to `run` failed.
    Run(RunError),
    /// A function given to `run` panicked.
    Panic(Panic),
    /// A function given to `run` wants another database.
    WrongConnection {
        /// The type it wants.
        wanted: String,
        /// The database there is.
        dialect: String,
    },
    /// Rows reference rows that are not there.
    ForeignKeys {
        /// How many more than before.
        count: usize,
        /// The table with the rows.
        table: String,
        /// The table they reference.
        parent: String,
    },
    /// A view or trigger no longer fits the table that was rebuilt.
    Dependent {
        /// `view` or `trigger`.
        kind: String,
        /// Its name.
        name: String,
        /// What the database says of it.
        message: String,
    },
    /// A function given to `run` has ended the transaction of its revision.
    TransactionEnded,
    /// The run was stopped.
    Canceled,
    /// The runner lock is held no longer, so that another runner may be at work.
    LockLost(DatabaseError),
    /// Another program changed the version table while the revision ran outside a transaction.
    VersionTableChanged {
        /// The rows the plan was made for.
        expected: Vec<String>,
        /// The rows that are there.
        found: Vec<String>,
    },
}

impl fmt::Display for ExecuteCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Definition(error) => error.fmt(f),
            Self::Run(error) => error.fmt(f),
            Self::Panic(panic) => write!(f, "the function {panic}"),
            Self::WrongConnection { wanted, dialect } => {
                write!(f, "`run` takes a `{wanted}`, and this is {dialect}")
            }
            Self::ForeignKeys { count: 1, table, parent } => {
                write!(f, "1 row of table `{table}` references no row of `{parent}`")
            }
            Self::ForeignKeys { count, table, parent } => {
                write!(f, "{count} rows of table `{table}` reference no row of `{parent}`")
            }
            Self::Dependent { kind, name, message } => {
                write!(f, "{kind} `{name}` no longer works: {message}")
            }
            Self::TransactionEnded => f.write_str(
                "the function given to `run` ended the transaction that its revision is in",
            ),
            Self::Canceled => f.write_str("the run was stopped"),
            Self::LockLost(error) => write!(f, "the runner lock was lost: {error}"),
            Self::VersionTableChanged { expected, found } => write!(
                f,
                "another program changed the version table meanwhile, from {} to {}",
                super::rows(expected),
                super::rows(found)
            ),
        }
    }
}

impl std::error::Error for ExecuteCause {}

impl From<DatabaseError> for ExecuteCause {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

impl From<DefinitionError> for ExecuteCause {
    fn from(error: DefinitionError) -> Self {
        Self::Definition(error)
    }
}

impl ExecuteCause {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Database(error) => error.hint().map(str::to_owned),
            Self::Definition(DefinitionError::Missing { .. }) => Some(
                "the database is not what the revisions say it is; was it changed by hand?".into(),
            ),
            Self::Definition(DefinitionError::Ambiguous { .. }) => Some(
                "drop the one that is one too many by hand, with the rebuild of \
                 https://www.sqlite.org/lang_altertable.html#otheralter"
                    .into(),
            ),
            Self::Definition(DefinitionError::Lossy { .. }) => Some(
                "give the column's type, default and comment in this revision too, or change the column \
                 with `op.execute(..)`"
                    .into(),
            ),
            Self::Definition(DefinitionError::Unreadable { .. })
            | Self::Run(_)
            | Self::Panic(_)
            | Self::Canceled => None,
            Self::WrongConnection { .. } => Some(
                "add a function for this database: `op.run(..).or(..)`".into(),
            ),
            Self::ForeignKeys { parent, .. } => Some(format!(
                "delete or repair those rows first, or add the missing ones to `{parent}`"
            )),
            Self::TransactionEnded => Some(
                "leave `COMMIT` and `ROLLBACK` to the run, or have the revision take \
                 `op: &mut Op<NoTx>`"
                    .into(),
            ),
            // What is known of a lock goes before what is true of any.
            Self::LockLost(error)
                if error.kind() == DatabaseErrorKind::Other && error.hint().is_some() =>
            {
                error.hint().map(str::to_owned)
            }
            Self::LockLost(_) => Some(
                "run again: what is written down is looked at first, and another runner is waited \
                 for"
                .into(),
            ),
            Self::VersionTableChanged { .. } => Some(
                "see what the other program did with `cargo migrate current`, before anything else \
                 runs"
                .into(),
            ),
            Self::Dependent { kind, name, .. } => Some(format!(
                "drop {kind} `{name}` before the change, with `op.drop_{kind}(..)`, and make it \
                 again after it"
            )),
        }
    }
}
