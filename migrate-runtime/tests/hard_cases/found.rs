//! What is found in a database that revisions or somebody's SQL made, and whether what is written of it leads on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::{MysqlConnection, PgConnection};
use migrate_analysis::compare::Object;
use migrate_analysis::diff::{Answers, Comparison, Diff, claimed, diff, objects_of, reworded};
use migrate_analysis::drift::{Finding, State, drift};
use migrate_analysis::introspect::{self, IntrospectError, Reading};
use migrate_analysis::render::functions;
use migrate_analysis::spelling::Spellings;
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::executor::{Driver, with_catalogue};
use migrate_runtime::op::{Op, Operation, Recorded, apply, describe, reverse_all};
use migrate_runtime::schema::{Origin, Schema};

use crate::support::{Database, NATIVE, record, servers};

/// A database, and what should be found in it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) on: &'static [Family],
    /// The first version of PostgreSQL that has it.
    pub(crate) since: u32,
    /// The revision that made it.
    pub(crate) before: Option<fn(&mut Op)>,
    /// What somebody did then, by hand.
    pub(crate) sql: &'static str,
    /// What it should be; without it what the revision says.
    pub(crate) after: Option<fn(&mut Op)>,
    /// What is found: of the database a line each; `>` before an operation that leads to what it should be,
    /// `?` before a question.
    pub(crate) found: &'static [&'static str],
    /// What is found instead on one of the databases.
    pub(crate) instead: &'static [(Family, &'static [&'static str])],
}

impl Case {
    /// What should be found on a database.
    fn found_on(&self, family: Family) -> &'static [&'static str] {
        let own = self.instead.iter().find(|(other, _)| *other == family);
        own.map_or(self.found, |(_, found)| found)
    }
}

/// Writes cases: `"name" on [Postgres] [since 15], [before ..,] [sql "..",] [after ..,] => [..][, Mysql => [..]];`.
macro_rules! cases {
    ($($name:literal on [$($on:ident),+] $(since $since:literal)?
        $(, before $before:expr)? $(, sql $sql:expr)? $(, after $after:expr)? => [$($found:expr),* $(,)?]
        $(, $other:ident => [$($instead:expr),* $(,)?])*;)+) => {
        &[$($crate::found::Case {
            name: $name,
            on: &[$(migrate_runtime::dialect::Family::$on),+],
            since: 0 $(+ $since)?,
            before: $crate::found::cases!(@maybe $($before)?),
            sql: $crate::found::cases!(@text $($sql)?),
            after: $crate::found::cases!(@maybe $($after)?),
            found: &[$($found),*],
            instead: &[$((migrate_runtime::dialect::Family::$other, &[$($instead),*])),*],
        },)+]
    };
    (@maybe) => { None };
    (@maybe $record:expr) => { Some($record) };
    (@text) => { "" };
    (@text $sql:expr) => { $sql };
}
pub(crate) use cases;

/// Tries the cases of a file on each of their databases.
pub(crate) fn check(hint: &str, cases: &[Case]) {
    let mut wrong = Vec::new();
    check_on(cases, NATIVE, &mut wrong, |_| Database::new());
    check_on_server::<PgConnection>(&format!("{hint}_postgres"), cases, &mut wrong);
    check_on_server::<MysqlConnection>(&format!("{hint}_mysql"), cases, &mut wrong);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn check_on_server<C: servers::Server>(hint: &str, cases: &[Case], wrong: &mut Vec<String>) {
    let mut scratch = servers::Scratch::<C>::new(hint);
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    check_on(cases, dialect, wrong, |names| Database::of(scratch.connect(names)));
}

fn check_on<C: Driver>(
    cases: &[Case],
    dialect: Dialect,
    wrong: &mut Vec<String>,
    mut database: impl FnMut(Vec<String>) -> Database<C>,
) {
    let only = std::env::var("HARD_CASE").unwrap_or_default();
    let family = dialect.family();
    let is_there = |case: &&Case| match dialect {
        Dialect::Postgres(version) => version.0 >= case.since,
        Dialect::Sqlite(_) | Dialect::Mysql(_) => true,
    };
    let of_family = cases.iter().filter(|case| case.on.contains(&family));
    for case in of_family.filter(is_there).filter(|case| case.name.contains(&only)) {
        let run = || of(case, dialect, &mut database);
        let lines = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
            let message = panic.downcast_ref::<String>().cloned();
            vec![format!("a panic: {}", message.unwrap_or_default())]
        });
        let found = case.found_on(family);
        if !agree(dialect, &lines, found) {
            let shown = |lines: &[String]| {
                let lines: Vec<_> = lines.iter().map(|line| format!("    {line:?},")).collect();
                lines.join("\n")
            };
            let expected: Vec<_> = found.iter().map(|line| (*line).to_owned()).collect();
            wrong.push(format!(
                "{dialect}: {}\n  found\n{}\n  not\n{}",
                case.name,
                shown(&lines),
                shown(&expected)
            ));
        }
    }
}

/// Whether what was found is what should be. Before PostgreSQL 18 a query is printed with the table before each column
/// (tried on 13, 15 and 18), and so may differ; since then one over a single table is printed as a case has it.
pub(crate) fn agree(dialect: Dialect, found: &[String], expected: &[&str]) -> bool {
    let prints_as_declared = match dialect {
        Dialect::Postgres(version) => version.0 >= 18,
        Dialect::Sqlite(_) | Dialect::Mysql(_) => false,
    };
    let counts = |line: &&str| {
        let is_of_view = line.starts_with("view ") || line.starts_with("materialized view ");
        !(prints_as_declared && is_of_view && line.contains(" may differ"))
    };
    let found = found.iter().map(String::as_str);
    found.filter(counts).eq(expected.iter().copied().filter(counts))
}

/// What is found of a case.
fn of<C: Driver>(
    case: &Case,
    dialect: Dialect,
    database: &mut impl FnMut(Vec<String>) -> Database<C>,
) -> Vec<String> {
    let family = dialect.family();
    let script = |recorded: Option<fn(&mut Op)>| recorded.map(record).unwrap_or_default();
    let (first, last) = (script(case.before), script(case.after));
    let namespaces = crate::support::created_namespaces(first.iter().chain(&last));
    let mut database = database(namespaces);
    let mut schema = dialect.empty_schema();
    if let Err(failure) = database.run(dialect, &first, true, &mut schema) {
        return vec![format!("refused: {}", failure.story())];
    }
    if !case.sql.is_empty() {
        database.connection.execute(case.sql).expect("the SQL of a case");
    }
    let wanted = if case.after.is_some() { schema_of(dialect, &last) } else { schema.clone() };
    // Without a revision somebody made by hand what it should be.
    let schema = &mut if case.before.is_some() { schema } else { wanted.clone() };
    let reading = match read(&mut database.connection, schema) {
        Ok(reading) => reading,
        Err(error) => return vec![format!("unreadable: {error}")],
    };
    let live = reading.schema.clone();
    let found = drift(dialect, schema, reading.clone(), &Spellings::default());
    let mut lines: Vec<_> = found.findings.iter().map(shown).collect();
    lines.extend(found.not_held.iter().map(ToString::to_string));

    let (live, others) = claimed(dialect, &live, schema, objects_of(dialect, &wanted));
    lines.extend(others.iter().map(|other| format!("left: {other}")));
    let before = reworded(dialect, &live, schema);
    let wanted = reading.with_inherited(dialect, &before, &wanted);
    let comparison = Comparison::Live(dialect);
    let led = diff(&before, &wanted, comparison, &[family], &Answers::default());
    lines.extend(told(&before, &led));
    let Ok(Diff { operations, .. }) = led else { return lines };
    if let Err(error) = functions(&operations, &before, &[family]) {
        lines.push(format!("as Rust: {error}"));
    }
    if case.after.is_none() || case.before.is_none() || operations.is_empty() {
        return lines;
    }
    // What is written leads on, and back.
    let script = recorded(&operations);
    let undo = reverse_all(&script, &mut schema.clone());
    let start = schema.clone();
    let mut run = |way: &str, script: &[Recorded], schema: &mut Schema, is: &Schema| {
        if let Err(failure) = database.run(dialect, script, true, schema) {
            return Some(format!("{way}: {}", failure.story()));
        }
        let reading = read(&mut database.connection, is).expect("a catalogue");
        let left = drift(dialect, is, reading, &Spellings::default()).findings.into_iter();
        let known = left.filter(|finding| !matches!(finding.state, State::Unknown(_)));
        let known: Vec<_> = known.map(|finding| finding.to_string()).collect();
        (!known.is_empty()).then(|| format!("{way}: {}", known.join("; ")))
    };
    let failed = run("up", &script, schema, &wanted);
    let is_up = failed.is_none();
    lines.extend(failed);
    match undo {
        Ok(undo) if is_up => lines.extend(run("down", &undo, schema, &start)),
        Ok(_) => {}
        Err((error, _)) => lines.push(format!("one way: {error}")),
    }
    lines
}

/// A finding in a line. That a query is in other words is as good as unknown, whatever is said of it.
fn shown(finding: &Finding) -> String {
    match (&finding.object, &finding.state) {
        (Object::View(_) | Object::MaterializedView(_), State::Unknown(_)) => {
            format!("{} may differ", finding.object)
        }
        _ => finding.to_string(),
    }
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
pub(crate) fn told(
    before: &Schema,
    led: &Result<Diff, migrate_analysis::diff::DiffError>,
) -> Vec<String> {
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
    let mut schema = dialect.empty_schema();
    for Recorded { operation, origin } in script {
        apply(operation, *origin, &mut schema).expect("operations that fit");
    }
    schema
}

/// Operations as a script.
pub(crate) fn recorded(operations: &[Operation]) -> Vec<Recorded> {
    let recorded = |operation: &Operation| {
        let origin = Origin::caller();
        Recorded { operation: operation.clone(), origin }
    };
    operations.iter().map(recorded).collect()
}
