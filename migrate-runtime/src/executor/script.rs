//! The statements of prepared revisions as a script, for the database's own shell.

use std::fmt::Write as _;

use crate::prepare::PreparedRevision;
use migrate_core::dialect::mysql::SESSION_MODES;
use migrate_core::dialect::{Action, Dialect};
use migrate_core::graph::{Direction, RowChange};
use migrate_core::schema::Origin;
use migrate_core::sql_text::{creates_routine, split_statements};

use crate::error::{Error, ExecuteCause, ExecuteError};

use super::DatabaseError;
use super::fault::at_fault;
use super::guard::{self, Expected};
use super::history::{LogDuration, LogEntry, ensure_statements, insert_log, row_statements};
use super::restore::{GIVE_BACK, may_change_settings};
use super::settings::Settings;
use super::transaction::{Transaction, require_single, transactions};

/// The database that a script begins on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatabaseState<'a> {
    /// The rows of the version table.
    pub rows: &'a [String],
    /// The version table and the log are there.
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

struct Script {
    dialect: Dialect,
    text: String,
}

impl Script {
    fn new(dialect: Dialect) -> Self {
        let text = match dialect {
            // Without it the shell goes on after an error, and commits what is left.
            Dialect::Sqlite(_) => ".bail on\n".to_owned(),
            // diesel's connections are in UTC as well.
            Dialect::Postgres(_) => "\\set ON_ERROR_STOP on\n\
                 SET client_encoding = 'UTF8';\n\
                 SET standard_conforming_strings = on;\n\
                 SET timezone = 'UTC';\n"
                .to_owned(),
            // The shells of MariaDB and MySQL stop at the first error by themselves; the rest is what
            // a connection of the executor's is set to.
            Dialect::Mysql(version) => {
                let timestamps = if version.has_implicit_timestamps() {
                    "SET SESSION explicit_defaults_for_timestamp = ON;\n"
                } else {
                    ""
                };
                format!(
                    "SET NAMES utf8mb4;\nSET time_zone = '+00:00';\n{timestamps}\
                     {OWN_SQL_MODE};\n{};\n",
                    sql_mode_for_revisions()
                )
            }
        };
        Self { dialect, text }
    }

    /// Keeps the session's settings in a variable of `psql`, as statements that set them again.
    fn save_settings(&mut self) {
        if let Dialect::Postgres(_) = self.dialect {
            self.line(&format!("SELECT {GIVE_BACK} AS migrate_settings \\gset"));
        }
    }

    fn give_settings_back(&mut self) {
        if let Dialect::Postgres(_) = self.dialect {
            self.line("-- settings that SQL of the revision may have changed");
            self.line(":migrate_settings;");
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn statement(&mut self, sql: &str) {
        let sql = sql.trim().trim_end_matches(';');
        if sql.is_empty() {
            return;
        }
        if matches!(self.dialect, Dialect::Mysql(_)) {
            let is_routine = creates_routine(sql, self.dialect.syntax());
            if is_routine {
                self.line("SET sql_mode = @migrate_own_sql_mode;");
            }
            if sql.contains(';') {
                self.delimited(sql);
            } else {
                self.terminated(sql);
            }
            if is_routine {
                self.line(&format!("{};", sql_mode_for_revisions()));
            }
            return;
        }
        self.terminated(sql);
    }

    fn terminated(&mut self, sql: &str) {
        // A comment at the end would take the semicolon in.
        let end = if may_end_in_comment(sql) { "\n;" } else { ";" };
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{sql}{end}");
    }

    /// A statement with semicolons in it, at which the shells of MariaDB and MySQL would cut it.
    fn delimited(&mut self, sql: &str) {
        let unused = ["//", "$$", "@@@"].into_iter().find(|sign| !sql.contains(sign));
        let sign = unused.unwrap_or("//;;//");
        let _ = writeln!(self.text, "DELIMITER {sign}\n{sql}\n{sign}\nDELIMITER ;");
    }

    /// SQL as a revision wrote it: its statements, each at its own place.
    fn raw(&mut self, sql: &str) {
        match self.dialect {
            // Where a compound statement ends only the server knows.
            Dialect::Mysql(_) => self.statement(sql),
            Dialect::Sqlite(_) | Dialect::Postgres(_) => {
                for sql in split_statements(sql, self.dialect.syntax()) {
                    self.statement(sql);
                }
            }
        }
    }

    fn statements(&mut self, statements: impl IntoIterator<Item = String>) {
        for sql in statements {
            self.statement(&sql);
        }
    }

    fn begin(&mut self, transaction: &Transaction) {
        self.line("");
        if let Dialect::Sqlite(_) = self.dialect {
            // Outside a transaction each rebuild switches foreign keys for itself.
            self.foreign_keys(!(transaction.rebuilds && transaction.transactional));
            self.statement("PRAGMA legacy_alter_table = OFF");
        }
        if transaction.transactional {
            self.begin_transaction();
        }
    }

    fn foreign_keys(&mut self, on: bool) {
        self.statement(if on { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" });
    }

    /// Stops the script when rows reference nothing.
    fn check_foreign_keys(&mut self) {
        self.line("-- stops here when rows reference what is not there");
        self.statement(
            "CREATE TEMP TABLE _migrate_check (foreign_keys_hold CHECK (foreign_keys_hold))",
        );
        self.statement(
            "INSERT INTO _migrate_check SELECT count(*) = 0 FROM pragma_foreign_key_check",
        );
        self.statement("DROP TABLE _migrate_check");
    }

    /// Stops the script when the version table is not as it must be.
    fn guard(&mut self, settings: &Settings, expected: &Expected<'_>, in_transaction: bool) {
        self.line("-- stops here when another program changed the version table");
        self.statements(guard::statements(self.dialect, settings, expected, in_transaction));
    }

    fn begin_transaction(&mut self) {
        self.statement(match self.dialect {
            Dialect::Sqlite(_) => "BEGIN IMMEDIATE",
            Dialect::Postgres(_) => "BEGIN",
            Dialect::Mysql(_) => "START TRANSACTION",
        });
    }

    fn commit(&mut self, transaction: &Transaction) {
        if transaction.rebuilds && transaction.transactional {
            self.check_foreign_keys();
        }
        if transaction.transactional {
            self.statement("COMMIT");
        }
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
        };
        self.statement(&insert_log(self.dialect, settings, &entry));
        if !prepared.transactional {
            self.statement("COMMIT");
        }
        Ok(())
    }
}

/// Keeps the `sql_mode` that the shell has, in which routines are made.
const OWN_SQL_MODE: &str = "SET @migrate_own_sql_mode = @@sql_mode";

/// Adds the modes that revisions need.
fn sql_mode_for_revisions() -> String {
    format!("SET sql_mode = CONCAT(@migrate_own_sql_mode, ',{}')", SESSION_MODES.join(","))
}

fn may_end_in_comment(sql: &str) -> bool {
    sql.lines().next_back().is_some_and(|line| line.contains("--") || line.contains('#'))
}

/// The definition a table has on the server is not known to a script.
fn touched_unseen(
    prepared: &PreparedRevision<'_>,
    statement: &migrate_core::dialect::Statement,
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
    statement: &migrate_core::dialect::Statement,
    message: String,
    hint: &str,
) -> ExecuteError {
    let error = DatabaseError::new(message).with_hint(hint);
    statement_error(prepared, statement, ExecuteCause::Database(error))
}

/// The error of one statement, of the operation at fault where the database tells.
pub(super) fn statement_error(
    prepared: &PreparedRevision<'_>,
    statement: &migrate_core::dialect::Statement,
    cause: ExecuteCause,
) -> ExecuteError {
    let error = match &cause {
        ExecuteCause::Database(error) => Some(error),
        ExecuteCause::Definition(_)
        | ExecuteCause::Run(_)
        | ExecuteCause::Panic(_)
        | ExecuteCause::WrongConnection { .. }
        | ExecuteCause::ForeignKeys { .. }
        | ExecuteCause::Dependent { .. }
        | ExecuteCause::TransactionEnded
        | ExecuteCause::Canceled
        | ExecuteCause::LockLost(_)
        | ExecuteCause::VersionTableChanged { .. } => None,
    };
    let at_fault = at_fault(prepared, statement, error);
    revision_error(prepared, cause).of_operations(at_fault)
}

/// The error of a message with all statements of a revision, of which any may be at fault.
pub(super) fn unlocated_error(
    prepared: &PreparedRevision<'_>,
    error: DatabaseError,
) -> ExecuteError {
    revision_error(prepared, error.into()).of_operations(prepared.operations.clone())
}

/// The error of a revision that is of no single statement.
pub(super) fn revision_error(prepared: &PreparedRevision<'_>, cause: ExecuteCause) -> ExecuteError {
    ExecuteError {
        revision: prepared.revision.id.clone(),
        site: format!("{}:{}", prepared.revision.file, prepared.revision.line),
        direction: prepared.direction,
        operation: None,
        origin: None,
        one_of: Vec::new(),
        sql: None,
        partial_progress: None,
        invalid_index: None,
        unrecorded: false,
        outcome: None,
        cause,
    }
}
