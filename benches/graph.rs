//! How long the revision graph takes to build and to plan: `cargo bench -p migrate-core`.
//!
//! The least of several rounds is shown, in milliseconds; the graphs grow tenfold, so what is
//! linear shows tenfold times.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints and may stop")]

use std::time::Instant;

use migrate_core::graph::{Graph, Target, plan};
use migrate_core::revision::Revision;

const ROUNDS: u32 = 5;

fn id(number: usize) -> String {
    // Spread over the alphabet, so that the order of ids is not that of the graph.
    format!("{:012x}", (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16)
}

fn linear(length: usize) -> Vec<Revision> {
    (0..length)
        .map(|number| match number {
            0 => Revision::new(id(0)),
            _ => Revision::new(id(number)).down_rev(id(number - 1)),
        })
        .collect()
}

/// Diamonds one on another: `a <- b, c <- d <- ..`.
fn diamonds(count: usize) -> Vec<Revision> {
    let mut revisions = vec![Revision::new(id(0))];
    for number in 0..count {
        let (below, next) = (id(3 * number), 3 * number);
        revisions.push(Revision::new(id(next + 1)).down_rev(below.clone()));
        revisions.push(Revision::new(id(next + 2)).down_rev(below));
        let merge = Revision::new(id(next + 3)).down_rev(id(next + 1)).down_rev(id(next + 2));
        revisions.push(merge);
    }
    revisions
}

/// Trees side by side; every tenth revision depends on one of the tree before.
fn forest(trees: usize, length: usize) -> Vec<Revision> {
    let place = |tree: usize, level: usize| id(tree * length + level);
    let mut revisions = Vec::new();
    for tree in 0..trees {
        for level in 0..length {
            let mut revision = Revision::new(place(tree, level));
            if level > 0 {
                revision = revision.down_rev(place(tree, level - 1));
            }
            if tree > 0 && level % 10 == 0 {
                revision = revision.depends_on(place(tree - 1, level));
            }
            revisions.push(revision);
        }
    }
    revisions
}

fn least<T>(mut work: impl FnMut() -> T) -> f64 {
    (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .fold(f64::INFINITY, f64::min)
}

fn measure(name: &str, revisions: &[Revision]) {
    let build = least(|| Graph::build(revisions.iter().cloned()).unwrap());
    let graph = Graph::build(revisions.iter().cloned()).unwrap();
    let heads: Vec<String> = graph.heads().map(|head| head.id.clone()).collect();
    let (up, down) = (Target::parse("heads").unwrap(), Target::parse("base").unwrap());
    let upgrade = least(|| plan::upgrade(&graph, &[], &up).unwrap());
    let downgrade = least(|| plan::downgrade(&graph, &heads, &down).unwrap());
    let nothing = least(|| plan::upgrade(&graph, &heads, &up).unwrap());
    println!(
        "{name:<30} {:>7} revisions   build {build:>7.1}   upgrade heads {upgrade:>6.1}   \
         downgrade base {downgrade:>6.1}   nothing to do {nothing:>5.1}",
        graph.len()
    );
}

fn main() {
    measure("linear", &linear(10_000));
    measure("linear", &linear(100_000));
    measure("diamonds", &diamonds(600));
    measure("diamonds", &diamonds(6_000));
    measure("forest 20 x 100, dependencies", &forest(20, 100));
    measure("forest 20 x 1000, dependencies", &forest(20, 1_000));
}
