//! The revisions of the example, up, down and up again, with rows in the tables.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use getting_started_migrations::MIGRATIONS;

use support::normalized;

/// The trunk up to the last revision that can be taken back; the merge stands for its branches.
const REVERSIBLE: [&str; 11] = [
    "base",
    "3a6d08c1f5e2",
    "b81f5c20d4a7",
    "57c9e1a3b06d",
    "e04b72d9168c",
    "9d25f6a80b3e",
    "1c70ba49e5f8",
    "f3e8147d2c95",
    "46a0d97be831",
    "7b1ea5c3d802",
    "d0489c6f2b7e",
];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn database() -> SqliteConnection {
    SqliteConnection::establish(":memory:").unwrap()
}

fn lines(connection: &mut SqliteConnection, query: &str) -> Vec<String> {
    let found: Vec<Line> = diesel::sql_query(query).load(connection).unwrap();
    found.into_iter().map(|found| found.line).collect()
}

fn schema(connection: &mut SqliteConnection) -> Vec<String> {
    let query = "SELECT sql AS line FROM sqlite_schema \
         WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'migrate%' AND name NOT LIKE 'sqlite%' \
         ORDER BY name";
    lines(connection, query).iter().map(|sql| normalized(sql)).collect()
}

fn upgrade(connection: &mut SqliteConnection, target: &str) {
    MIGRATIONS.upgrade(connection, target).unwrap_or_else(|error| panic!("{target}: {error}"));
}

fn downgrade(connection: &mut SqliteConnection, target: &str) {
    MIGRATIONS.downgrade(connection, target).unwrap_or_else(|error| panic!("{target}: {error}"));
}

#[test]
fn second_upgrade_has_nothing_to_do() {
    let mut connection = database();
    assert_eq!(MIGRATIONS.pending(&mut connection).unwrap().len(), 14);
    let report = MIGRATIONS.upgrade(&mut connection, "head").unwrap();
    assert_eq!(report.revisions.len(), 14);
    assert_eq!(MIGRATIONS.pending(&mut connection).unwrap(), []);
    let report = MIGRATIONS.upgrade(&mut connection, "head").unwrap();
    assert!(report.revisions.is_empty());
}

#[test]
fn every_downgrade_undoes_its_upgrade() {
    let mut connection = database();
    for step in REVERSIBLE.windows(2) {
        let [before, after] = [step[0], step[1]];
        let old = schema(&mut connection);
        upgrade(&mut connection, after);
        let new = schema(&mut connection);
        downgrade(&mut connection, before);
        assert_eq!(schema(&mut connection), old, "down from {after}");
        upgrade(&mut connection, after);
        assert_eq!(schema(&mut connection), new, "up to {after} again");
    }
    downgrade(&mut connection, "base");
    assert_eq!(schema(&mut connection), [""; 0]);
}

#[test]
fn rows_survive_the_way_down_and_up() {
    const USERS: &str =
        "SELECT concat_ws('|', id, email, display_name, is_admin, role) AS line FROM users";
    const POSTS: &str =
        "SELECT concat_ws('|', id, author_id, title, body, views, slug) AS line FROM posts";
    let mut connection = database();
    upgrade(&mut connection, "d0489c6f2b7e");
    connection
        .batch_execute(
            "INSERT INTO users (email, display_name, is_admin, role) \
             VALUES ('mary@example.com', 'Mary', TRUE, 'admin'); \
             INSERT INTO posts (author_id, title, body, slug) \
             VALUES (3, 'On the Connexion', 'of the sciences', 'on-the-connexion'); \
             INSERT INTO comments (post_id, author, body) VALUES (2, 'A reader', 'Good.');",
        )
        .unwrap();
    let (users, posts) = (lines(&mut connection, USERS), lines(&mut connection, POSTS));
    assert_eq!((users.len(), posts.len()), (3, 2));

    downgrade(&mut connection, "1c70ba49e5f8");
    let comments = "SELECT author AS line FROM comments";
    assert_eq!(lines(&mut connection, comments), ["A reader"], "posts were rebuilt under them");
    downgrade(&mut connection, "3a6d08c1f5e2");
    assert_eq!(lines(&mut connection, "SELECT name AS line FROM users"), ["Ada", "Grace", "Mary"]);

    upgrade(&mut connection, "d0489c6f2b7e");
    assert_eq!(lines(&mut connection, USERS), users);
    assert_eq!(lines(&mut connection, POSTS), posts);
    assert_eq!(lines(&mut connection, comments), [""; 0], "comments went with their table");
}

#[test]
fn comments_go_with_their_post() {
    let mut connection = database();
    upgrade(&mut connection, "head");
    connection
        .batch_execute(
            "INSERT INTO comments (post_id, author, body) VALUES (1, 'A reader', 'Good.'); \
             PRAGMA foreign_keys = ON; \
             DELETE FROM users WHERE id = 1;",
        )
        .unwrap();
    assert_eq!(lines(&mut connection, "SELECT title AS line FROM posts"), [""; 0]);
    assert_eq!(lines(&mut connection, "SELECT author AS line FROM comments"), [""; 0]);
}

#[test]
fn what_cannot_be_taken_back_says_why() {
    let mut connection = database();
    upgrade(&mut connection, "head");
    let before = (MIGRATIONS.current(&mut connection).unwrap(), schema(&mut connection));
    let error = MIGRATIONS.downgrade(&mut connection, "base").unwrap_err();
    let mut reason = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        reason = format!("{reason}: {inner}");
        cause = inner.source();
    }
    assert!(reason.contains("25ef7a91b4c0"), "{reason}");
    assert!(reason.contains("the addresses of commenters are deleted for good"), "{reason}");
    let after = (MIGRATIONS.current(&mut connection).unwrap(), schema(&mut connection));
    assert_eq!(after, before, "refused before anything ran");

    downgrade(&mut connection, "25ef7a91b4c0");
    upgrade(&mut connection, "head");
    assert_eq!(schema(&mut connection), before.1);
}

#[test]
fn a_branch_is_reached_by_its_label() {
    let mut connection = database();
    upgrade(&mut connection, "c59f31e70a64");
    let tables = lines(&mut connection, "SELECT name AS line FROM sqlite_schema ORDER BY name");
    assert!(tables.contains(&"post_tags".to_owned()));
    upgrade(&mut connection, "tagging@head");
    assert_eq!(MIGRATIONS.current(&mut connection).unwrap(), ["6e93d50c8a1f"]);
}
