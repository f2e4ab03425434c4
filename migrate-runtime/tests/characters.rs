//! Which characters a character set has: what a plan refuses, against MariaDB itself.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod live;

use std::collections::BTreeSet;

use migrate_runtime::dialect::{Dialect, lower};
use migrate_runtime::executor::Driver;
use migrate_runtime::op::Op;
use migrate_runtime::prelude::*;

use live::Live;

/// Sets of one byte but for `swe7`, which has not all of ASCII, and of at most three.
const CHARSETS: &[&str] = &[
    "armscii8", "ascii", "cp1250", "cp1251", "cp1256", "cp1257", "cp850", "cp852", "cp866", "dec8",
    "geostd8", "greek", "hebrew", "hp8", "keybcs2", "koi8r", "koi8u", "latin1", "latin2", "latin5",
    "latin7", "macce", "macroman", "tis620", "ucs2", "utf8mb3",
];

/// Whether a plan takes a text as the default of a column in this character set.
fn takes(dialect: Dialect, charset: &str, text: &str) -> bool {
    let mut op: Op = Op::new();
    let column = varchar(300).default(text).mysql_charset(charset);
    op.create_table(table("t").column("c", column));
    lower(dialect, &op.into_operations(), &mut dialect.empty_schema()).is_ok()
}

/// The characters from U+00A0 on that the server has a code for; of U+0080 to U+009F nothing is said. None beyond U+FFFF
/// has one, of which `tis620` keeps another.
fn characters(connection: &mut dyn Driver, charset: &str) -> BTreeSet<char> {
    let code = "CONVERT(UNHEX(LPAD(HEX(seq), 8, '0')) USING utf32)";
    let query = format!(
        "SELECT CAST(seq AS CHAR) FROM seq_160_to_65535 \
         WHERE seq NOT BETWEEN 55296 AND 57343 AND HEX(CONVERT({code} USING {charset})) NOT IN ('3F', '003F')"
    );
    let rows = connection.query(&query).expect("the characters").into_iter().flatten().flatten();
    rows.filter_map(|code| char::from_u32(code.parse().ok()?)).collect()
}

#[test]
fn a_plan_refuses_the_characters_that_mysql_has_not() {
    let live = Live::mysql("characters");
    let mut connection = live.connect();
    // The server makes `?` of them then.
    connection.execute("SET sql_mode = ''").expect("a mode");
    let dialect = connection.dialect().expect("a known version");
    let mut wrong = Vec::new();
    for charset in CHARSETS {
        let known = characters(&mut *connection, charset);
        let all: Vec<char> = known.iter().copied().collect();
        let pieces = all.chunks(250).map(|piece| piece.iter().collect::<String>());
        for piece in pieces.filter(|piece| !takes(dialect, charset, piece)) {
            wrong.push(format!("{charset} has {piece:?}"));
        }
        // Those beside one that it has, and some of all others.
        let beside = known.iter().flat_map(|c| [u32::from(*c) - 1, u32::from(*c) + 1]);
        let others = beside.chain((0xa0..0x1_ffff).step_by(37)).filter_map(char::from_u32);
        let others: BTreeSet<char> =
            others.filter(|c| *c >= '\u{a0}' && !known.contains(c)).collect();
        for other in others.into_iter().filter(|c| takes(dialect, charset, &c.to_string())) {
            wrong.push(format!("{charset} has no {other:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a revision does, and the statement that it would become.
type Tried = (fn(&mut Op), &'static str);

/// What a plan refuses of a column `c` in `latin1`.
const TEXTS: &[Tried] = &[
    (
        |op| {
            op.add_column("t", "n", varchar(9).default("ł"));
        },
        "ALTER TABLE t ADD COLUMN n varchar(9) DEFAULT 'ł'",
    ),
    (
        |op| {
            op.alter_column("t", "c").default("ł");
        },
        "ALTER TABLE t ALTER COLUMN c SET DEFAULT 'ł'",
    ),
    (
        |op| {
            op.create_check_constraint("ck", "t", "c <> 'ł'");
        },
        "ALTER TABLE t ADD CONSTRAINT ck CHECK (c <> 'ł')",
    ),
    (
        |op| {
            op.create_check_constraint("ck", "t", "'ł' <> c");
        },
        "ALTER TABLE t ADD CONSTRAINT ck CHECK ('ł' <> c)",
    ),
    (
        |op| {
            op.create_check_constraint("ck", "t", "c NOT IN ('a', 'ł')");
        },
        "ALTER TABLE t ADD CONSTRAINT ck CHECK (c NOT IN ('a', 'ł'))",
    ),
    (
        |op| {
            op.create_check_constraint("ck", "t", "c NOT LIKE 'ł%'");
        },
        "ALTER TABLE t ADD CONSTRAINT ck CHECK (c NOT LIKE 'ł%')",
    ),
    (
        |op| {
            op.add_column("t", "n", integer().generated("c = 'ł'"));
        },
        "ALTER TABLE t ADD COLUMN n INT AS (c = 'ł') STORED",
    ),
    (
        |op| {
            op.bulk_insert("t", ["c"], [("ł",)]);
        },
        "INSERT INTO t (c) VALUES ('ł')",
    ),
    (
        |op| {
            op.update("t").set("c", "ł");
        },
        "UPDATE t SET c = 'ł'",
    ),
    (
        |op| {
            op.update("t").set("c", "a").filter(col("c").eq("ł"));
        },
        "UPDATE t SET c = 'a' WHERE c = 'ł'",
    ),
    (
        |op| {
            op.delete("t").filter(col("c").is_in(["a", "ł"]));
        },
        "DELETE FROM t WHERE c IN ('a', 'ł')",
    ),
    (
        |op| {
            op.delete("t").filter(sql("c < 'ł'"));
        },
        "DELETE FROM t WHERE c < 'ł'",
    ),
];

#[test]
fn a_plan_refuses_the_texts_that_mysql_refuses() {
    let live = Live::mysql("texts_of_columns");
    let mut connection = live.connect();
    let dialect = connection.dialect().expect("a known version");
    for (change, statement) in TEXTS {
        // With `é`, which the set has, both take the same.
        for (character, is_taken) in [("ł", false), ("é", true)] {
            let made = "CREATE OR REPLACE TABLE t (c varchar(9)) CHARACTER SET latin1";
            connection.execute(made).expect("a table");
            connection.execute("INSERT INTO t VALUES ('b')").expect("a row");
            let server = connection.execute(&statement.replace('ł', character));
            assert_eq!(server.is_ok(), is_taken, "{statement}: {server:?}");
        }
        let mut op = Op::new();
        op.create_table(table("t").column("c", varchar(9)).mysql_charset("latin1"));
        change(&mut op);
        let plan = lower(dialect, &op.into_operations(), &mut dialect.empty_schema());
        let error = plan.expect_err(statement).cause.to_string();
        assert!(
            error.contains("of table `t` is in latin1, which does not have `ł` (U+0142)"),
            "{error}"
        );
    }
}

/// MariaDB takes a label that it cannot keep, and keeps `?`.
#[test]
fn a_plan_refuses_the_labels_that_mysql_loses() {
    let live = Live::mysql("labels");
    let mut connection = live.connect();
    let dialect = connection.dialect().expect("a known version");
    connection.execute("CREATE TABLE t (c ENUM('ł')) CHARACTER SET latin1").expect("a table");
    let kept = live.rows(
        "SELECT column_type FROM information_schema.columns \
         WHERE table_schema = DATABASE() AND table_name = 't'",
    );
    assert_eq!(kept, ["enum('?')"]);
    let tables = [
        table("t").column("c", enumeration("e", ["ł"])),
        table("t").column("c", custom("enum('ł')")),
    ];
    for table in tables {
        let mut op: Op = Op::new();
        op.create_table(table.mysql_charset("latin1"));
        let plan = lower(dialect, &op.into_operations(), &mut dialect.empty_schema());
        let error = plan.expect_err("a label that is lost").cause.to_string();
        assert!(error.ends_with("does not have `ł` (U+0142) of its value 'ł'"), "{error}");
    }
}

/// The default of a large value goes by the way of the table's character set, in `utf8mb4` too.
#[test]
fn a_plan_refuses_the_large_defaults_that_mysql_refuses() {
    let live = Live::mysql("large_defaults");
    let mut connection = live.connect();
    let dialect = connection.dialect().expect("a known version");
    let in_bytes = || text().default(sql("CONVERT(X'C582' USING utf8mb4)"));
    let tables = [
        (table("t").column("c", text().default("ł").mysql_charset("utf8mb4")), "'ł'", false),
        (table("t").column("c", text().default("é").mysql_charset("utf8mb4")), "'é'", true),
        (
            table("t").column("c", in_bytes().mysql_charset("utf8mb4")),
            "(CONVERT(X'C582' USING utf8mb4))",
            true,
        ),
    ];
    for (table, default, is_taken) in tables {
        let statement = format!(
            "CREATE OR REPLACE TABLE t (c LONGTEXT CHARACTER SET utf8mb4 DEFAULT {default}) CHARACTER SET latin1"
        );
        let server = connection.execute(&statement);
        assert_eq!(server.is_ok(), is_taken, "{statement}: {server:?}");
        let mut op: Op = Op::new();
        op.create_table(table.mysql_charset("latin1"));
        let plan = lower(dialect, &op.into_operations(), &mut dialect.empty_schema());
        assert_eq!(plan.is_ok(), is_taken, "{plan:?}");
    }
}
