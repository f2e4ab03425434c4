//! What `alter_table` changes of a table's options, and what undoes that.

use crate::schema::{ReplicaIdentity, SqlText, TableOptions};

/// What [`Operation::AlterTable`](super::Operation::AlterTable) changes; what is `None` or empty stays as
/// it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableChange {
    /// Whether SQLite refuses values that do not fit their column's type (`STRICT`).
    pub strict: Option<bool>,
    /// Whether SQLite keeps the rows in the primary key's own tree (`WITHOUT ROWID`).
    pub without_rowid: Option<bool>,
    /// How the rows are spread over partitions; `Some(None)` puts them together.
    pub partition_by: Option<Option<SqlText>>,
    /// Whether PostgreSQL forgets the rows in a crash (`UNLOGGED`).
    pub unlogged: Option<bool>,
    /// The storage parameters of PostgreSQL that are set.
    pub storage: Vec<(String, String)>,
    /// The storage parameters of PostgreSQL that take their default again.
    pub reset_storage: Vec<String>,
    /// The new tablespace of PostgreSQL; `Some(None)` is that of the database.
    pub tablespace: Option<Option<String>>,
    /// What PostgreSQL's logical replication knows a row by.
    pub replica_identity: Option<ReplicaIdentity>,
    /// The new storage engine of MariaDB and MySQL; `Some(None)` is that of the server.
    pub engine: Option<Option<String>>,
    /// The new character set of MariaDB and MySQL; `Some(None)` is that of the database.
    pub charset: Option<Option<String>>,
    /// The new collation of MariaDB and MySQL; `Some(None)` is that of the character set.
    pub collation: Option<Option<String>>,
    /// The new row format of MariaDB and MySQL; `Some(None)` is that of the server.
    pub row_format: Option<Option<String>>,
}

impl TableChange {
    /// The options after the change.
    pub(crate) fn applied(&self, before: &TableOptions) -> TableOptions {
        let Self {
            strict,
            without_rowid,
            partition_by,
            unlogged,
            storage,
            reset_storage,
            tablespace,
            replica_identity,
            engine,
            charset,
            collation,
            row_format,
        } = self;
        let mut after = before.clone();
        after.strict = strict.unwrap_or(before.strict);
        after.without_rowid = without_rowid.unwrap_or(before.without_rowid);
        set(&mut after.partition_by, partition_by.as_ref());
        after.unlogged = unlogged.unwrap_or(before.unlogged);
        after.storage.retain(|(name, _)| !reset_storage.contains(name));
        for (name, value) in storage {
            match after.storage.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.clone_from(value),
                None => after.storage.push((name.clone(), value.clone())),
            }
        }
        set(&mut after.tablespace, tablespace.as_ref());
        if let Some(identity) = replica_identity {
            after.replica_identity.clone_from(identity);
        }
        set(&mut after.engine, engine.as_ref());
        // A character set brings its own collation, and a collation its character set
        // (<https://mariadb.com/kb/en/setting-character-sets-and-collations/>).
        if charset.is_some() || collation.is_some() {
            after.charset = charset.clone().flatten();
            after.collation = collation.clone().flatten();
        }
        set(&mut after.row_format, row_format.as_ref());
        after
    }

    /// The change that leads back to the options `before`.
    pub(super) fn undo(&self, before: &TableOptions) -> Self {
        let Self {
            strict,
            without_rowid,
            partition_by,
            unlogged,
            storage,
            reset_storage,
            tablespace,
            replica_identity,
            engine,
            charset,
            collation,
            row_format,
        } = self;
        let touched = |name: &String| {
            reset_storage.contains(name) || storage.iter().any(|(set, _)| set == name)
        };
        let is_new = |name: &&String| before.storage.iter().all(|(known, _)| known != *name);
        let is_recoded = charset.is_some() || collation.is_some();
        Self {
            strict: strict.map(|_| before.strict),
            without_rowid: without_rowid.map(|_| before.without_rowid),
            partition_by: partition_by.as_ref().map(|_| before.partition_by.clone()),
            unlogged: unlogged.map(|_| before.unlogged),
            storage: before.storage.iter().filter(|(name, _)| touched(name)).cloned().collect(),
            reset_storage: storage.iter().map(|(name, _)| name).filter(is_new).cloned().collect(),
            tablespace: tablespace.as_ref().map(|_| before.tablespace.clone()),
            replica_identity: replica_identity.as_ref().map(|_| before.replica_identity.clone()),
            engine: engine.as_ref().map(|_| before.engine.clone()),
            charset: is_recoded.then(|| before.charset.clone()),
            collation: is_recoded.then(|| before.collation.clone()),
            row_format: row_format.as_ref().map(|_| before.row_format.clone()),
        }
    }

    /// Each change in a few words.
    pub(super) fn words(&self) -> Vec<String> {
        let Self {
            strict,
            without_rowid,
            partition_by,
            unlogged,
            storage,
            reset_storage,
            tablespace,
            replica_identity,
            engine,
            charset,
            collation,
            row_format,
        } = self;
        let either = |value: &Option<bool>, yes: &str, no: &str| {
            value.map(|value| if value { yes } else { no }.to_owned())
        };
        let named = |value: &Option<Option<String>>, word: &str| {
            let value = value.as_ref()?;
            Some(format!("{word} {}", value.as_deref().unwrap_or("DEFAULT")))
        };
        let partitions = partition_by.as_ref().map(|rows| match rows {
            Some(rows) => format!("PARTITION BY {}", rows.texts().collect::<Vec<_>>().join(" / ")),
            None => "REMOVE PARTITIONING".to_owned(),
        });
        let identity = replica_identity.as_ref().map(|identity| identity.sql(str::to_owned));
        let mut words = Vec::new();
        words.extend(either(strict, "STRICT", "not STRICT"));
        words.extend(either(without_rowid, "WITHOUT ROWID", "with ROWID"));
        words.extend(partitions);
        words.extend(either(unlogged, "UNLOGGED", "LOGGED"));
        words.extend(storage.iter().map(|(name, value)| format!("{name} = {value}")));
        words.extend(reset_storage.iter().map(|name| format!("reset {name}")));
        words.extend(named(tablespace, "TABLESPACE"));
        words.extend(identity);
        words.extend(named(engine, "ENGINE"));
        words.extend(named(charset, "CHARACTER SET"));
        words.extend(named(collation, "COLLATE"));
        words.extend(named(row_format, "ROW_FORMAT"));
        words
    }
}

fn set<T: Clone>(option: &mut Option<T>, change: Option<&Option<T>>) {
    if let Some(change) = change {
        option.clone_from(change);
    }
}
