//! What is wrong with a canonical form, and where in it.

use std::fmt;

use serde_json::Value as Json;

/// A canonical form that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// The keys and places that lead to the value, innermost first.
    path: Vec<String>,
    reason: String,
}

impl DecodeError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { path: Vec::new(), reason: reason.into() }
    }

    /// An object without a key that is always written.
    pub(crate) fn missing(key: &str) -> Self {
        Self::new(format!("the key `{key}` is missing"))
    }

    /// A value of another shape than its place.
    pub(crate) fn expected(wanted: &str, found: &Json) -> Self {
        let found = match found {
            Json::Null => "null".to_owned(),
            Json::Bool(value) => value.to_string(),
            Json::Number(number) => number.to_string(),
            Json::String(text) => format!("{text:?}"),
            Json::Array(values) => format!("a list of {}", values.len()),
            Json::Object(_) => "an object".to_owned(),
        };
        Self::new(format!("expected {wanted}, found {found}"))
    }

    /// The same error, seen from one key further out.
    pub(crate) fn within(mut self, key: impl fmt::Display) -> Self {
        self.path.push(key.to_string());
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            for (number, key) in self.path.iter().rev().enumerate() {
                let is_place = key.starts_with('[');
                write!(f, "{}{key}", if number > 0 && !is_place { "." } else { "" })?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for DecodeError {}
