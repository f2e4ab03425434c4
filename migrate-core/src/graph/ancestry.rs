//! A fingerprint of all that a revision comes after, so that a revision that was moved in the graph is noticed.

use std::collections::BTreeMap;

use super::Graph;

/// Changes when it is made otherwise than before.
const FORM: &str = "1";

impl Graph {
    /// The fingerprint of each revision and of all that it needs, near and far.
    ///
    /// A database keeps it of a revision that is applied. Where the program's is another, what the revision comes
    /// after was changed since: a rebase put it after revisions that this database never saw.
    ///
    /// ```
    /// use migrate_runtime::graph::Graph;
    /// use migrate_runtime::revision::Revision;
    ///
    /// let chain = |ids: &[&str]| {
    ///     let revision = |at: usize| Revision {
    ///         id: ids[at].to_owned(),
    ///         down_revs: at.checked_sub(1).map(|parent| ids[parent].to_owned()).into_iter().collect(),
    ///         ..Revision::default()
    ///     };
    ///     Graph::build((0..ids.len()).map(revision)).unwrap()
    /// };
    /// let (before, after) = (chain(&["a", "b"]), chain(&["a", "x", "b"]));
    /// assert_eq!(before.ancestries()["a"], after.ancestries()["a"]);
    /// assert_ne!(before.ancestries()["b"], after.ancestries()["b"]);
    /// ```
    pub fn ancestries(&self) -> BTreeMap<&str, String> {
        let mut hashes = vec![0_u64; self.revisions.len()];
        for &node in &self.order {
            let mut needs: Vec<_> = self.needs.of(node).iter().map(|&need| hashes[need]).collect();
            needs.sort_unstable();
            needs.dedup();
            let id = self.revisions[node].id.bytes().chain([0]);
            let bytes = id.chain(needs.into_iter().flat_map(u64::to_le_bytes));
            // FNV-1a, which is the same in every release.
            hashes[node] = bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        }
        let ids = self.revisions.iter().map(|revision| revision.id.as_str());
        ids.zip(hashes.iter().map(|hash| format!("{FORM}:{hash:016x}"))).collect()
    }
}
