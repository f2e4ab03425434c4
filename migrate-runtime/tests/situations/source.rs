//! Where a situation's databases come from.

use std::path::PathBuf;

use diesel::{Connection as _, SqliteConnection};
use migrate_runtime::executor::Driver;

#[cfg(any(feature = "postgres", feature = "mysql"))]
use crate::support::servers::Scratch;

use super::shell::Shell;

/// A place for one database at a time.
pub(crate) trait Source {
    /// A connection to an empty database; of these schemas (namespaces) there is none.
    fn empty(&mut self, namespaces: Vec<String>) -> Box<dyn Driver>;

    /// The database's own shell.
    fn shell(&self) -> Shell;

    /// The name of the database, where messages may have it.
    fn name(&self) -> Option<&str>;
}

/// A file.
pub(crate) struct File {
    directory: tempfile::TempDir,
    /// How many databases there were.
    count: usize,
}

impl File {
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a directory"), count: 0 }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join(format!("{}.db", self.count))
    }
}

impl Source for File {
    fn empty(&mut self, _: Vec<String>) -> Box<dyn Driver> {
        self.count += 1;
        let path = self.path();
        let path = path.to_str().expect("a path in UTF-8");
        Box::new(SqliteConnection::establish(path).expect("a database"))
    }

    fn shell(&self) -> Shell {
        Shell::sqlite(&self.path())
    }

    fn name(&self) -> Option<&str> {
        None
    }
}

#[cfg(feature = "postgres")]
impl Source for Scratch<diesel::PgConnection> {
    fn empty(&mut self, namespaces: Vec<String>) -> Box<dyn Driver> {
        Box::new(self.connect(namespaces))
    }

    fn shell(&self) -> Shell {
        Shell::postgres(&self.url())
    }

    fn name(&self) -> Option<&str> {
        Some(Self::name(self))
    }
}

#[cfg(feature = "mysql")]
impl Source for Scratch<diesel::MysqlConnection> {
    fn empty(&mut self, namespaces: Vec<String>) -> Box<dyn Driver> {
        Box::new(self.connect(namespaces))
    }

    fn shell(&self) -> Shell {
        Shell::mariadb(self.name(), &self.url())
    }

    fn name(&self) -> Option<&str> {
        Some(Self::name(self))
    }
}
