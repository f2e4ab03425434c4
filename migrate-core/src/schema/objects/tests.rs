//! Laws of the index: it finds all there is after any changes, and copies stay as they were.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::Objects;
use crate::schema::{
    Column, ColumnType, Constraint, ConstraintBody, EnumType, Index, IndexColumn, Mentions,
    Partition, QualifiedName, SqlPart, Table,
};

/// A change of the tables.
#[derive(Clone, Debug)]
enum Change {
    Insert(u16, Table),
    Remove(u16),
    /// Lends a table, which becomes another.
    Replace(u16, Table),
    /// Lends all, of which each loses its indexes.
    DropIndexes,
    /// Keeps those of even numbers.
    Retain,
    /// Goes on with a copy.
    Copy,
}

fn name(number: u16) -> QualifiedName {
    QualifiedName::from(format!("t{number}"))
}

/// A table with parts of every kind that is looked for.
fn table() -> impl Strategy<Value = Table> {
    let text = prop::sample::select(vec!["a > 0", "b = 'x\\y'", "c IS NULL", "1a"]);
    (0..3_usize, 0..4_u16, text, any::<bool>()).prop_map(|(count, other, text, is_long)| {
        let check = ConstraintBody::Check { expression: SqlPart::from(text), validated: true };
        let kind = EnumType { name: name(other), values: Vec::new() };
        let columns = [ColumnType::Integer, ColumnType::Enumeration(kind)];
        let index = |at: usize| Index {
            name: format!("ix{other}_{at}"),
            columns: vec![IndexColumn::from("a")],
            ..Index::default()
        };
        Table {
            columns: columns.into_iter().map(|kind| Column::new("a", kind)).collect(),
            constraints: vec![Constraint { name: is_long.then(|| "ck".to_owned()), body: check }],
            indexes: (0..count).map(index).collect(),
            partitions: vec![Partition { name: name(other), bounds: text.to_owned() }],
            ..Table::new(name(other))
        }
    })
}

fn change() -> impl Strategy<Value = Change> {
    let key = || prop_oneof![0..6_u16, 0..400_u16];
    prop_oneof![
        8 => (key(), table()).prop_map(|(key, table)| Change::Insert(key, table)),
        4 => key().prop_map(Change::Remove),
        4 => (key(), table()).prop_map(|(key, table)| Change::Replace(key, table)),
        1 => Just(Change::DropIndexes),
        1 => Just(Change::Retain),
        1 => Just(Change::Copy),
    ]
}

type Tables = Objects<QualifiedName, Table>;
type Model = BTreeMap<QualifiedName, Table>;

fn apply(change: Change, tables: &mut Tables, model: &mut Model) {
    match change {
        Change::Insert(key, table) => {
            assert_eq!(tables.insert(name(key), table.clone()), model.insert(name(key), table));
        }
        Change::Remove(key) => {
            assert_eq!(tables.remove(&name(key)), model.remove(&name(key)));
        }
        Change::Replace(key, table) => {
            let known = (tables.get_mut(&name(key)), model.get_mut(&name(key)));
            if let (Some(one), Some(other)) = known {
                one.clone_from(&table);
                *other = table;
            }
        }
        Change::DropIndexes => {
            for table in tables.values_mut().chain(model.values_mut()) {
                table.indexes.clear();
            }
        }
        Change::Retain => {
            let is_even = |key: &QualifiedName| key.name.ends_with(['0', '2', '4', '6', '8']);
            tables.retain(|key, _| is_even(key));
            model.retain(|key, _| is_even(key));
        }
        Change::Copy => *tables = tables.clone(),
    }
}

/// Whether the tables are those of the model, and each is found by all that it mentions.
fn require_same(tables: &Tables, model: &Model) {
    assert!(tables.entries().eq(model.iter()));
    assert_eq!(tables.len(), model.len());
    for (key, table) in model {
        assert_eq!(tables.get(key), Some(table));
        for mention in table.mentions() {
            let found = tables.mentioning(&[mention]);
            assert!(found.contains(&table), "{key} is not found by {mention:?}");
        }
    }
    // What was lent is found by everything; nothing else is found by what it does not mention.
    let mut read = tables.clone();
    read.read_lent();
    let indexed = read.holders.keys().cloned();
    let mut wanted: Vec<_> = model
        .iter()
        .flat_map(|(key, table)| table.mentions().into_iter().map(|it| (it, key.clone())))
        .collect();
    wanted.sort();
    wanted.dedup();
    assert!(indexed.eq(wanted));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_index_finds_all_there_is_after_any_changes(
        changes in prop::collection::vec(change(), 1..300),
    ) {
        let (mut tables, mut model) = (Tables::default(), Model::new());
        let mut copies = Vec::new();
        for (at, change) in changes.into_iter().enumerate() {
            if at % 50 == 0 {
                copies.push((tables.clone(), model.clone()));
            }
            apply(change, &mut tables, &mut model);
        }
        copies.push((tables, model));
        for (tables, model) in &copies {
            require_same(tables, model);
            for (other, other_model) in &copies {
                let keys = model.keys().chain(other_model.keys());
                let differing: BTreeSet<_> =
                    keys.filter(|key| model.get(*key) != other_model.get(*key)).collect();
                assert!(tables.differing(other).into_iter().eq(differing));
            }
        }
    }
}
