//! Rows of catalogue queries, whose values are read one after another.

use crate::introspect::{Catalogue, IntrospectError};

/// The separator between the parts of a value that is a list, in SQL.
pub(super) const SEPARATOR: &str = r"E'\x1f'";

/// A row, read from its first value to its last.
pub(super) struct Row(std::vec::IntoIter<Option<String>>);

pub(super) fn query(catalogue: &mut Catalogue<'_>, sql: &str) -> Result<Vec<Row>, IntrospectError> {
    let rows = catalogue(sql)?.into_iter();
    Ok(rows.map(|row| Row(row.into_iter())).collect())
}

impl Row {
    /// The next value, unless it is NULL.
    pub(super) fn optional(&mut self) -> Option<String> {
        self.0.next().flatten()
    }

    /// The next value; NULL is empty.
    pub(super) fn text(&mut self) -> String {
        self.optional().unwrap_or_default()
    }

    /// The next value, a truth value.
    pub(super) fn flag(&mut self) -> bool {
        self.text() == "true"
    }

    /// The next value, a number; NULL and what is too large for 64 bits are none.
    pub(super) fn number(&mut self) -> Option<i64> {
        self.optional()?.parse().ok()
    }

    /// The next value, a list; NULL is an empty one.
    pub(super) fn list(&mut self) -> Vec<String> {
        let list = self.optional();
        list.map_or_else(Vec::new, |list| list.split('\x1f').map(str::to_owned).collect())
    }

    /// The next value, a list of `name=value`.
    pub(super) fn parameters(&mut self) -> Vec<(String, String)> {
        let pairs = self.list().into_iter();
        pairs
            .filter_map(|pair| {
                pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
            })
            .collect()
    }
}
