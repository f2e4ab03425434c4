//! A revision on top of another one, and what must be found of it.

use std::fs;
use std::path::Path;

use migrate_analysis::history::{Downgrade, History, Recording};
use migrate_analysis::verify::{Found, Verification, verify};
use migrate_core::dialect::{Dialect, mysql, postgres, sqlite};
use migrate_core::op::{Op, Script, big_int, date, integer, table, varchar};
use migrate_core::revision::Revision;
use migrate_core::schema::Origin;

pub(crate) const SQLITE: Dialect = Dialect::Sqlite(sqlite::Version::OLDEST);
pub(crate) const POSTGRES: Dialect = Dialect::Postgres(postgres::Version(15));
pub(crate) const MARIADB: Dialect = Dialect::Mysql(mysql::Version::mariadb(10, 11, 0));
pub(crate) const ALL: [Dialect; 3] = [SQLITE, POSTGRES, MARIADB];

type Write = fn(&mut Op);

/// A revision on top of `before`, and what must be found of it on each of the databases.
pub(crate) struct Case {
    name: &'static str,
    databases: Vec<Dialect>,
    before: Write,
    upgrade: Write,
    downgrade: Way,
    expected: &'static str,
}

/// The way back.
pub(crate) enum Way {
    Function(Write),
    Auto,
    Irreversible,
}

/// A case on all databases, on top of the tables of [`base`].
pub(crate) fn case(
    name: &'static str,
    upgrade: Write,
    downgrade: Way,
    expected: &'static str,
) -> Case {
    Case { name, databases: ALL.to_vec(), before: base, upgrade, downgrade, expected }
}

impl Case {
    pub(crate) fn on(mut self, databases: &[Dialect]) -> Self {
        self.databases = databases.to_vec();
        self
    }

    /// The schema before the revision is what these make, and nothing else.
    pub(crate) fn after(mut self, before: Write) -> Self {
        self.before = before;
        self
    }
}

/// Tables that most cases change.
pub(crate) fn base(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", big_int().primary_key())
            .column("name", varchar(80).not_null().default("x"))
            .column("age", integer())
            .column("joined", date()),
    );
    op.create_index("ix_users_age", "users", ["age"]);
    op.create_check_constraint("ck_users_age", "users", "age > 0");
    op.create_unique_constraint("uq_users_name", "users", ["name"]);
    op.create_table(
        table("posts")
            .column("id", big_int().primary_key())
            .column("user_id", big_int().not_null())
            .column("title", varchar(200)),
    );
    op.create_foreign_key("fk_posts_user", "posts", ["user_id"], "users", ["id"]);
}

pub(crate) fn script(write: Write) -> Script {
    let mut op: Op = Op::new();
    write(&mut op);
    Script { operations: op.into_operations(), transactional: true }
}

/// A revision that is never taken back.
pub(crate) fn revision(revision: Revision, upgrade: Write) -> (Revision, Recording) {
    let downgrade = Downgrade::Irreversible("for this test".to_owned());
    (revision, Recording { upgrade: script(upgrade), downgrade })
}

/// What was found of one revision in words without places, after the databases where these are not all.
pub(crate) fn words(verification: &Verification, id: &str) -> Vec<String> {
    let all = &verification.databases;
    let found = verification.found.iter().filter(|found| found.revision.id == id);
    let words = found.map(|Found { databases, verdict, .. }| {
        let place = format!(" ({}", file!().trim_end_matches("case.rs"));
        let text = verdict.to_string();
        let mut text = text.split(&place);
        let mut words = text.next().unwrap_or_default().to_owned();
        for rest in text {
            words.push_str(rest.split_once(')').map_or("", |(_, rest)| rest));
        }
        let names: Vec<_> = databases.iter().map(ToString::to_string).collect();
        let names = if databases == all { String::new() } else { names.join(", ") + ": " };
        match words.as_str() {
            "the way back leads to the schema before" => format!("{names}identity"),
            _ => format!("{names}{}: {words}", verdict.word()),
        }
    });
    words.collect()
}

/// The places that are named and are not those that the test marks.
pub(crate) fn wrong_places(verification: &Verification, id: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for found in verification.found.iter().filter(|found| found.revision.id == id) {
        let origins = found.verdict.origins();
        if found.verdict.is_failure() && origins.is_empty() {
            wrong.push("no place is named".to_owned());
        }
        for origin in origins {
            let line = source_line(origin);
            if !line.ends_with("// <-") {
                wrong.push(format!("{origin} is not at fault: {line}"));
            }
        }
    }
    wrong
}

fn source_line(origin: Origin) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let text = fs::read_to_string(workspace.join(origin.file.as_str())).expect("a test's source");
    let line = usize::try_from(origin.line).expect("a small number") - 1;
    text.lines().nth(line).unwrap_or_default().to_owned()
}

/// What is not found as the case expects it.
pub(crate) fn check(case: &Case) -> Vec<String> {
    let Case { name, databases, before, upgrade, downgrade, expected } = case;
    let downgrade = match downgrade {
        Way::Function(write) => Downgrade::Function(script(*write)),
        // The operations are derived again.
        Way::Auto => Downgrade::Auto(script(|_| {})),
        Way::Irreversible => Downgrade::Irreversible("it is".to_owned()),
    };
    let recording = Recording { upgrade: script(*upgrade), downgrade };
    let revisions =
        [revision(Revision::new("a"), *before), (Revision::new("b").down_rev("a"), recording)];
    let history = History::new("m", revisions).expect("a history");
    let verification = verify(&history, databases, None);
    let mut wrong = wrong_places(&verification, "b");
    let words = words(&verification, "b");
    if words != [*expected] {
        wrong.push(format!("expected {expected}, found {words:#?}"));
    }
    let is_broken = ["differs", "upgrade", "downgrade", "underivable"]
        .iter()
        .any(|word| expected.starts_with(&format!("{word}:")));
    if verification.is_clean() == is_broken {
        wrong.push("clean and broken are not told apart".to_owned());
    }
    wrong.iter().map(|wrong| format!("{name}: {wrong}")).collect()
}
