//! Doc comments as text: [`doc_text`] and [`first_paragraph`].

/// Joins the values of `#[doc = ".."]` attributes, without the indentation their lines share.
pub fn doc_text<S: AsRef<str>>(values: &[S]) -> String {
    let lines: Vec<&str> =
        values.iter().flat_map(|value| value.as_ref().split('\n')).map(str::trim_end).collect();
    let indent =
        lines.iter().filter(|line| !line.is_empty()).map(|line| leading_spaces(line)).min();
    let text: Vec<&str> =
        lines.iter().map(|line| line.get(indent.unwrap_or(0)..).unwrap_or_default()).collect();
    text.join("\n").trim_matches('\n').to_owned()
}

/// The first paragraph of a text, on one line: the message of a revision.
pub fn first_paragraph(doc: &str) -> String {
    let lines: Vec<&str> = doc
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

fn leading_spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text() {
        let cases: [(&[&str], &str); 6] = [
            (&[], ""),
            (&[" One line."], "One line."),
            (&[" One", "", "   indented", " two"], "One\n\n  indented\ntwo"),
            (&["", " Later", ""], "Later"),
            (&["\n    A block\n      comment\n"], "A block\n  comment"),
            (&[" Windows\r", "\r", " lines\r"], "Windows\n\nlines"),
        ];
        for (values, expected) in cases {
            assert_eq!(doc_text(values), expected);
        }
    }

    #[test]
    fn paragraph() {
        for (doc, expected) in [
            ("", ""),
            ("Add users.", "Add users."),
            ("Add users\nand  posts.\n\nDetails.", "Add users and  posts."),
            ("\n \nLate.", "Late."),
        ] {
            assert_eq!(first_paragraph(doc), expected);
        }
    }
}
