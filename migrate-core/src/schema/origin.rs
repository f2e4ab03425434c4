//! The place in a revision's source that recorded an operation.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::Mutex;

/// The place in a revision's source that recorded something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The source file, as the compiler named it.
    pub file: SourceFile,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// The name of a source file.
///
/// A revision has many operations and few files, and every step, statement and error names one. So
/// a name is kept once for the life of the program and copied as a reference: those the compiler
/// wrote are there already, and those read from an exported document are interned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceFile(&'static str);

impl Origin {
    /// The caller's caller, through `#[track_caller]`.
    #[track_caller]
    pub fn caller() -> Self {
        let location = std::panic::Location::caller();
        let file = SourceFile(location.file());
        Self { file, line: location.line(), column: location.column() }
    }

    /// A place in a file of any name.
    ///
    /// ```
    /// use migrate_runtime::schema::Origin;
    ///
    /// let read = String::from("src/versions/1975_account.rs");
    /// let origin = Origin::new(&read, 12, 8);
    /// assert_eq!(origin.to_string(), "src/versions/1975_account.rs:12:8");
    /// ```
    pub fn new(file: &str, line: u32, column: u32) -> Self {
        Self { file: SourceFile::interned(file), line, column }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl SourceFile {
    /// The name as text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    fn interned(name: &str) -> Self {
        static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        // A panic elsewhere cannot leave a set of names half-changed.
        let mut names = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = names.get(name) {
            return Self(known);
        }
        let name: &'static str = Box::leak(name.into());
        names.insert(name);
        Self(name)
    }
}

impl fmt::Display for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl AsRef<Path> for SourceFile {
    fn as_ref(&self) -> &Path {
        Path::new(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once() {
        let read = || Origin::new(&String::from("src/versions/a.rs"), 1, 1).file;
        assert!(std::ptr::eq(read().as_str(), read().as_str()));
        assert_eq!(read(), Origin::new("src/versions/a.rs", 2, 1).file);
    }
}
