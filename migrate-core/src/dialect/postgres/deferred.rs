//! Constraints that PostgreSQL checks at commit, checked earlier where a table would be altered
//! before.
//!
//! A table whose rows still wait for a check cannot be altered: `cannot ALTER TABLE .. because it has
//! pending trigger events` (`CheckTableNotInUse` in its `tablecmds.c`; tried on PostgreSQL 15). What waits at a
//! revision's end is checked there, as its own commit would: so it makes no difference whether the
//! next revision shares the transaction. Afterwards the constraints are put off again. Outside a
//! transaction nothing waits, and `SET CONSTRAINTS` does nothing
//! (<https://www.postgresql.org/docs/current/sql-set-constraints.html>).

use std::collections::BTreeSet;

use crate::op::Operation;
use crate::schema::{Constraint, Deferrable, Mention, QualifiedName, Schema, Table};

use super::name::qualified;

/// The tables whose rows were changed since constraints were last checked.
#[derive(Debug, Default)]
pub(super) struct Changed {
    tables: BTreeSet<QualifiedName>,
    /// Raw SQL or a function may have changed any.
    any: bool,
    /// The place of the last operation that changed some.
    last: Option<usize>,
}

impl Changed {
    /// The statements that check constraints before an operation, where it needs that.
    pub(super) fn before(&mut self, operation: &Operation, schema: &Schema) -> Vec<String> {
        let waits = altered(operation).is_some_and(|table| {
            (self.any || self.tables.contains(table)) && may_wait(table, schema)
        });
        if !waits {
            return Vec::new();
        }
        *self = Self::default();
        check(schema)
    }

    /// Takes note of an operation at its place in the script.
    pub(super) fn note(&mut self, at: usize, operation: &Operation) {
        match operation {
            Operation::Insert { table, .. }
            | Operation::Update { table, .. }
            | Operation::Delete { table, .. } => {
                self.tables.insert(table.clone());
            }
            Operation::Execute { .. } | Operation::Run(_) => self.any = true,
            // Only these change rows.
            _ => return,
        }
        self.last = Some(at);
    }

    /// The statements that check what still waits after the last operation, and the place of the
    /// operation they belong to.
    pub(super) fn at_end(self, schema: &Schema) -> Option<(usize, Vec<String>)> {
        let waits = if self.any {
            constraints(schema).next().is_some()
        } else {
            self.tables.iter().any(|table| may_wait(table, schema))
        };
        self.last.filter(|_| waits).map(|at| (at, check(schema)))
    }
}

/// The table that an operation alters, and so wants to itself.
const fn altered(operation: &Operation) -> Option<&QualifiedName> {
    match operation {
        Operation::DropTable { table }
        | Operation::AlterTable { table, .. }
        | Operation::AddColumn { table, .. }
        | Operation::DropColumn { table, .. }
        | Operation::AlterColumn { table, .. }
        | Operation::CreateIndex { table, .. }
        | Operation::DropIndex { table, .. }
        | Operation::Reindex { table, .. }
        | Operation::AddConstraint { table, .. }
        | Operation::DropConstraint { table, .. }
        | Operation::ValidateConstraint { table, .. }
        | Operation::AttachPartition { table, .. }
        | Operation::DetachPartition { table, .. } => Some(table),
        Operation::IfNeeded(operation) => altered(operation),
        Operation::DropPartition { name, .. } => Some(name),
        Operation::CreateTable { .. }
        | Operation::RenameTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::RenameIndex { .. }
        | Operation::RenameConstraint { .. }
        | Operation::CreateObject(_)
        | Operation::DropObject(_)
        | Operation::AlterObject(_)
        | Operation::CreatePartition { .. }
        | Operation::Insert { .. }
        | Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::Execute { .. }
        | Operation::SetTimeout { .. }
        | Operation::LockTable { .. }
        | Operation::Run(_) => None,
    }
}

/// Whether a change of the table's rows may wait for a check: a constraint of its own may be put off,
/// or a foreign key that references it.
fn may_wait(table: &QualifiedName, schema: &Schema) -> bool {
    let may_wait = |constraint: &Constraint| constraint.deferrable() != Deferrable::No;
    let own = schema.tables.get(table).into_iter().flat_map(constraints_of);
    let mut references = schema.references_to(table);
    own.count() > 0 || references.any(|(_, constraint, _)| may_wait(constraint))
}

/// The constraints that can be put off, each with its table.
fn constraints(schema: &Schema) -> impl Iterator<Item = (&QualifiedName, &Constraint)> {
    schema.tables.mentioning(&[Mention::DEFERRABLE]).into_iter().flat_map(constraints_of)
}

fn constraints_of(table: &Table) -> impl Iterator<Item = (&QualifiedName, &Constraint)> {
    let all = table.constraints.iter().map(|constraint| (&table.name, constraint));
    all.filter(|(_, constraint)| constraint.deferrable() != Deferrable::No)
}

/// Checks everything that waits, and puts off again what is put off by itself, but for constraints
/// that raw SQL may have dropped unseen.
fn check(schema: &Schema) -> Vec<String> {
    let tables = schema.tables.mentioning(&[Mention::DEFERRABLE]).into_iter();
    let is_untouched =
        |table: &&Table| table.touched_by.and_then(|touched| touched.postgres).is_none();
    let initially = tables
        .filter(is_untouched)
        .flat_map(constraints_of)
        .filter(|(_, constraint)| constraint.deferrable() == Deferrable::InitiallyDeferred);
    // A constraint is in the schema of its table.
    let names: BTreeSet<_> = initially
        .filter_map(|(table, constraint)| {
            Some(qualified(&table.sibling(constraint.name.as_ref()?)))
        })
        .collect();
    let mut statements = vec!["SET CONSTRAINTS ALL IMMEDIATE".to_owned()];
    if !names.is_empty() {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        statements.push(format!("SET CONSTRAINTS {names} DEFERRED"));
    }
    statements
}
