//! `REFERENCES ..`: what a foreign key refers to and what it does.

use super::DdlError;
use super::cursor::Cursor;

/// What a foreign key does when the row it refers to goes or changes its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `NO ACTION`
    NoAction,
    /// `RESTRICT`
    Restrict,
    /// `CASCADE`
    Cascade,
    /// `SET NULL`
    SetNull,
    /// `SET DEFAULT`
    SetDefault,
}

/// When a foreign key is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deferral {
    /// `DEFERRABLE`, not `NOT DEFERRABLE`.
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`, which means nothing after `NOT DEFERRABLE`.
    pub initially_deferred: bool,
}

/// `REFERENCES ..` of a column or of a `FOREIGN KEY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKeyClause {
    /// The table it refers to.
    pub table: String,
    /// The columns it refers to; none means the primary key.
    pub columns: Vec<String>,
    /// `ON DELETE`
    pub on_delete: Option<Action>,
    /// `ON UPDATE`
    pub on_update: Option<Action>,
    /// `MATCH`, which SQLite reads and ignores.
    pub match_name: Option<String>,
    /// `[NOT] DEFERRABLE ..`
    pub deferral: Option<Deferral>,
}

/// Reads what follows `REFERENCES`.
pub(super) fn foreign_key_clause(cursor: &mut Cursor<'_>) -> Result<ForeignKeyClause, DdlError> {
    let table = cursor.name("a table name")?;
    let columns = if cursor.at_symbol("(") { cursor.names("a column name")? } else { Vec::new() };
    let (mut on_delete, mut on_update, mut match_name) = (None, None, None);
    loop {
        if cursor.eat("ON DELETE") {
            on_delete = Some(action(cursor)?);
        } else if cursor.eat("ON UPDATE") {
            on_update = Some(action(cursor)?);
        } else if cursor.eat("ON INSERT") {
            action(cursor)?;
        } else if cursor.eat("MATCH") {
            match_name = Some(cursor.name("a match name")?);
        } else {
            break;
        }
    }
    let deferral = deferral(cursor)?;
    Ok(ForeignKeyClause { table, columns, on_delete, on_update, match_name, deferral })
}

fn action(cursor: &mut Cursor<'_>) -> Result<Action, DdlError> {
    const ACTIONS: [(&str, Action); 5] = [
        ("NO ACTION", Action::NoAction),
        ("RESTRICT", Action::Restrict),
        ("CASCADE", Action::Cascade),
        ("SET NULL", Action::SetNull),
        ("SET DEFAULT", Action::SetDefault),
    ];
    let found = ACTIONS.iter().find(|(keywords, _)| cursor.eat(keywords));
    found.map(|(_, action)| *action).ok_or_else(|| cursor.unexpected("a foreign key action"))
}

/// Reads `[NOT] DEFERRABLE [INITIALLY ..]` if it comes next.
pub(super) fn deferral(cursor: &mut Cursor<'_>) -> Result<Option<Deferral>, DdlError> {
    let deferrable = cursor.eat("DEFERRABLE");
    if !deferrable && !cursor.eat("NOT DEFERRABLE") {
        return Ok(None);
    }
    let initially_deferred = cursor.eat("INITIALLY DEFERRED");
    if !initially_deferred && cursor.eat("INITIALLY") {
        cursor.expect("IMMEDIATE")?;
    }
    Ok(Some(Deferral { deferrable, initially_deferred }))
}
