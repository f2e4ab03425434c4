//! One `ALTER TABLE` for neighbouring operations on a table, where that costs no more than several.

use std::collections::BTreeSet;

use crate::dialect::statement::{joined, places};
use crate::dialect::{Action, Clause as Span, Facts, Lock, Refusal, Statement};
use crate::schema::{QualifiedName, Table};

use super::algorithm::{Cost, is_innodb};
use super::definition::Edit;
use super::name::{folded, named};
use super::references::{has_key_over, is_part_of};
use super::restate::Restate;
use super::sizes::has_hash_key;
use super::{Version, table};

/// The clause that drops a primary key.
pub(super) const DROP_PRIMARY_KEY: &str = "DROP PRIMARY KEY";

/// A clause of `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Clause {
    /// Written already.
    Written(String),
    /// A column that is written out whole, with changes.
    Modify { column: String, edits: Vec<Edit> },
}

impl Clause {
    /// Whether the rows that are there get numbers.
    fn numbers_rows(&self) -> bool {
        match self {
            Self::Modify { column: _, edits } => edits.contains(&Edit::Numbered(true)),
            // A new column with numbers is built in place, see `algorithm::add_column`.
            Self::Written(_) => false,
        }
    }
}

/// Whether alterations may share a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sharing {
    /// With any other.
    Any,
    /// With none.
    None,
    /// With the one that follows, whatever that costs: the server would refuse it without.
    Next,
}

impl Sharing {
    /// With none where that is so.
    pub(super) const fn none_if(is_alone: bool) -> Self {
        if is_alone { Self::None } else { Self::Any }
    }
}

/// What one operation asks of an `ALTER TABLE`.
#[derive(Clone, Debug)]
pub(super) struct Alteration {
    /// The table before the operation.
    pub(super) before: Table,
    /// The clauses, in order.
    pub(super) clauses: Vec<Clause>,
    /// What the server must do; unknown where only the server can tell.
    pub(super) cost: Option<Cost>,
    /// Whether columns are added or dropped, which costs a rebuild when an index is built with it.
    pub(super) reshapes: bool,
    /// Whether others may be parts of its statement.
    pub(super) sharing: Sharing,
    /// Whether a foreign key comes or goes, for which columns are what they were before the statement.
    pub(super) references: bool,
    /// The columns of the table itself that its foreign keys reference, those of each key.
    pub(super) references_itself: Vec<Vec<String>>,
    /// The columns that get other names, each with whether another table references it.
    renames: Vec<(String, bool)>,
    /// Whether a text in it is right only while a backslash begins an escape.
    pub(super) escapes: bool,
    /// The columns, indexes and constraints that are made, changed or dropped.
    writes: BTreeSet<String>,
    /// The columns that are only read.
    reads: BTreeSet<String>,
    /// The columns that are made.
    creates: BTreeSet<String>,
    /// The columns that are changed and keep their names.
    alters: BTreeSet<String>,
}

/// A name that an alteration is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject<'a> {
    Column(&'a str),
    Index(&'a str),
    Constraint(&'a str),
    PrimaryKey,
}

impl Subject<'_> {
    fn key(self) -> String {
        match self {
            Self::Column(name) => format!("column {}", folded(name)),
            Self::Index(name) => format!("index {}", folded(name)),
            Self::Constraint(name) => format!("constraint {}", folded(name)),
            Self::PrimaryKey => "primary key".to_owned(),
        }
    }
}

impl Alteration {
    /// Nothing yet, at no cost.
    pub(super) fn of(before: &Table) -> Self {
        Self {
            before: before.clone(),
            clauses: Vec::new(),
            cost: Some(Cost::Instant),
            reshapes: false,
            sharing: Sharing::Any,
            references: false,
            references_itself: Vec::new(),
            renames: Vec::new(),
            escapes: false,
            writes: BTreeSet::new(),
            reads: BTreeSet::new(),
            creates: BTreeSet::new(),
            alters: BTreeSet::new(),
        }
    }

    /// Adds a clause and what it costs.
    pub(super) fn push(&mut self, clause: Clause, cost: Option<Cost>) {
        self.clauses.push(clause);
        self.cost = self.cost.zip(cost).map(|(known, more)| known.max(more));
    }

    /// Adds a clause that is written already.
    pub(super) fn add_clause(&mut self, sql: String, cost: Option<Cost>) {
        self.push(Clause::Written(sql), cost);
    }

    /// Says what is made, changed or dropped.
    pub(super) fn writes(&mut self, part: Subject<'_>) {
        self.writes.insert(part.key());
    }

    /// Says that a column is made.
    pub(super) fn creates(&mut self, column: &str) {
        self.writes(Subject::Column(column));
        self.creates.insert(Subject::Column(column).key());
    }

    /// Says that a column is changed and keeps its name.
    pub(super) fn alters(&mut self, column: &str) {
        self.writes(Subject::Column(column));
        self.alters.insert(Subject::Column(column).key());
    }

    /// Says which column gets another name, and whether another table references it.
    pub(super) fn renames(&mut self, column: &str, to: &str, is_referenced: bool) {
        self.writes(Subject::Column(column));
        self.writes(Subject::Column(to));
        self.renames.push((column.to_owned(), is_referenced));
    }

    /// Says which column is read.
    pub(super) fn reads(&mut self, column: &str) {
        self.reads.insert(Subject::Column(column).key());
    }

    /// Whether the other can be a part of the same statement. Clauses name columns as they were before
    /// the statement, and keys as they are after it (`CHANGE a b .., ADD INDEX (b)`; tried on MariaDB
    /// 10.11), so that only new columns may be read by the clause after, and changed ones that keep their
    /// names where the rows are copied: keys and checks are then those of the new rows (tried on MariaDB
    /// 10.11); and nothing may become more costly.
    ///
    /// A foreign key is held against the table as it was before the statement: one of the table itself finds no key that
    /// the statement adds (errno 150; tried on MariaDB 10.11), and a column of one that it drops is still a part of it.
    fn can_join(&self, next: &Self) -> bool {
        let is_alone = |it: &Self| it.sharing == Sharing::None;
        let free = !is_alone(self) && !is_alone(next) && self.before.name == next.before.name;
        let (Some(cost), Some(more)) = (self.cost, next.cost) else { return false };
        // Beside columns that are added or dropped, an index is built by rebuilding the table (error
        // 1845 for `NOCOPY`; tried on MariaDB 10.11); apart, neither touches the rows.
        let dear = self.sharing != Sharing::Next
            && cost.max(more) == Cost::Index
            && (self.reshapes || next.reshapes);
        // A foreign key to the table itself is refused beside another type of its columns (error 150; tried on
        // MariaDB 10.11).
        let copies = cost.max(more) == Cost::Copy && !next.references;
        let is_known = |column: &String| {
            self.creates.contains(column) || copies && self.alters.contains(column)
        };
        let replaces = self.replaces_key(next).then(|| Subject::PrimaryKey.key());
        let apart =
            self.writes.intersection(&next.writes).all(|name| Some(name) == replaces.as_ref())
                && self.reads.is_disjoint(&next.writes)
                && next.reads.intersection(&self.writes).all(is_known);
        let mut references = next.references_itself.iter();
        let finds_keys = references.all(|columns| has_key_over(&self.before, columns));
        let renames_key = self.renames_key(&self.before) || next.renames_key(&self.before);
        // A column of a foreign key is renamed where it is, and not beside what copies the rows (error 1846; tried on
        // MariaDB 10.11).
        let is_renamed = !renames_key || cost.max(more) < Cost::CopyOnline;
        free && apart && !dear && finds_keys && is_renamed
    }

    /// Whether a column of a foreign key gets another name, of those that there were before the statement.
    fn renames_key(&self, before: &Table) -> bool {
        self.renames.iter().any(|(column, is_referenced)| {
            *is_referenced
                || before.foreign_keys().any(|(_, key)| is_part_of(key, before, before, column))
        })
    }

    fn drops_key(&self) -> bool {
        self.clauses.contains(&Clause::Written(DROP_PRIMARY_KEY.to_owned()))
    }

    /// Whether the other adds a primary key in the place of the one that is dropped: in one statement
    /// the table is rebuilt in place, while a drop alone copies it (error 1846; tried on MariaDB
    /// 10.11).
    fn replaces_key(&self, next: &Self) -> bool {
        self.drops_key() && !next.drops_key() && next.writes.contains(&Subject::PrimaryKey.key())
    }

    /// Takes the other into this statement, or gives it back.
    pub(super) fn merge(&mut self, next: Self) -> Result<(), Box<Self>> {
        if !self.can_join(&next) {
            return Err(Box::new(next));
        }
        let only_replaces = self.replaces_key(&next) && self.clauses.len() == 1;
        self.cost = self.cost.zip(next.cost).map(|(a, b)| if only_replaces { b } else { a.max(b) });
        self.clauses.extend(next.clauses);
        self.reshapes |= next.reshapes;
        self.sharing = next.sharing;
        self.references |= next.references;
        self.references_itself.extend(next.references_itself);
        self.renames.extend(next.renames);
        self.escapes |= next.escapes;
        self.writes.extend(next.writes);
        self.reads.extend(next.reads);
        self.creates.extend(next.creates);
        self.alters.extend(next.alters);
        Ok(())
    }

    /// The statements; the clauses are of the operations at these places in the script.
    pub(super) fn statements(
        self,
        version: Version,
        clause_places: &[usize],
    ) -> Result<Vec<Statement>, Refusal> {
        let operations = places(clause_places.iter().copied());
        let is_known = is_innodb(&self.before) && !has_hash_key(version, &self.before);
        let numbers_rows = self.clauses.iter().any(Clause::numbers_rows);
        let cost = self.cost.filter(|_| is_known);
        let cost = cost.map(|cost| cost.online(version, &self.before, numbers_rows));
        let algorithm = cost.map(|cost| cost.clause(version));
        let table = &self.before.name;
        let facts = cost.map(|cost| Facts::of(table, Lock::Mysql(cost), cost.rows()));
        let written = self.clauses.iter().map(|clause| match clause {
            Clause::Written(sql) => Some(sql.as_str()),
            Clause::Modify { .. } => None,
        });
        if let Some(clauses) = written.collect::<Option<Vec<_>>>() {
            let clauses: Vec<_> = clause_places.iter().copied().zip(clauses).collect();
            let (sql, spans) = statement(&self.before.name, &clauses, algorithm);
            let altered = Statement::new(Action::Sql(sql), operations);
            let altered = Statement { clauses: spans, facts, ..altered };
            if !self.escapes {
                return Ok(vec![altered]);
            }
            let around =
                |sql: &str| Statement::new(Action::Sql(sql.to_owned()), altered.operations.clone());
            let [save, set] = ESCAPES_ON.map(around);
            let restore = around(ESCAPES_BACK);
            return Ok(vec![save, set, altered, restore]);
        }
        let restate = Restate {
            table: self.before.name.clone(),
            touched_by: self.before.touched_by.and_then(|touched| touched.mysql),
            declared: table::create_table(version, &self.before, false)?,
            version,
            clauses: self.clauses,
            algorithm: algorithm.map(Into::into),
        };
        let restated = Statement::new(Action::Restate(Box::new(restate)), operations);
        Ok(vec![Statement { facts, ..restated }])
    }
}

/// `ALTER TABLE` with these clauses, each with its operation's place; and the range of each in the SQL.
pub(super) fn statement(
    table: &QualifiedName,
    clauses: &[(usize, &str)],
    algorithm: Option<&str>,
) -> (String, Vec<Span>) {
    let alone = clauses.len() == 1;
    let (space, separator) = if alone { (" ", ", ") } else { ("\n    ", ",\n    ") };
    let head = format!("ALTER TABLE {}{space}", named(table));
    let (mut sql, spans) = joined(&head, clauses.iter().copied(), ",\n    ");
    if let Some(algorithm) = algorithm {
        sql.push_str(separator);
        sql.push_str(algorithm);
    }
    (sql, spans)
}

/// A statement, in a session where a backslash begins an escape if it needs that.
pub(super) fn in_session(sql: String, escapes: bool) -> Vec<Action> {
    if escapes { with_escapes(sql).map(Action::Sql).into() } else { vec![Action::Sql(sql)] }
}

/// Lets a backslash begin an escape, whatever the session's `sql_mode` says
/// (<https://mariadb.com/kb/en/sql-mode/#no_backslash_escapes>): a comment and the values of an
/// `ENUM` can be written in no form without one.
const ESCAPES_ON: [&str; 2] = [
    "SET @migrate_sql_mode = @@sql_mode",
    "SET sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')",
];

/// Gives the session's `sql_mode` back.
const ESCAPES_BACK: &str = "SET sql_mode = @migrate_sql_mode";

/// A statement in which a backslash begins an escape.
pub(super) fn with_escapes(sql: String) -> [String; 4] {
    let [save, set] = ESCAPES_ON.map(str::to_owned);
    [save, set, sql, ESCAPES_BACK.to_owned()]
}
