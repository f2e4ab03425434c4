//! What an error of PostgreSQL is: its SQLSTATE, and the kind that follows from it.
//!
//! libpq hands the SQLSTATE over with every error, but diesel 2.3 keeps it to itself: its own kinds
//! stand for one SQLSTATE each, and everything else is `Unknown`. What is unknown is asked of the
//! server again, in [`diagnose`].

use diesel::PgConnection;
use diesel::result::DatabaseErrorKind as Diesel;

use crate::executor::driver::first_value;
use crate::executor::{DatabaseError, DatabaseErrorKind, Driver};
use migrate_core::dialect::postgres::string;

/// The kind of a SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn kind_of(sqlstate: &str) -> DatabaseErrorKind {
    match sqlstate {
        "23505" => DatabaseErrorKind::UniqueViolation,
        "23503" | "23001" => DatabaseErrorKind::ForeignKeyViolation,
        "23502" => DatabaseErrorKind::NotNullViolation,
        "23514" => DatabaseErrorKind::CheckViolation,
        "23P01" => DatabaseErrorKind::ExclusionViolation,
        "55P03" => DatabaseErrorKind::LockTimeout,
        "40P01" => DatabaseErrorKind::Deadlock,
        "40001" => DatabaseErrorKind::SerializationFailure,
        "57014" => DatabaseErrorKind::Canceled,
        "25006" => DatabaseErrorKind::ReadOnly,
        "42501" => DatabaseErrorKind::PermissionDenied,
        // Catalog, schema, table, column, function, parameter, object.
        "3D000" | "3F000" | "42P01" | "42703" | "42883" | "42P02" | "42704" => {
            DatabaseErrorKind::UndefinedObject
        }
        // Database, schema, table, column, function, object, alias, cursor, prepared statement.
        "42P04" | "42P06" | "42P07" | "42701" | "42723" | "42710" | "42712" | "42P03" | "42P05" => {
            DatabaseErrorKind::DuplicateObject
        }
        "42601" => DatabaseErrorKind::SyntaxError,
        "42804" | "42846" | "42P18" | "42P38" => DatabaseErrorKind::DatatypeMismatch,
        "42830" => DatabaseErrorKind::InvalidForeignKey,
        "2BP01" | "2B000" => DatabaseErrorKind::DependentObjects,
        "53100" | "53400" => DatabaseErrorKind::StorageFull,
        // A shutdown, or an administrator's command.
        "57P01" | "57P02" | "57P03" | "57P05" => DatabaseErrorKind::ConnectionLost,
        _ => match sqlstate.get(..2) {
            Some("08") => DatabaseErrorKind::ConnectionLost,
            Some("0A") => DatabaseErrorKind::NotSupported,
            Some("22") => DatabaseErrorKind::InvalidData,
            // A class of its own for each: nothing an application would decide by.
            _ => DatabaseErrorKind::Other,
        },
    }
}

/// The SQLSTATE that diesel's kind stands for
/// (`diesel::pg::connection::result`, in every release of 2.3).
const fn sqlstate_of(kind: Diesel) -> Option<&'static str> {
    Some(match kind {
        Diesel::UniqueViolation => "23505",
        Diesel::ForeignKeyViolation => "23503",
        Diesel::RestrictViolation => "23001",
        Diesel::NotNullViolation => "23502",
        Diesel::CheckViolation => "23514",
        Diesel::ExclusionViolation => "23P01",
        Diesel::SerializationFailure => "40001",
        Diesel::ReadOnlyTransaction => "25006",
        // Several SQLSTATEs, or none. The enum may grow.
        _ => return None,
    })
}

/// Messages of errors that pass by, so that a second try may not tell them; in English alone.
const PASSING: [(&str, &str); 4] = [
    ("deadlock detected", "40P01"),
    ("canceling statement due to lock timeout", "55P03"),
    ("canceling statement due to statement timeout", "57014"),
    ("canceling statement due to user request", "57014"),
];

/// The error with its SQLSTATE, as far as diesel says it, and what was sent for a second try.
pub(super) fn explain(
    _: &mut PgConnection,
    error: diesel::result::Error,
    sql: Option<&str>,
) -> DatabaseError {
    let error = super::super::first_of(error);
    let known = match &error {
        diesel::result::Error::DatabaseError(kind, _) => sqlstate_of(*kind),
        _ => None,
    };
    let error = DatabaseError::from(error);
    if error.kind() == DatabaseErrorKind::ConnectionLost {
        return error;
    }
    let passing = PASSING.iter().find(|(message, _)| *message == error.message());
    match (known.or(passing.map(|(_, sqlstate)| *sqlstate)), sql) {
        (Some(sqlstate), _) => with_sqlstate(error, sqlstate),
        (None, Some(sql)) => error.with_statement(sql),
        (None, None) => error,
    }
}

fn with_sqlstate(error: DatabaseError, sqlstate: &str) -> DatabaseError {
    error.with_kind(kind_of(sqlstate)).with_code(sqlstate)
}

/// Finds out the SQLSTATE of an error by having the server fail once more, this time within
/// PL/pgSQL, which can name it.
///
/// The statement runs in a transaction that is rolled back whatever happens, for a second at most,
/// and waits for no lock. What it says counts only when the second message is the first one, word
/// for word: the tables may not be as they were. Nothing of this happens while all goes well.
pub(super) fn diagnose(connection: &mut PgConnection, error: DatabaseError) -> DatabaseError {
    let Some(sql) = error.statement().filter(|_| error.code().is_none()) else { return error };
    if connection.in_transaction() || error.kind() == DatabaseErrorKind::ConnectionLost {
        return error;
    }
    let limits = "BEGIN; SET LOCAL statement_timeout = '1s'; SET LOCAL lock_timeout = '10ms'";
    let second = Driver::execute(connection, limits)
        .and_then(|()| Driver::execute(connection, &once_more(sql)));
    // When the connection is gone, so is the transaction.
    drop(Driver::execute(connection, "ROLLBACK"));
    match second {
        Err(second)
            if second.details() == Some(error.message()) && is_sqlstate(second.message()) =>
        {
            let known = with_sqlstate(error, second.message());
            if second.message() == "3F000" { with_search_path(connection, known) } else { known }
        }
        Err(_) | Ok(()) if is_cancellation(connection, &error) => with_sqlstate(error, "57014"),
        Err(_) | Ok(()) => error,
    }
}

/// The error with what to do where no schema of the `search_path` can be used.
fn with_search_path(connection: &mut PgConnection, error: DatabaseError) -> DatabaseError {
    let query = "SELECT current_setting('search_path') WHERE current_schema() IS NULL";
    let found = Driver::query(connection, query).ok().and_then(first_value);
    let Some(path) = found else { return error };
    error.with_hint(format!(
        "`search_path` is `{path}`, and of its schemas none is there that the user may use: create \
         one, or connect with another `search_path`"
    ))
}

/// Statements that are canceled: by the session itself, as every role may
/// (<https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SIGNAL>), and by a
/// time limit.
const CANCELED: [&str; 2] = [
    // The signal may arrive later, while the session sleeps.
    "BEGIN; SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(1)",
    "BEGIN; SET LOCAL statement_timeout = '1ms'; SELECT pg_sleep(1)",
];

/// Whether the message is what the server says of a canceled statement, in the language it is set
/// to: the second try was not canceled, so it cannot tell.
fn is_cancellation(connection: &mut PgConnection, error: &DatabaseError) -> bool {
    CANCELED.iter().any(|sql| {
        let told = Driver::execute(connection, sql);
        drop(Driver::execute(connection, "ROLLBACK"));
        told.is_err_and(|told| told.message() == error.message())
    })
}

/// A block that fails in any case: with the statement's SQLSTATE and message as its own message and
/// details, or with a message that is no SQLSTATE.
///
/// `OTHERS` leaves out the two conditions that are named
/// (<https://www.postgresql.org/docs/current/plpgsql-control-structures.html#PLPGSQL-ERROR-TRAPPING>).
fn once_more(sql: &str) -> String {
    let block = format!(
        "DECLARE code text; said text; BEGIN \
         BEGIN EXECUTE {}; \
         EXCEPTION WHEN OTHERS OR query_canceled OR assert_failure THEN \
         GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, said = MESSAGE_TEXT; \
         RAISE EXCEPTION USING MESSAGE = code, DETAIL = said; END; \
         RAISE EXCEPTION 'no error'; END",
        string(sql)
    );
    format!("DO {}", string(&block))
}

fn is_sqlstate(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlstates_have_kinds() {
        for (sqlstate, kind) in [
            ("23505", DatabaseErrorKind::UniqueViolation),
            ("55P03", DatabaseErrorKind::LockTimeout),
            ("22P02", DatabaseErrorKind::InvalidData),
            ("22003", DatabaseErrorKind::InvalidData),
            ("0A000", DatabaseErrorKind::NotSupported),
            ("08006", DatabaseErrorKind::ConnectionLost),
            ("55006", DatabaseErrorKind::Other),
            ("", DatabaseErrorKind::Other),
        ] {
            assert_eq!(kind_of(sqlstate), kind, "{sqlstate}");
        }
    }
}
