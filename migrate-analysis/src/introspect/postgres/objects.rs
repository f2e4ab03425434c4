//! Enum types, functions, sequences, triggers and extensions.

use crate::introspect::{Catalogue, IntrospectError};
use std::collections::BTreeMap;

use migrate_core::schema::{
    EnumType, Function, Schema, Sequence, SequenceOptions, SequenceOwner, SqlText, Trigger,
};

use super::row::{Row, SEPARATOR, query};
use super::{Scope, is_independent, is_own};

/// The enum types of the database by their number, which is how columns refer to them.
pub(super) type EnumTypes = BTreeMap<String, EnumType>;

pub(super) fn read_enums(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &mut Schema,
) -> Result<EnumTypes, IntrospectError> {
    let sql = format!(
        "SELECT n.nspname::text, t.typname::text, t.oid::text, \
         (n.nspname IN ({}) AND {})::text, \
         (SELECT string_agg(e.enumlabel, {SEPARATOR} ORDER BY e.enumsortorder) \
         FROM pg_enum e WHERE e.enumtypid = t.oid) \
         FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e'",
        scope.names,
        is_own("pg_type", "t"),
    );
    let mut types = EnumTypes::new();
    for mut row in query(catalogue, &sql)? {
        let name = scope.next_name(&mut row);
        let oid = row.text();
        let is_read = row.flag();
        let kind = EnumType { name, values: row.list() };
        if is_read {
            schema.enums.insert(kind.name.clone(), kind.clone());
        }
        types.insert(oid, kind);
    }
    Ok(types)
}

pub(super) fn read_functions(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    // The definition begins with the name and the arguments, in these very words.
    let sql = format!(
        "SELECT n.nspname::text, p.proname::text, pg_get_function_arguments(p.oid), \
         substr(pg_get_functiondef(p.oid), 1 + length(format('CREATE OR REPLACE FUNCTION %I.%I(%s)', \
         n.nspname, p.proname, pg_get_function_arguments(p.oid)))) \
         FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
         WHERE n.nspname IN ({}) AND p.prokind = 'f' AND {}",
        scope.names,
        // A range type comes with functions that make its values.
        is_independent("pg_proc", "p", "'e', 'i'"),
    );
    for mut row in query(catalogue, &sql)? {
        let function = Function {
            name: scope.next_name(&mut row),
            arguments: row.text(),
            definition: SqlText::Common(row.text().trim().to_owned()),
        };
        schema.functions.insert((function.name.clone(), function.arguments.clone()), function);
    }
    Ok(())
}

pub(super) fn read_sequences(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    let sql = format!(
        "SELECT n.nspname::text, c.relname::text, s.seqstart::text, s.seqincrement::text, \
         s.seqmin::text, s.seqmax::text, s.seqcache::text, s.seqcycle::text, \
         owner_n.nspname::text, owner.relname::text, a.attname::text \
         FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace \
         LEFT JOIN pg_depend owned ON owned.classid = 'pg_class'::regclass AND owned.objid = c.oid \
         AND owned.refclassid = 'pg_class'::regclass AND owned.deptype = 'a' \
         LEFT JOIN pg_class owner ON owner.oid = owned.refobjid \
         LEFT JOIN pg_namespace owner_n ON owner_n.oid = owner.relnamespace \
         LEFT JOIN pg_attribute a ON a.attrelid = owner.oid AND a.attnum = owned.refobjsubid \
         LEFT JOIN pg_attrdef d ON d.adrelid = owner.oid AND d.adnum = a.attnum \
         WHERE n.nspname IN ({}) AND {} AND NOT COALESCE({}, false)",
        scope.names,
        // An identity has its sequence internally ('i').
        is_independent("pg_class", "c", "'e', 'i'"),
        // That of a `serial` is a part of the column: it is owned, and gives the default.
        "pg_get_expr(d.adbin, d.adrelid, true) LIKE 'nextval(''%''::regclass)' \
         AND EXISTS (SELECT FROM pg_depend used WHERE used.classid = 'pg_attrdef'::regclass \
         AND used.objid = d.oid AND used.refclassid = 'pg_class'::regclass \
         AND used.refobjid = c.oid)",
    );
    for mut row in query(catalogue, &sql)? {
        let name = scope.next_name(&mut row);
        let options = SequenceOptions {
            start: row.number(),
            increment: row.number(),
            minimum: row.number(),
            maximum: row.number(),
            cache: row.number(),
            cycle: Some(row.flag()),
        };
        let table = scope.next_name(&mut row);
        let owner = row.optional().map(|column| SequenceOwner { table, column });
        schema.sequences.insert(name.clone(), Sequence { name, options, owner });
    }
    Ok(())
}

pub(super) fn read_triggers(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    // A trigger of a partitioned table has a row of its own for each partition: those have a parent. A constraint trigger
    // is made by a statement of its own, which no operation writes.
    let sql = format!(
        "SELECT n.nspname::text, c.relname::text, t.tgname::text, pg_get_triggerdef(t.oid, false), \
         format('TRIGGER %I ', t.tgname), format(' ON %I.%I ', n.nspname, c.relname) \
         FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname IN ({}) AND NOT c.relispartition AND NOT t.tgisinternal \
         AND t.tgparentid = 0 AND t.tgconstraint = 0 AND {}",
        scope.names,
        is_own("pg_trigger", "t"),
    );
    for mut row in query(catalogue, &sql)? {
        let table = scope.next_name(&mut row);
        let name = row.text();
        let definition = row.text();
        let (before, between) = (row.text(), row.text());
        let parts = definition.split_once(&before);
        let Some((event, body)) = parts.and_then(|(_, rest)| rest.split_once(&between)) else {
            let reason = format!("the table's name is missing in `{definition}`");
            return Err(IntrospectError::Definition { name, reason });
        };
        let body = SqlText::Common(body.to_owned());
        let trigger = Trigger { name, table, event: event.into(), body };
        schema.triggers.insert((trigger.table.clone(), trigger.name.clone()), trigger);
    }
    Ok(())
}

pub(super) fn read_extensions(
    catalogue: &mut Catalogue<'_>,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    // Every database is made with plpgsql.
    let sql = "SELECT extname::text FROM pg_extension WHERE extname <> 'plpgsql'";
    schema.extensions.extend(query(catalogue, sql)?.iter_mut().map(Row::text));
    Ok(())
}
