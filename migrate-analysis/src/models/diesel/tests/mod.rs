//! Texts of `schema.rs`, read, written and completed.

mod completed;
mod configured;
mod gone;
mod laws;
mod reading;
mod written;
mod written_types;

use migrate_core::dialect::{Dialect, mysql, postgres, sqlite};
use migrate_core::op::{Op, apply};
use migrate_core::schema::Schema;

const SQLITE: Dialect = Dialect::Sqlite(sqlite::Version { major: 3, minor: 53 });
const POSTGRES: Dialect = Dialect::Postgres(postgres::Version(15));
const MARIADB: Dialect = Dialect::Mysql(mysql::Version::mariadb(10, 11, 6));
const MYSQL: Dialect = Dialect::Mysql(mysql::Version::mysql(8, 4, 0));

/// The schema that operations make.
fn made(record: impl FnOnce(&mut Op)) -> Schema {
    let mut op: Op = Op::new();
    record(&mut op);
    let mut schema = Schema::new();
    for recorded in op.into_operations() {
        apply(&recorded.operation, recorded.origin, &mut schema).unwrap();
    }
    schema
}
