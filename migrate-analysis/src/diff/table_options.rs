//! What changes between two sets of a table's options, as the change that an operation makes.

use migrate_core::op::TableChange;
use migrate_core::schema::TableOptions;

/// The change that turns the options `from` into `to`.
pub(crate) fn change(from: &TableOptions, to: &TableOptions) -> TableChange {
    // A new option is compared before it compiles.
    let TableOptions {
        strict,
        without_rowid,
        partition_by,
        unlogged,
        storage,
        tablespace,
        replica_identity,
        engine,
        charset,
        collation,
        row_format,
    } = to;
    let is_gone = |name: &String| storage.iter().all(|(kept, _)| kept != name);
    // A character set comes with its collation.
    let is_recoded = from.charset != *charset || from.collation != *collation;
    TableChange {
        strict: changed(&from.strict, strict),
        without_rowid: changed(&from.without_rowid, without_rowid),
        partition_by: changed(&from.partition_by, partition_by),
        unlogged: changed(&from.unlogged, unlogged),
        storage: storage.iter().filter(|set| !from.storage.contains(set)).cloned().collect(),
        reset_storage: from
            .storage
            .iter()
            .map(|(name, _)| name)
            .filter(|name| is_gone(name))
            .cloned()
            .collect(),
        tablespace: changed(&from.tablespace, tablespace),
        replica_identity: changed(&from.replica_identity, replica_identity),
        engine: changed(&from.engine, engine),
        charset: is_recoded.then(|| charset.clone()),
        collation: is_recoded.then(|| collation.clone()),
        row_format: changed(&from.row_format, row_format),
    }
}

fn changed<T: Clone + PartialEq>(from: &T, to: &T) -> Option<T> {
    (from != to).then(|| to.clone())
}
