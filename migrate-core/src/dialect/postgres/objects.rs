//! Indexes, views, functions, sequences and triggers as PostgreSQL's statements.

use std::fmt::Write as _;

use crate::dialect::{Action, Refusal};
use crate::op::ObjectChange;
use crate::schema::{
    Function, Index, IndexColumn, IndexTarget, MaterializedView, NullsOrder, Object, ObjectRef,
    Partition, QualifiedName, Schema, Sequence, SequenceOptions, SequenceOwner, Trigger,
};
use crate::sql_text::{SqlSyntax, Token, Tokens};

use super::enums::{add_value, create_type, set_values};
use super::name::{collation_name, list, qualified, quote};
use super::render::{part, storage};
use super::{ConcurrentIndex, literal};

/// `CREATE INDEX`, with words such as `CONCURRENTLY` before the name.
pub(super) fn create_index(table: &QualifiedName, index: &Index, words: &str) -> String {
    let Index {
        name,
        columns,
        unique,
        filter,
        include,
        method,
        nulls_not_distinct,
        storage: parameters,
        tablespace,
    } = index;
    let unique = if *unique { "UNIQUE " } else { "" };
    let method = method.as_deref();
    let method = method.map(str::to_ascii_lowercase);
    let method = method.map_or_else(String::new, |method| format!(" USING {}", quote(&method)));
    let columns = columns.iter().map(index_column).collect::<Vec<_>>();
    let mut sql = format!(
        "CREATE {unique}INDEX {words}{} ON {}{method} ({})",
        quote(name),
        qualified(table),
        columns.join(", ")
    );
    if !include.is_empty() {
        let _ = write!(sql, " INCLUDE ({})", list(include));
    }
    if *nulls_not_distinct {
        sql.push_str(" NULLS NOT DISTINCT");
    }
    sql.push_str(&storage(parameters, tablespace.as_deref()));
    if let Some(filter) = filter {
        let _ = write!(sql, " WHERE {filter}");
    }
    sql
}

fn index_column(part: &IndexColumn) -> String {
    // A prefix is left out, see `left_out`.
    let IndexColumn { target, descending, nulls, collation, operator_class, prefix: _ } = part;
    let mut sql = match target {
        IndexTarget::Column(name) => quote(name),
        IndexTarget::Expression(expression) => format!("({expression})"),
    };
    if let Some(collation) = collation {
        let _ = write!(sql, " COLLATE {}", collation_name(collation));
    }
    if let Some(class) = operator_class {
        let _ = write!(sql, " {class}");
    }
    if *descending {
        sql.push_str(" DESC");
    }
    match nulls {
        Some(NullsOrder::First) => sql.push_str(" NULLS FIRST"),
        Some(NullsOrder::Last) => sql.push_str(" NULLS LAST"),
        None => {}
    }
    sql
}

/// What PostgreSQL has no place for in an index.
pub(super) fn left_out(index: &Index) -> Option<Action> {
    index.columns.iter().find(|part| part.prefix.is_some())?;
    Some(Action::Note(format!(
        "PostgreSQL indexes whole values: the prefix of `{}` is left out, and values of more than \
         2,700 bytes do not fit",
        index.name
    )))
}

/// An index built at once, or while the table is in use.
pub(super) fn index_work(table: &QualifiedName, index: &Index, concurrently: bool) -> Action {
    built(table, index, concurrently, "")
}

/// An index built unless there is one of its name.
pub(super) fn index_work_if_needed(
    table: &QualifiedName,
    index: &Index,
    concurrently: bool,
) -> Action {
    built(table, index, concurrently, "IF NOT EXISTS ")
}

fn built(table: &QualifiedName, index: &Index, concurrently: bool, words: &str) -> Action {
    if !concurrently {
        return Action::Sql(create_index(table, index, words));
    }
    Action::Concurrent(Box::new(ConcurrentIndex {
        index: table.sibling(&index.name),
        sql: create_index(table, index, &format!("CONCURRENTLY {words}")),
        builds: true,
        twin: twin(table, index),
    }))
}

/// The same index on an empty temporary table of the same columns
/// (<https://www.postgresql.org/docs/current/sql-createtable.html>, `LIKE`).
fn twin(table: &QualifiedName, index: &Index) -> String {
    let temporary = QualifiedName { schema: Some("pg_temp".to_owned()), name: table.name.clone() };
    let (copy, original) = (qualified(&temporary), qualified(table));
    let made = create_index(&temporary, index, "");
    format!("CREATE TABLE {copy} (LIKE {original}); {made}")
}

/// An index dropped at once, or while the table is in use; its schema is its table's
/// (<https://www.postgresql.org/docs/current/sql-createindex.html>).
pub(super) fn drop_index(table: &QualifiedName, name: &str, concurrently: bool) -> Action {
    dropped(table, name, concurrently, "")
}

/// An index dropped if it is there.
pub(super) fn drop_index_if_needed(
    table: &QualifiedName,
    name: &str,
    concurrently: bool,
) -> Action {
    dropped(table, name, concurrently, "IF EXISTS ")
}

fn dropped(table: &QualifiedName, name: &str, concurrently: bool, words: &str) -> Action {
    let index = table.sibling(name);
    let name = qualified(&index);
    if !concurrently {
        return Action::Sql(format!("DROP INDEX {words}{name}"));
    }
    let sql = format!("DROP INDEX CONCURRENTLY {words}{name}");
    Action::Concurrent(Box::new(ConcurrentIndex { index, sql, builds: false, twin: String::new() }))
}

/// The statements that create an object.
pub(super) fn create(object: &Object) -> Result<Vec<String>, Refusal> {
    Ok(match object {
        Object::Namespace(name) => vec![format!("CREATE SCHEMA {}", quote(name))],
        Object::Extension(name) => vec![format!("CREATE EXTENSION {}", quote(name))],
        Object::EnumType(kind) => vec![create_type(kind)?],
        Object::Sequence(sequence) => {
            let Sequence { name, options, owner } = sequence;
            let options = sequence_options(options);
            let owner = owner.as_ref().map(|owner| owned_by(name, Some(owner))).transpose()?;
            let owner = owner.unwrap_or_default();
            vec![format!("CREATE SEQUENCE {}{options}{owner}", qualified(name))]
        }
        Object::Function(function) => vec![create_function(function, false)?],
        Object::View(view) => {
            vec![format!("CREATE VIEW {} AS {}", qualified(&view.name), part(&view.query)?)]
        }
        Object::MaterializedView(view) => {
            let indexes = view.indexes.iter().map(|index| create_index(&view.name, index, ""));
            std::iter::once(create_materialized_view(view)?).chain(indexes).collect()
        }
        Object::Trigger(trigger) => vec![create_trigger(trigger)?],
    })
}

/// The statement that drops an object.
pub(super) fn drop(object: &ObjectRef) -> String {
    match object {
        ObjectRef::Namespace(name) => format!("DROP SCHEMA {}", quote(name)),
        ObjectRef::Extension(name) => format!("DROP EXTENSION {}", quote(name)),
        ObjectRef::EnumType(name) => format!("DROP TYPE {}", qualified(name)),
        ObjectRef::Sequence(name) => format!("DROP SEQUENCE {}", qualified(name)),
        ObjectRef::Function { name, arguments } => drop_function(name, arguments),
        ObjectRef::View(name) => format!("DROP VIEW {}", qualified(name)),
        ObjectRef::MaterializedView(name) => format!("DROP MATERIALIZED VIEW {}", qualified(name)),
        ObjectRef::Trigger { table, name } => {
            format!("DROP TRIGGER {} ON {}", quote(name), qualified(table))
        }
    }
}

/// The statements that change an object.
pub(super) fn alter(change: &ObjectChange, before: &Schema) -> Result<Vec<String>, Refusal> {
    let sql = match change {
        ObjectChange::SetEnumValues { name, values, replaced } => {
            return set_values(name, values, replaced, before);
        }
        ObjectChange::AddEnumValue { name, value, position } => add_value(name, value, position)?,
        ObjectChange::RenameEnumValue { name, from, to } => {
            let (from, to) = (literal::text(from)?, literal::text(to)?);
            format!("ALTER TYPE {} RENAME VALUE {from} TO {to}", qualified(name))
        }
        ObjectChange::RenameEnum { name, to } => {
            format!("ALTER TYPE {} RENAME TO {}", qualified(name), quote(to))
        }
        ObjectChange::EnsureExtension(name) => {
            format!("CREATE EXTENSION IF NOT EXISTS {}", quote(name))
        }
        ObjectChange::AlterSequence { name, options, owner } => {
            let owner = owner.as_ref().map(|owner| owned_by(name, owner.as_ref())).transpose()?;
            let (options, owner) = (sequence_options(options), owner.unwrap_or_default());
            format!("ALTER SEQUENCE {}{options}{owner}", qualified(name))
        }
        ObjectChange::RefreshMaterializedView { name, concurrently } => {
            let concurrently = if *concurrently { "CONCURRENTLY " } else { "" };
            format!("REFRESH MATERIALIZED VIEW {concurrently}{}", qualified(name))
        }
        ObjectChange::ReplaceFunction(function) => create_function(function, true)?,
    };
    Ok(vec![sql])
}

/// `CREATE MATERIALIZED VIEW`.
fn create_materialized_view(view: &MaterializedView) -> Result<String, Refusal> {
    // On a line of its own, lest a comment at the query's end takes it along.
    let no_data = if view.with_data { "" } else { "\nWITH NO DATA" };
    let name = qualified(&view.name);
    Ok(format!("CREATE MATERIALIZED VIEW {name} AS {}{no_data}", part(&view.query)?))
}

/// `CREATE FUNCTION`.
fn create_function(function: &Function, replace: bool) -> Result<String, Refusal> {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    let name = qualified(&function.name);
    let definition = part(&function.definition)?;
    Ok(format!("CREATE {or_replace}FUNCTION {name}({}) {definition}", function.arguments.trim()))
}

/// `DROP FUNCTION`, which takes the arguments without their defaults
/// (<https://www.postgresql.org/docs/current/sql-dropfunction.html>).
fn drop_function(name: &QualifiedName, arguments: &str) -> String {
    format!("DROP FUNCTION {}({})", qualified(name), without_defaults(arguments))
}

fn without_defaults(arguments: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    let mut start = 0;
    let mut end = None;
    for token in Tokens::new(arguments, SqlSyntax::Postgres).map_while(Result::ok) {
        if opens(&token) {
            depth += 1;
        } else if closes(&token) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && token.is_symbol(",") {
            kept.push_str(arguments[start..end.unwrap_or(token.start)].trim_end());
            kept.push(',');
            (start, end) = (token.end(), None);
        } else if depth == 0 && (token.is_keyword("DEFAULT") || token.is_symbol("=")) {
            end = end.or(Some(token.start));
        }
    }
    kept.push_str(&arguments[start..end.unwrap_or(arguments.len())]);
    kept.trim().to_owned()
}

fn opens(token: &Token<'_>) -> bool {
    token.is_symbol("(") || token.is_symbol("[")
}

fn closes(token: &Token<'_>) -> bool {
    token.is_symbol(")") || token.is_symbol("]")
}

/// The options of a sequence as written after its name, each with a space before it.
pub(super) fn sequence_options(options: &SequenceOptions) -> String {
    let SequenceOptions { start, increment, minimum, maximum, cache, cycle } = *options;
    let mut sql = String::new();
    let numbers = [
        ("START WITH", start),
        ("INCREMENT BY", increment),
        ("MINVALUE", minimum),
        ("MAXVALUE", maximum),
        ("CACHE", cache),
    ];
    for (words, number) in numbers {
        if let Some(number) = number {
            let _ = write!(sql, " {words} {number}");
        }
    }
    match cycle {
        Some(true) => sql.push_str(" CYCLE"),
        Some(false) => sql.push_str(" NO CYCLE"),
        None => {}
    }
    sql
}

/// `OWNED BY`, with a space before it
/// (<https://www.postgresql.org/docs/current/sql-createsequence.html>).
fn owned_by(name: &QualifiedName, owner: Option<&SequenceOwner>) -> Result<String, Refusal> {
    let Some(SequenceOwner { table, column }) = owner else {
        return Ok(" OWNED BY NONE".to_owned());
    };
    if table.schema != name.schema {
        return Err(Refusal::unsupported(
            format!(
                "sequence `{name}` is not in the schema of table `{table}`, which is to own it"
            ),
            "create it in the schema of the table",
        ));
    }
    Ok(format!(" OWNED BY {}.{}", qualified(table), quote(column)))
}

/// `CREATE TRIGGER`; its name is one of its table, so that it has no schema
/// (<https://www.postgresql.org/docs/current/sql-createtrigger.html>).
fn create_trigger(trigger: &Trigger) -> Result<String, Refusal> {
    Ok(format!(
        "CREATE TRIGGER {} {} ON {} {}",
        quote(&trigger.name),
        trigger.event.trim(),
        qualified(&trigger.table),
        part(&trigger.body)?
    ))
}

/// A partition and the rows it holds, after `CREATE TABLE` or `ATTACH PARTITION`.
pub(super) fn create_partition(table: &QualifiedName, partition: &Partition) -> String {
    let (name, table) = (qualified(&partition.name), qualified(table));
    format!("CREATE TABLE {name} PARTITION OF {table} {}", partition.bounds.trim())
}
