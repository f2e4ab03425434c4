//! The verbs of rows, and raw SQL.

use crate::schema::{QualifiedName, SqlText};

use super::Op;
use crate::op::handle::DeleteRows;
use crate::op::spec::owned;
use crate::op::{
    Delete, Execute, Insert, InsertRow, Mode, Operation, RawUndo, Row, Update, UpdateRows,
};

impl<M: Mode> Op<M> {
    /// Inserts one row.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.insert("roles").set("name", "admin").set("level", 3).on_conflict_do_nothing(["name"]);
    /// # }
    /// ```
    /// ```sql
    /// INSERT INTO roles (name, level) VALUES ('admin', 3) ON CONFLICT (name) DO NOTHING
    /// ```
    #[track_caller]
    pub fn insert(&mut self, table: impl Into<QualifiedName>) -> Insert<'_> {
        let operation = self.record(Operation::Insert {
            table: table.into(),
            columns: Vec::new(),
            rows: vec![Vec::new()],
            on_conflict: None,
        });
        Insert(InsertRow { operation })
    }

    /// Inserts many rows, in batches; each row has a value for each column, or it does not compile.
    /// Where one row has a value and another has none, write `Some(..)` and `None`.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.bulk_insert("roles", ["name", "level"], [("admin", 3), ("member", 1)]);
    /// # }
    /// ```
    /// ```sql
    /// INSERT INTO roles (name, level) VALUES
    ///     ('admin', 3),
    ///     ('member', 1)
    /// ```
    #[track_caller]
    pub fn bulk_insert<R: Row<N>, const N: usize>(
        &mut self,
        table: impl Into<QualifiedName>,
        columns: [&str; N],
        rows: impl IntoIterator<Item = R>,
    ) -> InsertRow<'_> {
        let operation = self.record(Operation::Insert {
            table: table.into(),
            columns: owned(columns),
            rows: rows.into_iter().map(Row::values).collect(),
            on_conflict: None,
        });
        InsertRow { operation }
    }

    /// Updates rows: `.set(..)` once or more, then `.filter(..)` unless all rows are meant.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.update("users").set("role", "member").filter(col("is_admin").eq(false));
    /// op.update("users").set("slug", sql("lower(name)"));
    /// # }
    /// ```
    /// ```sql
    /// UPDATE users SET role = 'member' WHERE is_admin = FALSE
    /// UPDATE users SET slug = lower(name)
    /// ```
    #[track_caller]
    pub fn update(&mut self, table: impl Into<QualifiedName>) -> Update<'_> {
        let operation =
            self.record(Operation::Update { table: table.into(), set: Vec::new(), filter: None });
        Update(UpdateRows { operation })
    }

    /// Deletes rows: `.filter(..)`, or `.all_rows()`.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.delete("sessions").filter(col("user_id").is_null());
    /// # }
    /// ```
    /// ```sql
    /// DELETE FROM sessions WHERE user_id IS NULL
    /// ```
    #[track_caller]
    pub fn delete(&mut self, table: impl Into<QualifiedName>) -> Delete<'_> {
        let operation = self.record(Operation::Delete { table: table.into(), filter: None });
        Delete(DeleteRows { operation })
    }

    /// Runs SQL as it is written: no parameters are looked for, no `%` is doubled.
    ///
    /// What it does to the schema is unknown unless `.effect(..)` says it.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.execute("ANALYZE").effect(|_| {});
    /// op.execute(per_dialect().sqlite("PRAGMA optimize").postgres("ANALYZE")).effect(|_| {});
    /// # }
    /// ```
    /// ```sql
    /// ANALYZE
    /// ```
    #[track_caller]
    pub fn execute(&mut self, sql: impl Into<SqlText>) -> Execute<'_> {
        let (sql, effect) = (sql.into(), None);
        let operation = self.record(Operation::Execute { sql, effect, undo: RawUndo::Unknown });
        Execute { operation }
    }
}
