//! The words of expressions: which are reserved, which are values, what types are called.

use super::lex::Kind;
use super::parse::Parser;
use migrate_core::dialect::Family;

use super::normal;

/// The words that cannot begin an operand without quotes, or that begin one of their own.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "all", "and", "any", "array", "as", "asc", "between", "binary", "both", "case", "cast",
    "collate", "desc", "distinct", "div", "else", "end", "escape", "exists", "for",
    "from", "ilike", "in", "interval", "is", "isnull", "leading", "like", "not", "notnull", "on",
    "or", "order", "placing", "regexp", "rlike", "row", "select", "separator", "similar", "some",
    "then", "trailing", "using", "values", "when", "where", "with", "xor",
];

/// The words that are values without parentheses.
#[rustfmt::skip]
const VALUES: &[&str] = &[
    "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "default", "false", "localtime", "localtimestamp", "null",
    "session_user", "true", "user", "utc_date", "utc_time", "utc_timestamp",
];

/// Other keywords that change the operands beside them.
#[rustfmt::skip]
const CONTEXTUAL: &[&str] = &[
    "at", "date", "double", "glob", "match", "mod", "nulls", "time", "timestamp", "to", "zone",
];

/// Whether a word cannot be a name without quotes.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word) || is_value(word)
}

/// Whether a word is a value by itself.
pub(super) fn is_value(word: &str) -> bool {
    VALUES.contains(&word)
}

/// Whether a word means the same in every place, so that quotes around it say nothing.
pub(super) fn is_plain(word: &str) -> bool {
    let mut chars = word.chars();
    let starts = chars.next().is_some_and(|c| c == '_' || c.is_ascii_lowercase());
    let continues = chars.all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit());
    starts && continues && !is_reserved(word)
}

/// Whether a word is plain even where nothing says that a name is wanted.
pub(super) fn is_plain_anywhere(word: &str) -> bool {
    is_plain(word) && !word.starts_with('_') && !CONTEXTUAL.contains(&word) && unit(word).is_none()
}

/// A unit of time as `interval` takes it, if it is one.
pub(super) fn unit(word: &str) -> Option<&'static str> {
    let units = ["year", "month", "day", "hour", "minute", "second"];
    units.into_iter().find(|unit| *unit == word)
}

/// What a name of a type is called here; the other words are synonyms.
fn canonical_name(name: &str, family: Family) -> &str {
    match (name, family) {
        ("signed" | "signed integer" | "signed int" | "int" | "integer", Family::Mysql) => "signed",
        ("unsigned integer" | "unsigned int", Family::Mysql) => "unsigned",
        ("int" | "int4", _) => "integer",
        ("int8", _) => "bigint",
        ("int2", _) => "smallint",
        ("bool", _) => "boolean",
        ("double" | "float8" | "double precision" | "float", _) => "double precision",
        ("float4", _) => "real",
        ("decimal" | "dec" | "numeric", _) => "numeric",
        ("character varying" | "char varying", _) => "varchar",
        ("character", _) => "char",
        ("bit varying", _) => "varbit",
        ("timestamp with time zone", _) => "timestamptz",
        ("timestamp without time zone", _) => "timestamp",
        ("time with time zone", _) => "timetz",
        ("time without time zone", _) => "time",
        _ => name,
    }
}

impl Parser<'_> {
    /// The name of a type, with its length and its brackets.
    pub(super) fn type_name(&mut self) -> Option<String> {
        let quoted = self.peek(0)?.kind == Kind::Quoted;
        let mut name = self.part_of_type()?;
        while self.takes(".") {
            let schema = std::mem::replace(&mut name, self.part_of_type()?);
            if schema != "pg_catalog" {
                name = format!("{schema}.{name}");
            }
        }
        if !quoted {
            self.second_word(&mut name);
        }
        let mut modifiers = Vec::new();
        if self.takes("(") {
            modifiers = self.modifiers()?;
        }
        let with_zone = [("with", " with time zone"), ("without", " without time zone")];
        for (word, zone) in with_zone {
            if self.is(0, word) && self.is(1, "time") && self.is(2, "zone") {
                self.at += 3;
                name.push_str(zone);
            }
        }
        let is_binary = self.charset()?;
        let mut name = canonical_name(&name, self.family).to_owned();
        if name == "char" && is_binary {
            "binary".clone_into(&mut name);
        }
        if name == "char" && modifiers.is_empty() && self.family == Family::Postgres {
            modifiers.push("1".to_owned());
        }
        if name == "numeric" && modifiers.is_empty() && self.family == Family::Mysql {
            modifiers.push("10".to_owned());
        }
        if name == "numeric" && modifiers.len() == 1 {
            modifiers.push("0".to_owned());
        }
        if !modifiers.is_empty() {
            name = format!("{name}({})", modifiers.join(", "));
        }
        while self.is(0, "[") && self.is(1, "]") {
            self.at += 2;
            name.push_str("[]");
        }
        Some(name)
    }

    fn part_of_type(&mut self) -> Option<String> {
        let token = self.next()?;
        match token.kind {
            Kind::Word => Some(token.text),
            Kind::Quoted => Some(normal::name(&token.text, self.family)),
            Kind::Text | Kind::Bits | Kind::Number | Kind::Symbol => None,
        }
    }

    fn second_word(&mut self, name: &mut String) {
        let seconds: &[&str] = match name.as_str() {
            "double" => &["precision"],
            "character" | "char" | "bit" => &["varying"],
            "signed" | "unsigned" => &["integer", "int"],
            "interval" => &["year", "month", "day", "hour", "minute", "second"],
            _ => &[],
        };
        if let Some(second) = seconds.iter().find(|second| self.takes(second)) {
            name.push(' ');
            name.push_str(second);
        }
    }

    fn modifiers(&mut self) -> Option<Vec<String>> {
        let mut modifiers = Vec::new();
        loop {
            let token = self.next()?;
            if !matches!(token.kind, Kind::Number | Kind::Word) {
                return None;
            }
            modifiers.push(token.text);
            if self.takes(")") {
                return Some(modifiers);
            }
            self.expect(",")?;
        }
    }

    /// Takes the character set of a cast, which MySQL adds by itself; whether it is `binary`.
    fn charset(&mut self) -> Option<bool> {
        if self.family != Family::Mysql {
            return Some(false);
        }
        if self.takes("character") {
            self.expect("set")?;
        } else if !self.takes("charset") {
            return Some(false);
        }
        Some(self.name()? == "binary")
    }
}
