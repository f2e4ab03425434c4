//! Sequences that are owned by the column whose default takes numbers from them: those of a serial column.

use migrate_core::schema::{ColumnDefault, Identity, QualifiedName, Schema};

use super::expression;

/// Makes serial columns of those that own the sequence of their default, as the server does not tell the
/// two apart (<https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL>).
pub(super) fn fold_serials(schema: &mut Schema) {
    let Schema { tables, sequences, .. } = schema;
    sequences.retain(|name, sequence| {
        let Some(owner) = &sequence.owner else { return true };
        let column = tables
            .get_mut(&owner.table)
            .and_then(|table| table.columns.iter_mut().find(|column| column.name == owner.column));
        let Some(column) = column else { return true };
        match &column.default {
            Some(ColumnDefault::Sql(sql)) if takes_from(sql, name) => {
                let (start, increment) = (sequence.options.start, sequence.options.increment);
                column.default = None;
                column.identity = Some(Identity { start, increment, ..Identity::serial() });
                false
            }
            Some(
                ColumnDefault::Sql(_)
                | ColumnDefault::Value(_)
                | ColumnDefault::Now
                | ColumnDefault::Today,
            )
            | None => true,
        }
    });
}

/// Whether an expression is the next number of the sequence, and nothing more.
fn takes_from(sql: &str, name: &QualifiedName) -> bool {
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let quoted = match &name.schema {
        Some(schema) => format!("{}.{}", quoted(schema), quoted(&name.name)),
        None => quoted(&name.name),
    };
    let sql = expression(sql);
    [name.to_string(), quoted].iter().any(|name| {
        let name = name.replace('\'', "''");
        let texts = [format!("nextval('{name}')"), format!("nextval('{name}'::regclass)")];
        texts.iter().any(|text| expression(text) == sql)
    })
}
