//! `merge`: writes a revision that comes after several heads.

use migrate_core::graph::{Graph, Site};
use migrate_runtime::cli::printer::Printer;

use super::revision;
use crate::cli::MergeArguments;
use crate::draft::{self, Content, Draft, DraftError};
use crate::error::Error;
use crate::manifest::Package;
use crate::source;

pub(super) fn run(
    arguments: &MergeArguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<(), Error> {
    let graph = source::read(package)?;
    let heads = heads(&graph, &arguments.heads)?;
    let draft = Draft {
        id: arguments.rev_id.clone().unwrap_or_else(|| draft::new_id(&graph)),
        message: arguments.message.clone().unwrap_or_else(|| message(&heads)),
        down_revs: heads,
        depends_on: Vec::new(),
        labels: arguments.branch_label.clone(),
        content: Content::default(),
    };
    revision::write(&draft, &graph, package, printer)
}

/// The ids of the heads that the targets name, two at least.
fn heads(graph: &Graph, targets: &[String]) -> Result<Vec<String>, Error> {
    let mut heads: Vec<String> = Vec::new();
    for target in targets {
        for revision in source::select(graph, target)? {
            if !graph.is_head(&revision.id) {
                return Err(DraftError::MergesNoHead(Site::of(revision)).into());
            }
            if !heads.contains(&revision.id) {
                heads.push(revision.id.clone());
            }
        }
    }
    if heads.len() < 2 {
        let only = heads.first().and_then(|head| graph.get(head));
        return Err(DraftError::NothingToMerge(only.map(Site::of)).into());
    }
    Ok(heads)
}

fn message(heads: &[String]) -> String {
    match heads {
        [others @ .., last] => format!("merge {} and {last}", others.join(", ")),
        [] => "merge".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use migrate_core::revision::Revision;

    use super::*;

    fn merged(graph: &Graph, targets: &str) -> Result<String, String> {
        let targets: Vec<_> = targets.split_whitespace().map(str::to_owned).collect();
        heads(graph, &targets).map(|heads| message(&heads)).map_err(|error| error.to_string())
    }

    #[test]
    fn two_heads_at_least() {
        let graph = Graph::build([
            Revision::new("aaaa"),
            Revision::new("bbbb").down_rev("aaaa"),
            Revision::new("cccc").down_rev("aaaa"),
            Revision::new("dddd"),
        ])
        .unwrap();
        for (targets, expected) in [
            ("heads", Ok("merge bbbb, cccc and dddd")),
            ("dddd bbbb", Ok("merge dddd and bbbb")),
            ("aaaa bbbb", Err("cannot merge `aaaa`: it is not a head")),
            ("bbbb", Err("a merge joins at least two heads, here is only `bbbb`")),
            ("bbbb bbbb", Err("a merge joins at least two heads, here is only `bbbb`")),
            ("base", Err("a merge joins at least two heads, here is none")),
        ] {
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(merged(&graph, targets), expected, "{targets}");
        }
    }
}
