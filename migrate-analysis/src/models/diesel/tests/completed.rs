//! The operations that a `schema.rs` leads to.

use migrate_core::dialect::Dialect;
use migrate_core::op::{
    Op, apply, array, big_int, custom, describe, enumeration, integer, numeric, string, table,
    text, timestamptz, uuid, varchar,
};
use migrate_core::schema::{Origin, Schema};

use super::{MARIADB, MYSQL, POSTGRES, SQLITE, made};
use crate::diff::Answers;
use crate::models::diesel::{DieselToml, Section, complete, diff, read};

/// A comparison of a head with a file.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) head: &'a Schema,
    pub(super) dialect: Dialect,
    pub(super) toml: &'a str,
    pub(super) patch: Option<&'a str>,
    pub(super) answers: &'a [&'a str],
}

impl<'a> Case<'a> {
    pub(super) fn on(dialect: Dialect, head: &'a Schema) -> Self {
        Self { head, dialect, toml: "", patch: None, answers: &[] }
    }

    /// The operations, questions and notes, a line each.
    pub(super) fn of(&self, declared: &str) -> Vec<String> {
        let text = format!("[print_schema]\n{}", self.toml);
        let config = DieselToml::read("diesel.toml", &text).unwrap();
        let section = Section { settings: &config.sections["default"], patch: self.patch };
        let mut answers = Answers::default();
        for answer in self.answers {
            answers.read(answer, self.head).unwrap();
        }
        let declared = read("schema.rs", declared).unwrap();
        let families = [self.dialect.family()];
        let found =
            diff(&declared, self.head, self.dialect, &[section], &families, &answers).unwrap();
        let mut lines = Vec::new();
        let mut schema = self.head.clone();
        for operation in &found.diff.operations {
            lines.push(describe(operation, &schema));
            apply(operation, Origin::new("model", 1, 1), &mut schema).unwrap();
        }
        lines.extend(found.diff.questions.iter().map(|question| format!("? {question}")));
        lines.extend(found.notes.iter().map(|note| format!("# {note}")));
        lines
    }
}

pub(super) fn users(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", big_int().primary_key())
            .column("name", varchar(50).not_null())
            .column("tags", array(text())),
    );
}

#[track_caller]
fn unchanged(dialect: Dialect, head: &Schema, declared: &str) {
    assert_eq!(Case::on(dialect, head).of(declared), [""; 0], "{declared}");
}

#[test]
fn what_a_file_does_not_say_is_as_it_is() {
    let head = made(|op| {
        users(op);
        op.create_table(
            table("posts")
                .column("id", integer().primary_key())
                .column("author", big_int().not_null().references("users", "id"))
                .column("reviewer", big_int().references("users", "id"))
                .column("price", numeric(10, 2).default(1).comment("in euros"))
                .check("ck_posts_price", "price > 0"),
        );
        op.create_index("ix_posts_author", "posts", ["author"]);
        op.create_view("names", "SELECT name FROM users");
        op.create_sequence("counter");
        op.create_table(table("no_key").column("x", integer()));
    });
    let posts = "table! { posts (id) { price -> Nullable<Decimal>, author -> BigInt, id -> Integer,
                 reviewer -> Nullable<Int8>, } }";
    for users in [
        // As it is printed; without the length; with aliases; in another order.
        "table! { users (id) { id -> Int8, #[max_length = 50] name -> Varchar, tags -> Nullable<Array<Nullable<Text>>>, } }",
        "table! { users (id) { id -> BigInt, name -> Text, tags -> Nullable<Array<Text>>, } }",
        "table! { users (id) { tags -> Nullable<Array<Varchar>>, name -> VarChar, id -> Bigint, } }",
        // A key's columns take no NULL, whatever is said.
        "table! { users (name) { id -> Nullable<Int8>, name -> Text, tags -> Nullable<Array<Text>>, } }",
    ] {
        unchanged(POSTGRES, &head, &format!("{users} {posts}"));
    }
    // Views and sequences, whatever is said of their columns; tables of the database itself.
    let others = "table! { names (name) { name -> Nullable<Text>, more -> Text, } }
         view! { names_again { name -> Text, } }
         table! { counter (last_value) { last_value -> Int8, } }
         table! { information_schema.columns (table_name) { table_name -> Text, } }
         table! { __diesel_schema_migrations (version) { version -> Text, } }
         table! { no_key (x) { x -> Nullable<Int4>, } }
         joinable!(posts -> users (author));";
    let users =
        "table! { users (id) { id -> Int8, name -> Text, tags -> Nullable<Array<Text>>, } }";
    assert_eq!(
        Case::on(POSTGRES, &head).of(&format!("{users} {posts} {others}")),
        [
            "# schema.rs:3: view `names_again` is not at the head, and `view!` does not say its query: create it in a revision"
        ]
    );
}

#[test]
fn a_new_table_with_its_key_and_its_joins() {
    let head = made(users);
    let declared = "table! { users (id) { id -> Int8, name -> Text, tags -> Nullable<Array<Text>>, } }
        table! { posts (id) { id -> Int4, #[sql_name = \"for\"] for_ -> Int8, other -> Int8, #[max_length = 9] word -> Nullable<Varchar>, } }
        table! { pairs (a, b) { a -> Serial, b -> Text, n -> Nullable<Numeric>, r -> Tsrange, } }
        joinable!(posts -> users (for_));
        joinable!(posts -> users (other));
        joinable!(posts -> pairs (other));
        joinable!(pairs -> users (b));";
    assert_eq!(
        Case::on(POSTGRES, &head).of(declared),
        [
            "create table pairs",
            "create table posts",
            "# schema.rs:4: `joinable!` is taken for a foreign key of new table `posts`: `for` references `users`",
        ]
    );
}

#[test]
fn the_columns_of_a_new_table() {
    let text = "table! { posts (id, day) { id -> Serial, day -> Date, #[max_length = 9] word -> Nullable<Varchar>,
            n -> Nullable<Numeric>, r -> Tsrange, c -> Unsigned<BigInt>, } }
        table! { users (id) { id -> Int8, } }
        table! { details (user_id) { user_id -> Int8, } }
        joinable!(details -> users (user_id));";
    let columns = |dialect, name: &str| -> Vec<String> {
        let declared = read("schema.rs", text).unwrap();
        let head = Schema::new();
        let completed = complete(&declared, &head, dialect, &[], &Answers::default()).unwrap();
        let table = completed.schema.tables[&name.into()].clone();
        let columns = table.columns.iter().map(|column| {
            let null = if column.nullable { "" } else { " not null" };
            let numbers =
                column.identity.map(|it| format!(" {:?}", it.generation)).unwrap_or_default();
            format!("{} {}{null}{numbers}", column.name, column.column_type)
        });
        let constraints = table.constraints.iter().filter_map(|it| it.name.clone());
        columns.chain(constraints).collect()
    };
    assert_eq!(
        columns(POSTGRES, "posts"),
        [
            "id integer not null Serial",
            "day date not null",
            "word varchar(9)",
            "n numeric",
            "r tsrange not null",
            "c big_int unsigned not null",
            "pk_posts",
        ]
    );
    // A number that a row has of its own is given by the database.
    assert_eq!(columns(POSTGRES, "users"), ["id big_int not null ByDefault", "pk_users"]);
    assert_eq!(columns(SQLITE, "users"), ["id big_int not null ByDefault", "pk_users"]);
    assert_eq!(
        columns(POSTGRES, "details"),
        ["user_id big_int not null", "pk_details", "fk_details_user_id_users"]
    );
    assert_eq!(columns(MARIADB, "posts")[3], "n numeric(10, 0)");
}

#[test]
fn types_lengths_and_null_where_they_are_claimed() {
    let head = made(users);
    let of = |columns: &str| {
        Case::on(POSTGRES, &head)
            .of(&format!("table! {{ users (id) {{ id -> Int8, {columns} }} }}"))
    };
    let tags = "tags -> Nullable<Array<Text>>,";
    for (columns, expected) in [
        (
            "#[max_length = 80] name -> Varchar,",
            &["alter column users.name: varchar(50) -> varchar(80)"][..],
        ),
        ("name -> Jsonb,", &["alter column users.name: varchar(50) -> jsonb"]),
        ("name -> Citext,", &["alter column users.name: varchar(50) -> citext"]),
        ("name -> Nullable<Text>,", &["alter column users.name: NULL"]),
        ("name -> Text, age -> Nullable<Int2>,", &["add column users.age small_int"]),
        (
            "name -> Mood,",
            &[
                "# schema.rs:1: column `users.name` is left as it is: whether `Mood` is varchar(50) is not known",
            ],
        ),
    ] {
        assert_eq!(of(&format!("{columns} {tags}")), expected, "{columns}");
    }
    assert_eq!(
        of("name -> Text, tags -> Array<Text>,"),
        [
            "alter column users.tags: NOT NULL",
            "# schema.rs:1: column `users.tags` becomes NOT NULL, and rows may have NULL",
        ]
    );
    assert_eq!(
        of("name -> Text, tags -> Nullable<Array<Int4>>,"),
        ["alter column users.tags: array(text) -> array(integer)"]
    );
}

#[test]
fn enum_types_by_their_names() {
    let head = made(|op| {
        op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("mood", enumeration("user_mood", ["sad", "happy"]))
                .column("search", custom("tsvector")),
        );
        op.create_enum("level", ["low", "high"]);
    });
    let rest = "id -> Int4, search -> Nullable<Tsvector>,";
    let of = |columns: &str| {
        Case::on(POSTGRES, &head).of(&format!(
            "#[diesel(postgres_type(name = \"user_mood\"))] pub struct Mine;
             #[diesel(postgres_type(name = \"level\"))] pub struct Level;
             table! {{ t (id) {{ {rest} {columns} }} }}"
        ))
    };
    assert_eq!(of("mood -> Nullable<UserMood>,"), [""; 0]);
    assert_eq!(of("mood -> Nullable<Mine>,"), [""; 0]);
    assert_eq!(
        of("mood -> Nullable<Level>,"),
        ["alter column t.mood: enumeration(user_mood) -> enumeration(level)"]
    );
    assert_eq!(
        of("mood -> Nullable<Text>,"),
        ["alter column t.mood: enumeration(user_mood) -> text"]
    );
    assert_eq!(
        of("mood -> Nullable<UserMood>, level -> Level, vector -> Nullable<Vector>,"),
        [
            "add column t.level enumeration(level)",
            "alter column t.level: NOT NULL",
            "add column t.vector vector",
            "# schema.rs:3: column `t.level` becomes NOT NULL, and rows may have NULL",
        ]
    );
}

#[test]
fn one_file_for_several_databases() {
    let head = made(|op| {
        op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("key", uuid().not_null())
                .column("mood", enumeration("mood", ["sad", "happy"]))
                .column("at", timestamptz())
                .column("name", varchar(20))
                .column("price", numeric(5, 2)),
        );
    });
    // As PostgreSQL has it.
    let portable = "table! { t (id) { id -> Int4, key -> Uuid, mood -> Nullable<Mood>, at -> Nullable<Timestamptz>,
        #[max_length = 20] name -> Nullable<Varchar>, price -> Nullable<Numeric>, } }";
    for dialect in [SQLITE, POSTGRES, MARIADB, MYSQL] {
        unchanged(dialect, &head, portable);
    }
    // As SQLite has it: there it fits, and on PostgreSQL it is a change.
    let of_sqlite = "table! { t (id) { id -> BigInt, key -> Text, mood -> Nullable<Text>, at -> Nullable<TimestamptzSqlite>,
        name -> Nullable<Text>, price -> Nullable<Double>, } }";
    unchanged(SQLITE, &head, of_sqlite);
    assert_eq!(
        Case::on(POSTGRES, &head).of(of_sqlite),
        [
            "alter column t.id: integer -> big_int",
            "alter column t.key: uuid -> text",
            "alter column t.mood: enumeration(mood) -> text",
            "alter column t.price: numeric(5, 2) -> double",
        ]
    );
    let of_mysql = "table! { t (id) { id -> Integer, #[max_length = 36] key -> Char, #[max_length = 5] mood -> Nullable<TMoodEnum>,
        at -> Nullable<Timestamp>, #[max_length = 30] name -> Nullable<Varchar>, price -> Nullable<Decimal>, } }";
    assert_eq!(
        Case::on(MYSQL, &head).of(of_mysql),
        ["alter column t.name: varchar(20) -> varchar(30)"]
    );
}

#[test]
fn numbers_of_rows() {
    let head = made(|op| {
        op.create_table(table("t").column("name", text()));
        op.create_table(table("u").column("id", integer().primary_key()).column("name", string()));
    });
    let declared = "table! { t (rowid) { rowid -> BigInt, name -> Nullable<Text>, } }
        table! { u (id) { id -> BigInt, name -> Nullable<Text>, } }";
    unchanged(SQLITE, &head, declared);
    // Where it is no number of a row, it is a change.
    let head = made(|op| {
        op.create_table(table("u").column("id", integer().primary_key()));
    });
    let declared = "table! { u (id) { #[auto_increment] id -> Integer, } }";
    unchanged(SQLITE, &head, declared);
    assert_eq!(Case::on(MARIADB, &head).of(declared), ["alter column u.id: identity"]);
}
