//! The verbs of objects beside tables: schemas, extensions, views, functions, sequences, triggers.

use crate::schema::{
    Function, MaterializedView, Object, ObjectRef, QualifiedName, Sequence, SequenceOptions,
    SqlText, Trigger, View,
};

use super::Op;
use crate::op::handle::{
    CreateExtension, CreateFunction, CreateMaterializedView, RefreshMaterializedView,
    SequenceSettings,
};
use crate::op::{Mode, ObjectChange, Operation};

impl<M: Mode> Op<M> {
    /// Makes a schema (namespace).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_schema("audit");
    /// # }
    /// ```
    /// ```sql
    /// CREATE SCHEMA audit
    /// ```
    #[track_caller]
    pub fn create_schema(&mut self, name: &str) {
        self.record(Operation::CreateObject(Object::Namespace(name.to_owned())));
    }

    /// Drops an empty schema (namespace).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_schema("audit");
    /// # }
    /// ```
    /// ```sql
    /// DROP SCHEMA audit
    /// ```
    #[track_caller]
    pub fn drop_schema(&mut self, name: &str) {
        self.record(Operation::DropObject(ObjectRef::Namespace(name.to_owned())));
    }

    /// Makes a view.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_view("admins", "SELECT id, email FROM users WHERE is_admin");
    /// # }
    /// ```
    /// ```sql
    /// CREATE VIEW admins AS SELECT id, email FROM users WHERE is_admin
    /// ```
    #[track_caller]
    pub fn create_view(&mut self, name: impl Into<QualifiedName>, query: impl Into<SqlText>) {
        let view = View { name: name.into(), query: query.into() };
        self.record(Operation::CreateObject(Object::View(view)));
    }

    /// Drops a view.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_view("admins");
    /// # }
    /// ```
    /// ```sql
    /// DROP VIEW admins
    /// ```
    #[track_caller]
    pub fn drop_view(&mut self, name: impl Into<QualifiedName>) {
        self.record(Operation::DropObject(ObjectRef::View(name.into())));
    }

    /// Makes an extension available (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_extension("pg_trgm");
    /// op.create_extension("citext").if_not_exists();
    /// # }
    /// ```
    /// ```sql
    /// CREATE EXTENSION pg_trgm
    /// CREATE EXTENSION IF NOT EXISTS citext
    /// ```
    #[track_caller]
    pub fn create_extension(&mut self, name: &str) -> CreateExtension<'_> {
        let extension = Object::Extension(name.to_owned());
        CreateExtension { operation: self.record(Operation::CreateObject(extension)) }
    }

    /// Drops an extension (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_extension("pg_trgm");
    /// # }
    /// ```
    /// ```sql
    /// DROP EXTENSION pg_trgm
    /// ```
    #[track_caller]
    pub fn drop_extension(&mut self, name: &str) {
        self.record(Operation::DropObject(ObjectRef::Extension(name.to_owned())));
    }

    /// Makes a trigger: when it fires, and what it does from the clause after the table's name on.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_trigger(
    ///     "users_touch",
    ///     "users",
    ///     "AFTER UPDATE OF name",
    ///     "FOR EACH ROW BEGIN UPDATE users SET touched_at = CURRENT_TIMESTAMP WHERE id = NEW.id; END",
    /// );
    /// # }
    /// ```
    /// ```sql
    /// CREATE TRIGGER users_touch AFTER UPDATE OF name ON users
    ///     FOR EACH ROW BEGIN UPDATE users SET touched_at = CURRENT_TIMESTAMP WHERE id = NEW.id; END
    /// ```
    #[track_caller]
    pub fn create_trigger(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        event: impl Into<SqlText>,
        body: impl Into<SqlText>,
    ) {
        let trigger = Trigger {
            name: name.to_owned(),
            table: table.into(),
            event: event.into().into(),
            body: body.into(),
        };
        self.record(Operation::CreateObject(Object::Trigger(trigger)));
    }

    /// Drops a trigger.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_trigger("users_touch", "users");
    /// # }
    /// ```
    /// ```sql
    /// DROP TRIGGER users_touch -- on PostgreSQL: users_touch ON users
    /// ```
    #[track_caller]
    pub fn drop_trigger(&mut self, name: &str, table: impl Into<QualifiedName>) {
        let trigger = ObjectRef::Trigger { table: table.into(), name: name.to_owned() };
        self.record(Operation::DropObject(trigger));
    }

    /// Makes a view that keeps its rows (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_materialized_view("totals", "SELECT user_id, sum(amount) AS total FROM orders GROUP BY 1");
    /// op.create_index("ix_totals_user", "totals", ["user_id"]).unique();
    /// # }
    /// ```
    /// ```sql
    /// CREATE MATERIALIZED VIEW totals AS SELECT user_id, sum(amount) AS total FROM orders GROUP BY 1
    /// CREATE UNIQUE INDEX ix_totals_user ON totals (user_id)
    /// ```
    #[track_caller]
    pub fn create_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
        query: impl Into<SqlText>,
    ) -> CreateMaterializedView<'_> {
        let view = MaterializedView {
            name: name.into(),
            query: query.into(),
            with_data: true,
            indexes: Vec::new(),
        };
        let operation = self.record(Operation::CreateObject(Object::MaterializedView(view)));
        CreateMaterializedView { operation }
    }

    /// Drops a materialized view with its indexes (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_materialized_view("totals");
    /// # }
    /// ```
    /// ```sql
    /// DROP MATERIALIZED VIEW totals
    /// ```
    #[track_caller]
    pub fn drop_materialized_view(&mut self, name: impl Into<QualifiedName>) {
        self.record(Operation::DropObject(ObjectRef::MaterializedView(name.into())));
    }

    /// Computes the rows of a materialized view again (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.refresh_materialized_view("totals").concurrently();
    /// # }
    /// ```
    /// ```sql
    /// REFRESH MATERIALIZED VIEW CONCURRENTLY totals
    /// ```
    #[track_caller]
    pub fn refresh_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
    ) -> RefreshMaterializedView<'_> {
        let refresh =
            ObjectChange::RefreshMaterializedView { name: name.into(), concurrently: false };
        let operation = self.record(Operation::AlterObject(refresh));
        RefreshMaterializedView { operation }
    }

    /// Makes a function from its arguments and the clauses after them (PostgreSQL, MariaDB, MySQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_function(
    ///     "touch",
    ///     "",
    ///     "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched_at := now(); RETURN NEW; END $$",
    /// );
    /// # }
    /// ```
    /// ```sql
    /// CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql
    ///     AS $$ BEGIN NEW.touched_at := now(); RETURN NEW; END $$
    /// ```
    #[track_caller]
    pub fn create_function(
        &mut self,
        name: impl Into<QualifiedName>,
        arguments: &str,
        definition: impl Into<SqlText>,
    ) -> CreateFunction<'_> {
        let function = Function {
            name: name.into(),
            arguments: arguments.to_owned(),
            definition: definition.into(),
        };
        let operation = self.record(Operation::CreateObject(Object::Function(function)));
        CreateFunction { operation }
    }

    /// Drops a function; its arguments are those it was made with.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_function("tax", "amount numeric");
    /// # }
    /// ```
    /// ```sql
    /// DROP FUNCTION tax(amount numeric)
    /// ```
    #[track_caller]
    pub fn drop_function(&mut self, name: impl Into<QualifiedName>, arguments: &str) {
        let function = ObjectRef::Function { name: name.into(), arguments: arguments.to_owned() };
        self.record(Operation::DropObject(function));
    }

    /// Makes a sequence (PostgreSQL, MariaDB).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_sequence("invoice_numbers").start_with(1000).increment_by(10);
    /// # }
    /// ```
    /// ```sql
    /// CREATE SEQUENCE invoice_numbers START WITH 1000 INCREMENT BY 10
    /// ```
    #[track_caller]
    pub fn create_sequence(&mut self, name: impl Into<QualifiedName>) -> SequenceSettings<'_> {
        let sequence =
            Sequence { name: name.into(), options: SequenceOptions::default(), owner: None };
        let operation = self.record(Operation::CreateObject(Object::Sequence(sequence)));
        SequenceSettings { operation }
    }

    /// Changes a sequence; what is not named stays as it is (PostgreSQL, MariaDB).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.alter_sequence("invoice_numbers").increment_by(1);
    /// # }
    /// ```
    /// ```sql
    /// ALTER SEQUENCE invoice_numbers INCREMENT BY 1
    /// ```
    #[track_caller]
    pub fn alter_sequence(&mut self, name: impl Into<QualifiedName>) -> SequenceSettings<'_> {
        let options = SequenceOptions::default();
        let change = ObjectChange::AlterSequence { name: name.into(), options, owner: None };
        let operation = self.record(Operation::AlterObject(change));
        SequenceSettings { operation }
    }

    /// Drops a sequence (PostgreSQL, MariaDB).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_sequence("invoice_numbers");
    /// # }
    /// ```
    /// ```sql
    /// DROP SEQUENCE invoice_numbers
    /// ```
    #[track_caller]
    pub fn drop_sequence(&mut self, name: impl Into<QualifiedName>) {
        self.record(Operation::DropObject(ObjectRef::Sequence(name.into())));
    }
}
