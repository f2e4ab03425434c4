//! Rebuilds read back from their written form.

use crate::dialect::decode::{optional_text, read_name, text, touched_by};
use crate::json::Value;
use crate::schema::{Action, ConstraintBody, Deferrable, ForeignKey};

use super::{Edit, Rebuild, StoredTable};

/// A rebuild, as [`rebuild_fields`](super::rebuild_fields) writes it.
pub(in crate::dialect) fn read_rebuild(value: &Value) -> Option<Rebuild> {
    Some(Rebuild {
        table: text(value, "table")?,
        edits: value.get("edits")?.list()?.iter().map(edit).collect::<Option<_>>()?,
        declared: stored_table(value.get("declared")?)?,
        touched_by: touched_by(value)?,
    })
}

fn stored_table(value: &Value) -> Option<StoredTable> {
    let list = |key| value.get(key).map_or(Some(&[][..]), Value::list);
    let index = |index: &Value| {
        let [name, sql] = index.texts()?.try_into().ok()?;
        Some((name, sql))
    };
    Some(StoredTable {
        create: text(value, "create")?,
        indexes: list("indexes")?.iter().map(index).collect::<Option<_>>()?,
        triggers: value.get("triggers").map_or(Some(Vec::new()), Value::texts)?,
    })
}

fn edit(value: &Value) -> Option<Edit> {
    let text = |key| text(value, key);
    let truth = |key| value.get(key)?.boolean();
    Some(match value.get("kind")?.text()? {
        "add_column" => Edit::AddColumn { definition: text("definition")? },
        "drop_column" => Edit::DropColumn { column: text("column")? },
        "set_type" => Edit::SetType { column: text("column")?, type_name: text("type")? },
        "copy_as" => Edit::CopyAs { column: text("column")?, expression: text("expression")? },
        "set_not_null" => {
            Edit::SetNotNull { column: text("column")?, not_null: truth("not_null")? }
        }
        "set_default" => {
            Edit::SetDefault { column: text("column")?, default: optional_text(value, "default")? }
        }
        "set_collation" => Edit::SetCollation {
            column: text("column")?,
            collation: optional_text(value, "collation")?,
        },
        "set_options" => {
            Edit::SetOptions { strict: truth("strict")?, without_rowid: truth("without_rowid")? }
        }
        "add_constraint" => Edit::AddConstraint { definition: text("definition")? },
        "drop_constraint" => Edit::DropConstraint { name: text("name")?, body: says(value)? },
        "rename_constraint" => {
            Edit::RenameConstraint { name: text("name")?, body: says(value)?, to: text("to")? }
        }
        "drop_enum_check" => Edit::DropEnumCheck { column: text("column")?, name: text("name")? },
        "create_index" => Edit::CreateIndex { name: text("name")?, sql: text("sql")? },
        "drop_index" => Edit::DropIndex { name: text("name")? },
        _ => return None,
    })
}

/// What a constraint demands, as far as one without a name is found by it.
#[expect(clippy::option_option, reason = "unreadable, absent and there")]
fn says(edit: &Value) -> Option<Option<ConstraintBody>> {
    let Some(says) = edit.get("says") else { return Some(None) };
    let columns = || says.get("columns")?.texts();
    Some(Some(match says.get("kind")?.text()? {
        "primary_key" => ConstraintBody::PrimaryKey { columns: columns()? },
        "unique" => ConstraintBody::Unique {
            columns: columns()?,
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: Deferrable::No,
        },
        "foreign_key" => ConstraintBody::ForeignKey(ForeignKey {
            columns: columns()?,
            table: read_name(says.get("table")?)?,
            referenced: says.get("referenced")?.texts()?,
            match_full: false,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            deferrable: Deferrable::No,
            validated: true,
        }),
        "check" => {
            let expression = text(says, "expression")?.into();
            ConstraintBody::Check { expression, validated: true }
        }
        _ => return None,
    }))
}
