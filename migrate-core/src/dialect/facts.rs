//! What a statement asks of tables that are in use: the locks it takes, and its work on their rows.
//!
//! Lowering reads these facts to decide which operations may share a statement; plans and checks of
//! plans show them.

use crate::schema::QualifiedName;

/// What is known of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The locks on tables that were there before, the strongest of its clauses for each table.
    pub locks: Vec<TableLock>,
    /// What it does with the rows that are there.
    pub rows: RowWork,
}

/// The lock on one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableLock {
    /// The table.
    pub table: QualifiedName,
    /// The lock.
    pub lock: Lock,
}

/// How a table is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// A table-level lock of PostgreSQL, held to the end of the transaction.
    Postgres(LockMode),
    /// The algorithm of an `ALTER TABLE` of MariaDB or MySQL, which decides whether rows can be
    /// written meanwhile.
    Mysql(AlterAlgorithm),
    /// SQLite's one writer of the file
    /// (<https://www.sqlite.org/lockingv3.html>).
    Sqlite,
}

/// PostgreSQL's table-level lock modes, from the weakest to the strongest
/// (<https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LockMode {
    /// Taken by reading.
    AccessShare,
    /// Taken by `SELECT FOR UPDATE`.
    RowShare,
    /// Taken by writing.
    RowExclusive,
    /// Reads and writes go on.
    ShareUpdateExclusive,
    /// Reads go on.
    Share,
    /// Reads go on, for one session at a time.
    ShareRowExclusive,
    /// Reads go on, `SELECT FOR UPDATE` does not.
    Exclusive,
    /// Nothing goes on.
    AccessExclusive,
}

impl LockMode {
    /// The name in `pg_locks`, without `Lock`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccessShare => "AccessShare",
            Self::RowShare => "RowShare",
            Self::RowExclusive => "RowExclusive",
            Self::ShareUpdateExclusive => "ShareUpdateExclusive",
            Self::Share => "Share",
            Self::ShareRowExclusive => "ShareRowExclusive",
            Self::Exclusive => "Exclusive",
            Self::AccessExclusive => "AccessExclusive",
        }
    }

    /// Whether other sessions can write rows meanwhile: their `RowExclusive` must not conflict.
    pub const fn allows_writes(self) -> bool {
        match self {
            Self::AccessShare
            | Self::RowShare
            | Self::RowExclusive
            | Self::ShareUpdateExclusive => true,
            Self::Share | Self::ShareRowExclusive | Self::Exclusive | Self::AccessExclusive => {
                false
            }
        }
    }
}

/// How MariaDB and MySQL carry out an `ALTER TABLE`, from the least
/// (<https://mariadb.com/kb/en/innodb-online-ddl-overview/>,
/// <https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlterAlgorithm {
    /// Only metadata changes: `INSTANT`.
    Instant,
    /// An index is built or dropped, or metadata changes in place, while rows are written: `NOCOPY`
    /// of MariaDB, `INPLACE` of MySQL.
    Index,
    /// The table is rebuilt in place while rows are written: `INPLACE, LOCK=NONE`.
    Rebuild,
    /// The table is rebuilt in place, or an index built, while rows are only read:
    /// `INPLACE, LOCK=SHARED`.
    RebuildShared,
    /// Each row is copied into a new table while rows are written: `COPY, LOCK=NONE`, which MariaDB
    /// has since 11.2.
    CopyOnline,
    /// Each row is copied into a new table while rows are only read: `COPY, LOCK=SHARED`.
    Copy,
}

impl AlterAlgorithm {
    /// The name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::Index => "index",
            Self::Rebuild => "rebuild",
            Self::RebuildShared => "rebuild_shared",
            Self::CopyOnline => "copy_online",
            Self::Copy => "copy",
        }
    }

    /// Whether rows can be written meanwhile.
    pub const fn allows_writes(self) -> bool {
        match self {
            Self::Instant | Self::Index | Self::Rebuild | Self::CopyOnline => true,
            Self::RebuildShared | Self::Copy => false,
        }
    }

    /// What it does with the rows.
    pub const fn rows(self) -> RowWork {
        match self {
            Self::Instant => RowWork::None,
            Self::Index => RowWork::Scan,
            Self::Rebuild | Self::RebuildShared | Self::CopyOnline | Self::Copy => RowWork::Rewrite,
        }
    }
}

/// What a statement does with the rows that are there, from the least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowWork {
    /// It leaves them alone: the time it takes does not depend on their number.
    #[default]
    None,
    /// It reads them all, to check them or to build an index.
    Scan,
    /// It writes them all.
    Rewrite,
    /// What it does depends on what only the server knows.
    Unknown,
}

impl Facts {
    /// Whether others queue behind the statement while it waits for a lock: it wants one that those who read or
    /// write a table conflict with. An `ALTER TABLE` of MariaDB and MySQL has the table to itself for a moment, with
    /// every algorithm (<https://dev.mysql.com/doc/refman/8.4/en/metadata-locking.html>); SQLite has no queue.
    ///
    /// ```
    /// use migrate_runtime::dialect::{Facts, Lock, LockMode, TableLock};
    ///
    /// let locking = |mode| Facts {
    ///     locks: vec![TableLock { table: "users".into(), lock: Lock::Postgres(mode) }],
    ///     ..Facts::default()
    /// };
    /// assert!(locking(LockMode::AccessExclusive).holds_others_up());
    /// assert!(!locking(LockMode::ShareUpdateExclusive).holds_others_up());
    /// assert!(!Facts::default().holds_others_up());
    /// ```
    pub fn holds_others_up(&self) -> bool {
        self.locks.iter().any(|TableLock { table: _, lock }| match lock {
            Lock::Postgres(mode) => !mode.allows_writes(),
            Lock::Mysql(_) => true,
            Lock::Sqlite => false,
        })
    }

    /// A lock on a table, and the work on its rows.
    pub(super) fn of(table: &QualifiedName, lock: Lock, rows: RowWork) -> Self {
        Self { locks: vec![TableLock { table: table.clone(), lock }], rows }
    }
}
