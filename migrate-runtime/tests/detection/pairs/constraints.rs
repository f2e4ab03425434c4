//! Constraints: created, dropped, renamed, and every option.

use migrate_runtime::prelude::*;

use super::{Family, Pair, column, every_pair, parent};

every_pair! {
    "a primary key", |op| op.create_table(table("t").column("id", integer().not_null()).column("c", integer())),
        |op| op.create_table(table("t").column("id", integer().not_null()).column("c", integer()).primary_key(["id"]));
    "a primary key of more columns", |op| op.create_table(table("t").column("id", integer().not_null()).column("c", integer().not_null()).primary_key(["id"])),
        |op| op.create_table(table("t").column("id", integer().not_null()).column("c", integer().not_null()).primary_key(["id", "c"]));
    "a primary key in another order", |op| op.create_table(table("t").column("id", integer().not_null()).column("c", integer().not_null()).primary_key(["c", "id"])),
        |op| op.create_table(table("t").column("id", integer().not_null()).column("c", integer().not_null()).primary_key(["id", "c"]));
    "a name of a primary key" on [Sqlite, Postgres], |op| op.create_table(table("t").column("id", integer().primary_key_named("one"))),
        |op| op.create_table(table("t").column("id", integer().primary_key_named("other")));
    "a unique constraint", |op| column!(op, integer()), |op| column!(op, integer().unique());
    "a unique constraint of more columns", |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]); },
        |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c", "n"]); };
    "a unique constraint in another order", |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["n", "c"]); },
        |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c", "n"]); };
    "a name of a unique constraint", |op| column!(op, integer().unique_named("one")), |op| column!(op, integer().unique_named("other"));
    "a unique constraint with INCLUDE" on [Postgres], |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]); },
        |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]).include(["n"]); };
    "a unique constraint with NULLS NOT DISTINCT" on [Postgres], |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]); },
        |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]).nulls_not_distinct(); };
    "a deferrable unique constraint" on [Postgres], |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]); },
        |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]).deferrable_initially_immediate(); };
    "a deferred unique constraint" on [Postgres], |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]).deferrable_initially_immediate(); },
        |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]).deferrable_initially_deferred(); };
    "a unique index instead of a unique constraint", |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]); },
        |op| { column!(op, integer()); op.create_index("ux", "t", ["c"]).unique(); };
    "a unique index of the name of a unique constraint" on [Sqlite, Postgres], |op| { column!(op, integer()); op.create_unique_constraint("uq", "t", ["c"]); },
        |op| { column!(op, integer()); op.create_index("uq", "t", ["c"]).unique(); };
    "a foreign key", |op| { parent(op); column!(op, integer()); }, |op| { parent(op); column!(op, integer().references("p", "id")); };
    "a foreign key to another column", |op| { parent(op); column!(op, integer().references("p", "id").foreign_key_named("fk")); },
        |op| { parent(op); column!(op, integer().references("p", "code").foreign_key_named("fk")); };
    "a foreign key to another table", |op| {
        parent(op);
        op.create_table(table("q").column("id", integer().primary_key()));
        column!(op, integer().references("p", "id").foreign_key_named("fk"));
    }, |op| {
        parent(op);
        op.create_table(table("q").column("id", integer().primary_key()));
        column!(op, integer().references("q", "id").foreign_key_named("fk"));
    };
    "ON DELETE CASCADE", |op| { parent(op); column!(op, integer().references("p", "id")); }, |op| { parent(op); column!(op, integer().references("p", "id").on_delete(Cascade)); };
    "ON DELETE SET NULL", |op| { parent(op); column!(op, integer().references("p", "id").on_delete(Cascade)); }, |op| { parent(op); column!(op, integer().references("p", "id").on_delete(SetNull)); };
    "ON DELETE RESTRICT" on [Sqlite, Postgres], |op| { parent(op); column!(op, integer().references("p", "id")); }, |op| { parent(op); column!(op, integer().references("p", "id").on_delete(Restrict)); };
    "ON DELETE SET DEFAULT" on [Sqlite, Postgres], |op| { parent(op); column!(op, integer().references("p", "id")); }, |op| { parent(op); column!(op, integer().references("p", "id").on_delete(SetDefault)); };
    "ON UPDATE CASCADE", |op| { parent(op); column!(op, integer().references("p", "id")); }, |op| { parent(op); column!(op, integer().references("p", "id").on_update(Cascade)); };
    "MATCH FULL" on [Postgres], |op| {
        parent(op);
        column!(op, integer());
        op.create_foreign_key("fk", "t", ["c"], "p", ["id"]);
    }, |op| {
        parent(op);
        column!(op, integer());
        op.create_foreign_key("fk", "t", ["c"], "p", ["id"]).match_full();
    };
    "a deferrable foreign key" on [Sqlite, Postgres], |op| { parent(op); column!(op, integer().references("p", "id")); }, |op| { parent(op); column!(op, integer().references("p", "id").deferrable_initially_immediate()); };
    "a deferred foreign key" on [Sqlite, Postgres], |op| { parent(op); column!(op, integer().references("p", "id")); }, |op| { parent(op); column!(op, integer().references("p", "id").deferrable_initially_deferred()); };
    "a foreign key that is validated" on [Postgres] leaving traces, |op| {
        parent(op);
        column!(op, integer());
        op.create_foreign_key("fk", "t", ["c"], "p", ["id"]).not_valid();
    }, |op| {
        parent(op);
        column!(op, integer());
        op.create_foreign_key("fk", "t", ["c"], "p", ["id"]);
    };
    "a name of a foreign key", |op| { parent(op); column!(op, integer().references("p", "id").foreign_key_named("one")); }, |op| { parent(op); column!(op, integer().references("p", "id").foreign_key_named("other")); };
    "a foreign key of two columns in another order", |op| {
        op.create_table(table("p").column("a", integer().not_null()).column("b", integer().not_null()).primary_key(["a", "b"]));
        column!(op, integer());
        op.create_foreign_key("fk", "t", ["id", "c"], "p", ["a", "b"]);
    }, |op| {
        op.create_table(table("p").column("a", integer().not_null()).column("b", integer().not_null()).primary_key(["a", "b"]));
        column!(op, integer());
        op.create_foreign_key("fk", "t", ["c", "id"], "p", ["a", "b"]);
    };
    "a foreign key to itself", |op| column!(op, integer()), |op| column!(op, integer().references("t", "id").on_delete(Cascade));
    "a key that a new foreign key needs", |op| {
        op.create_table(table("p").column("code", integer().not_null()));
        column!(op, integer());
    }, |op| {
        op.create_table(table("p").column("code", integer().not_null().unique()));
        column!(op, integer().references("p", "code"));
    };
    "a check", |op| column!(op, integer()), |op| column!(op, integer().check("c > 0"));
    "a check that says another number", |op| column!(op, integer().check("c > 0")), |op| column!(op, integer().check("c > 1"));
    "a check with other words", |op| column!(op, varchar(40).check("c IN ('a', 'b')")), |op| column!(op, varchar(40).check("c IN ('a', 'c')"));
    "a check with more words", |op| column!(op, varchar(40).check("c IN ('a', 'b')")), |op| column!(op, varchar(40).check("c IN ('a', 'b', 'it''s')"));
    "a name of a check", |op| column!(op, integer().check_named("one", "c > 0")), |op| column!(op, integer().check_named("other", "c > 0"));
    "a check that is validated" on [Postgres] leaving traces, |op| { column!(op, integer()); op.create_check_constraint("ck", "t", "c > 0").not_valid(); },
        |op| { column!(op, integer()); op.create_check_constraint("ck", "t", "c > 0"); };
    "an exclusion" on [Postgres], |op| column!(op, integer()), |op| { column!(op, integer()); op.create_exclude_constraint("ex", "t", "btree", [("c", "=")]); };
    "another element of an exclusion" on [Postgres], |op| { column!(op, integer()); op.create_exclude_constraint("ex", "t", "btree", [("c", "=")]); },
        |op| { column!(op, integer()); op.create_exclude_constraint("ex", "t", "btree", [("c", "="), ("n", "=")]); };
    "a filter of an exclusion" on [Postgres], |op| { column!(op, integer()); op.create_exclude_constraint("ex", "t", "btree", [("c", "=")]); },
        |op| { column!(op, integer()); op.create_exclude_constraint("ex", "t", "btree", [("c", "=")]).filter("n > 0"); };
    "a deferred exclusion" on [Postgres], |op| { column!(op, integer()); op.create_exclude_constraint("ex", "t", "btree", [("c", "=")]); },
        |op| { column!(op, integer()); op.create_exclude_constraint("ex", "t", "btree", [("c", "=")]).deferrable_initially_deferred(); };
}
