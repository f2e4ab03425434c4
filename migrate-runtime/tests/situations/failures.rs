//! Runs that stop in the middle, and what they leave.

use migrate_runtime::prelude::*;
use snapbox::data::Inline;
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
  hint: some rows hold NULL there: fill them first, with `op.update(..)`

"#]])
            .without_on([MARIADB], Pass::Back, "the revision that failed has left a table")
            .query("SELECT * FROM t", str![[r#"
1|NULL

"#]]),
        unreadable("a misspelt word", str![[r#"
revision `b` failed to apply
  operation: execute `SELEC 1`
  sql: SELEC 1
  cause: syntax error at or near "SELEC"

"#]], |op| {
            op.execute("SELEC 1").effect(|_| {});
        }),
        unreadable("a check without an operand", str![[r#"
revision `b` failed to apply
  operation: add check constraint ck_t_n to t: CHECK (n > AND 1)
  sql: ALTER TABLE t ADD CONSTRAINT ck_t_n CHECK (n > AND 1)
  cause: syntax error at or near "AND"

"#]], |op| {
            op.create_check_constraint("ck_t_n", "t", "n > AND 1");
        }),
        unreadable("a view without its table", str![[r#"
revision `b` failed to apply
  operation: create view v
  sql: CREATE VIEW v AS SELECT id FROM t WHERE
  cause: syntax error at end of input

"#]], |op| {
            op.create_view("v", "SELECT id FROM t WHERE");
        }),
        unreadable("a filter without an operand", str![[r#"
revision `b` failed to apply
  operation: create index ix_t_n on t (n)
  sql: CREATE INDEX ix_t_n ON t (n) WHERE n > AND 1
  cause: syntax error at or near "AND"

"#]], |op| {
            op.create_index("ix_t_n", "t", ["n"]).filter("n > AND 1");
        }),
        unreadable("a default without an operand", str![[r#"
revision `b` failed to apply
  operation: alter column t.n: DEFAULT 1 AND OR 2
  sql: ALTER TABLE t ALTER COLUMN n SET DEFAULT (1 AND OR 2)
  cause: syntax error at or near "OR"

"#]], |op| {
            op.alter_column("t", "n").default(sql("1 AND OR 2"));
        }),
        unreadable("a value without an operand", str![[r#"
revision `b` failed to apply
  operation: update every row of t
  sql: UPDATE t SET n = 1 AND OR 2
  cause: syntax error at or near "OR"

"#]], |op| {
            op.update("t").set("n", sql("1 AND OR 2"));
        }),
        unreadable("a condition without an operand", str![[r#"
revision `b` failed to apply
  operation: delete rows of t
  sql: DELETE FROM t WHERE n = AND 2
  cause: syntax error at or near "AND"

"#]], |op| {
            op.delete("t").filter(sql("n = AND 2"));
        }),
        unreadable("a generated column without an operand", str![[r#"
revision `b` failed to apply
  operation: add column t.g integer AS (n * AND 2) stored
  sql: ALTER TABLE t ADD COLUMN g INTEGER GENERATED ALWAYS AS (n * AND 2) STORED
  cause: syntax error at or near "AND"

"#]], |op| {
            op.add_column("t", "g", integer().generated("n * AND 2"));
        }),
        unreadable("a function without its body", str![[r#"
revision `b` failed to apply
  operation: create function twice(a integer)
  sql: CREATE FUNCTION twice(a integer) RETURNS integer LANGUAGE sql AS
  cause: syntax error at end of input

"#]], |op| {
            op.create_function("twice", "a integer", "RETURNS integer LANGUAGE sql AS");
        }),
        unreadable("a trigger without its function", str![[r#"
revision `b` failed to apply
  operation: create trigger t_bi on t
  sql: CREATE TRIGGER t_bi BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION
  cause: syntax error at end of input

"#]], |op| {
            op.create_trigger("t_bi", "t", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION");
        }),
        unreadable("a type without its end", str![[r#"
revision `b` failed to apply
  operation: add column t.c numeric(10
  sql: ALTER TABLE t ADD COLUMN c numeric(10
  cause: syntax error at end of input

"#]], |op| {
            op.add_column("t", "c", custom("numeric(10"));
        }),
        unreadable("a block that ends too early", str![[r#"
revision `b` failed to apply
  operation: execute `DO $$ BEGIN $$`
  sql: DO $$ BEGIN $$
  cause: syntax error at end of input

"#]], |op| {
            op.execute("DO $$ BEGIN $$").effect(|_| {});
        }),
        situation("a comment without its end comes after other revisions")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(table("t").column("id", integer().primary_key()));
            })
            .revision("b", |op: &mut Op| {
                op.execute("DELETE FROM t /* all").effect(|_| {});
            })
            .refused(POSTGRES, str![[r#"
cannot execute `DELETE FROM t /* all`: the comment that begins at line 1, column 15 of the SQL has no end on PostgreSQL
  hint: close it; where databases read a text differently, give each its own with `per_dialect()`

"#]]),
    ]
}

/// A revision that the server cannot read comes after another one: that is kept, and the error is the
/// revision's, though the server reads a message to its end before it runs any of it.
fn unreadable(name: &'static str, story: Inline, revision: impl FnOnce(&mut Op)) -> Situation {
    situation(name)
        .on([POSTGRES])
        .revision("a", |op: &mut Op| {
            op.create_table(
                table("t").column("id", integer().primary_key()).column("n", integer()),
            );
        })
        .revision("b", revision)
        .fails(POSTGRES, story)
}
