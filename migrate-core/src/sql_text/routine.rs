//! Where the body of a routine, a trigger or an event of MariaDB's and MySQL's ends.
//!
//! `END` closes `BEGIN`, `IF`, `CASE`, `LOOP`, `WHILE`, `REPEAT` and MariaDB's `FOR`
//! (<https://dev.mysql.com/doc/refman/8.4/en/sql-compound-statements.html>). They open a block only where
//! a statement may begin: elsewhere `IF(..)` and `REPEAT(..)` are functions, `CASE` is an expression, and
//! `FOR` belongs to a cursor or a query.

use super::token::{Token, TokenKind};

const BLOCKS: [&str; 7] = ["BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"];
/// The words after which a statement may begin.
const BEFORE_STATEMENT: [&str; 7] = ["THEN", "ELSE", "DO", "LOOP", "REPEAT", "BEGIN", "ATOMIC"];
/// The words that may end what stands before a body: `FOR EACH ROW`, and characteristics such as
/// `READS SQL DATA`.
const BEFORE_BODY: [&str; 7] = ["ROW", "DO", "DETERMINISTIC", "SQL", "DATA", "DEFINER", "INVOKER"];
const ROUTINES: [&str; 4] = ["FUNCTION", "PROCEDURE", "TRIGGER", "EVENT"];
/// The words of `CREATE` before the kind of what is created; `DEFINER = user` stands there too.
const PLAIN: [&str; 13] = [
    "TABLE",
    "TEMPORARY",
    "VIEW",
    "INDEX",
    "UNIQUE",
    "FULLTEXT",
    "SPATIAL",
    "DATABASE",
    "SCHEMA",
    "USER",
    "ROLE",
    "SEQUENCE",
    "SERVER",
];

/// Whether the tokens of a statement create or change a routine, a trigger or an event.
pub(super) fn creates<'a>(mut tokens: impl Iterator<Item = Token<'a>>) -> bool {
    let begins = tokens.next().is_some_and(|first| first.is_any_keyword(&["CREATE", "ALTER"]));
    let kind = tokens.find(|it| it.is_any_keyword(&ROUTINES) || it.is_any_keyword(&PLAIN));
    begins && kind.is_some_and(|kind| kind.is_any_keyword(&ROUTINES))
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// Statements, each with a `;`.
    Block,
    /// `CASE` as an expression, which has none.
    Expression,
}

/// What a statement is, as far as it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    /// Nothing of it is read.
    #[default]
    Unread,
    /// `CREATE` or `ALTER`, and nothing yet of what.
    Create,
    /// `BEGIN`: of a transaction, or of a block of MariaDB's when `NOT ATOMIC` follows.
    Begin,
    /// It may have a body.
    Compound,
    /// It has no body.
    Plain,
}

/// A statement, read token by token.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about the tokens before")]
pub(super) struct Body {
    kind: Kind,
    open: Vec<Open>,
    parentheses: usize,
    /// Whether a statement may begin with the next token.
    begins: bool,
    /// Whether the token before closed a block, whose kind may follow: `END IF`.
    after_end: bool,
    /// Whether the token before was a `.`, after which every word is a name.
    after_dot: bool,
    /// Whether the statement is a `DECLARE .. HANDLER`, which ends in a statement.
    in_handler: bool,
    /// Whether `UNTIL` was read, the condition before `END REPEAT`.
    in_until: bool,
}

impl Body {
    /// Whether a `;` would end the statement here.
    pub(super) fn is_closed(&self) -> bool {
        self.open.is_empty()
    }

    /// Reads the next token.
    pub(super) fn read(&mut self, token: &Token<'_>) {
        match self.kind {
            Kind::Compound => self.compound(token),
            Kind::Unread if token.is_any_keyword(&["CREATE", "ALTER"]) => self.kind = Kind::Create,
            Kind::Unread if token.is_keyword("BEGIN") => self.kind = Kind::Begin,
            Kind::Unread if token.is_any_keyword(&BLOCKS) => {
                self.kind = Kind::Compound;
                self.begins = true;
                self.compound(token);
            }
            Kind::Begin if token.is_keyword("NOT") => {
                self.kind = Kind::Compound;
                self.open.push(Open::Block);
            }
            Kind::Unread | Kind::Begin => self.kind = Kind::Plain,
            Kind::Create if token.is_any_keyword(&ROUTINES) => self.kind = Kind::Compound,
            Kind::Create if token.is_any_keyword(&PLAIN) => self.kind = Kind::Plain,
            Kind::Create | Kind::Plain => {}
        }
    }

    fn compound(&mut self, token: &Token<'_>) {
        let begins = std::mem::take(&mut self.begins);
        let named_end = std::mem::take(&mut self.after_end) && token.is_any_keyword(&BLOCKS);
        let is_name = std::mem::replace(&mut self.after_dot, token.is_symbol("."));
        if named_end || is_name {
            return;
        }
        match self.open.last() {
            Some(Open::Expression) => match token {
                token if token.is_keyword("END") => drop(self.open.pop()),
                token if token.is_keyword("CASE") => self.open.push(Open::Expression),
                _ => {}
            },
            Some(Open::Block) => self.in_block(token, begins),
            None => self.before_body(token, begins),
        }
    }

    fn in_block(&mut self, token: &Token<'_>, begins: bool) {
        let is_block = token.is_any_keyword(&BLOCKS);
        let of_handler = self.in_handler && is_block && !token.is_keyword("FOR");
        if token.is_keyword("END") && (begins || self.in_until) {
            self.open.pop();
            self.after_end = true;
            self.in_until = false;
        } else if is_block && begins || of_handler {
            self.open.push(Open::Block);
            self.in_handler = false;
            self.begins = token.is_any_keyword(&BEFORE_STATEMENT);
        } else if token.is_keyword("CASE") {
            self.open.push(Open::Expression);
        } else {
            self.begins = token.is_symbol(";")
                || token.is_symbol(":")
                || token.is_any_keyword(&BEFORE_STATEMENT);
            self.in_handler =
                !token.is_symbol(";") && (self.in_handler || token.is_keyword("HANDLER"));
            self.in_until |= begins && token.is_keyword("UNTIL");
        }
    }

    /// Reads what stands before the body, or a body of one statement.
    fn before_body(&mut self, token: &Token<'_>, begins: bool) {
        let is_block = token.is_any_keyword(&BLOCKS) && !token.is_keyword("FOR");
        if token.is_keyword("BEGIN") || is_block && begins {
            self.open.push(Open::Block);
            self.begins = token.is_any_keyword(&BEFORE_STATEMENT);
        } else if token.is_keyword("CASE") {
            self.open.push(Open::Expression);
        } else if token.is_symbol("(") {
            self.parentheses += 1;
        } else if token.is_symbol(")") {
            self.parentheses = self.parentheses.saturating_sub(1);
            self.begins = self.parentheses == 0;
        } else {
            let may_end = token.is_symbol(":")
                || token.kind == TokenKind::String
                || token.is_any_keyword(&BEFORE_BODY);
            self.begins = may_end && self.parentheses == 0;
        }
    }
}
