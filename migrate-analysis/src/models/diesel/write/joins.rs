//! `joinable!` and `allow_tables_to_appear_in_same_query!`.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::dialect::Dialect;
use migrate_core::schema::{ForeignKey, QualifiedName, Schema, Table};

use crate::models::diesel::{Grouping, PrintSchema};

use super::layout::Lines;
use super::tables::Printed;

/// A foreign key that `joinable!` can say.
pub(super) struct Join<'s> {
    child: &'s Printed<'s>,
    parent: &'s Printed<'s>,
    column: &'s str,
}

/// The foreign keys that diesel takes for joins: of one column, to the one column of another written table's
/// key, and the only one between both tables.
pub(super) fn safe_keys<'s>(
    schema: &'s Schema,
    dialect: Dialect,
    settings: &PrintSchema,
    tables: &'s [Printed<'s>],
) -> Vec<Join<'s>> {
    let wanted = match dialect {
        Dialect::Postgres(_) => settings.schema.as_deref().filter(|it| *it != "public"),
        Dialect::Sqlite(_) | Dialect::Mysql(_) => settings.schema.as_deref(),
    };
    let is_seen = |name: &QualifiedName| name.schema.as_deref() == wanted;
    let all: Vec<(&Table, &ForeignKey)> = schema
        .tables
        .values()
        .filter(|table| is_seen(&table.name))
        .flat_map(|table| table.foreign_keys().map(move |(_, key)| (table, key)))
        .filter(|(_, key)| is_seen(&key.table))
        .collect();
    let pair = |child: &'s QualifiedName, parent: &'s QualifiedName| {
        (child.min(parent), child.max(parent))
    };
    let mut keys_between: BTreeMap<_, usize> = BTreeMap::new();
    for (table, key) in &all {
        *keys_between.entry(pair(&table.name, &key.table)).or_default() += 1;
    }
    let written: BTreeMap<_, _> = tables.iter().map(|table| (&table.table.name, table)).collect();
    let mut joins: Vec<_> = all
        .into_iter()
        .filter_map(|(table, key)| {
            let is_only = keys_between.get(&pair(&table.name, &key.table)) == Some(&1);
            let (child, parent) = (*written.get(&table.name)?, *written.get(&key.table)?);
            let [column] = &key.columns[..] else { return None };
            let is_join = is_only
                && table.name != key.table
                && parent.key.len() == 1
                && parent.key == key.referenced;
            is_join.then_some(Join { child, parent, column })
        })
        .collect();
    let name = |printed: &'s Printed<'s>| &printed.table.name.name;
    joins.sort_by_key(|join| (name(join.child), name(join.parent), join.column));
    joins
}

/// The joins, and the tables that a query may join.
pub(super) fn write<'s>(
    lines: &mut Lines,
    settings: &PrintSchema,
    tables: &'s [Printed<'s>],
    joins: &[Join<'s>],
) {
    if !joins.is_empty() {
        lines.blank();
    }
    for join in joins {
        let Some(column) = join.child.rust_name_of(join.column) else { continue };
        let (child, parent) = (&join.child.rust_name, &join.parent.rust_name);
        lines.push(&format!("diesel::joinable!({child} -> {parent} ({column}));"));
    }
    let groups = match settings.grouping {
        Grouping::All => vec![tables.iter().collect()],
        Grouping::Related => related(tables, joins),
        Grouping::None => Vec::new(),
    };
    let groups: Vec<_> = groups.into_iter().filter(|group| group.len() >= 2).collect();
    if !groups.is_empty() {
        lines.blank();
    }
    for group in groups {
        const WIDTH: usize = 101;
        let open = "diesel::allow_tables_to_appear_in_same_query!(";
        let names: Vec<_> = group.iter().map(|table| table.rust_name.clone()).collect();
        lines.list(open, &names, ",", ");", WIDTH);
    }
}

/// The tables in groups that the joins connect, each in the order of its names.
fn related<'s>(tables: &'s [Printed<'s>], joins: &[Join<'s>]) -> Vec<Vec<&'s Printed<'s>>> {
    let mut joined: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for Join { child, parent, column: _ } in joins {
        joined.entry(&child.table.name).or_default().push(*parent);
        joined.entry(&parent.table.name).or_default().push(*child);
    }
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for table in tables {
        let mut pending = vec![table];
        let mut group = Vec::new();
        while let Some(one) = pending.pop() {
            let name = &one.table.name;
            if !seen.insert(name) {
                continue;
            }
            group.push(one);
            pending.extend(joined.get(name).into_iter().flatten());
        }
        if !group.is_empty() {
            group.sort_by_key(|table| &table.table.name);
            groups.push(group);
        }
    }
    groups
}
