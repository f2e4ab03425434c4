//! Operations to MariaDB's and MySQL's statements: neighbouring changes of one table become one
//! `ALTER TABLE`.

use crate::dialect::run::require_connection;
use crate::dialect::{
    Action, DescribedOperation, Family, LowerError, Lowering, Refusal, Statement,
};
use crate::op::{self, Operation, Recorded};
use crate::schema::{Schema, Table};
use crate::sql_text::{SqlSyntax, without_empty_statements};

use super::alter::{self, Alteration, Sharing};
use super::dependents::{self, Change};
use super::limits::{check_supported, loses_column};
use super::name::named;
use super::renamed_texts::RenamedTexts;
use super::{
    Version, change, characters, clauses, column, conditional, data, enums, index, objects, table,
    table_change,
};

/// What the servers have for partitions.
const NO_TABLES: &str = "has no partitions that are tables";

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

/// An `ALTER TABLE` that may still grow, with the place of each clause's operation in the script.
struct Group {
    alteration: Alteration,
    places: Vec<usize>,
}

pub(crate) fn lower(
    version: Version,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    let mut lowering = Lowering::default();
    let mut open: Option<Group> = None;
    // After all others: neighbours on a table share their statement.
    let mut notes = Vec::new();
    for (at, recorded) in script.iter().enumerate() {
        lowering.operations.push(DescribedOperation::of(recorded, schema));
        let note = characters::left_out(version, recorded.operation.unconditional());
        notes.extend(note.map(|note| Statement::new(note, vec![at])));
        let statements = &mut lowering.statements;
        let following = script.get(at + 1..).unwrap_or_default();
        for lowered in lower_operation(version, recorded, following, schema)
            .map_err(|cause| LowerError::of(recorded, cause))?
        {
            match lowered {
                Lowered::Alter(next) => {
                    let mut places = vec![at; next.clauses.len()];
                    let next = match &mut open {
                        Some(group) => match group.alteration.merge(*next) {
                            Ok(()) => {
                                group.places.append(&mut places);
                                continue;
                            }
                            Err(next) => next,
                        },
                        None => next,
                    };
                    let next = Group { alteration: *next, places };
                    close(version, open.replace(next), script, statements)?;
                }
                Lowered::Statement(action) => {
                    close(version, open.take(), script, statements)?;
                    statements.push(Statement::new(action, vec![at]));
                }
            }
        }
    }
    close(version, open, script, &mut lowering.statements)?;
    lowering.statements.append(&mut notes);
    Ok(lowering)
}

fn close(
    version: Version,
    open: Option<Group>,
    script: &[Recorded],
    statements: &mut Vec<Statement>,
) -> Result<(), LowerError> {
    let Some(Group { alteration, places }) = open else { return Ok(()) };
    // What the server has no clause for makes no statement.
    let Some(first) = places.first().and_then(|first| script.get(*first)) else { return Ok(()) };
    let altered = alteration.statements(version, &places);
    statements.extend(altered.map_err(|cause| LowerError::of(first, cause))?);
    Ok(())
}

/// An operation as clauses and statements, written from the schema before it, which becomes the one
/// after it.
fn lower_operation(
    version: Version,
    recorded: &Recorded,
    following: &[Recorded],
    schema: &mut Schema,
) -> Result<Vec<Lowered>, Refusal> {
    let operation = &recorded.operation;
    let changes_enum = matches!(
        operation,
        Operation::AlterObject(change) if change.enum_type().is_some()
    );
    let introduced = operation.introduces(schema);
    let renamed_texts = RenamedTexts::of(operation, schema);
    let enums_before = changes_enum.then(|| schema.clone());
    let may_supersede =
        matches!(operation, Operation::CreateIndex { .. } | Operation::AddConstraint { .. });
    let table_before = operation.table().filter(|_| may_supersede);
    let table_before = table_before.and_then(|name| schema.tables.get(name)).cloned();
    let written = written(version, operation, schema);
    // What does not fit the schema is said first.
    op::apply(operation, recorded.origin, schema)?;
    if let Some(before) = &enums_before {
        check_supported(version, operation.unconditional(), &introduced, schema, following)?;
        return enums::changed_values(version, operation, before, schema);
    }
    // What is wrong with the part that is made has a better hint than what is wrong with the whole.
    let mut lowered = written?;
    check_supported(version, operation.unconditional(), &introduced, schema, following)?;
    if let Some(table) = operation.table().and_then(|name| schema.tables.get(name))
        && loses_column(operation.unconditional(), table, following)
        && let Some(Lowered::Alter(last)) = lowered.last_mut()
    {
        last.sharing = Sharing::Next;
    }
    lowered.extend(index::left_out(version, operation.unconditional()).map(Lowered::Statement));
    if let Some(before) = &table_before
        && let Some(after) = schema.tables.get(&before.name)
    {
        let drops = clauses::drop_superseded_on_mysql(version, before, after);
        lowered.extend(drops.into_iter().map(Lowered::Statement));
    }
    if let Some(renamed_texts) = renamed_texts {
        lowered.extend(renamed_texts.actions(version, schema)?.into_iter().map(Lowered::Statement));
    }
    Ok(lowered)
}

fn written(
    version: Version,
    operation: &Operation,
    before: &Schema,
) -> Result<Vec<Lowered>, Refusal> {
    if let Some(table) = operation.table().and_then(|name| before.tables.get(name))
        && let Operation::AlterTable { change, .. } = operation
    {
        return table_change::alter_table(version, before, table, change);
    }
    if let Some(table) = operation.table().and_then(|name| before.tables.get(name))
        && let Some(alterations) = altered(version, operation, table, before)?
    {
        let check = match operation {
            Operation::AlterColumn { column, change, .. } => {
                let known = table.column(column);
                known.map_or(Ok(None), |known| change::null_check(version, table, known, change))?
            }
            // No other operation makes a column NOT NULL.
            _ => None,
        };
        let check = check.into_iter().map(Lowered::Statement);
        return Ok(check.chain(alterations.into_iter().map(Lowered::alter)).collect());
    }
    let actions = actions(version, operation, before)?;
    Ok(actions.into_iter().map(Lowered::Statement).collect())
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
            clauses::drop_column(version, table, known)?
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
        Operation::Reindex { index: None, .. } => vec![clauses::force(version, table)],
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
fn actions(
    version: Version,
    operation: &Operation,
    before: &Schema,
) -> Result<Vec<Action>, Refusal> {
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
            Ok(alter::in_session(text, table::has_escapes(table)))
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
        Operation::Update { table, set, filter } => {
            let known = before.tables.get(table);
            sql(data::update(version, table, known, set, filter.as_ref())?)
        }
        Operation::Delete { table, filter } => {
            sql(data::delete(version, table, before.tables.get(table), filter.as_ref())?)
        }
        Operation::Execute { sql, .. } => {
            let text = without_empty_statements(table::text(sql)?, SqlSyntax::MYSQL);
            Ok(if text.is_empty() { Vec::new() } else { vec![Action::Raw(text)] })
        }
        Operation::Run(step) => {
            require_connection(step, Family::Mysql, version.server_name())?;
            Ok(vec![Action::Run(step.clone())])
        }
        Operation::IfNeeded(operation) => conditional::if_needed(version, operation, before),
        // Each statement that changes the schema commits, and a variable of the session would stay.
        Operation::SetTimeout { kind, .. } => Ok(vec![Action::Note(format!(
            "{server} has no {} of a transaction: it is left out",
            kind.noun()
        ))]),
        Operation::LockTable { table } => Ok(vec![Action::Note(format!(
            "{server} unlocks tables where a transaction begins: the lock of table `{table}` is left out"
        ))]),
        Operation::Reindex { index: Some(_), .. } => lacks(
            "rebuilds the indexes of a table together",
            "write `op.reindex(\"table\")`, which rebuilds the whole table here",
        ),
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
        | Operation::AlterTable { .. }
        | Operation::AddColumn { .. }
        | Operation::DropColumn { .. }
        | Operation::AlterColumn { .. }
        | Operation::CreateIndex { .. }
        | Operation::DropIndex { .. }
        | Operation::RenameIndex { .. }
        | Operation::Reindex { index: None, .. }
        | Operation::AddConstraint { .. }
        | Operation::DropConstraint { .. }
        | Operation::RenameConstraint { .. } => Ok(Vec::new()),
    }
}
