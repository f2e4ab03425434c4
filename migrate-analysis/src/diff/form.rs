//! The forms in which two schemas are compared, and what a comparison knows of each part beyond them.

use std::collections::BTreeMap;

use migrate_core::dialect::Dialect;
use migrate_core::schema::{Constraint, ConstraintBody, ObjectRef, Schema};

use crate::compare::{Difference, Object, Verdict, compare};
use crate::normalize::normalize;

use super::part::Part;
use super::{Answers, Comparison, enums};

/// The form in which a schema is compared.
pub(super) fn form(comparison: Comparison, schema: &Schema) -> Schema {
    match comparison {
        Comparison::Declared => with_used_enums(schema.clone()),
        Comparison::Live(dialect) => {
            let mut form = normalize(dialect, schema.clone().on(dialect.family()));
            with_key_names(&mut form, schema);
            match dialect {
                Dialect::Postgres(_) => with_used_enums(form),
                Dialect::Sqlite(_) | Dialect::Mysql(_) => form,
            }
        }
    }
}

/// Gives primary keys the names of `schema` that a form has not.
fn with_key_names(form: &mut Schema, schema: &Schema) {
    let is_key = |it: &&Constraint| matches!(it.body, ConstraintBody::PrimaryKey { .. });
    for table in form.tables.values_mut() {
        let named = schema.tables.get(&table.name);
        let name = named.and_then(|table| table.constraints.iter().find(is_key)?.name.clone());
        let unnamed = table.constraints.iter_mut().filter(|it| is_key(&&**it) && it.name.is_none());
        unnamed.for_each(|key| key.name.clone_from(&name));
    }
}

/// The schema with the enum types that columns alone name among its objects.
pub(super) fn with_used_enums(mut schema: Schema) -> Schema {
    for name in enums::names(&schema) {
        if let Some(kind) = schema.enum_type(&name).cloned() {
            schema.enums.insert(name, kind);
        }
    }
    schema
}

/// What is known of each part that both have, where forms alone do not tell.
pub(super) fn verdicts(
    comparison: Comparison,
    from: &Schema,
    to: &Schema,
    answers: &Answers,
) -> BTreeMap<Part, Verdict> {
    let Comparison::Live(dialect) = comparison else { return BTreeMap::new() };
    let all = compare(dialect, from, to).into_iter();
    all.map(|Difference { object, verdict }| {
        let is_known = answers.is_different(&object);
        let verdict = if is_known { Verdict::Different } else { verdict };
        (part_of(&object, to), verdict)
    })
    .collect()
}

/// The part that an object of a comparison is.
fn part_of(object: &Object, schema: &Schema) -> Part {
    match object {
        Object::Table(name) => Part::Table(name.clone()),
        Object::Column(table, name) => Part::Column(table.clone(), name.clone()),
        Object::Constraint(table, name) => Part::Constraint(table.clone(), name.clone()),
        Object::Index(holder, name) => Part::Index(holder.clone(), name.clone()),
        Object::Partition(table, name) => Part::Partition(table.clone(), name.clone()),
        Object::Enum(name) => Part::Object(ObjectRef::EnumType(name.clone())),
        Object::View(name) => Part::Object(ObjectRef::View(name.clone())),
        Object::MaterializedView(name) => Part::Object(ObjectRef::MaterializedView(name.clone())),
        Object::Function(name, arguments) => {
            // A comparison has the arguments in their normal form.
            let mut same = schema.functions.keys().filter(|(known, _)| known == name);
            let own = same.find(|(_, known)| known == arguments).or_else(|| same.next());
            let arguments = own.map_or_else(|| arguments.clone(), |(_, known)| known.clone());
            Part::Object(ObjectRef::Function { name: name.clone(), arguments })
        }
        Object::Sequence(name) => Part::Object(ObjectRef::Sequence(name.clone())),
        Object::Trigger(table, name) => {
            Part::Object(ObjectRef::Trigger { table: table.clone(), name: name.clone() })
        }
        Object::Extension(name) => Part::Object(ObjectRef::Extension(name.clone())),
        Object::Namespace(name) => Part::Object(ObjectRef::Namespace(name.clone())),
    }
}
