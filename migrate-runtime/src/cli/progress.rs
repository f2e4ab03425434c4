//! What a run shows while it goes on: a bar on a terminal, plain lines in a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::executor::Event;
use migrate_core::graph::Direction;
use migrate_core::revision::Revision;

use super::printer::Printer;

/// Shows the events of a run.
pub(super) struct Progress<'a> {
    printer: &'a mut Printer,
    bar: Option<ProgressBar>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(printer: &'a mut Printer) -> Self {
        Self { printer, bar: None }
    }

    /// Shows one event.
    pub(super) fn show(&mut self, event: Event<'_>) {
        match event {
            Event::Started { revision, direction, total, .. } => {
                self.begin(total);
                if let Some(bar) = &self.bar {
                    bar.set_prefix(match direction {
                        Direction::Up => "Applying",
                        Direction::Down => "Reverting",
                    });
                    bar.set_message(revision.id.clone());
                }
            }
            Event::Waiting { holder } => {
                self.over_bar(|printer| printer.status("Waiting", format_args!("for {holder}")));
            }
            Event::Statement { .. } => {}
            Event::Note { text, origin } => {
                self.over_bar(|printer| printer.warning(format_args!("{text} ({origin})")));
            }
            Event::Finished { revision, direction, .. } => {
                let line = describe(revision);
                self.over_bar(|printer| printer.status(verb(direction), line));
                if let Some(bar) = &self.bar {
                    bar.inc(1);
                }
            }
        }
    }

    fn begin(&mut self, total: usize) {
        const WORTH_A_BAR: usize = 5;
        if self.bar.is_some() || total < WORTH_A_BAR || !self.printer.has_terminal() {
            return;
        }
        let bar =
            ProgressBar::with_draw_target(u64::try_from(total).ok(), ProgressDrawTarget::stderr());
        let style = "{prefix:>12.green.bold} [{bar:25}] {pos}/{len}: {msg}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style.progress_chars("=> "));
        }
        self.bar = Some(bar);
    }

    fn over_bar(&mut self, print: impl FnOnce(&mut Printer)) {
        match &self.bar {
            Some(bar) => bar.suspend(|| print(self.printer)),
            None => print(self.printer),
        }
    }

    /// Takes the bar away.
    pub(super) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
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
