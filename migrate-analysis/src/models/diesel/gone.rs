//! The tables and columns that a `schema.rs` no longer has, taken out of the schema with what goes along.

use migrate_core::op::{Certainty, DependentKind, Operation, Target, dependents};
use migrate_core::schema::{ConstraintBody, QualifiedName, Schema};

use crate::diff::Subject;

use super::Note;
use super::complete::applies;

/// Takes them out of the schema, and gives those back that could be. What else needs one keeps it, and is noted:
/// unless that goes as well, so each is tried again while others go.
pub(super) fn remove(
    schema: &mut Schema,
    subjects: Vec<Subject>,
    notes: &mut Vec<Note>,
) -> Vec<Subject> {
    let mut removed = Vec::new();
    let mut open = subjects;
    loop {
        let before = open.len();
        let mut kept = Vec::new();
        for subject in open {
            match without(schema, &subject) {
                Ok(without) => {
                    *schema = without;
                    removed.push(subject);
                }
                Err(by) => kept.push((subject, by)),
            }
        }
        if kept.len() == before || kept.is_empty() {
            notes.extend(
                kept.into_iter()
                    .map(|(subject, by)| Note::Needed { object: subject.to_string(), by }),
            );
            removed.sort();
            return removed;
        }
        open = kept.into_iter().map(|(subject, _)| subject).collect();
    }
}

fn without(schema: &Schema, subject: &Subject) -> Result<Schema, String> {
    let mut without = schema.clone();
    match subject {
        Subject::Table(table) => remove_table(&mut without, table)?,
        Subject::Column(table, column) => remove_column(&mut without, table, column)?,
        // A file says nothing of their values.
        Subject::EnumType(_) | Subject::EnumValue(..) => {}
    }
    Ok(without)
}

/// The keys of other tables that reference it go with it.
fn remove_table(schema: &mut Schema, name: &QualifiedName) -> Result<(), String> {
    require_unneeded(schema, &Target::Relation(name.clone()))?;
    let holders: Vec<_> = schema.references_to(name).map(|(holder, ..)| holder.clone()).collect();
    for mut holder in holders {
        holder.constraints.retain(|constraint| match &constraint.body {
            ConstraintBody::ForeignKey(key) => key.table != *name,
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => true,
        });
        schema.tables.insert(holder.name.clone(), holder);
    }
    applies(&Operation::DropTable { table: name.clone() }, schema)
}

/// The constraints and indexes that list the column go with it, as PostgreSQL has it
/// (<https://www.postgresql.org/docs/current/sql-altertable.html>, `DROP COLUMN`).
fn remove_column(schema: &mut Schema, name: &QualifiedName, column: &str) -> Result<(), String> {
    require_unneeded(schema, &Target::Column(name.clone(), column.to_owned()))?;
    let Some(mut table) = schema.tables.get(name).cloned() else { return Ok(()) };
    let lists = |columns: &[String]| columns.iter().any(|listed| listed == column);
    table
        .constraints
        .retain(|constraint| !lists(constraint.columns()) && !lists(constraint.included()));
    table.indexes.retain(|index| {
        let mut columns = index.columns.iter().filter_map(|part| part.column());
        !columns.any(|listed| listed == column) && !lists(&index.include)
    });
    schema.tables.insert(name.clone(), table);
    applies(&Operation::DropColumn { table: name.clone(), column: column.to_owned() }, schema)
}

/// Whether no view needs it. What else does is part of a table, and `apply` knows of it, or goes along.
fn require_unneeded(schema: &Schema, target: &Target) -> Result<(), String> {
    let found = dependents(target, schema, schema.syntax);
    let view = found.into_iter().find(|dependent| {
        let is_view =
            matches!(dependent.kind, DependentKind::View(_) | DependentKind::MaterializedView(_));
        is_view && dependent.certainty == Certainty::Certain
    });
    view.map_or(Ok(()), |dependent| Err(dependent.kind.to_string()))
}
