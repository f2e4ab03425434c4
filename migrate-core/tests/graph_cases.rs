//! 1,501 planning cases with Alembic's answers; where ours differ on purpose, the reason is listed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;

use migrate_core::graph::{Graph, GraphError, Plan, Target, plan};
use migrate_core::revision::Revision;
use serde_json::Value;

/// Answers that differ on purpose: the section of DESIGN.md, why, and the lines of `graph.jsonl`.
const DIFFERENCES: &[(&str, &[usize])] = &[
    ("4.1: `head` is what nothing needs, though Alembic sees several heads", &[705, 1273, 1341]),
    (
        "4.3: `-N` with several rows is refused, though Alembic takes the first",
        &[67, 342, 544, 703, 784, 1019, 1319, 1432],
    ),
    (
        "4.5: `BRANCH@ID` outside the branch is refused, though Alembic's downgrade ignores it",
        &[60, 227, 341, 402, 1188, 1339],
    ),
];

struct Case {
    revisions: Vec<Revision>,
    rows: Vec<String>,
    command: String,
    target: String,
    /// The steps and the rows afterwards, or nothing if Alembic refuses.
    expected: Option<(Vec<String>, Vec<String>)>,
}

#[test]
fn alembic_agrees() {
    let text = include_str!("data/graph.jsonl");
    let mut unexplained = Vec::new();
    let mut differing = BTreeSet::new();
    for (line, text) in (1..).zip(text.lines()) {
        if let Err(difference) = check(&read_case(text)) {
            differing.insert(line);
            if !DIFFERENCES.iter().any(|(_, lines)| lines.contains(&line)) {
                unexplained.push(format!("line {line}: {difference}"));
            }
        }
    }
    for (reason, lines) in DIFFERENCES {
        println!("{:>4}  {reason}", lines.len());
        for line in *lines {
            assert!(differing.contains(line), "line {line} no longer differs: {reason}");
        }
    }
    let (few, count) = (unexplained.iter().take(5).cloned(), unexplained.len());
    assert!(count == 0, "{count} cases differ:\n{}", few.collect::<Vec<_>>().join("\n"));
}

fn check(case: &Case) -> Result<(), String> {
    let graph = Graph::build(case.revisions.clone()).unwrap();
    let ours = run(&graph, case);
    let typed = format!("{} {:?} {}", case.command, case.rows, case.target);
    match (&ours, &case.expected) {
        (Err(_), None) => Ok(()),
        (Ok(plan), Some((steps, rows)))
            if ids(plan).collect::<BTreeSet<_>>() == steps.iter().map(String::as_str).collect()
                && plan.rows_after(&case.rows) == *rows =>
        {
            check_order(&graph, plan, &case.command).map_err(|error| format!("{typed}: {error}"))
        }
        (ours, expected) => {
            let ours = ours
                .as_ref()
                .map(|plan| (ids(plan).collect::<Vec<_>>(), plan.rows_after(&case.rows)));
            Err(format!("{typed}: {ours:?}, expected {expected:?}"))
        }
    }
}

fn run<'g>(graph: &'g Graph, case: &Case) -> Result<Plan<'g>, GraphError> {
    let target = Target::parse(&case.target)?;
    match case.command.as_str() {
        "upgrade" => plan::upgrade(graph, &case.rows, &target),
        "downgrade" => plan::downgrade(graph, &case.rows, &target),
        other => panic!("unknown command {other}"),
    }
}

/// Of two steps of which one needs the other, the needed one comes first up and last down.
fn check_order(graph: &Graph, plan: &Plan, command: &str) -> Result<(), String> {
    let mut steps: Vec<&str> = ids(plan).collect();
    if command == "downgrade" {
        steps.reverse();
    }
    for (place, id) in steps.iter().enumerate() {
        if let Some(late) =
            graph.ancestors(id).find(|below| steps[place..].contains(&below.id.as_str()))
        {
            return Err(format!("`{id}` and `{}` in the wrong order", late.id));
        }
    }
    Ok(())
}

fn ids<'a>(plan: &'a Plan) -> impl Iterator<Item = &'a str> {
    plan.revisions.iter().map(|step| step.revision.id.as_str())
}

fn read_case(line: &str) -> Case {
    let case: Value = serde_json::from_str(line).unwrap();
    let expect = &case["expect"];
    Case {
        revisions: case["revisions"].as_array().unwrap().iter().map(read_revision).collect(),
        rows: strings(&case["current"]),
        command: case["command"].as_str().unwrap().to_owned(),
        target: case["target"].as_str().unwrap().to_owned(),
        expected: expect["error"].is_null().then(|| {
            let mut rows = strings(&expect["heads"]);
            rows.sort();
            (strings(&expect["steps"]), rows)
        }),
    }
}

fn read_revision(value: &Value) -> Revision {
    Revision {
        down_revs: strings(&value["down_rev"]),
        depends_on: strings(&value["depends_on"]),
        labels: strings(&value["labels"]),
        ..Revision::new(value["rev"].as_str().unwrap())
    }
}

/// The strings of a list; none if it is absent.
fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}
