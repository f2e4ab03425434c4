//! What is written of a revision that runs outside a transaction, and what is sent around its statements.

use migrate_core::dialect::{Dialect, Place};

use crate::executor::DatabaseError;
use crate::executor::batch::SEPARATOR;
use crate::executor::run::Run;
use crate::prepare::PreparedRevision;

use super::table::Progress;

/// The row of a revision, as it is written.
#[derive(Clone, Debug)]
pub(in crate::executor) struct Record {
    dialect: Dialect,
    table: String,
    revision: String,
    /// The values that do not change, as SQL.
    constants: String,
    /// Whether the row is there.
    pub(super) begun: bool,
}

/// What is written of the next place.
pub(super) struct Next<'a> {
    pub(super) done: usize,
    pub(super) progress: Progress,
    pub(super) statement: Option<&'a str>,
    /// The marks of the objects that it is about, as SQL.
    pub(super) marks: Option<String>,
}

impl Next<'_> {
    /// So many places are done, and nothing of the next is.
    pub(super) const fn after(done: usize) -> Self {
        Self { done, progress: Progress::Between, statement: None, marks: None }
    }

    /// So many places are done, and the next is begun.
    pub(super) const fn begun(done: usize) -> Self {
        Self { done, progress: Progress::Partly, statement: None, marks: None }
    }
}

impl Record {
    pub(super) fn new(
        run: &Run<'_, '_>,
        prepared: &PreparedRevision<'_>,
        places: &[Place<'_>],
        begun: bool,
    ) -> Self {
        let dialect = run.session.dialect();
        let digests: Vec<_> = places.iter().map(|place| place.digest.as_str()).collect();
        let string = |text: &str| dialect.string(text);
        let maybe = |text: Option<&str>| text.map_or_else(|| "NULL".to_owned(), string);
        let constants = [
            string(super::resume::direction(prepared.direction)),
            string(&prepared.digest),
            string(&digests.join(" ")),
            maybe(run.session.id()),
            maybe(run.options.applied_by.as_deref()),
        ];
        Self {
            dialect,
            table: run.session.journal_table(),
            revision: string(&prepared.revision.id),
            constants: constants.join(", "),
            begun,
        }
    }

    /// The statement that writes where the revision is.
    pub(super) fn write(&self, next: &Next<'_>) -> String {
        let Self { dialect, table, revision, constants, begun } = self;
        let Next { done, progress, statement, marks } = next;
        let progress = dialect.string(progress.word());
        let statement = statement.map_or_else(|| "NULL".to_owned(), |sql| dialect.string(sql));
        let marks = marks.as_deref().unwrap_or("''");
        if *begun {
            return format!(
                "UPDATE {table} SET done = {done}, progress = {progress}, statement = {statement}, \
                 marks = {marks} WHERE revision = {revision}"
            );
        }
        // A statement that is sent again, in a weaker form or after a wait, has its row there already.
        let verb = match dialect {
            Dialect::Mysql(_) => "REPLACE",
            Dialect::Sqlite(_) | Dialect::Postgres(_) => "INSERT",
        };
        format!(
            "{verb} INTO {table} (revision, direction, digest, places, session, applied_by, done, \
             progress, statement, marks) VALUES ({revision}, {constants}, {done}, {progress}, \
             {statement}, {marks})"
        )
    }

    /// The statement that takes the row away.
    pub(in crate::executor) fn delete(&self) -> String {
        format!("DELETE FROM {} WHERE revision = {}", self.table, self.revision)
    }
}

/// What is sent in one message with a statement.
#[derive(Clone, Debug, Default)]
pub(in crate::executor) struct Around {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
}

impl Run<'_, '_> {
    /// Sends a statement with what is around it. Where that fails nothing stays open, and the error is as if the
    /// statement had been sent alone.
    pub(in crate::executor) fn send_around(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let Some(Around { before, after }) = self.around.clone() else { return self.send(sql) };
        let before: String = before.iter().flat_map(|part| [part, SEPARATOR]).collect();
        let after: String = after.iter().flat_map(|part| [SEPARATOR, part]).collect();
        let Err(error) = self.send(&[&before, sql, &after].concat()) else { return Ok(()) };
        if !after.is_empty() {
            // When the connection is gone, so is the transaction.
            drop(self.session.driver.execute("ROLLBACK"));
        }
        let position = error.position().and_then(|at| at.checked_sub(before.chars().count()));
        let error = error.with_position(position.filter(|at| *at <= sql.chars().count()));
        let error = if error.code().is_none() { error.with_statement(sql) } else { error };
        Err(self.session.driver.diagnose(error))
    }

    /// Does something with this around each statement, or with nothing.
    pub(super) fn with_around<T>(
        &mut self,
        around: Option<Around>,
        task: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.around = around;
        let result = task(self);
        self.around = None;
        result
    }
}
