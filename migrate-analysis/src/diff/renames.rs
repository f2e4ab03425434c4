//! Renames that were answered, in an order in which each name is free when it is given.

use migrate_core::op::{ColumnChange, ObjectChange, Operation};
use migrate_core::schema::{QualifiedName, Schema};

use super::answers::{Answers, Subject};
use super::questions::{columns_alike, renamed, tables_alike};

/// The operations that rename tables and enum types. An answer that was followed already is spent, and does
/// nothing; see [`open`].
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
    let has_table = |name: &QualifiedName| from.tables.contains_key(name);
    let tables = open(tables, has_table, |old, new| {
        let both = from.tables.get(old).zip(to.tables.get(new));
        both.map_or(0.0, |(old, new)| tables_alike(old, new))
    });
    let labels = |schema: &Schema, name: &QualifiedName| {
        schema.enum_type(name).map(|kind| kind.values.clone())
    };
    let kinds = open(
        kinds,
        |name| from.enum_type(name).is_some(),
        |old, new| f64::from(u8::from(labels(from, old) == labels(to, new))),
    );
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
        let has_column = |name: &String| table.column(name).is_some();
        let pairs = open(pairs, has_column, |old, new| {
            let both = table.column(old).zip(wanted.column(new));
            both.map_or(0.0, |(old, new)| columns_alike(old, new))
        });
        let pairs = in_order(pairs, |_, name: String| name);
        operations.extend(pairs.into_iter().map(|(column, to)| Operation::AlterColumn {
            table: name.clone(),
            column,
            change: ColumnChange { rename: Some(to), ..ColumnChange::default() },
        }));
    }
    operations
}

/// The pairs of old and new names that are not spent: a file keeps answers after they were followed, and the new
/// name may then be the old one of another answer. A new name that is taken is free only if another open answer
/// gives it up. Names that only change places are there before and after; they do so if what they name is more alike
/// then, which `alike` says of an old and a new name.
fn open<N: Clone + PartialEq>(
    mut pairs: Vec<(N, N)>,
    is_taken: impl Fn(&N) -> bool,
    alike: impl Fn(&N, &N) -> f64,
) -> Vec<(N, N)> {
    pairs.retain(|(from, to)| from != to);
    let gives_up = |pairs: &[(N, N)], name: &N| pairs.iter().any(|(from, _)| from == name);
    loop {
        let left: Vec<_> =
            pairs.iter().filter(|(_, to)| !is_taken(to) || gives_up(&pairs, to)).cloned().collect();
        if left.len() == pairs.len() {
            break;
        }
        pairs = left;
    }
    let (mut circular, mut open) = (Vec::new(), Vec::new());
    for (from, to) in &pairs {
        let mut last = to;
        let mut steps = 0;
        while let Some((_, next)) = pairs.iter().find(|(from, _)| from == last)
            && last != from
            && steps < pairs.len()
        {
            last = next;
            steps += 1;
        }
        let pair = (from.clone(), to.clone());
        if last == from { circular.push(pair) } else { open.push(pair) }
    }
    let after: f64 = circular.iter().map(|(from, to)| alike(from, to)).sum();
    let before: f64 = circular.iter().map(|(from, _)| alike(from, from)).sum();
    if after > before {
        open.extend(circular);
    }
    open
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
    use super::{in_order, open};

    /// The open ones of answers that each rename the first name to the second; `there` are taken, and the pairs of
    /// `alike` name what is alike before and after.
    fn left(answers: &[(&str, &str)], there: &[&str], alike: &[(&str, &str)]) -> Vec<String> {
        let pairs = answers.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let is_taken = |name: &String| there.contains(&name.as_str());
        let score = |old: &String, new: &String| {
            f64::from(u8::from(alike.contains(&(old.as_str(), new.as_str()))))
        };
        let open = open(pairs, is_taken, score).into_iter();
        open.map(|(from, to)| format!("{from} -> {to}")).collect()
    }

    #[test]
    fn an_answer_is_followed_once() {
        assert_eq!(left(&[("a", "b"), ("b", "c")], &["a", "b"], &[]), ["a -> b", "b -> c"]);
        assert_eq!(left(&[("b", "c")], &["b", "c"], &[]), [""; 0]);
        let swapped = [("a", "b"), ("b", "a")];
        let before = [("a", "b"), ("b", "a")];
        assert_eq!(left(&swapped, &["a", "b"], &before), ["a -> b", "b -> a"]);
        let after = [("a", "a"), ("b", "b")];
        assert_eq!(left(&swapped, &["a", "b"], &after), [""; 0]);
        assert_eq!(left(&swapped, &["a", "b"], &[]), [""; 0]);
    }

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
