//! A schema as one JSON document: [`json`].

use migrate_core::op::encode::{Encode as _, Encoder, FORMAT, Places};
use migrate_core::schema::Schema;

/// A schema, and where it is from.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// The migrations package.
    pub package: &'d str,
    /// The ids of the revisions that lead to it, but for those that others need: the rows of the version table.
    pub revisions: &'d [String],
    /// The database whose texts and types it has, as `--dialect` takes it; none for those of all databases.
    pub dialect: Option<&'d str>,
    /// The schema.
    pub schema: &'d Schema,
}

/// The document that `docs/json.md` describes: the tables and objects in the form in which `export` writes them.
///
/// ```
/// use migrate_analysis::show::{Document, json};
/// use migrate_core::schema::Schema;
///
/// let schema = Schema::new();
/// let document = Document { package: "app", revisions: &[], dialect: None, schema: &schema };
/// let text = "{
///   \"format_version\": 1,
///   \"package\": \"app\",
///   \"revisions\": [],
///   \"dialect\": null,
///   \"schema\": {}
/// }
/// ";
/// assert_eq!(json(&document), text);
/// ```
pub fn json(document: &Document<'_>) -> String {
    let Document { package, revisions, dialect, schema } = document;
    let mut out = Encoder::new(Places::LeftOut);
    out.object(|object| {
        object.value("format_version", &FORMAT);
        object.value("package", *package);
        object.key("revisions").list(*revisions);
        object.value("dialect", dialect);
        schema.encode(object.key("schema"));
    });
    indented(&out.into_text())
}

/// JSON without spaces, with a line for each value and two spaces for each level.
fn indented(json: &str) -> String {
    let mut text = String::new();
    let mut depth = 0_usize;
    let (mut in_string, mut is_escaped) = (false, false);
    let mut letters = json.chars().peekable();
    while let Some(c) = letters.next() {
        if in_string {
            in_string = is_escaped || c != '"';
            is_escaped = !is_escaped && c == '\\';
            text.push(c);
            continue;
        }
        match c {
            '{' | '[' => {
                text.push(c);
                if let Some(close) = letters.next_if(|next| matches!(next, '}' | ']')) {
                    text.push(close);
                } else {
                    depth += 1;
                    break_line(&mut text, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut text, depth);
                text.push(c);
            }
            ',' => {
                text.push(c);
                break_line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            c => {
                in_string = c == '"';
                text.push(c);
            }
        }
    }
    text.push('\n');
    text
}

fn break_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}
