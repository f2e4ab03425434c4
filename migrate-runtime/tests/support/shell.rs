//! The databases' own shells, which run the scripts that `--sql` prints.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a database's shell is called; it prints plain rows, with `|` between values and `NULL` for
/// what is none, and stops at the first error.
pub(crate) struct Shell {
    command: Vec<String>,
    /// What the shell prints between values.
    separator: &'static str,
    /// What the shell is told to print a line of text.
    print: fn(&str) -> String,
}

impl Shell {
    /// `sqlite3` on a file.
    pub(crate) fn sqlite(file: &Path) -> Self {
        let file = file.to_str().expect("a path in UTF-8");
        let command = ["sqlite3", "-batch", "-bail", "-nullvalue", "NULL", file];
        let print = |text: &str| format!(".print {text}\n");
        Self { command: owned(&command), separator: "|", print }
    }

    /// `psql`, which takes a URL.
    pub(crate) fn postgres(url: &str) -> Self {
        let command = ["psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only"];
        let settings = ["--set=ON_ERROR_STOP=on", "--pset=null=NULL", url];
        let command = [&command[..], &settings].concat();
        let print = |text: &str| format!("\\echo {text}\n");
        Self { command: owned(&command), separator: "|", print }
    }

    /// `mariadb`, which takes no URL.
    pub(crate) fn mariadb(database: &str, url: &str) -> Self {
        let rest = url.split_once("://").expect("a URL").1;
        let (user, place) = rest.split_once('@').expect("a user");
        let place = place.split_once('/').expect("a database").0;
        let (host, port) = place.split_once(':').unwrap_or((place, "3306"));
        let (user, password) = user.split_once(':').unwrap_or((user, ""));
        let command = [
            "mariadb",
            "--no-defaults",
            "--batch",
            "--raw",
            "--skip-column-names",
            "--default-character-set=utf8mb4",
            &format!("--user={user}"),
            &format!("--password={password}"),
            &format!("--host={host}"),
            &format!("--port={port}"),
            database,
        ];
        let print = |text: &str| format!("SELECT '{text}';\n");
        Self { command: owned(&command), separator: "\t", print }
    }

    /// What the shell is told to print a line of text, which stands at a line's beginning.
    pub(crate) fn print(&self, text: &str) -> String {
        (self.print)(text)
    }

    /// What the shell prints when it is told this, or what it says when it fails.
    pub(crate) fn run(&self, text: &str) -> Result<String, String> {
        let [program, arguments @ ..] = &self.command[..] else { unreachable!("a program") };
        let mut shell = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("this test needs the shell `{program}`: {error}"));
        let input = shell.stdin.take().expect("its input");
        // A shell that has stopped at an error reads no further.
        drop({ input }.write_all(text.as_bytes()));
        let output = shell.wait_with_output().expect("its end");
        let text = |bytes| String::from_utf8(bytes).expect("text in UTF-8");
        if output.status.success() {
            Ok(text(output.stdout).replace(self.separator, "|"))
        } else {
            Err(text(output.stderr))
        }
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
