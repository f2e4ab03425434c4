//! What operations on enum types do to a schema.

use crate::op::{EnumPosition, dependents};
use crate::schema::{ColumnDefault, QualifiedName, Schema, Value};

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
    for column in schema.tables.values_mut().flat_map(|table| &mut table.columns) {
        if let Some(ColumnDefault::Value(Value::Text(value))) = &mut column.default
            && value == from
            && column.column_type.enumeration().is_some_and(|used| used.name == *kind)
        {
            to.clone_into(value);
        }
    }
    Ok(())
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
    let columns = schema.tables.values_mut().flat_map(|table| &mut table.columns);
    let used = columns.filter_map(|column| column.column_type.enumeration_mut());
    for kind in schema.enums.values_mut().chain(used).filter(|kind| kind.name == *name) {
        kind.values.clone_from(&values);
    }
    Ok(())
}

fn unknown_enum(schema: &Schema, name: &QualifiedName) -> ApplyError {
    let known: Vec<_> = schema.enums.keys().map(ToString::to_string).collect();
    unknown("enum type", &name.to_string(), None, known.iter().map(String::as_str))
}

/// A column of the enum type.
pub(super) fn user(schema: &Schema, name: &QualifiedName) -> Option<String> {
    schema.tables.values().find_map(|table| {
        let column = table.columns.iter().find(|column| {
            column.column_type.enumeration().is_some_and(|kind| kind.name == *name)
        })?;
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
