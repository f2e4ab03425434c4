//! The only door to the terminal: results on standard output, everything else on standard error.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Effects, Style};

use super::args::{ColorChoice, Format, Output};
use super::{environment, redact};

/// The colour of a verb that says how far things are, as cargo's.
pub const VERB: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
/// The colour of `warning`.
pub const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
/// The colour of `error`.
pub const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
/// The colour of what frames a line of source, as rustc's.
pub const RULE: Style = AnsiColor::BrightBlue.on_default().effects(Effects::BOLD);
/// The colour of `hint`.
pub const HINT: Style = AnsiColor::BrightCyan.on_default().effects(Effects::BOLD);

/// Prints in one form, with or without colours.
#[derive(Clone, Debug)]
pub struct Printer {
    format: Format,
    quiet: bool,
    color: anstream::ColorChoice,
}

impl Printer {
    /// A printer as the arguments ask for it.
    pub fn new(output: &Output) -> Self {
        let color = match output.color.or_else(environment::color) {
            None | Some(ColorChoice::Auto) => anstream::ColorChoice::Auto,
            Some(ColorChoice::Always) => anstream::ColorChoice::Always,
            Some(ColorChoice::Never) => anstream::ColorChoice::Never,
        };
        Self { format: output.format, quiet: output.quiet, color }
    }

    /// Whether results are JSON.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Whether a line can be drawn that changes.
    pub fn has_terminal(&self) -> bool {
        let is_dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        !self.quiet && !is_dumb && std::io::stderr().is_terminal()
    }

    /// Whether colours are printed.
    pub(super) fn color(&self) -> anstream::ColorChoice {
        self.color
    }

    /// Prints a statement with what is to be said of it, of at most 12 characters.
    pub(super) fn statement(&mut self, what: &str, sql: &str) {
        if !self.quiet {
            let sql = sql.trim_end().replace('\n', "\n             ");
            self.error_line(format_args!("{VERB}{what:>12}{VERB:#} {sql}"));
        }
    }

    /// Prints a line of the result.
    pub fn result(&mut self, line: impl Display) {
        // A document of megabytes is looked through for colours once, not at each of its commas.
        let text = format!("{line}\n");
        let mut out = anstream::AutoStream::new(std::io::stdout(), self.color).lock();
        // A reader that has seen enough closes the pipe; that is no error.
        let _ = out.write_all(text.as_bytes());
    }

    /// Prints text of the result as it is.
    pub fn raw_result(&mut self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints what is going on, with a verb of at most 12 characters.
    pub fn status(&mut self, verb: &str, message: impl Display) {
        if !self.quiet {
            let message = redact::message(&message.to_string());
            self.error_line(format_args!("{VERB}{verb:>12}{VERB:#} {message}"));
        }
    }

    /// Prints a warning.
    pub fn warning(&mut self, message: impl Display) {
        if !self.quiet {
            let message = redact::message(&message.to_string());
            self.error_line(format_args!("{WARNING}warning{WARNING:#}: {message}"));
        }
    }

    /// Prints why nothing goes on.
    pub fn error(&mut self, message: impl Display) {
        let message = redact::message(&message.to_string());
        self.error_line(format_args!("{ERROR}error{ERROR:#}: {message}"));
    }

    /// Prints what to do next. It is in our own words, in which an address is an example.
    pub fn hint(&mut self, hint: impl Display) {
        let hint = redact::visible(&hint.to_string());
        self.error_line(format_args!("\n{HINT}hint{HINT:#}: {hint}"));
    }

    /// Prints a line to standard error, as it is.
    pub fn error_line(&mut self, line: impl Display) {
        let mut out = anstream::AutoStream::new(std::io::stderr(), self.color).lock();
        let _ = writeln!(out, "{line}");
    }
}
