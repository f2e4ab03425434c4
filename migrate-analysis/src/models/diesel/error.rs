//! Why a `schema.rs` or a `diesel.toml` could not be read.

use std::fmt;

use super::Place;

/// Why a `schema.rs` could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not Rust, or a macro of diesel in it has another form.
    #[error("cannot read `{place}`: {reason}")]
    Syntax {
        /// The file and the line.
        place: Place,
        /// What is wrong.
        reason: String,
    },
    /// Two declarations of one column differ.
    #[error(
        "column `{name}` is declared at {first} and at {second}, with different types\n\n\
         hint: leave one of them"
    )]
    Twice {
        /// The table and the column.
        name: String,
        /// The first declaration.
        first: Place,
        /// The second.
        second: Place,
    },
}

/// Why a `diesel.toml` could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot read `{file}`{}: {reason}", at_line(*.line))]
pub struct ConfigError {
    /// The file.
    pub file: String,
    /// The line, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and what to write.
    pub reason: String,
}

fn at_line(line: Option<usize>) -> impl fmt::Display {
    line.map(|line| format!(" (line {line})")).unwrap_or_default()
}

/// A `patch_file` that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatchError {
    /// It is not a unified diff.
    #[error("the patch file is not a unified diff: {0}")]
    Form(String),
    /// Its lines are not in the generated text.
    #[error(
        "the patch file does not fit the generated schema: {0}\n\n\
         hint: write the file without `patch_file`, edit it, and take `diff -U6` of both for the new patch"
    )]
    Apply(String),
}
