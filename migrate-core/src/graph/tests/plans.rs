//! What upgrade, downgrade and stamp do, on graphs that can be drawn.

use super::check;

const LINE: &str = "a; b <- a; c <- b";
const DIAMOND: &str = "a; b <- a; c <- a; m <- b, c";
const DEPENDENT: &str = "a1; a2 <- a1; b1; b2 <- b1 (a2)";

/// The worked examples of Alembic's section 2.6, in our order: `b` before `c`.
#[test]
fn worked_examples() {
    check(LINE, "upgrade [] head moves => +a | -a +b | -b +c");
    check(
        DIAMOND,
        "
        upgrade   [] m         => a, b, c, m | m
        upgrade   [] m moves   => +a | -a +b | +c | -b -c +m
        downgrade [m] base moves => -m +b +c | -c | -b +a | -a
        downgrade [m] b        => m | b, c
        downgrade [m] b moves  => -m +b +c
        downgrade [m] -1       => error: `-1` is ambiguous, its way parts at `m` into `b`, `c`
        downgrade [b, c] -1    => error: `-1` is ambiguous, it can count from any of `b`, `c`
        downgrade [b, c] b@-1  => b | c
        ",
    );
    check(
        DEPENDENT,
        "
        upgrade   [] b2 moves   => +a1 | -a1 +a2 | +b1 | -a2 -b1 +b2
        downgrade [b2] b1 moves => -b2 +a2 +b1
        downgrade [b2] a1       => b2, a2 | a1, b1
        ",
    );
}

/// What the documentation of the module says of its drawings.
#[test]
fn the_drawings_of_the_module() {
    check(
        "a; b <- a; c <- a; m <- b, c; x; y <- x; z <- y; s; t <- s; d <- t (y)",
        "
        select [] heads => d, m, z
        select [] m-1 => error: `m-1` is ambiguous, its way parts at `m` into `b`, `c`
        select [] d-1 => t
        select [] x@heads => z
        upgrade   [] d => x, y, s, t, d | d
        downgrade [d, z] x => z, d, y | t, x
        upgrade   [b] c moves => +c
        upgrade   [b, c] m moves => -b -c +m
        downgrade [m] b moves => -m +b +c
        downgrade [d] t moves => -d +y +t
        ",
    );
}

#[test]
fn an_upgrade_applies_what_is_wanted_and_missing() {
    check(
        DIAMOND,
        "
        upgrade [m] head  => | m
        upgrade [m] a     => | m
        upgrade [b] c     => c | b, c
        upgrade [b] base  => | b
        upgrade [] heads  => a, b, c, m | m
        upgrade [a] +1    => error: `+1` is ambiguous, its way parts at `a` into `b`, `c`
        upgrade [a] c@+1  => c | c
        upgrade [b] c@+1  => c | b, c
        upgrade [] c@+2   => a, c | c
        upgrade [b, c] +1 => error: `+1` is ambiguous, it can count from any of `b`, `c`
        upgrade [a] -1    => error: `-1` counts in the wrong direction for an upgrade
        upgrade [b] current => | b
        ",
    );
    check("", "upgrade [] head => |");
}

#[test]
fn a_downgrade_takes_back_what_is_above_and_what_depends_on_it() {
    check(
        "a; b <- a; c <- a; x; y <- x (b)",
        "
        downgrade [c, y] a     => y, b, c | a, x
        downgrade [c, y] b@a   => y, b | c, x
        downgrade [c, y] c@-1  => c | y
        downgrade [c, y] b@-1  => y, b | c, x
        downgrade [c, y] base  => y, x, b, c, a |
        downgrade [c, y] x@base => y, x | b, c
        downgrade [c, y] b     => error: cannot downgrade to `b`: no child of it is applied, only what depends on it: `y`
        downgrade [c] y        => error: cannot downgrade to `y`: it is not applied
        downgrade [c] c        => | c
        downgrade [a] current  => | a
        downgrade [c] b@a      => error: cannot downgrade to `a`: nothing of the branch `b` is applied above it, only `c`
        downgrade [] base      => |
        downgrade [] -1        => error: `-1` has nothing to count from: nothing is applied
        downgrade [c] x@-1     => error: `x@-1` has nothing to count from: nothing of the branch `x` is applied
        downgrade [c] -2       => c, a |
        downgrade [c] -3       => error: `-3` goes too far: the way ends at the base after 2 of 3 steps
        downgrade [c] +1       => error: `+1` counts in the wrong direction for a downgrade
        downgrade [c, y] a@a   => error: the branch `a` does not say which way to take from `a`: `b`, `c`
        downgrade [c, y] heads => error: `heads` is ambiguous, there are several heads: `c`, `y`
        ",
    );
}

/// `shop@base` takes the whole tree of `shop`, and no other.
#[test]
fn a_branch_goes_down_to_its_base() {
    check(
        "root1; shop1 <- root1 [shop]; side1 <- root1; root2",
        "
        downgrade [shop1, side1, root2] shop@base => side1, shop1, root1 | root2
        ",
    );
}

#[test]
fn a_stamp_replaces_what_is_related() {
    check(
        "a; b <- a; c <- a; m <- b, c; x; y <- x (b)",
        "
        stamp [] m        => +m
        stamp [a, x] m    => -a +m
        stamp [m] b       => -m +b
        stamp [b] b       =>
        stamp [b, x] c    => +c
        stamp [m, x] base => -m -x
        stamp [c, y] b@base => -y
        stamp [c, y] x@base => -y
        stamp [a] heads   => -a +m +y
        stamp [a] b@+1    => -a +b
        stamp [x] nope    => error: no revision or label is called `nope` or begins so
        stamp [] b c      => +b +c
        ",
    );
}
