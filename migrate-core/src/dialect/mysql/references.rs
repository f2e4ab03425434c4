//! Foreign keys and what they ask of a table: an index, and columns that stay as they are.

use crate::dialect::Refusal;
use crate::schema::{Action, ConstraintBody, ForeignKey, Index, Table};
use crate::sql_text::{SqlSyntax, mentions};

use super::Version;

/// The columns of each key and index of a table.
pub(super) fn keys(table: &Table) -> impl Iterator<Item = Vec<&str>> {
    let constraints = table.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
            Some(columns.iter().map(String::as_str).collect())
        }
        ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => None,
    });
    constraints.chain(table.indexes.iter().filter(|index| index.method.is_none()).map(leading))
}

/// The whole columns an index begins with: a prefix of a column serves no foreign key
/// (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>).
fn leading(index: &Index) -> Vec<&str> {
    let whole = index.columns.iter().take_while(|part| part.prefix.is_none());
    whole.map_while(|part| part.column()).collect()
}

/// Whether an index that is declared serves the foreign key: it begins with the key's columns, in their
/// order. `InnoDB` creates one of the foreign key's name where none does
/// (<https://dev.mysql.com/doc/refman/8.4/en/constraint-foreign-key.html>).
fn serves(table: &Table, key: &ForeignKey) -> bool {
    has_key_over(table, &key.columns)
}

/// Whether a key or an index of the table begins with these columns, in their order.
pub(super) fn has_key_over(table: &Table, first: &[String]) -> bool {
    keys(table).any(|columns| begins_with(&columns, first))
}

fn begins_with(columns: &[&str], first: &[String]) -> bool {
    columns.len() >= first.len() && columns.iter().zip(first).all(|(a, b)| a == b)
}

/// Whether `InnoDB` created an index for this foreign key alone, which outlives it unless it is dropped
/// (tried on MariaDB 10.11).
pub(super) fn has_own_index(table: &Table, name: &str, key: &ForeignKey) -> bool {
    let shared = table.foreign_keys().any(|(constraint, other)| {
        let columns: Vec<_> = other.columns.iter().map(String::as_str).collect();
        !constraint.is_named(name) && begins_with(&columns, &key.columns)
    });
    !shared && !serves(table, key)
}

/// The name of the index that `InnoDB` created for a foreign key: that of the key or, where the server gave the key its
/// name, that of the first column (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>; tried
/// on MariaDB 10.11).
pub(super) fn own_index<'a>(table: &Table, name: &'a str, key: &'a ForeignKey) -> &'a str {
    let first = key.columns.first().filter(|_| is_numbered(table, name));
    first.map_or(name, String::as_str)
}

/// Whether a name is one of those that the server gives to foreign keys of a table.
fn is_numbered(table: &Table, name: &str) -> bool {
    let number = name.strip_prefix(&table.name.name);
    number.is_some_and(|number| number.starts_with("_ibfk_"))
}

/// The foreign key over the same columns that the index made for this one serves as well: it takes
/// the name of the newest of them (tried on MariaDB 10.11).
pub(super) fn next_owner_of_index<'a>(
    table: &'a Table,
    name: &str,
    key: &ForeignKey,
) -> Option<&'a str> {
    let alike = table.foreign_keys().filter(|(_, other)| other.columns == key.columns);
    let names: Vec<_> = alike.filter_map(|(rule, _)| rule.name.as_deref()).collect();
    match names[..] {
        [.., next_owner_of_index, newest] if newest == name && !serves(table, key) => {
            Some(next_owner_of_index)
        }
        _ => None,
    }
}

/// The indexes that foreign keys had of their own and that are served by another one now.
pub(super) fn superseded<'a>(before: &'a Table, after: &'a Table) -> impl Iterator<Item = &'a str> {
    before.foreign_keys().filter_map(|(rule, key)| {
        let name = rule.name.as_deref()?;
        let is_superseded = has_own_index(before, name, key) && serves(after, key);
        is_superseded.then(|| own_index(before, name, key))
    })
}

/// The foreign keys that an index served and none does any longer, each with its name; of those over
/// the same columns the newest, whose name `InnoDB` gives to an index for all of them.
pub(super) fn keys_without_index<'a>(
    before: &Table,
    after: &'a Table,
) -> impl Iterator<Item = (&'a str, &'a ForeignKey)> {
    let keys = after.foreign_keys().filter(|(_, key)| serves(before, key) && !serves(after, key));
    let mut newest: Vec<(&str, &ForeignKey)> = Vec::new();
    for (constraint, key) in keys {
        newest.retain(|(_, known)| known.columns != key.columns);
        newest.push((constraint.name.as_deref().unwrap_or("without a name"), key));
    }
    newest.into_iter()
}

/// A reference that changes its own column is not seen by checks and stored columns, so the servers
/// take no such expression (errors 1901 on MariaDB, 3823 and 3104 on MySQL).
pub(super) fn check_fk_columns_unchanged(version: Version, table: &Table) -> Result<(), Refusal> {
    for (constraint, key) in table.foreign_keys() {
        let name = constraint.name.as_deref().unwrap_or("without a name");
        let empties = [key.on_delete, key.on_update].contains(&Action::SetNull);
        if !empties && key.on_update != Action::Cascade {
            continue;
        }
        for column in &key.columns {
            if empties && table.column(column).is_some_and(|column| !column.nullable) {
                return Err(Refusal::unsupported(
                    format!("foreign key `{name}` would set `{column}` to NULL, which is NOT NULL"),
                    "let the column take NULL, or write another action",
                ));
            }
            if let Some(user) = user(table, column) {
                return Err(Refusal::unsupported(
                    format!(
                        "foreign key `{name}` changes `{column}` by itself, and {} lets no {user} \
                         speak of such a column",
                        version.server_name()
                    ),
                    "write the actions without SET NULL and without ON UPDATE CASCADE",
                ));
            }
        }
    }
    Ok(())
}

/// The check or the stored column that speaks of a column.
fn user(table: &Table, column: &str) -> Option<String> {
    let check = table.constraints.iter().find(
        |rule| matches!(&rule.body, ConstraintBody::Check { expression, .. } if mentions(expression, column, SqlSyntax::MYSQL)),
    );
    let computed = table.columns.iter().find(|other| {
        let stored = other.generated.as_ref().filter(|generated| generated.stored);
        stored.is_some_and(|generated| mentions(&generated.expression, column, SqlSyntax::MYSQL))
    });
    let check = check.map(|rule| format!("check `{}`", rule.name.as_deref().unwrap_or_default()));
    check.or_else(|| computed.map(|other| format!("generated column `{}`", other.name)))
}

/// Whether a column is a part of this foreign key or of what it references.
pub(super) fn is_part_of(key: &ForeignKey, holder: &Table, table: &Table, column: &str) -> bool {
    holder.name == table.name && key.columns.iter().any(|name| name == column)
        || key.table == table.name && key.referenced.iter().any(|name| name == column)
}
