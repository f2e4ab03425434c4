//! Operations as calls of the builder's verbs.

use migrate_core::op::{Operation, RawUndo, TimeoutKind};
use migrate_core::schema::{Partition, QualifiedName, SqlText};
use proc_macro2::TokenStream;
use quote::quote;

use super::error::Unwritable;
use super::function::{Runs, runs, statements};
use super::literal::{name, sql_text, text, whole};
use super::split::split;
use super::{column, column_change, constraint, index, object, rows, table, table_change};

/// The statement that records the operation.
pub(super) fn statement(operation: &Operation) -> Result<TokenStream, Unwritable> {
    let call = call(operation)?;
    Ok(quote!(op.#call;))
}

/// What follows `op.`.
fn call(operation: &Operation) -> Result<TokenStream, Unwritable> {
    Ok(match operation {
        Operation::CreateTable { table, if_not_exists } => {
            return table::created(table, *if_not_exists);
        }
        Operation::DropTable { table } => on_table(&quote!(drop_table), table),
        Operation::RenameTable { table, to } => {
            let (table, to) = (name(table), text(to));
            quote!(rename_table(#table, #to))
        }
        Operation::SetTableComment { table, comment: None } => {
            on_table(&quote!(drop_table_comment), table)
        }
        Operation::SetTableComment { table, comment: Some(comment) } => {
            let (table, comment) = (name(table), text(comment));
            quote!(create_table_comment(#table, #comment))
        }
        Operation::AlterTable { table, change } => return table_change::altered(table, change),
        Operation::AddColumn { table, column, constraints } => {
            let constraints: Vec<_> = constraints.iter().collect();
            let position = column.mysql.position.as_ref();
            let spec = column::column(table, column, &constraints, position)?;
            let (table, column) = (name(table), text(&column.name));
            quote!(add_column(#table, #column, #spec))
        }
        Operation::DropColumn { table, column } => {
            let (table, column) = (name(table), text(column));
            quote!(drop_column(#table, #column))
        }
        Operation::AlterColumn { table, column, change } => {
            return column_change::altered(table, column, change);
        }
        Operation::CreateIndex { table, index, concurrently } => {
            return index::created(table, index, *concurrently);
        }
        Operation::DropIndex { table, name: known, concurrently } => {
            let (known, table) = (text(known), name(table));
            let how = concurrent(*concurrently);
            quote!(drop_index(#known, #table) #how)
        }
        Operation::RenameIndex { table, name: known, to } => {
            let (known, table, to) = (text(known), name(table), text(to));
            quote!(rename_index(#known, #table, #to))
        }
        Operation::Reindex { table, index, concurrently } => {
            let table = name(table);
            let index = index.as_deref().map(text).map(|index| quote!(.index(#index)));
            let how = concurrent(*concurrently);
            quote!(reindex(#table) #index #how)
        }
        Operation::AddConstraint { table, constraint } => {
            return constraint::added(table, constraint);
        }
        Operation::DropConstraint { table, name: known, kind } => {
            let (known, table) = (text(known), name(table));
            let verb = constraint::drop_verb(*kind);
            quote!(#verb(#known, #table))
        }
        Operation::RenameConstraint { table, name: known, to } => {
            let (known, table, to) = (text(known), name(table), text(to));
            quote!(rename_constraint(#known, #table, #to))
        }
        Operation::ValidateConstraint { table, name: known } => {
            let (known, table) = (text(known), name(table));
            quote!(validate_constraint(#known, #table))
        }
        Operation::CreateObject(object) => return object::created(object),
        Operation::DropObject(object) => object::dropped(object),
        Operation::AlterObject(change) => object::changed(change),
        Operation::CreatePartition { table, partition } => {
            with_bounds(&quote!(create_partition), table, partition)
        }
        Operation::DropPartition { table, name: part } => {
            let (part, table) = (name(part), name(table));
            quote!(drop_partition(#part, #table))
        }
        Operation::AttachPartition { table, partition } => {
            with_bounds(&quote!(attach_partition), table, partition)
        }
        Operation::DetachPartition { table, name: part, concurrently } => {
            let (part, table) = (name(part), name(table));
            let how = concurrent(*concurrently);
            quote!(detach_partition(#part, #table) #how)
        }
        Operation::Insert { table, columns, rows, on_conflict } => {
            return rows::inserted(table, columns, rows, on_conflict.as_ref());
        }
        Operation::Update { table, set, filter } => {
            return rows::updated(table, set, filter.as_ref());
        }
        Operation::Delete { table, filter } => return rows::deleted(table, filter.as_ref()),
        Operation::Execute { sql, effect, undo } => {
            return executed(sql, effect.as_deref(), undo);
        }
        Operation::Run(_) => return Err(Unwritable::Function),
        Operation::SetTimeout { kind, milliseconds } => {
            return timeout(*kind, *milliseconds);
        }
        Operation::LockTable { table } => on_table(&quote!(lock_table), table),
        Operation::IfNeeded(operation) => return conditional(operation),
    })
}

fn on_table(verb: &TokenStream, table: &QualifiedName) -> TokenStream {
    let table = name(table);
    quote!(#verb(#table))
}

fn concurrent(concurrently: bool) -> Option<TokenStream> {
    concurrently.then(|| quote!(.concurrently()))
}

fn with_bounds(verb: &TokenStream, table: &QualifiedName, partition: &Partition) -> TokenStream {
    let Partition { name: part, bounds } = partition;
    let (part, table, bounds) = (name(part), name(table), text(bounds));
    quote!(#verb(#part, #table, #bounds))
}

/// Raw SQL, with what it does to the schema and what takes it back.
fn executed(
    sql: &SqlText,
    effect: Option<&[Operation]>,
    undo: &RawUndo,
) -> Result<TokenStream, Unwritable> {
    let sql = sql_text(sql);
    let effect = effect.map(described).transpose()?;
    let undo = match undo {
        RawUndo::Unknown => None,
        RawUndo::Nothing => Some(quote!(.nothing_to_undo())),
        RawUndo::Sql(sql) => {
            let sql = sql_text(sql);
            Some(quote!(.undo(#sql)))
        }
    };
    Ok(quote!(execute(#sql) #effect #undo))
}

/// An effect is recorded by an `Op` in a transaction.
fn described(effect: &[Operation]) -> Result<TokenStream, Unwritable> {
    if effect.iter().any(|operation| runs(operation) == Runs::Outside) {
        return Err(Unwritable::word("an effect outside of a transaction"));
    }
    let statements = statements(effect)
        .map_err(|(operation, source)| Unwritable::Effect { operation, source: source.into() })?;
    Ok(if statements.is_empty() {
        quote!(.effect(|_| {}))
    } else {
        quote!(.effect(|op| { #(#statements)* }))
    })
}

fn timeout(kind: TimeoutKind, milliseconds: i64) -> Result<TokenStream, Unwritable> {
    let verb = match kind {
        TimeoutKind::Lock => quote!(lock_timeout),
        TimeoutKind::Statement => quote!(statement_timeout),
    };
    let milliseconds = u64::try_from(milliseconds)
        .map_err(|_| Unwritable::word(format!("a timeout of {milliseconds} ms")))?;
    let (unit, count) = if milliseconds.is_multiple_of(1000) {
        (quote!(from_secs), milliseconds / 1000)
    } else {
        (quote!(from_millis), milliseconds)
    };
    let count = whole(count, "");
    Ok(quote!(#verb(std::time::Duration::#unit(#count))))
}

/// An operation that is carried out where it is needed; what would follow it has no condition.
fn conditional(operation: &Operation) -> Result<TokenStream, Unwritable> {
    let refused = || Unwritable::word(format!("`{operation}` under a condition"));
    if split(operation).len() != 1 {
        return Err(refused());
    }
    let inner = call(operation)?;
    match operation {
        Operation::DropTable { .. }
        | Operation::DropColumn { .. }
        | Operation::DropConstraint { .. } => Ok(quote!(if_exists().#inner)),
        Operation::AddColumn { .. } => Ok(quote!(if_not_exists().#inner)),
        Operation::CreateIndex { .. } => Ok(quote!(#inner.if_not_exists())),
        Operation::DropIndex { .. } => Ok(quote!(#inner.if_exists())),
        // The builder makes a condition of no other.
        _ => Err(refused()),
    }
}
