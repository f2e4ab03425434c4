//! Objects that no operation makes, with the SQL that does: [`raw_objects`].

use migrate_core::dialect::Dialect;
use migrate_core::schema::QualifiedName;

use super::{Catalogue, IntrospectError, Reading, mysql, postgres, sqlite};

/// An object that no operation makes, and the statements that make and drop it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawObject {
    /// The kind, as [`NotHeld::Object`](super::NotHeld::Object) has it.
    pub kind: String,
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
    Raw(String, QualifiedName),
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
    raw.retain(|object| reading.not_held.iter().any(|note| note.is_of(&object.kind, &object.name)));
    Ok(raw)
}
