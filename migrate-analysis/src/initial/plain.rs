//! What a catalogue says of a schema, in the words of a revision: [`say_plainly`].

use migrate_core::dialect::Dialect;
use migrate_core::op::{ApplyError, Operation, apply};
use migrate_core::schema::{
    ColumnDefault, ColumnType, ConstraintBody, Function, Origin, QualifiedName, Schema, Table,
    Value,
};

use crate::normalize::normalize;

/// Says numbers and constants as a revision would: without what nobody has chosen, as that they begin with 1, and as
/// values of their column's type, as `false` for the 0 of a `tinyint(1)` (tried on MariaDB 10.11).
pub(super) fn say_plainly(live: &mut Schema, dialect: Dialect) {
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
        defaults_as_sql(table, &types);
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

/// By what a function is found in the form in which schemas are compared.
fn function_key(function: &Function, dialect: Dialect) -> (QualifiedName, String) {
    let key = (function.name.clone(), function.arguments.clone());
    let mut alone = dialect.empty_schema();
    alone.functions.insert(key.clone(), function.clone());
    normalize(dialect, alone).functions.keys().next().cloned().unwrap_or(key)
}

/// Says the defaults that are no values of their column's type as SQL: a database may take more than a revision does,
/// as a number for an INTEGER of SQLite that 32 bits do not hold.
fn defaults_as_sql(table: &mut Table, types: &Schema) {
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
        let Some(ColumnDefault::Value(value)) = &column.default else { return };
        let Some(sql) = constant(value, &column.column_type) else { return };
        column.default = Some(ColumnDefault::Sql(sql.into()));
    }
}

/// A constant as every database reads it; none where they differ, or where bytes were read as text, of which a
/// server shows some as `?` (tried on MariaDB 10.11).
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
        Action, Column, Constraint, Deferrable, Family, ForeignKey, Identity,
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
        let parts = initial(mariadb, &live).unwrap();
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
        let parts = initial(sqlite, &live).unwrap();
        let [Operation::CreateTable { table, .. }] = &parts[0].operations[..] else {
            unreachable!()
        };
        let smallest = ColumnDefault::Sql(i64::MIN.to_string().into());
        assert_eq!(table.columns[0].default, Some(smallest));
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
        assert_eq!(initial(sqlite, &live).map(|parts| parts.len()), Ok(1));
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
            let parts = initial(postgres, &live).unwrap();
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
