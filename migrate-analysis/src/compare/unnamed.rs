//! Names for constraints that a database has without one: SQLite keeps what was written, and a primary key of
//! MariaDB and MySQL has no name at all.

use migrate_core::dialect::Dialect;
use migrate_core::op::conventional;
use migrate_core::schema::{Constraint, ConstraintBody, QualifiedName, Schema, Table};

use crate::normalize::normalize;

/// Gives constraints of `schema` without a name that of the constraint of `other` which demands the same, where
/// no other constraint of their table has it.
pub(super) fn adopt_equal(dialect: Dialect, schema: &mut Schema, other: &Schema) {
    match dialect {
        Dialect::Sqlite(_) => {}
        // PostgreSQL names every constraint; a primary key of the others is found by its kind.
        Dialect::Postgres(_) | Dialect::Mysql(_) => return,
    }
    for table in unnamed(schema) {
        let (Some(own), Some(other)) = (schema.tables.get(&table), other.tables.get(&table)) else {
            continue;
        };
        let bodies = |table: &Table| {
            let bodies = table.constraints.iter().map(|it| normal_body(dialect, it));
            bodies.collect::<Vec<_>>()
        };
        let (own, theirs) = (bodies(own), bodies(other));
        let Some(table) = schema.tables.get_mut(&table) else { continue };
        for (at, body) in own.iter().enumerate() {
            let mut same = other.constraints.iter().zip(&theirs).filter(|(_, it)| *it == body);
            let name = same.find_map(|(it, _)| it.name.clone().filter(|it| is_free(table, it)));
            give(&mut table.constraints[at], name);
        }
    }
}

/// Gives all constraints of `schema` a name: a primary key that of the one of `other`, any other that of the
/// constraint of `other` which demands the same, and the rest the one that the builder would have given.
///
/// A rebuild of SQLite finds a constraint without a name by what it demands, and MariaDB and MySQL drop a primary
/// key by its kind.
pub(crate) fn adopt_all(dialect: Dialect, schema: &mut Schema, other: &Schema) {
    for table in unnamed(schema) {
        let Some(name) = other.tables.get(&table).and_then(|table| key(&table.constraints)) else {
            continue;
        };
        let name = name.name.clone();
        let Some(table) = schema.tables.get_mut(&table) else { continue };
        let name = name.filter(|name| is_free(table, name));
        if let Some(key) = table.constraints.iter_mut().find(|it| is_key(it)) {
            give(key, name);
        }
    }
    adopt_equal(dialect, schema, other);
    for table in unnamed(schema) {
        let Some(table) = schema.tables.get_mut(&table) else { continue };
        for at in 0..table.constraints.len() {
            let name = conventional_name(&table.name.name, &table.constraints[at].body);
            let name = free(table, name);
            give(&mut table.constraints[at], Some(name));
        }
    }
}

/// The tables that have a constraint without a name.
fn unnamed(schema: &Schema) -> Vec<QualifiedName> {
    let has_unnamed = |table: &&Table| table.constraints.iter().any(|it| it.name.is_none());
    schema.tables.values().filter(has_unnamed).map(|table| table.name.clone()).collect()
}

fn is_key(constraint: &Constraint) -> bool {
    matches!(constraint.body, ConstraintBody::PrimaryKey { .. })
}

fn key(constraints: &[Constraint]) -> Option<&Constraint> {
    constraints.iter().find(|constraint| is_key(constraint))
}

fn is_free(table: &Table, name: &str) -> bool {
    table.constraint(name).is_none()
}

fn give(constraint: &mut Constraint, name: Option<String>) {
    if constraint.name.is_none() {
        constraint.name = name;
    }
}

/// What a constraint demands, in the form of the database.
pub(crate) fn normal_body(dialect: Dialect, constraint: &Constraint) -> ConstraintBody {
    let mut table = Table::new("t");
    table.constraints.push(constraint.clone());
    let mut schema = Schema::new();
    schema.tables.insert(table.name.clone(), table);
    let mut normal = normalize(dialect, schema);
    let constraints = normal.tables.values_mut().flat_map(|table| table.constraints.drain(..));
    constraints.last().map_or_else(|| constraint.body.clone(), |it| it.body)
}

/// The name that the builder gives a constraint which is said without one.
fn conventional_name(table: &str, body: &ConstraintBody) -> String {
    let of = |prefix: &str, columns: &[String], end: Option<&str>| {
        let columns = columns.iter().map(String::as_str);
        conventional(&[prefix, table].into_iter().chain(columns).chain(end).collect::<Vec<_>>())
    };
    match body {
        ConstraintBody::PrimaryKey { columns: _ } => of("pk", &[], None),
        ConstraintBody::Unique { columns, .. } => of("uq", columns, None),
        ConstraintBody::ForeignKey(key) => of("fk", &key.columns, Some(&key.table.name)),
        ConstraintBody::Check { .. } => of("ck", &[], None),
        ConstraintBody::Exclude { .. } => of("ex", &[], None),
    }
}

/// The name, with a number behind it where the table has a constraint of that name.
fn free(table: &Table, name: String) -> String {
    let numbered = (2_usize..).map(|number| conventional(&[&name, &number.to_string()]));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| is_free(table, name)).unwrap_or(name)
}
