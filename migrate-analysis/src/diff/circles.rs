//! Circles of changes that wait for each other, and how they are split: a foreign key is dropped before its table, or
//! added after it.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::op::Operation;
use migrate_core::schema::{ConstraintBody, QualifiedName, Schema, Table};

use super::changes::{Changes, Sides};
use super::item::Item;
use super::order::Node;
use super::part::Part;

/// The tables whose foreign keys to other tables are changed apart from them, beside those that reference each other in
/// a circle: another part in a longer circle may be a sequence that goes from one table to another, or a key that is
/// dropped and given to other columns.
#[derive(Default)]
pub(super) struct Apart {
    /// Created tables, whose foreign keys are added later.
    created: BTreeSet<QualifiedName>,
    /// Dropped tables, whose foreign keys are dropped earlier.
    dropped: BTreeSet<QualifiedName>,
}

impl Apart {
    /// Takes the foreign keys of one more table of a circle apart, which are a part of the circle; whether there is such
    /// a table.
    pub(super) fn split(&mut self, nodes: &[Node], circle: &[usize], sides: &Sides<'_>) -> bool {
        let created = circle.iter().find_map(|at| match nodes[*at].operations.first()? {
            Operation::CreateTable { table, .. } => {
                let items = items_of(circle, *at, |other| &nodes[other].provides);
                references_one(table, sides.to, &items).then(|| table.name.clone())
            }
            // No other operation has foreign keys that can be added later.
            _ => None,
        });
        let dropped = circle.iter().find_map(|at| match nodes[*at].operations.first()? {
            Operation::DropTable { table } if !self.dropped.contains(table) => {
                let items = items_of(circle, *at, |other| &nodes[other].removes);
                let table = sides.from.tables.get(table)?;
                references_one(table, sides.from, &items).then(|| table.name.clone())
            }
            // No other operation drops foreign keys that can be dropped earlier.
            _ => None,
        });
        match (created, dropped) {
            (Some(table), _) => self.created.insert(table),
            (None, Some(table)) => self.dropped.insert(table),
            (None, None) => false,
        }
    }
}

/// What the other nodes of a circle provide or remove.
fn items_of<'n>(
    circle: &[usize],
    own: usize,
    items: impl Fn(usize) -> &'n Vec<Item>,
) -> BTreeSet<&'n Item> {
    circle.iter().filter(|at| **at != own).flat_map(|at| items(*at)).collect()
}

/// Whether a table has a foreign key to one of these items that can be changed apart from it: one with a name.
fn references_one(table: &Table, schema: &Schema, items: &BTreeSet<&Item>) -> bool {
    let keys = table.foreign_keys().filter(|(_, key)| key.table != table.name);
    let mut names = keys.filter_map(|(constraint, _)| constraint.name.clone());
    names.any(|name| {
        let key = Part::Constraint(table.name.clone(), name);
        key.needs(schema).iter().any(|item| items.contains(item))
    })
}

/// Nodes that wait for each other, found from one that waits.
pub(super) fn circle(start: usize, before: &[BTreeSet<usize>], done: &[bool]) -> Vec<usize> {
    let mut path = vec![start];
    loop {
        let last = path[path.len() - 1];
        let Some(next) = before[last].iter().find(|other| !done[**other]) else { return path };
        if let Some(at) = path.iter().position(|known| known == next) {
            return path.split_off(at);
        }
        path.push(*next);
    }
}

/// The foreign keys of a dropped table to tables that reference it in turn; also to one that stays, because a
/// column of it may be dropped that the key references.
pub(super) fn circular_keys(part: &Part, from: &Schema, split: &Apart) -> Vec<String> {
    let Part::Table(name) = part else { return Vec::new() };
    let keys = from.tables.get(name).into_iter().flat_map(Table::foreign_keys);
    let is_split = split.dropped.contains(name);
    let circular = keys.filter(|(_, key)| {
        key.table != *name && (is_split || reaches(from, &key.table, name, &|_| true))
    });
    circular.filter_map(|(constraint, _)| constraint.name.clone()).collect()
}

/// The foreign keys of created tables that are added after all tables they reference, because tables
/// reference each other in a circle.
pub(super) fn keys_apart(
    changes: &Changes,
    to: &Schema,
    split: &Apart,
) -> BTreeMap<QualifiedName, Vec<String>> {
    let created = |table: &QualifiedName| changes.created.contains(&Part::Table(table.clone()));
    let mut apart: BTreeMap<QualifiedName, Vec<String>> = BTreeMap::new();
    for table in to.tables.values().filter(|table| created(&table.name)) {
        for (constraint, key) in table.foreign_keys() {
            let is_circle = key.table != table.name
                && (split.created.contains(&table.name)
                    || created(&key.table) && reaches(to, &key.table, &table.name, &created));
            if let Some(name) = constraint.name.clone().filter(|_| is_circle) {
                apart.entry(table.name.clone()).or_default().push(name);
            }
        }
    }
    apart
}

/// Whether a table references another one, over others that `within` takes.
fn reaches(
    schema: &Schema,
    start: &QualifiedName,
    goal: &QualifiedName,
    within: &dyn Fn(&QualifiedName) -> bool,
) -> bool {
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(name) = open.pop() {
        let Some(table) = schema.tables.get(name) else { continue };
        for constraint in &table.constraints {
            let ConstraintBody::ForeignKey(key) = &constraint.body else { continue };
            if key.table == *goal {
                return true;
            }
            if within(&key.table) && seen.insert(&key.table) {
                open.push(&key.table);
            }
        }
    }
    false
}
