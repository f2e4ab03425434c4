//! A schema in the form its database gives it back in, so that a declared schema can be held against
//! a live one.

pub(crate) mod mysql;
pub(crate) mod postgres;
pub(crate) mod sqlite;

use migrate_core::dialect::Dialect;
use migrate_core::schema::{ColumnDefault, Schema};

/// The schema with every object in the form the database gives back.
///
/// ```
/// use migrate_analysis::normalize::normalize;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::op::{Op, apply, integer, table};
/// use migrate_core::schema::{ColumnDefault, Schema};
///
/// let checked = |check: &str| {
///     let mut op: Op = Op::new();
///     op.create_table(table("t").column("a", integer()).check("ck_t_a", check));
///     let mut schema = Schema::new();
///     for recorded in op.into_operations() {
///         apply(&recorded.operation, recorded.origin, &mut schema).unwrap();
///     }
///     normalize(Dialect::parse(Family::Sqlite, "3.53.0").unwrap(), schema)
/// };
/// assert_eq!(checked("a > 0"), checked("(A>0)"));
/// ```
pub fn normalize(dialect: Dialect, mut schema: Schema) -> Schema {
    for column in schema.tables.values_mut().flat_map(|table| &mut table.columns) {
        column.default = column.default.take().and_then(|default| own_default(dialect, default));
    }
    match dialect {
        Dialect::Sqlite(_) => sqlite::normalize(schema),
        Dialect::Postgres(version) => postgres::normalize(version, schema),
        Dialect::Mysql(version) => mysql::normalize(version, schema),
    }
}

/// Of a default with a text for each database, the one for this database.
fn own_default(dialect: Dialect, default: ColumnDefault) -> Option<ColumnDefault> {
    match default {
        ColumnDefault::Sql(sql) => dialect.text(&sql).map(|text| ColumnDefault::Sql(text.into())),
        other @ (ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today) => {
            Some(other)
        }
    }
}
