//! Views that hold a column in its place and its type.

use crate::dialect::Refusal;
use crate::op::Operation;
use crate::schema::{QualifiedName, Schema, SqlText};
use crate::sql_text::{SqlSyntax, Tokens, mentions};

use super::render;

/// Whether no view holds the column that an operation drops, or gives another type
/// (<https://www.postgresql.org/docs/current/ddl-depend.html>; tried on PostgreSQL 15). A view that may mean
/// another table's column is left to the server.
pub(super) fn require_no_view(operation: &Operation, before: &Schema) -> Result<(), Refusal> {
    let (table, column) = match operation.unconditional() {
        Operation::DropColumn { table, column } => (table, column),
        Operation::AlterColumn { table, column, change }
            if change.column_type.is_some() || change.collation.is_some() =>
        {
            (table, column)
        }
        // Nothing else changes the place or the type of a column.
        _ => return Ok(()),
    };
    let names = [table.name.as_str()];
    let views = before.views.with_text_of(&names).into_iter();
    let views = views.map(|view| (&view.name, &view.query));
    let kept = before.materialized_views.with_text_of(&names).into_iter();
    let kept = kept.map(|view| (&view.name, &view.query));
    let mut views = views.chain(kept);
    let Some((view, _)) = views.find(|(_, query)| holds(before, query, table, column)) else {
        return Ok(());
    };
    Err(Refusal::unsupported(
        format!("view `{view}` mentions column `{column}` of `{table}`, and so holds it as it is"),
        "drop the view before, and make it again after",
    ))
}

fn holds(schema: &Schema, query: &SqlText, table: &QualifiedName, column: &str) -> bool {
    let Ok(text) = render::text(query) else { return false };
    let others = schema.tables.named_in([text]).into_iter();
    let mut others = others.filter(|other| other.name != *table);
    let ambiguous = others.any(|other| {
        mentions(text, &other.name.name, SqlSyntax::Postgres) && other.column(column).is_some()
    });
    mentions(text, &table.name, SqlSyntax::Postgres)
        && (mentions(text, column, SqlSyntax::Postgres) || selects_everything(text))
        && !ambiguous
}

/// Whether a query has a `*` for a list of columns, as a view keeps it when it is created.
fn selects_everything(query: &str) -> bool {
    let tokens: Vec<_> = Tokens::code(query, SqlSyntax::Postgres).collect();
    tokens.windows(2).any(|two| {
        let begins = two[0].is_any_keyword(&["SELECT", "DISTINCT", "ALL"])
            || two[0].is_symbol(",")
            || two[0].is_symbol(".");
        begins && two[1].is_symbol("*")
    })
}
