//! The procedural macros of cargo migrate; `migrate_runtime` re-exports them.
//!
//! * [`macro@migration`] makes a revision of a function.
//! * [`versions!`] makes modules of a directory of revisions.
//! * [`derive@Model`] makes a table of a struct, [`derive@ModelEnum`] an enum type of an enum; [`macro@models`]
//!   adds what no struct can say.
//!
//! What is written inside `#[migration(..)]` is read by `migrate_syntax`, which build scripts and
//! the cargo subcommand use too.

mod enclosing;
mod habits;
mod migration;
mod model;
mod private;
mod versions;

use proc_macro::TokenStream;

/// Makes a revision of a function that records operations.
///
/// ```text
/// #[migration(rev = "1f3c9a7b2d10", down_rev = "ae1027a6acf5")]
/// fn upgrade(op: &mut Op) {
///     op.add_column("users", "role", varchar(100));
/// }
///
/// fn downgrade(op: &mut Op) {
///     op.drop_column("users", "role");
/// }
/// ```
///
/// | key | value |
/// |---|---|
/// | `rev` | the id of the revision; the one key that is required |
/// | `down_rev` | the parent, or a list of parents; without it the revision is a base |
/// | `depends_on` | a revision or label, or a list of them, that must be applied before |
/// | `labels` | a branch label, or a list of them |
/// | `downgrade` | `auto`, or `irreversible("why")`; without it there must be a `fn downgrade` |
/// | `lock_timeout` | how long each of its statements waits for a lock, such as `"10s"`; `"0"` is no limit |
/// | `statement_timeout` | how long each of its statements runs at most |
/// | `lock_retries` | how often its transaction is tried again after a lock was waited for in vain |
///
/// The function may have any name but `downgrade`. Its doc comment, or else that of its file, is
/// the message of the revision. In its body an unused value that must be used is an error: a
/// builder that was never finished.
#[proc_macro_attribute]
pub fn migration(attribute: TokenStream, item: TokenStream) -> TokenStream {
    migration::expand(attribute.into(), &item.into()).into()
}

/// Makes a module of every source file of a directory, and a static `MIGRATIONS` of its revisions.
///
/// ```text
/// migrate_runtime::versions!("src/versions");
///
/// migrate_runtime::versions!(
///     "src/versions",
///     version_table = "alembic_version",
///     version_schema = "public",
/// );
/// ```
///
/// `lock_timeout`, `statement_timeout` and `lock_retries` are the same as those of `#[migration(..)]`, for all revisions;
/// what a revision or a run says goes before.
///
/// The directory is relative to the package. The macro stands at the top level of a file, not
/// inside `mod name { .. }`: there the compiler would look for the modules in another directory.
///
/// With a build script that calls `migrate_runtime::build::verify` on the same directory, cargo notices new
/// files, and so does rust-analyzer after the next `cargo check`. A revision that a `cfg` leaves out
/// stops the program.
#[proc_macro]
pub fn versions(input: TokenStream) -> TokenStream {
    versions::expand(input.into()).into()
}

/// Makes a table of a struct that has a field for each of its columns.
///
/// ```text
/// #[derive(Model, Queryable, Selectable)]
/// #[diesel(table_name = posts)]
/// #[model(check("ck_posts_title", "length(title) > 0"), comment = "what was written")]
/// struct Post {
///     #[model(identity)]
///     id: i64,
///     #[model(references("users", "id"), on_delete = Cascade, index)]
///     author_id: i64,
///     #[model(varchar(200), was = "headline")]
///     title: String,
///     #[model(default = now())]
///     created_at: DateTime<Utc>,
///     published_at: Option<DateTime<Utc>>,
/// }
/// ```
///
/// The words of `#[model(..)]` are those of the builder, of `ColumnSpec` at a field and of `TableSpec` on the
/// struct, in the same order, with commas between them instead of points: `unique` is `.unique()`,
/// `default = 0` is `.default(0)`, `references("users", "id")` is `.references("users", "id")`. What does not
/// compile in a revision does not compile here.
///
/// The type of a column follows from the type of its field; a word such as `varchar(200)`, or `type = money()` for
/// a function of one's own, says another.
///
/// | field | column |
/// |---|---|
/// | `i16`, `i32`, `i64`; `u16`, `u32`, `u64` | `small_int()`, `integer()`, `big_int()`; the same `.unsigned()` |
/// | `bool`, `f32`, `f64`, `String`, `Vec<u8>` | `boolean()`, `real()`, `double()`, `text()`, `binary()` |
/// | `NaiveDateTime`, `PrimitiveDateTime`, `SystemTime`, jiff's `DateTime` | `timestamp()` |
/// | `DateTime<Utc>`, `OffsetDateTime`, `Timestamp`, `Zoned` | `timestamptz()` |
/// | `NaiveDate`, `Date`; `NaiveTime`, `Time` | `date()`; `time()` |
/// | `Uuid`; `serde_json::Value`; `PgInterval` | `uuid()`; `jsonb()`; `interval()` |
/// | `Option<T>` | the column of `T`, which takes `NULL`; all others do not |
/// | `Vec<T>` | `array(..)` of the column of `T` |
/// | an enum with `#[derive(ModelEnum)]`, any other `ModelType` | what that says |
///
/// Words that the derive reads itself:
///
/// | at a field | meaning |
/// |---|---|
/// | `primary_key` | the column is the key, or, at several fields, one of its columns; without one it is `id` |
/// | `index` | an index over the column, named `ix_<table>_<column>` |
/// | `column = "type"` | the column's name, when it is not the field's |
/// | `was = "mail"` | the name it had before, so that it is renamed rather than dropped |
///
/// | on the struct | meaning |
/// |---|---|
/// | `table = "users"`, `table = ("audit", "entries")` | the table's name; else that of `#[diesel(table_name = users)]`, or the struct's in the plural, as for diesel |
/// | `was = "people"` | the name it had before |
/// | `no_primary_key` | the table has no primary key |
///
/// Of `#[diesel(..)]`, `table_name`, `column_name` and `primary_key` are read.
///
/// Models may be in a crate of their own, which needs `migrate-runtime` with the feature `models` alone. The migrations
/// package names it in its `Cargo.toml`, depends on it, and links it with a line in its `src/lib.rs`:
///
/// ```toml
/// [package.metadata.migrate]
/// models = "my_models"
/// ```
/// ```text
/// use my_models as _;
/// ```
#[proc_macro_derive(Model, attributes(model, diesel))]
pub fn model(item: TokenStream) -> TokenStream {
    model::expand(item.into()).into()
}

/// Makes an enum type of an enum without fields, for the fields of models.
///
/// ```text
/// #[derive(ModelEnum)]
/// #[model(name = "post_state", rename_all = "kebab-case")]
/// enum State {
///     Draft,
///     InReview,
///     #[model(rename = "live")]
///     Published,
/// }
/// ```
///
/// | key | value |
/// |---|---|
/// | `name` | the type's name, or a tuple of a schema and a name; without it the enum's in snake case |
/// | `rename_all` | how labels are made of names: `snake_case` without it, else a style as serde names it |
/// | `rename`, at a variant | its label |
#[proc_macro_derive(ModelEnum, attributes(model))]
pub fn model_enum(item: TokenStream) -> TokenStream {
    model::expand_enum(item.into()).into()
}

/// Registers a function that records what no struct can say: views, functions, partial indexes.
///
/// ```text
/// #[models]
/// fn views(op: &mut Op) {
///     op.create_view("authors", "SELECT DISTINCT author_id FROM posts");
///     op.create_index("ix_posts_live", "posts", ["title"]).filter("published_at IS NOT NULL");
/// }
/// ```
///
/// It is applied when all tables and their foreign keys are there.
#[proc_macro_attribute]
pub fn models(attribute: TokenStream, item: TokenStream) -> TokenStream {
    model::expand_function(&attribute.into(), &item.into()).into()
}
