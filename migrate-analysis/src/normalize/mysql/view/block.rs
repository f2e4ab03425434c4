//! The `SELECT`s of a query, each with its tables: columns get one way of being named.

use migrate_core::schema::{Objects, QualifiedName, Table};

use super::super::words::{Kind, Word, closing};
use super::{bare, is_clause, json_table};

/// A table of a `FROM`.
struct Source {
    /// What its columns are qualified with.
    alias: String,
    /// Its columns in lower case, where they are known.
    columns: Option<Vec<String>>,
}

/// One `SELECT` without the queries inside of it.
struct Block {
    /// The positions of its own words, before its tables and behind them.
    own: Vec<usize>,
    /// Commas between its tables.
    commas: Vec<usize>,
    sources: Vec<Source>,
}

/// In a `SELECT` from one table its columns stand bare, in one from several tables with their
/// table's name; a `*` is written out.
pub(super) fn resolve(words: &mut Vec<Word>, tables: &Objects<QualifiedName, Table>) {
    let selects: Vec<_> = (0..words.len()).filter(|at| words[*at].is("SELECT")).collect();
    // An edit moves only what stands behind it.
    for select in selects.into_iter().rev() {
        let block = block(words, select, tables);
        for comma in &block.commas {
            words[*comma] = bare("join");
        }
        for at in block.own.iter().rev() {
            if let Some((length, new)) = renamed(words, *at, &block.sources) {
                words.splice(*at..*at + length, new);
            }
        }
    }
}

/// What stands in the place of the words from here, when they name columns otherwise than the
/// block wants it.
fn renamed(words: &[Word], at: usize, sources: &[Source]) -> Option<(usize, Vec<Word>)> {
    let before = at.checked_sub(1).map(|before| &words[before]);
    if before.is_some_and(|word| word.is_mark(".")) {
        return None;
    }
    let in_list =
        before.is_some_and(|word| word.is("SELECT") || word.is("DISTINCT") || word.is_mark(","));
    if words[at].is_mark("*") && in_list {
        let all = sources.iter().map(|source| source.written_out(sources.len() == 1));
        return Some((1, listed(&all.collect::<Option<Vec<_>>>()?.concat())));
    }
    let name = words[at].name()?;
    if words.get(at + 1).is_some_and(|word| word.is_mark(".")) {
        let source = sources.iter().find(|source| source.alias == name)?;
        let column = words.get(at + 2)?;
        return match (column.is_mark("*"), sources.len()) {
            (true, count) => Some((3, listed(&source.written_out(count == 1)?))),
            (false, 1) => Some((3, vec![column.clone()])),
            (false, _) => None,
        };
    }
    let is_call = words.get(at + 1).is_some_and(|word| word.is_mark("("));
    let is_alias = before.is_some_and(|word| word.is("AS"));
    if sources.len() < 2 || is_call || is_alias {
        return None;
    }
    let has = |source: &&Source| {
        source.columns.as_ref().is_some_and(|columns| columns.iter().any(|column| column == name))
    };
    let mut holders = sources.iter().filter(has);
    match (holders.next(), holders.next()) {
        (Some(holder), None) => Some((1, holder.column(name))),
        _ => None,
    }
}

impl Source {
    /// The table's columns, each as its words.
    fn written_out(&self, is_only: bool) -> Option<Vec<Vec<Word>>> {
        let name = |column: &String| {
            if is_only { vec![quoted(column)] } else { self.column(column) }
        };
        Some(self.columns.as_ref()?.iter().map(name).collect())
    }

    fn column(&self, name: &str) -> Vec<Word> {
        vec![quoted(&self.alias), mark("."), quoted(name)]
    }
}

fn quoted(name: &str) -> Word {
    Word { kind: Kind::Quoted, text: name.to_owned() }
}

fn mark(text: &str) -> Word {
    Word { kind: Kind::Symbol, text: text.to_owned() }
}

fn listed(columns: &[Vec<Word>]) -> Vec<Word> {
    columns.join(&mark(","))
}

fn block(words: &[Word], select: usize, tables: &Objects<QualifiedName, Table>) -> Block {
    let mut block = Block { own: Vec::new(), commas: Vec::new(), sources: Vec::new() };
    let (mut at, mut depth) = (select + 1, 0_usize);
    let mut in_from = false;
    while let Some(word) = words.get(at) {
        let is_query = word.is_mark("(") && words.get(at + 1).is_some_and(|word| word.is("SELECT"));
        let begins = depth == 0 && (word.is("FROM") || in_from && begins_table(word));
        if is_query {
            // The queries inside are blocks of their own.
            at = closing(words, at).unwrap_or(words.len());
        } else if word.is_mark("(") {
            depth += 1;
        } else if word.is_mark(")") {
            if depth == 0 {
                break;
            }
            depth -= 1;
        } else if depth == 0 && ["UNION", "EXCEPT", "INTERSECT"].iter().any(|end| word.is(end)) {
            break;
        } else if begins {
            in_from = true;
            if word.is_mark(",") {
                block.commas.push(at);
            }
            if json_table::is_at(words, at + 1) {
                block.own.extend(json_table::document(words, at + 1));
            }
            let (source, end) = source(words, at + 1, tables);
            block.sources.extend(source);
            at = end;
            continue;
        } else {
            let ends_tables = ["WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "WINDOW"];
            if depth == 0 && ends_tables.iter().any(|clause| word.is(clause)) {
                in_from = false;
            }
            block.own.push(at);
        }
        at += 1;
    }
    block
}

fn begins_table(word: &Word) -> bool {
    word.is("JOIN") || word.is("STRAIGHT_JOIN") || word.is_mark(",")
}

/// A table with its alias, and the position behind it.
fn source(
    words: &[Word],
    start: usize,
    tables: &Objects<QualifiedName, Table>,
) -> (Option<Source>, usize) {
    let mut at = start;
    let mut path = Vec::new();
    let mut made = None;
    if json_table::is_at(words, at) {
        made = Some(json_table::columns(words, at));
        at = closing(words, at + 1).map_or(words.len(), |close| close + 1);
    } else if words.get(at).is_some_and(|word| word.is_mark("(")) {
        at = closing(words, at).map_or(words.len(), |close| close + 1);
    } else {
        while let Some(name) = words.get(at).and_then(Word::name) {
            path.push(name);
            at += 1;
            if !words.get(at).is_some_and(|word| word.is_mark(".")) {
                break;
            }
            at += 1;
        }
    }
    if words.get(at).is_some_and(|word| word.is("AS")) {
        at += 1;
    }
    let mut alias = path.last().copied();
    let given = words.get(at).filter(|word| word.kind == Kind::Quoted || !is_clause(word));
    if let Some(name) = given.and_then(Word::name) {
        alias = Some(name);
        at += 1;
    }
    let source = alias.map(|alias| Source {
        alias: alias.to_owned(),
        columns: made.or_else(|| {
            tables.values().find(|table| is_named(&table.name, &path)).map(column_names)
        }),
    });
    (source, at)
}

fn is_named(name: &QualifiedName, path: &[&str]) -> bool {
    let same = |name: &str, word: &str| name.to_lowercase() == word;
    match (path, &name.schema) {
        ([word], None) => same(&name.name, word),
        ([schema, word], Some(own)) => same(own, schema) && same(&name.name, word),
        _ => false,
    }
}

fn column_names(table: &Table) -> Vec<String> {
    table.columns.iter().map(|column| column.name.to_lowercase()).collect()
}
