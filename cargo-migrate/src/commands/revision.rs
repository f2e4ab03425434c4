//! `revision`: writes a new revision after the head, or after what `--head` names; with `--autogenerate` one that
//! leads to the models.

use std::path::Path;

use migrate_analysis::diff::inverse;
use migrate_analysis::render::{self, Downgrade};
use migrate_core::dialect::{Dialect, lower};
use migrate_core::graph::{Graph, Site};
use migrate_core::op::{Operation, Recorded};
use migrate_core::revision::Revision;
use migrate_core::schema::{Origin, Schema};
use migrate_runtime::cli::json::Json;
use migrate_runtime::cli::printer::Printer;

use super::check;
use crate::autogenerate::cautions::{cautions, created_again, lost};
use crate::autogenerate::{self, AutogenerateError, Comparison, left_out};
use crate::cli::{Arguments, CompareArguments, RevisionArguments};
use crate::draft::{self, Content, Draft, DraftError};
use crate::error::Error;
use crate::manifest::Package;
use crate::{paths, source};

pub(super) fn run(
    arguments: &RevisionArguments,
    all: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<(), Error> {
    if arguments.compare.is_typed() && !arguments.autogenerate {
        return Err(Error::OnlyForAutogenerate);
    }
    let graph = source::read(package)?;
    let down_revs = parents(&graph, arguments)?;
    let content = if arguments.autogenerate {
        match generated(&graph, &down_revs, &arguments.compare, EQUAL, all, package, printer)? {
            Some(content) => content,
            None => return Ok(()),
        }
    } else {
        Content::default()
    };
    let draft = Draft {
        id: arguments.rev_id.clone().unwrap_or_else(|| draft::new_id(&graph)),
        message: arguments.message.clone().unwrap_or_default(),
        down_revs,
        depends_on: draft::dependencies(&graph, &arguments.depends_on)?,
        labels: arguments.branch_label.clone(),
        content,
    };
    write(&draft, &graph, package, printer)
}

/// What is said where there is nothing to write.
const EQUAL: &str = "the revisions lead to the models: no revision is written";

/// What leads to the models; none where the revisions do already, which `equal` says.
pub(super) fn generated(
    graph: &Graph,
    parents: &[String],
    options: &CompareArguments,
    equal: &str,
    all: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<Option<Content>, Error> {
    if let Some(head) = graph.heads().find(|head| !parents.contains(&head.id)) {
        return Err(AutogenerateError::OffTheHeads(Site::of(head)).into());
    }
    let Comparison { before, dialects, found, not_held, left_out: unsaid } =
        autogenerate::compare(package, all, options, printer)?;
    let families = autogenerate::families(&dialects);
    for left in &found.unsupported {
        printer.warning(left);
    }
    if found.operations.is_empty() {
        let is_all_known = [found.unsupported.len(), found.unknown.len(), unsaid.len()] == [0; 3];
        let verdict = if is_all_known { equal } else { NOTHING_KNOWN };
        printer.status("Compared", verdict);
        return Ok(None);
    }
    for line in check::descriptions(&found.operations, &before) {
        printer.status("Detected", line);
    }
    let mut functions = render::functions(&found.operations, &before, &families)?;
    let mut cautions = cautions(&found.operations, &before);
    cautions.extend(lost(&found.operations, &not_held));
    cautions.extend(created_again(&found.operations, &families));
    cautions.extend(left_out::left_out(&found.operations, &functions.upgrade, &unsaid));
    cautions.extend(refused(&found.operations, &before, &dialects));
    if let Downgrade::Irreversible(reason) = &functions.downgrade {
        // The schema before comes back, if not every value: for the person who reads the file to decide.
        let back =
            inverse(&found.operations, &before, &families).map_err(AutogenerateError::Diff)?;
        cautions.push(format!("the way back is not exact: {reason}"));
        functions.downgrade = Downgrade::Function(render::function("downgrade", &back)?);
    }
    for caution in &cautions {
        printer.warning(caution);
    }
    Ok(Some(Content { cautions, functions: Some(functions) }))
}

/// What is said where there is nothing to write, and not all was compared.
const NOTHING_KNOWN: &str = "no difference that a revision says: no revision is written";

/// Why a revision of the operations would be refused before it runs, by the first database that it is.
fn refused(operations: &[Operation], before: &Schema, dialects: &[Dialect]) -> Option<String> {
    let recorded =
        |operation: &Operation| Recorded { operation: operation.clone(), origin: Origin::caller() };
    let script: Vec<_> = operations.iter().map(recorded).collect();
    dialects.iter().find_map(|dialect| {
        let error = lower(*dialect, &script, &mut before.clone()).err()?;
        Some(format!("as it is, it cannot be applied to {dialect}: {error}"))
    })
}

/// Writes a draft and prints where it is.
pub(super) fn write(
    draft: &Draft,
    graph: &Graph,
    package: &Package,
    printer: &mut Printer,
) -> Result<(), Error> {
    let file = draft::write(draft, graph, &paths::from_here(&package.versions))?;
    let place = match &draft.down_revs[..] {
        [] => "at the base".to_owned(),
        parents => format!("after {}", parents.join(", ")),
    };
    printer.status("Created", format_args!("revision {} {place}", draft.id));
    print_file(&draft.id, &file, printer);
    Ok(())
}

/// Prints the file of a revision as the command's result.
pub(super) fn print_file(id: &str, file: &Path, printer: &mut Printer) {
    if printer.is_json() {
        let file = file.to_string_lossy();
        printer.result(Json::object([("revision", id.into()), ("file", Json::from(&*file))]));
    } else {
        printer.result(file.display());
    }
}

/// The ids of the revisions that the new one comes after; none for a new base.
fn parents(graph: &Graph, arguments: &RevisionArguments) -> Result<Vec<String>, Error> {
    let mut parents: Vec<&Revision> = Vec::new();
    for target in &arguments.head {
        for revision in heads(graph, target)? {
            if parents.contains(&revision) {
                return Err(DraftError::Repeated(Site::of(revision)).into());
            }
            if !arguments.splice && graph.children(&revision.id).next().is_some() {
                return Err(DraftError::NotHead(Site::of(revision)).into());
            }
            parents.push(revision);
        }
    }
    Ok(parents.into_iter().map(|revision| revision.id.clone()).collect())
}

/// The one head, after which a new revision comes; none of a package without revisions.
pub(super) fn only_head(graph: &Graph) -> Result<Vec<String>, Error> {
    let heads: Vec<_> = graph.heads().collect();
    if heads.len() > 1 {
        return Err(DraftError::HeadsToJoin(heads.into_iter().map(Site::of).collect()).into());
    }
    Ok(heads.into_iter().map(|revision| revision.id.clone()).collect())
}

fn heads<'g>(graph: &'g Graph, target: &str) -> Result<Vec<&'g Revision>, Error> {
    let heads: Vec<_> = graph.heads().map(Site::of).collect();
    if target == "head" && heads.len() > 1 {
        return Err(DraftError::SeveralHeads(heads).into());
    }
    source::select(graph, target)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        arguments: RevisionArguments,
    }

    /// The parents, or the error, of a revision with these arguments.
    fn parents_of(graph: &Graph, typed: &str) -> Result<String, String> {
        let words = std::iter::once("revision").chain(typed.split_whitespace());
        let typed = Typed::try_parse_from(words).map_err(|error| error.to_string())?;
        let parents = parents(graph, &typed.arguments).map_err(|error| error.to_string())?;
        Ok(parents.join(" "))
    }

    #[test]
    fn what_a_revision_comes_after() {
        // a ── b ── c        d depends on e, which is thus no head but has no child either.
        // e      f ── d
        let graph = Graph::build([
            Revision::new("aaaa"),
            Revision::new("bbbb").down_rev("aaaa").label("shop"),
            Revision::new("cccc").down_rev("bbbb"),
            Revision::new("dddd").down_rev("ffff").depends_on("eeee"),
            Revision::new("eeee"),
            Revision::new("ffff"),
        ])
        .unwrap();
        for (typed, expected) in [
            ("", Err("there are several heads: `cccc`, `dddd`")),
            ("--head heads", Ok("cccc dddd")),
            ("--head dddd --head cccc", Ok("dddd cccc")),
            ("--head shop@head", Ok("cccc")),
            ("--head cccc", Ok("cccc")),
            ("--head base", Ok("")),
            ("--head eeee", Ok("eeee")),
            ("--head bbbb", Err("`bbbb` is not a head: another revision follows it already")),
            ("--head bbbb --splice", Ok("bbbb")),
            ("--head shop@head-1 --splice", Ok("bbbb")),
            ("--head cccc --head shop@head", Err("`cccc` is given twice")),
            (
                "--head current",
                Err("`current` counts from the database, and this command reads none"),
            ),
            ("--head nope", Err("no revision or label is called `nope` or begins so")),
        ] {
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(parents_of(&graph, typed), expected, "{typed}");
        }
    }

    #[test]
    fn the_first_revision_is_a_base() {
        assert_eq!(parents_of(&Graph::build([]).unwrap(), ""), Ok(String::new()));
    }
}
