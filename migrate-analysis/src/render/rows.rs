//! The verbs of rows.

use migrate_core::op::OnConflict;
use migrate_core::schema::{Expr, QualifiedName, Value};
use proc_macro2::TokenStream;
use quote::quote;

use super::condition::{condition, fragment, operand};
use super::constant::of_one_type;
use super::error::Unwritable;
use super::literal::{name, names, text};

/// The longest tuple that is a row of `bulk_insert`; longer rows are arrays.
const LONGEST_TUPLE: usize = 12;

/// `insert("roles").set("name", "admin")`, or `bulk_insert` for several rows.
pub(super) fn inserted(
    table: &QualifiedName,
    columns: &[String],
    rows: &[Vec<Expr>],
    on_conflict: Option<&OnConflict>,
) -> Result<TokenStream, Unwritable> {
    if columns.is_empty() || rows.iter().any(|row| row.len() != columns.len()) {
        return Err(Unwritable::word("a row with other columns than it has values"));
    }
    let into = name(table);
    let conflict = on_conflict.map(|action| match action {
        OnConflict::DoNothing { columns } => {
            let columns = names(columns);
            quote!(.on_conflict_do_nothing(#columns))
        }
        OnConflict::DoUpdate { columns } => {
            let columns = names(columns);
            quote!(.on_conflict_do_update(#columns))
        }
    });
    if let [row] = rows {
        let set = assignments(columns.iter().zip(row))?;
        return Ok(quote!(insert(#into) #set #conflict));
    }
    let rows = self::table(rows)
        .filter(|rows| !rows.is_empty())
        .ok_or_else(|| Unwritable::word("no rows, or rows of several types"))?;
    let columns = names(columns);
    Ok(quote!(bulk_insert(#into, #columns, [#(#rows),*]) #conflict))
}

/// The rows as values of one type; none where they have several, which `bulk_insert` does not take.
pub(super) fn table(rows: &[Vec<Expr>]) -> Option<Vec<TokenStream>> {
    let width = rows.first()?.len();
    if rows.iter().any(|row| row.len() != width) {
        return None;
    }
    if width == 1 || width > LONGEST_TUPLE {
        let cells = of_one_kind(&rows.iter().flatten().collect::<Vec<_>>())?;
        let rows = cells.chunks(width).map(|row| quote!([#(#row),*]));
        return Some(rows.collect());
    }
    let columns =
        (0..width).map(|at| of_one_kind(&rows.iter().map(|row| &row[at]).collect::<Vec<_>>()));
    let columns = columns.collect::<Option<Vec<_>>>()?;
    let row = |at: usize| {
        let cells = columns.iter().map(|column| &column[at]);
        quote!((#(#cells),*))
    };
    Some((0..rows.len()).map(row).collect())
}

/// The values of a column of the rows, if they are all constants of one type or all SQL.
fn of_one_kind<'e>(cells: &[&'e Expr]) -> Option<Vec<TokenStream>> {
    let constant = |cell: &&'e Expr| if let Expr::Value(value) = cell { Some(value) } else { None };
    if let Some(values) = cells.iter().map(constant).collect::<Option<Vec<&Value>>>() {
        return of_one_type(&values);
    }
    let sql = |cell: &&Expr| if let Expr::Sql(sql) = cell { Some(fragment(sql)) } else { None };
    cells.iter().map(sql).collect()
}

/// `update("users").set("role", "member").filter(..)`
pub(super) fn updated(
    table: &QualifiedName,
    set: &[(String, Expr)],
    filter: Option<&Expr>,
) -> Result<TokenStream, Unwritable> {
    if set.is_empty() {
        return Err(Unwritable::word("an update that sets nothing"));
    }
    let table = name(table);
    let set = assignments(set.iter().map(|(column, value)| (column, value)))?;
    let filter = filter.map(filtered).transpose()?;
    Ok(quote!(update(#table) #set #filter))
}

/// `delete("sessions").filter(..)`
pub(super) fn deleted(
    table: &QualifiedName,
    filter: Option<&Expr>,
) -> Result<TokenStream, Unwritable> {
    let table = name(table);
    let rows = filter.map_or_else(|| Ok(quote!(.all_rows())), filtered)?;
    Ok(quote!(delete(#table) #rows))
}

fn filtered(filter: &Expr) -> Result<TokenStream, Unwritable> {
    let filter = condition(filter)?;
    Ok(quote!(.filter(#filter)))
}

fn assignments<'e>(
    values: impl Iterator<Item = (&'e String, &'e Expr)>,
) -> Result<TokenStream, Unwritable> {
    let mut set = TokenStream::new();
    for (column, value) in values {
        let (column, value) = (text(column), operand(value)?);
        set.extend(quote!(.set(#column, #value)));
    }
    Ok(set)
}
