//! Views, functions, sequences, triggers and schemas.

use crate::dialect::{Action, Refusal};
use crate::op::ObjectChange;
use crate::schema::{
    Function, Object, ObjectRef, QualifiedName, Schema, Sequence, SequenceOptions, Trigger, View,
};
use crate::sql_text::{SqlSyntax, Tokens};

use super::Version;
use super::literal::string;
use super::name::{named, quote};
use super::table::text;

/// The statements that create an object.
pub(super) fn create(
    version: Version,
    object: &Object,
    before: &Schema,
) -> Result<Vec<Action>, Refusal> {
    let sql = |sql| Ok(vec![Action::Sql(sql)]);
    match object {
        Object::Namespace(name) => sql(format!("CREATE SCHEMA {}", quote(name))),
        Object::Extension(_) => Err(no_extensions(version)),
        // A list of values at each column that uses the type.
        Object::EnumType(_) => Ok(Vec::new()),
        Object::Sequence(sequence) => sql(create_sequence(version, sequence)?),
        Object::Function(function) => create_function(version, function, false, before),
        Object::View(view) => sql(create_view(view)?),
        Object::MaterializedView(_) => Err(no_materialized_views(version)),
        Object::Trigger(trigger) => sql(create_trigger(version, trigger)?),
    }
}

/// The statements that drop an object.
pub(super) fn drop(version: Version, object: &ObjectRef) -> Result<Vec<Action>, Refusal> {
    let sql = |sql| Ok(vec![Action::Sql(sql)]);
    match object {
        ObjectRef::Namespace(name) => Ok(drop_schema(name)),
        ObjectRef::Extension(_) => Err(no_extensions(version)),
        ObjectRef::EnumType(_) => Ok(Vec::new()),
        ObjectRef::Sequence(name) => sql(drop_sequence(version, name)?),
        ObjectRef::Function { name, .. } => sql(format!("DROP FUNCTION {}", named(name))),
        ObjectRef::View(name) => sql(format!("DROP VIEW {}", named(name))),
        ObjectRef::MaterializedView(_) => Err(no_materialized_views(version)),
        ObjectRef::Trigger { table, name } => sql(drop_trigger(table, name)),
    }
}

/// The statements that change an object.
pub(super) fn alter(
    version: Version,
    change: &ObjectChange,
    before: &Schema,
) -> Result<Vec<Action>, Refusal> {
    match change {
        // The columns that use the type change, which `enums` writes.
        ObjectChange::AddEnumValue { .. }
        | ObjectChange::RenameEnumValue { .. }
        | ObjectChange::RenameEnum { .. }
        | ObjectChange::SetEnumValues { .. } => Ok(Vec::new()),
        ObjectChange::EnsureExtension(_) => Err(no_extensions(version)),
        ObjectChange::AlterSequence { name, options, owner } => {
            let altered = alter_sequence(version, name, *options)?;
            require_no_owner(version, owner.is_some())?;
            Ok(vec![Action::Sql(altered)])
        }
        ObjectChange::RefreshMaterializedView { .. } => Err(no_materialized_views(version)),
        ObjectChange::ReplaceFunction(function) => create_function(version, function, true, before),
    }
}

fn no_extensions(version: Version) -> Refusal {
    let server = version.server_name();
    let hint = "keep the revision for another database";
    Refusal::unsupported(format!("{server} has no extensions"), hint)
}

fn no_materialized_views(version: Version) -> Refusal {
    let server = version.server_name();
    let hint = "make a table, and fill it with `op.execute(\"INSERT INTO .. SELECT ..\")`";
    Refusal::unsupported(format!("{server} has no materialized views"), hint)
}

/// `CREATE VIEW`.
pub(super) fn create_view(view: &View) -> Result<String, Refusal> {
    let query = text(&view.query)?.trim().trim_end_matches(';');
    Ok(format!("CREATE VIEW {} AS {query}", named(&view.name)))
}

/// `CREATE FUNCTION`. MariaDB replaces a function (<https://mariadb.com/kb/en/create-function/>);
/// on MySQL it is dropped and created
/// (<https://dev.mysql.com/doc/refman/8.4/en/create-procedure.html>). Neither has functions that
/// differ in their arguments alone.
fn create_function(
    version: Version,
    function: &Function,
    replace: bool,
    before: &Schema,
) -> Result<Vec<Action>, Refusal> {
    let alike =
        |other: &&Function| other.name == function.name && other.arguments != function.arguments;
    let mut functions = before.functions.named(&function.name.name).into_iter();
    if let Some(Function { name, arguments, definition: _ }) = functions.find(alike) {
        return Err(Refusal::unsupported(
            format!(
                "{} does not overload functions, and `{name}({arguments})` exists",
                version.server_name()
            ),
            "give it another name, or drop that one first",
        ));
    }
    let name = named(&function.name);
    let definition = text(&function.definition)?.trim().trim_end_matches(';');
    let or_replace = if replace && version.is_mariadb() { "OR REPLACE " } else { "" };
    let made = format!("CREATE {or_replace}FUNCTION {name}({}) {definition}", function.arguments);
    let dropped = format!("DROP FUNCTION IF EXISTS {name}");
    let dropped = (replace && !version.is_mariadb()).then_some(dropped);
    Ok(dropped.into_iter().chain([made]).map(Action::Sql).collect())
}

/// `CREATE SEQUENCE` (<https://mariadb.com/kb/en/create-sequence/>).
fn create_sequence(version: Version, sequence: &Sequence) -> Result<String, Refusal> {
    require_sequences(version, "number rows with `.primary_key().identity()`")?;
    let Sequence { name, options: numbers, owner } = sequence;
    require_no_owner(version, owner.is_some())?;
    Ok(format!("CREATE SEQUENCE {}{}", named(name), options(*numbers)))
}

/// `DROP SEQUENCE`.
fn drop_sequence(version: Version, name: &QualifiedName) -> Result<String, Refusal> {
    require_sequences(version, "leave `op.drop_sequence(..)` out")?;
    Ok(format!("DROP SEQUENCE {}", named(name)))
}

/// `ALTER SEQUENCE`.
fn alter_sequence(
    version: Version,
    name: &QualifiedName,
    changed: SequenceOptions,
) -> Result<String, Refusal> {
    require_sequences(version, "leave `op.alter_sequence(..)` out")?;
    Ok(format!("ALTER SEQUENCE {}{}", named(name), options(changed)))
}

fn require_sequences(version: Version, hint: &str) -> Result<(), Refusal> {
    if version.is_mariadb() {
        return Ok(());
    }
    Err(Refusal::unsupported("MySQL has no sequences", hint))
}

/// <https://mariadb.com/kb/en/create-sequence/> has no `OWNED BY`.
fn require_no_owner(version: Version, is_owned: bool) -> Result<(), Refusal> {
    if !is_owned {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!("{} drops no sequence with a column", version.server_name()),
        "leave `.owned_by(..)` out, and write `op.drop_sequence(..)` where the column is dropped",
    ))
}

fn options(options: SequenceOptions) -> String {
    let number = |word: &str, number: Option<i64>| number.map(|number| format!(" {word} {number}"));
    [
        number("START WITH", options.start),
        number("INCREMENT BY", options.increment),
        number("MINVALUE", options.minimum),
        number("MAXVALUE", options.maximum),
        number("CACHE", options.cache),
        options.cycle.map(|cycle| if cycle { " CYCLE" } else { " NOCYCLE" }.to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `CREATE TRIGGER`: for one event, on a base table, without a list of columns, in the database of
/// its table (<https://dev.mysql.com/doc/refman/8.4/en/create-trigger.html>,
/// <https://mariadb.com/kb/en/create-trigger/>).
pub(super) fn create_trigger(version: Version, trigger: &Trigger) -> Result<String, Refusal> {
    let event = trigger.event.trim();
    for (word, lacks, hint) in [
        ("INSTEAD", "has no triggers on views", "watch the tables that the view reads"),
        ("OR", "has no trigger of several events", "write one trigger for each event"),
        (
            "OF",
            "has no triggers for single columns",
            "write `UPDATE`, and compare `OLD` with `NEW` in the body",
        ),
    ] {
        if says(event, word) {
            let reason = format!("{} {lacks}", version.server_name());
            return Err(Refusal::unsupported(reason, hint));
        }
    }
    Ok(format!(
        "CREATE TRIGGER {} {event} ON {} {}",
        named(&trigger.table.sibling(&trigger.name)),
        named(&trigger.table),
        text(&trigger.body)?.trim().trim_end_matches(';')
    ))
}

/// Whether the event of a trigger has a word in it.
pub(super) fn says(event: &str, word: &str) -> bool {
    Tokens::new(event, SqlSyntax::MYSQL).map_while(Result::ok).any(|token| token.is_keyword(word))
}

/// `DROP TRIGGER`.
pub(super) fn drop_trigger(table: &QualifiedName, name: &str) -> String {
    format!("DROP TRIGGER {}", named(&table.sibling(name)))
}

/// `DROP SCHEMA`, which would take along everything there is in it: an error is raised first if
/// there is something that no revision knows. Outside of a routine only a function can raise one.
fn drop_schema(name: &str) -> Vec<Action> {
    let found = [("tables", "table"), ("routines", "routine"), ("events", "event")].map(
        |(kind, column)| {
            let of_schema = format!("{column}_schema = {}", string(name));
            format!("EXISTS (SELECT 1 FROM information_schema.{kind} WHERE {of_schema})")
        },
    );
    let check = error_if(&found.join(" OR "), "the schema is not empty");
    vec![check, Action::Sql(format!("DROP SCHEMA {}", quote(name)))]
}

/// Raises an error with the text, of 30 characters at most, when the condition is true: `extractvalue`
/// raises error 1105 for a path that does not parse, and an `IF` around a `SIGNAL` is for routines
/// (<https://dev.mysql.com/doc/refman/8.4/en/xml-functions.html>; tried on MariaDB 10.11).
pub(super) fn error_if(condition: &str, text: &str) -> Action {
    Action::Sql(format!("DO extractvalue(1, IF({condition}, '~{text}', '/a'))"))
}
