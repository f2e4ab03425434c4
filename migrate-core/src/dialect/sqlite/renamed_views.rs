//! Views and triggers that SQLite would not rename in as it is meant: it renames the results of a view with
//! the column that gave them their names, and does not look whether a new name means something else in its
//! place (<https://www.sqlite.org/lang_altertable.html#altertabrename>; tried on SQLite 3.45).

use std::collections::BTreeSet;

use crate::dialect::renamed::in_order_of_need;
use crate::dialect::{Action, Refusal};
use crate::op::dependents::{
    DependentKind, Doubt, Place, Renamed, Target, dependents, rename_column_in_text,
    rename_relation_in_text,
};
use crate::op::{ColumnChange, Operation};
use crate::schema::{ObjectRef, QualifiedName, Schema};
use crate::sql_text::SqlSyntax;

use super::{objects, render};

/// The views and triggers, and what needs them, that are dropped before a rename, and created again after.
#[derive(Default)]
pub(super) struct RenamedViews {
    views: BTreeSet<QualifiedName>,
    triggers: BTreeSet<(QualifiedName, String)>,
    /// A table and its new name.
    table: Option<(QualifiedName, QualifiedName)>,
}

impl RenamedViews {
    /// Those of a rename; no other operation has any.
    pub(super) fn of(operation: &Operation, before: &Schema) -> Result<Self, Refusal> {
        match operation {
            Operation::AlterColumn {
                table,
                column,
                change: ColumnChange { rename: Some(to), .. },
            } => Self::by(before, &[&table.name], None, |sql, place| {
                rename_column_in_text(sql, place, table, (column, to), before)
            }),
            Operation::RenameTable { table, to } if !table.name.eq_ignore_ascii_case(to) => {
                let renamed = (table.clone(), table.sibling(to.as_str()));
                Self::by(before, &[&table.name, to], Some(renamed), |sql, place| {
                    rename_relation_in_text(sql, place, table, to, before)
                })
            }
            _ => Ok(Self::default()),
        }
    }

    /// Those of a rename that changes only texts with one of the names.
    fn by(
        before: &Schema,
        names: &[&str],
        table: Option<(QualifiedName, QualifiedName)>,
        rename: impl Fn(&str, (Place<'_>, SqlSyntax)) -> Renamed,
    ) -> Result<Self, Refusal> {
        let is_changed = |object: &ObjectRef, sql: &str, place: Place<'_>| {
            let renamed = rename(sql, (place, SqlSyntax::Sqlite));
            match renamed.doubt {
                Some(Doubt::OtherMeaning) => Err(other_meaning(object)),
                Some(Doubt::Unknown) => Ok(false),
                None => Ok(renamed.adds_words),
            }
        };
        let mut found = Self { table, ..Self::default() };
        let mut left = Vec::new();
        for view in before.views.with_text_of(names) {
            let object = ObjectRef::View(view.name.clone());
            let Ok(sql) = render::text(&view.query) else { continue };
            if !before.stale.contains(&object)
                && is_changed(&object, sql, Place::Query(&view.name))?
            {
                left.push(view.name.clone());
            }
        }
        for trigger in before.triggers.with_text_of(names) {
            let key = (trigger.table.clone(), trigger.name.clone());
            let object = ObjectRef::Trigger { table: key.0.clone(), name: key.1.clone() };
            let Ok(sql) = render::text(&trigger.body) else { continue };
            if !before.stale.contains(&object)
                && is_changed(&object, sql, Place::Trigger(&trigger.table))?
            {
                found.triggers.insert(key);
            }
        }
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
            found.triggers.extend(on_it.into_iter().map(|it| (it.table.clone(), it.name.clone())));
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
        let triggers = self.triggers.iter().map(|(table, name)| {
            let moved = self.table.as_ref().filter(|(from, _)| from == table);
            (moved.map_or(table, |(_, to)| to).clone(), name.clone())
        });
        let triggers = triggers.filter_map(|key| after.triggers.get(&key));
        let triggers = triggers.map(|it| render::create_trigger(it).map(Action::Sql));
        views.chain(triggers).collect()
    }
}

fn other_meaning(object: &ObjectRef) -> Refusal {
    let object = format!("{} `{}`", object.kind(), object.name());
    Refusal::unsupported(
        format!("with the new name the text of {object} would mean something else"),
        &format!("drop {object} before, and create it again after"),
    )
}
