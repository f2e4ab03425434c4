//! A plan as `--plan` prints it: the revisions, their statements, and what each statement is for.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::error::Interrupted;
use crate::prepare::PreparedRevision;
use migrate_core::dialect::{Action, Facts, Lock, RowWork, Statement, TableLock};
use migrate_core::graph::Direction;
use migrate_core::revision::Revision;

use super::commands::direction_name;
use super::graph::interrupted_json;
use super::json::Json;
use super::printer::Printer;
use super::progress::describe;

/// Prints a plan; `verbose` shows the SQL of each statement too.
pub(super) fn print_plan(
    revisions: &[PreparedRevision<'_>],
    interrupted: Option<&Interrupted>,
    verbose: bool,
    printer: &mut Printer,
) {
    if printer.is_json() {
        let revisions = revisions.iter().map(|prepared| revision_json(prepared, interrupted));
        printer.result(Json::list(revisions));
        return;
    }
    for prepared in revisions {
        printer.result(headline(prepared));
        if let Some(warning) = &prepared.warning {
            let Revision { file, line, .. } = prepared.revision;
            printer.warning(format_args!("{warning} ({file}:{line})"));
        }
        let mut shown = BTreeSet::new();
        for statement in &prepared.statements {
            print_statement(prepared, statement, &mut shown, printer);
            if verbose {
                if let Some(facts) = statement.facts.as_ref().and_then(facts_text) {
                    printer.result(format_args!("      -- {facts}"));
                }
                for line in sql(statement).iter().flat_map(|sql| sql.lines()) {
                    printer.result(format_args!("      {line}"));
                }
            }
        }
    }
    if revisions.is_empty() {
        printer.status("Unchanged", "there is nothing to do");
    }
}

/// The revision, how the version table changes with it, and whether it can be undone.
fn headline(prepared: &PreparedRevision<'_>) -> String {
    let verb = match prepared.direction {
        Direction::Up => "apply",
        Direction::Down => "revert",
    };
    let deleted = prepared.change.delete.iter().map(|row| format!("delete {row}"));
    let inserted = prepared.change.insert.iter().map(|row| format!("insert {row}"));
    let rows: Vec<_> = deleted.chain(inserted).collect();
    let rows = if rows.is_empty() { "no change".to_owned() } else { rows.join(", ") };
    let mode = if prepared.transactional { "" } else { "; outside a transaction" };
    format!("{verb} {} (version table: {rows}{mode})", describe(prepared.revision))
}

/// The operations of a statement; several are listed under what they share. Of an operation that takes
/// several statements the later ones say nothing new.
fn print_statement(
    prepared: &PreparedRevision<'_>,
    statement: &Statement,
    shown: &mut BTreeSet<usize>,
    printer: &mut Printer,
) {
    let how = match &statement.action {
        // Functions have no names: the line tells which one it is.
        Action::Run(_) => prepared
            .operations_of(statement)
            .next()
            .map_or_else(|| how(statement), |operation| operation.origin.to_string().into()),
        _ => how(statement),
    };
    if let [only] = statement.operations[..] {
        let first = shown.insert(only);
        if first || !how.is_empty() {
            for operation in prepared.operations_of(statement) {
                let how = if how.is_empty() { how.clone() } else { format!(" ({how})").into() };
                printer.result(format_args!("  {}{how}", operation.description));
            }
        }
        return;
    }
    let new = statement.operations.iter().filter(|at| shown.insert(**at)).count();
    if new == 0 {
        return;
    }
    let head = if how.is_empty() { Cow::from("in one statement") } else { how };
    printer.result(format_args!("  {head}:"));
    for operation in prepared.operations_of(statement) {
        printer.result(format_args!("    {}", operation.description));
    }
}

/// What a reader would not guess from the operation.
fn how(statement: &Statement) -> Cow<'_, str> {
    match &statement.action {
        Action::Rebuild(rebuild) => format!("rebuilds table {}", rebuild.table).into(),
        Action::Restate(restate) => format!("restates columns of table {}", restate.table).into(),
        Action::Note(note) => note.into(),
        Action::Nothing { reason } => format!("runs nothing: {reason}").into(),
        Action::Sql(_) | Action::Raw(_) | Action::Run(_) | Action::Concurrent(_) => "".into(),
    }
}

/// The SQL, as far as it is known before the statement runs: a table that raw SQL may have changed
/// unseen is read from the database first.
fn sql(statement: &Statement) -> Option<Cow<'_, str>> {
    match &statement.action {
        Action::Sql(sql) | Action::Raw(sql) => Some(sql.into()),
        Action::Concurrent(index) => Some((&index.sql).into()),
        Action::Rebuild(rebuild) if rebuild.touched_by.is_none() => {
            Some(rebuild.statements(&rebuild.declared).ok()?.join(";\n").into())
        }
        Action::Restate(restate) if restate.touched_by.is_none() => {
            Some(restate.statements(&restate.declared).ok()?.join(";\n").into())
        }
        Action::Rebuild(_)
        | Action::Restate(_)
        | Action::Run(_)
        | Action::Note(_)
        | Action::Nothing { .. } => None,
    }
}

/// What a statement asks of tables that are in use, where that is anything.
fn facts_text(Facts { locks, rows }: &Facts) -> Option<String> {
    let locks = locks.iter().filter_map(|TableLock { table, lock }| match lock {
        Lock::Postgres(mode) => Some(format!("takes {} on {table}", mode.name())),
        Lock::Mysql(algorithm) if !algorithm.allows_writes() => {
            Some(format!("blocks writes to {table}"))
        }
        // The statement names the algorithm, and SQLite always has one writer.
        Lock::Mysql(_) | Lock::Sqlite => None,
    });
    let rows = match rows {
        RowWork::None | RowWork::Unknown => None,
        RowWork::Scan => Some("reads every row".to_owned()),
        RowWork::Rewrite => Some("rewrites every row".to_owned()),
    };
    let parts: Vec<_> = locks.chain(rows).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The locks and the work on rows, for programs; null where they are not known.
fn facts_json(facts: &Facts) -> [(&'static str, Json); 2] {
    let locks = facts.locks.iter().map(|TableLock { table, lock }| {
        let (mode, writes) = match lock {
            Lock::Postgres(mode) => (mode.name(), mode.allows_writes()),
            Lock::Mysql(algorithm) => (algorithm.name(), algorithm.allows_writes()),
            Lock::Sqlite => ("file", false),
        };
        Json::object([
            ("table", table.to_string().as_str().into()),
            ("mode", mode.into()),
            ("writes", writes.into()),
        ])
    });
    let rows = match facts.rows {
        RowWork::None => Some("none"),
        RowWork::Scan => Some("scan"),
        RowWork::Rewrite => Some("rewrite"),
        RowWork::Unknown => None,
    };
    [("locks", Json::list(locks)), ("rows", rows.into())]
}

/// The name of what a statement does, for programs.
const fn kind(action: &Action) -> &'static str {
    match action {
        Action::Sql(_) => "sql",
        Action::Raw(_) => "raw",
        Action::Rebuild(_) => "rebuild",
        Action::Restate(_) => "restate",
        Action::Concurrent(_) => "concurrent",
        Action::Run(_) => "function",
        Action::Note(_) => "note",
        Action::Nothing { .. } => "nothing",
    }
}

pub(super) fn revision_json(
    prepared: &PreparedRevision<'_>,
    interrupted: Option<&Interrupted>,
) -> Json {
    let begun = interrupted.filter(|begun| begun.revision == prepared.revision.id);
    let operations = prepared.operations.iter().enumerate().map(|(at, operation)| {
        let own = || prepared.statements.iter().filter(|it| it.operations.contains(&at));
        let sql: Vec<_> = own().filter_map(plain_sql).collect();
        let rebuild = own().any(|statement| matches!(statement.action, Action::Rebuild(_)));
        Json::object([
            ("operation", Json::from(&operation.description)),
            ("rebuild", rebuild.into()),
            ("sql", (!sql.is_empty()).then(|| sql.join(";\n")).as_ref().into()),
            ("file", operation.origin.file.as_str().into()),
            ("line", operation.origin.line.into()),
        ])
    });
    let statements = prepared.statements.iter().map(|statement| {
        let places = statement.operations.iter().filter_map(|at| u64::try_from(*at).ok());
        let note = match &statement.action {
            Action::Note(note) => Some(note.as_str()),
            Action::Nothing { reason } => Some(*reason),
            Action::Sql(_)
            | Action::Raw(_)
            | Action::Rebuild(_)
            | Action::Restate(_)
            | Action::Concurrent(_)
            | Action::Run(_) => None,
        };
        let unknown = [("locks", Json::Null), ("rows", Json::Null)];
        let [locks, rows] = statement.facts.as_ref().map_or(unknown, facts_json);
        Json::object([
            ("kind", kind(&statement.action).into()),
            ("operations", Json::list(places)),
            ("sql", sql(statement).as_deref().into()),
            ("note", note.into()),
            locks,
            rows,
        ])
    });
    let rows = |rows: &[&str]| Json::list(rows.iter().copied());
    Json::object([
        ("revision", Json::from(&prepared.revision.id)),
        ("message", Json::from(&prepared.revision.message)),
        ("direction", direction_name(prepared.direction).into()),
        ("transactional", prepared.transactional.into()),
        ("digest", Json::from(&prepared.digest)),
        (
            "rows",
            Json::object([
                ("delete", rows(&prepared.change.delete)),
                ("insert", rows(&prepared.change.insert)),
            ]),
        ),
        ("operations", Json::list(operations)),
        ("statements", Json::list(statements)),
        ("interrupted", begun.map_or(Json::Null, interrupted_json)),
    ])
}

/// The SQL of a statement that is SQL and no more.
fn plain_sql(statement: &Statement) -> Option<&str> {
    match &statement.action {
        Action::Sql(sql) | Action::Raw(sql) => Some(sql),
        Action::Concurrent(index) => Some(&index.sql),
        Action::Rebuild(_)
        | Action::Restate(_)
        | Action::Run(_)
        | Action::Note(_)
        | Action::Nothing { .. } => None,
    }
}
