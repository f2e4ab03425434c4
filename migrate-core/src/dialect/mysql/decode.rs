//! Columns written out whole, read back from their written form.

use crate::dialect::decode::{optional_text, read_name, text, touched_by};
use crate::json::Value;

use super::Version;
use super::alter::Clause;
use super::definition::Edit;
use super::restate::Restate;

/// A restatement, as [`restate_fields`](super::restate_fields) writes it, for a server of this version.
pub(in crate::dialect) fn read_restate(value: &Value, version: Version) -> Option<Restate> {
    Some(Restate {
        table: read_name(value.get("table")?)?,
        touched_by: touched_by(value)?,
        declared: text(value, "declared")?,
        version,
        clauses: value.get("changes")?.list()?.iter().map(clause).collect::<Option<_>>()?,
        algorithm: optional_text(value, "algorithm")?.map(Into::into),
    })
}

fn clause(value: &Value) -> Option<Clause> {
    if let Some(sql) = value.get("sql") {
        return Some(Clause::Written(sql.text()?.to_owned()));
    }
    let edits = value.get("edits")?.list()?.iter().map(edit).collect::<Option<_>>()?;
    Some(Clause::Modify { column: text(value, "column")?, edits })
}

fn edit(edit: &Value) -> Option<Edit> {
    let Value::Object(entries) = edit else { return None };
    // A collation has a character set beside it, a type a word of its own; the first key says the kind.
    let (kind, value) = entries.first()?;
    let optional = || optional_text(edit, kind);
    Some(match kind.as_str() {
        "type" => {
            let is_text = edit.get("is_text").map_or(Some(false), Value::boolean)?;
            Edit::Type { name: text(edit, "type")?, text: is_text }
        }
        "collation" => {
            Edit::Collation { charset: optional_text(edit, "charset")?, collation: optional()? }
        }
        "not_null" => Edit::Nullable(!value.boolean()?),
        "default" => Edit::Default(optional()?),
        "computed_default" => Edit::ComputedDefault,
        "on_update_precision" => Edit::OnUpdatePrecision(value.text()?.to_owned()),
        "on_update" => Edit::SetOnUpdate(optional()?),
        "invisible" => Edit::Invisible(value.boolean()?),
        "auto_increment" => Edit::Numbered(value.boolean()?),
        "position" => Edit::Position(value.text()?.to_owned()),
        "comment" => Edit::Comment(optional()?),
        "generated" => Edit::Generated(optional()?),
        "drop_check" => Edit::DropCheck,
        _ => return None,
    })
}
