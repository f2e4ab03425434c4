//! The statements of prepared steps as a script, for the database's own shell.

use std::fmt::Write as _;

use crate::dialect::{Dialect, Work};
use crate::graph::{Direction, RowChange};
use crate::prepare::PreparedStep;
use crate::sql_text::split_statements;

use super::DatabaseError;
use super::error::{ExecuteCause, ExecuteError};
use super::history::{LogEntry, ensure_statements, insert_log, row_statements};
use super::settings::Settings;
use super::transaction::{Transaction, transactions};

/// Writes what a run of these steps would do, transactions and version rows included.
///
/// `fresh` says that the database has no revision yet, so the version table is made first.
pub fn script(
    dialect: Dialect,
    settings: &Settings,
    steps: &[PreparedStep<'_>],
    heal: &RowChange<'_>,
    fresh: bool,
) -> Result<String, ExecuteError> {
    let mut script = Script::new(dialect);
    for (number, transaction) in transactions(steps, fresh, false).iter().enumerate() {
        script.begin(transaction);
        if number == 0 {
            if fresh {
                script.statements(ensure_statements(dialect, settings));
            }
            script.statements(row_statements(dialect, settings, heal));
        }
        for step in &steps[transaction.steps.clone()] {
            script.step(settings, step)?;
        }
        script.commit(transaction);
    }
    Ok(script.text)
}

/// Writes what a stamp would do.
pub fn stamp_script(
    dialect: Dialect,
    settings: &Settings,
    change: &RowChange<'_>,
    purge: bool,
) -> String {
    let mut script = Script::new(dialect);
    let transaction = Transaction { steps: 0..0, transactional: true, rebuilds: false };
    script.begin(&transaction);
    script.statements(super::run::stamp_statements(dialect, settings, change, purge, None));
    script.commit(&transaction);
    script.text
}

struct Script {
    dialect: Dialect,
    text: String,
}

impl Script {
    fn new(dialect: Dialect) -> Self {
        let text = match dialect {
            // Without it the shell goes on after an error, and commits what is left.
            Dialect::Sqlite(_) => ".bail on\n".to_owned(),
        };
        Self { dialect, text }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn statement(&mut self, sql: &str) {
        let sql = sql.trim().trim_end_matches(';');
        // A comment at the end would take the semicolon in.
        let end = if ends_in_comment(sql) { "\n;" } else { ";" };
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{sql}{end}");
    }

    fn statements(&mut self, statements: impl IntoIterator<Item = String>) {
        for sql in statements {
            self.statement(&sql);
        }
    }

    fn begin(&mut self, transaction: &Transaction) {
        match self.dialect {
            Dialect::Sqlite(_) => {
                let keys = if transaction.rebuilds { "OFF" } else { "ON" };
                self.line("");
                self.statement(&format!("PRAGMA foreign_keys = {keys}"));
                self.statement("PRAGMA legacy_alter_table = OFF");
                if transaction.transactional {
                    self.statement("BEGIN IMMEDIATE");
                }
            }
        }
    }

    fn commit(&mut self, transaction: &Transaction) {
        match self.dialect {
            Dialect::Sqlite(_) => {
                if transaction.rebuilds {
                    self.line("-- stops here when rows reference what is not there");
                    self.statement(
                        "CREATE TEMP TABLE _migrate_check (foreign_keys_hold CHECK (foreign_keys_hold))",
                    );
                    self.statement(
                        "INSERT INTO _migrate_check SELECT count(*) = 0 FROM pragma_foreign_key_check",
                    );
                    self.statement("DROP TABLE _migrate_check");
                }
                if transaction.transactional {
                    self.statement("COMMIT");
                }
            }
        }
    }

    fn step(&mut self, settings: &Settings, step: &PreparedStep<'_>) -> Result<(), ExecuteError> {
        let (verb, direction) = match step.direction {
            Direction::Up => ("upgrade to", "upgrade"),
            Direction::Down => ("downgrade from", "downgrade"),
        };
        let revision = step.revision;
        let message = revision.message.replace('\n', " ");
        self.line(&format!("\n-- {verb} {}: {message}", revision.id));
        for work in &step.work {
            match &work.work {
                Work::Sql(sql) => self.statement(sql),
                Work::Raw(sql) => {
                    for sql in split_statements(sql) {
                        self.statement(sql);
                    }
                }
                Work::Note(note) => self.line(&format!("-- {note}")),
                Work::Rebuild(rebuild) => {
                    if let Some(touched) = rebuild.touched_by {
                        let message = format!(
                            "table `{}` must be made anew, and raw SQL at {touched} may have changed \
                             it unseen",
                            rebuild.table
                        );
                        let hint = "say what that SQL does with `.effect(|op| ..)`, or run against \
                                    the database instead of writing a script";
                        return Err(refused(step, work, message, hint));
                    }
                    let statements = rebuild.statements(&rebuild.declared);
                    let statements = statements
                        .map_err(|cause| failed(step, work, ExecuteCause::Rebuild(cause)))?;
                    self.statements(statements);
                }
                Work::Run(run) => {
                    let offline = run.offline.as_ref().and_then(|sql| self.dialect.text(sql));
                    let Some(sql) = offline else {
                        let message = "a function has no SQL to put into a script".to_owned();
                        let hint = "say what it does: `op.run(..).offline(\"UPDATE ..\")`";
                        return Err(refused(step, work, message, hint));
                    };
                    for sql in split_statements(sql) {
                        self.statement(sql);
                    }
                }
            }
        }
        self.statements(row_statements(self.dialect, settings, &step.change));
        let entry = LogEntry {
            revision: &revision.id,
            direction,
            duration_ms: None,
            applied_by: None,
            digest: &step.digest,
        };
        self.statement(&insert_log(self.dialect, settings, &entry));
        Ok(())
    }
}

fn ends_in_comment(sql: &str) -> bool {
    sql.lines().next_back().is_some_and(|line| line.contains("--"))
}

fn refused(
    step: &PreparedStep<'_>,
    work: &crate::dialect::Step,
    message: String,
    hint: &str,
) -> ExecuteError {
    let error = DatabaseError { hint: Some(hint.to_owned()), ..DatabaseError::new(message) };
    failed(step, work, ExecuteCause::Database(error))
}

/// The error of one piece of work.
pub(super) fn failed(
    step: &PreparedStep<'_>,
    work: &crate::dialect::Step,
    cause: ExecuteCause,
) -> ExecuteError {
    ExecuteError {
        operation: Some(work.operation.clone()),
        origin: Some(work.origin),
        ..whole(step, cause)
    }
}

/// The error of a step that is of no single piece of work.
pub(super) fn whole(step: &PreparedStep<'_>, cause: ExecuteCause) -> ExecuteError {
    ExecuteError {
        revision: step.revision.id.clone(),
        site: format!("{}:{}", step.revision.file, step.revision.line),
        direction: step.direction,
        operation: None,
        origin: None,
        sql: None,
        cause,
    }
}
