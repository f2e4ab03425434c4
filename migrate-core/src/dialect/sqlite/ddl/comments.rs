//! The comments between the elements of a definition, which stay with the element they are about.

use std::fmt;

use crate::sql_text::{SqlSyntax, TokenKind, Tokens};

/// The indentation of an element.
const INDENT: &str = "    ";

/// The comments around one element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Comments {
    /// On the lines before it.
    pub(super) before: Vec<String>,
    /// After it, up to the end of the line of its comma.
    pub(super) after: Vec<String>,
}

impl Comments {
    /// Writes `element` on its own line with its comments around it.
    pub(super) fn write_element(
        &self,
        f: &mut fmt::Formatter<'_>,
        element: &dyn fmt::Display,
        separator: &str,
    ) -> fmt::Result {
        for comment in &self.before {
            write!(f, "\n{INDENT}{comment}")?;
        }
        write!(f, "\n{INDENT}{element}{separator}")?;
        write_after(f, &self.after)
    }
}

/// Writes comments at the end of a line. One that runs to the line's end must not swallow the next,
/// so those after it get lines of their own.
pub(super) fn write_after(f: &mut fmt::Formatter<'_>, comments: &[String]) -> fmt::Result {
    let mut line_ended = false;
    for comment in comments {
        if line_ended {
            write!(f, "\n{INDENT}{comment}")?;
        } else {
            write!(f, " {comment}")?;
        }
        line_ended |= ends_line(comment);
    }
    Ok(())
}

fn ends_line(comment: &str) -> bool {
    comment.starts_with("--")
}

/// The comments of a text.
pub(super) fn within(text: &str) -> Vec<String> {
    let tokens = Tokens::new(text, SqlSyntax::Sqlite).map_while(Result::ok);
    tokens.filter(|token| token.kind == TokenKind::Comment).map(|t| t.text.to_owned()).collect()
}

/// The comments between two elements: those of the first, which may stand behind its comma on the
/// same line, and those of the second.
pub(super) fn between(gap: &str) -> (Vec<String>, Vec<String>) {
    let (mut of_first, mut of_second) = (Vec::new(), Vec::new());
    let mut comma = None;
    for token in Tokens::new(gap, SqlSyntax::Sqlite).map_while(Result::ok) {
        if token.is_symbol(",") {
            comma = Some(token.end());
        } else if token.kind == TokenKind::Comment {
            let line_ended = of_first.last().is_some_and(|comment: &String| ends_line(comment));
            let on_new_line = |end| line_ended || gap[end..token.start].contains('\n');
            let owner = if comma.is_some_and(on_new_line) { &mut of_second } else { &mut of_first };
            owner.push(token.text.to_owned());
        }
    }
    (of_first, of_second)
}
