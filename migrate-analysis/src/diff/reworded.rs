//! A live schema in the words of the revisions, so that operations which are found in it fit both.

use migrate_core::dialect::Dialect;
use migrate_core::schema::{Constraint, Index, ObjectRef, QualifiedName, Schema, Table};

use crate::compare::{Difference, Object, compare, unnamed, words};
use crate::drift::has;
use crate::normalize::normalize;

use super::objects::given;

/// The live schema with the words of the declared one wherever both are known to be equal: its names of primary
/// keys on MariaDB and MySQL, its enum types on SQLite, its texts.
///
/// A revision runs on the declared schema: what an operation names must be named so in it.
///
/// ```
/// use migrate_analysis::diff::reworded;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Column, ColumnType, Schema, Table};
///
/// let schema = |column_type: ColumnType| {
///     let mut users = Table::new("users");
///     users.columns.push(Column::new("born", column_type));
///     let mut schema = Schema::new();
///     schema.tables.insert("users".into(), users);
///     schema
/// };
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// let (live, declared) = (schema(ColumnType::Text), schema(ColumnType::Timestamp));
/// assert_eq!(reworded(sqlite, &live, &declared), live);
/// assert_eq!(reworded(sqlite, &declared, &declared), declared);
/// ```
pub fn reworded(dialect: Dialect, live: &Schema, declared: &Schema) -> Schema {
    let mut schema = declared.clone();
    for difference in compare(dialect, declared, live) {
        take_over(dialect, &difference.object, live, &mut schema);
    }
    schema
}

/// A live schema without what it has beside the declared one and nobody claims, such as the tables of another
/// program; and what was taken out, in the order of kinds and names.
///
/// A revision drops what an earlier one made: what none made is somebody else's.
///
/// ```
/// use migrate_analysis::compare::Object;
/// use migrate_analysis::diff::claimed;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Schema, Table};
///
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// let mut declared = Schema::new();
/// declared.tables.insert("users".into(), Table::new("users"));
/// let mut live = declared.clone();
/// live.tables.insert("theirs".into(), Table::new("theirs"));
/// let (live, others) = claimed(sqlite, &live, &declared, |_| false);
/// assert_eq!((live, others), (declared, vec![Object::Table("theirs".into())]));
/// ```
pub fn claimed(
    dialect: Dialect,
    live: &Schema,
    declared: &Schema,
    is_claimed: impl Fn(&Object) -> bool,
) -> (Schema, Vec<Object>) {
    let mut schema = live.clone();
    let mut others = Vec::new();
    let is_declared = objects_of(dialect, declared);
    for Difference { object, verdict: _ } in compare(dialect, declared, live) {
        if is_declared(&object) || is_claimed(&object) {
            continue;
        }
        take_over(dialect, &object, declared, &mut schema);
        others.push(object);
    }
    (schema, others)
}

/// Whether a schema has an object that a comparison on this database names.
///
/// ```
/// use migrate_analysis::compare::Object;
/// use migrate_analysis::diff::objects_of;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Schema, Table};
///
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// let mut schema = Schema::new();
/// schema.tables.insert("users".into(), Table::new("users"));
/// let is_in = objects_of(sqlite, &schema);
/// assert!(is_in(&Object::Table("users".into())));
/// assert!(!is_in(&Object::Column("users".into(), "name".to_owned())));
/// ```
pub fn objects_of(dialect: Dialect, schema: &Schema) -> impl Fn(&Object) -> bool + use<> {
    let form = normalize(dialect, schema.clone().on(dialect.family()));
    move |object| has(&form, object)
}

/// Makes an object of the schema the one of the live schema.
pub(crate) fn take_over(dialect: Dialect, object: &Object, live: &Schema, schema: &mut Schema) {
    match object {
        Object::Table(name) => match (live.tables.get(name), schema.tables.get_mut(name)) {
            (Some(live), Some(table)) => {
                table.comment.clone_from(&live.comment);
                table.options.clone_from(&live.options);
                table.touched_by.clone_from(&live.touched_by);
            }
            (Some(live), None) => drop(schema.tables.insert(name.clone(), live.clone())),
            (None, _) => drop(schema.tables.remove(name)),
        },
        Object::Column(table, name) => in_both(live, schema, table, |live, table| {
            let known = |column: &&migrate_core::schema::Column| column.name == *name;
            replace(&mut table.columns, live.columns.iter().find(known), |it| it.name == *name);
        }),
        Object::Constraint(table, key) | Object::Index(table, key) => {
            let of_view =
                live.materialized_views.get(table).zip(schema.materialized_views.get_mut(table));
            if let Some((live, view)) = of_view {
                let found = live.indexes.iter().find(|index| index.name == *key);
                replace(&mut view.indexes, found, |index| index.name == *key);
            }
            in_both(live, schema, table, |live, table| {
                let is_constraint = |it: &Constraint| is_of(dialect, it, key);
                let is_index = |it: &Index| it.name == *key;
                let found = live.constraints.iter().find(|it| is_constraint(it));
                replace(&mut table.constraints, found, is_constraint);
                // A unique index of MariaDB and MySQL may have been declared as a constraint.
                let found = live.indexes.iter().find(|it| is_index(it));
                replace(&mut table.indexes, found, is_index);
            });
        }
        Object::Partition(table, name) => in_both(live, schema, table, |live, table| {
            let found = live.partitions.iter().find(|it| it.name == *name);
            replace(&mut table.partitions, found, |it| it.name == *name);
        }),
        Object::Enum(name) => replace_object(live, schema, &ObjectRef::EnumType(name.clone())),
        Object::View(name) => replace_object(live, schema, &ObjectRef::View(name.clone())),
        Object::MaterializedView(name) => {
            replace_object(live, schema, &ObjectRef::MaterializedView(name.clone()));
        }
        Object::Sequence(name) => replace_object(live, schema, &ObjectRef::Sequence(name.clone())),
        Object::Extension(name) => {
            replace_object(live, schema, &ObjectRef::Extension(name.clone()));
        }
        Object::Namespace(name) => {
            replace_object(live, schema, &ObjectRef::Namespace(name.clone()));
        }
        Object::Trigger(table, name) => {
            let (table, name) = (table.clone(), name.clone());
            replace_object(live, schema, &ObjectRef::Trigger { table, name });
        }
        Object::Function(name, arguments) => {
            let (name, arguments) = (name.clone(), arguments.clone());
            let function = ObjectRef::Function { name, arguments };
            schema.remove(&given(dialect, schema, &function));
            replace_object(live, schema, &given(dialect, live, &function));
        }
    }
}

/// Whether a comparison calls the constraint so: by its name or, without one, by what it demands.
fn is_of(dialect: Dialect, constraint: &Constraint, key: &str) -> bool {
    let demands = || words::constraint(&unnamed::normal_body(dialect, constraint));
    constraint.is_named(key) || demands() == key
}

/// Changes a table that both have.
fn in_both(
    live: &Schema,
    schema: &mut Schema,
    table: &QualifiedName,
    change: impl FnOnce(&Table, &mut Table),
) {
    if let Some((live, table)) = live.tables.get(table).zip(schema.tables.get_mut(table)) {
        change(live, table);
    }
}

/// Puts `found` in the place of what `is_it` names, or takes that out.
fn replace<T: Clone>(all: &mut Vec<T>, found: Option<&T>, is_it: impl Fn(&T) -> bool) {
    match (all.iter().position(is_it), found) {
        (Some(at), Some(found)) => found.clone_into(&mut all[at]),
        (Some(at), None) => drop(all.remove(at)),
        (None, Some(found)) => all.push(found.clone()),
        (None, None) => {}
    }
}

/// Puts an object in the place of its own; what is on it, as a trigger is on a view, stays unless it is taken out.
fn replace_object(live: &Schema, schema: &mut Schema, reference: &ObjectRef) {
    match live.object(reference) {
        Some(object) => schema.insert(object),
        None => drop(schema.remove(reference)),
    }
}
