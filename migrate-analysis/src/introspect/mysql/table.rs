//! Tables and what is said of each as a whole.

use crate::compare::Object;
use crate::introspect::{Catalogue, IntrospectError, NotHeld};
use migrate_core::schema::{Schema, Table, TableOptions};

use super::{Database, select};

/// What the list of tables says beside the tables themselves.
pub(super) struct Listed {
    /// The names of the sequences, which are listed among them.
    pub(super) sequences: Vec<String>,
    /// Attributes of tables that cannot be held.
    pub(super) not_held: Vec<NotHeld>,
}

/// Reads the tables.
pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<Listed, IntrospectError> {
    let columns = [
        "TABLE_NAME",
        "TABLE_TYPE",
        "ENGINE",
        "TABLE_COLLATION",
        "CREATE_OPTIONS",
        "TABLE_COMMENT",
    ];
    let kinds = "TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')";
    let from = format!("{} AND {kinds} ORDER BY TABLE_NAME", database.of("TABLES", "TABLE_SCHEMA"));
    let mut listed = Listed { sequences: Vec::new(), not_held: Vec::new() };
    for [name, kind, engine, collation, options, comment] in select(catalogue, columns, &from)? {
        let name = name.unwrap_or_default();
        if kind.as_deref() == Some("SEQUENCE") {
            listed.sequences.push(name);
            continue;
        }
        let mut table = Table::new(database.object(name));
        let options = options.unwrap_or_default();
        let attributes = attributes(kind.as_deref() == Some("SYSTEM VERSIONED"), &options);
        listed.not_held.extend(attributes.map(|attribute| NotHeld::Attribute {
            object: Object::Table(table.name.clone()),
            attribute,
        }));
        let (charset, collation) = database.text_options(collation, &database.collation);
        table.options = TableOptions {
            engine,
            charset,
            collation,
            row_format: row_format(&options),
            ..TableOptions::default()
        };
        table.comment = comment.filter(|comment| !comment.is_empty());
        schema.tables.insert(table.name.clone(), table);
    }
    Ok(listed)
}

/// `row_format=COMPRESSED`, where it was asked for; what the table has without asking is elsewhere.
fn row_format(options: &str) -> Option<String> {
    let mut words = options.split_ascii_whitespace();
    words.find_map(|word| word.strip_prefix("row_format=")).map(str::to_owned)
}

/// What is said of a table that no [`TableOptions`] holds.
fn attributes(is_versioned: bool, options: &str) -> impl Iterator<Item = String> {
    let versioned = is_versioned.then(|| "WITH SYSTEM VERSIONING".to_owned());
    // How a table is partitioned is read elsewhere.
    let is_held = |word: &&str| word.starts_with("row_format=") || *word == "partitioned";
    let words = options.split_ascii_whitespace().filter(move |word| !is_held(word));
    versioned.into_iter().chain(words.map(str::to_uppercase))
}
