//! A runner that is cut off at each point, and the next one.

use migrate_runtime::Migrations;
use migrate_runtime::executor::Options;

use crate::database::Database;
use crate::revisions;

/// How many faults there are for each database: all points, as often as it takes, or so many in all.
fn faults(points: usize) -> Vec<usize> {
    let wanted = std::env::var("MIGRATE_TEST_FAULTS").ok().and_then(|count| count.parse().ok());
    let wanted: usize = wanted.map_or(80, |count: usize| count / 3);
    if wanted >= points {
        return (0..wanted).map(|number| number % points).collect();
    }
    // Spread over all of them.
    (0..wanted).map(|number| number * points / wanted).collect()
}

fn every_point(make: fn() -> Database, migrations: &Migrations) {
    let options = Options::default();
    let undisturbed = make();
    let whole = undisturbed.run(migrations, "head", &options, None);
    whole.result.expect("the revisions run");
    let expected = undisturbed.dump();
    let faults = faults(whole.points);
    let mut resumed = 0;
    let mut failed = Vec::new();
    for (number, at) in faults.iter().enumerate() {
        let database = make();
        let cut = database.run(migrations, "head", &options, Some(*at));
        // Each time round the second runner is cut off as well, elsewhere.
        let round = number / whole.points;
        if round > 0 {
            let second = (at * 7 + round * 13) % whole.points;
            drop(database.run(migrations, "head", &options, Some(second)).result);
        }
        let next = database.run(migrations, "head", &options, None);
        resumed += usize::from(!next.resumed.is_empty());
        let found = database.dump();
        if next.result.is_err() || found != expected {
            let lines = found.iter().filter(|line| !expected.contains(line)).collect::<Vec<_>>();
            failed.push(format!(
                "point {at}: cut {:?}\n  next {:?} {:?}\n  other lines {lines:#?}",
                cut.result, next.result, next.resumed
            ));
        }
    }
    println!("{} faults at {} points, {resumed} runs went on", faults.len(), whole.points);
    assert!(failed.is_empty(), "{} of {}\n{}", failed.len(), faults.len(), failed.join("\n"));
    assert!(resumed > 0, "no run was interrupted");
}

#[test]
fn a_runner_is_cut_off_at_each_point_on_mysql() {
    every_point(Database::mysql, revisions::mysql());
}

#[test]
fn a_runner_is_cut_off_at_each_point_on_postgres() {
    every_point(Database::postgres, revisions::postgres());
}

#[test]
fn a_runner_is_cut_off_at_each_point_on_sqlite() {
    every_point(Database::sqlite, revisions::sqlite());
}

/// The way back goes on as the way there does.
#[test]
fn a_way_back_is_cut_off_on_mysql() {
    let (migrations, options) = (revisions::mysql(), Options::default());
    let applied = || {
        let database = Database::mysql();
        database.run(migrations, "head", &options, None).result.expect("the revisions run");
        database
    };
    let undisturbed = applied();
    let whole = undisturbed.run(migrations, "down m_rows", &options, None);
    whole.result.expect("the way back");
    let expected = undisturbed.dump();
    let mut resumed = 0;
    for at in (0..whole.points).step_by(3) {
        let database = applied();
        drop(database.run(migrations, "down m_rows", &options, Some(at)).result);
        let next = database.run(migrations, "down m_rows", &options, None);
        resumed += usize::from(!next.resumed.is_empty());
        assert!(next.result.is_ok(), "point {at}: {:?}", next.result);
        assert_eq!(database.dump(), expected, "point {at}");
    }
    assert!(resumed > 0, "no way back was interrupted");
}
