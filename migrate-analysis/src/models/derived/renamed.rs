//! The names that models say tables and columns had before, as answers for a diff.

use migrate_core::op::Operation;
use migrate_core::schema::{QualifiedName, Schema};

use super::Models;
use crate::decode::ExportedModel;
use crate::diff::{Answer, Answers, Subject};

/// A former name that a model says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The table, by the name that it has in the model.
    pub table: QualifiedName,
    /// The column, when it is one that was renamed.
    pub column: Option<String>,
    /// The name before.
    pub was: String,
}

pub(super) fn of_model(model: &ExportedModel) -> Vec<Renamed> {
    let created = model.operations.iter().find_map(|recorded| match &recorded.operation {
        Operation::CreateTable { table, .. } => Some(table.name.clone()),
        _ => None,
    });
    let Some(table) = created else { return Vec::new() };
    let renamed = |column, was: &str| Renamed { table: table.clone(), column, was: was.to_owned() };
    let of_table = model.was.iter().map(|was| renamed(None, was));
    let of_columns = model.columns_were.iter().map(|(now, was)| renamed(Some(now.clone()), was));
    of_table.chain(of_columns).collect()
}

impl Models {
    /// The former names that are still at the head, as answers; those that are not were renamed by a revision
    /// already, and answer nothing.
    ///
    /// ```
    /// use migrate_analysis::diff::{Answer, Subject};
    /// use migrate_analysis::models::derived::{Models, Renamed};
    /// use migrate_core::schema::{Schema, Table};
    ///
    /// let was = Renamed { table: "users".into(), column: None, was: "people".to_owned() };
    /// let models = Models { schema: Schema::new(), places: Default::default(), renamed: vec![was] };
    ///
    /// let mut head = Schema::new();
    /// head.tables.insert("people".into(), Table::new("people"));
    /// let answers = models.answers(&head);
    /// let people = Subject::Table("people".into());
    /// assert_eq!(answers.get(&people), Some(&Answer::Renamed("users".to_owned())));
    /// ```
    pub fn answers(&self, head: &Schema) -> Answers {
        let mut answers = Answers::default();
        for renamed in self.renamed.iter().filter(|renamed| self.is_open(renamed, head)) {
            let (subject, now) = match &renamed.column {
                None => (Subject::Table(renamed.before()), &renamed.table.name),
                Some(column) => {
                    (Subject::Column(renamed.table.clone(), renamed.was.clone()), column)
                }
            };
            answers.insert(subject, Answer::Renamed(now.clone()));
        }
        answers
    }

    /// Whether the head has the former name, and not the new one, unless that is the former name of another: both may
    /// change places, of which [`diff`](fn@crate::diff::diff) finds out whether they did.
    fn is_open(&self, renamed: &Renamed, head: &Schema) -> bool {
        let Some(column) = &renamed.column else {
            let has = |name: &QualifiedName| head.tables.contains_key(name);
            let tables = || self.renamed.iter().filter(|it| it.column.is_none());
            let is_given_up = || tables().any(|it| it.before() == renamed.table);
            return has(&renamed.before()) && (!has(&renamed.table) || is_given_up());
        };
        let of_table = |it: &&Renamed| it.column.is_none() && it.table == renamed.table;
        let before = self.renamed.iter().find(of_table).map(Renamed::before);
        let table = head.tables.get(&renamed.table);
        let table = table.or_else(|| head.tables.get(&before?));
        let has = |name: &str| table.is_some_and(|table| table.column(name).is_some());
        let columns = || self.renamed.iter().filter(|it| it.table == renamed.table);
        let is_given_up = || columns().any(|it| it.column.is_some() && it.was == *column);
        has(&renamed.was) && (!has(column) || is_given_up())
    }
}

impl Renamed {
    /// The name that the table had before.
    fn before(&self) -> QualifiedName {
        self.table.sibling(&*self.was)
    }
}
