//! What differs between two schemas, object by object: equal, different, or unknown.
//!
//! Normal forms leave out what a database rewrites, so two objects of one form
//! need not be equal. Where the form of both is the same and something was left out of it that is not,
//! the verdict is [`Verdict::Unknown`], with the reason.

mod object;
mod qualified;
mod table;
pub(crate) mod unnamed;
pub(crate) mod words;

use std::collections::BTreeSet;
use std::fmt;

use migrate_core::dialect::Dialect;
use migrate_core::schema::{ObjectRef, Objects, QualifiedName, Schema};

use crate::normalize::{mysql, normalize};

pub(crate) use object::arguments_form;

/// What is known of two objects of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They are equal.
    Equal,
    /// They are not, or only one of them is there.
    Different,
    /// They may be either, and this is why.
    Unknown(String),
}

/// An object, or a part of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Object {
    /// A table, with its comment and options.
    Table(QualifiedName),
    /// A column of a table.
    Column(QualifiedName, String),
    /// A constraint of a table, by its name or, without one, by what it demands.
    Constraint(QualifiedName, String),
    /// An index of a table or a materialized view.
    Index(QualifiedName, String),
    /// A partition of a table.
    Partition(QualifiedName, QualifiedName),
    /// An enum type.
    Enum(QualifiedName),
    /// A view.
    View(QualifiedName),
    /// A materialized view.
    MaterializedView(QualifiedName),
    /// A function, with its arguments.
    Function(QualifiedName, String),
    /// A sequence that belongs to no column.
    Sequence(QualifiedName),
    /// A trigger of a table.
    Trigger(QualifiedName, String),
    /// An extension.
    Extension(String),
    /// A schema (namespace).
    Namespace(String),
}

impl Object {
    /// The table, or the view, that the part is of.
    pub const fn table(&self) -> Option<&QualifiedName> {
        match self {
            Self::Table(name)
            | Self::Column(name, _)
            | Self::Constraint(name, _)
            | Self::Index(name, _)
            | Self::Partition(name, _)
            | Self::Trigger(name, _) => Some(name),
            Self::Enum(_)
            | Self::View(_)
            | Self::MaterializedView(_)
            | Self::Function(..)
            | Self::Sequence(_)
            | Self::Extension(_)
            | Self::Namespace(_) => None,
        }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(name) => write!(f, "table {name}"),
            Self::Column(table, name) => write!(f, "column {table}.{name}"),
            Self::Constraint(table, name) => write!(f, "constraint {name} of {table}"),
            Self::Index(table, name) => write!(f, "index {name} of {table}"),
            Self::Partition(table, name) => write!(f, "partition {name} of {table}"),
            Self::Enum(name) => write!(f, "enum type {name}"),
            Self::View(name) => write!(f, "view {name}"),
            Self::MaterializedView(name) => write!(f, "materialized view {name}"),
            Self::Function(name, arguments) => write!(f, "function {name}({arguments})"),
            Self::Sequence(name) => write!(f, "sequence {name}"),
            Self::Trigger(table, name) => write!(f, "trigger {name} of {table}"),
            Self::Extension(name) => write!(f, "extension {name}"),
            Self::Namespace(name) => write!(f, "schema {name}"),
        }
    }
}

/// An object that is not known to be equal on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Which one.
    pub object: Object,
    /// [`Verdict::Different`] or [`Verdict::Unknown`].
    pub verdict: Verdict,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.verdict {
            Verdict::Equal => write!(f, "{} is equal", self.object),
            Verdict::Different => write!(f, "{} differs", self.object),
            Verdict::Unknown(why) => write!(f, "{} may differ: {why}", self.object),
        }
    }
}

/// Every object that is not known to be equal in two schemas of one database. Both are taken as they
/// were declared or read; the order of columns, constraints and indexes does not count.
///
/// ```
/// use migrate_analysis::compare::{Object, Verdict, compare};
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Schema, View};
///
/// let postgres = Dialect::parse(Family::Postgres, "150004").unwrap();
/// let schema = |query: &str| {
///     let mut schema = Schema::new();
///     schema.views.insert("v".into(), View { name: "v".into(), query: query.into() });
///     schema
/// };
/// let declared = schema("SELECT name FROM users WHERE id > 3");
/// assert_eq!(compare(postgres, &declared, &declared), []);
///
/// // PostgreSQL prints queries in its own words: only what cannot be equal is known to differ.
/// let verdict = |query| compare(postgres, &declared, &schema(query))[0].verdict.clone();
/// assert_eq!(verdict("SELECT name FROM posts WHERE id > 3"), Verdict::Different);
/// assert!(matches!(verdict("SELECT name FROM users WHERE id > 4"), Verdict::Unknown(_)));
/// ```
pub fn compare(dialect: Dialect, one: &Schema, other: &Schema) -> Vec<Difference> {
    let on = |schema: &Schema| schema.clone().on(dialect.family());
    let (mut one, mut other) = (as_shown(dialect, &on(one)), as_shown(dialect, &on(other)));
    unnamed::adopt_equal(dialect, &mut one, &other);
    unnamed::adopt_equal(dialect, &mut other, &one);
    let (one, other) = (&one, &other);
    let forms = (normalize(dialect, one.clone()), normalize(dialect, other.clone()));
    let mut found = Found { differences: Vec::new() };
    // A new kind of object is compared before it compiles.
    let Schema {
        tables,
        enums,
        views,
        materialized_views,
        functions,
        sequences,
        triggers,
        extensions,
        namespaces,
        syntax: _,
        stale: _,
        outgrown: _,
    } = &forms.0;
    let sides = Sides { dialect, one, other, form: &forms.0 };
    found.each(
        tables,
        &forms.1.tables,
        |name| Object::Table(name.clone()),
        |_, _, _| {
            // Part by part, below.
            Verdict::Equal
        },
    );
    for (name, table) in tables.entries() {
        if let Some(other) = forms.1.tables.get(name) {
            table::compare(&sides, table, other, &mut found);
        }
    }
    found.each(
        enums,
        &forms.1.enums,
        |name| Object::Enum(name.clone()),
        |_, one, other| Verdict::of(one == other),
    );
    found.each(
        views,
        &forms.1.views,
        |name| Object::View(name.clone()),
        |name, one, other| {
            let stale = sides.stale(&ObjectRef::View(name.clone()));
            stale.unwrap_or_else(|| {
                if one == other {
                    object::view(&sides, name)
                } else {
                    object::other_view(&sides, name, [&one.query, &other.query])
                }
            })
        },
    );
    let object = |name: &QualifiedName| Object::MaterializedView(name.clone());
    found.each(materialized_views, &forms.1.materialized_views, object, |name, one, other| {
        let alike = one.query == other.query && one.with_data == other.with_data;
        let stale = sides.stale(&ObjectRef::MaterializedView(name.clone()));
        stale.unwrap_or_else(|| {
            Verdict::of(alike).unless(|| object::materialized_view(&sides, name))
        })
    });
    for (name, view) in materialized_views.entries() {
        if let Some(found_view) = forms.1.materialized_views.get(name) {
            let raw = |schema: &Schema| {
                let view = schema.materialized_views.get(name);
                view.map(|view| view.indexes.clone()).unwrap_or_default()
            };
            table::compare_indexes(
                &sides,
                name,
                (&view.indexes, &found_view.indexes),
                (&raw(one), &raw(other)),
                &|_| None,
                &mut found,
            );
        }
    }
    let object = |(name, arguments): &(QualifiedName, String)| {
        Object::Function(name.clone(), arguments.clone())
    };
    found.each(functions, &forms.1.functions, object, |key, one, other| {
        let (name, arguments) = key.clone();
        let stale = sides.stale(&ObjectRef::Function { name, arguments });
        stale.unwrap_or_else(|| Verdict::of(one == other).unless(|| object::function(&sides, key)))
    });
    let object = |name: &QualifiedName| Object::Sequence(name.clone());
    found.each(sequences, &forms.1.sequences, object, |name, one, other| {
        Verdict::of(one == other).unless(|| object::sequence(&sides, name))
    });
    let object =
        |(table, name): &(QualifiedName, String)| Object::Trigger(table.clone(), name.clone());
    found.each(triggers, &forms.1.triggers, object, |key, one, other| {
        let (table, name) = key.clone();
        let stale = sides.stale(&ObjectRef::Trigger { table, name });
        stale.unwrap_or_else(|| Verdict::of(one == other).unless(|| object::trigger(&sides, key)))
    });
    found.names(extensions, &forms.1.extensions, Object::Extension);
    found.names(namespaces, &forms.1.namespaces, Object::Namespace);
    found.differences
}

/// The schema with the characters that the database shows.
fn as_shown(dialect: Dialect, schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    match dialect {
        Dialect::Sqlite(_) | Dialect::Postgres(_) => {}
        Dialect::Mysql(version) => mysql::as_shown(version, &mut schema),
    }
    schema
}

/// The worst of the verdicts: equal only if nothing differs, different as soon as one object does.
///
/// ```
/// use migrate_analysis::compare::{Verdict, verdict};
///
/// assert_eq!(verdict(&[]), Verdict::Equal);
/// ```
pub fn verdict(differences: &[Difference]) -> Verdict {
    let mut worst = Verdict::Equal;
    for difference in differences {
        match &difference.verdict {
            Verdict::Different => return Verdict::Different,
            Verdict::Unknown(_) => worst = Verdict::Unknown(difference.to_string()),
            Verdict::Equal => {}
        }
    }
    worst
}

impl Verdict {
    const fn of(equal: bool) -> Self {
        if equal { Self::Equal } else { Self::Different }
    }

    /// The verdict of the forms, unless they are equal: then what they leave out decides.
    fn unless(self, left_out: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Equal => left_out(),
            Self::Different | Self::Unknown(_) => self,
        }
    }
}

/// Both schemas as they were given, and the normal form of the first.
struct Sides<'a> {
    dialect: Dialect,
    one: &'a Schema,
    other: &'a Schema,
    form: &'a Schema,
}

impl Sides<'_> {
    /// The verdict on an object whose text does not tell all of it on one side.
    fn stale(&self, object: &ObjectRef) -> Option<Verdict> {
        let any = |is: &dyn Fn(&Schema) -> bool| [self.one, self.other].into_iter().any(is);
        if any(&|schema| schema.stale.contains(object)) {
            let why = "something was renamed that its text may name";
            return Some(Verdict::Unknown(why.to_owned()));
        }
        let is_outgrown = any(&|schema| schema.outgrown.contains_key(object));
        is_outgrown
            .then(|| Verdict::Unknown("its `*` stands for the columns of its creation".to_owned()))
    }

    /// An object of each side, as it was given.
    fn both<'s, T>(&'s self, get: impl Fn(&'s Schema) -> Option<T>) -> Option<(T, T)> {
        get(self.one).zip(get(self.other))
    }
}

/// The differences found so far.
struct Found {
    differences: Vec<Difference>,
}

impl Found {
    fn add(&mut self, object: Object, verdict: Verdict) {
        match verdict {
            Verdict::Equal => {}
            Verdict::Different | Verdict::Unknown(_) => {
                self.differences.push(Difference { object, verdict });
            }
        }
    }

    fn each<K: Ord, V>(
        &mut self,
        one: &Objects<K, V>,
        other: &Objects<K, V>,
        object: impl Fn(&K) -> Object,
        verdict: impl Fn(&K, &V, &V) -> Verdict,
    ) {
        for (key, value) in one.entries() {
            let found = other.get(key).map(|other| verdict(key, value, other));
            self.add(object(key), found.unwrap_or(Verdict::Different));
        }
        for key in other.keys().filter(|key| !one.contains_key(key)) {
            self.add(object(key), Verdict::Different);
        }
    }

    fn names(
        &mut self,
        one: &BTreeSet<String>,
        other: &BTreeSet<String>,
        object: fn(String) -> Object,
    ) {
        for name in one.symmetric_difference(other) {
            self.add(object(name.clone()), Verdict::Different);
        }
    }
}
