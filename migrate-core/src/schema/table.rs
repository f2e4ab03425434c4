//! A table with its columns, constraints and indexes.

use super::{
    Column, Constraint, ConstraintBody, ConstraintKind, ForeignKey, Index, IndexTarget, Origin,
    QualifiedName, SqlPart, SqlText,
};

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name.
    pub name: QualifiedName,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// Keys, references and checks.
    pub constraints: Vec<Constraint>,
    /// The indexes that are not made by a constraint.
    pub indexes: Vec<Index>,
    /// The comment, where the database keeps one.
    pub comment: Option<String>,
    /// What only some databases have.
    pub options: TableOptions,
    /// The partitions, of a table that has any.
    pub partitions: Vec<Partition>,
    /// The raw SQL that may have changed the table unseen.
    pub touched_by: Option<Touched>,
}

/// Table options of single databases; the others take no notice of them, but for `partition_by`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// SQLite's `STRICT`: a value that does not fit its column's type is refused.
    pub strict: bool,
    /// SQLite's `WITHOUT ROWID`.
    pub without_rowid: bool,
    /// How the rows are spread over partitions: the clause after `PARTITION BY`.
    pub partition_by: Option<SqlText>,
    /// PostgreSQL's `UNLOGGED`: faster to write, empty after a crash.
    pub unlogged: bool,
    /// PostgreSQL's storage parameters (`WITH`), such as `fillfactor`.
    pub storage: Vec<(String, String)>,
    /// PostgreSQL's tablespace.
    pub tablespace: Option<String>,
    /// MariaDB's and MySQL's storage engine.
    pub engine: Option<String>,
    /// MariaDB's and MySQL's default character set of text columns.
    pub charset: Option<String>,
    /// MariaDB's and MySQL's default collation of text columns.
    pub collation: Option<String>,
    /// MariaDB's and MySQL's row format, such as `DYNAMIC`.
    pub row_format: Option<String>,
}

/// A part of a partitioned table (PostgreSQL).
///
/// Its columns and constraints are those of the table it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its name.
    pub name: QualifiedName,
    /// The rows it holds: `FOR VALUES FROM (..) TO (..)`, `FOR VALUES IN (..)`, `DEFAULT`.
    pub bounds: String,
}

/// The raw SQL that may have changed a table unseen, on each database: one text may be a statement on
/// one of them and a comment on another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// On SQLite.
    pub sqlite: Option<Origin>,
    /// On PostgreSQL.
    pub postgres: Option<Origin>,
    /// On MariaDB and MySQL.
    pub mysql: Option<Origin>,
}

impl Table {
    /// A table with no columns.
    pub fn new(name: impl Into<QualifiedName>) -> Self {
        Self {
            name: name.into(),
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            comment: None,
            options: TableOptions::default(),
            partitions: Vec::new(),
            touched_by: None,
        }
    }

    /// A column by name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// A constraint by name.
    pub fn constraint(&self, name: &str) -> Option<&Constraint> {
        self.constraints.iter().find(|constraint| constraint.is_named(name))
    }

    /// An index by name.
    pub fn index(&self, name: &str) -> Option<&Index> {
        self.indexes.iter().find(|index| index.name == name)
    }

    /// The primary key's columns; none when the table has no primary key.
    pub fn primary_key(&self) -> &[String] {
        self.constraints
            .iter()
            .find(|constraint| constraint.kind() == ConstraintKind::PrimaryKey)
            .map_or(&[], Constraint::columns)
    }

    /// The foreign keys, each with its constraint.
    pub fn foreign_keys(&self) -> impl Iterator<Item = (&Constraint, &ForeignKey)> {
        self.constraints.iter().filter_map(|constraint| match &constraint.body {
            ConstraintBody::ForeignKey(key) => Some((constraint, key)),
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => None,
        })
    }

    /// The expressions over its rows, to be changed: of checks and exclusions, indexes and generated columns.
    pub fn expressions_mut(&mut self) -> Vec<&mut SqlText> {
        let mut expressions = Vec::new();
        for constraint in &mut self.constraints {
            match &mut constraint.body {
                ConstraintBody::Check { expression, .. } => expressions.push(expression.sql_mut()),
                ConstraintBody::Exclude { elements, filter, .. } => {
                    let elements = elements.iter_mut().map(|element| element.expression.sql_mut());
                    expressions.extend(elements);
                    expressions.extend(filter.as_mut().map(SqlPart::sql_mut));
                }
                ConstraintBody::PrimaryKey { .. }
                | ConstraintBody::Unique { .. }
                | ConstraintBody::ForeignKey(_) => {}
            }
        }
        for index in &mut self.indexes {
            expressions.extend(index.columns.iter_mut().filter_map(
                |part| match &mut part.target {
                    IndexTarget::Expression(sql) => Some(sql.sql_mut()),
                    IndexTarget::Column(_) => None,
                },
            ));
            expressions.extend(index.filter.as_mut().map(SqlPart::sql_mut));
        }
        let generated = self.columns.iter_mut().filter_map(|column| column.generated.as_mut());
        expressions.extend(generated.map(|generated| generated.expression.sql_mut()));
        expressions
    }

    /// Puts constraints, indexes and partitions into an order that does not depend on when each was added.
    pub fn sort_constraints(&mut self) {
        self.constraints.sort_by_cached_key(|constraint| {
            (constraint.kind() as u8, constraint.name.clone(), format!("{:?}", constraint.body))
        });
        self.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        self.partitions.sort_by(|a, b| a.name.cmp(&b.name));
    }
}
