//! Types on SQLite.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, Held, held};

#[test]
fn cases() {
    let cases: Vec<Held> = vec![
        held("types as they were typed")
            .made("CREATE TABLE t (id INTEGER PRIMARY KEY, a varchar(10), b numeric(10,2), c bool, d \"strange type\", e int, f dec(5), g)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(10))
                        .column("b", numeric(10, 2))
                        .column("c", boolean())
                        .column("d", custom("strange type"))
                        .column("e", integer())
                        .column("f", custom("dec(5)"))
                        .column("g", custom("")),
                );
            })
            .outcome(str![""]),
        held("types of another affinity")
            .made("CREATE TABLE t (id INTEGER PRIMARY KEY, a FLOATING_POINT, b charint, c string)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", custom("floating_point"))
                        .column("b", integer())
                        .column("c", text()),
                );
            })
            .outcome(str![[r#"
change: alter column t.b: charint -> integer
change: alter column t.c: string -> text
not exactly back: alter column t.b cannot be undone: not every value of column `b` of table `t`, which is charint, is the same again after it was integer

"#]]),
    ];
    held::on_sqlite(cases);
}
