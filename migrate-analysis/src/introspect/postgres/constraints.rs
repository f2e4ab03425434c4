//! Keys, references, checks and exclusions of tables.

use crate::compare::Object;
use crate::introspect::{Catalogue, IntrospectError, NotHeld};
use migrate_core::dialect::postgres::Version;
use migrate_core::schema::{
    Action, Constraint, ConstraintBody, Deferrable, ExcludeElement, ForeignKey, QualifiedName,
    Schema,
};

use super::Scope;
use super::row::{Row, SEPARATOR, query};

/// The name of a collation, the row `l` of `pg_collation`, as SQL has it.
const COLLATION_NAME: &str = "CASE WHEN pg_collation_is_visible(l.oid) THEN quote_ident(l.collname) \
                              ELSE l.oid::regcollation::text END";

pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    version: Version,
    scope: &Scope,
    schema: &mut Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    let nulls = if version.has_nulls_not_distinct() { "i.indnullsnotdistinct" } else { "false" };
    // One that is not enforced counts as not valid as well, and no `VALIDATE CONSTRAINT` takes it ("cannot validate NOT
    // ENFORCED constraint", tried on 18).
    let validated = if version >= Version(18) {
        "con.convalidated OR NOT con.conenforced"
    } else {
        "con.convalidated"
    };
    // PostgreSQL keeps a row of its own for each partition that a foreign key leads to: those have a
    // parent. NOT NULL ('n', from 18 on) is a column's own; its name goes stale when the table or the
    // column is renamed, and is no part of the schema.
    let sql = format!(
        "SELECT n.nspname::text, c.relname::text, con.conname::text, \
         NULLIF(array_to_string(ARRAY[{}], {SEPARATOR}), ''), con.contype::text, \
         con.condeferrable::text, con.condeferred::text, ({validated})::text, \
         (SELECT string_agg(a.attname, {SEPARATOR} ORDER BY k.place) \
         FROM unnest(con.conkey) WITH ORDINALITY k (number, place) \
         JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.number), \
         COALESCE({nulls}, false)::text, \
         other_n.nspname::text, other.relname::text, \
         (SELECT string_agg(a.attname, {SEPARATOR} ORDER BY k.place) \
         FROM unnest(con.confkey) WITH ORDINALITY k (number, place) \
         JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.number), \
         con.confdeltype::text, con.confupdtype::text, \
         pg_get_expr(con.conbin, con.conrelid, true), method.amname::text, \
         pg_get_expr(i.indpred, i.indrelid, true), \
         (SELECT string_agg(pg_get_indexdef(con.conindid, k.place::integer, true) \
         || COALESCE((SELECT ' COLLATE ' || {COLLATION_NAME} \
         FROM pg_collation l WHERE l.oid = i.indcollation[k.place - 1] \
         AND CASE WHEN i.indkey[k.place - 1] = 0 THEN strpos(pg_get_indexdef(i.indexrelid), \
         pg_get_indexdef(i.indexrelid, k.place::integer, false) || ' COLLATE ') > 0 \
         ELSE l.oid <> (SELECT a.attcollation FROM pg_attribute a WHERE a.attrelid = i.indrelid \
         AND a.attnum = i.indkey[k.place - 1]) END), '') \
         || CASE WHEN class.opcdefault THEN '' ELSE ' ' || class.opcname END, {SEPARATOR} \
         ORDER BY k.place) \
         FROM unnest(con.conexclop) WITH ORDINALITY k (operator, place) \
         JOIN pg_opclass class ON class.oid = i.indclass[k.place - 1]), \
         (SELECT string_agg(CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname::text \
         ELSE format('OPERATOR(%I.%s)', o.oprnamespace::regnamespace, o.oprname) END, {SEPARATOR} \
         ORDER BY k.place) \
         FROM unnest(con.conexclop) WITH ORDINALITY k (operator, place) \
         JOIN pg_operator o ON o.oid = k.operator), \
         (con.confmatchtype = 'f')::text, \
         (SELECT string_agg(a.attname, {SEPARATOR} ORDER BY k.place) \
         FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place) \
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number \
         WHERE k.place > i.indnkeyatts) \
         FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace \
         LEFT JOIN pg_class other ON other.oid = con.confrelid \
         LEFT JOIN pg_namespace other_n ON other_n.oid = other.relnamespace \
         LEFT JOIN pg_index i ON i.indexrelid = con.conindid AND con.contype IN ('p', 'u', 'x') \
         LEFT JOIN pg_class own ON own.oid = i.indexrelid \
         LEFT JOIN pg_am method ON method.oid = own.relam \
         WHERE n.nspname IN ({}) AND c.relkind IN ('r', 'p') AND NOT c.relispartition \
         AND con.contype IN ('p', 'u', 'f', 'c', 'x', 'n') AND con.conparentid = 0",
        attributes(version),
        scope.names,
    );
    let mut not_held = Vec::new();
    for mut row in query(catalogue, &sql)? {
        let table = scope.next_name(&mut row);
        let name = row.text();
        let attributes = row.list();
        let body = read_body(&mut row, scope);
        let Some(holder) = schema.tables.get_mut(&table) else { continue };
        not_held.extend(attributes.into_iter().map(|attribute| NotHeld::Attribute {
            object: Object::Constraint(table.clone(), name.clone()),
            attribute,
        }));
        if let Some(body) = body {
            holder.constraints.push(Constraint::named(name, body));
        }
    }
    Ok(not_held)
}

/// The attributes of a constraint that no [`Constraint`] holds, each as SQL that gives its words or
/// NULL (<https://www.postgresql.org/docs/current/catalog-pg-constraint.html>; tried on 13, 15 and 18).
fn attributes(version: Version) -> String {
    let of_all = [
        // The model holds when unique keys, foreign keys and exclusions are checked.
        "CASE WHEN con.contype = 'p' AND con.condeferrable THEN 'DEFERRABLE' END",
        // Of a unique constraint the model holds them.
        "CASE WHEN con.contype = 'p' AND i.indnatts > i.indnkeyatts THEN 'INCLUDE' END",
        // Every other kind is never inherited.
        "CASE WHEN con.contype IN ('c', 'n') AND con.connoinherit THEN 'NO INHERIT' END",
        // What checks and foreign keys skip is held, see `ConstraintBody`.
        "CASE WHEN con.contype = 'n' AND NOT con.convalidated THEN 'NOT VALID' END",
    ];
    let since_15 = ["CASE WHEN con.confdelsetcols IS NOT NULL THEN CASE con.confdeltype \
         WHEN 'd' THEN 'ON DELETE SET DEFAULT (..)' ELSE 'ON DELETE SET NULL (..)' END END"];
    let since_18 = [
        "CASE WHEN NOT con.conenforced THEN 'NOT ENFORCED' END",
        "CASE WHEN con.conperiod THEN CASE con.contype \
         WHEN 'f' THEN 'PERIOD' ELSE 'WITHOUT OVERLAPS' END END",
    ];
    let mut known = of_all.to_vec();
    if version >= Version(15) {
        known.extend(since_15);
    }
    if version >= Version(18) {
        known.extend(since_18);
    }
    known.join(", ")
}

/// The constraint as the model holds it; none of a NOT NULL, which its column holds.
fn read_body(row: &mut Row, scope: &Scope) -> Option<ConstraintBody> {
    let kind = row.text();
    let deferrable = match (row.flag(), row.flag()) {
        (false, _) => Deferrable::No,
        (true, false) => Deferrable::InitiallyImmediate,
        (true, true) => Deferrable::InitiallyDeferred,
    };
    let validated = row.flag();
    let columns = row.list();
    let nulls_not_distinct = row.flag();
    let other: QualifiedName = scope.next_name(row);
    let referenced = row.list();
    let (on_delete, on_update) = (action(&row.text()), action(&row.text()));
    let expression = row.text();
    let method = row.text();
    let filter = row.optional();
    let elements = row.list().into_iter().zip(row.list());
    let match_full = row.flag();
    let include = row.list();
    let body = match kind.as_str() {
        "p" => ConstraintBody::PrimaryKey { columns },
        "u" => ConstraintBody::Unique { columns, include, nulls_not_distinct, deferrable },
        "f" => ConstraintBody::ForeignKey(ForeignKey {
            columns,
            table: other,
            referenced,
            match_full,
            on_delete,
            on_update,
            deferrable,
            validated,
        }),
        "x" => {
            let elements = elements
                .map(|(expression, operator)| ExcludeElement {
                    expression: expression.into(),
                    operator,
                })
                .collect();
            ConstraintBody::Exclude { method, elements, filter: filter.map(Into::into), deferrable }
        }
        "n" => return None,
        _ => ConstraintBody::Check { expression: expression.into(), validated },
    };
    Some(body)
}

/// An action by its letter in `pg_constraint`
/// (<https://www.postgresql.org/docs/current/catalog-pg-constraint.html>).
fn action(letter: &str) -> Action {
    match letter {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
