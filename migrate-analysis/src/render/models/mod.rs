//! A schema as the crate of its models: [`models`] writes structs, and a function for what no struct can say.
//!
//! * `structs`: a table as a struct, a column as a field;
//! * `rust_type`: the type of a field, and whether it says the type of its column;
//! * `words`: calls of the builder as the words of `#[model(..)]`;
//! * `names`: names of structs, fields and variants.

mod names;
mod rust_type;
mod structs;
mod words;

use migrate_core::op::Operation;
use migrate_core::schema::{Object, Schema};
use proc_macro2::TokenStream;
use quote::quote;

use super::error::{RenderError, Unwritable};
use super::function::statements;
use super::split::split;

use names::Names;
use rust_type::Enums;

/// What the file opens with.
const HEAD: &str = "\
//! The tables of the database, one struct for each: change one, and `cargo migrate revision --autogenerate` writes
//! the revision that brings databases there.
//!
//! A `String` stands wherever a type of another crate could, such as one for times: where that says the type of its
//! column, the word for it can go.
";

/// The source of a crate whose models say what `after` has, which these operations made of nothing.
///
/// A table is a struct with `#[derive(Model)]`, an enum type that columns have an enum with `#[derive(ModelEnum)]`. What no
/// struct can say, and all that is no table, is recorded by a function with `#[models]`, in the order of the operations.
///
/// # Errors
///
/// An operation makes no part of a schema, or has something that the builder cannot say.
///
/// ```
/// use migrate_analysis::render::models;
/// use migrate_core::op::Operation;
/// use migrate_core::schema::{Column, ColumnType, Schema, Table};
///
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("name", ColumnType::Varchar(80)));
/// let mut after = Schema::new();
/// after.tables.insert("users".into(), users.clone());
///
/// let create = Operation::CreateTable { table: users, if_not_exists: false };
/// let text = models(&[create], &after).unwrap();
/// assert!(text.contains("pub struct User {\n    #[model(varchar(80))]\n    pub name: Option<String>,\n}\n"));
/// ```
pub fn models(operations: &[Operation], after: &Schema) -> Result<String, RenderError> {
    let mut names = Names::default();
    let (enums, mut items) = Enums::of(after).items(&mut names);
    let has_enums = !items.is_empty();
    let (mut has_tables, mut rest, mut objects) = (false, Vec::new(), Vec::new());
    for operation in operations {
        let failed = |source| RenderError::Operation { operation: operation.to_string(), source };
        match made(operation, after).map_err(failed)? {
            Made::Table(table) => {
                let parts = split(&table);
                let mut parts = parts.iter();
                if let Some(Operation::CreateTable { table, .. }) = parts.next().map(AsRef::as_ref)
                {
                    has_tables = true;
                    let item = structs::of_table(table, &enums, &mut names).map_err(failed)?;
                    items.push(item);
                }
                rest.extend(parts.map(|part| (**part).clone()));
            }
            // Its enum says it; a second list of its labels would have to be changed with that.
            Made::Object(Operation::CreateObject(Object::EnumType(kind))) if enums.says(&kind) => {}
            Made::Object(operation) => objects.push(operation),
            Made::Known => {}
        }
    }
    // A model says no change: the default is one that the struct should have said.
    if let Some(change) = rest.iter().find(|it| matches!(it, Operation::AlterColumn { .. })) {
        let source = Unwritable::word("such a default of a new column");
        return Err(RenderError::Operation { operation: change.to_string(), source });
    }
    rest.extend(objects);
    let statements = statements(&rest)
        .map_err(|(operation, source)| RenderError::Operation { operation, source })?;
    let mut imports = Vec::new();
    if !statements.is_empty() {
        imports.push(quote!(
            use migrate_runtime::prelude::*;
        ));
        items.push(quote! {
            /// What no struct can say.
            #[models]
            fn beside_tables(op: &mut Op) { #(#statements)* }
        });
    }
    let derives = [
        (has_tables, quote!(Model)),
        (has_enums, quote!(ModelEnum)),
        (!statements.is_empty(), quote!(models)),
    ];
    let used: Vec<_> =
        derives.into_iter().filter_map(|(used, name)| used.then_some(name)).collect();
    match &used[..] {
        [] => {}
        [only] => imports.push(quote!(use migrate_runtime::#only;)),
        several => imports.push(quote!(use migrate_runtime::{#(#several),*};)),
    }
    let imports = text(quote!(#(#imports)*))?;
    let mut parts = vec![HEAD.to_owned()];
    parts.extend((!imports.is_empty()).then_some(imports));
    for item in items {
        parts.push(text(item)?);
    }
    Ok(parts.join("\n"))
}

fn text(tokens: TokenStream) -> Result<String, RenderError> {
    let file = syn::parse2(tokens).map_err(|error| RenderError::Syntax(error.to_string()))?;
    Ok(prettyplease::unparse(&file))
}

/// What an operation makes.
enum Made {
    /// The creation of a table, as it is in the end.
    Table(Operation),
    /// The creation of another object, as it is in the end.
    Object(Operation),
    /// A part of what is in the schema in the end.
    Known,
}

fn made(operation: &Operation, after: &Schema) -> Result<Made, Unwritable> {
    Ok(match operation {
        Operation::CreateTable { table, if_not_exists: _ } => {
            let table = after.tables.get(&table.name).unwrap_or(table).clone();
            Made::Table(Operation::CreateTable { table, if_not_exists: false })
        }
        Operation::CreateObject(object) => {
            let object = after.object(&object.reference()).unwrap_or_else(|| object.clone());
            Made::Object(Operation::CreateObject(object))
        }
        Operation::IfNeeded(operation) => made(operation, after)?,
        // What no operation makes is no part of a schema, and nothing is compared with it.
        Operation::Execute { effect: Some(effect), .. } if effect.is_empty() => Made::Known,
        Operation::AddColumn { .. }
        | Operation::AlterColumn { .. }
        | Operation::SetTableComment { .. }
        | Operation::AlterTable { .. }
        | Operation::CreateIndex { .. }
        | Operation::AddConstraint { .. }
        | Operation::ValidateConstraint { .. }
        | Operation::CreatePartition { .. }
        | Operation::AttachPartition { .. }
        | Operation::AlterObject(_) => Made::Known,
        Operation::DropTable { .. }
        | Operation::RenameTable { .. }
        | Operation::DropColumn { .. }
        | Operation::DropIndex { .. }
        | Operation::RenameIndex { .. }
        | Operation::Reindex { .. }
        | Operation::DropConstraint { .. }
        | Operation::RenameConstraint { .. }
        | Operation::DropObject(_)
        | Operation::DropPartition { .. }
        | Operation::DetachPartition { .. }
        | Operation::Insert { .. }
        | Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::Execute { .. }
        | Operation::Run(_)
        | Operation::SetTimeout { .. }
        | Operation::LockTable { .. } => {
            return Err(Unwritable::word("a model that is no part of a schema"));
        }
    })
}
