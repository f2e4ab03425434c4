//! What can be wrong with a graph, a target or a version table, and hints apart from the messages.

use std::fmt;

use super::Revision;

/// A revision and the place it is written at, as errors name it.
///
/// ```
/// use migrate_runtime::{graph::Site, revision::Revision};
///
/// let mut revision = Revision::new("1975ea83b712");
/// assert_eq!(Site::of(&revision).to_string(), "`1975ea83b712`");
/// revision.file = "src/versions/1975_account.rs".into();
/// revision.line = 3;
/// assert_eq!(Site::of(&revision).to_string(), "`1975ea83b712` (src/versions/1975_account.rs:3)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The revision's id.
    pub id: Box<str>,
    /// Its source file; empty if unknown.
    pub file: Box<str>,
    /// The line of its attribute, from 1; 0 if unknown.
    pub line: u32,
}

impl Site {
    /// The site of a revision.
    pub fn of(revision: &Revision) -> Self {
        Self {
            id: revision.id.as_str().into(),
            file: revision.file.as_str().into(),
            line: revision.line,
        }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.id)?;
        match (&*self.file, self.line) {
            ("", _) => Ok(()),
            (file, 0) => write!(f, " ({file})"),
            (file, line) => write!(f, " ({file}:{line})"),
        }
    }
}

/// The two ways a revision names another that it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// By `down_rev`.
    Parent,
    /// By `depends_on`.
    Dependency,
}

impl fmt::Display for EdgeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Parent => "parent",
            Self::Dependency => "dependency",
        })
    }
}

/// A parent or dependency that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownNeed {
    /// The revision that names it.
    pub revision: Site,
    /// How it names it.
    pub kind: EdgeKind,
    /// The name.
    pub name: String,
}

impl fmt::Display for UnknownNeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, kind, name } = self;
        write!(f, "{revision} names the {kind} `{name}`")
    }
}

/// Why a graph was not built, a target not resolved, or a plan not made.
///
/// The message says what is wrong; [`hint`](Self::hint) says what to try.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphError {
    /// An id or a label that no target could name.
    BadName {
        /// The id or label.
        name: String,
        /// The revision that carries it.
        revision: Site,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// Two revisions with one id.
    DuplicateId {
        /// One of them.
        first: Site,
        /// The other.
        second: Site,
    },
    /// A label that is another label or an id already.
    LabelTaken {
        /// The label.
        label: String,
        /// The revision that wants it.
        revision: Site,
        /// The revision that has it, as its label or as its id.
        holder: Site,
    },
    /// A parent or dependency that does not exist.
    UnknownNeed {
        /// The revision that names it.
        revision: Site,
        /// How it names it.
        kind: EdgeKind,
        /// The name.
        name: String,
        /// What may have been meant.
        similar: Option<String>,
        /// The others that do not exist.
        others: Vec<UnknownNeed>,
    },
    /// A revision that needs itself.
    SelfLoop {
        /// The revision.
        revision: Site,
        /// How it names itself.
        kind: EdgeKind,
    },
    /// Revisions of which each needs the next, and the last the first.
    Cycle {
        /// `Parent` if parents alone make the circle.
        kind: EdgeKind,
        /// The revisions of one circle.
        revisions: Vec<Site>,
    },

    /// A target or a range that is not in the language.
    BadTarget {
        /// What was typed.
        text: String,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// A name that no revision and no label has or begins with.
    UnknownName {
        /// The name.
        name: String,
        /// What may have been meant.
        similar: Option<String>,
    },
    /// The beginning of several ids or labels.
    AmbiguousName {
        /// The beginning.
        name: String,
        /// The revisions it may mean.
        candidates: Vec<Site>,
    },
    /// A revision outside the branch it is looked for in.
    NotInBranch {
        /// The revision.
        revision: Site,
        /// The branch, as it was typed.
        branch: String,
    },
    /// One head was asked for and there are several.
    SeveralHeads {
        /// The target.
        target: String,
        /// The heads.
        heads: Vec<Site>,
    },
    /// A relative target with several revisions to count from.
    SeveralStarts {
        /// The target.
        target: String,
        /// The revisions.
        starts: Vec<Site>,
    },
    /// A relative target that comes to a fork.
    SeveralWays {
        /// The target.
        target: String,
        /// Where the ways part; `None` is the base.
        at: Option<Site>,
        /// The next revision on each way.
        ways: Vec<Site>,
    },
    /// A relative target past the end of the graph.
    TooFar {
        /// The target.
        target: String,
        /// How many steps it asks for.
        asked: u64,
        /// How many there are.
        found: u64,
        /// Where they end; `None` is the base.
        end: Option<Site>,
    },
    /// `upgrade -1`, `downgrade +1`, and their like.
    WrongDirection {
        /// The target.
        target: String,
        /// The command, with its article where it needs one.
        command: &'static str,
    },
    /// A relative target where there is nothing to count from.
    NothingApplied {
        /// The target.
        target: String,
        /// What there would have to be.
        missing: String,
    },

    /// The version table holds ids that the graph does not know.
    UnknownRows {
        /// The ids.
        rows: Vec<String>,
    },
    /// A downgrade to a revision that is not applied.
    NotApplied {
        /// The revision.
        revision: Site,
    },
    /// A downgrade to a revision above which only dependents are applied.
    OnlyDependents {
        /// The revision.
        revision: Site,
        /// The applied revisions that depend on it.
        dependents: Vec<Site>,
    },
    /// A downgrade in a branch of which nothing is applied above its target.
    NothingOfBranch {
        /// The revision.
        revision: Site,
        /// The branch, as it was typed.
        branch: String,
        /// The applied revisions that need it.
        applied: Vec<Site>,
    },
    /// A downgrade in a branch that does not begin above its target.
    NoBranchAbove {
        /// The branch, as it was typed.
        branch: String,
        /// The target; `None` is the base.
        at: Option<Site>,
        /// The next revisions above it.
        ways: Vec<Site>,
    },
    /// A history range whose start is not below its end.
    NotBelow {
        /// The range.
        range: String,
        /// The start.
        start: Site,
    },
}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadName { name, revision, fault } => {
                write!(f, "`{name}` cannot be an id or a label of {revision}: {fault}")
            }
            Self::DuplicateId { first, second } => {
                write!(f, "two revisions have the same id: {first}, {second}")
            }
            Self::LabelTaken { label, revision, holder } => {
                write!(f, "the label `{label}` of {revision} is taken by {holder}")
            }
            Self::UnknownNeed { revision, kind, name, others, .. } => write!(
                f,
                "{revision} names the {kind} `{name}`, which does not exist{}",
                further(others)
            ),
            Self::SelfLoop { revision, kind } => write!(f, "{revision} names itself as its {kind}"),
            Self::Cycle { revisions, .. } => {
                write!(f, "revisions need each other in a circle: {}", circle(revisions))
            }
            Self::BadTarget { text, fault } => write!(f, "`{text}` is not a target: {fault}"),
            Self::UnknownName { name, .. } => {
                write!(f, "no revision or label is called `{name}` or begins so")
            }
            Self::AmbiguousName { name, candidates } => {
                write!(f, "`{name}` is the beginning of several revisions: {}", list(candidates))
            }
            Self::NotInBranch { revision, branch } => {
                write!(f, "{revision} is not in the branch `{branch}`")
            }
            Self::SeveralHeads { target, heads } => {
                write!(f, "`{target}` is ambiguous, there are several heads: {}", list(heads))
            }
            Self::SeveralStarts { target, starts } => {
                write!(f, "`{target}` is ambiguous, it can count from any of {}", list(starts))
            }
            Self::SeveralWays { target, at, ways } => write!(
                f,
                "`{target}` is ambiguous, its way parts at {at} into {}",
                list(ways),
                at = place(at.as_ref())
            ),
            Self::TooFar { target, asked, found, end } => write!(
                f,
                "`{target}` goes too far: the way ends at {end} after {found} of {asked} steps",
                end = place(end.as_ref())
            ),
            Self::WrongDirection { target, command } => {
                write!(f, "`{target}` counts in the wrong direction for {command}")
            }
            Self::NothingApplied { target, missing } => {
                write!(f, "`{target}` has nothing to count from: {missing}")
            }
            Self::UnknownRows { rows } => write!(
                f,
                "the version table names revisions that do not exist here: {}",
                quoted(rows)
            ),
            Self::NotApplied { revision } => {
                write!(f, "cannot downgrade to {revision}: it is not applied")
            }
            Self::OnlyDependents { revision, dependents } => write!(
                f,
                "cannot downgrade to {revision}: no child of it is applied, only what depends on it: {}",
                list(dependents)
            ),
            Self::NothingOfBranch { revision, branch, applied } => write!(
                f,
                "cannot downgrade to {revision}: nothing of the branch `{branch}` is applied above it, only {}",
                list(applied)
            ),
            Self::NoBranchAbove { branch, at, ways } => write!(
                f,
                "the branch `{branch}` does not say which way to take from {at}: {}",
                list(ways),
                at = place(at.as_ref())
            ),
            Self::NotBelow { range, start } => {
                write!(f, "nothing at the end of the range `{range}` needs its start {start}")
            }
        }
    }
}

impl std::error::Error for GraphError {}

impl GraphError {
    /// What to try, if there is anything to say beyond the message.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownNeed { similar: Some(similar), .. }
            | Self::UnknownName { similar: Some(similar), .. } => {
                Some(format!("did you mean `{similar}`?"))
            }
            Self::UnknownNeed { name, similar: None, .. } => Some(format!(
                "bring the file of `{name}` back, which may be on another git branch, or name a revision \
                 that is here"
            )),
            Self::UnknownName { similar: None, .. } => {
                Some("`cargo migrate history` lists the revisions".to_owned())
            }
            Self::LabelTaken { .. } => {
                Some("ids and labels share one name space, each name is used once".to_owned())
            }
            Self::AmbiguousName { .. } => Some("type more of it".to_owned()),
            Self::SeveralHeads { target, heads } => {
                let one = heads.first().map_or("ID", |site| &site.id);
                Some(match target.as_str() {
                    "head" => format!(
                        "name one: `{one}`, `LABEL@head`, or `heads` for all; \
                         `merge heads` joins them"
                    ),
                    target if target.ends_with("@head") => {
                        format!("name one: `{one}`, or `{target}s` for all")
                    }
                    _ => format!("name one: `{one}`"),
                })
            }
            Self::SeveralStarts { target, starts } => {
                let steps = target.rsplit('@').next().unwrap_or(target);
                let one = starts.first().map_or("ID", |site| &site.id);
                Some(format!("name the branch: `{one}@{steps}`"))
            }
            Self::SeveralWays { ways, .. } | Self::NoBranchAbove { ways, .. } => {
                let one = ways.first().map_or("ID", |site| &site.id);
                Some(format!("name the way by a revision or label on it, such as `{one}`"))
            }
            Self::UnknownRows { .. } => Some(
                "is this an older build than the one that upgraded the database? \
                 if they are gone for good, `stamp --purge TARGET` rewrites the table"
                    .to_owned(),
            ),
            Self::OnlyDependents { dependents, .. } => dependents
                .first()
                .map(|site| format!("downgrade the branch of `{}` first", site.id)),
            Self::TooFar { found, end, .. } => Some(match (end, found) {
                (None, _) => "write `base` to go down to the end".to_owned(),
                (Some(end), 0) => format!(
                    "nothing comes after `{}`: `cargo migrate revision` writes a new revision",
                    end.id
                ),
                (Some(end), _) => format!("write `{}` to go to the end", end.id),
            }),
            Self::NothingApplied { .. } => Some(
                "`cargo migrate current` shows what is applied, `cargo migrate upgrade` applies more"
                    .to_owned(),
            ),
            Self::BadName { .. }
            | Self::DuplicateId { .. }
            | Self::SelfLoop { .. }
            | Self::Cycle { .. }
            | Self::BadTarget { .. }
            | Self::NotInBranch { .. }
            | Self::WrongDirection { .. }
            | Self::NotApplied { .. }
            | Self::NothingOfBranch { .. }
            | Self::NotBelow { .. } => None,
        }
    }
}

fn place(site: Option<&Site>) -> String {
    site.map_or_else(|| "the base".to_owned(), Site::to_string)
}

/// Joins with commas, and cuts what nobody would read.
fn list(sites: &[Site]) -> String {
    join(sites.iter().map(Site::to_string).collect())
}

fn quoted(names: &[String]) -> String {
    join(names.iter().map(|name| format!("`{name}`")).collect())
}

fn join(mut items: Vec<String>) -> String {
    const MOST: usize = 10;
    let cut = items.len().saturating_sub(MOST);
    if cut > 0 {
        items.truncate(MOST);
        items.push(format!("and {cut} more"));
    }
    items.join(", ")
}

/// The others after the first.
fn further(others: &[UnknownNeed]) -> String {
    const MOST: usize = 10;
    let lines = others.iter().take(MOST).map(|need| format!(", and {need}"));
    let more = match others.len().saturating_sub(MOST) {
        0 => String::new(),
        count => format!(", and {count} more like these"),
    };
    lines.collect::<String>() + &more
}

/// The circle, without the middle of a long one.
fn circle(sites: &[Site]) -> String {
    const MOST: usize = 10;
    let mut parts: Vec<_> = sites.iter().take(MOST).map(Site::to_string).collect();
    let cut = sites.len().saturating_sub(MOST + 1);
    if cut > 0 {
        parts.push(format!("{cut} more"));
    }
    parts.extend(sites.last().filter(|_| sites.len() > MOST).map(Site::to_string));
    parts.extend(sites.first().map(Site::to_string));
    parts.join(" needs ")
}
