//! Cases of several databases in a table: each is a [`Held`], and has its outcome as lines, which may be others on one of the
//! databases.

use std::panic::{AssertUnwindSafe, catch_unwind};

use migrate_analysis::diff::{Answers, Comparison, Diff, DiffError, diff};
use migrate_analysis::introspect::{self, IntrospectError, Reading};
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::executor::{Driver, with_catalogue};
use migrate_runtime::op::{Op, Recorded, apply, describe};
use migrate_runtime::schema::{Origin, Schema};

use crate::held::{Held, held, is_tried, outcome};
use crate::support::{Database, NATIVE, record, servers};

/// A database, what it should be, and what is found.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) on: &'static [Family],
    /// The first version of PostgreSQL that has it.
    pub(crate) since: u32,
    pub(crate) answers: &'static [&'static str],
    /// The revision that made it.
    pub(crate) before: Option<fn(&mut Op)>,
    /// What somebody did then, by hand.
    pub(crate) sql: &'static str,
    /// What it should be; without it what the revision says.
    pub(crate) after: Option<fn(&mut Op)>,
    /// What is said of it.
    pub(crate) found: &'static [&'static str],
    /// What is said instead on one of the databases.
    pub(crate) instead: &'static [(Family, &'static [&'static str])],
}

impl Case {
    fn held(&self) -> Held {
        let script = |recorded: Option<fn(&mut Op)>| recorded.map(record).unwrap_or_default();
        Held {
            since: self.since,
            revisions: script(self.before),
            made: (!self.sql.is_empty()).then_some(self.sql),
            model: script(self.after.or(self.before)),
            answers: self.answers,
            ..held(self.name)
        }
    }

    /// What should be said on a database.
    fn found_on(&self, family: Family) -> &'static [&'static str] {
        let own = self.instead.iter().find(|(other, _)| *other == family);
        own.map_or(self.found, |(_, found)| found)
    }
}

/// Writes cases: `"name" on [Postgres] [since 15], [answers &[..],] [before ..,] [sql "..",] [after ..,] => [..][, Mysql => [..]];`.
macro_rules! cases {
    ($($name:literal on [$($on:ident),+] $(since $since:literal)? $(, answers $answers:expr)?
        $(, before $before:expr)? $(, sql $sql:expr)? $(, after $after:expr)? => [$($found:expr),* $(,)?]
        $(, $other:ident => [$($instead:expr),* $(,)?])*;)+) => {
        &[$($crate::table::Case {
            name: $name,
            on: &[$(migrate_runtime::dialect::Family::$on),+],
            since: 0 $(+ $since)?,
            answers: $crate::table::cases!(@list $($answers)?),
            before: $crate::table::cases!(@maybe $($before)?),
            sql: $crate::table::cases!(@text $($sql)?),
            after: $crate::table::cases!(@maybe $($after)?),
            found: &[$($found),*],
            instead: &[$((migrate_runtime::dialect::Family::$other, &[$($instead),*])),*],
        },)+]
    };
    (@maybe) => { None };
    (@maybe $record:expr) => { Some($record) };
    (@text) => { "" };
    (@text $sql:expr) => { $sql };
    (@list) => { &[] };
    (@list $answers:expr) => { $answers };
}
pub(crate) use cases;

/// The tests of a table: one for each database, in a module of this name.
macro_rules! tests {
    ($module:ident, $cases:expr) => {
        mod $module {
            use super::*;

            #[test]
            fn on_sqlite() {
                $crate::table::on_sqlite($cases);
            }

            #[test]
            fn on_postgres() {
                $crate::table::on_server::<diesel::PgConnection>(
                    concat!("hard_", stringify!($module), "_postgres"),
                    $cases,
                );
            }

            #[test]
            fn on_mysql() {
                $crate::table::on_server::<diesel::MysqlConnection>(
                    concat!("hard_", stringify!($module), "_mysql"),
                    $cases,
                );
            }
        }
    };
}
pub(crate) use tests;

pub(crate) fn on_sqlite(cases: &[Case]) {
    check(cases, NATIVE, |_| Database::new());
}

pub(crate) fn on_server<C: servers::Server>(hint: &str, cases: &[Case]) {
    let mut scratch = servers::Scratch::<C>::new(hint);
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    check(cases, dialect, |names| Database::of(scratch.connect(names)));
}

/// Tries all cases of a database before it fails for some of them.
fn check<C: Driver>(
    cases: &[Case],
    dialect: Dialect,
    mut database: impl FnMut(Vec<String>) -> Database<C>,
) {
    let family = dialect.family();
    let mut wrong = Vec::new();
    for case in cases.iter().filter(|case| case.on.contains(&family)) {
        let held = case.held();
        if !is_tried(dialect, &held) {
            continue;
        }
        let run = || outcome(dialect, &mut database, &held);
        let said = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
            let message = panic.downcast_ref::<String>().cloned();
            format!("a panic: {}", message.unwrap_or_default())
        });
        let said: Vec<_> = said.lines().collect();
        let expected = case.found_on(family);
        if !agree(dialect, &said, expected) {
            let shown = |lines: &[&str]| {
                let lines: Vec<_> = lines.iter().map(|line| format!("    {line:?},")).collect();
                lines.join("\n")
            };
            wrong.push(format!(
                "{dialect}: {}\n  found\n{}\n  not\n{}",
                case.name,
                shown(&said),
                shown(expected)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether what is said is what should be. Before PostgreSQL 18 a query is printed with the table before each column
/// (tried on 13, 15 and 18), and so may differ; since then one over a single table is printed as a case has it.
fn agree(dialect: Dialect, found: &[&str], expected: &[&str]) -> bool {
    let prints_as_declared = match dialect {
        Dialect::Postgres(version) => version.0 >= 18,
        Dialect::Sqlite(_) | Dialect::Mysql(_) => false,
    };
    let counts = |line: &&str| {
        let is_of_view = line.contains(": view ") || line.contains(": materialized view ");
        !(prints_as_declared && is_of_view && line.contains(" may differ"))
    };
    found.iter().copied().filter(counts).eq(expected.iter().copied().filter(counts))
}

/// What a database has, as the command line reads it.
pub(crate) fn read(
    connection: &mut dyn Driver,
    declared: &Schema,
) -> Result<Reading, IntrospectError> {
    let mut version = None;
    let namespaces = introspect::namespaces(declared);
    let reading = with_catalogue(connection, |query, dialect| {
        version = Some(dialect);
        introspect::read(query, dialect, &namespaces)
    });
    let mut reading = reading.expect("a transaction")?;
    if let Some(dialect) = version {
        reading.as_declared(dialect, declared, &["migrate_version", "migrate_log"]);
    }
    Ok(reading)
}

/// The operations and questions of a difference, a line each.
pub(crate) fn told(before: &Schema, led: &Result<Diff, DiffError>) -> Vec<String> {
    let found = match led {
        Ok(found) => found,
        Err(error) => {
            let source = std::error::Error::source(error).map(|source| format!(": {source}"));
            return vec![format!("refused: {error}{}", source.unwrap_or_default())];
        }
    };
    let mut lines = Vec::new();
    let mut schema = before.clone();
    for operation in &found.operations {
        lines.push(format!("> {}", describe(operation, &schema)));
        apply(operation, Origin::caller(), &mut schema).expect("it was applied before");
    }
    lines.extend(found.questions.iter().map(|question| format!("? {question}")));
    lines.extend(found.unsupported.iter().map(|it| format!("! {it}")));
    lines.extend(found.kept.iter().map(|it| format!("= {it}")));
    lines
}

/// The operations between two declared schemas, on all databases.
pub(crate) fn declared(
    before: fn(&mut Op),
    after: fn(&mut Op),
    families: &[Family],
) -> Vec<String> {
    let (before, after) = (schema_of(NATIVE, &record(before)), schema_of(NATIVE, &record(after)));
    let led = diff(&before, &after, Comparison::Declared, families, &Answers::default());
    told(&before, &led)
}

/// The schema that a script makes.
pub(crate) fn schema_of(dialect: Dialect, script: &[Recorded]) -> Schema {
    crate::held::schema_of(script, dialect).expect("operations that fit")
}
