//! Handles of `alter_table`.

use crate::op::Operation;
use crate::schema::{ReplicaIdentity, SqlText};

/// A table about to be changed; nothing happens until a change is named.
#[must_use = "nothing is altered until an option is named: `.strict()`, `.postgres_with(..)`, `.mysql_engine(..)`, ..; columns and constraints have verbs of their own, such as `op.add_column(..)`"]
#[derive(Debug)]
pub struct AlterTable<'a>(pub(in crate::op) AlteredTable<'a>);

/// A table with at least one change.
#[derive(Debug)]
pub struct AlteredTable<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

macro_rules! table_changes {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) = |$change:ident| $body:expr;)+) => {
        impl<'a> AlterTable<'a> {
            $(
                $(#[$doc])*
                pub fn $name(self, $($argument: $kind),*) -> AlteredTable<'a> {
                    self.0.$name($($argument),*)
                }
            )+
        }

        impl AlteredTable<'_> {
            $(
                $(#[$doc])*
                pub fn $name(self, $($argument: $kind),*) -> Self {
                    if let Operation::AlterTable { change: $change, .. } = &mut *self.operation {
                        $body;
                    }
                    self
                }
            )+
        }
    };
}

table_changes! {
    /// SQLite refuses values that do not fit their column's type (`STRICT`); the table is rebuilt, and a
    /// row with such a value makes the revision fail.
    strict() = |change| change.strict = Some(true);
    /// SQLite takes any value in any column again; the table is rebuilt.
    not_strict() = |change| change.strict = Some(false);
    /// SQLite keeps the rows in the primary key's own tree (`WITHOUT ROWID`); the table is rebuilt, and its
    /// row numbers are gone.
    without_rowid() = |change| change.without_rowid = Some(true);
    /// SQLite keeps the rows by their numbers again; the table is rebuilt.
    with_rowid() = |change| change.without_rowid = Some(false);
    /// Spreads the rows over partitions, or over others: what stands after `PARTITION BY` (MariaDB, MySQL).
    ///
    /// ```sql
    /// ALTER TABLE events PARTITION BY HASH (id) PARTITIONS 4
    /// ```
    partition_by(rows: impl Into<SqlText>) = |change| change.partition_by = Some(Some(rows.into()));
    /// Puts the rows of all partitions together (MariaDB, MySQL).
    ///
    /// ```sql
    /// ALTER TABLE events REMOVE PARTITIONING
    /// ```
    remove_partitioning() = |change| change.partition_by = Some(None);
    /// PostgreSQL writes the rows faster, and forgets them in a crash; the table is rewritten.
    ///
    /// ```sql
    /// ALTER TABLE events SET UNLOGGED
    /// ```
    postgres_unlogged() = |change| change.unlogged = Some(true);
    /// PostgreSQL keeps the rows in a crash again; the table is rewritten.
    ///
    /// ```sql
    /// ALTER TABLE events SET LOGGED
    /// ```
    postgres_logged() = |change| change.unlogged = Some(false);
    /// Gives a storage parameter of PostgreSQL its default again.
    ///
    /// ```sql
    /// ALTER TABLE events RESET (fillfactor)
    /// ```
    postgres_reset(parameter: &str) = |change| {
        change.storage.retain(|(name, _)| name != parameter);
        change.reset_storage.retain(|name| name != parameter);
        change.reset_storage.push(parameter.to_owned());
    };
    /// Moves the table, without its indexes, to another tablespace of PostgreSQL; it is copied.
    ///
    /// ```sql
    /// ALTER TABLE events SET TABLESPACE fast
    /// ```
    postgres_tablespace(name: impl Into<String>) = |change| change.tablespace = Some(Some(name.into()));
    /// Moves the table, without its indexes, to the tablespace of the database (PostgreSQL); it is copied.
    ///
    /// ```sql
    /// ALTER TABLE events SET TABLESPACE pg_default
    /// ```
    drop_postgres_tablespace() = |change| change.tablespace = Some(None);
    /// What PostgreSQL's logical replication knows a row by.
    ///
    /// ```sql
    /// ALTER TABLE events REPLICA IDENTITY FULL
    /// ```
    postgres_replica_identity(identity: ReplicaIdentity) = |change| change.replica_identity = Some(identity);
    /// Moves the rows to another storage engine of MariaDB and MySQL.
    ///
    /// ```sql
    /// ALTER TABLE events ENGINE=InnoDB
    /// ```
    mysql_engine(name: impl Into<String>) = |change| change.engine = Some(Some(name.into()));
    /// Moves the rows to the storage engine that MariaDB or MySQL gives a table without one.
    ///
    /// ```sql
    /// ALTER TABLE events ENGINE=InnoDB
    /// ```
    drop_mysql_engine() = |change| change.engine = Some(None);
    /// Sets the character set of text columns on MariaDB and MySQL, which convert the values; a column
    /// that names a character set or a collation of its own keeps it.
    ///
    /// ```sql
    /// ALTER TABLE events
    ///     DEFAULT CHARSET=utf8mb4,
    ///     MODIFY COLUMN title VARCHAR(100)
    /// ```
    mysql_charset(name: impl Into<String>) = |change| change.charset = Some(Some(name.into()));
    /// Drops the character set of text columns on MariaDB and MySQL, which convert the values: the table
    /// takes that of its database, with its collation unless [`mysql_collation`](Self::mysql_collation) says
    /// another.
    ///
    /// ```sql
    /// ALTER TABLE events
    ///     COLLATE=utf8mb4_general_ci,
    ///     MODIFY COLUMN title VARCHAR(100)
    /// ```
    drop_mysql_charset() = |change| change.charset = Some(None);
    /// Sets the collation of text columns on MariaDB and MySQL, as [`mysql_charset`](Self::mysql_charset)
    /// does the character set.
    mysql_collation(name: impl Into<String>) = |change| change.collation = Some(Some(name.into()));
    /// Drops the collation of text columns on MariaDB and MySQL: the table takes that of its character set,
    /// or of its database where [`mysql_charset`](Self::mysql_charset) says none.
    drop_mysql_collation() = |change| change.collation = Some(None);
    /// Sets the row format of MariaDB and MySQL, such as `DYNAMIC`; the table is rebuilt.
    ///
    /// ```sql
    /// ALTER TABLE events ROW_FORMAT=DYNAMIC
    /// ```
    mysql_row_format(name: impl Into<String>) = |change| change.row_format = Some(Some(name.into()));
    /// Drops the row format of MariaDB and MySQL: the table takes that of the server, and is rebuilt.
    ///
    /// ```sql
    /// ALTER TABLE events ROW_FORMAT=DEFAULT
    /// ```
    drop_mysql_row_format() = |change| change.row_format = Some(None);
}

impl<'a> AlterTable<'a> {
    /// Sets a storage parameter of PostgreSQL, such as `fillfactor`; rows that are there stay where they
    /// are.
    ///
    /// ```sql
    /// ALTER TABLE events SET (fillfactor = 70)
    /// ```
    pub fn postgres_with(self, parameter: &str, value: impl ToString) -> AlteredTable<'a> {
        self.0.postgres_with(parameter, value)
    }
}

impl AlteredTable<'_> {
    /// Sets a storage parameter of PostgreSQL, such as `fillfactor`; rows that are there stay where they
    /// are.
    ///
    /// ```sql
    /// ALTER TABLE events SET (fillfactor = 70)
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "a number is written without a reference")]
    pub fn postgres_with(self, parameter: &str, value: impl ToString) -> Self {
        if let Operation::AlterTable { change, .. } = &mut *self.operation {
            change.reset_storage.retain(|name| name != parameter);
            change.storage.retain(|(name, _)| name != parameter);
            change.storage.push((parameter.to_owned(), value.to_string()));
        }
        self
    }
}
