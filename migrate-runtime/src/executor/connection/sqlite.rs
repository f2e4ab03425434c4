//! diesel's connection to SQLite as a [`Driver`](crate::executor::Driver).

mod error;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::row::{NamedRow, Row};
use diesel::sql_types::Text;
use diesel::sqlite::{Sqlite, SqliteConnection};

use super::load;
use crate::executor::DatabaseError;

driver!(SqliteConnection, Sqlite, SimpleConnection::batch_execute, begin);

fn begin(connection: &mut SqliteConnection) -> Result<(), DatabaseError> {
    // IMMEDIATE takes the write lock now: a transaction that only finds out at its first write
    // that another one has it cannot wait, and fails.
    AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE").map_err(|error| {
        let inside = matches!(error, diesel::result::Error::AlreadyInTransaction);
        let error = error::explain(connection, error, None);
        // diesel does not know of a transaction that was begun in SQL.
        if !inside && !error.message().contains("within a transaction") {
            return error;
        }
        DatabaseError::in_transaction()
    })
}

/// A row of any query, every value as text.
struct TextRow(Vec<Option<String>>);

impl QueryableByName<Sqlite> for TextRow {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        (0..row.field_count())
            .map(|index| match Row::get(row, index) {
                Some(field) => match diesel::row::Field::value(&field) {
                    Some(value) => Ok(Some(<String as FromSql<Text, Sqlite>>::from_sql(value)?)),
                    None => Ok(None),
                },
                None => Ok(None),
            })
            .collect::<deserialize::Result<_>>()
            .map(Self)
    }
}
