//! Tables with a schema before their name, wherever a table is named.

use migrate_runtime::prelude::*;

const ENTRIES: (&str, &str) = ("audit", "entries");

#[migration(rev = "schemas", down_rev = "functions")]
fn upgrade(op: &mut Op) {
    op.create_table(
        table(ENTRIES)
            .column("id", uuid().primary_key())
            .column("user_id", big_int().references(("app", "users"), "id"))
            .column("mood", enumeration(("app", "mood"), ["sad", "happy"])),
    );
    op.add_column(ENTRIES, "note", text());
    op.alter_column(ENTRIES, "note").not_null();
    op.create_index("ix_entries_note", ENTRIES, ["note"]);
    op.create_foreign_key("fk_entries_self", ENTRIES, ["parent"], ENTRIES, ["id"]);
    op.insert(ENTRIES).set("note", "first");
    op.bulk_insert(ENTRIES, ["note"], [("second",)]);
}

fn downgrade(op: &mut Op) {
    op.delete(ENTRIES).filter(col("note").eq("first"));
    drop_table_and_view(op);
}

/// Part of a revision may be a function of its own.
fn drop_table_and_view(op: &mut Op) {
    for view in ["notes", "moods"] {
        op.drop_view(("audit", view));
    }
    op.drop_table(ENTRIES);
}
