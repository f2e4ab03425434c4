//! Names that enum types share: with the types of PostgreSQL itself, which an unqualified name finds
//! first, and with tables and views, each of which is a type too.

use crate::dialect::Refusal;
use crate::op::Operation;
use crate::schema::{EnumType, QualifiedName, Schema};

use super::enums::wanted;

/// The types of `pg_catalog` in the versions 13 to 18, without those that no column can have
/// (<https://www.postgresql.org/docs/current/datatype.html>).
#[rustfmt::skip]
const OWN_TYPES: &[&str] = &[
    "aclitem", "any", "anyarray", "anyelement", "anyenum", "anymultirange", "anynonarray",
    "anyrange", "bit", "bool", "box", "bpchar", "bytea", "char", "cid", "cidr", "circle", "cstring",
    "date", "datemultirange", "daterange", "float4", "float8", "gtsvector", "inet", "int2",
    "int2vector", "int4", "int4multirange", "int4range", "int8", "int8multirange", "int8range",
    "internal", "interval", "json", "jsonb", "jsonpath", "line", "lseg", "macaddr", "macaddr8",
    "money", "name", "numeric", "nummultirange", "numrange", "oid", "oidvector", "path", "point",
    "polygon", "record", "refcursor", "regclass", "regcollation", "regconfig", "regdictionary",
    "regnamespace", "regoper", "regoperator", "regproc", "regprocedure", "regrole", "regtype",
    "text", "tid", "time", "timestamp", "timestamptz", "timetz", "trigger", "tsmultirange",
    "tsquery", "tsrange", "tstzmultirange", "tstzrange", "tsvector", "txid_snapshot", "unknown",
    "uuid", "varbit", "varchar", "void", "xid", "xid8", "xml",
];

/// Whether the enum types that an operation makes or names can have their names.
pub(super) fn require_type_names(operation: &Operation, before: &Schema) -> Result<(), Refusal> {
    let relation = relation(operation);
    let named = wanted(operation, before).into_iter().chain(created(operation));
    for EnumType { name, .. } in named {
        if name.schema.is_none() && OWN_TYPES.contains(&name.name.as_str()) {
            return Err(Refusal::unsupported(
                format!("PostgreSQL has a type `{name}` of its own, which the name would mean"),
                "give the enum type another name, or put its schema before the name: \
                 `(\"public\", ..)`",
            ));
        }
        if relation.as_ref() == Some(name) || is_relation(before, name) {
            return Err(taken(name));
        }
    }
    relation
        .filter(|name| before.enum_type(name).is_some())
        .map_or(Ok(()), |name| Err(taken(&name)))
}

fn taken(name: &QualifiedName) -> Refusal {
    Refusal::unsupported(
        format!("`{name}` is an enum type and a table or view, and on PostgreSQL they share names"),
        "give one of them another name",
    )
}

const fn created(operation: &Operation) -> Option<&EnumType> {
    match operation {
        Operation::CreateEnum { kind } => Some(kind),
        _ => None,
    }
}

/// The table or view that an operation makes, whose rows are of a type of the same name
/// (<https://www.postgresql.org/docs/current/rowtypes.html>).
fn relation(operation: &Operation) -> Option<QualifiedName> {
    match operation {
        Operation::CreateTable { table, .. } => Some(table.name.clone()),
        Operation::RenameTable { table, to } => Some(table.sibling(to)),
        Operation::CreateView { view } => Some(view.name.clone()),
        Operation::CreateMaterializedView { view } => Some(view.name.clone()),
        Operation::CreatePartition { partition, .. } => Some(partition.name.clone()),
        _ => None,
    }
}

fn is_relation(schema: &Schema, name: &QualifiedName) -> bool {
    let mut partitions = schema.tables.values().flat_map(|table| &table.partitions);
    schema.tables.contains_key(name)
        || schema.views.contains_key(name)
        || schema.materialized_views.contains_key(name)
        || partitions.any(|partition| partition.name == *name)
}

#[cfg(test)]
mod tests {
    use super::OWN_TYPES;

    #[test]
    fn types_are_listed_once() {
        assert!(OWN_TYPES.is_sorted());
    }
}
