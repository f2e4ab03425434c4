//! Words of Alembic, Rails, Django, SQL and diesel that another project's revisions use: each never compiles, with
//! whatever arguments, and says what the word is here.
//!
//! Without them the compiler proposes the nearest name, which may mean something else.

use super::{
    AlterColumn, AlteredColumn, ColumnSpec, CreateIndex, Delete, Mode, Op, Update, custom, kind,
};

/// What none of the traits is implemented for.
#[doc(hidden)]
#[derive(Debug)]
pub enum Nothing {}

macro_rules! word {
    ($marker:ident, $message:literal, $label:literal, $($note:literal),+) => {
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(message = $message, label = $label, $(note = $note),+)]
        pub trait $marker {}
    };
}

/// `for<'never>` keeps the compiler from holding the bound against the type at once.
macro_rules! methods {
    ($([$($generics:tt)*] $owner:ty {
        $($name:ident($($argument:ident),*): $marker:ident;)+
    })+) => {$(
        impl<$($generics)*> $owner {$(
            #[doc(hidden)]
            #[must_use = "this never compiles"]
            pub fn $name(self, $($argument: impl Sized),*) -> Self
            where
                for<'never> Nothing: $marker,
            {
                let _ = ($($argument,)*);
                self
            }
        )+}
    )+};
}

macro_rules! verbs {
    ($($name:ident($($argument:ident),*): $marker:ident = $message:literal, $($note:literal),+;)+) => {
        $(word!($marker, $message, "there is no such verb", $($note),+);)+

        impl<M: Mode> Op<M> {$(
            #[doc(hidden)]
            pub fn $name(&mut self, $($argument: impl Sized),*)
            where
                for<'never> Nothing: $marker,
            {
                let _ = ($($argument,)*);
            }
        )+}
    };
}

verbs! {
    drop_constraint(name, table, kind): DropConstraintOfAKind =
        "there is a verb for each kind of constraint",
        "write `op.drop_check_constraint(\"name\", \"table\")`, `op.drop_unique_constraint(..)`, `op.drop_foreign_key(..)`, `op.drop_primary_key(..)` or `op.drop_exclude_constraint(..)`";
    add_constraint(table, constraint): AddConstraintOfAKind =
        "there is a verb for each kind of constraint",
        "write `op.create_check_constraint(\"name\", \"table\", \"total >= 0\")`, `op.create_unique_constraint(..)`, `op.create_foreign_key(..)`, `op.create_primary_key(..)` or `op.create_exclude_constraint(..)`";
    batch_alter_table(table): BatchAlterTable =
        "a table is changed without a batch",
        "write the operations one after another, each with the table: `op.add_column(\"users\", \"role\", text())`; neighbours on a table are grouped, and SQLite rebuilds it once";
    rename_column(table, column, to): RenameColumn =
        "a column is renamed by `alter_column`",
        "write `op.alter_column(\"users\", \"name\").rename_to(\"full_name\")`";
    add_index(table, columns): AddIndex =
        "an index is created by `create_index`",
        "write `op.create_index(\"ix_users_email\", \"users\", [\"email\"])`";
    remove_index(table, columns): RemoveIndex =
        "an index is dropped by `drop_index`",
        "write `op.drop_index(\"ix_users_email\", \"users\")`";
    add_foreign_key(table, target): AddForeignKey =
        "a foreign key is created by `create_foreign_key`",
        "write `op.create_foreign_key(\"fk_posts_user_id\", \"posts\", [\"user_id\"], \"users\", [\"id\"])`";
    add_reference(table, target): AddReference =
        "a column that references another table is added by `add_column`",
        "write `op.add_column(\"posts\", \"user_id\", integer().references(\"users\", \"id\"))`";
    remove_column(table, column): RemoveColumn =
        "a column is dropped by `drop_column`",
        "write `op.drop_column(\"users\", \"name\")`";
    change_column(table, column, column_type): ChangeColumn =
        "a column is changed by `alter_column`",
        "write `op.alter_column(\"users\", \"name\").set_type(text())`";
    change_column_null(table, column, allowed): ChangeColumnNull =
        "a column is changed by `alter_column`",
        "write `op.alter_column(\"users\", \"name\").not_null()` or `.nullable()`";
    change_column_default(table, column, value): ChangeColumnDefault =
        "a column is changed by `alter_column`",
        "write `op.alter_column(\"users\", \"role\").default(\"member\")` or `.drop_default()`";
    sql(text): RunSql =
        "SQL is run by `execute`",
        "write `op.execute(\"..\")`, and `.effect(..)` for what it does to the schema; an SQL fragment in an expression is `sql(\"..\")`";
    execute_sql(text): ExecuteSql = "SQL is run by `execute`", "write `op.execute(\"..\")`";
    run_sql(text): RunSqlText = "SQL is run by `execute`", "write `op.execute(\"..\")`";
    f(name): FinalName =
        "a name is used as it is written",
        "write the name without `op.f(..)`: no naming convention changes it";
    get_bind(): GetBind =
        "a revision records, and has no connection",
        "write `op.run(|connection: &mut PgConnection| ..)`: the function is called when the revision runs";
    get_context(): GetContext =
        "a revision records, and has no context",
        "what differs between databases is `per_dialect()`, or a function for each connection: `op.run(..).or(..)`";
    insert_into(table): InsertInto = "rows are inserted by `insert` and `bulk_insert`",
        "write `op.insert(\"roles\").set(\"name\", \"admin\")` or `op.bulk_insert(\"roles\", [\"name\"], [[\"admin\"]])`";
}

word!(
    ServerDefault,
    "a default is `.default(..)`",
    "there is no `server_default` here",
    "write `.default(\"member\")`, `.default(0)`, `.default(now())` or `.default(sql(\"..\"))`; to drop one, `op.alter_column(..).drop_default()`"
);
word!(
    NewColumnName,
    "a column is renamed by `.rename_to(..)`",
    "there is no `new_column_name` here",
    "write `op.alter_column(\"users\", \"name\").rename_to(\"full_name\")`"
);
word!(
    NewType,
    "the type of a column is changed by `.set_type(..)`",
    "there is no such method here",
    "write `op.alter_column(\"users\", \"name\").set_type(text())`"
);
word!(
    ExistingIsKnown,
    "what a column was is known from the revisions before",
    "there is no `existing_..` here",
    "leave it out: what is not changed stays as it is, on every database"
);
word!(
    ColumnNullable,
    "a column takes NULL unless it is `.not_null()`",
    "there is no `nullable` of a new column",
    "leave `.nullable()` out; a column without NULL is `.not_null()`"
);
word!(
    ColumnNull,
    "a column takes NULL unless it is `.not_null()`",
    "there is no `null` of a column",
    "leave `.null()` out; a column without NULL is `.not_null()`"
);
word!(
    ColumnIndex,
    "an index is made by the table or by `op.create_index`",
    "there is no `index` of a column",
    "write `.index(\"ix_users_email\", [\"email\"])` on the table, or `op.create_index(\"ix_users_email\", \"users\", [\"email\"])`"
);
word!(
    Autoincrement,
    "rows are numbered by `.identity()`",
    "there is no `autoincrement` here",
    "write `big_int().primary_key().identity()`"
);
word!(
    ForeignKeyOfAColumn,
    "a column refers to another by `.references(..)`",
    "there is no `foreign_key` of a column",
    "write `big_int().references(\"users\", \"id\").on_delete(Cascade)`"
);
word!(
    PartialIndex,
    "a partial index has a `.filter(..)`",
    "there is no such method here",
    "write `op.create_index(..).filter(\"deleted_at IS NULL\")`: the filter is SQL"
);
word!(
    Values,
    "columns are set one by one by `.set(..)`",
    "there is no `values` here",
    "write `op.update(\"users\").set(\"role\", \"member\").filter(col(\"id\").eq(1))`"
);
word!(
    Where,
    "rows are chosen by `.filter(..)`",
    "there is no `where_` here",
    "write `.filter(col(\"id\").eq(1))` or `.filter(sql(\"id = 1\"))`"
);

methods! {
    [K, N, R] ColumnSpec<K, N, R> {
        nullable(allowed): ColumnNullable;
        null(): ColumnNull;
        server_default(value): ServerDefault;
        index(indexed): ColumnIndex;
        autoincrement(numbered): Autoincrement;
        auto_increment(): Autoincrement;
        foreign_key(column): ForeignKeyOfAColumn;
    }
    ['a] AlterColumn<'a> {
        new_column_name(name): NewColumnName;
        server_default(value): ServerDefault;
        type_(column_type): NewType;
        existing_type(column_type): ExistingIsKnown;
        existing_nullable(allowed): ExistingIsKnown;
        existing_server_default(value): ExistingIsKnown;
    }
    ['a] AlteredColumn<'a> {
        new_column_name(name): NewColumnName;
        server_default(value): ServerDefault;
        type_(column_type): NewType;
        existing_type(column_type): ExistingIsKnown;
        existing_nullable(allowed): ExistingIsKnown;
        existing_server_default(value): ExistingIsKnown;
    }
    ['a, M] CreateIndex<'a, M> {
        postgresql_where(condition): PartialIndex;
        where_(condition): PartialIndex;
    }
    ['a] Update<'a> {
        values(row): Values;
        where_(condition): Where;
    }
    ['a] Delete<'a> {
        where_(condition): Where;
    }
}

macro_rules! types {
    ($($name:ident($($argument:ident),*): $marker:ident = $message:literal, $note:literal;)+) => {$(
        word!($marker, $message, "there is no such type here", $note);

        #[doc(hidden)]
        pub fn $name($($argument: impl Sized),*) -> ColumnSpec<kind::Custom>
        where
            for<'never> Nothing: $marker,
        {
            let _ = ($($argument,)*);
            custom(stringify!($name))
        }
    )+};
}

types! {
    unicode(length): UnicodeType =
        "a text type is `varchar(..)` or `text()`",
        "write `varchar(100)` for text of at most 100 characters, `text()` for text of any length";
    datetime(): DatetimeType =
        "a date with a time is `timestamp()` or `timestamptz()`",
        "write `timestamptz()` for `DateTime(timezone=True)`, `timestamp()` for one without a zone";
    float(): FloatType =
        "a floating point type is `double()` or `real()`",
        "write `double()` for 64 bits, `real()` for 32";
    bigint(): BigintType = "64 bits are `big_int()`", "write `big_int()`";
    smallint(): SmallintType = "16 bits are `small_int()`", "write `small_int()`";
    int(): IntType = "32 bits are `integer()`", "write `integer()`";
    serial(): SerialType =
        "rows are numbered by `.identity()`",
        "write `integer().primary_key().identity()`; for PostgreSQL's own `SERIAL`, `.identity_with(Identity::serial())`";
    bigserial(): BigserialType =
        "rows are numbered by `.identity()`",
        "write `big_int().primary_key().identity()`; for PostgreSQL's own `BIGSERIAL`, `.identity_with(Identity::serial())`";
    bytea(): ByteaType = "bytes are `binary()`", "write `binary()`";
    blob(): BlobType = "bytes are `binary()`", "write `binary()`";
    large_binary(): LargeBinaryType = "bytes are `binary()`", "write `binary()`";
}
