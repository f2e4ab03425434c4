//! A short fingerprint of what a revision does, so that a later edit of it can be noticed.

use super::Recorded;
use super::encode::{Encoder, Places};

/// Changes when an operation is written otherwise than before, so that digests of two releases that
/// write it differently are never compared. 1 and 2 were made of `Debug`'s text.
const FORM: &str = "3";

/// The digits of a digest, after its form.
const DIGITS: usize = 16;

/// The fingerprint of a list of operations: their meaning, not their source lines or formatting.
///
/// It is made of their [canonical form](super::encode), without source places and without what a
/// function given to `run` does.
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
    let mut out = Encoder::new(Places::LeftOut);
    out.list(operations.iter().map(|Recorded { operation, origin: _ }| operation));
    format!("{FORM}:{:0DIGITS$x}", fnv_1a(out.into_text().as_bytes()))
}

/// The 64-bit FNV-1a hash: stable across releases and machines, which `std`'s hashers are not.
pub fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Whether two digests are known to be of different operations: what another release wrote in
/// another form, and what is no digest at all, cannot be compared.
pub fn differ(one: &str, other: &str) -> bool {
    is_comparable(one) && is_comparable(other) && one != other
}

fn is_comparable(digest: &str) -> bool {
    let digits = digest.split_once(':').filter(|(form, _)| *form == FORM).map(|(_, rest)| rest);
    digits.is_some_and(|digits| {
        digits.len() == DIGITS
            && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digests_of_this_form_differ() {
        let (a, b) = ("3:00000000000000aa", "3:00000000000000bb");
        assert!(differ(a, b));
        assert!(!differ(a, a));
        for other in [
            "1:00000000000000aa",
            "2:9c80a71b119f5e3f",
            "4:00000000000000aa",
            "",
            ":",
            "3",
            "3:",
            "3:aa",
            "3:00000000000000AA",
            "3:00000000000000aaa",
            "3:00000000000000é",
            "3: 0000000000000aa",
            " 3:00000000000000aa",
            "garbage",
        ] {
            assert!(!differ(other, b), "{other}");
            assert!(!differ(b, other), "{other}");
        }
    }
}
