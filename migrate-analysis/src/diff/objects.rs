//! What is created, dropped and altered beside tables.

use migrate_core::dialect::Dialect;
use migrate_core::op::{ObjectChange, Operation};
use migrate_core::schema::{
    Function, Object, ObjectRef, QualifiedName, Schema, Sequence, SequenceOptions,
};

use crate::compare::arguments_form;

use super::changes::{Changes, Differs, Sides};
use super::part::Part;
use super::{Comparison, Unsupported};

impl Changes {
    pub(super) fn objects(&mut self, sides: &Sides<'_>, differs: &Differs<'_>) {
        // An enum type that columns alone name is created with the first of them, and dropped with the last.
        let is_own = |schema: &Schema, reference: &ObjectRef| match reference {
            ObjectRef::EnumType(name) => schema.enums.contains_key(name),
            _ => true,
        };
        for reference in sides.from_form.objects() {
            if sides.to_form.object(&reference).is_none() && is_own(sides.from, &reference) {
                self.dropped.insert(Part::Object(sides.given(sides.from, &reference)));
            }
        }
        for reference in sides.to_form.objects() {
            let part = Part::Object(sides.given(sides.to, &reference));
            let (from, to) = (sides.from_form.object(&reference), sides.to_form.object(&reference));
            let (Some(from), Some(to)) = (from, to) else {
                if is_own(sides.to, &reference) {
                    self.created.insert(part);
                }
                continue;
            };
            let is_equal = match (&from, &to) {
                (Object::MaterializedView(from), Object::MaterializedView(to)) => {
                    from.query == to.query && from.with_data == to.with_data
                }
                _ => from == to,
            };
            if !differs(&part, is_equal) {
                if let (Object::MaterializedView(from), Object::MaterializedView(to)) = (&from, &to)
                {
                    self.indexes(&to.name, (&from.indexes, &to.indexes), sides, differs);
                }
                continue;
            }
            let declared = sides.to.object(&sides.given(sides.to, &reference));
            let declared = declared.unwrap_or_else(|| to.clone());
            match (from, to) {
                (Object::Sequence(from), Object::Sequence(to)) => {
                    let Object::Sequence(declared) = declared else { continue };
                    self.sequence(&from, &to, &declared, sides);
                }
                (Object::Function(from), Object::Function(to)) if may_replace(&from, &to) => {
                    let Object::Function(declared) = declared else { continue };
                    let replace = ObjectChange::ReplaceFunction(declared);
                    self.altered.insert(part, vec![Operation::AlterObject(replace)]);
                }
                // Its labels are changed before all else.
                (Object::EnumType(_), Object::EnumType(_)) => {}
                // Views, triggers and functions of another result have no other form of change; schemas and
                // extensions are equal when their names are.
                _ => {
                    self.dropped.insert(Part::Object(sides.given(sides.from, &reference)));
                    self.created.insert(part);
                }
            }
        }
    }

    /// Other numbers or another owner of a sequence; an option cannot be given back to the database's default.
    fn sequence(&mut self, from: &Sequence, to: &Sequence, declared: &Sequence, sides: &Sides<'_>) {
        let (known, wanted, said) = (from.options, to.options, declared.options);
        // A form leaves out what a database does by default, which the declared sequence may say.
        let changed = |from: Option<i64>, to: Option<i64>, said: Option<i64>| {
            (from != to).then_some(to.or(said)).flatten()
        };
        let options = SequenceOptions {
            start: changed(known.start, wanted.start, said.start),
            increment: changed(known.increment, wanted.increment, said.increment.or(Some(1))),
            minimum: changed(known.minimum, wanted.minimum, said.minimum),
            maximum: changed(known.maximum, wanted.maximum, said.maximum),
            cache: changed(known.cache, wanted.cache, said.cache),
            cycle: (known.cycle != wanted.cycle).then(|| wanted.cycle.unwrap_or(false)),
        };
        let owner = (from.owner != to.owner).then(|| declared.owner.clone());
        let is_said = match sides.comparison {
            Comparison::Declared => options.over(known) == wanted,
            Comparison::Live(_) => {
                let left_open = |from: Option<i64>, to: Option<i64>, value: Option<i64>| {
                    from != to && value.is_none()
                };
                !left_open(known.start, wanted.start, options.start)
                    && !left_open(known.minimum, wanted.minimum, options.minimum)
                    && !left_open(known.maximum, wanted.maximum, options.maximum)
                    && !left_open(known.cache, wanted.cache, options.cache)
            }
        };
        if is_said {
            let alter = ObjectChange::AlterSequence { name: to.name.clone(), options, owner };
            let part = Part::Object(ObjectRef::Sequence(to.name.clone()));
            self.altered.insert(part, vec![Operation::AlterObject(alter)]);
        } else {
            self.unsupported.push(Unsupported::Sequence(to.name.clone()));
        }
    }
}

/// The object of a form as `schema` has it: arguments of functions have a form too.
pub(super) fn given(dialect: Dialect, schema: &Schema, reference: &ObjectRef) -> ObjectRef {
    let ObjectRef::Function { name, arguments } = reference else { return reference.clone() };
    let is_same = |(known, given): &&(QualifiedName, String)| {
        known == name && arguments_form(dialect, given) == *arguments
    };
    let found = schema.functions.keys().find(is_same).cloned();
    found.map_or_else(
        || reference.clone(),
        |(name, arguments)| ObjectRef::Function { name, arguments },
    )
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
