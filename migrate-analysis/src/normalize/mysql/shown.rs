//! What the catalogues show of characters beyond U+FFFF: `?` in a constant, an `ENUM`, a comment, a trigger
//! and a function. In an expression MariaDB shows `????`, and MySQL the character; in a view MariaDB shows
//! `????`, and MySQL `?` (tried on MariaDB 10.11 and MySQL 9.7).

use migrate_core::dialect::mysql::Version;
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, ConstraintBody, EnumType, Schema, SqlPart, Table, Value,
};
use migrate_core::sql_text::SqlSyntax;

/// Gives the texts of a schema the form in which the catalogue of the server has them.
pub(crate) fn as_shown(version: Version, schema: &mut Schema) {
    schema.tables.values_mut().for_each(|table| table_as_shown(version, table));
    let of_view = if version.is_mariadb() { "????" } else { "?" };
    let views = schema.views.values_mut().map(|view| (&mut view.query, of_view));
    let triggers = schema.triggers.values_mut().map(|trigger| (&mut trigger.body, "?"));
    let functions = schema.functions.values_mut();
    let functions = functions.map(|function| (&mut function.definition, "?"));
    for (sql, marks) in views.chain(triggers).chain(functions) {
        sql.texts_mut(SqlSyntax::MYSQL).for_each(|(text, _)| mark(text, marks));
    }
}

fn table_as_shown(version: Version, table: &mut Table) {
    let comments = table.columns.iter_mut().map(|column| &mut column.comment);
    for comment in comments.chain([&mut table.comment]).flatten() {
        mark(comment, "?");
    }
    for column in &mut table.columns {
        column_as_shown(version, column);
    }
    for constraint in &mut table.constraints {
        if let ConstraintBody::Check { expression, .. } = &mut constraint.body {
            mark_expression(version, expression);
        }
    }
}

fn column_as_shown(version: Version, column: &mut Column) {
    if let ColumnType::Enumeration(EnumType { values, .. }) = &mut column.column_type {
        for value in values {
            mark(value, "?");
        }
    }
    if let Some(generated) = &mut column.generated {
        mark_expression(version, &mut generated.expression);
    }
    match &mut column.default {
        // Of these the declared text has another form, in digits.
        Some(ColumnDefault::Value(Value::Text(text))) if !text.contains('\\') => {
            // The default of a large value is kept as an expression.
            let large = matches!(
                column.column_type,
                ColumnType::Text | ColumnType::Json | ColumnType::Jsonb
            );
            if !large {
                mark(text, "?");
            } else if version.is_mariadb() {
                mark(text, "????");
            }
        }
        Some(ColumnDefault::Sql(sql)) => mark_expression(version, sql),
        Some(ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today) | None => {}
    }
}

fn mark_expression(version: Version, sql: &mut SqlPart) {
    if version.is_mariadb() {
        sql.sql_mut().texts_mut(SqlSyntax::MYSQL).for_each(|(text, _)| mark(text, "????"));
    }
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
        let text = |text: &str| Some(ColumnDefault::Value(text.into()));
        for (version, long) in
            [(Version::mariadb(10, 11, 6), "it's ????"), (Version::mysql(9, 7, 0), "it's 🦀")]
        {
            let mut table = table.clone();
            table_as_shown(version, &mut table);
            assert_eq!(table.comment.as_deref(), Some("what ? says"));
            let defaults: Vec<_> =
                table.columns.iter().map(|column| column.default.clone()).collect();
            assert_eq!(defaults, [text("?é"), text(long)]);
        }
    }
}
