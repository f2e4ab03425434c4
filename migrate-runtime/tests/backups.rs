//! Backups of a SQLite database: made before a run, counted, restored after a failure.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::error::Error as _;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{BackupError, BackupOptions, Driver, Options};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};
use tempfile::TempDir;

use RegisteredDowngrade::Auto;

package!(GOOD, "good", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "ages" after ["users"] => |op: &mut Op| { op.add_column("users", "age", integer()); }, Auto;
    "notes" after ["ages"] => |op: &mut Op| {
        op.create_table(table("notes").column("id", integer().primary_key()));
    }, Auto;
});

package!(FAILING, "failing", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "kept" after ["users"] => |op: &mut Op| { op.add_column("users", "age", integer()); }, Auto;
    "half" after ["kept"] => |op: &mut Op<NoTx>| {
        op.execute("DELETE FROM users").effect(|_| {});
        op.execute("INSERT INTO nowhere VALUES (1)").effect(|_| {});
    }, RegisteredDowngrade::Irreversible("rows");
});

package!(ALONE, "alone", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "undone" after ["users"] => |op: &mut Op| {
        op.execute("INSERT INTO nowhere VALUES (1)").effect(|_| {});
    }, RegisteredDowngrade::Irreversible("rows");
});

package!(ATTACHED, "attached", Settings::declare("migrate_version", Some("other")), {
    "attached_users" after [] => users, Auto;
});

fn users(op: &mut Op) {
    op.create_table(table("users").column("id", integer().primary_key()).column("name", text()));
}

/// A database at `users`, with rows, and everything that a copy could lose.
struct Files {
    directory: TempDir,
}

impl Files {
    fn new(mode: &str) -> Self {
        let files = Self { directory: tempfile::tempdir().expect("a directory") };
        let mut connection = files.connect();
        connection
            .batch_execute(&format!(
                "PRAGMA journal_mode = {mode}; PRAGMA user_version = 7; PRAGMA application_id = 9;"
            ))
            .expect("settings");
        GOOD.upgrade(&mut connection, "users").expect("an upgrade");
        connection
            .batch_execute(
                "INSERT INTO users VALUES (1, 'ana'), (2, NULL), (3, 'é\n''');
                 CREATE TABLE bare (word TEXT);
                 INSERT INTO bare (rowid, word) VALUES (5, 'five'), (3, 'three'), (9, x'00ff');
                 DELETE FROM bare WHERE rowid = 5;
                 CREATE VIRTUAL TABLE words USING fts5(word, content='bare');
                 INSERT INTO words (words) VALUES ('rebuild');
                 CREATE TABLE numbered (id INTEGER PRIMARY KEY AUTOINCREMENT, twice AS (id * 2));
                 INSERT INTO numbered DEFAULT VALUES; DELETE FROM numbered;
                 CREATE VIEW named AS SELECT name FROM users;
                 CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END;",
            )
            .expect("rows");
        files
    }

    fn database(&self) -> PathBuf {
        self.directory.path().join("app's data.db")
    }

    fn backups(&self) -> PathBuf {
        self.directory.path().join("more").join("backups")
    }

    fn connect(&self) -> SqliteConnection {
        connect(&self.database())
    }

    /// The files beside the database, but for those in directories.
    fn beside(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.directory.path()).expect("a directory");
        let files = entries.map(|entry| entry.expect("an entry")).filter(|it| it.path().is_file());
        files.map(|entry| entry.file_name().into_string().expect("a name")).collect()
    }

    /// The backups and what is written down of them.
    fn made(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.backups()) else { return Vec::new() };
        let mut made: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        made.sort();
        made
    }
}

fn connect(path: &Path) -> SqliteConnection {
    SqliteConnection::establish(path.to_str().expect("UTF-8")).expect("a database")
}

/// All that a database has, row numbers and settings too; virtual tables have another place among the tables of a copy.
fn dump(path: &Path) -> String {
    let shell = std::process::Command::new("sqlite3")
        .args(["-batch", "-bail", "-cmd", "PRAGMA user_version", "-cmd", "PRAGMA application_id"])
        .arg(path)
        .args(["PRAGMA journal_mode; SELECT rowid, hex(word) FROM bare;", ".dump"])
        .output()
        .expect("the shell");
    assert!(shell.status.success(), "{}", String::from_utf8_lossy(&shell.stderr));
    let text = String::from_utf8(shell.stdout).expect("UTF-8");
    let (mut head, mut rest) = (String::new(), Vec::new());
    for line in text.lines() {
        if line.contains("words") || line.contains("writable_schema") {
            rest.push(line);
        } else {
            head = head + line + "\n";
        }
    }
    rest.sort_unstable();
    head + &rest.join("\n")
}

fn all_causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[test]
fn a_failing_upgrade_leaves_the_database_as_it_was() {
    for mode in ["delete", "wal"] {
        let files = Files::new(mode);
        let before = dump(&files.database());
        assert!(before.contains(mode) && before.contains("words"), "{before}");
        let options = BackupOptions::new(files.backups());
        let failed = FAILING.upgrade_with_backup(&files.database(), "head", &options);
        let Err(error @ Error::Restored { .. }) = failed else { panic!("{failed:?}") };
        assert!(all_causes(&error).contains("no such table: nowhere"), "{}", all_causes(&error));
        assert!(error.sql().is_some_and(|sql| sql.contains("nowhere")), "{:?}", error.sql());
        assert_eq!(dump(&files.database()), before);
        assert_eq!(files.beside(), ["app's data.db"]);
        assert_eq!(files.made().len(), 2);
        // The database goes on from there.
        let report = GOOD.upgrade_with_backup(&files.database(), "head", &options).expect("a run");
        assert_eq!(report.revisions, ["ages", "notes"]);
        assert_eq!(report.backup.expect("a backup").revisions, ["users"]);
    }
}

/// The owner of the file keeps its rights, and a link stays one.
#[cfg(unix)]
#[test]
fn a_restored_file_has_its_rights_and_its_links() {
    use std::os::unix::fs::PermissionsExt as _;
    let files = Files::new("delete");
    let mode = |path: &Path| std::fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    let set = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(files.database(), set).expect("rights");
    let link = files.directory.path().join("link.db");
    std::os::unix::fs::symlink(files.database(), &link).expect("a link");
    let failed = FAILING.upgrade_with_backup(&link, "head", &BackupOptions::new(files.backups()));
    assert!(matches!(failed, Err(Error::Restored { .. })), "{failed:?}");
    assert!(std::fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert_eq!(mode(&files.database()), 0o640);
    for made in files.made() {
        assert_eq!(mode(&made), 0o600, "nobody else reads {}", made.display());
    }
    assert_eq!(GOOD.current(&mut files.connect()).expect("rows"), ["users"]);
}

/// What the database has undone by itself needs no copy in its place: other programs go on with it.
#[test]
fn what_is_undone_already_is_left_alone() {
    let files = Files::new("wal");
    let mut other = files.connect();
    let before = dump(&files.database());
    let options = BackupOptions::new(files.backups());
    let failed = ALONE.upgrade_with_backup(&files.database(), "head", &options);
    assert!(matches!(failed, Err(Error::Execute(_))), "{failed:?}");
    other
        .batch_execute("INSERT INTO users VALUES (9, 'nine'); DELETE FROM users WHERE id = 9")
        .expect("a row");
    drop(other);
    assert_eq!(dump(&files.database()), before);
}

/// A database that others have open is not replaced behind their backs: with a write-ahead log that is known, and
/// without one an idle program finds out at its next change.
#[test]
fn a_database_in_use_is_not_replaced() {
    let files = Files::new("wal");
    let mut other = files.connect();
    other.batch_execute("SELECT 1 FROM users").expect("a read");
    let options = BackupOptions::new(files.backups());
    let failed = FAILING.upgrade_with_backup(&files.database(), "head", &options);
    let Err(Error::NotRestored { reason, error, .. }) = failed else { panic!("{failed:?}") };
    assert!(matches!(reason, BackupError::InUse { .. }), "{reason}");
    assert!(error.to_string().contains("half"), "{error}");
    assert_eq!(GOOD.current(&mut other).expect("rows"), ["kept"], "what is said is so");
    assert!(dump(&files.database()).starts_with("7\n9\nwal\n"), "the log is there again");

    let files = Files::new("delete");
    let mut other = files.connect();
    other.batch_execute("SELECT 1 FROM users").expect("a read");
    let options = BackupOptions::new(files.backups());
    let failed = FAILING.upgrade_with_backup(&files.database(), "head", &options);
    assert!(matches!(failed, Err(Error::Restored { .. })), "{failed:?}");
    let refused = other.batch_execute("INSERT INTO users (id) VALUES (9)");
    let refused = refused.expect_err("the file is another").to_string();
    assert!(refused.contains("readonly"), "{refused}");
}

#[test]
fn where_nothing_is_to_be_done_nothing_is_copied() {
    let files = Files::new("delete");
    let options = Options::default().with_backup(BackupOptions::new(files.backups()));
    let report = GOOD.upgrade_with(&mut files.connect(), "users", &options, &mut |_| {});
    assert!(report.expect("a run").backup.is_none());
    assert!(files.made().is_empty(), "{:?}", files.made());
    let report = GOOD.upgrade_with(&mut files.connect(), "ages", &options, &mut |_| {});
    let backup = report.expect("a run").backup.expect("a backup");
    let name = backup.file.file_name().and_then(|name| name.to_str()).expect("a name");
    assert!(name.starts_with("app_s_data-2") && name.ends_with("Z-users.db"), "{name}");
    let report = GOOD.downgrade_with(&mut files.connect(), "users", &options, &mut |_| {});
    assert_eq!(report.expect("a run").backup.expect("a backup").revisions, ["ages"]);
    assert_eq!(files.made().len(), 4);
}

#[test]
fn so_many_backups_stay() {
    let files = Files::new("delete");
    let backup = BackupOptions::new(files.backups()).keeping(2);
    let options = Options::default().with_backup(backup);
    let mut connection = files.connect();
    for _ in 0..3 {
        GOOD.upgrade_with(&mut connection, "+1", &options, &mut |_| {}).expect("a run");
        GOOD.downgrade_with(&mut connection, "-1", &options, &mut |_| {}).expect("a run");
    }
    assert_eq!(files.made().len(), 4, "two backups, with what is written of them");
    let newest = files.made().into_iter().rfind(|it| it.extension().is_some_and(|it| it == "db"));
    assert_eq!(GOOD.current(&mut connect(&newest.expect("a backup"))).expect("rows"), ["ages"]);
}

/// Without a backup nothing runs.
#[test]
fn without_a_backup_nothing_runs() {
    let files = Files::new("delete");
    let before = dump(&files.database());
    let file = files.directory.path().join("file");
    std::fs::write(&file, "").expect("a file");
    for (directory, package) in [(file.join("below"), &GOOD), (files.backups(), &ATTACHED)] {
        let mut connection = files.connect();
        Driver::execute(&mut connection, "ATTACH ':memory:' AS other").expect("a database");
        let options = Options::default().with_backup(BackupOptions::new(directory));
        let failed = package.upgrade_with(&mut connection, "head", &options, &mut |_| {});
        let Err(Error::Backup(error)) = failed else { panic!("{failed:?}") };
        assert!(
            matches!(error, BackupError::File { .. } | BackupError::Attached { .. }),
            "{error}"
        );
    }
    assert_eq!(dump(&files.database()), before);
    assert!(files.made().is_empty(), "{:?}", files.made());
}
