//! What a table or another object has in it that others are looked for by.
//!
//! It is kept as a number, of which two may be alike by chance: so an index of them gives what *may* have
//! something in it, and whoever asks looks at each.

#[cfg(test)]
mod tests;

use super::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Deferrable, EnumType, Function,
    Index, IndexTarget, MaterializedView, QualifiedName, Sequence, SqlPart, SqlText, Table,
    TableOptions, Trigger, View,
};

/// The number of something that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention(u64);

/// The 64-bit FNV-1a hash, which is short.
struct Hash(u64);

impl Hash {
    const fn of(kind: u8) -> Self {
        Self(0xcbf2_9ce4_8422_2325).and(kind)
    }

    const fn and(self, byte: u8) -> Self {
        Self((self.0 ^ byte as u64).wrapping_mul(0x0100_0000_01b3))
    }

    /// With a text, and where it ends.
    fn text(self, text: &str) -> Self {
        text.bytes().fold(self, Self::and).and(0xFF)
    }

    /// With a character of a name in any case, by the rules of every database.
    fn folded(self, c: char) -> Self {
        if c.is_ascii() {
            return self.and(c.to_ascii_lowercase() as u8);
        }
        // A final sigma is one by what is around it.
        let lower = c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c });
        lower.fold(self, |hash, c| {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().fold(hash, Self::and)
        })
    }
}

impl Mention {
    /// What has an SQL text whose words are not known.
    pub(crate) const ANY_WORD: Self = Self(Hash::of(0).0);
    /// What differs between databases.
    pub(crate) const VARIES: Self = Self(Hash::of(1).0);

    /// A table with a constraint that may be checked at commit.
    pub(crate) const DEFERRABLE: Self = Self(Hash::of(8).0);

    /// What has a name in an SQL text of its own: all that has its first word.
    ///
    /// None where a name has no word: every text may have it.
    pub(crate) fn in_text(name: &str) -> Option<Self> {
        first_word(name).map(|word| word_of(2, word))
    }

    /// What has a name, in any case.
    pub(crate) fn named(name: &str) -> Self {
        word_of(3, first_word(name).unwrap_or_default())
    }

    /// A table that has a partition.
    pub(crate) fn partition(name: &QualifiedName) -> Self {
        Self::qualified(4, name)
    }

    /// A table with a foreign key to a table.
    pub(crate) fn references(table: &QualifiedName) -> Self {
        Self::qualified(5, table)
    }

    /// A table with a column of an enum type.
    pub(crate) fn of_type(name: &QualifiedName) -> Self {
        Self::qualified(6, name)
    }

    /// A relation of a schema (namespace) with an index or a constraint of a name, in any case.
    pub(crate) fn part(namespace: Option<&str>, name: &str) -> Self {
        let hash = Hash::of(7).text(namespace.unwrap_or_default());
        Self(name.chars().fold(hash, Hash::folded).0)
    }

    fn qualified(kind: u8, name: &QualifiedName) -> Self {
        let QualifiedName { schema, name } = name;
        Self(Hash::of(kind).text(schema.as_deref().unwrap_or_default()).text(name).0)
    }
}

fn word_of(kind: u8, word: &str) -> Mention {
    Mention(word.chars().fold(Hash::of(kind), Hash::folded).0)
}

const fn is_in_word(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_alphanumeric() || c == '_'
}

fn first_word(name: &str) -> Option<&str> {
    name.split(|c| !is_in_word(c)).find(|word| !word.is_empty())
}

/// The words of an SQL text, with which every name and string in it is spelled, on each database.
///
/// None where a text may spell one otherwise: by an escape, by a string that goes on after a blank
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS>), or after a number.
pub(crate) fn words(sql: &str) -> Option<Vec<&str>> {
    let is_escaped = sql.contains('\\') || sql.contains("U&") || sql.contains("u&");
    let is_break = |it: &str| it.contains(['\n', '\r']) && it.trim().is_empty();
    let has_comment = sql.contains("--") || sql.contains("/*");
    let has_line = sql.contains(['\n', '\r']);
    let goes_on = sql.contains('\'') && (has_line && has_comment || sql.split('\'').any(is_break));
    if is_escaped || goes_on {
        return None;
    }
    let words: Vec<_> = sql.split(|c| !is_in_word(c)).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let is_followed = |word: &&str| is_number(word) && !word.bytes().all(|it| it.is_ascii_digit());
    (!words.iter().any(is_followed)).then_some(words)
}

/// What has something in it that others are looked for by.
pub trait Mentions {
    /// All of it.
    fn mentions(&self) -> Vec<Mention>;
}

fn add_text(mentions: &mut Vec<Mention>, sql: &str) {
    match words(sql) {
        Some(words) => mentions.extend(words.into_iter().map(|word| word_of(2, word))),
        None => mentions.push(Mention::ANY_WORD),
    }
}

fn add_sql(mentions: &mut Vec<Mention>, sql: &SqlText) {
    sql.texts().for_each(|text| add_text(mentions, text));
}

fn add_parts<'a>(mentions: &mut Vec<Mention>, parts: impl IntoIterator<Item = &'a SqlPart>) {
    parts.into_iter().for_each(|part| add_sql(mentions, part.sql()));
}

fn add_columns(mentions: &mut Vec<Mention>, columns: &[Column]) {
    for column in columns {
        let types = column.types().filter_map(ColumnType::enumeration);
        mentions.extend(types.map(|kind| Mention::of_type(&kind.name)));
        if let Some(ColumnDefault::Sql(sql)) = &column.default {
            add_sql(mentions, sql.sql());
        }
        add_parts(mentions, column.generated.as_ref().map(|generated| &generated.expression));
        mentions.extend(column.varies().then_some(Mention::VARIES));
    }
}

fn add_constraint(mentions: &mut Vec<Mention>, table: &QualifiedName, constraint: &Constraint) {
    let Constraint { name, body } = constraint;
    let name = name.as_deref();
    mentions.extend(name.map(|name| Mention::part(table.schema.as_deref(), name)));
    let is_deferrable = constraint.deferrable() != Deferrable::No;
    mentions.extend(is_deferrable.then_some(Mention::DEFERRABLE));
    match body {
        ConstraintBody::ForeignKey(key) => mentions.push(Mention::references(&key.table)),
        ConstraintBody::Check { expression, .. } => add_parts(mentions, [expression]),
        ConstraintBody::Exclude { elements, filter, .. } => {
            let elements = elements.iter().map(|element| &element.expression);
            add_parts(mentions, elements.chain(filter));
        }
        ConstraintBody::PrimaryKey { .. } | ConstraintBody::Unique { .. } => {}
    }
    mentions.extend(constraint.varies().then_some(Mention::VARIES));
}

fn add_indexes(mentions: &mut Vec<Mention>, holder: &QualifiedName, indexes: &[Index]) {
    for index in indexes {
        mentions.push(Mention::part(holder.schema.as_deref(), &index.name));
        let expressions = index.columns.iter().filter_map(|part| match &part.target {
            IndexTarget::Expression(sql) => Some(sql),
            IndexTarget::Column(_) => None,
        });
        add_parts(mentions, expressions.chain(&index.filter));
        mentions.extend(index.varies().then_some(Mention::VARIES));
    }
}

impl Mentions for Table {
    fn mentions(&self) -> Vec<Mention> {
        let Self {
            name,
            columns,
            constraints,
            indexes,
            comment: _,
            options:
                TableOptions {
                    partition_by,
                    strict: _,
                    without_rowid: _,
                    unlogged: _,
                    storage: _,
                    tablespace: _,
                    replica_identity: _,
                    engine: _,
                    charset: _,
                    collation: _,
                    row_format: _,
                },
            partitions,
            mysql_order: _,
            touched_by: _,
        } = self;
        let mut mentions = vec![Mention::named(&name.name)];
        add_columns(&mut mentions, columns);
        for constraint in constraints {
            add_constraint(&mut mentions, name, constraint);
        }
        add_indexes(&mut mentions, name, indexes);
        if let Some(key) = partition_by {
            add_sql(&mut mentions, key);
        }
        for partition in partitions {
            mentions.push(Mention::partition(&partition.name));
            add_text(&mut mentions, &partition.bounds);
        }
        mentions
    }
}

impl Mentions for View {
    fn mentions(&self) -> Vec<Mention> {
        let Self { name, query } = self;
        let mut mentions = vec![Mention::named(&name.name)];
        add_sql(&mut mentions, query);
        mentions
    }
}

impl Mentions for MaterializedView {
    fn mentions(&self) -> Vec<Mention> {
        let Self { name, query, with_data: _, indexes } = self;
        let mut mentions = vec![Mention::named(&name.name)];
        add_sql(&mut mentions, query);
        add_indexes(&mut mentions, name, indexes);
        mentions
    }
}

impl Mentions for Function {
    fn mentions(&self) -> Vec<Mention> {
        let Self { name, arguments, definition } = self;
        let mut mentions = vec![Mention::named(&name.name)];
        add_text(&mut mentions, arguments);
        add_sql(&mut mentions, definition);
        mentions
    }
}

impl Mentions for Trigger {
    fn mentions(&self) -> Vec<Mention> {
        let Self { name: _, table: _, event, body } = self;
        let mut mentions = Vec::new();
        add_parts(&mut mentions, [event]);
        add_sql(&mut mentions, body);
        mentions.extend(event.varies().then_some(Mention::VARIES));
        mentions
    }
}

impl Mentions for EnumType {
    fn mentions(&self) -> Vec<Mention> {
        let Self { name: _, values: _ } = self;
        Vec::new()
    }
}

impl Mentions for Sequence {
    fn mentions(&self) -> Vec<Mention> {
        let Self { name: _, options: _, owner: _ } = self;
        Vec::new()
    }
}
