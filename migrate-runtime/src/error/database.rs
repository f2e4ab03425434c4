//! [`DatabaseError`]: an error of the database as data, the same on every database.

use std::fmt;

use std::num::NonZeroUsize;

use super::advice::advice;

/// An error of the database.
///
/// [`kind`](Self::kind) means the same on every database and in every language of a server;
/// [`code`](Self::code) is the database's own.
///
/// ```
/// use diesel::prelude::*;
/// use migrate_runtime::executor::{DatabaseErrorKind, Driver};
///
/// let mut connection = SqliteConnection::establish(":memory:").unwrap();
/// Driver::execute(&mut connection, "CREATE TABLE users (name TEXT UNIQUE)")?;
/// Driver::execute(&mut connection, "INSERT INTO users VALUES ('anna')")?;
/// let error = Driver::execute(&mut connection, "INSERT INTO users VALUES ('anna')").unwrap_err();
/// match error.kind() {
///     DatabaseErrorKind::UniqueViolation => assert_eq!(error.column(), Some("name")),
///     kind if kind.is_transient() => println!("trying again: {error}"),
///     _ => return Err(error),
/// }
/// # Ok::<(), migrate_runtime::executor::DatabaseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseError(Box<Facts>);

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for DatabaseError {}

/// What is known of an error; boxed, as errors are rare and results are everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Facts {
    kind: DatabaseErrorKind,
    code: Option<String>,
    message: String,
    details: Option<String>,
    hint: Option<String>,
    constraint: Option<String>,
    table: Option<String>,
    column: Option<String>,
    position: Option<NonZeroUsize>,
    /// What was sent, where the error is to be asked for once more.
    statement: Option<String>,
}

/// What an error of a database is about.
///
/// It is decided by the SQLSTATE of PostgreSQL, by the error number of MariaDB and MySQL, and by
/// SQLite's result code, never by the language of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatabaseErrorKind {
    /// Two rows have the same key: a primary key, a unique constraint or a unique index.
    UniqueViolation,
    /// A row references no row, or is still referenced.
    ForeignKeyViolation,
    /// A column that is NOT NULL would hold NULL.
    NotNullViolation,
    /// A row does not satisfy a CHECK constraint.
    CheckViolation,
    /// Two rows exclude each other (PostgreSQL's `EXCLUDE`).
    ExclusionViolation,
    /// A value does not fit a type: out of range, too long, not a number.
    InvalidData,
    /// Another session held a lock for longer than this one waits: `lock_timeout`,
    /// `innodb_lock_wait_timeout`, `SQLITE_BUSY`.
    LockTimeout,
    /// Two sessions waited for each other, and the database ended this one's transaction.
    Deadlock,
    /// Transactions that ran at once cannot be put in an order.
    SerializationFailure,
    /// The statement was canceled by a user or by a time limit.
    Canceled,
    /// The connection is gone.
    ConnectionLost,
    /// The database, the transaction or the file takes no changes.
    ReadOnly,
    /// The user may not do that.
    PermissionDenied,
    /// A table, column, function or another object does not exist.
    UndefinedObject,
    /// An object of that name exists already.
    DuplicateObject,
    /// The statement cannot be read.
    SyntaxError,
    /// A value or expression has another type than its place.
    DatatypeMismatch,
    /// The referenced columns are no primary key and not unique.
    InvalidForeignKey,
    /// Other objects depend on what would be changed or dropped.
    DependentObjects,
    /// The database cannot do that, or not in the way that was asked for.
    NotSupported,
    /// A disk, a table or a limit of the server is full.
    StorageFull,
    /// Everything else, and what the database did not say enough about.
    #[default]
    Other,
}

impl DatabaseErrorKind {
    /// Whether the same statement may succeed when it is run again a little later.
    pub const fn is_transient(self) -> bool {
        match self {
            Self::LockTimeout
            | Self::Deadlock
            | Self::SerializationFailure
            | Self::ConnectionLost => true,
            Self::UniqueViolation
            | Self::ForeignKeyViolation
            | Self::NotNullViolation
            | Self::CheckViolation
            | Self::ExclusionViolation
            | Self::InvalidData
            | Self::Canceled
            | Self::ReadOnly
            | Self::PermissionDenied
            | Self::UndefinedObject
            | Self::DuplicateObject
            | Self::SyntaxError
            | Self::DatatypeMismatch
            | Self::InvalidForeignKey
            | Self::DependentObjects
            | Self::NotSupported
            | Self::StorageFull
            | Self::Other => false,
        }
    }
}

impl DatabaseError {
    /// An error that is only a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Facts { message: message.into(), ..Facts::default() }))
    }

    /// What it is about.
    pub fn kind(&self) -> DatabaseErrorKind {
        self.0.kind
    }

    /// The database's own code, where it can be found out: PostgreSQL's SQLSTATE (`23505`), the
    /// error number of MariaDB and MySQL (`1062`), the name of SQLite's result code
    /// (`SQLITE_BUSY`).
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The database's message, in the language the server is set to.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the database says beside its message.
    pub fn details(&self) -> Option<&str> {
        self.0.details.as_deref()
    }

    /// What to do about it: the database's own advice, or what its kind suggests.
    pub fn hint(&self) -> Option<&str> {
        // With 2BP01 PostgreSQL's own advice is `CASCADE`, which drops what the revisions go on to have.
        let is_cascade = self.code() == Some("2BP01");
        self.0.hint.as_deref().filter(|_| !is_cascade).or_else(|| advice(self))
    }

    /// The constraint or unique index that was violated.
    pub fn constraint(&self) -> Option<&str> {
        self.0.constraint.as_deref()
    }

    /// The table it is about.
    pub fn table(&self) -> Option<&str> {
        self.0.table.as_deref()
    }

    /// The column it is about.
    pub fn column(&self) -> Option<&str> {
        self.0.column.as_deref()
    }

    /// The place in the statement, in characters from 1.
    pub fn position(&self) -> Option<usize> {
        self.0.position.map(NonZeroUsize::get)
    }
}

/// For the code that makes errors of what a database says.
impl DatabaseError {
    /// The connection is not free for transactions of the executor's own.
    pub(crate) fn in_transaction() -> Self {
        Self::new("the connection is in a transaction already")
            .with_hint("hand in the connection before a transaction is begun on it")
    }

    /// The connection is gone; what the client library says of it, and the server if it had the time
    /// to, is in the details.
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    pub(crate) fn connection_lost(said: &str) -> Self {
        // libpq goes on with what that may mean, in lines that begin with a tab.
        let lines = said.lines().filter(|line| !line.starts_with('\t')).map(str::trim);
        let reason: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
        Self::new("the connection to the server was lost")
            .with_kind(DatabaseErrorKind::ConnectionLost)
            .with_details((!reason.is_empty()).then(|| reason.join("; ")).as_deref())
    }

    /// Speaks of a table by its own name instead of an interim one.
    pub(crate) fn rename_table(&mut self, interim: &str, table: &str) {
        self.0.message = self.0.message.replace(interim, table);
        if let Some(name) = &mut self.0.table {
            *name = name.replace(interim, table);
        }
    }

    pub(crate) fn with_kind(mut self, kind: DatabaseErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(crate) fn with_code(mut self, code: impl Into<String>) -> Self {
        self.0.code = Some(code.into());
        self
    }

    pub(crate) fn with_message(mut self, message: impl Into<String>) -> Self {
        self.0.message = message.into();
        self
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    pub(crate) fn with_table(mut self, table: Option<&str>) -> Self {
        self.0.table = table.map(str::to_owned);
        self
    }

    pub(crate) fn with_column(mut self, column: Option<&str>) -> Self {
        self.0.column = column.map(str::to_owned);
        self
    }

    /// The error with this as what the database says beside its message.
    pub(crate) fn with_more_details(mut self, details: String) -> Self {
        self.0.details = Some(details);
        self
    }

    pub(crate) fn with_statement(mut self, sql: &str) -> Self {
        self.0.statement = Some(sql.to_owned());
        self
    }

    /// The error with what is known of `other`, where both are one: of a statement that was sent once more, the
    /// server cannot be asked for the kind as the statements before it are undone.
    pub(crate) fn known_from(mut self, other: &Self) -> Self {
        if self.0.code.is_none() && self.0.message == other.0.message {
            self.0.kind = other.0.kind;
            self.0.code.clone_from(&other.0.code);
        }
        self
    }

    pub(crate) fn with_position(mut self, position: Option<usize>) -> Self {
        self.0.position = position.and_then(NonZeroUsize::new);
        self
    }
}

/// For what diesel's errors have and no other.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
impl DatabaseError {
    pub(crate) fn with_details(mut self, details: Option<&str>) -> Self {
        self.0.details = details.map(str::to_owned);
        self
    }

    pub(crate) fn with_constraint(mut self, constraint: Option<&str>) -> Self {
        self.0.constraint = constraint.map(str::to_owned);
        self
    }
}

#[cfg(feature = "postgres")]
impl DatabaseError {
    /// What was sent to the server.
    pub(crate) fn statement(&self) -> Option<&str> {
        self.0.statement.as_deref()
    }
}
