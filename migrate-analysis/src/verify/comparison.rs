//! The schema after a way back beside the one before the upgrade, or two orders of branches.

use migrate_core::dialect::Dialect;
use migrate_core::schema::{ConstraintBody, QualifiedName, Schema, Table};

use super::parts::{self, is_in};
use super::replay::{Replay, last_change};
use super::verdict::Differing;
use crate::compare::{Object, compare};

/// The parts that a database would not have the same of both schemas; the order of columns does not count.
///
/// Texts are equal when they have one normal form in which nothing was left out: whoever writes both can
/// write the same.
pub(super) fn differences(dialect: Dialect, one: &Schema, other: &Schema) -> Vec<Object> {
    if parts::differing(one, other).is_empty() {
        return Vec::new();
    }
    let (one, other) = (as_declared(one, other), as_declared(other, one));
    let found = compare(dialect, &one, &other).into_iter().map(|difference| difference.object);
    // A database may have a part that nobody declared, such as the constraint of a unique index.
    let is_declared = |object: &Object| is_in(object, &one) || is_in(object, &other);
    let (declared, implied): (Vec<_>, Vec<_>) = found.partition(is_declared);
    if declared.is_empty() { implied } else { declared }
}

/// A schema without what says how sure its declarations are.
fn as_declared(schema: &Schema, other: &Schema) -> Schema {
    let mut declared = schema.clone();
    declared.stale.clear();
    declared.outgrown.clear();
    for name in schema.tables.differing(&other.tables) {
        if let Some(table) = declared.tables.get_mut(name) {
            table.touched_by = None;
        }
    }
    declared
}

/// The tables of both whose columns have another order.
pub(super) fn reordered(dialect: Dialect, one: &Schema, other: &Schema) -> Vec<QualifiedName> {
    let order = |table: &Table| -> Vec<String> {
        match dialect {
            Dialect::Sqlite(_) | Dialect::Postgres(_) => {
                table.columns.iter().map(|column| column.name.clone()).collect()
            }
            Dialect::Mysql(_) => table.order_on_mysql().into_iter().map(str::to_owned).collect(),
        }
    };
    let names = one.tables.differing(&other.tables).into_iter();
    let is_other = |name: &&QualifiedName| match (one.tables.get(name), other.tables.get(name)) {
        (Some(one), Some(other)) => order(one) != order(other),
        (_, _) => false,
    };
    names.filter(is_other).cloned().collect()
}

/// Makes constraints of `found` wait for a check of their rows again, as they did in `before`, and tells
/// which: PostgreSQL has no statement that forgets that rows were checked
/// (<https://www.postgresql.org/docs/current/sql-altertable.html>).
pub(super) fn forget_checked_rows(before: &Schema, found: &mut Schema) -> Vec<String> {
    let mut forgotten = Vec::new();
    let names: Vec<_> = before.tables.differing(&found.tables).into_iter().cloned().collect();
    for name in names {
        let Some(known) = before.tables.get(&name) else { continue };
        let Some(mut table) = found.tables.get(&name).cloned() else { continue };
        let mut is_changed = false;
        for constraint in &mut table.constraints {
            let label = constraint.name.clone().unwrap_or_default();
            let earlier = known.constraint(&label);
            let (Some(earlier), Some(validated)) = (earlier, validated_mut(&mut constraint.body))
            else {
                continue;
            };
            if *validated && !earlier.is_validated() {
                *validated = false;
                is_changed = true;
                forgotten
                    .push(format!("constraint `{label}` of table `{name}`, which stays validated"));
            }
        }
        if is_changed {
            found.tables.insert(name, table);
        }
    }
    forgotten
}

fn validated_mut(body: &mut ConstraintBody) -> Option<&mut bool> {
    match body {
        ConstraintBody::ForeignKey(key) => Some(&mut key.validated),
        ConstraintBody::Check { validated, .. } => Some(validated),
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Exclude { .. } => None,
    }
}

/// Differences in words, each with the operation that made the part of `found` what it is.
pub(super) fn traced(
    objects: &[Object],
    before: &Schema,
    found: &Schema,
    replays: &[Replay<'_>],
) -> Vec<Differing> {
    let words = |object: &Object| {
        let is = match (is_in(object, before), is_in(object, found)) {
            (true, false) => "is missing",
            (false, true) => "is still there",
            (true, true) | (false, false) => "is not as it was",
        };
        format!("{} {is}", parts::named(object))
    };
    let differing = |object: &Object| Differing {
        what: words(object),
        origins: last_change(object, replays).into_iter().collect(),
    };
    objects.iter().map(differing).collect()
}
