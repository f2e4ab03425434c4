//! Tables with options of single databases.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, mariadb, postgres, refused, sqlite};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "options of PostgreSQL",
            |_| {},
            |op| {
                op.create_table(
                    table("counters")
                        .column("id", integer().primary_key())
                        .postgres_unlogged()
                        .postgres_with("fillfactor", 70)
                        .postgres_with("autovacuum_enabled", false)
                        .postgres_tablespace("pg_default"),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE counters (
    id INTEGER NOT NULL,
    CONSTRAINT pk_counters PRIMARY KEY (id)
);

"#]]),
                postgres(str![[r#"
CREATE UNLOGGED TABLE counters (
    id INTEGER NOT NULL,
    CONSTRAINT pk_counters PRIMARY KEY (id)
) WITH (fillfactor = 70, autovacuum_enabled = false) TABLESPACE pg_default;

"#]]),
                mariadb(str![[r#"
CREATE TABLE counters (
    id INT NOT NULL,
    PRIMARY KEY (id)
);

"#]]),
            ],
        ),
        case(
            "options of MariaDB and MySQL",
            |_| {},
            |op| {
                op.create_table(
                    table("counters")
                        .column("id", integer().primary_key())
                        .column("name", varchar(20))
                        .mysql_engine("InnoDB")
                        .mysql_charset("latin1")
                        .mysql_collation("latin1_german2_ci")
                        .mysql_row_format("DYNAMIC")
                        .comment("it's"),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE counters (
    id INTEGER NOT NULL,
    name VARCHAR(20),
    CONSTRAINT pk_counters PRIMARY KEY (id)
);
-- SQLite keeps no comments: the one of table `counters` is left out

"#]]),
                postgres(str![[r#"
CREATE TABLE counters (
    id INTEGER NOT NULL,
    name VARCHAR(20),
    CONSTRAINT pk_counters PRIMARY KEY (id)
);
COMMENT ON TABLE counters IS 'it''s';

"#]]),
                mariadb(str![[r#"
CREATE TABLE counters (
    id INT NOT NULL,
    name VARCHAR(20),
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_german2_ci ROW_FORMAT=DYNAMIC COMMENT='it''s';

"#]]),
            ],
        ),
        case(
            "columns as MariaDB and MySQL have them",
            |_| {},
            |op| {
                op.create_table(
                    table("counters")
                        .column("id", big_int().unsigned().primary_key().identity())
                        .column("small", small_int().unsigned().not_null().default(65_535_u16))
                        .column("name", varchar(20).mysql_charset("latin1"))
                        .column("code", varchar(20).mysql_charset("ascii").not_null())
                        .column("at", timestamp().not_null().default(now()).mysql_on_update_now())
                        .column("secret", integer().mysql_invisible()),
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create table counters: SQLite has no unsigned numbers, and the column is small_int unsigned
  hint: leave `.unsigned()` out, and add `.check("column >= 0")` if it matters
"#]])),
                postgres(refused(str![[r#"
cannot create table counters: PostgreSQL has no unsigned numbers, and the column is big_int unsigned
  hint: use `big_int()`, or `numeric(20, 0)` for the largest numbers, with `.check("id >= 0")`
"#]])),
                mariadb(str![[r#"
CREATE TABLE counters (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    small SMALLINT UNSIGNED NOT NULL DEFAULT 65535,
    name VARCHAR(20) CHARACTER SET latin1,
    code VARCHAR(20) CHARACTER SET ascii NOT NULL,
    at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
    secret INT INVISIBLE,
    PRIMARY KEY (id)
);

"#]]),
            ],
        ),
        case(
            "a table in partitions",
            |_| {},
            |op| {
                op.create_table(
                    table("events")
                        .column("id", integer())
                        .column("year", integer())
                        .primary_key(["id", "year"])
                        .partition_by(per_dialect().sqlite("").postgres("RANGE (year)").mysql(
                            "RANGE (year) (PARTITION old VALUES LESS THAN (2026), \
                                 PARTITION new VALUES LESS THAN MAXVALUE)",
                        )),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE events (
    id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (id, year)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE events (
    id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (id, year)
) PARTITION BY RANGE (year);

"#]]),
                mariadb(str![[r#"
CREATE TABLE events (
    id INT NOT NULL,
    year INT NOT NULL,
    PRIMARY KEY (id, year)
) PARTITION BY RANGE (year) (PARTITION old VALUES LESS THAN (2026), PARTITION new VALUES LESS THAN MAXVALUE);

"#]]),
            ],
        ),
        case(
            "a table in partitions without a text for each database",
            |_| {},
            |op| {
                op.create_table(
                    table("events")
                        .column("year", integer())
                        .partition_by(per_dialect().postgres("LIST (year)")),
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create table events: there is no SQL text for SQLite
  hint: add one: `per_dialect().sqlite("..")`; an empty text does nothing
"#]])),
                postgres(str![[r#"
CREATE TABLE events (
    year INTEGER
) PARTITION BY LIST (year);

"#]]),
                mariadb(refused(str![[r#"
cannot create table events: there is no SQL text for MariaDB and MySQL
  hint: add one: `per_dialect().mysql("..")`; an empty text does nothing
"#]])),
            ],
        ),
        case(
            "a dropped table with options",
            |op| {
                op.create_table(
                    table("counters")
                        .column("id", integer().primary_key())
                        .postgres_with("fillfactor", 70)
                        .mysql_engine("InnoDB")
                        .comment("counts"),
                );
            },
            |op| op.drop_table("counters"),
            [
                sqlite(str![[r#"
DROP TABLE counters;

"#]]),
                postgres(str![[r#"
DROP TABLE counters;

"#]]),
                mariadb(str![[r#"
DROP TABLE counters;

"#]]),
            ],
        ),
    ]
}
