//! Indexes that are built while the table is in use.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{POSTGRES, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("indexes are built concurrently between other revisions")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("p").column("id", integer().primary_key()).column("m", text()),
                );
            })
            .revision("b", |op: &mut Op<NoTx>| {
                op.create_index("ix_p_m", "p", ["m"]).concurrently();
                op.create_index("ix_p_lower", "p", [expression("lower(m)")])
                    .unique()
                    .filter("m IS NOT NULL")
                    .concurrently();
            })
            .revision("c", |op: &mut Op| {
                op.drop_index("ix_p_lower", "p");
                op.alter_column("p", "m").set_type(varchar(30));
            })
            .downgrade(|op: &mut Op| {
                op.alter_column("p", "m").set_type(text());
                op.create_index("ix_p_lower", "p", [expression("lower(m)")])
                    .unique()
                    .filter("m IS NOT NULL");
            }),
        situation("an index of a partitioned table is to be built concurrently")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("events")
                        .column("id", integer().not_null())
                        .column("day", date().not_null())
                        .primary_key(["id", "day"])
                        .partition_by("RANGE (day)"),
                );
                op.create_partition(
                    "events_2024",
                    "events",
                    "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
                );
            })
            .revision("b", |op: &mut Op<NoTx>| {
                op.create_index("ix_events_day", "events", ["day"]).concurrently();
            })
            .refused(POSTGRES, str![[r#"
cannot create index ix_events_day on events concurrently: PostgreSQL builds and drops an index of a partitioned table only while nothing writes
  hint: leave `.concurrently()` out, or build the index of each partition with `op.execute(..)`

"#]]),
        situation("indexes are dropped concurrently, and come back")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("p").column("id", integer().primary_key()).column("m", text()),
                );
                op.create_index("ix_p_m", "p", ["m"]);
            })
            .revision("b", |op: &mut Op<NoTx>| {
                op.drop_index("ix_p_m", "p").concurrently();
            }),
        situation("a key of a partitioned table lacks the column of its partitions")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("events")
                        .column("id", integer().not_null())
                        .column("Day", date().not_null())
                        .column("range", integer())
                        .partition_by("RANGE (\"Day\")"),
                );
                op.create_partition(
                    "events_2024",
                    "events",
                    "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
                );
                op.create_index("ix_events_range", "events", ["range"]);
                op.create_index("ux_events", "events", ["Day", "id"]).unique();
            })
            .revision("b", |op: &mut Op| {
                op.create_unique_constraint("uq_events_range", "events", ["range"]);
            })
            .refused(POSTGRES, str![[r#"
cannot add unique constraint uq_events_range to events: unique constraint `uq_events_range` is without column `Day`, by which the rows of `events` are partitioned
  hint: add `Day` to it; or give each partition a unique index of its own, which says nothing of the others

"#]]),
        situation("a unique index of a partitioned table lacks the column of its partitions")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("events")
                        .column("id", integer().not_null())
                        .column("day", date().not_null())
                        .partition_by("LIST (day)"),
                );
                op.create_index("ux_events_id", "events", ["id"]).unique();
            })
            .refused(POSTGRES, str![[r#"
cannot create unique index ux_events_id on events: unique index `ux_events_id` is without column `day`, by which the rows of `events` are partitioned
  hint: add `day` to it; or give each partition a unique index of its own, which says nothing of the others

"#]]),
        situation("the primary key of a partitioned table lacks the column of its partitions")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("events")
                        .column("id", integer().primary_key())
                        .column("day", date().not_null())
                        .partition_by("HASH (day)"),
                );
            })
            .refused(POSTGRES, str![[r#"
cannot create table events: primary key `pk_events` is without column `day`, by which the rows of `events` are partitioned
  hint: add `day` to it; or give each partition a unique index of its own, which says nothing of the others

"#]]),
    ]
}
