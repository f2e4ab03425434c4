//! Columns of each type, alone and with a default.

use migrate_runtime::prelude::*;

use super::{Family, Shape, column, every_shape};

every_shape! {
    "integer", |op| column!(op, integer()),
        "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL), (3, -4)";
    "integer, NOT NULL", |op| column!(op, integer().not_null()),
        "INSERT INTO t (id, c) VALUES (1, 7), (3, -4)";
    "integer with a default", |op| column!(op, integer().default(5)),
        "INSERT INTO t (id) VALUES (1), (2)";
    "integer, NOT NULL with a default", |op| column!(op, integer().not_null().default(-5)),
        "INSERT INTO t (id) VALUES (1), (2)";
    "smallint", |op| column!(op, small_int()),
        "INSERT INTO t (id, c) VALUES (1, 300), (2, NULL)";
    "bigint, NOT NULL", |op| column!(op, big_int().not_null()),
        "INSERT INTO t (id, c) VALUES (1, 9000000000)";
    "varchar", |op| column!(op, varchar(40)),
        "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL), (3, 'it''s')";
    "varchar, NOT NULL with a default", |op| column!(op, varchar(40).not_null().default("it's \\ \"x\"")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "text", |op| column!(op, text()),
        "INSERT INTO t (id, c) VALUES (1, 'long'), (2, NULL)";
    "text, NOT NULL", |op| column!(op, text().not_null()),
        "INSERT INTO t (id, c) VALUES (1, 'long'), (2, '')";
    "char", |op| column!(op, char(8)),
        "INSERT INTO t (id, c) VALUES (1, 'abc'), (2, NULL)";
    "boolean, NOT NULL with a default", |op| column!(op, boolean().not_null().default(true)),
        "INSERT INTO t (id) VALUES (1), (2)";
    "numeric", |op| column!(op, numeric(10, 2)),
        "INSERT INTO t (id, c) VALUES (1, 12.5), (2, NULL)";
    "numeric with a default", |op| column!(op, numeric(6, 3).not_null().default(decimal("-0.125"))),
        "INSERT INTO t (id) VALUES (1), (2)";
    "double", |op| column!(op, double()),
        "INSERT INTO t (id, c) VALUES (1, 1.5), (2, NULL)";
    "date", |op| column!(op, date()),
        "INSERT INTO t (id, c) VALUES (1, '2024-02-29'), (2, NULL)";
    "timestamp with the time of the row", |op| column!(op, timestamp().not_null().default(now())),
        "INSERT INTO t (id) VALUES (1), (2)";
    "timestamptz", |op| column!(op, timestamptz()),
        "INSERT INTO t (id, c) VALUES (1, '2024-03-10 02:30:00'), (2, NULL)";
    "time", |op| column!(op, time().default("23:59:59")),
        "INSERT INTO t (id) VALUES (1)";
    "json with a default", |op| column!(op, json().not_null().default("{\"a\": [1, \"o'k\"]}")),
        "INSERT INTO t (id) VALUES (1)";
    "binary", |op| column!(op, binary()),
        "INSERT INTO t (id, c) VALUES (1, NULL)";
    "uuid", |op| column!(op, uuid()),
        "INSERT INTO t (id, c) VALUES (1, '6ba7b810-9dad-11d1-80b4-00c04fd430c8'), (2, NULL)";
    "an enum with a default", |op| {
        op.create_enum("mood", ["sad", "it's", "happy"]);
        column!(op, enumeration("mood", ["sad", "it's", "happy"]).not_null().default("sad"));
    }, "INSERT INTO t (id, c) VALUES (1, 'happy'), (2, 'it''s')";
    "an enum, checked and indexed in part", |op| {
        op.create_enum("mood", ["sad", "happy"]);
        column!(op, enumeration("mood", ["sad", "happy"]));
        op.create_check_constraint("ck_t_mood", "t", "c <> 'sad' OR n > 0");
    }, "INSERT INTO t (id, c) VALUES (1, 'happy'), (2, NULL)";
    "unsigned", |op| column!(op, big_int().unsigned().not_null().default(3)),
        "INSERT INTO t (id) VALUES (1), (2)";
    "real", |op| column!(op, real().not_null().default(0.5)),
        "INSERT INTO t (id, c) VALUES (1, 1.5), (2, -4)";
    "interval", |op| column!(op, interval()),
        "INSERT INTO t (id, c) VALUES (1, '1 day 02:00:00'), (2, NULL)";
    "jsonb", |op| column!(op, jsonb().default("[]")),
        "INSERT INTO t (id, c) VALUES (1, '{\"a\": 1}'), (2, NULL)";
    "an array", |op| column!(op, array(integer())),
        "INSERT INTO t (id, c) VALUES (1, '{1,2}'), (2, NULL)";
    "text with an empty default", |op| column!(op, varchar(40).not_null().default("")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "text with a number as default", |op| column!(op, varchar(40).not_null().default("007")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "text with the word NULL as default", |op| column!(op, varchar(40).default("NULL")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "text with a default", |op| column!(op, text().not_null().default("it's")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "an expression as default", |op| column!(op, integer().default(sql("(1 + 2)"))),
        "INSERT INTO t (id) VALUES (1), (2)";
    "a function as default", |op| column!(op, varchar(40).default(sql("(upper('it''s'))"))),
        "INSERT INTO t (id) VALUES (1), (2)";
    "date with a default", |op| column!(op, date().not_null().default("2024-02-29")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "timestamp with a default", |op| column!(op, timestamp().not_null().default("2024-02-29 12:30:00")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "double with a default", |op| column!(op, double().not_null().default(2.5)),
        "INSERT INTO t (id) VALUES (1), (2)";
    "a type of each database", |op| column!(op, text().on_mysql(custom("VARCHAR(50)")).on_postgres(custom("varchar(50)")).not_null().default("x")),
        "INSERT INTO t (id) VALUES (1), (2)";
}
