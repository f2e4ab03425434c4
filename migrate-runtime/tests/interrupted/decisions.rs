//! What stops, what is said to it, and what a run leads elsewhere.

use migrate_runtime::executor::{Options, Resume};
use migrate_runtime::{Error, Interrupted, Interruption, Migrations};

use crate::database::{Database, Ran, values};
use crate::revisions;

fn interrupted(ran: Ran) -> Box<Interrupted> {
    match ran.result {
        Err(Error::Interrupted(interrupted)) => interrupted,
        other => panic!("{other:?}"),
    }
}

/// Cuts runners off at one point after the other, until the next one does not go on by itself.
fn stopped(
    make: fn() -> Database,
    migrations: &Migrations,
    mut wanted: impl FnMut(&Interrupted) -> bool,
) -> (Database, Box<Interrupted>) {
    let options = Options::default();
    let points = make().run(migrations, "head", &options, None).points;
    for at in 0..points {
        let database = make();
        drop(database.run(migrations, "head", &options, Some(at)).result);
        let next = database.run(migrations, "head", &options, None);
        if let Err(Error::Interrupted(interrupted)) = next.result
            && wanted(&interrupted)
        {
            return (database, interrupted);
        }
    }
    panic!("every run went on");
}

fn is_unknown(interrupted: &Interrupted) -> bool {
    matches!(interrupted.cause, Interruption::Unknown { .. })
}

/// A function outside a transaction may commit what it likes: whether it ran is for somebody who looks.
fn a_function_is_asked_about(make: fn() -> Database) {
    let balance = |database: &Database| {
        let text = match database {
            Database::Server { kind: test_servers::Kind::Mysql, .. } => "CHAR",
            _ => "text",
        };
        let query = format!("SELECT CAST(balance AS {text}) FROM account ORDER BY name");
        values(&mut *database.connect(), &query)
    };
    let migrations = revisions::functions();
    let options = Options::default();
    for (resume, after) in [(Resume::Skip, ["8", "16"]), (Resume::Retry, ["408", "416"])] {
        let (database, found) = stopped(make, migrations, is_unknown);
        assert_eq!((found.revision.as_str(), found.done, found.total), ("f_run", 1, 3));
        assert!(found.hint().contains("--resume skip"), "{}", found.hint());
        // It was cut off before it ran.
        assert_eq!(balance(&database), ["2", "4"]);
        let again = interrupted(database.run(migrations, "head", &options, None));
        assert_eq!(again, found);
        let told = options.clone().with_resume(resume);
        let ran = database.run(migrations, "head", &told, None);
        let report = ran.result.expect("what was decided");
        assert_eq!(report.revisions, ["f_run", "f_after"]);
        assert_eq!(balance(&database), after);
        let left = database.connect().query("SELECT revision FROM migrate_journal");
        assert_eq!(left.expect("the journal"), Vec::<Vec<Option<String>>>::new());
    }
}

#[test]
fn a_function_is_asked_about_on_mysql() {
    a_function_is_asked_about(Database::mysql);
}

#[test]
fn a_function_is_asked_about_on_postgres() {
    a_function_is_asked_about(Database::postgres);
}

#[test]
fn a_function_is_asked_about_on_sqlite() {
    a_function_is_asked_about(Database::sqlite);
}

/// A revision that is half done is finished before anything else; a stamp forgets it.
#[test]
fn a_run_that_leads_elsewhere_is_refused() {
    let (database, _) = stopped(Database::sqlite, revisions::functions(), is_unknown);
    let options = Options::default();
    for target in ["f_tables", "down base", "down f_tables"] {
        let found = interrupted(database.run(revisions::functions(), target, &options, None));
        assert_eq!(found.cause, Interruption::Elsewhere, "{target}");
        assert!(found.hint().contains("upgrade f_run"), "{}", found.hint());
    }
    let mut connection = database.connect();
    let begun = revisions::functions().interrupted(&mut *connection).expect("a look");
    assert_eq!(begun.map(|it| (it.revision, it.done)), Some(("f_run".to_owned(), 1)));
    let mut forgotten = Vec::new();
    let mut listen = |event: migrate_runtime::executor::Event<'_>| {
        if let migrate_runtime::executor::Event::Forgotten { revision, done, total, .. } = event {
            forgotten.push(format!("{revision} {done} of {total}"));
        }
    };
    revisions::functions()
        .stamp_with(&mut *connection, &["f_run"], false, &options, &mut listen)
        .expect("a stamp");
    assert_eq!(forgotten, ["f_run 1 of 3"]);
    let ran = database.run(revisions::functions(), "head", &options, None);
    assert_eq!(ran.result.expect("the rest").revisions, ["f_after"]);
}

/// Of a statement that another program has finished otherwise nobody knows what it was.
#[test]
fn an_object_that_was_changed_otherwise_is_asked_about_on_mysql() {
    let migrations = revisions::mysql();
    let options = Options::default();
    let points = Database::mysql().run(migrations, "head", &options, None).points;
    let mut asked = 0;
    for at in (0..points).step_by(3) {
        let database = Database::mysql();
        drop(database.run(migrations, "head", &options, Some(at)).result);
        let mut connection = database.connect();
        // Only while a statement on the table is in hand is there anything to ask.
        let running = "SELECT statement FROM migrate_journal WHERE progress = 'running' \
                       AND statement LIKE 'ALTER TABLE account%'";
        let Ok(statement) = connection.query(running) else { continue };
        if statement.is_empty() {
            continue;
        }
        connection.execute("ALTER TABLE account ADD COLUMN by_hand INT").expect("a change");
        let next = database.run(migrations, "head", &options, None);
        match next.result {
            Err(Error::Interrupted(found)) => {
                let Interruption::Unknown { found: lines } = &found.cause else {
                    panic!("{found:?}")
                };
                assert!(lines[0].starts_with("table account (changed): CREATE TABLE"), "{lines:?}");
                asked += 1;
            }
            // It was done: what was added by hand is beside it.
            Ok(_) => {}
            Err(error) => panic!("point {at}: {error} {:?}", error.sql()),
        }
    }
    assert!(asked > 0, "nothing was asked");
}

/// A revision that failed and was mended goes on with what was mended, also when it is interrupted again.
#[test]
fn an_edited_revision_goes_on_where_it_failed() {
    let [broken, mended, turned] = revisions::edited();
    let options = Options::default();
    let failed = || {
        let database = Database::sqlite();
        let ran = database.run(broken, "head", &options, None);
        assert!(matches!(ran.result, Err(Error::Execute(_))), "{:?}", ran.result);
        database
    };
    let points = failed().run(mended, "head", &options, None).points;
    for at in 0..points {
        let database = failed();
        drop(database.run(mended, "head", &options, Some(at)).result);
        let ran = database.run(mended, "head", &options, None);
        assert!(ran.result.is_ok(), "point {at}: {:?}", ran.result);
        let balance = "SELECT CAST(balance AS text) FROM account ORDER BY name";
        assert_eq!(values(&mut *database.connect(), balance), ["7", "11"], "point {at}");
    }
    let found = interrupted(failed().run(turned, "head", &options, None));
    assert_eq!(found.cause, Interruption::Edited { statement: 1 });
    assert!(found.hint().contains("back as it was"), "{}", found.hint());
}

/// Raw SQL that commits by itself, and that no catalogue shows.
#[test]
fn what_ends_its_transaction_is_asked_about_on_mysql() {
    let migrations = revisions::truncating();
    let (database, found) = stopped(Database::mysql, migrations, is_unknown);
    assert_eq!((found.revision.as_str(), found.done, found.total), ("t_cut", 1, 3));
    let told = Options::default().with_resume(Resume::Skip);
    let ran = database.run(migrations, "head", &told, None);
    assert_eq!(ran.result.expect("what was decided").revisions, ["t_cut"]);
    let balance = "SELECT CAST(balance AS CHAR) FROM account ORDER BY name";
    assert_eq!(values(&mut *database.connect(), balance), ["4", "8"]);
}

/// A procedure that commits is refused within a transaction, whatever language the server says it in.
#[test]
fn code_that_commits_runs_alone_on_postgres() {
    let database = Database::postgres();
    let ran = database.run(revisions::committing(), "head", &Options::default(), None);
    assert_eq!(ran.result.expect("a run").revisions, ["c_tables", "c_call"]);
    let balance = "SELECT balance::text FROM account ORDER BY name";
    assert_eq!(values(&mut *database.connect(), balance), ["13", "14"]);
    // Cut off within, nothing tells how far it came.
    let (_, found) = stopped(Database::postgres, revisions::committing(), is_unknown);
    assert_eq!((found.revision.as_str(), found.total), ("c_call", 4));
}
