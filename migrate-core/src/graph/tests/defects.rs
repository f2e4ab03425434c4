//! The faults of Alembic that a graph can have, by their number in the reference, and what
//! happens here instead.

use super::{check, graph, ids, revisions};
use crate::graph::{Graph, Target, plan};
use crate::revision::Revision;

#[test]
fn defect_1_redundant_needs_do_not_break_an_upgrade() {
    check(
        "a; b <- a; c <- a; d <- a (b, c)",
        "
        upgrade   [] d        => a, b, c, d | d
        upgrade   [] d moves  => +a | -a +b | +c | -b -c +d
        downgrade [d] a       => d, c, b | a
        ",
    );
    check("a; b <- a; m <- a, b", "upgrade [] head moves => +a | -a +b | -b +m");
}

#[test]
fn defect_2_a_downgrade_leaves_no_row_beside_one_that_implies_it() {
    check(
        "a; b <- a; c <- b (a); x",
        "
        upgrade   [] heads  => a, b, c, x | c, x
        downgrade [c, x] b  => c | b, x
        upgrade   [b, x] heads => c | c, x
        ",
    );
}

#[test]
fn defect_4_head_is_one_thing_in_every_command() {
    const GRAPH: &str = "b; f (b)";
    check(
        GRAPH,
        "
        upgrade [] heads  => b, f | f
        upgrade [f] head  => | f
        select  [] head   => f
        select  [] heads  => f
        select  [] b@head => b
        ",
    );
    assert_eq!(ids(graph(GRAPH).heads()), "f");
}

#[test]
fn defect_5_implied_rows_are_neither_stamped_nor_in_the_way() {
    check(
        "a; b <- a; c <- b; x",
        "
        stamp     [] a b       => +b
        stamp     [a, b] b     => -a
        upgrade   [a, b] c     => c | c
        upgrade   [a, c, x] heads => | c, x
        downgrade [a, b, c] -1 => c | b
        ",
    );
    let graph = graph("a; b <- a; c <- b");
    let rows = ["a".to_owned(), "b".to_owned(), "b".to_owned()];
    let plan = plan::upgrade(&graph, &rows, &Target::parse("c").unwrap()).unwrap();
    assert_eq!(plan.redundant_rows.delete, ["a"]);
    assert_eq!(plan.revisions[0].change.delete, ["b"]);
}

#[test]
fn defect_7_history_reaches_heads_through_dependencies() {
    check(
        "1975; ae10 <- 1975; 27c6 <- 1975; d747 <- 27c6; 3cac; 109e <- 3cac; 2a95 <- 109e (ae10)",
        "history [] 1975:heads => d747, 27c6, 2a95, ae10, 1975",
    );
}

#[test]
fn defect_8_every_bad_target_is_an_error_with_a_name() {
    check(
        "a; b <- a; c <- a [side]; d <- b",
        "
        upgrade   [] a+9        => error: `a+9` is ambiguous, its way parts at `a` into `b`, `c`
        upgrade   [] b+9        => error: `b+9` goes too far: the way ends at `d` after 1 of 9 steps
        upgrade   [] side@head-9 => error: `side@head-9` goes too far: the way ends at the base after 2 of 9 steps
        downgrade [] side@-1    => error: `side@-1` has nothing to count from: nothing of the branch `side` is applied
        downgrade [b, c] a@-1   => error: `a@-1` is ambiguous, it can count from any of `b`, `c`
        history   [] a:b:c      => error: `a:b:c` is not a target: a range has one `:`
        history   [] abc        => error: `abc` is not a target: a range is `START:END`, `START:` or `:END`
        upgrade   [gone] heads  => error: the version table names revisions that do not exist here: `gone`
        ",
    );
    assert!(Target::parse("").is_err());
    assert!(Graph::build(revisions("a; b <- nope")).is_err());
    assert!(Graph::build(revisions("a; b (nope)")).is_err());
}

#[test]
fn defect_9_names_that_no_target_could_mean_are_refused() {
    let refusal = |revision| Graph::build([revision]).unwrap_err().to_string();
    assert_eq!(
        refusal(Revision::new("a").label("feature-2")),
        "`feature-2` cannot be an id or a label of `a`: \
         `@`, `+`, `-` and `:` separate the parts of a target"
    );
    for name in ["", "head", "heads", "base", "current", "a@b", "a+b", "a-b", "a:b", "a b"] {
        assert!(Graph::build([Revision::new(name)]).is_err(), "{name}");
        assert!(Graph::build([Revision::new("a").label(name)]).is_err(), "{name}");
    }
    assert!(Target::parse("+1abc").is_err());
}

/// A new revision is tried out in the graph before its file is written.
#[test]
fn defect_10_an_id_in_use_is_refused_with_both_files() {
    let existing = Revision { file: "v/one.rs".into(), line: 4, ..Revision::new("a") };
    let new = Revision { file: "v/two.rs".into(), ..Revision::new("a") };
    assert_eq!(
        Graph::build([new, existing]).unwrap_err().to_string(),
        "two revisions have the same id: `a` (v/one.rs:4), `a` (v/two.rs)"
    );
}

#[test]
fn defect_11_errors_name_what_they_are_about() {
    check(
        "abcd1; abcd2; abcd3 <- abcd1 [shop]",
        "
        upgrade   [] abcd       => error: `abcd` is the beginning of several revisions: `abcd1`, `abcd2`, `abcd3`
        upgrade   [] shop@abcd2 => error: `abcd2` is not in the branch `shop`
        upgrade   [] head       => error: `head` is ambiguous, there are several heads: `abcd2`, `abcd3`
        downgrade [] abcd3@abcd2 => error: `abcd2` is not in the branch `abcd3`
        ",
    );
}
