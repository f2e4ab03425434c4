//! Primary keys and indexes, unique ones among them.

use crate::compare::Object;
use crate::introspect::{Catalogue, IntrospectError, NotHeld};
use migrate_core::dialect::mysql::Version;
use migrate_core::schema::{Constraint, ConstraintBody, Index, IndexColumn, IndexTarget, Schema};

use super::{Database, select, unescaped};

/// Reads the indexes. A unique constraint is a unique index here, and is read as one.
pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    let version = database.version;
    // <https://dev.mysql.com/doc/refman/8.0/en/information-schema-statistics-table.html>
    let has_expressions = version.at_least(Version::mysql(8, 0, 13));
    let columns = [
        "TABLE_NAME",
        "INDEX_NAME",
        "NON_UNIQUE",
        "INDEX_TYPE",
        "COLUMN_NAME",
        if has_expressions { "EXPRESSION" } else { "NULL" },
        "COLLATION",
        "SUB_PART",
        "INDEX_COMMENT",
        hidden(version),
    ];
    let from = format!(
        "{} ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
        database.of("STATISTICS", "TABLE_SCHEMA")
    );
    let mut not_held = Vec::new();
    for row in select(catalogue, columns, &from)? {
        let [table, name, non_unique, kind, column, expression, order, prefix, comment, hidden] =
            row;
        let Some(table) = schema.tables.get_mut(&database.object(table.unwrap_or_default())) else {
            continue;
        };
        let (name, kind) = (name.unwrap_or_default(), kind.unwrap_or_default());
        let column = column.unwrap_or_default();
        if name == "PRIMARY" {
            extend_primary_key(&mut table.constraints, column);
            continue;
        }
        let target = match expression {
            Some(expression) => IndexTarget::Expression(unescaped(version, &expression).into()),
            None => IndexTarget::Column(column),
        };
        let method = Some(kind.to_ascii_lowercase()).filter(|kind| kind != "btree");
        // The parts of a spatial index have a prefix of 32 bytes that nobody chose.
        let has_prefixes = matches!(method.as_deref(), None | Some("hash"));
        let part = IndexColumn {
            descending: order.as_deref() == Some("D"),
            prefix: prefix.and_then(|prefix| prefix.parse().ok()).filter(|_| has_prefixes),
            ..IndexColumn::new(target)
        };
        if let Some(index) = table.indexes.iter_mut().find(|index| index.name == name) {
            index.columns.push(part);
            continue;
        }
        let comment = comment.filter(|comment| !comment.is_empty());
        let attributes = [comment.map(|_| "COMMENT".to_owned()), hidden];
        not_held.extend(attributes.into_iter().flatten().map(|attribute| {
            let object = Object::Index(table.name.clone(), name.clone());
            NotHeld::Attribute { object, attribute }
        }));
        table.indexes.push(Index {
            name,
            columns: vec![part],
            unique: non_unique.as_deref() == Some("0"),
            method,
            ..Index::default()
        });
    }
    Ok(not_held)
}

/// The word of an index that the optimizer does not use, or NULL
/// (<https://mariadb.com/kb/en/ignored-indexes/>,
/// <https://dev.mysql.com/doc/refman/8.4/en/invisible-indexes.html>).
fn hidden(version: Version) -> &'static str {
    if version.is_mariadb() {
        if version.at_least(Version::mariadb(10, 6, 0)) {
            "IF(IGNORED = 'YES', 'IGNORED', NULL)"
        } else {
            "NULL"
        }
    } else if version.at_least(Version::mysql(8, 0, 0)) {
        "IF(IS_VISIBLE = 'NO', 'INVISIBLE', NULL)"
    } else {
        "NULL"
    }
}

fn extend_primary_key(constraints: &mut Vec<Constraint>, column: String) {
    for constraint in &mut *constraints {
        if let ConstraintBody::PrimaryKey { columns } = &mut constraint.body {
            columns.push(column);
            return;
        }
    }
    constraints.push(Constraint {
        name: None,
        body: ConstraintBody::PrimaryKey { columns: vec![column] },
    });
}
