//! New tables: their columns, the constraints at these, and what follows.

use migrate_core::schema::{
    ColumnPosition, Constraint, ConstraintBody, ConstraintKind, ReplicaIdentity, Table,
    TableOptions,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::error::Unwritable;
use super::literal::{name, sql_text, text};
use super::{column, constraint, index};

/// `create_table(table("users").column(..))`
pub(super) fn created(table: &Table, if_not_exists: bool) -> Result<TokenStream, Unwritable> {
    let Table {
        name: known,
        columns,
        mysql_order: _,
        constraints: _,
        indexes,
        comment,
        options,
        partitions,
        touched_by: _,
    } = table;
    if !partitions.is_empty() {
        return Err(Unwritable::word("the partitions of a new table"));
    }
    let shown = name(known);
    let mut spec = quote!(table(#shown));
    let (at_columns, others) = spread(table);
    let columns = columns.iter().zip(&at_columns).zip(positions(table));
    for ((column, constraints), position) in columns {
        let label = text(&column.name);
        let column = column::column(known, column, constraints, position.as_ref())?;
        spec.extend(quote!(.column(#label, #column)));
    }
    for constraint in others {
        spec.extend(constraint::in_table(known, constraint)?);
    }
    for index in indexes {
        spec.extend(index::in_table(index)?);
    }
    if let Some(comment) = comment.as_deref().map(text) {
        spec.extend(quote!(.comment(#comment)));
    }
    spec.extend(said_of(options));
    if if_not_exists {
        spec.extend(quote!(.if_not_exists()));
    }
    Ok(quote!(create_table(#spec)))
}

/// The constraints that are said at each column, and the others.
pub(super) fn spread(table: &Table) -> (Vec<Vec<&Constraint>>, Vec<&Constraint>) {
    let mut at_columns = vec![Vec::<&Constraint>::new(); table.columns.len()];
    let mut others = Vec::new();
    for constraint in &table.constraints {
        let kind = constraint.kind();
        let column = column_of(table, constraint).and_then(|at| at_columns.get_mut(at));
        // A column says one key, one unique constraint and one reference, but any number of checks.
        let is_free = |said: &&mut Vec<&Constraint>| {
            kind == ConstraintKind::Check || said.iter().all(|other| other.kind() != kind)
        };
        match column.filter(is_free) {
            Some(said) => said.push(constraint),
            None => others.push(constraint),
        }
    }
    (at_columns, others)
}

/// The place of the column at which a constraint is said.
fn column_of(table: &Table, constraint: &Constraint) -> Option<usize> {
    let place = |column: &str| table.columns.iter().position(|known| known.name == column);
    let fits = |column: &str| constraint::fits_column(constraint, column);
    match &constraint.body {
        ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
            columns.first().filter(|column| fits(column)).and_then(|column| place(column))
        }
        ConstraintBody::ForeignKey(key) => {
            let at = key.columns.first().filter(|column| fits(column)).and_then(|it| place(it))?;
            // The key must be known before the reference to it.
            let is_known = key.table != table.name
                || key.referenced.iter().all(|referenced| {
                    let is_key = |other: &Constraint| {
                        matches!(other.kind(), ConstraintKind::PrimaryKey | ConstraintKind::Unique)
                            && constraint::fits_column(other, referenced)
                    };
                    place(referenced).is_some_and(|of_key| of_key <= at)
                        && table.constraints.iter().any(is_key)
                });
            is_known.then_some(at)
        }
        // A check says its columns in SQL; the name of one that was said at a column tells which it was.
        ConstraintBody::Check { .. } => table.columns.iter().position(|column| {
            fits(&column.name) && constraint::is_conventional(&table.name, &column.name, constraint)
        }),
        ConstraintBody::Exclude { .. } => None,
    }
}

/// The positions of the columns that give the order on MariaDB and MySQL: each is put right after the nearest
/// that is placed already, unless it is between its neighbours as it is.
pub(super) fn positions(table: &Table) -> Vec<Option<ColumnPosition>> {
    if table.mysql_order.is_empty() {
        return table.columns.iter().map(|column| column.mysql.position.clone()).collect();
    }
    let wanted = table.order_on_mysql();
    let rank = |name: &str| wanted.iter().position(|other| *other == name);
    let mut order: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut placed: Vec<&str> = Vec::new();
    let mut positions = Vec::new();
    for column in &table.columns {
        let column = column.name.as_str();
        let (earlier, later): (Vec<&str>, Vec<&str>) =
            placed.iter().partition(|other| rank(other) < rank(column));
        let before = earlier.iter().copied().max_by_key(|other| rank(other));
        let after = later.iter().copied().min_by_key(|other| rank(other));
        let place = |name: &str| order.iter().position(|other| *other == name);
        let is_between = before.is_none_or(|before| place(before) < place(column))
            && after.is_none_or(|after| place(column) < place(after));
        positions.push((!is_between).then(|| {
            order.retain(|other| *other != column);
            let at = before.and_then(|before| order.iter().position(|other| *other == before));
            order.insert(at.map_or(0, |at| at + 1), column);
            before.map_or(ColumnPosition::First, |it| ColumnPosition::After(it.to_owned()))
        }));
        placed.push(column);
    }
    positions
}

pub(super) fn said_of(options: &TableOptions) -> TokenStream {
    let TableOptions {
        strict,
        without_rowid,
        partition_by,
        unlogged,
        storage,
        tablespace,
        replica_identity,
        engine,
        charset,
        collation,
        row_format,
    } = options;
    let mut spec = TokenStream::new();
    if *strict {
        spec.extend(quote!(.strict()));
    }
    if *without_rowid {
        spec.extend(quote!(.without_rowid()));
    }
    if let Some(rows) = partition_by.as_ref().map(sql_text) {
        spec.extend(quote!(.partition_by(#rows)));
    }
    if *unlogged {
        spec.extend(quote!(.postgres_unlogged()));
    }
    for (parameter, value) in storage {
        let (parameter, value) = (text(parameter), index::setting(value));
        spec.extend(quote!(.postgres_with(#parameter, #value)));
    }
    if let Some(tablespace) = tablespace.as_deref().map(text) {
        spec.extend(quote!(.postgres_tablespace(#tablespace)));
    }
    if *replica_identity != ReplicaIdentity::Default {
        let identity = identity(replica_identity);
        spec.extend(quote!(.postgres_replica_identity(#identity)));
    }
    let of_mysql = [
        (engine, quote!(mysql_engine)),
        (charset, quote!(mysql_charset)),
        (collation, quote!(mysql_collation)),
        (row_format, quote!(mysql_row_format)),
    ];
    for (value, verb) in of_mysql {
        if let Some(value) = value.as_deref().map(text) {
            spec.extend(quote!(.#verb(#value)));
        }
    }
    spec
}

/// `ReplicaIdentity::Full`
pub(super) fn identity(identity: &ReplicaIdentity) -> TokenStream {
    match identity {
        ReplicaIdentity::Default => quote!(ReplicaIdentity::Default),
        ReplicaIdentity::Full => quote!(ReplicaIdentity::Full),
        ReplicaIdentity::Nothing => quote!(ReplicaIdentity::Nothing),
        ReplicaIdentity::Index(index) => {
            let index = text(index);
            quote!(ReplicaIdentity::Index(#index.to_owned()))
        }
    }
}
