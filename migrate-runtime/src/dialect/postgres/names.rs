//! Whether PostgreSQL keeps a new name as it is: it cuts what is too long, and says so in a notice.

use crate::dialect::Refusal;
use crate::op::Operation;
use crate::schema::{Column, ColumnType, Constraint, EnumType, Index};

/// The bytes of the longest name, and of the longest word of an enum type
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>).
const LONGEST: usize = 63;

/// Whether every name that an operation introduces can be one.
pub(super) fn require_names(operation: &Operation) -> Result<(), Refusal> {
    introduced(operation).into_iter().try_for_each(|(kind, name)| require_name(kind, name))
}

fn require_name(kind: &str, name: &str) -> Result<(), Refusal> {
    if name.is_empty() || name.contains('\0') {
        return Err(Refusal::unsupported(
            format!("the {kind} `{}` is no name for PostgreSQL", name.escape_debug()),
            "give it a name of at least one character, without NUL",
        ));
    }
    if name.len() <= LONGEST {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!(
            "the name of {kind} `{name}` has {} bytes, and PostgreSQL cuts what is longer than {LONGEST}",
            name.len()
        ),
        "choose a shorter name",
    ))
}

type Named<'a> = (&'static str, &'a str);

fn introduced(operation: &Operation) -> Vec<Named<'_>> {
    match operation {
        Operation::CreateTable { table, .. } => {
            let own = [("table", table.name.name.as_str())];
            let partitions = table.partitions.iter();
            own.into_iter()
                .chain(table.columns.iter().flat_map(column))
                .chain(table.constraints.iter().filter_map(constraint))
                .chain(table.indexes.iter().map(index))
                .chain(partitions.map(|partition| ("partition", partition.name.name.as_str())))
                .collect()
        }
        Operation::AddColumn { column: added, constraints, .. } => {
            column(added).into_iter().chain(constraints.iter().filter_map(constraint)).collect()
        }
        Operation::AlterColumn { change, .. } => {
            let renamed = change.rename.iter().map(|to| ("column", to.as_str()));
            let kind = change.column_type.as_ref().and_then(ColumnType::enumeration);
            renamed.chain(kind.into_iter().flat_map(words)).collect()
        }
        Operation::RenameTable { to, .. } => vec![("table", to)],
        Operation::CreateIndex { index: made, .. } => vec![index(made)],
        Operation::RenameIndex { to, .. } => vec![("index", to)],
        Operation::AddConstraint { constraint: added, .. } => {
            constraint(added).into_iter().collect()
        }
        Operation::RenameConstraint { to, .. } => vec![("constraint", to)],
        Operation::CreateSchema { name } => vec![("schema", name)],
        Operation::CreateEnum { kind } => words(kind),
        Operation::AddEnumValue { value, .. } => vec![("word", value)],
        Operation::RenameEnumValue { to, .. } => vec![("word", to)],
        Operation::CreateView { view } => vec![("view", &view.name.name)],
        Operation::CreateMaterializedView { view } => {
            let own = [("materialized view", view.name.name.as_str())];
            own.into_iter().chain(view.indexes.iter().map(index)).collect()
        }
        Operation::CreateFunction { function, .. } => vec![("function", &function.name.name)],
        Operation::CreateSequence { sequence } => vec![("sequence", &sequence.name.name)],
        Operation::CreatePartition { partition, .. } => {
            vec![("partition", &partition.name.name)]
        }
        Operation::CreateTrigger { trigger } => vec![("trigger", &trigger.name)],
        Operation::DropTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::DropColumn { .. }
        | Operation::DropIndex { .. }
        | Operation::DropConstraint { .. }
        | Operation::ValidateConstraint { .. }
        | Operation::DropSchema { .. }
        | Operation::DropEnum { .. }
        | Operation::DropView { .. }
        | Operation::DropMaterializedView { .. }
        | Operation::RefreshMaterializedView { .. }
        | Operation::DropFunction { .. }
        | Operation::AlterSequence { .. }
        | Operation::DropSequence { .. }
        | Operation::DropPartition { .. }
        | Operation::AttachPartition { .. }
        | Operation::DetachPartition { .. }
        | Operation::CreateExtension { .. }
        | Operation::DropExtension { .. }
        | Operation::DropTrigger { .. }
        | Operation::Insert { .. }
        | Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::Execute { .. }
        | Operation::Run(_) => Vec::new(),
    }
}

fn column(column: &Column) -> Vec<Named<'_>> {
    let kind = column.column_type.enumeration().into_iter().flat_map(words);
    std::iter::once(("column", column.name.as_str())).chain(kind).collect()
}

fn constraint(constraint: &Constraint) -> Option<Named<'_>> {
    constraint.name.as_deref().map(|name| ("constraint", name))
}

fn index(index: &Index) -> Named<'_> {
    ("index", &index.name)
}

fn words(kind: &EnumType) -> Vec<Named<'_>> {
    let words = kind.values.iter().map(|word| ("word", word.as_str()));
    std::iter::once(("enum type", kind.name.name.as_str())).chain(words).collect()
}
