//! The grammar of `#[migration(..)]`, shared by the macro, by build scripts and by the cargo command.
//!
//! * [`names`]: what a revision id and a label may look like.
//! * [`attribute`]: the inside of `#[migration(..)]`, as an [`Attribute`] or as all of its errors.
//! * [`scan`]: the revisions of a source file or of a versions directory, without compiling it.
//! * [`modules`]: what `versions!` makes of the files.
//! * [`fields`]: reading `key = value` lists so that one mistake gives one error.
//! * [`limits`]: how long statements may wait and run.
//! * [`docs`]: doc comments as text.
//!
//! ```
//! let source = r#"
//!     //! Add users.
//!     #[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
//!     fn upgrade(op: &mut Op) {}
//! "#;
//! let found = migrate_syntax::scan_text("versions/27c6_add_users.rs", source).unwrap();
//! assert_eq!(found[0].rev, "27c6");
//! assert_eq!(found[0].down_revs, ["ae10"]);
//! assert_eq!(found[0].message, "Add users.");
//! ```

pub mod attribute;
pub mod docs;
mod edit;
pub mod fields;
mod files;
pub mod limits;
pub mod modules;
pub mod names;
pub mod scan;

pub use attribute::{Attribute, Downgrade};
pub use edit::set_down_revs;
pub use files::source_files;
pub use names::{NameError, NameKind, check_label, check_revision_id};
pub use scan::{ScanError, Scanned, ScannedDowngrade, scan_directory, scan_text};
