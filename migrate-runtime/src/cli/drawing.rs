//! `history --graph`: revisions with lines from each to its parents, newest first.
//!
//! Each lane waits for one revision. A revision stands in the lane that waits for it, or in a new
//! one if it is a head; then its lane waits for its first parent, and further parents get lanes of
//! their own beside it. Two lanes that wait for the same revision run together.
//!
//! ```text
//! *    d, join b and c
//! |\
//! * |  b
//! | *  c
//! |/
//! *    a
//! ```

use std::collections::BTreeSet;

use migrate_core::revision::Revision;

/// Draws revisions that are listed children first; `label` is the text beside each.
pub(super) fn draw(revisions: &[&Revision], label: impl Fn(&Revision) -> String) -> Vec<String> {
    let mut lanes = Lanes::default();
    let mut drawing = Vec::new();
    let listed: BTreeSet<_> = revisions.iter().map(|revision| &revision.id).collect();
    for revision in revisions {
        let at = lanes.place(&revision.id);
        let mark = lanes.row(|lane| if lane == at { '*' } else { '|' });
        drawing.push(format!("{mark}  {}", label(revision)));
        // A range may end above a parent; its line ends there too.
        let parents: Vec<_> = revision.down_revs.iter().filter(|id| listed.contains(id)).collect();
        lanes.follow(at, &parents, &mut drawing);
    }
    drawing
}

/// The revisions that are waited for, from left to right.
#[derive(Default)]
struct Lanes<'a>(Vec<&'a str>);

impl<'a> Lanes<'a> {
    fn place(&mut self, id: &'a str) -> usize {
        self.0.iter().position(|waits| *waits == id).unwrap_or_else(|| {
            self.0.push(id);
            self.0.len() - 1
        })
    }

    fn follow(&mut self, at: usize, parents: &[&'a String], lines: &mut Vec<String>) {
        let Some((first, others)) = parents.split_first() else {
            self.0.remove(at);
            if at < self.0.len() {
                lines.push(self.shifted_left(at));
            }
            return;
        };
        self.0[at] = first;
        for (number, parent) in others.iter().enumerate() {
            lines.push(self.fanned_out(at + number));
            self.0.insert(at + number + 1, parent);
        }
        while let Some((left, right)) = self.twins() {
            lines.push(self.joined(left, right));
            self.0.remove(right);
        }
    }

    fn twins(&self) -> Option<(usize, usize)> {
        self.0.iter().enumerate().find_map(|(right, waits)| {
            let left = self.0[..right].iter().position(|earlier| earlier == waits)?;
            Some((left, right))
        })
    }

    fn row(&self, mark: impl Fn(usize) -> char) -> String {
        let marks: Vec<_> = (0..self.0.len()).map(|lane| mark(lane).to_string()).collect();
        marks.join(" ")
    }

    /// A new lane opens to the right of one, and those behind it make room.
    fn fanned_out(&self, at: usize) -> String {
        let lanes = (0..self.0.len()).map(|lane| match lane {
            lane if lane < at => "| ",
            lane if lane == at => "|\\",
            _ => " \\",
        });
        lanes.collect::<String>().trim_end().to_owned()
    }

    /// The lanes from `at` on have moved one place to the left.
    fn shifted_left(&self, at: usize) -> String {
        let kept = "| ".repeat(at);
        let moved = " /".repeat(self.0.len() - at);
        format!("{kept}{moved}")
    }

    /// The lane at `right` runs into the one at `left`; those behind it move up.
    fn joined(&self, left: usize, right: usize) -> String {
        let mut cells: Vec<char> = self.row(|_| '|').chars().collect();
        for lane in right..self.0.len() {
            cells[2 * lane] = ' ';
            cells[2 * lane - 1] = '/';
        }
        for cell in &mut cells[2 * left + 1..2 * right - 1] {
            if *cell == ' ' {
                *cell = '_';
            }
        }
        cells.into_iter().collect::<String>().trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws `"d <- b c; b <- a; .."`, which lists children first.
    fn drawn(graph: &str) -> String {
        let revisions: Vec<_> = graph
            .split(';')
            .map(|line| {
                let (id, parents) = line.split_once("<-").unwrap_or((line, ""));
                parents.split_whitespace().fold(Revision::new(id.trim()), Revision::down_rev)
            })
            .collect();
        let listed: Vec<_> = revisions.iter().collect();
        draw(&listed, |revision| revision.id.clone()).join("\n")
    }

    #[test]
    fn a_line() {
        assert_eq!(drawn("b <- a; a"), "*  b\n*  a");
    }

    #[test]
    fn a_diamond() {
        let drawing = ["*  d", "|\\", "* |  b", "| *  c", "|/", "*  a"].join("\n");
        assert_eq!(drawn("d <- b c; b <- a; c <- a; a"), drawing);
    }

    #[test]
    fn two_trees() {
        let drawing = ["*  b", "*  a", "*  y", "*  x"].join("\n");
        assert_eq!(drawn("b <- a; a; y <- x; x"), drawing);
    }

    #[test]
    fn two_heads() {
        let drawing = ["*  c", "| *  x", "|/", "*  a"];
        assert_eq!(drawn("c <- a; x <- a; a"), drawing.join("\n"));
    }

    #[test]
    fn a_far_join_crosses_a_lane() {
        let drawing = ["*  c", "| *  x", "| | *  d", "|_|/", "* |  a", " /", "*  y"];
        assert_eq!(drawn("c <- a; x <- y; d <- a; a; y"), drawing.join("\n"));
    }

    #[test]
    fn a_merge_of_three() {
        let drawing =
            ["*  m", "|\\", "| |\\", "* | |  a", " / /", "* |  x", " /", "*  c"].join("\n");
        assert_eq!(drawn("m <- a x c; a; x; c"), drawing);
    }

    #[test]
    fn a_range_ends_above_its_parents() {
        assert_eq!(drawn("c <- b; b <- a"), "*  c\n*  b");
    }
}
