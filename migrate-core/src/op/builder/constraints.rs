//! The verbs of constraints.

use crate::schema::{
    Constraint, ConstraintBody, ConstraintKind, Deferrable, ExcludeElement, QualifiedName,
};

use super::Op;
use crate::op::handle::{AddCheck, AddExclude};
use crate::op::spec::{ForeignKeySides, owned, unique_body};
use crate::op::{AddForeignKey, AddUnique, Mode, Operation, SqlExpression};

impl<M: Mode> Op<M> {
    #[track_caller]
    fn record_constraint(
        &mut self,
        table: QualifiedName,
        name: &str,
        body: ConstraintBody,
    ) -> &mut Operation {
        let constraint = Constraint::named(name, body);
        self.record(Operation::AddConstraint { table, constraint })
    }

    #[track_caller]
    fn record_drop(&mut self, table: QualifiedName, name: &str, kind: ConstraintKind) {
        self.record(Operation::DropConstraint { table, name: name.to_owned(), kind });
    }

    /// Adds a foreign key, with as many columns on either side.
    ///
    /// Alembic's order of the arguments is taken as well: both tables, then both lists of columns.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_foreign_key("fk_posts_editor", "posts", ["editor_id"], "users", ["id"])
    ///     .on_delete(SetNull);
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE posts ADD CONSTRAINT fk_posts_editor
    ///     FOREIGN KEY (editor_id) REFERENCES users (id) ON DELETE SET NULL
    /// ```
    ///
    /// ```compile_fail
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_foreign_key("fk_posts_editor", "posts", ["tenant", "editor"], "users", ["id"]);
    /// # }
    /// ```
    #[track_caller]
    pub fn create_foreign_key<A, B, C>(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        columns: A,
        referenced_table: B,
        referenced: C,
    ) -> AddForeignKey<'_>
    where
        (A, B, C): ForeignKeySides,
    {
        let key = (columns, referenced_table, referenced).into_key();
        let operation = self.record_constraint(table.into(), name, ConstraintBody::ForeignKey(key));
        AddForeignKey { operation }
    }

    /// Adds a unique constraint.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_unique_constraint("uq_users_email", "users", ["email"]);
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE (email)
    /// ```
    #[track_caller]
    pub fn create_unique_constraint<const N: usize>(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        columns: [&str; N],
    ) -> AddUnique<'_> {
        AddUnique { operation: self.record_constraint(table.into(), name, unique_body(columns)) }
    }

    /// Adds a primary key to a table that has none.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_primary_key("pk_tags", "tags", ["post_id", "name"]);
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE tags ADD CONSTRAINT pk_tags PRIMARY KEY (post_id, name)
    /// ```
    #[track_caller]
    pub fn create_primary_key<const N: usize>(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        columns: [&str; N],
    ) {
        self.record_constraint(
            table.into(),
            name,
            ConstraintBody::PrimaryKey { columns: owned(columns) },
        );
    }

    /// Adds a check constraint.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_check_constraint("ck_orders_total", "orders", "total >= 0");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE orders ADD CONSTRAINT ck_orders_total CHECK (total >= 0)
    /// ```
    #[track_caller]
    pub fn create_check_constraint(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        expression: impl SqlExpression,
    ) -> AddCheck<'_> {
        let body = ConstraintBody::Check { expression: expression.into_sql(), validated: true };
        AddCheck { operation: self.record_constraint(table.into(), name, body) }
    }

    /// Adds an exclusion constraint: no two rows compare true in all elements (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_exclude_constraint("ex_bookings", "bookings", "gist", [("room", "="), ("during", "&&")]);
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE bookings ADD CONSTRAINT ex_bookings
    ///     EXCLUDE USING gist (room WITH =, during WITH &&)
    /// ```
    #[track_caller]
    pub fn create_exclude_constraint<const N: usize>(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        method: &str,
        elements: [(&str, &str); N],
    ) -> AddExclude<'_> {
        let elements = elements.map(|(expression, operator)| ExcludeElement {
            expression: expression.into(),
            operator: operator.to_owned(),
        });
        let body = ConstraintBody::Exclude {
            method: method.to_owned(),
            elements: elements.to_vec(),
            filter: None,
            deferrable: Deferrable::No,
        };
        AddExclude { operation: self.record_constraint(table.into(), name, body) }
    }

    /// Drops a foreign key.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_foreign_key("fk_posts_editor", "posts");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE posts DROP CONSTRAINT fk_posts_editor
    /// ```
    #[track_caller]
    pub fn drop_foreign_key(&mut self, name: &str, table: impl Into<QualifiedName>) {
        self.record_drop(table.into(), name, ConstraintKind::ForeignKey);
    }

    /// Drops a unique constraint.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_unique_constraint("uq_users_email", "users");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE users DROP CONSTRAINT uq_users_email
    /// ```
    #[track_caller]
    pub fn drop_unique_constraint(&mut self, name: &str, table: impl Into<QualifiedName>) {
        self.record_drop(table.into(), name, ConstraintKind::Unique);
    }

    /// Drops a primary key.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_primary_key("pk_tags", "tags");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE tags DROP CONSTRAINT pk_tags
    /// ```
    #[track_caller]
    pub fn drop_primary_key(&mut self, name: &str, table: impl Into<QualifiedName>) {
        self.record_drop(table.into(), name, ConstraintKind::PrimaryKey);
    }

    /// Drops a check constraint.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_check_constraint("ck_orders_total", "orders");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE orders DROP CONSTRAINT ck_orders_total
    /// ```
    #[track_caller]
    pub fn drop_check_constraint(&mut self, name: &str, table: impl Into<QualifiedName>) {
        self.record_drop(table.into(), name, ConstraintKind::Check);
    }

    /// Drops an exclusion constraint (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_exclude_constraint("ex_bookings", "bookings");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE bookings DROP CONSTRAINT ex_bookings
    /// ```
    #[track_caller]
    pub fn drop_exclude_constraint(&mut self, name: &str, table: impl Into<QualifiedName>) {
        self.record_drop(table.into(), name, ConstraintKind::Exclude);
    }

    /// Gives a constraint another name.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.rename_constraint("uq_users_email", "users", "uq_accounts_email");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE users RENAME CONSTRAINT uq_users_email TO uq_accounts_email
    /// ```
    #[track_caller]
    pub fn rename_constraint(&mut self, name: &str, table: impl Into<QualifiedName>, to: &str) {
        self.record(Operation::RenameConstraint {
            table: table.into(),
            name: name.to_owned(),
            to: to.to_owned(),
        });
    }

    /// Checks the existing rows against a constraint that was added with `.not_valid()`
    /// (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.validate_constraint("ck_orders_total", "orders");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total
    /// ```
    #[track_caller]
    pub fn validate_constraint(&mut self, name: &str, table: impl Into<QualifiedName>) {
        self.record(Operation::ValidateConstraint { table: table.into(), name: name.to_owned() });
    }
}
