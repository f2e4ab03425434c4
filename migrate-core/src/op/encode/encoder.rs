//! Writes JSON from first to last, without building a document in memory.

use std::borrow::Cow;

use crate::json::push_text;
use crate::schema::SourceFile;

/// What has a canonical written form.
pub trait Encode {
    /// Appends the value.
    fn encode(&self, out: &mut Encoder<'_>);
}

/// Which source places are written.
#[derive(Clone, Copy)]
pub enum Places<'a> {
    /// All, with the files as the compiler named them.
    AsRecorded,
    /// All, with the files' names from this function; without a name where it gives none.
    Named(&'a dyn Fn(SourceFile) -> Option<Cow<'static, str>>),
    /// None, and no name of a Rust type: what an operation means does not depend on them.
    LeftOut,
}

/// A document that is being written.
#[derive(Clone)]
pub struct Encoder<'a> {
    text: String,
    places: Places<'a>,
}

impl<'a> Encoder<'a> {
    /// An empty document.
    pub const fn new(places: Places<'a>) -> Self {
        Self { text: String::new(), places }
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.text
    }

    pub(super) const fn places(&self) -> Places<'a> {
        self.places
    }

    /// Appends text in quotes.
    pub fn text(&mut self, text: &str) {
        push_text(&mut self.text, text);
    }

    /// Appends what is JSON as it is: a number, `true`, `false`, `null`.
    pub fn word(&mut self, word: &str) {
        self.text.push_str(word);
    }

    /// Appends a list.
    pub fn list<'v, T: Encode + 'v>(&mut self, values: impl IntoIterator<Item = &'v T>) {
        self.text.push('[');
        for (number, value) in values.into_iter().enumerate() {
            if number > 0 {
                self.text.push(',');
            }
            value.encode(self);
        }
        self.text.push(']');
    }

    /// Appends an object, and gives what `write` gives.
    pub fn object<T>(&mut self, write: impl FnOnce(&mut Object<'_, 'a>) -> T) -> T {
        self.text.push('{');
        let result = write(&mut Object { out: self, is_empty: true });
        self.text.push('}');
        result
    }

    /// Appends an object of one key.
    pub fn entry<T: Encode + ?Sized>(&mut self, key: &'static str, value: &T) {
        self.object(|object| object.value(key, value));
    }
}

/// An object that is being written.
pub struct Object<'e, 'a> {
    out: &'e mut Encoder<'a>,
    is_empty: bool,
}

impl<'a> Object<'_, 'a> {
    pub(super) const fn places(&self) -> Places<'a> {
        self.out.places()
    }

    /// Appends a key; its value must follow.
    pub fn key(&mut self, key: &'static str) -> &mut Encoder<'a> {
        if !self.is_empty {
            self.out.text.push(',');
        }
        self.is_empty = false;
        self.out.text.push('"');
        self.out.text.push_str(key);
        self.out.text.push_str("\":");
        self.out
    }

    /// Appends a key and its value.
    pub fn value<T: Encode + ?Sized>(&mut self, key: &'static str, value: &T) {
        value.encode(self.key(key));
    }

    /// Appends a key and its value, if there is one.
    pub fn optional<T: Encode>(&mut self, key: &'static str, value: Option<&T>) {
        if let Some(value) = value {
            self.value(key, value);
        }
    }

    /// Appends a key and its value, unless that is the default.
    pub fn unless_default<T: Encode + Default + PartialEq>(
        &mut self,
        key: &'static str,
        value: &T,
    ) {
        if *value != T::default() {
            self.value(key, value);
        }
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, out: &mut Encoder<'_>) {
        (**self).encode(out);
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, out: &mut Encoder<'_>) {
        (**self).encode(out);
    }
}

impl Encode for str {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.text(self);
    }
}

impl Encode for String {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.text(self);
    }
}

impl Encode for bool {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.word(if *self { "true" } else { "false" });
    }
}

impl Encode for i64 {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.word(&self.to_string());
    }
}

impl Encode for u32 {
    fn encode(&self, out: &mut Encoder<'_>) {
        i64::from(*self).encode(out);
    }
}

impl Encode for usize {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.word(&self.to_string());
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.list(self);
    }
}

/// Nothing is `null`, where its being there means something: a change to no default.
impl<T: Encode> Encode for Option<T> {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Some(value) => value.encode(out),
            None => out.word("null"),
        }
    }
}

/// A parameter and its value.
impl Encode for (String, String) {
    fn encode(&self, out: &mut Encoder<'_>) {
        let (name, value) = self;
        out.list([name, value]);
    }
}
