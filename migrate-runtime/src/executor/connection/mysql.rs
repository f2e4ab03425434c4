//! diesel's connection to MariaDB and MySQL as a [`Driver`](crate::executor::Driver).

mod error;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::deserialize::{self, QueryableByName};
use diesel::mysql::{Mysql, MysqlConnection, MysqlType};
use diesel::row::{Field, NamedRow, Row};

use crate::executor::DatabaseError;

driver!(MysqlConnection, Mysql, SimpleConnection::batch_execute, begin);

fn begin(connection: &mut MysqlConnection) -> Result<(), DatabaseError> {
    AnsiTransactionManager::begin_transaction(connection)
        .map_err(|error| error::explain(connection, error, None))
}

/// A row of a query whose every value is text or a whole number: diesel reads values in their binary
/// form, which is of no other type easily made text.
struct TextRow(Vec<Option<String>>);

/// A value as text, by the type that the server says it is of
/// (<https://mariadb.com/docs/server/reference/clientserver-protocol/4-server-response-packets/resultset-row>).
fn text(kind: MysqlType, bytes: &[u8]) -> deserialize::Result<String> {
    Ok(match kind {
        MysqlType::String
        | MysqlType::Blob
        | MysqlType::Enum
        | MysqlType::Set
        | MysqlType::Numeric => String::from_utf8(bytes.to_vec())?,
        MysqlType::Tiny => i8::from_le_bytes(bytes.try_into()?).to_string(),
        MysqlType::UnsignedTiny => u8::from_le_bytes(bytes.try_into()?).to_string(),
        MysqlType::Short => i16::from_le_bytes(bytes.try_into()?).to_string(),
        MysqlType::UnsignedShort => u16::from_le_bytes(bytes.try_into()?).to_string(),
        MysqlType::Long => i32::from_le_bytes(bytes.try_into()?).to_string(),
        MysqlType::UnsignedLong => u32::from_le_bytes(bytes.try_into()?).to_string(),
        MysqlType::LongLong => i64::from_le_bytes(bytes.try_into()?).to_string(),
        MysqlType::UnsignedLongLong => u64::from_le_bytes(bytes.try_into()?).to_string(),
        // Times and floating point numbers; the enum may grow.
        _ => return Err("a value of the query is no text: write `CAST(.. AS CHAR)`".into()),
    })
}

impl QueryableByName<Mysql> for TextRow {
    fn build<'a>(row: &impl NamedRow<'a, Mysql>) -> deserialize::Result<Self> {
        (0..row.field_count())
            .map(|index| {
                let Some(field) = Row::get(row, index) else { return Ok(None) };
                let Some(value) = field.value() else { return Ok(None) };
                text(value.value_type(), value.as_bytes()).map(Some)
            })
            .collect::<deserialize::Result<_>>()
            .map(Self)
    }
}
