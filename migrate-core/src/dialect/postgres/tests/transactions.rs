//! What cannot run in the transaction of a revision.

use snapbox::{assert_data_eq, str};

use super::refusal_in_transaction;
use crate::op::{NoTx, Op, col, enumeration, integer, table, text};

type Change = dyn Fn(&mut Op<NoTx>);

fn raw(sql: &str) -> String {
    refusal_in_transaction(
        |_| {},
        |op| {
            op.execute(sql);
        },
    )
}

#[test]
fn what_postgresql_refuses_in_a_transaction_is_refused() {
    for sql in [
        "VACUUM a",
        "SELECT 1; vacuum",
        "CREATE DATABASE a",
        "DROP TABLESPACE a",
        "ALTER SYSTEM SET a = 1",
        "CREATE UNIQUE INDEX CONCURRENTLY a ON b (c)",
        "DROP INDEX /* slowly */ CONCURRENTLY a",
        "REINDEX TABLE CONCURRENTLY a",
        "ALTER TABLE a DETACH PARTITION b CONCURRENTLY",
        "ALTER DATABASE a SET TABLESPACE b",
        "REINDEX SCHEMA a",
        "REINDEX (VERBOSE) DATABASE a",
        "DISCARD ALL",
        "CLUSTER",
        "CLUSTER VERBOSE",
    ] {
        assert!(raw(sql).contains("PostgreSQL refuses it inside a transaction"), "{sql}");
    }
    for sql in ["BEGIN", "START TRANSACTION", "commit", "ROLLBACK", "PREPARE TRANSACTION 'a'"] {
        assert!(raw(sql).contains("only the executor begins and ends"), "{sql}");
    }
    for sql in [
        "SAVEPOINT a; ROLLBACK TO a; ROLLBACK TO SAVEPOINT a; ROLLBACK WORK TO a; RELEASE a",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$",
        "CREATE INDEX concurrently_built ON a (b)",
        "REINDEX (VERBOSE) TABLE a; CLUSTER VERBOSE a; CLUSTER a USING b; DISCARD PLANS",
        "SELECT E'\\'; VACUUM'; REINDEX TABLE a; PREPARE p AS SELECT 1",
    ] {
        assert_eq!(raw(sql), "");
    }
}

#[test]
fn an_index_built_meanwhile_needs_no_transaction() {
    let tables = |op: &mut Op| op.create_table(table("a").column("b", integer()));
    let actual = refusal_in_transaction(tables, |op| {
        op.create_index("ix", "a", ["b"]).concurrently();
    });
    assert_data_eq!(
        actual,
        str![[r#"
cannot create index ix on a concurrently: PostgreSQL refuses it inside a transaction
hint: take `op: &mut Op<NoTx>` in a revision of its own
"#]]
    );
}

fn people(op: &mut Op) {
    op.create_enum("mood", ["sad"]);
    op.create_table(
        table("people").column("mood", enumeration("mood", ["sad"])).column("note", text()),
    );
}

#[test]
fn a_new_word_waits_for_a_commit() {
    let after_adding = |use_it: &dyn Fn(&mut Op<NoTx>)| {
        refusal_in_transaction(people, |op| {
            op.add_enum_value("mood", "don't know");
            use_it(op);
        })
    };
    assert_data_eq!(
        after_adding(&|op| {
            op.insert("people").set("mood", "don't know");
        }),
        str![[r#"
cannot insert a row into people: PostgreSQL cannot use the enum value 'don''t know' in the transaction that adds it
hint: use it in a revision of its own after this one; of a type that this revision creates, name the value in `op.create_enum(..)`
"#]]
    );
    let uses: [&Change; 4] = [
        &|op| {
            op.update("people").set("note", "").filter(col("mood").eq("don't know"));
        },
        &|op| {
            op.alter_column("people", "mood").default("don't know");
        },
        &|op| {
            op.create_check_constraint("ck", "people", "mood <> 'don''t know'");
        },
        &|op| {
            op.execute("SELECT 1; DELETE FROM people WHERE mood = 'don''t know'");
        },
    ];
    for use_it in uses {
        assert!(after_adding(use_it).contains("in the transaction that adds it"));
    }
    let harmless: [&Change; 3] = [
        &|op| {
            op.insert("people").set("mood", "sad").set("note", "we don't know");
        },
        &|op| op.create_enum("other", ["don't know"]),
        &|op| {
            op.create_table_comment("people", "don't know");
        },
    ];
    for use_it in harmless {
        assert_eq!(after_adding(use_it), "");
    }
}
