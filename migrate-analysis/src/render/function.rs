//! A function of a revision: its mode, its statements, its text.

use migrate_core::op::Operation;
use proc_macro2::TokenStream;
use quote::quote;

use super::error::{RenderError, Unwritable};
use super::operation::statement;
use super::split::split;

/// The function `name` that records the operations.
///
/// It takes `Op<NoTx>` where one of them must run outside a transaction. What it records does to a schema what the
/// given operations do, and is those operations, but that
///
/// * the constraints of a new table may come in another order;
/// * what `op.create_table`, `op.add_column`, `op.create_materialized_view` or `op.bulk_insert` cannot say follows as
///   operations of their own: an exclusion constraint, a unique index, `NOT NULL` without a default;
/// * the order of a new table's columns on MariaDB and MySQL is said at the columns;
/// * a character set that brings its own collation says no more.
///
/// # Errors
///
/// The builder cannot say one of the operations, or some need a transaction and others refuse it.
///
/// ```
/// use migrate_analysis::render::function;
/// use migrate_core::op::Operation;
///
/// let operations = [Operation::DropTable { table: "users".into() }];
/// assert_eq!(
///     function("upgrade", &operations).unwrap(),
///     "fn upgrade(op: &mut Op) {\n    op.drop_table(\"users\");\n}\n"
/// );
/// ```
pub fn function(name: &str, operations: &[Operation]) -> Result<String, RenderError> {
    let ident: syn::Ident = syn::parse_str(name).map_err(|_| RenderError::Name(name.to_owned()))?;
    let mode = mode(operations)?;
    let statements = statements(operations)
        .map_err(|(operation, source)| RenderError::Operation { operation, source })?;
    // An argument that is not used is not named, so that no warning asks for its use.
    let argument = if statements.is_empty() { quote!(_) } else { quote!(op) };
    let file = quote! {
        fn #ident(#argument: &mut Op #mode) { #(#statements)* }
    };
    let file = syn::parse2(file).map_err(|error| RenderError::Syntax(error.to_string()))?;
    Ok(prettyplease::unparse(&file))
}

/// The statements of the operations; or the one that cannot be written, and why.
pub(super) fn statements(
    operations: &[Operation],
) -> Result<Vec<TokenStream>, (String, Unwritable)> {
    let each = operations.iter().flat_map(|operation| {
        let parts = split(operation).into_iter();
        parts.map(move |part| statement(&part).map_err(|reason| (operation.to_string(), reason)))
    });
    each.collect()
}

/// How an operation must run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Runs {
    /// In a transaction or outside of one.
    Anywhere,
    /// In a transaction.
    Inside,
    /// Outside a transaction.
    Outside,
}

/// The argument of `Op` for the operations; none in a transaction.
fn mode(operations: &[Operation]) -> Result<TokenStream, RenderError> {
    let first = |wanted| operations.iter().find(|operation| runs(operation) == wanted);
    match (first(Runs::Inside), first(Runs::Outside)) {
        (_, None) => Ok(TokenStream::new()),
        (None, Some(_)) => Ok(quote!(<NoTx>)),
        (Some(inside), Some(outside)) => {
            Err(RenderError::Mode { inside: inside.to_string(), outside: outside.to_string() })
        }
    }
}

pub(super) fn runs(operation: &Operation) -> Runs {
    match operation {
        Operation::CreateIndex { concurrently: true, .. }
        | Operation::DropIndex { concurrently: true, .. }
        | Operation::Reindex { concurrently: true, .. }
        | Operation::DetachPartition { concurrently: true, .. } => Runs::Outside,
        Operation::SetTimeout { .. } | Operation::LockTable { .. } => Runs::Inside,
        Operation::IfNeeded(operation) => runs(operation),
        Operation::CreateTable { .. }
        | Operation::DropTable { .. }
        | Operation::RenameTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::AlterTable { .. }
        | Operation::AddColumn { .. }
        | Operation::DropColumn { .. }
        | Operation::AlterColumn { .. }
        | Operation::CreateIndex { .. }
        | Operation::DropIndex { .. }
        | Operation::RenameIndex { .. }
        | Operation::Reindex { .. }
        | Operation::AddConstraint { .. }
        | Operation::DropConstraint { .. }
        | Operation::RenameConstraint { .. }
        | Operation::ValidateConstraint { .. }
        | Operation::CreateObject(_)
        | Operation::DropObject(_)
        | Operation::AlterObject(_)
        | Operation::CreatePartition { .. }
        | Operation::DropPartition { .. }
        | Operation::AttachPartition { .. }
        | Operation::DetachPartition { .. }
        | Operation::Insert { .. }
        | Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::Execute { .. }
        | Operation::Run(_) => Runs::Anywhere,
    }
}
