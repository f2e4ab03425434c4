//! The verbs that ask whether something is there: `op.if_exists().drop_table("users")`.

use crate::op::handle::{IfExists, IfNotExists};
use crate::op::{CanBeAdded, ColumnSpec, Mode, Operation};
use crate::schema::{ConstraintKind, QualifiedName};

use super::Op;

impl<M: Mode> Op<M> {
    /// Drops what may not be there: a name that differs between installations, what an earlier run left.
    ///
    /// What the revisions know comes back with `downgrade = auto`; it is refused for what they do not know.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.if_exists().drop_table("old_users");
    /// op.if_exists().drop_foreign_key("posts_ibfk_1", "posts");
    /// # }
    /// ```
    /// ```sql
    /// DROP TABLE IF EXISTS old_users
    /// ALTER TABLE posts DROP CONSTRAINT IF EXISTS posts_ibfk_1
    /// ```
    pub fn if_exists(&mut self) -> IfExists<'_, M> {
        IfExists { op: self }
    }

    /// Adds what may be there already; one of that name is taken for this one.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.if_not_exists().add_column("users", "role", varchar(100));
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE users ADD COLUMN IF NOT EXISTS role VARCHAR(100)
    /// ```
    pub fn if_not_exists(&mut self) -> IfNotExists<'_, M> {
        IfNotExists { op: self }
    }
}

impl<M: Mode> IfExists<'_, M> {
    #[track_caller]
    fn record(self, operation: Operation) {
        self.op.record(Operation::IfNeeded(Box::new(operation)));
    }

    #[track_caller]
    fn constraint(self, name: &str, table: QualifiedName, kind: ConstraintKind) {
        self.record(Operation::DropConstraint { table, name: name.to_owned(), kind });
    }

    /// Drops a table with its indexes and triggers.
    #[track_caller]
    pub fn drop_table(self, table: impl Into<QualifiedName>) {
        self.record(Operation::DropTable { table: table.into() });
    }

    /// Drops a column (PostgreSQL, MariaDB).
    #[track_caller]
    pub fn drop_column(self, table: impl Into<QualifiedName>, column: &str) {
        self.record(Operation::DropColumn { table: table.into(), column: column.to_owned() });
    }

    /// Drops a foreign key (PostgreSQL, MariaDB).
    #[track_caller]
    pub fn drop_foreign_key(self, name: &str, table: impl Into<QualifiedName>) {
        self.constraint(name, table.into(), ConstraintKind::ForeignKey);
    }

    /// Drops a unique constraint (PostgreSQL, MariaDB).
    #[track_caller]
    pub fn drop_unique_constraint(self, name: &str, table: impl Into<QualifiedName>) {
        self.constraint(name, table.into(), ConstraintKind::Unique);
    }

    /// Drops a primary key (PostgreSQL).
    #[track_caller]
    pub fn drop_primary_key(self, name: &str, table: impl Into<QualifiedName>) {
        self.constraint(name, table.into(), ConstraintKind::PrimaryKey);
    }

    /// Drops a check constraint (PostgreSQL, MariaDB).
    #[track_caller]
    pub fn drop_check_constraint(self, name: &str, table: impl Into<QualifiedName>) {
        self.constraint(name, table.into(), ConstraintKind::Check);
    }

    /// Drops an exclusion constraint (PostgreSQL).
    #[track_caller]
    pub fn drop_exclude_constraint(self, name: &str, table: impl Into<QualifiedName>) {
        self.constraint(name, table.into(), ConstraintKind::Exclude);
    }
}

impl<M: Mode> IfNotExists<'_, M> {
    /// Adds a column (PostgreSQL, MariaDB); as [`Op::add_column`].
    #[track_caller]
    pub fn add_column<K, N: CanBeAdded, R>(
        self,
        table: impl Into<QualifiedName>,
        name: &str,
        column: ColumnSpec<K, N, R>,
    ) {
        let table = table.into();
        let (column, constraints) = column.into_parts(&table, name);
        let added = Operation::AddColumn { table, column, constraints };
        self.op.record(Operation::IfNeeded(Box::new(added)));
    }
}
