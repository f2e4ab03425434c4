//! A schema in the form PostgreSQL gives it back, so that declared and live can be compared.

mod array;
mod constant;
mod date_time;
mod default;
mod interval;
mod json;
mod left_out;
mod object;
mod owned;
mod partition;
mod routine;
mod table;
#[cfg(test)]
mod tests;
mod tokens;
mod trigger;
mod types;
mod value;
mod view;

use crate::expression::canonical;
use migrate_core::dialect::{Dialect, Family};
use migrate_core::schema::{Schema, SqlText};

use migrate_core::dialect::postgres::Version;

pub(crate) use default::default_value;
pub(crate) use left_out::{condition, defaults, differ_in_schemas, has_sql_body, same_tokens};
pub(crate) use partition::has_expression;
pub(crate) use routine::arguments;
pub(crate) use types::column_type;

/// The schema without what PostgreSQL does not keep, and with every type, constant, expression and
/// definition in one form for all its spellings.
///
/// A time with a zone is written in UTC, and one without counts as UTC. Of a view's query only the
/// relations and clauses are left, because PostgreSQL prints the rest in its own words.
pub(crate) fn normalize(version: Version, mut schema: Schema) -> Schema {
    let dialect = Dialect::Postgres(version);
    let text = |sql: &SqlText| dialect.text(sql).unwrap_or_default().to_owned();
    table::name_enums(&mut schema);
    owned::fold_serials(&mut schema);
    for table in schema.tables.values_mut() {
        table::normalize_table(table, &text);
    }
    object::normalize_objects(&mut schema, &text);
    schema
}

/// An expression in one form for all its spellings.
fn expression(sql: &str) -> String {
    canonical(sql, Family::Postgres)
}
