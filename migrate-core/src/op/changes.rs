//! Operations with what they change, for plans and for errors while a revision runs.

use crate::schema::{
    Column, ColumnDefault, ColumnPosition, Constraint, ConstraintBody, Generated, Identity, Index,
    IndexTarget, Schema, SequenceOptions, SequenceOwner, Value,
};

use super::{ColumnChange, MysqlColumnChange, ObjectChange, Operation};

/// An operation in a few words with what it changes, written from the schema before it.
///
/// ```
/// use migrate_runtime::op::{self, Op};
/// use migrate_runtime::prelude::*;
/// use migrate_runtime::schema::Schema;
///
/// let mut op: Op = Op::new();
/// op.create_table(table("users").column("name", varchar(50)));
/// op.alter_column("users", "name").set_type(varchar(80)).not_null();
/// let [made, altered] = &op.into_operations()[..] else { unreachable!() };
///
/// let mut schema = Schema::new();
/// op::apply(&made.operation, made.origin, &mut schema)?;
/// assert_eq!(
///     op::describe(&altered.operation, &schema),
///     "alter column users.name: varchar(50) -> varchar(80), NOT NULL"
/// );
/// # Ok::<(), migrate_runtime::op::ApplyError>(())
/// ```
pub fn describe(operation: &Operation, before: &Schema) -> String {
    let words = operation.to_string();
    let (separator, changes) = match operation {
        Operation::AddColumn { column, constraints, .. } => {
            (" ", column_attributes(column, constraints).join(" "))
        }
        Operation::AlterColumn { table, column, change } => {
            let known = before.tables.get(table).and_then(|table| table.column(column));
            (": ", column_changes(known, change).join(", "))
        }
        Operation::AlterTable { change, .. } => (": ", change.words().join(", ")),
        Operation::AddConstraint { constraint, .. } => (": ", constraint_text(&constraint.body)),
        Operation::CreateIndex { index, .. } => (" ", index_columns(index)),
        Operation::AlterObject(ObjectChange::AlterSequence { name: _, options, owner }) => {
            let owner = owner.as_ref().map(|owner| match owner {
                Some(SequenceOwner { table, column }) => format!("OWNED BY {table}.{column}"),
                None => "OWNED BY NONE".to_owned(),
            });
            let changes: Vec<_> = sequence_changes(*options).into_iter().chain(owner).collect();
            (": ", changes.join(", "))
        }
        // The operation's own words say all of it, or it is too long to say.
        _ => ("", String::new()),
    };
    if changes.is_empty() { words } else { [words.as_str(), separator, &changes].concat() }
}

/// The attributes after the type: `NOT NULL DEFAULT 'x' UNIQUE`.
fn column_attributes(column: &Column, constraints: &[Constraint]) -> Vec<String> {
    let Column {
        name: _,
        column_type: _,
        // Those of other databases, once the plan is for one.
        type_on: _,
        nullable,
        default,
        identity,
        generated,
        collation,
        comment: _,
        mysql: _,
    } = column;
    let mut attributes = Vec::new();
    attributes.extend(collation.as_ref().map(|name| format!("COLLATE {name}")));
    attributes.extend((!nullable).then(|| "NOT NULL".to_owned()));
    attributes.extend(default.as_ref().map(|value| format!("DEFAULT {}", default_text(value))));
    attributes.extend(identity.as_ref().map(|_| "identity".to_owned()));
    if let Some(Generated { expression, stored }) = generated {
        let stored = if *stored { " stored" } else { "" };
        attributes.push(format!("AS ({expression}){stored}"));
    }
    attributes.extend(constraints.iter().map(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey { .. } => "PRIMARY KEY".to_owned(),
        ConstraintBody::Unique { .. } => "UNIQUE".to_owned(),
        ConstraintBody::ForeignKey(key) => {
            format!("REFERENCES {} ({})", key.table, key.referenced.join(", "))
        }
        ConstraintBody::Check { .. } | ConstraintBody::Exclude { .. } => {
            constraint_text(&constraint.body)
        }
    }));
    attributes
}

/// Each change of a column, from what it was where that is known.
fn column_changes(known: Option<&Column>, change: &ColumnChange) -> Vec<String> {
    let ColumnChange {
        rename,
        column_type,
        type_on: _,
        using,
        nullable,
        default,
        identity,
        generated,
        collation,
        comment,
        mysql,
    } = change;
    let MysqlColumnChange { charset, on_update_now, invisible, position } = mysql;
    let mut changes = Vec::new();
    if let Some(to) = column_type {
        let using = using.as_ref().map(|sql| format!(" USING {sql}")).unwrap_or_default();
        changes.push(match known {
            Some(known) => format!("{} -> {to}{using}", known.column_type),
            None => format!("{to}{using}"),
        });
    }
    match nullable {
        Some(true) => changes.push("NULL".to_owned()),
        Some(false) => changes.push("NOT NULL".to_owned()),
        None => {}
    }
    if let Some(to) = default {
        let from = known.and_then(|known| known.default.as_ref()).map(default_text);
        changes.push(match (from, to.as_ref().map(default_text)) {
            (_, None) => "drop DEFAULT".to_owned(),
            (None, Some(to)) => format!("DEFAULT {to}"),
            (Some(from), Some(to)) => format!("DEFAULT {from} -> {to}"),
        });
    }
    match identity {
        Some(Some(Identity { generation: _, start, increment })) => {
            let numbers = [("start", start), ("increment", increment)];
            let numbers = numbers
                .iter()
                .filter_map(|(word, number)| number.map(|number| format!(" {word} {number}")));
            changes.push(format!("identity{}", numbers.collect::<String>()));
        }
        Some(None) => changes.push("drop identity".to_owned()),
        None => {}
    }
    match generated {
        Some(Some(Generated { expression, stored: _ })) => {
            changes.push(format!("AS ({expression})"));
        }
        Some(None) => changes.push("drop expression".to_owned()),
        None => {}
    }
    match collation {
        Some(Some(name)) => changes.push(format!("COLLATE {name}")),
        Some(None) => changes.push("drop COLLATE".to_owned()),
        None => {}
    }
    match comment {
        Some(Some(_)) => changes.push("comment".to_owned()),
        Some(None) => changes.push("drop comment".to_owned()),
        None => {}
    }
    match charset {
        Some(Some(name)) => changes.push(format!("CHARACTER SET {name}")),
        Some(None) => changes.push("drop CHARACTER SET".to_owned()),
        None => {}
    }
    match on_update_now {
        Some(true) => changes.push("ON UPDATE now".to_owned()),
        Some(false) => changes.push("drop ON UPDATE".to_owned()),
        None => {}
    }
    match invisible {
        Some(true) => changes.push("INVISIBLE".to_owned()),
        Some(false) => changes.push("VISIBLE".to_owned()),
        None => {}
    }
    match position {
        Some(ColumnPosition::First) => changes.push("FIRST".to_owned()),
        Some(ColumnPosition::After(other)) => changes.push(format!("AFTER {other}")),
        None => {}
    }
    if let Some(to) = rename {
        changes.push(format!("rename to {to}"));
    }
    changes
}

/// What a constraint holds.
fn constraint_text(body: &ConstraintBody) -> String {
    match body {
        ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
            format!("({})", columns.join(", "))
        }
        ConstraintBody::ForeignKey(key) => format!(
            "({}) REFERENCES {} ({})",
            key.columns.join(", "),
            key.table,
            key.referenced.join(", ")
        ),
        ConstraintBody::Check { expression, .. } => format!("CHECK ({expression})"),
        ConstraintBody::Exclude { elements, .. } => {
            let elements = elements
                .iter()
                .map(|element| format!("{} WITH {}", element.expression, element.operator));
            format!("({})", elements.collect::<Vec<_>>().join(", "))
        }
    }
}

fn index_columns(index: &Index) -> String {
    let columns = index.columns.iter().map(|part| match &part.target {
        IndexTarget::Column(name) => name.clone(),
        IndexTarget::Expression(sql) => format!("({sql})"),
    });
    format!("({})", columns.collect::<Vec<_>>().join(", "))
}

fn sequence_changes(options: SequenceOptions) -> Vec<String> {
    let SequenceOptions { start, increment, minimum, maximum, cache, cycle } = options;
    let numbers = [
        ("start", start),
        ("increment", increment),
        ("minimum", minimum),
        ("maximum", maximum),
        ("cache", cache),
    ];
    let numbers =
        numbers.into_iter().filter_map(|(word, number)| Some(format!("{word} {}", number?)));
    let cycle = cycle.map(|cycle| if cycle { "cycle" } else { "no cycle" }.to_owned());
    numbers.chain(cycle).collect()
}

fn default_text(default: &ColumnDefault) -> String {
    match default {
        ColumnDefault::Value(value) => value_text(value),
        ColumnDefault::Now => "now()".to_owned(),
        ColumnDefault::Today => "today()".to_owned(),
        ColumnDefault::Sql(sql) => sql.sql().texts().collect::<Vec<_>>().join(" / "),
    }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Decimal(digits) => digits.clone(),
        Value::Text(text) => format!("'{}'", text.escape_debug()),
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
        Value::Array(values) => {
            let values = values.iter().map(value_text).collect::<Vec<_>>();
            format!("[{}]", values.join(", "))
        }
    }
}
