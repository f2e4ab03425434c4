//! A migration binary that answers what it is asked, line by line, until nobody asks any more.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use migrate_analysis::introspect::{QueryError, Rows};
use migrate_runtime::cli::args::DatabaseOptions;
use migrate_runtime::op::encode::FORMAT;
use serde_json::Value;

use crate::binary;
use crate::error::Error;
use crate::exported::ExportError;
use crate::manifest::Package;

/// What completes the beginning of a catalogue's document.
pub(crate) const HEAD_REST: &str = "]}";

/// A binary that waits for the next question.
#[derive(Debug)]
pub(crate) struct Session {
    child: Child,
    /// None when nothing more is asked.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    ending: Ending,
}

/// How a binary ends that nobody asks any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// At once: it changes nothing, so that nothing is lost with it.
    Kill,
    /// By itself: it takes back what it made.
    Wait,
}

impl Session {
    /// Starts the binary, which connects; gives also what it says first, which `rest` completes.
    ///
    /// # Errors
    ///
    /// The binary cannot be run or cannot reach the database, which it has said itself.
    pub(crate) fn open(
        mut command: Command,
        binary: &Path,
        rest: &str,
        ending: Ending,
    ) -> Result<(Self, Value), Error> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(Error::io("run", binary))?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let unreadable =
            |reason: String| ExportError::Unreadable { binary: binary.to_owned(), reason };
        let (questions, answers) =
            pipes.ok_or_else(|| unreadable("it has no standard input and output".to_owned()))?;
        let answers = BufReader::new(answers);
        let mut session = Self { child, questions: Some(questions), answers, ending };
        let head = session.read_line().map_err(Error::io("read from", binary))?;
        let Some(head) = head else { return Err(session.failure().into()) };
        let head = serde_json::from_str(&format!("{head}{rest}"))
            .map_err(|error| unreadable(error.to_string()))?;
        Ok((session, head))
    }

    /// Asks something, each part ended by a NUL byte, and waits for the answer.
    ///
    /// # Errors
    ///
    /// The binary has ended, and has said why, or answers in no known form.
    pub(crate) fn ask(&mut self, parts: &[&str]) -> Result<Value, QueryError> {
        // Where the binary has ended its exit code says more than a broken pipe.
        if let Some(questions) = &mut self.questions {
            for part in parts {
                let _ = questions.write_all(part.as_bytes());
                let _ = questions.write_all(b"\0");
            }
            let _ = questions.flush();
        }
        let Some(line) = self.read_line()? else { return Err(Box::new(self.failure())) };
        Ok(serde_json::from_str(line.trim_start_matches(','))?)
    }

    /// The next line without its end; none at the end of the output.
    fn read_line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let is_end = self.answers.read_line(&mut line)? == 0;
        Ok((!is_end).then(|| line.trim_end_matches('\n').to_owned()))
    }

    /// Why the binary has ended.
    fn failure(&mut self) -> ExportError {
        let code = self.child.wait().ok().and_then(|status| status.code());
        ExportError::Failed(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        drop(self.questions.take());
        match self.ending {
            Ending::Kill => drop(self.child.kill()),
            Ending::Wait => {}
        }
        let _ = self.child.wait();
    }
}

/// A binary that runs statements of which nothing remains, started with the first of them.
#[derive(Debug)]
pub(crate) struct Scratch<'a> {
    binary: &'a Path,
    database: &'a DatabaseOptions,
    package: &'a Package,
    /// The binary, or why there is none.
    session: Option<Result<Session, String>>,
}

impl<'a> Scratch<'a> {
    /// A binary that is not started yet.
    pub(crate) const fn new(
        binary: &'a Path,
        database: &'a DatabaseOptions,
        package: &'a Package,
    ) -> Self {
        Self { binary, database, package, session: None }
    }

    /// Runs a group of statements and gives the rows of each.
    ///
    /// # Errors
    ///
    /// One of them failed, or there is no session to run them in. That is no reason to end: what they were to find
    /// out stays unknown.
    pub(crate) fn run(&mut self, statements: &[String]) -> Result<Vec<Rows>, String> {
        let (binary, database, package) = (self.binary, self.database, self.package);
        let session = self.session.get_or_insert_with(|| {
            let mut command = binary::command_at_database(binary, package, database);
            command.args(["catalogue", "--scratch", "--format-version", &FORMAT.to_string()]);
            // It has connected once already: what is left is that it is too old for this.
            command.stderr(Stdio::null());
            let opened = Session::open(command, binary, HEAD_REST, Ending::Kill);
            opened.map(|(session, _)| session).map_err(|_| {
                "the migration binary opens no session for it; with an older `migrate-runtime`, \
                 `cargo update -p migrate-runtime` may help"
                    .to_owned()
            })
        });
        let open = session.as_mut().map_err(|why| why.clone())?;
        let end = [""];
        let parts: Vec<_> = statements.iter().map(|it| &**it).chain(end).collect();
        let Ok(answer) = open.ask(&parts) else {
            let why = "the session that was opened for it has ended".to_owned();
            *session = Err(why.clone());
            return Err(why);
        };
        if let Some(error) = answer.get("error").and_then(Value::as_str) {
            return Err(error.to_owned());
        }
        let results = answer.get("results").and_then(Value::as_array).into_iter().flatten();
        let rows =
            results.map(|it| serde_json::from_value(it.get("rows").cloned().unwrap_or_default()));
        rows.collect::<Result<_, _>>().map_err(|error| error.to_string())
    }
}
