//! Types by SQLAlchemy's and SQL's names.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", unicode(100).not_null())
            .column("b", large_binary())
            .column("c", datetime())
            .column("d", bigint().primary_key())
            .column("e", float())
            .column("f", serial()),
    );
    op.add_column("t", "g", decimal(10, 2));
}

fn main() {}
