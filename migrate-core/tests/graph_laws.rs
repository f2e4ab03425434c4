//! Laws of plans, on random graphs with branches, merges, redundant edges and labels.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::graph::{
    Direction, Graph, GraphError, Plan, PlannedRevision, Range, RowChange, Target, plan,
};
use migrate_core::revision::Revision;
use proptest::prelude::*;
use proptest::sample::{Index, select};

type Ids = BTreeSet<String>;

/// A revision as drawn: its needs are places among the revisions before it.
type Drawn = (Vec<Index>, Vec<Index>, bool);

/// Revisions in which needs come first; their ids are shuffled so that they tell nothing.
fn revisions() -> impl Strategy<Value = Vec<Revision>> {
    let drawn = || {
        let needs = |most| prop::collection::vec(any::<Index>(), 0..=most);
        (needs(3), needs(2), prop::bool::weighted(0.4))
    };
    let ids = Just((0..12).map(|n| format!("rev{n:x}")).collect::<Vec<_>>()).prop_shuffle();
    (prop::collection::vec(drawn(), 3..=12), ids).prop_map(|(drawn, ids): (Vec<Drawn>, _)| {
        let build = |(place, (down_revs, depends_on, labelled)): (usize, Drawn)| {
            let before = |index: &Index| (place > 0).then(|| ids[index.index(place)].clone());
            Revision {
                down_revs: down_revs.iter().filter_map(before).collect(),
                depends_on: depends_on.iter().filter_map(before).collect(),
                labels: labelled.then(|| format!("label{place:x}")).into_iter().collect(),
                ..Revision::new(&ids[place])
            }
        };
        drawn.into_iter().enumerate().map(build).collect()
    })
}

/// Anything of the target language that may mean something in such a graph.
fn target() -> impl Strategy<Value = String> {
    let name = || {
        prop_oneof![
            3 => (0..12).prop_map(|n| format!("rev{n:x}")),
            1 => (0..12).prop_map(|n| format!("label{n:x}")),
        ]
    };
    let word = select(vec!["head", "heads", "heads", "base", "current"]).prop_map(str::to_owned);
    let steps = prop_oneof![3 => Just(String::new()), 1 => (-3..4).prop_map(|n| format!("{n:+}"))];
    let branch = prop_oneof![4 => Just(String::new()), 1 => name().prop_map(|name| name + "@")];
    let place = prop_oneof![4 => word, 4 => name(), 1 => Just(String::new())];
    (branch, place, steps).prop_map(|(branch, place, steps)| branch + &place + &steps)
}

#[derive(Clone, Copy, Debug)]
enum Command {
    Upgrade,
    Downgrade,
    Stamp,
}

fn commands() -> impl Strategy<Value = Vec<(Command, String)>> {
    let command = select(vec![
        Command::Upgrade,
        Command::Upgrade,
        Command::Upgrade,
        Command::Downgrade,
        Command::Downgrade,
        Command::Stamp,
    ]);
    prop::collection::vec((command, target()), 1..12)
}

/// What each revision needs, directly or not: the slow and obvious way.
fn all_needs(revisions: &[Revision]) -> BTreeMap<String, Ids> {
    let mut all: BTreeMap<String, Ids> = BTreeMap::new();
    for revision in revisions {
        let direct = revision.down_revs.iter().chain(&revision.depends_on);
        let needs = direct.flat_map(|id| all[id].iter().chain([id])).cloned().collect();
        all.insert(revision.id.clone(), needs);
    }
    all
}

/// Those of `applied` that none of `applied` needs.
fn maximal(applied: &Ids, needs: &BTreeMap<String, Ids>) -> Vec<String> {
    let needed = |id: &&String| applied.iter().any(|other| needs[other].contains(*id));
    applied.iter().filter(|id| !needed(id)).cloned().collect()
}

fn closure(rows: &[String], needs: &BTreeMap<String, Ids>) -> Ids {
    rows.iter().flat_map(|row| needs[row].iter().chain([row])).cloned().collect()
}

/// Runs a step on the set of applied revisions, which must allow it.
fn run(step: &PlannedRevision, applied: &mut Ids, needs: &BTreeMap<String, Ids>) {
    let id = &step.revision.id;
    match step.direction {
        Direction::Up => {
            assert!(needs[id].is_subset(applied), "`{id}` runs before what it needs");
            assert!(applied.insert(id.clone()), "`{id}` runs twice");
        }
        Direction::Down => {
            assert!(applied.remove(id), "`{id}` is not applied");
            assert!(!applied.iter().any(|other| needs[other].contains(id)), "`{id}` is needed");
        }
    }
}

fn change_rows(rows: &mut Vec<String>, change: &RowChange) {
    for deleted in &change.delete {
        let place = rows.iter().position(|row| row == deleted).expect("only rows are deleted");
        rows.remove(place);
    }
    for &inserted in &change.insert {
        assert!(!rows.iter().any(|row| row == inserted), "`{inserted}` is a row already");
        rows.push(inserted.to_owned());
    }
    rows.sort();
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// After every step of every command the rows are the maximal applied revisions, and
    /// each step has what it needs.
    #[test]
    fn rows_are_the_maximal_applied_revisions(revisions in revisions(), commands in commands()) {
        let needs = all_needs(&revisions);
        let graph = Graph::build(revisions).unwrap();
        let (mut rows, mut applied) = (Vec::new(), Ids::new());
        for (command, target) in commands {
            let Ok(target) = Target::parse(&target) else { continue };
            let plan = match command {
                Command::Upgrade => plan::upgrade(&graph, &rows, &target),
                Command::Downgrade => plan::downgrade(&graph, &rows, &target),
                Command::Stamp => {
                    if let Ok(change) = plan::stamp(&graph, &rows, &[target]) {
                        change_rows(&mut rows, &change);
                        applied = closure(&rows, &needs);
                        prop_assert_eq!(&rows, &maximal(&applied, &needs));
                    }
                    continue;
                }
            };
            let Ok(plan) = plan else { continue };
            let after = plan.rows_after(&rows);
            prop_assert!(plan.redundant_rows.is_empty());
            for step in &plan.revisions {
                run(step, &mut applied, &needs);
                change_rows(&mut rows, &step.change);
                prop_assert_eq!(&rows, &maximal(&applied, &needs));
            }
            prop_assert_eq!(rows.clone(), after);
        }
        let told: Ids = graph.applied(&rows).unwrap().map(|revision| revision.id.clone()).collect();
        prop_assert_eq!(told, applied);
    }

    /// Whatever rows a table holds, a plan leaves the maximal ones, and a second run does nothing.
    #[test]
    fn any_table_heals_and_a_plan_runs_once(
        revisions in revisions(),
        rows in prop::collection::vec(any::<Index>(), 0..5),
        target in target(),
    ) {
        let needs = all_needs(&revisions);
        let rows: Vec<String> = rows
            .iter()
            .filter(|_| !revisions.is_empty())
            .map(|index| index.get(&revisions).id.clone())
            .collect();
        let graph = Graph::build(revisions).unwrap();
        let Ok(target) = Target::parse(&target) else { return Ok(()) };
        let fixed = !target.needs_rows() && !target.to_string().starts_with(['+', '-']);
        for command in [plan::upgrade, plan::downgrade] {
            let Ok(plan) = command(&graph, &rows, &target) else { continue };
            let mut applied = closure(&rows, &needs);
            for step in &plan.revisions {
                run(step, &mut applied, &needs);
            }
            let after = plan.rows_after(&rows);
            prop_assert_eq!(&after, &maximal(&applied, &needs));
            if fixed {
                match command(&graph, &after, &target) {
                    Ok(again) => prop_assert_eq!(again, Plan::default()),
                    // Children are gone, dependents stay: Alembic refuses here as well.
                    Err(GraphError::OnlyDependents { .. } | GraphError::NothingOfBranch { .. }) => {}
                    Err(error) => prop_assert!(false, "{}", error),
                }
            }
        }
    }

    /// `downgrade base` takes back what an upgrade of an empty database did, step by step.
    #[test]
    fn a_downgrade_undoes_an_upgrade(revisions in revisions(), target in target()) {
        let graph = Graph::build(revisions).unwrap();
        let Ok(target) = Target::parse(&target) else { return Ok(()) };
        let Ok(up) = plan::upgrade(&graph, &[], &target) else { return Ok(()) };
        let rows = up.rows_after(&[]);
        let down = plan::downgrade(&graph, &rows, &Target::parse("base").unwrap()).unwrap();
        prop_assert_eq!(up.revisions.len(), down.revisions.len());
        for (up, down) in up.revisions.iter().zip(down.revisions.iter().rev()) {
            prop_assert_eq!(up.revision, down.revision);
            prop_assert_eq!(&up.change.delete, &down.change.insert);
            prop_assert_eq!(&up.change.insert, &down.change.delete);
        }
    }

    /// Neither the order of revisions nor that of rows changes a plan.
    #[test]
    fn shuffling_changes_nothing(
        (revisions, shuffled) in revisions()
            .prop_flat_map(|revisions| (Just(revisions.clone()), Just(revisions).prop_shuffle())),
        target in target(),
    ) {
        let graph = Graph::build(revisions).unwrap();
        let other = Graph::build(shuffled).unwrap();
        prop_assert!(graph.revisions().eq(other.revisions()));
        let Ok(target) = Target::parse(&target) else { return Ok(()) };
        let rows: Vec<String> = graph.heads().map(|revision| revision.id.clone()).collect();
        let backwards: Vec<String> = rows.iter().rev().cloned().collect();
        prop_assert_eq!(plan::upgrade(&graph, &[], &target), plan::upgrade(&other, &[], &target));
        prop_assert_eq!(
            plan::downgrade(&graph, &rows, &target),
            plan::downgrade(&other, &backwards, &target)
        );
    }

    /// Any text is a target or an error, and means something or is an error.
    #[test]
    fn nothing_panics(
        revisions in revisions(),
        text in prop_oneof![
            "[a-e0-3@+:-]{0,6}",
            "\\PC{0,8}",
            target(),
            (target(), target()).prop_map(|(start, end)| start + ":" + &end),
        ],
        row in any::<Index>(),
    ) {
        let row = revisions.get(row.index(12)).map(|revision| revision.id.clone());
        let rows = Vec::from_iter(row);
        let graph = Graph::build(revisions).unwrap();
        if let Ok(target) = Target::parse(&text) {
            prop_assert_eq!(Target::parse(&target.to_string()), Ok(target.clone()));
            let _ = plan::upgrade(&graph, &rows, &target);
            let _ = plan::downgrade(&graph, &rows, &target);
            let _ = plan::stamp(&graph, &rows, std::slice::from_ref(&target));
            if let Err(error) = graph.select(&target, &rows) {
                let _ = (error.to_string(), error.hint());
            }
        }
        if let Ok(range) = Range::parse(&text) {
            let _ = graph.range(&range, &rows);
        }
    }
}
