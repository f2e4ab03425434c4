//! A table with its columns, constraints and indexes.

use super::{
    Column, ColumnPosition, Constraint, ConstraintBody, ConstraintKind, ForeignKey, Index,
    IndexTarget, Origin, QualifiedName, SqlPart, SqlText,
};

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name.
    pub name: QualifiedName,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The order of the columns on MariaDB and MySQL, where it is another one.
    pub mysql_order: Vec<String>,
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
    /// What PostgreSQL's logical replication knows a row by.
    pub replica_identity: ReplicaIdentity,
    /// MariaDB's and MySQL's storage engine.
    pub engine: Option<String>,
    /// MariaDB's and MySQL's default character set of text columns.
    pub charset: Option<String>,
    /// MariaDB's and MySQL's default collation of text columns.
    pub collation: Option<String>,
    /// MariaDB's and MySQL's row format, such as `DYNAMIC`.
    pub row_format: Option<String>,
}

/// What PostgreSQL writes of the old row for logical replication when a row is changed or deleted
/// (<https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY>).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReplicaIdentity {
    /// The columns of the primary key, if there is one.
    #[default]
    Default,
    /// All columns.
    Full,
    /// Nothing.
    Nothing,
    /// The columns of a unique index or a unique constraint, whose columns are NOT NULL.
    Index(String),
}

impl ReplicaIdentity {
    /// The clause in SQL's words, with a quoted name of the index.
    pub(crate) fn sql(&self, quote: impl Fn(&str) -> String) -> String {
        match self {
            Self::Default => "REPLICA IDENTITY DEFAULT".to_owned(),
            Self::Full => "REPLICA IDENTITY FULL".to_owned(),
            Self::Nothing => "REPLICA IDENTITY NOTHING".to_owned(),
            Self::Index(name) => format!("REPLICA IDENTITY USING INDEX {}", quote(name)),
        }
    }
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

/// Moves a column in a list of names; one that is to follow an unknown one stays.
fn place<'a>(order: &mut Vec<&'a str>, column: &'a str, position: &ColumnPosition) {
    let others = order.iter().copied().filter(|name| *name != column).collect::<Vec<_>>();
    let at = match position {
        ColumnPosition::First => Some(0),
        ColumnPosition::After(other) => {
            others.iter().position(|name| name == other).map(|at| at + 1)
        }
    };
    if let Some(at) = at {
        *order = others;
        order.insert(at, column);
    }
}

impl Table {
    /// A table with no columns.
    pub fn new(name: impl Into<QualifiedName>) -> Self {
        Self {
            name: name.into(),
            columns: Vec::new(),
            mysql_order: Vec::new(),
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

    /// The names of the columns in the order that MariaDB and MySQL have them in.
    pub fn order_on_mysql(&self) -> Vec<&str> {
        let mut order: Vec<_> = match &self.mysql_order[..] {
            [] => self.columns.iter().map(|column| column.name.as_str()).collect(),
            order => order.iter().map(String::as_str).collect(),
        };
        for column in &self.columns {
            if let Some(position) = &column.mysql.position {
                place(&mut order, &column.name, position);
            }
        }
        order
    }

    /// Puts a column at another place, or keeps the places that new columns ask for.
    pub(crate) fn set_order_on_mysql(&mut self, moved: Option<(&str, &ColumnPosition)>) {
        let mut order = self.order_on_mysql();
        if let Some((column, position)) = moved {
            place(&mut order, column, position);
        }
        let is_other = order.iter().ne(self.columns.iter().map(|column| &column.name));
        let order =
            if is_other { order.into_iter().map(str::to_owned).collect() } else { Vec::new() };
        self.mysql_order = order;
        for column in &mut self.columns {
            column.mysql.position = None;
        }
    }

    /// Where a column is on MariaDB and MySQL.
    pub(crate) fn position_on_mysql(&self, column: &str) -> ColumnPosition {
        let order = self.order_on_mysql();
        let at = order.iter().position(|name| *name == column);
        match at.and_then(|at| order.get(at.checked_sub(1)?)) {
            Some(before) => ColumnPosition::After((*before).to_owned()),
            None => ColumnPosition::First,
        }
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

    /// Puts the columns into the order of their names, and all else as [`sort_constraints`](Self::sort_constraints) does.
    pub(crate) fn sort_parts(&mut self) {
        self.columns.sort_by(|a, b| a.name.cmp(&b.name));
        self.mysql_order.clear();
        self.sort_constraints();
    }

    /// Puts constraints, indexes, partitions and storage parameters into an order that does not depend on
    /// when each was added.
    pub fn sort_constraints(&mut self) {
        self.options.storage.sort();
        self.constraints.sort_by_cached_key(|constraint| {
            (constraint.kind() as u8, constraint.name.clone(), format!("{:?}", constraint.body))
        });
        self.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        self.partitions.sort_by(|a, b| a.name.cmp(&b.name));
    }
}
