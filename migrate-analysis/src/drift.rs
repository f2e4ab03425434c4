//! What a live database has otherwise than the revisions say, object by object.

use std::fmt;

use migrate_core::dialect::Dialect;
use migrate_core::op::{ColumnChange, Operation, describe};
use migrate_core::schema::{Constraint, Index, ObjectRef, QualifiedName, Schema, SqlText, Table};

use crate::compare::{Object, Verdict, compare, words};
use crate::diff::column;
use crate::introspect::{NotHeld, Reading};
use crate::normalize::normalize;
use crate::spelling::Spellings;

/// What was found of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The objects that are not known to be equal, in the order of their kinds and names.
    pub findings: Vec<Finding>,
    /// What the database has and a schema has no place for: it was compared with nothing.
    pub not_held: Vec<NotHeld>,
}

/// An object that is not known to be equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which one.
    pub object: Object,
    /// In what way.
    pub state: State,
}

/// How an object of the database is against that of the revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The revisions have it, the database has not.
    Missing,
    /// The database has it, the revisions have not.
    Unexpected,
    /// Both have it, and it differs: what would change it into that of the revisions, as far as that can be said
    /// in a line.
    Different(Vec<String>),
    /// It may differ, and this is why that is not known.
    Unknown(String),
}

impl Drift {
    /// Whether anything is known to differ.
    ///
    /// What is unknown alone is no difference.
    pub fn is_known(&self) -> bool {
        self.findings.iter().any(|finding| match finding.state {
            State::Missing | State::Unexpected | State::Different(_) => true,
            State::Unknown(_) => false,
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = &self.object;
        match &self.state {
            State::Missing => write!(f, "{object} is missing in the database"),
            State::Unexpected => write!(f, "{object} is in no revision"),
            State::Different(changes) if changes.is_empty() => write!(f, "{object} differs"),
            State::Different(changes) => write!(f, "{object} differs: {}", changes.join(", ")),
            State::Unknown(why) => write!(f, "{object} may differ: {why}"),
        }
    }
}

/// Holds what was read of a database against the schema that the revisions make; `spellings` is what the database said
/// of texts in which both differ, if it was asked.
///
/// ```
/// use migrate_analysis::drift::{State, drift};
/// use migrate_analysis::introspect::Reading;
/// use migrate_analysis::spelling::Spellings;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Schema, Table};
///
/// let mut declared = Schema::new();
/// declared.tables.insert("users".into(), Table::new("users"));
/// let live = Reading { schema: Schema::new(), not_held: Vec::new() };
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// let found = drift(sqlite, &declared, live, &Spellings::default());
/// assert_eq!(found.findings[0].to_string(), "table users is missing in the database");
/// ```
pub fn drift(dialect: Dialect, declared: &Schema, live: Reading, spellings: &Spellings) -> Drift {
    let Reading { schema: live, not_held } = live;
    let differences = compare(dialect, &spellings.reworded(declared, &live), &live);
    let differences = differences.into_iter().map(|difference| spellings.judged(difference));
    let form = |schema: &Schema| normalize(dialect, schema.clone());
    let texts = [&live, declared].map(|schema| schema.clone().on(dialect.family()));
    let sides = Sides { declared: &form(declared), live: &form(&live), texts: texts.each_ref() };
    let findings = differences.filter_map(|difference| {
        let object = difference.object;
        let state = match difference.verdict {
            Verdict::Equal => return None,
            Verdict::Unknown(why) => State::Unknown(why),
            Verdict::Different => sides.state(&object),
        };
        Some(Finding { object, state })
    });
    Drift { findings: findings.collect(), not_held }
}

/// Both schemas in the form in which the database gives them back.
struct Sides<'a> {
    declared: &'a Schema,
    live: &'a Schema,
    /// The live schema and the declared one as they were read and declared: forms may leave out what differs.
    texts: [&'a Schema; 2],
}

impl Sides<'_> {
    fn state(&self, object: &Object) -> State {
        match (has(self.declared, object), has(self.live, object)) {
            (true, false) => State::Missing,
            (false, true) => State::Unexpected,
            (true, true) | (false, false) => State::Different(self.changes(object)),
        }
    }

    /// What would change the object of the database into that of the revisions.
    fn changes(&self, object: &Object) -> Vec<String> {
        match object {
            Object::Column(table, name) => {
                let of = |schema: &Schema| schema.tables.get(table)?.column(name).cloned();
                let Some((live, declared)) = of(self.live).zip(of(self.declared)) else {
                    return Vec::new();
                };
                let change = column::change(&live, &declared, &declared);
                if change == ColumnChange::default() {
                    return Vec::new();
                }
                let alter =
                    Operation::AlterColumn { table: table.clone(), column: name.clone(), change };
                after_colon(&describe(&alter, self.live)).into_iter().collect()
            }
            Object::Constraint(table, name) => {
                let text = |schema: &Schema| {
                    let constraint = schema.tables.get(table)?.constraint(name)?;
                    Some(words::constraint(&constraint.body))
                };
                self.both(text)
            }
            Object::Enum(name) => {
                let labels = |schema: &Schema| {
                    schema.enum_type(name).map(|it| format!("({})", it.values.join(", ")))
                };
                self.both(labels)
            }
            Object::View(name) => {
                self.both(|schema| schema.views.get(name).map(|view| query_of(&view.query)))
            }
            Object::MaterializedView(name) => self.both(|schema| {
                schema.materialized_views.get(name).map(|view| query_of(&view.query))
            }),
            Object::Table(_)
            | Object::Index(..)
            | Object::Partition(..)
            | Object::Function(..)
            | Object::Sequence(_)
            | Object::Trigger(..)
            | Object::Extension(_)
            | Object::Namespace(_) => Vec::new(),
        }
    }

    /// What an object says on both sides as one change: in the form of the database or, where that leaves out what
    /// differs, as it is written. Nothing where both say the same.
    fn both(&self, says: impl Fn(&Schema) -> Option<String>) -> Vec<String> {
        for [live, declared] in [[self.live, self.declared], self.texts] {
            let (Some(live), Some(declared)) = (says(live), says(declared)) else { continue };
            if live != declared {
                return vec![format!("{live} -> {declared}")];
            }
        }
        Vec::new()
    }
}

/// What a description says after the operation.
fn after_colon(description: &str) -> Option<String> {
    description.split_once(": ").map(|(_, changes)| changes.to_owned())
}

fn query_of(query: &SqlText) -> String {
    let texts: Vec<_> = query.texts().flat_map(str::split_whitespace).collect();
    format!("`{}`", texts.join(" "))
}

/// Whether a schema has an object.
fn has(schema: &Schema, object: &Object) -> bool {
    let table = |name: &QualifiedName| schema.tables.get(name);
    match object {
        Object::Table(name) => table(name).is_some(),
        Object::Column(holder, name) => table(holder).is_some_and(|it| it.column(name).is_some()),
        Object::Constraint(holder, name) => {
            table(holder).is_some_and(|it| has_constraint(it, name))
        }
        Object::Index(holder, name) => {
            let is_named = |index: &Index| index.name == *name;
            let of_view = schema.materialized_views.get(holder).map(|view| &view.indexes);
            let of_table = table(holder).map(|table| &table.indexes);
            of_table.or(of_view).is_some_and(|indexes| indexes.iter().any(is_named))
        }
        Object::Partition(holder, name) => {
            table(holder).is_some_and(|it| it.partitions.iter().any(|it| it.name == *name))
        }
        Object::Enum(name) => schema.enum_type(name).is_some(),
        Object::View(name) => schema.views.contains_key(name),
        Object::MaterializedView(name) => schema.materialized_views.contains_key(name),
        Object::Function(name, arguments) => {
            schema.functions.contains_key(&(name.clone(), arguments.clone()))
        }
        Object::Sequence(name) => schema.sequences.contains_key(name),
        Object::Trigger(table, name) => {
            let trigger = ObjectRef::Trigger { table: table.clone(), name: name.clone() };
            schema.object(&trigger).is_some()
        }
        Object::Extension(name) => schema.extensions.contains(name),
        Object::Namespace(name) => schema.namespaces.contains(name),
    }
}

/// Whether a table has a constraint of that name or, without one, one that demands that.
fn has_constraint(table: &Table, key: &str) -> bool {
    let is_it = |constraint: &Constraint| match &constraint.name {
        Some(name) => name == key,
        None => words::constraint(&constraint.body) == key,
    };
    table.constraints.iter().any(is_it)
}
