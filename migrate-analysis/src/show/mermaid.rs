//! A schema as Mermaid's `erDiagram`, which GitHub and GitLab draw in Markdown: [`mermaid`].
//!
//! What Mermaid takes was read in the grammar of Mermaid 11 (`erDiagram.jison`), and tried on 11.17. A name in quotes
//! may hold character references, `#34;`; the words of a column may not, so what they cannot hold becomes `_`, and
//! the column's comment says what it was.

use std::fmt::Write as _;

use migrate_core::dialect::Dialect;
use migrate_core::schema::Schema;

use super::diagram::{Attribute, Diagram, Entity, Relation};

/// The tables of a schema with their columns and foreign keys, as a database has them.
///
/// Columns are marked `PK`, `FK` and `UK`. The line of a foreign key is solid where its columns are part of the primary
/// key, and dashed otherwise.
///
/// ```
/// use migrate_analysis::show::mermaid;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Column, ColumnType, Schema, Table};
///
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("full name", ColumnType::Text));
/// let mut schema = Schema::new();
/// schema.tables.insert("users".into(), users);
/// let postgres = Dialect::parse(Family::Postgres, "150004").unwrap();
/// let text = "erDiagram
///     \"users\" {
///         text full_name \"full name, NULL\"
///     }
/// ";
/// assert_eq!(mermaid(&schema, postgres), text);
/// ```
pub fn mermaid(schema: &Schema, dialect: Dialect) -> String {
    let Diagram { entities, relations } = Diagram::of(schema, dialect);
    let mut text = "erDiagram\n".to_owned();
    for entity in &entities {
        write_entity(&mut text, entity);
    }
    for relation in &relations {
        write_relation(&mut text, relation, &entities);
    }
    text
}

fn write_entity(text: &mut String, entity: &Entity) {
    let Entity { name, comment, attributes } = entity;
    if let Some(comment) = comment {
        // The diagram has no place for it.
        let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(text, "    %% {}: {}", plain(name), plain(&comment));
    }
    let _ = write!(text, "    \"{}\"", quoted(name));
    if attributes.is_empty() {
        text.push('\n');
        return;
    }
    text.push_str(" {\n");
    for attribute in attributes {
        let _ = writeln!(text, "        {}", written(attribute));
    }
    text.push_str("    }\n");
}

/// A column: type, name, keys, comment.
fn written(attribute: &Attribute) -> String {
    let Attribute {
        name,
        type_name,
        labels: _,
        is_nullable,
        is_primary,
        is_foreign,
        is_unique,
        comment,
    } = attribute;
    let (type_word, name_word) = (word(type_name), word(name));
    let marks = [(*is_primary, "PK"), (*is_foreign, "FK"), (*is_unique, "UK")];
    let keys: Vec<_> = marks.iter().filter(|(holds, _)| *holds).map(|(_, mark)| *mark).collect();
    let mut remarks = Vec::new();
    remarks.extend((name_word != *name).then(|| name.clone()));
    remarks.extend((type_word != *type_name).then(|| type_name.clone()));
    remarks.extend(is_nullable.then(|| "NULL".to_owned()));
    remarks.extend(comment.clone());
    let mut line = format!("{type_word} {name_word}");
    if !keys.is_empty() {
        let _ = write!(line, " {}", keys.join(", "));
    }
    if !remarks.is_empty() {
        let _ = write!(line, " \"{}\"", remark(&remarks.join(", ")));
    }
    line
}

fn write_relation(text: &mut String, relation: &Relation, entities: &[Entity]) {
    let Relation {
        child,
        parent,
        columns,
        referenced: _,
        name: _,
        on_delete: _,
        is_optional,
        is_single,
        is_identifying,
    } = relation;
    let (Some(child), Some(parent)) = (entities.get(*child), entities.get(*parent)) else { return };
    let names = columns.iter().filter_map(|at| Some(quoted(&child.attributes.get(*at)?.name)));
    let names: Vec<_> = names.collect();
    let _ = writeln!(
        text,
        "    \"{}\" {}{}{} \"{}\" : \"{}\"",
        quoted(&parent.name),
        if *is_optional { "|o" } else { "||" },
        if *is_identifying { "--" } else { ".." },
        if *is_single { "o|" } else { "o{" },
        quoted(&child.name),
        names.join(",#32;")
    );
}

/// A name between quotes. Mermaid takes `direction TB` in one for a statement, and `%%{` for a setting.
fn quoted(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ',' | '(' | ')') {
            text.push(c);
        } else {
            reference(&mut text, c);
        }
    }
    // An empty name in quotes is none.
    if text.is_empty() { "#32;".to_owned() } else { text }
}

/// The comment of a column between quotes. Mermaid takes what is between two `~` for a type.
fn remark(comment: &str) -> String {
    let mut text = String::new();
    for c in comment.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '"' | '#' | '%' | '~' | '<' | '>' | '&' | '\\' | ';' | '`') || c.is_control()
        {
            reference(&mut text, c);
        } else {
            text.push(c);
        }
    }
    text
}

/// A text in a comment of Mermaid's own, where `%%{` and a brace would be read all the same.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if matches!(c, '{' | '}' | '%') || c.is_control() { '_' } else { c })
        .collect()
}

/// A character as its number.
fn reference(text: &mut String, c: char) {
    let _ = write!(text, "#{};", u32::from(c));
}

/// A word of a column: letters, digits and a few signs, beginning with a letter or `_`.
fn word(text: &str) -> String {
    let is_taken = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '_' | '[' | ']' | '(' | ')')
            || (c >= '\u{c0}' && !c.is_whitespace() && !c.is_control() && c != '\u{feff}')
    };
    let mut word: String = text.chars().map(|c| if is_taken(c) { c } else { '_' }).collect();
    let begins = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c >= '\u{c0}');
    if !begins || is_key_mark(&word) {
        word.insert(0, '_');
    }
    word
}

/// Whether Mermaid reads a mark of a key at the beginning, in whatever capitals.
fn is_key_mark(word: &str) -> bool {
    let mark = word.get(..2).map(str::to_ascii_lowercase);
    let goes_on = word
        .get(2..)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'));
    matches!(mark.as_deref(), Some("pk" | "fk" | "uk")) && !goes_on
}
