//! Constraints: said at a column, in a new table, or added to a table.

use migrate_core::op::{Op, Operation, table, text as text_column};
use migrate_core::schema::{
    Action, Constraint, ConstraintBody, ConstraintKind, Deferrable, ExcludeElement, ForeignKey,
    QualifiedName,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::error::Unwritable;
use super::literal::{name, names, sql_text, text};

/// The name of a constraint, which the builder never does without.
fn given_name(constraint: &Constraint) -> Result<&str, Unwritable> {
    constraint.name.as_deref().ok_or(Unwritable::Unnamed(constraint.kind()))
}

/// Whether it can be said at a column: it is on that column alone, and has no more attributes than a column
/// can say.
pub(super) fn fits_column(constraint: &Constraint, column: &str) -> bool {
    let is_alone = constraint.columns() == [column];
    match &constraint.body {
        ConstraintBody::PrimaryKey { columns: _ } => is_alone,
        ConstraintBody::Unique { columns: _, include, nulls_not_distinct, deferrable } => {
            is_alone && include.is_empty() && !nulls_not_distinct && *deferrable == Deferrable::No
        }
        ConstraintBody::ForeignKey(ForeignKey {
            columns: _,
            table: _,
            referenced,
            match_full,
            on_delete: _,
            on_update: _,
            deferrable: _,
            validated,
        }) => is_alone && referenced.len() == 1 && !match_full && *validated,
        ConstraintBody::Check { expression: _, validated } => *validated,
        ConstraintBody::Exclude { .. } => false,
    }
}

/// Whether it can be said in a new table; otherwise it is added to it.
pub(super) const fn fits_table(constraint: &Constraint) -> bool {
    match &constraint.body {
        ConstraintBody::PrimaryKey { .. } | ConstraintBody::Unique { .. } => true,
        ConstraintBody::ForeignKey(key) => key.validated,
        ConstraintBody::Check { validated, .. } => *validated,
        ConstraintBody::Exclude { .. } => false,
    }
}

/// Whether it has the name that the builder gives it where it is said at the column.
pub(super) fn is_conventional(
    holder: &QualifiedName,
    column: &str,
    constraint: &Constraint,
) -> bool {
    let mut op: Op = Op::new();
    // The builder itself is asked, whatever its convention.
    let with = table(holder);
    op.create_table(match &constraint.body {
        ConstraintBody::PrimaryKey { .. } => with.column(column, text_column().primary_key()),
        ConstraintBody::Unique { .. } => with.column(column, text_column().unique()),
        ConstraintBody::ForeignKey(key) => {
            with.column(column, text_column().references(&key.table, ""))
        }
        ConstraintBody::Check { .. } => with.column(column, text_column().check("")),
        ConstraintBody::Exclude { .. } => return false,
    });
    op.into_operations().iter().any(|recorded| match &recorded.operation {
        Operation::CreateTable { table, .. } => {
            table.constraints.iter().any(|named| named.name == constraint.name)
        }
        // Nothing else was recorded.
        _ => false,
    })
}

/// What is said at the column of a constraint that [fits it](fits_column).
pub(super) fn at_column(
    table: &QualifiedName,
    column: &str,
    constraint: &Constraint,
) -> Result<TokenStream, Unwritable> {
    let known = text(given_name(constraint)?);
    let is_conventional = is_conventional(table, column, constraint);
    if !fits_column(constraint, column) {
        return Err(unsaid(constraint, "at a column"));
    }
    Ok(match &constraint.body {
        ConstraintBody::PrimaryKey { .. } if is_conventional => quote!(.primary_key()),
        ConstraintBody::PrimaryKey { .. } => quote!(.primary_key_named(#known)),
        ConstraintBody::Unique { .. } if is_conventional => quote!(.unique()),
        ConstraintBody::Unique { .. } => quote!(.unique_named(#known)),
        ConstraintBody::ForeignKey(key) => {
            let (table, referenced) = (name(&key.table), key.referenced.iter().map(|it| text(it)));
            let mut spec = quote!(.references(#table, #(#referenced),*));
            if !is_conventional {
                spec.extend(quote!(.foreign_key_named(#known)));
            }
            spec.extend(reference(key));
            spec
        }
        ConstraintBody::Check { expression, .. } => {
            let expression = sql_text(expression.sql());
            if is_conventional {
                quote!(.check(#expression))
            } else {
                quote!(.check_named(#known, #expression))
            }
        }
        ConstraintBody::Exclude { .. } => return Err(unsaid(constraint, "at a column")),
    })
}

/// What is said of a constraint in a new table.
pub(super) fn in_table(
    table: &QualifiedName,
    constraint: &Constraint,
) -> Result<TokenStream, Unwritable> {
    let known = text(given_name(constraint)?);
    if !fits_table(constraint) {
        return Err(unsaid(constraint, "in a new table"));
    }
    Ok(match &constraint.body {
        ConstraintBody::PrimaryKey { columns } => {
            let columns = names(columns);
            if is_conventional(table, "", constraint) {
                quote!(.primary_key(#columns))
            } else {
                quote!(.primary_key_named(#known, #columns))
            }
        }
        ConstraintBody::Unique { columns, include, nulls_not_distinct, deferrable } => {
            let columns = names(columns);
            let rest = unique(include, *nulls_not_distinct, *deferrable);
            if rest.is_empty() {
                quote!(.unique(#known, #columns))
            } else {
                quote!(.unique_constraint(unique(#known, #columns) #rest))
            }
        }
        ConstraintBody::ForeignKey(key) => {
            let (columns, table, referenced) = sides(key)?;
            let rest = foreign_key(key);
            quote!(.foreign_key(foreign_key(#known, #columns, #table, #referenced) #rest))
        }
        ConstraintBody::Check { expression, .. } => {
            let expression = sql_text(expression.sql());
            quote!(.check(#known, #expression))
        }
        ConstraintBody::Exclude { .. } => return Err(unsaid(constraint, "in a new table")),
    })
}

/// The verb that adds a constraint to a table.
pub(super) fn added(
    table: &QualifiedName,
    constraint: &Constraint,
) -> Result<TokenStream, Unwritable> {
    let known = text(given_name(constraint)?);
    let table = name(table);
    Ok(match &constraint.body {
        ConstraintBody::PrimaryKey { columns } => {
            let columns = names(columns);
            quote!(create_primary_key(#known, #table, #columns))
        }
        ConstraintBody::Unique { columns, include, nulls_not_distinct, deferrable } => {
            let columns = names(columns);
            let rest = unique(include, *nulls_not_distinct, *deferrable);
            quote!(create_unique_constraint(#known, #table, #columns) #rest)
        }
        ConstraintBody::ForeignKey(key) => {
            let (columns, referenced_table, referenced) = sides(key)?;
            let rest = foreign_key(key);
            let checked = validated(key.validated);
            quote! {
                create_foreign_key(#known, #table, #columns, #referenced_table, #referenced)
                    #rest #checked
            }
        }
        ConstraintBody::Check { expression, validated: is_valid } => {
            let expression = sql_text(expression.sql());
            let checked = validated(*is_valid);
            quote!(create_check_constraint(#known, #table, #expression) #checked)
        }
        ConstraintBody::Exclude { method, elements, filter, deferrable } => {
            let method = text(method);
            let elements = elements.iter().map(element).collect::<Result<Vec<_>, _>>()?;
            let filter = filter.as_ref().map(|filter| {
                let filter = sql_text(filter.sql());
                quote!(.filter(#filter))
            });
            let deferred = deferred(*deferrable);
            quote! {
                create_exclude_constraint(#known, #table, #method, [#(#elements),*])
                    #filter #deferred
            }
        }
    })
}

/// The verb that drops a constraint.
pub(super) fn drop_verb(kind: ConstraintKind) -> TokenStream {
    match kind {
        ConstraintKind::PrimaryKey => quote!(drop_primary_key),
        ConstraintKind::Unique => quote!(drop_unique_constraint),
        ConstraintKind::ForeignKey => quote!(drop_foreign_key),
        ConstraintKind::Check => quote!(drop_check_constraint),
        ConstraintKind::Exclude => quote!(drop_exclude_constraint),
    }
}

fn unsaid(constraint: &Constraint, place: &str) -> Unwritable {
    Unwritable::word(format!("such a {} {place}", constraint.kind()))
}

/// What a unique constraint says beside its columns.
fn unique(include: &[String], nulls_not_distinct: bool, deferrable: Deferrable) -> TokenStream {
    let mut rest = TokenStream::new();
    if !include.is_empty() {
        let include = names(include);
        rest.extend(quote!(.include(#include)));
    }
    if nulls_not_distinct {
        rest.extend(quote!(.nulls_not_distinct()));
    }
    rest.extend(deferred(deferrable));
    rest
}

/// The columns of a foreign key, its table, and the columns of that.
fn sides(key: &ForeignKey) -> Result<(TokenStream, TokenStream, TokenStream), Unwritable> {
    if key.columns.len() != key.referenced.len() {
        return Err(Unwritable::word("a foreign key with more columns on one side"));
    }
    Ok((names(&key.columns), name(&key.table), names(&key.referenced)))
}

/// What a foreign key says beside its columns, in every place.
fn foreign_key(key: &ForeignKey) -> TokenStream {
    let mut rest = if key.match_full { quote!(.match_full()) } else { TokenStream::new() };
    rest.extend(reference(key));
    rest
}

/// What a reference of a single column says beside it.
fn reference(key: &ForeignKey) -> TokenStream {
    let ForeignKey {
        on_delete,
        on_update,
        deferrable,
        // The columns are written before it, and the other two not at a column.
        columns: _,
        table: _,
        referenced: _,
        match_full: _,
        validated: _,
    } = key;
    let mut rest = TokenStream::new();
    for (what, verb) in [(*on_delete, quote!(on_delete)), (*on_update, quote!(on_update))] {
        let action = match what {
            Action::NoAction => continue,
            Action::Restrict => quote!(Restrict),
            Action::Cascade => quote!(Cascade),
            Action::SetNull => quote!(SetNull),
            Action::SetDefault => quote!(SetDefault),
        };
        rest.extend(quote!(.#verb(#action)));
    }
    rest.extend(deferred(*deferrable));
    rest
}

fn deferred(deferrable: Deferrable) -> TokenStream {
    match deferrable {
        Deferrable::No => TokenStream::new(),
        Deferrable::InitiallyImmediate => quote!(.deferrable_initially_immediate()),
        Deferrable::InitiallyDeferred => quote!(.deferrable_initially_deferred()),
    }
}

fn validated(is_valid: bool) -> Option<TokenStream> {
    (!is_valid).then(|| quote!(.not_valid()))
}

fn element(element: &ExcludeElement) -> Result<TokenStream, Unwritable> {
    let ExcludeElement { expression, operator } = element;
    if expression.varies() {
        let what = "an exclusion constraint with a text for each database";
        return Err(Unwritable::word(what));
    }
    let (expression, operator): (TokenStream, Literal) =
        (sql_text(expression.sql()), text(operator));
    Ok(quote!((#expression, #operator)))
}
