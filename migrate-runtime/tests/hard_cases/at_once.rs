//! Changes of several parts at once, each of which is in another's way.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, tests};

tests!(cases, AT_ONCE);

/// A table that another references, with everything that reads column `c`.
fn read_by_all(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column("c", integer().not_null().check("c > 0"))
            .column("d", integer())
            .index("ix_t_c_d", ["c", "d"]),
    );
    op.create_index("ix_d", "t", ["d"]);
    op.create_view("v", "SELECT id, c FROM t");
    op.create_view("w", "SELECT c FROM v");
}

const AT_ONCE: &[Case] = cases! {
    "a key and what references it become big" on [Sqlite, Postgres, Mysql],
        before |op| {
            op.create_table(table("p").column("id", integer().primary_key()));
            op.create_table(table("c").column("id", integer().primary_key()).column("p", integer().references("p", "id")).column("up", integer().references("c", "id")));
        },
        after |op| {
            op.create_table(table("p").column("id", big_int().primary_key()));
            op.create_table(table("c").column("id", big_int().primary_key()).column("p", big_int().references("p", "id")).column("up", big_int().references("c", "id")));
        }
        => [
            "change: alter column c.id: integer -> big_int",
            "change: alter column c.p: integer -> big_int",
            "change: alter column c.up: integer -> big_int",
            "change: alter column p.id: integer -> big_int",
        ],
        Mysql => [
            "change: drop foreign key fk_c_p_p of c",
            "change: drop foreign key fk_c_up_c of c",
            "change: alter column c.id: integer -> big_int",
            "change: alter column c.p: integer -> big_int",
            "change: alter column c.up: integer -> big_int",
            "change: alter column p.id: integer -> big_int",
            "change: add foreign key fk_c_p_p to c: (p) REFERENCES p (id)",
            "change: add foreign key fk_c_up_c to c: (up) REFERENCES c (id)",
        ];
    "a column that all read goes" on [Sqlite, Postgres, Mysql],
        before read_by_all,
        after |op| {
            op.create_table(table("t").column("id", integer().primary_key()).column("d", integer()));
            op.create_index("ix_d", "t", ["d"]);
            op.create_view("v", "SELECT id, d AS c FROM t");
            op.create_view("w", "SELECT c FROM v");
        }
        => [
            "change: drop view w",
            "change: drop view v",
            "change: drop check constraint ck_t_c of t",
            "change: drop index ix_t_c_d of t",
            "change: drop column t.c",
            "change: create view v",
            "change: create view w",
        ],
        Mysql => [
            "change: drop view w",
            "change: drop view v",
            "change: drop check constraint ck_t_c of t",
            "change: drop index ix_t_c_d of t",
            "change: drop column t.c",
            "change: create view v",
            "change: create view w",
            "not exactly back: drop column t.c cannot be undone: the column is NOT NULL and has no default, so that the server would fill it with 0 or an empty text",
        ];
    "tables that reference each other go" on [Sqlite, Postgres, Mysql],
        before |op| {
            op.create_table(table("a").column("id", integer().primary_key()).column("b", integer()));
            op.create_table(table("b").column("id", integer().primary_key()).column("a", integer().references("a", "id")));
            op.create_foreign_key("fk_a_b", "a", ["b"], "b", ["id"]);
            op.create_table(table("kept").column("id", integer().primary_key()).column("a", integer().references("a", "id")));
        },
        after |op| op.create_table(table("kept").column("id", integer().primary_key()).column("a", integer()))
        => [
            "change: drop foreign key fk_a_b of a",
            "change: drop foreign key fk_b_a_a of b",
            "change: drop foreign key fk_kept_a_a of kept",
            "change: drop table a",
            "change: drop table b",
        ];
    "tables that reference each other are new" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("kept").column("id", integer().primary_key()).column("a", integer())),
        after |op| {
            op.create_table(table("a").column("id", integer().primary_key()).column("b", integer()));
            op.create_table(table("b").column("id", integer().primary_key()).column("a", integer().references("a", "id")));
            op.create_foreign_key("fk_a_b", "a", ["b"], "b", ["id"]);
            op.create_table(table("kept").column("id", integer().primary_key()).column("a", integer().references("a", "id")));
        }
        => [
            "change: create table a",
            "change: create table b",
            "change: add foreign key fk_a_b to a: (b) REFERENCES b (id)",
            "change: add foreign key fk_b_a_a to b: (a) REFERENCES a (id)",
            "change: add foreign key fk_kept_a_a to kept: (a) REFERENCES a (id)",
        ];
    "another column is the key, and what references it follows" on [Sqlite, Postgres, Mysql],
        before |op| {
            op.create_table(table("p").column("id", integer().primary_key()).column("code", integer().not_null().unique()));
            op.create_table(table("c").column("p", integer().references("p", "id")));
        },
        after |op| {
            op.create_table(table("p").column("id", integer().not_null()).column("code", integer().primary_key()));
            op.create_table(table("c").column("p", integer().references("p", "code")));
        }
        => [
            "change: drop foreign key fk_c_p_p of c",
            "change: drop primary key pk_p of p",
            "change: drop unique constraint uq_p_code of p",
            "change: add primary key pk_p to p: (code)",
            "change: add foreign key fk_c_p_p to c: (p) REFERENCES p (code)",
        ];
    "an index and a constraint change names and places" on [Sqlite, Postgres, Mysql],
        before |op| {
            op.create_table(table("t").column("a", integer()).column("b", integer()).unique("x", ["a"]));
            op.create_index("y", "t", ["b"]);
        },
        after |op| {
            op.create_table(table("t").column("a", integer()).column("b", integer()).unique("y", ["a"]));
            op.create_index("x", "t", ["b"]);
        }
        => [
            "change: drop unique constraint x of t",
            "change: drop index y of t",
            "change: add unique constraint y to t: (a)",
            "change: create index x on t (b)",
        ];
    "a computed column reads a new one, and an old one reads it no longer" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("g", integer().generated("a + 1"))),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer().not_null().default(2)).column("a", big_int()).column("g", integer().generated("b + 1")).column("h", integer().generated("b * 2")))
        => [
            "change: add column t.b integer NOT NULL DEFAULT 2",
            "change: add column t.h integer AS (b * 2) stored",
            "change: drop column t.g",
            "change: add column t.g integer AS (b + 1) stored",
            "change: alter column t.a: integer -> big_int",
        ];
    "a column is NOT NULL, unique, checked and referenced at once" on [Sqlite, Postgres, Mysql],
        before |op| {
            op.create_table(table("p").column("id", integer().primary_key()));
            op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()));
        },
        sql "INSERT INTO p VALUES (7); INSERT INTO t VALUES (1, NULL)",
        after |op| {
            op.create_table(table("p").column("id", integer().primary_key()));
            op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().not_null().default(7).unique().check("c > 0").references("p", "id")));
        }
        => [
            "change: alter column t.c: DEFAULT 7",
            "change: update t",
            "change: alter column t.c: NOT NULL",
            "change: add check constraint ck_t_c to t: CHECK (c > 0)",
            "change: add foreign key fk_t_c_p to t: (c) REFERENCES p (id)",
            "change: add unique constraint uq_t_c to t: (c)",
            "not exactly back: update t cannot be undone: the rows as they were are not known",
        ];
    "a default takes numbers of a sequence that is new" on [Postgres],
        before |op| op.create_table(table("t").column("id", integer().primary_key())),
        after |op| {
            op.create_sequence("s").start_with(100);
            op.create_table(table("t").column("id", integer().primary_key().default(sql("nextval('s')"))).column("n", integer().not_null().default(sql("nextval('s')"))));
        }
        => [
            "change: create sequence s",
            "change: add column t.n integer NOT NULL DEFAULT nextval('s')",
            "change: alter column t.id: DEFAULT nextval('s')",
        ];
    "texts in another collation, under an index and a check" on [Postgres],
        before |op| {
            op.create_table(table("t").column("c", text().check("c <> ''")));
            op.create_index("ix", "t", [expression("lower(c)")]).unique();
        },
        after |op| {
            op.create_table(table("t").column("c", text().collate("C").check("c <> ''")));
            op.create_index("ix", "t", [expression("lower(c)")]).unique();
        }
        => [
            "change: alter column t.c: COLLATE C",
        ];
    "an enum type becomes text, and its labels a check" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", enumeration("mood", ["sad", "ok"]).not_null().default("ok"))),
        sql "INSERT INTO t VALUES (1, 'sad')",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(10).not_null().default("ok").check("c IN ('sad', 'ok')")))
        => [
            "change: alter column t.c: enumeration(mood) -> varchar(10)",
            "change: add check constraint ck_t_c to t: CHECK (c IN ('sad', 'ok'))",
        ];
    "two enum types change at once, and a column changes from one to the other" on [Postgres],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", enumeration("one", ["x", "y"])).column("b", enumeration("two", ["x", "z"]).default("x")).column("c", enumeration("one", ["x", "y"]))),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", enumeration("one", ["x", "y", "w"])).column("b", enumeration("two", ["v", "x", "z"]).default("x")).column("c", enumeration("two", ["v", "x", "z"])))
        => [
            "change: add `w` to enum one",
            "change: add `v` to enum two",
            "change: alter column t.c: enumeration(one) -> enumeration(two)",
            "not exactly back: add `w` to enum one has no opposite",
        ];
    "a table with a trigger and numbers gets another key" on [Mysql],
        before |op| {
            op.create_table(table("t").column("id", integer().primary_key().identity()).column("n", integer().not_null()));
            op.create_trigger("tr", "t", "BEFORE INSERT", "FOR EACH ROW SET NEW.n = NEW.n + 1");
        },
        after |op| {
            op.create_table(table("t").column("id", big_int().identity().unique()).column("n", integer().primary_key()));
            op.create_trigger("tr", "t", "BEFORE INSERT", "FOR EACH ROW SET NEW.n = NEW.n + 1");
        }
        => [
            "change: add unique constraint uq_t_id to t: (id)",
            "change: drop primary key pk_t of t",
            "change: alter column t.id: integer -> big_int",
            "change: add primary key pk_t to t: (n)",
        ];
    "a column with numbers is new beside others" on [Mysql],
        before |op| op.create_table(table("t").column("code", varchar(9).primary_key()).column("a", integer())),
        sql "INSERT INTO t VALUES ('a', 1), ('b', 2)",
        after |op| op.create_table(table("t").column("code", varchar(9).primary_key()).column("a", big_int()).column("n", integer().identity()).index("ix_n", ["n", "a"]))
        => [
            "change: alter column t.a: integer -> big_int",
            "change: add column t.n integer NOT NULL identity",
            "change: create index ix_n on t (n, a)",
        ];
};
