//! A connection that is cut at a point: before a message, between two of its statements, or before its answer.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use migrate_runtime::dialect::Family;
use migrate_runtime::executor::{DatabaseError, Driver, Rows, Sealed};

/// What stands between the statements of a message.
const SEPARATOR: &str = "\n;\n";

/// A connection, and the points that are left until it is cut.
pub(crate) struct Faulty {
    pub(crate) inner: Box<dyn Driver>,
    /// How many points there were.
    pub(crate) seen: Rc<Cell<usize>>,
    /// The point at which it is cut.
    pub(crate) at: Option<usize>,
    /// Ends the session, as the server does whose client is gone.
    pub(crate) end: Box<dyn FnMut()>,
    pub(crate) is_cut: Rc<Cell<bool>>,
}

impl Faulty {
    /// Passes a point; whether the connection is cut there.
    fn passes(&mut self) -> bool {
        let now = self.seen.get();
        self.seen.set(now + 1);
        if self.at == Some(now) && !self.is_cut.get() {
            self.is_cut.set(true);
            (self.end)();
        }
        self.is_cut.get()
    }

    /// What a connection says that is gone: on SQLite the program would be.
    fn gone(&mut self) -> DatabaseError {
        match self.inner.family() {
            Family::Sqlite => DatabaseError::new("the program has ended"),
            // It may take a moment until the server has ended it.
            Family::Postgres | Family::Mysql => loop {
                if let Err(error) = self.inner.execute("SELECT 1") {
                    return error;
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            },
        }
    }

    fn around<T>(
        &mut self,
        does: impl FnOnce(&mut dyn Driver) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        if self.passes() {
            return Err(self.gone());
        }
        let done = does(&mut *self.inner)?;
        if self.passes() { Err(self.gone()) } else { Ok(done) }
    }
}

impl Sealed for Faulty {}

impl Driver for Faulty {
    fn family(&self) -> Family {
        self.inner.family()
    }

    fn in_transaction(&mut self) -> bool {
        self.inner.in_transaction()
    }

    fn execute(&mut self, sql: &str) -> Result<(), DatabaseError> {
        if self.is_cut.get() {
            return Err(self.gone());
        }
        if self.passes() {
            return Err(self.gone());
        }
        let parts: Vec<_> = sql.split(SEPARATOR).collect();
        let (now, within) = (self.seen.get(), parts.len() - 1);
        let cut = self.at.and_then(|at| at.checked_sub(now)).filter(|cut| *cut < within);
        if let Some(cut) = cut {
            // The server has read so much of the message when it loses its client.
            self.inner.execute(&parts[..=cut].join(SEPARATOR))?;
            self.seen.set(now + cut);
            self.passes();
            return Err(self.gone());
        }
        self.seen.set(now + within);
        self.inner.execute(sql)?;
        if self.passes() { Err(self.gone()) } else { Ok(()) }
    }

    fn query(&mut self, sql: &str) -> Result<Rows, DatabaseError> {
        self.around(|inner| inner.query(sql))
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        self.around(|inner| inner.begin())
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.around(|inner| inner.commit())
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.around(|inner| inner.rollback())
    }

    fn diagnose(&mut self, error: DatabaseError) -> DatabaseError {
        if self.is_cut.get() { error } else { self.inner.diagnose(error) }
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self.inner.as_any()
    }
}
