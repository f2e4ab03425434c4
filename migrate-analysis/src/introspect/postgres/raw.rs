//! The statements of objects that no operation makes, and what they depend on, put together from the catalogue as
//! `pg_dump` does.

use std::collections::BTreeMap;

use migrate_core::dialect::postgres::Version;
use migrate_core::schema::Schema;

use crate::introspect::{Catalogue, IntrospectError, RawKind, RawObject, Reference};

use super::row::query;
use super::{SETTINGS, Scope, is_own};

/// Reads them.
pub(in crate::introspect) fn read(
    catalogue: &mut Catalogue<'_>,
    version: Version,
    namespaces: &[String],
) -> Result<Vec<RawObject>, IntrospectError> {
    catalogue(SETTINGS)?;
    let scope = Scope::read(catalogue, namespaces, &mut Schema::new())?;
    let mut raw = Vec::new();
    // The position of an object by its class and its number, which are those of `ENDS`.
    let mut places = BTreeMap::new();
    for mut row in query(catalogue, &objects(version, &scope))? {
        let key = (row.text(), row.text());
        let name = scope.next_name(&mut row);
        let kind = row.text();
        let Some(kind) = RawKind::of(&kind) else {
            let (name, reason) = (name.to_string(), format!("`{kind}` is a kind without a place"));
            return Err(IntrospectError::Definition { name, reason });
        };
        let (Some(create), Some(drop)) = (row.optional(), row.optional()) else { continue };
        places.insert(key, raw.len());
        let (needs, needed_by) = (Vec::new(), Vec::new());
        raw.push(RawObject { kind, name, create, drop, needs, needed_by });
    }
    if raw.is_empty() {
        return Ok(raw);
    }
    for mut row in query(catalogue, &dependencies(version))? {
        let mut end = || {
            let (class, number) = (row.text(), row.text());
            let name = scope.next_name(&mut row);
            let (arguments, extension) = (row.text(), row.optional());
            let place = places.get(&(class.clone(), number)).copied();
            let reference = match (extension, place, class.as_str()) {
                (Some(extension), ..) => Some(Reference::Extension(extension)),
                (None, Some(place), _) => {
                    let RawObject { kind, name, .. } = &raw[place];
                    Some(Reference::Raw(*kind, name.clone()))
                }
                (None, None, "relation") => Some(Reference::Relation(name)),
                (None, None, "type") => Some(Reference::EnumType(name)),
                (None, None, "function") => Some(Reference::Function(name, arguments)),
                (None, None, _) => None,
            };
            (place, reference)
        };
        let ((dependent_place, dependent), (place, needed)) = (end(), end());
        if let (Some(place), Some(needed)) = (dependent_place, needed) {
            raw[place].needs.push(needed);
        }
        if let (None, Some(dependent), Some(place)) = (dependent_place, dependent, place) {
            raw[place].needed_by.push(dependent);
        }
    }
    for object in &mut raw {
        object.needs.extend(object.name.schema.clone().map(Reference::Namespace));
    }
    Ok(raw)
}

/// The name of an object as the session must write it.
fn named(scope: &Scope, namespace: &str, name: &str) -> String {
    let current = scope.current.as_deref().map_or_else(|| "NULL".to_owned(), super::string);
    format!(
        "CASE WHEN {namespace}::regnamespace::text = quote_ident({current}) THEN format('%I', {name}) \
         ELSE format('%s.%I', {namespace}::regnamespace, {name}) END"
    )
}

/// A clause `COLLATE`, where the collation `used` is not that of the type, `usual`.
fn collate(used: &str, usual: &str) -> String {
    format!(
        "COALESCE((SELECT ' COLLATE ' || CASE WHEN pg_collation_is_visible(l.oid) \
         THEN format('%I', l.collname) ELSE format('%s.%I', l.collnamespace::regnamespace, l.collname) END \
         FROM pg_collation l WHERE l.oid = {used} AND {used} <> {usual}), '')"
    )
}

/// The objects: class, number, schema, name, kind, and both statements; without these where they are not known.
fn objects(version: Version, scope: &Scope) -> String {
    let mut all = types(version, scope);
    all.extend(routines(scope));
    all.extend(of_values_and_rows(version, scope));
    all.extend(of_words(scope));
    format!("{} ORDER BY 5, 3, 4", all.join(" UNION ALL "))
}

/// Domains, composite types and ranges.
fn types(version: Version, scope: &Scope) -> Vec<String> {
    let names = &scope.names;
    let domain = format!(
        "SELECT 'type', t.oid::text, n.nspname::text, t.typname::text, '{kind}', \
         format('CREATE DOMAIN %s AS %s%s%s%s%s', {name}, format_type(t.typbasetype, t.typtypmod), {collate}, \
         CASE WHEN t.typdefault IS NOT NULL THEN \
         ' DEFAULT ' || COALESCE(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)) ELSE '' END, \
         CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END, \
         (SELECT string_agg(format(' CONSTRAINT %I CHECK (%s)', c.conname, pg_get_expr(c.conbin, 0, true)), '' \
         ORDER BY c.conname) FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c')), \
         format('DROP DOMAIN %s', {name}) \
         FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type base ON base.oid = t.typbasetype \
         WHERE t.typtype = 'd' AND n.nspname IN ({names}) AND {own}",
        kind = RawKind::Domain,
        name = named(scope, "t.typnamespace", "t.typname"),
        collate = collate("t.typcollation", "base.typcollation"),
        own = is_own("pg_type", "t"),
    );
    let composite = format!(
        "SELECT 'type', t.oid::text, n.nspname::text, t.typname::text, '{kind}', \
         format('CREATE TYPE %s AS (%s)', {name}, (SELECT string_agg(format('%I %s%s', a.attname, \
         format_type(a.atttypid, a.atttypmod), {collate}), ', ' ORDER BY a.attnum) \
         FROM pg_attribute a JOIN pg_type base ON base.oid = a.atttypid \
         WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)), \
         format('DROP TYPE %s', {name}) \
         FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_class c ON c.oid = t.typrelid \
         WHERE t.typtype = 'c' AND c.relkind = 'c' AND n.nspname IN ({names}) AND {own}",
        kind = RawKind::CompositeType,
        name = named(scope, "t.typnamespace", "t.typname"),
        collate = collate("a.attcollation", "base.typcollation"),
        own = is_own("pg_type", "t"),
    );
    // Version 14 has multiranges.
    let multirange = if version >= Version(14) {
        "|| ', MULTIRANGE_TYPE_NAME = ' || r.rngmultitypid::regtype"
    } else {
        ""
    };
    let range = format!(
        "SELECT 'type', t.oid::text, n.nspname::text, t.typname::text, '{kind}', \
         CASE WHEN r.rngcanonical = 0 THEN format('CREATE TYPE %s AS RANGE (%s)', {name}, \
         'SUBTYPE = ' || format_type(r.rngsubtype, NULL) \
         || CASE WHEN o.opcdefault THEN '' ELSE format(', SUBTYPE_OPCLASS = %s.%I', \
         o.opcnamespace::regnamespace, o.opcname) END \
         || replace({collate}, ' COLLATE ', ', COLLATION = ') \
         || CASE WHEN r.rngsubdiff = 0 THEN '' ELSE ', SUBTYPE_DIFF = ' || r.rngsubdiff::text END {multirange}) END, \
         format('DROP TYPE %s', {name}) \
         FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace \
         JOIN pg_opclass o ON o.oid = r.rngsubopc JOIN pg_type base ON base.oid = r.rngsubtype \
         WHERE n.nspname IN ({names}) AND {own}",
        kind = RawKind::RangeType,
        name = named(scope, "t.typnamespace", "t.typname"),
        collate = collate("r.rngcollation", "base.typcollation"),
        own = is_own("pg_type", "t"),
    );
    vec![domain, composite, range]
}

/// Procedures, window functions, aggregates and constraint triggers.
fn routines(scope: &Scope) -> Vec<String> {
    let names = &scope.names;
    // The definition begins with the kind and the name, in these very words.
    let routine = format!(
        "SELECT 'function', p.oid::text, n.nspname::text, p.proname::text, \
         CASE p.prokind WHEN 'p' THEN '{procedure}' ELSE '{window}' END, \
         format('CREATE %s %s%s', {word}, {name}, trim(trailing E' \\n' from substr(pg_get_functiondef(p.oid), \
         1 + length(format('CREATE OR REPLACE %s %I.%I', {word}, n.nspname, p.proname))))), \
         format('DROP %s %s(%s)', {word}, {name}, pg_get_function_identity_arguments(p.oid)) \
         FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
         WHERE p.prokind IN ('p', 'w') AND n.nspname IN ({names}) AND {own}",
        procedure = RawKind::Procedure,
        window = RawKind::WindowFunction,
        word = "CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END",
        name = named(scope, "p.pronamespace", "p.proname"),
        own = is_own("pg_proc", "p"),
    );
    // <https://www.postgresql.org/docs/current/sql-createaggregate.html>: without the forms that few use.
    let aggregate = format!(
        "SELECT 'function', p.oid::text, n.nspname::text, p.proname::text, '{kind}', \
         CASE WHEN a.aggkind = 'n' AND a.aggmtransfn = 0 AND a.aggfinalmodify = 'r' AND a.aggsortop = 0 \
         AND p.pronargs > 0 THEN format('CREATE AGGREGATE %s(%s) (%s)', {name}, \
         pg_get_function_arguments(p.oid), \
         format('SFUNC = %s, STYPE = %s', a.aggtransfn, format_type(a.aggtranstype, NULL)) \
         || CASE WHEN a.aggtransspace = 0 THEN '' ELSE ', SSPACE = ' || a.aggtransspace END \
         || CASE WHEN a.aggfinalfn = 0 THEN '' ELSE ', FINALFUNC = ' || a.aggfinalfn::text END \
         || CASE WHEN a.aggfinalextra THEN ', FINALFUNC_EXTRA' ELSE '' END \
         || CASE WHEN a.aggcombinefn = 0 THEN '' ELSE ', COMBINEFUNC = ' || a.aggcombinefn::text END \
         || CASE WHEN a.aggserialfn = 0 THEN '' ELSE ', SERIALFUNC = ' || a.aggserialfn::text END \
         || CASE WHEN a.aggdeserialfn = 0 THEN '' ELSE ', DESERIALFUNC = ' || a.aggdeserialfn::text END \
         || CASE WHEN a.agginitval IS NULL THEN '' ELSE ', INITCOND = ' || quote_literal(a.agginitval) END \
         || CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE' WHEN 'r' THEN ', PARALLEL = RESTRICTED' \
         ELSE '' END) END, \
         format('DROP AGGREGATE %s(%s)', {name}, pg_get_function_identity_arguments(p.oid)) \
         FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace \
         WHERE n.nspname IN ({names}) AND {own}",
        kind = RawKind::Aggregate,
        name = named(scope, "p.pronamespace", "p.proname"),
        own = is_own("pg_proc", "p"),
    );
    let trigger = format!(
        "SELECT 'trigger', t.oid::text, n.nspname::text, t.tgname::text, '{kind}', \
         pg_get_triggerdef(t.oid, true), format('DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass) \
         FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE NOT t.tgisinternal AND t.tgconstraint <> 0 AND t.tgparentid = 0 \
         AND n.nspname IN ({names}) AND {own}",
        kind = RawKind::ConstraintTrigger,
        own = is_own("pg_trigger", "t"),
    );
    vec![routine, aggregate, trigger]
}

/// Collations, statistics objects and tables without columns.
fn of_values_and_rows(version: Version, scope: &Scope) -> Vec<String> {
    let names = &scope.names;
    // ICU's locale has a column of its own since version 15, which 17 calls otherwise; rules come with 16.
    let locale = match version.0 {
        ..15 => "l.collcollate",
        15..17 => "COALESCE(l.colliculocale, l.collcollate)",
        _ => "COALESCE(l.colllocale, l.collcollate)",
    };
    let rules = if version >= Version(16) {
        "|| CASE WHEN l.collicurules IS NULL THEN '' ELSE ', RULES = ' || quote_literal(l.collicurules) END"
    } else {
        ""
    };
    let collation = format!(
        "SELECT 'collation', l.oid::text, n.nspname::text, l.collname::text, '{kind}', \
         format('CREATE COLLATION %s (%s)', {name}, CASE l.collprovider \
         WHEN 'c' THEN format('PROVIDER = libc, LC_COLLATE = %L, LC_CTYPE = %L', l.collcollate, l.collctype) \
         WHEN 'b' THEN format('PROVIDER = builtin, LOCALE = %L', {locale}) \
         ELSE format('PROVIDER = icu, LOCALE = %L', {locale}) END \
         || CASE WHEN l.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END {rules}), \
         format('DROP COLLATION %s', {name}) \
         FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace \
         WHERE l.collprovider IN ('b', 'c', 'i') AND n.nspname IN ({names}) AND {own}",
        kind = RawKind::Collation,
        name = named(scope, "l.collnamespace", "l.collname"),
        own = is_own("pg_collation", "l"),
    );
    let statistics = format!(
        "SELECT 'statistics', s.oid::text, n.nspname::text, s.stxname::text, '{kind}', \
         format('CREATE STATISTICS %s%s', {name}, substr(pg_get_statisticsobjdef(s.oid), \
         1 + length(format('CREATE STATISTICS %I.%I', n.nspname, s.stxname)))), \
         format('DROP STATISTICS %s', {name}) \
         FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace \
         WHERE n.nspname IN ({names}) AND {own}",
        kind = RawKind::StatisticsObject,
        name = named(scope, "s.stxnamespace", "s.stxname"),
        own = is_own("pg_statistic_ext", "s"),
    );
    let empty = format!(
        "SELECT 'relation', c.oid::text, n.nspname::text, c.relname::text, '{kind}', \
         format('CREATE TABLE %s ()', {name}), format('DROP TABLE %s', {name}) \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind = 'r' AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 \
         AND NOT a.attisdropped) AND n.nspname IN ({names}) AND {own}",
        kind = RawKind::TableWithoutColumns,
        name = named(scope, "c.relnamespace", "c.relname"),
        own = is_own("pg_class", "c"),
    );
    vec![collation, statistics, empty]
}

/// Text search dictionaries and configurations.
fn of_words(scope: &Scope) -> Vec<String> {
    let names = &scope.names;
    let dictionary = format!(
        "SELECT 'dictionary', d.oid::text, n.nspname::text, d.dictname::text, '{kind}', \
         format('CREATE TEXT SEARCH DICTIONARY %s (TEMPLATE = %s%s)', {name}, \
         CASE WHEN pg_ts_template_is_visible(t.oid) THEN format('%I', t.tmplname) \
         ELSE format('%s.%I', t.tmplnamespace::regnamespace, t.tmplname) END, ', ' || d.dictinitoption), \
         format('DROP TEXT SEARCH DICTIONARY %s', {name}) \
         FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace \
         JOIN pg_ts_template t ON t.oid = d.dicttemplate WHERE n.nspname IN ({names}) AND {own}",
        kind = RawKind::TextSearchDictionary,
        name = named(scope, "d.dictnamespace", "d.dictname"),
        own = is_own("pg_ts_dict", "d"),
    );
    // The kinds of words that have the same dictionaries are one statement.
    let configuration = format!(
        "SELECT 'configuration', t.oid::text, n.nspname::text, t.cfgname::text, '{kind}', \
         format('CREATE TEXT SEARCH CONFIGURATION %s (PARSER = %s)%s', {name}, \
         CASE WHEN pg_ts_parser_is_visible(p.oid) THEN format('%I', p.prsname) \
         ELSE format('%s.%I', p.prsnamespace::regnamespace, p.prsname) END, \
         (SELECT string_agg(format(E';\\nALTER TEXT SEARCH CONFIGURATION %s ADD MAPPING FOR %s WITH %s', {name}, \
         alike.words, alike.dictionaries), '' ORDER BY alike.words) FROM (SELECT each.dictionaries, \
         string_agg(quote_ident(each.alias), ', ' ORDER BY each.alias) AS words FROM (SELECT kind.alias, \
         string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS dictionaries \
         FROM pg_ts_config_map m JOIN ts_token_type(t.cfgparser) kind ON kind.tokid = m.maptokentype \
         WHERE m.mapcfg = t.oid GROUP BY kind.alias) each GROUP BY each.dictionaries) alike)), \
         format('DROP TEXT SEARCH CONFIGURATION %s', {name}) \
         FROM pg_ts_config t JOIN pg_namespace n ON n.oid = t.cfgnamespace \
         JOIN pg_ts_parser p ON p.oid = t.cfgparser WHERE n.nspname IN ({names}) AND {own}",
        kind = RawKind::TextSearchConfiguration,
        name = named(scope, "t.cfgnamespace", "t.cfgname"),
        own = is_own("pg_ts_config", "t"),
    );
    vec![dictionary, configuration]
}

/// What depends on what: of both ends class, number, schema, name, a function's arguments, and the extension that made
/// it. A part counts for the whole: a default for its table, an element type for the list of it
/// (<https://www.postgresql.org/docs/current/catalog-pg-depend.html>).
fn dependencies(version: Version) -> String {
    let (multirange, of_multirange) = if version >= Version(14) {
        (
            "LEFT JOIN pg_range m ON m.rngmultitypid = base.oid",
            "WHEN base.typtype = 'm' THEN m.rngtypid",
        )
    } else {
        ("", "")
    };
    format!(
        "WITH ends (classid, objid, class, number, namespace, name) AS ( \
         SELECT 'pg_type'::regclass, t.oid, CASE WHEN c.relkind <> 'c' THEN 'relation' ELSE 'type' END, \
         CASE WHEN c.relkind <> 'c' THEN c.oid {of_multirange} ELSE base.oid END, \
         base.typnamespace, base.typname FROM pg_type t \
         JOIN pg_type base ON base.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END \
         LEFT JOIN pg_class c ON c.oid = base.typrelid {multirange} \
         UNION ALL SELECT 'pg_class'::regclass, c.oid, CASE c.relkind WHEN 'c' THEN 'type' ELSE 'relation' END, \
         CASE c.relkind WHEN 'c' THEN c.reltype ELSE whole.oid END, whole.relnamespace, whole.relname \
         FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid \
         JOIN pg_class whole ON whole.oid = COALESCE(i.indrelid, c.oid) \
         UNION ALL SELECT 'pg_attrdef'::regclass, d.oid, 'relation', c.oid, c.relnamespace, c.relname \
         FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid \
         UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, 'relation', c.oid, c.relnamespace, c.relname \
         FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class \
         UNION ALL SELECT 'pg_constraint'::regclass, k.oid, 'relation', c.oid, c.relnamespace, c.relname \
         FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
         UNION ALL SELECT 'pg_constraint'::regclass, k.oid, 'type', t.oid, t.typnamespace, t.typname \
         FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid \
         UNION ALL SELECT 'pg_proc'::regclass, oid, 'function', oid, pronamespace, proname FROM pg_proc \
         UNION ALL SELECT 'pg_collation'::regclass, oid, 'collation', oid, collnamespace, collname FROM pg_collation \
         UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, 'statistics', oid, stxnamespace, stxname \
         FROM pg_statistic_ext \
         UNION ALL SELECT 'pg_ts_dict'::regclass, oid, 'dictionary', oid, dictnamespace, dictname FROM pg_ts_dict \
         UNION ALL SELECT 'pg_ts_config'::regclass, oid, 'configuration', oid, cfgnamespace, cfgname \
         FROM pg_ts_config \
         UNION ALL SELECT 'pg_trigger'::regclass, t.oid, 'trigger', t.oid, c.relnamespace, t.tgname \
         FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid), \
         made (classid, objid, extension) AS (SELECT e.classid, e.objid, x.extname FROM pg_depend e \
         JOIN pg_extension x ON x.oid = e.refobjid WHERE e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e') \
         SELECT DISTINCT one.class, one.number::text, n1.nspname::text, one.name::text, \
         CASE one.class WHEN 'function' THEN pg_get_function_arguments(one.number) END, m1.extension::text, \
         other.class, other.number::text, n2.nspname::text, other.name::text, \
         CASE other.class WHEN 'function' THEN pg_get_function_arguments(other.number) END, m2.extension::text \
         FROM pg_depend d JOIN ends one ON one.classid = d.classid AND one.objid = d.objid \
         JOIN ends other ON other.classid = d.refclassid AND other.objid = d.refobjid \
         JOIN pg_namespace n1 ON n1.oid = one.namespace JOIN pg_namespace n2 ON n2.oid = other.namespace \
         LEFT JOIN made m1 ON m1.classid = d.classid AND m1.objid = d.objid \
         LEFT JOIN made m2 ON m2.classid = d.refclassid AND m2.objid = d.refobjid \
         WHERE d.deptype IN ('n', 'a') AND (one.class, one.number) <> (other.class, other.number) \
         AND one.namespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
    )
}
