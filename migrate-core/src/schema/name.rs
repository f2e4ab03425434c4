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
    const NEAR: f64 = 0.8;
    candidates
        .into_iter()
        .map(|candidate| {
            let score =
                strsim::jaro_winkler(&name.to_lowercase(), &candidate.as_ref().to_lowercase());
            (score, candidate.as_ref().to_owned())
        })
        .filter(|(score, _)| *score >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
