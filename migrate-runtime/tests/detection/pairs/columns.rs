//! Columns: added, dropped, renamed, and every attribute but the type.

use migrate_runtime::prelude::*;

use super::{Family, Pair, column, every_pair};

every_pair! {
    "a column", |op| op.create_table(table("t").column("id", integer())),
        |op| op.create_table(table("t").column("id", integer()).column("c", varchar(40)));
    "a column that is NOT NULL", |op| op.create_table(table("t").column("id", integer())),
        |op| op.create_table(table("t").column("id", integer()).column("c", varchar(40).not_null()));
    "a column that is NOT NULL with a default", |op| op.create_table(table("t").column("id", integer())),
        |op| op.create_table(table("t").column("id", integer()).column("c", varchar(40).not_null().default("it's")));
    "a column with constraints and an index", |op| op.create_table(table("t").column("id", integer())),
        |op| op.create_table(table("t").column("id", integer()).column("c", integer().unique().check("c > 0")).index("ix_t_c", ["c"]));
    "a column renamed" answered ["t.c=d"], |op| column!(op, integer()),
        |op| op.create_table(table("t").column("id", integer().primary_key()).column("d", integer()).column("n", integer().not_null().default(1)));
    "two columns that change names" answered ["t.a=b", "t.b=a"],
        |op| op.create_table(table("t").column("id", integer()).column("a", integer()).column("b", text())),
        |op| op.create_table(table("t").column("id", integer()).column("a", text()).column("b", integer()));
    "a renamed column in an index, a check and a view" answered ["t.c=d"], |op| {
        op.create_table(table("t").column("id", integer()).column("c", integer()).check("ck", "c > 0").index("ix", ["c"]));
        op.create_view("v", "SELECT id FROM t");
    }, |op| {
        op.create_table(table("t").column("id", integer()).column("d", integer()).check("ck", "d > 0").index("ix", ["d"]));
        op.create_view("v", "SELECT id FROM t");
    };
    "NOT NULL", |op| column!(op, integer()), |op| column!(op, integer().not_null());
    "a default", |op| column!(op, integer()), |op| column!(op, integer().default(7));
    "another default", |op| column!(op, integer().default(7)), |op| column!(op, integer().default(-8));
    "a text as default", |op| column!(op, varchar(40)), |op| column!(op, varchar(40).default("it's \\ \"x\" %"));
    "an empty text as default", |op| column!(op, varchar(40)), |op| column!(op, varchar(40).default(""));
    "the word NULL as default", |op| column!(op, varchar(40)), |op| column!(op, varchar(40).default("NULL"));
    "a truth value as default", |op| column!(op, boolean().default(false)), |op| column!(op, boolean().default(true));
    "a decimal as default", |op| column!(op, numeric(10, 2).default(decimal("1.50"))), |op| column!(op, numeric(10, 2).default(decimal("1.05")));
    "the time as default", |op| column!(op, timestamp()), |op| column!(op, timestamp().default(now()));
    "the day as default" on [Sqlite, Postgres], |op| column!(op, date()), |op| column!(op, date().default(today()));
    "a document as default", |op| column!(op, json()), |op| column!(op, json().default("{\"a\": [1, \"o'k\"]}"));
    "bytes as default" on [Sqlite, Postgres], |op| column!(op, binary()), |op| column!(op, binary().default(b"\x00\xff"));
    "an expression as default", |op| column!(op, integer()), |op| column!(op, integer().default(sql("(1 + 2)")));
    "another expression as default", |op| column!(op, integer().default(sql("(1 + 2)"))), |op| column!(op, integer().default(sql("(1 + 3)")));
    "a label as default", |op| column!(op, enumeration("mood", ["sad", "it's"])), |op| column!(op, enumeration("mood", ["sad", "it's"]).default("it's"));
    "a stored generated column", |op| op.create_table(table("t").column("id", integer()).column("n", integer())),
        |op| op.create_table(table("t").column("id", integer()).column("n", integer()).column("g", integer().generated("n * 2")));
    "a virtual generated column" on [Sqlite, Mysql], |op| op.create_table(table("t").column("id", integer()).column("n", integer())),
        |op| op.create_table(table("t").column("id", integer()).column("n", integer()).column("g", integer().generated_virtual("n * 2")));
    "another expression of a generated column", |op| column!(op, integer().generated("n * 2")), |op| column!(op, integer().generated("n * 3"));
    "another expression of a virtual generated column" on [Sqlite, Mysql], |op| column!(op, integer().generated_virtual("n * 2")), |op| column!(op, integer().generated_virtual("n * 3"));
    "stored instead of virtual" on [Sqlite, Mysql], |op| column!(op, integer().generated_virtual("n * 2")), |op| column!(op, integer().generated("n * 2"));
    "an identity" on [Postgres], |op| column!(op, big_int().not_null()), |op| column!(op, big_int().not_null().identity());
    "an identity of the primary key" on [Postgres, Mysql], |op| op.create_table(table("t").column("id", big_int().primary_key()).column("c", integer())),
        |op| op.create_table(table("t").column("id", big_int().primary_key().identity()).column("c", integer()));
    "an identity that is always given" on [Postgres], |op| column!(op, big_int().not_null().identity()),
        |op| column!(op, big_int().not_null().identity_with(Identity::always()));
    "an identity with a start" on [Postgres], |op| column!(op, big_int().not_null().identity()),
        |op| column!(op, big_int().not_null().identity_with(Identity::by_default().start_with(500)));
    "a serial" on [Postgres], |op| op.create_table(table("t").column("id", integer())),
        |op| op.create_table(table("t").column("id", integer()).column("c", integer().identity_with(Identity::serial())));
    "a comment" on [Postgres, Mysql], |op| column!(op, integer()), |op| column!(op, integer().comment("it's \\ \"c\""));
    "another comment" on [Postgres, Mysql], |op| column!(op, varchar(40).not_null().default("x").comment("one")), |op| column!(op, varchar(40).not_null().default("x").comment("other"));
    "a collation of SQLite" on [Sqlite], |op| column!(op, varchar(40)), |op| column!(op, varchar(40).collate("NOCASE"));
    "a collation of PostgreSQL" on [Postgres], |op| column!(op, varchar(40)), |op| column!(op, varchar(40).collate("C"));
    "a collation of MariaDB" on [Mysql], |op| column!(op, varchar(40)), |op| column!(op, varchar(40).collate("utf8mb4_bin"));
    "a character set of MariaDB" on [Mysql], |op| column!(op, varchar(40)), |op| column!(op, varchar(40).mysql_charset("latin1"));
    "a time that an UPDATE sets" on [Mysql], |op| column!(op, timestamp().default(now())), |op| column!(op, timestamp().default(now()).mysql_on_update_now());
    "an invisible column" on [Mysql], |op| column!(op, integer()), |op| column!(op, integer().mysql_invisible());
    "all attributes at once" on [Postgres, Mysql], |op| column!(op, varchar(40).default("a").comment("one")),
        |op| column!(op, varchar(80).not_null().default("b").comment("other"));
}
