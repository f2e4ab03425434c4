//! diesel's connection to MariaDB and MySQL as a [`Driver`](crate::executor::Driver).

mod error;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::deserialize::{self, QueryableByName};
use diesel::mysql::{Mysql, MysqlConnection, MysqlType};
use diesel::row::{Field, NamedRow, Row};

use crate::executor::DatabaseError;

driver!(MysqlConnection, Mysql, begin);

fn begin(connection: &mut MysqlConnection) -> Result<(), DatabaseError> {
    AnsiTransactionManager::begin_transaction(connection)
        .map_err(|error| error::explain(connection, error, None))
}

/// A row of a query whose every value is text: diesel reads values in their binary form, which only
/// of text is the text.
struct TextRow(Vec<Option<String>>);

impl QueryableByName<Mysql> for TextRow {
    fn build<'a>(row: &impl NamedRow<'a, Mysql>) -> deserialize::Result<Self> {
        (0..row.field_count())
            .map(|index| {
                let Some(field) = Row::get(row, index) else { return Ok(None) };
                let Some(value) = field.value() else { return Ok(None) };
                if !matches!(value.value_type(), MysqlType::String | MysqlType::Blob) {
                    return Err("a value of the query is no text: write `CAST(.. AS CHAR)`".into());
                }
                Ok(Some(String::from_utf8(value.as_bytes().to_vec())?))
            })
            .collect::<deserialize::Result<_>>()
            .map(Self)
    }
}
