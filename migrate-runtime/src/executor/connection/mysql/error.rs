//! What an error of MariaDB or MySQL is: its number, and the kind that follows from it.
//!
//! diesel 2.3 gives the message alone, which is in the language of `lc_messages`. The server keeps
//! the number until the next statement (<https://mariadb.com/docs/server/reference/sql-statements/programmatic-compound-statements/programmatic-compound-statements-diagnostics/get-diagnostics>).

use diesel::MysqlConnection;

use crate::executor::driver::first_value;
use crate::executor::{DatabaseError, DatabaseErrorKind};

/// The kind of an error number
/// (<https://mariadb.com/docs/server/reference/error-codes/mariadb-error-code-reference>,
/// <https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html>).
fn kind_of(number: u16, sqlstate: &str) -> DatabaseErrorKind {
    match number {
        // Duplicate entry, in an index of a partition or in ALTER TABLE.
        1062 | 1169 | 1586 | 1859 => DatabaseErrorKind::UniqueViolation,
        // 3730 is what MySQL says where MariaDB says 1451: a table is dropped that others reference.
        1216 | 1217 | 1451 | 1452 | 1557 | 1761 | 1762 | 3730 => {
            DatabaseErrorKind::ForeignKeyViolation
        }
        // Cannot be null, NULL supplied to a NOT NULL column, no default value, invalid use of NULL.
        1048 | 1263 | 1364 | 1138 => DatabaseErrorKind::NotNullViolation,
        // MySQL's number, and MariaDB's.
        3819 | 4025 => DatabaseErrorKind::CheckViolation,
        1205 | 3572 => DatabaseErrorKind::LockTimeout,
        1213 => DatabaseErrorKind::Deadlock,
        // A row changed since it was last read (MariaDB).
        1020 => DatabaseErrorKind::SerializationFailure,
        // KILL QUERY, `max_statement_time` of MariaDB, `max_execution_time` of MySQL.
        1317 | 1969 | 3024 => DatabaseErrorKind::Canceled,
        // A shutdown, a killed connection, `wait_timeout` of MySQL.
        1053 | 1927 | 4031 => DatabaseErrorKind::ConnectionLost,
        1290 | 1792 | 1836 | 3989 => DatabaseErrorKind::ReadOnly,
        1044 | 1045 | 1142 | 1143 | 1227 | 1370 | 1410 | 1419 => {
            DatabaseErrorKind::PermissionDenied
        }
        // Database, table, column, key, routine, trigger, referenced table, view, constraint,
        // sequence, event.
        1008 | 1049 | 1051 | 1054 | 1072 | 1091 | 1109 | 1146 | 1176 | 1305 | 1360 | 1539
        | 1824 | 3821 | 3940 | 4091 | 4092 => DatabaseErrorKind::UndefinedObject,
        1007 | 1050 | 1060 | 1061 | 1066 | 1068 | 1304 | 1359 | 1537 | 1826 | 3822 => {
            DatabaseErrorKind::DuplicateObject
        }
        1064 | 1149 => DatabaseErrorKind::SyntaxError,
        // A key cannot be dropped or a column changed for a foreign key that needs it; a column of
        // a check, of a computed column, of an index on an expression, of `PARTITION BY`.
        1553 | 1828 | 1829 | 1832 | 1833 | 3108 | 3837 | 3855 | 3959 => {
            DatabaseErrorKind::DependentObjects
        }
        // No such key, no such column, columns of other types, no unique key.
        1822 | 3734 | 3780 | 6125 => DatabaseErrorKind::InvalidForeignKey,
        1845 | 1846 | 1235 => DatabaseErrorKind::NotSupported,
        1021 | 1114 => DatabaseErrorKind::StorageFull,
        // Data truncated.
        1265 => DatabaseErrorKind::InvalidData,
        _ => match sqlstate.get(..2) {
            Some("08") => DatabaseErrorKind::ConnectionLost,
            Some("0A") => DatabaseErrorKind::NotSupported,
            Some("22") => DatabaseErrorKind::InvalidData,
            _ => DatabaseErrorKind::Other,
        },
    }
}

/// The number of an error that has no number of its own, `ER_UNKNOWN_ERROR`.
const UNKNOWN_ERROR: u16 = 1105;

/// The error with its number, which the server is asked for.
pub(super) fn explain(
    connection: &mut MysqlConnection,
    error: diesel::result::Error,
    _: Option<&str>,
) -> DatabaseError {
    let error = super::super::first_of(error);
    let of_server = matches!(error, diesel::result::Error::DatabaseError(..));
    let error = DatabaseError::from(error);
    if !of_server {
        return error;
    }
    if send(connection, "GET DIAGNOSTICS @migrate_last = NUMBER").is_err()
        || send(connection, &condition("last")).is_err()
    {
        // An error of the client has no diagnostics on the server; the connection may be there.
        let lost = send(connection, "DO 0").is_err();
        return if lost { DatabaseError::connection_lost(error.message()) } else { error };
    }
    // Where there is one condition, none is before it: what is asked for stays NULL.
    let before = "SET @migrate_before = @migrate_last - 1, @migrate_before_number = NULL";
    drop(send(connection, before).and_then(|()| send(connection, &condition("before"))));
    let read = |connection: &mut MysqlConnection, of: &str| {
        let query = format!(
            "SELECT CONCAT(@migrate_{of}_number, ' ', @migrate_{of}_state, ' ', @migrate_{of}_text)"
        );
        let answer = super::rows(connection, &query).ok().and_then(first_value)?;
        let mut parts = answer.splitn(3, ' ');
        let number = parts.next()?.parse().ok()?;
        Some((number, parts.next()?.to_owned(), parts.next()?.to_owned()))
    };
    let last = read(connection, "last");
    // The error is the last condition: the warnings of the same statement are before it
    // (<https://dev.mysql.com/doc/refman/8.4/en/get-diagnostics.html>; tried on MariaDB 10.11). After a
    // NULL for a column that is NOT NULL MariaDB 10.11 has another, "Unknown error", which it does not send.
    let is_unsent = |(number, _, text): &(u16, String, String)| {
        *number == UNKNOWN_ERROR && *text != error.message()
    };
    let found = match last {
        Some(last) if is_unsent(&last) => read(connection, "before").or(Some(last)),
        last => last,
    };
    match found {
        Some((number, state, _)) => with_number(error, number, &state),
        None => error,
    }
}

/// The statement that keeps a condition of the statement before in variables.
fn condition(which: &str) -> String {
    format!(
        "GET DIAGNOSTICS CONDITION @migrate_{which} @migrate_{which}_number = MYSQL_ERRNO, \
         @migrate_{which}_state = RETURNED_SQLSTATE, @migrate_{which}_text = MESSAGE_TEXT"
    )
}

fn send(connection: &mut MysqlConnection, sql: &str) -> diesel::QueryResult<()> {
    diesel::connection::SimpleConnection::batch_execute(connection, sql)
}

/// The error with what its number says of it, and the names in its message: whatever the language,
/// names are quoted, and where in the message they are is decided by the number.
fn with_number(error: DatabaseError, number: u16, sqlstate: &str) -> DatabaseError {
    let error = error.with_kind(kind_of(number, sqlstate)).with_code(number.to_string());
    let message = error.message().to_owned();
    match number {
        // Duplicate entry 'VALUE' for key 'KEY', in MySQL since 8.0.19 'TABLE.KEY'.
        1062 | 1586 | 1859 => {
            let key = last_quoted(&message, '\'');
            let (table, key) = match key.and_then(|key| key.split_once('.')) {
                Some((table, key)) => (Some(table), Some(key)),
                None => (None, key),
            };
            error.with_table(table).with_constraint(key)
        }
        // .. (`DATABASE`.`TABLE`, CONSTRAINT `NAME` FOREIGN KEY ..
        1451 | 1452 => {
            let names = message.split_once("(`").and_then(|(_, rest)| rest.split_once("`.`"));
            let table = names.and_then(|(_, rest)| rest.split('`').next());
            let name =
                message.split_once("CONSTRAINT `").and_then(|(_, rest)| rest.split('`').next());
            error.with_table(table).with_constraint(name)
        }
        // Cannot drop table 'TABLE' referenced by a foreign key constraint 'NAME' on table 'TABLE'.
        3730 => {
            let name = message.split('\'').nth(3);
            error.with_table(last_quoted(&message, '\'')).with_constraint(name)
        }
        // Our own check, before a column becomes NOT NULL.
        UNKNOWN_ERROR if message.contains("~some rows hold NULL") => {
            error.with_kind(DatabaseErrorKind::NotNullViolation)
        }
        // Our own check, before a value of an enum type goes.
        UNKNOWN_ERROR if message.contains("~a row has a value that goes") => {
            error.with_kind(DatabaseErrorKind::InvalidData)
        }
        // Column 'NAME' cannot be null; Field 'NAME' doesn't have a default value.
        1048 | 1364 => error.with_column(first_quoted(&message, '\'')),
        // Check constraint 'NAME' is violated.
        3819 => error.with_constraint(first_quoted(&message, '\'')),
        // CONSTRAINT `NAME` failed for `DATABASE`.`TABLE`; the check of a column, which has no name, is
        // called by `TABLE.COLUMN`.
        4025 => {
            let (table, name) = (last_quoted(&message, '`'), first_quoted(&message, '`'));
            let of_column = name.and_then(|name| name.split_once('.'));
            match of_column.filter(|(holder, _)| Some(*holder) == table) {
                Some((_, column)) => error.with_table(table).with_column(Some(column)),
                None => error.with_table(table).with_constraint(name),
            }
        }
        // What the others name differs between servers.
        _ => error,
    }
}

fn first_quoted(message: &str, quote: char) -> Option<&str> {
    message.split(quote).nth(1).filter(|name| !name.is_empty())
}

fn last_quoted(message: &str, quote: char) -> Option<&str> {
    let mut parts = message.rsplit(quote);
    parts.next()?;
    parts.next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_what_a_message_in_any_language_is_about() {
        let read = |number, sqlstate, message: &str| {
            let error = with_number(DatabaseError::new(message), number, sqlstate);
            let names = [error.table(), error.column(), error.constraint()];
            (error.kind(), names.map(|name| name.unwrap_or_default().to_owned()))
        };
        let names = |table: &str, column: &str, constraint: &str| {
            [table, column, constraint].map(str::to_owned)
        };
        for (number, sqlstate, message, kind, expected) in [
            (
                1062,
                "23000",
                "Doppelter Eintrag 'it's' für Schlüssel 'ux_name'",
                DatabaseErrorKind::UniqueViolation,
                names("", "", "ux_name"),
            ),
            (
                1062,
                "23000",
                "Duplicate entry '1' for key 'users.PRIMARY'",
                DatabaseErrorKind::UniqueViolation,
                names("users", "", "PRIMARY"),
            ),
            (
                1452,
                "23000",
                "Kann Kind-Zeile nicht hinzufügen oder aktualisieren: eine Fremdschlüsselbedingung \
                 schlägt fehl (`e1`.`u`, CONSTRAINT `fk` FOREIGN KEY (`id`) REFERENCES `t` (`id`))",
                DatabaseErrorKind::ForeignKeyViolation,
                names("u", "", "fk"),
            ),
            (
                1048,
                "23000",
                "Feld 'n' darf nicht NULL sein",
                DatabaseErrorKind::NotNullViolation,
                names("", "n", ""),
            ),
            (
                4025,
                "23000",
                "CONSTRAINT `ck` fehlgeschlagen: `e1`.`t`",
                DatabaseErrorKind::CheckViolation,
                names("t", "", "ck"),
            ),
            (
                3730,
                "HY000",
                "Cannot drop table 'p' referenced by a foreign key constraint 'fk' on table 't'.",
                DatabaseErrorKind::ForeignKeyViolation,
                names("t", "", "fk"),
            ),
            (1205, "HY000", "..", DatabaseErrorKind::LockTimeout, names("", "", "")),
            (1824, "HY000", "..", DatabaseErrorKind::UndefinedObject, names("", "", "")),
            (3780, "HY000", "..", DatabaseErrorKind::InvalidForeignKey, names("", "", "")),
            (3855, "HY000", "..", DatabaseErrorKind::DependentObjects, names("", "", "")),
            (4031, "HY000", "..", DatabaseErrorKind::ConnectionLost, names("", "", "")),
            (1264, "22003", "..", DatabaseErrorKind::InvalidData, names("", "", "")),
            (1846, "0A000", "..", DatabaseErrorKind::NotSupported, names("", "", "")),
            (1829, "HY000", "..", DatabaseErrorKind::DependentObjects, names("", "", "")),
            (9999, "HY000", "..", DatabaseErrorKind::Other, names("", "", "")),
        ] {
            assert_eq!(read(number, sqlstate, message), (kind, expected), "{number}");
        }
    }
}
