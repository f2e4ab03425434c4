//! Random schemas that the builder can say, in the types and words of one database.

use std::collections::BTreeSet;

use migrate_runtime::schema::{
    Action, Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Deferrable, EnumType,
    Family, ForeignKey, Generated, Identity, Index, IndexColumn, IndexTarget, Schema, Table, Value,
    View,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop};
use proptest::sample::{Index as Choice, select, subsequence};

const TABLES: &[&str] = &["users", "Orders", "post tags", "größen", "select"];
const COLUMNS: &[&str] = &["name", "size", "owner", "Full Name", "group", "é", "it's", "values"];
const LABELS: &[&str] = &["sad", "it's", "very happy", "ä", "a,b", "NULL"];
const TEXTS: &[&str] = &[
    "",
    "it's",
    "a\\b",
    "NULL",
    " x ",
    "100%",
    "ä🦀",
    "'q'",
    "a\nb",
    "{}",
    "now()",
    "1",
    "true",
    "\"d\"",
    "a::text",
    "--",
    "/* */",
    "\\'",
    "$1",
    "?",
    ":x",
    "CURRENT_TIMESTAMP",
];

/// What the values of a type are, as far as constants and conditions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Text,
    Other,
}

#[derive(Clone, Debug)]
struct RandomColumn {
    column: Column,
    kind: Kind,
    /// Whether every database takes it into a key without more words.
    indexable: bool,
}

/// The columns of an index, which of them are descending, whether it is unique, and its filter.
type RandomIndex = (Vec<Choice>, Vec<bool>, bool, Option<Choice>);

#[derive(Clone, Debug)]
struct RandomTable {
    columns: Vec<(&'static str, RandomColumn)>,
    key: Key,
    unique: Option<Choice>,
    indexes: Vec<RandomIndex>,
    references: Vec<(Choice, Action, Action)>,
    checks: Vec<Choice>,
    computed: Option<(Choice, bool)>,
    comment: Option<&'static str>,
    option: Option<Choice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    None,
    Plain,
    Counted,
    Serial,
    /// Of two columns.
    Wide,
}

fn types(family: Family) -> Vec<ColumnType> {
    use ColumnType as T;
    let custom = |spelling: &str| T::Custom(spelling.to_owned());
    let mut types = vec![
        T::SmallInt,
        T::Integer,
        T::BigInt,
        T::Boolean,
        T::Varchar(1),
        T::Varchar(40),
        T::Varchar(255),
        T::Text,
        T::Char(6),
        T::Numeric { precision: 10, scale: 2 },
        T::Numeric { precision: 5, scale: 0 },
        T::Real,
        T::Double,
        T::Date,
        T::Time,
        T::Timestamp,
        T::TimestampTz,
        T::Binary,
        T::Uuid,
        T::Json,
        T::Jsonb,
    ];
    match family {
        Family::Sqlite => {
            types.extend([T::UnboundedVarchar, custom("TINYINT"), custom("MEDIUMTEXT")]);
        }
        Family::Postgres => {
            types.extend([
                T::UnboundedVarchar,
                T::Interval,
                custom("inet"),
                custom("bit(5)"),
                custom("timestamp(3)"),
                custom("tsvector"),
            ]);
            let elements = [
                T::Integer,
                T::Text,
                T::Varchar(9),
                T::Numeric { precision: 6, scale: 3 },
                T::Timestamp,
            ];
            types.extend(elements.map(|element| T::Array(element.into())));
        }
        Family::Mysql => types.extend([
            T::Unsigned(T::Integer.into()),
            T::Unsigned(T::BigInt.into()),
            T::Unsigned(T::SmallInt.into()),
            custom("tinyint"),
            custom("mediumtext"),
            custom("year"),
            custom("bit(5)"),
            custom("datetime(3)"),
            custom("set('a','b')"),
            custom("tinyint(1)"),
        ]),
    }
    types
}

fn kind(column_type: &ColumnType) -> (Kind, bool) {
    use ColumnType as T;
    match column_type {
        T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_) | T::Numeric { .. } => {
            (Kind::Number, true)
        }
        T::Varchar(_) | T::Char(_) => (Kind::Text, true),
        T::Text | T::UnboundedVarchar => (Kind::Text, false),
        T::Boolean | T::Date | T::Timestamp | T::TimestampTz | T::Uuid => (Kind::Other, true),
        T::Real
        | T::Double
        | T::Time
        | T::Interval
        | T::Binary
        | T::Json
        | T::Jsonb
        | T::Array(_)
        | T::Enumeration(_)
        | T::Custom(_) => (Kind::Other, false),
    }
}

/// Defaults that a column of the type takes.
fn defaults(column_type: &ColumnType, family: Family) -> Vec<ColumnDefault> {
    use ColumnType as T;
    let sql = |sql: &str| ColumnDefault::Sql(sql.into());
    let value = |value: Value| ColumnDefault::Value(value);
    let text = |text: &str| ColumnDefault::Value(Value::Text(text.to_owned()));
    let is_mysql = family == Family::Mysql;
    match column_type {
        T::SmallInt | T::Integer | T::BigInt => {
            vec![
                value(0.into()),
                value(7.into()),
                value((-8).into()),
                sql("(1 + 2)"),
                sql("(abs(-5))"),
            ]
        }
        T::Unsigned(_) => vec![value(0.into()), value(200.into())],
        T::Boolean => vec![value(true.into()), value(false.into())],
        T::Varchar(1) => vec![text(""), text("x"), text("'")],
        T::Varchar(_) | T::Char(_) | T::UnboundedVarchar | T::Text => {
            let fits = |it: &&&str| {
                !matches!(column_type, T::Char(_)) || (it.chars().count() <= 6 && it.trim() == **it)
            };
            let mut all: Vec<_> = TEXTS.iter().filter(fits).map(|it| text(it)).collect();
            all.push(sql("(lower('AB'))"));
            all
        }
        T::Numeric { .. } => {
            vec![
                value(Value::Decimal("1.50".to_owned())),
                value(Value::Decimal("-0.5".to_owned())),
                value(3.into()),
                value(0.into()),
            ]
        }
        T::Real | T::Double => {
            [1.5, -0.25, 0.1, 1e10, 0.0, 123_456.0].map(|it: f64| value(Value::Float(it))).to_vec()
        }
        T::Date if is_mysql => vec![text("2020-02-29")],
        T::Date => vec![text("2020-02-29"), ColumnDefault::Today],
        T::Time => vec![text("12:34:56"), text("00:00:00")],
        T::Timestamp => {
            vec![text("2020-01-01 00:00:00"), text("1999-12-31 23:59:59"), ColumnDefault::Now]
        }
        T::TimestampTz => vec![ColumnDefault::Now],
        T::Binary if is_mysql => Vec::new(),
        T::Binary => vec![value(Value::Bytes(vec![0, 255])), value(Value::Bytes(Vec::new()))],
        T::Uuid => vec![text("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")],
        T::Json | T::Jsonb => vec![text("{}"), text("{\"a\": [1, \"o'k\"]}"), text("[]")],
        T::Interval => vec![text("1 day"), text("1 year 2 months 03:04:05"), text("-00:00:01")],
        T::Array(_) => vec![sql("'{}'")],
        T::Enumeration(kind) => kind.values.iter().map(|label| text(label)).collect(),
        T::Custom(spelling) => match spelling.as_str() {
            "TINYINT" | "tinyint" => vec![value(3.into())],
            "inet" => vec![sql("'127.0.0.1'")],
            "timestamp(3)" => vec![sql("now()")],
            _ => Vec::new(),
        },
    }
}

fn column(family: Family, labels: Vec<&'static str>) -> impl Strategy<Value = RandomColumn> {
    let mood =
        EnumType { name: "mood".into(), values: labels.into_iter().map(str::to_owned).collect() };
    let mut all = types(family);
    all.extend([ColumnType::Enumeration(mood.clone()), ColumnType::Enumeration(mood)]);
    let comment = option::weighted(0.15, select(&["it's", "a \\ \"b\"", "ä"][..]));
    let collation = option::weighted(0.1, Just(()));
    (select(all), any::<bool>(), option::weighted(0.5, any::<Choice>()), comment, collation)
        .prop_map(move |(column_type, nullable, default, comment, collation)| {
            let (kind, indexable) = kind(&column_type);
            let defaults = defaults(&column_type, family);
            let default = default
                .filter(|_| !defaults.is_empty())
                .map(|choice| choice.get(&defaults).clone());
            let collation = collation.filter(|()| kind == Kind::Text).map(|()| match family {
                Family::Sqlite => "NOCASE",
                Family::Postgres => "C",
                Family::Mysql => "utf8mb4_bin",
            });
            let mut column = Column::new("", column_type);
            (column.nullable, column.default) = (nullable, default);
            column.collation = collation.map(str::to_owned);
            column.comment = comment.filter(|_| family != Family::Sqlite).map(str::to_owned);
            RandomColumn { column, kind, indexable }
        })
}

fn table(family: Family, labels: Vec<&'static str>) -> impl Strategy<Value = RandomTable> {
    let columns = (subsequence(COLUMNS, 1..=6).prop_shuffle(), vec(column(family, labels), 6));
    let columns =
        columns.prop_map(|(names, columns)| names.into_iter().zip(columns).collect::<Vec<_>>());
    let key = match family {
        Family::Postgres => vec![Key::None, Key::Plain, Key::Counted, Key::Serial, Key::Wide],
        Family::Sqlite | Family::Mysql => vec![Key::None, Key::Plain, Key::Counted, Key::Wide],
    };
    let index = (
        vec(any::<Choice>(), 1..3),
        vec(any::<bool>(), 3),
        prop::bool::weighted(0.3),
        option::weighted(0.3, any::<Choice>()),
    );
    let action =
        || select(vec![Action::NoAction, Action::Cascade, Action::SetNull, Action::Restrict]);
    let references = vec((any::<Choice>(), action(), action()), 0..2);
    let rest = (
        option::weighted(0.3, (any::<Choice>(), any::<bool>())),
        option::weighted(0.2, Just("it's")),
        option::weighted(0.3, any::<Choice>()),
    );
    (
        columns,
        select(key),
        option::of(any::<Choice>()),
        vec(index, 0..3),
        references,
        vec(any::<Choice>(), 0..3),
        rest,
    )
        .prop_map(
            |(columns, key, unique, indexes, references, checks, (computed, comment, option))| {
                RandomTable {
                    columns,
                    key,
                    unique,
                    indexes,
                    references,
                    checks,
                    computed,
                    comment,
                    option,
                }
            },
        )
}

/// A schema that the builder can say; a database may refuse some of it.
pub(crate) fn schema(family: Family) -> impl Strategy<Value = Schema> {
    let labels = subsequence(LABELS, 1..=LABELS.len()).prop_shuffle();
    let tables =
        labels.prop_flat_map(move |labels| btree_map(select(TABLES), table(family, labels), 0..=4));
    (tables, any::<bool>()).prop_map(move |(tables, has_view)| {
        let mut schema = Schema::new();
        for (name, random) in &tables {
            schema.tables.insert((*name).into(), made(name, random, family));
        }
        let keyed: Vec<_> =
            tables.iter().filter(|(_, it)| has_id(it.key)).map(|(name, _)| *name).collect();
        for (name, random) in &tables {
            for (number, (choice, on_delete, on_update)) in random.references.iter().enumerate() {
                if keyed.is_empty() {
                    continue;
                }
                let other = choice.get(&keyed);
                let column = format!("ref{number}");
                let reference = Column::new(&*column, ColumnType::BigInt);
                let key = ForeignKey {
                    columns: vec![column.clone()],
                    table: (*other).into(),
                    referenced: vec!["id".to_owned()],
                    match_full: false,
                    on_delete: *on_delete,
                    on_update: *on_update,
                    deferrable: Deferrable::No,
                    validated: true,
                };
                if let Some(table) = schema.tables.get_mut(&(*name).into()) {
                    table.columns.push(reference);
                    let named = Constraint::named(
                        format!("fk_{name}_{column}"),
                        ConstraintBody::ForeignKey(key),
                    );
                    table.constraints.push(named);
                }
            }
        }
        if let Some(name) = keyed.first().filter(|_| has_view) {
            let quote = if family == Family::Mysql { '`' } else { '"' };
            let query = format!("SELECT id FROM {quote}{name}{quote} WHERE id > 5").as_str().into();
            schema.views.insert("v".into(), View { name: "v".into(), query });
        }
        schema
    })
}

const fn has_id(key: Key) -> bool {
    matches!(key, Key::Plain | Key::Counted | Key::Serial)
}

/// The name of a column. A type that only the database knows is always that of the same names: nobody knows before it
/// runs whether a database converts another into it.
fn name_of(label: &str, column: &Column) -> String {
    match &column.column_type {
        ColumnType::Custom(spelling) => format!("{label} {spelling}"),
        _ => label.to_owned(),
    }
}

fn quoted(name: &str, family: Family) -> String {
    let quote = if family == Family::Mysql { '`' } else { '"' };
    format!("{quote}{name}{quote}")
}

#[expect(clippy::too_many_lines, reason = "each part of a table follows from those before it")]
fn made(name: &str, random: &RandomTable, family: Family) -> Table {
    let mut table = Table::new(name);
    if has_id(random.key) || random.key == Key::Wide {
        let mut id = Column::new("id", ColumnType::BigInt);
        id.nullable = false;
        id.identity = match random.key {
            Key::Counted => Some(Identity::default()),
            Key::Serial => Some(Identity::serial()),
            Key::None | Key::Plain | Key::Wide => None,
        };
        // A row of SQLite is counted by a column of this type alone.
        if family == Family::Sqlite && random.key == Key::Counted {
            id.column_type = ColumnType::Integer;
        }
        table.columns.push(id);
        let mut columns = vec!["id".to_owned()];
        if random.key == Key::Wide {
            let mut part = Column::new("part", ColumnType::Integer);
            part.nullable = false;
            table.columns.push(part);
            columns.insert(0, "part".to_owned());
        }
        table
            .constraints
            .push(Constraint::named(format!("pk_{name}"), ConstraintBody::PrimaryKey { columns }));
    }
    for (label, random) in &random.columns {
        let mut column = random.column.clone();
        column.name = name_of(label, &column);
        table.columns.push(column);
    }
    let of_kind = |wanted: Kind| -> Vec<&str> {
        random.columns.iter().filter(|(_, it)| it.kind == wanted).map(|(name, _)| *name).collect()
    };
    let indexable: Vec<&str> =
        random.columns.iter().filter(|(_, it)| it.indexable).map(|(name, _)| *name).collect();
    let (numbers, texts) = (of_kind(Kind::Number), of_kind(Kind::Text));
    if let Some(choice) = random.unique.filter(|_| !indexable.is_empty()) {
        let body = ConstraintBody::Unique {
            columns: vec![(*choice.get(&indexable)).to_owned()],
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: Deferrable::No,
        };
        table.constraints.push(Constraint::named(format!("uq_{name}"), body));
    }
    for (number, choice) in random.checks.iter().enumerate() {
        let mut conditions = Vec::new();
        for column in &numbers {
            let column = quoted(column, family);
            conditions.extend([
                format!("{column} > 0"),
                format!("{column} BETWEEN 1 AND 10"),
                format!("{column} IN (1, 2, 3)"),
                format!("NOT ({column} = 5 OR {column} < -3)"),
                format!("{column} IS NOT NULL AND {column} <> 4"),
                format!("coalesce({column}, 0) * 2 + 1 < 100"),
                format!("CASE WHEN {column} > 3 THEN {column} < 9 ELSE {column} > 1 END"),
            ]);
        }
        for column in &texts {
            let column = quoted(column, family);
            conditions.extend([
                format!("length({column}) > 2"),
                format!("{column} <> ''"),
                format!("{column} IN ('a', 'it''s')"),
                format!("{column} LIKE 'a%'"),
                format!("lower({column}) = {column}"),
                format!("{column} NOT LIKE '%\\_%'"),
            ]);
        }
        if !conditions.is_empty() {
            let body = ConstraintBody::Check {
                expression: choice.get(&conditions).as_str().into(),
                validated: true,
            };
            table.constraints.push(Constraint::named(format!("ck_{name}_{number}"), body));
        }
    }
    for (number, (columns, orders, unique, filter)) in random.indexes.iter().enumerate() {
        if indexable.is_empty() {
            break;
        }
        let mut seen = BTreeSet::new();
        let parts = columns.iter().zip(orders).filter_map(|(choice, descending)| {
            let column = *choice.get(&indexable);
            seen.insert(column).then(|| {
                let mut part = IndexColumn::new(IndexTarget::Column(column.to_owned()));
                part.descending = *descending;
                part
            })
        });
        let mut parts: Vec<_> = parts.collect();
        let mut index =
            Index { name: format!("ix_{name}_{number}"), unique: *unique, ..Index::default() };
        if let (Some(choice), true) = (filter, family != Family::Mysql) {
            let column = quoted(indexable[choice.index(indexable.len())], family);
            index.filter = Some(format!("{column} IS NOT NULL").as_str().into());
            if let Some(text) = texts.first() {
                let lower = format!("lower({})", quoted(text, family));
                parts.push(IndexColumn::new(IndexTarget::Expression(lower.as_str().into())));
            }
        }
        index.columns = parts;
        table.indexes.push(index);
    }
    if let Some((choice, stored)) = random.computed {
        let mut computed = Vec::new();
        computed.extend(
            numbers
                .iter()
                .map(|it| (ColumnType::BigInt, format!("coalesce({}, 0) * 2", quoted(it, family)))),
        );
        computed.extend(
            texts
                .iter()
                .map(|it| (ColumnType::Varchar(300), format!("lower({})", quoted(it, family)))),
        );
        if !computed.is_empty() {
            let (column_type, expression) = choice.get(&computed).clone();
            let mut column = Column::new("computed", column_type);
            let stored = stored || family == Family::Postgres;
            column.generated = Some(Generated { expression: expression.as_str().into(), stored });
            table.columns.push(column);
        }
    }
    table.comment = random.comment.filter(|_| family != Family::Sqlite).map(str::to_owned);
    if let Some(choice) = &random.option {
        let is_first = choice.index(2) == 0;
        let options = &mut table.options;
        match family {
            Family::Sqlite => {
                options.without_rowid = is_first && matches!(random.key, Key::Plain | Key::Wide);
            }
            Family::Postgres => options
                .storage
                .push(("fillfactor".to_owned(), if is_first { "70" } else { "50" }.to_owned())),
            Family::Mysql if is_first => options.charset = Some("latin1".to_owned()),
            Family::Mysql => options.row_format = Some("DYNAMIC".to_owned()),
        }
    }
    table
}

/// The tables of a schema, a line each.
pub(crate) fn brief(schema: &Schema) -> String {
    let tables = schema.tables.values().map(|table| {
        let columns = table.columns.iter().map(|it| {
            let generated = it.generated.as_ref().map(|it| format!(" AS {:?}", it.expression));
            let (default, collation) =
                (it.default.as_ref().map(|it| format!(" = {it:?}")), it.collation.as_ref());
            let null = if it.nullable { "" } else { " NOT NULL" };
            let said = [default, generated, collation.map(|it| format!(" COLLATE {it}"))];
            format!(
                "{} {}{null}{}",
                it.name,
                it.column_type,
                said.into_iter().flatten().collect::<String>()
            )
        });
        let constraints =
            table.constraints.iter().map(|constraint| format!("{:?}", constraint.body));
        let indexes = table.indexes.iter().map(|index| format!("{index:?}"));
        let parts: Vec<_> = columns.chain(constraints).chain(indexes).collect();
        format!("{} ({}) {:?}", table.name, parts.join(", "), table.comment)
    });
    tables.collect::<Vec<_>>().join("\n    ")
}
