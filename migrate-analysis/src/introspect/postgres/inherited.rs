//! What a table has of those that it inherits from.

use std::collections::BTreeSet;

use migrate_core::schema::Schema;

use crate::compare::Object;
use crate::introspect::{Catalogue, IntrospectError};

use super::Scope;
use super::row::query;

/// The columns and constraints that a table inherits: the server refuses to drop or to rename one there ("cannot drop inherited
/// column", tried on 13, 15 and 18), and changes it with that of the parent
/// (<https://www.postgresql.org/docs/current/ddl-inherit.html>). Those of partitions are read with their table.
pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &Schema,
) -> Result<BTreeSet<Object>, IntrospectError> {
    let of_tables = |name: &str, joined: &str, condition: &str| {
        format!(
            "SELECT n.nspname::text, c.relname::text, {name}::text FROM pg_class c \
             JOIN pg_namespace n ON n.oid = c.relnamespace {joined} \
             WHERE n.nspname IN ({}) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND {condition}",
            scope.names
        )
    };
    let columns = of_tables(
        "a.attname",
        "JOIN pg_attribute a ON a.attrelid = c.oid",
        "a.attinhcount > 0 AND NOT a.attisdropped",
    );
    let constraints = of_tables(
        "con.conname",
        "JOIN pg_constraint con ON con.conrelid = c.oid",
        "con.coninhcount > 0 AND con.contype = 'c'",
    );
    let mut inherited = BTreeSet::new();
    for (sql, object) in [
        (columns, Object::Column as fn(_, _) -> Object),
        (constraints, Object::Constraint as fn(_, _) -> Object),
    ] {
        for mut row in query(catalogue, &sql)? {
            let table = scope.next_name(&mut row);
            if schema.tables.contains_key(&table) {
                inherited.insert(object(table, row.text()));
            }
        }
    }
    Ok(inherited)
}
