//! Column definitions: a name, a type and constraints, each with its own text.

use std::fmt;

use super::column_constraint::{
    ColumnConstraint, ColumnConstraintKind, Gapped, read_column_constraints,
};
use super::comments::{self, Comments};
use super::constraint::Source;
use super::cursor::Cursor;
use super::{DdlError, quote};
use crate::sql_text::{Token, TokenKind};

/// The words that end a type, because a constraint starts with them.
#[rustfmt::skip]
const CONSTRAINT_STARTS: [&str; 11] = [
    "AS", "CHECK", "COLLATE", "CONSTRAINT", "DEFAULT", "DEFERRABLE", "NOT", "NULL", "PRIMARY",
    "REFERENCES", "UNIQUE",
];

/// The definition of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnDef {
    pub(super) comments: Comments,
    name: String,
    name_text: String,
    column_type: Option<Gapped<String>>,
    constraints: Vec<ColumnConstraint>,
}

impl ColumnDef {
    /// Reads one definition.
    pub fn parse(sql: &str) -> Result<Self, DdlError> {
        let mut cursor = Cursor::new(sql)?;
        let column = Self::read(&mut cursor)?;
        cursor.expect_end()?;
        Ok(column)
    }

    /// The column's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type as written.
    pub fn type_name(&self) -> Option<&str> {
        self.column_type.as_ref().map(|column_type| column_type.part.as_str())
    }

    /// The constraints in order.
    pub fn constraints(&self) -> &[ColumnConstraint] {
        &self.constraints
    }

    /// Replaces the type.
    pub fn set_type(&mut self, type_name: &str) -> Result<(), DdlError> {
        let mut cursor = Cursor::new(type_name)?;
        let type_name = read_type(&mut cursor)?.ok_or_else(|| cursor.unexpected("a type"))?;
        cursor.expect_end()?;
        match &mut self.column_type {
            Some(column_type) => column_type.part = type_name,
            none => *none = Some(Gapped::new("", type_name)),
        }
        Ok(())
    }

    /// Adds `NOT NULL` if it is not there, or removes every `NOT NULL` and `NULL`.
    pub fn set_not_null(&mut self, not_null: bool) {
        let has = self.constraints.iter().any(|one| *one.kind() == ColumnConstraintKind::NotNull);
        if not_null && has {
            return;
        }
        let fresh = || ColumnConstraint::new("NOT NULL", ColumnConstraintKind::NotNull);
        self.replace(
            |kind| matches!(kind, ColumnConstraintKind::NotNull | ColumnConstraintKind::Null),
            not_null.then(fresh),
        );
    }

    /// Replaces or removes the default. An expression that SQLite wants in parentheses gets them.
    pub fn set_default(&mut self, expression: Option<&str>) -> Result<(), DdlError> {
        let fresh = expression.map(ColumnConstraint::default_value).transpose()?;
        self.replace(|kind| matches!(kind, ColumnConstraintKind::Default { .. }), fresh);
        Ok(())
    }

    /// Replaces or removes the collation.
    pub fn set_collation(&mut self, name: Option<&str>) {
        let fresh = name.map(|name| {
            let kind = ColumnConstraintKind::Collate { name: name.to_owned() };
            ColumnConstraint::new(&format!("COLLATE {}", quote(name)), kind)
        });
        self.replace(|kind| matches!(kind, ColumnConstraintKind::Collate { .. }), fresh);
    }

    /// Puts `fresh` in the place of the first constraint of a kind, or first of all, and removes
    /// the others of that kind.
    fn replace(
        &mut self,
        is_kind: impl Fn(&ColumnConstraintKind) -> bool,
        fresh: Option<ColumnConstraint>,
    ) {
        let place = self.constraints.iter().position(|constraint| is_kind(constraint.kind()));
        let fresh = fresh.map(|fresh| match place {
            Some(place) => fresh.with_gap_of(&mut self.constraints[place]),
            None => fresh,
        });
        self.retain(|_, constraint| !is_kind(constraint.kind()));
        if let Some(fresh) = fresh {
            self.constraints.insert(place.unwrap_or(0), fresh);
        }
    }

    /// Removes constraints; the comments before them become the column's.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&str, &ColumnConstraint) -> bool) {
        let mut without_reference = false;
        self.constraints.retain(|constraint| {
            let kept = match constraint.kind() {
                // Left alone, SQLite would apply it to the foreign key of a column before this one.
                ColumnConstraintKind::Deferral(_) => !without_reference,
                _ => keep(&self.name, constraint),
            };
            if matches!(constraint.kind(), ColumnConstraintKind::References(_)) {
                without_reference = !kept;
            }
            if !kept {
                self.comments.after.extend(comments::within(constraint.gap()));
            }
            kept
        });
    }

    /// The sources of the constraints that restrict rows.
    pub(super) fn sources_mut(&mut self) -> impl Iterator<Item = &mut Source> {
        let restrictions = self.constraints.iter_mut().filter(|it| it.kind().is_restriction());
        restrictions.map(ColumnConstraint::source_mut)
    }

    pub(super) fn unqualify(&mut self, table: &str) {
        for constraint in &mut self.constraints {
            constraint.unqualify(table);
        }
    }

    /// Reads a definition up to the `,` or `)` after it.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, DdlError> {
        let start = cursor.offset();
        let name = cursor.name("a column name")?;
        let name_text = cursor.since(start).to_owned();
        let gap = cursor.gap_since(cursor.end());
        let column_type = read_type(cursor)?.map(|type_name| Gapped::new(gap, type_name));
        let constraints = read_column_constraints(cursor)?;
        Ok(Self { comments: Comments::default(), name, name_text, column_type, constraints })
    }
}

impl fmt::Display for ColumnDef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name_text)?;
        if let Some(column_type) = &self.column_type {
            column_type.fmt(f)?;
        }
        self.constraints
            .iter()
            .try_for_each(|constraint| write!(f, "{}{constraint}", constraint.gap()))
    }
}

/// Reads a type: keywords, and the arguments in parentheses after them.
fn read_type(cursor: &mut Cursor<'_>) -> Result<Option<String>, DdlError> {
    let start = cursor.offset();
    while cursor.peek().is_some_and(is_type_word) && !at_generated_always(cursor) {
        cursor.advance(1);
    }
    if cursor.offset() == start {
        return Ok(None);
    }
    if cursor.at_symbol("(") {
        cursor.parenthesised()?;
    }
    Ok(Some(cursor.since(start).to_owned()))
}

fn is_type_word(token: Token<'_>) -> bool {
    match token.kind {
        TokenKind::Word => !CONSTRAINT_STARTS.iter().any(|word| token.is_keyword(word)),
        TokenKind::Quoted | TokenKind::String => true,
        _ => false,
    }
}

/// Whether `GENERATED ALWAYS` comes next, and not as two words in the middle of a type.
fn at_generated_always(cursor: &Cursor<'_>) -> bool {
    let after = cursor.rest().get(2);
    let goes_on = after.is_some_and(|token| is_type_word(*token) || token.is_symbol("("));
    cursor.at("GENERATED ALWAYS") && !goes_on
}
