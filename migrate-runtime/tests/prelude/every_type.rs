//! Every type, and everything that can be said of a column and of a table.

use migrate_runtime::prelude::*;

#[migration(rev = "every_type", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("numbers")
            .column("id", big_int().primary_key().identity())
            .column("small", small_int().not_null().default(-1))
            .column("whole", integer().default(sql("abs(random())")).unique(true))
            .column("exact", numeric(10, 2).default(decimal("19.90")))
            .column("rough", real().default(1))
            .column("rougher", double().default(0.5))
            .column("truth", boolean().not_null().default(false)),
    );
    op.create_table(
        table("texts")
            .column("key", uuid().primary_key().default(sql("gen_random_uuid()")))
            .column("short", varchar(10).default("-").collate("nocase"))
            .column("fixed", char(2).default(String::from("de")))
            .column("long", text().check("length(long) < 1000").comment("any length"))
            .column("bytes", binary().default(b"\x00\xff"))
            .column("document", json().default("{}"))
            .column("binary_document", jsonb())
            .column("list", array(text()).default("{}"))
            .column("word", enumeration("mood", ["sad", "happy"]).not_null().default("happy"))
            .column("own", custom("tsvector"))
            .column("length", integer().generated("length(long)"))
            .column("upper", text().generated_virtual("upper(long)")),
    );
    op.create_table(
        table("times")
            .column("day", date().default(today()))
            .column("clock", time().default("12:00"))
            .column("local", timestamp().default(now()))
            .column("moment", timestamptz().not_null().default(now()))
            .column("span", interval().default("1 day"))
            .column("number", integer().references("numbers", "whole").on_delete(SetNull))
            .column("other", big_int().references("numbers", "id").on_update(Restrict))
            .column("late", big_int().references("numbers", "id").deferrable_initially_deferred())
            .primary_key(["day", "clock"])
            .unique("uq_times_local", ["local"])
            .check("ck_times_span", "span IS NOT NULL")
            .foreign_key(
                foreign_key("fk_times_both", ["day", "clock"], "times", ["day", "clock"])
                    .on_delete(NoAction)
                    .on_update(SetDefault)
                    .deferrable_initially_deferred(),
            )
            .index("ix_times_moment", [desc("moment"), asc("local").collate("nocase")])
            .comment("when things are")
            .if_not_exists(),
    );
    op.create_table(
        table("pairs").column("a", integer()).primary_key(["a"]).strict().without_rowid(),
    );
}
