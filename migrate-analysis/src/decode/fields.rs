//! Objects whose every key is read, and the values that everything else is made of.

use serde_json::{Map, Value as Json};

use super::{Decode, DecodeError};

/// The keys of an object that are not read yet.
pub(crate) struct Fields(Map<String, Json>);

impl Fields {
    pub(crate) fn of(json: Json) -> Result<Self, DecodeError> {
        match json {
            Json::Object(map) => Ok(Self(map)),
            other => Err(DecodeError::expected("an object", &other)),
        }
    }

    /// The value of a key that is always written.
    pub(crate) fn required<T: Decode>(&mut self, key: &str) -> Result<T, DecodeError> {
        match self.0.remove(key) {
            Some(value) => T::decode(value).map_err(|error| error.within(key)),
            None => Err(DecodeError::missing(key)),
        }
    }

    /// The value of a key that is left out where there is none.
    pub(crate) fn optional<T: Decode>(&mut self, key: &str) -> Result<Option<T>, DecodeError> {
        let value = self.0.remove(key);
        value.map(|value| T::decode(value).map_err(|error| error.within(key))).transpose()
    }

    /// The value of a key that is left out where it has its default.
    pub(crate) fn or_default<T: Decode + Default>(&mut self, key: &str) -> Result<T, DecodeError> {
        Ok(self.optional(key)?.unwrap_or_default())
    }

    /// Whether the key is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Ends the object: no key may be left.
    pub(crate) fn end<T>(self, value: T) -> Result<T, DecodeError> {
        match self.0.keys().next() {
            None => Ok(value),
            Some(key) => Err(DecodeError::new(format!("the key `{key}` is not known"))),
        }
    }
}

/// A word and what belongs to it: `"text"`, or `{"varchar": 100}`.
pub(super) enum Word {
    Alone(String),
    With(String, Json),
}

pub(super) fn word(json: Json) -> Result<Word, DecodeError> {
    match json {
        Json::String(word) => Ok(Word::Alone(word)),
        Json::Object(map) if map.len() == 1 => {
            let mut entries = map.into_iter();
            let entry = entries.next().map(|(key, value)| Word::With(key, value));
            entry.ok_or_else(|| DecodeError::new("an object is empty"))
        }
        other => Err(DecodeError::expected("a string, or an object of one key", &other)),
    }
}

/// One of a list of words.
pub(super) fn one_of<T: Copy>(
    json: Json,
    wanted: &str,
    words: &[(&str, T)],
) -> Result<T, DecodeError> {
    let text = String::decode(json)?;
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    found.ok_or_else(|| DecodeError::new(format!("`{text}` is no {wanted}")))
}

impl Decode for String {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        match json {
            Json::String(text) => Ok(text),
            other => Err(DecodeError::expected("a text", &other)),
        }
    }
}

impl Decode for bool {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        json.as_bool().ok_or_else(|| DecodeError::expected("true or false", &json))
    }
}

impl Decode for i64 {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        json.as_i64().ok_or_else(|| DecodeError::expected("a whole number", &json))
    }
}

impl Decode for u32 {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let number = json.as_u64().and_then(|number| Self::try_from(number).ok());
        number.ok_or_else(|| DecodeError::expected("a whole number of 32 bits", &json))
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let Json::Array(values) = json else { return Err(DecodeError::expected("a list", &json)) };
        let read = |(number, value)| {
            T::decode(value).map_err(|error| error.within(format_args!("[{number}]")))
        };
        values.into_iter().enumerate().map(read).collect()
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        T::decode(json).map(Self::new)
    }
}

/// `null` is nothing, where its being there means something: a change to no default.
impl<T: Decode> Decode for Option<T> {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        if json.is_null() { Ok(None) } else { T::decode(json).map(Some) }
    }
}

/// A parameter and its value.
impl Decode for (String, String) {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let [name, value]: [String; 2] = <Vec<String>>::decode(json)?
            .try_into()
            .map_err(|_| DecodeError::new("a parameter is a list of its name and its value"))?;
        Ok((name, value))
    }
}
