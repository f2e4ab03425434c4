//! The partitions of partitioned tables.

use crate::introspect::{Catalogue, IntrospectError};
use migrate_core::schema::{Partition, Schema};

use super::Scope;
use super::row::query;

pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    let sql = format!(
        "SELECT n.nspname::text, whole.relname::text, part_n.nspname::text, part.relname::text, \
         pg_get_expr(part.relpartbound, part.oid) \
         FROM pg_inherits i JOIN pg_class whole ON whole.oid = i.inhparent \
         JOIN pg_namespace n ON n.oid = whole.relnamespace \
         JOIN pg_class part ON part.oid = i.inhrelid \
         JOIN pg_namespace part_n ON part_n.oid = part.relnamespace \
         WHERE n.nspname IN ({}) AND part.relispartition AND NOT whole.relispartition \
         ORDER BY part.oid",
        scope.names,
    );
    for mut row in query(catalogue, &sql)? {
        let table = scope.next_name(&mut row);
        let partition = Partition { name: scope.next_name(&mut row), bounds: row.text() };
        if let Some(table) = schema.tables.get_mut(&table) {
            table.partitions.push(partition);
        }
    }
    Ok(())
}
