//! Options of tables that are there.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, postgres, refused, sqlite};

fn events(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", integer().primary_key())
            .column("title", varchar(100).not_null())
            .index("ix_events_title", ["title"]),
    );
    op.create_index("ux_events_title", "events", ["title"]).unique();
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "options of PostgreSQL after the table",
            events,
            |op| {
                op.alter_table("events")
                    .postgres_unlogged()
                    .postgres_with("fillfactor", 70)
                    .postgres_with("autovacuum_enabled", false)
                    .postgres_replica_identity(ReplicaIdentity::Index("ux_events_title".into()));
                op.alter_table("events").postgres_with("fillfactor", 80);
                op.rename_index("ux_events_title", "events", "ux_title");
            },
            [
                sqlite(str![[r#"
DROP INDEX ux_events_title;
CREATE UNIQUE INDEX ux_title ON events (title);

"#]]),
                postgres(str![[r#"
ALTER TABLE events SET UNLOGGED;
ALTER TABLE events SET (fillfactor = 70, autovacuum_enabled = false);
ALTER TABLE events REPLICA IDENTITY USING INDEX ux_events_title;
ALTER TABLE events SET (fillfactor = 80);
ALTER INDEX ux_events_title RENAME TO ux_title;

"#]]),
                mariadb(str![[r#"
ALTER TABLE events RENAME INDEX ux_events_title TO ux_title, ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE events RENAME INDEX ux_events_title TO ux_title, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "options of PostgreSQL back to what they are by default",
            |op| {
                op.create_table(
                    table("events")
                        .column("id", integer().primary_key())
                        .postgres_unlogged()
                        .postgres_with("fillfactor", 70)
                        .postgres_with("autovacuum_enabled", false)
                        .postgres_replica_identity(ReplicaIdentity::Full),
                );
            },
            |op| {
                op.alter_table("events")
                    .postgres_logged()
                    .postgres_reset("fillfactor")
                    .postgres_reset("autovacuum_enabled")
                    .postgres_replica_identity(ReplicaIdentity::Default);
            },
            [
                sqlite(str![]),
                postgres(str![[r#"
ALTER TABLE events SET LOGGED;
ALTER TABLE events RESET (fillfactor, autovacuum_enabled);
ALTER TABLE events REPLICA IDENTITY DEFAULT;

"#]]),
                mariadb(str![]),
            ],
        ),
        case(
            "options share a statement with what takes the same lock",
            events,
            |op| {
                op.add_column("events", "note", text());
                op.alter_table("events").postgres_replica_identity(ReplicaIdentity::Nothing);
                op.alter_table("events").postgres_with("user_catalog_table", true);
                op.alter_table("events").postgres_with("parallel_workers", 2);
            },
            [
                sqlite(str![[r#"
ALTER TABLE events ADD COLUMN note TEXT;

"#]]),
                postgres(str![[r#"
ALTER TABLE events
    ADD COLUMN note TEXT,
    REPLICA IDENTITY NOTHING;
ALTER TABLE events SET (user_catalog_table = true);
ALTER TABLE events SET (parallel_workers = 2);

"#]]),
                mariadb(str![[r#"
ALTER TABLE events ADD COLUMN note LONGTEXT, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "another tablespace",
            events,
            |op| {
                op.alter_table("events").postgres_tablespace("pg_default");
            },
            [
                sqlite(str![]),
                postgres(str![[r#"
ALTER TABLE events SET TABLESPACE pg_default;

"#]]),
                mariadb(str![]),
            ],
        ),
        case(
            "the replica identity of a new table",
            |_| {},
            |op| {
                op.create_table(
                    table("events")
                        .column("id", integer().primary_key())
                        .column("code", integer().not_null())
                        .unique("uq_events_code", ["code"])
                        .postgres_replica_identity(ReplicaIdentity::Index("uq_events_code".into())),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE events (
    id INTEGER NOT NULL,
    code INTEGER NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (id),
    CONSTRAINT uq_events_code UNIQUE (code)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE events (
    id INTEGER NOT NULL,
    code INTEGER NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (id),
    CONSTRAINT uq_events_code UNIQUE (code)
);
ALTER TABLE events REPLICA IDENTITY USING INDEX uq_events_code;

"#]]),
                mariadb(str![[r#"
CREATE TABLE events (
    id INT NOT NULL,
    code INT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_events_code UNIQUE (code)
);

"#]]),
            ],
        ),
        case(
            "a dropped table gets its options back",
            |op| {
                events(op);
                op.alter_table("events")
                    .postgres_with("fillfactor", 70)
                    .postgres_replica_identity(ReplicaIdentity::Index("ux_events_title".into()));
            },
            |op| op.drop_table("events"),
            [
                sqlite(str![[r#"
DROP TABLE events;

"#]]),
                postgres(str![[r#"
DROP TABLE events;

"#]]),
                mariadb(str![[r#"
DROP TABLE events;

"#]]),
            ],
        ),
        invalid(
            "the index of a replica identity that is not there",
            events,
            |op| {
                op.alter_table("events")
                    .postgres_replica_identity(ReplicaIdentity::Index("ux_events_titel".into()));
            },
            str![[r#"
cannot alter table events: there is no unique index `ux_events_titel` in table `events`
  hint: did you mean `ux_events_title`?
"#]],
        ),
        invalid(
            "the index of a replica identity is dropped",
            |op| {
                events(op);
                op.alter_table("events")
                    .postgres_replica_identity(ReplicaIdentity::Index("ux_events_title".into()));
            },
            |op| {
                op.drop_index("ux_events_title", "events");
            },
            str![[r#"
cannot drop index ux_events_title of events: index `ux_events_title` is used by the replica identity of table `events`
  hint: change the replica identity of table `events` first, with `op.alter_table(..).postgres_replica_identity(..)`
"#]],
        ),
        invalid(
            "options of a table that is not there",
            events,
            |op| {
                op.alter_table("event").postgres_unlogged();
            },
            str![[r#"
cannot alter table event: there is no table `event`
  hint: did you mean `events`?
"#]],
        ),
        case(
            "a logged table references one that is not",
            |op| {
                events(op);
                op.create_table(
                    table("notes").column("event_id", integer().references("events", "id")),
                );
            },
            |op| {
                op.alter_table("events").postgres_unlogged();
            },
            [
                sqlite(str![]),
                postgres(refused(str![[r#"
cannot alter table events: foreign key `fk_notes_event_id_events` of table `notes`, which is logged, references `events`, which is not
  hint: make both tables logged, or both `.postgres_unlogged()`: first the one that references the other
"#]])),
                mariadb(str![]),
            ],
        ),
        case(
            "partitions of a table that is whole on PostgreSQL",
            |op| op.create_table(table("events").column("id", integer().primary_key())),
            |op| {
                op.alter_table("events").partition_by("HASH (id) PARTITIONS 4");
            },
            [
                sqlite(refused(str![[r#"
cannot alter table events: SQLite has no partitions, and table `events` is to be spread over some
  hint: write `.partition_by(per_dialect().sqlite("").postgres(".."))` for a table that is whole here
"#]])),
                postgres(refused(str![[r#"
cannot alter table events: PostgreSQL partitions a table when it is created, and `events` exists
  hint: create another table with `.partition_by(..)`, move the rows, and rename both; where only MariaDB and MySQL change, write `per_dialect().mysql("..").postgres("")`
"#]])),
                mariadb(str![[r#"
ALTER TABLE events PARTITION BY HASH (id) PARTITIONS 4;

"#]]),
            ],
        ),
        case(
            "partitions of MariaDB and MySQL",
            events,
            |op| {
                op.drop_index("ux_events_title", "events");
                op.alter_table("events").partition_by(
                    per_dialect().sqlite("").postgres("").mysql("HASH (id) PARTITIONS 4"),
                );
                op.alter_table("events").partition_by(
                    per_dialect().sqlite("").postgres("").mysql("KEY (id) PARTITIONS 2"),
                );
                op.alter_table("events").remove_partitioning();
            },
            [
                sqlite(str![[r#"
DROP INDEX ux_events_title;

"#]]),
                postgres(str![[r#"
DROP INDEX ux_events_title;

"#]]),
                mariadb(str![[r#"
ALTER TABLE events DROP INDEX ux_events_title, ALGORITHM=NOCOPY, LOCK=NONE;
ALTER TABLE events PARTITION BY HASH (id) PARTITIONS 4;
ALTER TABLE events PARTITION BY KEY (id) PARTITIONS 2;
ALTER TABLE events REMOVE PARTITIONING;

"#]]),
                mysql(str![[r#"
ALTER TABLE events DROP INDEX ux_events_title, ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE events PARTITION BY HASH (id) PARTITIONS 4;
ALTER TABLE events PARTITION BY KEY (id) PARTITIONS 2;
ALTER TABLE events REMOVE PARTITIONING;

"#]]),
            ],
        ),
        case(
            "another engine and row format",
            events,
            |op| {
                op.alter_table("events").mysql_engine("InnoDB").mysql_row_format("COMPRESSED");
                op.alter_table("events").mysql_engine("MyISAM").mysql_row_format("FIXED");
            },
            [
                sqlite(str![]),
                postgres(str![]),
                mariadb(str![[r#"
ALTER TABLE events
    ENGINE=InnoDB,
    ROW_FORMAT=COMPRESSED,
    ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE events
    ENGINE=MyISAM,
    ROW_FORMAT=FIXED,
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "the tablespace of the database again",
            |op| {
                events(op);
                op.alter_table("events").postgres_tablespace("pg_default");
            },
            |op| {
                op.alter_table("events").drop_postgres_tablespace();
            },
            [
                sqlite(str![]),
                postgres(str![[r#"
DO $migrate$ BEGIN EXECUTE format('ALTER TABLE events SET TABLESPACE %I', (SELECT spcname FROM pg_tablespace t JOIN pg_database d ON d.dattablespace = t.oid WHERE d.datname = current_database())); END $migrate$;

"#]]),
                mariadb(str![]),
            ],
        ),
        case(
            "options of MariaDB and MySQL as the server and the database have them again",
            |op| {
                op.create_table(
                    table("events")
                        .column("id", integer().primary_key())
                        .column("title", varchar(100).not_null())
                        .mysql_engine("MyISAM")
                        .mysql_row_format("DYNAMIC")
                        .mysql_charset("latin1")
                        .mysql_collation("latin1_bin"),
                );
            },
            |op| {
                op.alter_table("events").drop_mysql_engine().drop_mysql_row_format();
                op.alter_table("events").drop_mysql_charset().drop_mysql_collation();
            },
            [
                sqlite(str![]),
                postgres(str![]),
                mariadb(str![[r#"
SET @migrate_alter = CONCAT('ALTER TABLE events ENGINE=', @@default_storage_engine);
PREPARE migrate_alter FROM @migrate_alter;
EXECUTE migrate_alter;
DEALLOCATE PREPARE migrate_alter;
ALTER TABLE events ROW_FORMAT=DEFAULT;
SET @migrate_alter = CONCAT('ALTER TABLE events COLLATE=', (SELECT default_collation_name FROM information_schema.schemata WHERE schema_name = DATABASE()));
PREPARE migrate_alter FROM @migrate_alter;
EXECUTE migrate_alter;
DEALLOCATE PREPARE migrate_alter;
ALTER TABLE events MODIFY COLUMN title VARCHAR(100) NOT NULL, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "an engine that keeps no foreign keys",
            |op| {
                events(op);
                op.create_table(
                    table("notes").column("event_id", integer().references("events", "id")),
                );
            },
            |op| {
                op.alter_table("events").mysql_engine("MyISAM");
            },
            [
                sqlite(str![]),
                postgres(str![]),
                mariadb(refused(str![[r#"
cannot alter table events: foreign key `fk_notes_event_id_events` of table `notes`: table `events` is of engine MyISAM, which keeps no foreign keys
  hint: make both tables of engine InnoDB, or leave the foreign key out
"#]])),
            ],
        ),
        case(
            "another character set",
            |op| {
                op.create_table(
                    table("events")
                        .column("id", integer().primary_key())
                        .column("title", varchar(100).not_null().default("none"))
                        .column("note", text())
                        .column("code", varchar(10).mysql_charset("ascii"))
                        .column("mood", enumeration("mood", ["sad", "happy"]))
                        .column("data", json())
                        .mysql_charset("latin1")
                        .mysql_collation("latin1_german2_ci"),
                );
            },
            |op| {
                op.alter_table("events").mysql_charset("utf8mb4");
            },
            [
                sqlite(str![]),
                postgres(str![]),
                mariadb(str![[r#"
ALTER TABLE events
    DEFAULT CHARSET=utf8mb4,
    MODIFY COLUMN title VARCHAR(100) NOT NULL DEFAULT 'none',
    MODIFY COLUMN note LONGTEXT,
    MODIFY COLUMN mood ENUM('sad', 'happy'),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "another collation, where nothing is said of it",
            |op| {
                op.create_table(table("events").column("id", integer()).column("title", text()));
            },
            |op| {
                op.alter_table("events").mysql_collation("utf8mb4_bin");
            },
            [
                sqlite(str![]),
                postgres(str![]),
                mariadb(str![[r#"
ALTER TABLE events
    COLLATE=utf8mb4_bin,
    MODIFY COLUMN title LONGTEXT,
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "the character set of columns in a foreign key",
            |op| {
                op.create_table(table("kinds").column("name", varchar(20).primary_key()));
                op.create_table(
                    table("events").column("kind", varchar(20).references("kinds", "name")),
                );
            },
            |op| {
                op.alter_table("events").mysql_charset("latin1");
            },
            [
                sqlite(str![]),
                postgres(str![]),
                mariadb(refused(str![[r#"
cannot alter table events: column `kind` is a part of foreign key `fk_events_kind_kinds` of table `events`, whose columns keep one type
  hint: drop the foreign key, change the columns on both sides, and create it again
"#]])),
            ],
        ),
        case(
            "a collation of another character set",
            events,
            |op| {
                op.alter_table("events").mysql_charset("latin1").mysql_collation("utf8mb4_bin");
            },
            [
                sqlite(str![]),
                postgres(str![]),
                mariadb(refused(str![[r#"
cannot alter table events: table `events` would have character set latin1 and collation utf8mb4_bin, which is of another one
  hint: name both, of one character set: `.mysql_charset("utf8mb4").mysql_collation("utf8mb4_bin")`
"#]])),
            ],
        ),
        case(
            "a strict table",
            |op| {
                op.create_table(
                    table("events")
                        .column("id", big_int().primary_key().identity())
                        .column("title", varchar(100).not_null())
                        .column("size", numeric(10, 2))
                        .column("mood", enumeration("mood", ["sad", "happy"]))
                        .index("ix_events_title", ["title"]),
                );
            },
            |op| {
                op.alter_table("events").strict();
                op.add_column("events", "note", varchar(10).not_null().default("-"));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_events" (
    id INTEGER NOT NULL CONSTRAINT pk_events PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    size ANY,
    mood TEXT CONSTRAINT enum_mood CHECK (mood IN ('sad', 'happy')),
    note TEXT NOT NULL DEFAULT '-'
) STRICT;
INSERT INTO _migrate_new_events (id, title, size, mood) SELECT id, title, size, mood FROM events;
DELETE FROM sqlite_sequence WHERE name = '_migrate_new_events';
INSERT INTO sqlite_sequence (name, seq) SELECT '_migrate_new_events', seq FROM sqlite_sequence WHERE name = 'events';
DROP TABLE events;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_events RENAME TO events;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_events_title ON events (title);

"#]]),
                postgres(str![[r#"
ALTER TABLE events ADD COLUMN note VARCHAR(10) DEFAULT '-' NOT NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE events ADD COLUMN note VARCHAR(10) NOT NULL DEFAULT '-', ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a table without row numbers",
            events,
            |op| {
                op.alter_table("events").without_rowid().strict();
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_events" (
    id INTEGER NOT NULL,
    title TEXT NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (id)
) WITHOUT ROWID, STRICT;
INSERT INTO _migrate_new_events (id, title) SELECT id, title FROM events;
DROP TABLE events;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_events RENAME TO events;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_events_title ON events (title);
CREATE UNIQUE INDEX ux_events_title ON events (title);

"#]]),
                postgres(str![]),
                mariadb(str![]),
            ],
        ),
        case(
            "a table with row numbers",
            |op| {
                op.create_table(
                    table("events")
                        .column("id", integer().primary_key())
                        .column("title", varchar(10))
                        .strict()
                        .without_rowid(),
                );
            },
            |op| {
                op.alter_table("events").with_rowid().not_strict();
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_events" (
    id INTEGER NOT NULL,
    title VARCHAR(10),
    CONSTRAINT pk_events PRIMARY KEY (id)
);
INSERT INTO _migrate_new_events (id, title) SELECT id, title FROM events;
DROP TABLE events;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_events RENAME TO events;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![]),
                mariadb(str![]),
            ],
        ),
        case(
            "a table that cannot be without row numbers",
            |op| {
                op.create_table(table("events").column("id", integer().primary_key().identity()));
            },
            |op| {
                op.alter_table("events").without_rowid();
            },
            [
                sqlite(refused(str![[r#"
cannot alter table events: SQLite numbers rows only in a primary key of one column, and `id` is none
  hint: make the column `.primary_key().identity()`, in a table with rowids
"#]])),
                postgres(str![]),
                mariadb(str![]),
            ],
        ),
        case(
            "a strict table with a type of another database",
            |op| {
                op.create_table(table("events").column("at", custom("tsrange")));
            },
            |op| {
                op.alter_table("events").strict();
            },
            [
                sqlite(refused(str![[r#"
cannot alter table events: a STRICT table has no type `tsrange`
  hint: write one of INT, INTEGER, REAL, TEXT, BLOB and ANY, or leave `.strict()` out
"#]])),
                postgres(str![]),
                mariadb(str![]),
            ],
        )
        .live_on(&["SQLite"]),
    ]
}
