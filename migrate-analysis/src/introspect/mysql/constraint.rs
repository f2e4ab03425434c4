//! Foreign keys and checks.

use crate::compare::Object;
use crate::introspect::{Catalogue, IntrospectError, NotHeld, QueryError};
use std::collections::BTreeMap;

use crate::normalize::mysql::words;
use migrate_core::dialect::mysql::{Version, string};
use migrate_core::schema::{
    Action, Column, ColumnType, Constraint, ConstraintBody, Deferrable, ForeignKey, Schema,
};

use super::{Database, select, unescaped};

/// Reads the foreign keys.
pub(super) fn read_foreign_keys(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    let actions = read_actions(catalogue, database)?;
    let columns = [
        "TABLE_NAME",
        "CONSTRAINT_NAME",
        "COLUMN_NAME",
        "REFERENCED_TABLE_SCHEMA",
        "REFERENCED_TABLE_NAME",
        "REFERENCED_COLUMN_NAME",
    ];
    let from = format!(
        "{} AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY TABLE_NAME, CONSTRAINT_NAME, \
         ORDINAL_POSITION",
        database.of("KEY_COLUMN_USAGE", "TABLE_SCHEMA")
    );
    for row in select(catalogue, columns, &from)? {
        let [table, name, column, referenced_database, referenced_table, referenced] =
            row.map(Option::unwrap_or_default);
        let Some(holder) = schema.tables.get_mut(&database.object(table.as_str())) else {
            continue;
        };
        let known =
            holder.constraints.iter_mut().find_map(|constraint| match &mut constraint.body {
                ConstraintBody::ForeignKey(key) if constraint.name.as_ref() == Some(&name) => {
                    Some(key)
                }
                _ => None,
            });
        if let Some(key) = known {
            key.columns.push(column);
            key.referenced.push(referenced);
            continue;
        }
        let (on_update, on_delete) =
            actions.get(&(table, name.clone())).copied().unwrap_or_default();
        let key = ForeignKey {
            columns: vec![column],
            table: database.object_of(&referenced_database, referenced_table),
            referenced: vec![referenced],
            match_full: false,
            on_delete,
            on_update,
            deferrable: Deferrable::No,
            validated: true,
        };
        holder.constraints.push(Constraint::named(name, ConstraintBody::ForeignKey(key)));
    }
    Ok(())
}

/// What each foreign key does on update and on delete, by its table and name.
type Actions = BTreeMap<(String, String), (Action, Action)>;

fn read_actions(catalogue: &mut Catalogue<'_>, database: &Database) -> Result<Actions, QueryError> {
    let columns = ["TABLE_NAME", "CONSTRAINT_NAME", "UPDATE_RULE", "DELETE_RULE"];
    let from = database.of("REFERENTIAL_CONSTRAINTS", "CONSTRAINT_SCHEMA");
    let rows = select(catalogue, columns, &from)?.into_iter().map(|row| {
        let [table, name, on_update, on_delete] = row.map(Option::unwrap_or_default);
        ((table, name), (action(&on_update), action(&on_delete)))
    });
    Ok(rows.collect())
}

fn action(rule: &str) -> Action {
    let all = [Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault];
    all.into_iter().find(|action| action.sql() == rule).unwrap_or_default()
}

/// Reads the checks; the one by which MariaDB tells a `json` column from other text becomes the
/// column's type.
pub(super) fn read_checks(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    let rows = if database.version.is_mariadb() {
        let columns = ["TABLE_NAME", "CONSTRAINT_NAME", "LEVEL", "CHECK_CLAUSE", "'YES'"];
        let from = database.of("CHECK_CONSTRAINTS", "CONSTRAINT_SCHEMA");
        select(catalogue, columns, &from)?
    } else if database.version.at_least(Version::mysql(8, 0, 16)) {
        let columns =
            ["t.TABLE_NAME", "t.CONSTRAINT_NAME", "'Table'", "c.CHECK_CLAUSE", "t.ENFORCED"];
        let from = format!(
            "information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t \
             ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA \
             AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'CHECK' \
             WHERE c.CONSTRAINT_SCHEMA = {}",
            string(&database.name)
        );
        select(catalogue, columns, &from)?
    } else {
        // Before 8.0.16 MySQL reads a check and forgets it.
        return Ok(Vec::new());
    };
    let mut not_held = Vec::new();
    for row in rows {
        let [table, name, level, expression, enforced] = row.map(Option::unwrap_or_default);
        let Some(table) = schema.tables.get_mut(&database.object(table)) else { continue };
        let of_column = level == "Column";
        let mut columns = table.columns.iter_mut();
        // A renamed column leaves its old name to the check (tried on MariaDB 10.11).
        if let Some(column) = columns.find(|column| of_column && is_json(column, &expression)) {
            column.column_type = ColumnType::Json;
            column.collation = None;
            column.mysql.charset = None;
            continue;
        }
        let expression = unescaped(database.version, &expression);
        // MySQL alone has it (<https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html>).
        let is_enforced = enforced == "YES";
        let body = ConstraintBody::Check { expression: expression.into(), validated: is_enforced };
        if !is_enforced {
            not_held.push(NotHeld::Attribute {
                object: Object::Constraint(table.name.clone(), name.clone()),
                attribute: "NOT ENFORCED".to_owned(),
            });
        }
        table.constraints.push(Constraint::named(name, body));
    }
    Ok(not_held)
}

/// `json` is `longtext` with this check (<https://mariadb.com/kb/en/json-data-type/>).
fn is_json(column: &Column, check: &str) -> bool {
    let words = words(check).unwrap_or_default();
    let is_call = matches!(words.as_slice(), [function, _, name, _]
        if function.is("JSON_VALID") && name.name() == Some(&column.name));
    is_call && column.column_type == ColumnType::Text
}
