//! Laws of operations, on random schemas: what `apply`, `reverse`, `lower` and a live SQLite make of
//! them agrees.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod support;

use diesel::RunQueryDsl as _;
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{BigInt, Binary, Double, Text};
use migrate_analysis::decode::decode;
use migrate_analysis::normalize::normalize;
use migrate_runtime::dialect::lower;
use migrate_runtime::op::encode::{Encode as _, Encoder, Places};
use migrate_runtime::op::{
    ColumnChange, MysqlColumnChange, ObjectChange, Operation, Recorded, TableChange, apply, reverse,
};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::{
    Action, Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, ConstraintKind,
    Deferrable, EnumType, ForeignKey, Generated, Index, IndexColumn, IndexTarget, Object,
    ObjectRef, Origin, QualifiedName, Schema, Table, TableOptions, Trigger, TypeVariants, Value,
    View,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use support::{Database, NATIVE, OLDEST, record};

/// Few names, so that operations often meet; some need quotes, some are part of others.
const TABLES: &[&str] = &["t", "Users", "order"];
const COLUMNS: &[&str] = &["a", "b", "Name", "group"];
const NAMES: &[&str] = &["x", "y", "Z z"];
const WORDS: &[&str] = &["sad", "happy", "it's"];

fn name(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(names).prop_map(str::to_owned)
}

/// A name as `apply` spells it in SQL.
fn spelled(name: &str) -> String {
    let is_plain = !["Name", "group", "Users", "order"].contains(&name);
    if is_plain { name.to_owned() } else { format!("\"{name}\"") }
}

fn table_name() -> impl Strategy<Value = QualifiedName> {
    name(TABLES).prop_map(QualifiedName::from)
}

fn columns(most: usize) -> impl Strategy<Value = Vec<String>> {
    subsequence(COLUMNS, 1..=most)
        .prop_shuffle()
        .prop_map(|columns| columns.into_iter().map(str::to_owned).collect())
}

fn moods() -> EnumType {
    EnumType { name: "mood".into(), values: WORDS.iter().map(|&word| word.to_owned()).collect() }
}

fn column_type() -> impl Strategy<Value = ColumnType> {
    select(vec![
        ColumnType::Integer,
        ColumnType::BigInt,
        ColumnType::Text,
        ColumnType::Varchar(20),
        ColumnType::Numeric { precision: 5, scale: 2 },
        ColumnType::Boolean,
        ColumnType::Double,
        ColumnType::Timestamp,
        ColumnType::Binary,
        ColumnType::Enumeration(moods()),
        ColumnType::Custom("geometry".to_owned()),
    ])
}

fn default() -> impl Strategy<Value = ColumnDefault> {
    prop_oneof![
        any::<i64>().prop_map(|number| ColumnDefault::Value(Value::Integer(number))),
        name(WORDS).prop_map(|word| ColumnDefault::Value(Value::Text(word))),
        Just(ColumnDefault::Value(Value::Boolean(true))),
        Just(ColumnDefault::Value(Value::Null)),
        Just(ColumnDefault::Now),
        Just(ColumnDefault::Sql("1 + 1".into())),
    ]
}

fn column() -> impl Strategy<Value = Column> {
    let parts = (
        name(COLUMNS),
        column_type(),
        any::<bool>(),
        prop::option::weighted(0.3, default()),
        prop::option::weighted(0.1, Just("nocase".to_owned())),
        prop::option::weighted(0.1, (name(COLUMNS), any::<bool>())),
        prop::option::weighted(0.1, Just("said".to_owned())),
    );
    parts.prop_map(|(name, column_type, nullable, default, collation, generated, comment)| {
        // What is computed has neither a default nor itself as a source.
        let generated = generated.filter(|(source, _)| *source != name);
        Column {
            nullable,
            default: default.filter(|_| generated.is_none()),
            collation,
            generated: generated.map(|(source, stored)| Generated {
                expression: format!("{} || 'x'", spelled(&source)).into(),
                stored,
            }),
            comment,
            ..Column::new(name, column_type)
        }
    })
}

fn rule() -> impl Strategy<Value = ConstraintBody> {
    let actions = vec![Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull];
    prop_oneof![
        columns(2).prop_map(|columns| ConstraintBody::PrimaryKey { columns }),
        columns(2).prop_map(|columns| ConstraintBody::Unique {
            columns,
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: Deferrable::No,
        }),
        (name(COLUMNS), table_name(), name(COLUMNS), select(actions.clone()), select(actions))
            .prop_map(|(column, table, referenced, on_delete, on_update)| {
                ConstraintBody::ForeignKey(ForeignKey {
                    columns: vec![column],
                    table,
                    referenced: vec![referenced],
                    match_full: false,
                    on_delete,
                    on_update,
                    deferrable: Deferrable::InitiallyDeferred,
                    validated: true,
                })
            }),
        columns(2).prop_map(|columns| {
            let terms: Vec<_> = columns.iter().map(|column| spelled(column) + " <> 1").collect();
            ConstraintBody::Check { expression: terms.join(" OR ").into(), validated: true }
        }),
    ]
}

fn constraint() -> impl Strategy<Value = Constraint> {
    (name(NAMES), rule()).prop_map(|(name, rule)| Constraint::named(name, rule))
}

fn index() -> impl Strategy<Value = Index> {
    let part = (name(COLUMNS), any::<bool>(), any::<bool>()).prop_map(|(column, plain, down)| {
        let target = if plain {
            IndexTarget::Column(column)
        } else {
            IndexTarget::Expression(format!("lower({})", spelled(&column)).into())
        };
        IndexColumn { descending: down, ..IndexColumn::new(target) }
    });
    let filter = prop::option::weighted(0.3, name(COLUMNS));
    (name(NAMES), prop::collection::vec(part, 1..3), any::<bool>(), filter).prop_map(
        |(name, columns, unique, filter)| Index {
            name,
            columns,
            unique,
            filter: filter.map(|column| (spelled(&column) + " IS NOT NULL").into()),
            ..Index::default()
        },
    )
}

fn table() -> impl Strategy<Value = Table> {
    let columns = prop::collection::vec(column(), 1..5);
    let constraints = prop::collection::vec(constraint(), 0..3);
    (table_name(), columns, constraints, prop::option::weighted(0.3, index()), any::<bool>())
        .prop_map(|(name, mut columns, mut constraints, index, plain)| {
            let mut seen = std::collections::BTreeSet::new();
            columns.retain(|column| seen.insert(column.name.clone()));
            let mut seen = std::collections::BTreeSet::new();
            constraints.retain(|constraint| seen.insert(constraint.name.clone()));
            let strict =
                !plain && columns.iter().all(|c| !matches!(c.column_type, ColumnType::Custom(_)));
            let options = TableOptions { strict, ..TableOptions::default() };
            let indexes = index.into_iter().collect();
            Table { columns, constraints, indexes, options, ..Table::new(name) }
        })
}

fn change() -> impl Strategy<Value = ColumnChange> {
    let changes = (
        prop::option::weighted(0.3, name(COLUMNS)),
        prop::option::weighted(0.3, column_type()),
        prop::option::weighted(0.3, any::<bool>()),
        prop::option::weighted(0.3, prop::option::of(default())),
        prop::option::weighted(0.2, prop::option::of(Just("nocase".to_owned()))),
        prop::option::weighted(0.1, prop::option::of(Just("said".to_owned()))),
        mysql_change(),
        prop::option::weighted(0.1, prop::option::of(Just(Identity::default()))),
    );
    changes.prop_map(|change| {
        let (rename, column_type, nullable, default, collation, comment, mysql, identity) = change;
        ColumnChange {
            rename,
            column_type,
            type_on: TypeVariants::default(),
            using: None,
            nullable,
            default,
            identity,
            generated: None,
            collation,
            comment,
            mysql,
        }
    })
}

fn mysql_change() -> impl Strategy<Value = MysqlColumnChange> {
    let changes = (
        prop::option::weighted(0.1, prop::option::of(Just("latin1".to_owned()))),
        prop::option::weighted(0.1, any::<bool>()),
        prop::option::weighted(0.1, any::<bool>()),
    );
    changes.prop_map(|(charset, on_update_now, invisible)| MysqlColumnChange {
        charset,
        on_update_now,
        invisible,
        position: None,
    })
}

fn table_change() -> impl Strategy<Value = TableChange> {
    let text = |text: &'static str| prop::option::of(Just(text.to_owned()));
    let changes = (
        prop::option::weighted(0.5, any::<bool>()),
        prop::option::weighted(0.3, any::<bool>()),
        prop::option::weighted(0.2, any::<bool>()),
        prop::collection::vec((name(COLUMNS), name(WORDS)), 0..3),
        subsequence(COLUMNS, 0..2),
        prop::option::weighted(0.2, text("fast")),
        prop::option::weighted(0.2, name(NAMES).prop_map(ReplicaIdentity::Index)),
        prop::option::weighted(0.2, text("Aria")),
        prop::option::weighted(0.2, text("latin1")),
        prop::option::weighted(0.2, text("latin1_bin")),
    );
    changes.prop_map(|changes| {
        let (
            strict,
            without_rowid,
            unlogged,
            storage,
            reset,
            tablespace,
            identity,
            engine,
            charset,
            collation,
        ) = changes;
        let is_set = |name: &&str| storage.iter().any(|(set, _)| set == name);
        let reset = reset.into_iter().filter(|name| !is_set(name)).map(str::to_owned);
        TableChange {
            reset_storage: reset.collect(),
            strict,
            without_rowid,
            unlogged,
            storage,
            tablespace,
            replica_identity: identity,
            engine,
            charset,
            collation,
            ..TableChange::default()
        }
    })
}

/// What SQLite carries out on tables without rows, whatever the schema, if `apply` accepts it.
fn table_operation() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let kinds = vec![
        ConstraintKind::PrimaryKey,
        ConstraintKind::Unique,
        ConstraintKind::ForeignKey,
        ConstraintKind::Check,
    ];
    prop_oneof![
        4 => (table(), any::<bool>())
            .prop_map(|(table, if_not_exists)| O::CreateTable { table, if_not_exists }),
        1 => table_name().prop_map(|table| O::DropTable { table }),
        1 => (table_name(), name(TABLES)).prop_map(|(table, to)| O::RenameTable { table, to }),
        1 => (table_name(), prop::option::of(Just("said".to_owned())))
            .prop_map(|(table, comment)| O::SetTableComment { table, comment }),
        1 => (table_name(), table_change())
            .prop_map(|(table, change)| O::AlterTable { table, change }),
        1 => (table_name(), prop::option::of(name(NAMES)))
            .prop_map(|(table, index)| O::Reindex { table, index, concurrently: false }),
        4 => (table_name(), column(), prop::option::weighted(0.3, constraint())).prop_map(
            |(table, column, constraint)| {
                let constraints = constraint.map(|c| about(c, &column.name)).into_iter().collect();
                O::AddColumn { table, column, constraints }
            }
        ),
        2 => (table_name(), name(COLUMNS))
            .prop_map(|(table, column)| O::DropColumn { table, column }),
        6 => (table_name(), name(COLUMNS), change())
            .prop_map(|(table, column, change)| O::AlterColumn { table, column, change }),
        2 => (table_name(), index())
            .prop_map(|(table, index)| O::CreateIndex { table, index, concurrently: false }),
        1 => (table_name(), name(NAMES))
            .prop_map(|(table, name)| O::DropIndex { table, name, concurrently: false }),
        1 => (table_name(), name(NAMES), name(NAMES))
            .prop_map(|(table, name, to)| O::RenameIndex { table, name, to }),
        3 => (table_name(), constraint())
            .prop_map(|(table, constraint)| O::AddConstraint { table, constraint }),
        2 => (table_name(), name(NAMES), select(kinds))
            .prop_map(|(table, name, kind)| O::DropConstraint { table, name, kind }),
        1 => (table_name(), name(NAMES), name(NAMES))
            .prop_map(|(table, name, to)| O::RenameConstraint { table, name, to }),
        1 => (name(WORDS), Just("blue".to_owned()))
            .prop_map(|(from, to)| {
                O::AlterObject(ObjectChange::RenameEnumValue { name: "mood".into(), from, to })
            }),
    ]
}

/// The constraint as it can stand in a column's definition.
fn about(mut constraint: Constraint, column: &str) -> Constraint {
    let only = || vec![column.to_owned()];
    match &mut constraint.body {
        ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
            *columns = only();
        }
        ConstraintBody::ForeignKey(key) => key.columns = only(),
        ConstraintBody::Check { expression, .. } => {
            *expression = (spelled(column) + " <> 1").into();
        }
        ConstraintBody::Exclude { .. } => {}
    }
    constraint
}

fn any_operation() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let view = (name(NAMES), table_name()).prop_map(|(name, table)| View {
        name: name.into(),
        query: format!("SELECT * FROM {}", spelled(&table.name)).into(),
    });
    let trigger = (name(NAMES), table_name()).prop_map(|(name, table)| Trigger {
        name,
        table,
        event: "AFTER DELETE".into(),
        body: "BEGIN SELECT 1; END".into(),
    });
    prop_oneof![
        12 => table_operation(),
        1 => view.prop_map(|view| O::CreateObject(Object::View(view))),
        1 => name(NAMES).prop_map(|name| O::DropObject(ObjectRef::View(name.into()))),
        1 => trigger.prop_map(|trigger| O::CreateObject(Object::Trigger(trigger))),
        1 => (table_name(), name(NAMES)).prop_map(|(table, name)| O::DropObject(ObjectRef::Trigger { table, name })),
        1 => name(NAMES).prop_map(|name| O::CreateObject(Object::Namespace(name))),
        1 => name(NAMES).prop_map(|name| O::DropObject(ObjectRef::Namespace(name))),
        1 => name(NAMES).prop_map(|name| O::CreateObject(Object::Extension(name))),
        1 => name(NAMES).prop_map(|name| O::DropObject(ObjectRef::Extension(name))),
        1 => name(NAMES).prop_map(|name| {
            O::CreateObject(Object::EnumType(EnumType { name: name.into(), ..moods() }))
        }),
        1 => name(NAMES).prop_map(|name| O::DropObject(ObjectRef::EnumType(name.into()))),
        1 => (table_name(), name(COLUMNS)).prop_map(|(table, column)| O::Delete {
            table,
            filter: Some(col(column).is_null().into()),
        }),
    ]
}

fn recorded(operation: &Operation) -> Recorded {
    Recorded { operation: operation.clone(), origin: Origin::caller() }
}

/// Whether an operation's SQL names only columns that are there, which `apply` cannot know.
fn is_sound(operation: &Operation, schema: &Schema) -> bool {
    let empty = Table::new("");
    let known = operation.table().and_then(|name| schema.tables.get(name)).unwrap_or(&empty);
    let plain = |columns: &[Column], name: &str| {
        columns.iter().any(|column| column.name == name && column.generated.is_none())
    };
    let sources = |columns: &[Column], text: &str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.all(|word| !COLUMNS.contains(&word) || plain(columns, word))
    };
    let of_column = |columns: &[Column], column: &Column| {
        column.generated.as_ref().is_none_or(|generated| sources(columns, &generated.expression))
    };
    let of_constraint = |columns: &[Column], constraint: &Constraint| match &constraint.body {
        ConstraintBody::Check { expression, .. } => sources(columns, expression),
        _ => true,
    };
    let of_index = |columns: &[Column], index: &Index| {
        let expressions = index.columns.iter().filter_map(|part| match &part.target {
            IndexTarget::Expression(text) => Some(text),
            IndexTarget::Column(_) => None,
        });
        expressions.chain(&index.filter).all(|text| sources(columns, text))
    };
    match operation {
        Operation::CreateTable { table, .. } => {
            table.columns.iter().all(|column| of_column(&table.columns, column))
                && table.constraints.iter().all(|one| of_constraint(&table.columns, one))
                && table.indexes.iter().all(|index| of_index(&table.columns, index))
        }
        Operation::AddColumn { column, constraints, .. } => {
            let columns = [&known.columns[..], std::slice::from_ref(column)].concat();
            of_column(&columns, column)
                && constraints.iter().all(|one| of_constraint(&columns, one))
        }
        Operation::AddConstraint { constraint, .. } => of_constraint(&known.columns, constraint),
        // Without a key, or with a type of another database, SQLite has no such table.
        Operation::AlterTable { change, .. } => {
            change.without_rowid != Some(true)
                && known.columns.iter().all(|it| !matches!(it.column_type, ColumnType::Custom(_)))
        }
        Operation::CreateIndex { index, .. } => of_index(&known.columns, index),
        // A view may outlive its table, and would take the next one of the name for its own.
        Operation::DropTable { table } => !schema.views.values().any(|view| shows(view, table)),
        Operation::CreateObject(Object::View(view)) => {
            schema.tables.keys().any(|table| shows(view, table))
        }
        _ => true,
    }
}

fn shows(view: &View, table: &QualifiedName) -> bool {
    view.query.texts().any(|text| text.ends_with(&format!(" {}", spelled(&table.name))))
}

/// An empty schema with the enum type that columns use.
fn start() -> Schema {
    let mut schema = Schema::new();
    schema.enums.insert(moods().name, moods());
    schema
}

fn do_to(schema: &Schema, operation: &Operation) -> Option<Schema> {
    let mut after = schema.clone();
    let result = apply(operation, Origin::caller(), &mut after);
    if result.is_err() {
        assert_eq!(after, *schema, "`{operation}` failed and left traces");
    }
    result.ok().map(|()| after)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(3_000))]

    /// The canonical form holds all of an operation.
    #[test]
    fn what_is_written_is_read_back(operation in any_operation()) {
        let mut encoder = Encoder::new(Places::AsRecorded);
        operation.encode(&mut encoder);
        let json = serde_json::from_str(&encoder.into_text()).expect("JSON");
        prop_assert_eq!(decode(json), Ok(operation));
    }
}

proptest! {
    #![proptest_config(config(1_500))]

    /// Each operation of a random history either fails and changes nothing, or is undone by its
    /// reverse; and the SQL for it, if there is any, is about the same change.
    #[test]
    fn reverse_undoes_apply(operations in prop::collection::vec(any_operation(), 1..30)) {
        let mut schema = start();
        for operation in &operations {
            if !is_sound(operation, &schema) {
                continue;
            }
            for dialect in [OLDEST, NATIVE] {
                let mut lowered = schema.clone();
                let steps = lower(dialect, &[recorded(operation)], &mut lowered);
                if steps.is_ok() {
                    // A collation stays with a number on SQLite alone.
                    let own = Schema { syntax: dialect.syntax(), ..schema.clone() };
                    prop_assert_eq!(Some(lowered), do_to(&own, operation));
                }
            }
            let Some(after) = do_to(&schema, operation) else { continue };
            if let Ok(undo) = reverse(operation, &schema) {
                let mut back = after.clone();
                for step in &undo {
                    let applied = apply(step, Origin::caller(), &mut back);
                    prop_assert_eq!(applied, Ok(()), "`{}`, which undoes `{}`", step, operation);
                }
                prop_assert_eq!(back.sorted(), schema.clone().sorted(), "undoing `{}`", operation);
            }
            schema = after;
        }
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    /// A script that is accepted leaves each view with the table that it reads, whatever the script
    /// drops, renames or creates again.
    #[test]
    fn what_is_accepted_leaves_no_view_broken(
        scripts in prop::collection::vec(prop::collection::vec(any_operation(), 1..4), 1..15),
    ) {
        let mut schema = start();
        for script in &scripts {
            let mut after = schema.clone();
            let script: Vec<_> = script.iter().map(recorded).collect();
            if lower(NATIVE, &script, &mut after).is_err() {
                continue;
            }
            let created = after.views.values().filter(|view| !schema.views.contains_key(&view.name));
            let is_broken = |view: &View| !after.tables.keys().any(|table| shows(view, table));
            if created.into_iter().any(is_broken) {
                continue;
            }
            let broken: Vec<_> = after.views.values().filter(|view| is_broken(view)).collect();
            prop_assert!(broken.is_empty(), "{broken:#?} after {script:#?}");
            schema = after;
        }
    }
}

proptest! {
    #![proptest_config(config(150))]

    /// What SQLite has after each operation is what is simulated, with native forms and without,
    /// and on the way back.
    #[test]
    fn live_is_as_simulated(
        operations in prop::collection::vec(table_operation(), 1..25),
        native in any::<bool>(),
    ) {
        let dialect = if native { NATIVE } else { OLDEST };
        let (mut database, mut schema) = (Database::new(), start());
        for operation in &operations {
            let fits = lower(dialect, &[recorded(operation)], &mut schema.clone()).is_ok();
            if !fits || !is_sound(operation, &schema) {
                continue;
            }
            let undo = reverse(operation, &schema).unwrap_or_default();
            let mut script = vec![recorded(operation)];
            loop {
                let before = schema.clone();
                if let Err(failure) = database.run(dialect, &script, true, &mut schema) {
                    prop_assert!(false, "{}\n{script:#?}\non {before:#?}", failure.story());
                }
                let declared = normalize(dialect, schema.clone());
                prop_assert_eq!(database.schema(dialect, &schema).sorted(), declared.sorted(), "{:#?}", script);
                // Down, up again, and on.
                if undo.is_empty() || script.len() > 1 {
                    break;
                }
                script = undo.iter().chain([operation]).map(recorded).collect();
            }
        }
    }
}

/// In a text that knows two tables, the column of the other one keeps its name.
#[test]
fn a_renamed_column_leaves_those_of_other_tables_alone() {
    for (query, kept) in [
        ("SELECT p.name, u.id FROM users u JOIN posts p ON p.id = u.id", "p.name"),
        ("SELECT posts.name FROM users, posts WHERE users.id = posts.id", "posts.name"),
        ("SELECT id FROM users WHERE EXISTS (SELECT 1 FROM posts p WHERE p.name = '')", "p.name"),
        ("SELECT id FROM users UNION SELECT id FROM posts ORDER BY posts.name", "posts.name"),
    ] {
        let mut schema = Schema::new();
        let script = record(|op: &mut Op| {
            for name in ["users", "posts"] {
                op.create_table(
                    migrate_runtime::op::table(name).column("id", integer()).column("name", text()),
                );
            }
            op.create_view("v", query);
        });
        for Recorded { operation, origin } in &script {
            apply(operation, *origin, &mut schema).expect("a setup");
        }
        let rename = record(|op: &mut Op| {
            op.alter_column("users", "name").rename_to("title");
        });
        // Where it cannot be known which column is meant, a refusal is right as well.
        if apply(&rename[0].operation, rename[0].origin, &mut schema).is_ok() {
            let view = schema.views.values().next().expect("the view");
            let text = view.query.texts().next().expect("its text");
            assert!(text.contains(kept), "{query} has become {text}");
        }
    }
}

fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        "[ -~]{0,20}",
        Just("it's \"quoted\" `so` [too] -- /* ; %s :x ? \\n".to_owned()),
        Just("12".to_owned()),
    ];
    let text = text.prop_map(|text| Value::Text(text.replace('\0', "")));
    let float = prop_oneof![
        any::<f64>(),
        select(vec![0.0, -0.0, f64::MAX, f64::MIN_POSITIVE, 5e-324, 1e15, 1e22, f64::INFINITY]),
    ];
    prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Boolean),
        3 => any::<i64>().prop_map(Value::Integer),
        1 => select(vec![i64::MIN, i64::MAX, -1, 0]).prop_map(Value::Integer),
        4 => float.prop_filter("a number", |float| !float.is_nan()).prop_map(Value::Float),
        4 => text,
        3 => prop::collection::vec(any::<u8>(), 0..20).prop_map(Value::Bytes),
    ]
}

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = Text)]
    value: String,
}

#[derive(QueryableByName)]
struct OneInteger {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(QueryableByName)]
struct OneFloat {
    #[diesel(sql_type = Double)]
    value: f64,
}

#[derive(QueryableByName)]
struct OneBinary {
    #[diesel(sql_type = Binary)]
    value: Vec<u8>,
}

/// The value of a cell as SQLite's own types have it.
fn read(database: &mut Database, id: i64) -> Value {
    let connection = &mut database.connection;
    let query = |what: &str| format!("SELECT {what} AS value FROM cells WHERE id = {id}");
    let kind: OneText =
        diesel::sql_query(query("typeof(x)")).get_result(connection).expect("a type");
    let x = diesel::sql_query(query("x"));
    match kind.value.as_str() {
        "null" => Value::Null,
        "integer" => {
            Value::Integer(x.get_result::<OneInteger>(connection).expect("a number").value)
        }
        "real" => Value::Float(x.get_result::<OneFloat>(connection).expect("a number").value),
        "text" => Value::Text(x.get_result::<OneText>(connection).expect("a text").value),
        _ => Value::Bytes(x.get_result::<OneBinary>(connection).expect("bytes").value),
    }
}

proptest! {
    #![proptest_config(config(400))]

    /// A value comes back as it was written, by an insert, an update, a default and a filter.
    #[test]
    fn values_come_back(values in prop::collection::vec(value(), 1..6)) {
        let (mut database, mut schema) = (Database::new(), Schema::new());
        let script = record(|op: &mut Op| {
            op.create_table(
                migrate_runtime::op::table("cells")
                    .column("id", integer().primary_key())
                    .column("x", binary()),
            );
            op.bulk_insert(
                "cells",
                ["id", "x"],
                values.iter().zip(1..).map(|(value, id)| (id, value.clone())),
            );
            for (value, id) in values.iter().zip(101..) {
                op.insert("cells").set("id", id).set("x", "?");
                op.update("cells").set("x", value.clone()).filter(col("id").eq(id));
            }
            for (value, id) in values.iter().zip(201..) {
                op.insert("cells").set("id", id).set("x", value.clone());
                op.update("cells")
                    .set("id", id + 100)
                    .filter(col("id").eq(id))
                    .filter(col("x").is_in([value.clone()]));
            }
        });
        database.run(NATIVE, &script, true, &mut schema).expect("the rows");
        for (place, value) in (1..).zip(&values) {
            let expected = match value {
                Value::Boolean(truth) => Value::Integer(i64::from(*truth)),
                // SQLite has one zero.
                Value::Float(zero) if *zero == 0.0 => Value::Float(0.0),
                value => value.clone(),
            };
            for id in [place, place + 100, place + 300] {
                prop_assert_eq!(&read(&mut database, id), &expected);
            }
        }
    }
}
