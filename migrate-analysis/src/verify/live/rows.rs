//! Rows for tables, the same in every run: some alike and some with NULL, wherever the table takes that, so that a
//! revision which needs other rows is found out.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::dialect::Dialect;
use migrate_core::schema::{
    Column, ConstraintBody, ForeignKey, Generation, IndexTarget, QualifiedName, Schema, Table,
};
use migrate_core::sql_text::mentions;

use super::values::{Kind, Values};

/// A function that runs a statement; the value says why it failed.
type Insert<'i, E> = dyn FnMut(&str) -> Result<Result<(), String>, E> + 'i;

/// How many rows a table gets each time.
const ROWS: u32 = 3;

/// What has put rows into tables.
#[derive(Debug, Default)]
pub(super) struct RowMaker {
    /// The tables with rows, as they were then.
    filled: BTreeMap<QualifiedName, Table>,
    /// How many rows were made, so that no two have one key.
    count: u32,
    /// The tables that no row could be put into, and why.
    failures: BTreeMap<QualifiedName, String>,
    /// What was said of them, which is said once.
    said: BTreeSet<String>,
}

impl RowMaker {
    /// Whether any row was put anywhere.
    pub(super) fn has_rows(&self) -> bool {
        !self.filled.is_empty()
    }

    /// Takes note that all rows are gone.
    pub(super) fn forget(&mut self) {
        self.filled.clear();
    }

    /// Takes note that the rows of tables which are not in this schema are gone, also where they come back.
    pub(super) fn forget_missing(&mut self, schema: &Schema) {
        self.filled.retain(|name, _| schema.tables.contains_key(name));
    }

    /// What failed since the last time, and was not said before.
    pub(super) fn take_failures(&mut self) -> Vec<String> {
        let failures = std::mem::take(&mut self.failures).into_iter();
        let said = failures.map(|(table, error)| format!("no row fits table {table}: {error}"));
        said.filter(|line| self.said.insert(line.clone())).collect()
    }

    /// Puts rows into each table that has changed since it got some; tables that others reference first.
    pub(super) fn fill<E>(
        &mut self,
        dialect: Dialect,
        schema: &Schema,
        insert: &mut Insert<'_, E>,
    ) -> Result<(), E> {
        self.forget_missing(schema);
        for table in in_order(schema) {
            let is_as_it_was = self.filled.get(&table.name).is_some_and(|known| {
                (&known.columns, &known.constraints) == (&table.columns, &table.constraints)
            });
            if is_as_it_was {
                continue;
            }
            let first = self.count;
            self.count += ROWS;
            let mut failure = None;
            let mut is_filled = false;
            for row in 0..ROWS {
                match put(dialect, table, first + row, row == ROWS - 1, insert)? {
                    Ok(()) => is_filled = true,
                    Err(error) => failure = Some(error),
                }
            }
            if is_filled {
                self.filled.insert(table.name.clone(), table.clone());
            } else if let Some(error) = failure {
                self.failures.insert(table.name.clone(), error);
            }
        }
        Ok(())
    }
}

/// Puts one row into a table, by the first statement that the database takes.
fn put<E>(
    dialect: Dialect,
    table: &Table,
    number: u32,
    with_nulls: bool,
    insert: &mut Insert<'_, E>,
) -> Result<Result<(), String>, E> {
    let mut first_error = None;
    for kind in [Kind::Usual, Kind::Rising, Kind::Small, Kind::Smaller] {
        for required_only in [with_nulls, true] {
            let sql = statement(dialect, table, number, kind, required_only);
            match insert(&sql)? {
                Ok(()) => return Ok(Ok(())),
                Err(error) => drop(first_error.get_or_insert(error)),
            }
        }
    }
    Ok(Err(first_error.unwrap_or_default()))
}

fn statement(
    dialect: Dialect,
    table: &Table,
    number: u32,
    kind: Kind,
    required_only: bool,
) -> String {
    let row = Row { dialect, table, number, kind, unique: unique_columns(dialect, table) };
    let mut names = Vec::new();
    let mut values = Vec::new();
    let mut has_always = false;
    for column in &table.columns {
        if column.generated.is_some() {
            continue;
        }
        let is_key = is_of_key(table, &column.name);
        // A unique column needs a value of its own: two defaults are alike.
        let may_be_left_out =
            (column.nullable || column.default.is_some()) && !is_key && !column_of_rows(column);
        if required_only && may_be_left_out {
            continue;
        }
        let value = row.reference(column).unwrap_or_else(|| row.value(column));
        let always = column.identity.as_ref().map(|identity| identity.generation);
        has_always |= always == Some(Generation::Always);
        names.push(dialect.quote(&column.name));
        values.push(value);
    }
    let name = table.name.schema.iter().chain([&table.name.name]);
    let name = name.map(|part| dialect.quote(part)).collect::<Vec<_>>().join(".");
    if names.is_empty() {
        return match dialect {
            Dialect::Sqlite(_) | Dialect::Postgres(_) => {
                format!("INSERT INTO {name} DEFAULT VALUES")
            }
            Dialect::Mysql(_) => format!("INSERT INTO {name} () VALUES ()"),
        };
    }
    // <https://www.postgresql.org/docs/current/sql-insert.html>
    let overriding = if has_always { " OVERRIDING SYSTEM VALUE" } else { "" };
    format!("INSERT INTO {name} ({}){overriding} VALUES ({})", names.join(", "), values.join(", "))
}

/// Whether a column has numbers of its own: rows get others than the database gives, so that a revision's own rows
/// meet none of them.
const fn column_of_rows(column: &Column) -> bool {
    column.identity.is_some()
}

/// The columns of which no two rows have the same value.
fn unique_columns(dialect: Dialect, table: &Table) -> BTreeSet<&str> {
    let mut unique: BTreeSet<&str> = BTreeSet::new();
    for constraint in &table.constraints {
        match &constraint.body {
            ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
                unique.extend(columns.iter().map(String::as_str));
            }
            ConstraintBody::Exclude { elements, .. } => {
                let named = |name: &str| {
                    elements.iter().any(|it| mentions(&it.expression, name, dialect.syntax()))
                };
                let columns = table.columns.iter().map(|column| column.name.as_str());
                unique.extend(columns.filter(|name| named(name)));
            }
            ConstraintBody::ForeignKey(_) | ConstraintBody::Check { .. } => {}
        }
    }
    for part in table.indexes.iter().filter(|index| index.unique).flat_map(|it| &it.columns) {
        match &part.target {
            IndexTarget::Column(name) => drop(unique.insert(name)),
            IndexTarget::Expression(text) => {
                let columns = table.columns.iter().map(|column| column.name.as_str());
                unique.extend(columns.filter(|name| mentions(text, name, dialect.syntax())));
            }
        }
    }
    unique
}

fn is_of_key(table: &Table, name: &str) -> bool {
    table.constraints.iter().any(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey { columns } => columns.iter().any(|column| column == name),
        ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => false,
    })
}

/// The checks that name a column.
fn checks(dialect: Dialect, table: &Table, name: &str) -> Vec<String> {
    let checks = table.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::Check { expression, .. } => Some(expression.to_string()),
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Exclude { .. } => None,
    });
    checks.filter(|text| mentions(text, name, dialect.syntax())).collect()
}

/// A row of a table that is to be made.
struct Row<'a> {
    dialect: Dialect,
    table: &'a Table,
    number: u32,
    kind: Kind,
    /// The columns of which no two rows have the same value.
    unique: BTreeSet<&'a str>,
}

impl Row<'_> {
    /// A value of its own.
    fn value(&self, column: &Column) -> String {
        let &Self { dialect, table, number, kind, ref unique } = self;
        let at = table.columns.iter().position(|it| it.name == column.name);
        let place = at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
        let texts = checks(dialect, table, &column.name);
        let is_unique = unique.contains(column.name.as_str());
        Values { dialect, number, place, kind, is_unique, checks: &texts }.of(column)
    }

    /// The value of a row that is there, for a column that references it.
    fn reference(&self, column: &Column) -> Option<String> {
        let &Self { dialect, table, number, ref unique, .. } = self;
        let (key, at) = key_of(table, column)?;
        let referenced = key.referenced.get(at)?;
        if key.table == table.name {
            if column.nullable {
                return Some("NULL".to_owned());
            }
            // No row is there yet that the first could reference, but for itself.
            let own = table.column(referenced).filter(|own| own.name != column.name)?;
            let leads_on = key_of(table, own).is_some_and(|(key, _)| key.table == table.name);
            return (!leads_on).then(|| self.reference(own).unwrap_or_else(|| self.value(own)));
        }
        let name = key.table.schema.iter().chain([&key.table.name]);
        let name = name.map(|part| dialect.quote(part)).collect::<Vec<_>>().join(".");
        let order: Vec<_> = key.referenced.iter().map(|name| dialect.quote(name)).collect();
        let offset = if unique.contains(column.name.as_str()) { number % ROWS } else { 0 };
        Some(format!(
            "(SELECT {} FROM {name} ORDER BY {} LIMIT 1 OFFSET {offset})",
            dialect.quote(referenced),
            order.join(", ")
        ))
    }
}

/// The foreign key that a column is in, and its place there.
fn key_of<'a>(table: &'a Table, column: &Column) -> Option<(&'a ForeignKey, usize)> {
    keys(table).find_map(|key| {
        let at = key.columns.iter().position(|name| *name == column.name)?;
        Some((key, at))
    })
}

fn keys(table: &Table) -> impl Iterator<Item = &ForeignKey> {
    table.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::ForeignKey(key) => Some(key),
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => None,
    })
}

/// The tables, those that others reference first; where they reference each other, as they come.
fn in_order(schema: &Schema) -> Vec<&Table> {
    let mut left: Vec<&Table> = schema.tables.values().collect();
    let mut ordered: Vec<&Table> = Vec::new();
    while !left.is_empty() {
        let is_ready = |table: &Table| {
            keys(table).all(|key| {
                let is_left = |other: &&Table| other.name == key.table && other.name != table.name;
                !left.iter().any(is_left)
            })
        };
        let (ready, waiting): (Vec<_>, Vec<_>) =
            left.iter().copied().partition(|table| is_ready(table));
        if ready.is_empty() {
            ordered.extend(waiting);
            break;
        }
        ordered.extend(ready);
        left = waiting;
    }
    ordered
}
