//! Lines with their indentation, and what rustfmt 1.8 makes of a list that does not fit in one.

/// Lines of Rust.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    depth: usize,
}

const STEP: usize = 4;

impl Lines {
    /// A line.
    pub(super) fn push(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n(' ', self.depth * STEP));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// An empty line, unless one is there or a block has just begun: rustfmt leaves no others.
    pub(super) fn blank(&mut self) {
        if !self.text.ends_with("\n\n") && !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
    }

    /// A line that ends in an open brace.
    pub(super) fn open(&mut self, line: &str) {
        self.push(line);
        self.depth += 1;
    }

    /// The closing brace of [`open`](Self::open).
    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.push("}");
    }

    /// Doc comments, a line each.
    pub(super) fn docs<'t>(&mut self, docs: impl IntoIterator<Item = &'t str>) {
        for text in docs {
            // A line break, which a name may have, would end the comment.
            for line in text.split(['\n', '\r']) {
                self.push(format!("/// {}", line.trim()).trim_end());
            }
        }
    }

    /// `open` the items `close`, in one line of at most `width` columns, or each in a line of its own.
    pub(super) fn list(
        &mut self,
        open: &str,
        items: &[String],
        last: &str,
        close: &str,
        width: usize,
    ) {
        let one = format!("{open}{}{last}{close}", items.join(", "));
        if self.depth * STEP + one.chars().count() <= width {
            return self.push(&one);
        }
        self.push(open);
        self.depth += 1;
        for (at, item) in items.iter().enumerate() {
            let is_last = at + 1 == items.len();
            self.push(&format!("{item}{}", if is_last { last } else { "," }));
        }
        self.depth -= 1;
        self.push(close);
    }

    /// `#[derive(..)]`, which has a form between the two of [`list`](Self::list).
    pub(super) fn derive(&mut self, items: &[String]) {
        const ONE_LINE: usize = 96;
        const INSIDE: usize = 101;
        let one = format!("#[derive({})]", items.join(", "));
        if self.depth * STEP + one.chars().count() <= ONE_LINE {
            return self.push(&one);
        }
        let inside = format!("{},", items.join(", "));
        if (self.depth + 1) * STEP + inside.chars().count() <= INSIDE {
            self.push("#[derive(");
            self.depth += 1;
            self.push(&inside);
            self.depth -= 1;
            return self.push(")]");
        }
        self.list("#[derive(", items, ",", ")]", 0);
    }

    pub(super) fn into_text(self) -> String {
        let mut text = self.text;
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }
}

/// A text as a literal of Rust: a raw one where it has quotes.
pub(super) fn literal(text: &str) -> String {
    if text.contains('"') && !text.chars().any(char::is_control) {
        let hashes = "#".repeat(text.matches('#').count() + 1);
        return format!("r{hashes}\"{text}\"{hashes}");
    }
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            c if c.is_control() => literal.extend(c.escape_default()),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}
