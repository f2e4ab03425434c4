//! Laws of differences on random schemas, and the order that single cases need.

use std::collections::BTreeSet;

use migrate_core::op::{EnumPosition, ObjectChange, Operation, apply, describe};
use migrate_core::schema::{
    Action, Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Deferrable, EnumType,
    Family, ForeignKey, Generated, Index, IndexColumn, IndexTarget, Object, Origin, QualifiedName,
    Schema, Sequence, SequenceOptions, SequenceOwner, Table, Trigger, Value, View,
};
use proptest::prelude::*;
use proptest::sample::{Index as Choice, select, subsequence};

use super::inverse;
use super::{Answer, Answers, Comparison, Diff, DiffError, Subject, diff};

const ALL: &[Family] = &[Family::Sqlite, Family::Postgres, Family::Mysql];
const TABLES: &[&str] = &["users", "posts", "tags", "notes"];
const COLUMNS: &[&str] = &["id", "name", "size", "owner", "mood"];
const LABELS: &[&str] = &["sad", "calm", "happy", "it's"];

/// Every part that is gone is dropped: no question is open.
fn all_dropped(from: &Schema) -> Answers {
    let mut answers = Answers::default();
    for table in from.tables.values() {
        answers.insert(Subject::Table(table.name.clone()), Answer::Dropped);
        for column in &table.columns {
            let subject = Subject::Column(table.name.clone(), column.name.clone());
            answers.insert(subject, Answer::Dropped);
        }
    }
    for name in super::enums::names(from) {
        for label in from.enum_type(&name).map(|kind| kind.values.clone()).unwrap_or_default() {
            answers.insert(Subject::EnumValue(name.clone(), label), Answer::Dropped);
        }
    }
    answers
}

pub(crate) fn between(from: &Schema, to: &Schema) -> Result<Diff, DiffError> {
    diff(from, to, Comparison::Declared, ALL, &all_dropped(from))
}

#[derive(Clone, Debug)]
struct RandomTable {
    columns: Vec<(&'static str, ColumnType, bool, Option<ColumnDefault>)>,
    has_key: bool,
    unique: Option<Choice>,
    indexed: Vec<(&'static str, Choice, bool)>,
    references: Option<Choice>,
    check: bool,
    computed: bool,
    comment: Option<String>,
    fillfactor: Option<u8>,
}

fn column_type(labels: Vec<&'static str>) -> impl Strategy<Value = ColumnType> {
    let values = labels.into_iter().map(str::to_owned).collect();
    let mood = EnumType { name: "mood".into(), values };
    select(vec![
        ColumnType::Integer,
        ColumnType::BigInt,
        ColumnType::Text,
        ColumnType::Varchar(20),
        ColumnType::Enumeration(mood),
    ])
}

fn random_table(labels: Vec<&'static str>) -> impl Strategy<Value = RandomTable> {
    let defaults = prop_oneof![
        Just(None),
        Just(Some(ColumnDefault::Value(Value::Null))),
        Just(Some(ColumnDefault::Sql("1 + 1".into()))),
    ];
    let columns = subsequence(COLUMNS, 1..=COLUMNS.len()).prop_shuffle();
    let attributes =
        prop::collection::vec((column_type(labels), any::<bool>(), defaults), COLUMNS.len());
    let columns = (columns, attributes).prop_map(|(columns, attributes)| {
        let all = columns.into_iter().zip(attributes);
        all.map(|(name, (kind, nullable, default))| (name, kind, nullable, default)).collect()
    });
    let indexed =
        prop::collection::vec((select(vec!["x", "y"]), any::<Choice>(), any::<bool>()), 0..2);
    (
        columns,
        any::<bool>(),
        prop::option::of(any::<Choice>()),
        indexed,
        prop::option::of(any::<Choice>()),
        any::<bool>(),
        any::<bool>(),
        (prop::option::of(Just("said".to_owned())), prop::option::of(50..52_u8)),
    )
        .prop_map(
            |(columns, has_key, unique, indexed, references, check, computed, options)| {
                let (comment, fillfactor) = options;
                RandomTable {
                    columns,
                    has_key,
                    unique,
                    indexed,
                    references,
                    check,
                    computed,
                    comment,
                    fillfactor,
                }
            },
        )
}

/// A valid schema: tables that reference each other, also in circles, views over views, triggers, sequences.
pub(crate) fn schema() -> impl Strategy<Value = Schema> {
    let labels = subsequence(LABELS, 1..=LABELS.len()).prop_shuffle();
    let tables = labels.prop_flat_map(|labels| {
        prop::collection::btree_map(select(TABLES), random_table(labels), 0..=TABLES.len())
    });
    let views = prop::collection::vec(any::<Choice>(), 0..3);
    let sequence = prop::option::of((1..3_i64, prop::option::of(any::<Choice>())));
    (tables, views, any::<bool>(), sequence).prop_map(|(tables, views, trigger, sequence)| {
        let mut schema = Schema::new();
        let names: Vec<_> = tables.keys().copied().collect();
        for (name, random) in &tables {
            schema.tables.insert((*name).into(), table(name, random));
        }
        for (name, random) in &tables {
            let Some(choice) = random.references else { continue };
            let other = names[choice.index(names.len())];
            let referenced = &tables[other];
            let column = &random.columns[0].0;
            if referenced.has_key {
                let key = ForeignKey {
                    columns: vec![(*column).to_owned()],
                    table: other.into(),
                    referenced: vec![referenced.columns[0].0.to_owned()],
                    match_full: false,
                    on_delete: Action::Cascade,
                    on_update: Action::NoAction,
                    deferrable: Deferrable::No,
                    validated: true,
                };
                let body = ConstraintBody::ForeignKey(key);
                let constraint = Constraint::named(format!("fk_{name}"), body);
                let table = schema.tables.get_mut(&QualifiedName::from(*name));
                if let Some(table) = table {
                    table.constraints.push(constraint);
                }
            }
        }
        let mut sources: Vec<(String, String)> = schema
            .tables
            .values()
            .map(|table| (table.name.to_string(), table.columns[0].name.clone()))
            .collect();
        for (at, choice) in views.iter().enumerate().filter(|_| !names.is_empty()) {
            let (relation, column) = sources[choice.index(sources.len())].clone();
            let name = format!("v{at}");
            let query = format!("SELECT {column} FROM {relation}").as_str().into();
            schema.views.insert(name.as_str().into(), View { name: name.as_str().into(), query });
            sources.push((name, column));
        }
        if let Some(table) = names.first().filter(|_| trigger) {
            schema.insert(Object::Trigger(Trigger {
                name: "tr".to_owned(),
                table: (*table).into(),
                event: "AFTER INSERT".into(),
                body: format!("FOR EACH ROW BEGIN DELETE FROM {table}; END").as_str().into(),
            }));
        }
        if let Some((step, owner)) = sequence {
            let options = SequenceOptions { increment: Some(step), ..SequenceOptions::default() };
            let owner = owner.filter(|_| !names.is_empty()).map(|choice| {
                let table = names[choice.index(names.len())];
                let column = tables[table].columns[0].0.to_owned();
                SequenceOwner { table: table.into(), column }
            });
            schema.insert(Object::Sequence(Sequence {
                name: "numbers".into(),
                options: options.canonical(),
                owner,
            }));
        }
        schema
    })
}

fn table(name: &str, random: &RandomTable) -> Table {
    let mut table = Table::new(name);
    for (column, kind, nullable, default) in &random.columns {
        let mut column = Column::new(*column, kind.clone());
        column.nullable = *nullable;
        column.default = default.clone();
        table.columns.push(column);
    }
    let columns: Vec<_> = table.columns.iter().map(|it| it.name.clone()).collect();
    let pick = |choice: Choice| columns[choice.index(columns.len())].clone();
    if random.computed {
        let mut column = Column::new("computed", ColumnType::Text);
        let expression = format!("{} || 'x'", columns[0]).as_str().into();
        column.generated = Some(Generated { expression, stored: true });
        table.columns.push(column);
    }
    if random.has_key {
        let body = ConstraintBody::PrimaryKey { columns: vec![columns[0].clone()] };
        table.constraints.push(Constraint::named(format!("pk_{name}"), body));
        table.columns[0].nullable = false;
        table.columns[0].default = None;
    }
    if let Some(choice) = random.unique {
        let body = ConstraintBody::Unique {
            columns: vec![pick(choice)],
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: Deferrable::No,
        };
        table.constraints.push(Constraint::named(format!("uq_{name}"), body));
    }
    if random.check {
        let body = ConstraintBody::Check {
            expression: format!("{} IS NOT NULL", columns[columns.len() - 1]).as_str().into(),
            validated: true,
        };
        table.constraints.push(Constraint::named(format!("ck_{name}"), body));
    }
    let mut seen = BTreeSet::new();
    for (index, choice, unique) in &random.indexed {
        if seen.insert(*index) {
            table.indexes.push(Index {
                name: format!("ix_{name}_{index}"),
                columns: vec![IndexColumn::new(IndexTarget::Column(pick(*choice)))],
                unique: *unique,
                filter: None,
                include: Vec::new(),
                method: None,
                nulls_not_distinct: false,
                storage: Vec::new(),
                tablespace: None,
            });
        }
    }
    table.comment = random.comment.clone();
    table.options.strict = random.fillfactor == Some(50);
    let fillfactor =
        random.fillfactor.map(|percent| ("fillfactor".to_owned(), percent.to_string()));
    table.options.storage.extend(fillfactor);
    table
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_operations_lead_to_the_model(from in schema(), to in schema()) {
        // `diff` proves its result itself; an error would be an order that does not hold.
        let found = between(&from, &to);
        if let Err(error) = found {
            return Err(TestCaseError::fail(format!("{}\n{}\n{}", chain(&error), brief(&from), brief(&to))));
        }
    }

    #[test]
    fn the_way_back_leads_back(from in schema(), to in schema()) {
        let Ok(found) = between(&from, &to) else { return Ok(()) };
        // `diff`, by which the way back is found, proves it.
        if let Err(error) = inverse(&found.operations, &from, ALL) {
            return Err(TestCaseError::fail(format!("{}\n{}\n{}", chain(&error), brief(&from), brief(&to))));
        }
    }

    #[test]
    fn equal_schemas_need_no_operation(schema in schema()) {
        let found = between(&schema, &schema).unwrap();
        prop_assert_eq!(found, Diff::default());
    }

    #[test]
    fn the_result_does_not_depend_on_the_run(from in schema(), to in schema()) {
        prop_assert_eq!(between(&from, &to), between(&from, &to));
    }
}

/// The tables and views of a schema, a line each.
fn brief(schema: &Schema) -> String {
    let tables = schema.tables.values().map(|table| {
        let columns = table.columns.iter().map(|it| format!("{} {}", it.name, it.column_type));
        let constraints = table.constraints.iter().map(|constraint| match &constraint.body {
            ConstraintBody::ForeignKey(key) => {
                format!("{:?} -> {}{:?}", key.columns, key.table, key.referenced)
            }
            _ => format!("{}{:?}", constraint.kind(), constraint.columns()),
        });
        let indexes =
            table.indexes.iter().map(|it| format!("{} {:?}", it.name, it.columns[0].column()));
        let parts: Vec<_> = columns.chain(constraints).chain(indexes).collect();
        format!("{}: {}", table.name, parts.join(", "))
    });
    let views = schema.views.values().map(|view| format!("{}: {:?}", view.name, view.query));
    tables.chain(views).collect::<Vec<_>>().join("\n")
}

fn chain(error: &DiffError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// The operations as the plan prints them.
fn shown(from: &Schema, operations: &[Operation]) -> Vec<String> {
    let mut schema = from.clone();
    let mut shown = Vec::new();
    for operation in operations {
        shown.push(describe(operation, &schema));
        apply(operation, Origin::new("model", 1, 1), &mut schema).unwrap();
    }
    shown
}

fn one_table(name: &str, columns: &[(&str, ColumnType)]) -> Schema {
    let mut table = Table::new(name);
    let columns = columns.iter().map(|(name, kind)| Column::new(*name, kind.clone()));
    table.columns.extend(columns);
    let mut schema = Schema::new();
    schema.tables.insert(name.into(), table);
    schema
}

#[test]
fn a_column_that_is_gone_while_another_is_new_is_asked_about() {
    let from = one_table("users", &[("id", ColumnType::Integer), ("name", ColumnType::Text)]);
    let to = one_table(
        "users",
        &[
            ("id", ColumnType::Integer),
            ("age", ColumnType::Integer),
            ("full_name", ColumnType::Text),
        ],
    );
    let ask = |answers: &Answers| diff(&from, &to, Comparison::Declared, ALL, answers).unwrap();
    let found = ask(&Answers::default());
    let [question] = &found.questions[..] else { panic!("{found:?}") };
    assert_eq!(question.to_string(), "column users.name is no longer in the model");
    assert_eq!(question.candidates[0].name, "full_name");
    assert_eq!(found.operations, []);

    let mut answers = Answers::default();
    answers.read("users.name=full_name", &from).unwrap();
    assert_eq!(
        shown(&from, &ask(&answers).operations),
        ["alter column users.name: rename to full_name", "add column users.age integer"]
    );
    // The same answer later, when it is spent.
    assert_eq!(diff(&to, &to, Comparison::Declared, ALL, &answers).unwrap().operations, []);

    answers.read("users.name=", &from).unwrap();
    assert_eq!(
        shown(&from, &ask(&answers).operations),
        [
            "add column users.age integer",
            "add column users.full_name text",
            "drop column users.name"
        ]
    );
}

#[test]
fn tables_and_columns_change_places() {
    let a = one_table("a", &[("x", ColumnType::Integer), ("y", ColumnType::Text)]);
    let mut from = one_table("b", &[("z", ColumnType::Integer)]);
    from.tables.insert("a".into(), a.tables[&"a".into()].clone());
    let mut to = one_table("a", &[("z", ColumnType::Integer)]);
    let b = one_table("b", &[("x", ColumnType::Text), ("y", ColumnType::Integer)]);
    to.tables.insert("b".into(), b.tables[&"b".into()].clone());
    let mut answers = Answers::default();
    for answer in ["a=b", "b=a", "a.x=y", "a.y=x"] {
        answers.read(answer, &from).unwrap();
    }
    let found = diff(&from, &to, Comparison::Declared, ALL, &answers).unwrap();
    assert_eq!(
        shown(&from, &found.operations),
        [
            "rename table a to a_renamed",
            "rename table b to a",
            "rename table a_renamed to b",
            "alter column b.x: rename to x_renamed",
            "alter column b.y: rename to x",
            "alter column b.x_renamed: rename to y",
        ]
    );
}

#[test]
fn labels_are_added_in_their_places_and_removed_ones_are_asked_about() {
    let mood = |labels: &[&str]| {
        ColumnType::Enumeration(EnumType {
            name: "mood".into(),
            values: labels.iter().map(|&label| label.to_owned()).collect(),
        })
    };
    let from = one_table("t", &[("mood", mood(&["calm", "sad"]))]);
    let to = |labels: &[&str]| one_table("t", &[("mood", mood(labels))]);
    let found = |labels: &[&str], answers: &[&str]| {
        let mut all = Answers::default();
        for answer in answers {
            all.read(answer, &from).unwrap();
        }
        diff(&from, &to(labels), Comparison::Declared, ALL, &all).unwrap()
    };
    let added = found(&["awake", "calm", "happy", "sad", "tired"], &[]).operations;
    assert_eq!(
        shown(&from, &added),
        ["add `awake` to enum mood", "add `happy` to enum mood", "add `tired` to enum mood"]
    );
    assert!(matches!(&added[1], Operation::AlterObject(ObjectChange::AddEnumValue {
        position: EnumPosition::After(label), ..
    }) if label == "calm"));
    let open = found(&["calm", "happy"], &[]);
    assert_eq!(
        open.questions[0].to_string(),
        "value sad of enum type mood is no longer in the model"
    );
    // It may be a known one too, which is less likely however alike they are.
    let candidates = |labels: &[&str]| {
        let candidates = found(labels, &[]).questions.remove(0).candidates;
        candidates.into_iter().map(|it| it.name).collect::<Vec<_>>()
    };
    assert_eq!(candidates(&["calm", "blue"]), ["blue", "calm"]);
    assert_eq!(
        shown(&from, &found(&["calm", "blue"], &["mood.sad=blue"]).operations),
        ["rename `sad` of enum mood to `blue`"]
    );
    assert_eq!(
        shown(&from, &found(&["calm"], &["mood.sad=calm"]).operations),
        ["set the values of enum mood"]
    );
}

#[test]
fn a_constraint_that_only_changed_its_name_is_renamed() {
    let mut from = one_table("t", &[("a", ColumnType::Integer)]);
    let unique = |name: &str| {
        Constraint::named(
            name,
            ConstraintBody::Unique {
                columns: vec!["a".to_owned()],
                include: Vec::new(),
                nulls_not_distinct: false,
                deferrable: Deferrable::No,
            },
        )
    };
    let mut to = from.clone();
    from.tables.get_mut(&"t".into()).unwrap().constraints.push(unique("old"));
    to.tables.get_mut(&"t".into()).unwrap().constraints.push(unique("new"));
    let found = between(&from, &to).unwrap();
    assert_eq!(shown(&from, &found.operations), ["rename constraint old of t to new"]);
}

#[test]
fn what_a_view_reads_changes_its_type_between_drop_and_create_of_the_view() {
    let mut from = one_table("t", &[("a", ColumnType::Integer)]);
    let view = |name: &str, query: &str| View { name: name.into(), query: query.into() };
    from.views.insert("v".into(), view("v", "SELECT a FROM t"));
    from.views.insert("w".into(), view("w", "SELECT a FROM v"));
    let mut to = from.clone();
    to.tables.get_mut(&"t".into()).unwrap().columns[0].column_type = ColumnType::BigInt;
    let on = |families: &[Family]| {
        let found = diff(&from, &to, Comparison::Declared, families, &Answers::default());
        shown(&from, &found.unwrap().operations)
    };
    let change = "alter column t.a";
    assert!(on(&[Family::Sqlite])[0].starts_with(change));
    let postgres = on(&[Family::Postgres]);
    assert_eq!(postgres[0..2], ["drop view w", "drop view v"]);
    assert!(postgres[2].starts_with(change));
    assert_eq!(postgres[3..], ["create view v", "create view w"]);
}

/// A cycle of operations does not delay those outside of it.
#[test]
fn a_sequence_and_its_column_change_before_a_key_on_it() {
    let of = |kind: ColumnType, increment: Option<i64>| {
        let mut schema = one_table("notes", &[("id", kind)]);
        let mut notes = schema.tables.get(&"notes".into()).unwrap().clone();
        notes.columns[0].nullable = false;
        schema.tables.insert("notes".into(), notes);
        let owner = SequenceOwner { table: "notes".into(), column: "id".to_owned() };
        let options = SequenceOptions { increment, ..SequenceOptions::default() };
        let sequence = Sequence { name: "numbers".into(), options, owner: Some(owner) };
        schema.sequences.insert("numbers".into(), sequence);
        schema
    };
    let from = of(ColumnType::Integer, None);
    let mut to = of(ColumnType::BigInt, Some(2));
    let key = ConstraintBody::PrimaryKey { columns: vec!["id".to_owned()] };
    let mut notes = to.tables.get(&"notes".into()).unwrap().clone();
    notes.constraints.push(Constraint::named("pk_notes", key));
    to.tables.insert("notes".into(), notes);
    let found = between(&from, &to).unwrap();
    assert_eq!(
        shown(&from, &found.operations),
        [
            "alter sequence numbers: increment 2",
            "alter column notes.id: integer -> big_int",
            "add primary key pk_notes to notes: (id)",
        ]
    );
}

/// A sequence goes from a table to another, which needs a key whose name is that of a key of the first one's: each waits
/// for the next until a foreign key is added alone.
#[test]
fn a_circle_is_split_at_a_foreign_key() {
    let of = |holder: &str, referenced: &str| {
        let mut tags = Table::new("tags");
        tags.columns.extend(["a", "b"].map(|name| Column::new(name, ColumnType::Integer)));
        let key = ConstraintBody::PrimaryKey { columns: vec![referenced.to_owned()] };
        tags.constraints.push(Constraint::named("pk_tags", key));
        for column in &mut tags.columns {
            column.nullable = false;
        }
        let mut schema = one_table(holder, &[("tag", ColumnType::Integer)]);
        schema.tables.insert("tags".into(), tags);
        let mut table = schema.tables.get(&holder.into()).unwrap().clone();
        let key = ForeignKey {
            columns: vec!["tag".to_owned()],
            table: "tags".into(),
            referenced: vec![referenced.to_owned()],
            match_full: false,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            deferrable: Deferrable::No,
            validated: true,
        };
        let key = Constraint::named(format!("fk_{holder}"), ConstraintBody::ForeignKey(key));
        table.constraints.push(key);
        schema.tables.insert(holder.into(), table);
        let owner = Some(SequenceOwner { table: holder.into(), column: "tag".to_owned() });
        let options = SequenceOptions::default();
        let sequence = Sequence { name: "numbers".into(), options, owner };
        schema.sequences.insert("numbers".into(), sequence);
        schema
    };
    let (from, to) = (of("posts", "a"), of("users", "b"));
    let found = between(&from, &to).unwrap();
    assert_eq!(
        shown(&from, &found.operations),
        [
            "create table users",
            "alter sequence numbers: OWNED BY users.tag",
            "drop table posts",
            "drop primary key pk_tags of tags",
            "add primary key pk_tags to tags: (b)",
            "add foreign key fk_users to users: (tag) REFERENCES tags (b)",
        ]
    );
    inverse(&found.operations, &from, ALL).unwrap();
}

#[test]
fn an_error_names_what_does_not_fit() {
    let mut to = one_table("t", &[("a", ColumnType::Integer)]);
    let key = ConstraintBody::PrimaryKey { columns: vec!["b".to_owned()] };
    to.tables.get_mut(&"t".into()).unwrap().constraints.push(Constraint::named("pk", key));
    let error = between(&Schema::new(), &to).unwrap_err();
    assert_eq!(
        chain(&error),
        "`create table t` does not fit the schema before it: there is no column `b` in table `t`"
    );
}

#[test]
fn values_of_a_column_that_is_to_be_generated_are_asked_about() {
    let from = one_table("t", &[("a", ColumnType::Integer), ("b", ColumnType::Integer)]);
    let mut to = from.clone();
    let generated = Generated { expression: "a * 2".into(), stored: true };
    to.tables.get_mut(&"t".into()).unwrap().columns[1].generated = Some(generated);
    let found = diff(&from, &to, Comparison::Declared, ALL, &Answers::default()).unwrap();
    assert_eq!(
        found.questions[0].to_string(),
        "column t.b is a generated column in the model, and its rows have values of their own"
    );
    assert_eq!(found.operations, []);

    let mut answers = Answers::default();
    answers.read("t.b=", &from).unwrap();
    let found = diff(&from, &to, Comparison::Declared, ALL, &answers).unwrap();
    assert_eq!(found.operations.len(), 2);
    assert!(matches!(found.operations[0], Operation::DropColumn { .. }));

    // The other way the values are kept: in the rows, or computed once more where SQLite must make the column again.
    let back = |families: &[Family]| {
        let found = diff(&to, &from, Comparison::Declared, families, &Answers::default()).unwrap();
        shown(&to, &found.operations)
    };
    assert_eq!(back(&[Family::Postgres, Family::Mysql]), ["alter column t.b: drop expression"]);
    assert_eq!(back(ALL), ["drop column t.b", "add column t.b integer", "update every row of t"]);
}

#[test]
fn the_way_back_gives_names_back() {
    let from =
        one_table("users", &[("name", ColumnType::Varchar(80)), ("age", ColumnType::Integer)]);
    let to =
        one_table("people", &[("nick", ColumnType::Varchar(40)), ("age", ColumnType::Integer)]);
    let mut answers = Answers::default();
    answers.read("users=people", &from).unwrap();
    answers.read("users.name=nick", &from).unwrap();
    let there = diff(&from, &to, Comparison::Declared, ALL, &answers).unwrap().operations;
    let back = inverse(&there, &from, ALL).unwrap();
    assert_eq!(
        shown(&to, &back),
        [
            "rename table people to users",
            "alter column users.nick: rename to name",
            "alter column users.name: varchar(40) -> varchar(80)",
        ]
    );
}

/// A name says less than a type: `extra` is as like `score` as `points` is.
#[test]
fn the_likeliest_candidate_has_a_type_of_the_same_kind() {
    let from = one_table("t", &[("id", ColumnType::Integer), ("score", ColumnType::Integer)]);
    let of = |extra, points| {
        let columns = [("id", ColumnType::Integer), ("extra", extra), ("points", points)];
        let to = one_table("t", &columns);
        let found = diff(&from, &to, Comparison::Declared, ALL, &Answers::default()).unwrap();
        let candidates = found.questions[0].candidates.iter();
        candidates.map(|candidate| candidate.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(ColumnType::Text, ColumnType::BigInt), ["points", "extra"]);
    assert_eq!(of(ColumnType::Real, ColumnType::Date), ["extra", "points"]);
    assert_eq!(of(ColumnType::Real, ColumnType::Integer), ["points", "extra"]);
}
