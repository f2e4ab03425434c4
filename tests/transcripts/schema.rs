//! The schema of revisions, as text in each form and as files.

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const USERS: &str = "\
op.create_table(
        table(\"users\")
            .column(\"id\", big_int().primary_key())
            .column(\"name\", varchar(80).not_null()),
    );";

const POSTS: &str = "\
op.create_table(
        table(\"posts\")
            .column(\"id\", big_int().primary_key())
            .column(\"author\", big_int().not_null().references(\"users\", \"id\"))
            .column(\"title\", text()),
    );";

fn blog() -> Project {
    let project = Project::with_migrations();
    project.revision("aa01", None, USERS, "op.drop_table(\"users\");");
    project.revision("aa02", Some("aa01"), POSTS, "op.drop_table(\"posts\");");
    project
}

#[test]
fn each_form_on_standard_output() {
    let session = blog().transcript(&[
        "cargo migrate schema",
        "cargo migrate schema --format sql",
        "cargo migrate schema --format sql --dialect postgres:15 --at aa01",
        "cargo migrate schema --format mermaid",
        "cargo migrate schema --format json --at aa01",
        "cargo migrate --format json schema --at base --dialect mariadb",
        "cargo migrate schema --format mermaid --at base",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate schema
// @generated automatically by Diesel CLI.

diesel::table! {
    posts (id) {
        id -> BigInt,
        author -> BigInt,
        title -> Nullable<Text>,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::joinable!(posts -> users (author));

diesel::allow_tables_to_appear_in_same_query!(posts, users,);
$ cargo migrate schema --format sql
CREATE TABLE users (
    id BIGINT NOT NULL,
    name VARCHAR(80) NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id)
);

CREATE TABLE posts (
    id BIGINT NOT NULL,
    author BIGINT NOT NULL,
    title TEXT,
    CONSTRAINT pk_posts PRIMARY KEY (id),
    CONSTRAINT fk_posts_author_users FOREIGN KEY (author) REFERENCES users (id)
);
$ cargo migrate schema --format sql --dialect postgres:15 --at aa01
CREATE TABLE users (
    id BIGINT NOT NULL,
    name VARCHAR(80) NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
$ cargo migrate schema --format mermaid
erDiagram
    "posts" {
        bigint id PK
        bigint author FK
        text title "NULL"
    }
    "users" {
        bigint id PK
        varchar(80) name
    }
    "users" ||..o{ "posts" : "author"
$ cargo migrate schema --format json --at aa01
{
  "format_version": 1,
  "package": "app-migrations",
  "revisions": [
    "aa01"
  ],
  "dialect": null,
  "schema": {
    "tables": [
      {
        "name": "users",
        "columns": [
          {
            "name": "id",
            "type": "big_int",
            "not_null": true
          },
          {
            "name": "name",
            "type": {
              "varchar": 80
            },
            "not_null": true
          }
        ],
        "constraints": [
          {
            "kind": "primary_key",
            "name": "pk_users",
            "columns": [
              "id"
            ]
          }
        ]
      }
    ]
  }
}
$ cargo migrate --format json schema --at base --dialect mariadb
{
  "format_version": 1,
  "package": "app-migrations",
  "revisions": [],
  "dialect": "mariadb:10.6.0",
  "schema": {}
}
$ cargo migrate schema --format mermaid --at base
erDiagram

"#]]
    );
}

#[test]
fn files_that_are_written_when_they_differ() {
    let project = blog();
    let session = project.transcript(&[
        "cargo migrate schema --format svg --output schema.svg",
        "cargo migrate schema --format svg --output schema.svg",
        "cargo migrate schema --format svg --output schema.svg --check",
        "cargo migrate schema --format mermaid --output schema.mmd --check",
        "cargo migrate schema --format mermaid -o schema.mmd --at aa01 -q",
        "cargo migrate schema --format mermaid -o schema.mmd --check",
        "cargo migrate schema --format svg --check",
        "cargo migrate schema --format sql --output gone/schema.sql",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate schema --format svg --output schema.svg
2>        Wrote schema.svg
$ cargo migrate schema --format svg --output schema.svg
2>    Unchanged schema.svg
$ cargo migrate schema --format svg --output schema.svg --check
2>      Checked schema.svg is what the revisions lead to
$ cargo migrate schema --format mermaid --output schema.mmd --check
2> error: schema.mmd does not exist
2>
2> hint: the same command without `--check` writes it
[exit 10]
$ cargo migrate schema --format mermaid -o schema.mmd --at aa01 -q
$ cargo migrate schema --format mermaid -o schema.mmd --check
2> error: schema.mmd is not what the revisions lead to: line 2 is `"users" {`, and would be `"posts" {`
2>
2> hint: the same command without `--check` writes it
[exit 10]
$ cargo migrate schema --format svg --check
2> error: `--check` needs a file
2>
2> hint: name it: `--output FILE`
[exit 2]
$ cargo migrate schema --format sql --output gone/schema.sql
2> error: cannot create gone/schema.sql: No such file or directory (os error 2)
[exit 1]

"#]]
    );
    let picture = project.read("schema.svg");
    assert!(picture.starts_with("<svg ") && picture.contains(">posts</text>"), "{picture}");
}

#[test]
fn the_files_that_diesel_toml_names() {
    let project = blog();
    let nowhere = project.transcript(&["cargo migrate schema --write"]);
    project.write(
        "diesel.toml",
        "[print_schema]\nfile = \"src/schema.rs\"\nwith_docs = false\n\n[print_schema.people]\n\
         file = \"src/people.rs\"\nfilter = { only_tables = [\"users\"] }\nimport_types = [\"diesel::sql_types::*\"]\n",
    );
    let session = project.transcript(&[
        "cargo migrate schema --write",
        "cargo migrate schema --check",
        "cargo migrate schema --check --at aa01",
        "cargo migrate schema --schema-key people",
        "cargo migrate schema --schema-key persons",
        "cargo migrate schema --schema-key people --format sql",
        "cargo migrate schema --format text",
        "cargo migrate --format text schema",
    ]);
    assert_data_eq!(
        [nowhere, session].concat(),
        str![[r#"
$ cargo migrate schema --write
2> error: nothing says where the `schema.rs` of package `app-migrations` is
2>
2> hint: say `file = "src/schema.rs"` in `[print_schema]` of `diesel.toml`, or name one: `--output FILE`
[exit 2]
$ cargo migrate schema --write
2>        Wrote src/schema.rs
2>        Wrote src/people.rs
$ cargo migrate schema --check
2>      Checked src/schema.rs is what the revisions lead to
2>      Checked src/people.rs is what the revisions lead to
$ cargo migrate schema --check --at aa01
2> error: src/schema.rs is not what the revisions lead to: line 4 is `posts (id) {`, and would be `users (id) {`
2>
2> hint: `cargo migrate schema --write` writes it
2>      Checked src/people.rs is what the revisions lead to
[exit 10]
$ cargo migrate schema --schema-key people
// @generated automatically by Diesel CLI.

diesel::table! {
    use diesel::sql_types::*;

    users (id) {
        id -> BigInt,
        name -> Text,
    }
}
$ cargo migrate schema --schema-key persons
2> error: there is no `[print_schema.persons]` in [PROJECT]/diesel.toml
[exit 2]
$ cargo migrate schema --schema-key people --format sql
2> error: `--schema-key` is for `--format diesel`
[exit 2]
$ cargo migrate schema --format text
2> error: invalid value 'text' for '--format <FORM>'
2>   [possible values: diesel, sql, json, mermaid, svg]
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate --format text schema
2> error: the forms of a schema are `diesel`, `sql`, `json`, `mermaid` and `svg`
2>
2> Usage: cargo migrate [OPTIONS] <COMMAND>
2>
2> For more information, try '--help'.
[exit 2]

"#]]
    );
    project.write("src/schema.patch", "--- a\n+++ b\n@@ -1,1 +1,1 @@\n-nothing\n+something\n");
    let config = project.read("diesel.toml");
    let patched = config.replacen("with_docs", "patch_file = \"src/schema.patch\"\nwith_docs", 1);
    project.write("diesel.toml", &patched);
    assert_data_eq!(
        project.transcript(&["cargo migrate schema"]),
        str![[r#"
$ cargo migrate schema
2> error: in [PROJECT]/src/schema.patch: the patch file does not fit the generated schema: error applying hunk #1
2>
2> hint: write the file without `patch_file`, edit it, and take `diff -U6` of both for the new patch
[exit 1]

"#]]
    );
}
