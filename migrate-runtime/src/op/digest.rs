//! A short fingerprint of what a revision does, so that a later edit of it can be noticed.

use super::{Operation, Recorded};

/// Changes with the way operations are written down, so that digests of two releases that write
/// them differently are never compared.
const FORM: &str = "2";

/// The fingerprint of a list of operations: their meaning, not their source lines or formatting.
///
/// ```
/// use migrate_runtime::op::{Op, digest};
///
/// let (mut a, mut b): (Op, Op) = (Op::new(), Op::new());
/// a.drop_table("users");
/// b.drop_table("posts");
/// assert_ne!(digest(&a.into_operations()), digest(&b.into_operations()));
/// ```
pub fn digest(operations: &[Recorded]) -> String {
    let text = operations
        .iter()
        .map(|Recorded { operation, .. }| match operation {
            // A function has no text to compare.
            Operation::Run(_) => "Run".to_owned(),
            operation => format!("{operation:?}"),
        })
        .collect::<Vec<_>>()
        .join("\n");
    format!("{FORM}:{:016x}", fnv_1a(text.as_bytes()))
}

/// The 64-bit FNV-1a hash: stable across releases and machines, which `std`'s hashers are not.
pub(crate) fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Whether two digests are of different operations; those of different forms cannot be compared.
pub(crate) fn differ(one: &str, other: &str) -> bool {
    let form = |digest: &str| digest.split_once(':').map(|(form, _)| form.to_owned());
    form(one).is_some() && form(one) == form(other) && one != other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{Op, table, text};

    #[test]
    fn a_digest_is_for_good() {
        let mut op: Op = Op::new();
        op.create_table(table("users").column("name", text().not_null().default("x")));
        op.create_index("ix_users_name", "users", ["name"]).unique();
        op.update("users").set("name", 1).filter(crate::op::col("name").is_null());
        let pinned = "2:9c80a71b119f5e3f";
        assert_eq!(digest(&op.into_operations()), pinned, "raise `FORM`, then pin the new digest");
    }

    #[test]
    fn only_digests_of_one_form_differ() {
        assert!(differ("1:aa", "1:bb"));
        assert!(!differ("1:aa", "1:aa"));
        assert!(!differ("1:aa", "2:bb"));
        assert!(!differ("", "1:bb"));
    }
}
