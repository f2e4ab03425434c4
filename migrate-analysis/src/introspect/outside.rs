//! Foreign keys to tables that were not read: of another schema (namespace), of an extension, or partitions.

use std::collections::BTreeSet;

use migrate_core::schema::{ConstraintBody, QualifiedName, Schema};

use super::NotHeld;

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
                let own = constraint.name.clone().unwrap_or_else(|| key.columns.join("_"));
                let kind = "foreign key".to_owned();
                let name = QualifiedName { schema: Some(name.to_string()), name: own };
                not_held.push(NotHeld::Object { kind, name });
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
