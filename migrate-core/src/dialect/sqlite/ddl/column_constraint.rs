//! The constraints in the definition of a column.

use std::{fmt, mem};

use super::DdlError;
use super::constraint::{Source, conflict_clause};
use super::cursor::{Cursor, unqualified};
use super::foreign_key::{Deferral, ForeignKeyClause, deferral, foreign_key_clause};
use crate::sql_text::TokenKind;

/// A part of a definition, and the white space and comments that lead to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gapped<T> {
    gap: String,
    pub(super) part: T,
}

/// A constraint in the definition of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnConstraint {
    source: Gapped<Source>,
    kind: ColumnConstraintKind,
}

/// What a column constraint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnConstraintKind {
    /// `PRIMARY KEY`
    PrimaryKey {
        /// `DESC`
        descending: bool,
        /// `AUTOINCREMENT`
        autoincrement: bool,
    },
    /// `NOT NULL`
    NotNull,
    /// `NULL`, which SQLite reads and ignores.
    Null,
    /// `UNIQUE`
    Unique,
    /// `CHECK (..)`
    Check {
        /// The text in the parentheses.
        expression: String,
    },
    /// `DEFAULT ..`
    Default {
        /// As written, with its parentheses if it has them.
        expression: String,
    },
    /// `COLLATE ..`
    Collate {
        /// The collation.
        name: String,
    },
    /// `REFERENCES ..`
    References(ForeignKeyClause),
    /// `[NOT] DEFERRABLE ..` apart from the clause it is about, which knows it as well.
    Deferral(Deferral),
    /// `[GENERATED ALWAYS] AS (..)`
    Generated {
        /// The text in the parentheses.
        expression: String,
        /// `STORED`, not `VIRTUAL`.
        stored: bool,
    },
}

impl<T> Gapped<T> {
    /// Without a gap, an edit of one part could run it into the next.
    pub(super) fn new(gap: &str, part: T) -> Self {
        let gap = if gap.is_empty() { " " } else { gap };
        Self { gap: gap.to_owned(), part }
    }
}

impl<T: fmt::Display> fmt::Display for Gapped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.gap, self.part)
    }
}

impl ColumnConstraint {
    /// A constraint without a name.
    pub(super) fn new(text: &str, kind: ColumnConstraintKind) -> Self {
        Self { source: Gapped::new("", Source::unnamed(text)), kind }
    }

    /// `DEFAULT` and an expression, which gets the parentheses that it may lack.
    pub(super) fn default_value(expression: &str) -> Result<Self, DdlError> {
        let mut cursor = Cursor::new(expression)?;
        let expression = match read_default(&mut cursor) {
            Ok(value) if cursor.rest().is_empty() => value,
            _ => enclosed(expression)?,
        };
        let text = format!("DEFAULT {expression}");
        Ok(Self::new(&text, ColumnConstraintKind::Default { expression }))
    }

    /// The name after `CONSTRAINT`.
    pub fn name(&self) -> Option<&str> {
        self.source.part.name()
    }

    /// What it says.
    pub fn kind(&self) -> &ColumnConstraintKind {
        &self.kind
    }

    /// The white space and comments before it.
    pub(super) fn gap(&self) -> &str {
        &self.source.gap
    }

    /// Takes over what leads to another constraint.
    pub(super) fn with_gap_of(mut self, other: &mut Self) -> Self {
        self.source.gap = mem::take(&mut other.source.gap);
        self
    }

    pub(super) const fn source_mut(&mut self) -> &mut Source {
        &mut self.source.part
    }

    pub(super) fn unqualify(&mut self, table: &str) {
        if let ColumnConstraintKind::Check { expression }
        | ColumnConstraintKind::Generated { expression, .. } = &mut self.kind
        {
            *expression = unqualified(expression, table);
            self.source.part.unqualify(table);
        }
    }
}

impl fmt::Display for ColumnConstraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.part.fmt(f)
    }
}

impl ColumnConstraintKind {
    pub(super) fn is_restriction(&self) -> bool {
        match self {
            Self::PrimaryKey { .. }
            | Self::NotNull
            | Self::Unique
            | Self::Check { .. }
            | Self::References(_) => true,
            Self::Null
            | Self::Default { .. }
            | Self::Collate { .. }
            | Self::Deferral(_)
            | Self::Generated { .. } => false,
        }
    }
}

/// The expression in parentheses, if it is one expression.
fn enclosed(expression: &str) -> Result<String, DdlError> {
    // The line's end closes a comment at the end of the expression.
    let group = format!("({expression}\n)");
    let mut cursor = Cursor::new(&group)?;
    let inner = cursor.parenthesised()?;
    cursor.expect_end()?;
    if inner.is_empty() {
        return Err(Cursor::new(expression)?.unexpected("an expression"));
    }
    Ok(format!("({inner})"))
}

/// Reads constraints up to the `,` or `)` after them.
pub(super) fn read_column_constraints(
    cursor: &mut Cursor<'_>,
) -> Result<Vec<ColumnConstraint>, DdlError> {
    let mut constraints = Vec::new();
    let mut end = cursor.end();
    if !cursor.at("GENERATED ALWAYS AS") {
        // SQLite takes the two words for a part of the type, and then ignores them there.
        cursor.eat("GENERATED ALWAYS");
    }
    loop {
        let gap = cursor.gap_since(end);
        let Some((part, kind)) = Source::parse(cursor, column_constraint_kind)? else {
            return Ok(constraints);
        };
        end = cursor.end();
        if let ColumnConstraintKind::Deferral(deferral) = kind {
            apply_deferral(&mut constraints, deferral);
        }
        constraints.push(ColumnConstraint { source: Gapped::new(gap, part), kind });
    }
}

/// SQLite applies a deferral to the last foreign key before it.
fn apply_deferral(constraints: &mut [ColumnConstraint], deferral: Deferral) {
    let last = constraints.iter_mut().rev().find_map(|constraint| match &mut constraint.kind {
        ColumnConstraintKind::References(clause) => Some(clause),
        _ => None,
    });
    if let Some(clause) = last {
        clause.deferral = Some(deferral);
    }
}

fn column_constraint_kind(
    cursor: &mut Cursor<'_>,
) -> Result<Option<ColumnConstraintKind>, DdlError> {
    if let Some(deferral) = deferral(cursor)? {
        return Ok(Some(ColumnConstraintKind::Deferral(deferral)));
    }
    let kind = if cursor.eat("CHECK") {
        ColumnConstraintKind::Check { expression: cursor.parenthesised()?.to_owned() }
    } else if cursor.eat("DEFAULT") {
        ColumnConstraintKind::Default { expression: read_default(cursor)? }
    } else if cursor.eat("COLLATE") {
        ColumnConstraintKind::Collate { name: cursor.name("a collation")? }
    } else if cursor.eat("REFERENCES") {
        ColumnConstraintKind::References(foreign_key_clause(cursor)?)
    } else if cursor.eat("GENERATED ALWAYS AS") || cursor.eat("AS") {
        let expression = cursor.parenthesised()?.to_owned();
        let stored = cursor.eat("STORED");
        cursor.eat("VIRTUAL");
        ColumnConstraintKind::Generated { expression, stored }
    } else {
        return conflicting_kind(cursor);
    };
    Ok(Some(kind))
}

/// Reads a constraint that may have a conflict clause.
fn conflicting_kind(cursor: &mut Cursor<'_>) -> Result<Option<ColumnConstraintKind>, DdlError> {
    let kind = if cursor.eat("PRIMARY KEY") {
        let descending = cursor.eat("DESC");
        cursor.eat("ASC");
        conflict_clause(cursor)?;
        let autoincrement = cursor.eat("AUTOINCREMENT");
        return Ok(Some(ColumnConstraintKind::PrimaryKey { descending, autoincrement }));
    } else if cursor.eat("NOT NULL") {
        ColumnConstraintKind::NotNull
    } else if cursor.eat("NULL") {
        ColumnConstraintKind::Null
    } else if cursor.eat("UNIQUE") {
        ColumnConstraintKind::Unique
    } else {
        return Ok(None);
    };
    conflict_clause(cursor)?;
    Ok(Some(kind))
}

/// Reads a default: a group in parentheses, or one literal with an optional sign.
fn read_default(cursor: &mut Cursor<'_>) -> Result<String, DdlError> {
    let start = cursor.offset();
    if cursor.at_symbol("(") {
        cursor.parenthesised()?;
        return Ok(cursor.since(start).to_owned());
    }
    let _signed = cursor.eat_symbol("-") || cursor.eat_symbol("+");
    let is_literal = cursor.peek().is_some_and(|token| match token.kind {
        TokenKind::Word
        | TokenKind::Quoted
        | TokenKind::String
        | TokenKind::Blob
        | TokenKind::Number => true,
        TokenKind::Parameter | TokenKind::Introducer | TokenKind::Symbol | TokenKind::Comment => {
            false
        }
    });
    if !is_literal {
        return Err(cursor.unexpected("a default value"));
    }
    cursor.advance(1);
    Ok(cursor.since(start).to_owned())
}
