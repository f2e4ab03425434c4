//! A project in a temporary directory, and transcripts of what is typed in it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

/// A project.
pub(crate) struct Project {
    directory: TempDir,
    /// The name of its package. All projects are built into one directory, where two programs of
    /// one name would take each other's place.
    name: String,
}

/// The root of this repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

impl Project {
    /// An empty directory.
    pub(crate) fn empty() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("app-{}-{number}", std::process::id());
        Self { directory: TempDir::new().unwrap(), name }
    }

    /// The same, called as another one is where both are shown.
    pub(crate) fn named_as(self, other: &Self) -> Self {
        Self { name: other.name.clone(), ..self }
    }

    /// A package `app` that does nothing.
    pub(crate) fn package() -> Self {
        let project = Self::empty();
        let name = &project.name;
        let manifest =
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        project.write("Cargo.toml", &manifest);
        project.write("src/main.rs", "fn main() {}\n");
        project
    }

    /// The package `app` with a migrations package beside it, and a database.
    pub(crate) fn with_migrations() -> Self {
        let project = Self::package();
        let made = project.migrate("init").output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        project.write(".env", "DATABASE_URL=sqlite://app.db\n");
        // The versions this repository is tested with, so that nothing is fetched.
        fs::copy(repository().join("Cargo.lock"), project.path("Cargo.lock")).unwrap();
        project
    }

    /// A path in the project.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.directory.path().join(relative)
    }

    /// Reads a file.
    pub(crate) fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap()
    }

    /// Reads a file, without what differs from run to run.
    pub(crate) fn redacted(&self, relative: &str) -> String {
        self.redact(&self.read(relative))
    }

    /// Writes a file, with the directories above it.
    pub(crate) fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a revision file whose `upgrade` and `downgrade` hold these lines.
    pub(crate) fn revision(&self, rev: &str, down_rev: Option<&str>, up: &str, down: &str) {
        let down_rev = down_rev.map_or_else(String::new, |id| format!(", down_rev = \"{id}\""));
        let text = format!(
            "//! revision {rev}\nuse migrate_runtime::prelude::*;\n\n\
             #[migration(rev = \"{rev}\"{down_rev})]\nfn upgrade(op: &mut Op) {{\n    {up}\n}}\n\n\
             fn downgrade(op: &mut Op) {{\n    {down}\n}}\n"
        );
        self.write(&format!("migrations/src/versions/{rev}.rs"), &text);
    }

    /// `cargo migrate` with these words.
    pub(crate) fn migrate(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-migrate"));
        command.arg("migrate").args(shlex::split(words).unwrap());
        self.prepare(&mut command);
        command
    }

    /// The migration binary that was built last.
    pub(crate) fn binary(&self) -> Command {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let mut command = Command::new(target.join(format!("debug/{}-migrations", self.name)));
        self.prepare(&mut command);
        command
    }

    /// Sets a command up to run in the project, untouched by the environment of the tests.
    pub(crate) fn prepare(&self, command: &mut Command) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned();
        command
            .current_dir(self.directory.path())
            .stdin(Stdio::null())
            // Every project builds the same dependencies: once for all of them.
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
            .env_remove("DATABASE_URL")
            .env_remove("RUSTFLAGS")
            .env_remove("USER");
    }

    /// What a person sees who types these lines, each after `$ `.
    pub(crate) fn transcript(&self, lines: &[&str]) -> String {
        self.transcript_in("", lines)
    }

    /// The same with temporary files in the directory `tmp` of the project.
    pub(crate) fn transcript_with_temporary(&self, lines: &[&str]) -> String {
        let temporary = self.path("tmp");
        self.transcript_prepared("", lines, |command| {
            command.env("TMPDIR", &temporary);
        })
    }

    /// The same, with what `--no-package` builds in the directory `home` of the project.
    pub(crate) fn transcript_without_package(&self, lines: &[&str]) -> String {
        let home = self.path("home");
        self.transcript_prepared("", lines, |command| {
            command.env("MIGRATE_HOME", &home).envs([("USER", "ana"), ("HOSTNAME", "desk")]);
        })
    }

    /// The same as typed by `ana` at the machine `desk`.
    pub(crate) fn transcript_by_ana(&self, lines: &[&str]) -> String {
        self.transcript_prepared("", lines, |command| {
            command.envs([("USER", "ana"), ("HOSTNAME", "desk")]);
        })
    }

    /// The same in a directory of the project.
    pub(crate) fn transcript_in(&self, directory: &str, lines: &[&str]) -> String {
        self.transcript_prepared(directory, lines, |_| {})
    }

    fn transcript_prepared(
        &self,
        directory: &str,
        lines: &[&str],
        prepare: impl Fn(&mut Command),
    ) -> String {
        let mut transcript = String::new();
        for line in lines {
            let words = line.strip_prefix("cargo migrate ").unwrap();
            let words = words.replace("-p app", &format!("-p {}", self.name));
            let mut command = self.migrate(&words);
            prepare(&mut command);
            let output = command.current_dir(self.path(directory)).output().unwrap();
            writeln!(transcript, "$ {line}").unwrap();
            transcript.push_str(&String::from_utf8_lossy(&output.stdout));
            for line in String::from_utf8_lossy(&output.stderr).lines().filter(|l| !is_cargos(l)) {
                writeln!(transcript, "{}", format!("2> {line}").trim_end()).unwrap();
            }
            if !output.status.success() {
                writeln!(transcript, "[exit {}]", output.status.code().unwrap()).unwrap();
            }
        }
        self.redact(&transcript)
    }

    /// The same, with a number for each revision instead of its id, which was made by chance.
    pub(crate) fn numbered_transcript(&self, lines: &[&str]) -> String {
        self.numbered(&self.transcript(lines))
    }

    /// A text with a number for each revision, in their order, instead of its id.
    pub(crate) fn numbered(&self, text: &str) -> String {
        let output = self.migrate("history --format json").output().unwrap();
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let revisions = document.as_array().unwrap().iter().rev();
        let ids = revisions.map(|it| it["revision"].as_str().unwrap());
        let numbered =
            |text: String, (id, number): (&str, u32)| text.replace(id, &format!("[ID {number}]"));
        ids.zip(1..).fold(text.to_owned(), numbered)
    }

    /// The text of the revision whose file has a name that ends so, without what differs from run to run.
    pub(crate) fn written(&self, ending: &str) -> String {
        let directory = self.path("migrations/src/versions");
        let mut files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
        let file = files.find(|file| file.to_string_lossy().ends_with(ending)).unwrap();
        let text = fs::read_to_string(file).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with("//! Created: "));
        self.numbered(&lines.flat_map(|line| [line, "\n"]).collect::<String>())
    }

    /// Takes out what differs from run to run: the directory, times, digests of the moment.
    fn redact(&self, text: &str) -> String {
        let directory = self.directory.path().canonicalize().unwrap();
        let text = text
            .replace(directory.to_str().unwrap(), "[PROJECT]")
            .replace(self.directory.path().to_str().unwrap(), "[PROJECT]")
            .replace(repository().canonicalize().unwrap().to_str().unwrap(), "[CHECKOUT]")
            .replace(&self.name, "app")
            .replace(&self.name.replace('-', "_"), "app");
        text.lines().flat_map(|line| [redact_time(line), "\n".to_owned()]).collect()
    }
}

/// Whether cargo said it, while it built.
fn is_cargos(line: &str) -> bool {
    const VERBS: [&str; 8] = [
        "Compiling",
        "Locking",
        "Adding",
        "Updating",
        "Blocking",
        "Removing",
        "Downgrading",
        "Finished `dev`",
    ];
    let line = line.trim_start();
    VERBS.iter().any(|verb| line.starts_with(verb))
}

/// `in 0.02s` and `Created: 2026-..` become the same in every run.
fn redact_time(line: &str) -> String {
    if let Some((before, rest)) = line.split_once(" in 0.")
        && rest.ends_with('s')
    {
        return format!("{before} in [TIME]");
    }
    if let Some((time, rest)) =
        line.strip_prefix("2> ").and_then(|line| line.trim().split_once(' '))
        && time.starts_with("0.")
        && time.ends_with('s')
    {
        return format!("2>       [TIME] {rest}");
    }
    match line.split_once("Created: ") {
        Some((before, _)) => format!("{before}Created: [DATE]"),
        None => redact_moment(line),
    }
}

/// `2026-11-27 16:40:01` and `(0.02s, by ana)` become the same in every run.
fn redact_moment(line: &str) -> String {
    const FORM: &str = "dddd-dd-dd dd:dd:dd";
    let fits = |part: &[u8]| {
        part.iter().zip(FORM.bytes()).all(|(byte, form)| match form {
            b'd' => byte.is_ascii_digit(),
            other => *byte == other,
        })
    };
    let at = line.as_bytes().windows(FORM.len()).position(fits);
    let Some(at) = at else { return line.to_owned() };
    let (before, rest) = (&line[..at], &line[at + FORM.len()..]);
    let rest = match rest.split_once("(0.") {
        Some((words, after)) => {
            let after = after.split_once('s').map_or(after, |(_, after)| after);
            format!("{words}([TIME]{after}")
        }
        None => rest.to_owned(),
    };
    format!("{before}[MOMENT]{rest}")
}
