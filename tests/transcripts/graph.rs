//! Branches, labels and dependencies at the command line: what is drawn, moved, and refused.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::Project;

/// Writes revisions that do nothing: `id <- parents; depends; labels`, separated by lines.
fn write(project: &Project, graph: &str) {
    for line in graph.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (id, rest) = line.split_once("<-").unwrap();
        let mut parts = rest.split(';').map(|words| {
            words.split_whitespace().map(|word| format!("\"{word}\"")).collect::<Vec<_>>()
        });
        let mut key = |name: &str| match parts.next().unwrap_or_default() {
            words if words.is_empty() => String::new(),
            words => format!(", {name} = [{}]", words.join(", ")),
        };
        let id = id.trim();
        let keys = key("down_rev") + &key("depends_on") + &key("labels");
        let text = format!(
            "//! revision {id}\nuse migrate_runtime::prelude::*;\n\n\
             #[migration(rev = \"{id}\"{keys})]\nfn upgrade(_: &mut Op) {{}}\n\n\
             fn downgrade(_: &mut Op) {{}}\n"
        );
        project.write(&format!("migrations/src/versions/{id}.rs"), &text);
    }
}

const BRANCHES: &str = "
    aa01 <-
    bb01 <- aa01 ; ; shop
    bb02 <- bb01
    cc01 <- aa01
    cc02 <- cc01 ; bb01
    xx01 <- ; ; other
";

#[test]
fn what_is_listed() {
    let project = Project::with_migrations();
    write(&project, BRANCHES);
    let session = project.transcript(&[
        "cargo migrate heads --single",
        "cargo migrate heads --format json",
        "cargo migrate history",
        "cargo migrate history --graph",
        "cargo migrate history -r aa01:bb02",
        "cargo migrate history -r cc01:",
        "cargo migrate branches",
        "cargo migrate branches -v",
        "cargo migrate show shop@head",
        "cargo migrate show cc02",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate heads --single
bb02 (shop) (head)
cc02 (head)
xx01 (other) (head)
2>        Found 3 heads where one is wanted
[exit 7]
$ cargo migrate heads --format json
[
  {
    "revision": "bb02",
    "down_revs": [
      "bb01"
    ],
    "depends_on": [],
    "labels": [],
    "branches": [
      "shop"
    ],
    "message": "revision bb02",
    "file": "migrations/src/versions/bb02.rs",
    "line": 4,
    "head": true,
    "branch_point": false,
    "merge_point": false,
    "current": null,
    "interrupted": null
  },
  {
    "revision": "cc02",
    "down_revs": [
      "cc01"
    ],
    "depends_on": [
      "bb01"
    ],
    "labels": [],
    "branches": [],
    "message": "revision cc02",
    "file": "migrations/src/versions/cc02.rs",
    "line": 4,
    "head": true,
    "branch_point": false,
    "merge_point": false,
    "current": null,
    "interrupted": null
  },
  {
    "revision": "xx01",
    "down_revs": [],
    "depends_on": [],
    "labels": [
      "other"
    ],
    "branches": [
      "other"
    ],
    "message": "revision xx01",
    "file": "migrations/src/versions/xx01.rs",
    "line": 4,
    "head": true,
    "branch_point": false,
    "merge_point": false,
    "current": null,
    "interrupted": null
  }
]
$ cargo migrate history
<base> -> xx01 (other) (head), revision xx01
cc01 (bb01) -> cc02 (head), revision cc02
aa01 -> cc01, revision cc01
bb01 -> bb02 (shop) (head), revision bb02
aa01 -> bb01 (shop), revision bb01
<base> -> aa01 (branchpoint), revision aa01
$ cargo migrate history --graph
*  xx01 (other) (head), revision xx01
*  cc02 (head), revision cc02
*  cc01, revision cc01
| *  bb02 (shop) (head), revision bb02
| *  bb01 (shop), revision bb01
|/
*  aa01 (branchpoint), revision aa01
$ cargo migrate history -r aa01:bb02
bb01 -> bb02 (shop) (head), revision bb02
aa01 -> bb01 (shop), revision bb01
<base> -> aa01 (branchpoint), revision aa01
$ cargo migrate history -r cc01:
cc01 (bb01) -> cc02 (head), revision cc02
aa01 -> cc01, revision cc01
$ cargo migrate branches
aa01 (branchpoint)
     -> bb01 (shop)
     -> cc01

$ cargo migrate branches -v
Rev: aa01 (branchpoint)
Parent: <base>
Branches into: bb01, cc01
Path: migrations/src/versions/aa01.rs:4

    revision aa01
     -> bb01 (shop), revision bb01
     -> cc01, revision cc01

$ cargo migrate show shop@head
Rev: bb02 (head)
Parent: bb01
Branch names: shop
Path: migrations/src/versions/bb02.rs:4

    revision bb02

$ cargo migrate show cc02
Rev: cc02 (head)
Parent: cc01
Also depends on: bb01
Path: migrations/src/versions/cc02.rs:4

    revision cc02


"#]]
    );
}

#[test]
fn what_is_refused() {
    let project = Project::with_migrations();
    write(&project, BRANCHES);
    let session = project.transcript(&[
        "cargo migrate downgrade -1",
        "cargo migrate downgrade bb02",
        "cargo migrate upgrade head",
        "cargo migrate upgrade bb",
        "cargo migrate upgrade shop@cc01",
        "cargo migrate upgrade nothing@head",
        "cargo migrate upgrade -1",
        "cargo migrate upgrade aa01+1",
        "cargo migrate upgrade bb01+7",
        "cargo migrate upgrade a@b@c",
        "cargo migrate upgrade ''",
        "cargo migrate upgrade heads",
        "cargo migrate upgrade +1",
        "cargo migrate downgrade -1",
        "cargo migrate downgrade +1",
        "cargo migrate history -r bb02:cc02",
        "cargo migrate history -r a:b:c",
        "cargo migrate downgrade aa01 --plan",
        "cargo migrate downgrade shop@-1",
        "cargo migrate downgrade bb01",
        "cargo migrate downgrade aa01@aa01",
        "cargo migrate stamp head",
        "cargo migrate current",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate downgrade -1
2> error: `-1` has nothing to count from: nothing is applied
2>
2> hint: `cargo migrate current` shows what is applied, `cargo migrate upgrade` applies more
[exit 3]
$ cargo migrate downgrade bb02
2> error: cannot downgrade to `bb02` (migrations/src/versions/bb02.rs:4): it is not applied
[exit 3]
$ cargo migrate upgrade head
2> error: `head` is ambiguous, there are several heads: `bb02` (migrations/src/versions/bb02.rs:4), `cc02` (migrations/src/versions/cc02.rs:4), `xx01` (migrations/src/versions/xx01.rs:4)
2>
2> hint: name one: `bb02`, `LABEL@head`, or `heads` for all; `merge heads` joins them
[exit 3]
$ cargo migrate upgrade bb
2> error: `bb` is the beginning of several revisions: `bb01` (migrations/src/versions/bb01.rs:4), `bb02` (migrations/src/versions/bb02.rs:4)
2>
2> hint: type more of it
[exit 3]
$ cargo migrate upgrade shop@cc01
2> error: `cc01` (migrations/src/versions/cc01.rs:4) is not in the branch `shop`
[exit 3]
$ cargo migrate upgrade nothing@head
2> error: no revision or label is called `nothing` or begins so
2>
2> hint: `cargo migrate history` lists the revisions
[exit 3]
$ cargo migrate upgrade -1
2> error: `-1` counts in the wrong direction for an upgrade
[exit 3]
$ cargo migrate upgrade aa01+1
2> error: `aa01+1` is ambiguous, its way parts at `aa01` (migrations/src/versions/aa01.rs:4) into `bb01` (migrations/src/versions/bb01.rs:4), `cc01` (migrations/src/versions/cc01.rs:4)
2>
2> hint: name the way by a revision or label on it, such as `bb01`
[exit 3]
$ cargo migrate upgrade bb01+7
2> error: `bb01+7` goes too far: the way ends at `bb02` (migrations/src/versions/bb02.rs:4) after 1 of 7 steps
2>
2> hint: write `bb02` to go to the end
[exit 3]
$ cargo migrate upgrade a@b@c
2> error: `a@b@c` is not a target: `@`, `+`, `-` and `:` separate the parts of a target
[exit 3]
$ cargo migrate upgrade ''
2> error: `` is not a target: a name cannot be empty
[exit 3]
$ cargo migrate upgrade heads
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Applying bb01 revision bb01
2>      Applied bb01 revision bb01 in [TIME]
2>     Applying bb02 revision bb02
2>      Applied bb02 revision bb02 in [TIME]
2>     Applying cc01 revision cc01
2>      Applied cc01 revision cc01 in [TIME]
2>     Applying cc02 revision cc02
2>      Applied cc02 revision cc02 in [TIME]
2>     Applying xx01 revision xx01
2>      Applied xx01 revision xx01 in [TIME]
2>     Upgraded 6 revisions in [TIME]
$ cargo migrate upgrade +1
2> error: `+1` is ambiguous, it can count from any of `bb02` (migrations/src/versions/bb02.rs:4), `cc02` (migrations/src/versions/cc02.rs:4), `xx01` (migrations/src/versions/xx01.rs:4)
2>
2> hint: name the branch: `bb02@+1`
[exit 3]
$ cargo migrate downgrade -1
2> error: `-1` is ambiguous, it can count from any of `bb02` (migrations/src/versions/bb02.rs:4), `cc02` (migrations/src/versions/cc02.rs:4), `xx01` (migrations/src/versions/xx01.rs:4)
2>
2> hint: name the branch: `bb02@-1`
[exit 3]
$ cargo migrate downgrade +1
2> error: `+1` counts in the wrong direction for a downgrade
[exit 3]
$ cargo migrate history -r bb02:cc02
2> error: nothing at the end of the range `bb02:cc02` needs its start `bb02` (migrations/src/versions/bb02.rs:4)
[exit 3]
$ cargo migrate history -r a:b:c
2> error: `a:b:c` is not a target: a range has one `:`
[exit 3]
$ cargo migrate downgrade aa01 --plan
revert cc02 revision cc02 (version table: delete cc02, insert cc01)
revert cc01 revision cc01 (version table: delete cc01)
revert bb02 revision bb02 (version table: delete bb02, insert bb01)
revert bb01 revision bb01 (version table: delete bb01, insert aa01)
$ cargo migrate downgrade shop@-1
2>    Reverting bb02 revision bb02
2>     Reverted bb02 revision bb02 in [TIME]
2>   Downgraded 1 revision in [TIME]
$ cargo migrate downgrade bb01
2> error: cannot downgrade to `bb01` (migrations/src/versions/bb01.rs:4): no child of it is applied, only what depends on it: `cc02` (migrations/src/versions/cc02.rs:4)
2>
2> hint: downgrade the branch of `cc02` first
[exit 3]
$ cargo migrate downgrade aa01@aa01
2> error: the branch `aa01` does not say which way to take from `aa01` (migrations/src/versions/aa01.rs:4): `bb01` (migrations/src/versions/bb01.rs:4), `cc01` (migrations/src/versions/cc01.rs:4)
2>
2> hint: name the way by a revision or label on it, such as `bb01`
[exit 3]
$ cargo migrate stamp head
2> error: `head` is ambiguous, there are several heads: `bb02` (migrations/src/versions/bb02.rs:4), `cc02` (migrations/src/versions/cc02.rs:4), `xx01` (migrations/src/versions/xx01.rs:4)
2>
2> hint: name one: `bb02`, `LABEL@head`, or `heads` for all; `merge heads` joins them
[exit 3]
$ cargo migrate current
cc02 (head)
xx01 (head)

"#]]
    );
}

#[test]
fn sources_that_make_no_graph() {
    for (graph, says) in [
        (
            "aa01 <- bb01\nbb01 <- aa01",
            str![[r#"
$ cargo migrate heads
2> error: revisions need each other in a circle: `aa01` (migrations/src/versions/aa01.rs:4) needs `bb01` (migrations/src/versions/bb01.rs:4) needs `aa01` (migrations/src/versions/aa01.rs:4)
[exit 3]

"#]],
        ),
        (
            "aa01 <- ; bb01\nbb01 <- ; aa01",
            str![[r#"
$ cargo migrate heads
2> error: revisions need each other in a circle: `aa01` (migrations/src/versions/aa01.rs:4) needs `bb01` (migrations/src/versions/bb01.rs:4) needs `aa01` (migrations/src/versions/aa01.rs:4)
[exit 3]

"#]],
        ),
        (
            "aa01 <-\nbb01 <- aa02",
            str![[r#"
$ cargo migrate heads
2> error: `bb01` (migrations/src/versions/bb01.rs:4) names the parent `aa02`, which does not exist
2>
2> hint: did you mean `aa01`?
[exit 3]

"#]],
        ),
        (
            "aa01 <-\nbb01 <- aa01 ; nothing",
            str![[r#"
$ cargo migrate heads
2> error: `bb01` (migrations/src/versions/bb01.rs:4) names the dependency `nothing`, which does not exist
2>
2> hint: bring the file of `nothing` back, which may be on another git branch, or name a revision that is here
[exit 3]

"#]],
        ),
        (
            "aa01 <- ; ; shop\nbb01 <- aa01 ; ; shop",
            str![[r#"
$ cargo migrate heads
2> error: the label `shop` of `bb01` (migrations/src/versions/bb01.rs:4) is taken by `aa01` (migrations/src/versions/aa01.rs:4)
2>
2> hint: ids and labels share one name space, each name is used once
[exit 3]

"#]],
        ),
        (
            "aa01 <- ; ; bb01\nbb01 <- aa01",
            str![[r#"
$ cargo migrate heads
2> error: the label `bb01` of `aa01` (migrations/src/versions/aa01.rs:4) is taken by `bb01` (migrations/src/versions/bb01.rs:4)
2>
2> hint: ids and labels share one name space, each name is used once
[exit 3]

"#]],
        ),
        (
            "aa01 <- aa01",
            str![[r#"
$ cargo migrate heads
2> error: migrations/src/versions/aa01.rs:4:39: revision `aa01` cannot be its own parent
2>
2> hint: name the revision that comes before it; the first one of all has no `down_rev`
[exit 3]

"#]],
        ),
    ] {
        let project = Project::package();
        assert!(project.migrate("init").output().unwrap().status.success());
        write(&project, graph);
        assert_data_eq!(project.transcript(&["cargo migrate heads"]), says);
    }
}

#[test]
fn an_id_used_twice() {
    let project = Project::package();
    assert!(project.migrate("init").output().unwrap().status.success());
    write(&project, "aa01 <-");
    let versions = project.path("migrations/src/versions");
    fs::copy(versions.join("aa01.rs"), versions.join("copy.rs")).unwrap();
    assert_data_eq!(
        project.transcript(&["cargo migrate history"]),
        str![[r#"
$ cargo migrate history
2> error: two revisions have the same id: `aa01` (migrations/src/versions/aa01.rs:4), `aa01` (migrations/src/versions/copy.rs:4)
[exit 3]

"#]]
    );
}

#[test]
fn a_branch_is_rebased() {
    let project = Project::with_migrations();
    write(&project, "aa01 <-\nbb01 <- aa01\ncc01 <- aa01");
    let session = project.transcript(&[
        "cargo migrate rebase cc01 --onto bb01",
        "cargo migrate history",
        "cargo migrate rebase cc01 --onto bb01",
        "cargo migrate rebase aa01 --onto cc01",
        "cargo migrate upgrade bb01",
        "cargo migrate rebase bb01 --onto base",
        "cargo migrate rebase cc01 --onto base",
        "cargo migrate heads",
        "cargo migrate rebase cc01 --onto nothing",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate rebase cc01 --onto bb01
migrations/src/versions/cc01.rs
2>      Rebased revision cc01 onto bb01
$ cargo migrate history
bb01 -> cc01 (head), revision cc01
aa01 -> bb01, revision bb01
<base> -> aa01, revision aa01
$ cargo migrate rebase cc01 --onto bb01
2> error: `cc01` (migrations/src/versions/cc01.rs:4) comes after them already
[exit 3]
$ cargo migrate rebase aa01 --onto cc01
2> error: revisions need each other in a circle: `aa01` (migrations/src/versions/aa01.rs:4) needs `cc01` (migrations/src/versions/cc01.rs:4) needs `bb01` (migrations/src/versions/bb01.rs:4) needs `aa01` (migrations/src/versions/aa01.rs:4)
[exit 3]
$ cargo migrate upgrade bb01
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Applying bb01 revision bb01
2>      Applied bb01 revision bb01 in [TIME]
2>     Upgraded 2 revisions in [TIME]
$ cargo migrate rebase bb01 --onto base
2> error: the database has `bb01` (migrations/src/versions/bb01.rs:4) applied: its log would no longer match the source
2>
2> hint: take it back first, with `cargo migrate downgrade`, or join the heads with `cargo migrate merge`; `bb01` is then one of them
[exit 3]
$ cargo migrate rebase cc01 --onto base
migrations/src/versions/cc01.rs
2>      Rebased revision cc01 onto the base
$ cargo migrate heads
bb01 (head)
cc01 (head)
$ cargo migrate rebase cc01 --onto nothing
2> error: no revision or label is called `nothing` or begins so
2>
2> hint: `cargo migrate history` lists the revisions
[exit 3]

"#]]
    );
    assert_data_eq!(
        project.read("migrations/src/versions/cc01.rs"),
        str![[r#"
//! revision cc01
use migrate_runtime::prelude::*;

#[migration(rev = "cc01")]
fn upgrade(_: &mut Op) {}

fn downgrade(_: &mut Op) {}

"#]]
    );
}

#[test]
fn a_database_of_alembics_is_taken_over() {
    let project = Project::with_migrations();
    write(&project, "aa01 <-\nbb01 <- aa01");
    let library = "migrations/src/lib.rs";
    let text = project.read(library);
    let with_table = "versions!(\"src/versions\", version_table = \"alembic_version\")";
    project.write(library, &text.replace("versions!(\"src/versions\")", with_table));
    // What Alembic makes, with the row it wrote for its own revision `aa01`.
    let made = std::process::Command::new("sqlite3")
        .arg(project.path("app.db"))
        .arg(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
             CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)); \
             INSERT INTO alembic_version VALUES ('aa01');",
        )
        .status()
        .unwrap();
    assert!(made.success());
    let session = project.transcript(&[
        "cargo migrate current",
        "cargo migrate upgrade",
        "cargo migrate current --check-heads",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate current
aa01
$ cargo migrate upgrade
2>     Applying bb01 revision bb01
2>      Applied bb01 revision bb01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate current --check-heads
bb01 (head)

"#]]
    );
}
