//! Bad input: each error says what, where, and what to do; nothing is left half-done.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const CREATE: &str = "op.create_table(table(\"users\").column(\"id\", integer().primary_key()).column(\"name\", text()));";
const DROP: &str = "op.drop_table(\"users\");";

#[test]
fn targets_and_commands() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    let session = project.transcript(&[
        "cargo migrate upgrade aa09",
        "cargo migrate upgrade +5",
        "cargo migrate upgrade +1x",
        "cargo migrate downgrade",
        "cargo migrate show a01",
        "cargo migrate upgarde",
        "cargo migrate status",
        "cargo migrate makemigrations",
        "cargo migrate revisons",
        "cargo migrate revision 'create users'",
        "cargo migrate upgrade --sql --plan",
        "cargo migrate history -r aa01",
        "cargo migrate upgrade --plam",
        "cargo migrate upgrade --dry-run",
        "cargo migrate downgrade -l",
        "cargo migrate downgrade --yes -1",
        "cargo migrate current -v --chek-heads",
        "cargo migrate upgrade HEAD",
        "cargo migrate upgrade haed",
        "cargo migrate revision --autogenerate -m x",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade aa09
2> error: no revision or label is called `aa09` or begins so
2>
2> hint: did you mean `aa01`?
[exit 3]
$ cargo migrate upgrade +5
2> error: `+5` goes too far: the way ends at `aa01` (migrations/src/versions/aa01.rs:4) after 1 of 5 steps
2>
2> hint: write `aa01` to go to the end
[exit 3]
$ cargo migrate upgrade +1x
2> error: `+1x` is not a target: after `+` or `-` comes a number
[exit 3]
$ cargo migrate downgrade
2> error: the following required arguments were not provided:
2>   <TARGET>
2>
2>   tip: `downgrade -1` reverts the last revision, `downgrade base` reverts all
2>
2> Usage: cargo migrate downgrade <TARGET>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate show a01
2> error: no revision or label is called `a01` or begins so
2>
2> hint: did you mean `aa01`?
[exit 3]
$ cargo migrate upgarde
2> error: unrecognized subcommand 'upgarde'
2>
2>   tip: a similar subcommand exists: 'upgrade'
2>
2> Usage: cargo migrate [OPTIONS] <COMMAND>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate status
2> error: unrecognized subcommand 'status'
2>
2>   tip: `status` is `current` here
2>
2> Usage: cargo migrate [OPTIONS] <COMMAND>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate makemigrations
2> error: unrecognized subcommand 'makemigrations'
2>
2>   tip: `makemigrations` is `revision -m "create users"` here
2>
2> Usage: cargo migrate [OPTIONS] <COMMAND>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate revisons
2> error: unrecognized subcommand 'revisons'
2>
2>   tip: a similar subcommand exists: 'revision'
2>
2> Usage: cargo migrate [OPTIONS] <COMMAND>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate revision 'create users'
2> error: unexpected argument 'create users' found
2>
2>   tip: write `-m "create users"`, if that is the message
2>
2> Usage: cargo migrate revision [OPTIONS]
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate upgrade --sql --plan
2> error: the argument '--sql' cannot be used with '--plan'
2>
2> Usage: cargo migrate upgrade --sql [TARGET]
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate history -r aa01
2> error: `aa01` is not a target: a range is `START:END`, `START:` or `:END`
[exit 3]
$ cargo migrate upgrade --plam
2> error: unexpected argument '--plam' found
2>
2>   tip: a similar argument exists: '--plan'
2>
2> Usage: cargo migrate upgrade --plan [TARGET]
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate upgrade --dry-run
2> error: unexpected argument '--dry-run' found
2>
2>   tip: a similar argument exists: '--plan'
2>
2> Usage: cargo migrate upgrade [OPTIONS] [TARGET]
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate downgrade -l
2> error: unexpected argument '-l' found
2>
2> Usage: cargo migrate downgrade [OPTIONS] <TARGET>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate downgrade --yes -1
2> error: unexpected argument '--yes' found
2>
2> Usage: cargo migrate downgrade [OPTIONS] <TARGET>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate current -v --chek-heads
2> error: unexpected argument '--chek-heads' found
2>
2>   tip: a similar argument exists: '--check-heads'
2>
2> Usage: cargo migrate current --verbose --check-heads
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate upgrade HEAD
2> error: no revision or label is called `HEAD` or begins so
2>
2> hint: did you mean `head`?
[exit 3]
$ cargo migrate upgrade haed
2> error: no revision or label is called `haed` or begins so
2>
2> hint: did you mean `head`?
[exit 3]
$ cargo migrate revision --autogenerate -m x
2> error: the package `app-migrations` has no models to compare with
2>
2> hint: say where they are in `[package.metadata.migrate]` of its Cargo.toml: `models = "../src/schema.rs"` for diesel's, `models = "app_models"` for a crate with `#[derive(Model)]`; or compare with a database: `--from-database`
[exit 2]

"#]]
    );
}

#[test]
fn databases() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.write("text.db", "this is no database, whatever its name says: it is just some text\n");
    fs::create_dir(project.path("directory.db")).unwrap();
    let session = project.transcript(&[
        "cargo migrate upgrade --database-url postgres://ada:secret@localhost/app",
        "cargo migrate upgrade --database-url text.db",
        "cargo migrate upgrade --database-url directory.db",
        "cargo migrate upgrade --database-url missing/app.db",
        "cargo migrate upgrade --database-url sqlite://",
        "cargo migrate current --database-url nowhere.db",
        "cargo migrate upgrade",
        "cargo migrate stamp base --database-url 'sqlite://app.db?mode=ro'",
        "cargo migrate downgrade base --database-url 'sqlite://app.db?mode=ro'",
        "cargo migrate current --database-url 'sqlite://app.db?mode=ro'",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade --database-url postgres://ada:secret@localhost/app
2> error: PostgreSQL is not compiled into this program
2>
2> hint: write `features = ["postgres"]` for `migrate-runtime` in the migrations package's Cargo.toml; on Debian it needs `libpq-dev`; `postgres-bundled`, with libpq compiled in, needs `libssl-dev` and `pkg-config`
[exit 4]
$ cargo migrate upgrade --database-url text.db
2> error: cannot open database text.db: file is not a database
[exit 4]
$ cargo migrate upgrade --database-url directory.db
2> error: cannot open database directory.db: unable to open database file
[exit 4]
$ cargo migrate upgrade --database-url missing/app.db
2> error: cannot open database missing/app.db: unable to open database file
2>
2> hint: make the directory missing first
[exit 4]
$ cargo migrate upgrade --database-url sqlite://
2> error: the database URL names no file
2>
2> hint: write `sqlite://path/to/file.db`
[exit 4]
$ cargo migrate current --database-url nowhere.db
2>      Missing nowhere.db does not exist, so no revision is applied
$ cargo migrate upgrade
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate stamp base --database-url 'sqlite://app.db?mode=ro'
2> error: attempt to write a readonly database
2>
2> hint: the file, or the directory it is in, may not be written to
[exit 1]
$ cargo migrate downgrade base --database-url 'sqlite://app.db?mode=ro'
2>    Reverting aa01 revision aa01
2> error: revision `aa01` failed to be taken back
2>   caused by: attempt to write a readonly database
2>   --> migrations/src/versions/aa01.rs:10:8
2>    |
2> 10 |     op.drop_table("users");
2>    |        ^^^^^^^^^^
2>    in SQL:
2>       DROP TABLE users
2>
2> hint: the file, or the directory it is in, may not be written to
[exit 1]
$ cargo migrate current --database-url 'sqlite://app.db?mode=ro'
aa01 (head)

"#]]
    );

    fs::remove_file(project.path(".env")).unwrap();
    assert_data_eq!(
        project.transcript(&["cargo migrate upgrade"]),
        str![[r#"
$ cargo migrate upgrade
2> error: no database: `DATABASE_URL` is not set
2>
2> hint: set it in the environment or in a `.env` file, or give `--database-url`, such as `--database-url sqlite://app.db`
[exit 4]

"#]]
    );
    project.write(".env", "DATABASE_URL=postgres://ada:secret@localhost/app\n");
    assert_data_eq!(
        project.transcript(&["cargo migrate upgrade"]),
        str![[r#"
$ cargo migrate upgrade
2> error: PostgreSQL is not compiled into this program
2>
2> hint: write `features = ["postgres"]` for `migrate-runtime` in the migrations package's Cargo.toml; on Debian it needs `libpq-dev`; `postgres-bundled`, with libpq compiled in, needs `libssl-dev` and `pkg-config`
[exit 4]

"#]]
    );
    project.write(".env", "the password is secret\nDATABASE_URL: app.db\n");
    assert_data_eq!(
        project.transcript(&["cargo migrate upgrade"]),
        str![[r#"
$ cargo migrate upgrade
2> error: cannot read [PROJECT]/.env:2: it is not `DATABASE_URL=value`
[exit 4]

"#]]
    );
}

#[test]
fn a_row_that_no_revision_has() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.revision(
        "aa02",
        Some("aa01"),
        "op.drop_column(\"users\", \"name\");",
        "op.add_column(\"users\", \"name\", text());",
    );
    project.transcript_by_ana(&["cargo migrate upgrade"]);
    fs::remove_file(project.path("migrations/src/versions/aa02.rs")).unwrap();
    let session = project.transcript_by_ana(&[
        "cargo migrate current",
        "cargo migrate upgrade",
        "cargo migrate stamp aa01",
        "cargo migrate stamp --purge aa01",
        "cargo migrate current",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate current
2> warning: this program does not have `aa02` revision aa02, applied at [MOMENT] by ana@desk with version 0.1.0
$ cargo migrate upgrade
2> error: the database has revisions that this program does not have: `aa02`
2>   `aa02` revision aa02, applied at [MOMENT] by ana@desk with version 0.1.0
2>
2> hint: run a program that has them, or take them back: `cargo migrate switch` leads to this program's revisions, `cargo migrate downgrade` to any
[exit 11]
$ cargo migrate stamp aa01
2> error: the version table names revisions that do not exist here: `aa02`
2>
2> hint: is this an older build than the one that upgraded the database? if they are gone for good, `stamp --purge TARGET` rewrites the table
[exit 3]
$ cargo migrate stamp --purge aa01
2>      Stamped the database is at aa01
$ cargo migrate current
aa01 (head)

"#]]
    );
}

#[test]
fn a_failing_revision_leaves_the_database_as_it_was() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.revision(
        "aa02",
        Some("aa01"),
        "op.insert(\"users\").set(\"id\", 1);\n    op.alter_column(\"users\", \"name\").not_null();",
        "op.alter_column(\"users\", \"name\").nullable();",
    );
    project.revision(
        "aa03",
        Some("aa02"),
        "op.execute(\"CREATE TABEL t (a)\");",
        "op.execute(\"\");",
    );
    let session = project.transcript(&[
        "cargo migrate upgrade",
        "cargo migrate current",
        "cargo migrate stamp aa02",
        "cargo migrate upgrade",
        "cargo migrate current",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Applying aa02 revision aa02
2> error: revision `aa02` failed to apply
2>   caused by: NOT NULL constraint failed: users.name
2>  --> migrations/src/versions/aa02.rs:7:8
2>   |
2> 7 |     op.alter_column("users", "name").not_null();
2>   |        ^^^^^^^^^^^^
2>    in SQL:
2>       ALTER TABLE users ALTER COLUMN name SET NOT NULL
2>
2> hint: some rows hold NULL there: fill them first, with `op.update(..)`
[exit 1]
$ cargo migrate current
aa01
$ cargo migrate stamp aa02
2>      Stamped the database is at aa02
$ cargo migrate upgrade
2>     Applying aa03 revision aa03
2> error: revision `aa03` failed to apply
2>   caused by: near "TABEL": syntax error
2>  --> migrations/src/versions/aa03.rs:6:8
2>   |
2> 6 |     op.execute("CREATE TABEL t (a)");
2>   |        ^^^^^^^
2>    in SQL:
2>       CREATE TABEL t (a)
[exit 1]
$ cargo migrate current
aa02

"#]]
    );
}

/// Where several operations share a rebuild, the line of the one at fault is shown, or those it may
/// be.
#[test]
fn an_error_names_the_operation_at_fault() {
    let project = Project::with_migrations();
    project.revision(
        "aa01",
        None,
        "op.create_table(table(\"users\").column(\"id\", integer().primary_key()).column(\"name\", \
         text()).column(\"age\", integer()));\n    \
         op.bulk_insert(\"users\", [\"id\", \"name\", \"age\"], [(1, \"anna\", -1)]);",
        DROP,
    );
    let checked = "op.create_check_constraint(\"ck_users_name\", \"users\", \"name <> ''\");\n    \
                op.create_check_constraint(\"ck_users_age\", \"users\", \"age > 0\");\n    \
                op.create_unique_constraint(\"uq_users_name\", \"users\", [\"name\"]);";
    project.revision("aa02", Some("aa01"), checked, "op.execute(\"\");");
    let changed = "op.alter_column(\"users\", \"age\").set_type(big_int());\n    \
                   op.alter_column(\"users\", \"name\").set_type(integer()).using(\"nonsense\");";
    project.revision("aa03", Some("aa02"), changed, "op.execute(\"\");");
    let session = project.transcript(&[
        "cargo migrate upgrade",
        "cargo migrate stamp aa02",
        "cargo migrate upgrade",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Applying aa02 revision aa02
2> error: revision `aa02` failed to apply
2>   caused by: CHECK constraint failed: ck_users_age
2>  --> migrations/src/versions/aa02.rs:7:8
2>   |
2> 7 |     op.create_check_constraint("ck_users_age", "users", "age > 0");
2>   |        ^^^^^^^^^^^^^^^^^^^^^^^
2>    in SQL:
2>       INSERT INTO _migrate_new_users (id, name, age) SELECT id, name, age FROM users
2>
2> hint: some rows break the check: repair them first
[exit 1]
$ cargo migrate stamp aa02
2>      Stamped the database is at aa02
$ cargo migrate upgrade
2>     Applying aa03 revision aa03
2> error: revision `aa03` failed to apply
2>   caused by: no such column: nonsense
2>   one of these operations:
2>       alter column users.age: integer -> big_int
2>         --> migrations/src/versions/aa03.rs:6:8
2>       alter column users.name: text -> integer USING nonsense
2>         --> migrations/src/versions/aa03.rs:7:8
2>    in SQL:
2>       INSERT INTO _migrate_new_users (id, name, age) SELECT id, nonsense, age FROM users
[exit 1]

"#]]
    );
}

#[test]
fn a_plan_that_cannot_be_carried_out_runs_nothing() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.revision("aa02", Some("aa01"), "op.add_column(\"user\", \"role\", text());", DROP);
    let session = project.transcript(&["cargo migrate upgrade", "cargo migrate current"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade
2> error: revision `aa02` cannot be applied
2>   caused by: cannot add column user.role text: there is no table `user`
2>  --> migrations/src/versions/aa02.rs:6:8
2>   |
2> 6 |     op.add_column("user", "role", text());
2>   |        ^^^^^^^^^^
2>
2> hint: did you mean `users`?
[exit 5]
$ cargo migrate current
2>      Missing [PROJECT]/app.db does not exist, so no revision is applied

"#]]
    );
}

#[test]
fn sources() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.revision("aa02", Some("aa1"), CREATE, DROP);
    assert_data_eq!(
        project.transcript(&["cargo migrate heads"]),
        str![[r#"
$ cargo migrate heads
2> error: `aa02` (migrations/src/versions/aa02.rs:4) names the parent `aa1`, which does not exist
2>
2> hint: did you mean `aa01`?
[exit 3]

"#]]
    );
    project.revision("aa02", Some("aa01"), CREATE, DROP);
    project.write(
        "migrations/src/versions/aa03.rs",
        "#[migration(rev = \"aa-3\", dwon_rev = 7)]\nfn upgrade(op: &mut Op) {}\n",
    );
    assert_data_eq!(
        project.transcript(&["cargo migrate history"]),
        str![[r#"
$ cargo migrate history
2> error: migrations/src/versions/aa03.rs:1:27: unknown key `dwon_rev`
2>
2> hint: write `down_rev = "ae10"` or `down_rev = ["ae10", "27c6"]`
2>
2> error: migrations/src/versions/aa03.rs:1:19: revision id `aa-3` contains `-`
2>
2> hint: `ae10+2` and `ae10-1` are steps from a revision, use `_` or `.` instead
[exit 3]

"#]]
    );
}

#[test]
fn broken_rust_is_cargos_to_say() {
    let project = Project::with_migrations();
    project.revision("aa01", None, "op.create_tabel();", DROP);
    let output = project.migrate("upgrade").output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(101), "{stderr}");
    assert!(stderr.contains("no method named `create_tabel`"), "{stderr}");
    assert!(stderr.contains("aa01.rs"), "{stderr}");
    assert!(!project.path("app.db").exists());
}

#[test]
fn new_revisions_that_do_not_fit() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.revision("bb01", Some("aa01"), CREATE, DROP);
    project.revision("cc01", Some("aa01"), CREATE, DROP);
    let session = project.transcript(&[
        "cargo migrate revision -m late --head aa01",
        "cargo migrate revision --head bb01 --head bb01",
        "cargo migrate revision --head bb01 --rev-id cc01",
        "cargo migrate revision --head bb01 --rev-id bad-id",
        "cargo migrate revision --head bb01 --rev-id head",
        "cargo migrate revision --head bb01 --branch-label a+b",
        "cargo migrate revision --head bb01 --rev-id dd01 --branch-label cc01",
        "cargo migrate revision --head bb01 --depends-on nothing",
        "cargo migrate revision --head nothing",
        "cargo migrate merge bb01",
        "cargo migrate merge aa01 bb01",
        "cargo migrate edit base",
        "cargo migrate rebase heads --onto base",
        "cargo migrate heads",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate revision -m late --head aa01
2> error: `aa01` (migrations/src/versions/aa01.rs:4) is not a head: another revision follows it already
2>
2> hint: `--splice` begins a new branch there
[exit 3]
$ cargo migrate revision --head bb01 --head bb01
2> error: `bb01` (migrations/src/versions/bb01.rs:4) is given twice
[exit 3]
$ cargo migrate revision --head bb01 --rev-id cc01
2> error: the id `cc01` is taken by `cc01` (migrations/src/versions/cc01.rs:4)
2>
2> hint: leave `--rev-id` out for a random one
[exit 3]
$ cargo migrate revision --head bb01 --rev-id bad-id
2> error: revision id `bad-id` contains `-`
2>
2> hint: `ae10+2` and `ae10-1` are steps from a revision, use `_` or `.` instead
[exit 2]
$ cargo migrate revision --head bb01 --rev-id head
2> error: `head` cannot be a revision id: it is a keyword of the target language
2>
2> hint: `head`, `heads`, `base` and `current` name places in the graph, choose another name
[exit 2]
$ cargo migrate revision --head bb01 --branch-label a+b
2> error: label `a+b` contains `+`
2>
2> hint: `ae10+2` and `ae10-1` are steps from a revision, use `_` or `.` instead
[exit 2]
$ cargo migrate revision --head bb01 --rev-id dd01 --branch-label cc01
2> error: the label `cc01` of `dd01` is taken by `cc01` (migrations/src/versions/cc01.rs:4)
2>
2> hint: ids and labels share one name space, each name is used once
[exit 3]
$ cargo migrate revision --head bb01 --depends-on nothing
2> error: no revision or label is called `nothing` or begins so
2>
2> hint: `cargo migrate history` lists the revisions
[exit 3]
$ cargo migrate revision --head nothing
2> error: no revision or label is called `nothing` or begins so
2>
2> hint: `cargo migrate history` lists the revisions
[exit 3]
$ cargo migrate merge bb01
2> error: a merge joins at least two heads, here is only `bb01` (migrations/src/versions/bb01.rs:4)
[exit 3]
$ cargo migrate merge aa01 bb01
2> error: cannot merge `aa01` (migrations/src/versions/aa01.rs:4): it is not a head
2>
2> hint: `cargo migrate heads` lists the heads
[exit 3]
$ cargo migrate edit base
2> error: `base` names no revision
[exit 3]
$ cargo migrate rebase heads --onto base
2> error: `heads` names several revisions
2>
2> hint: name one revision
[exit 3]
$ cargo migrate heads
bb01 (head)
cc01 (head)

"#]]
    );
}
