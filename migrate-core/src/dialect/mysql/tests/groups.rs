//! Which operations share an `ALTER TABLE`.

use super::*;

#[test]
fn what_costs_nothing_goes_together() {
    let found = written(MARIADB, |op| {
        op.add_column("users", "a", integer());
        op.drop_column("users", "bio");
        op.alter_column("users", "age").rename_to("years");
        op.alter_column("users", "name").default("y");
        op.alter_column("users", "mood").comment("how it is");
    });
    assert_eq!(
        found,
        ["ALTER TABLE users
    ADD COLUMN a INT,
    DROP COLUMN bio,
    RENAME COLUMN age TO years,
    ALTER COLUMN name SET DEFAULT 'y',
    MODIFY COLUMN mood ENUM('sad', 'happy') DEFAULT 'sad' COMMENT 'how it is',
    ALGORITHM=INSTANT"]
    );
}

#[test]
fn the_table_is_copied_once() {
    let found = written(MYSQL, |op| {
        op.add_column("users", "a", integer());
        op.alter_column("users", "age").set_type(big_int());
        op.create_index("ix_users_a", "users", ["a"]);
        op.create_check_constraint("ck_users_a", "users", "a > 0");
    });
    assert_eq!(
        found,
        ["ALTER TABLE users
    ADD COLUMN a INT,
    MODIFY COLUMN age BIGINT,
    ADD INDEX ix_users_a (a),
    ADD CONSTRAINT ck_users_a CHECK (a > 0),
    ALGORITHM=COPY, LOCK=SHARED"]
    );
}

/// A check, an index and a key over a column whose type changes are those of the copied rows.
#[test]
fn the_table_is_copied_once_for_a_column_and_what_reads_it() {
    let found = written(MARIADB, |op| {
        op.alter_column("users", "age").set_type(big_int());
        op.create_index("ix_users_age", "users", ["age"]);
        op.create_check_constraint("ck_users_old", "users", "age < 200");
        op.add_column("users", "next", integer().generated("age + 1"));
    });
    assert_eq!(
        found,
        ["ALTER TABLE users
    MODIFY COLUMN age BIGINT,
    ADD INDEX ix_users_age (age),
    ADD CONSTRAINT ck_users_old CHECK (age < 200),
    ADD COLUMN next INT GENERATED ALWAYS AS (age + 1) STORED,
    ALGORITHM=COPY, LOCK=SHARED"]
    );
}

#[test]
fn an_index_over_a_new_column_does_not_rebuild_the_table() {
    let found = written(MARIADB, |op| {
        op.add_column("users", "a", integer());
        op.create_index("ix_users_a", "users", ["a"]);
        op.drop_index("ix_users_name", "users");
    });
    assert_eq!(
        found,
        [
            "ALTER TABLE users ADD COLUMN a INT, ALGORITHM=INSTANT",
            "ALTER TABLE users
    ADD INDEX ix_users_a (a),
    DROP INDEX ix_users_name,
    ALGORITHM=NOCOPY, LOCK=NONE",
        ]
    );
}

#[test]
fn a_column_comes_whole() {
    let found = written(MARIADB, |op| {
        op.add_column("users", "a", integer().unique());
    });
    assert_eq!(
        found,
        ["ALTER TABLE users
    ADD COLUMN a INT,
    ADD CONSTRAINT uq_users_a UNIQUE (a),
    ALGORITHM=INPLACE, LOCK=NONE"]
    );
}

#[test]
fn what_is_changed_twice_takes_two_statements() {
    let count = |operations: &Change| written(MARIADB, operations).len();
    let twice: [(&str, &Change); 11] = [
        ("rename and change", &|op| {
            op.alter_column("users", "age").rename_to("years");
            op.alter_column("users", "years").comment("x");
        }),
        ("change and rename", &|op| {
            op.alter_column("users", "Age".to_lowercase().as_str()).comment("x").rename_to("b");
        }),
        ("drop and add", &|op| {
            op.drop_column("users", "bio");
            op.add_column("users", "bio", integer());
        }),
        ("an index by the same name", &|op| {
            op.drop_index("ix_users_name", "users");
            op.create_index("ix_users_name", "users", ["name", "age"]);
        }),
        ("an index over a changed column, for whose sake no row is copied", &|op| {
            op.alter_column("users", "name").set_type(varchar(60));
            op.create_index("ix", "users", ["name"]);
        }),
        ("a foreign key over a changed column", &|op| {
            op.alter_column("users", "age").set_type(big_int());
            op.create_foreign_key("fk", "users", ["age"], "roles", ["id"]);
        }),
        ("a computed column over a renamed one", &|op| {
            op.alter_column("users", "age").rename_to("years");
            op.add_column("users", "next", integer().generated("years + 1"));
        }),
        ("another table between", &|op| {
            op.add_column("users", "a", integer());
            op.add_column("roles", "a", integer());
        }),
        ("a column of a foreign key with another name, and a copy of the rows", &|op| {
            op.alter_column("users", "role_id").rename_to("role");
            op.create_check_constraint("ck", "users", "age < 200");
        }),
        ("a copy of the rows, and another name of a referenced column", &|op| {
            op.create_check_constraint("ck", "roles", "code <> ''");
            op.alter_column("roles", "id").rename_to("number");
        }),
        ("a virtual column", &|op| {
            op.add_column("users", "a", integer());
            op.add_column("users", "b", integer().generated_virtual("age + 1"));
        }),
    ];
    for (name, operations) in twice {
        assert_eq!(count(operations), 2, "{name}");
    }
}

#[test]
fn a_primary_key_is_replaced_at_once() {
    let found = written(MARIADB, |op| {
        op.create_table(table("t").column("a", integer().primary_key()).column("b", text()));
        op.drop_primary_key("pk_t", "t");
        op.create_primary_key("pk_t", "t", ["a"]);
    });
    assert_eq!(
        found[1..],
        ["ALTER TABLE t
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (a),
    ALGORITHM=INPLACE, LOCK=NONE"]
    );
}

#[test]
fn each_drop_has_its_form() {
    let drops = |op: &mut Op<NoTx>| {
        op.drop_foreign_key("fk_users_role_id_roles", "users");
        op.drop_check_constraint("ck_users_age", "users");
        op.drop_unique_constraint("uq_roles_code", "roles");
    };
    assert_eq!(
        written(MARIADB, drops),
        [
            "ALTER TABLE users
    DROP FOREIGN KEY fk_users_role_id_roles,
    DROP INDEX IF EXISTS fk_users_role_id_roles,
    DROP CONSTRAINT ck_users_age,
    ALGORITHM=NOCOPY, LOCK=NONE",
            "ALTER TABLE roles DROP INDEX uq_roles_code, ALGORITHM=NOCOPY, LOCK=NONE",
        ]
    );
    assert_eq!(
        written(MYSQL, drops),
        [
            "ALTER TABLE users
    DROP FOREIGN KEY fk_users_role_id_roles,
    DROP INDEX fk_users_role_id_roles,
    DROP CHECK ck_users_age,
    ALGORITHM=INPLACE, LOCK=NONE",
            "ALTER TABLE roles DROP INDEX uq_roles_code, ALGORITHM=INPLACE, LOCK=NONE",
        ]
    );
    let column = |op: &mut Op<NoTx>| op.drop_column("users", "age");
    assert_eq!(
        written(MYSQL, column),
        ["ALTER TABLE users
    DROP CHECK ck_users_age,
    DROP COLUMN age,
    ALGORITHM=INSTANT"]
    );
}

#[test]
fn a_word_is_renamed_beside_the_old_one() {
    let with_enum = |op: &mut Op<NoTx>| {
        op.create_enum("mood", ["sad", "happy"]);
        users(op);
    };
    let found = written_after(MARIADB, with_enum, |op| op.rename_enum_value("mood", "sad", "blue"));
    assert_eq!(
        found,
        [
            "ALTER TABLE users MODIFY COLUMN mood ENUM('sad', 'happy', 'blue') DEFAULT 'sad', \
             ALGORITHM=INSTANT",
            "UPDATE users SET mood = 'blue', changed = changed WHERE mood = 'sad'",
            "ALTER TABLE users MODIFY COLUMN mood ENUM('blue', 'happy') DEFAULT 'blue', \
             ALGORITHM=COPY, LOCK=SHARED",
        ]
    );
    for alike in ["SAD", "säd"] {
        let rename = |op: &mut Op<NoTx>| op.rename_enum_value("mood", "sad", alike);
        let found = written_after(MARIADB, with_enum, rename);
        assert_eq!(found.len(), 5, "{found:?}");
    }
}

#[test]
fn a_backslash_begins_an_escape_where_nothing_else_can_be_written() {
    let found = written(MARIADB, |op| op.create_table_comment("users", "C:\\users"));
    assert_eq!(
        found,
        [
            "SET @migrate_sql_mode = @@sql_mode",
            "SET sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')",
            "ALTER TABLE users COMMENT='C:\\\\users', ALGORITHM=INSTANT",
            "SET sql_mode = @migrate_sql_mode",
        ]
    );
}

#[test]
fn views_and_triggers_follow_a_rename() {
    let with_view = |op: &mut Op<NoTx>| {
        users(op);
        op.create_view("adults", "SELECT age FROM users WHERE name <> 'age'");
        op.create_trigger("grow", "users", "BEFORE INSERT", "FOR EACH ROW SET NEW.age = 1");
    };
    let found = written_after(MARIADB, with_view, |op| {
        op.alter_column("users", "age").rename_to("Age");
    });
    assert_eq!(
        found,
        [
            "ALTER TABLE users RENAME COLUMN age TO `Age`, ALGORITHM=INSTANT",
            "CREATE OR REPLACE VIEW adults AS SELECT `Age` AS age FROM users WHERE name <> 'age'",
            "DROP TRIGGER grow",
            "CREATE TRIGGER grow BEFORE INSERT ON users FOR EACH ROW SET NEW.`Age` = 1",
        ]
    );
    let found = written_after(MARIADB, with_view, |op| op.rename_table("users", "people"));
    assert_eq!(
        found,
        [
            "RENAME TABLE users TO people",
            "CREATE OR REPLACE VIEW adults AS SELECT age FROM people WHERE name <> 'age'",
        ]
    );
}

#[test]
fn the_index_of_several_foreign_keys_goes_with_the_last() {
    let keys = |op: &mut Op<NoTx>| {
        op.create_table(
            table("t")
                .column("r", big_int())
                .foreign_key(foreign_key("fk_a", ["r"], "roles", ["id"]))
                .foreign_key(foreign_key("fk_b", ["r"], "roles", ["id"])),
        );
        op.drop_foreign_key("fk_b", "t");
        op.drop_foreign_key("fk_a", "t");
    };
    assert_eq!(
        written(MARIADB, keys)[1..],
        [
            "ALTER TABLE t
    DROP FOREIGN KEY fk_b,
    RENAME INDEX IF EXISTS fk_b TO fk_a,
    ALGORITHM=INSTANT",
            "ALTER TABLE t
    DROP FOREIGN KEY fk_a,
    DROP INDEX IF EXISTS fk_a,
    ALGORITHM=NOCOPY, LOCK=NONE",
        ]
    );
}

/// A foreign key of the table itself is held against the keys that were there before the statement.
#[test]
fn a_key_is_there_before_the_table_references_itself() {
    let tree = |op: &mut Op<NoTx>| {
        op.create_table(table("t").column("id", big_int().not_null()).column("r", big_int()));
    };
    let reference = |op: &mut Op<NoTx>| {
        op.create_foreign_key("fk", "t", ["r"], "t", ["id"]);
    };
    let copy = "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (r) REFERENCES t (id), ALGORITHM=COPY, LOCK=SHARED";
    let keys: [&Change; 3] = [
        &|op| {
            op.create_primary_key("pk_t", "t", ["id"]);
        },
        &|op| {
            op.create_unique_constraint("uq_t", "t", ["id"]);
        },
        &|op| {
            op.add_column("t", "code", integer().check("code > 0"));
            op.create_unique_constraint("uq_t", "t", ["id"]);
        },
    ];
    for key in keys {
        for version in [MARIADB, MYSQL] {
            let found = written_after(version, tree, |op| {
                key(op);
                reference(op);
            });
            assert_eq!(found.last().map(String::as_str), Some(copy), "{found:?}");
        }
    }
    // What was a key before stays with its neighbours.
    let found = written_after(
        MARIADB,
        |op| {
            op.create_table(table("t").column("id", big_int().primary_key()));
        },
        |op| {
            op.add_column("t", "r", big_int());
            reference(op);
        },
    );
    assert_eq!(found.len(), 1, "{found:?}");
    // A column that comes with its key and references itself.
    let found = written_after(MARIADB, tree, |op| {
        op.add_column("t", "own", big_int().unique().references("t", "own"));
    });
    assert_eq!(found.len(), 2, "{found:?}");
}
