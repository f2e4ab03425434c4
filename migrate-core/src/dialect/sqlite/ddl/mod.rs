//! SQLite's own DDL text, read and edited without losing what SQLite keeps in it.
//!
//! `sqlite_schema.sql` is the only place where SQLite stores constraint names, CHECKs, collations
//! and the expressions of generated columns, so [`CreateTable`] and [`CreateIndex`] read it. A
//! table rebuild changes a few elements of that text and prints the rest as it was written, with
//! its comments, quoting and conflict clauses: every element owns its source text, and an edit
//! replaces only the text of the part it is about.
//!
//! The grammar is that of <https://www.sqlite.org/lang_createtable.html> and
//! <https://www.sqlite.org/lang_createindex.html>. Parsing is more tolerant than SQLite, whose stored text
//! is valid by construction, and never panics.

use std::fmt;

use crate::sql_text::Unterminated;

mod column;
mod column_constraint;
mod comments;
mod constraint;
mod cursor;
mod find;
mod foreign_key;
mod index;
mod table;
#[cfg(test)]
mod tests;

pub use column::ColumnDef;
pub use column_constraint::ColumnConstraintKind;
pub use constraint::{ConstraintRef, TableConstraintKind};
pub use find::Found;
pub use foreign_key::{Action, ForeignKeyClause};
pub use index::CreateIndex;
pub use table::CreateTable;

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DdlError {
    /// A token has no end.
    Unterminated(Unterminated),
    /// The text says something else than the grammar.
    Unexpected {
        /// What the grammar wants.
        expected: String,
        /// The text found there instead.
        found: String,
        /// Its place in the text.
        offset: usize,
    },
    /// The definition of a virtual table belongs to its module.
    VirtualTable {
        /// The table.
        name: String,
    },
    /// `CREATE TABLE .. AS SELECT` has no definitions to read.
    TableFromQuery {
        /// The table.
        name: String,
    },
}

impl fmt::Display for DdlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unterminated(error) => error.fmt(f),
            Self::Unexpected { expected, found, offset } => {
                write!(f, "expected {expected} at byte {offset}, found {found}")
            }
            Self::VirtualTable { name } => {
                write!(f, "`{name}` is a virtual table, only its module can read its definition")
            }
            Self::TableFromQuery { name } => {
                write!(f, "`{name}` is defined by a query and has no column definitions")
            }
        }
    }
}

impl std::error::Error for DdlError {}

impl From<Unterminated> for DdlError {
    fn from(error: Unterminated) -> Self {
        Self::Unterminated(error)
    }
}

/// The identifier in double quotes, the one form that is right for every name.
pub fn quote(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}
