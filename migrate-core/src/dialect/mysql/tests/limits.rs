//! What is refused before anything runs, and by which of the servers.

use super::*;

fn is_refused(version: Version, change: &Change) -> bool {
    lowered(version, users, change).is_err()
}

#[test]
fn what_neither_server_has() {
    let refused: [(&str, &Change); 29] = [
        ("always numbers, in place of others", &|op| {
            op.alter_column("users", "id").identity(Identity::always());
        }),
        ("a larger type in a key", &|op| {
            op.alter_column("users", "name").set_type(text());
        }),
        ("a check over a column that a reference empties", &|op| {
            op.add_column(
                "users",
                "boss",
                big_int().references("users", "id").on_delete(SetNull).check("boss > 0"),
            );
        }),
        ("a reference that empties NOT NULL", &|op| {
            op.create_table(
                table("t")
                    .column("r", big_int().not_null().references("roles", "id").on_delete(SetNull)),
            );
        }),
        ("long name", &|op| op.add_column("users", &"x".repeat(65), integer())),
        ("array", &|op| op.add_column("users", "a", array(text()))),
        ("interval", &|op| op.add_column("users", "a", interval())),
        ("a key over text", &|op| {
            op.create_index("ix", "users", ["bio"]);
        }),
        ("unique text", &|op| op.add_column("users", "a", text().unique())),
        ("partial index", &|op| {
            op.create_index("ix", "users", ["age"]).filter("age > 1");
        }),
        ("include", &|op| {
            op.create_index("ix", "users", ["age"]).include(["id"]);
        }),
        ("nulls last", &|op| {
            op.create_index("ix", "users", [asc("age").nulls_last()]);
        }),
        ("nulls first in descending order", &|op| {
            op.create_index("ix", "users", [desc("age").nulls_first()]);
        }),
        ("hash", &|op| {
            op.create_index("ix", "users", ["age"]).using("hash");
        }),
        ("method", &|op| {
            op.create_index("ix", "users", ["age"]).using("gin");
        }),
        ("tablespace", &|op| {
            op.create_index("ix", "users", ["age"]).tablespace("x");
        }),
        ("concurrent fulltext", &|op| {
            op.create_index("ix", "users", ["bio"]).using("fulltext").concurrently();
        }),
        ("using", &|op| {
            op.alter_column("users", "age").set_type(text()).using("x");
        }),
        ("not valid", &|op| {
            op.create_check_constraint("ck", "users", "age > 0").not_valid();
        }),
        ("validate", &|op| op.validate_constraint("ck_users_age", "users")),
        ("set default", &|op| {
            op.create_foreign_key("fk", "users", ["age"], "roles", ["id"]).on_delete(SetDefault);
        }),
        ("a name taken in the database", &|op| {
            op.create_foreign_key("FK_users_role_id_roles", "roles", ["id"], "users", ["id"]);
        }),
        ("a type of a reference", &|op| {
            op.alter_column("users", "role_id").set_type(integer());
        }),
        ("the other side of a reference", &|op| {
            op.alter_column("roles", "id").set_type(integer());
        }),
        ("numbers without a key", &|op| op.add_column("users", "n", big_int().identity())),
        ("numbers always", &|op| {
            op.create_table(
                table("t").column("id", big_int().primary_key().identity_with(Identity::always())),
            );
        }),
        ("the key of a numbered column", &|op| op.drop_primary_key("pk_users", "users")),
        ("the collation of a number", &|op| {
            op.add_column("users", "n", integer().collate("utf8mb4_bin"));
        }),
        ("a reference out of the schema", &|op| {
            op.create_table(table(("other", "t")).column("r", big_int().references("roles", "id")));
        }),
    ];
    for (name, change) in refused {
        for version in [MARIADB, MYSQL] {
            assert!(is_refused(version, change), "{name} on {version}");
        }
    }
}

#[test]
fn what_one_server_has() {
    let old_mysql = Version::OLDEST_MYSQL;
    let one: [(&str, &Change, Version, Version); 7] = [
        (
            "expressions",
            &|op| {
                op.create_index("ix", "users", [expression("age + 1")]);
            },
            MYSQL,
            MARIADB,
        ),
        (
            "sequences",
            &|op| {
                op.create_sequence("s");
            },
            MARIADB,
            MYSQL,
        ),
        (
            "renaming in a check",
            &|op| {
                op.alter_column("users", "age").rename_to("a");
            },
            MARIADB,
            MYSQL,
        ),
        (
            "computed NOT NULL",
            &|op| op.add_column("users", "a", integer().generated("1").not_null()),
            MYSQL,
            MARIADB,
        ),
        (
            "invisible",
            &|op| op.add_column("users", "a", integer().mysql_invisible()),
            MYSQL,
            old_mysql,
        ),
        (
            "invisible NOT NULL",
            &|op| {
                op.create_table(
                    table("t")
                        .column("b", integer())
                        .column("a", integer().not_null().mysql_invisible()),
                );
            },
            MYSQL,
            MARIADB,
        ),
        (
            "one name of a check",
            &|op| {
                op.create_check_constraint("ck_users_age", "roles", "code <> ''");
            },
            MARIADB,
            MYSQL,
        ),
    ];
    for (name, change, has, lacks) in one {
        assert!(!is_refused(has, change), "{name} on {has}");
        assert!(is_refused(lacks, change), "{name} on {lacks}");
    }
}

#[test]
fn another_unique_key_would_be_taken_for_the_one_that_is_named() {
    let insert = |op: &mut Op<NoTx>| {
        op.insert("roles").set("id", 1).set("code", "a").on_conflict_do_update(["code"]);
    };
    let (reason, hint) = refusal(MARIADB, insert);
    assert!(reason.contains("have values for (id)"), "{reason}");
    assert!(hint.is_some());
    let insert = |op: &mut Op<NoTx>| {
        op.insert("roles").set("code", "a").on_conflict_do_update(["code"]);
        op.insert("users").set("id", 1).set("name", "a").on_conflict_do_update(["id"]);
    };
    assert_eq!(
        written(MARIADB, insert),
        [
            "INSERT INTO roles (code) VALUES ('a') ON DUPLICATE KEY UPDATE code = code",
            "INSERT INTO users (id, name) VALUES (1, 'a') ON DUPLICATE KEY UPDATE \
             name = VALUES(name)",
        ]
    );
    assert!(written(MYSQL, insert)[1].ends_with("AS new ON DUPLICATE KEY UPDATE name = new.name"));
}

#[test]
fn a_schema_with_tables_is_not_dropped() {
    let found = written(MARIADB, |op| {
        op.create_schema("audit");
        op.drop_schema("audit");
    });
    assert_eq!(found[0], "CREATE SCHEMA audit");
    assert!(found[1].contains("table_schema = 'audit'"), "{}", found[1]);
    assert_eq!(found[2], "DROP SCHEMA audit");
}

#[test]
fn functions_are_replaced() {
    let replace = |op: &mut Op<NoTx>| {
        op.create_function("f", "a INT", "RETURNS INT RETURN a").or_replace();
    };
    assert_eq!(
        written(MARIADB, replace),
        ["CREATE OR REPLACE FUNCTION f(a INT) RETURNS INT RETURN a"]
    );
    assert_eq!(
        written(MYSQL, replace),
        ["DROP FUNCTION IF EXISTS f", "CREATE FUNCTION f(a INT) RETURNS INT RETURN a"]
    );
    let twice = |op: &mut Op<NoTx>| {
        op.create_function("f", "a INT", "RETURNS INT RETURN a");
        op.create_function("f", "b INT", "RETURNS INT RETURN b");
    };
    assert!(is_refused(MARIADB, &twice));
}

#[test]
fn an_old_mariadb_keeps_no_order_and_says_so() {
    let create = |op: &mut Op<NoTx>| {
        op.create_index("ix", "users", [desc("age")]);
    };
    let works = lowered(Version::OLDEST_MARIADB, users, create).expect("an index");
    let works: Vec<_> = works.into_iter().map(|statement| statement.action).collect();
    assert_eq!(
        works,
        [
            Action::Sql(
                "ALTER TABLE users ADD INDEX ix (age DESC), ALGORITHM=NOCOPY, LOCK=NONE".into()
            ),
            Action::Note(
                "MariaDB before 10.8 keeps every index in ascending order: DESC of `ix` means nothing \
                 there"
                    .into()
            ),
        ]
    );
}

/// `InnoDB` drops the index it made for a foreign key when a better one comes, so the better one
/// leaves such an index behind when it goes.
#[test]
fn a_foreign_key_gets_its_index_back() {
    let drop = |op: &mut Op<NoTx>| {
        op.create_table(
            table("t").column("r", big_int().references("roles", "id")).index("ix_t_r", ["r"]),
        );
        op.drop_index("ix_t_r", "t");
    };
    let statements = written(MARIADB, drop);
    assert_eq!(
        statements.last().map(String::as_str),
        Some(
            "ALTER TABLE t\n    DROP INDEX ix_t_r,\n    ADD INDEX IF NOT EXISTS fk_t_r_roles (r),\n    \
             ALGORITHM=NOCOPY, LOCK=NONE"
        )
    );
}

#[test]
fn mysql_keeps_what_expressions_speak_of() {
    let setup = |op: &mut Op<NoTx>| {
        op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("a", integer())
                .column("b", integer())
                .column("c", integer().default(sql("b + 1")))
                .column("d", integer())
                .column("e", integer().check("e > 0"))
                .partition_by("HASH (id)"),
        );
        op.create_index("ix_a", "t", [expression("a + 1")]);
    };
    for (column, renamed, dropped) in [
        ("id", false, false),
        ("a", false, false),
        ("b", false, false),
        ("c", true, true),
        ("d", true, true),
        ("e", false, true),
    ] {
        let rename = |op: &mut Op<NoTx>| {
            op.alter_column("t", column).rename_to("x");
        };
        let rename = lowered(MYSQL, setup, rename);
        let drop = lowered(MYSQL, setup, |op| op.drop_column("t", column));
        assert_eq!((rename.is_ok(), drop.is_ok()), (renamed, dropped), "{column}");
    }
}
