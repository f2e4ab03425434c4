//! An operation as one database has it: of texts and types that differ, its own.

use crate::schema::{
    Chooser, Column, Constraint, Expr, Family, Index, MaterializedView, Object, QualifiedName,
    Schema, SqlPart, SqlText, Table, TypeVariants,
};

use super::{ColumnChange, ObjectChange, Operation, RawUndo};

/// Why an operation cannot be told to a database: the revision has no text for it.
pub(crate) struct NoText;

/// Whether databases have different texts or types in an operation, beside those of views, routines and
/// raw SQL, which each dialect chooses itself.
pub(crate) fn varies(operation: &Operation) -> bool {
    match operation {
        Operation::CreateTable { table, .. } => table.varies(),
        Operation::AddColumn { column, constraints, .. } => {
            column.varies() || constraints.iter().any(Constraint::varies)
        }
        Operation::AlterColumn { change, .. } => change_varies(change),
        Operation::CreateIndex { index, .. } => index.varies(),
        Operation::AddConstraint { constraint, .. } => constraint.varies(),
        Operation::CreateObject(Object::Trigger(trigger)) => trigger.event.varies(),
        Operation::CreateObject(Object::MaterializedView(MaterializedView { indexes, .. })) => {
            indexes.iter().any(Index::varies)
        }
        Operation::Insert { rows, .. } => rows.iter().flatten().any(Expr::varies),
        Operation::Update { set, filter, .. } => {
            set.iter().map(|(_, value)| value).chain(filter).any(Expr::varies)
        }
        Operation::Delete { filter, .. } => filter.as_ref().is_some_and(Expr::varies),
        Operation::Execute { effect, .. } => effect.iter().flatten().any(varies),
        Operation::IfNeeded(operation) => varies(operation),
        // The others hold no expressions.
        _ => false,
    }
}

fn change_varies(change: &ColumnChange) -> bool {
    let known = Column {
        default: change.default.clone().flatten(),
        generated: change.generated.clone().flatten(),
        type_on: change.type_on.clone(),
        ..Column::new("", crate::schema::ColumnType::Text)
    };
    known.varies() || change.using.as_ref().is_some_and(SqlPart::varies)
}

/// The operation as one database has it, when it is about to be applied to `before`; none when there is
/// nothing to do there.
pub(crate) fn on(
    operation: &Operation,
    before: &Schema,
    family: Family,
) -> Result<Option<Operation>, NoText> {
    if let Operation::IfNeeded(inner) = operation {
        let chosen = on(inner, before, family)?;
        return Ok(chosen.map(|inner| Operation::IfNeeded(Box::new(inner))));
    }
    let mut chosen = operation.clone();
    let mut chooser = Chooser::of(family);
    let is_left = match &mut chosen {
        Operation::CreateTable { table, .. } => {
            chooser.table(table);
            true
        }
        Operation::AddColumn { column, constraints, .. } => {
            chooser.column(column);
            constraints.retain_mut(|constraint| chooser.constraint(constraint));
            true
        }
        Operation::AlterColumn { change, .. } => {
            choose_change(&mut chooser, family, change);
            *change != ColumnChange::default()
        }
        Operation::CreateIndex { index, .. } => chooser.index(index),
        Operation::DropIndex { table, name, .. }
        | Operation::RenameIndex { table, name, .. }
        | Operation::Reindex { table, index: Some(name), .. } => {
            has_index(before, table, name, family)
        }
        Operation::AlterObject(change) => has_type(before, change, family),
        Operation::AddConstraint { constraint, .. } => chooser.constraint(constraint),
        Operation::DropConstraint { table, name, .. }
        | Operation::RenameConstraint { table, name, .. }
        | Operation::ValidateConstraint { table, name } => {
            has_constraint(before.tables.get(table), name, family)
        }
        Operation::CreateObject(Object::Trigger(trigger)) => chooser.trigger(trigger),
        Operation::DropObject(crate::schema::ObjectRef::Trigger { table, name }) => {
            has_trigger(before, table, name, family)
        }
        Operation::CreateObject(Object::MaterializedView(view)) => {
            view.indexes.retain_mut(|index| chooser.index(index));
            true
        }
        Operation::Insert { rows, .. } => {
            rows.iter_mut().flatten().for_each(|value| chooser.expression(value));
            true
        }
        Operation::Update { set, filter, .. } => {
            let values = set.iter_mut().map(|(_, value)| value);
            values.chain(filter).for_each(|value| chooser.expression(value));
            true
        }
        Operation::Delete { filter, .. } => {
            if let Some(filter) = filter {
                chooser.expression(filter);
            }
            true
        }
        Operation::Execute { effect: Some(effect), .. } => {
            let kept = effect.iter().map(|operation| on(operation, before, family));
            let kept: Result<Vec<_>, _> = kept.collect();
            *effect = kept?.into_iter().flatten().collect();
            true
        }
        // The others hold no expressions.
        _ => true,
    };
    if chooser.lacks_text { Err(NoText) } else { Ok(is_left.then_some(chosen)) }
}

/// What takes the place of an operation where there is nothing to do.
pub(crate) fn nothing() -> Operation {
    let sql = SqlText::Common(String::new());
    Operation::Execute { sql, effect: Some(Vec::new()), undo: RawUndo::Unknown }
}

fn choose_change(chooser: &mut Chooser, family: Family, change: &mut ColumnChange) {
    let variants: TypeVariants = std::mem::take(&mut change.type_on);
    if let Some(own) = variants.on(family) {
        change.column_type = Some(own.clone());
    }
    chooser.optional(&mut change.using);
    if let Some(default) = &mut change.default {
        chooser.default(default);
    }
    if let Some(Some(generated)) = &mut change.generated {
        match chooser.text(&generated.expression) {
            Some(text) => generated.expression = text,
            None => change.generated = None,
        }
    }
}

/// Whether a table has a constraint on one database; one that it does not have anywhere is an error of the
/// revision, which applying the operation says.
fn has_constraint(table: Option<&Table>, name: &str, family: Family) -> bool {
    let known = table.and_then(|table| table.constraint(name)).cloned();
    known.is_none_or(|mut known| Chooser::of(family).constraint(&mut known))
}

fn has_index(schema: &Schema, holder: &QualifiedName, name: &str, family: Family) -> bool {
    let of_table = schema.tables.get(holder).map(|table| &table.indexes);
    let of_view = schema.materialized_views.get(holder).map(|view| &view.indexes);
    let known = of_table.or(of_view).into_iter().flatten().find(|index| index.name == name);
    known.cloned().is_none_or(|mut known| Chooser::of(family).index(&mut known))
}

/// Whether a database has the enum type that changes: one that is only the type of a column there.
fn has_type(schema: &Schema, change: &ObjectChange, family: Family) -> bool {
    let Some(name) = change.enum_type() else { return true };
    schema.enum_type(name).is_none() || schema.clone().on(family).enum_type(name).is_some()
}

fn has_trigger(schema: &Schema, table: &QualifiedName, name: &str, family: Family) -> bool {
    let known = schema.triggers.get(&(table.clone(), name.to_owned())).cloned();
    known.is_none_or(|mut known| Chooser::of(family).trigger(&mut known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{
        Op, Recorded, apply, custom, enumeration, expression, integer, per_dialect, reverse_all,
        sql, string, table, text, timestamp,
    };

    fn postgres(text: &str) -> SqlText {
        per_dialect().sqlite("").postgres(text).mysql("")
    }

    /// Whatever can be said for single databases, made, changed and dropped.
    fn script(op: &mut Op) {
        let even = || per_dialect().sqlite("a % 2 = 0").postgres("mod(a, 2) = 0").mysql("");
        op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("a", integer().check(even()))
                .column("b", text().on_postgres(custom("inet")).default(sql(postgres("now()"))))
                .column("c", integer().generated(postgres("a + 1")))
                .column("d", string().on_mysql(enumeration("kind", ["x", "y"]))),
        );
        op.create_check_constraint("ck_b", "t", postgres("b <> ''"));
        op.create_index("ix", "t", [expression(even()), expression("lower(b)")]).filter(even());
        op.create_trigger("touch", "t", postgres("AFTER UPDATE OF a"), "EXECUTE FUNCTION f()");
        op.create_index("empty", "t", [expression(postgres("a + 1"))]);
        op.rename_index("empty", "t", "ix_postgres");
        op.add_enum_value("kind", "z");
        op.rename_enum_value("kind", "x", "w");
        op.rename_enum("kind", "sort");
        op.set_enum_values("sort", ["w", "v"]).replace("y", "v").replace("z", "v");
        op.drop_index("ix_postgres", "t");
        op.alter_column("t", "a").rename_to("e");
        op.rename_constraint("ck_b", "t", "ck_c");
        op.alter_column("t", "b").default(sql(postgres("a")));
        op.drop_index("ix", "t");
        op.drop_check_constraint("ck_c", "t");
        op.drop_trigger("touch", "t");
        op.alter_column("t", "b").set_type(timestamp().on_mysql(custom("DATETIME"))).using(even());
        op.rename_table("t", "u");
        op.alter_column("u", "b").set_type(text());
        op.drop_column("u", "c");
        op.drop_column("u", "e");
        op.drop_column("u", "d");
    }

    /// Applies a script to a schema, and what one database has of it to the schema of that database.
    fn fold(script: &[Recorded], known: &mut Schema, chosen: &mut Schema, family: Family) {
        for Recorded { operation, origin } in script {
            let Ok(own) = on(operation, known, family) else {
                unreachable!("{operation} has no text")
            };
            assert_eq!(apply(operation, *origin, known), Ok(()), "{operation}");
            if let Some(own) = own {
                assert_eq!(apply(&own, *origin, chosen), Ok(()), "{operation} on {family:?}");
            }
            assert_eq!(known.clone().on(family), *chosen, "{operation} on {family:?}");
        }
    }

    #[test]
    fn a_choice_before_an_operation_is_the_choice_after_it() {
        let mut op = Op::new();
        script(&mut op);
        let script = op.into_operations();
        let one_way = |recorded: &Recorded| matches!(recorded.operation, Operation::AlterObject(_));
        let reversible: Vec<_> = script.iter().filter(|it| !one_way(it)).cloned().collect();
        let undo = reverse_all(&reversible, &mut Schema::new()).unwrap_or_default();
        assert!(undo.len() >= reversible.len(), "{undo:?}");
        for family in [Family::Sqlite, Family::Postgres, Family::Mysql] {
            let (mut known, mut chosen) = (Schema::new(), Schema::new());
            fold(&script, &mut known, &mut chosen, family);
            let (mut known, mut chosen) = (Schema::new(), Schema::new());
            fold(&reversible, &mut known, &mut chosen, family);
            fold(&undo, &mut known, &mut chosen, family);
        }
    }
}
