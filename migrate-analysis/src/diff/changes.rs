//! What is created, dropped and altered to make one schema of another, not yet in order.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::op::{ColumnChange, ObjectChange, Operation};
use migrate_core::schema::{
    Constraint, ConstraintBody, Function, Index, Object, ObjectRef, QualifiedName, Schema,
    Sequence, SequenceOptions, Table,
};

use super::part::{self, Part};
use super::{Unsupported, column, table_options};

/// What is to be done to each part of a schema.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// The parts that are dropped; those that are created again are in both.
    pub(super) dropped: BTreeSet<Part>,
    /// The parts that are created.
    pub(super) created: BTreeSet<Part>,
    /// The operations that alter a part.
    pub(super) altered: BTreeMap<Part, Vec<Operation>>,
    /// The parts that a dropped column or table takes along.
    pub(super) along: BTreeMap<Part, Vec<Part>>,
    /// The differences that no operation can make.
    pub(super) unsupported: Vec<Unsupported>,
}

/// Whether a part differs, which both sides have; it is given whether the forms of both are equal.
pub(super) type Differs<'a> = dyn Fn(&Part, bool) -> bool + 'a;

/// The two schemas, and the forms in which they are compared.
pub(super) struct Sides<'a> {
    pub(super) from: &'a Schema,
    pub(super) to: &'a Schema,
    pub(super) from_form: &'a Schema,
    pub(super) to_form: &'a Schema,
}

impl Changes {
    /// All changes between the sides. `differs` is asked of each part that both have, with whether its forms are
    /// equal.
    pub(super) fn between(sides: &Sides<'_>, differs: &Differs<'_>) -> Self {
        let mut changes = Self::default();
        for name in sides.from_form.tables.keys() {
            if !sides.to_form.tables.contains_key(name) {
                changes.dropped.insert(Part::Table(name.clone()));
            }
        }
        for (name, to) in sides.to_form.tables.entries() {
            let Some(from) = sides.from_form.tables.get(name) else {
                changes.created.insert(Part::Table(name.clone()));
                let partitions = to.partitions.iter();
                let partitions =
                    partitions.map(|it| Part::Partition(name.clone(), it.name.clone()));
                changes.created.extend(partitions);
                continue;
            };
            changes.table(sides, (from, to), differs);
        }
        changes.objects(sides, differs);
        changes
    }

    /// Drops a part and creates it again.
    pub(super) fn recreate(&mut self, part: Part) {
        self.altered.remove(&part);
        self.dropped.insert(part.clone());
        self.created.insert(part);
    }

    fn table(&mut self, sides: &Sides<'_>, (from, to): (&Table, &Table), differs: &Differs<'_>) {
        // A new attribute is compared before it compiles.
        let Table {
            name,
            columns,
            constraints,
            indexes,
            comment,
            options,
            partitions,
            // The order of columns counts for nothing.
            mysql_order: _,
            // Says who may have changed the table, not how.
            touched_by: _,
        } = to;
        if *comment != from.comment {
            let comment = sides.to.tables.get(name).and_then(|table| table.comment.clone());
            let set = Operation::SetTableComment { table: name.clone(), comment };
            self.altered.entry(Part::Table(name.clone())).or_default().push(set);
        }
        if *options != from.options {
            let declared = sides.to.tables.get(name).map_or(options, |table| &table.options);
            let change = table_options::change(&from.options, declared);
            let alter = Operation::AlterTable { table: name.clone(), change };
            self.altered.entry(Part::Table(name.clone())).or_default().push(alter);
        }
        for column in &from.columns {
            if to.column(&column.name).is_none() {
                self.dropped.insert(Part::Column(name.clone(), column.name.clone()));
            }
        }
        for to_column in columns {
            let part = Part::Column(name.clone(), to_column.name.clone());
            let Some(from_column) = from.column(&to_column.name) else {
                self.created.insert(part);
                continue;
            };
            if !differs(&part, from_column == to_column) {
                continue;
            }
            // A generated column has no values of its own to lose, and PostgreSQL before 17 takes no other
            // expression for one (`ALTER COLUMN .. SET EXPRESSION`). One with values of its own comes here
            // after the answer that they are dropped; one that keeps its values is altered.
            if from_column.generated != to_column.generated && to_column.generated.is_some() {
                self.recreate(part);
                continue;
            }
            let known = |schema: &Schema| schema.tables.get(name)?.column(&to_column.name).cloned();
            let declared = known(sides.to).unwrap_or_else(|| to_column.clone());
            let mut change = column::change(from_column, to_column, &declared);
            if change == ColumnChange::default() {
                // The forms leave out what differs.
                let from = known(sides.from).unwrap_or_else(|| from_column.clone());
                change = column::change(&from, &declared, &declared);
            }
            if change == ColumnChange::default() {
                continue;
            }
            let alter = Operation::AlterColumn {
                table: name.clone(),
                column: to_column.name.clone(),
                change,
            };
            self.altered.insert(part, vec![alter]);
        }
        self.constraints(name, (&from.constraints, constraints), differs);
        self.indexes(name, (&from.indexes, indexes), differs);
        let same = |partitions: &[migrate_core::schema::Partition], name: &QualifiedName| {
            partitions.iter().find(|it| it.name == *name).cloned()
        };
        for partition in &from.partitions {
            if same(partitions, &partition.name).as_ref() != Some(partition) {
                self.dropped.insert(Part::Partition(name.clone(), partition.name.clone()));
            }
        }
        for partition in partitions {
            if same(&from.partitions, &partition.name).as_ref() != Some(partition) {
                self.created.insert(Part::Partition(name.clone(), partition.name.clone()));
            }
        }
    }

    fn constraints(
        &mut self,
        table: &QualifiedName,
        (from, to): (&[Constraint], &[Constraint]),
        differs: &Differs<'_>,
    ) {
        let named = |constraints: &[Constraint]| {
            let named = constraints.iter().filter_map(|it| Some((it.name.clone()?, it.clone())));
            named.collect::<BTreeMap<_, _>>()
        };
        let (from, to) = (named(from), named(to));
        let mut gone: Vec<_> = from.iter().filter(|(name, _)| !to.contains_key(*name)).collect();
        for (name, constraint) in &to {
            let part = Part::Constraint(table.clone(), name.clone());
            match from.get(name) {
                Some(known) if !differs(&part, known.body == constraint.body) => {}
                Some(known) if is_validation(&known.body, &constraint.body) => {
                    let validate =
                        Operation::ValidateConstraint { table: table.clone(), name: name.clone() };
                    self.altered.insert(part, vec![validate]);
                }
                Some(_) => self.recreate(part),
                None => {
                    // A constraint has no rows, so that another name loses nothing.
                    let same = gone.iter().position(|(_, known)| known.body == constraint.body);
                    match same.map(|at| gone.remove(at)) {
                        Some((old, _)) => {
                            let rename = Operation::RenameConstraint {
                                table: table.clone(),
                                name: old.clone(),
                                to: name.clone(),
                            };
                            self.altered
                                .insert(Part::Constraint(table.clone(), old.clone()), vec![rename]);
                        }
                        None => {
                            self.created.insert(part);
                        }
                    }
                }
            }
        }
        self.dropped.extend(
            gone.into_iter().map(|(name, _)| Part::Constraint(table.clone(), name.clone())),
        );
    }

    fn indexes(
        &mut self,
        holder: &QualifiedName,
        (from, to): (&[Index], &[Index]),
        differs: &Differs<'_>,
    ) {
        let find =
            |indexes: &[Index], name: &str| indexes.iter().find(|it| it.name == name).cloned();
        let mut gone: Vec<_> =
            from.iter().filter(|known| find(to, &known.name).is_none()).collect();
        for index in to {
            let part = Part::Index(holder.clone(), index.name.clone());
            match find(from, &index.name) {
                Some(known) if !differs(&part, known == *index) => {}
                Some(_) => self.recreate(part),
                None => {
                    let renamed =
                        |known: &Index| Index { name: index.name.clone(), ..known.clone() };
                    let same = gone.iter().position(|known| renamed(known) == *index);
                    match same.map(|at| gone.remove(at)) {
                        Some(old) => {
                            let rename = Operation::RenameIndex {
                                table: holder.clone(),
                                name: old.name.clone(),
                                to: index.name.clone(),
                            };
                            let part = Part::Index(holder.clone(), old.name.clone());
                            self.altered.insert(part, vec![rename]);
                        }
                        None => {
                            self.created.insert(part);
                        }
                    }
                }
            }
        }
        self.dropped
            .extend(gone.into_iter().map(|it| Part::Index(holder.clone(), it.name.clone())));
    }

    fn objects(&mut self, sides: &Sides<'_>, differs: &Differs<'_>) {
        // An enum type that columns alone name is created with the first of them, and dropped with the last.
        let is_own = |schema: &Schema, reference: &ObjectRef| match reference {
            ObjectRef::EnumType(name) => schema.enums.contains_key(name),
            _ => true,
        };
        for reference in sides.from_form.objects() {
            if sides.to_form.object(&reference).is_none() && is_own(sides.from, &reference) {
                self.dropped.insert(Part::Object(reference));
            }
        }
        for reference in sides.to_form.objects() {
            let part = Part::Object(reference.clone());
            let (from, to) = (sides.from_form.object(&reference), sides.to_form.object(&reference));
            let (Some(from), Some(to)) = (from, to) else {
                if is_own(sides.to, &reference) {
                    self.created.insert(part);
                }
                continue;
            };
            if !differs(&part, from == to) {
                continue;
            }
            let declared = sides.to.object(&reference).unwrap_or_else(|| to.clone());
            match (from, to) {
                (Object::Sequence(from), Object::Sequence(to)) => {
                    self.sequence(&reference, &from, &to);
                }
                (Object::Function(from), Object::Function(to)) if may_replace(&from, &to) => {
                    let Object::Function(declared) = declared else { continue };
                    let replace = ObjectChange::ReplaceFunction(declared);
                    self.altered.insert(part, vec![Operation::AlterObject(replace)]);
                }
                (Object::MaterializedView(from), Object::MaterializedView(to))
                    if from.query == to.query && from.with_data == to.with_data =>
                {
                    self.indexes(&to.name, (&from.indexes, &to.indexes), differs);
                }
                // Its labels are changed before all else.
                (Object::EnumType(_), Object::EnumType(_)) => {}
                // Views, triggers and functions of another result have no other form of change; schemas and
                // extensions are equal when their names are.
                _ => self.recreate(part),
            }
        }
    }

    /// Other numbers or another owner of a sequence; an option cannot be given back to the database's default.
    fn sequence(&mut self, reference: &ObjectRef, from: &Sequence, to: &Sequence) {
        let changed = |from: Option<i64>, to: Option<i64>, default: Option<i64>| {
            (from != to).then_some(to.or(default)).flatten()
        };
        let (known, wanted) = (from.options, to.options);
        let options = SequenceOptions {
            start: changed(known.start, wanted.start, None),
            increment: changed(known.increment, wanted.increment, Some(1)),
            minimum: changed(known.minimum, wanted.minimum, None),
            maximum: changed(known.maximum, wanted.maximum, None),
            cache: changed(known.cache, wanted.cache, None),
            cycle: (known.cycle != wanted.cycle).then(|| wanted.cycle.unwrap_or(false)),
        };
        let owner = (from.owner != to.owner).then(|| to.owner.clone());
        if options.over(known) == wanted {
            let alter = ObjectChange::AlterSequence { name: to.name.clone(), options, owner };
            let part = Part::Object(reference.clone());
            self.altered.insert(part, vec![Operation::AlterObject(alter)]);
        } else {
            self.unsupported.push(Unsupported::Sequence(to.name.clone()));
        }
    }
}

/// Whether the constraint differs by being validated alone.
fn is_validation(from: &ConstraintBody, to: &ConstraintBody) -> bool {
    match (from, to) {
        (
            ConstraintBody::Check { expression: one, validated: false },
            ConstraintBody::Check { expression: other, validated: true },
        ) => one == other,
        (ConstraintBody::ForeignKey(one), ConstraintBody::ForeignKey(other)) => {
            let mut validated = one.clone();
            validated.validated = true;
            !one.validated && validated == *other
        }
        _ => false,
    }
}

/// Whether `CREATE OR REPLACE FUNCTION` takes the new definition: PostgreSQL refuses another type of the result,
/// which is what the text says before the language or the body.
fn may_replace(from: &Function, to: &Function) -> bool {
    let result = |function: &Function| {
        let texts = function.definition.texts().map(|text| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
            let end = [" AS ", " LANGUAGE ", " BEGIN ", " RETURN "];
            let end = end.iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
            text[..end].to_owned()
        });
        texts.collect::<Vec<_>>()
    };
    result(from) == result(to)
}

impl Changes {
    /// Leaves constraints and indexes on a single column that is dropped to the drop of the column, which takes
    /// them along on every database, and sequences to that of their owner. One that is created again is
    /// dropped by name, before its name is given.
    pub(super) fn leave_to_columns(&mut self, from: &Schema) {
        let left: Vec<_> = self
            .dropped
            .iter()
            .filter(|part| !self.created.contains(*part))
            .filter_map(|part| Some((part.clone(), self.taken_along_by(part, from)?)))
            .collect();
        for (part, column) in left {
            self.dropped.remove(&part);
            self.along.entry(column).or_default().push(part);
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
