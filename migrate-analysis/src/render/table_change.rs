//! Changes of a table's options.

use migrate_core::op::TableChange;
use migrate_core::schema::QualifiedName;
use proc_macro2::TokenStream;
use quote::quote;

use super::error::Unwritable;
use super::literal::{name, sql_text, text};
use super::{index, table};

/// `alter_table("events").postgres_with("fillfactor", 70)`
pub(super) fn altered(
    known: &QualifiedName,
    change: &TableChange,
) -> Result<TokenStream, Unwritable> {
    let TableChange {
        strict,
        without_rowid,
        partition_by,
        unlogged,
        storage,
        reset_storage,
        tablespace,
        replica_identity,
        engine,
        charset,
        collation,
        row_format,
    } = change;
    let known = name(known);
    let mut said = TokenStream::new();
    let switches = [
        (strict, quote!(strict), quote!(not_strict)),
        (without_rowid, quote!(without_rowid), quote!(with_rowid)),
        (unlogged, quote!(postgres_unlogged), quote!(postgres_logged)),
    ];
    for (switch, on, off) in switches {
        match switch {
            None => {}
            Some(true) => said.extend(quote!(.#on())),
            Some(false) => said.extend(quote!(.#off())),
        }
    }
    match partition_by {
        None => {}
        Some(None) => said.extend(quote!(.remove_partitioning())),
        Some(Some(rows)) => {
            let rows = sql_text(rows);
            said.extend(quote!(.partition_by(#rows)));
        }
    }
    let mut parameters: Vec<_> =
        storage.iter().map(|(name, _)| name).chain(reset_storage).collect();
    parameters.sort_unstable();
    if parameters.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Unwritable::word("two changes of one storage parameter"));
    }
    for (parameter, value) in storage {
        let (parameter, value) = (text(parameter), index::setting(value));
        said.extend(quote!(.postgres_with(#parameter, #value)));
    }
    for parameter in reset_storage.iter().map(|name| text(name)) {
        said.extend(quote!(.postgres_reset(#parameter)));
    }
    if let Some(identity) = replica_identity.as_ref().map(table::identity) {
        said.extend(quote!(.postgres_replica_identity(#identity)));
    }
    // A character set takes its own collation where none is said, and a collation its character set.
    let is_recoded = [charset, collation].iter().any(|one| matches!(one, Some(Some(_))));
    let named = [
        (tablespace, quote!(postgres_tablespace), quote!(drop_postgres_tablespace), false),
        (engine, quote!(mysql_engine), quote!(drop_mysql_engine), false),
        (charset, quote!(mysql_charset), quote!(drop_mysql_charset), is_recoded),
        (collation, quote!(mysql_collation), quote!(drop_mysql_collation), is_recoded),
        (row_format, quote!(mysql_row_format), quote!(drop_mysql_row_format), false),
    ];
    for (value, set, drop, is_dropped_anyway) in named {
        match value {
            None => {}
            Some(None) if is_dropped_anyway => {}
            Some(None) => said.extend(quote!(.#drop())),
            Some(Some(value)) => {
                let value = text(value);
                said.extend(quote!(.#set(#value)));
            }
        }
    }
    if said.is_empty() {
        return Err(Unwritable::word("a change of nothing"));
    }
    Ok(quote!(alter_table(#known) #said))
}
