//! What must not compile, and what the compiler says of it, word for word.
//!
//! The compiler's own words change with its version, so the messages in `ui/*.stderr` are those of
//! the toolchain that `.ci/run` uses. After a change read them as a user would, and accept them
//! with `TRYBUILD=overwrite cargo test -p migrate-macros --test compile_fail`.

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
