//! `CREATE TABLE`: read into elements, edited element by element, and printed again.

use std::{fmt, mem};

use super::column::ColumnDef;
use super::comments::{self, Comments};
use super::constraint::{ConstraintRef, TableConstraint};
use super::cursor::Cursor;
use super::{DdlError, quote};

/// The keywords that a table constraint starts with; none of them can be a bare column name
/// (<https://www.sqlite.org/lang_keywords.html>).
const CONSTRAINT_STARTS: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

/// A table's definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTable {
    /// The text before the name, e.g. `CREATE TABLE `.
    prefix: String,
    name: String,
    columns: Vec<ColumnDef>,
    constraints: Vec<TableConstraint>,
    options: TableOptions,
    /// The comments after the closing parenthesis.
    tail: Vec<String>,
}

/// What follows the closing parenthesis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// `WITHOUT ROWID`
    pub without_rowid: bool,
    /// `STRICT`
    pub strict: bool,
}

impl CreateTable {
    /// Reads a `CREATE TABLE` statement.
    pub fn parse(sql: &str) -> Result<Self, DdlError> {
        let mut cursor = Cursor::new(sql)?;
        let (prefix, name) = read_head(&mut cursor)?;
        cursor.expect_symbol("(")?;
        let (columns, constraints) = read_elements(&mut cursor)?;
        let body_end = cursor.end();
        let options = read_options(&mut cursor)?;
        cursor.finish()?;
        let tail = comments::within(&sql[body_end..]);
        Ok(Self { prefix, name, columns, constraints, options, tail })
    }

    /// The table's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The columns in order.
    pub fn columns(&self) -> &[ColumnDef] {
        &self.columns
    }

    /// What follows the closing parenthesis.
    pub fn options(&self) -> TableOptions {
        self.options
    }

    /// Sets what follows the closing parenthesis.
    pub const fn set_options(&mut self, strict: bool, without_rowid: bool) {
        self.options = TableOptions { without_rowid, strict };
    }

    /// The constraints of all columns, then those of the table.
    pub fn all_constraints(&self) -> impl Iterator<Item = ConstraintRef<'_>> {
        let of_columns = self.columns.iter().flat_map(|column| {
            let constraints = column.constraints().iter();
            constraints.map(|constraint| ConstraintRef::Column(column.name(), constraint))
        });
        of_columns.chain(self.constraints.iter().map(ConstraintRef::Table))
    }

    /// A column by its name, in any case.
    pub fn column_mut(&mut self, name: &str) -> Option<&mut ColumnDef> {
        self.columns.iter_mut().find(|column| column.name().eq_ignore_ascii_case(name))
    }

    /// Renames the table. Foreign keys that refer to the old name go on to do so: a rebuild creates
    /// the table under another name and gives it the old one back. `CHECK` and generated columns
    /// lose the qualifier in `old_name.column`, which SQLite could not resolve under the new name.
    pub fn rename(&mut self, new_name: &str) {
        for column in &mut self.columns {
            column.unqualify(&self.name);
        }
        for constraint in &mut self.constraints {
            constraint.unqualify(&self.name);
        }
        new_name.clone_into(&mut self.name);
    }

    /// Adds a column from its definition, at a place among the columns or as the last.
    pub fn add_column(&mut self, at: Option<usize>, definition: &str) -> Result<(), DdlError> {
        let count = self.columns.len();
        let place = at.map_or(count, |at| at.min(count));
        self.columns.insert(place, ColumnDef::parse(definition)?);
        Ok(())
    }

    /// Removes a column with the constraints in its definition, and says whether it was there. A
    /// table constraint that mentions it stays.
    pub fn drop_column(&mut self, name: &str) -> bool {
        let count = self.columns.len();
        self.columns.retain(|column| !column.name().eq_ignore_ascii_case(name));
        self.columns.len() < count
    }

    /// Adds a table constraint from its definition.
    pub fn add_constraint(&mut self, definition: &str) -> Result<(), DdlError> {
        self.constraints.push(TableConstraint::parse(definition)?);
        Ok(())
    }

    /// Removes the constraint at a place among all that restrict rows.
    pub fn drop_constraint(&mut self, place: usize) {
        let mut at = 0..;
        self.drop_where(|constraint| constraint.is_restriction() && at.next() == Some(place));
    }

    /// Removes the constraints that `is_doomed` chooses and returns how many they were.
    pub fn drop_where(&mut self, mut is_doomed: impl FnMut(ConstraintRef<'_>) -> bool) -> usize {
        let mut dropped = 0;
        let mut keep = |constraint: ConstraintRef<'_>| {
            let doomed = is_doomed(constraint);
            dropped += usize::from(doomed);
            !doomed
        };
        for column in &mut self.columns {
            column.retain(|name, constraint| keep(ConstraintRef::Column(name, constraint)));
        }
        self.constraints.retain(|constraint| keep(ConstraintRef::Table(constraint)));
        dropped
    }

    /// Gives the constraint at a place among all that restrict rows another name, or its first.
    pub fn rename_constraint(&mut self, place: usize, name: &str) {
        let columns = self.columns.iter_mut().flat_map(ColumnDef::sources_mut);
        let constraints = self.constraints.iter_mut().map(TableConstraint::source_mut);
        if let Some(source) = columns.chain(constraints).nth(place) {
            source.set_name(name);
        }
    }

    /// The statement, without a `;` at its end.
    pub fn to_sql(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for CreateTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{} (", self.prefix, quote(&self.name))?;
        let columns =
            self.columns.iter().map(|column| (&column.comments, column as &dyn fmt::Display));
        let constraints = self
            .constraints
            .iter()
            .map(|constraint| (constraint.comments(), constraint as &dyn fmt::Display));
        let mut elements = columns.chain(constraints).peekable();
        while let Some((comments, element)) = elements.next() {
            let separator = if elements.peek().is_some() { "," } else { "" };
            comments.write_element(f, element, separator)?;
        }
        write!(f, "\n){}", self.options)?;
        comments::write_after(f, &self.tail)
    }
}

impl fmt::Display for TableOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.without_rowid, self.strict) {
            (false, false) => "",
            (true, false) => " WITHOUT ROWID",
            (false, true) => " STRICT",
            (true, true) => " WITHOUT ROWID, STRICT",
        })
    }
}

/// Reads what comes before the parenthesis: the text up to the name, and the name.
fn read_head(cursor: &mut Cursor<'_>) -> Result<(String, String), DdlError> {
    const WHAT: &str = "a table name";
    cursor.expect("CREATE")?;
    let is_virtual = cursor.eat("VIRTUAL");
    let temporary = cursor.eat("TEMP") || cursor.eat("TEMPORARY");
    cursor.expect("TABLE")?;
    let if_not_exists = cursor.eat("IF NOT EXISTS");
    let (schema, name) = cursor.qualified_name(WHAT)?;
    if is_virtual {
        return Err(DdlError::VirtualTable { name });
    }
    if cursor.at("AS") {
        return Err(DdlError::TableFromQuery { name });
    }
    let temporary = if temporary { "TEMP " } else { "" };
    let if_not_exists = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let schema = schema.map_or_else(String::new, |schema| format!("{}.", quote(&schema)));
    Ok((format!("CREATE {temporary}TABLE {if_not_exists}{schema}"), name))
}

/// Reads the elements and the parenthesis after them.
fn read_elements(
    cursor: &mut Cursor<'_>,
) -> Result<(Vec<ColumnDef>, Vec<TableConstraint>), DdlError> {
    let (mut columns, mut constraints) = (Vec::new(), Vec::new());
    let mut before = comments::within(cursor.gap_since(0));
    let mut more = true;
    while more && (columns.is_empty() || !at_constraint(cursor)) {
        let mut column = ColumnDef::read(cursor)?;
        (column.comments, more) = end_element(cursor, &mut before);
        columns.push(column);
    }
    while more {
        let start = cursor.offset();
        let constraint = TableConstraint::read(cursor)?;
        if cursor.offset() == start {
            return Err(cursor.unexpected("a table constraint"));
        }
        let comments;
        (comments, more) = end_element(cursor, &mut before);
        // SQLite does not need the comma between table constraints.
        more |= at_constraint(cursor);
        constraints.extend(constraint.map(|constraint| constraint.with_comments(comments)));
    }
    cursor.expect_symbol(")")?;
    Ok((columns, constraints))
}

fn at_constraint(cursor: &Cursor<'_>) -> bool {
    CONSTRAINT_STARTS.iter().any(|keyword| cursor.at(keyword))
}

/// Passes the comma after an element. Returns the element's comments, of which `before` were read,
/// and whether there was a comma; leaves the next element's in `before`.
fn end_element(cursor: &mut Cursor<'_>, before: &mut Vec<String>) -> (Comments, bool) {
    let end = cursor.end();
    let comma = cursor.eat_symbol(",");
    let (after, of_next) = comments::between(cursor.gap_since(end));
    (Comments { before: mem::replace(before, of_next), after }, comma)
}

/// Reads what follows the closing parenthesis.
fn read_options(cursor: &mut Cursor<'_>) -> Result<TableOptions, DdlError> {
    let mut options = TableOptions::default();
    if cursor.peek().is_none_or(|token| token.is_symbol(";")) {
        return Ok(options);
    }
    // SQLite takes a comma before the first option too.
    cursor.eat_symbol(",");
    loop {
        if cursor.eat("WITHOUT ROWID") {
            options.without_rowid = true;
        } else if cursor.eat("STRICT") {
            options.strict = true;
        } else {
            return Err(cursor.unexpected("a table option"));
        }
        if !cursor.eat_symbol(",") {
            return Ok(options);
        }
    }
}
