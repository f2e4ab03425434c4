//! Statements of which nothing remains: what another program asks of a database without a change of it.

use migrate_core::dialect::Family;
use migrate_core::sql_text::{SqlSyntax, split_statements};

use super::{DatabaseError, Driver, NamedRows};

/// Runs statements up to the first that fails and gives the rows of each. They may create temporary tables,
/// views and functions, and read; then all of it is taken back.
///
/// PostgreSQL and SQLite run them in a transaction that is rolled back, which gives its locks back too. MariaDB and
/// MySQL have no temporary views, and their temporary tables commit nothing and end with the session
/// (<https://mariadb.com/docs/server/reference/sql-statements/data-definition/create/create-table#create-temporary-table>).
///
/// # Errors
///
/// The transaction cannot be begun or rolled back; the error of a statement is in the value.
pub fn scratch(
    driver: &mut dyn Driver,
    statements: &[String],
) -> Result<Result<Vec<NamedRows>, DatabaseError>, DatabaseError> {
    let family = driver.family();
    if let Some(refused) = statements.iter().find(|statement| !leaves_nothing(family, statement)) {
        let error = format!("`{refused}` may leave something behind in the database");
        return Ok(Err(DatabaseError::new(error)));
    }
    match family {
        Family::Sqlite | Family::Postgres => {
            driver.execute(beginning(family))?;
            let ran = statements.iter().map(|statement| driver.query_named(statement)).collect();
            driver.execute("ROLLBACK")?;
            Ok(ran)
        }
        Family::Mysql => {
            Ok(statements.iter().map(|statement| run_alone(driver, statement)).collect())
        }
    }
}

/// Begins a transaction that waits for nobody for long.
const fn beginning(family: Family) -> &'static str {
    match family {
        // Whoever changes a table meanwhile is not waited for: others would wait behind this session.
        Family::Postgres => "BEGIN; SET LOCAL lock_timeout = '200ms'",
        Family::Sqlite | Family::Mysql => "BEGIN",
    }
}

/// Runs a statement of MariaDB and MySQL: diesel takes rows from queries alone.
fn run_alone(driver: &mut dyn Driver, statement: &str) -> Result<NamedRows, DatabaseError> {
    if begins_with(statement, &["SHOW"]) {
        return driver.query_named(statement);
    }
    driver.execute(statement).map(|()| NamedRows::default())
}

/// Whether nothing of a statement remains. On PostgreSQL and SQLite a further statement behind it never runs: they
/// prepare it, which is for one.
fn leaves_nothing(family: Family, statement: &str) -> bool {
    let known: &[&[&str]] = match family {
        Family::Sqlite => &[&["SELECT"], &["EXPLAIN", "SELECT"], &["CREATE", "TEMP", "TABLE"]],
        Family::Postgres => &[
            &["SELECT"],
            &["CREATE", "TEMP", "TABLE"],
            &["CREATE", "TEMP", "VIEW"],
            &["CREATE", "FUNCTION", "pg_temp."],
            &["DROP", "FUNCTION", "pg_temp."],
            &["ALTER", "TABLE", "pg_temp."],
        ],
        Family::Mysql => {
            let is_one = |syntax| split_statements(statement, syntax).len() == 1;
            if !SqlSyntax::MYSQL.under_each_mode().all(is_one) {
                return false;
            }
            &[&["SHOW"], &["CREATE", "TEMPORARY", "TABLE"], &["DROP", "TEMPORARY", "TABLE"]]
        }
    };
    known.iter().any(|words| begins_with(statement, words))
}

/// Whether a statement begins with these words; one that ends with a dot is the beginning of a name.
fn begins_with(statement: &str, words: &[&str]) -> bool {
    let mut rest = statement.trim_start();
    words.iter().all(|word| {
        let Some(after) = rest.get(word.len()..) else { return false };
        let is_it = rest[..word.len()].eq_ignore_ascii_case(word);
        let ends =
            word.ends_with('.') || !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        rest = after.trim_start();
        is_it && ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_vanishes_is_run() {
        for (family, statement, expected) in [
            (Family::Postgres, "SELECT 1", true),
            (Family::Postgres, "create temp view v as SELECT 1", true),
            (Family::Postgres, "ALTER TABLE pg_temp.t ALTER c SET DEFAULT 1", true),
            (Family::Postgres, "ALTER TABLE pg_temporary.t ALTER c SET DEFAULT 1", false),
            (Family::Postgres, "CREATE FUNCTION pg_temp.f() RETURNS int RETURN 1", true),
            (Family::Postgres, "CREATE FUNCTION f() RETURNS int RETURN 1", false),
            (Family::Postgres, "DROP FUNCTION pg_temp.f", true),
            (Family::Postgres, "DROP FUNCTION f", false),
            (Family::Postgres, "CREATE TABLE t (c int)", false),
            (Family::Postgres, "COMMIT", false),
            (Family::Postgres, "SELECTED", false),
            (Family::Sqlite, "EXPLAIN SELECT 1", true),
            (Family::Sqlite, "CREATE TEMP TABLE t (c)", true),
            (Family::Sqlite, "CREATE TEMPORARY", false),
            (Family::Sqlite, "PRAGMA user_version = 7", false),
            (Family::Mysql, "CREATE TEMPORARY TABLE t (c int)", true),
            (Family::Mysql, "CREATE TEMPORARY TABLE t (c int); DROP TABLE users", false),
            (Family::Mysql, "CREATE TEMPORARY TABLE t (c int DEFAULT ';')", true),
            (Family::Mysql, "DROP TABLE t", false),
            (Family::Mysql, "é", false),
        ] {
            assert_eq!(leaves_nothing(family, statement), expected, "{statement}");
        }
    }
}
