//! diesel's `schema.rs` as a model: what it claims, and what it says nothing of.

use migrate_analysis::diff::Answers;
use migrate_analysis::models::diesel::{DieselToml, Section, diff, read};
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

use crate::support::{NATIVE, record};
use crate::table::{schema_of, told};

fn postgres() -> Dialect {
    Dialect::parse(Family::Postgres, "150004").expect("a version")
}

fn mariadb() -> Dialect {
    Dialect::parse(Family::Mysql, "10.11.6-MariaDB").expect("a version")
}

/// A file, and what it asks of a head.
struct File {
    name: &'static str,
    on: fn() -> Dialect,
    head: fn(&mut Op),
    toml: &'static str,
    text: &'static str,
    /// `>` before an operation, `?` before a question, `#` before a note.
    asks: &'static [&'static str],
}

#[test]
fn files() {
    let mut wrong = Vec::new();
    for file in FILES {
        let found = asked(file);
        if found != file.asks {
            wrong.push(format!("{}: {found:#?}", file.name));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn asked(file: &File) -> Vec<String> {
    let dialect = (file.on)();
    let head: Schema = schema_of(dialect, &record(file.head));
    let config = DieselToml::read("diesel.toml", &format!("[print_schema]\n{}", file.toml));
    let config = config.expect("settings");
    let section = Section { settings: &config.sections["default"], patch: None };
    let declared = match read("schema.rs", file.text) {
        Ok(declared) => declared,
        Err(error) => return vec![format!("unreadable: {error}")],
    };
    let families = [dialect.family()];
    let found = diff(&declared, &head, dialect, &[section], &families, &Answers::default());
    let (led, notes) = match found {
        Ok(found) => (Ok(found.diff), found.notes),
        Err(error) => (Err(error), Vec::new()),
    };
    let mut lines = told(&head, &led);
    lines.extend(notes.iter().map(|note| format!("# {note}")));
    lines
}

fn two(op: &mut Op) {
    op.create_table(table("users").column("id", integer().primary_key()).column("code", integer()));
    op.create_table(
        table("posts")
            .column("id", integer().primary_key())
            .column("author", integer().not_null().references("users", "id"))
            .column("editor", integer().references("users", "id"))
            .column("parent", integer().references("posts", "id")),
    );
}

const TWO: &str = "table! { users (id) { id -> Int4, code -> Nullable<Int4>, } }
    table! { posts (id) { id -> Int4, author -> Int4, editor -> Nullable<Int4>, parent -> Nullable<Int4>, } }";

const FILES: &[File] = &[
    File {
        name: "whether the elements of an array take NULL",
        on: postgres,
        head: |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("a", array(text()).not_null())
                    .column("b", array(text()).not_null()),
            );
        },
        toml: "",
        text: "table! { t (id) { id -> Int4, a -> Array<Text>, b -> Array<Nullable<Text>>, } }",
        asks: &[],
    },
    File {
        name: "no join for two keys to a table, and one to the table itself",
        on: postgres,
        head: two,
        toml: "",
        text: TWO,
        asks: &[],
    },
    File {
        name: "joins of one column to two tables, neither of them a key",
        on: postgres,
        head: |op| {
            op.create_table(table("users").column("id", integer().primary_key()));
            op.create_table(table("teams").column("id", integer().primary_key()));
            op.create_table(table("owners").column("owner", integer().primary_key()));
        },
        toml: "",
        text: "table! { users (id) { id -> Int4, } } table! { teams (id) { id -> Int4, } } table! { owners (owner) { owner -> Int4, } }
            joinable!(owners -> users (owner)); joinable!(owners -> teams (owner));",
        asks: &[],
    },
    File {
        name: "joins of one column of a new table to two tables",
        on: postgres,
        head: |op| {
            op.create_table(table("users").column("id", integer().primary_key()));
            op.create_table(table("teams").column("id", integer().primary_key()));
        },
        toml: "",
        text: "table! { users (id) { id -> Int4, } } table! { teams (id) { id -> Int4, } } table! { owners (owner) { owner -> Int4, } }
            joinable!(owners -> users (owner)); joinable!(owners -> teams (owner));",
        asks: &["> create table owners"],
    },
    File {
        name: "a view and a materialized view as tables, and as `view!`",
        on: postgres,
        head: |op| {
            op.create_table(table("t").column("id", integer().primary_key()));
            op.create_view("v", "SELECT id FROM t");
            op.create_materialized_view("m", "SELECT id FROM t");
        },
        toml: "",
        text: "table! { t (id) { id -> Int4, } } table! { v (id) { id -> Nullable<Int8>, other -> Text, } }
            view! { m { id -> Int4, } }",
        asks: &[],
    },
    File {
        name: "a sequence as a table",
        on: postgres,
        head: |op| {
            op.create_sequence("counter");
        },
        toml: "",
        text: "table! { counter (last_value) { last_value -> Int8, } }",
        asks: &[],
    },
    File {
        name: "the row's number of a table without a key",
        on: || NATIVE,
        head: |op| op.create_table(table("t").column("a", text())),
        toml: "",
        text: "table! { t (rowid) { rowid -> BigInt, a -> Nullable<Text>, } }",
        asks: &[],
    },
    File {
        name: "a table without a key cannot be in the file",
        on: postgres,
        head: |op| {
            op.create_table(table("t").column("a", text()));
            op.create_table(table("u").column("id", integer().primary_key()));
        },
        toml: "",
        text: "table! { u (id) { id -> Int4, } }",
        asks: &[],
    },
    File {
        name: "a column that the file lacks is asked about",
        on: postgres,
        head: two,
        toml: "",
        text: "table! { users (id) { id -> Int4, } }
            table! { posts (id) { id -> Int4, author -> Int4, editor -> Nullable<Int4>, parent -> Nullable<Int4>, } }",
        asks: &["? column users.code is no longer in the model"],
    },
    File {
        name: "generated columns as plain ones",
        on: postgres,
        head: |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("a", integer())
                    .column("b", integer().generated("a + 1")),
            );
        },
        toml: "",
        text: "table! { t (id) { id -> Int4, a -> Nullable<Int4>, b -> Nullable<Int4>, } }",
        asks: &[],
    },
    File {
        name: "virtual columns are left out",
        on: mariadb,
        head: |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("a", integer())
                    .column("b", integer().generated_virtual("a + 1")),
            );
        },
        toml: "",
        text: "table! { t (id) { id -> Integer, a -> Nullable<Integer>, } }",
        asks: &["? column t.b is no longer in the model"],
    },
    File {
        name: "columns that take NULL or not, against the head",
        on: postgres,
        head: |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("a", integer())
                    .column("b", integer().not_null()),
            );
        },
        toml: "",
        text: "table! { t (id) { id -> Nullable<Int4>, a -> Int4, b -> Nullable<Int4>, } }",
        asks: &["> alter column t.a: NOT NULL", "> alter column t.b: NULL", "# schema.rs:1: column `t.a` becomes NOT NULL, and rows may have NULL"],
    },
    File {
        name: "the width of a row's number",
        on: || NATIVE,
        head: |op| {
            op.create_table(table("t").column("id", integer().primary_key()));
            op.create_table(table("u").column("id", integer().primary_key()));
        },
        toml: "",
        text: "table! { t (id) { id -> BigInt, } } table! { u (id) { id -> Integer, } }",
        asks: &[],
    },
    File {
        name: "lengths of texts",
        on: postgres,
        head: |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("a", varchar(50).not_null())
                    .column("b", varchar(50).not_null())
                    .column("c", text().not_null()),
            );
        },
        toml: "",
        text: "table! { t (id) { id -> Int4, a -> Text, #[max_length = 50] b -> Varchar, c -> Varchar, } }",
        asks: &[],
    },
    File {
        name: "a type of the connection's schema in a table of another",
        on: postgres,
        head: |op| {
            op.create_schema("v2");
            op.create_enum("mood", ["sad"]);
        },
        toml: "",
        text: "pub mod v2 { pub mod sql_types { #[diesel(postgres_type(name = \"mood\"))] pub struct Mood; }
            diesel::table! { use super::sql_types::Mood; v2.t (id) { id -> Int4, mood -> Mood, } } }",
        asks: &["> create table v2.t"],
    },
    File {
        name: "names in capitals",
        on: postgres,
        head: |op| {
            op.create_table(table("Users").column("Id", integer().primary_key()));
        },
        toml: "",
        text: "table! { #[sql_name = \"Users\"] users (id) { #[sql_name = \"Id\"] id -> Int4, #[sql_name = \"Name\"] name -> Nullable<Text>, } }",
        asks: &["> add column Users.Name text"],
    },
    File {
        name: "columns in the order of their names",
        on: postgres,
        head: two,
        toml: "column_sorting = \"name\"",
        text: "table! { posts (id) { author -> Int4, editor -> Nullable<Int4>, id -> Int4, parent -> Nullable<Int4>, } }
            table! { users (id) { age -> Nullable<Int4>, code -> Nullable<Int4>, id -> Int4, } }",
        asks: &["> add column users.age integer"],
    },
    File {
        name: "a composite key, a changed key, a view, and a new column",
        on: postgres,
        head: |op| {
            two(op);
            op.create_table(table("c").column("a", integer()).column("b", integer()).primary_key(["a", "b"]));
            op.create_view("v", "SELECT id FROM users");
        },
        toml: "",
        text: "table! { users (code) { id -> Int4, code -> Nullable<Int4>, n -> Nullable<Int4>, } }
            table! { posts (id) { id -> Int4, author -> Int4, editor -> Nullable<Int4>, parent -> Nullable<Int4>, } }
            table! { c (a, b) { a -> Int4, b -> Int4, } }",
        asks: &["> add column users.n integer"],
    },
    File {
        name: "one file for SQLite and PostgreSQL",
        on: || NATIVE,
        head: |op| {
            op.create_table(
                table("t")
                    .column("id", string().primary_key())
                    .column("mood", enumeration("mood", ["sad"]).not_null())
                    .column("key", uuid().not_null()),
            );
        },
        toml: "",
        text: "table! { t (id) { id -> Text, mood -> Text, key -> Text, } }",
        asks: &[],
    },
];
