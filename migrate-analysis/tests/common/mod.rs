//! A schema that has everything, and changes of one attribute each.

#![allow(dead_code, reason = "each test binary uses a part of it")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]
#![expect(clippy::too_many_lines, reason = "a table is as long as its rows")]
#![expect(clippy::assigning_clones, reason = "a row says what an attribute becomes")]

pub(crate) mod columns;
pub(crate) mod constraints;
pub(crate) mod indexes;
pub(crate) mod objects;
pub(crate) mod tables;

use migrate_core::dialect::{Dialect, mysql, postgres, sqlite};
use migrate_core::schema::{
    Action, Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Deferrable, EnumType,
    ExcludeElement, ForeignKey, Function, Generated, Identity, Index, IndexColumn,
    MaterializedView, Partition, QualifiedName, Schema, Sequence, SequenceOptions, Table, Trigger,
    Value, View,
};

/// One version of each database.
pub(crate) const DIALECTS: [Dialect; 3] = [
    Dialect::Sqlite(sqlite::Version { major: 3, minor: 53 }),
    Dialect::Postgres(postgres::Version(15)),
    Dialect::Mysql(mysql::Version::mariadb(10, 11, 6)),
];

/// What a normal form does with an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It tells two values apart.
    Kept,
    /// It does not, because the database does not either; why that is so.
    Lost(&'static str),
    /// It does not, though the database does, so that a comparison says Unknown; why.
    Unsure(&'static str),
}

pub(crate) use Verdict::{Kept, Lost, Unsure};

/// A change of one attribute, and whether the normal forms of SQLite, PostgreSQL and MariaDB keep it.
#[derive(Clone)]
pub(crate) struct Flip {
    pub(crate) attribute: &'static str,
    pub(crate) what: &'static str,
    pub(crate) change: fn(&mut Schema),
    pub(crate) kept: [Verdict; 3],
}

pub(crate) const fn flip(
    attribute: &'static str,
    what: &'static str,
    change: fn(&mut Schema),
    kept: [Verdict; 3],
) -> Flip {
    Flip { attribute, what, change, kept }
}

/// Every change there is.
pub(crate) fn flips() -> Vec<Flip> {
    [objects::flips(), tables::flips(), columns::flips(), constraints::flips(), indexes::flips()]
        .concat()
}

/// Every database keeps it.
pub(crate) const ALL: [Verdict; 3] = [Kept, Kept, Kept];

pub(crate) fn table<'s>(schema: &'s mut Schema, name: &str) -> &'s mut Table {
    schema.tables.get_mut(&QualifiedName::from(name)).expect("a table of the base")
}

/// Gives table `t` another name.
pub(crate) fn rename(schema: &mut Schema, name: QualifiedName) {
    let renamed = schema.tables.remove(&"t".into()).expect("a table of the base");
    schema.tables.insert(name.clone(), Table { name, ..renamed });
}

pub(crate) fn column<'s>(schema: &'s mut Schema, name: &str) -> &'s mut Column {
    let mut columns = table(schema, "t").columns.iter_mut();
    columns.find(|column| column.name == name).expect("a column of the base")
}

pub(crate) fn constraint<'s>(schema: &'s mut Schema, name: &str) -> &'s mut Constraint {
    let mut constraints = table(schema, "t").constraints.iter_mut();
    constraints.find(|constraint| constraint.is_named(name)).expect("a constraint of the base")
}

pub(crate) fn index(schema: &mut Schema) -> &mut Index {
    let mut indexes = table(schema, "t").indexes.iter_mut();
    indexes.find(|index| index.name == "ix").expect("an index of the base")
}

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn integer(name: &str) -> Column {
    Column::new(name, ColumnType::Integer)
}

/// A schema with an object of every kind; each attribute has a value that no database takes for its
/// default.
pub(crate) fn base() -> Schema {
    let mut schema = Schema::new();
    let mood = EnumType { name: "mood".into(), values: named(&["sad", "happy"]) };
    let mut users = Table::new("users");
    users.columns = vec![Column { nullable: false, ..integer("id") }, integer("other")];
    let columns = named(&["id"]);
    let key = ConstraintBody::PrimaryKey { columns };
    users.constraints = vec![Constraint::named("pk_users", key)];
    schema.tables.insert(users.name.clone(), users);
    schema.tables.insert("t".into(), full(&mood));
    schema.tables.insert("parted".into(), parted());
    schema.enums.insert(mood.name.clone(), mood);
    add_objects(&mut schema);
    schema
}

fn full(mood: &EnumType) -> Table {
    let mut table = Table::new("t");
    table.columns = vec![
        Column {
            nullable: false,
            identity: Some(Identity::by_default().start_with(5).increment_by(2)),
            ..Column::new("id", ColumnType::BigInt)
        },
        Column {
            default: Some(ColumnDefault::Value(Value::Text("x".to_owned()))),
            ..Column::new("name", ColumnType::Varchar(40))
        },
        integer("a"),
        integer("b"),
        integer("user_id"),
        Column {
            generated: Some(Generated { expression: "a + b".into(), stored: true }),
            ..integer("total")
        },
        Column::new("at", ColumnType::Timestamp),
        Column::new("mood", ColumnType::Enumeration(mood.clone())),
    ];
    let unique = ConstraintBody::Unique {
        columns: named(&["name"]),
        include: Vec::new(),
        nulls_not_distinct: false,
        deferrable: Deferrable::No,
    };
    let reference = ForeignKey {
        columns: named(&["user_id"]),
        table: "users".into(),
        referenced: named(&["id"]),
        match_full: false,
        on_delete: Action::Cascade,
        on_update: Action::SetNull,
        deferrable: Deferrable::No,
        validated: true,
    };
    let check = ConstraintBody::Check { expression: "a > 0".into(), validated: true };
    let exclude = ConstraintBody::Exclude {
        method: "gist".to_owned(),
        elements: vec![ExcludeElement { expression: "a".into(), operator: "=".to_owned() }],
        filter: None,
        deferrable: Deferrable::No,
    };
    table.constraints = vec![
        Constraint::named("pk_t", ConstraintBody::PrimaryKey { columns: named(&["id"]) }),
        Constraint::named("uq", unique),
        Constraint::named("fk", ConstraintBody::ForeignKey(reference)),
        Constraint::named("ck", check),
        Constraint::named("ex", exclude),
    ];
    table.indexes = vec![Index {
        name: "ix".to_owned(),
        columns: vec![IndexColumn::from("name"), IndexColumn::from("a")],
        ..Index::default()
    }];
    table
}

fn parted() -> Table {
    let mut table = Table::new("parted");
    table.columns = vec![Column { nullable: false, ..integer("id") }, integer("other")];
    table.options.partition_by = Some("RANGE (id)".into());
    let bounds = "FOR VALUES FROM (1) TO (9)".to_owned();
    table.partitions = vec![Partition { name: "part".into(), bounds }];
    table
}

fn add_objects(schema: &mut Schema) {
    let view = View { name: "v".into(), query: "SELECT id, name FROM t WHERE a > 1".into() };
    schema.views.insert(view.name.clone(), view);
    let view = MaterializedView {
        name: "mv".into(),
        query: "SELECT id, name FROM t WHERE a > 1".into(),
        with_data: true,
        indexes: vec![Index {
            name: "ix_mv".to_owned(),
            columns: vec!["id".into()],
            ..Index::default()
        }],
    };
    schema.materialized_views.insert(view.name.clone(), view);
    let function = Function {
        name: "f".into(),
        arguments: "a integer".to_owned(),
        definition: "RETURNS integer LANGUAGE sql AS $$ SELECT a $$".into(),
    };
    let key = (function.name.clone(), function.arguments.clone());
    schema.functions.insert(key, function);
    let options = SequenceOptions {
        start: Some(20),
        increment: Some(5),
        minimum: Some(10),
        maximum: Some(1000),
        cache: Some(7),
        cycle: Some(true),
    };
    schema.sequences.insert("s".into(), Sequence { name: "s".into(), options, owner: None });
    let trigger = Trigger {
        name: "tr".to_owned(),
        table: "t".into(),
        event: "AFTER UPDATE".into(),
        body: "FOR EACH ROW EXECUTE FUNCTION f()".into(),
    };
    schema.triggers.insert((trigger.table.clone(), trigger.name.clone()), trigger);
    schema.extensions.insert("citext".to_owned());
    schema.namespaces.insert("audit".to_owned());
}
