//! The columns of tables, with their types, defaults and numbers.

use crate::introspect::{Catalogue, IntrospectError};
use crate::normalize::postgres::{column_type, default_value};
use migrate_core::schema::{Column, ColumnType, Generated, Generation, Identity, Schema};

use super::objects::EnumTypes;
use super::row::{Row, query};
use super::{COLLATION, Scope};

pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    scope: &Scope,
    types: &EnumTypes,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    // A sequence belongs to an identity column internally ('i'), and to a `serial` column because the
    // column owns it ('a') and its default takes the numbers from it.
    let sql = format!(
        "SELECT n.nspname::text, c.relname::text, a.attname::text, \
         format_type(a.atttypid, a.atttypmod), (element.oid IS NOT NULL)::text, \
         CASE WHEN t.typtype = 'e' THEN t.oid WHEN element.typtype = 'e' THEN element.oid END::text, \
         a.attnotnull::text, pg_get_expr(d.adbin, d.adrelid, true), \
         a.attidentity::text, a.attgenerated::text, \
         (SELECT {COLLATION} \
         FROM pg_collation l WHERE l.oid = a.attcollation AND l.oid <> t.typcollation), \
         col_description(c.oid, a.attnum), \
         own.seqstart::text, own.seqincrement::text \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         JOIN pg_type t ON t.oid = a.atttypid \
         LEFT JOIN pg_type element ON element.oid = t.typelem AND element.typarray = t.oid \
         LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
         LEFT JOIN LATERAL ( \
           SELECT s.seqstart, s.seqincrement FROM pg_depend owned \
           JOIN pg_sequence s ON s.seqrelid = owned.objid \
           WHERE owned.classid = 'pg_class'::regclass AND owned.refclassid = 'pg_class'::regclass \
           AND owned.refobjid = c.oid AND owned.refobjsubid = a.attnum \
           AND (owned.deptype = 'i' OR owned.deptype = 'a' AND EXISTS ( \
             SELECT FROM pg_depend used WHERE used.classid = 'pg_attrdef'::regclass \
             AND used.objid = d.oid AND used.refclassid = 'pg_class'::regclass \
             AND used.refobjid = s.seqrelid)) \
           LIMIT 1) own ON true \
         WHERE n.nspname IN ({}) AND c.relkind IN ('r', 'p') AND NOT c.relispartition \
         ORDER BY c.oid, a.attnum",
        scope.names,
    );
    for mut row in query(catalogue, &sql)? {
        let name = scope.next_name(&mut row);
        let column = read_column(&mut row, types);
        if let Some(table) = schema.tables.get_mut(&name) {
            table.columns.push(column);
        }
    }
    Ok(())
}

fn read_column(row: &mut Row, types: &EnumTypes) -> Column {
    let name = row.text();
    let spelled = row.text();
    let is_array = row.flag();
    let word_list = row.optional().and_then(|oid| types.get(&oid)).cloned();
    let column_type = match word_list.map(ColumnType::Enumeration) {
        Some(words) if is_array => ColumnType::Array(Box::new(words)),
        Some(words) => words,
        None => column_type(&spelled),
    };
    let mut column = Column::new(name, column_type);
    column.nullable = !row.flag();
    let expression = row.optional();
    let identity = row.text();
    let generated = row.text();
    column.collation = row.optional();
    column.comment = row.optional();
    let (start, increment) = (row.number(), row.number());
    let numbered = |generation| Some(Identity { generation, start, increment });
    match (identity.as_str(), generated.as_str(), expression) {
        ("a", ..) => column.identity = numbered(Generation::Always),
        ("d", ..) => column.identity = numbered(Generation::ByDefault),
        (_, "s" | "v", Some(expression)) => {
            column.generated =
                Some(Generated { expression: expression.into(), stored: generated == "s" });
        }
        (.., Some(next)) if start.is_some() && is_next_number(&next) => {
            column.identity = numbered(Generation::Serial);
        }
        (.., Some(expression)) => {
            column.default = default_value(&expression, &column.column_type);
        }
        (.., None) => {}
    }
    column
}

/// Whether a default is what `serial` makes, and does nothing more with the number.
fn is_next_number(expression: &str) -> bool {
    expression.starts_with("nextval('") && expression.ends_with("'::regclass)")
}
