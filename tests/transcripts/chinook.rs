//! The Chinook database, eleven tables of a shop for music, taken over by `init --from-database` on each database.

use std::fs;

use snapbox::data::Inline;
use snapbox::{assert_data_eq, str};

use crate::project::{Project, repository};
use crate::shell::Shell;

/// A database's words for what the tables have.
struct Words {
    /// Around names.
    quote: char,
    /// A text of at most so many characters, without its length.
    text: &'static str,
    /// A day and a time.
    time: &'static str,
}

const TABLES: &[(&str, &str)] = &[
    ("Artist", "ArtistId int! key; Name text 120"),
    ("Album", "AlbumId int! key; Title text 160!; ArtistId int! of Artist"),
    (
        "Employee",
        "EmployeeId int! key; LastName text 20!; FirstName text 20!; Title text 30; ReportsTo int of Employee EmployeeId; \
         BirthDate time; HireDate time; Address text 70; City text 40; State text 40; Country text 40; PostalCode text 10; \
         Phone text 24; Fax text 24; Email text 60",
    ),
    (
        "Customer",
        "CustomerId int! key; FirstName text 40!; LastName text 20!; Company text 80; Address text 70; City text 40; \
         State text 40; Country text 40; PostalCode text 10; Phone text 24; Fax text 24; Email text 60!; \
         SupportRepId int of Employee EmployeeId",
    ),
    ("Genre", "GenreId int! key; Name text 120"),
    ("MediaType", "MediaTypeId int! key; Name text 120"),
    ("Playlist", "PlaylistId int! key; Name text 120"),
    (
        "Track",
        "TrackId int! key; Name text 200!; AlbumId int of Album; MediaTypeId int! of MediaType; GenreId int of Genre; \
         Composer text 220; Milliseconds int!; Bytes int; UnitPrice money!",
    ),
    (
        "Invoice",
        "InvoiceId int! key; CustomerId int! of Customer; InvoiceDate time!; BillingAddress text 70; BillingCity text 40; \
         BillingState text 40; BillingCountry text 40; BillingPostalCode text 10; Total money!",
    ),
    (
        "InvoiceLine",
        "InvoiceLineId int! key; InvoiceId int! of Invoice; TrackId int! of Track; UnitPrice money!; Quantity int!",
    ),
    ("PlaylistTrack", "PlaylistId int! key of Playlist; TrackId int! key of Track"),
];

/// The statements that create it.
fn chinook(words: &Words) -> String {
    let quoted = |name: &str| format!("{0}{name}{0}", words.quote);
    let mut sql = String::new();
    for (table, columns) in TABLES {
        let (mut lines, mut keys, mut indexes) = (Vec::new(), Vec::new(), Vec::new());
        for column in columns.split("; ") {
            let mut parts = column.split(' ');
            let (name, kind) = (parts.next().unwrap(), parts.next().unwrap());
            let rest: Vec<_> = parts.collect();
            let length = rest.first().map_or("", |length| length.trim_end_matches('!'));
            let kind_sql = match kind.trim_end_matches('!') {
                "int" => "INTEGER".to_owned(),
                "text" => format!("{}({length})", words.text),
                "time" => words.time.to_owned(),
                "money" => "NUMERIC(10,2)".to_owned(),
                other => unreachable!("{other}"),
            };
            let not_null = if column.contains('!') { " NOT NULL" } else { "" };
            lines.push(format!("{} {kind_sql}{not_null}", quoted(name)));
            if rest.contains(&"key") {
                keys.push(quoted(name));
            }
            if let Some(of) = rest.iter().position(|word| *word == "of") {
                let (other, referenced) = (rest[of + 1], rest.get(of + 2).copied());
                let referenced = referenced.map_or_else(|| format!("{other}Id"), str::to_owned);
                indexes.push((name.to_owned(), other.to_owned(), referenced));
            }
        }
        lines.push(format!(
            "CONSTRAINT {} PRIMARY KEY ({})",
            quoted(&format!("PK_{table}")),
            keys.join(", ")
        ));
        for (column, other, referenced) in &indexes {
            lines.push(format!(
                "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}) ON DELETE NO ACTION ON UPDATE NO ACTION",
                quoted(&format!("FK_{table}{column}")), quoted(column), quoted(other), quoted(referenced)
            ));
        }
        sql.extend(["CREATE TABLE ", &quoted(table), " (", &lines.join(", "), ");\n"]);
        for (column, _, _) in indexes {
            let name = quoted(&format!("IFK_{table}{column}"));
            let (table, column) = (quoted(table), quoted(&column));
            sql.extend(["CREATE INDEX ", &name, " ON ", &table, " (", &column, ");\n"]);
        }
    }
    sql
}

/// What is typed in a project whose database the URL names, and what comes back.
fn adopted(url: &str) -> (Project, String) {
    let project = Project::package();
    fs::copy(repository().join("Cargo.lock"), project.path("Cargo.lock")).unwrap();
    project.write(".env", &format!("DATABASE_URL={url}\n"));
    let session = project.numbered_transcript(&[
        "cargo migrate init --from-database",
        "cargo migrate current",
        "cargo migrate check",
        "cargo migrate check --against-database",
        "cargo migrate drift",
        "cargo migrate verify",
    ]);
    (project, session)
}

/// The structs of some tables, without the rest of the file.
fn structs(project: &Project) -> String {
    let text = project.read("models/src/lib.rs");
    let items = text.split("\n\n").filter(|item| {
        ["Album ", "InvoiceLine ", "PlaylistTrack "]
            .iter()
            .any(|name| item.contains(&format!("pub struct {name}")))
    });
    items.flat_map(|item| [item.trim_end(), "\n\n"]).collect()
}

fn check(url: &str, session: Inline, written: Inline) {
    let (project, typed) = adopted(url);
    assert_data_eq!(typed, session);
    assert_data_eq!(structs(&project), written);
}

#[test]
fn on_sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("chinook.db");
    let words = Words { quote: '"', text: "NVARCHAR", time: "DATETIME" };
    Shell::sqlite(&file).run(&chinook(&words)).unwrap();
    check(
        &format!("sqlite://{}", file.display()),
        str![[r#"
$ cargo migrate init --from-database
models/src/lib.rs
migrations/src/versions/[ID 1]_create_the_schema.rs
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

"#]],
        str![[r##"
#[derive(Clone, Debug, Model)]
#[model(table = "Album", index("IFK_AlbumArtistId", ["ArtistId"]))]
pub struct Album {
    #[model(column = "AlbumId", primary_key_named = "PK_Album")]
    pub album_id: i32,
    #[model(column = "Title", custom("NVARCHAR(160)"))]
    pub title: String,
    #[model(
        column = "ArtistId",
        references("Artist", "ArtistId"),
        foreign_key_named = "FK_AlbumArtistId"
    )]
    pub artist_id: i32,
}

#[derive(Clone, Debug, Model)]
#[model(
    table = "InvoiceLine",
    index("IFK_InvoiceLineInvoiceId", ["InvoiceId"]),
    index("IFK_InvoiceLineTrackId", ["TrackId"])
)]
pub struct InvoiceLine {
    #[model(column = "InvoiceLineId", primary_key_named = "PK_InvoiceLine")]
    pub invoice_line_id: i32,
    #[model(
        column = "InvoiceId",
        references("Invoice", "InvoiceId"),
        foreign_key_named = "FK_InvoiceLineInvoiceId"
    )]
    pub invoice_id: i32,
    #[model(
        column = "TrackId",
        references("Track", "TrackId"),
        foreign_key_named = "FK_InvoiceLineTrackId"
    )]
    pub track_id: i32,
    #[model(column = "UnitPrice", numeric(10, 2))]
    pub unit_price: String,
    #[model(column = "Quantity")]
    pub quantity: i32,
}

#[derive(Clone, Debug, Model)]
#[model(
    table = "PlaylistTrack",
    primary_key_named("PK_PlaylistTrack", ["PlaylistId", "TrackId"]),
    index("IFK_PlaylistTrackPlaylistId", ["PlaylistId"]),
    index("IFK_PlaylistTrackTrackId", ["TrackId"])
)]
pub struct PlaylistTrack {
    #[model(
        column = "PlaylistId",
        references("Playlist", "PlaylistId"),
        foreign_key_named = "FK_PlaylistTrackPlaylistId"
    )]
    pub playlist_id: i32,
    #[model(
        column = "TrackId",
        references("Track", "TrackId"),
        foreign_key_named = "FK_PlaylistTrackTrackId"
    )]
    pub track_id: i32,
}


"##]],
    );
}

#[test]
fn on_postgres() {
    let server = test_servers::postgres();
    let name = test_servers::unique_name("chinook");
    Shell::postgres(server.url()).run(&format!("CREATE DATABASE {name}")).unwrap();
    let url = server.url_of(&name);
    let words = Words { quote: '"', text: "VARCHAR", time: "TIMESTAMP" };
    Shell::postgres(&url).run(&chinook(&words)).unwrap();
    check(
        &url,
        str![[r#"
$ cargo migrate init --from-database
models/src/lib.rs
migrations/src/versions/[ID 1]_create_the_schema.rs
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
2>     Verified 1 revision for PostgreSQL 13

"#]],
        str![[r##"
#[derive(Clone, Debug, Model)]
#[model(table = "Album", index("IFK_AlbumArtistId", ["ArtistId"]))]
pub struct Album {
    #[model(column = "AlbumId", primary_key_named = "PK_Album")]
    pub album_id: i32,
    #[model(column = "Title", varchar(160))]
    pub title: String,
    #[model(
        column = "ArtistId",
        references("Artist", "ArtistId"),
        foreign_key_named = "FK_AlbumArtistId"
    )]
    pub artist_id: i32,
}

#[derive(Clone, Debug, Model)]
#[model(
    table = "InvoiceLine",
    index("IFK_InvoiceLineInvoiceId", ["InvoiceId"]),
    index("IFK_InvoiceLineTrackId", ["TrackId"])
)]
pub struct InvoiceLine {
    #[model(column = "InvoiceLineId", primary_key_named = "PK_InvoiceLine")]
    pub invoice_line_id: i32,
    #[model(
        column = "InvoiceId",
        references("Invoice", "InvoiceId"),
        foreign_key_named = "FK_InvoiceLineInvoiceId"
    )]
    pub invoice_id: i32,
    #[model(
        column = "TrackId",
        references("Track", "TrackId"),
        foreign_key_named = "FK_InvoiceLineTrackId"
    )]
    pub track_id: i32,
    #[model(column = "UnitPrice", numeric(10, 2))]
    pub unit_price: String,
    #[model(column = "Quantity")]
    pub quantity: i32,
}

#[derive(Clone, Debug, Model)]
#[model(
    table = "PlaylistTrack",
    primary_key_named("PK_PlaylistTrack", ["PlaylistId", "TrackId"]),
    index("IFK_PlaylistTrackPlaylistId", ["PlaylistId"]),
    index("IFK_PlaylistTrackTrackId", ["TrackId"])
)]
pub struct PlaylistTrack {
    #[model(
        column = "PlaylistId",
        references("Playlist", "PlaylistId"),
        foreign_key_named = "FK_PlaylistTrackPlaylistId"
    )]
    pub playlist_id: i32,
    #[model(
        column = "TrackId",
        references("Track", "TrackId"),
        foreign_key_named = "FK_PlaylistTrackTrackId"
    )]
    pub track_id: i32,
}


"##]],
    );
    Shell::postgres(server.url()).run(&format!("DROP DATABASE {name}")).unwrap();
}

#[test]
fn on_mysql() {
    let server = test_servers::mysql();
    let name = test_servers::unique_name("chinook");
    Shell::mariadb("mysql", &server.url_of("mysql"))
        .run(&format!("CREATE DATABASE {name}"))
        .unwrap();
    let words = Words { quote: '`', text: "VARCHAR", time: "DATETIME" };
    Shell::mariadb(&name, &server.url_of(&name)).run(&chinook(&words)).unwrap();
    let (_, typed) = adopted(&server.url_of(&name));
    assert_data_eq!(
        typed,
        str![[r#"
$ cargo migrate init --from-database
models/src/lib.rs
migrations/src/versions/[ID 1]_create_the_schema.rs
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
2>     Verified 1 revision for MariaDB 10.6, MySQL 8.0.16

"#]]
    );
    Shell::mariadb("mysql", &server.url_of("mysql")).run(&format!("DROP DATABASE {name}")).unwrap();
}

/// Other schemas of PostgreSQL are left out, and named; those that are asked for are taken too.
#[test]
fn other_schemas_of_postgres() {
    let server = test_servers::postgres();
    let name = test_servers::unique_name("schemas");
    Shell::postgres(server.url()).run(&format!("CREATE DATABASE {name}")).unwrap();
    let url = server.url_of(&name);
    let sql = "CREATE TABLE users (id BIGINT PRIMARY KEY);
        CREATE SCHEMA audit; CREATE SCHEMA empty; CREATE SCHEMA billing;
        CREATE TABLE audit.entries (id BIGINT PRIMARY KEY, user_id BIGINT REFERENCES users (id));
        CREATE TABLE billing.invoices (id BIGINT PRIMARY KEY);";
    Shell::postgres(&url).run(sql).unwrap();
    let project = Project::package();
    fs::copy(repository().join("Cargo.lock"), project.path("Cargo.lock")).unwrap();
    project.write(".env", &format!("DATABASE_URL={url}\n"));
    let session = project.numbered_transcript(&[
        "cargo migrate init --from-database --schema gone",
        "cargo migrate init --from-database --schema audit",
        "cargo migrate check --against-database",
        "cargo migrate drift",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init --from-database --schema gone
2> error: the database has no schema `gone`
[exit 2]
$ cargo migrate init --from-database --schema audit
models/src/lib.rs
migrations/src/versions/[ID 1]_create_the_schema.rs
2> warning: 1 other schema is left out: `--schema billing` takes what is there as well
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>      Created package `app-models` with a struct for each table
2>      Created revision [ID 1]
2>      Stamped the database is at [ID 1]
2>         Next cargo migrate drift
2>         Then cargo migrate check
$ cargo migrate check --against-database
2>      Checked the revisions lead to the models
$ cargo migrate drift
2>     Compared at [ID 1]: the database is as its revisions say

"#]]
    );
    assert_data_eq!(
        project.read("models/src/lib.rs"),
        str![[r#"
//! The tables of the database, one struct for each: change one, and `cargo migrate revision --autogenerate` writes
//! the revision that brings databases there.
//!
//! A `String` stands wherever a type of another crate could, such as one for times: where that says the type of its
//! column, the word for it can go.

use migrate_runtime::prelude::*;
use migrate_runtime::{Model, models};

#[derive(Clone, Debug, Model)]
pub struct User {
    #[model(primary_key_named = "users_pkey")]
    pub id: i64,
}

#[derive(Clone, Debug, Model)]
#[model(table = ("audit", "entries"))]
pub struct Entry {
    #[model(primary_key_named = "entries_pkey")]
    pub id: i64,
    #[model(references("users", "id"), foreign_key_named = "entries_user_id_fkey")]
    pub user_id: Option<i64>,
}

/// What no struct can say.
#[models]
fn beside_tables(op: &mut Op) {
    op.create_schema("audit");
}

"#]]
    );
    Shell::postgres(server.url()).run(&format!("DROP DATABASE {name}")).unwrap();
}
