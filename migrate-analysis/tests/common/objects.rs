//! Objects beside tables.

use migrate_core::schema::{
    EnumType, Function, Index, MaterializedView, Mentions, Objects, QualifiedName, Schema,
    Sequence, SequenceOptions, SequenceOwner, SqlText, Trigger, View,
};

use super::{ALL, Flip, Kept, Lost, Unsure, Verdict, column, flip, named, rename};

const WORDS: &str = "there are no enum types: the values are the column's";
const NO_VIEWS: &str = "there are no materialized views, and lowering refuses them";
const NO_EXTENSIONS: &str = "there are no extensions, and lowering refuses them";
const SKELETON: &str = "PostgreSQL prints the rest of a query in its own words";

fn renamed<V: Clone + Mentions>(map: &mut Objects<QualifiedName, V>, from: &str, name: fn(&mut V)) {
    if let Some(mut object) = map.remove(&from.into()) {
        name(&mut object);
        map.insert("z".into(), object);
    }
}

fn view(schema: &mut Schema, query: &str) {
    schema.views.get_mut(&"v".into()).expect("the base has one").query = query.into();
}

fn materialized(schema: &mut Schema) -> &mut MaterializedView {
    schema.materialized_views.get_mut(&"mv".into()).expect("the base has one")
}

fn function(schema: &mut Schema, change: fn(&mut Function)) {
    let functions = std::mem::take(&mut schema.functions).into_values();
    schema.functions = functions
        .map(|mut function| {
            change(&mut function);
            ((function.name.clone(), function.arguments.clone()), function)
        })
        .collect();
}

fn options(schema: &mut Schema) -> &mut SequenceOptions {
    &mut schema.sequences.get_mut(&"s".into()).expect("the base has one").options
}

const OWNED: [Verdict; 3] =
    [Kept, Kept, Lost("MariaDB drops no sequence with a column, and lowering refuses it")];

fn own(schema: &mut Schema, table: &str, column: &str) {
    let sequence = schema.sequences.get_mut(&"s".into()).expect("the base has one");
    sequence.owner = Some(SequenceOwner { table: table.into(), column: column.to_owned() });
}

fn trigger(schema: &mut Schema, change: fn(&mut Trigger)) {
    let triggers = std::mem::take(&mut schema.triggers).into_values();
    schema.triggers = triggers
        .map(|mut trigger| {
            change(&mut trigger);
            ((trigger.table.clone(), trigger.name.clone()), trigger)
        })
        .collect();
}

fn value(schema: &mut Schema, values: &[&str]) {
    let mood = EnumType { name: "mood".into(), values: named(values) };
    column(schema, "mood").column_type =
        migrate_core::schema::ColumnType::Enumeration(mood.clone());
    schema.enums.insert(mood.name.clone(), mood);
}

pub(crate) fn flips() -> Vec<Flip> {
    const ENUMS: [Verdict; 3] = [Lost(WORDS), Kept, Lost(WORDS)];
    const NOT_MYSQL: [Verdict; 3] = [Kept, Kept, Lost(NO_VIEWS)];
    const TEXT: [Verdict; 3] = [Kept, Unsure(SKELETON), Kept];
    vec![
        flip("Schema.tables", "one less", |it| drop(it.tables.remove(&"parted".into())), ALL),
        flip(
            "Schema.enums",
            "one more",
            |it| {
                let more = EnumType { name: "more".into(), values: named(&["a"]) };
                it.enums.insert(more.name.clone(), more);
            },
            ENUMS,
        ),
        flip("Schema.views", "one less", |it| it.views.clear(), ALL),
        flip(
            "Schema.materialized_views",
            "one less",
            |it| it.materialized_views.clear(),
            NOT_MYSQL,
        ),
        flip("Schema.functions", "one less", |it| it.functions.clear(), ALL),
        flip("Schema.sequences", "one less", |it| it.sequences.clear(), ALL),
        flip("Schema.triggers", "one less", |it| it.triggers.clear(), ALL),
        flip(
            "Schema.extensions",
            "one more",
            |it| {
                it.extensions.insert("hstore".to_owned());
            },
            [Lost(NO_EXTENSIONS), Kept, Lost(NO_EXTENSIONS)],
        ),
        flip(
            "Schema.namespaces",
            "one more",
            |it| {
                it.namespaces.insert("more".to_owned());
            },
            [Lost("SQLite has no schemas"), Kept, Kept],
        ),
        flip(
            "EnumType.name",
            "renamed",
            |it| {
                let mood = EnumType { name: "z".into(), ..it.enums[&"mood".into()].clone() };
                column(it, "mood").column_type =
                    migrate_core::schema::ColumnType::Enumeration(mood.clone());
                it.enums.clear();
                it.enums.insert(mood.name.clone(), mood);
            },
            [Kept, Kept, Lost(WORDS)],
        ),
        flip("EnumType.values", "one more", |it| value(it, &["sad", "happy", "bored"]), ALL),
        flip("EnumType.values", "in another order", |it| value(it, &["happy", "sad"]), ALL),
        flip("EnumType.values", "in other letters", |it| value(it, &["sad", "Happy"]), ALL),
        flip(
            "View.name",
            "renamed",
            |it| renamed(&mut it.views, "v", |view: &mut View| view.name = "z".into()),
            ALL,
        ),
        flip(
            "View.query",
            "another relation",
            |it| view(it, "SELECT id, name FROM users WHERE a > 1"),
            ALL,
        ),
        flip("View.query", "no clause", |it| view(it, "SELECT id, name FROM t"), ALL),
        flip(
            "View.query",
            "another condition",
            |it| view(it, "SELECT id, name FROM t WHERE a > 2"),
            TEXT,
        ),
        flip(
            "View.query",
            "another column",
            |it| view(it, "SELECT id, b FROM t WHERE a > 1"),
            TEXT,
        ),
        flip(
            "View.query",
            "a limit",
            |it| view(it, "SELECT id, name FROM t WHERE a > 1 LIMIT 1"),
            TEXT,
        ),
        flip(
            "MaterializedView.name",
            "renamed",
            |it| {
                renamed(&mut it.materialized_views, "mv", |view: &mut MaterializedView| {
                    view.name = "z".into();
                });
            },
            NOT_MYSQL,
        ),
        flip(
            "MaterializedView.query",
            "another relation",
            |it| {
                materialized(it).query = "SELECT id, name FROM users WHERE a > 1".into();
            },
            NOT_MYSQL,
        ),
        flip(
            "MaterializedView.with_data",
            "off",
            |it| materialized(it).with_data = false,
            [
                Kept,
                Lost("whether it holds rows is known only until it is refreshed"),
                Lost(NO_VIEWS),
            ],
        ),
        flip(
            "MaterializedView.indexes",
            "one less",
            |it| materialized(it).indexes.clear(),
            NOT_MYSQL,
        ),
        flip(
            "MaterializedView.indexes",
            "unique",
            |it| materialized(it).indexes[0].unique = true,
            NOT_MYSQL,
        ),
        flip(
            "MaterializedView.indexes",
            "one more",
            |it| {
                let index = Index {
                    name: "more".to_owned(),
                    columns: vec!["name".into()],
                    ..Index::default()
                };
                materialized(it).indexes.push(index);
            },
            NOT_MYSQL,
        ),
        flip(
            "Function.name",
            "renamed",
            |it| function(it, |function| function.name = "z".into()),
            ALL,
        ),
        flip(
            "Function.arguments",
            "another type",
            |it| function(it, |function| function.arguments = "a bigint".to_owned()),
            ALL,
        ),
        flip(
            "Function.arguments",
            "another name",
            |it| function(it, |function| function.arguments = "b integer".to_owned()),
            ALL,
        ),
        flip(
            "Function.definition",
            "another body",
            |it| {
                function(it, |function| {
                    function.definition = "RETURNS integer LANGUAGE sql AS $$ SELECT -a $$".into();
                });
            },
            ALL,
        ),
        flip(
            "Function.definition",
            "another language",
            |it| {
                function(it, |function| {
                    function.definition =
                        "RETURNS integer LANGUAGE plpgsql AS $$ SELECT a $$".into();
                });
            },
            ALL,
        ),
        flip(
            "Function.definition",
            "another result",
            |it| {
                function(it, |function| {
                    function.definition = "RETURNS bigint LANGUAGE sql AS $$ SELECT a $$".into();
                });
            },
            ALL,
        ),
        flip(
            "Function.definition",
            "another volatility",
            |it| {
                function(it, |function| {
                    function.definition =
                        "RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$".into();
                });
            },
            ALL,
        ),
        flip(
            "Sequence.name",
            "renamed",
            |it| renamed(&mut it.sequences, "s", |it: &mut Sequence| it.name = "z".into()),
            ALL,
        ),
        flip("Sequence.options", "none", |it| *options(it) = SequenceOptions::default(), ALL),
        flip("Sequence.owner", "a column", |it| own(it, "t", "b"), OWNED),
        flip("SequenceOwner.table", "of another table", |it| own(it, "users", "id"), OWNED),
        flip("SequenceOwner.column", "another", |it| own(it, "t", "a"), OWNED),
        flip("SequenceOptions.start", "another", |it| options(it).start = Some(30), ALL),
        flip("SequenceOptions.increment", "another", |it| options(it).increment = Some(6), ALL),
        flip("SequenceOptions.minimum", "another", |it| options(it).minimum = Some(11), ALL),
        flip("SequenceOptions.maximum", "another", |it| options(it).maximum = Some(1001), ALL),
        flip("SequenceOptions.cache", "another", |it| options(it).cache = Some(8), ALL),
        flip("SequenceOptions.cycle", "off", |it| options(it).cycle = Some(false), ALL),
        flip(
            "Trigger.name",
            "renamed",
            |it| trigger(it, |trigger| trigger.name = "z".to_owned()),
            ALL,
        ),
        flip(
            "Trigger.table",
            "another",
            |it| trigger(it, |trigger| trigger.table = "users".into()),
            ALL,
        ),
        flip(
            "Trigger.event",
            "another time",
            |it| trigger(it, |trigger| trigger.event = "BEFORE UPDATE".into()),
            ALL,
        ),
        flip(
            "Trigger.event",
            "another event",
            |it| trigger(it, |trigger| trigger.event = "AFTER DELETE".into()),
            ALL,
        ),
        flip(
            "Trigger.event",
            "one column",
            |it| trigger(it, |trigger| trigger.event = "AFTER UPDATE OF a".into()),
            ALL,
        ),
        flip(
            "Trigger.body",
            "another function",
            |it| {
                trigger(it, |trigger| {
                    trigger.body = "FOR EACH ROW EXECUTE FUNCTION g()".into();
                });
            },
            ALL,
        ),
        flip(
            "Trigger.body",
            "an argument",
            |it| {
                trigger(it, |trigger| {
                    trigger.body = "FOR EACH ROW EXECUTE FUNCTION f('a')".into();
                });
            },
            ALL,
        ),
        flip("QualifiedName.schema", "of a table", |it| rename(it, ("audit", "t").into()), ALL),
        flip("QualifiedName.name", "of a table", |it| rename(it, "z".into()), ALL),
        flip(
            "View.query",
            "one for each database",
            |it| {
                it.views.get_mut(&"v".into()).expect("the base has one").query =
                    SqlText::PerDialect {
                        sqlite: Some("SELECT 1".to_owned()),
                        postgres: Some("SELECT 1".to_owned()),
                        mysql: Some("SELECT 1".to_owned()),
                    };
            },
            ALL,
        ),
    ]
}
