//! What foreign keys do to rows when other rows change, written out as triggers.
//!
//! A revision that rebuilds a table runs with foreign keys off, so `ON DELETE CASCADE` and its like do
//! nothing there. Triggers fire all the same: SQLite itself compiles the actions of a key to triggers
//! (<https://www.sqlite.org/foreignkeys.html#fk_actions>), and the ones here say the same. They are
//! temporary and last for one statement, so each is written for the tables as that statement finds them.
//!
//! `NO ACTION` has no trigger: rows that reference nothing are counted before the commit.

use std::collections::BTreeSet;

use crate::dialect::Refusal;
use crate::op::{OnConflict, Operation};
use crate::schema::{Action, ForeignKey, Mention, QualifiedName, Schema, Table};
use crate::sql_text::{SqlSyntax, Tokens, keeps_transaction, mentions, split_statements};

use super::name::{named, quote};
use super::{render, types};

const SYNTAX: SqlSyntax = SqlSyntax::Sqlite;

/// What runs before and after one statement.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct KeyActions {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
}

/// How rows of a table change.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Delete,
    /// In these columns.
    Update(BTreeSet<String>),
}

/// A foreign key that does something when rows of `parent` change.
struct Follower<'s> {
    parent: &'s QualifiedName,
    holder: &'s Table,
    key: &'s ForeignKey,
    /// Whether it follows deletes, or else updates of its key.
    of_deletes: bool,
}

/// What foreign keys do when the operation changes rows of `schema`, the schema it meets.
pub(super) fn key_actions(operation: &Operation, schema: &Schema) -> Result<KeyActions, Refusal> {
    let Some(Reach { changes, replaces }) = changes(operation, schema)? else {
        return Ok(KeyActions::default());
    };
    let (followers, reached) = followers(changes, schema);
    if followers.is_empty() {
        return Ok(KeyActions::default());
    }
    let repeats = followers.iter().find(|follower| repeats(follower, &followers));
    let mut actions = KeyActions::default();
    if repeats.is_some() || replaces {
        if let Some(follower) = repeats {
            require_no_triggers(follower, &reached, schema)?;
        }
        actions.before.push("PRAGMA recursive_triggers = ON".to_owned());
        actions.after.push("PRAGMA recursive_triggers = OFF".to_owned());
    }
    for (number, follower) in followers.iter().enumerate() {
        let name = format!("_migrate_key_{}", number + 1);
        actions.before.push(trigger(&name, follower)?);
        actions.after.push(format!("DROP TRIGGER IF EXISTS temp.{name}"));
    }
    Ok(actions)
}

/// The rows that an operation may change.
struct Reach<'s> {
    changes: Vec<(&'s QualifiedName, Change)>,
    /// Whether rows may be replaced: triggers see those that go only if they are recursive
    /// (<https://www.sqlite.org/lang_conflict.html>).
    replaces: bool,
}

fn changes<'s>(operation: &'s Operation, schema: &'s Schema) -> Result<Option<Reach<'s>>, Refusal> {
    let one = |table, change| Ok(Some(Reach { changes: vec![(table, change)], replaces: false }));
    match operation {
        Operation::Delete { table, filter: _ } => one(table, Change::Delete),
        Operation::Update { table, set, filter: _ } => {
            one(table, Change::Update(set.iter().map(|(column, _)| column.clone()).collect()))
        }
        Operation::Insert {
            table,
            columns,
            rows: _,
            on_conflict: Some(OnConflict::DoUpdate { columns: key }),
        } => {
            let others = columns.iter().filter(|column| !key.contains(column));
            one(table, Change::Update(others.cloned().collect()))
        }
        Operation::Execute { sql, .. } => raw_changes(render::text(sql)?, schema),
        // What a function does nobody knows.
        Operation::Run(_) => Ok(Some(Reach { changes: any(schema).collect(), replaces: false })),
        // No other operation changes rows that are there, but for rebuilds, which keep them all.
        _ => Ok(None),
    }
}

/// Any change of any table.
fn any(schema: &Schema) -> impl Iterator<Item = (&QualifiedName, Change)> {
    schema.tables.values().flat_map(any_of)
}

fn any_of(table: &Table) -> [(&QualifiedName, Change); 2] {
    let columns = table.columns.iter().map(|column| column.name.clone()).collect();
    [(&table.name, Change::Delete), (&table.name, Change::Update(columns))]
}

/// The rows that raw SQL may change: those of the tables it mentions.
fn raw_changes<'s>(sql: &str, schema: &'s Schema) -> Result<Option<Reach<'s>>, Refusal> {
    let changes_rows = |statement: &&str| {
        keeps_transaction(statement, SYNTAX) && has(statement, &["DELETE", "UPDATE", "REPLACE"])
    };
    if !split_statements(sql, SYNTAX).iter().any(changes_rows) {
        return Ok(None);
    }
    let mentioned = schema
        .tables
        .named_in([sql])
        .into_iter()
        .filter(|table| mentions(sql, &table.name.name, SYNTAX));
    let changes: Vec<_> = mentioned.flat_map(any_of).collect();
    if keeps_transaction(sql, SYNTAX) {
        return Ok(Some(Reach { changes, replaces: has(sql, &["REPLACE"]) }));
    }
    // The triggers would be in the way of what else it does.
    let Some(follower) = followers(changes, schema).0.pop() else { return Ok(None) };
    Err(Refusal::unsupported(
        format!(
            "it changes the schema as well as rows of `{}` that `{}` follows, and foreign keys are off \
             in a revision that rebuilds a table, as SQLite does for some changes",
            follower.parent, follower.holder.name
        ),
        "give the statement that changes rows an `op.execute(..)` of its own",
    ))
}

fn has(sql: &str, keywords: &[&str]) -> bool {
    Tokens::code(sql, SYNTAX).any(|token| token.is_any_keyword(keywords))
}

/// The foreign keys that act on the changes, on what those change in turn, and so on; and all tables
/// whose rows may change.
fn followers<'s>(
    changes: Vec<(&'s QualifiedName, Change)>,
    schema: &'s Schema,
) -> (Vec<Follower<'s>>, BTreeSet<&'s QualifiedName>) {
    let mut found: Vec<Follower<'s>> = Vec::new();
    let mut reached = BTreeSet::new();
    let mut open = changes;
    let mut triggered = false;
    while let Some((parent, change)) = open.pop() {
        reached.insert(parent);
        // What a trigger of the user's changes nobody knows.
        if !triggered && !schema.triggers_of(parent).is_empty() {
            triggered = true;
            open.extend(any(schema));
        }
        for (holder, key) in references(parent, schema) {
            let follower = Follower { parent, holder, key, of_deletes: change == Change::Delete };
            let is_known = |known: &Follower<'_>| {
                std::ptr::eq(known.key, key) && known.of_deletes == follower.of_deletes
            };
            if !follows(&follower, &change) || found.iter().any(is_known) {
                continue;
            }
            open.extend(effect(&follower).map(|change| (&holder.name, change)));
            found.push(follower);
        }
    }
    (found, reached)
}

fn references<'s>(
    parent: &QualifiedName,
    schema: &'s Schema,
) -> impl Iterator<Item = (&'s Table, &'s ForeignKey)> {
    let holders = schema.tables.mentioning(&[Mention::references(parent)]).into_iter();
    let keys = holders.flat_map(|holder| holder.foreign_keys().map(move |(_, key)| (holder, key)));
    keys.filter(move |(_, key)| key.table == *parent)
}

fn action(follower: &Follower<'_>) -> Action {
    if follower.of_deletes { follower.key.on_delete } else { follower.key.on_update }
}

fn follows(follower: &Follower<'_>, change: &Change) -> bool {
    let is_met = match change {
        Change::Delete => follower.of_deletes,
        Change::Update(columns) => {
            !follower.of_deletes
                && follower.key.referenced.iter().any(|name| columns.contains(name))
        }
    };
    is_met && action(follower) != Action::NoAction
}

/// What a foreign key does to the rows of its own table.
fn effect(follower: &Follower<'_>) -> Option<Change> {
    match action(follower) {
        Action::NoAction | Action::Restrict => None,
        Action::Cascade if follower.of_deletes => Some(Change::Delete),
        Action::Cascade | Action::SetNull | Action::SetDefault => {
            Some(Change::Update(follower.key.columns.iter().cloned().collect()))
        }
    }
}

/// Whether what the key does makes it act again: rows that reference rows of their own table.
fn repeats(follower: &Follower<'_>, all: &[Follower<'_>]) -> bool {
    let next = |of: &Follower<'_>| {
        let change = effect(of);
        let holder = of.holder.name.clone();
        move |other: &&Follower<'_>| {
            *other.parent == holder && change.as_ref().is_some_and(|change| follows(other, change))
        }
    };
    let mut seen: Vec<&Follower<'_>> = Vec::new();
    let mut open: Vec<_> = all.iter().filter(next(follower)).collect();
    while let Some(other) = open.pop() {
        if std::ptr::eq(other, follower) {
            return true;
        }
        if !seen.iter().any(|known| std::ptr::eq(*known, other)) {
            seen.push(other);
            open.extend(all.iter().filter(next(other)));
        }
    }
    false
}

/// Recursive triggers are a setting for all triggers, and one that updates its own table, as many do,
/// would never end.
fn require_no_triggers(
    follower: &Follower<'_>,
    reached: &BTreeSet<&QualifiedName>,
    schema: &Schema,
) -> Result<(), Refusal> {
    let trigger = reached.iter().find_map(|table| schema.triggers_of(table).into_iter().next());
    trigger.map_or(Ok(()), |trigger| {
        Err(Refusal::unsupported(
            format!(
                "rows of `{}` must follow those of `{}` with foreign keys off, as they are in a revision \
                 that rebuilds a table, and trigger `{}` of table `{}` would fire itself meanwhile",
                follower.holder.name, follower.parent, trigger.name, trigger.table
            ),
            "move it to a revision of its own, before or after this one",
        ))
    })
}

/// The trigger that does what the foreign key would do.
///
/// The column of the parent is on the left of `=`, so that values are compared by its affinity and
/// collation, as SQLite does for a key.
fn trigger(name: &str, follower: &Follower<'_>) -> Result<String, Refusal> {
    let Follower { parent, holder, key, of_deletes } = follower;
    let pairs = || key.referenced.iter().zip(&key.columns);
    let joined = |parts: Vec<String>, separator: &str| parts.join(separator);
    let rows = pairs().map(|(to, from)| format!("OLD.{} = {}", quote(to), quote(from)));
    let rows = joined(rows.collect(), " AND ");
    let table = named(&holder.name)?;
    let set = |value: &dyn Fn(&str, &str) -> Result<String, Refusal>| {
        let set = pairs().map(|(to, from)| Ok(format!("{} = {}", quote(from), value(to, from)?)));
        let set = set.collect::<Result<Vec<_>, Refusal>>()?.join(", ");
        Ok::<_, Refusal>(format!("UPDATE {table} SET {set} WHERE {rows}"))
    };
    let body = match action(follower) {
        Action::Cascade if *of_deletes => format!("DELETE FROM {table} WHERE {rows}"),
        Action::Cascade => set(&|to, _| Ok(format!("NEW.{}", quote(to))))?,
        Action::SetNull => set(&|_, _| Ok("NULL".to_owned()))?,
        Action::SetDefault => set(&|_, from| {
            let column = holder.column(from);
            match column.and_then(|column| Some((column.default.as_ref()?, &column.column_type))) {
                Some((default, column_type)) => types::default_sql(default, column_type),
                None => Ok("NULL".to_owned()),
            }
        })?,
        // SQLite's own words, by which the error is known.
        Action::NoAction | Action::Restrict => {
            format!(
                "SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed') FROM {table} WHERE {rows}"
            )
        }
    };
    let parent = named(parent)?;
    let event = if *of_deletes {
        format!("AFTER DELETE ON {parent}")
    } else {
        let moved = key.referenced.iter().map(|to| format!("OLD.{0} IS NOT NEW.{0}", quote(to)));
        format!("AFTER UPDATE ON {parent} WHEN {}", joined(moved.collect(), " OR "))
    };
    Ok(format!("CREATE TEMP TRIGGER {name} {event} BEGIN {body}; END"))
}
