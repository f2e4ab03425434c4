//! diesel's connections as [`Driver`](super::Driver)s.

/// A [`Driver`](super::Driver) whose rows are read as the module's `TextRow` by the module's `load`,
/// and whose errors are explained by the module's `error`.
macro_rules! driver {
    ($connection:ident, $family:ident, $execute:path, $begin:path $(, $more:item)?) => {
        impl crate::executor::driver::Sealed for $connection {}

        impl crate::executor::Driver for $connection {
            fn family(&self) -> migrate_core::dialect::Family {
                migrate_core::dialect::Family::$family
            }

            fn in_transaction(&mut self) -> bool {
                super::in_transaction(self)
            }

            fn execute(&mut self, sql: &str) -> Result<(), DatabaseError> {
                $execute(self, sql).map_err(|error| error::explain(self, error, Some(sql)))
            }

            fn query(&mut self, sql: &str) -> Result<crate::executor::Rows, DatabaseError> {
                rows(self, sql).map_err(|error| error::explain(self, error, Some(sql)))
            }

            fn query_named(
                &mut self,
                sql: &str,
            ) -> Result<crate::executor::NamedRows, DatabaseError> {
                let rows: diesel::QueryResult<Vec<super::Named<TextRow>>> = load(self, sql);
                let rows = rows.map_err(|error| error::explain(self, error, Some(sql)))?;
                let columns = rows.first().map(|row| row.columns.clone()).unwrap_or_default();
                let rows = rows.into_iter().map(|row| row.row.0).collect();
                Ok(crate::executor::NamedRows { columns, rows })
            }

            fn begin(&mut self) -> Result<(), DatabaseError> {
                $begin(self)
            }

            fn commit(&mut self) -> Result<(), DatabaseError> {
                AnsiTransactionManager::commit_transaction(self)
                    .map_err(|error| error::explain(self, error, None))
            }

            fn rollback(&mut self) -> Result<(), DatabaseError> {
                AnsiTransactionManager::rollback_transaction(self)
                    .map_err(|error| error::explain(self, error, None))
            }

            $($more)?

            fn as_any(&mut self) -> &mut dyn std::any::Any {
                self
            }
        }

        fn rows(
            connection: &mut $connection,
            sql: &str,
        ) -> diesel::QueryResult<crate::executor::Rows> {
            let rows: Vec<TextRow> = load(connection, sql)?;
            Ok(rows.into_iter().map(|row| row.0).collect())
        }
    };
}

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use diesel::backend::Backend;
use diesel::connection::TransactionManager;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::SqlQuery;
use diesel::query_dsl::methods::LoadQuery;
use diesel::result::DatabaseErrorKind as Diesel;
use diesel::row::{Field as _, NamedRow, Row};
use diesel::{Connection, QueryResult, RunQueryDsl};

use super::{DatabaseError, DatabaseErrorKind};

/// Whether diesel holds a transaction open; one it holds for broken is for the next statement to say.
fn in_transaction<C: Connection>(connection: &mut C) -> bool {
    let status = C::TransactionManager::transaction_manager_status_mut(connection);
    status.transaction_depth().is_ok_and(|depth| depth.is_some())
}

/// The rows of a query.
fn load<'query, C, R>(connection: &mut C, sql: &str) -> QueryResult<Vec<R>>
where
    SqlQuery: LoadQuery<'query, C, R> + RunQueryDsl<C>,
{
    diesel::sql_query(sql).load(connection)
}

/// A row with the names of its columns.
struct Named<R> {
    columns: Vec<String>,
    row: R,
}

impl<DB: Backend, R: QueryableByName<DB>> QueryableByName<DB> for Named<R> {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let name = |at| Row::get(row, at)?.field_name().map(str::to_owned);
        let columns = (0..row.field_count()).map(|at| name(at).unwrap_or_default()).collect();
        Ok(Self { columns, row: R::build(row)? })
    }
}

impl From<diesel::result::Error> for DatabaseError {
    fn from(error: diesel::result::Error) -> Self {
        let (kind, information) = match &error {
            diesel::result::Error::DatabaseError(kind, information) => (kind, information),
            diesel::result::Error::BrokenTransactionManager => return unusable(),
            error => return Self::new(error.to_string()),
        };
        if kind_of(*kind) == DatabaseErrorKind::ConnectionLost {
            return Self::connection_lost(information.message());
        }
        let position = information.statement_position().and_then(|at| usize::try_from(at).ok());
        let known = Self::new(information.message())
            .with_kind(kind_of(*kind))
            .with_details(information.details())
            .with_constraint(information.constraint_name())
            .with_table(information.table_name())
            .with_column(information.column_name())
            .with_position(position);
        match information.hint() {
            Some(hint) => known.with_hint(hint),
            None => known,
        }
    }
}

/// The error of a connection whose transaction can be neither committed nor rolled back, as after the
/// server is gone.
fn unusable() -> DatabaseError {
    DatabaseError::new("the connection can be used no longer: an error before has left it broken")
        .with_kind(DatabaseErrorKind::ConnectionLost)
}

/// The error that explains, where diesel hands on two: of a commit that failed, and of the rollback
/// after it.
fn first_of(error: diesel::result::Error) -> diesel::result::Error {
    match error {
        diesel::result::Error::RollbackErrorOnCommit { commit_error, .. } => *commit_error,
        error => error,
    }
}

const fn kind_of(kind: Diesel) -> DatabaseErrorKind {
    match kind {
        Diesel::UniqueViolation => DatabaseErrorKind::UniqueViolation,
        Diesel::ForeignKeyViolation | Diesel::RestrictViolation => {
            DatabaseErrorKind::ForeignKeyViolation
        }
        Diesel::NotNullViolation => DatabaseErrorKind::NotNullViolation,
        Diesel::CheckViolation => DatabaseErrorKind::CheckViolation,
        Diesel::ExclusionViolation => DatabaseErrorKind::ExclusionViolation,
        Diesel::SerializationFailure => DatabaseErrorKind::SerializationFailure,
        Diesel::ReadOnlyTransaction => DatabaseErrorKind::ReadOnly,
        Diesel::ClosedConnection | Diesel::UnableToSendCommand => DatabaseErrorKind::ConnectionLost,
        // The enum may grow; `Unknown` is what diesel has no name for.
        _ => DatabaseErrorKind::Other,
    }
}
