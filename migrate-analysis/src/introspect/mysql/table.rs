//! Tables and what is said of each as a whole.

use crate::introspect::{Catalogue, IntrospectError};
use migrate_core::schema::{Schema, Table, TableOptions};

use super::{Database, select};

/// Reads the tables, and gives the names of the sequences, which are listed among them.
pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<Vec<String>, IntrospectError> {
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
    let mut sequences = Vec::new();
    for [name, kind, engine, collation, options, comment] in select(catalogue, columns, &from)? {
        let name = name.unwrap_or_default();
        if kind.as_deref() == Some("SEQUENCE") {
            sequences.push(name);
            continue;
        }
        let mut table = Table::new(database.object(name));
        let (charset, collation) = database.text_options(collation, &database.collation);
        table.options = TableOptions {
            engine,
            charset,
            collation,
            row_format: row_format(&options.unwrap_or_default()),
            ..TableOptions::default()
        };
        table.comment = comment.filter(|comment| !comment.is_empty());
        schema.tables.insert(table.name.clone(), table);
    }
    Ok(sequences)
}

/// `row_format=COMPRESSED`, where it was asked for; what the table has without asking is elsewhere.
fn row_format(options: &str) -> Option<String> {
    let mut words = options.split_ascii_whitespace();
    words.find_map(|word| word.strip_prefix("row_format=")).map(str::to_owned)
}
