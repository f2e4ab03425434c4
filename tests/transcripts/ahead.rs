//! A database that is ahead of the program, or that another branch has worked on.

use std::fs;
use std::process::Command;

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const USERS: &str = "op.create_table(table(\"users\").column(\"id\", integer().primary_key()));";

#[test]
fn what_another_branch_applied_is_named_and_taken_back() {
    let project = Project::with_migrations();
    project.revision("aa01", None, USERS, "op.drop_table(\"users\");");
    project.revision(
        "bb02",
        Some("aa01"),
        "op.add_column(\"users\", \"role\", text().not_null().default(\"member\"));",
        "op.drop_column(\"users\", \"role\");",
    );
    let there = project.transcript_by_ana(&["cargo migrate upgrade"]);
    assert!(there.contains("Upgraded 2 revisions"), "{there}");
    // `git switch`: another branch has another revision after the same one.
    fs::remove_file(project.path("migrations/src/versions/bb02.rs")).unwrap();
    project.revision(
        "cc02",
        Some("aa01"),
        "op.add_column(\"users\", \"age\", integer());",
        "op.drop_column(\"users\", \"age\");",
    );
    let session = project.transcript_by_ana(&[
        "cargo migrate current",
        "cargo migrate current --check-heads",
        "cargo migrate upgrade",
        "cargo migrate downgrade aa01 --plan",
        "cargo migrate downgrade aa01 --sql",
        "cargo migrate switch",
        "cargo migrate switch",
        "cargo migrate current",
        "cargo migrate history --applied",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate current
2> warning: this program does not have `bb02` revision bb02, applied at [MOMENT] by ana@desk with version 0.1.0
$ cargo migrate current --check-heads
2> warning: this program does not have `bb02` revision bb02, applied at [MOMENT] by ana@desk with version 0.1.0
2>        Ahead of this program: `switch` takes back what it does not have
[exit 11]
$ cargo migrate upgrade
2> error: the database has revisions that this program does not have: `bb02`
2>   `bb02` revision bb02, applied at [MOMENT] by ana@desk with version 0.1.0
2>
2> hint: run a program that has them, or take them back: `cargo migrate switch` leads to this program's revisions, `cargo migrate downgrade` to any
[exit 11]
$ cargo migrate downgrade aa01 --plan
revert bb02 revision bb02 (version table: delete bb02, insert aa01)
  drop column users.role
$ cargo migrate downgrade aa01 --sql
.bail on

PRAGMA foreign_keys = ON;
PRAGMA legacy_alter_table = OFF;
BEGIN IMMEDIATE;
-- stops here when another program changed the version table
CREATE TEMP TABLE _migrate_check (holds, CONSTRAINT "another program changed the version table" CHECK (holds));
INSERT INTO _migrate_check SELECT (SELECT count(*) FROM migrate_version WHERE version_num IN ('bb02')) = 1;
DROP TABLE _migrate_check;

-- downgrade from bb02: revision bb02
ALTER TABLE users DROP COLUMN role;
UPDATE migrate_version SET version_num = 'aa01' WHERE version_num = 'bb02';
INSERT INTO migrate_log (revision, direction, duration_ms, applied_by, digest) VALUES ('bb02', 'downgrade', NULL, NULL, '3:96dcce59773c8483');
COMMIT;
$ cargo migrate switch
2>    Reverting bb02 revision bb02
2>     Reverted bb02 revision bb02 in [TIME]
2>     Applying cc02 revision cc02
2>      Applied cc02 revision cc02 in [TIME]
2>     Reverted 1 revision that this program does not have
2>     Upgraded 1 revision in [TIME]
$ cargo migrate switch
2>    Unchanged there is nothing to do
$ cargo migrate current
cc02 (head)
$ cargo migrate history --applied
[MOMENT] upgrade   cc02, revision cc02 ([TIME], by ana@desk, version 0.1.0)
[MOMENT] downgrade bb02 ([TIME], by ana@desk)
[MOMENT] upgrade   bb02, revision bb02 ([TIME], by ana@desk, version 0.1.0)
[MOMENT] upgrade   aa01, revision aa01 ([TIME], by ana@desk, version 0.1.0)

"#]]
    );
}

#[test]
fn rows_are_not_lost_unasked() {
    let project = Project::with_migrations();
    let manifest = project.read("migrations/Cargo.toml");
    let dependency = "[dependencies]\ndiesel = { version = \"2\", default-features = false, features = [\"sqlite\"] }\n";
    project.write("migrations/Cargo.toml", &manifest.replace("[dependencies]\n", dependency));
    project.revision("aa01", None, USERS, "op.drop_table(\"users\");");
    project.revision(
        "bb02",
        Some("aa01"),
        "op.create_table(table(\"posts\").column(\"id\", integer().primary_key())); \
         op.insert(\"posts\").set(\"id\", 1);",
        "op.drop_table(\"posts\");",
    );
    project.revision(
        "cc03",
        Some("bb02"),
        "op.run(|_: &mut diesel::SqliteConnection| Ok(()));",
        "op.run(|_: &mut diesel::SqliteConnection| Ok(()));",
    );
    let applied = project.transcript(&["cargo migrate upgrade bb02"]);
    assert!(applied.contains("Upgraded 2 revisions"), "{applied}");
    fs::rename(project.path("migrations/src/versions/cc03.rs"), project.path("cc03.rs")).unwrap();
    let text = fs::read_to_string(project.path("migrations/src/versions/bb02.rs")).unwrap();
    fs::remove_file(project.path("migrations/src/versions/bb02.rs")).unwrap();
    let refused =
        project.transcript_by_ana(&["cargo migrate switch", "cargo migrate switch --allow-losses"]);
    // What calls a function is in the program that has it alone.
    project.write("migrations/src/versions/bb02.rs", &text);
    fs::rename(project.path("cc03.rs"), project.path("migrations/src/versions/cc03.rs")).unwrap();
    project.transcript_by_ana(&["cargo migrate upgrade"]);
    fs::remove_file(project.path("migrations/src/versions/cc03.rs")).unwrap();
    let function = project.transcript_by_ana(&[
        "cargo migrate current",
        "cargo migrate downgrade -1",
        "cargo migrate switch",
    ]);
    assert_data_eq!(
        refused + &function,
        str![[r#"
$ cargo migrate switch
2> error: what is taken back would lose the rows of table `posts` (revision `bb02`)
2>
2> hint: keep what matters, then run with `--allow-losses`, or with `Options::allowing_losses` in an application
[exit 5]
$ cargo migrate switch --allow-losses
2>    Reverting bb02 revision bb02
2>     Reverted bb02 revision bb02 in [TIME]
2>     Reverted 1 revision that this program does not have
$ cargo migrate current
2> warning: this program does not have `cc03` revision cc03, applied at [MOMENT] by ana@desk with version 0.1.0; cannot be taken back here: its downgrade calls a function at migrations/src/versions/cc03.rs:10:8, which is in the program that applied it alone
$ cargo migrate downgrade -1
2> error: revision `cc03` cannot be taken back
2>   caused by: this program does not have it, and its downgrade calls a function at migrations/src/versions/cc03.rs:10:8, which is in the program that applied it alone
2>
2> hint: take it back with a program that has the revision, or restore a backup
[exit 5]
$ cargo migrate switch
2> error: revision `cc03` cannot be taken back
2>   caused by: this program does not have it, and its downgrade calls a function at migrations/src/versions/cc03.rs:10:8, which is in the program that applied it alone
2>
2> hint: take it back with a program that has the revision, or restore a backup
[exit 5]

"#]]
    );
}

#[test]
fn what_was_edited_is_shown_as_operations() {
    let project = Project::with_migrations();
    project.revision("aa01", None, USERS, "op.drop_table(\"users\");");
    project.transcript_by_ana(&["cargo migrate upgrade"]);
    project.revision(
        "aa01",
        None,
        "op.create_table(table(\"users\").column(\"id\", integer().primary_key())); \
         op.add_column(\"users\", \"name\", text());",
        "op.drop_table(\"users\");",
    );
    let session = project.transcript_by_ana(&[
        "cargo migrate history --applied",
        "cargo migrate history --applied --format json",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate history --applied
[MOMENT] upgrade   aa01, revision aa01 ([TIME], by ana@desk, version 0.1.0)
    + add column users.name text
$ cargo migrate history --applied --format json
[
  {
    "revision": "aa01",
    "message": "revision aa01",
    "direction": "upgrade",
    "applied_at": "[MOMENT]",
    "duration_ms": 0,
    "applied_by": "ana@desk",
    "version": "0.1.0",
    "edits": [
      "+ add column users.name text"
    ]
  }
]

"#]]
    );
}

#[test]
fn git_leads_the_database_along() {
    let project = Project::with_migrations();
    let refused = project.transcript(&["cargo migrate hook"]);
    assert!(refused.contains("is in no work tree of git"), "{refused}");
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        let output = command.args(words).current_dir(project.path("")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    let session = project.transcript(&["cargo migrate hook", "cargo migrate hook"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate hook
[PROJECT]/.git/hooks/post-checkout
2>      Created a hook of git: a change of the branch runs `cargo migrate switch`
$ cargo migrate hook
2> error: there is a hook [PROJECT]/.git/hooks/post-checkout already
2>
2> hint: write this line into it: `[ "$3" = 0 ] || cargo migrate switch --manifest-path 'migrations/Cargo.toml'`, or remove it first
[exit 2]

"#]]
    );
    assert_data_eq!(
        project.read(".git/hooks/post-checkout"),
        str![[r##"
#!/bin/sh
# Written by `cargo migrate hook`: the database follows a change of the branch.
# The third argument is 1 for a branch and 0 for files.
[ "$3" = 1 ] && [ "$1" != "$2" ] || exit 0
# A new work tree comes from no commit.
case "$1" in *[!0]*) ;; *) exit 0 ;; esac
[ -d "$(git rev-parse --git-path rebase-merge)" ] && exit 0
[ -d "$(git rev-parse --git-path rebase-apply)" ] && exit 0
[ -f 'migrations/Cargo.toml' ] || exit 0
cargo migrate switch --manifest-path 'migrations/Cargo.toml'

"##]]
    );
}

/// On a machine without the project: all that is there is `cargo migrate` and the database's URL.
#[test]
fn what_a_database_keeps_is_taken_back_without_a_package() {
    let project = Project::with_migrations();
    project.revision("aa01", None, USERS, "op.drop_table(\"users\");");
    project.revision(
        "bb02",
        Some("aa01"),
        "op.add_column(\"users\", \"role\", text().not_null().default(\"member\"));",
        "op.drop_column(\"users\", \"role\");",
    );
    project.revision(
        "cc03",
        Some("bb02"),
        "op.execute(\"SELECT 1\");",
        "op.execute(\"SELECT 2\");",
    );
    project.transcript_by_ana(&["cargo migrate upgrade"]);
    let outside = Project::empty().named_as(&project);
    fs::copy(project.path("app.db"), outside.path("app.db")).unwrap();
    outside.write(".env", "DATABASE_URL=sqlite://app.db\n");
    let session = outside.transcript_without_package(&[
        "cargo migrate downgrade -1",
        "cargo migrate --no-package history --applied",
        "cargo migrate --no-package current",
        "cargo migrate --no-package downgrade -1",
        "cargo migrate --no-package plan --downgrade aa01 -v -o back.json",
        "cargo migrate --no-package apply --plan back.json",
        "cargo migrate --no-package current",
        "cargo migrate --no-package --version-table other current",
        "cargo migrate --no-package upgrade",
        "cargo migrate --no-package switch",
        "cargo migrate --no-package heads",
        "cargo migrate --no-package -p app downgrade base",
        "cargo migrate --no-package --database-url sqlite://absent.db downgrade base",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate downgrade -1
2> error: there is no `Cargo.toml` in [PROJECT] or above it
2>
2> hint: go to a cargo project, or make one: `cargo init`, then `cargo migrate init`; `--no-package` goes by what a database keeps of its revisions
[exit 2]
$ cargo migrate --no-package history --applied
[MOMENT] upgrade   cc03, revision cc03 ([TIME], by ana@desk, version 0.1.0)
[MOMENT] upgrade   bb02, revision bb02 ([TIME], by ana@desk, version 0.1.0)
[MOMENT] upgrade   aa01, revision aa01 ([TIME], by ana@desk, version 0.1.0)
$ cargo migrate --no-package current
2> warning: this program does not have `cc03` revision cc03, applied at [MOMENT] by ana@desk with `app-migrations` 0.1.0
2> warning: this program does not have `bb02` revision bb02, applied at [MOMENT] by ana@desk with `app-migrations` 0.1.0
2> warning: this program does not have `aa01` revision aa01, applied at [MOMENT] by ana@desk with `app-migrations` 0.1.0
$ cargo migrate --no-package downgrade -1
2>    Reverting cc03 revision cc03
2>     Reverted cc03 revision cc03 in [TIME]
2>   Downgraded 1 revision in [TIME]
$ cargo migrate --no-package plan --downgrade aa01 -v -o back.json
revert bb02 revision bb02 (version table: delete bb02, insert aa01)
  drop column users.role
      ALTER TABLE users DROP COLUMN role
2> warning: the values of column `role` of table `users` would be lost (revision `bb02`)
2>       Digest 1:4cca0c98f6d8fe0e
2>        Wrote back.json
$ cargo migrate --no-package apply --plan back.json
2>    Reverting bb02 revision bb02
2>     Reverted bb02 revision bb02 in [TIME]
2>   Downgraded 1 revision in [TIME]
$ cargo migrate --no-package current
2> warning: this program does not have `aa01` revision aa01, applied at [MOMENT] by ana@desk with `app-migrations` 0.1.0
$ cargo migrate --no-package --version-table other current
$ cargo migrate --no-package upgrade
2> error: this command needs the revisions of a package
2>
2> hint: leave `--no-package` out: what a database keeps of its revisions is enough for `downgrade`, `plan --downgrade`, `apply`, `current` and `history --applied`
[exit 2]
$ cargo migrate --no-package switch
2> error: this command needs the revisions of a package
2>
2> hint: leave `--no-package` out: what a database keeps of its revisions is enough for `downgrade`, `plan --downgrade`, `apply`, `current` and `history --applied`
[exit 2]
$ cargo migrate --no-package heads
2> error: this command needs the revisions of a package
2>
2> hint: leave `--no-package` out: what a database keeps of its revisions is enough for `downgrade`, `plan --downgrade`, `apply`, `current` and `history --applied`
[exit 2]
$ cargo migrate --no-package -p app downgrade base
2> error: the argument '--no-package' cannot be used with '--package <NAME>'
2>
2> Usage: cargo migrate --no-package <COMMAND>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate --no-package --database-url sqlite://absent.db downgrade base
2> error: there is no database absent.db
2>
2> hint: name the one that revisions were applied to: `--database-url sqlite://PATH`
[exit 2]

"#]]
    );
}

#[test]
fn a_hook_is_of_this_repository_alone() {
    let project = Project::with_migrations();
    let git = |words: &[&str]| {
        let output =
            Command::new("git").args(words).current_dir(project.path("")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    let shared = tempfile::TempDir::new().unwrap();
    git(&["config", "core.hooksPath", shared.path().to_str().unwrap()]);
    let refused = project.transcript(&["cargo migrate hook"]);
    assert!(refused.contains("git takes the hooks of this work tree from"), "{refused}");
    assert!(refused.contains("[exit 2]"), "{refused}");
    assert_eq!(fs::read_dir(shared.path()).unwrap().count(), 0);
    // What husky makes again at each installation is no place for a hook.
    git(&["config", "core.hooksPath", ".husky/_"]);
    project.transcript(&["cargo migrate hook"]);
    assert!(project.read(".husky/post-checkout").contains("cargo migrate switch"));
    // What the error says is done literally: the repository has hooks of its own.
    git(&["config", "core.hooksPath", ".git/hooks"]);
    project.transcript(&["cargo migrate hook"]);
    assert!(project.read(".git/hooks/post-checkout").contains("cargo migrate switch"));
}
