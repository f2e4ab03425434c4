//! A day's work: a revision is made, edited, applied, looked at, taken back.

use snapbox::{assert_data_eq, str};

use crate::project::Project;

#[test]
fn the_guides_daily_work() {
    let project = Project::with_migrations();
    project.revision(
        "ae1027a6acf5",
        None,
        "op.create_table(table(\"users\").column(\"id\", big_int().primary_key().identity()));",
        "op.drop_table(\"users\");",
    );
    let made = project.transcript(&[
        "cargo migrate revision -m 'add user role column' --rev-id 1f3c9a7b2d10",
        "cargo migrate heads",
    ]);
    assert_data_eq!(
        made,
        str![[r#"
$ cargo migrate revision -m 'add user role column' --rev-id 1f3c9a7b2d10
migrations/src/versions/1f3c9a7b2d10_add_user_role_column.rs
2>      Created revision 1f3c9a7b2d10 after ae1027a6acf5
$ cargo migrate heads
1f3c9a7b2d10 (head)

"#]]
    );

    let file = "migrations/src/versions/1f3c9a7b2d10_add_user_role_column.rs";
    assert_data_eq!(
        project.redacted(file),
        str![[r#"
//! add user role column
//!
//! Created: [DATE]
use migrate_runtime::prelude::*;

#[migration(rev = "1f3c9a7b2d10", down_rev = "ae1027a6acf5")]
fn upgrade(op: &mut Op) {}

fn downgrade(op: &mut Op) {}

"#]]
    );
    project.write(
        file,
        "//! add user role column\n\
         use migrate_runtime::prelude::*;\n\n\
         #[migration(rev = \"1f3c9a7b2d10\", down_rev = \"ae1027a6acf5\")]\n\
         fn upgrade(op: &mut Op) {\n    \
             op.add_column(\"users\", \"role\", varchar(100).not_null().default(\"member\"));\n}\n\n\
         fn downgrade(op: &mut Op) {\n    op.drop_column(\"users\", \"role\");\n}\n",
    );
    let session = project.transcript(&[
        "cargo migrate upgrade head",
        "cargo migrate upgrade",
        "cargo migrate current",
        "cargo migrate downgrade -1",
        "cargo migrate current",
        "cargo migrate upgrade head",
        "cargo migrate history --verbose",
        "cargo migrate history -i",
        "cargo migrate stamp ae1027a6acf5",
        "cargo migrate current --check-heads",
        "cargo migrate upgrade --plan",
        "cargo migrate stamp head",
        "cargo migrate current --check-heads --format json",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade head
2>     Applying ae1027a6acf5 revision ae1027a6acf5
2>      Applied ae1027a6acf5 revision ae1027a6acf5 in [TIME]
2>     Applying 1f3c9a7b2d10 add user role column
2>      Applied 1f3c9a7b2d10 add user role column in [TIME]
2>     Upgraded 2 revisions in [TIME]
$ cargo migrate upgrade
2>    Unchanged there is nothing to do
$ cargo migrate current
1f3c9a7b2d10 (head)
$ cargo migrate downgrade -1
2>    Reverting 1f3c9a7b2d10 add user role column
2>     Reverted 1f3c9a7b2d10 add user role column in [TIME]
2>   Downgraded 1 revision in [TIME]
$ cargo migrate current
ae1027a6acf5
$ cargo migrate upgrade head
2>     Applying 1f3c9a7b2d10 add user role column
2>      Applied 1f3c9a7b2d10 add user role column in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate history --verbose
Rev: 1f3c9a7b2d10 (head)
Parent: ae1027a6acf5
Path: migrations/src/versions/1f3c9a7b2d10_add_user_role_column.rs:4

    add user role column

Rev: ae1027a6acf5
Parent: <base>
Path: migrations/src/versions/ae1027a6acf5.rs:4

    revision ae1027a6acf5

$ cargo migrate history -i
ae1027a6acf5 -> 1f3c9a7b2d10 (head) (current), add user role column
<base> -> ae1027a6acf5, revision ae1027a6acf5
$ cargo migrate stamp ae1027a6acf5
2>      Stamped the database is at ae1027a6acf5
$ cargo migrate current --check-heads
ae1027a6acf5
2>       Behind by 1 revision: `upgrade heads` applies it
[exit 6]
$ cargo migrate upgrade --plan
apply 1f3c9a7b2d10 add user role column (version table: delete ae1027a6acf5, insert 1f3c9a7b2d10)
  add column users.role varchar(100) NOT NULL DEFAULT 'member'
$ cargo migrate stamp head
2>      Stamped the database is at 1f3c9a7b2d10
$ cargo migrate current --check-heads --format json
[
  {
    "revision": "1f3c9a7b2d10",
    "down_revs": [
      "ae1027a6acf5"
    ],
    "depends_on": [],
    "labels": [],
    "branches": [],
    "message": "add user role column",
    "file": "migrations/src/versions/1f3c9a7b2d10_add_user_role_column.rs",
    "line": 4,
    "head": true,
    "branch_point": false,
    "merge_point": false,
    "current": true,
    "interrupted": null
  }
]

"#]]
    );
}

#[test]
fn scripts_and_plans() {
    let project = Project::with_migrations();
    project.revision(
        "aa01",
        None,
        "op.create_table(table(\"users\").column(\"id\", integer().primary_key()).column(\"name\", text()));",
        "op.drop_table(\"users\");",
    );
    project.revision(
        "aa02",
        Some("aa01"),
        "op.alter_column(\"users\", \"name\").not_null();",
        "op.alter_column(\"users\", \"name\").nullable();",
    );
    let session = project.transcript(&[
        "cargo migrate upgrade --plan",
        "cargo migrate upgrade --plan -v",
        "cargo migrate upgrade --sql",
        "cargo migrate upgrade aa01",
        "cargo migrate upgrade --sql",
        "cargo migrate downgrade aa02:aa01 --sql",
        "cargo migrate upgrade --plan --format json",
        "cargo migrate stamp --sql head",
        "cargo migrate ensure-version --sql",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade --plan
apply aa01 revision aa01 (version table: insert aa01)
  create table users
apply aa02 revision aa02 (version table: delete aa01, insert aa02)
  alter column users.name: NOT NULL
$ cargo migrate upgrade --plan -v
apply aa01 revision aa01 (version table: insert aa01)
  create table users
      CREATE TABLE users (
          id INTEGER NOT NULL,
          name TEXT,
          CONSTRAINT pk_users PRIMARY KEY (id)
      )
apply aa02 revision aa02 (version table: delete aa01, insert aa02)
  alter column users.name: NOT NULL
      -- reads every row
      ALTER TABLE users ALTER COLUMN name SET NOT NULL
$ cargo migrate upgrade --sql
.bail on

PRAGMA foreign_keys = ON;
PRAGMA legacy_alter_table = OFF;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS migrate_version (
    version_num VARCHAR(255) NOT NULL,
    CONSTRAINT migrate_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE IF NOT EXISTS migrate_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision VARCHAR(255) NOT NULL,
    direction VARCHAR(10) NOT NULL,
    applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    duration_ms BIGINT,
    applied_by VARCHAR(255),
    digest VARCHAR(64) NOT NULL
);
CREATE TABLE IF NOT EXISTS migrate_revision (
    log_id INTEGER PRIMARY KEY,
    revision VARCHAR(255) NOT NULL,
    record TEXT NOT NULL
);
-- stops here when another program changed the version table
CREATE TEMP TABLE _migrate_check (holds, CONSTRAINT "another program changed the version table" CHECK (holds));
INSERT INTO _migrate_check SELECT (SELECT count(*) FROM migrate_version) = 0;
DROP TABLE _migrate_check;

-- upgrade to aa01: revision aa01
CREATE TABLE users (
    id INTEGER NOT NULL,
    name TEXT,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO migrate_version (version_num) VALUES ('aa01');
INSERT INTO migrate_log (revision, direction, duration_ms, applied_by, digest) VALUES ('aa01', 'upgrade', NULL, NULL, '3:c0788ec3d28fc443');
INSERT INTO migrate_revision (log_id, revision, record) VALUES (last_insert_rowid(), 'aa01', '{"format":1,"database":"SQLite 3.35","package":"app-migrations","version":"0.1.0","message":"revision aa01","file":"migrations/src/versions/aa01.rs","line":4,"ancestry":"1:6be42b2610756874","operations":[["create table users","3:c0788ec3d28fc443"]],"schema":"1:e055922f466df1a6","downgrade":{"digest":"3:c4edaec45a8f508b","losses":[{"table":"users"}],"operations":[{"description":"drop table users","origin":{"file":"migrations/src/versions/aa01.rs","line":10,"column":8}}],"statements":[{"operations":[0],"action":"sql","sql":"DROP TABLE users"}]}}');
COMMIT;

PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = OFF;
BEGIN IMMEDIATE;
-- stops here when another program changed the version table
CREATE TEMP TABLE _migrate_check (holds, CONSTRAINT "another program changed the version table" CHECK (holds));
INSERT INTO _migrate_check SELECT (SELECT count(*) FROM migrate_version WHERE version_num IN ('aa01')) = 1;
DROP TABLE _migrate_check;

-- upgrade to aa02: revision aa02
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, name) SELECT id, name FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
UPDATE migrate_version SET version_num = 'aa02' WHERE version_num = 'aa01';
INSERT INTO migrate_log (revision, direction, duration_ms, applied_by, digest) VALUES ('aa02', 'upgrade', NULL, NULL, '3:3990f6a73ff5d0ec');
INSERT INTO migrate_revision (log_id, revision, record) VALUES (last_insert_rowid(), 'aa02', '{"format":1,"database":"SQLite 3.35","package":"app-migrations","version":"0.1.0","down_revs":["aa01"],"message":"revision aa02","file":"migrations/src/versions/aa02.rs","line":4,"ancestry":"1:8d3ddc7bbe55f104","operations":[["alter column users.name: NOT NULL","3:3990f6a73ff5d0ec"]],"schema":"1:523eed45d960a1f9","downgrade":{"digest":"3:47e96f6329b0508f","losses":[],"operations":[{"description":"alter column users.name: NULL","origin":{"file":"migrations/src/versions/aa02.rs","line":10,"column":8}}],"statements":[{"operations":[0],"action":"rebuild","table":"users","edits":[{"kind":"set_not_null","column":"name","not_null":false}],"declared":{"create":"CREATE TABLE users (/n    id INTEGER NOT NULL,/n    name TEXT NOT NULL,/n    CONSTRAINT pk_users PRIMARY KEY (id)/n)"},"sql":["CREATE TABLE /"_migrate_new_users/" (/n    id INTEGER NOT NULL,/n    name TEXT,/n    CONSTRAINT pk_users PRIMARY KEY (id)/n)","INSERT INTO _migrate_new_users (id, name) SELECT id, name FROM users","DROP TABLE users","PRAGMA legacy_alter_table = ON","ALTER TABLE _migrate_new_users RENAME TO users","PRAGMA legacy_alter_table = OFF"]}]}}');
-- stops here when rows reference what is not there
CREATE TEMP TABLE _migrate_check (foreign_keys_hold CHECK (foreign_keys_hold));
INSERT INTO _migrate_check SELECT count(*) = 0 FROM pragma_foreign_key_check;
DROP TABLE _migrate_check;
COMMIT;
$ cargo migrate upgrade aa01
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate upgrade --sql
.bail on

PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = OFF;
BEGIN IMMEDIATE;
-- stops here when another program changed the version table
CREATE TEMP TABLE _migrate_check (holds, CONSTRAINT "another program changed the version table" CHECK (holds));
INSERT INTO _migrate_check SELECT (SELECT count(*) FROM migrate_version WHERE version_num IN ('aa01')) = 1;
DROP TABLE _migrate_check;

-- upgrade to aa02: revision aa02
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, name) SELECT id, name FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
UPDATE migrate_version SET version_num = 'aa02' WHERE version_num = 'aa01';
INSERT INTO migrate_log (revision, direction, duration_ms, applied_by, digest) VALUES ('aa02', 'upgrade', NULL, NULL, '3:3990f6a73ff5d0ec');
INSERT INTO migrate_revision (log_id, revision, record) VALUES (last_insert_rowid(), 'aa02', '{"format":1,"database":"SQLite 3.35","package":"app-migrations","version":"0.1.0","down_revs":["aa01"],"message":"revision aa02","file":"migrations/src/versions/aa02.rs","line":4,"ancestry":"1:8d3ddc7bbe55f104","operations":[["alter column users.name: NOT NULL","3:3990f6a73ff5d0ec"]],"schema":"1:523eed45d960a1f9","downgrade":{"digest":"3:47e96f6329b0508f","losses":[],"operations":[{"description":"alter column users.name: NULL","origin":{"file":"migrations/src/versions/aa02.rs","line":10,"column":8}}],"statements":[{"operations":[0],"action":"rebuild","table":"users","edits":[{"kind":"set_not_null","column":"name","not_null":false}],"declared":{"create":"CREATE TABLE users (/n    id INTEGER NOT NULL,/n    name TEXT NOT NULL,/n    CONSTRAINT pk_users PRIMARY KEY (id)/n)"},"sql":["CREATE TABLE /"_migrate_new_users/" (/n    id INTEGER NOT NULL,/n    name TEXT,/n    CONSTRAINT pk_users PRIMARY KEY (id)/n)","INSERT INTO _migrate_new_users (id, name) SELECT id, name FROM users","DROP TABLE users","PRAGMA legacy_alter_table = ON","ALTER TABLE _migrate_new_users RENAME TO users","PRAGMA legacy_alter_table = OFF"]}]}}');
-- stops here when rows reference what is not there
CREATE TEMP TABLE _migrate_check (foreign_keys_hold CHECK (foreign_keys_hold));
INSERT INTO _migrate_check SELECT count(*) = 0 FROM pragma_foreign_key_check;
DROP TABLE _migrate_check;
COMMIT;
$ cargo migrate downgrade aa02:aa01 --sql
.bail on

PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = OFF;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS migrate_version (
    version_num VARCHAR(255) NOT NULL,
    CONSTRAINT migrate_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE IF NOT EXISTS migrate_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision VARCHAR(255) NOT NULL,
    direction VARCHAR(10) NOT NULL,
    applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    duration_ms BIGINT,
    applied_by VARCHAR(255),
    digest VARCHAR(64) NOT NULL
);
CREATE TABLE IF NOT EXISTS migrate_revision (
    log_id INTEGER PRIMARY KEY,
    revision VARCHAR(255) NOT NULL,
    record TEXT NOT NULL
);
-- stops here when another program changed the version table
CREATE TEMP TABLE _migrate_check (holds, CONSTRAINT "another program changed the version table" CHECK (holds));
INSERT INTO _migrate_check SELECT (SELECT count(*) FROM migrate_version WHERE version_num IN ('aa02')) = 1;
DROP TABLE _migrate_check;

-- downgrade from aa02: revision aa02
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    name TEXT,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, name) SELECT id, name FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
UPDATE migrate_version SET version_num = 'aa01' WHERE version_num = 'aa02';
INSERT INTO migrate_log (revision, direction, duration_ms, applied_by, digest) VALUES ('aa02', 'downgrade', NULL, NULL, '3:47e96f6329b0508f');
-- stops here when rows reference what is not there
CREATE TEMP TABLE _migrate_check (foreign_keys_hold CHECK (foreign_keys_hold));
INSERT INTO _migrate_check SELECT count(*) = 0 FROM pragma_foreign_key_check;
DROP TABLE _migrate_check;
COMMIT;
$ cargo migrate upgrade --plan --format json
[
  {
    "revision": "aa02",
    "message": "revision aa02",
    "direction": "upgrade",
    "transactional": true,
    "digest": "3:3990f6a73ff5d0ec",
    "rows": {
      "delete": [
        "aa01"
      ],
      "insert": [
        "aa02"
      ]
    },
    "operations": [
      {
        "operation": "alter column users.name: NOT NULL",
        "rebuild": false,
        "sql": "ALTER TABLE users ALTER COLUMN name SET NOT NULL",
        "file": "migrations/src/versions/aa02.rs",
        "line": 6
      }
    ],
    "statements": [
      {
        "kind": "sql",
        "operations": [
          0
        ],
        "sql": "ALTER TABLE users ALTER COLUMN name SET NOT NULL",
        "note": null,
        "locks": [
          {
            "table": "users",
            "mode": "file",
            "writes": false
          }
        ],
        "rows": "scan"
      }
    ],
    "interrupted": null
  }
]
$ cargo migrate stamp --sql head
.bail on

PRAGMA foreign_keys = ON;
PRAGMA legacy_alter_table = OFF;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS migrate_version (
    version_num VARCHAR(255) NOT NULL,
    CONSTRAINT migrate_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE IF NOT EXISTS migrate_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision VARCHAR(255) NOT NULL,
    direction VARCHAR(10) NOT NULL,
    applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    duration_ms BIGINT,
    applied_by VARCHAR(255),
    digest VARCHAR(64) NOT NULL
);
CREATE TABLE IF NOT EXISTS migrate_revision (
    log_id INTEGER PRIMARY KEY,
    revision VARCHAR(255) NOT NULL,
    record TEXT NOT NULL
);
-- stops here when another program changed the version table
CREATE TEMP TABLE _migrate_check (holds, CONSTRAINT "another program changed the version table" CHECK (holds));
INSERT INTO _migrate_check SELECT (SELECT count(*) FROM migrate_version WHERE version_num IN ('aa01')) = 1;
DROP TABLE _migrate_check;
UPDATE migrate_version SET version_num = 'aa02' WHERE version_num = 'aa01';
INSERT INTO migrate_log (revision, direction, duration_ms, applied_by, digest) VALUES ('aa02', 'stamp', NULL, NULL, '');
COMMIT;
$ cargo migrate ensure-version --sql
CREATE TABLE IF NOT EXISTS migrate_version (
    version_num VARCHAR(255) NOT NULL,
    CONSTRAINT migrate_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE IF NOT EXISTS migrate_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision VARCHAR(255) NOT NULL,
    direction VARCHAR(10) NOT NULL,
    applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    duration_ms BIGINT,
    applied_by VARCHAR(255),
    digest VARCHAR(64) NOT NULL
);
CREATE TABLE IF NOT EXISTS migrate_revision (
    log_id INTEGER PRIMARY KEY,
    revision VARCHAR(255) NOT NULL,
    record TEXT NOT NULL
);

"#]]
    );
}

/// Changes of one table share its rebuild, and are listed under it.
#[test]
fn a_plan_of_operations_that_share_a_statement() {
    let project = Project::with_migrations();
    project.revision(
        "aa01",
        None,
        "op.create_table(table(\"users\").column(\"id\", integer().primary_key()).column(\"name\", text()));",
        "op.drop_table(\"users\");",
    );
    project.revision(
        "aa02",
        Some("aa01"),
        "op.add_column(\"users\", \"age\", integer());\n    \
         op.create_check_constraint(\"ck_users_age\", \"users\", \"age > 0\");\n    \
         op.alter_column(\"users\", \"name\").not_null();\n    \
         op.create_index(\"ix_users_age\", \"users\", [\"age\"]);",
        "op.execute(\"\");",
    );
    let session = project.transcript(&[
        "cargo migrate upgrade aa01",
        "cargo migrate upgrade --plan",
        "cargo migrate upgrade --plan -v",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade aa01
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate upgrade --plan
apply aa02 revision aa02 (version table: delete aa01, insert aa02)
  add column users.age integer
  rebuilds table users:
    add check constraint ck_users_age to users: CHECK (age > 0)
    alter column users.name: NOT NULL
    create index ix_users_age on users (age)
$ cargo migrate upgrade --plan -v
apply aa02 revision aa02 (version table: delete aa01, insert aa02)
  add column users.age integer
      ALTER TABLE users ADD COLUMN age INTEGER
  rebuilds table users:
    add check constraint ck_users_age to users: CHECK (age > 0)
    alter column users.name: NOT NULL
    create index ix_users_age on users (age)
      -- rewrites every row
      CREATE TABLE "_migrate_new_users" (
          id INTEGER NOT NULL,
          name TEXT NOT NULL,
          age INTEGER,
          CONSTRAINT pk_users PRIMARY KEY (id),
          CONSTRAINT ck_users_age CHECK (age > 0)
      );
      INSERT INTO _migrate_new_users (id, name, age) SELECT id, name, age FROM users;
      DROP TABLE users;
      PRAGMA legacy_alter_table = ON;
      ALTER TABLE _migrate_new_users RENAME TO users;
      PRAGMA legacy_alter_table = OFF;
      CREATE INDEX ix_users_age ON users (age)

"#]]
    );
}

#[test]
fn branches_and_a_merge() {
    let project = Project::with_migrations();
    let table = |name: &str| {
        format!("op.create_table(table(\"{name}\").column(\"id\", integer().primary_key()));")
    };
    project.revision("aa01", None, &table("a"), "op.drop_table(\"a\");");
    project.revision("bb01", Some("aa01"), &table("b"), "op.drop_table(\"b\");");
    project.revision("cc01", Some("aa01"), &table("c"), "op.drop_table(\"c\");");
    let session = project.transcript(&[
        "cargo migrate heads",
        "cargo migrate branches",
        "cargo migrate revision -m 'which one'",
        "cargo migrate upgrade",
        "cargo migrate upgrade heads",
        "cargo migrate downgrade -1",
        "cargo migrate merge heads -m 'join b and c' --rev-id dd01",
        "cargo migrate upgrade",
        "cargo migrate history",
        "cargo migrate downgrade base",
        "cargo migrate current",
        "cargo migrate show dd",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate heads
bb01 (head)
cc01 (head)
$ cargo migrate branches
aa01 (branchpoint)
     -> bb01 (head)
     -> cc01 (head)

$ cargo migrate revision -m 'which one'
2> error: there are several heads: `bb01` (migrations/src/versions/bb01.rs:4), `cc01` (migrations/src/versions/cc01.rs:4)
2>
2> hint: name one: `--head bb01`; or join them: `cargo migrate merge`
[exit 3]
$ cargo migrate upgrade
2> error: `head` is ambiguous, there are several heads: `bb01` (migrations/src/versions/bb01.rs:4), `cc01` (migrations/src/versions/cc01.rs:4)
2>
2> hint: name one: `bb01`, `LABEL@head`, or `heads` for all; `merge heads` joins them
[exit 3]
$ cargo migrate upgrade heads
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Applying bb01 revision bb01
2>      Applied bb01 revision bb01 in [TIME]
2>     Applying cc01 revision cc01
2>      Applied cc01 revision cc01 in [TIME]
2>     Upgraded 3 revisions in [TIME]
$ cargo migrate downgrade -1
2> error: `-1` is ambiguous, it can count from any of `bb01` (migrations/src/versions/bb01.rs:4), `cc01` (migrations/src/versions/cc01.rs:4)
2>
2> hint: name the branch: `bb01@-1`
[exit 3]
$ cargo migrate merge heads -m 'join b and c' --rev-id dd01
migrations/src/versions/dd01_join_b_and_c.rs
2>      Created revision dd01 after bb01, cc01
$ cargo migrate upgrade
2>     Applying dd01 join b and c
2>      Applied dd01 join b and c in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate history
bb01, cc01 -> dd01 (head) (mergepoint), join b and c
aa01 -> cc01, revision cc01
aa01 -> bb01, revision bb01
<base> -> aa01 (branchpoint), revision aa01
$ cargo migrate downgrade base
2>    Reverting dd01 join b and c
2>     Reverted dd01 join b and c in [TIME]
2>    Reverting cc01 revision cc01
2>     Reverted cc01 revision cc01 in [TIME]
2>    Reverting bb01 revision bb01
2>     Reverted bb01 revision bb01 in [TIME]
2>    Reverting aa01 revision aa01
2>     Reverted aa01 revision aa01 in [TIME]
2>   Downgraded 4 revisions in [TIME]
$ cargo migrate current
$ cargo migrate show dd
Rev: dd01 (head) (mergepoint)
Merges: bb01, cc01
Path: migrations/src/versions/dd01_join_b_and_c.rs:6

    join b and c

    Created: [DATE]


"#]]
    );
}

#[test]
fn an_applied_revision_is_edited() {
    let project = Project::with_migrations();
    let create =
        |column: &str| format!("op.create_table(table(\"users\").column(\"id\", {column}));");
    project.revision("aa01", None, &create("integer()"), "op.drop_table(\"users\");");
    project.transcript(&["cargo migrate upgrade"]);
    project.revision("aa01", None, &create("big_int()"), "op.drop_table(\"users\");");
    let session = project.transcript(&["cargo migrate current", "cargo migrate current -v"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate current
aa01 (head)
$ cargo migrate current -v
Rev: aa01 (head) (current)
Parent: <base>
Path: migrations/src/versions/aa01.rs:4

    revision aa01

2> warning: revision `aa01` was edited after it was applied here: this database and a new one will differ

"#]]
    );
}
