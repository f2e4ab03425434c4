//! A database schema as dialect-neutral values: what operations change and catalogues are read into.

mod column;
mod constraint;
mod family;
mod index;
mod mention;
mod name;
mod object;
mod objects;
mod on;
mod origin;
mod shared_map;
mod sql_part;
mod sql_text;
mod table;
mod types;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use crate::sql_text::SqlSyntax;

pub use column::{
    Column, ColumnDefault, ColumnPosition, Generated, Generation, Identity, MysqlColumn,
    TypeVariants,
};
pub use constraint::{
    Action, Constraint, ConstraintBody, ConstraintKind, Deferrable, ExcludeElement, ForeignKey,
};
pub use family::{Object, ObjectRef};
pub use index::{Index, IndexColumn, IndexTarget, NullsOrder};
pub(crate) use mention::Mention;
pub use mention::Mentions;
pub use name::{QualifiedName, closest};
pub use object::{
    EnumType, Function, MaterializedView, Sequence, SequenceOptions, SequenceOwner, Trigger, View,
};
pub use objects::Objects;
pub(crate) use on::Chooser;
pub use origin::{Origin, SourceFile};
pub use sql_part::SqlPart;
pub(crate) use sql_text::without_byte_order_mark;
pub use sql_text::{Family, SqlText};
pub use table::{Partition, ReplicaIdentity, Table, TableOptions, Touched};
pub use types::ColumnType;
pub use value::{BinaryOperator, Expr, Value};

/// Every object of a database that revisions can name.
///
/// Two schemas are equal when they hold the same objects, whatever is known of their texts; the order of a table's columns counts,
/// which [`Schema::sorted`] takes away.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The tables, with their columns, constraints and indexes.
    pub tables: Objects<QualifiedName, Table>,
    /// The enum types that were created on their own.
    pub enums: Objects<QualifiedName, EnumType>,
    /// The views.
    pub views: Objects<QualifiedName, View>,
    /// The materialized views, with their indexes.
    pub materialized_views: Objects<QualifiedName, MaterializedView>,
    /// The functions, by name and arguments.
    pub functions: Objects<(QualifiedName, String), Function>,
    /// The sequences that are created on their own, also those that a column owns.
    pub sequences: Objects<QualifiedName, Sequence>,
    /// The triggers, by table and name.
    pub triggers: Objects<(QualifiedName, String), Trigger>,
    /// The extensions.
    pub extensions: BTreeSet<String>,
    /// The schemas (namespaces) that were created.
    pub namespaces: BTreeSet<String>,
    /// The rules by which its texts are read, and names are written into them when something is renamed:
    /// those of the database that it is the schema of, as [`lower`](crate::dialect::lower) has it.
    pub syntax: SqlSyntax,
    /// The views and triggers whose texts are not known any longer: something was renamed that they may name,
    /// where only the database knows.
    pub stale: BTreeSet<ObjectRef>,
    /// The views with a `*` for the columns that a table or a view had when they were created, which has had
    /// others since, and the name of it: what their columns are, only the database knows.
    pub outgrown: BTreeMap<ObjectRef, QualifiedName>,
}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        let Self {
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
        } = self;
        *tables == other.tables
            && *enums == other.enums
            && *views == other.views
            && *materialized_views == other.materialized_views
            && *functions == other.functions
            && *sequences == other.sequences
            && *triggers == other.triggers
            && *extensions == other.extensions
            && *namespaces == other.namespaces
    }
}

impl Schema {
    /// An empty schema of no database in particular: its texts are read by the standard's rules.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty schema whose texts are read by the rules of a database.
    pub fn read_by(syntax: SqlSyntax) -> Self {
        Self { syntax, ..Self::default() }
    }

    /// The same schema with every table's columns, constraints and indexes in name order.
    ///
    /// A column that is dropped and added again comes last, so `reverse` gives back a schema that
    /// is equal only in this form.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        for table in self.tables.values_mut() {
            table.sort_parts();
        }
        self
    }

    /// The triggers of one table, in name order.
    pub fn triggers_of(&self, table: &QualifiedName) -> Vec<&Trigger> {
        self.triggers.range(|(holder, _)| holder.cmp(table))
    }

    /// An enum type by name, whether it was made on its own or with a column.
    pub fn enum_type(&self, name: &QualifiedName) -> Option<&EnumType> {
        let of_columns = || {
            let columns = self.tables_of_type(name).into_iter().flat_map(|table| &table.columns);
            let mut used = columns.flat_map(Column::types).filter_map(ColumnType::enumeration);
            used.find(|kind| kind.name == *name)
        };
        self.enums.get(name).or_else(of_columns)
    }

    /// The tables that have a column of an enum type, or a list of its values, on any database.
    pub fn tables_of_type(&self, name: &QualifiedName) -> Vec<&Table> {
        let mut tables = self.tables.mentioning(&[Mention::of_type(name)]);
        tables.retain(|table| table.columns.iter().any(|column| column.uses(name)));
        tables
    }

    /// The kind of the relation of that name: tables, partitions, views and sequences of a schema
    /// (namespace) share their names.
    pub fn relation(&self, name: &QualifiedName) -> Option<&'static str> {
        let Self {
            tables,
            views,
            materialized_views,
            sequences,
            // PostgreSQL's other catalogues, each with names of its own
            // (<https://www.postgresql.org/docs/current/catalogs-overview.html>).
            enums: _,
            functions: _,
            triggers: _,
            extensions: _,
            namespaces: _,
            syntax: _,
            stale: _,
            outgrown: _,
        } = self;
        let holders = || tables.mentioning(&[Mention::partition(name)]).into_iter();
        if tables.contains_key(name) {
            Some("table")
        } else if views.contains_key(name) {
            Some("view")
        } else if materialized_views.contains_key(name) {
            Some("materialized view")
        } else if sequences.contains_key(name) {
            Some("sequence")
        } else {
            let mut partitions = holders().flat_map(|table| &table.partitions);
            partitions.any(|partition| partition.name == *name).then_some("partition")
        }
    }

    /// The foreign keys of other tables that reference `table`, with the table that holds each.
    pub fn references_to(
        &self,
        table: &QualifiedName,
    ) -> impl Iterator<Item = (&Table, &Constraint, &ForeignKey)> {
        self.tables
            .mentioning(&[Mention::references(table)])
            .into_iter()
            .filter(move |holder| holder.name != *table)
            .flat_map(|holder| holder.foreign_keys().map(move |(c, key)| (holder, c, key)))
            .filter(move |(_, _, key)| key.table == *table)
    }
}
