//! What operations on enum types do to a schema.

use crate::op::EnumPosition;
use crate::schema::{ColumnDefault, EnumType, QualifiedName, Schema, Value};

use super::error::{ApplyError, exists, unknown};

pub(super) fn create_enum(schema: &mut Schema, kind: &EnumType) -> Result<(), ApplyError> {
    if schema.enums.contains_key(&kind.name) {
        return Err(exists("enum type", &kind.name.to_string(), None));
    }
    schema.enums.insert(kind.name.clone(), kind.clone());
    Ok(())
}

/// Gives a word another spelling, also where it is a default.
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
    for column in schema.tables.values_mut().flat_map(|table| &mut table.columns) {
        if let Some(ColumnDefault::Value(Value::Text(word))) = &mut column.default
            && word == from
            && column.column_type.enumeration().is_some_and(|used| used.name == *kind)
        {
            to.clone_into(word);
        }
    }
    Ok(())
}

pub(super) fn add_value(
    values: &mut Vec<String>,
    value: &str,
    position: &EnumPosition,
) -> Result<(), ApplyError> {
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
}

pub(super) fn value_position(values: &[String], value: &str) -> Result<usize, ApplyError> {
    values.iter().position(|known| known == value).ok_or_else(|| {
        let known = values.iter().map(String::as_str);
        unknown("enum value", value, None, known)
    })
}

/// Changes the words of an enum type, and of every column that uses it.
pub(super) fn change_enum(
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

pub(super) fn drop_enum(schema: &mut Schema, name: &QualifiedName) -> Result<(), ApplyError> {
    if !schema.enums.contains_key(name) {
        return Err(unknown_enum(schema, name));
    }
    let user = schema.tables.values().find_map(|table| {
        let column = table.columns.iter().find(|column| {
            column.column_type.enumeration().is_some_and(|kind| kind.name == *name)
        })?;
        Some(format!("column `{}` of table `{}`", column.name, table.name))
    });
    if let Some(user) = user {
        return Err(ApplyError::InUse { kind: "enum type", name: name.to_string(), user });
    }
    schema.enums.remove(name);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::op::{Op, apply, enumeration, table};
    use crate::schema::{ColumnType, Schema};

    #[test]
    fn a_type_that_a_column_brought_takes_another_word() {
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
