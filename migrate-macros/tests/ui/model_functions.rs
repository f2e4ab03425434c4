use migrate_runtime::models;
use migrate_runtime::prelude::*;

#[models]
struct Views;

#[models(late)]
fn views(op: &mut Op) {
    op.create_view("v", "SELECT 1");
}

#[models]
fn triggers(op: &mut Op<NoTx>) {
    op.create_view("v", "SELECT 1");
}

#[models]
fn nothing() {}

fn main() {}
