//! Where each table and each line is in the picture.

use crate::show::diagram::Diagram;

use super::layers::GAP;
use super::measure::Size;
use super::order::{Ordered, Way};

/// Around the picture.
const MARGIN: i64 = 24;
/// The straight end of a line at a table, which has its crow's foot.
pub(super) const STUB: i64 = 24;
/// The space of a bend.
const BEND: i64 = 14;
/// How far a line bends between two layers, and how much farther for each line.
const CURVE: i64 = 48;
const CURVE_FOR_EACH: i64 = 3;
const WIDEST_CURVE: i64 = 120;
/// Beside a table that nothing connects with others: a line to itself has room there.
const BESIDE: i64 = 56;
const ROUNDS: usize = 12;

/// A picture without its text.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) width: i64,
    pub(super) height: i64,
    /// The upper left corner of each table.
    pub(super) corners: Vec<(i64, i64)>,
    pub(super) lines: Vec<Line>,
}

/// A line from one table to another.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The place of the foreign key.
    pub(super) relation: usize,
    /// Whether it begins where the foreign key is.
    pub(super) begins_at_child: bool,
    /// Where it begins, on the right side of a table.
    pub(super) begin: (i64, i64),
    /// Its curves, each from one point to another.
    pub(super) curves: Vec<[(i64, i64); 2]>,
    /// Where it ends, on the left side of a table.
    pub(super) end: (i64, i64),
}

/// A part of a line between two layers: stops, and how far from their upper sides it is.
struct Link {
    left: (usize, i64),
    right: (usize, i64),
}

/// Places all tables and lines.
pub(super) fn place(diagram: &Diagram, sizes: &[Size], ordered: &Ordered) -> Placed {
    let gaps = parts(sizes, ordered);
    let tops = tops(sizes, ordered, &gaps);
    let edges = edges(sizes, ordered, &gaps);
    let mut corners = vec![(0, 0); diagram.entities.len()];
    let mut height = MARGIN;
    for (layer, (left, right)) in ordered.layers.iter().zip(&edges) {
        for stop in layer.iter().filter(|stop| **stop < ordered.tables) {
            let size = &sizes[*stop];
            corners[*stop] = (left + (right - left - size.width) / 2, tops[*stop]);
            height = height.max(tops[*stop] + size.height + MARGIN);
        }
        let bends = layer.iter().filter(|stop| **stop >= ordered.tables);
        height = bends.fold(height, |height, stop| height.max(tops[*stop] + BEND + MARGIN));
    }
    let lines =
        ordered.ways.iter().map(|way| line(way, sizes, ordered, &edges, &tops, &corners)).collect();
    let width = edges.last().map_or(0, |(_, right)| right + MARGIN + BESIDE / 2);
    let top = if ordered.layers.is_empty() { MARGIN } else { height + GAP - MARGIN };
    let (wide, high) = place_alone(sizes, &ordered.alone, width, top, &mut corners);
    Placed { width: width.max(wide), height: height.max(high), corners, lines }
}

/// The parts of lines in each gap between layers, each once.
fn parts(sizes: &[Size], ordered: &Ordered) -> Vec<Vec<Link>> {
    let mut gaps: Vec<Vec<Link>> = ordered.layers.iter().skip(1).map(|_| Vec::new()).collect();
    for way in &ordered.ways {
        for (at, pair) in way.stops.windows(2).enumerate() {
            let &[left, right] = pair else { continue };
            let left = (left, port(sizes, ordered, left, way.ports[0]));
            let right = (right, port(sizes, ordered, right, way.ports[1]));
            let Some(gap) = gaps.get_mut(way.layer + at) else { continue };
            if !gap.iter().any(|link| link.left == left && link.right == right) {
                gap.push(Link { left, right });
            }
        }
    }
    gaps
}

/// How far from the upper side of a stop a line meets it.
fn port(sizes: &[Size], ordered: &Ordered, stop: usize, column: Option<usize>) -> i64 {
    if stop < ordered.tables { sizes[stop].port(column) } else { BEND / 2 }
}

/// The upper side of each stop.
fn tops(sizes: &[Size], ordered: &Ordered, links: &[Vec<Link>]) -> Vec<i64> {
    let stops = ordered.layers.iter().flatten().max().map_or(0, |most| most + 1);
    let mut tops = vec![0; stops.max(ordered.tables)];
    let space = |stop: usize| if stop < ordered.tables { sizes[stop].height + GAP } else { BEND };
    for layer in &ordered.layers {
        let mut top = 0;
        for stop in layer {
            tops[*stop] = top;
            top += space(*stop);
        }
    }
    let count = ordered.layers.len();
    for round in 0..ROUNDS {
        for step in 0..count {
            let at = if round % 2 == 0 { step } else { count - 1 - step };
            // At last both sides count.
            let is_last = round + 4 >= ROUNDS;
            let before = (is_last || round % 2 == 0).then(|| at.checked_sub(1)).flatten();
            let after = (is_last || round % 2 == 1).then_some(at);
            let before = before.and_then(|gap| links.get(gap));
            let after = after.and_then(|gap| links.get(gap));
            settle(&ordered.layers[at], before, after, &space, &mut tops);
        }
    }
    let first = ordered.layers.iter().flatten().map(|stop| tops[*stop]).min().unwrap_or(0);
    tops.iter().map(|top| top - first + MARGIN).collect()
}

/// Moves the stops of a layer as near as their order and their heights let them to where their lines are straight.
///
/// That is a regression under order constraints, for which neighbours that would overlap are averaged together
/// (pool adjacent violators).
fn settle(
    layer: &[usize],
    before: Option<&Vec<Link>>,
    after: Option<&Vec<Link>>,
    space: &impl Fn(usize) -> i64,
    tops: &mut [i64],
) {
    // The sum of the wanted places of some neighbours, each less the space above it, and how many they are.
    let mut blocks: Vec<(i64, i64)> = Vec::new();
    let mut above = 0;
    for stop in layer {
        let lefts = before.into_iter().flatten().filter(|link| link.right.0 == *stop);
        let lefts = lefts.map(|link| tops[link.left.0] + link.left.1 - link.right.1);
        let rights = after.into_iter().flatten().filter(|link| link.left.0 == *stop);
        let rights = rights.map(|link| tops[link.right.0] + link.right.1 - link.left.1);
        let all: Vec<i64> = lefts.chain(rights).collect();
        let number = i64::try_from(all.len()).unwrap_or(1);
        let wanted = all.iter().sum::<i64>().checked_div(number).unwrap_or_else(|| tops[*stop]);
        blocks.push((wanted - above, 1));
        while let [.., (sum, count), (next_sum, next_count)] = &blocks[..]
            && sum * next_count > next_sum * count
        {
            let joined = (sum + next_sum, count + next_count);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
        above += space(*stop);
    }
    let means = blocks.iter().flat_map(|(sum, count)| (0..*count).map(|_| sum.div_euclid(*count)));
    let mut above = 0;
    for (stop, mean) in layer.iter().zip(means.collect::<Vec<_>>()) {
        tops[*stop] = mean + above;
        above += space(*stop);
    }
}

/// The left and the right side of each layer.
fn edges(sizes: &[Size], ordered: &Ordered, links: &[Vec<Link>]) -> Vec<(i64, i64)> {
    let mut edges = Vec::new();
    let mut left = MARGIN;
    for (at, layer) in ordered.layers.iter().enumerate() {
        let tables = layer.iter().filter_map(|stop| sizes.get(*stop));
        let right = left + tables.map(|size| size.width).max().unwrap_or(0);
        edges.push((left, right));
        let number = links.get(at).map_or(0, |links| i64::try_from(links.len()).unwrap_or(0));
        left = right + 2 * STUB + (CURVE + number * CURVE_FOR_EACH).min(WIDEST_CURVE);
    }
    edges
}

fn line(
    way: &Way,
    sizes: &[Size],
    ordered: &Ordered,
    edges: &[(i64, i64)],
    tops: &[i64],
    corners: &[(i64, i64)],
) -> Line {
    let Way { relation, layer, stops, begins_at_child, ports } = way;
    let height = |stop: usize, column| tops[stop] + port(sizes, ordered, stop, column);
    let mut curves = Vec::new();
    for (at, pair) in stops.windows(2).enumerate() {
        let (&[from, to], Some(&[(_, from_side), (to_side, _)])) =
            (pair, edges.get(layer + at..layer + at + 2))
        else {
            continue;
        };
        curves.push([
            (from_side + STUB, height(from, ports[0])),
            (to_side - STUB, height(to, ports[1])),
        ]);
    }
    let end_of = |stop: Option<&usize>, column, is_right: bool| {
        let stop = stop.copied().unwrap_or(0);
        let side = corners[stop].0 + if is_right { sizes[stop].width } else { 0 };
        (side, height(stop, column))
    };
    Line {
        relation: *relation,
        begins_at_child: *begins_at_child,
        begin: end_of(stops.first(), ports[0], true),
        curves,
        end: end_of(stops.last(), ports[1], false),
    }
}

/// Places what nothing connects in rows under the others; gives the width and the height of the picture.
fn place_alone(
    sizes: &[Size],
    alone: &[usize],
    width: i64,
    top: i64,
    corners: &mut [(i64, i64)],
) -> (i64, i64) {
    let area: i64 =
        alone.iter().map(|at| (sizes[*at].width + BESIDE) * (sizes[*at].height + GAP)).sum();
    let most = width.max((area * 2).isqrt() + 2 * MARGIN);
    let (mut x, mut y, mut row) = (MARGIN, top, 0);
    let (mut wide, mut high) = (0, 0);
    for at in alone {
        let size = &sizes[*at];
        if x > MARGIN && x + size.width + MARGIN > most {
            (x, y, row) = (MARGIN, y + row + GAP, 0);
        }
        corners[*at] = (x, y);
        row = row.max(size.height);
        x += size.width + BESIDE;
        wide = wide.max(x - BESIDE + MARGIN + BESIDE / 2);
        high = high.max(y + row + MARGIN);
    }
    (wide, high)
}
