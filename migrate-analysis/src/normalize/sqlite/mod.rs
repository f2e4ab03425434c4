//! A schema in the form SQLite gives it back, so that declared and live can be compared.

use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Identity, IndexTarget,
    MysqlColumn, Schema, SqlText, Table, TableOptions, Trigger, View,
};
use migrate_core::sql_text::{SqlSyntax, TokenKind, Tokens};

use migrate_core::dialect::sqlite::{default_sql, enum_check, quote, text as text_of, type_name};

mod types;

pub(crate) use types::{column_type, default_value};

/// The schema without what SQLite does not keep: enum types become checks, comments go, types and
/// expressions take SQLite's spelling.
pub(crate) fn normalize(mut schema: Schema) -> Schema {
    schema.enums.clear();
    schema.extensions.clear();
    schema.namespaces.clear();
    for table in schema.tables.values_mut() {
        normalize_table(table);
    }
    for view in schema.views.values_mut() {
        *view = View { name: view.name.clone(), query: body(&view.query) };
    }
    for trigger in schema.triggers.values_mut() {
        *trigger = Trigger {
            event: expression(&trigger.event).into(),
            body: body(&trigger.body),
            ..trigger.clone()
        };
    }
    schema
}

fn body(text: &SqlText) -> SqlText {
    let text = text_of(text).unwrap_or_default();
    SqlText::Common(expression(text.trim().trim_end_matches(';')))
}

fn normalize_table(table: &mut Table) {
    table.comment = None;
    table.touched_by = None;
    table.mysql_order.clear();
    let checks = table.columns.iter().filter_map(enum_check).map(|(name, expression)| {
        Constraint::named(
            name,
            ConstraintBody::Check { expression: expression.into(), validated: true },
        )
    });
    let checks: Vec<_> = checks.collect();
    table.constraints.extend(checks);
    table.options = TableOptions {
        strict: table.options.strict,
        without_rowid: table.options.without_rowid,
        ..TableOptions::default()
    };
    let strict = table.options.strict;
    let number = may_be_row_number(table).map(str::to_owned);
    for column in &mut table.columns {
        let spelled = match column.identity {
            Some(_) => Ok("INTEGER".to_owned()),
            None => type_name(&column.column_type, strict),
        };
        let column_type = spelled.map_or_else(
            |_| column.column_type.clone(),
            |name| folded(key_type(&name, number.as_ref() == Some(&column.name))),
        );
        normalize_column(column, column_type);
    }
    for constraint in &mut table.constraints {
        if let ConstraintBody::ForeignKey(key) = &mut constraint.body {
            key.match_full = false;
        }
        if let ConstraintBody::Check { expression: text, .. } = &mut constraint.body {
            *text = expression(text).into();
        }
    }
    for index in &mut table.indexes {
        index.filter = index.filter.take().map(|filter| expression(&filter).into());
        for part in &mut index.columns {
            part.prefix = None;
            if let IndexTarget::Expression(text) = &mut part.target {
                *text = expression(text).into();
            }
            part.collation = part.collation.take().map(|name| name.to_ascii_uppercase());
        }
    }
    table.sort_constraints();
}

/// The only column of the primary key, where it is the row's number if its type is `INTEGER` by that very name
/// (<https://www.sqlite.org/lang_createtable.html#rowid>).
pub(crate) fn may_be_row_number(table: &Table) -> Option<&str> {
    match table.primary_key() {
        [column] if !table.options.without_rowid => Some(column),
        _ => None,
    }
}

/// The type of a column; that of a key which is an integer and no row's number, and so takes NULL, is kept apart.
pub(crate) fn key_type(name: &str, is_key: bool) -> ColumnType {
    match column_type(name) {
        ColumnType::Integer if is_key && !name.trim().eq_ignore_ascii_case("INTEGER") => {
            ColumnType::Custom("INT".to_owned())
        }
        other => other,
    }
}

fn normalize_column(column: &mut Column, column_type: ColumnType) {
    let declared = std::mem::replace(&mut column.column_type, column_type);
    column.comment = None;
    column.mysql = MysqlColumn::default();
    column.identity = column.identity.map(|_| Identity::default());
    column.collation = column.collation.take().map(|name| name.to_ascii_uppercase());
    column.default = column.default.take().and_then(|default| {
        let spelled = default_sql(&default, &declared).map(|sql| default_value(&sql));
        match spelled.unwrap_or(default) {
            ColumnDefault::Value(value) => {
                types::kept(value, &column.column_type).map(ColumnDefault::Value)
            }
            other => Some(other),
        }
    });
    if let Some(ColumnDefault::Sql(text)) = &mut column.default {
        *text = expression(text).into();
    }
    if let Some(generated) = &mut column.generated {
        generated.expression = expression(&generated.expression).into();
    }
}

/// A type that only the database knows, in one case: SQLite reads types in any.
fn folded(column_type: ColumnType) -> ColumnType {
    match column_type {
        ColumnType::Custom(name) => {
            let words: Vec<_> = name.split_whitespace().collect();
            ColumnType::Custom(words.join(" ").to_ascii_uppercase())
        }
        known => known,
    }
}

/// An SQL expression with one space between tokens, plain words in lower case, quotes only where
/// they must be, and no parentheses around the whole.
pub(crate) fn expression(sql: &str) -> String {
    let mut words = Vec::new();
    for token in Tokens::new(sql, SqlSyntax::Sqlite) {
        let Ok(token) = token else { return sql.trim().to_owned() };
        match token.kind {
            TokenKind::Comment => {}
            TokenKind::Word => words.push(token.text.to_ascii_lowercase()),
            TokenKind::Quoted => {
                words.push(quote(&token.identifier().unwrap_or_default()));
            }
            _ => words.push(token.text.to_owned()),
        }
    }
    while is_wrapped(&words) {
        words.remove(0);
        words.pop();
    }
    words.join(" ")
}

/// Whether the first token opens a parenthesis that the last one closes.
fn is_wrapped(words: &[String]) -> bool {
    if words.first().map(String::as_str) != Some("(") {
        return false;
    }
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1 == words.len();
        }
    }
    false
}
