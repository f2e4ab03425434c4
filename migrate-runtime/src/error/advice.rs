//! What to do about an error of the database, by its kind and code.

use super::{DatabaseError, DatabaseErrorKind};

/// PostgreSQL's `feature_not_supported`
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
const FEATURE_NOT_SUPPORTED: &str = "0A000";

/// PostgreSQL's `object_in_use`, such as a table whose rows wait for a check.
const OBJECT_IN_USE: &str = "55006";

/// `ER_ALTER_OPERATION_NOT_SUPPORTED` and `.._REASON`: an `ALGORITHM` or `LOCK` that the server
/// cannot keep (<https://mariadb.com/docs/server/reference/error-codes>).
const ALTER_OPERATION_NOT_SUPPORTED: [&str; 2] = ["1845", "1846"];

/// `WARN_DATA_TRUNCATED`, which MariaDB and MySQL also say of a NULL that a column of `NOT NULL`
/// would hold.
const DATA_TRUNCATED: &str = "1265";

/// What to do about the error; none when its kind alone suggests nothing.
pub(super) fn advice(error: &DatabaseError) -> Option<&'static str> {
    let code = error.code().unwrap_or_default();
    Some(match error.kind() {
        DatabaseErrorKind::NotNullViolation => {
            "some rows hold NULL there: fill them first, with `op.update(..)`"
        }
        DatabaseErrorKind::InvalidData if code == DATA_TRUNCATED => {
            "some rows hold NULL there, or what the new type does not take: repair them first, \
             with `op.update(..)`"
        }
        DatabaseErrorKind::InvalidData => {
            "some value does not fit the column's type: repair the rows first, with `op.update(..)`"
        }
        DatabaseErrorKind::UniqueViolation => "some rows are alike there: make them differ first",
        DatabaseErrorKind::CheckViolation => "some rows break the check: repair them first",
        DatabaseErrorKind::ExclusionViolation => "some rows exclude each other: repair them first",
        DatabaseErrorKind::ForeignKeyViolation => {
            "some rows reference what would be gone, or what is not there"
        }
        DatabaseErrorKind::InvalidForeignKey => {
            "the referenced columns are no longer a primary key or unique"
        }
        DatabaseErrorKind::NotSupported if ALTER_OPERATION_NOT_SUPPORTED.contains(&code) => {
            "the server would have to copy or lock the table; if that is what you want, write the \
             statement with `op.execute(..)` and say what it does with `.effect(..)`"
        }
        // PostgreSQL refuses to change a column that a view uses as a feature it does not have,
        // and names the view in the details.
        DatabaseErrorKind::NotSupported
            if code == FEATURE_NOT_SUPPORTED && error.details().is_some() =>
        {
            "if a view, a rule or a policy uses it, drop that before the change, such as a view with \
             `op.drop_view(..)`, and make it again after it"
        }
        DatabaseErrorKind::DependentObjects => {
            "drop what depends on it before the change, such as a view with `op.drop_view(..)`, \
             and make it again after it"
        }
        DatabaseErrorKind::Other if code == OBJECT_IN_USE => {
            "if rows of it wait for a deferred constraint, have them checked before, with \
             `op.execute(\"SET CONSTRAINTS ALL IMMEDIATE\").effect(|_| {})`"
        }
        DatabaseErrorKind::LockTimeout => {
            "another program is using the table: run again when it has finished, or end what holds the lock; \
             `--lock-timeout` waits longer, `--lock-retries` tries more often"
        }
        DatabaseErrorKind::ConnectionLost => {
            "see whether the server runs, then run again: what is applied is not run twice"
        }
        DatabaseErrorKind::Deadlock | DatabaseErrorKind::SerializationFailure => {
            "another program changed the same tables at the same time; run again"
        }
        DatabaseErrorKind::ReadOnly if code.starts_with("SQLITE") => {
            "the file, or the directory it is in, may not be written to"
        }
        DatabaseErrorKind::ReadOnly => {
            "the server takes no changes: connect to one that does, such as the primary of a \
             replica"
        }
        DatabaseErrorKind::PermissionDenied => {
            "the database's user may not do that: grant it the right, or use its owner"
        }
        DatabaseErrorKind::DuplicateObject => {
            "a run that failed half way has left it, or it was created by hand: drop it, or stamp the \
             revision when all of it is there"
        }
        DatabaseErrorKind::StorageFull => "make room on the disk that holds the database",
        DatabaseErrorKind::NotSupported
        | DatabaseErrorKind::Canceled
        | DatabaseErrorKind::UndefinedObject
        | DatabaseErrorKind::SyntaxError
        | DatabaseErrorKind::DatatypeMismatch
        | DatabaseErrorKind::Other => return None,
    })
}
