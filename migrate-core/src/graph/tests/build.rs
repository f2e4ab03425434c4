//! What `Graph::build` refuses, in which words, and what the graph it makes says of itself.

use super::{graph, ids, revisions};
use crate::graph::Graph;
use crate::revision::Revision;

/// What `build` says of a graph in which each revision has a file of its name.
fn refusal(text: &str) -> String {
    let named = |revision: Revision| Revision {
        file: format!("v/{}.rs", revision.id),
        line: 2,
        ..revision
    };
    let error = Graph::build(revisions(text).into_iter().map(named)).unwrap_err();
    match error.hint() {
        Some(hint) => format!("{error}\nhint: {hint}"),
        None => error.to_string(),
    }
}

#[test]
fn an_empty_graph_is_a_graph() {
    let graph = graph("");
    assert!(graph.is_empty());
    assert_eq!(graph.heads().count() + graph.bases().count() + graph.revisions().count(), 0);
}

#[test]
fn a_missing_parent_is_named_with_what_may_have_been_meant() {
    assert_eq!(
        refusal("ae1027a6; b <- ae1072a6"),
        "`b` (v/b.rs:2) names the parent `ae1072a6`, which does not exist\n\
         hint: did you mean `ae1027a6`?"
    );
    assert_eq!(
        refusal("a000; b111; b <- a0"),
        "`b` (v/b.rs:2) names the parent `a0`, which does not exist\nhint: did you mean `a000`?"
    );
    assert_eq!(
        refusal("a; b <- x1 y1 (z1)"),
        "`b` (v/b.rs:2) names the parent `x1`, which does not exist, and `b` (v/b.rs:2) names the parent \
         `y1`, and `b` (v/b.rs:2) names the dependency `z1`\n\
         hint: bring the file of `x1` back, which may be on another git branch, or name a revision that is \
         here"
    );
    assert_eq!(
        refusal("a; b <- a (nope)"),
        "`b` (v/b.rs:2) names the dependency `nope`, which does not exist\n\
         hint: bring the file of `nope` back, which may be on another git branch, or name a revision that is \
         here"
    );
}

#[test]
fn a_parent_is_named_by_id_and_a_dependency_by_id_or_label() {
    assert_eq!(
        refusal("1975 [shop]; b <- shop"),
        "`b` (v/b.rs:2) names the parent `shop`, which does not exist\n\
         hint: did you mean `1975`?"
    );
    assert_eq!(ids(graph("1975 [shop]; b (shop)").needs("b")), "1975");
}

#[test]
fn a_name_is_used_once() {
    assert_eq!(
        refusal("a [shop]; b [shop]"),
        "the label `shop` of `b` (v/b.rs:2) is taken by `a` (v/a.rs:2)\n\
         hint: ids and labels share one name space, each name is used once"
    );
    assert_eq!(
        refusal("a [b]; b").lines().next().unwrap(),
        "the label `b` of `a` (v/a.rs:2) is taken by `b` (v/b.rs:2)"
    );
    assert_eq!(graph("a [shop, shop]").len(), 1);
}

#[test]
fn a_revision_does_not_need_itself() {
    assert_eq!(refusal("a <- a"), "`a` (v/a.rs:2) names itself as its parent");
    assert_eq!(refusal("a (a)"), "`a` (v/a.rs:2) names itself as its dependency");
    assert_eq!(refusal("a (x) [x]"), "`a` (v/a.rs:2) names itself as its dependency");
}

#[test]
fn a_cycle_is_shown_without_what_hangs_on_it() {
    assert_eq!(
        refusal("base1; a <- c, base1; b <- a; c <- b; above <- c"),
        "revisions need each other in a circle: \
         `c` (v/c.rs:2) needs `b` (v/b.rs:2) needs `a` (v/a.rs:2) needs `c` (v/c.rs:2)"
    );
    assert_eq!(
        refusal("a (d); c <- a; d <- c; e"),
        "revisions need each other in a circle: \
         `a` (v/a.rs:2) needs `d` (v/d.rs:2) needs `c` (v/c.rs:2) needs `a` (v/a.rs:2)"
    );
}

#[test]
fn a_graph_describes_itself() {
    let graph = graph("a; b <- a; c <- a; m <- b, c; x; y <- x; z <- y; s; t <- s; d <- t (y)");
    assert_eq!(ids(graph.heads()), "d, m, z");
    assert_eq!(ids(graph.bases()), "a, s, x");
    assert_eq!(ids(graph.branch_points()), "a");
    assert_eq!(ids(graph.children("a")), "b, c");
    assert_eq!(ids(graph.children("nope")), "");
    assert_eq!(ids(graph.needs("d")), "y, t");
    assert_eq!(ids(graph.ancestors("d")), "x, y, s, t");
    assert_eq!(ids(graph.applied(&["d".into(), "b".into()]).unwrap()), "x, y, s, t, d, a, b");
    assert!(graph.is_head("d") && !graph.is_head("y") && !graph.is_head("nope"));
    assert!(graph.is_branch_point("a") && !graph.is_branch_point("y"));
    assert!(graph.is_merge_point("m") && !graph.is_merge_point("d"));
    assert_eq!(graph.get("m").unwrap().down_revs, ["b", "c"]);
    assert!(graph.get("nope").is_none());
}

#[test]
fn one_branch_is_finished_before_the_next_is_begun() {
    let graph = graph("a; b1 <- a; b2 <- b1; c1 <- a; c2 <- c1; d <- a (b2)");
    assert_eq!(ids(graph.revisions()), "a, c1, c2, b1, b2, d");
}

#[test]
fn labels_spread_over_their_branch() {
    let graph = graph(
        "a; b <- a; c <- b [shop]; d <- c; x; m <- x, d [all]; n <- m; y <- x [side]; w <- y, n",
    );
    let labels = graph.branch_labels();
    assert!(labels.of("x").is_empty() && labels.of("nope").is_empty());
    assert_eq!(labels.of("a"), ["shop"]);
    assert_eq!(labels.of("d"), ["shop"]);
    assert_eq!(labels.of("n"), ["all", "shop"]);
    assert_eq!(labels.of("w"), ["all", "shop", "side"]);
}
