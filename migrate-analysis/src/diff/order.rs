//! The order of the changes: each after what it needs, whatever kind it is of.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::op::{ColumnChange, ObjectChange, Operation, TableChange};
use migrate_core::schema::{
    Family, Object, ObjectRef, QualifiedName, ReplicaIdentity, Schema, SequenceOptions,
};

use crate::introspect::RawObject;

use super::changes::{Changes, Sides};
use super::circles::{Apart, circle, circular_keys, keys_apart};
use super::item::{self, Item};
use super::numbered::{index_of_numbered, numbered_as_before, numbered_by, numbered_instead};
use super::part::{ALTER_RANK, Part, create_rank, drop_rank};
use super::recreate::needed_by_texts;
use super::{Comparison, filled, raw};

/// Some operations that belong together, and what they have to do with other parts.
pub(super) struct Node {
    pub(super) operations: Vec<Operation>,
    rank: Rank,
    pub(super) provides: Vec<Item>,
    /// What `provides` needs on the new side.
    pub(super) needs: Vec<Item>,
    pub(super) removes: Vec<Item>,
    /// What `removes` needed on the old side.
    relied_on: Vec<Item>,
}

/// The position of a node where nothing else decides: by its kind, new columns of a table as they were declared, and
/// then by its name.
pub(super) type Rank = (u8, Option<QualifiedName>, usize, Part);

/// The rank of a part, which is as `schema` has it.
pub(super) fn rank(kind: u8, part: &Part, schema: &Schema) -> Rank {
    let place = match part {
        Part::Column(table, name) => schema.tables.get(table).and_then(|holder| {
            let place = holder.columns.iter().position(|column| column.name == *name)?;
            Some((table.clone(), place))
        }),
        Part::Table(_)
        | Part::Partition(..)
        | Part::Constraint(..)
        | Part::Index(..)
        | Part::Object(_) => None,
    };
    let (table, place) = place.map_or((None, 0), |(table, place)| (Some(table), place));
    (kind, table, place, part.clone())
}

impl Node {
    pub(super) const fn new(operations: Vec<Operation>, rank: Rank) -> Self {
        Self {
            operations,
            rank,
            provides: Vec::new(),
            needs: Vec::new(),
            removes: Vec::new(),
            relied_on: Vec::new(),
        }
    }
}

/// The operations of all changes, in order.
pub(super) fn in_order(
    changes: &Changes,
    sides: &Sides<'_>,
    families: &[Family],
    raw: &[RawObject],
) -> Vec<Operation> {
    let mut apart = Apart::default();
    loop {
        let mut nodes = nodes(changes, sides, families, &apart);
        raw::add(raw, &mut nodes, sides.to);
        let order = sorted(&nodes, |circle| apart.split(&nodes, circle, sides));
        if let Some(order) = order {
            return order.into_iter().flat_map(|at| nodes[at].operations.clone()).collect();
        }
    }
}

/// The nodes in order; none as soon as `split` says that it has split a circle of them.
fn sorted(nodes: &[Node], mut split: impl FnMut(&[usize]) -> bool) -> Option<Vec<usize>> {
    let before = edges(nodes);
    let mut order = Vec::new();
    let mut left: BTreeSet<(&Rank, usize)> =
        nodes.iter().enumerate().map(|(at, node)| (&node.rank, at)).collect();
    let mut done = vec![false; nodes.len()];
    while let Some((_, start)) = left.first().copied() {
        let is_free = |(_, at): &&(&Rank, usize)| before[*at].iter().all(|other| done[*other]);
        let mut next = left.iter().find(is_free).copied();
        if next.is_none() {
            let circle = circle(start, &before, &done);
            if split(&circle) {
                return None;
            }
            // Texts that need each other are taken as they come: the result is applied, and judged by that.
            next = left.iter().find(|(_, at)| circle.contains(at)).copied();
        }
        let next = next?;
        left.remove(&next);
        done[next.1] = true;
        order.push(next.1);
    }
    Some(order)
}

/// The drops of some parts, each before what it needs.
pub(super) fn of_drops(
    dropped: BTreeSet<Part>,
    from: &Schema,
    families: &[Family],
) -> Vec<Operation> {
    let changes = Changes { dropped, ..Changes::default() };
    let comparison = Comparison::Declared;
    let sides = Sides { from, to: from, from_form: from, to_form: from, comparison, families };
    in_order(&changes, &sides, families, &[])
}

/// For each node those that come before it.
fn edges(nodes: &[Node]) -> Vec<BTreeSet<usize>> {
    let mut providers: BTreeMap<&Item, Vec<usize>> = BTreeMap::new();
    let mut removers: BTreeMap<&Item, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        for item in &node.provides {
            providers.entry(item).or_default().push(at);
        }
        for item in &node.removes {
            removers.entry(item).or_default().push(at);
        }
    }
    let none = Vec::new();
    let mut before = vec![BTreeSet::new(); nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        for need in &node.needs {
            // What is needed is created first.
            before[at].extend(providers.get(need).unwrap_or(&none));
        }
        for need in &node.relied_on {
            // What is dropped is dropped before what it relied on.
            for other in removers.get(need).unwrap_or(&none) {
                before[*other].insert(at);
            }
        }
        let names = node.provides.iter().filter(|item| !matches!(item, Item::Key(..)));
        for item in names {
            // A name is free before it is given again; two keys may say the same.
            before[at].extend(removers.get(item).unwrap_or(&none));
        }
    }
    for (at, before) in before.iter_mut().enumerate() {
        before.remove(&at);
    }
    before
}

fn nodes(changes: &Changes, sides: &Sides<'_>, families: &[Family], split: &Apart) -> Vec<Node> {
    let old = Texts::of(changes.dropped.iter().chain(changes.altered.keys()), sides.from, families);
    let new = Texts::of(changes.created.iter().chain(changes.altered.keys()), sides.to, families);
    let apart = keys_apart(changes, sides.to, split);
    let late = defaults_apart(changes, sides.to, &new);
    let dropped = changes.dropped.iter().flat_map(|part| {
        let taken_along = changes.taken_along.get(part).map_or(&[][..], Vec::as_slice);
        let mut nodes = dropping(part, taken_along, sides.from, &old, split);
        if let Some(node) = nodes.last_mut() {
            node.needs.extend(numbered_instead(part, changes, sides));
        }
        nodes
    });
    let numbering: BTreeSet<_> =
        changes.created.iter().filter_map(|part| index_of_numbered(part, changes, sides)).collect();
    let created = changes.created.iter().filter(|part| !numbering.contains(*part));
    let created = created.flat_map(|part| {
        let apart = match part {
            Part::Table(name) => apart.get(name).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        let mut nodes = creating(part, apart, sides, &new);
        if let (Some(column), [node, ..]) =
            (numbered_as_before(part, changes, sides), &mut nodes[..])
        {
            node.needs.retain(|item| *item != column);
        }
        if let Part::Table(name) = part {
            let more = late_defaults(name, &late, sides.to, &new, &mut nodes);
            nodes.extend(more);
        }
        if let (Some(expression), [node, ..]) = (changes.filled.get(part), &mut nodes[..])
            && let Part::Column(table, column) = part
        {
            let kept = filled::kept_times(table, (sides.from, sides.to), families);
            let fill = filled::by_expression(table, column, expression, kept);
            node.operations.insert(1.min(node.operations.len()), fill);
        }
        if let (Some(index), [node, ..]) = (index_of_numbered(part, changes, sides), &mut nodes[..])
        {
            node.operations.splice(1..1, index.create(sides.to));
            let own = part.provides(sides.to);
            node.needs.extend(index.needs(sides.to).into_iter().filter(|it| !own.contains(it)));
            node.provides.extend(index.provides(sides.to));
        }
        nodes
    });
    let altered = changes.altered.iter();
    let altered =
        altered.flat_map(|(part, operations)| altering(part, operations, sides, (&old, &new)));
    let identities = sides.from.tables.keys().flat_map(|name| identity_kept(name, changes, sides));
    dropped.chain(created).chain(altered).chain(identities).collect()
}

/// A table whose replica identity is an index that is dropped and created again is without it meanwhile: PostgreSQL
/// would leave it without one (tried on 15).
fn identity_kept(table: &QualifiedName, changes: &Changes, sides: &Sides<'_>) -> Vec<Node> {
    let (Some(index), Some(same)) =
        (replica_index(sides.from, table), replica_index(sides.to, table))
    else {
        return Vec::new();
    };
    let is_dropped = changes.dropped.iter().any(|part| {
        let is_own = matches!(part, Part::Index(..) | Part::Constraint(..));
        is_own && part.provides(sides.from).contains(&index)
    });
    let Some(wanted) = sides.to.tables.get(table).filter(|_| is_dropped && index == same) else {
        return Vec::new();
    };
    let set = |identity: ReplicaIdentity| {
        let change = TableChange { replica_identity: Some(identity), ..TableChange::default() };
        let operation = Operation::AlterTable { table: table.clone(), change };
        Node::new(vec![operation], rank(ALTER_RANK, &Part::Table(table.clone()), sides.to))
    };
    let off = Node { relied_on: vec![index.clone()], ..set(ReplicaIdentity::Default) };
    let on = Node { needs: vec![index], ..set(wanted.options.replica_identity.clone()) };
    vec![off, on]
}

/// The drop of a part with those that it takes along. A table whose foreign keys are part of a circle loses
/// those first.
fn dropping(
    part: &Part,
    taken_along: &[Part],
    from: &Schema,
    texts: &Texts,
    split: &Apart,
) -> Vec<Node> {
    let keys = circular_keys(part, from, split);
    let relied_on = match part {
        Part::Table(name) if !keys.is_empty() => {
            let mut rest = from.tables.get(name).cloned();
            if let Some(table) = &mut rest {
                table.constraints.retain(|it| !keys.iter().any(|key| it.is_named(key)));
            }
            rest.as_ref().map(item::table_needs).unwrap_or_default()
        }
        _ => part.needs(from),
    };
    let drop = |part: &Part, removes: Vec<Item>, relied_on: Vec<Item>| {
        let node = Node::new(vec![part.drop(from)?], rank(drop_rank(part), part, from));
        Some(Node { removes, relied_on, ..node })
    };
    let all = std::iter::once(part).chain(taken_along);
    let relied_on = relied_on.into_iter().chain(texts.of_part(part, from));
    let relied_on = relied_on.chain(taken_along.iter().flat_map(|part| part.needs(from))).collect();
    let keys = keys.into_iter().filter_map(|name| {
        let Part::Table(table) = part else { return None };
        let key = Part::Constraint(table.clone(), name);
        drop(&key, key.provides(from), key.needs(from))
    });
    let own = drop(part, all.flat_map(|part| part.provides(from)).collect(), relied_on);
    keys.chain(own).collect()
}

/// The creation of a part. Of a table the foreign keys in `apart` are added on their own; a sequence is given
/// to a new column after that, whose default may take numbers from it.
fn creating(part: &Part, apart: &[String], sides: &Sides<'_>, texts: &Texts) -> Vec<Node> {
    let to = sides.to;
    let create = |part: &Part,
                  operations: Vec<Operation>,
                  provides: Vec<Item>,
                  needs: Vec<Item>| {
        Node { provides, needs, ..Node::new(operations, rank(create_rank(part), part, to)) }
    };
    let mut operations = part.create(to);
    let (mut provides, mut needs) = (part.provides(to), part.needs(to));
    if let [Operation::CreateTable { table, .. }] = &mut operations[..] {
        table.constraints.retain(|it| !apart.iter().any(|key| it.is_named(key)));
        provides.retain(|item| !matches!(item, Item::Constraint(_, name) if apart.contains(name)));
        needs = item::table_needs(table);
    }
    needs.extend(texts.of_part(part, to));
    let mut handed_over = None;
    if let [Operation::CreateObject(Object::Sequence(sequence))] = &mut operations[..]
        && let Some(owner) = sequence.owner.clone()
        && !Part::Column(owner.table.clone(), owner.column.clone()).is_in(sides.from)
    {
        let of_owner = item::owner_needs(&owner);
        needs.retain(|item| !of_owner.contains(item));
        let (name, options) = (sequence.name.clone(), SequenceOptions::default());
        let owner = Some(sequence.owner.take());
        let change = Operation::AlterObject(ObjectChange::AlterSequence { name, options, owner });
        let needs = of_owner.into_iter().chain(part.provides(to)).collect();
        handed_over = Some(Node { needs, ..Node::new(vec![change], rank(ALTER_RANK, part, to)) });
    }
    let keys = apart.iter().filter_map(|name| {
        let Part::Table(table) = part else { return None };
        let key = Part::Constraint(table.clone(), name.clone());
        Some(create(&key, key.create(to), key.provides(to), key.needs(to)))
    });
    keys.chain([create(part, operations, provides, needs)]).chain(handed_over).collect()
}

/// The defaults of columns of created tables that are set after their table: each takes its values from a function that
/// is created as well, and needs the table itself.
fn defaults_apart(
    changes: &Changes,
    to: &Schema,
    texts: &Texts,
) -> BTreeSet<(QualifiedName, String)> {
    let mut apart = BTreeSet::new();
    for part in &changes.created {
        let Part::Table(name) = part else { continue };
        let Some(table) = to.tables.get(name) else { continue };
        let own = part.provides(to);
        for column in table.columns.iter().filter(|column| column.default.is_some()) {
            let mut open = texts.of_item(&Item::Column(name.clone(), column.name.clone()));
            let mut seen = BTreeSet::new();
            while let Some(item) = open.pop() {
                if own.contains(&item) {
                    apart.insert((name.clone(), column.name.clone()));
                    break;
                }
                if matches!(item, Item::Function(..)) && seen.insert(item.clone()) {
                    open.extend(texts.of_item(&item));
                }
            }
        }
    }
    apart
}

/// Takes the defaults that come later out of the creation of a table; gives their own nodes.
fn late_defaults(
    table: &QualifiedName,
    late: &BTreeSet<(QualifiedName, String)>,
    to: &Schema,
    texts: &Texts,
    nodes: &mut [Node],
) -> Vec<Node> {
    let mut own = Vec::new();
    for node in nodes {
        let Some(Operation::CreateTable { table: created, .. }) = node.operations.first_mut()
        else {
            continue;
        };
        for column in &mut created.columns {
            if !late.contains(&(table.clone(), column.name.clone())) {
                continue;
            }
            let needed = texts.of_item(&Item::Column(table.clone(), column.name.clone()));
            node.needs.retain(|item| !needed.contains(item));
            let part = Part::Column(table.clone(), column.name.clone());
            let needs = part.needs(to).into_iter().chain(needed).chain(part.provides(to));
            let change =
                ColumnChange { default: Some(column.default.take()), ..ColumnChange::default() };
            let (table, column) = (table.clone(), column.name.clone());
            let alter = Operation::AlterColumn { table, column, change };
            let rank = rank(ALTER_RANK, &part, to);
            own.push(Node { needs: needs.collect(), ..Node::new(vec![alter], rank) });
        }
    }
    own
}

/// The change of a part: what it is before is taken, and what it is after is given.
fn altering(
    part: &Part,
    operations: &[Operation],
    sides: &Sides<'_>,
    (old, new): (&Texts, &Texts),
) -> Vec<Node> {
    let mut operations = operations.to_vec();
    let unnumbered = unnumbered(part, &mut operations, sides);
    if operations.is_empty() {
        return unnumbered.into_iter().collect();
    }
    let mut node = Node::new(operations, rank(ALTER_RANK, part, sides.to));
    match part {
        // A comment and options, which nothing needs: but a replica identity needs its index.
        Part::Table(name) if node.operations.iter().any(changes_identity) => {
            let identity = |schema| replica_index(schema, name).into_iter();
            node.needs = identity(sides.to).collect();
            node.relied_on = identity(sides.from).collect();
        }
        Part::Table(_) | Part::Partition(..) => {}
        // The owner of a sequence that keeps it may change as well, before or after.
        Part::Object(object @ ObjectRef::Sequence(_))
            if !node.operations.iter().any(changes_owner) =>
        {
            node.provides = part.provides(sides.to);
            node.needs = item::object_needs(object);
            node.removes = part.provides(sides.from);
            node.relied_on = item::object_needs(object);
        }
        Part::Column(..) | Part::Constraint(..) | Part::Index(..) | Part::Object(_) => {
            node.provides = part.provides(sides.to);
            node.needs = part.needs(sides.to);
            node.needs.extend(new.of_part(part, sides.to));
            node.removes = part.provides(sides.from);
            node.needs.extend(numbered_by(part, sides.to, sides.families));
            node.relied_on = part.needs(sides.from);
            node.relied_on.extend(old.of_part(part, sides.from));
        }
    }
    unnumbered.into_iter().chain([node]).collect()
}

/// The change that takes a column of MariaDB and MySQL its numbers, out of its other changes: it comes before the drop of
/// the index that they need, which may come before a change of the column itself.
fn unnumbered(part: &Part, operations: &mut Vec<Operation>, sides: &Sides<'_>) -> Option<Node> {
    let relied_on = numbered_by(part, sides.from, sides.families);
    if relied_on.is_empty() {
        return None;
    }
    let change = operations.iter_mut().find_map(|operation| match operation {
        Operation::AlterColumn { change, .. } if change.identity == Some(None) => Some(change),
        _ => None,
    })?;
    change.identity = None;
    let Part::Column(table, column) = part else { return None };
    let change = ColumnChange { identity: Some(None), ..ColumnChange::default() };
    let (table, column) = (table.clone(), column.clone());
    let alter = Operation::AlterColumn { table, column, change };
    operations.retain(|operation| {
        !matches!(operation, Operation::AlterColumn { change, .. } if *change == ColumnChange::default())
    });
    Some(Node { relied_on, ..Node::new(vec![alter], rank(0, part, sides.from)) })
}

fn changes_identity(operation: &Operation) -> bool {
    match operation {
        Operation::AlterTable { change, .. } => change.replica_identity.is_some(),
        // Nothing else changes it.
        _ => false,
    }
}

fn changes_owner(operation: &Operation) -> bool {
    match operation {
        Operation::AlterObject(ObjectChange::AlterSequence { owner, .. }) => owner.is_some(),
        // Nothing else changes it.
        _ => false,
    }
}

/// The index that a table's replica identity is.
fn replica_index(schema: &Schema, table: &QualifiedName) -> Option<Item> {
    match &schema.tables.get(table)?.options.replica_identity {
        ReplicaIdentity::Index(index) => Some(Item::Index(table.sibling(index))),
        ReplicaIdentity::Default | ReplicaIdentity::Full | ReplicaIdentity::Nothing => None,
    }
}

/// What the texts of changed parts need of other changed parts.
struct Texts(BTreeMap<Item, Vec<Item>>);

impl Texts {
    fn of<'p>(
        changed: impl Iterator<Item = &'p Part>,
        schema: &Schema,
        families: &[Family],
    ) -> Self {
        let mut texts: BTreeMap<Item, Vec<Item>> = BTreeMap::new();
        for part in changed {
            for dependent in needed_by_texts(part, schema, families) {
                texts.entry(dependent).or_default().extend(part.provides(schema));
            }
        }
        Self(texts)
    }

    /// What the texts of an item need.
    fn of_item(&self, item: &Item) -> Vec<Item> {
        self.0.get(item).into_iter().flatten().filter(|needed| *needed != item).cloned().collect()
    }

    /// What the texts of a part need.
    fn of_part(&self, part: &Part, schema: &Schema) -> Vec<Item> {
        let own = part.provides(schema);
        let all = own.iter().filter_map(|item| self.0.get(item)).flatten();
        all.filter(|item| !own.contains(item)).cloned().collect()
    }
}
