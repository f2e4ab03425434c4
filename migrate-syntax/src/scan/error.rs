//! What is wrong with a source file, and where in it.

use std::fmt;
use std::path::{Path, PathBuf};

use proc_macro2::{LexError, LineColumn};

use crate::files::Problem;

/// What is wrong with a source file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanError {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 when the error is of the whole file.
    pub line: usize,
    /// The column in characters, from 1; 0 when the error is of the whole file.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// The right form.
    pub help: Option<String>,
    /// Whether the compiler refuses it too, and shows the source with it.
    pub is_compilers: bool,
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        write!(f, " {}", self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\n  help: {help}"))
    }
}

impl std::error::Error for ScanError {}

pub(super) fn bad_attribute(file: &Path, error: &syn::Error) -> ScanError {
    let text = error.to_string();
    let (message, help) = match text.split_once("\nhelp: ") {
        Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
        None => (text, None),
    };
    let LineColumn { line, column } = error.span().start();
    let (file, column) = (file.to_owned(), column + 1);
    ScanError { file, line, column, message, help, is_compilers: true }
}

/// Says what stopped the lexer, from the character it stopped at.
pub(super) fn unlexable(file: &Path, text: &str, error: &LexError) -> ScanError {
    let LineColumn { line, column } = error.span().start();
    let rest = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().chars().skip(column);
    let rest: String = rest.collect();
    let message = match rest.chars().next() {
        Some(open @ ('(' | '[' | '{')) => format!("this `{open}` is never closed"),
        Some(close @ (')' | ']' | '}')) => format!("this `{close}` closes nothing that is open"),
        Some('/') => "this comment never ends".to_owned(),
        Some('\'') => "this character or lifetime is not Rust".to_owned(),
        Some(_) if rest.trim_start_matches(['b', 'c', 'r', '#']).starts_with('"') => {
            "this string never ends, or is not Rust".to_owned()
        }
        Some(other) => format!("unexpected `{}`", other.escape_debug()),
        None => "this is not Rust source".to_owned(),
    };
    let (file, column) = (file.to_owned(), column + 1);
    ScanError { file, line, column, message, help: None, is_compilers: true }
}

pub(super) fn of_whole_file(path: &Path, Problem { message, help, .. }: Problem) -> ScanError {
    let help = help.map(str::to_owned);
    let file = path.to_owned();
    ScanError { file, line: 0, column: 0, message, help, is_compilers: false }
}
