//! Where the version table and the log are.

use std::borrow::Cow;

use super::Timeouts;

/// Where a package's revisions are written down: given to `versions!`, or chosen while the program
/// runs.
///
/// A program with a schema for each tenant has one set of revisions and as many version tables:
///
/// ```
/// use diesel::prelude::*;
/// use migrate_runtime::{Error, Migrations, Settings};
///
/// static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
///
/// let mut connection = SqliteConnection::establish(":memory:").unwrap();
/// for tenant in ["a", "b"] {
///     let settings = Settings::default().with_version_table(format!("tenant_{tenant}_version"));
///     MIGRATIONS.with_settings(settings).upgrade(&mut connection, "head")?;
/// }
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    version_table: Cow<'static, str>,
    version_schema: Option<Cow<'static, str>>,
    /// Whether the package once wrote to the log that all packages shared.
    may_have_shared_log: bool,
    timeouts: Timeouts,
}

impl Settings {
    /// The settings of a package that gives none.
    pub const DEFAULT: Self = Self::declare(Self::VERSION_TABLE, None);

    /// The version table of a package that names none.
    pub const VERSION_TABLE: &'static str = "migrate_version";

    const LOG_TABLE: &'static str = "migrate_log";

    const LOCK_TABLE: &'static str = "migrate_lock";

    const REVISION_TABLE: &'static str = "migrate_revision";

    const JOURNAL_TABLE: &'static str = "migrate_journal";

    /// The settings a package declares: the version table, and the schema it is in, where that is
    /// not the connection's default. `alembic_version` takes over a database that Alembic managed. The log is
    /// named after it.
    pub const fn declare(
        version_table: &'static str,
        version_schema: Option<&'static str>,
    ) -> Self {
        Self::declare_all(version_table, version_schema, Timeouts::UNSAID)
    }

    /// The same with how long statements may wait and run, where neither a revision nor a run says it.
    #[doc(hidden)]
    pub const fn declare_all(
        version_table: &'static str,
        version_schema: Option<&'static str>,
        timeouts: Timeouts,
    ) -> Self {
        Self {
            version_table: Cow::Borrowed(version_table),
            version_schema: match version_schema {
                Some(schema) => Some(Cow::Borrowed(schema)),
                None => None,
            },
            may_have_shared_log: true,
            timeouts,
        }
    }

    /// With how long statements may wait and run, where neither a revision nor a run says it.
    #[must_use]
    pub fn with_timeouts(self, timeouts: Timeouts) -> Self {
        Self { timeouts, ..self }
    }

    /// How long statements may wait and run, where neither a revision nor a run says it.
    pub const fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    /// With another version table, and a log of its own, which is named after it.
    #[must_use]
    pub fn with_version_table(self, table: impl Into<Cow<'static, str>>) -> Self {
        Self { version_table: table.into(), may_have_shared_log: false, ..self }
    }

    /// With both tables in a schema: of PostgreSQL a schema, of MariaDB and MySQL a database, of
    /// SQLite an attached database.
    ///
    /// Only the version table and the log are in it: what revisions name is looked up as the
    /// connection is set to, on PostgreSQL by its `search_path`.
    #[must_use]
    pub fn in_schema(self, schema: impl Into<Cow<'static, str>>) -> Self {
        Self { version_schema: Some(schema.into()), ..self }
    }

    /// The version table: which revisions are applied.
    pub fn version_table(&self) -> &str {
        &self.version_table
    }

    /// The name of a table beside the version table: one of its own where the version table has its usual name, and the
    /// version table's with this at its end where it has another.
    fn named_after(&self, usual: &'static str, end: &str) -> Cow<'_, str> {
        match &*self.version_table {
            Self::VERSION_TABLE => Cow::Borrowed(usual),
            table => Cow::Owned(format!("{table}_{end}")),
        }
    }

    /// The log: how it came to be. Each version table has its own, named after it: revisions of two
    /// packages in one database may have the same id.
    pub fn log_table(&self) -> Cow<'_, str> {
        self.named_after(Self::LOG_TABLE, "log")
    }

    /// The table of what is kept of each revision that was applied: its place in the graph, and the statements that
    /// take it back. It is named after the version table, as the log is.
    pub fn revision_table(&self) -> Cow<'_, str> {
        self.named_after(Self::REVISION_TABLE, "revision")
    }

    /// The table of the runner lock, where it is a row: on PostgreSQL behind a pooler that gives each transaction another
    /// session. It is named after the version table, as the log is.
    pub fn lock_table(&self) -> Cow<'_, str> {
        self.named_after(Self::LOCK_TABLE, "lock")
    }

    /// The journal: where a revision that runs outside a transaction is while it runs. It is named after the version
    /// table, as the log is, and made when such a revision runs for the first time.
    pub fn journal_table(&self) -> Cow<'_, str> {
        self.named_after(Self::JOURNAL_TABLE, "journal")
    }

    /// The log that a package with a version table of its own shared with others, up to version 0.1.
    pub(super) fn shared_log_table(&self) -> Option<&'static str> {
        let has_own = self.log_table() != Self::LOG_TABLE;
        (has_own && self.may_have_shared_log).then_some(Self::LOG_TABLE)
    }

    /// The schema both tables are in; none is the connection's default.
    pub fn version_schema(&self) -> Option<&str> {
        self.version_schema.as_deref()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}
