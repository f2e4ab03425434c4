//! What a run shows while it goes on: in a pipe a line before and one after each revision; on a
//! terminal one line that says what is being done, and for how long.

use std::fmt;
use std::time::{Duration, Instant};

use crate::executor::Event;
use migrate_core::dialect::Family;
use migrate_core::graph::Direction;
use migrate_core::revision::Revision;

use super::live_line::{Line, LiveLine};
use super::printer::{Printer, VERB};
use super::server_progress::Watched;

/// Shows the events of a run.
pub(super) struct Progress<'a> {
    printer: &'a mut Printer,
    /// Whether each statement is printed.
    verbose: bool,
    /// Whether a revision's statements go to the server as one message, of which single ones have
    /// no time of their own.
    in_messages: bool,
    is_message: bool,
    /// The line that a terminal shows.
    live: Option<LiveLine>,
    running: Option<Running>,
    /// The backup that was made.
    backup: Option<String>,
}

/// What is being done.
struct Running {
    bar: Bar,
    /// The statement that was told of last, and when.
    statement: Option<(String, Instant)>,
    /// How many statements were told of.
    told: usize,
}

/// How far a run is, drawn in one line: `Applying [=====>    ] 3/10: 1f3c9a7b2d10`.
struct Bar {
    verb: &'static str,
    revision: String,
    done: usize,
    total: usize,
}

impl<'a> Progress<'a> {
    /// For something short on a database of this family.
    pub(super) fn new(printer: &'a mut Printer, family: Family) -> Self {
        Self::watching(printer, family, false, || None)
    }

    /// For a run on a database of this family, whose server can be asked how far it is.
    pub(super) fn watching(
        printer: &'a mut Printer,
        family: Family,
        verbose: bool,
        watched: impl FnOnce() -> Option<Watched>,
    ) -> Self {
        let live = printer.has_terminal().then(|| LiveLine::start(printer.color(), watched()));
        let in_messages = match family {
            Family::Postgres => true,
            Family::Sqlite | Family::Mysql => false,
        };
        Self {
            printer,
            verbose,
            in_messages,
            is_message: in_messages,
            live,
            running: None,
            backup: None,
        }
    }

    /// Shows one event.
    pub(super) fn show(&mut self, event: Event<'_>) {
        match event {
            Event::Started { revision, direction, index, total } => {
                self.begin(revision, direction, index, total);
            }
            Event::Waiting { holder } => {
                self.print(|printer| printer.status("Waiting", format_args!("for {holder}")));
            }
            Event::Resumed { revision, direction: _, statement, total, reason } => {
                let line = format!("{} at statement {statement} of {total}: {reason}", revision.id);
                self.print(|printer| printer.status("Resuming", line));
            }
            Event::Forgotten { revision, done, total } => {
                let line = format!(
                    "that revision `{revision}` was interrupted after {done} of {total} statements"
                );
                self.print(|printer| printer.status("Forgotten", line));
            }
            Event::BackingUp => self.print(|_| {}),
            Event::BackedUp { backup, elapsed } => {
                let (file, time) = (backup.file.display(), seconds(elapsed));
                let line = format!("{} to {file} in {time}", backup.database);
                self.print(|printer| printer.status("Backed up", line));
                self.backup = Some(file.to_string());
            }
            Event::Statement { sql } => self.statement(sql),
            Event::FellBack { .. } => {
                self.is_message = false;
                // Those of the message are not being carried out any more.
                if let Some(running) = &mut self.running {
                    (running.statement, running.told) = (None, 0);
                }
            }
            Event::Note { text, origin } => {
                self.print(|printer| printer.warning(format_args!("{text} ({origin})")));
            }
            Event::Retrying { revision: _, error, blocked_by, retry, retries, pause } => {
                self.end_statement();
                let who = blocked_by.map(|who| format!(", blocked by {who}")).unwrap_or_default();
                let line =
                    format!("{} for retry {retry} of {retries}: {error}{who}", seconds(pause));
                self.print(|printer| printer.status("Waiting", line));
            }
            Event::Finished { revision, direction, elapsed } => {
                self.end_statement();
                self.is_message = self.in_messages;
                self.running = None;
                let line = format!("{} in {}", describe(revision), seconds(elapsed));
                self.print(|printer| printer.status(verb(direction), line));
            }
        }
    }

    fn begin(&mut self, revision: &Revision, direction: Direction, index: usize, total: usize) {
        let verb = match direction {
            Direction::Up => "Applying",
            Direction::Down => "Reverting",
        };
        let bar = Bar { verb, revision: describe(revision), done: index, total };
        self.running = Some(Running { bar, statement: None, told: 0 });
        if self.live.is_some() {
            self.print(|_| {});
        } else {
            self.printer.status(verb, describe(revision));
        }
    }

    fn statement(&mut self, sql: &str) {
        self.end_statement();
        if self.verbose && self.is_message {
            self.print(|printer| printer.statement("Sent", sql));
        }
        if let Some(running) = &mut self.running {
            running.statement = Some((sql.to_owned(), Instant::now()));
            running.told += 1;
        }
        self.print(|_| {});
    }

    /// A statement is over when the next thing happens.
    fn end_statement(&mut self) {
        let statement = self.running.as_mut().and_then(|running| running.statement.take());
        if let Some((sql, start)) = statement
            && self.verbose
            && !self.is_message
        {
            let time = seconds(start.elapsed());
            self.print(|printer| printer.statement(&time, &sql));
        }
    }

    /// Prints lines above the terminal's line, which is drawn again below them.
    fn print(&mut self, print: impl FnOnce(&mut Printer)) {
        let Some(live) = &self.live else { return print(self.printer) };
        let below = self.running.as_ref().map(|Running { bar, statement, told }| {
            let (what, since) = match statement {
                // Of several in a message one does not know which is being carried out.
                Some((_, start)) if self.is_message && *told > 1 => {
                    (Some(format!("{told} statements")), *start)
                }
                Some((sql, start)) => (Some(one_line(sql)), *start),
                None => (None, Instant::now()),
            };
            Line { text: bar.to_string(), what, since }
        });
        live.replace(below, || print(self.printer));
    }

    /// Takes the terminal's line away; gives the backup that was made.
    pub(super) fn end(mut self) -> Option<String> {
        self.running = None;
        self.print(|_| {});
        self.backup
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WORTH_A_BAR: usize = 5;
        const WIDTH: usize = 25;
        let Self { verb, revision, done, total } = self;
        write!(f, "{VERB}{verb:>12}{VERB:#} ")?;
        if *total >= WORTH_A_BAR {
            let filled = WIDTH * done.min(total) / (*total).max(1);
            let bar = "=".repeat(filled) + if filled < WIDTH { ">" } else { "" };
            write!(f, "[{bar:WIDTH$}] {done}/{total}: ")?;
        }
        f.write_str(revision)
    }
}

/// SQL as the live line shows it, which has no second line.
fn one_line(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The verb of a step.
pub(super) const fn verb(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "Applied",
        Direction::Down => "Reverted",
    }
}

/// A revision as it is named in a line.
pub(super) fn describe(revision: &Revision) -> String {
    if revision.message.is_empty() {
        revision.id.clone()
    } else {
        format!("{} {}", revision.id, revision.message)
    }
}

/// A time as people read it.
pub(super) fn seconds(elapsed: Duration) -> String {
    format!("{:.2}s", elapsed.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(done: usize, total: usize) -> String {
        let bar = Bar { verb: "Applying", revision: "1f3c add".to_owned(), done, total };
        anstream::adapter::strip_str(&bar.to_string()).to_string()
    }

    #[test]
    fn a_bar_is_as_long_for_every_revision() {
        assert_eq!(shown(0, 5), "    Applying [>                        ] 0/5: 1f3c add");
        assert_eq!(shown(2, 5), "    Applying [==========>              ] 2/5: 1f3c add");
        assert_eq!(shown(5, 5), "    Applying [=========================] 5/5: 1f3c add");
    }

    #[test]
    fn few_revisions_have_no_bar() {
        assert_eq!(shown(1, 4), "    Applying 1f3c add");
    }
}
