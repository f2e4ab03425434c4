//! What an error of SQLite is: its result code, and the kind that follows from it.
//!
//! diesel 2.3 keeps the code to itself, but for four kinds of violated constraints. SQLite is
//! compiled into the program and speaks English only; the message of a code that has no message of
//! its own is a constant of the library (`sqlite3_errstr`, <https://www.sqlite.org/rescode.html>),
//! so those messages are read back as the codes they stand for.

use diesel::SqliteConnection;
use diesel::result::DatabaseErrorKind as Diesel;

use crate::executor::{DatabaseError, DatabaseErrorKind};

/// The constant messages, their codes, and what they mean for a migration.
const CODES: [(&str, &str, DatabaseErrorKind); 13] = [
    ("database is locked", "SQLITE_BUSY", DatabaseErrorKind::LockTimeout),
    ("database schema is locked", "SQLITE_LOCKED", DatabaseErrorKind::LockTimeout),
    ("database table is locked", "SQLITE_LOCKED", DatabaseErrorKind::LockTimeout),
    ("attempt to write a readonly database", "SQLITE_READONLY", DatabaseErrorKind::ReadOnly),
    ("database or disk is full", "SQLITE_FULL", DatabaseErrorKind::StorageFull),
    ("interrupted", "SQLITE_INTERRUPT", DatabaseErrorKind::Canceled),
    ("not authorized", "SQLITE_AUTH", DatabaseErrorKind::PermissionDenied),
    ("access permission denied", "SQLITE_PERM", DatabaseErrorKind::PermissionDenied),
    ("string or blob too big", "SQLITE_TOOBIG", DatabaseErrorKind::InvalidData),
    ("datatype mismatch", "SQLITE_MISMATCH", DatabaseErrorKind::InvalidData),
    ("database disk image is malformed", "SQLITE_CORRUPT", DatabaseErrorKind::Other),
    ("disk I/O error", "SQLITE_IOERR", DatabaseErrorKind::Other),
    ("unable to open database file", "SQLITE_CANTOPEN", DatabaseErrorKind::Other),
];

/// How messages of the one code `SQLITE_ERROR` begin, which has no finer one.
const BEGINNINGS: [(&str, DatabaseErrorKind); 13] = [
    ("no such ", DatabaseErrorKind::UndefinedObject),
    ("unknown column ", DatabaseErrorKind::UndefinedObject),
    ("unknown database ", DatabaseErrorKind::UndefinedObject),
    ("duplicate column name", DatabaseErrorKind::DuplicateObject),
    ("there is already ", DatabaseErrorKind::DuplicateObject),
    ("near ", DatabaseErrorKind::SyntaxError),
    ("unrecognized token", DatabaseErrorKind::SyntaxError),
    ("incomplete input", DatabaseErrorKind::SyntaxError),
    ("foreign key mismatch", DatabaseErrorKind::InvalidForeignKey),
    (ADDED_NOT_NULL, DatabaseErrorKind::NotNullViolation),
    (BROKEN_VIEW, DatabaseErrorKind::DependentObjects),
    (BROKEN_TRIGGER, DatabaseErrorKind::DependentObjects),
    ("error in index ", DatabaseErrorKind::DependentObjects),
];

const ADDED_NOT_NULL: &str = "Cannot add a NOT NULL column";
const BROKEN_VIEW: &str = "error in view ";
const BROKEN_TRIGGER: &str = "error in trigger ";

/// What helps where a view or trigger is broken before the change.
const BROKEN_BEFORE: &str = "it is broken whatever this revision does, and while it is, SQLite renames no table and no column of \
                             the database, and drops no column: drop it before the change, with `op.drop_view(..)` or \
                             `op.drop_trigger(..)`, or create what it names";

/// Whether the view or trigger at fault was broken before the change: SQLite compiles all of them before, and once more
/// after it, of which its message says `error in view v after rename: ..` (`renameTestSchema` in its `alter.c`; tried on 3.40 and
/// 3.53).
fn is_broken_before(message: &str) -> bool {
    let rest = message.strip_prefix(BROKEN_VIEW).or_else(|| message.strip_prefix(BROKEN_TRIGGER));
    let place = rest.and_then(|rest| rest.split(": ").next());
    place.is_some_and(|place| {
        !place.ends_with(" after rename") && !place.ends_with(" after drop column")
    })
}

/// The error with its code, its kind and the names in its message.
pub(super) fn explain(
    _: &mut SqliteConnection,
    error: diesel::result::Error,
    _: Option<&str>,
) -> DatabaseError {
    let error = super::super::first_of(error);
    let code = match &error {
        diesel::result::Error::DatabaseError(kind, _) => match kind {
            // A primary key has a code of its own, which diesel takes for the same.
            Diesel::UniqueViolation => Some("SQLITE_CONSTRAINT"),
            Diesel::ForeignKeyViolation => Some("SQLITE_CONSTRAINT_FOREIGNKEY"),
            Diesel::NotNullViolation => Some("SQLITE_CONSTRAINT_NOTNULL"),
            Diesel::CheckViolation => Some("SQLITE_CONSTRAINT_CHECK"),
            // The rest says nothing more than `Unknown`. The enum may grow.
            _ => None,
        },
        _ => return error.into(),
    };
    let error = DatabaseError::from(error);
    match code {
        Some(code) => with_names(error.with_code(code)),
        None => with_message_read(error),
    }
}

fn with_message_read(error: DatabaseError) -> DatabaseError {
    let message = error.message();
    let constant = CODES.iter().find(|(text, ..)| {
        // `database table is locked: users`, and the same for the schema.
        message.strip_prefix(text).is_some_and(|rest| rest.is_empty() || rest.starts_with(": "))
    });
    if let Some((_, code, kind)) = constant {
        return error.with_kind(*kind).with_code(*code);
    }
    // `cannot store INT value in BLOB column t.c`, of a strict table (`SQLITE_CONSTRAINT_DATATYPE`, SQLite 3.37 and
    // later, <https://www.sqlite.org/stricttables.html>).
    if let Some(value) = message.strip_prefix("cannot store ") {
        let column = value.rsplit_once(" column ").and_then(|(_, names)| names.split_once('.'));
        let (table, column) =
            column.map(|(table, column)| (table.to_owned(), column.to_owned())).unzip();
        return error
            .with_kind(DatabaseErrorKind::InvalidData)
            .with_code("SQLITE_CONSTRAINT_DATATYPE")
            .with_table(table.as_deref())
            .with_column(column.as_deref());
    }
    let already_exists =
        message.ends_with(" already exists").then_some(DatabaseErrorKind::DuplicateObject);
    let begins = BEGINNINGS.iter().find(|(text, _)| message.starts_with(text));
    let Some(kind) = already_exists.or(begins.map(|(_, kind)| *kind)) else { return error };
    let hint = [
        (
            ADDED_NOT_NULL,
            "the rows that are there would hold NULL: add it nullable, fill it with \
             `op.update(..)`, then `op.alter_column(..).not_null()`",
        ),
        (
            BROKEN_VIEW,
            "drop that view before the change, with `op.drop_view(..)`, and make it again after it",
        ),
        (
            BROKEN_TRIGGER,
            "drop that trigger before the change, with `op.drop_trigger(..)`, and make it again \
             after it",
        ),
    ];
    let hint = hint.iter().find(|(text, _)| message.starts_with(text)).map(|(_, hint)| *hint);
    let hint = if is_broken_before(message) { Some(BROKEN_BEFORE) } else { hint };
    let error = error.with_kind(kind).with_code("SQLITE_ERROR");
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

/// The names after the colon: `UNIQUE constraint failed: users.email`.
fn with_names(error: DatabaseError) -> DatabaseError {
    let message = error.message().to_owned();
    let Some((_, names)) = message.split_once(" constraint failed: ") else { return error };
    match error.kind() {
        DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::NotNullViolation => {
            // An index on an expression: `index 'ux'`.
            if let Some(index) = names.strip_prefix("index '") {
                return error.with_constraint(index.strip_suffix('\''));
            }
            let table = names.split_once('.').map(|(table, _)| table);
            let column = names.split_once('.').map(|(_, column)| column);
            // Of several columns none is the one at fault.
            error.with_table(table).with_column(column.filter(|column| !column.contains(", ")))
        }
        // The name, or the text of a check without one.
        DatabaseErrorKind::CheckViolation => error.with_constraint(Some(names)),
        // Only the kinds of the four codes above come here; a foreign key has no name.
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constant_messages_are_codes() {
        for (message, code, kind) in [
            ("database is locked", Some("SQLITE_BUSY"), DatabaseErrorKind::LockTimeout),
            ("database table is locked: t", Some("SQLITE_LOCKED"), DatabaseErrorKind::LockTimeout),
            ("no such table: t", Some("SQLITE_ERROR"), DatabaseErrorKind::UndefinedObject),
            (
                "table \"t\" already exists",
                Some("SQLITE_ERROR"),
                DatabaseErrorKind::DuplicateObject,
            ),
            ("near \"FROMM\": syntax error", Some("SQLITE_ERROR"), DatabaseErrorKind::SyntaxError),
            (
                "cannot store INT value in BLOB column t.c",
                Some("SQLITE_CONSTRAINT_DATATYPE"),
                DatabaseErrorKind::InvalidData,
            ),
            ("interrupted by a trigger's RAISE", None, DatabaseErrorKind::Other),
        ] {
            let error = with_message_read(DatabaseError::new(message));
            assert_eq!((error.code(), error.kind()), (code, kind), "{message}");
        }
    }
}
