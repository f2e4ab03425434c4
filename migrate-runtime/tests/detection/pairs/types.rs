//! Types of columns: other families, lengths, precisions, signs and labels.

use migrate_runtime::prelude::*;

use super::{Family, Pair, column, every_pair, nothing};

every_pair! {
    "integer and bigint", |op| column!(op, integer()), |op| column!(op, big_int());
    "smallint and integer", |op| column!(op, small_int()), |op| column!(op, integer());
    "varchar of another length", |op| column!(op, varchar(20)), |op| column!(op, varchar(300));
    "varchar and text", |op| column!(op, varchar(20)), |op| column!(op, text());
    "varchar with and without a length" on [Postgres], |op| column!(op, varchar(20)), |op| column!(op, string());
    "char of another length", |op| column!(op, char(4)), |op| column!(op, char(8));
    "numeric of another precision", |op| column!(op, numeric(10, 2)), |op| column!(op, numeric(12, 3));
    "real and double" on [Postgres, Mysql], |op| column!(op, real()), |op| column!(op, double());
    "timestamp and timestamptz" on [Postgres, Mysql], |op| column!(op, timestamp()), |op| column!(op, timestamptz());
    "date and timestamp", |op| column!(op, date()), |op| column!(op, timestamp());
    "json and jsonb" on [Postgres], |op| column!(op, json()), |op| column!(op, jsonb());
    "an array of another type" on [Postgres], |op| column!(op, array(integer())), |op| column!(op, array(big_int()));
    "an array of another length" on [Postgres], |op| column!(op, array(varchar(5))), |op| column!(op, array(varchar(9)));
    "unsigned" on [Mysql], |op| column!(op, integer()), |op| column!(op, integer().unsigned());
    "a type of the server's own" on [Postgres], |op| column!(op, text()), |op| column!(op, custom("citext").on_postgres(custom("varchar(77)")));
    "a type for one database" on [Mysql], |op| column!(op, text()), |op| column!(op, text().on_mysql(custom("MEDIUMTEXT")));
    "a type beside NOT NULL and a default", |op| column!(op, integer().not_null().default(1)), |op| column!(op, big_int().not_null().default(2));
    "a type under an index and a check", |op| {
        column!(op, integer().check("c > 0"));
        op.create_index("ix_t_c", "t", ["c"]);
    }, |op| {
        column!(op, big_int().check("c > 0"));
        op.create_index("ix_t_c", "t", ["c"]);
    };
    "a type under a view", |op| {
        column!(op, integer());
        op.create_view("v", "SELECT c FROM t");
    }, |op| {
        column!(op, big_int());
        op.create_view("v", "SELECT c FROM t");
    };
    "a type under a view over a view", |op| {
        column!(op, integer());
        op.create_view("v", "SELECT c FROM t");
        op.create_view("w", "SELECT c FROM v");
    }, |op| {
        column!(op, big_int());
        op.create_view("v", "SELECT c FROM t");
        op.create_view("w", "SELECT c FROM v");
    };
    "a type under a generated column", |op| {
        op.create_table(table("t").column("id", integer()).column("c", integer()).column("g", integer().generated("c + 1")));
    }, |op| {
        op.create_table(table("t").column("id", integer()).column("c", small_int()).column("g", integer().generated("c + 1")));
    };
    "types on both sides of a foreign key", |op| {
        op.create_table(table("p").column("id", integer().primary_key()));
        column!(op, integer().references("p", "id"));
    }, |op| {
        op.create_table(table("p").column("id", big_int().primary_key()));
        column!(op, big_int().references("p", "id"));
    };
    "a label at the end" answered ["mood.=it's"], |op| column!(op, enumeration("mood", ["sad", "happy"])), |op| column!(op, enumeration("mood", ["sad", "happy", "it's"]));
    "a label in the middle" answered ["mood.=calm"], |op| column!(op, enumeration("mood", ["sad", "happy"])), |op| column!(op, enumeration("mood", ["sad", "calm", "happy"]));
    "a label renamed" answered ["mood.sad=blue"], |op| column!(op, enumeration("mood", ["sad", "happy"])), |op| column!(op, enumeration("mood", ["blue", "happy"]));
    "labels in another order", |op| column!(op, enumeration("mood", ["sad", "happy"])), |op| column!(op, enumeration("mood", ["happy", "sad"]));
    "a label of two columns with defaults" answered ["mood.=calm"], |op| {
        column!(op, enumeration("mood", ["sad", "happy"]).not_null().default("sad"));
        op.create_table(table("k").column("mood", enumeration("mood", ["sad", "happy"]).default("happy")));
    }, |op| {
        column!(op, enumeration("mood", ["calm", "sad", "happy"]).not_null().default("sad"));
        op.create_table(table("k").column("mood", enumeration("mood", ["calm", "sad", "happy"]).default("happy")));
    };
    "an enum type" on [Postgres], |op| nothing(op), |op| op.create_enum("mood", ["sad", "it's"]);
    "an enum type renamed" on [Postgres] answered ["mood=temper"], |op| {
        op.create_enum("mood", ["sad", "happy"]);
        column!(op, enumeration("mood", ["sad", "happy"]));
    }, |op| {
        op.create_enum("temper", ["sad", "happy"]);
        column!(op, enumeration("temper", ["sad", "happy"]));
    };
    "a column of an enum type", |op| op.create_table(table("t").column("id", integer())),
        |op| op.create_table(table("t").column("id", integer()).column("c", enumeration("mood", ["sad", "happy"]).not_null().default("sad")));
}
