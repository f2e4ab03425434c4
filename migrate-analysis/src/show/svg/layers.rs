//! The tables in columns from left to right, each to the right of what it references.
//!
//! After K. Sugiyama's method: cycles are broken first, then each table takes the first column after those it
//! references that is not full.

use std::collections::BTreeSet;

use crate::show::diagram::Diagram;

use super::measure::Size;

/// Between two tables of a layer.
pub(super) const GAP: i64 = 28;
/// About the width of a picture of a height.
const WIDTH_TO_HEIGHT: i64 = 2;
/// About the space between two layers.
const BETWEEN: i64 = 120;

/// The tables, by their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers {
    /// Those that are connected, by layer.
    pub(super) layers: Vec<Vec<usize>>,
    /// Those that reference nothing and are not referenced.
    pub(super) alone: Vec<usize>,
}

/// The layer of each table.
pub(super) fn layers(diagram: &Diagram, sizes: &[Size]) -> Layers {
    let count = sizes.len();
    let links = links(diagram);
    let (mut parents, mut children) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (parent, child) in links {
        parents[child].push(parent);
        children[parent].push(child);
    }
    let is_alone = |at: &usize| parents[*at].is_empty() && children[*at].is_empty();
    let (alone, connected): (Vec<_>, Vec<_>) = (0..count).partition(is_alone);
    let sequence = sequence(&connected, &parents, &children);
    let mut turn = vec![0; count];
    for (number, at) in sequence.iter().enumerate() {
        turn[*at] = number;
    }
    // A link of a cycle that leads back is taken for one that leads on.
    let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for at in &connected {
        let both = parents[*at].iter().chain(&children[*at]).copied();
        (before[*at], after[*at]) = both.partition(|other| turn[*other] < turn[*at]);
    }
    let mut layer_of = vec![0_usize; count];
    let mut heights: Vec<i64> = Vec::new();
    let most = most_height(&connected, sizes);
    for at in &sequence {
        let mut layer = before[*at].iter().map(|other| layer_of[*other] + 1).max().unwrap_or(0);
        let height = sizes[*at].height + GAP;
        while heights.get(layer).is_some_and(|used| *used > 0 && used + height > most) {
            layer += 1;
        }
        if heights.len() <= layer {
            heights.resize(layer + 1, 0);
        }
        heights[layer] += height;
        layer_of[*at] = layer;
    }
    // Its lines are shorter where what references nothing is next to the first that references it.
    for at in sequence.iter().rev().filter(|at| before[**at].is_empty()) {
        let nearest = after[*at].iter().map(|other| layer_of[*other]).min();
        layer_of[*at] = nearest.map_or(0, |nearest| nearest.saturating_sub(1));
    }
    let mut layers = vec![Vec::new(); heights.len()];
    for at in sequence {
        layers[layer_of[at]].push(at);
    }
    layers.retain(|layer: &Vec<usize>| !layer.is_empty());
    Layers { layers, alone }
}

/// Each pair of a table that is referenced and one that references it, once.
fn links(diagram: &Diagram) -> BTreeSet<(usize, usize)> {
    let relations = diagram.relations.iter().filter(|it| it.parent != it.child);
    relations.map(|relation| (relation.parent, relation.child)).collect()
}

/// The tables in an order in which few links lead back: next is one that references nothing that is left, else the
/// one that is referenced most.
fn sequence(connected: &[usize], parents: &[Vec<usize>], children: &[Vec<usize>]) -> Vec<usize> {
    let mut left: BTreeSet<usize> = connected.iter().copied().collect();
    let mut waits: Vec<usize> = parents.iter().map(Vec::len).collect();
    let mut sequence = Vec::new();
    while let Some(next) = left.iter().copied().min_by_key(|at| {
        let is_held = waits[*at] > 0;
        let open = children[*at].iter().filter(|child| left.contains(child)).count();
        (is_held, if is_held { waits[*at] } else { 0 }, usize::MAX - open, *at)
    }) {
        left.remove(&next);
        for child in &children[next] {
            waits[*child] = waits[*child].saturating_sub(1);
        }
        sequence.push(next);
    }
    sequence
}

/// The height at which a layer is full, so that the picture is wider than high.
fn most_height(connected: &[usize], sizes: &[Size]) -> i64 {
    let boxes = connected.iter().map(|at| &sizes[*at]);
    let area: i64 = boxes.clone().map(|it| (it.width + BETWEEN) * (it.height + GAP)).sum();
    let tallest = boxes.map(|it| it.height + GAP).max().unwrap_or(0);
    (area / WIDTH_TO_HEIGHT).isqrt().max(tallest)
}
