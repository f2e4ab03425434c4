//! Objects that no operation makes, with the SQL that does: [`raw_objects`].

use std::fmt;

use migrate_core::dialect::Dialect;
use migrate_core::schema::QualifiedName;

use super::{Catalogue, IntrospectError, Reading, mysql, postgres, sqlite};

macro_rules! raw_kinds {
    ($($(#[$doc:meta])* $kind:ident: $name:literal,)+) => {
        /// A kind of objects that raw SQL makes.
        ///
        /// ```
        /// use migrate_analysis::introspect::RawKind;
        ///
        /// assert_eq!(RawKind::Domain.to_string(), "domain");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum RawKind {
            $($(#[$doc])* $kind,)+
        }

        impl RawKind {
            /// The kind that has this name.
            pub(super) fn of(name: &str) -> Option<Self> {
                [$(Self::$kind),+].into_iter().find(|kind| kind.name() == name)
            }

            /// The name, as [`NotHeld::Object`](super::NotHeld::Object) has it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

raw_kinds! {
    /// A domain of PostgreSQL.
    Domain: "domain",
    /// A composite type of PostgreSQL.
    CompositeType: "composite type",
    /// A range type of PostgreSQL.
    RangeType: "range type",
    /// A procedure of PostgreSQL, MariaDB or MySQL.
    Procedure: "procedure",
    /// A window function of PostgreSQL.
    WindowFunction: "window function",
    /// An aggregate of PostgreSQL.
    Aggregate: "aggregate",
    /// A trigger of PostgreSQL that may be deferred
    /// (<https://www.postgresql.org/docs/current/sql-createtrigger.html>).
    ConstraintTrigger: "constraint trigger",
    /// A collation of PostgreSQL.
    Collation: "collation",
    /// Extended statistics of PostgreSQL.
    StatisticsObject: "statistics object",
    /// A table of PostgreSQL that no operation makes: every other database wants a column.
    TableWithoutColumns: "table without columns",
    /// A dictionary of PostgreSQL's text search.
    TextSearchDictionary: "text search dictionary",
    /// A configuration of PostgreSQL's text search.
    TextSearchConfiguration: "text search configuration",
    /// A virtual table of SQLite.
    VirtualTable: "virtual table",
}

impl fmt::Display for RawKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An object that no operation makes, and the statements that make and drop it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawObject {
    /// The kind.
    pub kind: RawKind,
    /// Its name.
    pub name: QualifiedName,
    /// The statement that makes it.
    pub create: String,
    /// The statement that drops it.
    pub drop: String,
    /// What must be there before it.
    pub needs: Vec<Reference>,
    /// What must come after it.
    pub needed_by: Vec<Reference>,
}

/// What a raw object needs, or what needs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reference {
    /// A schema (namespace).
    Namespace(String),
    /// An extension.
    Extension(String),
    /// A table, view or sequence.
    Relation(QualifiedName),
    /// An enum type.
    EnumType(QualifiedName),
    /// A function with its arguments.
    Function(QualifiedName, String),
    /// Another raw object, by its kind and its name.
    Raw(RawKind, QualifiedName),
}

/// Reads the statements of what a reading does not hold as a whole, as far as the database tells them: those of an
/// object that is written in C, for example, are not known.
///
/// A database that is made by revisions has such an object only if raw SQL makes it.
///
/// # Errors
///
/// The database refused a query.
///
/// ```
/// use migrate_analysis::introspect::{self, QueryError, Rows};
/// use migrate_core::dialect::{Dialect, Family};
///
/// let mut catalogue = |_query: &str| -> Result<Rows, QueryError> {
///     let create = "CREATE VIRTUAL TABLE words USING fts5 (word)";
///     Ok(vec![["table", "words", "words", create].map(|value| Some(value.to_owned())).to_vec()])
/// };
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// let reading = introspect::read(&mut catalogue, sqlite, &[]).unwrap();
/// let mut catalogue = |_query: &str| -> Result<Rows, QueryError> {
///     let create = "CREATE VIRTUAL TABLE words USING fts5 (word)";
///     Ok(vec![["words", create].map(|value| Some(value.to_owned())).to_vec()])
/// };
/// let raw = introspect::raw_objects(&mut catalogue, sqlite, &[], &reading).unwrap();
/// assert_eq!(raw[0].drop, "DROP TABLE words");
/// ```
pub fn raw_objects(
    catalogue: &mut Catalogue<'_>,
    dialect: Dialect,
    namespaces: &[String],
    reading: &Reading,
) -> Result<Vec<RawObject>, IntrospectError> {
    let mut raw = match dialect {
        Dialect::Sqlite(_) => sqlite::raw_objects(catalogue, reading),
        Dialect::Postgres(version) => postgres::raw_objects(catalogue, version, namespaces),
        Dialect::Mysql(version) => mysql::raw_objects(catalogue, version, namespaces),
    }?;
    raw.retain(|object| {
        reading.not_held.iter().any(|note| note.is_of(object.kind.name(), &object.name))
    });
    Ok(raw)
}
