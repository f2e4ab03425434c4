//! diesel's connection to PostgreSQL as a [`Driver`](crate::executor::Driver).

mod error;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::deserialize::{self, QueryableByName};
use diesel::pg::{Pg, PgConnection};
use diesel::row::{Field, NamedRow, Row};

use super::load;
use crate::executor::DatabaseError;
use migrate_core::dialect::postgres::client_copy;

driver!(
    PgConnection,
    Postgres,
    execute,
    begin,
    fn diagnose(&mut self, error: DatabaseError) -> DatabaseError {
        error::diagnose(self, error)
    }
);

/// Runs statements. One that takes rows from the client would end the message without an error, and
/// nothing of the message would be kept: libpq gives up what waits when the next message is sent
/// (`PQexecStart` of its `fe-exec.c`), and diesel takes `PGRES_COPY_IN` for success. So it never
/// reaches the server.
fn execute(connection: &mut PgConnection, sql: &str) -> diesel::QueryResult<()> {
    if client_copy(sql).is_some() {
        let reason = "a `COPY` of rows from or to the client cannot be sent with other statements";
        return Err(diesel::result::Error::QueryBuilderError(reason.into()));
    }
    connection.batch_execute(sql)
}

fn begin(connection: &mut PgConnection) -> Result<(), DatabaseError> {
    AnsiTransactionManager::begin_transaction(connection)
        .map_err(|error| error::explain(connection, error, None))
}

/// A row of a query whose every value is text, a whole number or a truth value: diesel reads values
/// in their binary form, which is of no other type easily made text.
struct TextRow(Vec<Option<String>>);

/// A value as PostgreSQL's own text form has it, by the type's number in the catalogue
/// (<https://www.postgresql.org/docs/current/catalog-pg-type.html>).
fn text(oid: u32, bytes: &[u8]) -> deserialize::Result<String> {
    Ok(match oid {
        // `name`, `text`, `json`, `char(n)`, `varchar`: their binary form is their text.
        19 | 25 | 114 | 1042 | 1043 => String::from_utf8(bytes.to_vec())?,
        // `boolean`
        16 => if bytes == [0] { "f" } else { "t" }.to_owned(),
        // `smallint`, `integer`, `bigint`, `oid`
        21 => i16::from_be_bytes(bytes.try_into()?).to_string(),
        23 => i32::from_be_bytes(bytes.try_into()?).to_string(),
        20 => i64::from_be_bytes(bytes.try_into()?).to_string(),
        26 => u32::from_be_bytes(bytes.try_into()?).to_string(),
        _ => return Err("a value of the query is no text: cast it with `::text`".into()),
    })
}

impl QueryableByName<Pg> for TextRow {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        (0..row.field_count())
            .map(|index| {
                let Some(field) = Row::get(row, index) else { return Ok(None) };
                let Some(value) = field.value() else { return Ok(None) };
                text(value.get_oid().get(), value.as_bytes()).map(Some)
            })
            .collect::<deserialize::Result<_>>()
            .map(Self)
    }
}
