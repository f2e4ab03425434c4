//! Columns as the builder writes them: `varchar(100).not_null().default("member")`.
//!
//! The type carries what the compiler must know: which values the column takes ([`kind`]), whether
//! a row may leave the column out ([`Nullable`], [`NotNull`], [`HasDefault`]), and whether the column
//! has a reference ([`WithReference`]). Everything else is plain data.

mod default;
pub mod kind;
mod states;
mod types;

use std::marker::PhantomData;

use crate::schema::{
    Action, Column, ColumnPosition, ColumnType, Constraint, ConstraintBody, Deferrable, ForeignKey,
    Generated, Identity, QualifiedName, SqlPart,
};

use super::SqlExpression;
use super::convention::ConstraintName;
pub use default::DefaultFor;
pub(super) use states::Nullability;
pub use states::{
    CanBeAdded, HasDefault, HasReference, IntegerLike, NotNull, Nullable, Unset, Varied,
    WithReference,
};
pub use types::{
    AnyType, PlainType, array, big_int, binary, boolean, char, custom, date, double, enumeration,
    integer, interval, json, jsonb, numeric, real, small_int, string, text, time, timestamp,
    timestamptz, uuid, varchar,
};

/// A column without its name.
///
/// `K` is the [`kind`] of its values, `N` its nullability, `R` whether it has a reference.
#[must_use = "a column does nothing until it is given to a table"]
#[derive(Clone, Debug)]
pub struct ColumnSpec<K, N = Unset, R = ()> {
    draft: Draft,
    marks: PhantomData<(K, N, R)>,
}

#[derive(Clone, Debug)]
struct Draft {
    column: Column,
    primary_key: Option<ConstraintName>,
    unique: Option<ConstraintName>,
    references: Option<(ConstraintName, ForeignKey)>,
    checks: Vec<(ConstraintName, SqlPart)>,
}

impl Draft {
    fn into_parts(mut self, table: &QualifiedName, name: &str) -> (Column, Vec<Constraint>) {
        name.clone_into(&mut self.column.name);
        let columns = || vec![name.to_owned()];
        let table = &table.name;
        let mut constraints = Vec::new();
        if let Some(key) = self.primary_key {
            let body = ConstraintBody::PrimaryKey { columns: columns() };
            constraints.push(Constraint::named(key.or_conventional(&["pk", table]), body));
        }
        if let Some(key) = self.unique {
            let body = ConstraintBody::Unique {
                columns: columns(),
                include: Vec::new(),
                nulls_not_distinct: false,
                deferrable: Deferrable::No,
            };
            constraints.push(Constraint::named(key.or_conventional(&["uq", table, name]), body));
        }
        if let Some((key_name, mut key)) = self.references {
            key.columns = columns();
            let key_name = key_name.or_conventional(&["fk", table, name, &key.table.name]);
            constraints.push(Constraint::named(key_name, ConstraintBody::ForeignKey(key)));
        }
        for (check, expression) in self.checks {
            let body = ConstraintBody::Check { expression, validated: true };
            constraints.push(Constraint::named(check.or_conventional(&["ck", table, name]), body));
        }
        (self.column, constraints)
    }
}

impl ColumnSpec<kind::Custom> {
    /// The values are those of another type, and so are the defaults that fit: the type is spelled
    /// as it is, such as MariaDB's `DATETIME` without a fraction of a second.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// custom("DATETIME").like(timestamp()).default(now());
    /// custom("MEDIUMTEXT").like(text()).default("none");
    /// custom("TINYINT").like(small_int()).not_null().default(0);
    /// ```
    ///
    /// ```compile_fail
    /// use migrate_runtime::prelude::*;
    ///
    /// custom("TINYINT").like(small_int()).default("none");
    /// ```
    pub fn like<K>(self, _values: ColumnSpec<K>) -> ColumnSpec<K> {
        ColumnSpec { draft: self.draft, marks: PhantomData }
    }
}

impl<K, N: Nullability, R> ColumnSpec<K, N, R> {
    fn edit<G, S>(mut self, change: impl FnOnce(&mut Draft)) -> ColumnSpec<K, G, S> {
        change(&mut self.draft);
        ColumnSpec { draft: self.draft, marks: PhantomData }
    }

    /// The type on SQLite, where it is another; the column takes the same values.
    pub fn on_sqlite(self, column_type: impl PlainType) -> ColumnSpec<K, N::Varied, R> {
        let own = column_type.into_type();
        self.edit(|draft| draft.column.type_on.sqlite = Some(own))
    }

    /// The type on PostgreSQL, where it is another; the column takes the same values.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// text().on_postgres(custom("citext")).not_null().default("nobody");
    /// ```
    #[doc(alias = "with_variant")]
    pub fn on_postgres(self, column_type: impl PlainType) -> ColumnSpec<K, N::Varied, R> {
        let own = column_type.into_type();
        self.edit(|draft| draft.column.type_on.postgres = Some(own))
    }

    /// The type on MariaDB and MySQL, where it is another; the column takes the same values.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// timestamp().on_mysql(custom("DATETIME")).default(now());
    /// ```
    #[doc(alias = "with_variant")]
    pub fn on_mysql(self, column_type: impl PlainType) -> ColumnSpec<K, N::Varied, R> {
        let own = column_type.into_type();
        self.edit(|draft| draft.column.type_on.mysql = Some(own))
    }

    /// The column does not take `NULL`.
    pub fn not_null(self) -> ColumnSpec<K, N::NotNull, R> {
        self.edit(|draft| draft.column.nullable = false)
    }

    /// The value of a row that brings none; it must fit the column's type.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// integer().not_null().default(0);
    /// timestamptz().not_null().default(now());
    /// uuid().default(sql("gen_random_uuid()"));
    /// ```
    ///
    /// ```compile_fail
    /// use migrate_runtime::prelude::*;
    ///
    /// integer().default("zero");
    /// ```
    pub fn default(self, value: impl DefaultFor<K>) -> ColumnSpec<K, HasDefault, R> {
        let value = value.into_default();
        self.edit(|draft| draft.column.default = Some(value))
    }

    /// The column is the table's primary key, named `pk_<table>`, and not null.
    ///
    /// For a key of several columns see `TableSpec::primary_key`.
    pub fn primary_key(self) -> ColumnSpec<K, N::NotNull, R> {
        self.key(ConstraintName::Conventional)
    }

    /// As [`primary_key`](Self::primary_key), with a name of its own, such as the one PostgreSQL gives
    /// a key without one: `users_pkey`. MariaDB and MySQL call every primary key `PRIMARY`.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// table("users").column("id", big_int().primary_key_named("users_pkey").identity());
    /// ```
    #[doc(alias = "named")]
    pub fn primary_key_named(self, name: impl Into<String>) -> ColumnSpec<K, N::NotNull, R> {
        self.key(ConstraintName::Given(name.into()))
    }

    fn key(self, name: ConstraintName) -> ColumnSpec<K, N::NotNull, R> {
        self.edit(|draft| {
            draft.column.nullable = false;
            draft.primary_key = Some(name);
        })
    }

    /// No two rows are alike in the column; the constraint is named `uq_<table>_<column>`.
    pub fn unique(self) -> ColumnSpec<K, N::Specified, R> {
        self.edit(|draft| draft.unique = Some(ConstraintName::Conventional))
    }

    /// As [`unique`](Self::unique), with a name of its own.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// table("users").column("email", varchar(255).unique_named("users_email_key"));
    /// ```
    #[doc(alias = "named")]
    pub fn unique_named(self, name: impl Into<String>) -> ColumnSpec<K, N::Specified, R> {
        let name = ConstraintName::Given(name.into());
        self.edit(|draft| draft.unique = Some(name))
    }

    /// The value exists in a column of another table; the foreign key is named
    /// `fk_<table>_<column>_<referenced table>`.
    pub fn references(
        self,
        table: impl Into<QualifiedName>,
        column: &str,
    ) -> ColumnSpec<K, N::Specified, WithReference> {
        let key = ForeignKey {
            columns: Vec::new(),
            table: table.into(),
            referenced: vec![column.to_owned()],
            match_full: false,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            deferrable: Deferrable::No,
            validated: true,
        };
        self.edit(|draft| draft.references = Some((ConstraintName::Conventional, key)))
    }

    /// The expression is not false for any row; the constraint is named `ck_<table>_<column>`.
    pub fn check(self, expression: impl SqlExpression) -> ColumnSpec<K, N::Specified, R> {
        let check = (ConstraintName::Conventional, expression.into_sql());
        self.edit(|draft| draft.checks.push(check))
    }

    /// As [`check`](Self::check), with a name of its own; a column may have several.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// table("orders").column("total", integer().check_named("orders_total_check", "total >= 0"));
    /// ```
    #[doc(alias = "named")]
    pub fn check_named(
        self,
        name: impl Into<String>,
        expression: impl SqlExpression,
    ) -> ColumnSpec<K, N::Specified, R> {
        let check = (ConstraintName::Given(name.into()), expression.into_sql());
        self.edit(|draft| draft.checks.push(check))
    }

    /// The column is computed from others and kept in the row.
    pub fn generated(self, expression: impl SqlExpression) -> ColumnSpec<K, HasDefault, R> {
        let generated = Generated { expression: expression.into_sql(), stored: true };
        self.edit(|draft| draft.column.generated = Some(generated))
    }

    /// The column is computed from others at each read.
    pub fn generated_virtual(self, expression: impl SqlExpression) -> ColumnSpec<K, HasDefault, R> {
        let generated = Generated { expression: expression.into_sql(), stored: false };
        self.edit(|draft| draft.column.generated = Some(generated))
    }

    /// Text is compared and sorted by this collation.
    ///
    /// One of PostgreSQL in another schema than those of the `search_path` has that before its name, both in quotes:
    /// `"\"i18n\".\"german\""`.
    pub fn collate(self, collation: impl Into<String>) -> ColumnSpec<K, N::Specified, R> {
        let collation = collation.into();
        self.edit(|draft| draft.column.collation = Some(collation))
    }

    /// What the column is for, kept by the database where it can.
    pub fn comment(self, comment: impl Into<String>) -> ColumnSpec<K, N::Specified, R> {
        let comment = comment.into();
        self.edit(|draft| draft.column.comment = Some(comment))
    }

    pub(super) fn into_parts(self, table: &QualifiedName, name: &str) -> (Column, Vec<Constraint>) {
        self.draft.into_parts(table, name)
    }
}

impl<K, N: Nullability, R> ColumnSpec<K, N, R> {
    /// The database numbers the rows (`GENERATED BY DEFAULT AS IDENTITY`, `AUTOINCREMENT`,
    /// `AUTO_INCREMENT`), and never gives a number twice.
    ///
    /// Only whole numbers can be numbered.
    pub fn identity(self) -> ColumnSpec<K, HasDefault, R>
    where
        K: IntegerLike,
    {
        self.edit(|draft| {
            draft.column.nullable = false;
            draft.column.identity = Some(Identity::default());
        })
    }

    /// As [`identity`](Self::identity), with more to say: `Identity::always().start_with(1000)`.
    pub fn identity_with(self, identity: Identity) -> ColumnSpec<K, HasDefault, R>
    where
        K: IntegerLike,
    {
        self.edit(|draft| {
            draft.column.nullable = false;
            draft.column.identity = Some(identity);
        })
    }

    /// The numbers begin at 0 and reach twice as far (MariaDB and MySQL).
    pub fn unsigned(self) -> Self
    where
        K: IntegerLike,
    {
        self.edit(|draft| {
            let column_type = &mut draft.column.column_type;
            if !matches!(column_type, ColumnType::Unsigned(_)) {
                let signed = std::mem::replace(column_type, ColumnType::Integer);
                *column_type = ColumnType::Unsigned(Box::new(signed));
            }
        })
    }

    /// The character set of the column on MariaDB and MySQL.
    pub fn mysql_charset(self, name: impl Into<String>) -> ColumnSpec<K, N::Specified, R> {
        let name = name.into();
        self.edit(|draft| draft.column.mysql.charset = Some(name))
    }

    /// An update of the row sets the column to its time, on MariaDB and MySQL.
    pub fn mysql_on_update_now(self) -> ColumnSpec<K, N::Specified, R> {
        self.edit(|draft| draft.column.mysql.on_update_now = true)
    }

    /// `SELECT *` leaves the column out, on MariaDB and MySQL 8.0.23.
    pub fn mysql_invisible(self) -> ColumnSpec<K, N::Specified, R> {
        self.edit(|draft| draft.column.mysql.invisible = true)
    }

    /// MariaDB and MySQL put the column before all others; databases without such a place add it as the
    /// last.
    pub fn mysql_first(self) -> ColumnSpec<K, N::Specified, R> {
        self.edit(|draft| draft.column.mysql.position = Some(ColumnPosition::First))
    }

    /// MariaDB and MySQL put the column right after another; databases without such a place add it as the
    /// last.
    pub fn mysql_after(self, column: &str) -> ColumnSpec<K, N::Specified, R> {
        let position = ColumnPosition::After(column.to_owned());
        self.edit(|draft| draft.column.mysql.position = Some(position))
    }

    fn edit_reference(self, change: impl FnOnce(&mut ForeignKey)) -> Self {
        self.edit(|draft| {
            if let Some((_, key)) = &mut draft.references {
                change(key);
            }
        })
    }

    /// The name of the reference's foreign key, when it is another than
    /// `fk_<table>_<column>_<referenced table>`; after `.references(..)`.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// table("posts").column(
    ///     "author_id",
    ///     big_int().references("users", "id").foreign_key_named("posts_author_id_fkey"),
    /// );
    /// ```
    ///
    /// ```compile_fail
    /// use migrate_runtime::prelude::*;
    ///
    /// big_int().foreign_key_named("posts_author_id_fkey");
    /// ```
    #[doc(alias = "named")]
    pub fn foreign_key_named(self, name: impl Into<String>) -> Self
    where
        R: HasReference,
    {
        let given = ConstraintName::Given(name.into());
        self.edit(|draft| {
            if let Some((name, _)) = &mut draft.references {
                *name = given;
            }
        })
    }

    /// What happens to the row when the referenced one is deleted; after `.references(..)`.
    pub fn on_delete(self, action: Action) -> Self
    where
        R: HasReference,
    {
        self.edit_reference(|key| key.on_delete = action)
    }

    /// What happens to the row when the referenced key changes; after `.references(..)`.
    pub fn on_update(self, action: Action) -> Self
    where
        R: HasReference,
    {
        self.edit_reference(|key| key.on_update = action)
    }

    /// The reference is checked at commit; after `.references(..)`.
    pub fn deferrable_initially_deferred(self) -> Self
    where
        R: HasReference,
    {
        self.edit_reference(|key| key.deferrable = Deferrable::InitiallyDeferred)
    }

    /// The reference is checked with each statement, unless a transaction asks for later
    /// (`SET CONSTRAINTS`); after `.references(..)`.
    pub fn deferrable_initially_immediate(self) -> Self
    where
        R: HasReference,
    {
        self.edit_reference(|key| key.deferrable = Deferrable::InitiallyImmediate)
    }
}
