//! Names of schema objects, and the nearest known name to a misspelt one.

use std::fmt;

/// A name with an optional schema (namespace) before it.
///
/// ```
/// use migrate_runtime::schema::QualifiedName;
///
/// assert_eq!(QualifiedName::from("users").to_string(), "users");
/// assert_eq!(QualifiedName::from(("audit", "entries")).to_string(), "audit.entries");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName {
    /// The schema; none is the connection's default.
    pub schema: Option<String>,
    /// The object's own name.
    pub name: String,
}

impl QualifiedName {
    /// The same schema with another name in it.
    #[must_use]
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        Self { schema: self.schema.clone(), name: name.into() }
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl From<&str> for QualifiedName {
    fn from(name: &str) -> Self {
        Self { schema: None, name: name.to_owned() }
    }
}

impl From<String> for QualifiedName {
    fn from(name: String) -> Self {
        Self { schema: None, name }
    }
}

impl From<(&str, &str)> for QualifiedName {
    fn from((schema, name): (&str, &str)) -> Self {
        Self { schema: Some(schema.to_owned()), name: name.to_owned() }
    }
}

impl From<&Self> for QualifiedName {
    fn from(name: &Self) -> Self {
        name.clone()
    }
}

/// The candidate nearest to `name`, when one is near enough to be what was meant.
///
/// ```
/// use migrate_runtime::schema::closest;
///
/// assert_eq!(closest("user", ["users", "posts"]), Some("users".to_owned()));
/// assert_eq!(closest("user", ["invoices"]), None);
/// ```
pub fn closest<S: AsRef<str>>(
    name: &str,
    candidates: impl IntoIterator<Item = S>,
) -> Option<String> {
    let mut candidates = candidates.into_iter();
    closest_of(name, &mut || candidates.next().map(|candidate| candidate.as_ref().to_owned()))
}

/// [`closest`], compiled once for all kinds of candidates.
fn closest_of(name: &str, next: &mut dyn FnMut() -> Option<String>) -> Option<String> {
    const NEAR: f64 = 0.8;
    let name = name.to_lowercase();
    let mut nearest: Option<(f64, String)> = None;
    while let Some(candidate) = next() {
        let score = strsim::jaro_winkler(&name, &candidate.to_lowercase());
        if score >= NEAR && nearest.as_ref().is_none_or(|(best, _)| score >= *best) {
            nearest = Some((score, candidate));
        }
    }
    nearest.map(|(_, candidate)| candidate)
}
