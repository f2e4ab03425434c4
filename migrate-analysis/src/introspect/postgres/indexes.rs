//! Indexes of tables and materialized views that no constraint made.

use crate::introspect::{Catalogue, IntrospectError};
use migrate_core::dialect::postgres::Version;
use migrate_core::schema::{Index, IndexColumn, IndexTarget, NullsOrder, QualifiedName, Schema};

use super::row::{Row, SEPARATOR, query};
use super::{COLLATION, Scope};

pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    version: Version,
    scope: &Scope,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    for mut row in query(catalogue, &sql(version, scope))? {
        let owner = scope.next_name(&mut row);
        let name = row.text();
        let part = read_part(&mut row);
        let Some(indexes) = indexes_of(schema, &owner) else { continue };
        if indexes.last().is_none_or(|index| index.name != name) {
            indexes.push(read_index(name, &mut row));
        }
        if let Some(index) = indexes.last_mut() {
            match part {
                Part::Key(column) => index.columns.push(column),
                Part::Included(column) => index.include.push(column),
            }
        }
    }
    Ok(())
}

/// One row for each part of each index. An index that is not valid was left by a build that failed
/// while the table was in use, and does nothing for queries; on a partitioned table it is one that
/// some partitions lack.
fn sql(version: Version, scope: &Scope) -> String {
    let nulls = if version.has_nulls_not_distinct() { "i.indnullsnotdistinct" } else { "false" };
    format!(
        "SELECT n.nspname::text, c.relname::text, own.relname::text, \
         (k.place > i.indnkeyatts)::text, a.attname::text, \
         pg_get_indexdef(i.indexrelid, k.place, true), \
         (i.indoption[k.place - 1] & 1 = 1)::text, (i.indoption[k.place - 1] & 2 = 2)::text, \
         (SELECT {COLLATION} \
         FROM pg_collation l WHERE l.oid = i.indcollation[k.place - 1] \
         AND CASE WHEN a.attname IS NULL THEN strpos(pg_get_indexdef(i.indexrelid), \
         pg_get_indexdef(i.indexrelid, k.place, false) || ' COLLATE ') > 0 \
         ELSE l.oid <> a.attcollation END), \
         (SELECT CASE WHEN pg_opclass_is_visible(class.oid) THEN class.opcname::text \
         ELSE class.opcnamespace::regnamespace || '.' || class.opcname END \
         || COALESCE(' (' || array_to_string(part.attoptions, ', ') || ')', '') \
         FROM pg_opclass class WHERE class.oid = i.indclass[k.place - 1] \
         AND (NOT class.opcdefault OR part.attoptions IS NOT NULL)), \
         i.indisunique::text, ({nulls})::text, method.amname::text, \
         pg_get_expr(i.indpred, i.indrelid, true), \
         array_to_string(own.reloptions, {SEPARATOR}), tablespace.spcname::text \
         FROM pg_index i JOIN pg_class own ON own.oid = i.indexrelid \
         JOIN pg_am method ON method.oid = own.relam \
         JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         CROSS JOIN LATERAL generate_series(1, i.indnatts) k (place) \
         JOIN pg_attribute part ON part.attrelid = i.indexrelid AND part.attnum = k.place \
         LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[k.place - 1] \
         AND i.indkey[k.place - 1] <> 0 \
         LEFT JOIN pg_tablespace tablespace ON tablespace.oid = own.reltablespace \
         WHERE n.nspname IN ({}) AND c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition \
         AND (i.indisvalid OR c.relkind = 'p') \
         AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = i.indexrelid \
         AND con.contype IN ('p', 'u', 'x')) \
         ORDER BY i.indexrelid, k.place",
        scope.names,
    )
}

fn indexes_of<'a>(schema: &'a mut Schema, owner: &QualifiedName) -> Option<&'a mut Vec<Index>> {
    match schema.tables.get_mut(owner) {
        Some(table) => Some(&mut table.indexes),
        None => schema.materialized_views.get_mut(owner).map(|view| &mut view.indexes),
    }
}

enum Part {
    Key(IndexColumn),
    Included(String),
}

fn read_part(row: &mut Row) -> Part {
    let is_included = row.flag();
    let column = row.optional();
    let expression = row.text();
    let (descending, nulls_first) = (row.flag(), row.flag());
    let (collation, operator_class) = (row.optional(), row.optional());
    if is_included {
        return Part::Included(column.unwrap_or(expression));
    }
    let target = column.map_or(IndexTarget::Expression(expression.into()), IndexTarget::Column);
    let nulls = match (descending, nulls_first) {
        (false, true) => Some(NullsOrder::First),
        (true, false) => Some(NullsOrder::Last),
        (false, false) | (true, true) => None,
    };
    Part::Key(IndexColumn {
        descending,
        nulls,
        collation,
        operator_class,
        ..IndexColumn::new(target)
    })
}

fn read_index(name: String, row: &mut Row) -> Index {
    Index {
        name,
        unique: row.flag(),
        nulls_not_distinct: row.flag(),
        method: row.optional().filter(|method| method != "btree"),
        filter: row.optional().map(Into::into),
        storage: row.parameters(),
        tablespace: row.optional(),
        ..Index::default()
    }
}
