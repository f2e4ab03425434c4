//! Renames that were answered, in an order in which each name is free when it is given.

use migrate_core::op::{ColumnChange, ObjectChange, Operation};
use migrate_core::schema::{QualifiedName, Schema};

use super::answers::{Answers, Subject};
use super::questions::renamed;

/// The operations that rename tables and enum types. An answer to what is not there any longer is spent, and
/// does nothing.
pub(super) fn of_relations(from: &Schema, to: &Schema, answers: &Answers) -> Vec<Operation> {
    let mut tables = Vec::new();
    let mut kinds = Vec::new();
    for (subject, new) in renamed(answers) {
        match subject {
            Subject::Table(name)
                if from.tables.contains_key(name) && to.tables.contains_key(&name.sibling(new)) =>
            {
                tables.push((name.clone(), name.sibling(new)));
            }
            Subject::EnumType(name)
                if from.enum_type(name).is_some() && to.enum_type(&name.sibling(new)).is_some() =>
            {
                kinds.push((name.clone(), name.sibling(new)));
            }
            Subject::Table(_)
            | Subject::EnumType(_)
            | Subject::Column(..)
            | Subject::EnumValue(..) => {}
        }
    }
    let tables = in_order(tables, QualifiedName::sibling).into_iter();
    let kinds = in_order(kinds, QualifiedName::sibling).into_iter();
    let tables = tables.map(|(table, to)| Operation::RenameTable { table, to: to.name });
    let kinds = kinds
        .map(|(name, to)| Operation::AlterObject(ObjectChange::RenameEnum { name, to: to.name }));
    tables.chain(kinds).collect()
}

/// The operations that rename columns of tables that have their new names.
pub(super) fn of_columns(from: &Schema, to: &Schema, answers: &Answers) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (name, table) in from.tables.entries() {
        let Some(wanted) = to.tables.get(name) else { continue };
        let pairs: Vec<_> = renamed(answers)
            .filter_map(|(subject, new)| match subject {
                Subject::Column(holder, column)
                    if holder == name
                        && table.column(column).is_some()
                        && wanted.column(new).is_some() =>
                {
                    Some((column.clone(), new.clone()))
                }
                _ => None,
            })
            .collect();
        let pairs = in_order(pairs, |_, name: String| name);
        operations.extend(pairs.into_iter().map(|(column, to)| Operation::AlterColumn {
            table: name.clone(),
            column,
            change: ColumnChange { rename: Some(to), ..ColumnChange::default() },
        }));
    }
    operations
}

/// Old and new names so that each new name is free by then: one that another still has waits for it, and of
/// names that change places one goes over a third.
fn in_order<N: Clone + PartialEq + ToString>(
    mut pairs: Vec<(N, N)>,
    other: impl Fn(&N, String) -> N,
) -> Vec<(N, N)> {
    pairs.retain(|(from, to)| from != to);
    let mut ordered = Vec::new();
    while !pairs.is_empty() {
        let is_free = |(_, to): &(N, N)| !pairs.iter().any(|(from, _)| from == to);
        if let Some(at) = pairs.iter().position(is_free) {
            ordered.push(pairs.remove(at));
            continue;
        }
        let (from, _) = &pairs[0];
        let text = from.to_string();
        let bare = text.rsplit_once('.').map_or(text.as_str(), |(_, name)| name);
        let third = other(from, format!("{bare}_renamed"));
        ordered.push((from.clone(), third.clone()));
        pairs[0].0 = third;
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::in_order;

    fn ordered(pairs: &[(&str, &str)]) -> Vec<String> {
        let pairs = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let ordered = in_order(pairs, |_, name: String| name);
        ordered.into_iter().map(|(from, to)| format!("{from} -> {to}")).collect()
    }

    #[test]
    fn a_name_is_free_when_it_is_given() {
        assert_eq!(ordered(&[("a", "b"), ("b", "c")]), ["b -> c", "a -> b"]);
        assert_eq!(
            ordered(&[("a", "b"), ("b", "a")]),
            ["a -> a_renamed", "b -> a", "a_renamed -> b"]
        );
    }
}
