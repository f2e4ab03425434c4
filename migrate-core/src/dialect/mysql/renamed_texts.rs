//! Views and triggers whose texts a rename changes: the servers leave them as they are, so that they would
//! fail with the next statement that uses them.

use std::collections::BTreeMap;

use crate::dialect::renamed::in_order_of_need;
use crate::dialect::{Action, Refusal};
use crate::op::Operation;
use crate::schema::{QualifiedName, Schema, Trigger, View};

use super::{Version, objects};

/// The views and the triggers before an operation that may change their texts.
pub(super) struct RenamedTexts {
    views: BTreeMap<QualifiedName, View>,
    triggers: Vec<Trigger>,
}

impl RenamedTexts {
    /// Those before a rename; no other operation changes any.
    pub(super) fn of(operation: &Operation, before: &Schema) -> Option<Self> {
        let renames = match operation {
            Operation::RenameTable { .. } => true,
            Operation::AlterColumn { change, .. } => change.rename.is_some(),
            // No other operation gives what texts name another name: `introduces` lists them.
            _ => false,
        };
        renames.then(|| Self {
            views: before.views.clone(),
            triggers: before.triggers.values().cloned().collect(),
        })
    }

    /// The statements that create those again whose text is another now.
    pub(super) fn actions(&self, version: Version, after: &Schema) -> Result<Vec<Action>, Refusal> {
        let mut actions = Vec::new();
        let changed = after.views.values().filter(|view| self.views.get(&view.name) != Some(view));
        // The server reads a view's query, and so the views in it, when it is created.
        for view in in_order_of_need(changed.collect(), after) {
            let sql = objects::create_view(view)?;
            let sql = sql.replacen("CREATE VIEW", "CREATE OR REPLACE VIEW", 1);
            actions.push(Action::Sql(sql));
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
                actions.push(Action::Sql(sql));
            }
        }
        Ok(actions)
    }
}
