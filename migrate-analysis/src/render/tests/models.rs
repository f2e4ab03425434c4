//! Schemas as structs: the text that comes of them.

use migrate_core::op::{
    Op, Operation, array, asc, big_int, binary, boolean, char, custom, desc, enumeration,
    foreign_key, integer, now, numeric, small_int, string, table, text, timestamptz, uuid, varchar,
};
use migrate_core::schema::Action::Cascade;
use migrate_core::schema::{Origin, Schema};

use crate::render::models;

fn written(record: impl FnOnce(&mut Op)) -> String {
    let mut op: Op = Op::new();
    record(&mut op);
    let operations: Vec<Operation> =
        op.into_operations().into_iter().map(|recorded| recorded.operation).collect();
    let mut after = Schema::new();
    for operation in &operations {
        migrate_core::op::apply(operation, Origin::caller(), &mut after).unwrap();
    }
    models(&operations, &after).unwrap()
}

#[test]
fn tables_are_structs_and_the_rest_is_a_function() {
    let text = written(|op| {
        op.create_enum("mood", ["sad", "very happy"]);
        op.create_table(
            table("users")
                .column("id", big_int().primary_key().identity())
                .column("email", varchar(255).not_null().unique())
                .column(
                    "mood",
                    enumeration("mood", ["sad", "very happy"]).not_null().default("sad"),
                )
                .column("type", text())
                .column("Full Name", text().not_null().collate("C").comment("as said"))
                .column("small", custom("tinyint").like(small_int()).unsigned().default(7))
                .column("is_admin", boolean().not_null().default(false))
                .column("scores", array(integer()).not_null())
                .column("price", numeric(10, 2).check("price > 0"))
                .column("created_at", timestamptz().not_null().default(now()))
                .index("ix_users_email", ["email"])
                .comment("people"),
        );
        op.create_table(
            table(("audit", "entry"))
                .column("user_id", big_int().references("users", "id").on_delete(Cascade))
                .column("seen", uuid())
                .column("code", char(2).not_null())
                .column("raw", binary().not_null())
                .column("free", string())
                .primary_key(["user_id", "code"])
                .unique("uq_entry", ["seen", "code"])
                .foreign_key(foreign_key(
                    "fk_self",
                    ["user_id", "code"],
                    ("audit", "entry"),
                    ["user_id", "code"],
                ))
                .index("ix_entry_order", [asc("code"), desc("seen")])
                .postgres_with("fillfactor", 70),
        );
        op.create_index("ux_users_email", "users", ["email"]).unique().filter("is_admin");
        op.create_view("admins", "SELECT id FROM users WHERE is_admin");
    });
    let (head, items) = text.split_once("\n\n").unwrap();
    assert!(head.starts_with("//! The tables of the database"), "{head}");
    assert_eq!(items, WRITTEN);
}

const WRITTEN: &str = r#"use migrate_runtime::prelude::*;
use migrate_runtime::{Model, ModelEnum, models};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ModelEnum)]
#[model(name = "mood")]
pub enum Mood {
    #[model(rename = "sad")]
    Sad,
    #[model(rename = "very happy")]
    VeryHappy,
}

#[derive(Clone, Debug, Model)]
#[model(comment = "people")]
pub struct User {
    #[model(identity)]
    pub id: i64,
    #[model(varchar(255), unique, index)]
    pub email: String,
    #[model(default = "sad")]
    pub mood: Mood,
    pub r#type: Option<String>,
    #[model(column = "Full Name", collate = "C", comment = "as said")]
    pub full_name: String,
    #[model(custom("tinyint"), like = big_int(), unsigned, default = 7)]
    pub small: Option<String>,
    #[model(default = false)]
    pub is_admin: bool,
    pub scores: Vec<i32>,
    #[model(numeric(10, 2), check = "price > 0")]
    pub price: Option<String>,
    #[model(timestamptz, default = now())]
    pub created_at: String,
}

#[derive(Clone, Debug, Model)]
#[model(
    table = ("audit", "entry"),
    unique("uq_entry", ["seen", "code"]),
    foreign_key(
        foreign_key(
            "fk_self",
            ["user_id",
            "code"],
            ("audit", "entry"),
            ["user_id",
            "code"]
        )
    ),
    index("ix_entry_order", [asc("code"), desc("seen")]),
    postgres_with("fillfactor", 70)
)]
pub struct Entry {
    #[model(primary_key, references("users", "id"), on_delete = Cascade)]
    pub user_id: i64,
    #[model(uuid)]
    pub seen: Option<String>,
    #[model(primary_key, char(2))]
    pub code: String,
    pub raw: Vec<u8>,
    #[model(string)]
    pub free: Option<String>,
}

/// What no struct can say.
#[models]
fn beside_tables(op: &mut Op) {
    op.create_index("ux_users_email", "users", ["email"]).unique().filter("is_admin");
    op.create_view("admins", "SELECT id FROM users WHERE is_admin");
}
"#;

#[test]
fn labels_are_said_once() {
    let text = written(|op| {
        let status = || enumeration("status", ["new", "New", ""]);
        op.create_enum("status", ["new", "New", ""]);
        op.create_enum("unused", ["a"]);
        op.create_table(table("orders").column("one", status()).column("two", status()));
    });
    assert!(text.contains("pub enum Status {"), "{text}");
    assert!(text.contains("pub two: Option<Status>,"), "{text}");
    assert_eq!(text.matches("\"New\"").count(), 1, "{text}");
    assert_eq!(text.matches("op.create_enum").count(), 1, "{text}");
    assert!(text.contains("op.create_enum(\"unused\", [\"a\"]);"), "{text}");
}

#[test]
fn what_is_no_part_of_a_schema_is_refused() {
    let drop = Operation::DropTable { table: "t".into() };
    let error = models(&[drop], &Schema::new()).unwrap_err();
    assert_eq!(error.to_string(), "`drop table t` cannot be written in Rust");
    assert!(error.hint().is_some());
}

#[test]
fn an_empty_schema_has_no_items() {
    let text = models(&[], &Schema::new()).unwrap();
    assert!(text.lines().all(|line| line.starts_with("//!")), "{text}");
}
