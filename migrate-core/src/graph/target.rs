//! The target language: what a user may type to name revisions; `resolve` finds what is meant.
//!
//! ```text
//! target = [branch "@"] place          branch = a label, an id, or the beginning of one
//! place  = anchor | [anchor] steps     anchor = "head" | "heads" | "base" | "current" | name
//! steps  = ("+" | "-") digits          range  = [target] ":" [target]
//! ```
//!
//! | typed | means |
//! |---|---|
//! | `head`, `heads` | the one head, all heads |
//! | `base` | below every revision |
//! | `current` | the rows of the version table |
//! | `1975` | the revision or label of this name, or the only one that begins so |
//! | `+2`, `-1` | counted from the rows of the version table |
//! | `1975+2`, `head-1` | counted from there |
//! | `shop@head`, `shop@+1`, `shop@1975` | the same, in the branch of `shop` |

use std::fmt;
use std::str::FromStr;

use super::error::GraphError;
use super::names::fault_in_name;

/// What a user typed to name a revision, several, or the base.
///
/// ```
/// use migrate_runtime::graph::Target;
///
/// for text in ["head", "base", "1975ea", "+1", "shop@head-2"] {
///     assert_eq!(Target::parse(text)?.to_string(), text);
/// }
/// let error = Target::parse("+1abc").unwrap_err();
/// assert_eq!(error.to_string(), "`+1abc` is not a target: after `+` or `-` comes a number");
/// # Ok::<(), migrate_runtime::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub(super) branch: Option<String>,
    pub(super) anchor: Anchor,
    /// How many steps from the anchor; negative is down.
    pub(super) steps: i64,
}

/// Where a target starts to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Nothing was typed before the steps: they count from the database, or from the other end of a
    /// range.
    Relative,
    Current,
    Head,
    Heads,
    Base,
    Name(String),
}

impl Target {
    /// Reads a target, all of it.
    pub fn parse(text: &str) -> Result<Self, GraphError> {
        let bad = |fault| GraphError::BadTarget { text: text.to_owned(), fault };
        let (branch, place) = match text.split_once('@') {
            Some((branch, place)) => (Some(branch), place),
            None => (None, text),
        };
        if let Some(fault) = branch.and_then(fault_in_name) {
            return Err(bad(fault));
        }
        let (anchor, steps) = match place.find(['+', '-']) {
            Some(sign) => {
                let (anchor, steps) = place.split_at(sign);
                (anchor, Some(parse_steps(steps).map_err(bad)?))
            }
            None => (place, None),
        };
        let anchor = match anchor {
            "" if steps == Some(0) => return Err(bad("zero steps lead nowhere")),
            "" if steps.is_some() => Anchor::Relative,
            "current" if branch.is_some() => return Err(bad("`current` is not of one branch")),
            "current" => Anchor::Current,
            "head" => Anchor::Head,
            "heads" => Anchor::Heads,
            "base" => Anchor::Base,
            name => match fault_in_name(name) {
                None => Anchor::Name(name.to_owned()),
                Some(fault) => return Err(bad(fault)),
            },
        };
        Ok(Self { branch: branch.map(str::to_owned), anchor, steps: steps.unwrap_or(0) })
    }

    /// Whether the target says nothing until the version table is read.
    pub fn needs_rows(&self) -> bool {
        matches!(self.anchor, Anchor::Relative | Anchor::Current)
    }

    /// Whether nothing but steps was typed, so that it counts from wherever the command says.
    pub(super) fn is_relative(&self) -> bool {
        self.anchor == Anchor::Relative
    }

    pub(super) fn wrong_direction(&self, command: &'static str) -> GraphError {
        GraphError::WrongDirection { target: self.to_string(), command }
    }
}

fn parse_steps(text: &str) -> Result<i64, &'static str> {
    let digits = text.trim_start_matches(['+', '-']);
    if text.len() - digits.len() != 1
        || digits.is_empty()
        || !digits.bytes().all(|b| b.is_ascii_digit())
    {
        return Err("after `+` or `-` comes a number");
    }
    text.parse().map_err(|_| "the number is too large")
}

impl FromStr for Target {
    type Err = GraphError;

    fn from_str(text: &str) -> Result<Self, GraphError> {
        Self::parse(text)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(branch) = &self.branch {
            write!(f, "{branch}@")?;
        }
        f.write_str(match &self.anchor {
            Anchor::Relative => return write!(f, "{:+}", self.steps),
            Anchor::Current => "current",
            Anchor::Head => "head",
            Anchor::Heads => "heads",
            Anchor::Base => "base",
            Anchor::Name(name) => name,
        })?;
        if self.steps == 0 { Ok(()) } else { write!(f, "{:+}", self.steps) }
    }
}

/// Two targets with a colon between them, either of which may be left out.
///
/// ```
/// use migrate_runtime::graph::Range;
///
/// let range = Range::parse("-2:current")?;
/// assert_eq!(range.start().unwrap().to_string(), "-2");
/// assert!(Range::parse("1975:")?.end().is_none());
/// assert!(Range::parse("a:b:c").is_err());
/// # Ok::<(), migrate_runtime::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    start: Option<Target>,
    end: Option<Target>,
}

impl Range {
    /// Reads a range, all of it.
    pub fn parse(text: &str) -> Result<Self, GraphError> {
        let bad = |fault| GraphError::BadTarget { text: text.to_owned(), fault };
        let (start, end) = text
            .split_once(':')
            .ok_or_else(|| bad("a range is `START:END`, `START:` or `:END`"))?;
        if end.contains(':') {
            return Err(bad("a range has one `:`"));
        }
        let side = |text: &str| (!text.is_empty()).then(|| Target::parse(text)).transpose();
        Ok(Self { start: side(start)?, end: side(end)? })
    }

    /// The lower end; `None` is the base.
    pub fn start(&self) -> Option<&Target> {
        self.start.as_ref()
    }

    /// The upper end; `None` is the heads.
    pub fn end(&self) -> Option<&Target> {
        self.end.as_ref()
    }

    /// Whether the range says nothing until the version table is read.
    pub fn needs_rows(&self) -> bool {
        let sides = || self.start.iter().chain(&self.end);
        sides().any(|target| target.anchor == Anchor::Current)
            || sides().filter(|target| target.is_relative()).count() == 2
    }
}

impl FromStr for Range {
    type Err = GraphError;

    fn from_str(text: &str) -> Result<Self, GraphError> {
        Self::parse(text)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side =
            |target: &Option<Target>| target.as_ref().map_or(String::new(), Target::to_string);
        write!(f, "{}:{}", side(&self.start), side(&self.end))
    }
}
