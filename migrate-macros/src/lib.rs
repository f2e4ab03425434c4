//! The procedural macros of cargo migrate; `migrate_runtime` re-exports them.
//!
//! * [`macro@migration`] makes a revision of a function.
//! * [`versions!`] makes modules of a directory of revisions.
//!
//! What is written inside `#[migration(..)]` is read by `migrate_syntax`, which build scripts and
//! the cargo subcommand use too.

mod enclosing;
mod habits;
mod migration;
mod private;
mod versions;

use proc_macro::TokenStream;

/// Makes a revision of a function that records operations.
///
/// ```text
/// #[migration(rev = "1f3c9a7b2d10", down_rev = "ae1027a6acf5")]
/// fn upgrade(op: &mut Op) {
///     op.add_column("users", "role", varchar(100));
/// }
///
/// fn downgrade(op: &mut Op) {
///     op.drop_column("users", "role");
/// }
/// ```
///
/// | key | value |
/// |---|---|
/// | `rev` | the id of the revision; the one key that is required |
/// | `down_rev` | the parent, or a list of parents; without it the revision is a base |
/// | `depends_on` | a revision or label, or a list of them, that must be applied before |
/// | `labels` | a branch label, or a list of them |
/// | `downgrade` | `auto`, or `irreversible("why")`; without it there must be a `fn downgrade` |
///
/// The function may have any name but `downgrade`. Its doc comment, or else that of its file, is
/// the message of the revision. In its body an unused value that must be used is an error: a
/// builder that was never finished.
#[proc_macro_attribute]
pub fn migration(attribute: TokenStream, item: TokenStream) -> TokenStream {
    migration::expand(attribute.into(), &item.into()).into()
}

/// Makes a module of every source file of a directory, and a static `MIGRATIONS` of its revisions.
///
/// ```text
/// migrate_runtime::versions!("src/versions");
///
/// migrate_runtime::versions!(
///     "src/versions",
///     version_table = "alembic_version",
///     version_schema = "public",
/// );
/// ```
///
/// The directory is relative to the package. The macro stands at the top level of a file, not
/// inside `mod name { .. }`: there the compiler would look for the modules in another directory.
///
/// With a build script that calls `migrate_runtime::build::verify` on the same directory, cargo notices new
/// files, and so does rust-analyzer after the next `cargo check`. A revision that a `cfg` leaves out
/// stops the program.
#[proc_macro]
pub fn versions(input: TokenStream) -> TokenStream {
    versions::expand(input.into()).into()
}
