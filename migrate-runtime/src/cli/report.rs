//! Errors as people read them: the message and its causes, the source line, the SQL, a hint.

use std::error::Error as _;
use std::fmt::Write as _;
use std::path::Path;

use migrate_core::dialect::DescribedOperation;
use migrate_core::schema::Origin;

use super::error::CliError;
use super::printer::{ERROR, Printer, RULE};
use super::{environment, redact};

/// Prints an error to standard error.
pub fn error(printer: &mut Printer, error: &CliError) {
    let known = error.migrations();
    let (origin, sql) = known.map_or((None, None), |error| (error.origin(), error.sql()));
    printer.error(message(error));
    if let Some(origin) = origin {
        printer.error_line(source_line(origin, environment::package_dir().as_deref()));
    }
    if let Some(crate::Error::Ahead(ahead)) = known {
        for unknown in &ahead.revisions {
            printer.error_line(format_args!("  {}", redact::message(&unknown.to_string())));
        }
    }
    if let Some(crate::Error::Execute(error)) = known {
        one_of(printer, &error.one_of);
    }
    if let Some(sql) = sql {
        printer.error_line(statement(sql, position(error)));
    }
    if let Some(crate::Error::Execute(error)) = known {
        for line in error.state().iter().flat_map(|state| state.lines()) {
            printer.error_line(format_args!("   state: {}", redact::message(line)));
        }
    }
    if let Some(crate::Error::Interrupted(interrupted)) = known {
        for line in interrupted.found() {
            printer.error_line(format_args!("   found: {}", redact::message(line)));
        }
        printer.error_line(format_args!("   state: {}", redact::message(&interrupted.progress())));
    }
    if let Some(hint) = error.hint() {
        printer.hint(hint);
    }
}

/// The operations of which one failed.
fn one_of(printer: &mut Printer, operations: &[DescribedOperation]) {
    const MOST: usize = 10;
    if operations.is_empty() {
        return;
    }
    printer.error_line("  one of these operations:");
    for DescribedOperation { description, origin, names: _, advice: _ } in
        operations.iter().take(MOST)
    {
        printer.error_line(format_args!("      {description}\n        --> {origin}"));
    }
    if let Some(more) = operations.len().checked_sub(MOST).filter(|more| *more > 0) {
        printer.error_line(format_args!("      .. {more} more"));
    }
}

/// Prints that the program ends in the midst of a run.
#[cfg(unix)]
pub(super) fn stopped(printer: &mut Printer, message: &str, state: &str, hint: &str) {
    printer.error(message);
    printer.error_line(format_args!("   state: {state}"));
    printer.hint(hint);
}

/// Prints an error of another room in the same look.
pub fn plain(printer: &mut Printer, message: &str, hint: Option<&str>) {
    printer.error(message);
    if let Some(hint) = hint {
        printer.hint(hint);
    }
}

/// Prints what is wrong in the source of a package in this directory, with the lines at fault.
pub fn in_source(
    printer: &mut Printer,
    package: &Path,
    message: &str,
    origins: &[Origin],
    hint: Option<&str>,
) {
    printer.error(message);
    for origin in origins {
        printer.error_line(source_line(*origin, Some(package)));
    }
    if let Some(hint) = hint {
        printer.hint(hint);
    }
}

/// The error and what it comes from, each on a line.
fn message(error: &CliError) -> String {
    let mut message = error.to_string();
    let mut cause = match error {
        CliError::Stopped { error, .. } => error.source(),
        error => error.source(),
    };
    while let Some(error) = cause {
        // Writing to a string cannot fail.
        let _ = write!(message, "\n  caused by: {error}");
        cause = error.source();
    }
    if let Some(error) = error.migrations()
        && let Some(details) = error.details()
    {
        let _ = write!(message, "\n  detail: {details}");
    }
    message
}

/// The line of the revision's source with the call underlined, where the source is at hand; else only
/// its place.
fn source_line(origin: Origin, package: Option<&Path>) -> String {
    let (place, source) = find_source(origin.file.as_str(), package);
    let place = format!("{place}:{}:{}", origin.line, origin.column);
    let line = source
        .as_deref()
        .and_then(|source| source.lines().nth((origin.line as usize).checked_sub(1)?));
    let excerpt = line.and_then(|line| excerpt(&place, line, origin));
    excerpt.unwrap_or_else(|| format!("  --> {place}"))
}

/// A source file as it can be opened from here, and its text. The compiler names files from where the
/// workspace is, which is the package's directory or one above it.
fn find_source(file: &str, package: Option<&Path>) -> (String, Option<String>) {
    let around = package.into_iter().flat_map(Path::ancestors);
    let found = around.map(|directory| directory.join(file)).find(|path| path.is_file());
    let here = std::env::current_dir().ok();
    let from_here =
        found.as_deref().and_then(|path| path.strip_prefix(here?).ok().map(Path::to_owned));
    let shown = from_here.or(found).unwrap_or_else(|| file.into());
    let text = std::fs::read_to_string(&shown).ok();
    (shown.display().to_string(), text)
}

/// A line as rustc shows it, with carets below the word at the origin's column.
///
/// Columns count characters, as `Location::column` does; a tab stays a tab, so that the carets are
/// below the word however wide the terminal draws it.
fn excerpt(place: &str, line: &str, origin: Origin) -> Option<String> {
    let column = (origin.column as usize).checked_sub(1)?;
    let (start, _) = line.char_indices().nth(column)?;
    let word = line[start..].split('(').next().unwrap_or_default().trim_end();
    let blank: String = line[..start].chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let carets = "^".repeat(word.chars().count().max(1));
    let number = origin.line.to_string();
    let margin = " ".repeat(number.len());
    let line = line.trim_end();
    Some(format!(
        "{margin}{RULE}-->{RULE:#} {place}\n{margin} {RULE}|{RULE:#}\n\
         {RULE}{number} |{RULE:#} {line}\n{margin} {RULE}|{RULE:#} {blank}{ERROR}{carets}{ERROR:#}"
    ))
}

fn position(error: &CliError) -> Option<usize> {
    error.migrations()?.database()?.position()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(line: &str, column: u32) -> Option<String> {
        let shown = excerpt("a.rs:12:3", line, Origin::new("a.rs", 12, column))?;
        Some(anstream::adapter::strip_str(&shown).to_string())
    }

    #[test]
    fn the_call_is_underlined() {
        let expected =
            "  --> a.rs:12:3\n   |\n12 |     op.drop_table(\"users\");\n   |        ^^^^^^^^^^";
        assert_eq!(plain("    op.drop_table(\"users\");", 8).as_deref(), Some(expected));
    }

    #[test]
    fn columns_are_characters_and_tabs_stay() {
        let shown = plain("\tlet é = 1; op.f()", 16).unwrap_or_default();
        assert!(shown.ends_with("| \t              ^"), "{shown:?}");
    }

    #[test]
    fn a_column_beyond_the_line_shows_nothing() {
        assert_eq!(plain("op.f()", 7), None);
        assert_eq!(plain("", 1), None);
        assert_eq!(plain("op.f()", 0), None);
    }
}
