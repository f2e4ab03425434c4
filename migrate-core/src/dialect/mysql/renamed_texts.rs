//! Views and triggers whose texts a rename changes: the servers leave them as they are, so that they would
//! fail with the next statement that uses them.

use crate::dialect::renamed::in_order_of_need;
use crate::dialect::{Action, Refusal};
use crate::op::Operation;
use crate::schema::{QualifiedName, Schema, Trigger, View};

use super::{Version, objects};

/// The views and the triggers that may name a table, before an operation that may change their texts.
pub(super) struct RenamedTexts {
    table: QualifiedName,
    /// The name of the table after the operation.
    to: QualifiedName,
    views: Vec<View>,
    triggers: Vec<Trigger>,
}

impl RenamedTexts {
    /// Those before a rename; no other operation changes any.
    pub(super) fn of(operation: &Operation, before: &Schema) -> Option<Self> {
        let (table, to) = match operation {
            Operation::RenameTable { table, to } => (table, table.sibling(to)),
            Operation::AlterColumn { table, change, .. } if change.rename.is_some() => {
                (table, table.clone())
            }
            // No other operation gives what texts name another name: `introduces` lists them.
            _ => return None,
        };
        let names = [table.name.as_str()];
        let others = before.triggers.with_text_of(&names).into_iter();
        let others = others.filter(|trigger| trigger.table != *table);
        Some(Self {
            table: table.clone(),
            to,
            views: before.views.with_text_of(&names).into_iter().cloned().collect(),
            triggers: before.triggers_of(table).into_iter().chain(others).cloned().collect(),
        })
    }

    /// The statements that create those again whose text is another now.
    pub(super) fn actions(&self, version: Version, after: &Schema) -> Result<Vec<Action>, Refusal> {
        let mut actions = Vec::new();
        let views = self.views.iter().map(|old| (old, after.views.get(&old.name)));
        let changed = views.filter_map(|(old, view)| view.filter(|view| *view != old));
        // The server reads a view's query, and so the views in it, when it is created.
        for view in in_order_of_need(changed.collect(), after) {
            let sql = objects::create_view(view)?;
            let sql = sql.replacen("CREATE VIEW", "CREATE OR REPLACE VIEW", 1);
            actions.push(Action::Sql(sql));
        }
        let triggers = self.triggers.iter().filter_map(|old| {
            let table = if old.table == self.table { &self.to } else { &old.table };
            let trigger = after.triggers.get(&(table.clone(), old.name.clone()))?;
            let is_same = (&old.event, &old.body) == (&trigger.event, &trigger.body);
            (!is_same).then_some(trigger)
        });
        let mut triggers: Vec<_> = triggers.collect();
        triggers.sort_by_key(|trigger| (&trigger.table, &trigger.name));
        for trigger in triggers {
            let sql = objects::create_trigger(version, trigger)?;
            actions.push(Action::Sql(objects::drop_trigger(&trigger.table, &trigger.name)));
            actions.push(Action::Sql(sql));
        }
        Ok(actions)
    }
}
