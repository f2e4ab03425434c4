//! What the catalogue shows of a statement that commits by itself: whether it was carried out.

use crate::op::fnv_1a;
use crate::schema::QualifiedName;

use super::mysql;

/// The objects that one statement of MariaDB's or MySQL's makes, changes or drops, and what the catalogue shows of
/// each when it is done.
///
/// There each statement that changes the schema commits by itself, and is all or nothing for each table
/// (<https://mariadb.com/kb/en/atomic-ddl/>, <https://dev.mysql.com/doc/refman/8.4/en/atomic-ddl.html>): so what is
/// as it was before was not changed, and the statement may run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The objects.
    pub objects: Vec<Probed>,
}

/// One object that a statement makes, changes or drops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// What it is.
    pub kind: ProbedKind,
    /// Its name, as the statement has it.
    pub name: QualifiedName,
    /// What is so when the statement is done.
    pub after: After,
}

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbedKind {
    /// A table.
    Table,
    /// A view.
    View,
    /// A sequence.
    Sequence,
    /// A trigger.
    Trigger,
    /// A function.
    Function,
    /// A procedure.
    Procedure,
    /// An event.
    Event,
    /// A schema, which MariaDB and MySQL call a database as well.
    Namespace,
}

impl ProbedKind {
    /// The kind as messages name it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
            Self::Sequence => "sequence",
            Self::Trigger => "trigger",
            Self::Function => "function",
            Self::Procedure => "procedure",
            Self::Event => "event",
            Self::Namespace => "schema",
        }
    }
}

/// What is so of an object when a statement is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// It is there.
    There,
    /// It is gone.
    Gone,
    /// Its text is another, with these parts and without those.
    Altered {
        /// What it has then.
        has: Vec<Part>,
        /// What it has no longer.
        lacks: Vec<Part>,
    },
}

/// A named part of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A column.
    Column(String),
    /// An index.
    Index(String),
    /// A constraint; a unique one is an index too.
    Constraint(String),
    /// The primary key.
    PrimaryKey,
}

/// What the catalogue says of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is as it was before: it was not carried out, or changes nothing, and may run again.
    NotDone,
    /// Everything is as it is when the statement is done.
    Done,
    /// Neither: some of it was done, or another program has changed what it is about.
    Unknown,
}

impl Probed {
    /// Whether the text of the object must be known, and not only whether it is there.
    pub const fn needs_text(&self) -> bool {
        match self.after {
            After::There | After::Gone => false,
            After::Altered { .. } => true,
        }
    }

    /// The object as it is, in a word without blanks; `now` is its text in the catalogue, or none where it is not
    /// there.
    pub fn mark(&self, now: Option<&str>) -> String {
        match now {
            None => ABSENT.to_owned(),
            Some(_) if !self.needs_text() => THERE.to_owned(),
            Some(text) => format!("{:016x}", fnv_1a(without_counters(text).as_bytes())),
        }
    }

    /// Whether it is as it is when the statement is done.
    fn is_done(&self, now: Option<&str>) -> bool {
        match (&self.after, now) {
            (After::There, now) => now.is_some(),
            (After::Gone, now) => now.is_none(),
            (After::Altered { .. }, None) => false,
            (After::Altered { has, lacks }, Some(text)) => {
                has.iter().all(|part| mysql::shows(text, part))
                    && !lacks.iter().any(|part| mysql::shows(text, part))
            }
        }
    }
}

/// The mark of an object that is not there.
pub const ABSENT: &str = "absent";

/// The mark of an object of which only that is asked, and which is there.
pub const THERE: &str = "there";

impl Probe {
    /// What became of the statement: `before` are the marks from before it, `now` the objects' texts, in the order of
    /// the objects.
    ///
    /// ```
    /// # #[cfg(feature = "mysql")] {
    /// use migrate_core::dialect::{Verdict, mysql::probe};
    ///
    /// let probe = probe("RENAME TABLE a TO b").unwrap();
    /// let before = ["there", "absent"];
    /// let verdict = |a: Option<&str>, b: Option<&str>| {
    ///     probe.verdict(&before, &[a.map(str::to_owned), b.map(str::to_owned)])
    /// };
    /// assert_eq!(verdict(Some(""), None), Verdict::NotDone);
    /// assert_eq!(verdict(None, Some("")), Verdict::Done);
    /// assert_eq!(verdict(Some(""), Some("")), Verdict::Unknown);
    /// # }
    /// ```
    pub fn verdict(&self, before: &[&str], now: &[Option<String>]) -> Verdict {
        if before.len() != self.objects.len() || now.len() != self.objects.len() {
            return Verdict::Unknown;
        }
        let objects = || self.objects.iter().zip(now).map(|(object, now)| (object, now.as_deref()));
        let unchanged =
            objects().zip(before).all(|((object, now), mark)| object.mark(now) == *mark);
        if unchanged {
            Verdict::NotDone
        } else if objects().all(|(object, now)| object.is_done(now)) {
            Verdict::Done
        } else {
            Verdict::Unknown
        }
    }
}

/// The text of a table without the number of its next row, which changes with its rows.
fn without_counters(text: &str) -> String {
    const COUNTER: &str = " AUTO_INCREMENT=";
    let mut parts = text.split(COUNTER);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.trim_start_matches(|it: char| it.is_ascii_digit()));
    }
    kept
}
