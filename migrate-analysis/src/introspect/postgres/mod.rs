//! PostgreSQL's catalogue: a fixed number of queries, however many tables there are.

mod columns;
mod constraints;
mod indexes;
mod inherited;
mod not_held;
mod objects;
mod partitions;
mod raw;
mod relations;
mod row;

use migrate_core::dialect::postgres::{Version, string};
use migrate_core::schema::{QualifiedName, Schema};

use super::{Catalogue, IntrospectError, Names, Namespace, NotHeld, RawKind, Reading};
use row::{Row, query};

pub(super) use raw::read as raw_objects;

/// Constants and times are printed as these say, so that what is read does not depend on the server's
/// or the user's settings (<https://www.postgresql.org/docs/current/runtime-config-client.html>); they
/// hold until the end of the transaction.
const SETTINGS: &str = "SELECT set_config('datestyle', 'ISO, YMD', true), \
                        set_config('intervalstyle', 'postgres', true), \
                        set_config('timezone', 'UTC', true), \
                        set_config('bytea_output', 'hex', true), \
                        set_config('extra_float_digits', '1', true), \
                        set_config('quote_all_identifiers', 'off', true)";

/// The name of a collation, the row `l` of `pg_collation`: without quotes where the session finds it by its name alone, else
/// with its schema (namespace), both in quotes.
const COLLATION: &str = "CASE WHEN pg_collation_is_visible(l.oid) THEN l.collname::text \
                         ELSE (SELECT '\"' || replace(of_l.nspname::text, '\"', '\"\"') || '\".\"' \
                         || replace(l.collname::text, '\"', '\"\"') || '\"' \
                         FROM pg_namespace of_l WHERE of_l.oid = l.collnamespace) END";

pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    version: Version,
    namespaces: &[String],
) -> Result<Reading, IntrospectError> {
    catalogue(SETTINGS)?;
    let mut schema = Schema::new();
    let scope = Scope::read(catalogue, namespaces, &mut schema)?;
    let types = objects::read_enums(catalogue, &scope, &mut schema)?;
    relations::read(catalogue, &scope, &mut schema)?;
    columns::read(catalogue, &scope, &types, &mut schema)?;
    let mut not_held = constraints::read(catalogue, version, &scope, &mut schema)?;
    indexes::read(catalogue, version, &scope, &mut schema)?;
    partitions::read(catalogue, &scope, &mut schema)?;
    objects::read_functions(catalogue, &scope, &mut schema)?;
    objects::read_sequences(catalogue, &scope, &mut schema)?;
    objects::read_triggers(catalogue, &scope, &mut schema)?;
    objects::read_extensions(catalogue, &mut schema)?;
    not_held.extend(not_held::read(catalogue, version, &scope, &schema)?);
    not_held.extend(partitions::read_not_held(catalogue, &scope, &schema)?);
    not_held.extend(take_out_empty_tables(&mut schema));
    for table in schema.tables.values_mut() {
        table.sort_constraints();
    }
    let inherited = inherited::read(catalogue, &scope, &schema)?;
    let names = Names { own: scope.current, fold_case: false };
    Ok(Reading { schema, not_held, names, inherited })
}

/// Takes out the tables without columns, and their triggers.
fn take_out_empty_tables(schema: &mut Schema) -> Vec<NotHeld> {
    let empty = schema.tables.values().filter(|table| table.columns.is_empty());
    let empty: Vec<_> = empty.map(|table| table.name.clone()).collect();
    schema.tables.retain(|name, _| !empty.contains(name));
    schema.triggers.retain(|(table, _), _| !empty.contains(table));
    let kind = RawKind::TableWithoutColumns;
    empty.into_iter().map(|name| NotHeld::Object { kind: kind.name().to_owned(), name }).collect()
}

/// The schemas (namespaces) of users, without those that an extension made.
pub(super) fn namespaces(catalogue: &mut Catalogue<'_>) -> Result<Vec<Namespace>, IntrospectError> {
    let rows = query(
        catalogue,
        &format!(
            "SELECT n.nspname::text, COALESCE(n.nspname = current_schema(), false)::text, \
             (EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid \
              AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND {}))::text \
             FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND {} ORDER BY 1",
            is_own("pg_class", "c"),
            is_own("pg_namespace", "n")
        ),
    )?;
    let namespace = |mut row: Row| Namespace {
        name: row.text(),
        is_own: row.flag(),
        has_relations: row.flag(),
    };
    Ok(rows.into_iter().map(namespace).collect())
}

/// The schemas (namespaces) that are read.
struct Scope {
    /// The connection's own, whose objects have no schema before their names.
    current: Option<String>,
    /// All of them, as SQL: the list in the parentheses of `IN (..)`.
    names: String,
}

impl Scope {
    fn read(
        catalogue: &mut Catalogue<'_>,
        namespaces: &[String],
        schema: &mut Schema,
    ) -> Result<Self, IntrospectError> {
        let listed: Vec<_> = namespaces.iter().map(|name| string(name)).collect();
        let listed = if listed.is_empty() { "NULL".to_owned() } else { listed.join(", ") };
        let rows = query(
            catalogue,
            &format!(
                "SELECT nspname::text, COALESCE(nspname = current_schema(), false)::text \
                 FROM pg_namespace WHERE nspname = current_schema() OR nspname IN ({listed})"
            ),
        )?;
        let mut scope = Self { current: None, names: String::new() };
        let mut found = vec!["NULL".to_owned()];
        for mut row in rows {
            let name = row.text();
            found.push(string(&name));
            if row.flag() {
                scope.current = Some(name);
            } else {
                schema.namespaces.insert(name);
            }
        }
        scope.names = found.join(", ");
        Ok(scope)
    }

    fn name(&self, namespace: String, name: String) -> QualifiedName {
        let schema = (self.current.as_ref() != Some(&namespace)).then_some(namespace);
        QualifiedName { schema, name }
    }

    /// The name in the next two values of a row: a schema (namespace) and an object in it.
    fn next_name(&self, row: &mut Row) -> QualifiedName {
        let namespace = row.text();
        self.name(namespace, row.text())
    }
}

/// A condition: the object, a row of `catalogue` by that alias, was not made by an extension.
fn is_own(catalogue: &str, alias: &str) -> String {
    is_independent(catalogue, alias, "'e'")
}

/// A condition: the object was not made with another one that `kinds` of dependency tie it to
/// (<https://www.postgresql.org/docs/current/catalog-pg-depend.html>).
fn is_independent(catalogue: &str, alias: &str, kinds: &str) -> String {
    format!(
        "NOT EXISTS (SELECT FROM pg_depend made WHERE made.classid = '{catalogue}'::regclass \
         AND made.objid = {alias}.oid AND made.deptype IN ({kinds}))"
    )
}
