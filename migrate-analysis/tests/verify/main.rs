//! Revisions with a verdict known beforehand: right ones, broken ones, branches that meet.
//!
//! The line that is at fault, or that takes values away, ends with `// <-`: places that are named must be those.
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod branches;
mod broken;
mod case;
mod good;

use case::check;

#[test]
fn good_revisions_pass() {
    let cases = good::cases();
    assert!(cases.len() >= 40, "{}", cases.len());
    let wrong: Vec<_> = cases.iter().flat_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn broken_revisions_are_found_with_their_line() {
    let cases = broken::cases();
    assert!(cases.len() >= 40, "{}", cases.len());
    let wrong: Vec<_> = cases.iter().flat_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
