//! Columns written out whole from what either server shows: nothing that is not named changes.

use super::*;
use crate::dialect::DefinitionError;
use crate::schema::{Origin, QualifiedName};

/// What `SHOW CREATE TABLE` says on both servers.
const MARIADB_TABLE: &str = "CREATE TABLE `t` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s, (the) key',
  `name` varchar(50) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT 'n',
  `hidden` int(11) INVISIBLE DEFAULT 3 COMMENT 'inv',
  `changed` datetime(6) DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  `doc` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`doc`)),
  `packed` varchar(20) /*M!100301 COMPRESSED*/ DEFAULT NULL,
  `word` enum('a','b,c)','d''e') NOT NULL DEFAULT 'a' CHECK (`word` <> 'q'),
  `sum` int(11) GENERATED ALWAYS AS (`id` + 1) STORED,
  `key` char(36) DEFAULT uuid(),
  `back` varchar(20) DEFAULT 'a\\\\b' COMMENT 'c\\\\d',
  `two words` double DEFAULT (1 + 1),
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`),
  CONSTRAINT `ck` CHECK (`id` > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='a (b'";

const MYSQL_TABLE: &str = "CREATE TABLE `t` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s, (the) key',
  `name` varchar(50) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT 'n',
  `hidden` int DEFAULT '3' /*!80023 INVISIBLE */ COMMENT 'inv',
  `changed` datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  `doc` json DEFAULT NULL,
  `packed` varchar(20) /*!50606 STORAGE DISK */ /*!50606 COLUMN_FORMAT FIXED */ DEFAULT NULL,
  `word` enum('a','b,c)','d''e') COLLATE utf8mb4_bin NOT NULL DEFAULT 'a',
  `sum` int GENERATED ALWAYS AS ((`id` + 1)) STORED NOT NULL,
  `key` char(36) DEFAULT (uuid()),
  `back` varchar(20) DEFAULT 'a\\\\b' COMMENT 'c\\\\d',
  `two words` double DEFAULT ((1 + 1)),
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`),
  CONSTRAINT `ck` CHECK ((`id` > 0)) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci";

fn declared(op: &mut Op<NoTx>) {
    op.create_table(
        table("t")
            .column("id", big_int().unsigned().primary_key().identity())
            .column("name", varchar(50).not_null().mysql_charset("latin1").collate("latin1_bin"))
            .column("hidden", integer().default(3).mysql_invisible())
            .column("changed", timestamp().default(now()).mysql_on_update_now())
            .column("doc", json())
            .column("packed", varchar(20))
            .column("word", custom("enum('a')").not_null())
            .column("sum", integer().generated("id + 1"))
            .column("key", char(36).default(sql("uuid()")))
            .column("back", varchar(20))
            .column("two words", double().default(sql("1 + 1"))),
    );
}

/// The definitions after `MODIFY COLUMN`, with the name.
fn modified(version: Version, shown: &str, change: &Change) -> Vec<String> {
    let statements = lowered(version, declared, change).unwrap_or_else(|error| panic!("{error}"));
    let [Statement { action: Action::Restate(restate), .. }] = &statements[..] else {
        panic!("{statements:?}")
    };
    let statements = restate.statements(shown).unwrap_or_else(|error| panic!("{error}"));
    let wrapped = statements.len() == 4;
    assert_eq!(wrapped, statements.iter().any(|sql| sql.contains('\\')), "{statements:?}");
    let sql = &statements[if wrapped { 2 } else { 0 }];
    let clauses = sql.split("MODIFY COLUMN ").skip(1).map(|clause| {
        let end = clause.find(",\n").or(clause.find(", ALGORITHM")).unwrap_or(clause.len());
        clause[..end].to_owned()
    });
    clauses.collect()
}

#[test]
fn what_is_not_named_stays() {
    let changes: [(&Change, &str, &str); 14] = [
        (
            &|op| {
                op.alter_column("t", "id").set_type(integer());
            },
            "id INT NOT NULL AUTO_INCREMENT COMMENT 'it''s, (the) key'",
            "id INT NOT NULL AUTO_INCREMENT COMMENT 'it''s, (the) key'",
        ),
        (
            &|op| {
                op.alter_column("t", "name").set_type(varchar(80));
            },
            "name VARCHAR(80) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT 'n'",
            "name VARCHAR(80) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT 'n'",
        ),
        (
            &|op| {
                op.alter_column("t", "name").set_type(text());
            },
            "name LONGTEXT CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT 'n'",
            "name LONGTEXT CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT ('x') COMMENT 'n'",
        ),
        (
            &|op| {
                op.alter_column("t", "name").set_type(binary()).drop_default();
            },
            "name LONGBLOB NOT NULL COMMENT 'n'",
            "name LONGBLOB NOT NULL COMMENT 'n'",
        ),
        (
            &|op| {
                op.alter_column("t", "name").collate("latin1_general_ci").nullable();
            },
            "name varchar(50) COLLATE latin1_general_ci NULL DEFAULT 'x' COMMENT 'n'",
            "name varchar(50) COLLATE latin1_general_ci NULL DEFAULT 'x' COMMENT 'n'",
        ),
        (
            &|op| {
                op.alter_column("t", "hidden").not_null();
            },
            "hidden int(11) NOT NULL INVISIBLE DEFAULT 3 COMMENT 'inv'",
            "hidden int NOT NULL DEFAULT '3' /*!80023 INVISIBLE */ COMMENT 'inv'",
        ),
        (
            &|op| {
                op.alter_column("t", "changed").set_type(custom("DATETIME(3)"));
            },
            "changed DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)",
            "changed DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)",
        ),
        (
            &|op| {
                op.alter_column("t", "changed").drop_default();
            },
            "changed datetime(6) ON UPDATE current_timestamp(6)",
            "changed datetime(6) ON UPDATE CURRENT_TIMESTAMP(6)",
        ),
        (
            &|op| {
                op.alter_column("t", "changed").set_type(timestamptz());
            },
            "changed TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
            "changed TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
        ),
        (
            &|op| {
                op.alter_column("t", "doc").not_null();
            },
            "doc JSON NOT NULL",
            "doc json NOT NULL",
        ),
        (
            &|op| {
                op.alter_column("t", "packed").comment("p");
            },
            "packed varchar(20) /*M!100301 COMPRESSED*/ DEFAULT NULL COMMENT 'p'",
            "packed varchar(20) /*!50606 STORAGE DISK */ /*!50606 COLUMN_FORMAT FIXED */ \
             DEFAULT NULL COMMENT 'p'",
        ),
        (
            &|op| {
                op.alter_column("t", "word").comment("w");
            },
            "word enum('a','b,c)','d''e') NOT NULL DEFAULT 'a' COMMENT 'w' CHECK (`word` <> 'q')",
            "word enum('a','b,c)','d''e') COLLATE utf8mb4_bin NOT NULL DEFAULT 'a' COMMENT 'w'",
        ),
        (
            &|op| {
                op.alter_column("t", "key").set_type(varchar(40)).comment("k");
            },
            "`key` VARCHAR(40) DEFAULT uuid() COMMENT 'k'",
            "`key` VARCHAR(40) DEFAULT (uuid()) COMMENT 'k'",
        ),
        (
            &|op| {
                op.alter_column("t", "two words").set_type(real());
            },
            "`two words` FLOAT DEFAULT (1 + 1)",
            "`two words` FLOAT DEFAULT ((1 + 1))",
        ),
    ];
    for (change, mariadb, mysql) in changes {
        assert_eq!(modified(MARIADB, MARIADB_TABLE, change), [mariadb]);
        assert_eq!(modified(MYSQL, MYSQL_TABLE, change), [mysql]);
    }
}

#[test]
fn attributes_are_set_and_dropped() {
    let changes: [(&Change, &str, &str); 5] = [
        (
            &|op| {
                op.alter_column("t", "hidden").mysql_visible();
            },
            "hidden int(11) DEFAULT 3 COMMENT 'inv'",
            "hidden int DEFAULT '3' COMMENT 'inv'",
        ),
        (
            &|op| {
                op.alter_column("t", "packed").mysql_invisible();
            },
            "packed varchar(20) INVISIBLE /*M!100301 COMPRESSED*/ DEFAULT NULL",
            "packed varchar(20) INVISIBLE /*!50606 STORAGE DISK */ /*!50606 COLUMN_FORMAT FIXED */ \
             DEFAULT NULL",
        ),
        (
            &|op| {
                op.alter_column("t", "changed").drop_mysql_on_update_now();
            },
            "changed datetime(6) DEFAULT current_timestamp(6)",
            "changed datetime(6) DEFAULT CURRENT_TIMESTAMP(6)",
        ),
        (
            &|op| {
                op.alter_column("t", "name").drop_collation().mysql_charset("utf8mb4");
            },
            "name varchar(50) CHARACTER SET utf8mb4 NOT NULL DEFAULT 'x' COMMENT 'n'",
            "name varchar(50) CHARACTER SET utf8mb4 NOT NULL DEFAULT 'x' COMMENT 'n'",
        ),
        (
            &|op| {
                op.alter_column("t", "packed").mysql_charset("latin1").nullable();
            },
            "packed varchar(20) CHARACTER SET latin1 NULL /*M!100301 COMPRESSED*/ DEFAULT NULL",
            "packed varchar(20) CHARACTER SET latin1 NULL /*!50606 STORAGE DISK */ \
             /*!50606 COLUMN_FORMAT FIXED */ DEFAULT NULL",
        ),
    ];
    for (change, mariadb, mysql) in changes {
        assert_eq!(modified(MARIADB, MARIADB_TABLE, change), [mariadb]);
        assert_eq!(modified(MYSQL, MYSQL_TABLE, change), [mysql]);
    }
}

#[test]
fn both_servers_print_computed_columns() {
    let change = |op: &mut Op<NoTx>| {
        op.alter_column("t", "sum").comment("s");
    };
    assert_eq!(
        modified(MARIADB, MARIADB_TABLE, &change),
        ["sum int(11) GENERATED ALWAYS AS (`id` + 1) STORED COMMENT 's'"]
    );
    assert_eq!(
        modified(MYSQL, MYSQL_TABLE, &change),
        ["sum int GENERATED ALWAYS AS ((`id` + 1)) STORED NOT NULL COMMENT 's'"]
    );
}

#[test]
fn a_shown_backslash_is_one_that_begins_an_escape() {
    let change = |op: &mut Op<NoTx>| {
        op.alter_column("t", "back").not_null();
    };
    let kept = ["back varchar(20) NOT NULL DEFAULT 'a\\\\b' COMMENT 'c\\\\d'"];
    assert_eq!(modified(MARIADB, MARIADB_TABLE, &change), kept);
}

#[test]
fn ansi_quotes_are_read() {
    let shown = "CREATE TABLE \"t\" (\n  \"id\" int(11) NOT NULL,\n  \"doc\" longtext CHARACTER SET \
                 utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(\"doc\"))\n)";
    let change = |op: &mut Op<NoTx>| {
        op.alter_column("t", "doc").comment("d");
    };
    assert_eq!(modified(MARIADB, shown, &change), ["doc JSON DEFAULT NULL COMMENT 'd'"]);
}

#[test]
fn what_cannot_be_found_or_read_is_said() {
    let statements = lowered(MARIADB, declared, |op| {
        op.alter_column("t", "doc").comment("d");
    });
    let statements = statements.expect("it is carried out");
    let Action::Restate(restate) = &statements[0].action else { panic!("{statements:?}") };
    assert_eq!(restate.table, QualifiedName::from("t"));
    assert_eq!(restate.touched_by, None::<Origin>);
    assert!(matches!(
        restate.statements("CREATE TABLE `t` (\n  `id` int(11)\n)"),
        Err(DefinitionError::Missing { table, kind: "column", name }) if table == "t" && name == "doc"
    ));
    for shown in ["CREATE TABLE `t", "CREATE VIEW `t`"] {
        let error = restate.statements(shown).expect_err("it cannot be read");
        assert!(matches!(error, DefinitionError::Unreadable { .. }), "{error}");
    }
}

#[test]
fn characters_the_server_does_not_show_come_from_the_revisions() {
    let reactions = |op: &mut Op<NoTx>| {
        op.create_table(
            table("t")
                .column(
                    "face",
                    enumeration("face", ["🦀", "d'e"]).not_null().comment("what 🦀 says"),
                )
                .column("e", varchar(20).not_null().default("🦀é?")),
        );
    };
    let shown = "CREATE TABLE `t` (\n  `face` enum('?','d''e') NOT NULL COMMENT 'what ? says',\n  \
                 `e` varchar(20) NOT NULL DEFAULT '?é?'\n)";
    let change = |op: &mut Op<NoTx>| {
        op.alter_column("t", "face").nullable();
        op.alter_column("t", "e").comment("c");
    };
    let statements = lowered(MARIADB, reactions, change).expect("it is carried out");
    let [Statement { action: Action::Restate(restate), .. }] = &statements[..] else {
        panic!("{statements:?}")
    };
    let sql = restate.statements(shown).expect("it can be read").concat();
    assert!(sql.contains("face ENUM('🦀', 'd''e') NULL COMMENT 'what 🦀 says'"), "{sql}");
    assert!(sql.contains("e varchar(20) NOT NULL DEFAULT '🦀é?' COMMENT 'c'"), "{sql}");
    let script = restate.statements(&restate.declared).expect("a script").concat();
    assert!(script.contains("DEFAULT '🦀é?' COMMENT 'c'"), "{script}");
    // What the database has is another default, of which one character is not shown.
    let error = restate.statements(&shown.replace("'?é?'", "'?x'")).expect_err("it is refused");
    assert!(matches!(error, DefinitionError::Lossy { column, .. } if column == "e"));
    // The revision says the default itself.
    let change = |op: &mut Op<NoTx>| {
        op.alter_column("t", "e").default("🦀x");
    };
    let statements = lowered(MARIADB, reactions, change).expect("it is carried out");
    for statement in &statements {
        if let Action::Restate(restate) = &statement.action {
            assert!(restate.statements(&shown.replace("'?é?'", "'?x'")).is_ok());
        }
    }
}

/// MySQL shows such a constant in digits, and its comments have no such characters.
#[test]
fn characters_of_an_enum_that_mysql_does_not_show_come_from_the_revisions() {
    let reactions = |op: &mut Op<NoTx>| {
        op.create_table(
            table("t")
                .column("face", enumeration("face", ["🦀", "x"]).not_null().default("🦀"))
                .column("e", varchar(20).not_null().default("🦀")),
        );
    };
    let shown = "CREATE TABLE `t` (\n  `face` enum('?','x') NOT NULL DEFAULT 0xF09FA680 COMMENT 'why?',\n  \
                 `e` varchar(20) NOT NULL DEFAULT 0xF09FA680 COMMENT 'why?'\n)";
    let change = |op: &mut Op<NoTx>| {
        op.alter_column("t", "face").nullable();
        op.alter_column("t", "e").nullable();
    };
    let statements = lowered(MYSQL, reactions, change).expect("it is carried out");
    let [Statement { action: Action::Restate(restate), .. }] = &statements[..] else {
        panic!("{statements:?}")
    };
    let sql = restate.statements(shown).expect("it can be read").concat();
    let kept = "face ENUM('🦀', 'x') NULL DEFAULT 0xF09FA680 COMMENT 'why?'";
    assert!(sql.contains(kept), "{sql}");
    assert!(sql.contains("e varchar(20) NULL DEFAULT 0xF09FA680 COMMENT 'why?'"), "{sql}");
    // What the database has is another type, of which one value is not shown.
    let error = restate.statements(&shown.replace("'x'", "'y'")).expect_err("it is refused");
    assert!(matches!(error, DefinitionError::Lossy { column, .. } if column == "face"));
}

/// A question mark is written back where the revisions say it, and where the server shows the text as
/// it is: in expressions, and on MySQL in all but the values of an enum.
#[test]
fn a_question_mark_that_no_revision_says_is_not_written_back() {
    let questions = |op: &mut Op<NoTx>| {
        op.create_table(
            table("t")
                .column("n", integer())
                .column("q", varchar(20).not_null().default("what (?"))
                .column("long", text().default("?")),
        );
    };
    let change = |op: &mut Op<NoTx>| {
        op.alter_column("t", "n").comment("c");
        op.alter_column("t", "q").comment("c");
        op.alter_column("t", "long").comment("c");
    };
    let shown = "CREATE TABLE `t` (\n  `n` int(11) DEFAULT NULL,\n  `q` varchar(20) NOT NULL DEFAULT \
                 'what (?',\n  `long` longtext DEFAULT '?'\n)";
    let restated = |version, shown: &str| {
        let statements = lowered(version, questions, change).expect("it is carried out");
        let restates = statements.iter().filter_map(|statement| match &statement.action {
            Action::Restate(restate) => Some(restate.statements(shown)),
            _ => None,
        });
        restates.collect::<Result<Vec<_>, _>>().map(|all| all.concat().concat())
    };
    let sql = restated(MARIADB, shown).expect("the revision says it");
    assert!(sql.contains("q varchar(20) NOT NULL DEFAULT 'what (?' COMMENT 'c'"), "{sql}");
    let other_long = shown.replace("longtext DEFAULT '?'", "longtext DEFAULT 'or ?'");
    assert!(restated(MARIADB, &other_long).is_ok());
    let other = shown.replace("'what (?'", "'who (?'");
    assert!(matches!(restated(MARIADB, &other), Err(DefinitionError::Lossy { .. })));
    assert!(restated(MYSQL, &other).is_ok());
    let commented =
        shown.replace("`n` int(11) DEFAULT NULL", "`n` int(11) DEFAULT NULL COMMENT '?'");
    assert!(restated(MARIADB, &commented).is_ok(), "the revision says the comment itself");
}

#[test]
fn apostrophes_and_backslashes_are_read_as_the_server_prints_them() {
    let shown = "CREATE TABLE `t` (
  `doc` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '{\"b\": \"o\\'k, (\"}' CHECK (json_valid(`doc`)),
  `name` varchar(20) DEFAULT 'a\\nb\t\"q\" `b` \\\\',
  `sum` varchar(50) GENERATED ALWAYS AS (concat(`name`,'it\\'s (')) VIRTUAL,
  `hidden` int(11) DEFAULT NULL COMMENT 'it''s \"q\", \\\\',
  CONSTRAINT `ck` CHECK (`name` <> 'it\\'s' and `name` <> 'a\\\\')
)";
    let change = |op: &mut Op<NoTx>| {
        op.alter_column("t", "hidden").set_type(big_int());
        op.alter_column("t", "name").not_null();
        op.alter_column("t", "doc").comment("d");
    };
    assert_eq!(
        modified(MARIADB, shown, &change),
        [
            "hidden BIGINT DEFAULT NULL COMMENT 'it''s \"q\", \\\\'",
            "name varchar(20) NOT NULL DEFAULT 'a\\nb\t\"q\" `b` \\\\'",
            "doc JSON DEFAULT '{\"b\": \"o\\'k, (\"}' COMMENT 'd'",
        ]
    );
}

#[test]
fn a_definition_that_breaks_off_is_an_error() {
    let change: &Change = &|op| {
        op.alter_column("t", "name").set_type(varchar(80));
    };
    for (version, shown) in [(MARIADB, MARIADB_TABLE), (MYSQL, MYSQL_TABLE)] {
        let statements =
            lowered(version, declared, change).unwrap_or_else(|error| panic!("{error}"));
        let [Statement { action: Action::Restate(restate), .. }] = &statements[..] else {
            panic!("{statements:?}")
        };
        let close = shown.rfind(") ENGINE").expect("a table");
        for end in (0..=close).filter(|end| shown.is_char_boundary(*end)) {
            assert!(restate.statements(&shown[..end]).is_err(), "{}", &shown[..end]);
        }
        assert!(restate.statements(&shown[..=close]).is_ok());
    }
}
