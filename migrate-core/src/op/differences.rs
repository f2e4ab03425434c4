//! What differs between two schemas, in a few words each: for a way back that was written by hand.

use crate::schema::{Constraint, Schema, Table, TableOptions};

/// What is left or missing in `found`, which should be `expected`; nothing where they are the same, but
/// for the order of columns and constraints.
///
/// ```
/// use migrate_runtime::op::{self, Op};
/// use migrate_runtime::prelude::*;
/// use migrate_runtime::schema::Schema;
///
/// let mut op: Op = Op::new();
/// op.create_table(table("users").column("id", integer().primary_key()));
/// let mut schema = Schema::new();
/// for recorded in op.into_operations() {
///     op::apply(&recorded.operation, recorded.origin, &mut schema).unwrap();
/// }
/// assert_eq!(op::differences(&Schema::new(), &schema), ["table `users` is still there"]);
/// ```
pub fn differences(expected: &Schema, found: &Schema) -> Vec<String> {
    let mut all = Vec::new();
    for name in names(expected.tables.keys(), found.tables.keys()) {
        let what = format!("table `{name}`");
        match (expected.tables.get(name), found.tables.get(name)) {
            (Some(expected), Some(found)) => all.extend(of_table(expected, found)),
            (expected, found) => all.extend(presence(&what, expected, found)),
        }
    }
    let (one, other) = (expected.objects(), found.objects());
    for object in names(one.iter(), other.iter()) {
        let within = object.table().map(|table| format!(" of `{table}`")).unwrap_or_default();
        let what = format!("{} `{}`{within}", object.kind(), object.name());
        all.extend(compared(&what, expected.object(object), found.object(object)));
    }
    all
}

/// The names of both, each once.
fn names<'n, N: Ord>(
    one: impl Iterator<Item = &'n N>,
    other: impl Iterator<Item = &'n N>,
) -> Vec<&'n N> {
    let mut names: Vec<_> = one.chain(other).collect();
    names.sort();
    names.dedup();
    names
}

fn presence<T>(what: &str, expected: Option<T>, found: Option<T>) -> Option<String> {
    match (expected, found) {
        (None, Some(_)) => Some(format!("{what} is still there")),
        (Some(_), None) => Some(format!("{what} is missing")),
        (None, None) | (Some(_), Some(_)) => None,
    }
}

fn compared<T: PartialEq>(what: &str, expected: Option<T>, found: Option<T>) -> Option<String> {
    match (expected, found) {
        (Some(expected), Some(found)) => {
            (expected != found).then(|| format!("{what} is not as it was"))
        }
        (expected, found) => presence(what, expected, found),
    }
}

fn of_table(expected: &Table, found: &Table) -> Vec<String> {
    let Table {
        name,
        columns,
        constraints,
        indexes,
        comment,
        options,
        partitions,
        // As the order of `columns`.
        mysql_order: _,
        // Says who may have changed it, not how.
        touched_by: _,
    } = expected;
    let mut all = Vec::new();
    let known = |table: &Table| table.columns.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    for column in names(known(expected).iter(), known(found).iter()) {
        let what = format!("column `{column}` of table `{name}`");
        let one = columns.iter().find(|it| it.name == *column);
        all.extend(compared(&what, one, found.column(column)));
    }
    let known = |constraints: &[Constraint]| {
        constraints.iter().filter_map(|it| it.name.clone()).collect::<Vec<_>>()
    };
    for constraint in names(known(constraints).iter(), known(&found.constraints).iter()) {
        let (one, other) = (expected.constraint(constraint), found.constraint(constraint));
        let kind = one.or(other).map(|it| it.kind().to_string()).unwrap_or_default();
        all.extend(compared(&format!("{kind} `{constraint}` of table `{name}`"), one, other));
    }
    let known = |table: &Table| table.indexes.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    for index in names(known(expected).iter(), known(found).iter()) {
        let what = format!("index `{index}` of table `{name}`");
        let one = indexes.iter().find(|it| it.name == *index);
        all.extend(compared(&what, one, found.index(index)));
    }
    let in_order = |options: &TableOptions| {
        let mut options = options.clone();
        options.storage.sort();
        options
    };
    let is_same = *comment == found.comment
        && in_order(options) == in_order(&found.options)
        && partitions.len() == found.partitions.len()
        && partitions.iter().all(|partition| found.partitions.contains(partition));
    all.extend((!is_same).then(|| format!("table `{name}` is not as it was")));
    all
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::op::{Op, Recorded, apply, integer, table, text};
    use crate::schema::Schema;

    fn schema(script: impl FnOnce(&mut Op)) -> Schema {
        let mut op = Op::new();
        script(&mut op);
        let mut schema = Schema::new();
        for Recorded { operation, origin } in op.into_operations() {
            apply(&operation, origin, &mut schema).unwrap();
        }
        schema
    }

    #[test]
    fn what_is_left_missing_or_another_is_named() {
        let before = schema(|op| {
            op.create_table(
                table("t").column("a", integer()).column("b", integer()).unique("uq", ["a"]),
            );
            op.create_view("v", "SELECT a FROM t");
        });
        let after = schema(|op| {
            op.create_table(
                table("t").column("b", text()).column("c", integer()).index("ix", ["b"]),
            );
            op.create_table(table("u").column("a", integer()));
            op.create_view("v", "SELECT b FROM t");
        });
        assert_eq!(
            differences(&before, &after),
            [
                "column `a` of table `t` is missing",
                "column `b` of table `t` is not as it was",
                "column `c` of table `t` is still there",
                "unique constraint `uq` of table `t` is missing",
                "index `ix` of table `t` is still there",
                "table `u` is still there",
                "view `v` is not as it was",
            ]
        );
        let other_order = schema(|op| {
            op.create_table(
                table("t").column("b", integer()).column("a", integer()).unique("uq", ["a"]),
            );
            op.create_view("v", "SELECT a FROM t");
        });
        assert_eq!(differences(&before, &other_order), [""; 0]);
    }
}
