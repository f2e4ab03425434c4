//! The schema that a `schema.rs` wants: the head, with what the file says and the head does not have.
//!
//! Two rules say what a file claims. What `diesel print-schema` would write of the head with the settings of
//! `diesel.toml`, and the file says in the same words, is as it should be: a patched type, a column that a
//! patch takes out. And only what it would write can be gone: views, tables without a key and tables that a
//! filter leaves out are never missed.

use std::collections::BTreeSet;

use migrate_core::dialect::Dialect;
use migrate_core::op::{Operation, apply};
use migrate_core::schema::{
    Column, ColumnType, Family, Identity, Origin, QualifiedName, Schema, Table,
};

use crate::diff::{self, Answer, Answers, Comparison, Diff, DiffError, Question, Reason, Subject};

use super::claim::{Context, Verdict};
use super::create;
use super::gone;
use super::write::ROW_NUMBERS;
use super::{
    DeclaredColumn, Note, PrintSchema, Relation, RelationKind, SchemaRs, patched, read, write,
};

/// A section of `diesel.toml` with the text of its patch file.
#[derive(Clone, Copy, Debug)]
pub struct Section<'a> {
    /// Its settings.
    pub settings: &'a PrintSchema,
    /// The text of the patch file, where it names one.
    pub patch: Option<&'a str>,
}

/// The schema that a `schema.rs` wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Completed {
    /// The head with what the file says.
    pub schema: Schema,
    /// The tables and columns that the file would have, and has not; the schema does not have them either.
    pub gone: Vec<Subject>,
    /// What led to nothing, or needs a look.
    pub notes: Vec<Note>,
}

/// What makes the schema that a `schema.rs` wants of the head.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The operations, or the questions before them: a table or a column that the file no longer has is always
    /// asked about, because a file may leave out what others need.
    pub diff: Diff,
    /// What led to nothing, or needs a look.
    pub notes: Vec<Note>,
}

/// Completes what a `schema.rs` says to a whole schema: the head on one database, in which only what the file
/// claims otherwise is changed.
///
/// It claims that its relations and columns exist, of which kind the head knows; the type of a column, up to
/// diesel's aliases; `#[max_length]` and `#[auto_increment]` where they are written; whether a column takes
/// NULL, but for those of a key and the elements of arrays; and the key of a new table. All else, such as
/// foreign keys, defaults, indexes and the order of columns, stays as it is at the head.
///
/// # Errors
///
/// The renames of the answers do not fit the head.
///
/// ```
/// use migrate_analysis::diff::Answers;
/// use migrate_analysis::models::diesel::{complete, read};
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{ColumnType, Schema};
///
/// let declared = read("schema.rs", "table! { users (id) { id -> Int8, name -> Nullable<Text>, } }")?;
/// let postgres = Dialect::parse(Family::Postgres, "150004")?;
/// let completed = complete(&declared, &Schema::new(), postgres, &[], &Answers::default())?;
/// let users = &completed.schema.tables[&"users".into()];
/// assert_eq!(users.primary_key(), ["id"]);
/// assert_eq!(users.column("name").unwrap().column_type, ColumnType::Text);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn complete(
    declared: &SchemaRs,
    head: &Schema,
    dialect: Dialect,
    sections: &[Section<'_>],
    answers: &Answers,
) -> Result<Completed, DiffError> {
    let declared = &in_own_schema(declared.clone(), dialect);
    let head = diff::renamed(head, &skeleton(declared), answers)?;
    let mut completed = complete_once(declared, &head, dialect, sections, answers);
    if completed.schema == head {
        return Ok(completed);
    }
    // What held because of a reference, such as the type of a row's number, may not hold once that is gone.
    let again = complete_once(declared, &completed.schema, dialect, sections, answers);
    completed.schema = again.schema;
    completed.gone.extend(again.gone);
    let new = again.notes.into_iter().filter(|note| !completed.notes.contains(note));
    let new: Vec<_> = new.collect();
    completed.notes.extend(new);
    Ok(completed)
}

fn complete_once(
    declared: &SchemaRs,
    head: &Schema,
    dialect: Dialect,
    sections: &[Section<'_>],
    answers: &Answers,
) -> Completed {
    let mut notes = Vec::new();
    let printed = print(head, dialect, sections, &mut notes);
    let (printed_relations, declared_relations) = (printed.by_name(), declared.by_name());
    let context = Context { declared, head, dialect };
    let mut schema = head.clone();
    let mut gone = Vec::new();
    for relation in declared.relations.iter().filter(|it| is_of_the_program(&it.name, sections)) {
        match (head.tables.get(&relation.name), head.relation(&relation.name), relation.kind) {
            (Some(table), ..) => {
                let known = printed_relations.get(&relation.name).copied();
                let changed = changed(&context, table, relation, known, &mut notes);
                if changed != *table {
                    schema.tables.insert(changed.name.clone(), changed);
                }
                let missing = missing(table, relation, known);
                gone.extend(missing.map(|name| Subject::Column(table.name.clone(), name.clone())));
            }
            // Its columns are those of its query, or of every sequence.
            (None, Some(_), _) => {}
            (None, None, RelationKind::View) => {
                let (place, name) = (relation.place.clone(), relation.name.clone());
                notes.push(Note::NoView { place, name });
            }
            (None, None, RelationKind::Table) => {
                let table = create::table(&context, relation, &mut notes);
                schema.tables.insert(table.name.clone(), table);
            }
        }
    }
    create::foreign_keys(&context, &mut schema, &mut notes);
    let relations = printed.relations.iter();
    let missing = relations.filter(|it| !declared_relations.contains_key(&it.name));
    gone.extend(missing.map(|it| Subject::Table(it.name.clone())));
    gone.retain(|subject| !answers.is_kept(subject));
    let gone = gone::remove(&mut schema, gone, &mut notes);
    Completed { schema, gone, notes }
}

/// The operations that make the schema that a `schema.rs` wants of the head.
///
/// # Errors
///
/// As of [`diff`](crate::diff::diff), or the renames of the answers do not fit the head.
pub fn diff(
    declared: &SchemaRs,
    head: &Schema,
    dialect: Dialect,
    sections: &[Section<'_>],
    families: &[Family],
    answers: &Answers,
) -> Result<Found, DiffError> {
    let Completed { schema, gone, notes } = complete(declared, head, dialect, sections, answers)?;
    let mut diff = diff::diff(head, &schema, Comparison::Declared, families, answers)?;
    for subject in gone {
        let is_asked = diff.questions.iter().any(|question| question.subject == subject);
        if !is_asked && answers.get(&subject) != Some(&Answer::Dropped) {
            diff.questions.push(Question { subject, reason: Reason::Gone, candidates: Vec::new() });
        }
    }
    if !diff.questions.is_empty() {
        diff.operations.clear();
    }
    Ok(Found { diff, notes })
}

/// The file without PostgreSQL's `public`, which is the connection's own schema at the head.
fn in_own_schema(mut declared: SchemaRs, dialect: Dialect) -> SchemaRs {
    let own = match dialect {
        Dialect::Postgres(_) => Some("public"),
        Dialect::Sqlite(_) | Dialect::Mysql(_) => None,
    };
    for relation in &mut declared.relations {
        relation.name.schema.take_if(|schema| Some(schema.as_str()) == own);
    }
    declared
}

/// The names of tables and columns, to which something may have been renamed.
fn skeleton(declared: &SchemaRs) -> Schema {
    let mut schema = Schema::new();
    for relation in &declared.relations {
        let mut table = Table::new(&relation.name);
        let columns = relation.columns.iter();
        table.columns = columns.map(|it| Column::new(&it.name, ColumnType::Text)).collect();
        schema.tables.insert(table.name.clone(), table);
    }
    schema
}

/// What `diesel print-schema` would write of the head.
fn print(
    head: &Schema,
    dialect: Dialect,
    sections: &[Section<'_>],
    notes: &mut Vec<Note>,
) -> SchemaRs {
    let default = PrintSchema::default();
    let whole = [Section { settings: &default, patch: None }];
    let sections = if sections.is_empty() { &whole[..] } else { sections };
    let mut all = SchemaRs::default();
    let mut names = BTreeSet::new();
    for Section { settings, patch } in sections {
        let text = write(head, dialect, settings).text;
        // A patch file has the indentation of the project's `rustfmt.toml`, which means nothing here.
        let patched = |patch: &str| {
            patched(&text, patch).or_else(|error| {
                patched(&unindented(&text), &unindented_patch(patch)).map_err(|_| error)
            })
        };
        let text = match patch.map(patched) {
            Some(Ok(patched)) => patched,
            Some(Err(error)) => {
                notes.push(Note::Patch(error));
                text
            }
            None => text,
        };
        // A name that is none in Rust makes a text that cannot be read: then each claim is held against the head.
        let read = read("schema.rs", &text).unwrap_or_default();
        for relation in read.relations {
            if names.insert(relation.name.clone()) {
                all.relations.push(relation);
            }
        }
    }
    all
}

/// A text without the blanks before its lines.
fn unindented(text: &str) -> String {
    text.lines().flat_map(|line| [line.trim_start(), "\n"]).collect()
}

/// A unified diff of texts without the blanks before their lines.
fn unindented_patch(patch: &str) -> String {
    patch.lines().flat_map(unindented_line).collect()
}

/// A line of a unified diff in parts.
fn unindented_line(line: &str) -> [&str; 3] {
    let is_header = ["+++ ", "--- "].iter().any(|mark| line.starts_with(mark));
    match line.split_at_checked(1) {
        Some((mark @ (" " | "+" | "-"), rest)) if !is_header => [mark, rest.trim_start(), "\n"],
        _ => [line, "", "\n"],
    }
}

/// Whether a relation is one that revisions make: tables of the database itself may be declared for queries.
fn is_of_the_program(name: &QualifiedName, sections: &[Section<'_>]) -> bool {
    let is_system = matches!(name.schema.as_deref(), Some("information_schema" | "pg_catalog"))
        || matches!(name.name.as_str(), "sqlite_schema" | "sqlite_master")
        || name.name.starts_with("__");
    let is_written = |it: &Section<'_>| it.settings.filter.takes(&name.name);
    !is_system && (sections.is_empty() || sections.iter().any(is_written))
}

/// The columns of the table that the file would have, and has not.
fn missing<'r>(
    table: &Table,
    relation: &Relation,
    printed: Option<&'r Relation>,
) -> impl Iterator<Item = &'r String> {
    let names = printed.into_iter().flat_map(|printed| &printed.columns).map(|it| &it.name);
    names.filter(|name| relation.column(name).is_none() && table.column(name).is_some())
}

/// The table with what the relation says otherwise.
fn changed(
    context: &Context<'_>,
    table: &Table,
    relation: &Relation,
    printed: Option<&Relation>,
    notes: &mut Vec<Note>,
) -> Table {
    let mut changed = table.clone();
    for declared in &relation.columns {
        let as_printed = printed.and_then(|printed| printed.column(&declared.name));
        let says_the_same = as_printed.is_some_and(|printed| {
            printed.sql_type == declared.sql_type && printed.max_length == declared.max_length
        });
        let place = changed.columns.iter().position(|column| column.name == declared.name);
        match place {
            Some(_) if says_the_same && !declared.auto_increment => {}
            Some(at) => {
                let before = &table.columns[at];
                change(context, table, before, declared, &mut changed.columns[at], notes);
            }
            None if is_row_number(context.dialect, &declared.name) => {}
            None => {
                let column = create::column(context, table, declared, notes);
                // The rows that are there have no value for it, unless it has another name there.
                let has_no_value = |it: &Column| !it.nullable && it.identity.is_none();
                if column.as_ref().is_some_and(has_no_value)
                    && missing(table, relation, printed).next().is_none()
                {
                    let column = (table.name.clone(), declared.name.clone());
                    notes.push(Note::NotNull { place: declared.place.clone(), column });
                }
                changed.columns.extend(column);
            }
        }
    }
    changed
}

fn is_row_number(dialect: Dialect, name: &str) -> bool {
    matches!(dialect, Dialect::Sqlite(_)) && ROW_NUMBERS.contains(&name)
}

/// Changes a column where a claim does not hold.
fn change(
    context: &Context<'_>,
    table: &Table,
    before: &Column,
    declared: &DeclaredColumn,
    column: &mut Column,
    notes: &mut Vec<Note>,
) {
    let name = || (table.name.clone(), declared.name.clone());
    let place = || declared.place.clone();
    let length = context.max_length(table, before);
    let has_length = match (declared.max_length, context.dialect) {
        (None, _) | (_, Dialect::Sqlite(_)) => true,
        // That of an enum type and of a set follows from the labels.
        (Some(_), _) if matches!(before.column_type, ColumnType::Enumeration(_)) => true,
        (wanted, Dialect::Postgres(_) | Dialect::Mysql(_)) => wanted == length,
    };
    let verdict = match context.holds(table, before, &declared.sql_type) {
        Verdict::Holds if has_length => Verdict::Holds,
        Verdict::Holds | Verdict::Differs => Verdict::Differs,
        Verdict::Unknown => Verdict::Unknown,
    };
    match verdict {
        Verdict::Holds => {}
        Verdict::Differs => match context.column_type(declared) {
            Ok(wanted) => set_type(column, context.dialect.family(), wanted),
            Err(reason) => notes.push(Note::NoType { place: place(), column: name(), reason }),
        },
        Verdict::Unknown => {
            let known = notes.iter().any(|note| match note {
                Note::UnknownType { declared: other, found, .. } => {
                    *other == declared.sql_type.bare().to_string()
                        && *found == before.column_type.to_string()
                }
                _ => false,
            });
            // One is enough for all columns of the type.
            if !known {
                notes.push(Note::UnknownType {
                    place: place(),
                    column: name(),
                    declared: declared.sql_type.bare().to_string(),
                    found: before.column_type.to_string(),
                });
            }
        }
    }
    let is_key = table.primary_key().contains(&declared.name);
    let nullable = declared.sql_type.is_nullable();
    if !is_key && before.identity.is_none() && before.nullable != nullable {
        column.nullable = nullable;
        if !nullable {
            notes.push(Note::NotNull { place: place(), column: name() });
        }
    }
    let numbers_itself = matches!(context.dialect, Dialect::Sqlite(_)) && is_key;
    if declared.auto_increment && before.identity.is_none() && !numbers_itself {
        column.identity = Some(Identity::by_default());
        column.nullable = false;
    }
}

/// The type on one database, where the column has one of its own there.
fn set_type(column: &mut Column, family: Family, wanted: ColumnType) {
    let own = match family {
        Family::Sqlite => &mut column.type_on.sqlite,
        Family::Postgres => &mut column.type_on.postgres,
        Family::Mysql => &mut column.type_on.mysql,
    };
    match own {
        Some(own) => *own = wanted,
        None => column.column_type = wanted,
    }
}

/// Applies an operation; whether it fits.
pub(super) fn applies(operation: &Operation, schema: &mut Schema) -> Result<(), String> {
    apply(operation, Origin::new("schema.rs", 0, 0), schema).map_err(|error| error.to_string())
}
