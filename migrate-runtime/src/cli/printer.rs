//! The only door to the terminal: results on standard output, everything else on standard error.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Effects, Style};

use super::args::{ColorChoice, Format, Output};
use super::environment;

/// The colour of a verb that says how far things are, as cargo's.
pub const VERB: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);
/// The colour of `warning`.
pub const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
/// The colour of `error`.
pub const ERROR: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
/// The colour of `hint`.
pub const HINT: Style = AnsiColor::Cyan.on_default().effects(Effects::BOLD);

/// Prints in one form, with or without colours.
#[derive(Debug)]
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

    /// Whether a progress bar has a place to be drawn.
    pub fn has_terminal(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Whether errors are drawn with colours.
    pub fn colors_errors(&self) -> bool {
        match self.color {
            anstream::ColorChoice::Auto => {
                anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
            }
            choice => choice != anstream::ColorChoice::Never,
        }
    }

    /// Prints a line of the result.
    pub fn result(&mut self, line: impl Display) {
        let mut out = anstream::AutoStream::new(std::io::stdout(), self.color).lock();
        // A reader that has seen enough closes the pipe; that is no error.
        let _ = writeln!(out, "{line}");
    }

    /// Prints text of the result as it is.
    pub fn raw_result(&mut self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints what is going on, with a verb of at most 12 characters.
    pub fn status(&mut self, verb: &str, message: impl Display) {
        if !self.quiet {
            self.error_line(format_args!("{VERB}{verb:>12}{VERB:#} {message}"));
        }
    }

    /// Prints a warning.
    pub fn warning(&mut self, message: impl Display) {
        if !self.quiet {
            self.error_line(format_args!("{WARNING}warning{WARNING:#}: {message}"));
        }
    }

    /// Prints a line to standard error.
    pub fn error_line(&mut self, line: impl Display) {
        let mut out = anstream::AutoStream::new(std::io::stderr(), self.color).lock();
        let _ = writeln!(out, "{line}");
    }
}
