//! Operations to SQLite's statements: native forms where there are any, else a rebuild.
//!
//! Neighbouring operations on one table share a rebuild: the first that needs one takes along all
//! that follow on the same table, up to the next operation on something else.

use std::ops::Range;

use crate::dialect::statement::places;
use crate::dialect::{
    Action, DescribedOperation, Facts, Lock, LowerError, Lowering, Refusal, RowWork, Statement,
};
use crate::op::{self, ColumnChange, Operation, Recorded, TableChange};
use crate::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, ConstraintKind, Index,
    QualifiedName, Schema, Table, TableOptions, Value,
};
use crate::sql_text::{SqlSyntax, mentions};

use super::edits::edits;
use super::enums::{enum_users, rebuilt_enums};
use super::key_actions::{KeyActions, key_actions};
use super::limits::check_supported;
use super::name::unqualified;
use super::native;
use super::rebuild::Rebuild;
use super::renamed_views::RenamedViews;
use super::{Version, render};

/// An operation, or one part of it, with the place of the operation in the recorded script.
struct Part {
    at: usize,
    recorded: Recorded,
}

/// The statements of an operation that may change rows, and what foreign keys do with them.
struct RowChange {
    statements: Range<usize>,
    at: usize,
    actions: Result<KeyActions, LowerError>,
}

pub(crate) fn lower(
    version: Version,
    script: &[Recorded],
    transactional: bool,
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    let parts: Vec<_> = script.iter().enumerate().flat_map(split_change).collect();
    let mut lowering = Lowering::default();
    let mut changes = Vec::new();
    let mut rest = &parts[..];
    while let Some((first, after)) = rest.split_first() {
        // A rebuild copies every row, so all neighbouring changes of the table share one.
        if let Some(table) = needs_rebuild(version, &first.recorded.operation, schema) {
            let is_edit = |next: &&Part| is_edit_of(&next.recorded.operation, table);
            let count = rest.iter().take_while(is_edit).count();
            let (group, after) = rest.split_at(count.max(1));
            rebuild(table, script, group, schema, &mut lowering)?;
            rest = after;
        } else {
            let actions = key_actions(&first.recorded.operation, schema)
                .map_err(|cause| LowerError::of(&first.recorded, cause));
            let start = lowering.statements.len();
            native_statements(script, first, schema, &mut lowering)?;
            let statements = start..lowering.statements.len();
            changes.push(RowChange { statements, at: first.at, actions });
            rest = after;
        }
    }
    let rebuilds = |statement: &Statement| matches!(statement.action, Action::Rebuild(_));
    // Outside a transaction each rebuild switches foreign keys for itself.
    if transactional && lowering.statements.iter().any(rebuilds) {
        write_key_actions(&mut lowering, changes)?;
    } else {
        let acts = |change: &RowChange| change.actions != Ok(KeyActions::default());
        lowering.relies_on_keys = changes.iter().any(acts);
    }
    Ok(lowering)
}

/// Describes the operation of a part whose turn it is, unless an earlier part of it has done so.
fn describe_at(at: usize, script: &[Recorded], schema: &Schema, lowering: &mut Lowering) {
    if let Some(recorded) = script.get(at).filter(|_| lowering.operations.len() == at) {
        lowering.operations.push(DescribedOperation::of(recorded, schema));
    }
}

/// A change of a column as up to three: what may need a rebuild, the comment, the new name.
fn split_change((at, recorded): (usize, &Recorded)) -> Vec<Part> {
    let Operation::AlterColumn { table, column, change } = &recorded.operation else {
        return vec![Part { at, recorded: recorded.clone() }];
    };
    let part = |change| {
        let (table, column) = (table.clone(), column.clone());
        let operation = Operation::AlterColumn { table, column, change };
        Part { at, recorded: Recorded { operation, origin: recorded.origin } }
    };
    let none = ColumnChange::default();
    let parts = [
        ColumnChange { comment: None, rename: None, ..change.clone() },
        ColumnChange { comment: change.comment.clone(), ..none.clone() },
        ColumnChange { rename: change.rename.clone(), ..none.clone() },
    ];
    let split: Vec<_> = parts.into_iter().filter(|part| *part != none).map(part).collect();
    if split.is_empty() { vec![Part { at, recorded: recorded.clone() }] } else { split }
}

/// Puts what foreign keys would do beside the statements that change rows: they are off while a table
/// is rebuilt.
fn write_key_actions(lowering: &mut Lowering, changes: Vec<RowChange>) -> Result<(), LowerError> {
    for RowChange { statements, at, actions } in changes.into_iter().rev() {
        let KeyActions { before, after } = actions?;
        let written = |sql| Statement::new(Action::Sql(sql), vec![at]);
        let Range { start, end } = statements;
        lowering.statements.splice(end..end, after.into_iter().map(written));
        lowering.statements.splice(start..start, before.into_iter().map(written));
    }
    Ok(())
}

/// The table to be rebuilt for this operation, when no native form does it.
///
/// An operation that does not fit the schema needs none: applying it says what is wrong.
fn needs_rebuild<'a>(
    version: Version,
    operation: &'a Operation,
    schema: &Schema,
) -> Option<&'a QualifiedName> {
    let name = operation.table()?;
    let table = schema.tables.get(name)?;
    let needed = match operation {
        Operation::AddColumn { column, constraints, .. } => !can_add_natively(column, constraints),
        Operation::DropColumn { column, .. } => !can_drop_natively(table, column),
        Operation::AlterColumn { change, .. } => !can_alter_natively(version, change),
        Operation::DropConstraint { kind, .. } => {
            !(version.alters_constraints() && *kind == ConstraintKind::Check)
        }
        Operation::AddConstraint { .. } | Operation::RenameConstraint { .. } => true,
        Operation::AlterTable { change, .. } => is_other_table(table, change),
        // Everything else has a native form or none, which `native` says of each operation.
        _ => false,
    };
    needed.then_some(name)
}

/// Whether the table would have other options, for which SQLite has no `ALTER TABLE`.
fn is_other_table(table: &Table, change: &TableChange) -> bool {
    let after = change.applied(&table.options);
    let kept = |options: &TableOptions| (options.strict, options.without_rowid);
    kept(&after) != kept(&table.options)
}

/// `RENAME COLUMN`, and since 3.53 `ALTER COLUMN .. SET NOT NULL`, are the native changes of a column
/// (<https://www.sqlite.org/lang_altertable.html>); a comment and what MariaDB and MySQL alone have
/// change nothing on SQLite.
fn can_alter_natively(version: Version, change: &ColumnChange) -> bool {
    let ColumnChange {
        rename: _,
        comment: _,
        mysql: _,
        column_type,
        // Chosen before, see `lower_on`.
        type_on: _,
        using,
        nullable,
        default,
        identity,
        generated,
        collation,
    } = change;
    let redefined = column_type.is_some()
        || using.is_some()
        || default.is_some()
        || identity.is_some()
        || generated.is_some()
        || collation.is_some();
    !redefined && (nullable.is_none() || version.alters_constraints())
}

/// `ADD COLUMN` takes no key, no computed default, nothing stored, and no default beside a
/// reference (<https://www.sqlite.org/lang_altertable.html#altertabaddcol>).
fn can_add_natively(column: &Column, constraints: &[Constraint]) -> bool {
    let constant = match &column.default {
        None => true,
        Some(ColumnDefault::Value(value)) => *value != Value::Null || column.nullable,
        Some(ColumnDefault::Now | ColumnDefault::Today | ColumnDefault::Sql(_)) => false,
    };
    let stored = column.generated.as_ref().is_some_and(|generated| generated.stored);
    let allowed = constraints.iter().all(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Exclude { .. } => false,
        ConstraintBody::ForeignKey(_) => column.default.is_none(),
        ConstraintBody::Check { .. } => true,
    });
    constant && !stored && allowed && column.identity.is_none()
}

/// `DROP COLUMN` takes no column that a key, a reference or a check of the table mentions; an index on it
/// is dropped before (both errors were tried on SQLite 3.40)
/// (<https://www.sqlite.org/lang_altertable.html#altertabdropcol>).
fn can_drop_natively(table: &Table, column: &str) -> bool {
    let constrained = table.constraints.iter().any(|constraint| match &constraint.body {
        ConstraintBody::Check { expression, .. } => mentions(expression, column, SqlSyntax::Sqlite),
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Exclude { .. } => constraint.columns().iter().any(|name| name == column),
    });
    let is_enum = table
        .column(column)
        .is_some_and(|column| matches!(column.column_type, ColumnType::Enumeration(_)));
    !constrained && !is_enum
}

/// Whether an operation can be an edit of a rebuild of `table`.
fn is_edit_of(operation: &Operation, table: &QualifiedName) -> bool {
    let editable = match operation {
        Operation::AlterColumn { change, .. } => {
            change.rename.is_none() && change.comment.is_none()
        }
        Operation::AlterTable { .. }
        | Operation::AddColumn { .. }
        | Operation::DropColumn { .. }
        | Operation::CreateIndex { .. }
        | Operation::DropIndex { .. }
        | Operation::AddConstraint { .. }
        | Operation::DropConstraint { .. }
        | Operation::RenameConstraint { .. } => true,
        // What `edits` does not know stays a statement of its own, which is always right.
        _ => false,
    };
    editable && operation.table() == Some(table)
}

fn rebuild(
    name: &QualifiedName,
    script: &[Recorded],
    group: &[Part],
    schema: &mut Schema,
    lowering: &mut Lowering,
) -> Result<(), LowerError> {
    let first = &group[0].recorded;
    let before = schema.tables.get(name).cloned().unwrap_or_else(|| Table::new(name.clone()));
    let prepared = render::declared(&before, schema)
        .and_then(|declared| Ok((declared, unqualified(name)?.to_owned())));
    let (declared, table) = prepared.map_err(|cause| LowerError::of(first, cause))?;
    let mut changes = Vec::new();
    let mut notes = Vec::new();
    for Part { at, recorded } in group {
        let refuse = |cause| LowerError::of(recorded, cause);
        describe_at(*at, script, schema, lowering);
        let known = schema.tables.get(name).cloned().unwrap_or_else(|| before.clone());
        op::apply(&recorded.operation, recorded.origin, schema)
            .map_err(|error| refuse(error.into()))?;
        check_supported(recorded.operation.unconditional(), schema).map_err(refuse)?;
        changes.extend(edits(&recorded.operation, &known).map_err(refuse)?);
        notes.extend(
            left_out(recorded.operation.unconditional())
                .map(|note| Statement::new(note, vec![*at])),
        );
    }
    require_numbering(name, group, schema)?;
    let rebuild = Rebuild {
        table,
        edits: changes,
        declared,
        touched_by: before.touched_by.and_then(|touched| touched.sqlite),
    };
    let operations = places(group.iter().map(|part| part.at));
    let statement = Statement::new(Action::Rebuild(Box::new(rebuild)), operations);
    let facts = Some(Facts::of(name, Lock::Sqlite, RowWork::Rewrite));
    lowering.statements.push(Statement { facts, ..statement });
    lowering.statements.extend(notes);
    Ok(())
}

/// Whether a column that the database numbers is still the primary key after a rebuild: with the key it
/// would cease to be numbered, and no later one could go on with the numbers.
fn require_numbering(
    name: &QualifiedName,
    group: &[Part],
    schema: &Schema,
) -> Result<(), LowerError> {
    let Some(table) = schema.tables.get(name) else { return Ok(()) };
    let Err(cause) = render::numbered_column(table) else { return Ok(()) };
    let is_key = |part: &&Part| {
        matches!(
            part.recorded.operation,
            Operation::DropConstraint { kind: ConstraintKind::PrimaryKey, .. }
        )
    };
    let Some(part) = group.iter().rfind(is_key) else {
        let last = &group[group.len() - 1].recorded;
        return Err(LowerError::of(last, cause));
    };
    let reason = format!(
        "SQLite numbers rows only in a primary key of one column, and table `{name}` would be left with a \
         numbered column that is none"
    );
    let hint = "create another primary key of that column right after it, in the same revision; or make a \
                new table and move the rows";
    Err(LowerError::of(&part.recorded, Refusal::unsupported(reason, hint)))
}

/// What the operation says that SQLite has no place for.
fn left_out(operation: &Operation) -> Option<Action> {
    // One writer has the whole file (<https://www.sqlite.org/lockingv3.html>).
    if let Operation::CreateIndex { concurrently: true, index: Index { name, .. }, .. }
    | Operation::DropIndex { concurrently: true, name, .. }
    | Operation::Reindex { concurrently: true, index: Some(name), .. } = operation
    {
        let text = "SQLite has no concurrent index builds: `.concurrently()` of index";
        return Some(Action::Note(format!("{text} `{name}` is left out")));
    }
    let what = match operation {
        Operation::CreateTable { table, .. } => {
            let columns = table.columns.iter().filter(|column| column.comment.is_some());
            let count = columns.count() + usize::from(table.comment.is_some());
            (count > 0).then(|| format!("of table `{}`", table.name))
        }
        Operation::SetTableComment { table, comment: Some(_) } => {
            Some(format!("of table `{table}`"))
        }
        Operation::AddColumn { table, column, .. } => {
            column.comment.as_ref().map(|_| format!("of column `{table}.{}`", column.name))
        }
        Operation::AlterColumn { table, column, change } => {
            let made = change.comment.as_ref().is_some_and(Option::is_some);
            made.then(|| format!("of column `{table}.{column}`"))
        }
        // Only tables and columns have comments.
        _ => None,
    };
    what.map(|what| Action::Note(format!("SQLite keeps no comments: the one {what} is left out")))
}

/// What a native form asks of its table; one that renames or drops a column or a constraint reads the
/// whole schema, and dropping a column writes every row
/// (<https://www.sqlite.org/lang_altertable.html#altertabdropcol>).
fn facts(operation: &Operation) -> Option<Facts> {
    let rows = match operation.unconditional() {
        Operation::CreateTable { .. }
        | Operation::DropTable { .. }
        | Operation::RenameTable { .. }
        | Operation::DropIndex { .. }
        | Operation::DropConstraint { .. }
        | Operation::Insert { .. } => RowWork::None,
        // A check, and NOT NULL of a generated column, is held against every row
        // (<https://www.sqlite.org/lang_altertable.html#altertabaddcol>).
        Operation::AddColumn { column, constraints, .. }
            if constraints.is_empty() && column.generated.is_none() =>
        {
            RowWork::None
        }
        Operation::AlterColumn { change, .. } if change.nullable != Some(false) => RowWork::None,
        Operation::AddColumn { .. }
        | Operation::AlterColumn { .. }
        | Operation::CreateIndex { .. }
        | Operation::Reindex { .. }
        | Operation::RenameIndex { .. } => RowWork::Scan,
        Operation::DropColumn { .. } => RowWork::Rewrite,
        // Which rows change, or what raw SQL does, is not known here. A constraint is added and
        // renamed in a rebuild, and SQLite takes none of the others.
        Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::Execute { .. }
        | Operation::Run(_)
        | Operation::SetTableComment { .. }
        | Operation::AlterTable { .. }
        | Operation::AddConstraint { .. }
        | Operation::RenameConstraint { .. }
        | Operation::ValidateConstraint { .. }
        | Operation::CreateObject(_)
        | Operation::DropObject(_)
        | Operation::AlterObject(_)
        | Operation::CreatePartition { .. }
        | Operation::DropPartition { .. }
        | Operation::AttachPartition { .. }
        | Operation::DetachPartition { .. }
        | Operation::SetTimeout { .. }
        | Operation::LockTable { .. }
        | Operation::IfNeeded(_) => return None,
    };
    operation.table().map(|table| Facts::of(table, Lock::Sqlite, rows))
}

/// One operation in its native form; the statements are written from the schema before it.
fn native_statements(
    script: &[Recorded],
    Part { at, recorded }: &Part,
    schema: &mut Schema,
    lowering: &mut Lowering,
) -> Result<(), LowerError> {
    let refuse = |cause| LowerError::of(recorded, cause);
    describe_at(*at, script, schema, lowering);
    let written = match &recorded.operation {
        Operation::AlterObject(change) if change.enum_type().is_some() => None,
        operation => Some(native::statements(operation, schema)),
    };
    let views = RenamedViews::of(&recorded.operation, schema).map_err(refuse)?;
    let users = enum_users(&recorded.operation, schema).map_err(refuse)?;
    op::apply(&recorded.operation, recorded.origin, schema)
        .map_err(|error| refuse(error.into()))?;
    check_supported(recorded.operation.unconditional(), schema).map_err(refuse)?;
    let actions = match written {
        Some(actions) => actions,
        None => rebuilt_enums(&recorded.operation, users, schema),
    };
    let all =
        actions.map_err(refuse)?.into_iter().chain(left_out(recorded.operation.unconditional()));
    let facts = facts(&recorded.operation);
    let plain = |action| Statement::new(action, vec![*at]);
    lowering.statements.extend(views.drops().map_err(refuse)?.into_iter().map(plain));
    lowering.statements.extend(all.map(|action| {
        let facts = facts.clone();
        Statement { facts, ..Statement::new(action, vec![*at]) }
    }));
    lowering.statements.extend(views.creations(schema).map_err(refuse)?.into_iter().map(plain));
    Ok(())
}
