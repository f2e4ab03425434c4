//! What a `schema.rs` says: relations with their columns, joins, and SQL types of its own.

use std::collections::BTreeMap;

use migrate_core::schema::QualifiedName;

use super::SqlType;

/// What a `schema.rs` says, or several of them.
///
/// It says little of a schema: that relations and columns exist, their types and keys. What it does not say
/// may be anything; see [`complete`](super::complete).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemaRs {
    /// What `table!` and `view!` declare, in their order.
    pub relations: Vec<Relation>,
    /// What `joinable!` says.
    pub joinables: Vec<Joinable>,
    /// The SQL types that are defined beside the tables.
    pub types: Vec<TypeDefinition>,
}

/// One `table!` or `view!`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Which macro declares it: `table!` may as well be of a view, or of a sequence.
    pub kind: RelationKind,
    /// Its name in SQL.
    pub name: QualifiedName,
    /// Its name in Rust.
    pub rust_name: String,
    /// The key's columns, under their names in SQL.
    pub primary_key: Vec<String>,
    /// Its columns.
    pub columns: Vec<DeclaredColumn>,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
    /// The file and the line.
    pub place: Place,
}

/// The macro that declares a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// `table!`.
    Table,
    /// `view!`.
    View,
}

/// A column of a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredColumn {
    /// Its name in SQL.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: String,
    /// Its type, with `Nullable<..>` around it where it takes NULL.
    pub sql_type: SqlType,
    /// The number of `#[max_length = ..]`.
    pub max_length: Option<u64>,
    /// Whether `#[auto_increment]` is there.
    pub auto_increment: bool,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
    /// The file and the line.
    pub place: Place,
}

/// One `joinable!(child -> parent (column))`, all under their names in Rust. It is a join, and need not be a
/// foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joinable {
    /// The relation with the column.
    pub child: String,
    /// The relation whose key the column is equal to.
    pub parent: String,
    /// The column.
    pub column: String,
    /// The file and the line.
    pub place: Place,
}

/// A struct that is an SQL type: `#[diesel(postgres_type(name = "mood"))] pub struct Mood;`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeDefinition {
    /// The struct.
    pub rust_name: String,
    /// The type's name on PostgreSQL.
    pub postgres: Option<QualifiedName>,
    /// The kind of type on MySQL, such as `Enum`.
    pub mysql: Option<String>,
}

/// A place in a `schema.rs`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as it was given to [`read`](super::read).
    pub file: String,
    /// The line, from 1 on.
    pub line: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl SchemaRs {
    /// The relation of a name.
    pub fn relation(&self, name: &QualifiedName) -> Option<&Relation> {
        self.relations.iter().find(|relation| relation.name == *name)
    }

    /// All relations, to look up many.
    pub fn by_name(&self) -> BTreeMap<&QualifiedName, &Relation> {
        self.relations.iter().map(|relation| (&relation.name, relation)).collect()
    }

    /// The definition of a type.
    pub(super) fn type_definition(&self, rust_name: &str) -> Option<&TypeDefinition> {
        self.types.iter().find(|known| known.rust_name == rust_name)
    }
}

impl Relation {
    /// A column by its name in SQL.
    pub fn column(&self, name: &str) -> Option<&DeclaredColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
}
