//! Changes of a column.

use migrate_core::op::{ColumnChange, MysqlColumnChange};
use migrate_core::schema::{QualifiedName, TypeVariants};
use proc_macro2::TokenStream;
use quote::quote;

use super::column::{computed, identity, placed};
use super::constant;
use super::error::Unwritable;
use super::literal::{name, sql_text, text};
use super::types::column_type;

/// `alter_column("users", "name").set_type(text()).not_null()`
pub(super) fn altered(
    table: &QualifiedName,
    column: &str,
    change: &ColumnChange,
) -> Result<TokenStream, Unwritable> {
    let ColumnChange {
        rename,
        column_type: new_type,
        type_on: TypeVariants { sqlite, postgres, mysql: on_mysql },
        using,
        nullable,
        default,
        identity: new_identity,
        generated,
        collation,
        comment,
        mysql,
    } = change;
    let (table, column) = (name(table), text(column));
    let mut said = TokenStream::new();
    if let Some(name) = rename.as_deref().map(text) {
        said.extend(quote!(.rename_to(#name)));
    }
    let variants = [
        (sqlite, quote!(on_sqlite)),
        (postgres, quote!(on_postgres)),
        (on_mysql, quote!(on_mysql)),
    ];
    match new_type {
        Some(new_type) => {
            let mut spec = column_type(new_type)?;
            for (variant, database) in variants {
                if let Some(variant) = variant {
                    let variant = column_type(variant)?;
                    spec.extend(quote!(.#database(#variant)));
                }
            }
            said.extend(quote!(.set_type(#spec)));
        }
        None if change.type_on != TypeVariants::default() => {
            return Err(Unwritable::word("the type on one database without the others"));
        }
        None => {}
    }
    let mut converted = using.as_ref().map(|using| {
        let using = sql_text(using.sql());
        quote!(.using(#using))
    });
    if !said.is_empty() {
        said.extend(converted.take());
    }
    match nullable {
        None => {}
        Some(true) => said.extend(quote!(.nullable())),
        Some(false) => said.extend(quote!(.not_null())),
    }
    match default {
        None => {}
        Some(None) => said.extend(quote!(.drop_default())),
        Some(Some(default)) => {
            let default = constant::default(default)?;
            said.extend(quote!(.default(#default)));
        }
    }
    match new_identity {
        None => {}
        Some(None) => said.extend(quote!(.drop_identity())),
        Some(Some(new)) => {
            let new = identity(*new);
            said.extend(quote!(.identity(#new)));
        }
    }
    match generated {
        None => {}
        Some(None) => said.extend(quote!(.drop_generated())),
        Some(Some(generated)) => said.extend(computed(generated)),
    }
    match collation {
        None => {}
        Some(None) => said.extend(quote!(.drop_collation())),
        Some(Some(collation)) => {
            let collation = text(collation);
            said.extend(quote!(.collate(#collation)));
        }
    }
    match comment {
        None => {}
        Some(None) => said.extend(quote!(.drop_comment())),
        Some(Some(comment)) => {
            let comment = text(comment);
            said.extend(quote!(.comment(#comment)));
        }
    }
    said.extend(on_mariadb_and_mysql(mysql));
    match (said.is_empty(), converted) {
        (true, None) => Err(Unwritable::word("a change of nothing")),
        (true, Some(_)) => Err(Unwritable::word("`using` without a new type")),
        (false, converted) => Ok(quote!(alter_column(#table, #column) #said #converted)),
    }
}

fn on_mariadb_and_mysql(change: &MysqlColumnChange) -> TokenStream {
    let MysqlColumnChange { charset, on_update_now, invisible, position } = change;
    let mut said = TokenStream::new();
    match charset {
        None => {}
        Some(None) => said.extend(quote!(.drop_mysql_charset())),
        Some(Some(charset)) => {
            let charset = text(charset);
            said.extend(quote!(.mysql_charset(#charset)));
        }
    }
    match on_update_now {
        None => {}
        Some(true) => said.extend(quote!(.mysql_on_update_now())),
        Some(false) => said.extend(quote!(.drop_mysql_on_update_now())),
    }
    match invisible {
        None => {}
        Some(true) => said.extend(quote!(.mysql_invisible())),
        Some(false) => said.extend(quote!(.mysql_visible())),
    }
    said.extend(position.as_ref().map(placed));
    said
}
