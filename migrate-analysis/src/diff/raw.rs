//! Objects that raw SQL makes, in their places among what operations make.

use migrate_core::op::{Operation, RawUndo};
use migrate_core::schema::{ObjectRef, QualifiedName, Schema};

use crate::introspect::{RawKind, RawObject, Reference};

use super::item::Item;
use super::order::{Node, rank};
use super::part::{Part, create_rank};

/// Adds them to all that is to be done: each after what it needs, and before what needs it.
pub(super) fn add(raw: &[RawObject], nodes: &mut Vec<Node>, to: &Schema) {
    for object in raw {
        let own = Item::Raw(object.kind, object.name.clone());
        for node in &mut *nodes {
            let is_dependent = |it: &Reference| node.provides.contains(&Item::of_reference(it));
            if object.needed_by.iter().any(is_dependent) {
                node.needs.push(own.clone());
            }
        }
    }
    for RawObject { kind, name, create, drop, needs, needed_by: _ } in raw {
        let operation = Operation::Execute {
            sql: create.clone().into(),
            effect: Some(Vec::new()),
            undo: RawUndo::Sql(drop.clone().into()),
        };
        let part = Part::Object(in_the_place_of(*kind, name));
        let mut node = Node::new(vec![operation], rank(create_rank(&part), &part, to));
        node.provides.push(Item::Raw(*kind, name.clone()));
        node.needs.extend(needs.iter().map(Item::of_reference));
        nodes.push(node);
    }
}

/// An object that an operation makes at the same place: types come where enum types come, and what is called or looked at
/// after all that it may use.
fn in_the_place_of(kind: RawKind, name: &QualifiedName) -> ObjectRef {
    match kind {
        RawKind::Procedure
        | RawKind::VirtualTable
        | RawKind::StatisticsObject
        | RawKind::ConstraintTrigger => ObjectRef::View(name.clone()),
        RawKind::Domain
        | RawKind::CompositeType
        | RawKind::RangeType
        | RawKind::WindowFunction
        | RawKind::Aggregate
        | RawKind::Collation
        | RawKind::TableWithoutColumns
        | RawKind::TextSearchDictionary
        | RawKind::TextSearchConfiguration => ObjectRef::EnumType(name.clone()),
    }
}
