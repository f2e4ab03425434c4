//! Names that enum types share: with the types of PostgreSQL itself, which an unqualified name finds
//! first, and with tables and views, each of which is a type too.

use crate::dialect::Refusal;
use crate::op::{Introduced, NameKind, Operation};
use crate::schema::{QualifiedName, Schema};

use super::enums::types_of_new_columns;

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
pub(super) fn check_type_names(
    operation: &Operation,
    introduced: &[Introduced<'_>],
    before: &Schema,
) -> Result<(), Refusal> {
    let relation = introduced.iter().find(|new| has_row_type(new.kind)).map(Introduced::qualified);
    let created = introduced.iter().filter(|new| new.kind == NameKind::EnumType);
    let used = types_of_new_columns(operation, before).into_iter().map(|kind| kind.name.clone());
    for name in &used.chain(created.map(Introduced::qualified)).collect::<Vec<_>>() {
        if name.schema.is_none() && OWN_TYPES.contains(&name.name.as_str()) {
            return Err(Refusal::unsupported(
                format!("PostgreSQL has a type `{name}` of its own, which the name would mean"),
                "give the enum type another name, or put its schema before the name: \
                 `(\"public\", ..)`",
            ));
        }
        if relation.as_ref() == Some(name) || has_relation_type(before, name) {
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

/// Whether rows are of a type of the same name
/// (<https://www.postgresql.org/docs/current/rowtypes.html>).
const fn has_row_type(kind: NameKind) -> bool {
    match kind {
        NameKind::Table | NameKind::Partition | NameKind::View | NameKind::MaterializedView => true,
        // A sequence has none since version 10, and an index never had one.
        NameKind::Sequence
        | NameKind::Index
        | NameKind::Constraint(_)
        | NameKind::Namespace
        | NameKind::Extension
        | NameKind::Column
        | NameKind::Function
        | NameKind::Trigger
        | NameKind::EnumType
        | NameKind::EnumValue => false,
    }
}

fn has_relation_type(schema: &Schema, name: &QualifiedName) -> bool {
    schema.relation(name).is_some() && !schema.sequences.contains_key(name)
}

#[cfg(test)]
mod tests {
    use super::OWN_TYPES;

    #[test]
    fn types_are_listed_once() {
        assert!(OWN_TYPES.is_sorted());
    }
}
