//! Columns, their defaults, numbers and computations.

use migrate_core::schema::{
    ColumnDefault, ColumnPosition, ColumnType, Generation, Identity, Schema, TypeVariants, Value,
};

use super::{ALL, Flip, Kept, Lost, Verdict, column, flip};

const ELSEWHERE: &str = "it is the type on another database";
const OTHERS: &str = "an attribute of MariaDB and MySQL means nothing here";
const NUMBERS: &str = "numbers go on from the highest, one by one, and may always be given";

fn default(schema: &mut Schema, default: ColumnDefault) {
    column(schema, "name").default = Some(default);
}

fn identity(schema: &mut Schema) -> &mut Identity {
    column(schema, "id").identity.as_mut().expect("the base has one")
}

pub(crate) fn flips() -> Vec<Flip> {
    const POSTGRES: [Verdict; 3] = [Lost(NUMBERS), Kept, Lost(NUMBERS)];
    const MYSQL: [Verdict; 3] = [Lost(OTHERS), Lost(OTHERS), Kept];
    vec![
        flip("Column.name", "renamed", |it| column(it, "a").name = "z".to_owned(), ALL),
        flip("Column.name", "in other letters", |it| column(it, "a").name = "A".to_owned(), ALL),
        flip(
            "Column.column_type",
            "longer",
            |it| column(it, "name").column_type = ColumnType::Varchar(41),
            ALL,
        ),
        flip(
            "Column.column_type",
            "another",
            |it| column(it, "a").column_type = ColumnType::BigInt,
            ALL,
        ),
        flip(
            "Column.type_on",
            "another on each database",
            |it| {
                let other = || Some(ColumnType::BigInt);
                column(it, "a").type_on =
                    TypeVariants { sqlite: other(), postgres: other(), mysql: other() };
            },
            ALL,
        ),
        flip(
            "TypeVariants.sqlite",
            "another",
            |it| column(it, "a").type_on.sqlite = Some(ColumnType::BigInt),
            [Kept, Lost(ELSEWHERE), Lost(ELSEWHERE)],
        ),
        flip(
            "TypeVariants.postgres",
            "another",
            |it| column(it, "a").type_on.postgres = Some(ColumnType::BigInt),
            [Lost(ELSEWHERE), Kept, Lost(ELSEWHERE)],
        ),
        flip(
            "TypeVariants.mysql",
            "another",
            |it| column(it, "a").type_on.mysql = Some(ColumnType::BigInt),
            [Lost(ELSEWHERE), Lost(ELSEWHERE), Kept],
        ),
        flip("Column.nullable", "not null", |it| column(it, "a").nullable = false, ALL),
        flip("Column.default", "none", |it| column(it, "name").default = None, ALL),
        flip(
            "Column.default",
            "another text",
            |it| default(it, ColumnDefault::Value("y".into())),
            ALL,
        ),
        flip(
            "Column.default",
            "a number for none",
            |it| {
                column(it, "a").default = Some(ColumnDefault::Value(Value::Integer(0)));
            },
            ALL,
        ),
        flip(
            "Column.default",
            "now for none",
            |it| column(it, "at").default = Some(ColumnDefault::Now),
            ALL,
        ),
        flip(
            "Column.default",
            "an expression",
            |it| {
                default(it, ColumnDefault::Sql("lower('X')".into()));
            },
            ALL,
        ),
        flip(
            "Column.default",
            "an empty text",
            |it| default(it, ColumnDefault::Value("".into())),
            ALL,
        ),
        flip(
            "Column.default",
            "a text that looks like a timestamp",
            |it| {
                default(it, ColumnDefault::Value("2024-01-01 00:00:00".into()));
            },
            ALL,
        ),
        flip(
            "Column.default",
            "NULL for none",
            |it| {
                column(it, "a").default = Some(ColumnDefault::Value(Value::Null));
            },
            [Lost("no default is NULL"), Lost("no default is NULL"), Lost("no default is NULL")],
        ),
        flip("Column.identity", "none", |it| column(it, "id").identity = None, ALL),
        flip("Column.generated", "none", |it| column(it, "total").generated = None, ALL),
        flip(
            "Column.collation",
            "another",
            |it| {
                column(it, "name").collation = Some("utf8mb4_bin".to_owned());
            },
            ALL,
        ),
        flip(
            "Column.comment",
            "said",
            |it| column(it, "name").comment = Some("c".to_owned()),
            [Lost("SQLite has no comments"), Kept, Kept],
        ),
        flip(
            "Column.comment",
            "of a number",
            |it| column(it, "a").comment = Some("c".to_owned()),
            [Lost("SQLite has no comments"), Kept, Kept],
        ),
        flip(
            "Column.mysql",
            "all at once",
            |it| {
                let mysql = &mut column(it, "at").mysql;
                (mysql.on_update_now, mysql.invisible) = (true, true);
            },
            MYSQL,
        ),
        flip(
            "MysqlColumn.charset",
            "another",
            |it| {
                column(it, "name").mysql.charset = Some("latin1".to_owned());
            },
            MYSQL,
        ),
        flip(
            "MysqlColumn.on_update_now",
            "on",
            |it| column(it, "at").mysql.on_update_now = true,
            MYSQL,
        ),
        flip(
            "MysqlColumn.position",
            "first",
            |it| column(it, "at").mysql.position = Some(ColumnPosition::First),
            {
                const WHY: &str = "a column that is there has its place in the table";
                [Lost(WHY), Lost(WHY), Lost(WHY)]
            },
        ),
        flip("MysqlColumn.invisible", "on", |it| column(it, "at").mysql.invisible = true, MYSQL),
        flip(
            "Identity.generation",
            "always",
            |it| identity(it).generation = Generation::Always,
            POSTGRES,
        ),
        flip(
            "Identity.generation",
            "serial",
            |it| identity(it).generation = Generation::Serial,
            POSTGRES,
        ),
        flip("Identity.start", "another", |it| identity(it).start = Some(6), POSTGRES),
        flip("Identity.increment", "another", |it| identity(it).increment = Some(3), POSTGRES),
        flip(
            "Generated.expression",
            "another",
            |it| {
                let generated = column(it, "total").generated.as_mut().expect("the base has one");
                generated.expression = "a - b".into();
            },
            ALL,
        ),
        flip(
            "Generated.expression",
            "other columns",
            |it| {
                let generated = column(it, "total").generated.as_mut().expect("the base has one");
                generated.expression = "b + a".into();
            },
            ALL,
        ),
        flip(
            "Generated.stored",
            "virtual",
            |it| {
                column(it, "total").generated.as_mut().expect("the base has one").stored = false;
            },
            ALL,
        ),
    ]
}
