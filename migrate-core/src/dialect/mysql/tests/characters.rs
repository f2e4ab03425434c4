//! Characters that comments and some character sets do not have.

use super::{Change, MARIADB, MYSQL, lowered, refusal};
use crate::dialect::Action;
use crate::op::{NoTx, Op, col, custom, enumeration, integer, json, sql, table, text, varchar};

/// What is said of a script beside its statements, and how many statements there are.
fn said(script: impl FnOnce(&mut Op<NoTx>)) -> (Vec<String>, usize) {
    let statements = lowered(MARIADB, super::users, script).expect("it is carried out");
    let count = statements.len();
    let notes = statements.into_iter().filter_map(|statement| match statement.action {
        Action::Note(note) => Some(note),
        _ => None,
    });
    let notes: Vec<_> = notes.collect();
    let statements = count - notes.len();
    (notes, statements)
}

#[test]
fn comments_keep_no_such_characters() {
    let note = "MariaDB has no characters beyond U+FFFF in comments: it keeps `?` for `🦀`";
    assert_eq!(
        said(|op| op.create_table(table("t").column("id", integer().comment("a 🦀")))),
        (vec![note.to_owned()], 1)
    );
    // Neighbours on a table share their statement all the same.
    let (notes, statements) = said(|op| {
        op.add_column("users", "a", integer().comment("🦀"));
        op.add_column("users", "b", integer().comment("é"));
    });
    assert_eq!((notes, statements), (vec![note.to_owned()], 1));
    assert_eq!(said(|op| op.create_table_comment("users", "🦀🦀")).0, [note]);
    assert_eq!(said(|op| op.create_table_comment("users", "数é")).0, [""; 0]);
}

#[test]
fn a_column_of_three_bytes_has_no_such_characters() {
    for version in [MARIADB, MYSQL] {
        let (message, hint) = refusal(version, |op| {
            let face = enumeration("face", ["🦀", "x"]).mysql_charset("utf8mb3");
            op.add_column("users", "face", face);
        });
        assert_eq!(
            message,
            "column `face` of table `users` is in utf8mb3, which does not have `🦀` (U+1F980) of its value '🦀'"
        );
        assert_eq!(
            hint.as_deref(),
            Some("write `.mysql_charset(\"utf8mb4\")`, or take the character out")
        );
        let (message, _) = refusal(version, |op| {
            let column = varchar(9).default("a 🦀");
            op.create_table(table("t").column("face", column).mysql_charset("utf8"));
        });
        assert!(
            message
                .ends_with("is in utf8, which does not have `🦀` (U+1F980) of its default 'a 🦀'")
        );
    }
    let carried_out = lowered(MARIADB, super::users, |op| {
        op.add_column("users", "face", enumeration("face", ["🦀"]).mysql_charset("utf8mb4"));
        op.add_column("users", "plain", varchar(9).default("数").mysql_charset("utf8mb3"));
    });
    assert!(carried_out.is_ok());
}

/// Each place of a text that a column in `latin1` holds or is compared with.
#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn each_text_of_a_column_has_its_characters() {
    let refused: [(&Change, &str); 15] = [
        (
            &|op| {
                op.add_column("l", "n", varchar(9).default("ł"));
            },
            "(U+0142) of its default 'ł'",
        ),
        (
            &|op| {
                op.add_column("l", "n", varchar(9).default(sql("('ł')")));
            },
            "(U+0142) of its default 'ł'",
        ),
        (
            &|op| {
                op.add_column("l", "n", custom("set('a','ł')"));
            },
            "(U+0142) of its value 'ł'",
        ),
        (
            &|op| {
                op.add_column("l", "n", enumeration("e", ["a", "ł"]));
            },
            "(U+0142) of its value 'ł'",
        ),
        (
            &|op| {
                op.create_check_constraint("ck", "l", "c <> 'ł'");
            },
            "'ł', which check `ck` compares it with",
        ),
        (
            &|op| {
                op.create_check_constraint("ck", "l", "length(c) > 1 OR 'ł' = `C`");
            },
            "'ł', which check `ck` compares it with",
        ),
        (
            &|op| {
                op.create_check_constraint("ck", "l", "c NOT IN ('a', 'ł')");
            },
            "'ł', which check `ck` compares it with",
        ),
        (
            &|op| {
                op.create_check_constraint("ck", "l", "c NOT LIKE 'ł%'");
            },
            "'ł%', which check `ck` compares it with",
        ),
        (
            &|op| {
                op.add_column("l", "n", integer().generated("c = 'ł'"));
            },
            "'ł', which the expression of column `n` compares it with",
        ),
        (
            &|op| {
                op.bulk_insert("l", ["c"], [("a",), ("ł",)]);
            },
            "'ł', which a row would have",
        ),
        (
            &|op| {
                op.update("l").set("c", "ł");
            },
            "'ł', which a row would have",
        ),
        (
            &|op| {
                op.update("l").set("c", "a").filter(col("c").eq("ł"));
            },
            "'ł', which the filter compares it with",
        ),
        (
            &|op| {
                op.delete("l").filter(col("c").eq("a").or(col("c").is_in(["ł"])));
            },
            "'ł', which the filter compares it with",
        ),
        (
            &|op| {
                op.delete("l").filter(sql("c = 'ł'"));
            },
            "'ł', which the filter compares it with",
        ),
        (
            &|op| {
                op.alter_column("l", "free").mysql_charset("ascii");
            },
            "is in ascii, which does not have `ł` (U+0142) of its default 'ł'",
        ),
    ];
    let setup = |op: &mut Op<NoTx>| {
        op.create_table(
            table("l")
                .column("c", varchar(9))
                .column("free", varchar(9).default("ł").mysql_charset("utf8mb4"))
                .mysql_charset("latin1"),
        );
    };
    for (change, end) in refused {
        let error = lowered(MARIADB, setup, change).expect_err(end);
        let message = error.cause.to_string();
        assert!(message.ends_with(end), "{message}");
        assert!(message.contains("of table `l` is in "), "{message}");
    }
    let carried_out: [&Change; 9] = [
        &|op| {
            op.add_column("l", "n", varchar(9).default("é€ž™"));
        },
        &|op| {
            op.add_column("l", "n", json().default("\"é\""));
        },
        &|op| {
            op.create_check_constraint("ck", "l", "convert(c using utf8mb4) = 'ł'");
        },
        &|op| {
            op.create_check_constraint("ck", "l", "c = 'ł' COLLATE utf8mb4_bin");
        },
        &|op| {
            op.create_check_constraint("ck", "l", "length('ł') = 2 OR c = 'a'");
        },
        &|op| {
            op.create_check_constraint("ck", "l", "free = 'ł'");
        },
        &|op| {
            op.bulk_insert("l", ["free"], [("ł",)]);
        },
        &|op| {
            op.add_column("l", "n", varchar(9).default("漢").mysql_charset("big5"));
        },
        &|op| {
            op.add_column("l", "n", varchar(9).default("漢").mysql_charset("of_later_versions"));
        },
    ];
    for (at, change) in carried_out.into_iter().enumerate() {
        let done = lowered(MARIADB, setup, change);
        assert!(done.is_ok(), "{at}: {done:?}");
    }
}

/// MariaDB writes such a default by the way of the table's character set.
#[test]
fn a_large_default_has_the_characters_of_its_table() {
    let setup = |op: &mut Op<NoTx>| {
        op.create_table(table("l").column("c", integer()).mysql_charset("latin1"));
    };
    let refused: [(&Change, &str); 3] = [
        (&|op| op.add_column("l", "n", json().default("\"ł\"")), "`n`, which is JSON,"),
        (
            &|op| op.add_column("l", "n", text().default("ł").mysql_charset("utf8mb4")),
            "`n`, which is LONGTEXT,",
        ),
        (
            &|op| {
                op.add_column("l", "n", text().default(sql("concat('ł')")).collate("utf8mb4_bin"));
            },
            "`n`, which is LONGTEXT,",
        ),
    ];
    for (change, column) in refused {
        let error = lowered(MARIADB, setup, change).expect_err(column);
        assert_eq!(
            error.cause.to_string(),
            format!(
                "MariaDB writes the default of column {column} in the character set of table `l`: latin1 does not \
                 have `ł` (U+0142)"
            )
        );
        assert!(
            error.cause.hint().is_some_and(|hint| hint.contains("CONVERT(X'..' USING utf8mb4)"))
        );
    }
    let carried_out: [&Change; 3] = [
        &|op| op.add_column("l", "n", text().default("ł\\").mysql_charset("utf8mb4")),
        &|op| {
            let bytes = sql("CONVERT(X'C582' USING utf8mb4)");
            op.add_column("l", "n", text().default(bytes).mysql_charset("utf8mb4"));
        },
        &|op| op.add_column("l", "n", varchar(9).default("ł").mysql_charset("utf8mb4")),
    ];
    for change in carried_out {
        assert!(lowered(MARIADB, setup, change).is_ok());
    }
    let json = lowered(MYSQL, setup, |op| op.add_column("l", "n", json().default("\"ł\"")));
    assert!(json.is_ok());
}
