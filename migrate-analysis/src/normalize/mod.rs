//! A schema in the form its database gives it back in, so that a declared schema can be held against
//! a live one.

pub(crate) mod mysql;
pub(crate) mod postgres;
pub(crate) mod sqlite;

use migrate_core::dialect::Dialect;
use migrate_core::schema::Schema;

/// The schema with every object in the form the database gives back.
///
/// ```
/// use migrate_analysis::normalize::normalize;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::op::{Op, apply, integer, table};
/// use migrate_core::schema::Schema;
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
pub fn normalize(dialect: Dialect, schema: Schema) -> Schema {
    let schema = schema.on(dialect.family());
    match dialect {
        Dialect::Sqlite(_) => sqlite::normalize(schema),
        Dialect::Postgres(version) => postgres::normalize(version, schema),
        Dialect::Mysql(version) => mysql::normalize(version, schema),
    }
}
