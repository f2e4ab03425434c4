//! Rebuilds as they are exported.

use crate::op::encode::{Encode, Encoder, Object};
use crate::schema::{Constraint, ConstraintBody};

use super::{Edit, Rebuild, StoredTable};

/// The keys of a rebuild. Its `sql` is what a script has, from the table as the revisions say it is;
/// a table whose definition cannot be read has none.
pub(in crate::dialect) fn rebuild_fields(rebuild: &Rebuild, object: &mut Object<'_, '_>) {
    let Rebuild { table, edits, declared, touched_by } = rebuild;
    object.value("table", table);
    object.value("edits", edits);
    object.value("declared", declared);
    object.optional("touched_by", touched_by.as_ref());
    object.optional("sql", rebuild.statements(declared).ok().as_ref());
}

impl Encode for StoredTable {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { create, indexes, triggers } = self;
        out.object(|object| {
            object.value("create", create);
            object.unless_default("indexes", indexes);
            object.unless_default("triggers", triggers);
        });
    }
}

impl Encode for Edit {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.object(|object| {
            object.value("kind", kind(self));
            match self {
                Self::AddColumn { definition } | Self::AddConstraint { definition } => {
                    object.value("definition", definition);
                }
                Self::DropColumn { column } => object.value("column", column),
                Self::SetType { column, type_name } => {
                    object.value("column", column);
                    object.value("type", type_name);
                }
                Self::CopyAs { column, expression } => {
                    object.value("column", column);
                    object.value("expression", expression);
                }
                Self::SetNotNull { column, not_null } => {
                    object.value("column", column);
                    object.value("not_null", not_null);
                }
                Self::SetDefault { column, default } => {
                    object.value("column", column);
                    object.value("default", default);
                }
                Self::SetCollation { column, collation } => {
                    object.value("column", column);
                    object.value("collation", collation);
                }
                Self::SetOptions { strict, without_rowid } => {
                    object.value("strict", strict);
                    object.value("without_rowid", without_rowid);
                }
                Self::DropConstraint { name, body } => {
                    object.value("name", name);
                    object.optional("says", says(body.as_ref()).as_ref());
                }
                Self::DropIndex { name } => object.value("name", name),
                Self::RenameConstraint { name, body, to } => {
                    object.value("name", name);
                    object.value("to", to);
                    object.optional("says", says(body.as_ref()).as_ref());
                }
                Self::DropEnumCheck { column, name } => {
                    object.value("column", column);
                    object.value("name", name);
                }
                Self::CreateIndex { name, sql } => {
                    object.value("name", name);
                    object.value("sql", sql);
                }
            }
        });
    }
}

/// What a constraint demands, written as one without a name.
fn says(body: Option<&ConstraintBody>) -> Option<Constraint> {
    body.map(|body| Constraint { name: None, body: body.clone() })
}

const fn kind(edit: &Edit) -> &'static str {
    match edit {
        Edit::AddColumn { .. } => "add_column",
        Edit::DropColumn { .. } => "drop_column",
        Edit::SetType { .. } => "set_type",
        Edit::CopyAs { .. } => "copy_as",
        Edit::SetNotNull { .. } => "set_not_null",
        Edit::SetDefault { .. } => "set_default",
        Edit::SetCollation { .. } => "set_collation",
        Edit::SetOptions { .. } => "set_options",
        Edit::AddConstraint { .. } => "add_constraint",
        Edit::DropConstraint { .. } => "drop_constraint",
        Edit::RenameConstraint { .. } => "rename_constraint",
        Edit::DropEnumCheck { .. } => "drop_enum_check",
        Edit::CreateIndex { .. } => "create_index",
        Edit::DropIndex { .. } => "drop_index",
    }
}
