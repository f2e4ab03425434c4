//! Ways back that were written by hand, and what is said of them when they leave something of the upgrade.

#![cfg(feature = "sqlite")]

#[path = "package/mod.rs"]
#[macro_use]
mod package;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{Event, Options};
use migrate_runtime::prelude::*;
use migrate_runtime::{Migrations, Settings};

use RegisteredDowngrade::{Auto, Function};

package!(BY_HAND, "by_hand", Settings::DEFAULT, {
    "users" after [] => |op: &mut Op| {
        op.create_table(table("users").column("id", integer().primary_key()));
    }, Auto;
    "whole" after ["users"] => |op: &mut Op| {
        op.add_column("users", "name", text());
    }, Function(|| record(|op: &mut Op| op.drop_column("users", "name")));
    "nothing" after ["whole"] => |op: &mut Op| {
        op.create_table(table("posts").column("id", integer().primary_key()));
    }, Function(|| record(|_: &mut Op| {}));
    "neither" after ["nothing"] => |_: &mut Op| {}, Function(|| record(|_: &mut Op| {}));
    "rows" after ["neither"] => |op: &mut Op| {
        op.insert("users").set("id", 1);
    }, Function(|| record(|_: &mut Op| {}));
    "half" after ["rows"] => |op: &mut Op| {
        op.add_column("users", "age", integer());
        op.create_index("ix_age", "users", ["age"]);
        op.create_table(table("tags").column("id", integer()));
        op.alter_column("users", "name").default("nobody");
    }, Function(|| record(|op: &mut Op| {
        op.drop_table("tags");
    }));
    "unknown" after ["half"] => |op: &mut Op| {
        op.execute("CREATE TABLE other (id INTEGER)");
    }, Function(|| record(|op: &mut Op| { op.execute("DROP TABLE other"); }));
    "settled" after ["unknown"] => |op: &mut Op| {
        op.lock_table("users");
        op.execute("PRAGMA optimize").effect(|_| {}).nothing_to_undo();
        op.create_index("ix_name", "users", ["name"]).if_not_exists();
    }, Function(|| record(|_: &mut Op| {}));
});

package!(BRANCHES, "branches", Settings::DEFAULT, {
    "teams" after [] => |op: &mut Op| {
        op.create_table(table("teams").column("id", integer().primary_key()));
    }, Auto;
    "first" after ["teams"] => |op: &mut Op| {
        op.insert("teams").set("id", 1);
    }, Auto;
    "people" after ["teams"] => |op: &mut Op| {
        op.create_table(
            table("people")
                .column("id", integer().primary_key())
                .column("team", integer().references("teams", "id").on_delete(Cascade)),
        );
    }, Auto;
});

#[test]
fn rows_of_another_branch_do_not_go_with_those_that_were_inserted() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    BRANCHES.upgrade(&mut connection, "heads").expect("all revisions");
    connection.batch_execute("INSERT INTO people (id, team) VALUES (7, 1)").expect("a row");
    let error = BRANCHES.downgrade(&mut connection, "first@-1").expect_err("what follows the rows");
    let story = std::iter::successors(Some(&error as &dyn std::error::Error), |it| it.source());
    let story = story.map(ToString::to_string).collect::<Vec<_>>().join(": ");
    assert!(
        story.contains("rows that were inserted into teams cannot be taken back: foreign key `fk_people_team_teams` of table `people`"),
        "{story}"
    );
    BRANCHES.downgrade(&mut connection, "people@-1").expect("the other branch");
    BRANCHES.downgrade(&mut connection, "first@-1").expect("now nothing follows the rows");
}

#[test]
fn what_a_way_back_leaves_is_said() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    BY_HAND.upgrade(&mut connection, "head").expect("all revisions");
    let mut said = Vec::new();
    let mut listen = |event: Event<'_>| {
        if let Event::Note { text, origin, .. } = event {
            assert!(origin.to_string().contains("ways_back.rs:"), "{origin}");
            said.push(text.to_owned());
        }
    };
    let options = Options::default();
    BY_HAND.downgrade_with(&mut connection, "users", &options, &mut listen).expect("the way back");
    let hint = "write `downgrade = auto`, or refuse with `downgrade = irreversible(\"why\")`";
    assert_eq!(
        said,
        [
            format!(
                "`fn downgrade` does not lead back to the schema before the upgrade: column `age` of table \
                 `users` is still there, column `name` of table `users` is not as it was, index `ix_age` \
                 of table `users` is still there; mend it, or {hint}"
            ),
            format!("`fn downgrade` does nothing, and the upgrade does; {hint}"),
            format!(
                "`fn downgrade` does nothing, and the upgrade does: table `posts` is still there; {hint}"
            ),
        ]
    );
}
