//! Views, triggers and sequences.

use crate::compare::Object;
use crate::introspect::{Catalogue, IntrospectError, NotHeld};
use crate::normalize::mysql::{join, words};
use migrate_core::dialect::mysql::{quote, string};
use migrate_core::schema::{Schema, Sequence, SequenceOptions, SqlText, Trigger, View};

use super::{Database, select};

/// Reads the views.
pub(super) fn read_views(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    let from = database.of("VIEWS", "TABLE_SCHEMA");
    // MySQL's catalogue does not say the algorithm.
    let algorithm = if database.version.is_mariadb() { "ALGORITHM" } else { "'UNDEFINED'" };
    let columns = ["TABLE_NAME", "VIEW_DEFINITION", "CHECK_OPTION", "SECURITY_TYPE", algorithm];
    let mut not_held = Vec::new();
    for row in select(catalogue, columns, &from)? {
        let [name, query, check, security, algorithm] = row.map(Option::unwrap_or_default);
        let mut query = unqualified(&query, database.own.as_deref());
        if matches!(check.as_str(), "CASCADED" | "LOCAL") {
            query = format!("{query} WITH {check} CHECK OPTION");
        }
        let name = database.object(name);
        let security = (security == "INVOKER").then(|| "SQL SECURITY INVOKER".to_owned());
        let algorithm = (algorithm != "UNDEFINED").then(|| format!("ALGORITHM = {algorithm}"));
        not_held.extend(
            [security, algorithm].into_iter().flatten().map(|attribute| NotHeld::Attribute {
                object: Object::View(name.clone()),
                attribute,
            }),
        );
        let view = View { name: name.clone(), query: SqlText::Common(query) };
        schema.views.insert(name, view);
    }
    Ok(not_held)
}

/// A text whose tables and sequences have no more the connection's own database before them.
pub(super) fn unqualified(query: &str, own: Option<&str>) -> String {
    let (Some(mut words), Some(own)) = (words(query), own) else { return query.to_owned() };
    let mut at = 0;
    while at + 2 < words.len() {
        let after_name = at > 0 && words[at - 1].is_mark(".");
        if words[at].name() == Some(own) && words[at + 1].is_mark(".") && !after_name {
            words.drain(at..=at + 1);
        } else {
            at += 1;
        }
    }
    join(&words)
}

/// Reads the triggers.
pub(super) fn read_triggers(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    let columns = [
        "TRIGGER_NAME",
        "EVENT_OBJECT_TABLE",
        "ACTION_TIMING",
        "EVENT_MANIPULATION",
        "ACTION_STATEMENT",
    ];
    let from = database.of("TRIGGERS", "EVENT_OBJECT_SCHEMA");
    for row in select(catalogue, columns, &from)? {
        let [name, table, timing, event, statement] = row.map(Option::unwrap_or_default);
        let trigger = Trigger {
            name,
            table: database.object(table),
            event: format!("{timing} {event}").into(),
            body: SqlText::Common(format!("FOR EACH ROW {statement}")),
        };
        schema.triggers.insert((trigger.table.clone(), trigger.name.clone()), trigger);
    }
    Ok(())
}

/// Reads the sequences of these names in one query: only a sequence itself knows its options.
pub(super) fn read_sequences(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    names: &[String],
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    if names.is_empty() {
        return Ok(());
    }
    let columns = [
        "start_value",
        "increment",
        "minimum_value",
        "maximum_value",
        "cache_size",
        "cycle_option",
    ];
    let columns = columns.map(|column| format!("CAST({column} AS CHAR)")).join(", ");
    let queries = names.iter().map(|name| {
        let sequence = format!("{}.{}", quote(&database.name), quote(name));
        format!("SELECT {} AS name, {columns} FROM {sequence}", string(name))
    });
    let query = queries.collect::<Vec<_>>().join(" UNION ALL ");
    for row in catalogue(&query)? {
        let mut values = row.into_iter();
        let name = database.object(values.next().flatten().unwrap_or_default());
        let mut number = || values.next().flatten()?.parse().ok();
        let options = SequenceOptions {
            start: number(),
            increment: number(),
            minimum: number(),
            maximum: number(),
            cache: number(),
            cycle: number().map(|cycle| cycle == 1),
        };
        schema.sequences.insert(name.clone(), Sequence { name, options, owner: None });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::unqualified;

    #[test]
    fn the_own_database_goes_from_a_query() {
        let query = "select `app`.`t`.`app` AS `app` from `app`.`t` join `x`.`app` where 'app.t'";
        let read = unqualified(query, Some("app"));
        assert_eq!(read, "select `t`.`app` AS `app` from `t` join `x`.`app` where 'app.t'");
        assert_eq!(unqualified(query, None), query);
    }
}
