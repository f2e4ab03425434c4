//! diesel's connection to MariaDB and MySQL as a [`Driver`](crate::executor::Driver).

mod error;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::deserialize::{self, QueryableByName};
use diesel::mysql::{Mysql, MysqlConnection, MysqlType};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::{Field, NamedRow, Row};
use diesel::sql_types::Untyped;
use diesel::{QueryResult, RunQueryDsl};

use crate::executor::DatabaseError;

driver!(MysqlConnection, Mysql, SimpleConnection::batch_execute, begin);

fn begin(connection: &mut MysqlConnection) -> Result<(), DatabaseError> {
    AnsiTransactionManager::begin_transaction(connection)
        .map_err(|error| error::explain(connection, error, None))
}

/// The rows of a query.
///
/// MySQL says which columns a `SHOW` has only once it has run, and diesel asks before
/// (`mysql_stmt_result_metadata`, <https://dev.mysql.com/doc/c-api/8.4/en/mysql-stmt-result-metadata.html>;
/// tried on 9.7, while MariaDB 10.11 and 11.8 say so when it is prepared). A statement that diesel keeps
/// has run when it is loaded for the second time.
fn load<R: QueryableByName<Mysql> + 'static>(
    connection: &mut MysqlConnection,
    sql: &str,
) -> QueryResult<Vec<R>> {
    let is_show = sql.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("SHOW "));
    if !is_show {
        return super::load(connection, sql);
    }
    let show = Show(sql.to_owned());
    match show.clone().load(connection) {
        Err(diesel::result::Error::DeserializationError(_)) => {
            show.clone().execute(connection)?;
            show.load(connection)
        }
        rows => rows,
    }
}

/// A `SHOW`, which diesel keeps prepared: `sql_query` it does not keep.
#[derive(Clone)]
struct Show(String);

impl QueryFragment<Mysql> for Show {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Mysql>) -> QueryResult<()> {
        out.push_sql(&self.0);
        Ok(())
    }
}

impl QueryId for Show {
    type QueryId = ();

    // Known by its text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Show {
    type SqlType = Untyped;
}

impl RunQueryDsl<MysqlConnection> for Show {}

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
