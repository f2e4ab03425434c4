//! The texts that follow a value of an enum type when it is renamed.

use std::ops::Range;

use crate::schema::{ColumnDefault, QualifiedName, Schema, SqlText, Table};
use crate::sql_text::SqlSyntax;

use super::text::Text;
use super::uses_type;

/// Renames a value where an expression of a table, a view or a trigger compares a column of the type
/// with it, as PostgreSQL does: there a value is not kept as text. Where it is, a rename is refused
/// while something compares with it.
pub(crate) fn rename_value(schema: &mut Schema, kind: &QualifiedName, from: &str, to: &str) {
    let new = format!("'{}'", to.replace('\'', "''"));
    let known = schema.clone();
    for mut table in known.tables_of_type(kind).into_iter().cloned() {
        rename_in_table(&mut table, kind, from, &new);
        schema.tables.insert(table.name.clone(), table);
    }
    let change = |sql: &mut SqlText, owner: &QualifiedName, watched: Option<&QualifiedName>| {
        let Some(sql) = postgres_mut(sql) else { return };
        let read = Text { watched, ..text(sql, owner) };
        let reads = |table: &Table| {
            watched == Some(&table.name) || read.needs_relation(&table.name, &known)
        };
        let is_column = |column: &str| {
            known.tables_of_type(kind).iter().any(|it| uses_type(it, column, kind) && reads(it))
        };
        let spans = read.compares(is_column, from);
        replace(sql, spans, &new);
    };
    for mut view in known.views.with_text_of(&[from]).into_iter().cloned() {
        change(&mut view.query, &view.name, None);
        schema.views.insert(view.name.clone(), view);
    }
    for mut view in known.materialized_views.with_text_of(&[from]).into_iter().cloned() {
        change(&mut view.query, &view.name, None);
        schema.materialized_views.insert(view.name.clone(), view);
    }
    for mut trigger in known.triggers.with_text_of(&[from]).into_iter().cloned() {
        change(&mut trigger.body, &trigger.table, Some(&trigger.table));
        schema.triggers.insert((trigger.table.clone(), trigger.name.clone()), trigger);
    }
}

fn rename_in_table(table: &mut Table, kind: &QualifiedName, from: &str, new: &str) {
    let before = table.clone();
    let is_column = |column: &str| uses_type(&before, column, kind);
    for sql in table.expressions_mut().into_iter().filter_map(postgres_mut) {
        let spans = text(sql, &before.name).compares(is_column, from);
        replace(sql, spans, new);
    }
    for column in table.columns.iter_mut().filter(|column| is_column(&column.name)) {
        let Some(ColumnDefault::Sql(sql)) = &mut column.default else { continue };
        if let Some(sql) = postgres_mut(sql.sql_mut()) {
            let spans = text(sql, &before.name).strings(from);
            replace(sql, spans, new);
        }
    }
    if before.columns.iter().any(|column| is_column(&column.name)) {
        for partition in &mut table.partitions {
            let spans = text(&partition.bounds, &before.name).strings(from);
            replace(&mut partition.bounds, spans, new);
        }
    }
}

fn replace(sql: &mut String, spans: Vec<Range<usize>>, new: &str) {
    for span in spans.into_iter().rev() {
        sql.replace_range(span, new);
    }
}

/// Only PostgreSQL has texts that follow.
fn text<'a>(sql: &'a str, owner: &'a QualifiedName) -> Text<'a> {
    let namespace = owner.schema.as_deref();
    Text {
        sql,
        syntax: SqlSyntax::Postgres,
        namespace,
        watched: None,
        is_query: false,
        expands_star: true,
    }
}

const fn postgres_mut(sql: &mut SqlText) -> Option<&mut String> {
    match sql {
        SqlText::Common(text) => Some(text),
        SqlText::PerDialect { postgres, .. } => postgres.as_mut(),
    }
}
