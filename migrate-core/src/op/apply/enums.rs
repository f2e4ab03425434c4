//! What operations on enum types do to a schema.

use crate::op::{EnumPosition, dependents};
use crate::schema::{Column, ColumnDefault, ColumnType, EnumType, QualifiedName, Schema, Value};

use super::data::require_default;
use super::error::{ApplyError, exists, unknown};

/// Renames a value, also where it is a default or compared with.
pub(super) fn rename_value(
    schema: &mut Schema,
    kind: &QualifiedName,
    from: &str,
    to: &str,
) -> Result<(), ApplyError> {
    change_enum(schema, kind, |values| {
        if values.iter().any(|value| value == to) {
            return Err(exists("enum value", to, None));
        }
        let at = value_position(values, from)?;
        to.clone_into(&mut values[at]);
        Ok(())
    })?;
    dependents::rename_value(schema, kind, from, to);
    change_columns(schema, kind, |column| {
        if let Some(ColumnDefault::Value(Value::Text(value))) = &mut column.default
            && value == from
        {
            to.clone_into(value);
        }
        Ok(())
    })
}

/// Adds a value to an enum type, and to every column that uses it.
pub(super) fn add_value(
    schema: &mut Schema,
    kind: &QualifiedName,
    value: &str,
    position: &EnumPosition,
) -> Result<(), ApplyError> {
    change_enum(schema, kind, |values| {
        if values.iter().any(|known| known == value) {
            return Err(exists("enum value", value, None));
        }
        let at = match position {
            EnumPosition::Last => values.len(),
            EnumPosition::Before(other) => value_position(values, other)?,
            EnumPosition::After(other) => value_position(values, other)? + 1,
        };
        values.insert(at, value.to_owned());
        Ok(())
    })
}

/// Gives an enum type, and the type of every column that uses it, another name.
pub(super) fn rename(
    schema: &mut Schema,
    name: &QualifiedName,
    to: &str,
) -> Result<(), ApplyError> {
    if schema.enum_type(name).is_none() {
        return Err(unknown_enum(schema, name));
    }
    let to = name.sibling(to);
    if schema.enum_type(&to).is_some() {
        return Err(exists("enum type", &to.to_string(), None));
    }
    if let Some(mut kind) = schema.enums.remove(name) {
        kind.name = to.clone();
        schema.enums.insert(to.clone(), kind);
    }
    change_columns(schema, name, |column| {
        types_of(column, name).for_each(|kind| kind.name = to.clone());
        Ok(())
    })
}

/// Gives an enum type other values; a default that goes is replaced as the rows are.
pub(super) fn set_values(
    schema: &mut Schema,
    name: &QualifiedName,
    values: &[String],
    replaced: &[(String, String)],
) -> Result<(), ApplyError> {
    let mut changed = schema.clone();
    change_enum(&mut changed, name, |known| {
        if values.is_empty() {
            let what = format!("enum type `{name}` is to have no value");
            return Err(ApplyError::Nothing { what });
        }
        for (at, value) in values.iter().enumerate() {
            if values[..at].contains(value) {
                return Err(exists("enum value", value, None));
            }
        }
        for (from, to) in replaced {
            value_position(known, from)?;
            value_position(values, to)?;
            if values.contains(from) {
                return Err(exists("enum value", from, None));
            }
        }
        known.clear();
        known.extend(values.iter().cloned());
        Ok(())
    })?;
    let syntax = schema.syntax;
    change_columns(&mut changed, name, |column| {
        if let Some(ColumnDefault::Value(Value::Text(value))) = &mut column.default
            && let Some((_, to)) = replaced.iter().find(|(from, _)| from == value)
        {
            to.clone_into(value);
        }
        require_default(column, syntax)
    })?;
    *schema = changed;
    Ok(())
}

fn value_position(values: &[String], value: &str) -> Result<usize, ApplyError> {
    values.iter().position(|known| known == value).ok_or_else(|| {
        let known = values.iter().map(String::as_str);
        unknown("enum value", value, None, known)
    })
}

/// Changes the values of an enum type, and of every column that uses it.
fn change_enum(
    schema: &mut Schema,
    name: &QualifiedName,
    change: impl Fn(&mut Vec<String>) -> Result<(), ApplyError>,
) -> Result<(), ApplyError> {
    let Some(kind) = schema.enum_type(name) else {
        return Err(unknown_enum(schema, name));
    };
    let mut values = kind.values.clone();
    change(&mut values)?;
    if let Some(kind) = schema.enums.get_mut(name) {
        kind.values.clone_from(&values);
    }
    change_columns(schema, name, |column| {
        types_of(column, name).for_each(|kind| kind.values.clone_from(&values));
        Ok(())
    })
}

/// The types of a column, on any database, that are of an enum type.
fn types_of<'c>(
    column: &'c mut Column,
    name: &QualifiedName,
) -> impl Iterator<Item = &'c mut EnumType> {
    let types = column.types_mut().filter_map(ColumnType::enumeration_mut);
    types.filter(move |kind| kind.name == *name)
}

/// Changes every column of an enum type.
fn change_columns(
    schema: &mut Schema,
    name: &QualifiedName,
    change: impl Fn(&mut Column) -> Result<(), ApplyError>,
) -> Result<(), ApplyError> {
    let tables: Vec<_> = schema.tables_of_type(name).into_iter().cloned().collect();
    for mut table in tables {
        let mut used = table.columns.iter_mut().filter(|column| column.uses(name));
        used.try_for_each(&change)?;
        schema.tables.insert(table.name.clone(), table);
    }
    Ok(())
}

fn unknown_enum(schema: &Schema, name: &QualifiedName) -> ApplyError {
    let known: Vec<_> = schema.enums.keys().map(ToString::to_string).collect();
    unknown("enum type", &name.to_string(), None, known.iter().map(String::as_str))
}

/// A column of the enum type.
pub(super) fn user(schema: &Schema, name: &QualifiedName) -> Option<String> {
    schema.tables_of_type(name).into_iter().find_map(|table| {
        let column = table.columns.iter().find(|column| column.uses(name))?;
        Some(format!("column `{}` of table `{}`", column.name, table.name))
    })
}

#[cfg(test)]
mod tests {
    use crate::op::{Op, apply, enumeration, table};
    use crate::schema::{ColumnType, Schema};

    #[test]
    fn a_type_created_with_a_column_takes_another_value() {
        let mut op: Op = Op::new();
        op.create_table(table("t").column("mood", enumeration("mood", ["sad"])));
        op.add_enum_value("mood", "happy");
        let mut schema = Schema::new();
        for recorded in op.into_operations() {
            assert_eq!(apply(&recorded.operation, recorded.origin, &mut schema), Ok(()));
        }
        let column = &schema.tables[&"t".into()].columns[0];
        let ColumnType::Enumeration(kind) = &column.column_type else { unreachable!() };
        assert_eq!(kind.values, ["sad", "happy"]);
    }
}
