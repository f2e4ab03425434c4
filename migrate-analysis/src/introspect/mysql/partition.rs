//! How tables are partitioned.

use crate::introspect::{Catalogue, IntrospectError};
use std::collections::BTreeMap;

use migrate_core::dialect::mysql::quote;
use migrate_core::schema::{Schema, SqlText};

use super::{Database, select};

/// Reads the clause after `PARTITION BY`, as far as the catalogue has it.
pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    let columns = [
        "TABLE_NAME",
        "PARTITION_NAME",
        "PARTITION_METHOD",
        "PARTITION_EXPRESSION",
        "PARTITION_DESCRIPTION",
        "SUBPARTITION_METHOD",
        "SUBPARTITION_EXPRESSION",
    ];
    let from = format!(
        "{} AND PARTITION_NAME IS NOT NULL AND COALESCE(SUBPARTITION_ORDINAL_POSITION, 1) = 1 \
         ORDER BY TABLE_NAME, PARTITION_ORDINAL_POSITION",
        database.of("PARTITIONS", "TABLE_SCHEMA")
    );
    let mut texts: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for [table, name, method, expression, bounds, sub_method, sub_expression] in
        select(catalogue, columns, &from)?
    {
        let method = method.unwrap_or_default();
        let (_, partitions) = texts.entry(table.unwrap_or_default()).or_insert_with(|| {
            let mut text = format!("{method} ({})", expression.unwrap_or_default());
            if let Some(sub_method) = sub_method {
                let expression = sub_expression.unwrap_or_default();
                text = format!("{text} SUBPARTITION BY {sub_method} ({expression})");
            }
            (text, Vec::new())
        });
        let mut partition = format!("PARTITION {}", quote(&name.unwrap_or_default()));
        // The catalogue has no other word for the partition of all other values (tried on MariaDB 10.11).
        let is_list = !method.starts_with("RANGE");
        if is_list && bounds.as_deref() == Some("MAXVALUE") {
            partition.push_str(" DEFAULT");
        } else if let Some(bounds) = bounds {
            let words = if is_list { "IN" } else { "LESS THAN" };
            partition = format!("{partition} VALUES {words} ({bounds})");
        }
        partitions.push(partition);
    }
    for (table, (text, partitions)) in texts {
        if let Some(table) = schema.tables.get_mut(&database.object(table)) {
            let text = format!("{text} ({})", partitions.join(", "));
            table.options.partition_by = Some(SqlText::Common(text));
        }
    }
    Ok(())
}
