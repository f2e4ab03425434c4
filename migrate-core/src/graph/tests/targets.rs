//! What the target language means, and what it says when it means nothing.

use super::{check, graph};
use crate::graph::{GraphError, Range, Target};

const SHOP: &str =
    "1975ea83; 27c6a30d <- 1975ea83 [shop]; 27d747a8 <- 27c6a30d; ae1027a6 <- 1975ea83;
     3cac04ae [net]; 109ec7d1 <- 3cac04ae; 2a951022 <- 109ec7d1 (ae1027a6)";

#[test]
fn names_and_beginnings() {
    check(
        SHOP,
        "
        select [] 1975ea83 => 1975ea83
        select [] 1        => error: `1` is the beginning of several revisions: `109ec7d1`, `1975ea83`
        select [] 19       => 1975ea83
        select [] shop     => 27c6a30d
        select [] sh       => 27c6a30d
        select [] ne       => error: no revision or label is called `ne` or begins so
        select [] net      => 3cac04ae
        select [] net@1    => 109ec7d1
        select [] shop@27  => error: `27` is the beginning of several revisions: `27c6a30d`, `27d747a8`
        select [] shop@ae  => error: `ae1027a6` is not in the branch `shop`
        select [] shop@net => error: `3cac04ae` is not in the branch `shop`
        select [] nope@1   => error: no revision or label is called `nope` or begins so
        ",
    );
}

#[test]
fn heads_bases_and_steps() {
    check(
        SHOP,
        "
        select [] heads       => 27d747a8, 2a951022
        select [] head        => error: `head` is ambiguous, there are several heads: `27d747a8`, `2a951022`
        select [] head-1      => error: `head-1` is ambiguous, there are several heads: `27d747a8`, `2a951022`
        select [] shop@head   => 27d747a8
        select [] ae10@head   => ae1027a6
        select [] 1975@heads  => 27d747a8, ae1027a6
        select [] 1975@head   => error: `1975@head` is ambiguous, there are several heads: `27d747a8`, `ae1027a6`
        select [] net@head-2  => 3cac04ae
        select [] base        =>
        select [] base+1      => error: `base+1` is ambiguous, its way parts at the base into `1975ea83`, `3cac04ae`
        select [] net@base+2  => 109ec7d1
        select [] 1975+1      => error: `1975+1` is ambiguous, its way parts at `1975ea83` into `27c6a30d`, `ae1027a6`
        select [] shop@1975+2 => 27d747a8
        select [] 1975-1      =>
        select [] 1975-2      => error: `1975-2` goes too far: the way ends at the base after 1 of 2 steps
        select [] base-1      => error: `base-1` goes too far: the way ends at the base after 0 of 1 steps
        select [109ec7d1] current => 109ec7d1
        select [109ec7d1] -1  => 3cac04ae
        select [109ec7d1] current+1 => 2a951022
        ",
    );
}

/// A branch whose tip another branch depends on still has that tip as its head, while
/// of two tips of one branch the one that the other needs is none.
#[test]
fn the_heads_of_a_branch_are_what_the_branch_does_not_need() {
    check(
        "a; b <- a; c <- a (x); x (b)",
        "
        select [] heads   => c
        select [] b@head  => b
        select [] a@heads => c
        ",
    );
}

#[test]
fn a_target_is_read_to_its_end() {
    let fault = |text: &str| match Target::parse(text).unwrap_err() {
        GraphError::BadTarget { fault, .. } => fault,
        other => panic!("{other}"),
    };
    assert_eq!(fault(""), "a name cannot be empty");
    assert_eq!(fault("shop@"), "a name cannot be empty");
    assert_eq!(fault("@head"), "a name cannot be empty");
    assert_eq!(fault("a b"), "a name cannot contain white space");
    assert_eq!(
        fault("head@head"),
        "`base`, `current`, `head` and `heads` mean something else in a target"
    );
    assert_eq!(fault("a@b@c"), "`@`, `+`, `-` and `:` separate the parts of a target");
    assert_eq!(fault("a:b"), "`@`, `+`, `-` and `:` separate the parts of a target");
    assert_eq!(fault("shop@current"), "`current` is not of one branch");
    assert_eq!(fault("+0"), "zero steps lead nowhere");
    for text in ["+", "a-", "+1abc", "+1+1", "--1", "+-1", "a+1@b", "+1 "] {
        assert!(Target::parse(text).is_err(), "{text}");
    }
    assert_eq!(fault("+99999999999999999999"), "the number is too large");
    assert_eq!(Target::parse("head-0").unwrap().to_string(), "head");
}

#[test]
fn ranges() {
    check(
        SHOP,
        "
        history [] shop@base:       => 27d747a8, 27c6a30d, 1975ea83
        history [] net@base:        => 2a951022, 109ec7d1, 3cac04ae, ae1027a6, 1975ea83
        history [] 1975:shop        => 27c6a30d, 1975ea83
        history [] ae10:2a95        => 2a951022, ae1027a6
        history [] 109e:+1          => 2a951022, 109ec7d1
        history [] -1:2a95          => 2a951022, 109ec7d1
        history [] -9:2a95          => 2a951022, 109ec7d1, 3cac04ae, ae1027a6, 1975ea83
        history [] :shop            => 27c6a30d, 1975ea83
        history [] shop:shop        => 27c6a30d
        history [109ec7d1] -1:current => 109ec7d1, 3cac04ae
        history [109ec7d1] -1:+1    => 2a951022, 109ec7d1, 3cac04ae
        history [109ec7d1] current: => 2a951022, 109ec7d1
        history [] current:shop     => 27c6a30d, 1975ea83
        history [] :current         =>
        history [] shop:1975        => error: nothing at the end of the range `shop:1975` needs its start `27c6a30d`
        history [] -1:              => error: `-1` is ambiguous, it can count from any of `27d747a8`, `2a951022`
        history [] net@-1:          => 2a951022, 109ec7d1
        history [] +1:shop          => error: `+1` counts in the wrong direction for the start of a range
        history [] :-1              => error: `-1` counts in the wrong direction for the end of a range
        history [] :                => 2a951022, 109ec7d1, 3cac04ae, ae1027a6, 27d747a8, 27c6a30d, 1975ea83
        ",
    );
    assert!(Range::parse("current:").unwrap().needs_rows());
    assert!(Range::parse("-1:+1").unwrap().needs_rows());
    assert!(!Range::parse("-1:head").unwrap().needs_rows());
}

#[test]
fn hints() {
    let graph = graph(SHOP);
    let hint = |text: &str| {
        graph.select(&Target::parse(text).unwrap(), &["nope".into()]).unwrap_err().hint()
    };
    assert_eq!(hint("1975ea84").unwrap(), "did you mean `1975ea83`?");
    assert_eq!(hint("shopp").unwrap(), "did you mean `shop`?");
    assert_eq!(hint("zzzz").unwrap(), "`cargo migrate history` lists the revisions");
    assert_eq!(
        hint("27d747a8+1").unwrap(),
        "nothing comes after `27d747a8`: `cargo migrate revision` writes a new revision"
    );
    assert_eq!(hint("27d747a8-99").unwrap(), "write `base` to go down to the end");
    for (typed, meant) in
        [("haed", "head"), ("HEAD", "head"), ("Base", "base"), ("curent", "current")]
    {
        assert_eq!(hint(typed).unwrap(), format!("did you mean `{meant}`?"));
    }
    assert_eq!(
        hint("head").unwrap(),
        "name one: `27d747a8`, `LABEL@head`, or `heads` for all; `merge heads` joins them"
    );
    assert_eq!(hint("1975@head").unwrap(), "name one: `27d747a8`, or `1975@heads` for all");
    assert_eq!(
        hint("1975+1").unwrap(),
        "name the way by a revision or label on it, such as `27c6a30d`"
    );
    assert!(hint("current").unwrap().contains("`stamp --purge TARGET`"));
    let nothing = graph.select(&Target::parse("-1").unwrap(), &[]).unwrap_err();
    assert!(nothing.hint().unwrap().starts_with("`cargo migrate current` shows"), "{nothing}");
}
