//! How large the box of a table is, and where its columns are in it.

use crate::show::diagram::{Attribute, Entity};

use super::text::{cut, width};

/// The height of a column.
pub(super) const ROW: i64 = 22;
/// The height of the name.
pub(super) const HEADER: i64 = 30;
/// The height of the comment under the name.
pub(super) const COMMENT: i64 = 17;
/// Between the border and the texts.
pub(super) const INSET: i64 = 12;
/// The width of one mark of a key.
pub(super) const MARK: i64 = 22;
/// The width of `NULL`.
pub(super) const NULL: i64 = 36;
/// Under the last column.
const BOTTOM: i64 = 6;
/// Between a name and its type.
const BETWEEN: i64 = 22;
/// The longest texts that are not cut.
const NAME_LENGTH: usize = 40;
const TYPE_LENGTH: usize = 28;
/// The most that a comment widens a box to.
const COMMENT_WIDTH: i64 = 260;
const LEAST_WIDTH: i64 = 120;

/// The box of a table.
#[derive(Clone, Debug)]
pub(super) struct Size {
    pub(super) width: i64,
    pub(super) height: i64,
    /// The height of the name with the comment.
    pub(super) head: i64,
    /// The width of the marks before the names.
    pub(super) marks: i64,
    /// The width of `NULL` after the types, where a column has it.
    pub(super) null: i64,
}

impl Size {
    /// The middle of a column, from the upper side; of the name for none.
    pub(super) fn port(&self, column: Option<usize>) -> i64 {
        let at = column.and_then(|at| i64::try_from(at).ok());
        at.map_or(HEADER / 2, |at| self.head + at * ROW + ROW / 2)
    }
}

/// The box of a table.
pub(super) fn measure(entity: &Entity) -> Size {
    let Entity { name, comment, attributes } = entity;
    let marks = attributes.iter().map(|it| marks(it).len()).max().unwrap_or_default();
    let marks = i64::try_from(marks).unwrap_or_default() * MARK;
    let null = if attributes.iter().any(|it| it.is_nullable) { NULL } else { 0 };
    let row = |it: &Attribute| {
        marks + width(&name_of(it)) + BETWEEN + width(&type_of(it)) + null + 2 * INSET
    };
    let rows = attributes.iter().map(row).max().unwrap_or_default();
    // The name is bold, and a pixel larger.
    let title = width(&cut(name, NAME_LENGTH)) * 11 / 10 + 2 * INSET;
    let comment_width = comment.as_ref().map_or(0, |it| (width(it) + 2 * INSET).min(COMMENT_WIDTH));
    let head = HEADER + if comment.is_some() { COMMENT } else { 0 };
    let columns = i64::try_from(attributes.len()).unwrap_or_default();
    Size {
        width: rows.max(title).max(comment_width).max(LEAST_WIDTH),
        height: head + columns * ROW + BOTTOM,
        head,
        marks,
        null,
    }
}

/// The marks of a column's keys, each with its class.
pub(super) fn marks(attribute: &Attribute) -> Vec<(&'static str, &'static str)> {
    let all = [
        (attribute.is_primary, ("PK", "pk")),
        (attribute.is_foreign, ("FK", "fk")),
        (attribute.is_unique, ("UQ", "uq")),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark).collect()
}

/// A column's name as it is drawn.
pub(super) fn name_of(attribute: &Attribute) -> String {
    cut(&attribute.name, NAME_LENGTH)
}

/// A column's type as it is drawn.
pub(super) fn type_of(attribute: &Attribute) -> String {
    cut(&attribute.type_name, TYPE_LENGTH)
}

/// A table's name as it is drawn.
pub(super) fn title_of(entity: &Entity) -> String {
    cut(&entity.name, NAME_LENGTH)
}
