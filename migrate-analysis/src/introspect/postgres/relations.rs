//! Tables, views and materialized views, without what is in them.

use crate::introspect::{Catalogue, IntrospectError};
use migrate_core::schema::{
    MaterializedView, ReplicaIdentity, Schema, SqlText, Table, TableOptions, View,
};

use super::row::{SEPARATOR, query};
use super::{Scope, is_own};

pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    let sql = format!(
        "SELECT n.nspname::text, c.relname::text, c.relkind::text, \
         obj_description(c.oid, 'pg_class'), (c.relpersistence = 'u')::text, \
         array_to_string(c.reloptions, {SEPARATOR}), \
         (SELECT string_agg('toast.' || option, {SEPARATOR}) FROM unnest(toast.reloptions) option), \
         tablespace.spcname::text, pg_get_partkeydef(c.oid), \
         CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END, \
         c.relispopulated::text, c.relreplident::text, \
         (SELECT index.relname::text FROM pg_index i JOIN pg_class index ON index.oid = i.indexrelid \
         WHERE i.indrelid = c.oid AND i.indisreplident) \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid \
         LEFT JOIN pg_tablespace tablespace ON tablespace.oid = c.reltablespace \
         WHERE n.nspname IN ({}) AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition \
         AND {}",
        scope.names,
        is_own("pg_class", "c"),
    );
    for mut row in query(catalogue, &sql)? {
        let name = scope.next_name(&mut row);
        let kind = row.text();
        let comment = row.optional();
        let unlogged = row.flag();
        let mut storage = row.parameters();
        storage.extend(row.parameters());
        let tablespace = row.optional();
        let partition_by = row.optional().map(SqlText::Common);
        let query = SqlText::Common(row.text().trim().trim_end_matches(';').to_owned());
        let with_data = row.flag();
        let replica_identity = match (row.text().as_str(), row.optional()) {
            ("f", _) => ReplicaIdentity::Full,
            // An index that was dropped leaves nothing to know a row by.
            ("n", _) | ("i", None) => ReplicaIdentity::Nothing,
            ("i", Some(index)) => ReplicaIdentity::Index(index),
            _ => ReplicaIdentity::Default,
        };
        match kind.as_str() {
            "v" => {
                schema.views.insert(name.clone(), View { name, query });
            }
            "m" => {
                let view =
                    MaterializedView { name: name.clone(), query, with_data, indexes: Vec::new() };
                schema.materialized_views.insert(name, view);
            }
            _ => {
                let mut table = Table::new(name.clone());
                table.comment = comment;
                table.options = TableOptions {
                    partition_by,
                    unlogged,
                    storage,
                    tablespace,
                    replica_identity,
                    ..TableOptions::default()
                };
                schema.tables.insert(name, table);
            }
        }
    }
    Ok(())
}
