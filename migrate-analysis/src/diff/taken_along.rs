//! What the drop of a column or a table takes along.

use migrate_core::schema::{ConstraintBody, ObjectRef, Schema};

use super::changes::Changes;
use super::part::{self, Part};

impl Changes {
    /// Leaves constraints and indexes on a single column that is dropped to the drop of the column, which takes
    /// them along on every database, and sequences to that of their owner. One that is created again is
    /// dropped by name, before its name is given.
    pub(super) fn take_along(&mut self, from: &Schema) {
        let left: Vec<_> = self
            .dropped
            .iter()
            .filter(|part| !self.created.contains(*part))
            .filter_map(|part| Some((part.clone(), self.taken_along_by(part, from)?)))
            .collect();
        for (part, column) in left {
            self.dropped.remove(&part);
            self.taken_along.entry(column).or_default().push(part);
        }
    }

    /// The dropped column or table that takes a part along.
    fn taken_along_by(&self, part: &Part, from: &Schema) -> Option<Part> {
        let (table, column) = match part {
            Part::Constraint(table, name) => {
                let constraint = from.tables.get(table)?.constraint(name)?;
                if let ConstraintBody::ForeignKey(key) = &constraint.body {
                    // Columns that go on both sides may need each other.
                    let is_dropped = |column: &String| {
                        self.dropped.contains(&Part::Column(key.table.clone(), column.clone()))
                    };
                    if key.referenced.iter().any(is_dropped) {
                        return None;
                    }
                }
                let [column] = constraint.columns() else { return None };
                (table, column.as_str())
            }
            Part::Index(table, name) => {
                let index = from.tables.get(table)?.index(name)?;
                let [only] = &index.columns[..] else { return None };
                let is_plain = index.filter.is_none() && index.include.is_empty();
                (table, only.column().filter(|_| is_plain)?)
            }
            Part::Object(object @ ObjectRef::Sequence(_)) => {
                let owner = part::owner(from, object)?;
                let table = Part::Table(owner.table.clone());
                if self.dropped.contains(&table) {
                    return Some(table);
                }
                (&owner.table, owner.column.as_str())
            }
            Part::Table(_) | Part::Partition(..) | Part::Column(..) | Part::Object(_) => {
                return None;
            }
        };
        let column = Part::Column(table.clone(), column.to_owned());
        self.dropped.contains(&column).then_some(column)
    }
}
