//! A short fingerprint of a schema, which costs what a revision changes of it.

use std::collections::BTreeSet;

use crate::schema::{Objects, Schema};

use super::digest::fnv_1a;
use super::encode::{Encode, Encoder, Places};

/// Changes when an object is written otherwise than before.
const FORM: &str = "1";

/// The fingerprint of a schema that revisions change step by step.
///
/// It is the sum of the hashes of its objects, so that it depends on no order, and only what differs is read
/// again. The order of columns, which says how a table came to be, is left out.
///
/// ```
/// use migrate_core::op::SchemaDigest;
/// use migrate_core::schema::{Schema, Table};
///
/// let mut schema = Schema::new();
/// let mut digest = SchemaDigest::of(&schema);
/// let empty = digest.text();
/// schema.tables.insert("users".into(), Table::new("users"));
/// digest.update(&schema);
/// assert_ne!(digest.text(), empty);
/// assert_eq!(digest.text(), SchemaDigest::of(&schema).text());
/// ```
#[derive(Clone, Debug, Default)]
pub struct SchemaDigest {
    sum: u64,
    /// The schema that the sum is of.
    schema: Schema,
}

impl SchemaDigest {
    /// The fingerprint of a schema.
    pub fn of(schema: &Schema) -> Self {
        let mut digest = Self::default();
        digest.update(schema);
        digest
    }

    /// Becomes the fingerprint of another schema.
    pub fn update(&mut self, schema: &Schema) {
        let Schema {
            tables,
            enums,
            views,
            materialized_views,
            functions,
            sequences,
            triggers,
            extensions,
            namespaces,
            // What is known of texts is no object.
            syntax: _,
            stale: _,
            outgrown: _,
        } = &self.schema;
        let changes = [
            change(tables, &schema.tables, |table| {
                let mut table = table.clone();
                table.sort_parts();
                hash("table", &table)
            }),
            change(enums, &schema.enums, |kind| hash("enum", kind)),
            change(views, &schema.views, |view| hash("view", view)),
            change(materialized_views, &schema.materialized_views, |view| {
                hash("materialized view", view)
            }),
            change(functions, &schema.functions, |function| hash("function", function)),
            change(sequences, &schema.sequences, |sequence| hash("sequence", sequence)),
            change(triggers, &schema.triggers, |trigger| hash("trigger", trigger)),
            change_of_names("extension", extensions, &schema.extensions),
            change_of_names("schema", namespaces, &schema.namespaces),
        ];
        self.sum = changes.into_iter().fold(self.sum, u64::wrapping_add);
        self.schema = schema.clone();
    }

    /// The fingerprint with the number of its form.
    pub fn text(&self) -> String {
        format!("{FORM}:{:016x}", self.sum)
    }
}

/// What the sum changes by when one map becomes another.
fn change<K: Ord, V: PartialEq>(
    before: &Objects<K, V>,
    after: &Objects<K, V>,
    hash: impl Fn(&V) -> u64,
) -> u64 {
    let of = |objects: &Objects<K, V>, key: &K| objects.get(key).map_or(0, &hash);
    before
        .differing(after)
        .into_iter()
        .fold(0, |sum: u64, key| sum.wrapping_add(of(after, key)).wrapping_sub(of(before, key)))
}

fn change_of_names(kind: &str, before: &BTreeSet<String>, after: &BTreeSet<String>) -> u64 {
    let sum = |one: &BTreeSet<String>, other| {
        one.difference(other).fold(0, |sum: u64, name| sum.wrapping_add(hash(kind, name)))
    };
    sum(after, before).wrapping_sub(sum(before, after))
}

fn hash<T: Encode + ?Sized>(kind: &str, object: &T) -> u64 {
    let mut out = Encoder::new(Places::LeftOut);
    out.text(kind);
    object.encode(&mut out);
    fnv_1a(out.into_text().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Column, ColumnType, Table};

    #[test]
    fn the_order_of_columns_is_left_out_and_their_types_are_not() {
        let of = |columns: [(&str, ColumnType); 2]| {
            let mut table = Table::new("t");
            table.columns.extend(columns.map(|(name, kind)| Column::new(name, kind)));
            let mut schema = Schema::new();
            schema.tables.insert("t".into(), table);
            SchemaDigest::of(&schema).text()
        };
        let one = of([("a", ColumnType::Integer), ("b", ColumnType::Text)]);
        assert_eq!(one, of([("b", ColumnType::Text), ("a", ColumnType::Integer)]));
        assert_ne!(one, of([("b", ColumnType::Integer), ("a", ColumnType::Text)]));
    }
}
