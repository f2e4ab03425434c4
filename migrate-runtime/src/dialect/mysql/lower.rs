//! Operations to MariaDB's and MySQL's statements: neighbouring changes of one table become one
//! `ALTER TABLE`.

use crate::dialect::{Action, LowerError, Refusal, Statement};
use crate::op::{self, Operation, Recorded};
use crate::schema::{Schema, Table};

use super::alter::{Alteration, statements};
use super::dependents::{self, Change};
use super::followers::RenamedDependents;
use super::limits::check_supported;
use super::name::named;
use super::{Version, change, clauses, column, data, enums, index, objects, table};

/// What the servers have for partitions.
const NO_TABLES: &str = "has partitions that are no tables";

/// What an operation becomes.
pub(super) enum Lowered {
    /// A part of an `ALTER TABLE`.
    Alter(Box<Alteration>),
    /// A statement of its own.
    Statement(Action),
}

impl Lowered {
    pub(super) fn alter(alteration: Alteration) -> Self {
        Self::Alter(Box::new(alteration))
    }
}

pub(crate) fn lower(
    version: Version,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Vec<Statement>, LowerError> {
    let mut steps = Vec::new();
    let mut open: Option<(Alteration, &Recorded)> = None;
    for recorded in script {
        let refuse = |cause| refusal(recorded, cause);
        for piece in pieces(version, recorded, schema).map_err(refuse)? {
            let next = match piece {
                Lowered::Alter(next) => match &mut open {
                    Some((alteration, _)) => match alteration.merge(*next) {
                        Ok(()) => continue,
                        Err(next) => Some((*next, recorded)),
                    },
                    None => Some((*next, recorded)),
                },
                Lowered::Statement(work) => {
                    close(version, open.take(), &mut steps)?;
                    steps.push(step(recorded, work));
                    continue;
                }
            };
            close(version, std::mem::replace(&mut open, next), &mut steps)?;
        }
    }
    close(version, open, &mut steps)?;
    Ok(steps)
}

fn close(
    version: Version,
    open: Option<(Alteration, &Recorded)>,
    steps: &mut Vec<Statement>,
) -> Result<(), LowerError> {
    let Some((alteration, recorded)) = open else { return Ok(()) };
    let works = alteration.actions(version).map_err(|cause| refusal(recorded, cause))?;
    steps.extend(works.into_iter().map(|work| step(recorded, work)));
    Ok(())
}

fn step(recorded: &Recorded, work: Action) -> Statement {
    Statement { action: work, operation: recorded.operation.to_string(), origin: recorded.origin }
}

fn refusal(recorded: &Recorded, cause: Refusal) -> LowerError {
    LowerError { operation: recorded.operation.to_string(), origin: recorded.origin, cause }
}

/// An operation's pieces, written from the schema before it, which becomes the one after it.
fn pieces(
    version: Version,
    recorded: &Recorded,
    schema: &mut Schema,
) -> Result<Vec<Lowered>, Refusal> {
    let operation = &recorded.operation;
    let changes_enum = matches!(
        operation,
        Operation::AlterObject(change) if change.enum_type().is_some()
    );
    let introduced = operation.introduces(schema);
    let dependents_renamed = RenamedDependents::of(operation, schema);
    let enums_before = changes_enum.then(|| schema.clone());
    let written = written(version, operation, schema);
    // What does not fit the schema is said first.
    op::apply(operation, recorded.origin, schema)?;
    if let Some(before) = &enums_before {
        check_supported(version, operation, &introduced, schema)?;
        return enums::changed_values(version, operation, before, schema);
    }
    // What is wrong with the part that is made has a better hint than what is wrong with the whole.
    let mut pieces = written?;
    check_supported(version, operation, &introduced, schema)?;
    pieces.extend(index::left_out(version, operation).map(Lowered::Statement));
    if let Some(dependents_renamed) = dependents_renamed {
        pieces.extend(
            dependents_renamed.actions(version, schema)?.into_iter().map(Lowered::Statement),
        );
    }
    Ok(pieces)
}

fn written(
    version: Version,
    operation: &Operation,
    before: &Schema,
) -> Result<Vec<Lowered>, Refusal> {
    if let Some(table) = operation.table().and_then(|name| before.tables.get(name))
        && let Some(alterations) = altered(version, operation, table, before)?
    {
        return Ok(alterations.into_iter().map(Lowered::alter).collect());
    }
    let works = works(version, operation, before)?;
    Ok(works.into_iter().map(Lowered::Statement).collect())
}

/// The alterations of a table that an operation is; none when it is something else.
fn altered(
    version: Version,
    operation: &Operation,
    table: &Table,
    before: &Schema,
) -> Result<Option<Vec<Alteration>>, Refusal> {
    Ok(Some(match operation {
        Operation::SetTableComment { comment, .. } => {
            vec![clauses::set_comment(version, table, comment.as_deref())]
        }
        Operation::AddColumn { column, constraints, .. } => {
            clauses::add_column(version, table, column, constraints)?
        }
        Operation::DropColumn { column, .. } => {
            let Some(known) = table.column(column) else { return Ok(Some(Vec::new())) };
            dependents::require_unmentioned(version, table, column, Change::Drop)?;
            clauses::drop_column(version, table, known)
        }
        Operation::AlterColumn { column, change, .. } => {
            let Some(known) = table.column(column) else { return Ok(Some(Vec::new())) };
            change::alter_column(version, before, table, known, change)?
        }
        Operation::CreateIndex { index, concurrently, .. } => {
            vec![clauses::create_index(version, table, index, *concurrently)?]
        }
        // A drop is short whether or not it is asked to let others go on.
        Operation::DropIndex { name, .. } => vec![clauses::drop_index(version, table, name)],
        Operation::RenameIndex { name, to, .. } => {
            vec![clauses::rename_index(version, table, name, to)]
        }
        Operation::AddConstraint { constraint, .. } => {
            vec![clauses::add_constraint(version, table, constraint)?]
        }
        Operation::DropConstraint { name, .. } => {
            let known = table.constraint(name);
            known.map(|known| clauses::drop_constraint(version, table, known)).into_iter().collect()
        }
        Operation::RenameConstraint { name, to, .. } => {
            let Some(known) = table.constraint(name) else { return Ok(Some(Vec::new())) };
            clauses::rename_constraint(version, table, known, to)?
        }
        // What is no `ALTER TABLE` is written by `works`, which names every operation.
        _ => return Ok(None),
    }))
}

/// The work of an operation that is no change of a table.
fn works(version: Version, operation: &Operation, before: &Schema) -> Result<Vec<Action>, Refusal> {
    let sql = |sql| Ok(vec![Action::Sql(sql)]);
    let server = version.server_name();
    let lacks = |what: &str, hint| Err(Refusal::unsupported(format!("{server} {what}"), hint));
    match operation {
        // The table there is taken for this one.
        Operation::CreateTable { table, if_not_exists: true }
            if before.tables.contains_key(&table.name) =>
        {
            Ok(Vec::new())
        }
        Operation::CreateTable { table, if_not_exists } => {
            table.columns.iter().try_for_each(|it| column::require_text(version, it))?;
            let text = table::create_table(version, table, *if_not_exists)?;
            Ok(statements(text, table::has_escapes(table)))
        }
        Operation::DropTable { table } => sql(format!("DROP TABLE {}", named(table))),
        // `ALTER TABLE .. RENAME` would move the table into the connection's database.
        Operation::RenameTable { table, to } => {
            sql(format!("RENAME TABLE {} TO {}", named(table), named(&table.sibling(to))))
        }
        Operation::CreateObject(object) => objects::create(version, object, before),
        Operation::DropObject(object) => objects::drop(version, object),
        Operation::AlterObject(change) => objects::alter(version, change, before),
        Operation::Insert { table, columns, rows, on_conflict } => {
            let known = before.tables.get(table);
            data::insert(version, table, known, columns, rows, on_conflict.as_ref())
        }
        Operation::Update { table, set, filter } => sql(data::update(table, set, filter.as_ref())?),
        Operation::Delete { table, filter } => sql(data::delete(table, filter.as_ref())?),
        Operation::Execute { sql, .. } => {
            let text = table::text(sql)?.trim();
            Ok(if text.is_empty() { Vec::new() } else { vec![Action::Raw(text.to_owned())] })
        }
        Operation::Run(step) => Ok(vec![Action::Run(step.clone())]),
        Operation::ValidateConstraint { .. } => lacks(
            "has no constraints that skip the existing rows, so there is none to validate",
            "leave `op.validate_constraint(..)` out",
        ),
        Operation::CreatePartition { .. } => {
            lacks(NO_TABLES, "write `op.execute(\"ALTER TABLE .. ADD PARTITION ..\")`")
        }
        Operation::DropPartition { .. } => {
            lacks(NO_TABLES, "write `op.execute(\"ALTER TABLE .. DROP PARTITION ..\")`")
        }
        Operation::AttachPartition { .. } | Operation::DetachPartition { .. } => lacks(
            NO_TABLES,
            "write `op.execute(\"ALTER TABLE .. EXCHANGE PARTITION .. WITH TABLE ..\")`",
        ),
        // Changes of a table that does not exist, which applying them says.
        Operation::SetTableComment { .. }
        | Operation::AddColumn { .. }
        | Operation::DropColumn { .. }
        | Operation::AlterColumn { .. }
        | Operation::CreateIndex { .. }
        | Operation::DropIndex { .. }
        | Operation::RenameIndex { .. }
        | Operation::AddConstraint { .. }
        | Operation::DropConstraint { .. }
        | Operation::RenameConstraint { .. } => Ok(Vec::new()),
    }
}
