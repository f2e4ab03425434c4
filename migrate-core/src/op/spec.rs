//! Tables and foreign keys as the builder writes them: `table("posts").column(..)`.

use crate::schema::{
    Action, Column, Constraint, ConstraintBody, Deferrable, ForeignKey, Index, IndexColumn,
    QualifiedName, ReplicaIdentity, SqlText, Table,
};

use super::SqlExpression;
use super::column::{ColumnSpec, Nullability};
use super::convention::conventional;

/// A table to be given to `op.create_table`.
#[must_use = "a table does nothing until it is given to `op.create_table(..)`"]
#[derive(Clone, Debug)]
pub struct TableSpec {
    pub(super) table: Table,
    pub(super) if_not_exists: bool,
}

/// A table of this name; `table(("audit", "entries"))` puts a schema before it.
///
/// ```
/// use migrate_runtime::prelude::*;
///
/// table("posts")
///     .column("id", big_int().primary_key().identity())
///     .column("author_id", big_int().not_null().references("users", "id").on_delete(Cascade))
///     .column("title", varchar(200).not_null())
///     .unique("uq_posts_author_title", ["author_id", "title"])
///     .check("ck_posts_title", "length(title) > 0")
///     .index("ix_posts_title", ["title"]);
/// ```
pub fn table(name: impl Into<QualifiedName>) -> TableSpec {
    TableSpec { table: Table::new(name), if_not_exists: false }
}

impl TableSpec {
    /// Adds a column, after those that are there.
    pub fn column<K, N: Nullability, R>(self, name: &str, column: ColumnSpec<K, N, R>) -> Self {
        let parts = column.into_parts(&self.table.name, name);
        self.push_column(parts)
    }

    fn push_column(mut self, (column, constraints): (Column, Vec<Constraint>)) -> Self {
        self.table.columns.push(column);
        self.table.constraints.extend(constraints);
        self
    }

    fn constraint(mut self, name: impl Into<String>, body: ConstraintBody) -> Self {
        self.table.constraints.push(Constraint::named(name, body));
        self
    }

    /// A primary key of several columns, named `pk_<table>`.
    pub fn primary_key<const N: usize>(self, columns: [&str; N]) -> Self {
        let name = conventional(&["pk", &self.table.name.name]);
        self.primary_key_named(&name, columns)
    }

    /// As [`primary_key`](Self::primary_key), with a name of its own, such as the one PostgreSQL gives
    /// a key without one. MariaDB and MySQL call every primary key `PRIMARY`.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// table("tags")
    ///     .column("post_id", big_int())
    ///     .column("name", varchar(40))
    ///     .primary_key_named("tags_pkey", ["post_id", "name"]);
    /// ```
    pub fn primary_key_named<const N: usize>(mut self, name: &str, columns: [&str; N]) -> Self {
        for column in &mut self.table.columns {
            if columns.contains(&column.name.as_str()) {
                column.nullable = false;
            }
        }
        self.constraint(name, ConstraintBody::PrimaryKey { columns: owned(columns) })
    }

    /// No two rows are alike in these columns.
    pub fn unique<const N: usize>(self, name: &str, columns: [&str; N]) -> Self {
        self.constraint(name, unique_body(columns))
    }

    /// A unique constraint with what [`unique`] says of it.
    pub fn unique_constraint(mut self, key: UniqueSpec) -> Self {
        self.table.constraints.push(key.constraint);
        self
    }

    /// The expression is not false for any row.
    pub fn check(self, name: &str, expression: impl SqlExpression) -> Self {
        self.constraint(
            name,
            ConstraintBody::Check { expression: expression.into_sql(), validated: true },
        )
    }

    /// A foreign key with what [`foreign_key`] says of it.
    pub fn foreign_key(mut self, key: ForeignKeySpec) -> Self {
        self.table.constraints.push(key.constraint);
        self
    }

    /// An index over columns; for more than that see `Op::create_index`.
    pub fn index<C: Into<IndexColumn>, const N: usize>(
        mut self,
        name: &str,
        columns: [C; N],
    ) -> Self {
        self.table.indexes.push(Index {
            name: name.to_owned(),
            columns: columns.into_iter().map(Into::into).collect(),
            ..Index::default()
        });
        self
    }

    /// What the table is for, kept by the database where it can.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.table.comment = Some(comment.into());
        self
    }

    /// A table of that name is taken for this one, whatever its columns are.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }

    /// SQLite refuses values that do not fit their column's type (`STRICT`).
    pub const fn strict(mut self) -> Self {
        self.table.options.strict = true;
        self
    }

    /// SQLite keeps the rows in the primary key's own tree (`WITHOUT ROWID`).
    pub const fn without_rowid(mut self) -> Self {
        self.table.options.without_rowid = true;
        self
    }

    /// Spreads the rows over partitions: the clause after `PARTITION BY`.
    ///
    /// On PostgreSQL the partitions are made with `Op::create_partition`; MariaDB and MySQL want
    /// them in the same text, so a table for both has a `per_dialect()` text.
    pub fn partition_by(mut self, rows: impl Into<SqlText>) -> Self {
        self.table.options.partition_by = Some(rows.into());
        self
    }

    /// PostgreSQL writes the rows faster, and forgets them in a crash (`UNLOGGED`).
    pub const fn postgres_unlogged(mut self) -> Self {
        self.table.options.unlogged = true;
        self
    }

    /// Sets a storage parameter of PostgreSQL, such as `fillfactor`.
    #[expect(clippy::needless_pass_by_value, reason = "a number is written without a reference")]
    pub fn postgres_with(mut self, parameter: &str, value: impl ToString) -> Self {
        self.table.options.storage.push((parameter.to_owned(), value.to_string()));
        self
    }

    /// Keeps the table in another tablespace of PostgreSQL.
    pub fn postgres_tablespace(mut self, name: impl Into<String>) -> Self {
        self.table.options.tablespace = Some(name.into());
        self
    }

    /// What PostgreSQL's logical replication knows a row by.
    pub fn postgres_replica_identity(mut self, identity: ReplicaIdentity) -> Self {
        self.table.options.replica_identity = identity;
        self
    }

    /// The storage engine of MariaDB and MySQL, such as `InnoDB`.
    pub fn mysql_engine(mut self, name: impl Into<String>) -> Self {
        self.table.options.engine = Some(name.into());
        self
    }

    /// The character set of text columns on MariaDB and MySQL, such as `utf8mb4`.
    pub fn mysql_charset(mut self, name: impl Into<String>) -> Self {
        self.table.options.charset = Some(name.into());
        self
    }

    /// The collation of text columns on MariaDB and MySQL, such as `utf8mb4_bin`.
    pub fn mysql_collation(mut self, name: impl Into<String>) -> Self {
        self.table.options.collation = Some(name.into());
        self
    }

    /// The row format of MariaDB and MySQL, such as `DYNAMIC`.
    pub fn mysql_row_format(mut self, name: impl Into<String>) -> Self {
        self.table.options.row_format = Some(name.into());
        self
    }
}

/// A foreign key to be given to a table.
#[must_use = "a foreign key does nothing until it is given to a table"]
#[derive(Clone, Debug)]
pub struct ForeignKeySpec {
    constraint: Constraint,
}

/// A foreign key for `TableSpec::foreign_key`, with as many columns on either side.
pub fn foreign_key<const N: usize>(
    name: &str,
    columns: [&str; N],
    table: impl Into<QualifiedName>,
    referenced: [&str; N],
) -> ForeignKeySpec {
    let body = ConstraintBody::ForeignKey(reference(columns, table.into(), referenced));
    ForeignKeySpec { constraint: Constraint::named(name, body) }
}

/// The columns of a foreign key, its referenced table and the columns there, which are as many; or
/// with the table in front, as Alembic has it.
#[diagnostic::on_unimplemented(
    message = "these are not the two sides of a foreign key",
    label = "the arguments are neither columns, table, columns, nor table, columns, columns",
    note = "write `op.create_foreign_key(\"fk_posts_author\", \"posts\", [\"author_id\"], \"users\", [\"id\"])`, with as many columns on either side"
)]
pub trait ForeignKeySides {
    #[doc(hidden)]
    fn into_key(self) -> ForeignKey;
}

#[diagnostic::do_not_recommend]
impl<T: Into<QualifiedName>, const N: usize> ForeignKeySides for ([&str; N], T, [&str; N]) {
    fn into_key(self) -> ForeignKey {
        let (columns, table, referenced) = self;
        reference(columns, table.into(), referenced)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Into<QualifiedName>, const N: usize> ForeignKeySides for (T, [&str; N], [&str; N]) {
    fn into_key(self) -> ForeignKey {
        let (table, columns, referenced) = self;
        reference(columns, table.into(), referenced)
    }
}

impl ForeignKeySpec {
    fn edit(mut self, change: impl FnOnce(&mut ForeignKey)) -> Self {
        if let ConstraintBody::ForeignKey(key) = &mut self.constraint.body {
            change(key);
        }
        self
    }

    /// A row with some of the columns `NULL` is refused (`MATCH FULL`, PostgreSQL); without it, such a row
    /// references nothing.
    pub fn match_full(self) -> Self {
        self.edit(|key| key.match_full = true)
    }

    /// What happens to the rows when the referenced one is deleted.
    pub fn on_delete(self, action: Action) -> Self {
        self.edit(|key| key.on_delete = action)
    }

    /// What happens to the rows when the referenced key changes.
    pub fn on_update(self, action: Action) -> Self {
        self.edit(|key| key.on_update = action)
    }

    /// The reference is checked at commit.
    pub fn deferrable_initially_deferred(self) -> Self {
        self.edit(|key| key.deferrable = Deferrable::InitiallyDeferred)
    }

    /// The reference is checked with each statement, unless a transaction asks for later
    /// (`SET CONSTRAINTS`).
    pub fn deferrable_initially_immediate(self) -> Self {
        self.edit(|key| key.deferrable = Deferrable::InitiallyImmediate)
    }
}

/// A unique constraint to be given to a table, when there is more to say than its columns.
#[must_use = "a unique constraint does nothing until it is given to a table"]
#[derive(Clone, Debug)]
pub struct UniqueSpec {
    constraint: Constraint,
}

/// A unique constraint for `TableSpec::unique_constraint`.
///
/// ```
/// use migrate_runtime::prelude::*;
///
/// table("users")
///     .column("email", varchar(255))
///     .unique_constraint(unique("uq_users_email", ["email"]).nulls_not_distinct());
/// ```
pub fn unique<const N: usize>(name: &str, columns: [&str; N]) -> UniqueSpec {
    UniqueSpec { constraint: Constraint::named(name, unique_body(columns)) }
}

impl UniqueSpec {
    fn edit(mut self, change: impl FnOnce(&mut bool, &mut Deferrable)) -> Self {
        if let ConstraintBody::Unique { nulls_not_distinct, deferrable, .. } =
            &mut self.constraint.body
        {
            change(nulls_not_distinct, deferrable);
        }
        self
    }

    /// Holds further columns in its index, so that reads of them need no row (PostgreSQL).
    pub fn include<const N: usize>(mut self, columns: [&str; N]) -> Self {
        if let ConstraintBody::Unique { include, .. } = &mut self.constraint.body {
            *include = owned(columns);
        }
        self
    }

    /// Counts two `NULL`s as alike (PostgreSQL 15).
    pub fn nulls_not_distinct(self) -> Self {
        self.edit(|nulls_not_distinct, _| *nulls_not_distinct = true)
    }

    /// The constraint is checked at commit (PostgreSQL).
    pub fn deferrable_initially_deferred(self) -> Self {
        self.edit(|_, deferrable| *deferrable = Deferrable::InitiallyDeferred)
    }

    /// The constraint is checked with each statement, unless a transaction asks for later (PostgreSQL).
    pub fn deferrable_initially_immediate(self) -> Self {
        self.edit(|_, deferrable| *deferrable = Deferrable::InitiallyImmediate)
    }
}

pub(super) fn reference<const N: usize>(
    columns: [&str; N],
    table: QualifiedName,
    referenced: [&str; N],
) -> ForeignKey {
    ForeignKey {
        columns: owned(columns),
        table,
        referenced: owned(referenced),
        match_full: false,
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        deferrable: Deferrable::No,
        validated: true,
    }
}

pub(super) fn unique_body<const N: usize>(columns: [&str; N]) -> ConstraintBody {
    ConstraintBody::Unique {
        columns: owned(columns),
        include: Vec::new(),
        nulls_not_distinct: false,
        deferrable: Deferrable::No,
    }
}

pub(super) fn owned<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}
