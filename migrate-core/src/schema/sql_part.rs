//! SQL within a statement, such as the expression of a check: one text for every database, or one for each.

use std::fmt;
use std::ops::Deref;

use crate::sql_text::{SqlSyntax, mentions};

use super::{Family, SqlText};

/// SQL within a statement: the expression of a check, a filter, a default, the event of a trigger.
///
/// It reads as its text. One with a text for each database reads as the first of them, until
/// [`Schema::on`](super::Schema::on) or a dialect has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlPart(SqlText);

impl<T: Into<SqlText>> From<T> for SqlPart {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl Deref for SqlPart {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.texts().next().unwrap_or_default()
    }
}

impl fmt::Display for SqlPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq<str> for SqlPart {
    fn eq(&self, other: &str) -> bool {
        matches!(&self.0, SqlText::Common(text) if text == other)
    }
}

impl SqlPart {
    /// The text or texts.
    pub const fn sql(&self) -> &SqlText {
        &self.0
    }

    /// The text or texts, to be changed.
    pub const fn sql_mut(&mut self) -> &mut SqlText {
        &mut self.0
    }

    /// Whether databases have different texts.
    pub const fn varies(&self) -> bool {
        matches!(self.0, SqlText::PerDialect { .. })
    }

    /// Whether any of its texts mentions a name: each by the rules of its database, and a text for every
    /// database by the given ones.
    ///
    /// ```
    /// use migrate_core::schema::SqlPart;
    /// use migrate_core::sql_text::SqlSyntax;
    ///
    /// let check = SqlPart::from("price > 0 AND name <> 'vat'");
    /// assert!(check.mentions("price", SqlSyntax::Sqlite));
    /// assert!(!check.mentions("vat", SqlSyntax::Sqlite));
    /// ```
    pub fn mentions(&self, name: &str, syntax: SqlSyntax) -> bool {
        self.0.texts_by(syntax).any(|(text, syntax)| mentions(text, name, syntax))
    }

    /// The text for a database, as [`SqlText::on`] has it.
    pub fn on(&self, database: impl Into<Family>) -> Option<&str> {
        self.0.on(database)
    }
}
