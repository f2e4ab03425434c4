//! A plan that is reviewed in a file, and run as it is there or not at all.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const USERS: &str = "op.create_table(table(\"users\").column(\"id\", integer().primary_key()).column(\"name\", text()));";

fn project() -> Project {
    let project = Project::with_migrations();
    project.revision("aa01", None, USERS, "op.drop_table(\"users\");");
    project.revision(
        "bb02",
        Some("aa01"),
        "op.drop_column(\"users\", \"name\");",
        "op.add_column(\"users\", \"name\", text());",
    );
    project
}

#[test]
fn what_was_reviewed_runs_once() {
    let project = project();
    let session = project.transcript_by_ana(&[
        "cargo migrate plan -v -o plan.json",
        "cargo migrate apply --plan plan.json",
        "cargo migrate apply --plan plan.json",
        "cargo migrate plan --downgrade aa01 -o plan.json",
        "cargo migrate apply --plan plan.json",
        "cargo migrate plan heads --format json",
        "cargo migrate upgrade --confirm 1:0000000000000000",
        "cargo migrate current",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate plan -v -o plan.json
apply aa01 revision aa01 (version table: insert aa01)
  create table users
      CREATE TABLE users (
          id INTEGER NOT NULL,
          name TEXT,
          CONSTRAINT pk_users PRIMARY KEY (id)
      )
apply bb02 revision bb02 (version table: delete aa01, insert bb02)
  drop column users.name
      -- rewrites every row
      ALTER TABLE users DROP COLUMN name
2> warning: the values of column `name` of table `users` would be lost (revision `bb02`)
2>       Digest 1:75c9e77477faa536
2>        Wrote plan.json
$ cargo migrate apply --plan plan.json
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Applying bb02 revision bb02
2>      Applied bb02 revision bb02 in [TIME]
2>     Upgraded 2 revisions in [TIME]
$ cargo migrate apply --plan plan.json
2> error: what would run is not what was planned: the plan begins at base, and the database is at `bb02`
2>
2> hint: plan again with `cargo migrate plan`, and have the new plan reviewed
[exit 5]
$ cargo migrate plan --downgrade aa01 -o plan.json
revert bb02 revision bb02 (version table: delete bb02, insert aa01)
  add column users.name text
2>       Digest 1:67be19f651fd11a3
2>        Wrote plan.json
$ cargo migrate apply --plan plan.json
2>    Reverting bb02 revision bb02
2>     Reverted bb02 revision bb02 in [TIME]
2>   Downgraded 1 revision in [TIME]
$ cargo migrate plan heads --format json
{
  "format_version": 1,
  "digest": "1:1e5c3ba768b5c711",
  "package": "app-migrations",
  "database": "SQLite 3.53",
  "direction": "upgrade",
  "target": "heads",
  "rows": [
    "aa01"
  ],
  "losses": [
    {
      "revision": "bb02",
      "loses": "the values of column `name` of table `users`"
    }
  ],
  "revisions": [
    {
      "revision": "bb02",
      "message": "revision bb02",
      "direction": "upgrade",
      "transactional": true,
      "digest": "3:601c8320e282c152",
      "rows": {
        "delete": [
          "aa01"
        ],
        "insert": [
          "bb02"
        ]
      },
      "operations": [
        {
          "operation": "drop column users.name",
          "rebuild": false,
          "sql": "ALTER TABLE users DROP COLUMN name",
          "file": "migrations/src/versions/bb02.rs",
          "line": 6
        }
      ],
      "statements": [
        {
          "kind": "sql",
          "operations": [
            0
          ],
          "sql": "ALTER TABLE users DROP COLUMN name",
          "note": null,
          "locks": [
            {
              "table": "users",
              "mode": "file",
              "writes": false
            }
          ],
          "rows": "rewrite"
        }
      ],
      "interrupted": null
    }
  ]
}
2> warning: the values of column `name` of table `users` would be lost (revision `bb02`)
2>       Digest 1:1e5c3ba768b5c711
$ cargo migrate upgrade --confirm 1:0000000000000000
2> error: what would run is not what was planned: its digest is `1:1e5c3ba768b5c711`, and `1:0000000000000000` was asked for
2>
2> hint: plan again with `cargo migrate plan`, and have the new plan reviewed
[exit 5]
$ cargo migrate current
aa01

"#]]
    );
}

#[test]
fn what_is_not_the_plan_does_not_run() {
    let project = project();
    project.transcript_by_ana(&["cargo migrate plan -o plan.json"]);
    let plan = fs::read_to_string(project.path("plan.json")).unwrap();

    // Another statement in the file.
    let edited = plan.replace("DROP COLUMN name", "DROP COLUMN nickname");
    assert_ne!(edited, plan);
    project.write("edited.json", &edited);
    project.write("cut.json", &plan[..plan.len() / 2]);
    project.write("newer.json", &plan.replace("\"format_version\": 1", "\"format_version\": 2"));
    project.write("other.json", &plan.replace("\"package\": \"", "\"package\": \"other-"));
    let loss = "the values of column `name` of table `users`";
    project.write("silent.json", &plan.replace(loss, "nothing"));
    let refused = project.transcript_by_ana(&[
        "cargo migrate apply --plan edited.json",
        "cargo migrate apply --plan cut.json",
        "cargo migrate apply --plan newer.json",
        "cargo migrate apply --plan other.json",
        "cargo migrate apply --plan silent.json",
        "cargo migrate apply --plan absent.json",
        "cargo migrate plan -o absent/plan.json",
        "cargo migrate current",
    ]);
    assert_data_eq!(
        refused,
        str![[r#"
$ cargo migrate apply --plan edited.json
2> error: what would run is not what was planned: revision `bb02` is another one in edited.json
2>
2> hint: plan again with `cargo migrate plan`, and have the new plan reviewed
[exit 5]
$ cargo migrate apply --plan cut.json
2> error: cannot read cut.json: it is no plan
2>
2> hint: `cargo migrate plan -o FILE` writes a plan
[exit 2]
$ cargo migrate apply --plan newer.json
2> error: cannot read newer.json: it is a plan of form 2, and this program knows form 1
2>
2> hint: `cargo migrate plan -o FILE` writes a plan
[exit 2]
$ cargo migrate apply --plan other.json
2> error: what would run is not what was planned: the plan is of package `other-app-migrations`, and this is `app-migrations`
2>
2> hint: plan again with `cargo migrate plan`, and have the new plan reviewed
[exit 5]
$ cargo migrate apply --plan silent.json
2> error: what would run is not what was planned: silent.json was changed since it was written
2>
2> hint: plan again with `cargo migrate plan`, and have the new plan reviewed
[exit 5]
$ cargo migrate apply --plan absent.json
2> error: cannot read absent.json: No such file or directory (os error 2)
2>
2> hint: `cargo migrate plan -o FILE` writes a plan
[exit 2]
$ cargo migrate plan -o absent/plan.json
apply aa01 revision aa01 (version table: insert aa01)
  create table users
apply bb02 revision bb02 (version table: delete aa01, insert bb02)
  drop column users.name
2> warning: the values of column `name` of table `users` would be lost (revision `bb02`)
2>       Digest 1:75c9e77477faa536
2> error: cannot write absent/plan.json: No such file or directory (os error 2)
[exit 2]
$ cargo migrate current
2>      Missing [PROJECT]/app.db does not exist, so no revision is applied

"#]]
    );

    // Another revision in the program, which was not there for the review.
    project.revision(
        "cc03",
        Some("bb02"),
        "op.execute(\"SELECT 1\");",
        "op.execute(\"SELECT 1\");",
    );
    let session = project.transcript_by_ana(&["cargo migrate apply --plan plan.json"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate apply --plan plan.json
2> error: what would run is not what was planned: the plan has revisions `aa01`, `bb02`, and this program would run `aa01`, `bb02`, `cc03`
2>
2> hint: plan again with `cargo migrate plan`, and have the new plan reviewed
[exit 5]

"#]]
    );
    fs::remove_file(project.path("migrations/src/versions/cc03.rs")).unwrap();

    // Another database, or the same one later.
    let session = project.transcript_by_ana(&[
        "cargo migrate upgrade aa01",
        "cargo migrate apply --plan plan.json",
        "cargo migrate current",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade aa01
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate apply --plan plan.json
2> error: what would run is not what was planned: the plan begins at base, and the database is at `aa01`
2>
2> hint: plan again with `cargo migrate plan`, and have the new plan reviewed
[exit 5]
$ cargo migrate current
aa01

"#]]
    );
}
