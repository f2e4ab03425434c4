//! Packages that begin with what is there already: a database with tables, or diesel's `schema.rs`.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::{Project, repository};

/// A schema as other tools and hands leave it: constraints without names, a type of no standard, a key that takes NULL,
/// a table of another tool.
const SHOP: [&str; 7] = [
    "CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, email VARCHAR(255) NOT NULL UNIQUE, \
     name TEXT NOT NULL DEFAULT 'none', since DATETIME DEFAULT CURRENT_TIMESTAMP)",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers ON DELETE \
     CASCADE, total NUMERIC(10, 2) NOT NULL CHECK (total >= 0), note TEXT COLLATE NOCASE)",
    "CREATE TABLE sessions (token TEXT PRIMARY KEY, customer_id INTEGER REFERENCES customers)",
    "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY)",
    "CREATE INDEX ix_orders_customer ON orders (customer_id, total DESC) WHERE total > 0",
    "CREATE VIEW open_orders AS SELECT orders.id, customers.email FROM orders JOIN customers \
     ON customers.id = orders.customer_id",
    "CREATE TRIGGER orders_noted AFTER INSERT ON orders WHEN NEW.note IS NULL BEGIN UPDATE orders SET note = '' \
     WHERE id = NEW.id; END",
];

/// A project with an application, and a database `app.db` that these statements made.
fn with_database<'s>(statements: impl IntoIterator<Item = &'s str>) -> Project {
    let other = Project::with_migrations();
    let calls = statements.into_iter().map(|sql| format!("op.execute({sql:?});"));
    other.revision("aa01", None, &calls.collect::<Vec<_>>().join("\n    "), "_ = op;");
    for words in ["upgrade --quiet", "stamp --purge --quiet base"] {
        assert!(other.migrate(words).status().unwrap().success());
    }
    let project = Project::package();
    fs::copy(repository().join("Cargo.lock"), project.path("Cargo.lock")).unwrap();
    fs::copy(other.path("app.db"), project.path("app.db")).unwrap();
    project.write(".env", "DATABASE_URL=sqlite://app.db\n");
    project
}

#[test]
fn a_database_becomes_the_first_revision() {
    let project = with_database(SHOP);
    let session = project.numbered_transcript(&[
        "cargo migrate init --from-database",
        "cargo migrate current",
        "cargo migrate check",
        "cargo migrate check --against-database",
        "cargo migrate drift",
        "cargo migrate verify",
        "cargo migrate upgrade --database-url sqlite://new.db",
        "cargo migrate drift --database-url sqlite://new.db",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init --from-database
models/src/lib.rs
migrations/src/versions/[ID 1]_create_the_schema.rs
2> warning: column sessions.token is of the primary key and takes NULL, which no revision says: there it is NOT NULL
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>      Created package `app-models` with a struct for each table
2>      Created revision [ID 1]
2>      Stamped the database is at [ID 1]
2>         Next cargo migrate drift
2>         Then cargo migrate check
$ cargo migrate current
[ID 1] (head)
$ cargo migrate check
2>      Checked the revisions lead to the models
$ cargo migrate check --against-database
2>      Checked the revisions lead to the models
$ cargo migrate drift
2>     Compared at [ID 1]: the database is as its revisions say
$ cargo migrate verify
2>     Verified 1 revision for SQLite 3.35
$ cargo migrate upgrade --database-url sqlite://new.db
2>     Applying [ID 1] create the schema
2>      Applied [ID 1] create the schema in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate drift --database-url sqlite://new.db
2>     Compared at [ID 1]: the database is as its revisions say

"#]]
    );
    assert_data_eq!(
        project.written("_create_the_schema.rs"),
        str![[r#"
//! create the schema
//!
use migrate_runtime::prelude::*;

#[migration(rev = "[ID 1]")]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("customers")
            .column("id", integer().primary_key().identity())
            .column("email", varchar(255).not_null().unique())
            .column("name", text().not_null().default("none"))
            .column("since", timestamp().default(now())),
    );
    op.create_table(
        table("orders")
            .column("id", integer().primary_key())
            .column(
                "customer_id",
                integer()
                    .not_null()
                    .references("customers", "id")
                    .on_delete(Cascade),
            )
            .column("total", numeric(10, 2).not_null())
            .column("note", text().collate("NOCASE"))
            .check("ck_orders", "total >= 0"),
    );
    op.create_index(
        "ix_orders_customer",
        "orders",
        [asc("customer_id"), desc("total")],
    )
    .filter("total > 0");
    op.create_table(
        table("sessions")
            .column("token", text().primary_key())
            .column("customer_id", integer().references("customers", "id")),
    );
    op.create_view(
        "open_orders",
        "SELECT orders.id, customers.email FROM orders JOIN customers ON customers.id = orders.customer_id",
    );
    op.create_trigger(
        "orders_noted",
        "orders",
        "AFTER INSERT",
        "WHEN NEW.note IS NULL BEGIN UPDATE orders SET note = '' WHERE id = NEW.id; END",
    );
}

fn downgrade(op: &mut Op) {
    op.drop_trigger("orders_noted", "orders");
    op.drop_view("open_orders");
    op.drop_table("sessions");
    op.drop_table("orders");
    op.drop_table("customers");
}

"#]]
    );
    let files = ["models/src/lib.rs", "models/Cargo.toml", "migrations/src/lib.rs"];
    let files = files.map(|file| format!("== {file}\n{}", project.redacted(file))).concat();
    assert_data_eq!(
        files,
        str![[r#"
== models/src/lib.rs
//! The tables of the database, one struct for each: change one, and `cargo migrate revision --autogenerate` writes
//! the revision that brings databases there.
//!
//! A `String` stands wherever a type of another crate could, such as one for times: where that says the type of its
//! column, the word for it can go.

use migrate_runtime::prelude::*;
use migrate_runtime::{Model, models};

#[derive(Clone, Debug, Model)]
pub struct Customer {
    #[model(identity)]
    pub id: i32,
    #[model(varchar(255), unique)]
    pub email: String,
    #[model(default = "none")]
    pub name: String,
    #[model(timestamp, default = now())]
    pub since: Option<String>,
}

#[derive(Clone, Debug, Model)]
#[model(check("ck_orders", "total >= 0"))]
pub struct Order {
    pub id: i32,
    #[model(references("customers", "id"), on_delete = Cascade)]
    pub customer_id: i32,
    #[model(numeric(10, 2))]
    pub total: String,
    #[model(collate = "NOCASE")]
    pub note: Option<String>,
}

#[derive(Clone, Debug, Model)]
pub struct Session {
    #[model(primary_key)]
    pub token: String,
    #[model(references("customers", "id"))]
    pub customer_id: Option<i32>,
}

/// What no struct can say.
#[models]
fn beside_tables(op: &mut Op) {
    op.create_index(
        "ix_orders_customer",
        "orders",
        [asc("customer_id"), desc("total")],
    )
    .filter("total > 0");
    op.create_view(
        "open_orders",
        "SELECT orders.id, customers.email FROM orders JOIN customers ON customers.id = orders.customer_id",
    );
    op.create_trigger(
        "orders_noted",
        "orders",
        "AFTER INSERT",
        "WHEN NEW.note IS NULL BEGIN UPDATE orders SET note = '' WHERE id = NEW.id; END",
    );
}
== models/Cargo.toml
[package]
name = "app-models"
description = "The tables of the database, one struct for each"
version = "0.1.0"
edition = "2024"
publish = false

[dependencies]
# The builder alone: neither diesel nor a command line.
migrate-runtime = { path = "[CHECKOUT]/migrate-runtime", default-features = false, features = ["models"] }
== migrations/src/lib.rs
//! The database schema, revision by revision.
//!
//! `cargo migrate revision -m "create users"` makes a revision, `cargo migrate upgrade` applies it.
//! An application brings its database up to date with `MIGRATIONS.upgrade(&mut connection, "head")`.
//! What revisions share is a module beside this file, such as `helpers.rs`: `mod helpers;` here,
//! `use crate::helpers` there.

// Links the structs, which nothing else of this package names.
use app_models as _;

migrate_runtime::versions!("src/versions");

"#]]
    );
}

#[test]
fn a_large_database_becomes_revisions_by_theme() {
    let tables = (1..=120).map(|number| {
        format!("CREATE TABLE t{number:03} (id INTEGER PRIMARY KEY, a TEXT, CONSTRAINT uq_{number} UNIQUE (a))")
    });
    let views =
        (1..=3).map(|number| format!("CREATE VIEW v{number} AS SELECT a FROM t{number:03}"));
    let trigger = "CREATE TRIGGER tr AFTER INSERT ON t001 BEGIN DELETE FROM t002; END".to_owned();
    let statements: Vec<_> = tables.chain(views).chain([trigger]).collect();
    let project = with_database(statements.iter().map(String::as_str));
    let session = project.numbered_transcript(&[
        "cargo migrate init --from-database --models none",
        "cargo migrate history",
        "cargo migrate check --from-database",
        "cargo migrate drift",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init --from-database --models none
migrations/src/versions/[ID 1]_create_tables_1_of_2.rs
migrations/src/versions/[ID 2]_create_tables_2_of_2.rs
migrations/src/versions/[ID 3]_create_views_and_functions.rs
migrations/src/versions/[ID 4]_create_triggers.rs
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>      Created revision [ID 1]
2>      Created revision [ID 2]
2>      Created revision [ID 3]
2>      Created revision [ID 4]
2>      Stamped the database is at [ID 4]
2>         Next cargo migrate drift
2>         Then cargo migrate revision -m "add a column"
$ cargo migrate history
[ID 3] -> [ID 4] (head), create triggers
[ID 2] -> [ID 3], create views and functions
[ID 1] -> [ID 2], create tables (2 of 2)
<base> -> [ID 1], create tables (1 of 2)
$ cargo migrate check --from-database
2>      Checked the revisions lead to the models
$ cargo migrate drift
2>     Compared at [ID 4]: the database is as its revisions say

"#]]
    );
}

#[test]
fn what_no_operation_makes_is_raw_sql_in_its_place() {
    let project = with_database([
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, body TEXT)",
        "CREATE VIRTUAL TABLE words USING fts5 (body, content = 'posts', content_rowid = 'id')",
        "CREATE VIEW found AS SELECT rowid FROM words",
        "CREATE TRIGGER posts_words AFTER INSERT ON posts BEGIN INSERT INTO words (rowid, body) \
         VALUES (NEW.id, NEW.body); END",
    ]);
    let session = project.numbered_transcript(&[
        "cargo migrate init --from-database",
        "cargo migrate upgrade --database-url sqlite://new.db",
        "cargo migrate drift --database-url sqlite://new.db",
        "cargo migrate downgrade --database-url sqlite://new.db base",
        "cargo migrate verify",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init --from-database
models/src/lib.rs
migrations/src/versions/[ID 1]_create_the_schema.rs
2> warning: virtual table words is made by no operation: raw SQL in a revision makes it, and it is not compared
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>      Created package `app-models` with a struct for each table
2>      Created revision [ID 1]
2>      Stamped the database is at [ID 1]
2>         Next cargo migrate drift
2>         Then cargo migrate check
$ cargo migrate upgrade --database-url sqlite://new.db
2>     Applying [ID 1] create the schema
2>      Applied [ID 1] create the schema in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate drift --database-url sqlite://new.db
2> warning: virtual table words is made by no operation: it is not compared
2>     Compared at [ID 1]: no known difference, 1 not compared
$ cargo migrate downgrade --database-url sqlite://new.db base
2>    Reverting [ID 1] create the schema
2>     Reverted [ID 1] create the schema in [TIME]
2>   Downgraded 1 revision in [TIME]
$ cargo migrate verify
2>     Verified 1 revision for SQLite 3.35

"#]]
    );
    assert_data_eq!(
        project.written("_create_the_schema.rs"),
        str![[r#"
//! create the schema
//!
use migrate_runtime::prelude::*;

#[migration(rev = "[ID 1]")]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", integer().primary_key())
            .column("body", text()),
    );
    op.execute(
        "CREATE VIRTUAL TABLE words USING fts5 (body, content = 'posts', content_rowid = 'id')",
    )
    .effect(|_| {})
    .undo("DROP TABLE words");
    op.create_view("found", "SELECT rowid FROM words");
    op.create_trigger(
        "posts_words",
        "posts",
        "AFTER INSERT",
        "BEGIN INSERT INTO words (rowid, body) VALUES (NEW.id, NEW.body); END",
    );
}

fn downgrade(op: &mut Op) {
    op.drop_trigger("posts_words", "posts");
    op.drop_view("found");
    op.execute("DROP TABLE words").effect(|_| {}).undo(
        "CREATE VIRTUAL TABLE words USING fts5 (body, content = 'posts', content_rowid = 'id')",
    );
    op.drop_table("posts");
}

"#]]
    );
}

#[test]
fn what_stops_it_leaves_nothing_behind() {
    let project = with_database(["CREATE TABLE a (id INTEGER, b_id INTEGER REFERENCES b (id))"]);
    let manifest = project.read("Cargo.toml");
    let lock = project.read("Cargo.lock");
    let session = project.transcript(&[
        "cargo migrate init --from-database",
        "cargo migrate init --from-database --database-url sqlite://nowhere.db",
        "cargo migrate init --from-database --database-url oracle://localhost/shop",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init --from-database
2> error: `create table a` does not fit the schema before it
2>   caused by: there is no table `b`
[exit 1]
$ cargo migrate init --from-database --database-url sqlite://nowhere.db
2> error: there is no database nowhere.db
2>
2> hint: name one that has tables: `--database-url sqlite://PATH`; or leave `--from-database` out
[exit 4]
$ cargo migrate init --from-database --database-url oracle://localhost/shop
2> error: `oracle` databases are not supported
2>
2> hint: URLs begin with `postgres://`, `mysql://`, `mariadb://` or `sqlite://`; a path alone is a SQLite file
[exit 4]

"#]]
    );
    assert!(!project.path("migrations").exists());
    assert_eq!(project.read("Cargo.toml"), manifest);
    assert_eq!(project.read("Cargo.lock"), lock);
}

#[test]
fn a_database_with_revisions_or_without_tables() {
    let project = with_database([]);
    let session = project.transcript(&[
        "cargo migrate init --from-database",
        "cargo migrate revision -m first --rev-id aa01",
        "cargo migrate upgrade",
        "cargo migrate init other --name other-migrations --from-database",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init --from-database
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>     Compared the database is empty: no revision and no models are written
2>         Next cargo migrate revision -m "create users"
2>         Then cargo migrate upgrade
$ cargo migrate revision -m first --rev-id aa01
migrations/src/versions/aa01_first.rs
2>      Created revision aa01 at the base
$ cargo migrate upgrade
2>     Applying aa01 first
2>      Applied aa01 first in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate init other --name other-migrations --from-database
2> error: the database is at aa01 already
2>
2> hint: its revisions are those of another package: take that one, or leave `--from-database` out
[exit 2]

"#]]
    );
    assert!(!project.path("other").exists());
}

#[test]
fn the_tables_of_diesel_are_the_models() {
    let project = Project::package();
    fs::copy(repository().join("Cargo.lock"), project.path("Cargo.lock")).unwrap();
    project.write(".env", "DATABASE_URL=sqlite://app.db\n");
    project.write("diesel.toml", "[print_schema]\nfile = \"src/schema.rs\"\n");
    let users = "diesel::table! {\n    users (id) {\n        id -> Integer,\n        name -> Text,\n    }\n}\n";
    project.write("src/schema.rs", users);
    let session = project.numbered_transcript(&[
        "cargo migrate init",
        "cargo migrate revision --autogenerate -m \"create users\"",
        "cargo migrate upgrade",
        "cargo migrate check",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>        Found diesel's tables: `models = "../src/schema.rs"`
2>         Next cargo migrate revision --autogenerate -m "create the schema"
2>         Then cargo migrate upgrade
$ cargo migrate revision --autogenerate -m "create users"
migrations/src/versions/[ID 1]_create_users.rs
2>     Detected create table users
2>      Created revision [ID 1] at the base
$ cargo migrate upgrade
2>     Applying [ID 1] create users
2>      Applied [ID 1] create users in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate check
2>      Checked the revisions lead to the models

"#]]
    );
    let settings = project.read("migrations/Cargo.toml");
    let settings = settings.lines().skip_while(|line| !line.starts_with("# This table"));
    let settings = settings.take_while(|line| !line.is_empty()).flat_map(|line| [line, "\n"]);
    assert_data_eq!(
        settings.collect::<String>(),
        str![[r##"
# This table makes the package one that `cargo migrate` finds.
[package.metadata.migrate]
versions = "src/versions"
# What says how the database should be: `cargo migrate revision --autogenerate` writes what leads there.
models = "../src/schema.rs"

"##]]
    );

    let changed = users.replace("name -> Text", "name -> Text,\n        born -> Nullable<Date>");
    project.write("src/schema.rs", &changed);
    let session = project.numbered_transcript(&[
        "cargo migrate check",
        "cargo migrate revision --autogenerate -m \"add birthdays\"",
        "cargo migrate upgrade",
        "cargo migrate check --against-database",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate check
add column users.born date
2>      Checked 1 difference
2>
2> hint: `cargo migrate revision --autogenerate` writes a revision of them
[exit 10]
$ cargo migrate revision --autogenerate -m "add birthdays"
migrations/src/versions/[ID 2]_add_birthdays.rs
2>     Detected add column users.born date
2>      Created revision [ID 2] after [ID 1]
$ cargo migrate upgrade
2>     Applying [ID 2] add birthdays
2>      Applied [ID 2] add birthdays in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate check --against-database
2>      Checked the revisions lead to the models

"#]]
    );
    assert_data_eq!(
        project.written("_add_birthdays.rs"),
        str![[r#"
//! add birthdays
//!
use migrate_runtime::prelude::*;

#[migration(rev = "[ID 2]", down_rev = "[ID 1]")]
fn upgrade(op: &mut Op) {
    op.add_column("users", "born", date());
}

fn downgrade(op: &mut Op) {
    op.drop_column("users", "born");
}

"#]]
    );
}
