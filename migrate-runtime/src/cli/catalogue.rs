//! `catalogue`: queries of another program in, their rows out, and nothing of the database changed.

use std::io::Read as _;

use crate::executor::{DatabaseError, Driver, NamedRows, server_version};
use migrate_core::dialect::{Dialect, Family};
use migrate_core::op::encode::{Encode, Encoder, FORMAT, Places};

use super::args::DatabaseOptions;
use super::commands::open;
use super::connect::Access;
use super::error::CliError;
use super::exit::Exit;
use super::export::require_format;
use super::preview::dialect_argument;
use super::printer::Printer;

/// Runs the queries of standard input and prints their rows.
pub(super) fn catalogue(
    format: u32,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    require_format(format)?;
    let mut input = String::new();
    std::io::stdin().lock().read_to_string(&mut input).map_err(|error| CliError::Usage {
        message: format!("cannot read the queries from standard input: {error}"),
        hint: Some("write each in UTF-8, with a NUL byte after it".to_owned()),
    })?;
    let queries = queries(&input);
    queries.iter().try_for_each(|query| require_reading(query))?;
    let mut connection = open(database, Access::Existing)?;
    let version = server_version(&mut *connection).map_err(crate::Error::Database)?;
    let dialect = connection.dialect().map_err(crate::Error::Database)?;
    let results = read(&mut *connection, &queries).map_err(crate::Error::Database)?;
    printer.raw_result(&document(dialect, &version, &results));
    Ok(Exit::Success)
}

/// The queries, each ended by a NUL byte, which no SQL has; the last one may go without.
fn queries(input: &str) -> Vec<&str> {
    let queries = input.strip_suffix('\0').unwrap_or(input);
    if queries.is_empty() { Vec::new() } else { queries.split('\0').collect() }
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

/// The rows of the queries, all of one snapshot.
fn read(connection: &mut dyn Driver, queries: &[&str]) -> Result<Vec<NamedRows>, DatabaseError> {
    for statement in beginning(connection.family()) {
        connection.execute(statement)?;
    }
    // The program ends now: what is not rolled back ends with the connection.
    let results = queries.iter().map(|query| connection.query_named(query)).collect();
    drop(connection.execute("ROLLBACK"));
    results
}

/// Begins a transaction that sees one snapshot of the database and cannot change it.
const fn beginning(family: Family) -> &'static [&'static str] {
    match family {
        // <https://www.sqlite.org/pragma.html#pragma_query_only>
        Family::Sqlite => &["PRAGMA query_only = ON", "BEGIN"],
        // <https://www.postgresql.org/docs/current/sql-begin.html>
        Family::Postgres => &["BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"],
        // <https://mariadb.com/docs/server/reference/sql-statements/transactions/start-transaction>
        Family::Mysql => &["START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"],
    }
}

fn document(dialect: Dialect, version: &str, results: &[NamedRows]) -> String {
    let mut out = Encoder::new(Places::LeftOut);
    out.object(|object| {
        object.value("format_version", &FORMAT);
        object.value("runtime_version", env!("CARGO_PKG_VERSION"));
        object.value("dialect", &dialect_argument(dialect));
        object.value("server_version", version);
        object.key("results").list(results);
    });
    let mut text = out.into_text();
    text.push('\n');
    text
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
            ("\0", &[]),
            ("SELECT 1", &["SELECT 1"]),
            ("SELECT 1\0", &["SELECT 1"]),
            ("SELECT ';\n'\0SELECT 2\0", &["SELECT ';\n'", "SELECT 2"]),
            ("SELECT 1\0\0SELECT 2", &["SELECT 1", "", "SELECT 2"]),
        ] {
            assert_eq!(queries(input), expected, "{input:?}");
        }
    }
}
