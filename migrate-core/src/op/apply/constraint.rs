//! What operations on constraints do to a schema.

use crate::schema::{
    Constraint, ConstraintBody, ConstraintKind, Deferrable, ForeignKey, Index, IndexColumn,
    QualifiedName, Schema, Table,
};

use super::error::{ApplyError, exists};
use super::lookup::{constraint_position, require_columns, table_mut, table_ref};
use super::replica_identity;

pub(super) fn add_constraint(
    schema: &Schema,
    table: &mut Table,
    constraint: &Constraint,
) -> Result<(), ApplyError> {
    let name = constraint.name.as_deref().unwrap_or_default();
    let is_key = |other: &&Constraint| other.kind() == ConstraintKind::PrimaryKey;
    if constraint.kind() == ConstraintKind::PrimaryKey
        && let Some(key) = table.constraints.iter().find(is_key)
    {
        let name = key.name.as_deref().unwrap_or_default();
        return Err(exists("primary key", name, Some(&table.name)));
    }
    if table.constraint(name).is_some() {
        return Err(exists("constraint", name, Some(&table.name)));
    }
    let columns = constraint.columns().iter().chain(constraint.included());
    require_columns(table, columns.map(String::as_str))?;
    match &constraint.body {
        ConstraintBody::PrimaryKey { columns } => {
            for column in &mut table.columns {
                if columns.contains(&column.name) {
                    column.nullable = false;
                }
            }
        }
        ConstraintBody::ForeignKey(key) => {
            let referenced =
                if key.table == table.name { &*table } else { table_ref(schema, &key.table)? };
            require_columns(referenced, key.referenced.iter().map(String::as_str))?;
            require_key(referenced, name, &key.referenced)?;
        }
        ConstraintBody::Unique { .. }
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => {}
    }
    table.constraints.push(constraint.clone());
    Ok(())
}

pub(super) fn require_key(table: &Table, name: &str, columns: &[String]) -> Result<(), ApplyError> {
    let same = |key: &[String]| {
        key.len() == columns.len() && key.iter().all(|column| columns.contains(column))
    };
    // PostgreSQL alone has unique constraints that are checked later, and no reference to such a one
    // (<https://www.postgresql.org/docs/current/sql-createtable.html>, on `REFERENCES`).
    let constrained = table.constraints.iter().any(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey { columns }
        | ConstraintBody::Unique { columns, deferrable: Deferrable::No, .. } => same(columns),
        ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => false,
    });
    let indexed = table.indexes.iter().any(|index| {
        index.unique
            && index.filter.is_none()
            && plain_columns(index).is_some_and(|columns| same(&columns))
    });
    // A table that raw SQL has touched may have a key this schema does not know.
    if constrained || indexed || table.touched_by.is_some() {
        return Ok(());
    }
    Err(ApplyError::NoKey {
        name: name.to_owned(),
        table: table.name.clone(),
        columns: columns.join(", "),
    })
}

/// The columns of an index that compares whole values as their columns do.
fn plain_columns(index: &Index) -> Option<Vec<String>> {
    let plain = |part: &IndexColumn| part.collation.is_none() && part.prefix.is_none();
    let columns = index.columns.iter().map(|part| part.column().filter(|_| plain(part)));
    columns.map(|column| column.map(str::to_owned)).collect()
}

pub(super) fn drop_constraint(
    schema: &mut Schema,
    name: &QualifiedName,
    constraint: &str,
    kind: ConstraintKind,
) -> Result<(), ApplyError> {
    let table = table_ref(schema, name)?;
    if let Some(index) = table.index(constraint).filter(|_| table.constraint(constraint).is_none())
    {
        let unique = if index.unique { "a unique index" } else { "an index" };
        return Err(ApplyError::OtherKind {
            name: constraint.to_owned(),
            table: name.clone(),
            is: unique.to_owned(),
            expected: format!("a {kind}"),
            verb: "drop_index",
        });
    }
    let at = constraint_position(table, constraint)?;
    let dropped = &table.constraints[at];
    if dropped.kind() != kind {
        return Err(ApplyError::WrongKind {
            name: constraint.to_owned(),
            table: name.clone(),
            is: dropped.kind(),
            expected: kind,
        });
    }
    let mut without = table.clone();
    without.constraints.remove(at);
    require_no_orphan(schema, table, &without, "constraint", constraint)?;
    replica_identity::require_kept(table, &without, "constraint", constraint)?;
    *table_mut(schema, name)? = without;
    Ok(())
}

/// Whether every foreign key that found a key in a table still does without one of its own.
pub(super) fn require_no_orphan(
    schema: &Schema,
    before: &Table,
    without: &Table,
    kind: &'static str,
    gone: &str,
) -> Result<(), ApplyError> {
    let own = without.foreign_keys().filter(|(_, key)| key.table == without.name);
    let mut references = schema
        .references_to(&without.name)
        .chain(own.map(|(constraint, key)| (without, constraint, key)));
    let has_key = |table, key: &ForeignKey| require_key(table, "", &key.referenced).is_ok();
    match references.find(|(_, _, key)| has_key(before, key) && !has_key(without, key)) {
        None => Ok(()),
        Some((holder, user, _)) => {
            let key = user.name.as_deref().unwrap_or("without a name");
            let user = format!("foreign key `{key}` of table `{}`", holder.name);
            Err(ApplyError::InUse { kind, name: gone.to_owned(), user })
        }
    }
}

/// Gives a constraint another name.
pub(super) fn rename_constraint(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &str,
    to: &str,
) -> Result<(), ApplyError> {
    let table = table_mut(schema, table)?;
    if table.constraint(to).is_some() {
        return Err(exists("constraint", to, Some(&table.name)));
    }
    let at = constraint_position(table, name)?;
    table.constraints[at].name = Some(to.to_owned());
    replica_identity::rename(table, name, to);
    Ok(())
}

/// Takes existing rows for checked.
pub(super) fn validate_constraint(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &str,
) -> Result<(), ApplyError> {
    let table = table_mut(schema, table)?;
    let at = constraint_position(table, name)?;
    match &mut table.constraints[at].body {
        ConstraintBody::ForeignKey(key) => key.validated = true,
        ConstraintBody::Check { validated, .. } => *validated = true,
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Exclude { .. } => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{asc, expression};

    #[test]
    fn only_an_index_of_plain_columns_is_a_key() {
        let unique = |columns: Vec<IndexColumn>| Table {
            indexes: vec![Index { unique: true, columns, ..Index::default() }],
            ..Table::new("t")
        };
        let is_key = |columns| require_key(&unique(columns), "fk", &["a".to_owned()]).is_ok();
        assert!(is_key(vec![asc("a").descending()]));
        assert!(!is_key(vec![asc("a"), expression("lower(b)")]));
        assert!(!is_key(vec![asc("a").collate("NOCASE")]));
        assert!(!is_key(vec![asc("a").prefix(10)]));
    }
}
