//! diesel's connection to PostgreSQL as a [`Driver`](crate::executor::Driver).

mod error;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::deserialize::{self, QueryableByName};
use diesel::pg::{Pg, PgConnection};
use diesel::row::{Field, NamedRow, Row};

use crate::executor::DatabaseError;

driver!(
    PgConnection,
    Postgres,
    begin,
    fn diagnose(&mut self, error: DatabaseError) -> DatabaseError {
        error::diagnose(self, error)
    }
);

fn begin(connection: &mut PgConnection) -> Result<(), DatabaseError> {
    AnsiTransactionManager::begin_transaction(connection)
        .map_err(|error| error::explain(connection, error, None))
}

/// A row of a query whose every value is text: diesel reads values in their binary form, which only
/// of text is the text.
struct TextRow(Vec<Option<String>>);

/// The types whose binary form is their text: `name`, `text`, `char(n)`, `varchar`
/// (<https://www.postgresql.org/docs/current/catalog-pg-type.html>).
const TEXT_TYPES: [u32; 4] = [19, 25, 1042, 1043];

impl QueryableByName<Pg> for TextRow {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        (0..row.field_count())
            .map(|index| {
                let Some(field) = Row::get(row, index) else { return Ok(None) };
                let Some(value) = field.value() else { return Ok(None) };
                if !TEXT_TYPES.contains(&value.get_oid().get()) {
                    return Err("a value of the query is no text: cast it with `::text`".into());
                }
                Ok(Some(String::from_utf8(value.as_bytes().to_vec())?))
            })
            .collect::<deserialize::Result<_>>()
            .map(Self)
    }
}
