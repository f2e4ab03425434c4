//! The texts of views and triggers that a rename changes: whether they are known, and the order in which they
//! are created again.

use std::collections::BTreeMap;

use crate::op::Recorded;
#[cfg(any(feature = "mysql", feature = "sqlite"))]
use crate::op::dependents::dependents;
#[cfg(any(feature = "mysql", feature = "sqlite"))]
use crate::op::{DependentKind, Target};
#[cfg(any(feature = "mysql", feature = "sqlite"))]
use crate::schema::View;
use crate::schema::{ObjectRef, Schema};

use super::{Dialect, LowerError, Refusal};

/// Whether the texts of all that a script renames something in can be written again: MariaDB and MySQL leave
/// them as they are, and would fail with the next statement that uses them (tried on MariaDB 10.11). The others
/// rename what a text means.
pub(super) fn require_known_texts(
    dialect: Dialect,
    stale: &BTreeMap<ObjectRef, &Recorded>,
    after: &Schema,
) -> Result<(), LowerError> {
    match dialect {
        Dialect::Sqlite(_) | Dialect::Postgres(_) => return Ok(()),
        Dialect::Mysql(_) => {}
    }
    let mut left = stale.iter().filter(|(object, _)| after.stale.contains(*object));
    left.next().map_or(Ok(()), |(object, recorded)| {
        let object = format!("{} `{}`", object.kind(), object.name());
        let reason = format!(
            "the text of {object} does not tell all that it uses of what is renamed, and {} leaves the text \
             as it is",
            dialect.name()
        );
        let hint = format!("drop {object} before, and create it again after");
        Err(LowerError::of(recorded, Refusal::unsupported(reason, &hint)))
    })
}

/// The views in such an order that each comes after those in its query.
#[cfg(any(feature = "mysql", feature = "sqlite"))]
pub(super) fn in_order_of_need<'a>(mut left: Vec<&'a View>, schema: &Schema) -> Vec<&'a View> {
    let mut needed_by = BTreeMap::new();
    for view in &left {
        let target = Target::Relation(view.name.clone());
        needed_by.insert(&view.name, dependents(&target, schema, schema.syntax));
    }
    let needs = |view: &View, other: &View| {
        let kind = DependentKind::View(view.name.clone());
        let needing = needed_by.get(&other.name);
        view.name != other.name && needing.is_some_and(|it| it.iter().any(|it| it.kind == kind))
    };
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_free = |view: &&View| !left.iter().any(|other| needs(view, other));
        // What needs itself no server has.
        let next = left.iter().position(is_free).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    ordered
}
