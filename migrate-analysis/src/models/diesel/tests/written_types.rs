//! The types that are written of columns, and the structs for those that diesel does not have.

use migrate_core::op::{
    Op, array, big_int, binary, boolean, char, custom, date, double, enumeration, integer, json,
    jsonb, numeric, real, small_int, string, table, text, time, timestamp, timestamptz, uuid,
    varchar,
};

use super::written::{check, columns};
use super::{MARIADB, MYSQL, POSTGRES, SQLITE, made};

fn every_type(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", big_int().primary_key())
            .column("small", small_int().not_null())
            .column("whole", integer())
            .column("flag", boolean())
            .column("word", varchar(40))
            .column("code", char(3))
            .column("words", text())
            .column("price", numeric(10, 2))
            .column("r", real())
            .column("d", double())
            .column("day", date())
            .column("hour", time())
            .column("at", timestamp())
            .column("zoned", timestamptz())
            .column("bytes", binary())
            .column("key", uuid())
            .column("doc", json())
            .column("docb", jsonb())
            .column("mood", enumeration("mood", ["sad", "happy"])),
    );
}

#[test]
fn types_on_postgres() {
    let schema = made(|op| {
        every_type(op);
        op.create_table(
            table("u")
                .column("id", integer().primary_key())
                .column("any", string())
                .column("tags", array(text()))
                .column("ci", custom("citext"))
                .column("span", custom("int4range"))
                .column("search", custom("tsvector"))
                .column("precise", custom("timestamp(3) with time zone"))
                .column("quoted", custom("\"Mood\""))
                .column("other", custom("app.level"))
                .column("place", custom("geometry(point,4326)"))
                .column("short", custom("varchar(3)"))
                .column("bits", custom("bit varying(5)")),
        );
    });
    assert_eq!(
        columns(&schema, POSTGRES, "generate_missing_sql_type_definitions = false"),
        [
            "id -> Int8,",
            "small -> Int2,",
            "whole -> Nullable<Int4>,",
            "flag -> Nullable<Bool>,",
            "#[max_length = 40]",
            "word -> Nullable<Varchar>,",
            "#[max_length = 3]",
            "code -> Nullable<Bpchar>,",
            "words -> Nullable<Text>,",
            "price -> Nullable<Numeric>,",
            "r -> Nullable<Float4>,",
            "d -> Nullable<Float8>,",
            "day -> Nullable<Date>,",
            "hour -> Nullable<Time>,",
            "at -> Nullable<Timestamp>,",
            "zoned -> Nullable<Timestamptz>,",
            "bytes -> Nullable<Bytea>,",
            "key -> Nullable<Uuid>,",
            "doc -> Nullable<Json>,",
            "docb -> Nullable<Jsonb>,",
            "mood -> Nullable<Mood>,",
            "id -> Int4,",
            "any -> Nullable<Varchar>,",
            "tags -> Nullable<Array<Nullable<Text>>>,",
            "ci -> Nullable<Citext>,",
            "span -> Nullable<Int4range>,",
            "search -> Nullable<Tsvector>,",
            "precise -> Nullable<Timestamptz>,",
            "quoted -> Nullable<Mood>,",
            "other -> Nullable<Level>,",
            "place -> Nullable<Geometry>,",
            "#[max_length = 3]",
            "short -> Nullable<Varchar>,",
            "#[max_length = 5]",
            "bits -> Nullable<Varbit>,",
        ]
    );
}

#[test]
fn types_on_sqlite() {
    assert_eq!(
        columns(&made(every_type), SQLITE, ""),
        [
            "id -> BigInt,",
            "small -> SmallInt,",
            "whole -> Nullable<Integer>,",
            "flag -> Nullable<Bool>,",
            "word -> Nullable<Text>,",
            "code -> Nullable<Text>,",
            "words -> Nullable<Text>,",
            "price -> Nullable<Double>,",
            "r -> Nullable<Float>,",
            "d -> Nullable<Double>,",
            "day -> Nullable<Date>,",
            "hour -> Nullable<Time>,",
            "at -> Nullable<Timestamp>,",
            "zoned -> Nullable<TimestamptzSqlite>,",
            "bytes -> Nullable<Binary>,",
            "key -> Nullable<Text>,",
            "doc -> Nullable<Text>,",
            "docb -> Nullable<Text>,",
            "mood -> Nullable<Text>,",
        ]
    );
}

#[test]
fn types_on_mysql() {
    let schema = made(|op| {
        every_type(op);
        op.create_table(
            table("u")
                .column("id", integer().unsigned().primary_key())
                .column("tiny", custom("tinyint unsigned"))
                .column("medium", custom("mediumtext"))
                .column("fixed", custom("varbinary(16)"))
                .column("which", custom("set('a','b''c')"))
                .column("year", custom("year")),
        );
    });
    let rest = |dialect| columns(&schema, dialect, "").split_off(17);
    assert_eq!(
        rest(MARIADB),
        [
            "key -> Nullable<TKeyUuid>,",
            "doc -> Nullable<Longtext>,",
            "docb -> Nullable<Longtext>,",
            "#[max_length = 5]",
            "mood -> Nullable<TMoodEnum>,",
            "id -> Unsigned<Integer>,",
            "tiny -> Nullable<Unsigned<Tinyint>>,",
            "medium -> Nullable<Mediumtext>,",
            "#[max_length = 16]",
            "fixed -> Nullable<Varbinary>,",
            "#[max_length = 5]",
            "which -> Nullable<UWhichSet>,",
            "year -> Nullable<UYearYear>,",
        ]
    );
    assert_eq!(
        rest(MYSQL)[..4],
        [
            "#[max_length = 36]",
            "key -> Nullable<Char>,",
            "doc -> Nullable<Json>,",
            "docb -> Nullable<Json>,",
        ]
    );
}

#[test]
fn a_struct_for_each_type_that_diesel_does_not_have() {
    let schema = made(|op| {
        op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("mood", enumeration("mood", ["sad", "happy"]).not_null())
                .column("search", custom("tsvector")),
        );
    });
    check(
        &schema,
        POSTGRES,
        "custom_type_derives = [\"diesel::query_builder::QueryId\", \"Clone\"]\nwith_docs = true",
        "
/// A module containing custom SQL type definitions
///
/// (Automatically generated by Diesel.)
pub mod sql_types {
    /// The `mood` SQL type
    ///
    /// (Automatically generated by Diesel.)
    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = \"mood\"))]
    pub struct Mood;

    /// The `pg_catalog.tsvector` SQL type
    ///
    /// (Automatically generated by Diesel.)
    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = \"tsvector\", schema = \"pg_catalog\"))]
    pub struct Tsvector;
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Mood;
    use super::sql_types::Tsvector;

    /// Representation of the `t` table.
    ///
    /// (Automatically generated by Diesel.)
    t (id) {
        /// The `id` column of the `t` table.
        ///
        /// Its SQL type is `Int4`.
        ///
        /// (Automatically generated by Diesel.)
        id -> Int4,
        /// The `mood` column of the `t` table.
        ///
        /// Its SQL type is `Mood`.
        ///
        /// (Automatically generated by Diesel.)
        mood -> Mood,
        /// The `search` column of the `t` table.
        ///
        /// Its SQL type is `Nullable<Tsvector>`.
        ///
        /// (Automatically generated by Diesel.)
        search -> Nullable<Tsvector>,
    }
}
",
    );
    check(
        &schema,
        POSTGRES,
        "import_types = [\"crate::types::*\"]\nexcept_custom_type_definitions = [\"Tsvector\"]",
        "
pub mod sql_types {
    #[derive(diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = \"mood\"))]
    pub struct Mood;
}

diesel::table! {
    use crate::types::*;
    use super::sql_types::Mood;

    t (id) {
        id -> Int4,
        mood -> Mood,
        search -> Nullable<Tsvector>,
    }
}
",
    );
}
