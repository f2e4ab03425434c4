//! What MariaDB and MySQL have no room for, or keep in another form than the others.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, mariadb, mysql, of_mariadb, postgres, refused, since, sqlite};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a foreign key of a table that keeps none",
            |_| {},
            |op| {
                op.create_table(table("depts").column("id", integer().primary_key()));
                op.create_table(
                    table("staff")
                        .column("id", integer().primary_key())
                        .column("dept_id", integer().references("depts", "id"))
                        .mysql_engine("MyISAM"),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE depts (
    id INTEGER NOT NULL,
    CONSTRAINT pk_depts PRIMARY KEY (id)
);
CREATE TABLE staff (
    id INTEGER NOT NULL,
    dept_id INTEGER,
    CONSTRAINT pk_staff PRIMARY KEY (id),
    CONSTRAINT fk_staff_dept_id_depts FOREIGN KEY (dept_id) REFERENCES depts (id)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE depts (
    id INTEGER NOT NULL,
    CONSTRAINT pk_depts PRIMARY KEY (id)
);
CREATE TABLE staff (
    id INTEGER NOT NULL,
    dept_id INTEGER,
    CONSTRAINT pk_staff PRIMARY KEY (id),
    CONSTRAINT fk_staff_dept_id_depts FOREIGN KEY (dept_id) REFERENCES depts (id)
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table staff: foreign key `fk_staff_dept_id_depts` of table `staff`: table `staff` is of engine MyISAM, which keeps no foreign keys
  hint: make both tables of engine InnoDB, or leave the foreign key out
"#]])),
            ],
        ),
        case(
            "a foreign key to a table that keeps none",
            |op| {
                op.create_table(
                    table("depts").column("id", integer().primary_key()).mysql_engine("aria"),
                );
                op.create_table(
                    table("staff")
                        .column("id", integer().primary_key())
                        .column("dept_id", integer()),
                );
            },
            |op| {
                op.create_foreign_key("fk_staff_dept", "staff", ["dept_id"], "depts", ["id"]);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_staff" (
    id INTEGER NOT NULL,
    dept_id INTEGER,
    CONSTRAINT pk_staff PRIMARY KEY (id),
    CONSTRAINT fk_staff_dept FOREIGN KEY (dept_id) REFERENCES depts (id)
);
INSERT INTO _migrate_new_staff (id, dept_id) SELECT id, dept_id FROM staff;
DROP TABLE staff;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_staff RENAME TO staff;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE staff ADD CONSTRAINT fk_staff_dept FOREIGN KEY (dept_id) REFERENCES depts (id);

"#]]),
                mariadb(refused(str![[r#"
cannot add foreign key fk_staff_dept to staff: foreign key `fk_staff_dept` of table `staff`: table `depts` is of engine aria, which keeps no foreign keys
  hint: make both tables of engine InnoDB, or leave the foreign key out
"#]])),
            ],
        ),
        case(
            "a foreign key of a table in partitions",
            |op| {
                op.create_table(table("depts").column("id", integer().primary_key()));
            },
            |op| {
                op.create_table(
                    table("staff")
                        .column("id", integer().primary_key().references("depts", "id"))
                        .partition_by(
                            per_dialect().sqlite("").postgres("").mysql("HASH (id) PARTITIONS 2"),
                        ),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE staff (
    id INTEGER NOT NULL,
    CONSTRAINT pk_staff PRIMARY KEY (id),
    CONSTRAINT fk_staff_id_depts FOREIGN KEY (id) REFERENCES depts (id)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE staff (
    id INTEGER NOT NULL,
    CONSTRAINT pk_staff PRIMARY KEY (id),
    CONSTRAINT fk_staff_id_depts FOREIGN KEY (id) REFERENCES depts (id)
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table staff: foreign key `fk_staff_id_depts` of table `staff`: table `staff` is in partitions, and MariaDB has no foreign keys of such tables
  hint: leave the foreign key or the partitions out
"#]])),
            ],
        ),
        case(
            "a foreign key between integers of two sizes",
            |op| {
                op.create_table(table("depts").column("id", big_int().primary_key()));
                op.create_table(table("staff").column("id", integer().primary_key()));
            },
            |op| {
                op.add_column("staff", "dept_id", integer().references("depts", "id"));
            },
            [
                sqlite(str![[r#"
ALTER TABLE staff ADD COLUMN dept_id INTEGER CONSTRAINT fk_staff_dept_id_depts REFERENCES depts (id);

"#]]),
                postgres(str![[r#"
ALTER TABLE staff ADD COLUMN dept_id INTEGER CONSTRAINT fk_staff_dept_id_depts REFERENCES depts (id);

"#]]),
                mariadb(refused(str![[r#"
cannot add column staff.dept_id integer: column `staff.dept_id` of foreign key `fk_staff_dept_id_depts` has type INT, and `depts.id`, which it references, BIGINT
  hint: give both columns one type
"#]])),
            ],
        ),
        case(
            "a foreign key between texts of two character sets",
            |op| {
                op.create_table(
                    table("codes").column("id", char(36).primary_key().mysql_charset("ascii")),
                );
            },
            |op| {
                op.create_table(
                    table("uses")
                        .column("id", integer().primary_key())
                        .column("code_id", char(36).references("codes", "id")),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE uses (
    id INTEGER NOT NULL,
    code_id CHAR(36),
    CONSTRAINT pk_uses PRIMARY KEY (id),
    CONSTRAINT fk_uses_code_id_codes FOREIGN KEY (code_id) REFERENCES codes (id)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE uses (
    id INTEGER NOT NULL,
    code_id CHAR(36),
    CONSTRAINT pk_uses PRIMARY KEY (id),
    CONSTRAINT fk_uses_code_id_codes FOREIGN KEY (code_id) REFERENCES codes (id)
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table uses: column `uses.code_id` of foreign key `fk_uses_code_id_codes` has character set as the database, and `codes.id`, which it references, ascii
  hint: give both columns one character set: `.mysql_charset("utf8mb4")`
"#]])),
            ],
        ),
        case(
            "a foreign key between texts of two collations",
            |op| {
                op.create_table(
                    table("codes")
                        .column("id", varchar(36).primary_key())
                        .mysql_charset("utf8mb4")
                        .mysql_collation("utf8mb4_bin"),
                );
            },
            |op| {
                op.create_table(
                    table("uses")
                        .column("code_id", varchar(36).references("codes", "id"))
                        .mysql_collation("utf8mb4_unicode_ci"),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE uses (
    code_id VARCHAR(36),
    CONSTRAINT fk_uses_code_id_codes FOREIGN KEY (code_id) REFERENCES codes (id)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE uses (
    code_id VARCHAR(36),
    CONSTRAINT fk_uses_code_id_codes FOREIGN KEY (code_id) REFERENCES codes (id)
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table uses: column `uses.code_id` of foreign key `fk_uses_code_id_codes` has collation utf8mb4_unicode_ci, and `codes.id`, which it references, utf8mb4_bin
  hint: give both columns one collation: `.collate(..)`
"#]])),
            ],
        ),
        case(
            "a primary key that is too long",
            |_| {},
            |op| {
                op.create_table(table("urls").column("url", varchar(1000).primary_key()));
            },
            [
                sqlite(str![[r#"
CREATE TABLE urls (
    url VARCHAR(1000) NOT NULL,
    CONSTRAINT pk_urls PRIMARY KEY (url)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE urls (
    url VARCHAR(1000) NOT NULL,
    CONSTRAINT pk_urls PRIMARY KEY (url)
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table urls: key (`url`) of table `urls` would have up to 4000 bytes, 4000 of them in `url` in utf8mb4, and MariaDB has 3072 at most
  hint: make the columns shorter, or name a character set of fewer bytes: `.mysql_charset("latin1")`
"#]])),
            ],
        ),
        case(
            "a unique key that is too long for a tree",
            |op| {
                op.create_table(
                    table("urls")
                        .column("id", integer().primary_key())
                        .column("url", varchar(1000).not_null())
                        .column("n", integer())
                        .unique("uq_urls", ["url"]),
                );
            },
            |op| {
                op.alter_column("urls", "n").set_type(big_int());
                op.add_column("urls", "m", integer());
                op.alter_column("urls", "url").nullable();
                op.drop_unique_constraint("uq_urls", "urls");
                op.create_unique_constraint("uq_urls_2", "urls", ["url", "m"]);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_urls" (
    id INTEGER NOT NULL,
    url VARCHAR(1000),
    n BIGINT,
    m INTEGER,
    CONSTRAINT pk_urls PRIMARY KEY (id),
    CONSTRAINT uq_urls_2 UNIQUE (url, m)
);
INSERT INTO _migrate_new_urls (id, url, n) SELECT id, url, n FROM urls;
DROP TABLE urls;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_urls RENAME TO urls;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE urls
    ALTER COLUMN n TYPE BIGINT,
    ADD COLUMN m INTEGER;
ALTER TABLE urls
    ALTER COLUMN url DROP NOT NULL,
    DROP CONSTRAINT uq_urls,
    ADD CONSTRAINT uq_urls_2 UNIQUE (url, m);

"#]]),
                mariadb(str![[r#"
ALTER TABLE urls
    MODIFY COLUMN n BIGINT,
    ADD COLUMN m INT,
    MODIFY COLUMN url VARCHAR(1000) NULL,
    DROP INDEX uq_urls,
    ADD CONSTRAINT uq_urls_2 UNIQUE (url, m);

"#]]),
                mysql(refused(str![[r#"
cannot alter column urls.n: key `uq_urls` (`url`) of table `urls` would have up to 4000 bytes, 4000 of them in `url` in utf8mb4, and MySQL has 3072 at most
  hint: make the columns shorter, or name a character set of fewer bytes: `.mysql_charset("latin1")`
"#]])),
            ],
        ),
        case(
            "an index that is too long",
            |op| {
                op.create_table(table("urls").column("url", varchar(1000)));
            },
            |op| {
                op.create_index("ix_urls", "urls", ["url"]);
            },
            [
                sqlite(str![[r#"
CREATE INDEX ix_urls ON urls (url);

"#]]),
                postgres(str![[r#"
CREATE INDEX ix_urls ON urls (url);

"#]]),
                mariadb(refused(str![[r#"
cannot create index ix_urls on urls: key `ix_urls` (`url`) of table `urls` would have up to 4000 bytes, 4000 of them in `url` in utf8mb4, and MariaDB has 3072 at most
  hint: index the first characters: `asc("url").prefix(191)`, or name a character set of fewer bytes: `.mysql_charset("latin1")`
"#]])),
            ],
        ),
        case(
            "an index in an older row format",
            |op| {
                op.create_table(
                    table("urls").column("url", varchar(200)).mysql_row_format("COMPACT"),
                );
            },
            |op| {
                op.create_index("ix_urls", "urls", ["url"]);
            },
            [
                sqlite(str![[r#"
CREATE INDEX ix_urls ON urls (url);

"#]]),
                postgres(str![[r#"
CREATE INDEX ix_urls ON urls (url);

"#]]),
                mariadb(refused(str![[r#"
cannot create index ix_urls on urls: key `ix_urls` (`url`) of table `urls` would have up to 800 bytes, 800 of them in `url` in utf8mb4, and MariaDB has 767 at most
  hint: index the first characters: `asc("url").prefix(191)`, or name a character set of fewer bytes: `.mysql_charset("latin1")`
"#]])),
            ],
        ),
        case(
            "an index over more characters than there are",
            |op| {
                op.create_table(table("urls").column("url", varchar(20)));
            },
            |op| {
                op.create_index("ix_urls", "urls", [asc("url").prefix(21)]);
            },
            [
                sqlite(str![[r#"
CREATE INDEX ix_urls ON urls (url);

"#]]),
                postgres(str![[r#"
-- PostgreSQL indexes whole values: the prefix of `ix_urls` is left out, and values of more than 2,700 bytes do not fit
CREATE INDEX ix_urls ON urls (url);

"#]]),
                mariadb(refused(str![[r#"
cannot create index ix_urls on urls: key `ix_urls` of table `urls` would take the first 21 characters of `url`, which is VARCHAR(20)
  hint: leave `.prefix(..)` out
"#]])),
            ],
        ),
        case(
            "a row that is too wide",
            |_| {},
            |op| {
                op.create_table(
                    table("wide").column("a", varchar(10_000)).column("b", varchar(10_000)),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE wide (
    a VARCHAR(10000),
    b VARCHAR(10000)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE wide (
    a VARCHAR(10000),
    b VARCHAR(10000)
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table wide: a row of table `wide` would have up to 80005 bytes, 40002 of them in `a` in utf8mb4, and MariaDB has 65535 at most
  hint: make long columns `text()`, or name a character set of fewer bytes: `.mysql_charset("latin1")`
"#]])),
            ],
        ),
        case(
            "a row that a new column makes too wide",
            |op| {
                op.create_table(
                    table("wide").column("a", varchar(60_000)).mysql_charset("latin1"),
                );
            },
            |op| {
                op.add_column("wide", "b", varchar(6_000));
            },
            [
                sqlite(str![[r#"
ALTER TABLE wide ADD COLUMN b VARCHAR(6000);

"#]]),
                postgres(str![[r#"
ALTER TABLE wide ADD COLUMN b VARCHAR(6000);

"#]]),
                mariadb(refused(str![[r#"
cannot add column wide.b varchar(6000): a row of table `wide` would have up to 66005 bytes, 60002 of them in `a` in latin1, and MariaDB has 65535 at most
  hint: make long columns `text()`, or name a character set of fewer bytes: `.mysql_charset("latin1")`
"#]])),
            ],
        ),
        case(
            "values of an enum type that differ in case",
            |_| {},
            |op| {
                op.create_table(
                    table("marks").column("mark", enumeration("mark", ["a", "A", "b"]).not_null()),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE marks (
    mark TEXT NOT NULL CONSTRAINT enum_mark CHECK (mark IN ('a', 'A', 'b'))
);

"#]]),
                postgres(str![[r#"
CREATE TYPE mark AS ENUM ('a', 'A', 'b');
CREATE TABLE marks (
    mark mark NOT NULL
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table marks: `a` and `A` of column `mark` in table `marks` are the same value to the server
  hint: leave one out, or let the collation tell them apart: `.mysql_collation("utf8mb4_bin")` of the table
"#]])),
            ],
        ),
        case(
            "words of characters that a collation takes for one",
            |_| {},
            |op| {
                op.create_table(
                    table("marks").column("mark", enumeration("mark", ["🙂", "🙁"]).not_null()),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE marks (
    mark TEXT NOT NULL CONSTRAINT enum_mark CHECK (mark IN ('🙂', '🙁'))
);

"#]]),
                postgres(str![[r#"
CREATE TYPE mark AS ENUM ('🙂', '🙁');
CREATE TABLE marks (
    mark mark NOT NULL
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table marks: `🙂` and `🙁` of column `mark` in table `marks` are the same value to the server
  hint: leave one out, or let the collation tell them apart: `.mysql_collation("utf8mb4_bin")` of the table
"#]])),
                since(of_mariadb(11, 8), str![[r#"
CREATE TABLE marks (
    mark ENUM('🙂', '🙁') NOT NULL
);

"#]]),
                mysql(str![[r#"
CREATE TABLE marks (
    mark ENUM('🙂', '🙁') NOT NULL
);

"#]]),
            ],
        ),
        case(
            "words that a collation tells apart",
            |_| {},
            |op| {
                op.create_table(
                    table("marks")
                        .column("mark", enumeration("mark", ["a", "A", "b"]).not_null())
                        .mysql_collation("utf8mb4_bin"),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE marks (
    mark TEXT NOT NULL CONSTRAINT enum_mark CHECK (mark IN ('a', 'A', 'b'))
);

"#]]),
                postgres(str![[r#"
CREATE TYPE mark AS ENUM ('a', 'A', 'b');
CREATE TABLE marks (
    mark mark NOT NULL
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE marks (
    mark ENUM('a', 'A', 'b') NOT NULL
) COLLATE=utf8mb4_bin;

"#]]),
            ],
        ),
        case(
            "a word that differs in blanks from one there is",
            |op| {
                op.create_enum("mark", ["a", "b"]);
                op.create_table(table("marks").column("mark", enumeration("mark", ["a", "b"])));
            },
            |op| {
                op.add_enum_value("mark", "b ");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_marks" (
    mark TEXT,
    CONSTRAINT enum_mark CHECK (mark IN ('a', 'b', 'b '))
);
INSERT INTO _migrate_new_marks (rowid, mark) SELECT rowid, mark FROM marks;
DROP TABLE marks;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_marks RENAME TO marks;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TYPE mark ADD VALUE 'b ';

"#]]),
                mariadb(refused(str![[r#"
cannot add `b ` to enum mark: `b` and `b ` of column `mark` in table `marks` are the same value to the server
  hint: leave one out
"#]])),
            ],
        ).one_way(),
        case(
            "a time beyond the range of a type",
            |_| {},
            |op| {
                op.create_table(
                    table("terms").column("until", timestamptz().default("2040-01-01T00:00:00Z")),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE terms (
    until TIMESTAMPTZ DEFAULT '2040-01-01 00:00:00'
);

"#]]),
                postgres(str![[r#"
CREATE TABLE terms (
    until TIMESTAMPTZ DEFAULT '2040-01-01T00:00:00Z'
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table terms: `2040-01-01T00:00:00Z` is out of the range of TIMESTAMP(6), which begins in 1970
  hint: make the column `timestamp()`, which has the years 1000 to 9999
"#]])),
                since(of_mariadb(11, 8),
                 str![[r#"
CREATE TABLE terms (
    until TIMESTAMP(6) NULL DEFAULT '2040-01-01 00:00:00'
);

"#]]),
                mysql(refused(str![[r#"
cannot create table terms: `2040-01-01T00:00:00Z` is out of the range of TIMESTAMP(6), which begins in 1970
  hint: make the column `timestamp()`, which has the years 1000 to 9999
"#]])),
            ],
        ),
        case(
            "days with times of other zones",
            |op| {
                op.create_table(
                    table("moments")
                        .column("id", integer().primary_key())
                        .column("at", timestamptz().default("2024-03-10T02:30:00Z"))
                        .column("local", timestamp().default("2024-03-10T02:30:00.50")),
                );
            },
            |op| {
                op.alter_column("moments", "at").default("2024-03-01 00:30:00+01");
                op.insert("moments").set("id", 1);
                op.insert("moments").set("id", 2).set("at", "2024-12-31T23:59:59.999999-05:30");
                op.update("moments")
                    .set("at", "2024-03-10 02:30:00+02:00")
                    .filter(col("at").gt("2024-03-10T02:29:59Z").and(col("id").eq(1)));
                op.delete("moments").filter(col("at").is_in(["2024-03-10T02:30:00+02:00"]));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_moments" (
    id INTEGER NOT NULL,
    at TIMESTAMPTZ DEFAULT '2024-02-29 23:30:00',
    local TIMESTAMP DEFAULT '2024-03-10 02:30:00.5',
    CONSTRAINT pk_moments PRIMARY KEY (id)
);
INSERT INTO _migrate_new_moments (id, at, local) SELECT id, at, local FROM moments;
DROP TABLE moments;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_moments RENAME TO moments;
PRAGMA legacy_alter_table = OFF;
INSERT INTO moments (id) VALUES (1);
INSERT INTO moments (id, at) VALUES (2, '2025-01-01 05:29:59.999999');
UPDATE moments SET at = '2024-03-10 00:30:00' WHERE (at > '2024-03-10 02:29:59') AND (id = 1);
DELETE FROM moments WHERE at IN ('2024-03-10 00:30:00');

"#]]),
                postgres(str![[r#"
ALTER TABLE moments ALTER COLUMN at SET DEFAULT '2024-03-01 00:30:00+01';
INSERT INTO moments (id) VALUES (1);
INSERT INTO moments (id, at) VALUES (2, '2024-12-31T23:59:59.999999-05:30');
UPDATE moments SET at = '2024-03-10 02:30:00+02:00' WHERE (at > '2024-03-10T02:29:59Z') AND (id = 1);
DELETE FROM moments WHERE at IN ('2024-03-10T02:30:00+02:00');

"#]]),
                mariadb(str![[r#"
ALTER TABLE moments MODIFY COLUMN at TIMESTAMP(6) NULL DEFAULT '2024-02-29 23:30:00', ALGORITHM=INSTANT;
INSERT INTO moments (id) VALUES (1);
INSERT INTO moments (id, at) VALUES (2, '2025-01-01 05:29:59.999999');
UPDATE moments SET at = '2024-03-10 00:30:00' WHERE (at > '2024-03-10 02:29:59') AND (id = 1);
DELETE FROM moments WHERE at IN ('2024-03-10 00:30:00');

"#]]),
            ],
        ).one_way(),
        case(
            "an offset that a column does not keep",
            |op| {
                op.create_table(table("moments").column("local", timestamp()));
            },
            |op| {
                op.insert("moments").set("local", "2024-03-10T02:30:00Z");
            },
            [
                sqlite(refused(str![[r#"
cannot insert a row into moments: `2024-03-10T02:30:00Z` says how far from UTC it is, which `timestamp()` does not keep
  hint: leave the offset out, or let a column of dates with times be `timestamptz()`
"#]])),
                postgres(str![[r#"
INSERT INTO moments (local) VALUES ('2024-03-10T02:30:00Z');

"#]]),
                mariadb(refused(str![[r#"
cannot insert a row into moments: `2024-03-10T02:30:00Z` says how far from UTC it is, which DATETIME(6) does not keep
  hint: leave the offset out, or let a column of dates with times be `timestamptz()`
"#]])),
            ],
        ).one_way(),
        case(
            "a check of no column beside a dropped one",
            |op| {
                op.create_table(
                    table("t").column("a", integer()).column("b", integer()).check("ck_t", "1 = 1"),
                );
            },
            |op| {
                op.drop_column("t", "b");
            },
            [
                sqlite(str![[r#"
ALTER TABLE t DROP COLUMN b;

"#]]),
                postgres(str![[r#"
ALTER TABLE t DROP COLUMN b;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t
    DROP COLUMN b,
    ADD CONSTRAINT ck_t CHECK (1 = 1),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE t
    DROP COLUMN b,
    DROP CHECK ck_t,
    ADD CONSTRAINT ck_t CHECK (1 = 1),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a better index for a foreign key",
            |op| {
                op.create_table(table("authors").column("id", integer().primary_key()));
                op.create_table(
                    table("posts")
                        .column("author_id", integer().references("authors", "id"))
                        .column("title", varchar(20)),
                );
            },
            |op| {
                op.create_index("ix_posts", "posts", ["author_id", "title"]);
            },
            [
                sqlite(str![[r#"
CREATE INDEX ix_posts ON posts (author_id, title);

"#]]),
                postgres(str![[r#"
CREATE INDEX ix_posts ON posts (author_id, title);

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts
    ADD INDEX ix_posts (author_id, title),
    DROP INDEX IF EXISTS fk_posts_author_id_authors,
    ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts ADD INDEX ix_posts (author_id, title), ALGORITHM=INPLACE, LOCK=NONE;
SET @migrate_drop = (SELECT IF(COUNT(*) = 0, 'DO 0', 'ALTER TABLE posts DROP INDEX fk_posts_author_id_authors') FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'fk_posts_author_id_authors');
PREPARE migrate_drop FROM @migrate_drop;
EXECUTE migrate_drop;
DEALLOCATE PREPARE migrate_drop;

"#]]),
            ],
        ),
    ]
}
