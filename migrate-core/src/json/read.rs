//! JSON read back: what this crate wrote, whoever changed it since.

/// A value of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// An object, in the order in which it is written.
    Object(Vec<(String, Self)>),
}

/// Lists and objects in one another, so many at most: a text from outside must not end the program.
const DEEPEST: usize = 100;

impl Value {
    /// Reads a whole text; none where it is no JSON.
    ///
    /// ```
    /// use migrate_core::json::Value;
    ///
    /// let value = Value::read(r#"{"names": ["a", "é"], "count": 2}"#).unwrap();
    /// assert_eq!(value.get("count").and_then(Value::number), Some(2_u32));
    /// assert_eq!(value.get("names").unwrap().list().unwrap()[1].text(), Some("é"));
    /// assert_eq!(Value::read("{"), None);
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let value = reader.value(DEEPEST)?;
        reader.skip_blanks();
        reader.rest.is_empty().then_some(value)
    }

    /// The value of a key, where it is an object that has the key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        let Self::Text(text) = self else { return None };
        Some(text)
    }

    /// The number, where it is one of the type.
    pub fn number<T: std::str::FromStr>(&self) -> Option<T> {
        let Self::Number(digits) = self else { return None };
        digits.parse().ok()
    }

    /// The truth value, where it is one.
    pub const fn boolean(&self) -> Option<bool> {
        let Self::Boolean(value) = self else { return None };
        Some(*value)
    }

    /// The values of a list, where it is one.
    pub fn list(&self) -> Option<&[Self]> {
        let Self::List(values) = self else { return None };
        Some(values)
    }

    /// The texts of a list, where it is a list of texts.
    pub fn texts(&self) -> Option<Vec<String>> {
        self.list()?.iter().map(|value| value.text().map(str::to_owned)).collect()
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Passes over a text, where it comes next.
    fn takes(&mut self, text: &str) -> bool {
        self.skip_blanks();
        let Some(rest) = self.rest.strip_prefix(text) else { return false };
        self.rest = rest;
        true
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        self.skip_blanks();
        match self.rest.chars().next()? {
            '"' => self.text().map(Value::Text),
            '[' => self.sequence("[", "]", |reader| reader.value(depth)).map(Value::List),
            '{' => {
                let entry = |reader: &mut Self| {
                    reader.skip_blanks();
                    let key = reader.text()?;
                    if !reader.takes(":") {
                        return None;
                    }
                    Some((key, reader.value(depth)?))
                };
                self.sequence("{", "}", entry).map(Value::Object)
            }
            _ if self.takes("null") => Some(Value::Null),
            _ if self.takes("true") => Some(Value::Boolean(true)),
            _ if self.takes("false") => Some(Value::Boolean(false)),
            _ => self.number(),
        }
    }

    /// What is between two signs, with commas.
    fn sequence<T>(
        &mut self,
        open: &str,
        close: &str,
        item: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut items = Vec::new();
        if !self.takes(open) {
            return None;
        }
        if self.takes(close) {
            return Some(items);
        }
        loop {
            items.push(item(self)?);
            if self.takes(close) {
                return Some(items);
            }
            if !self.takes(",") {
                return None;
            }
        }
    }

    fn number(&mut self) -> Option<Value> {
        let is_part = |sign: char| sign.is_ascii_digit() || "+-.eE".contains(sign);
        let length = self.rest.find(|sign| !is_part(sign)).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(length);
        digits.parse::<f64>().ok()?;
        self.rest = rest;
        Some(Value::Number(digits.to_owned()))
    }

    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        self.rest = self.rest.strip_prefix('"')?;
        loop {
            let at = self.rest.find(['"', '\\'])?;
            text.push_str(&self.rest[..at]);
            let mut following = self.rest[at..].chars();
            let sign = following.next()?;
            if sign == '"' {
                self.rest = following.as_str();
                return Some(text);
            }
            let escape = following.next()?;
            self.rest = following.as_str();
            text.push(match escape {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => self.escaped()?,
                '"' | '\\' | '/' => escape,
                _ => return None,
            });
        }
    }

    /// A character by its number, in two halves where it is beyond U+FFFF.
    fn escaped(&mut self) -> Option<char> {
        let first = self.hexadecimal()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        self.rest = self.rest.strip_prefix("\\u")?;
        let second = self.hexadecimal()?.checked_sub(0xdc00).filter(|half| *half < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second)
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4)?;
        let number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        self.rest = &self.rest[4..];
        number.then(|| u32::from_str_radix(digits, 16).ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    /// The same value as another reader of JSON has it.
    fn as_serde(value: &Value) -> serde_json::Value {
        match value {
            Value::Null => serde_json::Value::Null,
            Value::Boolean(value) => (*value).into(),
            Value::Number(digits) => serde_json::from_str(digits).unwrap(),
            Value::Text(text) => text.as_str().into(),
            Value::List(values) => values.iter().map(as_serde).collect(),
            Value::Object(entries) => {
                entries.iter().map(|(key, value)| (key.clone(), as_serde(value))).collect()
            }
        }
    }

    #[test]
    fn what_is_json_is_read_as_serde_reads_it() {
        for text in [
            "null",
            " [ ] ",
            "{}",
            "[1, -2.5e3, true, false, null, \"\"]",
            r#"{"a": {"b": [1, {"c": "d"}]}, "e": "\"\\\/\b\f\n\r\t\u0041\u00e9\ud83e\udd80"}"#,
            "\"é 🦀 \u{2028}\"",
        ] {
            let value = Value::read(text).unwrap();
            assert_eq!(as_serde(&value), serde_json::from_str::<serde_json::Value>(text).unwrap());
        }
    }

    #[test]
    fn what_is_no_json_is_not_read() {
        for text in [
            "",
            " ",
            "{",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "\"",
            "\"\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12é\"",
            "\"\\ud83e\"",
            "\"\\ud83e\\u0041\"",
            "\"\\udd80\"",
            "nul",
            "truefalse",
            "1 2",
            "--1",
            "e",
            "[1]]",
        ] {
            assert_eq!(Value::read(text), None, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(Value::read(&deep), None);
    }
}
