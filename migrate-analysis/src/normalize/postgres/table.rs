//! Tables, columns, constraints and indexes in their normal form.

use migrate_core::schema::{
    Column, ColumnType, Constraint, ConstraintBody, EnumType, Generation, Identity, Index,
    IndexTarget, MysqlColumn, NullsOrder, QualifiedName, Schema, SqlText, Table, TableOptions,
};

use migrate_core::dialect::postgres::quote;

use super::tokens::{joined, tokens};
use super::types::{column_type, may_have_collation};
use super::{default, expression, partition};

/// Puts the enum types that columns bring along beside those that were made on their own, and gives
/// every column its type under the type's name.
pub(super) fn name_enums(schema: &mut Schema) {
    let Schema { tables, enums, .. } = schema;
    for column in tables.values().flat_map(|table| &table.columns) {
        if let Some(kind) = enum_of(&column.column_type)
            && !enums.contains_key(&kind.name)
        {
            enums.insert(kind.name.clone(), kind.clone());
        }
    }
    let known = |spelled: &str| -> Option<EnumType> {
        let name = match &tokens(spelled)[..] {
            [name] if name.is_name() => QualifiedName::from(name.text.as_str()),
            [schema, dot, name] if dot.is_symbol(".") && schema.is_name() && name.is_name() => {
                QualifiedName::from((schema.text.as_str(), name.text.as_str()))
            }
            _ => return None,
        };
        enums.get(&name).cloned()
    };
    for column in tables.values_mut().flat_map(|table| &mut table.columns) {
        column.column_type = normal_type(&column.column_type, &known);
    }
}

fn enum_of(column_type: &ColumnType) -> Option<&EnumType> {
    match column_type {
        ColumnType::Enumeration(kind) => Some(kind),
        ColumnType::Array(element) => enum_of(element),
        _ => None,
    }
}

fn normal_type(declared: &ColumnType, known: &impl Fn(&str) -> Option<EnumType>) -> ColumnType {
    match declared {
        // An array has any number of dimensions, whatever was said.
        ColumnType::Array(element) => match normal_type(element, known) {
            inner @ ColumnType::Array(_) => inner,
            element => ColumnType::Array(Box::new(element)),
        },
        ColumnType::Enumeration(kind) => {
            let QualifiedName { schema, name } = &kind.name;
            let schema = schema.iter().map(|schema| format!("{}.", quote(schema)));
            let spelled = schema.chain([quote(name)]).collect::<String>();
            ColumnType::Enumeration(known(&spelled).unwrap_or_else(|| kind.clone()))
        }
        ColumnType::Custom(name) => match column_type(name) {
            ColumnType::Custom(name) => {
                known(&name).map_or(ColumnType::Custom(name), ColumnType::Enumeration)
            }
            array @ ColumnType::Array(_) => normal_type(&array, known),
            other => other,
        },
        other => other.clone(),
    }
}

pub(super) fn normalize_table(table: &mut Table, text: &impl Fn(&SqlText) -> String) {
    table.touched_by = None;
    table.mysql_order.clear();
    // An empty comment takes the comment away (<https://www.postgresql.org/docs/current/sql-comment.html>; tried on 15).
    table.comment.take_if(|comment| comment.is_empty());
    let partition_by = table.options.partition_by.as_ref().map(text).filter(|by| !by.is_empty());
    let key = table.primary_key().to_vec();
    for column in &mut table.columns {
        column.nullable &= !key.contains(&column.name);
        normalize_column(column);
    }
    if let Some(by) = &partition_by {
        let types = partition::key_types(by, table);
        for part in &mut table.partitions {
            part.bounds = partition::bounds(&part.bounds, &types);
        }
    }
    let options = std::mem::take(&mut table.options);
    table.options = TableOptions {
        partition_by: partition_by.map(|by| SqlText::Common(partition::partition_by(&by))),
        unlogged: options.unlogged,
        storage: storage(options.storage),
        tablespace: tablespace(options.tablespace),
        replica_identity: options.replica_identity,
        ..TableOptions::default()
    };
    table.constraints.iter_mut().for_each(normalize_constraint);
    table.indexes.iter_mut().for_each(normalize_index);
    for index in &mut table.indexes {
        for part in &mut index.columns {
            let column = part
                .column()
                .and_then(|name| table.columns.iter().find(|column| column.name == name));
            let own = column.and_then(|column| column.collation.as_deref());
            part.collation =
                part.collation.take().filter(|collation| own != Some(collation.as_str()));
        }
    }
    table.sort_constraints();
}

fn normalize_column(column: &mut Column) {
    column.mysql = MysqlColumn::default();
    column.comment.take_if(|comment| comment.is_empty());
    let serial = match &column.column_type {
        ColumnType::Custom(name) => match name.as_str() {
            "smallserial" | "serial2" => Some(ColumnType::SmallInt),
            "serial" | "serial4" => Some(ColumnType::Integer),
            "bigserial" | "serial8" => Some(ColumnType::BigInt),
            _ => None,
        },
        _ => None,
    };
    if let Some(column_type) = serial {
        column.column_type = column_type;
        column.identity = Some(Identity::serial());
    }
    if let Some(identity) = &mut column.identity {
        column.nullable = false;
        let increment = identity.increment.filter(|distance| *distance != 1);
        let first = if increment.is_some_and(|distance| distance < 0) { -1 } else { 1 };
        let start = identity.start.filter(|start| *start != first);
        *identity = match identity.generation {
            // Its type makes the sequence, and says nothing of where it starts.
            Generation::Serial => Identity { start, increment, ..Identity::serial() },
            generation @ (Generation::ByDefault | Generation::Always) => {
                Identity { generation, start, increment }
            }
        };
    }
    column.default = match &column.default {
        Some(declared) if column.identity.is_none() && column.generated.is_none() => {
            default::normal_default(declared, &column.column_type)
        }
        _ => None,
    };
    if let Some(generated) = &mut column.generated {
        generated.expression = expression(&generated.expression).into();
    }
    let is_collated = may_have_collation(&column.column_type);
    column.collation =
        column.collation.take().filter(|collation| is_collated && collation != "default");
}

fn normalize_constraint(constraint: &mut Constraint) {
    match &mut constraint.body {
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_) => {}
        ConstraintBody::Check { expression: text, .. } => *text = expression(text).into(),
        ConstraintBody::Exclude { method, elements, filter, .. } => {
            method.make_ascii_lowercase();
            for element in elements {
                element.expression = expression(&element.expression).into();
                element.operator = joined(&tokens(&element.operator));
            }
            *filter = filter.take().map(|filter| expression(&filter).into());
        }
    }
}

pub(super) fn normalize_index(index: &mut Index) {
    index.method = index.method.take().map(|name| name.to_ascii_lowercase());
    index.method = index.method.take().filter(|method| method != "btree");
    index.filter = index.filter.take().map(|filter| expression(&filter).into());
    index.storage = storage(std::mem::take(&mut index.storage));
    index.tablespace = tablespace(index.tablespace.take());
    for part in &mut index.columns {
        part.prefix = None;
        part.operator_class = part.operator_class.take().map(|class| operator_class(&class));
        let usual = if part.descending { NullsOrder::First } else { NullsOrder::Last };
        part.nulls = part.nulls.filter(|nulls| *nulls != usual);
        if let IndexTarget::Expression(text) = &mut part.target {
            *text = expression(text).into();
            if let [name] = &tokens(text)[..]
                && name.is_name()
            {
                part.target = IndexTarget::Column(name.text.clone());
            }
        }
    }
}

/// `gist_trgm_ops (siglen='32')` as `gist_trgm_ops(siglen=32)`.
fn operator_class(class: &str) -> String {
    let words = tokens(class);
    words
        .iter()
        .enumerate()
        .map(|(at, token)| if at == 0 { token.sql() } else { token.text.clone() })
        .collect()
}

/// A database keeps its objects in `pg_default` unless it was made otherwise.
fn tablespace(name: Option<String>) -> Option<String> {
    name.filter(|name| name != "pg_default")
}

/// Storage parameters in the order of their names, with one spelling for each value.
fn storage(parameters: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut parameters: Vec<_> = parameters
        .into_iter()
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), parameter(value.trim())))
        .collect();
    parameters.sort();
    parameters
}

fn parameter(value: &str) -> String {
    let value = value.trim_matches('\'').to_ascii_lowercase();
    match value.as_str() {
        "on" | "yes" => "true".to_owned(),
        "off" | "no" => "false".to_owned(),
        _ => match value.split_once('.') {
            Some((whole, fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => {
                let whole = if whole.is_empty() { "0" } else { whole };
                let fraction = fraction.trim_end_matches('0');
                let point = if fraction.is_empty() { "" } else { "." };
                format!("{whole}{point}{fraction}")
            }
            _ => value,
        },
    }
}
