//! What MariaDB shows of characters beyond U+FFFF: `?` in a constant, an `ENUM` or a comment, and `????`
//! in an expression (tried on MariaDB 10.11).

use migrate_core::dialect::mysql::Version;
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, ConstraintBody, EnumType, Schema, SqlPart, Table, Value,
};
use migrate_core::sql_text::SqlSyntax;

/// Gives the texts of tables the form in which the catalogue of MariaDB has them.
pub(crate) fn as_shown(version: Version, schema: &mut Schema) {
    if version.is_mariadb() {
        schema.tables.values_mut().for_each(table_as_shown);
    }
}

fn table_as_shown(table: &mut Table) {
    let comments = table.columns.iter_mut().map(|column| &mut column.comment);
    for comment in comments.chain([&mut table.comment]).flatten() {
        mark(comment, "?");
    }
    for column in &mut table.columns {
        column_as_shown(column);
    }
    for constraint in &mut table.constraints {
        if let ConstraintBody::Check { expression, .. } = &mut constraint.body {
            mark_expression(expression);
        }
    }
}

fn column_as_shown(column: &mut Column) {
    if let ColumnType::Enumeration(EnumType { values, .. }) = &mut column.column_type {
        for value in values {
            mark(value, "?");
        }
    }
    if let Some(generated) = &mut column.generated {
        mark_expression(&mut generated.expression);
    }
    match &mut column.default {
        // Of these the declared text has another form, in digits.
        Some(ColumnDefault::Value(Value::Text(text))) if !text.contains('\\') => {
            // The default of a large value is kept as an expression.
            let large = matches!(
                column.column_type,
                ColumnType::Text | ColumnType::Json | ColumnType::Jsonb
            );
            mark(text, if large { "????" } else { "?" });
        }
        Some(ColumnDefault::Sql(sql)) => mark_expression(sql),
        Some(ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today) | None => {}
    }
}

fn mark_expression(sql: &mut SqlPart) {
    sql.sql_mut().texts_mut(SqlSyntax::MYSQL).for_each(|(text, _)| mark(text, "????"));
}

fn mark(text: &mut String, marks: &str) {
    if text.contains(is_beyond_bmp) {
        *text = text.replace(is_beyond_bmp, marks);
    }
}

fn is_beyond_bmp(c: char) -> bool {
    u32::from(c) > 0xFFFF
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_the_catalogue_gives_them() {
        let mut column = Column::new("e", ColumnType::Varchar(9));
        column.default = Some(ColumnDefault::Value("🦀é".into()));
        let mut long = Column::new("t", ColumnType::Text);
        long.default = Some(ColumnDefault::Value("it's 🦀".into()));
        let mut table = Table::new("t");
        table.comment = Some("what 🦀 says".to_owned());
        table.columns = vec![column, long];
        table_as_shown(&mut table);
        assert_eq!(table.comment.as_deref(), Some("what ? says"));
        let defaults: Vec<_> = table.columns.iter().map(|column| column.default.clone()).collect();
        let text = |text: &str| Some(ColumnDefault::Value(text.into()));
        assert_eq!(defaults, [text("?é"), text("it's ????")]);
    }
}
