//! diesel's connections as [`Driver`](super::Driver)s.

/// A [`Driver`](super::Driver) whose rows are read as the module's `TextRow`.
macro_rules! driver {
    ($connection:ident, $family:ident, $begin:path) => {
        impl crate::executor::Driver for $connection {
            fn family(&self) -> migrate_core::dialect::Family {
                migrate_core::dialect::Family::$family
            }

            fn in_transaction(&mut self) -> bool {
                super::in_transaction(self)
            }

            fn execute(&mut self, sql: &str) -> Result<(), DatabaseError> {
                Ok(diesel::connection::SimpleConnection::batch_execute(self, sql)?)
            }

            fn query(&mut self, sql: &str) -> Result<crate::executor::Rows, DatabaseError> {
                let query = diesel::sql_query(sql);
                let rows: Vec<TextRow> = diesel::RunQueryDsl::load(query, self)?;
                Ok(rows.into_iter().map(|row| row.0).collect())
            }

            fn begin(&mut self) -> Result<(), DatabaseError> {
                $begin(self)
            }

            fn commit(&mut self) -> Result<(), DatabaseError> {
                Ok(AnsiTransactionManager::commit_transaction(self)?)
            }

            fn rollback(&mut self) -> Result<(), DatabaseError> {
                Ok(AnsiTransactionManager::rollback_transaction(self)?)
            }

            fn as_any(&mut self) -> &mut dyn std::any::Any {
                self
            }
        }
    };
}

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use diesel::Connection;
use diesel::connection::TransactionManager;

use super::DatabaseError;

/// Whether diesel holds a transaction open; one it holds for broken is for the next statement to say.
fn in_transaction<C: Connection>(connection: &mut C) -> bool {
    let status = C::TransactionManager::transaction_manager_status_mut(connection);
    status.transaction_depth().is_ok_and(|depth| depth.is_some())
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
