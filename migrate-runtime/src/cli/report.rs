//! Errors as people read them: the message and its causes, the source line, the SQL, a hint.

use std::error::Error as _;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use migrate_core::schema::Origin;

use super::error::CliError;
use super::printer::{ERROR, HINT, Printer};

/// Prints an error to standard error.
pub fn error(printer: &mut Printer, error: &CliError) {
    let (origin, sql) = match error {
        CliError::Migrations(error) => (error.origin(), error.sql()),
        _ => (None, None),
    };
    let message = message(error);
    printer.error_line(format_args!("{ERROR}error{ERROR:#}: {message}"));
    if let Some(origin) = origin {
        printer.error_line(source_line(origin, printer.colors_errors()));
    }
    if let Some(sql) = sql {
        printer.error_line(statement(sql, position(error)));
    }
    if let CliError::Migrations(crate::Error::Execute(error)) = error {
        for line in error.state().iter().flat_map(|state| state.lines()) {
            printer.error_line(format_args!("   state: {line}"));
        }
    }
    if let Some(hint) = error.hint() {
        printer.error_line(format_args!("\n{HINT}hint{HINT:#}: {hint}"));
    }
}

/// Prints an error of another room in the same look.
pub fn plain(printer: &mut Printer, message: &str, hint: Option<&str>) {
    printer.error_line(format_args!("{ERROR}error{ERROR:#}: {message}"));
    if let Some(hint) = hint {
        printer.error_line(format_args!("\n{HINT}hint{HINT:#}: {hint}"));
    }
}

/// The error and what it comes from, each on a line.
fn message(error: &CliError) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a string cannot fail.
        let _ = write!(message, "\n  caused by: {error}");
        cause = error.source();
    }
    if let CliError::Migrations(error) = error
        && let Some(details) = error.details()
    {
        let _ = write!(message, "\n  detail: {details}");
    }
    message
}

/// The line of the revision's source, where the source is at hand; else only its place.
fn source_line(origin: Origin, color: bool) -> String {
    let place = format!("  --> {origin}");
    let Ok(source) = std::fs::read_to_string(origin.file) else { return place };
    let number = origin.line as usize;
    let Some(line) = source.lines().nth(number.saturating_sub(1)) else { return place };
    let start = origin.column.saturating_sub(1) as usize;
    if !line.is_char_boundary(start) || start >= line.len() {
        return place;
    }
    let end = start + line[start..].find('(').unwrap_or(line.len() - start);
    let snippet = Snippet::source(line)
        .path(origin.file.as_str())
        .line_start(number)
        .annotation(AnnotationKind::Primary.span(start..end));
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[Group::with_level(Level::ERROR).element(snippet)])
}

fn position(error: &CliError) -> Option<usize> {
    match error {
        CliError::Migrations(error) => error.database()?.position(),
        CliError::Environment(_) | CliError::Connect(_) | CliError::Usage { .. } => None,
    }
}

/// The statement, with a caret at the place the database named.
fn statement(sql: &str, position: Option<usize>) -> String {
    const LONGEST: usize = 20;
    let mut text = String::from("   in SQL:");
    let mut start = 0;
    for line in sql.lines().take(LONGEST) {
        let _ = write!(text, "\n      {line}");
        let length = line.chars().count() + 1;
        if let Some(at) = position.and_then(|at| at.checked_sub(start + 1))
            && at < length
        {
            let _ = write!(text, "\n      {}^", " ".repeat(at));
        }
        start += length;
    }
    let left = sql.lines().count().saturating_sub(LONGEST);
    if left > 0 {
        let _ = write!(text, "\n      .. {left} more lines");
    }
    text
}
