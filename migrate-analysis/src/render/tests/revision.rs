//! The way back that is written with an upgrade.

use migrate_core::op::{Operation, TableChange};
use migrate_core::schema::{Column, ColumnType, Expr, Family, Schema, Table};

use crate::render::{Downgrade, functions};

const ALL: &[Family] = &[Family::Sqlite, Family::Postgres, Family::Mysql];

fn users() -> Schema {
    let mut users = Table::new("users");
    users.columns.push(Column::new("id", ColumnType::BigInt));
    users.columns.push(Column { nullable: false, ..Column::new("name", ColumnType::Text) });
    let mut schema = Schema::new();
    schema.tables.insert("users".into(), users);
    schema
}

fn way_back(operation: Operation, families: &[Family]) -> Downgrade {
    functions(&[operation], &users(), families).unwrap().downgrade
}

#[test]
fn what_every_database_takes_back_alike_is_a_function() {
    let drop = Operation::DropColumn { table: "users".into(), column: "id".to_owned() };
    assert_eq!(
        way_back(drop, ALL),
        Downgrade::Function(
            "fn downgrade(op: &mut Op) {\n    op.add_column(\"users\", \"id\", big_int());\n}\n"
                .to_owned()
        )
    );
}

#[test]
fn what_databases_take_back_in_their_own_ways_is_derived_on_each() {
    let drop = || Operation::DropColumn { table: "users".into(), column: "name".to_owned() };
    // MariaDB and MySQL would fill the column, the others refuse rows without a value.
    assert_eq!(way_back(drop(), ALL), Downgrade::Auto);
    assert!(matches!(way_back(drop(), &[Family::Postgres]), Downgrade::Function(_)));
    assert!(matches!(way_back(drop(), &[Family::Mysql]), Downgrade::Irreversible(_)));
}

#[test]
fn options_that_were_not_said_are_dropped() {
    let change =
        TableChange { tablespace: Some(Some("fast".to_owned())), ..TableChange::default() };
    let alter = Operation::AlterTable { table: "users".into(), change };
    let Downgrade::Function(back) = way_back(alter, ALL) else { panic!("a function") };
    assert!(back.contains("op.alter_table(\"users\").drop_postgres_tablespace();"), "{back}");
}

#[test]
fn what_cannot_be_taken_back_says_why() {
    let set = vec![("name".to_owned(), Expr::from("x"))];
    let update = Operation::Update { table: "users".into(), set, filter: None };
    let back = way_back(update, ALL);
    assert_eq!(
        back.attribute().as_deref(),
        Some(
            "downgrade = irreversible(\"update every row of users cannot be undone: the rows as they were are not known\")"
        )
    );
}
