//! Changes of the column.

use migrate_runtime::prelude::*;

use super::{Change, Family, Keeps, every_change};

every_change! {
    keeps "type smallint", |op| op.alter_column("t", "c").set_type(small_int());
    keeps "type integer", |op| op.alter_column("t", "c").set_type(integer());
    keeps "type bigint", |op| op.alter_column("t", "c").set_type(big_int());
    keeps "type varchar(20)", |op| op.alter_column("t", "c").set_type(varchar(20));
    keeps "type varchar(300)", |op| op.alter_column("t", "c").set_type(varchar(300));
    keeps "type text", |op| op.alter_column("t", "c").set_type(text());
    keeps "type numeric", |op| op.alter_column("t", "c").set_type(numeric(12, 3));
    keeps "type double", |op| op.alter_column("t", "c").set_type(double());
    keeps "type timestamp", |op| op.alter_column("t", "c").set_type(timestamp());
    keeps "type json", |op| op.alter_column("t", "c").set_type(json());
    keeps "NOT NULL", |op| op.alter_column("t", "c").not_null();
    keeps "NULL", |op| op.alter_column("t", "c").nullable();
    keeps "a text default", |op| op.alter_column("t", "c").default("x");
    keeps "a number as default", |op| op.alter_column("t", "c").default(7);
    keeps "no default", |op| op.alter_column("t", "c").drop_default();
    keeps "rename", |op| op.alter_column("t", "c").rename_to("d");
    keeps "rename to a reserved word", |op| op.alter_column("t", "c").rename_to("group");
    keeps "rename by case", |op| op.alter_column("t", "c").rename_to("C");
    keeps "rename, type, NOT NULL", |op| op.alter_column("t", "c").rename_to("d").set_type(big_int()).not_null();
    keeps "comment", |op| op.alter_column("t", "c").comment("it's \"it\"");
    drops "drop", |op| op.drop_column("t", "c");
    drops "drop the other", |op| op.drop_column("t", "n");
    keeps "identity", |op| op.alter_column("t", "c").identity(Identity::default());
    keeps "type boolean", |op| op.alter_column("t", "c").set_type(boolean());
    keeps "type date", |op| op.alter_column("t", "c").set_type(date());
    keeps "type char(40)", |op| op.alter_column("t", "c").set_type(char(40));
    keeps "type binary", |op| op.alter_column("t", "c").set_type(binary());
    keeps "type uuid", |op| op.alter_column("t", "c").set_type(uuid());
    keeps "type unsigned", |op| op.alter_column("t", "c").set_type(integer().unsigned());
    keeps "type of each database", |op| {
        op.alter_column("t", "c").set_type(text().on_mysql(custom("MEDIUMTEXT")).on_postgres(custom("varchar")).on_sqlite(custom("CLOB")));
    };
    keeps "type by an expression", |op| {
        op.alter_column("t", "c").set_type(integer()).using(
            per_dialect().sqlite("length(c)").postgres("length(c::text)").mysql("length(c)"),
        );
    };
    keeps "type enum", |op| {
        op.create_enum("size", ["7", "a"]);
        op.alter_column("t", "c").set_type(enumeration("size", ["7", "a"]));
    };
    keeps "type without its default", |op| op.alter_column("t", "c").drop_default().set_type(varchar(80));
    keeps "type with another default", |op| op.alter_column("t", "c").set_type(varchar(80)).default("it's");
    keeps "type, NOT NULL and a default", |op| op.alter_column("t", "c").set_type(big_int()).not_null().default(11);
    keeps "two types, one after the other", |op| {
        op.alter_column("t", "c").set_type(text());
        op.alter_column("t", "c").set_type(varchar(90));
    };
    keeps "type, then NOT NULL, then a default", |op| {
        op.alter_column("t", "c").drop_default().set_type(varchar(90));
        op.alter_column("t", "c").not_null();
        op.alter_column("t", "c").default("x");
    };
    keeps "NULL and then NOT NULL", |op| {
        op.alter_column("t", "c").nullable();
        op.alter_column("t", "c").not_null();
    };
    keeps "a default and then none", |op| {
        op.alter_column("t", "c").default(null());
        op.alter_column("t", "c").drop_default();
    };
    keeps "NULL as default", |op| op.alter_column("t", "c").default(null());
    keeps "an expression as default", |op| op.alter_column("t", "c").default(sql("(3 + 4)"));
    keeps "the time as default", |op| op.alter_column("t", "c").default(now());
    keeps "an empty text as default", |op| op.alter_column("t", "c").default("");
    keeps "a text with quotes as default", |op| op.alter_column("t", "c").default("it's \\ \"x\" {}");
    keeps "drop the comment", |op| op.alter_column("t", "c").drop_comment();
    keeps "comment and NOT NULL", |op| op.alter_column("t", "c").comment("x").not_null();
    keeps "rename there and back", |op| {
        op.alter_column("t", "c").rename_to("d");
        op.alter_column("t", "d").rename_to("c");
    };
    keeps "rename, then type", |op| {
        op.alter_column("t", "c").rename_to("d");
        op.alter_column("t", "d").set_type(text());
    };
    keeps "type, then rename", |op| {
        op.alter_column("t", "c").set_type(text());
        op.alter_column("t", "c").rename_to("d");
    };
    keeps "rename, and another of the name", |op| {
        op.alter_column("t", "c").rename_to("d");
        op.add_column("t", "c", varchar(12));
    };
    drops "drop, and another of the name", |op| {
        op.drop_column("t", "c");
        op.add_column("t", "c", varchar(12));
    };
    keeps "drop the identity", |op| op.alter_column("t", "c").drop_identity();
    keeps "an identity with a start", |op| {
        op.alter_column("t", "c").identity(Identity::by_default().start_with(500));
    };
    keeps "an ordinary column", |op| op.alter_column("t", "c").drop_generated();
    keeps "generated", |op| op.alter_column("t", "c").generated("n + 5");
    keeps "generated at each read", |op| op.alter_column("t", "c").generated_virtual("n + 5");
    keeps "a collation of MariaDB" on [Mysql], |op| op.alter_column("t", "c").collate("utf8mb4_bin");
    keeps "a collation of PostgreSQL" on [Postgres], |op| op.alter_column("t", "c").collate("C");
    keeps "a collation of SQLite" on [Sqlite], |op| op.alter_column("t", "c").collate("NOCASE");
    keeps "no collation", |op| op.alter_column("t", "c").drop_collation();
    keeps "a character set", |op| op.alter_column("t", "c").mysql_charset("utf8mb4");
    keeps "no character set", |op| op.alter_column("t", "c").drop_mysql_charset();
    keeps "a time that an UPDATE sets", |op| op.alter_column("t", "c").mysql_on_update_now();
    keeps "a time that no UPDATE sets", |op| op.alter_column("t", "c").drop_mysql_on_update_now();
    keeps "invisible", |op| op.alter_column("t", "c").mysql_invisible();
    keeps "visible", |op| op.alter_column("t", "c").mysql_visible();
    keeps "rename, comment, NOT NULL, invisible", |op| {
        op.alter_column("t", "c").rename_to("d").comment("c").not_null().mysql_invisible();
    };
    keeps "another value of the enum" of "enum", |op| op.add_enum_value("mood", "angry").before("sad");
    keeps "a value of the enum renamed" of "enum", |op| op.rename_enum_value("mood", "happy", "it \\ is");
    keeps "other values of the enum" of "enum", |op| {
        op.set_enum_values("mood", ["sad", "it's", "well"]).replace("happy", "well");
    };
    keeps "the enum renamed" of "enum", |op| op.rename_enum("mood", "temper");
    keeps "a value of the enum as default" of "enum", |op| op.alter_column("t", "c").default("happy");
    keeps "another value of the enum, used" of "enum", |op| {
        op.add_enum_value("mood", "angry");
        op.alter_column("t", "c").default("angry");
    };
}
