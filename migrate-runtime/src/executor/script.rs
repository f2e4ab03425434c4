//! The statements of prepared revisions as a script, for the database's own shell.

mod writer;

use crate::prepare::PreparedRevision;
use migrate_core::dialect::{Action, Dialect, Statement};
use migrate_core::graph::{Direction, RowChange};
use migrate_core::schema::Origin;

use crate::error::{Error, ExecuteCause, ExecuteError};

use super::DatabaseError;
use super::execute_error::statement_error;
use super::guard::{self, Expected};
use super::history::{LogDuration, LogEntry, ensure_statements, log_statements, row_statements};
use super::restore::may_change_settings;
use super::settings::Settings;
use super::transaction::{Transaction, require_single, transactions};
use writer::Script;

/// The database that a script begins on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatabaseState<'a> {
    /// The rows of the version table.
    pub rows: &'a [String],
    /// The version table, the log and the table of what is kept of revisions are there.
    pub has_version_table: bool,
}

/// Writes what a run of these revisions would do, transactions and version rows included.
///
/// It stops before it does anything to a database whose version table is not as `state` says, or is no
/// longer; `single` holds everything in one transaction.
pub fn script(
    dialect: Dialect,
    settings: &Settings,
    revisions: &[PreparedRevision<'_>],
    redundant_rows: &RowChange<'_>,
    state: DatabaseState<'_>,
    single: bool,
) -> Result<String, Error> {
    if single {
        require_single(dialect, revisions)?;
    }
    let mut script = Script::new(dialect);
    if revisions.iter().any(may_change_settings) {
        script.save_settings();
    }
    let tables = if state.has_version_table {
        Vec::new()
    } else {
        ensure_statements(dialect, settings).into()
    };
    let tables_first = matches!(dialect, Dialect::Mysql(_));
    let mut transactions = transactions(revisions, state.rows.is_empty(), single);
    if transactions.is_empty() && !redundant_rows.is_empty() {
        transactions.push(Transaction { revisions: 0..0, transactional: true, rebuilds: false });
    }
    let mut rows: Vec<_> = state.rows.iter().map(String::as_str).collect();
    for (number, transaction) in transactions.iter().enumerate() {
        let first = number == 0;
        // MariaDB and MySQL end a transaction with each table that is made.
        if first && tables_first {
            script.statements(tables.clone());
        }
        script.begin(transaction);
        if first && !tables_first {
            script.statements(tables.clone());
        }
        let revisions = &revisions[transaction.revisions.clone()];
        let redundant_rows = first.then_some(redundant_rows);
        let changes = redundant_rows.into_iter().chain(revisions.iter().map(|it| &it.change));
        let changes: Vec<_> = changes.filter(|change| !change.is_empty()).collect();
        script.guard(settings, &expected(&rows, &changes), transaction.transactional);
        if let Some(redundant_rows) = redundant_rows {
            script.statements(row_statements(dialect, settings, redundant_rows));
            change_rows(&mut rows, redundant_rows);
        }
        for prepared in revisions {
            script.write_revision(settings, prepared, &rows)?;
            change_rows(&mut rows, &prepared.change);
        }
        script.commit(transaction);
    }
    Ok(script.text)
}

/// What a transaction of a script must find in the version table: the rows it changes. One that
/// changes none, and only adds some, must find all rows that were there when it was written: whether
/// a revision is applied shows in them all.
fn expected<'a>(rows: &[&'a str], changes: &[&RowChange<'a>]) -> Expected<'a> {
    if changes.is_empty() || changes.iter().any(|change| change.delete.is_empty()) {
        return Expected::Exactly(rows.to_vec());
    }
    let is_deleted = |row: &&&str| changes.iter().any(|change| change.delete.contains(*row));
    Expected::Including(rows.iter().filter(is_deleted).copied().collect())
}

fn change_rows<'a>(rows: &mut Vec<&'a str>, change: &RowChange<'a>) {
    rows.retain(|row| !change.delete.contains(row));
    rows.extend(change.insert.iter().copied());
}

/// Writes what a stamp would do to a database whose version table has these rows.
pub fn stamp_script(
    dialect: Dialect,
    settings: &Settings,
    rows: &[String],
    change: &RowChange<'_>,
    purge: bool,
) -> String {
    let mut script = Script::new(dialect);
    let transaction = Transaction { revisions: 0..0, transactional: true, rebuilds: false };
    let tables_first = matches!(dialect, Dialect::Mysql(_));
    if tables_first {
        script.statements(ensure_statements(dialect, settings));
    }
    script.begin(&transaction);
    if !tables_first {
        script.statements(ensure_statements(dialect, settings));
    }
    if !purge {
        let rows: Vec<_> = rows.iter().map(String::as_str).collect();
        script.guard(settings, &expected(&rows, &[change]), true);
    }
    script.statements(super::run::stamp_statements(dialect, settings, change, purge, None));
    script.commit(&transaction);
    script.text
}

impl Script {
    /// Stops the script when the version table is not as it must be.
    fn guard(&mut self, settings: &Settings, expected: &Expected<'_>, in_transaction: bool) {
        self.line("-- stops here when another program changed the version table");
        self.statements(guard::statements(self.dialect, settings, expected, in_transaction));
    }

    fn write_revision(
        &mut self,
        settings: &Settings,
        prepared: &PreparedRevision<'_>,
        rows: &[&str],
    ) -> Result<(), ExecuteError> {
        let (verb, direction) = match prepared.direction {
            Direction::Up => ("upgrade to", "upgrade"),
            Direction::Down => ("downgrade from", "downgrade"),
        };
        let revision = prepared.revision;
        let message = revision.message.replace('\n', " ");
        self.line(&format!("\n-- {verb} {}: {message}", revision.id));
        if let Some(warning) = &prepared.warning {
            self.line(&format!("-- warning: {warning}"));
        }
        for statement in &prepared.statements {
            match &statement.action {
                Action::Sql(sql) => self.statement(sql),
                Action::Raw(sql) => self.raw(sql),
                Action::Concurrent(index) => self.statement(&index.sql),
                Action::Restate(restate) => {
                    if let Some(touched) = restate.touched_by {
                        return Err(touched_unseen(
                            prepared,
                            statement,
                            &restate.table.to_string(),
                            touched,
                        ));
                    }
                    let statements = restate.statements(&restate.declared);
                    let statements = statements.map_err(|cause| {
                        statement_error(prepared, statement, ExecuteCause::Definition(cause))
                    })?;
                    self.statements(statements);
                }
                Action::Note(note) => self.line(&format!("-- {note}")),
                Action::Nothing { .. } => {}
                Action::Rebuild(rebuild) => {
                    if let Some(touched) = rebuild.touched_by {
                        return Err(touched_unseen(prepared, statement, &rebuild.table, touched));
                    }
                    let statements = rebuild.statements(&rebuild.declared);
                    let statements = statements.map_err(|cause| {
                        statement_error(prepared, statement, ExecuteCause::Definition(cause))
                    })?;
                    if prepared.transactional {
                        self.statements(statements);
                    } else {
                        self.foreign_keys(false);
                        self.begin_transaction();
                        self.statements(statements);
                        self.check_foreign_keys();
                        self.statement("COMMIT");
                        self.foreign_keys(true);
                    }
                }
                Action::Run(run) => {
                    let offline = run.offline.as_ref().and_then(|sql| self.dialect.text(sql));
                    let Some(sql) = offline else {
                        let message = "a function has no SQL to put into a script".to_owned();
                        let hint = "say what it does: `op.run(..).offline(\"UPDATE ..\")`";
                        return Err(refused(prepared, statement, message, hint));
                    };
                    self.raw(sql);
                }
            }
        }
        if may_change_settings(prepared) {
            self.give_settings_back();
        }
        if !prepared.transactional {
            self.begin_transaction();
            self.guard(settings, &expected(rows, &[&prepared.change]), true);
        }
        self.statements(row_statements(self.dialect, settings, &prepared.change));
        let entry = LogEntry {
            revision: &revision.id,
            direction,
            duration: LogDuration::Unknown,
            applied_by: None,
            digest: &prepared.digest,
            record: prepared.record.as_deref(),
        };
        self.statements(log_statements(self.dialect, settings, &entry));
        if !prepared.transactional {
            self.statement("COMMIT");
        }
        Ok(())
    }
}

/// The definition a table has on the server is not known to a script.
fn touched_unseen(
    prepared: &PreparedRevision<'_>,
    statement: &Statement,
    table: &str,
    touched: Origin,
) -> ExecuteError {
    let message = format!(
        "table `{table}` must be written out whole, and raw SQL at {touched} may have changed it \
         unseen"
    );
    let hint = "say what that SQL does with `.effect(|op| ..)`, or run against the database instead \
                of writing a script";
    refused(prepared, statement, message, hint)
}

fn refused(
    prepared: &PreparedRevision<'_>,
    statement: &Statement,
    message: String,
    hint: &str,
) -> ExecuteError {
    let error = DatabaseError::new(message).with_hint(hint);
    statement_error(prepared, statement, ExecuteCause::Database(error))
}
