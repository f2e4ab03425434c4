//! The commands that read revisions and nothing else: `history`, `heads`, `branches`, `show`.
//!
//! The lines have the form of Alembic's, which scripts parse:
//! `<base> -> 1975ea83b712 (branchpoint), create account table`.

use crate::error::{Error, Interrupted};
use migrate_core::graph::{BranchLabels, Graph, Range, Target};
use migrate_core::revision::Revision;

use super::args::GraphCommand;
use super::drawing::draw;
use super::exit::Exit;
use super::json::Json;
use super::printer::Printer;

/// Runs a command on a graph; `rows` are those of the version table, where they were read, `interrupted` is the
/// revision that was begun and is not finished.
pub fn run(
    command: &GraphCommand,
    graph: &Graph,
    rows: Option<&[String]>,
    interrupted: Option<&Interrupted>,
    printer: &mut Printer,
) -> Result<Exit, Error> {
    let view = View { graph, labels: graph.branch_labels(), rows, interrupted };
    match command {
        GraphCommand::History { range, verbose, graph: drawn, .. } => {
            let revisions = match range {
                Some(range) => graph.range(&Range::parse(range)?, view.rows())?,
                None => graph.revisions().rev().collect(),
            };
            if *drawn && !printer.is_json() {
                let label = |revision: &Revision| view.name(revision) + &message(revision);
                for line in draw(&revisions, label) {
                    printer.result(line);
                }
            } else {
                view.print(printer, &revisions, *verbose, View::history_line);
            }
        }
        GraphCommand::Heads { single, verbose } => {
            let heads: Vec<_> = graph.heads().collect();
            view.print(printer, &heads, *verbose, View::head_line);
            if *single && heads.len() > 1 {
                printer.status("Found", format_args!("{} heads where one is wanted", heads.len()));
                return Ok(Exit::SeveralHeads);
            }
        }
        GraphCommand::Branches { verbose } => {
            let points: Vec<_> = graph.branch_points().collect();
            if printer.is_json() {
                view.print(printer, &points, false, View::head_line);
            } else {
                view.branches(printer, &points, *verbose);
            }
        }
        GraphCommand::Show { targets } => {
            let mut revisions: Vec<&Revision> = Vec::new();
            for target in targets {
                for revision in graph.select(&Target::parse(target)?, view.rows())? {
                    if !revisions.contains(&revision) {
                        revisions.push(revision);
                    }
                }
            }
            view.print(printer, &revisions, true, View::history_line);
        }
    }
    Ok(Exit::Success)
}

/// Prints the revisions of the version table's rows, as `current` does.
pub(super) fn current(graph: &Graph, rows: &[String], verbose: bool, printer: &mut Printer) {
    let labels = graph.branch_labels();
    let view = View { graph, labels, rows: Some(rows), interrupted: None };
    let revisions: Vec<_> = rows.iter().filter_map(|row| graph.get(row)).collect();
    view.print(printer, &revisions, verbose, View::current_line);
}

/// What is known when a revision is printed.
struct View<'g> {
    graph: &'g Graph,
    labels: BranchLabels<'g>,
    /// The version table's; none where the database was not asked.
    rows: Option<&'g [String]>,
    /// The revision that was begun and is not finished.
    interrupted: Option<&'g Interrupted>,
}

impl View<'_> {
    fn rows(&self) -> &[String] {
        self.rows.unwrap_or_default()
    }

    fn print(
        &self,
        printer: &mut Printer,
        revisions: &[&Revision],
        verbose: bool,
        line: fn(&Self, &Revision) -> String,
    ) {
        if printer.is_json() {
            printer.result(Json::list(revisions.iter().map(|revision| self.json(revision))));
            return;
        }
        for revision in revisions {
            if verbose {
                printer.result(self.block(revision));
            } else {
                printer.result(line(self, revision));
            }
        }
    }

    fn branches(&self, printer: &mut Printer, points: &[&Revision], verbose: bool) {
        for point in points {
            if verbose {
                printer.result(self.block(point).trim_end());
            } else {
                printer.result(self.name(point));
            }
            for child in self.graph.children(&point.id) {
                let indent = " ".repeat(point.id.len());
                let message = if verbose { message(child) } else { String::new() };
                printer.result(format_args!("{indent} -> {}{message}", self.name(child)));
            }
            printer.result("");
        }
    }

    fn history_line(&self, revision: &Revision) -> String {
        let parents = if revision.down_revs.is_empty() {
            "<base>".to_owned()
        } else {
            revision.down_revs.join(", ")
        };
        let depends = if revision.depends_on.is_empty() {
            String::new()
        } else {
            format!(" ({})", revision.depends_on.join(", "))
        };
        format!("{parents}{depends} -> {}{}", self.name(revision), message(revision))
    }

    fn head_line(&self, revision: &Revision) -> String {
        self.name(revision)
    }

    fn current_line(&self, revision: &Revision) -> String {
        format!("{}{}", revision.id, self.marks(revision, false))
    }

    /// The id, its branch labels, and what it is in the graph.
    fn name(&self, revision: &Revision) -> String {
        let labels = self.labels.of(&revision.id);
        let labels =
            if labels.is_empty() { String::new() } else { format!(" ({})", labels.join(", ")) };
        format!("{}{labels}{}", revision.id, self.marks(revision, true))
    }

    fn marks(&self, revision: &Revision, with_current: bool) -> String {
        let id = revision.id.as_str();
        let marks = [
            (self.graph.is_head(id), " (head)"),
            (with_current && self.is_current(revision), " (current)"),
            (self.interrupted(revision).is_some(), " (interrupted)"),
            (self.graph.is_branch_point(id), " (branchpoint)"),
            (self.graph.is_merge_point(id), " (mergepoint)"),
        ];
        marks.into_iter().filter_map(|(holds, mark)| holds.then_some(mark)).collect()
    }

    fn is_current(&self, revision: &Revision) -> bool {
        self.rows().contains(&revision.id)
    }

    /// Where the revision was interrupted.
    fn interrupted(&self, revision: &Revision) -> Option<&Interrupted> {
        self.interrupted.filter(|interrupted| interrupted.revision == revision.id)
    }

    /// Everything about a revision, in Alembic's lines.
    fn block(&self, revision: &Revision) -> String {
        let id = revision.id.as_str();
        let mut lines = vec![format!("Rev: {id}{}", self.marks(revision, true))];
        match &revision.down_revs[..] {
            [] => lines.push("Parent: <base>".to_owned()),
            [parent] => lines.push(format!("Parent: {parent}")),
            parents => lines.push(format!("Merges: {}", parents.join(", "))),
        }
        if !revision.depends_on.is_empty() {
            lines.push(format!("Also depends on: {}", revision.depends_on.join(", ")));
        }
        if self.graph.is_branch_point(id) {
            let children: Vec<_> = self.graph.children(id).map(|child| child.id.as_str()).collect();
            lines.push(format!("Branches into: {}", children.join(", ")));
        }
        let labels = self.labels.of(id);
        if !labels.is_empty() {
            lines.push(format!("Branch names: {}", labels.join(", ")));
        }
        lines.push(format!("Path: {}:{}", revision.file, revision.line));
        lines
            .extend(self.interrupted(revision).map(|it| format!("Interrupted: {}", it.progress())));
        lines.push(String::new());
        for line in revision.doc.lines() {
            lines.push(format!("    {line}").trim_end().to_owned());
        }
        lines.push(String::new());
        lines.join("\n")
    }

    fn json(&self, revision: &Revision) -> Json {
        let id = revision.id.as_str();
        Json::object([
            ("revision", id.into()),
            ("down_revs", Json::list(&revision.down_revs)),
            ("depends_on", Json::list(&revision.depends_on)),
            ("labels", Json::list(&revision.labels)),
            ("branches", Json::list(self.labels.of(id).iter().copied())),
            ("message", Json::from(&revision.message)),
            ("file", Json::from(&revision.file)),
            ("line", revision.line.into()),
            ("head", self.graph.is_head(id).into()),
            ("branch_point", self.graph.is_branch_point(id).into()),
            ("merge_point", self.graph.is_merge_point(id).into()),
            ("current", self.rows.map(|_| self.is_current(revision)).into()),
            ("interrupted", self.interrupted(revision).map_or(Json::Null, interrupted_json)),
        ])
    }
}

/// Where a revision was interrupted, for programs.
pub(super) fn interrupted_json(interrupted: &Interrupted) -> Json {
    let count = |count: usize| Json::Number(u64::try_from(count).unwrap_or(u64::MAX));
    Json::object([
        ("direction", Json::from(&interrupted.direction)),
        ("done", count(interrupted.done)),
        ("total", count(interrupted.total)),
        ("statement", interrupted.statement.as_ref().into()),
        ("started_at", Json::from(&interrupted.started_at)),
        ("applied_by", interrupted.applied_by.as_ref().into()),
    ])
}

fn message(revision: &Revision) -> String {
    if revision.message.is_empty() { String::new() } else { format!(", {}", revision.message) }
}
