//! No false difference: what the cases make, read back from live databases, is what was declared.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use migrate_analysis::compare::{Difference, Verdict, compare};
use migrate_analysis::diff::{Answers, Comparison, diff};
use migrate_analysis::introspect::Rows;
use migrate_analysis::spelling::ask;
use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::{Driver, scratch};
use migrate_runtime::schema::Schema;
use snapbox::{assert_data_eq, data::Inline, str};

use crate::case::Case;
use crate::support::{Database, NATIVE};

#[test]
fn on_sqlite() {
    check(NATIVE, |_| Database::new(), str![""]);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres() {
    let mut scratch =
        crate::support::servers::Scratch::<diesel::PgConnection>::new("unchanged_postgres");
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    let is_since_18 = match dialect {
        Dialect::Postgres(version) => version.0 >= 18,
        Dialect::Sqlite(_) | Dialect::Mysql(_) => false,
    };
    // It prints a query over one table without the table before its columns, as the cases have it.
    let unknown = if is_since_18 {
        str![[r#"
1 .. and .. differ in casts, or in how a time is written
19 PostgreSQL prints a query in its own words, of which only relations and clauses are compared

"#]]
    } else {
        str![[r#"
1 .. and .. differ in casts, or in how a time is written
34 PostgreSQL prints a query in its own words, of which only relations and clauses are compared

"#]]
    };
    check(dialect, |namespaces| Database::of(scratch.connect(namespaces)), unknown);
}

#[cfg(feature = "mysql")]
#[test]
fn on_mysql() {
    let mut scratch =
        crate::support::servers::Scratch::<diesel::MysqlConnection>::new("unchanged_mysql");
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    check(dialect, |namespaces| Database::of(scratch.connect(namespaces)), str![""]);
}

/// Makes the schema of every case, and compares it with what is read back. What cannot be known is counted by its
/// reason.
fn check<C: Driver>(
    dialect: Dialect,
    mut database: impl FnMut(Vec<String>) -> Database<C>,
    unknown: Inline,
) {
    let (mut wrong, mut reasons, mut count) = (Vec::new(), BTreeMap::<String, usize>::new(), 0);
    for case in crate::cases().iter().filter(|case| case.runs_on(dialect)) {
        let run = || differences(dialect, database(case.namespaces()), case);
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(Ok(found)) => {
                for why in found {
                    *reasons.entry(why).or_default() += 1;
                }
            }
            Ok(Err(story)) => wrong.push(format!("`{}`: {story}", case.name)),
            Err(_) => wrong.push(format!("`{}`: a panic", case.name)),
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} on {dialect}:\n{}", wrong.len(), wrong.join("\n"));
    let reasons = reasons.into_iter().map(|(why, count)| format!("{count} {why}\n"));
    assert_data_eq!(reasons.collect::<String>(), unknown);
}

/// The reasons of what is unknown of the schema after a case; an error where an operation is found.
fn differences<C: Driver>(
    dialect: Dialect,
    mut database: Database<C>,
    case: &Case,
) -> Result<Vec<String>, String> {
    let mut schema = Schema::new();
    for script in [&case.setup, &case.operations] {
        let done = database.run(dialect, script, case.is_transactional(), &mut schema);
        done.map_err(|failure| failure.story())?;
    }
    let live = database.live(&schema);
    let (comparison, answers) = (Comparison::Live(dialect), Answers::default());
    let found = diff(&live, &schema, comparison, &[dialect.family()], &answers);
    let found = found.map_err(|error| error.to_string())?;
    if !found.operations.is_empty() || !found.questions.is_empty() {
        let all: Vec<_> = found.operations.iter().map(ToString::to_string).collect();
        return Err(format!("{} {:?}", all.join("; "), found.questions));
    }
    if !found.unsupported.is_empty() {
        return Err(format!("{:?}", found.unsupported));
    }
    let mut run = |statements: &[String]| -> Result<Vec<Rows>, String> {
        let ran = scratch(&mut database.connection, statements).expect("a transaction");
        let rows = ran.map_err(|error| error.to_string())?;
        Ok(rows.into_iter().map(|named| named.rows).collect())
    };
    let spellings = ask(dialect, &live, (&live, &schema), &mut run);
    let asked = compare(dialect, &spellings.reworded(&live, &schema), &schema);
    let asked: Vec<_> = asked.into_iter().map(|it| spellings.judged(it)).collect();
    if let Some(different) = asked.iter().find(|it| it.verdict == Verdict::Different) {
        return Err(format!("the database says that {different}"));
    }
    let reason = |difference: &Difference| match &difference.verdict {
        Verdict::Unknown(why) => Some(why.split('`').step_by(2).collect::<Vec<_>>().join("..")),
        Verdict::Equal | Verdict::Different => None,
    };
    let asked =
        asked.iter().filter_map(reason).map(|why| format!("after the database was asked: {why}"));
    Ok(found.unknown.iter().filter_map(reason).chain(asked).collect())
}
