//! Which types a foreign key may have on its two sides: what a plan refuses, against PostgreSQL itself.

#![cfg(all(feature = "mysql", feature = "postgres", feature = "sqlite"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod live;

use migrate_runtime::dialect::lower;
use migrate_runtime::op::Op;
use migrate_runtime::prelude::*;

use live::Live;

/// Types as PostgreSQL spells them, each as a column, and as a column that references another.
macro_rules! types {
    ($($sql:literal: $column:expr;)+) => {
        const TYPES: &[(&str, fn(&mut Op), fn(&mut Op))] = &[$((
            $sql,
            |op| op.create_table(table("parents").column("c", $column.primary_key())),
            |op| op.create_table(table("children").column("c", $column.references("parents", "c"))),
        ),)+];
    };
}

types! {
    "smallint": small_int();
    "integer": integer();
    "bigint": big_int();
    "numeric(9, 2)": numeric(9, 2);
    "real": real();
    "double precision": double();
    "varchar(9)": varchar(9);
    "text": text();
    "char(4)": char(4);
    "boolean": boolean();
    "date": date();
    "timestamp": timestamp();
    "timestamptz": timestamptz();
    "time": time();
    "interval": interval();
    "bytea": binary();
    "uuid": uuid();
    "jsonb": jsonb();
    "varchar": custom("varchar");
    "int8": custom("int8");
    "numeric(5)": custom("NUMERIC(5)");
    "integer[]": array(integer());
    "bigint[]": array(big_int());
    "numeric(9, 2)[]": array(numeric(9, 2));
    "text[]": array(text());
    "varchar(9)[]": array(varchar(9));
    "date[]": array(date());
    "timestamp[]": array(timestamp());
}

#[test]
fn a_plan_refuses_the_references_that_postgres_refuses() {
    let live = Live::postgres("comparable");
    let mut connection = live.connect();
    let dialect = connection.dialect().expect("a known version");
    let mut wrong = Vec::new();
    for (key, parents, _) in TYPES {
        for (own, _, children) in TYPES {
            let mut op = Op::new();
            parents(&mut op);
            children(&mut op);
            let plan = lower(dialect, &op.into_operations(), &mut dialect.empty_schema());
            connection.begin().expect("a transaction");
            let server = connection
                .execute(&format!("CREATE TABLE parents (c {key} PRIMARY KEY)"))
                .and_then(|()| {
                    let column = format!("c {own} REFERENCES parents (c)");
                    connection.execute(&format!("CREATE TABLE children ({column})"))
                });
            connection.rollback().expect("the end of the transaction");
            if plan.is_ok() != server.is_ok() {
                wrong.push(format!("{own} -> {key}: {plan:?}, {server:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
