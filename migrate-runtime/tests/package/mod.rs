//! Packages of revisions within a test.

/// A package of revisions, as `#[migration]` and `versions!` make one.
macro_rules! package {
    ($name:ident, $package:literal, $settings:expr, {
        $($rev:tt after $parents:expr => $upgrade:expr, $downgrade:expr;)+
    }) => {
        $(inventory::submit! {
            RegisteredRevision {
                rev: $rev,
                down_revs: &$parents,
                depends_on: &[],
                labels: &[],
                doc: "",
                file: file!(),
                line: line!(),
                package: $package,
                timeouts: migrate_runtime::executor::Timeouts::UNSAID,
                upgrade: || record($upgrade),
                downgrade: $downgrade,
            }
        })+

        static $name: Migrations = Migrations::new(
            $package,
            &[$(ExpectedRevision { rev: $rev, file: file!(), doc: $rev, switched_off: None }),+],
            $settings,
        );
    };
}
