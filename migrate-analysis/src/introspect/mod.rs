//! A live catalogue, read into a [`Schema`].

mod keys;
mod mysql;
mod names;
mod not_held;
mod outside;
mod own;
mod postgres;
mod raw;
mod sqlite;
mod unnamed;

use std::collections::BTreeSet;
use std::error::Error;

use migrate_core::dialect::Dialect;
use migrate_core::schema::{QualifiedName, Schema};

use crate::compare::Object;
use crate::diff::take_over;

pub use keys::require_keys;
pub use names::Names;
pub use not_held::NotHeld;
pub use own::{namespaces, take_out_bookkeeping};
pub use raw::{RawKind, RawObject, Reference, raw_objects};
pub use unnamed::name_constraints;

/// A function that runs a query on the database to be read and gives its rows.
///
/// The readers of PostgreSQL change settings of the transaction they run in, so all queries of one
/// reading belong in one transaction, which is rolled back afterwards.
pub type Catalogue<'c> = dyn FnMut(&str) -> Result<Rows, QueryError> + 'c;

/// Rows of a catalogue query, every value as text.
pub type Rows = Vec<Vec<Option<String>>>;

/// The error of whatever runs the queries.
pub type QueryError = Box<dyn Error + Send + Sync>;

/// Why a catalogue could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IntrospectError {
    /// The database refused a query.
    #[error("cannot query the catalogue")]
    Query(#[from] QueryError),
    /// A definition in the catalogue could not be understood.
    #[error("cannot read the definition of `{name}`: {reason}")]
    Definition {
        /// The table or index.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// What was read of a catalogue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The schema, as far as a [`Schema`] holds what the database has.
    pub schema: Schema,
    /// What is in the database and not in `schema`, in the order of the objects; a tool that compares the
    /// two or writes statements from `schema` has to say so.
    pub not_held: Vec<NotHeld>,
    /// Which names the database takes for one.
    pub names: Names,
    /// The columns and constraints that a table has of one that it inherits from.
    pub inherited: BTreeSet<Object>,
}

impl Reading {
    /// Turns what was read into the user's part of it, in the names of `declared`: without the `bookkeeping` tables of this
    /// tool and those of others, with NOT NULL on each primary key, and a name for every constraint. Gives the columns of
    /// primary keys that take NULL in the database.
    pub fn as_declared(
        &mut self,
        dialect: Dialect,
        declared: &Schema,
        bookkeeping: &[&str],
    ) -> Vec<(QualifiedName, String)> {
        names::write_as(&mut self.schema, declared, &self.names);
        self.inherited.retain(|object| match object.table() {
            Some(table) => self.schema.tables.contains_key(table),
            None => false,
        });
        self.fence_triggers(declared);
        take_out_bookkeeping(&mut self.schema, bookkeeping, declared);
        let keys_with_null = require_keys(&mut self.schema);
        name_constraints(&mut self.schema, declared, dialect);
        keys_with_null
    }

    /// Takes a declared trigger as it is where the table has a constraint trigger of its name: that is named as not
    /// compared, and neither created, which its name forbids, nor dropped.
    fn fence_triggers(&mut self, declared: &Schema) {
        for trigger in declared.triggers.values() {
            let key = (trigger.table.clone(), trigger.name.clone());
            let is_fenced = self.not_held.iter().any(|it| match it {
                NotHeld::Object { kind, name } => {
                    kind == RawKind::ConstraintTrigger.name()
                        && name.name == trigger.name
                        && name.schema == trigger.table.schema
                }
                NotHeld::Attribute { .. } | NotHeld::Unseen { .. } => false,
            });
            let is_on_table = self.schema.tables.contains_key(&trigger.table);
            if is_fenced && is_on_table && !self.schema.triggers.contains_key(&key) {
                self.schema.triggers.insert(key, trigger.clone());
            }
        }
    }

    /// A model whose tables have what they inherit in the database as `before` has it: it is changed with the table that it
    /// comes from, and nowhere else.
    #[must_use]
    pub fn with_inherited(&self, dialect: Dialect, before: &Schema, model: &Schema) -> Schema {
        let mut schema = model.clone();
        for object in &self.inherited {
            if object.table().is_some_and(|table| schema.tables.contains_key(table)) {
                take_over(dialect, object, before, &mut schema);
            }
        }
        schema
    }
}

/// A schema (namespace) of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// Whether it is the connection's own.
    pub is_own: bool,
    /// Whether it has tables, views or sequences that belong to the same application as those of the connection's own.
    pub has_relations: bool,
}

/// The schemas (namespaces) of a live database, without the server's own; none on SQLite, which has none.
///
/// # Errors
///
/// The database refused the query.
pub fn live_namespaces(
    catalogue: &mut Catalogue<'_>,
    dialect: Dialect,
) -> Result<Vec<Namespace>, IntrospectError> {
    match dialect {
        Dialect::Sqlite(_) => Ok(Vec::new()),
        Dialect::Postgres(_) => postgres::namespaces(catalogue),
        Dialect::Mysql(_) => mysql::namespaces(catalogue),
    }
}

/// Reads the schema of a live database, without the tables of the database itself.
///
/// To be held against a declared schema both are put through
/// [`normalize`](crate::normalize::normalize) first. The version table and the log are read too:
/// what counts as the user's is for the caller to say.
///
/// On PostgreSQL, MariaDB and MySQL the connection's own schema is read, whose objects have no
/// schema before their names, and beside it the `namespaces`.
///
/// ```
/// use migrate_analysis::introspect::{self, QueryError, Rows};
/// use migrate_core::dialect::{Dialect, Family};
///
/// // A program with a connection runs each query on it.
/// let mut catalogue = |_query: &str| -> Result<Rows, QueryError> {
///     let create = "CREATE TABLE users (id INTEGER PRIMARY KEY)";
///     Ok(vec![["table", "users", "users", create].map(|value| Some(value.to_owned())).to_vec()])
/// };
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// let reading = introspect::read(&mut catalogue, sqlite, &[]).unwrap();
/// assert!(reading.schema.tables.contains_key(&"users".into()));
/// assert!(reading.not_held.is_empty());
/// ```
pub fn read(
    catalogue: &mut Catalogue<'_>,
    dialect: Dialect,
    namespaces: &[String],
) -> Result<Reading, IntrospectError> {
    let mut reading = match dialect {
        Dialect::Sqlite(version) => sqlite::read(catalogue, version),
        Dialect::Postgres(version) => postgres::read(catalogue, version, namespaces),
        Dialect::Mysql(version) => mysql::read(catalogue, version, namespaces),
    }?;
    reading.schema.syntax = dialect.syntax();
    match dialect {
        // It alone takes a reference to a table that is nowhere, which is a mistake to be told.
        Dialect::Sqlite(_) => {}
        Dialect::Postgres(_) | Dialect::Mysql(_) => {
            reading.not_held.extend(outside::take_out_references(&mut reading.schema));
        }
    }
    reading.not_held.sort();
    Ok(reading)
}
