//! The keys and indexes that number a column of MariaDB and MySQL, which has one at each moment (error 1075).

use migrate_core::schema::{ConstraintBody, Family, Index, Schema, Table};

use super::changes::{Changes, Sides};
use super::item::Item;
use super::part::Part;

/// The index that must be created right after a new column of MariaDB and MySQL, which numbers it: one that is no
/// constraint (error 1075).
pub(super) fn index_of_numbered(part: &Part, changes: &Changes, sides: &Sides<'_>) -> Option<Part> {
    let Part::Column(table, name) = part else { return None };
    if !sides.families.contains(&Family::Mysql) || !changes.created.contains(part) {
        return None;
    }
    let holder = sides.to.tables.get(table)?;
    holder.column(name).filter(|column| column.identity.is_some())?;
    let begins = |index: &&Index| index.columns.first().and_then(|it| it.column()) == Some(name);
    let indexes = holder.indexes.iter().filter(begins);
    indexes
        .map(|index| Part::Index(table.clone(), index.name.clone()))
        .find(|index| changes.created.contains(index))
}

/// The new keys and indexes that number a column in the place of one that is dropped: they are there before it goes.
pub(super) fn numbered_instead(part: &Part, changes: &Changes, sides: &Sides<'_>) -> Vec<Item> {
    let Some(column) = numbered_on_both(part, sides.from, sides) else { return Vec::new() };
    let removed = part.provides(sides.from);
    let created = changes.created.iter();
    let created =
        created.filter(|other| numbered_on_both(other, sides.to, sides).as_ref() == Some(&column));
    let provided = created.flat_map(|other| {
        let own = other.provides(sides.to);
        // A key that takes the name of the old one comes after it.
        let is_renewed = own.iter().any(|item| is_name(item) && removed.contains(item));
        if is_renewed { Vec::new() } else { own }
    });
    provided.filter(is_name).collect()
}

/// The column that a new key numbers in the place of one that is dropped: it is made for the column as it was, as a change
/// of the column may wait for the drop.
pub(super) fn numbered_as_before(
    part: &Part,
    changes: &Changes,
    sides: &Sides<'_>,
) -> Option<Item> {
    let column = numbered_on_both(part, sides.to, sides)?;
    let mut dropped = changes.dropped.iter();
    dropped
        .any(|other| numbered_on_both(other, sides.from, sides).as_ref() == Some(&column))
        .then_some(column)
}

/// The column that a key or an index of `schema` begins with, if it is numbered before and after.
fn numbered_on_both(part: &Part, schema: &Schema, sides: &Sides<'_>) -> Option<Item> {
    let (Part::Constraint(table, _) | Part::Index(table, _)) = part else { return None };
    let column = first_of_key(part, schema.tables.get(table)?)?;
    let is_numbered = |side: &Schema| {
        let column = side.tables.get(table).and_then(|table| table.column(column));
        column.is_some_and(|column| column.identity.is_some())
    };
    let is_so =
        sides.families.contains(&Family::Mysql) && is_numbered(sides.from) && is_numbered(sides.to);
    is_so.then(|| Item::Column(table.clone(), column.to_owned()))
}

/// Whether the item is the name of a constraint or an index, and not what it says.
const fn is_name(item: &Item) -> bool {
    matches!(item, Item::Constraint(..) | Item::Index(_))
}

/// The first column of an index, a primary key or a unique constraint.
fn first_of_key<'t>(part: &Part, table: &'t Table) -> Option<&'t str> {
    match part {
        Part::Index(_, name) => table.index(name)?.columns.first()?.column(),
        Part::Constraint(_, name) => match &table.constraint(name)?.body {
            ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
                columns.first().map(String::as_str)
            }
            ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => None,
        },
        Part::Table(_) | Part::Partition(..) | Part::Column(..) | Part::Object(_) => None,
    }
}

/// The indexes of a table that begin with a column.
fn indexes_of<'t>(table: &'t Table, column: &'t str) -> impl Iterator<Item = Item> + 't {
    let begin =
        |index: &&Index| index.columns.first().and_then(|part| part.column()) == Some(column);
    table.indexes.iter().filter(begin).map(|index| Item::Index(table.name.sibling(&index.name)))
}

/// The indexes that a numbered column of MariaDB and MySQL must have for as long as it is numbered.
pub(super) fn numbered_by(part: &Part, schema: &Schema, families: &[Family]) -> Vec<Item> {
    let Part::Column(table, name) = part else { return Vec::new() };
    let table = schema.tables.get(table).filter(|_| families.contains(&Family::Mysql));
    let Some(table) = table else { return Vec::new() };
    let is_numbered = table.column(name).is_some_and(|column| column.identity.is_some());
    if is_numbered { indexes_of(table, name).collect() } else { Vec::new() }
}
