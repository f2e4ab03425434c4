//! A schema in the form MariaDB and MySQL give it back, so that declared and live can be compared.

mod collation;
mod column;
mod default;
mod function;
mod left_out;
mod partition;
mod shown;
mod types;
mod view;
mod words;

use crate::expression::canonical;
use migrate_core::schema::{
    Action, Column, ColumnType, Constraint, ConstraintBody, Deferrable, ForeignKey, Function,
    Index, IndexColumn, IndexTarget, Schema, Sequence, SequenceOptions, SqlText, Table,
    TableOptions, Trigger, View,
};

pub(crate) use default::{default_value, hexadecimal, is_printed_otherwise, number};
pub(crate) use function::arguments;
pub(crate) use left_out::{charsets, has_star, is_written_out, strings};
use migrate_core::dialect::Family;
use migrate_core::dialect::mysql::Version;
pub(crate) use partition::partition_names;
pub(crate) use shown::as_shown;
pub(crate) use types::column_type;
pub(crate) use words::{join, string as text, words};

/// The schema without what the server does not keep: enum types belong to their columns, a primary
/// key has no name, and types, defaults and expressions take the server's spelling.
pub(crate) fn normalize(version: Version, mut schema: Schema) -> Schema {
    schema.enums.clear();
    schema.extensions.clear();
    schema.materialized_views.clear();
    shown::as_shown(version, &mut schema);
    for table in schema.tables.values_mut() {
        normalize_table(version, table);
    }
    for view in schema.views.values_mut() {
        let query = own_text(&view.query, |query| view::normalize(query, &schema.tables));
        *view = View { name: view.name.clone(), query };
    }
    for trigger in schema.triggers.values_mut() {
        *trigger = Trigger {
            event: words::spaced(&trigger.event).to_ascii_uppercase().into(),
            body: own_text(&trigger.body, trigger_body),
            ..trigger.clone()
        };
    }
    for sequence in schema.sequences.values_mut() {
        *sequence = Sequence {
            name: sequence.name.clone(),
            options: options(sequence.options),
            // MariaDB drops no sequence with a column.
            owner: None,
        };
    }
    let functions = std::mem::take(&mut schema.functions).into_values();
    schema.functions = functions
        .map(|function| {
            let arguments = function::arguments(version, &function.arguments);
            let definition =
                own_text(&function.definition, |text| function::definition(version, text));
            let key = (function.name.clone(), arguments.clone());
            (key, Function { name: function.name, arguments, definition })
        })
        .collect();
    schema
}

/// An SQL expression in one form.
fn expression(sql: &str) -> String {
    canonical(sql, Family::Mysql)
}

fn own_text(text: &SqlText, form: impl FnOnce(&str) -> String) -> SqlText {
    let text = match text {
        SqlText::Common(text) => Some(text),
        SqlText::PerDialect { mysql, .. } => mysql.as_ref(),
    };
    SqlText::Common(text.map(|text| form(text)).unwrap_or_default())
}

/// The statement after `FOR EACH ROW`: where among its like the trigger stands (`FOLLOWS`) is not
/// said of one trigger alone.
fn trigger_body(body: &str) -> String {
    let body = body.trim().trim_end_matches(';');
    let Some(words) = words(body) else { return body.to_owned() };
    let mut statement = words.as_slice();
    if let [each, every, row, rest @ ..] = statement
        && each.is("FOR")
        && every.is("EACH")
        && row.is("ROW")
    {
        statement = rest;
    }
    if let [place, _, rest @ ..] = statement
        && (place.is("FOLLOWS") || place.is("PRECEDES"))
    {
        statement = rest;
    }
    format!("FOR EACH ROW {}", join(statement))
}

/// Every option, as the server fills in what is not said (<https://mariadb.com/kb/en/create-sequence/>).
fn options(said: SequenceOptions) -> SequenceOptions {
    let increment = said.increment.unwrap_or(1);
    let (lowest, highest) = if increment < 0 { (-i64::MAX, -1) } else { (1, i64::MAX - 1) };
    let minimum = said.minimum.unwrap_or(lowest);
    let maximum = said.maximum.unwrap_or(highest);
    let first = if increment < 0 { maximum } else { minimum };
    SequenceOptions {
        start: Some(said.start.unwrap_or(first)),
        increment: Some(increment),
        minimum: Some(minimum),
        maximum: Some(maximum),
        cache: Some(said.cache.unwrap_or(1000)),
        cycle: Some(said.cycle.unwrap_or(false)),
    }
}

fn normalize_table(version: Version, table: &mut Table) {
    table.touched_by = None;
    table.mysql_order.clear();
    for column in &mut table.columns {
        column.mysql.position = None;
    }
    table.partitions.clear();
    table.comment = table.comment.take().filter(|comment| !comment.is_empty());
    normalize_options(version, &mut table.options);
    let key = table.primary_key().to_vec();
    for column in &mut table.columns {
        column.nullable &= !key.contains(&column.name);
        column::normalize(version, column, &table.options);
    }
    for index in &mut table.indexes {
        normalize_index(version, index, &table.columns);
    }
    for constraint in &mut table.constraints {
        normalize_constraint(constraint);
    }
    let indexes = std::mem::take(&mut table.indexes);
    for index in indexes {
        match as_unique(&index) {
            Some(constraint) => table.constraints.push(constraint),
            None if serves_a_key(&index, table) => {}
            None => table.indexes.push(index),
        }
    }
    table.sort_constraints();
}

fn normalize_options(version: Version, options: &mut TableOptions) {
    let TableOptions { partition_by, engine, charset, collation, row_format, .. } = options;
    collation::normalize(version, charset, collation);
    if collation::is_usual(charset.as_deref(), collation.as_deref()) {
        *charset = None;
    }
    let upper = |name: Option<String>| name.map(|name| name.to_ascii_uppercase());
    *options = TableOptions {
        // A table for which an empty text is said is whole.
        partition_by: partition_by
            .take()
            .map(|text| own_text(&text, partition::normalize))
            .filter(|text| text.texts().any(|text| !text.is_empty())),
        // The engine of a table that says none.
        engine: upper(engine.take()).filter(|engine| engine != "INNODB"),
        charset: charset.take(),
        collation: collation.take(),
        row_format: upper(row_format.take()).filter(|format| format != "DEFAULT"),
        ..TableOptions::default()
    };
}

fn normalize_index(version: Version, index: &mut Index, columns: &[Column]) {
    index.storage.clear();
    index.tablespace = None;
    // InnoDB makes a B-tree of every index that is not for text, shapes or vectors, and says so.
    index.method = index.method.take().map(|method| method.to_ascii_lowercase());
    index.method.take_if(|method| matches!(method.as_str(), "btree" | "hash"));
    for part in &mut index.columns {
        part.descending &= version.keeps_descending_indexes();
        part.collation = None;
        // NULLs come first, or last where the order descends, whether or not it is said.
        part.nulls = None;
        if let IndexTarget::Expression(text) = &mut part.target {
            *text = expression(text).into();
        }
        let length = part
            .column()
            .and_then(|name| columns.iter().find(|column| column.name == name).and_then(length));
        // A prefix as long as the column is none.
        part.prefix.take_if(|prefix| length.is_some_and(|length| *prefix >= length));
    }
}

/// How many characters a column of text takes.
fn length(column: &Column) -> Option<u32> {
    match &column.column_type {
        ColumnType::Varchar(length) | ColumnType::Char(length) => Some(*length),
        _ => None,
    }
}

fn normalize_constraint(constraint: &mut Constraint) {
    match &mut constraint.body {
        ConstraintBody::PrimaryKey { .. } => constraint.name = None,
        ConstraintBody::Unique { deferrable, .. } => *deferrable = Deferrable::No,
        ConstraintBody::ForeignKey(ForeignKey {
            columns: _,
            table: _,
            referenced: _,
            match_full,
            on_delete,
            on_update,
            deferrable,
            validated,
        }) => {
            // InnoDB checks both at once (<https://mariadb.com/kb/en/foreign-keys/>).
            for action in [on_delete, on_update] {
                if *action == Action::Restrict {
                    *action = Action::NoAction;
                }
            }
            *deferrable = Deferrable::No;
            *match_full = false;
            // There is no NOT VALID: existing rows are always checked.
            *validated = true;
        }
        ConstraintBody::Check { expression: text, validated } => {
            *text = expression(text).into();
            *validated = true;
        }
        ConstraintBody::Exclude { .. } => {}
    }
}

/// The constraint that a unique index is: the catalogue cannot say which of the two was written.
fn as_unique(index: &Index) -> Option<Constraint> {
    let plain = |part: &IndexColumn| {
        let name = part.column()?;
        (!part.descending && part.prefix.is_none()).then(|| name.to_owned())
    };
    let columns = index.columns.iter().map(plain).collect::<Option<Vec<_>>>()?;
    (index.unique && index.method.is_none()).then(|| {
        let body = ConstraintBody::Unique {
            columns,
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: Deferrable::No,
        };
        Constraint::named(index.name.clone(), body)
    })
}

/// Whether `InnoDB` made the index for a foreign key: it is named like the key, or like its first
/// column if the key's name is the server's own
/// (<https://dev.mysql.com/doc/refman/8.0/en/create-table-foreign-keys.html>). Such a name goes along with that of the
/// table, which the name of an index does not (tried on MariaDB 10.11).
pub(crate) fn serves_a_key(index: &Index, table: &Table) -> bool {
    let given = format!("{}_ibfk_", table.name.name);
    let plain = !index.unique
        && index.method.as_deref().is_none_or(|method| method == "btree")
        && index.columns.iter().all(|part| part.prefix.is_none() && !part.descending);
    plain
        && table.foreign_keys().any(|(constraint, key)| {
            let name = constraint.name.as_deref().unwrap_or(&given);
            let named = index.name == name
                || name.starts_with(&given)
                    && (key.columns.first() == Some(&index.name) || index.name.contains("_ibfk_"));
            named
                && index
                    .columns
                    .iter()
                    .map(IndexColumn::column)
                    .eq(key.columns.iter().map(|column| Some(column.as_str())))
        })
}
