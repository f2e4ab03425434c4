//! The operations that make one schema of another: named, ordered, and proven.
//!
//! [`diff`] compares part by part, asks what two schemas alone cannot decide ([`Question`]), orders the
//! operations by what each part needs, applies them to the first schema and holds the result against the
//! second: what it gives back is right, or an error.
//!
//! * `renames`, `enums` and `questions`: what is gone and may have been renamed;
//! * `form`: the forms that are compared;
//! * `changes`, `objects`, `column`, `table_options`: what is created, dropped and altered;
//! * `filled`: the values that rows get before a change which needs them;
//! * `recreate`, `taken_along`: what must be dropped and created again because of what it needs, and what goes with
//!   another;
//! * `item`, `part`, `order`, `circles`, `numbered`: what needs what, and the order that follows;
//! * `raw`: objects that raw SQL makes, in their places;
//! * `reworded`: a live schema in the words of the revisions, so that operations fit both;
//! * `inverse`: the way back, where an operation alone has no opposite.

mod answers;
mod changes;
mod circles;
pub(crate) mod column;
mod enums;
mod filled;
mod form;
mod inverse;
mod item;
mod numbered;
mod objects;
mod order;
mod part;
mod questions;
mod raw;
mod recreate;
mod renames;
mod reworded;
pub(crate) mod table_options;
mod taken_along;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;

use migrate_core::dialect::Dialect;
use migrate_core::op::{self, ApplyError, Operation, apply};
use migrate_core::schema::{Family, Origin, QualifiedName, Schema, Table};

use crate::compare::{Difference, Verdict, compare, unnamed};
use crate::introspect::RawObject;

pub use answers::{Answer, AnswerError, Answers, Subject};
pub use inverse::inverse;
pub use questions::{Candidate, Question, Reason};
pub(crate) use reworded::take_over;
pub use reworded::{claimed, objects_of, reworded};

use changes::{Changes, Sides};
use form::{form, verdicts, with_used_enums};
use part::Part;

/// How the first schema is compared with the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Both were declared in the words of the builder: texts are equal when they are the same.
    Declared,
    /// The first was read from a database, which writes texts in its own words.
    Live(Dialect),
}

/// A difference that no operation can make.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unsupported {
    /// A sequence with an option that is to have the database's default again.
    Sequence(QualifiedName),
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sequence(name) => write!(
                f,
                "sequence `{name}` has an option that the model leaves to the database; say its value in the model"
            ),
        }
    }
}

/// A difference that stays: a change of it would cost more than it may be worth.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kept {
    /// The labels of an enum type are in another order in the model.
    LabelOrder {
        /// The type.
        name: QualifiedName,
        /// Its labels in the order of the model.
        model: Vec<String>,
    },
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LabelOrder { name, model } => write!(
                f,
                "enum type {name} has its labels in another order in the model, and keeps its own, because another order \
                 writes every table again that uses the type; if it is meant, write \
                 `op.set_enum_values(\"{name}\", {model:?})` in a revision"
            ),
        }
    }
}

/// What makes one schema of another.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Diff {
    /// The operations, in order; none while a question is open.
    pub operations: Vec<Operation>,
    /// What must be answered first.
    pub questions: Vec<Question>,
    /// What may differ, and why that is not known.
    pub unknown: Vec<Difference>,
    /// What differs and no operation can change.
    pub unsupported: Vec<Unsupported>,
    /// What differs and stays as it is.
    pub kept: Vec<Kept>,
}

/// Why no operations could be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiffError {
    /// An operation does not fit the schema that those before it make.
    #[error("`{operation}` does not fit the schema before it")]
    Apply {
        /// The operation.
        operation: String,
        /// What is wrong.
        source: Box<ApplyError>,
    },
    /// The operations do not lead to the second schema.
    #[error("the operations do not lead to the model: {}", .0.join("; "))]
    Unproven(Vec<String>),
}

/// The operations that make `to` of `from`, on the databases of `families`.
///
/// The order of columns counts for nothing: a new column comes last on every database.
///
/// # Errors
///
/// The schemas contradict themselves, such as a foreign key to a table that is not there.
///
/// ```
/// use migrate_analysis::diff::{Answers, Comparison, diff};
/// use migrate_core::op::Operation;
/// use migrate_core::schema::{Column, ColumnType, Family, Schema, Table};
///
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("id", ColumnType::BigInt));
/// let mut model = Schema::new();
/// model.tables.insert("users".into(), users);
///
/// let found = diff(&Schema::new(), &model, Comparison::Declared, &[Family::Sqlite], &Answers::default());
/// assert!(matches!(&found.unwrap().operations[..], [Operation::CreateTable { .. }]));
/// ```
pub fn diff(
    from: &Schema,
    to: &Schema,
    comparison: Comparison,
    families: &[Family],
    answers: &Answers,
) -> Result<Diff, DiffError> {
    diff_beside(from, to, comparison, families, answers, &[])
}

/// The same with objects that raw SQL makes, each in its place.
pub(crate) fn diff_beside(
    from: &Schema,
    to: &Schema,
    comparison: Comparison,
    families: &[Family],
    answers: &Answers,
    raw: &[RawObject],
) -> Result<Diff, DiffError> {
    let mut now = from.clone();
    let mut done = Diff::default();

    run(renames::of_relations(&now, to, answers), &mut now, &mut done.operations)?;
    run(renames::of_columns(&now, to, answers), &mut now, &mut done.operations)?;
    let to = &with_partitions(to, &now);
    match comparison {
        Comparison::Declared => {}
        Comparison::Live(dialect) => {
            unnamed::adopt_all(dialect, &mut now, to);
            enums::adopt_names(dialect, &mut now, to);
        }
    }
    let (ordered, kept) = enums::with_order_of(to, &now, answers, families);
    let to = &ordered;
    done.kept = kept;
    let (labels, open) = enums::changes(&now, to, answers, families);
    done.questions = questions::of_tables(&now, to, answers);
    done.questions.extend(questions::of_columns(&now, to, answers));
    done.questions.extend(questions::of_generated(&now, to, answers));
    match comparison {
        Comparison::Declared | Comparison::Live(Dialect::Postgres(_)) => {
            done.questions.extend(questions::of_enums(&now, to, answers));
        }
        // An enum type is the list of its labels there.
        Comparison::Live(Dialect::Sqlite(_) | Dialect::Mysql(_)) => {}
    }
    done.questions.extend(open);
    if !done.questions.is_empty() {
        done.operations.clear();
        return Ok(done);
    }
    let in_the_way = recreate::in_the_way(&labels, &now, families);
    run(order::of_drops(in_the_way, &now, families), &mut now, &mut done.operations)?;
    run(labels, &mut now, &mut done.operations)?;

    let forms = (form(comparison, &now), form(comparison, to));
    let verdicts = verdicts(comparison, &now, to, answers);
    let differs = |part: &Part, is_equal: bool| match verdicts.get(part) {
        Some(Verdict::Different) => true,
        Some(Verdict::Unknown(_)) => false,
        Some(Verdict::Equal) | None => !is_equal,
    };
    let before = now.clone();
    let (from_form, to_form) = (&forms.0, &forms.1);
    let sides = Sides { from: &before, to, from_form, to_form, comparison, families };
    let mut changes = Changes::between(&sides, &differs);
    recreate::close(&mut changes, &sides, families);
    changes.take_along(&before);
    run(order::in_order(&changes, &sides, families, raw), &mut now, &mut done.operations)?;
    done.unsupported = std::mem::take(&mut changes.unsupported);
    done.unknown = prove(comparison, &now, to, &done.unsupported)?;
    Ok(done)
}

/// A schema with the partitions of another in each partitioned table for which it names none: it claims none then, as
/// jobs make and drop partitions while a table is used.
pub(crate) fn with_partitions(claims: &Schema, other: &Schema) -> Schema {
    let mut schema = claims.clone();
    let is_open =
        |table: &Table| table.options.partition_by.is_some() && table.partitions.is_empty();
    for table in other.tables.values().filter(|table| !table.partitions.is_empty()) {
        if claims.tables.get(&table.name).is_some_and(is_open)
            && let Some(claimed) = schema.tables.get_mut(&table.name)
        {
            claimed.partitions.clone_from(&table.partitions);
        }
    }
    schema
}

/// The first schema under the names that answers give its tables and columns, as far as the second has these.
pub(crate) fn renamed(from: &Schema, to: &Schema, answers: &Answers) -> Result<Schema, DiffError> {
    let mut now = from.clone();
    let mut done = Vec::new();
    run(renames::of_relations(&now, to, answers), &mut now, &mut done)?;
    run(renames::of_columns(&now, to, answers), &mut now, &mut done)?;
    Ok(now)
}

/// Applies operations; what an earlier one took along is not dropped again.
fn run(
    operations: Vec<Operation>,
    schema: &mut Schema,
    done: &mut Vec<Operation>,
) -> Result<(), DiffError> {
    for operation in operations {
        if is_gone(&operation, schema) {
            continue;
        }
        apply(&operation, Origin::new("model", 0, 0), schema).map_err(|source| {
            DiffError::Apply { operation: operation.to_string(), source: Box::new(source) }
        })?;
        done.push(operation);
    }
    Ok(())
}

/// Whether the operation drops what is gone already, with the table or the view that it was of.
fn is_gone(operation: &Operation, schema: &Schema) -> bool {
    match operation {
        Operation::DropIndex { table, name, .. } => part::index(schema, table, name).is_none(),
        Operation::DropConstraint { table, name, .. } => {
            let table = schema.tables.get(table);
            table.is_none_or(|table| table.constraint(name).is_none())
        }
        Operation::DropPartition { table, .. } => !schema.tables.contains_key(table),
        Operation::DropObject(object) => schema.object(object).is_none(),
        // Nothing else goes along with another.
        _ => false,
    }
}

/// Holds the schema that the operations lead to against the model; what may differ is given back.
fn prove(
    comparison: Comparison,
    reached: &Schema,
    to: &Schema,
    unsupported: &[Unsupported],
) -> Result<Vec<Difference>, DiffError> {
    let mut reached = reached.clone();
    for left in unsupported {
        match left {
            Unsupported::Sequence(name) => {
                if let (Some(reached), Some(to)) =
                    (reached.sequences.get_mut(name), to.sequences.get(name))
                {
                    reached.options = to.options;
                }
            }
        }
    }
    match comparison {
        Comparison::Declared => {
            let found = op::differences(&with_used_enums(to.clone()), &with_used_enums(reached));
            if found.is_empty() { Ok(Vec::new()) } else { Err(DiffError::Unproven(found)) }
        }
        Comparison::Live(dialect) => {
            let all = compare(dialect, &reached, to);
            let is_different = |it: &&Difference| it.verdict == Verdict::Different;
            let different: Vec<_> =
                all.iter().filter(is_different).map(ToString::to_string).collect();
            if different.is_empty() { Ok(all) } else { Err(DiffError::Unproven(different)) }
        }
    }
}
