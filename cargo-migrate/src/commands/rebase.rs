//! `rebase`: gives a revision other parents, in its source.
//!
//! Two branches that each added a revision make two heads. A merge joins them; a rebase puts one
//! after the other, as long as no database has it.

use std::fs;
use std::path::Path;

use migrate_core::graph::{Graph, Site};
use migrate_core::revision::Revision;
use migrate_runtime::cli::environment::{self, EnvironmentError};
use migrate_runtime::cli::printer::Printer;
use serde_json::Value;

use super::revision::print_file;
use crate::cli::{Arguments, RebaseArguments};
use crate::error::Error;
use crate::manifest::Package;
use crate::{binary, cargo, files, source};

/// Why a revision cannot be given other parents.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RebaseError {
    /// Several revisions are meant by one word.
    #[error("`{0}` names several revisions")]
    Several(String),
    /// It has these parents already.
    #[error("{0} comes after them already")]
    Unchanged(Site),
    /// A database has it.
    #[error("the database has {0} applied: its log would no longer match the source")]
    Applied(Site),
    /// The source does not look as it was read.
    #[error("cannot find the attribute of {0}")]
    Source(Site),
}

impl RebaseError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Several(_) => Some("name one revision".to_owned()),
            Self::Applied(site) => Some(format!(
                "take it back first, with `cargo migrate downgrade`, or join the heads with `cargo \
                 migrate merge`; `{}` is then one of them",
                site.id
            )),
            Self::Unchanged(_) | Self::Source(_) => None,
        }
    }
}

pub(super) fn run(
    rebase: &RebaseArguments,
    arguments: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<(), Error> {
    let graph = source::read(package)?;
    let revision = one(&graph, &rebase.revision)?;
    let parents = parents(&graph, &rebase.onto)?;
    if revision.down_revs == parents {
        return Err(RebaseError::Unchanged(Site::of(revision)).into());
    }
    check(&graph, revision, &parents)?;
    if is_applied(&graph, revision, arguments, package, printer)? {
        return Err(RebaseError::Applied(Site::of(revision)).into());
    }
    rewrite(revision, &parents)?;
    let place = if parents.is_empty() { "the base".to_owned() } else { parents.join(", ") };
    printer.status("Rebased", format_args!("revision {} onto {place}", revision.id));
    print_file(&revision.id, Path::new(&revision.file), printer);
    Ok(())
}

fn one<'g>(graph: &'g Graph, target: &str) -> Result<&'g Revision, Error> {
    match source::select(graph, target)?[..] {
        [revision] => Ok(revision),
        [] => Err(Error::NoRevision(target.to_owned())),
        _ => Err(RebaseError::Several(target.to_owned()).into()),
    }
}

fn parents(graph: &Graph, targets: &[String]) -> Result<Vec<String>, Error> {
    let mut parents = Vec::new();
    for target in targets {
        for parent in source::select(graph, target)? {
            if !parents.contains(&parent.id) {
                parents.push(parent.id.clone());
            }
        }
    }
    Ok(parents)
}

/// Makes the graph as it would be, so that a cycle is found before anything is written.
fn check(graph: &Graph, revision: &Revision, parents: &[String]) -> Result<(), Error> {
    let moved = graph.revisions().map(|other| {
        let mut other = other.clone();
        if other.id == revision.id {
            other.down_revs = parents.to_vec();
        }
        other
    });
    Graph::build(moved)?;
    Ok(())
}

/// Whether the database that the environment names has the revision; no database has none.
fn is_applied(
    graph: &Graph,
    revision: &Revision,
    arguments: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<bool, Error> {
    let argument = arguments.database.database_url.as_deref();
    let url = match environment::database_url(argument, Some(package.directory.as_ref())) {
        Ok((url, _)) => url,
        Err(EnvironmentError::NoUrl) => {
            printer.warning("no `DATABASE_URL`: no database was asked whether it has the revision");
            return Ok(false);
        }
        Err(error) => return Err(Error::Cli(error.into())),
    };
    let program = binary::build_or_find(package, &arguments.cargo, &arguments.output)?;
    // An address in the environment is in no list of processes.
    let mut current = binary::command(&program, package);
    if argument.is_some() {
        current.env(environment::DATABASE_URL, url);
    }
    let answer = cargo::output(current.args(["current", "--format", "json", "--quiet"]))?;
    let rows = rows(&answer).ok_or_else(|| {
        let answer = String::from_utf8_lossy(&answer);
        Error::CargoAnswer(format!("`current` gave `{answer}`"))
    })?;
    Ok(graph.applied(&rows)?.any(|applied| applied.id == revision.id))
}

/// The ids in what `current --format json` prints.
fn rows(answer: &[u8]) -> Option<Vec<String>> {
    let document: Value = serde_json::from_slice(answer).ok()?;
    let rows = document.as_array()?.iter();
    rows.map(|row| Some(row.get("revision")?.as_str()?.to_owned())).collect()
}

fn rewrite(revision: &Revision, parents: &[String]) -> Result<(), Error> {
    let path = Path::new(&revision.file);
    let text = fs::read_to_string(path).map_err(Error::io("read", path))?;
    let moved = migrate_syntax::set_down_revs(&text, &revision.id, parents)
        .ok_or_else(|| RebaseError::Source(Site::of(revision)))?;
    files::replace(path, &moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_ids_of_current() {
        let answer = br#"[{"revision": "aa01", "head": true}, {"revision": "bb01"}]"#;
        assert_eq!(rows(answer).unwrap(), ["aa01", "bb01"]);
        assert_eq!(rows(b"[]").unwrap(), [""; 0]);
        assert_eq!(rows(b"no"), None);
        assert_eq!(rows(b"[{}]"), None);
    }

    #[test]
    fn a_cycle_is_found_before_anything_is_written() {
        let graph = Graph::build([Revision::new("a"), Revision::new("b").down_rev("a")]).unwrap();
        let first = graph.get("a").unwrap();
        assert!(check(&graph, first, &["b".to_owned()]).is_err());
        assert!(check(&graph, first, &[]).is_ok());
    }
}
