//! Views and triggers that speak of a renamed table or column: the servers leave their texts alone,
//! so that they would fail with the next statement that uses them.

use std::collections::BTreeMap;

use crate::dialect::{Action, Refusal};
use crate::op::Operation;
use crate::schema::{QualifiedName, Schema, Trigger, View};

use super::name::requoted;
use super::{Version, objects};

/// The views and the triggers before an operation that may change their texts.
pub(super) struct RenamedDependents {
    name: String,
    views: BTreeMap<QualifiedName, View>,
    triggers: Vec<Trigger>,
}

impl RenamedDependents {
    /// Those of a rename; no other operation has any.
    pub(super) fn of(operation: &Operation, before: &Schema) -> Option<Self> {
        let name = match operation {
            Operation::RenameTable { to, .. } => to,
            Operation::AlterColumn { change, .. } => change.rename.as_ref()?,
            // No other operation gives what texts name another name: `introduces` lists them.
            _ => return None,
        };
        Some(Self {
            name: name.clone(),
            views: before.views.clone(),
            triggers: before.triggers.values().cloned().collect(),
        })
    }

    /// The statements that make those anew whose text is another now.
    pub(super) fn actions(&self, version: Version, after: &Schema) -> Result<Vec<Action>, Refusal> {
        let mut actions = Vec::new();
        for view in after.views.values().filter(|view| self.views.get(&view.name) != Some(view)) {
            let sql = objects::create_view(view)?;
            let sql = sql.replacen("CREATE VIEW", "CREATE OR REPLACE VIEW", 1);
            actions.push(Action::Sql(requoted(&sql, &self.name)));
        }
        for trigger in after.triggers.values() {
            let same = |old: &&Trigger| {
                old.name == trigger.name
                    && old.table.schema == trigger.table.schema
                    && (&old.event, &old.body) == (&trigger.event, &trigger.body)
            };
            if !self.triggers.iter().any(|old| same(&old)) {
                let sql = objects::create_trigger(version, trigger)?;
                actions.push(Action::Sql(objects::drop_trigger(&trigger.table, &trigger.name)));
                actions.push(Action::Sql(requoted(&sql, &self.name)));
            }
        }
        Ok(actions)
    }
}
