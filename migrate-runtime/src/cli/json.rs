//! JSON documents to print, with their keys in the order they are written.

use std::fmt::{self, Write as _};

use migrate_core::json::push_text;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Number(u64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// Keys and their values.
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    /// An object of these keys.
    ///
    /// ```
    /// use migrate_runtime::cli::json::Json;
    ///
    /// let document = Json::object([("revision", "1f3c".into()), ("head", true.into())]);
    /// assert_eq!(document.to_string(), "{\n  \"revision\": \"1f3c\",\n  \"head\": true\n}");
    /// ```
    pub fn object<const N: usize>(entries: [(&'static str, Self); N]) -> Self {
        Self::Object(entries.into())
    }

    /// A list of these values.
    pub fn list<V: Into<Self>>(values: impl IntoIterator<Item = V>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(text) => write_text(f, text),
            Self::List(values) => {
                write_items(f, ['[', ']'], values, depth, |f, value| value.write(f, depth + 1))
            }
            Self::Object(entries) => {
                write_items(f, ['{', '}'], entries, depth, |f, (key, value)| {
                    write_text(f, key)?;
                    f.write_str(": ")?;
                    value.write(f, depth + 1)
                })
            }
        }
    }
}

fn write_items<T>(
    f: &mut fmt::Formatter<'_>,
    [open, close]: [char; 2],
    items: &[T],
    depth: usize,
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    const INDENT: &str = "  ";
    f.write_char(open)?;
    for (number, item) in items.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        write!(f, "{comma}\n{}", INDENT.repeat(depth + 1))?;
        write(f, item)?;
    }
    if !items.is_empty() {
        write!(f, "\n{}", INDENT.repeat(depth))?;
    }
    f.write_char(close)
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let mut quoted = String::new();
    push_text(&mut quoted, text);
    f.write_str(&quoted)
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u32> for Json {
    fn from(value: u32) -> Self {
        Self::Number(value.into())
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl<V: Into<Self>> From<Option<V>> for Json {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reader_understands_it() {
        let text = "quotes \" and \\ and\nlines\t\u{1}\u{7f}, é and 🦀";
        let document = Json::object([
            ("text", text.into()),
            ("none", Json::from(None::<&str>)),
            ("numbers", Json::list([0_u64, u64::MAX])),
            ("empty", Json::list([""; 0])),
            ("nested", Json::list([Json::object([("a", true.into())]), Json::object([])])),
        ]);
        let read: serde_json::Value = serde_json::from_str(&document.to_string()).unwrap();
        let expected = serde_json::json!({
            "text": text,
            "none": null,
            "numbers": [0, u64::MAX],
            "empty": [],
            "nested": [{"a": true}, {}],
        });
        assert_eq!(read, expected);
        assert_eq!(document.to_string(), format!("{document}"));
    }
}
