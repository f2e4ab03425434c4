//! What the normal forms must not lose: each attribute of a schema, changed alone, makes another
//! normal form wherever the database keeps the attribute.
//!
//! The normal forms are the oracle of every live test, so what they forget on both sides nobody
//! misses. Every struct is taken apart by [`fields!`] without `..`: a new field does not compile until
//! it is listed, and a listed field without a row fails.

mod common;

use std::collections::BTreeSet;

use common::{DIALECTS, Verdict, base, flips};
use migrate_analysis::normalize::normalize;
use migrate_core::schema::{
    Column, Constraint, ConstraintBody, EnumType, ExcludeElement, ForeignKey, Function, Generated,
    Identity, Index, IndexColumn, MaterializedView, MysqlColumn, Partition, QualifiedName, Schema,
    Sequence, SequenceOptions, SequenceOwner, Table, TableOptions, Trigger, TypeVariants, View,
};

/// The names of all fields, of structs and of enum variants with fields.
macro_rules! fields {
    ($($kind:ident: $path:path { $($field:ident),* $(,)? })*) => {{
        #[allow(irrefutable_let_patterns, reason = "a struct has one shape, an enum several")]
        const fn _all_fields_are_listed() {
            $({
                const fn _listed(value: &$kind) {
                    if let $path { $($field: _),* } = value {}
                }
            })*
        }
        [$($(concat!(stringify!($path), ".", stringify!($field))),*),*]
    }};
}

const FIELDS: &[&str] = &fields! {
    Schema: Schema {
        tables, enums, views, materialized_views, functions, sequences, triggers, extensions, namespaces, syntax,
        stale, outgrown,
    }
    Table: Table {
        name, columns, mysql_order, constraints, indexes, comment, options, partitions, touched_by,
    }
    TableOptions: TableOptions {
        strict, without_rowid, partition_by, unlogged, storage, tablespace, replica_identity, engine,
        charset, collation, row_format,
    }
    Column: Column {
        name, column_type, type_on, nullable, default, identity, generated, collation, comment, mysql,
    }
    TypeVariants: TypeVariants { sqlite, postgres, mysql }
    MysqlColumn: MysqlColumn { charset, on_update_now, invisible, position }
    Identity: Identity { generation, start, increment }
    Generated: Generated { expression, stored }
    Constraint: Constraint { name, body }
    ConstraintBody: ConstraintBody::PrimaryKey { columns }
    ConstraintBody: ConstraintBody::Unique { columns, include, nulls_not_distinct, deferrable }
    ConstraintBody: ConstraintBody::Check { expression, validated }
    ConstraintBody: ConstraintBody::Exclude { method, elements, filter, deferrable }
    ForeignKey: ForeignKey {
        columns, table, referenced, match_full, on_delete, on_update, deferrable, validated,
    }
    ExcludeElement: ExcludeElement { expression, operator }
    Index: Index {
        name, columns, unique, filter, include, method, nulls_not_distinct, storage, tablespace,
    }
    IndexColumn: IndexColumn { target, descending, nulls, collation, operator_class, prefix }
    Partition: Partition { name, bounds }
    EnumType: EnumType { name, values }
    View: View { name, query }
    MaterializedView: MaterializedView { name, query, with_data, indexes }
    Function: Function { name, arguments, definition }
    Sequence: Sequence { name, options, owner }
    SequenceOwner: SequenceOwner { table, column }
    SequenceOptions: SequenceOptions { start, increment, minimum, maximum, cache, cycle }
    Trigger: Trigger { name, table, event, body }
    QualifiedName: QualifiedName { schema, name }
};

/// What is known of the texts of a schema, and is none of its objects.
const OF_TEXTS: [&str; 3] = ["Schema.syntax", "Schema.stale", "Schema.outgrown"];

/// The kinds of constraints have rows of their own; a new one does not compile here.
const fn body_is_listed(body: &ConstraintBody) {
    match body {
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => {}
    }
}

#[test]
fn every_attribute_has_a_row() {
    body_is_listed(&ConstraintBody::PrimaryKey { columns: Vec::new() });
    let seen: BTreeSet<_> = flips().iter().map(|flip| flip.attribute).collect();
    let of_objects = FIELDS.iter().filter(|field| !OF_TEXTS.contains(*field));
    let missing: Vec<_> = of_objects.filter(|field| !seen.contains(**field)).collect();
    assert_eq!(missing, [&""; 0]);
    let unknown: Vec<_> = seen.iter().filter(|name| !FIELDS.contains(*name)).collect();
    assert_eq!(unknown, [&""; 0]);
}

#[test]
fn an_attribute_that_is_changed_alone_makes_another_normal_form() {
    let mut wrong = Vec::new();
    for flip in flips() {
        for (dialect, verdict) in DIALECTS.into_iter().zip(flip.kept) {
            let before = base();
            let mut after = before.clone();
            (flip.change)(&mut after);
            assert_ne!(before, after, "{}: {} changes nothing", flip.attribute, flip.what);
            let same = normalize(dialect, before).sorted() == normalize(dialect, after).sorted();
            let expected = match verdict {
                Verdict::Kept => false,
                Verdict::Lost(_) | Verdict::Unsure(_) => true,
            };
            if same != expected {
                let found = if same { "equal" } else { "different" };
                wrong.push(format!("{dialect}: {}: {}: {found}", flip.attribute, flip.what));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The form of a form is the form itself: a live schema is compared in it as well as a declared one.
#[test]
fn normalizing_twice_changes_nothing() {
    for flip in flips() {
        let mut schema = base();
        (flip.change)(&mut schema);
        for dialect in DIALECTS {
            let once = normalize(dialect, schema.clone());
            assert_eq!(normalize(dialect, once.clone()), once, "{dialect}: {}", flip.attribute);
        }
    }
}
