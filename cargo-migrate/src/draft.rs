//! A revision that is not written yet: [`Draft`] is checked against the graph, then [`write()`]
//! writes it, so that no mistake leaves a broken file.

use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use migrate_analysis::render::Functions;
use migrate_core::graph::{Graph, Site};
use migrate_core::revision::Revision;
use migrate_syntax::{check_label, check_revision_id};

use crate::error::Error;
use crate::slug::slug;
use crate::{files, rustfmt, source, template};

/// A revision that is not written yet.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) message: String,
    pub(crate) down_revs: Vec<String>,
    pub(crate) depends_on: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) content: Content,
}

/// What a new revision does, beside being there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// What a person should look at before it runs, a line each.
    pub(crate) cautions: Vec<String>,
    /// Its functions; otherwise they are left to be written.
    pub(crate) functions: Option<Functions>,
}

/// Why a new revision does not fit among the others.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DraftError {
    /// It has to be said what the revision comes after.
    #[error("there are several heads: {}", listed(.0))]
    SeveralHeads(Vec<Site>),
    /// The revision can only come after all others.
    #[error("there are several heads: {}", listed(.0))]
    HeadsToJoin(Vec<Site>),
    /// A parent has a child already.
    #[error("{0} is not a head: another revision follows it already")]
    NotHead(Site),
    /// A parent is given twice.
    #[error("{0} is given twice")]
    Repeated(Site),
    /// The id is another revision's, or a label of one.
    #[error("the id `{id}` is taken by {holder}")]
    IdTaken {
        /// The id.
        id: String,
        /// The revision that has it.
        holder: Site,
    },
    /// There are no two heads to join.
    #[error("a merge joins at least two heads, here is {}", only(.0.as_ref()))]
    NothingToMerge(Option<Site>),
    /// A revision to join that something needs.
    #[error("cannot merge {0}: it is not a head")]
    MergesNoHead(Site),
}

impl DraftError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::SeveralHeads(heads) => heads.first().map(|head| {
                format!("name one: `--head {}`; or join them: `cargo migrate merge`", head.id)
            }),
            Self::HeadsToJoin(_) => Some("join them: `cargo migrate merge`".to_owned()),
            Self::NotHead(_) => Some("`--splice` begins a new branch there".to_owned()),
            Self::IdTaken { .. } => Some("leave `--rev-id` out for a random one".to_owned()),
            Self::MergesNoHead(_) => Some("`cargo migrate heads` lists the heads".to_owned()),
            Self::Repeated(_) | Self::NothingToMerge(_) => None,
        }
    }
}

/// An id that no revision has: 12 hexadecimal digits.
pub(crate) fn new_id(graph: &Graph) -> String {
    loop {
        // The standard library seeds its hash maps from the system's random numbers.
        let id = format!("{:012x}", RandomState::new().hash_one(()) >> 16);
        if graph.get(&id).is_none() {
            return id;
        }
    }
}

/// The ids that the names of `--depends-on` mean; labels stay labels.
pub(crate) fn dependencies(graph: &Graph, names: &[String]) -> Result<Vec<String>, Error> {
    let mut ids = Vec::new();
    for name in names {
        if graph.revisions().any(|revision| revision.labels.contains(name)) {
            ids.push(name.clone());
            continue;
        }
        let revisions = source::select(graph, name)?;
        if revisions.is_empty() {
            return Err(Error::NoRevision(name.clone()));
        }
        ids.extend(revisions.into_iter().map(|revision| revision.id.clone()));
    }
    Ok(ids)
}

/// Checks a draft and writes it into a versions directory. Gives the new file.
pub(crate) fn write(draft: &Draft, graph: &Graph, directory: &Path) -> Result<PathBuf, Error> {
    check(draft, graph)?;
    let path = directory.join(file_name(draft));
    let created = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let created = created.replace('T', " ").replace('Z', " UTC");
    let text = template::render(draft, &created);
    let text =
        if draft.content.functions.is_some() { rustfmt::formatted(&text, directory) } else { text };
    files::create(&path, &text)?;
    Ok(path)
}

fn check(draft: &Draft, graph: &Graph) -> Result<(), Error> {
    check_revision_id(&draft.id)?;
    draft.labels.iter().try_for_each(|label| check_label(label))?;
    let has_id = |other: &&Revision| other.id == draft.id || other.labels.contains(&draft.id);
    if let Some(holder) = graph.revisions().find(has_id).map(Site::of) {
        return Err(DraftError::IdTaken { id: draft.id.clone(), holder }.into());
    }
    let revision = Revision {
        id: draft.id.clone(),
        down_revs: draft.down_revs.clone(),
        depends_on: draft.depends_on.clone(),
        labels: draft.labels.clone(),
        ..Revision::default()
    };
    Graph::build(graph.revisions().cloned().chain([revision]))?;
    Ok(())
}

fn file_name(draft: &Draft) -> String {
    match slug(&draft.message) {
        slug if slug.is_empty() => format!("{}.rs", draft.id),
        slug => format!("{}_{slug}.rs", draft.id),
    }
}

fn only(site: Option<&Site>) -> String {
    site.map_or_else(|| "none".to_owned(), |site| format!("only {site}"))
}

fn listed(sites: &[Site]) -> String {
    sites.iter().map(Site::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;

    use super::*;

    fn graph() -> Graph {
        Graph::build([
            Revision::new("ae1027a6acf5").label("shop"),
            Revision::new("27c6a30d7c24").down_rev("ae1027a6acf5"),
        ])
        .unwrap()
    }

    fn draft(id: &str) -> Draft {
        Draft {
            id: id.to_owned(),
            message: "Add users".to_owned(),
            down_revs: vec!["27c6a30d7c24".to_owned()],
            depends_on: Vec::new(),
            labels: Vec::new(),
            content: Content::default(),
        }
    }

    #[test]
    fn ids_are_hexadecimal_and_differ() {
        let ids: HashSet<_> = (0..1000).map(|_| new_id(&graph())).collect();
        assert_eq!(ids.len(), 1000);
        let is_digit = |c| matches!(c, '0'..='9' | 'a'..='f');
        assert!(ids.iter().all(|id| id.len() == 12 && id.chars().all(is_digit)), "{ids:?}");
    }

    #[test]
    fn dependencies_are_whole_ids_or_labels() {
        let resolve = |name: &str| dependencies(&graph(), &[name.to_owned()]);
        assert_eq!(resolve("27c6").unwrap(), ["27c6a30d7c24"]);
        assert_eq!(resolve("head-1").unwrap(), ["ae1027a6acf5"]);
        assert_eq!(resolve("shop").unwrap(), ["shop"]);
        assert_eq!(resolve("shop@head").unwrap(), ["27c6a30d7c24"]);
        for (name, error) in [
            ("base", "`base` names no revision"),
            ("+1", "`+1` counts from the database, and this command reads none"),
            ("nope", "no revision or label is called `nope` or begins so"),
        ] {
            assert_eq!(resolve(name).unwrap_err().to_string(), error);
        }
    }

    #[test]
    fn a_draft_is_written_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = write(&draft("1f3c9a7b2d10"), &graph(), dir.path()).unwrap();
        assert_eq!(path, dir.path().join("1f3c9a7b2d10_add_users.rs"));
        let text = fs::read_to_string(&path).unwrap();
        let created = text.lines().find_map(|line| line.strip_prefix("//! Created: ")).unwrap();
        assert_eq!(created.len(), "2026-11-22 08:11:37 UTC".len(), "{created}");
        assert!(created.ends_with(" UTC") && created.as_bytes()[10] == b' ', "{created}");
        assert!(write(&draft("1f3c9a7b2d10"), &graph(), dir.path()).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn a_mistake_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let labelled = |label: &str| Draft { labels: vec![label.to_owned()], ..draft("a") };
        let dependent = Draft { depends_on: vec!["nope".to_owned()], ..draft("a") };
        for (draft, error) in [
            (draft("27c6a30d7c24"), "the id `27c6a30d7c24` is taken by `27c6a30d7c24`"),
            (draft("a-b"), "revision id `a-b` contains `-`"),
            (
                draft("head"),
                "`head` cannot be a revision id: it is a keyword of the target language",
            ),
            (draft("shop"), "the id `shop` is taken by `ae1027a6acf5`"),
            (labelled("shop"), "the label `shop` of `ae1027a6acf5` is taken by `a`"),
            (labelled("a"), "the label `a` of `a` is taken by `a`"),
            (labelled("x y"), "label `x y` contains ` `"),
            (dependent, "`a` names the dependency `nope`, which does not exist"),
        ] {
            assert_eq!(write(&draft, &graph(), dir.path()).unwrap_err().to_string(), error);
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_nameless_draft_is_named_by_its_id() {
        assert_eq!(file_name(&Draft { message: "!".to_owned(), ..draft("a") }), "a.rs");
    }
}
