//! What README.md and the guides in docs show, typed; and that they show what comes back.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::{Project, repository};

/// The crate of the tables, as README.md begins.
const MODELS: &str = "\
use migrate_runtime::Model;

#[derive(Model)]
pub struct User {
    #[model(identity)]
    pub id: i64,
    #[model(varchar(255), unique)]
    pub email: String,
}
";

/// A project whose tables are structs of the crate `guide-models`, in a database that has them. No other test has a crate
/// of this name, which would take its place in the directory of what is built.
fn with_models() -> Project {
    let project = Project::with_migrations();
    let manifest = project.read("migrations/Cargo.toml");
    let runtime = manifest.lines().find(|line| line.starts_with("migrate-runtime = ")).unwrap();
    let light = runtime.replace("[\"sqlite\"]", "[\"models\"]");
    let package = "[package]\nname = \"guide-models\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    project.write("models/Cargo.toml", &format!("{package}\n[dependencies]\n{light}\n"));
    project.write("models/src/lib.rs", MODELS);
    let setting = "versions = \"src/versions\"\n";
    let manifest = manifest.replace(setting, &format!("{setting}models = \"guide-models\"\n"));
    let dependency = format!("{runtime}\nguide-models = {{ path = \"../models\" }}");
    project.write("migrations/Cargo.toml", &manifest.replacen(runtime, &dependency, 1));
    let library = project.read("migrations/src/lib.rs");
    project.write("migrations/src/lib.rs", &format!("{library}\nuse guide_models as _;\n"));
    for words in ["revision --quiet --autogenerate -m 'create users'", "upgrade --quiet"] {
        assert!(project.migrate(words).output().unwrap().status.success());
    }
    project
}

#[test]
fn a_struct_changes() {
    let project = with_models();
    let email = "    pub email: String,\n";
    let role = "    #[model(varchar(100), index)]\n    pub role: Option<String>,\n";
    project.write("models/src/lib.rs", &MODELS.replace(email, &format!("{email}{role}")));
    let session = project.numbered_transcript(&[
        "cargo migrate check --annotate github",
        "cargo migrate revision --autogenerate -m \"add user role\"",
        "cargo migrate upgrade --plan -v",
        "cargo migrate upgrade",
        "cargo migrate check",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate check --annotate github
::error title=the models are ahead of the revisions::add column users.role varchar(100)
::error title=the models are ahead of the revisions::create index ix_users_role on users (role)
2>      Checked 2 differences
2>
2> hint: `cargo migrate revision --autogenerate` writes a revision of them
[exit 10]
$ cargo migrate revision --autogenerate -m "add user role"
migrations/src/versions/[ID 2]_add_user_role.rs
2>     Detected add column users.role varchar(100)
2>     Detected create index ix_users_role on users (role)
2>      Created revision [ID 2] after [ID 1]
$ cargo migrate upgrade --plan -v
apply [ID 2] add user role (version table: delete [ID 1], insert [ID 2])
  add column users.role varchar(100)
      ALTER TABLE users ADD COLUMN role VARCHAR(100)
  create index ix_users_role on users (role)
      -- reads every row
      CREATE INDEX ix_users_role ON users (role)
$ cargo migrate upgrade
2>     Applying [ID 2] add user role
2>      Applied [ID 2] add user role in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate check
2>      Checked the revisions lead to the models

"#]]
    );
    assert_data_eq!(
        project.written("_add_user_role.rs"),
        str![[r#"
//! add user role
//!
use migrate_runtime::prelude::*;

#[migration(rev = "[ID 2]", down_rev = "[ID 1]")]
fn upgrade(op: &mut Op) {
    op.add_column("users", "role", varchar(100));
    op.create_index("ix_users_role", "users", ["role"]);
}

fn downgrade(op: &mut Op) {
    op.drop_index("ix_users_role", "users");
    op.drop_column("users", "role");
}

"#]]
    );

    let title = role.replace("role", "title");
    project.write("models/src/lib.rs", &MODELS.replace(email, &format!("{email}{title}")));
    let session = project.numbered_transcript(&[
        "cargo migrate revision --autogenerate -m \"call it title\"",
        "cargo migrate revision --autogenerate -m \"call it title\" --rename users.role=title",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate revision --autogenerate -m "call it title"
2> error: column users.role is no longer in the model: was it renamed, or is it dropped?
2>
2> hint: answer with `--rename users.role=title` or `--drop users.role`, or write `users.role=title` or `users.role=` in renames.txt beside the package's Cargo.toml
[exit 10]
$ cargo migrate revision --autogenerate -m "call it title" --rename users.role=title
migrations/src/versions/[ID 3]_call_it_title.rs
2>     Detected alter column users.role: rename to title
2>     Detected rename index ix_users_role to ix_users_title
2>      Created revision [ID 3] after [ID 2]

"#]]
    );
    assert_data_eq!(
        project.written("_call_it_title.rs"),
        str![[r#"
//! call it title
//!
use migrate_runtime::prelude::*;

#[migration(rev = "[ID 3]", down_rev = "[ID 2]")]
fn upgrade(op: &mut Op) {
    op.alter_column("users", "role").rename_to("title");
    op.rename_index("ix_users_role", "users", "ix_users_title");
}

fn downgrade(op: &mut Op) {
    op.rename_index("ix_users_title", "users", "ix_users_role");
    op.alter_column("users", "title").rename_to("role");
}

"#]]
    );
}

#[test]
fn guides_show_what_comes_back() {
    let read = |file: &str| fs::read_to_string(repository().join(file)).unwrap();
    let transcripts = ["adopted", "drift", "guides", "production"];
    let transcripts = transcripts.map(|name| read(&format!("tests/transcripts/{name}.rs")));
    let transcripts = comparable(&transcripts.concat());
    let readme = read("README.md");
    let first_screen = readme.split("\n## ").next().unwrap();
    let mut count = 0;
    for text in [first_screen, &read("docs/models.md"), &read("docs/production.md")] {
        for block in text.split("```console\n").skip(1) {
            let block = block.split("```").next().unwrap();
            assert!(transcripts.contains(&comparable(block)), "no transcript has this:\n{block}");
            count += 1;
        }
    }
    assert!(count > 5, "{count} blocks");
}

/// A text without what a transcript says of its lines, without what the tests alone see, and without ids and times.
fn comparable(text: &str) -> String {
    let is_shown = |line: &&str| !line.starts_with("[exit ") && !line.contains("[CHECKOUT]");
    let lines = text.lines().filter(is_shown);
    let lines = lines.map(|line| {
        let line =
            line.strip_prefix("2>").map_or(line, |said| said.strip_prefix(' ').unwrap_or(said));
        let words = line.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
        let line: String = words.map(without_id).collect();
        (1..=9).fold(line, |line, number| line.replace(&format!("[ID {number}]"), "[ID]"))
    });
    lines.map(|line| without_time(&line) + "\n").collect()
}

/// The word, or what stands for the id of a revision.
fn without_id(word: &str) -> String {
    let Some((id, rest)) = word.split_at_checked(12) else { return word.to_owned() };
    let is_id = id.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    if is_id && rest.len() <= 1 { format!("[ID]{rest}") } else { word.to_owned() }
}

fn without_time(line: &str) -> String {
    match line.split_once(" in 0.") {
        Some((before, rest)) if rest.ends_with('s') => format!("{before} in [TIME]"),
        _ => line.to_owned(),
    }
}
