//! Answers to the questions that two schemas alone cannot decide: renamed or dropped, and what a database knows to differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use migrate_core::schema::{QualifiedName, Schema};

use crate::compare::Object;

/// What is gone from a model, which may have been renamed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A table.
    Table(QualifiedName),
    /// A column, with the name that its table has in the model.
    Column(QualifiedName, String),
    /// An enum type.
    EnumType(QualifiedName),
    /// A label of an enum type, with the name that the type has in the model.
    EnumValue(QualifiedName, String),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(name) => write!(f, "table {name}"),
            Self::Column(table, name) => write!(f, "column {table}.{name}"),
            Self::EnumType(name) => write!(f, "enum type {name}"),
            Self::EnumValue(kind, value) => write!(f, "value {value} of enum type {kind}"),
        }
    }
}

impl Subject {
    /// The subject as an answers file and `--rename` name it: `users`, `users.name`.
    pub fn key(&self) -> String {
        match self {
            Self::Table(name) | Self::EnumType(name) => name.to_string(),
            Self::Column(holder, part) | Self::EnumValue(holder, part) => {
                format!("{holder}.{part}")
            }
        }
    }
}

/// What has become of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It has this name now; of a label that rows hold, this one takes its place.
    Renamed(String),
    /// It is dropped, with its rows.
    Dropped,
}

/// The answers that were given, each to one subject.
///
/// ```
/// use migrate_analysis::diff::{Answer, Answers, Subject};
///
/// let mut answers = Answers::default();
/// answers.insert(Subject::Table("users".into()), Answer::Renamed("accounts".into()));
/// assert_eq!(answers.get(&Subject::Table("posts".into())), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    given: BTreeMap<Subject, Answer>,
    /// What differs in texts that a database has printed.
    different: BTreeSet<Object>,
    /// Whether labels get the order of the second schema.
    orders_labels: bool,
}

/// Why an answer was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// It has no `=`.
    #[error("`{0}` is no answer: write `old=new`, or `old=` for what is dropped")]
    Form(String),
    /// Nothing of that name is at the head.
    #[error("there is no table, column, enum type or label `{0}` at the head")]
    Unknown(String),
}

impl Answers {
    /// Adds an answer, in place of an earlier one.
    pub fn insert(&mut self, subject: Subject, answer: Answer) {
        self.given.insert(subject, answer);
    }

    /// The answer to a subject.
    pub fn get(&self, subject: &Subject) -> Option<&Answer> {
        self.given.get(subject)
    }

    /// Adds objects whose texts are known to differ, where schemas alone do not tell.
    pub fn insert_different(&mut self, objects: impl IntoIterator<Item = Object>) {
        self.different.extend(objects);
    }

    /// Whether the texts of an object are known to differ.
    pub(crate) fn is_different(&self, object: &Object) -> bool {
        self.different.contains(object)
    }

    /// Gives labels of enum types the order of the second schema too, at the price of writing all tables that use the
    /// type again; without this such types keep their order ([`Kept`](super::Kept)).
    pub fn order_labels(&mut self) {
        self.orders_labels = true;
    }

    /// Whether labels get the order of the second schema.
    pub(crate) fn orders_labels(&self) -> bool {
        self.orders_labels
    }

    /// Whether a subject stays, though the model does not have it: the answer gives it its own name.
    ///
    /// A `schema.rs` may leave out what others need; all that a whole model does not have is gone.
    pub fn is_kept(&self, subject: &Subject) -> bool {
        let own = match subject {
            Subject::Table(name) | Subject::EnumType(name) => &name.name,
            Subject::Column(_, name) | Subject::EnumValue(_, name) => name,
        };
        match self.get(subject) {
            Some(Answer::Renamed(name)) => name == own,
            Some(Answer::Dropped) | None => false,
        }
    }

    /// All answers, in the order of their subjects.
    pub fn iter(&self) -> impl Iterator<Item = (&Subject, &Answer)> {
        self.given.iter()
    }

    /// Reads `old=new`, or `old=` for what is dropped, and adds it. The old name is one of the head: a table or
    /// an enum type by its name, a column or a label after a point and the name of its table or type, which may be
    /// the one that an earlier answer gives it.
    ///
    /// # Errors
    ///
    /// The text has another form, or names nothing that is at the head.
    ///
    /// ```
    /// use migrate_analysis::diff::Answers;
    /// use migrate_core::schema::Schema;
    ///
    /// let error = Answers::default().read("users=accounts", &Schema::new()).unwrap_err();
    /// assert_eq!(error.to_string(), "there is no table, column, enum type or label `users` at the head");
    /// ```
    pub fn read(&mut self, text: &str, head: &Schema) -> Result<(), AnswerError> {
        let (old, new) = text.split_once('=').ok_or_else(|| AnswerError::Form(text.to_owned()))?;
        let (old, new) = (old.trim(), new.trim());
        let subject =
            self.subject(old, head).ok_or_else(|| AnswerError::Unknown(old.to_owned()))?;
        let new = match (&subject, new.rsplit_once('.')) {
            // `users.name=users.full_name` says the table once more.
            (Subject::Column(..) | Subject::EnumValue(..), Some((_, name))) => name,
            _ => new,
        };
        let answer = if new.is_empty() { Answer::Dropped } else { Answer::Renamed(new.to_owned()) };
        self.insert(subject, answer);
        Ok(())
    }

    /// What a name stands for at the head; names of tables and types are turned into those that answers so far
    /// give them.
    fn subject(&self, name: &str, head: &Schema) -> Option<Subject> {
        let whole = qualified(name);
        if head.tables.contains_key(&whole) {
            return Some(Subject::Table(whole));
        }
        if head.enum_type(&whole).is_some() {
            return Some(Subject::EnumType(whole));
        }
        let (holder, part) = name.rsplit_once('.')?;
        let holder = self.before(qualified(holder), head);
        if head.tables.get(&holder).is_some_and(|table| table.column(part).is_some()) {
            let now = self.now(&Subject::Table(holder.clone()), holder);
            return Some(Subject::Column(now, part.to_owned()));
        }
        let kind = head.enum_type(&holder)?;
        let is_label = kind.values.iter().any(|value| value == part);
        is_label.then(|| {
            let now = self.now(&Subject::EnumType(holder.clone()), holder);
            Subject::EnumValue(now, part.to_owned())
        })
    }

    /// The name at the head of a table or a type that has this name there, or by an earlier answer.
    fn before(&self, name: QualifiedName, head: &Schema) -> QualifiedName {
        if head.tables.contains_key(&name) || head.enum_type(&name).is_some() {
            return name;
        }
        let renamed = self.given.iter().find_map(|(subject, answer)| match (subject, answer) {
            (Subject::Table(old) | Subject::EnumType(old), Answer::Renamed(new)) => {
                (old.sibling(new) == name).then(|| old.clone())
            }
            _ => None,
        });
        renamed.unwrap_or(name)
    }

    fn now(&self, subject: &Subject, name: QualifiedName) -> QualifiedName {
        match self.get(subject) {
            Some(Answer::Renamed(to)) => name.sibling(to),
            Some(Answer::Dropped) | None => name,
        }
    }
}

fn qualified(name: &str) -> QualifiedName {
    name.split_once('.').map_or_else(
        || name.into(),
        |(schema, name)| QualifiedName { schema: Some(schema.to_owned()), name: name.to_owned() },
    )
}
