//! Names that PostgreSQL would cut.

use snapbox::{assert_data_eq, str};

use super::{refusal, written};
use crate::op::{Op, integer, table, text};

#[test]
fn a_name_that_would_be_cut_is_refused() {
    let longest = "é".repeat(31) + "a";
    let cut = longest.clone() + "b";
    written(|_| {}, |op| op.create_table(table(longest.as_str()).column("a", integer())));
    let tables = |op: &mut Op| op.create_table(table("a").column("b", text()));
    let refusals = [
        refusal(|_| {}, |op| op.create_table(table(cut.as_str()).column("a", integer()))),
        refusal(tables, |op| op.add_column("a", &cut, integer())),
        refusal(tables, |op| {
            op.alter_column("a", "b").rename_to(&cut);
        }),
        refusal(tables, |op| {
            op.create_index(&cut, "a", ["b"]);
        }),
        refusal(tables, |op| {
            op.create_check_constraint(&cut, "a", "b <> ''");
        }),
        refusal(tables, |op| op.create_enum("kind", ["a", &cut])),
        refusal(tables, |op| op.rename_table("a", "b\0")),
        refusal(tables, |op| op.create_schema("")),
    ];
    for refusal in &refusals[..5] {
        assert!(refusal.contains("has 64 bytes, and PostgreSQL cuts"), "{refusal}");
        assert!(refusal.contains(&format!("has `{longest}`")), "{refusal}");
    }
    assert!(refusals[5].contains("has 64 bytes, and PostgreSQL takes no more"), "{}", refusals[5]);
    for refusal in &refusals[6..] {
        assert!(refusal.contains("is no name for PostgreSQL"), "{refusal}");
    }
}

#[test]
fn a_key_has_a_name_that_no_table_and_no_index_has() {
    let users = |op: &mut Op| {
        op.create_table(
            table("users").column("id", integer().primary_key()).index("ix_users", ["id"]),
        );
    };
    let anew = refusal(users, |op| {
        op.rename_table("users", "old_users");
        op.create_table(table("users").column("id", integer().primary_key()));
    });
    assert_data_eq!(
        anew,
        str![[r#"
cannot create table users: the name `pk_users` is that of a primary key of table `old_users`, and on PostgreSQL indexes, keys and tables share their names
hint: choose another name, or rename the other with `op.rename_constraint(..)` or `op.rename_index(..)`
"#]]
    );
    let taken = [
        refusal(users, |op| {
            op.create_unique_constraint("ix_users", "users", ["id"]);
        }),
        refusal(users, |op| {
            op.create_index("pk_users", "users", ["id"]);
        }),
        refusal(users, |op| op.rename_index("ix_users", "users", "users")),
        refusal(users, |op| op.create_view("ix_users", "SELECT 1")),
        refusal(users, |op| {
            op.create_table(table("a").column("id", integer().unique()).index("uq_a_id", ["id"]));
        }),
    ];
    for refusal in taken {
        assert!(refusal.contains("share their names"), "{refusal}");
    }
    let renamed = written(users, |op| {
        op.rename_table("users", "old_users");
        op.rename_constraint("pk_users", "old_users", "pk_old_users");
        op.create_table(table("users").column("id", integer().primary_key()));
        op.create_check_constraint("pk_old_users", "users", "id > 0");
        op.create_table(table(("app", "users")).column("id", integer().primary_key()));
    });
    assert!(renamed.ends_with(')'));
}

#[test]
fn every_name_is_quoted_and_qualified() {
    let actual = written(
        |_| {},
        |op| {
            op.create_table(
                table(("My App", "user"))
                    .column("Order", integer().primary_key())
                    .index("ix order", ["Order"])
                    .comment("c"),
            );
            op.rename_index("ix order", ("My App", "user"), "ix");
            op.drop_index("ix", ("My App", "user"));
        },
    );
    assert_data_eq!(
        actual,
        str![[r#"
CREATE TABLE "My App"."user" (
    "Order" INTEGER NOT NULL,
    CONSTRAINT pk_user PRIMARY KEY ("Order")
)
CREATE INDEX "ix order" ON "My App"."user" ("Order")
COMMENT ON TABLE "My App"."user" IS 'c'
ALTER INDEX "My App"."ix order" RENAME TO ix
DROP INDEX "My App".ix
"#]]
    );
}
