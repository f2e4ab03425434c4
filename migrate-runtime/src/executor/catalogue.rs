//! What the executor reads of a server's catalogue while a revision runs.

use migrate_core::dialect::postgres::ConcurrentIndex;
use migrate_core::dialect::{mysql, postgres};
use migrate_core::schema::QualifiedName;

use super::driver::first_value;
use super::timeouts::GIVE_BACK;
use super::{DatabaseError, DatabaseErrorKind, Driver};

/// Whether PostgreSQL has an index of that name which it does not use, as a concurrent build leaves
/// when it fails; the name is SQL.
pub(super) fn is_invalid(driver: &mut dyn Driver, index: &str) -> Result<bool, DatabaseError> {
    let name = migrate_core::dialect::postgres::string(index);
    let query = format!(
        "SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass({name}) \
         AND NOT indisvalid"
    );
    Ok(!driver.query(&query)?.is_empty())
}

/// Whether an index is there that PostgreSQL uses, on the table and with the definition that a build
/// would give it: the definition of the same index on an empty table of the same columns, which is
/// rolled back. Where that cannot be made, the answer is no.
pub(super) fn is_built(
    driver: &mut dyn Driver,
    index: &ConcurrentIndex,
) -> Result<bool, DatabaseError> {
    let stored = driver.query(&definition(&index.name()))?;
    if stored.is_empty() {
        return Ok(false);
    }
    driver.begin()?;
    let twin = driver.execute(&index.twin).and_then(|()| {
        driver.query(&definition(&format!("pg_temp.{}", postgres::quote(&index.index.name))))
    });
    driver.rollback()?;
    Ok(twin.is_ok_and(|twin| twin == stored))
}

/// The query for what a usable index is, without its name and its table's; the name is SQL.
fn definition(index: &str) -> String {
    format!(
        "SELECT indisunique::text, \
         substr(pg_get_indexdef(indexrelid), strpos(pg_get_indexdef(indexrelid), ' USING ')), \
         (SELECT relname::text FROM pg_class WHERE oid = indrelid) \
         FROM pg_index WHERE indexrelid = to_regclass({}) AND indisvalid",
        postgres::string(index)
    )
}

/// Whether PostgreSQL has an index of that name; the name is SQL.
pub(super) fn has_index(driver: &mut dyn Driver, index: &str) -> Result<bool, DatabaseError> {
    let query = format!("SELECT to_regclass({})::text", postgres::string(index));
    Ok(first_value(driver.query(&query)?).is_some())
}

/// The statements that set PostgreSQL's `lock_timeout` and `statement_timeout` to what they are.
pub(super) fn timeouts(driver: &mut dyn Driver) -> Result<String, DatabaseError> {
    let query = format!(
        "SELECT {GIVE_BACK} FROM pg_settings l, pg_settings s \
         WHERE l.name = 'lock_timeout' AND s.name = 'statement_timeout'"
    );
    Ok(first_value(driver.query(&query)?).unwrap_or_default())
}

/// A table as MariaDB or MySQL writes it.
pub(super) fn show_create_table(
    driver: &mut dyn Driver,
    table: &QualifiedName,
) -> Result<String, DatabaseError> {
    let name = table.schema.iter().chain([&table.name]).map(|name| mysql::quote(name));
    let name = name.collect::<Vec<_>>().join(".");
    let rows = driver.query(&format!("SHOW CREATE TABLE {name}"))?;
    let text = rows.into_iter().next().and_then(|row| row.into_iter().nth(1).flatten());
    text.ok_or_else(|| DatabaseError::new(format!("the server does not show table {name}")))
}

/// The error with the place in the statement, which MariaDB and MySQL tell only by what stands
/// there: `.. near 'FROMM users' at line 1`.
///
/// The message may be in another language; the rest of the statement is in quotes in all of them
/// (`ER_PARSE_ERROR` and `ER_SYNTAX_ERROR` of the server's `errmsg-utf8.txt`).
pub(super) fn located(error: DatabaseError, sql: &str) -> DatabaseError {
    if error.kind() != DatabaseErrorKind::SyntaxError {
        return error;
    }
    let end = error.message().rfind('\'').unwrap_or_default();
    let mut quotes = error.message().match_indices('\'').filter_map(|(at, _)| {
        // An apostrophe before it is one of the language.
        error.message().get(at + 1..end).filter(|rest| !rest.is_empty())
    });
    let at = quotes.find_map(|rest| sql.find(rest));
    let position = at.map(|at| sql[..at].chars().count() + 1);
    error.with_position(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_syntax_error_is_found() {
        let error = "You have an error in your SQL syntax; check the manual for the right syntax to \
                     use near 'FROMM users' at line 1";
        let position = |message: &str| {
            let error = DatabaseError::new(message).with_kind(DatabaseErrorKind::SyntaxError);
            located(error, "SELECT 'é' FROMM users").position()
        };
        assert_eq!(position(error), Some(12));
        let german = "Fehler in der SQL-Syntax. Bitte die korrekte Syntax im Handbuch nachschlagen \
                      bei 'FROMM users' in Zeile 1";
        assert_eq!(position(german), Some(12));
        assert_eq!(position("syntax to use near '' at line 1"), None);
        let other = DatabaseError::new("Unknown column 'é'").with_kind(DatabaseErrorKind::Other);
        assert_eq!(located(other, "SELECT 'é' FROMM users").position(), None);
    }
}
