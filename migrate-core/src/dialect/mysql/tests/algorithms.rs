//! The algorithm that is asked for, by server, version and table.

use super::*;
use crate::dialect::mysql::weaker_algorithm;

/// What stands after the last `ALGORITHM=`; nothing when none is asked for.
fn algorithm(version: Version, setup: &Change, op: &Change) -> String {
    let last = written_after(version, setup, op).pop().unwrap_or_default();
    last.split_once("ALGORITHM=").map_or_else(String::new, |(_, found)| found.to_owned())
}

#[test]
fn the_strongest_by_operation() {
    const INSTANT: &str = "INSTANT";
    const NOCOPY: &str = "NOCOPY, LOCK=NONE";
    const INPLACE: &str = "INPLACE, LOCK=NONE";
    const COPY: &str = "COPY, LOCK=SHARED";
    let changes: [(&Change, &str, &str); 26] = [
        (&|op| op.add_column("users", "a", integer()), INSTANT, INSTANT),
        (&|op| op.add_column("users", "a", timestamp().default(now())), INSTANT, INSTANT),
        (&|op| op.add_column("users", "a", date().default(today())), INSTANT, COPY),
        (&|op| op.add_column("users", "a", text().default("x")), INSTANT, COPY),
        (&|op| op.add_column("users", "a", uuid().default(sql("uuid()"))), COPY, COPY),
        (&|op| op.add_column("users", "a", text().default(sql("lower(name)"))), COPY, COPY),
        (&|op| op.add_column("users", "a", text().default(sql("md5('x')"))), "", COPY),
        (&|op| op.add_column("users", "a", integer().generated("age + 1")), COPY, COPY),
        (&|op| op.add_column("users", "a", integer().generated_virtual("age")), INSTANT, INSTANT),
        (&|op| op.add_column("users", "a", integer().check("a > 0")), COPY, COPY),
        (&|op| op.add_column("users", "a", big_int().references("roles", "id")), COPY, COPY),
        (&|op| op.drop_column("users", "bio"), INSTANT, INSTANT),
        (&|op| op.drop_column("users", "name"), NOCOPY, INPLACE),
        (&|op| op.drop_column("users", "id"), COPY, COPY),
        (
            &|op| {
                op.alter_column("users", "bio").rename_to("b");
            },
            INSTANT,
            INSTANT,
        ),
        (
            &|op| {
                op.alter_column("users", "bio").not_null();
            },
            INPLACE,
            INPLACE,
        ),
        (
            &|op| {
                op.alter_column("users", "name").set_type(varchar(60));
            },
            INSTANT,
            INPLACE,
        ),
        (
            &|op| {
                op.alter_column("users", "name").set_type(varchar(80));
            },
            INSTANT,
            "",
        ),
        (
            &|op| {
                op.alter_column("users", "name").set_type(varchar(10));
            },
            COPY,
            COPY,
        ),
        (
            &|op| {
                op.alter_column("users", "name").comment("x");
            },
            INSTANT,
            INSTANT,
        ),
        (
            &|op| {
                op.create_index("ix", "users", ["age"]);
            },
            NOCOPY,
            INPLACE,
        ),
        (&|op| op.rename_index("ix_users_name", "users", "ix"), INSTANT, INPLACE),
        (
            &|op| {
                op.create_foreign_key("fk", "users", ["role_id"], "roles", ["id"]);
            },
            COPY,
            COPY,
        ),
        (&|op| op.drop_foreign_key("fk_users_role_id_roles", "users"), NOCOPY, INPLACE),
        (&|op| op.drop_check_constraint("ck_users_age", "users"), INSTANT, INSTANT),
        (&|op| op.create_table_comment("users", "x"), INSTANT, INPLACE),
    ];
    for (number, (change, mariadb, mysql)) in changes.into_iter().enumerate() {
        assert_eq!(algorithm(MARIADB, &users, change), mariadb, "{number} on MariaDB");
        assert_eq!(algorithm(MYSQL, &users, change), mysql, "{number} on MySQL");
    }
}

#[test]
fn by_version_of_mysql() {
    let version = |patch| Version::mysql(8, 0, patch);
    let add = |op: &mut Op<NoTx>| op.add_column("users", "a", integer());
    let drop = |op: &mut Op<NoTx>| op.drop_column("users", "bio");
    let rename = |op: &mut Op<NoTx>| {
        op.alter_column("users", "bio").rename_to("b");
    };
    for (change, since) in [(&add as &Change, 12), (&rename, 28), (&drop, 29)] {
        assert_eq!(algorithm(version(since - 1), &users, change), "INPLACE, LOCK=NONE");
        assert_eq!(algorithm(version(since), &users, change), "INSTANT");
    }
}

/// Tried on 11.8.
#[test]
fn mariadb_copies_while_rows_are_written_since_11_2() {
    const COPY: &str = "COPY, LOCK=SHARED";
    const ONLINE: &str = "COPY, LOCK=NONE";
    let retype = |op: &mut Op<NoTx>| {
        op.alter_column("users", "age").set_type(big_int());
    };
    for (version, asked) in [
        (Version::mariadb(11, 1, 99), COPY),
        (Version::mariadb(11, 2, 0), ONLINE),
        (Version::mariadb(12, 0, 1), ONLINE),
        (Version::mysql(26, 7, 0), COPY),
    ] {
        assert_eq!(algorithm(version, &users, &retype), asked, "{version}");
    }
    let new = Version::mariadb(11, 8, 9);
    // Of the table as it was before: a key that the statement adds changes no rows yet.
    let add_key = |op: &mut Op<NoTx>| {
        op.create_foreign_key("fk", "users", ["role_id"], "roles", ["id"]).on_delete(SetNull);
    };
    assert_eq!(algorithm(new, &users, &add_key), ONLINE);
    let cascading = |op: &mut Op<NoTx>| {
        users(op);
        op.create_foreign_key("fk", "users", ["role_id"], "roles", ["id"]).on_update(Cascade);
    };
    assert_eq!(algorithm(new, &cascading, &retype), COPY);
    // The rows of the referenced table are changed by nothing but writers.
    let retype_role = |op: &mut Op<NoTx>| {
        op.alter_column("roles", "code").set_type(char(20));
    };
    assert_eq!(algorithm(new, &cascading, &retype_role), ONLINE);
    let plain = |op: &mut Op<NoTx>| {
        op.create_table(table("plain").column("id", integer().primary_key()));
    };
    let number = |op: &mut Op<NoTx>| {
        op.alter_column("plain", "id").identity(Identity::default());
    };
    let drop_key = |op: &mut Op<NoTx>| op.drop_primary_key("pk_plain", "plain");
    assert_eq!(algorithm(new, &plain, &drop_key), ONLINE);
    assert_eq!(algorithm(new, &plain, &number), COPY);
}

#[test]
fn by_what_else_the_table_has() {
    let add = |op: &mut Op<NoTx>| op.add_column("users", "a", integer());
    let not_null = |op: &mut Op<NoTx>| {
        op.alter_column("users", "age").not_null();
    };
    let with = |more: fn(&mut Op<NoTx>)| {
        move |op: &mut Op<NoTx>| {
            users(op);
            more(op);
        }
    };
    let fulltext = with(|op| {
        op.create_index("ft", "users", ["bio"]).using("fulltext");
    });
    assert_eq!(algorithm(MARIADB, &fulltext, &add), "INPLACE, LOCK=SHARED");
    assert_eq!(algorithm(MYSQL, &fulltext, &add), "");
    let two = with(|op| {
        op.create_index("ft", "users", ["bio"]).using("fulltext");
        op.create_index("ft2", "users", ["name"]).using("fulltext");
    });
    assert_eq!(algorithm(MARIADB, &two, &add), "COPY, LOCK=SHARED");
    let stored = with(|op| op.add_column("users", "s", integer().generated("id + 1")));
    assert_eq!(algorithm(MARIADB, &stored, &add), "INSTANT");
    assert_eq!(algorithm(MARIADB, &stored, &not_null), "COPY, LOCK=SHARED");
    assert_eq!(algorithm(MYSQL, &stored, &not_null), "INPLACE, LOCK=NONE");
    let indexed = with(|op| {
        op.add_column("users", "v", integer().generated_virtual("id + 1"));
        op.create_index("iv", "users", ["v"]);
    });
    assert_eq!(algorithm(MARIADB, &indexed, &add), "INPLACE, LOCK=SHARED");
    let drop_bio = |op: &mut Op<NoTx>| op.drop_column("users", "bio");
    assert_eq!(algorithm(MARIADB, &indexed, &drop_bio), "COPY, LOCK=SHARED");
    let table = |engine: &'static str, format: &'static str| {
        move |op: &mut Op<NoTx>| {
            op.create_table(
                table("users")
                    .column("id", integer())
                    .mysql_engine(engine)
                    .mysql_row_format(format),
            );
        }
    };
    assert_eq!(algorithm(MARIADB, &table("MyISAM", "FIXED"), &add), "");
    assert_eq!(algorithm(MARIADB, &table("innodb", "COMPRESSED"), &add), "INPLACE, LOCK=NONE");
}

#[test]
fn the_next_weaker_form_is_found_at_the_end() {
    let weaker = |version, asked: &str| {
        let sql = weaker_algorithm(version, &format!("ALTER TABLE t DROP COLUMN a, {asked}"));
        sql.and_then(|sql| sql.split_once("a, ").map(|(_, taken)| taken.to_owned()))
    };
    let chain = |version| {
        let mut asked = "ALGORITHM=INSTANT".to_owned();
        let mut chain = Vec::new();
        while let Some(taken) = weaker(version, &asked) {
            chain.push(taken.clone());
            asked = taken;
        }
        chain
    };
    let rest = [
        "ALGORITHM=INPLACE, LOCK=NONE",
        "ALGORITHM=INPLACE, LOCK=SHARED",
        "ALGORITHM=COPY, LOCK=SHARED",
    ];
    assert_eq!(chain(MYSQL), rest);
    assert_eq!(chain(MARIADB)[0], "ALGORITHM=NOCOPY, LOCK=NONE");
    assert_eq!(chain(MARIADB)[1..], rest);
    let newer = chain(Version::mariadb(11, 8, 9));
    let online = "ALGORITHM=COPY, LOCK=NONE".to_owned();
    assert_eq!(newer[3..], [online, rest[2].to_owned()]);
    assert_eq!(weaker(MARIADB, "COMMENT 'ALGORITHM=INSTANT'"), None);
}
