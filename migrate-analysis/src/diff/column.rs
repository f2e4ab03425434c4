//! What changes between two forms of a column, as the change that an operation makes.

use migrate_core::op::{ColumnChange, MysqlColumnChange};
use migrate_core::schema::{Column, MysqlColumn, TypeVariants};

/// The change that turns `from` into `to`, each attribute as `declared` says it; nothing where both are
/// alike.
///
/// `from` and `to` are of one form, such as the normal form of a database, and `declared` is `to` in the
/// words of the model.
pub(crate) fn change(from: &Column, to: &Column, declared: &Column) -> ColumnChange {
    // A new attribute is compared before it compiles.
    let Column {
        name: _,
        column_type,
        type_on,
        nullable,
        default,
        identity,
        generated,
        collation,
        comment,
        mysql,
    } = to;
    // A position is that of a new column, or of a move; a schema has the order of the columns.
    let MysqlColumn { charset, on_update_now, invisible, position: _ } = mysql;
    let has_other_type = from.column_type != *column_type || from.type_on != *type_on;
    ColumnChange {
        rename: None,
        column_type: has_other_type.then(|| declared.column_type.clone()),
        type_on: if has_other_type { declared.type_on.clone() } else { TypeVariants::default() },
        using: None,
        nullable: (from.nullable != *nullable).then_some(declared.nullable),
        default: (from.default != *default).then(|| declared.default.clone()),
        identity: (from.identity != *identity).then_some(declared.identity),
        generated: (from.generated != *generated).then(|| declared.generated.clone()),
        collation: (from.collation != *collation).then(|| declared.collation.clone()),
        comment: (from.comment != *comment).then(|| declared.comment.clone()),
        mysql: MysqlColumnChange {
            charset: (from.mysql.charset != *charset).then(|| declared.mysql.charset.clone()),
            on_update_now: (from.mysql.on_update_now != *on_update_now)
                .then_some(declared.mysql.on_update_now),
            invisible: (from.mysql.invisible != *invisible).then_some(declared.mysql.invisible),
            position: None,
        },
    }
}
