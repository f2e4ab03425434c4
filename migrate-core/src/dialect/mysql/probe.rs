//! What a statement makes, changes and drops, read from its words; and whether `SHOW CREATE TABLE` has a part.
//!
//! It is the text that the server is sent which is read, and no operation: so raw SQL and ways back that a database
//! keeps have their probes too, and each of several statements of one operation has its own. What is not read for
//! sure has none.

use crate::dialect::probe::{After, Part, Probe, Probed, ProbedKind};
use crate::schema::QualifiedName;
use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens, split_statements};

use super::attribute::group_length;
use super::name::folded;
use super::restate;

/// What the catalogue shows of one statement; none where that cannot be told.
///
/// ```
/// use migrate_core::dialect::mysql::probe;
///
/// assert_eq!(probe("ALTER TABLE users ADD COLUMN nick text").map(|it| it.objects.len()), Some(1));
/// assert!(probe("TRUNCATE TABLE users").is_none());
/// ```
pub fn probe(sql: &str) -> Option<Probe> {
    let statements = split_statements(sql, SqlSyntax::MYSQL);
    let [statement] = statements[..] else { return None };
    let tokens: Vec<_> = Tokens::code(statement, SqlSyntax::MYSQL).collect();
    let mut words = Words(&tokens);
    let objects = if words.take("CREATE") {
        create(&mut words)
    } else if words.take("DROP") {
        drop(&mut words)
    } else if words.take_all(&["RENAME", "TABLE"]) {
        let (from, to) = (words.name()?, words.take("TO").then(|| words.name())??);
        words.ends().then(|| renamed(from, to))
    } else if words.take_all(&["ALTER", "TABLE"]) {
        alter(&mut words)
    } else if words.take_all(&["ALTER", "SEQUENCE"]) {
        words.skip_condition();
        Some(vec![altered(ProbedKind::Sequence, words.name()?, Vec::new(), Vec::new())])
    } else {
        None
    };
    objects.map(|objects| Probe { objects })
}

/// The words of a statement that are not read yet.
struct Words<'t, 's>(&'t [Token<'s>]);

impl Words<'_, '_> {
    fn take(&mut self, word: &str) -> bool {
        let takes = self.0.first().is_some_and(|token| token.is_keyword(word));
        if takes {
            self.0 = &self.0[1..];
        }
        takes
    }

    fn take_all(&mut self, words: &[&str]) -> bool {
        let takes = words.len() <= self.0.len()
            && words.iter().zip(self.0).all(|(word, token)| token.is_keyword(word));
        if takes {
            self.0 = &self.0[words.len()..];
        }
        takes
    }

    fn take_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.take(word))
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let takes = self.0.first().is_some_and(|token| token.is_symbol(symbol));
        if takes {
            self.0 = &self.0[1..];
        }
        takes
    }

    fn skip_condition(&mut self) {
        let _ = self.take_all(&["IF", "NOT", "EXISTS"]) || self.take_all(&["IF", "EXISTS"]);
    }

    fn identifier(&mut self) -> Option<String> {
        let (first, rest) = self.0.split_first()?;
        let name = first.identifier()?;
        self.0 = rest;
        Some(name)
    }

    fn name(&mut self) -> Option<QualifiedName> {
        let first = self.identifier()?;
        if !self.take_symbol(".") {
            return Some(QualifiedName { schema: None, name: first });
        }
        Some(QualifiedName { schema: Some(first), name: self.identifier()? })
    }

    const fn ends(&self) -> bool {
        self.0.is_empty()
    }
}

const fn one(kind: ProbedKind, name: QualifiedName, after: After) -> Probed {
    Probed { kind, name, after }
}

const fn altered(
    kind: ProbedKind,
    name: QualifiedName,
    has: Vec<Part>,
    lacks: Vec<Part>,
) -> Probed {
    one(kind, name, After::Altered { has, lacks })
}

fn renamed(from: QualifiedName, to: QualifiedName) -> Vec<Probed> {
    let table = ProbedKind::Table;
    vec![one(table, from, After::Gone), one(table, to, After::There)]
}

/// The kind that a word of `CREATE` and `DROP` names.
fn kind(words: &mut Words<'_, '_>) -> Option<ProbedKind> {
    let (first, rest) = words.0.split_first()?;
    let kind = match first {
        it if it.is_keyword("TABLE") => ProbedKind::Table,
        it if it.is_keyword("VIEW") => ProbedKind::View,
        it if it.is_keyword("SEQUENCE") => ProbedKind::Sequence,
        it if it.is_keyword("TRIGGER") => ProbedKind::Trigger,
        it if it.is_keyword("FUNCTION") => ProbedKind::Function,
        it if it.is_keyword("PROCEDURE") => ProbedKind::Procedure,
        it if it.is_keyword("EVENT") => ProbedKind::Event,
        it if it.is_any_keyword(&["SCHEMA", "DATABASE"]) => ProbedKind::Namespace,
        _ => return None,
    };
    words.0 = rest;
    Some(kind)
}

fn create(words: &mut Words<'_, '_>) -> Option<Vec<Probed>> {
    let replaces = words.take_all(&["OR", "REPLACE"]);
    let Some(kind) = kind(words) else {
        let _ = words.take_any(&["UNIQUE", "FULLTEXT", "SPATIAL"]);
        return if words.take("INDEX") && !replaces { index(words, true) } else { None };
    };
    words.skip_condition();
    let name = words.name()?;
    match kind {
        // What a query gives is rows, and what is replaced has some.
        ProbedKind::Table => {
            let queries = words.0.iter().any(|it| it.is_any_keyword(&["SELECT", "WITH", "VALUES"]));
            let plain =
                words.0.first().is_some_and(|it| it.is_symbol("(") || it.is_keyword("LIKE"));
            (plain && !queries && !replaces).then(|| vec![one(kind, name, After::There)])
        }
        // Its text cannot be asked for without a look at every table.
        ProbedKind::Trigger if replaces => None,
        // Another text of the same name.
        _ if replaces => Some(vec![altered(kind, name, Vec::new(), Vec::new())]),
        ProbedKind::View
        | ProbedKind::Sequence
        | ProbedKind::Trigger
        | ProbedKind::Function
        | ProbedKind::Procedure
        | ProbedKind::Event
        | ProbedKind::Namespace => Some(vec![one(kind, name, After::There)]),
    }
}

fn drop(words: &mut Words<'_, '_>) -> Option<Vec<Probed>> {
    let Some(kind) = kind(words) else {
        return if words.take("INDEX") { index(words, false) } else { None };
    };
    words.skip_condition();
    let mut objects = Vec::new();
    loop {
        objects.push(one(kind, words.name()?, After::Gone));
        if !words.take_symbol(",") {
            break;
        }
    }
    let _ = words.take_any(&["RESTRICT", "CASCADE"]);
    words.ends().then_some(objects)
}

/// `CREATE INDEX` and `DROP INDEX`, from the name on.
fn index(words: &mut Words<'_, '_>, creates: bool) -> Option<Vec<Probed>> {
    words.skip_condition();
    let name = words.identifier()?;
    if words.take("USING") {
        words.identifier()?;
    }
    if !words.take("ON") {
        return None;
    }
    let table = words.name()?;
    let part = vec![Part::Index(name)];
    let (has, lacks) = if creates { (part, Vec::new()) } else { (Vec::new(), part) };
    Some(vec![altered(ProbedKind::Table, table, has, lacks)])
}

/// What clauses of `ALTER TABLE` leave.
#[derive(Default)]
struct Parts {
    has: Vec<Part>,
    lacks: Vec<Part>,
    renamed: Option<QualifiedName>,
}

/// `ALTER TABLE`, from the table's name on; every clause must be known.
fn alter(words: &mut Words<'_, '_>) -> Option<Vec<Probed>> {
    words.skip_condition();
    let table = words.name()?;
    let mut parts = Parts::default();
    for clause in restate::elements(words.0) {
        self::clause(&mut Words(clause), &table, &mut parts)?;
    }
    let Parts { has, mut lacks, renamed: to } = parts;
    if let Some(to) = to {
        return (has.is_empty() && lacks.is_empty()).then(|| renamed(table, to));
    }
    // What is dropped and made again under its name is there.
    lacks.retain(|part| !has.iter().any(|it| is_same(it, part)));
    Some(vec![altered(ProbedKind::Table, table, has, lacks)])
}

/// The first words of what a table is, or how it is changed; nothing of it has a name.
const OPTIONS: [&str; 13] = [
    "COMMENT",
    "ENGINE",
    "AUTO_INCREMENT",
    "ROW_FORMAT",
    "KEY_BLOCK_SIZE",
    "DEFAULT",
    "CHARACTER",
    "CHARSET",
    "COLLATE",
    "CONVERT",
    "ALGORITHM",
    "LOCK",
    "FORCE",
];

fn clause(words: &mut Words<'_, '_>, table: &QualifiedName, parts: &mut Parts) -> Option<()> {
    let first = *words.0.first()?;
    words.0 = &words.0[1..];
    match first {
        it if it.is_keyword("ADD") => parts.has.extend(added(words)?),
        it if it.is_keyword("DROP") => parts.lacks.push(dropped(words)?),
        it if it.is_keyword("MODIFY") => {
            let _ = words.take("COLUMN");
            words.skip_condition();
            parts.has.push(Part::Column(words.identifier()?));
        }
        it if it.is_keyword("CHANGE") => {
            let _ = words.take("COLUMN");
            words.skip_condition();
            let (from, to) = (words.identifier()?, words.identifier()?);
            parts.lacks.push(Part::Column(from));
            parts.has.push(Part::Column(to));
        }
        it if it.is_keyword("RENAME") => rename(words, table, parts)?,
        it if it.is_keyword("ALTER") => {
            let _ = words.take("COLUMN");
            words.identifier()?;
        }
        // What the rows are spread over; by itself it is all there is.
        it if it.is_keyword("PARTITION") => words.take("BY").then_some(())?,
        it if it.is_keyword("REMOVE") => words.take("PARTITIONING").then_some(())?,
        it if it.is_any_keyword(&OPTIONS) => {}
        _ => return None,
    }
    Some(())
}

fn rename(words: &mut Words<'_, '_>, table: &QualifiedName, parts: &mut Parts) -> Option<()> {
    let part: fn(String) -> Part = if words.take("COLUMN") {
        Part::Column
    } else if words.take_any(&["INDEX", "KEY"]) {
        Part::Index
    } else {
        let _ = words.take_any(&["TO", "AS"]);
        let to = words.name()?;
        if to == *table || !words.ends() {
            return None;
        }
        parts.renamed = Some(to);
        return Some(());
    };
    words.skip_condition();
    let from = words.identifier()?;
    let to = words.take("TO").then(|| words.identifier())??;
    parts.lacks.push(part(from));
    parts.has.push(part(to));
    Some(())
}

/// What follows `ADD`; empty where it has no name, none where it is not known.
fn added(words: &mut Words<'_, '_>) -> Option<Vec<Part>> {
    if words.take("CONSTRAINT") {
        const KINDS: [&str; 4] = ["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"];
        words.skip_condition();
        let bare = words.0.first()?.is_any_keyword(&KINDS);
        let name = if bare { None } else { Some(words.identifier()?) };
        let key = words.take("PRIMARY").then_some(Part::PrimaryKey);
        return Some(key.or(name.map(Part::Constraint)).into_iter().collect());
    }
    if words.take_all(&["PRIMARY", "KEY"]) {
        return Some(vec![Part::PrimaryKey]);
    }
    let is_kind = words.take_any(&["UNIQUE", "FULLTEXT", "SPATIAL"]);
    if words.take_any(&["INDEX", "KEY"]) || is_kind {
        words.skip_condition();
        return Some(words.identifier().map(Part::Index).into_iter().collect());
    }
    if words.take_all(&["FOREIGN", "KEY"]) || words.take("CHECK") {
        return Some(Vec::new());
    }
    if words.take("PARTITION") || words.take("PERIOD") || words.take("SYSTEM") {
        return None;
    }
    let _ = words.take("COLUMN");
    words.skip_condition();
    words.identifier().map(|name| vec![Part::Column(name)])
}

fn dropped(words: &mut Words<'_, '_>) -> Option<Part> {
    if words.take_all(&["PRIMARY", "KEY"]) {
        return Some(Part::PrimaryKey);
    }
    let part: fn(String) -> Part = if words.take_any(&["INDEX", "KEY"]) {
        Part::Index
    } else if words.take_all(&["FOREIGN", "KEY"]) || words.take_any(&["CONSTRAINT", "CHECK"]) {
        Part::Constraint
    } else if words.take("PARTITION") || words.take("PERIOD") || words.take("SYSTEM") {
        return None;
    } else {
        let _ = words.take("COLUMN");
        Part::Column
    };
    words.skip_condition();
    words.identifier().map(part)
}

fn is_same(one: &Part, other: &Part) -> bool {
    let same = |one: &str, other: &str| folded(one) == folded(other);
    match (one, other) {
        (Part::Column(one), Part::Column(other))
        | (
            Part::Index(one) | Part::Constraint(one),
            Part::Index(other) | Part::Constraint(other),
        ) => same(one, other),
        (Part::PrimaryKey, Part::PrimaryKey) => true,
        (Part::Column(_) | Part::Index(_) | Part::Constraint(_) | Part::PrimaryKey, _) => false,
    }
}

/// Whether what `SHOW CREATE TABLE` prints has a part. A constraint that is gone may leave the index that the server
/// had made for it.
pub(in crate::dialect) fn shows(show_create_table: &str, part: &Part) -> bool {
    let Ok(tokens) = restate::tokens(show_create_table) else { return false };
    let Some(open) = tokens.iter().position(|token| token.is_symbol("(")) else { return false };
    let body = &tokens[open..];
    let body = &body[..group_length(body)];
    let body = body.get(1..body.len().saturating_sub(1)).unwrap_or_default();
    restate::elements(body).into_iter().any(|element| is_part(element, part))
}

fn is_part(element: &[Token<'_>], part: &Part) -> bool {
    let is = |name: &str, token: Option<&Token<'_>>| {
        token.and_then(Token::identifier).is_some_and(|it| folded(&it) == folded(name))
    };
    let bare = |at: usize, words: &[&str]| {
        element.get(at).is_some_and(|it| it.kind == TokenKind::Word && it.is_any_keyword(words))
    };
    let kind = usize::from(bare(0, &["UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR"]));
    let is_index = |name: &str| bare(kind, &["KEY", "INDEX"]) && is(name, element.get(kind + 1));
    match part {
        Part::Column(name) => restate::is_column(element) && is(name, element.first()),
        Part::Index(name) => is_index(name),
        Part::Constraint(name) => {
            bare(0, &["CONSTRAINT"]) && is(name, element.get(1))
                || bare(0, &["UNIQUE"]) && is_index(name)
        }
        Part::PrimaryKey => bare(0, &["PRIMARY"]),
    }
}
