//! Structs as tables: what `#[derive(Model)]` makes of each type and each word, on every database.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(dead_code, reason = "a model is read by its derive")]

use std::collections::BTreeMap;
use std::time::SystemTime;

use migrate_runtime::dialect::{Action, Dialect, lower};
use migrate_runtime::op::{Op, Operation};
use migrate_runtime::schema::{Family, Table};
use migrate_runtime::{Model, ModelEnum, ModelType};

/// Stand-ins for types of other crates, which are known by their names.
mod others {
    pub(crate) struct Utc;
    pub(crate) struct DateTime<Zone>(Zone);
    pub(crate) mod civil {
        pub(crate) struct DateTime;
    }
    macro_rules! types {
        ($($name:ident)+) => {$(pub(crate) struct $name;)+};
    }
    types! {
        NaiveDateTime NaiveDate NaiveTime OffsetDateTime PrimitiveDateTime Date Time Timestamp Zoned
        PgInterval Uuid Decimal
    }
    pub(crate) mod serde_json {
        pub(crate) struct Value;
    }
}

use others::{
    Date, DateTime, Decimal, NaiveDate, NaiveDateTime, NaiveTime, OffsetDateTime, PgInterval,
    PrimitiveDateTime, Time, Timestamp, Utc, Uuid, Zoned, civil, serde_json,
};

const DIALECTS: [(Family, &str); 3] =
    [(Family::Sqlite, "3.53.2"), (Family::Postgres, "180000"), (Family::Mysql, "10.11.6-MariaDB")];

/// The table of a model.
fn table_of<M: Model>() -> Table {
    let mut op: Op = Op::new();
    op.create_table(M::table());
    let recorded = op.into_operations();
    let [recorded] = &recorded[..] else { unreachable!() };
    let Operation::CreateTable { table, .. } = &recorded.operation else { unreachable!() };
    table.clone()
}

/// The statements that create it, or the refusal.
fn sql_of<M: Model>(family: Family, version: &str) -> String {
    let dialect = Dialect::parse(family, version).unwrap();
    let mut op: Op = Op::new();
    op.create_table(M::table());
    let lowered = lower(dialect, &op.into_operations(), &mut dialect.empty_schema());
    let lowered = match lowered {
        Ok(lowered) => lowered,
        Err(error) => return error.to_string(),
    };
    let texts = lowered.statements.into_iter().filter_map(|statement| match statement.action {
        Action::Sql(sql) => Some(sql),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(";\n")
}

/// The type of each column of a statement.
fn types(sql: &str) -> BTreeMap<String, String> {
    let lines = sql.lines().filter_map(|line| line.strip_prefix("    "));
    lines
        .filter(|line| !line.starts_with("CONSTRAINT") && !line.starts_with("PRIMARY"))
        .filter_map(|line| {
            let (name, rest) = line.trim_end_matches(',').split_once(' ')?;
            let of_type = rest.split(" NOT NULL").next().unwrap_or(rest);
            Some((name.trim_matches(['"', '`']).to_owned(), of_type.to_owned()))
        })
        .collect()
}

#[derive(ModelEnum)]
enum Mood {
    Sad,
    VeryHappy,
}

struct Money(i64);

impl ModelType for Money {
    type Kind = migrate_runtime::op::kind::Numeric;

    fn column() -> migrate_runtime::op::ColumnSpec<Self::Kind> {
        migrate_runtime::op::numeric(12, 2)
    }
}

fn citext() -> migrate_runtime::op::ColumnSpec<migrate_runtime::op::kind::Text> {
    use migrate_runtime::prelude::{custom, text};
    custom("citext").like(text())
}

#[derive(Model)]
struct Everywhere {
    id: i64,
    small: i16,
    medium: i32,
    flag: bool,
    single: f32,
    double: f64,
    name: String,
    bytes: Vec<u8>,
    maybe: Option<Vec<u8>>,
    std_time: SystemTime,
    naive: NaiveDateTime,
    zoned: DateTime<Utc>,
    civil: civil::DateTime,
    primitive: PrimitiveDateTime,
    offset: Option<OffsetDateTime>,
    instant: Timestamp,
    jiff_zoned: Zoned,
    chrono_day: NaiveDate,
    day: Date,
    chrono_clock: NaiveTime,
    clock: Time,
    unique_id: Uuid,
    document: serde_json::Value,
    mood: Mood,
    money: Money,
    #[model(numeric(8, 3))]
    exact: Decimal,
    #[model(char(2))]
    country: String,
}

mod own {
    /// The name of a type of another crate, which is known by it, and a type that says its column itself.
    #[derive(migrate_runtime::ModelEnum)]
    pub(crate) enum Value {
        High,
        Low,
    }
}

#[derive(Model)]
struct Reading {
    id: i64,
    value: own::Value,
    values: Vec<own::Value>,
    document: serde_json::Value,
}

#[test]
fn a_type_that_says_its_column_is_not_taken_for_its_name() {
    let postgres = types(&sql_of::<Reading>(Family::Postgres, "180000"));
    let found = ["value", "values", "document"].map(|column| postgres[column].as_str());
    assert_eq!(found, ["value", "value[]", "JSONB"]);
}

/// Every database writes the type of a field in its own words.
#[test]
fn a_column_of_each_rust_type() {
    let found = DIALECTS.map(|(family, version)| types(&sql_of::<Everywhere>(family, version)));
    for (column, on_sqlite, on_postgres, on_mysql) in [
        ("id", "BIGINT", "BIGINT", "BIGINT"),
        ("small", "SMALLINT", "SMALLINT", "SMALLINT"),
        ("medium", "INTEGER", "INTEGER", "INT"),
        ("flag", "BOOLEAN", "BOOLEAN", "TINYINT(1)"),
        ("single", "REAL", "REAL", "FLOAT"),
        ("double", "DOUBLE", "DOUBLE PRECISION", "DOUBLE"),
        ("name", "TEXT", "TEXT", "LONGTEXT"),
        ("bytes", "BLOB", "BYTEA", "LONGBLOB"),
        ("maybe", "BLOB", "BYTEA", "LONGBLOB"),
        ("std_time", "TIMESTAMP", "TIMESTAMP", "DATETIME(6)"),
        ("naive", "TIMESTAMP", "TIMESTAMP", "DATETIME(6)"),
        ("zoned", "TIMESTAMPTZ", "TIMESTAMPTZ", "TIMESTAMP(6)"),
        ("civil", "TIMESTAMP", "TIMESTAMP", "DATETIME(6)"),
        ("primitive", "TIMESTAMP", "TIMESTAMP", "DATETIME(6)"),
        ("offset", "TIMESTAMPTZ", "TIMESTAMPTZ", "TIMESTAMP(6) NULL"),
        ("instant", "TIMESTAMPTZ", "TIMESTAMPTZ", "TIMESTAMP(6)"),
        ("jiff_zoned", "TIMESTAMPTZ", "TIMESTAMPTZ", "TIMESTAMP(6)"),
        ("chrono_day", "DATE", "DATE", "DATE"),
        ("day", "DATE", "DATE", "DATE"),
        ("chrono_clock", "TIME", "TIME", "TIME(6)"),
        ("clock", "TIME", "TIME", "TIME(6)"),
        ("unique_id", "CHAR(36)", "UUID", "UUID"),
        ("document", "TEXT", "JSONB", "JSON"),
        ("mood", "TEXT", "mood", "ENUM('sad', 'very_happy')"),
        ("money", "NUMERIC(12, 2)", "NUMERIC(12, 2)", "DECIMAL(12, 2)"),
        ("exact", "NUMERIC(8, 3)", "NUMERIC(8, 3)", "DECIMAL(8, 3)"),
        ("country", "CHAR(2)", "CHAR(2)", "CHAR(2)"),
    ] {
        let found = found.each_ref().map(|types| types[column].as_str());
        assert_eq!(found, [on_sqlite, on_postgres, on_mysql], "{column}");
    }
}

#[derive(Model)]
struct OnPostgres {
    id: i64,
    names: Vec<String>,
    keys: Option<Vec<Uuid>>,
    scores: Vec<Option<i32>>,
    matrix: Vec<Vec<f64>>,
    moods: Vec<Mood>,
    span: PgInterval,
    #[model(type = citext())]
    email: String,
}

#[derive(Model)]
struct OnMysql {
    id: u64,
    medium: u32,
    small: u16,
    #[model(custom("TINYINT"), like = small_int(), default = 1)]
    level: i8,
}

#[test]
fn columns_that_one_database_has() {
    let postgres = types(&sql_of::<OnPostgres>(Family::Postgres, "180000"));
    for (column, expected) in [
        ("names", "TEXT[]"),
        ("keys", "UUID[]"),
        ("scores", "INTEGER[]"),
        ("matrix", "DOUBLE PRECISION[][]"),
        ("moods", "mood[]"),
        ("span", "INTERVAL"),
        ("email", "citext"),
    ] {
        assert_eq!(postgres[column], expected, "{column}");
    }
    let mysql = types(&sql_of::<OnMysql>(Family::Mysql, "10.11.6-MariaDB"));
    for (column, expected) in [
        ("id", "BIGINT UNSIGNED"),
        ("medium", "INT UNSIGNED"),
        ("small", "SMALLINT UNSIGNED"),
        ("level", "TINYINT"),
    ] {
        assert_eq!(mysql[column], expected, "{column}");
    }
    let refused = sql_of::<OnMysql>(Family::Sqlite, "3.53.2");
    assert!(refused.contains("SQLite has no unsigned numbers"), "{refused}");
}

#[derive(ModelEnum)]
#[model(name = ("blog", "post_state"), rename_all = "kebab-case")]
enum State {
    Draft,
    InReview,
    #[model(rename = "live")]
    Published,
}

#[derive(Model)]
#[model(table = ("blog", "posts"), was = "articles")]
#[model(check("ck_posts_title", "length(title) > 0"), comment = "what was written")]
#[model(unique("uq_posts_author_slug", ["author_id", "slug"]), mysql_engine = "InnoDB")]
#[model(index("ix_posts_newest", [desc("created_at"), asc("id")]))]
struct Post {
    #[model(identity)]
    id: i64,
    #[model(references("users", "id"), on_delete = Cascade, index)]
    author_id: i64,
    #[model(varchar(200), was = "headline")]
    title: String,
    #[model(text, on_postgres = custom("citext"), unique_named = "posts_slug_key")]
    slug: Option<String>,
    #[model(default = now())]
    created_at: NaiveDateTime,
    #[model(default = "in-review")]
    state: State,
    #[model(check = "views >= 0", default = 0, comment = "how often it was read")]
    views: i32,
    #[model(column = "type")]
    kind: Option<String>,
    #[model(generated = "views + 1")]
    next: i32,
}

/// The words are those of a revision: the table is the one that the builder makes of them.
#[test]
fn words_are_those_of_the_builder() {
    use migrate_runtime::prelude::*;
    let mut op: Op = Op::new();
    op.create_table(
        table(("blog", "posts"))
            .column("id", big_int().primary_key().identity())
            .column("author_id", big_int().not_null().references("users", "id").on_delete(Cascade))
            .column("title", varchar(200).not_null())
            .column("slug", text().on_postgres(custom("citext")).unique_named("posts_slug_key"))
            .column("created_at", timestamp().not_null().default(now()))
            .column(
                "state",
                enumeration(("blog", "post_state"), ["draft", "in-review", "live"])
                    .not_null()
                    .default("in-review"),
            )
            .column(
                "views",
                integer()
                    .not_null()
                    .check("views >= 0")
                    .default(0)
                    .comment("how often it was read"),
            )
            .column("type", text())
            .column("next", integer().not_null().generated("views + 1"))
            .check("ck_posts_title", "length(title) > 0")
            .comment("what was written")
            .unique("uq_posts_author_slug", ["author_id", "slug"])
            .mysql_engine("InnoDB")
            .index("ix_posts_newest", [desc("created_at"), asc("id")])
            .index("ix_posts_author_id", ["author_id"]),
    );
    let recorded = op.into_operations();
    let Operation::CreateTable { table, .. } = &recorded[0].operation else { unreachable!() };
    assert_eq!(table_of::<Post>(), *table);
}

#[derive(Model)]
#[diesel(check_for_backend(diesel::pg::Pg), table_name = crate::schema::post_tags)]
#[diesel(primary_key(post_id, label), treat_none_as_null = true)]
struct Tag {
    #[diesel(deserialize_as = Pair<i64, i64>, column_name = post_id)]
    post: i64,
    #[model(column = "name")]
    label: String,
}

#[derive(Model)]
struct UserGroup {
    #[model(primary_key)]
    user_id: i64,
    #[model(primary_key)]
    r#type: i64,
}

#[derive(Model)]
#[model(no_primary_key, column("search", custom("tsvector")))]
struct Log {
    line: String,
}

mod with_diesel {
    diesel::table! {
        notes (note_id) {
            note_id -> BigInt,
            body -> Nullable<Text>,
        }
    }

    /// One struct for diesel's derives and for the model.
    #[derive(
        diesel::Queryable,
        diesel::Selectable,
        diesel::Identifiable,
        diesel::Insertable,
        migrate_runtime::Model,
    )]
    #[diesel(table_name = notes, primary_key(note_id))]
    pub(super) struct Note {
        #[model(identity)]
        note_id: i64,
        #[diesel(column_name = body)]
        text: Option<String>,
    }
}

#[test]
fn names_and_keys_are_those_of_diesel() {
    let key = |table: Table| {
        let columns: Vec<_> = table.columns.iter().map(|column| column.name.clone()).collect();
        (table.name.to_string(), columns.join(", "), table.primary_key().join(", "))
    };
    let expected = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(key(table_of::<Tag>()), expected("post_tags", "post_id, name", "post_id, name"));
    assert_eq!(
        key(table_of::<UserGroup>()),
        expected("user_groups", "user_id, type", "user_id, type")
    );
    assert_eq!(key(table_of::<Log>()), expected("logs", "line, search", ""));
    assert_eq!(key(table_of::<with_diesel::Note>()), expected("notes", "note_id, body", "note_id"));
}
