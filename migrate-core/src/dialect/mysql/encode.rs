//! Columns written out whole, as they are exported.

use crate::op::encode::{Encode, Encoder, Object};

use super::alter::Clause;
use super::definition::Edit;
use super::restate::Restate;

/// The keys of an `ALTER TABLE` with columns written out whole. Its `sql` is what a script has, from
/// the table as the revisions say it is; a table whose definition cannot be read has none.
pub(in crate::dialect) fn restate_fields(restate: &Restate, object: &mut Object<'_, '_>) {
    let Restate { table, touched_by, declared, version: _, clauses, algorithm } = restate;
    object.value("table", table);
    object.value("changes", clauses);
    object.optional("algorithm", algorithm.as_deref().as_ref());
    object.value("declared", declared);
    object.optional("touched_by", touched_by.as_ref());
    object.optional("sql", restate.statements(declared).ok().as_ref());
}

impl Encode for Clause {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.object(|object| match self {
            Self::Written(sql) => object.value("sql", sql),
            Self::Modify { column, edits } => {
                object.value("column", column);
                object.value("edits", edits);
            }
        });
    }
}

impl Encode for Edit {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.object(|object| match self {
            Self::Type { name, text } => {
                object.value("type", name);
                object.unless_default("is_text", text);
            }
            Self::Collation { charset, collation } => {
                object.value("collation", collation);
                object.optional("charset", charset.as_ref());
            }
            Self::Nullable(nullable) => object.value("not_null", &!nullable),
            Self::Default(default) => object.value("default", default),
            Self::ComputedDefault => object.value("computed_default", &true),
            Self::OnUpdatePrecision(digits) => object.value("on_update_precision", digits),
            Self::SetOnUpdate(time) => object.value("on_update", time),
            Self::Invisible(invisible) => object.value("invisible", invisible),
            Self::Numbered(numbered) => object.value("auto_increment", numbered),
            Self::Position(place) => object.value("position", place),
            Self::Comment(comment) => object.value("comment", comment),
            Self::Generated(expression) => object.value("generated", expression),
            Self::DropCheck => object.value("drop_check", &true),
        });
    }
}
