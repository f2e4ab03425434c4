//! The constraints of a table, and one view on constraints wherever they are written.

use std::fmt;
use std::ops::Range;

use super::column_constraint::{ColumnConstraint, ColumnConstraintKind};
use super::comments::Comments;
use super::cursor::{Cursor, unqualified};
use super::foreign_key::{ForeignKeyClause, foreign_key_clause};
use super::index::{IndexedColumn, key_columns};
use super::{DdlError, quote};

/// The text of a constraint, and where its name stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    text: String,
    name: Option<(String, Range<usize>)>,
}

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableConstraint {
    comments: Comments,
    source: Source,
    kind: TableConstraintKind,
}

/// What a table constraint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableConstraintKind {
    /// `PRIMARY KEY (..)`
    PrimaryKey {
        /// The key.
        columns: Vec<IndexedColumn>,
        /// `AUTOINCREMENT`, which SQLite accepts within the parentheses.
        autoincrement: bool,
    },
    /// `UNIQUE (..)`
    Unique {
        /// The key.
        columns: Vec<IndexedColumn>,
    },
    /// `CHECK (..)`
    Check {
        /// The text in the parentheses.
        expression: String,
    },
    /// `FOREIGN KEY (..) REFERENCES ..`
    ForeignKey {
        /// The referring columns.
        columns: Vec<String>,
        /// What they refer to.
        clause: ForeignKeyClause,
    },
}

/// A constraint wherever it is written: `id INTEGER PRIMARY KEY` and `PRIMARY KEY (id)` answer the
/// same questions alike.
#[derive(Clone, Copy, Debug)]
pub enum ConstraintRef<'a> {
    /// In the definition of the named column.
    Column(&'a str, &'a ColumnConstraint),
    /// Among the table's own.
    Table(&'a TableConstraint),
}

impl Source {
    /// Reads a constraint with its name. Of several names the last counts; a name that no
    /// constraint follows is nothing.
    pub(super) fn parse<K>(
        cursor: &mut Cursor<'_>,
        kind: impl FnOnce(&mut Cursor<'_>) -> Result<Option<K>, DdlError>,
    ) -> Result<Option<(Self, K)>, DdlError> {
        let start = cursor.offset();
        let mut name = None;
        while cursor.eat("CONSTRAINT") {
            let name_start = cursor.offset() - start;
            let value = cursor.name("a constraint name")?;
            name = Some((value, name_start..cursor.end() - start));
        }
        let kind = kind(cursor)?;
        Ok(kind.map(|kind| (Self { text: cursor.since(start).to_owned(), name }, kind)))
    }

    /// The source of a constraint without a name.
    pub(super) fn unnamed(text: &str) -> Self {
        Self { text: text.to_owned(), name: None }
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_ref().map(|(name, _)| name.as_str())
    }

    /// Gives it another name, or its first.
    pub(super) fn set_name(&mut self, new: &str) {
        let quoted = quote(new);
        let start = if let Some((_, span)) = &self.name {
            self.text.replace_range(span.clone(), &quoted);
            span.start
        } else {
            const BEFORE: &str = "CONSTRAINT ";
            self.text.insert_str(0, &format!("{BEFORE}{quoted} "));
            BEFORE.len()
        };
        self.name = Some((new.to_owned(), start..start + quoted.len()));
    }

    /// Removes the qualifier `table.` from the columns it mentions.
    pub(super) fn unqualify(&mut self, table: &str) {
        self.text = unqualified(&self.text, table);
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TableConstraint {
    /// Reads one constraint.
    pub fn parse(sql: &str) -> Result<Self, DdlError> {
        let mut cursor = Cursor::new(sql)?;
        let constraint = Self::read(&mut cursor)?;
        cursor.expect_end()?;
        constraint.ok_or_else(|| cursor.unexpected("a table constraint"))
    }

    /// The name after `CONSTRAINT`.
    pub fn name(&self) -> Option<&str> {
        self.source.name()
    }

    /// What it says.
    pub fn kind(&self) -> &TableConstraintKind {
        &self.kind
    }

    /// Reads a constraint, or the names of none.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DdlError> {
        let parsed = Source::parse(cursor, table_constraint_kind)?;
        Ok(parsed.map(|(source, kind)| Self { comments: Comments::default(), source, kind }))
    }

    pub(super) fn with_comments(self, comments: Comments) -> Self {
        Self { comments, ..self }
    }

    pub(super) fn comments(&self) -> &Comments {
        &self.comments
    }

    pub(super) const fn source_mut(&mut self) -> &mut Source {
        &mut self.source
    }

    pub(super) fn unqualify(&mut self, table: &str) {
        if let TableConstraintKind::Check { expression } = &mut self.kind {
            *expression = unqualified(expression, table);
            self.source.unqualify(table);
        }
    }
}

impl fmt::Display for TableConstraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl fmt::Display for ConstraintRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(column, constraint) => {
                write!(f, "{column} {}", constraint.to_string().trim_start())
            }
            Self::Table(constraint) => constraint.fmt(f),
        }
    }
}

impl<'a> ConstraintRef<'a> {
    /// The name after `CONSTRAINT`.
    pub fn name(self) -> Option<&'a str> {
        match self {
            Self::Column(_, constraint) => constraint.name(),
            Self::Table(constraint) => constraint.name(),
        }
    }

    /// The columns of a primary key.
    pub fn primary_key(self) -> Option<Vec<&'a str>> {
        match self {
            Self::Column(column, constraint) => {
                let is_key = matches!(constraint.kind(), ColumnConstraintKind::PrimaryKey { .. });
                is_key.then(|| vec![column])
            }
            Self::Table(constraint) => match constraint.kind() {
                TableConstraintKind::PrimaryKey { columns, .. } => Some(names(columns)),
                _ => None,
            },
        }
    }

    /// The columns of a `UNIQUE` constraint.
    pub fn unique(self) -> Option<Vec<&'a str>> {
        match self {
            Self::Column(column, constraint) => {
                (*constraint.kind() == ColumnConstraintKind::Unique).then(|| vec![column])
            }
            Self::Table(constraint) => match constraint.kind() {
                TableConstraintKind::Unique { columns } => Some(names(columns)),
                _ => None,
            },
        }
    }

    /// The expression of a `CHECK`.
    pub fn check(self) -> Option<&'a str> {
        match self {
            Self::Column(_, constraint) => match constraint.kind() {
                ColumnConstraintKind::Check { expression } => Some(expression),
                _ => None,
            },
            Self::Table(constraint) => match constraint.kind() {
                TableConstraintKind::Check { expression } => Some(expression),
                _ => None,
            },
        }
    }

    /// The columns of a foreign key, and what they refer to.
    pub fn foreign_key(self) -> Option<(Vec<&'a str>, &'a ForeignKeyClause)> {
        match self {
            Self::Column(column, constraint) => match constraint.kind() {
                ColumnConstraintKind::References(clause) => Some((vec![column], clause)),
                _ => None,
            },
            Self::Table(constraint) => match constraint.kind() {
                TableConstraintKind::ForeignKey { columns, clause } => {
                    Some((columns.iter().map(String::as_str).collect(), clause))
                }
                _ => None,
            },
        }
    }

    /// Whether it restricts what a row may hold. SQLite parses a name before `DEFAULT`, `COLLATE`
    /// and `AS` too, but names nothing by it.
    pub fn is_restriction(self) -> bool {
        match self {
            Self::Column(_, constraint) => constraint.kind().is_restriction(),
            Self::Table(_) => true,
        }
    }
}

fn names(columns: &[IndexedColumn]) -> Vec<&str> {
    columns.iter().map(|column| column.name.as_str()).collect()
}

fn table_constraint_kind(cursor: &mut Cursor<'_>) -> Result<Option<TableConstraintKind>, DdlError> {
    let kind = if cursor.eat("PRIMARY KEY") {
        let (columns, autoincrement) = key_columns(cursor)?;
        TableConstraintKind::PrimaryKey { columns, autoincrement }
    } else if cursor.eat("UNIQUE") {
        TableConstraintKind::Unique { columns: key_columns(cursor)?.0 }
    } else if cursor.eat("CHECK") {
        TableConstraintKind::Check { expression: cursor.parenthesised()?.to_owned() }
    } else if cursor.eat("FOREIGN KEY") {
        let columns = cursor.names("a column name")?;
        cursor.expect("REFERENCES")?;
        let clause = foreign_key_clause(cursor)?;
        return Ok(Some(TableConstraintKind::ForeignKey { columns, clause }));
    } else {
        return Ok(None);
    };
    conflict_clause(cursor)?;
    Ok(Some(kind))
}

/// Passes `ON CONFLICT ..`, which lives on in the source text.
pub(super) fn conflict_clause(cursor: &mut Cursor<'_>) -> Result<(), DdlError> {
    if cursor.eat("ON CONFLICT") {
        cursor.name("a conflict resolution")?;
    }
    Ok(())
}
