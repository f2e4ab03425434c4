//! Names that PostgreSQL shares between tables, views, sequences, indexes, and the constraints that
//! have an index: in one schema (namespace) each is one relation.

use crate::dialect::Refusal;
use crate::op::{Introduced, NameKind};
use crate::schema::{ConstraintKind, Index, Mention, QualifiedName, Schema};

/// Whether the relations that an operation creates find their names free.
pub(super) fn check_names_free(
    introduced: &[Introduced<'_>],
    before: &Schema,
) -> Result<(), Refusal> {
    let relations = introduced.iter().filter(|new| is_relation(new.kind));
    let names: Vec<_> = relations.map(Introduced::qualified).collect();
    for (at, name) in names.iter().enumerate() {
        let own =
            names[..at].contains(name).then(|| "another relation of the same table".to_owned());
        if let Some(holder) = own.or_else(|| holder(before, name)) {
            return Err(Refusal::unsupported(
                format!(
                    "the name `{name}` is that of {holder}, and on PostgreSQL indexes, keys and \
                     tables share their names"
                ),
                "choose another name, or rename the other with `op.rename_constraint(..)` or \
                 `op.rename_index(..)`",
            ));
        }
    }
    Ok(())
}

/// Whether `pg_class` has a row for it (<https://www.postgresql.org/docs/current/catalog-pg-class.html>).
const fn is_relation(kind: NameKind) -> bool {
    match kind {
        NameKind::Table
        | NameKind::Partition
        | NameKind::Index
        | NameKind::View
        | NameKind::MaterializedView
        | NameKind::Sequence => true,
        NameKind::Constraint(kind) => has_index(kind),
        NameKind::Namespace
        | NameKind::Extension
        | NameKind::Column
        | NameKind::Function
        | NameKind::Trigger
        | NameKind::EnumType
        | NameKind::EnumValue => false,
    }
}

const fn has_index(kind: ConstraintKind) -> bool {
    match kind {
        ConstraintKind::PrimaryKey | ConstraintKind::Unique | ConstraintKind::Exclude => true,
        ConstraintKind::ForeignKey | ConstraintKind::Check => false,
    }
}

/// What has the name already.
fn holder(schema: &Schema, name: &QualifiedName) -> Option<String> {
    let relation = schema.relation(name).map(|kind| format!("{kind} `{name}`"));
    relation.or_else(|| index_holder(schema, name))
}

fn index_holder(schema: &Schema, name: &QualifiedName) -> Option<String> {
    let named = |index: &Index| index.name == name.name;
    // Raw SQL may have given what it touched another name.
    let wanted = [Mention::part(name.schema.as_deref(), &name.name)];
    let tables = schema
        .tables
        .mentioning(&wanted)
        .into_iter()
        .filter(|table| table.touched_by.and_then(|it| it.postgres).is_none());
    let mut tables = tables.filter(|table| table.name.schema == name.schema);
    let of_table = tables.find_map(|table| {
        let key = table.constraint(&name.name).filter(|key| has_index(key.kind()));
        let key = key.map(|key| format!("a {} of table `{}`", key.kind(), table.name));
        let index =
            || table.index(&name.name).map(|_| format!("an index of table `{}`", table.name));
        key.or_else(index)
    });
    let views = schema.materialized_views.mentioning(&wanted).into_iter();
    let mut views = views.filter(|view| view.name.schema == name.schema);
    of_table.or_else(|| {
        let view = views.find(|view| view.indexes.iter().any(named))?;
        Some(format!("an index of view `{}`", view.name))
    })
}
