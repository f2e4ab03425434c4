//! Views and triggers as SQLite's statements, and refusals for the kinds of objects it lacks.

use crate::dialect::{Action, Refusal};
use crate::op::ObjectChange;
use crate::schema::{Object, ObjectRef};

use super::name::{named, quote};
use super::render;

/// The statements that create an object.
pub(super) fn create(object: &Object) -> Result<Vec<Action>, Refusal> {
    match object {
        Object::View(view) => Ok(vec![Action::Sql(render::create_view(view)?)]),
        Object::Trigger(trigger) => Ok(vec![Action::Sql(render::create_trigger(trigger)?)]),
        // Kept in the schema: the columns that use the type have a check.
        Object::EnumType(_) => Ok(Vec::new()),
        Object::Namespace(_) => Err(no_schemas()),
        Object::Extension(_) => Err(no_extensions()),
        Object::Sequence(_) => Err(no_sequences()),
        Object::Function(_) => Err(no_functions()),
        Object::MaterializedView(_) => Err(no_materialized_views()),
    }
}

/// The statements that drop an object.
pub(super) fn drop(object: &ObjectRef) -> Result<Vec<Action>, Refusal> {
    match object {
        ObjectRef::View(name) => Ok(vec![Action::Sql(format!("DROP VIEW {}", named(name)?))]),
        ObjectRef::Trigger { name, .. } => {
            Ok(vec![Action::Sql(format!("DROP TRIGGER {}", quote(name)))])
        }
        ObjectRef::EnumType(_) => Ok(Vec::new()),
        ObjectRef::Namespace(_) => Err(no_schemas()),
        ObjectRef::Extension(_) => Err(no_extensions()),
        ObjectRef::Sequence(_) => Err(no_sequences()),
        ObjectRef::Function { .. } => Err(no_functions()),
        ObjectRef::MaterializedView(_) => Err(no_materialized_views()),
    }
}

/// The statements that change an object.
pub(super) fn alter(change: &ObjectChange) -> Result<Vec<Action>, Refusal> {
    match change {
        // The tables that use the type are rebuilt, which `enums` writes.
        ObjectChange::AddEnumValue { .. }
        | ObjectChange::RenameEnumValue { .. }
        | ObjectChange::RenameEnum { .. }
        | ObjectChange::SetEnumValues { .. } => Ok(Vec::new()),
        ObjectChange::EnsureExtension(_) => Err(no_extensions()),
        ObjectChange::AlterSequence { .. } => Err(no_sequences()),
        ObjectChange::RefreshMaterializedView { .. } => Err(no_materialized_views()),
        ObjectChange::ReplaceFunction(_) => Err(no_functions()),
    }
}

/// What `ATTACH` names is a schema for as long as the connection lasts
/// (<https://www.sqlite.org/lang_attach.html>).
fn no_schemas() -> Refusal {
    Refusal::unsupported(
        "SQLite has no schemas: a database file is one",
        "keep the revision for another database",
    )
}

fn no_materialized_views() -> Refusal {
    Refusal::unsupported(
        "SQLite has no materialized views",
        "make a table, and fill it with `op.execute(\"INSERT INTO .. SELECT ..\")`",
    )
}

/// <https://www.sqlite.org/appfunc.html>
fn no_functions() -> Refusal {
    Refusal::unsupported(
        "SQLite keeps no functions: the program that uses the database brings them",
        "keep the revision for another database",
    )
}

fn no_sequences() -> Refusal {
    Refusal::unsupported("SQLite has no sequences", "number rows with `.primary_key().identity()`")
}

/// <https://www.sqlite.org/loadext.html>
fn no_extensions() -> Refusal {
    Refusal::unsupported(
        "SQLite extensions belong to a connection, not to the database",
        "load the extension where the connection is made",
    )
}
