//! Partitions: made, dropped, attached, detached.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{
    Case, case, invalid, mariadb, of_postgres, outside, postgres, refused, since, sqlite,
};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    let events = |op: &mut Op| {
        op.create_table(
            table("events")
                .column("id", integer())
                .column("year", integer())
                .column("name", varchar(40).not_null().default("-"))
                .primary_key(["id", "year"])
                .check("ck_events_year", "year > 0")
                .index("ix_events_name", ["name"])
                .partition_by(
                    per_dialect()
                        .sqlite("")
                        .postgres("RANGE (year)")
                        .mysql("RANGE (year) (PARTITION p VALUES LESS THAN MAXVALUE)"),
                ),
        );
    };
    let parts = |op: &mut Op| {
        events(op);
        op.create_partition("events_2026", "events", "FOR VALUES FROM (2026) TO (2027)");
        op.create_partition("events_other", "events", "DEFAULT");
        op.bulk_insert("events", ["id", "year"], [(1, 2026), (2, 2030)]);
    };
    vec![
        case(
            "partitions",
            events,
            |op| {
                op.create_partition("events_2026", "events", "FOR VALUES FROM (2026) TO (2027)");
                op.create_partition("events_other", "events", "DEFAULT");
            },
            [
                sqlite(refused(str![[r#"
cannot create partition events_2026 of events: SQLite has no partitions
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (2026) TO (2027);
CREATE TABLE events_other PARTITION OF events DEFAULT;

"#]]),
                mariadb(refused(str![[r#"
cannot create partition events_2026 of events: MariaDB has no partitions that are tables
  hint: write `op.execute("ALTER TABLE .. ADD PARTITION ..")`
"#]])),
            ],
        ),
        case(
            "partitions of a list and of a hash",
            |_| {},
            |op| {
                op.create_table(
                    table("words").column("word", varchar(10)).partition_by("LIST (word)"),
                );
                op.create_partition("words_a", "words", "FOR VALUES IN ('a', 'it''s', NULL)");
                op.create_table(table("hashed").column("id", integer()).partition_by("HASH (id)"));
                op.create_partition(
                    "hashed_0",
                    "hashed",
                    "FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create table words: SQLite has no partitions, and table `words` is to be spread over some
  hint: write `.partition_by(per_dialect().sqlite("").postgres(".."))` for a table that is whole here
"#]])),
                postgres(str![[r#"
CREATE TABLE words (
    word VARCHAR(10)
) PARTITION BY LIST (word);
CREATE TABLE words_a PARTITION OF words FOR VALUES IN ('a', 'it''s', NULL);
CREATE TABLE hashed (
    id INTEGER
) PARTITION BY HASH (id);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);

"#]]),
                mariadb(refused(str![[r#"
cannot create table words: column `word` is VARCHAR(10), and `PARTITION BY` spreads the rows by whole numbers
  hint: keep a whole number, or make the table with `RANGE COLUMNS`, `LIST COLUMNS` or `KEY`
"#]])),
            ],
        ),
        case(
            "a dropped partition",
            parts,
            |op| op.drop_partition("events_2026", "events"),
            [
                sqlite(refused(str![[r#"
cannot drop partition events_2026 of events: SQLite has no partitions
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
DROP TABLE events_2026;

"#]]),
                mariadb(refused(str![[r#"
cannot drop partition events_2026 of events: MariaDB has no partitions that are tables
  hint: write `op.execute("ALTER TABLE .. DROP PARTITION ..")`
"#]])),
            ],
        ),
        case(
            "a renamed partition, which a view reads",
            events,
            |op| {
                op.create_partition("events_2026", "events", "FOR VALUES FROM (2026) TO (2027)");
                op.create_view("recent", "SELECT events_2026.id FROM events_2026");
                op.rename_table("events_2026", "events_now");
            },
            [
                sqlite(refused(str![[r#"
cannot create partition events_2026 of events: SQLite has no partitions
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (2026) TO (2027);
CREATE VIEW recent AS SELECT events_2026.id FROM events_2026;
ALTER TABLE events_2026 RENAME TO events_now;

"#]]),
                mariadb(refused(str![[r#"
cannot create partition events_2026 of events: MariaDB has no partitions that are tables
  hint: write `op.execute("ALTER TABLE .. ADD PARTITION ..")`
"#]])),
            ],
        ),
        case(
            "an attached partition",
            |op| {
                events(op);
                op.create_table(
                    table("old_events")
                        .column("id", integer().not_null())
                        .column("year", integer().not_null())
                        .column("name", varchar(40).not_null().default("-"))
                        .check("ck_events_year", "year > 0"),
                );
            },
            |op| {
                op.attach_partition("old_events", "events", "FOR VALUES FROM (MINVALUE) TO (2026)");
            },
            [
                sqlite(refused(str![[r#"
cannot attach partition old_events to events: SQLite has no partitions
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
ALTER TABLE events ATTACH PARTITION old_events FOR VALUES FROM (MINVALUE) TO (2026);

"#]]),
                mariadb(refused(str![[r#"
cannot attach partition old_events to events: MariaDB has no partitions that are tables
  hint: write `op.execute("ALTER TABLE .. EXCHANGE PARTITION .. WITH TABLE ..")`
"#]])),
            ],
        )
        .leaves_traces(),
        case(
            "a detached partition",
            parts,
            |op| {
                op.detach_partition("events_2026", "events");
            },
            [
                sqlite(refused(str![[r#"
cannot detach partition events_2026 from events: SQLite has no partitions
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
ALTER TABLE events DETACH PARTITION events_2026;

"#]]),
                mariadb(refused(str![[r#"
cannot detach partition events_2026 from events: MariaDB has no partitions that are tables
  hint: write `op.execute("ALTER TABLE .. EXCHANGE PARTITION .. WITH TABLE ..")`
"#]])),
            ],
        ),
        // PostgreSQL leaves a check of the bounds behind, with a name and a text of its own
        // (<https://www.postgresql.org/docs/current/sql-altertable.html>).
        outside(
            "a partition detached while the table is used",
            |op| {
                events(op);
                op.create_partition("events_2026", "events", "FOR VALUES FROM (2026) TO (2027)");
            },
            |op| {
                op.detach_partition("events_2026", "events").concurrently();
            },
            [
                sqlite(refused(str![[r#"
cannot detach partition events_2026 from events concurrently: SQLite has no partitions
  hint: keep the revision for another database
"#]])),
                postgres(refused(str![[r#"
cannot detach partition events_2026 from events concurrently: PostgreSQL 13 detaches a partition only while nothing else runs
  hint: leave `.concurrently()` out; version 14 has it
"#]])),
                since(
                    of_postgres(14),
                    str![[r#"
ALTER TABLE events DETACH PARTITION events_2026 CONCURRENTLY;

"#]],
                ),
                mariadb(refused(str![[r#"
cannot detach partition events_2026 from events concurrently: MariaDB has no partitions that are tables
  hint: write `op.execute("ALTER TABLE .. EXCHANGE PARTITION .. WITH TABLE ..")`
"#]])),
            ],
        )
        .live_on(&[]),
        case(
            "a changed table with partitions",
            parts,
            |op| {
                op.add_column("events", "size", integer().not_null().default(0));
                op.alter_column("events", "name").nullable().set_type(varchar(60));
                op.create_index("ix_events_size", "events", ["size"]);
                op.rename_table("events", "happenings");
            },
            [
                sqlite(refused(str![[r#"
cannot create partition events_2026 of events: SQLite has no partitions
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
ALTER TABLE events ADD COLUMN size INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE events
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN name DROP NOT NULL,
    ALTER COLUMN name TYPE VARCHAR(60),
    ALTER COLUMN name SET DEFAULT '-';
CREATE INDEX ix_events_size ON events (size);
ALTER TABLE events RENAME TO happenings;

"#]]),
                mariadb(refused(str![[r#"
cannot create partition events_2026 of events: MariaDB has no partitions that are tables
  hint: write `op.execute("ALTER TABLE .. ADD PARTITION ..")`
"#]])),
            ],
        ),
        case(
            "a dropped table with partitions",
            parts,
            |op| op.drop_table("events"),
            [
                sqlite(refused(str![[r#"
cannot create partition events_2026 of events: SQLite has no partitions
  hint: keep the revision for another database
"#]])),
                postgres(str![[r#"
DROP TABLE events;

"#]]),
                mariadb(refused(str![[r#"
cannot create partition events_2026 of events: MariaDB has no partitions that are tables
  hint: write `op.execute("ALTER TABLE .. ADD PARTITION ..")`
"#]])),
            ],
        ),
        invalid(
            "a partition of a table without partitions",
            users,
            |op| op.create_partition("users_1", "users", "DEFAULT"),
            str![
                "cannot create partition users_1 of users: table `users` was not made with `.partition_by(..)`"
            ],
        ),
        invalid(
            "a partition that is not there",
            parts,
            |op| op.drop_partition("events_2027", "events"),
            str![[r#"
cannot drop partition events_2027 of events: there is no partition `events_2027` in table `events`
  hint: did you mean `events_2026`?
"#]],
        ),
        invalid(
            "a partition of a table's name",
            parts,
            |op| op.create_partition("events_2026", "events", "DEFAULT"),
            str![
                "cannot create partition events_2026 of events: partition `events_2026` already exists"
            ],
        ),
    ]
}
