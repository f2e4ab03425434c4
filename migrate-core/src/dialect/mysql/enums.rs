//! Enum types, which are a list of values at each column that uses one.

use crate::dialect::{Action, Refusal};
use crate::op::{ObjectChange, Operation};
use crate::schema::{Column, ColumnDefault, ColumnType, EnumType, QualifiedName, Schema, Table};

use super::Version;
use super::algorithm::{self, Cost};
use super::alter::{Alteration, Clause};
use super::definition::Edit;
use super::literal::string;
use super::lower::Lowered;
use super::name::{folded, named, quote};
use super::objects::says;
use super::types::{default_sql, enumeration};

/// The value of rows between two spellings that the server may take for one.
const INTERIM: &str = "_migrate_renamed";

/// What a change of an enum type does to the tables that use it: each of its columns has the list
/// (<https://dev.mysql.com/doc/refman/8.4/en/enum.html>).
///
/// A value that is added last changes metadata alone. A value that is renamed is in the list beside
/// the old one until the rows are updated: what is not in the list would be lost.
pub(super) fn changed_values(
    version: Version,
    operation: &Operation,
    before: &Schema,
    after: &Schema,
) -> Result<Vec<Lowered>, Refusal> {
    let Operation::AlterObject(change) = operation else { return Ok(Vec::new()) };
    let (name, renamed) = match change {
        ObjectChange::AddEnumValue { name, .. } => (name, None),
        ObjectChange::RenameEnumValue { name, from, to } => (name, Some((from, to))),
        ObjectChange::SetEnumValues { name, replaced, .. } => {
            return set_values(version, name, replaced, before, after);
        }
        // The columns have the values and no name; the others change no enum type.
        ObjectChange::RenameEnum { .. }
        | ObjectChange::EnsureExtension(_)
        | ObjectChange::AlterSequence { .. }
        | ObjectChange::RefreshMaterializedView { .. }
        | ObjectChange::ReplaceFunction(_) => return Ok(Vec::new()),
    };
    let mut lowered = Vec::new();
    for table in before.tables_of_type(name) {
        let Some(changed) = after.tables.get(&table.name) else { continue };
        let users: Vec<_> = table.columns.iter().filter(|column| uses(column, name)).collect();
        if users.is_empty() {
            continue;
        }
        let mut known = table.clone();
        if let Some((from, to)) = renamed {
            require_no_trigger(version, before, table)?;
            // The server takes two spellings that differ in case for one value (error 1291).
            let apart = from.is_ascii() && to.is_ascii() && folded(from) != folded(to);
            let mut states = vec![(with_value(table, name, to), from.as_str(), to.as_str())];
            if !apart {
                states = vec![
                    (with_value(table, name, INTERIM), from, INTERIM),
                    (with_value(changed, name, INTERIM), INTERIM, to),
                ];
            }
            for (state, from, to) in states {
                lowered.push(Lowered::alter(restated(version, &known, &state, &users)?));
                let moved = users.iter().map(|column| moved(table, column, from, to));
                lowered.extend(moved.map(|sql| Lowered::Statement(Action::Sql(sql))));
                known = state;
            }
        }
        lowered.push(Lowered::alter(restated(version, &known, changed, &users)?));
    }
    Ok(lowered)
}

/// Other values: those that take the place of others are in the list beside them until the rows are
/// updated.
fn set_values(
    version: Version,
    name: &QualifiedName,
    replaced: &[(String, String)],
    before: &Schema,
    after: &Schema,
) -> Result<Vec<Lowered>, Refusal> {
    for (from, to) in replaced {
        // The server takes two spellings that differ in case for one value (error 1291).
        if !(from.is_ascii() && to.is_ascii()) || folded(from) == folded(to) {
            return Err(Refusal::unsupported(
                format!("{} may take `{from}` and `{to}` for one value", version.server_name()),
                "give the value its new name with `op.rename_enum_value(..)` first",
            ));
        }
    }
    let mut lowered = Vec::new();
    for table in before.tables_of_type(name) {
        let Some(changed) = after.tables.get(&table.name) else { continue };
        let users: Vec<_> = table.columns.iter().filter(|column| uses(column, name)).collect();
        if users.is_empty() {
            continue;
        }
        let known = values_of(table, name);
        let mut both = table.clone();
        for (_, to) in replaced {
            both = with_value(&both, name, to);
        }
        if !replaced.is_empty() {
            require_no_trigger(version, before, table)?;
        }
        if both != *table {
            lowered.push(Lowered::alter(restated(version, table, &both, &users)?));
        }
        for (from, to) in replaced {
            let moved = users.iter().map(|column| moved(table, column, from, to));
            lowered.extend(moved.map(|sql| Lowered::Statement(Action::Sql(sql))));
        }
        let gone = known.iter().filter(|value| !values_of(changed, name).contains(value));
        let gone = gone.filter(|value| !replaced.iter().any(|(from, _)| from == *value));
        let gone: Vec<_> = gone.map(|value| string(value)).collect();
        if !gone.is_empty() {
            lowered.push(Lowered::Statement(Action::Sql(row_check(table, &users, &gone))));
        }
        lowered.push(Lowered::alter(restated(version, &both, changed, &users)?));
    }
    Ok(lowered)
}

/// The values of the type in a table that has it.
fn values_of<'t>(table: &'t Table, name: &QualifiedName) -> &'t [String] {
    let kinds = table.columns.iter().filter_map(|column| column.column_type.enumeration());
    let mut of_name = kinds.filter(|kind| kind.name == *name);
    of_name.next().map(|kind| kind.values.as_slice()).unwrap_or_default()
}

/// An error while a row still has a value that goes: without a strict `sql_mode` the server would empty
/// it with a warning (<https://mariadb.com/kb/en/enum/>). Outside of a routine only a function raises one.
fn row_check(table: &Table, users: &[&Column], gone: &[String]) -> String {
    let gone = gone.join(", ");
    let held = users.iter().map(|column| format!("{} IN ({gone})", quote(&column.name)));
    let held = held.collect::<Vec<_>>().join(" OR ");
    let rows = format!("SELECT 1 FROM {} WHERE {held}", named(&table.name));
    format!("DO extractvalue(1, IF(EXISTS ({rows}), '~a row has a value that goes', '/a'))")
}

/// The table whose columns of the type have one value more.
fn with_value(table: &Table, name: &QualifiedName, value: &str) -> Table {
    let mut table = table.clone();
    for column in table.columns.iter_mut().filter(|column| uses(column, name)) {
        if let ColumnType::Enumeration(kind) = &mut column.column_type
            && !kind.values.iter().any(|known| known == value)
        {
            kind.values.push(value.to_owned());
        }
    }
    table
}

/// The update of rows from one value to another, which leaves `ON UPDATE` timestamps as they are.
fn moved(table: &Table, column: &Column, from: &str, to: &str) -> String {
    let (name, from, to) = (quote(&column.name), string(from), string(to));
    let mut set = vec![format!("{name} = {to}")];
    let timed = table.columns.iter().filter(|column| column.mysql.on_update_now);
    set.extend(timed.map(|column| format!("{0} = {0}", quote(&column.name))));
    format!("UPDATE {} SET {} WHERE {name} = {from}", named(&table.name), set.join(", "))
}

/// The rows change by an `UPDATE`, which a trigger would take for a change of the application's.
fn require_no_trigger(version: Version, schema: &Schema, table: &Table) -> Result<(), Refusal> {
    let trigger =
        schema.triggers_of(&table.name).into_iter().find(|trigger| says(&trigger.event, "UPDATE"));
    let Some(trigger) = trigger else { return Ok(()) };
    Err(Refusal::unsupported(
        format!(
            "{} renames the value by an `UPDATE` of the rows, and trigger `{}` of table `{}` would fire",
            version.server_name(),
            trigger.name,
            table.name
        ),
        "drop the trigger first, and create it again after",
    ))
}

fn uses(column: &Column, name: &QualifiedName) -> bool {
    matches!(&column.column_type, ColumnType::Enumeration(kind) if kind.name == *name)
}

/// The columns with the values, and where it changes the default, of another state of the table.
fn restated(
    version: Version,
    from: &Table,
    to: &Table,
    users: &[&Column],
) -> Result<Alteration, Refusal> {
    let mut alteration = Alteration::of(from);
    for name in users.iter().map(|column| &column.name) {
        let (Some(old), Some(new)) = (from.column(name), to.column(name)) else { continue };
        let ColumnType::Enumeration(EnumType { values, .. }) = &new.column_type else { continue };
        let list = enumeration(values);
        alteration.escapes |= list.contains('\\');
        let mut edits = Vec::new();
        if let Some(default @ ColumnDefault::Value(_)) = &new.default
            && old.default != new.default
        {
            edits.push(Edit::Default(Some(default_sql(version, &list, default)?)));
        }
        edits.insert(0, Edit::Type { name: list, text: true });
        alteration.alters(name);
        let cost = algorithm::set_type(version, from, old, &new.column_type);
        let cost = if old.default == new.default { cost } else { cost.max(Some(Cost::Copy)) };
        alteration.push(Clause::Modify { column: name.clone(), edits }, cost);
    }
    Ok(alteration)
}
