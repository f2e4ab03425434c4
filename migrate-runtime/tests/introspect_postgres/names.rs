//! Names in other schemas, and names that must be quoted.

use migrate_runtime::prelude::*;
use migrate_runtime::schema::{Constraint, ConstraintBody, Deferrable, ForeignKey};

use crate::database::{Database, check};

#[test]
fn names_of_every_kind() {
    let sql = "
        CREATE SCHEMA audit;
        CREATE SCHEMA \"Other\";
        CREATE SCHEMA unread;
        CREATE TYPE \"Mood\" AS ENUM ('sad', 'it''s ok', 'heureux é');
        CREATE TYPE audit.kind AS ENUM ('a');
        CREATE TYPE unread.far AS ENUM ('x');
        CREATE TABLE \"Order\" (\"Id\" integer CONSTRAINT \"pk_Order\" PRIMARY KEY, \"select\" text,
            \"naïve\" text, \"a\"\"b\" text, CONSTRAINT \"ck Order\" CHECK (\"select\" <> \"naïve\"));
        CREATE INDEX \"Ix\" ON \"Order\" (\"select\", lower(\"naïve\")) WHERE \"a\"\"b\" IS NULL;
        CREATE TABLE audit.entries (id serial CONSTRAINT pk_entries PRIMARY KEY,
            mood \"Mood\" DEFAULT 'sad', kinds audit.kind[], far unread.far,
            \"order\" integer CONSTRAINT fk_order REFERENCES \"Order\" (\"Id\"));
        CREATE TABLE \"Other\".\"T\" (entry integer CONSTRAINT fk_entry REFERENCES audit.entries (id));
        CREATE VIEW audit.\"V\" AS SELECT * FROM audit.entries;
        CREATE TABLE unread.t (a integer);
        CREATE TABLE here (a integer CONSTRAINT fk_here REFERENCES audit.entries (id));";
    let mood = ["sad", "it's ok", "heureux é"];
    check("names", sql, &["audit", "Other", "missing", "public"], |op| {
        op.create_schema("audit");
        op.create_schema("Other");
        op.create_enum("Mood", mood);
        op.create_enum(("audit", "kind"), ["a"]);
        op.create_table(
            table("Order")
                .column("Id", integer().primary_key())
                .column("select", text())
                .column("naïve", text())
                .column("a\"b", text())
                .check("ck Order", "\"select\" <> \"naïve\""),
        );
        op.create_index("Ix", "Order", [asc("select"), expression("lower(\"naïve\")")])
            .filter("\"a\"\"b\" IS NULL");
        op.create_table(
            table(("audit", "entries"))
                .column("id", integer().primary_key().identity_with(Identity::serial()))
                .column("mood", enumeration("Mood", mood).default("sad"))
                .column("kinds", array(enumeration(("audit", "kind"), ["a"])))
                .column("far", enumeration(("unread", "far"), ["x"]))
                .column("order", integer())
                .foreign_key(foreign_key("fk_order", ["order"], "Order", ["Id"])),
        );
        let entries = ("audit", "entries");
        op.create_table(table(("Other", "T")).column("entry", integer()).foreign_key(foreign_key(
            "fk_entry",
            ["entry"],
            entries,
            ["id"],
        )));
        op.create_view(("audit", "V"), "SELECT * FROM audit.entries");
        op.create_table(table("here").column("a", integer()).foreign_key(foreign_key(
            "fk_here",
            ["a"],
            entries,
            ["id"],
        )));
    });
}

#[test]
fn constraints_have_the_names_postgresql_gives() {
    let mut database =
        Database::new("unnamed", "CREATE TABLE t (a integer PRIMARY KEY, b integer REFERENCES t)");
    let live = database.read(&[]);
    let key = ForeignKey {
        columns: vec!["b".to_owned()],
        table: "t".into(),
        referenced: vec!["a".to_owned()],
        match_full: false,
        on_delete: NoAction,
        on_update: NoAction,
        deferrable: Deferrable::No,
        validated: true,
    };
    let expected = [
        Constraint::named("t_pkey", ConstraintBody::PrimaryKey { columns: vec!["a".to_owned()] }),
        Constraint::named("t_b_fkey", ConstraintBody::ForeignKey(key)),
    ];
    assert_eq!(live.tables[&"t".into()].constraints, expected);
}
