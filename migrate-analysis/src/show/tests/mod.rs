//! What is shown of a small schema in each form, and laws of any names.

mod laws;
mod shown;

use migrate_core::dialect::{Dialect, mysql, postgres, sqlite};
use migrate_core::op::{Op, apply};
use migrate_core::schema::Schema;

const SQLITE: Dialect = Dialect::Sqlite(sqlite::Version { major: 3, minor: 53 });
const POSTGRES: Dialect = Dialect::Postgres(postgres::Version(15));
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
