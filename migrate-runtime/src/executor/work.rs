//! One statement: a statement, a table rebuilt, a column written out whole, a function.

use std::borrow::Cow;

use crate::error::{ExecuteCause, ExecuteError};
use crate::prepare::{PreparedRevision, caught};
use migrate_core::dialect::mysql::{Restate, weaker_algorithm};
use migrate_core::dialect::postgres::ConcurrentIndex;
use migrate_core::dialect::sqlite::Rebuild;
use migrate_core::dialect::{Action, Dialect, Statement};
use migrate_core::op::RunStep;
use migrate_core::sql_text::{creates_routine, split_statements};

use super::execute_error::statement_error;
use super::retry::Tries;
use super::run::Run;
use super::violations::violations;
use super::{DatabaseError, DatabaseErrorKind, Event, catalogue, mysql, sqlite};

impl Run<'_, '_> {
    /// Executes one statement of a revision.
    pub(super) fn execute(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
    ) -> Result<(), ExecuteError> {
        match &statement.action {
            Action::Sql(sql) => self.statement(prepared, statement, sql),
            Action::Raw(sql) => self.raw(prepared, statement, sql),
            Action::Note(text) => {
                self.note(prepared, statement, text);
                Ok(())
            }
            Action::Nothing { .. } => Ok(()),
            Action::Rebuild(rebuild) => self.rebuild(prepared, statement, rebuild),
            Action::Restate(restate) => self.restate(prepared, statement, restate),
            Action::Concurrent(index) => self.concurrent(prepared, statement, index),
            Action::Run(run) => self
                .function(prepared, run)
                .map_err(|cause| statement_error(prepared, statement, cause)),
        }
    }

    /// A function. In a transaction it stands in a savepoint, which is gone if the function has ended
    /// the transaction; MariaDB and MySQL end one with each change of the schema, and a function may
    /// make some.
    fn function(
        &mut self,
        prepared: &PreparedRevision<'_>,
        run: &RunStep,
    ) -> Result<(), ExecuteCause> {
        self.session.may_go_on()?;
        let guarded = prepared.transactional
            && match self.session.dialect() {
                Dialect::Sqlite(_) | Dialect::Postgres(_) => true,
                Dialect::Mysql(_) => false,
            };
        if guarded {
            self.session.driver.execute("SAVEPOINT migrate_function")?;
        }
        match caught(|| run.call(self.session.driver.as_any())) {
            Ok(Some(Ok(()))) => {}
            Ok(Some(Err(_))) if self.session.cancel.stops() => {
                return Err(ExecuteCause::Canceled);
            }
            Ok(Some(Err(error))) => return Err(ExecuteCause::Run(error)),
            Err(panic) => {
                self.end_transactions_of_a_panic(prepared);
                return Err(ExecuteCause::Panic(panic));
            }
            Ok(None) => {
                return Err(ExecuteCause::WrongConnection {
                    wanted: run.connection(),
                    dialect: self.session.dialect().to_string(),
                });
            }
        }
        if !guarded {
            return Ok(());
        }
        let released = self.session.driver.execute("RELEASE SAVEPOINT migrate_function");
        released.map_err(|error| match error.kind() {
            DatabaseErrorKind::ConnectionLost => error.into(),
            _ => ExecuteCause::TransactionEnded,
        })
    }

    /// A function that panics may leave a transaction of its own open, which diesel counts.
    fn end_transactions_of_a_panic(&mut self, prepared: &PreparedRevision<'_>) {
        while !prepared.transactional && self.session.driver.in_transaction() {
            if self.session.driver.rollback().is_err() {
                break;
            }
        }
    }

    /// Raw SQL unchanged; PostgreSQL makes one transaction of what comes in one message, so
    /// outside a transaction each statement is sent alone.
    fn raw(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
        sql: &str,
    ) -> Result<(), ExecuteError> {
        match self.session.dialect() {
            Dialect::Postgres(_) if !prepared.transactional => {
                split_statements(sql, self.session.dialect().syntax())
                    .into_iter()
                    .try_for_each(|sql| self.statement(prepared, statement, sql))
            }
            Dialect::Sqlite(_) | Dialect::Postgres(_) | Dialect::Mysql(_) => {
                self.statement(prepared, statement, sql)
            }
        }
    }

    fn statement(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
        sql: &str,
    ) -> Result<(), ExecuteError> {
        self.may_go_on(prepared, statement)?;
        let mut sql = Cow::Borrowed(sql);
        let mut tries = Tries::default();
        loop {
            (self.listen)(Event::Statement { sql: &sql });
            let Err(error) = self.send(&sql) else { break };
            let again = self.may_retry_statement(prepared, statement, &sql, &error, &mut tries);
            if again.map_err(|cause| statement_error(prepared, statement, cause))? {
                continue;
            }
            let Some(weaker) = self.weaker(statement, &sql, &error) else {
                let error = if prepared.transactional {
                    error
                } else {
                    self.given_up(prepared, error, &tries)
                };
                let cause = self.session.cause(explained(self.session.dialect(), error, &sql));
                return Err(ExecuteError {
                    sql: Some(sql.into_owned()),
                    ..statement_error(prepared, statement, cause)
                });
            };
            let (asked, taken) = (mysql::algorithm(&sql), mysql::algorithm(&weaker));
            let server = self.session.dialect().name();
            let text = format!("{server} does not do this with {asked}: taking {taken}");
            self.note(prepared, statement, &text);
            sql = Cow::Owned(weaker);
        }
        self.ran += 1;
        if !prepared.transactional {
            self.session.cancel.note(&prepared.revision.id, Some(self.ran));
        }
        Ok(())
    }

    /// Stops before a statement when the run was stopped, or has lost its lock.
    fn may_go_on(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
    ) -> Result<(), ExecuteError> {
        self.session.may_go_on().map_err(|cause| statement_error(prepared, statement, cause))
    }

    /// Sends a statement. A routine, trigger or event of MariaDB's and MySQL's keeps the `sql_mode` it
    /// is made in for good (<https://mariadb.com/kb/en/sql-mode/#sql-mode-and-stored-programs>), so it is
    /// made in the session's own.
    fn send(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let session = &mut *self.session;
        let syntax = session.dialect().syntax();
        let Some(mode) = &session.sql_mode else { return session.driver.execute(sql) };
        if !creates_routine(sql, syntax) {
            return session.driver.execute(sql);
        }
        session.driver.execute(&mode.own)?;
        let result = session.driver.execute(sql);
        session.driver.execute(&mode.meanwhile).and(result)
    }

    /// The next weaker form of an `ALTER TABLE` that the server does not carry out as it was asked to;
    /// raw SQL says itself what it asks for.
    fn weaker(&self, statement: &Statement, sql: &str, error: &DatabaseError) -> Option<String> {
        let Dialect::Mysql(version) = self.session.dialect() else { return None };
        let is_ours = matches!(statement.action, Action::Sql(_) | Action::Restate(_));
        let is_refused = is_ours && mysql::is_algorithm_refused(error);
        is_refused.then(|| weaker_algorithm(version, sql)).flatten()
    }

    /// An index that an earlier run left half-built is dropped first, and one that this run leaves
    /// so is reported. What an earlier run of the revision has built or dropped, before it failed at a
    /// later statement, is passed over.
    fn concurrent(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
        index: &ConcurrentIndex,
    ) -> Result<(), ExecuteError> {
        let refused = |error: DatabaseError| statement_error(prepared, statement, error.into());
        let name = index.name();
        if index.builds && catalogue::is_invalid(self.session.driver, &name).map_err(refused)? {
            let text = format!("index {name} was left half-built by an earlier run: dropping it");
            self.note(prepared, statement, &text);
            self.statement(prepared, statement, &format!("DROP INDEX CONCURRENTLY {name}"))?;
        }
        let done = if index.builds {
            catalogue::is_built(self.session.driver, index)
        } else {
            catalogue::has_index(self.session.driver, &name).map(|there| !there)
        };
        if done.map_err(refused)? {
            let done = if index.builds { "built" } else { "dropped" };
            let text = format!("index {name} was {done} by an earlier run: passing over it");
            self.note(prepared, statement, &text);
            return Ok(());
        }
        // A build that gives up waiting for a lock, or in its midst, leaves a half-built index.
        let own = self.without_timeouts().map_err(refused)?;
        let built = self.statement(prepared, statement, &index.sql);
        let restored = own.map_or(Ok(()), |own| self.session.driver.execute(&own));
        let left =
            index.builds && catalogue::is_invalid(self.session.driver, &name).unwrap_or(false);
        match built {
            Err(error) if left => Err(error.left_invalid(name)),
            Err(error) => Err(error),
            Ok(()) if left => {
                let message = "the server built the index and holds it for invalid";
                Err(refused(DatabaseError::new(message)).left_invalid(name))
            }
            Ok(()) => restored.map_err(refused),
        }
    }

    fn restate(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
        restate: &Restate,
    ) -> Result<(), ExecuteError> {
        let definition = catalogue::show_create_table(self.session.driver, &restate.table)
            .map_err(|error| statement_error(prepared, statement, error.into()))?;
        let statements = restate.statements(&definition).map_err(|error| {
            statement_error(prepared, statement, ExecuteCause::Definition(error))
        })?;
        statements.iter().try_for_each(|sql| self.statement(prepared, statement, sql))
    }

    fn rebuild(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
        rebuild: &Rebuild,
    ) -> Result<(), ExecuteError> {
        let fail = |error: DatabaseError| statement_error(prepared, statement, error.into());
        // Outside a transaction of the revision's own, the rebuild must still be all or nothing.
        if prepared.transactional {
            return self.rebuild_in_transaction(prepared, statement, rebuild);
        }
        let ran = self.ran;
        self.session.set(true).map_err(fail)?;
        let before = violations(self.session.driver).map_err(fail)?;
        self.session.driver.begin().map_err(fail)?;
        let done = self.rebuild_in_transaction(prepared, statement, rebuild).and_then(|()| {
            let after = violations(self.session.driver).map_err(fail)?;
            after
                .new_since(&before)
                .map_or(Ok(()), |cause| Err(statement_error(prepared, statement, cause)))
        });
        let ended = match done {
            Ok(()) => self.session.driver.commit().map_err(fail),
            Err(error) => {
                self.ran = ran;
                // The first error is the one that explains.
                drop(self.session.driver.rollback());
                Err(error)
            }
        };
        self.session.set(false).map_err(fail)?;
        ended
    }

    fn rebuild_in_transaction(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
        rebuild: &Rebuild,
    ) -> Result<(), ExecuteError> {
        let refused = |error: DatabaseError| statement_error(prepared, statement, error.into());
        let stored = sqlite::stored_table(self.session.driver, &rebuild.table).map_err(refused)?;
        let dependents =
            sqlite::working_dependents(self.session.driver, &rebuild.table).map_err(refused)?;
        let statements = rebuild.statements(&stored);
        for sql in statements.map_err(|error| statement_error(prepared, statement, error.into()))? {
            self.statement(prepared, statement, &sql)
                .map_err(|error| without_interim(error, rebuild))?;
        }
        sqlite::check_dependents(self.session.driver, &dependents)
            .map_err(|cause| statement_error(prepared, statement, cause))
    }
}

/// The database's error names the new table of a rebuild by its interim name; the user knows the table's own.
fn without_interim(mut error: ExecuteError, rebuild: &Rebuild) -> ExecuteError {
    if let ExecuteCause::Database(cause) = &mut error.cause {
        cause.rename_table(&rebuild.interim_name(), &rebuild.table);
    }
    error
}

/// The error with what the database leaves unsaid.
fn explained(dialect: Dialect, error: DatabaseError, sql: &str) -> DatabaseError {
    match dialect {
        Dialect::Sqlite(_) => sqlite::explained(error, sql),
        Dialect::Postgres(_) => error,
        Dialect::Mysql(_) => catalogue::located(error, sql),
    }
}
