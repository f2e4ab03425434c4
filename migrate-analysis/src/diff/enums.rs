//! Other labels of enum types: renamed, added in their places, or set as a whole where some go.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::dialect::Dialect;
use migrate_core::op::{ColumnChange, EnumPosition, ObjectChange, Operation, apply};
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, ConstraintBody, EnumType, Family, IndexTarget, Origin,
    QualifiedName, Schema, SqlPart, Value,
};
use migrate_core::sql_text::{SqlSyntax, Tokens};

use super::Kept;
use super::answers::{Answer, Answers, Subject};
use super::questions::Question;

/// Gives the enum types of a schema that was read from MariaDB or MySQL, where a type is the list of its column, the names of
/// the model: so far as all columns of a type have the same labels, so that one operation changes them all.
pub(super) fn adopt_names(dialect: Dialect, schema: &mut Schema, model: &Schema) {
    match dialect {
        Dialect::Mysql(_) => {}
        // PostgreSQL has types with names; the labels of SQLite are a check, which is read in the words of the revisions.
        Dialect::Sqlite(_) | Dialect::Postgres(_) => return,
    }
    let named = |schema: &Schema, table: &QualifiedName, column: &str| {
        let column = schema.tables.get(table)?.column(column)?;
        column.column_type.enumeration().cloned()
    };
    let mut columns: BTreeMap<QualifiedName, Vec<(QualifiedName, String)>> = BTreeMap::new();
    for table in model.tables.values() {
        for column in &table.columns {
            if let Some(kind) = column.column_type.enumeration() {
                let place = (table.name.clone(), column.name.clone());
                columns.entry(kind.name.clone()).or_default().push(place);
            }
        }
    }
    for (name, columns) in columns {
        let labels: BTreeSet<_> = columns
            .iter()
            .filter_map(|(table, column)| Some(named(schema, table, column)?.values))
            .collect();
        if labels.len() != 1 {
            continue;
        }
        for (table, column) in columns {
            let found = schema
                .tables
                .get_mut(&table)
                .and_then(|table| table.columns.iter_mut().find(|known| known.name == column));
            if let Some(ColumnType::Enumeration(kind)) = found.map(|it| &mut it.column_type) {
                kind.name = name.clone();
            }
        }
    }
}

/// A schema whose enum types have their labels in the order of another one, so far as nothing else needs them to be
/// created again; and of which types that is so.
///
/// PostgreSQL, MariaDB and MySQL have no change of the order alone: the type is created again, and every table that uses
/// it is written again.
pub(super) fn with_order_of(
    schema: &Schema,
    from: &Schema,
    answers: &Answers,
    families: &[Family],
) -> (Schema, Vec<Kept>) {
    let (mut ordered, mut kept) = (schema.clone(), Vec::new());
    if answers.orders_labels() {
        return (ordered, kept);
    }
    for name in names(from) {
        let (Some(known), Some(wanted)) = (from.enum_type(&name), schema.enum_type(&name)) else {
            continue;
        };
        let new_label =
            |value: &String| match answers.get(&Subject::EnumValue(name.clone(), value.clone())) {
                Some(Answer::Renamed(to)) if !known.values.contains(to) => to.clone(),
                Some(_) | None => value.clone(),
            };
        let values: Vec<_> = known.values.iter().map(new_label).collect();
        let all_stay = values.iter().all(|value| wanted.values.contains(value));
        let same = wanted.values.iter().filter(|value| values.contains(value));
        let is_in_order = same.eq(&values);
        let at_once =
            families.contains(&Family::Postgres) && is_used_at_once(wanted, &values, schema);
        if !all_stay || is_in_order || at_once {
            continue;
        }
        let change = ObjectChange::SetEnumValues {
            name: name.clone(),
            values: with_new(&values, &wanted.values),
            replaced: Vec::new(),
        };
        if apply(&Operation::AlterObject(change), Origin::new("model", 0, 0), &mut ordered).is_ok()
        {
            kept.push(Kept::LabelOrder { name, model: wanted.values.clone() });
        }
    }
    (ordered, kept)
}

/// The labels in their order, each new one behind the one that it follows in `wanted`.
fn with_new(known: &[String], wanted: &[String]) -> Vec<String> {
    let mut values = known.to_vec();
    for (at, value) in wanted.iter().enumerate() {
        if values.contains(value) {
            continue;
        }
        let before = at.checked_sub(1).map(|at| &wanted[at]);
        let place = before.and_then(|before| values.iter().position(|it| it == before));
        values.insert(place.map_or(0, |place| place + 1), value.clone());
    }
    values
}

/// The operations that give every enum type of `from`, which `to` has as well, its new labels; the questions
/// that are open instead, where a label goes.
pub(super) fn changes(
    from: &Schema,
    to: &Schema,
    answers: &Answers,
    families: &[Family],
) -> (Vec<Operation>, Vec<Question>) {
    let mut operations = Vec::new();
    let mut questions = Vec::new();
    for name in names(from) {
        let (Some(known), Some(wanted)) = (from.enum_type(&name), to.enum_type(&name)) else {
            continue;
        };
        if known.values == wanted.values {
            continue;
        }
        let answer =
            |value: &String| answers.get(&Subject::EnumValue(name.clone(), value.clone())).cloned();
        let mut values = known.values.clone();
        let mut replaced = Vec::new();
        for value in &known.values {
            if wanted.values.contains(value) {
                continue;
            }
            let added: Vec<_> =
                wanted.values.iter().filter(|it| !known.values.contains(it)).cloned().collect();
            match answer(value) {
                Some(Answer::Renamed(to)) if added.contains(&to) => {
                    operations.push(change(ObjectChange::RenameEnumValue {
                        name: name.clone(),
                        from: value.clone(),
                        to: to.clone(),
                    }));
                    let renamed = values.iter_mut().filter(|it| *it == value);
                    renamed.for_each(|it| to.clone_into(it));
                }
                Some(Answer::Renamed(to)) => replaced.push((value.clone(), to)),
                Some(Answer::Dropped) => {}
                None => questions.push(Question::of_label(known, value, &wanted.values)),
            }
        }
        let at_once = families.contains(&Family::Postgres) && is_used_at_once(wanted, &values, to);
        operations.extend(relabel(from, (&name, &values), wanted, replaced, at_once));
    }
    (operations, questions)
}

fn change(change: ObjectChange) -> Operation {
    Operation::AlterObject(change)
}

/// The enum types that are created on their own or that columns name.
pub(super) fn names(schema: &Schema) -> BTreeSet<QualifiedName> {
    let columns = schema.tables.values().flat_map(|table| &table.columns);
    let used = columns.flat_map(Column::types).filter_map(ColumnType::enumeration);
    let used = used.map(|kind| kind.name.clone());
    schema.enums.keys().cloned().chain(used).collect()
}

/// Whether a label that is new is used by anything else of the second schema. PostgreSQL uses no label in the transaction
/// that adds it ("unsafe use of new value", tried on 15), but every label of a type that is made in it.
fn is_used_at_once(wanted: &EnumType, known: &[String], to: &Schema) -> bool {
    let is_new = |label: &str| {
        wanted.values.iter().any(|it| it == label) && !known.iter().any(|it| it == label)
    };
    let is_named = |sql: &str| {
        let mut texts = Tokens::code(sql, SqlSyntax::Postgres).filter_map(|token| token.string());
        texts.any(|text| is_new(&text))
    };
    let in_part = |sql: &SqlPart| sql.on(Family::Postgres).is_some_and(is_named);
    let users = to.tables.values().filter(|table| {
        table.columns.iter().any(|column| {
            column.types().filter_map(ColumnType::enumeration).any(|it| it.name == wanted.name)
        })
    });
    let in_tables = users.into_iter().any(|table| {
        let in_columns = table.columns.iter().any(|column| {
            let default = match &column.default {
                Some(ColumnDefault::Value(Value::Text(text))) => {
                    is_new(text) || text.split(['{', '}', ',', '"']).any(is_new)
                }
                Some(ColumnDefault::Sql(sql)) => in_part(sql),
                Some(ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today)
                | None => false,
            };
            default || column.generated.as_ref().is_some_and(|it| in_part(&it.expression))
        });
        let in_constraints = table.constraints.iter().any(|rule| match &rule.body {
            ConstraintBody::Check { expression, validated: _ } => in_part(expression),
            ConstraintBody::Exclude { filter, .. } => filter.as_ref().is_some_and(in_part),
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::ForeignKey(_) => false,
        });
        let in_indexes = table.indexes.iter().any(|index| {
            let parts = index.columns.iter().filter_map(|part| match &part.target {
                IndexTarget::Expression(sql) => Some(sql),
                IndexTarget::Column(_) => None,
            });
            parts.chain(&index.filter).any(in_part)
        });
        in_columns || in_constraints || in_indexes
    });
    let views = to.views.values().map(|view| &view.query);
    let mut queries = views.chain(to.materialized_views.values().map(|view| &view.query));
    in_tables || queries.any(|query| query.texts().any(is_named))
}

/// The operations from some labels to those that are wanted; `at_once` where a new one is used beside them.
fn relabel(
    schema: &Schema,
    (name, values): (&QualifiedName, &[String]),
    wanted: &EnumType,
    replaced: Vec<(String, String)>,
    at_once: bool,
) -> Vec<Operation> {
    let kept: Vec<_> = wanted.values.iter().filter(|it| values.contains(it)).collect();
    if kept.iter().copied().eq(values) && !at_once {
        return added(name, values, &wanted.values);
    }
    let mut operations = defaults_off(schema, name, wanted, &replaced);
    let values = wanted.values.clone();
    operations.push(change(ObjectChange::SetEnumValues { name: name.clone(), values, replaced }));
    operations
}

/// Each new label in its place, beside one that is there by then.
fn added(name: &QualifiedName, known: &[String], wanted: &[String]) -> Vec<Operation> {
    let mut values = known.to_vec();
    let mut operations = Vec::new();
    for (at, value) in wanted.iter().enumerate() {
        if values.contains(value) {
            continue;
        }
        let position = if at == values.len() {
            EnumPosition::Last
        } else if let Some(before) = at.checked_sub(1) {
            EnumPosition::After(wanted[before].clone())
        } else {
            EnumPosition::Before(values[0].clone())
        };
        values.insert(at, value.clone());
        let (name, value) = (name.clone(), value.clone());
        operations.push(change(ObjectChange::AddEnumValue { name, value, position }));
    }
    operations
}

/// Takes away the defaults that would be labels no longer.
fn defaults_off(
    schema: &Schema,
    name: &QualifiedName,
    wanted: &EnumType,
    replaced: &[(String, String)],
) -> Vec<Operation> {
    let mut operations = Vec::new();
    for table in schema.tables.values() {
        for column in &table.columns {
            let is_of_type =
                column.types().filter_map(ColumnType::enumeration).any(|it| it.name == *name);
            let Some(ColumnDefault::Value(Value::Text(default))) = &column.default else {
                continue;
            };
            let stays =
                wanted.values.contains(default) || replaced.iter().any(|(from, _)| from == default);
            if is_of_type && !stays {
                operations.push(Operation::AlterColumn {
                    table: table.name.clone(),
                    column: column.name.clone(),
                    change: ColumnChange { default: Some(None), ..ColumnChange::default() },
                });
            }
        }
    }
    operations
}
