//! diesel's connections as [`Driver`]s.

use std::any::Any;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::row::{NamedRow, Row};
use diesel::sql_types::Text;
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel::{RunQueryDsl, sql_query};

use crate::dialect::{Dialect, sqlite};

use super::session::wait_for_others;
use super::{DatabaseError, Driver, Rows};

impl Driver for SqliteConnection {
    fn dialect(&mut self) -> Result<Dialect, DatabaseError> {
        // Even this reads the file, which another program may hold for a moment.
        let restore = wait_for_others(self)?;
        let rows = self.query("SELECT sqlite_version()");
        self.execute(&restore)?;
        let rows = rows?;
        let text = rows.first().and_then(|row| row.first().cloned().flatten()).unwrap_or_default();
        let version: sqlite::Version = text.parse().map_err(|_| {
            DatabaseError::new(format!("SQLite says it is version `{text}`, which is none"))
        })?;
        if version < sqlite::Version::OLDEST {
            let oldest = sqlite::Version::OLDEST;
            let message = format!("SQLite {text} is too old: {oldest} is the oldest supported");
            return Err(DatabaseError::new(message));
        }
        Ok(Dialect::Sqlite(version))
    }

    fn execute(&mut self, sql: &str) -> Result<(), DatabaseError> {
        Ok(self.batch_execute(sql)?)
    }

    fn query(&mut self, sql: &str) -> Result<Rows, DatabaseError> {
        let rows: Vec<TextRow> = sql_query(sql).load(self)?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        // IMMEDIATE takes the write lock now: a transaction that only finds out at its first write
        // that another one has it cannot wait, and fails.
        AnsiTransactionManager::begin_transaction_sql(self, "BEGIN IMMEDIATE").map_err(|error| {
            let inside = matches!(error, diesel::result::Error::AlreadyInTransaction);
            let error = DatabaseError::from(error);
            // diesel does not know of a transaction that was begun in SQL.
            if !inside && !error.message.contains("within a transaction") {
                return error;
            }
            let hint = "hand in the connection before a transaction is begun on it".to_owned();
            DatabaseError {
                hint: Some(hint),
                ..DatabaseError::new("the connection is in a transaction already")
            }
        })
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        Ok(AnsiTransactionManager::commit_transaction(self)?)
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        Ok(AnsiTransactionManager::rollback_transaction(self)?)
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
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

impl From<diesel::result::Error> for DatabaseError {
    fn from(error: diesel::result::Error) -> Self {
        let diesel::result::Error::DatabaseError(_, information) = &error else {
            return Self::new(error.to_string());
        };
        Self {
            message: information.message().to_owned(),
            details: information.details().map(str::to_owned),
            hint: information.hint().map(str::to_owned),
            position: information.statement_position().and_then(|at| usize::try_from(at).ok()),
        }
    }
}
