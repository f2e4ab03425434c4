//! What a run shows while it goes on: a bar on a terminal, plain lines in a pipe.

use std::fmt;
use std::time::Duration;

use crate::executor::Event;
use migrate_core::graph::Direction;
use migrate_core::revision::Revision;

use super::printer::{Printer, VERB};

/// Shows the events of a run.
pub(super) struct Progress<'a> {
    printer: &'a mut Printer,
    bar: Option<Bar>,
}

/// How far a run is, drawn in one line: `Applying [=====>    ] 3/10: 1f3c9a7b2d10`.
struct Bar {
    verb: &'static str,
    revision: String,
    done: usize,
    total: usize,
}

impl<'a> Progress<'a> {
    pub(super) fn new(printer: &'a mut Printer) -> Self {
        Self { printer, bar: None }
    }

    /// Shows one event.
    pub(super) fn show(&mut self, event: Event<'_>) {
        match event {
            Event::Started { revision, direction, index, total } => {
                self.begin(revision, direction, index, total);
            }
            Event::Waiting { holder } => {
                self.over_bar(|printer| printer.status("Waiting", format_args!("for {holder}")));
            }
            Event::Statement { .. } | Event::FellBack { .. } => {}
            Event::Note { text, origin } => {
                self.over_bar(|printer| printer.warning(format_args!("{text} ({origin})")));
            }
            Event::Finished { revision, direction, .. } => {
                let line = describe(revision);
                if let Some(bar) = &mut self.bar {
                    bar.done += 1;
                }
                self.over_bar(|printer| printer.status(verb(direction), line));
            }
        }
    }

    fn begin(&mut self, revision: &Revision, direction: Direction, index: usize, total: usize) {
        const WORTH_A_BAR: usize = 5;
        if total < WORTH_A_BAR || !self.printer.has_terminal() {
            return;
        }
        let verb = match direction {
            Direction::Up => "Applying",
            Direction::Down => "Reverting",
        };
        self.bar = Some(Bar { verb, revision: revision.id.clone(), done: index, total });
        self.over_bar(|_| {});
    }

    /// Prints lines above the bar, which is drawn again below them.
    fn over_bar(&mut self, print: impl FnOnce(&mut Printer)) {
        if self.bar.is_some() {
            self.printer.clear();
        }
        print(self.printer);
        if let Some(bar) = &self.bar {
            self.printer.draw(bar);
        }
    }

    /// Takes the bar away.
    pub(super) fn end(self) {
        if self.bar.is_some() {
            self.printer.clear();
        }
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WIDTH: usize = 25;
        let Self { verb, revision, done, total } = self;
        let filled = WIDTH * done.min(total) / (*total).max(1);
        let bar = "=".repeat(filled) + if filled < WIDTH { ">" } else { "" };
        write!(f, "{VERB}{verb:>12}{VERB:#} [{bar:WIDTH$}] {done}/{total}: {revision}")
    }
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

    #[test]
    fn a_bar_is_as_long_for_every_revision() {
        let shown = |done| {
            let bar = Bar { verb: "Applying", revision: "1f3c".to_owned(), done, total: 5 };
            anstream::adapter::strip_str(&bar.to_string()).to_string()
        };
        assert_eq!(shown(0), "    Applying [>                        ] 0/5: 1f3c");
        assert_eq!(shown(2), "    Applying [==========>              ] 2/5: 1f3c");
        assert_eq!(shown(5), "    Applying [=========================] 5/5: 1f3c");
    }
}
