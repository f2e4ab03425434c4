//! Foreign keys to tables that were not read: of another schema (namespace), of an extension, or partitions.

use std::collections::BTreeSet;

use migrate_core::schema::{ConstraintBody, Schema};

use super::NotHeld;
use crate::compare::{Object, words};

/// Takes such keys out of a schema, and names them: no operation references a table that the schema has not.
pub(super) fn take_out_references(schema: &mut Schema) -> Vec<NotHeld> {
    let known: BTreeSet<_> = schema.tables.keys().cloned().collect();
    let mut not_held = Vec::new();
    for name in &known {
        let Some(table) = schema.tables.get(name) else { continue };
        if table.foreign_keys().all(|(_, key)| known.contains(&key.table)) {
            continue;
        }
        let Some(table) = schema.tables.get_mut(name) else { continue };
        table.constraints.retain(|constraint| match &constraint.body {
            ConstraintBody::ForeignKey(key) if !known.contains(&key.table) => {
                let named = constraint.name.as_ref().map(|own| format!("CONSTRAINT {own} "));
                let demand = words::constraint(&constraint.body);
                not_held.push(NotHeld::Attribute {
                    object: Object::Table(name.clone()),
                    attribute: format!("{}{demand}", named.unwrap_or_default()),
                });
                false
            }
            ConstraintBody::ForeignKey(_)
            | ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => true,
        });
    }
    not_held
}
