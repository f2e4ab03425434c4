//! A column's definition as text, in attributes that each own their source, and edits of it.
//!
//! What is not edited is printed as it stood: attributes of a newer server and comments that only
//! one server reads included.

use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

use super::attribute::{Kind, attribute, type_length};
use super::{Version, types};

/// A change of a definition; everything it does not name stays.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Edit {
    /// Another type; `text` says whether it has a character set and a collation.
    Type { name: String, text: bool },
    /// Another collation, and the character set it is of; `None` leaves the table's.
    Collation { charset: Option<String>, collation: Option<String> },
    /// Whether the column takes `NULL`.
    Nullable(bool),
    /// Another default, as written after `DEFAULT`; `None` drops it.
    Default(Option<String>),
    /// Puts the default into parentheses, as MySQL wants it for some types.
    ComputedDefault,
    /// The digits after the second of the time an `UPDATE` sets, where it sets the column.
    OnUpdatePrecision(String),
    /// The time an `UPDATE` sets, as written after `ON UPDATE`; `None` drops it.
    SetOnUpdate(Option<String>),
    /// Whether `SELECT *` leaves the column out.
    Invisible(bool),
    /// Whether the server numbers the rows.
    Numbered(bool),
    /// Another comment, as written after `COMMENT`; `None` drops it.
    Comment(Option<String>),
    /// Where the column is put: `FIRST`, or `AFTER` another.
    Position(String),
    /// What the column is computed from, with `GENERATED`; `None` keeps the values.
    Generated(Option<String>),
    /// No check of its own (MariaDB).
    DropCheck,
}

#[derive(Clone, Debug, PartialEq)]
struct Attribute {
    kind: Kind,
    source: String,
}

/// The definition of a column: everything after its name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Definition {
    attributes: Vec<Attribute>,
}

impl Definition {
    /// Reads the tokens of a definition.
    pub(super) fn read(sql: &str, tokens: &[Token<'_>]) -> Self {
        let mut attributes: Vec<Attribute> = Vec::new();
        let mut rest = tokens;
        while let [first, ..] = rest {
            let (kind, count) = if attributes.is_empty() {
                (Kind::Type, type_length(rest))
            } else {
                attribute(first, rest)
            };
            let count = count.clamp(1, rest.len());
            let source = &sql[first.start..rest[count - 1].end()];
            match attributes.last_mut() {
                Some(last) if kind == Kind::Other && last.kind == Kind::Other => {
                    last.source.push(' ');
                    last.source.push_str(source);
                }
                _ => attributes.push(Attribute { kind, source: source.to_owned() }),
            }
            rest = &rest[count..];
        }
        Self { attributes }
    }

    /// The definition as SQL.
    pub(super) fn sql(&self) -> String {
        let sources: Vec<_> = self.attributes.iter().map(|part| part.source.as_str()).collect();
        sources.join(" ")
    }

    fn find(&self, kind: Kind) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.kind == kind);
        found.map(|attribute| attribute.source.as_str())
    }

    fn remove(&mut self, kind: Kind) {
        self.attributes.retain(|attribute| attribute.kind != kind);
    }

    fn set(&mut self, kind: Kind, source: String) {
        if let Some(known) = self.attributes.iter_mut().find(|known| known.kind == kind) {
            known.source = source;
            return;
        }
        let later = self.attributes.iter().position(|known| known.kind > kind);
        let at = later.unwrap_or(self.attributes.len());
        self.attributes.insert(at, Attribute { kind, source });
    }

    fn replace(&mut self, kind: Kind, source: Option<String>) {
        match source {
            Some(source) => self.set(kind, source),
            None => self.remove(kind),
        }
    }

    fn is_json(&self) -> bool {
        self.find(Kind::Type).is_some_and(types::is_json)
    }

    /// Writes `JSON` for what MariaDB shows in its stead; with the longer form it would copy the
    /// table (tried on MariaDB 10.11).
    pub(super) fn name_json(&mut self, column: &str) {
        let valid = format!("CHECK (json_valid(`{}`))", column.replace('`', "``"));
        let shown = self.find(Kind::Type).is_some_and(|name| name == "longtext")
            && self.find(Kind::Collation) == Some("COLLATE utf8mb4_bin")
            && self.find(Kind::Check).is_some_and(|check| check.replace('"', "`") == valid);
        if shown {
            self.remove(Kind::Check);
            self.remove(Kind::Charset);
            self.remove(Kind::Collation);
            self.set(Kind::Type, "JSON".to_owned());
        }
    }

    /// Takes from the declared definition what the server does not show: in `SHOW CREATE TABLE` and in its
    /// catalogue MariaDB writes `?` for each character beyond U+FFFF of a constant, an `ENUM` or a comment,
    /// whatever the connection's character set (tried on MariaDB 10.11), and `MODIFY` would make that
    /// the column's. MySQL does so with an `ENUM` alone: it shows such a constant as `0xF09FA680`, and keeps
    /// a comment itself with `?` (warning 1300; tried on MySQL 9.7). Expressions are shown as they are.
    /// Gives the attributes that are not the declared ones.
    pub(super) fn restore_characters(
        &mut self,
        version: Version,
        declared: Option<&Self>,
    ) -> Vec<String> {
        // The default of a large value is kept as an expression.
        let is_large = self.find(Kind::Type).is_some_and(types::is_large);
        let is_mariadb = version.is_mariadb();
        let is_lossy = |shown: &Attribute| match shown.kind {
            Kind::Type => true,
            Kind::Comment => is_mariadb,
            Kind::Default => is_mariadb && !is_large && is_string(&shown.source),
            Kind::Charset
            | Kind::Collation
            | Kind::Generated
            | Kind::Null
            | Kind::OnUpdate
            | Kind::Numbered
            | Kind::Invisible
            | Kind::Other
            | Kind::Check
            | Kind::Position => false,
        };
        let mut unknown = Vec::new();
        for shown in &mut self.attributes {
            if !shown.source.contains('?') || !is_lossy(shown) {
                continue;
            }
            let known = declared.and_then(|declared| declared.find(shown.kind));
            // A script has the declared definition for the one that is shown.
            let marked = |source: &str| values(&source.replace(is_beyond_bmp, "?"));
            let same = known.filter(|known| marked(known) == marked(&shown.source));
            match same {
                Some(known) if known.contains(is_beyond_bmp) => {
                    known.clone_into(&mut shown.source);
                }
                Some(_) => {}
                None => unknown.push(shown.source.clone()),
            }
        }
        unknown
    }

    /// Whether one of the attributes is written like that.
    pub(super) fn has(&self, source: &str) -> bool {
        self.attributes.iter().any(|attribute| attribute.source == source)
    }

    /// Changes what the edit names.
    pub(super) fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Type { name, text } => {
                if self.is_json() || !*text {
                    self.remove(Kind::Charset);
                    self.remove(Kind::Collation);
                }
                self.set(Kind::Type, name.clone());
            }
            Edit::Collation { charset, collation } => {
                let charset = charset.as_ref().map(|name| format!("CHARACTER SET {name}"));
                self.replace(Kind::Charset, charset);
                let collation = collation.as_ref().map(|name| format!("COLLATE {name}"));
                self.replace(Kind::Collation, collation);
            }
            Edit::Position(place) => self.set(Kind::Position, place.clone()),
            Edit::Nullable(true) => self.set(Kind::Null, "NULL".to_owned()),
            Edit::Nullable(false) => {
                if self
                    .find(Kind::Default)
                    .is_some_and(|it| it.eq_ignore_ascii_case("DEFAULT NULL"))
                {
                    self.remove(Kind::Default);
                }
                self.set(Kind::Null, "NOT NULL".to_owned());
            }
            Edit::Default(default) => {
                let default = default.as_ref().map(|default| format!("DEFAULT {default}"));
                self.replace(Kind::Default, default);
            }
            Edit::ComputedDefault => {
                if let Some(value) = self.find(Kind::Default).and_then(|it| it.get(8..)) {
                    let value = value.trim();
                    if !value.starts_with('(') && !value.eq_ignore_ascii_case("NULL") {
                        let source = format!("DEFAULT ({value})");
                        self.set(Kind::Default, source);
                    }
                }
            }
            Edit::OnUpdatePrecision(time) => {
                if self.find(Kind::OnUpdate).is_some() {
                    self.set(Kind::OnUpdate, format!("ON UPDATE {time}"));
                }
            }
            Edit::DropCheck => self.remove(Kind::Check),
            Edit::SetOnUpdate(time) => {
                let time = time.as_ref().map(|time| format!("ON UPDATE {time}"));
                self.replace(Kind::OnUpdate, time);
            }
            Edit::Invisible(invisible) => {
                self.replace(Kind::Invisible, invisible.then(|| "INVISIBLE".to_owned()));
            }
            Edit::Numbered(true) => {
                self.remove(Kind::Default);
                self.set(Kind::Null, "NOT NULL".to_owned());
                self.set(Kind::Numbered, "AUTO_INCREMENT".to_owned());
            }
            Edit::Numbered(false) => self.remove(Kind::Numbered),
            Edit::Comment(comment) => {
                let comment = comment.as_ref().map(|comment| format!("COMMENT {comment}"));
                self.replace(Kind::Comment, comment);
            }
            Edit::Generated(generated) => {
                if generated.is_some() {
                    self.remove(Kind::Default);
                    self.remove(Kind::Null);
                }
                self.replace(Kind::Generated, generated.clone());
            }
        }
    }
}

/// Whether the first token after `DEFAULT` is a string, with or without its character set.
fn is_string(default: &str) -> bool {
    let second = Tokens::code(default, SqlSyntax::MYSQL).nth(1);
    second.is_some_and(|it| matches!(it.kind, TokenKind::String | TokenKind::Introducer))
}

/// Whether a character takes four bytes.
pub(super) fn is_beyond_bmp(c: char) -> bool {
    u32::from(c) > 0xFFFF
}

/// What the tokens of an attribute say, without blanks, quotes, escapes and the case of words.
fn values(source: &str) -> Vec<String> {
    let tokens = Tokens::code(source, SqlSyntax::MYSQL);
    tokens.map(|token| token.string().unwrap_or_else(|| token.text.to_lowercase())).collect()
}
