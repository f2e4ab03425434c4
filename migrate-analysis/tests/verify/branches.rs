//! Branches that meet, and revisions that use what they do not need.

use migrate_analysis::history::History;
use migrate_analysis::verify::{Verification, verify};
use migrate_core::op::{Op, integer, table, text, varchar};
use migrate_core::revision::Revision;

use crate::case::{ALL, POSTGRES, base, revision, words, wrong_places};

type Write = fn(&mut Op);

/// A revision, two branches on it, and a merge.
fn merged(one: Write, other: Write) -> Verification {
    let revisions = [
        revision(Revision::new("a"), base),
        revision(Revision::new("b").down_rev("a"), one),
        revision(Revision::new("c").down_rev("a"), other),
        revision(Revision::new("merge").down_rev("b").down_rev("c"), |_| {}),
    ];
    verify(&History::new("m", revisions).expect("a history"), &ALL, None)
}

#[track_caller]
fn require(one: Write, other: Write, expected: &str) {
    let verification = merged(one, other);
    assert_eq!(words(&verification, "merge"), [expected]);
    assert_eq!(wrong_places(&verification, "merge"), [""; 0]);
}

const FITS: &str = "irreversible: irreversible: for this test";

#[test]
fn branches_that_touch_different_things_fit() {
    require(
        |op| op.add_column("users", "email", text()),
        |op| op.add_column("posts", "kind", integer()),
        FITS,
    );
}

#[test]
fn the_order_of_new_columns_does_not_count() {
    require(
        |op| op.add_column("users", "email", text()),
        |op| op.add_column("users", "phone", text()),
        FITS,
    );
}

#[test]
fn two_new_defaults_of_one_column_do_not_fit() {
    require(
        |op| {
            op.alter_column("users", "name").default("y"); // <-
        },
        |op| {
            op.alter_column("users", "name").default("z"); // <-
        },
        "conflicts: the branches of `b` and `c` make different schemas in different orders: column `name` of \
         table `users`",
    );
}

#[test]
fn two_types_of_one_column_do_not_fit() {
    require(
        |op| {
            op.alter_column("posts", "title").set_type(varchar(300)); // <-
        },
        |op| {
            op.alter_column("posts", "title").set_type(varchar(400)); // <-
        },
        "conflicts: the branches of `b` and `c` make different schemas in different orders: column `title` of \
         table `posts`",
    );
}

#[test]
fn a_new_name_and_a_use_of_the_old_one_do_not_fit() {
    require(
        |op| op.rename_table("posts", "articles"),
        |op| {
            op.create_index("ix", "posts", ["title"]); // <-
        },
        "conflicts: after `b` of one branch, `c` of the other cannot be applied: cannot create index ix on \
         posts: there is no table `posts`",
    );
}

#[test]
fn one_name_in_both_branches_does_not_fit() {
    require(
        |op| op.create_table(table("tags").column("id", integer())),
        |op| op.create_table(table("tags").column("id", integer())), // <-
        "conflicts: after `b` of one branch, `c` of the other cannot be applied: cannot create table tags: \
         table `tags` already exists",
    );
}

#[test]
fn a_drop_and_a_change_do_not_fit() {
    require(
        |op| op.drop_column("posts", "title"),
        |op| {
            op.alter_column("posts", "title").not_null(); // <-
        },
        "conflicts: after `b` of one branch, `c` of the other cannot be applied: cannot alter column \
         posts.title: there is no column `title` in table `posts`",
    );
}

#[test]
fn what_comes_after_a_conflict_is_not_judged() {
    let revisions = [
        revision(Revision::new("b"), |op| op.create_table(table("t").column("id", integer()))),
        revision(Revision::new("c"), |op| op.create_table(table("t").column("id", integer()))), // <-
        revision(Revision::new("merge").down_rev("b").down_rev("c"), |_| {}),
        revision(Revision::new("top").down_rev("merge"), |_| {}),
    ];
    let verification = verify(&History::new("m", revisions).expect("a history"), &ALL, None);
    assert_eq!(words(&verification, "top"), ["unreached: not verified, as it comes after `merge`"]);
    assert!(!verification.is_clean());
}

#[test]
fn a_revision_sees_what_it_needs_and_nothing_else() {
    let tags: Write = |op| op.create_table(table("tags").column("id", integer().primary_key()));
    let uses: Write = |op| op.add_column("tags", "name", text()); // <-
    let with = |revision_of_c: Revision| {
        let revisions = [
            revision(Revision::new("a"), base),
            revision(Revision::new("b").down_rev("a"), tags),
            revision(revision_of_c, uses),
        ];
        verify(&History::new("m", revisions).expect("a history"), &ALL, None)
    };
    let found = with(Revision::new("c").down_rev("a"));
    let expected = "upgrade: the upgrade cannot be applied: cannot add column tags.name text: there is no \
                    table `tags`";
    assert_eq!(words(&found, "c"), [expected]);
    assert_eq!(wrong_places(&found, "c"), [""; 0]);
    assert_eq!(words(&with(Revision::new("c").down_rev("a").depends_on("b")), "c"), [FITS]);
}

#[test]
fn several_heads_are_found_unless_revisions_are_named() {
    let revisions = || [revision(Revision::new("b"), |_| {}), revision(Revision::new("c"), |_| {})];
    let history = History::new("m", revisions()).expect("a history");
    let found = verify(&history, &[POSTGRES], None);
    let heads: Vec<_> = found.heads.iter().map(|head| &*head.id).collect();
    assert_eq!(heads, ["b", "c"]);
    assert!(!found.is_clean());
    let only = ["c".to_owned()].into();
    let found = verify(&history, &[POSTGRES], Some(&only));
    assert!(found.is_clean());
    assert_eq!((found.revisions(), words(&found, "b").len()), (1, 0));
}

#[test]
fn a_merge_of_merges_is_judged_from_where_its_branches_part() {
    let create: Write = |op| op.create_table(table("t").column("a", integer()));
    let revisions = [
        revision(Revision::new("a"), create),
        revision(Revision::new("b").down_rev("a"), |op| op.add_column("t", "b", integer())),
        revision(Revision::new("c").down_rev("a"), |op| op.add_column("t", "c", integer())),
        revision(Revision::new("d").down_rev("a"), |op| op.add_column("t", "d", integer())),
        revision(Revision::new("m1").down_rev("b").down_rev("c"), |_| {}),
        revision(Revision::new("m2").down_rev("c").down_rev("d"), |op| {
            op.create_index("ix", "t", ["c", "d"]);
        }),
        revision(Revision::new("m3").down_rev("m1").down_rev("m2"), |op| {
            op.create_index("iy", "t", ["b", "d"]);
        }),
    ];
    let verification = verify(&History::new("m", revisions).expect("a history"), &ALL, None);
    assert!(verification.is_clean(), "{:?}", verification.found);
    assert_eq!(verification.revisions(), 7);
}
