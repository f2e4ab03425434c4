//! What a catalogue says of a schema, in the words of a revision: [`say_plainly`].

use std::collections::BTreeMap;

use migrate_core::dialect::{Dialect, postgres, sqlite};
use migrate_core::op::{ApplyError, Operation, apply};
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, ConstraintBody, Function, Origin, QualifiedName, Schema,
    Table, Value,
};

use crate::introspect::{RawObject, Reference};
use crate::normalize::normalize;
use crate::render::takes_default;

/// Says numbers and constants as a revision would: without what nobody has chosen, as that they begin with 1, and as
/// values of their column's type, as `false` for the 0 of a `tinyint(1)` (tried on MariaDB 10.11).
pub(super) fn say_plainly(live: &mut Schema, dialect: Dialect) {
    name_enums_apart(live);
    let form = normalize(dialect, live.clone());
    let mut types = dialect.empty_schema();
    (types.enums, types.namespaces) = (live.enums.clone(), live.namespaces.clone());
    for table in live.tables.values_mut() {
        let Some(form) = form.tables.get(&table.name) else { continue };
        for column in &mut table.columns {
            if let Some(form) = form.column(&column.name) {
                column.identity = form.identity;
                if let Some(ColumnDefault::Value(_)) = form.default {
                    column.default.clone_from(&form.default);
                }
            }
        }
        defaults_as_sql(table, &types, dialect);
        // A key is before the reference to it, which SQLite's text may have the other way round.
        table.constraints.sort_by_key(|it| matches!(it.body, ConstraintBody::ForeignKey(_)));
    }
    let functions = std::mem::take(&mut live.functions).into_values();
    live.functions =
        functions.map(|function| (function_key(&function, dialect), function)).collect();
    for sequence in live.sequences.values_mut() {
        if let Some(form) = form.sequences.get(&sequence.name) {
            sequence.options = form.options;
        }
    }
}

/// Gives enum types of one name and of other labels names of their own. On MariaDB and MySQL an enum type is a column's,
/// and read as called like it; for revisions and models a name is one list of labels.
fn name_enums_apart(live: &mut Schema) {
    let mut known: BTreeMap<QualifiedName, Vec<String>> = BTreeMap::new();
    for table in live.tables.values_mut() {
        for column in &mut table.columns {
            let ColumnType::Enumeration(kind) = &mut column.column_type else { continue };
            let is_other =
                |name: &QualifiedName| known.get(name).is_some_and(|values| *values != kind.values);
            if is_other(&kind.name) {
                let own = format!("{}_{}", table.name.name, column.name);
                let numbers = (2_u32..).map(|number| format!("{own}_{number}"));
                let mut names = std::iter::once(own.clone()).chain(numbers);
                let free = names.find_map(|name| {
                    let name = kind.name.sibling(&name);
                    (!is_other(&name)).then_some(name)
                });
                kind.name = free.unwrap_or_else(|| kind.name.clone());
            }
            known.insert(kind.name.clone(), kind.values.clone());
        }
    }
}

/// Raw objects that name the functions they have to do with as [`say_plainly`] calls them.
pub(super) fn in_plain_words(raw: &[RawObject], live: &Schema, dialect: Dialect) -> Vec<RawObject> {
    let mut raw = raw.to_vec();
    for object in &mut raw {
        for reference in object.needs.iter_mut().chain(&mut object.needed_by) {
            let Reference::Function(name, arguments) = reference else { continue };
            let function = live.functions.get(&(name.clone(), arguments.clone()));
            if let Some(function) = function {
                (*name, *arguments) = function_key(function, dialect);
            }
        }
    }
    raw
}

/// By what a function is found in the form in which schemas are compared.
fn function_key(function: &Function, dialect: Dialect) -> (QualifiedName, String) {
    let key = (function.name.clone(), function.arguments.clone());
    let mut alone = dialect.empty_schema();
    alone.functions.insert(key.clone(), function.clone());
    normalize(dialect, alone).functions.keys().next().cloned().unwrap_or(key)
}

/// Says the defaults that are no values of their column's type as SQL: a database may take more than a revision does,
/// as a number for an INTEGER of SQLite that 32 bits do not hold, or the day as a text.
fn defaults_as_sql(table: &mut Table, types: &Schema, dialect: Dialect) {
    for column in &mut table.columns {
        if !takes_default(column) {
            say_as_sql(column, dialect);
        }
    }
    for _ in 0..table.columns.len() {
        let columns = table.columns.clone();
        let alone = Table { columns, ..Table::new(table.name.clone()) };
        let create = Operation::CreateTable { table: alone, if_not_exists: false };
        let applied = apply(&create, Origin::caller(), &mut types.clone());
        let Err(ApplyError::DoesNotFit { what: "default", column: name, .. }) = applied else {
            return;
        };
        let Some(column) = table.columns.iter_mut().find(|column| column.name == name) else {
            return;
        };
        if !say_as_sql(column, dialect) {
            return;
        }
    }
}

/// Says the default of a column as SQL; whether it can be said so.
fn say_as_sql(column: &mut Column, dialect: Dialect) -> bool {
    let sql = match &column.default {
        None | Some(ColumnDefault::Sql(_)) => None,
        Some(default) => match dialect {
            Dialect::Sqlite(_) => sqlite::default_sql(default, &column.column_type).ok(),
            Dialect::Postgres(_) => postgres::default_sql(default).ok(),
            Dialect::Mysql(_) => match default {
                ColumnDefault::Value(value) => constant(value, &column.column_type),
                ColumnDefault::Now => Some("CURRENT_TIMESTAMP".to_owned()),
                ColumnDefault::Today => Some("CURRENT_DATE".to_owned()),
                ColumnDefault::Sql(_) => None,
            },
        },
    };
    let is_said = sql.is_some();
    if let Some(sql) = sql {
        column.default = Some(ColumnDefault::Sql(sql.into()));
    }
    is_said
}

/// A constant in the words of MariaDB and MySQL; none where bytes were read as text, of which a server shows some as
/// `?` (tried on MariaDB 10.11).
fn constant(value: &Value, column_type: &ColumnType) -> Option<String> {
    match value {
        Value::Text(text) if text.contains(['\\', '?']) || *column_type == ColumnType::Binary => {
            None
        }
        Value::Text(text) => Some(format!("'{}'", text.replace('\'', "''"))),
        Value::Integer(number) => Some(number.to_string()),
        Value::Decimal(number) => Some(number.clone()),
        Value::Boolean(true) => Some("TRUE".to_owned()),
        Value::Boolean(false) => Some("FALSE".to_owned()),
        Value::Null | Value::Float(_) | Value::Bytes(_) | Value::Array(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use migrate_core::schema::{
        Action, Constraint, Deferrable, EnumType, Family, ForeignKey, Identity,
    };

    use super::*;
    use crate::initial::{initial, refusal};

    #[test]
    fn a_default_is_a_value_of_its_type() {
        let mut flag = Column::new("flag", ColumnType::Boolean);
        flag.default = Some(ColumnDefault::Value(Value::Integer(0)));
        let mut table = Table::new("t");
        table.columns.push(flag);
        let mut live = Schema::new();
        live.tables.insert("t".into(), table);
        let mariadb = Dialect::parse(Family::Mysql, "10.11.6-MariaDB").unwrap();
        let parts = initial(mariadb, &live, &[]).unwrap();
        let [Operation::CreateTable { table, .. }] = &parts[0].operations[..] else {
            unreachable!()
        };
        let no = Some(ColumnDefault::Value(Value::Boolean(false)));
        assert_eq!(table.columns[0].default, no);
    }

    #[test]
    fn a_default_that_is_no_value_of_its_type_is_sql() {
        let mut count = Column::new("count", ColumnType::Integer);
        count.default = Some(ColumnDefault::Value(Value::Integer(i64::MIN)));
        let mut table = Table::new("t");
        table.columns.push(count);
        let mut live = Schema::new();
        live.tables.insert("t".into(), table);
        let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
        let parts = initial(sqlite, &live, &[]).unwrap();
        let [Operation::CreateTable { table, .. }] = &parts[0].operations[..] else {
            unreachable!()
        };
        let smallest = ColumnDefault::Sql(i64::MIN.to_string().into());
        assert_eq!(table.columns[0].default, Some(smallest));
    }

    #[test]
    fn a_default_that_the_builder_does_not_take_for_the_type_is_sql() {
        let mut day = Column::new("day", ColumnType::Text);
        day.default = Some(ColumnDefault::Today);
        let mut table = Table::new("t");
        table.columns.push(day);
        let mut live = Schema::new();
        live.tables.insert("t".into(), table);
        let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
        let parts = initial(sqlite, &live, &[]).unwrap();
        let [Operation::CreateTable { table, .. }] = &parts[0].operations[..] else {
            unreachable!()
        };
        let today = ColumnDefault::Sql("CURRENT_DATE".into());
        assert_eq!(table.columns[0].default, Some(today));
    }

    #[test]
    fn enum_types_of_one_name_have_one_list_of_labels() {
        let mut live = Schema::new();
        for (name, label) in [("a", "on"), ("b", "off"), ("c", "on"), ("b_status", "on")] {
            let kind = EnumType { name: "status".into(), values: vec![label.to_owned()] };
            let mut table = Table::new(name);
            table.columns.push(Column::new("status", ColumnType::Enumeration(kind)));
            live.tables.insert(name.into(), table);
        }
        let mariadb = Dialect::parse(Family::Mysql, "10.11.6-MariaDB").unwrap();
        let parts = initial(mariadb, &live, &[]).unwrap();
        let mut names = Vec::new();
        for operation in &parts[0].operations {
            let Operation::CreateTable { table, .. } = operation else { unreachable!() };
            let kind = table.columns[0].column_type.enumeration().unwrap();
            names.push((table.name.to_string(), kind.name.to_string()));
        }
        names.sort();
        let expected =
            [("a", "status"), ("b", "b_status"), ("b_status", "status"), ("c", "status")];
        assert_eq!(names, expected.map(|(table, kind)| (table.to_owned(), kind.to_owned())));
    }

    #[test]
    fn a_key_is_before_the_reference_to_it() {
        let mut table = Table::new("users");
        let id = Column { nullable: false, ..Column::new("id", ColumnType::Integer) };
        table.columns.push(id);
        table.columns.push(Column::new("boss", ColumnType::Integer));
        let key = ForeignKey {
            columns: vec!["boss".to_owned()],
            table: "users".into(),
            referenced: vec!["id".to_owned()],
            match_full: false,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            deferrable: Deferrable::No,
            validated: true,
        };
        let primary = ConstraintBody::PrimaryKey { columns: vec!["id".to_owned()] };
        for body in [ConstraintBody::ForeignKey(key), primary] {
            table.constraints.push(Constraint { name: None, body });
        }
        let mut live = Schema::new();
        live.tables.insert("users".into(), table);
        let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
        assert_eq!(initial(sqlite, &live, &[]).map(|parts| parts.len()), Ok(1));
    }

    #[test]
    fn numbers_that_nobody_has_chosen_are_not_said() {
        let identity =
            |start| Identity { start: Some(start), increment: Some(1), ..Identity::serial() };
        let created = |start: i64| {
            let mut column = Column::new("id", ColumnType::BigInt);
            (column.identity, column.nullable) = (Some(identity(start)), false);
            let mut users = Table::new("users");
            users.columns.push(column);
            let mut live = Schema::new();
            live.tables.insert("users".into(), users);
            let postgres = Dialect::parse(Family::Postgres, "15").unwrap();
            let parts = initial(postgres, &live, &[]).unwrap();
            let refused = refusal(postgres, &parts).map(|error| error.cause.to_string());
            let [Operation::CreateTable { table, .. }] = &parts[0].operations[..] else {
                unreachable!()
            };
            (table.columns[0].identity, refused)
        };
        assert_eq!(created(1), (Some(Identity::serial()), None));
        let (kept, refusal) = created(1000);
        assert_eq!(kept.and_then(|identity| identity.start), Some(1000));
        assert_eq!(
            refusal.as_deref(),
            Some("column `id` is serial, which always counts from 1 in steps of 1")
        );
    }
}
