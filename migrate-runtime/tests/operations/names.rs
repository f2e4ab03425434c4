//! Names of every sort: mixed case, reserved, with spaces and quotes, in other scripts, long.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, mariadb, mysql, postgres, refused, since, sqlite};
use crate::support::NATIVE;
use crate::tables::users;

/// As long as PostgreSQL lets names be, in bytes.
const LONG: &str = "long_name_that_has_as_many_letters_as_postgresql_lets_names_be_";

/// One byte more.
const LONGER: &str = "longer_name_that_has_one_letter_more_than_postgresql_lets_names_";

pub(crate) fn cases() -> Vec<Case> {
    [everywhere(), long()].concat()
}

/// One name for a table and everything in it.
fn named(op: &mut Op, name: &str) {
    let with = |prefix: &str| format!("{prefix}{name}");
    op.create_table(
        table(name)
            .column(name, integer().primary_key())
            .column(&with("t"), varchar(40).not_null().default(name))
            .column(&with("e"), enumeration(with("m").as_str(), [name, "it's"]))
            .unique(&with("u"), [&with("t")])
            .check(&with("c"), "1 = 1")
            .foreign_key(foreign_key(&with("f"), [&with("r")], name, [name]))
            .column(&with("r"), integer())
            .index(&with("i"), [with("r")])
            .comment(name),
    );
    op.insert(name).set(name, 1).set(&with("t"), name).set(&with("e"), name);
}

/// Everything with the name gets another one and back, and a part goes.
fn changed(op: &mut Op, name: &str) {
    let with = |prefix: &str| format!("{prefix}{name}");
    op.rename_table(name, &with("n"));
    let table = with("n");
    op.alter_column(&*table, &with("t")).set_type(varchar(50)).nullable().default("it's");
    op.alter_column(&*table, &with("t")).rename_to(&with("T"));
    op.rename_index(&with("i"), &*table, &with("I"));
    op.drop_index(&with("I"), &*table);
    op.drop_check_constraint(&with("c"), &*table);
    op.drop_column(&*table, &with("e"));
    op.create_view(&*with("v"), "SELECT 1 AS one");
    let body = crate::tables::trigger_body().mysql("FOR EACH ROW SET @touched = 1");
    op.create_trigger(&with("g"), &*table, "BEFORE UPDATE", body);
}

fn everywhere() -> Vec<Case> {
    vec![
        case(
            "mixed case",
            |_| {},
            |op| named(op, "UserName"),
            [
                sqlite(str![[r#"
CREATE TABLE "UserName" (
    "UserName" INTEGER NOT NULL,
    "tUserName" VARCHAR(40) NOT NULL DEFAULT 'UserName',
    "eUserName" TEXT CONSTRAINT "enum_mUserName" CHECK ("eUserName" IN ('UserName', 'it''s')),
    "rUserName" INTEGER,
    CONSTRAINT "pk_UserName" PRIMARY KEY ("UserName"),
    CONSTRAINT "uUserName" UNIQUE ("tUserName"),
    CONSTRAINT "cUserName" CHECK (1 = 1),
    CONSTRAINT "fUserName" FOREIGN KEY ("rUserName") REFERENCES "UserName" ("UserName")
);
CREATE INDEX "iUserName" ON "UserName" ("rUserName");
-- SQLite keeps no comments: the one of table `UserName` is left out
INSERT INTO "UserName" ("UserName", "tUserName", "eUserName") VALUES (1, 'UserName', 'UserName');

"#]]),
                postgres(str![[r#"
CREATE TYPE "mUserName" AS ENUM ('UserName', 'it''s');
CREATE TABLE "UserName" (
    "UserName" INTEGER NOT NULL,
    "tUserName" VARCHAR(40) DEFAULT 'UserName' NOT NULL,
    "eUserName" "mUserName",
    "rUserName" INTEGER,
    CONSTRAINT "pk_UserName" PRIMARY KEY ("UserName"),
    CONSTRAINT "uUserName" UNIQUE ("tUserName"),
    CONSTRAINT "cUserName" CHECK (1 = 1),
    CONSTRAINT "fUserName" FOREIGN KEY ("rUserName") REFERENCES "UserName" ("UserName")
);
CREATE INDEX "iUserName" ON "UserName" ("rUserName");
COMMENT ON TABLE "UserName" IS 'UserName';
INSERT INTO "UserName" ("UserName", "tUserName", "eUserName") VALUES (1, 'UserName', 'UserName');

"#]]),
                mariadb(str![[r#"
CREATE TABLE `UserName` (
    `UserName` INT NOT NULL,
    `tUserName` VARCHAR(40) NOT NULL DEFAULT 'UserName',
    `eUserName` ENUM('UserName', 'it''s'),
    `rUserName` INT,
    PRIMARY KEY (`UserName`),
    CONSTRAINT `uUserName` UNIQUE (`tUserName`),
    CONSTRAINT `cUserName` CHECK (1 = 1),
    CONSTRAINT `fUserName` FOREIGN KEY (`rUserName`) REFERENCES `UserName` (`UserName`),
    INDEX `iUserName` (`rUserName`)
) COMMENT='UserName';
INSERT INTO `UserName` (`UserName`, `tUserName`, `eUserName`) VALUES (1, 'UserName', 'UserName');

"#]]),
            ],
        ),
        case(
            "reserved words",
            |_| {},
            |op| named(op, "select"),
            [
                sqlite(str![[r#"
CREATE TABLE "select" (
    "select" INTEGER NOT NULL,
    tselect VARCHAR(40) NOT NULL DEFAULT 'select',
    eselect TEXT CONSTRAINT enum_mselect CHECK (eselect IN ('select', 'it''s')),
    rselect INTEGER,
    CONSTRAINT pk_select PRIMARY KEY ("select"),
    CONSTRAINT uselect UNIQUE (tselect),
    CONSTRAINT cselect CHECK (1 = 1),
    CONSTRAINT fselect FOREIGN KEY (rselect) REFERENCES "select" ("select")
);
CREATE INDEX iselect ON "select" (rselect);
-- SQLite keeps no comments: the one of table `select` is left out
INSERT INTO "select" ("select", tselect, eselect) VALUES (1, 'select', 'select');

"#]]),
                postgres(str![[r#"
CREATE TYPE mselect AS ENUM ('select', 'it''s');
CREATE TABLE "select" (
    "select" INTEGER NOT NULL,
    tselect VARCHAR(40) DEFAULT 'select' NOT NULL,
    eselect mselect,
    rselect INTEGER,
    CONSTRAINT pk_select PRIMARY KEY ("select"),
    CONSTRAINT uselect UNIQUE (tselect),
    CONSTRAINT cselect CHECK (1 = 1),
    CONSTRAINT fselect FOREIGN KEY (rselect) REFERENCES "select" ("select")
);
CREATE INDEX iselect ON "select" (rselect);
COMMENT ON TABLE "select" IS 'select';
INSERT INTO "select" ("select", tselect, eselect) VALUES (1, 'select', 'select');

"#]]),
                mariadb(str![[r#"
CREATE TABLE `select` (
    `select` INT NOT NULL,
    tselect VARCHAR(40) NOT NULL DEFAULT 'select',
    eselect ENUM('select', 'it''s'),
    rselect INT,
    PRIMARY KEY (`select`),
    CONSTRAINT uselect UNIQUE (tselect),
    CONSTRAINT cselect CHECK (1 = 1),
    CONSTRAINT fselect FOREIGN KEY (rselect) REFERENCES `select` (`select`),
    INDEX iselect (rselect)
) COMMENT='select';
INSERT INTO `select` (`select`, tselect, eselect) VALUES (1, 'select', 'select');

"#]]),
            ],
        ),
        case(
            "spaces and quotes",
            |_| {},
            |op| named(op, "a \"b\" `c` [d] 'e'"),
            [
                sqlite(str![[r#"
CREATE TABLE "a ""b"" `c` [d] 'e'" (
    "a ""b"" `c` [d] 'e'" INTEGER NOT NULL,
    "ta ""b"" `c` [d] 'e'" VARCHAR(40) NOT NULL DEFAULT 'a "b" `c` [d] ''e''',
    "ea ""b"" `c` [d] 'e'" TEXT CONSTRAINT "enum_ma ""b"" `c` [d] 'e'" CHECK ("ea ""b"" `c` [d] 'e'" IN ('a "b" `c` [d] ''e''', 'it''s')),
    "ra ""b"" `c` [d] 'e'" INTEGER,
    CONSTRAINT "pk_a ""b"" `c` [d] 'e'" PRIMARY KEY ("a ""b"" `c` [d] 'e'"),
    CONSTRAINT "ua ""b"" `c` [d] 'e'" UNIQUE ("ta ""b"" `c` [d] 'e'"),
    CONSTRAINT "ca ""b"" `c` [d] 'e'" CHECK (1 = 1),
    CONSTRAINT "fa ""b"" `c` [d] 'e'" FOREIGN KEY ("ra ""b"" `c` [d] 'e'") REFERENCES "a ""b"" `c` [d] 'e'" ("a ""b"" `c` [d] 'e'")
);
CREATE INDEX "ia ""b"" `c` [d] 'e'" ON "a ""b"" `c` [d] 'e'" ("ra ""b"" `c` [d] 'e'");
-- SQLite keeps no comments: the one of table `a "b" `c` [d] 'e'` is left out
INSERT INTO "a ""b"" `c` [d] 'e'" ("a ""b"" `c` [d] 'e'", "ta ""b"" `c` [d] 'e'", "ea ""b"" `c` [d] 'e'") VALUES (1, 'a "b" `c` [d] ''e''', 'a "b" `c` [d] ''e''');

"#]]),
                postgres(str![[r#"
CREATE TYPE "ma ""b"" `c` [d] 'e'" AS ENUM ('a "b" `c` [d] ''e''', 'it''s');
CREATE TABLE "a ""b"" `c` [d] 'e'" (
    "a ""b"" `c` [d] 'e'" INTEGER NOT NULL,
    "ta ""b"" `c` [d] 'e'" VARCHAR(40) DEFAULT 'a "b" `c` [d] ''e''' NOT NULL,
    "ea ""b"" `c` [d] 'e'" "ma ""b"" `c` [d] 'e'",
    "ra ""b"" `c` [d] 'e'" INTEGER,
    CONSTRAINT "pk_a ""b"" `c` [d] 'e'" PRIMARY KEY ("a ""b"" `c` [d] 'e'"),
    CONSTRAINT "ua ""b"" `c` [d] 'e'" UNIQUE ("ta ""b"" `c` [d] 'e'"),
    CONSTRAINT "ca ""b"" `c` [d] 'e'" CHECK (1 = 1),
    CONSTRAINT "fa ""b"" `c` [d] 'e'" FOREIGN KEY ("ra ""b"" `c` [d] 'e'") REFERENCES "a ""b"" `c` [d] 'e'" ("a ""b"" `c` [d] 'e'")
);
CREATE INDEX "ia ""b"" `c` [d] 'e'" ON "a ""b"" `c` [d] 'e'" ("ra ""b"" `c` [d] 'e'");
COMMENT ON TABLE "a ""b"" `c` [d] 'e'" IS 'a "b" `c` [d] ''e''';
INSERT INTO "a ""b"" `c` [d] 'e'" ("a ""b"" `c` [d] 'e'", "ta ""b"" `c` [d] 'e'", "ea ""b"" `c` [d] 'e'") VALUES (1, 'a "b" `c` [d] ''e''', 'a "b" `c` [d] ''e''');

"#]]),
                mariadb(str![[r#"
CREATE TABLE `a "b" ``c`` [d] 'e'` (
    `a "b" ``c`` [d] 'e'` INT NOT NULL,
    `ta "b" ``c`` [d] 'e'` VARCHAR(40) NOT NULL DEFAULT 'a "b" `c` [d] ''e''',
    `ea "b" ``c`` [d] 'e'` ENUM('a "b" `c` [d] ''e''', 'it''s'),
    `ra "b" ``c`` [d] 'e'` INT,
    PRIMARY KEY (`a "b" ``c`` [d] 'e'`),
    CONSTRAINT `ua "b" ``c`` [d] 'e'` UNIQUE (`ta "b" ``c`` [d] 'e'`),
    CONSTRAINT `ca "b" ``c`` [d] 'e'` CHECK (1 = 1),
    CONSTRAINT `fa "b" ``c`` [d] 'e'` FOREIGN KEY (`ra "b" ``c`` [d] 'e'`) REFERENCES `a "b" ``c`` [d] 'e'` (`a "b" ``c`` [d] 'e'`),
    INDEX `ia "b" ``c`` [d] 'e'` (`ra "b" ``c`` [d] 'e'`)
) COMMENT='a "b" `c` [d] ''e''';
INSERT INTO `a "b" ``c`` [d] 'e'` (`a "b" ``c`` [d] 'e'`, `ta "b" ``c`` [d] 'e'`, `ea "b" ``c`` [d] 'e'`) VALUES (1, 'a "b" `c` [d] ''e''', 'a "b" `c` [d] ''e''');

"#]]),
            ],
        ),
        case(
            "other scripts",
            |_| {},
            |op| named(op, "größe_数"),
            [
                sqlite(str![[r#"
CREATE TABLE "größe_数" (
    "größe_数" INTEGER NOT NULL,
    "tgröße_数" VARCHAR(40) NOT NULL DEFAULT 'größe_数',
    "egröße_数" TEXT CONSTRAINT "enum_mgröße_数" CHECK ("egröße_数" IN ('größe_数', 'it''s')),
    "rgröße_数" INTEGER,
    CONSTRAINT "pk_größe_数" PRIMARY KEY ("größe_数"),
    CONSTRAINT "ugröße_数" UNIQUE ("tgröße_数"),
    CONSTRAINT "cgröße_数" CHECK (1 = 1),
    CONSTRAINT "fgröße_数" FOREIGN KEY ("rgröße_数") REFERENCES "größe_数" ("größe_数")
);
CREATE INDEX "igröße_数" ON "größe_数" ("rgröße_数");
-- SQLite keeps no comments: the one of table `größe_数` is left out
INSERT INTO "größe_数" ("größe_数", "tgröße_数", "egröße_数") VALUES (1, 'größe_数', 'größe_数');

"#]]),
                postgres(str![[r#"
CREATE TYPE "mgröße_数" AS ENUM ('größe_数', 'it''s');
CREATE TABLE "größe_数" (
    "größe_数" INTEGER NOT NULL,
    "tgröße_数" VARCHAR(40) DEFAULT 'größe_数' NOT NULL,
    "egröße_数" "mgröße_数",
    "rgröße_数" INTEGER,
    CONSTRAINT "pk_größe_数" PRIMARY KEY ("größe_数"),
    CONSTRAINT "ugröße_数" UNIQUE ("tgröße_数"),
    CONSTRAINT "cgröße_数" CHECK (1 = 1),
    CONSTRAINT "fgröße_数" FOREIGN KEY ("rgröße_数") REFERENCES "größe_数" ("größe_数")
);
CREATE INDEX "igröße_数" ON "größe_数" ("rgröße_数");
COMMENT ON TABLE "größe_数" IS 'größe_数';
INSERT INTO "größe_数" ("größe_数", "tgröße_数", "egröße_数") VALUES (1, 'größe_数', 'größe_数');

"#]]),
                mariadb(str![[r#"
CREATE TABLE `größe_数` (
    `größe_数` INT NOT NULL,
    `tgröße_数` VARCHAR(40) NOT NULL DEFAULT 'größe_数',
    `egröße_数` ENUM('größe_数', 'it''s'),
    `rgröße_数` INT,
    PRIMARY KEY (`größe_数`),
    CONSTRAINT `ugröße_数` UNIQUE (`tgröße_数`),
    CONSTRAINT `cgröße_数` CHECK (1 = 1),
    CONSTRAINT `fgröße_数` FOREIGN KEY (`rgröße_数`) REFERENCES `größe_数` (`größe_数`),
    INDEX `igröße_数` (`rgröße_数`)
) COMMENT='größe_数';
INSERT INTO `größe_数` (`größe_数`, `tgröße_数`, `egröße_数`) VALUES (1, 'größe_数', 'größe_数');

"#]]),
            ],
        ),
        case(
            "dots, percents and slashes",
            |_| {},
            |op| named(op, "a.b%s:c?$1/e;--"),
            [
                sqlite(str![[r#"
CREATE TABLE "a.b%s:c?$1/e;--" (
    "a.b%s:c?$1/e;--" INTEGER NOT NULL,
    "ta.b%s:c?$1/e;--" VARCHAR(40) NOT NULL DEFAULT 'a.b%s:c?$1/e;--',
    "ea.b%s:c?$1/e;--" TEXT CONSTRAINT "enum_ma.b%s:c?$1/e;--" CHECK ("ea.b%s:c?$1/e;--" IN ('a.b%s:c?$1/e;--', 'it''s')),
    "ra.b%s:c?$1/e;--" INTEGER,
    CONSTRAINT "pk_a.b%s:c?$1/e;--" PRIMARY KEY ("a.b%s:c?$1/e;--"),
    CONSTRAINT "ua.b%s:c?$1/e;--" UNIQUE ("ta.b%s:c?$1/e;--"),
    CONSTRAINT "ca.b%s:c?$1/e;--" CHECK (1 = 1),
    CONSTRAINT "fa.b%s:c?$1/e;--" FOREIGN KEY ("ra.b%s:c?$1/e;--") REFERENCES "a.b%s:c?$1/e;--" ("a.b%s:c?$1/e;--")
);
CREATE INDEX "ia.b%s:c?$1/e;--" ON "a.b%s:c?$1/e;--" ("ra.b%s:c?$1/e;--");
-- SQLite keeps no comments: the one of table `a.b%s:c?$1/e;--` is left out
INSERT INTO "a.b%s:c?$1/e;--" ("a.b%s:c?$1/e;--", "ta.b%s:c?$1/e;--", "ea.b%s:c?$1/e;--") VALUES (1, 'a.b%s:c?$1/e;--', 'a.b%s:c?$1/e;--');

"#]]),
                postgres(str![[r#"
CREATE TYPE "ma.b%s:c?$1/e;--" AS ENUM ('a.b%s:c?$1/e;--', 'it''s');
CREATE TABLE "a.b%s:c?$1/e;--" (
    "a.b%s:c?$1/e;--" INTEGER NOT NULL,
    "ta.b%s:c?$1/e;--" VARCHAR(40) DEFAULT 'a.b%s:c?$1/e;--' NOT NULL,
    "ea.b%s:c?$1/e;--" "ma.b%s:c?$1/e;--",
    "ra.b%s:c?$1/e;--" INTEGER,
    CONSTRAINT "pk_a.b%s:c?$1/e;--" PRIMARY KEY ("a.b%s:c?$1/e;--"),
    CONSTRAINT "ua.b%s:c?$1/e;--" UNIQUE ("ta.b%s:c?$1/e;--"),
    CONSTRAINT "ca.b%s:c?$1/e;--" CHECK (1 = 1),
    CONSTRAINT "fa.b%s:c?$1/e;--" FOREIGN KEY ("ra.b%s:c?$1/e;--") REFERENCES "a.b%s:c?$1/e;--" ("a.b%s:c?$1/e;--")
);
CREATE INDEX "ia.b%s:c?$1/e;--" ON "a.b%s:c?$1/e;--" ("ra.b%s:c?$1/e;--");
COMMENT ON TABLE "a.b%s:c?$1/e;--" IS 'a.b%s:c?$1/e;--';
INSERT INTO "a.b%s:c?$1/e;--" ("a.b%s:c?$1/e;--", "ta.b%s:c?$1/e;--", "ea.b%s:c?$1/e;--") VALUES (1, 'a.b%s:c?$1/e;--', 'a.b%s:c?$1/e;--');

"#]]),
                mariadb(str![[r#"
CREATE TABLE `a.b%s:c?$1/e;--` (
    `a.b%s:c?$1/e;--` INT NOT NULL,
    `ta.b%s:c?$1/e;--` VARCHAR(40) NOT NULL DEFAULT 'a.b%s:c?$1/e;--',
    `ea.b%s:c?$1/e;--` ENUM('a.b%s:c?$1/e;--', 'it''s'),
    `ra.b%s:c?$1/e;--` INT,
    PRIMARY KEY (`a.b%s:c?$1/e;--`),
    CONSTRAINT `ua.b%s:c?$1/e;--` UNIQUE (`ta.b%s:c?$1/e;--`),
    CONSTRAINT `ca.b%s:c?$1/e;--` CHECK (1 = 1),
    CONSTRAINT `fa.b%s:c?$1/e;--` FOREIGN KEY (`ra.b%s:c?$1/e;--`) REFERENCES `a.b%s:c?$1/e;--` (`a.b%s:c?$1/e;--`),
    INDEX `ia.b%s:c?$1/e;--` (`ra.b%s:c?$1/e;--`)
) COMMENT='a.b%s:c?$1/e;--';
INSERT INTO `a.b%s:c?$1/e;--` (`a.b%s:c?$1/e;--`, `ta.b%s:c?$1/e;--`, `ea.b%s:c?$1/e;--`) VALUES (1, 'a.b%s:c?$1/e;--', 'a.b%s:c?$1/e;--');

"#]]),
            ],
        ),
        case(
            "digits first",
            |_| {},
            |op| named(op, "1st"),
            [
                sqlite(str![[r#"
CREATE TABLE "1st" (
    "1st" INTEGER NOT NULL,
    t1st VARCHAR(40) NOT NULL DEFAULT '1st',
    e1st TEXT CONSTRAINT enum_m1st CHECK (e1st IN ('1st', 'it''s')),
    r1st INTEGER,
    CONSTRAINT pk_1st PRIMARY KEY ("1st"),
    CONSTRAINT u1st UNIQUE (t1st),
    CONSTRAINT c1st CHECK (1 = 1),
    CONSTRAINT f1st FOREIGN KEY (r1st) REFERENCES "1st" ("1st")
);
CREATE INDEX i1st ON "1st" (r1st);
-- SQLite keeps no comments: the one of table `1st` is left out
INSERT INTO "1st" ("1st", t1st, e1st) VALUES (1, '1st', '1st');

"#]]),
                postgres(str![[r#"
CREATE TYPE m1st AS ENUM ('1st', 'it''s');
CREATE TABLE "1st" (
    "1st" INTEGER NOT NULL,
    t1st VARCHAR(40) DEFAULT '1st' NOT NULL,
    e1st m1st,
    r1st INTEGER,
    CONSTRAINT pk_1st PRIMARY KEY ("1st"),
    CONSTRAINT u1st UNIQUE (t1st),
    CONSTRAINT c1st CHECK (1 = 1),
    CONSTRAINT f1st FOREIGN KEY (r1st) REFERENCES "1st" ("1st")
);
CREATE INDEX i1st ON "1st" (r1st);
COMMENT ON TABLE "1st" IS '1st';
INSERT INTO "1st" ("1st", t1st, e1st) VALUES (1, '1st', '1st');

"#]]),
                mariadb(str![[r#"
CREATE TABLE `1st` (
    `1st` INT NOT NULL,
    t1st VARCHAR(40) NOT NULL DEFAULT '1st',
    e1st ENUM('1st', 'it''s'),
    r1st INT,
    PRIMARY KEY (`1st`),
    CONSTRAINT u1st UNIQUE (t1st),
    CONSTRAINT c1st CHECK (1 = 1),
    CONSTRAINT f1st FOREIGN KEY (r1st) REFERENCES `1st` (`1st`),
    INDEX i1st (r1st)
) COMMENT='1st';
INSERT INTO `1st` (`1st`, t1st, e1st) VALUES (1, '1st', '1st');

"#]]),
            ],
        ),
        case(
            "changes under mixed case",
            |op| named(op, "UserName"),
            |op| changed(op, "UserName"),
            [
                sqlite(str![[r#"
ALTER TABLE "UserName" RENAME TO "nUserName";
CREATE TABLE "_migrate_new_nUserName" (
    "UserName" INTEGER NOT NULL,
    "tUserName" VARCHAR(50) DEFAULT 'it''s',
    "eUserName" TEXT CONSTRAINT "enum_mUserName" CHECK ("eUserName" IN ('UserName', 'it''s')),
    "rUserName" INTEGER,
    CONSTRAINT "pk_UserName" PRIMARY KEY ("UserName"),
    CONSTRAINT "uUserName" UNIQUE ("tUserName"),
    CONSTRAINT "cUserName" CHECK (1 = 1),
    CONSTRAINT "fUserName" FOREIGN KEY ("rUserName") REFERENCES "nUserName" ("UserName")
);
INSERT INTO "_migrate_new_nUserName" ("UserName", "tUserName", "eUserName", "rUserName") SELECT "UserName", "tUserName", "eUserName", "rUserName" FROM "nUserName";
DROP TABLE "nUserName";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_migrate_new_nUserName" RENAME TO "nUserName";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "iUserName" ON "nUserName" ("rUserName");
ALTER TABLE "nUserName" RENAME COLUMN "tUserName" TO "TUserName";
DROP INDEX "iUserName";
CREATE INDEX "IUserName" ON "nUserName" ("rUserName");
DROP INDEX "IUserName";
CREATE TABLE "_migrate_new_nUserName" (
    "UserName" INTEGER NOT NULL,
    "TUserName" VARCHAR(50) DEFAULT 'it''s',
    "rUserName" INTEGER,
    CONSTRAINT "pk_UserName" PRIMARY KEY ("UserName"),
    CONSTRAINT "uUserName" UNIQUE ("TUserName"),
    CONSTRAINT "fUserName" FOREIGN KEY ("rUserName") REFERENCES "nUserName" ("UserName")
);
INSERT INTO "_migrate_new_nUserName" ("UserName", "TUserName", "rUserName") SELECT "UserName", "TUserName", "rUserName" FROM "nUserName";
DROP TABLE "nUserName";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_migrate_new_nUserName" RENAME TO "nUserName";
PRAGMA legacy_alter_table = OFF;
CREATE VIEW "vUserName" AS SELECT 1 AS one;
CREATE TRIGGER "gUserName" BEFORE UPDATE ON "nUserName" BEGIN SELECT 1; END;

"#]]),
                since(
                    NATIVE,
                    str![[r#"
ALTER TABLE "UserName" RENAME TO "nUserName";
CREATE TABLE "_migrate_new_nUserName" (
    "UserName" INTEGER NOT NULL,
    "tUserName" VARCHAR(50) DEFAULT 'it''s',
    "eUserName" TEXT CONSTRAINT "enum_mUserName" CHECK ("eUserName" IN ('UserName', 'it''s')),
    "rUserName" INTEGER,
    CONSTRAINT "pk_UserName" PRIMARY KEY ("UserName"),
    CONSTRAINT "uUserName" UNIQUE ("tUserName"),
    CONSTRAINT "cUserName" CHECK (1 = 1),
    CONSTRAINT "fUserName" FOREIGN KEY ("rUserName") REFERENCES "nUserName" ("UserName")
);
INSERT INTO "_migrate_new_nUserName" ("UserName", "tUserName", "eUserName", "rUserName") SELECT "UserName", "tUserName", "eUserName", "rUserName" FROM "nUserName";
DROP TABLE "nUserName";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_migrate_new_nUserName" RENAME TO "nUserName";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "iUserName" ON "nUserName" ("rUserName");
ALTER TABLE "nUserName" RENAME COLUMN "tUserName" TO "TUserName";
DROP INDEX "iUserName";
CREATE INDEX "IUserName" ON "nUserName" ("rUserName");
DROP INDEX "IUserName";
ALTER TABLE "nUserName" DROP CONSTRAINT "cUserName";
CREATE TABLE "_migrate_new_nUserName" (
    "UserName" INTEGER NOT NULL,
    "TUserName" VARCHAR(50) DEFAULT 'it''s',
    "rUserName" INTEGER,
    CONSTRAINT "pk_UserName" PRIMARY KEY ("UserName"),
    CONSTRAINT "uUserName" UNIQUE ("TUserName"),
    CONSTRAINT "fUserName" FOREIGN KEY ("rUserName") REFERENCES "nUserName" ("UserName")
);
INSERT INTO "_migrate_new_nUserName" ("UserName", "TUserName", "rUserName") SELECT "UserName", "TUserName", "rUserName" FROM "nUserName";
DROP TABLE "nUserName";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_migrate_new_nUserName" RENAME TO "nUserName";
PRAGMA legacy_alter_table = OFF;
CREATE VIEW "vUserName" AS SELECT 1 AS one;
CREATE TRIGGER "gUserName" BEFORE UPDATE ON "nUserName" BEGIN SELECT 1; END;

"#]],
                ),
                postgres(str![[r#"
ALTER TABLE "UserName" RENAME TO "nUserName";
ALTER TABLE "nUserName"
    ALTER COLUMN "tUserName" DROP DEFAULT,
    ALTER COLUMN "tUserName" DROP NOT NULL,
    ALTER COLUMN "tUserName" TYPE VARCHAR(50),
    ALTER COLUMN "tUserName" SET DEFAULT 'it''s';
ALTER TABLE "nUserName" RENAME COLUMN "tUserName" TO "TUserName";
ALTER INDEX "iUserName" RENAME TO "IUserName";
DROP INDEX "IUserName";
ALTER TABLE "nUserName"
    DROP CONSTRAINT "cUserName",
    DROP COLUMN "eUserName";
DROP TYPE "mUserName";
CREATE VIEW "vUserName" AS SELECT 1 AS one;
CREATE TRIGGER "gUserName" BEFORE UPDATE ON "nUserName" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

"#]]),
                mariadb(str![[r#"
RENAME TABLE `UserName` TO `nUserName`;
ALTER TABLE `nUserName` MODIFY COLUMN `tUserName` VARCHAR(50) NULL DEFAULT 'it''s', ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `nUserName`
    RENAME COLUMN `tUserName` TO `TUserName`,
    RENAME INDEX `iUserName` TO `IUserName`,
    ALGORITHM=INSTANT;
ALTER TABLE `nUserName`
    DROP INDEX `IUserName`,
    ADD INDEX IF NOT EXISTS `fUserName` (`rUserName`),
    DROP CONSTRAINT `cUserName`,
    ALGORITHM=NOCOPY, LOCK=NONE;
ALTER TABLE `nUserName` DROP COLUMN `eUserName`, ALGORITHM=INSTANT;
CREATE VIEW `vUserName` AS SELECT 1 AS one;
CREATE TRIGGER `gUserName` BEFORE UPDATE ON `nUserName` FOR EACH ROW SET @touched = 1;

"#]]),
                mysql(str![[r#"
RENAME TABLE `UserName` TO `nUserName`;
ALTER TABLE `nUserName` MODIFY COLUMN `tUserName` VARCHAR(50) NULL DEFAULT 'it''s', ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `nUserName`
    RENAME COLUMN `tUserName` TO `TUserName`,
    RENAME INDEX `iUserName` TO `IUserName`,
    ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `nUserName`
    DROP INDEX `IUserName`,
    ADD INDEX `fUserName` (`rUserName`),
    DROP CHECK `cUserName`,
    ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `nUserName` DROP COLUMN `eUserName`, ALGORITHM=INSTANT;
CREATE VIEW `vUserName` AS SELECT 1 AS one;
CREATE TRIGGER `gUserName` BEFORE UPDATE ON `nUserName` FOR EACH ROW SET @touched = 1;

"#]]),
            ],
        ),
        case(
            "changes under quotes",
            |op| named(op, "a \"b\" `c`"),
            |op| changed(op, "a \"b\" `c`"),
            [
                sqlite(str![[r#"
ALTER TABLE "a ""b"" `c`" RENAME TO "na ""b"" `c`";
CREATE TABLE "_migrate_new_na ""b"" `c`" (
    "a ""b"" `c`" INTEGER NOT NULL,
    "ta ""b"" `c`" VARCHAR(50) DEFAULT 'it''s',
    "ea ""b"" `c`" TEXT CONSTRAINT "enum_ma ""b"" `c`" CHECK ("ea ""b"" `c`" IN ('a "b" `c`', 'it''s')),
    "ra ""b"" `c`" INTEGER,
    CONSTRAINT "pk_a ""b"" `c`" PRIMARY KEY ("a ""b"" `c`"),
    CONSTRAINT "ua ""b"" `c`" UNIQUE ("ta ""b"" `c`"),
    CONSTRAINT "ca ""b"" `c`" CHECK (1 = 1),
    CONSTRAINT "fa ""b"" `c`" FOREIGN KEY ("ra ""b"" `c`") REFERENCES "na ""b"" `c`" ("a ""b"" `c`")
);
INSERT INTO "_migrate_new_na ""b"" `c`" ("a ""b"" `c`", "ta ""b"" `c`", "ea ""b"" `c`", "ra ""b"" `c`") SELECT "a ""b"" `c`", "ta ""b"" `c`", "ea ""b"" `c`", "ra ""b"" `c`" FROM "na ""b"" `c`";
DROP TABLE "na ""b"" `c`";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_migrate_new_na ""b"" `c`" RENAME TO "na ""b"" `c`";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "ia ""b"" `c`" ON "na ""b"" `c`" ("ra ""b"" `c`");
ALTER TABLE "na ""b"" `c`" RENAME COLUMN "ta ""b"" `c`" TO "Ta ""b"" `c`";
DROP INDEX "ia ""b"" `c`";
CREATE INDEX "Ia ""b"" `c`" ON "na ""b"" `c`" ("ra ""b"" `c`");
DROP INDEX "Ia ""b"" `c`";
CREATE TABLE "_migrate_new_na ""b"" `c`" (
    "a ""b"" `c`" INTEGER NOT NULL,
    "Ta ""b"" `c`" VARCHAR(50) DEFAULT 'it''s',
    "ra ""b"" `c`" INTEGER,
    CONSTRAINT "pk_a ""b"" `c`" PRIMARY KEY ("a ""b"" `c`"),
    CONSTRAINT "ua ""b"" `c`" UNIQUE ("Ta ""b"" `c`"),
    CONSTRAINT "fa ""b"" `c`" FOREIGN KEY ("ra ""b"" `c`") REFERENCES "na ""b"" `c`" ("a ""b"" `c`")
);
INSERT INTO "_migrate_new_na ""b"" `c`" ("a ""b"" `c`", "Ta ""b"" `c`", "ra ""b"" `c`") SELECT "a ""b"" `c`", "Ta ""b"" `c`", "ra ""b"" `c`" FROM "na ""b"" `c`";
DROP TABLE "na ""b"" `c`";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_migrate_new_na ""b"" `c`" RENAME TO "na ""b"" `c`";
PRAGMA legacy_alter_table = OFF;
CREATE VIEW "va ""b"" `c`" AS SELECT 1 AS one;
CREATE TRIGGER "ga ""b"" `c`" BEFORE UPDATE ON "na ""b"" `c`" BEGIN SELECT 1; END;

"#]]),
                since(
                    NATIVE,
                    str![[r#"
ALTER TABLE "a ""b"" `c`" RENAME TO "na ""b"" `c`";
CREATE TABLE "_migrate_new_na ""b"" `c`" (
    "a ""b"" `c`" INTEGER NOT NULL,
    "ta ""b"" `c`" VARCHAR(50) DEFAULT 'it''s',
    "ea ""b"" `c`" TEXT CONSTRAINT "enum_ma ""b"" `c`" CHECK ("ea ""b"" `c`" IN ('a "b" `c`', 'it''s')),
    "ra ""b"" `c`" INTEGER,
    CONSTRAINT "pk_a ""b"" `c`" PRIMARY KEY ("a ""b"" `c`"),
    CONSTRAINT "ua ""b"" `c`" UNIQUE ("ta ""b"" `c`"),
    CONSTRAINT "ca ""b"" `c`" CHECK (1 = 1),
    CONSTRAINT "fa ""b"" `c`" FOREIGN KEY ("ra ""b"" `c`") REFERENCES "na ""b"" `c`" ("a ""b"" `c`")
);
INSERT INTO "_migrate_new_na ""b"" `c`" ("a ""b"" `c`", "ta ""b"" `c`", "ea ""b"" `c`", "ra ""b"" `c`") SELECT "a ""b"" `c`", "ta ""b"" `c`", "ea ""b"" `c`", "ra ""b"" `c`" FROM "na ""b"" `c`";
DROP TABLE "na ""b"" `c`";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_migrate_new_na ""b"" `c`" RENAME TO "na ""b"" `c`";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "ia ""b"" `c`" ON "na ""b"" `c`" ("ra ""b"" `c`");
ALTER TABLE "na ""b"" `c`" RENAME COLUMN "ta ""b"" `c`" TO "Ta ""b"" `c`";
DROP INDEX "ia ""b"" `c`";
CREATE INDEX "Ia ""b"" `c`" ON "na ""b"" `c`" ("ra ""b"" `c`");
DROP INDEX "Ia ""b"" `c`";
ALTER TABLE "na ""b"" `c`" DROP CONSTRAINT "ca ""b"" `c`";
CREATE TABLE "_migrate_new_na ""b"" `c`" (
    "a ""b"" `c`" INTEGER NOT NULL,
    "Ta ""b"" `c`" VARCHAR(50) DEFAULT 'it''s',
    "ra ""b"" `c`" INTEGER,
    CONSTRAINT "pk_a ""b"" `c`" PRIMARY KEY ("a ""b"" `c`"),
    CONSTRAINT "ua ""b"" `c`" UNIQUE ("Ta ""b"" `c`"),
    CONSTRAINT "fa ""b"" `c`" FOREIGN KEY ("ra ""b"" `c`") REFERENCES "na ""b"" `c`" ("a ""b"" `c`")
);
INSERT INTO "_migrate_new_na ""b"" `c`" ("a ""b"" `c`", "Ta ""b"" `c`", "ra ""b"" `c`") SELECT "a ""b"" `c`", "Ta ""b"" `c`", "ra ""b"" `c`" FROM "na ""b"" `c`";
DROP TABLE "na ""b"" `c`";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_migrate_new_na ""b"" `c`" RENAME TO "na ""b"" `c`";
PRAGMA legacy_alter_table = OFF;
CREATE VIEW "va ""b"" `c`" AS SELECT 1 AS one;
CREATE TRIGGER "ga ""b"" `c`" BEFORE UPDATE ON "na ""b"" `c`" BEGIN SELECT 1; END;

"#]],
                ),
                postgres(str![[r#"
ALTER TABLE "a ""b"" `c`" RENAME TO "na ""b"" `c`";
ALTER TABLE "na ""b"" `c`"
    ALTER COLUMN "ta ""b"" `c`" DROP DEFAULT,
    ALTER COLUMN "ta ""b"" `c`" DROP NOT NULL,
    ALTER COLUMN "ta ""b"" `c`" TYPE VARCHAR(50),
    ALTER COLUMN "ta ""b"" `c`" SET DEFAULT 'it''s';
ALTER TABLE "na ""b"" `c`" RENAME COLUMN "ta ""b"" `c`" TO "Ta ""b"" `c`";
ALTER INDEX "ia ""b"" `c`" RENAME TO "Ia ""b"" `c`";
DROP INDEX "Ia ""b"" `c`";
ALTER TABLE "na ""b"" `c`"
    DROP CONSTRAINT "ca ""b"" `c`",
    DROP COLUMN "ea ""b"" `c`";
DROP TYPE "ma ""b"" `c`";
CREATE VIEW "va ""b"" `c`" AS SELECT 1 AS one;
CREATE TRIGGER "ga ""b"" `c`" BEFORE UPDATE ON "na ""b"" `c`" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

"#]]),
                mariadb(str![[r#"
RENAME TABLE `a "b" ``c``` TO `na "b" ``c```;
ALTER TABLE `na "b" ``c``` MODIFY COLUMN `ta "b" ``c``` VARCHAR(50) NULL DEFAULT 'it''s', ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `na "b" ``c```
    RENAME COLUMN `ta "b" ``c``` TO `Ta "b" ``c```,
    RENAME INDEX `ia "b" ``c``` TO `Ia "b" ``c```,
    ALGORITHM=INSTANT;
ALTER TABLE `na "b" ``c```
    DROP INDEX `Ia "b" ``c```,
    ADD INDEX IF NOT EXISTS `fa "b" ``c``` (`ra "b" ``c```),
    DROP CONSTRAINT `ca "b" ``c```,
    ALGORITHM=NOCOPY, LOCK=NONE;
ALTER TABLE `na "b" ``c``` DROP COLUMN `ea "b" ``c```, ALGORITHM=INSTANT;
CREATE VIEW `va "b" ``c``` AS SELECT 1 AS one;
CREATE TRIGGER `ga "b" ``c``` BEFORE UPDATE ON `na "b" ``c``` FOR EACH ROW SET @touched = 1;

"#]]),
                mysql(str![[r#"
RENAME TABLE `a "b" ``c``` TO `na "b" ``c```;
ALTER TABLE `na "b" ``c``` MODIFY COLUMN `ta "b" ``c``` VARCHAR(50) NULL DEFAULT 'it''s', ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `na "b" ``c```
    RENAME COLUMN `ta "b" ``c``` TO `Ta "b" ``c```,
    RENAME INDEX `ia "b" ``c``` TO `Ia "b" ``c```,
    ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `na "b" ``c```
    DROP INDEX `Ia "b" ``c```,
    ADD INDEX `fa "b" ``c``` (`ra "b" ``c```),
    DROP CHECK `ca "b" ``c```,
    ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `na "b" ``c``` DROP COLUMN `ea "b" ``c```, ALGORITHM=INSTANT;
CREATE VIEW `va "b" ``c``` AS SELECT 1 AS one;
CREATE TRIGGER `ga "b" ``c``` BEFORE UPDATE ON `na "b" ``c``` FOR EACH ROW SET @touched = 1;

"#]]),
            ],
        ),
        case(
            "reserved words as columns",
            |_| {},
            |op| {
                op.create_table(
                    table("order")
                        .column("user", integer().primary_key())
                        .column("group", integer().not_null().default(1))
                        .column("table", varchar(10))
                        .column("key", varchar(10))
                        .column("values", integer())
                        .column("end", integer())
                        .index("index", ["key", "table"]),
                );
                op.insert("order").set("user", 1).set("key", "k").set("values", 2);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "order" (
    user INTEGER NOT NULL,
    "group" INTEGER NOT NULL DEFAULT 1,
    "table" VARCHAR(10),
    "key" VARCHAR(10),
    "values" INTEGER,
    "end" INTEGER,
    CONSTRAINT pk_order PRIMARY KEY (user)
);
CREATE INDEX "index" ON "order" ("key", "table");
INSERT INTO "order" (user, "key", "values") VALUES (1, 'k', 2);

"#]]),
                postgres(str![[r#"
CREATE TABLE "order" (
    "user" INTEGER NOT NULL,
    "group" INTEGER DEFAULT 1 NOT NULL,
    "table" VARCHAR(10),
    key VARCHAR(10),
    "values" INTEGER,
    "end" INTEGER,
    CONSTRAINT pk_order PRIMARY KEY ("user")
);
CREATE INDEX index ON "order" (key, "table");
INSERT INTO "order" ("user", key, "values") VALUES (1, 'k', 2);

"#]]),
                mariadb(str![[r#"
CREATE TABLE `order` (
    user INT NOT NULL,
    `group` INT NOT NULL DEFAULT 1,
    `table` VARCHAR(10),
    `key` VARCHAR(10),
    `values` INT,
    end INT,
    PRIMARY KEY (user),
    INDEX `index` (`key`, `table`)
);
INSERT INTO `order` (user, `key`, `values`) VALUES (1, 'k', 2);

"#]]),
            ],
        ),
    ]
}

fn long() -> Vec<Case> {
    vec![
        case(
            "names as long as they may be",
            |_| {},
            |op| {
                let column = &format!("c{}", &LONG[1..]);
                op.create_table(
                    table(LONG)
                        .column(column, integer().primary_key())
                        .column("kind", enumeration(&*format!("e{}", &LONG[1..]), ["a"]))
                        .unique(&format!("u{}", &LONG[1..]), ["kind"])
                        .index(&format!("i{}", &LONG[1..]), [column.as_str()]),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE long_name_that_has_as_many_letters_as_postgresql_lets_names_be_ (
    cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ INTEGER NOT NULL,
    kind TEXT CONSTRAINT enum_eong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ CHECK (kind IN ('a')),
    CONSTRAINT pk_long_name_that_has_as_many_letters_as_postgresql_le_a54ac7a4 PRIMARY KEY (cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_),
    CONSTRAINT uong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ UNIQUE (kind)
);
CREATE INDEX iong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ ON long_name_that_has_as_many_letters_as_postgresql_lets_names_be_ (cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_);

"#]]),
                postgres(str![[r#"
CREATE TYPE eong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ AS ENUM ('a');
CREATE TABLE long_name_that_has_as_many_letters_as_postgresql_lets_names_be_ (
    cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ INTEGER NOT NULL,
    kind eong_name_that_has_as_many_letters_as_postgresql_lets_names_be_,
    CONSTRAINT pk_long_name_that_has_as_many_letters_as_postgresql_le_a54ac7a4 PRIMARY KEY (cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_),
    CONSTRAINT uong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ UNIQUE (kind)
);
CREATE INDEX iong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ ON long_name_that_has_as_many_letters_as_postgresql_lets_names_be_ (cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_);

"#]]),
                mariadb(str![[r#"
CREATE TABLE long_name_that_has_as_many_letters_as_postgresql_lets_names_be_ (
    cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ INT NOT NULL,
    kind ENUM('a'),
    PRIMARY KEY (cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_),
    CONSTRAINT uong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ UNIQUE (kind),
    INDEX iong_name_that_has_as_many_letters_as_postgresql_lets_names_be_ (cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_)
);

"#]]),
            ],
        ),
        case(
            "a table's name that is too long",
            |_| {},
            |op| op.create_table(table(LONGER).column("a", integer())),
            [
                sqlite(str![[r#"
CREATE TABLE longer_name_that_has_one_letter_more_than_postgresql_lets_names_ (
    a INTEGER
);

"#]]),
                postgres(refused(str![[r#"
cannot create table longer_name_that_has_one_letter_more_than_postgresql_lets_names_: the name of table `longer_name_that_has_one_letter_more_than_postgresql_lets_names_` has 64 bytes, and PostgreSQL cuts what is longer than 63
  hint: choose a shorter name; a database that was given this one has `longer_name_that_has_one_letter_more_than_postgresql_lets_names`
"#]])),
                mariadb(str![[r#"
CREATE TABLE longer_name_that_has_one_letter_more_than_postgresql_lets_names_ (
    a INT
);

"#]]),
            ],
        ),
        case(
            "a column's name that is too long",
            |_| {},
            |op| op.create_table(table("t").column(LONGER, integer())),
            [
                sqlite(str![[r#"
CREATE TABLE t (
    longer_name_that_has_one_letter_more_than_postgresql_lets_names_ INTEGER
);

"#]]),
                postgres(refused(str![[r#"
cannot create table t: the name of column `longer_name_that_has_one_letter_more_than_postgresql_lets_names_` has 64 bytes, and PostgreSQL cuts what is longer than 63
  hint: choose a shorter name; a database that was given this one has `longer_name_that_has_one_letter_more_than_postgresql_lets_names`
"#]])),
                mariadb(str![[r#"
CREATE TABLE t (
    longer_name_that_has_one_letter_more_than_postgresql_lets_names_ INT
);

"#]]),
            ],
        ),
        case(
            "an index's name that is too long",
            users,
            |op| {
                op.create_index(LONGER, "users", ["age"]);
            },
            [
                sqlite(str![[r#"
CREATE INDEX longer_name_that_has_one_letter_more_than_postgresql_lets_names_ ON users (age);

"#]]),
                postgres(refused(str![[r#"
cannot create index longer_name_that_has_one_letter_more_than_postgresql_lets_names_ on users: the name of index `longer_name_that_has_one_letter_more_than_postgresql_lets_names_` has 64 bytes, and PostgreSQL cuts what is longer than 63
  hint: choose a shorter name; a database that was given this one has `longer_name_that_has_one_letter_more_than_postgresql_lets_names`
"#]])),
                mariadb(str![[r#"
ALTER TABLE users ADD INDEX longer_name_that_has_one_letter_more_than_postgresql_lets_names_ (age), ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
ALTER TABLE users ADD INDEX longer_name_that_has_one_letter_more_than_postgresql_lets_names_ (age), ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "a constraint's name that is too long",
            users,
            |op| {
                op.create_check_constraint(LONGER, "users", "age > 0");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT longer_name_that_has_one_letter_more_than_postgresql_lets_names_ CHECK (age > 0)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(refused(str![[r#"
cannot add check constraint longer_name_that_has_one_letter_more_than_postgresql_lets_names_ to users: the name of constraint `longer_name_that_has_one_letter_more_than_postgresql_lets_names_` has 64 bytes, and PostgreSQL cuts what is longer than 63
  hint: choose a shorter name; a database that was given this one has `longer_name_that_has_one_letter_more_than_postgresql_lets_names`
"#]])),
                mariadb(str![[r#"
ALTER TABLE users ADD CONSTRAINT longer_name_that_has_one_letter_more_than_postgresql_lets_names_ CHECK (age > 0), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a type's name that is too long",
            |_| {},
            |op| op.create_enum(LONGER, ["a"]),
            [
                sqlite(str![]),
                postgres(refused(str![[r#"
cannot create enum longer_name_that_has_one_letter_more_than_postgresql_lets_names_: the name of enum type `longer_name_that_has_one_letter_more_than_postgresql_lets_names_` has 64 bytes, and PostgreSQL cuts what is longer than 63
  hint: choose a shorter name; a database that was given this one has `longer_name_that_has_one_letter_more_than_postgresql_lets_names`
"#]])),
                mariadb(str![]),
            ],
        ),
        case(
            "a new name that is too long",
            users,
            |op| op.rename_table("users", LONGER),
            [
                sqlite(str![[r#"
ALTER TABLE users RENAME TO longer_name_that_has_one_letter_more_than_postgresql_lets_names_;

"#]]),
                postgres(refused(str![[r#"
cannot rename table users to longer_name_that_has_one_letter_more_than_postgresql_lets_names_: the name of table `longer_name_that_has_one_letter_more_than_postgresql_lets_names_` has 64 bytes, and PostgreSQL cuts what is longer than 63
  hint: choose a shorter name; a database that was given this one has `longer_name_that_has_one_letter_more_than_postgresql_lets_names`
"#]])),
                mariadb(str![[r#"
RENAME TABLE users TO longer_name_that_has_one_letter_more_than_postgresql_lets_names_;

"#]]),
            ],
        ),
        case(
            "a long name of many bytes",
            |_| {},
            |op| op.create_table(table(&*"ä".repeat(32)).column("a", integer())),
            [
                sqlite(str![[r#"
CREATE TABLE "ääääääääääääääääääääääääääääääää" (
    a INTEGER
);

"#]]),
                postgres(refused(str![[r#"
cannot create table ääääääääääääääääääääääääääääääää: the name of table `ääääääääääääääääääääääääääääääää` has 64 bytes, and PostgreSQL cuts what is longer than 63
  hint: choose a shorter name; a database that was given this one has `äääääääääääääääääääääääääääääää`
"#]])),
                mariadb(str![[r#"
CREATE TABLE `ääääääääääääääääääääääääääääääää` (
    a INT
);

"#]]),
            ],
        ),
        case(
            "names made of long names",
            |_| {},
            |op| {
                let key = integer().references(&*"a".repeat(40), "id").unique().check("1 = 1");
                op.create_table(
                    table(&*"a".repeat(40))
                        .column("id", integer().primary_key())
                        .column(&"b".repeat(40), key),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (
    id INTEGER NOT NULL,
    bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb INTEGER,
    CONSTRAINT pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa PRIMARY KEY (id),
    CONSTRAINT uq_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbb_303d0251 UNIQUE (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb),
    CONSTRAINT fk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbb_7c2e50fa FOREIGN KEY (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) REFERENCES aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (id),
    CONSTRAINT ck_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbb_6dbacbf3 CHECK (1 = 1)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (
    id INTEGER NOT NULL,
    bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb INTEGER,
    CONSTRAINT pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa PRIMARY KEY (id),
    CONSTRAINT uq_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbb_303d0251 UNIQUE (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb),
    CONSTRAINT fk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbb_7c2e50fa FOREIGN KEY (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) REFERENCES aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (id),
    CONSTRAINT ck_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbb_6dbacbf3 CHECK (1 = 1)
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (
    id INT NOT NULL,
    bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb INT,
    PRIMARY KEY (id),
    CONSTRAINT uq_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbb_303d0251 UNIQUE (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb),
    CONSTRAINT fk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbb_7c2e50fa FOREIGN KEY (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) REFERENCES aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (id),
    CONSTRAINT ck_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbb_6dbacbf3 CHECK (1 = 1)
);

"#]]),
            ],
        ),
        case(
            "a name of no letters",
            |_| {},
            |op| op.create_table(table("").column("a", integer())),
            [
                sqlite(str![[r#"
CREATE TABLE "" (
    a INTEGER
);

"#]]),
                postgres(refused(str![[r#"
cannot create table : the table `` is no name for PostgreSQL
  hint: give it a name of at least one character, without NUL
"#]])),
                mariadb(refused(str![[r#"
cannot create table : a name is empty
  hint: name the object
"#]])),
            ],
        ),
    ]
}
