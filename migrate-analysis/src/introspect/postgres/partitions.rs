//! The partitions of partitioned tables, and what they have of their own.

use crate::compare::Object;
use crate::introspect::{Catalogue, IntrospectError, NotHeld};
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

/// What partitions have beside their bounds: a partition has the columns, constraints and indexes of its table, whatever
/// it was made from. Those have a parent, and what is its own has none
/// (<https://www.postgresql.org/docs/current/catalog-pg-inherits.html>; tried on 13, 15 and 18).
pub(super) fn read_not_held(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    let of_partitions = |attribute: &str, joined: &str, condition: &str| {
        format!(
            "SELECT n.nspname::text, whole.relname::text, part_n.nspname::text, c.relname::text, \
             {attribute} FROM pg_inherits link JOIN pg_class whole ON whole.oid = link.inhparent \
             JOIN pg_namespace n ON n.oid = whole.relnamespace \
             JOIN pg_class c ON c.oid = link.inhrelid \
             JOIN pg_namespace part_n ON part_n.oid = c.relnamespace {joined} \
             WHERE n.nspname IN ({}) AND c.relispartition AND NOT whole.relispartition \
             AND {condition}",
            scope.names
        )
    };
    let columns = "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
                   JOIN pg_attribute above ON above.attrelid = whole.oid AND above.attname = a.attname";
    let queries = [
        of_partitions("format('PARTITION BY %s', pg_get_partkeydef(c.oid))", "", "c.relkind = 'p'"),
        of_partitions("'COMMENT'", "", "obj_description(c.oid, 'pg_class') IS NOT NULL"),
        of_partitions("'UNLOGGED'", "", "c.relpersistence = 'u' AND whole.relpersistence <> 'u'"),
        of_partitions(
            "format('WITH (%s)', array_to_string(c.reloptions, ', '))",
            "",
            "c.reloptions IS NOT NULL",
        ),
        of_partitions(
            "format('CONSTRAINT %I', own.conname)",
            "JOIN pg_constraint own ON own.conrelid = c.oid",
            "own.contype IN ('p', 'u', 'f', 'c', 'x') AND own.conparentid = 0 AND own.coninhcount = 0",
        ),
        of_partitions(
            "format('INDEX %I', own.relname)",
            "JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class own ON own.oid = i.indexrelid",
            "NOT own.relispartition AND NOT EXISTS (SELECT FROM pg_constraint con \
             WHERE con.conindid = own.oid AND con.contype IN ('p', 'u', 'x'))",
        ),
        of_partitions(
            "format('DEFAULT of %I', a.attname)",
            &format!(
                "{columns} AND a.attgenerated = '' \
                 LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
                 LEFT JOIN pg_attrdef e ON e.adrelid = whole.oid AND e.adnum = above.attnum"
            ),
            "pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_get_expr(e.adbin, e.adrelid)",
        ),
        of_partitions(
            "format('NOT NULL of %I', a.attname)",
            columns,
            "a.attnotnull AND NOT above.attnotnull",
        ),
        of_partitions(
            "format('TRIGGER %I', own.tgname)",
            "JOIN pg_trigger own ON own.tgrelid = c.oid",
            "NOT own.tgisinternal AND own.tgparentid = 0",
        ),
    ];
    let mut not_held = Vec::new();
    for mut row in query(catalogue, &queries.join(" UNION ALL "))? {
        let table = scope.next_name(&mut row);
        let object = Object::Partition(table.clone(), scope.next_name(&mut row));
        let attribute = row.text();
        if schema.tables.contains_key(&table) {
            not_held.push(NotHeld::Attribute { object, attribute });
        }
    }
    Ok(not_held)
}
