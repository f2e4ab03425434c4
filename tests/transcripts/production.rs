//! Backup, restore and roles on each database, as docs/production.md has them.

use std::fs;
use std::path::Path;
use std::process::Command;

use snapbox::{assert_data_eq, str};

use crate::project::Project;
use crate::shell::Shell;

const USERS: &str = "op.create_table(table(\"users\")\n        .column(\"id\", integer().primary_key().identity())\n        \
     .column(\"email\", varchar(100)));";

/// A database and its shell; dropped in the end.
struct Live {
    url: String,
    shell: Shell,
    admin: Option<(Shell, String)>,
    name: String,
}

impl Live {
    fn sqlite(project: &Project) -> Self {
        let file = project.path("shop.db");
        let url = format!("sqlite://{}", file.display());
        Self { url, shell: Shell::sqlite(&file), admin: None, name: "shop".to_owned() }
    }

    fn postgres() -> Self {
        let (server, name) = (test_servers::postgres(), test_servers::unique_name("shop"));
        let admin = Shell::postgres(server.url());
        admin.run(&format!("CREATE DATABASE {name}")).unwrap();
        let url = server.url_of(&name);
        let drop = format!("DROP DATABASE {name} WITH (FORCE)");
        Self { shell: Shell::postgres(&url), url, admin: Some((admin, drop)), name }
    }

    fn mariadb() -> Self {
        let (server, name) = (test_servers::mysql(), test_servers::unique_name("shop"));
        let admin = Shell::mariadb("mysql", &server.url_of("mysql"));
        admin.run(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).unwrap();
        let url = server.url_of(&name);
        let drop = format!("DROP DATABASE {name}");
        Self { shell: Shell::mariadb(&name, &url), url, admin: Some((admin, drop)), name }
    }

    /// The database as its own program writes it.
    fn dump(&self) -> String {
        let output = if self.url.starts_with("sqlite") {
            Command::new("sqlite3").arg(&self.url["sqlite://".len()..]).arg(".dump").output()
        } else if self.url.starts_with("postgres") {
            Command::new("pg_dump").arg(&self.url).output()
        } else {
            let place = self.url.split_once('@').unwrap().1.split_once('/').unwrap().0;
            let (host, port) = place.split_once(':').unwrap_or((place, "3306"));
            Command::new("mariadb-dump")
                .args(["--no-defaults", "--user=root", "--host", host, "--port", port])
                .args(["--routines", "--triggers", "--events", "--hex-blob", "--skip-dump-date"])
                .arg(&self.name)
                .output()
        };
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        // Each dump of PostgreSQL has another word for what no other dump may say.
        let lines = text.lines().filter(|line| !line.contains("restrict "));
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        if let Some((admin, drop)) = &self.admin {
            admin.run(drop).unwrap();
        }
    }
}

/// A project for all databases, whose third revision fails where it has changed something already.
fn project() -> Project {
    let project = Project::with_migrations();
    let manifest = project.read("migrations/Cargo.toml");
    let all = "[\"mysql\", \"postgres\", \"sqlite\"]";
    project.write("migrations/Cargo.toml", &manifest.replace("[\"sqlite\"]", all));
    project.revision("aa01", None, USERS, "op.drop_table(\"users\");");
    project
}

fn failing(project: &Project) {
    project.revision(
        "aa02",
        Some("aa01"),
        "op.add_column(\"users\", \"name\", varchar(100).default(\"nobody\"));",
        "op.drop_column(\"users\", \"name\");",
    );
    project.revision(
        "aa03",
        Some("aa02"),
        "op.delete(\"users\").filter(col(\"email\").is_null());\n    \
         op.alter_column(\"users\", \"email\").not_null();\n    \
         op.create_index(\"ux_users_name\", \"users\", [\"name\"]).unique();",
        "op.drop_index(\"ux_users_name\", \"users\");\n    op.alter_column(\"users\", \"email\").nullable();",
    );
}

/// A transcript without the time of a backup and the name of a database of the moment.
fn session(project: &Project, live: &Live, lines: &[&str]) -> String {
    let text = project.transcript_by_ana(lines).replace(&live.name, "shop");
    let text = text.replace("[MOMENT]", "2026-11-27 20:45:00");
    let mut parts = text.split("backups/shop-");
    let first = parts.next().unwrap().to_owned();
    let text = parts.fold(first, |text, part| {
        let (_, rest) = part.split_once('-').unwrap();
        format!("{text}backups/shop-20261127T204500.123Z-{rest}")
    });
    let lines = text.lines().map(|line| match line.split_once("\"taken_at\": ") {
        Some((before, _)) => format!("{before}\"taken_at\": \"2026-11-27T20:45:00.123Z\",\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}

fn write_url(project: &Project, live: &Live) {
    project.write(".env", &format!("DATABASE_URL={}\n", live.url));
}

#[test]
fn a_failing_upgrade_is_restored() {
    let project = project();
    let databases = [Live::sqlite(&project), Live::postgres(), Live::mariadb()];
    for live in &databases {
        write_url(&project, live);
        assert!(project.migrate("upgrade --quiet aa01").status().unwrap().success());
        let rows =
            "INSERT INTO users (email) VALUES ('ana@example.org'), (NULL), ('ben@example.org');";
        live.shell.run(rows).unwrap();
    }
    failing(&project);
    for live in &databases {
        write_url(&project, live);
        let before = live.dump();
        let failed = session(&project, live, &["cargo migrate upgrade --backup backups"]);
        assert!(
            failed.contains("Backed up shop to backups/shop-20261127T204500.123Z-aa01."),
            "{failed}"
        );
        assert!(failed.contains("revision `aa03` failed to apply"), "{failed}");
        assert_ne!(live.dump(), before);
        let refused = session(&project, live, &["cargo migrate restore backups"]);
        assert!(refused.contains("give `--yes`") && refused.contains("[exit 2]"), "{refused}");
        assert_ne!(live.dump(), before, "nobody said yes");
        let restored = session(
            &project,
            live,
            &["cargo migrate restore backups --yes", "cargo migrate current"],
        );
        assert!(restored.contains("Restored the database is at aa01"), "{restored}");
        assert_eq!(live.dump(), before, "{}", live.url);
        assert_eq!(live.shell.run("SELECT count(*) FROM users;").unwrap().trim(), "3");
    }

    // A backup of one kind of database is none of another, and a damaged one is none at all.
    let backup = |ending: &str| {
        let entries = fs::read_dir(project.path("backups")).unwrap().map(|it| it.unwrap().path());
        let mut found = entries.map(|path| path.display().to_string());
        found.find(|path| path.ends_with(ending)).unwrap()
    };
    let [sqlite, postgres, _] = &databases;
    write_url(&project, postgres);
    let file = backup("-aa01.db");
    let line = format!("cargo migrate restore --yes {file}");
    let refused = project.transcript(&[&line]).replace(&file, "[FILE]");
    assert!(
        refused.contains("[exit 13]") && refused.contains("is a backup of SQLite"),
        "{refused}"
    );
    write_url(&project, sqlite);
    let before = sqlite.dump();
    let mut bytes = fs::read(&file).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&file, bytes).unwrap();
    let refused = project.transcript(&[&line]);
    assert!(refused.contains("is not as it was written"), "{refused}");
    assert_eq!(sqlite.dump(), before);
}

/// The day of docs/production.md.
#[test]
fn a_runbook() {
    let project = project();
    let live = Live::mariadb();
    write_url(&project, &live);
    assert!(project.migrate("upgrade --quiet").status().unwrap().success());
    let rows = "INSERT INTO users (email) VALUES ('ana@example.org'), (NULL), ('ben@example.org');";
    live.shell.run(rows).unwrap();
    failing(&project);
    let session = session(
        &project,
        &live,
        &[
            "cargo migrate current --check-heads",
            "cargo migrate upgrade --plan",
            "cargo migrate upgrade --backup backups",
            "cargo migrate current",
            "cargo migrate restore backups --yes",
            "cargo migrate upgrade aa02 --backup backups",
            "cargo migrate current",
            "cargo migrate drift",
            "cargo migrate downgrade -1 --backup backups",
            "cargo migrate restore backups --yes --format json",
        ],
    );
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate current --check-heads
aa01
2>       Behind by 2 revisions: `upgrade heads` applies them
[exit 6]
$ cargo migrate upgrade --plan
apply aa02 revision aa02 (version table: delete aa01, insert aa02; outside a transaction)
  add column users.name varchar(100) DEFAULT 'nobody'
apply aa03 revision aa03 (version table: delete aa02, insert aa03; outside a transaction)
  delete rows of users
  restates columns of table users:
    alter column users.email: NOT NULL
    create unique index ux_users_name on users (name)
$ cargo migrate upgrade --backup backups
2>    Backed up shop to backups/shop-20261127T204500.123Z-aa01.sql in [TIME]
2>     Applying aa02 revision aa02
2>      Applied aa02 revision aa02 in [TIME]
2>     Applying aa03 revision aa03
2>         Kept the backup: `cargo migrate restore backups/shop-20261127T204500.123Z-aa01.sql` leads back to it
2> error: revision `aa03` failed to apply
2>   caused by: Duplicate entry 'nobody' for key 'ux_users_name'
2>  --> migrations/src/versions/aa03.rs:8:8
2>   |
2> 8 |     op.create_index("ux_users_name", "users", ["name"]).unique();
2>   |        ^^^^^^^^^^^^
2>    in SQL:
2>       ALTER TABLE users
2>           MODIFY COLUMN email varchar(100) NOT NULL,
2>           ADD UNIQUE INDEX ux_users_name (name),
2>           ALGORITHM=INPLACE, LOCK=NONE
2>    state: one statement ran, and what it did stays: the revision does not run in a transaction here; the last operation done is `delete rows of users` (migrations/src/versions/aa03.rs:6:8). running again resumes with the statement that failed
2>
2> hint: some rows are alike there: make them differ first
[exit 1]
$ cargo migrate current
aa02
2>  Interrupted the upgrade of revision `aa03` was begun at 2026-11-27 20:45:00 by ana@desk, and 1 of its 2 statements are done
2>
2> hint: `upgrade aa03` resumes it
$ cargo migrate restore backups --yes
2>    Restoring shop from backups/shop-20261127T204500.123Z-aa01.sql, taken 2026-11-27 20:45:00 UTC at aa01
2>       Losing aa02 revision aa02
2>       Losing all rows that were written since
2>     Restored the database is at aa01
$ cargo migrate upgrade aa02 --backup backups
2>    Backed up shop to backups/shop-20261127T204500.123Z-aa01.sql in [TIME]
2>     Applying aa02 revision aa02
2>      Applied aa02 revision aa02 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate current
aa02
$ cargo migrate drift
2>     Compared at aa02: the database is as its revisions say
$ cargo migrate downgrade -1 --backup backups
2>    Backed up shop to backups/shop-20261127T204500.123Z-aa02.sql in [TIME]
2>    Reverting aa02 revision aa02
2>     Reverted aa02 revision aa02 in [TIME]
2>   Downgraded 1 revision in [TIME]
$ cargo migrate restore backups --yes --format json
{
  "backup": "backups/shop-20261127T204500.123Z-aa02.sql",
  "taken_at": "2026-11-27T20:45:00.123Z",
  "revisions": [
    "aa02"
  ],
  "lost": []
}
2>    Restoring shop from backups/shop-20261127T204500.123Z-aa02.sql, taken 2026-11-27 20:45:00 UTC at aa02
2>       Losing all rows that were written since
2>     Restored the database is at aa02

"#]]
    );
}

/// What another runner does would be lost.
#[test]
fn restore_waits_for_no_other_runner() {
    let project = project();
    let live = Live::sqlite(&project);
    write_url(&project, &live);
    assert!(project.migrate("upgrade --quiet").status().unwrap().success());
    project.revision("aa02", Some("aa01"), "_ = op;", "_ = op;");
    assert!(project.migrate("upgrade --quiet --backup backups").status().unwrap().success());
    let lock = fs::File::create(project.path("shop.db-migrate-lock")).unwrap();
    lock.lock().unwrap();
    let refused = session(&project, &live, &["cargo migrate restore backups --yes"]);
    assert!(
        refused.contains("another runner holds the lock") && refused.contains("[exit 8]"),
        "{refused}"
    );
    drop(lock);
    let restored = session(&project, &live, &["cargo migrate restore backups --yes"]);
    assert!(restored.contains("Restored the database is at aa01"), "{restored}");
    let nothing = session(&project, &live, &["cargo migrate upgrade aa01 --backup more"]);
    assert!(nothing.contains("there is nothing to do"), "{nothing}");
    assert!(!project.path("more").exists());
}

/// A program that is missing, older, or fails is told of before anything runs, and no password is among its arguments.
#[cfg(unix)]
#[test]
fn without_what_makes_a_backup_nothing_runs() {
    let project = project();
    let live = Live::postgres();
    write_url(&project, &live);
    assert!(project.migrate("upgrade --quiet").status().unwrap().success());
    project.revision("aa02", Some("aa01"), "_ = op;", "_ = op;");
    assert!(project.migrate("upgrade aa01 --quiet").status().unwrap().success());
    let bin = project.path("bin");
    fs::create_dir(&bin).unwrap();
    let url = live.url.replacen("://postgres@", "://postgres:s3cret@", 1);
    assert_ne!(url, live.url, "the test's URL names the user `postgres`");
    let run = || {
        let mut command = project.binary();
        command.args(["upgrade", "--backup", "backups", "--database-url", &url]);
        let output = command.env("PATH", &bin).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(13), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
        let left = fs::read_dir(project.path("backups")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "nothing half-written stays");
        assert_eq!(
            live.shell.run("SELECT version_num FROM migrate_version;").unwrap().trim(),
            "aa01"
        );
        text
    };
    assert_data_eq!(
        run(),
        str![[r#"
error: no backup was made, and nothing ran: `pg_dump` is not installed

hint: install PostgreSQL's programs of the server's version or a newer one (`postgresql-client` on Debian), and see that it is found in `PATH`

"#]]
    );
    script(&bin, "pg_dump", "echo 'pg_dump (PostgreSQL) 9.6.24'");
    let older = run();
    assert!(
        older.contains("`pg_dump` is pg_dump (PostgreSQL) 9.6.24, and the server is PostgreSQL"),
        "{older}"
    );
    let said = project.path("said").display().to_string();
    script(
        &bin,
        "pg_dump",
        &format!(
            "case $1 in --version) echo 'pg_dump (PostgreSQL) 99.1'; exit;; esac\n\
             echo \"$PGPASSWORD|$*\" > {said}; echo half; echo 'disk of s3cret is full' >&2; exit 1"
        ),
    );
    let output = {
        let mut command = project.binary();
        command.args(["upgrade", "--backup", "backups", "--database-url", &url]);
        command.env("PATH", &bin).output().unwrap()
    };
    assert_eq!(output.status.code(), Some(13));
    assert_eq!(fs::read_dir(project.path("backups")).unwrap().count(), 0);
    let said = fs::read_to_string(said).unwrap();
    let (password, arguments) = said.split_once('|').unwrap();
    assert_eq!(password, "s3cret");
    assert!(!arguments.contains("s3cret") && arguments.contains("postgres@"), "{arguments}");
}

/// Ctrl-C while a copy is written: the program that writes it ends too, and nothing is left of it.
#[cfg(unix)]
#[test]
fn a_backup_that_is_stopped() {
    let project = project();
    let live = Live::postgres();
    write_url(&project, &live);
    assert!(project.migrate("current").status().unwrap().success());
    let bin = project.path("bin");
    fs::create_dir(&bin).unwrap();
    script(
        &bin,
        "pg_dump",
        "case $1 in --version) echo 'pg_dump (PostgreSQL) 99.1'; exit;; esac\necho half; exec /bin/sleep 60",
    );
    let begin = std::time::Instant::now();
    let mut command = project.binary();
    command.args(["upgrade", "--backup", "backups"]).env("PATH", &bin);
    let mut child = command.spawn().unwrap();
    let parts = || fs::read_dir(project.path("backups")).map_or(0, Iterator::count);
    while parts() == 0 {
        assert!(begin.elapsed().as_secs() < 30, "no backup is begun");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(begin.elapsed().as_secs() < 40, "the program was not waited for");
    assert_eq!(parts(), 0);
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public';";
    assert_eq!(live.shell.run(tables).unwrap().trim(), "0", "nothing ran");
}

/// A directory without room for a copy is refused before one is begun.
#[cfg(unix)]
#[test]
fn a_full_disk_takes_no_backup() {
    let project = project();
    let live = Live::sqlite(&project);
    write_url(&project, &live);
    assert!(project.migrate("upgrade --quiet").status().unwrap().success());
    let bin = project.path("bin");
    fs::create_dir(&bin).unwrap();
    let head = "Filesystem 1024-blocks Used Available Capacity Mounted on";
    script(&bin, "df", &format!("echo '{head}'; echo '/dev/full 100 99 1 99% /'"));
    let mut command = project.binary();
    command.args(["downgrade", "base", "--backup", "backups"]).env("PATH", &bin);
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(13), "{text}");
    assert!(
        text.contains("nothing ran: backups has 1024 bytes free, and the database has"),
        "{text}"
    );
    assert_eq!(fs::read_dir(project.path("backups")).unwrap().count(), 0);
    assert_eq!(live.shell.run("SELECT version_num FROM migrate_version;").unwrap().trim(), "aa01");
}

#[cfg(unix)]
fn script(directory: &Path, name: &str, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = directory.join(name);
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Roles of a server are gone in the end, with what they own.
struct Roles<'a> {
    live: &'a Live,
    prefix: String,
}

impl Roles<'_> {
    fn shell(&self, role: &str) -> Shell {
        let url = self.url(role);
        if url.starts_with("postgres") {
            Shell::postgres(&url)
        } else {
            Shell::mariadb(&self.live.name, &url)
        }
    }

    fn url(&self, role: &str) -> String {
        let (scheme, rest) = self.live.url.split_once("://").unwrap();
        let (_, place) = rest.split_once('@').unwrap();
        format!("{scheme}://{}_{role}:pw@{place}", self.prefix)
    }
}

impl Drop for Roles<'_> {
    fn drop(&mut self) {
        for role in ["migrate", "app", "read"] {
            let name = format!("{}_{role}", self.prefix);
            let sql = if self.live.url.starts_with("postgres") {
                format!("DROP OWNED BY {name} CASCADE; DROP ROLE {name};")
            } else {
                format!("DROP USER {name};")
            };
            self.live.shell.run(&sql).unwrap();
        }
    }
}

#[test]
fn roles_have_no_more_rights_than_they_need() {
    for live in [Live::postgres(), Live::mariadb()] {
        let is_postgres = live.url.starts_with("postgres");
        let project = project();
        write_url(&project, &live);
        // Tables of before the roles, which an administrator made.
        assert!(project.migrate("upgrade --quiet").status().unwrap().success());
        let prefix = format!("r{}_{}", std::process::id(), u8::from(is_postgres));
        let words = format!("roles --sql --prefix {prefix}");
        let sql = project.migrate(&words).output().unwrap();
        assert!(sql.status.success(), "{}", String::from_utf8_lossy(&sql.stderr));
        let sql = String::from_utf8(sql.stdout).unwrap();
        // A second time it does no harm.
        live.shell.run(&sql).unwrap();
        live.shell.run(&sql).unwrap();
        let roles = Roles { live: &live, prefix };
        for role in ["migrate", "app", "read"] {
            let name = format!("{}_{role}", roles.prefix);
            live.shell
                .run(&if is_postgres {
                    format!("ALTER ROLE {name} PASSWORD 'pw';")
                } else {
                    format!("ALTER USER {name} IDENTIFIED BY 'pw' ACCOUNT UNLOCK;")
                })
                .unwrap();
        }
        project.revision(
            "aa02",
            Some("aa01"),
            "op.create_table(table(\"posts\")\n        .column(\"id\", integer().primary_key().identity())\n        \
             .column(\"user_id\", integer().references(\"users\", \"id\")));\n    \
             op.add_column(\"users\", \"name\", varchar(20));",
            "op.drop_column(\"users\", \"name\");\n    op.drop_table(\"posts\");",
        );
        let by = |role: &str, words: &str| {
            let line = format!("cargo migrate {words} --database-url {}", roles.url(role));
            project.transcript(&[&line])
        };
        let plan = by("read", "upgrade --plan");
        assert!(plan.contains("apply aa02"), "{plan}");
        let refused = by("app", "upgrade");
        assert!(refused.contains("[exit 1]"), "the application cannot upgrade: {refused}");
        let upgraded = by("migrate", "upgrade");
        assert!(upgraded.contains("Upgraded 1 revision"), "{upgraded}");
        for words in ["current --check-heads", "history --applied", "history -i"] {
            let read = by("read", words);
            assert!(read.contains("aa02") && !read.contains("[exit"), "{read}");
        }

        let [migrate, app, read] = ["migrate", "app", "read"].map(|role| roles.shell(role));
        // Rows of a table that was there, and of one that a later upgrade made.
        app.run(
            "INSERT INTO users (email, name) VALUES ('a', 'b');\nINSERT INTO posts (user_id) VALUES (1);\n\
             UPDATE posts SET user_id = NULL;\nDELETE FROM posts;\nSELECT * FROM migrate_version;",
        )
        .unwrap();
        let mut denied = vec![
            "ALTER TABLE posts ADD COLUMN x integer",
            "DROP TABLE posts",
            "CREATE TABLE mine (id integer)",
            "TRUNCATE TABLE posts",
            "CREATE INDEX ix ON posts (user_id)",
            "CREATE VIEW mine AS SELECT 1 AS one",
        ];
        if is_postgres {
            denied.extend([
                "CREATE SCHEMA mine",
                "ALTER TABLE posts OWNER TO CURRENT_USER",
                "UPDATE migrate_version SET version_num = 'x'",
                "DELETE FROM migrate_log",
                "INSERT INTO migrate_revision VALUES (1, 'a', 'b')",
            ]);
        }
        for sql in denied {
            for shell in [&app, &read] {
                let said = shell.run(&format!("{sql};")).expect_err(sql);
                let is_refusal =
                    ["permission denied", "must be owner", "command denied", "Access denied"]
                        .iter()
                        .any(|words| said.contains(words));
                assert!(is_refusal, "{sql}: {said}");
            }
        }
        for sql in [
            "SELECT * FROM users",
            "INSERT INTO users (name) VALUES ('x')",
            "DELETE FROM migrate_version",
        ] {
            read.run(&format!("{sql};")).expect_err(sql);
        }
        if is_postgres {
            let owners = "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class \
                          WHERE relnamespace = 'public'::regnamespace;";
            let owner = format!("{}_migrate", roles.prefix);
            assert_eq!(migrate.run(owners).unwrap().trim(), owner);
        }
        // The role that migrates needs nobody else for a backup, nor to bring it back.
        let before = live.dump();
        let downgraded = by("migrate", "downgrade -1 --backup backups");
        assert!(downgraded.contains("Downgraded 1 revision"), "{downgraded}");
        if is_postgres {
            let sql = format!(
                "ALTER DEFAULT PRIVILEGES FOR ROLE {0}_migrate GRANT TRUNCATE ON TABLES TO {0}_app;\n\
                 ALTER DEFAULT PRIVILEGES FOR ROLE {0}_migrate REVOKE ALL ON FUNCTIONS FROM PUBLIC;\n\
                 ALTER DEFAULT PRIVILEGES FOR ROLE {0}_migrate IN SCHEMA public GRANT ALL ON TYPES TO {0}_read;",
                roles.prefix
            );
            migrate.run(&sql).unwrap();
        }
        let restored = by("migrate", "restore backups --yes");
        assert!(restored.contains("Restored the database is at aa02"), "{restored}");
        assert_eq!(live.dump(), before);
        app.run("INSERT INTO posts (user_id) VALUES (NULL);").unwrap();
        let downgraded = by("migrate", "downgrade base");
        assert!(downgraded.contains("Downgraded 2 revisions"), "{downgraded}");
    }
}
