//! The objects of one kind, by name, with an index of what is mentioned in them.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Index;

use super::mention::{Mention, Mentions, words};
use super::shared_map::SharedMap;

/// The objects of one kind, in the order of their names, with an index of what is mentioned in them.
///
/// It is a map, and its copies share what is alike in them. Every change goes through it, so that the index
/// always finds all there is: what was lent to be changed is found by everything until it is read again.
pub struct Objects<K, V> {
    entries: SharedMap<K, V>,
    holders: SharedMap<(Mention, K), ()>,
    /// What was lent to be changed since, with what it mentioned before.
    lent: BTreeMap<K, Vec<Mention>>,
}

impl<K, V> Default for Objects<K, V> {
    fn default() -> Self {
        Self { entries: SharedMap::default(), holders: SharedMap::default(), lent: BTreeMap::new() }
    }
}

impl<K: Clone, V> Clone for Objects<K, V> {
    fn clone(&self) -> Self {
        let Self { entries, holders, lent } = self;
        Self { entries: entries.clone(), holders: holders.clone(), lent: lent.clone() }
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Objects<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.fmt(f)
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Objects<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<K: Eq, V: Eq> Eq for Objects<K, V> {}

impl<K: Ord, V> Objects<K, V> {
    /// The object of a name.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(key)
    }

    /// Whether there is an object of the name.
    pub fn contains_key(&self, key: &K) -> bool {
        self.entries.contains_key(key)
    }

    /// The objects with their names, in the order of those.
    pub fn entries(&self) -> impl Iterator<Item = (&K, &V)> + Clone {
        self.entries.entries()
    }

    /// The names, in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> + Clone {
        self.entries.keys()
    }

    /// The objects, in the order of their names.
    pub fn values(&self) -> impl Iterator<Item = &V> + Clone {
        self.entries.values()
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The objects whose names are in a range, as [`SharedMap::range`] has it.
    pub(crate) fn range(&self, place: impl Fn(&K) -> std::cmp::Ordering) -> Vec<&V> {
        self.entries.range(place).into_iter().map(|(_, value)| value).collect()
    }

    /// All objects that mention one of these, and perhaps others, in the order of their names.
    pub(crate) fn mentioning(&self, wanted: &[Mention]) -> Vec<&V> {
        let mut keys: Vec<&K> = self.lent.keys().collect();
        for wanted in wanted {
            let holders = self.holders.range(|(mention, _)| mention.cmp(wanted));
            keys.extend(holders.into_iter().map(|((_, key), ())| key));
        }
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().filter_map(|key| self.entries.get(key)).collect()
    }

    /// All objects of a name in any case, in any schema (namespace), and perhaps others, in the order of their names.
    pub(crate) fn named(&self, name: &str) -> Vec<&V> {
        self.mentioning(&[Mention::named(name)])
    }

    /// All objects whose names are in one of these texts, and perhaps others, in the order of their names.
    pub(crate) fn named_in<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<&V> {
        let names: Option<Vec<_>> = texts.into_iter().map(words).collect();
        match names {
            Some(names) => {
                let names = names.into_iter().flatten().chain([""]);
                let mut wanted: Vec<_> = names.map(Mention::named).collect();
                wanted.sort_unstable();
                wanted.dedup();
                self.mentioning(&wanted)
            }
            None => self.values().collect(),
        }
    }

    /// All objects that have one of these names in their SQL, and perhaps others, in the order of their names.
    pub(crate) fn with_text_of(&self, names: &[&str]) -> Vec<&V> {
        let wanted: Option<Vec<_>> = names.iter().map(|name| Mention::in_text(name)).collect();
        match wanted {
            Some(wanted) => self.mentioning(&[&wanted[..], &[Mention::ANY_WORD]].concat()),
            None => self.values().collect(),
        }
    }
}

impl<K: Ord, V: PartialEq> Objects<K, V> {
    /// The names of the objects that differ from those of another map, or that only one of them has, in order.
    /// What one is a copy of the other with is not looked at, so that a change costs what it touches.
    pub fn differing<'m>(&'m self, other: &'m Self) -> Vec<&'m K> {
        self.entries.differing(&other.entries)
    }
}

impl<K: Ord + Clone, V: Clone + Mentions> Objects<K, V> {
    /// Sets the object of a name, and gives back the one it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.read_lent();
        let after = sorted(&value);
        let earlier = self.entries.insert(key.clone(), value);
        let before = earlier.as_ref().map(sorted).unwrap_or_default();
        self.index(key, &before, &after);
        earlier
    }

    /// Takes an object out.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.read_lent();
        let earlier = self.entries.remove(key)?;
        self.index(key.clone(), &sorted(&earlier), &[]);
        Some(earlier)
    }

    /// The object of a name, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.read_lent();
        let known = self.entries.get_mut(key)?;
        self.lent.insert(key.clone(), sorted(known));
        Some(known)
    }

    /// The objects, to be changed, in the order of their names.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.read_lent();
        let entries = self.entries.entries();
        self.lent = entries.map(|(key, value)| (key.clone(), sorted(value))).collect();
        self.entries.values_mut()
    }

    /// Takes out all for which `keeps` is not true.
    pub fn retain(&mut self, mut keeps: impl FnMut(&K, &mut V) -> bool) {
        let keys: Vec<_> = self.keys().cloned().collect();
        for key in keys {
            if self.get_mut(&key).is_some_and(|value| !keeps(&key, value)) {
                self.remove(&key);
            }
        }
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The objects, in the order of their names.
    pub fn into_values(self) -> impl Iterator<Item = V> {
        let values: Vec<_> = self.values().cloned().collect();
        values.into_iter()
    }

    /// Reads what was lent to be changed.
    fn read_lent(&mut self) {
        for (key, before) in std::mem::take(&mut self.lent) {
            let after = self.entries.get(&key).map(sorted).unwrap_or_default();
            self.index(key, &before, &after);
        }
    }

    /// Changes what the index has of an object.
    fn index(&mut self, key: K, before: &[Mention], after: &[Mention]) {
        let mut holder = (Mention::VARIES, key);
        for gone in before.iter().filter(|it| after.binary_search(it).is_err()) {
            holder.0 = *gone;
            self.holders.remove(&holder);
        }
        for new in after.iter().filter(|it| before.binary_search(it).is_err()) {
            holder.0 = *new;
            self.holders.insert(holder.clone(), ());
        }
    }
}

fn sorted<V: Mentions>(value: &V) -> Vec<Mention> {
    let mut mentions = value.mentions();
    mentions.sort_unstable();
    mentions.dedup();
    mentions
}

impl<K: Ord, V> Index<&K> for Objects<K, V> {
    type Output = V;

    /// The object of a name that is there.
    ///
    /// # Panics
    ///
    /// When there is none, as of [`BTreeMap`].
    #[expect(clippy::expect_used, reason = "what an index of a map is expected to do")]
    fn index(&self, key: &K) -> &V {
        self.get(key).expect("an object of the name")
    }
}

impl<K: Ord + Clone, V: Clone + Mentions> FromIterator<(K, V)> for Objects<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(objects: I) -> Self {
        let mut all = Self::default();
        for (key, value) in objects {
            all.insert(key, value);
        }
        all
    }
}

impl<K: Ord + Clone, V: Clone + Mentions, const N: usize> From<[(K, V); N]> for Objects<K, V> {
    fn from(objects: [(K, V); N]) -> Self {
        objects.into_iter().collect()
    }
}
