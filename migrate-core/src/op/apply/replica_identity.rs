//! The index that a replica identity names: it is there, follows a rename, and is not dropped.

use crate::schema::{ConstraintKind, ReplicaIdentity, Table};

use super::error::{ApplyError, unknown};

/// What messages and [`ApplyError::hint`] call it.
pub(super) const USER: &str = "the replica identity";

/// Whether the index of the replica identity is there.
pub(super) fn require_index(table: &Table) -> Result<(), ApplyError> {
    match &table.options.replica_identity {
        ReplicaIdentity::Default | ReplicaIdentity::Full | ReplicaIdentity::Nothing => Ok(()),
        // Raw SQL may have created one.
        ReplicaIdentity::Index(name) if has(table, name) || table.touched_by.is_some() => Ok(()),
        ReplicaIdentity::Index(name) => {
            Err(unknown("unique index", name, Some(&table.name), indexes(table)))
        }
    }
}

/// Whether a drop leaves the index of the replica identity: PostgreSQL would drop it, and from then on
/// refuse to replicate changes (tried on 15).
pub(super) fn require_kept(
    before: &Table,
    after: &Table,
    kind: &'static str,
    gone: &str,
) -> Result<(), ApplyError> {
    match &before.options.replica_identity {
        ReplicaIdentity::Index(name) if has(before, name) && !has(after, name) => {
            let user = format!("{USER} of table `{}`", before.name);
            Err(ApplyError::InUse { kind, name: gone.to_owned(), user })
        }
        ReplicaIdentity::Index(_)
        | ReplicaIdentity::Default
        | ReplicaIdentity::Full
        | ReplicaIdentity::Nothing => Ok(()),
    }
}

/// Follows an index or a constraint to its new name.
pub(super) fn rename(table: &mut Table, from: &str, to: &str) {
    if let ReplicaIdentity::Index(name) = &mut table.options.replica_identity
        && name == from
    {
        to.clone_into(name);
    }
}

fn has(table: &Table, name: &str) -> bool {
    indexes(table).any(|known| known == name)
}

/// The unique indexes, those of constraints included.
fn indexes(table: &Table) -> impl Iterator<Item = &str> {
    let keys = table
        .constraints
        .iter()
        .filter(|rule| matches!(rule.kind(), ConstraintKind::PrimaryKey | ConstraintKind::Unique));
    let keys = keys.filter_map(|rule| rule.name.as_deref());
    let indexes = table.indexes.iter().filter(|index| index.unique);
    indexes.map(|index| index.name.as_str()).chain(keys)
}
