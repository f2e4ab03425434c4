//! Which operations share an `ALTER TABLE`.

use snapbox::{assert_data_eq, str};

use super::{joined, lower, lowered, schema, written};
use crate::dialect::Action;
use crate::dialect::postgres::Version;
use crate::op::{Op, Operation, Recorded, big_int, integer, table, text, varchar};
use crate::schema::{Origin, Schema};

fn keyless(op: &mut Op) {
    op.create_table(table("users").column("id", integer()));
}

fn users(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", big_int().primary_key().identity())
            .column("name", text().default("nobody"))
            .column("age", integer())
            .column("note", text())
            .check("ck_users_age", "age > 0"),
    );
}

#[test]
fn neighbours_on_one_table_are_one_statement() {
    let actual = written(users, |op| {
        op.drop_check_constraint("ck_users_age", "users");
        op.drop_column("users", "note");
        op.alter_column("users", "age").set_type(big_int());
        op.add_column("users", "note", varchar(10).comment("short"));
        op.add_column("users", "boss", big_int().references("users", "id"));
        op.create_unique_constraint("uq_users_note", "users", ["note"]);
        op.create_check_constraint("ck_users_age", "users", "age >= 0");
    });
    assert_data_eq!(
        actual,
        str![[r#"
ALTER TABLE users
    DROP CONSTRAINT ck_users_age,
    DROP COLUMN note,
    ALTER COLUMN age TYPE BIGINT,
    ADD COLUMN note VARCHAR(10),
    ADD COLUMN boss BIGINT CONSTRAINT fk_users_boss_users REFERENCES users (id),
    ADD CONSTRAINT uq_users_note UNIQUE (note),
    ADD CONSTRAINT ck_users_age CHECK (age >= 0)
COMMENT ON COLUMN users.note IS 'short'
"#]]
    );
}

#[test]
fn what_an_earlier_pass_would_overtake_begins_a_statement() {
    let actual = written(users, |op| {
        op.add_column("users", "size", integer());
        op.alter_column("users", "age").set_type(big_int()).using("size");
        op.alter_column("users", "age").not_null();
        op.alter_column("users", "name").default("x");
        op.alter_column("users", "note").drop_default().not_null();
    });
    assert_data_eq!(
        actual,
        str![[r#"
ALTER TABLE users ADD COLUMN size INTEGER
ALTER TABLE users ALTER COLUMN age TYPE BIGINT USING size
ALTER TABLE users
    ALTER COLUMN age SET NOT NULL,
    ALTER COLUMN name SET DEFAULT 'x'
ALTER TABLE users
    ALTER COLUMN note DROP DEFAULT,
    ALTER COLUMN note SET NOT NULL
"#]]
    );
}

#[test]
fn a_weaker_lock_stays_weaker() {
    let actual = written(users, |op| {
        op.create_check_constraint("ck_users_name", "users", "name <> ''").not_valid();
        op.create_foreign_key("fk_users_age", "users", ["age"], "users", ["id"]).not_valid();
        op.validate_constraint("ck_users_name", "users");
        op.validate_constraint("fk_users_age", "users");
        op.drop_foreign_key("fk_users_age", "users");
    });
    assert_data_eq!(
        actual,
        str![[r#"
ALTER TABLE users ADD CONSTRAINT ck_users_name CHECK (name <> '') NOT VALID
ALTER TABLE users ADD CONSTRAINT fk_users_age FOREIGN KEY (age) REFERENCES users (id) NOT VALID
ALTER TABLE users
    VALIDATE CONSTRAINT ck_users_name,
    VALIDATE CONSTRAINT fk_users_age
ALTER TABLE users DROP CONSTRAINT fk_users_age
"#]]
    );
}

#[test]
fn anything_else_ends_a_statement() {
    let tables = |op: &mut Op| {
        users(op);
        op.create_table(table("posts").column("id", integer()));
    };
    let actual = written(tables, |op| {
        op.add_column("users", "a", integer());
        op.add_column("posts", "a", integer());
        op.add_column("users", "b", integer());
        op.create_index("ix_users_b", "users", ["b"]);
        op.add_column("users", "c", integer());
        op.alter_column("users", "c").rename_to("d");
        op.add_column("users", "c", integer());
    });
    assert_data_eq!(
        actual,
        str![[r#"
ALTER TABLE users ADD COLUMN a INTEGER
ALTER TABLE posts ADD COLUMN a INTEGER
ALTER TABLE users ADD COLUMN b INTEGER
CREATE INDEX ix_users_b ON users (b)
ALTER TABLE users ADD COLUMN c INTEGER
ALTER TABLE users RENAME COLUMN c TO d
ALTER TABLE users ADD COLUMN c INTEGER
"#]]
    );
}

#[test]
fn a_comment_is_made_before_its_column_goes() {
    let actual = written(users, |op| {
        op.drop_check_constraint("ck_users_age", "users");
        op.alter_column("users", "note").comment("short");
        op.drop_column("users", "note");
        op.add_column("users", "note", integer());
    });
    assert_data_eq!(
        actual,
        str![[r#"
ALTER TABLE users DROP CONSTRAINT ck_users_age
COMMENT ON COLUMN users.note IS 'short'
ALTER TABLE users
    DROP COLUMN note,
    ADD COLUMN note INTEGER
"#]]
    );
}

#[test]
fn two_keys_of_a_column_are_not_one() {
    let actual = written(keyless, |op| {
        op.add_column("users", "code", integer().default(1).unique().primary_key());
    });
    assert_data_eq!(
        actual,
        str![[r#"
ALTER TABLE users
    ADD COLUMN code INTEGER DEFAULT 1 NOT NULL CONSTRAINT pk_users PRIMARY KEY,
    ADD CONSTRAINT uq_users_code UNIQUE (code)
"#]]
    );
}

#[test]
fn a_statement_names_each_of_its_operations_and_where_it_stands() {
    let statements = lowered(Version(15), users, |op| {
        op.add_column("users", "a", integer().comment("first"));
        op.add_column("users", "b", integer());
    });
    let statements = statements.expect("a script that is carried out");
    let operations: Vec<_> =
        statements.iter().map(|statement| statement.operations.as_slice()).collect();
    assert_eq!(operations, [&[0, 1][..], &[0]]);
    let Action::Sql(sql) = &statements[0].action else { panic!("{statements:?}") };
    let clauses: Vec<_> = statements[0]
        .clauses
        .iter()
        .map(|clause| (clause.operation, &sql[clause.span.clone()]))
        .collect();
    assert_eq!(clauses, [(0, "ADD COLUMN a INTEGER"), (1, "ADD COLUMN b INTEGER")]);
}

#[test]
fn what_no_row_was_checked_by_is_added_after_its_table() {
    let before = schema(|op| {
        op.create_table(table("t").column("a", integer()));
        op.create_check_constraint("ck", "t", "a > 0").not_valid();
    });
    let table = before.tables[&"t".into()].clone();
    let create = Recorded {
        operation: Operation::CreateTable { table, if_not_exists: false },
        origin: Origin::new("a.rs", 1, 1),
    };
    let mut after = Schema::new();
    let lowering = lower(Version(15), &[create], &mut after).expect("a table");
    assert_data_eq!(
        joined(&lowering.statements),
        str![[r#"
CREATE TABLE t (
    a INTEGER
)
ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT VALID
"#]]
    );
    assert_eq!(after.tables, before.tables);
}
