//! The operations: everything a revision can ask of a database, as one enum.

use crate::schema::{
    Column, ColumnDefault, ColumnPosition, ColumnType, Constraint, ConstraintKind, Expr, Generated,
    Identity, Index, Object, ObjectRef, Partition, QualifiedName, SqlPart, SqlText, Table,
    TypeVariants,
};

use super::{ObjectChange, RunStep, TableChange};

/// One operation of a revision, in the words of the builder.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Makes a table with its constraints and indexes.
    CreateTable {
        /// The table.
        table: Table,
        /// Whether a table of that name is taken for this one.
        if_not_exists: bool,
    },
    /// Drops a table with its indexes and triggers.
    DropTable {
        /// The table.
        table: QualifiedName,
    },
    /// Gives a table another name in the same schema.
    RenameTable {
        /// The table.
        table: QualifiedName,
        /// Its new name.
        to: String,
    },
    /// Sets or removes a table's comment.
    SetTableComment {
        /// The table.
        table: QualifiedName,
        /// The comment; none removes it.
        comment: Option<String>,
    },
    /// Changes the options of a table.
    AlterTable {
        /// The table.
        table: QualifiedName,
        /// What changes.
        change: TableChange,
    },
    /// Adds a column, with the constraints that were said at it.
    AddColumn {
        /// The table.
        table: QualifiedName,
        /// The column.
        column: Column,
        /// Its unique constraint, reference or check.
        constraints: Vec<Constraint>,
    },
    /// Drops a column, with the constraints and indexes that concern it alone.
    DropColumn {
        /// The table.
        table: QualifiedName,
        /// The column.
        column: String,
    },
    /// Changes a column.
    AlterColumn {
        /// The table.
        table: QualifiedName,
        /// The column.
        column: String,
        /// What changes.
        change: ColumnChange,
    },
    /// Makes an index.
    CreateIndex {
        /// The table.
        table: QualifiedName,
        /// The index.
        index: Index,
        /// Whether writes go on meanwhile.
        concurrently: bool,
    },
    /// Drops an index.
    DropIndex {
        /// The table.
        table: QualifiedName,
        /// The index.
        name: String,
        /// Whether the table stays usable meanwhile.
        concurrently: bool,
    },
    /// Gives an index another name.
    RenameIndex {
        /// The table.
        table: QualifiedName,
        /// The index.
        name: String,
        /// Its new name.
        to: String,
    },
    /// Builds indexes again from the rows.
    Reindex {
        /// The table or the materialized view.
        table: QualifiedName,
        /// The index; all of the table without one.
        index: Option<String>,
        /// Whether writes go on meanwhile.
        concurrently: bool,
    },
    /// Adds a constraint to a table.
    AddConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint.
        constraint: Constraint,
    },
    /// Drops a constraint of a known kind.
    DropConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint's name.
        name: String,
        /// Its kind, as the verb said.
        kind: ConstraintKind,
    },
    /// Gives a constraint another name.
    RenameConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint's name.
        name: String,
        /// Its new name.
        to: String,
    },
    /// Checks the existing rows against a constraint that was added without that.
    ValidateConstraint {
        /// The table.
        table: QualifiedName,
        /// The constraint's name.
        name: String,
    },
    /// Creates an object beside tables: a view, a function, a sequence.
    CreateObject(Object),
    /// Drops an object beside tables, with the indexes and triggers on it.
    DropObject(ObjectRef),
    /// Changes an object beside tables.
    AlterObject(ObjectChange),
    /// Makes a partition of a table.
    CreatePartition {
        /// The partitioned table.
        table: QualifiedName,
        /// The partition.
        partition: Partition,
    },
    /// Drops a partition with its rows.
    DropPartition {
        /// The partitioned table.
        table: QualifiedName,
        /// The partition's name.
        name: QualifiedName,
    },
    /// Makes a table a partition of another.
    AttachPartition {
        /// The partitioned table.
        table: QualifiedName,
        /// The partition.
        partition: Partition,
    },
    /// Makes a partition a table of its own.
    DetachPartition {
        /// The partitioned table.
        table: QualifiedName,
        /// The partition's name.
        name: QualifiedName,
        /// Whether the table stays usable meanwhile.
        concurrently: bool,
    },
    /// Inserts rows.
    Insert {
        /// The table.
        table: QualifiedName,
        /// The columns, as many as each row has values.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<Vec<Expr>>,
        /// What to do with rows that are there.
        on_conflict: Option<OnConflict>,
    },
    /// Updates rows.
    Update {
        /// The table.
        table: QualifiedName,
        /// Columns and their new values.
        set: Vec<(String, Expr)>,
        /// Which rows; all when there is no filter.
        filter: Option<Expr>,
    },
    /// Deletes rows.
    Delete {
        /// The table.
        table: QualifiedName,
        /// Which rows; all when there is no filter.
        filter: Option<Expr>,
    },
    /// Runs SQL as it is written.
    Execute {
        /// The SQL, one text or one per dialect.
        sql: SqlText,
        /// What it does to the schema; none when the revision does not say.
        effect: Option<Vec<Operation>>,
        /// What takes it back.
        undo: RawUndo,
    },
    /// Calls a function with the live connection.
    Run(RunStep),
    /// Bounds how long the statements after it in the revision wait, or run.
    SetTimeout {
        /// What is bounded.
        kind: TimeoutKind,
        /// The bound; 0 for none.
        milliseconds: i64,
    },
    /// Locks a table until the revision's transaction ends.
    LockTable {
        /// The table.
        table: QualifiedName,
    },
    /// Carries out an operation, unless what it creates is there already, or what it drops is not.
    IfNeeded(Box<Operation>),
}

/// What a timeout of a revision bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeoutKind {
    /// How long a statement waits for a lock.
    Lock,
    /// How long a statement runs.
    Statement,
}

impl TimeoutKind {
    /// The kind, as messages name it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Lock => "lock timeout",
            Self::Statement => "statement timeout",
        }
    }
}

/// What takes raw SQL back, in a way back that is derived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RawUndo {
    /// The revision does not say.
    #[default]
    Unknown,
    /// Nothing has to.
    Nothing,
    /// This SQL.
    Sql(SqlText),
}

/// What [`Operation::AlterColumn`] changes; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnChange {
    /// The new name.
    pub rename: Option<String>,
    /// The new type.
    pub column_type: Option<ColumnType>,
    /// The new types of databases that have another; none without a new type.
    pub type_on: TypeVariants,
    /// The expression that turns old values into new ones.
    pub using: Option<SqlPart>,
    /// Whether the column takes `NULL`.
    pub nullable: Option<bool>,
    /// The new default; `Some(None)` drops it.
    pub default: Option<Option<ColumnDefault>>,
    /// The new identity; `Some(None)` drops it.
    pub identity: Option<Option<Identity>>,
    /// The new expression the column is computed from; `Some(None)` keeps the values as they are.
    pub generated: Option<Option<Generated>>,
    /// The new collation; `Some(None)` drops it.
    pub collation: Option<Option<String>>,
    /// The new comment; `Some(None)` drops it.
    pub comment: Option<Option<String>>,
    /// What changes on MariaDB and MySQL alone.
    pub mysql: MysqlColumnChange,
}

/// What [`Operation::AlterColumn`] changes on MariaDB and MySQL alone; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MysqlColumnChange {
    /// The new character set; `Some(None)` takes the table's.
    pub charset: Option<Option<String>>,
    /// Whether an `UPDATE` of the row sets the column to its time.
    pub on_update_now: Option<bool>,
    /// Whether `SELECT *` leaves the column out.
    pub invisible: Option<bool>,
    /// Where the column is put.
    pub position: Option<ColumnPosition>,
}

/// What an insert does with a row that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// Leaves the row in the table as it is.
    DoNothing {
        /// The columns of the unique key; any unique key when there are none.
        columns: Vec<String>,
    },
    /// Takes all other columns' values from the insert.
    DoUpdate {
        /// The columns of the unique key.
        columns: Vec<String>,
    },
}

impl Operation {
    /// The operation without its condition.
    pub const fn unconditional(&self) -> &Self {
        match self {
            Self::IfNeeded(operation) => operation,
            other => other,
        }
    }

    /// The operation without its condition, to be changed.
    pub(super) const fn unconditional_mut(&mut self) -> &mut Self {
        match self {
            Self::IfNeeded(operation) => operation,
            other => other,
        }
    }

    /// Puts the condition of [`IfNeeded`](Self::IfNeeded) before the operation.
    pub(super) fn make_conditional(&mut self) {
        if !matches!(self, Self::IfNeeded(_)) {
            let nothing = Self::DropTable { table: QualifiedName::from("") };
            let operation = std::mem::replace(self, nothing);
            *self = Self::IfNeeded(Box::new(operation));
        }
    }

    /// The table the operation works on, when it works on one.
    pub const fn table(&self) -> Option<&QualifiedName> {
        match self {
            Self::IfNeeded(operation) => (**operation).table(),
            Self::CreateTable { table, .. } => Some(&table.name),
            Self::CreateObject(object) => object.table(),
            Self::DropObject(object) => object.table(),
            Self::DropTable { table }
            | Self::RenameTable { table, .. }
            | Self::SetTableComment { table, .. }
            | Self::AlterTable { table, .. }
            | Self::LockTable { table }
            | Self::AddColumn { table, .. }
            | Self::DropColumn { table, .. }
            | Self::AlterColumn { table, .. }
            | Self::CreateIndex { table, .. }
            | Self::DropIndex { table, .. }
            | Self::RenameIndex { table, .. }
            | Self::Reindex { table, .. }
            | Self::AddConstraint { table, .. }
            | Self::DropConstraint { table, .. }
            | Self::RenameConstraint { table, .. }
            | Self::ValidateConstraint { table, .. }
            | Self::CreatePartition { table, .. }
            | Self::DropPartition { table, .. }
            | Self::AttachPartition { table, .. }
            | Self::DetachPartition { table, .. }
            | Self::Insert { table, .. }
            | Self::Update { table, .. }
            | Self::Delete { table, .. } => Some(table),
            Self::AlterObject(_)
            | Self::Execute { .. }
            | Self::Run(_)
            | Self::SetTimeout { .. } => None,
        }
    }
}
