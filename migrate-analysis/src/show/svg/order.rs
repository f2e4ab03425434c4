//! The order of tables and lines within each layer, with few crossings.
//!
//! A line that passes a layer has a bend in it, which takes its place between the tables; lines from one column share
//! theirs. The order is improved by sweeps in both directions, each by the average place of the neighbours.

use std::collections::{BTreeMap, BTreeSet};

use crate::show::diagram::{Diagram, Relation};

use super::layers::Layers;

/// How often the order is improved.
const SWEEPS: usize = 24;

/// The layers with their order, and the ways of the lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Ordered {
    /// The stops of each layer from top to bottom: places of tables, and bends, which have the numbers after these.
    pub(super) layers: Vec<Vec<usize>>,
    /// How many of the stops are tables.
    pub(super) tables: usize,
    /// Tables that nothing connects with others.
    pub(super) alone: Vec<usize>,
    /// The way of each line between two tables.
    pub(super) ways: Vec<Way>,
}

/// The way of a line.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// The place of the foreign key.
    pub(super) relation: usize,
    /// The layer of the first stop.
    pub(super) layer: usize,
    /// A stop in each layer, from a table to a table.
    pub(super) stops: Vec<usize>,
    /// Whether it begins where the foreign key is.
    pub(super) begins_at_child: bool,
    /// The column that it leaves, and the one that it reaches.
    pub(super) ports: [Option<usize>; 2],
}

/// A good order of the layers.
pub(super) fn ordered(diagram: &Diagram, layers: Layers) -> Ordered {
    let Layers { mut layers, alone } = layers;
    let tables = diagram.entities.len();
    let ways = ways(diagram, &mut layers);
    let mut links = vec![BTreeSet::new(); layers.len().saturating_sub(1)];
    for way in &ways {
        for (at, pair) in way.stops.windows(2).enumerate() {
            if let [left, right] = pair {
                links[way.layer + at].insert((*left, *right));
            }
        }
    }
    let mut best = layers.clone();
    let mut least = crossings(&best, &links);
    for sweep in 0..SWEEPS {
        if least == 0 {
            break;
        }
        let is_forward = sweep % 2 == 0;
        for step in 1..layers.len() {
            let at = if is_forward { step } else { layers.len() - 1 - step };
            let (fixed, gap) = if is_forward { (at - 1, at - 1) } else { (at + 1, at) };
            let neighbours = neighbours(&links[gap], is_forward);
            let places = places(&layers[fixed]);
            sort(&mut layers[at], &neighbours, &places);
        }
        let found = crossings(&layers, &links);
        if found < least {
            least = found;
            best.clone_from(&layers);
        }
    }
    Ordered { layers: best, tables, alone, ways }
}

/// The ways of all lines; bends are added to the layers.
fn ways(diagram: &Diagram, layers: &mut [Vec<usize>]) -> Vec<Way> {
    let mut layer_of = BTreeMap::new();
    for (number, layer) in layers.iter().enumerate() {
        layer_of.extend(layer.iter().map(|at| (*at, number)));
    }
    let mut next = diagram.entities.len();
    let mut bends = BTreeMap::new();
    let mut ways = Vec::new();
    for (number, relation) in diagram.relations.iter().enumerate() {
        let Relation { child, parent, columns, referenced, .. } = relation;
        let found = layer_of.get(child).zip(layer_of.get(parent)).filter(|_| child != parent);
        let Some((child_layer, parent_layer)) = found else { continue };
        let ends = [(*parent, referenced.first()), (*child, columns.first())];
        let begins_at_child = child_layer < parent_layer;
        let [(first, first_port), (last, last_port)] =
            if begins_at_child { [ends[1], ends[0]] } else { ends };
        let (from, to) = (*child_layer.min(parent_layer), *child_layer.max(parent_layer));
        let mut stops = vec![first];
        for (passed, layer) in layers.iter_mut().enumerate().take(to).skip(from + 1) {
            let bend = *bends.entry((first, first_port, passed)).or_insert_with(|| {
                layer.push(next);
                next += 1;
                next - 1
            });
            stops.push(bend);
        }
        stops.push(last);
        let ports = [first_port.copied(), last_port.copied()];
        ways.push(Way { relation: number, layer: from, stops, begins_at_child, ports });
    }
    ways
}

/// The neighbours of each stop in the layer before, or in the one after.
fn neighbours(links: &BTreeSet<(usize, usize)>, is_before: bool) -> BTreeMap<usize, Vec<usize>> {
    let mut neighbours: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (left, right) in links {
        let (of, other) = if is_before { (*right, *left) } else { (*left, *right) };
        neighbours.entry(of).or_default().push(other);
    }
    neighbours
}

/// The place of each stop in its layer.
fn places(layer: &[usize]) -> BTreeMap<usize, usize> {
    layer.iter().enumerate().map(|(place, stop)| (*stop, place)).collect()
}

/// Sorts a layer by the average place of the neighbours; what has none stays where it is.
fn sort(
    layer: &mut [usize],
    neighbours: &BTreeMap<usize, Vec<usize>>,
    places: &BTreeMap<usize, usize>,
) {
    const FINE: usize = 1000;
    let average = |stop: &usize| {
        let of = neighbours.get(stop)?;
        let sum: usize = of.iter().filter_map(|other| places.get(other)).sum();
        (sum * FINE).checked_div(of.len())
    };
    let (mut moved, free): (Vec<usize>, Vec<usize>) = layer
        .iter()
        .enumerate()
        .filter(|(_, stop)| average(stop).is_some())
        .map(|(at, stop)| (*stop, at))
        .unzip();
    moved.sort_by_key(|stop| average(stop));
    for (at, stop) in free.into_iter().zip(moved) {
        layer[at] = stop;
    }
}

/// How many links cross.
fn crossings(layers: &[Vec<usize>], links: &[BTreeSet<(usize, usize)>]) -> usize {
    let gaps = layers.windows(2).zip(links);
    gaps.map(|(pair, links)| {
        let [left, right] = pair else { return 0 };
        let (left, right) = (places(left), places(right));
        let both = |(a, b): &(usize, usize)| Some((*left.get(a)?, *right.get(b)?));
        let mut ends: Vec<_> = links.iter().filter_map(both).collect();
        ends.sort_unstable();
        let mut seen: Vec<usize> = Vec::new();
        let mut crossed = 0;
        for (_, end) in ends {
            let at = seen.partition_point(|other| *other <= end);
            crossed += seen.len() - at;
            seen.insert(at, end);
        }
        crossed
    })
    .sum()
}
