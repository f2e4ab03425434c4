//! Views whose results a renamed column gave names to: SQLite would rename the results with the column
//! (<https://www.sqlite.org/lang_altertable.html#altertabrename>; tried on SQLite 3.45).

use std::collections::BTreeSet;

use crate::dialect::renamed::in_order_of_need;
use crate::dialect::{Action, Refusal};
use crate::op::dependents::{DependentKind, Place, Target, dependents, rename_column_in_text};
use crate::op::{ColumnChange, Operation};
use crate::schema::{ObjectRef, QualifiedName, Schema};
use crate::sql_text::SqlSyntax;

use super::{objects, render};

/// The views, and what needs them, that are dropped before a column is renamed, and created again after.
#[derive(Default)]
pub(super) struct RenamedViews {
    views: BTreeSet<QualifiedName>,
    triggers: BTreeSet<(QualifiedName, String)>,
}

impl RenamedViews {
    /// Those of a rename; no other operation has any.
    pub(super) fn of(operation: &Operation, before: &Schema) -> Result<Self, Refusal> {
        let Operation::AlterColumn { table, column, change: ColumnChange { rename: Some(to), .. } } =
            operation
        else {
            return Ok(Self::default());
        };
        let names_results = |name: &QualifiedName, sql: &str| {
            let place = (Place::Query(name), SqlSyntax::Sqlite);
            rename_column_in_text(sql, place, table, (column, to), before).names_results
        };
        let mut found = Self::default();
        let mut left: Vec<_> = before
            .views
            .with_text_of(&[&table.name])
            .into_iter()
            .filter(|view| !before.stale.contains(&ObjectRef::View(view.name.clone())))
            .filter(|view| {
                render::text(&view.query).is_ok_and(|sql| names_results(&view.name, sql))
            })
            .map(|view| view.name.clone())
            .collect();
        while let Some(view) = left.pop() {
            // SQLite compiles every view and trigger before it renames a column.
            for needing in dependents(&Target::Relation(view.clone()), before, SqlSyntax::Sqlite) {
                match needing.kind {
                    DependentKind::View(name) if !found.views.contains(&name) => left.push(name),
                    DependentKind::Trigger(table, name) => {
                        found.triggers.insert((table, name));
                    }
                    // SQLite has nothing else that names a view.
                    _ => {}
                }
            }
            let on_it = before.triggers_of(&view);
            found.triggers.extend(on_it.map(|it| (it.table.clone(), it.name.clone())));
            found.views.insert(view);
        }
        found.require_known_texts(before)?;
        Ok(found)
    }

    fn require_known_texts(&self, before: &Schema) -> Result<(), Refusal> {
        let views = self.views.iter().cloned().map(ObjectRef::View);
        let triggers = self.triggers.iter().cloned();
        let triggers = triggers.map(|(table, name)| ObjectRef::Trigger { table, name });
        let mut all = views.chain(triggers);
        all.find(|object| before.stale.contains(object)).map_or(Ok(()), |object| {
            let object = format!("{} `{}`", object.kind(), object.name());
            Err(Refusal::unsupported(
                format!(
                    "{object} must be created again, and its text is not known: something was renamed \
                     before that it may name"
                ),
                &format!("drop {object} before, and create it again after"),
            ))
        })
    }

    /// The statements that drop them.
    pub(super) fn drops(&self) -> Result<Vec<Action>, Refusal> {
        let triggers = self.triggers.iter().cloned();
        let triggers = triggers.map(|(table, name)| ObjectRef::Trigger { table, name });
        let views = self.views.iter().cloned().map(ObjectRef::View);
        let actions = triggers.chain(views).map(|object| objects::drop(&object));
        Ok(actions.collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// The statements that create them again.
    pub(super) fn creations(&self, after: &Schema) -> Result<Vec<Action>, Refusal> {
        let views = self.views.iter().filter_map(|name| after.views.get(name)).collect();
        let views = in_order_of_need(views, after).into_iter();
        let views = views.map(|view| render::create_view(view).map(Action::Sql));
        let triggers = self.triggers.iter().filter_map(|key| after.triggers.get(key));
        let triggers = triggers.map(|it| render::create_trigger(it).map(Action::Sql));
        views.chain(triggers).collect()
    }
}
