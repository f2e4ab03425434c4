//! Columns of a new table, and new columns of a table.

use migrate_core::schema::{
    Column, ColumnPosition, Constraint, ConstraintBody, Generated, Generation, Identity,
    MysqlColumn, QualifiedName, TypeVariants,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::constant;
use super::constraint::at_column;
use super::error::Unwritable;
use super::literal::{number, sql_text, text};
use super::types::{column_type, of_column, takes_default};

/// A column without its name, with the constraints that are said at it: `varchar(100).not_null().unique()`.
pub(super) fn column(
    table: &QualifiedName,
    column: &Column,
    constraints: &[&Constraint],
    position: Option<&ColumnPosition>,
) -> Result<TokenStream, Unwritable> {
    let Column {
        name,
        column_type: kind,
        type_on: TypeVariants { sqlite, postgres, mysql: on_mysql },
        nullable,
        default,
        identity,
        generated,
        collation,
        comment,
        // The position is given, as that of a table's column may follow from the order of all.
        mysql: MysqlColumn { charset, on_update_now, invisible, position: _ },
    } = column;
    let mut spec = of_column(column)?;
    let variants = [
        (sqlite, quote!(on_sqlite)),
        (postgres, quote!(on_postgres)),
        (on_mysql, quote!(on_mysql)),
    ];
    for (variant, database) in variants {
        if let Some(variant) = variant {
            let variant = column_type(variant)?;
            spec.extend(quote!(.#database(#variant)));
        }
    }
    let (keys, others): (Vec<&Constraint>, Vec<&Constraint>) = constraints
        .iter()
        .partition(|constraint| matches!(constraint.body, ConstraintBody::PrimaryKey { .. }));
    // A key takes no NULL, and neither does an identity.
    let is_key = !keys.is_empty();
    if !nullable && identity.is_none() && !is_key {
        spec.extend(quote!(.not_null()));
    }
    for key in keys {
        spec.extend(at_column(table, name, key)?);
    }
    if let Some(identity) = identity {
        if *nullable && !is_key {
            return Err(Unwritable::word(format!("the identity of `{name}`, which takes NULL")));
        }
        spec.extend(numbered(*identity));
    }
    if let Some(default) = default {
        if !takes_default(column) {
            let what = format!("such a default of `{name}`, which is of the type `{kind}`");
            return Err(Unwritable::word(what));
        }
        let default = constant::default(default)?;
        spec.extend(quote!(.default(#default)));
    }
    if let Some(generated) = generated {
        spec.extend(computed(generated));
    }
    for constraint in others {
        spec.extend(at_column(table, name, constraint)?);
    }
    if let Some(collation) = collation.as_deref().map(text) {
        spec.extend(quote!(.collate(#collation)));
    }
    if let Some(charset) = charset.as_deref().map(text) {
        spec.extend(quote!(.mysql_charset(#charset)));
    }
    if *on_update_now {
        spec.extend(quote!(.mysql_on_update_now()));
    }
    if *invisible {
        spec.extend(quote!(.mysql_invisible()));
    }
    if let Some(position) = position {
        spec.extend(placed(position));
    }
    if let Some(comment) = comment.as_deref().map(text) {
        spec.extend(quote!(.comment(#comment)));
    }
    Ok(spec)
}

fn numbered(identity: Identity) -> TokenStream {
    if identity == Identity::default() {
        return quote!(.identity());
    }
    let identity = self::identity(identity);
    quote!(.identity_with(#identity))
}

/// `Identity::always().start_with(1000)`
pub(super) fn identity(identity: Identity) -> TokenStream {
    let Identity { generation, start, increment } = identity;
    let mut spec = match generation {
        Generation::ByDefault => quote!(Identity::by_default()),
        Generation::Always => quote!(Identity::always()),
        Generation::Serial => quote!(Identity::serial()),
    };
    if let Some(start) = start.map(number) {
        spec.extend(quote!(.start_with(#start)));
    }
    if let Some(increment) = increment.map(number) {
        spec.extend(quote!(.increment_by(#increment)));
    }
    spec
}

/// `.generated("..")`
pub(super) fn computed(generated: &Generated) -> TokenStream {
    let Generated { expression, stored } = generated;
    let expression = sql_text(expression.sql());
    if *stored { quote!(.generated(#expression)) } else { quote!(.generated_virtual(#expression)) }
}

/// `.mysql_after("id")`
pub(super) fn placed(position: &ColumnPosition) -> TokenStream {
    match position {
        ColumnPosition::First => quote!(.mysql_first()),
        ColumnPosition::After(column) => {
            let column = text(column);
            quote!(.mysql_after(#column))
        }
    }
}
