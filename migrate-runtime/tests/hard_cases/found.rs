//! What is found in a database that revisions or somebody's SQL made, and whether what is written of it leads on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::{MysqlConnection, PgConnection};
use migrate_analysis::compare::Object;
use migrate_analysis::diff::{Answers, Comparison, Diff, claimed, diff, objects_of, reworded};
use migrate_analysis::drift::{Finding, State, drift};
use migrate_analysis::introspect::{
    self, IntrospectError, Reading, name_constraints, require_keys, take_out_bookkeeping,
};
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
    /// The revision that made it.
    pub(crate) before: Option<fn(&mut Op)>,
    /// What somebody did then, by hand.
    pub(crate) sql: &'static str,
    /// What it should be; without it what the revision says.
    pub(crate) after: Option<fn(&mut Op)>,
    /// What is found: of the database a line each; `>` before an operation that leads to what it should be,
    /// `?` before a question.
    pub(crate) found: &'static [&'static str],
}

/// Writes cases: `"name" on [Postgres], [before ..,] [sql "..",] [after ..,] => [..];`.
macro_rules! cases {
    ($($name:literal on [$($on:ident),+]
        $(, before $before:expr)? $(, sql $sql:expr)? $(, after $after:expr)? => [$($found:expr),* $(,)?];)+) => {
        &[$($crate::found::Case {
            name: $name,
            on: &[$(migrate_runtime::dialect::Family::$on),+],
            before: $crate::found::cases!(@maybe $($before)?),
            sql: $crate::found::cases!(@text $($sql)?),
            after: $crate::found::cases!(@maybe $($after)?),
            found: &[$($found),*],
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
    check_on(cases, Family::Sqlite, &mut wrong, |_| Database::new());
    let mut scratch = servers::Scratch::<PgConnection>::new(&format!("{hint}_postgres"));
    check_on(cases, Family::Postgres, &mut wrong, |names| Database::of(scratch.connect(names)));
    let mut scratch = servers::Scratch::<MysqlConnection>::new(&format!("{hint}_mysql"));
    check_on(cases, Family::Mysql, &mut wrong, |names| Database::of(scratch.connect(names)));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn check_on<C: Driver>(
    cases: &[Case],
    family: Family,
    wrong: &mut Vec<String>,
    mut database: impl FnMut(Vec<String>) -> Database<C>,
) {
    let only = std::env::var("HARD_CASE").unwrap_or_default();
    for case in cases.iter().filter(|case| case.on.contains(&family) && case.name.contains(&only)) {
        let run = || of(case, family, &mut database);
        let lines = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
            let message = panic.downcast_ref::<String>().cloned();
            vec![format!("a panic: {}", message.unwrap_or_default())]
        });
        if lines != case.found {
            let shown = |lines: &[String]| {
                let lines: Vec<_> = lines.iter().map(|line| format!("    {line:?},")).collect();
                lines.join("\n")
            };
            let expected: Vec<_> = case.found.iter().map(|line| (*line).to_owned()).collect();
            wrong.push(format!(
                "{family:?}: {}\n  found\n{}\n  not\n{}",
                case.name,
                shown(&lines),
                shown(&expected)
            ));
        }
    }
}

/// What is found of a case.
fn of<C: Driver>(
    case: &Case,
    family: Family,
    database: &mut impl FnMut(Vec<String>) -> Database<C>,
) -> Vec<String> {
    let script = |recorded: Option<fn(&mut Op)>| recorded.map(record).unwrap_or_default();
    let (first, last) = (script(case.before), script(case.after));
    let namespaces = crate::support::created_namespaces(first.iter().chain(&last));
    let mut database = database(namespaces);
    let dialect = match family {
        Family::Sqlite => NATIVE,
        Family::Postgres | Family::Mysql => database.connection.dialect().expect("a version"),
    };
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
    let found = drift(dialect, schema, reading, &Spellings::default());
    let mut lines: Vec<_> = found.findings.iter().map(shown).collect();
    lines.extend(found.not_held.iter().map(ToString::to_string));

    let (live, others) = claimed(dialect, &live, schema, objects_of(dialect, &wanted));
    lines.extend(others.iter().map(|other| format!("left: {other}")));
    let before = reworded(dialect, &live, schema);
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
    take_out_bookkeeping(&mut reading.schema, &["migrate_version", "migrate_log"], declared);
    require_keys(&mut reading.schema);
    if let Some(dialect) = version {
        name_constraints(&mut reading.schema, declared, dialect);
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
