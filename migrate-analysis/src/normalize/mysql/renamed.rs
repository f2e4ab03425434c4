//! Names that a rename has put into texts: between double quotes, which make a string here.

use std::collections::BTreeSet;

use migrate_core::dialect::mysql::{quote, with_backticks};
use migrate_core::schema::{ColumnDefault, ConstraintBody, IndexTarget, Schema, Table};

/// Puts backticks around the tables' and columns' names in every text of the schema.
pub(crate) fn requote(schema: &mut Schema) {
    let columns = schema.tables.values().flat_map(|table| &table.columns);
    let names = columns.map(|column| &column.name);
    let names = names.chain(schema.tables.keys().map(|table| &table.name));
    let names: BTreeSet<_> = names.filter(|name| quote(name) != **name).cloned().collect();
    if names.is_empty() {
        return;
    }
    let requote = |sql: &mut String| *sql = with_backticks(sql, |name| names.contains(name));
    schema.tables.values_mut().for_each(|table| each_text(table, requote));
    for view in schema.views.values_mut() {
        view.query.texts_mut().for_each(requote);
    }
    for trigger in schema.triggers.values_mut() {
        trigger.body.texts_mut().for_each(requote);
    }
}

fn each_text(table: &mut Table, change: impl Fn(&mut String)) {
    for column in &mut table.columns {
        if let Some(ColumnDefault::Sql(sql)) = &mut column.default {
            sql.sql_mut().texts_mut().for_each(&change);
        }
        if let Some(generated) = &mut column.generated {
            generated.expression.sql_mut().texts_mut().for_each(&change);
        }
    }
    for constraint in &mut table.constraints {
        if let ConstraintBody::Check { expression, .. } = &mut constraint.body {
            expression.sql_mut().texts_mut().for_each(&change);
        }
    }
    for part in table.indexes.iter_mut().flat_map(|index| &mut index.columns) {
        if let IndexTarget::Expression(sql) = &mut part.target {
            sql.sql_mut().texts_mut().for_each(&change);
        }
    }
}
