//! What the catalogue shows of each statement, and what of a table's definition is a part.

use crate::dialect::mysql::{probe, shows};
use crate::dialect::{After, Part, Probed, Verdict};

/// The objects of a probe in a line: `table t: +column a -index b`.
fn shown(sql: &str) -> String {
    let Some(probe) = probe(sql) else { return "none".to_owned() };
    let part = |part: &Part| match part {
        Part::Column(name) => format!("column {name}"),
        Part::Index(name) => format!("index {name}"),
        Part::Constraint(name) => format!("constraint {name}"),
        Part::PrimaryKey => "primary key".to_owned(),
    };
    let object = |Probed { kind, name, after }: &Probed| {
        let after = match after {
            After::There => " there".to_owned(),
            After::Gone => " gone".to_owned(),
            After::Altered { has, lacks } => {
                let has = has.iter().map(|it| format!(" +{}", part(it)));
                let lacks = lacks.iter().map(|it| format!(" -{}", part(it)));
                format!(":{}", has.chain(lacks).collect::<String>())
            }
        };
        format!("{} {name}{after}", kind.noun())
    };
    probe.objects.iter().map(object).collect::<Vec<_>>().join("; ")
}

#[test]
fn each_statement_has_its_objects() {
    for (sql, expected) in [
        ("CREATE TABLE t (a INT)", "table t there"),
        ("CREATE TABLE IF NOT EXISTS s.`T t` (a INT);", "table s.T t there"),
        ("create table t like u", "table t there"),
        ("CREATE TABLE t AS SELECT 1", "none"),
        ("CREATE TABLE t (a INT) SELECT 1 AS a", "none"),
        ("CREATE OR REPLACE TABLE t (a INT)", "none"),
        ("CREATE TEMPORARY TABLE t (a INT)", "none"),
        ("DROP TABLE t", "table t gone"),
        ("DROP TABLE IF EXISTS t, s.u", "table t gone; table s.u gone"),
        ("DROP TEMPORARY TABLE t", "none"),
        ("RENAME TABLE a TO b", "table a gone; table b there"),
        ("RENAME TABLE a TO b, c TO d", "none"),
        ("TRUNCATE TABLE t", "none"),
        ("CREATE VIEW v AS SELECT 1", "view v there"),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", "view v:"),
        ("DROP VIEW v", "view v gone"),
        ("CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET @a = 1", "trigger r there"),
        ("DROP TRIGGER s.r", "trigger s.r gone"),
        ("CREATE FUNCTION f(a INT) RETURNS INT RETURN a", "function f there"),
        ("CREATE OR REPLACE FUNCTION f(a INT) RETURNS INT RETURN a", "function f:"),
        ("DROP FUNCTION IF EXISTS f", "function f gone"),
        ("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END", "procedure p there"),
        ("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1", "event e there"),
        ("CREATE DEFINER = root@localhost VIEW v AS SELECT 1", "none"),
        ("CREATE SEQUENCE q START WITH 1", "sequence q there"),
        ("ALTER SEQUENCE q RESTART 5", "sequence q:"),
        ("DROP SEQUENCE q", "sequence q gone"),
        ("CREATE SCHEMA s", "schema s there"),
        ("DROP DATABASE s", "schema s gone"),
        ("CREATE UNIQUE INDEX i ON t (a)", "table t: +index i"),
        ("CREATE INDEX i USING BTREE ON s.t (a)", "table s.t: +index i"),
        ("DROP INDEX i ON t", "table t: -index i"),
        ("GRANT SELECT ON t TO u", "none"),
        ("DROP TABLE a; DROP TABLE b", "none"),
        ("UPDATE t SET a = 1", "none"),
        ("", "none"),
    ] {
        assert_eq!(shown(sql), expected, "{sql}");
    }
}

#[test]
fn each_clause_has_its_parts() {
    for (clauses, expected) in [
        ("ADD COLUMN a INT DEFAULT (f(1, 2)), ALGORITHM=INSTANT", "+column a"),
        ("ADD a INT FIRST, DROP COLUMN b", "+column a -column b"),
        ("ADD COLUMN IF NOT EXISTS a INT", "+column a"),
        ("ADD COLUMN (a INT, b INT)", "none"),
        ("DROP a", "-column a"),
        ("MODIFY COLUMN a INT NOT NULL", "+column a"),
        ("CHANGE a b INT", "+column b -column a"),
        ("CHANGE a A INT", "+column A"),
        ("RENAME COLUMN a TO b", "+column b -column a"),
        ("ALTER COLUMN a SET DEFAULT 1", ""),
        (
            "ADD INDEX i (a), ADD UNIQUE INDEX u (b), ADD FULLTEXT KEY f (c)",
            "+index i +index u +index f",
        ),
        ("ADD UNIQUE (a)", ""),
        ("DROP INDEX i, ADD INDEX i (b)", "+index i"),
        ("RENAME INDEX i TO j", "+index j -index i"),
        ("ADD CONSTRAINT c CHECK (a > 1)", "+constraint c"),
        ("ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (a)", "+constraint f"),
        ("ADD CONSTRAINT u UNIQUE (a), DROP CONSTRAINT v", "+constraint u -constraint v"),
        ("ADD CONSTRAINT p PRIMARY KEY (a)", "+primary key"),
        ("DROP PRIMARY KEY, ADD PRIMARY KEY (a, b)", "+primary key"),
        ("ADD FOREIGN KEY (a) REFERENCES u (a)", ""),
        ("DROP FOREIGN KEY f", "-constraint f"),
        ("COMMENT='a, b', ENGINE=InnoDB, LOCK=NONE", ""),
        ("DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin, FORCE", ""),
        ("PARTITION BY HASH (a) PARTITIONS 4", ""),
        ("REMOVE PARTITIONING", ""),
        ("ADD PARTITION (PARTITION p VALUES LESS THAN (1))", "none"),
        ("DROP PARTITION p", "none"),
        ("EXCHANGE PARTITION p WITH TABLE u", "none"),
        ("TRUNCATE PARTITION p", "none"),
        ("DISCARD TABLESPACE", "none"),
    ] {
        let expected = match expected {
            "none" => expected.to_owned(),
            "" => "table t:".to_owned(),
            parts => format!("table t: {parts}"),
        };
        assert_eq!(shown(&format!("ALTER TABLE t {clauses}")), expected, "{clauses}");
    }
    assert_eq!(shown("ALTER TABLE a RENAME TO b"), "table a gone; table b there");
    assert_eq!(shown("ALTER TABLE a RENAME b, ADD COLUMN c INT"), "none");
    assert_eq!(shown("ALTER IGNORE TABLE a ADD UNIQUE (b)"), "none");
}

const TABLE: &str = "CREATE TABLE `t` (\n  `id` int(11) NOT NULL AUTO_INCREMENT,\n  `key` int(11) \
                     DEFAULT NULL COMMENT 'PRIMARY KEY (`x`), KEY `no` (`x`)',\n  PRIMARY KEY (`id`),\n  \
                     UNIQUE KEY `uq` (`key`),\n  KEY `fk` (`key`),\n  FULLTEXT KEY `ft` (`a`),\n  CONSTRAINT \
                     `fk` FOREIGN KEY (`key`) REFERENCES `u` (`id`)\n) ENGINE=InnoDB AUTO_INCREMENT=7";

#[test]
fn a_definition_shows_its_parts() {
    let column = |name: &str| Part::Column(name.to_owned());
    let index = |name: &str| Part::Index(name.to_owned());
    let constraint = |name: &str| Part::Constraint(name.to_owned());
    for part in [
        column("id"),
        column("KEY"),
        index("uq"),
        index("fk"),
        index("FT"),
        constraint("fk"),
        constraint("uq"),
        Part::PrimaryKey,
    ] {
        assert!(shows(TABLE, &part), "{part:?}");
    }
    for part in [column("x"), column("uq"), index("no"), index("id"), constraint("ft")] {
        assert!(!shows(TABLE, &part), "{part:?}");
    }
    // The index of a foreign key that is gone stays.
    let without =
        TABLE.replace(",\n  CONSTRAINT `fk` FOREIGN KEY (`key`) REFERENCES `u` (`id`)", "");
    assert!(!shows(&without, &constraint("fk")));
    assert!(!shows("", &Part::PrimaryKey) && !shows("CREATE TABLE `t` (", &Part::PrimaryKey));
}

#[test]
fn what_is_as_before_was_not_done() {
    let verdict = |sql: &str, before: Option<&str>, now: Option<&str>| {
        let probe = probe(sql).unwrap();
        let mark = probe.objects[0].mark(before);
        probe.verdict(&[&mark], &[now.map(str::to_owned)])
    };
    let drop = "ALTER TABLE t DROP FOREIGN KEY fk";
    // The counter of a table goes on with its rows.
    let later = TABLE.replace("AUTO_INCREMENT=7", "AUTO_INCREMENT=8");
    assert_eq!(verdict(drop, Some(TABLE), Some(&later)), Verdict::NotDone);
    let without =
        TABLE.replace(",\n  CONSTRAINT `fk` FOREIGN KEY (`key`) REFERENCES `u` (`id`)", "");
    assert_eq!(verdict(drop, Some(TABLE), Some(&without)), Verdict::Done);
    assert_eq!(verdict(drop, Some(TABLE), None), Verdict::Unknown);
    let changed = TABLE.replace("`id` int", "`id` bigint");
    assert_eq!(verdict(drop, Some(TABLE), Some(&changed)), Verdict::Unknown);
    assert_eq!(verdict("CREATE TABLE t (a INT)", None, Some("")), Verdict::Done);
    assert_eq!(verdict("DROP TABLE t", Some(""), None), Verdict::Done);
    // A row of the journal that was cut off tells nothing.
    assert_eq!(probe(drop).unwrap().verdict(&[], &[None]), Verdict::Unknown);
    let two = probe("DROP TABLE t, u").unwrap();
    assert_eq!(two.verdict(&["there", "there"], &[None, Some(String::new())]), Verdict::Unknown);
    assert_eq!(two.verdict(&["there", "there"], &[None, None]), Verdict::Done);
}
