//! What is gone and may have been renamed: asked, never guessed.

use std::collections::BTreeSet;
use std::fmt;

use migrate_core::schema::{Column, ColumnType, EnumType, Schema, Table};

use super::answers::{Answer, Answers, Subject};
use super::enums;

/// A question that must be answered before a revision is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is asked about.
    pub subject: Subject,
    /// Why it is asked about.
    pub reason: Reason,
    /// What it may be now, the likeliest first; it may as well be dropped.
    pub candidates: Vec<Candidate>,
}

/// Why a subject is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The model has it no longer.
    Gone,
    /// It is a generated column in the model, so that the values of its rows are dropped.
    Generated,
}

/// What a subject may be now.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The new name.
    pub name: String,
    /// How alike both are, from 0 to 1.
    pub score: f64,
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Reason::Gone => write!(f, "{} is no longer in the model", self.subject),
            Reason::Generated => write!(
                f,
                "{} is a generated column in the model, and its rows have values of their own",
                self.subject
            ),
        }
    }
}

impl Question {
    fn new(subject: Subject, mut candidates: Vec<Candidate>) -> Self {
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.name.cmp(&b.name)));
        Self { subject, reason: Reason::Gone, candidates }
    }

    /// A label that goes, of those that are known: rows may hold it. Rows may get one that is known as well, but a new
    /// name is likelier one that is new.
    pub(super) fn of_label(kind: &EnumType, label: &str, wanted: &[String]) -> Self {
        let candidate = |name: &String| Candidate {
            name: name.clone(),
            score: strsim::normalized_levenshtein(label, name),
        };
        let subject = Subject::EnumValue(kind.name.clone(), label.to_owned());
        let mut question = Self::new(subject, wanted.iter().map(candidate).collect());
        question.candidates.sort_by_key(|candidate| kind.values.contains(&candidate.name));
        question
    }
}

/// The tables that are gone while others are new, and of which no answer says what became of them.
pub(super) fn of_tables(from: &Schema, to: &Schema, answers: &Answers) -> Vec<Question> {
    let new = || to.tables.values().filter(|table| !from.tables.contains_key(&table.name));
    let gone = from.tables.values().filter(|table| !to.tables.contains_key(&table.name));
    gone.filter_map(|table| {
        let subject = Subject::Table(table.name.clone());
        let candidates: Vec<_> = new()
            .filter(|other| other.name.schema == table.name.schema)
            .map(|other| Candidate {
                name: other.name.name.clone(),
                score: tables_alike(table, other),
            })
            .collect();
        is_open(&subject, &candidates, answers).then(|| Question::new(subject, candidates))
    })
    .collect()
}

/// Whether it must be asked what has become of a subject that is gone. Renames were carried out before: one that
/// says a name which the model has not, or which is taken, says at least that the rows are to stay.
fn is_open(subject: &Subject, candidates: &[Candidate], answers: &Answers) -> bool {
    match answers.get(subject) {
        Some(Answer::Dropped) => false,
        Some(Answer::Renamed(_)) => true,
        None => !candidates.is_empty(),
    }
}

/// The enum types that are gone while others of the same labels are new, and that no answer names: on databases whose
/// types have names.
pub(super) fn of_enums(from: &Schema, to: &Schema, answers: &Answers) -> Vec<Question> {
    let (before, after) = (enums::names(from), enums::names(to));
    let gone = before.difference(&after).filter_map(|name| from.enum_type(name));
    gone.filter_map(|kind| {
        let new = after.difference(&before).filter_map(|name| to.enum_type(name));
        let alike = new.filter(|other| other.values == kind.values);
        let candidates: Vec<_> = alike
            .filter(|other| other.name.schema == kind.name.schema)
            .map(|other| Candidate {
                name: other.name.name.clone(),
                score: strsim::normalized_levenshtein(&kind.name.name, &other.name.name),
            })
            .collect();
        let subject = Subject::EnumType(kind.name.clone());
        let is_open = answers.get(&subject).is_none() && !candidates.is_empty();
        is_open.then(|| Question::new(subject, candidates))
    })
    .collect()
}

/// The columns that are gone while others of their table are new, and of which no answer says what became of them.
pub(super) fn of_columns(from: &Schema, to: &Schema, answers: &Answers) -> Vec<Question> {
    let both = from.tables.values().filter_map(|table| Some((table, to.tables.get(&table.name)?)));
    both.flat_map(|(from, to)| {
        let gone = from.columns.iter().filter(|column| to.column(&column.name).is_none());
        gone.filter_map(|column| {
            let subject = Subject::Column(from.name.clone(), column.name.clone());
            let candidates: Vec<_> = to
                .columns
                .iter()
                .filter(|other| from.column(&other.name).is_none())
                .map(|other| {
                    let names = strsim::normalized_levenshtein(&column.name, &other.name);
                    let score = 0.6 * columns_alike(column, other) + 0.4 * names;
                    Candidate { name: other.name.clone(), score }
                })
                .collect();
            is_open(&subject, &candidates, answers).then(|| Question::new(subject, candidates))
        })
        .collect::<Vec<_>>()
    })
    .collect()
}

/// The columns with values of their own that are generated in the model, and that no answer drops.
pub(super) fn of_generated(from: &Schema, to: &Schema, answers: &Answers) -> Vec<Question> {
    let both = from.tables.values().filter_map(|table| Some((table, to.tables.get(&table.name)?)));
    let columns = both.flat_map(|(from, to)| {
        let generated = from.columns.iter().filter(|column| {
            let wanted = to.column(&column.name);
            column.generated.is_none() && wanted.is_some_and(|wanted| wanted.generated.is_some())
        });
        generated.map(|column| Subject::Column(from.name.clone(), column.name.clone()))
    });
    columns
        .filter(|subject| answers.get(subject) != Some(&Answer::Dropped))
        .map(|subject| Question { subject, reason: Reason::Generated, candidates: Vec::new() })
        .collect()
}

/// How alike two columns are but for their names: in their types first.
pub(super) fn columns_alike(one: &Column, other: &Column) -> f64 {
    let share = |is_same: bool, weight: f64| if is_same { weight } else { 0.0 };
    let types = share(one.column_type == other.column_type, 0.4)
        + share(kind(&one.column_type) == kind(&other.column_type), 0.4);
    types + share(one.nullable == other.nullable, 0.1) + share(one.default == other.default, 0.1)
}

/// Types of one kind are changed into each other more often than others.
fn kind(column_type: &ColumnType) -> u8 {
    use ColumnType as T;
    match column_type {
        T::SmallInt
        | T::Integer
        | T::BigInt
        | T::Unsigned(_)
        | T::Boolean
        | T::Numeric { .. }
        | T::Real
        | T::Double => 0,
        T::Varchar(_) | T::UnboundedVarchar | T::Text | T::Char(_) | T::Enumeration(_) => 1,
        T::Date | T::Time | T::Timestamp | T::TimestampTz | T::Interval => 2,
        T::Json | T::Jsonb => 3,
        T::Binary => 4,
        T::Uuid => 5,
        T::Array(_) => 6,
        T::Custom(_) => 7,
    }
}

/// How alike two tables are: by their columns first, then by their names.
pub(super) fn tables_alike(one: &Table, other: &Table) -> f64 {
    let columns = |table: &Table| -> BTreeSet<(String, String)> {
        let columns = table.columns.iter();
        columns.map(|it| (it.name.clone(), format!("{:?}", it.column_type))).collect()
    };
    let (a, b) = (columns(one), columns(other));
    let share = |part: usize, whole: usize| {
        let count = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
        if whole == 0 { 0.0 } else { count(part) / count(whole) }
    };
    let same = share(a.intersection(&b).count(), a.union(&b).count());
    0.8 * same + 0.2 * strsim::normalized_levenshtein(&one.name.name, &other.name.name)
}

/// The names that subjects have now, by the answers.
pub(super) fn renamed(answers: &Answers) -> impl Iterator<Item = (&Subject, &String)> {
    answers.iter().filter_map(|(subject, answer)| match answer {
        Answer::Renamed(to) => Some((subject, to)),
        Answer::Dropped => None,
    })
}
