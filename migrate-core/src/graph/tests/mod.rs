//! A small language for graphs and for tables of commands, in which the tests here are written.
//!
//! A graph is `a; b <- a; m <- b, c; d <- c (m) [shop]`: id, parents, dependencies, labels. A
//! table has one command a line, with the rows of the version table in brackets:
//!
//! ```text
//! upgrade   [b] m        => c, m | m              the steps | the rows afterwards
//! upgrade   [b] m moves  => +c | -b -c +m         how each step changes the rows
//! stamp     [b] m        => -b +m                 how the rows change
//! history   [b] a:m      => m, c, b, a            the revisions shown
//! select    [b] shop@head => d                    the revisions named
//! downgrade [b] m        => error: cannot downgrade to `m`: it is not applied
//! ```

use super::plan::{self, Plan};
use super::{Graph, GraphError, Range, RowChange, Target};
use crate::revision::Revision;

mod build;
mod defects;
mod plans;
mod targets;

/// Builds a graph from its text.
#[track_caller]
pub(super) fn graph(text: &str) -> Graph {
    Graph::build(revisions(text)).unwrap()
}

/// Reads the revisions of a graph from its text.
pub(super) fn revisions(text: &str) -> Vec<Revision> {
    text.split(';').filter(|part| !part.trim().is_empty()).map(revision).collect()
}

fn revision(text: &str) -> Revision {
    let (text, labels) = text.split_once('[').unwrap_or((text, ""));
    let (text, depends_on) = text.split_once('(').unwrap_or((text, ""));
    let (id, down_revs) = text.split_once("<-").unwrap_or((text, ""));
    Revision {
        down_revs: names(down_revs),
        depends_on: names(depends_on),
        labels: names(labels),
        ..Revision::new(id.trim())
    }
}

fn names(text: &str) -> Vec<String> {
    let separators = [',', ' ', ')', ']'];
    text.split(separators).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Runs each line of a table and compares what comes after `=>`.
#[track_caller]
pub(super) fn check(graph_text: &str, table: &str) {
    let graph = graph(graph_text);
    let (mut actual, mut expected) = (Vec::new(), Vec::new());
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (input, output) = line.split_once("=>").unwrap();
        let result = answer(&graph, input).unwrap_or_else(|error| format!("error: {error}"));
        actual.push(format!("{} => {result}", input.trim()));
        expected.push(format!("{} => {}", input.trim(), output.trim()));
    }
    assert_eq!(actual.join("\n"), expected.join("\n"));
}

fn answer(graph: &Graph, input: &str) -> Result<String, GraphError> {
    let (command, rest) = input.split_once('[').unwrap();
    let (rows, rest) = rest.split_once(']').unwrap();
    let rows = names(rows);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let target = || Target::parse(words[0]);
    let show = |plan: Plan| {
        let steps = plan.revisions.iter();
        if words.len() > 1 {
            return steps.map(|step| moves(&step.change)).collect::<Vec<_>>().join(" | ");
        }
        let rows = plan.rows_after(&rows).join(", ");
        format!("{} | {rows}", ids(steps.map(|step| step.revision))).trim().to_owned()
    };
    Ok(match command.trim() {
        "upgrade" => show(plan::upgrade(graph, &rows, &target()?)?),
        "downgrade" => show(plan::downgrade(graph, &rows, &target()?)?),
        "select" => ids(graph.select(&target()?, &rows)?),
        "history" => ids(graph.range(&Range::parse(words[0])?, &rows)?),
        "stamp" => {
            let targets: Result<Vec<_>, _> = words.into_iter().map(Target::parse).collect();
            moves(&plan::stamp(graph, &rows, &targets?)?)
        }
        other => panic!("unknown command {other}"),
    })
}

fn moves(change: &RowChange) -> String {
    let deleted = change.delete.iter().map(|row| format!("-{row}"));
    let inserted = change.insert.iter().map(|row| format!("+{row}"));
    deleted.chain(inserted).collect::<Vec<_>>().join(" ")
}

/// The ids of revisions, with commas.
pub(super) fn ids<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> String {
    let ids: Vec<&str> = revisions.into_iter().map(|revision| revision.id.as_str()).collect();
    ids.join(", ")
}
