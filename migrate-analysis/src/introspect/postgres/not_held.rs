//! Objects and attributes that no [`Schema`](migrate_core::schema::Schema) has a place for, beside those of
//! constraints.
//!
//! Privileges and owners are left out: they belong to a database, not to the schema that revisions make.

use migrate_core::dialect::postgres::Version;
use migrate_core::schema::Schema;

use crate::compare::Object;
use crate::introspect::{Catalogue, IntrospectError, NotHeld};

use super::row::{SEPARATOR, query};
use super::{Scope, is_independent, is_own};

/// Reads them, after everything else was read into `schema`.
pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    version: Version,
    scope: &Scope,
    schema: &Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    let mut not_held = objects(catalogue, scope)?;
    not_held.extend(attributes(catalogue, version, scope, schema)?);
    Ok(not_held)
}

/// The objects: a query for each catalogue, of schema, name and kind.
fn objects(catalogue: &mut Catalogue<'_>, scope: &Scope) -> Result<Vec<NotHeld>, IntrospectError> {
    let names = &scope.names;
    let select = |kind: &str, name: &str, from: &str, namespace: &str, own: &str| {
        format!(
            "SELECT n.nspname::text, {name}::text, {kind} FROM {from} \
             JOIN pg_namespace n ON n.oid = {namespace} WHERE n.nspname IN ({names}) AND {own}"
        )
    };
    let queries = [
        // A table is a composite type as well; that one has a table for its relation. A range comes with a multirange,
        // and every type with one for arrays of it.
        select(
            "CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite type' \
             WHEN 'r' THEN 'range type' ELSE 'base type' END",
            "t.typname",
            "pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid",
            "t.typnamespace",
            &format!(
                "(t.typtype IN ('d', 'r') OR t.typtype = 'c' AND c.relkind = 'c' \
                 OR t.typtype = 'b' AND t.typelem = 0 AND t.typisdefined) AND {}",
                is_own("pg_type", "t")
            ),
        ),
        select(
            "CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' \
             ELSE 'window function' END",
            "p.proname",
            "pg_proc p",
            "p.pronamespace",
            &format!("p.prokind <> 'f' AND {}", is_own("pg_proc", "p")),
        ),
        select(
            "'foreign table'",
            "c.relname",
            "pg_class c",
            "c.relnamespace",
            &format!("c.relkind = 'f' AND {}", is_own("pg_class", "c")),
        ),
        select(
            "'statistics object'",
            "s.stxname",
            "pg_statistic_ext s",
            "s.stxnamespace",
            &is_own("pg_statistic_ext", "s"),
        ),
        select(
            "'collation'",
            "l.collname",
            "pg_collation l",
            "l.collnamespace",
            &is_own("pg_collation", "l"),
        ),
        select(
            "'operator'",
            "o.oprname",
            "pg_operator o",
            "o.oprnamespace",
            &is_own("pg_operator", "o"),
        ),
        select(
            "'operator class'",
            "o.opcname",
            "pg_opclass o",
            "o.opcnamespace",
            &is_independent("pg_opclass", "o", "'e', 'i'"),
        ),
        select(
            "'text search configuration'",
            "t.cfgname",
            "pg_ts_config t",
            "t.cfgnamespace",
            &is_own("pg_ts_config", "t"),
        ),
        select(
            "'text search dictionary'",
            "t.dictname",
            "pg_ts_dict t",
            "t.dictnamespace",
            &is_own("pg_ts_dict", "t"),
        ),
        select(
            "'constraint trigger'",
            "t.tgname",
            "pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid",
            "c.relnamespace",
            &format!(
                "NOT t.tgisinternal AND t.tgconstraint <> 0 AND t.tgparentid = 0 AND {}",
                is_own("pg_trigger", "t")
            ),
        ),
    ];
    let mut rows = query(catalogue, &queries.join(" UNION ALL "))?;
    let objects = rows.iter_mut().map(|row| {
        let name = scope.next_name(row);
        NotHeld::Object { kind: row.text(), name }
    });
    Ok(objects.collect())
}

/// The attributes of tables and views and of their parts: a query for each, of the relation's kind, schema and name, the
/// part and the attribute.
fn attribute_queries(version: Version, scope: &Scope) -> String {
    let names = &scope.names;
    let of_relation = |part: &str, attribute: &str, joins: &str, condition: &str| {
        format!(
            "SELECT c.relkind::text, n.nspname::text, c.relname::text, {part}, {attribute} \
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace {joins} \
             WHERE n.nspname IN ({names}) AND c.relkind IN ('r', 'p', 'v', 'm') \
             AND NOT c.relispartition AND {condition}"
        )
    };
    let compression = if version >= Version(14) { "a.attcompression" } else { "''" };
    [
        // <https://www.postgresql.org/docs/current/ddl-rowsecurity.html>
        of_relation("NULL", "'ROW LEVEL SECURITY'", "", "c.relrowsecurity"),
        of_relation("NULL", "'FORCE ROW LEVEL SECURITY'", "", "c.relforcerowsecurity"),
        of_relation(
            "NULL",
            "format('POLICY %I', p.polname)",
            "JOIN pg_policy p ON p.polrelid = c.oid",
            "true",
        ),
        // The rule `_RETURN` is a view's query.
        of_relation(
            "NULL",
            "format('RULE %I', r.rulename)",
            "JOIN pg_rewrite r ON r.ev_class = c.oid",
            "r.rulename <> '_RETURN'",
        ),
        of_relation(
            "NULL",
            "format('INHERITS (%s)', i.inhparent::regclass)",
            "JOIN pg_inherits i ON i.inhrelid = c.oid",
            "true",
        ),
        of_relation("NULL", "format('OF %s', c.reloftype::regtype)", "", "c.reloftype <> 0"),
        of_relation(
            "NULL",
            "format('USING %I', am.amname)",
            "JOIN pg_am am ON am.oid = c.relam",
            "am.amname <> 'heap'",
        ),
        // Those of tables are held.
        of_relation(
            "NULL",
            "format('WITH (%s)', array_to_string(c.reloptions, ', '))",
            "",
            "c.relkind IN ('v', 'm') AND c.reloptions IS NOT NULL",
        ),
        of_relation(
            "NULL",
            "'COMMENT'",
            "",
            "c.relkind IN ('v', 'm') AND obj_description(c.oid, 'pg_class') IS NOT NULL",
        ),
        of_relation(
            "'index ' || index.relname",
            "'COMMENT'",
            "JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class index ON index.oid = i.indexrelid",
            "obj_description(index.oid, 'pg_class') IS NOT NULL",
        ),
        of_relation(
            "'index ' || index.relname",
            "'CLUSTER'",
            "JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class index ON index.oid = i.indexrelid",
            "i.indisclustered",
        ),
        of_relation(
            "'constraint ' || con.conname",
            "'COMMENT'",
            "JOIN pg_constraint con ON con.conrelid = c.oid",
            "obj_description(con.oid, 'pg_constraint') IS NOT NULL",
        ),
        of_relation(
            "'trigger ' || t.tgname",
            "CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' \
             ELSE 'ENABLE ALWAYS' END",
            "JOIN pg_trigger t ON t.tgrelid = c.oid",
            "t.tgenabled <> 'O' AND NOT t.tgisinternal",
        ),
        of_relation(
            "'trigger ' || t.tgname",
            "'COMMENT'",
            "JOIN pg_trigger t ON t.tgrelid = c.oid",
            "NOT t.tgisinternal AND obj_description(t.oid, 'pg_trigger') IS NOT NULL",
        ),
        // Of a view, for rows that are inserted into it.
        of_relation(
            "NULL",
            "format('ALTER COLUMN %I SET DEFAULT', a.attname)",
            "JOIN pg_attribute a ON a.attrelid = c.oid \
             JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum",
            "c.relkind = 'v'",
        ),
        of_relation(
            "NULL",
            "format('COMMENT ON COLUMN %I', a.attname)",
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0",
            "c.relkind IN ('v', 'm') AND col_description(c.oid, a.attnum) IS NOT NULL",
        ),
        of_relation(
            "'column ' || a.attname",
            "format('SET STORAGE %s', CASE a.attstorage WHEN 'p' THEN 'PLAIN' \
             WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END)",
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             JOIN pg_type t ON t.oid = a.atttypid",
            "c.relkind IN ('r', 'p') AND a.attstorage <> t.typstorage",
        ),
        of_relation(
            "'column ' || a.attname",
            // Version 17 has NULL where nothing was said, older ones -1.
            "format('SET STATISTICS %s', a.attstattarget)",
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped",
            "c.relkind IN ('r', 'p') AND a.attstattarget >= 0",
        ),
        of_relation(
            "'column ' || a.attname",
            &format!(
                "format('SET COMPRESSION %s', CASE {compression} WHEN 'l' THEN 'lz4' ELSE 'pglz' END)"
            ),
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped",
            &format!("c.relkind IN ('r', 'p') AND {compression} <> ''"),
        ),
        // <https://www.postgresql.org/docs/current/sql-altertable.html>: these are all that a column has.
        of_relation(
            "'column ' || a.attname",
            "format('SET (%s)', option)",
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             CROSS JOIN unnest(a.attoptions) option",
            "c.relkind IN ('r', 'p') AND option LIKE 'n\\_distinct%'",
        ),
    ]
    .join(" UNION ALL ")
}

fn attributes(
    catalogue: &mut Catalogue<'_>,
    version: Version,
    scope: &Scope,
    schema: &Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    let mut not_held = Vec::new();
    for mut row in query(catalogue, &attribute_queries(version, scope))? {
        let kind = row.text();
        let name = scope.next_name(&mut row);
        // What an extension made, and was not read, has nothing to be said of.
        let is_read = schema.tables.contains_key(&name)
            || schema.views.contains_key(&name)
            || schema.materialized_views.contains_key(&name);
        if !is_read {
            continue;
        }
        let part = row.optional();
        let attribute = row.text();
        let object = match part.as_deref().and_then(|part| part.split_once(' ')) {
            Some(("index", part)) => Object::Index(name, part.to_owned()),
            Some(("constraint", part)) => Object::Constraint(name, part.to_owned()),
            Some(("trigger", part)) => Object::Trigger(name, part.to_owned()),
            Some((_, part)) => Object::Column(name, part.to_owned()),
            None if kind == "v" => Object::View(name),
            None if kind == "m" => Object::MaterializedView(name),
            None => Object::Table(name),
        };
        not_held.push(NotHeld::Attribute { object, attribute });
    }
    not_held.extend(of_sequences(catalogue, scope, schema)?);
    not_held.extend(comments(catalogue, scope, schema)?);
    Ok(not_held)
}

/// The types of sequences that are not the default; of those that number a column, whose start and steps alone are
/// held, everything else that is not the default. The sequence of a serial column keeps its type where the column gets
/// another (tried on PostgreSQL 15).
fn of_sequences(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    // <https://www.postgresql.org/docs/current/sql-createsequence.html>
    let last = |sign: &str| {
        format!(
            "CASE s.seqtypid WHEN 'smallint'::regtype THEN {sign}32767::bigint {0} \
             WHEN 'integer'::regtype THEN {sign}2147483647::bigint {0} \
             ELSE {sign}9223372036854775807::bigint {0} END",
            if sign.is_empty() { "" } else { "- 1" }
        )
    };
    let sql = format!(
        "SELECT n.nspname::text, c.relname::text, (owned.objid IS NOT NULL)::text, \
         CASE WHEN s.seqtypid <> 'bigint'::regtype THEN format('AS %s', s.seqtypid::regtype) END, \
         array_to_string(ARRAY[ \
           CASE WHEN a.atttypid = 'bigint'::regtype AND s.seqtypid <> a.atttypid \
             OR a.atttypid = 'integer'::regtype AND s.seqtypid = 'smallint'::regtype \
             THEN format('AS %s', s.seqtypid::regtype) END, \
           CASE WHEN s.seqmin <> CASE WHEN s.seqincrement > 0 THEN 1 ELSE {} END \
             THEN format('MINVALUE %s', s.seqmin) END, \
           CASE WHEN s.seqmax <> CASE WHEN s.seqincrement > 0 THEN {} ELSE -1 END \
             THEN format('MAXVALUE %s', s.seqmax) END, \
           CASE WHEN s.seqcache <> 1 THEN format('CACHE %s', s.seqcache) END, \
           CASE WHEN s.seqcycle THEN 'CYCLE' END], {SEPARATOR}) \
         FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace \
         LEFT JOIN pg_depend owned ON owned.classid = 'pg_class'::regclass AND owned.objid = c.oid \
         AND owned.refclassid = 'pg_class'::regclass AND owned.refobjsubid > 0 \
         AND owned.deptype IN ('a', 'i') \
         LEFT JOIN pg_attribute a ON a.attrelid = owned.refobjid AND a.attnum = owned.refobjsubid \
         WHERE n.nspname IN ({}) AND {}",
        last("-"),
        last(""),
        scope.names,
        is_own("pg_class", "c"),
    );
    let mut notes = Vec::new();
    for mut row in query(catalogue, &sql)? {
        let name = scope.next_name(&mut row);
        let numbers = row.flag();
        let (kind, attributes) = (row.optional(), row.list());
        let attributes = match (schema.sequences.contains_key(&name), numbers) {
            (true, _) => kind.into_iter().collect(),
            (false, true) => attributes.into_iter().filter(|it| !it.is_empty()).collect(),
            // One that was not read has nothing to be said of.
            (false, false) => Vec::new(),
        };
        notes.extend(attributes.into_iter().map(|attribute| NotHeld::Attribute {
            object: Object::Sequence(name.clone()),
            attribute,
        }));
    }
    Ok(notes)
}

/// Comments of enum types, functions and sequences.
fn comments(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    let names = &scope.names;
    let sql = format!(
        "SELECT 'enum', n.nspname::text, t.typname::text, NULL FROM pg_type t \
         JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' \
         AND n.nspname IN ({names}) AND obj_description(t.oid, 'pg_type') IS NOT NULL \
         UNION ALL SELECT 'function', n.nspname::text, p.proname::text, \
         pg_get_function_arguments(p.oid) FROM pg_proc p \
         JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind = 'f' \
         AND n.nspname IN ({names}) AND obj_description(p.oid, 'pg_proc') IS NOT NULL \
         UNION ALL SELECT 'sequence', n.nspname::text, c.relname::text, NULL FROM pg_class c \
         JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' \
         AND n.nspname IN ({names}) AND obj_description(c.oid, 'pg_class') IS NOT NULL"
    );
    let mut notes = Vec::new();
    for mut row in query(catalogue, &sql)? {
        let kind = row.text();
        let name = scope.next_name(&mut row);
        let arguments = row.text();
        let (object, is_read) = match kind.as_str() {
            "enum" => (Object::Enum(name.clone()), schema.enums.contains_key(&name)),
            "sequence" => (Object::Sequence(name.clone()), schema.sequences.contains_key(&name)),
            _ => {
                let key = (name.clone(), arguments.clone());
                (Object::Function(name, arguments), schema.functions.contains_key(&key))
            }
        };
        if is_read {
            notes.push(NotHeld::Attribute { object, attribute: "COMMENT".to_owned() });
        }
    }
    Ok(notes)
}
