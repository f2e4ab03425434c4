//! Runs that stop in the middle, and what they leave.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, Pass, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("a revision fails in the middle of a run")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("n", integer()),
                );
                op.insert("t").set("id", 1);
            })
            .downgrade(|op: &mut Op| {
                op.drop_table("t");
            })
            .revision("b", |op: &mut Op| {
                op.create_table(table("u").column("id", integer().primary_key()));
                op.alter_column("t", "n").not_null();
            })
            .fails(SQLITE, str![[r#"
revision `b` failed to apply
  operation: alter column t.n: NOT NULL
  sql: ALTER TABLE t ALTER COLUMN n SET NOT NULL
  cause: NOT NULL constraint failed: t.n
  hint: some rows hold NULL there: fill them first, with `op.update(..)`

"#]])
            .fails(POSTGRES, str![[r#"
revision `b` failed to apply
  operation: alter column t.n: NOT NULL
  sql: ALTER TABLE t ALTER COLUMN n SET NOT NULL
  cause: column "n" of relation "t" contains null values
  hint: some rows hold NULL there: fill them first, with `op.update(..)`

"#]])
            .fails(MARIADB, str![[r#"
revision `b` failed to apply
  operation: alter column t.n: NOT NULL
  sql: ALTER TABLE t MODIFY COLUMN n int(11) NOT NULL, ALGORITHM=INPLACE, LOCK=NONE
  cause: Data truncated for column 'n' at row 1
  hint: some rows hold NULL there, or what the new type does not take: repair them first, with `op.update(..)`

"#]])
            .without_on([MARIADB], Pass::Back, "the revision that failed has left a table")
            .query("SELECT * FROM t", str![[r#"
1|NULL

"#]]),
    ]
}
