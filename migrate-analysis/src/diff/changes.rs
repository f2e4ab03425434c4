//! What is created, dropped and altered to make one schema of another, not yet in order.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::op::{ColumnChange, Operation};
use migrate_core::schema::{
    Constraint, ConstraintBody, Family, Index, ObjectRef, QualifiedName, Schema, SqlPart, Table,
};

use super::part::{self, Part};
use super::{Comparison, Unsupported, column, filled, objects, table_options};

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
    pub(super) taken_along: BTreeMap<Part, Vec<Part>>,
    /// The expressions that give the rows of a column which is created again its values.
    pub(super) filled: BTreeMap<Part, SqlPart>,
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
    pub(super) comparison: Comparison,
    pub(super) families: &'a [Family],
}

impl Sides<'_> {
    /// The object of a form as `schema` has it.
    pub(super) fn given(&self, schema: &Schema, reference: &ObjectRef) -> ObjectRef {
        match self.comparison {
            Comparison::Declared => reference.clone(),
            Comparison::Live(dialect) => objects::given(dialect, schema, reference),
        }
    }
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
        let is_left_out = |part: &Part, dropped: &BTreeSet<Part>| match part {
            // A form has no index that serves a foreign key; the schema may, and keeps it when the key goes.
            Part::Index(..) => part.is_in(sides.from) && !dropped.contains(part),
            Part::Table(_)
            | Part::Partition(..)
            | Part::Column(..)
            | Part::Constraint(..)
            | Part::Object(_) => false,
        };
        changes.created.retain(|part| !is_left_out(part, &changes.dropped));
        changes
    }

    /// Drops a part and creates it again, under its new name where it would have been renamed.
    pub(super) fn recreate(&mut self, part: Part) {
        let created = self.renamed(&part).unwrap_or_else(|| part.clone());
        self.altered.remove(&part);
        self.dropped.insert(part);
        self.created.insert(created);
    }

    /// The part under its new name, if it is renamed.
    pub(super) fn renamed(&self, part: &Part) -> Option<Part> {
        match self.altered.get(part).map(Vec::as_slice) {
            Some([Operation::RenameConstraint { table, to, .. }]) => {
                Some(Part::Constraint(table.clone(), to.clone()))
            }
            Some([Operation::RenameIndex { table, to, .. }]) => {
                Some(Part::Index(table.clone(), to.clone()))
            }
            Some(_) | None => None,
        }
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
            let computed = known(sides.from).and_then(|column| column.generated);
            if let (Some(computed), None) = (computed, &to_column.generated)
                && !filled::keeps_values(&computed, sides.families)
            {
                self.filled.insert(part.clone(), computed.expression);
                self.recreate(part);
                continue;
            }
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
            let kept = filled::kept_times(name, (sides.from, sides.to), sides.families);
            let alter = filled::before_not_null(name, to_column, change, &declared, kept);
            self.altered.insert(part, alter);
        }
        self.constraints(name, (&from.constraints, constraints), sides, differs);
        self.indexes(name, (&from.indexes, indexes), sides, differs);
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
        sides: &Sides<'_>,
        differs: &Differs<'_>,
    ) {
        let named = |constraints: &[Constraint]| {
            let named = constraints.iter().filter_map(|it| Some((it.name.clone()?, it.clone())));
            named.collect::<BTreeMap<_, _>>()
        };
        let (from, to) = (named(from), named(to));
        let old = |name: &str| part::of_constraint(sides.from, table, name);
        let new = |name: &str| part::of_constraint(sides.to, table, name);
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
                Some(_) => {
                    self.dropped.insert(old(name));
                    self.created.insert(new(name));
                }
                None => {
                    // A constraint has no rows, so that another name loses nothing.
                    let same = gone.iter().position(|(known, other)| {
                        other.body == constraint.body
                            && old(known).is_in(sides.from)
                            && is_free(sides.from, table, name)
                    });
                    match same.map(|at| gone.remove(at).0) {
                        Some(known) => {
                            let part = old(known);
                            let rename = part.rename(name);
                            self.altered.insert(part, rename.into_iter().collect());
                        }
                        None => {
                            self.created.insert(new(name));
                        }
                    }
                }
            }
        }
        self.dropped.extend(gone.into_iter().map(|(name, _)| old(name)));
    }

    pub(super) fn indexes(
        &mut self,
        holder: &QualifiedName,
        (from, to): (&[Index], &[Index]),
        sides: &Sides<'_>,
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
                    let same = gone.iter().position(|known| {
                        renamed(known) == *index && is_free(sides.from, holder, &index.name)
                    });
                    match same.map(|at| gone.remove(at)) {
                        Some(old) => {
                            let part = Part::Index(holder.clone(), old.name.clone());
                            let rename = part.rename(&index.name);
                            self.altered.insert(part, rename.into_iter().collect());
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
}

/// Whether no constraint and no index of a table has the name: databases have one list of names for both, or two, and one
/// that is given up by a rename is free at no moment that all of them share.
fn is_free(schema: &Schema, table: &QualifiedName, name: &str) -> bool {
    let (table, name) = (table.clone(), name.to_owned());
    !Part::Constraint(table.clone(), name.clone()).is_in(schema)
        && !Part::Index(table, name).is_in(schema)
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
