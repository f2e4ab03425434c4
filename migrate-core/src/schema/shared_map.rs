//! A sorted map whose copies share what is alike in them.
//!
//! A plan is checked by applying each revision to a copy of the schema before it. With maps that are copied whole,
//! that is work for every object with every revision.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A chunk is split when it would have more entries.
const LONGEST: usize = 64;

type Chunk<K, V> = Arc<Vec<Arc<(K, V)>>>;

/// A map in the order of its keys. A copy takes the time of one number; a change of it copies one chunk.
pub(super) struct SharedMap<K, V> {
    /// No chunk is empty.
    chunks: Arc<Vec<Chunk<K, V>>>,
}

impl<K, V> Default for SharedMap<K, V> {
    fn default() -> Self {
        Self { chunks: Arc::default() }
    }
}

impl<K, V> Clone for SharedMap<K, V> {
    fn clone(&self) -> Self {
        Self { chunks: Arc::clone(&self.chunks) }
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for SharedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.entries()).finish()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for SharedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.chunks, &other.chunks) || self.entries().eq(other.entries())
    }
}

impl<K: Eq, V: Eq> Eq for SharedMap<K, V> {}

impl<K, V> SharedMap<K, V> {
    /// The entries, in the order of the keys.
    pub(super) fn entries(&self) -> Entries<'_, K, V> {
        Entries(Rest::of(&self.chunks))
    }

    /// The keys, in order.
    pub(super) fn keys(&self) -> Keys<'_, K, V> {
        Keys(Rest::of(&self.chunks))
    }

    /// The values, in the order of the keys.
    pub(super) fn values(&self) -> Values<'_, K, V> {
        Values(Rest::of(&self.chunks))
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The entries whose keys are in a range, which is given as where a key is: before it, in it or after it.
    pub(super) fn range(&self, place: impl Fn(&K) -> Ordering) -> Vec<(&K, &V)> {
        // The last chunk that begins before the range may have the first of its keys.
        let begins = |chunk: &Chunk<K, V>| {
            chunk.first().is_some_and(|first| place(&first.0) == Ordering::Less)
        };
        let chunk = self.chunks.partition_point(begins).saturating_sub(1);
        let mut found = Vec::new();
        for entry in Rest::of(self.chunks.get(chunk..).unwrap_or_default()) {
            match place(&entry.0) {
                Ordering::Less => {}
                Ordering::Equal => found.push((&entry.0, &entry.1)),
                Ordering::Greater => break,
            }
        }
        found
    }
}

impl<K: Ord, V> SharedMap<K, V> {
    /// The chunk that has the key, or would have it, and the key's place in that.
    fn find(&self, key: &K) -> (usize, Result<usize, usize>) {
        let begins = |chunk: &Chunk<K, V>| chunk.first().is_some_and(|first| first.0 <= *key);
        let chunk = self.chunks.partition_point(begins).saturating_sub(1);
        let place = self
            .chunks
            .get(chunk)
            .map_or(Err(0), |entries| entries.binary_search_by(|entry| entry.0.cmp(key)));
        (chunk, place)
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        let (chunk, place) = self.find(key);
        self.chunks.get(chunk)?.get(place.ok()?).map(|entry| &entry.1)
    }

    /// Whether there is a value of the key.
    pub(super) fn contains_key(&self, key: &K) -> bool {
        self.find(key).1.is_ok()
    }
}

impl<K: Ord, V: PartialEq> SharedMap<K, V> {
    /// The keys whose values differ from those of another map, or that only one of them has, in order. What
    /// both share is passed over.
    pub(super) fn differing<'m>(&'m self, other: &'m Self) -> Vec<&'m K> {
        let mut found = Vec::new();
        let (mut one, mut other) = (Rest::of(&self.chunks), Rest::of(&other.chunks));
        loop {
            one.skip_shared(&mut other);
            let order = match (one.first(), other.first()) {
                (None, None) => return found,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(other)) => one.0.cmp(&other.0),
            };
            let entries = match order {
                Ordering::Less => (one.next(), None),
                Ordering::Greater => (None, other.next()),
                Ordering::Equal => (one.next(), other.next()),
            };
            match entries {
                (Some(one), Some(other)) if Arc::ptr_eq(one, other) || one.1 == other.1 => {}
                (one, other) => found.extend(one.or(other).map(|entry| &entry.0)),
            }
        }
    }
}

/// What is left of the chunks of a map, from a place on.
struct Rest<'m, K, V> {
    chunks: &'m [Chunk<K, V>],
    /// The place in the first of them.
    at: usize,
}

impl<'m, K, V> Rest<'m, K, V> {
    fn of(chunks: &'m [Chunk<K, V>]) -> Self {
        Self { chunks, at: 0 }
    }

    fn first(&self) -> Option<&'m Arc<(K, V)>> {
        self.chunks.first()?.get(self.at)
    }

    /// Passes over the chunks that both begin with.
    fn skip_shared(&mut self, other: &mut Self) {
        while let (0, 0, Some(one), Some(same)) =
            (self.at, other.at, self.chunks.first(), other.chunks.first())
            && Arc::ptr_eq(one, same)
        {
            self.chunks = self.chunks.get(1..).unwrap_or_default();
            other.chunks = other.chunks.get(1..).unwrap_or_default();
        }
    }
}

impl<K, V> Clone for Rest<'_, K, V> {
    fn clone(&self) -> Self {
        Self { chunks: self.chunks, at: self.at }
    }
}

/// Written by hand: as `flat_map` of the chunks it would be compiled, in several hundred lines, for each use.
impl<'m, K, V> Iterator for Rest<'m, K, V> {
    type Item = &'m Arc<(K, V)>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.first()?;
        self.at += 1;
        if self.chunks.first().is_some_and(|chunk| chunk.len() == self.at) {
            (self.chunks, self.at) = (self.chunks.get(1..).unwrap_or_default(), 0);
        }
        Some(entry)
    }
}

macro_rules! iterator {
    ($(#[$doc:meta])* $name:ident, $item:ty, $of:expr) => {
        $(#[$doc])*
        pub(super) struct $name<'m, K, V>(Rest<'m, K, V>);

        impl<K, V> Clone for $name<'_, K, V> {
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl<'m, K, V> Iterator for $name<'m, K, V> {
            type Item = $item;

            fn next(&mut self) -> Option<Self::Item> {
                self.0.next().map($of)
            }
        }
    };
}

// Types with names: those of closures within closures come with each use into the names of debug information, of
// which a linker copies all with each build of a migration binary.
iterator!(
    /// The entries of a map, in the order of their keys.
    Entries, (&'m K, &'m V), |entry| (&entry.0, &entry.1)
);
iterator!(
    /// The keys of a map, in order.
    Keys, &'m K, |entry| &entry.0
);
iterator!(
    /// The values of a map, in the order of their keys.
    Values, &'m V, |entry| &entry.1
);

impl<K: Ord + Clone, V: Clone> SharedMap<K, V> {
    fn chunk_mut(&mut self, at: usize) -> Option<&mut Vec<Arc<(K, V)>>> {
        Arc::make_mut(&mut self.chunks).get_mut(at).map(Arc::make_mut)
    }

    /// The value of a key, to be changed.
    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let (chunk, place) = self.find(key);
        let place = place.ok()?;
        self.chunk_mut(chunk)?.get_mut(place).map(|entry| &mut Arc::make_mut(entry).1)
    }

    /// The values, to be changed, in the order of the keys.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        let chunks = Arc::make_mut(&mut self.chunks).iter_mut();
        let entries = chunks.flat_map(|chunk| Arc::make_mut(chunk).iter_mut());
        entries.map(|entry| &mut Arc::make_mut(entry).1)
    }

    /// Sets the value of a key, and gives back the one it had.
    pub(super) fn insert(&mut self, key: K, value: V) -> Option<V> {
        let (chunk, place) = self.find(&key);
        let entry = Arc::new((key, value));
        let Some(entries) = self.chunk_mut(chunk) else {
            self.chunks = Arc::new(vec![Arc::new(vec![entry])]);
            return None;
        };
        match place {
            Ok(place) => {
                let earlier = std::mem::replace(&mut entries[place], entry);
                return Some(Arc::unwrap_or_clone(earlier).1);
            }
            Err(place) => entries.insert(place, entry),
        }
        if entries.len() > LONGEST {
            let rest = entries.split_off(LONGEST / 2);
            Arc::make_mut(&mut self.chunks).insert(chunk + 1, Arc::new(rest));
        }
        None
    }

    /// Takes a key and its value out.
    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let (chunk, place) = self.find(key);
        let place = place.ok()?;
        let entries = self.chunk_mut(chunk)?;
        let removed = entries.remove(place);
        if entries.is_empty() {
            Arc::make_mut(&mut self.chunks).remove(chunk);
        }
        Some(Arc::unwrap_or_clone(removed).1)
    }
}
