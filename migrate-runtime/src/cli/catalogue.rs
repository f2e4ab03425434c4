//! `catalogue`: queries of another program in, their rows out, and nothing of the database changed; with `--scratch`
//! statements that leave nothing behind.

use std::io::{self, BufRead, Write as _};

use crate::Migrations;
use crate::executor::{Driver, NamedRows, scratch, server_version};
use migrate_core::dialect::{Dialect, Family};
use migrate_core::op::encode::{Encode, Encoder, FORMAT, Places};

use super::args::DatabaseOptions;
use super::blocking::{BOUND_SECONDS, explained};
use super::commands::open;
use super::connect::Access;
use super::error::CliError;
use super::exit::Exit;
use super::export::require_format;
use super::preview::dialect_argument;
use super::printer::Printer;
use super::redact;

/// What is read from standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Queries.
    Queries,
    /// Groups of statements of which nothing remains.
    Scratch,
}

/// Runs the queries of standard input and prints their rows, each before the next query is read: a program may
/// ask for what it learnt from the answer before.
pub(super) fn catalogue(
    migrations: &Migrations,
    format: u32,
    mode: Mode,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    require_format(format)?;
    let mut connection = open(database, Access::Existing)?;
    let version = server_version(&mut *connection).map_err(crate::Error::Database)?;
    let dialect = connection.dialect().map_err(crate::Error::Database)?;
    let input = &mut io::stdin().lock();
    match mode {
        Mode::Queries => {
            for statement in beginning(dialect.family()) {
                connection.execute(&statement).map_err(crate::Error::Database)?;
            }
            let rows = match migrations.state(&mut *connection) {
                Err(crate::Error::Database(error)) => {
                    return Err(crate::Error::Database(explained(&mut *connection, error)).into());
                }
                state => state?.rows,
            };
            print(&head(dialect, &version, &rows), printer);
            let read = answer(input, &mut *connection, printer);
            // The program ends now: what is not rolled back ends with the connection.
            drop(connection.execute("ROLLBACK"));
            read?;
        }
        Mode::Scratch => {
            let rows = migrations.state(&mut *connection)?.rows;
            print(&head(dialect, &version, &rows), printer);
            leave_no_trace(&mut *connection);
            answer_groups(input, &mut *connection, printer)?;
        }
    }
    print("]}\n", printer);
    Ok(Exit::Success)
}

/// Prints the rows of each query in turn.
fn answer(
    input: &mut dyn BufRead,
    connection: &mut dyn Driver,
    printer: &mut Printer,
) -> Result<(), CliError> {
    let mut is_first = true;
    while let Some(query) = next_query(input)? {
        require_reading(&query)?;
        let rows = connection
            .query_named(&query)
            .map_err(|error| crate::Error::Database(explained(connection, error)))?;
        print(&line(&rows, is_first), printer);
        is_first = false;
    }
    Ok(())
}

/// Prints the rows of each group of statements in turn, or why one of them failed.
fn answer_groups(
    input: &mut dyn BufRead,
    connection: &mut dyn Driver,
    printer: &mut Printer,
) -> Result<(), CliError> {
    let (mut group, mut is_first) = (Vec::new(), true);
    while let Some(statement) = next_query(input)? {
        if !statement.is_empty() {
            group.push(statement);
            continue;
        }
        let ran = scratch(connection, &group).map_err(crate::Error::Database)?;
        let answer = ran.map_err(|error| redact::message(&error.to_string()));
        print(&group_line(&answer, is_first), printer);
        (group, is_first) = (Vec::new(), false);
    }
    Ok(())
}

/// Keeps temporary tables out of the binary log of MariaDB and MySQL, where they would be transactions of a replica
/// that its primary has not. That takes a privilege, and `binlog_format = ROW` does the same
/// (<https://mariadb.com/docs/server/server-management/server-monitoring-logs/binary-log/selectively-logging-statements-to-the-binary-log>).
fn leave_no_trace(connection: &mut dyn Driver) {
    match connection.family() {
        Family::Mysql => drop(connection.execute("SET SESSION sql_log_bin = 0")),
        Family::Sqlite | Family::Postgres => {}
    }
}

/// Prints at once: who asked waits for it.
fn print(text: &str, printer: &mut Printer) {
    printer.raw_result(text);
    // A reader that has seen enough closes the pipe; that is no error.
    let _ = io::stdout().lock().flush();
}

/// The next query: each ends with a NUL byte, which no SQL has; the last one may go without.
pub(super) fn next_query(input: &mut dyn BufRead) -> Result<Option<String>, CliError> {
    let unreadable = |error: &dyn std::fmt::Display| CliError::Usage {
        message: format!("cannot read the queries from standard input: {error}"),
        hint: Some("write each in UTF-8, with a NUL byte after it".to_owned()),
    };
    let mut query = Vec::new();
    input.read_until(0, &mut query).map_err(|error| unreadable(&error))?;
    if query.is_empty() {
        return Ok(None);
    }
    if query.last() == Some(&0) {
        query.pop();
    }
    String::from_utf8(query).map(Some).map_err(|error| unreadable(&error))
}

/// A statement that ends the transaction would take the next one out of it.
fn require_reading(query: &str) -> Result<(), CliError> {
    const WORDS: [&str; 6] = ["SELECT", "WITH", "VALUES", "SHOW", "EXPLAIN", "PRAGMA"];
    let first = query.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next();
    let first = first.unwrap_or_default();
    if WORDS.iter().any(|word| word.eq_ignore_ascii_case(first)) {
        return Ok(());
    }
    Err(CliError::Usage {
        message: format!("`catalogue` only runs queries, and one begins with `{first}`"),
        hint: Some(format!("begin each query with one of {}", WORDS.join(", "))),
    })
}

/// Begins a transaction that sees one snapshot of the database and cannot change it, and waits for no lock for long.
fn beginning(family: Family) -> Vec<String> {
    match family {
        // <https://www.sqlite.org/pragma.html#pragma_query_only>
        Family::Sqlite => vec!["PRAGMA query_only = ON".to_owned(), "BEGIN".to_owned()],
        // <https://www.postgresql.org/docs/current/sql-begin.html>. A definition is read from a table that is locked, as
        // `ALTER TABLE` does up to the end of its transaction.
        Family::Postgres => vec![
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned(),
            format!("SET LOCAL lock_timeout = '{BOUND_SECONDS}s'"),
        ],
        // <https://mariadb.com/docs/server/reference/sql-statements/transactions/start-transaction>,
        // <https://mariadb.com/kb/en/server-system-variables/#lock_wait_timeout>
        Family::Mysql => vec![
            format!("SET SESSION lock_wait_timeout = {BOUND_SECONDS}"),
            "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY".to_owned(),
        ],
    }
}

/// The beginning of the document, up to the first result.
fn head(dialect: Dialect, version: &str, rows: &[String]) -> String {
    let mut out = Encoder::new(Places::LeftOut);
    out.object(|object| {
        object.value("format_version", &FORMAT);
        object.value("runtime_version", env!("CARGO_PKG_VERSION"));
        object.value("dialect", &dialect_argument(dialect));
        object.value("server_version", version);
        object.key("rows").list(rows);
    });
    let mut text = out.into_text();
    // The object goes on with the results.
    text.pop();
    text.push_str(",\"results\":[\n");
    text
}

/// The line of one result.
fn line(rows: &NamedRows, is_first: bool) -> String {
    let mut out = Encoder::new(Places::LeftOut);
    rows.encode(&mut out);
    let separator = if is_first { "" } else { "," };
    format!("{separator}{}\n", out.into_text())
}

/// The line of one group.
fn group_line(ran: &Result<Vec<NamedRows>, String>, is_first: bool) -> String {
    let mut out = Encoder::new(Places::LeftOut);
    out.object(|object| match ran {
        Ok(results) => object.key("results").list(results),
        Err(error) => object.value("error", error),
    });
    let separator = if is_first { "" } else { "," };
    format!("{separator}{}\n", out.into_text())
}

impl Encode for NamedRows {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { columns, rows } = self;
        out.object(|object| {
            object.value("columns", columns);
            object.value("rows", rows);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_queries_are_run() {
        for query in ["SELECT 1", " select(1)", "\nWITH a AS (SELECT 1) SELECT 1", "SHOW ENGINES"] {
            assert!(require_reading(query).is_ok(), "{query}");
        }
        for query in
            ["COMMIT", "", "-- SELECT", "selection", "DROP TABLE users", "ROLLBACK; SELECT 1"]
        {
            assert!(require_reading(query).is_err(), "{query}");
        }
    }

    #[test]
    fn queries_end_with_a_nul_byte() {
        for (input, expected) in [
            ("", &[][..]),
            ("\0", &[""]),
            ("SELECT 1", &["SELECT 1"]),
            ("SELECT 1\0", &["SELECT 1"]),
            ("SELECT ';\n'\0SELECT 2\0", &["SELECT ';\n'", "SELECT 2"]),
            ("SELECT 1\0\0SELECT 2", &["SELECT 1", "", "SELECT 2"]),
        ] {
            let mut input = input.as_bytes();
            let queries: Vec<_> =
                std::iter::from_fn(|| next_query(&mut input).expect("UTF-8")).collect();
            assert_eq!(queries, expected, "{input:?}");
        }
        let error = next_query(&mut &b"SELECT '\xff'\0"[..]).expect_err("no UTF-8");
        assert!(error.to_string().contains("cannot read the queries"), "{error}");
    }

    #[test]
    fn the_lines_are_one_document() {
        let rows = |value: &str| NamedRows {
            columns: vec!["one".to_owned()],
            rows: vec![vec![Some(value.to_owned()), None]],
        };
        let dialect = Dialect::parse(Family::Sqlite, "3.53.2").expect("a version");
        let text = head(dialect, "3.53.2", &["aa01".to_owned()])
            + &line(&rows("1"), true)
            + &line(&rows("\n"), false);
        assert_eq!(
            text,
            concat!(
                r#"{"format_version":1,"runtime_version":""#,
                env!("CARGO_PKG_VERSION"),
                r#"","dialect":"sqlite:3.53","server_version":"3.53.2","rows":["aa01"],"results":["#,
                "\n",
                r#"{"columns":["one"],"rows":[["1",null]]}"#,
                "\n",
                r#",{"columns":["one"],"rows":[["\n",null]]}"#,
                "\n",
            )
        );
    }
}
